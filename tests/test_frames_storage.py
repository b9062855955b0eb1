"""Decimals taken for the whole numbers that they are stored as, where an engine has a way."""

from decimal import Decimal
from typing import Any

import pytest

from frame_engines import ALL, LOCAL_ENGINES, arrow, pa, pl, rows_of
from vbp_policy.interop import frames
from vbp_policy.interop.frames import storage
from vbp_policy.interop.frames.tables import opened

LINE = {"price": Decimal("8.10"), "quantity": 3, "standard": Decimal("5.42")}
SPLIT = {
    "charge": Decimal("24.30"),
    "within_standard": Decimal("16.26"),
    "over_standard": Decimal("8.04"),
}
VIEWED = ["polars", "polars lazy", "pandas on arrow", "pyarrow"]


def lines(dtype: Any) -> Any:
    columns = {name: [value, value] for name, value in LINE.items()}
    return arrow(columns, price=dtype, standard=dtype)


def split(table: Any) -> Any:
    return frames.reimburse_columns(table, price="price", quantity="quantity", standard="standard")


@pytest.mark.parametrize("engine", VIEWED)
def test_units_are_what_is_stored(engine: str) -> None:
    figures = [Decimal("-0.01"), None, Decimal("12345678901234.56")]
    table = opened(ALL[engine](arrow({"x": figures}, x=pa.decimal128(16, 2))))
    made = storage.with_units(table, "x", "units")
    assert made is not None
    assert [row["units"] for row in made.rows()] == [-1, None, 1234567890123456]
    back = storage.with_decimals(made, ["units"], 17, 2)
    assert back is not None
    assert [row["units"] for row in back.rows()] == figures


def test_duckdb_gives_no_such_view() -> None:
    table = opened(ALL["duckdb"](lines(pa.decimal128(5, 2))))
    assert storage.with_units(table, "price", "units") is None
    assert storage.with_decimals(table, ["quantity"], 17, 2) is None


def test_what_64_bits_do_not_hold_is_missing_in_polars() -> None:
    table = opened(pl.from_arrow(arrow({"x": [Decimal(10**19)]}, x=pa.decimal128(38, 2))))
    made = storage.with_units(table, "x", "units")
    assert made is not None
    assert made.rows()[0]["units"] is None


def test_pyarrow_s_wide_decimals_have_no_view() -> None:
    table = opened(lines(pa.decimal128(19, 2)))
    assert storage.with_units(table, "price", "units") is None


@LOCAL_ENGINES
@pytest.mark.parametrize("digits", [5, 18, 19, 38])
def test_a_line_is_the_same_in_decimals_of_any_width(engine: str, digits: int) -> None:
    made = rows_of(split(ALL[engine](lines(pa.decimal128(digits, 2)))))
    assert made == [{**LINE, **SPLIT}] * 2


def test_chunks_are_taken_one_by_one() -> None:
    table = lines(pa.decimal128(5, 2))
    made = split(pa.concat_tables([table, table.slice(1), table.slice(0, 0)]))
    assert rows_of(made) == [{**LINE, **SPLIT}] * 3


def test_an_older_polars_multiplies(monkeypatch: pytest.MonkeyPatch) -> None:
    table = pl.from_arrow(lines(pa.decimal128(5, 2)))
    new = split(table)

    def reinterpret(self: Any, *, signed: bool) -> Any:
        raise AssertionError

    monkeypatch.setattr(pl.Expr, "reinterpret", reinterpret)
    old = split(table)
    assert old.equals(new)
    assert old.schema == new.schema
