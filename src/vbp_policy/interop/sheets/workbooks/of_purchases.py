"""What contracts put into a workbook: progress, monthly reports, payments, assessments, incidents.

9号 9-3.2b, 9-3.2c, 9-3.4b and Y-1; 25号 25-2.1d, 25-2.3h and 25-2.5.
"""

from collections.abc import Iterator

from ....rules.assessments import Assessment
from ....rules.contracts import Contract, Progress
from ....rules.monitoring import MonthlyReport
from ....rules.supplier_payment import SupplierPaymentState
from ....rules.supply_incidents import SupplyIncident
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
    quantity_column,
    share_column,
    text_column,
)
from .words import Words

_CONTRACT_REFERENCE = text_column("合同编号", "Contract")
_CONTRACT = (
    _CONTRACT_REFERENCE,
    *INSTITUTION,
    text_column("产品编码", "Product"),
    text_column("品种", "Variety"),
    text_column("计量单位", "Unit"),
)


def _named(contract: Contract) -> tuple[str | None, ...]:
    product = contract.product
    return (
        contract.reference,
        *institution_cells(contract.institution),
        product.code,
        product.variety,
        contract.unit,
    )


_PROGRESS = Table(
    8,
    Words("Progress", "采购进度"),
    (
        *_CONTRACT,
        day_column("截至日", "As of"),
        quantity_column("协议采购量", "Agreed volume"),
        quantity_column("已验收", "Delivered"),
        share_column("完成率", "Ratio"),
        quantity_column("尚余", "Remaining"),
        share_column("时序进度", "Elapsed"),
        day_column("完成日", "Completed on"),
        text_column("不落后于时序进度", "Not behind"),
    ),
)


@lines_of.register
def _(result: Progress, name_in: NameIn) -> Iterator[Line]:
    del name_in
    yield Line(
        _PROGRESS,
        (
            *_named(result.contract),
            result.as_of,
            result.contract.agreed_volume,
            result.delivered,
            result.ratio,
            result.remaining,
            result.elapsed_ratio,
            result.completed_on,
            result.ahead,
        ),
        result.basis,
    )


_MONTHS = Table(
    9,
    Words("Monthly report", "按月监测"),
    (
        *_CONTRACT,
        text_column("月份", "Month"),
        quantity_column("当月采购量", "Volume"),
        quantity_column("累计已验收", "Delivered"),
        share_column("完成率", "Ratio"),
        amount_column("当月采购金额", "Amount"),
        amount_column("当月已付货款", "Paid"),
        balance_column("月末欠付", "Owed"),
        balance_column("其中逾期", "Overdue"),
        balance_column("退货应退", "Owed back"),
    ),
)


@lines_of.register
def _(result: MonthlyReport, name_in: NameIn) -> Iterator[Line]:
    yield from lines_of(result.progress, name_in)
    contract = result.contract
    for each in result.months:
        yield Line(
            _MONTHS,
            (
                *_named(contract),
                each.month,
                each.volume,
                each.delivered,
                each.ratio,
                each.amount,
                each.paid,
                each.owed,
                each.overdue,
                each.owed_back,
            ),
            result.basis,
            once=(contract.reference, each.month),
        )
    for state in result.payments:
        yield from lines_of(state, name_in)


_PAYMENTS = Table(
    10,
    Words("Payments to firms", "货款结算"),
    (
        _CONTRACT_REFERENCE,
        text_column("验收编号", "Delivery"),
        day_column("验收日", "Accepted on"),
        quantity_column("数量", "Quantity"),
        text_column("计量单位", "Unit"),
        Column(Words("Unit price", "单价"), Kind.PRICE),
        amount_column("货款", "Amount"),
        day_column("截至日", "As of"),
        day_column("应付日", "Due"),
        amount_column("已付", "Paid"),
        amount_column("欠付", "Owed"),
        day_column("结清日", "Settled on"),
        count_column("逾期天数", "Days late"),
        text_column("状态", "Status"),
    ),
)


@lines_of.register
def _(result: SupplierPaymentState, name_in: NameIn) -> Iterator[Line]:
    del name_in
    delivery = result.delivery
    yield Line(
        _PAYMENTS,
        (
            delivery.contract_reference,
            delivery.reference,
            delivery.accepted_on,
            delivery.quantity,
            delivery.unit,
            delivery.unit_price,
            delivery.amount,
            result.as_of,
            result.due.day,
            result.paid,
            result.owed,
            result.settled_on,
            result.days_late,
            result.status,
        ),
        result.basis,
        once=(delivery.contract_reference, delivery.reference),
    )


_ASSESSMENTS = Table(
    11,
    Words("Assessments", "年度考核"),
    (
        *_CONTRACT,
        text_column("完成协议采购量", "Volume met"),
        quantity_column("按中选计", "Selected"),
        quantity_column("计入总量", "Counted"),
        share_column("中选占比", "Share"),
    ),
)

_ASSESSED = Table(
    12,
    Words("Assessed volumes", "考核用量"),
    (
        *_CONTRACT,
        text_column("产品类别", "Listing status"),
        quantity_column("用量", "Volume"),
        text_column("计入方式", "Counted as"),
        share_column("占比", "Share"),
    ),
)


@lines_of.register
def _(result: Assessment, name_in: NameIn) -> Iterator[Line]:
    yield from lines_of(result.progress, name_in)
    named = _named(result.progress.contract)
    yield Line(
        _ASSESSMENTS,
        (*named, result.volume_met, result.selected, result.counted, result.share),
        result.basis,
    )
    for each in result.volumes:
        yield Line(
            _ASSESSED,
            (*named, each.listing_status, each.volume, each.counted_as, each.share),
            each.basis,
        )


_INCIDENTS = Table(
    13,
    Words("Supply incidents", "配送异常"),
    (
        _CONTRACT_REFERENCE,
        text_column("订单编号", "Order"),
        day_column("下单日", "Ordered on"),
        text_column("计量单位", "Unit"),
        quantity_column("订购量", "Ordered"),
        quantity_column("已配送", "Delivered"),
        quantity_column("未配送", "Missing"),
        text_column("情形", "Kind"),
        count_column("已过天数", "Days open"),
        day_column("截至日", "As of"),
    ),
)


@lines_of.register
def _(result: SupplyIncident, name_in: NameIn) -> Iterator[Line]:
    del name_in
    order = result.order
    yield Line(
        _INCIDENTS,
        (
            order.contract_reference,
            order.reference,
            order.ordered_on,
            order.unit,
            order.quantity,
            result.delivered,
            result.missing,
            result.kind,
            result.days_open,
            result.as_of,
        ),
        result.basis,
    )
