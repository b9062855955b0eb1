"""The strategies that callers test with: what they draw is valid, reaches far and shrinks well."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, Context, Decimal
from importlib import import_module
from typing import Any, TypeVar

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import vbp_policy
from vbp_policy import (
    Cycle,
    Delivery,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    ListingStatus,
    MissingExtraError,
    NotProvidedError,
    OffsetStatus,
    Policy,
    Reading,
    Span,
    SupplierPaymentStatus,
    YearMonth,
    annual_assessment,
    contract_progress,
    monthly_report,
    offset_prepayment,
    paying_fund,
    procurement_cycle,
    reconcile,
    reimburse,
    supply_incidents,
    testing,
)
from vbp_policy.foundation.plain import plain
from vbp_policy.foundation.values import Value
from vbp_policy.interop.json import dumps, loads
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import simplest
from vbp_policy.testing.of_contracts import deliveries_of
from vbp_policy.testing.registration import STRATEGIES

T = TypeVar("T")
BRIEFLY = settings(max_examples=max(8, settings().max_examples // 12))
KINDS = sorted(STRATEGIES, key=lambda kind: kind.__name__)
every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


# Every public value


def test_every_public_value_has_a_strategy_that_is_public_too() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    values = {each for each in public if isinstance(each, type) and issubclass(each, Value)}
    assert set(STRATEGIES) == values
    offered = [getattr(testing, name) for name in testing.__all__]
    assert [kind.__name__ for kind in KINDS if STRATEGIES[kind] not in offered] == []


@every_kind
def test_what_is_drawn_is_as_if_it_were_made_by_hand(kind: type[Any]) -> None:
    """Rebuilt by its constructor, which checks it all, and carried as JSON."""

    @BRIEFLY
    @given(STRATEGIES[kind]())
    def holds(value: Any) -> None:
        assert type(value) is kind
        again = attrs.evolve(value)
        assert again == value
        assert repr(again) == repr(value)
        text = dumps(value)
        loaded = loads(text)
        assert loaded == value
        assert dumps(loaded) == text

    holds()


def test_the_simplest_is_what_a_person_would_write() -> None:
    assert str(simplest(testing.policies())) == CHONGQING_2025_25.number
    assert simplest(testing.readings()) == Reading()
    assert str(simplest(testing.spans())) == "2000-01-01 to 2000-01-01"
    assert str(simplest(testing.year_months())) == "2000-01"
    cycle = simplest(testing.cycles())
    assert cycle == procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert (cycle.reading, cycle.policy_number) == (Reading(), CHONGQING_2025_25.number)
    institution = simplest(testing.institutions())
    assert (institution.code, institution.kind.name) == ("H1", "PUBLIC")
    contract = simplest(testing.contracts())
    assert (contract.reference, contract.unit_price) == ("C1", Decimal("1.00"))
    assert contract.cycle == cycle
    ledger = simplest(testing.ledgers())
    assert (ledger.prepayment.amount, ledger.entries) == (Decimal("1.00"), ())
    dossier = simplest(testing.prepayment_dossiers())
    assert (dossier.institution.code, dossier.cycle, dossier.payables) == ("H1", cycle, {})


# Planted false properties: the counterexample is as small as one that a person would give


def test_an_instalment_is_not_always_half() -> None:
    unequal = simplest(testing.schedules(), lambda it: len({e.amount for e in it.instalments}) > 1)
    assert unequal.total == Decimal("0.01")
    assert unequal.basis.policy_number == CHONGQING_2025_25.number


def test_a_cycle_does_not_always_end_before_the_day_that_it_began() -> None:
    longer = simplest(
        testing.cycles(policy=CHONGQING_2025_25, extended=False), lambda it: it.days > 365
    )
    assert longer.reading == Reading(last_day=LastDay.CORRESPONDING)
    assert longer.first_day == date(2025, 5, 30)
    leap = simplest(
        testing.cycles(policy=CHONGQING_2025_25, reading=Reading(), extended=False),
        lambda it: it.days > 365,
    )
    assert (leap.first_day.day, leap.days) == (1, 366)


def test_a_ledger_is_not_always_cleared_within_its_window() -> None:
    left = simplest(
        testing.ledgers(policy=CHONGQING_2025_25),
        lambda it: it.status is OffsetStatus.RETURN_DUE and it.offset_total > 0,
    )
    assert len(left.entries) == len(left.window)
    assert sum(entry.offset > 0 for entry in left.entries) == 1
    assert 0 < left.balance < left.prepayment.amount <= 2


def test_a_payable_is_not_always_paid_out_in_part_or_whole() -> None:
    negative = simplest(testing.ledgers(), lambda it: any(each.payable < 0 for each in it.entries))
    assert [str(each.payable) for each in negative.entries] == ["-1.00"]


def test_a_price_paid_is_not_always_the_one_selected() -> None:
    """9-3.1d, 25-2.1b."""
    found = simplest(testing.findings(), lambda it: not it.met)
    assert [each.value for each in found.figures] == [2, 1]
    assert found.basis.policy_number == CHONGQING_2025_25.number


def test_the_fund_does_not_always_pay_the_charge() -> None:
    line = simplest(testing.reimbursements(), lambda it: it.fund_pays is not None and it.charge > 1)
    assert line.charge <= 2
    assert line.fund_pays == 0


# What is reached

CONTRACT = simplest(testing.contracts())


def reach(strategy: st.SearchStrategy[T], condition: Callable[[T], object]) -> None:
    """Draw until a condition holds, and leave it at that."""
    found = settings(
        max_examples=2_000, database=None, deadline=None, derandomize=True, phases=[Phase.generate]
    )
    find(strategy, lambda value: bool(condition(value)), settings=found)


@pytest.mark.parametrize("status", OffsetStatus)
def test_ledgers_come_to_every_end(status: OffsetStatus) -> None:
    reach(testing.ledgers(), lambda it: it.status is status)


@pytest.mark.parametrize("status", ListingStatus)
def test_listings_are_of_every_class(status: ListingStatus) -> None:
    reach(testing.classifications(), lambda it: it.status is status)


@pytest.mark.parametrize("status", SupplierPaymentStatus)
def test_deliveries_are_paid_in_every_way(status: SupplierPaymentStatus) -> None:
    accepted = testing.deliveries(contract=CONTRACT)
    states = testing.supplier_payment_states(policy=CHONGQING_2025_25, delivery=accepted)
    reach(states, lambda it: it.status is status)


# Half a fen

EXACT = Context(prec=60)
Rounded = list[tuple[str, Decimal, Decimal, Decimal | None]]
"""What is rounded: its name, two factors, and what the library makes of their product."""


def differing(rounded: Rounded, rounding: str) -> list[tuple[str, Decimal | None]]:
    """Give the figures that another rounding gives otherwise."""
    fen = Decimal("0.01")
    return [
        (name, figure)
        for name, one, other, figure in rounded
        if EXACT.multiply(one, other).quantize(fen, rounding, EXACT) != figure
    ]


@st.composite
def covered_lines(draw: st.DrawFn) -> Rounded:
    """Draw the products that a line rounds, and what it makes of them."""
    drawn = draw(testing.reimbursements())
    within = drawn.within_standard
    coverage = draw(testing.coverages(within=within))
    line = reimburse(drawn.standard, drawn.price, drawn.quantity, coverage=coverage)
    first = line.self_pay_first or Decimal(0)
    return [
        ("charge", line.price, line.quantity, line.charge),
        ("within", min(line.price, line.standard.price), line.quantity, within),
        ("self_pay_first", within, coverage.self_pay_first, line.self_pay_first),
        ("fund_pays", EXACT.subtract(within, first), coverage.fund_share, line.fund_pays),
    ]


def amounts_of(deliveries: Iterable[Delivery]) -> Rounded:
    return [("amount", each.unit_price, each.quantity, each.amount) for each in deliveries]


DELIVERED = testing.deliveries(contract=CONTRACT).map(lambda each: amounts_of([each]))
IN_DOSSIERS = deliveries_of(CONTRACT).map(amounts_of)


@pytest.mark.parametrize("drawn", [covered_lines(), DELIVERED], ids=["lines", "deliveries"])
def test_another_rounding_is_found_out_within_a_hundred_examples(
    drawn: st.SearchStrategy[Rounded],
) -> None:
    """In every figure that is rounded, half-even as well as half-down."""
    figures: set[str] = set()
    found: set[tuple[str, str]] = set()

    @settings(
        max_examples=100, database=None, deadline=None, derandomize=True, phases=[Phase.generate]
    )
    @given(drawn)
    def search(rounded: Rounded) -> None:
        figures.update(name for name, *_ in rounded)
        for rounding in (ROUND_HALF_EVEN, ROUND_HALF_DOWN):
            found.update((name, rounding) for name, _ in differing(rounded, rounding))

    search()
    assert found == {
        (name, each) for name in figures for each in (ROUND_HALF_EVEN, ROUND_HALF_DOWN)
    }


@pytest.mark.parametrize(
    ("drawn", "sign"),
    [
        (covered_lines(), 1),
        (covered_lines(), -1),
        (DELIVERED, 1),
        (DELIVERED, -1),
        (IN_DOSSIERS, 1),
    ],
    ids=["lines", "lines returned", "deliveries", "returns", "dossiers"],
)
def test_charges_and_returns_come_to_half_a_fen(
    drawn: st.SearchStrategy[Rounded], sign: int
) -> None:
    """Above an even fen, as half-even tells, and above an odd one, as only half-down does."""

    def halves(rounded: Rounded, rounding: str) -> int:
        differ = differing(rounded, rounding)
        return sum(figure is not None and figure * sign > 0 for _, figure in differ)

    reach(drawn, lambda it: halves(it, ROUND_HALF_EVEN))
    reach(drawn, lambda it: halves(it, ROUND_HALF_DOWN) > halves(it, ROUND_HALF_EVEN))


def reached(
    strategy: st.SearchStrategy[T], condition: Callable[[T], object]
) -> tuple[st.SearchStrategy[Any], Callable[[Any], object]]:
    """Type a strategy and what one of its values must come to."""
    return strategy, condition


@pytest.mark.parametrize(
    ("strategy", "condition"),
    [
        reached(testing.days(), lambda day: (day.month, day.day) == (2, 29)),
        reached(
            testing.days("2025-05-30", "2027-01-31"), lambda day: day.timetuple()[1:3] == (12, 31)
        ),
        reached(testing.amounts(), lambda amount: amount == Decimal("999999999999999.99")),
        reached(testing.amounts(), lambda amount: amount == -Decimal("999999999999999.99")),
        reached(testing.amounts("-1", 1), lambda amount: 0 < amount < 1),
        reached(testing.prices(), lambda price: price < Decimal("0.0001")),
        reached(testing.quantities(), lambda quantity: quantity < 0 and quantity % 1),
        reached(testing.shares(), lambda share: share == 1),
        reached(testing.identifiers(), lambda code: "<" in code),
        reached(testing.cycles(), lambda cycle: cycle.policy_number is None and cycle.decided_on),
        reached(
            testing.cycles(policy=CHONGQING_2025_9), lambda it: it.basis and it.basis.assumptions
        ),
        reached(testing.instalments(), lambda each: each.due != each.nominal_due),
        reached(testing.ledgers(), lambda it: any(entry.booked for entry in it.entries)),
        reached(testing.payment_standards(), lambda it: it.set_by and it.price != it.set_by.price),
        reached(testing.standard_tables(), lambda table: table.further),
        reached(testing.reimbursements(), lambda line: line.charge < 0 and line.billing_difference),
        reached(testing.reimbursements(), lambda line: line.price == line.standard.price != 1),
        reached(testing.deadlines(), lambda deadline: deadline.day != deadline.nominal_day),
        reached(testing.prepayment_terms(), lambda terms: len(terms.instalments) == 5),
        reached(testing.policy_books(), lambda it: any(each.supersedes for each in it.policies)),
        reached(testing.fund_accounts(), lambda it: len(it.accounts) > 1),
        reached(testing.assessments(), lambda it: it.share and 0 < it.share < 1),
        reached(
            testing.contract_dossiers(), lambda it: sum(e.amount < 0 for e in it.deliveries) > 1
        ),
    ],
)
def test_what_goes_wrong_elsewhere_is_reached(
    strategy: st.SearchStrategy[Any], condition: Callable[[Any], object]
) -> None:
    reach(strategy, condition)


ANSWERS = [(each.field, choice) for each in Reading.choices() for choice in each.choices]


@pytest.mark.parametrize(("field", "choice"), ANSWERS, ids=str)
def test_readings_hold_every_choice_and_narrow_to_one(field: str, choice: object) -> None:
    narrowed: dict[str, Any] = {field: choice}
    expected = attrs.evolve(Reading(), **narrowed)
    assert simplest(testing.readings(), lambda it: getattr(it, field) is choice) == expected
    assert simplest(testing.readings(**narrowed)) == expected


# What narrows


@given(testing.days("2024-02-28", "2024-03-01"), testing.year_months("2025-11", "2026-02"))
def test_days_and_months_lie_within_their_bounds(day: date, month: YearMonth) -> None:
    assert date(2024, 2, 28) <= day <= date(2024, 3, 1)
    assert YearMonth(2025, 11) <= month <= YearMonth(2026, 2)


@given(
    testing.amounts("-0.03", "0.02"),
    testing.prices("0.5", "0.500001"),
    testing.quantities("0.0002"),
    testing.quantities(3, returns=False),
    testing.shares("0.25", "0.250001"),
)
def test_figures_lie_within_their_bounds(
    amount: Decimal, price: Decimal, small: Decimal, sold: Decimal, share: Decimal
) -> None:
    assert Decimal("-0.03") <= amount <= Decimal("0.02")
    assert price in (Decimal("0.5"), Decimal("0.500001"))
    assert abs(small) in (Decimal("0.0001"), Decimal("0.0002"))
    assert 0 < sold <= 3
    assert share in (Decimal("0.25"), Decimal("0.250001"))


@given(st.data(), testing.spans("2025-01-01", "2026-12-31", max_days=40))
def test_a_calendar_covers_what_it_has_to(data: st.DataObject, span: Span) -> None:
    assert span.days <= 40
    near = data.draw(testing.holiday_tables(covering=span))
    assert (near.first_day, near.last_day) == (span.first_day, span.last_day)
    middle = date(2025, 6, 30)
    around = Span("2025-06-01", "2025-07-31")
    table = data.draw(testing.holiday_tables(covering=around, near=[middle]))
    for day in (*table.days_off, *table.extra_workdays):
        assert abs((day - middle).days) <= 3


@BRIEFLY
@given(st.data(), st.sets(st.sampled_from(["prepayment", "offset", "extension", "renewals"])))
def test_policies_state_what_they_are_asked_to(data: st.DataObject, states: set[str]) -> None:
    terms = data.draw(testing.policies(states=states)).terms
    assert not states & {"prepayment"} or terms.prepayment is not None
    assert not states & {"offset"} or terms.offset is not None
    assert not states & {"extension"} or terms.cycle.extension_clause is not None
    assert not states & {"renewals"} or terms.listing.renewal_clause is not None


@BRIEFLY
@given(st.data())
def test_policies_are_invented_or_not(data: st.DataObject) -> None:
    notices = (CHONGQING_2025_9, CHONGQING_2025_25)
    assert data.draw(testing.policies(invented=True)) not in notices
    assert data.draw(testing.policies(invented=False)) in notices
    assert data.draw(testing.policies(states=["offset"], invented=False)) is CHONGQING_2025_25


@BRIEFLY
@given(st.data(), testing.policies(states=["extension"]), testing.readings())
def test_cycles_are_of_their_policy_and_reading(
    data: st.DataObject, policy: Policy, reading: Reading
) -> None:
    cycle = data.draw(testing.cycles(policy=policy, reading=reading, extended=False))
    assert (cycle.policy_number, cycle.reading, cycle.decided_on) == (policy.number, reading, None)
    day = data.draw(testing.execution_dates(policy))
    made = data.draw(testing.cycles(policy=policy, execution_date=day, extended=True))
    assert made.first_day == day
    assert made.original_last_day is not None


@BRIEFLY
@given(st.data(), testing.policies(states=["prepayment"]))
def test_institutions_that_are_prepaid_have_a_fund(data: st.DataObject, policy: Policy) -> None:
    """25-2.3f."""
    institution = data.draw(testing.institutions(prepaid_under=policy, district=st.none()))
    assert paying_fund(policy, institution)
    assert institution.district is None


@BRIEFLY
@given(st.data())
def test_schedules_are_revised_or_not(data: st.DataObject) -> None:
    revised = data.draw(testing.schedules(revised=True))
    planned = data.draw(testing.schedules(revised=False, total=Decimal(10**6)))
    assert len(revised.basis.assumptions) > len(revised.cycle.basis.assumptions)  # type: ignore[union-attr]
    assert planned.basis.assumptions == planned.cycle.basis.assumptions  # type: ignore[union-attr]
    assert planned.total == 10**6


@given(testing.payables([YearMonth(2026, 12), YearMonth(2027, 1)], amount=Decimal(7)))
def test_payables_leave_no_gap(payables: dict[YearMonth, Decimal]) -> None:
    assert list(payables) == [YearMonth(2026, 12), YearMonth(2027, 1)][: len(payables)]
    assert set(payables.values()) <= {Decimal(7), Decimal(0)}


@BRIEFLY
@given(testing.reimbursements(returns=False))
def test_lines_may_be_without_returns(line: vbp_policy.Reimbursement) -> None:
    assert line.quantity > 0


# Wholes whose parts fit each other


@BRIEFLY
@given(testing.prepayment_dossiers())
def test_a_prepayments_counterexample_tells_every_figure_and_day(
    dossier: testing.PrepaymentDossier,
) -> None:
    shown = repr(dossier)
    for instalment in dossier.schedule.instalments:
        assert f"amount={instalment.amount}, due={instalment.due}" in shown
    for disbursement in dossier.disbursements:
        assert f"amount={disbursement.amount}, paid_on={disbursement.paid_on}" in shown
    assert f"amount={dossier.prepayment.amount}" in shown
    for month, figure in (*dossier.payables.items(), *dossier.booked.items()):
        assert f"{month}: {figure}" in shown


@BRIEFLY
@given(testing.contract_dossiers())
def test_a_contracts_counterexample_tells_every_figure_and_day(
    dossier: testing.ContractDossier,
) -> None:
    shown = repr(dossier)
    for order in dossier.orders:
        assert f"ordered_on={order.ordered_on}, quantity={order.quantity}" in shown
    for delivery in dossier.deliveries:
        assert f"accepted_on={delivery.accepted_on}, quantity={delivery.quantity}" in shown
        assert f"unit_price={delivery.unit_price}" in shown
    for payment in dossier.payments:
        assert f"amount={payment.amount}, paid_on={payment.paid_on}" in shown
    for usage in dossier.usage:
        assert f"quantity={usage.quantity}" in shown


def test_a_counterexample_can_be_read() -> None:
    held = simplest(testing.prepayment_dossiers(policy=CHONGQING_2025_25))
    cycle = "<2025-05-30 to 2026-05-29, reading as by default>"
    assert repr(held).startswith(
        "PrepaymentDossier(policy=<渝医保办〔2025〕25号>, institution=<H1 H1>, "
        f"cycle={cycle}, calendar=None, schedule=PrepaymentSchedule(total=1.00, cycle={cycle}, "
        "instalments=(Instalment(number=1, share=0.50, amount=0.50, due=2025-06-30, "
    )
    assert repr(held).endswith(f"amount=1.00, cycle={cycle}), window={plain(held.window)}, "
                               "payables={}, booked={})")  # fmt: skip


@BRIEFLY
@given(testing.ledgers())
def test_a_counterexample_is_printed_without_its_bases(ledger: vbp_policy.OffsetLedger) -> None:
    assert pretty(ledger) == repr(ledger)
    assert "basis" not in pretty([ledger])


@BRIEFLY
@given(testing.prepayment_dossiers())
def test_a_prepayment_fits_its_policy(dossier: testing.PrepaymentDossier) -> None:
    """25-2.3d, 25-2.3e."""
    ledger = offset_prepayment(
        dossier.policy, dossier.prepayment, dossier.payables, booked=dossier.booked
    )
    assert ledger.window == dossier.window
    last = max(each.due for each in dossier.schedule.instalments)
    disbursed = reconcile(dossier.schedule, dossier.disbursements, as_of=last).disbursed
    assert disbursed <= dossier.prepayment.amount <= dossier.schedule.total


@BRIEFLY
@given(testing.contract_dossiers())
def test_a_contract_fits_its_policy(dossier: testing.ContractDossier) -> None:
    """9-3.4b, 25-2.5."""
    policy, contract, deliveries = dossier.policy, dossier.contract, dossier.deliveries
    assert contract_progress(contract, deliveries, as_of=dossier.as_of, policy=policy)
    assert monthly_report(
        policy, contract, deliveries, dossier.payments, as_of=dossier.as_of,
        calendar=dossier.calendar,
    )  # fmt: skip
    assert annual_assessment(policy, contract, deliveries, dossier.usage)
    for each in supply_incidents(contract, dossier.orders, deliveries, as_of=dossier.as_of):
        assert each.order in dossier.orders


# What is refused


def test_a_term_that_no_policy_has_is_refused() -> None:
    with pytest.raises(InvalidValueError) as caught:
        testing.policies(states=["prepayment", "prepaymant"])
    error = caught.value
    assert (error.field, error.value, error.clause) == ("states", "prepaymant", None)
    assert "prepayment" in error.expected


def test_notices_that_are_held_and_state_it_all_are_not_there() -> None:
    with pytest.raises(InvalidValueError) as caught:
        testing.policies(states=["prepayment", "payment_standard"], invented=False)
    error = caught.value
    assert (error.field, error.value) == ("states", ("payment_standard", "prepayment"))
    assert CHONGQING_2025_9.number in error.expected


def test_a_field_that_no_reading_has_is_refused() -> None:
    with pytest.raises(InvalidValueError) as caught:
        testing.readings(weekday=LastDay.INCLUSIVE)
    assert (caught.value.field, caught.value.value) == ("narrowed", "weekday")
    assert "last_day" in caught.value.expected


def test_bounds_are_checked_as_figures_and_days_are() -> None:
    for refused, field in (
        (lambda: testing.amounts("1e3"), "min_value"),
        (lambda: testing.prices("1", "0"), "max_value"),
        (lambda: testing.days("2025-02-29"), "min_value"),
    ):
        with pytest.raises(InvalidValueError) as caught:
            refused()
        assert caught.value.field == field
    a_float: Any = 0.1
    with pytest.raises(InvalidTypeError) as wrong:
        testing.shares(a_float)
    assert wrong.value.field == "min_value"


@pytest.mark.parametrize(
    ("refused", "value", "least"),
    [
        (lambda: testing.amounts(5, 1), 1, "5.00"),
        (lambda: testing.prices("0.5", "0.4"), "0.4", "0.50"),
        (lambda: testing.shares("0.5", 0), 0, "0.50"),
        (lambda: testing.days("2025-05-30", "2025-05-29"), "2025-05-29", "2025-05-30"),
        (lambda: testing.year_months("2025-05", "2025-04"), "2025-04", "2025-05"),
        (lambda: testing.spans("2025-05-30", "2025-05-29"), "2025-05-29", "2025-05-30"),
    ],
)
def test_bounds_in_the_wrong_order_are_refused(
    refused: Callable[[], object], value: object, least: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        refused()
    error = caught.value
    assert (error.field, error.value, error.clause) == ("max_value", value, None)
    assert error.expected == f"no less than min_value, {least}"


def test_bounds_that_are_alike_are_in_order() -> None:
    assert simplest(testing.amounts(5, 5)) == 5
    assert simplest(testing.days("2025-05-30", "2025-05-30")) == date(2025, 5, 30)


@pytest.mark.parametrize("size", [-5, "-0.0001", 0])
def test_quantities_are_up_to_a_size_above_nothing(size: int | str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        testing.quantities(size)
    error = caught.value
    assert (error.field, error.value, error.clause) == ("max_value", size, None)
    assert error.expected == "a quantity above 0, of at most 4 places, below 10^12"


@pytest.mark.parametrize("make", [testing.policies, testing.listing_terms])
def test_one_name_is_no_list_of_names(make: Callable[..., object]) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        make(states="prepayment")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("states", "prepayment", None)
    assert error.expected == "an iterable of str"


def test_a_cycle_of_another_policy_is_refused() -> None:
    """25-1.3a, 9-2.1."""
    of_9 = procurement_cycle(CHONGQING_2025_9)
    of_25 = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    for strategy, policy, cycle in (
        (testing.prepayments(policy=CHONGQING_2025_25, cycle=of_9), CHONGQING_2025_25, of_9),
        (testing.contracts(policy=CHONGQING_2025_9, cycle=of_25), CHONGQING_2025_9, of_25),
    ):
        with pytest.raises(InvalidValueError) as caught:
            simplest(strategy)
        error = caught.value
        assert (error.field, error.value) == ("cycle", cycle.policy_number)
        assert error.expected == f"a cycle of {policy.number}"
        assert error.clause == policy.terms.cycle.clause.id
    assert simplest(testing.prepayments(cycle=of_9)).cycle is of_9
    assert simplest(testing.contracts(cycle=of_25)).cycle is of_25


def test_what_a_policy_does_not_state_is_refused_as_the_rules_do() -> None:
    with pytest.raises(NotProvidedError):
        simplest(testing.institutions(prepaid_under=CHONGQING_2025_9))


# Registration and the extra


def test_a_type_is_known_once_it_is_registered_and_not_on_import() -> None:
    script = (
        "from hypothesis import strategies as st\n"
        "import vbp_policy.testing as testing\n"
        "from vbp_policy import Cycle, InvalidTypeError, PolicyError\n"
        "def simplest():\n"
        "    return testing.simplest(st.from_type(Cycle))\n"
        "try:\n"
        "    print(simplest().policy_number)\n"
        "except PolicyError as error:\n"
        "    print(type(error).__name__)\n"
        "testing.register()\n"
        "testing.register()\n"
        "print(simplest().policy_number)\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, text=True, check=True,
        encoding="utf-8",
    )  # fmt: skip
    before, after = done.stdout.split()
    assert before != after == CHONGQING_2025_25.number


def test_what_is_registered_serves_builds_too() -> None:
    testing.register()

    @attrs.frozen
    class Ours:
        cycle: Cycle
        reading: Reading

    ours = simplest(st.builds(Ours))
    assert (str(ours.cycle), ours.reading) == ("2025-05-30 to 2026-05-29", Reading())


def test_without_hypothesis_the_extra_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "vbp_policy.testing")
    with pytest.raises(MissingExtraError) as caught:
        import_module("vbp_policy.testing")
    error = caught.value
    assert (error.field, error.value) == ("testing", "hypothesis")
    assert "vbp_policy[testing]" in error.expected
