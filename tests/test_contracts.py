"""Contracts, orders and deliveries, and how far the agreed volume has been reached."""

import decimal
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import slow_contracts as slow
from invented import INVENTED
from strategies import hospital
from vbp_policy import (
    Basis,
    Contract,
    Cycle,
    Delivery,
    InvalidTypeError,
    InvalidValueError,
    NotComparableError,
    Order,
    PolicyError,
    Product,
    Progress,
    Reading,
    Specification,
    civil_code,
    contract_progress,
    extend,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.rules.contracts import PROGRESS_ASSUMPTIONS, progress_of

Number = Decimal | int | str

FIGURES = slow.Reached._fields
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
FIRST, LAST = date(2025, 5, 30), date(2026, 5, 29)
ONE_DAY = timedelta(days=1)
CLAUSE = "25-1.3a"  # the only clause that a cycle knows
DIALYSER = Product("A1", "透析器", "甲")

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


def product(pack_size: int, pack_unit: str | None = "盒", piece_unit: str | None = "支") -> Product:
    specification = Specification(
        form="透析器",
        strength=1,
        strength_unit="m2",
        pack_size=pack_size,
        pack_unit=pack_unit,
        piece_unit=piece_unit,
    )
    return Product("A1", "透析器", "甲", specification=specification)


def contract(
    volume: Number = 1000, *, unit: str = "支", of: Product = DIALYSER, cycle: Cycle = CYCLE
) -> Contract:
    return Contract("C1", hospital(), of, cycle, agreed_volume=volume, unit=unit, unit_price="50")


def delivery(
    day: date | str, quantity: Number, unit: str = "支", *, reference: str = "", of: str = "C1"
) -> Delivery:
    named = reference or f"{day} {quantity} {unit}"
    return Delivery(named, of, accepted_on=day, quantity=quantity, unit=unit, unit_price="50")


def shown(made: Progress) -> list[str]:
    return [str(getattr(made, name)) for name in FIGURES]


# Contracts, orders and deliveries as they come back


def test_25_2_1e_a_contract_holds_what_was_agreed() -> None:
    made = Contract(
        "C-1",
        hospital(),
        DIALYSER,
        CYCLE,
        agreed_volume="1200.50",
        unit="支",
        unit_price=50,
        signed_on="2025-05-20",
    )
    assert (made.reference, made.product, made.cycle) == ("C-1", DIALYSER, CYCLE)
    assert (str(made.agreed_volume), made.unit, str(made.unit_price)) == ("1200.5", "支", "50.00")
    assert made.signed_on == date(2025, 5, 20)
    assert contract().signed_on is None


def test_an_order_holds_what_was_ordered() -> None:
    made = Order("O-1", "C-1", ordered_on="2025-06-01", quantity="20.0", unit="盒")
    assert (made.reference, made.contract_reference, made.unit) == ("O-1", "C-1", "盒")
    assert (made.ordered_on, str(made.quantity)) == (date(2025, 6, 1), "20")


def test_a_delivery_holds_what_was_accepted_and_what_it_was_ordered_by() -> None:
    plain = delivery("2025-06-18", "-2.50")
    made = evolve(plain, order_reference="O-1")
    assert (made.accepted_on, str(made.quantity)) == (date(2025, 6, 18), "-2.5")
    assert (str(made.unit_price), made.unit, made.contract_reference) == ("50.00", "支", "C1")
    assert (plain.order_reference, made.order_reference) == (None, "O-1")


AMOUNTS: list[tuple[Number, Number, str]] = [
    ("8.72", 3, "26.16"),
    ("8.72", "1.5", "13.08"),
    # half a fen goes up, and less than that goes down
    ("0.005", 1, "0.01"),
    ("0.004999", 1, "0.00"),
    ("1.005", 3, "3.02"),  # the product is rounded, not the price
    ("0.000001", "0.0001", "0.00"),
    ("1000000.002237", "999999997.7630", "999999999999999.99"),
]


@pytest.mark.parametrize(("price", "quantity", "expected"), AMOUNTS)
def test_a_deliverys_amount_is_rounded_once_and_a_returns_is_its_reverse(
    price: Number, quantity: Number, expected: str
) -> None:
    made = evolve(delivery("2025-06-18", quantity), unit_price=price)
    back = evolve(made, quantity=-Decimal(quantity))
    assert str(made.amount) == expected
    assert str(back.amount) == (expected if expected == "0.00" else f"-{expected}")


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("price", "quantity"),
    [("100000000", 10_000_000), ("1000000.002236", "999999997.7640")],
)
def test_a_deliverys_amount_past_the_bound_is_refused_when_it_is_made(
    price: str, quantity: Number, sign: int
) -> None:
    within = evolve(delivery("2025-06-18", 1), quantity=sign * Decimal(quantity))
    error = refusal(lambda: evolve(within, unit_price=price), InvalidValueError)
    assert (error.field, error.clause) == ("amount", None)
    assert error.value == sign * Decimal("1E+15")
    assert "below 10^15" in error.expected


ORDER = Order("O-1", "C1", ordered_on="2025-06-01", quantity=20, unit="支")
DELIVERY = delivery("2025-06-18", 20)


@pytest.mark.parametrize(
    ("value", "field", "wrong", "accepted"),
    [
        (contract(), "agreed_volume", 0, "a quantity above 0"),
        (contract(), "agreed_volume", "-0.0001", "a quantity above 0"),
        (contract(), "agreed_volume", "0.00001", "at most 4 places"),
        (contract(), "agreed_volume", 10**12, "below 10^12"),
        (contract(), "agreed_volume", "1,000", "a quantity above 0"),
        (contract(), "agreed_volume", Decimal("NaN"), "a quantity above 0"),
        (contract(), "unit_price", 0, "a unit price above 0"),
        (contract(), "unit_price", "0.0000001", "at most 6 places"),
        (contract(), "unit", "", "a printable string"),
        (contract(), "reference", "C1 ", "no space at its ends"),
        (contract(), "signed_on", "2025-02-29", "YYYY-MM-DD"),
        (ORDER, "quantity", 0, "a quantity above 0"),
        (ORDER, "quantity", -20, "a quantity above 0"),
        (ORDER, "reference", "", "a printable string"),
        (ORDER, "contract_reference", "\n", "a printable string"),
        (ORDER, "ordered_on", "2025-6-1", "YYYY-MM-DD"),
        (ORDER, "unit", " 支", "no space at its ends"),
        (DELIVERY, "quantity", 0, "a quantity other than 0"),
        (DELIVERY, "quantity", "1.00001", "at most 4 places"),
        (DELIVERY, "unit_price", "-1", "a unit price above 0"),
        (DELIVERY, "accepted_on", "20250618", "YYYY-MM-DD"),
        (DELIVERY, "reference", "D\x00", "a printable string"),
        (DELIVERY, "contract_reference", "", "a printable string"),
        (DELIVERY, "unit", "", "a printable string"),
        (DELIVERY, "order_reference", "", "a printable string"),
    ],
)
def test_a_field_past_its_bounds_is_refused(
    value: object, field: str, wrong: object, accepted: str
) -> None:
    error = refusal(lambda: evolve(value, **{field: wrong}), InvalidValueError)
    assert (error.field, error.clause) == (field, None)
    assert repr(error.value) == repr(wrong)
    assert accepted in error.expected


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (value, field.name)
        for value in (contract(), ORDER, DELIVERY)
        for field in attrs.fields(type(value))
    ],
)
@pytest.mark.parametrize("wrong", [1.5, True, b"1"])
def test_a_field_of_another_type_is_refused(value: object, field: str, wrong: object) -> None:
    error = refusal(lambda: evolve(value, **{field: wrong}), InvalidTypeError)
    assert (error.field, error.value, error.clause) == (field, wrong, None)


# How far the agreed volume has been reached

HALF = delivery("2025-06-18", 500)
AT_FIRST, AT_LAST = delivery(FIRST, 400), delivery(LAST, 600)

PROGRESS: list[tuple[list[Delivery], str, list[str]]] = [
    # deliveries, as of; delivered, ratio, remaining, elapsed_ratio, completed_on, ahead
    ([], "2025-05-29", ["0", "0.0000", "1000", "0.0000", "None", "None"]),
    ([], "2025-05-30", ["0", "0.0000", "1000", "0.0027", "None", "False"]),
    ([], "2026-05-29", ["0", "0.0000", "1000", "1.0000", "None", "False"]),
    # the first day and the days around the last
    ([AT_FIRST, AT_LAST], "2025-05-30", ["400", "0.4000", "600", "0.0027", "None", "True"]),
    ([AT_FIRST, AT_LAST], "2026-05-28", ["400", "0.4000", "600", "0.9973", "None", "False"]),
    ([AT_FIRST, AT_LAST], "2026-05-29", ["1000", "1.0000", "0", "1.0000", str(LAST), "True"]),
    ([AT_FIRST, AT_LAST], "2026-05-30", ["1000", "1.0000", "0", "1.0000", str(LAST), "True"]),
    # what is accepted after the last day does not count, be it a delivery or a return
    ([HALF, delivery("2026-05-30", 500)], "2027-01-01", ["500", "0.5000", "500", "1.0000"]),
    (
        [AT_FIRST, AT_LAST, delivery("2026-05-30", -1)],
        "2027-01-01",
        ["1000", "1.0000", "0", "1.0000", str(LAST), "True"],
    ),
    # nor what is accepted after the day asked for
    ([HALF], "2025-06-17", ["0", "0.0000", "1000", "0.0521", "None", "False"]),
    ([HALF], "2025-06-18", ["500", "0.5000", "500", "0.0548", "None", "True"]),
    # more than agreed: the ratio has no cap, what remains stops at 0
    ([delivery(FIRST, "2500.5")], "2025-05-30", ["2500.5", "2.5005", "0", "0.0027", str(FIRST)]),
    # 4 places, half up
    ([delivery(FIRST, "333.35")], "2025-05-30", ["333.35", "0.3334", "666.65"]),
    ([delivery(FIRST, "333.3499")], "2025-05-30", ["333.3499", "0.3333", "666.6501"]),
    # a return takes away
    ([HALF, delivery("2025-06-19", -200)], "2025-06-19", ["300", "0.3000", "700"]),
    ([HALF, delivery("2025-06-19", -500)], "2025-06-19", ["0", "0.0000", "1000"]),
]


@pytest.mark.parametrize(("deliveries", "as_of", "expected"), PROGRESS)
def test_25_2_1d_progress_against_the_agreed_volume_and_against_time(
    deliveries: list[Delivery], as_of: str, expected: list[str]
) -> None:
    made = contract_progress(contract(), deliveries, as_of=as_of)
    assert shown(made)[: len(expected)] == expected
    assert evolve(made) == made


def test_a_progress_holds_its_contract_its_day_and_the_deliveries_that_count() -> None:
    late, early = delivery("2025-06-18", 10, reference="A"), delivery("2025-06-17", 10)
    same_day = delivery("2025-06-18", 10, reference="B")
    uncounted = [delivery("2025-06-19", 10), delivery("2026-06-01", 10)]
    given_contract = contract()
    made = contract_progress(
        given_contract, iter([same_day, *uncounted, late, early]), as_of="2025-06-18"
    )
    assert made.contract is given_contract
    assert made.as_of == date(2025, 6, 18)
    assert made.deliveries == (early, late, same_day)
    assert "deliveries" not in repr(made)


COMPLETED: list[tuple[list[tuple[str, int]], str | None]] = [
    ([("2025-06-01", 999)], None),
    ([("2025-06-01", 1000)], "2025-06-01"),
    ([("2025-06-01", 999), ("2025-06-02", 1)], "2025-06-02"),
    # later deliveries do not move the day
    ([("2025-06-01", 1000), ("2025-06-02", 1000)], "2025-06-01"),
    # a return that leaves enough does not undo it, one that does not leave enough does
    ([("2025-06-01", 1001), ("2025-06-02", -1)], "2025-06-01"),
    ([("2025-06-01", 1000), ("2025-06-02", -1)], None),
    # reached again, it is the later day
    ([("2025-06-01", 1000), ("2025-06-02", -1), ("2025-06-05", 1)], "2025-06-05"),
    # a day is judged by its end
    ([("2025-06-01", 1000), ("2025-06-01", -1), ("2025-06-03", 1)], "2025-06-03"),
    ([("2025-06-01", 900), ("2025-06-01", -1), ("2025-06-01", 101)], "2025-06-01"),
]


@pytest.mark.parametrize(("moves", "expected"), COMPLETED)
def test_25_2_1d_the_day_since_which_the_volume_has_stood_reached(
    moves: list[tuple[str, int]], expected: str | None
) -> None:
    deliveries = [delivery(*move, reference=f"D{number}") for number, move in enumerate(moves)]
    made = contract_progress(contract(), deliveries, as_of="2025-06-30")
    assert made.completed_on == (None if expected is None else date.fromisoformat(expected))


def test_on_the_day_before_a_return_the_volume_still_stood_reached() -> None:
    deliveries = [delivery("2025-06-01", 1000), delivery("2025-06-02", -1)]
    before = contract_progress(contract(), deliveries, as_of="2025-06-01")
    assert before.completed_on == date(2025, 6, 1)
    assert contract_progress(contract(), deliveries, as_of="2025-06-02").completed_on is None


# Ahead of time or behind


@pytest.mark.parametrize(
    ("volume", "quantity", "as_of", "expected"),
    [
        # 365 days: a piece a day is just enough
        (365, 1, "2025-05-30", True),
        (365, 1, "2025-05-31", False),
        (365, "0.9999", "2025-05-30", False),
        (365, 364, "2026-05-28", True),
        (365, 364, "2026-05-29", False),
        (365, 365, "2026-05-29", True),
        (365, 365, "2027-05-29", True),
        # equal when rounded, but behind, then ahead
        (1_000_000, 2739, "2025-05-30", False),
        (1_000_000, 2740, "2025-05-30", True),
    ],
)
def test_ahead_compares_exactly_and_includes_what_is_just_enough(
    volume: int, quantity: Number, as_of: str, expected: object
) -> None:
    made = contract_progress(contract(volume), [delivery(FIRST, quantity)], as_of=as_of)
    assert made.ahead is expected


def test_9_2_1_nothing_is_ahead_where_the_start_is_assumed() -> None:
    assumed = procurement_cycle(CHONGQING_2025_9)
    deliveries = [delivery("2025-06-18", 1000)]
    made = contract_progress(contract(cycle=assumed), deliveries, as_of="2025-12-31")
    assert made.ahead is None
    assert shown(made)[:5] == ["1000", "1.0000", "0", "1.0000", "2025-06-18"]
    assert made.basis.assumptions == (
        "no start is stated: the effective date 2025-03-07 is taken for it",
        *PROGRESS_ASSUMPTIONS,
    )
    assert evolve(made) == made


def test_9_2_1_a_start_that_is_given_can_be_compared_with() -> None:
    stated = procurement_cycle(CHONGQING_2025_9, "2025-03-07")
    made = contract_progress(contract(cycle=stated), [delivery(FIRST, 1)], as_of="2025-12-31")
    assert made.ahead is False
    assert made.basis.assumptions == PROGRESS_ASSUMPTIONS


def test_25_1_3b_an_extended_cycle_is_longer_and_its_deliveries_count() -> None:
    longer = extend(CHONGQING_2025_25, CYCLE, "2027-05-29", decided_on="2026-05-20")
    deliveries = [delivery("2026-05-30", 500)]
    made = contract_progress(contract(cycle=longer), deliveries, as_of="2026-05-30")
    assert shown(made) == ["500", "0.5000", "500", "0.5014", "None", "False"]
    assert [each.id for each in made.basis.clauses] == ["25-1.3a", "25-1.3b"]


# Units


def test_units_are_converted_by_pack_size_both_ways() -> None:
    packed = product(24)
    deliveries = [delivery(FIRST, 12, "支"), delivery(FIRST, 2, "盒")]
    in_packs = contract_progress(contract(5, unit="盒", of=packed), deliveries, as_of=FIRST)
    assert shown(in_packs)[:3] == ["2.5", "0.5000", "2.5"]
    in_pieces = contract_progress(contract(120, unit="支", of=packed), deliveries, as_of=FIRST)
    assert shown(in_pieces)[:3] == ["60", "0.5000", "60"]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (7, ["0.2917", "0.2917", "0.7083", "0.0027", "None"]),
        (23, ["0.9583", "0.9583", "0.0417", "0.0027", "None"]),
        ("23.9999", ["0.9999", "1.0000", "0.0001", "0.0027", "None"]),  # not shown as all
        ("0.0001", ["0.0001", "0.0000", "0.9999", "0.0027", "None"]),  # nor as nothing
        (24, ["1", "1.0000", "0", "0.0027", "2025-05-30"]),
        ("24.0001", ["1", "1.0000", "0", "0.0027", "2025-05-30"]),
    ],
)
def test_pieces_that_fill_no_pack_are_rounded_only_to_be_shown(
    pieces: Number, expected: list[str]
) -> None:
    one_pack = contract(1, unit="盒", of=product(24))
    made = contract_progress(one_pack, [delivery(FIRST, pieces, "支")], as_of=FIRST)
    assert shown(made)[:5] == expected
    assert evolve(made) == made


def test_thirds_of_a_pack_make_a_whole_one() -> None:
    days = [FIRST + number * ONE_DAY for number in range(3)]
    one_pack = contract(1, unit="盒", of=product(3))
    made = contract_progress(one_pack, [delivery(day, 1, "支") for day in days], as_of=days[-1])
    assert shown(made)[:3] == ["1", "1.0000", "0"]
    assert made.completed_on == days[-1]


@pytest.mark.parametrize(
    ("of", "unit", "delivered_in", "accepted"),
    [
        (DIALYSER, "支", "盒", "支"),
        (product(24, piece_unit=None), "盒", "支", "盒"),
        (product(24, pack_unit=None), "支", "盒", "支"),
        (product(24), "支", "箱", "支 or 盒"),
        (product(24), "箱", "盒", "箱"),  # the contract's own unit is none of the product's
        (product(24, "盒", "盒"), "盒", "支", "盒"),
    ],
)
def test_a_unit_that_the_specification_does_not_name_is_not_comparable(
    of: Product, unit: str, delivered_in: str, accepted: str
) -> None:
    deliveries = [delivery(FIRST, 1, unit), delivery("2027-01-01", 1, delivered_in)]
    made = contract(unit=unit, of=of)
    assert contract_progress(made, deliveries[:1], as_of=FIRST).delivered == 1
    error = refusal(lambda: contract_progress(made, deliveries, as_of=FIRST), NotComparableError)
    assert (error.field, error.value, error.clause) == ("deliveries[1].unit", delivered_in, CLAUSE)
    assert error.expected.startswith(f"{accepted}: ")


# Where it comes from


def test_the_basis_is_the_cycles() -> None:
    reading = civil_code()
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    basis = contract_progress(contract(cycle=cycle), [], as_of=FIRST).basis
    assert basis == Basis(
        CHONGQING_2025_25.number,
        (CHONGQING_2025_25.terms.cycle.clause,),
        reading,
        PROGRESS_ASSUMPTIONS,
    )


@pytest.mark.parametrize("number", [None, CHONGQING_2025_25.number])
def test_a_cycle_of_the_callers_own_gives_a_basis_without_clauses(number: str | None) -> None:
    own = Cycle(FIRST, LAST, policy_number=number)
    made = contract_progress(contract(cycle=own), [HALF], as_of="2025-06-18")
    assert shown(made) == ["500", "0.5000", "500", "0.0548", "None", "True"]
    assert made.basis.policy_number == (number or "no notice named")
    assert made.basis.clauses == ()
    error = refusal(
        lambda: contract_progress(contract(cycle=own), [HALF, HALF], as_of=FIRST),
        InvalidValueError,
    )
    assert error.clause is None


def test_9_3_2b_a_rule_that_has_a_notice_gives_a_basis_of_its_own() -> None:
    terms = CHONGQING_2025_9.terms.purchasing
    own = Basis(CHONGQING_2025_9.number, (terms.volume_clause,), Reading(), ("so",))
    made = progress_of(contract(), [HALF], as_of="2025-06-18", basis=own)
    assert made.basis is own
    assert made == contract_progress(contract(), [HALF], as_of="2025-06-18")
    error = refusal(
        lambda: progress_of(contract(), [HALF, HALF], as_of=FIRST, basis=own), InvalidValueError
    )
    assert error.clause == "9-3.2b"


def test_an_invented_notice_goes_through() -> None:
    cycle = procurement_cycle(INVENTED, "2030-03-01")
    made = contract_progress(
        contract(cycle=cycle), [delivery("2030-03-01", 500)], as_of="2031-02-28"
    )
    assert shown(made) == ["500", "0.5000", "500", "0.4993", "None", "True"]
    assert made.basis.policy_number == INVENTED.number


# Refusals


def test_a_delivery_of_another_contract_is_refused() -> None:
    error = refusal(
        lambda: contract_progress(contract(), [HALF, delivery(LAST, 1, of="C2")], as_of=FIRST),
        InvalidValueError,
    )
    assert (error.field, error.value) == ("deliveries[1].contract_reference", "C2")
    assert error.clause == CLAUSE
    assert error.expected == "the contract's own reference, C1"


def test_25_1_3a_a_delivery_before_the_cycle_is_refused() -> None:
    early = delivery("2025-05-29", 1)
    error = refusal(
        lambda: contract_progress(contract(), [early], as_of="2025-06-18"), InvalidValueError
    )
    assert (error.field, error.value) == ("deliveries[0].accepted_on", date(2025, 5, 29))
    assert (error.clause, "2025-05-30" in error.expected) == ("25-1.3a", True)


@pytest.mark.parametrize("later", ["2025-06-18", "2025-12-31", "2027-01-01"])
def test_a_reference_that_comes_twice_is_refused_counted_or_not(later: str) -> None:
    pair = [delivery("2025-06-18", 10, reference="D"), delivery(later, 20, reference="D")]
    error = refusal(
        lambda: contract_progress(contract(), pair, as_of="2025-06-18"), InvalidValueError
    )
    assert (error.field, error.value) == ("deliveries[1].reference", "D")
    assert (error.clause, error.expected) == (CLAUSE, "each reference once")


def test_more_returned_than_delivered_is_refused() -> None:
    deliveries = [HALF, delivery("2025-06-20", "-500.5"), delivery("2025-06-21", 1)]
    error = refusal(
        lambda: contract_progress(contract(), deliveries, as_of="2025-06-20"), InvalidValueError
    )
    assert (error.field, str(error.value)) == ("deliveries", "-0.5")
    assert (error.clause, "by 2025-06-20" in error.expected) == (CLAUSE, True)
    assert contract_progress(contract(), deliveries, as_of="2025-06-21").delivered == Decimal("0.5")
    assert contract_progress(contract(), deliveries, as_of="2025-06-19").delivered == 500


def test_a_volume_past_the_bound_of_a_quantity_is_refused() -> None:
    most = 999_999_999_999
    pair = [
        evolve(delivery(FIRST, most, reference=reference), unit_price="0.01") for reference in "AB"
    ]
    assert contract_progress(contract(), pair[:1], as_of=FIRST).delivered == most
    error = refusal(lambda: contract_progress(contract(), pair, as_of=FIRST), InvalidValueError)
    assert (error.field, error.value) == ("delivered", 2 * most)
    assert "below 10^12" in error.expected


@pytest.mark.parametrize("wrong", ["C1", None, DELIVERY])
def test_a_contract_is_a_contract(wrong: object) -> None:
    error = refusal(lambda: contract_progress(untyped(wrong), [], as_of=FIRST), InvalidTypeError)
    assert (error.field, error.value, error.expected) == ("contract", wrong, "Contract")


@pytest.mark.parametrize("wrong", [None, 5, DELIVERY, "", "D1"])
def test_deliveries_are_an_iterable_of_them(wrong: object) -> None:
    error = refusal(
        lambda: contract_progress(contract(), untyped(wrong), as_of=FIRST), InvalidTypeError
    )
    assert (error.field, error.value, error.clause) == ("deliveries", wrong, CLAUSE)
    assert error.expected == "an iterable of Delivery"


@pytest.mark.parametrize("wrong", [None, "D1", ORDER])
def test_a_delivery_is_a_delivery(wrong: object) -> None:
    error = refusal(
        lambda: contract_progress(contract(), untyped([HALF, wrong]), as_of=FIRST),
        InvalidTypeError,
    )
    assert (error.field, error.value, error.clause) == ("deliveries[1]", wrong, CLAUSE)
    assert error.expected == "Delivery"


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (None, InvalidTypeError),
        (20250618, InvalidTypeError),
        ("2025-06-31", InvalidValueError),
        ("today", InvalidValueError),
    ],
)
def test_as_of_is_a_day(wrong: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: contract_progress(contract(), [], as_of=untyped(wrong)), kind)
    assert (error.field, error.value, error.clause) == ("as_of", wrong, CLAUSE)


# The public constructor

MADE = contract_progress(contract(), [HALF, delivery("2025-06-20", 600)], as_of="2025-06-20")


@pytest.mark.parametrize(
    ("field", "wrong", "follows"),
    [
        ("delivered", Decimal("1100.0001"), "1100"),
        ("ratio", Decimal("1.0000"), "1.1000"),
        ("remaining", Decimal(-100), "0"),
        ("elapsed_ratio", Decimal("0.0602"), "0.0603"),
        ("completed_on", date(2025, 6, 19), "2025-06-20"),
        ("completed_on", None, "2025-06-20"),
        ("ahead", False, "True"),
        ("ahead", None, "True"),
    ],
)
def test_a_progress_that_does_not_follow_is_refused(
    field: str, wrong: object, follows: str
) -> None:
    error = refusal(lambda: evolve(MADE, **{field: wrong}), InvalidValueError)
    assert (error.field, repr(error.value)) == (field, repr(wrong))
    assert error.expected == f"{follows}, as it follows"


@pytest.mark.parametrize(
    ("field", "wrong", "where"),
    [
        ("deliveries", (HALF,), "delivered"),
        ("as_of", "2025-06-18", "deliveries"),
        ("as_of", "2025-06-21", "elapsed_ratio"),
        ("contract", contract(2000), "ratio"),
    ],
)
def test_a_progress_of_other_facts_is_refused(field: str, wrong: object, where: str) -> None:
    assert refusal(lambda: evolve(MADE, **{field: wrong}), InvalidValueError).field == where


@pytest.mark.parametrize(
    "wrong", [(*MADE.deliveries, delivery("2025-06-21", 1)), MADE.deliveries[::-1]]
)
def test_a_progress_holds_no_delivery_that_does_not_count_and_none_out_of_order(
    wrong: tuple[Delivery, ...],
) -> None:
    error = refusal(lambda: evolve(MADE, deliveries=wrong), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("deliveries", wrong, None)
    assert error.expected == "deliveries of the cycle up to 2025-06-20, by day and reference"


def test_a_figure_of_a_progress_is_kept_in_its_one_spelling() -> None:
    made = evolve(
        MADE, ratio=Decimal("1.1"), delivered=Decimal("1.1E+3"), remaining=Decimal("-0.00")
    )
    assert shown(made) == shown(MADE)
    assert made == MADE


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("contract", "C1"),
        ("deliveries", "D1"),
        ("as_of", None),
        ("delivered", 1100.0),
        ("ratio", True),
        ("remaining", None),
        ("elapsed_ratio", b"0.0603"),
        ("completed_on", 5),
        ("ahead", 1),
        ("basis", None),
    ],
)
def test_a_progress_checks_every_field(field: str, wrong: object) -> None:
    error = refusal(lambda: evolve(MADE, **{field: wrong}), InvalidTypeError)
    assert (error.field, repr(error.value)) == (field, repr(wrong))


def test_a_progress_pickles_hashes_and_shows_itself() -> None:
    again = pickle.loads(pickle.dumps(MADE))  # noqa: S301  # our own bytes
    assert again == MADE
    assert hash(again) == hash(MADE)
    assert (again.deliveries, again.basis) == (MADE.deliveries, MADE.basis)
    assert "1.1000" in untyped(MADE)._repr_html_()


def in_a_hostile_context(call: Callable[[], Progress]) -> Progress:
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)) as context:
        context.traps = dict.fromkeys(context.traps, True)
        return call()


def test_the_hosts_decimal_context_reaches_no_figure() -> None:
    def made() -> Progress:
        one_pack = contract("1.5", unit="盒", of=product(7))
        return contract_progress(one_pack, [delivery(FIRST, "1.2345")], as_of=FIRST)

    assert shown(in_a_hostile_context(made)) == shown(made())
    assert in_a_hostile_context(lambda: evolve(made())) == made()
    kept = in_a_hostile_context(lambda: evolve(MADE))
    assert [str(each.amount) for each in kept.deliveries] == ["25000.00", "30000.00"]


# Properties

SIZES = {"支": 1, "盒": 7}
PACKED = product(7)
units = st.sampled_from(sorted(SIZES))


@st.composite
def cycles(draw: st.DrawFn) -> tuple[Cycle, bool]:
    """Short cycles and long ones, and whether the start is assumed."""
    if draw(st.booleans()):
        first = draw(st.dates(FIRST, date(2030, 1, 1)))
        return Cycle(first, first + draw(st.integers(0, 20)) * ONE_DAY), False
    if draw(st.booleans()):
        return procurement_cycle(CHONGQING_2025_9), True
    return CYCLE, False


@st.composite
def histories(draw: st.DrawFn) -> tuple[Contract, bool, list[Delivery], date]:
    """A contract, whether its start is assumed, its deliveries and a day around its cycle."""
    cycle, assumed = draw(cycles())
    first, days = cycle.first_day, (cycle.last_day - cycle.first_day).days
    amounts = st.one_of(st.integers(-3, 9), st.integers(-50_000, 200_000)).map(
        lambda tenthousandths: Decimal(tenthousandths or 1).scaleb(-4)
    )
    volume = draw(st.one_of(st.integers(1, 20), st.integers(1, 500_000)))
    made = contract(Decimal(volume).scaleb(-4), unit=draw(units), of=PACKED, cycle=cycle)
    deliveries = [
        delivery(
            first + draw(st.integers(0, days + 2)) * ONE_DAY,
            draw(amounts),
            draw(units),
            reference=f"D{number}",
        )
        for number in range(draw(st.integers(0, 8)))
    ]
    as_of = first + draw(st.integers(-2, days + 3)) * ONE_DAY
    return made, assumed, deliveries, as_of


def expected_of(
    made: Contract, deliveries: list[Delivery], as_of: date, *, assumed: bool = False
) -> slow.Reached | str:
    agreed = slow.Agreed(
        Fraction(made.agreed_volume),
        made.unit,
        made.cycle.first_day,
        made.cycle.last_day,
        SIZES,
        assumed,
    )
    accepted = [
        slow.Accepted(each.accepted_on, Fraction(each.quantity), each.unit) for each in deliveries
    ]
    return slow.progress(agreed, accepted, as_of)


@given(histories())
def test_25_2_1d_progress_agrees_with_a_slow_second_implementation(
    history: tuple[Contract, bool, list[Delivery], date],
) -> None:
    made, assumed, deliveries, as_of = history
    expected = expected_of(made, deliveries, as_of, assumed=assumed)
    if isinstance(expected, str):
        error = refusal(lambda: contract_progress(made, deliveries, as_of=as_of), InvalidValueError)
        assert error.field == "deliveries"
        return
    progress = contract_progress(made, deliveries, as_of=as_of)
    for name, value in zip(FIGURES, expected, strict=True):
        got = getattr(progress, name)
        assert (Fraction(got) if isinstance(got, Decimal) else got) == value, name
    assert progress.ratio.as_tuple().exponent == progress.elapsed_ratio.as_tuple().exponent == -4
    assert evolve(progress) == progress


def same_progress(made: Contract, one: list[Delivery], other: list[Delivery], as_of: date) -> None:
    """Both give the same progress, or both are refused."""
    if isinstance(expected_of(made, one, as_of), str):
        refusal(lambda: contract_progress(made, one, as_of=as_of), InvalidValueError)
        refusal(lambda: contract_progress(made, other, as_of=as_of), InvalidValueError)
        return
    progress = contract_progress(made, one, as_of=as_of)
    again = contract_progress(made, other, as_of=as_of)
    assert again == progress
    assert hash(again) == hash(progress)


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_deliveries_are_given_does_not_matter(
    history: tuple[Contract, bool, list[Delivery], date], random: Any
) -> None:
    made, _, deliveries, as_of = history
    shuffled = list(deliveries)
    random.shuffle(shuffled)
    same_progress(made, deliveries, shuffled, as_of)


@given(histories(), st.data())
def test_a_delivery_in_parts_is_the_delivery(
    history: tuple[Contract, bool, list[Delivery], date], data: st.DataObject
) -> None:
    made, _, deliveries, as_of = history
    assume(deliveries)
    *others, whole = deliveries
    part = Decimal(data.draw(st.integers(-300_000, 300_000))).scaleb(-4)
    assume(part not in (0, whole.quantity))
    parts = [
        evolve(whole, reference="part 1", quantity=part),
        evolve(whole, reference="part 2", quantity=whole.quantity - part),
    ]
    same_progress(made, deliveries, [*others, *parts], as_of)


@given(histories(), st.data())
def test_a_delivery_and_its_return_on_the_same_day_cancel(
    history: tuple[Contract, bool, list[Delivery], date], data: st.DataObject
) -> None:
    made, _, deliveries, as_of = history
    day = made.cycle.first_day + data.draw(st.integers(0, 25)) * ONE_DAY
    there = delivery(day, data.draw(st.integers(1, 1000)), data.draw(units), reference="there")
    back = evolve(there, reference="back", quantity=-there.quantity)
    same_progress(made, deliveries, [*deliveries, there, back], as_of)


@given(histories())
def test_the_unit_in_which_a_delivery_is_counted_does_not_matter(
    history: tuple[Contract, bool, list[Delivery], date],
) -> None:
    made, _, deliveries, as_of = history
    in_pieces = [
        evolve(each, unit="支", quantity=each.quantity * SIZES[each.unit]) for each in deliveries
    ]
    same_progress(made, deliveries, in_pieces, as_of)


@given(histories())
def test_what_was_delivered_and_what_remains_make_the_agreed_volume_until_it_is_reached(
    history: tuple[Contract, bool, list[Delivery], date],
) -> None:
    made, _, deliveries, as_of = history
    assume(not isinstance(expected_of(made, deliveries, as_of), str))
    progress = contract_progress(made, deliveries, as_of=as_of)
    if progress.delivered <= made.agreed_volume:
        assert progress.delivered + progress.remaining == made.agreed_volume
    else:
        assert progress.remaining == 0
    if progress.completed_on is not None:
        assert progress.ratio >= 1
        assert made.cycle.first_day <= progress.completed_on <= min(as_of, made.cycle.last_day)


# The clause that asks for it


def test_with_its_policy_progress_cites_the_clause_on_the_volume() -> None:
    """9-3.2b, 25-2.1d: without, it is the clause of the cycle alone."""
    for policy, executed, clause in (
        (CHONGQING_2025_25, "2025-05-30", "25-2.1d"),
        (CHONGQING_2025_9, None, "9-3.2b"),
    ):
        agreed = evolve(contract(), cycle=procurement_cycle(policy, executed))
        cited = contract_progress(agreed, [], as_of="2025-06-18", policy=policy)
        bare = contract_progress(agreed, [], as_of="2025-06-18")
        assert cited == bare
        assert [each.id for each in cited.basis.clauses] == [clause]
        assert cited.basis.assumptions == bare.basis.assumptions
        assert cited.basis.policy_number == policy.number
    by_hand = evolve(contract(), cycle=Cycle("2025-05-30", "2026-05-29"))
    found = contract_progress(by_hand, [], as_of="2025-06-18", policy=CHONGQING_2025_25)
    assert found.basis.policy_number == CHONGQING_2025_25.number


def test_progress_under_another_policy_is_refused() -> None:
    with pytest.raises(InvalidValueError) as caught:
        contract_progress(contract(), [], as_of="2025-06-18", policy=CHONGQING_2025_9)
    assert caught.value.field == "cycle"
    with pytest.raises(InvalidTypeError) as wrong:
        contract_progress(contract(), [], as_of="2025-06-18", policy=untyped("25"))
    assert wrong.value.field == "policy"
