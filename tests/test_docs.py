"""The pages say what is so: links lead somewhere, names exist, figures are what the rules give."""

import ast
import builtins
import re
import runpy
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest
from vbp_site import assumptions, clauses, markup, pages, readings, reference

import vbp_policy
from vbp_policy import (
    Computability,
    LastDay,
    MonthEnd,
    Policy,
    Reading,
    YearMonth,
    cautious,
    civil_code,
    notices,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.results.explanations.assumptions import ASSUMPTIONS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if not {"_ext", "examples"} & {*path.parts})
SOURCES = [ROOT / "README.md", *PAGES]
IN_ORDER = pytest.mark.parametrize(
    "path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix()
)
NOTICES = (CHONGQING_2025_9, CHONGQING_2025_25)
CLAUSES = [clause for notice in NOTICES for clause in notice.clauses]

_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def page_name(path: Path) -> str:
    return path.relative_to(DOCS).with_suffix("").as_posix()


@cache
def expanded(path: Path) -> str:
    """Give a page's text with what is computed in it."""
    text = path.read_text(encoding="utf-8")
    return pages.expanded(text, page_name(path)) if path.is_relative_to(DOCS) else text


def prose(path: Path) -> str:
    """Give a page's text without its code blocks."""
    return _FENCED.sub("", expanded(path))


@cache
def anchors(path: Path) -> set[str]:
    """Give the names on a page that a link may lead to."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    slugs = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    return slugs | set(re.findall(r"^\(([\w-]+)\)=$", expanded(path), re.MULTILINE))


# Links and names


@IN_ORDER
def test_links_lead_somewhere(path: Path) -> None:
    for link in _LINK.findall(prose(path)):
        if re.match("https?://", link) or link == "genindex":
            continue
        place, _, name = link.partition("#")
        target = (path.parent / place).resolve() if place else path
        assert target.is_file(), f"{link} leads nowhere"
        if name:
            assert name in anchors(target), f"{link} names no place"


@pytest.mark.parametrize("path", PAGES, ids=page_name)
def test_tables_of_contents_name_pages(path: Path) -> None:
    for block in re.findall(
        r"```\{toctree\}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL
    ):
        for line in block.splitlines():
            if line and not line.startswith(":"):
                page = re.sub(r".*<(.*)>", r"\1", line)
                assert any((path.parent / f"{page}{kind}").is_file() for kind in (".md", ".ipynb"))


def test_every_page_is_in_a_table_of_contents() -> None:
    listed: set[Path] = {DOCS / "index"}
    for path in PAGES:
        for block in re.findall(r"```\{toctree\}\n(.*?)```", path.read_text("utf-8"), re.DOTALL):
            names = [re.sub(r".*<(.*)>", r"\1", line) for line in block.splitlines()]
            listed |= {(path.parent / name).resolve() for name in names}
    assert {path.with_suffix("") for path in PAGES} <= listed


KNOWN = {
    *reference.targets(),
    *dir(builtins),
    *("Decimal", "NaN", "attrs.evolve"),
    *notices.__all__,
}


def names_in_code(text: str) -> Iterator[str]:
    """Give the names in code type that are called, dotted or written in capitals inside."""
    for code in re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text):
        name = re.sub(r"\(.*\)$", "", code)
        if re.fullmatch(r"[A-Za-z_][\w.]*", name) and (name != code or _is_class(name)):
            yield name


def _is_class(name: str) -> bool:
    return bool(re.fullmatch(r"[A-Z][a-z]+\w*(\.[a-z]\w*)*", name))


@IN_ORDER
def test_names_exist(path: Path) -> None:
    """Functions that a page calls and classes that it names are public, under that name."""
    short = {name.rpartition(".")[2] for name in KNOWN}
    for name in names_in_code(prose(path)):
        assert name in KNOWN or name in short, f"`{name}` is not public"


def test_a_name_that_is_not_public_is_seen() -> None:
    assert list(names_in_code("`Prepaymant`, `offset()`, `x`, `total`, `PrepaymentCase.fund`")) == [
        "Prepaymant",
        "offset",
        "PrepaymentCase.fund",
    ]


@IN_ORDER
def test_examples_import_what_exists(path: Path) -> None:
    text = re.sub(r"^(>>>|\.\.\.) ?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for found in re.finditer(
        r"^from (vbp_policy[\w.]*) import (\([^)]*\)|[^\n(]+)", text, re.MULTILINE
    ):
        module = import_module(found[1])
        (tree,) = ast.parse(f"from x import {found[2]}").body
        for alias in cast("ast.ImportFrom", tree).names:
            assert hasattr(module, alias.name), f"{found[1]} has no {alias.name}"


# The reference


def test_every_public_name_is_on_one_page_of_the_reference() -> None:
    shown = [name for page in reference.TOPICS for name in reference.names_on(page)]
    assert sorted([*shown, "__version__"]) == sorted(vbp_policy.__all__)


def test_every_topic_and_every_extra_has_its_page() -> None:
    blocks: set[str] = set()
    for path in (DOCS / "reference").glob("*.md"):
        blocks |= {found[2] for found in pages.BLOCK.finditer(path.read_text(encoding="utf-8"))}
    assert blocks == {*reference.TOPICS, *reference.modules_there()}


def test_every_name_has_a_line_that_says_what_it_is() -> None:
    for page in reference.TOPICS:
        names = reference.names_on(page)
        lines = reference.summary("vbp_policy", names, names).splitlines()[2:]
        assert len(lines) == len(names)
        assert all(len(line.split("|")[2].strip()) > 10 for line in lines)


def test_a_module_that_is_not_there_shows_nothing() -> None:
    assert reference.names_in("interop.nothing") == []
    assert reference.page_of("rules.nothing") is None


def test_a_constant_is_shown_with_its_words() -> None:
    shown = reference.directives("vbp_policy", ["SECONDARY_2011_RATIOS"])
    assert ".. py:data:: SECONDARY_2011_RATIOS" in shown
    assert "secondary sources alone" in shown


# Readings

FIELDS = pytest.mark.parametrize("field", readings.WORKED)


def figures(field: str, case: int) -> list[object]:
    """Give what a worked case comes to under each choice, in the order of the choices."""
    asked = next(each for each in Reading.choices() if each.field == field)
    worked = readings.WORKED[field][case]
    return [worked.comes_to(readings.under(field, each)) for each in asked.choices]


def test_every_question_has_worked_cases_on_both_pages() -> None:
    fields = [each.field for each in Reading.choices()]
    assert list(readings.WORKED) == fields
    for page in ("readings.md", "zh/readings.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert [found[2] for found in pages.BLOCK.finditer(text)] == [*fields, ""]
        assert len(re.findall(r"^\*\*(Why|为什么)", text, re.MULTILINE)) == len(fields)


@FIELDS
def test_each_choice_differs_from_each_other_in_a_case(field: str) -> None:
    """What is shown shows the difference; make-up days and the like may also show none."""
    rows = [figures(field, case) for case in range(len(readings.WORKED[field]))]
    columns = list(zip(*rows, strict=True))
    assert len(set(columns)) == len(columns)


# By hand, from the clauses and a calendar alone.
BY_HAND: dict[str, list[list[object]]] = {
    "last_day": [
        [date(2026, 5, 29), date(2026, 5, 30)],
        [date(2026, 5, 31), date(2026, 6, 1)],
        [YearMonth(2026, 6), YearMonth(2026, 7)],
    ],
    "month_end": [
        [date(2025, 11, 30), date(2025, 11, 29), date(2025, 10, 31)],
        [date(2025, 11, 30)] * 3,
        [date(2025, 12, 31), date(2025, 12, 15), date(2025, 11, 30)],
    ],
    "disbursement_day": [
        [date(2025, 11, 30), date(2025, 11, 28), date(2025, 12, 1)],
        [date(2026, 1, 31), date(2026, 1, 30), date(2026, 2, 2)],
    ],
    "debt_day": [
        [date(2025, 8, 31), date(2025, 9, 1), date(2025, 8, 29)],
        [date(2026, 2, 28)] * 3,  # a Saturday worked for the Spring Festival
    ],
    "return_clock": [
        [YearMonth(2027, 5), YearMonth(2027, 4)],
        [Decimal(50_000), Decimal(150_000)],  # 1,250,000 less 12 or 11 times 100,000
        [date(2027, 6, 1), date(2027, 5, 30)],
    ],
    "extension": [
        [YearMonth(2026, 12), YearMonth(2026, 6), YearMonth(2026, 12)],
        [YearMonth(2026, 6), YearMonth(2026, 6), YearMonth(2026, 12)],
    ],
    "same_variety": [
        [Decimal("10.59"), Decimal("10.00"), Decimal("18.00")],  # 18 ÷ 1.7
        [Decimal("18.00")] * 3,  # 10 × 1.7 is less
        [Decimal("2.82"), Decimal("4.00"), Decimal("0.00")],
    ],
    "neutral_listings": [["75.00%", "80.00%"], ["60.00%", "80.00%"]],
}


@pytest.mark.parametrize("field", BY_HAND)
def test_worked_cases_come_to_what_they_do_by_hand(field: str) -> None:
    """25-1.3a, 25-1.3b, 25-2.2e, 25-2.3b, 25-2.3c, 25-2.3e, 25-2.3h, 9-3.3a."""
    assert [figures(field, case) for case in range(len(BY_HAND[field]))] == BY_HAND[field]


def test_a_firm_selected_in_another_group_alone() -> None:
    """25-2.2e: only under `BY_GROUP`, and only below the group's highest price, it is neutral."""
    shown = [[cast("Any", each).name for each in figures("selected_firm", case)] for case in (0, 1)]
    assert shown == [["NON_SELECTED", "NEUTRAL"], ["NON_SELECTED", "NON_SELECTED"]]


def test_what_the_page_says_of_month_ends_holds_on_every_day() -> None:
    """25-2.3c: the recommended day is never before the others, and `FROM_EXECUTION` the first."""
    for days in range(730):
        executed = date(2025, 5, 30) + timedelta(days)
        due: dict[MonthEnd, date] = {}
        for choice in MonthEnd:
            cycle = procurement_cycle(
                CHONGQING_2025_25, executed, reading=Reading(month_end=choice)
            )
            due[choice] = prepayment_schedule(CHONGQING_2025_25, cycle, 100).instalments[1].due
        assert due[MonthEnd.CALENDAR_END] == max(due.values())
        assert due[MonthEnd.FROM_EXECUTION] == min(due.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_question_shows_its_words_its_clause_and_every_choice(lang: str) -> None:
    for asked in Reading.choices():
        shown = readings.question(asked.field, lang, "clauses.md")
        assert asked.words in shown
        assert f"[{asked.clause}](clauses.md#{markup.anchor_of(asked.clause, lang)})" in shown
        for choice in asked.choices:
            assert shown.count(f"`{choice.name}`") >= 2
        recommended = "(recommended)" if lang == "en" else "（推荐）"
        assert shown.count(recommended) == 1
        assert f"`{asked.choices[0].name}`" in shown.split(recommended)[0]


def test_days_of_the_week_are_looked_up() -> None:
    shown = readings.question("debt_day", "en", "x")
    assert "2025-08-31 is a Sunday)" in shown
    assert "2026-02-28 is a Saturday, worked for a holiday)" in shown
    assert "（2026年2月28日是星期六，调休上班）" in readings.question("debt_day", "zh", "x")


def test_presets_show_where_they_differ_and_nothing_else() -> None:
    rows = [line.split("|")[1:-1] for line in readings.presets("en").splitlines()[2:]]
    shown = {cells[0].strip(" `"): [cell.strip(" `") for cell in cells[1:]] for cells in rows}
    for asked in Reading.choices():
        answers = [
            getattr(each, asked.field).name for each in (Reading(), civil_code(), cautious())
        ]
        assert shown.get(asked.field, [answers[0]] * 3) == answers
    assert shown["last_day"] == ["INCLUSIVE", LastDay.CORRESPONDING.name, "INCLUSIVE"]
    assert "same_variety" not in shown


# Clauses


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("notice", NOTICES, ids=str)
def test_every_clause_is_shown_once_with_what_computes_it(notice: Policy, lang: str) -> None:
    shown = clauses.register(notice, lang)
    sections = dict(
        zip(*[iter(re.split(r"^### (.+)$", shown, flags=re.MULTILINE)[1:])] * 2, strict=True)
    )
    assert list(sections) == [clause.id for clause in notice.clauses]
    for clause in notice.clauses:
        text = sections[clause.id]
        assert (clause.paraphrase if lang == "en" else clause.paraphrase_zh) in text
        assert clause.words in text
        assert all(f"`{name}`" in text for name in clause.functions)
        reason = clauses.NO_FUNCTION_ZH.get(clause.id, "") if lang == "zh" else clause.reason
        assert reason in text


def test_every_reason_and_every_place_is_said_in_chinese_too() -> None:
    assert {clause.id for clause in CLAUSES if clause.reason} == set(clauses.NO_FUNCTION_ZH)
    in_english = {clause.where for clause in CLAUSES if clause.where.isascii()}
    assert in_english == set(clauses.PLACES_ZH)


@pytest.mark.parametrize("clause", CLAUSES, ids=str)
def test_every_clause_that_is_computed_is_held_by_a_test(clause: vbp_policy.Clause) -> None:
    if clause.computability is not Computability.NOT_COMPUTABLE:
        assert clauses.tests_of(clause.id)


def test_the_tests_of_a_clause_are_those_that_cite_it() -> None:
    """A clause's id within a longer one, or within a date, is no citation."""
    found = clauses.tests_of("25-2.3c")
    assert "test_readings" in found
    for module, names in found.items():
        text = (ROOT / "tests" / f"{module}.py").read_text(encoding="utf-8")
        assert "25-2.3c" in text
        assert all(f"def {name}(" in text for name in names if name)
    assert clauses.tests_of("25-2.3") == clauses.tests_of("5-2.3c") == {}
    assert clauses.tests_of("08-3") == {}  # of a date


# Sources and glossary


def test_every_assumption_is_among_the_sources() -> None:
    found = assumptions.assumptions_by_module()
    for pattern, _ in ASSUMPTIONS.values():
        assert any(pattern.fullmatch(text) for text in found)
    shown = assumptions.assumptions("en")
    assert "a month in which nothing is payable offsets nothing | `rules.offsets` |" in shown
    assert "the effective date *(a day)* is taken for it" in shown
    assert "以实施日期某日为起始日" in assumptions.assumptions("zh")


def test_sources_give_the_notices_own_dates_and_ratios() -> None:
    shown = pages.expanded("```{vbp-notices}\n```", "sources")
    for notice in NOTICES:
        assert f"| {notice.number} | {notice.issued_on} | {notice.effective_on} |" in shown
    assert "2025年4月22日" in pages.expanded("```{vbp-notices}\n```", "zh/sources")
    ratios = vbp_policy.SECONDARY_2011_RATIOS
    bases = [f"{each:f}".rstrip("0") for each in (ratios.strength, ratios.fill, ratios.pack)]
    for page in ("sources.md", "glossary.md", "zh/glossary.md"):
        text = (DOCS / page).read_text(encoding="utf-8")
        assert re.findall(r"\b1\.\d+\b", text)[:3] == bases


def glossary(page: str, *, term: int, code: int) -> dict[str, set[str]]:
    """Give each Chinese term with the names beside it."""
    found: dict[str, set[str]] = {}
    for line in (DOCS / page).read_text(encoding="utf-8").splitlines():
        cells = [each.strip() for each in line.strip("|").split(" | ")]
        if line.startswith("|") and "---" not in line and len(cells) > 2:
            names = set(re.findall(r"`([^`]+)`", cells[code])) or {cells[code].strip()}
            found.setdefault(cells[term].strip(), set()).update(names)
    return {term: names for term, names in found.items() if term not in ("Chinese term", "术语")}


def test_the_glossaries_hold_the_same_terms_and_names() -> None:
    english = glossary("glossary.md", term=1, code=0)
    chinese = glossary("zh/glossary.md", term=0, code=1)
    assert {name for names in chinese.values() for name in names} == {
        name for names in english.values() for name in names
    }
    assert chinese["实际执行日"] == {"execution date"}  # the reading of rows does see something
    in_english = (DOCS / "glossary.md").read_text(encoding="utf-8")
    for term in chinese:
        for word in re.split("[、（）]", term):
            assert word in in_english, word


def test_claims_fields_are_the_same_in_both_glossaries() -> None:
    fields = re.compile(r"`([a-z]+_[a-z_]*(?:amt|prop|sumamt)|pric|cnt)`")
    english, chinese = (
        sorted(set(fields.findall((DOCS / page).read_text(encoding="utf-8"))))
        for page in ("glossary.md", "zh/glossary.md")
    )
    assert english == chinese
    assert "overlmt_amt" in english


# How the pages are made


def test_language_of_a_page_and_blocks_of_a_page() -> None:
    assert pages.expanded("```{vbp-presets}\n```", "zh/x") == readings.presets("zh")
    assert pages.expanded("```{vbp-presets}\n```", "x") == readings.presets("en")
    assert pages.expanded("```python\n1\n```", "x") == "```python\n1\n```"


def test_files_beside_the_docs_become_pages() -> None:
    start = pages.expanded("```{vbp-file} README.md\n```", "start")
    assert "# vbp_policy" not in start
    assert "](docs/" not in start
    assert "](changelog.md)" in start


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("按月抵扣，\n余额退回", "按月抵扣，余额退回"),
        ("一种\n`Reading`", "一种`Reading`"),
        ("`one`\n`two`", "`one`\n`two`"),
        ("按月\n\n余额", "按月\n\n余额"),
        ("in 月\nend", "in 月\nend"),
        ("```python\n>>> '月'\n'月'\n\n```\nx", "```python\n>>> '月'\n'月'\n```\nx"),
    ],
)
def test_what_only_the_source_needs_is_dropped(source: str, shown: str) -> None:
    assert pages.as_shown(source) == shown


def test_a_cell_is_one_cell() -> None:
    assert markup.table(("a", "b"), [("x|y", "z")]).splitlines()[2] == "| x&#124;y | z |"


faults: Callable[[Path], list[str]] = runpy.run_path(str(DOCS / "_ext" / "check_site.py"))["faults"]


def test_a_built_site_is_checked_for_links_and_for_what_it_fetches(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<h1 id="top">A</h1><a href="b.html#there">1</a><a href="#top">2</a>'
        '<a href="https://example.org/">3</a><img src="b.png"><link rel="icon" href="b.ico">'
    )
    (tmp_path / "b.html").write_text('<p id="there">B</p>')
    assert faults(tmp_path) == []
    (tmp_path / "c.html").write_text(
        '<a href="d.html">1</a><a href="b.html#nowhere">2</a><a href="#no">3</a>'
        '<script src="https://example.org/x.js"></script>'
        '<link rel="stylesheet" href="//example.org/x.css">'
    )
    assert faults(tmp_path) == [
        "c.html: fetches https://example.org/x.js",
        "c.html: fetches //example.org/x.css",
        "c.html: no page d.html",
        "c.html: no such place b.html#nowhere",
        "c.html: no such place #no",
    ]
