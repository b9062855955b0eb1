"""What a sweep of mutants found that few examples hold in whole tables: figures at every edge."""

from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from frame_engines import ALL, arrow, pa, rows_of
from test_frames import (
    LINES,
    WINDOW,
    check_lines,
    in_order,
    ledger_of,
    lines_table,
    offsets,
    split_of,
)
from test_frames_hostile import wide_of
from vbp_policy import InvalidValueError, Span
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_9

untyped: Any = frames

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


LEDGERS: list[tuple[int, list[int]]] = [
    (500_000, [10_000, 0, 70_000]),
    (2_000_000_000, [2_000_000_000, 100, -500]),
    (4_000, [2_000_000_000, 2_000_000_000, 2_000_000_000]),
]
"""In fen, whole yuan throughout."""


@ENGINES
@pytest.mark.parametrize("invalid", ["error", "separate"])
@pytest.mark.parametrize("places", [(0, 0), (1, 0), (0, 1), (1, 2), (2, 0)], ids=str)
def test_25_2_3d_decimals_of_few_places_are_the_money_that_they_say(
    engine: str, invalid: str, places: tuple[int, int]
) -> None:
    """Ten thousand is the same whether it is spelt with a place, two or none."""
    kinds = [pa.decimal128(12, each) for each in places]
    columns = {
        "prepaid": [Decimal(total) / 100 for total, _ in LEDGERS],
        **{f"m{n}": [Decimal(flow[n]) / 100 for _, flow in LEDGERS] for n in range(3)},
    }
    types = {name: kinds[name != "prepaid"] for name in columns}
    table = arrow({"row": list(range(len(LEDGERS))), **columns}, row=pa.int64(), **types)
    made = offsets(ALL[engine](table), 3, invalid=invalid)
    check_offsets(made if invalid == "error" else made.good, 100)


@ENGINES
@pytest.mark.parametrize("kind", [pa.int32(), pa.uint32(), pa.int64()], ids=str)
def test_25_2_3d_narrow_integers_are_summed_as_wide_ones(engine: str, kind: Any) -> None:
    """Three months of 20 million yuan are more fen than 32 bits hold."""
    columns = {
        "prepaid": [total for total, _ in LEDGERS],
        **{f"m{n}": [max(flow[n], 0) for _, flow in LEDGERS] for n in range(3)},
    }
    types = dict.fromkeys(columns, kind)
    table = arrow({"row": list(range(len(LEDGERS))), **columns}, row=pa.int64(), **types)
    check_offsets(offsets(ALL[engine](table), 3, unit="fen"), 1)


def check_offsets(made: Any, scale: int) -> None:
    """Compare each month's offset and the balance with the rule's."""
    names = [f"offset_{month.year}_{month.month:02d}" for month in WINDOW[:3]] + ["balance"]
    for row, (total, flow) in zip(in_order(made), LEDGERS, strict=True):
        assert [int(row[name] * scale) for name in names] == list(ledger_of(total, flow) or ())


@ENGINES
@pytest.mark.parametrize("kind", [pa.int64(), pa.uint64()], ids=str)
def test_fen_at_their_bound_and_what_is_accepted_instead(engine: str, kind: Any) -> None:
    lines = [(10**11 - 1, 1, 100), (10**11, 1, 100)]
    expected = [
        tuple(int(x * 100) for x in split_of((Decimal(10**11 - 1) / 100, 1, 1)) or ()),
        None,
    ]
    check_lines(engine, lines_table(lines, kind), expected, unit="fen")
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(ALL[engine](lines_table(lines, kind)), unit="fen", **LINES)
    assert caught.value.expected == "price: a unit price above 0, a whole number below 10^11"


@ENGINES
def test_a_column_called_reason_is_the_callers_own_unless_reasons_are_asked_for(
    engine: str,
) -> None:
    table = arrow({"row": [0], "prepaid": ["9.00"], "m0": ["1.00"], "reason": ["x"]})
    assert rows_of(offsets(ALL[engine](table), 1))[0]["reason"] == "x"
    with pytest.raises(InvalidValueError) as caught:
        offsets(ALL[engine](table), 1, invalid="separate")
    assert (caught.value.field, caught.value.value) == ("table", "reason")


def test_a_column_of_a_month_has_the_prefix() -> None:
    table = pa.table({"payable_2026_07": [1], "_2026_06": [2], "2026_06": [3]})
    assert list(frames.month_columns(table).values()) == ["payable_2026_07"]


def test_9_3_3a_floats_of_an_annex_are_decimals_of_the_places_stated() -> None:
    table = pa.table({"code": ["A"], "variety": ["甲"], "price": [5.42]})
    standards = frames.published_standards(
        table, CHONGQING_2025_9, code="code", variety="variety", price="price",
        in_force=Span("2025-03-07", "2025-12-31"), places=2,
    )  # fmt: skip
    assert standards.listed[0].standard.price == Decimal("5.42")


@pytest.mark.parametrize(
    ("unit", "figures", "words"),
    [("fen", [0, 1], "a whole number below 10^11"), ("yuan", ["0", "1"], "at most 6 places")],
)
def test_the_reason_says_what_is_accepted_in_the_unit(
    unit: str, figures: list[Any], words: str
) -> None:
    price, standard = figures
    table = pa.table({"price": [price], "quantity": [1], "standard": [standard]})
    apart = untyped.reimburse_columns(table, **LINES, unit=unit, invalid="separate")
    (row,) = rows_of(apart.refused)
    assert words in row["reason"]


def test_a_reason_of_the_callers_own_is_not_written_over() -> None:
    table = pa.table({"who": ["H1"], "month": ["2026-06"], "sum": [1], "reason": ["x"]})
    assert rows_of(wide_of(table)) == [{"who": "H1", "payable_2026_06": 1}]
    with pytest.raises(InvalidValueError) as caught:
        wide_of(table, invalid="separate")
    assert (caught.value.field, caught.value.value) == ("table", "reason")
    with pytest.raises(InvalidValueError) as caught:
        wide_of(table, "who", "no", "sum")
    assert (caught.value.field, caught.value.value) == ("month", "no")


def test_a_gap_names_the_callers_column() -> None:
    table = pa.table({"who": ["H1", "H1"], "month": ["2026-06", "2026-07"], "due": [1, None]})
    with pytest.raises(InvalidValueError) as caught:
        wide_of(table, "who", "month", "due")
    refused = caught.value.value
    assert isinstance(refused, frames.RefusedRows)
    (row,) = refused.first
    assert (row.reason, row.column, row.value) == ("payable: an amount on each row", "due", None)
