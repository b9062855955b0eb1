"""A cell as a file holds it, and the readers of figures, codes, names, days and months.

A reader takes a `Cell` that is not empty and gives a value, or raises a `PolicyError` that says
what is accepted. One's own reader is any function of that kind.

>>> amount(Cell("１，２３４．５０")), day(Cell(45807)), code(Cell(42, number_format="000000"))
(Decimal('1234.50'), datetime.date(2025, 5, 30), '000042')
"""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal

import attrs

from ...foundation import money
from ...foundation.dates import YearMonth
from ...foundation.errors import InvalidValueError, PolicyError
from ...foundation.values import Value, checked, identifier, instance, trusted
from .formats import GENERAL, shown_by
from .rows import Found

__all__ = [
    "EMPTY",
    "Cell",
    "amount",
    "code",
    "day",
    "day_of_serial",
    "made_cell",
    "month",
    "name",
    "non_negative_amount",
    "quantity",
    "refusal",
    "stripped",
    "text_of",
    "unit_price",
    "value_of",
    "whole_number",
]

_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + _ZERO_WIDTH
_HALF_WIDTH = {0xFF01 + each: 0x21 + each for each in range(94)} | {ord("−"): "-"}

_FIGURE = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_EXPONENT = re.compile(r"[0-9]+(?:\.[0-9]+[Ee][+-]?|[Ee][+-])[0-9]+")
_MOST_DIGITS = 15  # a spreadsheet keeps no more of a number
_DAYS = (
    re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})"),
    re.compile(r"([0-9]{4})(年)([0-9]{1,2})月([0-9]{1,2})日"),
    re.compile(r"([0-9]{4})()([0-9]{2})([0-9]{2})"),
)
_MONTHS = (
    re.compile(r"([0-9]{4})[-/]([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月"),
    re.compile(r"([0-9]{4})([0-9]{2})"),
)
_SERIAL = re.compile(r"[0-9]{5}")
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_SERIAL_YEARS = range(1990, 2100)  # elsewhere a number is more likely something else
_A_DAY = (
    "a day such as 2025-05-30, 2025/5/30, 2025.5.30, 2025年5月30日 or 20250530, or a date cell "
    f"without a time, {_SERIAL_YEARS[0]} to {_SERIAL_YEARS[-1]}"
)
_A_MONTH = (
    "a month such as 2026-06, 2026/6, 202606 or 2026年6月, or a date cell of a month's first day"
)
_A_CODE = f"a code as text, or as a whole number of at most {_MOST_DIGITS} digits"


@attrs.frozen(field_transformer=checked)
class Cell(Value):
    """What a cell holds and how it shows it.

    `date_1904`: its workbook counts days from 1904. `uncalculated`: it holds a formula without
    the value that the formula gave.
    """

    value: Found
    number_format: str = GENERAL
    date_1904: bool = attrs.field(default=False, kw_only=True)
    uncalculated: bool = attrs.field(default=False, kw_only=True)

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is to be seen in it: a space of any width is nothing."""
        value = self.value
        if isinstance(value, str):
            return not stripped(value)
        return value is None and not self.uncalculated


made_cell = trusted(Cell)
EMPTY = Cell(None)


def stripped(text: str) -> str:
    """Give a text without space of any width at its ends."""
    return text.strip(_BLANK)


def value_of(cell: Cell) -> Found:
    """Give what a cell holds; whoever calls a reader by hand gives it a cell too."""
    return instance(cell, Cell, field="cell").value


def refusal(cell: Cell, expected: str) -> InvalidValueError:
    """Give the refusal of a cell."""
    return InvalidValueError(field="cell", value=cell.value, expected=expected)


def _plain(text: str) -> str:
    """Give full-width letters, digits and signs as their narrow selves.

    Not by Unicode's compatibility forms, which would take a superscript or a circled digit for a
    digit.
    """
    return stripped(text.translate(_HALF_WIDTH))


# ---- Texts ------------------------------------------------------------------------------------


def name(cell: Cell) -> str:
    """Read a text in one line, of at most 200 characters; a whole number is its digits."""
    value = value_of(cell)
    if isinstance(value, str):
        return identifier(stripped(value), field="cell")
    return _digits_of(cell, "a text")


def code(cell: Cell) -> str:
    """Read a code: text as it stands, or a whole number as the format shows it.

    What a spreadsheet made of a long code cannot be known any more, so an exponent as in
    `1.23E+17` is refused, and so is a number of more than 15 digits.

    >>> code(Cell("1.23E+17"))
    Traceback (most recent call last):
    vbp_policy.foundation.errors.InvalidValueError: cell: got '1.23E+17'; accepted: ... digits
    """
    value = value_of(cell)
    if not isinstance(value, str):
        return _digits_of(cell, _A_CODE)
    plain = _plain(value)
    if _EXPONENT.fullmatch(plain):
        raise refusal(cell, _A_CODE)
    return identifier(plain, field="cell")


def text_of(cell: Cell, expected: str) -> str:
    """Read a word, or the digits of a whole number."""
    value = value_of(cell)
    return stripped(value) if isinstance(value, str) else _digits_of(cell, expected)


def _digits_of(cell: Cell, expected: str) -> str:
    """Give a whole number as its cell shows it, zeros in front included."""
    digits = _whole(cell.value)
    if digits is None or digits.startswith("-"):
        raise refusal(cell, expected)
    shown = shown_by(cell.number_format, 1)
    if shown.misleads is not None:
        raise refusal(cell, f"{expected}; this one {shown.misleads}")
    return digits.zfill(shown.zeros)


def _whole(value: Found) -> str | None:
    """Give a whole number of no more digits than a spreadsheet keeps, or None."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_MOST_DIGITS:
        return str(value)
    return None


# ---- Figures ----------------------------------------------------------------------------------


def amount(cell: Cell) -> Decimal:
    """Read an amount in yuan, of at most 2 places; it may be negative."""
    return money.amount(_figure(cell, 2), field="cell")


def non_negative_amount(cell: Cell) -> Decimal:
    """Read an amount in yuan, 0 or more, of at most 2 places."""
    return money.non_negative_amount(_figure(cell, 2), field="cell")


def unit_price(cell: Cell) -> Decimal:
    """Read a unit price in yuan, above 0, of at most 6 places."""
    return money.unit_price(_figure(cell, 6), field="cell")


def quantity(cell: Cell) -> Decimal:
    """Read a quantity other than 0, of at most 4 places; a negative one is a return."""
    return money.quantity(_figure(cell, 4), field="cell")


def whole_number(cell: Cell) -> int:
    """Read a whole number of at most 15 digits."""
    figure = _figure(cell, 0)
    if "." in figure or len(figure.removeprefix("-")) > _MOST_DIGITS:
        raise refusal(cell, f"a whole number of at most {_MOST_DIGITS} digits")
    return int(figure)


def _figure(cell: Cell, places: int) -> str:
    """Give the digits that a cell shows, as `foundation.money` reads them."""
    value = value_of(cell)
    if isinstance(value, str):
        plain = _plain(value)
        if not _FIGURE.fullmatch(plain):
            raise refusal(cell, "a figure such as -1234.50 or 1,234.50, in digits alone")
        return plain.replace(",", "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise refusal(cell, "a figure, not a date or a truth value")
    shown = shown_by(cell.number_format, (value > 0) - (value < 0))
    if shown.misleads is not None:
        raise refusal(cell, f"a figure that is shown as it is; this one {shown.misleads}")
    if abs(value) >= 10**_MOST_DIGITS:
        raise refusal(cell, f"a figure of at most {_MOST_DIGITS} digits")
    if isinstance(value, int):
        return str(value)
    if shown.places is not None:
        places = min(places, shown.places)
    try:
        return f"{money.from_float(value, places):f}"
    except InvalidValueError:
        expected = f"a number that is one decimal of {places} places, as its cell shows it"
        raise refusal(cell, expected) from None


# ---- Days and months --------------------------------------------------------------------------


def day(cell: Cell) -> date:
    """Read a day: written out, as a date cell, or as the number that a spreadsheet holds for it.

    >>> day(Cell("2025年5月30日")), day(Cell(45807)), day(Cell(20250530))
    (datetime.date(2025, 5, 30), datetime.date(2025, 5, 30), datetime.date(2025, 5, 30))
    """
    value = value_of(cell)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    written = _written(cell, _A_DAY)
    if _SERIAL.fullmatch(written):
        found = day_of_serial(int(written), date_1904=cell.date_1904)
    else:
        found = _day_written(written)
    if found is None:
        raise refusal(cell, _A_DAY)
    return found


def month(cell: Cell) -> YearMonth:
    """Read a calendar month: written out, or as a date cell of its first day.

    >>> str(month(Cell("2026年6月"))), str(month(Cell(202606)))
    ('2026-06', '2026-06')
    """
    value = value_of(cell)
    if isinstance(value, date) and not isinstance(value, datetime) and value.day == 1:
        return YearMonth.of(value)
    written = _written(cell, _A_MONTH)
    for pattern in _MONTHS:
        if match := pattern.fullmatch(written):
            with suppress(PolicyError):
                return YearMonth(int(match[1]), int(match[2]))
    raise refusal(cell, _A_MONTH)


def _written(cell: Cell, expected: str) -> str:
    """Give a text in plain digits and signs, or the digits of a whole number."""
    if isinstance(cell.value, str):
        return _plain(cell.value)
    digits = _whole(cell.value)
    if digits is None:
        raise refusal(cell, expected)
    return digits


def _day_written(written: str) -> date | None:
    for pattern in _DAYS:
        if match := pattern.fullmatch(written):
            with suppress(ValueError):
                return date(int(match[1]), int(match[3]), int(match[4]))
    return None


def day_of_serial(serial: int, *, date_1904: bool) -> date | None:
    """Give the day of a spreadsheet's number, None outside the years in which it must be one."""
    with suppress(OverflowError):
        found = (_EPOCH_1904 if date_1904 else _EPOCH) + timedelta(days=serial)
        if found.year in _SERIAL_YEARS:
            return found
    return None
