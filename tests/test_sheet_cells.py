"""Cells: what each reader takes, what it refuses, and what a number format shows."""

import copy
import pickle
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheet_files import serial
from vbp_policy import (
    Fund,
    Grade,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    PolicyError,
    YearMonth,
)
from vbp_policy.interop.sheets import (
    Cell,
    Column,
    amount,
    code,
    day,
    fund,
    grade,
    institution_kind,
    month,
    name,
    non_negative_amount,
    one_of,
    quantity,
    unit_price,
    whole_number,
    yes_no,
)
from vbp_policy.interop.sheets.cells import stripped
from vbp_policy.interop.sheets.formats import shown_by

Reader = Callable[[Cell], object]
READERS: dict[str, Reader] = {
    "amount": amount,
    "non_negative_amount": non_negative_amount,
    "unit_price": unit_price,
    "quantity": quantity,
    "whole_number": whole_number,
    "code": code,
    "name": name,
    "day": day,
    "month": month,
    "grade": grade,
    "institution_kind": institution_kind,
    "fund": fund,
    "yes_no": yes_no,
    "one_of": one_of({"甲类": 1, "12": 2}),
}
EVERY_SPACE = "\u3000\xa0 \t\u200b\ufeff"
FULL_WIDTH = str.maketrans("0123456789.,-/", "０１２３４５６７８９．，－／")


def refused(read: Reader, cell: Cell) -> InvalidValueError:
    """Give the refusal of a cell: it names no clause, and says what is accepted."""
    with pytest.raises(InvalidValueError) as caught:
        read(cell)
    assert type(caught.value) is InvalidValueError
    assert (caught.value.field, caught.value.clause) == ("cell", None)
    return caught.value


# ---- Figures ----------------------------------------------------------------------------------


def spelt(fen: int, *, grouped: bool) -> str:
    """Write an amount by hand: whole yuan, a point, two digits."""
    yuan, rest = divmod(abs(fen), 100)
    digits = str(yuan)
    if grouped:
        parts: list[str] = []
        while len(digits) > 3:
            digits, part = digits[:-3], digits[-3:]
            parts.insert(0, part)
        digits = ",".join([digits, *parts])
    return f"{'-' if fen < 0 else ''}{digits}.{rest:02d}"


@st.composite
def spellings(draw: st.DrawFn, fen: int) -> Cell:
    """Give a cell that holds an amount, in any of the ways in which files do."""
    text = spelt(fen, grouped=draw(st.booleans()))
    if draw(st.booleans()):
        text = text.rstrip("0").rstrip(".") if fen % 10 == 0 else f"{text}00"
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    if draw(st.booleans()):
        text = text.replace("-", "−")
    ends = st.text(EVERY_SPACE, max_size=2)
    cells = [Cell(f"{draw(ends)}{text}{draw(ends)}")]
    if abs(fen) < 10**13:  # digits that a float can tell apart
        shown = draw(st.sampled_from(["General", "#,##0.00", "0.00_ ", "¥#,##0.000", "@"]))
        cells.append(Cell(fen / 100, number_format=shown))
    if fen % 100 == 0:
        cells.append(Cell(fen // 100, number_format=draw(st.sampled_from(["General", "0"]))))
    return draw(st.sampled_from(cells))


@given(data=st.data(), fen=st.integers(-(10**17) + 1, 10**17 - 1))
def test_an_amount_reads_back_to_the_fen_in_every_spelling(data: st.DataObject, fen: int) -> None:
    cell = data.draw(spellings(fen))
    assert str(amount(cell)) == spelt(fen, grouped=False).replace("-0.00", "0.00")


@pytest.mark.parametrize(
    ("read", "value", "given"),
    [
        (non_negative_amount, "1,234.50", "1234.50"),
        (unit_price, 8.7, "8.70"),
        (unit_price, "0.123456", "0.123456"),
        (quantity, -3.5, "-3.5"),
        (quantity, "1,000", "1000"),
        (whole_number, 24.0, "24"),
        (whole_number, "1,000", "1000"),
        (whole_number, -7, "-7"),
        (whole_number, 0, "0"),
        (whole_number, 10**15 - 1, "999999999999999"),
    ],
)
def test_the_other_figures(read: Reader, value: Any, given: str) -> None:
    assert str(read(Cell(value))) == given


@pytest.mark.parametrize(
    "text",
    [
        "1,23.00", "12,34", "1,2345", ",123", "1,,234", "1234,567", "0,12.5,0",
        "1.5E3", "1e5", "+5", "(5.00)", "¥5", "5元", "5%", "1 234.00", "1.", ".5", "--5", "-", "五",
        "5²", "⑤", "٥", "½", "0x10", "NaN", "Infinity", "1_000", "1，23",
    ],
)  # fmt: skip
def test_a_text_that_is_no_figure(text: str) -> None:
    for read in (amount, non_negative_amount, unit_price, quantity, whole_number):
        error = refused(read, Cell(text))
        assert error.value == text
        assert "digits alone" in error.expected


@pytest.mark.parametrize("value", [True, False, date(2025, 5, 30), datetime(2025, 5, 30, 8, 30)])  # noqa: DTZ001  # cells know no zone
def test_what_is_no_figure_at_all(value: Any) -> None:
    for read in (amount, unit_price, quantity, whole_number):
        assert refused(read, Cell(value)).value is value


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (amount, 0.125, "2 places"),
        (amount, 0.1 + 0.2, "2 places"),
        (amount, float("inf"), "15 digits"),
        (amount, float("nan"), "2 places"),
        (amount, 1e15, "15 digits"),
        (amount, 10**15, "15 digits"),
        (amount, 5e14 + 0.5, "2 places"),
        (amount, "0.125", "2 places"),
        (amount, "1000000000000000", "10^15"),
        (non_negative_amount, -0.5, "not below 0.00"),
        (non_negative_amount, "-0.01", "not below 0.00"),
        (unit_price, 0, "above 0"),
        (unit_price, "-1", "above 0"),
        (unit_price, 0.1234567, "6 places"),
        (quantity, 0.0, "other than 0"),
        (quantity, 0.00001, "4 places"),
        (whole_number, 1.5, "0 places"),
        (whole_number, "1.0", "whole number"),
        (whole_number, "1234567890123456", "15 digits"),
    ],
)
def test_figures_outside_their_kind(read: Reader, value: Any, said: str) -> None:
    assert said in refused(read, Cell(value)).expected


@pytest.mark.parametrize(
    ("shown", "value", "said"),
    [
        ("0", 1234.56, "one decimal of 0 places, as its cell shows"),
        ("#,##0.0", 1234.56, "one decimal of 1 places"),
        ("0%", 0.5, "percentage"),
        ("0.00%", 1, "percentage"),
        ("#,##0,", 1234.0, "in thousands"),
        ("0.00,,", 1, "in thousands"),
        ('0!.0,"万"', 12345.0, "unit such as 万"),
        ('0.00"万元"', 1.5, "unit such as 万"),
        ("0.00亿", 1.5, "unit such as 万"),
        ("General\\千", 1.5, "unit such as 万"),
        ("0.00E+00", 1.5, "exponent"),
        ("# ?/?", 0.5, "fraction"),
        ("[>=10000]0.0;0.00", 1.5, "conditions"),
        ("yyyy-mm-dd", 1.5, "a date"),
        ("[h]:mm", 1.5, "a date"),
        (";;;", 1.5, "its digits"),
    ],
)
def test_a_figure_that_is_shown_as_another(shown: str, value: Any, said: str) -> None:
    assert said in refused(amount, Cell(value, number_format=shown)).expected


@pytest.mark.parametrize(
    ("number_format", "sign", "places"),
    [
        ("General", 1, None), ("G/通用格式", 1, None), ("GENERAL", -1, None), ("@", 1, None),
        ("[DBNum2][$-804]General", 1, None), ("0", 1, 0), ("0.00", 1, 2), ("#,##0.00", 1, 2),
        ("0.0??", 1, 3), ("0.", 1, 0), ("[$¥-804]#,##0.00", 1, 2), ('"合计："0.0', 1, 1),
        ('0.0"千克"', 1, 1), ("0.00;[Red]-0.0", 1, 2), ("0.00;[Red]-0.0", -1, 1),
        ("0.00;[Red]-0.0", 0, 2), ("0.00;-0;0.0", 0, 1), ('0.00;-0.00;"-"', 0, None),
        (";;", 0, None), ("*", 0, None), ("", 0, None),
        ('_ * #,##0.00_ ;_ * \\-#,##0.0_ ;_ * "-"??_ ;_ @_ ', 1, 2),
        ('_ * #,##0.00_ ;_ * \\-#,##0.0_ ;_ * "-"??_ ;_ @_ ', -1, 1),
        ('_ * #,##0.00_ ;_ * \\-#,##0.0_ ;_ * "-"??_ ;_ @_ ', 0, 0),
        ('0";"0.00', 1, 2), ("0\\;0.00", 1, 2), ("0" * 2000, 1, 0),
    ],
)  # fmt: skip
def test_how_many_places_a_format_shows(number_format: str, sign: int, places: int | None) -> None:
    shown = shown_by(number_format, sign)
    assert shown.misleads is None
    assert shown.places == places


# ---- Texts and codes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "given"),
    [
        (Cell("H50010300108"), "H50010300108"),
        (Cell("　Ｈ５００－１ "), "H500-1"),
        (Cell("86999900100075123"), "86999900100075123"),
        (Cell("5E12"), "5E12"),
        (Cell("1E-3A"), "1E-3A"),
        (Cell(42), "42"),
        (Cell(42.0), "42"),
        (Cell(42, number_format="000000"), "000042"),
        (Cell(42, number_format="0"), "42"),
        (Cell(42, number_format="#,##0.00"), "42"),
        (Cell(999_999_999_999_999), "999999999999999"),
        (Cell(1234567, number_format="000"), "1234567"),
    ],
)
def test_codes(cell: Cell, given: str) -> None:
    assert code(cell) == given


@pytest.mark.parametrize(
    "cell",
    [
        Cell("1.23E+17"), Cell("１．２３Ｅ＋１７"), Cell("8.69999E17"), Cell("1e+20"), Cell("1E-5"),
        Cell(1.23e17), Cell(10**15), Cell(10**17), Cell(1.5), Cell(-42), Cell(value=True),
        Cell(date(2025, 5, 30)), Cell(42, number_format="0%"), Cell(42, number_format="yyyy"),
        Cell(42, number_format="0.00E+00"), Cell(float("inf")), Cell(float("nan")),
    ],
)  # fmt: skip
def test_a_code_that_a_spreadsheet_spoilt_is_never_guessed(cell: Cell) -> None:
    error = refused(code, cell)
    assert "at most 15 digits" in error.expected


@pytest.mark.parametrize("text", ["a\nb", "a\x07b", "x" * 201])
def test_a_text_that_no_identifier_can_be(text: str) -> None:
    for read in (code, name):
        assert "printable" in refused(read, Cell(text)).expected


def test_names() -> None:
    assert name(Cell(f"{EVERY_SPACE}重庆 Ａ 医院{EVERY_SPACE}")) == "重庆 Ａ 医院"
    assert name(Cell(301)) == "301"
    for value in (1.5, True, date(2025, 5, 30), 10**15):
        assert refused(name, Cell(value)).expected == "a text"


@given(st.text(EVERY_SPACE), st.text(EVERY_SPACE))
def test_a_space_of_any_width_is_nothing(before: str, after: str) -> None:
    assert stripped(f"{before}x {after}x{before}") == f"x {after}x"
    assert Cell(before).is_empty
    assert not Cell(f"{before}x").is_empty
    assert not Cell(None, uncalculated=True).is_empty


# ---- Days and months --------------------------------------------------------------------------


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.data())
def test_a_day_reads_back_in_every_spelling(on: date, data: st.DataObject) -> None:
    y, m, d = on.year, on.month, on.day
    written = [f"{y}{mark}{m}{mark}{d}" for mark in "-/."]
    written += [f"{y}{mark}{m:02d}{mark}{d:02d}" for mark in "-/."]
    written += [f"{y}年{m}月{d}日", f"{y}年{m:02d}月{d:02d}日", f"{y}{m:02d}{d:02d}"]
    written += [str(serial(on)), f"　{y}-{m}-{d} ".translate(FULL_WIDTH)]
    cells = [Cell(text) for text in written]
    cells += [Cell(on), Cell(int(written[8])), Cell(serial(on)), Cell(float(serial(on)))]
    cells += [Cell(serial(on, date_1904=True), date_1904=True)]
    assert day(data.draw(st.sampled_from(cells))) == on


@pytest.mark.parametrize(
    "value",
    [
        "2025-05/30", "2025-5-30 00:00:00", "25-05-30", "2025-13-01", "2025-02-30", "2025年5月",
        "05/30/2025", "2025-005-30", "2025 5 30", "2025053", "202505301", "4580", "60", "-45807",
        "45807.5", "2025⁵", "",
        60, 32873, 73051, 2025, 4_580_777, 20251301, 45807.5, -45807, 1e300, float("nan"), True,
        datetime(2025, 5, 30, 8),  # noqa: DTZ001  # cells know no zone
    ],
)  # fmt: skip
def test_what_is_no_day(value: Any) -> None:
    error = refused(day, Cell(value))
    assert error.expected.startswith("a day such as 2025-05-30")


def test_serial_days_are_sane_on_their_first_and_last_day() -> None:
    first, last = date(1990, 1, 1), date(2099, 12, 31)
    for date_1904 in (False, True):
        ends = [serial(on, date_1904=date_1904) for on in (first, last)]
        assert [day(Cell(it, date_1904=date_1904)) for it in ends] == [first, last]
        for outside in (ends[0] - 1, ends[1] + 1):
            refused(day, Cell(outside, date_1904=date_1904))
    assert serial(first) == 32874
    assert day(Cell(32874 + 1462, date_1904=False)) == first + timedelta(days=1462)


@given(st.integers(1, 9999), st.integers(1, 12), st.data())
def test_a_month_reads_back_in_every_spelling(y: int, m: int, data: st.DataObject) -> None:
    written = [f"{y:04d}{mark}{m}" for mark in "-/"] + [f"{y:04d}-{m:02d}", f"{y:04d}{m:02d}"]
    written += [f"{y:04d}年{m}月", f" {y:04d}年{m:02d}月", f"{y:04d}/{m:02d}".translate(FULL_WIDTH)]
    cells = [Cell(text) for text in written] + [Cell(date(y, m, 1))]
    if y >= 1000:
        cells += [Cell(y * 100 + m), Cell(float(y * 100 + m))]
    assert month(data.draw(st.sampled_from(cells))) == YearMonth(y, m)


@pytest.mark.parametrize(
    "value",
    [
        "2026-13", "2026-0", "2026.6", "2026-06-01", "26-06", "2026年", "6月", "2026-006", "46174",
        "0000-01", 46174, 2026.6, 202613, 2026, True, date(2026, 6, 2),
        datetime(2026, 6, 1, 8),  # noqa: DTZ001  # cells know no zone
    ],
)  # fmt: skip
def test_what_is_no_month(value: Any) -> None:
    error = refused(month, Cell(value))
    assert error.expected.startswith("a month such as 2026-06")


# ---- Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("三级 三级甲等 三级甲 三甲 三级乙等 三级丙等 三级特等 三特 三级未定等", Grade.TERTIARY),
        ("二级 二级甲等 二级乙等 二甲 二乙 二丙", Grade.SECONDARY),
        ("一级 一级甲等 一级乙 一甲 一丙", Grade.PRIMARY),
        ("未定级 未评级 未定等级 无等级", Grade.UNGRADED),
    ],
)
def test_grades(words: str, meaning: Grade) -> None:
    for word in words.split():
        assert grade(Cell(word)) is meaning
        assert grade(Cell(f"　{word[0]} {word[1:]}")) is meaning


@pytest.mark.parametrize(
    "word", ["四级", "三", "甲等", "3级", "三级医院", "TERTIARY", "三级、二级"]
)
def test_what_is_no_grade(word: str) -> None:
    assert refused(grade, Cell(word)).expected.startswith("a grade such as 三级甲等")


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        (
            "职工 职工医保 城镇职工 城镇职工基本医疗保险 职工基本医疗保险基金 职工医保基金",
            Fund.EMPLOYEE,
        ),
        (
            "居民 居民医保 城乡居民 城乡居民基本医疗保险 城乡居民医保基金 居民医疗保险",
            Fund.RESIDENT,
        ),
    ],
)
def test_funds(words: str, meaning: Fund) -> None:
    assert all(fund(Cell(word)) is meaning for word in words.split())


@pytest.mark.parametrize("word", ["职工居民", "新农合", "医保", "职工大额", "生育保险"])
def test_what_is_no_fund(word: str) -> None:
    assert refused(fund, Cell(word)).expected.startswith("a fund: 职工 or 居民")


def test_kinds_and_yes_or_no() -> None:
    kinds = {
        word: institution_kind(Cell(word)) for word in ("公立", "军队医院", "民营", "定点药店")
    }
    assert list(kinds.values()) == list(InstitutionKind)
    assert institution_kind(Cell("社会办")) is InstitutionKind.PRIVATE
    assert "公立, 军队, 社会办 or 零售药店" in refused(institution_kind, Cell("其他")).expected
    assert [yes_no(Cell(word)) for word in ("是", "否", "YES", "no", True, False)] == [
        True,
        False,
    ] * 3
    for value in ("对", "", 1, 0.5):
        assert refused(yes_no, Cell(value)).expected == "是 or 否"


def test_other_words_of_ones_own() -> None:
    read = one_of({"甲类": "A", "乙 类": "B", "03": "C"})
    assert [read(Cell(it)) for it in ("甲类", "乙类 ", "乙　类", "０3")] == ["A", "B", "B", "C"]
    assert read(Cell(3, number_format="00")) == "C"
    error = refused(read, Cell("丙类"))
    assert (error.value, error.expected) == ("丙类", "one of 甲类, 乙 类, 03")
    assert refused(read, Cell(1.5)).expected == error.expected
    listed = one_of({str(each): each for each in range(100)}, "a listed code")
    assert refused(listed, Cell("x")).expected == "a listed code"
    many = one_of({str(each): each for each in range(13)})
    assert refused(many, Cell("x")).expected.endswith("9, 10, 11, …")
    assert one_of({"YES": 1, "yes": 1})(Cell("Yes")) == 1


@pytest.mark.parametrize(
    ("words", "value", "expected"),
    [
        ({"甲": 1, "甲 ": 2}, "甲 ", "each word once, not empty"),
        ({" ": 1}, " ", "each word once, not empty"),
        ({}, {}, "at least one word"),
    ],
)
def test_words_that_cannot_be_told_apart(words: Any, value: object, expected: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        one_of(words)
    assert caught.value == InvalidValueError(field="words", value=value, expected=expected)


@pytest.mark.parametrize("words", [["甲"], {1: 2}, None])
def test_words_of_other_types(words: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        one_of(words)
    assert caught.value.field == "words"


# ---- Cells and columns ------------------------------------------------------------------------


def test_a_cell_is_a_value() -> None:
    cell = Cell("1", "0.00", date_1904=True)
    assert pickle.loads(pickle.dumps(cell)) == cell == copy.copy(cell)  # noqa: S301  # our own
    assert hash(cell) == hash(Cell("1", "0.00", date_1904=True)) != hash(Cell("1"))
    wrong: Any
    for wrong in (Decimal(1), b"1", [1]):
        with pytest.raises(InvalidTypeError) as caught:
            Cell(wrong)
        assert (caught.value.field, caught.value.value) == ("value", wrong)
    with pytest.raises(InvalidTypeError):
        Cell(1, number_format=None)  # type: ignore[arg-type]


ERRORS = ("#REF!", "#N/A", " #DIV/0! ", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")


@pytest.mark.parametrize("optional", [False, True])
def test_what_holds_no_value_is_refused_before_a_reader_sees_it(optional: bool) -> None:  # noqa: FBT001  # parametrised
    def fail(cell: Cell) -> object:
        raise AssertionError(cell)

    column = Column("x", fail, optional=optional)
    for text in ERRORS:
        assert "error of a formula" in refused(column.read, Cell(text)).expected
    assert "formula together" in refused(column.read, Cell(None, uncalculated=True)).expected
    for empty in (None, "", EVERY_SPACE):
        if optional:
            assert column.read(Cell(empty)) is None
        else:
            error = refused(column.read, Cell(empty))
            assert error.expected.startswith("a cell that is not empty (merged")


def test_a_column_has_headings_and_a_reader() -> None:
    assert Column("a", code).headings == ("a",)
    assert Column(["a", "b"], code).headings == ("a", "b")
    for headings in ((), "", " ", ["a", "　"]):
        with pytest.raises(InvalidValueError) as caught:
            Column(headings, code)
        assert (caught.value.field, caught.value.expected) == ("headings", "a heading, or several")
    for wrong in (1, [1], None):
        with pytest.raises(InvalidTypeError) as caught_type:
            Column(wrong, code)  # type: ignore[arg-type]
        assert caught_type.value.field == "headings"
    with pytest.raises(InvalidTypeError) as caught_reader:
        Column("a", "code")  # type: ignore[arg-type]
    assert caught_reader.value == InvalidTypeError(
        field="cell",
        value="code",
        expected="a function of a Cell, such as sheets.name, sheets.code or sheets.amount",
    )


junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.dates(), st.datetimes(),
    st.from_regex(r"[0-9０-９,.，．\-－/年月日Ee+#%]{0,12}", fullmatch=True),
)  # fmt: skip


@given(
    value=junk,
    number_format=st.text() | st.text('0#?.,;%_*\\"[]@-/ymdhEe+ 万', max_size=12),
    date_1904=st.booleans(),
    reader=st.sampled_from(sorted(READERS)),
)
def test_a_reader_gives_a_value_or_a_policy_error(
    *, value: Any, number_format: str, date_1904: bool, reader: str
) -> None:
    try:
        outcome = READERS[reader](Cell(value, number_format, date_1904=date_1904))
    except PolicyError as error:
        outcome = error
    assert outcome is not None
    assert not isinstance(outcome, PolicyError) or (outcome.field == "cell" and outcome.expected)


@pytest.mark.parametrize("kind", [str, int, float, bool, bytes, Decimal, date])
def test_a_type_is_no_reader(kind: Any) -> None:
    """It would take a cell for its text, or fail without naming the column."""
    with pytest.raises(InvalidTypeError) as caught:
        Column("金额", kind)
    assert (caught.value.field, caught.value.value) == ("cell", kind)
