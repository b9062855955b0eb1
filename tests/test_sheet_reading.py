"""Files: which line and sheet is read, what each line becomes, and what is no file to read."""

import copy
import csv
import decimal
import io
import pickle
import re
import sys
import tracemalloc
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.chart import BarChart

from sheet_files import (
    CSV,
    DAMAGED,
    HEADINGS,
    SHEET,
    TIDY,
    Book,
    Damage,
    Error,
    Formula,
    IsoDay,
    Raw,
    Rich,
    Shared,
    Sheet,
    Styled,
    changed,
    of_cells,
    serial,
)
from vbp_policy import (
    Fund,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    NotProvidedError,
    PolicyError,
    YearMonth,
)
from vbp_policy.interop.sheets import (
    NO_HEADING,
    Cell,
    Column,
    RefusedCell,
    Rows,
    SkippedLine,
    amount,
    code,
    day,
    fund,
    month,
    name,
    quantity,
    read_rows,
)
from vbp_policy.interop.sheets.units import another_unit_in, is_another_unit

COLUMNS = {
    "code": Column(("机构编码", "institution"), code),
    "payable": Column(("应付金额", "payable"), amount),
}
PAYABLES = {
    **COLUMNS,
    "name": Column("机构名称", name),
    "fund": Column("基金", fund),
    "month": Column("拨付月份", month),
    "on": Column("登记日期", day),
}
MADE_BY_LIBREOFFICE = Path(__file__).parent / "data" / "sheets"


def as_it_stands(cell: Cell) -> object:
    """Read whatever a cell holds."""
    return cell.value


WHATEVER = {"a": Column("a", as_it_stands, optional=True), "b": Column("b", as_it_stands)}


def of_csv(folder: Path, text: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "payables.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def of_book(folder: Path, *rows: Sequence[object] | None, **sheet: Any) -> Path:
    return Book(Sheet("应付", rows, **sheet)).write(folder / "payables.xlsx")


def read_of(rows: Rows, *names: str) -> list[tuple[object, ...]]:
    """Give the good rows' values in the columns named."""
    return [tuple(row[each] for each in names) for row in rows.good]


def refused_of(rows: Rows) -> list[tuple[int, str, object]]:
    return [(each.line, each.column, each.value) for each in rows.refused]


def skipped_of(rows: Rows) -> list[tuple[int, str]]:
    return [(each.line, each.reason) for each in rows.skipped]


def not_read(path: Path, columns: Mapping[str, Column] = COLUMNS, **options: Any) -> PolicyError:
    """Give the refusal of a file as a whole, which names the file."""
    with pytest.raises(InvalidValueError) as caught:
        read_rows(path, columns, **options)
    error = caught.value
    assert type(error) is InvalidValueError
    assert (error.field, error.value, error.clause) == ("path", str(path), None)
    return error


# ---- Lines ------------------------------------------------------------------------------------

GRID: tuple[tuple[str, ...], ...] = (
    ("2026年6月应付明细", "", ""),
    ("", "", ""),
    ("机 构\n编码", "备注", "应付金额　"),
    ("H1", "x", "1,234.00"),
    ("", "", ""),
    ("", "　", ""),
    ("本页小计", "", "1,234.00"),
    ("机构编码", "备注", "应付金额"),
    ("Ｈ２", "", "１５．５"),
    ("H3", "x", "待核定"),
    ("", "x", ""),
    ("合 计：", "", "1,249.50"),
)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_line_is_a_row_or_refused_or_skipped(tmp_path: Path, kind: str) -> None:
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text).writerows(GRID)
        path = of_csv(tmp_path, text.getvalue())
    else:
        path = of_book(tmp_path, *([each or None for each in row] for row in GRID))
    rows = read_rows(path, COLUMNS)
    assert read_of(rows, "code", "payable") == [
        ("H1", Decimal("1234.00")),
        ("H2", Decimal("15.50")),
    ]
    assert [row.line for row in rows.good] == [
        5 if kind == "csv" else 4,
        10 if kind == "csv" else 9,
    ]
    heading = "机 构\n编码"
    shift = 1 if kind == "csv" else 0  # a heading in two lines takes two lines of a CSV file
    assert refused_of(rows) == [
        (10 + shift, "应付金额", "待核定"),
        (11 + shift, heading, None),
        (11 + shift, "应付金额", None),
    ]
    assert skipped_of(rows) == [
        (1, "above the headings"),
        (2, "blank"),
        (3, "the headings"),
        (5 + shift, "blank"),
        (7 + shift, "a total"),
        (8 + shift, "the headings again"),
        (12 + shift, "a total"),
    ]
    assert [each.lines for each in rows.skipped] == [1, 1, 1 + shift, 2, 1, 1, 1]
    assert rows.skipped[-1].cells == ("合 计：", None, "1,249.50")
    assert rows.skipped[1].cells == ()
    assert rows.other_headings == ("备注",)
    assert (rows.file, rows.sheet) == (path.name, None if kind == "csv" else "应付")


@pytest.mark.parametrize(
    ("first", "is_total"),
    [
        *[(word, True) for word in ("合计", "总计", "小计", "共计", "累计", "Total", "合　计:")],
        *[
            (word, True)
            for word in ("本页小计：", "渝中区小计", "合计（元）", "Grand total", "本年度累计")
        ],
        *[
            (word, False)
            for word in ("SUBTOTAL", "H8总计", "Ｈ８ 总计：", "上清医院合计", "SUM合计")
        ],
        *[(word, False) for word in ("合计机构", "总", "计", "H合", "x" * 21 + "合计", "1")],
    ],
)
def test_a_word_for_totals_tells_a_total(tmp_path: Path, first: str, is_total: bool) -> None:  # noqa: FBT001  # parametrised
    path = of_csv(tmp_path, f"机构编码,应付金额\n,\n{first},1\n")
    rows = read_rows(path, COLUMNS)
    assert (skipped_of(rows)[-1] == (3, "a total")) is is_total
    assert len(rows.good) == (not is_total)
    assert not rows.refused


@pytest.mark.parametrize("first", ["SUBTOTAL", "H8总计", "各院 累计", "合计"])
def test_a_total_leaves_a_required_column_empty(tmp_path: Path, first: str) -> None:
    columns = COLUMNS | {
        "month": Column("拨付月份", month),
        "note": Column("备注", name, optional=True),
        "other": Column("其他", name, optional=True),
    }

    def read(line: str) -> Rows:
        return read_rows(
            of_csv(tmp_path, f"序号,机构编码,拨付月份,应付金额,备注\n{line}\n"), columns
        )

    for empty in (f",{first},,1,x", f"{first},,2026-06,1,x", f",{first},2026-06", f"{first}"):
        rows = read(empty)
        assert skipped_of(rows)[1:] == [(2, "a total")]
        assert not rows.good
        assert not rows.refused
    rows = read(f",{first},2026-06,1,")  # an optional column that is empty or absent says nothing
    assert read_of(rows, "code") == ([] if first == "合计" else [(first,)])
    assert len(rows.skipped) == 1 + (first == "合计")


def test_a_word_for_totals_after_the_first_cell_is_a_value(tmp_path: Path) -> None:
    columns = COLUMNS | {"name": Column("机构名称", name)}
    path = of_csv(tmp_path, "机构编码,机构名称,应付金额\nH8,H8总计,1\nH9,合计,2\nH8,,合计\n")
    rows = read_rows(path, columns)
    assert read_of(rows, "code", "name") == [("H8", "H8总计"), ("H9", "合计")]
    assert refused_of(rows) == [(4, "应付金额", "合计"), (4, "机构名称", None)]


def test_surplus_cells_and_short_rows(tmp_path: Path) -> None:
    columns = COLUMNS | {"note": Column("备注", name, optional=True)}
    path = of_csv(tmp_path, "机构编码,,应付金额,备注\nH1,,1\nH2,x,1,y,z,, ,w\nH3\nH4,,2,,,\n")
    rows = read_rows(path, columns)
    assert read_of(rows, "code", "note") == [("H1", None), ("H4", None)]
    assert refused_of(rows) == [
        (3, NO_HEADING, "x"),
        (3, NO_HEADING, "z"),
        (3, NO_HEADING, "w"),
        (4, "应付金额", None),
    ]
    assert rows.refused[0].reason == "accepted: no cell where there is no heading"


def test_a_refused_row_keeps_what_could_be_read(tmp_path: Path) -> None:
    path = of_csv(tmp_path, "机构编码,应付金额\nH1,x\n1.2E+5,y\n")
    first, *second = read_rows(path, COLUMNS).refused
    assert dict(first.values) == {"code": "H1"}
    assert first.row is not None
    assert (first.row["code"], first.row.line, first.row.file) == ("H1", 2, "payables.csv")
    with pytest.raises(InvalidValueError) as caught:
        first.row["payable"]
    assert caught.value == InvalidValueError(
        field="name", value="payable", expected="a column that was read"
    )
    assert [each.column for each in second] == ["机构编码", "应付金额"]
    assert all(not each.values for each in second)


def test_a_row_refuses_a_cell_later_for_the_callers_own_reason(tmp_path: Path) -> None:
    path = of_book(tmp_path, HEADINGS, ("H1", Styled(1234.5, "#,##0.00")))
    row = read_rows(path, COLUMNS).good[0]
    error = NotProvidedError(
        field="institution", value="H1", expected="one that is", clause="25-1.1"
    )
    refused = row.refused("payable", error)
    assert refused == RefusedCell(
        file="payables.xlsx",
        sheet="应付",
        line=2,
        column="应付金额",
        value=1234.5,
        reason="accepted: one that is",
        clause="25-1.1",
    )
    assert refused.values == {"code": "H1", "payable": Decimal("1234.50")}
    for wrong in ("x", ""):
        with pytest.raises(InvalidValueError) as caught:
            row.refused(wrong, error)
        assert caught.value == InvalidValueError(
            field="name", value=wrong, expected="one of code, payable"
        )
        with pytest.raises(InvalidValueError):
            row[wrong]
    with pytest.raises(InvalidTypeError) as caught_type:
        row.refused("payable", ValueError())  # type: ignore[arg-type]
    assert caught_type.value.field == "error"


def test_what_is_read_are_values(tmp_path: Path) -> None:
    path = of_csv(tmp_path, "机构编码,应付金额,<备注>\nH1,1\nH2,<b>\n合计,1\n")
    rows = read_rows(path, COLUMNS)
    for value in (rows, *rows.good, *rows.refused, *rows.skipped):
        assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)  # noqa: S301  # our own
        assert hash(value) == hash(copy.deepcopy(value))
    assert rows == read_rows(path, COLUMNS)
    assert str(rows) == "payables.csv: 1 good rows; 1 refused cells in 1 lines; 2 lines skipped"
    assert repr(rows) == (
        "Rows(file='payables.csv', sheet=None, good=<1>, refused=<1>, skipped=<2>, "
        "other_headings=('<备注>',))"
    )
    row = rows.good[0]
    assert repr(row) == (
        "Row(file='payables.csv', sheet=None, line=2, "
        "values={'code': 'H1', 'payable': Decimal('1.00')})"
    )
    with pytest.raises(TypeError):
        row.values["code"] = "H2"  # type: ignore[index]
    shown = "".join(show(value) for value in (rows, row, rows.refused[0], rows.skipped[0]))
    assert "&lt;b&gt;" in shown
    assert "机构编码" in shown
    assert "<b>" not in shown


def show(value: object) -> str:
    """Show a value as a notebook does."""
    return str(value._repr_html_())  # type: ignore[attr-defined]


def test_a_notebook_is_not_flooded(tmp_path: Path) -> None:
    bad = "".join(f"H{number},x\n" for number in range(500))
    rows = read_rows(of_book(tmp_path, HEADINGS), COLUMNS)
    assert str(rows).startswith("payables.xlsx, sheet 应付: 0 good rows")
    rows = read_rows(of_csv(tmp_path, f"机构编码,应付金额\n{bad}"), COLUMNS)
    assert len(rows.refused) == 500
    assert show(rows).count("<tr>") == 21
    heads = re.findall("<th[^>]*>([^<]*)</th>", show(rows))
    assert heads == ["line", "column", "value", "reason", "clause"]
    good = "".join(f"H{number},1\n" for number in range(500))
    shown = show(read_rows(of_csv(tmp_path, f"机构编码,应付金额\n{good}"), COLUMNS))
    assert shown.count("<tr>") == 21
    assert "_Shown" not in shown
    assert "500 good rows" in shown


@pytest.mark.parametrize(
    "note", ["审核人：张三", "制 表：李四", "备注：以上为不含税", "注: 略", "说明：见附件"]
)
def test_a_signature_or_a_note_below_the_rows_is_skipped(tmp_path: Path, note: str) -> None:
    rows = read_rows(of_csv(tmp_path, f"机构编码,应付金额\nH1,1\n{note},某\n"), COLUMNS)
    assert len(rows.good) == 1
    assert rows.refused == ()
    assert (rows.skipped[-1].reason, rows.skipped[-1].cells[0]) == ("a note", note)


def test_refused_cells_and_skipped_lines_are_checked_when_made() -> None:
    given: dict[str, Any] = {"file": "f", "sheet": None, "line": 1, "column": "c", "value": 1.5}
    assert RefusedCell(**given, reason="r").values == {}
    wrong: Any
    for field, wrong in (("line", 0), ("line", "1"), ("column", None), ("value", Decimal(1))):
        changed_one: dict[str, Any] = {**given, "reason": "r", field: wrong}
        with pytest.raises(PolicyError) as caught:
            RefusedCell(**changed_one)
        assert (caught.value.field, caught.value.value) == (field, wrong)
    with pytest.raises(InvalidTypeError) as caught_cells:
        SkippedLine("f", None, 1, (b"",), "r")  # type: ignore[arg-type]
    assert caught_cells.value.field == "cells[0]"
    with pytest.raises(InvalidTypeError) as caught_good:
        Rows("f", None, ("x",), (), ())  # type: ignore[arg-type]
    assert caught_good.value.field == "good[0]"


# ---- CSV --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_found_out(tmp_path: Path, encoding: str) -> None:
    path = of_csv(tmp_path, f"{CSV}𬭼医院,2\n", encoding)  # a name beyond GBK
    rows = read_rows(path, COLUMNS)
    assert read_of(rows, "code") == [("H1",), ("𬭼医院",)]
    assert rows.skipped[0].cells == HEADINGS


def test_an_encoding_that_is_given_is_taken(tmp_path: Path) -> None:
    for encoding in ("utf-16", "gbk", "utf-8", "big5"):
        text = "機構編碼,payable\nH1,1\n" if encoding == "big5" else CSV
        columns = COLUMNS | {"code": Column(("机构编码", "機構編碼"), code)}
        rows = read_rows(of_csv(tmp_path, text, encoding), columns, encoding=encoding)
        assert read_of(rows, "code") == [("H1",)]
    path = of_csv(tmp_path, CSV.encode("gb18030"))
    assert "UTF-8 or GB18030" in not_read(path, encoding="utf-8").expected


@pytest.mark.parametrize("encoding", ["no such", "base64", "", "utf\0"])
def test_an_encoding_that_is_none(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_rows(of_csv(tmp_path, CSV), COLUMNS, encoding=encoding)
    assert caught.value == InvalidValueError(
        field="encoding", value=encoding, expected="a text encoding: utf-8, gb18030, …"
    )


def test_a_character_across_two_blocks(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        for shift in range(4):
            filler = "x" * (2**20 - len(CSV.encode(encoding)) - shift)
            lines = "\n".join(f",{filler[at : at + 1000]}" for at in range(0, len(filler), 1001))
            path = of_csv(tmp_path, f"{CSV}{lines}医,院\n", encoding)
            assert len(read_rows(path, COLUMNS).good) == 1


def test_a_record_over_several_lines_and_a_quoted_formula(tmp_path: Path) -> None:
    path = of_csv(tmp_path, '机构编码,应付金额\r\n"H\r\n1",1\r\n="0012",2\r\n"a ""b""",3')
    rows = read_rows(path, COLUMNS)
    assert refused_of(rows) == [(2, "机构编码", "H\r\n1")]
    assert [(row.line, row["code"]) for row in rows.good] == [(4, "0012"), (5, 'a "b"')]


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_rows(of_csv(tmp_path, CSV), COLUMNS, sheet="应付")
    assert caught.value == InvalidValueError(
        field="sheet", value="应付", expected="None; a CSV file has no sheets"
    )


def test_a_csv_file_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vbp_policy.interop.sheets.csv_input.MOST_BYTES", 2**20)
    path = of_csv(tmp_path, "x" * (2**20 + 1))
    assert not_read(path).expected == "a CSV file of at most 1 MiB"


# ---- Workbooks --------------------------------------------------------------------------------


def test_cells_of_many_writers(tmp_path: Path) -> None:
    cells: list[tuple[object, object]] = [
        (Shared("嘉岚", "jia lan"), "嘉岚"),
        (Rich(("嘉", "岚")), "嘉岚"),
        ("inline", "inline"),
        (Raw('<c r="B5" t="inlineStr"><is><r><t>嘉</t></r><rPh sb="0" eb="1"><t>jia</t></rPh>'
             "<r><t>岚</t></r></is></c>"), "嘉岚"),
        (Shared("a_x000D_b_x5609_"), "a\rb嘉"),
        ("a_x000D_b", "a\rb"),
        (Formula("A1&B1", "text"), "text"),
        (Formula("A1+B1", 1.5), 1.5),
        (Styled(Formula("TODAY()", 45807), "yyyy-mm-dd"), date(2025, 5, 30)),
        (Styled(45807, 31), date(2025, 5, 30)),
        (Styled(45807.0, 58), date(2025, 5, 30)),
        (Styled(45807, 14), date(2025, 5, 30)),
        (Styled(45807.5, "yyyy/m/d h:mm"), datetime.combine(date(2025, 5, 30), time(12))),
        (Styled(0.5, "h:mm"), 0.5),
        (Styled(1.5, "[h]:mm"), 1.5),
        (Styled(-1, "yyyy-mm-dd"), -1.0),
        (Styled("2025-05-30", "yyyy-mm-dd"), "2025-05-30"),
        (IsoDay("2025-05-30"), date(2025, 5, 30)),
        (IsoDay("2025-05-30T00:00:00"), date(2025, 5, 30)),
        (IsoDay("2025-05-30T08:00:00"), datetime.combine(date(2025, 5, 30), time(8))),
        (IsoDay("T06:00"), 0.25),
        (Raw('<c r="B23"><v>1.5E-2</v></c>'), 0.015),
        (Raw('<c r="B24"><v>-12</v></c>'), -12),
        (Raw('<c r="B25" t="str"><v>x</v></c>'), "x"),
        (True, True),
        (123456789012345678, 123456789012345678),
    ]  # fmt: skip
    path = of_book(tmp_path, ("a", "b"), *((None, cell) for cell, _ in cells))
    rows = read_rows(path, WHATEVER)
    assert [each["b"] for each in rows.good] == [value for _, value in cells]
    assert [type(each["b"]) for each in rows.good] == [type(value) for _, value in cells]


def test_what_holds_no_value_is_refused_even_where_it_may_be_empty(tmp_path: Path) -> None:
    rows = read_rows(
        of_book(
            tmp_path,
            ("b", "a"),
            (1, Formula("B1+1")),
            (2, Raw('<c r="B3"><f>B1</f><v/></c>')),
            (3, Error("#REF!")),
            (4, Formula('""', "")),
            (5, Styled(None, "0.00")),
        ),
        WHATEVER,
    )
    assert [(each.line, each.value, each.column) for each in rows.refused] == [
        (2, None, "a"),
        (3, None, "a"),
        (4, "#REF!", "a"),
    ]
    assert [("formula together" in each.reason) for each in rows.refused] == [True, True, False]
    assert read_of(rows, "b", "a") == [(4, None), (5, None)]


def test_figures_are_what_their_cells_show(tmp_path: Path) -> None:
    figures = (Styled(1234.56, "0"), Styled(0.5, "0%"), Styled(1234.5, "#,##0.00"), Styled(5, 43))
    rows = read_rows(
        of_book(
            tmp_path, HEADINGS, *(("H1", each) for each in figures), ("H2", Styled("1.5", "@"))
        ),
        COLUMNS,
    )
    assert [str(row["payable"]) for row in rows.good] == ["1234.50", "5.00", "1.50"]
    assert [each.value for each in rows.refused] == [1234.56, 0.5]


def test_a_formula_without_a_value_is_found_in_its_own_sheet(tmp_path: Path) -> None:
    plain = Sheet("1", [("b", "a"), (1, None)])
    formulas = Sheet("2", [("b", "a"), (1, None), None, (2, Formula("B2"), None, Formula("B2"))])
    path = Book(plain, formulas, plain._replace(title="3")).write(tmp_path / "x.xlsx")
    assert read_of(read_rows(path, WHATEVER, sheet="1"), "b", "a") == [(1, None)]
    rows = read_rows(path, WHATEVER, sheet="2")
    assert read_of(rows, "b", "a") == [(1, None)]
    assert refused_of(rows) == [(4, "a", None), (4, NO_HEADING, None)]
    assert not read_rows(path, WHATEVER, sheet="3").refused


def test_days_far_off_are_refused_with_what_their_cells_hold(tmp_path: Path) -> None:
    days = (
        Styled(-1, "yyyy-mm-dd"),
        Styled(0.5, "h:mm"),
        Styled(10**9, "yyyy-mm-dd"),
        Styled(10**9, 31),
        IsoDay("1900-01-31"),
        Styled(45807, 31),
    )
    path = of_book(tmp_path, ("登记日期",), *((each,) for each in days))
    rows = read_rows(path, {"on": PAYABLES["on"]})
    assert [each.value for each in rows.refused] == [-1, 0.5, "#VALUE!", 10**9, 31]
    assert read_of(rows, "on") == [(date(2025, 5, 30),)]


@pytest.mark.parametrize("date_1904", [False, True])
def test_the_workbooks_own_epoch(tmp_path: Path, date_1904: bool) -> None:  # noqa: FBT001  # parametrised
    on = date(2026, 6, 1)
    number = serial(on, date_1904=date_1904)
    cells = [(number, Styled(number, 57)), (Styled(number, 14), IsoDay("2026-06-01"))]
    sheet = Sheet("s", [("登记日期", "拨付月份"), *cells])
    path = Book(sheet, date_1904=date_1904).write(tmp_path / "x.xlsx")
    rows = read_rows(path, {key: PAYABLES[key] for key in ("on", "month")})
    assert read_of(rows, "on", "month") == [(on, YearMonth(2026, 6))] * 2


def test_gaps_between_rows_and_columns_and_no_addresses(tmp_path: Path) -> None:
    sparse = of_book(tmp_path, None, (None, "a", None, "b"), None, None, (None, 1, None, 2), None)
    rows = read_rows(sparse, WHATEVER)
    assert [(row.line, row["a"], row["b"]) for row in rows.good] == [(5, 1, 2)]
    assert [(each.line, each.lines) for each in rows.skipped] == [(1, 1), (2, 1), (3, 2)]
    assert rows.skipped[1].cells == (None, "a", None, "b")
    unaddressed = of_book(tmp_path, ("a", "b"), (None, 2), (3, 4), addressed=False)
    assert read_of(read_rows(unaddressed, WHATEVER), "a", "b") == [(None, 2), (3, 4)]


def test_a_far_row_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "far.xlsx"
    of_cells('<c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>2</v></c>', row='<row r="1048576">')(
        path
    )
    rows = read_rows(path, COLUMNS)
    assert [(each.line, each.lines) for each in rows.skipped] == [(1, 1), (2, 1048574)]
    assert refused_of(rows) == [(1048576, "应付金额", None), (1048576, NO_HEADING, 2)]


def test_a_dimension_that_is_wrong_is_not_believed(tmp_path: Path) -> None:
    head = '<dimension ref="A1"/>'
    tail = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><x14:ext xmlns:x14="x"/>'
    path = of_book(tmp_path, ("标题",), HEADINGS, ("H1", 1), ("H2", 2), head=head, tail=tail)
    assert len(read_rows(path, COLUMNS).good) == 2


def test_names_with_a_prefix(tmp_path: Path) -> None:
    def prefixed(parts: dict[str, str]) -> None:
        for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
            parts[SHEET] = (
                parts[SHEET].replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
            )
            parts[SHEET] = parts[SHEET].replace(f"</{tag}>", f"</x:{tag}>")
        parts[SHEET] = parts[SHEET].replace(" xmlns=", " xmlns:x=")

    path = tmp_path / "x.xlsx"
    changed(prefixed)(path)
    assert read_of(read_rows(path, COLUMNS), "code", "payable") == [("H1", Decimal("1.00"))]


def test_styles_and_texts_may_be_absent(tmp_path: Path) -> None:
    def bare(parts: dict[str, str]) -> None:
        for part in ("styles", "sharedStrings"):
            del parts[f"xl/{part}.xml"]
            types = parts["[Content_Types].xml"]
            start = types.index(f'<Override PartName="/xl/{part}')
            parts["[Content_Types].xml"] = types[:start] + types[types.index("/>", start) + 2 :]
        relations = parts["xl/_rels/workbook.xml.rels"]
        first = relations.index("/>") + 2
        parts["xl/_rels/workbook.xml.rels"] = relations[:first] + "</Relationships>"

    path = tmp_path / "x.xlsx"
    changed(bare)(path)
    assert read_of(read_rows(path, COLUMNS), "code", "payable") == [("H1", Decimal("1.00"))]


def test_a_style_sheet_without_styles(tmp_path: Path) -> None:
    def empty(parts: dict[str, str]) -> None:
        head, _, tail = parts["xl/styles.xml"].partition("<numFmts>")
        parts["xl/styles.xml"] = head + tail.rpartition("</cellXfs>")[2]

    path = tmp_path / "x.xlsx"
    changed(empty)(path)
    assert len(read_rows(path, COLUMNS).good) == 1


@pytest.mark.parametrize("part", ["xl/media/1.svg", "xl/pivotCache/pivotCacheRecords1.xml"])
def test_what_is_not_read_is_not_looked_at(tmp_path: Path, part: str) -> None:
    path = tmp_path / "x.xlsx"
    changed(lambda parts: parts.update({part: "<!DOCTYPE svg><svg/>"}))(path)
    assert len(read_rows(path, COLUMNS).good) == 1


@pytest.mark.parametrize(
    ("bound", "least"), [("_MOST_TAGS", 1_000), ("_MOST_TAGS_HELD", 60), ("MOST_LINES", 60)]
)
@pytest.mark.parametrize("block", [10, 2**20])
def test_a_workbook_has_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, least: int, block: int
) -> None:
    module = "vbp_policy.interop.sheets.xlsx_input"
    rows = [(f"H{number}", 1) for number in range(100)]
    path = of_book(tmp_path, HEADINGS, *rows, ("合计", *range(20)))
    monkeypatch.setattr(f"{module}._BLOCK", block)
    monkeypatch.setattr(f"{module}.{bound}", least)
    assert "tags" in not_read(path).expected
    monkeypatch.setattr(f"{module}.{bound}", 2 * least)
    assert len(read_rows(path, COLUMNS).good) == 100


@pytest.mark.parametrize("block", [1, 2, 7, 64, 65])
def test_tags_across_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr("vbp_policy.interop.sheets.xlsx_input._BLOCK", block)
    far = Shared("x" * 100 + "<c >" * 9)
    path = of_book(tmp_path, HEADINGS, ("H1", 1), ("H2", Formula("B2")), ("合计", far))
    rows = read_rows(path, COLUMNS)
    assert (len(rows.good), refused_of(rows)) == (1, [(3, "应付金额", None)])
    for damage in DAMAGED:
        if damage.name.startswith("entities"):
            damage.write(path)
            assert "document type" in not_read(path).expected


def test_a_host_that_makes_errors_of_warnings(tmp_path: Path) -> None:
    extension = '<extLst><ext uri="x"/></extLst>'
    sheet = Sheet("应付", [HEADINGS, ("H1", 1), ("H2", Styled(10**9, 14))], tail=extension)

    def warned(parts: dict[str, str]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            "</sheets>", '<sheet name="x" sheetId="9"/></sheets>'
        )

    def read(cell: Cell) -> object:
        seen.append(list(warnings.filters))
        return cell.value

    path = tmp_path / "x.xlsx"
    changed(warned, book=Book(sheet))(path)
    seen: list[list[object]] = []
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        seen.append(list(warnings.filters))
        rows = read_rows(path, COLUMNS | {"code": Column("机构编码", read)})
        seen.append(list(warnings.filters))
    assert refused_of(rows) == [(3, "应付金额", "#VALUE!")]
    assert len(seen) == 4
    assert all(each == seen[0] for each in seen)


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    chart: Any = book.create_chartsheet("图", 0)
    chart.add_chart(BarChart())
    for each in (HEADINGS, ("H1", 1)):
        book.worksheets[0].append(each)
    book.save(tmp_path / "x.xlsx")
    assert len(read_rows(tmp_path / "x.xlsx", COLUMNS).good) == 1


# ---- Which sheet, which line ------------------------------------------------------------------


def test_the_one_visible_sheet_with_the_headings(tmp_path: Path) -> None:
    notes = Sheet("说明", [("本表用于测试",)])
    hidden = Sheet("旧", TIDY.rows, state="hidden")
    path = Book(notes, hidden, TIDY).write(tmp_path / "x.xlsx")
    assert read_rows(path, COLUMNS).sheet == "应付"
    assert read_rows(path, COLUMNS, sheet="旧").good[0].sheet == "旧"
    with pytest.raises(InvalidValueError) as caught:
        read_rows(path, COLUMNS, sheet="付")
    assert caught.value == InvalidValueError(
        field="sheet", value="付", expected="one of the sheets: 说明, 旧, 应付"
    )
    error = not_read(path, sheet="说明")
    assert "in sheet 说明, line 1, 机构编码 or institution is missing" in error.expected


def test_two_sheets_with_the_headings(tmp_path: Path) -> None:
    again = TIDY._replace(title="应付2")
    path = Book(TIDY, again).write(tmp_path / "x.xlsx")
    assert "sheet= one of 应付, 应付2" in not_read(path).expected
    assert read_rows(path, COLUMNS, sheet="应付2").sheet == "应付2"


def test_no_visible_sheet(tmp_path: Path) -> None:
    path = Book(TIDY._replace(state="veryHidden")).write(tmp_path / "x.xlsx")
    assert "one visible sheet with the headings 机构编码 or institution" in not_read(path).expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("机构编码\nH1\n", "in line 1, 应付金额 or payable is missing"),
        ("x\n机构编码,应付金额,payable\n", "in line 2, 应付金额 or payable comes 2 times"),
        ("\n" * 50 + CSV, "in line 1, 机构编码 or institution is missing, 应付金额"),
        ("标题\nx,应付金额\n\n", "in line 2, 机构编码 or institution is missing"),
    ],
)
def test_no_line_with_the_headings(tmp_path: Path, text: str, said: str) -> None:
    error = not_read(of_csv(tmp_path, text))
    assert said in error.expected
    assert "once each, in one of the first 50 lines" in error.expected


def test_the_headings_may_be_in_the_fiftieth_line_and_of_any_width(tmp_path: Path) -> None:
    path = of_csv(tmp_path, "\n" * 49 + "ＩＮＳＴＩＴＵＴＩＯＮ,Pay able\nH1,1\n")
    rows = read_rows(path, COLUMNS)
    assert rows.good[0].line == 51
    assert rows.good[0].refused("code", PolicyErrorOfOnesOwn).column == "ＩＮＳＴＩＴＵＴＩＯＮ"


PolicyErrorOfOnesOwn = InvalidValueError(field="x", value=1, expected="2")


def test_an_optional_column_may_be_absent_and_not_double(tmp_path: Path) -> None:
    columns = COLUMNS | {"note": Column("备注", name, optional=True)}
    row = read_rows(of_csv(tmp_path, CSV), columns).good[0]
    assert row["note"] is None
    assert row.refused("note", PolicyErrorOfOnesOwn).column == "备注"
    path = of_csv(tmp_path, "备注,机构编码,应付金额,备注\n")
    assert "备注 comes 2 times" in not_read(path, columns).expected


def test_headings_that_are_numbers_or_days(tmp_path: Path) -> None:
    path = of_book(tmp_path, (202606, Styled(46174, "yyyy-mm-dd"), None), (1, 2, None))
    columns = {"a": Column("202606", quantity), "b": Column("2026-06-01", quantity)}
    assert read_of(read_rows(path, columns), "a", "b") == [(1, 2)]


A_UNIT = (  # wherever a sheet may say it
    *("单位：万元", "（单位: 千元）", "单 位：人民币 亿元", "金额单位：百万元", "单位：十万元"),
    *("单位：角", "单位:分", "单位 百元", "（单位：角）", "单位：仟元", "單位：萬元", "单位：美元"),
    *(
        "万元",
        "（万元）",
        "(万元)",
        "【万元】",
        "〔 万 元 〕",
        "人民币万元",
        "单位：万",
        "单位＝厘",
    ),
    *("单位：万元 日期：2026-06-30", "单位：分日期：2026-06-30", "单位：人民币（万元）"),
    *("Unit: thousand yuan", "(RMB'000)", "RMB million", "in thousands of yuan", "Unit: fen"),
    *("units: RMB 10,000", "Unit: 100 million yuan"),
)
ABOVE = (  # as a part of what is said above the headings
    *(
        "2025年应付款汇总表（万元）",
        "2025年应付款汇总表(亿元)",
        "应付款汇总表 万元",
        "（万元）应付",
    ),
    *(
        "单位：人、万元",
        "单位：元、万元",
        "金额以万元计",
        "以千元为单位",
        "本表以万元列示",
        "（万）",
    ),
    *("币种：人民币 单位：万元 编制：某局", "单位：万元制表日期：2026-06-30", "应付（百万）"),
    *(
        "Payables (RMB'000)",
        "Payables in millions",
        "Payables, thousand yuan",
        "2026年度\n（万元）",
    ),
)
NO_UNIT = (
    *("单位：元", "（元）", "单位：人民币元", "单位：元（角分）", "单位：元、角、分", "Unit: yuan"),
    *("填报单位：分宜县医院", "编制单位：万州区医院", "编制单位：千山医院", "各单位分摊表"),
    *(
        "各单位分(子)公司汇总",
        "各单位分：",
        "参保单位百分比",
        "单位：盒",
        "得分（分）",
        "（十）",
        "（分）",
    ),
    *("单笔1万元以上的项目", "预付总额：1,200万元", "3.5亿元", "二十万元", "逾百万元。", "每万元"),
    *("万元以上另附", "单位：元（万元以上另附）", "百万元计划", "万元店", "十元店明细", "美元素"),
    *("RMB 5 million", "2 million yuan", "one million yuan", "thousands of villages", "Annex (k)"),
)


@pytest.mark.parametrize("words", [*A_UNIT, *ABOVE])
def test_a_file_that_says_another_unit_above_its_headings(tmp_path: Path, words: str) -> None:
    path = of_book(tmp_path, ("应付",), (None, words, 5), HEADINGS, ("H1", 1))
    assert not_read(path).expected == f"amounts in yuan; line 2 says {words!r}"


@pytest.mark.parametrize("words", A_UNIT)
def test_a_file_that_says_another_unit_among_its_headings(tmp_path: Path, words: str) -> None:
    path = of_book(tmp_path, (*HEADINGS, words), ("H1", 1))
    assert not_read(path).expected == f"amounts in yuan; line 1 says {words!r}"


def test_a_unit_in_a_cell_of_its_own(tmp_path: Path) -> None:
    path = of_csv(tmp_path, f"应付,,单位：,,角\n{CSV}")
    assert not_read(path).expected == "amounts in yuan; line 1 says '应付 单位： 角'"
    assert len(read_rows(of_csv(tmp_path, f"应付,单位：,元,角\n{CSV}"), COLUMNS).good) == 1


def test_a_sheet_whose_title_says_another_unit(tmp_path: Path) -> None:
    path = Book(TIDY, TIDY._replace(title="应付（万元）")).write(tmp_path / "x.xlsx")
    refusal = not_read(path, sheet="应付（万元）")
    assert refusal.expected == "amounts in yuan; the sheet's title says '应付（万元）'"
    assert len(read_rows(path, COLUMNS, sheet="应付").good) == 1


@pytest.mark.parametrize("words", NO_UNIT)
def test_what_says_nothing_of_the_unit(tmp_path: Path, words: str) -> None:
    path = of_book(tmp_path, (words,), (None, words), (*HEADINGS, words), ("H1", 1))
    assert len(read_rows(path, COLUMNS).good) == 1


@pytest.mark.parametrize(
    "words",
    [
        "采购金额（万元）",
        "金额（单位：万元）",
        "单位成本（万元）",
        "单位",
        "分",
        "数量（万）",
        "Amount (million)",
    ],
)
def test_another_columns_heading_says_nothing_of_ours(tmp_path: Path, words: str) -> None:
    rows = read_rows(of_book(tmp_path, (*HEADINGS, words), ("H1", 1)), COLUMNS)
    assert (len(rows.good), rows.other_headings) == (1, (words,))


@pytest.mark.parametrize("words", A_UNIT)
def test_a_unit_below_the_headings_or_asked_for_is_data(tmp_path: Path, words: str) -> None:
    path = of_book(tmp_path, ("单位：元",), (*HEADINGS, words), ("H1", 1, 2), (words, 1, 2))
    columns = COLUMNS | {"code": Column("机构编码", name), "own": Column(words, as_it_stands)}
    assert read_of(read_rows(path, columns), "code", "own") == [("H1", 2), (words, 2)]


@given(st.text(st.sampled_from("单位：（）万千元角分 |rmbin'0thousand"), max_size=12))
def test_nothing_but_the_whole_line_is_a_unit_of_it(text: str) -> None:
    """What is a unit among the headings is one above them as well, whatever its width."""
    if is_another_unit(text):
        assert another_unit_in([text])
        assert another_unit_in(["应付", f"　{text} "])
    assert another_unit_in([text]) == another_unit_in([normalize("NFKC", text).upper()])


@pytest.mark.parametrize(
    ("columns", "field", "expected"),
    [
        ({}, "columns", "at least one column that is required"),
        (
            {"a": Column("a", code, optional=True)},
            "columns",
            "at least one column that is required",
        ),
        (
            {"a": Column("x", code), "b": Column(("y", "Ｘ"), code)},
            "columns[b]",
            "each heading for one column",
        ),
    ],
)
def test_columns_that_ask_for_nothing_or_twice(
    tmp_path: Path, columns: Mapping[str, Column], field: str, expected: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        read_rows(of_csv(tmp_path, CSV), columns)
    assert (caught.value.field, caught.value.expected) == (field, expected)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"path": 1}, "path"),
        ({"path": b"x.csv"}, "path"),
        ({"path": None}, "path"),
        ({"columns": [COLUMNS["code"]]}, "columns"),
        ({"columns": {1: COLUMNS["code"]}}, "columns"),
        ({"columns": {"a": "机构编码"}}, "columns[a]"),
        ({"sheet": 0}, "sheet"),
        ({"encoding": 936}, "encoding"),
    ],
)
def test_arguments_of_other_types(tmp_path: Path, given: dict[str, Any], field: str) -> None:
    arguments: dict[str, Any] = {"path": of_csv(tmp_path, CSV), "columns": COLUMNS} | given
    with pytest.raises(InvalidTypeError) as caught:
        read_rows(**arguments)
    assert caught.value.field == field


# ---- Files that cannot be read ----------------------------------------------------------------


@pytest.mark.parametrize("damage", DAMAGED, ids=lambda damage: damage.name)
def test_a_damaged_file_is_one_refusal(tmp_path: Path, damage: Damage) -> None:
    path = tmp_path / damage.name
    damage.write(path)
    assert damage.said in not_read(path).expected


@pytest.mark.parametrize("name", ["missing.csv", "folder", "a\0b.csv"])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    assert not_read(tmp_path / name).expected == "a file that can be read"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError(path)

    monkeypatch.setattr(Path, "is_file", forbidden)
    assert not_read(of_csv(tmp_path, CSV)).expected == "a file that can be read"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    path = of_csv(tmp_path, CSV) if kind == "csv" else of_book(tmp_path, HEADINGS, ("H1", 1))
    opened: Callable[..., Any] = Path.open

    def once(given: Path, *args: Any, **options: Any) -> Any:
        file = opened(given, *args, **options)
        given.unlink()
        return file

    monkeypatch.setattr(Path, "open", once)
    assert not_read(path).expected.startswith("a file that can" if kind == "csv" else "an .xlsx")


def test_content_decides_and_not_the_name(tmp_path: Path) -> None:
    as_csv, as_xlsx = tmp_path / "a.csv", tmp_path / "a.xlsx"
    Book(TIDY).write(as_csv)
    as_xlsx.write_text(CSV, encoding="utf-8")
    assert read_rows(str(as_csv), COLUMNS).sheet == "应付"
    assert read_rows(str(as_xlsx), COLUMNS).sheet is None


def test_without_openpyxl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("openpyxl", "openpyxl.reader.excel", "openpyxl.utils"):
        monkeypatch.setitem(sys.modules, module, None)
    assert len(read_rows(of_csv(tmp_path, CSV), COLUMNS).good) == 1
    with pytest.raises(MissingExtraError) as caught:
        read_rows(of_book(tmp_path, HEADINGS), COLUMNS)
    assert caught.value == MissingExtraError(
        field="path",
        value="openpyxl",
        expected="the extra: pip install 'vbp_policy[sheets]'",
    )


def test_a_readers_own_failure_is_not_hidden(tmp_path: Path) -> None:
    def fail(cell: Cell) -> object:
        raise ZeroDivisionError(cell)

    with pytest.raises(ZeroDivisionError):
        read_rows(of_csv(tmp_path, CSV), COLUMNS | {"code": Column("机构编码", fail)})


# ---- Files made by another program ------------------------------------------------------------


def test_a_workbook_made_by_libreoffice() -> None:
    rows = read_rows(MADE_BY_LIBREOFFICE / "payables-libreoffice.xlsx", PAYABLES)
    june, on = YearMonth(2026, 6), date(2026, 7, 3)
    assert read_of(rows, *PAYABLES) == [
        ("H50010300108", Decimal("203255.30"), "嘉岚中心医院", Fund.EMPLOYEE, june, on),
        ("H50010300123", Decimal("101234.50"), "云栖人民医院", Fund.RESIDENT, june, on),
    ]
    assert refused_of(rows) == [
        (6, "应付金额", "#DIV/0!"),
        (7, "机构编码", "1.23E+17"),
        (7, "应付金额", 0.5),
    ]
    assert rows.refused[0].values["code"] == "000042"
    assert skipped_of(rows) == [
        (1, "above the headings"),
        (2, "above the headings"),
        (3, "the headings"),
        (8, "a total"),
    ]


def test_a_csv_file_made_by_libreoffice() -> None:
    rows = read_rows(MADE_BY_LIBREOFFICE / "payables-libreoffice.csv", PAYABLES)
    assert {(each.column, each.value) for each in rows.refused} == {
        ("拨付月份", "06/01/2026"),
        ("登记日期", "07/03/2026"),
        ("应付金额", "#DIV/0!"),
        ("机构编码", "1.23E+17"),
        ("应付金额", "50%"),
    }
    assert not rows.good
    assert rows.skipped[-1].cells[4] == "304489.8"


@pytest.mark.parametrize(
    ("ending", "said"),
    [("xls", "old .xls"), ("html", "page of HTML"), ("ods", "an .xlsx workbook")],
)
def test_other_formats_made_by_libreoffice(ending: str, said: str) -> None:
    assert said in not_read(MADE_BY_LIBREOFFICE / f"payables-libreoffice.{ending}").expected


# ---- The host ---------------------------------------------------------------------------------


def test_no_decimal_context_reaches_a_figure(tmp_path: Path) -> None:
    figures = (1234.56, "1,234.56", 1234, Styled(-0.5, "0.0"), 0.0)
    path = of_book(tmp_path, HEADINGS, *(("H1", each) for each in figures))
    plain = read_rows(path, COLUMNS)
    context = decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emax=1, Emin=-1)
    for each in context.traps:
        context.traps[each] = True
    with decimal.localcontext(context):
        assert read_rows(path, COLUMNS) == plain
    assert [str(row["payable"]) for row in plain.good] == [
        "1234.56", "1234.56", "1234.00", "-0.50", "0.00",
    ]  # fmt: skip


# ---- Large files ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_only_the_rows_are_held(tmp_path: Path, kind: str) -> None:
    count = 20_000  # tests/benchmarks/test_sheet_memory.py reads ten times as many
    rows = ((number, number) for number in range(count))
    if kind == "csv":
        path = of_csv(tmp_path, CSV + "".join(f"{a},{b}\n" for a, b in rows))
    else:
        head = f'<dimension ref="A1:B{count + 2}"/>'
        path = of_book(tmp_path, HEADINGS, (1, 1), *rows, head=head)
    tracemalloc.start()
    try:
        read = read_rows(path, COLUMNS)
        held, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(read.good) == count + 1
    assert held < 800 * count
    assert peak - held < 4 * 2**20


# ---- Whatever a file holds --------------------------------------------------------------------

texts = st.text(st.characters(codec="gb18030", exclude_characters="\0"), max_size=8)
cells_of_csv = texts | st.sampled_from(
    ["", "合计", "机构编码", "应付金额", "H1", "1,234.00", "#N/A"]
)
cells_of_xlsx = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=8),
    st.sampled_from(
        ["合计", "机构编码", "应付金额", "H1", "1,234.00", Error("#REF!"), Formula("A1")]
    ),
    st.builds(Styled, st.integers(), st.sampled_from(["0.00", "yyyy-mm-dd", "0%", 31, "@"])),
)


def grids(cells: st.SearchStrategy[Any]) -> st.SearchStrategy[list[list[Any]]]:
    return st.lists(st.lists(cells, max_size=5), max_size=8)


def accounted(rows: Rows) -> list[int]:
    """Give the number of every line that is accounted for, each as often as it is."""
    lines = [row.line for row in rows.good]
    lines += {each.line for each in rows.refused}
    for each in rows.skipped:
        lines += range(each.line, each.line + each.lines)
    return sorted(lines)


def read_anyway(path: Path) -> Rows | None:
    try:
        return read_rows(path, COLUMNS)
    except PolicyError:
        return None


@given(
    above=grids(cells_of_csv),
    below=grids(cells_of_csv),
    encoding=st.sampled_from(["utf-8", "gb18030"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_of_any_csv_file_is_accounted_for(
    tmp_path: Path, above: list[list[str]], below: list[list[str]], encoding: str
) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([*above, HEADINGS, *below])
    rows = read_anyway(of_csv(tmp_path, text.getvalue(), encoding))
    if rows is not None:
        starts = accounted(rows)
        assert len(set(starts)) == len(starts)
        assert starts[0] == 1


@given(above=grids(cells_of_xlsx), below=grids(cells_of_xlsx))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_of_any_workbook_is_accounted_for(
    tmp_path: Path, above: list[list[object]], below: list[list[object]]
) -> None:
    grid = [*above, HEADINGS, *below]
    rows = read_anyway(of_book(tmp_path, *grid))
    if rows is not None:
        assert accounted(rows) == list(range(1, len(grid) + 1))


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\3\4", CSV.encode(), b"\xef\xbb\xbf"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_rows_or_a_policy_error(tmp_path: Path, content: bytes, head: bytes) -> None:
    rows = read_anyway(of_csv(tmp_path, head + content))
    assert rows is None or accounted(rows)[0] == 1


@given(at=st.integers(0, 10_000), byte=st.integers(0, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_workbook_with_any_byte_changed_gives_rows_or_a_policy_error(
    tmp_path: Path, at: int, byte: int
) -> None:
    path = of_book(tmp_path, HEADINGS, ("H1", Styled(1.5, "0.00")), (Shared("H2"), 2))
    whole = bytearray(path.read_bytes())
    whole[at % len(whole)] = byte
    path.write_bytes(whole)
    rows = read_anyway(path)
    assert rows is None or accounted(rows)[0] == 1


# ---- Progress ---------------------------------------------------------------------------------


class Terminal(io.StringIO):
    """A standard error that somebody looks at."""

    def isatty(self) -> bool:
        return True


class Bars(ModuleType):
    """A tqdm that writes down how it was called."""

    def __init__(self) -> None:
        super().__init__("tqdm")
        self.calls: list[dict[str, Any]] = []

    def tqdm(self, lines: Iterable[object], **options: Any) -> Iterable[object]:
        self.calls.append(options)
        return lines


@pytest.fixture
def bars(monkeypatch: pytest.MonkeyPatch) -> Bars:
    made = Bars()
    monkeypatch.setitem(sys.modules, "tqdm", made)
    return made


def test_a_bar_where_a_terminal_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bars: Bars
) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    for path in (of_csv(tmp_path, CSV), of_book(tmp_path, HEADINGS, ("H1", 1))):
        assert len(read_rows(path, COLUMNS).good) == 1
    assert [(it["desc"], it["total"]) for it in bars.calls] == [
        ("payables.csv", 2),
        ("payables.xlsx", 2),
    ]
    read_rows(of_csv(tmp_path, CSV), COLUMNS, encoding="utf-8")
    assert bars.calls[-1]["total"] is None


def test_a_bar_where_a_notebook_watches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bars: Bars
) -> None:
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    for shell, watches in (
        (SimpleNamespace(kernel=object()), True),
        (SimpleNamespace(), False),
        (None, False),
    ):
        ipython = SimpleNamespace(get_ipython=lambda shell=shell: shell)
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        bars.calls.clear()
        read_rows(of_csv(tmp_path, CSV), COLUMNS)
        assert bool(bars.calls) is watches


def closed() -> io.StringIO:
    stream = io.StringIO()
    stream.close()
    return stream


@pytest.mark.parametrize("stream", [lambda: None, object, io.StringIO, closed])
def test_no_bar_where_nobody_watches(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    bars: Bars,
    stream: Callable[[], object],
) -> None:
    monkeypatch.setattr(sys, "stderr", stream())
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert len(read_rows(of_csv(tmp_path, CSV), COLUMNS).good) == 1
    assert not bars.calls


def test_no_bar_without_tqdm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    assert len(read_rows(of_csv(tmp_path, CSV), COLUMNS).good) == 1
    assert not terminal.getvalue()


def test_the_bar_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr("vbp_policy.interop.sheets.progress._SECONDS_WITHOUT", 0)
    assert len(read_rows(of_csv(tmp_path, CSV), COLUMNS).good) == 1
    assert "payables.csv" in terminal.getvalue()
    assert "/2 " in terminal.getvalue()
