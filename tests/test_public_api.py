"""Every public name, with what it takes: in which order, by keyword alone or not, and by default.

`golden/public_api.txt` holds them. `python tests/test_public_api.py` writes it anew: what is gone
from it or changed breaks a caller, and is for a reviewer to see and the changelog to say.
"""

import inspect
import re
from collections.abc import Callable, Iterator
from enum import Enum
from inspect import getattr_static
from pathlib import Path
from typing import Any

import attrs

from public_modules import MODULES
from vbp_policy import testing

FILE = Path(__file__).parent / "golden" / "public_api.txt"


def lines() -> Iterator[str]:
    for prefix, module in {**MODULES, "testing.": testing}.items():
        for name in module.__all__:
            public: Any = getattr(module, name)
            if isinstance(public, type):
                kind = of_enum if issubclass(public, Enum) else of_class
                yield from kind(f"{prefix}{name}", public)
            elif inspect.isfunction(public):
                yield f"{prefix}{name}{taken(public)}"
            else:
                yield f"{prefix}{name}: {type(public).__name__}"


def of_enum(name: str, cls: Any) -> Iterator[str]:
    """Give the members of an enum, with their values."""
    yield from (f"{name}.{each.name} = {each.value!r}" for each in cls)


def of_class(name: str, cls: Any) -> Iterator[str]:
    """Give a class, what makes one, its fields, and its other public names."""
    parents = ", ".join(each.__name__ for each in cls.__bases__)
    ordered = tuple not in cls.__mro__ and getattr_static(cls, "__lt__") is not getattr_static(
        object, "__lt__"
    )
    yield f"{name}({parents}){taken(cls)}{', ordered' if ordered else ''}"
    fields: Any = attrs.fields(cls) if attrs.has(cls) else ()
    for field in fields:
        if not field.name.startswith("_"):
            yield f"{name}.{field.name}{'' if field.eq else ', no part of equality'}"
    others = vars(cls).keys() - {field.name for field in fields}
    for each in sorted(name for name in others if not name.startswith("_")):
        held = getattr_static(cls, each)
        if inspect.isfunction(held) or isinstance(held, classmethod | staticmethod):
            yield f"{name}.{each}{taken(getattr(cls, each))}"
        else:
            yield f"{name}.{each}: {type(held).__name__}"


def taken(public: Callable[..., object]) -> str:
    """Give what a callable takes, without the annotations, which the type checkers hold."""
    signature = inspect.signature(public)
    plain = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    shown = str(signature.replace(parameters=plain, return_annotation=signature.empty))
    return re.sub(r" at 0x[0-9a-f]+", "", shown)


def test_what_is_public_is_as_it_was() -> None:
    assert list(lines()) == FILE.read_text("utf-8").splitlines()


if __name__ == "__main__":
    FILE.write_text("".join(f"{line}\n" for line in lines()), "utf-8")
