"""What prepayments put into a workbook: timetable, schedule, reconciliation, ledgers, totals."""

from collections.abc import Iterator
from functools import partial

from ....foundation.money import fen_of, yuan
from ....results.prepayment_cases import PrepaymentCase
from ....results.timetables import Event
from ....rules.disbursements import Reconciliation
from ....rules.fund_accounts import FundAccounts
from ....rules.fund_totals import FundTotals
from ....rules.offsets import OffsetLedger
from ....rules.prepayment import PrepaymentSchedule
from .tables import (
    INSTITUTION,
    Column,
    Kind,
    Line,
    NameIn,
    Table,
    amount_column,
    balance_column,
    count_column,
    day_column,
    institution_cells,
    lines_of,
    share_column,
    text_column,
)
from .words import Words

_INSTITUTION = (*INSTITUTION, text_column("基金", "Fund"))

_TIMETABLE = Table(
    1,
    Words("Timetable", "时间表"),
    (
        day_column("日期", "Day"),
        text_column("事项", "Event"),
        text_column("责任方", "Duty of"),
        day_column("调整前日期", "Before a shift"),
        text_column("调整未定", "Shift unknown"),
        text_column("条款", "Clause"),
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
        text_column("计划", "Schedule"),
        day_column("周期首日", "Cycle from"),
        day_column("周期末日", "Cycle to"),
        balance_column("预付总额", "Total"),
        count_column("期次", "Instalment"),
        share_column("比例", "Share"),
        amount_column("预付金额", "Amount"),
        text_column("付款方式", "By or at"),
        day_column("应付日", "Due"),
        day_column("调整前应付日", "Due before a shift"),
        text_column("条款", "Clause"),
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
        text_column("对账", "Statement"),
        text_column("预付编号", "Reference"),
        day_column("截至日", "As of"),
        count_column("期次", "Instalment"),
        day_column("应付日", "Due"),
        amount_column("计划金额", "Planned"),
        amount_column("已拨付", "Disbursed"),
        amount_column("尚未拨付", "Outstanding"),
        day_column("付清日", "Filled on"),
        count_column("逾期天数", "Days late"),
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
        text_column("预付编号", "Reference"),
        day_column("周期首日", "Cycle from"),
        day_column("周期末日", "Cycle to"),
        text_column("抵扣首月", "Window from"),
        text_column("抵扣末月", "Window to"),
        amount_column("预付金额", "Prepaid"),
        amount_column("已抵扣", "Offset"),
        amount_column("未抵扣余额", "Balance"),
        text_column("状态", "Status"),
        amount_column("应退回", "Return due"),
        day_column("退回起日", "Return from"),
    ),
)

# Payable is what earlier prepayments left of the month: its sum over ledgers means nothing.
_ENTRIES = Table(
    5,
    Words("Ledgers by month", "逐月抵扣"),
    (
        *_INSTITUTION,
        text_column("预付编号", "Reference"),
        text_column("月份", "Month"),
        balance_column("应拨付", "Payable"),
        balance_column("期初余额", "Opening balance"),
        amount_column("抵扣", "Offset"),
        balance_column("实拨", "Paid out"),
        balance_column("期末余额", "Closing balance"),
        text_column("已入账", "Booked"),
        balance_column("应抵扣", "Expected"),
    ),
)


@lines_of.register
def _(result: OffsetLedger, name_in: NameIn) -> Iterator[Line]:
    del name_in
    prepayment, window, due = result.prepayment, result.window, result.return_due
    whose = (*institution_cells(prepayment.institution), prepayment.fund, prepayment.reference)
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
        text_column("月份", "Month"),
        amount_column("应拨付", "Payable"),
        amount_column("抵扣", "Offset"),
        amount_column("实拨", "Paid out"),
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
                    *institution_cells(result.institution),
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
    "district": text_column("区县", "District"),
    "institution": text_column("机构编码", "Institution"),
    "kind": text_column("机构类别", "Kind"),
    "grade": text_column("机构等级", "Grade"),
    "fund": text_column("基金", "Fund"),
}
_TOTALS = (
    Column(Words("Prepayments", "笔数"), Kind.COUNT, total=True),
    amount_column("预付金额", "Prepaid"),
    amount_column("应拨付", "Payable"),
    amount_column("已抵扣", "Offset"),
    amount_column("实拨", "Paid out"),
    amount_column("未抵扣余额", "Balance"),
    amount_column("其中应退回", "Return due"),
)


@lines_of.register
def _(result: FundTotals, name_in: NameIn) -> Iterator[Line]:
    del name_in
    groups = [_GROUPS.get(name, text_column(name, name)) for name in result.by]
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
