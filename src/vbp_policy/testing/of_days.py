"""Days, months, spans and calendars: month ends, 31 December and leap days among them."""

from collections.abc import Callable, Sequence
from datetime import date

from hypothesis import strategies as st

from ..foundation.dates import (
    DateLike,
    Span,
    YearMonth,
    YearMonthLike,
    as_date,
    as_year_month,
)
from ..foundation.workdays import HolidayTable
from .draws import bounds, kept

__all__ = ["around", "days", "holiday_tables", "later", "spans", "year_months"]

_SHRINK_TO = YearMonth(2000, 1)  # as Hypothesis' own dates do
_EXCEPTIONS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(-3, 3), st.booleans()), max_size=6
)
"""Days of a calendar: which one, how far from it, and whether it is worked."""
_MARGIN = 60  # days that a calendar covers on either side of a due day


def _month_end(day: date) -> date:
    return YearMonth.of(day).last_day


def _year_end(day: date) -> date:
    return day.replace(month=12, day=31)


def _leap_day(day: date) -> date:
    return YearMonth(max(day.year // 4 * 4, 4), 2).last_day


def _itself(day: date) -> date:
    return day


_TURNS: st.SearchStrategy[Callable[[date], date]] = st.sampled_from(
    [_itself, _itself, _month_end, _year_end, _leap_day]
)


def days(min_value: DateLike = date.min, max_value: DateLike = date.max) -> st.SearchStrategy[date]:
    """Draw days, both bounds included: any, and often a month's end, 31 December, a leap day.

    >>> from vbp_policy.testing import simplest
    >>> simplest(days("2025-05-30", "2060-12-31"), lambda day: (day.month, day.day) == (2, 29))
    datetime.date(2028, 2, 29)
    """
    return _days(*bounds(as_date, min_value, max_value))


@st.composite
def _days(draw: st.DrawFn, first: date, last: date) -> date:
    turn, day = draw(_TURNS), draw(st.dates(first, last))
    there = turn(day)
    return there if first <= there <= last else day


@kept
def year_months(
    min_value: YearMonthLike = "0001-01", max_value: YearMonthLike = "9999-12"
) -> st.SearchStrategy[YearMonth]:
    """Draw calendar months, both bounds included.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(year_months()))
    2000-01
    """
    first, last = bounds(as_year_month, min_value, max_value)
    least, most = first - _SHRINK_TO, last - _SHRINK_TO
    return st.integers(least, most).map(_SHRINK_TO.__add__)


def later(day: date, count: int) -> date:
    """Give the day so many days later, or the calendar's own first or last."""
    ordinal = min(max(day.toordinal() + count, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


@kept
def spans(
    min_value: DateLike = date.min, max_value: DateLike = date.max, *, max_days: int = 3660
) -> st.SearchStrategy[Span]:
    """Draw spans of at least a day within bounds, and of at most so many days.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(spans(), lambda span: span.days > 1))
    2000-01-01 to 2000-01-02
    """
    earliest, last = bounds(as_date, min_value, max_value)

    def spanned(first: date, more: int) -> Span:
        return Span(first, min(later(first, more), last))

    return st.builds(spanned, days(earliest, last), st.integers(0, max_days - 1))


def around(given: Sequence[date]) -> Span:
    """Give the days that a calendar has to cover so that each of some days can move."""
    return Span(later(min(given), -_MARGIN), later(max(given), _MARGIN))


@st.composite
def holiday_tables(
    draw: st.DrawFn, *, covering: Span | None = None, near: Sequence[date] = ()
) -> HolidayTable:
    """Draw calendars of one's own: some days off, some weekends worked.

    `covering` are the days that they hold data for. With `near`, days that matter and lie well
    within, what is off or worked lies around these.

    >>> from vbp_policy.testing import simplest
    >>> june = Span("2025-06-01", "2025-06-30")
    >>> tables = holiday_tables(covering=june)
    >>> simplest(tables, lambda table: not table.is_workday("2025-06-02")).days_off
    (datetime.date(2025, 6, 2),)
    """
    covered = draw(spans()) if covering is None else covering
    worked: dict[date, bool] = {}
    for place, shift, is_worked in draw(_EXCEPTIONS):
        day = near[place % len(near)] if near else later(covered.first_day, place % covered.days)
        worked[later(day, shift) if near else day] = is_worked
    return HolidayTable(
        covered.first_day,
        covered.last_day,
        days_off=[day for day, is_worked in worked.items() if not is_worked],
        extra_workdays=[day for day, is_worked in worked.items() if is_worked],
    )
