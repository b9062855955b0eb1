"""What a timeline shows: the parts that results hold, all of one cycle."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, TypeVar, cast

from ...foundation.errors import InvalidValueError
from ...foundation.values import instance
from ...results.prepayment_cases import PrepaymentCase
from ...results.timetables import Duty
from ...rules.cycles import Cycle
from ...rules.offsets import OffsetLedger
from ...rules.prepayment import PrepaymentSchedule

__all__ = ["Shown", "shown_of"]

T = TypeVar("T")
_Part = Cycle | PrepaymentSchedule | OffsetLedger


class Shown(NamedTuple):
    """What a timeline shows."""

    cycle: Cycle
    schedule: PrepaymentSchedule | None
    ledger: OffsetLedger | None
    return_from: date | None
    """The day from which what is left goes back, where it is known."""


def shown_of(results: tuple[object, ...]) -> Shown:
    """Sort what was given; all of it is of one cycle, under one notice and reading."""
    if not results:
        raise InvalidValueError(field="results", value=results, expected="at least one result")
    parts = tuple(_parts(results))
    schedule = _only(parts, PrepaymentSchedule, "schedule")
    ledger = _only(parts, OffsetLedger, "ledger")
    return Shown(_cycle(parts), schedule, ledger, _return_day(results, ledger))


def _parts(results: tuple[object, ...]) -> Iterator[tuple[str, _Part]]:
    """Check what was given, and take a case apart."""
    kinds = Cycle | PrepaymentSchedule | OffsetLedger | PrepaymentCase
    for number, given in enumerate(results):
        field = f"results[{number}]"
        result = cast("_Part | PrepaymentCase", instance(given, kinds, field=field))
        if isinstance(result, PrepaymentCase):
            yield field, result.schedule
            yield field, result.ledger
        else:
            yield field, result


def _only(parts: tuple[tuple[str, _Part], ...], kind: type[T], name: str) -> T | None:
    found = [(field, part) for field, part in parts if isinstance(part, kind)]
    for field, part in found[1:]:
        raise InvalidValueError(field=field, value=part, expected=f"one {name}, not a second one")
    return found[0][1] if found else None


def _cycle(parts: tuple[tuple[str, _Part], ...]) -> Cycle:
    """Give the cycle that all are of; its equality asks for neither notice nor reading."""
    first = _cycle_of(parts[0][1])
    for field, part in parts[1:]:
        cycle = _cycle_of(part)
        same_basis = (cycle.policy_number, cycle.reading) == (first.policy_number, first.reading)
        if cycle != first or not same_basis:
            raise InvalidValueError(
                field=field, value=cycle, expected=f"a result of the same cycle, {first!r}"
            )
    return first


def _cycle_of(part: _Part) -> Cycle:
    if isinstance(part, OffsetLedger):
        return part.prepayment.cycle
    return part.cycle if isinstance(part, PrepaymentSchedule) else part


def _return_day(results: tuple[object, ...], ledger: OffsetLedger | None) -> date | None:
    """Find the day in the ledger, or else in a case's timetable.

    There it is the last day on which the institution has a duty by a clause of the offset.
    """
    if ledger is None:
        return None
    if ledger.return_due is not None:
        return ledger.return_due.from_day
    events = [it for each in results if isinstance(each, PrepaymentCase) for it in each.timetable]
    duties = [event for event in events if event.duty_of is Duty.INSTITUTION]
    clauses = ledger.basis.clauses
    return max((event.day for event in duties if event.clause in clauses), default=None)
