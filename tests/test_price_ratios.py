"""Price ratios (差比价), 9号 9-3.1b: at which price an added specification or pack is listed."""

import decimal
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import INVENTED, OTHER
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    DifferentialPrice,
    DimensionFactor,
    InvalidTypeError,
    InvalidValueError,
    ListingTerms,
    NotComparableError,
    NotProvidedError,
    Policy,
    PolicyError,
    PriceRatios,
    Product,
    Reading,
    SelectedProduct,
    Specification,
    listing_price,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

CLAUSE = "9-3.1b"
MANY = settings.default.max_examples if settings.default else 100
"""A hundred at the quick profile, five thousand at the deep one."""

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def refusal(kind: type[PolicyError], call: Callable[..., object], *args: Any) -> PolicyError:
    """Give what a call raises: of exactly this kind, with all that it says in its message."""
    with pytest.raises(kind) as caught:
        call(*args)
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


Measures = tuple[str, str | None, int]  # strength in g, fill in ml, pieces in a pack


def product(measures: Measures = ("0.5", None, 24), code: str = "A", **changes: Any) -> Product:
    """Give a product of those measures; a change is one of it or of its specification."""
    strength, fill, pack_size = measures
    specification: dict[str, Any] = {
        "form": "片剂",
        "strength": strength,
        "strength_unit": "g",
        "pack_size": pack_size,
        "fill": fill,
        "fill_unit": None if fill is None else "ml",
    }
    held: dict[str, Any] = {"code": code, "variety": "某药", "maker": "甲厂"}
    for field, value in changes.items():
        (held if field in held else specification)[field] = value
    return Product(**held, specification=Specification(**specification))


def selected(price: Any, measures: Measures = ("0.5", None, 24), **changes: Any) -> SelectedProduct:
    return SelectedProduct(product(measures, **changes), price)


def listed(
    price: Any,
    here: Measures,
    there: Measures,
    ratios: PriceRatios = SECONDARY_2011_RATIOS,
    *,
    policy: Policy = CHONGQING_2025_9,
) -> DifferentialPrice:
    return listing_price(policy, selected(price, here), product(there, "B"), ratios)


def bases(
    strength: Any = "1.7", fill: Any = "1.9", pack: Any = "1.95", places: Any = 2
) -> PriceRatios:
    return PriceRatios(strength=strength, fill=fill, pack=pack, places=places)


# The coefficients


def test_the_coefficients_of_2011_are_as_secondary_sources_give_them() -> None:
    held = SECONDARY_2011_RATIOS
    assert [str(each) for each in (held.strength, held.fill, held.pack)] == ["1.70", "1.90", "1.95"]
    assert held.places == 2
    assert held == bases()


def test_no_coefficient_is_a_default() -> None:
    make: Any = PriceRatios
    given = {"strength": "1.7", "fill": "1.9", "pack": "1.95"}
    assert make(**given).places == 2
    for field in given:
        with pytest.raises(TypeError):
            make(**{name: given[name] for name in given.keys() - {field}})
    with pytest.raises(TypeError):
        make("1.7", "1.9", "1.95")
    rule: Any = listing_price
    with pytest.raises(TypeError):
        rule(CHONGQING_2025_9, selected("8.72"), product())


BASES = pytest.mark.parametrize("field", ["strength", "fill", "pack"])


@BASES
@pytest.mark.parametrize(
    ("base", "digits"),
    [
        (1, "1.00"),
        ("1", "1.00"),
        ("1.000001", "1.000001"),
        (Decimal("1.950"), "1.95"),
        (2, "2.00"),
        ("9.999999", "9.999999"),
        ("10.0", "10.00"),
    ],
)
def test_a_base_is_from_1_to_10(field: str, base: Any, digits: str) -> None:
    made = bases(**{field: base})
    assert str(getattr(made, field)) == digits
    for other in {"strength", "fill", "pack", "places"} - {field}:
        assert getattr(made, other) == getattr(SECONDARY_2011_RATIOS, other)


@BASES
@pytest.mark.parametrize(
    ("base", "kind", "said"),
    [
        ("0.999999", InvalidValueError, "a base from 1 to 10"),
        ("0.5", InvalidValueError, "a base from 1 to 10"),
        ("10.000001", InvalidValueError, "a base from 1 to 10"),
        (11, InvalidValueError, "a base from 1 to 10"),
        ("0", InvalidValueError, "above 0"),
        ("-1.7", InvalidValueError, "above 0"),
        ("1.7000001", InvalidValueError, "6 places"),
        ("1e0", InvalidValueError, "6 places"),
        (Decimal("NaN"), InvalidValueError, "finite"),
        (1.7, InvalidTypeError, "Decimal"),
        (True, InvalidTypeError, "Decimal"),
        (None, InvalidTypeError, "Decimal"),
    ],
)
def test_any_other_base_is_refused(
    field: str, base: Any, kind: type[PolicyError], said: str
) -> None:
    error = refusal(kind, lambda: bases(**{field: base}))
    assert (error.field, error.clause) == (field, None)
    assert error.value is base
    assert said in error.expected


@pytest.mark.parametrize("places", range(7))
def test_a_price_is_rounded_to_0_to_6_places(places: int) -> None:
    assert bases(places=places).places == places


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        (-1, InvalidValueError),
        (7, InvalidValueError),
        (True, InvalidTypeError),
        (2.0, InvalidTypeError),
        ("2", InvalidTypeError),
        (None, InvalidTypeError),
    ],
)
def test_any_other_places_are_refused(places: Any, kind: type[PolicyError]) -> None:
    error = refusal(kind, lambda: bases(places=places))
    assert (error.field, error.value, error.clause) == ("places", places, None)
    assert error.expected == "an int from 0 to 6"


# The price


@pytest.mark.parametrize(
    ("price", "here", "there", "factor", "expected"),
    [
        ("8.72", ("0.5", None, 24), ("0.5", None, 48), "1.9500000000", "17.00"),
        ("0.25", ("0.25", None, 24), ("0.5", None, 24), "1.7000000000", "0.43"),
        ("100", ("0.1", None, 1), ("0.3", None, 1), "2.3187445101", "231.87"),
        ("10", ("0.5", None, 7), ("0.5", None, 30), "4.0638532162", "40.64"),
        ("8.72", ("0.5", None, 48), ("0.5", None, 24), "0.5128205128", "4.47"),
        ("10", ("1", "2", 10), ("1", "4", 10), "1.9000000000", "19.00"),
        ("10", ("1", "4", 10), ("1", "1", 10), "0.2770083102", "2.77"),
        ("10", ("1", "1", 1), ("2", "2", 2), "6.2985000000", "62.99"),
        ("10", ("1", "1", 1), ("3", "3", 3), "18.4825072866", "184.83"),
        ("10", ("2", "2", 1), ("1", "1", 4), "1.1772445820", "11.77"),
        ("8.72", ("0.5", None, 24), ("0.5", None, 24), "1.0000000000", "8.72"),
        ("8.725", ("0.5", "1", 24), ("0.5", "1", 24), "1.0000000000", "8.73"),
    ],
)
def test_9_3_1b_golden_prices(
    price: str, here: Measures, there: Measures, factor: str, expected: str
) -> None:
    found = listed(price, here, there)
    assert (str(found.factor), str(found.price)) == (factor, expected)


def test_9_3_1b_every_figure_of_a_conversion_is_shown() -> None:
    reference = selected("10", ("2", "5", 1), code="A1")
    target = product(("1", "15", 4), "A2")
    found = listing_price(CHONGQING_2025_9, reference, target, SECONDARY_2011_RATIOS)
    assert (found.reference, found.target) == (reference, target)
    assert found.ratios == SECONDARY_2011_RATIOS
    # 1 ÷ 1.7, 1.9 ** log2(3), 1.95 ** 2
    assert [
        (each.dimension, each.reference, each.target, each.base, str(each.factor))
        for each in found.factors
    ] == [
        ("strength", Decimal(2), Decimal(1), Decimal("1.7"), "0.5882352941"),
        ("fill", Decimal(5), Decimal(15), Decimal("1.9"), "2.7657568994"),
        ("pack", Decimal(1), Decimal(4), Decimal("1.95"), "3.8025000000"),
    ]
    assert str(found.factor) == "6.1863474177"
    assert str(found.price) == "61.86"


def test_9_3_1b_a_product_without_a_fill_has_two_dimensions() -> None:
    found = listed("10", ("1", None, 1), ("2", None, 2))
    assert [each.dimension for each in found.factors] == ["strength", "pack"]


def test_9_3_1b_a_price_says_where_it_comes_from() -> None:
    found = listed("8.72", ("0.5", None, 24), ("0.5", None, 48))
    assert found.basis.policy_number == "渝医保办〔2025〕9号"
    assert [each.id for each in found.basis.clauses] == [CLAUSE]
    assert found.basis.clauses[0] in CHONGQING_2025_9.clauses
    assert found.basis.reading == Reading()
    callers, secondary = found.basis.assumptions
    assert "coefficients" in callers
    assert "the caller's" in callers
    assert "secondary sources alone" in secondary


@pytest.mark.parametrize("places", [0, 2, 6])
def test_the_secondary_ratios_say_so_with_any_places_and_no_others_do(places: int) -> None:
    secondary = evolve(SECONDARY_2011_RATIOS, places=places)
    others = evolve(SECONDARY_2011_RATIOS, pack="1.96")
    here, there = ("0.5", None, 24), ("0.5", None, 48)
    for ratios, says in ((secondary, 2), (others, 1)):
        assert len(listed("8.72", here, there, ratios=ratios).basis.assumptions) == says


def test_the_basis_takes_no_part_in_equality_hash_or_repr() -> None:
    own = evolve(
        INVENTED, terms=evolve(INVENTED.terms, listing=ListingTerms(price_ratio_clause=OTHER))
    )
    here, there = ("0.5", None, 24), ("0.5", None, 48)
    found, other = listed("8.72", here, there), listed("8.72", here, there, policy=own)
    assert other.basis.policy_number == INVENTED.number
    assert [each.id for each in other.basis.clauses] == [OTHER.id]
    assert found == other
    assert hash(found) == hash(other)
    assert repr(found) == repr(other)
    error = refusal(NotComparableError, lambda: listed("1", here, ("1", "1", 1), policy=own))
    assert error.clause == OTHER.id


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (0, "28.00"),
        (1, "27.80"),
        (2, "27.82"),
        (3, "27.816"),
        (4, "27.8161"),
        (5, "27.81612"),
        (6, "27.816125"),
    ],
)
def test_a_price_is_rounded_once_to_the_places_asked_for(places: int, expected: str) -> None:
    found = listed("8.72", ("1", None, 3), ("1", None, 10), bases(places=places))
    assert str(found.price) == expected
    assert str(found.factor) == "3.1899225673"


@pytest.mark.parametrize(
    ("price", "pieces", "expected"),
    [
        ("1.115", 3, "3.35"),
        ("0.01", 1, "0.01"),
        ("0.005", 1, "0.01"),
        ("0.0005", 10, "0.01"),
        ("0.000499", 10, None),
        ("0.000001", 5000, "0.01"),
        ("0.000001", 4999, None),
        ("1.005", 1, "1.01"),
        ("499999999.99", 2, "999999999.98"),
        ("500000000", 2, None),
        ("999999999.994", 1, "999999999.99"),
        ("999999999.995", 1, None),
    ],
)
def test_base_2_is_linear_and_half_a_fen_goes_up(
    price: str, pieces: int, expected: str | None
) -> None:
    """From one piece to so many; a price that rounds to 0.00 or past the bound is refused."""

    def convert() -> DifferentialPrice:
        return listed(price, ("1", None, 1), ("1", None, pieces), bases(2, 2, 2))

    if expected is not None:
        assert str(convert().price) == expected
    else:
        error = refusal(InvalidValueError, convert)
        assert (error.field, error.clause) == ("price", CLAUSE)
        assert error.value in {Decimal("0.00"), Decimal(1_000_000_000)}
        assert "above 0" in error.expected
        assert "below 10^9" in error.expected


def test_what_rounds_to_zero_at_two_places_has_a_price_at_six() -> None:
    small = ("0.000001", ("1", None, 1), ("1", None, 4999))
    assert str(listed(*small, bases(2, 2, 2, places=6)).price) == "0.004999"
    refusal(InvalidValueError, lambda: listed(*small, bases(2, 2, 2, places=0)))
    assert str(listed("0.5", ("1", None, 1), ("1", None, 1), bases(places=0)).price) == "1.00"


@pytest.mark.parametrize("price", ["1.005", "0.015", "2.675", "999.995"])
@pytest.mark.parametrize(
    ("here", "there", "ratios"),
    [
        (("1", "3", 1), ("5", "1", 1), bases(3, 5, 2)),
        (("1", None, 9), ("3", None, 1), bases("2.89", 1, "1.7")),
        (("1", "5", 7), ("7", "5", 1), bases("1.95", 1, "1.95")),
        (("1", "6", 3), ("3", "2", 1), bases(6, 2, 3)),
        (("7", "1", 1), ("1", "11", 13), bases(1, 1, 1)),
    ],
)
def test_a_tie_that_no_number_of_digits_shows_goes_up(
    price: str, here: Measures, there: Measures, ratios: PriceRatios
) -> None:
    """Powers that cancel, so that the price is its own, half a fen included."""
    found = listed(price, here, there, ratios)
    assert str(found.factor) == "1.0000000000"
    assert Fraction(found.price) == Fraction(price) + Fraction("0.005")


def test_the_farthest_specifications_can_cancel() -> None:
    least, most = "0.000001", "999999999.999999"
    found = listed("8.72", (least, most, 1), (most, least, 1), bases(10, 10, 10))
    assert str(found.price) == "8.72"
    assert found.factors[0].factor > 10**49
    assert found.factors[1].factor == 0


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (("0.000001", None, 1), ("999999999", None, 1)),
        (("0.000001", "0.000001", 1), ("999999999", "999999999", 10**6)),
        (("0.000001", "1", 1), ("999999999.999999", "1", 10**6)),
        (("1", "0.000001", 1), ("1", "999999999.999999", 2)),
        (("1", None, 1), ("1", None, 10**6)),
    ],
)
def test_a_price_past_the_bound_is_refused_however_far(here: Measures, there: Measures) -> None:
    error = refusal(InvalidValueError, lambda: listed("1", here, there, bases(10, 10, 10)))
    assert (error.field, error.clause) == ("price", CLAUSE)
    assert "below 10^9" in error.expected
    assert len(str(error)) < 500
    error = refusal(InvalidValueError, lambda: listed("1", there, here, bases(10, 10, 10)))
    assert (error.field, error.value, error.clause) == ("price", Decimal("0.00"), CLAUSE)


# Against a second implementation: 150 digits, far more than any tie of these figures hides in


def in_digits(price: Decimal, steps: list[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """Give price × the product of base ** log2(target ÷ reference), an exact tie made good."""
    many = decimal.Context(prec=150)
    exponent = Decimal(0)
    for base, reference, target in steps:
        log = many.ln(many.divide(target, reference))
        exponent = many.add(exponent, many.multiply(many.ln(base), log))
    exact = many.multiply(price, many.exp(many.divide(exponent, many.ln(Decimal(2)))))
    return decimal.Context(prec=100).plus(exact)


def half_up(exact: Decimal, places: int) -> Decimal:
    scale = Decimal(1).scaleb(-places)
    return exact.quantize(scale, decimal.ROUND_HALF_UP, decimal.Context(prec=60))


def measures_of(random: Random, *, filled: bool) -> Measures:
    def measure() -> str:
        whole = random.choice([1, 2, 5, 10, 25, random.randint(1, 10**6)])
        return str(Decimal(whole).scaleb(-random.randrange(4)))

    return measure(), measure() if filled else None, random.randint(1, 200)


def test_9_3_1b_prices_and_factors_agree_with_a_second_implementation() -> None:
    random = Random(1)  # noqa: S311
    for _ in range(2 * MANY):
        filled = random.random() < 0.5
        here, there = measures_of(random, filled=filled), measures_of(random, filled=filled)
        one, two, three = (Decimal(random.randint(10**6, 10**7)).scaleb(-6) for _ in range(3))
        own = bases(one, two, three, random.randrange(7))
        ratios = random.choice([SECONDARY_2011_RATIOS, bases(2, 2, 2), own])
        price = Decimal(random.randint(1, 10**7)).scaleb(-random.randrange(7))
        steps = [
            (base, Decimal(reference), Decimal(target))
            for base, reference, target in zip(
                (ratios.strength, ratios.fill, ratios.pack), here, there, strict=True
            )
            if reference is not None and target is not None
        ]
        expected = half_up(in_digits(price, steps), ratios.places)
        if 0 < expected < 10**9:
            found = listed(price, here, there, ratios)
            assert found.price == expected
            assert found.factor == half_up(in_digits(Decimal(1), steps), 10)
            assert found.factor.as_tuple().exponent == -10
            for each, step in zip(found.factors, steps, strict=True):
                assert (each.base, each.reference, each.target) == step
                assert each.factor == half_up(in_digits(Decimal(1), [step]), 10)
        else:
            error = refusal(InvalidValueError, listed, price, here, there, ratios)
            assert (error.field, error.value) == ("price", expected)


# What a converted price must hold to

prices = st.integers(10**4, 10**7).map(lambda fen: Decimal(fen).scaleb(-2))
packs = st.integers(1, 20)
strengths = st.integers(1, 12).map(lambda twentieths: str(Decimal(twentieths * 5).scaleb(-2)))
some_ratios = st.sampled_from(
    [SECONDARY_2011_RATIOS, bases(2, 2, 2), bases(1, 1, 1), bases("1.000001", 2, "1.33")]
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Measures, Measures]:
    """Draw two specifications that can be compared."""
    filled = draw(st.booleans())

    def one() -> Measures:
        return draw(strengths), draw(strengths) if filled else None, draw(packs)

    return one(), one()


@given(prices, pairs(), some_ratios)
def test_there_and_back_is_within_one_rounding(
    price: Decimal, pair: tuple[Measures, Measures], ratios: PriceRatios
) -> None:
    here, there = pair
    found = listed(price, here, there, ratios)
    back = listed(found.price, there, here, ratios)
    fen = Decimal("0.01")
    if found.factor >= 1:
        assert back.price == price
    else:  # half a fen of the one rounding weighs more on the way back, and is rounded again
        assert abs(back.price - price) <= (back.factor * fen + fen) / 2 + Decimal("1e-8")


@given(prices, prices, pairs(), some_ratios)
def test_a_dearer_product_is_never_listed_lower(
    first: Decimal, second: Decimal, pair: tuple[Measures, Measures], ratios: PriceRatios
) -> None:
    low, high = sorted([first, second])
    assert listed(low, *pair, ratios).price <= listed(high, *pair, ratios).price


@given(prices, pairs(), some_ratios, st.sampled_from([0, 1, 2]), st.integers(2, 5))
def test_more_is_never_listed_lower(
    price: Decimal, pair: tuple[Measures, Measures], ratios: PriceRatios, place: int, times: int
) -> None:
    here, (strength, fill, pack_size) = pair
    more: list[Measures] = [
        (str(Decimal(strength) * times), fill, pack_size),
        (strength, None if fill is None else str(Decimal(fill) * times), pack_size),
        (strength, fill, pack_size * times),
    ]
    found = listed(price, here, (strength, fill, pack_size), ratios)
    larger = listed(price, here, more[place], ratios)
    assert larger.price >= found.price
    assert larger.factor >= found.factor


def test_no_decimal_context_of_the_host_reaches_a_price() -> None:
    def outcomes() -> list[str]:
        found = [
            listed("8.725", ("0.5", "1", 24), ("0.5", "1", 24)),
            listed("10", ("2", "5", 7), ("1", "15", 30)),
            listed("1.115", ("1", None, 1), ("1", None, 3), bases(2, 2, 2)),
        ]
        return [repr(attrs.astuple(each, recurse=False)) for each in found]

    expected = outcomes()
    signals: list[Any] = list(decimal.getcontext().flags)
    for hostile in (
        decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emin=0, Emax=0, traps=signals),
        decimal.Context(prec=2, rounding=decimal.ROUND_DOWN, clamp=1, traps=[]),
    ):
        with decimal.localcontext(hostile) as inside:
            before = repr(inside)
            found = outcomes()
            assert repr(inside) == before
        assert found == expected


# What is refused


@pytest.mark.parametrize("policy", [CHONGQING_2025_25, INVENTED], ids=str)
def test_a_notice_that_states_no_such_rule_provides_no_price(policy: Policy) -> None:
    """25号 has no price-ratio rule, nor has the invented notice."""
    error = refusal(
        NotProvidedError,
        listing_price,
        policy,
        selected("8.72"),
        product(("0.5", None, 48)),
        SECONDARY_2011_RATIOS,
    )
    assert (error.field, error.value, error.clause) == ("listing_price", policy.number, None)
    assert policy.number in error.expected
    assert "does not" in error.expected


def test_a_notice_that_leaves_the_rest_to_another_document_names_it() -> None:
    silent = evolve(CHONGQING_2025_9, terms=evolve(CHONGQING_2025_9.terms, listing=ListingTerms()))
    error = refusal(
        NotProvidedError, lambda: listed("1", ("1", None, 1), ("1", None, 2), policy=silent)
    )
    assert (error.field, error.clause) == ("listing_price", "9-4.4")
    assert "渝医保办〔2022〕73号" in error.expected
    assert "does not hold" in error.expected


@pytest.mark.parametrize(
    ("field", "own", "other"), [("maker", "甲厂", "乙厂"), ("variety", "某药", "他药")]
)
def test_9_3_1b_is_for_a_firms_own_products_of_the_same_variety(
    field: str, own: str, other: str
) -> None:
    target = product(("0.5", None, 48), **{field: other})
    error = refusal(
        NotProvidedError,
        listing_price,
        CHONGQING_2025_9,
        selected("8.72"),
        target,
        SECONDARY_2011_RATIOS,
    )
    assert (error.field, error.value, error.clause) == (f"target.{field}", other, CLAUSE)
    assert f"own {field}, {own}" in error.expected


@pytest.mark.parametrize(
    ("field", "changes", "theirs"),
    [
        ("form", {"form": "胶囊"}, "胶囊"),
        ("strength_unit", {"strength_unit": "mg"}, "mg"),
        ("fill_unit", {"fill_unit": "g"}, "g"),
        ("fill_unit", {"fill": None, "fill_unit": None}, None),
    ],
)
def test_9_3_1b_other_forms_units_and_missing_fills_have_no_common_measure(
    field: str, changes: dict[str, Any], theirs: str | None
) -> None:
    plain, other = product(("0.5", "2", 24)), product(("0.5", "2", 24), **changes)
    assert plain.specification is not None
    ours = getattr(plain.specification, field)
    for one, two, value, said in ((plain, other, theirs, ours), (other, plain, ours, theirs)):
        error = refusal(
            NotComparableError,
            listing_price,
            CHONGQING_2025_9,
            SelectedProduct(one, "8.72"),
            two,
            SECONDARY_2011_RATIOS,
        )
        assert (error.field, error.value, error.clause) == (field, value, CLAUSE)
        assert error.expected == f"the same {field}, {said}"


def test_how_packs_and_pieces_are_called_does_not_matter() -> None:
    found = listing_price(
        CHONGQING_2025_9,
        selected("8.72", pack_unit="盒", piece_unit="片"),
        product(("0.5", None, 48), pack_unit="瓶"),
        SECONDARY_2011_RATIOS,
    )
    assert str(found.price) == "17.00"


@pytest.mark.parametrize("side", ["reference", "target"])
def test_a_product_without_a_specification_cannot_be_converted(side: str) -> None:
    bare = Product("X1", "某药", "甲厂")
    reference = SelectedProduct(bare, "8.72") if side == "reference" else selected("8.72")
    target = bare if side == "target" else product()
    error = refusal(
        NotComparableError,
        listing_price,
        CHONGQING_2025_9,
        reference,
        target,
        SECONDARY_2011_RATIOS,
    )
    assert (error.field, error.value, error.clause) == (f"{side}.specification", None, CLAUSE)
    assert error.expected == "a specification of product X1"


@pytest.mark.parametrize(
    ("place", "field", "kind", "clause"),
    [
        (0, "policy", "Policy", None),
        (1, "reference", "SelectedProduct", CLAUSE),
        (2, "target", "Product", CLAUSE),
        (3, "ratios", "PriceRatios", CLAUSE),
    ],
)
def test_each_argument_is_of_its_type(
    place: int, field: str, kind: str, clause: str | None
) -> None:
    right = [CHONGQING_2025_9, selected("8.72"), product(), SECONDARY_2011_RATIOS]
    for wrong in (None, "A", 1.7, right[place - 1]):
        given = [*right[:place], wrong, *right[place + 1 :]]
        error = refusal(InvalidTypeError, listing_price, *given)
        assert (error.field, error.value, error.clause) == (field, wrong, clause)
        assert kind in error.expected


# A price that exists is the one that follows from its figures

FOUND = listed("10", ("2", "5", 7), ("1", "15", 30))
TENTH = Decimal("1e-10")


@pytest.mark.parametrize("value", [FOUND, *FOUND.factors])
def test_a_price_made_again_from_its_figures_is_the_same(value: Any) -> None:
    again = evolve(value)
    assert again == value
    assert repr(again) == repr(value)


@pytest.mark.parametrize(
    ("field", "tampered"),
    [
        ("price", FOUND.price + Decimal("0.01")),
        ("price", FOUND.price - Decimal("0.01")),
        ("price", FOUND.price + Decimal("0.000001")),
        ("factor", FOUND.factor + TENTH),
        ("factor", FOUND.factor - TENTH),
    ],
)
def test_a_tampered_price_or_factor_is_refused(field: str, tampered: Decimal) -> None:
    error = refusal(InvalidValueError, lambda: evolve(FOUND, **{field: tampered}))
    assert (error.field, error.clause) == (field, None)
    assert repr(error.value) == repr(tampered)
    assert f"{getattr(FOUND, field)}, as it follows" in error.expected


@pytest.mark.parametrize(
    "changes",
    [
        {"factors": FOUND.factors[:2]},
        {"factors": FOUND.factors[1:]},
        {"factors": [*FOUND.factors, FOUND.factors[0]]},
        {"factors": listed("10", ("2", "5", 7), ("1", "16", 30)).factors},
        {"reference": selected("10.01", ("2", "5", 7))},
    ],
)
def test_figures_that_do_not_give_the_price_are_refused(changes: dict[str, Any]) -> None:
    error = refusal(InvalidValueError, lambda: evolve(FOUND, **changes))
    assert error.field in {"factors", "factor", "price"}


@pytest.mark.parametrize(
    "changes",
    [
        {"factors": (), "factor": Decimal(1), "price": "10"},
        {"ratios": bases("1.8")},
        {"target": product(("1", "15", 31))},
        {"target": product(("1.5", "15", 30))},
        {"reference": selected("10", ("2", "6", 7))},
    ],
    ids=["no factors", "ratios", "pack", "strength", "fill"],
)
def test_factors_that_are_not_those_of_the_products_and_the_ratios_are_refused(
    changes: dict[str, Any],
) -> None:
    error = refusal(InvalidValueError, lambda: evolve(FOUND, **changes))
    assert error.field in {"factors", "factor", "price"}


@pytest.mark.parametrize(
    ("field", "target", "kind", "value"),
    [
        ("target.maker", product(("1", "15", 30), maker="乙厂"), InvalidValueError, "乙厂"),
        ("target.variety", product(("1", "15", 30), variety="他药"), InvalidValueError, "他药"),
        ("form", product(("1", "15", 30), form="胶囊"), NotComparableError, "胶囊"),
        ("fill_unit", product(("1", None, 30)), NotComparableError, None),
        ("target.specification", Product("B", "某药", "甲厂"), NotComparableError, None),
    ],
)
def test_a_price_of_what_cannot_be_converted_does_not_exist(
    field: str, target: Product, kind: type[PolicyError], value: str | None
) -> None:
    error = refusal(kind, lambda: evolve(FOUND, target=target))
    assert (error.field, error.value) == (field, value)


def test_a_price_by_ratio_to_a_product_without_a_specification_does_not_exist() -> None:
    bare = SelectedProduct(Product("A", "某药", "甲厂"), "10")
    error = refusal(NotComparableError, lambda: evolve(FOUND, reference=bare))
    assert (error.field, error.value) == ("reference.specification", None)


def test_a_dimension_is_one_of_three() -> None:
    error = refusal(InvalidValueError, lambda: dimension_factor(dimension="length"))
    assert error.expected == "one of strength, fill, pack"


def test_factors_come_as_strength_fill_and_pack() -> None:
    error = refusal(InvalidValueError, lambda: evolve(FOUND, factors=FOUND.factors[::-1]))
    assert error.field == "factors"


def dimension_factor(**changes: Any) -> DimensionFactor:
    given: dict[str, Any] = {
        "dimension": "pack",
        "reference": 7,
        "target": 30,
        "base": "1.95",
        "factor": Decimal("4.0638532162"),
    }
    return DimensionFactor(**given | changes)


def test_a_factor_is_the_one_of_its_figures() -> None:
    made = dimension_factor()
    assert made == listed("10", ("1", None, 7), ("1", None, 30)).factors[1]
    assert DimensionFactor("pack", "7", Decimal(30), "1.950", Decimal("4.0638532162")) == made


@pytest.mark.parametrize(
    ("changes", "follows"),
    [
        ({"factor": Decimal("4.0638532163")}, "4.0638532162"),
        ({"factor": Decimal("4.0638532161")}, "4.0638532162"),
        ({"factor": Decimal("4.06385321618")}, "4.0638532162"),
        ({"factor": Decimal("-4.0638532162")}, "4.0638532162"),
        ({"reference": 30, "target": 7}, "0.2460718798"),
        ({"target": 28}, "3.8025000000"),
        ({"base": 2}, "4.2857142857"),
        ({"base": 1}, "1.0000000000"),
    ],
)
def test_a_tampered_factor_is_refused(changes: dict[str, Any], follows: str) -> None:
    error = refusal(InvalidValueError, lambda: dimension_factor(**changes))
    factor = changes.get("factor", Decimal("4.0638532162"))
    assert (error.field, repr(error.value), error.clause) == ("factor", repr(factor), None)
    assert error.expected == f"{follows}, as it follows"


@pytest.mark.parametrize(
    ("field", "wrong", "kind"),
    [
        ("dimension", "", InvalidValueError),
        ("dimension", "length", InvalidValueError),
        ("dimension", 1, InvalidTypeError),
        ("reference", 0, InvalidValueError),
        ("reference", 7.0, InvalidTypeError),
        ("target", "-30", InvalidValueError),
        ("target", 30.0, InvalidTypeError),
        ("base", "0.999999", InvalidValueError),
        ("base", "10.000001", InvalidValueError),
        ("base", 1.95, InvalidTypeError),
        ("factor", 4.0638532162, InvalidTypeError),
        ("factor", "4.0638532162", InvalidTypeError),
    ],
)
def test_a_figure_of_a_factor_is_checked(field: str, wrong: Any, kind: type[PolicyError]) -> None:
    error = refusal(kind, lambda: dimension_factor(**{field: wrong}))
    assert (error.field, error.value, error.clause) == (field, wrong, None)
