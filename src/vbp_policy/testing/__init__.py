"""Hypothesis strategies for every public value, and for wholes whose parts fit each other.

Extra `testing` (hypothesis). A function is named after what it draws, in the plural; its keywords
narrow what is drawn, each by a value or by a strategy of its own. What is drawn is valid: nothing
is thrown away on the way, so a strategy may be used within any other.

>>> from vbp_policy.notices import CHONGQING_2025_25
>>> leap = cycles(policy=CHONGQING_2025_25, execution_date=days("2027-03-01", "2028-02-29"))
>>> print(simplest(leap, lambda cycle: cycle.days == 366))
2027-03-01 to 2028-02-29
"""

from importlib.util import find_spec

from ..foundation.errors import MissingExtraError

if find_spec("hypothesis") is None:
    raise MissingExtraError(
        field="testing",
        value="hypothesis",
        expected="the extra: pip install 'vbp_policy[testing]'",
    )

from .examples import simplest as simplest
from .of_clauses import bases as bases
from .of_clauses import clauses as clauses
from .of_contracts import contracts as contracts
from .of_contracts import deadlines as deadlines
from .of_contracts import deliveries as deliveries
from .of_contracts import orders as orders
from .of_contracts import supplier_payment_states as supplier_payment_states
from .of_contracts import supplier_payments as supplier_payments
from .of_contracts import supply_incidents as supply_incidents
from .of_cycles import cycles as cycles
from .of_cycles import execution_dates as execution_dates
from .of_days import days as days
from .of_days import holiday_tables as holiday_tables
from .of_days import spans as spans
from .of_days import year_months as year_months
from .of_figures import amounts as amounts
from .of_figures import prices as prices
from .of_figures import quantities as quantities
from .of_figures import shares as shares
from .of_fund_accounts import fund_accounts as fund_accounts
from .of_fund_accounts import fund_months as fund_months
from .of_fund_accounts import fund_offsets as fund_offsets
from .of_fund_accounts import fund_totals as fund_totals
from .of_fund_accounts import single_fund_accounts as single_fund_accounts
from .of_fund_accounts import single_fund_totals as single_fund_totals
from .of_institutions import institutions as institutions
from .of_monitoring import assessed_volumes as assessed_volumes
from .of_monitoring import assessments as assessments
from .of_monitoring import classifications as classifications
from .of_monitoring import figures as figures
from .of_monitoring import findings as findings
from .of_monitoring import listings as listings
from .of_monitoring import monthly_reports as monthly_reports
from .of_monitoring import progresses as progresses
from .of_monitoring import reported_months as reported_months
from .of_policies import policies as policies
from .of_policies import policy_books as policy_books
from .of_prepayments import bookings as bookings
from .of_prepayments import disbursements as disbursements
from .of_prepayments import instalments as instalments
from .of_prepayments import ledgers as ledgers
from .of_prepayments import offset_entries as offset_entries
from .of_prepayments import payables as payables
from .of_prepayments import prepayments as prepayments
from .of_prepayments import reconciliation_lines as reconciliation_lines
from .of_prepayments import reconciliations as reconciliations
from .of_prepayments import returns_due as returns_due
from .of_prepayments import schedules as schedules
from .of_prepayments import totals as totals
from .of_products import differential_prices as differential_prices
from .of_products import dimension_factors as dimension_factors
from .of_products import price_ratios as price_ratios
from .of_products import products as products
from .of_products import renewals as renewals
from .of_products import selected_products as selected_products
from .of_products import selection_results as selection_results
from .of_products import specifications as specifications
from .of_readings import reading_choices as reading_choices
from .of_readings import readings as readings
from .of_readings import readings_used as readings_used
from .of_results import events as events
from .of_results import explanation_figures as explanation_figures
from .of_results import explanation_steps as explanation_steps
from .of_results import explanations as explanations
from .of_results import timetables as timetables
from .of_standards import coverages as coverages
from .of_standards import listed_standards as listed_standards
from .of_standards import payment_standards as payment_standards
from .of_standards import reimbursements as reimbursements
from .of_standards import standard_tables as standard_tables
from .of_terms import cycle_terms as cycle_terms
from .of_terms import ends_of_month_after_execution as ends_of_month_after_execution
from .of_terms import ends_of_procurement_month as ends_of_procurement_month
from .of_terms import from_executions as from_executions
from .of_terms import fund_terms as fund_terms
from .of_terms import instalment_terms as instalment_terms
from .of_terms import listing_class_terms as listing_class_terms
from .of_terms import listing_terms as listing_terms
from .of_terms import offset_terms as offset_terms
from .of_terms import participation_terms as participation_terms
from .of_terms import payment_standard_terms as payment_standard_terms
from .of_terms import prepayment_terms as prepayment_terms
from .of_terms import product_report_terms as product_report_terms
from .of_terms import purchasing_terms as purchasing_terms
from .of_terms import reporting_terms as reporting_terms
from .of_terms import supplier_payment_terms as supplier_payment_terms
from .of_terms import terms as terms
from .of_terms import until_days as until_days
from .of_wholes import ContractDossier as ContractDossier
from .of_wholes import PrepaymentDossier as PrepaymentDossier
from .of_wholes import contract_dossiers as contract_dossiers
from .of_wholes import prepayment_cases as prepayment_cases
from .of_wholes import prepayment_dossiers as prepayment_dossiers
from .of_wholes import usages as usages
from .of_words import identifiers as identifiers
from .of_words import texts as texts
from .registration import register as register

__all__ = [
    "ContractDossier",
    "PrepaymentDossier",
    "amounts",
    "assessed_volumes",
    "assessments",
    "bases",
    "bookings",
    "classifications",
    "clauses",
    "contract_dossiers",
    "contracts",
    "coverages",
    "cycle_terms",
    "cycles",
    "days",
    "deadlines",
    "deliveries",
    "differential_prices",
    "dimension_factors",
    "disbursements",
    "ends_of_month_after_execution",
    "ends_of_procurement_month",
    "events",
    "execution_dates",
    "explanation_figures",
    "explanation_steps",
    "explanations",
    "figures",
    "findings",
    "from_executions",
    "fund_accounts",
    "fund_months",
    "fund_offsets",
    "fund_terms",
    "fund_totals",
    "holiday_tables",
    "identifiers",
    "instalment_terms",
    "instalments",
    "institutions",
    "ledgers",
    "listed_standards",
    "listing_class_terms",
    "listing_terms",
    "listings",
    "monthly_reports",
    "offset_entries",
    "offset_terms",
    "orders",
    "participation_terms",
    "payables",
    "payment_standard_terms",
    "payment_standards",
    "policies",
    "policy_books",
    "prepayment_cases",
    "prepayment_dossiers",
    "prepayment_terms",
    "prepayments",
    "price_ratios",
    "prices",
    "product_report_terms",
    "products",
    "progresses",
    "purchasing_terms",
    "quantities",
    "reading_choices",
    "readings",
    "readings_used",
    "reconciliation_lines",
    "reconciliations",
    "register",
    "reimbursements",
    "renewals",
    "reported_months",
    "reporting_terms",
    "returns_due",
    "schedules",
    "selected_products",
    "selection_results",
    "shares",
    "simplest",
    "single_fund_accounts",
    "single_fund_totals",
    "spans",
    "specifications",
    "standard_tables",
    "supplier_payment_states",
    "supplier_payment_terms",
    "supplier_payments",
    "supply_incidents",
    "terms",
    "texts",
    "timetables",
    "totals",
    "until_days",
    "usages",
    "year_months",
]
