"""The table that a notebook shows for a value: escaped, small, and without script.

Every style stands in the element itself and names no colour, so that nothing leaks into the page
and light and dark themes both fit. What a value's repr leaves out is folded away below the table.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from html import escape
from typing import cast

import attrs

from .plain import MOST_ITEMS, differing, has_own_words, is_figure, named, plain, shown_fields

__all__ = ["table", "table_of"]

_MOST_ROWS = 60
_FEWEST_ROWS = 50  # of a longer table, so that never just one row is left out
_MOST_BLOCKS = 3
_SHORT = 24
_SENTENCE = 40
_LONGEST_HINT = 1_000

_TABLE = "border-collapse:collapse;margin:0 0 1em;font-variant-numeric:tabular-nums"
_CAPTION = "text-align:left;font-weight:bold"
_LEFT = "text-align:left;padding:.2em .6em"
_RIGHT = "text-align:right;padding:.2em .6em"
_NO_BREAK = "white-space:nowrap"
_MUTED = "opacity:.7"
_RULE_BELOW = "border-bottom:1px solid"
_RULE_ABOVE = "border-top:1px solid"

_EXACT = Context(  # wide enough for every sum of figures, so nothing is ever rounded in it
    prec=100, rounding=ROUND_HALF_EVEN, Emin=-999_999, Emax=999_999, traps=[]
)


def table_of(value: object) -> str:
    """Give an attrs value as a table of its fields, what it holds in rows as tables below it."""
    cls = cast("type[attrs.AttrsInstance]", type(value))
    folded = [
        _folded(field.name, getattr(value, field.name))
        for field in attrs.fields(cls)
        if not field.repr and not field.name.startswith("_")
    ]
    return "".join([_block(cls.__name__, value), *folded])


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[object]],
    totals: Sequence[object] | None = None,
) -> str:
    """Give rows under their heads; of a long table its first rows, and how many more there are."""
    shown = rows if len(rows) <= _MOST_ROWS else rows[:_FEWEST_ROWS]
    right = [_is_of_figures(column) for column in zip(*rows, strict=True)] or [False] * len(heads)
    styles = [_RIGHT if each else _LEFT for each in right]

    def row(cells: Iterable[object], tag: str) -> str:
        marked = (_cell(*each, tag) for each in zip(cells, styles, strict=True))
        return f"<tr>{''.join(marked)}</tr>"

    parts = [f'<thead style="{_RULE_BELOW}">{row(heads, "th")}</thead>']
    parts.append(f"<tbody>{''.join(row(cells, 'td') for cells in shown)}")
    if len(shown) < len(rows):
        more = f"… and {len(rows) - len(shown):,} more"
        parts.append(f'<tr><td colspan="{len(heads)}" style="{_LEFT}">{more}</td></tr>')
    parts.append("</tbody>")
    if totals is not None:
        parts.append(f'<tfoot style="{_RULE_ABOVE}">{row(totals, "th")}</tfoot>')
    return _framed(caption, "".join(parts))


def _framed(caption: str, content: str) -> str:
    words = f'<caption style="{_CAPTION}">{escape(caption)}</caption>' if caption else ""
    return f'<table style="{_TABLE}">{words}{content}</table>'


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def _is_of_figures(column: Sequence[object]) -> bool:
    return any(map(is_figure, column)) and all(
        each is None or each == "" or is_figure(each) for each in column
    )


def _cell(value: object, style: str, tag: str) -> str:
    if len(plain(value)) <= _SHORT:
        style = f"{style};{_NO_BREAK}"
    return f'<{tag} style="{style}">{_marked(value)}</{tag}>'


# A value and what it holds


def _block(caption: str, value: object) -> str:
    """Give a table of the fields that fit in a line, and one of each that does not below it."""
    held = {name: getattr(value, name) for name in shown_fields(value)}
    below = {name: each for name, each in held.items() if _stands_below(each)}
    total = held.get("total")
    is_a_row = any(_is_row(total, each) for each in below.values())
    beside = {
        name: each
        for name, each in held.items()
        if name not in below and not (is_a_row and name == "total")
    }
    tables = [_below(_spaced(name), each, total) for name, each in below.items()]
    return "".join([_fields(caption, beside), *tables])


def _below(caption: str, value: object, total: object) -> str:
    if not isinstance(value, tuple):
        return _block(caption, value)
    rows = cast("tuple[object, ...]", value)
    return _rows(caption, rows, total if _is_row(total, rows) else None)


def _is_row(value: object, rows: object) -> bool:
    return isinstance(rows, tuple) and type(value) is type(cast("tuple[object, ...]", rows)[0])


def _stands_below(value: object) -> bool:
    return _is_rows(value, 2) or _holds_rows(value)


def _is_rows(value: object, fewest: int) -> bool:
    """Say whether a value is a tuple of values of one kind, each of some fields and no words."""
    if not isinstance(value, tuple):
        return False
    rows = cast("tuple[object, ...]", value)
    if len({type(row) for row in rows}) != 1 or not attrs.has(type(rows[0])):
        return False
    return not has_own_words(rows[0]) and len(shown_fields(rows[0])) >= fewest


def _holds_rows(value: object) -> bool:
    if not attrs.has(type(value)) or has_own_words(value):
        return False
    held = [getattr(value, name) for name in shown_fields(value)]
    return any(_is_rows(each, 3) or _holds_rows(each) for each in held)


def _rows(caption: str, rows: Sequence[object], total: object = None) -> str:
    if _holds_rows(rows[0]) and len(rows) <= _MOST_BLOCKS:
        return "".join(
            _block(f"{caption} {number} of {len(rows)}", each)
            for number, each in enumerate(rows, start=1)
        )
    heads, cells = _columns(rows)
    totals = None
    if total is not None:
        totals = ["total", *(getattr(total, head) for head in heads[1:])]
    elif len(rows) > 1:
        totals = _totals(getattr(type(rows[0]), "_summed", ()), heads, cells)
    return table(caption, [_spaced(head) for head in heads], cells, totals)


def _columns(rows: Sequence[object]) -> tuple[list[str], list[list[object]]]:
    """Give the fields of rows, and how many rows they hold themselves.

    Where there are but two fields, those of what they hold stand in their place.
    """
    fields = [{name: _counted(getattr(row, name)) for name in shown_fields(row)} for row in rows]
    if len(fields[0]) == 2:
        opened = [
            [(head, held) for name, value in row.items() for head, held in _opened(name, value)]
            for row in fields
        ]
        heads = [head for head, _ in opened[0]]
        if len(set(heads)) == len(heads) and all([*dict(row)] == heads for row in opened):
            fields = [dict(row) for row in opened]
    return list(fields[0]), [list(row.values()) for row in fields]


def _counted(value: object) -> object:
    return len(cast("tuple[object, ...]", value)) if _is_rows(value, 3) else value


def _opened(name: str, value: object) -> Iterable[tuple[str, object]]:
    if not attrs.has(type(value)) or has_own_words(value):
        return [(name, value)]
    return [(head, getattr(value, head)) for head in shown_fields(value)]


def _totals(
    summed: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> list[object] | None:
    if not summed:
        return None
    columns = dict(zip(heads, zip(*rows, strict=True), strict=True))
    totals = {name: _sum(cast("Sequence[Decimal]", columns[name])) for name in summed}
    return ["total", *(totals.get(head, "") for head in heads[1:])]


def _sum(figures: Sequence[Decimal]) -> Decimal:
    total = figures[0]
    for each in figures[1:]:
        total = _EXACT.add(total, each)
    return total


def _fields(caption: str, fields: Mapping[str, object]) -> str:
    """Give fields one below the other; figures end where the widest of them ends."""
    width = max((_half_digits(each) for each in fields.values() if is_figure(each)), default=0)
    rows: list[str] = []
    for name, value in fields.items():
        words = _line(value)
        if is_figure(value) and _half_digits(value) < width:
            place = f"display:inline-block;min-width:{width / 2:g}ch;text-align:right"
            words = f'<span style="{place}">{words}</span>'
        head = f'<th style="{_LEFT};{_NO_BREAK};font-weight:normal;{_MUTED}">'
        rows.append(f'<tr>{head}{escape(_spaced(name))}</th><td style="{_LEFT}">{words}</td></tr>')
    return _framed(caption, f"<tbody>{''.join(rows)}</tbody>")


def _half_digits(figure: object) -> int:
    """Give a figure's width; what stands between its digits is half as wide as they are."""
    words = plain(figure)
    return len(words) + sum(map(str.isdigit, words))


def _line(value: object) -> str:
    """Give a value in a line of its own: its name, then its other fields, each with its name."""
    if not attrs.has(type(value)) or has_own_words(value):
        return _marked(value)
    names = named(value)
    pieces = [" ".join(map(_marked, names.values()))] if names else []
    for name, each in differing(value).items():
        if name not in names:
            pieces.append(f"{_label(name)} {_marked(each)}")
    return " · ".join(pieces) or plain(value)


def _label(name: str) -> str:
    return f'<span style="{_MUTED}">{escape(_spaced(name))}</span>'


def _marked(value: object) -> str:
    """Give a value in a few words; what they leave out of it shows itself under the pointer."""
    if isinstance(value, tuple | list):
        return _listed(cast("Sequence[object]", value))
    words = escape(plain(value))
    if isinstance(value, date):
        return f'<span style="{_NO_BREAK}">{words}</span>'
    if attrs.has(type(value)) and len(shown_fields(value)) > 2:
        return f'<span title="{escape(_hint(value))}">{words}</span>'
    return words


def _listed(items: Sequence[object]) -> str:
    shown = [_marked(each) for each in items[:MOST_ITEMS]]
    if not shown:
        return plain(items)
    if len(items) > len(shown):
        shown.append(f"… and {len(items) - len(shown):,} more")
    if any(isinstance(each, str) and len(each) > _SENTENCE for each in items):
        return "".join(f"<div>{each}</div>" for each in shown)
    return ", ".join(shown)


def _hint(value: object) -> str:
    fields = [f"{_spaced(name)}: {plain(each)}" for name, each in differing(value).items() if each]
    return "\n".join(fields)[:_LONGEST_HINT]


def _folded(name: str, value: object) -> str:
    """Give what a value's repr leaves out, to be unfolded; nothing where there is nothing."""
    words = escape(_spaced(name))
    if isinstance(value, tuple):
        rows = cast("tuple[object, ...]", value)
        if not rows:
            return ""
        content = _rows("", rows) if attrs.has(type(rows[0])) else _marked(rows)
        words = f"{words} ({len(rows):,})"
    elif attrs.has(type(value)):
        content = _block("", value)
        words = f"{words}: {escape(plain(value))}" if named(value) else words
    else:
        return ""
    return f"<details><summary>{words}</summary>{content}</details>"
