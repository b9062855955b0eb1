"""How every public value is made: checked at the door, trusted inside.

A public constructor checks every field in code of our own, which no process-wide switch turns
off; a rule that builds a result from checked values goes through `trusted` instead. Both are told
to attrs by `field_transformer=checked`, so a class states a field once: its type is its check,
or its converter is.
"""

import enum
import inspect
import types
import typing
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, ParamSpec, TypeVar, cast

import attrs

from .errors import InvalidTypeError, InvalidValueError, in_words

__all__ = [
    "Value",
    "checked",
    "finite",
    "identifier",
    "instance",
    "optional_identifier",
    "same",
    "same_figures",
    "text",
    "trusted",
    "tuple_of",
    "whole_number",
]

P = ParamSpec("P")
T = TypeVar("T")

_ROOT = __name__.removesuffix(".foundation.values")
_LONGEST_IDENTIFIER = 200
_LONGEST_TEXT = 10_000
_MOST_DIGITS = 40
_ENTERED = inspect.Signature(
    [
        inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD)
        for name in ("value", "attribute")
    ]
)


class Value:
    """What every public value shares: a table for notebooks."""

    __slots__ = ("__weakref__",)  # here, so that a class and its draft are laid out alike
    _summed: ClassVar[tuple[str, ...]] = ()
    """The figures that a table of such values adds up."""

    def _repr_html_(self) -> str:
        from .html import table_of  # noqa: PLC0415  # only a notebook pays for it

        return table_of(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: FBT001
        """Print the plain repr, where Hypothesis would print every basis too."""
        del cycle  # a value never holds itself
        printer.text(repr(self))


def identifier(value: str, *, field: str = "identifier", clause: str | None = None) -> str:
    """Check a code or a reference: printable, not empty, without space at its ends."""
    expected = f"a printable string of 1 to {_LONGEST_IDENTIFIER} characters, no space at its ends"
    given = str.__str__(instance(value, str, field=field, expected=expected, clause=clause))
    fits = 1 <= len(given) <= _LONGEST_IDENTIFIER
    if not (fits and given == given.strip() and _in_one_line(given)):
        raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)
    return given


def optional_identifier(
    value: str | None, *, field: str = "identifier", clause: str | None = None
) -> str | None:
    """Check a code or a reference that may be absent."""
    return None if value is None else identifier(value, field=field, clause=clause)


def text(value: str, *, field: str = "text", clause: str | None = None) -> str:
    """Check a text for people, which may be empty."""
    expected = f"a string of at most {_LONGEST_TEXT} characters"
    given = str.__str__(instance(value, str, field=field, expected=expected, clause=clause))
    if len(given) > _LONGEST_TEXT:
        raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)
    return given


def finite(value: Decimal, *, field: str = "value", clause: str | None = None) -> Decimal:
    """Check a decimal that can be written out: finite, with at most 40 digits on either side."""
    figure = Decimal(instance(value, Decimal, field=field, clause=clause))
    exponent = figure.as_tuple().exponent  # a letter, where it is not finite
    if isinstance(exponent, int) and -_MOST_DIGITS <= exponent <= figure.adjusted() <= _MOST_DIGITS:
        return figure
    expected = f"a finite Decimal of at most {_MOST_DIGITS} digits before and after the point"
    raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)


def _in_one_line(value: str) -> bool:
    """Say whether a string is printable; a space of any width is, as names contain them."""
    if value.isprintable():
        return True
    from unicodedata import category  # noqa: PLC0415  # seldom needed, and slow to load

    return all(char.isprintable() or category(char) == "Zs" for char in value)


def whole_number(
    value: int, *, field: str, least: int, most: int, clause: str | None = None
) -> int:
    """Check an int within bounds; a bool is no number."""
    expected = f"an int from {least} to {most}"
    given = int.__index__(instance(value, int, field=field, expected=expected, clause=clause))
    if not least <= given <= most:
        raise InvalidValueError(field=field, value=value, expected=expected, clause=clause)
    return given


def checked(cls: type, fields: list["attrs.Attribute[Any]"]) -> list["attrs.Attribute[Any]"]:
    """Give every field its check: its own converter, told the field's name, or its type's."""
    del cls
    return [field.evolve(converter=_door(field)) if _is_given(field) else field for field in fields]


def _is_given(field: "attrs.Attribute[Any]") -> bool:
    """Say whether a caller gives the field, and no base class has made its door."""
    return field.init and not cast("Any", field).inherited


def _door(field: "attrs.Attribute[Any]") -> "attrs.Converter[Any, Any]":
    convert: Callable[..., Any] = cast("Any", field).converter or _of_type(field.type)

    def enter(value: object, attribute: "attrs.Attribute[Any]") -> object:
        return convert(value, field=attribute.name)

    enter.__dict__["__signature__"] = _ENTERED  # known: attrs need not read it for every field
    return attrs.Converter(enter, takes_field=True)


def tuple_of(
    values: Iterable[T], item: type[T], *, field: str, clause: str | None = None
) -> tuple[T, ...]:
    """Check an iterable of values of a class, and give it as a tuple.

    A string is none, though it can be iterated over, nor are bytes.
    """
    given: Any = values
    if issubclass(type(given), str | bytes) or not isinstance(given, Iterable):
        expected = f"an iterable of {_name_of(item)}"
        raise InvalidTypeError(field=field, value=values, expected=expected, clause=clause)
    check = _of_type(item)
    return tuple(
        check(each, field=f"{field}[{number}]", clause=clause)
        for number, each in enumerate(cast("Iterable[object]", given))
    )


def _of_type(kind: Any) -> Callable[..., Any]:
    """Give the check that an annotation asks for: a class, a union, or a tuple of either."""
    if typing.get_origin(kind) is tuple:
        return partial(tuple_of, item=typing.get_args(kind)[0])
    if kind is str:
        return text
    if kind is Decimal:
        return finite
    return partial(instance, kind=kind)


def instance(
    value: T, kind: Any, *, field: str, expected: str | None = None, clause: str | None = None
) -> T:
    """Check that a value is of a class or union; a bool is no int."""
    if type(value) is kind:  # as nearly every value is: not asked any further
        return value
    if not issubclass(type(value), kind) or (isinstance(value, bool) and not _takes_bools(kind)):
        accepted = f"{expected or _name_of(kind)}{_unlike_another_copys(value, kind)}"
        raise InvalidTypeError(field=field, value=value, expected=accepted, clause=clause)
    return value


def _unlike_another_copys(value: object, kind: Any) -> str:
    """Tell a class from its namesake in another copy of the package, which looks like it."""
    name, theirs = type(value).__name__, str(type(value).__module__)
    for each in typing.get_args(kind) or (kind,):
        ours, within = each.__module__, each.__module__.removeprefix(_ROOT)
        if each.__name__ == name and ours not in (within, theirs) and theirs.endswith(within):
            other = theirs.removesuffix(within)
            return f", of this copy of the package ({_ROOT}); this one is of {other}"
    return ""


def _takes_bools(kind: Any) -> bool:
    """Say whether an annotation means truth values, which are ints to Python."""
    return not {bool, object}.isdisjoint(typing.get_args(kind) or (kind,))


def _name_of(kind: Any) -> str:
    if isinstance(kind, types.UnionType):
        return " or ".join(map(_name_of, typing.get_args(kind)))
    if issubclass(kind, enum.Enum):  # its members, as a string or a value of one does not do
        return ", ".join(map(str, kind)) or kind.__name__
    return "None" if kind is types.NoneType else str(kind.__name__)


def same(field: str, value: object, expected: object) -> None:
    """Refuse a stated figure that is not the one that follows from the others."""
    signals = isinstance(value, Decimal) and value.is_snan()  # cannot even be compared
    if signals or value != expected:
        follows = f"{in_words(expected)}, as it follows"
        raise InvalidValueError(field=field, value=value, expected=follows)


def same_figures(given: "attrs.AttrsInstance", computed: object, path: str = "") -> None:
    """Refuse a stated value that is not the computed one, naming the first figure at fault."""
    for field in attrs.fields(type(given)):
        if field.eq:
            stated, follows = getattr(given, field.name), getattr(computed, field.name)
            _same_at(f"{path}{field.name}", stated, follows)


def _same_at(path: str, stated: object, follows: object) -> None:
    if type(stated) is type(follows) and attrs.has(type(stated)):
        same_figures(cast("attrs.AttrsInstance", stated), follows, f"{path}.")
        return
    given, computed = _parts(stated), _parts(follows)
    if given and len(given) == len(computed):
        for number, (part, other) in enumerate(zip(given, computed, strict=True)):
            _same_at(f"{path}[{number}]", part, other)
        return
    same(path, stated, follows)


def _parts(value: object) -> tuple[object, ...]:
    return cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()


def trusted(cls: Callable[P, T]) -> Callable[P, T]:
    """Give a constructor of the same signature that checks and converts nothing.

    For rules alone, which hand it values that were checked before: by keyword, each of its final
    type. A field with a default may be left out. Its code is written out field by field, as attrs
    writes constructors, and fills in a draft, an object of an unfrozen class of the same layout,
    which then becomes one of the class: to set the fields of a frozen object takes twice as long.
    """
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", cls))
    scope: dict[str, Any] = {"cls": cls, "draft": _draft_of(cls)}
    parameters: list[str] = []
    statements: list[str] = []
    for field in fields:
        scope[f"default_{field.name}"] = field.default
        given = field.default is attrs.NOTHING
        parameters.append(field.name if given else f"{field.name}=default_{field.name}")
        statements.append(f"    self.{field.name} = {field.name}")
    source = [f"def make(*, {', '.join(parameters)}):", "    self = draft()", *statements]
    source += ["    self.__class__ = cls", "    return self"]
    exec("\n".join(source), scope)  # noqa: S102  # field names alone
    return cast("Callable[P, T]", scope["make"])


def _draft_of(cls: Any) -> type:
    """Give a class of the same layout whose fields can be set; nobody ever sees an object of it."""
    plain = {"__init__": object.__init__, "__setattr__": object.__setattr__}
    return type(f"{cls.__name__}Draft", (cls.__base__,), {"__slots__": cls.__slots__, **plain})
