"""Which strategy draws which value, and how Hypothesis is told."""

from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from ..foundation.dates import Span, YearMonth
from ..foundation.values import Value
from ..foundation.workdays import HolidayTable
from ..policy.basis import Basis
from ..policy.book import PolicyBook
from ..policy.clauses import Clause
from ..policy.policies import Policy
from ..policy.readings import Reading, ReadingChoices
from ..policy.terms import (
    CycleTerms,
    EndOfMonthAfterExecution,
    EndOfProcurementMonth,
    FromExecution,
    FundTerms,
    InstalmentTerms,
    ListingClassTerms,
    ListingTerms,
    OffsetTerms,
    ParticipationTerms,
    PaymentStandardTerms,
    PrepaymentTerms,
    ProductReportTerms,
    PurchasingTerms,
    ReportingTerms,
    SupplierPaymentTerms,
    Terms,
    UntilDay,
)
from ..results.explanations.explanation import Explanation
from ..results.explanations.steps import ExplanationFigure, ExplanationStep, ReadingUsed
from ..results.prepayment_cases import PrepaymentCase
from ..results.timetables import Event
from ..rules.assessments import AssessedVolume, Assessment, Usage
from ..rules.contracts import Contract, Delivery, Order, Progress
from ..rules.cycles import Cycle
from ..rules.disbursements import Disbursement, Reconciliation, ReconciliationLine
from ..rules.fund_accounts import FundAccount, FundAccounts, FundMonth, FundOffset
from ..rules.fund_totals import FundTotal, FundTotals
from ..rules.institutions import Institution
from ..rules.listings import Classification, Listing
from ..rules.monitoring import MonthlyReport, ReportedMonth
from ..rules.offsets import OffsetEntry, OffsetLedger, Prepayment, ReturnDue
from ..rules.payment_standards import PaymentStandard
from ..rules.prepayment import Instalment, PrepaymentSchedule
from ..rules.price_ratios import DifferentialPrice, DimensionFactor, PriceRatios
from ..rules.products import Product, Renewal, SelectedProduct, SelectionResults, Specification
from ..rules.purchasing import Figure, Finding
from ..rules.reimbursement import Coverage, Reimbursement
from ..rules.standard_tables import ListedStandard, StandardTable
from ..rules.supplier_payment import Deadline, SupplierPayment, SupplierPaymentState
from ..rules.supply_incidents import SupplyIncident
from . import (
    of_clauses,
    of_contracts,
    of_cycles,
    of_days,
    of_fund_accounts,
    of_institutions,
    of_monitoring,
    of_policies,
    of_prepayments,
    of_products,
    of_readings,
    of_results,
    of_standards,
    of_terms,
    of_wholes,
)

__all__ = ["STRATEGIES", "register"]

STRATEGIES: Mapping[type[Value], Callable[[], st.SearchStrategy[Value]]] = {
    AssessedVolume: of_monitoring.assessed_volumes,
    Assessment: of_monitoring.assessments,
    Basis: of_clauses.bases,
    Classification: of_monitoring.classifications,
    Clause: of_clauses.clauses,
    Contract: of_contracts.contracts,
    Coverage: of_standards.coverages,
    Cycle: of_cycles.cycles,
    CycleTerms: of_terms.cycle_terms,
    Deadline: of_contracts.deadlines,
    Delivery: of_contracts.deliveries,
    DifferentialPrice: of_products.differential_prices,
    DimensionFactor: of_products.dimension_factors,
    Disbursement: of_prepayments.disbursements,
    EndOfMonthAfterExecution: of_terms.ends_of_month_after_execution,
    EndOfProcurementMonth: of_terms.ends_of_procurement_month,
    Event: of_results.events,
    Explanation: of_results.explanations,
    ExplanationFigure: of_results.explanation_figures,
    ExplanationStep: of_results.explanation_steps,
    Figure: of_monitoring.figures,
    Finding: of_monitoring.findings,
    FromExecution: of_terms.from_executions,
    FundAccount: of_fund_accounts.single_fund_accounts,
    FundAccounts: of_fund_accounts.fund_accounts,
    FundMonth: of_fund_accounts.fund_months,
    FundOffset: of_fund_accounts.fund_offsets,
    FundTerms: of_terms.fund_terms,
    FundTotal: of_fund_accounts.single_fund_totals,
    FundTotals: of_fund_accounts.fund_totals,
    HolidayTable: of_days.holiday_tables,
    Instalment: of_prepayments.instalments,
    InstalmentTerms: of_terms.instalment_terms,
    Institution: of_institutions.institutions,
    ListedStandard: of_standards.listed_standards,
    Listing: of_monitoring.listings,
    ListingClassTerms: of_terms.listing_class_terms,
    ListingTerms: of_terms.listing_terms,
    MonthlyReport: of_monitoring.monthly_reports,
    OffsetEntry: of_prepayments.offset_entries,
    OffsetLedger: of_prepayments.ledgers,
    OffsetTerms: of_terms.offset_terms,
    Order: of_contracts.orders,
    ParticipationTerms: of_terms.participation_terms,
    PaymentStandard: of_standards.payment_standards,
    PaymentStandardTerms: of_terms.payment_standard_terms,
    Policy: of_policies.policies,
    PolicyBook: of_policies.policy_books,
    Prepayment: of_prepayments.prepayments,
    PrepaymentCase: of_wholes.prepayment_cases,
    PrepaymentSchedule: of_prepayments.schedules,
    PrepaymentTerms: of_terms.prepayment_terms,
    PriceRatios: of_products.price_ratios,
    Product: of_products.products,
    ProductReportTerms: of_terms.product_report_terms,
    Progress: of_monitoring.progresses,
    PurchasingTerms: of_terms.purchasing_terms,
    Reading: of_readings.readings,
    ReadingChoices: of_readings.reading_choices,
    ReadingUsed: of_readings.readings_used,
    Reconciliation: of_prepayments.reconciliations,
    ReconciliationLine: of_prepayments.reconciliation_lines,
    Reimbursement: of_standards.reimbursements,
    Renewal: of_products.renewals,
    ReportedMonth: of_monitoring.reported_months,
    ReportingTerms: of_terms.reporting_terms,
    ReturnDue: of_prepayments.returns_due,
    SelectedProduct: of_products.selected_products,
    SelectionResults: of_products.selection_results,
    Span: of_days.spans,
    Specification: of_products.specifications,
    StandardTable: of_standards.standard_tables,
    SupplierPayment: of_contracts.supplier_payments,
    SupplierPaymentState: of_contracts.supplier_payment_states,
    SupplierPaymentTerms: of_terms.supplier_payment_terms,
    SupplyIncident: of_contracts.supply_incidents,
    Terms: of_terms.terms,
    UntilDay: of_terms.until_days,
    Usage: of_wholes.usages,
    YearMonth: of_days.year_months,
}
"""Every public value and the function that gives its strategy."""


def register() -> None:
    """Tell Hypothesis which strategy draws each public value, for `from_type` and `builds`.

    Importing this package registers nothing; call this once, where a test run is set up. Called
    again, it changes nothing.

    >>> from vbp_policy.testing import simplest
    >>> register()
    >>> print(simplest(st.from_type(Cycle)))
    2025-05-30 to 2026-05-29
    """
    for kind, strategy in STRATEGIES.items():
        st.register_type_strategy(kind, strategy())
