"""Ground rule 3, months and spans: plain dates, inclusive at both ends, counted from the first."""

import ast
import calendar
import itertools
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from operator import add, lt, sub
from pathlib import Path
from typing import Any

import pendulum
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import vbp_policy
from vbp_policy import InvalidTypeError, InvalidValueError, PolicyError, Span, YearMonth
from vbp_policy.foundation.dates import (
    as_date,
    as_optional_date,
    as_year_month,
    corresponding_day,
    day_after,
    months_from,
)
from vbp_policy.testing import year_months

ONE_DAY = timedelta(days=1)
FIRST_MONTH, LAST_MONTH = YearMonth(1, 1), YearMonth(9999, 12)
MONTHS_EVER = 9999 * 12


class OwnDate(date):
    """A caller's own kind of day."""


class OwnText(str):
    """A caller's own kind of string."""

    __slots__ = ()


class SameToAll(str):
    """A string that says it equals any other."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1


def refused(kind: type[PolicyError], call: Callable[..., object], *args: Any) -> PolicyError:
    """Give the refusal, which is of exactly this kind and shows what it says."""
    with pytest.raises(kind) as caught:
        call(*args)
    error = caught.value
    assert type(error) is kind
    assert error.field in str(error)
    assert error.expected in str(error)
    assert repr(error.value)[:100] in str(error)
    return error


# Days: what comes in, and the plain date that comes back

DAYS: list[tuple[Any, date]] = [
    (date(2025, 5, 30), date(2025, 5, 30)),
    ("2025-05-30", date(2025, 5, 30)),
    ("2024-02-29", date(2024, 2, 29)),
    ("2000-02-29", date(2000, 2, 29)),
    ("0001-01-01", date.min),
    ("9999-12-31", date.max),
    (date.min, date.min),
    (date.max, date.max),
    (OwnDate(2025, 5, 30), date(2025, 5, 30)),
    (pendulum.Date(2025, 5, 30), date(2025, 5, 30)),
    (OwnText("2025-05-30"), date(2025, 5, 30)),
]

NO_DAYS: list[str] = [
    *("", " ", "today", "now", "tomorrow", "2025", "2025-05", "25-05-30", "2025-5-30", "2025-05-3"),
    *("20250530", "2025/05/30", "2025.05.30", "30-05-2025", "2025-05-30 ", " 2025-05-30"),
    *("2025-05-30\n", "\n2025-05-30", "2025-05-30T00:00", "2025-05-30T00:00:00Z"),
    *("2025-05-30 00:00:00", "2025-05-30/2025-06-30", "2025-W22-5", "2025-150", "+2025-05-30"),
    *("-2025-05-30", "2025--5-30", "2025-05--3", "12025-05-30", "2025-005-30", "2025年05月30日"),
    *("２０２５-05-30", "2025-05-３0", "٢٠٢٥-05-30", "2025−05−30", "2025–05–30"),
    *("2025-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2025-04-31", "2025-13-01"),
    *("2025-00-01", "2025-01-00", "2025-01-32", "0000-01-01", "0000-12-31", "9999-12-32"),
    "2" * 10**7,
]

NO_DAY_TYPES: list[Any] = [
    datetime(2025, 5, 30),  # noqa: DTZ001
    datetime(2025, 5, 30, 12, tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
    pendulum.datetime(2025, 5, 30),
    time(12),
    None,
    20250530,
    1748563200.0,
    True,
    b"2025-05-30",
    (2025, 5, 30),
    ["2025-05-30"],
    YearMonth(2025, 5),
    ...,
    date,
]

# Every public way in for a day, and the field that it names.
WAYS_IN: dict[str, tuple[Callable[[Any], object], str]] = {
    "as_date": (as_date, "day"),
    "as_optional_date": (as_optional_date, "day"),
    "YearMonth.of": (YearMonth.of, "day"),
    "Span.first_day": (lambda day: Span(day, "9999-12-31"), "first_day"),
    "Span.last_day": (lambda day: Span("0001-01-01", day), "last_day"),
    "in Span": (lambda day: day in Span("0001-01-01", "9999-12-31"), "day"),
}
every_way_in = pytest.mark.parametrize(
    ("way_in", "field"), WAYS_IN.values(), ids=list(WAYS_IN.keys())
)


@pytest.mark.parametrize(("given", "day"), DAYS, ids=repr)
def test_a_day_comes_back_as_a_plain_date(given: Any, day: date) -> None:
    stored = [
        as_date(given),
        as_optional_date(given),
        Span(given, date.max).first_day,
        Span(date.min, given).last_day,
    ]
    for each in stored:
        assert type(each) is date
        assert each == day


@every_way_in
@pytest.mark.parametrize("given", NO_DAYS, ids=lambda text: repr(text)[:30])
def test_a_string_that_is_no_day_is_refused(
    given: str, way_in: Callable[[Any], object], field: str
) -> None:
    error = refused(InvalidValueError, way_in, given)
    assert error.value == given
    assert error.field == field
    assert error.clause is None
    for accepted in ("datetime.date", "YYYY-MM-DD"):
        assert accepted in error.expected


@every_way_in
@pytest.mark.parametrize("given", NO_DAY_TYPES, ids=repr)
def test_a_datetime_or_what_is_no_day_is_refused(
    given: Any, way_in: Callable[[Any], object], field: str
) -> None:
    if given is None and way_in is as_optional_date:
        assert as_optional_date(given) is None
        return
    error = refused(InvalidTypeError, way_in, given)
    assert error.value is given
    assert error.field == field
    assert error.clause is None
    for accepted in ("datetime.date", "YYYY-MM-DD", "not a datetime"):
        assert accepted in error.expected


@pytest.mark.parametrize("check", [as_date, as_optional_date])
@pytest.mark.parametrize(
    ("given", "kind"), [("2025-02-29", InvalidValueError), (20250530, InvalidTypeError)]
)
def test_a_refused_day_names_the_field_and_clause_it_was_told(
    check: Callable[..., object], given: Any, kind: type[PolicyError]
) -> None:
    with pytest.raises(kind) as caught:
        check(given, field="execution_date", clause="25-1.3a")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("execution_date", given, "25-1.3a")
    assert "25-1.3a" in str(error)


@pytest.mark.parametrize("year", [0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999])
def test_a_string_is_a_day_exactly_if_the_calendar_has_it(year: int) -> None:
    for month, day in itertools.product(range(14), range(33)):
        text = f"{year:04d}-{month:02d}-{day:02d}"
        try:
            expected = date(year, month, day)
        except ValueError:
            refused(InvalidValueError, as_date, text)
        else:
            assert as_date(text) == expected


@given(st.dates())
def test_every_day_comes_back_from_its_iso_string(day: date) -> None:
    assert as_date(day.isoformat()) == day


@given(st.text(alphabet="0123456789-", max_size=11) | st.text())
def test_any_other_string_is_refused(text: str) -> None:
    try:
        known = date.fromisoformat(text) if len(text) == 10 and text.count("-") == 2 else None
    except ValueError:
        known = None
    if known is not None and known.isoformat() == text:
        assert as_date(text) == known
    else:
        refused(InvalidValueError, as_date, text)


def test_nothing_ever_reads_todays_date() -> None:
    """Ground rule 3, read in the source: no name of a clock is called or imported."""
    clocks = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns", "tomorrow"}
    used = {
        (path.name, name)
        for path in Path(vbp_policy.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in names_of(node)
        if name in clocks
    }
    assert used == set()


def names_of(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Import(names=[*aliases]) if any(each.name == "time" for each in aliases):
            yield "time_ns"  # the module of clocks; `datetime.time` is a time of day
        case ast.ImportFrom(module="time"):
            yield "time_ns"
        case ast.Attribute(attr=name) | ast.alias(name=name):
            yield name
        case _:
            return


# Months

NO_MONTHS: list[str] = [
    *("", "2026", "2026-6", "26-06", "202606", "2026/06", "2026-06-01", "2026-006", "12026-06"),
    *(" 2026-06", "2026-06 ", "2026-06\n", "+2026-06", "-2026-06", "２０２６-06", "2026-０6"),
    *("2026−06", "2026-Jun", "2026年06月", "June", "2026-00", "2026-13", "2026-99", "0000-01"),
    *("0000-12", "2026-06T00", "2" * 10**6),
]
NO_MONTH_TYPES: list[Any] = [None, 202606, 2026.06, True, date(2026, 6, 1), b"2026-06", (2026, 6)]


def as_payables_key(month: Any) -> YearMonth:
    return as_year_month(month)


@pytest.mark.parametrize("year", [1, 4, 1900, 2000, 2023, 2024, 2025, 2026, 2100, 9998, 9999])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_runs_from_its_first_to_its_last_day(year: int, month: int) -> None:
    ym = YearMonth(year, month)
    assert (ym.year, ym.month) == (year, month)
    assert type(ym.first_day) is date
    assert type(ym.last_day) is date
    assert ym.first_day == date(year, month, 1)
    assert ym.last_day == date(year, month, calendar.monthrange(year, month)[1])
    assert YearMonth.of(ym.first_day) == YearMonth.of(ym.last_day) == ym
    if ym != LAST_MONTH:
        assert YearMonth.of(ym.last_day + ONE_DAY) == ym + 1
    if ym != FIRST_MONTH:
        assert YearMonth.of(ym.first_day - ONE_DAY) == ym - 1


@given(st.dates())
def test_the_month_of_a_day_holds_it(day: date) -> None:
    for given_day in (day, day.isoformat(), pendulum.Date(day.year, day.month, day.day)):
        ym = YearMonth.of(given_day)
        assert (ym.year, ym.month) == (day.year, day.month)
        assert ym.first_day <= day <= ym.last_day


@pytest.mark.parametrize(
    ("year", "month", "field", "kind"),
    [
        (0, 1, "year", InvalidValueError),
        (-1, 1, "year", InvalidValueError),
        (10_000, 1, "year", InvalidValueError),
        (10**5000, 1, "year", InvalidValueError),
        (2026, 0, "month", InvalidValueError),
        (2026, 13, "month", InvalidValueError),
        (2026, -1, "month", InvalidValueError),
        (True, 6, "year", InvalidTypeError),
        (2026, True, "month", InvalidTypeError),
        (2026.0, 6, "year", InvalidTypeError),
        (2026, "6", "month", InvalidTypeError),
        (None, 6, "year", InvalidTypeError),
    ],
    ids=lambda value: str(value)[:20] if not isinstance(value, int) else f"{value:x}"[:20],
)
def test_a_month_is_of_a_year_1_to_9999_and_1_to_12(
    year: Any, month: Any, field: str, kind: type[PolicyError]
) -> None:
    with pytest.raises(kind) as caught:
        YearMonth(year, month)
    error = caught.value
    assert type(error) is kind
    assert error.field == field
    assert error.value is (year if field == "year" else month)
    if kind is InvalidValueError:
        assert ("1 to 9999" if field == "year" else "1 to 12") in str(error)
    else:
        assert "int" in error.expected


@pytest.mark.parametrize("year", [0, 1, 9, 10, 99, 100, 999, 1000, 2026, 9999])
@pytest.mark.parametrize("month", range(14))
def test_a_month_is_parsed_exactly_if_it_exists(year: int, month: int) -> None:
    text = f"{year:04d}-{month:02d}"
    if year and 1 <= month <= 12:
        for parsed in (YearMonth.parse(text), as_year_month(text), as_year_month(OwnText(text))):
            assert parsed == YearMonth(year, month)
            assert str(parsed) == text
    else:
        refused(InvalidValueError, YearMonth.parse, text)
        refused(InvalidValueError, as_year_month, text)


def test_a_string_is_what_it_is_whatever_it_says_it_equals() -> None:
    for number in (6, 7):
        assert as_year_month(SameToAll(f"2026-{number:02d}")) == YearMonth(2026, number)
        assert as_date(SameToAll(f"2026-{number:02d}-30")) == date(2026, number, 30)


@pytest.mark.parametrize("text", NO_MONTHS, ids=lambda text: repr(text)[:30])
@pytest.mark.parametrize(("way_in", "field"), [(YearMonth.parse, "text"), (as_year_month, "month")])
def test_a_string_that_is_no_month_is_refused(
    text: str, way_in: Callable[[Any], object], field: str
) -> None:
    error = refused(InvalidValueError, way_in, text)
    assert (error.field, error.value, error.clause) == (field, text, None)
    assert "YYYY-MM" in error.expected


@pytest.mark.parametrize("given", NO_MONTH_TYPES, ids=repr)
def test_what_is_no_month_is_refused(given: Any) -> None:
    error = refused(InvalidTypeError, as_year_month, given)
    assert error.value is given
    assert error.field == "month"
    assert "YearMonth" in error.expected
    assert "YYYY-MM" in error.expected
    error = refused(InvalidTypeError, YearMonth.parse, given)
    assert error.value is given
    assert error.field == "text"
    assert "str" in error.expected


@pytest.mark.parametrize(
    ("given", "kind"), [("2026-13", InvalidValueError), (202606, InvalidTypeError)]
)
def test_a_refused_month_names_the_field_and_clause_it_was_told(
    given: Any, kind: type[PolicyError]
) -> None:
    with pytest.raises(kind) as caught:
        as_year_month(given, field="payables", clause="25-2.3d")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("payables", given, "25-2.3d")


def test_a_month_is_taken_as_it_is_and_parse_takes_strings_alone() -> None:
    june = YearMonth(2026, 6)
    assert as_year_month(june) is june
    refused(InvalidTypeError, YearMonth.parse, june)


@given(year_months())
def test_a_month_comes_back_from_its_string(ym: YearMonth) -> None:
    assert YearMonth.parse(str(ym)) == ym
    assert hash(YearMonth.parse(str(ym))) == hash(ym)
    assert str(ym) == ym.first_day.isoformat()[:7]
    assert repr(ym) == f"YearMonth(year={ym.year}, month={ym.month})"


def counted(ym: YearMonth, steps: int) -> tuple[int, int]:
    """Turn the leaves of a calendar one by one."""
    year, month = ym.year, ym.month
    for _ in range(abs(steps)):
        if steps > 0:
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        else:
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return year, month


@given(year_months(), st.integers(-400, 400))
@example(FIRST_MONTH, 0)
@example(FIRST_MONTH, -1)
@example(LAST_MONTH, 0)
@example(LAST_MONTH, 1)
@example(YearMonth(9998, 12), 12)
@example(YearMonth(9998, 12), 13)
@example(YearMonth(2, 1), -12)
@example(YearMonth(2, 1), -13)
def test_months_are_added_and_taken_away_one_by_one(ym: YearMonth, steps: int) -> None:
    year, month = counted(ym, steps)
    if 1 <= year <= 9999:
        later = ym + steps
        assert (later.year, later.month) == (year, month)
        assert ym - -steps == later
        assert later - ym == steps
        assert ym - later == -steps
    else:
        for error in (
            refused(InvalidValueError, lambda: ym + steps),
            refused(InvalidValueError, lambda: ym - -steps),
        ):
            assert error.field == "months"
            assert str(ym) in error.expected
            assert "1 to 9999" in error.expected


def test_a_refused_number_of_months_is_shown_as_it_was_given() -> None:
    assert refused(InvalidValueError, lambda: LAST_MONTH + 1).value == 1
    assert refused(InvalidValueError, lambda: FIRST_MONTH + -1).value == -1
    assert refused(InvalidValueError, lambda: FIRST_MONTH - 1).value == 1


def test_the_whole_calendar_can_be_crossed_and_no_more() -> None:
    assert LAST_MONTH - FIRST_MONTH == MONTHS_EVER - 1
    assert FIRST_MONTH + (MONTHS_EVER - 1) == LAST_MONTH
    assert LAST_MONTH - (MONTHS_EVER - 1) == FIRST_MONTH
    for steps in (MONTHS_EVER, 10**5000):
        with pytest.raises(InvalidValueError):
            add(FIRST_MONTH, steps)
        with pytest.raises(InvalidValueError):
            sub(LAST_MONTH, steps)


@given(year_months(), year_months())
def test_months_differ_by_the_number_between_them(one: YearMonth, other: YearMonth) -> None:
    assert one - other == (one.year - other.year) * 12 + one.month - other.month
    assert type(one - other) is int
    assert other + (one - other) == one


@pytest.mark.parametrize("stranger", [True, 1.0, "1", None, date(2026, 6, 1), timedelta(31)])
def test_only_whole_months_can_be_added_or_taken_away(stranger: Any) -> None:
    for operation in (add, sub):
        with pytest.raises(TypeError):
            operation(YearMonth(2026, 6), stranger)


def test_two_months_cannot_be_added() -> None:
    other: Any = YearMonth(2026, 6)
    with pytest.raises(TypeError):
        add(YearMonth(2026, 6), other)


@given(year_months(), year_months())
def test_months_are_ordered_as_time_is(one: YearMonth, other: YearMonth) -> None:
    key, other_key = (one.year, one.month), (other.year, other.month)
    assert (one < other) is (key < other_key)
    assert (one <= other) is (key <= other_key)
    assert (one > other) is (key > other_key)
    assert (one >= other) is (key >= other_key)
    assert (one == other) is (key == other_key)
    assert (hash(one) == hash(other)) or one != other


def test_months_differ_from_what_is_no_month() -> None:
    stranger: Any = "2026-06"
    assert YearMonth(2026, 6) != stranger
    with pytest.raises(TypeError):
        lt(YearMonth(2026, 6), stranger)


@given(year_months(), st.integers(0, 40))
def test_months_from_gives_so_many_in_a_row(first: YearMonth, count: int) -> None:
    count = min(count, LAST_MONTH - first)
    row = months_from(first, count)
    assert [(each.year, each.month) for each in row] == [
        counted(first, steps) for steps in range(count)
    ]


# Spans


@given(st.dates(), st.dates())
@example(date(2025, 5, 30), date(2025, 5, 30))
@example(date.min, date.max)
@example(date.max, date.min)
def test_a_span_holds_both_its_ends_and_never_ends_before_it_starts(
    first: date, last: date
) -> None:
    if last < first:
        error = refused(InvalidValueError, Span, first, last)
        assert (error.field, error.value, error.clause) == ("last_day", last, None)
        assert str(first) in error.expected
        return
    span = Span(first, last)
    assert (span.first_day, span.last_day) == (first, last)
    assert first in span
    assert last in span
    if first > date.min:
        assert first - ONE_DAY not in span
    if last < date.max:
        assert last + ONE_DAY not in span
    assert span.days == last.toordinal() - first.toordinal() + 1
    assert str(span) == f"{first} to {last}"


def test_a_span_that_ends_the_day_before_it_starts_is_refused() -> None:
    assert Span("2025-05-30", "2025-05-30").days == 1
    refused(InvalidValueError, Span, "2025-05-30", "2025-05-29")


@given(st.dates(date(2025, 1, 1), date(2025, 3, 31)), st.integers(0, 40), st.data())
def test_a_span_holds_its_days_and_no_other(first: date, length: int, data: st.DataObject) -> None:
    span = Span(first, first + length * ONE_DAY)
    held = {first + number * ONE_DAY for number in range(length + 1)}
    day = data.draw(st.dates(first - 3 * ONE_DAY, span.last_day + 3 * ONE_DAY))
    assert (day in span) is (day in held)
    assert (day.isoformat() in span) is (day in held)
    assert span.days == len(held)


spans = st.tuples(st.dates(), st.dates()).map(lambda ends: Span(min(ends), max(ends)))
few_days = st.dates(date(2025, 1, 1), date(2025, 1, 3))
close_spans = st.tuples(few_days, few_days).map(lambda ends: Span(min(ends), max(ends)))


@given(spans | close_spans, spans | close_spans)
def test_spans_are_ordered_by_their_two_days(one: Span, other: Span) -> None:
    key, other_key = (one.first_day, one.last_day), (other.first_day, other.last_day)
    assert (one < other) is (key < other_key)
    assert (one <= other) is (key <= other_key)
    assert (one > other) is (key > other_key)
    assert (one >= other) is (key >= other_key)
    assert (one == other) is (key == other_key)
    assert (hash(one) == hash(other)) or one != other


# Whole months from a day


def corresponding_days(first: date, most: int) -> dict[int, tuple[date, bool]]:
    """Walk day by day and note, for each month reached, its day of the same number or its last."""
    found: dict[int, tuple[date, bool]] = {0: (first, True)}
    day, reached, exists = first, 0, True
    while reached <= most:
        day += ONE_DAY
        if day.day == 1:
            reached, exists = reached + 1, False
        if reached and not exists:
            exists = day.day == first.day
            found[reached] = (day, exists)
    del found[most + 1]
    return found


def execution_dates() -> list[date]:
    """Every first, 28th to last and leap day of years around a leap year and of two centuries."""
    days: list[date] = []
    for year in (1899, 1900, 1999, 2000, 2023, 2024, 2025, 2026, 2027, 2028, 2099):
        day = date(year, 1, 1)
        while day.year == year:
            if day.day == 1 or day.day >= 28:
                days.append(day)
            day += ONE_DAY
    return days


def test_every_first_28th_to_last_and_leap_day_against_counting_day_by_day() -> None:
    starts = execution_dates()
    assert date(2024, 2, 29) in starts
    for first in starts:
        for count, expected in corresponding_days(first, 25).items():
            assert corresponding_day(first, months=count) == expected, (first, count)


@pytest.mark.parametrize(
    ("first", "count", "day", "exists"),
    [
        (date(2025, 5, 30), 12, date(2026, 5, 30), True),
        (date(2025, 5, 30), 6, date(2025, 11, 30), True),
        (date(2025, 5, 31), 6, date(2025, 11, 30), False),
        (date(2025, 5, 30), 9, date(2026, 2, 28), False),
        (date(2024, 2, 29), 12, date(2025, 2, 28), False),
        (date(2024, 2, 29), 48, date(2028, 2, 29), True),
        (date(2023, 2, 28), 12, date(2024, 2, 28), True),
        (date(2025, 1, 31), 1, date(2025, 2, 28), False),
        (date(2025, 1, 31), 2, date(2025, 3, 31), True),
        (date(2025, 5, 30), 0, date(2025, 5, 30), True),
        (date(1, 1, 31), 1, date(1, 2, 28), False),
        (date(9999, 11, 30), 1, date(9999, 12, 30), True),
        (date(1, 1, 1), MONTHS_EVER - 1, date(9999, 12, 1), True),
    ],
)
def test_months_are_counted_from_the_first_day(
    first: date,
    count: int,
    day: date,
    exists: bool,  # noqa: FBT001
) -> None:
    found = corresponding_day(first, months=count)
    assert found == (day, exists)
    assert (found.day, found.exists) == (day, exists)
    assert type(found.day) is date


def test_adding_month_by_month_would_lose_days() -> None:
    first = date(2025, 1, 31)
    in_two_steps = corresponding_day(corresponding_day(first, months=1).day, months=1).day
    assert in_two_steps == date(2025, 3, 28)
    assert corresponding_day(first, months=2).day == date(2025, 3, 31)


@given(st.dates(), st.integers(0, 1500))
def test_the_corresponding_day_lies_in_the_month_so_many_later(first: date, count: int) -> None:
    if LAST_MONTH - YearMonth.of(first) < count:
        refused(InvalidValueError, lambda: corresponding_day(first, months=count))
        return
    day, exists = corresponding_day(first, months=count)
    assert YearMonth.of(day) == YearMonth.of(first) + count
    assert exists is (day.day == first.day)
    assert exists or day == YearMonth.of(day).last_day


@pytest.mark.parametrize(
    ("first", "count"),
    [
        (date(9999, 12, 1), 1),
        (date(9999, 12, 31), 1),
        (date(9998, 12, 31), 13),
        (date(1, 1, 1), MONTHS_EVER),
        (date(2025, 5, 30), 10**6),
        (date(2025, 5, 30), 10**30),
    ],
)
def test_no_month_past_the_year_9999_is_reached(first: date, count: int) -> None:
    error = refused(InvalidValueError, lambda: corresponding_day(first, months=count))
    assert (error.field, error.value, error.clause) == ("first", first, None)
    assert f"{count} months" in error.expected
    assert "9999" in error.expected
    with pytest.raises(InvalidValueError) as caught:
        corresponding_day(first, months=count, field="execution_date", clause="25-1.3a")
    assert (caught.value.field, caught.value.clause) == ("execution_date", "25-1.3a")


# The next day


@given(st.dates(max_value=date.max - ONE_DAY))
@example(date.max - ONE_DAY)
def test_the_day_after_a_day_is_the_next_one(day: date) -> None:
    assert day_after(day) == day + ONE_DAY
    assert type(day_after(day)) is date


def test_no_day_comes_after_the_year_9999() -> None:
    error = refused(InvalidValueError, day_after, date.max)
    assert (error.field, error.value, error.clause) == ("day", date.max, None)
    assert "9999" in error.expected
    with pytest.raises(InvalidValueError) as caught:
        day_after(date.max, field="last_day", clause="25-2.3d")
    assert (caught.value.field, caught.value.clause) == ("last_day", "25-2.3d")
