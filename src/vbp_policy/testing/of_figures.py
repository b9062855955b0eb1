"""Figures: whole yuan and whole packs first, then finer ones, and those next to the bounds."""

from decimal import Decimal

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
from .draws import kept

__all__ = ["amounts", "prices", "quantities", "shares", "stepped"]

_NEXT_TO_A_BOUND = 99  # so many units of the last place

_MOST_YUAN = "999999999999999.99"
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


@kept
def amounts(
    min_value: AmountLike = f"-{_MOST_YUAN}", max_value: AmountLike = _MOST_YUAN
) -> st.SearchStrategy[Decimal]:
    """Draw amounts in yuan, both bounds included: whole ones, any to the fen, next to a bound.

    Raises what `money.amount` raises for a bound that is no amount.

    >>> from vbp_policy.testing import simplest
    >>> simplest(amounts("0.01"), lambda amount: amount % 1 != 0)
    Decimal('0.01')
    """
    least = fen_of(amount(min_value, field="min_value"))
    most = fen_of(amount(max_value, field="max_value"))
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
    least = price_units(unit_price(min_value, field="min_value"))
    most = price_units(unit_price(max_value, field="max_value"))
    return stepped(least, most, 10**6, 10**4, 1).map(lambda units: unit_price(decimal_of(units, 6)))


@kept
def quantities(
    max_value: AmountLike = _MOST_QUANTITY, *, returns: bool = True
) -> st.SearchStrategy[Decimal]:
    """Draw quantities up to a size, of at most 4 places; with `returns` negative ones too.

    >>> from vbp_policy.testing import simplest
    >>> simplest(quantities()), simplest(quantities(), lambda quantity: quantity < 0)
    (Decimal('1'), Decimal('-1'))
    """
    most = abs(quantity_units(quantity(max_value, field="max_value")))
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
    least = share_units(share(min_value, field="min_value"))
    most = share_units(share(max_value, field="max_value"))
    return stepped(least, most, 10**5, 10**4, 1).map(lambda units: share(decimal_of(units, 6)))
