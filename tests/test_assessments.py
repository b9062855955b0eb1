"""9号 9-3.4b, 25号 25-2.5 with 25-2.2d, 25-2.2e: the annual assessment."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import hospital
from vbp_policy import (
    Assessment,
    Contract,
    CountedAs,
    Delivery,
    InvalidTypeError,
    InvalidValueError,
    ListingStatus,
    NeutralListings,
    NotProvidedError,
    Policy,
    PolicyError,
    Product,
    Reading,
    Usage,
    annual_assessment,
    contract_progress,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
AS_SELECTED = Reading(neutral_listings=NeutralListings.AS_SELECTED)
ALL = [
    Usage(ListingStatus.SELECTED, 500),
    Usage(ListingStatus.MAY_COUNT_AS_SELECTED, 100),
    Usage(ListingStatus.NEUTRAL, 200),
    Usage(ListingStatus.NON_SELECTED, 150),
    Usage(ListingStatus.UNDETERMINED, 50),
]


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def contract(policy: Policy = CHONGQING_2025_25, reading: Reading | None = None) -> Contract:
    executed = "2025-05-30" if policy is CHONGQING_2025_25 else None
    cycle = procurement_cycle(policy, executed, reading=reading or Reading())
    product = Product("A1", "透析器", "甲")
    return Contract("C1", hospital(), product, cycle, agreed_volume=1000, unit="支", unit_price=50)


def accepted(on: str, quantity: int, reference: str = "D1") -> Delivery:
    return Delivery(reference, "C1", accepted_on=on, quantity=quantity, unit="支", unit_price=50)


def assessed(
    usage: Sequence[Usage] = (),
    deliveries: Sequence[Delivery] = (),
    *,
    policy: Policy = CHONGQING_2025_25,
    reading: Reading | None = None,
) -> Assessment:
    return annual_assessment(policy, contract(policy, reading), deliveries, usage)


def refusal(kind: type[PolicyError], run: Callable[[], object]) -> PolicyError:
    with pytest.raises(kind) as caught:
        run()
    assert type(caught.value) is kind
    return caught.value


def cells(result: Assessment) -> list[str]:
    return [
        f"{it.listing_status.name} {it.volume} {it.counted_as.name} {it.share}"
        for it in result.volumes
    ]


def test_25_2_2e_what_is_neutral_is_left_out() -> None:
    result = assessed(ALL)
    assert cells(result) == [
        "SELECTED 500 SELECTED 0.6667",
        "MAY_COUNT_AS_SELECTED 100 SELECTED 0.1333",
        "NEUTRAL 200 LEFT_OUT None",
        "NON_SELECTED 150 NON_SELECTED 0.2000",
        "UNDETERMINED 50 LEFT_OUT None",
    ]
    assert [result.selected, result.counted] == [600, 750]
    assert str(result.share) == "0.8000"


def test_25_2_2e_or_counts_as_selected() -> None:
    result = assessed(ALL, reading=AS_SELECTED)
    assert cells(result)[2] == "NEUTRAL 200 SELECTED 0.2105"
    assert [result.selected, result.counted] == [800, 950]
    assert str(result.share) == "0.8421"


def test_nothing_counted_has_no_share() -> None:
    for usage in ([], [Usage(ListingStatus.NEUTRAL, 5)], [Usage(ListingStatus.UNDETERMINED, 5)]):
        result = assessed(usage)
        assert [result.selected, result.counted, result.share] == [0, 0, None]
    back = [Usage(ListingStatus.NON_SELECTED, 3), Usage(ListingStatus.NON_SELECTED, -3)]
    assert cells(assessed(back)) == ["NON_SELECTED 0 NON_SELECTED None"]


def test_9_3_4b_has_no_classes() -> None:
    result = assessed(policy=CHONGQING_2025_9, deliveries=[accepted("2025-12-31", 1000)])
    assert (result.volume_met, result.volumes, result.share) == (True, (), None)
    assert [clause.id for clause in result.basis.clauses] == ["9-3.4b", "9-3.2b"]
    error = refusal(NotProvidedError, lambda: assessed(ALL, policy=CHONGQING_2025_9))
    assert (error.field, error.clause) == ("usage", "9-4.4")


@pytest.mark.parametrize(
    ("deliveries", "met"),
    [
        ([], False),
        ([accepted("2026-05-29", 1000)], True),
        ([accepted("2026-05-30", 1000)], False),
        ([accepted("2025-06-01", 999)], False),
        ([accepted("2025-06-01", 1000), accepted("2025-07-01", -1, "D2")], False),
    ],
)
def test_25_2_5_the_volume_is_met_or_not_by_the_cycles_end(
    deliveries: list[Delivery],
    met: bool,  # noqa: FBT001
) -> None:
    result = assessed([], deliveries)
    assert result.volume_met is met
    last_day = result.progress.contract.cycle.last_day
    assert result.progress == contract_progress(contract(), deliveries, as_of=last_day)


def test_it_says_what_it_rests_on_and_what_it_assumes() -> None:
    result = assessed(ALL)
    cited = [clause.id for clause in result.basis.clauses]
    assert cited == ["25-2.5", "25-2.1d", "25-2.2d", "25-2.2e"]
    assert any("undetermined" in each for each in result.basis.assumptions)
    assert not any("undetermined" in each for each in assessed().basis.assumptions)
    assert {it.basis for it in result.volumes} == {result.basis}


statuses = st.sampled_from(ListingStatus)
quantities = st.integers(1, 10**9).map(lambda units: Decimal(units).scaleb(-4))


@given(
    st.lists(st.builds(Usage, statuses, quantities)),
    st.sampled_from(NeutralListings),
    st.randoms(),
)
def test_as_one_would_count_by_hand(
    usage: list[Usage], neutral: NeutralListings, random: Any
) -> None:
    good = {ListingStatus.SELECTED, ListingStatus.MAY_COUNT_AS_SELECTED}
    if neutral is NeutralListings.AS_SELECTED:
        good.add(ListingStatus.NEUTRAL)
    selected = sum(Fraction(it.quantity) for it in usage if it.listing_status in good)
    bad = [it for it in usage if it.listing_status is ListingStatus.NON_SELECTED]
    counted = selected + sum(Fraction(it.quantity) for it in bad)
    result = assessed(usage, reading=Reading(neutral_listings=neutral))
    assert (Fraction(result.selected), Fraction(result.counted)) == (selected, counted)
    if counted:
        assert result.share is not None
        exact = selected / counted * 10_000
        assert Fraction(result.share) * 10_000 == (2 * exact + 1) // 2
    else:
        assert result.share is None
    random.shuffle(usage)
    assert assessed(usage, reading=Reading(neutral_listings=neutral)) == result


@pytest.mark.parametrize(
    ("run", "kind", "field"),
    [
        (lambda: assessed(untyped(3)), InvalidTypeError, "usage"),
        (lambda: assessed(untyped([3])), InvalidTypeError, "usage[0]"),
        (lambda: assessed([], untyped([3])), InvalidTypeError, "deliveries[0]"),
        (lambda: Usage(ListingStatus.SELECTED, 0), InvalidValueError, "quantity"),
        (lambda: Usage(untyped("SELECTED"), 1), InvalidTypeError, "listing_status"),
        (
            lambda: annual_assessment(CHONGQING_2025_9, contract(), [], []),
            InvalidValueError,
            "cycle",
        ),
        (
            lambda: annual_assessment(CHONGQING_2025_25, untyped("C1"), [], []),
            InvalidTypeError,
            "contract",
        ),
        (lambda: annual_assessment(untyped(""), contract(), [], []), InvalidTypeError, "policy"),
    ],
)
def test_bad_input(run: Callable[[], object], kind: type[PolicyError], field: str) -> None:
    assert refusal(kind, run).field == field


def test_more_back_than_was_used_is_refused() -> None:
    usage = [Usage(ListingStatus.NEUTRAL, 5), Usage(ListingStatus.NEUTRAL, "-5.5")]
    error = refusal(InvalidValueError, lambda: assessed(usage))
    assert (error.field, error.value) == ("usage[NEUTRAL]", Decimal("-0.5"))
    assert error.clause == "25-2.5"


RESULT = assessed(ALL, [accepted("2025-06-01", 400)])


@pytest.mark.parametrize(
    ("run", "field"),
    [
        (lambda: evolve(RESULT, volume_met=True), "volume_met"),
        (lambda: evolve(RESULT, selected=601), "selected"),
        (lambda: evolve(RESULT, share="0.8001"), "share"),
        (lambda: evolve(RESULT, volumes=RESULT.volumes[:4]), None),
        (lambda: evolve(RESULT, volumes=RESULT.volumes[:3]), "volumes[0].share"),
        (lambda: evolve(RESULT, counted=751), "counted"),
        (
            lambda: evolve(
                RESULT,
                volumes=(
                    evolve(RESULT.volumes[0], counted_as=CountedAs.LEFT_OUT),
                    *RESULT.volumes[1:],
                ),
            ),
            "volumes[0].counted_as",
        ),
        (
            lambda: evolve(
                RESULT,
                progress=contract_progress(contract(), [], as_of="2025-06-01"),
            ),
            "progress.as_of",
        ),
    ],
)
def test_a_tampered_figure_is_refused(run: Callable[[], object], field: str | None) -> None:
    if field is None:  # what is left out may be absent
        run()
    else:
        assert refusal(InvalidValueError, run).field == field
