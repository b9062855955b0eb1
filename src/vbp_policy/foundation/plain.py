"""Figures, days and values in the few words that a table shows for them.

They are for people: `1,234,567.89`, `2025-05-30`, `not started`. No host setting reaches them.

>>> plain(Decimal("-1234567.80")), plain(None), plain((True, 7, "x"))
('-1,234,567.80', '—', 'yes, 7, x')
"""

import enum
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import singledispatch
from itertools import takewhile
from typing import Any, cast

import attrs

__all__ = [
    "MOST_ITEMS",
    "differing",
    "has_own_words",
    "is_figure",
    "named",
    "plain",
    "shown_fields",
]

MOST_ITEMS = 12
"""How many items of a collection are shown within a line."""

_LONGEST_FIGURE = 40
_LONGEST_FOREIGN = 200
_FEWEST_GROUPED = 10_000  # a year is no 2,025


@singledispatch
def plain(value: object) -> str:
    """Give a value in one short line."""
    if has_own_words(value):
        return str(value)
    return _short(value) if attrs.has(type(value)) else _cut(str(value))


@plain.register
def _(value: str) -> str:
    return value


@plain.register
def _(value: None) -> str:
    del value
    return "—"


@plain.register
def _(value: bool) -> str:  # noqa: FBT001  # dispatched by type
    return "yes" if value else "no"


@plain.register
def _(value: enum.Enum) -> str:
    return value.value if isinstance(value.value, str) else value.name


@plain.register
def _(value: Decimal) -> str:
    sensible = value.is_finite() and abs(value.adjusted()) < _LONGEST_FIGURE
    return format(value, ",f") if sensible else str(value)


@plain.register
def _(value: int) -> str:
    if value.bit_length() > 4 * _LONGEST_FIGURE:
        return hex(value)  # the host may limit decimal digits, and no other
    return f"{value:,}" if abs(value) >= _FEWEST_GROUPED else str(value)


@plain.register(Mapping)
def _(value: Mapping[object, object]) -> str:
    return plain(tuple(f"{plain(key)} {plain(each)}" for key, each in value.items()))


@plain.register(tuple)
@plain.register(list)
def _(value: Sequence[object]) -> str:
    words = [plain(each) for each in value[:MOST_ITEMS]]
    if len(value) > len(words):
        words.append(f"… and {len(value) - len(words):,} more")
    return ", ".join(words) or "none"


@plain.register
def _(value: Exception) -> str:
    return _cut(f"{type(value).__name__}: {value}")


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_FOREIGN else f"{words[:_LONGEST_FOREIGN]}…"


def _short(value: object) -> str:
    """Name a value; one of two fields, or without a name, is shown by all that it holds."""
    names, few = named(value), len(shown_fields(value)) <= 2
    held = names if names and not few else differing(value)
    return (" " if few or names else ", ").join(map(plain, held.values())) or "as by default"


def shown_fields(value: object) -> list[str]:
    """Give the fields that a value's repr shows, and so its table."""
    return [field.name for field in _fields(value) if field.repr]


def _fields(value: object) -> "tuple[attrs.Attribute[Any], ...]":
    cls = cast("type[attrs.AttrsInstance]", type(value))
    return tuple(attrs.fields(cls))


def differing(value: object) -> dict[str, object]:
    """Give the shown fields that are not as by default."""
    fields = {each.name: each.default for each in _fields(value) if each.repr}
    held = {name: getattr(value, name) for name in fields}
    return {name: each for name, each in held.items() if each != fields[name]}


def named(value: object) -> dict[str, object]:
    """Give the fields that name a value: codes, names and the like, as far as it begins by them."""
    held = [(each, getattr(value, each.name)) for each in _fields(value) if each.repr]
    names = takewhile(lambda field: not field[0].kw_only and _is_name(field[1]), held)
    return {field.name: each for field, each in names}


def _is_name(value: object) -> bool:
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        return bool(items) and all(map(has_own_words, items))
    return isinstance(value, str) or has_own_words(value)


def has_own_words(value: object) -> bool:
    """Say whether an attrs value says in its `__str__` how it is named."""
    return attrs.has(type(value)) and type(value).__str__ is not object.__str__


def is_figure(value: object) -> bool:
    """Say whether a value is a number; a truth value is none."""
    return isinstance(value, Decimal | int) and not isinstance(value, bool)
