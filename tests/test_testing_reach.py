"""How far the strategies reach, how a keyword narrows them, and what they shrink to.

`reach.json` holds what each strategy was seen to draw for each field, and often enough that it is
no chance; all of it must be drawn. `python tests/test_testing_reach.py` writes it anew: what is
gone from it is for a reviewer to see.
"""

import enum
import inspect
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, cast

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from vbp_policy import (
    Basis,
    Clause,
    Coverage,
    Cycle,
    DebtDay,
    DisbursementDay,
    EndOfProcurementMonth,
    Fund,
    FundAccounts,
    Grade,
    InstitutionKind,
    LastDay,
    NotProvidedError,
    OffsetLedger,
    Policy,
    PolicyBook,
    PolicyError,
    PrepaymentCase,
    Reading,
    Reimbursement,
    SelectedProduct,
    Span,
    YearMonth,
    offset_prepayment,
    offset_window,
    paying_fund,
    payment_standard,
    prepayment_schedule,
    procurement_cycle,
    testing,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import simplest
from vbp_policy.testing.of_contracts import deliveries_of, orders_of
from vbp_policy.testing.of_days import later
from vbp_policy.testing.of_prepayments import calendars_for
from vbp_policy.testing.of_standards import _halving  # pyright: ignore[reportPrivateUsage]
from vbp_policy.testing.of_terms import STATED
from vbp_policy.testing.registration import STRATEGIES

FILE = Path(__file__).parent / "golden" / "testing" / "reach.json"
KINDS = {kind.__name__: kind for kind in STRATEGIES}
TEXTS = {"ExplanationStep", "ExplanationFigure"}
"""What these hold is mostly words, of any of the rules."""
ENOUGH = 80
MANY = 300
OFTEN = 12
"""In one of so many examples at least: then it is sure to be met in twice as many."""


def drawing(examples: int) -> settings:
    """Draw so many examples, the same every time."""
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def each_of(strategy: st.SearchStrategy[Any], see: Callable[[Any], object], examples: int) -> None:
    """Show so many values to `see`, or as many as it takes until that says that they are enough."""
    with suppress(NoSuchExample):
        find(strategy.map(see), bool, settings=drawing(examples))


# What is reached


def form_of(value: object) -> str:
    """Say what a field holds, as far as a test might depend on it."""
    match value:
        case enum.Enum() | Clause() | bool() | None:
            return str(value)
        case str():
            return re.sub(r"[1-9]\d*", "#", value) if len(value) < 40 else "long"
        case Decimal():
            sign = "-" if value < 0 else "+" if value else ""
            places = -int(cast("int", value.normalize().as_tuple().exponent))
            return f"{sign}{max(places, 0)} places"
        case int():
            return str(value) if -1 <= value <= 1 else "int"
        case tuple():
            return f"{min(len(cast('tuple[object, ...]', value)), 3)} items"
        case _:
            return type(value).__name__


def forms(value: Any) -> set[tuple[str, str]]:
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(value)))
    names = [each.name for each in fields if each.name != "basis" and each.name[0] != "_"]
    return {(name, form_of(getattr(value, name))) for name in names}


def seen(kind: str) -> dict[str, list[str]]:
    """Draw many values of a kind, and give what each field held often."""
    values: list[Any] = []
    each_of(STRATEGIES[KINDS[kind]](), values.append, MANY)  # fewer, where there are no more
    counts = Counter(form for value in values for form in forms(value))
    found: dict[str, list[str]] = defaultdict(list)
    for (field, form), count in sorted(counts.items()):
        if count * OFTEN >= len(values):
            found[field].append(form)
    return dict(found)


def reached() -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(FILE.read_text("utf-8")))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in TEXTS])
def test_whatever_a_field_may_hold_is_drawn(kind: str) -> None:
    held: Mapping[str, list[str]] = reached()["forms"][kind]
    missing = {(field, form) for field, forms_held in held.items() for form in forms_held}

    def see(value: Any) -> bool:
        missing.difference_update(forms(value))
        return not missing

    each_of(STRATEGIES[KINDS[kind]](), see, 2 * MANY)
    assert not missing


@pytest.mark.parametrize("kind", KINDS)
def test_the_simplest_is_the_one_kept(kind: str) -> None:
    assert shown(kind) == reached()["simplest"][kind]


def shown(kind: str) -> str:
    """Give the repr of what is drawn first, which is the simplest."""
    found: list[object] = []
    each_of(STRATEGIES[KINDS[kind]](), found.append, 1)
    return repr(found[0])


# How many at the most


NOTICE = attrs.evolve(
    simplest(testing.policies(states=sorted(STATED), invented=True)), number="虚构100号"
)
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
CONTRACT = simplest(testing.contracts(cycle=CYCLE))
ODD = Decimal("7.77")
FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)


Making = Callable[[], st.SearchStrategy[Any]]
"""Makes a strategy, in the test that draws from it."""


def extent(
    make: Making, size: Callable[[Any], int], least: int, most: int
) -> tuple[Making, Callable[[Any], int], int, int]:
    """Type what makes a strategy, what is measured of its values, and within which bounds."""
    return make, size, least, most


@pytest.mark.parametrize(
    ("make", "size", "least", "most"),
    [
        extent(lambda: orders_of(CONTRACT), len, 0, 3),
        extent(
            lambda: deliveries_of(CONTRACT), lambda it: sum(each.quantity > 0 for each in it), 0, 4
        ),
        extent(testing.policy_books, lambda it: len(it.policies), 0, 5),
        extent(testing.fund_accounts, lambda it: sum(len(a.ledgers) for a in it.accounts), 1, 3),
        extent(testing.selection_results, lambda it: len(it.selected), 1, 4),
        extent(testing.selection_results, lambda it: len(it.renewals), 0, 3),
        extent(testing.prepayment_terms, lambda it: len(it.instalments), 1, 5),
        extent(
            lambda: testing.policies(invented=True),
            lambda it: (it.effective_on - it.issued_on).days,
            0,
            30,
        ),
        extent(testing.ends_of_month_after_execution, lambda it: it.months, 1, 18),
        extent(testing.ends_of_procurement_month, lambda it: it.number, 1, 36),
        extent(lambda: testing.ends_of_procurement_month(7), lambda it: it.number, 1, 7),
        extent(testing.from_executions, lambda it: it.months, 1, 36),
        extent(testing.offset_terms, lambda it: it.first_month, 1, 6),
        extent(testing.offset_terms, lambda it: it.window_months, 1, 24),
        extent(testing.supplier_payment_terms, lambda it: it.months_after_acceptance, 1, 6),
        extent(testing.product_report_terms, lambda it: it.workdays, 1, 20),
        extent(
            lambda: testing.until_days("2025-05-30"),
            lambda it: (it.last_day - date(2025, 5, 30)).days // 360,
            0,
            10,
        ),
        extent(lambda: testing.spans(FIRST, LAST, max_days=40), lambda it: it.days, 1, 40),
        extent(lambda: testing.days(FIRST, LAST), lambda day: (day - FIRST).days, 0, 364),
        extent(
            lambda: testing.year_months("2024-11", "2027-02"),
            lambda it: it - YearMonth(2024, 11),
            0,
            27,
        ),
        extent(
            lambda: testing.quantities("0.0007", returns=False), lambda it: int(it * 10_000), 1, 7
        ),
        extent(lambda: testing.quantities("0.0007"), lambda it: int(it * 10_000), -7, 7),
        extent(
            lambda: testing.shares("0.25", "0.250007"), lambda it: int(it * 10**6) - 250_000, 0, 7
        ),
        extent(lambda: testing.amounts("-0.07", "0.07"), lambda it: int(it * 100), -7, 7),
        extent(
            lambda: testing.prices("0.5", "0.500007"), lambda it: int(it * 10**6) - 500_000, 0, 7
        ),
        extent(
            lambda: testing.execution_dates(CHONGQING_2025_9),
            lambda day: (day - CHONGQING_2025_9.effective_on).days,
            0,
            (procurement_cycle(CHONGQING_2025_9).last_day - CHONGQING_2025_9.effective_on).days,
        ),
    ],
)
def test_what_is_drawn_reaches_its_bounds_and_not_beyond(
    make: Making, size: Callable[[Any], int], least: int, most: int
) -> None:
    sizes: list[int] = []

    def see(value: Any) -> bool:
        sizes.append(size(value))
        return len(sizes) > ENOUGH and {least, most} <= set(sizes)

    each_of(make(), see, 10 * MANY)
    assert (min(sizes), max(sizes)) == (least, most)


# What else tests depend on


def ledger_of(dossier: testing.PrepaymentDossier) -> OffsetLedger:
    return offset_prepayment(
        dossier.policy, dossier.prepayment, dossier.payables, booked=dossier.booked
    )


def is_half_a_fen(line: Reimbursement, price: Decimal) -> bool:
    """Say whether a price that is no whole number of fen comes to half a fen before rounding."""
    return price * 100 % 1 != 0 and line.quantity * price * 1000 % 10 in (5, -5)


def taken_by_months(ledger: OffsetLedger) -> int:
    return sum(0 < entry.offset < ledger.prepayment.amount for entry in ledger.entries)


def aim(make: Making, condition: Callable[[Any], object]) -> tuple[Making, Callable[[Any], object]]:
    """Type what makes a strategy, and what one of its values must come to."""
    return make, condition


@pytest.mark.parametrize(
    ("make", "condition"),
    [
        aim(testing.ledgers, lambda it: taken_by_months(it) > 2),
        aim(testing.prepayment_dossiers, lambda it: taken_by_months(ledger_of(it)) > 2),
        aim(testing.prepayment_cases, lambda it: taken_by_months(it.ledger) > 2),
        aim(testing.prepayment_dossiers, lambda it: len(it.disbursements) > 2),
        aim(testing.prepayment_dossiers, lambda it: len(it.payables) == len(it.window) > 1),
        aim(testing.contract_dossiers, lambda it: any(each.quantity < 0 for each in it.usage)),
        aim(testing.contract_dossiers, lambda it: len(it.usage) > 3),
        aim(testing.reimbursements, lambda it: it.billing_difference == 0 and it.charge > 1),
        aim(
            testing.reimbursements,
            lambda it: it.price - it.standard.price == Decimal("0.000001"),
        ),
        aim(
            testing.reimbursements,
            lambda it: it.standard.price - it.price == Decimal("0.000001"),
        ),
        aim(testing.payment_standards, lambda it: it.specification is not None),
        aim(testing.standard_tables, lambda it: len({e.standard.variety for e in it.listed}) > 1),
        aim(testing.standard_tables, lambda it: it.selected and not it.further),
        aim(testing.selection_results, lambda it: len({e.product.maker for e in it.selected}) > 1),
        aim(
            testing.selection_results,
            lambda it: {e.new_code for e in it.renewals} & {e.old_code for e in it.renewals},
        ),
        aim(
            testing.classifications,
            lambda it: it.ceiling is not None and it.listing.price == it.ceiling,
        ),
        aim(
            testing.classifications,
            lambda it: (
                it.ceiling is not None and it.listing.price - it.ceiling == Decimal("0.000001")
            ),
        ),
        aim(testing.classifications, lambda it: it.listing.product.code.startswith("B")),
        aim(
            lambda: testing.progresses(policy=CHONGQING_2025_25),
            lambda it: [each.id for each in it.basis.clauses] == ["25-2.1d"],
        ),
        aim(
            lambda: testing.progresses(policy=CHONGQING_2025_25),
            lambda it: [each.id for each in it.basis.clauses] == ["25-1.3a"],
        ),
        aim(testing.deliveries, lambda it: it.order_reference and it.quantity < 0),
        aim(
            testing.contract_dossiers,
            lambda it: any(each.order_reference and each.quantity < 0 for each in it.deliveries),
        ),
        aim(
            testing.contract_dossiers,
            lambda it: (
                {(each.order_reference, each.accepted_on) for each in it.deliveries}
                & {(each.reference, each.ordered_on) for each in it.orders}
            ),
        ),
        aim(
            lambda: testing.holiday_tables(covering=Span(FIRST, LAST), near=[date(2025, 6, 30)]),
            lambda it: {date(2025, 6, 27), date(2025, 7, 3)} <= {*it.days_off, *it.extra_workdays},
        ),
        aim(testing.policy_books, lambda it: sum(len(e.supersedes) for e in it.policies) > 1),
        aim(
            testing.payment_standards,
            lambda it: it.specification != it.set_by.product.specification,
        ),
        aim(
            testing.reimbursements,
            lambda it: it.standard.price < it.price and is_half_a_fen(it, it.standard.price),
        ),
        aim(testing.reimbursements, lambda it: it.quantity < 0 and is_half_a_fen(it, it.price)),
        aim(
            lambda: testing.payables(offset_window(CHONGQING_2025_25, CYCLE), about=ODD),
            lambda it: len(it) > 3 and 0 < max(it.values()) <= 1,
        ),
        aim(testing.cycles, lambda it: it.policy_number == CHONGQING_2025_9.number),
        aim(
            lambda: testing.policies(states=["prepayment"], invented=True),
            lambda it: any(
                isinstance(each.due, EndOfProcurementMonth) and each.due.number > 1
                for each in it.terms.prepayment.instalments
            ),
        ),
    ],
)
def test_what_tests_depend_on_is_drawn(make: Making, condition: Callable[[Any], object]) -> None:
    find(make().map(condition), bool, settings=drawing(2_000))


@drawing(100)
@given(_halving(200))
def test_each_share_of_a_coverage_comes_to_half_a_fen(coverage: Coverage) -> None:
    """Of what is left by the one before, where any share of six places does."""
    first = 200 * coverage.self_pay_first
    rest = 200 - int(first + Decimal("0.5"))
    assert first % 1 == Decimal("0.5")
    assert rest % 64 == 0 or rest * coverage.fund_share % 1 == Decimal("0.5")


@drawing(40)
@given(testing.prepayment_dossiers())
def test_the_parts_of_a_prepayments_dossier_are_of_each_other(
    dossier: testing.PrepaymentDossier,
) -> None:
    prepayment, paid = dossier.prepayment, dossier.disbursements
    assert prepayment.institution == dossier.institution
    assert prepayment.cycle == dossier.cycle
    assert {each.prepayment_reference for each in paid} <= {prepayment.reference}
    assert prepayment.amount == (sum(each.amount for each in paid) or dossier.schedule.total)
    assert dossier.schedule == prepayment_schedule(
        dossier.policy, dossier.cycle, dossier.schedule.total, calendar=dossier.calendar
    )
    assert list(dossier.payables) == list(dossier.window[: len(dossier.payables)])
    assert dossier.booked.keys() <= dossier.payables.keys()
    last = max(each.due for each in dossier.schedule.instalments)
    for each in paid:
        assert dossier.cycle.first_day <= each.paid_on <= later(last, 90)
    assert paying_fund(dossier.policy, dossier.institution) is prepayment.fund
    assert "reference='P1'" in repr(dossier)


@drawing(40)
@given(testing.contract_dossiers())
def test_the_parts_of_a_contracts_dossier_are_of_each_other(
    dossier: testing.ContractDossier,
) -> None:
    contract = dossier.contract
    assert contract.cycle.policy_number == dossier.policy.number
    assert 0 < contract.agreed_volume <= 10**6
    orders = {each.reference: each.ordered_on for each in dossier.orders}
    assert {each.contract_reference for each in dossier.orders} <= {contract.reference}
    for each in dossier.deliveries:
        assert each.contract_reference == contract.reference
        if each.order_reference is not None:
            assert orders[each.order_reference] <= each.accepted_on
    moves = contract.cycle.reading.debt_day is not DebtDay.UNSHIFTED
    assert (dossier.calendar is not None) is (moves and bool(dossier.deliveries))
    used: dict[object, Decimal] = defaultdict(Decimal)
    for usage in dossier.usage:
        used[usage.listing_status] += usage.quantity
    assert min(used.values(), default=0) >= 0


@drawing(50)
@given(testing.cycles(extended=True), testing.cycles(extended=False))
def test_cycles_are_extended_where_it_is_asked_for(extended: Cycle, plain: Cycle) -> None:
    assert extended.original_last_day is not None
    assert plain.original_last_day is None


@drawing(40)
@given(testing.bases(policy=CHONGQING_2025_25))
def test_a_basis_cites_clauses_of_its_notice(basis: Basis) -> None:
    assert set(basis.clauses) <= set(CHONGQING_2025_25.clauses)


@drawing(30)
@given(st.data())
def test_a_timetable_is_that_of_the_cycle_given(data: st.DataObject) -> None:
    cycle = data.draw(testing.cycles(policy=CHONGQING_2025_25, extended=False))
    events = data.draw(testing.timetables(policy=CHONGQING_2025_25, cycle=cycle))
    ends = [each.nominal_day for each in events if each.clause.id == "25-1.3a"]
    assert set(ends) == {cycle.first_day, cycle.last_day}


@drawing(40)
@given(testing.policy_books(), testing.bases())
def test_nothing_is_named_twice(book: PolicyBook, basis: Basis) -> None:
    for names in ([each.number for each in book.policies], basis.clauses):
        assert len(set(names)) == len(names)
    for each in book.policies:
        assert len(set(each.supersedes)) == len(each.supersedes)


@drawing(30)
@given(testing.fund_accounts(policy=CHONGQING_2025_25), testing.prepayment_cases(policy=NOTICE))
def test_whoever_is_prepaid_has_a_paying_fund(accounts: FundAccounts, case: PrepaymentCase) -> None:
    """25-2.3f."""
    assert paying_fund(CHONGQING_2025_25, accounts.institution)
    assert paying_fund(NOTICE, case.institution) is case.fund


def test_days_are_often_those_on_which_rules_turn() -> None:
    found: list[date] = []
    each_of(testing.days("2023-01-10", "2026-11-20"), found.append, MANY)
    turns: tuple[Callable[[date], bool], ...] = (
        lambda day: YearMonth.of(day).last_day == day,
        lambda day: (day.month, day.day) == (12, 31),
        lambda day: (day.month, day.day) == (2, 29),
    )
    for is_one in turns:
        assert sum(map(is_one, found)) * 20 > len(found)


@pytest.mark.parametrize(
    "refused",
    [
        lambda: testing.institutions(prepaid_under=CHONGQING_2025_9),
        lambda: testing.prepayment_dossiers(policy=CHONGQING_2025_9),
        lambda: testing.totals(CHONGQING_2025_9),
        lambda: calendars_for(CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9)),
    ],
)
def test_what_a_notice_does_not_state_is_named(refused: Callable[[], Any]) -> None:
    with pytest.raises(NotProvidedError) as caught:
        simplest(refused())
    assert (caught.value.field, caught.value.value) == ("prepayment", CHONGQING_2025_9.number)


@pytest.mark.parametrize(
    ("refused", "field"),
    [
        (lambda: testing.coverages(within="x"), "within"),
        (lambda: testing.until_days("x"), "min_value"),
    ],
)
def test_a_bound_that_is_none_is_named(refused: Callable[[], Any], field: str) -> None:
    with pytest.raises(PolicyError) as caught:
        refused()
    assert (caught.value.field, caught.value.value) == (field, "x")


@pytest.mark.parametrize("name", STATED)
def test_an_invented_policy_states_what_it_is_asked_to_and_else_may_not(name: str) -> None:
    found: list[Policy] = []
    each_of(testing.policies(states=[name], invented=True), found.append, 10)
    assert all(STATED[name](each.terms) for each in found)
    found.clear()
    each_of(testing.policies(invented=True), found.append, 40)
    assert {bool(STATED[name](each.terms)) for each in found} == {True, False}


# What a keyword narrows

READING = attrs.evolve(
    Reading(),
    last_day=LastDay.CORRESPONDING,
    disbursement_day=DisbursementDay.UNSHIFTED,
    debt_day=DebtDay.UNSHIFTED,
)
OTHER_READING = attrs.evolve(READING, last_day=LastDay.INCLUSIVE)
"""Neither is drawn often."""
INSTITUTION = attrs.evolve(
    simplest(testing.institutions(prepaid_under=CHONGQING_2025_25)), code="H2025"
)
SPECIFICATION = simplest(testing.specifications(pack_size=7, form="膏剂"))
PRODUCT = simplest(testing.products(code="A2025"))
PREPAYMENT = simplest(testing.prepayments(policy=CHONGQING_2025_25, reference="P2025"))
DELIVERY = attrs.evolve(simplest(testing.deliveries(contract=CONTRACT)), reference="D2025")
STANDARD = payment_standard(CHONGQING_2025_9, [SelectedProduct(PRODUCT, "7")])
SCHEDULE = simplest(testing.schedules(total=Decimal("7.77")))
DAY = date(2033, 3, 3)


class Narrowed(NamedTuple):
    """A strategy, a keyword of it with a value, and where what is drawn shows it."""

    strategy: str
    keyword: str
    value: object
    path: str
    shown: object
    under: Policy | None = None
    """The policy that the value is for."""

    def __str__(self) -> str:
        return f"{self.strategy}-{self.keyword}-{self.value}"[:60]


def held(strategy: str, /, under: Policy | None = None, **fields: object) -> list[Narrowed]:
    """Narrow fields that are named as their keywords."""
    return [Narrowed(strategy, name, value, name, value, under) for name, value in fields.items()]


def at(value: object, path: str) -> set[object]:
    """Give what stands at a path of fields, in every item where there are several."""
    found = items_of(value)
    for name in path.split("."):
        found = [part for each in found for part in items_of(getattr(each, name))]
    return set(found)


def items_of(value: object) -> list[object]:
    return list(cast("tuple[object, ...]", value)) if isinstance(value, tuple) else [value]


BY_POLICY = {
    "assessments": "basis.policy_number",
    "bases": "policy_number",
    "classifications": "basis.policy_number",
    "contract_dossiers": "policy.number",
    "contracts": "cycle.policy_number",
    "cycles": "policy_number",
    "deadlines": "basis.policy_number",
    "differential_prices": "basis.policy_number",
    "findings": "basis.policy_number",
    "fund_accounts": "basis.policy_number",
    "fund_totals": "basis.policy_number",
    "ledgers": "basis.policy_number",
    "monthly_reports": "basis.policy_number",
    "payment_standards": "basis.policy_number",
    "prepayment_cases": "basis.policy_number",
    "prepayment_dossiers": "policy.number",
    "prepayments": "cycle.policy_number",
    "progresses": "contract.cycle.policy_number",
    "schedules": "basis.policy_number",
    "standard_tables": "basis.policy_number",
    "supplier_payment_states": "basis.policy_number",
    "timetables": "basis.policy_number",
}
BY_READING = {
    "contract_dossiers": "contract.cycle.reading",
    "cycles": "reading",
    "fund_accounts": "accounts.ledgers.prepayment.cycle.reading",
    "prepayment_cases": "cycle.reading",
    "prepayment_dossiers": "cycle.reading",
}
ABSENT: st.SearchStrategy[None] = st.none()
NARROWED = [
    *(Narrowed(name, "policy", NOTICE, path, NOTICE.number) for name, path in BY_POLICY.items()),
    *(
        Narrowed(name, "reading", reading, path, reading)
        for name, path in BY_READING.items()
        for reading in (READING, OTHER_READING)
    ),
    *held("contracts", institution=INSTITUTION, product=PRODUCT, agreed_volume=ODD),
    *held("contracts", under=CHONGQING_2025_25, cycle=CYCLE),
    Narrowed("cycles", "execution_date", DAY, "first_day", DAY, CHONGQING_2025_25),
    Narrowed("deadlines", "accepted_on", DAY, "nominal_day", date(2033, 4, 30), CHONGQING_2025_25),
    Narrowed("deliveries", "contract", CONTRACT, "contract_reference", CONTRACT.reference),
    *held("deliveries", quantity=ODD),
    *held("disbursements", prepayment_reference="P2025", amount=ODD, paid_on=DAY),
    *held("explanations", lang="zh"),
    *held("explanations", lang="en"),
    Narrowed("fund_accounts", "amount", ODD, "accounts.ledgers.prepayment.amount", ODD),
    Narrowed("fund_accounts", "payable", Decimal(0), "accounts.months.payable", Decimal(0)),
    *held("fund_accounts", institution=INSTITUTION),
    *held("instalment_terms", share=Decimal("0.77")),
    *held("institutions", code="H2025", kind=InstitutionKind.MILITARY, grade=Grade.SECONDARY),
    *held("institutions", designated=False, enrolled=False, district="万州区"),
    Narrowed("institutions", "district", ABSENT, "district", None),
    Narrowed("ledgers", "amount", ODD, "prepayment.amount", ODD),
    Narrowed("ledgers", "payable", Decimal(0), "entries.payable", Decimal(0)),
    *held("ledgers", under=CHONGQING_2025_25, prepayment=PREPAYMENT),
    *held("listings", product=PRODUCT, price=ODD),
    Narrowed("orders", "contract", CONTRACT, "contract_reference", CONTRACT.reference),
    Narrowed("prepayment_dossiers", "total", ODD, "schedule.total", ODD),
    *held("prepayments", under=CHONGQING_2025_25, institution=INSTITUTION, cycle=CYCLE),
    *held("prepayments", reference="P2025", amount=ODD, fund=Fund.RESIDENT),
    *held("prepayments", fund=Fund.EMPLOYEE),
    *held("price_ratios", places=5),
    *held("products", code="A2025", variety="V2025", maker="M2025", group="G2025"),
    *held("products", specification=SPECIFICATION),
    Narrowed("products", "specification", ABSENT, "specification", None),
    Narrowed("products", "group", ABSENT, "group", None),
    *held("reconciliations", schedule=SCHEDULE),
    *held("reimbursements", standard=STANDARD, price=ODD),
    *held("renewals", old_code="A2025", new_code="B2025"),
    *held("schedules", under=CHONGQING_2025_25, cycle=CYCLE),
    *held("schedules", total=ODD),
    *held("selected_products", product=PRODUCT, price=ODD),
    Narrowed("selection_results", "groups", ["G2025"], "selected.product.group", "G2025"),
    *held("specifications", form="丸剂", pack_size=7),
    *held("supplier_payments", delivery_reference="D2025", amount=ODD),
    *held("supplier_payment_states", delivery=DELIVERY),
    Narrowed(
        "supply_incidents", "contract", CONTRACT, "order.contract_reference", CONTRACT.reference
    ),
    Narrowed(
        "timetables",
        "cycle",
        CYCLE,
        "basis.policy_number",
        CHONGQING_2025_25.number,
        CHONGQING_2025_25,
    ),
]


@pytest.mark.parametrize("row", NARROWED, ids=str)
def test_a_keyword_narrows_what_is_drawn(row: Narrowed) -> None:
    """By the value, or by a strategy of it."""
    make = getattr(testing, row.strategy)
    fixed: st.SearchStrategy[object] = st.just(row.value)
    both = is_drawn_by(make, row.keyword) and row.value is not ABSENT
    for value in [row.value, fixed] if both else [row.value]:
        more = {} if row.under is None else {"policy": row.under}
        found: list[object] = []
        each_of(make(**{row.keyword: value}, **more), found.append, 6)
        assert [each for each in found if not at(each, row.path) <= {row.shown}] == []
        assert any(at(each, row.path) for each in found)


@pytest.mark.parametrize("name", ["deliveries", "reimbursements", "usages"])
def test_returns_are_left_out(name: str) -> None:
    found: list[Any] = []
    each_of(getattr(testing, name)(returns=False), found.append, 30)
    assert min(each.quantity for each in found) > 0


def is_drawn_by(make: Callable[..., Any], keyword: str) -> bool:
    """Say whether a keyword takes a strategy too."""
    return "SearchStrategy" in str(inspect.signature(make).parameters[keyword].annotation)


def test_every_keyword_is_looked_at() -> None:
    """Of those that take a value to hold fixed; bounds have tests of their own."""
    keywords = {
        (name, each.name)
        for name in testing.__all__
        if inspect.isfunction(make := getattr(testing, name))
        for each in inspect.signature(make).parameters.values()
        if each.default is None and is_drawn_by(make, each.name)
    }
    assert keywords - {(row.strategy, row.keyword) for row in NARROWED} == {("payables", "amount")}


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    kept = {
        "forms": {kind: seen(kind) for kind in KINDS if kind not in TEXTS},
        "simplest": {kind: shown(kind) for kind in KINDS},
    }
    FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
