"""Orders that were not delivered, or in part: what institutions report to the district bureau.

9号 as forwarded, Y-1.
"""

import enum
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import net_quantity, quantity_of, quantity_units, round_half_up
from ..foundation.values import Value, checked, same, trusted, whole_number
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from .contracts import (
    Contract,
    Delivery,
    Order,
    as_contract,
    as_volume,
    basis_of,
    checked_deliveries,
    cited_by,
    under_contract,
    unit_sizes,
)

__all__ = ["SupplyIncident", "SupplyIncidentKind", "supply_incidents"]

_NO_DEADLINE = "no notice says by when an order is delivered: every order is open from its own day"
_BY_ORDER = "a delivery fills the order that it names, and none if it names none"


class SupplyIncidentKind(enum.Enum):
    """What happened to an order so far."""

    UNDELIVERED = "undelivered"
    PART_DELIVERED = "part delivered"


def _days(value: int, *, field: str = "days_open") -> int:
    return whole_number(value, field=field, least=0, most=date.max.toordinal())


@attrs.frozen(field_transformer=checked)
class SupplyIncident(Value):
    """An order that was not delivered in full by the end of `as_of`, in the order's unit.

    `delivered` and `missing` have at most 4 places; `days_open` are the days since the order.
    """

    order: Order
    as_of: date = attrs.field(converter=as_date)
    kind: SupplyIncidentKind
    delivered: Decimal = attrs.field(converter=net_quantity)
    missing: Decimal = attrs.field(converter=as_volume)
    days_open: int = attrs.field(converter=_days)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        delivered = quantity_units(self.delivered)
        if not 0 <= delivered < quantity_units(self.order.quantity):
            raise InvalidValueError(
                field="delivered",
                value=self.delivered,
                expected=f"from 0, below what was ordered, {self.order.quantity}",
            )
        missing = quantity_units(self.order.quantity) - delivered
        same("missing", self.missing, quantity_of(missing))
        same("kind", self.kind, _kind(delivered))
        same("days_open", self.days_open, (self.as_of - self.order.ordered_on).days)


_incident = trusted(SupplyIncident)


def supply_incidents(
    contract: Contract,
    orders: Iterable[Order],
    deliveries: Iterable[Delivery],
    *,
    as_of: DateLike,
    policy: Policy | None = None,
) -> tuple[SupplyIncident, ...]:
    """Decide which of a contract's orders are undelivered or part-delivered at the end of a day.

    Y-1, in the letter that forwards 9号: institutions report such orders to the district bureau.
    No deadline is given, so every open order is listed, the oldest first. Orders and deliveries
    after `as_of` are not counted; a return takes back what was delivered for its order. With
    `policy`, the contract's own, the basis cites its clause; without, it is the cycle's.

    Raises what `contract_progress` raises for deliveries, `NotProvidedError` for a `policy` that
    asks for no such report, and `InvalidValueError` for an order of
    another contract, one that comes twice, a delivery for an unknown order or before its order,
    and returns above what was delivered for an order.

    >>> from vbp_policy import Grade, Institution, InstitutionKind, Product, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> contract = Contract("C1", hospital, Product("A1", "二甲双胍", "甲"),
    ...                     procurement_cycle(CHONGQING_2025_9),
    ...                     agreed_volume=1000, unit="盒", unit_price="8.72")
    >>> order = Order("O1", "C1", ordered_on="2025-06-02", quantity=100, unit="盒")
    >>> delivery = Delivery("D1", "C1", accepted_on="2025-06-05", quantity=60, unit="盒",
    ...                     unit_price="8.72", order_reference="O1")
    >>> for each in supply_incidents(contract, [order], [delivery], as_of="2025-06-12"):
    ...     print(each.order.reference, each.kind.value, each.missing, each.days_open)
    O1 part delivered 40 10
    """
    basis = basis_of(as_contract(contract), _BY_ORDER, _NO_DEADLINE)
    if policy is not None:
        asked = stated(policy, as_policy(policy).terms.reporting.incident_clause, "incidents")
        basis = cited_by(policy, contract, basis, asked)
    clause = basis.cited
    day = as_date(as_of, field="as_of", clause=clause)
    given = under_contract(contract, orders, Order, field="orders", clause=clause)
    placed = {each.reference: each for each in given}
    accepted = under_contract(contract, deliveries, Delivery, field="deliveries", clause=clause)
    checked_deliveries(contract, accepted, clause=clause)
    sizes = unit_sizes(contract)
    delivered = dict.fromkeys(placed, 0)
    for number, delivery in enumerate(accepted):
        if delivery.order_reference is not None:
            order = _order_of(delivery, placed, f"deliveries[{number}]", clause)
            if delivery.accepted_on <= day:
                quantity = quantity_units(delivery.quantity) * sizes[delivery.unit]
                delivered[order.reference] += quantity
    incidents: list[SupplyIncident] = []
    for order in sorted(placed.values(), key=lambda each: (each.ordered_on, each.reference)):
        filled, size = delivered[order.reference], sizes[order.unit]
        if filled < 0:
            raise InvalidValueError(
                field="deliveries",
                value=quantity_of(round_half_up(filled, size)),
                expected=f"returns by {day} that are not above what was delivered for the order "
                f"{order.reference}",
                clause=clause,
            )
        missing = quantity_units(order.quantity) * size - filled
        if missing > 0 and order.ordered_on <= day:
            shown = round_half_up(filled, size)
            if filled:  # never shown as nothing, nor as all
                shown = min(max(shown, 1), quantity_units(order.quantity) - 1)
            incidents.append(
                _incident(
                    order=order,
                    as_of=day,
                    kind=_kind(shown),
                    delivered=quantity_of(shown),
                    missing=quantity_of(quantity_units(order.quantity) - shown),
                    days_open=(day - order.ordered_on).days,
                    basis=basis,
                )
            )
    return tuple(incidents)


def _kind(delivered: int) -> SupplyIncidentKind:
    return SupplyIncidentKind.PART_DELIVERED if delivered else SupplyIncidentKind.UNDELIVERED


def _order_of(
    delivery: Delivery, placed: dict[str, Order], field: str, clause: str | None
) -> Order:
    """Give the order that a delivery names; it must be known, and not later."""
    order = placed.get(delivery.order_reference or "")
    if order is None:
        raise InvalidValueError(
            field=f"{field}.order_reference",
            value=delivery.order_reference,
            expected="the reference of one of the orders",
            clause=clause,
        )
    if delivery.accepted_on < order.ordered_on:
        raise InvalidValueError(
            field=f"{field}.accepted_on",
            value=delivery.accepted_on,
            expected=f"a day on or after the order's, {order.ordered_on}",
            clause=clause,
        )
    return order
