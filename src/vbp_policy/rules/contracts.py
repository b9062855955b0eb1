"""Contracts, their orders and deliveries, and how far the agreed volume has been reached.

9号 9-3.2b, 25号 25-2.1d: the agreed volume is to be completed.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple, TypeVar

import attrs

from ..foundation.dates import DateLike, as_date, as_optional_date
from ..foundation.errors import (
    InvalidValueError,
    NotComparableError,
    PolicyError,
)
from ..foundation.money import (
    CHARGE_SCALE,
    AmountLike,
    net_quantity,
    price_units,
    quantity_of,
    quantity_units,
    ratio_of,
    round_half_up,
    yuan,
)
from ..foundation.money import quantity as as_quantity
from ..foundation.money import ratio as as_ratio
from ..foundation.money import unit_price as as_unit_price
from ..foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    optional_identifier,
    same_figures,
    trusted,
    tuple_of,
)
from ..policy.basis import Basis
from ..policy.clauses import Clause
from ..policy.policies import Policy, as_policy
from .cycles import Cycle, as_cycle_of, inherited_assumptions
from .institutions import Institution
from .kernels import charge_at
from .products import Product

__all__ = [
    "PROGRESS_ASSUMPTIONS",
    "Contract",
    "Delivery",
    "Order",
    "Progress",
    "as_contract",
    "as_volume",
    "basis_of",
    "checked_deliveries",
    "cited_by",
    "contract_progress",
    "delivered_by",
    "progress_of",
    "under_contract",
    "unit_sizes",
]

Item = TypeVar("Item", "Order", "Delivery")


_NO_NOTICE = "no notice named"
PROGRESS_ASSUMPTIONS = (
    "only what was accepted within the cycle counts towards its volume",
    "the volume is compared with the days elapsed; no notice asks for an even pace",
)
"""What progress rests on that no notice states."""


def as_volume(value: AmountLike, *, field: str = "volume", clause: str | None = None) -> Decimal:
    """Check a volume: a quantity above 0, of at most 4 places."""
    expected = "a quantity above 0, of at most 4 places, below 10^12"
    try:
        volume = as_quantity(value, field=field, clause=clause)
    except PolicyError as error:
        raise type(error)(field=field, value=value, expected=expected, clause=clause) from None
    if volume <= 0:
        raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)
    return volume


@attrs.frozen(field_transformer=checked)
class Contract(Value):
    """What an institution agreed to buy of a product within a cycle (25-2.1e).

    `agreed_volume` is the one confirmed for the whole cycle, above 0, in `unit`; `unit_price` is
    in yuan a `unit`. `signed_on` is None where the day does not matter.
    """

    reference: str = attrs.field(converter=identifier)
    institution: Institution
    product: Product
    cycle: Cycle
    agreed_volume: Decimal = attrs.field(kw_only=True, converter=as_volume)
    unit: str = attrs.field(kw_only=True, converter=identifier)
    unit_price: Decimal = attrs.field(kw_only=True, converter=as_unit_price)
    signed_on: date | None = attrs.field(default=None, kw_only=True, converter=as_optional_date)


@attrs.frozen(field_transformer=checked)
class Order(Value):
    """What an institution ordered under a contract on a day: a quantity above 0, in `unit`."""

    reference: str = attrs.field(converter=identifier)
    contract_reference: str = attrs.field(converter=identifier)
    ordered_on: date = attrs.field(kw_only=True, converter=as_date)
    quantity: Decimal = attrs.field(kw_only=True, converter=as_volume)
    unit: str = attrs.field(kw_only=True, converter=identifier)


@attrs.frozen(field_transformer=checked)
class Delivery(Value):
    """What an institution accepted under a contract on a day; a negative quantity is a return.

    `unit_price` is in yuan a `unit`; the amount that it comes to is within an amount's bound.
    """

    reference: str = attrs.field(converter=identifier)
    contract_reference: str = attrs.field(converter=identifier)
    accepted_on: date = attrs.field(kw_only=True, converter=as_date)
    quantity: Decimal = attrs.field(kw_only=True, converter=as_quantity)
    unit: str = attrs.field(kw_only=True, converter=identifier)
    unit_price: Decimal = attrs.field(kw_only=True, converter=as_unit_price)
    order_reference: str | None = attrs.field(
        default=None, kw_only=True, converter=optional_identifier
    )

    def __attrs_post_init__(self) -> None:
        _charge(self)

    @property
    def amount(self) -> Decimal:
        """Quantity × unit price in yuan, rounded half-up once; below zero for a return.

        >>> Delivery("D1", "C1", accepted_on="2025-06-18", quantity="-1.5", unit="盒",
        ...          unit_price="8.72").amount
        Decimal('-13.08')
        """
        return _charge(self)


def _charge(delivery: Delivery) -> Decimal:
    price, quantity = price_units(delivery.unit_price), quantity_units(delivery.quantity)
    return yuan(charge_at(price, quantity, CHARGE_SCALE))


@attrs.frozen(field_transformer=checked)
class Progress(Value):
    """How far a contract had come at the end of a day.

    `deliveries` are those that count, by day and reference; equal progress may be made of other
    ones. `delivered` and `remaining` are in the contract's unit with at most 4 places, the ratios
    have 4. `ratio` has no cap; `remaining` is 0 when more than agreed was delivered, and
    `elapsed_ratio` stays 1 after the cycle. `completed_on` is the day since which the volume has
    stood reached, None if it does not. `ahead`: the agreed volume is reached in no smaller part
    than the cycle's days have elapsed; None before the first day, and where that is assumed.
    """

    contract: Contract
    deliveries: tuple[Delivery, ...] = attrs.field(eq=False, repr=False)
    as_of: date = attrs.field(converter=as_date)
    delivered: Decimal = attrs.field(converter=net_quantity)
    ratio: Decimal = attrs.field(converter=as_ratio)
    remaining: Decimal = attrs.field(converter=net_quantity)
    elapsed_ratio: Decimal = attrs.field(converter=as_ratio)
    completed_on: date | None = attrs.field(converter=as_optional_date)
    ahead: bool | None
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        follows = progress_of(self.contract, self.deliveries, as_of=self.as_of, basis=self.basis)
        if self.deliveries != follows.deliveries:
            raise InvalidValueError(
                field="deliveries",
                value=self.deliveries,
                expected=f"deliveries of the cycle up to {self.as_of}, by day and reference",
            )
        same_figures(self, follows)


_progress = trusted(Progress)


def contract_progress(
    contract: Contract,
    deliveries: Iterable[Delivery],
    *,
    as_of: DateLike,
    policy: Policy | None = None,
) -> Progress:
    """Decide how much of the agreed volume was delivered by the end of a day, and since when.

    9号 9-3.2b, 25号 25-2.1d: the agreed volume, which is the one confirmed on the platform
    (25-2.1e), is to be completed within the cycle. What was accepted after `as_of`, or after the
    cycle's last day, does not count; a return counts against the volume on its own day, and may
    undo its completion. Another unit than the contract's is converted by pack size where the
    product's specification names both. Volumes are compared exactly, and rounded only to be shown.

    With `policy`, the contract's own, the basis cites the clause on the agreed volume; without,
    it is the cycle's, with the clause that sets the cycle.

    Raises `NotComparableError` for a unit that cannot be converted, and `InvalidValueError` for a
    delivery of another contract or before the cycle, a reference that comes twice, and returns
    above what was delivered.

    >>> from vbp_policy import Grade, InstitutionKind, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> contract = Contract("C1", hospital, Product("A1", "透析器", "甲"), cycle,
    ...                     agreed_volume=1000, unit="支", unit_price="50.00")
    >>> deliveries = [
    ...     Delivery(reference, "C1", accepted_on=day, quantity=pieces, unit="支", unit_price=50)
    ...     for reference, day, pieces in
    ...     (("D1", "2025-06-18", 600), ("D2", "2025-08-01", 450), ("D3", "2025-08-04", -20))
    ... ]
    >>> progress = contract_progress(contract, deliveries, as_of="2025-08-31")
    >>> progress.delivered, progress.ratio, progress.remaining
    (Decimal('1030'), Decimal('1.0300'), Decimal('0'))
    >>> progress.elapsed_ratio, str(progress.completed_on), progress.ahead
    (Decimal('0.2575'), '2025-08-01', True)
    """
    basis = basis_of(as_contract(contract), *PROGRESS_ASSUMPTIONS)
    if policy is not None:
        clause = as_policy(policy).terms.purchasing.volume_clause
        basis = cited_by(policy, contract, basis, clause)
    return progress_of(contract, deliveries, as_of=as_of, basis=basis)


def basis_of(contract: Contract, *assumptions: str) -> Basis:
    """Give the basis of what a contract alone decides: its cycle's, without clauses if none."""
    cycle = contract.cycle
    return Basis(
        cycle.policy_number or _NO_NOTICE,
        () if cycle.basis is None else cycle.basis.clauses,
        cycle.reading,
        (*inherited_assumptions(cycle), *assumptions),
    )


def cited_by(policy: Policy, contract: Contract, basis: Basis, clause: Clause) -> Basis:
    """Give a contract's basis as its own notice states it, by the clause that asks for it."""
    as_cycle_of(policy, contract.cycle)
    return attrs.evolve(basis, policy_number=policy.number, clauses=(clause,))


def progress_of(
    contract: Contract, deliveries: Iterable[Delivery], *, as_of: DateLike, basis: Basis
) -> Progress:
    """Decide a checked contract's progress on a basis that may hold a notice's own clauses."""
    clause, cycle = basis.cited, contract.cycle
    day = as_date(as_of, field="as_of", clause=clause)
    until = min(day, cycle.last_day)
    sizes = unit_sizes(contract)
    unit = sizes[contract.unit]
    agreed = quantity_units(contract.agreed_volume) * unit
    given = checked_deliveries(contract, deliveries, clause=clause)
    counted = tuple(each for each in given if each.accepted_on <= until)
    total, completed_on = 0, None
    for accepted_on, on_that_day in groupby(counted, lambda each: each.accepted_on):
        total += sum(quantity_units(each.quantity) * sizes[each.unit] for each in on_that_day)
        if total < agreed:
            completed_on = None
        elif completed_on is None:
            completed_on = accepted_on
    delivered = delivered_by(contract, counted, until)
    if total < 0:
        raise InvalidValueError(
            field="deliveries",
            value=delivered.volume,
            expected=f"returns by {until} that are not above what was delivered by then",
            clause=clause,
        )
    elapsed = max((until - cycle.first_day).days + 1, 0)
    comparable = elapsed > 0 and not inherited_assumptions(cycle)  # all it assumes is its start
    return _progress(
        contract=contract,
        deliveries=counted,
        as_of=day,
        delivered=delivered.volume,
        ratio=delivered.ratio,
        remaining=quantity_of(
            max(quantity_units(contract.agreed_volume) - quantity_units(delivered.volume), 0)
        ),
        elapsed_ratio=ratio_of(elapsed, cycle.days),
        completed_on=completed_on,
        ahead=total * cycle.days >= agreed * elapsed if comparable else None,
        basis=basis,
    )


class Delivered(NamedTuple):
    """What was delivered by a day: in the contract's unit, and as a part of what was agreed."""

    volume: Decimal
    ratio: Decimal


def delivered_by(contract: Contract, deliveries: Iterable[Delivery], day: date) -> Delivered:
    """Sum up the checked deliveries that count by the end of a day."""
    sizes, until = unit_sizes(contract), min(day, contract.cycle.last_day)
    counted = [each for each in deliveries if each.accepted_on <= until]
    total = sum(quantity_units(each.quantity) * sizes[each.unit] for each in counted)
    unit = sizes[contract.unit]
    agreed = quantity_units(contract.agreed_volume) * unit
    shown = _shown(total, agreed, unit)
    return Delivered(quantity_of(shown, field="delivered"), ratio_of(total, agreed))


def _shown(total: int, agreed: int, unit: int) -> int:
    """Round a volume for display: never to nothing, nor to what was agreed, if it is not that."""
    rounded = round_half_up(total, unit)
    if 0 < total < agreed:
        return min(max(rounded, 1), round_half_up(agreed, unit) - 1)
    return rounded


def unit_sizes(contract: Contract) -> Mapping[str, int]:
    """Give every unit in which the contract can be counted, as so many of the smallest of them."""
    specification = contract.product.specification
    if specification is not None:
        pack, piece = specification.pack_unit, specification.piece_unit
        if pack is not None and piece is not None and contract.unit in (pack, piece):
            return {piece: 1, pack: specification.pack_size}
    return {contract.unit: 1}


def as_contract(contract: Contract, *, clause: str | None = None) -> Contract:
    """Check that a contract is one."""
    return instance(contract, Contract, field="contract", clause=clause)


def checked_deliveries(
    contract: Contract, deliveries: Iterable[Delivery], *, clause: str | None
) -> tuple[Delivery, ...]:
    """Check a contract's deliveries, and give them by day and reference."""
    given = under_contract(contract, deliveries, Delivery, field="deliveries", clause=clause)
    for number, each in enumerate(given):
        if each.accepted_on < contract.cycle.first_day:
            raise InvalidValueError(
                field=f"deliveries[{number}].accepted_on",
                value=each.accepted_on,
                expected=f"a day on or after the cycle's first, {contract.cycle.first_day}",
                clause=clause,
            )
    return tuple(sorted(given, key=lambda each: (each.accepted_on, each.reference)))


def under_contract(
    contract: Contract, given: Iterable[Item], kind: type[Item], *, field: str, clause: str | None
) -> tuple[Item, ...]:
    """Check orders or deliveries: under this contract, each once, in a unit that it can count."""
    sizes = unit_sizes(contract)
    references: set[str] = set()
    items = tuple_of(given, kind, field=field, clause=clause)
    for number, item in enumerate(items):
        place = f"{field}[{number}]"
        if item.contract_reference != contract.reference:
            raise InvalidValueError(
                field=f"{place}.contract_reference",
                value=item.contract_reference,
                expected=f"the contract's own reference, {contract.reference}",
                clause=clause,
            )
        if item.reference in references:
            raise InvalidValueError(
                field=f"{place}.reference",
                value=item.reference,
                expected="each reference once",
                clause=clause,
            )
        if item.unit not in sizes:
            raise NotComparableError(
                field=f"{place}.unit",
                value=item.unit,
                expected=f"{' or '.join(sizes)}: the product's specification converts no other",
                clause=clause,
            )
        references.add(item.reference)
    return items
