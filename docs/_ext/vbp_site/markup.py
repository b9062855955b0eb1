"""Bits of MyST text."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum

from vbp_policy import YearMonth
from vbp_policy.results.explanations.writing import FigureKind, written

__all__ = ["anchor_of", "shown", "table"]


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table, its cells as MyST text in one line."""
    ruled = ["---"] * len(heads)
    return "\n".join(_row(cells) for cells in (heads, ruled, *rows)) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(each.replace('|', '&#124;') for each in cells)} |"


def shown(value: object, lang: str) -> str:
    """Give a figure as readers of a page write it: days as the code does, amounts in yuan."""
    if isinstance(value, Decimal):
        return written(value, lang, FigureKind.AMOUNT)
    if isinstance(value, Enum):
        return f"`{value.name}`" if lang == "en" else f"{written(value, lang)} `{value.name}`"
    if isinstance(value, date | YearMonth) and lang == "zh":
        return written(value, lang)
    return str(value)


def anchor_of(clause: str, lang: str) -> str:
    """Give the name by which pages of a language link to a clause."""
    prefix = "" if lang == "en" else f"{lang}-"
    return f"{prefix}clause-{clause.lower().replace('.', '-')}"
