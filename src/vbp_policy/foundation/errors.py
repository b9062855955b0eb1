"""One root for every refusal: what was given, what is accepted, and which clause asks for it."""

import decimal
import re
from collections.abc import Callable
from typing import Any, Self, cast

__all__ = [
    "AmbiguousRuleError",
    "CalendarCoverageError",
    "InvalidTypeError",
    "InvalidValueError",
    "MissingExtraError",
    "NotComparableError",
    "NotListedError",
    "NotProvidedError",
    "OutOfForceError",
    "PolicyError",
    "in_words",
]

_LONGEST_SHOWN = 200
_LONGEST_SAID = 2000
_LONGEST_INT_BITS = 512
_PARTS: dict[type, str] = {str: "characters", bytes: "bytes", list: "items", tuple: "items"}
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")  # of an object, in the repr that it has by default
_PLAIN = decimal.Context(capitals=1)


class _Repr(str):
    """The repr that stands in for a value that could not be pickled; still equal to it by repr."""

    __slots__ = ("type_name",)
    type_name: str

    def __new__(cls, text: str, type_name: str) -> Self:
        self = super().__new__(cls, text)
        self.type_name = type_name
        return self

    def __repr__(self) -> str:
        return str(self)

    def __reduce__(self) -> tuple[type["_Repr"], tuple[str, str]]:
        return (_Repr, (str(self), self.type_name))


def _type_name(value: object) -> str:
    if isinstance(value, _Repr):
        return value.type_name
    return f"{type(value).__module__}.{type(value).__qualname__}"


def _shown(value: object) -> str:
    """Give the value's repr; a repr that fails is no reason for another error."""
    if _is_huge(value):  # the host may limit decimal digits, and no other
        return hex(int.__index__(cast("int", value)))
    if type(value) is str:
        return repr(value)
    try:
        with decimal.localcontext(_PLAIN):  # a Decimal's repr follows the ambient context
            return _ADDRESS.sub("", repr(value))  # no two runs, or pickles, have the same
    except Exception as error:  # noqa: BLE001  # a caller's __repr__ may raise anything
        return f"<{_type_name(value)} whose repr raised {type(error).__name__}>"


def _is_huge(value: object) -> bool:
    return issubclass(type(value), int) and int.bit_length(cast("int", value)) > _LONGEST_INT_BITS


def in_words(value: object) -> str:
    """Give a value that is accepted as it prints itself, in short."""
    return _shortened(_shown(value) if _is_huge(value) else str(value))


def _in_short(value: object) -> str:
    """Give as much of the value's repr as a message has room for; what is huge is cut before."""
    parts = _PARTS.get(type(value))
    whole: Any = value
    if parts is None or len(whole) <= _LONGEST_SHOWN:
        return _shortened(_shown(value))
    start = _in_line(_shown(whole[:_LONGEST_SHOWN]), _LONGEST_SHOWN)
    return f"{start}… ({len(whole)} {parts})"


def _shortened(text: str, longest: int = _LONGEST_SHOWN) -> str:
    """Give a text in one line, and cut it where it is too long for a message."""
    line = _in_line(text, longest)
    return line if len(text) <= longest else f"{line}… ({len(text)} characters)"


def _in_line(text: str, longest: int) -> str:
    line = " ".join(text[:longest].splitlines())
    if line.isprintable():
        return line
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in line)


class PolicyError(Exception):
    """The root of every refusal of this library.

    `field` names the argument or field, `value` is what was given, `expected` says what is
    accepted, and `clause` is the id of the clause that asks for it (None where no notice does).
    Two errors are equal when type, field, expected and clause are, and the values agree by type
    and repr, addresses left out. A message is one line, and cuts what is long; the attributes hold
    all of it. Errors pickle; a value that cannot be pickled travels as its repr.

    >>> error = InvalidValueError(field="total", value=0, expected="an amount above 0.00")
    >>> print(error)
    total: got 0; accepted: an amount above 0.00
    """

    field: str
    value: object
    expected: str
    clause: str | None

    def __init__(
        self, *, field: str, value: object, expected: str, clause: str | None = None
    ) -> None:
        super().__init__()
        self.field = field
        self.value = value
        self.expected = expected
        self.clause = clause

    def at(self, *, field: str, clause: str | None) -> Self:
        """Give the same refusal for a field that only the caller can name."""
        return type(self)(field=field, value=self.value, expected=self.expected, clause=clause)

    def __str__(self) -> str:
        expected = _shortened(self.expected, _LONGEST_SAID)
        text = f"{_shortened(self.field)}: got {_in_short(self.value)}; accepted: {expected}"
        return text if self.clause is None else f"{text} (clause {self.clause})"

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(field={_in_short(self.field)}, value={_in_short(self.value)}, "
            f"expected={_shortened(self.expected, _LONGEST_SAID)!r}, clause={self.clause!r})"
        )

    def _key(self) -> tuple[object, ...]:
        value = (_type_name(self.value), _shown(self.value))
        return (type(self), self.field, value, self.expected, self.clause)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PolicyError):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(
        self,
    ) -> tuple[
        Callable[[type["PolicyError"], str, object, str, str | None], "PolicyError"],
        tuple[type["PolicyError"], str, object, str, str | None],
    ]:
        import pickle  # noqa: PLC0415  # seldom needed, and slow to load

        value = self.value
        try:
            pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes, made on this line
        except Exception:  # noqa: BLE001  # pickling a caller's value may raise anything
            value = _Repr(_shown(value), _type_name(value))
        return (_rebuild, (type(self), self.field, value, self.expected, self.clause))


def _rebuild(
    error: type[PolicyError], field: str, value: object, expected: str, clause: str | None
) -> PolicyError:
    return error(field=field, value=value, expected=expected, clause=clause)


class InvalidTypeError(PolicyError, TypeError):
    """A value of a type that is not accepted here."""


class InvalidValueError(PolicyError, ValueError):
    """A value of the right type that is not accepted here."""


class NotProvidedError(PolicyError):
    """The notice states no such rule."""


class OutOfForceError(PolicyError):
    """What is asked for exists, but not on that date."""


class NotListedError(PolicyError):
    """What is asked for was never listed."""


class AmbiguousRuleError(PolicyError):
    """More than one rule applies where exactly one must."""


class NotComparableError(PolicyError):
    """Two things that have no common measure."""


class CalendarCoverageError(PolicyError):
    """A day for which the calendar holds no data."""


class MissingExtraError(PolicyError, ImportError):
    """A part of the library whose optional dependency is not installed."""
