"""Price ratios (差比价): what a product costs in another specification.

9号 9-3.1b names the rule without stating its coefficients, so they are always the caller's.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import attrs

from ..foundation.errors import InvalidValueError, NotComparableError, NotProvidedError
from ..foundation.money import AmountLike, decimal_of, measure, unit_price
from ..foundation.powers import Product as PowerProduct
from ..foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    same,
    trusted,
    whole_number,
)
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading
from .products import Product, SelectedProduct, Specification

__all__ = [
    "SECONDARY_2011_RATIOS",
    "DifferentialPrice",
    "Dimension",
    "DimensionFactor",
    "PriceRatios",
    "assumed_of",
    "converted",
    "dimensions_between",
    "listing_price",
    "rounded_price",
    "specification_of",
]

_CALLERS = "the coefficients of the price ratio are the caller's; the notice states none"
_SECONDARY = "these coefficients come from secondary sources alone: no intact copy was available"
_FACTOR_PLACES = 10
_DIMENSIONS = ("strength", "fill", "pack")


def _base(value: AmountLike, *, field: str = "base") -> Decimal:
    base = measure(value, field=field)
    if not 1 <= base <= 10:
        raise InvalidValueError(
            field=field, value=value, expected="a base from 1 to 10, of at most 6 places"
        )
    return base


def _places(value: int, *, field: str = "places") -> int:
    return whole_number(value, field=field, least=0, most=6)


@attrs.frozen(kw_only=True, field_transformer=checked)
class PriceRatios(Value):
    """The bases of the price-ratio rule: what a price is multiplied by when a dimension doubles.

    Each is a decimal from 1 to 10; base 2 is linear, base 1 leaves the price as it is. `places`
    is how many places a converted price is rounded to. No notice states them, so none is a
    default.
    """

    strength: Decimal = attrs.field(converter=_base)
    fill: Decimal = attrs.field(converter=_base)
    pack: Decimal = attrs.field(converter=_base)
    places: int = attrs.field(default=2, converter=_places)


SECONDARY_2011_RATIOS = PriceRatios(strength="1.7", fill="1.9", pack="1.95")
"""The coefficients of 发改价格〔2011〕2452号, from secondary sources alone.

No intact copy of the rule was available: check them against the text that binds you.
"""


def _dimension(value: str, *, field: str = "dimension") -> str:
    dimension = identifier(value, field=field)
    if dimension not in _DIMENSIONS:
        raise InvalidValueError(
            field=field, value=value, expected=f"one of {', '.join(_DIMENSIONS)}"
        )
    return dimension


@attrs.frozen(field_transformer=checked)
class DimensionFactor(Value):
    """One dimension of a conversion: strength, fill or pack.

    `factor` = `base` ** log2(`target` ÷ `reference`), shown to 10 places; the price is computed
    from the exact figure.
    """

    dimension: str = attrs.field(converter=_dimension)
    reference: Decimal = attrs.field(converter=measure)
    target: Decimal = attrs.field(converter=measure)
    base: Decimal = attrs.field(converter=_base)
    factor: Decimal

    def __attrs_post_init__(self) -> None:
        same("factor", self.factor, _shown([Dimension.of(self)]))


@attrs.frozen(field_transformer=checked)
class DifferentialPrice(Value):
    """The price of a product by price ratio to a selected one, in yuan a pack.

    `factor` is the product of the `factors`, shown to 10 places; the price is computed from the
    exact figure and rounded once, half-up.
    """

    price: Decimal = attrs.field(converter=unit_price)
    reference: SelectedProduct
    target: Product
    ratios: PriceRatios
    factor: Decimal
    factors: tuple[DimensionFactor, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same("target.maker", self.target.maker, self.reference.product.maker)
        same("target.variety", self.target.variety, self.reference.product.variety)
        dimensions = dimensions_between(
            specification_of(self.reference.product, field="reference", clause=None),
            specification_of(self.target, field="target", clause=None),
            self.ratios,
            clause=None,
        )
        same("factors", tuple(Dimension.of(each) for each in self.factors), dimensions)
        same("factor", self.factor, _shown(dimensions))
        exact = converted(self.reference.price, dimensions)
        same("price", self.price, rounded_price(exact, self.ratios.places, clause=None))


_factor = trusted(DimensionFactor)
_price = trusted(DifferentialPrice)


def listing_price(
    policy: Policy, reference: SelectedProduct, target: Product, ratios: PriceRatios
) -> DifferentialPrice:
    """Decide at which price a selected firm's own added specification or pack is listed.

    9号 9-3.1b: by price ratio to its own selected product of the same variety:
    price × strength^log2 X × fill^log2 Y × pack^log2 Z, where X, Y and Z are target ÷ reference.
    Correctly rounded, half-up, to `ratios.places`.

    Raises `NotProvidedError` if the notice states no such rule, or not for another maker's
    product or another variety; `NotComparableError` for another form or unit or a missing
    dimension; `InvalidValueError` for a price that rounds to zero.

    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> def tablets(code: str, pack_size: int) -> Product:
    ...     return Product(code, "某药", "甲厂", specification=Specification(
    ...         form="片剂", strength="0.5", strength_unit="g", pack_size=pack_size))
    >>> selected = SelectedProduct(tablets("A24", 24), "8.72")
    >>> listing_price(
    ...     CHONGQING_2025_9, selected, tablets("A48", 48), SECONDARY_2011_RATIOS
    ... ).price
    Decimal('17.00')
    """
    cited = stated(policy, as_policy(policy).terms.listing.price_ratio_clause, "listing_price")
    instance(reference, SelectedProduct, field="reference", clause=cited.id)
    instance(target, Product, field="target", clause=cited.id)
    instance(ratios, PriceRatios, field="ratios", clause=cited.id)
    for field in ("maker", "variety"):
        own, other = getattr(reference.product, field), getattr(target, field)
        if own != other:
            raise NotProvidedError(
                field=f"target.{field}",
                value=other,
                expected=f"the selected product's own {field}, {own}",
                clause=cited.id,
            )
    here = specification_of(reference.product, field="reference", clause=cited.id)
    there = specification_of(target, field="target", clause=cited.id)
    dimensions = dimensions_between(here, there, ratios, clause=cited.id)
    exact = converted(reference.price, dimensions)
    return _price(
        price=rounded_price(exact, ratios.places, clause=cited.id),
        reference=reference,
        target=target,
        ratios=ratios,
        factor=_shown(dimensions),
        factors=tuple(
            _factor(
                dimension=each.name,
                reference=each.reference,
                target=each.target,
                base=each.base,
                factor=_shown([each]),
            )
            for each in dimensions
        ),
        basis=Basis(policy.number, (cited,), Reading(), assumed_of(ratios)),
    )


def assumed_of(ratios: PriceRatios) -> tuple[str, ...]:
    """Give what a result assumes that was computed with price ratios."""
    secondary = attrs.evolve(ratios, places=SECONDARY_2011_RATIOS.places) == SECONDARY_2011_RATIOS
    return (_CALLERS, _SECONDARY) if secondary else (_CALLERS,)


class Dimension(NamedTuple):
    """One dimension in which two specifications are compared, and the base of its ratio."""

    name: str
    reference: Decimal
    target: Decimal
    base: Decimal

    @classmethod
    def of(cls, factor: DimensionFactor) -> "Dimension":
        """Give the dimension that a shown factor is of."""
        return cls(factor.dimension, factor.reference, factor.target, factor.base)


def dimensions_between(
    here: Specification, there: Specification, ratios: PriceRatios, *, clause: str | None
) -> tuple[Dimension, ...]:
    """Give the dimensions of a conversion, or refuse what has no common measure."""
    for field in ("form", "strength_unit", "fill_unit"):
        own, other = getattr(here, field), getattr(there, field)
        if own != other:
            raise NotComparableError(
                field=field, value=other, expected=f"the same {field}, {own}", clause=clause
            )
    dimensions = [
        Dimension("strength", here.strength, there.strength, ratios.strength),
        Dimension("pack", measure(here.pack_size), measure(there.pack_size), ratios.pack),
    ]
    if here.fill is not None and there.fill is not None:
        dimensions.insert(1, Dimension("fill", here.fill, there.fill, ratios.fill))
    return tuple(dimensions)


def converted(price: Decimal, dimensions: Iterable[Dimension]) -> PowerProduct:
    """Give a price in another specification, exact and unrounded."""
    exact = PowerProduct.of(price)
    for each in dimensions:
        ratio = Fraction(each.target) / Fraction(each.reference)
        exact = exact.times_power(Fraction(each.base), ratio)
    return exact


def rounded_price(exact: PowerProduct, places: int, *, clause: str | None) -> Decimal:
    """Round a converted price, which must not come to zero."""
    return unit_price(decimal_of(exact.rounded(places), places), field="price", clause=clause)


def specification_of(product: Product, *, field: str, clause: str | None) -> Specification:
    """Give the specification that a conversion needs."""
    if product.specification is None:
        raise NotComparableError(
            field=f"{field}.specification",
            value=None,
            expected=f"a specification of product {product.code}",
            clause=clause,
        )
    return product.specification


def _shown(dimensions: Iterable[Dimension]) -> Decimal:
    factor = converted(Decimal(1), dimensions).rounded(_FACTOR_PLACES)
    return decimal_of(factor, _FACTOR_PLACES)
