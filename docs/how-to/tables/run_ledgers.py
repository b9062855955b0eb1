"""Run the offset of every prepayment from long rows of payables: Parquet in, Parquet out.

`python run_ledgers.py payables.parquet prepaid.parquet ledgers`. Payables are rows of institution,
month (YYYY-MM) and payable, of one fund; prepayments rows of institution and what was disbursed.
Every row of both comes out in one of the files: `ledgers`, or with its reason beside them.
"""

import argparse
from pathlib import Path

import polars as pl

from vbp_policy import procurement_cycle
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_25 as NOTICE


def run(
    payables: str, prepaid: str, target: Path, execution_date: str, through: str | None = None
) -> None:
    """Run the ledgers of one cycle; what cannot be run is kept beside them, with its reason."""
    cycle = procurement_cycle(NOTICE, execution_date)
    wide = frames.to_wide(
        pl.read_parquet(payables),
        NOTICE,
        cycle,
        institution="institution",
        month="month",
        payable="payable",
        through=through,
        invalid="separate",
    )
    paid = pl.read_parquet(prepaid)
    several = pl.col("institution").is_duplicated()  # each would take the same payables
    table = paid.filter(~several).join(wide.good, on="institution", how="left")
    ledgers = frames.offset_columns(
        table,
        NOTICE,
        cycle,
        prepaid="prepaid",
        payables=frames.month_columns(table),
        invalid="separate",
    )
    target.mkdir(parents=True, exist_ok=True)
    ledgers.good.write_parquet(target / "ledgers.parquet")
    ledgers.refused.write_parquet(target / "refused_ledgers.parquet")
    wide.refused.write_parquet(target / "refused_payables.parquet")
    paid.filter(several).write_parquet(target / "several_prepayments.parquet")
    unpaid = wide.good.join(paid, on="institution", how="anti")
    unpaid.write_parquet(target / "without_prepayment.parquet")


def main(arguments: list[str] | None = None) -> None:
    """Run them for a day of execution."""
    parser = argparse.ArgumentParser(description="Run the ledgers of a cycle's prepayments.")
    parser.add_argument("payables")
    parser.add_argument("prepaid")
    parser.add_argument("target", type=Path)
    parser.add_argument("--execution-date", default="2025-05-30")
    parser.add_argument("--through", help="the last month that is settled, such as 2026-09")
    given = parser.parse_args(arguments)
    run(given.payables, given.prepaid, given.target, given.execution_date, given.through)


if __name__ == "__main__":
    main()
