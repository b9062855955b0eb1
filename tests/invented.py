"""An invented third notice, unlike both real ones in every figure: what a rule must not know.

30/30/40 in three instalments, two years from execution, offset from the second month after the
end over an 18-month window, the resident fund for the top grade and the employee fund for others.
And what-ifs of a real one.
"""

from decimal import Decimal

import attrs

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
    PaymentStandardTerms,
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
from vbp_policy.notices import CHONGQING_2025_25


def clause(number: str, says: str, *functions: str) -> Clause:
    return Clause(
        id=f"3-{number}",
        where=number,
        paraphrase=says,
        paraphrase_zh="虚构条款",
        computability=Computability.COMPUTABLE,
        functions=functions,
    )


PARTICIPATION = clause("1", "Who takes part.", "participation")
CYCLE = clause("2", "Two years from execution.", "procurement_cycle")
EXTENSION = clause("2b", "The cycle may be extended.", "extend")
FIRST = clause("3a", "30% by the end of the second month after execution.", "prepayment_schedule")
SECOND = clause("3b", "30% at the end of the ninth month.", "prepayment_schedule")
THIRD = clause("3c", "40% at the end of the fifteenth month.", "prepayment_schedule")
TOTAL = clause("3", "The city sets the total.", "prepayment_schedule")
FUNDS = clause("4", "Which fund pays.", "paying_fund")
OFFSET = clause("5", "Offset from the second month after the end.", "offset_prepayment")
RETURN = clause("6", "What is left after 18 months goes back.", "offset_prepayment")
OTHER = clause("7", "All else.")

INVENTED = Policy(
    number="虚构〔2030〕3号",
    subject="invented",
    title="An invented notice",
    title_zh="虚构通知",
    issued_on="2030-01-02",
    effective_on="2030-02-01",
    terms=Terms(
        participation=ParticipationTerms(
            required=(InstitutionKind.PUBLIC,),
            encouraged=(InstitutionKind.RETAIL_PHARMACY, InstitutionKind.MILITARY),
            designated_only=(InstitutionKind.MILITARY,),
            clause=PARTICIPATION,
        ),
        cycle=CycleTerms(length=FromExecution(24), clause=CYCLE, extension_clause=EXTENSION),
        purchasing=PurchasingTerms(
            price_rule=PriceRule.EQUAL,
            price_clause=OTHER,
            price_holds_clause=OTHER,
            volume_clause=OTHER,
        ),
        listing=ListingTerms(),
        payment_standard=PaymentStandardTerms(
            clause=OTHER,
            cheaper_clause=OTHER,
            excess_clause=OTHER,
        ),
        prepayment=PrepaymentTerms(
            instalments=(
                InstalmentTerms(
                    share=Decimal("0.3"),
                    due=EndOfMonthAfterExecution(2),
                    kind=DueKind.BY,
                    clause=FIRST,
                ),
                InstalmentTerms(
                    share=Decimal("0.3"),
                    due=EndOfProcurementMonth(9),
                    kind=DueKind.AT,
                    clause=SECOND,
                ),
                InstalmentTerms(
                    share=Decimal("0.4"),
                    due=EndOfProcurementMonth(15),
                    kind=DueKind.AT,
                    clause=THIRD,
                ),
            ),
            funds=(
                FundTerms(Grade.TERTIARY, Fund.RESIDENT),
                FundTerms(Grade.SECONDARY, Fund.EMPLOYEE),
                FundTerms(Grade.PRIMARY, Fund.EMPLOYEE),
            ),
            fund_clause=FUNDS,
            total_clause=TOTAL,
        ),
        offset=OffsetTerms(first_month=2, window_months=18, clause=OFFSET, return_clause=RETURN),
        supplier_payment=SupplierPaymentTerms(months_after_acceptance=3, clause=OTHER),
        reporting=ReportingTerms(
            products=ProductReportTerms(
                workdays=5, anchor=ReportAnchor.EXECUTION_DATE, kind=DueKind.BY, clause=OTHER
            ),
            monitoring_clause=OTHER,
            exchange_clause=OTHER,
        ),
    ),
    clauses=(
        PARTICIPATION,
        CYCLE,
        EXTENSION,
        FIRST,
        SECOND,
        THIRD,
        TOTAL,
        FUNDS,
        OFFSET,
        RETURN,
        OTHER,
    ),
)


def with_window(months: int) -> Policy:
    """Give 25号 with another window; of one month, it holds none under CYCLE_END (25-2.3e)."""
    terms = CHONGQING_2025_25.terms
    assert terms.offset is not None
    offset = attrs.evolve(terms.offset, window_months=months)
    return attrs.evolve(CHONGQING_2025_25, terms=attrs.evolve(terms, offset=offset))
