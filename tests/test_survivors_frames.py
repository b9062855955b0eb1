"""What a sweep of mutants found that few examples hold in whole tables: figures at every edge."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from frame_engines import pa
from test_frames import check_lines, lines_table, split_of

PRICES = (
    "0.000001",
    "0.009999",
    "1",
    "1.990001",
    "5.42",
    "123.456789",
    "99999.999999",
    "999999999.999999",
)
QUANTITIES = ("0.0001", "-0.0001", "1", "-3", "2.5", "-99.9999", "12345.6789", "999999.9999", "0")
STANDARDS = ("0.01", "5.42", "99999.999999")
FIGURES: list[Any] = [tuple(map(Decimal, each)) for each in product(PRICES, QUANTITIES, STANDARDS)]
ENGINES = pytest.mark.parametrize("engine", ["polars", "duckdb", "pandas", "pyarrow"])


@ENGINES
@pytest.mark.parametrize("kind", ["texts", "decimals", "wide"])
def test_9_3_3c_lines_of_every_size_split_as_the_rule_splits_them(engine: str, kind: str) -> None:
    """Prices and quantities whose whole and broken parts all count, on either side of zero."""
    expected = [split_of(line) for line in FIGURES]
    if kind == "texts":
        lines: list[Any] = [tuple(map("{:f}".format, line)) for line in FIGURES]
        table = lines_table(lines, pa.string())
    elif kind == "decimals":
        places = (pa.decimal128(15, 6), pa.decimal128(16, 4), pa.decimal128(15, 6))
        table = lines_table(FIGURES, *places)
    else:  # more places than count, and more digits than a figure has
        table = lines_table(FIGURES, pa.decimal128(28, 8))
    check_lines(engine, table, expected)


@ENGINES
@pytest.mark.parametrize("places", [0, 2, 4])
def test_9_3_3c_floats_are_decimals_of_the_places_stated(engine: str, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    lines = [line for line in FIGURES if all(it % unit == 0 for it in line)]
    floats: list[Any] = [tuple(map(float, line)) for line in lines]
    table = lines_table(floats, pa.float64())
    check_lines(engine, table, [split_of(line) for line in lines], places=places)


INTEGERS = (pa.int8(), pa.int64(), pa.uint32(), pa.uint64())


@ENGINES
@pytest.mark.parametrize("kind", INTEGERS, ids=str)
def test_9_3_3c_fen_are_integers_of_any_width(engine: str, kind: Any) -> None:
    most = min(10**11 - 1, 2 ** (kind.bit_width - 1) - 1)
    cents = [1, 99, 100, most]
    lines = [(one, packs, other) for one, packs, other in product(cents, (1, 7), cents)]
    expected = [
        None
        if (split := split_of((Decimal(one) / 100, packs, Decimal(other) / 100))) is None
        else tuple(int(each * 100) for each in split)
        for one, packs, other in lines
    ]
    check_lines(engine, lines_table(lines, kind), expected, unit="fen")
