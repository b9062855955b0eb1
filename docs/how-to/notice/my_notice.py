"""An invented notice, 某医保办〔2031〕1号: 60% and 40%, a year's cycle, a year's offset."""

from datetime import date
from decimal import Decimal

from vbp_policy import (
    Clause,
    Computability,
    CycleTerms,
    DueKind,
    EndOfMonthAfterExecution,
    EndOfProcurementMonth,
    FromExecution,
    Fund,
    FundTerms,
    Grade,
    InstalmentTerms,
    InstitutionKind,
    ListingTerms,
    OffsetTerms,
    ParticipationTerms,
    Policy,
    PrepaymentTerms,
    PriceRule,
    ProductReportTerms,
    PurchasingTerms,
    ReportAnchor,
    ReportingTerms,
    SupplierPaymentTerms,
    Terms,
)

# 1. The clauses: ids of your own, where each stands, what it says in your words.
WHO = Clause(
    id="M-1",
    where="一",
    paraphrase="Public and military institutions take part; private ones are encouraged to.",
    paraphrase_zh="公立和军队医疗机构参加，鼓励社会办医疗机构参加。",
    functions=("participation",),
)
CYCLE = Clause(
    id="M-2",
    where="二",
    paraphrase="The cycle is one year from execution.",
    paraphrase_zh="周期一年，自执行之日起。",
    functions=("procurement_cycle",),
)
PREPAYMENT = Clause(
    id="M-3",
    where="三",
    paraphrase="The fund prepays 60% by the end of the next month and 40% at the end of month six.",
    paraphrase_zh="次月底前预付六成，第六个月末预付四成。",
    words="第六个月末",  # the few words that are at issue, at most twelve characters
    functions=("prepayment_schedule", "paying_fund"),
)
OFFSET = Clause(
    id="M-4",
    where="四",
    paraphrase="It is offset from the month after the cycle for twelve months; the rest goes back.",
    paraphrase_zh="周期结束次月起抵扣十二个月，余额退回。",
    functions=("offset_prepayment",),
)
REST = Clause(
    id="M-5",
    where="五",
    paraphrase="All else follows the general rules.",
    paraphrase_zh="其余按一般规定执行。",
    computability=Computability.NOT_COMPUTABLE,
    reason="It refers to rules that this notice does not state.",
)

# 2. The terms: every figure with its clause; what the notice does not state is left out.
NOTICE = Policy(
    number="某医保办〔2031〕1号",
    subject="an invented procurement",
    title="Notice on an invented procurement",
    title_zh="关于虚构采购的通知",
    issued_on=date(2031, 2, 10),
    effective_on=date(2031, 3, 1),
    terms=Terms(
        participation=ParticipationTerms(
            required=(InstitutionKind.PUBLIC, InstitutionKind.MILITARY),
            encouraged=(InstitutionKind.PRIVATE,),
            clause=WHO,
        ),
        cycle=CycleTerms(length=FromExecution(12), clause=CYCLE),
        purchasing=PurchasingTerms(
            price_rule=PriceRule.AT_MOST,
            price_clause=REST,
            price_holds_clause=REST,
            volume_clause=REST,
        ),
        listing=ListingTerms(),
        prepayment=PrepaymentTerms(
            instalments=(
                InstalmentTerms(
                    share=Decimal("0.6"),
                    due=EndOfMonthAfterExecution(1),
                    kind=DueKind.BY,
                    clause=PREPAYMENT,
                ),
                InstalmentTerms(
                    share=Decimal("0.4"),
                    due=EndOfProcurementMonth(6),
                    kind=DueKind.AT,
                    clause=PREPAYMENT,
                ),
            ),
            funds=(
                FundTerms(Grade.TERTIARY, Fund.EMPLOYEE),
                FundTerms(Grade.SECONDARY, Fund.EMPLOYEE),
                FundTerms(Grade.PRIMARY, Fund.RESIDENT),
            ),
            fund_clause=PREPAYMENT,
            total_clause=PREPAYMENT,
        ),
        offset=OffsetTerms(first_month=1, window_months=12, clause=OFFSET, return_clause=OFFSET),
        supplier_payment=SupplierPaymentTerms(months_after_acceptance=1, clause=REST),
        reporting=ReportingTerms(
            products=ProductReportTerms(
                workdays=10, anchor=ReportAnchor.EXECUTION_DATE, kind=DueKind.AT, clause=REST
            ),
            monitoring_clause=REST,
            exchange_clause=REST,
        ),
    ),
    clauses=(WHO, CYCLE, PREPAYMENT, OFFSET, REST),
)
