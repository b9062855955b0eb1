"""Every date that each notice makes, and which notice is in force when."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from contracts import NOTICE_9, NOTICE_25
from exports import Cell, section, table
from vetting import show_assumed

from vbp_policy import (
    DisbursementDay,
    MissingExtraError,
    Policy,
    PolicyBook,
    PolicyError,
    Reading,
    WorkdayCalendar,
    mainland_china,
    procurement_cycle,
    timetable,
)

EXECUTED_ON = {NOTICE_25.number: date(2025, 5, 30), NOTICE_9.number: None}
SWEPT = (date(2025, 1, 1), date(2027, 12, 31))
SHIFTED = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)


def workdays() -> WorkdayCalendar | None:
    """Give the working days of mainland China, None without the extra that holds them."""
    try:
        return mainland_china()
    except MissingExtraError as error:
        print(f"no working days, so no day is moved or counted by them; {error.expected}")
        return None


def show_timetable(policy: Policy, calendar: WorkdayCalendar | None) -> None:
    """Print every date that a notice makes, in order, for a cycle from its first day."""
    clauses = (
        ("25-1.3a", "25-4.1", "25-4.2") if policy is NOTICE_25 else ("9-2.1", "9-4.1", "9-4.3")
    )
    cycle = procurement_cycle(policy, EXECUTED_ON[policy.number])
    section(policy, f"I The timetable of the cycle {cycle}", *clauses)
    events = timetable(policy, cycle, calendar=calendar)
    show_assumed(it.basis for it in events)
    print()
    rows = [(str(it.day), it.name, it.name_zh, it.duty_of.value, it.clause.id) for it in events]
    table(("day", "event", "", "duty of", "clause"), rows)
    if policy.terms.prepayment is not None and calendar is not None:
        print("\nUnder another reading, an instalment due on a rest day is paid before it:\n")
        shifted = procurement_cycle(policy, EXECUTED_ON[policy.number], reading=SHIFTED)
        moved = [
            (str(it.nominal_day), str(it.day), it.name, it.clause.id)
            for it in timetable(policy, shifted, calendar=calendar)
            if it.day != it.nominal_day
        ]
        table(("due", "paid by", "event", "clause"), moved)


def show_book() -> None:
    """Print which notice is in force on every day of three years."""
    section(NOTICE_25, "J Which notice is in force when", "25-4.1", "25-4.3")
    book = PolicyBook((NOTICE_9, NOTICE_25))
    rows: list[Sequence[Cell]] = []
    for subject in (NOTICE_9.subject, NOTICE_25.subject):
        for first, last, found in periods(book, subject):
            rows.append((subject, str(first), str(last), found))
    table(("subject", "from", "to", "in force"), rows)


def periods(book: PolicyBook, subject: str) -> Iterator[tuple[date, date, str]]:
    """Ask for every day, and give the days together on which the answer is the same."""
    first, last = SWEPT
    start, answer = first, answer_on(book, subject, first)
    for number in range(1, (last - first).days + 1):
        day = first + timedelta(days=number)
        if (today := answer_on(book, subject, day)) != answer:
            yield start, day - timedelta(days=1), answer
            start, answer = day, today
    yield start, last, answer


def answer_on(book: PolicyBook, subject: str, day: date) -> str:
    """Name the notice in force on a day, or the refusal: a gap or an overlap."""
    try:
        return book.in_force(subject, day).number
    except PolicyError as error:
        return f"none: {type(error).__name__}"
