"""Changes as the rows of a table, in text and in HTML: how a person reads what differs."""

from collections.abc import Iterable, Sequence
from datetime import date
from unicodedata import east_asian_width

import attrs

from ..foundation.dates import YearMonth
from ..foundation.errors import PolicyError
from ..foundation.plain import has_own_words, plain
from .changes import Absent, Change

__all__ = ["CHANGE_HEADS", "changed_rows", "in_columns", "in_words"]

CHANGE_HEADS = ("what", "from", "to", "by")
"""The heads of the columns of a change."""

_MOST_CHANGES = 8
_LONGEST_WORDS = 100


def changed_rows(own: Sequence[str], changes: Sequence[Change]) -> list[list[str]]:
    """Give changes a row each, the first one begun by the cells `own`; of many the first few."""
    shown = changes if len(changes) <= _MOST_CHANGES else changes[: _MOST_CHANGES - 1]
    rows = [
        [each.path or "the outcome", in_words(each.before), in_words(each.after), _moved(each)]
        for each in shown
    ]
    if len(shown) < len(changes):
        rows.append([f"… and {len(changes) - len(shown):,} more", "", "", ""])
    blank = [""] * len(own)
    return [[*(blank if number else own), *row] for number, row in enumerate(rows)]


def in_words(value: object) -> str:
    """Give an outcome or a part of one in a few words: what it is, and how it begins."""
    if isinstance(value, Absent):
        return ""
    if isinstance(value, PolicyError):
        words = f"{type(value).__name__}: {value.field}: {value.expected}"
    elif attrs.has(type(value)) and not has_own_words(value):
        words = f"{type(value).__name__}: {plain(value)}"
    else:
        words = plain(value)
    return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS]}…"


def _moved(change: Change) -> str:
    """Say how far something moved, with the unit where the values say it."""
    if isinstance(change.before, Absent):
        return "appears"
    if isinstance(change.after, Absent):
        return "vanishes"
    moved = change.moved_by
    if moved is None:
        return ""
    words = f"{'+' if moved > 0 else ''}{plain(moved)}"
    unit = _unit(change.before)
    return f"{words} {unit}{'' if abs(moved) == 1 else 's'}" if unit else words


def _unit(value: object) -> str:
    if isinstance(value, date):
        return "day"
    return "month" if isinstance(value, YearMonth) else ""


def in_columns(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give rows as text in columns, for a terminal; a Chinese character is two columns wide."""
    lines = [[" ".join(cell.split()) for cell in row] for row in (heads, *rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _width(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)
