"""Cycles: of a policy, extended ones, and a caller's own."""

from datetime import date

from hypothesis import strategies as st

from ..policy.policies import Policy, as_policy, fixed_end
from ..policy.readings import Reading
from ..rules.cycles import Cycle, extend, procurement_cycle
from .draws import Drawn, drawn, some
from .of_days import days, later, spans
from .of_policies import policies
from .of_readings import readings

__all__ = ["cycles", "execution_dates"]

_MORE = st.integers(1, 731)  # days
_YEARS = 30 * 366  # days in which a cycle that runs from execution is carried out
_MOST_LATER = 731  # days


def execution_dates(policy: Policy) -> st.SearchStrategy[date]:
    """Draw days on which a policy's result may be first carried out, thirty years at most.

    >>> from vbp_policy.testing import simplest
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> simplest(execution_dates(CHONGQING_2025_9), lambda day: day.day == 31)
    datetime.date(2025, 3, 31)
    """
    first = as_policy(policy).effective_on
    return days(first, fixed_end(policy) or later(first, _YEARS))


def cycles(
    *,
    policy: Drawn[Policy] | None = None,
    reading: Drawn[Reading] | None = None,
    execution_date: Drawn[date] | None = None,
    extended: bool | None = None,
) -> st.SearchStrategy[Cycle]:
    """Draw cycles under any reading: a policy's, extended up to twice, and a caller's own.

    `policy`: those of a policy alone, in which an `execution_date` given with it must lie.
    `extended`: those alone, or none of them. A notice with a fixed end also draws the cycle without
    a day of execution.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(cycles()))
    2025-05-30 to 2026-05-29
    >>> print(simplest(cycles(extended=True)))
    2025-05-30 to 2026-05-30
    """
    under = drawn(reading, readings())
    made = _made(
        drawn(policy, policies(states=["extension"] if extended else [])),
        under,
        execution_date,
        extended,
    )
    alone = policy is None and execution_date is None and extended is None
    return made | _own(under) if alone else made


@st.composite
def _made(
    draw: st.DrawFn,
    policy: st.SearchStrategy[Policy],
    reading: st.SearchStrategy[Reading],
    execution_date: Drawn[date] | None,
    extended: bool | None,  # noqa: FBT001
) -> Cycle:
    notice = draw(policy)
    first: date | None = draw(drawn(execution_date, execution_dates(notice)))
    if execution_date is None and fixed_end(notice) is not None and draw(st.booleans()):
        first = None  # which nothing asks for: it runs from the day of effect
    cycle = procurement_cycle(notice, first, reading=draw(reading))
    may_be = extended is not False and notice.terms.cycle.extension_clause is not None
    for _ in some(draw, least=1 if extended else 0, most=2 if may_be else 1 if extended else 0):
        last = later(cycle.last_day, draw(_MORE))
        earliest = cycle.decided_on or cycle.first_day
        decided = draw(days(earliest, max(earliest, later(cycle.last_day, _MOST_LATER))))
        cycle = extend(notice, cycle, last, decided_on=decided)
    return cycle


@st.composite
def _own(draw: st.DrawFn, reading: st.SearchStrategy[Reading]) -> Cycle:
    """Draw cycles that a caller made: of no policy in particular, and without a basis."""
    span, under = draw(spans("2000-01-01", "2099-12-31")), draw(reading)
    more = draw(st.integers(0, 731))
    decided_on = draw(days(span.first_day, later(span.last_day, _MOST_LATER)))
    return Cycle(
        span.first_day,
        later(span.last_day, more),
        reading=under,
        original_last_day=span.last_day if more else None,
        decided_on=decided_on if more else None,
    )
