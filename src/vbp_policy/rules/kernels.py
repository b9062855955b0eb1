"""The arithmetic that moves money: pure functions on whole fen, and nothing else.

The lines `pre:` and `post:` are contracts (PEP 316), in which `_` is the result. CrossHair proves
them over all paths; at run time they are words. What holds of the functions that loop is proven
for so many parts or months, in `tests/proofs`.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ..foundation.money import round_half_up

__all__ = [
    "charge_at",
    "month_offset",
    "month_offsets",
    "part_of",
    "revised_instalments",
    "split_at_standard",
    "split_by_coverage",
    "split_by_shares",
]


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

    pre: balance >= 0
    post: 0 <= _ <= balance
    post: _ <= max(payable, 0)
    post: _ == balance or _ == max(payable, 0)

    >>> month_offset(1000, 300), month_offset(1000, -5), month_offset(200, 300)
    (300, 0, 200)
    """
    return min(balance, max(payable, 0))


def month_offsets(
    balance: int, payables: Iterable[int], booked: Iterable[int | None]
) -> Iterator[int]:
    """Give each month's offset; later months go on from what was booked, where that is known.

    A booked figure is for the caller to check: from 0 to the offset given for its month, before
    the next is asked for.

    >>> list(month_offsets(1000, [300, -5, 900], [None, None, None]))
    [300, 0, 700]
    >>> list(month_offsets(1000, [300, 900], [100, None]))
    [300, 900]
    """
    for payable, stands in zip(payables, booked, strict=True):
        most = month_offset(balance, payable)
        yield most
        balance -= most if stands is None else stands


def charge_at(price: int, quantity: int, scale: int) -> int:
    """Charge a quantity at a price, rounded half-up once; `scale` is price × quantity for 1 fen.

    pre: scale > 0
    post: 2 * abs(_ * scale - price * quantity) <= scale

    >>> charge_at(8_720_000, -15_000, scale=10**8)
    -1308
    """
    return round_half_up(price * quantity, scale)


def split_at_standard(price: int, standard: int, quantity: int, scale: int) -> tuple[int, int, int]:
    """Give the charge, what of it is within the standard, and what is over it.

    Charge and what is within are each rounded once; what is over is the rest.

    pre: price > 0 and standard > 0 and scale > 0
    post: 2 * abs(_[0] * scale - price * quantity) <= scale
    post: 2 * abs(_[1] * scale - min(price, standard) * quantity) <= scale
    post: _[0] == _[1] + _[2]
    post: _[1] * quantity >= 0 and _[2] * quantity >= 0
    post: price > standard or _[2] == 0

    >>> split_at_standard(8_000_000, 5_420_000, 30_000, scale=10**8)
    (2400, 1626, 774)
    """
    charge = charge_at(price, quantity, scale)
    within = charge if price <= standard else charge_at(standard, quantity, scale)
    return charge, within, charge - within


def split_by_coverage(
    charge: int, within: int, self_pay_first: int, fund_share: int, scale: int
) -> tuple[int, int, int]:
    """Give what the person pays first of what is within, what the fund pays, and all that is left.

    The shares are parts of `scale`: the first of what is within the standard, the fund's of what
    then remains, each rounded once. The last figure is the charge without what the fund pays.

    pre: 0 <= self_pay_first <= scale and 0 <= fund_share <= scale and scale > 0
    pre: min(charge, 0) <= within <= max(charge, 0)
    post: min(within, 0) <= _[0] <= max(within, 0)
    post: min(within - _[0], 0) <= _[1] <= max(within - _[0], 0)
    post: min(charge, 0) <= _[2] <= max(charge, 0)
    post: _[1] + _[2] == charge

    >>> split_by_coverage(2400, 1626, 10, 70, scale=100)
    (163, 1024, 1376)
    """
    first = part_of(within, self_pay_first, scale)
    fund = part_of(within - first, fund_share, scale)
    return first, fund, charge - fund


def part_of(amount: int, share: int, scale: int) -> int:
    """Take a share, in parts of `scale`, of an amount, rounded half-up once.

    pre: 0 <= share <= scale and scale > 0
    post: 2 * abs(_ * scale - amount * share) <= scale
    post: min(amount, 0) <= _ <= max(amount, 0)

    >>> part_of(1308, 70, scale=100)
    916
    """
    return round_half_up(amount * share, scale)
