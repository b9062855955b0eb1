"""What is monitored every month and assessed every year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from attrs import evolve
from contracts import AS_OF, NOTICE_25, Dealing, Dealings, contract_finder
from exports import Cell, Exports, added, check, checked, section, shown, table
from listings import Listings
from vetting import check_count, refused_at, vetted

from vbp_policy import (
    Assessment,
    ListingStatus,
    MonthlyReport,
    NeutralListings,
    Policy,
    Reading,
    ReportedMonth,
    Usage,
    annual_assessment,
    monthly_report,
    procurement_cycle,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, RefusedCell, Row

REPORTS_IN_FULL = 2  # the others take a line each
AS_SELECTED = Reading(neutral_listings=NeutralListings.AS_SELECTED)
USAGE = {
    "contract": Column("合同编号", sheets.code),
    "product": Column("产品编码", sheets.code),
    "quantity": Column("使用量", sheets.quantity),
}
AMOUNTS = ("amount", "paid", "owed", "overdue", "owed back")


# ---- Every month ------------------------------------------------------------------------------


def show_reports(policy: Policy, dealings: Iterable[Dealing]) -> list[MonthlyReport]:
    """Print the monthly reports up to the day of the reports, reconcile and give them."""
    clause = "25-2.5" if policy is NOTICE_25 else "9-3.4b"
    section(policy, f"F Monthly reports by {AS_OF}", clause)
    reports = [
        (it, monthly_report(policy, it.contract, it.deliveries, it.payments, as_of=AS_OF))
        for it in dealings
    ]
    for it, report in reports[:REPORTS_IN_FULL]:
        contract = it.contract
        agreed = f"agreed {shown(contract.agreed_volume)} {contract.unit}"
        print(f"{'  '.join(it.named)}, {agreed}")
        rows: list[Sequence[Cell]] = [
            (str(each.month), each.volume, each.delivered, each.ratio, *amounts(each))
            for each in report.months
        ]
        table(("month", "volume", "so far", "ratio", *AMOUNTS), rows)
        print()
    print("Every contract in a line:\n")
    lines = [(*it.named[:2], it.contract.unit, *report_cells(each)) for it, each in reports]
    table(("contract", "institution", "unit", "delivered", "ratio", *AMOUNTS), lines)
    print()
    totals = [added(amounts(each)[at] for _, each in reports) for at in range(len(AMOUNTS))]
    amount, paid, owed, _, owed_back = totals
    check("amount − paid = owed − owed back", amount - paid, owed, -owed_back)
    for at, figure in enumerate(AMOUNTS[:2]):
        of_months = added(amounts(month)[at] for _, each in reports for month in each.months)
        check(f"{figure} of all months = of all contracts", of_months, totals[at])
    return [each for _, each in reports]


def amounts(it: MonthlyReport | ReportedMonth) -> tuple[Decimal, ...]:
    """Give the amounts of a report or of one month of it, in the order of `AMOUNTS`."""
    return (it.amount, it.paid, it.owed, it.overdue, it.owed_back)


def report_cells(it: MonthlyReport) -> Sequence[Cell]:
    """Give a whole report in a line."""
    return (it.progress.delivered, it.progress.ratio, *amounts(it))


# ---- Every year -------------------------------------------------------------------------------


class Used(NamedTuple):
    """What was used under each contract, by the class of the product; and what is in doubt."""

    by_contract: Mapping[str, Sequence[Usage]]
    in_doubt: Mapping[str, RefusedCell]


def read_usage(exports: Exports, dealings: Dealings, listings: Listings) -> Used:
    """Read what was used of which product, classified on the last day of the contract's cycle."""
    known = contract_finder(exports, dealings.all)
    rows: defaultdict[str, list[tuple[Row, Usage]]] = defaultdict(list)

    def take(row: Row) -> None:
        contract = checked(row, "contract", known).contract
        cycle = contract.cycle
        classify = partial(listings.classify, on=cycle.last_day, reading=cycle.reading)
        status = checked(row, "product", classify).status
        rows[contract.reference].append((row, Usage(status, row["quantity"])))

    exports.each("usage", USAGE, take)
    by_contract: dict[str, list[Usage]] = {}
    for reference, own in rows.items():
        it = dealings.all[reference]
        own.sort(key=lambda each: (each[1].quantity < 0, each[0]["product"], each[1].quantity))
        rule = partial(annual_assessment, it.policy, it.contract, ())
        column = "contract" if it.policy.terms.listing.classes is None else "quantity"
        by_contract[reference] = vetted(exports, own, rule, column=column)
    in_doubt: dict[str, RefusedCell] = {}
    for cell in exports.refused_in("usage"):
        in_doubt.setdefault(cell.values.get("contract", ""), cell)
    return Used(by_contract, in_doubt)


def show_assessments(policy: Policy, dealings: Sequence[Dealing], used: Used) -> list[Assessment]:
    """Print whether each volume was met and, where there are classes, what was selected.

    Gives the assessments.
    """
    clauses = ("25-2.2d", "25-2.2e", "25-2.5") if policy is NOTICE_25 else ("9-3.4b",)
    section(policy, "G Annual assessment, over the whole cycle", *clauses)
    doubtful = [it for it in dealings if it.contract.reference in used.in_doubt]
    assessed = [
        (it, assess(it, used)) for it in dealings if it.contract.reference not in used.in_doubt
    ]
    rows = [
        (*it.named, it.contract.agreed_volume, it.contract.unit, *volume_cells(found))
        for it, found in assessed
    ]
    names = ("contract", "institution", "product", "agreed", "unit", "delivered", "ratio", "volume")
    table(names, rows)
    if policy is NOTICE_25:
        show_shares([(it, found) for it, found in assessed if found.volumes], used)
        unused = [it.contract.reference for it, found in assessed if not found.volumes]
        print(f"contracts without usage, so without a share: {', '.join(unused) or 'none'}")
    if doubtful:
        print("\nNot assessed, because of a refused row:\n")
        cells = [(*it.named, refused_at(used.in_doubt[it.contract.reference])) for it in doubtful]
        table(("contract", "institution", "product", "why"), cells)
    return [found for _, found in assessed]


def volume_cells(found: Assessment) -> Sequence[Cell]:
    """Say how the agreed volume stood at the end."""
    progress = found.progress
    return (progress.delivered, progress.ratio, "met" if found.volume_met else "NOT MET")


def assess(it: Dealing, used: Used, reading: Reading | None = None) -> Assessment:
    """Assess a contract under its cycle's reading or another one."""
    contract, usage = it.contract, used.by_contract.get(it.contract.reference, ())
    if reading is not None:
        cycle = procurement_cycle(it.policy, contract.cycle.first_day, reading=reading)
        contract = evolve(contract, cycle=cycle)
    return annual_assessment(it.policy, contract, it.deliveries, usage)


def show_shares(assessed: Iterable[tuple[Dealing, Assessment]], used: Used) -> None:
    """Print what was used of each class, and the selected share of it under two readings."""
    rows: list[Sequence[Cell]] = []
    sums = [Decimal()] * (1 + len(ListingStatus))
    for it, found in assessed:
        volumes = {each.listing_status: each.volume for each in found.volumes}
        usage = used.by_contract[it.contract.reference]
        figures = [sum((each.quantity for each in usage), Decimal())]
        figures += [volumes.get(status, Decimal()) for status in ListingStatus]
        sums = [one + other for one, other in zip(sums, figures, strict=True)]
        shares = [str(each.share) for each in (found, assess(it, used, AS_SELECTED))]
        rows.append((it.contract.reference, it.contract.unit, *figures, *shares))
    print("\nWhat was used of which class, and the share that counts as selected; what is neutral")
    print("or undetermined is left out of it, but in the last column the neutral is selected:\n")
    classes = [status.value for status in ListingStatus]
    table(("contract", "unit", "used", *classes, "share", "neutral selected"), rows)
    print()
    check_count("used = all classes together", *sums)
