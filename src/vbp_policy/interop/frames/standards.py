"""Payment standards beside the lines that they hold for. 9号 9-3.3a."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any, Literal, TypeVar, cast, overload

import attrs
import narwhals.stable.v2 as nw

from ...foundation.dates import DateLike, Span, as_date
from ...foundation.errors import (
    InvalidTypeError,
    InvalidValueError,
    NotListedError,
    OutOfForceError,
)
from ...foundation.money import PRICE_SCALE, price_units
from ...foundation.values import instance
from ...rules.standard_tables import StandardTable
from . import guards
from .figures import Unit, as_unit
from .guards import Fault, Separated
from .tables import Table, as_choice, as_name, opened, quoted

__all__ = ["HAS_STANDARD", "with_standards"]

T = TypeVar("T")

HAS_STANDARD = "has_standard"
"""The column that says whether a standard holds for a line; where none does, it is paid whole."""
_STANDARD = "standard"
_FEN = PRICE_SCALE // 100

_YEAR = r"(?:000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAY = (
    rf"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP}-02-29)$"
)
_NO_DAY = r"[^0-9\-]"


@overload
def with_standards(
    table: T,
    standards: StandardTable,
    *,
    code: str,
    on: str | DateLike,
    uncovered: Literal["error", "pass"] = "error",
    unit: Unit = "yuan",
) -> T: ...
@overload
def with_standards(
    table: T,
    standards: StandardTable,
    *,
    code: str,
    on: str | DateLike,
    uncovered: Literal["separate"],
    unit: Unit = "yuan",
) -> Separated[T]: ...
def with_standards(
    table: T,
    standards: StandardTable,
    *,
    code: str,
    on: str | DateLike,
    uncovered: Literal["error", "separate", "pass"] = "error",
    unit: Unit = "yuan",
) -> T | Separated[T]:
    """Find the payment standard that holds for every line, by its product code and day.

    9号 9-3.3a, line by line what `StandardTable.lookup` finds for a code. `code` names a column of
    texts; `on` a column of dates, or of texts YYYY-MM-DD, or it is one day for all. Added is
    `standard`, a price in yuan with 2 places, or 6 where the table needs them; with `unit="fen"`
    an integer.

    `uncovered` says what becomes of lines whose code is not listed, or not on that day: an error;
    with "separate" the second of two tables, with their `reason`; with "pass" they stay, without a
    standard and with `has_standard` false, and `reimburse_columns` counts them as within their
    standard whole. A line without a code is not listed.

    DuckDB and PySpark look up by a join, after which lines come in any order.

    Raises `NotListedError`, or `OutOfForceError` where all lines at fault are listed, once for
    all; `InvalidValueError` for lines without a day, and for standards that are no whole fen where
    the unit is fen; and what `reimburse_columns` raises for tables and columns.

    >>> import polars
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> standards = StandardTable.published(
    ...     CHONGQING_2025_9, [("A", "阿卡波糖", "5.42")],
    ...     in_force=Span("2025-03-07", "2025-12-31"))
    >>> lines = polars.DataFrame({"code": ["A", "B"]})
    >>> with_standards(lines, standards, code="code", on="2025-06-18", uncovered="pass").rows()
    [('A', Decimal('5.42'), True), ('B', None, False)]
    """
    instance(standards, StandardTable, field="standards")
    clause = standards.basis.cited
    uncovered = as_choice(uncovered, "error", "separate", "pass", field="uncovered")
    unit = as_unit(unit, None)
    prices = {each.code: price_units(each.standard.price) for each in standards.listed}
    _check_fen(prices, unit, clause)
    given, code = opened(table), as_name(code, field="code")
    added = (_STANDARD, HAS_STANDARD) if uncovered == "pass" else (_STANDARD,)
    given.free((*added, guards.REASON) if uncovered == "separate" else added)
    days = _Days.of(given, on, standards.in_force)
    given = _looked_up(days.table, code, prices)
    price = nw.col(given.ours(_STANDARD))
    undated = [] if days.readable is None else [Fault(~days.readable, "on: a day", days.name)]
    faults = [
        Fault(price == 0, "code: a listed code", code),
        Fault(~days.inside, f"on: a day of {standards.in_force}", days.name),
    ]
    if uncovered == "separate":
        faults = [*undated, *faults]
    elif undated:
        given = guards.with_reasons(given, undated)
        guards.refuse_any(given, clause=clause)
    given = guards.with_reasons(given, faults)
    if uncovered == "error":
        _refuse_uncovered(given, clause)
    given = _with_prices(given, prices, unit)
    if uncovered == "separate":
        return cast("Separated[T]", guards.separated(given, _STANDARD))
    if uncovered == "pass":
        holds = nw.col(given.ours(guards.REASON)).is_null()
        given = given.adding({HAS_STANDARD: holds})
    return cast("T", given.back(*added))


def _check_fen(prices: dict[str, int], unit: Unit, clause: str | None) -> None:
    for code, price in prices.items():
        if unit == "fen" and price % _FEN:
            raise InvalidValueError(
                field="unit",
                value=unit,
                expected=f"'yuan', as the standard of {code} is no whole number of fen",
                clause=clause,
            )


def _refuse_uncovered(table: Table, clause: str | None) -> None:
    refused = guards.refused_rows(table)
    if not refused.count:
        return
    unlisted = table.where(nw.col(table.ours(_STANDARD)) == 0)
    counted = unlisted.rows(nw.len().alias("count"))
    kind = NotListedError if counted[0]["count"] else OutOfForceError
    raise kind(
        field="table",
        value=refused,
        expected=refused.reasons,
        clause=clause,
    )


def _with_prices(table: Table, prices: dict[str, int], unit: Unit) -> Table:
    """Add the standard where a line has no reason against it."""
    holds = nw.col(table.ours(guards.REASON)).is_null()
    units = nw.col(table.ours(_STANDARD))
    if unit == "fen":
        value = units // _FEN
        if table.engine is nw.Implementation.PANDAS:  # whose own integers have no gaps
            table = table.adding({table.ours("fen"): value})
            native = nw.to_native(table.frame)
            name = table.ours("fen")
            native = native.assign(**{name: native[name].astype("Int64")})
            table = attrs.evolve(table, frame=nw.from_native(native))
            value = nw.col(name)
        return table.adding({_STANDARD: nw.when(holds).then(value)})
    places = 6 if any(price % _FEN for price in prices.values()) else 2
    exact = units.cast(nw.Decimal(19, 0)) * nw.lit(Decimal("0.000001"))
    table = table.adding({table.ours("yuan"): exact.cast(nw.Decimal(15, 6))})
    value = nw.col(table.ours("yuan")).cast(nw.Decimal(9 + places, places))
    return table.adding({_STANDARD: nw.when(holds).then(value)})


@attrs.frozen
class _Days:
    """The lines' days: whether there is one, and whether the standards hold on it."""

    table: Table
    name: str | None
    """The caller's column of days; None where all lines have one day, which is given."""
    readable: nw.Expr | None
    inside: nw.Expr

    @classmethod
    def of(cls, table: Table, on: str | DateLike, in_force: Span) -> "_Days":
        named = str.__str__(on) if isinstance(on, str) else ""
        if named not in table.names:
            day = as_date(on, field="on")
            return cls(table, None, None, nw.lit(day in in_force))
        table, name = table.typed(table.column(named, field="on"), table.ours("on"))
        dtype, given = table.dtype(name), nw.col(name)
        first: date | str = in_force.first_day
        last: date | str = in_force.last_day
        readable = ~given.is_null()
        if dtype == nw.String:
            spelt = given.str.contains(_DAY) & ~given.str.contains(_NO_DAY)
            readable = readable & spelt
            first, last = str(first), str(last)
        elif dtype != nw.Date:
            raise InvalidTypeError(
                field="on",
                value=f"{named}: {table.kind(name)}",
                expected="a column of dates, or of texts YYYY-MM-DD",
            )
        inside = readable & (given >= nw.lit(first)) & (given <= nw.lit(last))
        return cls(table, named, readable, inside)


def _looked_up(table: Table, code: str, prices: dict[str, int]) -> Table:
    """Add each line's standard in millionths of a yuan, 0 where its code is not listed."""
    table, key = table.typed(table.column(code, field="code"), table.ours("typed_code"))
    if table.dtype(key) != nw.String:
        raise InvalidTypeError(
            field="code", value=f"{code}: {table.kind(key)}", expected="a column of texts"
        )
    name = table.ours(_STANDARD)
    if table.engine in (nw.Implementation.DUCKDB, nw.Implementation.PYSPARK):
        return _joined(table, key, name, prices)
    found = nw.col(key).replace_strict(
        list(prices), list(prices.values()), default=0, return_dtype=nw.Int64
    )
    return table.adding({name: found})


def _joined(table: Table, code: str, name: str, prices: dict[str, int]) -> Table:
    """Look up where the engine has no other quick way: by a join with the listed codes.

    Codes are the same where all their bytes are, whatever collation a column has.
    """
    native: Any = nw.to_native(table.frame)
    key = table.ours("code")
    if table.engine is nw.Implementation.PYSPARK:
        functions = import_module("pyspark.sql.functions")
        listed = native.sparkSession.createDataFrame(
            list(prices.items()), f"`{key}` string, `{name}` bigint"
        )
        same = native[code].cast("string") == listed[key]
        joined = native.join(functions.broadcast(listed), same, "left")
    else:
        listed_codes = ", ".join(f"'{each.replace(chr(39), chr(39) * 2)}'" for each in prices)
        units = ", ".join(map(str, prices.values()))
        joined = native.query(
            "lines",
            f"SELECT lines.*, listed.* FROM lines LEFT JOIN (SELECT unnest([{listed_codes}]) AS "  # noqa: S608
            f'"{key}", unnest([{units}]::BIGINT[]) AS "{name}") AS listed '
            f'ON encode(lines.{quoted(code)}) = encode(listed."{key}")',
        )
    frame = nw.from_native(joined)
    return attrs.evolve(table, frame=frame.with_columns(**{name: nw.col(name).fill_null(0)}))
