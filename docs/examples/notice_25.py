"""渝医保办〔2025〕25号: prepayment, offset and return."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from exports import Cell, Exports, Row, added, check, filled, once, one_of, section, shown, table

from vbp_policy import (
    Fund,
    FundAccounts,
    FundTotal,
    Institution,
    OffsetEntry,
    OffsetLedger,
    OffsetStatus,
    PolicyError,
    Prepayment,
    PrepaymentSchedule,
    YearMonth,
    fund_totals,
    money,
    offset_prepayments,
    paying_fund,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_25

NOTICE_25 = CHONGQING_2025_25
FUND_WORDS = {Fund.EMPLOYEE: "职工", Fund.RESIDENT: "居民"}
LEDGERS_IN_FULL = 5  # the others take a line each


class Posting(NamedTuple):
    """A month's payable or booked offset, and the row that says so."""

    row: Row
    amount: Decimal


class Books(NamedTuple):
    """What was read: schedules and booked offsets by 预付单号, payables by 机构编码."""

    schedules: dict[str, tuple[Prepayment, PrepaymentSchedule]]
    payables: defaultdict[str, dict[YearMonth, Posting]]
    booked: defaultdict[str, dict[YearMonth, Posting]]

    def amounts(self, code: str) -> tuple[Decimal, Decimal, Decimal]:
        """Add up an institution's good rows: prepaid, payable, booked."""
        paid = [each for each, _ in self.schedules.values() if each.institution.code == code]
        return (
            added(each.amount for each in paid),
            added(each.amount for each in self.payables[code].values()),
            added(it.amount for each in paid for it in self.booked[each.reference].values()),
        )


def notice_25(exports: Exports, institutions: Mapping[str, Institution]) -> None:
    """Print what 25号 makes of the prepayments of these institutions."""
    books = read_books(exports, institutions)
    accounts = run_ledgers(exports, books)
    ledgers = [each for account in accounts.values() for each in account.ledgers.values()]
    show_schedules(books)
    show_ledgers(ledgers)
    if accounts:
        show_totals(list(accounts.values()))
    show_returns(ledgers)
    show_left_out(exports, institutions, books, accounts)


def read_books(exports: Exports, institutions: Mapping[str, Institution]) -> Books:
    """Read the prepayments, what the fund is to pay month by month, and what was booked."""
    books = Books({}, defaultdict(dict), defaultdict(dict))
    listed = one_of(institutions, "a code with a good row in institutions.csv")
    known = one_of(books.schedules, "a reference with a good row in prepayments.csv")

    def fund_of(code: str) -> Fund:
        return paying_fund(NOTICE_25, listed(code))

    def prepayment(row: Row) -> None:
        exports.institution_of.setdefault(row.cells["预付单号"], row.cells["机构编码"])
        reference = row.take("预付单号", once(books.schedules, filled))
        institution, fund = row.take("机构编码", listed), row.take("机构编码", fund_of)
        cycle = row.take("执行日期", partial(procurement_cycle, NOTICE_25))
        schedule = row.take("预付总额", partial(prepayment_schedule, NOTICE_25, cycle))
        paid = Prepayment(reference, institution, fund, schedule.total, cycle)
        books.schedules[reference] = (paid, schedule)

    def payable(row: Row) -> None:
        code, fund = row.cells["机构编码"], row.take("机构编码", fund_of)
        own = f"{FUND_WORDS[fund]}, the fund that prepays this institution"
        row.take("基金", one_of({FUND_WORDS[fund]: fund}, own, clause="25-2.3f"))
        month = row.take("拨付月份", once(books.payables[code], YearMonth.parse))
        books.payables[code][month] = Posting(row, row.take("应付金额", money.amount))

    def booking(row: Row) -> None:
        paid, _ = row.take("预付单号", known)
        months = books.booked[paid.reference]
        month = row.take("拨付月份", once(months, YearMonth.parse))
        months[month] = Posting(row, row.take("实际抵扣", money.non_negative_amount))

    exports.each("prepayments.csv", ("预付单号", "机构编码", "预付总额", "执行日期"), prepayment)
    exports.each("payables.csv", ("机构编码", "基金", "拨付月份", "应付金额"), payable)
    exports.each("booked.csv", ("预付单号", "拨付月份", "实际抵扣"), booking)
    return books


def run_ledgers(exports: Exports, books: Books) -> dict[str, FundAccounts]:
    """Offset the prepayments of each institution, by code, of which no row was refused.

    A ledger from a part of its rows would be a guess; its institution is listed as left out.
    """
    in_doubt = {each.institution for each in exports.refused}
    prepayments: defaultdict[str, list[Prepayment]] = defaultdict(list)
    for paid, _ in books.schedules.values():
        if paid.institution.code not in in_doubt:
            prepayments[paid.institution.code].append(paid)
    accounts = {code: run_ledger(exports, books, given) for code, given in prepayments.items()}
    return {code: account for code, account in accounts.items() if account is not None}


def run_ledger(exports: Exports, books: Books, given: Sequence[Prepayment]) -> FundAccounts | None:
    """Offset with one row more at a time, so that a refusal has its row; None after one."""
    fund, code = given[0].fund, given[0].institution.code
    payables: dict[YearMonth, Decimal] = {}
    booked: dict[str, dict[YearMonth, Decimal]] = {each.reference: {} for each in given}
    sources = [(books.payables[code], payables)]
    sources += [(books.booked[reference], months) for reference, months in booked.items()]
    account = offset_prepayments(NOTICE_25, given, {fund: payables}, booked=booked)
    for source, months in sources:
        for month in sorted(source):
            months[month] = source[month].amount
            try:
                account = offset_prepayments(NOTICE_25, given, {fund: payables}, booked=booked)
            except PolicyError as error:
                amount_is_wrong = error.field.endswith(f"[{month}]")
                column = "实际抵扣" if amount_is_wrong else "拨付月份"
                exports.refuse(source.pop(month).row, column, error)
                return None
    return account


def named(prepayment: Prepayment) -> tuple[str, str, str]:
    """Say which prepayment it is, whose, and of which fund."""
    return (prepayment.reference, str(prepayment.institution), FUND_WORDS[prepayment.fund])


def show_schedules(books: Books) -> None:
    """Print every instalment and its due day."""
    section(
        NOTICE_25, "1 What is prepaid when", "25-1.3a", "25-2.3a", "25-2.3b", "25-2.3c", "25-2.3f"
    )
    rows: list[Sequence[Cell]] = []
    for paid, schedule in books.schedules.values():
        row: list[Cell] = [*named(paid), str(paid.cycle), schedule.total]
        for each in schedule.instalments:
            row += [each.amount, f"{each.kind.value} {each.due}"]
        rows.append(row)
    headings = ("预付单号", "institution", "fund", "cycle", "total")
    table((*headings, "instalment 1", "due", "instalment 2", "due"), rows)
    schedules = [schedule for _, schedule in books.schedules.values()]
    paid_out = [added(each.instalments[number].amount for each in schedules) for number in (0, 1)]
    total = added(each.total for each in schedules)
    print()
    check("total = instalment 1 + instalment 2", total, *paid_out)


def show_ledgers(ledgers: Sequence[OffsetLedger]) -> None:
    """Print the first ledgers month by month, and the others in a line each."""
    section(NOTICE_25, "2 How it is offset", "25-2.3d", "25-2.3e", "25-2.3f")
    print("payable: what the fund is to pay, less what the institution's older prepayments took")
    print("assumed: every instalment was paid out as scheduled")
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


def show_totals(accounts: Sequence[FundAccounts]) -> None:
    """Print the totals by district and fund, and reconcile them."""
    section(NOTICE_25, "3 Totals by district and fund", "25-2.3d", "25-2.3e", "25-2.3f")
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


def total_cells(total: FundTotal, *key: object) -> Sequence[Cell]:
    """Give a total in a line."""
    words = [FUND_WORDS[each] if isinstance(each, Fund) else str(each) for each in key]
    figures = (total.prepaid, total.offset, total.balance, total.return_due)
    return (*words, total.prepayments, *figures, total.payable, total.paid_out)


def show_returns(ledgers: Iterable[OffsetLedger]) -> None:
    """Print what goes back, to which fund, and from which day."""
    section(
        NOTICE_25, "4 What must go back, through the fund that prepaid it", "25-2.3e", "25-2.3f"
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
    section(NOTICE_25, "5 Who is left out of the ledgers and totals", "25-1.1", "25-2.3f")
    names = {code: institution.name for code, institution in institutions.items()}
    refused: defaultdict[str, list[Row]] = defaultdict(list)
    for row, _, _, code in exports.refused:
        names.setdefault(code, row.cells.get("机构名称", "(not in institutions.csv)"))
        refused[code].append(row)
    rows: list[Sequence[Cell]] = []
    for code, name in names.items():
        if code and code not in accounts:
            why = "no row in prepayments.csv"
            if at := refused[code]:
                why = f"rows refused: {len(at)}, the first in {at[0].file}, line {at[0].line}"
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
