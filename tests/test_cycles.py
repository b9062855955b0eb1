"""Cycles: their days, months and years (25-1.3a, 25-2.1f, 9-2.1) and their extension (25-1.3b).

The oracle counts day by day on the calendar; it does no month arithmetic.
"""

import copy
import itertools
import pickle
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from strategies import hospital
from vbp_policy import (
    Clause,
    Cycle,
    Extension,
    FromExecution,
    Fund,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NotProvidedError,
    Policy,
    PolicyError,
    Prepayment,
    Reading,
    Span,
    YearMonth,
    agreement_years,
    cautious,
    civil_code,
    extend,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    prepayment_schedule,
    procurement_cycle,
    procurement_month,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import execution_dates, readings

NUMBER_9, NUMBER_25 = "渝医保办〔2025〕9号", "渝医保办〔2025〕25号"
ONE_DAY = timedelta(days=1)
INCLUSIVE, CORRESPONDING = Reading(), Reading(last_day=LastDay.CORRESPONDING)
BOTH_READINGS = (INCLUSIVE, CORRESPONDING)
BOTH = pytest.mark.parametrize("reading", BOTH_READINGS, ids=["INCLUSIVE", "CORRESPONDING"])


def untyped(value: object) -> Any:
    """Hide a value's type from the type checkers: a caller may pass anything."""
    return value


def refused(
    kind: type[PolicyError],
    call: Callable[[], object],
    *,
    field: str,
    value: object,
    accepted: str,
    clause: str | None = None,
) -> None:
    """Check that a call is refused, and what the refusal says."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert (error.field, error.value, error.clause) == (field, value, clause)
    assert accepted in error.expected
    message = str(error)
    assert message.startswith(f"{field}: got {value!r}; accepted: ")
    assert accepted in message
    assert message.endswith(f"(clause {clause})") is (clause is not None)


def walked_end(first: date, months: int, reading: Reading) -> date:
    """Give the last day of so many months from `first`, found by walking day by day."""
    day, begun = first, 0
    while begun < months:
        day += ONE_DAY
        begun += day.day == 1
    while day.day != first.day:  # the month's first day, on to the day of the same number
        if (day + ONE_DAY).day == 1:
            return day  # there is none: the month's last day, under either reading
        day += ONE_DAY
    return day if reading.last_day is LastDay.CORRESPONDING else day - ONE_DAY


def walked_months(cycle: Cycle, at_once: int = 1) -> Iterator[tuple[date, date]]:
    """Cut a cycle into months, or years, each to its end as walked and the last to the cycle's."""
    first, months = cycle.first_day, 0
    while first <= cycle.last_day:
        months += at_once
        try:
            last = min(walked_end(cycle.first_day, months, cycle.reading), cycle.last_day)
        except OverflowError:  # past the year 9999
            last = cycle.last_day
        yield first, last
        if last == cycle.last_day:
            return
        first = last + ONE_DAY


def months_of(cycle: Cycle) -> list[tuple[date, date]]:
    """Give every procurement month, up to the one that is refused."""
    months: list[tuple[date, date]] = []
    while True:
        try:
            month = procurement_month(cycle, len(months) + 1)
        except InvalidValueError:
            return months
        months.append((month.first_day, month.last_day))


def ids(clauses: tuple[Clause, ...]) -> list[str]:
    return [clause.id for clause in clauses]


def basis_of(cycle: Cycle) -> tuple[str, list[str], Reading, tuple[str, ...]]:
    basis = cycle.basis
    assert basis is not None
    return basis.policy_number, ids(basis.clauses), basis.reading, basis.assumptions


# The cycle of a notice


def test_25_1_3a_the_cycle_is_one_year_from_execution() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert (cycle.first_day, cycle.last_day) == (date(2025, 5, 30), date(2026, 5, 29))
    assert str(cycle) == "2025-05-30 to 2026-05-29"
    assert cycle.days == 365
    assert cycle.policy_number == NUMBER_25
    assert basis_of(cycle) == (NUMBER_25, ["25-1.3a"], Reading(), ())


def test_25_1_3a_under_the_civil_code_it_ends_on_the_corresponding_day() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=civil_code())
    assert cycle.last_day == date(2026, 5, 30)
    assert basis_of(cycle) == (NUMBER_25, ["25-1.3a"], civil_code(), ())


def test_9_2_1_the_cycle_ends_with_2025_and_an_assumed_start_is_listed() -> None:
    cycle = procurement_cycle(CHONGQING_2025_9)
    assert (cycle.first_day, cycle.last_day) == (date(2025, 3, 7), date(2025, 12, 31))
    assert cycle.policy_number == NUMBER_9
    number, clauses, reading, assumptions = basis_of(cycle)
    assert (number, clauses, reading) == (NUMBER_9, ["9-2.1"], Reading())
    (assumption,) = assumptions
    assert "no start is stated" in assumption
    assert "effective date 2025-03-07" in assumption


def test_9_2_1_a_start_that_is_given_is_no_assumption() -> None:
    cycle = procurement_cycle(CHONGQING_2025_9, "2025-03-07")
    assert cycle == procurement_cycle(CHONGQING_2025_9)
    assert basis_of(cycle) == (NUMBER_9, ["9-2.1"], Reading(), ())


@given(readings())
def test_9_2_1_no_reading_moves_a_fixed_end(reading: Reading) -> None:
    cycle = procurement_cycle(CHONGQING_2025_9, reading=reading)
    assert cycle.last_day == date(2025, 12, 31)
    assert cycle.reading == reading


def test_the_invented_cycle_is_two_years_from_execution() -> None:
    cycle = procurement_cycle(INVENTED, "2030-02-01")
    assert (cycle.first_day, cycle.last_day) == (date(2030, 2, 1), date(2032, 1, 31))
    assert basis_of(cycle) == ("虚构〔2030〕3号", ["3-2"], Reading(), ())
    longer = procurement_cycle(INVENTED, "2030-02-01", reading=CORRESPONDING)
    assert longer.last_day == date(2032, 2, 1)


@pytest.mark.parametrize("reading", [civil_code(), cautious(), CORRESPONDING])
def test_the_reading_travels_with_the_cycle(reading: Reading) -> None:
    for policy, day in ((CHONGQING_2025_25, "2025-05-30"), (CHONGQING_2025_9, None)):
        cycle = procurement_cycle(policy, day, reading=reading)
        assert cycle.reading == reading
        assert cycle.basis is not None
        assert cycle.basis.reading == reading


@pytest.mark.parametrize("policy", [CHONGQING_2025_25, INVENTED])
def test_a_cycle_that_runs_from_execution_needs_its_day(policy: Policy) -> None:
    refused(
        InvalidTypeError,
        lambda: procurement_cycle(policy),
        field="execution_date",
        value=None,
        accepted="the day on which the result is first carried out, a date or YYYY-MM-DD",
        clause=policy.terms.cycle.clause.id,
    )


IN_TIME = [
    (CHONGQING_2025_25, date(2025, 5, 30), "25-1.3a", "the effective date 2025-05-30"),
    (CHONGQING_2025_9, date(2025, 3, 7), "9-2.1", "the effective date 2025-03-07"),
    (INVENTED, date(2030, 2, 1), "3-2", "the effective date 2030-02-01"),
]


@pytest.mark.parametrize(
    ("policy", "effective", "clause", "accepted"), IN_TIME, ids=["25", "9", "invented"]
)
def test_execution_is_on_or_after_the_effective_date(
    policy: Policy, effective: date, clause: str, accepted: str
) -> None:
    for day in (effective, effective + ONE_DAY):
        assert procurement_cycle(policy, day).first_day == day
    for day in (effective - ONE_DAY, effective - 366 * ONE_DAY):
        for given_as in (day, day.isoformat()):
            with pytest.raises(InvalidValueError) as caught:
                procurement_cycle(policy, given_as)
            error = caught.value
            assert (error.field, error.value, error.clause) == ("execution_date", day, clause)
            assert f"on or after {accepted}" in error.expected
            assert f"execution_date: got {day!r}; accepted: a day on or after" in str(error)
            assert str(error).endswith(f"(clause {clause})")


def test_9_2_1_execution_is_not_after_the_fixed_end() -> None:
    for day, days in (("2025-12-30", 2), ("2025-12-31", 1)):
        assert procurement_cycle(CHONGQING_2025_9, day).days == days
    refused(
        InvalidValueError,
        lambda: procurement_cycle(CHONGQING_2025_9, "2026-01-01"),
        field="execution_date",
        value=date(2026, 1, 1),
        accepted="on or after the effective date 2025-03-07 and not after 2025-12-31",
        clause="9-2.1",
    )


def test_25_1_3a_no_last_day_for_execution_is_stated() -> None:
    with pytest.raises(InvalidValueError) as caught:
        procurement_cycle(CHONGQING_2025_25, "2025-05-29")
    assert "not after" not in str(caught.value)
    assert procurement_cycle(CHONGQING_2025_25, "2999-01-01").last_day == date(2999, 12, 31)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (InvalidTypeError, datetime(2025, 5, 30)),  # noqa: DTZ001
        (InvalidTypeError, 20250530),
        (InvalidTypeError, YearMonth(2025, 5)),
        (InvalidValueError, ""),
        (InvalidValueError, "2025-5-30"),
        (InvalidValueError, "30.05.2025"),
        (InvalidValueError, "2026-02-29"),
    ],
)
@pytest.mark.parametrize(
    ("policy", "clause"), [(CHONGQING_2025_25, "25-1.3a"), (CHONGQING_2025_9, "9-2.1")]
)
def test_execution_is_a_date_or_its_iso_string(
    policy: Policy, clause: str, kind: type[PolicyError], wrong: object
) -> None:
    refused(
        kind,
        lambda: procurement_cycle(policy, untyped(wrong)),
        field="execution_date",
        value=wrong,
        accepted="a datetime.date or a string YYYY-MM-DD",
        clause=clause,
    )


def test_execution_too_late_for_the_calendar_names_the_day_and_the_clause() -> None:
    refused(
        InvalidValueError,
        lambda: procurement_cycle(CHONGQING_2025_25, "9999-06-01"),
        field="execution_date",
        value=date(9999, 6, 1),
        accepted="9999",
        clause="25-1.3a",
    )


@pytest.mark.parametrize("wrong", [None, "civil_code", LastDay.CORRESPONDING, Reading])
@pytest.mark.parametrize("policy", [CHONGQING_2025_25, CHONGQING_2025_9])
def test_a_cycle_is_made_under_a_reading(policy: Policy, wrong: object) -> None:
    refused(
        InvalidTypeError,
        lambda: procurement_cycle(policy, "2025-05-30", reading=untyped(wrong)),
        field="reading",
        value=wrong,
        accepted="Reading",
    )


def test_the_reading_is_keyword_only() -> None:
    make: Any = procurement_cycle
    with pytest.raises(TypeError, match=r"takes .* positional"):
        make(CHONGQING_2025_25, "2025-05-30", Reading())


@pytest.mark.parametrize("wrong", [None, NUMBER_25, date(2025, 5, 30)])
def test_the_policy_comes_first(wrong: object) -> None:
    for call in (
        lambda: procurement_cycle(untyped(wrong), "2025-05-30"),
        lambda: extend(untyped(wrong), ONE_YEAR, "2027-01-01", decided_on="2026-01-01"),
    ):
        refused(
            InvalidTypeError,
            call,
            field="policy",
            value=wrong,
            accepted="a Policy as the first argument",
        )


# Days: against counting day by day


def days_at_risk(first_year: int, last_year: int) -> list[date]:
    """Give every first, every 28th to last, and so every leap day, of these years."""
    days = (
        date(first_year, 1, 1) + number * ONE_DAY
        for number in range((last_year - first_year + 1) * 366)
    )
    return [day for day in days if day.year <= last_year and (day.day == 1 or day.day >= 28)]


@BOTH
@pytest.mark.parametrize("policy", [CHONGQING_2025_25, INVENTED], ids=["25", "invented"])
def test_25_1_3a_the_last_day_is_what_counting_gives(policy: Policy, reading: Reading) -> None:
    length = policy.terms.cycle.length
    assert isinstance(length, FromExecution)
    days = [
        day
        for day in (*days_at_risk(2025, 2033), *days_at_risk(2099, 2101))
        if day >= policy.effective_on
    ]
    assert date(2032, 2, 29) in days
    for day in days:
        cycle = procurement_cycle(policy, day, reading=reading)
        assert cycle.first_day == day
        assert cycle.last_day == walked_end(day, length.months, reading), day


@pytest.mark.parametrize(
    ("execution", "inclusive", "corresponding"),
    [
        ("2027-02-27", "2028-02-26", "2028-02-27"),
        ("2027-02-28", "2028-02-27", "2028-02-28"),
        ("2027-03-01", "2028-02-29", "2028-03-01"),
        ("2028-02-28", "2029-02-27", "2029-02-28"),
        ("2028-02-29", "2029-02-28", "2029-02-28"),
        ("2028-03-01", "2029-02-28", "2029-03-01"),
        ("2027-12-31", "2028-12-30", "2028-12-31"),
        ("2028-01-01", "2028-12-31", "2029-01-01"),
    ],
)
def test_25_1_3a_around_leap_days_and_new_year(
    execution: str, inclusive: str, corresponding: str
) -> None:
    for reading, last in ((INCLUSIVE, inclusive), (CORRESPONDING, corresponding)):
        cycle = procurement_cycle(CHONGQING_2025_25, execution, reading=reading)
        assert cycle.last_day == date.fromisoformat(last)


def test_one_year_from_a_leap_day_ends_on_the_last_of_february() -> None:
    earlier = attrs.evolve(CHONGQING_2025_25, effective_on="2024-01-01")
    for reading in (INCLUSIVE, CORRESPONDING):
        cycle = procurement_cycle(earlier, "2024-02-29", reading=reading)
        assert cycle.last_day == date(2025, 2, 28)


@given(execution_dates(CHONGQING_2025_25), st.integers(0, 800), readings())
def test_a_later_execution_never_gives_an_earlier_end(
    day: date, later: int, reading: Reading
) -> None:
    for policy in (CHONGQING_2025_25, attrs.evolve(INVENTED, effective_on="2025-05-30")):
        one = procurement_cycle(policy, day, reading=reading)
        other = procurement_cycle(policy, day + later * ONE_DAY, reading=reading)
        assert one.last_day <= other.last_day
        for number in (1, 6, 12):
            assert (
                procurement_month(one, number).last_day <= procurement_month(other, number).last_day
            )


# Months and years of a cycle


@BOTH
def test_25_2_3c_the_months_are_what_counting_gives(reading: Reading) -> None:
    for day in days_at_risk(2026, 2029):
        cycle = procurement_cycle(CHONGQING_2025_25, day, reading=reading)
        months = months_of(cycle)
        assert len(months) == 12
        assert months == list(walked_months(cycle)), day


@pytest.mark.parametrize(
    ("first", "number", "inclusive", "corresponding"),
    [
        ("2025-05-30", 1, "2025-06-29", "2025-06-30"),
        ("2025-05-30", 6, "2025-11-29", "2025-11-30"),
        ("2025-05-31", 6, "2025-11-30", "2025-11-30"),
        ("2025-06-01", 6, "2025-11-30", "2025-12-01"),
        ("2025-08-28", 6, "2026-02-27", "2026-02-28"),
        ("2025-08-29", 6, "2026-02-28", "2026-02-28"),
        ("2025-08-31", 6, "2026-02-28", "2026-02-28"),
        ("2027-08-29", 6, "2028-02-28", "2028-02-29"),
        ("2027-08-30", 6, "2028-02-29", "2028-02-29"),
    ],
)
def test_a_month_ends_before_or_on_the_corresponding_day_or_with_the_calendar_month(
    first: str, number: int, inclusive: str, corresponding: str
) -> None:
    for reading, last in ((INCLUSIVE, inclusive), (CORRESPONDING, corresponding)):
        cycle = procurement_cycle(CHONGQING_2025_25, first, reading=reading)
        assert procurement_month(cycle, number).last_day == date.fromisoformat(last)


def test_months_count_from_the_first_date_and_lose_no_day() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2026-01-31")
    assert [str(procurement_month(cycle, number)) for number in (1, 2, 3, 12)] == [
        "2026-01-31 to 2026-02-28",
        "2026-03-01 to 2026-03-30",
        "2026-03-31 to 2026-04-30",
        "2026-12-31 to 2027-01-30",
    ]


def test_two_equal_cycles_under_two_readings_have_months_of_their_own() -> None:
    one, other = (Cycle("2025-05-30", "2026-05-29", reading=each) for each in BOTH_READINGS)
    assert one == other
    assert procurement_month(one, 6).last_day == date(2025, 11, 29)
    assert procurement_month(other, 6).last_day == date(2025, 11, 30)


@st.composite
def hand_made(draw: st.DrawFn) -> Cycle:
    """Cycles of any length from a day up, anywhere in the calendar, often at its very end."""
    first = draw(st.dates() | st.dates(date(9990, 1, 1)))
    days = draw(st.integers(0, 40) | st.integers(0, 1500))
    last = date.max if (date.max - first).days < days else first + days * ONE_DAY
    return Cycle(first, last, reading=draw(st.sampled_from(BOTH_READINGS)))


@given(hand_made())
def test_months_tile_any_cycle(cycle: Cycle) -> None:
    months = months_of(cycle)
    assert months[0][0] == cycle.first_day
    assert months[-1][1] == cycle.last_day
    for (_, last), (following, _) in itertools.pairwise(months):
        assert following == last + ONE_DAY
    assert all(first <= last for first, last in months)
    assert months == list(walked_months(cycle))


@given(hand_made())
def test_25_2_1f_years_tile_any_cycle(cycle: Cycle) -> None:
    years = [(year.first_day, year.last_day) for year in agreement_years(cycle)]
    assert years == list(walked_months(cycle, at_once=12))
    months = months_of(cycle)
    assert [first for first, _ in years] == [first for first, _ in months[::12]]
    assert years[-1][1] == cycle.last_day
    assert len(years) == -(-len(months) // 12)


@pytest.mark.parametrize("day", [date.min, date(2024, 2, 29), date(2025, 5, 31), date.max])
@BOTH
def test_a_cycle_of_one_day_has_one_month_and_one_year(day: date, reading: Reading) -> None:
    cycle = Cycle(day, day, reading=reading)
    assert months_of(cycle) == [(day, day)]
    assert agreement_years(cycle) == (Span(day, day),)


@pytest.mark.parametrize(
    ("last", "inclusive", "corresponding"),
    [
        ("2025-06-29", 1, 1),
        ("2025-06-30", 2, 1),
        ("2025-07-01", 2, 2),
        ("2026-05-29", 12, 12),
        ("2026-05-30", 13, 12),
        ("2026-05-31", 13, 13),
    ],
)
def test_a_month_is_begun_the_day_after_the_one_before_it_ended(
    last: str, inclusive: int, corresponding: int
) -> None:
    for reading, count in ((INCLUSIVE, inclusive), (CORRESPONDING, corresponding)):
        cycle = Cycle("2025-05-30", last, reading=reading)
        assert len(months_of(cycle)) == count
        assert len(agreement_years(cycle)) == (2 if count > 12 else 1)


@pytest.mark.parametrize("number", [-1, 0, 13, 14])
def test_a_month_that_the_cycle_does_not_have_is_refused(number: int) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    refused(
        InvalidValueError,
        lambda: procurement_month(cycle, number),
        field="number",
        value=number,
        accepted="an int from 1 to 12",
    )


@pytest.mark.parametrize("number", [None, True, "6", 6.0])
def test_a_month_is_asked_for_by_number(number: object) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    refused(
        InvalidTypeError,
        lambda: procurement_month(cycle, untyped(number)),
        field="number",
        value=number,
        accepted="an int from 1 to 12",
    )


@pytest.mark.parametrize("wrong", [None, "2025-05-30", Span("2025-05-30", "2026-05-29")])
def test_a_cycle_is_asked_for(wrong: object) -> None:
    given_cycle = untyped(wrong)
    for call in (
        lambda: procurement_month(given_cycle, 1),
        lambda: agreement_years(given_cycle),
        lambda: extend(CHONGQING_2025_25, given_cycle, "2027-01-01", decided_on="2026-01-01"),
    ):
        refused(InvalidTypeError, call, field="cycle", value=wrong, accepted="Cycle")


def test_25_2_1f_one_agreement_for_one_year_two_for_an_extended_one() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert agreement_years(cycle) == (Span("2025-05-30", "2026-05-29"),)
    longer = extend(CHONGQING_2025_25, cycle, "2026-05-30", decided_on="2026-05-01")
    assert agreement_years(longer) == (
        Span("2025-05-30", "2026-05-29"),
        Span("2026-05-30", "2026-05-30"),
    )
    two_years = procurement_cycle(INVENTED, "2030-02-01")
    assert agreement_years(two_years) == (
        Span("2030-02-01", "2031-01-31"),
        Span("2031-02-01", "2032-01-31"),
    )


def test_months_and_years_are_plain_spans() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert type(procurement_month(cycle, 1)) is Span
    assert {type(year) for year in agreement_years(cycle)} == {Span}


# The cycle as a value


ONE_YEAR = Cycle("2025-05-30", "2026-05-29")
EXTENDED = Cycle(
    "2025-05-30", "2026-11-29", original_last_day="2026-05-29", decided_on="2026-05-20"
)


def test_a_cycle_is_a_span() -> None:
    assert isinstance(ONE_YEAR, Span)
    days = ("2025-05-29", "2025-05-30", "2025-05-31", "2026-05-28", "2026-05-29", "2026-05-30")
    assert [day in ONE_YEAR for day in days] == [False, True, True, True, True, False]
    assert type(ONE_YEAR.first_day) is date
    assert type(EXTENDED.original_last_day) is type(EXTENDED.decided_on) is date


def test_a_cycle_that_a_caller_made_has_the_defaults_and_no_basis() -> None:
    assert ONE_YEAR.policy_number is None
    assert ONE_YEAR.reading == Reading()
    assert (ONE_YEAR.original_last_day, ONE_YEAR.decided_on) == (None, None)
    assert ONE_YEAR.basis is None


def test_number_reading_and_basis_take_no_part_in_equality_or_hash() -> None:
    made = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=cautious())
    assert made == ONE_YEAR
    assert hash(made) == hash(ONE_YEAR)
    assert {made, ONE_YEAR} == {ONE_YEAR}


@pytest.mark.parametrize(
    "other",
    [
        attrs.evolve(EXTENDED, first_day=date(2025, 5, 31)),
        attrs.evolve(EXTENDED, last_day=date(2026, 11, 30)),
        attrs.evolve(EXTENDED, original_last_day=date(2026, 5, 28)),
        attrs.evolve(EXTENDED, decided_on=date(2026, 5, 21)),
        attrs.evolve(EXTENDED, original_last_day=None, decided_on=None),
        Span("2025-05-30", "2026-11-29"),
        None,
    ],
)
def test_days_and_extension_do_take_part_in_equality(other: object) -> None:
    assert other != EXTENDED


def test_cycles_are_ordered_by_first_day_then_last_day_alone() -> None:
    days = [
        ("2025-05-30", "2026-05-29"),
        ("2025-05-30", "2026-05-30"),
        ("2025-05-31", "2025-06-01"),
        ("2026-01-01", "2026-01-01"),
    ]
    cycles = [Cycle(*each, policy_number="N", reading=cautious()) for each in days]
    assert sorted([cycles[2], cycles[0], cycles[3], cycles[1]]) == cycles
    for one, other in itertools.pairwise(cycles):
        assert one < other
        assert other > one
        assert not other <= one
    plain = Cycle("2025-05-30", "2026-11-29")
    assert plain <= EXTENDED <= plain
    assert not plain < EXTENDED
    assert not plain > EXTENDED


@pytest.mark.parametrize(
    "cycle",
    [
        ONE_YEAR,
        EXTENDED,
        procurement_cycle(CHONGQING_2025_9, reading=civil_code()),
        procurement_cycle(INVENTED, "2030-02-01"),
    ],
)
def test_a_cycle_survives_pickling_and_copying(cycle: Cycle) -> None:
    for made in (pickle.loads(pickle.dumps(cycle)), copy.deepcopy(cycle)):  # noqa: S301
        assert made == cycle
        assert hash(made) == hash(cycle)
        assert (made.policy_number, made.reading) == (cycle.policy_number, cycle.reading)
        assert made.basis == cycle.basis


def test_the_repr_of_a_cycle_shows_its_days_and_no_basis() -> None:
    shown = repr(procurement_cycle(CHONGQING_2025_25, "2025-05-30"))
    assert "last_day=datetime.date(2026, 5, 29)" in shown
    assert "basis" not in shown.lower()


def test_a_what_if_of_a_cycle_has_no_basis() -> None:
    made = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    what_if = attrs.evolve(made, last_day=date(2026, 6, 30))
    assert what_if.policy_number == NUMBER_25
    assert what_if.basis is None


def test_all_but_the_two_days_is_keyword_only() -> None:
    make: Any = Cycle
    with pytest.raises(TypeError, match=r"takes .* positional"):
        make("2025-05-30", "2026-05-29", NUMBER_25)


def test_a_cycle_is_frozen() -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        untyped(ONE_YEAR).last_day = date(2027, 1, 1)
    assert ONE_YEAR.last_day == date(2026, 5, 29)


def cycle_with(**given_fields: object) -> Cycle:
    return attrs.evolve(EXTENDED, **untyped(given_fields))


@pytest.mark.parametrize(
    ("kind", "field", "wrong", "accepted"),
    [
        (InvalidTypeError, "first_day", None, "a datetime.date or a string YYYY-MM-DD"),
        (InvalidValueError, "first_day", "2025-02-29", "a datetime.date or a string YYYY-MM-DD"),
        (InvalidTypeError, "last_day", datetime(2026, 5, 29), "not a datetime"),  # noqa: DTZ001
        (InvalidTypeError, "policy_number", 25, "string of 1 to 200 characters"),
        (InvalidTypeError, "policy_number", CHONGQING_2025_25, "string of 1 to 200"),
        (InvalidTypeError, "reading", None, "Reading"),
        (InvalidTypeError, "reading", LastDay.INCLUSIVE, "Reading"),
        (InvalidTypeError, "original_last_day", 5, "a datetime.date or a string YYYY-MM-DD"),
        (InvalidValueError, "original_last_day", "", "a datetime.date or a string YYYY-MM-DD"),
        (InvalidTypeError, "decided_on", True, "a datetime.date or a string YYYY-MM-DD"),
        (InvalidValueError, "decided_on", "soon", "a datetime.date or a string YYYY-MM-DD"),
    ],
)
def test_a_field_of_a_cycle_refuses_what_it_is_not(
    kind: type[PolicyError], field: str, wrong: object, accepted: str
) -> None:
    with pytest.raises(kind) as caught:
        cycle_with(**{field: wrong})
    error = caught.value
    assert (error.field, error.value, error.clause) == (field, wrong, None)
    assert accepted in error.expected
    assert str(error).startswith(f"{field}: got {repr(wrong)[:100]}")
    assert accepted in str(error)


def test_a_policy_number_is_a_number_or_none() -> None:
    with pytest.raises(InvalidValueError) as caught:
        cycle_with(policy_number="")
    assert (caught.value.field, caught.value.value) == ("policy_number", "")
    assert "policy_number: got ''; accepted: " in str(caught.value)


def test_a_cycle_does_not_end_before_it_starts() -> None:
    assert Cycle("2025-05-30", "2025-05-30").days == 1
    refused(
        InvalidValueError,
        lambda: Cycle("2025-05-30", "2025-05-29"),
        field="last_day",
        value=date(2025, 5, 29),
        accepted="a day on or after the first day 2025-05-30",
    )


@pytest.mark.parametrize(
    ("absent", "decided_on"), [("original_last_day", date(2026, 5, 20)), ("decided_on", None)]
)
def test_an_old_end_and_a_decision_come_together(absent: str, decided_on: date | None) -> None:
    refused(
        InvalidValueError,
        lambda: cycle_with(**{absent: None}),
        field="decided_on",
        value=decided_on,
        accepted="both original_last_day and decided_on, or neither",
    )


def test_an_old_end_lies_in_the_cycle_and_before_its_end() -> None:
    for day in ("2025-05-30", "2025-05-31", "2026-11-28"):
        assert cycle_with(original_last_day=day).original_last_day == date.fromisoformat(day)
    for outside in (date(2025, 5, 29), date(2026, 11, 29), date(2026, 11, 30)):
        with pytest.raises(InvalidValueError) as caught:
            cycle_with(original_last_day=outside)
        error = caught.value
        assert (error.field, error.value) == ("original_last_day", outside)
        assert f"got {outside!r}" in str(error)
        assert "a day from 2025-05-30, before the last day 2026-11-29" in str(error)


# Extension


def first_offset_month(policy: Policy, cycle: Cycle) -> str:
    return str(offset_window(policy, cycle)[0])


def under(choice: Extension) -> Cycle:
    """Give 25号's cycle from its effective date under a reading of what an extension does."""
    return procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=Reading(extension=choice))


def longer(cycle: Cycle, last_day: str, decided_on: str) -> Cycle:
    return extend(CHONGQING_2025_25, cycle, last_day, decided_on=decided_on)


@pytest.mark.parametrize("decided_on", ["2026-05-28", "2026-05-29", "2026-05-30", "2027-03-01"])
def test_25_1_3b_a_cycle_is_extended_before_or_after_it_expired(decided_on: str) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    extended = longer(cycle, "2026-11-29", decided_on)
    assert (extended.first_day, extended.last_day) == (date(2025, 5, 30), date(2026, 11, 29))
    assert extended.original_last_day == date(2026, 5, 29)
    assert extended.decided_on == date.fromisoformat(decided_on)
    assert extended.policy_number == NUMBER_25
    assert basis_of(extended) == (NUMBER_25, ["25-1.3a", "25-1.3b"], Reading(), ())
    assert cycle.last_day == date(2026, 5, 29)


@given(readings())
def test_25_1_3b_an_extended_cycle_keeps_its_reading(reading: Reading) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    extended = longer(cycle, "2026-11-29", "2026-05-20")
    assert extended.reading == reading
    assert basis_of(extended)[2] == reading


@pytest.mark.parametrize(
    ("choice", "decided_on", "first_month"),
    [
        (Extension.BEFORE_OFFSET, "2026-05-29", "2026-12"),
        (Extension.BEFORE_OFFSET, "2026-05-31", "2026-12"),
        (Extension.BEFORE_OFFSET, "2026-06-01", "2026-06"),
        (Extension.BEFORE_OFFSET, "2026-06-02", "2026-06"),
        (Extension.ORIGINAL_END, "2026-05-29", "2026-06"),
        (Extension.ORIGINAL_END, "2026-06-01", "2026-06"),
        (Extension.EXTENDED_END, "2026-05-29", "2026-12"),
        (Extension.EXTENDED_END, "2026-06-01", "2026-12"),
    ],
)
def test_25_1_3b_with_25_2_3d_which_end_the_offset_follows(
    choice: Extension, decided_on: str, first_month: str
) -> None:
    extended = longer(under(choice), "2026-11-29", decided_on)
    assert first_offset_month(CHONGQING_2025_25, extended) == first_month


@pytest.mark.parametrize(
    ("decided_on", "first_month"),
    [("2032-02-29", "2032-08"), ("2032-03-01", "2032-03"), ("2032-03-02", "2032-03")],
)
def test_the_invented_offset_starts_in_the_second_month_and_so_leaves_longer_to_decide(
    decided_on: str, first_month: str
) -> None:
    cycle = procurement_cycle(INVENTED, "2030-02-01")
    extended = extend(INVENTED, cycle, "2032-06-30", decided_on=decided_on)
    assert first_offset_month(INVENTED, extended) == first_month


@pytest.mark.parametrize("choice", Extension)
def test_25_1_3b_an_unextended_cycle_is_followed_to_its_end_under_every_reading(
    choice: Extension,
) -> None:
    assert first_offset_month(CHONGQING_2025_25, under(choice)) == "2026-06"


@pytest.mark.parametrize(
    ("choice", "first_decision", "second_decision", "followed", "first_month"),
    [
        # the first decision in time, the second in time for the first one's end, or too late
        (Extension.BEFORE_OFFSET, "2026-05-20", "2026-11-30", "2026-11-29", "2027-03"),
        (Extension.BEFORE_OFFSET, "2026-05-20", "2026-12-01", "2026-11-29", "2026-12"),
        # the first too late: the offset has begun, and no second decision moves it
        (Extension.BEFORE_OFFSET, "2026-06-01", "2026-06-01", "2026-05-29", "2026-06"),
        (Extension.BEFORE_OFFSET, "2026-06-01", "2026-12-01", "2026-05-29", "2026-06"),
        (Extension.ORIGINAL_END, "2026-05-20", "2026-11-30", "2026-05-29", "2026-06"),
        (Extension.EXTENDED_END, "2026-06-01", "2026-12-01", "2026-11-29", "2027-03"),
    ],
)
def test_25_1_3b_extended_again_the_old_end_is_the_one_that_the_offset_followed(
    choice: Extension, first_decision: str, second_decision: str, followed: str, first_month: str
) -> None:
    once = longer(under(choice), "2026-11-29", first_decision)
    again = longer(once, "2027-02-28", second_decision)
    assert again.first_day == date(2025, 5, 30)
    assert again.last_day == date(2027, 2, 28)
    assert again.original_last_day == date.fromisoformat(followed)
    assert again.decided_on == date.fromisoformat(second_decision)
    assert first_offset_month(CHONGQING_2025_25, again) == first_month
    assert basis_of(again) == (NUMBER_25, ["25-1.3a", "25-1.3b"], once.reading, ())


@given(
    st.sampled_from(Extension),
    st.lists(st.tuples(st.integers(1, 200), st.integers(0, 200)), min_size=1, max_size=4),
)
def test_25_1_3b_a_chain_of_extensions_is_what_the_reading_says_step_by_step(
    choice: Extension, steps: list[tuple[int, int]]
) -> None:
    cycle = under(choice)
    followed, decided = cycle.last_day, date(2026, 1, 1)
    for more, wait in steps:
        decided += wait * ONE_DAY
        cycle = extend(
            CHONGQING_2025_25, cycle, cycle.last_day + more * ONE_DAY, decided_on=decided
        )
        assert cycle.original_last_day == followed
        begun = (decided.year, decided.month) > (followed.year, followed.month)
        if choice is Extension.EXTENDED_END or (choice is Extension.BEFORE_OFFSET and not begun):
            followed = cycle.last_day
        following = followed.replace(day=28) + 4 * ONE_DAY  # a day of the month after
        assert first_offset_month(CHONGQING_2025_25, cycle) == f"{following:%Y-%m}"


def test_where_no_offset_is_stated_extending_again_keeps_the_last_end() -> None:
    policy = attrs.evolve(
        CHONGQING_2025_25, terms=attrs.evolve(CHONGQING_2025_25.terms, offset=None)
    )
    once = extend(policy, under(Extension.ORIGINAL_END), "2026-11-29", decided_on="2026-05-20")
    again = extend(policy, once, "2027-02-28", decided_on="2026-11-20")
    assert again.original_last_day == date(2026, 11, 29)


def test_25_1_3b_the_new_end_is_later_than_the_one_so_far() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert longer(cycle, "2026-05-30", "2026-05-20").days == cycle.days + 1
    extended = longer(cycle, "2026-11-29", "2026-05-20")
    for so_far, days in (
        (cycle, ("2026-05-29", "2026-05-28", "2025-05-30")),
        (extended, ("2026-11-29", "2026-11-28", "2026-05-30")),
    ):
        for day in days:
            with pytest.raises(InvalidValueError) as caught:
                longer(so_far, day, "2026-05-20")
            error = caught.value
            assert (error.field, error.value) == ("last_day", date.fromisoformat(day))
            assert error.clause == "25-1.3b"
            assert f"got {error.value!r}" in str(error)
            assert f"a day after the last day so far, {so_far.last_day}" in str(error)
            assert "(clause 25-1.3b)" in str(error)


def test_25_1_3b_a_decision_is_not_before_the_one_that_extended_it_last() -> None:
    once = longer(ONE_YEAR, "2026-11-29", "2026-05-20")
    for day in ("2026-05-20", "2026-05-21"):
        assert longer(once, "2027-02-28", day).decided_on == date.fromisoformat(day)
    refused(
        InvalidValueError,
        lambda: longer(once, "2027-02-28", "2026-05-19"),
        field="decided_on",
        value=date(2026, 5, 19),
        accepted="a day on or after the decision that extended it last, 2026-05-20",
        clause="25-1.3b",
    )


@pytest.mark.parametrize("field", ["last_day", "decided_on"])
@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (InvalidTypeError, None),
        (InvalidTypeError, datetime(2026, 11, 29)),  # noqa: DTZ001
        (InvalidTypeError, 20261129),
        (InvalidValueError, "2026-11-31"),
        (InvalidValueError, "2026/11/29"),
    ],
)
def test_25_1_3b_an_extension_is_told_in_days(
    field: str, kind: type[PolicyError], wrong: object
) -> None:
    days: dict[str, object] = {"last_day": "2026-11-29", "decided_on": "2026-05-20"} | {
        field: wrong
    }
    refused(
        kind,
        lambda: extend(CHONGQING_2025_25, ONE_YEAR, **untyped(days)),
        field=field,
        value=wrong,
        accepted="a datetime.date or a string YYYY-MM-DD",
        clause="25-1.3b",
    )


def test_the_decision_is_keyword_only() -> None:
    make: Any = extend
    with pytest.raises(TypeError, match=r"takes .* positional"):
        make(CHONGQING_2025_25, ONE_YEAR, "2026-11-29", "2026-05-20")
    with pytest.raises(TypeError, match="decided_on"):
        make(CHONGQING_2025_25, ONE_YEAR, "2026-11-29")


def test_9_allows_no_extension_and_the_document_it_falls_back_to_is_not_held() -> None:
    refused(
        NotProvidedError,
        lambda: extend(
            CHONGQING_2025_9,
            procurement_cycle(CHONGQING_2025_9),
            "2026-12-31",
            decided_on="2025-12-01",
        ),
        field="extension",
        value=NUMBER_9,
        accepted="渝医保办〔2022〕73号, which this library does not hold",
        clause="9-4.4",
    )


def test_an_extended_cycle_carries_the_assumed_start_along() -> None:
    clause = CHONGQING_2025_9.terms.cycle.clause
    terms = attrs.evolve(
        CHONGQING_2025_9.terms,
        cycle=attrs.evolve(CHONGQING_2025_9.terms.cycle, extension_clause=clause),
    )
    what_if = attrs.evolve(CHONGQING_2025_9, terms=terms)
    cycle = procurement_cycle(what_if)
    extended = extend(what_if, cycle, "2026-12-31", decided_on="2025-12-01")
    assert basis_of(extended)[3] == basis_of(cycle)[3] != ()


def test_a_cycle_of_no_policy_in_particular_becomes_the_policys_own() -> None:
    extended = longer(ONE_YEAR, "2026-11-29", "2026-05-20")
    assert extended.policy_number == NUMBER_25
    assert extended == EXTENDED


# A cycle belongs to its policy


def prepaid(cycle: Cycle) -> Prepayment:
    return Prepayment("P1", hospital(), Fund.EMPLOYEE, Decimal(1), cycle)


TAKES_A_CYCLE: dict[str, Callable[[Policy, Cycle], object]] = {
    "extend": lambda policy, cycle: extend(policy, cycle, "2099-01-01", decided_on="2050-01-01"),
    "prepayment_schedule": lambda policy, cycle: prepayment_schedule(policy, cycle, 100),
    "offset_window": offset_window,
    "offset_prepayment": lambda policy, cycle: offset_prepayment(policy, prepaid(cycle), {}),
    "offset_prepayments": lambda policy, cycle: offset_prepayments(policy, [prepaid(cycle)], {}),
}
OF_25 = procurement_cycle(CHONGQING_2025_25, "2030-02-01")
OF_INVENTED = procurement_cycle(INVENTED, "2030-02-01")


@pytest.mark.parametrize("rule", TAKES_A_CYCLE)
@pytest.mark.parametrize(
    ("policy", "cycle", "clause"),
    [
        (CHONGQING_2025_25, OF_INVENTED, "25-1.3a"),
        (CHONGQING_2025_25, procurement_cycle(CHONGQING_2025_9), "25-1.3a"),
        (INVENTED, OF_25, "3-2"),
        (INVENTED, Cycle("2030-02-01", "2032-01-31", policy_number="another"), "3-2"),
    ],
    ids=["invented by 25", "9 by 25", "25 by invented", "hand-made by invented"],
)
def test_a_cycle_of_another_policy_is_refused(
    rule: str, policy: Policy, cycle: Cycle, clause: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        TAKES_A_CYCLE[rule](policy, cycle)
    error = caught.value
    assert error.field in {"cycle", "prepayment.cycle", "prepayments[0].cycle"}
    assert (error.value, error.clause) == (cycle.policy_number, clause)
    assert f"got {cycle.policy_number!r}; accepted: a cycle of {policy.number}" in str(error)
    assert str(error).endswith(f"(clause {clause})")


@pytest.mark.parametrize("rule", TAKES_A_CYCLE)
@pytest.mark.parametrize(
    ("policy", "cycle"),
    [
        (CHONGQING_2025_25, OF_25),
        (INVENTED, OF_INVENTED),
        (CHONGQING_2025_25, Cycle("2030-02-01", "2031-01-31")),
        (INVENTED, Cycle("2030-02-01", "2032-01-31")),
    ],
    ids=["25", "invented", "no number by 25", "no number by invented"],
)
def test_a_policy_takes_its_own_cycle_and_one_without_a_number(
    rule: str, policy: Policy, cycle: Cycle
) -> None:
    assert TAKES_A_CYCLE[rule](policy, cycle)
