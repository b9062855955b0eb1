"""Which of several notices on a subject is in force on a day."""

from collections.abc import Iterable
from datetime import date
from graphlib import CycleError, TopologicalSorter

import attrs

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import (
    AmbiguousRuleError,
    InvalidValueError,
    NotListedError,
    OutOfForceError,
)
from ..foundation.values import Value, checked, instance, tuple_of
from .policies import Policy, fixed_end

__all__ = ["PolicyBook"]


def _policies(value: Iterable[Policy], *, field: str = "policies") -> tuple[Policy, ...]:
    return tuple_of(value, Policy, field=field)


@attrs.frozen(field_transformer=checked)
class PolicyBook(Value):
    """Notices, each number once, of which at most one is in force on a subject on a day.

    A notice is in force from its effective date to the fixed end of its cycle, that day included;
    where the cycle runs from execution, there is no such end. A notice that takes effect ends
    every one that it supersedes (25号 25-4.3), from its effective date on and for good: what was
    superseded does not come back, whatever becomes of its successor: it counts from the
    successor's effective date also where that one was itself superseded before.

    A successor may be on another subject, and the book need not hold what it supersedes. Notices
    that supersede each other in a circle are refused.
    """

    policies: tuple[Policy, ...] = attrs.field(converter=_policies)
    _by_subject: dict[str, list[Policy]] = attrs.field(init=False, eq=False, repr=False)
    _superseded_on: dict[str, date] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_subject: dict[str, list[Policy]] = {}
        superseded_on: dict[str, date] = {}
        numbers: set[str] = set()
        for place, policy in enumerate(self.policies):
            if policy.number in numbers:
                raise InvalidValueError(
                    field=f"policies[{place}].number",
                    value=policy.number,
                    expected="each number once",
                )
            numbers.add(policy.number)
            by_subject.setdefault(policy.subject, []).append(policy)
            for number in policy.supersedes:
                first = superseded_on.get(number, policy.effective_on)
                superseded_on[number] = min(first, policy.effective_on)
        _refuse_circles(self.policies)
        object.__setattr__(self, "_by_subject", by_subject)
        object.__setattr__(self, "_superseded_on", superseded_on)

    def in_force(self, subject: str, on: DateLike) -> Policy:
        """Decide which notice on a subject is in force on a day.

        25号 25-4.3: where policy changes, the changed rules are followed.

        Raises `NotListedError` for a subject that the book never had a notice on,
        `OutOfForceError` for a gap, a day on which none is in force, and `AmbiguousRuleError` for
        an overlap, a day on which several are.

        >>> from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
        >>> book = PolicyBook([CHONGQING_2025_9, CHONGQING_2025_25])
        >>> print(book.in_force("haemodialysis-consumables", "2025-05-30"))
        渝医保办〔2025〕25号
        """
        subject = str.__str__(instance(subject, str, field="subject"))
        day = as_date(on, field="on")
        known = self._by_subject.get(subject)
        if known is None:
            listed = ", ".join(self._by_subject) or "it has none"
            raise NotListedError(
                field="subject", value=subject, expected=f"a subject of the book: {listed}"
            )
        found = [policy for policy in known if self._holds(policy, day)]
        if not found:
            periods = "; ".join(map(self._period, known))
            raise OutOfForceError(
                field="on",
                value=day,
                expected=f"a day on which a notice on {subject} is in force: {periods}",
            )
        if len(found) > 1:
            both = " and ".join(policy.number for policy in found)
            raise AmbiguousRuleError(
                field="on",
                value=day,
                expected=f"a day on which one notice on {subject} is in force, not {both}",
            )
        return found[0]

    def _holds(self, policy: Policy, day: date) -> bool:
        end, superseded_on = fixed_end(policy), self._superseded_on.get(policy.number)
        return (
            policy.effective_on <= day
            and (end is None or day <= end)
            and (superseded_on is None or day < superseded_on)
        )

    def _period(self, policy: Policy) -> str:
        end, superseded_on = fixed_end(policy), self._superseded_on.get(policy.number)
        last = "" if end is None else f" to {end}"
        until = "" if superseded_on is None else f", superseded on {superseded_on}"
        return f"{policy.number} from {policy.effective_on}{last}{until}"


def _refuse_circles(policies: tuple[Policy, ...]) -> None:
    try:
        TopologicalSorter({each.number: each.supersedes for each in policies}).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]  # each one is superseded by the next
        raise InvalidValueError(
            field="policies",
            value=" → ".join(circle),
            expected="notices that are superseded by later ones, never in a circle",
        ) from None
