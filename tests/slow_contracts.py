"""Progress of a contract once more, slow and obvious: what the tests compare the library with.

Written from the public contract alone, and nothing of the library is used here. Volumes are
Fractions, and the days of the cycle are walked through one by one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

DAY = timedelta(days=1)


class Agreed(NamedTuple):
    """What was agreed for which days; `sizes`: pieces in each unit that can be converted."""

    volume: Fraction
    unit: str
    first_day: date
    last_day: date
    sizes: Mapping[str, int]
    start_is_assumed: bool = False


class Accepted(NamedTuple):
    """What was accepted on a day; below zero for a return."""

    day: date
    quantity: Fraction
    unit: str


class Reached(NamedTuple):
    """How far it came; volumes in the contract's unit."""

    delivered: Fraction
    ratio: Fraction
    remaining: Fraction
    elapsed_ratio: Fraction
    completed_on: date | None
    ahead: bool | None


def rounded(value: Fraction) -> Fraction:
    """Round a figure of zero or more to 4 places, halves up."""
    unit = Fraction(1, 10**4)
    whole, rest = divmod(value, unit)
    return (whole + (1 if rest >= unit / 2 else 0)) * unit


def shown(level: Fraction, volume: Fraction) -> Fraction:
    """Round for display: something is never nothing, and not all is never all."""
    least = Fraction(1, 10_000)
    if 0 < level < volume:
        return min(max(rounded(level), least), volume - least)
    return rounded(level)


def progress(agreed: Agreed, deliveries: Sequence[Accepted], as_of: date) -> Reached | str:
    """Walk through the cycle up to a day; what must be refused comes back as a name."""
    contract_unit = Fraction(agreed.sizes[agreed.unit])
    cycle_days, elapsed, level = 0, 0, Fraction()
    levels: list[tuple[date, Fraction]] = []
    day = agreed.first_day
    while day <= agreed.last_day:
        cycle_days += 1
        if day <= as_of:
            elapsed += 1
            for each in deliveries:
                if each.day == day:
                    level += each.quantity * agreed.sizes[each.unit] / contract_unit
            levels.append((day, level))
        day += DAY
    if level < 0:
        return "InvalidValueError"

    completed_on = None
    for day, reached in reversed(levels):
        if reached < agreed.volume:
            break
        completed_on = day

    ahead = None
    if elapsed and not agreed.start_is_assumed:
        ahead = level / agreed.volume >= Fraction(elapsed, cycle_days)
    return Reached(
        delivered=shown(level, agreed.volume),
        ratio=rounded(level / agreed.volume),
        remaining=max(agreed.volume - shown(level, agreed.volume), Fraction()),
        elapsed_ratio=rounded(Fraction(elapsed, cycle_days)),
        completed_on=completed_on,
        ahead=ahead,
    )
