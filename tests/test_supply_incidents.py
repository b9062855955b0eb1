"""Y-1, in the letter that forwards 9号: orders that were not delivered, or in part."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import hospital
from vbp_policy import (
    Contract,
    Delivery,
    InvalidTypeError,
    InvalidValueError,
    NotComparableError,
    NotProvidedError,
    Order,
    PolicyError,
    Product,
    Specification,
    SupplyIncident,
    SupplyIncidentKind,
    procurement_cycle,
    supply_incidents,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
CYCLE = procurement_cycle(CHONGQING_2025_9)
TABLETS = Specification(
    form="片剂",
    strength="0.5",
    strength_unit="g",
    pack_size=24,
    pack_unit="盒",
    piece_unit="片",
)
PRODUCT = Product("A1", "二甲双胍", "甲", specification=TABLETS)
CONTRACT = Contract(
    "C1", hospital(), PRODUCT, CYCLE, agreed_volume=1000, unit="盒", unit_price="8.72"
)


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def ordered(
    reference: str, on: date | str, quantity: Decimal | int | str, unit: str = "盒"
) -> Order:
    return Order(reference, "C1", ordered_on=on, quantity=quantity, unit=unit)


def accepted(
    reference: str,
    order: str | None,
    on: date | str,
    quantity: Decimal | int | str,
    unit: str = "盒",
) -> Delivery:
    return Delivery(
        reference,
        "C1",
        accepted_on=on,
        quantity=quantity,
        unit=unit,
        unit_price=1,
        order_reference=order,
    )


def incidents(
    orders: Sequence[Order], deliveries: Sequence[Delivery], as_of: date | str
) -> list[str]:
    return [
        f"{it.order.reference} {it.kind.name} {it.delivered} {it.missing} {it.days_open}"
        for it in supply_incidents(CONTRACT, orders, deliveries, as_of=as_of)
    ]


def refusal(kind: type[PolicyError], run: Callable[[], object]) -> PolicyError:
    with pytest.raises(kind) as caught:
        run()
    assert type(caught.value) is kind
    return caught.value


ORDERS = [ordered("O2", "2025-06-05", 50), ordered("O1", "2025-06-02", 100)]
ACCEPTED = [
    accepted("D1", "O1", "2025-06-05", 60),
    accepted("D2", "O1", "2025-06-20", 40),
    accepted("D3", "O2", "2025-06-10", 50),
    accepted("D4", "O2", "2025-06-12", -5),
    accepted("D5", None, "2025-06-06", 500),
]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2025-06-01", []),
        ("2025-06-02", ["O1 UNDELIVERED 0 100 0"]),
        ("2025-06-05", ["O1 PART_DELIVERED 60 40 3", "O2 UNDELIVERED 0 50 0"]),
        ("2025-06-10", ["O1 PART_DELIVERED 60 40 8"]),
        ("2025-06-12", ["O1 PART_DELIVERED 60 40 10", "O2 PART_DELIVERED 45 5 7"]),
        ("2025-06-20", ["O2 PART_DELIVERED 45 5 15"]),
    ],
)
def test_y_1_what_is_open_at_the_end_of_a_day(as_of: str, expected: list[str]) -> None:
    assert incidents(ORDERS, ACCEPTED, as_of) == expected


def test_units_are_converted_and_compared_exactly() -> None:
    orders = [ordered("O1", "2025-06-02", 240, "片"), ordered("O2", "2025-06-03", 10)]
    packs = [accepted("D1", "O1", "2025-06-05", 9), accepted("D2", "O2", "2025-06-05", 239, "片")]
    assert incidents(orders, packs, "2025-06-06") == [
        "O1 PART_DELIVERED 216 24 4",
        "O2 PART_DELIVERED 9.9583 0.0417 3",
    ]
    more = [
        accepted("D3", "O1", "2025-06-06", 24, "片"),
        accepted("D4", "O2", "2025-06-06", 1, "片"),
    ]
    assert incidents(orders, [*packs, *more], "2025-06-06") == []


def test_what_rounds_to_all_or_to_nothing_stays_in_part() -> None:
    order = ordered("O1", "2025-06-02", 1)
    almost = accepted("D1", "O1", "2025-06-05", "23.9999", "片")
    hardly = accepted("D1", "O1", "2025-06-05", "0.0001", "片")
    assert incidents([order], [almost], "2025-06-06") == ["O1 PART_DELIVERED 0.9999 0.0001 4"]
    assert incidents([order], [hardly], "2025-06-06") == ["O1 PART_DELIVERED 0.0001 0.9999 4"]


def test_it_says_what_it_rests_on_and_what_it_assumes() -> None:
    (first, _) = supply_incidents(CONTRACT, ORDERS, [], as_of="2025-06-05")
    assert first.basis.policy_number == CHONGQING_2025_9.number
    assert any("by when an order" in each for each in first.basis.assumptions)
    assert any("names none" in each for each in first.basis.assumptions)
    assert any("no start is stated" in each for each in first.basis.assumptions)


def test_y_1_is_cited_where_the_policy_is_given() -> None:
    found = supply_incidents(CONTRACT, ORDERS, [], as_of="2025-06-05", policy=CHONGQING_2025_9)
    assert [[clause.id for clause in it.basis.clauses] for it in found] == [["Y-1"]] * 2
    error = refusal(
        InvalidValueError,
        lambda: supply_incidents(
            CONTRACT, ORDERS * 2, [], as_of="2025-06-05", policy=CHONGQING_2025_9
        ),
    )
    assert error.clause == "Y-1"


def test_25_asks_for_no_such_report() -> None:
    error = refusal(
        NotProvidedError,
        lambda: supply_incidents(CONTRACT, [], [], as_of="2025-06-05", policy=CHONGQING_2025_25),
    )
    assert error.field == "incidents"


days = st.dates(date(2025, 3, 7), date(2025, 12, 31))


@st.composite
def traded(draw: st.DrawFn) -> tuple[list[Order], list[Delivery]]:
    """Orders, each with deliveries after it, part of which go back."""
    orders: list[Order] = []
    deliveries: list[Delivery] = []
    for number in range(draw(st.integers(0, 4))):
        unit = draw(st.sampled_from(["盒", "片"]))
        order = ordered(f"O{number}", draw(days), draw(st.integers(1, 60)), unit)
        orders.append(order)
        held, day = 0, order.ordered_on
        for part in range(draw(st.integers(0, 4))):
            day += timedelta(days=draw(st.integers(0, 20)))
            pieces = draw(st.integers(-held, 800).filter(bool))
            held += pieces
            deliveries.append(accepted(f"D{number}-{part}", order.reference, day, pieces, "片"))
    return orders, deliveries


@given(traded(), days, st.randoms())
def test_as_one_would_tick_them_off_by_hand(
    trade: tuple[list[Order], list[Delivery]], as_of: date, random: Any
) -> None:
    orders, deliveries = trade
    shuffled = random.sample(deliveries, len(deliveries))
    found = supply_incidents(CONTRACT, orders, shuffled, as_of=as_of)
    expected: list[str] = []
    for order in orders:
        pieces = sum(
            int(it.quantity)
            for it in deliveries
            if it.order_reference == order.reference and it.accepted_on <= as_of
        )
        in_unit = Fraction(pieces, 24 if order.unit == "盒" else 1)
        if order.ordered_on <= as_of and in_unit < Fraction(order.quantity):
            expected.append(order.reference)
            incident = next(it for it in found if it.order is order)
            assert abs(Fraction(incident.delivered) - in_unit) <= Fraction(1, 20_000)
            assert incident.delivered + incident.missing == order.quantity
            assert (incident.kind is SupplyIncidentKind.UNDELIVERED) == (pieces == 0)
            assert incident.days_open == (as_of - order.ordered_on).days
    assert sorted(it.order.reference for it in found) == sorted(expected)
    keys = [(it.order.ordered_on, it.order.reference) for it in found]
    assert keys == sorted(keys)


def one(run: Callable[..., object], *args: object) -> Callable[[], object]:
    return lambda: run(*args)


@pytest.mark.parametrize(
    ("run", "kind", "field"),
    [
        (
            lambda: supply_incidents(untyped("C"), [], [], as_of="2025-06-05"),
            InvalidTypeError,
            "contract",
        ),
        (one(incidents, untyped(1), [], "2025-06-05"), InvalidTypeError, "orders"),
        (one(incidents, untyped([1]), [], "2025-06-05"), InvalidTypeError, "orders[0]"),
        (one(incidents, [], untyped([1]), "2025-06-05"), InvalidTypeError, "deliveries[0]"),
        (one(incidents, [], [], untyped(5)), InvalidTypeError, "as_of"),
        (one(incidents, ORDERS * 2, [], "2025-06-05"), InvalidValueError, "orders[2].reference"),
        (
            one(incidents, [evolve(ORDERS[0], contract_reference="C2")], [], "2025-06-05"),
            InvalidValueError,
            "orders[0].contract_reference",
        ),
        (
            one(incidents, [evolve(ORDERS[0], unit="箱")], [], "2025-06-05"),
            NotComparableError,
            "orders[0].unit",
        ),
        (
            one(incidents, ORDERS[:1], ACCEPTED, "2025-06-01"),
            InvalidValueError,
            "deliveries[0].order_reference",
        ),
        (
            one(incidents, ORDERS, [accepted("D1", "O2", "2025-06-04", 1)], "2025-06-01"),
            InvalidValueError,
            "deliveries[0].accepted_on",
        ),
        (
            one(incidents, ORDERS, [accepted("D1", "O2", "2025-06-05", -1)], "2025-06-05"),
            InvalidValueError,
            "deliveries",
        ),
    ],
)
def test_bad_input(run: Callable[[], object], kind: type[PolicyError], field: str) -> None:
    error = refusal(kind, run)
    assert error.field == field
    assert error.clause in (None, "9-2.1")


INCIDENT = supply_incidents(CONTRACT, ORDERS, ACCEPTED, as_of="2025-06-05")[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"delivered": 61}, "missing"),
        ({"missing": 41}, "missing"),
        ({"delivered": 100}, "delivered"),
        ({"delivered": -1}, "delivered"),
        ({"kind": SupplyIncidentKind.UNDELIVERED}, "kind"),
        ({"days_open": 4}, "days_open"),
        ({"as_of": "2025-06-06"}, "days_open"),
        ({"as_of": "2025-06-01"}, "days_open"),
    ],
)
def test_a_tampered_figure_is_refused(changes: dict[str, object], field: str) -> None:
    assert refusal(InvalidValueError, lambda: evolve(INCIDENT, **changes)).field == field


def test_what_follows_is_accepted() -> None:
    again: SupplyIncident = evolve(INCIDENT, delivered="60.0")
    assert again == INCIDENT
    assert str(again.delivered) == "60"
