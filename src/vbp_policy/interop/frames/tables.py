"""The caller's table: the engine it lives on, its columns, and the same kind back."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any, cast

import attrs
import narwhals.stable.v2 as nw

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import instance

__all__ = ["Frame", "Table", "opened"]

Frame = Any
"""A narwhals frame, eager or lazy: what is done to one is done to the other."""

_ENGINES = {
    nw.Implementation.POLARS,
    nw.Implementation.DUCKDB,
    nw.Implementation.PANDAS,
    nw.Implementation.PYARROW,
    nw.Implementation.PYSPARK,
}
_FOLDING = {nw.Implementation.DUCKDB, nw.Implementation.PYSPARK}
"""Engines to which names are the same in capitals."""
_ACCEPTED = "a table of Polars, DuckDB, pandas, PyArrow or PySpark"


@attrs.frozen
class Table:
    """A table under work: the caller's columns, and ours beside them until they are handed back."""

    frame: Frame
    schema: Mapping[str, nw.dtypes.DType]
    prefix: str
    eager: bool
    """Whether the caller's rows were there already; Polars' are worked on lazily, in one go."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the caller's columns."""
        return tuple(self.schema)

    @property
    def engine(self) -> nw.Implementation:
        """The engine that computes it."""
        return cast("nw.Implementation", self.frame.implementation)

    def ours(self, name: str) -> str:
        """Give the name of a column of ours, which no column of the caller's has."""
        return f"{self.prefix}{name}"

    def adding(self, columns: Mapping[str, nw.Expr]) -> "Table":
        """Add columns, or put others in their place."""
        return attrs.evolve(self, frame=self.frame.with_columns(**columns))

    def where(self, condition: nw.Expr) -> "Table":
        """Keep the rows for which a condition on columns of ours holds."""
        frame = self.frame
        if self.engine is nw.Implementation.PYSPARK:
            # Its planner would write the condition out, step by step back to the caller's columns,
            # which takes minutes. It lets be what hangs on a number that it cannot foretell.
            functions = import_module("pyspark.sql.functions")
            number = self.ours("number")
            native = nw.to_native(frame).withColumn(number, functions.monotonically_increasing_id())
            frame, condition = nw.from_native(native), condition & (nw.col(number) >= 0)
        return attrs.evolve(self, frame=frame.filter(condition))

    def column(self, name: str, *, field: str) -> str:
        """Check that a name is that of a column of the caller's."""
        instance(name, str, field=field, expected="the name of a column")
        if name not in self.columns:
            raise InvalidValueError(
                field=field,
                value=name,
                expected=f"a column of the table: {', '.join(self.columns)}",
            )
        return name

    def dtype(self, name: str) -> nw.dtypes.DType:
        """Give the type of a column."""
        return self.schema.get(name) or self.frame.collect_schema()[name]

    def free(self, names: Iterable[str]) -> None:
        """Refuse names that the caller's columns have already: nothing is written over."""
        folded = self.engine in _FOLDING
        taken = {name.casefold() if folded else name for name in map(str, self.columns)}
        for name in names:
            if name in taken:
                raise InvalidValueError(
                    field="table", value=name, expected="a table without a column of this name"
                )

    def typed(self, name: str, copy: str) -> tuple["Table", str]:
        """Give a column of pandas that holds objects in the one type that they have, if any."""
        if self.dtype(name) != nw.Object:
            return self, name
        arrow, native = import_module("pyarrow"), nw.to_native(self.frame)
        pandas = nw.get_native_namespace(self.frame)
        try:
            array = arrow.array(native[name], from_pandas=True)
        except (arrow.ArrowException, TypeError, ValueError, OverflowError):
            return self, name
        series = pandas.Series(array, dtype=pandas.ArrowDtype(array.type), index=native.index)
        frame = nw.from_native(native.assign(**{copy: series}))
        return attrs.evolve(self, frame=frame), copy

    def rows(self, *columns: nw.Expr) -> list[dict[str, object]]:
        """Compute rows and give them as Python's own values, None where there is none."""
        frame = self.frame.select(*columns) if columns else self.frame
        if self.engine is nw.Implementation.POLARS:
            return list(frame.collect().rows(named=True))
        native: Any = nw.to_native(frame)
        if self.engine is nw.Implementation.DUCKDB:
            return [dict(zip(native.columns, row, strict=True)) for row in native.fetchall()]
        if self.engine is nw.Implementation.PYSPARK:
            return [row.asDict() for row in native.collect()]
        if self.engine is nw.Implementation.PANDAS:
            objects = native.astype(object)
            records: list[dict[str, object]] = objects.where(native.notna(), None).to_dict(
                "records"
            )
            return records
        return list(frame.rows(named=True))

    @property
    def here(self) -> Frame:
        """The rows of an eager table, with what was added so far."""
        return self.frame.collect() if self.engine is nw.Implementation.POLARS else self.frame

    def settled(self) -> "Table":
        """Compute what was added so far, once for all that builds on it."""
        return self.resumed(self.here) if self.eager else self

    def resumed(self, frame: Frame) -> "Table":
        """Go on with an eager table's rows."""
        polars = self.engine is nw.Implementation.POLARS
        return attrs.evolve(self, frame=frame.lazy() if polars else frame)

    def back(self, *added: str | nw.Expr) -> Any:
        """Hand back the caller's columns and those added, in the kind of table that came in."""
        return self.handed(self.frame.select(*self.columns, *added))

    def handed(self, frame: Frame) -> Any:
        """Give a table of the kind that came in."""
        if self.eager and self.engine is nw.Implementation.POLARS:
            frame = frame.collect()
        return nw.to_native(frame)


def opened(table: object, *, field: str = "table") -> Table:
    """Take a caller's table, or refuse its engine by name."""
    from_native: Callable[..., Frame] = nw.from_native
    try:
        frame = from_native(table)
    except TypeError:
        kind = f"{type(table).__module__}.{type(table).__qualname__}"
        raise InvalidTypeError(field=field, value=kind, expected=_ACCEPTED) from None
    except nw.exceptions.DuplicateError as error:
        raise InvalidValueError(
            field=field, value=str(error), expected="a table that names each column once"
        ) from None
    if frame.implementation not in _ENGINES:
        raise InvalidTypeError(field=field, value=str(frame.implementation), expected=_ACCEPTED)
    schema = dict(frame.collect_schema())
    prefix = "_vbp_"
    while any(str(name).startswith(prefix) for name in schema):
        prefix = f"_{prefix}"
    eager = isinstance(frame, nw.DataFrame)
    if frame.implementation is nw.Implementation.POLARS:
        frame = frame.lazy()
    return Table(frame, schema, prefix, eager)
