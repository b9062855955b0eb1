"""The engines that tables live on, for the tests of `interop.frames`."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import narwhals.stable.v2 as nw
import pytest

duckdb: Any = import_module("duckdb")  # without types, or with partial ones
pl: Any = import_module("polars")
pa: Any = import_module("pyarrow")
pd: Any = import_module("pandas")

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
        # Most of its time goes into the compiling of what runs once.
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


def in_spark(table: Any) -> Any:
    fields: Any = import_module("pyspark.sql.pandas.types").from_arrow_schema
    rows = [tuple(row.values()) for row in table.to_pylist()]
    return spark().createDataFrame(rows, fields(table.schema))


def in_pandas_arrow(table: Any) -> Any:
    return table.to_pandas(types_mapper=pd.ArrowDtype)


LOCAL: Mapping[str, Callable[[Any], Any]] = {
    "polars": pl.from_arrow,
    "polars lazy": lambda table: pl.from_arrow(table).lazy(),
    "duckdb": duckdb.from_arrow,
    "pandas": lambda table: table.to_pandas(),
    "pandas on arrow": in_pandas_arrow,
    "pyarrow": lambda table: table,
}
ALL: Mapping[str, Callable[[Any], Any]] = {**LOCAL, "pyspark": in_spark}

EVERY_ENGINE = pytest.mark.parametrize("engine", ALL)
LOCAL_ENGINES = pytest.mark.parametrize("engine", LOCAL)


def arrow(columns: Mapping[Any, Sequence[object]], **types: Any) -> Any:
    """Make a table whose columns have the types given, and Arrow's own choice otherwise."""
    return pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})


def rows_of(native: Any) -> Rows:
    """Give a table's rows as Python's own values."""
    if isinstance(native, pd.DataFrame):
        records: Rows = native.astype(object).where(native.notna(), None).to_dict("records")
        return records
    frame: Any = nw.from_native(native)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    return list(frame.rows(named=True))
