"""Ground rule 1: money is exact. Shares are held to the same door."""

import decimal
import itertools
import math
import sys
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vbp_policy import InvalidTypeError, InvalidValueError, PolicyError, money

BOUND = 10**15  # yuan
FEN_BOUND = BOUND * 100
MOST = "999999999999999.99"


class Price(Decimal):
    """A caller's own kind of decimal."""


class Code(str):
    """A caller's own kind of string."""

    __slots__ = ()


class Number(int):
    """A caller's own kind of int."""


def refused(
    kind: type[PolicyError], call: Callable[..., object], *args: Any, **named: Any
) -> PolicyError:
    """Give the refusal, which is of exactly this kind and says what was given."""
    with pytest.raises(kind) as caught:
        call(*args, **named)
    assert type(caught.value) is kind
    assert caught.value.value is args[0]
    assert caught.value.field in str(caught.value)
    assert caught.value.expected in str(caught.value)
    return caught.value


def spelled(checked: Decimal) -> str:
    """Give a result's own digits, whatever the ambient context."""
    assert type(checked) is Decimal
    return format(checked, "f")


def short(value: object) -> str:
    """Name a case; a value of a million digits is no name."""
    try:
        return f"{type(value).__name__} {value!r}"[:40]
    except ValueError:
        return "int past the digit limit"


# An amount: what comes in, and the digits that come back.
ACCEPTED: list[tuple[Any, str]] = [
    ("0", "0.00"),
    ("0.0", "0.00"),
    ("-0", "0.00"),
    ("-0.00", "0.00"),
    ("0.000", "0.00"),
    ("5", "5.00"),
    ("-5", "-5.00"),
    ("007", "7.00"),
    ("0123456789", "123456789.00"),
    ("0.5", "0.50"),
    ("0.01", "0.01"),
    ("-0.01", "-0.01"),
    ("1.23", "1.23"),
    ("1.230", "1.23"),
    ("1.2300000000", "1.23"),
    ("1234567.89", "1234567.89"),
    (MOST, MOST),
    (f"-{MOST}", f"-{MOST}"),
    (f"{MOST}000", MOST),
    (f"{'0' * 40}{MOST}", MOST),
    (0, "0.00"),
    (7, "7.00"),
    (-7, "-7.00"),
    (BOUND - 1, "999999999999999.00"),
    (1 - BOUND, "-999999999999999.00"),
    (Decimal(0), "0.00"),
    (Decimal("-0"), "0.00"),
    (Decimal("-0.00"), "0.00"),
    (Decimal("0E+30"), "0.00"),
    (Decimal("-0E-30"), "0.00"),
    (Decimal("0E+999999"), "0.00"),
    (Decimal("0E-999999"), "0.00"),
    (Decimal("1.230"), "1.23"),
    (Decimal("1E+3"), "1000.00"),
    (Decimal("1.5E-1"), "0.15"),
    (Decimal("9E+14"), "900000000000000.00"),
    (Decimal(MOST), MOST),
    (Decimal(f"-{MOST}"), f"-{MOST}"),
    (Decimal(f"{MOST}{'0' * 100}"), MOST),
    (Price("1.5"), "1.50"),
    (Price("-0"), "0.00"),
    (Code("1.5"), "1.50"),
    (Number(5), "5.00"),
]

# Of an accepted type, and still no amount.
WRONG_VALUES: list[Any] = [
    *("", "-", ".", "--1", "-+1", "+1", "+", "1.", ".5", "-.5", "1.2.3", "1-", "1.-5", "- 1"),
    *("1e3", "1E3", "1e-2", "0x10", "1_000", "1,000", "1,5", "1 000", "1'000", "1/2"),
    *(" 1", "1 ", "1\n", "\n1", "\t1", "1\x00", "1\u00a0", "\u200b1", "\ufeff1"),
    *("inf", "-inf", "Infinity", "nan", "NaN", "-nan", "sNaN", "None", "True", "0b1"),
    *("¥1", "1元", "１", "１.５", "1．5", "1。5", "−1", "－1", "٣", "²", "①", "一", "〇", "½"),
    *("1.2300001", "0.0000001", "-0.0000005", "999999999999999.9999995"),
    *(str(BOUND), f"-{BOUND}", f"{BOUND}.00", f"{'9' * 20}"),
    Decimal("NaN"),
    Decimal("-NaN"),
    Decimal("NaN123"),
    Decimal("sNaN"),
    Decimal("-sNaN"),
    Decimal("Infinity"),
    Decimal("-Infinity"),
    Decimal("1E-7"),
    Decimal("1E-999999"),
    Decimal("-1E-999999"),
    Decimal(f"1.23{'0' * 100}1"),
    Decimal("1E+15"),
    Decimal("-1E+15"),
    Decimal("1E+999999"),
    Decimal("9.99E+999999"),
    Decimal(BOUND),
    Price("0.0000001"),
    Price("NaN"),
    Code("+1"),
    Number(BOUND),
    BOUND,
    -BOUND,
    10**29,
    10**30,
    10**31,
    -(10**30),
    10**5000,
    -(10**5000),
]

# No amounts, although a price, a quantity or a share may have more places.
FINER_THAN_A_FEN: list[Any] = [
    *("0.001", "-0.001", "0.005", "1.234", "999999999999999.995", "0.123456"),
    Decimal("0.001"),
    Decimal("-1.234"),
    Decimal("1E-3"),
    Price("0.001"),
]

WRONG_TYPES: list[Any] = [
    1.0,
    0.1,
    -0.0,
    math.nan,
    math.inf,
    True,
    False,
    None,
    1j,
    Fraction(1, 2),
    b"1",
    bytearray(b"1"),
    ["1"],
    ("1",),
    {"1": 1},
    date(2025, 5, 30),
    datetime(2025, 5, 30),  # noqa: DTZ001
    (0, (1, 2), -2),  # what the constructor of Decimal would take
    ...,
    Decimal,
]

# Every way in for a figure, and the field that it names where it is told none.
CHECKS: dict[Callable[..., Decimal], str] = {
    money.amount: "amount",
    money.positive_amount: "amount",
    money.non_negative_amount: "amount",
    money.unit_price: "price",
    money.measure: "measure",
    money.quantity: "quantity",
    money.share: "share",
}
every_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)


# What is accepted and what is refused


@pytest.mark.parametrize(("given", "digits"), ACCEPTED, ids=short)
def test_an_accepted_amount_comes_back_with_exactly_two_places(given: Any, digits: str) -> None:
    checked = money.amount(given)
    assert spelled(checked) == digits
    assert checked == Decimal(given)
    assert checked.as_tuple().exponent == -2


@pytest.mark.parametrize("given", WRONG_VALUES + FINER_THAN_A_FEN, ids=short)
def test_what_is_no_amount_is_refused_by_its_value(given: Any) -> None:
    error = refused(InvalidValueError, money.amount, given, field="total", clause="25-2.3a")
    assert (error.field, error.clause) == ("total", "25-2.3a")
    for said in ("2 places", "below 10^15", "25-2.3a"):
        assert said in str(error)


@pytest.mark.parametrize("given", WRONG_TYPES, ids=short)
def test_a_float_a_bool_or_what_is_no_number_is_refused_by_its_type(given: Any) -> None:
    error = refused(InvalidTypeError, money.amount, given, field="total", clause="25-2.3a")
    assert (error.field, error.clause) == ("total", "25-2.3a")
    for said in ("Decimal", "int", "string", "2 places", "25-2.3a"):
        assert said in str(error)


@every_check
@pytest.mark.parametrize("given", WRONG_TYPES, ids=short)
def test_every_check_refuses_the_same_types(check: Callable[..., Decimal], given: Any) -> None:
    refused(InvalidTypeError, check, given)


@every_check
@pytest.mark.parametrize("given", WRONG_VALUES, ids=short)
def test_every_check_refuses_what_is_no_figure(check: Callable[..., Decimal], given: Any) -> None:
    refused(InvalidValueError, check, given)


@every_check
def test_every_check_names_the_field_and_clause_it_was_told_else_its_own(
    check: Callable[..., Decimal],
) -> None:
    wrong: list[tuple[type[PolicyError], Any]] = [
        (InvalidTypeError, 1.0),
        (InvalidValueError, "+1"),
        (InvalidValueError, Decimal("NaN")),
        (InvalidValueError, BOUND),
        (InvalidValueError, "0.1234567"),
    ]
    if check not in (money.amount, money.quantity):
        wrong.append((InvalidValueError, "-1"))
    for kind, value in wrong:
        error = refused(kind, check, value, field="payables[2026-06]", clause="25-2.3d")
        assert (error.field, error.clause) == ("payables[2026-06]", "25-2.3d")
        error = refused(kind, check, value)
        assert (error.field, error.clause) == (CHECKS[check], None)


def is_a_spelled_number(text: str) -> bool:
    """Read `-?digits(.digits)?` letter by letter."""
    parts = (text[1:] if text[:1] == "-" else text).split(".")
    ascii_digits = all(letter in "0123456789" for part in parts for letter in part)
    return len(parts) <= 2 and all(parts) and ascii_digits


@pytest.mark.parametrize("letters", ["-+.10e", "-.0_ 9", "-.7,\n٧"])
def test_every_short_string_is_a_number_or_refused(letters: str) -> None:
    accepted = 0
    for length in range(6):
        for each in itertools.product(letters, repeat=length):
            text = "".join(each)
            number = is_a_spelled_number(text)
            if number and Fraction(text) * 100 % 1 == 0:
                accepted += 1
                assert Fraction(money.amount(text)) == Fraction(text)
            else:
                with pytest.raises(InvalidValueError):
                    money.amount(text)
    assert accepted >= 10


def test_no_other_characters_digits_are_digits() -> None:
    foreign = [
        chr(code)
        for code in range(128, sys.maxunicode + 1)
        if chr(code).isnumeric() or chr(code).isdigit()
    ]
    assert len(foreign) > 1_000
    for character in foreign:
        for text in (character, f"1{character}", f"1.{character}"):
            with pytest.raises(InvalidValueError):
                money.amount(text)


@given(st.text() | st.text(alphabet="0123456789.-+", max_size=20))
@example("0.001")
@example("1234567890123456")
def test_any_text_is_a_number_or_refused(text: str) -> None:
    exact = Fraction(text) if is_a_spelled_number(text) else None
    if exact is not None and exact * 100 % 1 == 0 and abs(exact) < BOUND:
        assert Fraction(money.amount(text)) == exact
    else:
        refused(InvalidValueError, money.amount, text)


@given(st.integers(1 - FEN_BOUND, FEN_BOUND - 1), st.integers(0, 30), st.integers(0, 30))
def test_places_are_judged_by_value(fen: int, zeros: int, leading: int) -> None:
    sign, whole, places = "-" * (fen < 0), abs(fen) // 100, abs(fen) % 100
    text = f"{sign}{'0' * leading}{whole}.{places:02d}{'0' * zeros}"
    for spelling in (text, Decimal(text)):
        checked = money.amount(spelling)
        assert spelled(checked) == f"{sign}{whole}.{places:02d}"
        assert money.fen_of(checked) == fen


@given(st.integers(-(10**20), 10**20), st.integers(3, 30))
def test_more_than_two_places_are_refused_never_rounded(units: int, places: int) -> None:
    exact = Fraction(units, 10**places)
    given = Decimal(units).scaleb(-places)
    if exact * 100 % 1 == 0 and abs(exact) < BOUND:
        assert Fraction(money.amount(given)) == exact
    else:
        refused(InvalidValueError, money.amount, given)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("kind", [str, Decimal, int])
def test_the_bound_is_held_on_either_side(kind: type[Any], sign: int) -> None:
    last, first = sign * (BOUND - 1), sign * BOUND
    assert money.amount(kind(last)) == last
    refused(InvalidValueError, money.amount, kind(first))
    if kind is not int:
        inside = kind(f"{'-' * (sign < 0)}{MOST}")
        assert money.fen_of(money.amount(inside)) == sign * (FEN_BOUND - 1)


# A quadratic conversion of any of these would take minutes.
@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("0" * 10**7 + "1.5", "1.50"),
        ("-0." + "0" * 10**7, "0.00"),
        ("1.5" + "0" * 10**7, "1.50"),
        (Decimal("1.5" + "0" * 10**6), "1.50"),
    ],
    ids=["leading zeros", "zero", "trailing zeros", "decimal"],
)
def test_ten_million_characters_are_read_at_once(given: Any, digits: str) -> None:
    assert spelled(money.amount(given)) == digits


@pytest.mark.parametrize(
    "given",
    [
        "1" * 10**7,
        "-" + "1" * 10**7,
        "0." + "1" * 10**7,
        "1" * 10**7 + "x",
        "." * 10**7,
        Decimal("1" * 10**6),
        10**5000,
        1 << 10**7,
        -(1 << 10**7),
    ],
    ids=["digits", "negative", "places", "a letter", "points", "decimal", "int", "bits", "-bits"],
)
def test_ten_million_characters_are_refused_at_once(given: Any) -> None:
    error = refused(InvalidValueError, money.amount, given)
    assert len(str(error)) < 500


# Above zero, and not below it


@pytest.mark.parametrize("given", ["0.01", 1, Decimal(MOST), "0.010"])
def test_a_positive_amount_is_above_zero(given: Any) -> None:
    checked = money.positive_amount(given)
    assert spelled(checked) == spelled(money.amount(given))


@pytest.mark.parametrize("given", ["0", "-0.00", 0, Decimal("0E+9"), "-0.01", -1, f"-{MOST}"])
def test_a_positive_amount_is_neither_zero_nor_below(given: Any) -> None:
    error = refused(InvalidValueError, money.positive_amount, given, field="total", clause="9-0")
    assert "above 0.00" in error.expected
    assert (error.field, error.clause) == ("total", "9-0")


@pytest.mark.parametrize("given", ["0", "-0", 0, Decimal("-0.00"), "0.01", 1, MOST])
def test_a_non_negative_amount_may_be_zero(given: Any) -> None:
    checked = money.non_negative_amount(given)
    assert spelled(checked) == spelled(money.amount(given))


@pytest.mark.parametrize("given", ["-0.01", -1, Decimal(f"-{MOST}")])
def test_a_non_negative_amount_is_not_below_zero(given: Any) -> None:
    error = refused(
        InvalidValueError, money.non_negative_amount, given, field="offset", clause="9-0"
    )
    assert "not below 0.00" in error.expected
    assert (error.field, error.clause) == ("offset", "9-0")


# Fen and back


@given(st.integers(1 - FEN_BOUND, FEN_BOUND - 1))
@example(0)
@example(5)
@example(-5)
@example(FEN_BOUND - 1)
@example(1 - FEN_BOUND)
def test_fen_go_out_as_yuan_and_come_back(fen: int) -> None:
    out = money.yuan(fen)
    assert Fraction(out) == Fraction(fen, 100)
    assert out.as_tuple().exponent == -2
    assert money.fen_of(out) == fen
    assert money.amount(out) == out
    assert money.yuan_within(fen).as_tuple() == out.as_tuple()
    assert not (out.is_zero() and out.is_signed())


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    "size", [FEN_BOUND, FEN_BOUND + 1, 10**58 + 1, 10**61 + 1, 10**400 + 1], ids=short
)
def test_a_result_past_the_bound_is_refused(size: int, sign: int) -> None:
    with pytest.raises(InvalidValueError) as caught:
        money.yuan(sign * size, field="charge", clause="9-3.3b")
    error = caught.value
    assert (error.field, error.clause) == ("charge", "9-3.3b")
    assert "below 10^15" in error.expected
    assert "9-3.3b" in str(error)
    if size < 10**60:
        assert isinstance(error.value, Decimal)
        assert Fraction(error.value) == Fraction(sign * size, 100)


def test_a_result_past_the_bound_names_the_amount_where_no_field_is_told() -> None:
    with pytest.raises(InvalidValueError) as caught:
        money.yuan(FEN_BOUND)
    assert (caught.value.field, caught.value.clause) == ("amount", None)


# The one rounding


def rounded(exact: Fraction) -> int:
    """Round half-up by magnitude, the obvious way."""
    whole = math.floor(abs(exact) + Fraction(1, 2))
    return -whole if exact < 0 else whole


@pytest.mark.parametrize("denominator", range(1, 21))
def test_small_fractions_round_half_up_by_magnitude(denominator: int) -> None:
    for numerator in range(-60, 61):
        exact = Fraction(numerator, denominator)
        assert money.round_half_up(numerator, denominator) == rounded(exact)


@given(st.integers(), st.integers(1))
@example(10**60 + 1, 2)
@example(-(10**60) - 1, 2)
def test_any_fraction_rounds_half_up_by_magnitude(numerator: int, denominator: int) -> None:
    assert money.round_half_up(numerator, denominator) == rounded(Fraction(numerator, denominator))


@given(st.integers(), st.integers(1))
def test_a_figure_and_its_reversal_sum_to_zero(numerator: int, denominator: int) -> None:
    figure = money.round_half_up(numerator, denominator)
    assert figure + money.round_half_up(-numerator, denominator) == 0


@given(st.integers())
def test_half_a_fen_is_rounded_away_from_zero(fen: int) -> None:
    assert money.round_half_up(2 * fen + 1, 2) == (fen + 1 if fen >= 0 else fen)


# Unit prices, and the measures of a product, which are held to the same bounds

ABOVE_ZERO = pytest.mark.parametrize("check", [money.unit_price, money.measure])
MOST_OF_A_PRICE = "999999999.999999"


@ABOVE_ZERO
@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("8.7", "8.70"),
        ("8", "8.00"),
        (8, "8.00"),
        ("8.70", "8.70"),
        ("8.705", "8.705"),
        ("8.7050", "8.705"),
        ("0.123456", "0.123456"),
        ("0.1234560000", "0.123456"),
        ("0.000001", "0.000001"),
        ("0.01", "0.01"),
        ("100", "100.00"),
        ("120.10", "120.10"),
        (Decimal("1E+2"), "100.00"),
        (Decimal("1E-6"), "0.000001"),
        (Price("8.7"), "8.70"),
        ("999999999", "999999999.00"),
        (MOST_OF_A_PRICE, MOST_OF_A_PRICE),
    ],
    ids=short,
)
def test_a_unit_price_comes_back_with_at_least_two_places(
    check: Callable[..., Decimal], given: Any, digits: str
) -> None:
    checked = check(given)
    assert spelled(checked) == digits
    assert Fraction(money.price_units(checked), money.PRICE_SCALE) == Fraction(given)


@ABOVE_ZERO
@pytest.mark.parametrize(
    "given",
    [
        *("0", "-0", "0.000000", "-0.000001", "-8.70", "0.0000001", "8.7000001"),
        *("1000000000", "1000000000.00", "999999999.9999999", "99999999999"),
        0,
        -1,
        10**9,
        Decimal("0E+3"),
        Decimal("1E+9"),
        Decimal("-8.7"),
    ],
    ids=short,
)
def test_a_unit_price_is_above_0_below_10_to_9_with_at_most_six_places(
    check: Callable[..., Decimal], given: Any
) -> None:
    error = refused(InvalidValueError, check, given, field="paid", clause="9-3.1d")
    for said in ("paid", "above 0", "6 places", "below 10^9", "9-3.1d"):
        assert said in str(error)


@given(st.integers(1, 10**15 - 1))
def test_every_price_of_whole_millionths_is_kept(millionths: int) -> None:
    checked = money.unit_price(Decimal(millionths).scaleb(-6))
    assert money.price_units(checked) == millionths
    assert -6 <= int(checked.as_tuple().exponent) <= -2


# Quantities

MOST_OF_A_QUANTITY = "999999999999.9999"


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("1", "1"),
        ("3.50", "3.5"),
        ("-3.50", "-3.5"),
        ("0.0001", "0.0001"),
        ("-0.0001", "-0.0001"),
        ("1.23450000", "1.2345"),
        ("120", "120"),
        ("-1200.0000", "-1200"),
        (7, "7"),
        (-7, "-7"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-4"), "0.0001"),
        (Price("2.5"), "2.5"),
        (Price(-30), "-30"),
        (10**12 - 1, "999999999999"),
        (MOST_OF_A_QUANTITY, MOST_OF_A_QUANTITY),
        (f"-{MOST_OF_A_QUANTITY}", f"-{MOST_OF_A_QUANTITY}"),
    ],
    ids=short,
)
def test_a_quantity_may_be_negative_which_is_a_return(given: Any, digits: str) -> None:
    checked = money.quantity(given)
    assert spelled(checked) == digits
    assert "E" not in str(checked)
    assert Fraction(money.quantity_units(checked), money.QUANTITY_SCALE) == Fraction(given)


@pytest.mark.parametrize(
    "given",
    [
        *("0", "-0", "0.0000", "0.00001", "-0.00005", "1.00001", "999999999999.99995"),
        *("1000000000000", "-1000000000000", "1000000000000.0"),
        0,
        10**12,
        -(10**12),
        Decimal("0E+9"),
        Decimal("-0.00"),
        Decimal("1E+12"),
        Decimal("1E-5"),
    ],
    ids=short,
)
def test_a_quantity_is_not_0_below_10_to_12_with_at_most_four_places(given: Any) -> None:
    error = refused(InvalidValueError, money.quantity, given, field="usage", clause="25-2.2e")
    for said in ("usage", "other than 0", "4 places", "below 10^12", "25-2.2e"):
        assert said in str(error)


@given(st.integers(1 - 10**16, 10**16 - 1).filter(bool))
def test_every_quantity_of_whole_ten_thousandths_is_kept(units: int) -> None:
    assert money.quantity_units(money.quantity(Decimal(units).scaleb(-4))) == units


@given(st.integers(-(10**30), 10**30), st.integers(0, 12))
def test_units_of_the_last_place_make_a_decimal(units: int, places: int) -> None:
    made = money.decimal_of(units, places)
    assert Fraction(made) == Fraction(units, 10**places)
    assert made.as_tuple().exponent == -places


# Shares


@pytest.mark.parametrize(
    ("given", "digits"),
    [
        ("0", "0.00"),
        ("-0", "0.00"),
        ("0.5", "0.50"),
        ("0.05", "0.05"),
        ("0.10", "0.10"),
        ("0.333", "0.333"),
        ("0.333333", "0.333333"),
        ("0.000001", "0.000001"),
        ("0.999999", "0.999999"),
        ("0.1230", "0.123"),
        ("0.100000000", "0.10"),
        ("1", "1.00"),
        ("1.00000000", "1.00"),
        (0, "0.00"),
        (1, "1.00"),
        (Decimal("0.5"), "0.50"),
        (Decimal("1E-6"), "0.000001"),
        (Decimal("-0E+9"), "0.00"),
        (Price("0.5"), "0.50"),
        (Price("0.333"), "0.333"),
    ],
    ids=short,
)
def test_a_share_comes_back_with_at_least_two_places(given: Any, digits: str) -> None:
    checked = money.share(given)
    assert spelled(checked) == digits
    assert Fraction(money.share_units(checked), money.SHARE_SCALE) == Fraction(given)


@pytest.mark.parametrize(
    "given",
    [
        *("-0.000001", "-0.5", "-1", "1.000001", "1.01", "2", "9.999999", "10", "50"),
        *("0.0000001", "0.3333333", "0.9999999", "1.0000001"),
        -1,
        2,
        10**5000,
        Decimal("1E-7"),
        Decimal("1E+1"),
        Decimal("-1E-6"),
        Decimal("NaN"),
    ],
    ids=short,
)
def test_a_share_is_from_0_to_1_with_at_most_six_places(given: Any) -> None:
    error = refused(InvalidValueError, money.share, given, field="fund_share", clause="25-2.3b")
    for said in ("fund_share", "0 to 1", "6 places", "25-2.3b"):
        assert said in str(error)


@given(st.integers(0, 10**6))
def test_every_share_of_whole_millionths_is_kept(millionths: int) -> None:
    checked = money.share(Decimal(millionths).scaleb(-6))
    assert money.share_units(checked) == millionths
    assert -6 <= int(checked.as_tuple().exponent) <= -2


# The one way in for a float

places_of_floats = st.integers(0, 6)


def stand_for(x: float, places: int) -> list[Fraction]:
    """Give the nearby decimals of so many places that are read as this float, by trial."""
    scale = 10**places
    middle = round(Fraction(x) * scale)
    near = (Fraction(units, scale) for units in range(middle - 2, middle + 3))
    return [each for each in near if each.numerator / each.denominator == x]


@given(st.integers(1 - 10**15, 10**15 - 1))
def test_every_decimal_of_two_places_below_10_to_13_comes_back_from_its_float(fen: int) -> None:
    checked = money.from_float(fen / 100)
    assert money.fen_of(checked) == fen
    assert money.amount(checked) == checked
    assert checked.as_tuple().exponent == -2


@given(st.integers(1 - 10**9, 10**9 - 1), places_of_floats)
def test_every_smaller_decimal_of_so_many_places_comes_back(units: int, places: int) -> None:
    checked = money.from_float(units / 10**places, places)
    assert Fraction(checked) == Fraction(units, 10**places)
    assert checked.as_tuple().exponent == -places


@given(st.floats(-1e16, 1e16), places_of_floats)
@example(0.1 + 0.2, 2)
@example(0.125, 2)
@example(5e-324, 2)
@example(-5e-324, 0)
@example(2.0**53, 0)
@example(2.0**53 - 1, 0)
@example(2.0**52, 0)
def test_a_float_is_taken_exactly_if_it_stands_for_one_decimal(x: float, places: int) -> None:
    meant = stand_for(x, places)
    if len(meant) == 1:
        assert Fraction(money.from_float(x, places)) == meant[0]
    else:
        refused(InvalidValueError, money.from_float, x, places)


@given(st.integers(2**44 * 100, 2**47 * 100), st.sampled_from([1, -1]))
@example(7036874417766401, 1)  # 70368744177664.01 and .02 are the same float
@example(7036874417766402, 1)
@example(7036874417766401, -1)
@example(10**16, 1)  # the floats on either side are further than a fen away
def test_a_float_so_large_that_it_could_stand_for_several_is_refused(fen: int, sign: int) -> None:
    x = sign * fen / 100
    same_float = [units for units in range(fen - 2, fen + 3) if units / 100 == fen / 100]
    if same_float == [fen]:
        assert money.fen_of(money.from_float(x)) == sign * fen
    else:
        refused(InvalidValueError, money.from_float, x)


@pytest.mark.parametrize(
    ("x", "places", "digits"),
    [
        (0.0, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (0.0, 0, "0"),
        (0.01, 2, "0.01"),
        (-0.07, 2, "-0.07"),
        (0.1, 2, "0.10"),
        (0.29, 2, "0.29"),
        (1.005, 3, "1.005"),
        (2.675, 3, "2.675"),
        (617283.95, 2, "617283.95"),
        (9999999999999.99, 2, "9999999999999.99"),
        (-9999999999999.99, 2, "-9999999999999.99"),
        (3.0, 0, "3"),
        (0.000001, 6, "0.000001"),
    ],
)
def test_a_float_is_the_decimal_that_it_was_written_as(x: float, places: int, digits: str) -> None:
    assert spelled(money.from_float(x, places)) == digits


@pytest.mark.parametrize(
    ("x", "places"),
    [
        (0.001, 2),
        (0.125, 2),
        (0.1 + 0.2, 2),
        (1.1 * 1.1, 2),
        (0.5, 0),
        (1.005, 2),
        (1e-7, 6),
        (70368744177664.02, 2),  # or .01
        (-70368744177664.02, 2),
        (1e15, 2),
        (1e16, 0),
        (1e300, 0),
        (sys.float_info.max, 6),
        (math.nan, 2),
        (math.inf, 2),
        (-math.inf, 2),
    ],
)
def test_no_float_is_rounded_into_an_amount(x: float, places: int) -> None:
    error = refused(InvalidValueError, money.from_float, x, places, field="total")
    assert (error.field, error.clause) == ("total", None)
    assert f"{places} places" in error.expected
    assert repr(x) in str(error)


@pytest.mark.parametrize("x", [1, True, "1.5", Decimal("1.5"), None], ids=short)
def test_from_float_takes_floats_alone(x: Any) -> None:
    error = refused(InvalidTypeError, money.from_float, x)
    assert (error.field, error.clause) == ("x", None)
    assert "float" in error.expected


@pytest.mark.parametrize(
    ("places", "kind"),
    [
        (-1, InvalidValueError),
        (7, InvalidValueError),
        (10**5000, InvalidValueError),
        (True, InvalidTypeError),
        (2.0, InvalidTypeError),
        ("2", InvalidTypeError),
        (None, InvalidTypeError),
    ],
    ids=short,
)
def test_from_float_takes_0_to_6_places(places: Any, kind: type[PolicyError]) -> None:
    with pytest.raises(kind) as caught:
        money.from_float(1.5, places)
    assert caught.value.field == "places"
    assert caught.value.value is places
    assert "from 0 to 6" in caught.value.expected


@pytest.mark.parametrize(
    ("read", "name", "bound"),
    [
        (money.amount, "amount", 10**15),
        (money.quantity, "quantity", 10**12),
        (money.ratio, "ratio", 10**16),
        (money.share, "share", 2),
        (money.unit_price, "price", 10**9),
    ],
)
def test_a_figure_from_its_bound_on_is_refused_by_the_name_of_its_kind(
    read: Callable[..., Decimal], name: str, bound: int
) -> None:
    assert read(bound - 1) == bound - 1
    for value in (bound, 10 * bound):
        with pytest.raises(InvalidValueError) as caught:
            read(value)
        assert (caught.value.field, caught.value.value) == (name, value)


def test_a_sum_past_the_bound_is_refused_by_the_name_of_its_kind() -> None:
    for sum_up, units, name in (
        (money.yuan, 10**17, "amount"),
        (money.quantity_of, 10**16, "quantity"),
    ):
        assert sum_up(units - 1) == sum_up(1 - units).copy_negate()
        with pytest.raises(InvalidValueError) as caught:
            sum_up(units)
        assert caught.value.field == name


# No decimal context can reach it


def outcome(call: Callable[..., Any], *args: Any) -> tuple[object, ...]:
    """Give the exact digits of a result, or the type and the words of a refusal."""
    try:
        return tuple(call(*args).as_tuple())
    except PolicyError as error:
        return (type(error), error.expected)


def every_outcome() -> list[tuple[object, ...]]:
    given = [value for value, _ in ACCEPTED] + WRONG_VALUES + FINER_THAN_A_FEN + WRONG_TYPES
    checked = [outcome(check, value) for check in CHECKS for value in given]
    near = [outcome(check, value) for check in CHECKS for value in ("8.705", "-3.50", "0.25")]
    out = [outcome(money.yuan, fen) for fen in (0, 1, -1, FEN_BOUND - 1, FEN_BOUND)]
    out += [outcome(money.yuan_within, fen) for fen in (0, -1, FEN_BOUND - 1)]
    floats = [outcome(money.from_float, x) for x in (617283.95, 0.125, -0.0, 1e16, math.nan)]
    return checked + near + out + floats


ALL_SIGNALS: list[Any] = list(decimal.getcontext().flags)
AMBIENT = {
    "one digit, up": decimal.Context(prec=1, rounding=decimal.ROUND_UP, traps=[]),
    "three digits, down": decimal.Context(prec=3, rounding=decimal.ROUND_DOWN, traps=[]),
    "no exponents": decimal.Context(prec=1, Emin=0, Emax=0, clamp=1, capitals=0, traps=[]),
    "every trap": decimal.Context(prec=1, Emin=0, Emax=0, traps=ALL_SIGNALS),
}
PLAIN = every_outcome()


@pytest.mark.parametrize("ambient", AMBIENT.values(), ids=AMBIENT.keys())
def test_no_ambient_decimal_context_reaches_money(ambient: decimal.Context) -> None:
    with decimal.localcontext(ambient) as inside:
        inside.clear_flags()
        before = repr(inside)
        found = every_outcome()
        assert repr(inside) == before  # neither its settings nor its flags
    assert found == PLAIN


class Agreeable(Decimal):
    """A Decimal that says what one would like to hear."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = Decimal.__hash__

    def is_finite(self) -> bool:
        return True


@pytest.mark.parametrize("digits", ["1.005", "NaN", "sNaN", "Infinity"])
def test_a_decimal_is_what_it_is_whatever_its_subclass_says(digits: str) -> None:
    with pytest.raises(InvalidValueError):
        money.amount(Agreeable(digits))
    assert money.amount(Agreeable("1.50")) == Decimal("1.50")
