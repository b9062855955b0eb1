"""The window of the offset: its months, and the day from which what is left goes back.

25号 25-2.3d and 25-2.3e; 9号 states none.
"""

from datetime import date

import attrs

from ..foundation.dates import YearMonth, day_after, months_from
from ..foundation.errors import InvalidValueError
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading, ReturnClock
from ..policy.terms import OffsetTerms
from .cycles import Cycle, as_cycle_of, offset_follows, period_end

__all__ = ["OffsetPeriod", "offset_period", "offset_terms", "offset_window"]


@attrs.frozen
class OffsetPeriod:
    """The months in which a prepayment is offset, and the day from which the rest goes back."""

    window: tuple[YearMonth, ...]
    return_from: date


def offset_period(policy: Policy, cycle: Cycle) -> OffsetPeriod:
    """Give the window and the day after it, under the cycle's reading `return_clock`.

    Raises `InvalidValueError` for a cycle whose window runs past the year 9999.
    """
    terms = offset_terms(policy)
    try:
        return _period(terms, offset_follows(policy, cycle), cycle.reading)
    except InvalidValueError:
        raise InvalidValueError(
            field="cycle",
            value=cycle,
            expected="a cycle whose window does not run past the year 9999",
            clause=terms.return_clause.id,
        ) from None


def _period(terms: OffsetTerms, end: date, reading: Reading) -> OffsetPeriod:
    first = YearMonth.of(end) + terms.first_month
    if reading.return_clock is ReturnClock.OFFSET_START:
        after = first + terms.window_months
        return OffsetPeriod(months_from(first, terms.window_months), after.first_day)
    year_end = period_end(day_after(end), months=terms.window_months, reading=reading)
    return_from = day_after(year_end)
    return OffsetPeriod(months_from(first, YearMonth.of(return_from) - first), return_from)


def offset_window(policy: Policy, cycle: Cycle) -> tuple[YearMonth, ...]:
    """Decide the months in which a prepayment is offset.

    25号: from the month after the cycle ends (25-2.3d), for a year (25-2.3e); whether the year
    counts settlement months or runs from the cycle's end is the reading `return_clock`, and which
    end an extended cycle has is the reading `extension` (25-1.3b).

    Raises `NotProvidedError` if the notice states no offset, `InvalidValueError` for a cycle of
    another policy, or one whose window runs past the year 9999.

    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> window = offset_window(
    ...     CHONGQING_2025_25, procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    ... )
    >>> str(window[0]), str(window[-1]), len(window)
    ('2026-06', '2027-05', 12)
    """
    offset_terms(as_policy(policy))
    return offset_period(policy, as_cycle_of(policy, cycle)).window


def offset_terms(policy: Policy) -> OffsetTerms:
    """Give what the notice states about the offset, or refuse."""
    return stated(policy, policy.terms.offset, "offset")
