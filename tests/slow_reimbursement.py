"""Payment standards and reimbursement once more, slow and obvious: what the tests compare with.

Written from the public contract alone, in fractions; nothing of the library is used here. A price
in another pack is computed only where a fraction holds it: where the ratio, or the base, is a
power of two. What must be refused is returned as the name of the refusal.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from slow_ledger import half_up

# One line of a bill


class Line(NamedTuple):
    """What a line comes to, in yuan."""

    charge: Fraction
    within_standard: Fraction
    over_standard: Fraction
    billing_difference: Fraction | None
    self_pay_first: Fraction | None
    fund_pays: Fraction | None
    patient_pays: Fraction | None


def line(
    standard: Fraction,
    price: Fraction,
    quantity: Fraction,
    coverage: tuple[Fraction, Fraction] | None = None,
    billed: Fraction | None = None,
) -> Line:
    """Split one line; the coverage is the share that is self-paid first, then the fund's share."""
    charge = half_up(price * quantity)
    within = half_up(min(price, standard) * quantity)
    first = fund = patient = None
    if coverage is not None:
        first = half_up(within * coverage[0])
        fund = half_up((within - first) * coverage[1])
        patient = charge - fund
    difference = None if billed is None else billed - charge
    return Line(charge, within, charge - within, difference, first, fund, patient)


# What sets the standard


class Pack(NamedTuple):
    """One pack of one form, in one unit of strength and one of fill."""

    strength: Fraction
    size: int
    fill: Fraction | None = None


class Offer(NamedTuple):
    """A selected price and its pack, where that is stated."""

    price: Fraction
    pack: Pack | None = None


class Bases(NamedTuple):
    """What a price is multiplied by when a dimension doubles, and the places it is rounded to."""

    strength: Fraction
    fill: Fraction
    pack: Fraction
    places: int = 2


class Standard(NamedTuple):
    """The standard, and the place in the list of what sets it."""

    price: Fraction
    set_by: int


def power_of_two(figure: Fraction) -> int | None:
    """Give the exponent of a power of two, by halving and doubling; None for anything else."""
    exponent = 0
    while figure > 1:
        figure, exponent = figure / 2, exponent + 1
    while figure < 1:
        figure, exponent = figure * 2, exponent - 1
    return exponent if figure == 1 else None


def factor(base: Fraction, ratio: Fraction) -> Fraction:
    """Give base ** log2(ratio), where one of the two is a power of two."""
    doublings = power_of_two(ratio)
    if doublings is not None:
        return base**doublings
    exponent = power_of_two(base)
    assert exponent is not None, "no fraction holds this factor"
    return ratio**exponent


def in_pack(offer: Offer, target: Pack, bases: Bases) -> Fraction:
    """Give an offer's exact price in another pack."""
    pack = offer.pack
    assert pack is not None
    price = offer.price * factor(bases.strength, target.strength / pack.strength)
    price *= factor(bases.pack, Fraction(target.size, pack.size))
    if target.fill is not None:
        assert pack.fill is not None
        price *= factor(bases.fill, target.fill / pack.fill)
    return price


def rounded(price: Fraction, places: int) -> Fraction:
    """Round a price above zero half-up to so many places."""
    unit = Fraction(1, 10**places)
    whole, rest = divmod(price, unit)
    return (whole + (1 if 2 * rest >= unit else 0)) * unit


def plain_maximum(offers: Sequence[Offer], among: Sequence[int]) -> Standard:
    """Give the first of the highest prices as they stand."""
    highest = max(offers[number].price for number in among)
    return Standard(highest, next(n for n in among if offers[n].price == highest))


def standard(
    offers: Sequence[Offer], target: Pack | None, same_variety: str, bases: Bases | None
) -> Standard | str:
    """Give the standard of one variety under a reading, or the name of the refusal."""
    everyone = range(len(offers))
    packs = [offer.pack for offer in offers] + ([target] if target else [])
    if same_variety == "PACK_PRICE" or all(pack == packs[0] for pack in packs):
        return plain_maximum(offers, everyone)
    if target is None:
        return "NotComparableError"
    if same_variety == "WITHIN_SPECIFICATION":
        own = [number for number in everyone if offers[number].pack == target]
        return plain_maximum(offers, own) if own else "NotListedError"
    if bases is None or None in packs:
        return "NotComparableError"
    return comparable(offers, target, bases)


def comparable(offers: Sequence[Offer], target: Pack, bases: Bases) -> Standard | str:
    """Give the highest price after conversion; what stands in the target pack is not rounded."""
    own = [number for number, offer in enumerate(offers) if offer.pack == target]
    foreign = {
        number: in_pack(offer, target, bases)
        for number, offer in enumerate(offers)
        if offer.pack != target
    }
    # price, price before rounding, the first given
    candidates: list[tuple[Fraction, Fraction, int]] = []
    if own:
        price, set_by = plain_maximum(offers, own)
        candidates.append((price, price, -set_by))
    if foreign:
        highest = max(foreign.values())
        set_by = min(number for number, price in foreign.items() if price == highest)
        candidates.append((rounded(highest, bases.places), highest, -set_by))
    # Neither may undercut the other. Where both come to the same, the one that was higher before
    # rounding sets the standard, else the first given.
    price, _, place = max(candidates)
    return Standard(price, -place) if price else "InvalidValueError"
