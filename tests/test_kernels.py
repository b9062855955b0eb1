"""The kernels against the obvious way, in fractions, over small figures and the largest."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import slow_ledger as slow
import slow_reimbursement
from slow_ledger import FEN
from vbp_policy.foundation.money import CHARGE_SCALE, SHARE_SCALE
from vbp_policy.rules import kernels

PRICES = st.integers(1, 10**15 - 1)
QUANTITIES = st.integers(-(10**16) + 1, 10**16 - 1)
SHARES = st.integers(0, SHARE_SCALE)
AMOUNTS = st.integers(0, 10**17 - 1)


def fen(figure: Fraction) -> int:
    """Give an amount of the slow way, in yuan, in fen."""
    return int(figure / FEN)


@st.composite
def shares_of_a_whole(draw: st.DrawFn) -> list[int]:
    """From one to a dozen shares that sum to the scale."""
    cuts = sorted(draw(st.lists(SHARES, max_size=11)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, SHARE_SCALE], strict=True)]


@given(AMOUNTS, shares_of_a_whole())
@example(1, [250_000, 250_000, 250_000, 250_000])  # the rest is below zero
def test_a_total_is_split_as_the_slow_way_splits_it(total: int, shares: list[int]) -> None:
    exact = slow.split(total * FEN, [Fraction(share, SHARE_SCALE) for share in shares])
    parts = kernels.split_by_shares(total, shares, SHARE_SCALE)
    assert parts == [fen(part) for part in exact]
    assert sum(parts) == total


@pytest.mark.parametrize("planned", list(product(range(3), repeat=3)))
def test_a_new_total_is_spread_as_the_slow_way_spreads_it(planned: tuple[int, ...]) -> None:
    exact = [amount * FEN for amount in planned]
    for shares in [(50, 50, 0), (30, 30, 40), (0, 99, 1)]:
        exact_shares = [Fraction(share, 100) for share in shares]
        for disbursed, more in product(range(7), range(4)):
            new_total = disbursed + more
            parts = kernels.revised_instalments(planned, shares, 100, new_total, disbursed)
            again = slow.resplit(exact, new_total * FEN, exact_shares, disbursed * FEN)
            assert parts == [fen(part) for part in again]


@given(PRICES, PRICES, QUANTITIES, SHARES, SHARES)
@example(1, 1, 50 * 10**6, 0, SHARE_SCALE)  # half a fen
@example(1, 2, -50 * 10**6, SHARE_SCALE, 0)
def test_a_line_is_split_as_the_slow_way_splits_it(
    price: int, standard: int, quantity: int, first: int, fund: int
) -> None:
    exact = slow_reimbursement.line(
        Fraction(standard, 10**6),
        Fraction(price, 10**6),
        Fraction(quantity, 10**4),
        (Fraction(first, SHARE_SCALE), Fraction(fund, SHARE_SCALE)),
    )
    line = kernels.split_at_standard(price, standard, quantity, CHARGE_SCALE)
    covered = kernels.split_by_coverage(line[0], line[1], first, fund, SHARE_SCALE)
    wanted = (exact.charge, exact.within_standard, exact.over_standard)
    assert line == tuple(map(fen, wanted))
    shared = (exact.self_pay_first, exact.fund_pays, exact.patient_pays)
    assert covered == tuple(fen(figure) for figure in shared if figure is not None)


def in_single_fen(balance: int, payable: int) -> int:
    """Offset fen by fen, while there is balance and something is payable."""
    taken = 0
    while taken < balance and taken < payable:
        taken += 1
    return taken


@pytest.mark.parametrize("balance", range(7))
def test_a_month_offsets_fen_by_fen(balance: int) -> None:
    for payable in range(-3, 10):
        assert kernels.month_offset(balance, payable) == in_single_fen(balance, payable)


@pytest.mark.parametrize("balance", range(5))
def test_a_run_of_months_goes_on_from_what_was_booked(balance: int) -> None:
    for payables in product(range(-1, 4), repeat=3):
        for booked in product((None, 0, 1), repeat=3):
            left, offsets = balance, list[int]()
            real: list[int | None] = list(booked)
            for number, payable in enumerate(payables):
                most = in_single_fen(left, payable)
                stands = real[number]
                real[number] = None if stands is None else min(stands, most)
                offsets.append(most)
                left -= most if stands is None else min(stands, most)
            assert list(kernels.month_offsets(balance, payables, real)) == offsets


@given(AMOUNTS, st.lists(st.integers(-(10**17) + 1, 10**17 - 1), max_size=24))
def test_a_ledger_without_bookings_has_a_closed_form(prepaid: int, payables: list[int]) -> None:
    offsets = kernels.month_offsets(prepaid, payables, [None] * len(payables))
    assert sum(offsets) == min(prepaid, sum(max(payable, 0) for payable in payables))


def test_months_and_bookings_are_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        list(kernels.month_offsets(5, [1, 2], [None]))
