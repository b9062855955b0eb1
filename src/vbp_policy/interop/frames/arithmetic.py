"""The kernels of `rules.kernels` on columns of 64-bit integers, equal to them row by row."""

from collections.abc import Sequence
from decimal import Decimal

import narwhals.stable.v2 as nw

from .storage import with_decimals
from .tables import Table

__all__ = [
    "AMOUNT_BOUND",
    "add_charge",
    "charge_in_decimals",
    "in_yuan",
    "lesser",
    "magnitude",
    "whole_part",
]

AMOUNT_BOUND = 10**17
"""In fen: |amount| < 10^15 yuan."""

_FEN = Decimal("0.01")
_PRICE_PLACES, _QUANTITY_PLACES = 6, 4


def lesser(table: Table, one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """Give the lesser of two figures, neither of which is missing."""
    if table.engine is nw.Implementation.PANDAS:  # there it takes twice as long
        return nw.when(one < other).then(one).otherwise(other)
    return nw.min_horizontal(one, other)


def not_below_zero(table: Table, value: nw.Expr) -> nw.Expr:
    """Give a figure, or 0 for one below."""
    if table.engine is nw.Implementation.PANDAS:
        return nw.when(value > 0).then(value).otherwise(nw.lit(0))
    return nw.max_horizontal(value, nw.lit(0, nw.Int64))


def magnitude(value: nw.Expr) -> nw.Expr:
    """Give a figure without its sign."""
    return nw.when(value < 0).then(-value).otherwise(value)


def in_yuan(table: Table, names: Sequence[str]) -> Table:
    """Put decimals with 2 places in the place of columns of fen."""
    stored = with_decimals(table, names, 17, 2)
    if stored is not None:
        return stored
    exact = {name: nw.col(name).cast(nw.Decimal(19, 0)) * nw.lit(_FEN) for name in names}
    return table.adding({name: value.cast(nw.Decimal(17, 2)) for name, value in exact.items()})


def scaled(value: nw.Expr, places: int) -> nw.Expr:
    """Give units of so many places more."""
    return value * 10**places if places else value


def add_charge(
    table: Table, name: str, price: nw.Expr, quantity: nw.Expr, places: tuple[int, int]
) -> Table:
    """Add a quantity's charge at a price, in fen, rounded half-up by magnitude, once.

    `places` are those of price and quantity. The charge is below 2 × 10^17 fen. Up to 2 places in
    all it is their product. Beyond, the product may take 128 bits: it is added up from the
    products of whole and broken parts, each of which fits in 64.
    """
    shift = 2 - sum(places)
    if shift >= 0:
        return table.adding({name: scaled(price * quantity, shift)})
    if table.engine is nw.Implementation.PYSPARK:
        return table.adding({name: charge_in_decimals(price, quantity, places).cast(nw.Int64)})
    ours = table.ours

    def split(table: Table, part: str, value: nw.Expr, unit: int) -> Table:
        table = table.adding({ours(f"{part}_whole"): value // unit})
        return table.adding({ours(f"{part}_rest"): value - nw.col(ours(f"{part}_whole")) * unit})

    def part(name: str) -> nw.Expr:
        return nw.col(ours(name))

    table = table.adding(
        {
            ours("charge_price"): price * 10 ** (_PRICE_PLACES - places[0]),
            ours("charge_quantity"): magnitude(quantity) * 10 ** (_QUANTITY_PLACES - places[1]),
        }
    )
    table = split(table, "price", part("charge_price"), 10**_PRICE_PLACES)
    table = split(table, "quantity", part("charge_quantity"), 10**_QUANTITY_PLACES)
    # In fen: price_whole × quantity_rest counts hundredths, price_rest × quantity_whole
    # ten-thousandths, and the product of the rests parts of 10^8.
    table = split(table, "upper", part("price_whole") * part("quantity_rest"), 100)
    table = split(table, "lower", part("price_rest") * part("quantity_whole"), 10**4)
    rest = (
        part("upper_rest") * 10**6
        + part("lower_rest") * 10**4
        + part("price_rest") * part("quantity_rest")
    )
    whole = part("price_whole") * part("quantity_whole") * 100
    rounded = (rest + 10**8 // 2) // 10**8
    charge = whole + part("upper_whole") + part("lower_whole") + rounded
    table = table.adding({name: charge})
    signed = nw.when(quantity < 0).then(-nw.col(name)).otherwise(nw.col(name))
    return table.adding({name: signed})


def charge_in_decimals(price: nw.Expr, quantity: nw.Expr, places: tuple[int, int]) -> nw.Expr:
    """Give Spark's charge, in fen, as one expression of decimals, which it rounds half-up.

    Its `//` goes through doubles, and its planner takes minutes over steps that build on others.
    """
    product = price.cast(nw.Decimal(16, 0)) * quantity.cast(nw.Decimal(17, 0))
    return (product * nw.lit(Decimal(1).scaleb(2 - sum(places)))).round(0)


def whole_part(value: nw.Expr, places: int) -> nw.Expr:
    """Drop the places of what is not below zero."""
    return value // 10**places if places else value
