"""9号 9-3.4b, 25号 25-2.5: what is monitored every month, against a day-by-day account."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from strategies import hospital
from vbp_policy import (
    Contract,
    Cycle,
    Delivery,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    MonthlyReport,
    Policy,
    PolicyError,
    Product,
    SupplierPayment,
    YearMonth,
    civil_code,
    contract_progress,
    monthly_report,
    procurement_cycle,
    supplier_payment_state,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
DAY = timedelta(days=1)
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def contract(cycle: Cycle = CYCLE) -> Contract:
    return Contract(
        "C1",
        hospital(),
        Product("A1", "透析器", "甲"),
        cycle,
        agreed_volume=1000,
        unit="支",
        unit_price=50,
    )


def accepted(
    reference: str, on: date | str, quantity: Decimal | int, price: Decimal | int | str = 50
) -> Delivery:
    return Delivery(reference, "C1", accepted_on=on, quantity=quantity, unit="支", unit_price=price)


def report(
    deliveries: Sequence[Delivery],
    payments: Sequence[SupplierPayment],
    as_of: date | str,
    policy: Policy = CHONGQING_2025_25,
) -> MonthlyReport:
    return monthly_report(policy, contract(), deliveries, payments, as_of=as_of)


def refusal(kind: type[PolicyError], run: Callable[[], object]) -> PolicyError:
    with pytest.raises(kind) as caught:
        run()
    assert type(caught.value) is kind
    return caught.value


# ---- Figures ----------------------------------------------------------------------------------

BOUGHT = [
    accepted("D1", "2025-06-10", 200),  # 10,000, to be paid by 2025-07-31
    accepted("D2", "2025-06-30", 100),  # 5,000, likewise
    accepted("D3", "2025-07-15", 300),  # 15,000, by 2025-08-31
    accepted("D4", "2025-07-20", -20),  # 1,000 goes back
]
PAID = [
    SupplierPayment("D1", 10_000, "2025-07-31"),
    SupplierPayment("D2", 2_000, "2025-07-31"),
    SupplierPayment("D2", 3_000, "2025-08-20"),
    SupplierPayment("D4", -1_000, "2025-08-05"),
]


def cells(result: MonthlyReport) -> list[str]:
    return [
        f"{it.month} {it.volume} {it.delivered} {it.ratio} {it.amount} {it.paid} "
        f"{it.owed} {it.overdue} {it.owed_back}"
        for it in result.months
    ]


def test_25_2_5_month_by_month() -> None:
    result = report(BOUGHT, PAID, "2025-09-10")
    assert cells(result) == [
        "2025-05 0 0 0.0000 0.00 0.00 0.00 0.00 0.00",
        "2025-06 300 300 0.3000 15000.00 0.00 15000.00 0.00 0.00",
        "2025-07 280 580 0.5800 14000.00 12000.00 18000.00 0.00 1000.00",
        "2025-08 0 580 0.5800 0.00 2000.00 15000.00 0.00 0.00",
        "2025-09 0 580 0.5800 0.00 0.00 15000.00 15000.00 0.00",
    ]
    assert (result.amount, result.paid) == (Decimal("29000.00"), Decimal("14000.00"))
    assert result.owed == result.overdue == 15_000
    assert result.owed_back == 0
    assert result.progress.delivered == 580


def test_the_month_of_the_day_is_as_of_that_day() -> None:
    result = report(BOUGHT, PAID, "2025-07-16")
    assert cells(result)[-1] == "2025-07 300 600 0.6000 15000.00 0.00 30000.00 0.00 0.00"
    late = report(BOUGHT[:1], [], "2025-08-01")
    assert late.overdue == late.months[-1].overdue == 10_000
    assert report(BOUGHT[:1], [], "2025-07-31").overdue == 0


def test_the_months_end_with_the_cycle_or_with_the_last_thing_that_happened() -> None:
    late = accepted("D9", "2026-05-20", 10)
    months = [str(it.month) for it in report([late], [], "2027-01-15").months]
    assert (months[0], months[-1], len(months)) == ("2025-05", "2026-05", 13)
    paid = SupplierPayment("D9", 500, "2026-08-03")
    result = report([late], [paid], "2027-01-15")
    assert str(result.months[-1].month) == "2026-08"
    assert [it.overdue for it in result.months[-3:]] == [0, 500, 0]


def test_a_delivery_that_is_not_counted_asks_for_no_calendar() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=civil_code())
    later = accepted("D2", "2025-12-10", 1)  # its deadline is past the calendar's data
    result = monthly_report(
        CHONGQING_2025_25,
        contract(cycle),
        [accepted("D1", "2025-06-10", 1), later],
        [],
        as_of="2025-08-15",
        calendar=HolidayTable("2025-01-01", "2025-12-31"),
    )
    assert result.overdue == 50


def test_a_return_before_its_delivery_is_a_negative_month_as_long_as_the_sum_is_not() -> None:
    trade = [accepted("R1", "2025-06-10", -5), accepted("D1", "2025-07-01", 10)]
    result = report(trade, [], "2025-07-31")
    assert [str(it.delivered) for it in result.months] == ["0", "-5", "5"]
    assert result.progress == contract_progress(contract(), trade, as_of="2025-07-31")
    error = refusal(InvalidValueError, lambda: report(trade, [], "2025-06-30"))
    assert (error.field, error.value) == ("deliveries", Decimal(-5))


def test_what_is_due_after_the_last_month_is_in_the_sums() -> None:
    result = report([accepted("D9", "2026-05-20", 10)], [], "2026-07-15")
    assert result.months[-1].overdue == 0
    assert result.overdue == 500


def test_after_the_cycle_the_volume_stands_and_the_debt_does_not() -> None:
    result = report([accepted("D9", "2026-06-02", 10)], [], "2026-06-30")
    assert cells(result)[-1] == "2026-06 0 0 0.0000 500.00 0.00 500.00 0.00 0.00"


def test_before_the_cycle_there_is_nothing() -> None:
    result = report(BOUGHT, PAID, "2025-04-30")
    assert (result.months, result.payments) == ((), ())
    assert result.amount == 0


def test_nothing_bought() -> None:
    result = report([], [], "2025-06-15")
    assert cells(result) == [
        "2025-05 0 0 0.0000 0.00 0.00 0.00 0.00 0.00",
        "2025-06 0 0 0.0000 0.00 0.00 0.00 0.00 0.00",
    ]


def test_it_says_what_it_rests_on_and_what_it_assumes() -> None:
    basis = report(BOUGHT, PAID, "2025-09-10").basis
    assert [clause.id for clause in basis.clauses] == ["25-2.5", "25-2.1d", "25-2.3h"]
    assert len(basis.assumptions) == len(set(basis.assumptions)) == 5
    assert any("pays back" in each for each in basis.assumptions)
    assert not any(
        "pays back" in each for each in report(BOUGHT[:3], [], "2025-09-10").basis.assumptions
    )
    nine = procurement_cycle(CHONGQING_2025_9)
    result = monthly_report(CHONGQING_2025_9, contract(nine), [], [], as_of="2025-04-01")
    assert [clause.id for clause in result.basis.clauses] == ["9-3.4b", "9-3.2b", "9-3.2c"]
    assert any("no start is stated" in each for each in result.basis.assumptions)


def test_a_reading_that_shifts_takes_the_calendar() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=civil_code())
    bought = accepted("D1", "2025-07-10", 1)  # 2025-08-31 is a Sunday
    calendar = HolidayTable("2025-01-01", "2025-12-31")
    for as_of, overdue in (("2025-09-01", 0), ("2025-09-02", 50)):
        result = monthly_report(
            CHONGQING_2025_25, contract(cycle), [bought], [], as_of=as_of, calendar=calendar
        )
        assert result.overdue == overdue
    error = refusal(
        InvalidValueError,
        lambda: monthly_report(
            CHONGQING_2025_25, contract(cycle), [bought], [], as_of="2025-09-01"
        ),
    )
    assert error.field == "calendar"


# ---- The slow way: day by day ------------------------------------------------------------------

ACCEPTANCE = st.dates(date(2025, 5, 30), date(2026, 7, 31))


@st.composite
def traded(draw: st.DrawFn) -> tuple[list[Delivery], list[SupplierPayment]]:
    """Deliveries with a return each now and then, and payments in parts, late or early."""
    deliveries: list[Delivery] = []
    payments: list[SupplierPayment] = []
    for number in range(draw(st.integers(0, 4))):
        on = draw(ACCEPTANCE)
        quantity = Decimal(draw(st.integers(1, 5_000_000))).scaleb(-4)
        price = Decimal(draw(st.integers(1, 10**8))).scaleb(-6)
        pair = [accepted(f"D{number}", on, quantity, price)]
        if draw(st.booleans()):
            back = on + draw(st.integers(0, 90)) * DAY
            part = quantity if draw(st.booleans()) else Decimal("0.0001")
            pair.append(accepted(f"R{number}", back, -part, price))
        for each in pair:
            left = int(abs(each.amount) * 100)
            sign = 1 if each.quantity > 0 else -1
            day = each.accepted_on
            while left and draw(st.booleans()):
                fen = draw(st.integers(1, left))
                left -= fen
                day += draw(st.integers(0, 60)) * DAY
                payments.append(
                    SupplierPayment(each.reference, Decimal(sign * fen).scaleb(-2), day)
                )
        deliveries += pair
    return deliveries, payments


@given(traded(), st.dates(date(2025, 5, 30), date(2027, 1, 31)), st.randoms())
def test_every_month_is_what_a_day_by_day_account_gives(
    trade: tuple[list[Delivery], list[SupplierPayment]], as_of: date, random: Any
) -> None:
    deliveries, payments = trade
    random.shuffle(deliveries)
    result = report(deliveries, payments, as_of)
    amounts = {each.reference: each.amount for each in deliveries}
    for row in result.months:
        first = date(row.month.year, row.month.month, 1)
        days = [first + number * DAY for number in range(31)]
        days = [day for day in days if day.month == row.month.month and day <= as_of]
        until = days[-1]
        counts = [each for each in deliveries if each.accepted_on <= CYCLE.last_day]
        volume = sum(
            (it.quantity for day in days for it in counts if it.accepted_on == day), Decimal()
        )
        so_far = sum((it.quantity for it in counts if it.accepted_on <= until), Decimal())
        assert (row.volume, row.delivered) == (volume, so_far)
        assert abs(Fraction(row.ratio) - Fraction(so_far) / 1000) <= Fraction(1, 20_000)
        assert row.amount == sum(it.amount for it in deliveries if it.accepted_on in days)
        assert row.paid == sum(it.amount for it in payments if it.paid_on in days)
        left = dict(amounts)
        for payment in payments:
            if payment.paid_on <= until:
                left[payment.delivery_reference] -= payment.amount
        known = [it for it in deliveries if it.accepted_on <= until]
        assert row.owed == sum(left[it.reference] for it in known if left[it.reference] > 0)
        assert row.owed_back == -sum(left[it.reference] for it in known if left[it.reference] < 0)
        overdue = Decimal()
        for each in known:
            after = YearMonth.of(each.accepted_on) + 1
            if until > after.last_day and left[each.reference] > 0:
                overdue += left[each.reference]
        assert row.overdue == overdue


@given(traded(), st.dates(date(2025, 4, 30), date(2027, 1, 31)))
def test_the_sums_close_and_equal_the_single_states(
    trade: tuple[list[Delivery], list[SupplierPayment]], as_of: date
) -> None:
    deliveries, payments = trade
    result = report(deliveries, payments, as_of)
    assert result.amount == sum(it.amount for it in result.months)
    assert result.paid == sum(it.paid for it in result.months)
    assert result.amount - result.paid == result.owed - result.owed_back
    assert result.progress.delivered == sum(it.volume for it in result.months)
    if result.months:
        last = result.months[-1]
        assert (last.owed, last.owed_back) == (result.owed, result.owed_back)
    for state in result.payments:
        own = [it for it in payments if it.delivery_reference == state.delivery.reference]
        assert state == supplier_payment_state(CHONGQING_2025_25, state.delivery, own, as_of=as_of)
    assert {it.delivery.reference for it in result.payments} == {
        it.reference for it in deliveries if it.accepted_on <= as_of
    }


def test_an_invented_notice_with_a_longer_term() -> None:
    cycle = procurement_cycle(INVENTED, "2030-03-15")
    bought = accepted("D1", "2030-03-20", 1)
    for as_of, overdue in (("2030-06-30", 0), ("2030-07-01", 50)):
        result = monthly_report(INVENTED, contract(cycle), [bought], [], as_of=as_of)
        assert result.overdue == overdue


# ---- Refusals ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("run", "kind", "field"),
    [
        (lambda: report(BOUGHT, PAID, "2025-09-10", untyped(1)), InvalidTypeError, "policy"),
        (lambda: report(BOUGHT, PAID, "2025-09-10", CHONGQING_2025_9), InvalidValueError, "cycle"),
        (
            lambda: monthly_report(CHONGQING_2025_25, untyped("C1"), [], [], as_of="2025-09-10"),
            InvalidTypeError,
            "contract",
        ),
        (lambda: report(BOUGHT, PAID, untyped(None)), InvalidTypeError, "as_of"),
        (lambda: report(untyped([1]), PAID, "2025-09-10"), InvalidTypeError, "deliveries[0]"),
        (
            lambda: report(BOUGHT * 2, [], "2025-09-10"),
            InvalidValueError,
            "deliveries[4].reference",
        ),
        (lambda: report(BOUGHT, untyped(5), "2025-09-10"), InvalidTypeError, "payments"),
        (lambda: report(BOUGHT, untyped([5]), "2025-09-10"), InvalidTypeError, "payments[0]"),
    ],
)
def test_bad_input(run: Callable[[], object], kind: type[PolicyError], field: str) -> None:
    assert refusal(kind, run).field == field


def test_a_payment_for_no_delivery_is_refused() -> None:
    stray = SupplierPayment("D7", 1, "2025-08-01")
    error = refusal(InvalidValueError, lambda: report(BOUGHT, [*PAID, stray], "2025-09-10"))
    assert (error.field, error.value) == ("payments[4].delivery_reference", "D7")
    assert error.clause == "25-2.3h"


@pytest.mark.parametrize("as_of", ["2025-09-10", "2025-06-01"])
def test_a_payment_before_its_delivery_is_refused_by_its_place_among_all(as_of: str) -> None:
    early = SupplierPayment("D3", 1, "2025-07-14")
    error = refusal(InvalidValueError, lambda: report(BOUGHT, [*PAID, early], as_of))
    assert (error.field, error.value) == ("payments[4].paid_on", date(2025, 7, 14))


def test_a_payment_that_is_too_much_is_refused_by_its_place_among_all() -> None:
    much = SupplierPayment("D3", 15_001, "2025-08-14")
    error = refusal(InvalidValueError, lambda: report(BOUGHT, [*PAID, much], "2025-09-10"))
    assert (error.field, error.value) == ("payments[4].amount", Decimal("15001.00"))


# ---- Values -----------------------------------------------------------------------------------

REPORTED = report(BOUGHT, PAID, "2025-09-10")


def tampered(at: int, **changes: object) -> MonthlyReport:
    months = list(REPORTED.months)
    months[at] = evolve(months[at], **changes)
    changed: MonthlyReport = evolve(REPORTED, months=tuple(months))
    return changed


@pytest.mark.parametrize(
    ("run", "field"),
    [
        (lambda: tampered(1, volume=299), "months[1].volume"),
        (lambda: tampered(1, overdue=1), "months[1].overdue"),
        (lambda: tampered(4, paid=1), "months[4].paid"),
        (lambda: evolve(REPORTED, months=REPORTED.months[:4]), "months"),
        (lambda: evolve(REPORTED, owed=1), "owed"),
        (lambda: evolve(REPORTED, payments=REPORTED.payments[1:]), "progress.delivered"),
        (lambda: evolve(REPORTED, as_of="2025-09-11"), "progress.as_of"),
    ],
)
def test_a_tampered_figure_is_refused(run: Callable[[], object], field: str) -> None:
    assert refusal(InvalidValueError, run).field == field


def test_what_follows_is_accepted() -> None:
    assert evolve(REPORTED) == REPORTED
