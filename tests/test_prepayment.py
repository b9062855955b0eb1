"""25号 25-2.3a to 25-2.3c: the instalments, their due days, and a recalculated total."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from slow_ledger import decimal, end_of_month, month_of, months_after, period_end, resplit, split
from strategies import small_totals, yuan
from vbp_policy import (
    Basis,
    CalendarCoverageError,
    Cycle,
    DisbursementDay,
    DueKind,
    HolidayTable,
    Instalment,
    InstalmentTerms,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    MonthEnd,
    NotProvidedError,
    Policy,
    PolicyError,
    PrepaymentSchedule,
    Reading,
    UntilDay,
    cautious,
    civil_code,
    mainland_china,
    prepayment_schedule,
    procurement_cycle,
    revise,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

RECOMMENDED = Reading()
DAY = timedelta(days=1)
FEN = Decimal("0.01")
WIDE_CALENDAR = HolidayTable("2025-01-01", "2070-12-31")
SHARES = {
    CHONGQING_2025_25.number: [Fraction(1, 2), Fraction(1, 2)],
    INVENTED.number: [Fraction(3, 10), Fraction(3, 10), Fraction(4, 10)],
}

policies = st.sampled_from([CHONGQING_2025_25, INVENTED])


evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def schedule_of(
    total: Decimal | int | str,
    execution_date: date | str = "2025-05-30",
    *,
    policy: Policy = CHONGQING_2025_25,
    reading: Reading = RECOMMENDED,
    calendar: HolidayTable | None = None,
) -> PrepaymentSchedule:
    cycle = procurement_cycle(policy, execution_date, reading=reading)
    return prepayment_schedule(policy, cycle, total, calendar=calendar)


def invented_schedule(total: Decimal | int | str) -> PrepaymentSchedule:
    return schedule_of(total, "2030-03-15", policy=INVENTED)


def amounts(schedule: PrepaymentSchedule) -> list[str]:
    return [str(each.amount) for each in schedule.instalments]


def due_days(schedule: PrepaymentSchedule) -> list[str]:
    return [str(each.due) for each in schedule.instalments]


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


# What is paid


def test_25_2_3b_and_25_2_3c_golden_schedule() -> None:
    schedule = schedule_of("1234567.89")
    first, second = schedule.instalments
    by_number = {clause.id: clause for clause in CHONGQING_2025_25.clauses}

    assert schedule.total == Decimal("1234567.89")
    assert schedule.cycle == Cycle("2025-05-30", "2026-05-29")
    assert (first.number, str(first.share), str(first.amount)) == (1, "0.50", "617283.95")
    assert (first.due, first.nominal_due, first.kind) == (
        date(2025, 6, 30),
        date(2025, 6, 30),
        DueKind.BY,
    )
    assert first.clause == by_number["25-2.3b"]
    assert (second.number, str(second.share), str(second.amount)) == (2, "0.50", "617283.94")
    assert (second.due, second.nominal_due, second.kind) == (
        date(2025, 11, 30),
        date(2025, 11, 30),
        DueKind.AT,
    )
    assert second.clause == by_number["25-2.3c"]


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("0.01", ["0.01", "0.00"]),
        ("0.02", ["0.01", "0.01"]),
        ("0.03", ["0.02", "0.01"]),
        (100, ["50.00", "50.00"]),
        (Decimal("100.010"), ["50.01", "50.00"]),
        ("999999999999999.99", ["500000000000000.00", "499999999999999.99"]),
    ],
)
def test_25_2_3b_half_is_rounded_half_up_and_25_2_3c_the_rest_follows(
    total: Decimal | int | str, expected: list[str]
) -> None:
    assert amounts(schedule_of(total)) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("0.01", ["0.00", "0.00", "0.01"]),
        ("0.02", ["0.01", "0.01", "0.00"]),
        ("0.05", ["0.02", "0.02", "0.01"]),
        (100, ["30.00", "30.00", "40.00"]),
        ("1234567.89", ["370370.37", "370370.37", "493827.15"]),
    ],
)
def test_three_instalments_follow_an_invented_notices_shares(
    total: int | str, expected: list[str]
) -> None:
    assert amounts(invented_schedule(total)) == expected


@given(policies, yuan(1))
def test_instalments_sum_to_the_total_and_each_is_within_a_fen_of_its_share(
    policy: Policy, total: Decimal
) -> None:
    schedule = schedule_of(total, "2030-03-15", policy=policy)
    shares = SHARES[policy.number]
    got = [each.amount for each in schedule.instalments]

    assert got == [decimal(each) for each in split(Fraction(total), shares)]
    assert sum(map(Fraction, got)) == Fraction(total)
    for instalment, share in zip(schedule.instalments, shares, strict=True):
        assert Fraction(instalment.share) == share
        assert abs(Fraction(instalment.amount) - Fraction(total) * share) <= Fraction(1, 100)
        assert instalment.amount >= 0


# When it is paid


@pytest.mark.parametrize(
    ("execution_date", "due"),
    [
        ("2025-05-30", "2025-06-30"),
        ("2025-05-31", "2025-06-30"),
        ("2025-06-01", "2025-07-31"),
        ("2025-12-31", "2026-01-31"),
        ("2026-01-01", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-02-01", "2028-03-31"),
    ],
)
def test_25_2_3b_first_half_is_due_by_the_end_of_the_month_after_execution(
    execution_date: str, due: str
) -> None:
    for reading in (Reading(), civil_code(), Reading(month_end=MonthEnd.FROM_EXECUTION)):
        assert due_days(schedule_of(100, execution_date, reading=reading))[0] == due


CALENDAR, PROCUREMENT, FROM_EXECUTION = (
    MonthEnd.CALENDAR_END,
    MonthEnd.PROCUREMENT_END,
    MonthEnd.FROM_EXECUTION,
)


@pytest.mark.parametrize(
    ("execution_date", "last_day", "month_end", "due"),
    [
        ("2025-05-30", LastDay.INCLUSIVE, CALENDAR, "2025-11-30"),
        ("2025-05-30", LastDay.INCLUSIVE, PROCUREMENT, "2025-11-29"),
        ("2025-05-30", LastDay.INCLUSIVE, FROM_EXECUTION, "2025-10-31"),
        ("2025-05-30", LastDay.CORRESPONDING, CALENDAR, "2025-11-30"),
        ("2025-05-30", LastDay.CORRESPONDING, PROCUREMENT, "2025-11-30"),
        ("2025-05-30", LastDay.CORRESPONDING, FROM_EXECUTION, "2025-10-31"),
        # no 31 November: the month's last day under either reading
        ("2025-05-31", LastDay.INCLUSIVE, PROCUREMENT, "2025-11-30"),
        ("2025-05-31", LastDay.CORRESPONDING, PROCUREMENT, "2025-11-30"),
        ("2025-05-31", LastDay.INCLUSIVE, FROM_EXECUTION, "2025-10-31"),
        # the sixth month ends with November, and a day later in December
        ("2025-06-01", LastDay.INCLUSIVE, CALENDAR, "2025-11-30"),
        ("2025-06-01", LastDay.INCLUSIVE, PROCUREMENT, "2025-11-30"),
        ("2025-06-01", LastDay.INCLUSIVE, FROM_EXECUTION, "2025-11-30"),
        ("2025-06-01", LastDay.CORRESPONDING, CALENDAR, "2025-12-31"),
        ("2025-06-01", LastDay.CORRESPONDING, PROCUREMENT, "2025-12-01"),
        ("2025-06-02", LastDay.INCLUSIVE, CALENDAR, "2025-12-31"),
        ("2025-06-02", LastDay.INCLUSIVE, PROCUREMENT, "2025-12-01"),
        # a short February, and a leap one
        ("2025-08-28", LastDay.INCLUSIVE, PROCUREMENT, "2026-02-27"),
        ("2025-08-29", LastDay.INCLUSIVE, PROCUREMENT, "2026-02-28"),
        ("2025-08-31", LastDay.CORRESPONDING, PROCUREMENT, "2026-02-28"),
        ("2027-08-29", LastDay.INCLUSIVE, PROCUREMENT, "2028-02-28"),
        ("2027-08-29", LastDay.CORRESPONDING, PROCUREMENT, "2028-02-29"),
        ("2027-08-30", LastDay.INCLUSIVE, PROCUREMENT, "2028-02-29"),
        ("2028-02-29", LastDay.INCLUSIVE, PROCUREMENT, "2028-08-28"),
    ],
)
def test_25_2_3c_the_rest_is_due_at_the_end_of_the_sixth_month_however_it_is_read(
    execution_date: str, last_day: LastDay, month_end: MonthEnd, due: str
) -> None:
    reading = Reading(last_day=last_day, month_end=month_end)
    assert due_days(schedule_of(100, execution_date, reading=reading))[1] == due


@pytest.mark.parametrize(
    ("month_end", "expected"),
    [
        (CALENDAR, ["2030-05-31", "2030-12-31", "2031-06-30"]),
        (PROCUREMENT, ["2030-05-31", "2030-12-14", "2031-06-14"]),
        (FROM_EXECUTION, ["2030-05-31", "2030-11-30", "2031-05-31"]),
    ],
)
def test_an_invented_notices_months_are_counted_likewise(
    month_end: MonthEnd, expected: list[str]
) -> None:
    reading = Reading(month_end=month_end)
    schedule = schedule_of(100, "2030-03-15", policy=INVENTED, reading=reading)
    assert due_days(schedule) == expected
    assert [each.kind for each in schedule.instalments] == [DueKind.BY, DueKind.AT, DueKind.AT]
    assert [each.clause.id for each in schedule.instalments] == ["3-3a", "3-3b", "3-3c"]


def days_that_matter(first: date, last: date) -> list[date]:
    """Every first, and every 28th to last day of a month."""
    count = (last - first).days + 1
    return [
        day
        for day in (first + number * DAY for number in range(count))
        if day.day == 1 or day.day >= 28
    ]


@pytest.mark.parametrize("month_end", MonthEnd)
@pytest.mark.parametrize("last_day", LastDay)
def test_due_days_agree_with_counting_day_by_day(last_day: LastDay, month_end: MonthEnd) -> None:
    reading = Reading(last_day=last_day, month_end=month_end)
    for day in days_that_matter(date(2025, 5, 30), date(2028, 9, 30)):
        end = period_end(day, 6, corresponding=last_day is LastDay.CORRESPONDING)
        expected = {
            MonthEnd.CALENDAR_END: end_of_month(month_of(end)),
            MonthEnd.PROCUREMENT_END: end,
            MonthEnd.FROM_EXECUTION: end_of_month(months_after(month_of(day), 5)),
        }
        first, second = schedule_of(100, day, reading=reading).instalments
        assert first.due == end_of_month(months_after(month_of(day), 1)), day
        assert second.due == expected[month_end], day


@given(policies, readings(), st.dates(date(2030, 2, 1), date(2060, 12, 31)), st.integers(0, 70))
def test_a_later_execution_date_never_gives_an_earlier_due_date(
    policy: Policy, reading: Reading, day: date, later: int
) -> None:
    def days(execution_date: date) -> list[tuple[date, date]]:
        schedule = schedule_of(
            100, execution_date, policy=policy, reading=reading, calendar=WIDE_CALENDAR
        )
        return [(each.nominal_due, each.due) for each in schedule.instalments]

    for before, after in zip(days(day), days(day + later * DAY), strict=True):
        assert before[0] <= after[0]
        assert before[1] <= after[1]


# Rest days

PREVIOUS = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
NEXT = Reading(disbursement_day=DisbursementDay.NEXT_WORKDAY)
# From 2025-07-15 the halves fall on Sunday 2025-08-31 and Saturday 2026-01-31.
PLAIN = HolidayTable("2025-07-01", "2026-03-31")
WORKED = HolidayTable("2025-07-01", "2026-03-31", extra_workdays=["2025-08-31", "2026-01-31"])
HOLIDAYS = HolidayTable(
    "2025-07-01",
    "2026-03-31",
    days_off=["2025-08-29", "2025-09-01", "2026-01-30", "2026-02-02"],
)


@pytest.mark.parametrize(
    ("reading", "calendar", "expected"),
    [
        (Reading(), None, ["2025-08-31", "2026-01-31"]),
        (Reading(), PLAIN, ["2025-08-31", "2026-01-31"]),
        (PREVIOUS, PLAIN, ["2025-08-29", "2026-01-30"]),
        (PREVIOUS, WORKED, ["2025-08-31", "2026-01-31"]),
        (PREVIOUS, HOLIDAYS, ["2025-08-28", "2026-01-29"]),
        (NEXT, PLAIN, ["2025-09-01", "2026-02-02"]),
        (NEXT, WORKED, ["2025-08-31", "2026-01-31"]),
        (NEXT, HOLIDAYS, ["2025-09-02", "2026-02-03"]),
    ],
)
def test_25_2_3b_25_2_3c_a_due_day_moves_off_a_rest_day_as_read(
    reading: Reading, calendar: HolidayTable | None, expected: list[str]
) -> None:
    schedule = schedule_of(100, "2025-07-15", reading=reading, calendar=calendar)
    assert due_days(schedule) == expected
    nominal = [str(each.nominal_due) for each in schedule.instalments]
    assert nominal == ["2025-08-31", "2026-01-31"]
    assert schedule.cycle == Cycle("2025-07-15", "2026-07-14")  # a cycle's last day never moves


def test_25_2_3c_moves_by_mainland_chinas_own_calendar() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=NEXT)
    schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100, calendar=mainland_china())
    assert due_days(schedule) == ["2025-06-30", "2025-12-01"]  # 2025-11-30 is a Sunday


def test_the_cautious_reading_pays_on_the_working_day_before_the_sixth_calendar_month_ends() -> (
    None
):
    schedule = schedule_of(100, "2025-06-15", reading=cautious(), calendar=PLAIN)
    assert due_days(schedule) == ["2025-07-31", "2025-11-28"]  # 2025-11-30 is a Sunday


@pytest.mark.parametrize("reading", [PREVIOUS, NEXT])
@pytest.mark.parametrize("execution_date", ["2025-07-15", "2025-05-30"])
def test_25_2_3b_a_shift_without_a_calendar_is_refused_on_any_day(
    reading: Reading, execution_date: str
) -> None:
    error = refusal(lambda: schedule_of(100, execution_date, reading=reading), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("calendar", None, "25-2.3b")
    assert "calendar of working days" in error.expected
    assert reading.disbursement_day.name in error.expected


@pytest.mark.parametrize(
    ("reading", "first", "last", "uncovered"),
    [
        (PREVIOUS, "2025-08-30", "2026-03-31", date(2025, 8, 29)),
        (PREVIOUS, "2025-08-29", "2026-01-30", date(2026, 1, 31)),
        (NEXT, "2025-07-01", "2025-08-30", date(2025, 8, 31)),
        (NEXT, "2025-07-01", "2025-08-31", date(2025, 9, 1)),
        (NEXT, "2025-07-01", "2025-09-01", date(2026, 1, 31)),
        (NEXT, "2025-07-01", "2026-02-01", date(2026, 2, 2)),
    ],
)
def test_a_due_day_past_the_calendars_data_is_refused_never_guessed(
    reading: Reading, first: str, last: str, uncovered: date
) -> None:
    calendar = HolidayTable(first, last)
    error = refusal(
        lambda: schedule_of(100, "2025-07-15", reading=reading, calendar=calendar),
        CalendarCoverageError,
    )
    assert error.value == uncovered
    assert "holds data for" in error.expected


@pytest.mark.parametrize(
    ("reading", "first", "last"),
    [(PREVIOUS, "2025-08-29", "2026-01-31"), (NEXT, "2025-08-31", "2026-02-02")],
)
def test_a_calendar_that_just_covers_the_due_days_is_enough(
    reading: Reading, first: str, last: str
) -> None:
    narrow = schedule_of(100, "2025-07-15", reading=reading, calendar=HolidayTable(first, last))
    assert narrow == schedule_of(100, "2025-07-15", reading=reading, calendar=PLAIN)


# What is refused

CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
INVENTED_CYCLE = procurement_cycle(INVENTED, "2030-03-15")


@pytest.mark.parametrize(
    ("total", "kind", "accepted"),
    [
        (0, InvalidValueError, "above 0.00"),
        ("-0.01", InvalidValueError, "above 0.00"),
        ("0.001", InvalidValueError, "at most 2 places"),
        (10**15, InvalidValueError, "below 10^15"),
        ("1e3", InvalidValueError, "a string such as"),
        (Decimal("NaN"), InvalidValueError, "a finite Decimal"),
        (100.0, InvalidTypeError, "a finite Decimal"),
        (True, InvalidTypeError, "a finite Decimal"),
        (None, InvalidTypeError, "a finite Decimal"),
    ],
)
def test_25_2_3a_a_total_that_is_no_amount_above_zero_is_refused(
    total: object, kind: type[PolicyError], accepted: str
) -> None:
    error = refusal(lambda: prepayment_schedule(CHONGQING_2025_25, CYCLE, untyped(total)), kind)
    assert (error.field, repr(error.value), error.clause) == ("total", repr(total), "25-2.3a")
    assert accepted in error.expected


def quarters() -> Policy:
    """25号 as if it were paid in four quarters."""
    terms: Any = CHONGQING_2025_25.terms
    first, second = terms.prepayment.instalments
    quarter = [evolve(each, share="0.25") for each in (first, first, second, second)]
    prepayment = evolve(terms.prepayment, instalments=quarter)
    policy: Policy = evolve(CHONGQING_2025_25, terms=evolve(terms, prepayment=prepayment))
    return policy


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("0.01", ["0.00", "0.00", "0.00", "0.01"]),
        ("0.03", ["0.01", "0.01", "0.01", "0.00"]),
        ("0.05", ["0.01", "0.01", "0.01", "0.02"]),
    ],
)
def test_a_total_that_its_rounded_shares_do_not_exceed_is_split(
    total: str, expected: list[str]
) -> None:
    assert amounts(schedule_of(total, policy=quarters())) == expected


def test_25_2_3a_a_total_too_small_for_so_many_instalments_is_refused() -> None:
    error = refusal(lambda: schedule_of("0.02", policy=quarters()), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("total", Decimal("0.02"), "25-2.3a")
    assert "large enough for 4 instalments" in error.expected


def test_9_4_4_states_no_prepayment_and_names_the_document_it_leaves_the_rest_to() -> None:
    cycle = procurement_cycle(CHONGQING_2025_9)
    schedule = schedule_of(100)
    for call in (
        lambda: prepayment_schedule(CHONGQING_2025_9, cycle, 100),
        lambda: revise(CHONGQING_2025_9, schedule, 200, disbursed=0),
    ):
        error = refusal(call, NotProvidedError)
        assert (error.field, error.value) == ("prepayment", "渝医保办〔2025〕9号")
        assert error.clause == "9-4.4"
        assert "渝医保办〔2022〕73号" in error.expected
        assert "does not hold" in error.expected


def test_25_1_3a_a_cycle_of_another_notice_is_refused() -> None:
    error = refusal(
        lambda: prepayment_schedule(CHONGQING_2025_25, INVENTED_CYCLE, 100), InvalidValueError
    )
    assert (error.field, error.value, error.clause) == ("cycle", INVENTED.number, "25-1.3a")
    assert CHONGQING_2025_25.number in error.expected


def test_a_cycle_of_no_notice_in_particular_is_taken() -> None:
    own = Cycle("2025-05-30", "2026-05-29")
    assert prepayment_schedule(CHONGQING_2025_25, own, "1234567.89") == schedule_of("1234567.89")


def test_25_2_3c_a_cycle_without_a_sixth_month_is_refused() -> None:
    short, long = Cycle("2025-05-30", "2025-10-29"), Cycle("2025-05-30", "2025-10-30")
    error = refusal(lambda: prepayment_schedule(CHONGQING_2025_25, short, 100), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("cycle", short, "25-2.3c")
    assert "procurement month 6" in error.expected
    assert due_days(prepayment_schedule(CHONGQING_2025_25, long, 100))[1] == "2025-10-31"


WRONG_TYPES: list[tuple[Callable[[], object], str, str | None]] = [
    (lambda: prepayment_schedule(untyped(CYCLE), untyped(CHONGQING_2025_25), 100), "policy", None),
    (lambda: prepayment_schedule(CHONGQING_2025_25, untyped("2025-05-30"), 100), "cycle", None),
    (lambda: schedule_of(100, reading=NEXT, calendar=untyped("2025")), "calendar", "25-2.3a"),
    # whatever the reading, and the class of a calendar is none
    (lambda: schedule_of(100, calendar=untyped("2025")), "calendar", "25-2.3a"),
    (lambda: schedule_of(100, reading=NEXT, calendar=untyped(HolidayTable)), "calendar", "25-2.3a"),
    (lambda: revise(untyped(None), schedule_of(100), 200, disbursed=0), "policy", None),
    (
        lambda: revise(CHONGQING_2025_25, untyped(CYCLE), 200, disbursed=0),
        "schedule",
        "25-2.3a",
    ),
]


@pytest.mark.parametrize(("call", "field", "clause"), WRONG_TYPES)
def test_an_argument_of_another_type_is_refused(
    call: Callable[[], object], field: str, clause: str | None
) -> None:
    error = refusal(call, InvalidTypeError)
    assert (error.field, error.clause) == (field, clause)


# A recalculated total


@pytest.mark.parametrize(
    ("new_total", "disbursed", "expected"),
    [
        # the contract's own
        (200, 40, ["30.00", "90.00", "80.00"]),
        (40, 30, ["30.00", "0.00", "10.00"]),
        (55, 50, ["30.00", "20.00", "5.00"]),
        # nothing paid yet: the new total's shares
        (100, 0, ["30.00", "30.00", "40.00"]),
        (200, 0, ["60.00", "60.00", "80.00"]),
        (10, 0, ["3.00", "3.00", "4.00"]),
        ("0.05", 0, ["0.02", "0.01", "0.02"]),
        # the fen at which an instalment is paid in full
        (200, "29.99", ["60.00", "60.00", "80.00"]),
        (200, 30, ["30.00", "90.00", "80.00"]),
        (200, "30.01", ["30.00", "90.00", "80.00"]),
        (200, "59.99", ["30.00", "90.00", "80.00"]),
        (200, 60, ["30.00", "30.00", "140.00"]),
        (200, "99.99", ["30.00", "30.00", "140.00"]),
        (200, 100, ["30.00", "30.00", "140.00"]),
        (200, 150, ["30.00", "30.00", "140.00"]),
        # nothing left to pay
        (60, 60, ["30.00", "30.00", "0.00"]),
        (50, 50, ["30.00", "20.00", "0.00"]),
        (30, 30, ["30.00", "0.00", "0.00"]),
        (10, 10, ["10.00", "0.00", "0.00"]),
        # what was paid is more than the new share
        (100, 45, ["30.00", "30.00", "40.00"]),
        (60, 45, ["30.00", "15.00", "15.00"]),
        (50, 20, ["20.00", "10.00", "20.00"]),
        (50, 40, ["30.00", "10.00", "10.00"]),
    ],
)
def test_a_recalculated_total_is_spread_over_what_is_not_yet_paid_in_full(
    new_total: int | str, disbursed: int | str, expected: list[str]
) -> None:
    revised = revise(INVENTED, invented_schedule(100), new_total, disbursed=disbursed)
    assert amounts(revised) == expected
    assert revised.total == Decimal(str(new_total))


@pytest.mark.parametrize(
    ("new_total", "disbursed", "expected"),
    [
        ("2000000.01", 0, ["1000000.01", "1000000.00"]),
        ("2000000.01", "617283.94", ["1000000.01", "1000000.00"]),
        ("2000000.01", "617283.95", ["617283.95", "1382716.06"]),
        ("1000000.00", "617283.95", ["617283.95", "382716.05"]),
        ("600000.00", "600000.00", ["600000.00", "0.00"]),
    ],
)
def test_25_2_3a_the_golden_schedule_revised(
    new_total: str, disbursed: int | str, expected: list[str]
) -> None:
    schedule = schedule_of("1234567.89")
    assert amounts(revise(CHONGQING_2025_25, schedule, new_total, disbursed=disbursed)) == expected


@pytest.mark.parametrize(
    ("total", "disbursed", "expected"),
    [
        # planned 0.00, 0.00, 0.01: nothing was paid for the first two, so they do not stand
        ("0.01", 0, ["30.00", "30.00", "40.00"]),
        # planned 0.01, 0.01, 0.00: both were paid
        ("0.02", "0.02", ["0.01", "0.01", "99.98"]),
    ],
)
def test_an_instalment_of_nothing_does_not_stand_of_itself(
    total: str, disbursed: int | str, expected: list[str]
) -> None:
    revised = revise(INVENTED, invented_schedule(total), 100, disbursed=disbursed)
    assert amounts(revised) == expected


@pytest.mark.parametrize(
    ("disbursed", "expected"),
    [
        (30, ["30.00", "30.00", "40.00"]),
        ("39.99", ["30.00", "30.00", "40.00"]),
        (40, ["30.00", "0.00", "70.00"]),
    ],
)
def test_an_instalment_of_nothing_stands_before_one_that_was_paid(
    disbursed: int | str, expected: list[str]
) -> None:
    planned = revise(INVENTED, invented_schedule(100), 40, disbursed=30)
    assert amounts(planned) == ["30.00", "0.00", "10.00"]
    assert amounts(revise(INVENTED, planned, 100, disbursed=disbursed)) == expected


def draw_revision(draw: st.DrawFn, schedule: PrepaymentSchedule) -> tuple[Decimal, Decimal]:
    """A new total and what was disbursed, often just at the end of an instalment."""
    paid = sum(each.amount for each in schedule.instalments[: draw(st.integers(0, 3))])
    disbursed = max(Decimal(0), paid + draw(st.sampled_from([0, 0, -1, 1])) * FEN)
    if draw(st.booleans()):
        disbursed = draw(small_totals)
    more = draw(st.one_of(st.just(Decimal(0)), small_totals))
    return max(disbursed + more, FEN), disbursed


Revision = tuple[Policy, PrepaymentSchedule, Decimal, Decimal]


@st.composite
def revisions(draw: st.DrawFn) -> Revision:
    """A schedule, perhaps revised before, with a new total and what was disbursed of it."""
    policy = draw(policies)
    schedule = schedule_of(draw(small_totals), "2030-03-15", policy=policy)
    for _ in range(draw(st.integers(0, 2))):
        new_total, disbursed = draw_revision(draw, schedule)
        schedule = revise(policy, schedule, new_total, disbursed=disbursed)
    return policy, schedule, *draw_revision(draw, schedule)


@given(revisions())
def test_25_2_3a_revise_agrees_with_a_slow_second_implementation(revision: Revision) -> None:
    policy, schedule, new_total, disbursed = revision
    expected = resplit(
        [Fraction(each.amount) for each in schedule.instalments],
        Fraction(new_total),
        SHARES[policy.number],
        Fraction(disbursed),
    )
    revised = revise(policy, schedule, new_total, disbursed=disbursed)
    assert [each.amount for each in revised.instalments] == [decimal(each) for each in expected]


@given(revisions())
def test_25_2_3a_a_revised_schedule_keeps_its_days_and_sums_to_the_new_total(
    revision: Revision,
) -> None:
    policy, schedule, new_total, disbursed = revision
    revised = revise(policy, schedule, new_total, disbursed=disbursed)
    fixed = attrs.filters.exclude("amount", "basis")

    assert revised.total == new_total
    assert revised.cycle == schedule.cycle
    assert sum(Fraction(each.amount) for each in revised.instalments) == Fraction(new_total)
    for before, after in zip(schedule.instalments, revised.instalments, strict=True):
        assert attrs.asdict(after, filter=fixed) == attrs.asdict(before, filter=fixed)
        assert after.amount >= 0
    assert evolve(revised) == revised


@given(policies, small_totals, small_totals)
def test_25_2_3a_a_revision_before_any_payment_is_within_a_fen_of_a_fresh_schedule(
    policy: Policy, total: Decimal, new_total: Decimal
) -> None:
    schedule = schedule_of(total, "2030-03-15", policy=policy)
    fresh = schedule_of(new_total, "2030-03-15", policy=policy)
    revised = revise(policy, schedule, new_total, disbursed=0)
    for one, other in zip(revised.instalments, fresh.instalments, strict=True):
        assert abs(one.amount - other.amount) <= FEN


@pytest.mark.parametrize(
    ("new_total", "disbursed", "field", "accepted"),
    [
        (0, 0, "new_total", "above 0.00"),
        (-100, 0, "new_total", "above 0.00"),
        ("100.001", 0, "new_total", "at most 2 places"),
        ("49.99", 50, "new_total", "not below what was disbursed, 50.00"),
        (100, "-0.01", "disbursed", "not below 0.00"),
        (100, "50.005", "disbursed", "at most 2 places"),
    ],
)
def test_25_2_3a_a_revision_to_less_than_was_disbursed_or_to_no_amount_is_refused(
    new_total: int | str, disbursed: int | str, field: str, accepted: str
) -> None:
    error = refusal(
        lambda: revise(CHONGQING_2025_25, schedule_of(100), new_total, disbursed=disbursed),
        InvalidValueError,
    )
    value = new_total if field == "new_total" else disbursed
    assert error.field == field
    assert Decimal(str(error.value)) == Decimal(str(value))
    assert error.clause == "25-2.3a"
    assert accepted in error.expected


@pytest.mark.parametrize("disbursed", [50.0, [30, 30], None])
def test_25_2_3a_disbursed_is_one_exact_amount(disbursed: object) -> None:
    error = refusal(
        lambda: revise(CHONGQING_2025_25, schedule_of(100), 200, disbursed=untyped(disbursed)),
        InvalidTypeError,
    )
    assert (error.field, error.value, error.clause) == ("disbursed", disbursed, "25-2.3a")


def test_a_schedule_of_another_notice_is_not_revised() -> None:
    error = refusal(
        lambda: revise(CHONGQING_2025_25, invented_schedule(100), 200, disbursed=0),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == ("cycle", INVENTED.number, "25-1.3a")


def test_25_2_3a_a_schedule_of_other_shares_is_not_revised() -> None:
    own = Cycle("2030-03-15", "2032-03-14")  # of no notice in particular
    three = prepayment_schedule(INVENTED, own, 100)
    error = refusal(lambda: revise(CHONGQING_2025_25, three, 200, disbursed=0), InvalidValueError)
    assert (error.field, error.clause) == ("schedule", "25-2.3a")
    assert error.value == [Decimal("0.30"), Decimal("0.30"), Decimal("0.40")]
    assert CHONGQING_2025_25.number in error.expected


def test_a_schedule_is_not_revised_under_another_notice_though_its_cycle_names_none() -> None:
    other = evolve(CHONGQING_2025_25, number="渝医保办〔2030〕1号")  # of the same shares
    schedule = prepayment_schedule(other, Cycle("2025-05-30", "2026-05-29"), 100)
    error = refusal(
        lambda: revise(CHONGQING_2025_25, schedule, 200, disbursed=0), InvalidValueError
    )
    assert (error.field, error.value, error.clause) == ("schedule", other.number, "25-2.3a")
    assert CHONGQING_2025_25.number in error.expected


# Values, and where they come from


Parts = tuple[Instalment, ...]


def changed(parts: Parts, which: int, **changes: object) -> Parts:
    """Change one instalment, the first being 1."""
    return tuple(evolve(part, **changes) if part.number == which else part for part in parts)


TAMPERED: list[tuple[Callable[[Parts], dict[str, Any]], str, str]] = [
    (lambda _: {"total": "100.01"}, "instalments", "sum to 100.01"),
    (lambda _: {"total": "99.99"}, "instalments", "sum to 99.99"),
    (lambda _: {"total": 0}, "total", "above 0.00"),
    (lambda _: {"instalments": ()}, "instalments", "sum to 100.00"),
    (lambda parts: {"instalments": parts[:1]}, "instalments", "sum to 100.00"),
    (lambda parts: {"instalments": parts[::-1]}, "instalments", "in order"),
    (
        lambda parts: {"instalments": changed(parts, 1, amount="50.01")},
        "instalments",
        "sum to 100.00",
    ),
    (
        lambda parts: {"instalments": changed(parts, 2, share="0.499999")},
        "instalments",
        "sum to exactly 1",
    ),
    (
        lambda parts: {
            "instalments": changed(changed(parts, 1, amount="49.99"), 2, amount="50.01")
        },
        "instalments[0].amount",
        "50.00, as it follows",
    ),
    (
        lambda parts: {"instalments": changed(changed(parts, 1, share="0.6"), 2, share="0.4")},
        "instalments[0].amount",
        "60.00, as it follows",
    ),
    (lambda parts: {"instalments": changed(parts, 2, number=3)}, "instalments", "1, 2"),
    (lambda parts: {"instalments": changed(parts, 1, number=2)}, "instalments", "1, 2"),
]


@pytest.mark.parametrize(("change", "field", "accepted"), TAMPERED)
def test_a_schedule_whose_figures_do_not_follow_from_one_another_is_refused(
    change: Callable[[Parts], dict[str, Any]], field: str, accepted: str
) -> None:
    schedule = schedule_of(100)
    changes = change(schedule.instalments)
    error = refusal(lambda: evolve(schedule, **changes), InvalidValueError)
    assert error.field == field
    assert accepted in error.expected
    if field == "instalments":
        named = {"sum to exactly 1": "share", "1, 2": "number", "in order": "number"}
        parts = changes.get("instalments", schedule.instalments)
        assert error.value == [getattr(part, named.get(accepted, "amount")) for part in parts]


def test_25_2_3a_only_a_revised_schedule_may_have_other_amounts_than_its_shares() -> None:
    revised = revise(CHONGQING_2025_25, schedule_of(100), 160, disbursed=50)
    assert evolve(revised) == revised
    plain = schedule_of(160).basis
    error = refusal(lambda: evolve(revised, basis=plain), InvalidValueError)
    assert (error.field, error.value) == ("instalments[0].amount", Decimal("50.00"))
    assert "80.00" in error.expected


@pytest.mark.parametrize("days", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("shift", DisbursementDay)
def test_25_2_3b_a_due_day_is_where_its_reading_can_have_moved_it(
    shift: DisbursementDay, days: int
) -> None:
    way = {"UNSHIFTED": [0], "PREVIOUS_WORKDAY": [-2, -1, 0], "NEXT_WORKDAY": [0, 1, 2]}
    reading = Reading(disbursement_day=shift)
    instalment = schedule_of(100, reading=reading, calendar=WIDE_CALENDAR).instalments[0]
    due = instalment.nominal_due + days * DAY
    if days in way[shift.name]:
        assert evolve(instalment, due=due).due == due
    else:
        error = refusal(lambda: evolve(instalment, due=due), InvalidValueError)
        assert (error.field, error.value, error.clause) == ("due", due, None)
        assert str(instalment.nominal_due) in error.expected


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("number", 0, InvalidValueError),
        ("number", True, InvalidTypeError),
        ("number", "1", InvalidTypeError),
        ("share", "1.000001", InvalidValueError),
        ("share", "-0.01", InvalidValueError),
        ("share", 0.5, InvalidTypeError),
        ("amount", "-0.01", InvalidValueError),
        ("amount", "0.001", InvalidValueError),
        ("due", "2025-06-31", InvalidValueError),
        ("nominal_due", 20250630, InvalidTypeError),
        ("kind", "by", InvalidTypeError),
        ("clause", "25-2.3b", InvalidTypeError),
        ("basis", None, InvalidTypeError),
    ],
)
def test_an_instalment_checks_every_field(
    field: str, value: object, kind: type[PolicyError]
) -> None:
    instalment = schedule_of(100).instalments[0]
    error = refusal(lambda: evolve(instalment, **{field: value}), kind)
    assert (error.field, error.value) == (field, value)


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("cycle", "2025-05-30", "cycle"),
        ("instalments", 1, "instalments"),
        ("instalments", "12", "instalments"),
        ("instalments", ["12"], "instalments[0]"),
        ("basis", None, "basis"),
    ],
)
def test_a_schedule_checks_the_type_of_every_field(field: str, value: object, named: str) -> None:
    error = refusal(lambda: evolve(schedule_of(100), **{field: value}), InvalidTypeError)
    assert error.field == named


@given(policies, readings(), yuan(1))
def test_what_the_rule_makes_the_public_constructors_make_too(
    policy: Policy, reading: Reading, total: Decimal
) -> None:
    schedule = schedule_of(
        total, "2030-03-15", policy=policy, reading=reading, calendar=WIDE_CALENDAR
    )
    rebuilt = evolve(schedule, instalments=[evolve(each) for each in schedule.instalments])
    assert rebuilt == schedule
    assert repr(rebuilt) == repr(schedule)
    assert hash(rebuilt) == hash(schedule)


@given(policies, readings())
def test_every_part_says_where_it_comes_from(policy: Policy, reading: Reading) -> None:
    schedule = schedule_of(
        100, "2030-03-15", policy=policy, reading=reading, calendar=WIDE_CALENDAR
    )
    clauses = {
        CHONGQING_2025_25.number: ["25-2.3a", "25-2.3b", "25-2.3c"],
        INVENTED.number: ["3-3", "3-3a", "3-3b", "3-3c"],
    }
    assert schedule.basis.policy_number == policy.number
    assert [clause.id for clause in schedule.basis.clauses] == clauses[policy.number]
    assert schedule.basis.reading == reading
    assert schedule.basis.assumptions == ()
    assert all(each.basis == schedule.basis for each in schedule.instalments)


def test_25_2_3a_a_revision_lists_what_no_notice_states_once() -> None:
    schedule = schedule_of(100)
    revised = revise(CHONGQING_2025_25, schedule, 160, disbursed=50)
    again = revise(CHONGQING_2025_25, revised, 170, disbursed=50)

    assert revised.basis.policy_number == schedule.basis.policy_number
    assert revised.basis.clauses == schedule.basis.clauses
    assert revised.basis.reading == schedule.basis.reading
    oldest_first, spread = revised.basis.assumptions
    assert "oldest instalment first" in oldest_first
    assert "spread over what is not yet disbursed in full" in spread
    assert again.basis == revised.basis
    assert all(each.basis == revised.basis for each in revised.instalments)


def test_a_start_that_the_notice_does_not_state_stays_an_assumption_of_the_schedule() -> None:
    cycle_terms = evolve(INVENTED.terms.cycle, length=UntilDay("2031-12-31"))
    policy = evolve(INVENTED, terms=evolve(INVENTED.terms, cycle=cycle_terms))
    assumed = prepayment_schedule(policy, procurement_cycle(policy), 100)
    stated = prepayment_schedule(policy, procurement_cycle(policy, "2030-02-01"), 100)

    assert assumed == stated
    assert stated.basis.assumptions == ()
    (assumption,) = assumed.basis.assumptions
    assert "2030-02-01" in assumption
    assert assumption in revise(policy, assumed, 200, disbursed=0).basis.assumptions


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    schedule = schedule_of(100)
    other = Basis("other", (), Reading(), ("something",))
    values: list[object] = [schedule, *schedule.instalments]
    for value in values:
        assert evolve(value, basis=other) == value
        assert hash(evolve(value, basis=other)) == hash(value)
    assert evolve(schedule.instalments[0], amount="50.01") != schedule.instalments[0]


def test_a_share_of_nothing_is_no_instalment_term() -> None:
    # so that a schedule always has shares to spread a revised total by
    terms = CHONGQING_2025_25.terms.prepayment
    assert terms is not None
    instalment: InstalmentTerms = terms.instalments[0]
    error = refusal(lambda: evolve(instalment, share=0), InvalidValueError)
    assert (error.field, error.clause) == ("share", "25-2.3b")
