"""A due day that is a rest day: it stays, or it moves to a working day, as the reading says."""

from datetime import date

from ..foundation.errors import CalendarCoverageError, InvalidValueError
from ..foundation.values import same
from ..foundation.workdays import WorkdayCalendar, next_workday, previous_workday
from ..policy.readings import DebtDay, DisbursementDay

__all__ = ["moved_off_rest_day", "same_or_moved"]

_MOVES = {
    DisbursementDay.PREVIOUS_WORKDAY: previous_workday,
    DisbursementDay.NEXT_WORKDAY: next_workday,
    DebtDay.PREVIOUS_WORKDAY: previous_workday,
    DebtDay.NEXT_WORKDAY: next_workday,
}


def moved_off_rest_day(
    nominal: date,
    shift: DisbursementDay | DebtDay,
    calendar: WorkdayCalendar | None,
    *,
    clause: str,
) -> date:
    """Give the day on which what is nominally due on a day is due, under a reading's shift.

    25号 25-2.3b, 25-2.3c and 25-2.3h, 9号 9-3.2c.

    Raises `InvalidValueError` for a shift without a calendar, `CalendarCoverageError` for a day
    outside the calendar's data.

    >>> from vbp_policy import HolidayTable
    >>> weekends = HolidayTable("2025-11-01", "2025-12-31")
    >>> moved_off_rest_day(date(2025, 11, 30), DebtDay.NEXT_WORKDAY, weekends, clause="25-2.3h")
    datetime.date(2025, 12, 1)
    """
    move = _MOVES.get(shift)
    if move is None:
        return nominal
    if calendar is None:
        raise InvalidValueError(
            field="calendar",
            value=None,
            expected=f"a calendar of working days for the reading {shift}",
            clause=clause,
        )
    try:
        return move(nominal, calendar)
    except CalendarCoverageError as error:
        raise error.at(field="calendar", clause=clause) from None


def same_or_moved(field: str, day: date, nominal: date, shift: DisbursementDay | DebtDay) -> None:
    """Refuse a day to which a reading's shift cannot have moved the nominal one."""
    if shift in (DisbursementDay.UNSHIFTED, DebtDay.UNSHIFTED):
        same(field, day, nominal)
        return
    back = shift in (DisbursementDay.PREVIOUS_WORKDAY, DebtDay.PREVIOUS_WORKDAY)
    earlier, later = (day, nominal) if back else (nominal, day)
    if earlier > later:
        raise InvalidValueError(
            field=field,
            value=day,
            expected=f"{nominal} or a day {'before' if back else 'after'} it, under {shift}",
        )
