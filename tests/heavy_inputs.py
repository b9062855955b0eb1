"""What is asked of the library at its bounds: `python heavy_inputs.py GROUP` asks it.

Each is refused or answered; `test_resource_bounds` runs it in a process of little time and memory.
"""

import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import repeat
from typing import Any

import attrs

from good_calls import CALENDAR, CONTRACT, CYCLE, DELIVERY, GOOD, N25, PACK, PAYMENT, PREPAYMENT
from strategies import hospital
from vbp_policy import (
    Clause,
    Cycle,
    Disbursement,
    DisbursementDay,
    DueKind,
    EndOfProcurementMonth,
    Fund,
    HolidayTable,
    InstalmentTerms,
    PolicyError,
    Prepayment,
    PrepaymentTerms,
    Reading,
    Renewal,
    SelectedProduct,
    SelectionResults,
    agreement_years,
    contract_progress,
    explain,
    fund_totals,
    monthly_report,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    prepayment_schedule,
    procurement_month,
    reconcile,
    revise,
    timetable,
    workday_before,
)
from vbp_policy.interop import json

MILLION = 10**6
THOUSAND_YEARS = Cycle("2025-05-30", "3025-05-29", policy_number=N25.number)
MEGABYTES = "7" * 10 * MILLION
LONGEST_MESSAGE = 3000


def refused(run: Callable[[], object]) -> PolicyError:
    try:
        run()
    except PolicyError as error:
        if max(len(str(error)), len(repr(error))) > LONGEST_MESSAGE:
            raise AssertionError(str(error)[:LONGEST_MESSAGE]) from None
        return error
    raise AssertionError("not refused")  # noqa: EM101, TRY003


def expect(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{found!r:.200} is not {expected!r:.200}")  # noqa: EM102, TRY003


# Long cycles, many instalments


def a_cycle_of_a_thousand_years() -> None:
    expect(len(agreement_years(THOUSAND_YEARS)), 1000)
    expect(procurement_month(THOUSAND_YEARS, 12_000).last_day, date(3025, 5, 29))
    expect(len(offset_window(N25, THOUSAND_YEARS)), 12)
    expect(len(prepayment_schedule(N25, THOUSAND_YEARS, 100).instalments), 2)
    expect(len(timetable(N25, THOUSAND_YEARS)) > 26_000, expected=True)
    contract = attrs.evolve(CONTRACT, cycle=THOUSAND_YEARS)
    report = monthly_report(N25, contract, [DELIVERY], [PAYMENT], as_of="3025-05-29")
    expect(len(report.months), 12_001)
    refused(lambda: procurement_month(THOUSAND_YEARS, 12_001))


def ten_thousand_instalments() -> None:
    clauses = tuple(Clause(f"X-{n}", "X", "An instalment.", "一笔") for n in range(10_000))
    instalments = tuple(
        InstalmentTerms(
            share="0.0001", due=EndOfProcurementMonth(1 + n % 12), kind=DueKind.AT, clause=clause
        )
        for n, clause in enumerate(clauses)
    )
    terms: Any = N25.terms.prepayment
    many: PrepaymentTerms = attrs.evolve(terms, instalments=instalments)
    notice = attrs.evolve(
        N25, terms=attrs.evolve(N25.terms, prepayment=many), clauses=(*N25.clauses, *clauses)
    )
    schedule = prepayment_schedule(notice, CYCLE, "1234567.89")
    expect(sum(each.amount for each in schedule.instalments), Decimal("1234567.89"))
    disbursements = [Disbursement("P1", "100.00", "2025-07-01") for _ in range(10_000)]
    expect(reconcile(schedule, disbursements, as_of="2026-05-29").disbursed, MILLION)
    expect(len(revise(notice, schedule, 2_000_000, disbursed=MILLION).instalments), 10_000)
    expect(len(timetable(notice, CYCLE)) > 10_000, expected=True)
    expect(len(explain(schedule).steps), 10_001)
    expect(json.loads(json.dumps(schedule)), schedule)
    refused(lambda: attrs.evolve(terms, instalments=instalments[1:]))


# Many of everything


class Months(Mapping[str, int]):
    """A million months, of which a calendar has a few."""

    def __init__(self, first_year: int) -> None:
        self.first_year = first_year

    def __len__(self) -> int:
        return MILLION

    def __iter__(self) -> Iterator[str]:
        for number in range(MILLION):
            year, month = divmod(number, 12)
            yield f"{self.first_year + year:04d}-{month + 1:02d}"

    def __getitem__(self, key: str) -> int:
        return 1


def a_million_months() -> None:
    months = Months(2026)
    refused(lambda: offset_prepayment(N25, PREPAYMENT, months))
    refused(lambda: offset_prepayment(N25, PREPAYMENT, {"2026-06": 1}, booked=months))
    refused(lambda: offset_prepayments(N25, [PREPAYMENT], {Fund.EMPLOYEE: months}))
    every_month = {key: 1 for key in months if key < "9999-13" and len(key) == len("2026-06")}
    error = refused(lambda: offset_prepayment(N25, PREPAYMENT, every_month))
    expect(len(every_month) > 90_000, expected=True)
    expect(error.expected, "months of the window 2026-06 to 2027-05")


def a_million_deliveries() -> None:
    refused(lambda: contract_progress(CONTRACT, repeat(DELIVERY, MILLION), as_of="2026-05-29"))
    numbers: Any = iter(range(MILLION))
    refused(lambda: contract_progress(CONTRACT, numbers, as_of="2026-05-29"))
    deliveries = (attrs.evolve(DELIVERY, reference=f"D{n}") for n in range(50_000))
    progress = contract_progress(CONTRACT, deliveries, as_of="2026-05-29")
    expect(progress.delivered, 10_000_000)


def ten_thousand_prepayments() -> None:
    prepayments = [Prepayment(f"P{n}", hospital(), Fund.EMPLOYEE, 1, CYCLE) for n in range(10_000)]
    booked = {each.reference: {"2026-06": 0} for each in prepayments}
    payables: Any = {Fund.EMPLOYEE: {"2026-06": 5000, "2026-07": 5001}}
    accounts = offset_prepayments(N25, prepayments, payables, booked=booked)
    expect(len(accounts.ledgers), 10_000)
    refused(lambda: offset_prepayments(N25, prepayments, payables, booked={"Q": {}}))
    refused(lambda: fund_totals(repeat(accounts, MILLION)))


def a_hundred_thousand_renewals() -> None:
    chain = [Renewal(f"A{n}", f"A{n + 1}", "2025-09-01") for n in range(1, 100_001)]
    annex = SelectionResults([SelectedProduct(PACK, 50)], chain)
    expect(annex.find("A100001", on="2025-09-01").price, 50)
    loop = Renewal("A100001", "A0", "2025-09-01"), Renewal("A0", "B", "2025-09-01")
    refused(lambda: SelectionResults([], [*chain, *loop, Renewal("B", "A1", "2025-09-01")]))


def a_calendar_of_a_million_days() -> None:
    last = date(9999, 12, 31)
    days = [last - timedelta(days=number) for number in range(MILLION)]
    table = HolidayTable("0001-01-01", last, days_off=days)
    expect(workday_before(last, 1, table), date(7262, 2, 2))
    expect(workday_before("6000-01-01", 10_000, table).year, 5961)
    refused(lambda: HolidayTable("2025-01-01", "2025-12-31", days_off=[*days, days[0]]))


class NeverAtWork:
    """A calendar on which nobody ever works."""

    def covers(self, day: date) -> bool:
        return day >= date.min

    def is_workday(self, day: date) -> bool:
        return day < date.min


def a_calendar_without_working_days() -> None:
    for shift in (DisbursementDay.NEXT_WORKDAY, DisbursementDay.PREVIOUS_WORKDAY):
        cycle = attrs.evolve(CYCLE, reading=Reading(disbursement_day=shift))
        refused(lambda: prepayment_schedule(N25, cycle, 100, calendar=NeverAtWork()))  # noqa: B023
    refused(lambda: workday_before("2025-05-30", 10_000, NeverAtWork()))


# Long strings, large numbers, in every argument


def in_every_argument(given: object) -> None:
    """Give every public callable one thing for each of its arguments: it answers or refuses."""
    for name, call in GOOD.items():
        for argument in call.arguments:
            if (name, argument) in HOSTS_OWN:
                continue
            try:
                call(**{argument: given})
            except PolicyError as error:
                if max(len(str(error)), len(repr(error))) > LONGEST_MESSAGE:
                    raise AssertionError(f"{name}({argument}): {error!s:.500}") from None  # noqa: EM102, TRY003


HOSTS_OWN = {
    ("charts.timeline", "results"),  # spread over the arguments by our own good call
}


def strings_of_ten_megabytes() -> None:
    for total in (MEGABYTES, f"0.{MEGABYTES}", f"-{MEGABYTES}"):
        refused(lambda: prepayment_schedule(N25, CYCLE, total))  # noqa: B023
    in_every_argument("渝" + "\n" * 10 * MILLION)
    refused(lambda: offset_prepayment(N25, PREPAYMENT, {MEGABYTES: 1}))
    refused(lambda: offset_prepayment(N25, PREPAYMENT, {"2026-06": MEGABYTES}))
    refused(lambda: json.loads("[" * 10 * MILLION))
    refused(lambda: json.loads('{"a":' * 2 * MILLION))
    refused(lambda: json.loads(MEGABYTES))
    refused(lambda: json.loads('{"schema":' + MEGABYTES + "}"))


def numbers_of_a_hundred_thousand_digits() -> None:
    in_every_argument(-(10**100_000))


def decimals_of_a_million_digits() -> None:
    in_every_argument(Decimal("1e999999"))
    in_every_argument(Decimal("1e999999999999999999"))
    in_every_argument(Decimal("0." + "7" * MILLION))


def collections_of_a_million() -> None:
    in_every_argument([None] * MILLION)
    in_every_argument(range(MILLION))
    loop: list[object] = []
    loop.append(loop)
    in_every_argument(loop)
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    in_every_argument(nested)
    expect(CALENDAR.covers("2025-05-30"), expected=True)  # and all is well after it


CASES: dict[str, tuple[Callable[[], None], ...]] = {
    "long": (a_cycle_of_a_thousand_years, ten_thousand_instalments),
    "many": (
        a_million_months,
        a_million_deliveries,
        ten_thousand_prepayments,
        a_hundred_thousand_renewals,
    ),
    "calendars": (a_calendar_of_a_million_days, a_calendar_without_working_days),
    "figures": (
        strings_of_ten_megabytes,
        numbers_of_a_hundred_thousand_digits,
        decimals_of_a_million_digits,
        collections_of_a_million,
    ),
}

if __name__ == "__main__":
    for case in CASES[sys.argv[1]]:
        case()
