"""The engines that tables live on, for the tests of `interop.frames`."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

Rows = list[dict[str, Any]]


@cache
def spark() -> Any:
    if find_spec("pyspark") is None or shutil.which("java") is None:
        pytest.skip("needs pyspark and Java")
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    from pyspark.sql import SparkSession  # noqa: PLC0415  # seldom needed, and slow to load

    builder: Any = SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


def in_spark(table: pa.Table) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415  # as above

    fields: Any = from_arrow_schema
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return spark().createDataFrame(rows, fields(table.schema))


def in_pandas_arrow(table: pa.Table) -> Any:
    return table.to_pandas(types_mapper=pd.ArrowDtype)


LOCAL: Mapping[str, Callable[[pa.Table], Any]] = {
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.from_arrow(table).lazy(),  # type: ignore[union-attr]
    "duckdb": duckdb.from_arrow,
    "pandas": lambda table: table.to_pandas(),
    "pandas on arrow": in_pandas_arrow,
    "pyarrow": lambda table: table,
}
ALL: Mapping[str, Callable[[pa.Table], Any]] = {**LOCAL, "pyspark": in_spark}

EVERY_ENGINE = pytest.mark.parametrize("engine", ALL)
LOCAL_ENGINES = pytest.mark.parametrize("engine", LOCAL)


def arrow(columns: Mapping[str, Sequence[object]], **types: pa.DataType) -> pa.Table:
    """Make a table whose columns have the types given, and Arrow's own choice otherwise."""
    return pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})


def rows_of(native: Any) -> Rows:
    """Give a table's rows as Python's own values."""
    if isinstance(native, pd.DataFrame):
        return native.astype(object).where(native.notna(), None).to_dict("records")
    frame: Any = nw.from_native(native)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    return list(frame.rows(named=True))
