"""Classes of listings once more, slow and obvious: what the tests compare with.

Written from the notice's Chinese (25-2.2b to 25-2.2e) and the public contract alone, in whole
numbers; nothing of the library is used here. A ceiling is not computed but searched for: the
highest price on a grid at which the same listing would still not be non-selected.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple


class Won(NamedTuple):
    """A line of the annex."""

    code: str
    maker: str
    group: str
    price: int


class Listed(NamedTuple):
    """A listing; `elsewhere` is None where nobody knows."""

    code: str
    maker: str
    group: str
    price: int
    elsewhere: tuple[int, ...] | None


class Renewed(NamedTuple):
    """A certificate renewed on a day, days being numbers."""

    old: str
    new: str
    day: int


def valid_codes(annex: Iterable[Won], renewals: Collection[Renewed], day: int) -> set[str]:
    """Add renewed codes (注册证更新) to the selected ones until there is none left to add."""
    valid = {won.code for won in annex}
    while True:
        more = {each.new for each in renewals if each.day <= day and each.old in valid} - valid
        if not more:
            return valid
        valid |= more


def status(listed: Listed, annex: Collection[Won], valid: set[str], *, by_group: bool) -> str:
    """Give the name of the class."""
    if listed.code in valid:
        return "SELECTED"
    firms = {won.maker for won in annex if not by_group or won.group == listed.group}
    at_or_above = [won for won in annex if won.group == listed.group and won.price >= listed.price]
    if listed.maker not in firms:
        return "NEUTRAL" if at_or_above else "NON_SELECTED"
    if not any(won.maker == listed.maker for won in at_or_above):
        return "NON_SELECTED"
    if listed.elsewhere is None:
        return "UNDETERMINED"
    too_high = any(listed.price > other for other in listed.elsewhere)
    return "NON_SELECTED" if too_high else "MAY_COUNT_AS_SELECTED"


def classified(
    listed: Listed,
    annex: Collection[Won],
    renewals: Collection[Renewed] = (),
    day: int = 0,
    *,
    by_group: bool = False,
    grid: Iterable[int],
) -> tuple[str, int | None]:
    """Give the class and the ceiling; `grid` holds every price of the world."""
    valid = valid_codes(annex, renewals, day)
    found = status(listed, annex, valid, by_group=by_group)
    if found == "SELECTED":
        return found, None
    passing = [
        price
        for price in grid
        if status(listed._replace(price=price), annex, valid, by_group=by_group) != "NON_SELECTED"
    ]
    return found, max(passing, default=None)
