"""What a sweep of mutants found untested in JSON and in reading rows."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sheet_files import CSV, TIDY, Book
from strategies import hospital
from vbp_policy import (
    Coverage,
    Cycle,
    ExplanationFigure,
    Fund,
    InvalidValueError,
    PolicyError,
    Prepayment,
    Span,
    YearMonth,
)
from vbp_policy.interop.json import dumps, loads
from vbp_policy.interop.sheets import (
    Cell,
    Column,
    amount,
    code,
    read_rows,
    whole_number,
)

TEXT = dumps(YearMonth(2026, 6))


@pytest.mark.parametrize(
    ("most_bytes", "field"),
    [(0, "most_bytes"), (1, "text"), (len(TEXT) - 1, "text"), (2**62 + 1, "most_bytes")],
)
def test_a_text_is_at_most_as_long_as_is_said(most_bytes: int, field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        loads(TEXT, most_bytes=most_bytes)
    assert caught.value.field == field


@pytest.mark.parametrize("most_bytes", [len(TEXT), 2**62])
def test_a_text_of_that_length_is_taken(most_bytes: int) -> None:
    assert loads(TEXT, most_bytes=most_bytes) == YearMonth(2026, 6)


def changed(value: Any, change: Callable[[Any], None]) -> str:
    """Give a value's document with something in it changed."""
    tree = json.loads(dumps(value))
    change(tree["value"])
    return json.dumps(tree)


def refusal(text: str) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        loads(text)
    return caught.value


def test_a_text_that_is_no_json_is_shown_from_where_it_goes_wrong() -> None:
    assert refusal('{"schema": 1, "type": no' + "t" * 50).value == "no" + "t" * 38


@pytest.mark.parametrize("digits", ["1e5", "NaN", " 1", "1,000.00", "٣"])
def test_digits_that_are_no_decimal_are_shown(digits: str) -> None:
    def put(tree: Any) -> None:
        tree["fund_share"] = digits

    error = refusal(changed(Coverage("0.1", "0.7"), put))
    assert error.value == digits
    assert error.expected == "a decimal such as -1234.50"


@pytest.mark.parametrize("sign", [1, -1])
def test_integers_are_those_that_every_reader_of_json_holds(sign: int) -> None:
    figure = ExplanationFigure("x", "x", sign * (2**53 - 1))
    assert loads(dumps(figure)) == figure
    with pytest.raises(InvalidValueError) as caught:
        dumps(ExplanationFigure("x", "x", sign * 2**53))
    assert (caught.value.field, caught.value.value) == ("value", sign * 2**53)


@pytest.mark.parametrize("length", [100, 101])
def test_a_long_key_is_named_by_its_beginning(length: int) -> None:
    def put(tree: Any) -> None:
        tree["x" * length] = 1

    name = "x" * 100 if length == 100 else repr("x" * 100)
    assert refusal(changed(Span("2026-01-01", "2026-01-02"), put)).field == name


@pytest.mark.parametrize("name", [None, 5, [], {}, ["Span"]])
def test_a_type_that_is_no_text_is_refused(name: Any) -> None:
    def put(tree: Any) -> None:
        tree["type"] = name

    error = refusal(changed(Span("2026-01-01", "2026-01-02"), put))
    assert (error.field, error.value) == ("type", name)
    assert error.expected == "the name of a public class of the right kind"


def test_a_member_that_is_no_text_and_a_value_of_another_kind_are_refused_at_their_place() -> None:
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, Cycle("2025-05-30", "2026-05-29"))

    def no_member(tree: Any) -> None:
        tree["fund"] = 5

    error = refusal(changed(prepayment, no_member))
    assert (error.field, error.value, error.expected) == ("fund", 5, "one of EMPLOYEE, RESIDENT")

    def no_cycle(tree: Any) -> None:
        span = {"type": "Span", "first_day": "2025-05-30", "last_day": "2026-05-29"}
        tree["cycle"] = span

    error = refusal(changed(prepayment, no_cycle))
    assert (error.field, error.value) == ("cycle", Span("2025-05-30", "2026-05-29"))


def test_a_sign_is_no_digit() -> None:
    assert whole_number(Cell("-123456789012345")) == -123456789012345
    with pytest.raises(InvalidValueError):
        whole_number(Cell("-1234567890123456"))


def test_a_number_is_read_as_the_section_for_its_sign_shows_it() -> None:
    assert amount(Cell(1, number_format='0;-0;"-"')) == 1
    assert amount(Cell(0.5, number_format='0.0;-0.0;"-"')) == amount(Cell("0.5"))
    assert amount(Cell(-1.5, number_format="0.00;[Red]0.00;万")) == amount(Cell("-1.5"))
    for value, number_format in ((-1, '0;"-"'), (1, '0"万";-0')):
        with pytest.raises(InvalidValueError) as caught:
            amount(Cell(value, number_format=number_format))
        assert (caught.value.field, caught.value.value) == ("cell", value)


@pytest.mark.parametrize("condition", ["<100", ">100", "=100"])
def test_a_section_under_a_condition_may_show_anything(condition: str) -> None:
    with pytest.raises(InvalidValueError):
        amount(Cell(5, number_format=f"[{condition}]0.00;0.0"))


def test_headings_that_are_none_or_twice_are_shown() -> None:
    with pytest.raises(InvalidValueError) as caught:
        Column(("a", " "), code)
    assert caught.value.value == ("a", " ")
    columns = {"a": Column("x", code), "b": Column(("y", "Ｘ"), code)}
    with pytest.raises(InvalidValueError) as caught:
        read_rows("x.csv", columns)
    assert (caught.value.field, caught.value.value) == ("columns[b]", "Ｘ")


COLUMNS = {"code": Column("机构编码", code), "payable": Column("应付金额", amount)}


def test_a_csv_file_may_be_as_large_as_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "payables.csv"
    path.write_text(CSV, encoding="utf-8")
    bound = "vbp_policy.interop.sheets.csv_input.MOST_BYTES"
    monkeypatch.setattr(bound, path.stat().st_size)
    assert len(read_rows(path, COLUMNS).good) == 1
    monkeypatch.setattr(bound, path.stat().st_size - 1)
    with pytest.raises(InvalidValueError):
        read_rows(path, COLUMNS)


def test_a_sheet_may_have_as_many_lines_as_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "payables.csv"
    path.write_text(CSV, encoding="utf-8")  # two lines
    monkeypatch.setattr("vbp_policy.interop.sheets.lines.MOST_LINES", 2)
    assert len(read_rows(path, COLUMNS).good) == 1
    monkeypatch.setattr("vbp_policy.interop.sheets.lines.MOST_LINES", 1)
    with pytest.raises(InvalidValueError):
        read_rows(path, COLUMNS)


def html_of(value: Any) -> str:
    html: str = value._repr_html_()
    return html


def test_a_row_shows_where_it_stands(tmp_path: Path) -> None:
    (row,) = read_rows(Book(TIDY).write(tmp_path / "payables.xlsx"), COLUMNS).good
    html = html_of(row)
    assert "Row: payables.xlsx, sheet 应付, line 2" in html
    for words in ("name", "heading", "value", "code", "机构编码", "H1"):
        assert f">{words}<" in html
    path = tmp_path / "payables.csv"
    path.write_text(CSV, encoding="utf-8")
    rows = read_rows(path, COLUMNS)
    assert "Row: payables.csv, line 2" in html_of(rows.good[0])
    assert ">line<" in html_of(rows)
