"""Working days: the calendar is always given, and a day outside its data is refused.

>>> spring = HolidayTable("2025-01-26", "2025-02-08", days_off=("2025-01-28", "2025-01-29"),
...                       extra_workdays=("2025-01-26",))
>>> workday_before("2025-01-30", 2, spring)
datetime.date(2025, 1, 26)
"""

from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module
from types import ModuleType
from typing import Protocol, cast, runtime_checkable

import attrs

from .dates import DateLike, Span, as_date
from .errors import (
    CalendarCoverageError,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
)
from .values import Value, checked, whole_number

__all__ = [
    "HolidayTable",
    "WorkdayCalendar",
    "as_calendar",
    "as_optional_calendar",
    "mainland_china",
    "next_workday",
    "previous_workday",
    "workday_before",
]

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


@runtime_checkable
class WorkdayCalendar(Protocol):
    """What the library asks of a calendar of working days."""

    def covers(self, day: date) -> bool:
        """Say whether the calendar holds data for the day."""
        ...

    def is_workday(self, day: date) -> bool:
        """Say whether a covered day is a working day."""
        ...


def _as_days(value: Iterable[DateLike], *, field: str = "days") -> tuple[date, ...]:
    if isinstance(value, str) or not isinstance(cast("object", value), Iterable):
        raise InvalidTypeError(field=field, value=value, expected="an iterable of days")
    days: set[date] = set()
    for number, given in enumerate(value):
        day = as_date(given, field=f"{field}[{number}]")
        if day in days:
            raise InvalidValueError(field=f"{field}[{number}]", value=day, expected="each day once")
        days.add(day)
    return tuple(sorted(days))


@attrs.frozen(field_transformer=checked)
class HolidayTable(Value):
    """One's own calendar: Monday to Friday, less `days_off`, with `extra_workdays`.

    It covers `first_day` to `last_day`, both included. Every listed day lies within, once, and is
    not both off and on; anything else is `InvalidValueError`.
    """

    first_day: date = attrs.field(converter=as_date)
    last_day: date = attrs.field(converter=as_date)
    days_off: tuple[date, ...] = attrs.field(default=(), kw_only=True, converter=_as_days)
    extra_workdays: tuple[date, ...] = attrs.field(default=(), kw_only=True, converter=_as_days)
    _off: frozenset[date] = attrs.field(init=False, eq=False, repr=False)
    _on: frozenset[date] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        covered = Span(self.first_day, self.last_day)
        object.__setattr__(self, "_off", frozenset(self.days_off))
        object.__setattr__(self, "_on", frozenset(self.extra_workdays))
        for field in ("days_off", "extra_workdays"):
            for day in getattr(self, field):
                if day not in covered:
                    raise InvalidValueError(field=field, value=day, expected=f"days in {covered}")
        for day in self.extra_workdays:
            if day in self._off:
                raise InvalidValueError(
                    field="extra_workdays", value=day, expected="days that are not in days_off"
                )

    def __str__(self) -> str:
        return f"the calendar from {self.first_day} to {self.last_day}"

    def covers(self, day: DateLike) -> bool:
        """Say whether the day lies within the table."""
        return self.first_day <= as_date(day) <= self.last_day

    def is_workday(self, day: DateLike) -> bool:
        """Say whether the day is worked; a day outside the table: `CalendarCoverageError`."""
        wanted = as_date(day)
        _require_data(self, wanted)
        if wanted in self._on:
            return True
        return wanted.weekday() < _SATURDAY and wanted not in self._off


@attrs.frozen
class _MainlandChina(Value):
    """The State Council's holiday arrangements, as the chinesecalendar package holds them."""

    def __str__(self) -> str:
        return "mainland China's calendar (chinesecalendar)"

    def covers(self, day: DateLike) -> bool:
        try:
            _chinese_calendar().is_workday(as_date(day))
        except NotImplementedError:
            return False
        return True

    def is_workday(self, day: DateLike) -> bool:
        wanted = as_date(day)
        _require_data(self, wanted)
        return bool(_chinese_calendar().is_workday(wanted))


def _chinese_calendar() -> ModuleType:
    try:
        return import_module("chinese_calendar")
    except ImportError:
        raise MissingExtraError(
            field="calendar",
            value="chinese_calendar",
            expected="the extra: pip install 'vbp_policy[workdays]'",
        ) from None


def mainland_china() -> WorkdayCalendar:
    """Give mainland China's working days, make-up weekends included; extra `workdays`.

    A day outside the package's data is `CalendarCoverageError`, never a guess from its weekday.

    Raises `MissingExtraError` where the extra is not installed.

    >>> mainland_china().is_workday(date(2025, 10, 11))  # a Saturday worked for National Day
    True
    """
    _chinese_calendar()
    return _MainlandChina()


def workday_before(day: DateLike, count: int, calendar: WorkdayCalendar) -> date:
    """Give the `count`-th working day before `day`, which itself is not counted.

    9-4.3 and 25-4.2 count ten of them. `count` is from 1 to 10,000.

    Raises `CalendarCoverageError` for a day outside the calendar's data, `InvalidTypeError` and
    `InvalidValueError` for what is no day, no count or no calendar.

    >>> workday_before("2025-03-07", 10, mainland_china())
    datetime.date(2025, 2, 21)
    """
    found = as_date(day)
    for _ in range(whole_number(count, field="count", least=1, most=10_000)):
        found = previous_workday(_step(found, -_ONE_DAY), calendar)
    return found


def previous_workday(day: date, calendar: WorkdayCalendar) -> date:
    """Give the day itself if it is worked, else the last working day before it."""
    return _nearest_workday(day, -_ONE_DAY, calendar)


def next_workday(day: date, calendar: WorkdayCalendar) -> date:
    """Give the day itself if it is worked, else the first working day after it."""
    return _nearest_workday(day, _ONE_DAY, calendar)


def _nearest_workday(day: date, step: timedelta, calendar: WorkdayCalendar) -> date:
    as_calendar(calendar)
    while True:
        _require_data(calendar, day)
        if calendar.is_workday(day):
            return day
        day = _step(day, step)


def as_calendar(calendar: WorkdayCalendar, *, clause: str | None = None) -> WorkdayCalendar:
    """Check a calendar: an object that answers, not the class of one."""
    expected = "a WorkdayCalendar, an object with covers(day) and is_workday(day)"
    if isinstance(calendar, type) or not isinstance(cast("object", calendar), WorkdayCalendar):
        raise InvalidTypeError(field="calendar", value=calendar, expected=expected, clause=clause)
    return calendar


def as_optional_calendar(
    calendar: WorkdayCalendar | None, *, clause: str | None = None
) -> WorkdayCalendar | None:
    """Check a calendar that may be absent."""
    return None if calendar is None else as_calendar(calendar, clause=clause)


def _step(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        raise CalendarCoverageError(
            field="day", value=day, expected="a working day before the calendar's own end"
        ) from None


def _require_data(calendar: WorkdayCalendar, day: date) -> None:
    if not calendar.covers(day):
        raise CalendarCoverageError(
            field="day", value=day, expected=f"a day that {calendar} holds data for"
        )
