"""The plain HTML table that a notebook shows for a value: escaped, no script, nothing external."""

import enum
from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import cast

import attrs

__all__ = ["table_of"]

_NUMBER = ' style="text-align:right"'


def table_of(value: object) -> str:
    """Give an attrs value as a table of its fields, its tuples of values as tables below it."""
    fields = [(name, getattr(value, name)) for name in _shown(value)]
    single = [field for field in fields if not _is_rows(field[1])]
    tables = [_table(type(value).__name__, (), single)]
    for name, rows in fields:
        if _is_rows(rows):
            cells = [[getattr(row, column) for column in _shown(row)] for row in rows]
            tables.append(_table(name, _shown(rows[0]), cells))
    return "".join(tables)


def _shown(value: object) -> list[str]:
    cls = cast("type[attrs.AttrsInstance]", type(value))
    return [field.name for field in attrs.fields(cls) if field.repr]


def _is_rows(value: object) -> bool:
    if not isinstance(value, tuple):
        return False
    rows = cast("tuple[object, ...]", value)
    if len({type(row) for row in rows}) != 1 or not attrs.has(type(rows[0])):
        return False
    return len(_shown(rows[0])) > 2


def _table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in heads)
    cell = _aligned if heads else _cell  # a column has one kind of value, a list of fields has not
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"{f'<thead><tr>{head}</tr></thead>' if heads else ''}<tbody>{body}</tbody></table>"
    )


def _aligned(value: object) -> str:
    number = isinstance(value, Decimal | int) and not isinstance(value, bool)
    return _cell(value, _NUMBER if number else "")


def _cell(value: object, style: str = "") -> str:
    return f"<td{style}>{escape(_plain(value))}</td>"


def _plain(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, tuple):
        return ", ".join(map(_plain, cast("tuple[object, ...]", value)))
    if attrs.has(type(value)) and type(value).__str__ is object.__str__:
        return ", ".join(_plain(getattr(value, name)) for name in _shown(value))
    return str(value)
