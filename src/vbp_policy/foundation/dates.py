"""Dates, calendar months and month arithmetic: the only module that imports pendulum.

Dates are plain `datetime.date`, inclusive at both ends. Month arithmetic always counts from the
first date, because adding month by month loses days. Nothing here reads today's date.

>>> str(YearMonth.of("2025-05-30") + 1)
'2025-06'
>>> corresponding_day(date(2024, 2, 29), months=12)
CorrespondingDay(day=datetime.date(2025, 2, 28), exists=False)
"""

import re
from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, cast, overload

import attrs
import pendulum

from .errors import InvalidTypeError, InvalidValueError
from .values import Value, checked, instance, trusted, whole_number

__all__ = [
    "CorrespondingDay",
    "DateLike",
    "Span",
    "YearMonth",
    "YearMonthLike",
    "as_date",
    "as_optional_date",
    "as_year_month",
    "corresponding_day",
    "day_after",
    "months_from",
]

DateLike = date | str
"""What callers may pass where a day is meant: a `datetime.date` or `YYYY-MM-DD`."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_EXPECTED_DAY = "a datetime.date or a string YYYY-MM-DD"
_EXPECTED_MONTH = "a YearMonth or a string YYYY-MM"
_LAST_INDEX = 9999 * 12 + 11


def as_date(value: DateLike, *, field: str = "day", clause: str | None = None) -> date:
    """Check a day and give it as a plain `datetime.date`.

    Raises `InvalidTypeError` for a `datetime` (a day has no time of day) and for anything else
    that is no day, `InvalidValueError` for a string that is no day of the calendar.
    """
    if type(value) is date:
        return value
    given: Any = value  # the annotation binds no untyped caller
    kind = type(cast("object", given))  # what it is, not what it says in `__class__`
    if issubclass(kind, str):
        day = _parsed_day(_own_text(given)) if len(given) == len("2026-06-30") else None
        if day is not None:
            return day
        raise InvalidValueError(field=field, value=value, expected=_EXPECTED_DAY, clause=clause)
    if issubclass(kind, date) and not issubclass(kind, datetime):
        return date.fromordinal(date.toordinal(given))
    raise InvalidTypeError(
        field=field, value=value, expected=f"{_EXPECTED_DAY}, not a datetime", clause=clause
    )


def _own_text(given: str) -> str:
    """Give a string's own characters: a subclass may hash and compare as it likes."""
    return given if type(given) is str else str.__str__(given)


@lru_cache(maxsize=4096)
def _parsed_day(text: str) -> date | None:
    """Read a day; a file of claims has the same few hundred over and over."""
    if _ISO_DAY.fullmatch(text):
        with suppress(ValueError):
            parsed = cast("date", pendulum.parse(text, exact=True))
            return date(parsed.year, parsed.month, parsed.day)
    return None


def as_optional_date(
    value: DateLike | None, *, field: str = "day", clause: str | None = None
) -> date | None:
    """Check a day that may be absent."""
    return None if value is None else as_date(value, field=field, clause=clause)


class CorrespondingDay(NamedTuple):
    """The day of the same number months later; the month's last day where it does not exist."""

    day: date
    exists: bool


def corresponding_day(
    first: date, *, months: int, field: str = "first", clause: str | None = None
) -> CorrespondingDay:
    """Count whole months from `first`, always from `first` itself.

    Raises `InvalidValueError` for a first day from which the months run past the year 9999.
    """
    start = pendulum.Date(first.year, first.month, first.day)
    try:
        later = start.add(months=months)
    except (ValueError, OverflowError):
        raise InvalidValueError(
            field=field,
            value=first,
            expected=f"a day {months} months after which the year 9999 is not over",
            clause=clause,
        ) from None
    return CorrespondingDay(date(later.year, later.month, later.day), later.day == first.day)


def day_after(day: date, *, field: str = "day", clause: str | None = None) -> date:
    """Give the next day; there is none after the year 9999."""
    try:
        return day + timedelta(days=1)
    except OverflowError:
        raise InvalidValueError(
            field=field, value=day, expected="a day before the end of 9999", clause=clause
        ) from None


def _year(value: int, *, field: str = "year") -> int:
    return whole_number(value, field=field, least=1, most=9999)


def _month(value: int, *, field: str = "month") -> int:
    return whole_number(value, field=field, least=1, most=12)


@attrs.frozen(order=True, field_transformer=checked)
class YearMonth(Value):
    """A calendar month: `year` from 1 to 9999, `month` from 1 to 12.

    >>> YearMonth(2026, 6) - YearMonth.parse("2025-12")
    6
    >>> YearMonth(2026, 2).last_day
    datetime.date(2026, 2, 28)
    """

    year: int = attrs.field(converter=_year)
    month: int = attrs.field(converter=_month)

    @classmethod
    def parse(cls, text: str) -> "YearMonth":
        """Read `YYYY-MM`; anything else is `InvalidValueError`."""
        return as_year_month(instance(text, str, field="text"), field="text")

    @classmethod
    def of(cls, day: DateLike) -> "YearMonth":
        """Give the calendar month that holds `day`."""
        held = as_date(day)
        return _month_at(held.year * 12 + held.month - 1)

    @property
    def first_day(self) -> date:
        """The month's first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The month's last day."""
        return date(self.year, self.month, pendulum.Date(self.year, self.month, 1).days_in_month)

    @property
    def _index(self) -> int:
        return self.year * 12 + self.month - 1

    def __add__(self, months: int) -> "YearMonth":
        if not _is_whole(months):
            return NotImplemented
        return self._moved(months, given=months)

    def _moved(self, months: int, *, given: int) -> "YearMonth":
        index = self._index + months
        if not 12 <= index <= _LAST_INDEX:
            raise InvalidValueError(
                field="months", value=given, expected=f"months from {self} to a year 1 to 9999"
            )
        return _month_at(index)

    @overload
    def __sub__(self, other: int) -> "YearMonth": ...
    @overload
    def __sub__(self, other: "YearMonth") -> int: ...
    def __sub__(self, other: "int | YearMonth") -> "YearMonth | int":
        if isinstance(other, YearMonth):
            return self._index - other._index
        if not _is_whole(other):
            return NotImplemented
        return self._moved(-other, given=other)

    def __hash__(self) -> int:
        return self.year * 12 + self.month

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def _is_whole(months: object) -> bool:
    return isinstance(months, int) and not isinstance(months, bool)


_year_month = trusted(YearMonth)


@lru_cache(maxsize=1200)
def _month_at(index: int) -> YearMonth:
    """Give the month of an index; the few months of a window are met over and over."""
    year, month = divmod(index, 12)
    return _year_month(year=year, month=month + 1)


YearMonthLike = YearMonth | str
"""What callers may pass where a month is meant: a `YearMonth` or `YYYY-MM`."""


def as_year_month(
    value: YearMonthLike, *, field: str = "month", clause: str | None = None
) -> YearMonth:
    """Check a calendar month and give it as a `YearMonth`."""
    if isinstance(value, YearMonth):
        return value
    given: Any = value  # the annotation binds no untyped caller
    if not issubclass(type(given), str):
        raise InvalidTypeError(field=field, value=value, expected=_EXPECTED_MONTH, clause=clause)
    month = _parsed_month(_own_text(given)) if len(given) == len("2026-06") else None
    if month is None:
        raise InvalidValueError(field=field, value=value, expected=_EXPECTED_MONTH, clause=clause)
    return month


@lru_cache(maxsize=1200)
def _parsed_month(text: str) -> YearMonth | None:
    match = _ISO_MONTH.fullmatch(text)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return _month_at(year * 12 + month - 1) if year >= 1 and 1 <= month <= 12 else None


@lru_cache(maxsize=256)
def months_from(first: YearMonth, count: int) -> tuple[YearMonth, ...]:
    """Give `count` months in a row, the first of them `first`."""
    return tuple(first + number for number in range(count))


@attrs.frozen(order=True, field_transformer=checked)
class Span(Value):
    """The days from `first_day` to `last_day`, both of them included; ordered by the two days.

    >>> span = Span("2025-05-30", "2026-05-29")
    >>> span.days, "2026-05-29" in span, "2026-05-30" in span
    (365, True, False)
    """

    first_day: date = attrs.field(converter=as_date)
    last_day: date = attrs.field(converter=as_date)

    def __attrs_post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise InvalidValueError(
                field="last_day",
                value=self.last_day,
                expected=f"a day on or after the first day {self.first_day}",
            )

    def __str__(self) -> str:
        return f"{self.first_day} to {self.last_day}"

    def __contains__(self, day: DateLike) -> bool:
        return self.first_day <= as_date(day) <= self.last_day

    @property
    def days(self) -> int:
        """The number of days, first and last included."""
        return (self.last_day - self.first_day).days + 1
