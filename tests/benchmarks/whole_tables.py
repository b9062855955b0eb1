"""Whole tables with every guard on, against the same written by hand: one run, one table of ratios.

From `tests/`: `python -m benchmarks.whole_tables`. Both sides of a comparison take turns, and each
figure is the median of the ratios turn by turn, so that a machine that slows down slows both: by
the clock, and by the processors' time, which other work on the machine disturbs less. What is not
installed (OpenFisca-Core, PySpark or its Java) is left out; memory and PySpark take Linux. `--svg
FILE` draws the time by the number of rows; `--rows 1000` makes all tables that small, to see that
it runs.
"""

import argparse
import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache, partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any, Literal, NamedTuple

import numpy as np
import polars as pl

from benchmarks import by_hand
from vbp_policy import Span, StandardTable, offset_window, procurement_cycle, reimburse
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

Kind = Literal["fen", "decimals", "texts"]
Make = Callable[[], object]
Clock = Callable[[], float]

CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
PAYABLES = dict(zip(offset_window(CHONGQING_2025_25, CYCLE), by_hand.MONTHS, strict=True))
KINDS: tuple[Kind, ...] = ("fen", "decimals", "texts")
LINES, LEDGERS, SPARK_LINES, SCALAR_LINES = 1_000_000, 100_000, 10_000_000, 20_000
MEMORY_LINES = 5_000_000
GROWTH = (10_000, 31_623, 100_000, 316_228, 1_000_000, 3_162_278, 10_000_000)


class Spent(NamedTuple):
    """Seconds, by the clock and by the processors'."""

    clock: float
    processors: float


class Ratio(NamedTuple):
    """What one row of the table says: ours over theirs, or a memory over its input."""

    what: str
    against: str
    clock: float
    processors: float | None = None
    most: str = ""
    note: str = ""


# Tables


@cache
def lines(rows: int, kind: Kind = "fen") -> pl.DataFrame:
    """Lines of a bill, a quarter of them returns."""
    drawn = np.random.default_rng(1)
    table = pl.DataFrame(
        {
            "price": drawn.integers(1, 100_000, rows),
            "quantity": drawn.integers(1, 50, rows) * drawn.choice([1, 1, 1, -1], rows),
            "standard": drawn.integers(1, 100_000, rows),
        }
    )
    table = table if kind == "fen" else in_yuan(table, ["price", "standard"])
    return table.select(pl.all().cast(pl.String)) if kind == "texts" else table


@cache
def ledgers(rows: int, kind: Kind = "fen") -> pl.DataFrame:
    """Prepayments and what each month is to pay, some of it below zero."""
    drawn = np.random.default_rng(1)
    payables = {name: drawn.integers(-(10**5), 10**8, rows) for name in by_hand.MONTHS}
    table = pl.DataFrame({"prepaid": drawn.integers(1, 10**9, rows), **payables})
    table = table if kind == "fen" else in_yuan(table, table.columns)
    return table.select(pl.all().cast(pl.String)) if kind == "texts" else table


def in_yuan(table: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Give columns of fen as decimals with two places."""
    exact = pl.col(names).cast(pl.Decimal(17, 0)) * pl.lit(Decimal("0.01"))
    return table.with_columns(exact.cast(pl.Decimal(12, 2)))


def reimbursed(table: Any, kind: Kind = "fen") -> Any:
    """Split lines by the library."""
    return frames.reimburse_columns(
        table,
        price="price",
        quantity="quantity",
        standard="standard",
        unit="fen" if kind == "fen" else "yuan",
    )


def offset(table: Any, kind: Kind = "fen") -> Any:
    """Run ledgers by the library."""
    return frames.offset_columns(
        table,
        CHONGQING_2025_25,
        CYCLE,
        prepaid="prepaid",
        payables=PAYABLES,
        unit="fen" if kind == "fen" else "yuan",
    )


# Time


def turns(
    ours: Make, theirs: Make, rounds: int, processors: Clock = time.process_time
) -> tuple[float, float, str]:
    """Give the median of the ratios turn by turn, by both clocks, and that of our seconds."""
    _ = ours(), theirs()
    pairs = [(spent(ours, processors), spent(theirs, processors)) for _ in range(rounds)]
    return (
        median(mine.clock / other.clock for mine, other in pairs),
        median(mine.processors / other.processors for mine, other in pairs),
        f"{median(mine.clock for mine, _ in pairs):.2g} s",
    )


def spent(made: Make, processors: Clock = time.process_time) -> Spent:
    """Time one call, with what it gives kept until the clocks have stopped."""
    gc.collect()
    start = time.perf_counter(), processors()
    kept = made()
    found = Spent(time.perf_counter() - start[0], processors() - start[1])
    del kept
    return found


def in_tables(rows: int, rounds: int) -> Iterator[Ratio]:
    """Compare with Polars and pandas, for each way in which figures are written."""
    few = min(rows, LEDGERS)
    for kind in KINDS:
        for what, most, table, rule, other in (
            (f"{rows:,} lines", "1.2", lines(rows, kind), reimbursed, by_hand.lines_in_polars),
            (
                f"{few:,} ledgers × 12",
                "1.35",
                ledgers(few, kind),
                offset,
                by_hand.ledgers_in_polars,
            ),
        ):
            clock, processors, note = turns(
                partial(rule, table, kind), partial(other, table), rounds
            )
            bound = most if kind == "fen" else ""
            yield Ratio(f"{what}, {kind}", "Polars by hand", clock, processors, bound, note)
    for what, table, rule, other in (
        (f"{rows:,} lines", lines(rows), reimbursed, by_hand.lines_in_pandas),
        (f"{few:,} ledgers × 12", ledgers(few), offset, by_hand.ledgers_in_pandas),
    ):
        given = table.to_pandas()
        clock, processors, note = turns(partial(rule, given), partial(other, given), rounds)
        yield Ratio(f"{what}, fen", "pandas by hand", clock, processors, "", note)


def in_loop(rows: int, rounds: int) -> Iterator[Ratio]:
    """Compare with a loop over the scalar rule, a line at a time, every figure read."""
    table = lines(rows, "decimals")
    days = Span("2025-03-07", "2025-12-31")
    published = [("A", "阿卡波糖", "500.00")]
    standards = StandardTable.published(CHONGQING_2025_9, published, in_force=days)
    standard = standards.lookup("A", on=days.first_day)
    table = table.with_columns(standard=pl.lit(standard.price).cast(pl.Decimal(12, 2)))

    def loop() -> list[tuple[Decimal, Decimal, Decimal]]:
        made = [reimburse(standard, *row) for row in table.select("price", "quantity").rows()]
        return [(each.charge, each.within_standard, each.over_standard) for each in made]

    assert loop() == reimbursed(table, "decimals")[:, -3:].rows()
    clock, processors, note = turns(partial(reimbursed, table, "decimals"), loop, rounds)
    what = f"{rows:,} lines, decimals"
    yield Ratio(what, "a loop over `reimburse`", clock, processors, "", note)


def in_openfisca(rows: int, rounds: int) -> Iterator[Ratio]:
    """Compare with OpenFisca-Core, and count the fen that it has wrong."""
    table = lines(rows)
    yuan = {
        "price": table["price"].to_numpy() / 100,
        "quantity": table["quantity"].to_numpy(),
        "standard": table["standard"].to_numpy() / 100,
    }
    theirs = by_hand.OpenFisca()
    clock, processors, note = turns(partial(reimbursed, table), partial(theirs.lines, yuan), rounds)
    made, exact = theirs.lines(yuan), reimbursed(table)
    fen = {name: np.rint(figures.astype(float) * 100) for name, figures in made.items()}
    wrong = np.any([fen[name] != exact[name].to_numpy() for name in fen], axis=0)
    note = f"{note}; {np.count_nonzero(wrong):,} of its lines are a fen or more out"
    yield Ratio(f"{rows:,} lines, fen", "OpenFisca-Core", clock, processors, "", note)


def in_spark(rows: int, rounds: int) -> Iterator[Ratio]:
    """Compare with PySpark, from Parquet to Parquet and from Parquet to nowhere."""
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder: Any = import_module("pyspark.sql").SparkSession.builder
    session = (
        builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/lines.parquet", f"{folder}/split"
        lines(rows).write_parquet(source, row_group_size=1_000_000)

        def job(rule: Callable[[Any], Any]) -> None:
            rule(session.read.parquet(source)).write.mode("overwrite").parquet(target)

        clock, processors, note = turns(
            partial(job, reimbursed),
            partial(job, by_hand.lines_in_spark),
            rounds,
            partial(seconds_of, session.sparkContext._gateway.proc.pid),
        )
        what = f"{rows:,} lines, fen, Parquet to Parquet"
        yield Ratio(what, "PySpark by hand", clock, processors, "1.2", note)
    session.stop()


def seconds_of(process: int) -> float:
    """Give the processors' time of another process."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# Memory


def in_memory(rows: int) -> Iterator[Ratio]:
    """Give the peak of a process of its own over its input, whose bytes are Arrow's."""
    with tempfile.TemporaryDirectory() as folder:
        for what, make in (("lines", lines), ("ledgers", ledgers)):
            count = rows if what == "lines" else rows // 10
            for kind in KINDS:
                for name, table in ("all", make(count, kind)), ("few", make(count, kind).head(5)):
                    table.write_ipc_stream(Path(folder, name), compat_level=pl.CompatLevel.oldest())
                done = subprocess.run(
                    [sys.executable, "-m", "benchmarks.whole_tables", "--peak", what, kind, folder],
                    check=True,
                    capture_output=True,
                    text=True,
                    cwd=Path(__file__).parents[1],
                )
                yield Ratio(
                    f"{count:,} {what}, {kind}",
                    "its input's bytes",
                    float(done.stdout),
                    None,
                    "3",
                    "peak memory, the input's own included",
                )


def peak(what: str, kind: Kind, folder: str) -> float:
    """Measure this process: what it takes at most from before the table is read to the result."""
    rule = reimbursed if what == "lines" else offset

    def table(name: str) -> pl.DataFrame:
        return pl.read_ipc_stream(Path(folder, name))

    rule(table("few"), kind)
    before = status("VmRSS")
    given: Any = table("all")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
    made = rule(given, kind)
    most = status("VmHWM") - before
    del made
    return most / int(given.to_arrow(compat_level=pl.CompatLevel.oldest()).nbytes)


def status(figure: str) -> int:
    """Give a figure of this process in bytes."""
    text = Path("/proc/self/status").read_text(encoding="utf-8")
    return (
        int(next(line.split()[1] for line in text.splitlines() if line.startswith(figure))) * 1024
    )


# Growth


def growth(sizes: tuple[int, ...], rounds: int) -> list[dict[str, object]]:
    """Give the seconds of processors' time by the number of rows, ours and by hand."""
    found: list[dict[str, object]] = []
    for rows in sizes:
        for what, make, rule, other in (
            ("lines", lines, reimbursed, by_hand.lines_in_polars),
            ("ledgers × 12", ledgers, offset, by_hand.ledgers_in_polars),
        ):
            table = make(rows)
            _ = rule(table), other(table)
            pairs = [
                (spent(partial(rule, table)).processors, spent(partial(other, table)).processors)
                for _ in range(rounds)
            ]
            sides = zip(("vbp_policy", "Polars by hand"), zip(*pairs, strict=True), strict=True)
            for who, clocks in sides:
                found.append({"what": what, "who": who, "rows": rows, "seconds": median(clocks)})
        lines.cache_clear()
        ledgers.cache_clear()
    return found


def draw(found: list[dict[str, object]], path: Path) -> None:
    """Draw the seconds by the number of rows, both on scales of powers of ten."""
    alt: Any = import_module("altair")
    sides = ["vbp_policy", "Polars by hand"]
    colours = alt.Scale(domain=sides, range=["#0072b2", "#b84a00"])
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3)
    chart = (
        alt.Chart(alt.Data(values=found))
        .mark_line(point=alt.OverlayMarkDef(size=45, filled=True), strokeWidth=2)
        .encode(
            x=alt.X("rows:Q", title="rows", scale=alt.Scale(type="log"), axis=_powers(4, 7)),
            y=alt.Y(
                "seconds:Q",
                title="seconds of processors' time",
                scale=alt.Scale(type="log"),
                axis=_powers(-4, 2),
            ),
            color=alt.Color("who:N", title=None, scale=colours, legend=legend),
            strokeDash=alt.StrokeDash("who:N", sort=sides, legend=None),
            shape=alt.Shape("who:N", sort=sides, legend=None),
        )
        .properties(width=300, height=260)
        .facet(column=alt.Column("what:N", title=None, sort=["lines", "ledgers × 12"]))
        .configure(background="#ffffff", font="Arial, Helvetica, sans-serif")
        .configure_header(labelFontSize=13, labelFontWeight="bold")
        .configure_axis(gridColor="#e6e9ec", labelFontSize=11, titleFontSize=12)
        .configure_legend(orient="bottom", labelFontSize=12, symbolSize=80)
        .configure_view(stroke="#d8dee4")
    )
    chart.save(str(path))


def _powers(first: int, last: int) -> Any:
    alt: Any = import_module("altair")
    values = [10.0**power for power in range(first, last + 1)]
    return alt.Axis(values=values, format="~g" if first < 0 else "~s")


# The table


def measured(rows: int | None, rounds: int) -> Iterator[Ratio]:
    """Give every ratio that what is installed allows for."""
    few = rows or LINES
    yield from in_tables(few, rounds)
    yield from in_loop(rows or SCALAR_LINES, rounds)
    if find_spec("openfisca_core"):
        yield from in_openfisca(few, rounds)
    if Path("/proc/self/clear_refs").exists():  # Linux
        yield from in_memory(rows or MEMORY_LINES)
        if find_spec("pyspark") and shutil.which("java"):
            yield from in_spark(rows or SPARK_LINES, min(rounds, 3))


def shown(found: Iterator[Ratio]) -> Iterator[str]:
    """Give the lines of a Markdown table."""
    yield "| what | against | ratio | of processors' time | to reach | |"
    yield "|---|---|---:|---:|---:|---|"
    for what, against, clock, processors, most, note in found:
        cells = (f"{processors:.2g}" if processors else "", f"≤ {most}" if most else "")
        yield f"| {what} | {against} | {clock:.2g} | {' | '.join(cells)} | {note} |"


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, help="the rows of all tables, 10 or more")
    parser.add_argument("--rounds", type=int, default=25, help="the turns of each comparison")
    parser.add_argument("--svg", type=Path, help="where to draw the time by the number of rows")
    parser.add_argument("--peak", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.peak:
        print(peak(*given.peak))  # noqa: T201
        return
    for line in shown(measured(given.rows, given.rounds)):
        print(line, flush=True)  # noqa: T201
    if given.svg:
        draw(growth((given.rows,) if given.rows else GROWTH, min(given.rounds, 9)), given.svg)


if __name__ == "__main__":
    main()
