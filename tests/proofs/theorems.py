"""What is proven of the kernels that loop, for so many parts or months, and of several calls.

Each function does nothing but call kernels; its contract is what CrossHair confirms of them.
"""

from collections.abc import Sequence

from vbp_policy.rules.kernels import (
    month_offset,
    month_offsets,
    revised_instalments,
    split_at_standard,
    split_by_coverage,
    split_by_shares,
)

Two = tuple[int, int]
Three = tuple[int, int, int]
Four = tuple[int, int, int, int]
Five = tuple[int, int, int, int, int]
Six = tuple[int, int, int, int, int, int]
Seven = tuple[int, int, int, int, int, int, int]
Eight = tuple[int, int, int, int, int, int, int, int]
Nine = tuple[int, int, int, int, int, int, int, int, int]
Ten = tuple[int, int, int, int, int, int, int, int, int, int]
Eleven = tuple[int, int, int, int, int, int, int, int, int, int, int]
Twelve = tuple[int, int, int, int, int, int, int, int, int, int, int, int]
TwoToTwelve = Two | Three | Four | Five | Six | Seven | Eight | Nine | Ten | Eleven | Twelve


def within_half_a_fen(parts: Sequence[int], total: int, shares: Sequence[int], scale: int) -> bool:
    """Say whether each part is its share of the total, but for rounding."""
    return all(
        2 * abs(part * scale - total * share) <= scale
        for part, share in zip(parts, shares, strict=True)
    )


def two_instalments(total: int, shares: Two, scale: int) -> list[int]:
    """Split a total in two: both within half a fen of their shares, neither below zero.

    pre: total >= 0
    pre: all(share >= 0 for share in shares) and sum(shares) == scale > 0
    post: sum(_) == total
    post: within_half_a_fen(_, total, shares, scale)
    post: all(part >= 0 for part in _)
    """
    return split_by_shares(total, shares, scale)


def instalments(total: int, shares: TwoToTwelve, scale: int) -> list[int]:
    """Split a total: to the fen, and each part but the last within half a fen of its share.

    pre: total >= 0
    pre: all(share >= 0 for share in shares) and sum(shares) == scale > 0
    post: sum(_) == total and within_half_a_fen(_[:-1], total, shares[:-1], scale)
    """
    return split_by_shares(total, shares, scale)


def revised_instalments_of(
    planned: Two | Three, shares: Two | Three, scale: int, new_total: int, disbursed: int
) -> list[int]:
    """Spread a new total: to the fen, none below zero, and what was paid in full first stands.

    pre: len(planned) == len(shares)
    pre: all(share >= 0 for share in shares) and sum(shares) == scale > 0
    pre: all(amount >= 0 for amount in planned) and 0 <= disbursed <= new_total
    post: sum(_) == new_total
    post: all(part >= 0 for part in _)
    post: _[0] == planned[0] or not 0 < planned[0] <= disbursed
    """
    return revised_instalments(planned, shares, scale, new_total, disbursed)


def twelve_months(prepaid: int, payables: Twelve) -> int:
    """Run a ledger over a year: it offsets what is payable in all, up to what was prepaid.

    pre: prepaid >= 0
    pre: all(payable >= 0 for payable in payables)
    post: _ == min(prepaid, sum(payables))
    """
    return sum(month_offsets(prepaid, payables, [None] * 12))


def one_month_more(prepaid: int, payable_so_far: int, payable: int) -> int:
    """Add a month to a ledger in its closed form: it keeps it, and so a ledger of any length does.

    Here a month's payable may be below zero; it counts as nothing.

    pre: prepaid >= 0 and payable_so_far >= 0
    post: _ == min(prepaid, payable_so_far + max(payable, 0))
    """
    offset_so_far = min(prepaid, payable_so_far)
    return offset_so_far + month_offset(prepaid - offset_so_far, payable)


def after_a_booked_month(balance: int, payable: int, booked: int, later: int) -> list[int]:
    """Go on from what was booked, and never offset more than the balance in all.

    pre: balance >= 0
    pre: 0 <= booked <= month_offset(balance, payable)
    post: _ == [month_offset(balance, payable), month_offset(balance - booked, later)]
    post: 0 <= booked + _[1] <= balance
    """
    return list(month_offsets(balance, [payable, later], [booked, None]))


def returned_line(price: int, standard: int, quantity: int, scale: int) -> tuple[int, ...]:
    """Take a line back: each figure is the line's own with the sign turned.

    pre: price > 0 and standard > 0 and scale > 0
    post: _ == tuple(-figure for figure in split_at_standard(price, standard, quantity, scale))
    """
    return split_at_standard(price, standard, -quantity, scale)


def covered_line(
    price: int, standard: int, quantity: int, scale: int, first: int, fund: int, whole: int
) -> tuple[int, ...]:
    """Split a line at the standard, then by coverage: the patient pays all that is over.

    pre: price > 0 and standard > 0 and scale > 0
    pre: 0 <= first <= whole and 0 <= fund <= whole and whole > 0
    post: min(_[1], 0) <= _[5] - _[2] <= max(_[1], 0)
    """
    charge, within, over = split_at_standard(price, standard, quantity, scale)
    return charge, within, over, *split_by_coverage(charge, within, first, fund, whole)
