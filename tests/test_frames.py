"""Whole tables: every engine gives, row by row, what the scalar rules give, and refuses the same.

9-3.3b, 9-3.3c, 25-2.3d and 25-2.3e.
"""

import pickle
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib import reload
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from frame_engines import ALL, EVERY_ENGINE, LOCAL, LOCAL_ENGINES, Rows, arrow, pa, pd, rows_of
from strategies import hospital
from vbp_policy import (
    Fund,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    NotProvidedError,
    PaymentStandard,
    PolicyError,
    Prepayment,
    StandardTable,
    YearMonth,
    offset_prepayment,
    offset_window,
    procurement_cycle,
    reimburse,
)
from vbp_policy.foundation.money import from_float
from vbp_policy.interop import frames
from vbp_policy.interop.frames import RefusedRows, in_memory, reimbursement, tables
from vbp_policy.interop.frames import offsets as ledgers_of_tables
from vbp_policy.interop.frames.arithmetic import in_yuan
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.rules.payment_standards import standard_of

untyped: Any = frames  # options by name, from tables of cases
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
WINDOW = offset_window(CHONGQING_2025_25, CYCLE)
LINES = {"price": "price", "quantity": "quantity", "standard": "standard"}
ADDED = ("charge", "within_standard", "over_standard")
PUBLISHED = StandardTable.published(
    CHONGQING_2025_9, [("A", "阿卡波糖", "5.42")], in_force=procurement_cycle(CHONGQING_2025_9)
)
STANDARD = PUBLISHED.lookup("A", on="2025-06-18")
FEN = Decimal("0.01")

Line = tuple[Any, Any, Any]

# Few tables of many rows: a query costs far more than its rows, and shrinking takes many queries.
SETTINGS = settings(max_examples=2, phases=(Phase.explicit, Phase.generate))


def standard_at(price: Decimal) -> PaymentStandard:
    return standard_of(
        variety="阿卡波糖",
        specification=None,
        price=price,
        set_by=None,
        in_force=STANDARD.in_force,
        basis=STANDARD.basis,
    )


def split_of(line: Line) -> tuple[Decimal, ...] | None:
    """Split a line by the scalar rules; None where they refuse it."""
    price, quantity, standard = line
    try:
        limit = StandardTable.published(
            CHONGQING_2025_9, [("A", "阿", standard)], in_force=STANDARD.in_force
        )
        made = reimburse(limit.lookup("A", on="2025-06-18"), price, quantity)
    except PolicyError:
        return None
    return made.charge, made.within_standard, made.over_standard


def figures(row: dict[str, Any], names: Sequence[str] = ADDED) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def lines_table(lines: Sequence[Line], *kinds: Any) -> Any:
    kinds = kinds if len(kinds) > 1 else kinds * 3
    columns = list(zip(*lines, strict=True)) or [(), (), ()]
    return arrow(
        {
            "row": list(range(len(lines))),
            **dict(zip(LINES, columns, strict=True)),
        },
        row=pa.int64(),
        **dict(zip(LINES, kinds, strict=True)),
    )


def in_order(native: Any) -> Rows:
    return sorted(rows_of(native), key=lambda row: row["row"])


def check_lines(engine: str, table: Any, expected: list[Any], **options: Any) -> None:
    """Compare an engine's tables with what the scalar rules say of each row."""
    make = ALL[engine]
    good, refused = untyped.reimburse_columns(make(table), **LINES, invalid="separate", **options)
    assert type(good) is type(refused) is type(make(table))
    held = in_order(good)
    assert {row["row"]: figures(row) for row in held} == {
        number: split for number, split in enumerate(expected) if split is not None
    }
    apart = in_order(refused)
    wrong = [number for number, split in enumerate(expected) if split is None]
    assert [row["row"] for row in apart] == wrong
    assert all(row["reason"] for row in apart)
    if not wrong:
        whole = untyped.reimburse_columns(make(table), **LINES, **options)
        assert in_order(whole) == held
        return
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(make(table), **LINES, **options)
    assert caught.value.field == "table"
    assert isinstance(caught.value.value, RefusedRows)
    assert caught.value.value.count == len(wrong)
    assert len(caught.value.value.first) == min(10, len(wrong))
    reasons = {row["row"]: row["reason"] for row in apart}
    for first in caught.value.value.first:
        assert first.reason == reasons[first.row["row"]]
        assert first.column == LINES.get(first.reason.split(":")[0])
        assert first.value is (first.row[first.column] if first.column else None)  # may be NaN
        assert first.reason in caught.value.expected
        assert "reason" not in first.row


def fen(value: int | None) -> Any:
    return None if value is None else Decimal(value) * FEN


NEAR = st.sampled_from
fen_prices = st.one_of(
    st.integers(1, 100_000), st.integers(1, 10**11 - 1), NEAR([0, -5, 10**11 - 1, 10**11, None])
)
packs = st.one_of(
    st.integers(-50, 50),
    st.integers(-(10**12), 10**12),
    NEAR([0, 10**6, -(10**6), 1 - 10**12, 2**63 - 1, -(2**63), None]),
)
texts = st.one_of(
    st.decimals(0, 100, places=6).map("{:f}".format),
    st.decimals(0, 10**9, places=2).map("{:f}".format),
    NEAR(["5.42", "0.005", "5", "007.50", "1.2300000", "-0", "999999999.999999", "1000000000"]),
    NEAR(["", "x", "+1", "1e3", " 1", "1 ", "1\n", "1.", ".5", "１", "1,000", "NaN", None]),
)
text_packs = st.one_of(
    st.decimals(-100, 100, places=4).map("{:f}".format),
    NEAR(["1", "-1", "0.5", "999999999999.9999", "1000000000000", "0.0000", "0.00001", None]),
)


@st.composite
def whole_lines(draw: st.DrawFn) -> Line:
    price = draw(fen_prices)
    return price, draw(packs), draw(st.one_of(st.just(price), fen_prices))


@st.composite
def text_lines(draw: st.DrawFn) -> Line:
    price = draw(texts)
    return price, draw(text_packs), draw(st.one_of(st.just(price), texts))


@given(st.lists(whole_lines(), max_size=80))
@SETTINGS
def test_lines_in_fen_are_what_the_rule_gives_on_every_engine(lines: list[Line]) -> None:
    """9-3.3b, 9-3.3c."""
    expected = [
        None
        if (made := split_of((fen(p), q, fen(s)))) is None
        else tuple(int(x * 100) for x in made)
        for p, q, s in lines
    ]
    table = lines_table(lines, pa.int64())
    for engine in LOCAL:
        if engine == "pandas":  # whose integers have no gaps: with some they are floats
            kept = [n for n, line in enumerate(lines) if None not in line]
            check_lines(
                engine,
                lines_table([lines[n] for n in kept], pa.int64()),
                [expected[n] for n in kept],
                unit="fen",
            )
        else:
            check_lines(engine, table, expected, unit="fen")


@given(st.lists(text_lines(), max_size=80))
@SETTINGS
def test_lines_in_texts_are_what_the_rule_gives_on_every_engine(lines: list[Line]) -> None:
    """9-3.3b, 9-3.3c."""
    expected = [split_of(line) for line in lines]
    for engine in LOCAL:
        check_lines(engine, lines_table(lines, pa.string()), expected)


@given(
    st.lists(
        st.tuples(
            st.one_of(
                st.integers(1, 10**13).map(lambda n: n / 100),
                st.floats(),
                NEAR([5.42, 0.07, 1.005, 0.1 + 0.2, None]),
            ),
            st.integers(1, 9),
            st.just(5.5),
        ),
        max_size=30,
    )
)
@SETTINGS
def test_floats_are_taken_for_the_decimals_that_they_are(lines: list[Line]) -> None:
    def exact(value: float | None) -> Any:
        try:
            return None if value is None else from_float(value, 2)
        except PolicyError:
            return None

    expected = [split_of((exact(p), q, exact(s))) for p, q, s in lines]
    table = lines_table(lines, pa.float64(), pa.int64(), pa.float64())
    for engine in LOCAL:
        check_lines(engine, table, expected, places=2)


@LOCAL_ENGINES
def test_the_largest_price_and_the_largest_quantity_need_not_meet(engine: str) -> None:
    """Their product would overflow; no line's does."""
    lines = [(10**11 - 1, 1, 1), (1, 10**12 - 1, 2), (10, -(10**12) + 1, 10)]
    expected = [(p * q, min(p, s) * q, (p - min(p, s)) * q) for p, q, s in lines]
    check_lines(engine, lines_table(lines, pa.int64()), expected, unit="fen")


def test_rows_that_do_not_fit_stop_a_ledger_before_anything_is_run() -> None:
    """25-2.3d: a gap, a figure past its bound, a text that is none."""
    for rows in ([(5, [None])], [(5, [10**17])], [(5, [1]), (0, [1])]):
        table = ledger_table(1, rows, yuan=False)
        for engine in ("polars", "pyarrow"):
            with pytest.raises(InvalidValueError) as caught:
                offsets(ALL[engine](table), 1, unit="fen")
            assert isinstance(caught.value.value, RefusedRows)
            assert caught.value.value.count == 1
    for engine in ("polars", "pandas"):
        native = ALL[engine](arrow({"prepaid": ["1", "x"], "m0": ["1", "2"]}))
        with pytest.raises(InvalidValueError, match="prepaid: an amount above"):
            offsets(native, 1)


# The ledger

totals = st.one_of(st.integers(1, 3_000), st.integers(-1, 10**17))
flows = st.one_of(st.integers(-500, 1_000), st.integers(-(10**17), 10**17))


def ledger_of(prepaid: int, payables: Sequence[int]) -> tuple[int, ...] | None:
    """Run a ledger by the scalar rule, in fen; None where it refuses."""
    try:
        prepayment = Prepayment("P", hospital(), Fund.EMPLOYEE, fen(prepaid), CYCLE)
        ledger = offset_prepayment(
            CHONGQING_2025_25,
            prepayment,
            {month: fen(flow) for month, flow in zip(WINDOW, payables, strict=False)},
        )
    except PolicyError:
        return None
    figures = [*(entry.offset for entry in ledger.entries), ledger.balance]
    return tuple(int(figure * 100) for figure in figures)


@st.composite
def ledgers(draw: st.DrawFn) -> tuple[int, list[tuple[int, list[int]]]]:
    months = draw(st.integers(0, len(WINDOW)))
    row = st.tuples(totals, st.lists(flows, min_size=months, max_size=months))
    return months, draw(st.lists(row, max_size=8))


def ledger_table(months: int, rows: Sequence[tuple[int, Sequence[Any]]], *, yuan: bool) -> Any:
    kind = pa.decimal128(20, 2) if yuan else pa.int64()
    take: Callable[[Any], Any] = fen if yuan else lambda units: units
    columns: dict[str, list[Any]] = {"prepaid": [take(total) for total, _ in rows]}
    for number in range(months):
        columns[f"m{number}"] = [take(flow[number]) for _, flow in rows]
    types = dict.fromkeys(columns, kind)
    return arrow({"row": list(range(len(rows))), **columns}, row=pa.int64(), **types)


def offsets(table: Any, months: int, **options: Any) -> Any:
    payables = {month: f"m{n}" for n, month in enumerate(WINDOW[:months])}
    return untyped.offset_columns(
        table, CHONGQING_2025_25, CYCLE, prepaid="prepaid", payables=payables, **options
    )


def check_ledgers(
    engine: str, months: int, rows: Sequence[tuple[int, Sequence[int]]], *, yuan: bool
) -> None:
    unit = "yuan" if yuan else "fen"
    names = [f"offset_{m.year}_{m.month:02d}" for m in WINDOW[:months]] + ["balance"]
    expected = [ledger_of(total, flow) for total, flow in rows]
    table = ledger_table(months, rows, yuan=yuan)
    made = offsets(ALL[engine](table), months, unit=unit, invalid="separate")
    got = {row["row"]: figures(row, names) for row in rows_of(made.good)}
    if yuan:
        got = {number: tuple(int(x * 100) for x in ledger) for number, ledger in got.items()}
    assert got == {n: ledger for n, ledger in enumerate(expected) if ledger is not None}
    refused = {row["row"] for row in rows_of(made.refused)}
    assert refused == {n for n, ledger in enumerate(expected) if ledger is None}
    if refused:
        with pytest.raises(InvalidValueError) as caught:
            offsets(ALL[engine](table), months, unit=unit)
        assert caught.value.clause == "25-2.3d"
        assert isinstance(caught.value.value, RefusedRows)
        assert caught.value.value.count == len(refused)
    else:
        whole = offsets(ALL[engine](table), months, unit=unit)
        assert in_order(whole) == in_order(made.good)


@given(drawn=ledgers(), yuan=st.booleans())
@SETTINGS
def test_ledgers_are_what_the_rule_gives_on_every_engine(
    drawn: tuple[int, list[tuple[int, list[int]]]], *, yuan: bool
) -> None:
    """25-2.3d, 25-2.3e."""
    months, rows = drawn
    for engine in LOCAL:
        check_ledgers(engine, months, rows, yuan=yuan)


def test_a_clusters_engine_gives_the_same() -> None:
    """9-3.3b, 9-3.3c, 25-2.3d: on PySpark in local mode."""
    lines: list[Line] = [(870, 3, 542), (542, -7, 542), (99_999_999_999, 1_000_000, 1)]
    table = lines_table(lines, pa.int64())
    expected = [(2610, 1626, 984), (-3794, -3794, 0), (99_999_999_999_000_000, 10**6, None)]
    made = in_order(untyped.reimburse_columns(ALL["pyspark"](table), **LINES, unit="fen"))
    assert [figures(row)[:2] for row in made] == [each[:2] for each in expected]
    drawn: list[Line] = [("8.70", "-0.5", "5.425"), ("999999999.999999", "1.2345", "0.005")]
    check_lines("pyspark", lines_table(drawn, pa.string()), [split_of(line) for line in drawn])
    rows = [(1000, [300, -5, 450, 10**16]), (10**17 - 1, [1, 2, 3, 4])]
    check_ledgers("pyspark", 4, rows, yuan=False)


# What is refused before any row is read


@LOCAL_ENGINES
def test_columns_of_another_type_are_refused_by_name(engine: str) -> None:
    table = arrow({"price": [1.5], "quantity": [1], "standard": [True], "text": ["1"]})
    native = LOCAL[engine](table)
    for name, options in (
        ("price", {}),
        ("standard", {"places": 2}),
        ("text", {"unit": "fen"}),
        ("price", {"unit": "fen"}),
    ):
        with pytest.raises(InvalidTypeError) as caught:
            untyped.reimburse_columns(
                native, price=name, quantity="quantity", standard="quantity", **options
            )
        assert caught.value.field == "price"
        assert str(caught.value.value).startswith(f"{name}: ")


@LOCAL_ENGINES
def test_a_column_is_never_written_over(engine: str) -> None:
    native = LOCAL[engine](arrow({"p": [1], "charge": [1]}))
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(native, price="p", quantity="p", standard="p", unit="fen")
    assert (caught.value.field, caught.value.value) == ("table", "charge")
    native = LOCAL[engine](arrow({"p": [1], "reason": [1]}))
    options = {"price": "p", "quantity": "p", "standard": "p", "unit": "fen"}
    assert rows_of(untyped.reimburse_columns(native, **options))[0]["charge"] == 1
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(native, invalid="separate", **options)
    assert (caught.value.field, caught.value.value) == ("table", "reason")


@pytest.mark.parametrize(
    ("changes", "field", "value", "expected"),
    [
        ({"price": "none"}, "price", "none", "a column of the table: p"),
        ({"unit": "jiao"}, "unit", "jiao", "'yuan' or 'fen'"),
        ({"invalid": "drop"}, "invalid", "drop", "'error' or 'separate'"),
        ({"places": 7}, "places", 7, "an int from 0 to 6"),
        ({"places": 2}, "places", 2, "None where the unit is fen: no floats"),
    ],
)
def test_options_are_refused(
    changes: dict[str, Any], field: str, value: object, expected: str
) -> None:
    options: dict[str, Any] = {"price": "p", "quantity": "p", "standard": "p", "unit": "fen"}
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(pl.DataFrame({"p": [1]}), **{**options, **changes})
    error = caught.value
    assert (error.field, error.value, error.expected) == (field, value, expected)


@pytest.mark.parametrize("table", [{"p": [1]}, [1], None, pl.Series([1])])
def test_what_is_no_table_is_refused(table: object) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        untyped.reimburse_columns(table, price="p", quantity="p", standard="p")
    assert caught.value.field == "table"
    assert caught.value.expected == "a table of Polars, DuckDB, pandas, PyArrow or PySpark"


def test_a_table_with_a_name_twice_is_refused() -> None:
    twice = pd.DataFrame([[1, 2]], columns=["p", "p"])
    with pytest.raises(InvalidValueError, match="names each column once"):
        untyped.reimburse_columns(twice, price="p", quantity="p", standard="p")


MONTHS: dict[str, Any] = {"2026-06": "a", "2026-07": "b"}


@pytest.mark.parametrize(
    ("payables", "value", "expected"),
    [
        ({"2026-06": "a", "2027-06": "b"}, "2027-06", "months of the window 2026-06 to 2027-05"),
        ({"2026-07": "b"}, "2026-07", "months from 2026-06 on without a gap; missing: 2026-06"),
        ({"2026-06": "a", YearMonth(2026, 6): "b"}, "2026-06", "each month once"),
        ({"2026-06": "a", "2026-07": "a"}, "a", "a column for each month"),
    ],
)
def test_months_are_those_of_the_window(
    payables: dict[Any, str], value: str, expected: str
) -> None:
    """25-2.3d."""
    table = pl.DataFrame({"prepaid": ["1"], "a": ["1"], "b": ["1"]})
    with pytest.raises(InvalidValueError) as caught:
        untyped.offset_columns(
            table, CHONGQING_2025_25, CYCLE, prepaid="prepaid", payables=payables
        )
    error = caught.value
    assert (error.field, error.value, error.expected, error.clause) == (
        "payables",
        value,
        expected,
        "25-2.3d",
    )


def test_months_may_come_in_any_order() -> None:
    table = pl.DataFrame({"prepaid": [5], "a": [3], "b": [4]})
    turned = dict(reversed(MONTHS.items()))
    for payables in (MONTHS, turned):
        made = untyped.offset_columns(
            table, CHONGQING_2025_25, CYCLE, prepaid="prepaid", payables=payables, unit="fen"
        )
        assert made.row(0) == (5, 3, 4, 3, 2, 0)
        assert made.columns[-3:] == ["offset_2026_06", "offset_2026_07", "balance"]


def test_a_notice_without_an_offset_is_refused() -> None:
    """9号 states none."""
    cycle = procurement_cycle(CHONGQING_2025_9)
    with pytest.raises(NotProvidedError):
        untyped.offset_columns(
            pl.DataFrame({"prepaid": [1]}), CHONGQING_2025_9, cycle, prepaid="prepaid", payables={}
        )


@LOCAL_ENGINES
def test_the_kind_of_table_that_came_in_goes_out(engine: str) -> None:
    native = LOCAL[engine](arrow({"p": [1, 2]}))
    made = untyped.reimburse_columns(native, price="p", quantity="p", standard="p", unit="fen")
    assert type(made) is type(native)
    assert frames.month_columns(LOCAL[engine](arrow({"payable_2026_06": [1]}))) == {
        YearMonth(2026, 6): "payable_2026_06"
    }
    assert list(rows_of(made)[1]) == ["p", *ADDED]


@LOCAL_ENGINES
def test_a_table_without_rows_stays_one(engine: str) -> None:
    for unit, kind in (("fen", pa.int64()), ("yuan", pa.string())):
        table = arrow({"p": []}, p=kind)
        made = untyped.reimburse_columns(
            LOCAL[engine](table), price="p", quantity="p", standard="p", unit=unit
        )
        assert rows_of(made) == []


@LOCAL_ENGINES
def test_whole_yuan_and_fen_are_never_taken_for_each_other(engine: str) -> None:
    """An integer is fen, and says so; a quantity is a number of packs in either unit."""
    native = LOCAL[engine](arrow({"p": ["8"], "fen": [800], "q": [3]}))
    taken = {"price": "p", "quantity": "q", "standard": "p"}
    assert rows_of(untyped.reimburse_columns(native, **taken))[0]["charge"] == 24
    for money in ("price", "standard"):
        with pytest.raises(InvalidTypeError) as caught:
            untyped.reimburse_columns(native, **(taken | {money: "fen"}))
        assert (caught.value.field, caught.value.value) == (money, "fen: Int64")
        assert caught.value.expected.endswith("integers are fen, with unit='fen'")
    with pytest.raises(InvalidTypeError, match=r"prepaid: .* integers are fen"):
        untyped.offset_columns(native, CHONGQING_2025_25, CYCLE, prepaid="fen", payables={})


def nothing_in(engine: str) -> Any:
    table = pa.table({"p": ["8.70", "9"], "q": [1, 2], "s": pa.nulls(2)})
    return ALL[engine](table)


@EVERY_ENGINE
@pytest.mark.parametrize("unit", ["yuan", "fen"])
def test_a_column_with_nothing_in_it_is_refused_row_by_row(engine: str, unit: str) -> None:
    native = nothing_in(engine)
    given = {"price": "p" if unit == "yuan" else "q", "quantity": "q", "standard": "s"}
    made = untyped.reimburse_columns(native, **given, unit=unit, invalid="separate")
    assert rows_of(made.good) == []
    assert [row["reason"].split(":")[0] for row in rows_of(made.refused)] == ["standard"] * 2


@pytest.mark.parametrize("choice", [pd.NA, pl.Series(["fen"]), pl.col("p"), ["fen"], None])
def test_what_is_no_text_is_no_choice(choice: Any) -> None:
    table = pl.DataFrame({"p": ["1"]})
    for name in ("unit", "invalid"):
        with pytest.raises(InvalidValueError) as caught:
            untyped.reimburse_columns(
                table, price="p", quantity="p", standard="p", **{name: choice}
            )
        assert caught.value.field == name


def test_a_float_of_other_places_is_refused_by_those_stated() -> None:
    table = pl.DataFrame({"p": [8.701], "q": [1]})
    with pytest.raises(InvalidValueError, match="a decimal of 2 places as `places` says"):
        untyped.reimburse_columns(table, price="p", quantity="q", standard="p", places=2)


def test_a_prefix_of_no_column_is_refused() -> None:
    """25-2.3d: else nothing would be offset, in silence."""
    table = pl.DataFrame({"payables_2026_06": ["3.00"]})
    with pytest.raises(InvalidValueError) as caught:
        frames.month_columns(table)
    error = caught.value
    assert (error.field, error.value) == ("prefix", "payable")
    assert error.expected == "a prefix of columns such as payable_2026_06: payables_2026_06"


def test_names_of_our_own_columns_give_way() -> None:
    table = pl.DataFrame({"_vbp_price_units": ["8.70"], "q": [1]})
    made = untyped.reimburse_columns(
        table, price="_vbp_price_units", quantity="q", standard="_vbp_price_units"
    )
    assert made.columns == ["_vbp_price_units", "q", *ADDED]


def test_other_integers_are_taken_too() -> None:
    for dtype in (pl.UInt64, pl.Int128, pl.UInt8, pl.Int16):
        table = pl.DataFrame({"p": pl.Series([7, 9], dtype=dtype), "q": [2, -1]})
        made = untyped.reimburse_columns(table, price="p", quantity="q", standard="p", unit="fen")
        assert made["charge"].to_list() == [14, -9]
    for dtype, value in ((pl.UInt64, 2**64 - 1), (pl.Int128, -(2**100)), (pl.Int128, None)):
        table = pl.DataFrame({"p": pl.Series([7, value], dtype=dtype), "q": [2, -1]})
        made = untyped.reimburse_columns(
            table, price="p", quantity="q", standard="p", unit="fen", invalid="separate"
        )
        assert (made.good.height, made.refused["p"].to_list()) == (1, [value])


def test_pandas_objects_are_taken_where_all_are_decimals() -> None:
    table = pd.DataFrame({"p": [Decimal("8.70"), None], "q": [1, 1]})
    good, _ = untyped.reimburse_columns(
        table, price="p", quantity="q", standard="p", invalid="separate"
    )
    assert rows_of(good) == [
        {
            "p": Decimal("8.70"),
            "q": 1,
            **dict(zip(ADDED, (Decimal("8.70"),) * 2 + (0,), strict=True)),
        }
    ]
    mixed = pd.DataFrame({"p": [Decimal("8.70"), "x"], "q": [1, 1]})
    with pytest.raises(InvalidTypeError, match="p: object"):
        untyped.reimburse_columns(mixed, price="p", quantity="q", standard="p")


def test_pandas_keeps_its_index() -> None:
    table = pd.DataFrame({"p": [5, 6], "q": [1, 0]}, index=["a", "b"])
    made = untyped.reimburse_columns(
        table, price="p", quantity="q", standard="p", unit="fen", invalid="separate"
    )
    assert (list(made.good.index), list(made.refused.index)) == (["a"], ["b"])


def test_a_lazy_table_stays_unread_where_refused_rows_are_kept_apart() -> None:
    read: list[int] = []

    def count(batch: pl.DataFrame) -> pl.DataFrame:
        read.append(batch.height)
        return batch

    lines = pl.LazyFrame({"p": [5, 0], "q": [1, 1]}).map_batches(count)
    made = untyped.reimburse_columns(
        lines, price="p", quantity="q", standard="p", unit="fen", invalid="separate"
    )
    assert read == []
    assert made.good.collect().height == made.refused.collect().height == 1


def test_an_engine_that_is_not_held_to_the_rules_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "_ENGINES", frozenset[object]())
    with pytest.raises(InvalidTypeError) as caught:
        untyped.reimburse_columns(pl.DataFrame({"p": [1]}), price="p", quantity="p", standard="p")
    assert (caught.value.field, caught.value.value) == ("table", "polars")


def nothing(name: str) -> None:
    """Find no such module."""


def test_without_the_extra_the_error_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", nothing)
    with pytest.raises(MissingExtraError) as caught:
        reload(frames)
    assert (caught.value.field, caught.value.value) == ("frames", "narwhals")
    assert "vbp_policy[frames]" in caught.value.expected


def test_ledgers_are_the_same_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """25-2.3d."""
    rows = [(1000, [300, -5, 450, 10**16]), (10**17 - 1, [1, 2, 3, 4])]
    monkeypatch.setattr(in_memory, "find_spec", nothing)
    for engine in LOCAL:
        check_ledgers(engine, 4, rows, yuan=False)


def test_many_blocks_of_ledgers_are_one_ledger_each() -> None:
    """25-2.3d: more rows than are run at once, by the columns' totals."""
    count = 40_000
    table = pl.DataFrame(
        {
            "prepaid": range(1, count + 1),
            "m0": [n % 700 - 100 for n in range(count)],
            "m1": [n % 11 * 1000 for n in range(count)],
        }
    )
    made = offsets(table, 2, unit="fen")
    first = [min(n + 1, max(n % 700 - 100, 0)) for n in range(count)]
    second = [min(n + 1 - first[n], n % 11 * 1000) for n in range(count)]
    assert made["offset_2026_06"].to_list() == first
    assert made["offset_2026_07"].to_list() == second
    assert made["balance"].to_list() == [n + 1 - first[n] - second[n] for n in range(count)]


CUT = {"polars": 3, "pyarrow": 3}
"""Pieces of seven rows, three rows at a time; other engines take them whole."""


@LOCAL_ENGINES
@pytest.mark.parametrize("bad", [None, 0, 6])
def test_pieces_are_put_together_as_if_they_were_one_table(
    monkeypatch: pytest.MonkeyPatch, engine: str, bad: int | None
) -> None:
    """9-3.3b, 9-3.3c, 25-2.3d, 25-2.3e."""
    pieces: list[int] = []

    def counted(table: Any, names: Sequence[str]) -> Any:
        pieces.append(1)
        return in_yuan(table, names)

    for module in (reimbursement, ledgers_of_tables):
        monkeypatch.setattr(module, "_PIECE", 3)
        monkeypatch.setattr(module, "in_yuan", counted)
    lines: list[Line] = [("8.70", "3", "5.42"), ("1.005", "1", "9"), ("5", "-2.5", "5.42")] * 2
    lines.append(("0.07", "11", "0.06"))
    ledgers = [(10**5 + n, [300 * n, -5, 45_000]) for n in range(7)]
    if bad is not None:
        lines[bad], ledgers[bad] = ("8.70", "0", "5.42"), (0, [1, 2, 3])
    check_lines(engine, lines_table(lines, pa.string()), [split_of(line) for line in lines])
    check_ledgers(engine, 3, ledgers, yuan=True)
    if bad is None:
        pieces.clear()
        untyped.reimburse_columns(LOCAL[engine](lines_table(lines, pa.string())), **LINES)
        assert len(pieces) == CUT.get(engine, 1)
        offsets(LOCAL[engine](ledger_table(3, ledgers, yuan=True)), 3)
        assert len(pieces) == 2 * CUT.get(engine, 1)


@LOCAL_ENGINES
def test_capitals_are_no_other_name_where_the_engine_folds_them(engine: str) -> None:
    native = LOCAL[engine](arrow({"p": [1], "Charge": [1]}))
    options = {"price": "p", "quantity": "p", "standard": "p", "unit": "fen"}
    if engine == "duckdb":
        with pytest.raises(InvalidValueError, match="without a column of this name"):
            untyped.reimburse_columns(native, **options)
    else:
        assert rows_of(untyped.reimburse_columns(native, **options))[0]["Charge"] == 1


def test_an_error_travels_and_shows_its_rows() -> None:
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(
            pl.DataFrame({"p": [0, 1], "name": ["<b>", ""]}),
            price="p",
            quantity="p",
            standard="p",
            unit="fen",
        )
    error = caught.value
    assert pickle.loads(pickle.dumps(error)) == error  # noqa: S301  # our own bytes
    refused = error.value
    assert isinstance(refused, RefusedRows)
    assert refused.count == 1
    assert refused.first[0].row == {"p": 0, "name": "<b>"}
    assert (refused.first[0].column, refused.first[0].value) == ("p", 0)
    assert "column='p', value=0, row=" in str(error)
    assert isinstance(hash(refused), int)
    shown: Any = refused
    assert "<b>" not in shown._repr_html_()
