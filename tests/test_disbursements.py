"""25号 25-2.3b, 25-2.3c: what was really disbursed, against the schedule."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from strategies import hospital, payables, yuan
from vbp_policy import (
    Cycle,
    Disbursement,
    Fund,
    FundAccounts,
    InvalidTypeError,
    InvalidValueError,
    Policy,
    PolicyError,
    Prepayment,
    PrepaymentSchedule,
    Reconciliation,
    ReconciliationLine,
    YearMonth,
    fund_totals,
    offset_prepayments,
    offset_window,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    revise,
)
from vbp_policy.notices import CHONGQING_2025_25

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
DAY = timedelta(days=1)
FIRST_DUE, LAST_DUE = date(2025, 6, 30), date(2025, 11, 30)


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def schedule_of(
    total: Decimal | int | str = 100, policy: Policy = CHONGQING_2025_25
) -> PrepaymentSchedule:
    cycle = procurement_cycle(policy, "2025-05-30" if policy is CHONGQING_2025_25 else "2030-03-15")
    return prepayment_schedule(policy, cycle, total)


def paid(amount: Decimal | int | str, on: date | str, reference: str = "P1") -> Disbursement:
    return Disbursement(reference, amount, on)


def refusal(kind: type[PolicyError], run: Callable[[], object]) -> PolicyError:
    with pytest.raises(kind) as caught:
        run()
    assert type(caught.value) is kind
    return caught.value


# ---- Figures ----------------------------------------------------------------------------------


def lines_of(
    result: Reconciliation,
) -> list[tuple[str, str, date | None, int]]:
    return [
        (str(line.disbursed), str(line.outstanding), line.filled_on, line.days_late)
        for line in result.lines
    ]


CASES: list[tuple[str, list[tuple[int, str]], str, list[tuple[str, str, str | None, int]]]] = [
    ("nothing yet, not due", [], "2025-06-30", [("0", "50", None, 0), ("0", "50", None, 0)]),
    ("a day late", [], "2025-07-01", [("0", "50", None, 1), ("0", "50", None, 0)]),
    ("both late", [], "2025-12-01", [("0", "50", None, 154), ("0", "50", None, 1)]),
    (
        "filled on its due day",
        [(50, "2025-06-30")],
        "2025-12-31",
        [("50", "0", "2025-06-30", 0), ("0", "50", None, 31)],
    ),
    (
        "in parts, the last of them late",
        [(20, "2025-06-20"), (30, "2025-07-05")],
        "2025-08-01",
        [("50", "0", "2025-07-05", 5), ("0", "50", None, 0)],
    ),
    (
        "one payment over both",
        [(70, "2025-06-10")],
        "2025-06-30",
        [("50", "0", "2025-06-10", 0), ("20", "30", None, 0)],
    ),
    (
        "all at once, long before",
        [(100, "2025-06-01")],
        "2026-06-01",
        [("50", "0", "2025-06-01", 0), ("50", "0", "2025-06-01", 0)],
    ),
    (
        "what comes after the day is not counted",
        [(50, "2025-06-30"), (50, "2025-12-02")],
        "2025-12-01",
        [("50", "0", "2025-06-30", 0), ("0", "50", None, 1)],
    ),
    (
        "and is on its own day",
        [(50, "2025-06-30"), (50, "2025-12-02")],
        "2025-12-02",
        [("50", "0", "2025-06-30", 0), ("50", "0", "2025-12-02", 2)],
    ),
]


@pytest.mark.parametrize(("payments", "as_of", "expected"), [case[1:] for case in CASES])
def test_25_2_3b_and_25_2_3c_what_is_filled_outstanding_and_late(
    payments: list[tuple[int, str]], as_of: str, expected: list[tuple[str, str, str | None, int]]
) -> None:
    result = reconcile(schedule_of(), [paid(*each) for each in payments], as_of=as_of)
    assert lines_of(result) == [
        (f"{done}.00", f"{left}.00", day and date.fromisoformat(day), late)
        for done, left, day, late in expected
    ]
    assert result.planned == result.disbursed + result.outstanding == Decimal("100.00")
    assert [line.due for line in result.lines] == [FIRST_DUE, LAST_DUE]


def test_it_says_what_it_rests_on_and_what_it_assumes() -> None:
    schedule = schedule_of()
    result = reconcile(schedule, [], as_of="2025-06-30")
    assert result.basis.policy_number == CHONGQING_2025_25.number
    assert result.basis.clauses == schedule.basis.clauses
    assert result.basis.assumptions == ("what was disbursed fills the oldest instalment first",)
    assert {line.basis for line in result.lines} == {result.basis}


def test_an_assumption_of_a_revised_schedule_is_not_said_twice() -> None:
    revised = revise(CHONGQING_2025_25, schedule_of(), 160, disbursed=50)
    result = reconcile(revised, [], as_of="2025-06-30")
    assert result.basis.assumptions == revised.basis.assumptions


def test_an_instalment_of_nothing_is_never_late_nor_filled() -> None:
    revised = revise(INVENTED, schedule_of(100, INVENTED), 40, disbursed=30)
    assert [str(each.amount) for each in revised.instalments] == ["30.00", "0.00", "10.00"]
    result = reconcile(revised, [paid(30, "2030-05-31")], as_of="2040-01-01")
    assert lines_of(result)[1] == ("0.00", "0.00", None, 0)


def test_what_is_disbursed_goes_into_a_revision_as_it_stands() -> None:
    result = reconcile(schedule_of(), [paid(50, "2025-06-30")], as_of="2025-07-01")
    revised = revise(CHONGQING_2025_25, result.schedule, 160, disbursed=result.disbursed)
    again = reconcile(revised, result.disbursements, as_of="2025-07-01")
    assert [str(line.outstanding) for line in again.lines] == ["0.00", "110.00"]


# ---- The slow way: fen by fen ------------------------------------------------------------------


def slowly(
    schedule: PrepaymentSchedule, payments: Sequence[Disbursement], as_of: date
) -> list[tuple[int, int, int]]:
    """Hand out every single fen, day by day; give disbursed, outstanding and days late."""
    wanted = [int(each.amount * 100) for each in schedule.instalments]
    got = [0] * len(wanted)
    late = [0] * len(wanted)
    day = min([each.paid_on for each in payments] + [schedule.cycle.first_day])
    while day <= as_of:
        for each in payments:
            if each.paid_on == day:
                for _ in range(int(each.amount * 100)):
                    first = next(n for n, fen in enumerate(got) if fen < wanted[n])
                    got[first] += 1
        for number, instalment in enumerate(schedule.instalments):
            # A day on whose evening something is missing counts the next one as late.
            if day >= instalment.due and day < as_of and got[number] < wanted[number]:
                late[number] += 1
        day += DAY
    return [(g, w - g, days) for g, w, days in zip(got, wanted, late, strict=True)]


days = st.dates(date(2025, 5, 30), date(2026, 2, 28))


@st.composite
def payments_within(draw: st.DrawFn, total: Decimal) -> list[Disbursement]:
    """Payments, in any order of days, that together are not above a total."""
    left = int(total * 100)
    payments: list[Disbursement] = []
    while left and len(payments) < 5 and draw(st.booleans()):
        fen = draw(st.integers(1, left))
        left -= fen
        payments.append(paid(Decimal(fen).scaleb(-2), draw(days)))
    return payments


@given(st.data(), yuan(1, 3_000), days)
def test_every_fen_is_handed_out_as_one_would_by_hand(
    data: st.DataObject, total: Decimal, as_of: date
) -> None:
    schedule = schedule_of(total)
    payments = data.draw(payments_within(total))
    result = reconcile(schedule, payments, as_of=as_of)
    assert [
        (int(line.disbursed * 100), int(line.outstanding * 100), line.days_late)
        for line in result.lines
    ] == slowly(schedule, payments, as_of)


@given(st.data(), yuan(100, 10**12), days)
def test_what_comes_later_and_the_order_of_the_rows_change_nothing(
    data: st.DataObject, total: Decimal, as_of: date
) -> None:
    schedule = schedule_of(total)
    payments = data.draw(payments_within(total))
    result = reconcile(schedule, payments, as_of=as_of)
    shuffled = data.draw(st.permutations(payments))
    later = paid(999, as_of + DAY)
    assert reconcile(schedule, [later, *shuffled], as_of=as_of).lines == result.lines
    assert later not in result.disbursements
    assert sorted(map(hash, result.disbursements)) == sorted(map(hash, payments))


@given(st.data(), st.lists(yuan(1, 10**7), min_size=1, max_size=4), days)
def test_planned_disbursed_offset_returned_and_outstanding_close_at_every_level(
    data: st.DataObject, totals: list[Decimal], as_of: date
) -> None:
    """From the instalment to the district and the fund, on whatever day one looks."""
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    window = offset_window(CHONGQING_2025_25, cycle)
    reconciled: dict[str, Reconciliation] = {}
    accounts: list[FundAccounts] = []
    for number, total in enumerate(totals):
        schedule = prepayment_schedule(CHONGQING_2025_25, cycle, total)
        payments = [
            evolve(each, prepayment_reference=f"P{number}")
            for each in data.draw(payments_within(total))
        ]
        result = reconciled[f"P{number}"] = reconcile(schedule, payments, as_of=as_of)
        for whole, lines in (
            (result.planned, [line.planned for line in result.lines]),
            (result.disbursed, [line.disbursed for line in result.lines]),
            (result.outstanding, [line.outstanding for line in result.lines]),
        ):
            assert whole == sum(lines)
        assert total == result.planned == result.disbursed + result.outstanding
        if result.disbursed:
            fund = data.draw(st.sampled_from(Fund))
            institution = hospital(f"H{number}", data.draw(st.sampled_from(["A", "B", None])))
            prepayment = Prepayment(f"P{number}", institution, fund, result.disbursed, cycle)
            months: dict[YearMonth, Decimal] = {
                month: data.draw(payables) for month in window[: data.draw(st.integers(0, 12))]
            }
            accounts.append(offset_prepayments(CHONGQING_2025_25, [prepayment], {fund: months}))
    if not accounts:
        return
    table = fund_totals(accounts)
    for row in (*table.rows, table.total):
        own = [
            ledger
            for account in accounts
            for ledger in account.ledgers.values()
            if row.key in ((), (account.institution.district, ledger.prepayment.fund))
        ]
        planned = sum(reconciled[each.prepayment.reference].planned for each in own)
        outstanding = sum(reconciled[each.prepayment.reference].outstanding for each in own)
        still = row.balance - row.return_due
        assert planned == row.offset + row.return_due + still + outstanding
        assert row.prepaid == sum(reconciled[each.prepayment.reference].disbursed for each in own)


# ---- Refusals ---------------------------------------------------------------------------------


def test_more_than_the_total_is_refused_by_the_payment_that_is_too_much() -> None:
    payments = [paid(20, "2025-07-01"), paid(60, "2025-06-01"), paid("20.01", "2025-07-02")]
    error = refusal(
        InvalidValueError, lambda: reconcile(schedule_of(), payments, as_of="2025-07-02")
    )
    assert (error.field, error.value) == ("disbursements[2].amount", Decimal("20.01"))
    assert error.expected == "together not above the total of 100.00, of which 20.00 was left"
    assert error.clause == "25-2.3a"
    assert reconcile(schedule_of(), payments, as_of="2025-07-01").outstanding == 20


def test_the_payment_that_is_too_much_is_found_among_those_of_one_day() -> None:
    payments = [paid(100, "2025-07-01"), paid(1, "2025-07-01"), paid(2, "2025-07-01")]
    error = refusal(
        InvalidValueError, lambda: reconcile(schedule_of(), payments, as_of="2025-07-01")
    )
    assert (error.field, error.value) == ("disbursements[1].amount", Decimal("1.00"))


def test_of_two_equal_payments_it_is_the_second() -> None:
    payments = [paid(60, "2025-06-27"), paid(60, "2025-06-27")]
    error = refusal(
        InvalidValueError, lambda: reconcile(schedule_of(), payments, as_of="2025-07-01")
    )
    assert error.field == "disbursements[1].amount"


def test_payments_of_two_prepayments_are_refused() -> None:
    payments = [paid(1, "2025-06-01"), paid(1, "2025-06-01", "P2")]
    error = refusal(
        InvalidValueError, lambda: reconcile(schedule_of(), payments, as_of="2025-06-02")
    )
    assert (error.field, error.value) == ("disbursements[1].prepayment_reference", "P2")
    assert error.expected == "disbursements of one prepayment, P1"
    assert error.clause == "25-2.3a"


@pytest.mark.parametrize(
    ("run", "kind", "field"),
    [
        (lambda: reconcile(untyped("s"), [], as_of="2025-06-01"), InvalidTypeError, "schedule"),
        (
            lambda: reconcile(schedule_of(), untyped(1), as_of="2025-06-01"),
            InvalidTypeError,
            "disbursements",
        ),
        (
            lambda: reconcile(schedule_of(), untyped([100]), as_of="2025-06-01"),
            InvalidTypeError,
            "disbursements[0]",
        ),
        (lambda: reconcile(schedule_of(), [], as_of=untyped(None)), InvalidTypeError, "as_of"),
        (lambda: reconcile(schedule_of(), [], as_of="2025-06-31"), InvalidValueError, "as_of"),
        (lambda: paid(0, "2025-06-01"), InvalidValueError, "amount"),
        (lambda: paid(-1, "2025-06-01"), InvalidValueError, "amount"),
        (lambda: paid(untyped(1.5), "2025-06-01"), InvalidTypeError, "amount"),
        (lambda: paid(1, "1 June"), InvalidValueError, "paid_on"),
        (lambda: paid(1, "2025-06-01", ""), InvalidValueError, "prepayment_reference"),
    ],
)
def test_bad_input(run: Callable[[], object], kind: type[PolicyError], field: str) -> None:
    assert refusal(kind, run).field == field


# ---- Values -----------------------------------------------------------------------------------

RECONCILED = reconcile(
    schedule_of(), [paid(20, "2025-06-20"), paid(40, "2025-07-05")], as_of="2025-12-01"
)


def tampered_line(at: int, **changes: object) -> Reconciliation:
    lines = list(RECONCILED.lines)
    lines[at] = evolve(lines[at], **changes)
    changed: Reconciliation = evolve(RECONCILED, lines=tuple(lines))
    return changed


@pytest.mark.parametrize(
    ("run", "field"),
    [
        (lambda: tampered_line(0, days_late=4), "lines[0].days_late"),
        (lambda: tampered_line(0, filled_on="2025-07-04"), "lines[0].filled_on"),
        (lambda: tampered_line(1, number=3), "lines[1].number"),
        (lambda: tampered_line(1, disbursed=9, outstanding=41), "lines[1].disbursed"),
        (lambda: tampered_line(1, due="2025-11-29"), "lines[1].due"),
        (lambda: evolve(RECONCILED, lines=RECONCILED.lines[:1]), "lines"),
        (lambda: evolve(RECONCILED, planned=99), "planned"),
        (lambda: evolve(RECONCILED, disbursed=59), "disbursed"),
        (lambda: evolve(RECONCILED, outstanding=41), "outstanding"),
        (lambda: evolve(RECONCILED, as_of="2025-12-02"), "lines[1].days_late"),
        (lambda: evolve(RECONCILED.lines[0], outstanding=1), "outstanding"),
        (lambda: evolve(RECONCILED.lines[0], disbursed=51, outstanding=0), "disbursed"),
        (lambda: evolve(RECONCILED.lines[0], days_late=-1), "days_late"),
        (
            lambda: evolve(RECONCILED, disbursements=RECONCILED.disbursements[::-1]),
            "disbursements[0].amount",
        ),
    ],
)
def test_a_tampered_figure_is_refused(run: Callable[[], object], field: str) -> None:
    assert refusal(InvalidValueError, run).field == field


def test_what_follows_is_accepted() -> None:
    assert evolve(RECONCILED, lines=list(RECONCILED.lines)) == RECONCILED
    assert evolve(RECONCILED.lines[0], days_late=0).days_late == 0
    assert (
        ReconciliationLine(
            number=1,
            planned=50,
            due="2025-06-30",
            disbursed=50,
            outstanding=0,
            filled_on="2025-07-05",
            days_late=5,
            basis=RECONCILED.basis,
        )
        == RECONCILED.lines[0]
    )


def test_a_cycle_without_a_notice_gives_a_basis_all_the_same() -> None:
    schedule = prepayment_schedule(CHONGQING_2025_25, Cycle("2025-05-30", "2026-05-29"), "0.01")
    assert reconcile(schedule, [], as_of="2025-06-30").basis.cited == "25-2.3a"
