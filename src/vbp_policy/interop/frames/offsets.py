"""The offset ledger of whole tables: every row as `offset_prepayment` has it.

25号 25-2.3d and 25-2.3e.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Literal, TypeVar, overload

import narwhals.stable.v2 as nw

from ...foundation.dates import YearMonth
from ...foundation.errors import InvalidValueError
from ...foundation.values import instance
from ...policy.policies import Policy, as_policy
from ...rules.cycles import Cycle, as_cycle_of
from ...rules.offset_windows import offset_terms, offset_window
from ...rules.offsets import Month, by_month, within
from . import guards
from .arithmetic import in_yuan, lesser, not_below_zero, scaled
from .figures import AMOUNT, POSITIVE_AMOUNT, Unit, Units, as_unit, read
from .guards import Invalid, Separated
from .in_memory import arrays_that_fit, with_offsets
from .months import column_of
from .tables import Table, as_choice, as_name, opened

__all__ = ["offset_columns"]

T = TypeVar("T")
Columns = Mapping[Month, str]

_BALANCE = "balance"
_PIECE = 1 << 17
"""Ledgers at a time, of tables in memory that are not whole numbers already."""


@overload
def offset_columns(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    prepaid: str,
    payables: Columns[Month],
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Literal["error"] = "error",
) -> T: ...
@overload
def offset_columns(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    prepaid: str,
    payables: Columns[Month],
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Literal["separate"],
) -> Separated[T]: ...
def offset_columns(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    prepaid: str,
    payables: Columns[Month],
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Invalid = "error",
) -> T | Separated[T]:
    """Decide for every row how its prepayment is offset month by month, and what is left.

    25号 25-2.3d and 25-2.3e, row by row what `offset_prepayment` decides for prepayments of one
    cycle. `prepaid` names the column of what was disbursed, `payables` the column of each month,
    from the window's first month on without a gap. Added are `offset_2026_06` and so on, a column
    a month, and `balance`, what is left after the last of them.

    `unit`, `places` and `invalid` are as for `reimburse_columns`; what is prepaid is above zero,
    a payable may be below.

    Raises `NotProvidedError` if the notice states no offset, `InvalidValueError` for a cycle of
    another policy, a month outside the window, a gap or a month twice, and for the rows that
    `offset_prepayment` would refuse, and otherwise what `reimburse_columns` raises.

    >>> import polars
    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> rows = polars.DataFrame({"prepaid": ["1000.00"], "june": ["300.00"], "july": ["-5.00"]})
    >>> ledger = offset_columns(rows, CHONGQING_2025_25, cycle, prepaid="prepaid",
    ...                         payables={"2026-06": "june", "2026-07": "july"})
    >>> ledger.row(0)[3:]
    (Decimal('300.00'), Decimal('0.00'), Decimal('700.00'))
    """
    clause = offset_terms(as_policy(policy)).clause.id
    window = offset_window(policy, as_cycle_of(policy, cycle))
    columns = _by_month(window, payables, clause)
    unit = as_unit(unit, places)
    invalid = as_choice(invalid, "error", "separate", field="invalid")
    given = opened(table)
    offsets = {month: column_of("offset", month) for month in columns}
    added = (*offsets.values(), _BALANCE)
    given.free(added if invalid == "error" else (*added, guards.REASON))
    rule = partial(_fitting, prepaid=prepaid, payables=columns, unit=unit, places=places)
    rows = _PIECE if unit == "yuan" else None
    tried = invalid == "error" and given.eager
    fitting = given.by_pieces(rows, rule, added) if tried else None
    if fitting is not None:
        return fitting.back(*added)  # type: ignore[no-any-return]
    given, units = _read(given, prepaid, columns, unit, places)
    given = _in_expressions(given, units, list(offsets.values()), invalid, clause)
    if unit == "yuan":
        given = in_yuan(given, added)
    if invalid == "error":
        return given.back(*added)  # type: ignore[no-any-return]
    return guards.separated(given, *added)


def _read(
    table: Table, prepaid: str, payables: Columns[YearMonth], unit: Unit, places: int | None
) -> tuple[Table, list[Units]]:
    """Read the figures: first what is prepaid, then each month's."""
    table, total = read(table, prepaid, POSITIVE_AMOUNT, field="prepaid", unit=unit, places=places)
    units = [total]
    for month, name in payables.items():
        field = f"payables[{month}]"
        table, flow = read(table, name, AMOUNT, field=field, unit=unit, places=places)
        units.append(flow)
    if not all(each.column in table.columns for each in units):
        table = table.settled()
    return table, units


def _fitting(
    table: Table, *, prepaid: str, payables: Columns[YearMonth], unit: Unit, places: int | None
) -> Table | None:
    """Add each month's offset and the balance in memory, where all figures fit."""
    table, units = _read(table, prepaid, payables, unit, places)
    arrays = arrays_that_fit(table, units)
    if arrays is None:
        return None
    added = [*(column_of("offset", month) for month in payables), _BALANCE]
    table = with_offsets(table, added, arrays)
    return in_yuan(table, added) if unit == "yuan" else table


def _in_expressions(
    table: Table, units: Sequence[Units], names: Sequence[str], invalid: Invalid, clause: str
) -> Table:
    """Add each month's offset and the balance; rows that are refused have a reason."""
    values = [each.value for each in units]
    if invalid == "separate" or guards.all_fit(table, units) is None:
        table = guards.with_reasons(table, guards.faults_of(units))
        if invalid == "error":
            guards.refuse_any(table, clause=clause)
        good = nw.col(table.ours(guards.REASON)).is_null()
        safe = [table.ours(f"safe{number}") for number in range(len(units))]
        table = table.adding(
            {
                name: nw.when(good).then(value).otherwise(nw.lit(1)).cast(nw.Int64)
                for name, value in zip(safe, values, strict=True)
            }
        )
        values = [nw.col(name) for name in safe]
    prepaid, *payables = [
        scaled(value, 2 - each.scale) for value, each in zip(values, units, strict=True)
    ]
    return _offset(table, prepaid, dict(zip(names, payables, strict=True)))


def _offset(table: Table, prepaid: nw.Expr, payables: Mapping[str, nw.Expr]) -> Table:
    """Run all ledgers at once, a month at a time: `kernels.month_offset` on columns."""
    balance = nw.col(_BALANCE)
    table = table.adding({_BALANCE: prepaid})
    for name, payable in payables.items():
        offset = lesser(table, balance, not_below_zero(table, payable))
        table = table.adding({name: offset})
        table = table.adding({_BALANCE: balance - nw.col(name)})
    return table


def _by_month(window: tuple[YearMonth, ...], payables: Any, clause: str) -> dict[YearMonth, str]:
    """Check the months as `offset_prepayment` does, and give each with its column, in order."""
    instance(
        payables,
        Mapping,
        field="payables",
        expected="a mapping of months to columns",
        clause=clause,
    )
    months = list(by_month(dict.fromkeys(payables, 0), field="payables", clause=clause))
    within([window], months, field="payables", clause=clause)
    missing = [str(month) for month in window[: len(months)] if month not in months]
    if missing:
        raise InvalidValueError(
            field="payables",
            value=", ".join(map(str, sorted(months))),
            expected=f"months from {window[0]} on without a gap; missing: {', '.join(missing)}",
            clause=clause,
        )
    given = sorted(zip(months, payables.values(), strict=True))
    columns = {month: as_name(name, field=f"payables[{month}]") for month, name in given}
    names = list(columns.values())
    for name in names:
        if names.count(name) > 1:
            raise InvalidValueError(
                field="payables", value=name, expected="a column for each month", clause=clause
            )
    return columns
