"""The same case under several policies, or under one policy and what-ifs of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

import attrs

from ..foundation.errors import InvalidValueError, PolicyError
from ..foundation.html import table
from ..foundation.values import checked, instance, tuple_of
from ..policy.policies import Policy
from .changed_rows import CHANGE_HEADS, changed_rows, in_columns, in_words
from .changes import Change, OfOutcomes, as_outcome, changes_between, outcome_of

__all__ = ["Comparison", "PolicyOutcome", "compare"]

T = TypeVar("T")

_HEADS = ("policy", *CHANGE_HEADS)


@attrs.frozen(field_transformer=checked)
class PolicyOutcome(OfOutcomes, Generic[T]):
    """What a rule gives under one policy: its result, or the `PolicyError` that it raises.

    `changes` say what differs from the outcome under the first policy; they take no part in
    equality.
    """

    policy: Policy
    outcome: T | PolicyError = attrs.field(converter=as_outcome)
    changes: tuple[Change, ...] = attrs.field(default=(), kw_only=True, eq=False, repr=False)


def _as_outcomes(value: Any, *, field: str = "outcomes") -> Any:
    return tuple_of(value, PolicyOutcome, field=field)


@attrs.frozen(field_transformer=checked)
class Comparison(OfOutcomes, Generic[T]):
    """What a rule gives under each of several policies; it prints as a table of what differs."""

    outcomes: tuple[PolicyOutcome[T], ...] = attrs.field(converter=_as_outcomes)

    def __attrs_post_init__(self) -> None:
        if not self.outcomes:
            raise InvalidValueError(field="outcomes", value=(), expected="at least one policy")
        for number, each in enumerate(self.outcomes):
            if each.changes != changes_between(self.outcomes[0].outcome, each.outcome):
                raise InvalidValueError(
                    field=f"outcomes[{number}].changes",
                    value=each.changes,
                    expected="what differs from the first outcome",
                )

    @property
    def labels(self) -> tuple[str, ...]:
        """The policies' numbers; where policies share one, each with its place, from 1."""
        numbers = [each.policy.number for each in self.outcomes]
        times = Counter(numbers)
        return tuple(
            number if times[number] == 1 else f"{number} ({place})"
            for place, number in enumerate(numbers, start=1)
        )

    def __str__(self) -> str:
        return in_columns(_HEADS, self._rows())

    def _repr_html_(self) -> str:
        return table("Comparison", _HEADS, self._rows())

    def _rows(self) -> list[list[str]]:
        first, *others = zip(self.labels, self.outcomes, strict=True)
        rows = [[first[0], "the outcome", in_words(first[1].outcome), "", ""]]
        for label, each in others:
            rows += changed_rows((label,), each.changes) or [[label, "no difference", "", "", ""]]
        return rows


def compare(policies: Iterable[Policy], rule: Callable[[Policy], T]) -> Comparison[T]:
    """Say what a case comes to under each of several policies, and what differs from the first.

    `rule` takes a `Policy` and gives anything; a chain of rules is one lambda. `attrs.evolve`
    makes a what-if of a policy, which keeps its number. A `PolicyError` that the rule raises is
    an outcome; any other exception goes through. One policy alone is shown with its outcome.

    Raises `InvalidTypeError` for policies and a rule that are none, `InvalidValueError` for no
    policy at all.

    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
    >>> notices = (CHONGQING_2025_9, CHONGQING_2025_25)
    >>> cycles = compare(notices, lambda policy: procurement_cycle(policy, "2025-05-30"))
    >>> [(each.path, each.moved_by) for each in cycles.outcomes[1].changes]
    [('last_day', 149)]
    """
    given = tuple_of(policies, Policy, field="policies")
    if not given:
        raise InvalidValueError(field="policies", value=given, expected="at least one policy")
    instance(rule, Callable, field="rule", expected="a callable that takes a Policy")
    first: Any = outcome_of(rule, given[0])
    outcomes: list[PolicyOutcome[T]] = [PolicyOutcome(given[0], first)]
    for policy in given[1:]:
        outcome: Any = outcome_of(rule, policy)
        outcomes.append(PolicyOutcome(policy, outcome, changes=changes_between(first, outcome)))
    return Comparison(outcomes)
