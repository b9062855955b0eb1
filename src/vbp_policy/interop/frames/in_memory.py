"""Ledgers of tables in memory, a month at a time on NumPy's integers.

A block of rows is small enough to stay in the processor's cache while all its months are run.
"""

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import narwhals.stable.v2 as nw

from .figures import Units
from .tables import Table

__all__ = ["arrays_that_fit", "with_offsets"]

_BLOCK = 1 << 14


def arrays_that_fit(table: Table, units: Sequence[Units]) -> list[Any] | None:
    """Give the figures of an eager table in fen, where there is NumPy and all of them fit."""
    if not table.eager or find_spec("numpy") is None:
        return None
    numpy = import_module("numpy")
    frame = table.here
    arrays: list[Any] = []
    for each in units:
        column = frame[each.column]
        if column.null_count() if each.plain else not frame[each.readable_column].all():
            return None
        figures = numpy.asarray(column.to_numpy(), dtype=numpy.int64)
        if len(figures) and not each.holds(int(figures.min()), int(figures.max())):
            return None
        arrays.append(figures if each.scale == 2 else figures * 10 ** (2 - each.scale))
    return arrays


def with_offsets(table: Table, names: Sequence[str], arrays: Sequence[Any]) -> Table:
    """Add each month's offset and the balance: `kernels.month_offset`, a block of rows at a time.

    The first of the arrays is what was prepaid, the last of the names is that of the balance.
    """
    numpy = import_module("numpy")
    prepaid, *payables = arrays
    balance = prepaid.copy()
    offsets = [numpy.empty_like(balance) for _ in payables]
    for start in range(0, len(balance), _BLOCK):
        rows = slice(start, start + _BLOCK)
        left = balance[rows]
        for offset, payable in zip(offsets, payables, strict=True):
            taken = offset[rows]
            numpy.maximum(payable[rows], 0, out=taken)
            numpy.minimum(taken, left, out=taken)
            numpy.subtract(left, taken, out=left)
    engine: Any = table.engine
    made = [
        nw.new_series(name, values, nw.Int64, backend=engine)
        for name, values in zip(names, [*offsets, balance], strict=True)
    ]
    return table.resumed(table.here.with_columns(*made))
