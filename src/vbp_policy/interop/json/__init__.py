"""Public values as JSON: one value an envelope, with a schema version and a type.

The format is in `docs/json.md`. Decimals, days and months are strings and enums the names of
their members, each in exactly one spelling. What `loads` gives was checked as if it had been
made anew: a figure that does not follow from the others is refused.

>>> from vbp_policy import Span
>>> print(dumps(Span("2025-05-30", "2026-05-29")))
{"schema":1,"type":"Span","value":{"first_day":"2025-05-30","last_day":"2026-05-29"}}
>>> loads(dumps(Span("2025-05-30", "2026-05-29"))).days
365
"""

import json
from typing import Any, cast

from ...foundation.errors import InvalidTypeError, InvalidValueError, PolicyError
from ...foundation.values import Value, whole_number
from .forms import SCHEMA, is_public
from .schema import json_schema
from .text import MOST_BYTES, MOST_DEPTH, parsed
from .values import as_object, below, has_keys, public_named, read, write

__all__ = ["MOST_BYTES", "MOST_DEPTH", "SCHEMA", "dumps", "json_schema", "loads"]

_NOTHING = object()


def dumps(value: Value, *, indent: int | None = None) -> str:
    """Give a public value as JSON: one line, or `indent` spaces a level.

    The same value gives the same text, with its fields in their order.

    Raises `InvalidTypeError` for what is no public value, or holds something that is none (with
    its path), `MissingExtraError` without the extra `json`.

    >>> from vbp_policy import YearMonth
    >>> dumps(YearMonth(2026, 6))
    '{"schema":1,"type":"YearMonth","value":"2026-06"}'
    """
    kind: Any = type(value)
    if not (issubclass(kind, Value) and is_public(kind)):
        raise InvalidTypeError(field="value", value=value, expected="a public value of the library")
    if indent is not None:
        indent = whole_number(indent, field="indent", least=0, most=16)
    envelope = {"schema": SCHEMA, "type": kind.__name__, "value": write(value, kind)}
    separators = (",", ":") if indent is None else None
    return json.dumps(envelope, ensure_ascii=False, indent=indent, separators=separators)


def loads(text: str | bytes, *, most_bytes: int = MOST_BYTES) -> Value:
    """Give the value that a JSON text holds, equal to the one that was dumped, its basis too.

    `text` is a string or UTF-8 without a byte order mark, at most `most_bytes` long and
    `MOST_DEPTH` deep.

    Raises `InvalidTypeError` and `InvalidValueError`, whose field is the path within the value
    (`entries[2].offset`), for another schema version or an unknown type; a key that is unknown,
    missing or there twice; a figure in another spelling; a figure that does not follow from the
    others; and whatever the value's class refuses. Nothing but a `PolicyError` comes out.

    >>> loads('{"schema":1,"type":"Span","value":{"first_day":"2025-05-30","last_day":"2025"}}')
    Traceback (most recent call last):
    vbp_policy.foundation.errors.InvalidValueError: last_day: got '2025'; accepted: ...
    """
    most_bytes = whole_number(most_bytes, field="most_bytes", least=1, most=2**62)
    try:
        return _loaded(parsed(text, most_bytes=most_bytes))
    except (MemoryError, RecursionError):
        raise InvalidValueError(
            field="text", value=len(text), expected="a text that stack and memory can hold"
        ) from None


def _loaded(document: object) -> Value:
    try:
        envelope = as_object(document)
        schema = envelope.get("schema")
        if type(schema) is not int or schema != SCHEMA:
            raise InvalidValueError(field="schema", value=schema, expected=f"{SCHEMA}")
        has_keys(envelope, ("schema", "type", "value"))
        kind = public_named(envelope, "type", Value)
    except PolicyError as error:
        raise _at(error.field or "text", error) from None
    try:
        value = cast("Value", read(envelope["value"], kind))
        written = write(value, type(value))
        if written != envelope["value"]:
            raise _difference(envelope["value"], written)
    except PolicyError as error:
        raise _at(error.field or "value", error) from None
    return value


def _at(field: str, error: PolicyError) -> PolicyError:
    return error.at(field=field, clause=error.clause)


def _difference(given: object, written: object) -> PolicyError:
    """Give the refusal of the first place at which a tree is not what its value is written as."""
    if written is _NOTHING:
        expected = "nothing here: what encloses it says as much"
        return InvalidValueError(field="", value=given, expected=expected)
    places = _places(written)
    for name, here in _places(given).items():
        there = places.get(name, _NOTHING)
        if here != there:
            return below(name, _difference(here, there))
    expected = f"{json.dumps(written, ensure_ascii=False)}, in exactly this spelling"
    return InvalidValueError(field="", value=given, expected=expected)


def _places(tree: Any) -> dict[str, object]:
    if isinstance(tree, list):
        return {f"[{n}]": each for n, each in enumerate(cast("list[object]", tree))}
    return cast("dict[str, object]", tree) if isinstance(tree, dict) else {}
