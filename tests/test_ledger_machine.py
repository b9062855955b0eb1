"""25号 25-2.3d to 25-2.3f as a machine: months are paid and booked one after the other.

After every step the library's ledgers are the slow second implementation's, to the last field.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from invented import INVENTED
from slow_ledger import (
    FEN,
    Month,
    SlowEntry,
    SlowFund,
    SlowPrepayment,
    as_booked,
    decimal,
    next_month,
    period_end,
    window,
    window_by_cycle_end,
)
from strategies import funds, hospital, payables, small_totals, yuan
from vbp_policy import (
    Fund,
    FundAccounts,
    InvalidValueError,
    LastDay,
    OffsetEntry,
    Policy,
    Prepayment,
    Reading,
    ReturnClock,
    fund_totals,
    offset_prepayment,
    offset_prepayments,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_25
from vbp_policy.testing import readings

POLICIES = {policy.number: policy for policy in (CHONGQING_2025_25, INVENTED)}
FIGURES = {CHONGQING_2025_25.number: (12, 1, 12), INVENTED.number: (24, 2, 18)}
"""Months of the cycle, first offset month after it, months of the window."""

CLAUSES = {CHONGQING_2025_25.number: "25-2.3d", INVENTED.number: "3-5"}
EXECUTION_DATES = [
    "2030-03-15",
    "2030-05-31",
    "2030-06-01",
    "2030-11-30",
    "2031-02-28",
    "2034-01-01",
]
MOST_PREPAYMENTS = 5
amounts = st.one_of(small_totals, yuan(10**7, 10**9))  # some that a month clears, some that none


def written(month: Month) -> str:
    return "{:04d}-{:02d}".format(*month)


@lru_cache
def slow_window(
    number: str, execution_date: str, last_day: LastDay, clock: ReturnClock
) -> list[Month]:
    length, first_month, count = FIGURES[number]
    corresponding = last_day is LastDay.CORRESPONDING
    end = period_end(date.fromisoformat(execution_date), length, corresponding=corresponding)
    if clock is ReturnClock.OFFSET_START:
        return window(end, first_month, count)
    return window_by_cycle_end(end, first_month, count, corresponding=corresponding)[0]


def as_slow(entry: OffsetEntry) -> SlowEntry:
    return SlowEntry(
        month=(entry.month.year, entry.month.month),
        payable=Fraction(entry.payable),
        opening=Fraction(entry.opening_balance),
        offset=Fraction(entry.offset),
        paid_out=Fraction(entry.paid_out),
        closing=Fraction(entry.closing_balance),
        booked=entry.booked,
        expected=Fraction(entry.expected),
    )


def has_next_month(machine: "LedgerMachine") -> bool:
    return any(machine.next_month_of(fund) for fund in Fund)


def has_entries(machine: "LedgerMachine") -> bool:
    return any(each.entries for each in machine.slow_prepayments())


class LedgerMachine(RuleBasedStateMachine):
    """One institution's prepayments, their funds' months so far, and what was booked of them."""

    policy: Policy
    reading: Reading

    def __init__(self) -> None:
        super().__init__()
        self.prepayments: list[Prepayment] = []
        self.payables: dict[Fund, dict[str, Decimal]] = {fund: {} for fund in Fund}
        self.booked: dict[str, dict[str, Decimal]] = {}
        self.slow = {fund: SlowFund([]) for fund in Fund}

    # What the rules below need to know

    def slow_prepayments(self) -> list[SlowPrepayment]:
        return [each for fund in self.slow.values() for each in fund.prepayments]

    def next_month_of(self, fund: Fund) -> Month | None:
        """The first month of any window that was not paid yet."""
        paid = self.slow[fund].paid_out
        return next((month for month in self.slow[fund].months() if month not in paid), None)

    def run(self) -> FundAccounts:
        return offset_prepayments(self.policy, self.prepayments, self.payables, booked=self.booked)

    def refused(self) -> InvalidValueError:
        with pytest.raises(InvalidValueError) as caught:
            self.run()
        return caught.value

    def any_fund(self, data: st.DataObject) -> Fund:
        return data.draw(
            st.sampled_from([fund for fund in Fund if self.next_month_of(fund)]), label="fund"
        )

    # Prepayments

    @initialize(number=st.sampled_from(sorted(POLICIES)), reading=readings(), amount=amounts)
    def begin(self, number: str, reading: Reading, amount: Decimal) -> None:
        self.policy, self.reading = POLICIES[number], reading
        self.add("P0", Fund.EMPLOYEE, "2030-03-15", amount)

    def add(self, reference: str, fund: Fund, execution_date: str, amount: Decimal) -> None:
        cycle = procurement_cycle(self.policy, execution_date, reading=self.reading)
        held = slow_window(
            self.policy.number, execution_date, self.reading.last_day, self.reading.return_clock
        )
        if any(month >= held[0] for month in self.slow[fund].paid_out):
            return  # its months have begun without it
        self.prepayments.append(Prepayment(reference, hospital(), fund, amount, cycle))
        self.slow[fund].prepayments.append(
            SlowPrepayment(reference, fund.name, Fraction(amount), held)
        )

    @precondition(lambda self: len(self.prepayments) < MOST_PREPAYMENTS)
    @rule(
        reference=st.sampled_from(["P1", "P10", "P2", "A", "z", "一"]),
        fund=funds,
        execution_date=st.sampled_from(EXECUTION_DATES),
        amount=amounts,
        ahead=st.booleans(),
    )
    def prepay(
        self, reference: str, fund: Fund, execution_date: str, amount: Decimal, *, ahead: bool
    ) -> None:
        if reference not in {each.reference for each in self.prepayments}:
            self.add(reference, fund, execution_date, amount)
            if ahead:  # the order in which they are given is not to matter
                self.prepayments.reverse()

    # Months

    def settle(
        self, fund: Fund, payable: Decimal, book: Callable[[str, Fraction], Fraction | None]
    ) -> None:
        month = self.next_month_of(fund)
        assert month is not None
        self.payables[fund][written(month)] = payable
        self.slow[fund].settle(month, Fraction(payable), book)

    @precondition(has_next_month)
    @rule(data=st.data(), payable=payables)
    def pay(self, data: st.DataObject, payable: Decimal) -> None:
        self.settle(self.any_fund(data), payable, as_booked({}))

    @precondition(has_next_month)
    @rule(data=st.data(), flows=st.lists(payables, min_size=2, max_size=12))
    def pay_some_months(self, data: st.DataObject, flows: list[Decimal]) -> None:
        fund = self.any_fund(data)
        for payable in flows:
            if self.next_month_of(fund):
                self.settle(fund, payable, as_booked({}))

    @precondition(has_next_month)
    @rule(data=st.data(), recovered=yuan(-(10**14), 0))
    def recover_more_than_is_payable(self, data: st.DataObject, recovered: Decimal) -> None:
        self.settle(self.any_fund(data), recovered, as_booked({}))

    @precondition(has_next_month)
    @rule(data=st.data(), payable=payables)
    def pay_a_booked_month(self, data: st.DataObject, payable: Decimal) -> None:
        fund = self.any_fund(data)
        month = self.next_month_of(fund)
        assert month is not None

        def book(reference: str, most: Fraction) -> Fraction | None:
            if not data.draw(st.booleans(), label=f"{reference} is booked"):
                return None
            taken = data.draw(yuan(0, int(most * 100)), label=f"booked of {reference}")
            self.booked.setdefault(reference, {})[written(month)] = taken
            return Fraction(taken)

        self.settle(fund, payable, book)

    @precondition(has_entries)
    @rule(data=st.data())
    def book_what_the_rule_gave(self, data: st.DataObject) -> None:
        """A month closed as ruled changes nothing after it."""
        started = [each for each in self.slow_prepayments() if each.entries]
        each = data.draw(st.sampled_from(started), label="prepayment")
        entry = data.draw(st.sampled_from(each.entries), label="entry")
        entry.booked = True
        self.booked.setdefault(each.reference, {})[written(entry.month)] = decimal(entry.offset)

    # What is refused, and changes nothing

    @precondition(has_entries)
    @rule(data=st.data())
    def a_fen_more_cannot_have_been_booked(self, data: st.DataObject) -> None:
        started = [each for each in self.slow_prepayments() if each.entries]
        each = data.draw(st.sampled_from(started), label="prepayment")
        entry = data.draw(st.sampled_from(each.entries), label="entry")
        month = written(entry.month)
        booked = self.booked
        wrong = data.draw(st.sampled_from([entry.expected + FEN, -FEN]), label="booked")
        own = {**booked.get(each.reference, {}), month: decimal(wrong)}
        self.booked = {**booked, each.reference: own}
        error = self.refused()
        self.booked = booked
        assert month in error.field
        assert error.value == decimal(wrong)
        assert error.clause == CLAUSES[self.policy.number]

    @precondition(has_next_month)
    @rule(data=st.data())
    def no_month_is_left_out(self, data: st.DataObject) -> None:
        fund = self.any_fund(data)
        left_out = self.next_month_of(fund)
        assert left_out is not None
        after = next_month(left_out)
        if not any({left_out, after} <= set(each.window) for each in self.slow[fund].prepayments):
            return  # no window holds them both, so that leaving one out is no gap
        self.payables[fund][written(after)] = Decimal(1)
        error = self.refused()
        del self.payables[fund][written(after)]
        assert f"missing: {written(left_out)}" in error.expected

    @rule(fund=funds)
    def no_month_lies_outside_every_window(self, fund: Fund) -> None:
        held = self.slow[fund].months()
        month = next_month(held[-1]) if held else (2032, 5)
        self.payables[fund][written(month)] = Decimal(1)
        error = self.refused()
        del self.payables[fund][written(month)]
        assert error.value == written(month)

    # What holds after every step

    @invariant()
    def ledgers_agree(self) -> None:
        if not self.prepayments:
            return
        accounts = self.run()
        for fund, slow in self.slow.items():
            for each in slow.prepayments:
                ledger = accounts.ledgers[each.reference]
                assert [(month.year, month.month) for month in ledger.window] == each.window
                assert [as_slow(entry) for entry in ledger.entries] == each.entries
                assert Fraction(ledger.balance) == each.balance
                assert Fraction(ledger.offset_total) == each.amount - each.balance
                assert ledger.status.name == each.status
                due = ledger.return_due
                assert (due is not None) == (each.status == "RETURN_DUE")
                assert due is None or (due.amount, due.fund) == (ledger.balance, fund)
            assert {
                written((each.month.year, each.month.month)): Fraction(each.paid_out)
                for each in accounts.months(fund)
            } == {written(month): left for month, left in slow.paid_out.items()}

    def teardown(self) -> None:
        if not self.prepayments:
            return
        accounts = self.run()
        for each in self.prepayments:
            if [one.fund for one in self.prepayments].count(each.fund) == 1:
                alone = offset_prepayment(
                    self.policy,
                    each,
                    self.payables[each.fund],
                    booked=self.booked.get(each.reference, {}),
                )
                assert alone == accounts.ledgers[each.reference]
        (row,) = fund_totals([accounts], by=()).rows
        slow = self.slow_prepayments()
        assert Fraction(row.prepaid) == sum(each.amount for each in slow)
        assert Fraction(row.balance) == sum(each.balance for each in slow)
        assert row.prepaid == row.offset + row.balance
        assert row.payable == row.offset + row.paid_out


def test_25_2_3d_25_2_3e_25_2_3f_the_ledgers_run_as_the_slow_ones_do() -> None:
    run_state_machine_as_test(LedgerMachine, settings=settings(stateful_step_count=20))
