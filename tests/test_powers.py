"""Powers `base ** log2(ratio)`: correctly rounded and exactly compared.

Held to exact fractions where a product is rational, and to interval arithmetic on whole numbers,
which shares nothing with the library, where it is not.
"""

import decimal
import itertools
import math
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbp_policy.foundation.powers import Product

Power = tuple[Fraction, Fraction]

ONE = Product.of(1)
HALF = Fraction(1, 2)
MANY = settings.default.max_examples if settings.default else 100
"""A hundred at the quick profile, five thousand at the deep one."""


# Interval arithmetic: whole multiples of 2 ** -bits, each bound rounded outwards


class Interval(NamedTuple):
    """Holds a figure: low ≤ figure × 2 ** bits ≤ high."""

    low: int
    high: int


def down(numerator: int, denominator: int) -> int:
    return numerator // denominator


def up(numerator: int, denominator: int) -> int:
    return -(-numerator // denominator)


def doubled_arctanh(numerator: int, denominator: int, bits: int) -> Interval:
    """Hold 2 × artanh(y) = 2 × (y + y³/3 + y⁵/5 + …) for 0 ≤ y ≤ 1/3."""
    square, over = numerator * numerator, denominator * denominator
    power = Interval(down(numerator << bits, denominator), up(numerator << bits, denominator))
    low = high = 0
    odd = 1
    while power.high > 1:
        low += down(power.low, odd)
        high += up(power.high, odd)
        power = Interval(down(power.low * square, over), up(power.high * square, over))
        odd += 2
    return Interval(2 * low, 2 * high + 4)  # what was cut off lies below 1 + 1/9 + 1/81 + …


@lru_cache(maxsize=100_000)
def log_of_whole(number: int, bits: int) -> Interval:
    """Hold ln(m × 2 ** k) = 2 × artanh((m − 1) ÷ (m + 1)) + k × ln 2, with 1 ≤ m < 2."""
    twos = number.bit_length() - 1
    scale = 1 << twos
    of_rest = doubled_arctanh(number - scale, number + scale, bits)
    of_two = doubled_arctanh(1, 3, bits)
    return Interval(of_rest.low + twos * of_two.low, of_rest.high + twos * of_two.high)


def log(figure: Fraction, bits: int) -> Interval:
    above, below = (log_of_whole(part, bits) for part in figure.as_integer_ratio())
    return Interval(above.low - below.high, above.high - below.low)


def exp(figure: Interval, bits: int) -> tuple[Fraction, Fraction]:
    """Hold e ** figure = 2 ** k × e ** r, with r between 0 and a little above ln 2."""
    of_two = log_of_whole(2, bits)
    twos = figure.low // of_two.high
    one = 1 << bits
    bounds: list[int] = []
    for rest, divided in (
        (figure.low - max(twos * of_two.low, twos * of_two.high), down),
        (figure.high - min(twos * of_two.low, twos * of_two.high), up),
    ):
        total = term = one
        number = 0
        while abs(term) > 1:
            number += 1
            term = divided(term * rest, number << bits)
            total += term
        bounds.append(total)
    low, high = bounds
    scale = Fraction(2) ** twos / one
    return (low - 2) * scale, (high + 2) * scale  # what was cut off lies below two units


def held(rational: Fraction, powers: Sequence[Power], bits: int) -> tuple[Fraction, Fraction]:
    """Hold the exact product between two fractions."""
    low = high = 0
    for base, ratio in powers:
        of_base, of_ratio = log(base, bits), log(ratio, bits)
        corners = [first * second for first in of_base for second in of_ratio]
        low += min(corners)
        high += max(corners)
    of_two = log_of_whole(2, bits)
    quotient = Interval(
        min(down(low, bound) for bound in of_two), max(up(high, bound) for bound in of_two)
    )
    least, most = exp(quotient, bits)
    return rational * least, rational * most


def half_up(exact: Fraction, places: int) -> int:
    scale: int = 10**places
    return math.floor(exact * scale + HALF)


def by_intervals(rational: Fraction, powers: Sequence[Power], places: int) -> int:
    """Round with as many bits as it takes; a tie would never end, so it is an error."""
    for bits in (96, 192, 384, 768, 1536, 3072, 6144):
        low, high = (half_up(bound, places) for bound in held(rational, powers, bits))
        if low == high:
            return low
    raise AssertionError(rational, powers)


def product_of(rational: Fraction, powers: Sequence[Power]) -> Product:
    made = Product(rational)
    for base, ratio in powers:
        made = made.times_power(base, ratio)
    return made


def shown(rational: Fraction | int | str, *powers: tuple[str, str]) -> Product:
    """Give a product from figures as they are written."""
    return product_of(Fraction(rational), [(Fraction(b), Fraction(r)) for b, r in powers])


# Figures as prices, coefficients and specifications have them

TWOS = {2**exponent for exponent in range(50)}
# 1.7, 1.9 and 1.95 are those of 2011, known from secondary sources alone.
COEFFICIENTS = [Fraction(each) for each in ("1.7", "1.9", "1.95", "1.3", "2.5", "9.999999")]


def base_of(random: Random) -> Fraction:
    if random.randrange(4):
        return random.choice(COEFFICIENTS)
    return Fraction(random.randint(10**6, 10**7), 10**6)


def measure_of(random: Random) -> Fraction:
    if random.randrange(4):
        return Fraction(random.randint(1, 100))
    return Fraction(random.randint(1, 10**9), 10 ** random.randrange(7))


def powers_of(random: Random) -> list[Power]:
    count = random.choice([1, 1, 1, 1, 2, 3])
    return [(base_of(random), measure_of(random) / measure_of(random)) for _ in range(count)]


def price_of(random: Random) -> Fraction:
    return Fraction(random.randint(1, 10 ** random.randint(1, 11)), 10 ** random.randint(0, 6))


def is_plain(power: Power) -> bool:
    """Say whether a power is rational by itself: its base or its ratio is a power of two."""
    return any(part.numerator * part.denominator in TWOS for part in power)


# The second implementation holds what can be known without it


@pytest.mark.parametrize("bits", [96, 384])
def test_the_intervals_hold_what_is_known_and_are_narrow(bits: int) -> None:
    random = Random(1)  # noqa: S311
    for _ in range(300):
        base, twos = base_of(random), random.randint(-20, 20)
        for power in ((base, Fraction(2) ** twos), (Fraction(2) ** twos, base)):
            low, high = held(Fraction(1), [power], bits)
            assert low <= base**twos <= high
            assert high - low < high / 2 ** (bits - 20)
    for near_base, near_ratio in ((1.7, 3.0), (1.95, 0.3), (9.5, 1e-6)):
        for bound in held(Fraction(1), [(Fraction(near_base), Fraction(near_ratio))], bits):
            assert math.isclose(bound, near_base ** math.log2(near_ratio), rel_tol=1e-12)


# Rounding


@pytest.mark.parametrize(
    ("product", "places", "units"),
    [
        (shown("8.72", ("1.95", "2")), 2, 1700),
        (shown("8.72", ("1.95", "2")), 3, 17004),
        (shown("0.25", ("1.7", "2")), 2, 43),
        (shown(100, ("1.7", "3")), 2, 23187),
        (shown(10, ("1.95", "30/7")), 2, 4064),
        (shown("1.115", ("2", "3")), 2, 335),
        (shown("0.005"), 2, 1),
        (shown("0.004999999999"), 2, 0),
        (shown("0.5"), 0, 1),
        (shown("2.5"), 0, 3),
        (shown("1.005", ("3", "5"), ("5", "1/3")), 2, 101),
        (shown("1.005", ("2.89", "3"), ("1.7", "1/9")), 2, 101),
        (shown(1, ("1.7", "3"), ("1.9", "3"), ("1.95", "3")), 6, 18482507),
    ],
)
def test_golden_figures(product: Product, places: int, units: int) -> None:
    assert product.rounded(places) == units


@pytest.mark.parametrize("precision", [30, 40, 50, 60])
def test_9_3_1b_a_fixed_number_of_digits_rounds_three_times_1_115_wrongly(precision: int) -> None:
    """Base 2 is linear: three times 1.115 is 3.345, which is 3.35."""
    fixed = decimal.Context(prec=precision)
    exponent = fixed.divide(fixed.multiply(fixed.ln(2), fixed.ln(3)), fixed.ln(2))
    price = fixed.multiply(Decimal("1.115"), fixed.exp(exponent))
    assert price.quantize(Decimal("0.01"), decimal.ROUND_HALF_UP) == Decimal("3.34")
    assert shown("1.115", ("2", "3")).rounded(2) == 335


def test_base_2_is_linear() -> None:
    random = Random(2)  # noqa: S311
    for _ in range(100 * MANY):
        price, ratio, places = price_of(random), measure_of(random), random.randrange(7)
        product = Product(price).times_power(Fraction(2), ratio)
        assert product.rounded(places) == half_up(price * ratio, places)


def test_a_ratio_that_is_a_power_of_two_gives_a_whole_power_of_the_base() -> None:
    random = Random(3)  # noqa: S311
    for _ in range(100 * MANY):
        price, places = price_of(random), random.randrange(7)
        exact, product = price, Product(price)
        for _ in range(random.randint(1, 3)):
            base, twos = base_of(random), random.randint(-12, 12)
            exact *= base**twos
            product = product.times_power(base, Fraction(2) ** twos)
        assert product.rounded(places) == half_up(exact, places)


@pytest.mark.parametrize("places", range(7))
@pytest.mark.parametrize(
    ("powers", "exact"),
    [
        ([("3", "5"), ("5", "1/3")], Fraction(1)),
        ([("2.89", "3"), ("1.7", "1/9")], Fraction(1)),
        ([("1.7", "9"), ("2.89", "1/3")], Fraction(1)),
        ([("6", "3"), ("3", "1/3")], Fraction(3)),
        ([("6", "5"), ("3", "1/5")], Fraction(5)),
        ([("1.5", "3"), ("3", "1/3")], Fraction(1, 3)),
        ([("1.5", "7"), ("3", "1/7")], Fraction(1, 7)),
        ([("3", "10"), ("3", "1/5")], Fraction(3)),
        ([("3", "0.4"), ("5", "3")], Fraction(3)),
        ([("9", "5"), ("5", "1/9")], Fraction(1)),
        ([("9", "15"), ("3", "1/225")], Fraction(1)),
        ([("1.95", "7"), ("1.7", "7"), ("3.315", "1/7")], Fraction(1)),
        ([("7", "1.5"), ("3", "1/7")], Fraction(1, 7)),
        ([("8", "1/3")], Fraction(1, 27)),
        ([("4", "1.1"), ("2", "10")], Fraction("12.1")),
        ([("1", "3"), ("1", "1/7")], Fraction(1)),
        ([("1.7", "1"), ("1.95", "1")], Fraction(1)),
    ],
)
def test_powers_that_cancel_are_rounded_as_fractions(
    powers: list[tuple[str, str]], exact: Fraction, places: int
) -> None:
    """Each on a tie and a hair to either side of it, which no number of digits would decide."""
    unit = Fraction(1, 10**places)
    for number in (0, 1, 2, 12_345):
        tie = (number + HALF) * unit
        hair = Fraction(1, 10**400)
        for figure, units in ((tie, number + 1), (tie - hair, number), (tie + hair, number + 1)):
            assert shown(figure / exact, *powers).rounded(places) == units


def test_rounding_agrees_with_interval_arithmetic() -> None:
    random = Random(4)  # noqa: S311
    irrational = 0
    for _ in range(30 * MANY):
        powers = powers_of(random)
        if any(map(is_plain, powers)):
            continue
        irrational += 1
        rational, places = price_of(random), random.randrange(11)
        product = product_of(rational, powers)
        assert product.rounded(places) == by_intervals(rational, powers, places), product
    assert irrational > 20 * MANY


@pytest.mark.parametrize(
    "powers",
    [
        [("3", "5")],
        [("1/3", "5/7"), ("11", "13")],
        [(str(3**200), str(5**200)), ("7", "11")],
        [("7", "11"), (f"1/{3**200}", str(5**200))],
        [("7", "11"), (str(3**150), str(5**150)), ("7", "1/13"), (str(11**90), str(13**90))],
    ],
    ids=["one", "small", "great first", "great last", "great between"],
)
def test_the_ends_that_are_asked_about_hold_the_exact_value(powers: list[tuple[str, str]]) -> None:
    """And lie no farther apart than that takes: digits are added where they need not be, else."""
    ends: list[Fraction] = []

    def question(value: Fraction) -> int:
        ends.append(value)
        return 0

    product = shown(1, *powers)
    product.decided(question)
    low, high = ends
    least, most = held(product.rational, product.powers, 2_000)
    assert low < least < most < high
    exponent = abs(math.log2(most.numerator) - math.log2(most.denominator)) + 1
    assert high - low < high * Fraction(400 * exponent) / 10**39


def near(target: Fraction, powers: Sequence[Power], digits: int) -> Fraction:
    """Give a factor that brings the powers to the target, to far more digits than stated."""
    low, high = held(Fraction(1), powers, 200 + 4 * digits)
    return target / ((low + high) / 2)


def adversary(random: Random, digits: int) -> tuple[list[Power], Fraction, int, int]:
    """Choose a price whose conversion lies 10 ** -digits from half a fen, and what it rounds to."""
    powers = [power for power in powers_of(random) if not is_plain(power)] or [
        (Fraction("1.7"), Fraction(3))
    ]
    places, number, side = (
        random.choice([0, 2, 2, 6]),
        random.randrange(10**5),
        random.choice([-1, 1]),
    )
    distance = side * Fraction(random.randint(1, 9), 10**digits)
    target = (number + HALF) / 10**places + distance
    return powers, near(target, powers, digits), places, number + (side > 0)


def test_a_price_next_to_half_a_fen_is_rounded_to_its_own_side() -> None:
    random = Random(5)  # noqa: S311
    for _ in range(5 * MANY):
        powers, rational, places, units = adversary(random, random.randint(30, 60))
        assert product_of(rational, powers).rounded(places) == units, (powers, rational)


@pytest.mark.parametrize("digits", [100, 200, 400])
def test_however_near_half_a_fen(digits: int) -> None:
    random = Random(digits)  # noqa: S311
    for _ in range(2):
        powers, rational, places, units = adversary(random, digits)
        assert product_of(rational, powers).rounded(places) == units


@pytest.mark.parametrize("sign", [1, -1])
def test_the_largest_and_the_smallest_powers_are_rounded_too(sign: int) -> None:
    """Every dimension at its bound: 10 ** log2(10 ** 15), three times over."""
    powers = [
        (Fraction(10), Fraction(10**15) ** sign),
        (Fraction("9.999999"), Fraction(10**15) ** sign),
    ]
    for rational in (Fraction(1), Fraction("999999999.999999"), Fraction(1, 10**6)):
        for places in (0, 2, 10, 130):
            expected = by_intervals(rational, powers, places)
            assert product_of(rational, powers).rounded(places) == expected


# Order


def test_a_product_differs_from_its_neighbours() -> None:
    """A rational neighbour so many digits away lies on the side where it was put."""
    random = Random(6)  # noqa: S311
    for _ in range(MANY):
        powers = [power for power in powers_of(random) if not is_plain(power)]
        if powers:
            rational, digits = price_of(random), random.randint(5, 80)
            product = product_of(rational, powers)
            exact = 1 / near(1 / rational, powers, digits)
            for side in (-1, 1):
                neighbour = Product(exact * (1 + side * Fraction(1, 10**digits)))
                assert neighbour.compare(product) == side
                assert product.compare(neighbour) == -side


def rewritten(random: Random, powers: Sequence[Power]) -> list[Power]:
    """Write the same product in other powers, by the laws of logarithms."""
    written: list[Power] = []
    for base, ratio in powers:
        part = Fraction(random.randint(1, 30), random.randint(1, 30))
        exponent = random.choice([-3, -2, -1, 2, 3])
        written += random.choice(
            [
                [(ratio, base)],
                [(1 / base, 1 / ratio)],
                [(base / part, ratio), (part, ratio)],
                [(base, ratio / part), (base, part)],
                [(base, ratio**exponent)] + [(base, ratio)] * (1 - exponent)
                if exponent < 0
                else [(base**exponent, ratio)] + [(base, 1 / ratio)] * (exponent - 1),
                [(base, ratio), (part, base), (base, 1 / part)],
            ]
        )
    random.shuffle(written)
    return written


def test_products_that_are_equal_by_algebra_are_equal_and_round_alike() -> None:
    random = Random(7)  # noqa: S311
    for _ in range(2 * MANY):
        powers, rational = powers_of(random), price_of(random)
        other = rewritten(random, rewritten(random, powers))
        first, second = product_of(rational, powers), product_of(rational, other)
        assert first.compare(second) == 0, (powers, other)
        assert second.compare(first) == 0
        assert first.rounded(4) == second.rounded(4)
        hair = Fraction(1, 10**200)
        assert first.compare(product_of(rational * (1 + hair), other)) == -1
        assert first.compare(product_of(rational * (1 - hair), other)) == 1


def test_the_order_is_total() -> None:
    """Among ties and near ties: reflexive, antisymmetric, transitive."""
    random = Random(8)  # noqa: S311
    hair = Fraction(1, 10**50)
    for _ in range(MANY // 20):
        powers = powers_of(random)
        products = [
            product_of(rational, written)
            for rational in (ONE.rational, 1 + hair)
            for written in (powers, rewritten(random, powers))
        ]
        products += [ONE, Product(1 / near(ONE.rational, powers, 45))]
        above = [[first.compare(second) for second in products] for first in products]
        places = range(len(products))
        for i, j in itertools.product(places, repeat=2):
            assert above[i][j] in {-1, 0, 1}
            assert above[i][j] == -above[j][i]
            assert above[i][i] == 0
        for i, j, k in itertools.product(places, repeat=3):
            if above[i][j] >= 0 <= above[j][k]:
                assert above[i][k] == max(above[i][j], above[j][k])
        assert above[0][1:4] == [0, -1, -1]


# The algebra of one dimension

bases = st.integers(10**6, 10**7).map(lambda units: Fraction(units, 10**6))
ratios = st.builds(Fraction, st.integers(1, 10**6), st.integers(1, 10**6))


def power(base: Fraction, ratio: Fraction) -> Product:
    return ONE.times_power(base, ratio)


def order(first: Fraction, second: Fraction) -> int:
    return (first > second) - (first < second)


@given(bases)
def test_the_same_specification_leaves_the_price_as_it_is(base: Fraction) -> None:
    assert power(base, Fraction(1)).compare(ONE) == 0


@given(ratios)
def test_base_1_leaves_the_price_as_it_is(ratio: Fraction) -> None:
    assert power(Fraction(1), ratio).compare(ONE) == 0


@given(bases, ratios)
def test_there_and_back_is_where_one_was(base: Fraction, ratio: Fraction) -> None:
    assert power(base, ratio).times_power(base, 1 / ratio).compare(ONE) == 0
    assert power(base, ratio).over(power(base, ratio)).compare(ONE) == 0


@given(bases, ratios, ratios)
def test_two_steps_make_one(base: Fraction, first: Fraction, second: Fraction) -> None:
    steps = power(base, first).times_power(base, second)
    assert steps.compare(power(base, first * second)) == 0


@given(bases, ratios)
def test_a_doubling_multiplies_by_the_base(base: Fraction, ratio: Fraction) -> None:
    doubled = Product(base).times_power(base, ratio)
    assert doubled.compare(power(base, 2 * ratio)) == 0


@given(bases, ratios, ratios)
def test_more_costs_more(base: Fraction, first: Fraction, second: Fraction) -> None:
    expected = order(first, second) if base > 1 else 0
    assert power(base, first).compare(power(base, second)) == expected


@given(bases, bases, ratios)
def test_a_larger_base_weighs_the_ratio_more(
    first: Fraction, second: Fraction, ratio: Fraction
) -> None:
    expected = order(first, second) * order(ratio, Fraction(1))
    assert power(first, ratio).compare(power(second, ratio)) == expected


@given(bases, ratios, st.integers(1, 10**8), st.integers(1, 10**8), st.integers(0, 6))
def test_a_dearer_price_is_never_rounded_lower(
    base: Fraction, ratio: Fraction, first: int, second: int, places: int
) -> None:
    low, high = sorted([Fraction(first, 100), Fraction(second, 100)])
    cheaper, dearer = (Product(each).times_power(base, ratio) for each in (low, high))
    assert cheaper.compare(dearer) == order(low, high)
    assert cheaper.rounded(places) <= dearer.rounded(places)


@given(bases, ratios, bases, ratios)
def test_a_quotient_times_its_divisor_is_what_was_divided(
    base: Fraction, ratio: Fraction, other_base: Fraction, other_ratio: Fraction
) -> None:
    dividend = Product.of("12.34").times_power(base, ratio)
    divisor = Product.of("0.56").times_power(other_base, other_ratio)
    quotient = dividend.over(divisor)
    again = Product(quotient.rational * Fraction("0.56"), quotient.powers)
    assert again.times_power(other_base, other_ratio).compare(dividend) == 0
    assert quotient.compare(ONE) == dividend.compare(divisor)


@given(bases, ratios, st.integers(1, 10**9))
def test_any_monotone_question_is_answered_for_the_exact_figure(
    base: Fraction, ratio: Fraction, millionths: int
) -> None:
    product = Product(Fraction(millionths, 10**6)).times_power(base, ratio)
    whole = product.decided(math.floor)
    assert Product(Fraction(whole + 1)).compare(product) == 1
    assert whole == 0 or Product(Fraction(whole)).compare(product) <= 0


# What reaches it from outside


@pytest.mark.parametrize("figure", [Decimal("8.720"), "8.72", Decimal("872E-2")])
def test_a_figure_is_taken_exactly(figure: Decimal | str) -> None:
    assert Product.of(figure).compare(Product(Fraction(872, 100))) == 0


def test_no_decimal_context_of_the_host_reaches_it() -> None:
    def outcomes() -> list[int]:
        random = Random(9)  # noqa: S311
        return [
            product_of(rational, powers).rounded(places)
            for powers, rational, places, _ in (adversary(random, 45) for _ in range(50))
        ]

    expected = outcomes()
    hostile = decimal.Context(
        prec=1, rounding=decimal.ROUND_UP, Emin=0, Emax=0, traps=list(decimal.getcontext().flags)
    )
    default = decimal.DefaultContext.copy()
    try:
        for setting in ("prec", "rounding", "Emin", "Emax", "clamp", "traps"):
            setattr(decimal.DefaultContext, setting, getattr(hostile, setting))
        with decimal.localcontext(hostile) as inside:
            before = repr(inside)
            assert outcomes() == expected
            assert repr(inside) == before
    finally:
        for setting in ("prec", "rounding", "Emin", "Emax", "clamp", "traps"):
            setattr(decimal.DefaultContext, setting, getattr(default, setting))


def seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def test_figures_with_the_largest_prime_factors_take_no_time() -> None:
    """The figures are taken apart only as far as they share factors, never into primes."""
    primes = [Fraction(999_999_999_999_989), Fraction(999_999_999_999_947)]
    product = power(primes[0], primes[1]).times_power(primes[1], Fraction(1, 999_999_999_999_989))
    assert seconds(lambda: product.compare(ONE)) < 1
    assert product.compare(ONE) == 0
