"""Prepayments: their schedules, what was disbursed, what is payable, their ledgers."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import cast

from hypothesis import strategies as st

from ..foundation.dates import YearMonth
from ..foundation.money import SHARE_SCALE, fen_of, share_units, yuan
from ..foundation.workdays import HolidayTable
from ..policy.policies import Policy, stated
from ..policy.readings import DisbursementDay
from ..policy.terms import Fund
from ..rules.cycles import Cycle, as_cycle_of
from ..rules.disbursements import (
    Disbursement,
    Reconciliation,
    ReconciliationLine,
    reconcile,
)
from ..rules.institutions import Institution, paying_fund
from ..rules.kernels import month_offset
from ..rules.offset_windows import offset_window
from ..rules.offsets import OffsetEntry, OffsetLedger, Prepayment, ReturnDue, offset_prepayment
from ..rules.prepayment import (
    Instalment,
    PrepaymentSchedule,
    nominal_due,
    prepayment_schedule,
    revise,
)
from .draws import Drawn, drawn, kept, some
from .of_cycles import cycles
from .of_days import around, days, holiday_tables, later
from .of_figures import amounts
from .of_institutions import institutions
from .of_policies import policies
from .of_words import identifiers

__all__ = [
    "bookings",
    "calendars_for",
    "disbursements",
    "disbursements_of",
    "instalments",
    "ledgers",
    "offset_entries",
    "payables",
    "prepaid",
    "prepayments",
    "reconciliation_lines",
    "reconciliations",
    "returns_due",
    "schedules",
    "totals",
]

_STATES = ("prepayment", "offset")


def prepaid(policy: Drawn[Policy] | None) -> st.SearchStrategy[Policy]:
    """Draw policies that state a prepayment and its offset, unless one is given."""
    return drawn(policy, policies(states=_STATES))


def totals(policy: Policy) -> st.SearchStrategy[Decimal]:
    """Draw what can be prepaid under a policy: large enough for its instalments, up to the bound.

    >>> from vbp_policy.testing import simplest
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> simplest(totals(CHONGQING_2025_25))
    Decimal('1.00')
    """
    *earlier, last = stated(policy, policy.terms.prepayment, "prepayment").instalments
    # Each instalment but the last may be rounded up by half a fen, which the last must hold.
    least = -(-len(earlier) * SHARE_SCALE // (2 * share_units(last.share)))
    return amounts(yuan(max(least, 1)))


def calendars_for(policy: Policy, cycle: Cycle) -> st.SearchStrategy[HolidayTable | None]:
    """Draw a calendar that the cycle's instalments can move by; none where they do not move."""
    terms = stated(policy, policy.terms.prepayment, "prepayment")
    if cycle.reading.disbursement_day is DisbursementDay.UNSHIFTED:
        return st.none()
    due = [nominal_due(cycle, each) for each in terms.instalments]
    return holiday_tables(covering=around(due), near=due)


@st.composite
def schedules(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    cycle: Drawn[Cycle] | None = None,
    total: Drawn[Decimal] | None = None,
    revised: bool | None = None,
) -> PrepaymentSchedule:
    """Draw schedules of a policy's prepayment, some of them revised, up to twice.

    A `cycle` is one of the `policy` given with it. `total` narrows each total, a revised one too.
    `revised`: those alone, or none of them.

    >>> from vbp_policy.testing import simplest
    >>> [str(each.amount) for each in simplest(schedules()).instalments]
    ['0.50', '0.50']
    """
    notice = draw(drawn(policy, policies(states=["prepayment"])))
    made = draw(drawn(cycle, cycles(policy=notice)))
    schedule = prepayment_schedule(
        notice,
        made,
        draw(drawn(total, totals(notice))),
        calendar=draw(calendars_for(notice, made)),
    )
    for _ in some(draw, least=1 if revised else 0, most=0 if revised is False else 2):
        new_total = draw(drawn(total, amounts("0.01")))
        disbursed = draw(amounts(0, new_total))
        schedule = revise(notice, schedule, new_total, disbursed=disbursed)
    return schedule


@st.composite
def instalments(draw: st.DrawFn) -> Instalment:
    """Draw instalments of a schedule."""
    return draw(st.sampled_from(draw(schedules()).instalments))


def disbursements(
    *,
    prepayment_reference: Drawn[str] | None = None,
    amount: Drawn[Decimal] | None = None,
    paid_on: Drawn[date] | None = None,
) -> st.SearchStrategy[Disbursement]:
    """Draw what an institution was really paid of a prepayment."""
    return st.builds(
        Disbursement,
        drawn(prepayment_reference, identifiers("P")),
        drawn(amount, amounts("0.01")),
        drawn(paid_on, days("2000-01-01", "2099-12-31")),
    )


@st.composite
def disbursements_of(
    draw: st.DrawFn, schedule: PrepaymentSchedule, *, prepayment_reference: str = "P1"
) -> tuple[Disbursement, ...]:
    """Draw what was paid of a schedule: nothing, a part or all, in up to four payments."""
    first = schedule.cycle.first_day
    last = later(max(each.due for each in schedule.instalments), 90)
    return tuple(
        draw(disbursements(
            prepayment_reference=prepayment_reference,
            amount=yuan(part),
            paid_on=days(first, max(first, last)),
        ))
        for part in draw(parts_of(fen_of(schedule.total)))
    )  # fmt: skip


@kept
def parts_of(whole: int) -> st.SearchStrategy[list[int]]:
    """Draw parts that together are no more than a whole above 0; all of it before a part of it."""
    left = st.lists(st.integers(0, whole - 1), max_size=4, unique=True)
    cuts = left.map(lambda each: (0, *sorted(whole - unpaid for unpaid in each)))
    return cuts.map(lambda each: [b - a for a, b in pairwise(each)])


@st.composite
def reconciliations(
    draw: st.DrawFn, *, schedule: Drawn[PrepaymentSchedule] | None = None
) -> Reconciliation:
    """Draw schedules set against what was disbursed of them by a day."""
    planned = draw(drawn(schedule, schedules()))
    paid = draw(disbursements_of(planned))
    first = planned.cycle.first_day
    last = max(first, *(each.due for each in planned.instalments))
    return reconcile(planned, paid, as_of=draw(days(first, later(last, 90))))


@st.composite
def reconciliation_lines(draw: st.DrawFn) -> ReconciliationLine:
    """Draw lines of a reconciliation."""
    return draw(st.sampled_from(draw(reconciliations()).lines))


@st.composite
def prepayments(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    institution: Drawn[Institution] | None = None,
    cycle: Drawn[Cycle] | None = None,
    reference: Drawn[str] | None = None,
    fund: Drawn[Fund] | None = None,
    amount: Drawn[Decimal] | None = None,
) -> Prepayment:
    """Draw prepayments under a policy, paid by the institution's fund unless `fund` is given.

    A `cycle` and an `institution` are ones for the `policy` given with them.

    >>> from vbp_policy.testing import simplest
    >>> prepayment = simplest(prepayments())
    >>> prepayment.reference, prepayment.fund.name, prepayment.amount
    ('P1', 'EMPLOYEE', Decimal('1.00'))
    """
    notice = draw(prepaid(policy))
    made = draw(drawn(cycle, cycles(policy=notice)))
    prepaid_to = draw(drawn(institution, institutions(prepaid_under=notice)))
    return Prepayment(
        draw(drawn(reference, identifiers("P"))),
        prepaid_to,
        paying_fund(notice, prepaid_to) if fund is None else draw(drawn(fund, st.nothing())),
        draw(drawn(amount, amounts("0.01"))),
        made if policy is None else as_cycle_of(notice, made),
    )


@st.composite
def payables(
    draw: st.DrawFn,
    window: Sequence[YearMonth],
    *,
    amount: Drawn[Decimal] | None = None,
    about: Decimal | None = None,
) -> dict[YearMonth, Decimal]:
    """Draw what a fund is to pay month by month, from a window's first month on without a gap.

    The months are the first few of the window, or all of it, with 0.00 in the last of them. An
    `amount` may be negative; with `about`, a prepayment's amount, most are of its size, so that
    they do offset it.

    >>> from vbp_policy.testing import simplest
    >>> from vbp_policy import YearMonth
    >>> window = [YearMonth(2026, 6) + number for number in range(12)]
    >>> found = simplest(payables(window), lambda months: sum(months.values()) > 0)
    >>> {str(month): str(payable) for month, payable in found.items()}
    {'2026-06': '1.00'}
    """
    sizes = drawn(amount, amounts())
    if amount is None and about is not None:
        part = max(fen_of(about) // max(len(window), 1), 100)
        sizes = st.one_of(amounts(0, yuan(part)), amounts(-about, about), sizes)
    held = draw(st.lists(sizes, max_size=len(window)))
    if draw(st.booleans()):
        held += [yuan(0)] * (len(window) - len(held))
    return dict(zip(window, held, strict=False))


@st.composite
def bookings(
    draw: st.DrawFn, prepayment: Prepayment, payables: Mapping[YearMonth, Decimal]
) -> dict[YearMonth, Decimal]:
    """Draw what was really offset in some months of `payables`, within what could be."""
    balance, booked = fen_of(prepayment.amount), dict[YearMonth, Decimal]()
    marked: set[YearMonth] = set()
    if payables:
        marked = draw(st.sets(st.sampled_from(list(payables)), max_size=3))
    for month, payable in payables.items():
        offset = month_offset(balance, fen_of(payable))
        if month in marked:
            offset = draw(st.integers(0, offset))
            booked[month] = yuan(offset)
        balance -= offset
    return booked


@st.composite
def ledgers(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    prepayment: Drawn[Prepayment] | None = None,
    amount: Drawn[Decimal] | None = None,
    payable: Drawn[Decimal] | None = None,
) -> OffsetLedger:
    """Draw ledgers: not started, offsetting, cleared, or with a rest that goes back; some booked.

    A `prepayment` is one under the `policy` given with it. `amount` narrows what is prepaid,
    `payable` what is payable in a month.

    >>> from vbp_policy.testing import simplest
    >>> ledger = simplest(ledgers(), where=lambda ledger: ledger.offset_total > 0)
    >>> [(str(each.month), str(each.payable)) for each in ledger.entries]
    [('2026-06', '1.00')]
    """
    notice = draw(prepaid(policy))
    held = draw(drawn(prepayment, prepayments(policy=notice, amount=amount)))
    window = offset_window(notice, held.cycle)
    months = draw(payables(window, amount=payable, about=held.amount))
    return offset_prepayment(notice, held, months, booked=draw(bookings(held, months)))


@st.composite
def offset_entries(draw: st.DrawFn) -> OffsetEntry:
    """Draw months of a ledger."""
    notice = draw(policies(states=_STATES, invented=False))
    held = draw(prepayments(policy=notice))
    months = offset_window(notice, held.cycle)[:1]
    due = {months[0]: draw(amounts(-held.amount, held.amount) | amounts())}
    ledger = offset_prepayment(notice, held, due, booked=draw(bookings(held, due)))
    return ledger.entries[0]


@st.composite
def returns_due(draw: st.DrawFn) -> ReturnDue:
    """Draw what is left of a ledger and must go back."""
    notice = draw(prepaid(None))
    held = draw(prepayments(policy=notice))
    nothing = dict.fromkeys(offset_window(notice, held.cycle), Decimal(0))
    ledger = offset_prepayment(notice, held, nothing)  # so all of it goes back
    return cast("ReturnDue", ledger.return_due)
