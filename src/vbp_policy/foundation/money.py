"""Money: `Decimal` outside, an integer number of fen inside, and one rounding function.

Every conversion runs in a context of this module's own, so the host's decimal context neither
reaches a figure nor is changed by one. Amounts are yuan.

>>> amount("1234567.8")
Decimal('1234567.80')
>>> fen_of(amount("1234567.8"))
123456780
>>> yuan(123456780)
Decimal('1234567.80')
"""

import decimal
import math
import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple, cast

from .errors import InvalidTypeError, InvalidValueError
from .values import instance, whole_number

__all__ = [
    "CHARGE_SCALE",
    "PRICE_SCALE",
    "QUANTITY_SCALE",
    "RATIO_SCALE",
    "SHARE_SCALE",
    "AmountLike",
    "amount",
    "decimal_of",
    "fen_of",
    "from_float",
    "measure",
    "net_quantity",
    "non_negative_amount",
    "positive_amount",
    "price_units",
    "quantity",
    "quantity_of",
    "quantity_units",
    "ratio",
    "ratio_of",
    "round_half_up",
    "share",
    "share_units",
    "unit_price",
    "yuan",
]

AmountLike = Decimal | int | str
"""What callers may pass where a figure is meant; a string is `-?digits(.digits)?`."""

RATIO_SCALE = 10**4
"""A ratio is held as a whole number of ten-thousandths."""
SHARE_SCALE = 10**6
"""A share is held as a whole number of millionths."""
PRICE_SCALE = 10**6
"""A unit price is held as a whole number of millionths of a yuan."""
QUANTITY_SCALE = 10**4
"""A quantity is held as a whole number of ten-thousandths."""
CHARGE_SCALE = PRICE_SCALE * QUANTITY_SCALE // 100
"""What price × quantity, in these units, comes to for one fen."""

_ACCEPTED_TYPES = "a finite Decimal, an int, or a string such as '-1234.50'"
_DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LARGEST_INT = 10**30  # far above every bound; larger ints are refused before they are converted
_AMOUNT_BOUND = 10**17  # in fen: |amount| < 10^15 yuan

_ZERO, _ONE = Decimal(0), Decimal(1)
_CENT = Decimal("0.01")
_MILLIONTH = Decimal("0.000001")


class _Kind(NamedTuple):
    """A kind of figure: whole digits and places that it may have, the usual places first."""

    expected: str
    digits: int
    units: tuple[Decimal, ...]


_AMOUNT = _Kind("an amount of at most 2 places, below 10^15", 15, (_CENT,))
_POSITIVE = _AMOUNT._replace(expected=f"{_AMOUNT.expected}, and above 0.00")
_NON_NEGATIVE = _AMOUNT._replace(expected=f"{_AMOUNT.expected}, and not below 0.00")
_PRICE = _Kind("a unit price above 0, of at most 6 places, below 10^9", 9, (_CENT, _MILLIONTH))
_MEASURE = _PRICE._replace(expected="a figure above 0, of at most 6 places, below 10^9")
_QUANTITY = _Kind(
    "a quantity other than 0, of at most 4 places, below 10^12", 12, (Decimal(1), Decimal("0.0001"))
)
_NET_QUANTITY = _QUANTITY._replace(expected="a quantity of at most 4 places, below 10^12")
_RATIO = _Kind("a ratio of at most 4 places, below 10^16", 16, (Decimal("0.0001"),))
_SHARE = _Kind("a share from 0 to 1 of at most 6 places", 1, (_CENT, _MILLIONTH))

_OURS = decimal.Context(  # wide enough for every figure above, so nothing is ever rounded in it
    prec=60, rounding=decimal.ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=[]
)
_times = _OURS.multiply
_FEN = Decimal(100)  # in a yuan; scales as Decimals, as an int would be made one for every figure
_PRICE_UNITS = Decimal(PRICE_SCALE)
_QUANTITY_UNITS = Decimal(QUANTITY_SCALE)
_SHARE_UNITS = Decimal(SHARE_SCALE)


def round_half_up(numerator: int, denominator: int) -> int:
    """Round a fraction half-up by magnitude: the one place where money is rounded.

    `denominator` is above zero. A figure and its reversal round to opposite figures.

    Proven, of the result `_`::

        pre: denominator > 0
        post: 2 * abs(numerator) - denominator < 2 * denominator * abs(_)
        post: 2 * denominator * abs(_) <= 2 * abs(numerator) + denominator
        post: _ * numerator >= 0

    >>> round_half_up(5, 10), round_half_up(-5, 10), round_half_up(4, 10)
    (1, -1, 0)
    """
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _decimal(given: Any, kind: _Kind, field: str, clause: str | None) -> Decimal:
    """Take the value for the finite decimal that it spells, or refuse it."""
    refusal: type[InvalidTypeError | InvalidValueError] = InvalidValueError
    its_type = type(cast("object", given))  # what it is, not what it says in `__class__`
    if issubclass(its_type, Decimal):
        exact = given if its_type is Decimal else Decimal(given)  # not what a subclass says
        if exact.is_finite():
            return exact
    elif issubclass(its_type, str):
        if _DIGITS.fullmatch(given):
            return Decimal(given)
    elif issubclass(its_type, int) and its_type is not bool:
        whole = int.__index__(given)
        if -_LARGEST_INT < whole < _LARGEST_INT:
            return Decimal(whole)
    else:
        refusal = InvalidTypeError
    raise refusal(
        field=field, value=given, expected=f"{kind.expected}, as {_ACCEPTED_TYPES}", clause=clause
    )


def _fitted(value: AmountLike, kind: _Kind, field: str, clause: str | None) -> Decimal:
    """Give the value in the usual places of its kind, or in the fewest more that hold it."""
    if type(value) is Decimal and value.is_finite():
        exact = value
    else:
        exact = _decimal(value, kind, field, clause)
    if exact and exact.same_quantum(kind.units[0]) and exact.adjusted() < kind.digits:
        return exact  # in its usual places already, as most figures are
    if not exact:
        return _times(0, kind.units[0])  # −0 is 0
    if exact.adjusted() < kind.digits:
        for unit in kind.units:
            fitted = _OURS.quantize(exact, unit)
            if fitted == exact:
                return fitted if unit is kind.units[0] else _OURS.normalize(fitted)
    raise _refusal(value, kind, field, clause)


def _refusal(value: object, kind: _Kind, field: str, clause: str | None) -> InvalidValueError:
    return InvalidValueError(field=field, value=value, expected=kind.expected, clause=clause)


def amount(value: AmountLike, *, field: str = "amount", clause: str | None = None) -> Decimal:
    """Check an amount in yuan and give it with exactly 2 places; −0 is 0.00.

    Raises `InvalidTypeError` for a float, a bool or anything that is no number, and
    `InvalidValueError` for NaN, infinity, more than 2 places (by value: 1.230 has two), or
    10^15 and beyond.

    >>> amount("1.230"), amount(-5)
    (Decimal('1.23'), Decimal('-5.00'))
    """
    return _fitted(value, _AMOUNT, field, clause)


def positive_amount(
    value: AmountLike, *, field: str = "amount", clause: str | None = None
) -> Decimal:
    """Check an amount in yuan that must be above zero."""
    checked = _fitted(value, _AMOUNT, field, clause)
    if checked <= _ZERO:
        raise _refusal(value, _POSITIVE, field, clause)
    return checked


def non_negative_amount(
    value: AmountLike, *, field: str = "amount", clause: str | None = None
) -> Decimal:
    """Check an amount in yuan that must not be below zero."""
    checked = _fitted(value, _AMOUNT, field, clause)
    if checked < _ZERO:
        raise _refusal(value, _NON_NEGATIVE, field, clause)
    return checked


def decimal_of(units: int, places: int) -> Decimal:
    """Give a whole number of units of the last of so many places as a decimal.

    >>> decimal_of(335, 2)
    Decimal('3.35')
    """
    return _OURS.scaleb(units, -places)


def fen_of(checked: Decimal) -> int:
    """Give an amount that was checked before as fen."""
    return int(_times(checked, _FEN))


def yuan(fen: int, *, field: str = "amount", clause: str | None = None) -> Decimal:
    """Give fen as an amount in yuan with exactly 2 places.

    Raises `InvalidValueError` for a result past the bound of an amount.

    >>> yuan(-5)
    Decimal('-0.05')
    """
    if -_AMOUNT_BOUND < fen < _AMOUNT_BOUND:
        return _times(fen, _CENT)
    raise _refusal(_times(fen, _CENT), _AMOUNT, field, clause)


yuan_within: Callable[[int], Decimal] = partial(_times, _CENT)
"""Give fen as `yuan` does: fen that are known to be no more than an amount that was checked."""


def unit_price(value: AmountLike, *, field: str = "price", clause: str | None = None) -> Decimal:
    """Check a unit price in yuan, above 0 with at most 6 places, and give it with at least 2.

    >>> unit_price("8.7"), unit_price("0.123400")
    (Decimal('8.70'), Decimal('0.1234'))
    """
    checked = _fitted(value, _PRICE, field, clause)
    if checked <= _ZERO:
        raise _refusal(value, _PRICE, field, clause)
    return checked


def measure(value: AmountLike, *, field: str = "measure", clause: str | None = None) -> Decimal:
    """Check a measure of a product, such as its strength: within the bounds of a unit price."""
    checked = _fitted(value, _MEASURE, field, clause)
    if checked <= _ZERO:
        raise _refusal(value, _MEASURE, field, clause)
    return checked


def price_units(checked: Decimal) -> int:
    """Give a unit price that was checked before in millionths of a yuan."""
    return int(_times(checked, _PRICE_UNITS))


def quantity(value: AmountLike, *, field: str = "quantity", clause: str | None = None) -> Decimal:
    """Check a quantity: not 0, at most 4 places, below 10^12; a negative one is a return.

    >>> quantity("-3.50"), quantity("300.0")
    (Decimal('-3.5'), Decimal('300'))
    """
    checked = _fitted(value, _QUANTITY, field, clause)
    if not checked:
        raise _refusal(value, _QUANTITY, field, clause)
    return checked


def net_quantity(
    value: AmountLike, *, field: str = "quantity", clause: str | None = None
) -> Decimal:
    """Check what quantities and returns sum to: as a quantity, but 0 is one too."""
    return _fitted(value, _NET_QUANTITY, field, clause)


def ratio(value: AmountLike, *, field: str = "ratio", clause: str | None = None) -> Decimal:
    """Check a ratio of at most 4 places, and give it with exactly 4.

    >>> ratio("1.03")
    Decimal('1.0300')
    """
    return _fitted(value, _RATIO, field, clause)


def ratio_of(part: int, whole: int) -> Decimal:
    """Give a part of a whole, above 0, as a ratio of 4 places, rounded half-up.

    >>> ratio_of(2, 3)
    Decimal('0.6667')
    """
    return ratio(decimal_of(round_half_up(part * RATIO_SCALE, whole), 4))


def quantity_of(units: int, *, field: str = "quantity") -> Decimal:
    """Give ten-thousandths as a quantity, or 0.

    >>> quantity_of(12500), quantity_of(0)
    (Decimal('1.25'), Decimal('0'))
    """
    return net_quantity(decimal_of(units, 4), field=field)


def quantity_units(checked: Decimal) -> int:
    """Give a quantity that was checked before in ten-thousandths."""
    return int(_times(checked, _QUANTITY_UNITS))


def share(value: AmountLike, *, field: str = "share", clause: str | None = None) -> Decimal:
    """Check a share from 0 to 1 with at most 6 places, and give it with at least 2.

    >>> share("0.5"), share("0.333333")
    (Decimal('0.50'), Decimal('0.333333'))
    """
    checked = _fitted(value, _SHARE, field, clause)
    if not _ZERO <= checked <= _ONE:
        raise _refusal(value, _SHARE, field, clause)
    return checked


@lru_cache(maxsize=256)
def share_units(checked: Decimal) -> int:
    """Give a share that was checked before in millionths; the same few come line after line."""
    return int(_times(checked, _SHARE_UNITS))


def from_float(x: float, places: int = 2, *, field: str = "x") -> Decimal:
    """Take a spreadsheet's float for the decimal with `places` places that it stands for.

    The only way in for a float, and an explicit one. `x` must be that decimal: the float nearest
    to exactly one decimal of so many places. Anything else is refused, never rounded.

    Raises `InvalidTypeError` if `x` is no float, and `InvalidValueError` if it is not finite, if
    it is no decimal of `places` places, or if it is so large that it could stand for several.

    >>> from_float(617283.95)
    Decimal('617283.95')
    >>> from_float(0.125)
    Traceback (most recent call last):
    vbp_policy.foundation.errors.InvalidValueError: x: got 0.125; accepted: ... 2 places
    """
    instance(x, float, field=field)
    places = whole_number(places, field="places", least=0, most=6)
    if math.isfinite(x):
        nearest, unit = Decimal(f"{x:.{places}f}"), decimal_of(1, places)
        around = (_OURS.subtract(nearest, unit), nearest, _OURS.add(nearest, unit))
        if [float(each) == x for each in around] == [False, True, False]:
            return nearest or nearest.copy_abs()  # −0 is 0
    raise InvalidValueError(
        field=field, value=x, expected=f"a float that is exactly one decimal of {places} places"
    )
