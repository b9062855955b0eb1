"""The example's report: one file that opens offline, with the figures that the example prints."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import vbp_policy
from vbp_policy import (
    Disbursement,
    Fund,
    Grade,
    Institution,
    InstitutionKind,
    Prepayment,
    fund_totals,
    offset_prepayments,
    paying_fund,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
)
from vbp_policy.interop.sheets import RefusedCell
from vbp_policy.notices import CHONGQING_2025_25 as NOTICE

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder
VOID = {"meta", "input", "br"}
HARMLESS = {  # of all elements, those that fetch nothing and run nothing
    *("html", "head", "meta", "title", "style", "body", "input", "label", "main", "h1", "h2", "h3"),
    *("p", "span", "div", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "ol", "ul", "li"),
    *("details", "summary", "figure", "svg", "g", "path", "rect", "text", "tspan", "line"),
}


def run(
    *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(EXAMPLES / "two_notices.py"), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **(environment or {})},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


class Page(HTMLParser):
    """What a reader of one language sees: the tables below their headings, and all text.

    Refuses tags that do not match and elements that could fetch or run something.
    """

    def __init__(self, html: str, lang: str) -> None:
        super().__init__()
        self.other = {"zh": "en", "en": "zh-CN"}[lang]
        self.open: list[tuple[str, str | None]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.figures: Counter[tuple[str | None, str | None]] = Counter()
        self.text: list[str] = []
        self.heading = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag in HARMLESS
        assert not [name for name in given if name.startswith("on") or name in {"src", "href"}]
        if tag not in VOID:
            self.open.append((tag, given.get("lang")))
        if tag == "figure":
            self.figures[given["class"], given["lang"]] += 1
        if self.hidden:
            return
        if tag == "h2":
            self.heading = ""
        elif tag == "tr":
            self.tables.setdefault(self.heading, []).append([])
        elif tag in {"th", "td"}:
            self.tables[self.heading][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _ in self.open}
        if self.hidden or "style" in tags:
            return
        self.text.append(data)
        if "h2" in tags:
            self.heading += data
        elif tags & {"th", "td"}:
            self.tables[self.heading][-1][-1] += data

    @property
    def hidden(self) -> bool:
        return self.other in {lang for tag, lang in self.open if tag != "html"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """What is printed, and the report."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    done = run("--report", path)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"\nwritten: {path}\n" in done.stdout
    return done.stdout, path.read_text(encoding="utf-8")


def section(output: str, title: str) -> list[list[str]]:
    """Give the cells of every line below a heading that the example prints."""
    (found,) = [part for part in output.split("\n=== ") if title in part.partition("\n")[0]]
    return [re.split(r"\s{2,}", line.strip()) for line in found.splitlines()[1:]]


def rows(page: Page, heading: str) -> list[list[str]]:
    """Give a table's rows without its heads and totals."""
    return page.tables[heading][1:-1]


def test_it_takes_nothing_from_elsewhere_and_runs_nothing(written: tuple[str, str]) -> None:
    html = written[1]
    assert set(re.findall(r"[a-z]+://[^\"'<> ]+", html)) == {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",  # the names of two vocabularies
    }
    for word in ("url(", "@import", "<script", "javascript:", "<link", "<img"):
        assert word not in html
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in html
    assert html.startswith("<!DOCTYPE html>")
    assert str(EXAMPLES) not in html
    for lang in ("zh", "en"):
        Page(html, lang)


def test_each_language_is_whole_and_has_every_figure(written: tuple[str, str]) -> None:
    chinese, english = (Page(written[1], lang) for lang in ("zh", "en"))
    assert len(chinese.tables) == len(english.tables) == 6
    for one, other in zip(chinese.tables.values(), english.tables.values(), strict=True):
        assert len(one) == len(other)
        assert not re.search("[a-z]", "".join(one[0]))
        assert not re.search("[一-鿿]", "".join(other[0]))
        for cells, cells_en in zip(one[1:], other[1:], strict=True):
            for cell, cell_en in zip(cells, cells_en, strict=True):
                assert cell == cell_en or not re.search(r"\d", cell + cell_en)
    assert "文件没有写明的问题一律按推荐口径。金额单位为元。" in chinese.text
    assert "Illustrative data: institutions, makers, codes" in "".join(english.text)


def test_25_2_3_it_holds_the_figures_that_are_printed(written: tuple[str, str]) -> None:
    printed, page = written[0], Page(written[1], "en")
    fund = {"职工": "employees'", "居民": "residents'"}
    (total,) = [it for it in section(printed, "4 Totals") if it[:2] == ["all", "all"]]
    by_district = [it for it in section(printed, "4 Totals") if it[1:2] and it[1] in fund]
    expected = [[it[0], fund[it[1]], *it[2:]] for it in by_district if it[0] != "all"]
    assert rows(page, "Totals by district and fund") == expected
    assert page.tables["Totals by district and fund"][-1] == ["total", "", *total[2:]]
    assert rows(page, "Totals by fund") == [
        [fund[it[1]], *it[2:]] for it in by_district if it[0] == "all"
    ]
    planned = [
        it for it in section(printed, "1 What is prepaid when") if it[0].startswith("YF2025")
    ]
    schedules = rows(page, "What is prepaid when")
    for it, first, second in zip(planned, schedules[::2], schedules[1::2], strict=True):
        cycle, amounts = it[3].split(" to "), it[5::2]
        assert first[:5] == [it[0], it[1], *cycle, it[4]]
        assert [first[6], second[6]] == amounts
        assert [f"by {first[7]}", f"at {second[7]}"] == it[6::2]
        assert [first[8], second[8]] == ["25-2.3b", "25-2.3c"]
    disbursed = [it for it in section(printed, "2 What was really") if it[-1] == "2026-05-31"]
    for it, found in zip(disbursed, rows(page, "What was really disbursed"), strict=True):
        filled = it[7:-2] or ["—"]
        assert found == [it[0], *it[2:7], *filled, *it[-2:]]
    returned = {it[0]: it for it in section(printed, "5 What must go back") if "YF2025" in it[0]}
    ledgers = rows(page, "Offset ledgers")
    assert {it[0] for it in ledgers if it[7] != "0.00"} == returned.keys()
    for it in ledgers:
        if it[0] in returned:
            printed_row = returned[it[0]]
            assert [it[1], *it[6:9]] == [printed_row[1], "return due", *printed_row[3:5]]
    total_of = page.tables["Offset ledgers"][-1]
    assert total_of[3:6] == total[3:6]
    assert total_of[7] == total[6]


def test_the_ledgers_with_most_to_return_are_drawn_and_explained(written: tuple[str, str]) -> None:
    printed, html = written
    amounts = {
        it[0]: Decimal(it[3].replace(",", ""))
        for it in section(printed, "5 What must go back")
        if "YF2025" in it[0]
    }
    most = sorted(amounts, key=lambda it: amounts[it], reverse=True)[:3]
    parts = html.split("<h3>")[1:]
    assert [part[: len("YF2025-0000")] for part in parts] == most
    for reference, part in zip(most, parts, strict=True):
        returned = f"{amounts[reference]:,}"
        drawn = re.compile(r'<figure class="(\w+)" lang="([\w-]+)">(.*?)</figure>', re.DOTALL)
        figures = drawn.findall(part)
        assert Counter(it[:2] for it in figures) == {
            (theme, lang): 2 for theme in ("light", "dark") for lang in ("zh-CN", "en")
        }
        for theme, lang, svg in figures:
            assert svg.startswith("<svg ")
            words = re.findall(r"<text[^>]*>([^<]*)", svg)
            assert any(returned in each for each in words)
            assert ("退回" in "".join(words) or "余额" in "".join(words)) == (lang == "zh-CN")
            assert ('fill="#ffffff"' in svg[:300]) == (theme == "light")
        explained = re.findall(r"<details>.*?</details>", part, re.DOTALL)
        assert len(explained) == 2
        for each, clauses in zip(explained, ("25-2.3b 25-2.3c", "25-2.3d 25-2.3e"), strict=True):
            own = re.findall(r'<div lang="([\w-]+)">(.*?)(?=<div lang|</details>)', each, re.DOTALL)
            assert [lang for lang, _ in own] == ["zh-CN", "en"]
            for _, words in own:
                assert all(clause in words for clause in clauses.split())
        assert f"{returned}元" in explained[1]
        assert f"{returned} yuan" in explained[1]


def test_every_refused_row_is_in_it_with_its_reason(written: tuple[str, str]) -> None:
    printed, page = written[0], Page(written[1], "en")
    (number,) = re.findall(r"\n(\d+) rows refused;", printed)
    table = page.tables[f"Rows refused: {number}"]
    lines = section(printed, "Rows read, and rows refused")
    start = next(at for at, it in enumerate(lines) if it[-1] == "reason")
    expected = lines[start + 1 : lines.index([""], start)]
    # an empty cell and a run of blanks are one to the eye
    assert [re.split(r"\s{2,}", "  ".join(it).strip()) for it in table[1:]] == [
        re.split(r"\s{2,}", "  ".join(it)) for it in expected
    ]


# In this process, on results of our own


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The example's module of reports."""
    monkeypatch.setattr(sys, "path", [str(EXAMPLES), *sys.path])
    return import_module("report")


HOSTILE = "<script>alert(1)</script>&\"'</td>{0}"


def hostile_results() -> tuple[list[object], list[RefusedCell]]:
    """Give results of one prepayment, not yet at its window's end, of an institution so named."""
    hospital = Institution(
        "H1",
        HOSTILE,
        kind=InstitutionKind.PUBLIC,
        grade=Grade.PRIMARY,
        designated=True,
        district=HOSTILE,
    )
    fund = paying_fund(NOTICE, hospital)
    assert fund is Fund.RESIDENT
    cycle = procurement_cycle(NOTICE, "2025-05-30")
    schedule = prepayment_schedule(NOTICE, cycle, "100.01")
    reconciliation = reconcile(
        schedule, [Disbursement("P1", "50.01", "2025-06-30")], as_of=date(2026, 5, 31)
    )
    prepayment = Prepayment("P1", hospital, fund, "100.01", cycle)
    account = offset_prepayments(NOTICE, [prepayment], {fund: {"2026-06": "40"}})
    refused = RefusedCell(HOSTILE, None, 2, HOSTILE, HOSTILE, HOSTILE, "25-2.3a")
    found: list[object] = [
        (f"P1 {hospital}", schedule),
        reconciliation,
        account,
        fund_totals([account]),
    ]
    return found, [refused]


def test_hostile_names_stay_text(example: Any, tmp_path: Path) -> None:
    example.write_report(tmp_path / "report.html", *hostile_results(), illustrative=False)
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in html
    page = Page(html, "zh")
    assert page.tables["按区县、基金汇总"][1][:2] == [HOSTILE, "居民"]
    (ledger,) = rows(page, "抵扣台账")
    assert ledger == [
        "P1",
        f"H1 {HOSTILE}",
        "居民",
        "100.01",
        "40.00",
        "60.01",
        "抵扣中",
        "0.00",
        "—",
    ]
    assert page.tables["未采用的行：1行"][1][0] == HOSTILE
    assert page.figures == {
        (theme, lang): 2 for theme in ("light", "dark") for lang in ("zh-CN", "en")
    }
    assert "虚构" not in "".join(page.text)


def test_without_results_it_has_empty_tables(example: Any, tmp_path: Path) -> None:
    example.write_report(tmp_path / "report.html", [], [], illustrative=False)
    page = Page((tmp_path / "report.html").read_text(encoding="utf-8"), "en")
    assert page.tables["Offset ledgers"][1:] == [["total", "", "", *["0.00"] * 3, "", "0.00", ""]]
    assert len(page.tables["Rows refused: 0"]) == 1
    assert not page.figures


def test_what_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    done = run(
        "--report", tmp_path / "none" / "report.html", environment=without("altair", tmp_path)
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "pip install 'vbp_policy[charts]'" in done.stderr
    headings = tmp_path / "headings"
    headings.mkdir()
    for path in (EXAMPLES / "data").glob("*.csv"):
        (headings / path.name).write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    done = run(headings, "--report", tmp_path / "none" / "report.html")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "report.html" in done.stderr


def without(module: str, folder: Path) -> dict[str, str]:
    """Give an environment in which a module cannot be imported."""
    (folder / f"{module}.py").write_text("raise ImportError", encoding="utf-8")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{PACKAGE}"}
