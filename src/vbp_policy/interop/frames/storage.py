"""Decimals as the whole numbers that engines in memory store them as.

There a decimal of so many places is a 128-bit count of units of its last place. Taking it for that
count, and a count for it, costs no arithmetic; multiplying by a power of ten costs more than the
rule itself.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from inspect import signature
from typing import Any

import attrs
import narwhals.stable.v2 as nw

from .tables import Table

__all__ = ["ARROW", "with_decimals", "with_units"]

_SURE = 18
"""Digits that 64 bits hold whatever they are."""
ARROW = {nw.Implementation.PYARROW, nw.Implementation.PANDAS}
"""Engines whose columns are Arrow's, or can be."""


def with_units(table: Table, source: str, name: str) -> Table | None:
    """Add a decimal column's units as `Int64`, none where 64 bits do not hold them.

    None for an engine that gives no such view.
    """
    if table.engine is nw.Implementation.POLARS:
        polars = import_module("polars")
        units = polars.col(source).to_physical().cast(polars.Int64, strict=False)
        return _polars(table, units.alias(name))
    if table.engine not in ARROW:
        return None
    dtype: Any = table.dtype(source)
    arrow = import_module("pyarrow")
    column = _arrow_array(table, source)
    if dtype.precision > _SURE or not arrow.types.is_decimal128(column.type):
        return None

    def units_of(chunk: Any) -> Any:
        return chunk.view(arrow.decimal128(38, 0)).cast(arrow.int64())

    return _with_arrays(table, {name: _chunk_by_chunk(column, units_of, arrow.int64())})


def with_decimals(table: Table, names: Sequence[str], precision: int, scale: int) -> Table | None:
    """Put decimals in the place of columns that count their units; None as for `with_units`."""
    if table.engine is nw.Implementation.POLARS:
        polars = import_module("polars")
        if "dtype" not in signature(polars.Expr.reinterpret).parameters:  # an older release
            return None
        units = polars.col(names).cast(polars.Int128)
        return _polars(table, units.reinterpret(dtype=polars.Decimal(precision, scale)))
    if table.engine not in ARROW:
        return None
    arrow = import_module("pyarrow")
    made = arrow.decimal128(precision, scale)

    def decimals_of(chunk: Any) -> Any:
        return chunk.cast(arrow.decimal128(19, 0)).view(made)

    return _with_arrays(
        table,
        {name: _chunk_by_chunk(_arrow_array(table, name), decimals_of, made) for name in names},
    )


def _polars(table: Table, expression: Any) -> Table:
    native: Any = nw.to_native(table.frame)
    return attrs.evolve(table, frame=nw.from_native(native.with_columns(expression)))


def _arrow_array(table: Table, name: str) -> Any:
    column: Any = table.frame[name].to_native()
    return (
        import_module("pyarrow").array(column)
        if table.engine is nw.Implementation.PANDAS
        else column
    )


def _chunk_by_chunk(column: Any, made: Callable[[Any], Any], dtype: Any) -> Any:
    arrow = import_module("pyarrow")
    chunks = column.chunks if isinstance(column, arrow.ChunkedArray) else [column]
    return arrow.chunked_array(list(map(made, chunks)), dtype)


def _with_arrays(table: Table, columns: dict[str, Any]) -> Table:
    if table.engine is nw.Implementation.PANDAS:
        return table.in_pandas(columns)
    made = [nw.from_native(array, series_only=True).alias(name) for name, array in columns.items()]
    return attrs.evolve(table, frame=table.frame.with_columns(*made))
