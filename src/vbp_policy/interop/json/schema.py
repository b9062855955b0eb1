"""The JSON Schema (draft 2020-12) of every document, made from the types."""

import enum
import typing
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any

from ...foundation.dates import YearMonth
from ...foundation.values import Value
from ...policy.clauses import Clause
from ...policy.policies import Policy
from .forms import (
    BASIS,
    ENUM_TAG,
    LARGEST_INT,
    NAME_TAG,
    SCALAR_TAGS,
    SCHEMA,
    TERMS,
    TYPE_TAG,
    Form,
    form_of,
    parts_of,
    public_types,
)

__all__ = ["json_schema"]

_Schema = dict[str, Any]

_SCALARS: dict[type, _Schema] = {
    str: {"type": "string"},
    int: {"type": "integer", "minimum": -LARGEST_INT, "maximum": LARGEST_INT},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"},
    date: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    YearMonth: {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
}


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema (draft 2020-12) of an envelope over every public value.

    It says which keys there are and how each is spelled; that a figure follows from the others,
    `loads` alone checks. A definition `….cited` is what stands in a policy's terms, where a
    clause is its id; `….tagged` names its type, where that does not follow from the field.

    >>> json_schema()["properties"]["schema"]
    {'const': 1}
    """
    definitions: dict[str, _Schema] = {}
    values = {kind.__name__: _top(kind, definitions) for kind in public_types(Value)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A value of the library, in its envelope",
        "type": "object",
        "properties": {"schema": {"const": SCHEMA}, "type": {"enum": list(values)}, "value": {}},
        "required": ["schema", "type", "value"],
        "additionalProperties": False,
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}},
                "then": {"properties": {"value": value}},
            }
            for name, value in values.items()
        ],
        "$defs": dict(sorted(definitions.items())),
    }


def _top(kind: Any, definitions: dict[str, _Schema]) -> _Schema:
    """Describe the value of an envelope, which has no basis to inherit."""
    if form_of(kind)[0] is Form.SCALAR:
        return _described(kind, definitions, cited=False)
    schema = _object(kind, definitions)
    based = any(part.name == BASIS for part in parts_of(kind))
    return {**schema, "required": [BASIS]} if based else schema


def _described(hint: Any, definitions: dict[str, _Schema], *, cited: bool) -> _Schema:
    """Describe a type; `cited` where a clause is its id."""
    form, kind = form_of(hint)
    if form is Form.SCALAR:
        return dict(_SCALARS[kind])
    if form is Form.ARRAY:
        return {"type": "array", "items": _described(kind, definitions, cited=cited)}
    if form is Form.OPTIONAL:
        return {"anyOf": [_described(kind, definitions, cited=cited), {"type": "null"}]}
    if form is Form.TAGGED:
        return {"anyOf": list(_tagged(kind, definitions, cited=cited))}
    if form is Form.NONE:
        return {"not": {}}
    return _public(kind, definitions, cited=cited)


def _public(kind: Any, definitions: dict[str, _Schema], *, cited: bool) -> _Schema:
    """Describe what stands for a public value, or one of a public subclass, or for a member."""
    if issubclass(kind, enum.Enum):
        definitions[kind.__name__] = {"enum": [member.name for member in kind]}
        return {"$ref": f"#/$defs/{kind.__name__}"}
    if kind is Clause and cited:
        return dict(_SCALARS[str])
    further = [each for each in public_types(kind) if each is not kind]
    own = _object(kind, definitions, cited=cited)
    tagged = [_object(each, definitions, cited=cited, tagged=True) for each in further]
    return {"anyOf": [own, *tagged]} if tagged else own


def _object(
    kind: Any, definitions: dict[str, _Schema], *, cited: bool = False, tagged: bool = False
) -> _Schema:
    """Describe the fields of a value; `tagged` where it names its type itself."""
    name = f"{kind.__name__}{'.cited' * cited}{'.tagged' * tagged}"
    if name not in definitions:
        definitions[name] = {}  # for a value that holds values of its own type
        properties: dict[str, _Schema] = {TYPE_TAG: {"const": kind.__name__}} if tagged else {}
        for part in parts_of(kind):
            by_id = cited or (kind is Policy and part.name == TERMS)
            properties[part.name] = _described(part.hint, definitions, cited=by_id)
        definitions[name] = _closed(properties, optional=BASIS)
    return {"$ref": f"#/$defs/{name}"}


def _tagged(hint: Any, definitions: dict[str, _Schema], *, cited: bool) -> Iterator[_Schema]:
    """Describe everything that is of an abstract type."""
    for member in typing.get_args(hint) or (hint,):
        if member is NoneType:
            yield {"type": "null"}
        elif member in (str, int, bool):
            yield dict(_SCALARS[member])
        for tag, scalar in SCALAR_TAGS.items():
            if issubclass(scalar, member):
                yield _closed({tag: dict(_SCALARS[scalar])})
        for kind in public_types(member):
            if issubclass(kind, enum.Enum):
                names = {"enum": [each.name for each in kind]}
                yield _closed({ENUM_TAG: {"const": kind.__name__}, NAME_TAG: names})
            elif kind not in _SCALARS:
                yield _object(kind, definitions, cited=cited, tagged=True)


def _closed(properties: dict[str, _Schema], *, optional: str | None = None) -> _Schema:
    """Describe an object of these keys and no other."""
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name != optional],
        "additionalProperties": False,
    }
