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
import re
from decimal import Decimal
from typing import Never, cast

from .errors import InvalidTypeError, InvalidValueError
from .values import instance, whole_number

__all__ = [
    "PRICE_SCALE",
    "QUANTITY_SCALE",
    "SHARE_SCALE",
    "AmountLike",
    "amount",
    "decimal_of",
    "fen_of",
    "from_float",
    "measure",
    "non_negative_amount",
    "positive_amount",
    "price_units",
    "quantity",
    "quantity_units",
    "round_half_up",
    "share",
    "share_units",
    "unit_price",
    "yuan",
]

AmountLike = Decimal | int | str
"""What callers may pass where a figure is meant; a string is `-?digits(.digits)?`."""

SHARE_SCALE = 10**6
"""A share is held as a whole number of millionths."""
PRICE_SCALE = 10**6
"""A unit price is held as a whole number of millionths of a yuan."""
QUANTITY_SCALE = 10**4
"""A quantity is held as a whole number of ten-thousandths."""

_ACCEPTED_TYPES = "a finite Decimal, an int, or a string such as '-1234.50'"
_DIGITS = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

_AMOUNT_DIGITS = 15  # |amount| < 10^15 yuan
_AMOUNT_BOUND = 10 ** (_AMOUNT_DIGITS + 2)  # in fen
_LARGEST_INT = 10**30  # far above every bound; larger ints are refused before they are converted
_FLOAT_EXACT = 2**53  # whole numbers up to here have a float of their own
_EXPECTED_AMOUNT = "an amount of at most 2 places, below 10^15"
_PRICE_DIGITS = 9  # below 10^9 yuan
_EXPECTED_PRICE = "a unit price above 0, of at most 6 places, below 10^9"
_EXPECTED_MEASURE = "a figure above 0, of at most 6 places, below 10^9"
_QUANTITY_DIGITS = 12  # |quantity| < 10^12
_EXPECTED_QUANTITY = "a quantity other than 0, of at most 4 places, below 10^12"
_EXPECTED_SHARE = "a share from 0 to 1 of at most 6 places"

_CENT = Decimal("0.01")
_MILLIONTH = Decimal("0.000001")
_TEN_THOUSANDTH = Decimal("0.0001")
_EXACT = decimal.Context(
    prec=60,
    rounding=decimal.ROUND_HALF_EVEN,  # never used: what is not exact is trapped
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[decimal.Inexact, decimal.InvalidOperation],
)


def round_half_up(numerator: int, denominator: int) -> int:
    """Round a fraction half-up by magnitude: the one place where money is rounded.

    `denominator` is above zero. A figure and its reversal round to opposite figures.

    >>> round_half_up(5, 10), round_half_up(-5, 10), round_half_up(4, 10)
    (1, -1, 0)
    """
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _decimal(value: AmountLike, field: str, expected: str, clause: str | None) -> Decimal:
    """Take the value for the finite decimal that it spells, or refuse it."""
    refusal: type[InvalidTypeError | InvalidValueError] = InvalidValueError
    given = cast("object", value)  # the annotation binds no untyped caller
    if isinstance(given, Decimal):
        if given.is_finite():
            return given
    elif isinstance(given, str):
        if _DIGITS.fullmatch(given):
            return Decimal(given)
    elif isinstance(given, int) and not isinstance(given, bool):
        if -_LARGEST_INT < given < _LARGEST_INT:
            return Decimal(given)
    else:
        refusal = InvalidTypeError
    raise refusal(
        field=field, value=value, expected=f"{expected}, as {_ACCEPTED_TYPES}", clause=clause
    )


def _scaled(
    value: AmountLike,
    unit: Decimal,
    *,
    digits: int,
    field: str,
    expected: str,
    clause: str | None,
) -> Decimal:
    """Give the value in places of `unit`, or refuse what has more places or more whole digits."""
    exact = _decimal(value, field, expected, clause)
    if exact:
        if exact.adjusted() >= digits:
            raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)
        try:
            return _EXACT.quantize(exact, unit)
        except decimal.Inexact:
            raise InvalidValueError(
                field=field, value=value, expected=expected, clause=clause
            ) from None
    return _EXACT.multiply(0, unit)


def amount(value: AmountLike, *, field: str = "amount", clause: str | None = None) -> Decimal:
    """Check an amount in yuan and give it with exactly 2 places; −0 is 0.00.

    Raises `InvalidTypeError` for a float, a bool or anything that is no number, and
    `InvalidValueError` for NaN, infinity, more than 2 places (by value: 1.230 has two), or
    10^15 and beyond.

    >>> amount("1.230"), amount(-5)
    (Decimal('1.23'), Decimal('-5.00'))
    """
    return _scaled(
        value, _CENT, digits=_AMOUNT_DIGITS, field=field, expected=_EXPECTED_AMOUNT, clause=clause
    )


def positive_amount(
    value: AmountLike, *, field: str = "amount", clause: str | None = None
) -> Decimal:
    """Check an amount in yuan that must be above zero."""
    checked = amount(value, field=field, clause=clause)
    if checked <= 0:
        _refuse_sign(value, field, f"{_EXPECTED_AMOUNT}, and above 0.00", clause)
    return checked


def non_negative_amount(
    value: AmountLike, *, field: str = "amount", clause: str | None = None
) -> Decimal:
    """Check an amount in yuan that must not be below zero."""
    checked = amount(value, field=field, clause=clause)
    if checked < 0:
        _refuse_sign(value, field, f"{_EXPECTED_AMOUNT}, and not below 0.00", clause)
    return checked


def _refuse_sign(value: object, field: str, expected: str, clause: str | None) -> Never:
    raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)


def decimal_of(units: int, places: int) -> Decimal:
    """Give a whole number of units of the last of so many places as a decimal.

    >>> decimal_of(335, 2)
    Decimal('3.35')
    """
    return _EXACT.scaleb(units, -places)


def fen_of(checked: Decimal) -> int:
    """Give an amount that was checked before as fen."""
    return int(_EXACT.multiply(checked, 100))


def yuan(fen: int, *, field: str = "amount", clause: str | None = None) -> Decimal:
    """Give fen as an amount in yuan with exactly 2 places.

    Raises `InvalidValueError` for a result past the bound of an amount.

    >>> yuan(-5)
    Decimal('-0.05')
    """
    if -_AMOUNT_BOUND < fen < _AMOUNT_BOUND:
        return _EXACT.multiply(fen, _CENT)
    raise InvalidValueError(
        field=field, value=_EXACT.multiply(fen, _CENT), expected=_EXPECTED_AMOUNT, clause=clause
    )


def unit_price(value: AmountLike, *, field: str = "price", clause: str | None = None) -> Decimal:
    """Check a unit price in yuan, above 0 with at most 6 places, and give it with at least 2.

    >>> unit_price("8.7"), unit_price("0.123400")
    (Decimal('8.70'), Decimal('0.1234'))
    """
    return _above_zero(value, field, _EXPECTED_PRICE, clause)


def measure(value: AmountLike, *, field: str = "measure", clause: str | None = None) -> Decimal:
    """Check a measure of a product, such as its strength: within the bounds of a unit price."""
    return _above_zero(value, field, _EXPECTED_MEASURE, clause)


def _above_zero(value: AmountLike, field: str, expected: str, clause: str | None) -> Decimal:
    checked = _scaled(
        value, _MILLIONTH, digits=_PRICE_DIGITS, field=field, expected=expected, clause=clause
    )
    if checked <= 0:
        _refuse_sign(value, field, expected, clause)
    return _at_least_two_places(checked)


def price_units(checked: Decimal) -> int:
    """Give a unit price that was checked before in millionths of a yuan."""
    return int(_EXACT.multiply(checked, PRICE_SCALE))


def quantity(value: AmountLike, *, field: str = "quantity", clause: str | None = None) -> Decimal:
    """Check a quantity: not 0, at most 4 places, below 10^12; a negative one is a return.

    >>> quantity("-3.50")
    Decimal('-3.5')
    """
    checked = _scaled(
        value,
        _TEN_THOUSANDTH,
        digits=_QUANTITY_DIGITS,
        field=field,
        expected=_EXPECTED_QUANTITY,
        clause=clause,
    )
    if not checked:
        _refuse_sign(value, field, _EXPECTED_QUANTITY, clause)
    whole = _EXACT.to_integral_value(checked)
    return whole if whole == checked else _EXACT.normalize(checked)


def quantity_units(checked: Decimal) -> int:
    """Give a quantity that was checked before in ten-thousandths."""
    return int(_EXACT.multiply(checked, QUANTITY_SCALE))


def share(value: AmountLike, *, field: str = "share", clause: str | None = None) -> Decimal:
    """Check a share from 0 to 1 with at most 6 places, and give it with at least 2.

    >>> share("0.5"), share("0.333333")
    (Decimal('0.50'), Decimal('0.333333'))
    """
    checked = _scaled(
        value, _MILLIONTH, digits=1, field=field, expected=_EXPECTED_SHARE, clause=clause
    )
    if not 0 <= checked <= 1:
        _refuse_sign(value, field, _EXPECTED_SHARE, clause)
    return _at_least_two_places(checked)


def _at_least_two_places(checked: Decimal) -> Decimal:
    try:
        return _EXACT.quantize(checked, _CENT)
    except decimal.Inexact:
        return _EXACT.normalize(checked)


def share_units(checked: Decimal) -> int:
    """Give a share that was checked before in millionths."""
    return int(_EXACT.multiply(checked, SHARE_SCALE))


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
    whole_number(places, field="places", least=0, most=6)
    if abs(x) * 10**places < _FLOAT_EXACT:  # also false for NaN
        nearest = Decimal(f"{x:.{places}f}")
        if float(nearest) == x:
            return nearest or nearest.copy_abs()  # −0 is 0
    raise InvalidValueError(
        field=field, value=x, expected=f"a float that is exactly one decimal of {places} places"
    )
