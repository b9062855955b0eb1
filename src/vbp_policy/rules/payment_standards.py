"""The payment standard: what the insurance pays for a variety at most, and for how long.

9号 9-3.3a; 25号 states none. The selected products given are those in the insurance catalogue.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

import attrs

from ..foundation.dates import Span
from ..foundation.errors import (
    InvalidTypeError,
    InvalidValueError,
    NotComparableError,
    NotListedError,
)
from ..foundation.money import decimal_of, unit_price
from ..foundation.powers import Product as PowerProduct
from ..foundation.values import Value, checked, identifier, instance, same, trusted
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading, SameVariety
from ..policy.terms import FromExecution
from .cycles import Cycle, as_cycle_of, inherited_assumptions, procurement_cycle
from .price_ratios import (
    PriceRatios,
    assumed_of,
    converted,
    dimensions_between,
    rounded_price,
    specification_of,
)
from .products import SelectedProduct, Specification, as_selected

__all__ = [
    "PaymentStandard",
    "held_by",
    "payment_standard",
    "standard_for",
    "standard_of",
    "standards_in_force",
]

_IN_CATALOGUE = "the selected products given are those in the insurance catalogue"


@attrs.frozen(field_transformer=checked)
class PaymentStandard(Value):
    """What the insurance pays at most for a pack of a variety in a specification, in yuan.

    `specification` is None where none is stated. `set_by` is the selected product whose price,
    converted where need be, is the highest; None for a published standard. `in_force`: both days
    included.
    """

    variety: str = attrs.field(converter=identifier)
    specification: Specification | None
    price: Decimal = attrs.field(converter=unit_price)
    set_by: SelectedProduct | None
    in_force: Span
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.set_by is None:
            return
        product = self.set_by.product
        same("variety", self.variety, product.variety)
        if held_by(product.specification) == held_by(self.specification):
            same("price", self.price, self.set_by.price)


standard_of = trusted(PaymentStandard)


def payment_standard(
    policy: Policy,
    selected: Iterable[SelectedProduct],
    *,
    specification: Specification | None = None,
    ratios: PriceRatios | None = None,
    cycle: Cycle | None = None,
    reading: Reading | None = None,
) -> PaymentStandard:
    """Decide the payment standard of one variety.

    9号 9-3.3a: the highest selected price of the same variety (「同品种」, the reading
    `same_variety`), among the selected products in the insurance catalogue. Prices in yuan a
    pack. With one specification, or none stated anywhere, that is the plain maximum, and ties go
    to the first given. Several specifications are compared after conversion by `ratios` to
    `specification`, unrounded; the result is rounded to `ratios.places`.

    It is in force for `cycle`, else for the notice's own fixed dates. `reading` is the cycle's,
    else `Reading()`.

    Raises `NotProvidedError` if the notice states no standard; `NotComparableError` for several
    specifications without ratios, without one asked for, or without a common measure;
    `NotListedError` for a specification nobody won under `WITHIN_SPECIFICATION`;
    `InvalidValueError` for several varieties, or a reading other than the cycle's.

    >>> from vbp_policy import Product
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> selected = [SelectedProduct(Product(code, "阿卡波糖", maker), price)
    ...             for code, maker, price in (("A", "甲", "5.10"), ("B", "乙", "5.42"))]
    >>> standard = payment_standard(CHONGQING_2025_9, selected)
    >>> standard.price, standard.set_by.product.code, str(standard.in_force)
    (Decimal('5.42'), 'B', '2025-03-07 to 2025-12-31')
    """
    in_force, basis = standards_in_force(policy, ratios, cycle, reading)
    clause = basis.clauses[0].id
    given = as_selected(selected, clause=clause)
    if specification is not None:
        instance(specification, Specification, field="specification", clause=clause)
    for number, each in enumerate(given):
        if each.product.variety != given[0].product.variety:
            raise InvalidValueError(
                field=f"selected[{number}].product.variety",
                value=each.product.variety,
                expected=f"one variety, {given[0].product.variety}",
                clause=clause,
            )
    return standard_for(given, specification, ratios, in_force, basis)


def standards_in_force(
    policy: Policy, ratios: PriceRatios | None, cycle: Cycle | None, reading: Reading | None
) -> tuple[Span, Basis]:
    """Give the days on which the standards hold, and their basis."""
    terms = stated(policy, as_policy(policy).terms.payment_standard, "payment_standard")
    clause = terms.clause.id
    instance(ratios, PriceRatios | None, field="ratios", clause=clause)
    instance(reading, Reading | None, field="reading", clause=clause)
    if cycle is None:
        if isinstance(policy.terms.cycle.length, FromExecution):
            raise InvalidTypeError(
                field="cycle",
                value=None,
                expected="a cycle, as the notice's own dates are not fixed",
                clause=clause,
            )
        cycle = procurement_cycle(policy, reading=reading or Reading())
    as_cycle_of(policy, cycle)
    if reading is not None and reading != cycle.reading:
        raise InvalidValueError(
            field="reading",
            value=reading,
            expected=f"the cycle's own reading, {cycle.reading}",
            clause=clause,
        )
    assumptions = (*inherited_assumptions(cycle), _IN_CATALOGUE)
    if ratios is not None:
        assumptions = (*assumptions, *assumed_of(ratios))
    clauses = (terms.clause, terms.cheaper_clause, terms.excess_clause)
    basis = Basis(policy.number, clauses, cycle.reading, assumptions)
    return Span(cycle.first_day, cycle.last_day), basis


def standard_for(
    selected: Sequence[SelectedProduct],
    target: Specification | None,
    ratios: PriceRatios | None,
    in_force: Span,
    basis: Basis,
) -> PaymentStandard:
    """Find the highest price of one variety, for a specification or for the only one."""
    only = {held_by(each.product.specification) for each in selected}
    if target is None and len(only) == 1:
        target = selected[0].product.specification
    same_variety = basis.reading.same_variety
    if same_variety is SameVariety.PACK_PRICE or only == {held_by(target)}:
        set_by = _highest(selected)
        price = set_by.price
    else:
        wanted = _asked_for(target, basis.clauses[0].id)
        own = [each for each in selected if held_by(each.product.specification) == held_by(wanted)]
        if same_variety is SameVariety.WITHIN_SPECIFICATION:
            set_by = _highest(_won(own, wanted, basis.clauses[0].id))
            price = set_by.price
        else:
            set_by, price = _highest_converted(selected, own, wanted, ratios, basis.clauses[0].id)
    return standard_of(
        variety=selected[0].product.variety,
        specification=target,
        price=price,
        set_by=set_by,
        in_force=in_force,
        basis=basis,
    )


def _highest(selected: Sequence[SelectedProduct]) -> SelectedProduct:
    return max(selected, key=lambda each: each.price)  # the first of several highest


def _asked_for(target: Specification | None, clause: str) -> Specification:
    if target is None:
        raise NotComparableError(
            field="specification",
            value=None,
            expected="the specification asked for, as the selected products have several",
            clause=clause,
        )
    return target


def _won(
    own: Sequence[SelectedProduct], target: Specification, clause: str
) -> Sequence[SelectedProduct]:
    if not own:
        raise NotListedError(
            field="specification",
            value=target,
            expected="a specification that a selected product has",
            clause=clause,
        )
    return own


def _highest_converted(
    selected: Sequence[SelectedProduct],
    own: Sequence[SelectedProduct],
    target: Specification,
    ratios: PriceRatios | None,
    clause: str,
) -> tuple[SelectedProduct, Decimal]:
    """Find the highest price in the target specification.

    Converted prices are compared unrounded and rounded at the end; a price that stands in the
    target specification enters as it is. So the standard is never below such a price, and no
    price that falls makes it rise.
    """
    if ratios is None:
        raise NotComparableError(
            field="ratios",
            value=None,
            expected="price ratios, as the products have several specifications",
            clause=clause,
        )
    offers = [
        (each, _converted_to(target, each, ratios, clause))
        for each in _highest_by_specification(selected)
    ]
    others = [offer for offer in offers if offer[0] not in own]
    highest, exact = _highest_of(others)
    if not own:
        return highest, rounded_price(exact, ratios.places, clause=clause)
    stands = _highest(own)
    rounded = decimal_of(exact.rounded(ratios.places), ratios.places)
    if rounded < stands.price:
        return stands, stands.price
    price = unit_price(rounded, clause=clause)
    if price == stands.price:
        highest, _ = _highest_of([offer for offer in offers if offer[0] in (highest, stands)])
    return highest, price


def _converted_to(
    target: Specification, selected: SelectedProduct, ratios: PriceRatios, clause: str
) -> PowerProduct:
    here = specification_of(selected.product, field="selected", clause=clause)
    dimensions = dimensions_between(here, target, ratios, clause=clause)
    return converted(selected.price, dimensions)


def _highest_by_specification(selected: Sequence[SelectedProduct]) -> list[SelectedProduct]:
    """Find the first of the highest prices of each specification, in the order given."""
    best: dict[object, SelectedProduct] = {}
    for each in selected:
        specification = held_by(each.product.specification)
        if specification not in best or each.price > best[specification].price:
            best[specification] = each
    return [each for each in selected if best[held_by(each.product.specification)] is each]


def _highest_of(
    offers: Sequence[tuple[SelectedProduct, PowerProduct]],
) -> tuple[SelectedProduct, PowerProduct]:
    """Find the first of the highest offers, compared unrounded."""
    highest = offers[0]
    for offer in offers[1:]:
        if offer[1].compare(highest[1]) > 0:
            highest = offer
    return highest


def held_by(specification: Specification | None) -> object:
    """Give what makes a stated specification the same as another."""
    return None if specification is None else specification.holds
