"""Which price sets the payment standard of a variety, and for how long."""

import decimal
import pickle
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from invented import INVENTED
from slow_reimbursement import Bases, Offer, Pack, Standard, in_pack, rounded, standard
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Basis,
    Cycle,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NeutralListings,
    NotComparableError,
    NotListedError,
    NotProvidedError,
    PaymentStandard,
    Policy,
    PolicyError,
    PriceRatios,
    Product,
    Reading,
    SameVariety,
    SelectedProduct,
    Span,
    Specification,
    extend,
    payment_standard,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

Number = Decimal | int | str

CLAUSE = "9-3.3a"
VARIETY = "阿卡波糖"
LINEAR = PriceRatios(strength=2, fill=2, pack=2)
COMPARABLE, WITHIN, PACK_PRICE = (Reading(same_variety=each) for each in SameVariety)


evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def refusal(call: Any, kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


def tablets(size: int, strength: Number = "0.5", **others: str) -> Specification:
    fixed: dict[str, Any] = {"form": "片剂", "strength_unit": "g", **others}
    return Specification(strength=strength, pack_size=size, **fixed)


def selected(
    code: str,
    price: Number,
    specification: Specification | int | None = None,
    *,
    variety: str = VARIETY,
) -> SelectedProduct:
    """Give a selected product; a number is the tablets in its pack."""
    if isinstance(specification, int):
        specification = tablets(specification)
    return SelectedProduct(Product(code, variety, "甲", specification=specification), price)


def setter(made: PaymentStandard) -> str:
    assert made.set_by is not None
    return made.set_by.product.code


def standard_of(given_products: Sequence[SelectedProduct], **named: Any) -> PaymentStandard:
    return payment_standard(CHONGQING_2025_9, given_products, **named)


# One specification, or none stated anywhere


@pytest.mark.parametrize("reading", [COMPARABLE, WITHIN, PACK_PRICE])
@pytest.mark.parametrize("size", [None, 24])
@pytest.mark.parametrize(
    ("prices", "highest", "set_by"),
    [
        (["5.42"], "5.42", "0"),
        (["5.10", "5.42"], "5.42", "1"),
        (["5.42", "5.10"], "5.42", "0"),
        (["5.10", "5.42", "5.4199"], "5.42", "1"),
        (["5.10", "5.42", "5.420001"], "5.420001", "2"),
        (["10.00", "9.99"], "10.00", "0"),  # compared as figures, not as text
        (["5.10", "5.42", "5.420", "5.42"], "5.42", "1"),  # ties go to the first given
    ],
)
def test_9_3_3a_the_standard_is_the_highest_selected_price(
    reading: Reading, size: int | None, prices: list[str], highest: str, set_by: str
) -> None:
    offers = [selected(str(number), price, size) for number, price in enumerate(prices)]
    made = standard_of(offers, reading=reading)
    assert str(made.price) == highest
    assert made.set_by is offers[int(set_by)]
    assert made.variety == VARIETY
    assert made.specification == offers[0].product.specification


def test_selected_products_may_come_from_any_iterable() -> None:
    made = standard_of(untyped(selected(code, price) for code, price in [("A", 5), ("B", 6)]))
    assert (str(made.price), setter(made)) == ("6.00", "B")


def test_how_packs_and_pieces_are_called_makes_no_other_specification() -> None:
    named = tablets(24, pack_unit="盒", piece_unit="片")
    made = standard_of([selected("A", "5.10", named), selected("B", "5.42", 24)])
    assert (str(made.price), made.specification) == ("5.42", named)

    asked = standard_of([selected("A", "5.10", named)], specification=tablets(24))
    assert (str(asked.price), asked.specification) == ("5.10", tablets(24))


# Several specifications


MIXED = [selected("A", "8.72", 24), selected("B", "16.00", 48), selected("C", "8.71", 24)]


@pytest.mark.parametrize(
    ("reading", "asked", "price", "set_by"),
    [
        (COMPARABLE, 48, "17.00", "A"),  # 8.72 × 1.95 = 17.004
        (COMPARABLE, 24, "8.72", "A"),  # 16.00 ÷ 1.95 = 8.205…
        (COMPARABLE, 96, "33.16", "A"),  # 8.72 × 1.95² = 33.1578, and 16.00 × 1.95 = 31.20
        (COMPARABLE, 12, "4.47", "A"),  # 8.72 ÷ 1.95 = 4.4717…
        (WITHIN, 48, "16.00", "B"),
        (WITHIN, 24, "8.72", "A"),
        (PACK_PRICE, 48, "16.00", "B"),
        (PACK_PRICE, 24, "16.00", "B"),
        (PACK_PRICE, 12, "16.00", "B"),
    ],
)
def test_9_3_3a_among_which_prices_the_highest_is_sought_is_a_reading(
    reading: Reading, asked: int, price: str, set_by: str
) -> None:
    made = standard_of(
        MIXED, specification=tablets(asked), ratios=SECONDARY_2011_RATIOS, reading=reading
    )
    assert (str(made.price), setter(made)) == (price, set_by)
    assert made.specification == tablets(asked)
    assert made.basis.reading == reading


@pytest.mark.parametrize("reading", [WITHIN, PACK_PRICE])
def test_only_a_conversion_needs_ratios(reading: Reading) -> None:
    made = standard_of(MIXED, specification=tablets(48), reading=reading)
    assert (str(made.price), setter(made)) == ("16.00", "B")


def test_the_price_of_a_pack_whatever_it_holds_needs_no_specification() -> None:
    powder = Specification(form="散剂", strength=1, strength_unit="mg", pack_size=1)
    made = standard_of([*MIXED, selected("D", 17, powder), selected("E", 3)], reading=PACK_PRICE)
    assert (str(made.price), setter(made), made.specification) == ("17.00", "D", None)


@pytest.mark.parametrize(
    ("price", "here", "there", "ratios", "expected"),
    [
        ("8.72", tablets(24), tablets(48), SECONDARY_2011_RATIOS, "17.00"),
        ("0.25", tablets(24, 1), tablets(24, 2), SECONDARY_2011_RATIOS, "0.43"),
        ("100", tablets(24, 1), tablets(24, 3), SECONDARY_2011_RATIOS, "231.87"),
        ("10", tablets(7), tablets(30), SECONDARY_2011_RATIOS, "40.64"),
        ("10", tablets(7), tablets(30), LINEAR, "42.86"),
        ("10", tablets(7), tablets(30), evolve(LINEAR, places=4), "42.8571"),
        ("10", tablets(7), tablets(30), evolve(LINEAR, places=0), "43.00"),
    ],
)
def test_a_specification_nobody_won_is_converted_to(
    price: str, here: Specification, there: Specification, ratios: PriceRatios, expected: str
) -> None:
    made = standard_of([selected("A", price, here)], specification=there, ratios=ratios)
    assert (str(made.price), setter(made), made.specification) == (expected, "A", there)


def test_each_dimension_has_its_own_ratio() -> None:
    ratios = PriceRatios(strength=3, fill=5, pack=7)

    def liquid(strength: int, fill: int, size: int) -> Specification:
        return Specification(
            form="注射剂", strength=strength, strength_unit="g", fill=fill, fill_unit="ml",
            pack_size=size,
        )  # fmt: skip

    offers = [selected("A", "0.11", liquid(1, 1, 1))]
    made = {
        target: str(standard_of(offers, specification=target, ratios=ratios).price)
        for target in (liquid(2, 1, 1), liquid(1, 2, 1), liquid(1, 1, 2), liquid(2, 2, 2))
    }
    assert list(made.values()) == ["0.33", "0.55", "0.77", "11.55"]


ROUNDED: list[tuple[str, str, str, str]] = [
    # of one pack as it stands, of two packs converted to it, the standard, and who sets it
    ("10.00", "19.99", "10.00", "own"),  # 9.995 would be rounded to as much
    ("10.00", "20.008", "10.00", "converted"),  # 10.004 is higher, and compared unrounded
    ("10.00", "20.01", "10.01", "converted"),
    ("10.01", "20.012", "10.01", "own"),
    ("10.004", "20.006", "10.004", "own"),
    ("10.003", "20.008", "10.003", "own"),  # 10.004 would be rounded below what stands
    ("10.003", "20.01", "10.01", "converted"),
    ("0.0025", "0.006", "0.0025", "own"),  # 0.003 would be rounded to nothing
]


@pytest.mark.parametrize(("own", "converted", "price", "set_by"), ROUNDED)
@pytest.mark.parametrize("order", [1, -1])
def test_9_3_3a_what_is_converted_is_compared_unrounded_and_undercuts_nothing(
    own: str, converted: str, price: str, set_by: str, order: int
) -> None:
    offers = [selected("own", own, 24), selected("converted", converted, 48)][::order]
    made = standard_of(offers, specification=tablets(24), ratios=LINEAR)
    assert (str(made.price), setter(made)) == (price, set_by)


@pytest.mark.parametrize("codes", ["AB", "BA", "ACB", "CAB", "BAC", "BCA"])
def test_a_tie_after_conversion_goes_to_the_first_given(codes: str) -> None:
    offers = {
        "A": selected("A", "10.00", 24),
        "B": selected("B", "20.00", 48),
        "C": selected("C", "10.00", 24),
    }
    given_products = [offers[code] for code in codes]
    for asked in (24, 48, 96):
        made = standard_of(given_products, specification=tablets(asked), ratios=LINEAR)
        assert setter(made) == codes[0]


def test_9_3_3a_lowering_a_price_never_raises_the_standard() -> None:
    # 20.011 for two packs is 10.0055 for one, between the two prices and rounded above both
    before, after = (
        standard_of(
            [selected("A", price, 24), selected("B", "20.011", 48)],
            specification=tablets(24),
            ratios=LINEAR,
        ).price
        for price in ("10.006", "10.004")
    )
    assert after <= before


def test_9_3_3a_the_standard_does_not_hang_on_the_order_of_the_products() -> None:
    offers = [selected("A", "10.005", 24), selected("B", "20.01", 48)]
    one, other = (
        standard_of(each, specification=tablets(24), ratios=LINEAR).price
        for each in (offers, offers[::-1])
    )
    assert one == other


@pytest.mark.parametrize(
    ("asked", "price"), [(24, "15.00"), (48, "30.00"), (96, "60.00"), (12, "7.50")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_9_3_3a_packs_that_share_a_code_are_told_apart(asked: int, price: str, order: int) -> None:
    # one registration number may stand for several packs
    offers = [selected("A", "30.00", 48), selected("A", "5.00", 24)][::order]
    made = standard_of(offers, specification=tablets(asked), ratios=LINEAR)
    assert str(made.price) == price
    assert made.set_by == selected("A", "30.00", 48)


# Properties, with a second implementation in fractions


PACKS = [
    Pack(Fraction(strength), size, None if fill is None else Fraction(fill))
    for strength in ("0.25", "0.5", "1")
    for size in (12, 24, 96)
    for fill in (None, "2.5", "5")
]
ODD_PACKS = [Pack(Fraction(strength), size) for strength in ("0.3", "1") for size in (7, 10, 30)]
NO_PACKS: list[Pack | None] = [None]

whole_fen = st.integers(1, 2_000).map(lambda units: Fraction(units, 100))
many_places = st.integers(1, 20_000).map(lambda units: Fraction(units, 1000))
tiny = st.integers(1, 20_000).map(lambda units: Fraction(units, 10**6))
offer_prices = st.one_of(whole_fen, many_places, tiny)
bases = st.integers(10**6, 10**7).map(lambda units: Fraction(units, 10**6))
places = st.integers(0, 6)
exact_ratios = st.builds(Bases, bases, bases, bases, places)
linear_ratios = st.builds(
    Bases, *[st.sampled_from([Fraction(1), Fraction(2), Fraction(4)])] * 3, places
)

Case = tuple[list[Offer], Pack | None, Bases | None]


def draw_near_ties(draw: st.DrawFn, packs: Sequence[Pack], ratios: Bases) -> Case:
    """Draw offers of about the same price in two packs: rounding decides among them."""
    here, there = draw(st.lists(st.sampled_from(packs), min_size=2, max_size=2, unique=True))
    price = draw(many_places)
    offers = [Offer(price, here)]
    for pack in [there, *draw(st.lists(st.sampled_from([here, there]), max_size=2))]:
        near = in_pack(offers[0], pack, ratios) + draw(st.integers(-6, 6)) * Fraction(1, 1000)
        offers.append(Offer(max(rounded(near, 6), Fraction(1, 10**6)), pack))
    ratios = ratios._replace(places=draw(st.integers(0, 3)))
    return draw(st.permutations(offers)), here, ratios


@st.composite
def cases(draw: st.DrawFn, *, comparable: bool = False) -> Case:
    """Offers of one variety, the pack asked for, and ratios whose powers are rational."""
    of_any_base = draw(st.booleans())
    ratios = draw(exact_ratios if of_any_base else linear_ratios)
    filled = draw(st.booleans())
    packs = [pack for pack in PACKS if (pack.fill is not None) == filled]
    if not (of_any_base or filled):
        packs += ODD_PACKS
    if draw(st.booleans()):
        return draw_near_ties(draw, packs, ratios)
    few = draw(st.lists(st.sampled_from(packs), min_size=1, max_size=3, unique=True))
    own: Sequence[Pack | None] = few
    asked: Sequence[Pack | None] = few
    if not comparable:
        own, asked = draw(st.sampled_from([few, few, NO_PACKS, [*few, None]])), [*few, None]
    offers = draw(
        st.lists(st.builds(Offer, offer_prices, st.sampled_from(own)), min_size=1, max_size=5)
    )
    stated = comparable or draw(st.integers(0, 2)) > 0
    return offers, draw(st.sampled_from(asked)), ratios if stated else None


def figure(value: Fraction) -> Decimal:
    """Write a fraction of at most six places as a decimal."""
    millionths = value * 10**6
    assert millionths.denominator == 1
    return Decimal(millionths.numerator).scaleb(-6)


def in_words(pack: Pack | None) -> Specification | None:
    if pack is None:
        return None
    return Specification(
        form="片剂",
        strength=figure(pack.strength),
        strength_unit="g",
        pack_size=pack.size,
        fill=None if pack.fill is None else figure(pack.fill),
        fill_unit=None if pack.fill is None else "ml",
    )


def in_figures(ratios: Bases | None) -> PriceRatios | None:
    if ratios is None:
        return None
    strength, fill, pack = map(figure, ratios[:3])
    return PriceRatios(strength=strength, fill=fill, pack=pack, places=ratios.places)


def products(offers: Sequence[Offer]) -> list[SelectedProduct]:
    return [
        selected(str(number), figure(offer.price), in_words(offer.pack))
        for number, offer in enumerate(offers)
    ]


def made_of(
    offers: Sequence[Offer], target: Pack | None, reading: Reading, ratios: Bases | None
) -> PaymentStandard:
    return standard_of(
        products(offers),
        specification=in_words(target),
        ratios=in_figures(ratios),
        reading=reading,
    )


def outcome(
    offers: Sequence[Offer], target: Pack | None, reading: Reading, ratios: Bases | None
) -> Standard | str:
    try:
        made = made_of(offers, target, reading, ratios)
    except PolicyError as error:
        return type(error).__name__
    return Standard(Fraction(made.price), int(setter(made)))


@given(cases(), readings())
def test_9_3_3a_the_standard_agrees_with_a_slow_second_implementation(
    case: Case, reading: Reading
) -> None:
    # which shows too that no other reading touches it
    offers, target, ratios = case
    expected = standard(offers, target, reading.same_variety.name, ratios)
    assert outcome(offers, target, reading, ratios) == expected
    if isinstance(expected, Standard):
        made = made_of(offers, target, reading, ratios)
        assert evolve(made) == made
        assert repr(evolve(made)) == repr(made)


@given(cases(comparable=True), st.sampled_from(SameVariety), st.data())
def test_9_3_3a_the_standard_is_monotone_in_every_selected_price(
    case: Case, same_variety: SameVariety, data: st.DataObject
) -> None:
    offers, target, ratios = case
    reading = Reading(same_variety=same_variety)
    which = data.draw(st.integers(0, len(offers) - 1))
    more = data.draw(st.one_of(offer_prices, tiny))
    raised = list(offers)
    raised[which] = offers[which]._replace(price=offers[which].price + more)
    before, after = (outcome(each, target, reading, ratios) for each in (offers, raised))
    assume(isinstance(before, Standard))
    assert isinstance(before, Standard)
    assert isinstance(after, Standard)
    assert after.price >= before.price


@given(st.lists(whole_fen, min_size=2, max_size=4), st.data())
def test_9_3_3a_the_standard_is_monotone_where_no_fraction_holds_a_conversion(
    prices: list[Fraction], data: st.DataObject
) -> None:
    offers = [Offer(price, data.draw(st.sampled_from(ODD_PACKS))) for price in prices]
    target = data.draw(st.sampled_from([offer.pack for offer in offers]))
    raised = [offers[0]._replace(price=offers[0].price + data.draw(whole_fen)), *offers[1:]]
    before, after = (
        standard_of(
            products(each), specification=in_words(target), ratios=SECONDARY_2011_RATIOS
        ).price
        for each in (offers, raised)
    )
    assert after >= before


@given(cases(comparable=True))
def test_9_3_3a_the_standard_is_the_rounded_converted_price_of_what_sets_it(case: Case) -> None:
    offers, target, ratios = case
    assert target is not None
    assert ratios is not None
    made = outcome(offers, target, COMPARABLE, ratios)
    assume(isinstance(made, Standard))
    assert isinstance(made, Standard)
    sets_it = offers[made.set_by]
    if sets_it.pack == target:
        assert made.price == sets_it.price
    else:
        assert made.price == rounded(in_pack(sets_it, target, ratios), ratios.places)
    for offer in offers:
        if offer.pack == target:
            assert made.price >= offer.price
        else:
            assert made.price >= rounded(in_pack(offer, target, ratios), ratios.places)


@given(cases(comparable=True), st.sampled_from(SameVariety), st.randoms())
def test_the_order_of_the_products_decides_ties_alone(
    case: Case, same_variety: SameVariety, random: Any
) -> None:
    offers, target, ratios = case
    shuffled = random.sample(offers, len(offers))
    one, other = (
        outcome(each, target, Reading(same_variety=same_variety), ratios)
        for each in (offers, shuffled)
    )
    if isinstance(one, Standard):
        assert isinstance(other, Standard)
        assert one.price == other.price
    else:
        assert one == other


# Readings


@given(st.lists(offer_prices, min_size=1, max_size=5), st.sampled_from([None, PACKS[0]]))
def test_with_one_specification_every_reading_gives_the_same(
    prices: list[Fraction], pack: Pack | None
) -> None:
    offers = [Offer(price, pack) for price in prices]
    made = {outcome(offers, None, each, None) for each in (COMPARABLE, WITHIN, PACK_PRICE)}
    assert made == {Standard(max(prices), prices.index(max(prices)))}


def test_a_reading_changes_nothing_but_price_and_what_sets_it() -> None:
    made = [
        standard_of(MIXED, specification=tablets(48), ratios=SECONDARY_2011_RATIOS, reading=each)
        for each in (COMPARABLE, WITHIN, PACK_PRICE)
    ]
    one, within, pack_price = (evolve_without_price(each) for each in made)
    assert one == within == pack_price


def evolve_without_price(made: PaymentStandard) -> tuple[object, ...]:
    basis = made.basis
    return (
        made.variety, made.specification, made.in_force,
        basis.policy_number, basis.clauses, basis.assumptions,
    )  # fmt: skip


# From which day, and on what basis


ONE = [selected("A", "5.42")]


@pytest.mark.parametrize(
    ("cycle", "in_force"),
    [
        (None, "2025-03-07 to 2025-12-31"),
        (procurement_cycle(CHONGQING_2025_9), "2025-03-07 to 2025-12-31"),
        (procurement_cycle(CHONGQING_2025_9, "2025-04-01"), "2025-04-01 to 2025-12-31"),
        (Cycle("2025-05-01", "2025-06-30"), "2025-05-01 to 2025-06-30"),
    ],
)
def test_a_standard_is_in_force_for_its_cycle_else_for_the_notices_own_dates(
    cycle: Cycle | None, in_force: str
) -> None:
    made = standard_of(ONE, cycle=cycle)
    assert str(made.in_force) == in_force
    assert type(made.in_force) is Span


@pytest.mark.parametrize(
    ("cycle", "assumed"),
    [
        (None, True),
        (procurement_cycle(CHONGQING_2025_9), True),
        (procurement_cycle(CHONGQING_2025_9, "2025-03-07"), False),
        (Cycle("2025-03-07", "2025-12-31"), False),
    ],
)
def test_9_2_1_a_start_that_the_notice_does_not_state_is_an_assumption(
    cycle: Cycle | None, *, assumed: bool
) -> None:
    listed = standard_of(ONE, cycle=cycle).basis.assumptions
    assert any("2025-03-07" in each for each in listed) is assumed


def test_a_standard_says_where_it_comes_from() -> None:
    plain = standard_of(ONE).basis
    assert plain.policy_number == CHONGQING_2025_9.number
    assert [clause.id for clause in plain.clauses] == ["9-3.3a", "9-3.3b", "9-3.3c"]
    assert plain.reading == Reading()
    _, in_catalogue = plain.assumptions
    assert "catalogue" in in_catalogue

    by_ratio = standard_of(ONE, ratios=LINEAR).basis
    assert by_ratio.assumptions[:2] == plain.assumptions
    (of_the_caller,) = by_ratio.assumptions[2:]
    assert "coefficients" in of_the_caller


@pytest.mark.parametrize(
    ("first", "last"), [("2030-03-15", "2032-03-14"), ("2030-02-01", "2032-01-31")]
)
def test_a_notice_that_runs_from_execution_takes_its_cycle(first: str, last: str) -> None:
    made = payment_standard(INVENTED, ONE, cycle=procurement_cycle(INVENTED, first))
    assert str(made.in_force) == f"{first} to {last}"
    assert (made.basis.policy_number, made.basis.clauses[0].id) == (INVENTED.number, "3-7")
    (in_catalogue,) = made.basis.assumptions
    assert "catalogue" in in_catalogue


def test_an_extended_cycle_keeps_its_standard_to_the_new_end() -> None:
    cycle = procurement_cycle(INVENTED, "2030-03-15")
    longer = extend(INVENTED, cycle, "2032-09-14", decided_on="2032-03-01")
    assert payment_standard(INVENTED, ONE, cycle=longer).in_force.last_day == date(2032, 9, 14)


def test_a_notice_that_runs_from_execution_needs_its_cycle() -> None:
    for reading in (None, Reading()):
        error = refusal(
            lambda reading=reading: payment_standard(INVENTED, ONE, reading=reading),
            InvalidTypeError,
        )
        assert (error.field, error.value, error.clause) == ("cycle", None, "3-7")
        assert "not fixed" in error.expected


@given(readings())
def test_the_reading_is_the_cycles_else_the_one_given(reading: Reading) -> None:
    cycle = Cycle("2025-03-07", "2025-12-31", reading=reading)
    assert standard_of(ONE, cycle=cycle).basis.reading == reading
    assert standard_of(ONE, cycle=cycle, reading=reading).basis.reading == reading
    assert standard_of(ONE, reading=reading).basis.reading == reading


@pytest.mark.parametrize(
    "reading",
    [WITHIN, Reading(last_day=LastDay.CORRESPONDING),
     Reading(neutral_listings=NeutralListings.AS_SELECTED)],
)  # fmt: skip
def test_two_different_readings_are_refused(reading: Reading) -> None:
    for one, other in ((Reading(), reading), (reading, Reading())):
        cycle = procurement_cycle(CHONGQING_2025_9, reading=one)
        error = refusal(
            lambda cycle=cycle, other=other: standard_of(ONE, cycle=cycle, reading=other),
            InvalidValueError,
        )
        assert (error.field, error.value, error.clause) == ("reading", other, CLAUSE)
        assert repr(one) in error.expected


def test_a_cycle_of_another_notice_is_refused() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    error = refusal(lambda: standard_of(ONE, cycle=cycle), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("cycle", cycle.policy_number, "9-2.1")
    assert CHONGQING_2025_9.number in error.expected


def test_25_states_no_payment_standard() -> None:
    own = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    for cycle in (None, own):
        error = refusal(
            lambda cycle=cycle: payment_standard(CHONGQING_2025_25, ONE, cycle=cycle),
            NotProvidedError,
        )
        assert (error.field, error.value) == ("payment_standard", CHONGQING_2025_25.number)
        assert "does not" in error.expected


def test_a_notice_that_leaves_the_rest_to_another_document_names_it() -> None:
    terms = evolve(CHONGQING_2025_9.terms, payment_standard=None)
    policy: Policy = evolve(CHONGQING_2025_9, terms=terms)
    error = refusal(lambda: payment_standard(policy, ONE), NotProvidedError)
    assert error.clause == "9-4.4"
    assert "渝医保办〔2022〕73号" in error.expected
    assert "does not hold" in error.expected


# Refusals


def test_several_specifications_need_the_one_asked_for() -> None:
    for reading in (COMPARABLE, WITHIN):
        error = refusal(
            lambda reading=reading: standard_of(MIXED, ratios=LINEAR, reading=reading),
            NotComparableError,
        )
        assert (error.field, error.value, error.clause) == ("specification", None, CLAUSE)
        assert "several" in error.expected


@pytest.mark.parametrize(
    ("offers", "asked"), [(MIXED, tablets(24)), (MIXED, tablets(12)), (MIXED[:1], tablets(48))]
)
def test_9_3_3a_a_conversion_needs_ratios(
    offers: list[SelectedProduct], asked: Specification
) -> None:
    error = refusal(lambda: standard_of(offers, specification=asked), NotComparableError)
    assert (error.field, error.value, error.clause) == ("ratios", None, CLAUSE)
    assert "price ratios" in error.expected


@pytest.mark.parametrize(
    ("offers", "asked"),
    [
        (MIXED, tablets(12)),
        (MIXED[:1], tablets(48)),
        (MIXED, tablets(48, 1)),
        (MIXED, tablets(48, form="胶囊")),
        (MIXED, tablets(48, strength_unit="mg")),
        (ONE, tablets(24)),
    ],
)
def test_9_3_3a_within_a_specification_that_nobody_won_there_is_no_standard(
    offers: list[SelectedProduct], asked: Specification
) -> None:
    error = refusal(
        lambda: standard_of(offers, specification=asked, ratios=LINEAR, reading=WITHIN),
        NotListedError,
    )
    assert (error.field, error.value, error.clause) == ("specification", asked, CLAUSE)


INJECTION = Specification(
    form="注射剂", strength=1, strength_unit="g", fill=5, fill_unit="ml", pack_size=10
)


@pytest.mark.parametrize(
    ("here", "there", "field", "value", "accepted"),
    [
        (tablets(24), tablets(24, form="胶囊"), "form", "胶囊", "片剂"),
        (tablets(24), tablets(24, strength_unit="mg"), "strength_unit", "mg", "g"),
        (INJECTION, evolve(INJECTION, fill_unit="L"), "fill_unit", "L", "ml"),
        (INJECTION, evolve(INJECTION, fill=None, fill_unit=None), "fill_unit", None, "ml"),
        (evolve(INJECTION, fill=None, fill_unit=None), INJECTION, "fill_unit", "ml", "None"),
    ],
)
@pytest.mark.parametrize("mixed", [True, False])
def test_what_has_no_common_measure_is_not_converted(
    here: Specification,
    there: Specification,
    field: str,
    value: object,
    accepted: str,
    *,
    mixed: bool,
) -> None:
    offers = [selected("A", 5, here), *([selected("B", 4, there)] if mixed else [])]
    error = refusal(
        lambda: standard_of(offers, specification=there, ratios=LINEAR), NotComparableError
    )
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)
    assert accepted in error.expected


@pytest.mark.parametrize("offers", [ONE, [*MIXED, *ONE], [*ONE, *MIXED]])
def test_a_product_without_a_specification_is_not_converted(offers: list[SelectedProduct]) -> None:
    error = refusal(
        lambda: standard_of(offers, specification=tablets(24), ratios=LINEAR), NotComparableError
    )
    assert (error.value, error.clause) == (None, CLAUSE)
    assert "specification" in error.field
    assert "product A" in error.expected


def test_without_a_specification_a_product_is_in_none() -> None:
    dear = selected("D", "99.00")
    made = standard_of([dear, *MIXED], specification=tablets(24), reading=WITHIN)
    assert (str(made.price), setter(made)) == ("8.72", "A")


def test_a_converted_price_that_rounds_to_nothing_is_refused() -> None:
    # half of it is 0.0049995
    offers = [selected("A", "0.009999", 48)]
    error = refusal(
        lambda: standard_of(offers, specification=tablets(24), ratios=LINEAR), InvalidValueError
    )
    assert (error.field, error.clause) == ("price", CLAUSE)
    assert "a unit price above 0" in error.expected


@pytest.mark.parametrize("own", [[], [selected("B", "999999999.99", 96)]])
def test_a_converted_price_past_the_bound_of_a_price_is_refused(own: list[SelectedProduct]) -> None:
    offers = [selected("A", "500000000", 48), *own]
    error = refusal(
        lambda: standard_of(offers, specification=tablets(96), ratios=LINEAR), InvalidValueError
    )
    assert (error.field, error.clause) == ("price", CLAUSE)
    assert "below 10^9" in error.expected
    below = [selected("A", "499999999.99", 48)]
    made = standard_of(below, specification=tablets(96), ratios=LINEAR)
    assert str(made.price) == "999999999.98"


def test_half_a_fen_is_the_least_that_can_be_converted_to() -> None:
    made = standard_of([selected("A", "0.01", 48)], specification=tablets(24), ratios=LINEAR)
    assert str(made.price) == "0.01"


@pytest.mark.parametrize("number", [1, 2])
def test_9_3_3a_several_varieties_have_no_common_standard(number: int) -> None:
    offers = [selected("A", 5), selected("B", 6), selected("C", 7)]
    offers[number] = selected("D", 8, variety="二甲双胍")
    error = refusal(lambda: standard_of(offers), InvalidValueError)
    assert (error.value, error.clause) == ("二甲双胍", CLAUSE)
    assert f"selected[{number}]" in error.field
    assert VARIETY in error.expected


def test_without_a_selected_product_there_is_no_standard() -> None:
    error = refusal(lambda: standard_of([]), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("selected", (), CLAUSE)
    assert "at least one" in error.expected


@pytest.mark.parametrize(
    ("given_products", "named", "field", "value"),
    [
        (5, {}, "selected", 5),
        (ONE[0], {}, "selected", ONE[0]),
        ([*ONE, "5.42"], {}, "selected[1]", "5.42"),
        ([ONE[0].product], {}, "selected[0]", ONE[0].product),
        (ONE, {"specification": "片剂"}, "specification", "片剂"),
        (ONE, {"ratios": (2, 2, 2)}, "ratios", (2, 2, 2)),
        (ONE, {"reading": SameVariety.COMPARABLE}, "reading", SameVariety.COMPARABLE),
    ],
)
def test_arguments_of_another_type_are_refused(
    given_products: object, named: dict[str, object], field: str, value: object
) -> None:
    error = refusal(
        lambda: payment_standard(CHONGQING_2025_9, untyped(given_products), **untyped(named)),
        InvalidTypeError,
    )
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)


@pytest.mark.parametrize("value", ["2025", Span("2025-03-07", "2025-12-31")])
def test_a_cycle_is_a_cycle(value: object) -> None:
    error = refusal(lambda: standard_of(ONE, cycle=value), InvalidTypeError)
    assert (error.field, error.value, error.expected) == ("cycle", value, "Cycle")


def test_the_policy_comes_first() -> None:
    error = refusal(
        lambda: payment_standard(untyped(ONE), untyped(CHONGQING_2025_9)), InvalidTypeError
    )
    assert (error.field, error.value) == ("policy", ONE)
    assert "first argument" in error.expected


# Values


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    made = standard_of(ONE)
    other = evolve(made, basis=Basis("other", (), Reading(), ("something",)))
    assert made == other
    assert hash(made) == hash(other)
    assert "basis" not in repr(made)
    assert made != standard_of([selected("A", "5.43")])


def test_a_standard_pickles_with_its_basis() -> None:
    made = standard_of(MIXED, specification=tablets(48), ratios=SECONDARY_2011_RATIOS)
    copy = pickle.loads(pickle.dumps(made))  # noqa: S301  # our own bytes
    assert (copy, copy.basis) == (made, made.basis)


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("variety", "", InvalidValueError),
        ("variety", None, InvalidTypeError),
        ("specification", "片剂", InvalidTypeError),
        ("price", 5.42, InvalidTypeError),
        ("price", 0, InvalidValueError),
        ("set_by", ONE[0].product, InvalidTypeError),
        ("in_force", "2025-03-07", InvalidTypeError),
        ("basis", None, InvalidTypeError),
    ],
)
def test_a_standard_checks_every_field(field: str, value: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: evolve(standard_of(ONE), **{field: value}), kind)
    assert (error.field, error.value) == (field, value)


@pytest.mark.parametrize(
    ("field", "value"),
    [("variety", "二甲双胍"), ("price", "5.43"), ("price", "5.41"), ("set_by", selected("A", 6))],
)
def test_a_standard_that_is_not_its_setters_is_refused(field: str, value: object) -> None:
    # whatever the reading, a price in its own specification enters as it is
    error = refusal(lambda: evolve(standard_of(ONE), **{field: value}), InvalidValueError)
    assert error.field in {"variety", "price", "set_by"}


def test_the_hosts_decimal_context_reaches_no_standard() -> None:
    def made() -> PaymentStandard:
        return standard_of(MIXED, specification=tablets(30), ratios=SECONDARY_2011_RATIOS)

    expected = made()
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)) as context:
        context.traps = dict.fromkeys(context.traps, True)
        assert made() == expected
