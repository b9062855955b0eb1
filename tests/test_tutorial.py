"""The tutorial notebooks run, and show what they are kept with.

`python tests/test_tutorial.py` runs both and writes what they show.
"""

import ast
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

import vbp_policy

DOCS = Path(__file__).resolve().parent.parent / "docs"
NOTEBOOKS = {"en": DOCS / "tutorial.ipynb", "zh": DOCS / "tutorial.zh-CN.ipynb"}
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder
RICHER = ("text/html", "image/svg+xml")  # than a result's repr
STRICT = "import warnings\nwarnings.simplefilter('error')"
LENIENT = "warnings.resetwarnings()"  # for the kernel itself, when it is shut down

in_both_languages = pytest.mark.parametrize("lang", NOTEBOOKS)


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def run(path: Path, folder: Path) -> Any:
    """Run a notebook in a folder, any warning an error; give it with what it shows."""
    notebook = read(path)
    given = notebook.cells
    notebook.cells = [code_cell(STRICT), *given, code_cell(LENIENT)]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    client = NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(folder)}})
    client.execute(env=environment)
    notebook.cells = given
    notebook.metadata = read(path).metadata  # without the version of this machine's Python
    for cell in code_cells(notebook):
        cell.execution_count, cell.metadata = None, {}
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = None
            if any(kind in output.get("data", {}) for kind in RICHER):
                output.data.pop("text/plain")
    return notebook


def code_cell(source: str) -> Any:
    made: Any = nbformat.v4
    return made.new_code_cell(source)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(notebook: Any) -> Iterator[tuple[str, str, str]]:
    """Give what each cell shows: its id, the kind, the text; of a picture the words in it."""
    for cell in code_cells(notebook):
        for output in cell.outputs:
            assert output.output_type != "error"
            shown = output.data if "data" in output else {output.name: output.text}
            for kind, text in shown.items():
                words = re.findall(r"<text[^>]*>([^<]*)", text) if "svg" in kind else [text]
                yield cell.id, kind, "\n".join(words)


@in_both_languages
def test_it_runs_and_shows_what_it_is_kept_with(lang: str, tmp_path: Path) -> None:
    kept, found = read(NOTEBOOKS[lang]), run(NOTEBOOKS[lang], tmp_path)
    assert list(texts(found)) == list(texts(kept))
    assert (tmp_path / "hospital.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")


@in_both_languages
def test_every_result_is_shown_as_a_page_shows_it(lang: str) -> None:
    shown = {name: (kind, text) for name, kind, text in texts(read(NOTEBOOKS[lang]))}
    silent = {"imports"}
    assert shown.keys() == {cell.id for cell in code_cells(read(NOTEBOOKS[lang]))} - silent
    assert {kind for kind, _ in shown.values()} == {"stdout", *RICHER}
    for name in ("balance", "timeline-code"):
        kind, text = shown[name]
        assert kind == "image/svg+xml"
        assert "75,866.16" in text
    for name in ("cycle-code", "listing-code", "schedule-explained", "booked-code", "return-code"):
        assert f'<section lang="{"zh-CN" if lang == "zh" else "en"}"' in shown[name][1]


@in_both_languages
def test_it_is_kept_as_it_reads_anywhere(lang: str) -> None:
    text = NOTEBOOKS[lang].read_text(encoding="utf-8")
    notebook = read(NOTEBOOKS[lang])
    assert {cell.execution_count for cell in code_cells(notebook)} == {None}
    assert {cell.metadata == {} for cell in notebook.cells} == {True}
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    outputs = "".join(text for _, _, text in texts(notebook))
    for word in ("<script", "http://", "https://", str(DOCS.parent), "/home/", "site-packages"):
        assert word not in outputs
    assert "<script" not in text
    assert len(text) < 300_000


def skeleton(code: str) -> tuple[str, list[str]]:
    """Give the code without its words and comments, and the words."""
    tree = ast.parse(code)
    words: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words.append(node.value)
            node.value = ""
        if isinstance(node, ast.Attribute) and node.attr == "name_zh":
            node.attr = "name"
    return ast.dump(tree), words


def test_the_twins_are_one_notebook_in_two_languages() -> None:
    english, chinese = (read(path) for path in NOTEBOOKS.values())
    assert [(it.id, it.cell_type) for it in english.cells] == [
        (it.id, it.cell_type) for it in chinese.cells
    ]
    for one, other in zip(english.cells, chinese.cells, strict=True):
        if one.cell_type == "markdown":
            levels = [re.findall(r"(?m)^#+ |^- ", it.source) for it in (one, other)]
            assert levels[0] == levels[1]
            assert re.search("[一-鿿]{3}", other.source)
            continue
        (code, words), (code_zh, words_zh) = skeleton(one.source), skeleton(other.source)
        assert code == code_zh
        for word, word_zh in zip(words, words_zh, strict=True):
            assert word == word_zh or re.findall(r"\d", word) == re.findall(r"\d", word_zh)
        assert ('lang="en"' in one.source) == ('lang="zh"' in other.source)
        assert 'lang="zh"' not in one.source


@in_both_languages
def test_its_links_lead_somewhere(lang: str) -> None:
    sources = "\n".join(it.source for it in read(NOTEBOOKS[lang]).cells)
    links = re.findall(r"\]\(([^)]+)\)", sources)
    assert len(links) >= 6
    for link in links:
        assert (DOCS / link).is_file()
    assert (DOCS.parent / "docs/examples/two_notices.py").is_file()
    assert "docs/examples/two_notices.py" in sources


@in_both_languages
def test_what_the_prose_says_of_the_figures_is_so(lang: str) -> None:
    shown = {name: text for name, _, text in texts(read(NOTEBOOKS[lang]))}
    cells = {it.id: it.source for it in read(NOTEBOOKS[lang]).cells}
    # one answer moves money: of the rows with an amount, all are of one reading
    rows = [
        [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row)]
        for row in re.findall(r"<tr>(?:(?!</tr>).)*</tr>", shown["sensitivity-code"])[1:]
    ]
    readings = [row[0] for row in rows]
    money = [at for at, row in enumerate(rows) if re.fullmatch(r"[\d,]+\.\d\d", row[4])]
    assert [readings[at] for at in money] == ["return_clock"]
    assert rows[money[0]][4:] == ["75,866.16", "202,820.60", "+126,954.44"]
    # the month that is lost is the last one, and what it offset goes back
    assert '"2027-05": "126954.44"' in cells["offset-code"]
    assert date(2025, 11, 30).isoweekday() == 7
    assert [it for it in readings if it == "disbursement_day"] == ["disbursement_day"] * 2
    # the offset by hand: the booked month stands, the month below zero gives nothing
    payable = [
        int(yuan + fen) for yuan, fen in re.findall(r'"(-?\d+)\.(\d\d)",', cells["offset-code"])
    ]
    left = 74312518 + 50000000 + 20000000
    for number, each in enumerate(payable):
        left -= 10000000 if number == 4 else min(left, max(each, 0))
    assert (len(payable), left) == (12, 7586616)


def main() -> None:
    """Run both notebooks and write them with what they show."""
    for path in NOTEBOOKS.values():
        with TemporaryDirectory() as folder:
            notebook = run(path, Path(folder))
        nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
