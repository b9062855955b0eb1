"""What differs between two outcomes of a rule: each date, figure and entry."""

import enum
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal, Inexact, InvalidOperation
from itertools import zip_longest
from typing import Any, TypeVar, cast

import attrs

from ..foundation.dates import YearMonth
from ..foundation.errors import PolicyError
from ..foundation.html import table_of
from ..foundation.plain import has_own_words, is_figure, plain
from ..foundation.values import checked, same

__all__ = ["Absent", "Change", "OfOutcomes", "as_outcome", "changes_between", "outcome_of"]

A = TypeVar("A")
T = TypeVar("T")

_LONGEST_KEY = 200  # in a path; items are matched by all of it
_EXACT = Context(  # what it cannot subtract without rounding is not said to have moved by anything
    prec=100,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    traps=[Inexact, InvalidOperation],
)


class OfOutcomes:
    """What holds a caller's own outcomes, whatever they are: a table for notebooks.

    It is no `Value`: every one of those can be carried away, as JSON, and outcomes need not.
    """

    __slots__ = ()

    def _repr_html_(self) -> str:
        return table_of(self)


class Absent(enum.Enum):
    """What stands for an entry in the outcome that has none."""

    ABSENT = "absent"


def _distance(before: object, after: object) -> int | Decimal | None:
    """Say how far something moved: in days, months, or what a figure counts."""
    if _is_day(before) and _is_day(after):
        return cast("date", after).toordinal() - cast("date", before).toordinal()
    if isinstance(before, YearMonth) and isinstance(after, YearMonth):
        return after - before
    if not (is_figure(before) and is_figure(after)):
        return None
    if isinstance(before, int) and isinstance(after, int):
        return after - before
    try:
        moved = _EXACT.subtract(*map(Decimal, cast("tuple[Decimal, Decimal]", (after, before))))
    except (Inexact, InvalidOperation):
        return None
    return moved if moved.is_finite() else None


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


@attrs.frozen(field_transformer=checked)
class Change(OfOutcomes):
    """One thing that differs between two outcomes: what it was, and what it is instead.

    `path` leads to it from the outcome, which is itself the empty path:
    `instalments[number=2].due`. An item is found by the field that names it, else by its place,
    the first being 0. An entry that appears was `Absent.ABSENT` before, one that vanishes is after.

    `moved_by` is how far it moved: days between dates, months between calendar months, the
    difference of figures, which for amounts is yuan; None where there is no such distance.
    """

    path: str
    before: object
    after: object
    moved_by: int | Decimal | None

    def __attrs_post_init__(self) -> None:
        same("moved_by", self.moved_by, _distance(self.before, self.after))


def outcome_of(rule: Callable[[A], T], given: A) -> T | PolicyError:
    """Apply a rule; what it refuses is an outcome, every other exception goes through."""
    try:
        return rule(given)
    except PolicyError as error:
        error.__traceback__ = error.__context__ = None  # an outcome is kept; frames are not
        return error


def as_outcome(value: T, *, field: str = "outcome") -> T:
    """Take whatever a caller's rule gives."""
    del field
    return value


def changes_between(before: object, after: object) -> tuple[Change, ...]:
    """Say everything that differs between two outcomes; nothing where they are equal.

    Values are compared field by field, the fields outside their equality left out, mappings by
    their keys, tuples and lists item by item, and everything else as it compares itself.

    >>> changes_between(("a", date(2025, 11, 30)), ("a", date(2025, 10, 31)))[0].moved_by
    -30
    """
    return tuple(
        Change(path, one, other, _distance(one, other))
        for path, one, other in _differences("", before, after)
    )


_Difference = tuple[str, object, object]


def _differences(path: str, before: object, after: object) -> Iterator[_Difference]:
    if before is after:
        return
    pairs = _pairs(before, after)
    if pairs is not None:
        for step, one, other in pairs:
            yield from _differences(f"{path}{step}".removeprefix("."), one, other)
    elif not _equal(before, after):
        yield path, before, after


def _pairs(before: Any, after: Any) -> Iterator[_Difference] | None:
    """Match the parts of two outcomes of one kind; None where they have none.

    Two clauses or institutions that are named differently are two things, not one that changed.
    """
    if _both(Mapping, before, after):
        return _by_key(before, after)
    if _both(tuple, before, after) or _both(list, before, after):
        return _by_item(before, after)
    if type(before) is type(after) and _has_parts(before):
        differ_in_name = has_own_words(before) and _name(before) != _name(after)
        return None if differ_in_name else _by_field(before, after)
    return None


def _both(kind: type, before: object, after: object) -> bool:
    return isinstance(before, kind) and isinstance(after, kind)


def _equal(before: object, after: object) -> bool:
    if (
        isinstance(before, Decimal)
        and isinstance(after, Decimal)
        and (before.is_nan() or after.is_nan())
    ):
        return str(before) == str(after)  # NaN is not equal to itself, and may not be compared
    return bool(before == after)


def _has_parts(value: object) -> bool:
    return attrs.has(type(value)) and not isinstance(value, YearMonth)


def _by_key(
    before: Mapping[object, object], after: Mapping[object, object]
) -> Iterator[_Difference]:
    for key in dict.fromkeys((*before, *after)):
        yield (
            f"[{plain(key)[:_LONGEST_KEY]}]",
            before.get(key, Absent.ABSENT),
            after.get(key, Absent.ABSENT),
        )


def _by_field(before: attrs.AttrsInstance, after: object) -> Iterator[_Difference]:
    for field in attrs.fields(type(before)):
        if field.eq:
            yield f".{field.name}", getattr(before, field.name), getattr(after, field.name)


def _by_item(before: Sequence[object], after: Sequence[object]) -> Iterator[_Difference]:
    """Match items by what names them; by their places, where names are missing or not unique."""
    one, other = _by_name(before), _by_name(after)
    if one is not None and other is not None:
        yield from _by_key(one, other)
        return
    for place, pair in enumerate(zip_longest(before, after, fillvalue=Absent.ABSENT)):
        yield f"[{place}]", *pair


def _by_name(items: Sequence[object]) -> dict[object, object] | None:
    if len({type(each) for each in items}) > 1:
        return None
    names = [_name(each) for each in items]
    if None in names or len(set(names)) < len(names):
        return None
    return {f"{name[0]}={name[1]}": each for name, each in zip(names, items, strict=True) if name}


def _name(item: object) -> tuple[str, str] | None:
    """Give what names an item: its first field that is no day, no figure and no collection."""
    if not _has_parts(item):
        return None
    for field in attrs.fields(cast("type[Any]", type(item))):
        value = getattr(item, field.name)
        name = _name(value)
        words = name[1] if name else _atom(value)
        if field.eq and words:
            return field.name, words
    return None


def _atom(value: object) -> str | None:
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        return plain(parts) if all(each is None or _atom(each) for each in parts) else None
    is_atom = isinstance(value, str | enum.Enum | YearMonth | int) and not isinstance(value, bool)
    return plain(value) if is_atom else None
