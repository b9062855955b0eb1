"""Rows that a rule judges only together, and what a section says of its results."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeVar

from exports import Exports, UnusableError, place_of, shown

from vbp_policy import Basis, PolicyError
from vbp_policy.interop.sheets import RefusedCell, Row

T = TypeVar("T")


def vetted(
    exports: Exports,
    rows: Iterable[tuple[Row, T]],
    rule: Callable[[Sequence[T]], object],
    *,
    column: str,
) -> list[T]:
    """Give the values that stand together, trying one row more at a time.

    So every refusal has its row. Its column is the one that the error's field ends with, as in
    `deliveries[3].unit`; `column` is for a field without one.
    """
    kept: list[T] = []
    for row, value in rows:
        try:
            rule([*kept, value])
        except PolicyError as error:
            name = error.field.rpartition(".")[2]
            exports.refuse(row, name if name in row.values else column, error)
        else:
            kept.append(value)
    return kept


def show_assumed(bases: Iterable[Basis]) -> None:
    """Print what the results rest on that no notice states."""
    for words in dict.fromkeys(words for basis in bases for words in basis.assumptions):
        print(f"assumed, as no notice states it: {words}")


def check_count(says: str, whole: int | Decimal, *parts: int | Decimal) -> None:
    """Print that a number of rows, or a volume, is the sum of its parts, or stop."""
    print(f"count: {says}: {shown(whole)} = {' + '.join(map(shown, parts))}")
    if whole != sum(parts):
        message = f"does not reconcile: {says}"
        raise UnusableError(message)


def refused_at(cell: RefusedCell) -> str:
    """Say where a row was refused."""
    return f"a row was refused: {place_of(cell)}, line {cell.line}"
