"""What 25号 needs of a bureau's exports: prepayments, disbursements, payables, booked months."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from exports import Exports, added, checked, once, one_of

from vbp_policy import (
    Disbursement,
    Fund,
    FundAccounts,
    Institution,
    InvalidValueError,
    PolicyError,
    Prepayment,
    PrepaymentSchedule,
    Reconciliation,
    YearMonth,
    offset_prepayments,
    offset_window,
    paying_fund,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, Row
from vbp_policy.notices import CHONGQING_2025_25

NOTICE_25 = CHONGQING_2025_25
FUND_WORDS = {Fund.EMPLOYEE: "职工", Fund.RESIDENT: "居民"}

PREPAYMENTS = {
    "reference": Column("预付单号", sheets.code),
    "institution": Column("机构编码", sheets.code),
    "total": Column("预付总额", sheets.amount),
    "execution_date": Column("执行日期", sheets.day),
}
DISBURSEMENTS = {
    "prepayment": Column("预付单号", sheets.code),
    "paid_on": Column("拨付日期", sheets.day),
    "amount": Column("拨付金额", sheets.amount),
}
PAYABLES = {
    "institution": Column("机构编码", sheets.code),
    "fund": Column("基金", sheets.fund),
    "month": Column("拨付月份", sheets.month),
    "amount": Column("应付金额", sheets.amount),
}
BOOKED = {
    "prepayment": Column("预付单号", sheets.code),
    "month": Column("拨付月份", sheets.month),
    "amount": Column("实际抵扣", sheets.non_negative_amount),
}


class Planned(NamedTuple):
    """A prepayment as it was planned, and what was disbursed of it; no rows: as it was planned."""

    reference: str
    institution: Institution
    fund: Fund
    schedule: PrepaymentSchedule
    disbursements: list[Disbursement]

    @property
    def counted_until(self) -> date:
        """Give the last day before the month in which the offset starts."""
        return offset_window(NOTICE_25, self.schedule.cycle)[0].first_day - timedelta(days=1)

    @property
    def reconciliation(self) -> Reconciliation:
        """Set what was disbursed by then against the schedule."""
        return reconcile(self.schedule, self.disbursements, as_of=self.counted_until)

    @property
    def to_be_offset(self) -> Decimal:
        """Give what the institution really holds when the offset starts."""
        return self.reconciliation.disbursed if self.disbursements else self.schedule.total


class Posting(NamedTuple):
    """A month's payable or booked offset, and the row that says so."""

    row: Row
    amount: Decimal


Postings = defaultdict[str, dict[YearMonth, Posting]]


class Books(NamedTuple):
    """What was read: plans and booked offsets by 预付单号, payables by 机构编码."""

    planned: dict[str, Planned]
    payables: Postings
    booked: Postings

    def amounts(self, code: str) -> tuple[Decimal, Decimal, Decimal]:
        """Add up an institution's good rows: prepaid, payable, booked."""
        own = [each for each in self.planned.values() if each.institution.code == code]
        return (
            added(each.to_be_offset for each in own),
            added(each.amount for each in self.payables[code].values()),
            added(it.amount for each in own for it in self.booked[each.reference].values()),
        )


def read_books(exports: Exports, institutions: Mapping[str, Institution]) -> Books:
    """Read the prepayments, what was disbursed, what the fund is to pay, and what was booked."""
    listed = one_of(institutions, f"a code with a good row in {exports.title('institutions')}")
    planned: dict[str, Planned] = {}
    known = one_of(planned, f"a reference with a good row in {exports.title('prepayments')}")
    read_prepayments(exports, listed, planned)
    read_disbursements(exports, known)
    return Books(planned, read_payables(exports, listed), read_booked(exports, known))


def read_prepayments(
    exports: Exports, listed: Callable[[str], Institution], planned: dict[str, Planned]
) -> None:
    """Read what is to be prepaid, and schedule it."""

    def take(row: Row) -> None:
        reference = checked(row, "reference", once(planned))
        institution = checked(row, "institution", listed)
        fund = checked(row, "institution", lambda _: paying_fund(NOTICE_25, institution))
        cycle = checked(row, "execution_date", partial(procurement_cycle, NOTICE_25))
        schedule = checked(row, "total", partial(prepayment_schedule, NOTICE_25, cycle))
        planned[reference] = Planned(reference, institution, fund, schedule, [])

    exports.each("prepayments", PREPAYMENTS, take)


def read_disbursements(exports: Exports, known: Callable[[str], Planned]) -> None:
    """Read what was really disbursed; together it is never above what was planned."""

    def take(row: Row) -> None:
        planned = checked(row, "prepayment", known)

        def paid(amount: Decimal) -> Disbursement:
            new = Disbursement(planned.reference, amount, row["paid_on"])
            reconcile(planned.schedule, [*planned.disbursements, new], as_of=date.max)
            return new

        planned.disbursements.append(checked(row, "amount", paid))

    exports.each("disbursements", DISBURSEMENTS, take)


def read_payables(exports: Exports, listed: Callable[[str], Institution]) -> Postings:
    """Read what the fund is to pay each institution, month by month."""
    payables: Postings = defaultdict(dict)

    def take(row: Row) -> None:
        institution = checked(row, "institution", listed)
        own = checked(row, "institution", lambda _: paying_fund(NOTICE_25, institution))
        expected = f"{FUND_WORDS[own]}, the fund that prepays this institution"
        checked(row, "fund", one_of({own: own}, expected, clause="25-2.3f"))
        months = payables[institution.code]
        months[checked(row, "month", once(months))] = Posting(row, row["amount"])

    exports.each("payables", PAYABLES, take)
    return payables


def read_booked(exports: Exports, known: Callable[[str], Planned]) -> Postings:
    """Read what was really offset, of prepayments of which something was disbursed by then."""
    booked: Postings = defaultdict(dict)

    def held(reference: str) -> Planned:
        if not (planned := known(reference)).to_be_offset:
            expected = "a prepayment of which something was disbursed before the offset starts"
            raise InvalidValueError(field="prepayment", value=reference, expected=expected)
        return planned

    def take(row: Row) -> None:
        months = booked[checked(row, "prepayment", held).reference]
        months[checked(row, "month", once(months))] = Posting(row, row["amount"])

    exports.each("booked", BOOKED, take)
    return booked


def run_ledgers(exports: Exports, books: Books) -> dict[str, FundAccounts]:
    """Offset the prepayments of each institution, by code, of which no row was refused.

    A ledger from a part of its rows would be a guess; its institution is listed as left out. So is
    one that held nothing when the offset started.
    """
    in_doubt = {each.institution for each in exports.refused}
    prepayments: defaultdict[str, list[Prepayment]] = defaultdict(list)
    for each in books.planned.values():
        code = each.institution.code
        if code not in in_doubt and (amount := each.to_be_offset):
            cycle = each.schedule.cycle
            paid = Prepayment(each.reference, each.institution, each.fund, amount, cycle)
            prepayments[code].append(paid)
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
                column = "amount" if error.field.endswith(f"[{month}]") else "month"
                exports.refuse(source.pop(month).row, column, error)
                return None
    return account
