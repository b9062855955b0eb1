"""Rows that the rules would refuse: found before anything is returned, or kept apart.

Where the smallest and largest figure of every column are within their bounds, so is every row:
that costs one pass. Only where they are not is each row judged.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

import attrs
import narwhals.stable.v2 as nw

from ...foundation.errors import InvalidValueError
from ...foundation.values import Value
from .figures import Sign, Units
from .tables import Table

__all__ = ["Invalid", "RefusedRow", "RefusedRows", "Separated"]

T = TypeVar("T")
Invalid = Literal["error", "separate"]

REASON = "reason"
_FIRST = 10


class Separated(NamedTuple, Generic[T]):
    """Two tables of one kind, which hold every row that came in: `refused` with a `reason`."""

    good: T
    refused: T


@attrs.frozen
class RefusedRow(Value):
    """A row that was refused, why, and which of the caller's columns held what.

    `column` and `value` are None where no single column is at fault.
    """

    reason: str
    column: str | None
    value: object = attrs.field(hash=False)
    row: Mapping[str, object] = attrs.field(hash=False)


@attrs.frozen
class RefusedRows(Value):
    """How many rows were refused, and the first of them, ten at most.

    First is first in the table's order; DuckDB and PySpark keep to none.
    """

    count: int
    first: tuple[RefusedRow, ...]

    @property
    def reasons(self) -> str:
        """The reasons of the first rows, each once."""
        return "; ".join(dict.fromkeys(each.reason for each in self.first))


class Fault(NamedTuple):
    """What is wrong with the rows for which it holds, and in which of the caller's columns."""

    holds: nw.Expr
    reason: str
    column: str | None = None


def all_fit(table: Table, units: Sequence[Units]) -> dict[str, int] | None:
    """Give the largest magnitude of every column where all figures fit, else None."""
    figures = nw.col(*dict.fromkeys(each.column for each in units))
    asked = [
        figures.null_count().name.suffix("_missing"),
        figures.min().name.suffix("_least"),
        figures.max().name.suffix("_most"),
    ]
    for each in units:
        if not each.plain:
            asked.append(nw.col(each.readable_column).all())
        if each.figure.sign is Sign.NOT_ZERO:
            asked.append((each.value != 0).all().alias("no_zero"))
    found = cast("dict[str, Any]", table.rows(*asked)[0])
    largest: dict[str, int] = {}
    for each in units:
        least, most = found[f"{each.column}_least"], found[f"{each.column}_most"]
        unread = found[f"{each.column}_missing"] or not (each.plain or found[each.readable_column])
        if unread or (each.figure.sign is Sign.NOT_ZERO and not found["no_zero"]):
            return None
        if least is None:  # a table without rows
            least = most = 1
        if not each.holds(least, most):
            return None
        largest[each.field] = max(-least, most)
    return largest


def with_reasons(table: Table, faults: Sequence[Fault]) -> Table:
    """Add the reason for which a row is refused, the first that holds; none where none does."""
    reason = nw.lit(None, nw.String)
    for fault in reversed(faults):
        reason = nw.when(fault.holds).then(nw.lit(fault.reason)).otherwise(reason)
    at_fault = {fault.reason: fault.column for fault in faults}
    return attrs.evolve(table.adding({table.ours(REASON): reason}), at_fault=at_fault)


def faults_of(units: Sequence[Units]) -> list[Fault]:
    """Give each column's fault with its words."""
    return [Fault(~each.fits, f"{each.field}: {each.expected}", each.name) for each in units]


def refuse_any(table: Table, *, clause: str | None = None) -> None:
    """Raise one error for the rows that have a reason, if there are any."""
    refused = refused_rows(table)
    if refused.count:
        raise InvalidValueError(
            field="table", value=refused, expected=refused.reasons, clause=clause
        )


def refused_rows(table: Table) -> RefusedRows:
    """Count the rows that have a reason, and give the first."""
    reason = table.ours(REASON)
    chosen = having_reason(table)
    (counted,) = chosen.rows(nw.len().alias("count"))
    count = cast("int", counted["count"])
    if not count:
        return RefusedRows(0, ())
    head = attrs.evolve(table, frame=chosen.frame.select(reason, *table.columns).head(_FIRST))
    first = [_refused(table, cast("str", row[reason]), row) for row in head.rows()]
    return RefusedRows(count, tuple(first))


def _refused(table: Table, reason: str, row: Mapping[str, object]) -> RefusedRow:
    column = table.at_fault[reason]
    given = {name: row[ours] for name, ours in table.names.items()}
    return RefusedRow(reason, column, None if column is None else given[column], given)


def separated(table: Table, *added: str) -> Separated[Any]:
    """Give the rows without a reason with what was added, and the others with their reason."""
    reason = nw.col(table.ours(REASON))
    table = table.settled()
    bad = having_reason(table).back(reason.alias(REASON))
    return Separated(having_none(table).back(*added), bad)


def having_reason(table: Table) -> Table:
    """Give the rows that have a reason."""
    return table.where(~nw.col(table.ours(REASON)).is_null())


def having_none(table: Table) -> Table:
    """Give the rows that have no reason."""
    return table.where(nw.col(table.ours(REASON)).is_null())
