"""Tables as they come: columns of any name and type, and what engines make of them.

Nothing of a table is lost, taken for what it is not, or refused on one engine alone.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from frame_engines import ALL, EVERY_ENGINE, LOCAL, LOCAL_ENGINES, arrow, duckdb, pa, pd, rows_of
from invented import with_window
from test_frames import ADDED, LINES, check_lines, figures, lines_table, split_of
from vbp_policy import (
    InvalidTypeError,
    InvalidValueError,
    Reading,
    ReturnClock,
    Span,
    StandardTable,
    YearMonth,
    procurement_cycle,
)
from vbp_policy.interop import frames
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

untyped: Any = frames  # options by name, from tables of cases
SETTINGS = settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
IN_FORCE = Span("2025-03-07", "2025-12-31")
STANDARDS = StandardTable.published(CHONGQING_2025_9, [("A", "甲", "5.42")], in_force=IN_FORCE)
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
SPLIT = (Decimal("26.10"), Decimal("16.26"), Decimal("9.84"))
NAMES = ("单价(元)", "a.b", "a`b", 'a"b', "a'b", "*", "^x.*$", "$1", "{x}", "a\nb", "SELECT", "len")


def wide_of(native: Any, *names: str, **options: Any) -> Any:
    names = names or ("who", "month", "sum")
    named = dict(zip(("institution", "month", "payable"), names, strict=True))
    return untyped.to_wide(native, CHONGQING_2025_25, CYCLE, **named, **options)


# Names


@EVERY_ENGINE
def test_a_column_may_have_any_name(engine: str) -> None:
    """What means more than itself to an engine, such as `a.b` to Spark, is only a name."""
    odd = NAMES if engine in LOCAL else NAMES[:3]
    odd_columns: dict[str, Any] = dict.fromkeys(odd, ("8.70",))
    table = arrow({**odd_columns, "": ["x"], "n": [3], "s": ["5.42"]})
    if engine not in {"pandas", "pandas on arrow", "pyarrow", "pyspark"}:
        table = table.drop_columns([""])  # on its way in the engine gives it a name
    native = ALL[engine](table)
    split = untyped.reimburse_columns(native, price=odd[1], quantity="n", standard="s")
    (row,) = rows_of(split)
    assert list(row) == [*table.column_names, *ADDED]
    assert figures(row) == SPLIT
    with pytest.raises(InvalidValueError) as caught:
        untyped.reimburse_columns(native, price=odd[0], quantity="n", standard="none")
    assert caught.value.expected == f"a column of the table: {', '.join(table.column_names)}"


@LOCAL_ENGINES
@pytest.mark.parametrize("name", ["a.b", "*", "^x.*$"])
def test_institutions_and_codes_may_stand_under_any_name(engine: str, name: str) -> None:
    rows = arrow({name: ["A", "A"], "m": ["2026-06", "2026-07"], "p": ["1", "2"]})
    wide = wide_of(LOCAL[engine](rows), name, "m", "p")
    assert rows_of(wide) == [{name: "A", "payable_2026_06": "1", "payable_2026_07": "2"}]
    long = rows_of(untyped.to_long(wide, frames.month_columns(wide), institution=name))
    assert sorted(map(str, long)) == sorted(
        str({name: "A", "month": f"2026-0{5 + n}", "payable": str(n)}) for n in (1, 2)
    )
    with pytest.raises(InvalidValueError) as caught:
        wide_of(LOCAL[engine](rows.slice(1)), name, "m", "p")
    refused: Any = caught.value.value
    assert refused.first[0].row == {name: "A"}
    priced = untyped.with_standards(
        LOCAL[engine](rows), STANDARDS, code=name, on="2025-06-18", uncovered="pass"
    )
    assert [row["standard"] for row in rows_of(priced)] == [Decimal("5.42")] * 2
    split = untyped.reimburse_columns(priced, price="p", quantity="p", standard="standard")
    assert [row["charge"] for row in rows_of(split)] == [1, 4]


@LOCAL_ENGINES
@pytest.mark.parametrize("name", ["rows", "_vbp_reason", "2026-06"])
def test_institutions_may_stand_under_a_name_of_our_own(engine: str, name: str) -> None:
    rows = arrow({name: ["A", "B"], "m": ["2026-06", "2026-07"], "p": [1, 2]})
    apart = wide_of(LOCAL[engine](rows), name, "m", "p", invalid="separate")
    assert rows_of(apart.good) == []
    assert {row[name] for row in rows_of(apart.refused)} == {"A", "B"}
    wide = LOCAL[engine](arrow({name: ["A"], "p": [1]}))
    (row,) = rows_of(untyped.to_long(wide, {"2026-06": "p"}, institution=name))
    assert row == {name: "A", "month": "2026-06", "payable": 1}


def test_a_column_of_months_is_not_written_over() -> None:
    rows = pl.DataFrame({"payable_2027_05": ["A"], "m": ["2026-06"], "p": [1]})
    with pytest.raises(InvalidValueError) as caught:
        wide_of(rows, "payable_2027_05", "m", "p")
    assert (caught.value.field, caught.value.value) == ("table", "payable_2027_05")
    spared = rows.with_columns(who=pl.lit("B"))
    assert wide_of(spared, "who", "m", "p").rows() == [("B", 1)]


@pytest.mark.parametrize("names", [("m", "m", "p"), ("w", "p", "p"), ("w", "m", "w")])
def test_one_column_is_not_two(names: tuple[str, str, str]) -> None:
    with pytest.raises(InvalidValueError) as caught:
        wide_of(pl.DataFrame({"w": ["A"], "m": ["2026-06"], "p": ["1"]}), *names)
    error = caught.value
    assert (error.field, error.value) == ("columns", ", ".join(names))
    assert error.expected == "the names of three columns"


def test_no_column_is_lost_to_another_of_its_name() -> None:
    columns = "SELECT '1' AS p, 1 AS x, 2 AS"
    twice = [duckdb.sql(f"{columns} x"), duckdb.sql(f"{columns} X")]
    twice += [pa.table([pa.array(["1"]), pa.array([1]), pa.array([2])], names=["p", "x", "x"])]
    for native in twice:
        with pytest.raises(InvalidValueError) as caught:
            untyped.reimburse_columns(native, price="p", quantity="p", standard="p")
        assert caught.value.field == "table"
        assert caught.value.expected == "a table that names each column once"


def test_names_that_are_no_texts_are_refused() -> None:
    for columns in ([0, "p"], pd.MultiIndex.from_tuples([("a", "b"), ("a", "c")])):
        with pytest.raises(InvalidTypeError) as caught:
            frames.month_columns(pd.DataFrame([[1, 2]], columns=columns))
        assert (caught.value.field, caught.value.value) == ("table", repr(columns[0]))
        assert caught.value.expected == "a table whose columns have texts for names"


# Bounds, each alone on its line

GOOD = [
    (10**11 - 1, 1, 10**11 - 1),
    (1, 10**12 - 1, 1),
    (1, 1 - 10**12, 1),
    (10**8, -(10**9) + 1, 1),
]
WRONG = [
    (10**11, 1, 1, "price"),
    (0, 1, 1, "price"),
    (-5, 1, 1, "price"),
    (1, 0, 1, "quantity"),
    (1, 10**12, 1, "quantity"),
    (1, -(10**12), 1, "quantity"),
    (1, 1, 10**11, "standard"),
    (1, 1, 0, "standard"),
    (10**8, 10**9, 1, "charge"),
    (10**8, -(10**9), 1, "charge"),
    (10**10, 10**9, 1, "charge"),
    (10**10, -(10**9), 1, "charge"),
    (0, 0, 0, "price"),
    (1, 0, 0, "quantity"),
]


@pytest.mark.parametrize("line", WRONG, ids=str)
def test_one_figure_past_its_bound_is_enough(line: tuple[int, int, int, str]) -> None:
    table = lines_table([(5, 2, 3), line[:3]], pa.int64())  # beside figures that are far from any
    for engine in ("polars", "pyarrow"):
        with pytest.raises(InvalidValueError) as caught:
            untyped.reimburse_columns(LOCAL[engine](table), **LINES, unit="fen")
        assert caught.value.expected.startswith(f"{line[3]}: ")
        refused: Any = caught.value.value
        assert [each.row["row"] for each in refused.first] == [1]


@LOCAL_ENGINES
def test_a_line_is_refused_for_its_first_fault(engine: str) -> None:
    lines = [*GOOD, *(line[:3] for line in WRONG)]
    native = LOCAL[engine](lines_table(lines, pa.int64()))
    made = untyped.reimburse_columns(native, **LINES, unit="fen", invalid="separate")
    assert sorted(row["row"] for row in rows_of(made.good)) == list(range(len(GOOD)))
    reasons = {row["row"]: row["reason"].partition(":")[0] for row in rows_of(made.refused)}
    assert [reasons[len(GOOD) + n] for n in range(len(WRONG))] == [line[3] for line in WRONG]


@LOCAL_ENGINES
def test_payables_may_be_nothing_in_any_type(engine: str) -> None:
    """25-2.3d: floats are decimals up to 2·10^15 of their last place, of any size in a text."""
    nothing = {pa.decimal128(38, 20): Decimal(0), pa.string(): "-0.000", pa.float64(): -0.0}
    for kind, zero in nothing.items():
        table = arrow({"prepaid": ["1"], "june": [zero]}, june=kind)
        ledger = untyped.offset_columns(
            LOCAL[engine](table),
            CHONGQING_2025_25,
            CYCLE,
            prepaid="prepaid",
            payables={"2026-06": "june"},
            places=2,
        )
        assert figures(rows_of(ledger)[0], ("offset_2026_06", "balance")) == (0, 1)
    large = arrow({"prepaid": [1.5e13 + 0.01, 2.5e13 + 0.01], "june": [0.0, 0.0]})
    apart = untyped.offset_columns(
        LOCAL[engine](large),
        CHONGQING_2025_25,
        CYCLE,
        prepaid="prepaid",
        payables={"2026-06": "june"},
        places=2,
        invalid="separate",
    )
    assert [row["balance"] for row in rows_of(apart.good)] == [Decimal("15000000000000.01")]


# Types of figures


@st.composite
def wide_decimals(draw: st.DrawFn) -> tuple[list[Any], tuple[Any, ...]]:
    """Lines of decimals that fill their columns, of any precision and scale."""
    kinds: list[tuple[int, int]] = []
    for _ in range(3):
        scale = draw(st.one_of(st.sampled_from([0, 2, 7, 30, 37, 38]), st.integers(0, 38)))
        kinds.append((draw(st.one_of(st.just(38), st.integers(max(scale, 1), 38))), scale))

    def figure(precision: int, scale: int) -> st.SearchStrategy[Decimal]:
        most = 10**precision - 1
        wide = st.one_of(st.sampled_from([most, -most, 0]), st.integers(-most, most))
        step = 10 ** max(scale - 2, 0)
        near = st.integers(1, max(most // step, 1)).map(lambda n: min(n * step, most))
        with localcontext(Context(prec=50)):
            return st.one_of(near, wide).map(lambda n: Decimal(f"{n}e-{scale}"))

    lines = draw(st.lists(st.tuples(*(figure(*kind) for kind in kinds)), min_size=10, max_size=50))
    return lines, tuple(pa.decimal128(*kind) for kind in kinds)


TOP = "0." + "9" * 38


@given(wide_decimals())
@SETTINGS
def test_decimals_of_any_width_are_judged_by_value(drawn: tuple[list[Any], Any]) -> None:
    """9-3.3b, 9-3.3c."""
    lines, kinds = drawn
    for engine in LOCAL:
        check_lines(engine, lines_table(lines, *kinds), [split_of(line) for line in lines])


@EVERY_ENGINE
def test_what_fills_its_column_is_not_rounded_into_a_figure(engine: str) -> None:
    lines = [(TOP, "0.50", "0.5"), ("0.25", "0.5", "0.5"), ("0", "0.5", "0.5")]
    exact = [(Decimal(price), Decimal(packs), Decimal(most)) for price, packs, most in lines]
    expected = [None, split_of(lines[1]), None]
    check_lines(engine, lines_table(exact, pa.decimal128(38, 38)), expected)


LONG = [
    ("0" * 40 + "8.70", "3" + "." + "0" * 40, "5.42" + "0" * 40),
    ("8.70", "3", "5.42000" + "0" * 40 + "1"),
    ("1" + "0" * 40, "3", "5.42"),
    ("-" + "0" * 40 + "8.70", "3", "5.42"),
]


@LOCAL_ENGINES
def test_texts_may_be_of_any_length(engine: str) -> None:
    expected = [split_of(line) for line in LONG]
    assert expected == [SPLIT, None, None, None]
    check_lines(engine, lines_table(LONG, pa.string()), expected)


def test_a_charge_past_its_bound_is_refused_though_64_bits_hold_it() -> None:
    lines = [("999999.99", "1100000000.02", "5"), ("999999.99", "1000000000", "5")]
    expected = [split_of(line) for line in lines]
    assert expected[0] is None
    assert expected[1] is not None
    for engine in LOCAL:
        check_lines(engine, lines_table(lines, pa.string()), expected)


def newer(kind: Any, values: Sequence[object]) -> Any:
    return pa.array(values).cast(kind)


@pytest.mark.parametrize(
    "prices",
    [
        newer(pa.string_view(), ["8.70", None]),
        newer(pa.large_string(), ["8.70", None]),
        pa.array(["8.70", None]).dictionary_encode(),
        newer(pa.decimal32(5, 2), [Decimal("8.70"), None]),
        newer(pa.decimal64(12, 2), [Decimal("8.70"), None]),
        newer(pa.decimal256(38, 2), [Decimal("8.70"), None]),
    ],
    ids=lambda prices: str(prices.type),
)
def test_arrows_other_types_hold_figures_too(prices: Any) -> None:
    table = pa.table({"price": prices, "quantity": [3, 3], "standard": ["5.42", "5.42"]})
    made = untyped.reimburse_columns(table, **LINES, invalid="separate")
    assert figures(made.good.to_pylist()[0]) == SPLIT
    assert made.refused.num_rows == 1


def test_categories_are_what_they_stand_for() -> None:
    prices = pl.Series(["8.70"], dtype=pl.Categorical)
    for native in (
        pl.DataFrame({"price": prices, "quantity": [3], "standard": ["5.42"]}),
        pd.DataFrame({"price": pd.Categorical(["8.70"]), "quantity": 3, "standard": "5.42"}),
        duckdb.sql("SELECT '8.70'::ENUM('8.70') price, 3 quantity, '5.42' standard"),
    ):
        (row,) = rows_of(untyped.reimburse_columns(native, **LINES))
        assert figures(row) == SPLIT
    for codes in (pd.Categorical([1, None]), pa.array([1, None]).dictionary_encode()):
        table = {"code": codes}
        native = pa.table(table) if isinstance(codes, pa.Array) else pd.DataFrame(table)
        with pytest.raises(InvalidTypeError) as caught:
            untyped.with_standards(native, STANDARDS, code="code", on="2025-06-18")
        assert (caught.value.value, caught.value.expected) == ("code: Int64", "a column of texts")


@pytest.mark.parametrize(
    ("native", "kind"),
    [
        (duckdb.sql("SELECT '1'::BIGNUM AS p"), "BIGNUM"),
        (pa.table({"p": newer(pa.decimal256(60, 2), [Decimal(1)])}), "decimal256(60, 2)"),
        (pd.DataFrame({"p": pd.Series([Decimal(1), True], dtype=object)}), "object"),
        (pd.DataFrame({"p": pd.Series([Decimal("Infinity")], dtype=object)}), "object"),
        (pd.DataFrame({"p": pd.Series([2**63], dtype=object)}), "object"),
        (pd.DataFrame({"p": pd.Series([True])}), "Boolean"),
    ],
    ids=str,
)
def test_a_type_is_refused_by_its_own_name(native: Any, kind: str) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        untyped.reimburse_columns(native, price="p", quantity="p", standard="p")
    assert (caught.value.field, caught.value.value) == ("price", f"p: {kind}")


def test_what_is_accepted_instead_is_said() -> None:
    table = pl.DataFrame({"p": ["1"], "q": [1.5], "s": [1]})
    columns = {"price": "p", "quantity": "q", "standard": "p"}
    with pytest.raises(InvalidTypeError) as caught:
        untyped.reimburse_columns(table, **columns)
    assert (caught.value.field, caught.value.value) == ("quantity", "q: Float64")
    accepted = "a column of decimals, text or integers, or one of floats with `places`"
    assert caught.value.expected == accepted
    with pytest.raises(InvalidTypeError) as caught:
        untyped.reimburse_columns(table, **{**columns, "price": "s"}, unit="fen")
    assert (caught.value.value, caught.value.expected) == ("q: Float64", "a column of integers")


def test_what_floats_hold_besides_decimals_is_refused() -> None:
    odd = [float("nan"), float("inf"), float("-inf"), -0.0, 0.1 + 0.2, 1e300, None]
    prices = [8.7, *odd]
    table = arrow({"price": prices, "quantity": [3.0] * 8, "standard": [5.42] * 8})
    for engine, make in LOCAL.items():
        made = untyped.reimburse_columns(make(table), **LINES, places=2, invalid="separate")
        assert [figures(row) for row in rows_of(made.good)] == [SPLIT], engine
        assert len(rows_of(made.refused)) == len(odd), engine


# Days and codes


def test_times_are_never_cut_off() -> None:
    """A `datetime` is no day, in a column of objects or of its own."""
    moment = datetime(2025, 6, 18, 3)  # noqa: DTZ001
    for days in ([date(2025, 6, 18), moment], [moment, date(2025, 6, 18)]):
        table = pd.DataFrame({"code": ["A", "A"], "day": pd.Series(days, dtype=object)})
        with pytest.raises(InvalidTypeError) as caught:
            untyped.with_standards(table, STANDARDS, code="code", on="day")
        assert (caught.value.field, caught.value.value) == ("on", "day: object")
    gaps = pd.DataFrame({"code": ["A", "A"], "day": pd.Series([days[1], pd.NaT], dtype=object)})
    with pytest.raises(InvalidValueError, match="on: a day"):
        untyped.with_standards(gaps, STANDARDS, code="code", on="day", uncovered="pass")


def test_a_collation_makes_no_code_another() -> None:
    own = duckdb.connect()
    own.execute("SET default_collation = 'nocase'")
    own.execute("CREATE TABLE lines AS SELECT 'a' AS code UNION ALL SELECT 'A'")
    made = untyped.with_standards(
        own.table("lines"), STANDARDS, code="code", on="2025-06-18", uncovered="pass"
    )
    prices = {row["code"]: row["standard"] for row in rows_of(made)}
    assert prices == {"a": None, "A": Decimal("5.42")}
    assert own.table("lines").fetchall() == [("a",), ("A",)]


@LOCAL_ENGINES
def test_standards_hold_from_their_first_day_to_their_last(engine: str) -> None:
    """9-3.3a."""
    days = ["2025-03-06", "2025-03-07", "2025-12-31", "2026-01-01", "2025-06-18\n"]
    inside = [None, Decimal("5.42"), Decimal("5.42"), None]
    dates = [date.fromisoformat(day.strip()) for day in days]
    for column in (dates[:4], days[:4]):
        native = LOCAL[engine](arrow({"code": ["A"] * 4, "day": column}))
        made = untyped.with_standards(native, STANDARDS, code="code", on="day", uncovered="pass")
        prices = {str(row["day"])[:10]: row["standard"] for row in rows_of(made)}
        assert [prices[day] for day in days[:4]] == inside
    native = LOCAL[engine](arrow({"code": ["A"] * 5, "day": days}))
    with pytest.raises(InvalidValueError) as caught:
        untyped.with_standards(native, STANDARDS, code="code", on="day", uncovered="pass")
    refused: Any = caught.value.value
    assert [each.row["day"] for each in refused.first] == days[4:]


# Long rows

FULL = [("H3", "2026-07", 4), ("H3", "2026-06", 3)]


@LOCAL_ENGINES
@pytest.mark.parametrize(
    "wrong",
    [
        [("H1", "2026-06", 1), ("H1", "2026-06", 1)],
        [("H1", "2026-06", 1), ("H1", "x", 1)],
        [("H1", "2026-06", 1), ("H1", "2026-07", 1), ("H1", "2026-07", 1)],
        [("H1", "2026-06", 1), ("H1", None, 1)],
        [("H1", "2026-06", 1), ("H1", "2026-08", None)],
        [(None, "2026-06", 1)],
    ],
    ids=str,
)
def test_what_is_wrong_with_one_institution_spoils_no_other(engine: str, wrong: Any) -> None:
    """25-2.3d."""
    columns: Any = zip(("who", "month", "sum"), zip(*wrong, *FULL, strict=True), strict=True)
    types = {"who": pa.string(), "month": pa.string(), "sum": pa.decimal128(9, 0)}
    apart = wide_of(LOCAL[engine](arrow(dict(columns), **types)), invalid="separate")
    assert rows_of(apart.good) == [{"who": "H3", "payable_2026_06": 3, "payable_2026_07": 4}]
    refused = [(row["who"], row["month"], row["sum"]) for row in rows_of(apart.refused)]
    assert sorted(map(str, refused)) == sorted(str((w, m, s and Decimal(s))) for w, m, s in wrong)


def test_institutions_come_in_order_where_the_table_was_there() -> None:
    rows = arrow({"who": ["H3", "H1", "H2"], "month": ["2026-06"] * 3, "sum": [1, 2, 3]})
    for engine in ("polars", "pandas", "pandas on arrow", "pyarrow"):
        wide = rows_of(wide_of(LOCAL[engine](rows)))
        assert [row["who"] for row in wide] == ["H1", "H2", "H3"]


@LOCAL_ENGINES
def test_long_rows_without_rows_are_none_wide(engine: str) -> None:
    types = {"who": pa.string(), "month": pa.string(), "sum": pa.int64()}
    native = LOCAL[engine](arrow(dict.fromkeys(types, ()), **types))
    assert rows_of(wide_of(native)) == []
    assert list(map(rows_of, wide_of(native, invalid="separate"))) == [[], []]


@EVERY_ENGINE
def test_25_2_3e_a_window_without_months_takes_no_row(engine: str) -> None:
    """Under CYCLE_END a year of one month ends before a whole settlement month does."""
    policy = with_window(1)
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    cycle = procurement_cycle(policy, "2025-05-30", reading=reading)
    native = ALL[engine](pa.table({"who": ["H1"], "month": ["2026-06"], "sum": [1]}))
    columns = {"institution": "who", "month": "month", "payable": "sum"}
    apart = untyped.to_wide(native, policy, cycle, **columns, invalid="separate")
    [row] = rows_of(apart.refused)
    assert "month: none, as the window has no months" in row.values()


def test_columns_of_two_types_are_not_made_one() -> None:
    table = pl.DataFrame({"who": ["A"], "a": [1], "b": ["1"]})
    columns = {"2026-06": "a", "2026-07": "b"}
    with pytest.raises(InvalidTypeError) as caught:
        frames.to_long(table, columns, institution="who")
    error = caught.value
    assert (error.field, error.value) == ("columns", "a: Int64, b: String")
    assert error.expected == "columns of one type"


def test_other_columns_may_hold_anything() -> None:
    """What an engine cannot join, such as Arrow's lists, is kept."""
    rows: dict[str, Any] = {"who": ["A", "B"], "month": ["2026-06", "2026-07"], "sum": [1, 2]}
    others: dict[str, Any] = {"list": [[1], [2]], "null": [None, None]}
    for engine in ("polars", "duckdb", "pandas", "pyarrow"):
        refused = wide_of(LOCAL[engine](arrow({**rows, **others})), invalid="separate").refused
        assert [len(row["list"]) for row in rows_of(refused)] == [1, 1], engine
    views = pa.table({**rows, "text": newer(pa.string_view(), ["x", "y"])})
    (row,) = wide_of(views.slice(0, 1), invalid="separate").good.to_pylist()
    assert row == {"who": "A", "payable_2026_06": 1}
    coded = pa.table({"price": newer(pa.string_view(), ["1"]).dictionary_encode()})
    with pytest.raises(InvalidTypeError, match="price: Categorical"):
        untyped.reimburse_columns(coded, price="price", quantity="price", standard="price")


# What comes in and what goes out


@pytest.mark.parametrize("invalid", ["error", "separate"])
def test_pandas_keeps_its_rows_their_index_and_itself(invalid: str) -> None:
    index = pd.MultiIndex.from_tuples([(1, "a"), (1, "a"), (0, "b")], names=["x", "y"])
    table = pd.DataFrame(
        {
            "code": pd.Categorical(["A", "x", "A"]),
            "p": pd.Series([Decimal(9), Decimal(8), Decimal(7)], dtype=object).to_numpy(),
            "packs": [5, 6, -7],
            "june": ["5", "6.00", "-7"],
        },
        index=index,
    )
    before = table.copy(deep=True)

    def kept(made: Any) -> Any:
        good = made if invalid == "error" else made.good
        assert good.index.equals(index)
        pd.testing.assert_frame_equal(table, before)
        return good

    lines = kept(
        untyped.with_standards(table, STANDARDS, code="code", on="2025-06-18", uncovered="pass")
        if invalid == "error"
        else frames.Separated(
            untyped.with_standards(
                table, STANDARDS, code="code", on="2025-06-18", uncovered="pass", unit="fen"
            ),
            None,
        )
    )
    assert lines["has_standard"].tolist() == [True, False, True]
    split = kept(
        untyped.reimburse_columns(table, price="p", quantity="packs", standard="p", invalid=invalid)
    )
    assert split["charge"].tolist() == [45, 48, -49]
    ledger = kept(
        untyped.offset_columns(
            table,
            CHONGQING_2025_25,
            CYCLE,
            prepaid="p",
            payables={"2026-06": "june"},
            invalid=invalid,
        )
    )
    assert ledger["balance"].tolist() == [4, 2, 7]


def test_a_scan_of_a_file_stays_lazy_and_streams(tmp_path: Path) -> None:
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pl.DataFrame({"p": [9, 5], "q": [2, -1], "s": [7, 7]}).write_parquet(source)
    made = untyped.reimburse_columns(
        pl.scan_parquet(source), price="p", quantity="q", standard="s", unit="fen"
    )
    assert isinstance(made, pl.LazyFrame)
    made.sink_parquet(target)
    assert pl.read_parquet(target).rows() == [(9, 2, 7, 18, 14, 4), (5, -1, 7, -5, -5, 0)]


def counted(table: pl.DataFrame) -> tuple[pl.LazyFrame, list[int]]:
    reads: list[int] = []

    def read(batch: pl.DataFrame) -> pl.DataFrame:
        reads.append(batch.height)
        return batch

    return table.lazy().map_batches(read), reads


def test_a_lazy_table_is_read_as_often_as_the_page_says() -> None:
    months = pl.DataFrame({"who": ["A"], "month": ["2026-06"], "sum": [3], "code": ["A"]})
    months = months.with_columns(payable_2026_06="sum")
    months = months.with_columns(day=date(2025, 6, 18))
    on = {"code": "code", "on": "2025-06-18"}
    dated = {"code": "code", "on": "day"}
    line = {"price": "sum", "quantity": "sum", "standard": "sum", "unit": "fen"}
    calls: list[tuple[int, Callable[[Any], Any]]] = [
        (1, lambda table: untyped.reimburse_columns(table, **line)),
        (0, lambda table: untyped.reimburse_columns(table, **line, invalid="separate")),
        (1, lambda table: untyped.with_standards(table, STANDARDS, **on)),
        (0, lambda table: untyped.with_standards(table, STANDARDS, **on, uncovered="pass")),
        (2, lambda table: untyped.with_standards(table, STANDARDS, **dated)),
        (1, lambda table: untyped.with_standards(table, STANDARDS, **dated, uncovered="pass")),
        (0, lambda table: untyped.with_standards(table, STANDARDS, **dated, uncovered="separate")),
        (3, wide_of),
        (1, lambda table: wide_of(table, invalid="separate")),
        (0, lambda table: frames.to_long(table, {YearMonth(2026, 6): "sum"}, institution="who")),
        (0, frames.month_columns),
    ]
    for expected, call in calls:
        table, reads = counted(months)
        call(table)
        assert len(reads) == expected
    table, reads = counted(months.with_columns(sum=0))
    with pytest.raises(InvalidValueError):
        untyped.reimburse_columns(table, **line)
    assert len(reads) == 3  # the guards, the count, the first rows
    large = pl.DataFrame({"price": [1, 10**10], "quantity": [10**11, 1], "standard": [1, 1]})
    table, reads = counted(large)
    untyped.reimburse_columns(table, **LINES, unit="fen")
    assert len(reads) == 2  # the largest figures are on two lines


def test_a_million_lines_are_each_what_a_line_is() -> None:
    """9-3.3b, 9-3.3c: in fen, against whole numbers of NumPy's; every seventh is a return."""
    numbers = pa.array(range(1_000_000)).to_numpy()
    price, standard = numbers * 7919 % 99_991 + 1, numbers * 104_729 % 99_991 + 1
    packs = (numbers % 613 + 1) * (1 - 2 * (numbers % 7 == 0))
    standard[::3] = price[::3]
    table = pa.table({"row": numbers, "price": price, "quantity": packs, "standard": standard})
    least = (price + standard - abs(price - standard)) // 2
    within = least * packs
    expected = (price * packs, within, price * packs - within)
    for engine in ("polars", "duckdb", "pandas", "pyarrow"):
        made = untyped.reimburse_columns(LOCAL[engine](table), **LINES, unit="fen")
        frame = made.order("row").pl() if engine == "duckdb" else made
        for name, values in zip(ADDED, expected, strict=True):
            column = frame[name].to_numpy()
            assert column.shape == values.shape, engine
            assert (column == values).all(), engine
