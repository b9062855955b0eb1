"""Whole tables with every guard on, against the same written by hand without one.

A million lines split at their standards, and a ledger of 100,000 institutions × 12 months, in whole
fen. Run: `pytest tests/benchmarks/test_frames_speed.py --benchmark-only
--benchmark-group-by=group`; the figures to read are the ratios of the medians in one run.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import polars as pl
import pytest

from frame_engines import pd
from vbp_policy import offset_window, procurement_cycle
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_25

Benchmark = Any
LINES, INSTITUTIONS = 1_000_000, 100_000
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
WINDOW = offset_window(CHONGQING_2025_25, CYCLE)
MONTHS = [f"m{number}" for number in range(len(WINDOW))]
PAYABLES = dict(zip(WINDOW, MONTHS, strict=True))
MAKE = pytest.mark.parametrize("make", [pl.DataFrame, pd.DataFrame], ids=["polars", "pandas"])


def lines() -> dict[str, Any]:
    drawn = np.random.default_rng(1)
    return {
        "price": drawn.integers(1, 100_000, LINES),
        "quantity": drawn.integers(1, 50, LINES) * drawn.choice([1, 1, 1, -1], LINES),
        "standard": drawn.integers(1, 100_000, LINES),
    }


def ledgers() -> dict[str, Any]:
    drawn = np.random.default_rng(1)
    payables = {name: drawn.integers(-(10**5), 10**8, INSTITUTIONS) for name in MONTHS}
    return {"prepaid": drawn.integers(1, 10**9, INSTITUTIONS), **payables}


def run(benchmark: Benchmark, function: Callable[[], Any]) -> Any:
    return benchmark.pedantic(function, rounds=15, warmup_rounds=2)


@MAKE
def test_lines(benchmark: Benchmark, make: Callable[[Any], Any]) -> None:
    benchmark.group = f"a million lines, {make.__module__.split('.')[0]}"
    table = make(lines())
    made = run(
        benchmark,
        lambda: frames.reimburse_columns(
            table, price="price", quantity="quantity", standard="standard", unit="fen"
        ),
    )
    assert len(made) == LINES


def test_lines_by_hand_in_polars(benchmark: Benchmark) -> None:
    benchmark.group = "a million lines, polars"
    table, col = pl.DataFrame(lines()), pl.col

    def by_hand() -> pl.DataFrame:
        return table.with_columns(
            charge=col("price") * col("quantity"),
            within_standard=pl.min_horizontal("price", "standard") * col("quantity"),
        ).with_columns(over_standard=col("charge") - col("within_standard"))

    assert len(run(benchmark, by_hand)) == LINES


def test_lines_by_hand_in_pandas(benchmark: Benchmark) -> None:
    benchmark.group = "a million lines, pandas"
    table = pd.DataFrame(lines())

    def by_hand() -> Any:
        charge = table["price"] * table["quantity"]
        within = np.minimum(table["price"], table["standard"]) * table["quantity"]
        return table.assign(charge=charge, within_standard=within, over_standard=charge - within)

    assert len(run(benchmark, by_hand)) == LINES


@MAKE
def test_ledgers(benchmark: Benchmark, make: Callable[[Any], Any]) -> None:
    benchmark.group = f"100,000 ledgers, {make.__module__.split('.')[0]}"
    table = make(ledgers())
    made = run(
        benchmark,
        lambda: frames.offset_columns(
            table, CHONGQING_2025_25, CYCLE, prepaid="prepaid", payables=PAYABLES, unit="fen"
        ),
    )
    assert len(made) == INSTITUTIONS


def test_ledgers_by_hand_in_polars(benchmark: Benchmark) -> None:
    benchmark.group = "100,000 ledgers, polars"
    table = pl.DataFrame(ledgers())

    def by_hand() -> pl.DataFrame:
        made = table.with_columns(balance=pl.col("prepaid"))
        for name in MONTHS:
            made = made.with_columns(
                pl.min_horizontal("balance", pl.max_horizontal(name, pl.lit(0))).alias(f"o_{name}")
            ).with_columns(balance=pl.col("balance") - pl.col(f"o_{name}"))
        return made

    assert len(run(benchmark, by_hand)) == INSTITUTIONS


def test_ledgers_by_hand_in_lazy_polars(benchmark: Benchmark) -> None:
    benchmark.group = "100,000 ledgers, polars"
    table = pl.DataFrame(ledgers())

    def by_hand() -> pl.DataFrame:
        made = table.lazy().with_columns(balance=pl.col("prepaid"))
        for name in MONTHS:
            made = made.with_columns(
                pl.min_horizontal("balance", pl.max_horizontal(name, pl.lit(0))).alias(f"o_{name}")
            ).with_columns(balance=pl.col("balance") - pl.col(f"o_{name}"))
        return made.collect()

    assert len(run(benchmark, by_hand)) == INSTITUTIONS


def test_ledgers_by_hand_in_pandas(benchmark: Benchmark) -> None:
    benchmark.group = "100,000 ledgers, pandas"
    table = pd.DataFrame(ledgers())

    def by_hand() -> Any:
        balance: Any = table["prepaid"]
        offsets: dict[str, Any] = {}
        for name in MONTHS:
            offsets[f"o_{name}"] = np.minimum(balance, np.maximum(table[name], 0))
            balance = balance - offsets[f"o_{name}"]
        return table.assign(**offsets, balance=balance)

    assert len(run(benchmark, by_hand)) == INSTITUTIONS
