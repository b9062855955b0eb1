"""What a sweep of mutants found untested in sheets and workbooks."""

import sys
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

from sheet_files import CSV, HEADINGS, OFFICE, SHEET, TIDY, Book, Formula, Raw, Shared, Sheet
from test_sheet_reading import Terminal
from test_workbooks import CYCLE, accounts_of, lines, refusal, totals_with, written
from test_workbooks_of_purchases import contract
from vbp_policy import (
    Disbursement,
    FundTotals,
    InvalidTypeError,
    InvalidValueError,
    contract_progress,
    fund_totals,
    prepayment_schedule,
    reconcile,
)
from vbp_policy.interop.sheets import (
    NO_HEADING,
    Cell,
    Column,
    RefusedCell,
    Rows,
    amount,
    code,
    day,
    month,
    name,
    non_negative_amount,
    one_of,
    quantity,
    read_rows,
    unit_price,
    whole_number,
)
from vbp_policy.interop.sheets.workbooks import write_xlsx
from vbp_policy.notices import CHONGQING_2025_25

Read = Callable[[Cell], object]

CODE, PAYABLE = HEADINGS
COLUMNS = {"code": Column(CODE, code), "payable": Column(PAYABLE, amount)}
XLSX = "vbp_policy.interop.sheets.xlsx_input"


def of_csv(folder: Path, content: str | bytes) -> Path:
    path = folder / "payables.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def of_book(folder: Path, *rows: Any, **sheet: Any) -> Path:
    return Book(Sheet("应付", rows, **sheet)).write(folder / "payables.xlsx")


def not_read(path: Path, columns: dict[str, Column] = COLUMNS) -> InvalidValueError:
    with pytest.raises(InvalidValueError) as caught:
        read_rows(path, columns)
    assert caught.value.field == "path"
    return caught.value


# ---- Cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("read", "figure"),
    [
        (amount, "9999999999999.99"),
        (non_negative_amount, "9999999999999.99"),
        (quantity, "99999999999.9999"),
        (unit_price, "999999999.999999"),
    ],
)
def test_a_figure_may_have_all_the_digits_that_a_spreadsheet_keeps(read: Read, figure: str) -> None:
    assert read(Cell(float(figure))) == Decimal(figure)


def test_nothing_is_nothing_in_any_unit() -> None:
    """Zero is shown by its own section, often a dash, whatever unit the other figures have."""
    in_ten_thousands = '0"万";-0"万";"-"'
    assert amount(Cell(0, number_format=in_ten_thousands)) == 0
    for value in (1, 0.5, -1):
        with pytest.raises(InvalidValueError):
            amount(Cell(value, number_format=in_ten_thousands))


@pytest.mark.parametrize("shown", ['0"万""元"', "0\\万\\元", '[<100]0.00"元"', '[>9][Red]0"元"'])
def test_all_that_a_format_says_counts_and_not_its_last_word_alone(shown: str) -> None:
    with pytest.raises(InvalidValueError):
        amount(Cell(5, number_format=shown))


def test_a_number_that_is_shown_whole_may_have_a_word_beside_it() -> None:
    assert amount(Cell(1.5, number_format='General"元"')) == amount(Cell("1.5"))


def test_only_a_format_of_nothing_but_zeros_fills_a_code_up() -> None:
    for shown, expected in (("#,##0", "42"), ("00000", "00042"), ("General", "42")):
        assert code(Cell(42, number_format=shown)) == expected


@pytest.mark.parametrize("read", [amount, code, day, month, name, quantity, whole_number])
def test_whoever_calls_a_reader_gives_it_a_cell(read: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        read("5")
    assert (caught.value.field, caught.value.value) == ("cell", "5")


@pytest.mark.parametrize(("count", "more"), [(12, False), (13, True)])
def test_a_refusal_lists_twelve_words_at_most(count: int, more: bool) -> None:  # noqa: FBT001  # parametrised
    words = {f"w{number}": number for number in range(count)}
    with pytest.raises(InvalidValueError) as caught:
        one_of(words)(Cell("x"))
    listed = ", ".join(list(words)[:12])
    assert caught.value.expected == f"one of {listed}{', …' if more else ''}"


# ---- Headings and lines -----------------------------------------------------------------------


def test_columns_of_which_none_is_required_are_named() -> None:
    columns = {"a": Column("a", name, optional=True), "b": Column("b", name, optional=True)}
    with pytest.raises(InvalidValueError) as caught:
        read_rows("payables.csv", columns)
    assert (caught.value.field, caught.value.value) == ("columns", ("a", "b"))


def test_what_is_no_path_is_shown() -> None:
    with pytest.raises(InvalidTypeError) as caught:
        read_rows(5, COLUMNS)  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.value) == ("path", 5)


def test_a_formula_without_a_value_heads_no_column(tmp_path: Path) -> None:
    rows = read_rows(of_book(tmp_path, (*HEADINGS, Formula("A1")), ("H1", 1, 2)), COLUMNS)
    assert rows.other_headings == ()
    assert [(each.column, each.value) for each in rows.refused] == [(NO_HEADING, 2)]


def test_the_first_line_that_has_the_headings_has_them(tmp_path: Path) -> None:
    """A line that has one of them twice is not it, nor is a later one that has more of them."""
    text = f"{CODE},{PAYABLE},{PAYABLE}\n{CODE},{PAYABLE},\nH1,1,\n{CODE},{PAYABLE},备注\n"
    columns = COLUMNS | {"note": Column("备注", name, optional=True)}
    rows = read_rows(of_csv(tmp_path, text), columns)
    assert [(each.line, each.reason) for each in rows.skipped] == [
        (1, "above the headings"),
        (2, "the headings"),
        (4, "the headings again"),
    ]
    assert [(row["code"], row["note"]) for row in rows.good] == [("H1", None)]


def test_two_sheets_with_the_headings_are_both_named(tmp_path: Path) -> None:
    path = Book(TIDY, TIDY._replace(title="应付2")).write(tmp_path / "x.xlsx")
    assert not_read(path).expected == (
        f"one visible sheet with the headings {CODE}, {PAYABLE}, or sheet= one of 应付, 应付2"
    )


def test_the_sheet_that_comes_nearest_is_named(tmp_path: Path) -> None:
    given = [Sheet("9", [("x",)]), Sheet("1", [(CODE, "x")]), Sheet("5", [("x", "y")])]
    path = Book(*given).write(tmp_path / "x.xlsx")
    assert not_read(path).expected.endswith(f"in sheet 1, line 1, {PAYABLE} is missing")


def test_a_skipped_line_says_where_it_stands(tmp_path: Path) -> None:
    (headings,) = read_rows(of_book(tmp_path, HEADINGS, ("H1", 1)), COLUMNS).skipped
    assert (headings.file, headings.sheet, headings.line) == ("payables.xlsx", "应付", 1)


def test_a_line_has_a_number_of_ten_digits_at_most() -> None:
    most = 10**9
    assert RefusedCell("a.csv", None, most, "a", "x", "y").line == most
    with pytest.raises(InvalidValueError) as caught:
        RefusedCell("a.csv", None, most + 1, "a", "x", "y")
    assert caught.value.field == "line"


def test_rows_of_nothing_are_one_sentence_in_a_notebook() -> None:
    rows: Any = Rows("a.csv", None, (), (), ())
    assert (
        rows._repr_html_()
        == "<p>a.csv: 0 good rows; 0 refused cells in 0 lines; 0 lines skipped</p>"
    )


@pytest.mark.parametrize("write", [of_csv, of_book])
def test_a_reader_is_given_a_cell_as_one_makes_it_by_hand(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path, "a\nH1\n") if write is of_csv else write(tmp_path, ("a",), ("H1",))
    (row,) = read_rows(path, {"a": Column("a", lambda cell: cell)}).good
    assert row["a"] == Cell("H1", number_format="General", date_1904=False, uncalculated=False)


# ---- CSV files --------------------------------------------------------------------------------


def test_the_last_character_decides_the_encoding_too(tmp_path: Path) -> None:
    """In GB18030 these two bytes are a character, in UTF-8 two thirds of one."""
    path = of_csv(tmp_path, b"name\n\xe4\xb8")
    (row,) = read_rows(path, {"name": Column("name", name)}).good
    assert row["name"] == b"\xe4\xb8".decode("gb18030")


def test_the_number_of_a_csv_file_is_a_day_of_its_usual_epoch(tmp_path: Path) -> None:
    (row,) = read_rows(of_csv(tmp_path, "on\n45807\n"), {"on": Column("on", day)}).good
    assert row["on"] == date(2025, 5, 30)


def test_a_bar_knows_how_many_lines_a_large_file_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    totals: list[int] = []

    def bar(lines: Iterable[object], *, total: int, **_: object) -> Iterable[object]:
        totals.append(total)
        return lines

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(tqdm=bar))
    monkeypatch.setattr("vbp_policy.interop.sheets.csv_input._BLOCK", 64)
    read_rows(of_csv(tmp_path, CSV + "H2,1\n" * 98), COLUMNS)
    assert totals == [100]


def test_a_bar_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("vbp_policy.interop.sheets.progress._SECONDS_WITHOUT", 0)
    read_rows(of_csv(tmp_path, CSV), COLUMNS)
    assert terminal.getvalue()
    assert "\n" not in terminal.getvalue()
    assert not terminal.getvalue().split("\r")[-2].strip()


def test_a_csv_file_is_never_held_as_a_whole(tmp_path: Path) -> None:
    path = of_csv(tmp_path, f"{CODE},{PAYABLE},备注\n" + f"H1,1,{'x' * 100_000}\n" * 160)
    tracemalloc.start()
    try:
        rows = read_rows(path, COLUMNS)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(rows.good) == 160
    assert peak < path.stat().st_size / 2


# ---- Workbooks that are read ------------------------------------------------------------------


def of_parts(path: Path, parts: dict[str, str], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", packing) as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return path


def tags_held(text: str) -> int:
    """Count the tags of a part from its start on, or from one row or shared text to the next."""
    found = [0]
    for tag in text.split("<")[1:]:
        if tag.startswith(("row ", "row>", "si>")):
            found.append(0)
        else:
            found[-1] += 1
    return max(found)


BOUNDED = Book(TIDY._replace(rows=[HEADINGS, *(("H1", 1) for _ in range(8)), ("合计", 8)]))
SIZES = [len(text.encode()) for text in BOUNDED.parts.values()]


@pytest.mark.parametrize(
    ("bound", "least"),
    [
        ("MOST_BYTES", sum(SIZES)),
        ("MOST_LINES", 10),
        ("_MOST_TAGS", sum(text.count("<") for text in BOUNDED.parts.values())),
        ("_MOST_TAGS_HELD", max(map(tags_held, BOUNDED.parts.values()))),
    ],
)
def test_a_workbook_may_be_as_large_as_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, least: int
) -> None:
    path = BOUNDED.write(tmp_path / "x.xlsx")
    monkeypatch.setattr(f"{XLSX}.{bound}", least)
    assert len(read_rows(path, COLUMNS).good) == 8
    monkeypatch.setattr(f"{XLSX}.{bound}", least - 1)
    assert not_read(path).expected.startswith("a workbook that unpacks to at most ")


def test_a_part_may_unpack_to_as_much_as_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many times what it takes in the file, where these parts take all of it, or a little."""
    path = of_parts(tmp_path / "x.xlsx", BOUNDED.parts, zipfile.ZIP_STORED)
    for times, little, is_read in (
        (1, 0, True),
        (0, max(SIZES), True),
        (0, max(SIZES) - 1, False),
    ):
        monkeypatch.setattr(f"{XLSX}._MOST_INFLATED", times)
        monkeypatch.setattr(f"{XLSX}._SMALL", little)
        if is_read:
            assert len(read_rows(path, COLUMNS).good) == 8
        else:
            assert not_read(path).expected.startswith("a workbook that unpacks to at most ")


def test_what_is_not_read_may_come_first(tmp_path: Path) -> None:
    path = of_parts(tmp_path / "x.xlsx", {"xl/media/1.svg": "<svg/>", **BOUNDED.parts})
    assert len(read_rows(path, COLUMNS).good) == 8


def test_a_long_text_is_counted_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{XLSX}._BLOCK", 100)
    path = of_book(tmp_path, HEADINGS, ("H1", 1), ("合计", "长" * 1_000))
    assert len(read_rows(path, COLUMNS).good) == 1


def test_a_part_is_looked_through_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{XLSX}._BLOCK", 100)
    part = b"<t>" + b"x" * 1_000 + b"</t><row>" * 50
    pieces = list(import_module(XLSX)._texts(BytesIO(part)))
    assert b"".join(pieces) == part
    assert max(map(len, pieces)) < 200


def test_a_workbook_without_formulas_is_opened_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    excel = import_module("openpyxl.reader.excel")
    opened: list[bool] = []

    def reader(*args: object, data_only: bool, **options: object) -> object:
        opened.append(data_only)
        return own(*args, data_only=data_only, **options)

    own = excel.ExcelReader
    monkeypatch.setattr(excel, "ExcelReader", reader)
    read_rows(of_book(tmp_path, HEADINGS, ("H1", 1), ("H2", Raw("<c/>"))), COLUMNS)
    assert opened == [True]
    read_rows(of_book(tmp_path, HEADINGS, ("H1", 1), ("H2", Formula("A1"))), COLUMNS)
    assert opened == [True, True, False]


def test_a_gap_is_one_step_however_many_rows_it_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bar(lines: Iterable[object], **_: object) -> list[object]:
        steps.extend(lines)
        return steps

    steps: list[object] = []
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(tqdm=bar))
    (row,) = read_rows(of_book(tmp_path, HEADINGS, *[None] * 999, ("H1", 1)), COLUMNS).good
    assert (row.line, len(steps)) == (1_001, 3)


def test_a_row_far_beyond_any_sheet_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("lines", "xlsx_input"):
        monkeypatch.setattr(f"vbp_policy.interop.sheets.{module}.MOST_LINES", 100)
    book = Book(TIDY)
    book.parts[SHEET] = book.parts[SHEET].replace('<row r="2">', f'<row r="{10**15}">')
    assert "at most 100 lines" in not_read(book.write(tmp_path / "x.xlsx")).expected


def test_empty_rows_at_the_end_are_blank_lines(tmp_path: Path) -> None:
    rows = read_rows(of_book(tmp_path, HEADINGS, ("H1", 1), (), ()), COLUMNS)
    assert len(rows.good) == 1
    blank = rows.skipped[-1]
    assert (blank.line, blank.lines, blank.reason, blank.cells) == (3, 2, "blank", ())


def test_a_row_of_nothing_but_formulas_without_values_is_not_blank(tmp_path: Path) -> None:
    rows = read_rows(of_book(tmp_path, HEADINGS, (Formula("A1"), Formula("B1"))), COLUMNS)
    assert [(each.line, each.column) for each in rows.refused] == [(2, CODE), (2, PAYABLE)]


def test_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    empty = Raw('<c r="B3" t="str"><f>A1</f><v></v></c>')
    path = of_book(tmp_path, HEADINGS, ("H1", Shared("")), ("H2", empty), ("H3", None))
    rows = read_rows(path, COLUMNS)
    assert [(each.line, each.value) for each in rows.refused] == [(2, None), (3, None), (4, None)]


def test_links_to_other_workbooks_are_not_followed(tmp_path: Path) -> None:
    book = Book(TIDY)
    link = f'<Relationship Id="rId9" Type="{OFFICE}/externalLink" Target="externalLinks/1.xml"/>'
    relations, workbook = "xl/_rels/workbook.xml.rels", "xl/workbook.xml"
    book.parts[relations] = book.parts[relations].replace("</Rel", f"{link}</Rel")
    book.parts[workbook] = book.parts[workbook].replace(
        "</sheets>",
        '</sheets><externalReferences><externalReference r:id="rId9"/></externalReferences>',
    )
    assert len(read_rows(book.write(tmp_path / "x.xlsx"), COLUMNS).good) == 1


def test_the_cause_of_a_refusal_says_what_is_damaged(tmp_path: Path) -> None:
    book = Book(TIDY)
    book.parts[SHEET] = book.parts[SHEET].replace('<row r="2">', '<row r="1">')
    cause = not_read(book.write(tmp_path / "x.xlsx")).__cause__
    assert str(cause) == "rows and cells are not in order, each once"


# ---- Workbooks that are written ---------------------------------------------------------------


def parts_of(results: object) -> dict[str, str]:
    """Write results, and give the parts of the workbook as they stand."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.xlsx")
        write_xlsx(path, results)
        with zipfile.ZipFile(path) as archive:
            return {part: archive.read(part).decode() for part in archive.namelist()}


def test_a_workbook_says_where_it_was_made_as_little_as_when(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", accounts_of())
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        entries = archive.infolist()
    assert {(each.create_system, each.compress_type) for each in entries} == {
        (0, zipfile.ZIP_DEFLATED)
    }


def test_a_program_works_out_the_totals_when_it_opens_the_file() -> None:
    assert 'fullCalcOnLoad="1"' in parts_of(accounts_of())["xl/workbook.xml"]


def test_a_notices_number_is_no_code_of_a_pages_head() -> None:
    """An ampersand begins a code there, such as that of the page's number."""
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)
    basis = attrs.evolve(schedule.basis, policy_number="R&P〔2030〕1号")
    head = parts_of(attrs.evolve(schedule, basis=basis))["xl/worksheets/sheet1.xml"]
    assert "R&amp;&amp;P〔2030〕1号" in head


def test_the_title_of_a_notice_that_is_cited_in_full() -> None:
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)
    basis = attrs.evolve(schedule.basis, clauses=CHONGQING_2025_25.clauses)
    page = written(attrs.evolve(schedule, basis=basis))["依据"]
    assert lines(page)[0]["内容"] == CHONGQING_2025_25.title_zh


def test_a_statement_of_one_payment_says_whose_it_is() -> None:
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)
    paid = [Disbursement("P1", 50, "2025-06-27")]
    page = written(reconcile(schedule, paid, as_of="2026-01-15"))["对账"]
    assert [each["预付编号"] for each in lines(page)] == ["P1", "P1"]


def test_the_sheets_of_a_workbook_have_a_fixed_order() -> None:
    given: list[object] = [
        contract_progress(contract("C2"), [], as_of="2025-08-31"),
        fund_totals([accounts_of()], by=()),
        accounts_of(),
        prepayment_schedule(CHONGQING_2025_25, CYCLE, 100),
    ]
    assert written(given).sheetnames == [
        "预付计划",
        "抵扣台账",
        "逐月抵扣",
        "基金账户",
        "汇总",
        "采购进度",
        "依据",
    ]


def test_a_cell_of_two_lines_has_the_height_of_two_and_the_width_of_one() -> None:
    page = written(accounts_of(prepaid=[100, 500], flows=[300]))["基金账户"]
    assert lines(page)[0]["各笔抵扣"] == "H1-0  100.00\nH1-1  200.00"
    assert page.row_dimensions[2].height == 2 * 16
    assert page.column_dimensions["J"].width == len("H1-0  100.00") + 3


def test_a_heading_too_long_for_a_cell_is_cut_in_the_workbooks_language() -> None:
    total = fund_totals([accounts_of()], by=()).total
    by = ("\0" * 10_000,)  # each is spelt in four characters
    given = FundTotals(by, (attrs.evolve(total, key=(None,)),), total, basis=total.basis)
    heading = written(given)["汇总"].cell(1, 2).value
    assert heading.endswith("……（共 10000 个字符，此处截断）")


def test_a_total_of_sixteen_digits_is_refused() -> None:
    half = Decimal(5_000_000_000_000)
    given = totals_with([half, half - Decimal("0.01")])
    assert lines(written(given)["汇总（区县）"])[0]["应拨付（元）"] == half
    assert refusal(totals_with([half, half])).value == 2 * half


def test_a_total_follows_the_filter_while_floats_keep_its_fen() -> None:
    """Of eight figures, less than 2^49 fen together; a cell that is empty adds nothing to them."""
    fen = Decimal("0.01")
    amounts = [Decimal(2**49) * fen - 7 * fen, *[fen] * 7]
    flows = [[0] * 12] * 7 + [[]]
    given = [
        accounts_of(f"H{number}", [prepaid], paid)
        for number, (prepaid, paid) in enumerate(zip(amounts, flows, strict=True))
    ]
    page = written(given)["抵扣台账"]
    formulas = Counter(
        (head.value, str(total.value)[:12]) for head, total in zip(page[1], page[10], strict=True)
    )
    assert lines(page)[-1]["应退回（元）"] is None
    assert formulas["预付金额（元）", "=SUMPRODUCT("] == 1
    assert formulas["应退回（元）", "=ROUND(SUBTO"] == 1


def test_a_folder_that_goes_away_is_one_refusal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even what is left of the write can be removed then."""
    folder = tmp_path / "folder"
    folder.mkdir()

    def goes_away(*_: object) -> None:
        folder.rename(tmp_path / "elsewhere")
        folder.write_text("a file of that name")
        raise OSError(5, "no such device")

    monkeypatch.setattr("vbp_policy.interop.sheets.workbooks.repacked", goes_away)
    with pytest.raises(InvalidValueError) as caught:
        write_xlsx(folder / "a.xlsx", accounts_of())
    assert caught.value.field == "path"
