"""What each kind of result puts into a workbook: the headings of its tables, and their lines.

A new kind of result is one `Table` and one function registered with `lines_of`.
"""

import enum
from collections.abc import Hashable, Iterator
from functools import partial, singledispatch
from typing import NamedTuple, Protocol

import attrs

from ....foundation.errors import InvalidTypeError
from ....foundation.money import fen_of, yuan
from ....policy.basis import Basis
from ....results.prepayment_cases import PrepaymentCase
from ....results.timetables import Event
from ....rules.disbursements import Reconciliation
from ....rules.fund_accounts import FundAccounts
from ....rules.fund_totals import FundTotals
from ....rules.institutions import Institution
from ....rules.offsets import OffsetLedger
from ....rules.prepayment import PrepaymentSchedule
from ..rows import Found, RefusedCell, Rows
from .words import Words

__all__ = ["Column", "Kind", "Line", "NameIn", "Table", "lines_of"]


class Kind(enum.Enum):
    """What a column holds, and so how it looks."""

    TEXT = enum.auto()
    LONG_TEXT = enum.auto()
    AMOUNT = enum.auto()
    DAY = enum.auto()
    SHARE = enum.auto()
    COUNT = enum.auto()


class Column(NamedTuple):
    """One column: its heading, what it holds, and whether it may be summed."""

    heading: Words
    kind: Kind = Kind.TEXT
    total: bool = False


@attrs.frozen(eq=False)
class Table:
    """One sheet: its title and its columns; `place` orders the sheets."""

    place: int
    title: Words
    columns: tuple[Column, ...]


class Line(NamedTuple):
    """One line of a table, a value for every column, and where it comes from.

    No two lines of a sheet may have the same `once`: their figures would count twice. A
    refusal shows `shown`, or `once` itself.
    """

    table: Table
    values: tuple[object, ...]
    basis: Basis | None
    once: Hashable = None
    shown: object = None


class NameIn(Protocol):
    """What names a result in a table."""

    def __call__(self, table: Table, *, own: str | None = None) -> str:
        """Give the caller's name for it, else its own if it has one, else 1, 2, … in the table."""
        ...


@singledispatch
def lines_of(result: object, name_in: NameIn) -> Iterator[Line]:
    """Give the lines of a result; what is no result is `InvalidTypeError`."""
    del name_in
    kinds = sorted(kind.__name__ for kind in lines_of.registry if kind is not object)
    raise InvalidTypeError(field="results", value=result, expected=f"one of {', '.join(kinds)}")


def _amount(zh: str, en: str) -> Column:
    """Head a column of amounts whose sum means something."""
    return Column(Words(en, zh), Kind.AMOUNT, total=True)


def _balance(zh: str, en: str) -> Column:
    """Head a column of amounts that are not to be summed."""
    return Column(Words(en, zh), Kind.AMOUNT)


def _day(zh: str, en: str) -> Column:
    return Column(Words(en, zh), Kind.DAY)


def _count(zh: str, en: str) -> Column:
    return Column(Words(en, zh), Kind.COUNT)


def _text(zh: str, en: str) -> Column:
    return Column(Words(en, zh))


_INSTITUTION = (
    _text("机构编码", "Institution"),
    _text("机构名称", "Name"),
    _text("区县", "District"),
    _text("基金", "Fund"),
)


def _named(institution: Institution) -> tuple[str, str, str | None]:
    return (institution.code, institution.name, institution.district)


_TIMETABLE = Table(
    1,
    Words("Timetable", "时间表"),
    (
        _day("日期", "Day"),
        _text("事项", "Event"),
        _text("责任方", "Duty of"),
        _day("调整前日期", "Before a shift"),
        _text("调整未定", "Shift unknown"),
        _text("条款", "Clause"),
    ),
)


@lines_of.register
def _(result: Event, name_in: NameIn) -> Iterator[Line]:
    del name_in
    yield Line(
        _TIMETABLE,
        (
            result.day,
            Words(result.name, result.name_zh),
            result.duty_of,
            result.nominal_day,
            result.shift_unknown,
            result.clause,
        ),
        result.basis,
    )


_SCHEDULES = Table(
    2,
    Words("Schedules", "预付计划"),
    (
        _text("计划", "Schedule"),
        _day("周期首日", "Cycle from"),
        _day("周期末日", "Cycle to"),
        _balance("预付总额", "Total"),
        _count("期次", "Instalment"),
        Column(Words("Share", "比例"), Kind.SHARE),
        _amount("预付金额", "Amount"),
        _text("付款方式", "By or at"),
        _day("应付日", "Due"),
        _day("调整前应付日", "Due before a shift"),
        _text("条款", "Clause"),
    ),
)


@lines_of.register
def _(result: PrepaymentSchedule, name_in: NameIn) -> Iterator[Line]:
    name = name_in(_SCHEDULES)
    cycle = result.cycle
    for each in result.instalments:
        yield Line(
            _SCHEDULES,
            (
                name,
                cycle.first_day,
                cycle.last_day,
                result.total,
                each.number,
                each.share,
                each.amount,
                each.kind,
                each.due,
                each.nominal_due,
                each.clause,
            ),
            result.basis,
            once=(id(result), each.number),  # two institutions may have equal schedules
            shown=result,
        )


_RECONCILIATIONS = Table(
    3,
    Words("Reconciliation", "对账"),
    (
        _text("对账", "Statement"),
        _text("预付编号", "Reference"),
        _day("截至日", "As of"),
        _count("期次", "Instalment"),
        _day("应付日", "Due"),
        _amount("计划金额", "Planned"),
        _amount("已拨付", "Disbursed"),
        _amount("尚未拨付", "Outstanding"),
        _day("付清日", "Filled on"),
        _count("逾期天数", "Days late"),
    ),
)


@lines_of.register
def _(result: Reconciliation, name_in: NameIn) -> Iterator[Line]:
    name = name_in(_RECONCILIATIONS)
    paid = result.disbursements
    for each in result.lines:
        yield Line(
            _RECONCILIATIONS,
            (
                name,
                paid[0].prepayment_reference if paid else None,
                result.as_of,
                each.number,
                each.due,
                each.planned,
                each.disbursed,
                each.outstanding,
                each.filled_on,
                each.days_late,
            ),
            result.basis,
        )


_LEDGERS = Table(
    4,
    Words("Ledgers", "抵扣台账"),
    (
        *_INSTITUTION,
        _text("预付编号", "Reference"),
        _day("周期首日", "Cycle from"),
        _day("周期末日", "Cycle to"),
        _text("抵扣首月", "Window from"),
        _text("抵扣末月", "Window to"),
        _amount("预付金额", "Prepaid"),
        _amount("已抵扣", "Offset"),
        _amount("未抵扣余额", "Balance"),
        _text("状态", "Status"),
        _amount("应退回", "Return due"),
        _day("退回起日", "Return from"),
    ),
)

# Payable is what earlier prepayments left of the month: its sum over ledgers means nothing.
_ENTRIES = Table(
    5,
    Words("Ledgers by month", "逐月抵扣"),
    (
        *_INSTITUTION,
        _text("预付编号", "Reference"),
        _text("月份", "Month"),
        _balance("应拨付", "Payable"),
        _balance("期初余额", "Opening balance"),
        _amount("抵扣", "Offset"),
        _balance("实拨", "Paid out"),
        _balance("期末余额", "Closing balance"),
        _text("已入账", "Booked"),
        _balance("应抵扣", "Expected"),
    ),
)


@lines_of.register
def _(result: OffsetLedger, name_in: NameIn) -> Iterator[Line]:
    del name_in
    prepayment, window, due = result.prepayment, result.window, result.return_due
    whose = (*_named(prepayment.institution), prepayment.fund, prepayment.reference)
    yield Line(
        _LEDGERS,
        (
            *whose,
            prepayment.cycle.first_day,
            prepayment.cycle.last_day,
            window[0] if window else None,
            window[-1] if window else None,
            prepayment.amount,
            result.offset_total,
            result.balance,
            result.status,
            due and due.amount,
            due and due.from_day,
        ),
        result.basis,
        once=(prepayment.institution.code, prepayment.reference),
    )
    for each in result.entries:
        yield Line(
            _ENTRIES,
            (
                *whose,
                each.month,
                each.payable,
                each.opening_balance,
                each.offset,
                each.paid_out,
                each.closing_balance,
                each.booked,
                each.expected,
            ),
            result.basis,
        )


_ACCOUNTS = Table(
    6,
    Words("Fund accounts", "基金账户"),
    (
        *_INSTITUTION,
        _text("月份", "Month"),
        _amount("应拨付", "Payable"),
        _amount("抵扣", "Offset"),
        _amount("实拨", "Paid out"),
        Column(Words("Offset by prepayment", "各笔抵扣"), Kind.LONG_TEXT),
    ),
)


@lines_of.register
def _(result: FundAccounts, name_in: NameIn) -> Iterator[Line]:
    for account in result.accounts:
        for each in account.months:
            yield Line(
                _ACCOUNTS,
                (
                    *_named(result.institution),
                    account.fund,
                    each.month,
                    each.payable,
                    yuan(sum(fen_of(taken.amount) for taken in each.taken)),
                    each.paid_out,
                    "\n".join(f"{it.reference}  {it.amount:,f}" for it in each.taken if it.amount),
                ),
                account.basis,
                once=(result.institution.code, account.fund, each.month),
            )
        for ledger in account.ledgers:
            yield from lines_of(ledger, name_in)


_LONGEST_TITLE = 28  # of the 31 characters of a sheet's title; a further one takes a number
_GROUPS = {
    "district": _text("区县", "District"),
    "institution": _text("机构编码", "Institution"),
    "kind": _text("机构类别", "Kind"),
    "grade": _text("机构等级", "Grade"),
    "fund": _text("基金", "Fund"),
}
_TOTALS = (
    Column(Words("Prepayments", "笔数"), Kind.COUNT, total=True),
    _amount("预付金额", "Prepaid"),
    _amount("应拨付", "Payable"),
    _amount("已抵扣", "Offset"),
    _amount("实拨", "Paid out"),
    _amount("未抵扣余额", "Balance"),
    _amount("其中应退回", "Return due"),
)


@lines_of.register
def _(result: FundTotals, name_in: NameIn) -> Iterator[Line]:
    del name_in
    groups = [_GROUPS.get(name, _text(name, name)) for name in result.by]
    by = Words(
        ", ".join(each.heading.en.lower() for each in groups),
        "、".join(each.heading.zh for each in groups),
    )
    title = Words(f"Totals ({by.en})", f"汇总（{by.zh}）")
    if not groups or len(title.en) > _LONGEST_TITLE or not set(result.by) <= set(_GROUPS):
        title = Words("Totals", "汇总")
    # a table of its own for each: the same accounts may be summed in several ways
    table = Table(7, title, (*groups, *_TOTALS))
    for each in result.rows:
        yield Line(
            table,
            (
                *each.key,
                each.prepayments,
                each.prepaid,
                each.payable,
                each.offset,
                each.paid_out,
                each.balance,
                each.return_due,
            ),
            result.basis,
        )


@lines_of.register
def _(result: PrepaymentCase, name_in: NameIn) -> Iterator[Line]:
    institution = result.institution
    named = partial(name_in, own=f"{institution.code} {institution.name}")
    for part in (*result.timetable, result.schedule, result.ledger):
        yield from lines_of(part, named)


_REFUSED = Table(
    8,
    Words("Refused", "未采用的行"),
    (
        _text("文件", "File"),
        _text("工作表", "Sheet"),
        _count("行", "Line"),
        _text("列", "Column"),
        _text("值", "Value"),
        Column(Words("Reason", "原因"), Kind.LONG_TEXT),
        _text("条款", "Clause"),
    ),
)


@lines_of.register
def _(result: RefusedCell, name_in: NameIn) -> Iterator[Line]:
    del name_in
    where = (result.file, result.sheet, result.line, result.column)
    yield Line(_REFUSED, (*where, _found(result.value), result.reason, result.clause), None)


def _found(value: Found) -> str | None:
    """Spell what a cell held: it is never to be taken for a figure again."""
    if isinstance(value, bool):
        return str(value).upper()
    return None if value is None else str(value)


@lines_of.register
def _(result: Rows, name_in: NameIn) -> Iterator[Line]:
    for each in result.refused:
        yield from lines_of(each, name_in)
