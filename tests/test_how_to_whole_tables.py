"""The how-to's programs on small tables: on every engine what the scalar rules give."""

from datetime import date
from decimal import Decimal
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from frame_engines import pl, spark
from strategies import hospital
from vbp_policy import (
    Fund,
    NotListedError,
    Prepayment,
    offset_prepayment,
    procurement_cycle,
    reimburse,
)
from vbp_policy.notices import CHONGQING_2025_25

PROGRAMS = Path(__file__).parents[1] / "docs" / "how-to" / "tables"
LINES, INSTITUTIONS = 2_000, 20
ADDED = ["standard", "has_standard", "charge", "within_standard", "over_standard"]


def program(name: str) -> Any:
    spec = spec_from_file_location(name, PROGRAMS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    sizes = ["--lines", str(LINES), "--institutions", str(INSTITUTIONS)]
    program("make_tables").main([str(made), *sizes])
    return made


def read(path: Path, by: str) -> list[dict[str, Any]]:
    """Read a file, or a folder of them, of Parquet."""
    files = path / "*.parquet" if path.is_dir() else path
    rows: list[dict[str, Any]] = pl.read_parquet(files).sort(by).to_dicts()
    return rows


@pytest.mark.parametrize("engine", ["duckdb", "polars", "spark"])
def test_lines_are_split_on_every_engine(folder: Path, tmp_path: Path, engine: str) -> None:
    if engine == "spark":
        spark()
    split_lines = program("split_lines")
    standards = split_lines.read_standards(folder / "standards.csv")
    files = [str(folder / "lines.parquet"), str(folder / "standards.csv"), str(tmp_path)]
    split_lines.main([*files, "--engine", engine])
    good = read(tmp_path / "good.parquet", "line")
    refused = read(tmp_path / "refused.parquet", "line")
    assert [(row["line"], row["reason"].partition(":")[0]) for row in refused] == [
        (7, "price"),
        (11, "quantity"),
    ]
    given = [row for row in read(folder / "lines.parquet", "line") if row["line"] not in (7, 11)]
    assert len(given) == LINES - 2
    assert good == [{**row, **by_the_rules(standards, row)} for row in given]


def by_the_rules(standards: Any, row: dict[str, Any]) -> dict[str, Any]:
    try:
        standard = standards.lookup(row["code"], on=row["dispensed_on"])
    except NotListedError:
        charge = row["price"] * row["quantity"]
        return dict(zip(ADDED, (None, False, charge, charge, Decimal("0.00")), strict=True))
    made = reimburse(standard, row["price"], row["quantity"])
    figures = (made.standard.price, True, made.charge, made.within_standard, made.over_standard)
    return dict(zip(ADDED, figures, strict=True))


def test_both_kinds_of_lines_are_among_them(folder: Path) -> None:
    rows = read(folder / "lines.parquet", "line")
    listed = {f"D{number}" for number in range(500)}
    assert {row["code"] in listed for row in rows} == {True, False}
    assert min(row["quantity"] for row in rows) == -1
    assert date(2025, 3, 7) <= min(row["dispensed_on"] for row in rows)


def test_ledgers_are_run_from_long_rows(folder: Path, tmp_path: Path) -> None:
    files = [str(folder / "payables.parquet"), str(folder / "prepaid.parquet"), str(tmp_path)]
    program("run_ledgers").main(files)
    ledgers = read(tmp_path / "ledgers.parquet", "institution")
    prepaid = {row["institution"]: row["prepaid"] for row in read(Path(files[1]), "institution")}
    payables: dict[str, dict[str, Decimal]] = {}
    for row in read(Path(files[0]), "month"):
        payables.setdefault(row["institution"], {})[row["month"]] = row["payable"]
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    assert [row["institution"] for row in ledgers] == sorted(set(prepaid) - {"H1"})
    for row in ledgers:
        amount = prepaid[row["institution"]]
        prepayment = Prepayment("P", hospital(), Fund.EMPLOYEE, amount, cycle)
        made = offset_prepayment(CHONGQING_2025_25, prepayment, payables[row["institution"]])
        offsets = [value for name, value in row.items() if name.startswith("offset_")]
        assert offsets == [entry.offset for entry in made.entries]
        assert row["balance"] == made.balance
    refused = read(tmp_path / "refused_payables.parquet", "month")
    assert {row["institution"] for row in refused} == {"H1"}
    assert len(refused) == 11
    (alone,) = read(tmp_path / "refused_ledgers.parquet", "institution")
    assert (alone["institution"], alone["prepaid"]) == ("H1", prepaid["H1"])


def test_ledgers_run_through_the_month_that_is_settled(tmp_path: Path) -> None:
    """25-2.3d: a row past it is refused with all of its institution, as is who lacks it."""
    files = [str(tmp_path / name) for name in ("payables.parquet", "prepaid.parquet", "out")]
    months = [("A", "2026-06"), ("A", "2026-07"), ("B", "2026-06"), ("C", "2026-06"),
              ("C", "2026-07"), ("C", "2026-08")]  # fmt: skip
    rows = [{"institution": who, "month": month, "payable": "3.00"} for who, month in months]
    pl.DataFrame(rows).write_parquet(files[0])
    prepaid = pl.DataFrame({"institution": list("ABC"), "prepaid": "100.00"})
    prepaid.write_parquet(files[1])
    program("run_ledgers").main([*files, "--through", "2026-07"])
    kept = {
        name: {row["institution"] for row in read(Path(files[2], f"{name}.parquet"), "institution")}
        for name in ("ledgers", "refused_ledgers", "refused_payables")
    }
    assert kept == {
        "ledgers": {"A"},
        "refused_ledgers": {"B", "C"},
        "refused_payables": {"B", "C"},
    }


def test_no_prepayment_and_no_payable_is_lost_on_the_way_to_ledgers(tmp_path: Path) -> None:
    """25-2.3d: two prepayments of one institution would each take the same payables."""
    files = [str(tmp_path / name) for name in ("payables.parquet", "prepaid.parquet", "out")]
    months = pl.DataFrame({"institution": list("ABD"), "month": "2026-06", "payable": "3.00"})
    months.write_parquet(files[0])
    paid = pl.DataFrame(
        {"institution": list("ABBC"), "prepaid": ["10.00", "5.00", "6.00", "99.00"]}
    )
    paid.write_parquet(files[1])
    program("run_ledgers").main(files)
    kept = {
        name: [row["institution"] for row in read(Path(files[2], f"{name}.parquet"), "institution")]
        for name in ("ledgers", "refused_ledgers", "several_prepayments", "without_prepayment")
    }
    assert kept == {
        "ledgers": ["A"],
        "refused_ledgers": ["C"],
        "several_prepayments": ["B", "B"],
        "without_prepayment": ["D"],
    }
