"""What `whole_tables` compares gives the same on both sides, and its table and drawing are made."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import by_hand, whole_tables
from benchmarks.whole_tables import Kind, Ratio

ROWS = 500
EVERY_KIND = pytest.mark.parametrize("kind", whole_tables.KINDS)


def last(table: Any, count: int) -> list[Any]:
    rows: list[Any] = table[table.columns[-count:]].rows()
    return rows


@EVERY_KIND
def test_lines_by_hand_in_polars(kind: Kind) -> None:
    table = whole_tables.lines(ROWS, kind)
    assert last(whole_tables.reimbursed(table, kind), 3) == last(by_hand.lines_in_polars(table), 3)


@EVERY_KIND
def test_ledgers_by_hand_in_polars(kind: Kind) -> None:
    table = whole_tables.ledgers(ROWS, kind)
    made = whole_tables.offset(table, kind)
    other = by_hand.ledgers_in_polars(table)
    names = [f"offset_{name}" for name in by_hand.MONTHS]
    assert last(made, 13) == other.select(*names, "balance").rows()


def test_lines_and_ledgers_by_hand_in_pandas() -> None:
    lines, ledgers = whole_tables.lines(ROWS).to_pandas(), whole_tables.ledgers(ROWS).to_pandas()
    assert whole_tables.reimbursed(lines).equals(by_hand.lines_in_pandas(lines))
    made, other = whole_tables.offset(ledgers), by_hand.ledgers_in_pandas(ledgers)
    assert made.to_numpy().tolist() == other.to_numpy().tolist()


def test_a_table_of_ratios() -> None:
    found = [*whole_tables.in_tables(ROWS, 1), *whole_tables.in_loop(ROWS, 1)]
    assert all(each.clock > 0 and (each.processors or 0) >= 0 for each in found)
    *_, row = whole_tables.shown(iter([Ratio("lines", "by hand", 1.234, 0.5, "1.2", "2 s")]))
    assert row == "| lines | by hand | 1.2 | 0.5 | ≤ 1.2 | 2 s |"


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="Linux alone has the figure")
def test_the_peak_is_within_three_times_the_input() -> None:
    fen = next(whole_tables.in_memory(2_000_000))
    assert 2 < fen.clock < 3  # what comes in and what goes out are one each


def test_a_drawing(tmp_path: Path) -> None:
    whole_tables.draw(whole_tables.growth((10, 20), 1), tmp_path / "growth.svg")
    drawn = (tmp_path / "growth.svg").read_text(encoding="utf-8")
    assert "Polars by hand" in drawn
    assert "ledgers × 12" in drawn


def test_openfisca_computes_in_single_precision() -> None:
    pytest.importorskip("openfisca_core", reason="tests/benchmarks/requirements.txt")
    (found,) = whole_tables.in_openfisca(100_000, 1)
    wrong = int(found.note.partition("; ")[2].partition(" of its lines")[0].replace(",", ""))
    assert 0 < wrong < 100_000
