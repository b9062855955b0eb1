"""What institutions owe firms: by when each delivery is to be paid, and whether it was."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from contracts import AS_OF, NOTICE_25, Dealing
from exports import Cell, added, check, section, table
from vetting import show_assumed

from vbp_policy import (
    CalendarCoverageError,
    DebtDay,
    Policy,
    Reading,
    SupplierPaymentState,
    SupplierPaymentStatus,
    WorkdayCalendar,
    YearMonth,
    supplier_payment_due,
    supplier_payment_state,
)

STATES_IN_FULL = 20  # the others are in the sums alone
SHIFTS = (DebtDay.NEXT_WORKDAY, DebtDay.PREVIOUS_WORKDAY)


def show_payments(
    policy: Policy, dealings: Sequence[Dealing], calendar: WorkdayCalendar | None
) -> None:
    """Print where the payment of each delivery stood at the end of the day of the reports."""
    clause = "25-2.3h" if policy is NOTICE_25 else "9-3.2c"
    section(policy, f"E What firms were owed and paid by {AS_OF}", clause)
    states = [
        supplier_payment_state(policy, each, it.paid_for(each), as_of=AS_OF)
        for it in dealings
        for each in it.deliveries
        if each.accepted_on <= AS_OF
    ]
    states.sort(key=lambda it: (it.due.day, it.delivery.reference))
    show_assumed(it.basis for it in states)
    first = states[:STATES_IN_FULL]
    print(f"The first {len(first)} of {len(states)} deliveries; one below zero is a return.\n")
    headings = ("delivery", "accepted on", "due", "amount", "paid", "owed", "settled on")
    table((*headings, "days late", ""), map(state_cells, first))
    print()
    rows: list[Sequence[Cell]] = [
        (status.value, *sums([it for it in states if it.status is status]))
        for status in SupplierPaymentStatus
    ]
    table(
        ("", "deliveries", "amount", "paid", "owed", "most days late"),
        [*rows, ("all", *sums(states))],
    )
    _, amount, paid, _, _ = sums(states)
    owed = added(max(it.owed, Decimal()) for it in states)
    owed_back = added(min(it.owed, Decimal()) for it in states)
    print()
    check("amount = paid + owed to firms + owed back by them", amount, paid, owed, owed_back)
    show_shifted(policy, states, calendar)


def state_cells(it: SupplierPaymentState) -> Sequence[Cell]:
    """Give a delivery and its payment in a line."""
    delivery = it.delivery
    days = (delivery.reference, str(delivery.accepted_on), str(it.due.day))
    figures = (delivery.amount, it.paid, it.owed, str(it.settled_on or ""))
    return (*days, *figures, it.days_late, it.status.value)


def sums(states: Collection[SupplierPaymentState]) -> tuple[int, Decimal, Decimal, Decimal, int]:
    """Add up what was bought, paid and is owed; give the latest too."""
    return (
        len(states),
        added(it.delivery.amount for it in states),
        added(it.paid for it in states),
        added(it.owed for it in states),
        max((it.days_late for it in states), default=0),
    )


def show_shifted(
    policy: Policy, states: Collection[SupplierPaymentState], calendar: WorkdayCalendar | None
) -> None:
    """Print which due days are rest days, and what they become where a rest day moves them."""
    print(
        "\nDue days that are no working days, and where another reading of debt_day moves them:\n"
    )
    months = sorted({YearMonth.of(it.delivery.accepted_on) for it in states})
    rows: list[Sequence[Cell]] = []
    for month in months if calendar else ():
        moved = [moved_due(policy, month, shift, calendar) for shift in SHIFTS]
        nominal = str(supplier_payment_due(policy, month.first_day).day)
        if moved != [nominal, nominal]:
            rows.append((str(month), nominal, *moved))
    table(("accepted in", "due", *(shift.name for shift in SHIFTS)), rows)


def moved_due(
    policy: Policy, month: YearMonth, shift: DebtDay, calendar: WorkdayCalendar | None
) -> str:
    """Give the day by which a month's deliveries are paid under a reading, as far as data go."""
    reading = Reading(debt_day=shift)
    try:
        due = supplier_payment_due(policy, month.first_day, reading=reading, calendar=calendar)
    except CalendarCoverageError:
        return "no data"
    return str(due.day)
