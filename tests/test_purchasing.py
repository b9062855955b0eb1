"""The price in force, the price paid, the volume agreed: what a purchase is held against."""

import decimal
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED, OTHER
from strategies import hospital
from vbp_policy import (
    Basis,
    Contract,
    Cycle,
    Delivery,
    Figure,
    Finding,
    InvalidTypeError,
    InvalidValueError,
    NotProvidedError,
    OutOfForceError,
    Policy,
    PolicyError,
    PriceRule,
    Product,
    Reading,
    Relation,
    check_agreed_volume,
    check_purchase_price,
    contract_progress,
    extend,
    price_in_force,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import cycles

Number = Decimal | int | str

ONE_DAY = timedelta(days=1)

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


def contract(cycle: Cycle) -> Contract:
    product = Product("A1", "透析器", "甲")
    return Contract(
        "C1", hospital(), product, cycle, agreed_volume=1000, unit="支", unit_price="50.125"
    )


CYCLE_9 = procurement_cycle(CHONGQING_2025_9)
CYCLE_25 = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
EXTENDED = extend(CHONGQING_2025_25, CYCLE_25, "2026-11-29", decided_on="2026-05-20")


# The price in force


@pytest.mark.parametrize(
    ("policy", "cycle", "day", "clause"),
    [
        (CHONGQING_2025_9, CYCLE_9, "2025-03-06", "9-3.1a"),
        (CHONGQING_2025_9, CYCLE_9, "2025-03-07", None),
        (CHONGQING_2025_9, CYCLE_9, "2025-12-31", None),
        (CHONGQING_2025_9, CYCLE_9, "2026-01-01", "9-3.1e"),
        (CHONGQING_2025_25, CYCLE_25, "2025-05-29", "25-2.4b"),
        (CHONGQING_2025_25, CYCLE_25, "2025-05-30", None),
        (CHONGQING_2025_25, CYCLE_25, "2026-05-29", None),
        (CHONGQING_2025_25, CYCLE_25, "2026-05-30", "25-2.4b"),
        # an extension is the cycle's own
        (CHONGQING_2025_25, EXTENDED, "2026-05-30", None),
        (CHONGQING_2025_25, EXTENDED, "2026-11-29", None),
        (CHONGQING_2025_25, EXTENDED, "2026-11-30", "25-2.4b"),
        # a caller's own cycle goes with any notice
        (CHONGQING_2025_25, Cycle("2025-06-01", "2025-06-01"), "2025-06-01", None),
        (CHONGQING_2025_25, Cycle("2025-06-01", "2025-06-01"), "2025-06-02", "25-2.4b"),
    ],
)
def test_9_3_1a_9_3_1e_and_25_2_4b_the_price_holds_on_the_days_of_the_cycle(
    policy: Policy, cycle: Cycle, day: str, clause: str | None
) -> None:
    made = contract(cycle)
    if clause is None:
        assert str(price_in_force(policy, made, day)) == "50.125"
        assert price_in_force(policy, made, date.fromisoformat(day)) == made.unit_price
        return
    error = refusal(lambda: price_in_force(policy, made, day), OutOfForceError)
    assert (error.field, error.value, error.clause) == ("on", date.fromisoformat(day), clause)
    assert error.expected == f"a day of the cycle, {cycle.first_day} to {cycle.last_day}"


def test_9_3_1e_and_25_2_4b_the_price_holds_when_the_volume_was_completed_early() -> None:
    made = contract(CYCLE_25)
    whole = Delivery(
        "D1", "C1", accepted_on="2025-05-30", quantity=1000, unit="支", unit_price="50.125"
    )
    assert contract_progress(made, [whole], as_of="2025-05-30").completed_on is not None
    assert price_in_force(CHONGQING_2025_25, made, "2026-05-29") == made.unit_price


@given(cycles(policy=CHONGQING_2025_25, extended=False), st.integers(-400, 800))
def test_25_2_4b_the_price_is_in_force_on_a_day_exactly_if_the_cycle_holds_it(
    cycle: Cycle, days: int
) -> None:
    day = cycle.first_day + days * ONE_DAY
    held = [cycle.first_day + number * ONE_DAY for number in range(cycle.days)]
    if day in held:
        assert price_in_force(CHONGQING_2025_25, contract(cycle), day) == Decimal("50.125")
    else:
        refusal(lambda: price_in_force(CHONGQING_2025_25, contract(cycle), day), OutOfForceError)


def test_a_contract_of_another_notices_cycle_is_refused() -> None:
    error = refusal(
        lambda: price_in_force(CHONGQING_2025_25, contract(CYCLE_9), "2025-06-18"),
        InvalidValueError,
    )
    assert (error.field, error.value) == ("cycle", CHONGQING_2025_9.number)
    assert (error.clause, CHONGQING_2025_25.number in error.expected) == ("25-1.3a", True)


@pytest.mark.parametrize(
    ("arguments", "field", "kind", "clause"),
    [
        ((None, contract(CYCLE_9), "2025-06-18"), "policy", InvalidTypeError, None),
        ((CHONGQING_2025_9, CYCLE_9, "2025-06-18"), "contract", InvalidTypeError, "9-3.1a"),
        ((CHONGQING_2025_9, contract(CYCLE_9), None), "on", InvalidTypeError, "9-3.1a"),
        ((CHONGQING_2025_9, contract(CYCLE_9), "2025-06"), "on", InvalidValueError, "9-3.1a"),
        ((CHONGQING_2025_25, contract(CYCLE_25), "18"), "on", InvalidValueError, "25-2.4b"),
    ],
)
def test_price_in_force_refuses_what_is_no_policy_contract_or_day(
    arguments: tuple[Any, ...], field: str, kind: type[PolicyError], clause: str | None
) -> None:
    error = refusal(lambda: price_in_force(*arguments), kind)
    assert (error.field, error.clause) == (field, clause)


# The price paid

PRICES: list[tuple[Number, Number, str]] = [
    # paid, selected, how the one stands to the other
    ("8.719999", "8.72", "lower"),
    ("8.72", "8.72", "equal"),
    ("8.7200", Decimal("8.72"), "equal"),
    ("8.720001", "8.72", "higher"),
    (9, "8.72", "higher"),
    ("0.000001", 999_999_999, "lower"),
]


@pytest.mark.parametrize(("paid", "selected", "stands"), PRICES)
def test_9_3_1d_the_price_paid_is_the_selected_one(
    paid: Number, selected: Number, stands: str
) -> None:
    finding = check_purchase_price(CHONGQING_2025_9, paid=paid, selected=selected)
    assert finding.met == (stands == "equal")
    assert (finding.soft, finding.relation) == (False, Relation.EQUAL)
    assert finding.clause.id == "9-3.1d"
    assert finding.basis == Basis(CHONGQING_2025_9.number, (finding.clause,), Reading(), ())


@pytest.mark.parametrize(("paid", "selected", "stands"), PRICES)
def test_25_2_1b_the_price_paid_may_be_lower_than_the_selected_one(
    paid: Number, selected: Number, stands: str
) -> None:
    finding = check_purchase_price(CHONGQING_2025_25, paid=paid, selected=selected)
    assert finding.met == (stands in ("equal", "lower"))
    assert (finding.soft, finding.relation) == (False, Relation.AT_MOST)
    assert finding.clause.id == "25-2.1b"
    assert finding.basis.policy_number == CHONGQING_2025_25.number
    assert (finding.basis.clauses, finding.basis.reading) == ((finding.clause,), Reading())
    (assumed,) = finding.basis.assumptions
    assert "above the selected one" in assumed


@pytest.mark.parametrize(
    ("policy", "paid", "message"),
    [
        (CHONGQING_2025_9, "8.7", "The price paid, 8.70, is not the selected price, 8.72."),
        (CHONGQING_2025_9, "8.72", "The price paid, 8.72, is the selected price, 8.72."),
        (CHONGQING_2025_25, "8.72", "The price paid, 8.72, is not above the selected price, 8.72."),
        (CHONGQING_2025_25, 9, "The price paid, 9.00, is above the selected price, 8.72."),
    ],
)
def test_a_finding_says_in_a_sentence_what_stands_against_what(
    policy: Policy, paid: Number, message: str
) -> None:
    finding = check_purchase_price(policy, paid=paid, selected="8.720")
    assert finding.message == message
    assert [each.name for each in finding.figures] == ["price paid", "selected price"]
    assert str(finding.figures[1]) == "selected price 8.72"


def test_the_price_rule_is_the_notices() -> None:
    for rule, met in ((PriceRule.EQUAL, False), (PriceRule.AT_MOST, True)):
        purchasing = evolve(INVENTED.terms.purchasing, price_rule=rule)
        policy = evolve(INVENTED, terms=evolve(INVENTED.terms, purchasing=purchasing))
        finding = check_purchase_price(policy, paid=1, selected=2)
        assert (finding.met, finding.clause) == (met, OTHER)
        assert finding.basis.policy_number == INVENTED.number


@given(
    st.integers(2, 10**15 - 2),
    st.one_of(st.integers(-1, 1).map(lambda near: (near,)), st.integers(1, 10**15 - 1)),
)
def test_9_3_1d_and_25_2_1b_prices_are_compared_exactly(one: int, other: tuple[int] | int) -> None:
    """A price and one next to it, or any other."""
    another = other if isinstance(other, int) else one + other[0]
    paid, selected = (Decimal(millionths).scaleb(-6) for millionths in (one, another))
    equal = check_purchase_price(CHONGQING_2025_9, paid=paid, selected=selected)
    at_most = check_purchase_price(CHONGQING_2025_25, paid=paid, selected=selected)
    assert equal.met == (Fraction(paid) - Fraction(selected) == 0)
    assert at_most.met == (Fraction(paid) - Fraction(selected) <= 0)
    for finding in (equal, at_most):
        assert evolve(finding) == finding
        assert tuple(Fraction(each.value) for each in finding.figures) == (
            Fraction(paid),
            Fraction(selected),
        )


@pytest.mark.parametrize("policy", [CHONGQING_2025_9, CHONGQING_2025_25])
@pytest.mark.parametrize("field", ["paid", "selected"])
@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (8.72, InvalidTypeError),
        (None, InvalidTypeError),
        (True, InvalidTypeError),
        (0, InvalidValueError),
        ("-8.72", InvalidValueError),
        ("8.7200001", InvalidValueError),
        (10**9, InvalidValueError),
    ],
)
def test_9_3_1d_and_25_2_1b_what_is_no_unit_price_is_refused(
    policy: Policy, field: str, wrong: object, kind: type[PolicyError]
) -> None:
    figures: Any = {"paid": "8.72", "selected": "8.72", field: wrong}
    error = refusal(lambda: check_purchase_price(policy, **figures), kind)
    assert (error.field, repr(error.value)) == (field, repr(wrong))
    assert error.clause == policy.terms.purchasing.price_clause.id
    assert "a unit price above 0" in error.expected


# The volume agreed


@pytest.mark.parametrize(
    ("current", "previous", "message"),
    [
        (999, 1000, "The agreed volume, 999, is below the volume of the year before, 1000."),
        (
            "999.9999",
            "1000.0",
            "The agreed volume, 999.9999, is below the volume of the year before, 1000.",
        ),
        (
            1000,
            "1000.0000",
            "The agreed volume, 1000, is not below the volume of the year before, 1000.",
        ),
        (
            "0.0002",
            "0.0001",
            "The agreed volume, 0.0002, is not below the volume of the year before, 0.0001.",
        ),
    ],
)
def test_9_2_2_the_agreed_volume_is_in_principle_not_below_last_years(
    current: Number, previous: Number, message: str
) -> None:
    finding = check_agreed_volume(CHONGQING_2025_9, current=current, previous=previous)
    assert finding.met == ("is not below" in message)
    assert (finding.soft, finding.relation) == (True, Relation.AT_LEAST)
    assert (finding.clause.id, finding.message) == ("9-2.2", message)
    assert finding.basis == Basis(CHONGQING_2025_9.number, (finding.clause,), Reading(), ())
    assert evolve(finding) == finding


@pytest.mark.parametrize("policy", [CHONGQING_2025_25, INVENTED])
def test_a_notice_that_asks_for_no_floor_provides_none(policy: Policy) -> None:
    error = refusal(lambda: check_agreed_volume(policy, current=1, previous=2), NotProvidedError)
    assert (error.field, error.value, error.clause) == ("volume_floor", policy.number, None)
    assert policy.number in error.expected


@pytest.mark.parametrize("field", ["current", "previous"])
@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        (1.5, InvalidTypeError),
        (None, InvalidTypeError),
        (0, InvalidValueError),
        (-1, InvalidValueError),
        ("0.00001", InvalidValueError),
        (10**12, InvalidValueError),
    ],
)
def test_9_2_2_what_is_no_volume_is_refused(
    field: str, wrong: object, kind: type[PolicyError]
) -> None:
    figures: Any = {"current": 1, "previous": 1, field: wrong}
    error = refusal(lambda: check_agreed_volume(CHONGQING_2025_9, **figures), kind)
    assert (error.field, error.value, error.clause) == (field, wrong, "9-2.2")


@pytest.mark.parametrize("call", [check_purchase_price, check_agreed_volume])
def test_a_check_takes_a_policy_first(call: Any) -> None:
    figures = ("paid", "selected") if call is check_purchase_price else ("current", "previous")
    error = refusal(lambda: call("9号", **dict.fromkeys(figures, 1)), InvalidTypeError)
    assert (error.field, error.value) == ("policy", "9号")


# Findings

MADE = check_purchase_price(CHONGQING_2025_25, paid="8.70", selected="8.72")


@pytest.mark.parametrize(
    ("field", "wrong", "where"),
    [
        ("met", False, "met"),
        ("message", "All is well.", "message"),
        ("relation", Relation.AT_LEAST, "met"),
        ("relation", Relation.EQUAL, "met"),
        ("figures", (Figure("price paid", Decimal("8.73")), MADE.figures[1]), "met"),
        ("figures", (Figure("price paid", Decimal("8.71")), MADE.figures[1]), "message"),
        ("figures", (Figure("price", Decimal("8.70")), MADE.figures[1]), "message"),
    ],
)
def test_a_finding_that_does_not_follow_is_refused(field: str, wrong: object, where: str) -> None:
    error = refusal(lambda: evolve(MADE, **{field: wrong}), InvalidValueError)
    assert error.field == where
    assert error.expected.endswith(", as it follows")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_finding_has_two_figures(count: int) -> None:
    figures = (MADE.figures * 2)[:count]
    error = refusal(lambda: evolve(MADE, figures=figures), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("figures", figures, "25-2.1b")
    assert "two figures" in error.expected


@pytest.mark.parametrize(
    ("value", "field", "wrong", "kind"),
    [
        (MADE, "clause", "25-2.1b", InvalidTypeError),
        (MADE, "met", 1, InvalidTypeError),
        (MADE, "soft", None, InvalidTypeError),
        (MADE, "figures", "8.70", InvalidTypeError),
        (MADE, "message", None, InvalidTypeError),
        (MADE, "relation", "at most", InvalidTypeError),
        (MADE, "basis", None, InvalidTypeError),
        (MADE.figures[0], "name", "", InvalidValueError),
        (MADE.figures[0], "value", 8.7, InvalidTypeError),
        (MADE.figures[0], "value", None, InvalidTypeError),
        (MADE.figures[0], "value", Decimal("NaN"), InvalidValueError),
        (MADE.figures[0], "value", Decimal("sNaN"), InvalidValueError),
        (MADE.figures[0], "value", Decimal("-Infinity"), InvalidValueError),
    ],
)
def test_a_finding_and_its_figures_check_every_field(
    value: object, field: str, wrong: object, kind: type[PolicyError]
) -> None:
    error = refusal(lambda: evolve(value, **{field: wrong}), kind)
    assert (error.field, repr(error.value)) == (field, repr(wrong))


def test_a_finding_pickles_hashes_and_shows_itself() -> None:
    again = pickle.loads(pickle.dumps(MADE))  # noqa: S301  # our own bytes
    assert (again, hash(again), again.basis) == (MADE, hash(MADE), MADE.basis)
    assert "price paid 8.70, selected price 8.72" in untyped(MADE)._repr_html_()


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        (Relation.EQUAL, [False, True, False]),
        (Relation.AT_MOST, [True, True, False]),
        (Relation.AT_LEAST, [False, True, True]),
    ],
)
def test_how_a_figure_stands_to_another(relation: Relation, expected: list[bool]) -> None:
    found = [Decimal("0.999999"), Decimal("1.00"), Decimal("1.000001")]
    assert [relation.holds(each, Decimal(1)) for each in found] == expected


def in_a_hostile_context(call: Callable[[], Finding]) -> Finding:
    context = decimal.Context(prec=1, rounding=decimal.ROUND_UP, capitals=0)
    context.traps = dict.fromkeys(context.traps, True)
    with decimal.localcontext(context):
        return call()


def test_the_hosts_decimal_context_reaches_no_finding() -> None:
    def made() -> Finding:
        return check_purchase_price(CHONGQING_2025_9, paid="8.719999", selected="0.000001")

    for call in (made, lambda: evolve(made())):
        finding = in_a_hostile_context(call)
        assert finding == made()
        assert "8.719999, is not the selected price, 0.000001." in finding.message
