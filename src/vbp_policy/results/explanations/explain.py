"""Any result told step by step: what was decided, from which figures, on what ground."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import attrs

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import Value
from ...policy.basis import Basis
from ...policy.readings import Reading
from ...rules.assessments import AssessedVolume, Assessment
from ...rules.contracts import Progress
from ...rules.cycles import Cycle
from ...rules.disbursements import Reconciliation, ReconciliationLine
from ...rules.fund_accounts import FundAccount, FundAccounts, FundMonth
from ...rules.fund_totals import FundTotal, FundTotals
from ...rules.listings import Classification
from ...rules.monitoring import MonthlyReport, ReportedMonth
from ...rules.offsets import OffsetEntry, OffsetLedger, ReturnDue
from ...rules.payment_standards import PaymentStandard
from ...rules.prepayment import Instalment, PrepaymentSchedule
from ...rules.price_ratios import DifferentialPrice
from ...rules.purchasing import Finding
from ...rules.reimbursement import Reimbursement
from ...rules.standard_tables import StandardTable
from ...rules.supplier_payment import Deadline, SupplierPaymentState
from ...rules.supply_incidents import SupplyIncident
from ..prepayment_cases import PrepaymentCase
from ..timetables import Event
from . import of_cases, of_cycles, of_offsets, of_prepayments, of_purchases, of_standards
from .bilingual import Words
from .drafts import (
    Draft,
    Item,
    assumptions_in,
    notice_in,
    questions_on,
    reading_in,
    told,
)
from .explanation import Explanation
from .steps import as_language
from .writing import FigureValue

__all__ = ["EXPLAINERS", "explain"]


class _Explainer(NamedTuple):
    """What results of a type are called, and how they are told."""

    title: Words
    drafts: Callable[[Any], Iterator[Draft]]


EXPLAINERS: Mapping[type, _Explainer] = {
    Cycle: _Explainer(Words("Procurement cycle", "采购周期"), of_cycles.cycle),
    Event: _Explainer(Words("Date of the timetable", "时间表事项"), of_cycles.event),
    PrepaymentSchedule: _Explainer(
        Words("Prepayment schedule", "预付安排"), of_prepayments.schedule
    ),
    Instalment: _Explainer(
        Words("Instalment of a prepayment", "预付款"), of_prepayments.instalment
    ),
    Reconciliation: _Explainer(
        Words("Disbursements against the schedule", "预付金对账"), of_prepayments.reconciliation
    ),
    ReconciliationLine: _Explainer(
        Words("Disbursements of one instalment", "单笔预付款对账"),
        of_prepayments.reconciliation_line,
    ),
    OffsetLedger: _Explainer(Words("Offset ledger", "抵扣台账"), of_offsets.ledger),
    OffsetEntry: _Explainer(Words("One month of an offset", "单月抵扣"), of_offsets.entry),
    ReturnDue: _Explainer(Words("What goes back", "应退回余额"), of_offsets.return_due),
    FundAccounts: _Explainer(
        Words("An institution's prepayments, fund by fund", "分基金账"), of_offsets.accounts
    ),
    FundAccount: _Explainer(Words("One fund's account", "单个基金账"), of_offsets.account),
    FundMonth: _Explainer(Words("One month of a fund", "基金单月账"), of_offsets.fund_month),
    FundTotals: _Explainer(Words("Totals of prepayments", "预付金汇总"), of_offsets.fund_totals),
    FundTotal: _Explainer(Words("Totals of one group", "预付金分组合计"), of_offsets.fund_total),
    PrepaymentCase: _Explainer(
        Words("Prepayment of one institution", "医疗机构预付金全程"), of_cases.prepayment_case
    ),
    PaymentStandard: _Explainer(Words("Payment standard", "医保支付标准"), of_standards.standard),
    StandardTable: _Explainer(Words("Payment standards", "支付标准目录"), of_standards.table),
    Reimbursement: _Explainer(
        Words("Reimbursement of one line", "费用拆分结果"), of_standards.reimbursement
    ),
    DifferentialPrice: _Explainer(
        Words("Listing price by price ratio", "差比价挂网价格"), of_standards.differential_price
    ),
    Progress: _Explainer(Words("Progress of a contract", "采购进度"), of_purchases.progress),
    Finding: _Explainer(Words("Finding", "核查结论"), of_purchases.finding),
    Classification: _Explainer(
        Words("What a listing counts as", "挂网产品认定"), of_purchases.classification
    ),
    Deadline: _Explainer(Words("Payment to the firm", "结清货款期限"), of_purchases.deadline),
    SupplierPaymentState: _Explainer(
        Words("What is owed for a delivery", "货款结清情况"), of_purchases.payment_state
    ),
    MonthlyReport: _Explainer(
        Words("Monthly monitoring of a contract", "合同每月监测"), of_purchases.monthly_report
    ),
    ReportedMonth: _Explainer(
        Words("One month of a contract", "合同单月监测"), of_purchases.reported_month
    ),
    Assessment: _Explainer(Words("Annual assessment", "年度考核"), of_purchases.assessment),
    AssessedVolume: _Explainer(
        Words("Assessed volume of one status", "考核数量"), of_purchases.assessed_volume
    ),
    SupplyIncident: _Explainer(
        Words("Order not delivered in full", "未足额配送的订单"), of_purchases.incident
    ),
}


def explain(result: Value, *, lang: str = "en") -> Explanation:
    """Tell a result step by step: rule, figures, notice, clause, reading, assumptions.

    Whatever has a `basis` can be explained, in English (`en`) or Chinese (`zh`). Every figure of a
    step is one of the result or of its inputs; nothing is computed here. `str()` gives the steps
    for a terminal, `to_markdown()` as Markdown, a notebook shows them as HTML.

    Raises `InvalidTypeError` for what is no result of a rule, and `InvalidValueError` for a cycle
    that was made by hand, which has no basis, and for another language.

    >>> from vbp_policy import prepayment_schedule, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> schedule = prepayment_schedule(CHONGQING_2025_25, cycle, "1234567.89")
    >>> step = explain(schedule, lang="zh").steps[1]
    >>> step.decides
    '第1笔预付617,283.95元，最迟于2025年6月30日支付。即总额1,234,567.89元的50%，四舍五入到分。'
    >>> step.rule, step.clause.id, step.clause.words
    ('prepayment_schedule', '25-2.3b', '次月底前')
    """
    basis = _basis_of(result)
    lang = as_language(lang)
    title, drafts = _explainer_of(type(result))
    number = notice_in(lang, basis.policy_number)
    departures = [
        each.field
        for each in Reading.choices()
        if getattr(basis.reading, each.field) is not each.choices[0]
    ]
    return Explanation(
        title=Words(f"{title.en}, {number}", f"{title.zh}（{number}）").said_in(lang),
        lang=lang,
        policy_number=number,
        steps=tuple(told(draft, lang) for draft in drafts(result)),
        assumptions=assumptions_in(lang, basis.assumptions),
        reading=reading_in(lang, basis.reading, departures),
    )


def _explainer_of(kind: type) -> _Explainer:
    """Find a type's explainer, or a base class's; where there is none, its fields must do."""
    known = (EXPLAINERS[each] for each in kind.__mro__ if each in EXPLAINERS)
    return next(known, _Explainer(Words(kind.__name__, kind.__name__), _any_result))


def _basis_of(result: Value) -> Basis:
    basis = getattr(result, "basis", None)
    if isinstance(result, Cycle) and basis is None:
        raise InvalidValueError(
            field="result",
            value=result,
            expected="a cycle that procurement_cycle or extend gave; one made by hand has no basis",
        )
    if not (isinstance(cast("object", result), Value) and isinstance(basis, Basis)):
        raise InvalidTypeError(
            field="result", value=result, expected="a result of a rule, which has a basis"
        )
    return basis


def _any_result(result: Value) -> Iterator[Draft]:
    """Tell a result of a type that has no explainer: its plain figures, and its basis."""
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(result)))
    held = {each.name: getattr(result, each.name) for each in fields if each.repr}
    basis: Basis = cast("Any", result).basis
    yield Draft(
        type(result).__name__,
        Words("These are its figures, and what they rest on.", "以下是各项数值及其依据。"),
        basis,
        found=tuple(
            Item(name, value)
            for name, value in held.items()
            if isinstance(value, FigureValue) and value is not None
        ),
        open_questions=questions_on(basis),
    )
