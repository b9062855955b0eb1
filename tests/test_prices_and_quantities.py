"""Ground rule 1 for prices, measures and quantities: what comes in, how it comes back.

Held to a second reading of the rule, in fractions, over figures on and around every bound.
"""

import decimal
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbp_policy import (
    InvalidTypeError,
    InvalidValueError,
    PolicyError,
    Product,
    SelectedProduct,
    Span,
    StandardTable,
    money,
    payment_standard,
    reimburse,
)
from vbp_policy.notices import CHONGQING_2025_9


class Kind(NamedTuple):
    """The rule for one kind of figure, as the contract words it."""

    check: Callable[..., Decimal]
    units: Callable[[Decimal], int]
    bound: int
    places: int
    least_places: int
    returns: bool
    said: tuple[str, ...]


PRICE = Kind(
    check=money.unit_price,
    units=money.price_units,
    bound=10**9,
    places=6,
    least_places=2,
    returns=False,
    said=("above 0", "6 places", "below 10^9"),
)
MEASURE = PRICE._replace(check=money.measure)
QUANTITY = Kind(
    check=money.quantity,
    units=money.quantity_units,
    bound=10**12,
    places=4,
    least_places=0,
    returns=True,
    said=("other than 0", "4 places", "below 10^12"),
)
KINDS = [PRICE, MEASURE, QUANTITY]
every_kind = pytest.mark.parametrize("kind", KINDS, ids=["price", "measure", "quantity"])


def is_accepted(kind: Kind, figure: Fraction) -> bool:
    whole_units = (figure * 10**kind.places).denominator == 1
    sign = figure != 0 if kind.returns else figure > 0
    return whole_units and sign and abs(figure) < kind.bound


def written(figure: Fraction, least_places: int) -> str:
    """Write a decimal with so many places, or the fewest more that hold it."""
    places = least_places
    while (abs(figure) * 10**places).denominator != 1:
        places += 1
    digits = str(int(abs(figure) * 10**places)).zfill(places + 1)
    whole, rest = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if figure < 0 else ''}{whole}{'.' if rest else ''}{rest}"


def held_to_the_rule(kind: Kind, given: Any) -> None:
    """Hold one call to the rule: accepted as it should be written, or refused with its reason."""
    figure = Fraction(given)
    if is_accepted(kind, figure):
        checked = kind.check(given)
        assert type(checked) is Decimal
        assert str(checked) == written(figure, kind.least_places)
        assert str(kind.check(checked)) == str(checked)
        assert kind.units(checked) == figure * 10**kind.places
        assert money.decimal_of(kind.units(checked), kind.places) == checked
    else:
        with pytest.raises(InvalidValueError) as caught:
            kind.check(given, field="rows[7].figure", clause="9-3.3b")
        error = caught.value
        assert (error.field, error.clause) == ("rows[7].figure", "9-3.3b")
        assert error.value is given
        for said in (*kind.said, "rows[7].figure", repr(given)[:150], "9-3.3b"):
            assert said in str(error)


def bounds(kind: Kind) -> Iterator[Fraction]:
    """Give the figures on which the rule changes, and their neighbours a place further down."""
    unit = Fraction(1, 10**kind.places)
    for power in range(-kind.places - 2, 14):
        for near in (-unit, -unit / 10, 0, unit / 10, unit):
            for sign in (1, -1):
                yield sign * (Fraction(10) ** power + near)
    yield Fraction(0)


@every_kind
def test_the_rule_holds_on_and_around_every_bound(kind: Kind) -> None:
    accepted = 0
    for figure in bounds(kind):
        text = written(figure, 0)
        accepted += is_accepted(kind, figure)
        for spelling in (text, Decimal(text), f"{text}{'' if '.' in text else '.'}000"):
            held_to_the_rule(kind, spelling)
        if figure.denominator == 1:
            held_to_the_rule(kind, int(figure))
    assert accepted > 20


@every_kind
def test_every_small_figure_and_every_largest_is_held_to_the_rule(kind: Kind) -> None:
    """One unit of the last place apart, down from the bound and up from zero."""
    last = kind.bound * 10**kind.places
    for units in (*range(-300, 1500), *range(last - 300, last + 3), *range(-last - 2, -last + 300)):
        held_to_the_rule(kind, Decimal(units).scaleb(-kind.places))


@every_kind
@given(st.integers(-(10**18), 10**18), st.integers(0, 8), st.integers(0, 30), st.integers(0, 30))
def test_any_spelling_is_held_to_the_rule(
    kind: Kind, units: int, places: int, zeros: int, leading: int
) -> None:
    text = written(Fraction(units, 10**places), 1)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    for spelling in (text, f"{sign}{'0' * leading}{digits}{'0' * zeros}"):
        held_to_the_rule(kind, spelling)
        held_to_the_rule(kind, Decimal(spelling))


@given(st.integers(1, 10**16 - 1))
def test_a_return_is_the_quantity_with_its_sign_turned(units: int) -> None:
    packs = Decimal(units).scaleb(-4)
    sold, returned = money.quantity(packs), money.quantity(-packs)
    assert str(returned) == f"-{sold}"
    assert money.quantity_units(returned) == -money.quantity_units(sold)


@given(st.integers(1, 10**15 - 1), st.integers(1, 10**16 - 1), st.sampled_from([1, -1]))
def test_units_of_price_times_units_of_quantity_are_the_exact_charge(
    millionths: int, ten_thousandths: int, sign: int
) -> None:
    price = money.unit_price(Decimal(millionths).scaleb(-6))
    quantity = money.quantity(Decimal(sign * ten_thousandths).scaleb(-4))
    units = money.price_units(price) * money.quantity_units(quantity)
    assert type(units) is int
    exact = Fraction(units, money.PRICE_SCALE * money.QUANTITY_SCALE)
    assert exact == Fraction(price) * Fraction(quantity)


# The doors through which a price or a quantity comes in

PRODUCT = Product("86900001", "阿卡波糖", "甲厂")
STANDARD = payment_standard(CHONGQING_2025_9, [SelectedProduct(PRODUCT, "5.42")])


def selected_at(price: Any) -> Decimal:
    return SelectedProduct(PRODUCT, price).price


def published_at(price: Any) -> Decimal:
    in_force = Span("2025-03-07", "2025-12-31")
    rows = [("86900001", "阿卡波糖", price)]
    table = StandardTable.published(CHONGQING_2025_9, rows, in_force=in_force)
    return table.lookup("86900001", on="2025-03-07").price


def billed_at(price: Any) -> Decimal:
    return reimburse(STANDARD, price, 1).price


def bought(quantity: Any) -> Decimal:
    return reimburse(STANDARD, "0.01", quantity).quantity


@pytest.mark.parametrize(
    ("door", "kind", "field", "clause"),
    [
        (selected_at, PRICE, "price", None),
        (published_at, PRICE, "rows[0].price", "9-3.3a"),
        (billed_at, PRICE, "price", "9-3.3a"),
        (bought, QUANTITY, "quantity", "9-3.3a"),
    ],
)
def test_every_door_holds_a_figure_to_the_same_rule(
    door: Callable[[Any], Decimal], kind: Kind, field: str, clause: str | None
) -> None:
    for right in ("8.7", 8, Decimal("8.700"), "0.0001", Decimal("999999999.9999")):
        assert str(door(right)) == written(Fraction(right), kind.least_places)
    wrong_values: list[Any] = ["0", 0, "0.0000001", 10**12, "1e3", "１", "", Decimal("NaN")]
    if not kind.returns:
        wrong_values += ["-8.70", 10**9]
    wrong_types: list[Any] = [8.7, True, None, b"8.70", Fraction(87, 10)]
    refused: list[tuple[type[PolicyError], Any]] = [
        *((InvalidValueError, each) for each in wrong_values),
        *((InvalidTypeError, each) for each in wrong_types),
    ]
    for kind_of_error, wrong in refused:
        with pytest.raises(kind_of_error) as caught:
            door(wrong)
        error = caught.value
        assert type(error) is kind_of_error
        assert (error.field, error.clause) == (field, clause)
        assert error.value is wrong
        for said in (*kind.said, field, repr(wrong)):
            assert said in str(error)


def test_no_decimal_context_of_the_host_reaches_a_price_or_a_quantity() -> None:
    """Neither on the way in nor as whole units; nor is the host's context changed."""

    def outcomes() -> list[object]:
        prices = [money.unit_price(each) for each in ("8.705", "999999999.999999", "0.000001")]
        quantities = [money.quantity(each) for each in ("-3.50", "999999999999.9999", "1200")]
        return [
            *(each.as_tuple() for each in (*prices, *quantities)),
            *map(money.price_units, prices),
            *map(money.quantity_units, quantities),
            *(money.decimal_of(units, 10).as_tuple() for units in (1, -335, 10**59 - 1)),
        ]

    expected = outcomes()
    signals: list[Any] = list(decimal.getcontext().flags)
    for hostile in (
        decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emin=0, Emax=0, traps=signals),
        decimal.Context(prec=2, rounding=decimal.ROUND_CEILING, clamp=1, traps=[]),
    ):
        with decimal.localcontext(hostile) as inside:
            before = repr(inside)
            assert outcomes() == expected
            assert repr(inside) == before
