"""The arithmetic that moves money: pure functions on whole fen, and nothing else."""

from collections.abc import Sequence
from itertools import accumulate

from ..foundation.money import round_half_up

__all__ = ["charge_at", "month_offset", "part_of", "revised_instalments", "split_by_shares"]


def split_by_shares(total: int, shares: Sequence[int], scale: int) -> list[int]:
    """Split a total: each part but the last is its share, rounded half-up, the last the rest.

    `shares` are whole parts of `scale` and sum to it. The last part is below zero where the total
    is too small for so many parts.

    >>> split_by_shares(123456789, [50, 50], 100)
    [61728395, 61728394]
    """
    parts = [part_of(total, share, scale) for share in shares[:-1]]
    return [*parts, total - sum(parts)]


def revised_instalments(
    planned: Sequence[int], shares: Sequence[int], scale: int, new_total: int, disbursed: int
) -> list[int]:
    """Spread a new total over instalments of which some were disbursed, the oldest first.

    What was disbursed in full stands. Each later instalment but the last brings the sum so far to
    the largest of its share so far of the new total, what was disbursed, and the sum before it.
    The last is the rest. `disbursed` is not above `new_total`.

    >>> revised_instalments([30, 30, 40], [30, 30, 40], 100, 200, disbursed=40)
    [30, 90, 80]
    """
    standing = min(_disbursed_in_full(planned, disbursed), len(planned) - 1)
    revised = list(planned[:standing])
    reached = sum(revised)
    for so_far in list(accumulate(shares))[len(revised) : -1]:
        target = max(part_of(new_total, so_far, scale), disbursed, reached)
        revised.append(target - reached)
        reached = target
    return [*revised, new_total - reached]


def _disbursed_in_full(planned: Sequence[int], disbursed: int) -> int:
    """Count the instalments that were paid in full, up to the last that was more than nothing."""
    standing = reached = 0
    for number, amount in enumerate(planned, start=1):
        reached += amount
        if reached > disbursed:
            break
        if amount:  # nothing was disbursed for an instalment of nothing
            standing = number
    return standing


def month_offset(balance: int, payable: int) -> int:
    """Offset as much of the balance as the month's payable takes; none where none is payable.

    >>> month_offset(1000, 300), month_offset(1000, -5), month_offset(200, 300)
    (300, 0, 200)
    """
    return min(balance, max(payable, 0))


def charge_at(price: int, quantity: int, scale: int) -> int:
    """Charge a quantity at a price, rounded half-up once; `scale` is price × quantity for 1 fen.

    >>> charge_at(8_720_000, -15_000, scale=10**8)
    -1308
    """
    return round_half_up(price * quantity, scale)


def part_of(amount: int, share: int, scale: int) -> int:
    """Take a share, in parts of `scale`, of an amount, rounded half-up once.

    >>> part_of(1308, 70, scale=100)
    916
    """
    return round_half_up(amount * share, scale)
