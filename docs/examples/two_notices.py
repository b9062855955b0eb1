"""From a bureau's exports to dated money, notice by notice.

    python docs/examples/two_notices.py [DATA_FOLDER]

The data beside this file are ILLUSTRATIVE: the notices' annexes are not published with them.
`data/README.md` lists the columns. A row that cannot be taken is reported with its file, line,
column, value and reason; the good rows are processed all the same.

Exit status: 0, every row was taken; 1, rows were refused; 2, a file cannot be read as a whole, or
the totals do not reconcile.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple, TypeVar, cast
from unicodedata import east_asian_width

from vbp_policy import (
    Fund,
    FundAccounts,
    FundTotal,
    Grade,
    Institution,
    InstitutionKind,
    InvalidValueError,
    OffsetEntry,
    OffsetLedger,
    OffsetStatus,
    Policy,
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

T = TypeVar("T")

DATA = Path(__file__).resolve().parent / "data"
KINDS = {
    "公立": InstitutionKind.PUBLIC,
    "军队": InstitutionKind.MILITARY,
    "社会办": InstitutionKind.PRIVATE,
    "零售药店": InstitutionKind.RETAIL_PHARMACY,
}
GRADES = {
    "三级": Grade.TERTIARY,
    "二级": Grade.SECONDARY,
    "一级": Grade.PRIMARY,
    "未定级": Grade.UNGRADED,
}
FUND_WORDS = {Fund.EMPLOYEE: "职工", Fund.RESIDENT: "居民"}
YES_NO = {"是": True, "否": False}
SURPLUS = "(no heading)"  # where cells beyond the last heading go


# ---- Reading what a bureau exports ------------------------------------------------------------


class UnusableError(Exception):
    """A file that cannot be read as a whole, or totals that do not reconcile."""


class Row(NamedTuple):
    """A line of a file: its cells by heading; a missing cell is an empty one."""

    file: str
    line: int
    cells: Mapping[str, str]

    def take(self, column: str, convert: Callable[[str], T]) -> T:
        """Convert a cell; a refusal names the column."""
        try:
            return convert(self.cells[column])
        except PolicyError as error:
            raise type(error)(
                field=column, value=error.value, expected=error.expected, clause=error.clause
            ) from None


class Refused(NamedTuple):
    """A row that was not taken: the cell at fault, the reason, and whose row it is."""

    row: Row
    column: str
    reason: str
    institution: str


class Exports:
    """The files of a folder: how many rows each had, and which of them were refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Counter[str] = Counter()
        self.refused: list[Refused] = []
        self.institution_of: dict[str, str] = {}  # by 预付单号, for rows that name no more

    def each(self, name: str, headings: Collection[str], take: Callable[[Row], None]) -> None:
        """Hand every row of a file to `take`, and keep the rows that it refuses."""
        try:
            with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
                lines = csv.DictReader(file, restkey=SURPLUS, restval="", strict=True)
                header = list(lines.fieldnames or ())
                if wrong := [each for each in headings if header.count(each) != 1]:
                    message = f"{name}, line 1: needs one column named {', one '.join(wrong)}"
                    raise UnusableError(message)
                for cells in lines:
                    row = Row(name, lines.line_num, cells)
                    self.rows[name] += 1
                    try:
                        if SURPLUS in cells:
                            expected = "no more cells than the file has headings"
                            raise InvalidValueError(field=SURPLUS, value=cells, expected=expected)
                        take(row)
                    except PolicyError as error:
                        self.refuse(row, error.field, error)
        except (OSError, UnicodeError, csv.Error) as error:
            message = f"{name} cannot be read as CSV in UTF-8: {error}"
            raise UnusableError(message) from error

    def refuse(self, row: Row, column: str, error: PolicyError) -> None:
        """Keep a row that was refused, with the library's own reason and clause."""
        clause = "" if error.clause is None else f" (clause {error.clause})"
        reason = f"accepted: {error.expected}{clause}"
        reference = row.cells.get("预付单号", "")
        institution = row.cells.get("机构编码") or self.institution_of.get(reference, "")
        self.refused.append(Refused(row, column, reason, institution))


def filled(cell: str) -> str:
    """Take a text that is not empty."""
    if not cell or not cell.isprintable() or cell != cell.strip():
        expected = "a text in one line, without space at its ends"
        raise InvalidValueError(field="cell", value=cell, expected=expected)
    return cell


def one_of(
    words: Mapping[str, T], expected: str = "", clause: str | None = None
) -> Callable[[str], T]:
    """Take a word for what it means; `expected` describes the words where a list does not."""

    def convert(cell: str) -> T:
        if cell not in words:
            accepted = expected or f"one of {', '.join(words)}"
            raise InvalidValueError(field="cell", value=cell, expected=accepted, clause=clause)
        return words[cell]

    return convert


def once(seen: Collection[T], convert: Callable[[str], T]) -> Callable[[str], T]:
    """Take what was not seen before."""

    def convert_new(cell: str) -> T:
        if (value := convert(cell)) in seen:
            raise InvalidValueError(
                field="cell", value=cell, expected="each only once; it came before"
            )
        return value

    return convert_new


def read_institutions(exports: Exports) -> dict[str, Institution]:
    """Read the institutions by their codes."""
    institutions: dict[str, Institution] = {}

    def take(row: Row) -> None:
        code = row.take("机构编码", once(institutions, filled))
        institutions[code] = Institution(
            code,
            row.take("机构名称", filled),
            kind=row.take("机构类别", one_of(KINDS)),
            grade=row.take("机构等级", one_of(GRADES)),
            designated=row.take("定点", one_of(YES_NO)),
            enrolled=row.take("报量参加", one_of(YES_NO)),
            district=row.take("区县", filled),
        )

    headings = ("机构编码", "机构名称", "机构类别", "机构等级", "定点", "报量参加", "区县")
    exports.each("institutions.csv", headings, take)
    return institutions


# ---- Printing ---------------------------------------------------------------------------------

Cell = str | int | Decimal


def section(notice: Policy, title: str, *clauses: str) -> None:
    """Print a heading, the notice and its clauses: id, place, and the words at issue."""
    cited = [f"{it.id} {it.where}「{it.words}」" for it in notice.clauses if it.id in clauses]
    print(f"\n=== {notice.number}: {title}\n    {', '.join(cited)}\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table, figures to the right; a Chinese character takes two columns."""
    body = list(rows)
    columns = [[heading] for heading in headings]
    for number, column in enumerate(columns):
        column += [shown(row[number]) for row in body]
        room = max(map(width, column))
        right = any(not isinstance(row[number], str) for row in body)
        for line, cell in enumerate(column):
            pad = " " * (room - width(cell))
            column[line] = pad + cell if right else cell + pad
    for cells in zip(*columns, strict=True):
        print("  ".join(cells).rstrip())


def shown(cell: Cell) -> str:
    """Write an amount as people read it."""
    return f"{cell:,.2f}" if isinstance(cell, Decimal) else str(cell)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def added(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts up."""
    return sum(amounts, Decimal("0.00"))


def check(says: str, whole: Decimal, *parts: Decimal) -> None:
    """Print that a figure is the sum of its parts, or stop."""
    difference = whole - added(parts)
    sums = f"{shown(whole)} = {' + '.join(map(shown, parts))}"
    print(f"check: {says}: {sums}; difference {shown(difference)}")
    if difference:
        message = f"does not reconcile: {says}"
        raise UnusableError(message)


def show_refused(exports: Exports) -> None:
    """Print how many rows each file had, and every row that was refused."""
    print("\n=== Rows read, and rows refused\n")
    bad = Counter(each.row.file for each in exports.refused)
    rows = [(file, read, read - bad[file], bad[file]) for file, read in exports.rows.items()]
    read, refused = exports.rows.total(), bad.total()
    table(("file", "read", "good", "refused"), [*rows, ("all", read, read - refused, refused)])
    files = list(exports.rows)
    in_order = sorted(exports.refused, key=lambda it: (files.index(it.row.file), it.row.line))
    print()
    table(
        ("file", "line", "column", "value", "reason"),
        [
            (it.row.file, it.row.line, it.column, repr(it.row.cells.get(it.column)), it.reason)
            for it in in_order
        ],
    )


# ---- 渝医保办〔2025〕25号: prepayment, offset and return ----------------------------------------

NOTICE_25 = CHONGQING_2025_25
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


# ---- The whole run ----------------------------------------------------------------------------


def main() -> int:
    """Run over a folder, and give the exit status."""
    if hasattr(sys.stdout, "reconfigure"):  # a pipe may have an encoding without Chinese
        cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")
    exports = Exports(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    if exports.folder == DATA:
        print("ILLUSTRATIVE DATA: the institutions and all amounts are invented, because the")
        print("notices' annexes are not published with them. See data/README.md.")
    print("Every question that the notices leave open is read as recommended: Reading().")
    print("Amounts are yuan; 职工 is the employees' fund, 居民 the residents'.")
    try:
        institutions = read_institutions(exports)
        notice_25(exports, institutions)
        show_refused(exports)
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    refused = len(exports.refused)
    status = 1 if refused else 0
    print(f"\n{refused} rows refused; exit status {status}")
    return status


if __name__ == "__main__":
    sys.exit(main())
