"""JSON text as a tree: bounded before it is parsed, and nothing in it guessed.

A tree holds dicts, lists, strings, ints, bools and None. What no value is written with is left for
whoever reads the tree, to refuse it with its path: a float; an int that is too long or spelled
`-0`, as a `Decimal`; an object in which a key comes twice, as a tuple of it and its last value.
"""

import json
import re
from collections import Counter
from decimal import Decimal
from itertools import accumulate

from ...foundation.errors import InvalidValueError
from ...foundation.values import instance

__all__ = ["MOST_BYTES", "MOST_DEPTH", "parsed"]

MOST_BYTES = 64 * 1024 * 1024
"""How long a text may be unless the caller says otherwise: bytes, or characters of a string."""
MOST_DEPTH = 64
"""How deep objects and arrays may stand in one another; a value needs about ten."""

_NO_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[^][{}"]++', re.DOTALL)
_STEP = {"[": 1, "{": 1, "]": -1, "}": -1}
_LONGEST_INT = 32  # characters; far above every int that a value holds
_SHOWN = 40


def parsed(text: str | bytes, *, most_bytes: int) -> object:
    """Give the tree of a text: one JSON document in UTF-8, without a byte order mark."""
    given = _decoded(instance(text, str | bytes, field="text"), most_bytes)
    depth = max(accumulate(map(_STEP.__getitem__, _NO_BRACKET.sub("", given))), default=0)
    if depth > MOST_DEPTH:
        raise InvalidValueError(
            field="text", value=depth, expected=f"objects and arrays at most {MOST_DEPTH} deep"
        )
    try:
        return _DECODER.decode(given)
    except json.JSONDecodeError as error:
        raise InvalidValueError(
            field="text",
            value=given[error.pos : error.pos + _SHOWN],
            expected=f"JSON; line {error.lineno}, column {error.colno}: {error.msg}",
        ) from None


def _decoded(text: str | bytes, most_bytes: int) -> str:
    if len(text) > most_bytes:
        raise InvalidValueError(
            field="text",
            value=len(text),
            expected=f"at most {most_bytes} bytes, as most_bytes says",
        )
    try:
        given = text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError as error:
        raise InvalidValueError(
            field="text",
            value=error.object[error.start : error.start + _SHOWN],
            expected=f"UTF-8, also at byte {error.start}",
        ) from None
    if given.startswith("\ufeff"):
        raise InvalidValueError(
            field="text", value=given[:_SHOWN], expected="UTF-8 without a byte order mark"
        )
    return given


def _object(pairs: list[tuple[str, object]]) -> object:
    held = dict(pairs)
    if len(held) == len(pairs):
        return held
    times = Counter(key for key, _ in pairs)
    twice = next(key for key in held if times[key] > 1)
    return (twice, held[twice])


def _whole(digits: str) -> object:
    return Decimal(digits) if len(digits) > _LONGEST_INT or digits == "-0" else int(digits)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_whole)
