"""25号 25-2.3d and 25-2.3e: the offset month by month, what is left, and what goes back."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED, with_window
from slow_ledger import (
    SlowEntry,
    SlowFund,
    SlowPrepayment,
    as_booked,
    decimal,
    month_of,
    months_after,
    period_end,
    window,
    window_by_cycle_end,
)
from strategies import hospital, payables, small_totals, yuan
from vbp_policy import (
    Basis,
    Cycle,
    Extension,
    Fund,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NotProvidedError,
    OffsetEntry,
    OffsetLedger,
    OffsetStatus,
    Policy,
    PolicyError,
    Prepayment,
    Reading,
    ReturnClock,
    ReturnDue,
    UntilDay,
    YearMonth,
    cautious,
    extend,
    offset_prepayment,
    offset_window,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

RECOMMENDED = Reading()
CYCLE_END = Reading(return_clock=ReturnClock.CYCLE_END)
CORRESPONDING = Reading(last_day=LastDay.CORRESPONDING)
CORRESPONDING_CYCLE_END = Reading(
    last_day=LastDay.CORRESPONDING, return_clock=ReturnClock.CYCLE_END
)
DAY = timedelta(days=1)
MILLION = 1_000_000
WINDOW = [str(YearMonth(2026, 6) + number) for number in range(12)]

Given = Mapping[str, Decimal | int | str]

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def prepaid(
    amount: Decimal | int | str = MILLION,
    execution_date: date | str = "2025-05-30",
    *,
    policy: Policy = CHONGQING_2025_25,
    reading: Reading = RECOMMENDED,
    fund: Fund = Fund.EMPLOYEE,
) -> Prepayment:
    cycle = procurement_cycle(policy, execution_date, reading=reading)
    return Prepayment("P1", hospital(), fund, amount, cycle)


def ledger_of(
    given_payables: Given,
    booked: Given | None = None,
    amount: Decimal | int | str = MILLION,
    reading: Reading = RECOMMENDED,
) -> OffsetLedger:
    prepayment = prepaid(amount, reading=reading)
    return offset_prepayment(CHONGQING_2025_25, prepayment, given_payables, booked=booked)


def by_months(*values: Decimal | int | str) -> Given:
    """Values from the window's first month on."""
    return dict(zip(WINDOW, values, strict=False))


def shown(ledger: OffsetLedger, *names: str) -> list[tuple[str, ...]]:
    return [tuple(str(getattr(entry, name)) for name in names) for entry in ledger.entries]


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


# The window


def test_25_2_3d_the_golden_window_is_the_twelve_months_after_the_cycle() -> None:
    golden = offset_window(CHONGQING_2025_25, procurement_cycle(CHONGQING_2025_25, "2025-05-30"))
    assert golden == tuple(YearMonth.parse(month) for month in WINDOW)
    assert (WINDOW[0], WINDOW[-1]) == ("2026-06", "2027-05")


@pytest.mark.parametrize(
    ("execution_date", "reading", "first", "last", "months", "from_day"),
    [
        ("2025-05-30", RECOMMENDED, "2026-06", "2027-05", 12, "2027-06-01"),
        ("2025-05-30", CYCLE_END, "2026-06", "2027-04", 11, "2027-05-30"),
        ("2025-05-30", cautious(), "2026-06", "2027-04", 11, "2027-05-30"),
        ("2025-05-31", RECOMMENDED, "2026-06", "2027-05", 12, "2027-06-01"),
        ("2025-05-31", CYCLE_END, "2026-06", "2027-04", 11, "2027-05-31"),
        # the cycle ends with May, so that the year after it holds twelve whole months
        ("2025-06-01", RECOMMENDED, "2026-06", "2027-05", 12, "2027-06-01"),
        ("2025-06-01", CYCLE_END, "2026-06", "2027-05", 12, "2027-06-01"),
        # and a day later it ends in June
        ("2025-06-02", RECOMMENDED, "2026-07", "2027-06", 12, "2027-07-01"),
        ("2025-06-02", CYCLE_END, "2026-07", "2027-05", 11, "2027-06-02"),
        # the year ends by the reading of the last day as well
        ("2025-05-30", CORRESPONDING, "2026-06", "2027-05", 12, "2027-06-01"),
        ("2025-05-30", CORRESPONDING_CYCLE_END, "2026-06", "2027-05", 12, "2027-06-01"),
        ("2025-05-31", CORRESPONDING_CYCLE_END, "2026-06", "2027-05", 12, "2027-06-02"),
        ("2025-06-01", CORRESPONDING_CYCLE_END, "2026-07", "2027-05", 11, "2027-06-03"),
        # the turn of a year, and a leap February
        ("2025-12-31", CYCLE_END, "2027-01", "2027-11", 11, "2027-12-31"),
        ("2026-01-01", CYCLE_END, "2027-01", "2027-12", 12, "2028-01-01"),
        ("2027-03-01", CYCLE_END, "2028-03", "2029-02", 12, "2029-03-01"),
    ],
)
def test_25_2_3d_25_2_3e_the_window_and_the_return_day_as_read(
    execution_date: str, reading: Reading, first: str, last: str, months: int, from_day: str
) -> None:
    prepayment = prepaid(100, execution_date, reading=reading)
    held = offset_window(CHONGQING_2025_25, prepayment.cycle)
    assert (str(held[0]), str(held[-1]), len(held)) == (first, last, months)

    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, dict.fromkeys(held, 0))
    assert ledger.window == held
    assert ledger.return_due == ReturnDue(100, Fund.EMPLOYEE, from_day, basis=ledger.basis)


@pytest.mark.parametrize(
    ("execution_date", "reading", "first", "last", "months", "from_day"),
    [
        ("2030-03-15", RECOMMENDED, "2032-05", "2033-10", 18, "2033-11-01"),
        ("2030-03-15", CYCLE_END, "2032-05", "2033-08", 16, "2033-09-15"),
        ("2030-03-01", CYCLE_END, "2032-04", "2033-08", 17, "2033-09-01"),
        ("2030-03-02", CYCLE_END, "2032-05", "2033-08", 16, "2033-09-02"),
    ],
)
def test_an_invented_notices_window_is_its_own(
    execution_date: str, reading: Reading, first: str, last: str, months: int, from_day: str
) -> None:
    prepayment = prepaid(100, execution_date, policy=INVENTED, reading=reading)
    held = offset_window(INVENTED, prepayment.cycle)
    assert (str(held[0]), str(held[-1]), len(held)) == (first, last, months)

    ledger = offset_prepayment(INVENTED, prepayment, dict.fromkeys(held, 0))
    assert ledger.return_due is not None
    assert str(ledger.return_due.from_day) == from_day


def days_that_matter(first: date, last: date) -> list[date]:
    """Every first, and every 28th to last day of a month."""
    count = (last - first).days + 1
    days = (first + number * DAY for number in range(count))
    return [day for day in days if day.day == 1 or day.day >= 28]


@pytest.mark.parametrize("last_day", LastDay)
@pytest.mark.parametrize(
    ("policy", "length", "first_month", "count"),
    [(CHONGQING_2025_25, 12, 1, 12), (INVENTED, 24, 2, 18)],
)
def test_windows_agree_with_counting_day_by_day(
    policy: Policy, length: int, first_month: int, count: int, last_day: LastDay
) -> None:
    corresponding = last_day is LastDay.CORRESPONDING
    for day in days_that_matter(date(2030, 2, 1), date(2032, 3, 31)):
        end = period_end(day, length, corresponding=corresponding)
        by_start = window(end, first_month, count)
        by_end, year_end = window_by_cycle_end(end, first_month, count, corresponding=corresponding)
        for clock, months in (
            (ReturnClock.OFFSET_START, by_start),
            (ReturnClock.CYCLE_END, by_end),
        ):
            reading = Reading(last_day=last_day, return_clock=clock)
            prepayment = prepaid(100, day, policy=policy, reading=reading)
            held = offset_window(policy, prepayment.cycle)
            assert [(month.year, month.month) for month in held] == months, (day, clock)
            due = offset_prepayment(policy, prepayment, dict.fromkeys(held, 0)).return_due
            assert due is not None
            after = held[-1].last_day if clock is ReturnClock.OFFSET_START else year_end
            assert due.from_day == after + DAY, (day, clock)


BEFORE_OFFSET, ORIGINAL_END, EXTENDED_END = (
    Extension.BEFORE_OFFSET,
    Extension.ORIGINAL_END,
    Extension.EXTENDED_END,
)


@pytest.mark.parametrize(
    ("extension", "decided_on", "first", "last"),
    [
        # the first offset month is 2026-06
        (BEFORE_OFFSET, "2026-05-29", "2026-12", "2027-11"),
        (BEFORE_OFFSET, "2026-05-30", "2026-12", "2027-11"),
        (BEFORE_OFFSET, "2026-05-31", "2026-12", "2027-11"),
        (BEFORE_OFFSET, "2026-06-01", "2026-06", "2027-05"),
        (BEFORE_OFFSET, "2026-06-02", "2026-06", "2027-05"),
        (ORIGINAL_END, "2026-05-31", "2026-06", "2027-05"),
        (ORIGINAL_END, "2026-06-01", "2026-06", "2027-05"),
        (EXTENDED_END, "2026-05-31", "2026-12", "2027-11"),
        (EXTENDED_END, "2026-06-01", "2026-12", "2027-11"),
    ],
)
def test_25_1_3b_25_2_3d_an_extended_cycles_window_follows_the_end_as_read(
    extension: Extension, decided_on: str, first: str, last: str
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=Reading(extension=extension))
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on=decided_on)
    held = offset_window(CHONGQING_2025_25, longer)
    assert (str(held[0]), str(held[-1]), len(held)) == (first, last, 12)


@pytest.mark.parametrize(
    ("decided_on", "last", "months", "from_day"),
    [("2026-05-31", "2027-10", 11, "2027-11-30"), ("2026-06-01", "2027-04", 11, "2027-05-30")],
)
def test_25_2_3e_the_year_after_an_extended_cycle_starts_after_the_end_that_the_offset_follows(
    decided_on: str, last: str, months: int, from_day: str
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=CYCLE_END)
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on=decided_on)
    held = offset_window(CHONGQING_2025_25, longer)
    assert (str(held[-1]), len(held)) == (last, months)

    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, longer)
    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, dict.fromkeys(held, 0))
    assert ledger.return_due is not None
    assert str(ledger.return_due.from_day) == from_day


def test_25_1_3b_extended_twice_the_offset_stays_with_the_end_it_followed() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    once = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on="2026-06-01")
    twice = extend(CHONGQING_2025_25, once, "2027-05-29", decided_on="2026-11-01")
    assert offset_window(CHONGQING_2025_25, twice) == offset_window(CHONGQING_2025_25, cycle)


@pytest.mark.parametrize(
    ("decided_on", "first"), [("2032-04-30", "2032-11"), ("2032-05-01", "2032-05")]
)
def test_an_invented_notices_first_offset_month_decides_about_its_extension(
    decided_on: str, first: str
) -> None:
    cycle = procurement_cycle(INVENTED, "2030-03-15")  # to 2032-03-14, offset from 2032-05
    longer = extend(INVENTED, cycle, "2032-09-14", decided_on=decided_on)
    assert str(offset_window(INVENTED, longer)[0]) == first


def test_a_period_that_no_settlement_month_ends_within_leaves_all_to_be_returned() -> None:
    policy = with_window(1)
    cycle = procurement_cycle(policy, "2025-05-30", reading=CYCLE_END)
    assert offset_window(policy, cycle) == ()  # 2026-05-30 to 2026-06-29 ends before June does

    ledger = offset_prepayment(policy, prepaid(100, policy=policy, reading=CYCLE_END), {})
    assert (ledger.entries, ledger.status) == ((), OffsetStatus.RETURN_DUE)
    assert ledger.return_due == ReturnDue(100, Fund.EMPLOYEE, "2026-06-30", basis=ledger.basis)
    assert attrs.evolve(ledger) == ledger

    error = refusal(
        lambda: offset_prepayment(
            policy, prepaid(100, policy=policy, reading=CYCLE_END), {"2026-06": 1}
        ),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == ("payables", "2026-06", "25-2.3d")
    assert "without months" in error.expected


@pytest.mark.parametrize(
    ("execution_date", "reading", "last"),
    [
        ("9997-05-30", RECOMMENDED, "9999-05"),
        ("9997-12-01", RECOMMENDED, "9999-11"),
        ("9997-12-02", RECOMMENDED, None),
        ("9997-12-29", CYCLE_END, "9999-11"),
        ("9998-01-01", CYCLE_END, None),
        ("9997-12-29", CORRESPONDING_CYCLE_END, "9999-11"),
        ("9997-12-30", CORRESPONDING_CYCLE_END, None),
        ("9997-12-31", CORRESPONDING_CYCLE_END, None),
    ],
)
def test_what_would_go_back_after_the_year_9999_is_refused(
    execution_date: str, reading: Reading, last: str | None
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, execution_date, reading=reading)
    if last is None:
        error = refusal(lambda: offset_window(CHONGQING_2025_25, cycle), InvalidValueError)
        assert (error.field, error.value, error.clause) == ("cycle", cycle, "25-2.3e")
        assert "9999" in error.expected
    else:
        assert str(offset_window(CHONGQING_2025_25, cycle)[-1]) == last


# Month by month


def test_25_2_3d_golden_offsets() -> None:
    ledger = ledger_of(by_months(300_000, 0, "450000.01", 900_000))
    assert shown(ledger, "month", "payable", "opening_balance", "offset", "paid_out") == [
        ("2026-06", "300000.00", "1000000.00", "300000.00", "0.00"),
        ("2026-07", "0.00", "700000.00", "0.00", "0.00"),
        ("2026-08", "450000.01", "700000.00", "450000.01", "0.00"),
        ("2026-09", "900000.00", "249999.99", "249999.99", "650000.01"),
    ]
    assert shown(ledger, "closing_balance", "booked", "expected") == [
        ("700000.00", "False", "300000.00"),
        ("700000.00", "False", "0.00"),
        ("249999.99", "False", "450000.01"),
        ("0.00", "False", "249999.99"),
    ]
    assert (str(ledger.offset_total), str(ledger.balance)) == ("1000000.00", "0.00")
    assert (ledger.status, ledger.return_due) == (OffsetStatus.CLEARED, None)
    assert ledger.prepayment == prepaid()


@pytest.mark.parametrize(
    ("payable", "offset", "paid_out"),
    [
        ("-0.01", "0.00", "-0.01"),
        (0, "0.00", "0.00"),
        ("0.01", "0.01", "0.00"),
        ("99.99", "99.99", "0.00"),
        (100, "100.00", "0.00"),
        ("100.01", "100.00", "0.01"),
        ("-999999999999999.99", "0.00", "-999999999999999.99"),
        ("999999999999999.99", "100.00", "999999999999899.99"),
    ],
)
def test_25_2_3d_a_month_offsets_no_more_than_is_payable_and_no_more_than_the_balance(
    payable: int | str, offset: str, paid_out: str
) -> None:
    ledger = ledger_of(by_months(payable), amount=100)
    assert shown(ledger, "offset", "paid_out", "expected") == [(offset, paid_out, offset)]


@pytest.mark.parametrize(
    ("amount", "months", "status"),
    [
        (100, 0, OffsetStatus.NOT_STARTED),
        (100, 1, OffsetStatus.OFFSETTING),
        (100, 11, OffsetStatus.OFFSETTING),
        (100, 12, OffsetStatus.RETURN_DUE),
        ("11.01", 11, OffsetStatus.OFFSETTING),
        (11, 11, OffsetStatus.CLEARED),
        (12, 11, OffsetStatus.OFFSETTING),
        (12, 12, OffsetStatus.CLEARED),
        ("12.01", 12, OffsetStatus.RETURN_DUE),
        ("0.01", 1, OffsetStatus.CLEARED),
    ],
)
def test_25_2_3d_25_2_3e_the_status_changes_with_the_last_fen_and_the_last_month(
    amount: int | str, months: int, status: OffsetStatus
) -> None:
    ledger = ledger_of(by_months(*[1] * months), amount=amount)
    assert ledger.status is status
    assert ledger.offset_total == min(Decimal(amount), months)
    assert ledger.balance == Decimal(amount) - ledger.offset_total
    assert (ledger.return_due is not None) == (status is OffsetStatus.RETURN_DUE)


@pytest.mark.parametrize("fund", Fund)
def test_25_2_3e_what_is_left_goes_back_whole_through_the_same_fund(fund: Fund) -> None:
    prepayment = prepaid("1234567.89", fund=fund)
    flows = dict.fromkeys(WINDOW, "100000.00")
    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, flows)
    assert (str(ledger.offset_total), str(ledger.balance)) == ("1200000.00", "34567.89")
    assert ledger.return_due == ReturnDue("34567.89", fund, "2027-06-01", basis=ledger.basis)

    before_the_end = {month: flows[month] for month in WINDOW[:-1]}
    assert offset_prepayment(CHONGQING_2025_25, prepayment, before_the_end).return_due is None


def test_25_2_3e_under_the_cycles_clock_the_return_is_due_a_month_earlier() -> None:
    eleven = by_months(*[1] * 11)
    assert ledger_of(eleven, amount=100).status is OffsetStatus.OFFSETTING
    ledger = ledger_of(eleven, amount=100, reading=CYCLE_END)
    assert ledger.return_due == ReturnDue(89, Fund.EMPLOYEE, "2027-05-30", basis=ledger.basis)


def test_an_invented_notices_ledger_runs_its_own_eighteen_months() -> None:
    prepayment = prepaid(100, "2030-03-15", policy=INVENTED, fund=Fund.RESIDENT)
    held = offset_window(INVENTED, prepayment.cycle)
    seventeen = offset_prepayment(INVENTED, prepayment, dict.fromkeys(held[:17], 5))
    eighteen = offset_prepayment(INVENTED, prepayment, dict.fromkeys(held, 5))
    assert seventeen.status is OffsetStatus.OFFSETTING
    assert eighteen.return_due == ReturnDue(10, Fund.RESIDENT, "2033-11-01", basis=eighteen.basis)


def test_months_may_be_written_either_way_and_in_any_order() -> None:
    written = ledger_of({"2026-06": 1, "2026-07": 2, "2026-08": 3}, {"2026-07": 1})
    prepayment = prepaid()
    mixed: dict[YearMonth | str, int] = {YearMonth(2026, 8): 3, "2026-06": 1}
    mixed[YearMonth(2026, 7)] = 2
    as_values = offset_prepayment(
        CHONGQING_2025_25, prepayment, mixed, booked={YearMonth(2026, 7): 1}
    )
    assert as_values == written


# Booked months


@pytest.mark.parametrize(
    ("booked", "offsets", "expected", "balance"),
    [
        ({}, ["300", "0", "450", "250"], ["300", "0", "450", "250"], "0"),
        ({"2026-06": 300}, ["300", "0", "450", "250"], ["300", "0", "450", "250"], "0"),
        ({"2026-06": 200}, ["200", "0", "450", "350"], ["300", "0", "450", "350"], "0"),
        ({"2026-06": 0}, ["0", "0", "450", "550"], ["300", "0", "450", "550"], "0"),
        (
            {"2026-06": "299.99", "2026-08": "0.01"},
            ["299.99", "0", "0.01", "700"],
            ["300", "0", "450", "700"],
            "0",
        ),
        ({"2026-07": 0}, ["300", "0", "450", "250"], ["300", "0", "450", "250"], "0"),
        ({"2026-09": 100}, ["300", "0", "450", "100"], ["300", "0", "450", "250"], "150"),
        (
            {"2026-06": 1, "2026-07": 0, "2026-08": 2, "2026-09": 3},
            ["1", "0", "2", "3"],
            ["300", "0", "450", "900"],
            "994",
        ),
    ],
)
def test_25_2_3d_a_booked_month_stands_and_later_months_go_on_from_the_real_balance(
    booked: Given, offsets: list[str], expected: list[str], balance: str
) -> None:
    ledger = ledger_of(by_months(300, -7, 450, 900), booked, amount=1000)
    assert [entry.offset for entry in ledger.entries] == list(map(Decimal, offsets))
    assert [entry.expected for entry in ledger.entries] == list(map(Decimal, expected))
    assert [entry.booked for entry in ledger.entries] == [month in booked for month in WINDOW[:4]]
    assert [entry.paid_out for entry in ledger.entries] == [
        payable - Decimal(offset)
        for payable, offset in zip((300, -7, 450, 900), offsets, strict=True)
    ]
    assert ledger.balance == Decimal(balance)
    assert ledger.offset_total == 1000 - Decimal(balance)


def test_25_2_3e_a_booked_last_month_leaves_its_real_balance_to_be_returned() -> None:
    ledger = ledger_of(by_months(*[10] * 12), {"2027-05": 4}, amount=120)
    assert ledger.return_due == ReturnDue(6, Fund.EMPLOYEE, "2027-06-01", basis=ledger.basis)
    assert shown(ledger, "offset", "expected", "booked")[-1] == ("4.00", "10.00", "True")


@pytest.mark.parametrize(
    ("booked", "field", "value", "accepted"),
    [
        # 2026-06: balance 500, payable 300; 2026-07: balance 200, payable 300; 2026-08: −5
        ({"2026-06": "300.01"}, "booked[2026-06]", "300.01", "0.00 to 300.00"),
        ({"2026-06": "-0.01"}, "booked[2026-06]", "-0.01", "0.00 to 300.00"),
        ({"2026-07": "200.01"}, "booked[2026-07]", "200.01", "0.00 to 200.00"),
        ({"2026-06": 0, "2026-07": "300.01"}, "booked[2026-07]", "300.01", "0.00 to 300.00"),
        ({"2026-08": "0.01"}, "booked[2026-08]", "0.01", "0.00 to 0.00"),
        ({"2026-08": -5}, "booked[2026-08]", "-5.00", "0.00 to 0.00"),
    ],
)
def test_25_2_3d_what_cannot_have_been_booked_is_refused(
    booked: Given, field: str, value: str, accepted: str
) -> None:
    error = refusal(
        lambda: ledger_of(by_months(300, 300, -5), booked, amount=500), InvalidValueError
    )
    assert (error.field, str(error.value), error.clause) == (field, value, "25-2.3d")
    assert accepted in error.expected


@pytest.mark.parametrize(
    "booked",
    [
        {"2026-06": 300, "2026-07": 200, "2026-08": 0},
        {"2026-06": 0, "2026-07": 300},
        {"2026-06": 0, "2026-07": 0, "2026-08": 0},
    ],
)
def test_25_2_3d_what_can_just_have_been_booked_stands(booked: Given) -> None:
    ledger = ledger_of(by_months(300, 300, -5), booked, amount=500)
    stands = {str(entry.month): entry.offset for entry in ledger.entries if entry.booked}
    assert stands == booked


@pytest.mark.parametrize(
    ("flows", "booked", "value", "last"),
    [
        ({}, {"2026-06": 0}, "2026-06", None),
        ({"2026-06": 1}, {"2026-07": 0}, "2026-07", "2026-06"),
        ({"2026-06": 1}, {"2026-05": 0}, "2026-05", "2026-06"),
        (
            {"2026-06": 1, "2026-07": 1},
            {"2026-09": 0, "2026-06": 1, "2026-08": 0},
            "2026-08, 2026-09",
            "2026-07",
        ),
    ],
)
def test_25_2_3d_a_booked_month_is_among_the_payables(
    flows: Given, booked: Given, value: str, last: str | None
) -> None:
    error = refusal(lambda: ledger_of(flows, booked), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("booked", value, "25-2.3d")
    if last is not None:
        assert last in error.expected


# Months that do not fit


@pytest.mark.parametrize(
    ("flows", "value", "accepted"),
    [
        # outside the window, a month either side
        ({"2026-05": 1}, "2026-05", ["2026-06 to 2027-05"]),
        ({**by_months(*[1] * 12), "2027-06": 1}, "2027-06", ["2026-06 to 2027-05"]),
        (
            {"2027-06": 1, "2026-06": 1, "2026-05": 1},
            "2026-05, 2027-06",
            ["2026-06 to 2027-05"],
        ),
        # gaps
        ({"2026-07": 1}, "2026-07", ["missing: 2026-06"]),
        ({"2026-06": 1, "2026-08": 1}, "2026-06, 2026-08", ["missing: 2026-07"]),
        (
            {"2026-09": 1, "2026-07": 1},
            "2026-07, 2026-09",
            ["2026-06 to 2027-05", "missing: 2026-06, 2026-08"],
        ),
        # a month twice
        ({"2026-06": 1, YearMonth(2026, 6): 2}, "2026-06", ["each month once"]),
        ({"2026-06": 1, YearMonth(2026, 6): 1}, "2026-06", ["each month once"]),
        ({"2026-06": 1, "2026-07": 1, YearMonth(2026, 7): 1}, "2026-07", ["each month once"]),
        # no month at all
        ({"2026-13": 1}, "2026-13", ["YYYY-MM"]),
        ({"2026-6": 1}, "2026-6", ["YYYY-MM"]),
    ],
)
def test_25_2_3d_payables_that_do_not_run_on_from_the_windows_first_month_are_refused(
    flows: Any, value: str, accepted: list[str]
) -> None:
    error = refusal(lambda: ledger_of(flows), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("payables", value, "25-2.3d")
    for words in accepted:
        assert words in error.expected


def test_25_2_3d_a_booked_month_given_twice_is_refused() -> None:
    booked: Any = {"2026-06": 1, YearMonth(2026, 6): 1}
    error = refusal(lambda: ledger_of(by_months(1), booked), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("booked", "2026-06", "25-2.3d")
    assert "each month once" in error.expected


@pytest.mark.parametrize("argument", ["payables", "booked"])
@pytest.mark.parametrize(
    ("flows", "field", "kind", "accepted"),
    [
        ({"2026-06": 1.5}, "[2026-06]", InvalidTypeError, "a finite Decimal"),
        ({"2026-06": True}, "[2026-06]", InvalidTypeError, "a finite Decimal"),
        ({YearMonth(2026, 6): None}, "[2026-06]", InvalidTypeError, "a finite Decimal"),
        ({"2026-06": "1.005"}, "[2026-06]", InvalidValueError, "at most 2 places"),
        ({"2026-06": "1e3"}, "[2026-06]", InvalidValueError, "at most 2 places"),
        ({"2026-06": 10**15}, "[2026-06]", InvalidValueError, "below 10^15"),
        ({202606: 1}, "", InvalidTypeError, "YYYY-MM"),
        ({date(2026, 6, 1): 1}, "", InvalidTypeError, "YYYY-MM"),
        ([("2026-06", 1)], "", InvalidTypeError, "a mapping of months to amounts"),
        ("2026-06", "", InvalidTypeError, "a mapping of months to amounts"),
    ],
)
def test_25_2_3d_a_month_or_an_amount_that_is_none_is_refused_by_name(
    argument: str, flows: Any, field: str, kind: type[PolicyError], accepted: str
) -> None:
    booked = flows if argument == "booked" else None
    error = refusal(
        lambda: ledger_of({"2026-06": 10} if argument == "booked" else flows, booked), kind
    )
    assert (error.field, error.clause) == (f"{argument}{field}", "25-2.3d")
    assert accepted in error.expected
    if isinstance(flows, Mapping):
        assert error.value in (*untyped(flows), *untyped(flows).values())
    else:
        assert error.value == flows


def test_payables_that_are_missing_are_refused() -> None:
    error = refusal(lambda: ledger_of(untyped(None)), InvalidTypeError)
    assert (error.field, error.value) == ("payables", None)


# Arguments


def test_9_4_4_states_no_offset_and_names_the_document_it_leaves_the_rest_to() -> None:
    cycle = procurement_cycle(CHONGQING_2025_9)
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, cycle)
    for call in (
        lambda: offset_window(CHONGQING_2025_9, cycle),
        lambda: offset_prepayment(CHONGQING_2025_9, prepayment, {}),
    ):
        error = refusal(call, NotProvidedError)
        assert (error.field, error.value) == ("offset", "渝医保办〔2025〕9号")
        assert error.clause == "9-4.4"
        assert "渝医保办〔2022〕73号" in error.expected
        assert "does not hold" in error.expected


def test_25_1_3a_a_cycle_of_another_notice_is_refused() -> None:
    prepayment = prepaid(100, "2030-03-15", policy=INVENTED)
    for call in (
        lambda: offset_window(CHONGQING_2025_25, prepayment.cycle),
        lambda: offset_prepayment(CHONGQING_2025_25, prepayment, {}),
    ):
        error = refusal(call, InvalidValueError)
        assert (error.field, error.value, error.clause) == ("cycle", INVENTED.number, "25-1.3a")
        assert CHONGQING_2025_25.number in error.expected


def test_a_cycle_of_no_notice_in_particular_is_taken() -> None:
    own = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, Cycle("2025-05-30", "2026-05-29"))
    flows = by_months(1, 2)
    assert offset_prepayment(CHONGQING_2025_25, own, flows) == ledger_of(flows, amount=100)


WRONG_TYPES: list[tuple[Callable[[], object], str, str | None]] = [
    (lambda: offset_window(untyped(prepaid().cycle), untyped(CHONGQING_2025_25)), "policy", None),
    (lambda: offset_window(CHONGQING_2025_25, untyped("2025-05-30")), "cycle", None),
    (lambda: offset_prepayment(untyped(prepaid()), untyped({}), {}), "policy", None),
    (lambda: offset_prepayment(CHONGQING_2025_25, untyped(1), {}), "prepayment", "25-2.3d"),
]


@pytest.mark.parametrize(("call", "field", "clause"), WRONG_TYPES)
def test_an_argument_of_another_type_is_refused(
    call: Callable[[], object], field: str, clause: str | None
) -> None:
    error = refusal(call, InvalidTypeError)
    assert (error.field, error.clause) == (field, clause)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("amount", 0, InvalidValueError),
        ("amount", "-0.01", InvalidValueError),
        ("amount", "0.001", InvalidValueError),
        ("amount", 1.0, InvalidTypeError),
        ("reference", "", InvalidValueError),
        ("reference", " P1", InvalidValueError),
        ("reference", 1, InvalidTypeError),
        ("institution", "H1", InvalidTypeError),
        ("fund", "EMPLOYEE", InvalidTypeError),
        ("cycle", "2025-05-30", InvalidTypeError),
    ],
)
def test_a_prepayment_checks_every_field(
    field: str, value: object, kind: type[PolicyError]
) -> None:
    error = refusal(lambda: evolve(prepaid(), **{field: value}), kind)
    assert (error.field, error.value) == (field, value)


# Properties

Run = tuple[Prepayment, list[Decimal], dict[str, Decimal]]


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """A prepayment under any reading, its payables so far, and months that can be booked so."""
    prepayment = prepaid(draw(small_totals), reading=draw(readings()))
    length = len(offset_window(CHONGQING_2025_25, prepayment.cycle))
    flows = draw(st.lists(payables, max_size=length))
    balance = prepayment.amount
    booked: dict[str, Decimal] = {}
    for month, payable in zip(WINDOW, flows, strict=False):
        taken = min(balance, max(payable, Decimal(0)))
        if draw(st.booleans()):
            taken = draw(st.one_of(st.just(taken), yuan(0, int(taken * 100))))
            booked[month] = taken
        balance -= taken
    return prepayment, flows, booked


def run(prepayment: Prepayment, flows: list[Decimal], booked: Given) -> OffsetLedger:
    months = offset_window(CHONGQING_2025_25, prepayment.cycle)
    named = {str(month): payable for month, payable in zip(months, flows, strict=False)}
    return offset_prepayment(CHONGQING_2025_25, prepayment, named, booked=booked)


@given(runs())
def test_25_2_3d_the_ledger_agrees_with_a_slow_second_implementation(given_run: Run) -> None:
    prepayment, flows, booked = given_run
    ledger = run(prepayment, flows, booked)
    slow = SlowPrepayment(
        "P1",
        "EMPLOYEE",
        Fraction(prepayment.amount),
        [(month.year, month.month) for month in ledger.window],
    )
    fund = SlowFund([slow])
    for month, payable in zip(slow.window, flows, strict=False):
        stands = booked.get("{:04d}-{:02d}".format(*month))
        known = {} if stands is None else {"P1": Fraction(stands)}
        fund.settle(month, Fraction(payable), as_booked(known))

    assert [as_slow(entry) for entry in ledger.entries] == slow.entries
    assert ledger.balance == decimal(slow.balance)
    assert ledger.status.name == slow.status


def as_slow(entry: OffsetEntry) -> SlowEntry:
    return SlowEntry(
        month=(entry.month.year, entry.month.month),
        payable=Fraction(entry.payable),
        opening=Fraction(entry.opening_balance),
        offset=Fraction(entry.offset),
        paid_out=Fraction(entry.paid_out),
        closing=Fraction(entry.closing_balance),
        booked=entry.booked,
        expected=Fraction(entry.expected),
    )


@given(runs())
def test_25_2_3d_nothing_is_lost_in_any_month(given_run: Run) -> None:
    ledger = run(*given_run)
    taken = Decimal(0)
    opening = ledger.prepayment.amount
    for entry in ledger.entries:
        taken += entry.offset
        assert entry.opening_balance == opening
        assert 0 <= entry.offset <= min(entry.opening_balance, max(entry.payable, Decimal(0)))
        assert entry.payable == entry.offset + entry.paid_out
        assert ledger.prepayment.amount == taken + entry.closing_balance
        opening = entry.closing_balance
    assert ledger.offset_total == taken
    assert ledger.prepayment.amount == ledger.offset_total + ledger.balance
    if ledger.return_due is not None:
        assert ledger.return_due.amount == ledger.balance


@given(runs(), st.data())
def test_25_2_3d_more_payable_never_leaves_more_balance(
    given_run: Run, data: st.DataObject
) -> None:
    prepayment, flows, _ = given_run
    more = [flow + data.draw(yuan(0, 1_000_000)) for flow in flows]
    before, after = run(prepayment, flows, {}), run(prepayment, more, {})
    for less, larger in zip(before.entries, after.entries, strict=True):
        assert larger.closing_balance <= less.closing_balance
    assert after.balance <= before.balance


@given(runs(), st.integers(0, 12))
def test_25_2_3d_a_later_month_changes_no_earlier_one(given_run: Run, count: int) -> None:
    prepayment, flows, booked = given_run
    named = {month: booked[month] for month in WINDOW[: len(flows[:count])] if month in booked}
    shorter = run(prepayment, flows[:count], named)
    assert shorter.entries == run(prepayment, flows, booked).entries[:count]


@given(runs())
def test_25_2_3d_booking_what_the_rule_gives_changes_nothing_but_the_mark(given_run: Run) -> None:
    prepayment, flows, _ = given_run
    ruled = run(prepayment, flows, {})
    booked = run(prepayment, flows, {str(each.month): each.offset for each in ruled.entries})
    assert all(entry.booked for entry in booked.entries)
    assert [attrs.evolve(each, booked=False) for each in booked.entries] == list(ruled.entries)
    assert (booked.balance, booked.status) == (ruled.balance, ruled.status)


@given(runs())
def test_what_the_rule_makes_the_public_constructors_make_too(given_run: Run) -> None:
    ledger = run(*given_run)
    due = ledger.return_due
    rebuilt = evolve(
        ledger,
        entries=[evolve(entry) for entry in ledger.entries],
        return_due=None if due is None else evolve(due),
    )
    assert rebuilt == ledger
    assert repr(rebuilt) == repr(ledger)
    assert hash(rebuilt) == hash(ledger)


# Values

FEN = Decimal("0.01")
# The golden offset with its first month booked: opening 1,000,000.00, payable 300,000.00.
BOOKED = by_months(300_000, 0, "450000.01", 900_000)
GOLDEN = ledger_of(BOOKED, {"2026-06": 200_000})
LEFT = ledger_of(by_months(*[1] * 12), amount=100)


@pytest.mark.parametrize("amiss", [FEN, -FEN])
@pytest.mark.parametrize(
    ("number", "field", "refused"),
    [
        (0, "payable", "expected"),
        (0, "opening_balance", "closing_balance"),
        (0, "offset", "paid_out"),
        (0, "paid_out", "paid_out"),
        (0, "closing_balance", "closing_balance"),
        (0, "expected", "expected"),
        (2, "payable", "expected"),
        (2, "opening_balance", "closing_balance"),
        (2, "offset", "offset"),
        (2, "paid_out", "paid_out"),
        (2, "closing_balance", "closing_balance"),
        (2, "expected", "expected"),
    ],
)
def test_an_entry_a_fen_amiss_is_refused(
    number: int, field: str, refused: str, amiss: Decimal
) -> None:
    entry = GOLDEN.entries[number]
    error = refusal(
        lambda: evolve(entry, **{field: getattr(entry, field) + amiss}), InvalidValueError
    )
    assert error.field == refused
    assert "as it follows" in error.expected


@pytest.mark.parametrize(
    ("number", "changes", "field", "accepted"),
    [
        (0, {"booked": False}, "offset", "300000.00"),
        (0, {"offset": "300000.01", "paid_out": "-0.01"}, "offset[2026-06]", "300000.00"),
        (1, {"offset": "0.01", "booked": True}, "offset[2026-07]", "0.00 to 0.00"),
        (1, {"offset": "-0.01", "booked": True}, "offset", "not below 0.00"),
        (1, {"opening_balance": "-0.01"}, "opening_balance", "not below 0.00"),
        (3, {"closing_balance": "-0.01"}, "closing_balance", "not below 0.00"),
        (1, {"expected": "-0.01"}, "expected", "not below 0.00"),
    ],
)
def test_an_entry_that_cannot_be_is_refused(
    number: int, changes: dict[str, object], field: str, accepted: str
) -> None:
    error = refusal(lambda: evolve(GOLDEN.entries[number], **changes), InvalidValueError)
    assert error.field == field
    assert accepted in error.expected


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("month", "2026-06"),
        ("payable", 1.0),
        ("offset", None),
        ("booked", 1),
        ("basis", None),
    ],
)
def test_an_entry_checks_the_type_of_every_field(field: str, value: object) -> None:
    error = refusal(lambda: evolve(GOLDEN.entries[0], **{field: value}), InvalidTypeError)
    assert (error.field, error.value) == (field, value)


TAMPERED: list[tuple[OffsetLedger, dict[str, Any], str]] = [
    (GOLDEN, {"offset_total": "999999.99"}, "offset_total"),
    (GOLDEN, {"balance": "0.01"}, "balance"),
    (LEFT, {"balance": "87.99"}, "balance"),
    (LEFT, {"balance": "87.99", "offset_total": "12.01"}, "balance"),
    (LEFT, {"offset_total": "12.01"}, "offset_total"),
    (GOLDEN, {"status": OffsetStatus.OFFSETTING}, "status"),
    (LEFT, {"status": OffsetStatus.OFFSETTING, "return_due": None}, "status"),
    (GOLDEN, {"prepayment": prepaid(1_000_001)}, "entries[0].opening_balance"),
    (GOLDEN, {"entries": GOLDEN.entries[:3]}, "balance"),
    (GOLDEN, {"entries": GOLDEN.entries[::-1]}, "entries"),
    (GOLDEN, {"entries": GOLDEN.entries[1:]}, "entries"),
    (
        GOLDEN,
        {"entries": (*GOLDEN.entries[:2], *GOLDEN.entries[1:])},
        "entries",
    ),
    (
        GOLDEN,
        {"entries": (*ledger_of(BOOKED).entries[:1], *GOLDEN.entries[1:])},
        "entries[1].opening_balance",
    ),
    (GOLDEN, {"window": GOLDEN.window[1:]}, "entries"),
    (LEFT, {"window": (*LEFT.window, YearMonth(2027, 6))}, "status"),
    (LEFT, {"return_due": None}, "return_due"),
    (GOLDEN, {"return_due": LEFT.return_due}, "return_due"),
    (LEFT, {"return_due": evolve(LEFT.return_due, amount="87.99")}, "return_due.amount"),
    (LEFT, {"return_due": evolve(LEFT.return_due, fund=Fund.RESIDENT)}, "return_due.fund"),
]


@pytest.mark.parametrize(("ledger", "changes", "field"), TAMPERED)
def test_a_ledger_whose_figures_do_not_follow_from_one_another_is_refused(
    ledger: OffsetLedger, changes: dict[str, Any], field: str
) -> None:
    error = refusal(lambda: evolve(ledger, **changes), InvalidValueError)
    assert error.field == field
    assert "as it follows" in error.expected


LEFT_AT_CYCLE_END = ledger_of(by_months(*[1] * 11), amount=100, reading=CYCLE_END)
ANY_DAY = [
    *("0001-01-01", "2026-05-30", "2027-04-30", "2027-05-01", "2027-05-29", "2027-05-30"),
    *("2027-05-31", "2027-06-01", "2027-06-02", "2027-06-30", "2027-07-01", "9999-12-31"),
]


@pytest.mark.parametrize("from_day", ANY_DAY)
@pytest.mark.parametrize(
    ("ledger", "accepted", "last"),
    [(LEFT, "2027-06-01", "2027-05"), (LEFT_AT_CYCLE_END, "2027-05-30", "2027-04")],
    ids=["offset start", "cycle end"],
)
def test_25_2_3e_what_is_left_goes_back_from_the_day_on_which_the_year_is_over(
    ledger: OffsetLedger, accepted: str, last: str, from_day: str
) -> None:
    due = evolve(ledger.return_due, from_day=from_day)
    if from_day == accepted:
        assert evolve(ledger, return_due=due) == ledger
    else:
        error = refusal(lambda: evolve(ledger, return_due=due), InvalidValueError)
        assert (error.field, error.value) == ("return_due.from_day", date.fromisoformat(from_day))
        assert last in error.expected
        assert error.clause is None


def test_25_2_3e_a_window_up_to_the_year_9999_leaves_no_day_for_the_return() -> None:
    months = tuple(YearMonth(9999, 1) + number for number in range(12))
    nothing = [
        evolve(entry, month=month) for entry, month in zip(LEFT.entries, months, strict=True)
    ]
    for from_day in ("9999-12-01", "9999-12-31"):
        due = evolve(LEFT.return_due, from_day=from_day)
        changes = {"window": months, "entries": nothing, "return_due": due}
        error = refusal(lambda given=changes: evolve(LEFT, **given), InvalidValueError)  # type: ignore[misc]
        assert error.field == "return_due.from_day"
    error = refusal(lambda: evolve(ledger_of({}), window=months[-1:] * 2), InvalidValueError)
    assert error.field == "window"


def slow_end(cycle: Cycle, first_month: int) -> date:
    """The end that the offset follows (25-1.3b with 25-2.3d)."""
    original, decided = cycle.original_last_day, cycle.decided_on
    if original is None or decided is None or cycle.reading.extension.name == "EXTENDED_END":
        return cycle.last_day
    begins = date(*months_after(month_of(original), first_month), 1)
    keeps = cycle.reading.extension.name == "ORIGINAL_END" or decided >= begins
    return original if keeps else cycle.last_day


@st.composite
def offset_terms(draw: st.DrawFn) -> tuple[Policy, Cycle]:
    """25号 as if it offset otherwise, and a cycle of it, perhaps extended, even twice."""
    offset = evolve(
        CHONGQING_2025_25.terms.offset,
        first_month=draw(st.integers(1, 4)),
        window_months=draw(st.integers(1, 18)),
    )
    policy: Policy = evolve(CHONGQING_2025_25, terms=evolve(CHONGQING_2025_25.terms, offset=offset))
    days = st.dates(date(2025, 5, 30), date(2029, 12, 31))
    cycle = procurement_cycle(policy, draw(days), reading=draw(readings()))
    decided = cycle.last_day + draw(st.integers(-100, 200)) * DAY
    for _ in range(draw(st.integers(0, 2))):
        last_day = cycle.last_day + draw(st.integers(1, 400)) * DAY
        cycle = extend(policy, cycle, last_day, decided_on=decided)
        decided += draw(st.integers(0, 400)) * DAY
    return policy, cycle


@given(offset_terms())
def test_25_2_3e_a_ledger_takes_the_days_that_some_length_of_the_window_gives(
    terms: tuple[Policy, Cycle],
) -> None:
    policy, cycle = terms
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, cycle)
    months = offset_window(policy, cycle)
    ledger = offset_prepayment(policy, prepayment, dict.fromkeys(months, 0))
    due, stated = ledger.return_due, policy.terms.offset
    assert due is not None
    assert stated is not None
    assert evolve(ledger) == ledger

    allowed = {due.from_day}
    if cycle.reading.return_clock is ReturnClock.CYCLE_END:
        follows = slow_end(cycle, stated.first_month) + DAY
        corresponding = cycle.reading.last_day is LastDay.CORRESPONDING
        lengths = range(max(stated.window_months - 2, 1), stated.window_months + 3)
        ends = [period_end(follows, length, corresponding=corresponding) for length in lengths]
        allowed = {end + DAY for end in ends if month_of(end + DAY) == month_of(due.from_day)}
    for away in range(-35, 36):
        day = due.from_day + away * DAY
        changed = evolve(due, from_day=day)
        if day in allowed if months else day > (cycle.original_last_day or cycle.last_day):
            assert evolve(ledger, return_due=changed).return_due == changed
        else:
            error = refusal(
                lambda given=changed: evolve(ledger, return_due=given),  # type: ignore[misc]
                InvalidValueError,
            )
            assert (error.field, error.value) == ("return_due.from_day", day)


@given(offset_terms(), st.integers(-14, 14))
def test_25_2_3d_a_ledger_takes_the_windows_that_some_first_month_gives(
    terms: tuple[Policy, Cycle], away: int
) -> None:
    policy, cycle = terms
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, cycle)
    basis = offset_prepayment(policy, prepayment, {}).basis
    first = YearMonth.of(cycle.last_day) + away
    possible = [months_after(month_of(slow_end(cycle, number)), number) for number in range(1, 60)]

    def opened() -> OffsetLedger:
        status = OffsetStatus.NOT_STARTED
        return OffsetLedger(
            prepayment, (first,), (), untyped(0), prepayment.amount, status, None, basis=basis
        )

    if (first.year, first.month) in possible:
        assert opened().window == (first,)
        return
    original = cycle.original_last_day
    open_end = original is not None and cycle.reading.extension is Extension.BEFORE_OFFSET
    if not open_end or first <= YearMonth.of(original or cycle.last_day):
        error = refusal(opened, InvalidValueError)
        assert (error.field, error.value) == ("window[0]", first)


LATE, EARLY = "2026-06-01", "2026-05-31"  # to decide on 25号's first offset month


@pytest.mark.parametrize(
    ("extension", "decided_on", "refused", "accepted", "end"),
    [
        ("BEFORE_OFFSET", EARLY, "2026-11", "2026-12", "2026-11-29"),
        ("BEFORE_OFFSET", EARLY, "2026-06", "2026-12", "2026-11-29"),
        ("BEFORE_OFFSET", LATE, "2026-05", "2026-06", "2026-05-29"),
        ("ORIGINAL_END", EARLY, "2026-05", "2026-06", "2026-05-29"),
        ("EXTENDED_END", LATE, "2026-11", "2026-12", "2026-11-29"),
        ("EXTENDED_END", LATE, "2026-06", "2026-12", "2026-11-29"),
    ],
)
def test_25_1_3b_25_2_3d_a_window_lies_after_the_end_that_it_follows(
    extension: str, decided_on: str, refused: str, accepted: str, end: str
) -> None:
    reading = Reading(extension=Extension[extension])
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on=decided_on)
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, longer)
    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, {})
    assert str(ledger.window[0]) == accepted
    assert evolve(ledger) == ledger
    months = [YearMonth.parse(refused) + number for number in range(12)]
    error = refusal(lambda: evolve(ledger, window=months), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("window[0]", months[0], None)
    assert end in error.expected


def test_25_2_3e_a_year_of_settlement_months_has_some() -> None:
    error = refusal(lambda: evolve(GOLDEN, window=()), InvalidValueError)
    assert (error.field, error.value, error.expected) == ("window", (), "at least one month")


@pytest.mark.parametrize("extended", [False, True])
def test_25_2_3e_without_a_window_what_is_left_goes_back_after_the_cycle(*, extended: bool) -> None:
    policy = with_window(1)
    cycle = procurement_cycle(policy, "2025-05-30", reading=CYCLE_END)
    if extended:
        cycle = extend(policy, cycle, "2026-11-29", decided_on="2026-06-01")
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, cycle)
    ledger = offset_prepayment(policy, prepayment, {})
    assert ledger.window == ()
    due = evolve(ledger.return_due, from_day="2026-05-29")
    error = refusal(lambda: evolve(ledger, return_due=due), InvalidValueError)
    assert (error.field, error.value) == ("return_due.from_day", date(2026, 5, 29))
    assert error.expected == "a day after the cycle's end, 2026-05-29"


@pytest.mark.parametrize(
    "months",
    [
        (YearMonth(2026, 6), YearMonth(2026, 8)),
        (YearMonth(2026, 7), YearMonth(2026, 6)),
        (YearMonth(2026, 6), YearMonth(2026, 6)),
    ],
)
def test_25_2_3d_a_window_with_a_gap_is_refused(months: tuple[YearMonth, ...]) -> None:
    fresh = ledger_of({})
    error = refusal(lambda: evolve(fresh, window=months), InvalidValueError)
    assert (error.field, error.value, error.expected) == ("window", months, "months in a row")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("prepayment", None, "prepayment"),
        ("window", ["2026-06"], "window[0]"),
        ("entries", [None], "entries[0]"),
        ("offset_total", 1.0, "offset_total"),
        ("status", "CLEARED", "status"),
        ("return_due", 0, "return_due"),
        ("basis", None, "basis"),
    ],
)
def test_a_ledger_checks_the_type_of_every_field(field: str, value: object, named: str) -> None:
    assert refusal(lambda: evolve(GOLDEN, **{field: value}), InvalidTypeError).field == named


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("amount", 0, InvalidValueError),
        ("amount", "-0.01", InvalidValueError),
        ("amount", 1.0, InvalidTypeError),
        ("fund", "EMPLOYEE", InvalidTypeError),
        ("from_day", "2027-06-31", InvalidValueError),
        ("from_day", None, InvalidTypeError),
        ("basis", None, InvalidTypeError),
    ],
)
def test_a_return_checks_every_field(field: str, value: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: evolve(LEFT.return_due, **{field: value}), kind)
    assert (error.field, error.value) == (field, value)


# Where it comes from


@given(runs())
def test_every_part_says_where_it_comes_from(given_run: Run) -> None:
    ledger = run(*given_run)
    basis = ledger.basis
    assert basis.policy_number == CHONGQING_2025_25.number
    assert [clause.id for clause in basis.clauses] == ["25-2.3d", "25-2.3e"]
    assert basis.reading == ledger.prepayment.cycle.reading
    assert any("nothing is payable" in assumption for assumption in basis.assumptions)
    assert any("return" in assumption for assumption in basis.assumptions)
    assert all(entry.basis == basis for entry in ledger.entries)
    assert ledger.return_due is None or ledger.return_due.basis == basis


def test_an_invented_notices_ledger_cites_its_own_clauses() -> None:
    prepayment = prepaid(100, "2030-03-15", policy=INVENTED)
    basis = offset_prepayment(INVENTED, prepayment, {}).basis
    assert basis.policy_number == INVENTED.number
    assert [clause.id for clause in basis.clauses] == ["3-5", "3-6"]


def test_25_1_3b_the_offset_of_an_extended_cycle_cites_the_extension() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on="2026-05-20")
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, longer)
    basis = offset_prepayment(CHONGQING_2025_25, prepayment, {}).basis
    assert {clause.id for clause in basis.clauses} == {"25-2.3d", "25-2.3e", "25-1.3b"}


def test_an_extended_cycle_of_the_callers_own_is_offset_where_no_extension_is_stated() -> None:
    terms = evolve(
        CHONGQING_2025_25.terms,
        cycle=evolve(CHONGQING_2025_25.terms.cycle, extension_clause=None),
    )
    policy: Policy = evolve(CHONGQING_2025_25, terms=terms)
    own = Cycle("2025-05-30", "2026-11-29", original_last_day="2026-05-29", decided_on="2026-05-20")
    basis = offset_prepayment(
        policy, Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, own), {}
    ).basis
    assert [clause.id for clause in basis.clauses] == ["25-2.3d", "25-2.3e"]


def test_a_start_that_the_notice_does_not_state_stays_an_assumption_of_the_ledger() -> None:
    cycle_terms = evolve(INVENTED.terms.cycle, length=UntilDay("2031-12-31"))
    policy: Policy = evolve(INVENTED, terms=evolve(INVENTED.terms, cycle=cycle_terms))

    def assumptions(cycle: Cycle) -> tuple[str, ...]:
        prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 100, cycle)
        return offset_prepayment(policy, prepayment, {}).basis.assumptions

    assumed = assumptions(procurement_cycle(policy))
    stated = assumptions(procurement_cycle(policy, "2030-02-01"))
    (added,) = set(assumed) - set(stated)
    assert "2030-02-01" in added


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    other = Basis("other", (), Reading(), ("something",))
    values: list[object] = [GOLDEN, *GOLDEN.entries, LEFT, LEFT.return_due]
    for value in values:
        assert evolve(value, basis=other) == value
        assert hash(evolve(value, basis=other)) == hash(value)
