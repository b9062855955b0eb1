"""Split the lines of a claims file at the payment standards: Parquet in, Parquet out.

`python split_lines.py lines.parquet standards.csv split --engine duckdb`, or `polars`; the same
with `--engine spark`, or by `spark-submit`, on a cluster. `split` gets two folders or files:
`good`, and `refused` with the reason of each line.
"""

import argparse
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vbp_policy import Span, StandardTable
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_9

Split = Callable[[Any], frames.Separated[Any]]


def read_standards(path: str | Path) -> StandardTable:
    """Read a bureau's published standards: code, variety, price."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [(row["code"], row["variety"], row["price"]) for row in csv.DictReader(file)]
    return StandardTable.published(
        CHONGQING_2025_9, rows, in_force=Span("2025-03-07", "2025-12-31")
    )


def split(lines: Any, standards: StandardTable) -> frames.Separated[Any]:
    """Split lines on whatever engine they live: this is all that there is to it."""
    lines = frames.with_standards(
        lines, standards, code="code", on="dispensed_on", uncovered="pass"
    )
    return frames.reimburse_columns(
        lines, price="price", quantity="quantity", standard="standard", invalid="separate"
    )


def in_duckdb(source: str, target: Path, split: Split, memory: str) -> None:
    """Split within so much memory, and spill beyond it to disk."""
    import duckdb  # noqa: PLC0415

    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{memory}'")
    connection.execute("SET preserve_insertion_order = false")
    made = split(connection.read_parquet(source))
    made.good.write_parquet(str(target / "good.parquet"))
    made.refused.write_parquet(str(target / "refused.parquet"))


def in_polars(source: str, target: Path, split: Split) -> None:
    """Split a stretch of lines at a time, what the guards read included."""
    import polars as pl  # noqa: PLC0415

    with pl.Config():
        pl.Config.set_engine_affinity("streaming")
        made = split(pl.scan_parquet(source))
        made.good.sink_parquet(target / "good.parquet")
        made.refused.sink_parquet(target / "refused.parquet")


def in_spark(source: str, target: Path, split: Split) -> None:
    """Split on the cluster that the job was submitted to, or on this machine."""
    from pyspark.sql import SparkSession  # noqa: PLC0415

    session = SparkSession.builder.appName("split_lines").getOrCreate()
    made = split(session.read.parquet(source))
    made.good.write.mode("overwrite").parquet(str(target / "good.parquet"))
    made.refused.write.mode("overwrite").parquet(str(target / "refused.parquet"))


def main(arguments: list[str] | None = None) -> None:
    """Run on the engine asked for."""
    parser = argparse.ArgumentParser(description="Split lines at the payment standards.")
    parser.add_argument("lines")
    parser.add_argument("standards")
    parser.add_argument("target", type=Path)
    parser.add_argument("--engine", choices=("duckdb", "polars", "spark"), default="duckdb")
    parser.add_argument("--memory", default="1GB", help="what DuckDB may take")
    given = parser.parse_args(arguments)
    standards = read_standards(given.standards)
    given.target.mkdir(parents=True, exist_ok=True)

    def split_here(lines: Any) -> frames.Separated[Any]:
        return split(lines, standards)

    if given.engine == "duckdb":
        in_duckdb(given.lines, given.target, split_here, given.memory)
    elif given.engine == "polars":
        in_polars(given.lines, given.target, split_here)
    else:
        in_spark(given.lines, given.target, split_here)


if __name__ == "__main__":
    main()
