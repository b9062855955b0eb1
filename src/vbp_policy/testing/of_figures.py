"""Figures: whole yuan and whole packs first, then finer ones, and those next to the bounds."""

from decimal import Decimal
from math import gcd

from hypothesis import strategies as st

from ..foundation.money import (
    AmountLike,
    amount,
    decimal_of,
    fen_of,
    price_units,
    quantity,
    quantity_units,
    share,
    share_units,
    unit_price,
    yuan,
)
from ..rules.contracts import as_volume
from .draws import bounds, kept

__all__ = ["amounts", "half_way", "next_to", "prices", "quantities", "shares", "stepped"]

_NEXT_TO_A_BOUND = 99  # so many units of the last place

_MOST_YUAN = "999999999999999.99"
_LEAST_YUAN = f"-{_MOST_YUAN}"
_MOST_PRICE = "999999999.999999"
_MOST_QUANTITY = "999999999999.9999"


@kept
def stepped(least: int, most: int, *steps: int) -> st.SearchStrategy[int]:
    """Whole numbers within bounds: multiples of each step in turn, then those next to a bound."""
    ranges = [(-(-least // step), most // step, step) for step in steps]
    return st.one_of(
        *(
            st.integers(first, last).map(step.__mul__)
            for first, last, step in ranges
            if first <= last
        ),
        st.integers(max(least, most - _NEXT_TO_A_BOUND), most),
        st.integers(least, min(most, least + _NEXT_TO_A_BOUND)),
    )


def half_way(units: int, scale: int, most: int) -> st.SearchStrategy[int] | None:
    """Draw numbers up to `most` that take `units` half way between two multiples of `scale`.

    The multiple below is even as often as odd, so that half-even differs from half-up. None where
    no number does; `most` is no less than `scale`.
    """
    half, never = divmod(scale // gcd(units, scale), 2)
    if never:
        return None
    # units × half is an odd number of halves of the scale, and so is it times each odd number.
    return st.integers(0, (most // half - 1) // 2).map(lambda pairs: half * (2 * pairs + 1))


@kept
def amounts(
    min_value: AmountLike = _LEAST_YUAN, max_value: AmountLike = _MOST_YUAN
) -> st.SearchStrategy[Decimal]:
    """Draw amounts in yuan, both bounds included: whole ones, any to the fen, next to a bound.

    Raises what `money.amount` raises for a bound that is no amount, and `InvalidValueError` for
    bounds in the wrong order.

    >>> from vbp_policy.testing import simplest
    >>> simplest(amounts("0.01"), lambda amount: amount % 1 != 0)
    Decimal('0.01')
    """
    least, most = map(fen_of, bounds(amount, min_value, max_value))
    return stepped(least, most, 100, 1).map(yuan)


@kept
def prices(
    min_value: AmountLike = "0.000001", max_value: AmountLike = _MOST_PRICE
) -> st.SearchStrategy[Decimal]:
    """Draw unit prices in yuan, both bounds included, of at most 6 places.

    >>> from vbp_policy.testing import simplest
    >>> simplest(prices(), lambda price: price > 5)
    Decimal('6.00')
    """
    least, most = map(price_units, bounds(unit_price, min_value, max_value))
    return stepped(least, most, 10**6, 10**4, 1).map(_price_of)


def _price_of(units: int) -> Decimal:
    return unit_price(decimal_of(units, 6))


def next_to(price: Decimal) -> st.SearchStrategy[Decimal]:
    """Draw a price itself, and those a step of the last place from it."""
    units, most = price_units(price), price_units(Decimal(_MOST_PRICE))
    return st.integers(max(units - 1, 1), min(units + 1, most)).map(_price_of)


@kept
def quantities(
    max_value: AmountLike = _MOST_QUANTITY, *, returns: bool = True
) -> st.SearchStrategy[Decimal]:
    """Draw quantities up to a size, of at most 4 places; with `returns` negative ones too.

    Raises what `money.quantity` raises for a size, and `InvalidValueError` for one below 0.

    >>> from vbp_policy.testing import simplest
    >>> simplest(quantities()), simplest(quantities(), lambda quantity: quantity < 0)
    (Decimal('1'), Decimal('-1'))
    """
    most = quantity_units(as_volume(max_value, field="max_value"))
    sizes = stepped(1, most, 10**4, 1)
    signed = sizes | sizes.map(int.__neg__) if returns else sizes
    return signed.map(lambda units: quantity(decimal_of(units, 4)))


@kept
def shares(min_value: AmountLike = 0, max_value: AmountLike = 1) -> st.SearchStrategy[Decimal]:
    """Draw shares from 0 to 1, both included, of at most 6 places; tenths first.

    >>> from vbp_policy.testing import simplest
    >>> simplest(shares(), lambda share: share > 0)
    Decimal('0.10')
    """
    least, most = map(share_units, bounds(share, min_value, max_value))
    return stepped(least, most, 10**5, 10**4, 1).map(lambda units: share(decimal_of(units, 6)))
