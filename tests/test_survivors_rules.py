"""What a sweep of mutants found untested in the rules: values and clauses in refusals, edges."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest

import vbp_policy
from invented import with_window
from strategies import hospital
from test_assessments import assessed
from test_disbursements import schedule_of
from test_monitoring import BOUGHT, PAID, report
from test_standard_tables import selected, tablets
from test_supply_incidents import ACCEPTED, CONTRACT, INCIDENT, ORDERS, accepted, ordered
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Delivery,
    Fund,
    Listing,
    ListingStatus,
    PolicyError,
    Prepayment,
    Product,
    Reading,
    ReturnClock,
    SelectedProduct,
    SelectionResults,
    StandardTable,
    SupplierPayment,
    SupplyIncidentKind,
    Usage,
    annual_assessment,
    cautious,
    classify_listing,
    monthly_report,
    offset_prepayments,
    offset_window,
    payment_standard,
    procurement_cycle,
    reconcile,
    reimburse,
    standard_table,
    supplier_payment_state,
    supply_incidents,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.rules.cycles import with_basis

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def incidents(orders: Any, deliveries: Any, as_of: Any) -> object:
    return supply_incidents(CONTRACT, orders, deliveries, as_of=as_of, policy=CHONGQING_2025_9)


DAY = timedelta(days=1)
MOST = Decimal(10**12 - 1)
CYCLE_OF_25 = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
SCHEDULE = schedule_of(100)
STANDARD = payment_standard(CHONGQING_2025_9, [selected("A", "8.72", tablets(24))])

TABLE = standard_table(CHONGQING_2025_9, [selected("A", "8.72", tablets(24))])
LINE = reconcile(SCHEDULE, [], as_of="2025-06-05").lines[0]


def used(quantity: Decimal, status: str = "SELECTED") -> Usage:
    return Usage(ListingStatus[status], quantity)


def refused(call: Callable[[], object]) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        call()
    return caught.value


REFUSED: list[tuple[Callable[[], object], str, object, str | None]] = [
    (lambda: incidents(ORDERS, [], None), "as_of", None, "Y-1"),
    (lambda: incidents(ORDERS, [1], "2025-06-05"), "deliveries[0]", 1, "Y-1"),
    (
        lambda: incidents(ORDERS, ACCEPTED[:1] * 2, "2025-06-05"),
        "deliveries[1].reference",
        "D1",
        "Y-1",
    ),
    (
        lambda: incidents(ORDERS, [accepted("D1", "O9", "2025-06-05", 1)], "2025-06-05"),
        "deliveries[0].order_reference",
        "O9",
        "Y-1",
    ),
    (
        lambda: incidents(ORDERS, [accepted("D1", "O2", "2025-06-04", 1)], "2025-06-05"),
        "deliveries[0].accepted_on",
        date(2025, 6, 4),
        "Y-1",
    ),
    (
        lambda: incidents(ORDERS, [accepted("D1", "O2", "2025-06-05", -2)], "2025-06-05"),
        "deliveries",
        Decimal(-2),
        "Y-1",
    ),
    (
        lambda: incidents(ORDERS, [accepted("D1", None, "2025-03-06", 1)], "2025-06-05"),
        "deliveries[0].accepted_on",
        date(2025, 3, 6),
        "Y-1",
    ),
    (lambda: evolve(INCIDENT, delivered=100), "delivered", Decimal(100), None),
    (lambda: evolve(INCIDENT, delivered=-1), "delivered", Decimal(-1), None),
    (lambda: evolve(INCIDENT, days_open=-1), "days_open", -1, None),
    (lambda: report(BOUGHT, PAID, None), "as_of", None, "25-2.5"),  # type: ignore[arg-type]
    (
        lambda: monthly_report(CHONGQING_2025_25, 1, [], [], as_of="2025-09-10"),  # type: ignore[arg-type]
        "contract",
        1,
        "25-2.5",
    ),
    (lambda: report([1], PAID, "2025-09-10"), "deliveries[0]", 1, "25-2.5"),  # type: ignore[list-item]
    (lambda: report(BOUGHT, 5, "2025-09-10"), "payments", 5, "25-2.3h"),  # type: ignore[arg-type]
    (lambda: report(BOUGHT, [5], "2025-09-10"), "payments[0]", 5, "25-2.3h"),  # type: ignore[list-item]
    (
        lambda: report(BOUGHT, [*PAID, SupplierPayment("D3", 1, "2025-07-14")], "2025-09-10"),
        "payments[4].paid_on",
        date(2025, 7, 14),
        "25-2.3h",
    ),
    (lambda: SupplierPayment("D1", 0, "2025-07-31"), "amount", 0, None),
    (lambda: annual_assessment(CHONGQING_2025_25, 1, [], []), "contract", 1, "25-2.5"),  # type: ignore[arg-type]
    (lambda: assessed(1), "usage", 1, "25-2.5"),  # type: ignore[arg-type]
    (lambda: assessed([1]), "usage[0]", 1, "25-2.5"),  # type: ignore[list-item]
    (lambda: assessed([used(-MOST), used(-MOST)]), "usage", -2 * MOST, None),
    (lambda: assessed([used(MOST), used(MOST)]), "volume", 2 * MOST, None),
    (
        lambda: assessed([used(MOST), used(MOST, "MAY_COUNT_AS_SELECTED")]),
        "selected",
        2 * MOST,
        None,
    ),
    (lambda: assessed([used(MOST), used(MOST, "NON_SELECTED")]), "counted", 2 * MOST, None),
    (lambda: reconcile(SCHEDULE, 1, as_of="2025-06-05"), "disbursements", 1, "25-2.3a"),  # type: ignore[arg-type]
    (lambda: reconcile(SCHEDULE, [1], as_of="2025-06-05"), "disbursements[0]", 1, "25-2.3a"),  # type: ignore[list-item]
    (lambda: reconcile(SCHEDULE, [], as_of=1), "as_of", 1, "25-2.3a"),  # type: ignore[arg-type]
    (
        lambda: StandardTable.published(CHONGQING_2025_9, [("1", "V", 1)], in_force=CYCLE_OF_25),
        "cycle",
        CHONGQING_2025_25.number,
        "9-2.1",
    ),
    (lambda: evolve(LINE, disbursed="50.01"), "disbursed", Decimal("50.01"), None),
    (
        lambda: payment_standard(
            CHONGQING_2025_9,
            [selected("A", 8, tablets(24)), selected("B", 9)],
            specification=tablets(12),
            ratios=SECONDARY_2011_RATIOS,
        ),
        "selected.specification",
        None,
        "9-3.3a",
    ),
    (
        lambda: TABLE.lookup(Product("A", "V", "甲"), on="2025-06-01"),
        "product_or_code.variety",
        "V",
        "9-3.3a",
    ),
    (
        lambda: TABLE.lookup(selected("A", 1, tablets(12)).product, on="2025-06-01"),
        "product_or_code.specification",
        str(tablets(12)),
        "9-3.3a",
    ),
    (lambda: evolve(STANDARD, price=9), "price", Decimal("9.00"), None),
    (
        lambda: with_basis(CYCLE_OF_25, STANDARD.basis),
        "basis.policy_number",
        CHONGQING_2025_9.number,
        None,
    ),
    (
        lambda: with_basis(CYCLE_OF_25, evolve(CYCLE_OF_25.basis, reading=cautious())),
        "basis.reading",
        cautious(),
        None,
    ),
]


@pytest.mark.parametrize(("call", "field", "value", "clause"), REFUSED)
def test_a_refusal_shows_the_value_and_the_clause(
    call: Callable[[], object], field: str, value: object, clause: str | None
) -> None:
    error = refused(call)
    assert (error.field, error.value, error.clause) == (field, value, clause)


def test_an_incident_says_of_which_day_it_is() -> None:
    (first, *_) = supply_incidents(CONTRACT, ORDERS, [], as_of="2025-06-05")
    assert first.as_of == date(2025, 6, 5)
    assert first.kind is SupplyIncidentKind.UNDELIVERED
    assert first.delivered == 0
    assert evolve(first) == first


def test_an_order_of_the_very_day_is_open_for_no_day() -> None:
    (only,) = supply_incidents(CONTRACT, [ordered("O1", "2025-06-05", 1)], [], as_of="2025-06-05")
    assert (only.days_open, evolve(only)) == (0, only)


def test_every_month_of_a_report_has_the_reports_basis() -> None:
    made = report(BOUGHT, PAID, "2025-09-10")
    assert {id(each.basis) for each in made.months} == {id(made.basis)}


def test_a_basis_is_given_by_name_alone() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    based = [
        field
        for kind in public
        if isinstance(kind, type) and attrs.has(kind)
        for field in attrs.fields(kind)
        if field.name == "basis" and field.init
    ]
    assert len(based) > 20
    assert all(field.kw_only and not field.eq and not field.repr for field in based)


def test_a_billing_difference_is_an_amount() -> None:
    result = reimburse(STANDARD, 9, 2, billed="18.50")
    assert evolve(result, billing_difference="0.5") == result


def test_an_assessment_may_have_no_share_and_else_has_a_ratio() -> None:
    nothing = assessed([])
    assert nothing.share is None
    assert evolve(nothing) == nothing
    error = refused(lambda: evolve(nothing, share=0.5))
    assert (error.field, error.value) == ("share", 0.5)


def test_a_listed_product_may_leave_out_its_specification() -> None:
    assert TABLE.lookup(selected("A", 1).product, on="2025-06-01").price == Decimal("8.72")
    bare = standard_table(CHONGQING_2025_9, [selected("B", 2)])
    assert bare.lookup(selected("B", 1, tablets(12)).product, on="2025-06-01").price == 2


def test_half_a_unit_is_no_return_and_a_fen_is_a_payment() -> None:
    half = Delivery(
        "D1", "C1", accepted_on="2025-06-10", quantity="0.5", unit="支", unit_price="0.04"
    )
    state = supplier_payment_state(
        CHONGQING_2025_25, half, [SupplierPayment("D1", "0.01", "2025-06-11")], as_of="2025-06-11"
    )
    assert (state.paid, state.owed) == (Decimal("0.01"), Decimal("0.01"))
    assert not any("return" in each for each in state.basis.assumptions)


def test_without_an_end_no_day_is_too_late() -> None:
    first = CHONGQING_2025_25.effective_on
    for call, kind in (
        (lambda: procurement_cycle(CHONGQING_2025_25, first - DAY), "the effective date"),
        (lambda: listed_on(first - DAY), "a day from"),
    ):
        assert refused(call).expected.endswith(f"{kind} {first}")
    listed_on(first)


def listed_on(day: date) -> object:
    product = Product("A1", "透析器", "甲")
    results = SelectionResults((SelectedProduct(product, 50),))
    return classify_listing(CHONGQING_2025_25, Listing(product, 50), results, on=day)


def test_windows_that_start_in_one_month_come_in_the_order_of_their_references() -> None:
    policy = with_window(2)
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    prepayments = [
        Prepayment(
            reference,
            hospital(),
            Fund.EMPLOYEE,
            100,
            procurement_cycle(policy, first_day, reading=reading),
        )
        for reference, first_day in (("B", "2025-05-30"), ("A", "2025-06-01"))
    ]
    assert [len(offset_window(policy, each.cycle)) for each in prepayments] == [1, 2]
    accounts = offset_prepayments(policy, prepayments, {Fund.EMPLOYEE: {"2026-06": 150}})
    assert {name: each.offset_total for name, each in accounts.ledgers.items()} == {
        "A": 100,
        "B": 50,
    }
