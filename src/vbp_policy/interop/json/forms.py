"""Which form each type has in JSON: one answer for what writes, what reads, and the schema.

The types are the public values and enums, found at the root by name; a value that is added there
is carried from then on.
"""

import enum
import types
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple, cast

import attrs

from ...foundation.dates import YearMonth
from ...foundation.values import Value

__all__ = [
    "BASIS",
    "ENUM_TAG",
    "LARGEST_INT",
    "NAME_TAG",
    "SCALAR_TAGS",
    "SCHEMA",
    "TERMS",
    "TYPE_TAG",
    "Form",
    "Part",
    "form_of",
    "is_public",
    "parts_of",
    "public",
    "public_types",
]

SCHEMA = 1
"""The version of the format: a document says it, and no other is read."""

LARGEST_INT = 2**53 - 1
"""The largest int that every JSON reader holds exactly."""

BASIS = "basis"
TERMS = "terms"
TYPE_TAG = "type"
ENUM_TAG = "enum"
NAME_TAG = "name"
SCALAR_TAGS: dict[str, type] = {"decimal": Decimal, "date": date, "month": YearMonth}
"""Under which key a scalar stands where its type does not follow from the field."""

_SCALARS = (str, int, bool, Decimal, date, YearMonth)


class Form(enum.Enum):
    """How a type is written."""

    SCALAR = "scalar"
    MEMBER = "member"
    """The name of a member of a public enum."""
    OBJECT = "object"
    """The fields of a public value."""
    ARRAY = "array"
    OPTIONAL = "optional"
    """As another type, or null."""
    TAGGED = "tagged"
    """Any public value, enum member or scalar of an abstract type, which it names itself."""
    NONE = "none"
    """Not at all."""


def form_of(hint: Any) -> tuple[Form, Any]:
    """Give the form of a type, and the type that it is a form of: an item's, or a member's."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SCALARS:
        return Form.SCALAR, hint
    if origin is tuple and arguments[1:] == (Ellipsis,):
        return Form.ARRAY, arguments[0]
    if origin in (types.UnionType, typing.Union):
        members = [each for each in arguments if each is not types.NoneType]
        if len(members) == 1:
            return Form.OPTIONAL, members[0]
        if all(isinstance(each, type) for each in members):
            return Form.TAGGED, hint
    if origin is None and isinstance(hint, type):
        return _form_of_class(hint), hint
    return Form.NONE, hint


def _form_of_class(kind: Any) -> Form:
    if not is_public(kind):
        return Form.TAGGED
    return Form.MEMBER if issubclass(kind, enum.Enum) else Form.OBJECT


class Part(NamedTuple):
    """A field that is written: its name and its type."""

    name: str
    hint: Any


@cache
def parts_of(kind: Any) -> tuple[Part, ...]:
    """Give the fields of a value as they are written: what a caller gives, and the basis."""
    hints = typing.get_type_hints(kind)
    fields = attrs.fields(kind)
    return tuple(
        Part(field.name, hints[field.name]) for field in fields if field.init or field.name == BASIS
    )


def public(name: object) -> type[Any] | None:
    """Give the value or enum that the root exports under this name."""
    root = import_module("...", __package__)
    found: Any = getattr(root, cast("str", name)) if name in root.__all__ else None
    return found if isinstance(found, type) and issubclass(found, Value | enum.Enum) else None


def is_public(kind: Any) -> bool:
    """Say whether a class is a public value or enum itself, not one that is called the same."""
    return public(kind.__name__) is kind


def public_types(kind: Any) -> Iterator[type[Any]]:
    """Give every public value and enum of a type, in the order of their names."""
    for name in sorted(import_module("...", __package__).__all__):
        found = public(name)
        if found is not None and issubclass(found, kind):
            yield found
