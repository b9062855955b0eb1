"""China's volume-based procurement notices as exact dates and money, each figure with its clause.

Public names are loaded on first use. The notices are in `vbp_policy.notices`.

>>> from vbp_policy.notices import CHONGQING_2025_25
>>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
>>> [str(each.amount) for each in prepayment_schedule(CHONGQING_2025_25, cycle, 100).instalments]
['50.00', '50.00']
"""

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .foundation import money as money
    from .foundation.dates import Span as Span
    from .foundation.dates import YearMonth as YearMonth
    from .foundation.errors import AmbiguousRuleError as AmbiguousRuleError
    from .foundation.errors import CalendarCoverageError as CalendarCoverageError
    from .foundation.errors import InvalidTypeError as InvalidTypeError
    from .foundation.errors import InvalidValueError as InvalidValueError
    from .foundation.errors import MissingExtraError as MissingExtraError
    from .foundation.errors import NotComparableError as NotComparableError
    from .foundation.errors import NotListedError as NotListedError
    from .foundation.errors import NotProvidedError as NotProvidedError
    from .foundation.errors import OutOfForceError as OutOfForceError
    from .foundation.errors import PolicyError as PolicyError
    from .foundation.workdays import HolidayTable as HolidayTable
    from .foundation.workdays import WorkdayCalendar as WorkdayCalendar
    from .foundation.workdays import mainland_china as mainland_china
    from .foundation.workdays import workday_before as workday_before
    from .policy.basis import Basis as Basis
    from .policy.book import PolicyBook as PolicyBook
    from .policy.clauses import Clause as Clause
    from .policy.clauses import Computability as Computability
    from .policy.policies import Policy as Policy
    from .policy.readings import DebtDay as DebtDay
    from .policy.readings import DisbursementDay as DisbursementDay
    from .policy.readings import Extension as Extension
    from .policy.readings import LastDay as LastDay
    from .policy.readings import MonthEnd as MonthEnd
    from .policy.readings import NeutralListings as NeutralListings
    from .policy.readings import Reading as Reading
    from .policy.readings import ReadingChoices as ReadingChoices
    from .policy.readings import ReturnClock as ReturnClock
    from .policy.readings import SameVariety as SameVariety
    from .policy.readings import SelectedFirm as SelectedFirm
    from .policy.readings import cautious as cautious
    from .policy.readings import civil_code as civil_code
    from .policy.terms import CycleTerms as CycleTerms
    from .policy.terms import DueKind as DueKind
    from .policy.terms import EndOfMonthAfterExecution as EndOfMonthAfterExecution
    from .policy.terms import EndOfProcurementMonth as EndOfProcurementMonth
    from .policy.terms import FromExecution as FromExecution
    from .policy.terms import Fund as Fund
    from .policy.terms import FundTerms as FundTerms
    from .policy.terms import Grade as Grade
    from .policy.terms import InstalmentTerms as InstalmentTerms
    from .policy.terms import InstitutionKind as InstitutionKind
    from .policy.terms import ListingClassTerms as ListingClassTerms
    from .policy.terms import ListingTerms as ListingTerms
    from .policy.terms import OffsetTerms as OffsetTerms
    from .policy.terms import ParticipationTerms as ParticipationTerms
    from .policy.terms import PaymentStandardTerms as PaymentStandardTerms
    from .policy.terms import PrepaymentTerms as PrepaymentTerms
    from .policy.terms import PriceRule as PriceRule
    from .policy.terms import ProductReportTerms as ProductReportTerms
    from .policy.terms import PurchasingTerms as PurchasingTerms
    from .policy.terms import ReportAnchor as ReportAnchor
    from .policy.terms import ReportingTerms as ReportingTerms
    from .policy.terms import SupplierPaymentTerms as SupplierPaymentTerms
    from .policy.terms import Terms as Terms
    from .policy.terms import UntilDay as UntilDay
    from .results.changes import Absent as Absent
    from .results.changes import Change as Change
    from .results.comparisons import Comparison as Comparison
    from .results.comparisons import PolicyOutcome as PolicyOutcome
    from .results.comparisons import compare as compare
    from .results.explanations.explain import explain as explain
    from .results.explanations.explanation import Explanation as Explanation
    from .results.explanations.steps import ExplanationFigure as ExplanationFigure
    from .results.explanations.steps import ExplanationStep as ExplanationStep
    from .results.explanations.steps import FigureKind as FigureKind
    from .results.explanations.steps import ReadingUsed as ReadingUsed
    from .results.prepayment_cases import PrepaymentCase as PrepaymentCase
    from .results.prepayment_cases import prepayment_case as prepayment_case
    from .results.sensitivity import Alternative as Alternative
    from .results.sensitivity import Sensitivity as Sensitivity
    from .results.sensitivity import sensitivity as sensitivity
    from .results.timetables import Duty as Duty
    from .results.timetables import Event as Event
    from .results.timetables import timetable as timetable
    from .rules.assessments import AssessedVolume as AssessedVolume
    from .rules.assessments import Assessment as Assessment
    from .rules.assessments import CountedAs as CountedAs
    from .rules.assessments import Usage as Usage
    from .rules.assessments import annual_assessment as annual_assessment
    from .rules.contracts import Contract as Contract
    from .rules.contracts import Delivery as Delivery
    from .rules.contracts import Order as Order
    from .rules.contracts import Progress as Progress
    from .rules.contracts import contract_progress as contract_progress
    from .rules.cycles import Cycle as Cycle
    from .rules.cycles import agreement_years as agreement_years
    from .rules.cycles import extend as extend
    from .rules.cycles import procurement_cycle as procurement_cycle
    from .rules.cycles import procurement_month as procurement_month
    from .rules.disbursements import Disbursement as Disbursement
    from .rules.disbursements import Reconciliation as Reconciliation
    from .rules.disbursements import ReconciliationLine as ReconciliationLine
    from .rules.disbursements import reconcile as reconcile
    from .rules.fund_accounts import FundAccount as FundAccount
    from .rules.fund_accounts import FundAccounts as FundAccounts
    from .rules.fund_accounts import FundMonth as FundMonth
    from .rules.fund_accounts import FundOffset as FundOffset
    from .rules.fund_accounts import offset_prepayments as offset_prepayments
    from .rules.fund_totals import FundTotal as FundTotal
    from .rules.fund_totals import FundTotals as FundTotals
    from .rules.fund_totals import fund_totals as fund_totals
    from .rules.institutions import Institution as Institution
    from .rules.institutions import Participation as Participation
    from .rules.institutions import participation as participation
    from .rules.institutions import paying_fund as paying_fund
    from .rules.listings import Classification as Classification
    from .rules.listings import Listing as Listing
    from .rules.listings import ListingStatus as ListingStatus
    from .rules.listings import classify_listing as classify_listing
    from .rules.monitoring import MonthlyReport as MonthlyReport
    from .rules.monitoring import ReportedMonth as ReportedMonth
    from .rules.monitoring import monthly_report as monthly_report
    from .rules.offset_windows import offset_window as offset_window
    from .rules.offsets import OffsetEntry as OffsetEntry
    from .rules.offsets import OffsetLedger as OffsetLedger
    from .rules.offsets import OffsetStatus as OffsetStatus
    from .rules.offsets import Prepayment as Prepayment
    from .rules.offsets import ReturnDue as ReturnDue
    from .rules.offsets import offset_prepayment as offset_prepayment
    from .rules.payment_standards import PaymentStandard as PaymentStandard
    from .rules.payment_standards import payment_standard as payment_standard
    from .rules.prepayment import Instalment as Instalment
    from .rules.prepayment import PrepaymentSchedule as PrepaymentSchedule
    from .rules.prepayment import prepayment_schedule as prepayment_schedule
    from .rules.prepayment import revise as revise
    from .rules.price_ratios import SECONDARY_2011_RATIOS as SECONDARY_2011_RATIOS
    from .rules.price_ratios import DifferentialPrice as DifferentialPrice
    from .rules.price_ratios import DimensionFactor as DimensionFactor
    from .rules.price_ratios import PriceRatios as PriceRatios
    from .rules.price_ratios import listing_price as listing_price
    from .rules.products import Product as Product
    from .rules.products import Renewal as Renewal
    from .rules.products import SelectedProduct as SelectedProduct
    from .rules.products import SelectionResults as SelectionResults
    from .rules.products import Specification as Specification
    from .rules.purchasing import Figure as Figure
    from .rules.purchasing import Finding as Finding
    from .rules.purchasing import Relation as Relation
    from .rules.purchasing import check_agreed_volume as check_agreed_volume
    from .rules.purchasing import check_purchase_price as check_purchase_price
    from .rules.purchasing import price_in_force as price_in_force
    from .rules.reimbursement import Coverage as Coverage
    from .rules.reimbursement import Reimbursement as Reimbursement
    from .rules.reimbursement import reimburse as reimburse
    from .rules.standard_tables import ListedStandard as ListedStandard
    from .rules.standard_tables import StandardTable as StandardTable
    from .rules.standard_tables import standard_table as standard_table
    from .rules.supplier_payment import Deadline as Deadline
    from .rules.supplier_payment import SupplierPayment as SupplierPayment
    from .rules.supplier_payment import SupplierPaymentState as SupplierPaymentState
    from .rules.supplier_payment import SupplierPaymentStatus as SupplierPaymentStatus
    from .rules.supplier_payment import supplier_payment_due as supplier_payment_due
    from .rules.supplier_payment import supplier_payment_state as supplier_payment_state
    from .rules.supply_incidents import SupplyIncident as SupplyIncident
    from .rules.supply_incidents import SupplyIncidentKind as SupplyIncidentKind
    from .rules.supply_incidents import supply_incidents as supply_incidents

__all__ = [
    "SECONDARY_2011_RATIOS",
    "Absent",
    "Alternative",
    "AmbiguousRuleError",
    "AssessedVolume",
    "Assessment",
    "Basis",
    "CalendarCoverageError",
    "Change",
    "Classification",
    "Clause",
    "Comparison",
    "Computability",
    "Contract",
    "CountedAs",
    "Coverage",
    "Cycle",
    "CycleTerms",
    "Deadline",
    "DebtDay",
    "Delivery",
    "DifferentialPrice",
    "DimensionFactor",
    "Disbursement",
    "DisbursementDay",
    "DueKind",
    "Duty",
    "EndOfMonthAfterExecution",
    "EndOfProcurementMonth",
    "Event",
    "Explanation",
    "ExplanationFigure",
    "ExplanationStep",
    "Extension",
    "Figure",
    "FigureKind",
    "Finding",
    "FromExecution",
    "Fund",
    "FundAccount",
    "FundAccounts",
    "FundMonth",
    "FundOffset",
    "FundTerms",
    "FundTotal",
    "FundTotals",
    "Grade",
    "HolidayTable",
    "Instalment",
    "InstalmentTerms",
    "Institution",
    "InstitutionKind",
    "InvalidTypeError",
    "InvalidValueError",
    "LastDay",
    "ListedStandard",
    "Listing",
    "ListingClassTerms",
    "ListingStatus",
    "ListingTerms",
    "MissingExtraError",
    "MonthEnd",
    "MonthlyReport",
    "NeutralListings",
    "NotComparableError",
    "NotListedError",
    "NotProvidedError",
    "OffsetEntry",
    "OffsetLedger",
    "OffsetStatus",
    "OffsetTerms",
    "Order",
    "OutOfForceError",
    "Participation",
    "ParticipationTerms",
    "PaymentStandard",
    "PaymentStandardTerms",
    "Policy",
    "PolicyBook",
    "PolicyError",
    "PolicyOutcome",
    "Prepayment",
    "PrepaymentCase",
    "PrepaymentSchedule",
    "PrepaymentTerms",
    "PriceRatios",
    "PriceRule",
    "Product",
    "ProductReportTerms",
    "Progress",
    "PurchasingTerms",
    "Reading",
    "ReadingChoices",
    "ReadingUsed",
    "Reconciliation",
    "ReconciliationLine",
    "Reimbursement",
    "Relation",
    "Renewal",
    "ReportAnchor",
    "ReportedMonth",
    "ReportingTerms",
    "ReturnClock",
    "ReturnDue",
    "SameVariety",
    "SelectedFirm",
    "SelectedProduct",
    "SelectionResults",
    "Sensitivity",
    "Span",
    "Specification",
    "StandardTable",
    "SupplierPayment",
    "SupplierPaymentState",
    "SupplierPaymentStatus",
    "SupplierPaymentTerms",
    "SupplyIncident",
    "SupplyIncidentKind",
    "Terms",
    "UntilDay",
    "Usage",
    "WorkdayCalendar",
    "YearMonth",
    "__version__",
    "agreement_years",
    "annual_assessment",
    "cautious",
    "check_agreed_volume",
    "check_purchase_price",
    "civil_code",
    "classify_listing",
    "compare",
    "contract_progress",
    "explain",
    "extend",
    "fund_totals",
    "listing_price",
    "mainland_china",
    "money",
    "monthly_report",
    "offset_prepayment",
    "offset_prepayments",
    "offset_window",
    "participation",
    "paying_fund",
    "payment_standard",
    "prepayment_case",
    "prepayment_schedule",
    "price_in_force",
    "procurement_cycle",
    "procurement_month",
    "reconcile",
    "reimburse",
    "revise",
    "sensitivity",
    "standard_table",
    "supplier_payment_due",
    "supplier_payment_state",
    "supply_incidents",
    "timetable",
    "workday_before",
]

_NAMES_BY_MODULE = {
    "foundation.dates": (
        "Span",
        "YearMonth",
    ),
    "foundation.errors": (
        "AmbiguousRuleError",
        "CalendarCoverageError",
        "InvalidTypeError",
        "InvalidValueError",
        "MissingExtraError",
        "NotComparableError",
        "NotListedError",
        "NotProvidedError",
        "OutOfForceError",
        "PolicyError",
    ),
    "foundation.workdays": (
        "HolidayTable",
        "WorkdayCalendar",
        "mainland_china",
        "workday_before",
    ),
    "policy.basis": ("Basis",),
    "policy.book": ("PolicyBook",),
    "policy.clauses": (
        "Clause",
        "Computability",
    ),
    "policy.policies": ("Policy",),
    "policy.readings": (
        "DebtDay",
        "DisbursementDay",
        "Extension",
        "LastDay",
        "MonthEnd",
        "NeutralListings",
        "Reading",
        "ReadingChoices",
        "ReturnClock",
        "SameVariety",
        "SelectedFirm",
        "cautious",
        "civil_code",
    ),
    "policy.terms": (
        "CycleTerms",
        "DueKind",
        "EndOfMonthAfterExecution",
        "EndOfProcurementMonth",
        "FromExecution",
        "Fund",
        "FundTerms",
        "Grade",
        "InstalmentTerms",
        "InstitutionKind",
        "ListingClassTerms",
        "ListingTerms",
        "OffsetTerms",
        "ParticipationTerms",
        "PaymentStandardTerms",
        "PrepaymentTerms",
        "PriceRule",
        "ProductReportTerms",
        "PurchasingTerms",
        "ReportAnchor",
        "ReportingTerms",
        "SupplierPaymentTerms",
        "Terms",
        "UntilDay",
    ),
    "results.changes": (
        "Absent",
        "Change",
    ),
    "results.comparisons": (
        "Comparison",
        "PolicyOutcome",
        "compare",
    ),
    "results.explanations.explain": ("explain",),
    "results.explanations.explanation": ("Explanation",),
    "results.explanations.steps": (
        "ExplanationFigure",
        "ExplanationStep",
        "FigureKind",
        "ReadingUsed",
    ),
    "results.prepayment_cases": (
        "PrepaymentCase",
        "prepayment_case",
    ),
    "results.sensitivity": (
        "Alternative",
        "Sensitivity",
        "sensitivity",
    ),
    "results.timetables": (
        "Duty",
        "Event",
        "timetable",
    ),
    "rules.assessments": (
        "AssessedVolume",
        "Assessment",
        "CountedAs",
        "Usage",
        "annual_assessment",
    ),
    "rules.contracts": (
        "Contract",
        "Delivery",
        "Order",
        "Progress",
        "contract_progress",
    ),
    "rules.cycles": (
        "Cycle",
        "agreement_years",
        "extend",
        "procurement_cycle",
        "procurement_month",
    ),
    "rules.disbursements": (
        "Disbursement",
        "Reconciliation",
        "ReconciliationLine",
        "reconcile",
    ),
    "rules.fund_accounts": (
        "FundAccount",
        "FundAccounts",
        "FundMonth",
        "FundOffset",
        "offset_prepayments",
    ),
    "rules.fund_totals": (
        "FundTotal",
        "FundTotals",
        "fund_totals",
    ),
    "rules.institutions": (
        "Institution",
        "Participation",
        "participation",
        "paying_fund",
    ),
    "rules.listings": (
        "Classification",
        "Listing",
        "ListingStatus",
        "classify_listing",
    ),
    "rules.monitoring": (
        "MonthlyReport",
        "ReportedMonth",
        "monthly_report",
    ),
    "rules.offset_windows": ("offset_window",),
    "rules.offsets": (
        "OffsetEntry",
        "OffsetLedger",
        "OffsetStatus",
        "Prepayment",
        "ReturnDue",
        "offset_prepayment",
    ),
    "rules.payment_standards": (
        "PaymentStandard",
        "payment_standard",
    ),
    "rules.prepayment": (
        "Instalment",
        "PrepaymentSchedule",
        "prepayment_schedule",
        "revise",
    ),
    "rules.price_ratios": (
        "SECONDARY_2011_RATIOS",
        "DifferentialPrice",
        "DimensionFactor",
        "PriceRatios",
        "listing_price",
    ),
    "rules.products": (
        "Product",
        "Renewal",
        "SelectedProduct",
        "SelectionResults",
        "Specification",
    ),
    "rules.purchasing": (
        "Figure",
        "Finding",
        "Relation",
        "check_agreed_volume",
        "check_purchase_price",
        "price_in_force",
    ),
    "rules.reimbursement": (
        "Coverage",
        "Reimbursement",
        "reimburse",
    ),
    "rules.standard_tables": (
        "ListedStandard",
        "StandardTable",
        "standard_table",
    ),
    "rules.supplier_payment": (
        "Deadline",
        "SupplierPayment",
        "SupplierPaymentState",
        "SupplierPaymentStatus",
        "supplier_payment_due",
        "supplier_payment_state",
    ),
    "rules.supply_incidents": (
        "SupplyIncident",
        "SupplyIncidentKind",
        "supply_incidents",
    ),
}
_HOME = {name: module for module, names in _NAMES_BY_MODULE.items() for name in names}

if not TYPE_CHECKING:  # a type checker is to see the names above, and no others

    def __getattr__(name: str) -> object:
        if name == "money":
            value = import_module(".foundation.money", __name__)
        elif name in _HOME:
            value = getattr(import_module(f".{_HOME[name]}", __name__), name)
        else:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        globals()[name] = value  # found once, found for good
        return value


def __dir__() -> list[str]:
    return sorted(__all__)
