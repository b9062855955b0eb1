"""The procurement cycle: its first and last day, its months, its years, its extension."""

from datetime import date, timedelta

import attrs

from ..foundation.dates import (
    DateLike,
    Span,
    YearMonth,
    as_date,
    as_optional_date,
    corresponding_day,
)
from ..foundation.errors import InvalidTypeError, InvalidValueError
from ..foundation.values import (
    checked,
    instance,
    optional_identifier,
    same,
    trusted,
    whole_number,
)
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Extension, LastDay, Reading
from ..policy.terms import FromExecution

__all__ = [
    "Cycle",
    "agreement_years",
    "as_cycle",
    "as_cycle_of",
    "extend",
    "inherited_assumptions",
    "offset_follows",
    "period_end",
    "procurement_cycle",
    "procurement_month",
    "with_basis",
]

_ONE_DAY = timedelta(days=1)


@attrs.frozen(field_transformer=checked)
class Cycle(Span):
    """A procurement cycle: the days from `first_day` to `last_day`, both included.

    `reading` travels with it. An extended cycle also holds `original_last_day`, the end that the
    offset followed until then, and `decided_on`, the day of the decision. A cycle without
    `policy_number` is taken by every policy. `policy_number` and `reading` take no part in
    equality or hash, so never cache by a cycle alone; cycles are ordered by their two days.
    `basis` is None for a cycle that a caller made.

    >>> "2026-05-29" in Cycle("2025-05-30", "2026-05-29")
    True
    """

    policy_number: str | None = attrs.field(
        default=None, kw_only=True, eq=False, converter=optional_identifier
    )
    reading: Reading = attrs.field(factory=Reading, kw_only=True, eq=False)
    original_last_day: date | None = attrs.field(
        default=None, kw_only=True, converter=as_optional_date
    )
    decided_on: date | None = attrs.field(default=None, kw_only=True, converter=as_optional_date)
    basis: Basis | None = attrs.field(default=None, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if (self.original_last_day is None) != (self.decided_on is None):
            raise InvalidValueError(
                field="decided_on",
                value=self.decided_on,
                expected="both original_last_day and decided_on, or neither",
            )
        original = self.original_last_day
        if original is not None and not self.first_day <= original < self.last_day:
            raise InvalidValueError(
                field="original_last_day",
                value=original,
                expected=f"a day from {self.first_day}, before the last day {self.last_day}",
            )


_span = trusted(Span)


def with_basis(cycle: Cycle, basis: Basis) -> Cycle:
    """Give a cycle just made the basis that it follows from; it is of that policy and reading.

    It is no argument of the class, so that `attrs.evolve` does not copy it.
    """
    same("basis.policy_number", basis.policy_number, cycle.policy_number)
    same("basis.reading", basis.reading, cycle.reading)
    object.__setattr__(cycle, "basis", basis)
    return cycle


def period_end(
    first: date,
    *,
    months: int,
    reading: Reading,
    field: str = "first",
    clause: str | None = None,
) -> date:
    """Give the last day of a period of whole months under the reading's `last_day`.

    >>> period_end(date(2025, 5, 31), months=6, reading=Reading())
    datetime.date(2025, 11, 30)
    """
    day, exists = corresponding_day(first, months=months, field=field, clause=clause)
    if exists and reading.last_day is LastDay.INCLUSIVE:
        return day - _ONE_DAY
    return day


def procurement_cycle(
    policy: Policy, execution_date: DateLike | None = None, *, reading: Reading = Reading()
) -> Cycle:
    """Decide the first and the last day of the cycle.

    25号 25-1.3a: one year from the day on which the result is actually carried out. 9号 9-2.1: up
    to 2025-12-31; it states no start, so its effective date is taken when none is given, and
    listed as an assumption.

    Raises `InvalidTypeError` where the cycle runs from execution and no day is given, and
    `InvalidValueError` for a day before the notice takes effect or after a fixed end.

    >>> from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
    >>> print(procurement_cycle(CHONGQING_2025_25, "2025-05-30"))
    2025-05-30 to 2026-05-29
    >>> print(procurement_cycle(CHONGQING_2025_9))
    2025-03-07 to 2025-12-31
    """
    terms = as_policy(policy).terms.cycle
    instance(reading, Reading, field="reading")
    assumptions: tuple[str, ...] = ()
    length = terms.length
    if isinstance(length, FromExecution):
        first = _first_day(policy, execution_date)
        last = period_end(
            first,
            months=length.months,
            reading=reading,
            field="execution_date",
            clause=terms.clause.id,
        )
    else:
        last = length.last_day
        if execution_date is None:
            first = policy.effective_on
            assumptions = (f"no start is stated: the effective date {first} is taken for it",)
        else:
            first = _first_day(policy, execution_date, latest=last)
    return with_basis(
        Cycle(first, last, policy_number=policy.number, reading=reading),
        Basis(policy.number, (terms.clause,), reading, assumptions),
    )


def _first_day(
    policy: Policy, execution_date: DateLike | None, *, latest: date | None = None
) -> date:
    """Check the day of execution: not before the notice takes effect, nor after a fixed end."""
    clause = policy.terms.cycle.clause.id
    field = "execution_date"
    if execution_date is None:
        raise InvalidTypeError(
            field=field,
            value=None,
            expected="the day on which the result is first carried out, a date or YYYY-MM-DD",
            clause=clause,
        )
    first = as_date(execution_date, field=field, clause=clause)
    if first < policy.effective_on or (latest is not None and first > latest):
        until = "" if latest is None else f" and not after {latest}"
        raise InvalidValueError(
            field=field,
            value=first,
            expected=f"a day on or after the effective date {policy.effective_on}{until}",
            clause=clause,
        )
    return first


def procurement_month(cycle: Cycle, number: int) -> Span:
    """Give month `number` of the cycle, the first being 1, counted from the cycle's first day.

    The months tile the cycle: each starts the day after the one before it ends, and the last one
    ends with the cycle (25号 25-1.3a). 25-2.3c counts them.

    Raises `InvalidValueError` for a month that the cycle does not have.

    >>> print(procurement_month(Cycle("2025-05-30", "2026-05-29"), 6))
    2025-10-30 to 2025-11-29
    """
    count = _month_count(as_cycle(cycle))
    whole_number(number, field="number", least=1, most=count)
    return _tile(cycle, number - 1, number, count)


def agreement_years(cycle: Cycle) -> tuple[Span, ...]:
    """Give the years of the cycle, in each of which an agreement is signed (25号 25-2.1f).

    They tile the cycle; the last one ends with it.

    >>> [str(year) for year in agreement_years(Cycle("2025-05-30", "2026-11-29"))]
    ['2025-05-30 to 2026-05-29', '2026-05-30 to 2026-11-29']
    """
    count = _month_count(as_cycle(cycle))
    return tuple(_tile(cycle, month, month + 12, count) for month in range(0, count, 12))


def _tile(cycle: Cycle, before: int, through: int, count: int) -> Span:
    """Give the days of a cycle of `count` months after `before` months, up to `through`."""
    first = cycle.first_day if before == 0 else _end_of(cycle, before) + _ONE_DAY
    last = cycle.last_day if through >= count else _end_of(cycle, through)
    return _span(first_day=first, last_day=last)


def _end_of(cycle: Cycle, months: int) -> date:
    return period_end(cycle.first_day, months=months, reading=cycle.reading)


def _month_count(cycle: Cycle) -> int:
    calendar_months = YearMonth.of(cycle.last_day) - YearMonth.of(cycle.first_day)
    started = calendar_months == 0 or _end_of(cycle, calendar_months) < cycle.last_day
    return calendar_months + 1 if started else calendar_months


def extend(policy: Policy, cycle: Cycle, last_day: DateLike, *, decided_on: DateLike) -> Cycle:
    """Extend a cycle to a later last day, by a decision before or after it expired.

    25号 25-1.3b. Extended again, `original_last_day` is the end that the offset followed until
    then, under the cycle's reading `extension`.

    Raises `NotProvidedError` if the notice allows no extension, `InvalidValueError` for a last
    day that is not later, or a decision before the one that extended the cycle last.

    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on="2026-05-20")
    >>> longer.last_day, longer.original_last_day
    (datetime.date(2026, 11, 29), datetime.date(2026, 5, 29))
    """
    terms = as_policy(policy).terms
    extension_clause = stated(policy, terms.cycle.extension_clause, "extension")
    clause = extension_clause.id
    as_cycle_of(policy, cycle)
    later = as_date(last_day, field="last_day", clause=clause)
    if later <= cycle.last_day:
        raise InvalidValueError(
            field="last_day",
            value=later,
            expected=f"a day after the last day so far, {cycle.last_day}",
            clause=clause,
        )
    decided = as_date(decided_on, field="decided_on", clause=clause)
    if cycle.decided_on is not None and decided < cycle.decided_on:
        raise InvalidValueError(
            field="decided_on",
            value=decided,
            expected=f"a day on or after the decision that extended it last, {cycle.decided_on}",
            clause=clause,
        )
    extended = Cycle(
        cycle.first_day,
        later,
        policy_number=policy.number,
        reading=cycle.reading,
        original_last_day=offset_follows(policy, cycle),
        decided_on=decided,
    )
    clauses = (terms.cycle.clause, extension_clause)
    return with_basis(
        extended, Basis(policy.number, clauses, cycle.reading, inherited_assumptions(cycle))
    )


def offset_follows(policy: Policy, cycle: Cycle) -> date:
    """Give the last day after which the offset starts; for an extended cycle, a reading.

    25号 25-2.3d with 25-1.3b. A notice that states no offset follows the last day.
    """
    original, decided = cycle.original_last_day, cycle.decided_on
    offset = policy.terms.offset
    if original is None or decided is None or offset is None:
        return cycle.last_day
    if cycle.reading.extension is Extension.ORIGINAL_END:
        return original
    if cycle.reading.extension is Extension.EXTENDED_END:
        return cycle.last_day
    first_offset_month = YearMonth.of(original) + offset.first_month
    return cycle.last_day if decided < first_offset_month.first_day else original


def as_cycle(cycle: Cycle) -> Cycle:
    """Check that a cycle is one."""
    return instance(cycle, Cycle, field="cycle")


def as_cycle_of(policy: Policy, cycle: Cycle) -> Cycle:
    """Check that a cycle is one of this policy's, or of none in particular."""
    number = as_cycle(cycle).policy_number
    if number is not None and number != policy.number:
        raise InvalidValueError(
            field="cycle",
            value=number,
            expected=f"a cycle of {policy.number}",
            clause=policy.terms.cycle.clause.id,
        )
    return cycle


def inherited_assumptions(cycle: Cycle) -> tuple[str, ...]:
    """Give what a result takes over from its cycle."""
    return () if cycle.basis is None else cycle.basis.assumptions
