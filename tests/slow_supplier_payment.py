"""The firm's payment once more, day by day: what the tests compare the library with.

Written from the public contract alone, and nothing of the library is used here. Amounts are
Fractions of a yuan.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from slow_ledger import DAY, end_of_month, month_of, months_after

IsWorked = Callable[[date], bool]
Payment = tuple[date, Fraction]


class SlowState(NamedTuple):
    """What a state shows, in the contract's own words."""

    paid: Fraction
    owed: Fraction
    settled_on: date | None
    days_late: int
    status: str


def due_day(
    accepted_on: date, months: int, *, shift: str, is_worked: IsWorked
) -> tuple[date, date]:
    """Give the nominal and the shifted last day for a payment."""
    nominal = end_of_month(months_after(month_of(accepted_on), months))
    step = {"UNSHIFTED": 0, "NEXT_WORKDAY": 1, "PREVIOUS_WORKDAY": -1}[shift]
    day = nominal
    while step and not is_worked(day):
        day += timedelta(days=step)
    return nominal, day


def state(
    amount: Fraction, accepted_on: date, payments: Sequence[Payment], *, due: date, as_of: date
) -> SlowState:
    """Live through every day from the acceptance on, and count the days that began too late."""
    owed, late = amount, 0
    settled_on = None if owed else accepted_on
    day = accepted_on
    while day <= as_of:
        if owed != 0 and day > due:
            late += 1
        for paid_on, paid in payments:
            if paid_on == day:
                owed -= paid
                if owed == 0:
                    settled_on = day
        day += DAY
    settled, open_ = ("PAID_LATE", "PAID_ON_TIME"), ("OVERDUE", "OPEN")
    status = (open_ if owed else settled)[0 if late else 1]
    return SlowState(amount - owed, owed, settled_on, late, status)
