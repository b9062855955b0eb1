"""What hangs on a reading: the same rule under every other answer to one open question."""

import enum
from collections.abc import Callable, Iterable
from typing import Any, Generic, Never, TypeVar, cast

import attrs

from ..foundation.errors import InvalidValueError, PolicyError
from ..foundation.html import table
from ..foundation.values import checked, identifier, instance, tuple_of
from ..policy.readings import Reading
from .changed_rows import CHANGE_HEADS, changed_rows, in_columns
from .changes import Change, OfOutcomes, as_outcome, changes_between, outcome_of

__all__ = ["Alternative", "Sensitivity", "sensitivity"]

T = TypeVar("T")

_QUESTIONS = {each.field: each for each in Reading.choices()}
_HEADS = ("reading", "clause", "choice", *CHANGE_HEADS)
_NOTHING = "no other answer to any one open question changes the outcome"


@attrs.frozen(field_transformer=checked)
class Alternative(OfOutcomes, Generic[T]):
    """What a rule gives under another choice for one field of the reading.

    `outcome` is its result, or the `PolicyError` that it raises. `changes` say what differs from
    the outcome under the reading itself; they take no part in equality.
    """

    field: str = attrs.field(converter=identifier)
    choice: enum.Enum
    outcome: T | PolicyError = attrs.field(converter=as_outcome)
    changes: tuple[Change, ...] = attrs.field(default=(), kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.field not in _QUESTIONS:
            raise InvalidValueError(
                field="field", value=self.field, expected=f"one of {', '.join(_QUESTIONS)}"
            )
        question = _QUESTIONS[self.field]
        if self.choice not in question.choices:
            raise InvalidValueError(
                field="choice",
                value=self.choice,
                expected=f"one of {', '.join(map(str, question.choices))}",
                clause=question.clause,
            )


class Sensitivity(tuple[Alternative[T], ...]):
    """The alternatives that change an outcome, in the order of the fields and their choices.

    `reading` is the one that they differ from in one field, `base` the outcome under it. It prints
    as a table of what changes; as a tuple it equals any other of the same alternatives.
    """

    reading: Reading
    base: T | PolicyError

    def __new__(
        cls, alternatives: Iterable[Alternative[T]], *, reading: Reading, base: T | PolicyError
    ) -> "Sensitivity[T]":
        """Check that each alternative differs from the base, as it says."""
        instance(reading, Reading, field="reading")
        given: tuple[Alternative[T], ...]
        given = tuple_of(alternatives, Alternative, field="alternatives")
        for number, each in enumerate(given):
            place = f"alternatives[{number}]"
            if getattr(reading, each.field) is each.choice:
                raise InvalidValueError(
                    field=f"{place}.choice",
                    value=each.choice,
                    expected="another than the reading's",
                )
            if not each.changes or each.changes != changes_between(base, each.outcome):
                raise InvalidValueError(
                    field=f"{place}.changes",
                    value=each.changes,
                    expected="what differs between the base and the outcome",
                )
        return _made(given, reading, base)

    def __setattr__(self, name: str, value: object) -> Never:
        raise attrs.exceptions.FrozenInstanceError

    def __delattr__(self, name: str) -> Never:
        raise attrs.exceptions.FrozenInstanceError

    def __reduce__(self) -> "tuple[object, ...]":
        return (_made, (tuple(self), self.reading, self.base))

    def __str__(self) -> str:
        return in_columns(_HEADS, self._rows()) if self else _NOTHING

    def _repr_html_(self) -> str:
        return table("Sensitivity", _HEADS, self._rows()) if self else f"<p>{_NOTHING}</p>"

    def _rows(self) -> list[list[str]]:
        return [
            row
            for each in self
            for row in changed_rows(
                (each.field, _QUESTIONS[each.field].clause, each.choice.value), each.changes
            )
        ]


def _made(
    alternatives: tuple[Alternative[T], ...], reading: Reading, base: T | PolicyError
) -> Sensitivity[T]:
    self = cast("Sensitivity[T]", cast("Any", tuple).__new__(Sensitivity, alternatives))
    self.__dict__.update(reading=reading, base=base)
    return self


def sensitivity(rule: Callable[[Reading], T], *, reading: Reading = Reading()) -> Sensitivity[T]:
    """Say on which open questions an outcome hangs, and what each other answer changes.

    `rule` takes a `Reading` and gives anything; a chain of rules is one lambda. It is applied
    under `reading`, and under every reading that differs from it in one field. The alternatives
    whose outcome differs come back, in the order of `Reading.choices()`. A `PolicyError` that the
    rule raises is an outcome too, also under `reading` itself; any other exception goes through.

    The rule must start from the reading that it is given: one that takes up a cycle made before
    hangs on nothing. Results are compared as they are equal: the reading of a cycle and the basis
    of a result, which always differ, take no part.

    Raises `InvalidTypeError` for a rule that cannot be called and a reading that is none.

    >>> from vbp_policy import prepayment_schedule, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> def second_instalment(reading):
    ...     cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    ...     return prepayment_schedule(CHONGQING_2025_25, cycle, "1000000").instalments[1].due
    >>> for each in sensitivity(second_instalment)[:2]:
    ...     print(each.field, each.choice.name, each.outcome, each.changes[0].moved_by)
    month_end PROCUREMENT_END 2025-11-29 -1
    month_end FROM_EXECUTION 2025-10-31 -30
    """
    instance(rule, Callable, field="rule", expected="a callable that takes a Reading")
    instance(reading, Reading, field="reading")
    base = outcome_of(rule, reading)
    found: list[Alternative[T]] = []
    for question in Reading.choices():
        for choice in question.choices:
            if choice is getattr(reading, question.field):
                continue
            answer: Any = {question.field: choice}
            outcome: Any = outcome_of(rule, attrs.evolve(reading, **answer))
            if changes := changes_between(base, outcome):
                found.append(Alternative(question.field, choice, outcome, changes=changes))
    return _made(tuple(found), reading, base)
