"""The caller's table: the engine it lives on, its columns, and the same kind back."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from importlib import import_module
from typing import Any, TypeVar, cast

import attrs
import narwhals.stable.v2 as nw

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import instance

__all__ = ["Frame", "Table", "as_choice", "as_name", "opened", "quoted"]

Choice = TypeVar("Choice", bound=str)

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
_EACH_ONCE = "a table that names each column once"
_SLICED = {nw.Implementation.POLARS, nw.Implementation.PYARROW}
"""Engines whose tables are cut and put together without a copy."""
_MOST_DIGITS = 38
"""Of decimals in 128 bits."""
_VIEWS = {"string_view": "large_string", "binary_view": "large_binary"}
_SAFE_NAME = re.compile(r"\w[\w -]*")
"""Names that mean themselves to every engine; `a.b`, `*` or `^x$` mean more to one or another."""
_KIND: Mapping[nw.Implementation, Callable[[Any], object]] = {
    nw.Implementation.POLARS: lambda native: native.collect_schema().dtypes()[0],
    nw.Implementation.DUCKDB: lambda native: native.types[0],
    nw.Implementation.PANDAS: lambda native: native.dtypes.iloc[0],
    nw.Implementation.PYARROW: lambda native: native.schema.types[0],
    nw.Implementation.PYSPARK: lambda native: native.dtypes[0][1],
}
"""How each engine tells the type of a table's first column."""


@attrs.frozen
class Table:
    """A table under work: the caller's columns, and ours beside them until they are handed back."""

    frame: Frame
    names: Mapping[str, str]
    """The caller's names of columns, each with the one that it has under work."""
    schema: Mapping[str, nw.dtypes.DType]
    """The types of the caller's columns, by their names under work."""
    prefix: str
    eager: bool
    """Whether the caller's rows were there already; Polars' are worked on lazily, in one go."""
    at_fault: Mapping[str, str | None] = attrs.field(factory=dict[str, str | None])
    """The reasons for which rows are refused, each with the caller's column that it is about."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names under work of the caller's columns."""
        return tuple(self.names.values())

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
        """Check that a name is that of a column of the caller's; give its name under work."""
        name = as_name(name, field=field)
        if name not in self.names:
            raise InvalidValueError(
                field=field,
                value=name,
                expected=f"a column of the table: {', '.join(self.names)}",
            )
        return self.names[name]

    def dtype(self, name: str) -> nw.dtypes.DType:
        """Give the type of a column."""
        return self.schema.get(name) or self.frame.collect_schema()[name]

    def kind(self, name: str) -> str:
        """Give the type of a column in words: the engine's own, where it is no common one."""
        dtype: Any = self.dtype(name)
        if dtype in (nw.Unknown, nw.Object):
            return str(_KIND[self.engine](nw.to_native(self.frame.select(name))))
        return str(dtype)

    def holds_nothing(self, name: str) -> bool:
        """Say whether a column has nothing on any row, and so no type of its own."""
        dtype: Any = self.dtype(name)
        if self.engine is nw.Implementation.PANDAS and dtype in (nw.Object, nw.String, nw.Unknown):
            return bool(nw.to_native(self.frame)[name].isna().all())
        return self.kind(name).strip('"').lower() in ("null", "void")

    def with_nothing(self, name: str) -> "Table":
        """Add a column of integers that has nothing on any row."""
        if self.engine is not nw.Implementation.PANDAS:
            return self.adding({name: nw.lit(None, nw.Int64)})
        native, pandas = nw.to_native(self.frame), nw.get_native_namespace(self.frame)
        nothing = pandas.Series(pandas.NA, index=native.index, dtype="Int64")
        return attrs.evolve(self, frame=nw.from_native(native.assign(**{name: nothing})))

    def free(self, names: Iterable[str], *, among: Iterable[str] | None = None) -> None:
        """Refuse names that the caller's columns have already: nothing is written over."""
        taken = {_folded(self.engine, name) for name in among or self.names}
        for name in names:
            if _folded(self.engine, name) in taken:
                raise InvalidValueError(
                    field="table", value=name, expected="a table without a column of this name"
                )

    def typed(self, name: str, copy: str) -> tuple["Table", str]:
        """Give a column in a type that its engine computes with, in a copy where need be.

        Categories become what they stand for; objects of pandas the one type that they have, if
        any; and Arrow's newer types the older ones that hold the same.
        """
        if self.engine is nw.Implementation.PYARROW:
            native = nw.to_native(self.frame)
            array = _computable(native[name])
            if array.type == native[name].type:
                return self, name
            frame = nw.from_native(native.append_column(copy, array))
            return attrs.evolve(self, frame=frame), copy
        dtype: Any = self.dtype(name)
        if self.engine is nw.Implementation.PANDAS:
            if dtype not in (nw.Object, nw.Unknown, nw.Categorical, nw.Enum):
                return self, name
            return self._from_objects(name, copy)
        if dtype in (nw.Categorical, nw.Enum):
            return self.adding({copy: nw.col(name).cast(nw.String)}), copy
        return self, name

    def _from_objects(self, name: str, copy: str) -> tuple["Table", str]:
        arrow, given = import_module("pyarrow"), nw.to_native(self.frame)[name]
        try:
            array = _computable(arrow.array(given, from_pandas=True))
        except (arrow.ArrowException, NotImplementedError, TypeError, ValueError, OverflowError):
            return self, name
        if arrow.types.is_date(array.type) and any(
            issubclass(kind, datetime) for kind in set(map(type, given.dropna()))
        ):
            return self, name  # Arrow would cut the times off
        return self.in_pandas({copy: array}), copy

    def in_pandas(self, arrays: Mapping[str, Any]) -> "Table":
        """Add Arrow's arrays to a table of pandas, as columns of their own types."""
        pandas, native = nw.get_native_namespace(self.frame), nw.to_native(self.frame)
        columns = {
            name: pandas.Series(array, dtype=pandas.ArrowDtype(array.type), index=native.index)
            for name, array in arrays.items()
        }
        return attrs.evolve(self, frame=nw.from_native(native.assign(**columns)))

    def rows(self, *columns: nw.Expr) -> list[dict[str, object]]:
        """Compute rows and give them as Python's own values, None where there is none."""
        frame = self.frame.select(*columns) if columns else self.frame
        if self.engine is nw.Implementation.POLARS:
            how = {} if self.eager else {"engine": "streaming"}  # it may be larger than memory
            return list(frame.collect("polars", **how).rows(named=True))
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

    def by_pieces(
        self, rows: int | None, rule: Callable[["Table"], "Table | None"], added: Sequence[str]
    ) -> "Table | None":
        """Add a rule's columns, so many rows at a time; None where the rule gives none for some.

        So what is made on the way to them takes little memory, and stays in the caches. Lazy
        tables are their engine's to cut; pandas copies what it puts together.
        """
        if rows is None or not self.eager or self.engine not in _SLICED:
            return rule(self)
        frame, pieces = self.here, list[Frame]()
        if len(frame) <= rows:
            return rule(self)
        for start in range(0, len(frame), rows):
            made = rule(self.resumed(frame[start : start + rows]))
            if made is None:
                return None
            pieces.append(made.here.select(*added))
        columns: Frame = nw.concat(pieces)
        return self.resumed(frame.with_columns(*(columns[name] for name in added)))

    def settled(self) -> "Table":
        """Compute what was added so far, once for all that builds on it."""
        return self.resumed(self.here) if self.eager else self

    def resumed(self, frame: Frame) -> "Table":
        """Go on with an eager table's rows."""
        polars = self.engine is nw.Implementation.POLARS
        return attrs.evolve(self, frame=frame.lazy() if polars else frame)

    def back(self, *added: str | nw.Expr) -> Any:
        """Hand back the caller's columns and those added, in the kind of table that came in."""
        return self.handed(self.frame.select(*self.columns, *added), self.names)

    def handed(self, frame: Frame, names: Mapping[str, str]) -> Any:
        """Give a table of the kind that came in, its columns by the caller's names."""
        frame = _renamed(frame, {ours: name for name, ours in names.items() if ours != name})
        if self.eager and self.engine is nw.Implementation.POLARS:
            frame = frame.collect()
        return nw.to_native(frame)


def as_choice(value: Choice, *choices: Choice, field: str) -> Choice:
    """Give the choice that a value is, or refuse it."""
    given: Any = value  # the annotation binds no untyped caller
    own = str.__str__(given) if issubclass(type(given), str) else None
    for choice in choices:
        if own == choice:
            return choice
    raise InvalidValueError(field=field, value=value, expected=" or ".join(map(repr, choices)))


def as_name(value: str, *, field: str) -> str:
    """Check the name of a column, and give its own characters: a subclass may lie about them."""
    return str.__str__(instance(value, str, field=field, expected="the name of a column"))


def opened(table: object, *, field: str = "table") -> Table:
    """Take a caller's table, or refuse its engine by name."""
    from_native: Callable[..., Frame] = nw.from_native
    try:
        frame = from_native(table)
    except TypeError:
        kind = f"{type(table).__module__}.{type(table).__qualname__}"
        raise InvalidTypeError(field=field, value=kind, expected=_ACCEPTED) from None
    except nw.exceptions.DuplicateError as error:
        raise InvalidValueError(field=field, value=str(error), expected=_EACH_ONCE) from None
    engine = frame.implementation
    if engine not in _ENGINES:
        raise InvalidTypeError(field=field, value=str(engine), expected=_ACCEPTED)
    names = _names(frame, field)
    prefix = "_vbp_"
    while any(name.casefold().startswith(prefix) for name in names):
        prefix = f"_{prefix}"
    under_work = {
        name: name if _SAFE_NAME.fullmatch(name) else f"{prefix}{number}"
        for number, name in enumerate(names)
    }
    eager = isinstance(frame, nw.DataFrame)
    if engine is nw.Implementation.POLARS:
        frame = frame.lazy()
    elif engine is nw.Implementation.PYARROW:
        frame = _without_views(frame)
    frame = _renamed(frame, {name: ours for name, ours in under_work.items() if ours != name})
    return Table(frame, under_work, dict(frame.collect_schema()), prefix, eager)


def _names(frame: Frame, field: str) -> list[str]:
    """Give the names of a table's columns, which are texts and differ."""
    engine = frame.implementation
    lazy = engine in _FOLDING  # whose schema has one of two columns of a name
    names: list[Any] = list(nw.to_native(frame).columns if lazy else frame.collect_schema())
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise InvalidTypeError(
            field=field, value=repr(odd[0]), expected="a table whose columns have texts for names"
        )
    seen: set[str] = set()
    for name in names:
        if (folded := _folded(engine, name)) in seen:
            raise InvalidValueError(field=field, value=name, expected=_EACH_ONCE)
        seen.add(folded)
    return names


def _folded(engine: nw.Implementation, name: str) -> str:
    return name.casefold() if engine in _FOLDING else name


def _renamed(frame: Frame, names: Mapping[str, str]) -> Frame:
    """Give columns other names, whatever the old ones and the new ones mean to the engine."""
    if not names:
        return frame
    native: Any = nw.to_native(frame)
    if frame.implementation is nw.Implementation.PYSPARK:
        return nw.from_native(native.toDF(*(names.get(name, name) for name in native.columns)))
    if frame.implementation is nw.Implementation.DUCKDB:
        asked = (f"{quoted(name)} AS {quoted(names.get(name, name))}" for name in native.columns)
        return nw.from_native(native.project(", ".join(asked)))
    return frame.rename(names)


def quoted(name: str) -> str:
    """Give a name as DuckDB's SQL has it."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _without_views(frame: Frame) -> Frame:
    """Give Arrow's views of texts as texts: it cannot so much as choose rows of a view."""
    native: Any = nw.to_native(frame)
    arrow, schema = import_module("pyarrow"), native.schema
    for number, field in enumerate(schema):
        if str(field.type) in _VIEWS:
            kept = getattr(arrow, _VIEWS[str(field.type)])()
            schema = schema.set(number, field.with_type(kept))
    return nw.from_native(native.cast(schema)) if schema != native.schema else frame


def _computable(array: Any) -> Any:
    """Give an array of Arrow's in a type that its functions take, or as it is."""
    arrow = import_module("pyarrow")
    types, kind = arrow.types, array.type
    if types.is_dictionary(kind) and str(kind.value_type) not in _VIEWS:
        return _computable(array.cast(kind.value_type))
    narrow_or_wide = types.is_decimal(kind) and not types.is_decimal128(kind)
    if narrow_or_wide and kind.precision <= _MOST_DIGITS:
        return array.cast(arrow.decimal128(kind.precision, kind.scale))
    return array
