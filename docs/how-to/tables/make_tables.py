"""Make invented tables to try the programs on: `python make_tables.py folder --lines 10000000`.

One line in five is of a procurement drug; one in a hundred thousand lacks its price, and as many
have no quantity. One institution in a thousand lacks a month.
"""

import argparse
import csv
from datetime import date
from pathlib import Path

import polars as pl

CODES = 500
SOME, EVERY = 100_000, 1_000
BLOCK = 1_000_000
MONTHS = [f"{2026 + month // 12}-{month % 12 + 1:02d}" for month in range(5, 17)]


def lines(first: int, count: int) -> pl.DataFrame:
    """Make the lines from a number on."""
    number = pl.int_range(first, first + count, dtype=pl.Int64)
    drawn = number.hash(seed=1)
    fen = (drawn % 90_000 + 100).cast(pl.Decimal(15, 0)) * pl.lit("0.01").cast(pl.Decimal(3, 2))
    return pl.select(
        line=number,
        institution=pl.format("H{}", drawn // 7 % 3_000),
        code=pl.format("D{}", drawn // 11 % (5 * CODES)),
        dispensed_on=pl.lit(date(2025, 3, 7))
        + pl.duration(days=(drawn // 13 % 300).cast(pl.Int64)),
        price=pl.when(number % SOME != 7).then(fen.cast(pl.Decimal(10, 2))),
        quantity=pl.when(number % SOME == 11)
        .then(0)
        .when(drawn // 17 % 40 == 0)
        .then(-1)
        .otherwise(drawn // 17 % 40)
        .cast(pl.Int32),
    )


def make(folder: Path, *, count: int, institutions: int) -> None:
    """Write lines.parquet, standards.csv, payables.parquet and prepaid.parquet."""
    folder.mkdir(parents=True, exist_ok=True)
    starts = range(0, count, BLOCK)
    blocks = [lines(start, min(BLOCK, count - start)).lazy() for start in starts]
    pl.concat(blocks).sink_parquet(folder / "lines.parquet", row_group_size=BLOCK)
    with (folder / "standards.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [
            (f"D{number}", f"品种{number}", f"{number % 400 + 1}.50") for number in range(CODES)
        ]
        csv.writer(file).writerows([("code", "variety", "price"), *rows])
    number = pl.int_range(institutions, dtype=pl.Int64)
    yuan = number.hash(seed=2) % 10**7 + 1
    prepaid = pl.select(
        institution=pl.format("H{}", number), prepaid=yuan.cast(pl.Int64).cast(pl.Decimal(17, 2))
    )
    prepaid.write_parquet(folder / "prepaid.parquet")
    months = pl.DataFrame({"month": MONTHS}).with_row_index("place")
    payables = (
        prepaid.select("institution")
        .with_row_index("number")
        .join(months, how="cross")
        .filter((pl.col("number") % EVERY != 1) | (pl.col("place") != 3))
        .select(
            "institution",
            "month",
            payable=(pl.struct("number", "place").hash(seed=3) % 2_000_000)
            .cast(pl.Int64)
            .sub(20_000)
            .cast(pl.Decimal(17, 2)),
        )
    )
    payables.write_parquet(folder / "payables.parquet")


def main(arguments: list[str] | None = None) -> None:
    """Make them as large as asked for."""
    parser = argparse.ArgumentParser(description="Make invented tables.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--institutions", type=int, default=100_000)
    given = parser.parse_args(arguments)
    make(given.folder, count=given.lines, institutions=given.institutions)


if __name__ == "__main__":
    main()
