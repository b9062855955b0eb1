"""渝医保办〔2025〕25号: prepayment, disbursement, offset and return."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from exports import Cell, Exports, added, check, place_of, section, shown, table
from prepayments import FUND_WORDS, NOTICE_25, Books, Planned, read_books, run_ledgers

from vbp_policy import (
    Fund,
    FundAccounts,
    FundTotal,
    FundTotals,
    Institution,
    OffsetEntry,
    OffsetLedger,
    OffsetStatus,
    Prepayment,
    Reconciliation,
    fund_totals,
)
from vbp_policy.interop.sheets import RefusedCell

LEDGERS_IN_FULL = 5  # the others take a line each


def notice_25(exports: Exports, institutions: Mapping[str, Institution]) -> list[object]:
    """Print what 25号 makes of the prepayments of these institutions, and give the results."""
    books = read_books(exports, institutions)
    accounts = run_ledgers(exports, books)
    ledgers = [each for account in accounts.values() for each in account.ledgers.values()]
    show_schedules(books)
    reconciled = show_disbursements(exports, books)
    show_ledgers(exports, ledgers)
    totals = show_totals(list(accounts.values())) if accounts else []
    show_returns(ledgers)
    show_left_out(exports, institutions, books, accounts)
    plans = books.planned.values()
    schedules = [(f"{each.reference} {each.institution}", each.schedule) for each in plans]
    return [*schedules, *reconciled, *accounts.values(), *totals]


def named(it: Planned | Prepayment) -> tuple[str, str, str]:
    """Say which prepayment it is, whose, and of which fund."""
    return (it.reference, str(it.institution), FUND_WORDS[it.fund])


def show_schedules(books: Books) -> None:
    """Print every instalment and its due day."""
    section(
        NOTICE_25, "1 What is prepaid when", "25-1.3a", "25-2.3a", "25-2.3b", "25-2.3c", "25-2.3f"
    )
    rows: list[Sequence[Cell]] = []
    for planned in books.planned.values():
        schedule = planned.schedule
        row: list[Cell] = [*named(planned), str(schedule.cycle), schedule.total]
        for each in schedule.instalments:
            row += [each.amount, f"{each.kind.value} {each.due}"]
        rows.append(row)
    headings = ("预付单号", "institution", "fund", "cycle", "total")
    table((*headings, "instalment 1", "due", "instalment 2", "due"), rows)
    schedules = [each.schedule for each in books.planned.values()]
    paid_out = [added(each.instalments[number].amount for each in schedules) for number in (0, 1)]
    total = added(each.total for each in schedules)
    print()
    check("total = instalment 1 + instalment 2", total, *paid_out)


def show_disbursements(exports: Exports, books: Books) -> list[Reconciliation]:
    """Set what was really disbursed against the schedules; give the reconciliations."""
    section(NOTICE_25, "2 What was really disbursed", "25-2.3b", "25-2.3c")
    everything = list(books.planned.values())
    in_doubt = {each.values.get("prepayment") for each in exports.refused_in("disbursements")}
    doubtful = [each for each in everything if each.reference in in_doubt]
    paid = [each for each in everything if each.disbursements and each not in doubtful]
    unknown = [each for each in everything if not each.disbursements and each not in doubtful]
    results = [each.reconciliation for each in paid]
    for words in dict.fromkeys(words for it in results for words in it.basis.assumptions):
        print(f"assumed, as no notice states it: {words}")
    print("as of: the last day before the month in which the offset starts\n")
    rows: list[Sequence[Cell]] = []
    for planned, result in zip(paid, results, strict=True):
        for it in result.lines:
            where = (*named(planned)[:2], it.number, str(it.due))
            amounts = (it.planned, it.disbursed, it.outstanding)
            when = (str(it.filled_on or ""), it.days_late, str(result.as_of))
            rows.append((*where, *amounts, *when))
    figures = ("planned", "disbursed", "outstanding", "filled on", "days late", "as of")
    table(("预付单号", "institution", "instalment", "due", *figures), rows)
    print("\nDisbursed after that day, so not in the ledger:\n")
    later = [
        (each.prepayment_reference, str(each.paid_on), each.amount)
        for planned in paid
        for each in planned.disbursements
        if each.paid_on > planned.counted_until
    ]
    table(("预付单号", "paid on", "amount"), later)
    disbursed = added(it.disbursed for it in results)
    outstanding = added(it.outstanding for it in results)
    print()
    check("planned = disbursed + outstanding", total_of(paid), disbursed, outstanding)
    parts = (disbursed, outstanding, total_of(unknown), total_of(doubtful))
    says = "total = disbursed + outstanding + without a row + with a refused row"
    check(says, total_of(everything), *parts)
    return results


def total_of(plans: Iterable[Planned]) -> Decimal:
    """Add up what was planned."""
    return added(each.schedule.total for each in plans)


def show_ledgers(exports: Exports, ledgers: Sequence[OffsetLedger]) -> None:
    """Print the first ledgers month by month, and the others in a line each."""
    section(NOTICE_25, "3 How it is offset", "25-2.3d", "25-2.3e", "25-2.3f")
    print("payable: what the fund is to pay, less what the institution's older prepayments took")
    print("prepaid: what was disbursed before the month in which the offset starts;")
    print(
        f"assumed where {exports.title('disbursements')} has no row: every instalment, as planned"
    )
    for each in dict.fromkeys(words for ledger in ledgers for words in ledger.basis.assumptions):
        print(f"assumed, as no notice states it: {each}")
    for ledger in ledgers[:LEDGERS_IN_FULL]:
        print(f"\n{'  '.join(named(ledger.prepayment))}")
        print(f"prepaid {shown(ledger.prepayment.amount)}; {state(ledger)}")
        headings = ("month", "payable", "opening", "offset", "paid out", "closing", "booked")
        table(headings, map(month_cells, ledger.entries))
    if others := ledgers[LEDGERS_IN_FULL:]:
        print(f"\nThe other {len(others)} ledgers, a line each:\n")
        headings = ("预付单号", "institution", "fund", "prepaid", "offset", "balance", "state")
        table(headings, map(ledger_cells, others))


def month_cells(entry: OffsetEntry) -> Sequence[Cell]:
    """Give a month; one that was not booked as the rule gives it says so."""
    booked = "booked" if entry.booked else ""
    if entry.offset != entry.expected:
        booked += f"; the rule gives {shown(entry.expected)}"
    before = (str(entry.month), entry.payable, entry.opening_balance)
    return (*before, entry.offset, entry.paid_out, entry.closing_balance, booked)


def ledger_cells(ledger: OffsetLedger) -> Sequence[Cell]:
    """Give a ledger in a line."""
    paid = ledger.prepayment
    return (*named(paid), paid.amount, ledger.offset_total, ledger.balance, state(ledger))


def state(ledger: OffsetLedger) -> str:
    """Say how far a ledger has come."""
    if ledger.status is OffsetStatus.CLEARED:
        return f"cleared in {next(it.month for it in ledger.entries if not it.closing_balance)}"
    if ledger.return_due is not None:
        return f"the balance goes back from {ledger.return_due.from_day}"
    return f"{ledger.status.value}, window {ledger.window[0]} to {ledger.window[-1]}"


def show_totals(accounts: Sequence[FundAccounts]) -> list[FundTotals]:
    """Print the totals by district and fund, reconcile and give them."""
    section(NOTICE_25, "4 Totals by district and fund", "25-2.3d", "25-2.3e", "25-2.3f")
    by_district, by_fund = fund_totals(accounts), fund_totals(accounts, by=("fund",))
    total = by_district.total
    rows = [total_cells(each, *each.key) for each in by_district.rows]
    rows += [total_cells(each, "all", *each.key) for each in by_fund.rows]
    rows += [total_cells(total, "all", "all")]
    figures = ("prepaid", "offset", "balance", "goes back", "payable", "paid out")
    table(("district", "fund", "prepayments", *figures), rows)
    later = added(each.balance - each.return_due for each in by_district.rows)
    print()
    check("prepaid = offset + balance", total.prepaid, total.offset, total.balance)
    check("balance = goes back + still to be offset", total.balance, total.return_due, later)
    check("payable = offset + paid out", total.payable, total.offset, total.paid_out)
    check("offset = offset of each fund", total.offset, *(each.offset for each in by_fund.rows))
    return [by_district, by_fund]


def total_cells(total: FundTotal, *key: object) -> Sequence[Cell]:
    """Give a total in a line."""
    words = [FUND_WORDS[each] if isinstance(each, Fund) else str(each) for each in key]
    figures = (total.prepaid, total.offset, total.balance, total.return_due)
    return (*words, total.prepayments, *figures, total.payable, total.paid_out)


def show_returns(ledgers: Iterable[OffsetLedger]) -> None:
    """Print what goes back, to which fund, and from which day."""
    section(
        NOTICE_25, "5 What must go back, through the fund that prepaid it", "25-2.3e", "25-2.3f"
    )
    rows: list[Sequence[Cell]] = []
    sums = dict.fromkeys(FUND_WORDS, added(()))
    for ledger in ledgers:
        if (due := ledger.return_due) is not None:
            clauses = ", ".join(each.id for each in due.basis.clauses)
            rows.append((*named(ledger.prepayment), due.amount, str(due.from_day), clauses))
            sums[due.fund] += due.amount
    table(("预付单号", "institution", "fund", "amount", "from", "clauses"), rows)
    print()
    for fund, returned in sums.items():
        print(f"to {FUND_WORDS[fund]}: {shown(returned)}")


def show_left_out(
    exports: Exports,
    institutions: Mapping[str, Institution],
    books: Books,
    accounts: Mapping[str, FundAccounts],
) -> None:
    """Name every institution without a ledger and say why; account for every good row."""
    section(NOTICE_25, "6 Who is left out of the ledgers and totals", "25-1.1", "25-2.3f")
    names = {code: institution.name for code, institution in institutions.items()}
    refused: defaultdict[str, list[RefusedCell]] = defaultdict(list)
    for cell, code in exports.in_order():
        unknown = f"(not in {exports.title('institutions')})"
        names.setdefault(code, cell.values.get("name", unknown))
        refused[code].append(cell)
    with_prepayment = {each.institution.code for each in books.planned.values()}
    rows: list[Sequence[Cell]] = []
    for code, name in names.items():
        if code and code not in accounts:
            why = f"no row in {exports.title('prepayments')}"
            if code in with_prepayment:
                why = "nothing was disbursed before the offset starts"
            if cells := refused[code]:
                lines = {(place_of(each), each.line) for each in cells}
                first = f"{place_of(cells[0])}, line {cells[0].line}"
                why = f"rows refused: {len(lines)}, the first in {first}"
            rows.append((code, name, *books.amounts(code), why))
    figures = ("prepaid", "payable", "booked")
    table(("institution", "", *figures, "why"), rows)
    print()
    for number, (figure, in_ledgers) in enumerate(
        zip(figures, taken(accounts.values()), strict=True)
    ):
        given = {code: books.amounts(code)[number] for code in names}
        left_out = added(each for code, each in given.items() if code not in accounts)
        says = f"{figure}: good rows = in the ledgers + left out"
        check(says, added(given.values()), in_ledgers, left_out)


def taken(accounts: Collection[FundAccounts]) -> tuple[Decimal, Decimal, Decimal]:
    """Add up what the ledgers hold: prepaid, payable, booked."""
    ledgers = [ledger for account in accounts for ledger in account.ledgers.values()]
    months = [it for account in accounts for fund in Fund for it in account.months(fund)]
    return (
        added(ledger.prepayment.amount for ledger in ledgers),
        added(month.payable for month in months),
        added(entry.offset for ledger in ledgers for entry in ledger.entries if entry.booked),
    )
