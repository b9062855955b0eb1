"""A twelve-month ledger with all checks and every field read, against the same loop on Decimals.

Run: `pytest tests/benchmarks --benchmark-only --benchmark-group-by=group`; the figure to read is
the ratio of the two medians in one run, which is in brackets.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from strategies import hospital
from vbp_policy import Fund, Prepayment, YearMonth, offset_prepayment, procurement_cycle
from vbp_policy.notices import CHONGQING_2025_25

Benchmark = Callable[..., Any]
AMOUNT = Decimal("1234567.89")
PAYABLES = {str(YearMonth(2026, 6) + number): Decimal("98765.43") + number for number in range(12)}


@pytest.mark.benchmark(group="twelve-month ledger")
def test_ledger(benchmark: Benchmark) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, AMOUNT, cycle)

    def ledger() -> list[tuple[object, ...]]:
        made = offset_prepayment(CHONGQING_2025_25, prepayment, PAYABLES)
        read = [
            (
                entry.month,
                entry.payable,
                entry.opening_balance,
                entry.offset,
                entry.paid_out,
                entry.closing_balance,
                entry.booked,
                entry.expected,
            )
            for entry in made.entries
        ]
        return [*read, (made.offset_total, made.balance, made.status, made.return_due)]

    assert benchmark(ledger)[-2][5] == AMOUNT - sum(PAYABLES.values())


@pytest.mark.benchmark(group="twelve-month ledger")
def test_bare_decimals(benchmark: Benchmark) -> None:
    payables = list(PAYABLES.items())
    nothing = Decimal(0)

    def loop() -> list[tuple[str, Decimal, Decimal, Decimal, Decimal, Decimal]]:
        balance = AMOUNT
        rows: list[tuple[str, Decimal, Decimal, Decimal, Decimal, Decimal]] = []
        for month, payable in payables:
            offset = min(balance, max(payable, nothing))
            rows.append((month, payable, balance, offset, payable - offset, balance - offset))
            balance -= offset
        return rows

    assert benchmark(loop)[-1][5] == AMOUNT - sum(PAYABLES.values())
