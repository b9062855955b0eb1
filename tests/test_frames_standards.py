"""Standards beside lines, annexes in, and months from long rows to wide ones and back.

9-1.2, 9-3.3a, 25-1.2 and 25-2.3d.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from frame_engines import ALL, EVERY_ENGINE, LOCAL, LOCAL_ENGINES, arrow, pa, pd, rows_of
from vbp_policy import (
    InvalidTypeError,
    InvalidValueError,
    NotListedError,
    OutOfForceError,
    PolicyError,
    Product,
    SelectedProduct,
    Span,
    StandardTable,
    YearMonth,
    offset_window,
    procurement_cycle,
)
from vbp_policy.interop import frames
from vbp_policy.interop.frames import RefusedRows
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

SETTINGS = settings(max_examples=2, phases=(Phase.explicit, Phase.generate))
IN_FORCE = Span("2025-03-07", "2025-12-31")
ROWS = [("A", "阿卡波糖", "5.42"), ("B'\"", "阿卡波糖", "8.00"), ("00123", "维生素", "0.05")]
STANDARDS = StandardTable.published(CHONGQING_2025_9, ROWS, in_force=IN_FORCE)
FINE = StandardTable.published(CHONGQING_2025_9, [("A", "阿", "0.0054")], in_force=IN_FORCE)
untyped: Any = frames  # options by name, from tables of cases
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
WINDOW = offset_window(CHONGQING_2025_25, CYCLE)

codes = st.sampled_from(["A", "B'\"", "00123", "123", "a", "", "A ", None])
days = st.one_of(
    st.dates(date(2025, 3, 5), date(2025, 3, 9)),
    st.dates(date(2025, 12, 29), date(2026, 1, 2)),
    st.dates(),
    st.none(),
)
texts = st.one_of(
    days.map(lambda day: day and str(day)),
    st.sampled_from(["2025-02-29", "2024-02-29", "0000-01-01", "2025-06-31", "2025-6-1", "x"]),
    st.sampled_from(["2025-06-18\n", " 2025-06-18", "2025-13-01", "1900-02-29", "2000-02-29"]),
)


def found(code: str | None, day: Any) -> Decimal | type[PolicyError]:
    """Look a line up by the scalar rule."""
    try:
        return STANDARDS.lookup("no code" if code is None else code, on=day).price
    except PolicyError as error:
        return type(error)


def in_order(native: Any) -> list[dict[str, Any]]:
    return sorted(rows_of(native), key=lambda row: row["row"])


def check_lookup(engine: str, lines: Sequence[tuple[Any, Any]], kind: Any) -> None:
    table = arrow(
        {
            "row": list(range(len(lines))),
            "code": [code for code, _ in lines],
            "day": [day for _, day in lines],
        },
        row=pa.int64(),
        code=pa.string(),
        day=kind,
    )
    expected: list[Any] = [found(code, day) for code, day in lines]
    names: dict[str, Any] = {"code": "code", "on": "day"}
    apart = untyped.with_standards(ALL[engine](table), STANDARDS, uncovered="separate", **names)
    assert {row["row"]: row["standard"] for row in rows_of(apart.good)} == {
        number: price for number, price in enumerate(expected) if isinstance(price, Decimal)
    }
    refused = {row["row"]: row["reason"] for row in rows_of(apart.refused)}
    starts: dict[object, str] = {
        NotListedError: "code: a listed",
        OutOfForceError: f"on: a day of {IN_FORCE}",
    }
    assert refused.keys() == {n for n, price in enumerate(expected) if isinstance(price, type)}
    for number, reason in refused.items():
        assert reason.startswith(starts.get(expected[number], "on: a day"))
    for uncovered in ("error", "pass"):
        undated = sum(reason == "on: a day" for reason in refused.values())
        if undated or (refused and uncovered == "error"):
            with pytest.raises(PolicyError) as caught:
                untyped.with_standards(
                    ALL[engine](table),
                    STANDARDS,
                    uncovered=uncovered,
                    **names,
                )
            if undated:
                raised: type[PolicyError] = InvalidValueError
            else:
                unlisted = any(reason.startswith("code") for reason in refused.values())
                raised = NotListedError if unlisted else OutOfForceError
            assert type(caught.value) is raised
            assert caught.value.clause == "9-3.3a"
            assert isinstance(caught.value.value, RefusedRows)
            assert caught.value.value.count == (undated or len(refused))
            for first in caught.value.value.first:
                assert first.column == names[first.reason.split(":")[0]]
                assert first.value is first.row[str(first.column)]
        else:
            made = in_order(
                untyped.with_standards(
                    ALL[engine](table),
                    STANDARDS,
                    uncovered=uncovered,
                    **names,
                )
            )
            prices = [price if isinstance(price, Decimal) else None for price in expected]
            assert [row["standard"] for row in made] == prices
            if uncovered == "pass":
                flags = [row["has_standard"] for row in made]
                assert flags == [price is not None for price in prices]


@given(st.lists(st.tuples(codes, days), max_size=60))
@SETTINGS
def test_standards_are_what_the_table_finds_on_every_engine(lines: list[tuple[Any, Any]]) -> None:
    """9-3.3a."""
    for engine in LOCAL:
        check_lookup(engine, lines, pa.date32())


@given(st.lists(st.tuples(codes, texts), max_size=60))
@SETTINGS
def test_days_may_be_texts(lines: list[tuple[Any, Any]]) -> None:
    """9-3.3a."""
    for engine in LOCAL:
        check_lookup(engine, lines, pa.string())


@given(st.lists(st.tuples(codes, st.just("2025-06-18")), max_size=20))
@SETTINGS
def test_lines_without_a_standard_pass_flagged(lines: list[tuple[Any, Any]]) -> None:
    for engine in LOCAL:
        check_lookup(engine, lines, pa.string())


@pytest.mark.parametrize(
    ("engine", "unit"), [*((each, "yuan") for each in ALL), *((each, "fen") for each in LOCAL)]
)
def test_a_line_that_passed_is_within_its_standard_whole(engine: str, unit: Any) -> None:
    """9-3.3a, 9-3.3c: from the claims file to the split."""
    price: Any = ["9.00", "9.00", "9.00"] if unit == "yuan" else [900, 900, 900]
    scale = 1 if unit == "yuan" else 100
    table = arrow({"row": [0, 1, 2], "code": ["A", "x", None], "price": price, "n": [1, 2, -1]})
    lines = untyped.with_standards(
        ALL[engine](table),
        STANDARDS,
        code="code",
        on=date(2025, 6, 18),
        uncovered="pass",
        unit=unit,
    )
    made = in_order(
        untyped.reimburse_columns(
            lines, price="price", quantity="n", standard="standard", unit=unit
        )
    )
    within = [row["within_standard"] / scale for row in made]
    assert within == [Decimal("5.42"), 18, -9] if unit == "yuan" else [5.42, 18, -9]
    assert [row["has_standard"] for row in made] == [True, False, False]
    apart = untyped.reimburse_columns(
        lines, price="price", quantity="n", standard="standard", unit=unit, invalid="separate"
    )
    assert in_order(apart.good) == made
    assert rows_of(apart.refused) == []


def test_a_missing_standard_is_refused_where_nothing_says_that_there_is_none() -> None:
    """A missing standard must not pay everything."""
    for flags in ({}, {"has_standard": [True]}, {"has_standard": [None]}, {"has_standard": ["no"]}):
        table = pl.DataFrame(
            {"p": [1], "q": [1], "s": pl.Series([None], dtype=pl.Int64), **flags},
            schema_overrides={"has_standard": pl.Boolean}
            if None in flags.get("has_standard", [])
            else {},
        )
        with pytest.raises(InvalidValueError) as caught:
            untyped.reimburse_columns(table, price="p", quantity="q", standard="s", unit="fen")
        assert caught.value.expected.startswith("standard: a unit price above 0")


@LOCAL_ENGINES
def test_standards_keep_their_places(engine: str) -> None:
    lines = LOCAL[engine](arrow({"code": ["A"]}))
    day = "2025-06-18"
    (row,) = rows_of(untyped.with_standards(lines, STANDARDS, code="code", on=day))
    assert str(row["standard"]) == "5.42"
    (row,) = rows_of(untyped.with_standards(lines, FINE, code="code", on=day))
    assert str(row["standard"]) == "0.005400"
    (row,) = rows_of(untyped.with_standards(lines, STANDARDS, code="code", on=day, unit="fen"))
    assert row["standard"] == 542
    with pytest.raises(InvalidValueError, match="the standard of A is no whole number of fen"):
        untyped.with_standards(lines, FINE, code="code", on=day, unit="fen")


def test_9_3_3a_a_refused_price_and_a_refused_day_are_named_with_their_column_and_clause() -> None:
    lines = pl.DataFrame({"item": ["A"]})
    with pytest.raises(InvalidValueError) as caught:
        frames.with_standards(lines, FINE, code="item", on="2025-06-18", unit="fen")
    assert caught.value.clause == "9-3.3a"
    lines = pl.DataFrame({"item": ["A"], "sold": [date(2027, 1, 1)]})
    with pytest.raises(OutOfForceError) as outside:
        frames.with_standards(lines, STANDARDS, code="item", on="sold")
    refused = outside.value.value
    assert isinstance(refused, RefusedRows)
    assert (refused.first[0].column, refused.first[0].value) == ("sold", date(2027, 1, 1))


@pytest.mark.parametrize("taken", ["standard", "reason", "has_standard"])
def test_a_column_of_the_callers_own_is_not_written_over(taken: str) -> None:
    lines = pl.DataFrame({"item": ["A"], taken: [1]})
    refused_for = {"error": ["standard"], "separate": ["standard", "reason"]}
    refused_for["pass"] = ["standard", "has_standard"]
    for uncovered, names in refused_for.items():
        options: Any = {"code": "item", "on": "2025-06-18", "uncovered": uncovered}
        if taken in names:
            with pytest.raises(InvalidValueError) as caught:
                frames.with_standards(lines, STANDARDS, **options)
            assert (caught.value.field, caught.value.value) == ("table", taken)
        else:
            made = untyped.with_standards(lines, STANDARDS, **options)
            assert rows_of(getattr(made, "good", made))[0][taken] == 1


def test_categories_are_codes_too() -> None:
    for dtype in (pl.Categorical, pl.Enum(["A", "x"])):
        table = pl.DataFrame({"code": pl.Series(["A", "x"], dtype=dtype)})
        made = untyped.with_standards(
            table, STANDARDS, code="code", on="2025-06-18", uncovered="pass"
        )
        assert made["standard"].to_list() == [Decimal("5.42"), None]
        assert made["code"].dtype == dtype


def test_columns_that_hold_no_code_or_no_day_are_refused() -> None:
    table = pl.DataFrame({"n": [1], "code": ["A"], "at": [datetime(2025, 6, 18)]})  # noqa: DTZ001
    with pytest.raises(InvalidTypeError) as caught:
        untyped.with_standards(table, STANDARDS, code="n", on="2025-06-18")
    assert (caught.value.field, caught.value.value) == ("code", "n: Int64")
    with pytest.raises(InvalidTypeError) as caught:
        untyped.with_standards(table, STANDARDS, code="code", on="at")
    assert caught.value.field == "on"
    assert str(caught.value.value).startswith("at: Datetime")
    with pytest.raises(InvalidValueError) as no_day:
        untyped.with_standards(table, STANDARDS, code="code", on="day")
    assert (no_day.value.field, no_day.value.value) == ("on", "day")


def test_pandas_objects_may_be_days() -> None:
    table = pd.DataFrame({"code": ["A"], "day": [date(2025, 6, 18)]})
    made = untyped.with_standards(table, STANDARDS, code="code", on="day")
    assert rows_of(made) == [{"code": "A", "day": date(2025, 6, 18), "standard": Decimal("5.42")}]


# Annexes


@LOCAL_ENGINES
def test_a_published_table_is_read_from_any_engine(engine: str) -> None:
    """9-1.2."""
    columns = dict(zip(("code", "variety", "price"), zip(*ROWS, strict=True), strict=True))
    table = LOCAL[engine](arrow(columns))
    names = {"code": "code", "variety": "variety", "price": "price"}
    assert (
        untyped.published_standards(table, CHONGQING_2025_9, in_force=IN_FORCE, **names)
        == STANDARDS
    )


@LOCAL_ENGINES
def test_an_annex_is_read_from_any_engine(engine: str) -> None:
    """9-1.2, 25-1.2."""
    table = LOCAL[engine](
        arrow(
            {
                "c": ["A", "B"],
                "v": ["甲", "乙"],
                "m": ["x", "y"],
                "p": [5.42, 8.0],
                "g": ["1", None],
            }
        )
    )
    names = {"code": "c", "variety": "v", "maker": "m", "price": "p"}
    read = untyped.selected_products(table, group="g", places=2, **names)
    assert read == (
        SelectedProduct(Product("A", "甲", "x", group="1"), "5.42"),
        SelectedProduct(Product("B", "乙", "y"), 8),
    )
    assert untyped.selected_products(table, places=2, **names)[0].product.group is None
    with pytest.raises(InvalidTypeError) as caught:
        untyped.selected_products(table, **names)
    assert caught.value.field == "rows[0].price"
    with pytest.raises(PolicyError) as refused:
        untyped.selected_products(table, places=2, **{**names, "maker": "g"})
    assert refused.value.field == "rows[1].maker"


# Months


def wide_of(native: Any, **options: Any) -> Any:
    names = {"institution": "who", "month": "month", "payable": "sum"}
    return untyped.to_wide(native, CHONGQING_2025_25, CYCLE, **names, **options)


def long_table(rows: Sequence[tuple[Any, Any, Any]], kind: Any = None) -> Any:
    columns = list(zip(*rows, strict=True)) or [(), (), ()]
    return arrow(
        dict(zip(("who", "month", "sum"), columns, strict=True)),
        who=pa.string(),
        month=pa.string(),
        sum=kind or pa.int64(),
    )


MONTHS = [str(month) for month in WINDOW]
CLEAN = [
    ("H2", "2026-07", -5),
    ("H1", "2026-06", 2**60 + 1),
    ("H2", "2026-06", 7),
    ("H1", "2026-07", 0),
]


@EVERY_ENGINE
def test_long_rows_become_wide_and_long_again(engine: str) -> None:
    """25-2.3d."""
    wide = wide_of(ALL[engine](long_table(CLEAN)))
    assert sorted(map(tuple, (row.values() for row in rows_of(wide)))) == [
        ("H1", 2**60 + 1, 0),
        ("H2", 7, -5),
    ]
    columns = frames.month_columns(wide)
    assert columns == {
        YearMonth(2026, 6): "payable_2026_06",
        YearMonth(2026, 7): "payable_2026_07",
    }
    long = rows_of(untyped.to_long(wide, columns, institution="who", payable="sum"))
    assert sorted(map(tuple, (row.values() for row in long))) == sorted(CLEAN)


hostile_rows = st.tuples(
    st.sampled_from(["H1", "H2", None]),
    st.sampled_from([*MONTHS[:3], "2026-05", "2027-06", "x", None]),
    st.one_of(st.integers(-9, 9), st.none()),
)
complete = st.integers(1, 3).map(lambda n: [("H3", month, 5) for month in MONTHS[:n]])


def wide_by_hand(rows: Sequence[tuple[Any, Any, Any]]) -> dict[str, list[int]]:
    """Find the institutions that have every month once, with nothing wrong in any row."""
    good = [row for row in rows if row[0] and row[1] in MONTHS and row[2] is not None]
    months = MONTHS[: 1 + max((MONTHS.index(row[1]) for row in good), default=-1)]
    made: dict[str, list[int]] = {}
    for who in {row[0] for row in rows if row[0]}:
        own = [row for row in rows if row[0] == who]
        if sorted(str(row[1]) for row in own) == months and all(row in good for row in own):
            made[who] = [row[2] for row in sorted(own)]
    return made


@given(st.tuples(st.lists(hostile_rows, max_size=4), complete).map(lambda two: [*two[0], *two[1]]))
@settings(SETTINGS, max_examples=6)
def test_institutions_that_lack_a_month_are_kept_apart_whole(rows: list[Any]) -> None:
    """25-2.3d: nothing is ever taken for zero, and nothing is lost."""
    expected = wide_by_hand(rows)
    for engine in LOCAL:
        if engine == "pandas" and any(row[2] is None for row in rows):
            continue  # floats to pandas
        apart = wide_of(LOCAL[engine](long_table(rows)), invalid="separate")
        assert {row.pop("who"): list(row.values()) for row in rows_of(apart.good)} == expected
        refused = [(row["who"], row["month"], row["sum"]) for row in rows_of(apart.refused)]
        assert sorted(map(str, refused)) == sorted(str(r) for r in rows if r[0] not in expected)
        if refused:
            with pytest.raises(InvalidValueError) as caught:
                wide_of(LOCAL[engine](long_table(rows)))
            assert (caught.value.field, caught.value.clause) == ("table", "25-2.3d")
        else:
            whole = rows_of(wide_of(LOCAL[engine](long_table(rows))))
            assert {row.pop("who"): list(row.values()) for row in whole} == expected


@LOCAL_ENGINES
def test_what_is_wrong_with_long_rows_is_said(engine: str) -> None:
    cases: list[tuple[list[Any], str]] = [
        ([(None, "2026-06", 1)], "institution: one on each row"),
        ([("H1", "2026-05", 1)], "month: a month of 2026-06 to 2027-05"),
        (
            [("H1", "2026-06", 1), ("H1", "2026-06", 1)],
            "month: each of 2026-06 to 2026-06, the last of any row, once",
        ),
        ([("H1", "2026-07", 1)], "month: each of 2026-06 to 2026-07, the last of any row, once"),
    ]
    for rows, expected in cases:
        with pytest.raises(InvalidValueError) as caught:
            wide_of(LOCAL[engine](long_table(rows)))
        assert caught.value.expected == expected
    payable = [("H1", "2026-06", None)]
    with pytest.raises(InvalidValueError, match="payable: an amount on each row"):
        wide_of(LOCAL[engine](long_table(payable, pa.decimal128(9, 2))))


@LOCAL_ENGINES
def test_a_row_that_is_wrong_is_shown_with_the_column_at_fault(engine: str) -> None:
    rows = [("H1", "2026-06", 1), ("H2", "2026-07", 2), (None, "2026-06", 3), ("H1", "x", 4)]
    with pytest.raises(InvalidValueError) as caught:
        wide_of(LOCAL[engine](long_table(rows)))
    refused = caught.value.value
    assert isinstance(refused, RefusedRows)
    found = [(each.column, each.value, each.row["sum"]) for each in refused.first]
    assert sorted(found, key=str) == [("month", "x", 4), ("who", None, 3)]
    with pytest.raises(InvalidValueError) as caught:
        wide_of(LOCAL[engine](long_table(rows[:2])))
    refused = caught.value.value
    assert isinstance(refused, RefusedRows)
    assert {(each.column, each.value) for each in refused.first} == {("who", "H1"), ("who", "H2")}


@LOCAL_ENGINES
def test_months_may_be_asked_for_through_one(engine: str) -> None:
    """25-2.3d: whoever lacks the month that is settled is not taken to owe nothing in it."""
    wide = wide_of(LOCAL[engine](long_table(CLEAN)), through="2026-07")
    assert list(frames.month_columns(wide)) == [YearMonth(2026, 6), YearMonth(2026, 7)]
    assert len(rows_of(wide)) == 2
    apart = wide_of(LOCAL[engine](long_table(CLEAN)), through="2026-08", invalid="separate")
    assert rows_of(apart.good) == []
    assert {row["reason"] for row in rows_of(apart.refused)} == {
        "month: each of 2026-06 to 2026-08, once"
    }
    with pytest.raises(InvalidValueError, match="month: a month of 2026-06 to 2026-06"):
        wide_of(LOCAL[engine](long_table(CLEAN)), through=YearMonth(2026, 6))


@pytest.mark.parametrize("through", ["2026-05", YearMonth(2027, 6)])
def test_a_month_outside_the_window_ends_no_table(through: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        wide_of(pl.DataFrame(), through=through)
    error = caught.value
    assert (error.field, error.clause) == ("through", "25-2.3d")
    assert (error.value, error.expected) == (
        str(through),
        "months of the window 2026-06 to 2027-05",
    )
    with pytest.raises(InvalidTypeError) as unread:
        wide_of(pl.DataFrame(), through=202606)
    assert (unread.value.field, unread.value.clause) == ("through", "25-2.3d")


def test_months_that_are_no_texts_are_refused() -> None:
    table = pl.DataFrame({"who": ["H1"], "month": [202606], "sum": [1]})
    with pytest.raises(InvalidTypeError) as caught:
        wide_of(table)
    assert (caught.value.field, caught.value.value) == ("month", "month: Int64")


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ({}, {}),
        ({"2026-06": "a", YearMonth(2026, 6): "a"}, {}),
        ({"2026-06": "a"}, {"month": "who"}),
        ({"2026-06": "a"}, {"payable": "month"}),
    ],
)
def test_columns_to_long_rows_are_checked(columns: Any, names: dict[str, str]) -> None:
    table = pl.DataFrame({"who": ["H1"], "a": [1]})
    with pytest.raises(InvalidValueError) as caught:
        untyped.to_long(table, columns, institution="who", **names)
    assert caught.value.field == "columns"


def test_other_columns_are_no_months() -> None:
    names = ["payable_2026_13", "payable_0000_01", "payable_2026_1", "payable_2026_01", "x"]
    table = pl.DataFrame({name: [1] for name in names})
    assert frames.month_columns(table) == {YearMonth(2026, 1): "payable_2026_01"}
