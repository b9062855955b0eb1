"""Payables from long rows, one a month, to the wide form, a column a month, and back."""

import re
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast, overload

import attrs
import narwhals.stable.v2 as nw

from ...foundation.dates import YearMonth, YearMonthLike, as_year_month
from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import instance
from ...policy.policies import Policy, as_policy
from ...rules.cycles import Cycle, as_cycle_of
from ...rules.offset_windows import offset_terms, offset_window
from ...rules.offsets import Month, within
from . import guards
from .guards import Fault, Invalid, Separated
from .tables import Table, as_choice, as_name, opened

__all__ = ["column_of", "month_columns", "to_long", "to_wide"]

T = TypeVar("T")

_PREFIX = "payable"
_ENDING = re.compile(r"_([0-9]{4})_(0[1-9]|1[0-2])")


def column_of(prefix: str, month: YearMonth) -> str:
    """Give the name of a month's column.

    >>> column_of("offset", YearMonth(2026, 6))
    'offset_2026_06'
    """
    return f"{prefix}_{month.year:04d}_{month.month:02d}"


def month_columns(table: object, prefix: str = _PREFIX) -> dict[YearMonth, str]:
    """Give the columns of months that a table has, such as `payable_2026_06`, in their order.

    They are what `offset_columns` takes as `payables` after `to_wide`, and `to_long` after
    `offset_columns` with the prefix `offset`.

    Raises `InvalidValueError` where no column is named so: nothing would be offset.

    >>> import polars
    >>> month_columns(polars.DataFrame({"payable_2026_07": [1], "x": [2]}))
    {YearMonth(year=2026, month=7): 'payable_2026_07'}
    """
    prefix = str.__str__(instance(prefix, str, field="prefix"))
    found: dict[YearMonth, str] = {}
    names = opened(table).names
    for name in names:
        match = _ENDING.fullmatch(name.removeprefix(prefix)) if name.startswith(prefix) else None
        if match and match[1] != "0000":
            found[YearMonth(int(match[1]), int(match[2]))] = name
    if not found:
        raise InvalidValueError(
            field="prefix",
            value=prefix,
            expected=f"a prefix of columns such as {prefix}_2026_06: {', '.join(names)}",
        )
    return dict(sorted(found.items()))


@overload
def to_wide(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    institution: str,
    month: str,
    payable: str,
    through: YearMonthLike | None = None,
    invalid: Literal["error"] = "error",
) -> T: ...
@overload
def to_wide(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    institution: str,
    month: str,
    payable: str,
    through: YearMonthLike | None = None,
    invalid: Literal["separate"],
) -> Separated[T]: ...
def to_wide(
    table: T,
    policy: Policy,
    cycle: Cycle,
    *,
    institution: str,
    month: str,
    payable: str,
    through: YearMonthLike | None = None,
    invalid: Invalid = "error",
) -> T | Separated[T]:
    """Give a row for each institution with a column for each month, `payable_2026_06` and so on.

    The three names are columns of the long rows; months are texts YYYY-MM. The columns run from
    the first month of the offset's window (25-2.3d) to `through`, or else to the last that any
    row has, for which the table is read. Payables stay as they are. An eager table comes back by
    institution.

    Raises `InvalidValueError` for `through` outside the window, for rows without an institution or
    a payable, for months before the window or past its end or `through`, and for institutions that
    have a month of these twice or not at all; nothing is ever taken for zero. With
    `invalid="separate"` all rows of such institutions are the second of two tables, as they came,
    with their `reason`.

    >>> import polars
    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> rows = polars.DataFrame({"institution": ["H1", "H1"], "month": ["2026-07", "2026-06"],
    ...                          "payable": ["5.00", "3.00"]})
    >>> to_wide(rows, CHONGQING_2025_25, cycle, institution="institution", month="month",
    ...         payable="payable").row(0)
    ('H1', '3.00', '5.00')
    """
    clause = offset_terms(as_policy(policy)).clause.id
    window = offset_window(policy, as_cycle_of(policy, cycle))
    if through is not None:
        window = _up_to(window, through, clause)
    invalid = as_choice(invalid, "error", "separate", field="invalid")
    given = opened(table)
    institution = as_name(institution, field="institution")
    month, payable = as_name(month, field="month"), as_name(payable, field="payable")
    who = given.column(institution, field="institution")
    sums = given.column(payable, field="payable")
    given, when = given.typed(given.column(month, field="month"), given.ours("month"))
    if given.dtype(when) != nw.String:
        raise InvalidTypeError(
            field="month",
            value=f"{month}: {given.kind(when)}",
            expected="a column of texts YYYY-MM",
            clause=clause,
        )
    _differ(institution, month, payable)
    given.free([column_of(_PREFIX, each) for each in window], among=[institution])
    if invalid == "separate":
        given.free([guards.REASON])
    long = _Long(given, (institution, month, payable), who, when, sums).judged(window)
    if invalid == "error":
        guards.refuse_any(long.table, clause=clause)
    months = window if through is not None else long.months(window)
    complete = long.complete(months, asked=through is not None)
    if invalid == "error":
        guards.refuse_any(complete, clause=clause)
        return cast("T", long.wide(months))
    return cast("Separated[T]", long.apart(complete, months))


def to_long(
    table: T,
    columns: Mapping[Month, str],
    *,
    institution: str,
    month: str = "month",
    payable: str = _PREFIX,
) -> T:
    """Give a row for each institution and month, from a column for each month.

    `columns` maps months to columns, as `month_columns` gives them; `month` and `payable` name
    the columns made. Months are texts YYYY-MM.

    Raises `InvalidValueError` for no column at all, a column that is not there, or one name for
    two of the columns made.

    >>> import polars
    >>> wide = polars.DataFrame({"institution": ["H1"], "payable_2026_06": [3]})
    >>> to_long(wide, month_columns(wide), institution="institution").row(0)
    ('H1', '2026-06', 3)
    """
    given = opened(table)
    instance(columns, Mapping, field="columns", expected="a mapping of months to columns")
    institution = as_name(institution, field="institution")
    month, payable = as_name(month, field="month"), as_name(payable, field="payable")
    who = given.column(institution, field="institution")
    _differ(institution, month, payable)
    names = [as_name(name, field="columns") for name in columns.values()]
    named = {
        as_year_month(key, field="columns"): given.column(name, field="columns")
        for key, name in zip(columns, names, strict=True)
    }
    if not named or len({*named.values(), who}) <= len(columns):
        raise InvalidValueError(
            field="columns",
            value=", ".join(names),
            expected="one month or more, each once, each with a column of its own",
        )
    _of_one_type(given, dict(zip(names, named.values(), strict=True)))
    made = {institution: given.ours("who"), month: given.ours("month"), payable: given.ours("sum")}
    asked = {str(each): nw.col(name) for each, name in named.items()}
    rows = given.frame.select(**{made[institution]: nw.col(who)}, **asked).unpivot(
        on=list(asked),
        index=[made[institution]],
        variable_name=made[month],
        value_name=made[payable],
    )
    return cast("T", given.handed(rows, made))


def _up_to(
    window: tuple[YearMonth, ...], through: YearMonthLike, clause: str
) -> tuple[YearMonth, ...]:
    last = as_year_month(through, field="through", clause=clause)
    within([window], [last], field="through", clause=clause)
    return window[: window.index(last) + 1]


def _differ(institution: str, month: str, payable: str) -> None:
    if len({institution, month, payable}) < 3:
        raise InvalidValueError(
            field="columns",
            value=f"{institution}, {month}, {payable}",
            expected="the names of three columns",
        )


def _of_one_type(table: Table, columns: Mapping[str, str]) -> None:
    """Refuse columns that would have to be turned into one another's type."""
    types = {name: table.dtype(ours) for name, ours in columns.items()}
    if len(set(types.values())) > 1:
        raise InvalidTypeError(
            field="columns",
            value=", ".join(f"{name}: {kind}" for name, kind in types.items()),
            expected="columns of one type",
        )


@attrs.frozen
class _Long:
    """Long rows, and the names under work of the three columns that count."""

    table: Table
    given: tuple[str, str, str]
    """The caller's names of them."""
    institution: str
    month: str
    payable: str

    def judged(self, window: tuple[YearMonth, ...]) -> "_Long":
        """Add the reason of each row that is refused for itself."""
        months = [str(month) for month in window]
        taken, words = nw.lit(False), "month: none, as the window has no months"  # noqa: FBT003
        if months:
            taken = nw.col(self.month).is_in(months)
            words = f"month: a month of {months[0]} to {months[-1]}"
        institution, month, payable = self.given
        faults = [
            Fault(nw.col(self.institution).is_null(), "institution: one on each row", institution),
            Fault(nw.col(self.month).is_null() | ~taken, words, month),
            Fault(nw.col(self.payable).is_null(), "payable: an amount on each row", payable),
        ]
        return attrs.evolve(self, table=guards.with_reasons(self.table, faults))

    def months(self, window: tuple[YearMonth, ...]) -> tuple[YearMonth, ...]:
        """Give the months from the window's first to the last that a good row has."""
        last = guards.having_none(self.table).rows(nw.col(self.month).max().alias("last"))[0][
            "last"
        ]
        return tuple(month for month in window if last is not None and str(month) <= str(last))

    def complete(self, months: tuple[YearMonth, ...], *, asked: bool) -> Table:
        """Give the institutions, with a reason for those that lack a month or have one twice."""
        # unless asked for, the last is whichever any row has: one stray row asks it of all
        last = "" if asked else "the last of any row, "
        ours = self.table.ours
        bad = ~nw.col(ours(guards.REASON)).is_null()
        rows = self.table.adding({ours("bad"): nw.when(bad).then(nw.lit(1)).otherwise(nw.lit(0))})
        months_column, rows_column = ours("months"), ours("rows")
        groups = (
            rows.where(~nw.col(self.institution).is_null())
            .frame.group_by(self.institution)
            .agg(
                nw.len().alias(rows_column),
                nw.col(self.month).n_unique().alias(months_column),
                nw.col(ours("bad")).max().alias(ours("bad")),
            )
        )
        counted = attrs.evolve(self.table, frame=groups, names=self._names)
        count = len(months)
        each_once = (nw.col(rows_column) == count) & (nw.col(months_column) == count)
        fits = each_once & (nw.col(ours("bad")) == 0)
        span = " to ".join([str(months[0]), str(months[-1])]) if months else "no month"
        words = f"month: each of {span}, {last}once"
        return guards.with_reasons(counted, [Fault(~fits, words, self.given[0])])

    def wide(self, months: tuple[YearMonth, ...]) -> Any:
        """Give a row an institution, of rows that are complete."""
        if not months:  # there are no rows
            return self.table.handed(self.table.frame.select(self.institution), self._names)
        payable = nw.col(self.payable)
        if self.table.engine is nw.Implementation.PANDAS:  # which makes floats of gaps
            rest: nw.Expr = payable.min()
            columns = {m: nw.when(self._is(m)).then(payable).otherwise(rest) for m in months}
        else:
            columns = {m: nw.when(self._is(m)).then(payable) for m in months}
        names = {month: column_of(_PREFIX, month) for month in months}
        rows = self.table.frame.select(
            self.institution, *(each.alias(names[month]) for month, each in columns.items())
        )
        groups = rows.group_by(self.institution).agg(nw.col(*names.values()).max())
        if self.table.eager:
            groups = groups.sort(self.institution)
        return self.table.handed(groups, self._names)

    @property
    def _names(self) -> dict[str, str]:
        return {self.given[0]: self.institution}

    def _is(self, month: YearMonth) -> nw.Expr:
        return nw.col(self.month) == nw.lit(str(month))

    def apart(self, complete: Table, months: tuple[YearMonth, ...]) -> Separated[Any]:
        """Give the complete institutions wide, and the rows of the others as they came."""
        own, others = self.table.ours(guards.REASON), self.table.ours("others")
        if self.table.engine is nw.Implementation.PYARROW:  # which joins no lists and the like
            bad = guards.having_reason(complete).frame
            is_bad = nw.col(self.institution).is_in(bad[self.institution])
            why_bad = bad[own].max() if len(bad) else None
            rows = self.table.adding(
                {others: nw.when(is_bad).then(nw.lit(why_bad, nw.String))}
            ).frame
        else:
            status = complete.frame.select(self.institution, nw.col(own).alias(others))
            rows = self.table.frame.join(status, on=self.institution, how="left")
        why = nw.when(nw.col(own).is_null()).then(nw.col(others)).otherwise(nw.col(own))
        marked = attrs.evolve(self.table, frame=rows.with_columns(**{own: why}))
        good = attrs.evolve(self, table=guards.having_none(marked))
        refused = guards.having_reason(marked).back(nw.col(own).alias(guards.REASON))
        return Separated(good.wide(months), refused)
