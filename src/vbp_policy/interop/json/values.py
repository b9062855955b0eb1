"""Public values as trees of JSON, and back: cattrs, with a hook for each form of a type.

Two things stand once and hold for what is within: the basis of a result holds for its parts, and
the clauses of a policy for its terms, which cite them by id.
"""

import enum
import re
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib import import_module
from typing import Any, TypeVar, cast

from ...foundation.dates import YearMonth, as_date, as_year_month
from ...foundation.errors import (
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    PolicyError,
)
from ...foundation.values import Value, instance
from ...policy.clauses import Clause
from ...policy.policies import Policy
from ...rules.cycles import Cycle, with_basis
from .forms import (
    BASIS,
    ENUM_TAG,
    LARGEST_INT,
    NAME_TAG,
    SCALAR_TAGS,
    TERMS,
    TYPE_TAG,
    Form,
    Part,
    form_of,
    is_public,
    parts_of,
    public,
)

__all__ = ["as_object", "below", "has_keys", "public_named", "read", "write"]

T = TypeVar("T")
_Write = Callable[[Any], object]
_Read = Callable[[Any, Any], object]

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LONGEST_NAME = 100

_NOT_YET = object()
_basis: ContextVar[object] = ContextVar("basis", default=_NOT_YET)
"""The basis of the nearest enclosing value that has one."""
_clauses: ContextVar[Mapping[str, Clause] | None] = ContextVar("clauses", default=None)
"""The clauses that a policy's terms cite by id; None where clauses are written whole."""


def write(value: object, hint: Any) -> Any:
    """Give the tree of a value of a type; a refusal's field is the path within the value."""
    return _converter().unstructure(value, unstructure_as=hint)


def read(tree: object, hint: Any) -> Any:
    """Give the value that a tree of a type spells; a refusal's field is the path within it."""
    return _converter().structure(tree, hint)


@lru_cache(maxsize=1)
def _converter() -> Any:
    """Make the converter, once: it finds the hook of a type once, too."""
    try:
        cattrs = import_module("cattrs")
    except ImportError:
        raise MissingExtraError(
            field="json", value="cattrs", expected="the extra: pip install 'vbp_policy[json]'"
        ) from None
    converter = cattrs.Converter(detailed_validation=False)
    converter.register_unstructure_hook_factory(_any, _writer)
    converter.register_structure_hook_factory(_any, _reader)
    for kind in (str, bytes, int, bool, float):  # cattrs has hooks of its own for these
        converter.register_unstructure_hook(kind, _writer(kind))
        converter.register_structure_hook(kind, _read_as)
    converter.register_structure_hook(enum.Enum, _read_as)  # as older ones have for enums
    return converter


def _any(hint: Any) -> bool:
    del hint
    return True


def _read_as(tree: object, hint: Any) -> object:
    return _reader(hint)(tree, hint)


def _writer(hint: Any) -> _Write:
    """Give what writes the values of a type."""
    form, kind = form_of(hint)
    if form is Form.SCALAR:
        return _SCALARS[kind][0]
    if form is Form.MEMBER:
        return lambda value: _exactly(value, kind).name
    if form is Form.ARRAY:
        return lambda value: _write_array(value, kind)
    if form is Form.OPTIONAL:
        return lambda value: None if value is None else write(value, kind)
    if form is Form.TAGGED:
        return lambda value: _tagged(instance(value, kind, field=""))
    if form is Form.OBJECT:
        return lambda value: _write_object(value, kind)
    raise _not_carried(kind)


@cache
def _reader(hint: Any) -> _Read:
    """Give what reads the trees of a type."""
    form, kind = form_of(hint)
    if form is Form.SCALAR:
        return lambda tree, _: _SCALARS[kind][1](tree)
    if form is Form.MEMBER:
        return lambda tree, _: _read_member(tree, kind)
    if form is Form.ARRAY:
        return lambda tree, _: _read_array(tree, kind)
    if form is Form.OPTIONAL:
        return lambda tree, _: None if tree is None else read(tree, kind)
    if form is Form.TAGGED:
        return lambda tree, _: instance(_untagged(tree), kind, field="")
    if form is Form.OBJECT:
        return lambda tree, _: _read_object(tree, kind)
    raise _not_carried(kind)


# Paths and refusals


def below(name: str, error: PolicyError) -> PolicyError:
    """Give a refusal with its path from one level further out."""
    path = error.field
    joint = "." if name and path and not path.startswith("[") else ""
    return error.at(field=f"{name}{joint}{path}", clause=error.clause)


def _named(key: str) -> str:
    """Give an object's key as a part of a path, whatever it holds."""
    return key if key.isidentifier() and len(key) <= _LONGEST_NAME else ascii(key[:_LONGEST_NAME])


def as_object(tree: Any) -> dict[str, Any]:
    """Check that a tree is an object in which each key comes once."""
    if type(tree) is tuple:
        key, value = cast("tuple[str, object]", tree)
        raise InvalidValueError(field=_named(key), value=value, expected="each key once")
    return cast("dict[str, Any]", _exactly(tree, dict, "an object"))


def has_keys(given: Mapping[str, object], keys: Iterable[str]) -> None:
    """Check that an object has these keys and no other."""
    expected = tuple(keys)
    for key, value in given.items():
        if key not in expected:
            raise InvalidValueError(
                field=_named(key), value=value, expected=f"the keys {', '.join(expected)}"
            )
    for key in expected:
        if key not in given:
            raise InvalidValueError(
                field=key, value=None, expected="a value for every field, null where it is none"
            )


def public_named(given: Mapping[str, object], tag: str, base: type[T]) -> type[T]:
    """Give the public value or enum that an object names."""
    name = given.get(tag)
    kind = public(name)
    if kind is None or not issubclass(kind, base):
        raise InvalidValueError(
            field=tag, value=name, expected="the name of a public class of the right kind"
        )
    return kind


def _not_carried(kind: Any) -> InvalidTypeError:
    return InvalidTypeError(
        field="", value=kind, expected="a field of values, enums, scalars, or tuples of them"
    )


def _exactly(value: Any, kind: type[T], expected: str | None = None) -> T:
    """Check that something is of a class itself, not of a subclass; a bool is no int."""
    if type(value) is not kind:
        raise InvalidTypeError(
            field="", value=value, expected=expected or f"{kind.__name__} itself, no subclass of it"
        )
    return value


@contextmanager
def _holding(variable: ContextVar[T], value: T) -> Generator[None]:
    token = variable.set(value)
    try:
        yield
    finally:
        variable.reset(token)


# Scalars


def _text(value: object) -> str:
    text = _exactly(value, str, "a string")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidValueError(
            field="", value=text, expected="whole characters, no surrogate alone"
        ) from None
    return text


def _int(value: object) -> int:
    whole = _exactly(value, int, "an int")
    if abs(whole) > LARGEST_INT:
        raise InvalidValueError(
            field="", value=whole, expected=f"an int from -{LARGEST_INT} to {LARGEST_INT}"
        )
    return whole


def _bool(value: object) -> bool:
    return _exactly(value, bool, "true or false")


def _write_decimal(value: object) -> str:
    figure = _exactly(value, Decimal)
    if not figure.is_finite():
        raise InvalidValueError(field="", value=figure, expected="a finite decimal")
    return f"{figure:f}"


def _read_decimal(tree: object) -> Decimal:
    digits = _exactly(tree, str, "a decimal as a string")
    if not _DECIMAL.fullmatch(digits):
        raise InvalidValueError(field="", value=digits, expected="a decimal such as -1234.50")
    return Decimal(digits)


_SCALARS: dict[type, tuple[_Write, Callable[[object], object]]] = {
    str: (_text, _text),
    int: (_int, _int),
    bool: (_bool, _bool),
    Decimal: (_write_decimal, _read_decimal),
    date: (
        lambda value: _exactly(value, date).isoformat(),
        lambda tree: as_date(_exactly(tree, str, "a day YYYY-MM-DD as a string"), field=""),
    ),
    YearMonth: (
        lambda value: str(_exactly(value, YearMonth)),
        lambda tree: as_year_month(_exactly(tree, str, "a month YYYY-MM as a string"), field=""),
    ),
}


def _read_member(tree: object, kind: type[enum.Enum]) -> enum.Enum:
    expected = f"one of {', '.join(kind.__members__)}"
    name = _exactly(tree, str, expected)
    if name not in kind.__members__:
        raise InvalidValueError(field="", value=name, expected=expected)
    return kind[name]


# Arrays


def _write_array(values: object, item: Any) -> list[object]:
    held = cast("tuple[object, ...]", _exactly(values, tuple))
    return _each(held, lambda value: write(value, item))


def _read_array(tree: object, item: Any) -> tuple[object, ...]:
    items = cast("list[object]", _exactly(tree, list, "an array"))
    return tuple(_each(items, lambda each: read(each, item)))


def _each(items: Iterable[object], made_of: Callable[[object], object]) -> list[object]:
    made: list[object] = []
    try:
        made.extend(map(made_of, items))
    except PolicyError as error:
        place = f"[{len(made)}]"
        raise below(place, error) from None
    return made


# Objects


def _write_object(value: Any, kind: Any) -> object:
    parts = parts_of(kind)
    if type(value) is not kind:
        return _tagged(instance(value, kind, field=""))  # a subclass says which one it is
    if kind is Clause and _clauses.get() is not None:
        return value.id
    enclosing = basis = _basis.get()
    if any(part.name == BASIS for part in parts):
        basis = value.basis
    tree: dict[str, object] = {}
    with _holding(_basis, basis):
        for part in parts:
            if part.name == BASIS and basis == enclosing:
                continue
            try:
                tree[part.name] = _write_part(value, kind, part)
            except PolicyError as error:
                raise below(part.name, error) from None
    return tree


def _write_part(value: object, kind: Any, part: Part) -> object:
    held = getattr(value, part.name)
    if kind is Policy and part.name == TERMS:
        with _holding(_clauses, {}):
            return write(held, part.hint)
    return write(held, part.hint)


def _read_object(tree: object, kind: Any) -> object:
    clauses = _clauses.get()
    if kind is Clause and clauses is not None:
        return _cited(tree, clauses)
    given = as_object(tree)
    if TYPE_TAG in given:
        return instance(_untagged(given), kind, field="")
    enclosing = _basis.get()
    inherits = BASIS not in given and enclosing is not _NOT_YET
    parts = _reading_order(kind)
    has_keys(given, [part.name for part in parts if part.name != BASIS or not inherits])
    fields: dict[str, Any] = {}
    with _holding(_basis, enclosing):
        for part in parts:
            if part.name == BASIS and inherits:
                fields[BASIS] = enclosing
                continue
            try:
                fields[part.name] = _read_part(given[part.name], kind, part, fields)
            except PolicyError as error:
                raise below(part.name, error) from None
    if kind is Cycle:
        return _cycle(**fields)
    return kind(**fields)


@cache
def _reading_order(kind: Any) -> tuple[Part, ...]:
    """Put the basis before the parts that share it, and a policy's terms after its clauses."""

    def place(part: Part) -> tuple[bool, bool]:
        return (part.name != BASIS, kind is Policy and part.name == TERMS)

    return tuple(sorted(parts_of(kind), key=place))


def _read_part(tree: object, kind: Any, part: Part, fields: Mapping[str, Any]) -> object:
    if kind is Policy and part.name == TERMS:
        with _holding(_clauses, {clause.id: clause for clause in fields["clauses"]}):
            return read(tree, part.hint)
    held = read(tree, part.hint)
    if part.name == BASIS:
        _basis.set(held)  # for the parts that follow; reset with the object
    return held


def _cited(tree: object, clauses: Mapping[str, Clause]) -> Clause:
    cited = _exactly(tree, str, "a clause's id")
    if cited not in clauses:
        raise InvalidValueError(
            field="", value=cited, expected="the id of a clause among the policy's clauses"
        )
    return clauses[cited]


def _cycle(*, basis: Any, **fields: Any) -> Cycle:
    cycle = Cycle(**fields)
    return cycle if basis is None else with_basis(cycle, basis)


# Values that say themselves what they are


def _tagged(value: object) -> object:
    kind = type(value)
    if value is None:
        return None
    if kind in (str, int, bool):
        return write(value, kind)
    for tag, scalar in SCALAR_TAGS.items():
        if kind is scalar:
            return {tag: write(value, kind)}
    if not is_public(kind):
        raise InvalidTypeError(
            field="", value=value, expected="a public value, not one of a class of one's own"
        )
    if isinstance(value, enum.Enum):
        return {ENUM_TAG: kind.__name__, NAME_TAG: value.name}
    return {TYPE_TAG: kind.__name__, **write(value, kind)}


def _untagged(tree: object) -> object:
    if tree is None:
        return None
    if type(tree) in (str, int, bool):
        return read(tree, type(tree))
    given = as_object(tree)
    for tag, scalar in SCALAR_TAGS.items():
        if tag in given:
            has_keys(given, (tag,))
            return _read_at(tag, given, scalar)
    if ENUM_TAG in given:
        has_keys(given, (ENUM_TAG, NAME_TAG))
        return _read_at(NAME_TAG, given, public_named(given, ENUM_TAG, enum.Enum))
    kind = public_named(given, TYPE_TAG, Value)
    return read({key: given[key] for key in given if key != TYPE_TAG}, kind)


def _read_at(name: str, given: Mapping[str, object], kind: Any) -> object:
    try:
        return read(given[name], kind)
    except PolicyError as error:
        raise below(name, error) from None
