"""Contracts, what is ordered, delivered and paid under them, and what follows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from ..foundation.dates import YearMonth
from ..foundation.money import decimal_of, fen_of, quantity_units, yuan
from ..foundation.workdays import HolidayTable
from ..policy.policies import Policy
from ..policy.readings import DebtDay, Reading
from ..rules import supply_incidents as rule
from ..rules.contracts import Contract, Delivery, Order, unit_sizes
from ..rules.cycles import Cycle, as_cycle_of
from ..rules.institutions import Institution
from ..rules.products import Product
from ..rules.supplier_payment import (
    Deadline,
    SupplierPayment,
    SupplierPaymentState,
    supplier_payment_due,
    supplier_payment_state,
)
from ..rules.supply_incidents import SupplyIncident
from .draws import Drawn, drawn, some
from .of_cycles import cycles
from .of_days import around, days, holiday_tables, later
from .of_figures import amounts, prices, quantities
from .of_institutions import institutions
from .of_policies import policies
from .of_prepayments import parts_of
from .of_products import products
from .of_readings import readings
from .of_standards import chargeable
from .of_words import identifiers

__all__ = [
    "contracts",
    "deadlines",
    "debt_calendars",
    "deliveries",
    "deliveries_of",
    "orders",
    "orders_of",
    "payments_of",
    "supplier_payment_states",
    "supplier_payments",
    "supply_incidents",
]

_UNITS = st.sampled_from(["支", "盒"])
_MOST_AT_ONCE = 10**5
"""Packs in a delivery of a contract: however many pieces they hold, their sum is a quantity."""


@st.composite
def contracts(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    institution: Drawn[Institution] | None = None,
    product: Drawn[Product] | None = None,
    cycle: Drawn[Cycle] | None = None,
    agreed_volume: Drawn[Decimal] | None = None,
) -> Contract:
    """Draw contracts of a cycle, in the product's own units where its specification names any.

    A `cycle` is one of the `policy` given with it.

    >>> from vbp_policy.testing import simplest
    >>> contract = simplest(contracts())
    >>> contract.reference, contract.agreed_volume, contract.unit, contract.unit_price
    ('C1', Decimal('1'), '支', Decimal('1.00'))
    """
    made = draw(drawn(cycle, cycles(policy=policy)))
    if cycle is not None and policy is not None:
        as_cycle_of(draw(drawn(policy, st.nothing())), made)
    buyer = draw(drawn(institution, institutions()))
    bought = draw(drawn(product, products()))
    specification = bought.specification
    unit = draw(_UNITS)
    if specification is not None and specification.piece_unit and specification.pack_unit:
        unit = draw(st.sampled_from([specification.pack_unit, specification.piece_unit]))
    return Contract(
        draw(identifiers("C")),
        buyer,
        bought,
        made,
        agreed_volume=draw(drawn(agreed_volume, quantities(returns=False))),
        unit=unit,
        unit_price=draw(prices()),
        signed_on=draw(st.none() | days(later(made.first_day, -60), made.last_day)),
    )


@st.composite
def orders(draw: st.DrawFn, *, contract: Drawn[Contract] | None = None) -> Order:
    """Draw orders: any, or such as a contract's within its cycle."""
    under = draw(drawn(contract, contracts()))
    return draw(_order(under, draw(identifiers("O"))))


@st.composite
def _order(draw: st.DrawFn, contract: Contract, reference: str) -> Order:
    return Order(
        reference,
        contract.reference,
        ordered_on=draw(days(contract.cycle.first_day, contract.cycle.last_day)),
        quantity=draw(quantities(_MOST_AT_ONCE, returns=False)),
        unit=draw(st.sampled_from(list(unit_sizes(contract)))),
    )


@st.composite
def orders_of(draw: st.DrawFn, contract: Contract) -> tuple[Order, ...]:
    """Draw up to three orders of a contract."""
    return tuple(draw(_order(contract, f"O{number}")) for number in some(draw, most=3))


@st.composite
def deliveries(
    draw: st.DrawFn,
    *,
    contract: Drawn[Contract] | None = None,
    quantity: Drawn[Decimal] | None = None,
    returns: bool = True,
) -> Delivery:
    """Draw deliveries: of any price and size whose amount is within its bound, and returns.

    Often price × quantity is exactly half a fen before it is rounded.

    >>> from vbp_policy.testing import simplest
    >>> simplest(deliveries()).amount
    Decimal('1.00')
    """
    under = draw(drawn(contract, contracts()))
    price = draw(prices())
    cycle = under.cycle
    return Delivery(
        draw(identifiers("D")),
        under.reference,
        accepted_on=draw(days(cycle.first_day, cycle.last_day)),
        quantity=draw(drawn(quantity, chargeable(price, returns=returns))),
        unit=draw(st.sampled_from(list(unit_sizes(under)))),
        unit_price=price,
        order_reference=draw(st.none() | identifiers("O")),
    )


@st.composite
def deliveries_of(
    draw: st.DrawFn, contract: Contract, orders: Sequence[Order] = ()
) -> tuple[Delivery, ...]:
    """Draw up to four deliveries of a contract, some for its orders, each perhaps in part returned.

    Together they stay far from the bounds; some may be accepted after the cycle.
    """
    last = later(contract.cycle.last_day, 45)
    found: list[Delivery] = []
    for number in some(draw, most=4):
        accepted_on = draw(days(contract.cycle.first_day, last))
        placed = [None, *(each.reference for each in orders if each.ordered_on <= accepted_on)]
        price = draw(prices(max_value=10**6))
        delivery = Delivery(
            f"D{number}",
            contract.reference,
            accepted_on=accepted_on,
            quantity=draw(chargeable(price, returns=False, most=_MOST_AT_ONCE)),
            unit=draw(st.sampled_from(list(unit_sizes(contract)))),
            unit_price=price,
            order_reference=draw(st.sampled_from(placed)),
        )
        found.append(delivery)
        if draw(st.booleans()):
            found.append(draw(_return_of(delivery)))
    return tuple(found)


@st.composite
def _return_of(draw: st.DrawFn, delivery: Delivery) -> Delivery:
    most = quantity_units(delivery.quantity)
    units = most - draw(st.just(0) | st.integers(0, most - 1))
    return Delivery(
        f"R{delivery.reference}",
        delivery.contract_reference,
        accepted_on=draw(days(delivery.accepted_on, later(delivery.accepted_on, 60))),
        quantity=decimal_of(-units, 4),
        unit=delivery.unit,
        unit_price=delivery.unit_price,
        order_reference=delivery.order_reference,
    )


def supplier_payments(
    *, delivery_reference: Drawn[str] | None = None, amount: Drawn[Decimal] | None = None
) -> st.SearchStrategy[SupplierPayment]:
    """Draw payments for deliveries, those for returns below zero."""
    paid = amounts("0.01")
    return st.builds(
        SupplierPayment,
        drawn(delivery_reference, identifiers("D")),
        drawn(amount, paid | paid.map(Decimal.copy_negate)),
        days("2000-01-01", "2099-12-31"),
    )


@st.composite
def payments_of(draw: st.DrawFn, delivery: Delivery) -> tuple[SupplierPayment, ...]:
    """Draw what was paid for a delivery, or paid back: nothing, a part or all, in any parts."""
    owed = fen_of(delivery.amount)
    sign = -1 if owed < 0 else 1
    paid_on = days(delivery.accepted_on, later(delivery.accepted_on, 120))
    parts = draw(parts_of(abs(owed))) if owed else []
    return tuple(
        SupplierPayment(delivery.reference, yuan(sign * part), draw(paid_on)) for part in parts
    )


def debt_calendars(
    policy: Policy, reading: Reading, accepted: Sequence[date]
) -> st.SearchStrategy[HolidayTable | None]:
    """Draw a calendar that what is due for deliveries can move by; none where it does not move."""
    if reading.debt_day is DebtDay.UNSHIFTED:
        return st.none()
    months = policy.terms.supplier_payment.months_after_acceptance
    due = [(YearMonth.of(day) + months).last_day for day in accepted]
    return holiday_tables(covering=around(due), near=due) if due else st.none()


@st.composite
def deadlines(
    draw: st.DrawFn, *, policy: Drawn[Policy] | None = None, accepted_on: Drawn[date] | None = None
) -> Deadline:
    """Draw by when firms are paid, under any reading."""
    notice, under = draw(drawn(policy, policies())), draw(readings())
    day = draw(drawn(accepted_on, days("2000-01-01", "2099-12-31")))
    table = draw(debt_calendars(notice, under, [day]))
    return supplier_payment_due(notice, day, reading=under, calendar=table)


@st.composite
def supplier_payment_states(
    draw: st.DrawFn, *, policy: Drawn[Policy] | None = None, delivery: Drawn[Delivery] | None = None
) -> SupplierPaymentState:
    """Draw what is owed for a delivery or a return: open, overdue, paid in time or late."""
    notice, under = draw(drawn(policy, policies())), draw(readings())
    accepted = draw(drawn(delivery, deliveries()))
    first = accepted.accepted_on
    return supplier_payment_state(
        notice,
        accepted,
        draw(payments_of(accepted)),
        as_of=draw(days(first, later(first, 300))),
        reading=under,
        calendar=draw(debt_calendars(notice, under, [first])),
    )


@st.composite
def supply_incidents(draw: st.DrawFn, *, contract: Drawn[Contract] | None = None) -> SupplyIncident:
    """Draw orders that were not delivered, or in part."""
    under = draw(drawn(contract, contracts()))
    order = draw(orders(contract=under))
    part = draw(st.integers(0, quantity_units(order.quantity) - 1))
    delivered = [
        Delivery(
            "D1",
            under.reference,
            accepted_on=order.ordered_on,
            quantity=decimal_of(part, 4),
            unit=order.unit,
            unit_price=Decimal(1),
            order_reference=order.reference,
        )
        for _ in range(min(part, 1))
    ]
    as_of = draw(days(order.ordered_on, later(order.ordered_on, 400)))
    return rule.supply_incidents(under, [order], delivered, as_of=as_of)[0]
