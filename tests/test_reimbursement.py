"""How a charge splits at the payment standard, and who pays what of it."""

import decimal
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from invented import INVENTED
from slow_ledger import decimal as written
from slow_reimbursement import Line, line
from strategies import yuan
from vbp_policy import (
    Basis,
    Coverage,
    Cycle,
    InvalidTypeError,
    InvalidValueError,
    PaymentStandard,
    PolicyError,
    Product,
    Reading,
    Reimbursement,
    SelectedProduct,
    Span,
    StandardTable,
    payment_standard,
    reimburse,
)
from vbp_policy.notices import CHONGQING_2025_9

Number = Decimal | int | str

FIGURES = Line._fields
BOUND = 10**15
CLAUSE = "9-3.3a"
BOTH = Span("2025-03-07", "2025-12-31")


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


def standard_at(price: Number) -> PaymentStandard:
    selected = SelectedProduct(Product("A", "阿卡波糖", "甲"), price)
    return payment_standard(CHONGQING_2025_9, [selected])


STANDARD = standard_at("5.42")
COVERAGE = Coverage("0.1", "0.7")


def figures(made: Reimbursement) -> list[Decimal | None]:
    return [getattr(made, name) for name in FIGURES]


def shown(made: Reimbursement, names: tuple[str, ...]) -> list[str]:
    return [str(getattr(made, name)) for name in names]


# The charge, and how it splits


PARTS = ("charge", "within_standard", "over_standard")
SPLITS: list[tuple[Number, Number, Number, list[str]]] = [
    # standard, price, quantity; the price a fen below the standard, at it, a fen above it
    ("5.42", "5.41", 2, ["10.82", "10.82", "0.00"]),
    ("5.42", "5.42", 2, ["10.84", "10.84", "0.00"]),
    ("5.42", "5.43", 2, ["10.86", "10.84", "0.02"]),
    ("5.42", "5.420001", 10_000, ["54200.01", "54200.00", "0.01"]),
    ("5.42", "8.00", 3, ["24.00", "16.26", "7.74"]),
    (5, 8, 1, ["8.00", "5.00", "3.00"]),
    (Decimal("5.4200"), Decimal(8), Decimal("0.50"), ["4.00", "2.71", "1.29"]),
    # half a fen goes up, and less than that goes down
    (1, "0.005", 1, ["0.01", "0.01", "0.00"]),
    (1, "0.004999", 1, ["0.00", "0.00", "0.00"]),
    ("1.00", "1.005", 1, ["1.01", "1.00", "0.01"]),
    ("1.005", "1.015", 1, ["1.02", "1.01", "0.01"]),
    ("0.333", "0.334", 1, ["0.33", "0.33", "0.00"]),
    ("0.333", "0.335", 1, ["0.34", "0.33", "0.01"]),
    # the product is rounded, not the price
    ("1.005", "1.005", 3, ["3.02", "3.02", "0.00"]),
    ("0.124", "0.126", 10, ["1.26", "1.24", "0.02"]),
    # parts of a pack
    ("8.72", "8.72", "0.0001", ["0.00", "0.00", "0.00"]),
    ("50.00", "60.00", "0.0001", ["0.01", "0.01", "0.00"]),
    ("8.72", "9.72", "1.25", ["12.15", "10.90", "1.25"]),
    # nothing is lost near the bounds
    (
        "0.000001",
        "999999999.999999",
        1_000_000,
        ["999999999999999.00", "1.00", "999999999999998.00"],
    ),
    (1, "0.000001", 999_999_999_999, ["1000000.00", "1000000.00", "0.00"]),
    (
        999_999_999,
        "1000000.002237",
        "999999997.7630",
        ["999999999999999.99", "999999999999999.99", "0.00"],
    ),
]


@pytest.mark.parametrize(("standard", "price", "quantity", "expected"), SPLITS)
def test_9_3_3b_and_9_3_3c_a_charge_splits_at_the_standard(
    standard: Number, price: Number, quantity: Number, expected: list[str]
) -> None:
    made = reimburse(standard_at(standard), price, quantity)
    assert shown(made, PARTS) == expected
    assert figures(made)[3:] == [None] * 4


@pytest.mark.parametrize(("standard", "price", "quantity", "expected"), SPLITS)
def test_9_3_3b_and_9_3_3c_a_return_has_the_same_figures_with_the_sign_turned(
    standard: Number, price: Number, quantity: Number, expected: list[str]
) -> None:
    made = reimburse(standard_at(standard), price, -Decimal(quantity))
    assert shown(made, PARTS) == [text if text == "0.00" else f"-{text}" for text in expected]


def test_a_line_comes_back_with_what_it_was_made_of() -> None:
    made = reimburse(STANDARD, "8.100", "-3.50")
    assert (str(made.price), str(made.quantity)) == ("8.10", "-3.5")
    assert made.standard is STANDARD
    assert str(reimburse(STANDARD, "0.123456", 1).price) == "0.123456"


# Who pays


WHO = ("self_pay_first", "fund_pays", "patient_pays")
PAID: list[tuple[Number, Number, tuple[Number, Number], list[str]]] = [
    # price, quantity, coverage; the standard is 5.42
    ("8.00", 3, ("0.1", "0.7"), ["1.63", "10.24", "13.76"]),
    ("5.42", 1, (0, 1), ["0.00", "5.42", "0.00"]),
    ("5.43", 1, (0, 1), ["0.00", "5.42", "0.01"]),
    ("5.42", 1, (0, 0), ["0.00", "0.00", "5.42"]),
    ("5.42", 1, (1, 1), ["5.42", "0.00", "5.42"]),
    ("8.00", 1, (1, 0), ["5.42", "0.00", "8.00"]),
    # of what is within the standard, never of the charge
    ("100.00", 1, ("0.5", "0.5"), ["2.71", "1.36", "98.64"]),
    # half a fen goes up: 0.005, then 0.02 of 0.04; 0.025
    ("0.05", 1, ("0.1", "0.5"), ["0.01", "0.02", "0.03"]),
    ("0.05", 1, (0, "0.5"), ["0.00", "0.03", "0.02"]),
    ("0.05", 1, ("0.099999", "0.5"), ["0.00", "0.03", "0.02"]),
    # the fund's share is of what is left after the first part was rounded: 0.04, not 0.045
    ("0.05", 1, ("0.1", 1), ["0.01", "0.04", "0.01"]),
    # what is within was rounded before: 0.01, not 0.005
    ("0.005", 1, ("0.5", 1), ["0.01", "0.00", "0.01"]),
    # a share may have six places
    ("5.42", 100_000, ("0.000001", "0.999999"), ["0.54", "541998.92", "1.08"]),
]


@pytest.mark.parametrize(("price", "quantity", "coverage", "expected"), PAID)
def test_what_the_fund_and_the_patient_pay(
    price: Number, quantity: Number, coverage: tuple[Number, Number], expected: list[str]
) -> None:
    covered = Coverage(*coverage)
    made = reimburse(STANDARD, price, quantity, coverage=covered)
    back = reimburse(STANDARD, price, -Decimal(quantity), coverage=covered)
    assert shown(made, WHO) == expected
    assert shown(back, WHO) == [text if text == "0.00" else f"-{text}" for text in expected]
    assert made.billing_difference is None
    assert figures(made)[:3] == figures(reimburse(STANDARD, price, quantity))[:3]
    assert (evolve(made), evolve(back)) == (made, back)


@pytest.mark.parametrize(
    ("quantity", "billed", "expected"),
    [
        (3, "24.00", "0.00"),
        (3, "24.01", "0.01"),
        (3, "23.99", "-0.01"),
        (3, 0, "-24.00"),
        (3, "-24.00", "-48.00"),
        (-3, "-24.00", "0.00"),
        (-3, Decimal("-24.010"), "-0.01"),
        (-3, 24, "48.00"),
    ],
)
def test_the_billing_difference_is_what_was_billed_less_the_charge(
    quantity: int, billed: Number, expected: str
) -> None:
    made = reimburse(STANDARD, "8.00", quantity, billed=billed)
    assert str(made.billing_difference) == expected
    assert figures(made)[4:] == [None] * 3
    assert figures(made)[:3] == figures(reimburse(STANDARD, "8.00", quantity))[:3]


def test_what_was_billed_changes_nothing_but_the_billing_difference() -> None:
    plain = reimburse(STANDARD, "8.00", 3, coverage=COVERAGE)
    billed = reimburse(STANDARD, "8.00", 3, coverage=COVERAGE, billed="25.00")
    assert evolve(billed, billing_difference=None) == plain


# Properties


shares = st.integers(0, 10**6).map(lambda units: Decimal(units).scaleb(-6))
coverages = st.builds(Coverage, shares, shares)
near_prices = st.integers(1, 3 * 10**4).map(lambda units: Decimal(units).scaleb(-4))
"""Prices of the size at which fractions of a fen decide."""
prices = st.one_of(
    near_prices, st.integers(1, 10**15 - 1).map(lambda units: Decimal(units).scaleb(-6))
)
quantities = st.one_of(
    st.integers(-500, 500), st.integers(-(10**7), 10**7), st.integers(-(10**16) + 1, 10**16 - 1)
).map(lambda units: Decimal(units or 1).scaleb(-4))


@st.composite
def lines(draw: st.DrawFn) -> tuple[PaymentStandard, Decimal, Decimal, Coverage]:
    """A standard, a price on either side of it, a quantity and a coverage, within the bound."""
    price, quantity = draw(prices), draw(quantities)
    assume(abs(Fraction(price) * Fraction(quantity)) < BOUND - 1)
    standard = draw(st.one_of(st.just(price), near_prices, prices))
    return standard_at(standard), price, quantity, draw(coverages)


@given(lines(), st.one_of(st.none(), yuan(-(10**9), 10**9)))
def test_9_3_3b_and_9_3_3c_reimburse_agrees_with_a_slow_second_implementation(
    drawn: tuple[PaymentStandard, Decimal, Decimal, Coverage], difference: Decimal | None
) -> None:
    standard, price, quantity, coverage = drawn
    charge = line(Fraction(standard.price), Fraction(price), Fraction(quantity)).charge
    billed = None if difference is None else charge + Fraction(difference)
    assume(billed is None or abs(billed) < BOUND)
    expected = line(
        Fraction(standard.price),
        Fraction(price),
        Fraction(quantity),
        (Fraction(coverage.self_pay_first), Fraction(coverage.fund_share)),
        billed,
    )
    made = reimburse(
        standard,
        price,
        quantity,
        coverage=coverage,
        billed=None if billed is None else written(billed),
    )
    texts = [None if each is None else str(written(each)) for each in expected]
    assert [None if each is None else str(each) for each in figures(made)] == texts
    assert evolve(made) == made
    assert evolve(made, fund_pays=None, patient_pays=None, self_pay_first=None) == reimburse(
        standard, price, quantity, billed=None if billed is None else written(billed)
    )


@given(lines())
def test_every_charge_is_within_and_over_and_is_paid_by_fund_and_patient(
    drawn: tuple[PaymentStandard, Decimal, Decimal, Coverage],
) -> None:
    standard, price, quantity, coverage = drawn
    made = reimburse(standard, price, quantity, coverage=coverage)
    charge, within, over, _, first, fund, patient = (
        Fraction(each) if each is not None else Fraction() for each in figures(made)
    )
    sign = 1 if quantity > 0 else -1

    assert within + over == charge
    assert fund + patient == charge
    for part in (within, over, first, fund, patient, within - first - fund):
        assert part * sign >= 0
    assert price > standard.price or over == 0
    assert patient * sign >= over * sign
    for each in figures(made):
        assert each is None or each.as_tuple().exponent == -2
        assert each is None or str(each) != "-0.00"


@given(lines(), yuan(-(10**9), 10**9))
def test_a_line_and_its_reversal_sum_to_zero_in_every_field(
    drawn: tuple[PaymentStandard, Decimal, Decimal, Coverage], billed: Decimal
) -> None:
    standard, price, quantity, coverage = drawn
    made = reimburse(standard, price, quantity, coverage=coverage, billed=billed)
    back = reimburse(standard, price, -quantity, coverage=coverage, billed=-billed)
    for one, other in zip(figures(made), figures(back), strict=True):
        assert one is not None
        assert other is not None
        assert one + other == 0


@given(near_prices, near_prices, near_prices, st.integers(1, 1000))
def test_9_3_3c_a_higher_standard_never_leaves_more_to_the_patient(
    price: Decimal, one: Decimal, other: Decimal, quantity: int
) -> None:
    low, high = (
        reimburse(standard_at(each), price, quantity, coverage=COVERAGE)
        for each in sorted((one, other))
    )
    assert low.charge == high.charge
    assert low.within_standard <= high.within_standard
    assert low.over_standard >= high.over_standard


# Bounds and refusals


@pytest.mark.parametrize(
    ("price", "quantity"),
    [
        ("100000000", 10_000_000),
        ("1000000.002236", "999999997.7640"),  # half a fen below 10^15: rounding reaches it
        ("1000000.000001", "999999999.9990"),
        ("999999999.999999", 999_999_999_999),
    ],
)
@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("coverage", [None, COVERAGE])
@pytest.mark.parametrize("billed", [None, 0])
def test_a_charge_past_the_bound_of_an_amount_is_refused(
    price: str, quantity: Number, sign: int, coverage: Coverage | None, billed: int | None
) -> None:
    error = refusal(
        lambda: reimburse(
            STANDARD, price, sign * Decimal(quantity), coverage=coverage, billed=billed
        ),
        InvalidValueError,
    )
    assert (error.field, error.clause) == ("charge", CLAUSE)
    assert "below 10^15" in error.expected
    assert isinstance(error.value, Decimal)
    assert error.value * sign >= BOUND


def test_a_billing_difference_past_the_bound_of_an_amount_is_refused() -> None:
    billed = "999999999999999.99"
    made = reimburse(STANDARD, "8.00", 1, billed=billed)
    assert str(made.billing_difference) == "999999999999991.99"
    error = refusal(lambda: reimburse(STANDARD, "8.00", -1, billed=billed), InvalidValueError)
    assert (error.field, error.clause) == ("billing_difference", CLAUSE)
    assert error.value == Decimal("1000000000000007.99")


@pytest.mark.parametrize("field", ["price", "quantity", "billed"])
@pytest.mark.parametrize("value", [8.0, True, False, float("nan"), [8], b"8"])
def test_a_figure_of_a_line_is_no_float_and_no_bool(field: str, value: object) -> None:
    given_figures = {"price": "8.00", "quantity": 3, "billed": 24, field: value}
    error = refusal(lambda: reimburse(STANDARD, **untyped(given_figures)), InvalidTypeError)
    assert (error.field, error.clause) == (field, CLAUSE)
    assert repr(error.value) == repr(value)
    assert "Decimal, an int, or a string" in error.expected


@pytest.mark.parametrize("field", ["price", "quantity"])
def test_price_and_quantity_are_always_given(field: str) -> None:
    given_figures = {"price": "8.00", "quantity": 3, field: None}
    error = refusal(lambda: reimburse(STANDARD, **untyped(given_figures)), InvalidTypeError)
    assert (error.field, error.value, error.clause) == (field, None, CLAUSE)


@pytest.mark.parametrize(
    ("field", "value", "accepted"),
    [
        ("price", 0, "a unit price above 0"),
        ("price", "-0.01", "a unit price above 0"),
        ("price", "0.0000001", "at most 6 places"),
        ("price", 10**9, "below 10^9"),
        ("price", Decimal("NaN"), "a unit price"),
        ("price", "8,00", "a unit price"),
        ("quantity", 0, "a quantity other than 0"),
        ("quantity", "0.00001", "at most 4 places"),
        ("quantity", 10**12, "below 10^12"),
        ("quantity", -(10**12), "below 10^12"),
        ("quantity", "+3", "a quantity"),
        ("billed", "24.001", "at most 2 places"),
        ("billed", 10**15, "below 10^15"),
        ("billed", Decimal("-Infinity"), "an amount"),
    ],
)
def test_a_figure_of_a_line_past_its_bounds_is_refused(
    field: str, value: object, accepted: str
) -> None:
    given_figures = {"price": "8.00", "quantity": 3, "billed": 24, field: value}
    error = refusal(lambda: reimburse(STANDARD, **untyped(given_figures)), InvalidValueError)
    assert (error.field, error.clause) == (field, CLAUSE)
    assert repr(error.value) == repr(value)
    assert accepted in error.expected


@pytest.mark.parametrize("value", ["5.42", Decimal("5.42"), None, COVERAGE])
def test_a_standard_is_a_payment_standard(value: object) -> None:
    error = refusal(lambda: reimburse(untyped(value), "8.00", 3), InvalidTypeError)
    assert (error.field, error.value, error.expected) == ("standard", value, "PaymentStandard")


@pytest.mark.parametrize("value", [("0.1", "0.7"), "0.7", 0, False])
def test_a_coverage_is_a_coverage(value: object) -> None:
    error = refusal(
        lambda: reimburse(STANDARD, "8.00", 3, coverage=untyped(value)), InvalidTypeError
    )
    assert (error.field, error.value, error.clause) == ("coverage", value, CLAUSE)
    assert error.expected == "Coverage"


@pytest.mark.parametrize("field", ["self_pay_first", "fund_share"])
@pytest.mark.parametrize(
    ("value", "kind", "accepted"),
    [
        ("-0.000001", InvalidValueError, "a share from 0 to 1"),
        ("1.000001", InvalidValueError, "a share from 0 to 1"),
        ("0.0000001", InvalidValueError, "at most 6 places"),
        (2, InvalidValueError, "a share from 0 to 1"),
        ("70%", InvalidValueError, "a share from 0 to 1"),
        (0.5, InvalidTypeError, "a share from 0 to 1"),
        (True, InvalidTypeError, "a share from 0 to 1"),
        (None, InvalidTypeError, "a share from 0 to 1"),
    ],
)
def test_a_share_of_a_coverage_is_from_0_to_1(
    field: str, value: object, kind: type[PolicyError], accepted: str
) -> None:
    error = refusal(lambda: evolve(COVERAGE, **{field: value}), kind)
    assert (error.field, error.value) == (field, value)
    assert accepted in error.expected


def test_a_coverage_names_what_is_paid_first_first() -> None:
    assert (str(COVERAGE.self_pay_first), str(COVERAGE.fund_share)) == ("0.10", "0.70")
    assert Coverage(0, 1) == Coverage("0.00", Decimal("1.0"))
    assert Coverage(0, 1) != Coverage(1, 0)


# Values, and where they come from


@pytest.mark.parametrize(
    ("standard", "clauses"),
    [
        (STANDARD, ["9-3.3a", "9-3.3b", "9-3.3c"]),
        (
            payment_standard(
                INVENTED,
                [SelectedProduct(Product("A", "v", "m"), "5.42")],
                cycle=Cycle("2030-03-15", "2032-03-14"),
            ),
            ["3-7", "3-7", "3-7"],
        ),
        (
            StandardTable.published(CHONGQING_2025_9, [("A", "v", "5.42")], in_force=BOTH).lookup(
                "A", on="2025-03-07"
            ),
            ["9-3.3a", "9-3.3b", "9-3.3c"],
        ),
    ],
)
def test_a_line_says_where_its_standard_comes_from(
    standard: PaymentStandard, clauses: list[str]
) -> None:
    made = reimburse(standard, "8.00", 3)
    assert made.basis == standard.basis
    assert [clause.id for clause in made.basis.clauses] == clauses
    error = refusal(lambda: reimburse(standard, untyped(8.0), 3), InvalidTypeError)
    assert error.clause == clauses[0]


def test_a_standard_whose_basis_names_no_clause_splits_a_charge_too() -> None:
    bare = evolve(STANDARD, basis=Basis("own", (), Reading(), ()))
    made = reimburse(bare, "8.00", 3)
    assert shown(made, PARTS) == ["24.00", "16.26", "7.74"]
    error = refusal(lambda: reimburse(bare, untyped(8.0), 3), InvalidTypeError)
    assert (error.field, error.clause) == ("price", None)


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    made = reimburse(STANDARD, "8.00", 3, coverage=COVERAGE)
    other = evolve(made, basis=Basis("other", (), Reading(), ("something",)))
    assert made == other
    assert hash(made) == hash(other)
    assert "basis" not in repr(made)
    assert made != reimburse(STANDARD, "8.00", 4, coverage=COVERAGE)


def test_a_line_pickles_and_has_a_table() -> None:
    made = reimburse(STANDARD, "8.00", 3, coverage=COVERAGE, billed="25.00")
    copy = pickle.loads(pickle.dumps(made))  # noqa: S301  # our own bytes
    assert (copy, copy.basis) == (made, made.basis)
    for figure in ("16.26", "7.74", "1.63", "10.24", "13.76", "1.00"):
        assert figure in untyped(made)._repr_html_()


COVERED = reimburse(STANDARD, "8.00", 3, coverage=COVERAGE, billed="25.00")
PLAIN = reimburse(STANDARD, "8.00", 3)

TAMPERED: list[tuple[Reimbursement, dict[str, Number | None], str, str]] = [
    (PLAIN, {"charge": "24.01"}, "charge", "24.00"),
    (PLAIN, {"charge": "-24.00"}, "charge", "24.00"),
    (PLAIN, {"within_standard": "16.27"}, "within_standard", "16.26"),
    (PLAIN, {"over_standard": "7.73"}, "over_standard", "7.74"),
    (PLAIN, {"within_standard": "16.27", "over_standard": "7.73"}, "within_standard", "16.26"),
    (PLAIN, {"price": "8.01"}, "charge", "24.03"),
    (PLAIN, {"quantity": -3}, "charge", "-24.00"),
    (COVERED, {"patient_pays": "13.77"}, "patient_pays", "13.76"),
    (COVERED, {"fund_pays": "10.25"}, "patient_pays", "13.75"),
]


@pytest.mark.parametrize(("made", "changes", "field", "follows"), TAMPERED)
def test_a_line_whose_figures_do_not_follow_from_one_another_is_refused(
    made: Reimbursement, changes: dict[str, Number | None], field: str, follows: str
) -> None:
    error = refusal(lambda: evolve(made, **changes), InvalidValueError)
    assert error.field == field
    assert error.value == Decimal(changes.get(field) or getattr(made, field))
    assert follows in error.expected


# Nothing of these follows from any coverage, though charge = fund + patient
IMPOSSIBLE: list[tuple[Reimbursement, dict[str, Number], str]] = [
    (COVERED, {"self_pay_first": "16.27"}, "self_pay_first"),
    (COVERED, {"self_pay_first": "-0.01"}, "self_pay_first"),
    (COVERED, {"fund_pays": "-0.01", "patient_pays": "24.01"}, "fund_pays"),
    (COVERED, {"fund_pays": "14.64", "patient_pays": "9.36"}, "fund_pays"),
    (COVERED, {"fund_pays": "24.01", "patient_pays": "-0.01"}, "fund_pays"),
    (
        reimburse(STANDARD, "8.00", -3, coverage=COVERAGE),
        {"self_pay_first": "0.01"},
        "self_pay_first",
    ),
    (
        reimburse(STANDARD, "8.00", -3, coverage=COVERAGE),
        {"fund_pays": "-14.64", "patient_pays": "-9.36"},
        "fund_pays",
    ),
    (
        reimburse(STANDARD, "8.00", -3, coverage=COVERAGE),
        {"fund_pays": "0.01", "patient_pays": "-24.01"},
        "fund_pays",
    ),
]


@pytest.mark.parametrize(("made", "changes", "field"), IMPOSSIBLE)
def test_a_line_that_no_coverage_gives_is_refused(
    made: Reimbursement, changes: dict[str, Number], field: str
) -> None:
    error = refusal(lambda: evolve(made, **changes), InvalidValueError)
    assert (error.field, error.value) == (field, Decimal(changes[field]))


@pytest.mark.parametrize(
    ("first", "fund", "patient"),
    [
        ("0.00", "0.00", "24.00"),
        ("16.26", "0.00", "24.00"),
        ("0.00", "16.26", "7.74"),
        ("1.63", "14.63", "9.37"),
    ],
)
def test_a_line_that_some_coverage_gives_can_be_stated(first: str, fund: str, patient: str) -> None:
    made = evolve(COVERED, self_pay_first=first, fund_pays=fund, patient_pays=patient)
    assert shown(made, WHO) == [first, fund, patient]


@pytest.mark.parametrize(
    "missing", [WHO[:1], WHO[1:2], WHO[2:], WHO[:2], WHO[1:], (WHO[0], WHO[2])]
)
def test_what_a_coverage_gives_is_there_as_a_whole_or_not_at_all(missing: tuple[str, ...]) -> None:
    error = refusal(lambda: evolve(COVERED, **dict.fromkeys(missing)), InvalidValueError)
    assert error.field in WHO
    assert error.value == (None if error.field in missing else getattr(COVERED, error.field))
    assert evolve(COVERED, **dict.fromkeys(WHO)).billing_difference == Decimal("1.00")


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("price", 8.0, InvalidTypeError),
        ("price", 0, InvalidValueError),
        ("quantity", 3.0, InvalidTypeError),
        ("quantity", 0, InvalidValueError),
        ("standard", "5.42", InvalidTypeError),
        ("charge", 24.0, InvalidTypeError),
        ("charge", None, InvalidTypeError),
        ("within_standard", "16.261", InvalidValueError),
        ("over_standard", True, InvalidTypeError),
        ("billing_difference", 1.0, InvalidTypeError),
        ("self_pay_first", 1.63, InvalidTypeError),
        ("fund_pays", "10.241", InvalidValueError),
        ("patient_pays", 10**15, InvalidValueError),
        ("basis", None, InvalidTypeError),
    ],
)
def test_a_line_checks_every_field(field: str, value: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: evolve(COVERED, **{field: value}), kind)
    assert error.field == field
    assert repr(error.value) == repr(value)


def in_a_hostile_context(call: Callable[[], Reimbursement]) -> Reimbursement:
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)) as context:
        context.traps = dict.fromkeys(context.traps, True)
        return call()


def test_the_hosts_decimal_context_reaches_no_figure() -> None:
    def made() -> Reimbursement:
        return reimburse(standard_at("5.42"), "8.00", 3, coverage=COVERAGE, billed="25.00")

    assert in_a_hostile_context(made) == made() == COVERED
    assert in_a_hostile_context(lambda: evolve(COVERED)) == COVERED
