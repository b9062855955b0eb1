# pyright: reportUnnecessaryTypeIgnoreComment=true
"""What a typed caller sees, held by mypy and pyright; the same lines also run.

Every name comes from where a caller takes it. A call that a type checker must refuse says so, and
both checkers report a refusal that is no longer one.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import assert_type

import pytest

import vbp_policy
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Alternative,
    Assessment,
    Basis,
    Classification,
    Clause,
    Comparison,
    Contract,
    Coverage,
    Cycle,
    Deadline,
    Delivery,
    DifferentialPrice,
    Disbursement,
    Event,
    Explanation,
    ExplanationStep,
    Finding,
    Fund,
    FundAccount,
    FundAccounts,
    FundTotals,
    Grade,
    HolidayTable,
    Instalment,
    InstalmentTerms,
    Institution,
    InstitutionKind,
    LastDay,
    Listing,
    ListingStatus,
    MonthlyReport,
    OffsetEntry,
    OffsetLedger,
    OffsetStatus,
    Order,
    OutOfForceError,
    Participation,
    PaymentStandard,
    Policy,
    PolicyBook,
    PolicyError,
    PolicyOutcome,
    Prepayment,
    PrepaymentCase,
    PrepaymentSchedule,
    PrepaymentTerms,
    Product,
    Progress,
    Reading,
    ReadingChoices,
    Reconciliation,
    Reimbursement,
    ReturnDue,
    SelectedProduct,
    SelectionResults,
    Sensitivity,
    Span,
    Specification,
    StandardTable,
    SupplierPayment,
    SupplierPaymentState,
    SupplyIncident,
    Usage,
    WorkdayCalendar,
    YearMonth,
    agreement_years,
    annual_assessment,
    cautious,
    check_agreed_volume,
    check_purchase_price,
    classify_listing,
    compare,
    contract_progress,
    explain,
    extend,
    fund_totals,
    listing_price,
    mainland_china,
    money,
    monthly_report,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    participation,
    paying_fund,
    payment_standard,
    prepayment_case,
    prepayment_schedule,
    price_in_force,
    procurement_cycle,
    procurement_month,
    reconcile,
    reimburse,
    revise,
    sensitivity,
    standard_table,
    supplier_payment_due,
    supplier_payment_state,
    supply_incidents,
    timetable,
    workday_before,
)
from vbp_policy.interop import ics, sheets
from vbp_policy.interop.json import dumps, loads
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

N9, N25 = CHONGQING_2025_9, CHONGQING_2025_25
CYCLE = procurement_cycle(N25, "2025-05-30")
HOSPITAL = Institution(
    "H1", "H", kind=InstitutionKind.PUBLIC, grade=Grade.SECONDARY, designated=True
)
PREPAYMENT = Prepayment("P1", HOSPITAL, Fund.EMPLOYEE, 100, CYCLE)
PACK = Specification(form="片剂", strength="0.5", strength_unit="g", pack_size=24)
WON = SelectedProduct(Product("A", "V", "M", specification=PACK), Decimal("8.72"))
CONTRACT = Contract(
    "C1", HOSPITAL, WON.product, CYCLE, agreed_volume=100, unit="盒", unit_price="8.72"
)


def test_policies() -> None:
    assert_type(N25, Policy)
    assert_type(N25.effective_on, date)
    assert_type(N25.clauses, tuple[Clause, ...])
    assert_type(N25.supersedes, tuple[str, ...])
    assert_type(N25.falls_back_to, str | None)
    assert_type(N25.terms.prepayment, PrepaymentTerms | None)
    if N25.terms.prepayment is not None:
        assert_type(N25.terms.prepayment.instalments, tuple[InstalmentTerms, ...])
        assert_type(N25.terms.prepayment.instalments[0].share, Decimal)
    assert_type(PolicyBook([N9, N25]).in_force(N25.subject, date(2025, 6, 1)), Policy)
    assert_type(Reading.choices(), tuple[ReadingChoices, ...])
    assert_type(cautious().last_day, LastDay)


def test_days() -> None:
    calendar = HolidayTable("2025-01-01", date(2025, 12, 31), days_off=["2025-10-01"])
    month = YearMonth(2026, 6)
    assert_type(month + 1, YearMonth)
    assert_type(month - 1, YearMonth)
    assert_type(month - YearMonth(2026, 1), int)
    assert_type(YearMonth.parse("2026-06") < month, bool)
    assert_type(YearMonth.of(date(2026, 6, 1)).last_day, date)
    assert_type(date(2026, 6, 1) in Span("2026-06-01", "2026-06-02"), bool)
    assert_type(workday_before("2025-10-09", 3, calendar), date)
    assert_type(mainland_china(), WorkdayCalendar)
    assert_type(money.amount("1.20"), Decimal)
    assert_type(money.from_float(1.25), Decimal)


def test_cycles_and_prepayments() -> None:
    schedule = prepayment_schedule(N25, CYCLE, Decimal("1000.00"))
    assert_type(CYCLE, Cycle)
    assert_type(CYCLE.basis, Basis | None)
    assert_type(extend(N25, CYCLE, "2026-12-31", decided_on="2026-05-01"), Cycle)
    assert_type(agreement_years(CYCLE), tuple[Span, ...])
    assert_type(procurement_month(CYCLE, 6), Span)
    assert_type(participation(N25, HOSPITAL), Participation)
    assert_type(paying_fund(N25, HOSPITAL), Fund)
    assert_type(schedule, PrepaymentSchedule)
    assert_type(schedule.basis, Basis)
    assert_type(schedule.instalments, tuple[Instalment, ...])
    assert_type(schedule.instalments[0].amount, Decimal)
    assert_type(schedule.instalments[0].due, date)
    assert_type(revise(N25, schedule, 2000, disbursed="0.00"), PrepaymentSchedule)
    paid = [Disbursement("P1", 500, "2025-06-30")]
    assert_type(reconcile(schedule, paid, as_of="2025-12-01"), Reconciliation)


def test_offsets() -> None:
    ledger = offset_prepayment(N25, PREPAYMENT, {"2026-06": "70", "2026-07": "0.5"})
    by_month = {YearMonth(2026, 6): Decimal("70.00")}
    accounts = offset_prepayments(N25, [PREPAYMENT], {Fund.EMPLOYEE: by_month})
    assert_type(offset_window(N25, CYCLE), tuple[YearMonth, ...])
    assert_type(ledger, OffsetLedger)
    assert_type(ledger.entries, tuple[OffsetEntry, ...])
    assert_type(ledger.status, OffsetStatus)
    assert_type(ledger.return_due, ReturnDue | None)
    assert_type(accounts, FundAccounts)
    assert_type(accounts.ledgers, Mapping[str, OffsetLedger])
    assert_type(accounts.accounts, tuple[FundAccount, ...])
    assert_type(fund_totals([accounts]), FundTotals)
    case = prepayment_case(N25, HOSPITAL, 100, "2025-05-30", by_month)
    assert_type(case, PrepaymentCase)
    assert_type(case.timetable, tuple[Event, ...])


def test_payables_are_taken_as_a_caller_writes_them() -> None:
    exact: dict[YearMonth, Decimal] = {YearMonth(2026, 6): Decimal("0.01")}
    either: dict[YearMonth | str, int] = {"2026-06": 1}
    ledger = offset_prepayment(
        N25, PREPAYMENT, {"2026-06": "300000.00", "2026-07": 0}, booked={YearMonth(2026, 6): 1}
    )
    assert_type(ledger, OffsetLedger)
    assert_type(offset_prepayment(N25, PREPAYMENT, exact), OffsetLedger)
    assert_type(offset_prepayment(N25, PREPAYMENT, either), OffsetLedger)
    assert_type(offset_prepayment(N25, PREPAYMENT, {}), OffsetLedger)
    accounts = offset_prepayments(
        N25,
        [PREPAYMENT],
        {Fund.EMPLOYEE: {"2026-06": "1.00", "2026-07": 2}},
        booked={PREPAYMENT.reference: {"2026-06": 1}},
    )
    assert_type(accounts, FundAccounts)
    with pytest.raises(PolicyError):
        offset_prepayment(N25, PREPAYMENT, {202606: 1})  # type: ignore[type-var]


def test_standards() -> None:
    rows = [("A", "V", Decimal("5.42"))]
    table = StandardTable.published(N9, rows, in_force=Span("2025-03-07", "2025-12-31"))
    standard = table.lookup("A", on="2025-06-18")
    line = reimburse(standard, "8.00", -3, coverage=Coverage("0.1", "0.7"))
    assert_type(table, StandardTable)
    assert_type(standard, PaymentStandard)
    assert_type(standard.set_by, SelectedProduct | None)
    assert_type(line, Reimbursement)
    assert_type(line.charge, Decimal)
    assert_type(line.fund_pays, Decimal | None)
    assert_type(payment_standard(N9, [WON]), PaymentStandard)
    assert_type(standard_table(N9, (each for each in [WON])), StandardTable)
    price = listing_price(
        N9, WON, Product("B", "V", "M", specification=PACK), SECONDARY_2011_RATIOS
    )
    assert_type(price, DifferentialPrice)
    assert_type(SelectionResults([WON]).find("A", on="2025-06-01"), SelectedProduct)


def test_contracts_and_listings() -> None:
    order = Order("O1", "C1", ordered_on="2025-06-02", quantity=10, unit="盒")
    delivery = Delivery(
        "D1", "C1", accepted_on="2025-06-18", quantity=10, unit="盒", unit_price="8.72"
    )
    payments = [SupplierPayment("D1", "87.20", "2025-07-01")]
    progress = contract_progress(CONTRACT, [delivery], as_of="2025-09-30")
    assert_type(progress, Progress)
    assert_type(progress.completed_on, date | None)
    assert_type(price_in_force(N25, CONTRACT, "2025-09-30"), Decimal)
    assert_type(check_purchase_price(N25, paid="8.72", selected="8.72"), Finding)
    assert_type(check_agreed_volume(N9, current=900, previous=1000), Finding)
    assert_type(supplier_payment_due(N25, "2025-06-18"), Deadline)
    state = supplier_payment_state(N25, delivery, payments, as_of="2025-09-30")
    assert_type(state, SupplierPaymentState)
    report = monthly_report(N25, CONTRACT, [delivery], payments, as_of="2025-09-30")
    assert_type(report, MonthlyReport)
    usage = [Usage(ListingStatus.SELECTED, 10)]
    assert_type(annual_assessment(N25, CONTRACT, [delivery], usage), Assessment)
    incidents = supply_incidents(CONTRACT, [order], [delivery], as_of="2025-09-30")
    assert_type(incidents, tuple[SupplyIncident, ...])
    listing = Listing(WON.product, 50, other_selected_prices=())
    found = classify_listing(N25, listing, SelectionResults([WON]), on="2025-09-01")
    assert_type(found, Classification)


def test_what_reads_results_keeps_their_type() -> None:
    events = timetable(N25, CYCLE)
    explanation = explain(CYCLE, lang="zh")
    by_reading = sensitivity(lambda reading: procurement_cycle(N25, "2025-05-30", reading=reading))
    by_policy = compare([N9, N25], lambda policy: procurement_cycle(policy, "2025-05-30"))
    assert_type(events, tuple[Event, ...])
    assert_type(explanation, Explanation)
    assert_type(explanation.steps, tuple[ExplanationStep, ...])
    assert_type(by_reading, Sensitivity[Cycle])
    assert_type(by_reading[0], Alternative[Cycle])
    assert_type(by_reading[0].outcome, Cycle | PolicyError)
    assert_type(by_policy, Comparison[Cycle])
    assert_type(by_policy.outcomes[0], PolicyOutcome[Cycle])
    assert_type(ics.dumps(events, CYCLE), bytes)
    assert_type(dumps(CYCLE), str)
    assert isinstance(loads(dumps(CYCLE)), Cycle)
    column = sheets.Column("总额", cell=sheets.amount)
    assert_type(column, sheets.Column)


def test_errors() -> None:
    with pytest.raises(OutOfForceError) as caught:
        price_in_force(N25, CONTRACT, "2026-05-30")
    error = caught.value
    assert_type(error.field, str)
    assert_type(error.value, object)
    assert_type(error.expected, str)
    assert_type(error.clause, str | None)


def test_what_a_type_checker_refuses_is_refused() -> None:
    with pytest.raises(PolicyError):
        prepayment_schedule(N25, CYCLE, 0.5)  # type: ignore[arg-type]
    with pytest.raises(PolicyError):
        procurement_cycle("2025-05-30", N25)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        extend(N25, CYCLE, "2026-12-31", "2026-05-01")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        HOSPITAL.grade.value()  # type: ignore[operator]
    with pytest.raises(AttributeError):
        CYCLE.last_day = date(2026, 1, 1)  # type: ignore[misc]
    with pytest.raises(AttributeError):
        vbp_policy.procurement_cicle(N25)  # type: ignore[attr-defined]
