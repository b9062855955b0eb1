"""Classes of listings: what the clauses 25-2.2b to 25-2.2e make of a product beside the annex."""

import decimal
import itertools
import pickle
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slow_listings import Listed, Renewed, Won, classified
from vbp_policy import (
    Basis,
    Classification,
    InvalidTypeError,
    InvalidValueError,
    Listing,
    ListingStatus,
    NotComparableError,
    NotProvidedError,
    OutOfForceError,
    Policy,
    PolicyError,
    Product,
    Reading,
    Renewal,
    SelectedFirm,
    SelectedProduct,
    SelectionResults,
    UntilDay,
    classify_listing,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

POLICY = CHONGQING_2025_25
ON = "2025-09-01"
BY_PROJECT, BY_GROUP = (Reading(selected_firm=each) for each in SelectedFirm)
READINGS = pytest.mark.parametrize("reading", [BY_PROJECT, BY_GROUP], ids=["project", "group"])
UNKNOWN = None


def untyped(value: object) -> Any:
    """Hide a value's type from the type checkers: a caller may pass anything."""
    return value


def product(code: str, maker: str = "甲", group: str | None = "高通") -> Product:
    return Product(code, "透析器", maker, group=group)


def selected(
    code: str, price: str, maker: str = "甲", group: str | None = "高通"
) -> SelectedProduct:
    return SelectedProduct(product(code, maker, group), price)


def annex(*chosen: SelectedProduct, renewals: Iterable[Renewal] = ()) -> SelectionResults:
    return SelectionResults(chosen, untyped(renewals))


ANNEX = annex(
    selected("A1", "50.00"),
    selected("A2", "46.00"),
    selected("B1", "55.00", "乙"),
    selected("B2", "20.00", "乙", "低通"),
    selected("C1", "30.00", "丙", "低通"),
)
ELSEWHERE: tuple[Any, ...] = (UNKNOWN, (), ("48.00",), ("60.00", "48.00"), ("60.00",))


def classify(
    listed: Product,
    price: str,
    elsewhere: Any = UNKNOWN,
    *,
    results: SelectionResults = ANNEX,
    on: Any = ON,
    reading: Reading = BY_PROJECT,
    policy: Policy = POLICY,
) -> Classification:
    listing = Listing(listed, price, other_selected_prices=elsewhere)
    return classify_listing(policy, listing, results, on=on, reading=reading)


def outcome(found: Classification) -> tuple[str, str | None]:
    return found.status.name, None if found.ceiling is None else str(found.ceiling)


def cited(found: Classification) -> list[str]:
    return [clause.id for clause in found.basis.clauses]


def refused(
    kind: type[PolicyError],
    call: Callable[[], object],
    *,
    field: str,
    value: object,
    accepted: str,
    clause: str | None,
) -> None:
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    assert (error.field, error.value, error.clause) == (field, value, clause)
    assert accepted in error.expected


# A selected product


@pytest.mark.parametrize("price", ["0.01", "50.00", "50.01", "999"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@READINGS
def test_25_2_2c_what_the_annex_lists_is_selected_at_whatever_price(
    price: str, elsewhere: Any, reading: Reading
) -> None:
    found = classify(product("A1"), price, elsewhere, reading=reading)
    assert outcome(found) == ("SELECTED", None)
    assert cited(found) == ["25-2.2c"]


def test_25_2_2c_the_code_decides_whatever_else_is_said_of_the_product() -> None:
    assert outcome(classify(product("A1", "丁", None), "99")) == ("SELECTED", None)


def test_25_2_2b_a_renewal_is_selected_from_its_day_and_the_old_code_stays() -> None:
    results = annex(
        selected("A1", "50"),
        renewals=[Renewal("A1", "A8", "2025-09-01"), Renewal("A8", "A9", "2025-10-01")],
    )
    for code, day, status in (
        ("A8", "2025-08-31", "UNDETERMINED"),
        ("A8", "2025-09-01", "SELECTED"),
        ("A9", "2025-09-30", "UNDETERMINED"),
        ("A9", date(2025, 10, 1), "SELECTED"),
        ("A1", "2025-08-31", "SELECTED"),
        ("A1", "2025-12-01", "SELECTED"),
    ):
        assert classify(product(code), "50", results=results, on=day).status.name == status
    found = classify(product("A9"), "51", results=results, on="2025-10-01")
    assert cited(found) == ["25-2.2b"]
    assert found.reasons == (
        "A9 is a renewal of the selected product A1.",
        "It is listed at 51.00, above its selected price, 50.00.",
    )


def test_25_2_2b_a_renewal_not_yet_in_force_is_measured_as_any_other_product() -> None:
    results = annex(selected("A1", "50"), renewals=[Renewal("A1", "A8", "2025-09-01")])
    before = classify(product("A8"), "50.01", results=results, on="2025-08-31")
    assert outcome(before) == ("NON_SELECTED", "50.00")


def test_25_2_2b_renewals_that_lead_back_are_refused_before_anything_is_classed() -> None:
    with pytest.raises(InvalidValueError, match="X → Y → X"):
        classify(
            product("X"),
            "50",
            results=annex(
                selected("A1", "50"),
                renewals=[Renewal("Y", "X", ON), Renewal("X", "Y", ON)],
            ),
        )


def test_a_renewal_counts_only_where_the_notice_says_so() -> None:
    silent = attrs.evolve(
        POLICY,
        terms=attrs.evolve(
            POLICY.terms, listing=attrs.evolve(POLICY.terms.listing, renewal_clause=None)
        ),
    )
    results = annex(selected("A1", "50"), renewals=[Renewal("A1", "A8", ON)])
    assert outcome(classify(product("A1"), "50", results=results, policy=silent))[0] == "SELECTED"
    refused(
        NotProvidedError,
        lambda: classify(product("A8"), "50", results=results, policy=silent),
        field="renewal",
        value=POLICY.number,
        accepted="a notice that states this",
        clause=None,
    )


# A selected firm's other product


@pytest.mark.parametrize(
    ("price", "elsewhere", "status", "ceiling"),
    [
        ("49.999999", (), "MAY_COUNT_AS_SELECTED", "50.00"),
        ("50.00", (), "MAY_COUNT_AS_SELECTED", "50.00"),
        ("50.000001", (), "NON_SELECTED", "50.00"),
        ("47.999999", ("48.00",), "MAY_COUNT_AS_SELECTED", "48.00"),
        ("48.00", ("48.00",), "MAY_COUNT_AS_SELECTED", "48.00"),
        ("48.000001", ("48.00",), "NON_SELECTED", "48.00"),
        ("48.00", ("60.00", "48.00"), "MAY_COUNT_AS_SELECTED", "48.00"),
        ("48.000001", ("48.00", "60.00"), "NON_SELECTED", "48.00"),
        ("50.00", ("60.00",), "MAY_COUNT_AS_SELECTED", "50.00"),
        ("50.000001", ("60.00",), "NON_SELECTED", "50.00"),
        ("50.00", ("50.00",), "MAY_COUNT_AS_SELECTED", "50.00"),
        ("50.00", UNKNOWN, "UNDETERMINED", "50.00"),
        ("50.000001", UNKNOWN, "NON_SELECTED", "50.00"),
        ("0.000001", UNKNOWN, "UNDETERMINED", "50.00"),
        ("53.00", ("40.00",), "NON_SELECTED", "40.00"),
    ],
)
@READINGS
def test_25_2_2d_a_selected_firms_other_product_has_its_own_prices_for_a_ceiling(
    price: str, elsewhere: Any, status: str, ceiling: str, reading: Reading
) -> None:
    """Its own highest in the group is 50, another firm's is 55; the prices elsewhere vary."""
    found = classify(product("A9"), price, elsewhere, reading=reading)
    assert outcome(found) == (status, ceiling)
    assert cited(found) == ["25-2.2c", "25-2.2d"]


def test_25_2_2d_unknown_and_none_are_different() -> None:
    unknown, none = (classify(product("A9"), "50", elsewhere) for elsewhere in (None, ()))
    assert unknown.status is ListingStatus.UNDETERMINED
    assert none.status is ListingStatus.MAY_COUNT_AS_SELECTED


@pytest.mark.parametrize("price", ["1.00", "30.00", "54.00", "55.00"])
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_25_2_2d_a_firm_selected_in_other_groups_has_no_price_of_its_own_by_project(
    price: str, elsewhere: Any
) -> None:
    found = classify(product("C9", "丙"), price, elsewhere, reading=BY_PROJECT)
    assert outcome(found) == ("NON_SELECTED", None)
    assert cited(found) == ["25-2.2c", "25-2.2d", "25-2.2e"]


# An unselected firm's product


@pytest.mark.parametrize(
    ("price", "status"),
    [("54.999999", "NEUTRAL"), ("55.00", "NEUTRAL"), ("55.000001", "NON_SELECTED")],
)
@pytest.mark.parametrize("elsewhere", ELSEWHERE)
@pytest.mark.parametrize(
    ("maker", "reading"), [("丁", BY_PROJECT), ("丁", BY_GROUP), ("丙", BY_GROUP)]
)
def test_25_2_2e_an_unselected_firms_product_has_the_groups_highest_price_for_a_ceiling(
    price: str, status: str, elsewhere: Any, maker: str, reading: Reading
) -> None:
    """Maker 丙 is selected in another group alone; what is known elsewhere does not matter."""
    found = classify(product("D9", maker), price, elsewhere, reading=reading)
    assert outcome(found) == (status, "55.00")
    assert cited(found) == ["25-2.2c", "25-2.2e"]


@pytest.mark.parametrize(
    ("maker", "reading"), [("丁", BY_PROJECT), ("丁", BY_GROUP), ("丙", BY_GROUP)]
)
def test_25_2_2e_a_group_that_nobody_won_has_no_ceiling(maker: str, reading: Reading) -> None:
    found = classify(product("D9", maker, "管路"), "0.01", (), reading=reading)
    assert outcome(found) == ("NON_SELECTED", None)


def test_25_2_2e_an_empty_annex_selects_nothing() -> None:
    assert outcome(classify(product("A1"), "1", (), results=annex())) == ("NON_SELECTED", None)


# What it says


A9 = "A9 is no selected product, but its maker 甲 is a selected firm."
OWN = "the maker's highest selected price in 高通, 50.00."


@pytest.mark.parametrize(
    ("listed", "price", "elsewhere", "reading", "reasons"),
    [
        (
            product("A1"),
            "50",
            (),
            BY_PROJECT,
            ("A1 is a selected product.", "It is listed at 50.00, not above {its} price, 50.00."),
        ),
        (
            product("A9"),
            "50",
            (),
            BY_PROJECT,
            (A9, f"It is listed at 50.00, not above {OWN}", "It has no selected price elsewhere."),
        ),
        (
            product("A9"),
            "50.5",
            ("49", "51"),
            BY_GROUP,
            (
                A9,
                f"It is listed at 50.50, above {OWN}",
                "It is listed at 50.50, above its lowest selected price elsewhere, 49.00.",
            ),
        ),
        (
            product("A9"),
            "48",
            None,
            BY_GROUP,
            (
                A9,
                f"It is listed at 48.00, not above {OWN}",
                "Its selected prices elsewhere are not known.",
            ),
        ),
        (
            product("C9", "丙"),
            "48",
            None,
            BY_PROJECT,
            (
                "C9 is no selected product, but its maker 丙 is a selected firm.",
                "The maker has no selected price in 高通.",
            ),
        ),
        (
            product("C9", "丙"),
            "48",
            None,
            BY_GROUP,
            (
                "C9 is no selected product, and its maker 丙 is selected in other groups alone.",
                "It is listed at 48.00, not above the highest selected price in 高通, 55.00.",
            ),
        ),
        (
            product("D9", "丁"),
            "56",
            None,
            BY_PROJECT,
            (
                "D9 is no selected product, and its maker 丁 is no selected firm.",
                "It is listed at 56.00, above the highest selected price in 高通, 55.00.",
            ),
        ),
        (
            product("D9", "丁", "管路"),
            "56",
            None,
            BY_PROJECT,
            (
                "D9 is no selected product, and its maker 丁 is no selected firm.",
                "Nobody has a selected price in 管路.",
            ),
        ),
    ],
)
def test_the_reasons_are_in_words_with_their_figures(
    listed: Product, price: str, elsewhere: Any, reading: Reading, reasons: tuple[str, ...]
) -> None:
    found = classify(listed, price, elsewhere, reading=reading)
    assert found.reasons == tuple(each.format(its="its selected") for each in reasons)


@READINGS
def test_it_says_what_it_rests_on_and_what_it_assumes(reading: Reading) -> None:
    found = classify(product("A9"), "48", (), reading=reading, on=date(2025, 9, 1))
    assert found.listing == Listing(product("A9"), 48, other_selected_prices=[])
    assert found.basis.policy_number == POLICY.number
    assert found.basis.reading == reading
    assert found.basis.assumptions == ("2025-09-01 is taken to lie within the procurement cycle",)


def test_the_recommended_reading_is_by_project() -> None:
    listing = Listing(product("C9", "丙"), "1.00")
    found = classify_listing(POLICY, listing, ANNEX, on=ON)
    assert found.basis.reading == Reading()
    assert found.status is ListingStatus.NON_SELECTED


@pytest.mark.parametrize(
    "changes",
    [
        {field: choice}
        for field, choice in (
            (each.field, choice)
            for each in Reading.choices()
            if each.field != "selected_firm"
            for choice in each.choices[1:]
        )
    ],
    ids=str,
)
def test_no_other_reading_matters(changes: Any) -> None:
    for listed in (product("A1"), product("A9"), product("C9", "丙"), product("D9", "丁")):
        assert classify(listed, "48", reading=Reading(**changes)) == classify(listed, "48")


# Every small world, against the slow second implementation


PRICES = (1, 2, 3, 4, 5)
CASES = tuple(
    itertools.product(PRICES, (None, (), (1,), (3,), (5,), (3, 5), (4, 2)), (False, True))
)


def worlds() -> Iterator[tuple[Won, ...]]:
    """Give annexes: maker 甲, whose product is listed, and maker 乙, each in two groups."""
    mine = ((), *((price,) for price in PRICES), (2, 4), (4, 2))
    theirs = ((), *((price,) for price in PRICES))
    other_group = ((), (5,))
    for mine_here, theirs_here, mine_there, theirs_there in itertools.product(
        mine, theirs, other_group, other_group
    ):
        lines = [("甲", "g", mine_here), ("乙", "g", theirs_here)]
        lines += [("甲", "h", mine_there), ("乙", "h", theirs_there)]
        yield tuple(
            Won(f"{maker}{group}{number}", maker, group, price)
            for maker, group, prices in lines
            for number, price in enumerate(prices)
        )


def results_of(won: Iterable[Won], renewals: Iterable[Renewal] = ()) -> SelectionResults:
    return annex(
        *(selected(each.code, str(each.price), each.maker, each.group) for each in won),
        renewals=renewals,
    )


def test_25_2_2_every_small_world_is_classed_as_the_slow_one_says() -> None:
    met: set[tuple[str, bool]] = set()
    for won in worlds():
        results = results_of(won)
        for price, elsewhere, by_group in CASES:
            expected = classified(
                Listed("甲9", "甲", "g", price, elsewhere), won, by_group=by_group, grid=PRICES
            )
            listing = Listing(product("甲9", "甲", "g"), price, other_selected_prices=elsewhere)
            found = classify_listing(
                POLICY, listing, results, on=ON, reading=BY_GROUP if by_group else BY_PROJECT
            )
            assert (found.status.name, found.ceiling) == expected
            assert attrs.evolve(found) == found  # the checks let in what the rule makes
            met.add((expected[0], expected[1] is None))
    assert met == {
        ("MAY_COUNT_AS_SELECTED", False),
        ("NEUTRAL", False),
        ("NON_SELECTED", False),
        ("NON_SELECTED", True),
        ("UNDETERMINED", False),
    }


codes = st.sampled_from("ABCDEFG")
lines = st.builds(Won, codes, st.sampled_from("甲乙丙"), st.sampled_from("gh"), st.integers(1, 5))
annexes = st.lists(lines, max_size=5, unique_by=lambda line: line.code)
steps = st.lists(
    st.builds(Renewed, codes, codes, st.integers(0, 5)), max_size=6, unique_by=lambda step: step.new
)
FIRST_DAY = date(2025, 5, 30)


@given(
    annexes,
    steps,
    st.builds(
        Listed,
        codes,
        st.sampled_from("甲乙丙丁"),
        st.sampled_from("ghi"),
        st.integers(1, 5),
        st.none() | st.lists(st.integers(1, 5), max_size=3).map(tuple),
    ),
    st.integers(0, 5),
    st.booleans(),
)
def test_25_2_2_a_world_with_renewals_is_classed_as_the_slow_one_says(
    won: list[Won],
    renewed: list[Renewed],
    listed: Listed,
    day: int,
    by_group: bool,  # noqa: FBT001
) -> None:
    annexed = {each.code for each in won}
    renewed = [each for each in renewed if each.old < each.new and each.new not in annexed]
    renewals = [
        Renewal(each.old, each.new, FIRST_DAY + timedelta(days=each.day)) for each in renewed
    ]
    expected = classified(listed, won, renewed, day, by_group=by_group, grid=range(1, 6))
    listing = Listing(
        product(listed.code, listed.maker, listed.group),
        listed.price,
        other_selected_prices=listed.elsewhere,
    )
    reading = BY_GROUP if by_group else BY_PROJECT
    on = FIRST_DAY + timedelta(days=day)
    for lines_given in (won, won[::-1]):
        results = results_of(lines_given, renewals)
        found = classify_listing(POLICY, listing, results, on=on, reading=reading)
        assert (found.status.name, found.ceiling) == expected
        assert attrs.evolve(found) == found


# What is refused


@pytest.mark.parametrize("listed", [product("A1"), product("A9")])
def test_9_has_no_such_classes(listed: Product) -> None:
    refused(
        NotProvidedError,
        lambda: classify(listed, "48", policy=CHONGQING_2025_9),
        field="listing_classes",
        value="渝医保办〔2025〕9号",
        accepted="leaves the rest to 渝医保办〔2022〕73号, which this library does not hold",
        clause="9-4.4",
    )


def until(day: str) -> Policy:
    cycle = attrs.evolve(POLICY.terms.cycle, length=UntilDay(day))
    return attrs.evolve(POLICY, terms=attrs.evolve(POLICY.terms, cycle=cycle))


@pytest.mark.parametrize(
    ("policy", "day", "accepted"),
    [
        (POLICY, "2025-05-29", "a day from 2025-05-30"),
        (POLICY, "2020-01-01", "a day from 2025-05-30"),
        (until("2025-12-31"), "2025-05-29", "a day from 2025-05-30 to 2025-12-31"),
        (until("2025-12-31"), "2026-01-01", "a day from 2025-05-30 to 2025-12-31"),
    ],
)
@pytest.mark.parametrize("code", ["A1", "A9"])
def test_25_4_1_outside_the_notices_own_dates_there_is_no_class(
    policy: Policy, day: str, accepted: str, code: str
) -> None:
    refused(
        OutOfForceError,
        lambda: classify(product(code), "48", policy=policy, on=day),
        field="on",
        value=date.fromisoformat(day),
        accepted=accepted,
        clause="25-1.3a",
    )


@pytest.mark.parametrize(
    ("policy", "day"),
    [
        (POLICY, "2025-05-30"),
        (POLICY, "9999-12-31"),
        (until("2025-12-31"), "2025-05-30"),
        (until("2025-12-31"), "2025-12-31"),
    ],
)
def test_25_4_1_the_first_and_the_last_day_are_within(policy: Policy, day: str) -> None:
    assert outcome(classify(product("A9"), "48", (), policy=policy, on=day)) == (
        "MAY_COUNT_AS_SELECTED",
        "50.00",
    )


@READINGS
@pytest.mark.parametrize("maker", ["甲", "丙", "丁"])
def test_a_product_beside_the_annex_needs_its_group(maker: str, reading: Reading) -> None:
    refused(
        NotComparableError,
        lambda: classify(product("X9", maker, None), "48", (), reading=reading),
        field="listing.product.group",
        value=None,
        accepted="the group of product X9",
        clause="25-2.2c",
    )


UNGROUPED = (selected("B1", "55", "乙"), selected("A1", "50", group=None), selected("A2", "50"))


@READINGS
@pytest.mark.parametrize(
    ("maker", "clause"), [("甲", "25-2.2d"), ("丁", "25-2.2e")], ids=["own", "group"]
)
def test_a_selected_product_whose_price_may_decide_needs_its_group(
    maker: str, clause: str, reading: Reading
) -> None:
    """Taking it for one of another group would guess a lower ceiling."""
    refused(
        NotComparableError,
        lambda: classify(
            product("X9", maker), "48", (), results=annex(*UNGROUPED), reading=reading
        ),
        field="results.selected[1].product.group",
        value=None,
        accepted="the group of product A1",
        clause=clause,
    )


def test_a_selected_product_whose_price_cannot_decide_needs_no_group() -> None:
    found = classify(product("B9", "乙"), "55", (), results=annex(*UNGROUPED))
    assert outcome(found) == ("MAY_COUNT_AS_SELECTED", "55.00")


LISTING = Listing(product("A9"), "48.00")


@pytest.mark.parametrize(
    ("kind", "changes", "field", "accepted", "clause"),
    [
        (InvalidTypeError, {"policy": "25"}, "policy", "a Policy as the first argument", None),
        (InvalidTypeError, {"policy": None}, "policy", "a Policy as the first argument", None),
        (InvalidTypeError, {"listing": product("A9")}, "listing", "Listing", "25-2.2c"),
        (InvalidTypeError, {"results": (ANNEX,)}, "results", "SelectionResults", "25-2.2c"),
        (InvalidTypeError, {"reading": SelectedFirm.BY_GROUP}, "reading", "Reading", "25-2.2c"),
        (InvalidTypeError, {"reading": None}, "reading", "Reading", "25-2.2c"),
        (InvalidTypeError, {"on": None}, "on", "a datetime.date", "25-1.3a"),
        (InvalidTypeError, {"on": datetime(2025, 9, 1)}, "on", "not a datetime", "25-1.3a"),  # noqa: DTZ001
        (InvalidValueError, {"on": "2025-9-1"}, "on", "YYYY-MM-DD", "25-1.3a"),
    ],
)
def test_an_argument_of_another_kind_is_refused(
    kind: type[PolicyError], changes: dict[str, Any], field: str, accepted: str, clause: str | None
) -> None:
    given: dict[str, Any] = {"policy": POLICY, "listing": LISTING, "results": ANNEX, "on": ON}
    given |= changes
    ((_, value),) = changes.items()
    refused(
        kind,
        lambda: classify_listing(
            given.pop("policy"), given.pop("listing"), given.pop("results"), **given
        ),
        field=field,
        value=value,
        accepted=accepted,
        clause=clause,
    )


# Listings


def test_a_listing_holds_exact_prices_as_they_were_given() -> None:
    made = Listing(product("A9"), 48, other_selected_prices=["50.1", 49, Decimal("48.000001")])
    assert str(made.price) == "48.00"
    assert [str(each) for each in made.other_selected_prices or ()] == [
        *("50.10", "49.00", "48.000001")
    ]
    assert isinstance(made.other_selected_prices, tuple)
    assert Listing(product("A9"), 48).other_selected_prices is None
    assert Listing(product("A9"), 48, other_selected_prices=[]).other_selected_prices == ()


@pytest.mark.parametrize(
    ("kind", "field", "value", "at", "wrong", "accepted"),
    [
        (InvalidTypeError, "product", "A9", "product", "A9", "Product"),
        (InvalidTypeError, "price", 48.0, "price", 48.0, "a unit price above 0"),
        (InvalidValueError, "price", 0, "price", 0, "a unit price above 0"),
        (InvalidValueError, "price", "1.0000001", "price", "1.0000001", "at most 6 places"),
        *(
            (
                InvalidTypeError,
                "other_selected_prices",
                wrong,
                "other_selected_prices",
                wrong,
                "an iterable of unit prices, empty if there are none, None if not known",
            )
            for wrong in ("48", b"48", 48, False, Decimal(48))
        ),
        *(
            (
                kind,
                "other_selected_prices",
                ["50", wrong],
                "other_selected_prices[1]",
                wrong,
                "a unit price above 0",
            )
            for kind, wrong in (
                (InvalidTypeError, None),
                (InvalidTypeError, 48.5),
                (InvalidTypeError, True),
                (InvalidValueError, 0),
                (InvalidValueError, "-1"),
                (InvalidValueError, "四川"),
            )
        ),
    ],
)
def test_a_listing_refuses_what_is_no_product_or_price(
    kind: type[PolicyError], field: str, value: Any, at: str, wrong: Any, accepted: str
) -> None:
    given: dict[str, Any] = {"product": product("A9"), "price": "48", field: value}
    refused(kind, lambda: Listing(**given), field=at, value=wrong, accepted=accepted, clause=None)


def test_prices_elsewhere_are_named() -> None:
    with pytest.raises(TypeError):
        untyped(Listing)(product("A9"), "48", ())


# Classifications made by hand

CLAUSE = next(each for each in POLICY.clauses if each.id == "25-2.2d")
BASIS = Basis(POLICY.number, (CLAUSE,), Reading(), ())


def by_hand(
    status: Any, ceiling: Any, price: Any = 3, elsewhere: Any = (), reasons: Any = ("Because.",)
) -> Classification:
    listing = Listing(product("A9"), price, other_selected_prices=elsewhere)
    return Classification(listing, status, ceiling, reasons, basis=BASIS)


def test_a_classification_is_refused_exactly_where_no_world_gives_it() -> None:
    possible = {
        (price, elsewhere, *classified(listed, won, by_group=by_group, grid=PRICES))
        for won in worlds()
        for price, elsewhere, by_group in CASES
        for listed in [Listed("甲9", "甲", "g", price, elsewhere)]
    } | {(price, elsewhere, "SELECTED", None) for price, elsewhere, _ in CASES}
    for status, ceiling, (price, elsewhere, _) in itertools.product(
        ListingStatus, (None, *PRICES), CASES
    ):
        if (price, elsewhere, status.name, ceiling) in possible:
            made = by_hand(status, ceiling, price, elsewhere)
            assert (made.status, made.ceiling) == (status, ceiling)
        else:
            refused(
                InvalidValueError,
                partial(by_hand, status, ceiling, price, elsewhere),
                field="status",
                value=status,
                accepted=f"for {status.name}, ",
                clause="25-2.2d",
            )


@pytest.mark.parametrize(
    ("status", "ceiling", "elsewhere", "accepted"),
    [
        ("SELECTED", 3, (), "for SELECTED, no ceiling, because no price decides"),
        ("MAY_COUNT_AS_SELECTED", 3, None, "nor above any selected price elsewhere, and these"),
        ("NEUTRAL", 2, (), "for NEUTRAL, a ceiling not below the price"),
        ("NON_SELECTED", 3, (), "for NON_SELECTED, no ceiling, or one below the price"),
        ("UNDETERMINED", 3, (), "a ceiling not below the price, and unknown prices elsewhere"),
    ],
)
def test_a_refused_classification_says_what_its_status_asks_for(
    status: str, ceiling: int, elsewhere: Any, accepted: str
) -> None:
    refused(
        InvalidValueError,
        lambda: by_hand(ListingStatus[status], ceiling, elsewhere=elsewhere),
        field="status",
        value=ListingStatus[status],
        accepted=accepted,
        clause="25-2.2d",
    )


@pytest.mark.parametrize("reasons", [(), ("",), ("Because.", "")])
def test_a_classification_gives_reasons(reasons: tuple[str, ...]) -> None:
    refused(
        InvalidValueError,
        lambda: by_hand(ListingStatus.SELECTED, None, reasons=reasons),
        field="reasons",
        value=reasons,
        accepted="at least one reason, and no empty one",
        clause="25-2.2d",
    )


@pytest.mark.parametrize(
    ("kind", "ceiling"), [(InvalidTypeError, 3.5), (InvalidValueError, 0), (InvalidTypeError, True)]
)
def test_a_ceiling_is_a_price(kind: type[PolicyError], ceiling: Any) -> None:
    refused(
        kind,
        lambda: by_hand(ListingStatus.NEUTRAL, ceiling),
        field="ceiling",
        value=ceiling,
        accepted="a unit price above 0",
        clause=None,
    )


def test_a_classification_is_a_value() -> None:
    found = classify(product("A9"), "48", ("49", "60"))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301
    assert hash(attrs.evolve(found)) == hash(found)
    assert found != classify(product("A9"), "48", ("49", "61"))
    assert "basis" not in repr(found)
    html = untyped(found)._repr_html_()
    for shown in ("may count as selected", "49.00", "its maker 甲 is a selected firm."):
        assert shown in html


def test_no_decimal_context_reaches_a_comparison() -> None:
    with decimal.localcontext(decimal.Context(prec=1, traps=[decimal.Inexact, decimal.Rounded])):
        found = classify(product("A9"), "50.000001", ("50.000002",))
    assert outcome(found) == ("NON_SELECTED", "50.00")
    assert found.reasons[1] == f"It is listed at 50.000001, above {OWN}"
