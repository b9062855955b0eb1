"""A procurement notice as one immutable value."""

from collections.abc import Iterator
from datetime import date
from typing import TypeVar, cast

import attrs

from ..foundation.dates import as_date
from ..foundation.errors import InvalidValueError, NotProvidedError
from ..foundation.values import Value, checked, identifier, instance, optional_identifier
from .clauses import Clause
from .terms import Terms, UntilDay

__all__ = ["Policy", "as_policy", "fixed_end", "stated"]

T = TypeVar("T")


@attrs.frozen(kw_only=True, field_transformer=checked)
class Policy(Value):
    """A procurement notice: its number, its dates, its terms and every clause of it.

    `subject` is what it procures, the same word for every notice on it. `rests_on` are the
    documents it invokes, `falls_back_to` the one it leaves the rest to (None: no such), and
    `supersedes` the numbers of the notices it replaces. `attrs.evolve` makes a what-if.
    """

    number: str = attrs.field(converter=identifier)
    subject: str = attrs.field(converter=identifier)
    title: str
    title_zh: str
    issued_on: date = attrs.field(converter=as_date)
    effective_on: date = attrs.field(converter=as_date)
    terms: Terms = attrs.field(repr=False)
    clauses: tuple[Clause, ...] = attrs.field(repr=False)
    rests_on: tuple[str, ...] = ()
    falls_back_to: str | None = attrs.field(default=None, converter=optional_identifier)
    supersedes: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        for field in ("rests_on", "supersedes"):
            for number, each in enumerate(getattr(self, field)):
                identifier(each, field=f"{field}[{number}]")
        if self.number in self.supersedes:
            raise InvalidValueError(
                field="supersedes", value=self.number, expected="other notices than this one"
            )
        ids: set[str] = set()
        for number, clause in enumerate(self.clauses):
            if clause.id in ids:
                raise InvalidValueError(
                    field=f"clauses[{number}].id", value=clause.id, expected="each id once"
                )
            ids.add(clause.id)
        own = set(self.clauses)
        for cited in _cited(self.terms):
            if cited not in own:
                raise InvalidValueError(
                    field="terms", value=cited.id, expected="clauses of the policy", clause=cited.id
                )

    def __str__(self) -> str:
        return self.number


def _cited(terms: object) -> Iterator[Clause]:
    """Give every clause that the terms cite, at any depth."""
    if isinstance(terms, Clause):
        yield terms
    elif isinstance(terms, tuple):
        for each in cast("tuple[object, ...]", terms):
            yield from _cited(each)
    elif attrs.has(type(terms)):
        for value in attrs.astuple(cast("attrs.AttrsInstance", terms), recurse=False):
            yield from _cited(value)


def as_policy(policy: Policy) -> Policy:
    """Check that a policy comes first."""
    return instance(policy, Policy, field="policy", expected="a Policy as the first argument")


def fixed_end(policy: Policy) -> date | None:
    """Give the day on which the notice's cycle ends for everybody; None where it states none."""
    length = policy.terms.cycle.length
    return length.last_day if isinstance(length, UntilDay) else None


def stated(policy: Policy, term: T | None, name: str) -> T:
    """Give a term that the notice states.

    Raises `NotProvidedError` if it states none; where the notice leaves the rest to another
    document, the message names that one.
    """
    if term is not None:
        return term
    expected = f"a notice that states this; {policy.number} does not"
    clause = None
    if policy.falls_back_to is not None:
        expected += (
            f", and leaves the rest to {policy.falls_back_to}, which this library does not hold"
        )
        clause = next(
            (each.id for each in policy.clauses if policy.falls_back_to in each.paraphrase), None
        )
    raise NotProvidedError(field=name, value=policy.number, expected=expected, clause=clause)
