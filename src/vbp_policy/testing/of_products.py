"""Products, their specifications, the annex, and what follows by price ratio."""

from collections.abc import Iterable
from decimal import Decimal

from hypothesis import strategies as st

from ..foundation.money import decimal_of, measure
from ..policy.policies import Policy
from ..rules.price_ratios import (
    SECONDARY_2011_RATIOS,
    DifferentialPrice,
    DimensionFactor,
    PriceRatios,
    listing_price,
)
from ..rules.products import Product, Renewal, SelectedProduct, SelectionResults, Specification
from .draws import Drawn, drawn, kept, some
from .of_days import days
from .of_figures import prices, stepped
from .of_policies import policies
from .of_words import identifiers

__all__ = [
    "differential_prices",
    "dimension_factors",
    "packs",
    "price_ratios",
    "products",
    "renewals",
    "selected_products",
    "selection_results",
    "specifications",
]

_MEASURES = stepped(1, 10**15 - 1, 10**6, 1).map(lambda units: measure(decimal_of(units, 6)))
_UNITS = st.sampled_from(["g", "mg", "IU"])
_MIDDLING = prices(100, 10**6)
"""Prices that no conversion between two packs below takes to a bound."""
_BASES = stepped(10**6, 2 * 10**6, 10**5, 1).map(lambda units: decimal_of(units, 6))


@st.composite
def specifications(
    draw: st.DrawFn,
    *,
    form: Drawn[str] | None = None,
    pack_size: Drawn[int] | None = None,
) -> Specification:
    """Draw specifications of any measures, some with a fill, some with units to convert by.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(specifications()))
    片剂 1.00 g × 1
    """
    filled, counted = draw(st.booleans()), draw(st.booleans())
    return Specification(
        form=draw(drawn(form, st.sampled_from(["片剂", "注射剂"]))),
        strength=draw(_MEASURES),
        strength_unit=draw(_UNITS),
        pack_size=draw(drawn(pack_size, stepped(1, 10**6, 1))),
        fill=draw(_MEASURES) if filled else None,
        fill_unit="ml" if filled else None,
        pack_unit="盒" if counted else None,
        piece_unit="片" if counted else None,
    )


@kept
def packs(*, filled: bool) -> st.SearchStrategy[Specification]:
    """Draw specifications with a common measure: each can be converted to each other one."""
    quarters = st.sampled_from(["1", "0.5", "0.25", "0.75"])
    return st.builds(
        Specification,
        form=st.just("片剂"),
        strength=quarters,
        strength_unit=st.just("g"),
        pack_size=st.integers(10, 100),
        fill=quarters if filled else st.none(),
        fill_unit=st.just("ml" if filled else None),
    )


@st.composite
def products(
    draw: st.DrawFn,
    *,
    code: Drawn[str] | None = None,
    variety: Drawn[str] | None = None,
    maker: Drawn[str] | None = None,
    specification: Drawn[Specification | None] | None = None,
    group: Drawn[str | None] | None = None,
) -> Product:
    """Draw products, some with a specification and a group.

    To hold either absent, pass `st.none()`.

    >>> from vbp_policy.testing import simplest
    >>> simplest(products()).code
    'A1'
    """
    return Product(
        draw(drawn(code, identifiers("A"))),
        draw(drawn(variety, identifiers("V"))),
        draw(drawn(maker, identifiers("M"))),
        specification=draw(drawn(specification, st.none() | specifications())),
        group=draw(drawn(group, st.sampled_from([None, "G1", "G2"]))),
    )


def selected_products(
    *, product: Drawn[Product] | None = None, price: Drawn[Decimal] | None = None
) -> st.SearchStrategy[SelectedProduct]:
    """Draw selected products at any price."""
    return st.builds(SelectedProduct, drawn(product, products()), drawn(price, prices()))


def renewals(
    *, old_code: Drawn[str] | None = None, new_code: Drawn[str] | None = None
) -> st.SearchStrategy[Renewal]:
    """Draw renewed registration certificates."""
    return st.builds(
        Renewal,
        drawn(old_code, identifiers("A")),
        drawn(new_code, identifiers("B")),
        days("2000-01-01", "2099-12-31"),
    )


@st.composite
def selection_results(draw: st.DrawFn, *, groups: Iterable[str | None] = ()) -> SelectionResults:
    """Draw annexes of up to four selected products and three renewals, some of renewals.

    `groups`: those in which products were selected, else any, and none.
    """
    group = st.sampled_from(list(groups) or [None, "G1", "G2"])
    makers = st.sampled_from(["M1", "M2"])
    codes = [f"A{number}" for number in some(draw, least=1, most=4)]
    selected = [
        draw(
            selected_products(
                product=products(
                    code=each, variety="V1", maker=makers, specification=st.none(), group=group
                )
            )
        )
        for each in codes
    ]
    renewed: list[Renewal] = []
    for number in some(draw, most=3):
        renewed.append(draw(renewals(old_code=st.sampled_from(codes), new_code=f"B{number}")))
        codes.append(f"B{number}")
    return SelectionResults(selected, renewed)


def price_ratios(*, places: Drawn[int] | None = None) -> st.SearchStrategy[PriceRatios]:
    """Draw the bases of the price-ratio rule, from 1 to 2, those of 2011 first.

    >>> from vbp_policy.testing import simplest
    >>> simplest(price_ratios()).strength
    Decimal('1.70')
    """
    invented = st.builds(
        PriceRatios,
        strength=_BASES,
        fill=_BASES,
        pack=_BASES,
        places=drawn(places, st.integers(0, 6)),
    )
    return st.just(SECONDARY_2011_RATIOS) | invented if places is None else invented


@st.composite
def differential_prices(
    draw: st.DrawFn, *, policy: Drawn[Policy] | None = None
) -> DifferentialPrice:
    """Draw prices by price ratio: of a selected firm's own further pack of a variety."""
    notice = draw(drawn(policy, policies(states=["price_ratios"])))
    measured = packs(filled=draw(st.booleans()))
    reference = draw(products(specification=measured))
    target = draw(
        products(variety=reference.variety, maker=reference.maker, specification=measured)
    )
    selected = SelectedProduct(reference, draw(_MIDDLING))
    return listing_price(notice, selected, target, draw(price_ratios()))


@st.composite
def dimension_factors(draw: st.DrawFn) -> DimensionFactor:
    """Draw the dimensions of a conversion."""
    return draw(st.sampled_from(draw(differential_prices()).factors))
