"""`compare`: the same case under several policies and what-ifs, and what differs from the first."""

import copy
import pickle
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest

from invented import INVENTED, with_window
from strategies import hospital
from test_html import Table, html_of
from vbp_policy import (
    Comparison,
    Fund,
    InvalidTypeError,
    InvalidValueError,
    NotProvidedError,
    Policy,
    PolicyError,
    PolicyOutcome,
    Prepayment,
    YearMonth,
    compare,
    offset_prepayment,
    offset_window,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

NOTICES = (CHONGQING_2025_9, CHONGQING_2025_25)
NUMBER = CHONGQING_2025_25.number


def cycle(policy: Policy) -> Any:
    return procurement_cycle(policy, "2025-05-30")


def window(policy: Policy) -> tuple[YearMonth, ...]:
    return offset_window(policy, procurement_cycle(policy, "2030-05-30"))


def schedule(policy: Policy) -> Any:
    return prepayment_schedule(policy, cycle(policy), 100)


def test_the_same_case_under_two_notices() -> None:
    """9-2.1 and 25-1.3a."""
    found = compare(NOTICES, cycle)
    assert found.labels == ("渝医保办〔2025〕9号", "渝医保办〔2025〕25号")
    assert [each.policy for each in found.outcomes] == list(NOTICES)
    assert [each.outcome for each in found.outcomes] == [cycle(each) for each in NOTICES]
    assert found.outcomes[0].changes == ()
    [change] = found.outcomes[1].changes
    days = date(2025, 12, 31), date(2026, 5, 29)
    assert (change.path, change.before, change.after) == ("last_day", *days)
    assert change.moved_by == (days[1] - days[0]).days


def test_what_a_notice_does_not_provide_is_an_outcome() -> None:
    """9号 states no prepayment; 25-2.3b does."""
    found = compare(NOTICES, schedule)
    refused = found.outcomes[0].outcome
    assert isinstance(refused, NotProvidedError)
    assert refused.field == "prepayment"
    [change] = found.outcomes[1].changes
    assert (change.path, change.before, change.moved_by) == ("", refused, None)
    assert change.after == found.outcomes[1].outcome


def test_what_ifs_of_one_notice_are_told_apart_by_their_places() -> None:
    """25-2.3e with a window of nine months instead of twelve."""
    found = compare([CHONGQING_2025_25, INVENTED, with_window(9), CHONGQING_2025_25], window)
    places = [f"{NUMBER} (1)", INVENTED.number, f"{NUMBER} (3)", f"{NUMBER} (4)"]
    assert list(found.labels) == places
    assert [each.path for each in found.outcomes[2].changes] == ["[9]", "[10]", "[11]"]
    assert found.outcomes[3].changes == ()


def test_every_difference_is_from_the_first() -> None:
    def balances(policy: Policy) -> Any:
        held = procurement_cycle(policy, "2030-05-30")
        prepayment = Prepayment("P", hospital(), Fund.EMPLOYEE, 100, held)
        return offset_prepayment(policy, prepayment, {window(policy)[0]: 60})

    months = (9, 12, 10)
    found = compare(map(with_window, months), balances)
    for each, expected in zip(found.outcomes, months, strict=True):
        paths = [change.path for change in each.changes]
        assert paths == [f"window[{place}]" for place in range(9, expected)]


def test_one_policy_alone_is_shown_with_its_outcome() -> None:
    found = compare([CHONGQING_2025_25], cycle)
    assert len(found.outcomes) == 1
    assert str(found).split("\n")[2].split("  ") == [NUMBER, "the outcome", str(cycle(NOTICES[1]))]


def test_any_other_exception_goes_through() -> None:
    def broken(policy: Policy) -> int:
        return len(policy.number) // 0

    with pytest.raises(ZeroDivisionError):
        compare(NOTICES, broken)


# A value


def test_a_comparison_pickles_copies_and_hashes() -> None:
    found = compare(NOTICES, schedule)
    twins: list[Comparison[Any]] = [
        *(pickle.loads(pickle.dumps(found, number)) for number in range(6)),  # noqa: S301
        copy.deepcopy(found),
        Comparison(found.outcomes),
        Comparison(iter(found.outcomes)),
        attrs.evolve(found),
    ]
    for twin in twins:
        assert twin == found
        assert hash(twin) == hash(found)
        assert type(twin.outcomes) is tuple
        assert twin.outcomes[1].changes == found.outcomes[1].changes
    assert found != compare(NOTICES, cycle)
    assert not hasattr(found, "__dict__")
    assert not hasattr(found.outcomes[0], "__dict__")
    frozen: Any = found.outcomes[0]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        frozen.outcome = None


def test_changes_take_no_part_in_equality() -> None:
    each = compare(NOTICES, cycle).outcomes[1]
    bare: PolicyOutcome[Any] = PolicyOutcome(each.policy, each.outcome)
    assert (bare, hash(bare)) == (each, hash(each))
    assert "changes" not in repr(each)


# Refused


@pytest.mark.parametrize("wrong", [CHONGQING_2025_25, None, 5], ids=str)
def test_policies_are_an_iterable(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        compare(wrong, cycle)
    assert (caught.value.field, caught.value.value) == ("policies", wrong)
    with pytest.raises(InvalidTypeError) as caught:
        Comparison(wrong)
    assert (caught.value.field, caught.value.value) == ("outcomes", wrong)


def test_each_policy_is_one_and_the_rule_is_callable() -> None:
    wrong: Any = [CHONGQING_2025_25, NUMBER]
    with pytest.raises(InvalidTypeError) as caught:
        compare(wrong, cycle)
    error = caught.value
    assert (error.field, error.value, error.expected) == ("policies[1]", NUMBER, "Policy")
    assert error.clause is None
    with pytest.raises(InvalidTypeError) as caught:
        Comparison(wrong)
    assert caught.value.field == "outcomes[0]"
    assert caught.value.expected == "PolicyOutcome"
    rule: Any = "offset_window"
    with pytest.raises(InvalidTypeError) as caught:
        compare(NOTICES, rule)
    error = caught.value
    assert (error.field, error.value) == ("rule", rule)
    assert error.expected == "a callable that takes a Policy"


def nothing() -> Iterator[Any]:
    yield from ()


def test_of_no_policy_there_is_no_first() -> None:
    with pytest.raises(InvalidValueError) as caught:
        compare(nothing(), cycle)
    error = caught.value
    assert (error.field, error.value, error.expected) == ("policies", (), "at least one policy")
    with pytest.raises(InvalidValueError) as caught:
        Comparison(nothing())
    error = caught.value
    assert (error.field, error.value, error.expected) == ("outcomes", (), "at least one policy")
    assert error.clause is None


@pytest.mark.parametrize(("field", "wrong"), [("policy", NUMBER), ("changes", 5), ("changes", [5])])
def test_an_outcomes_fields_are_of_their_types(field: str, wrong: Any) -> None:
    fields: dict[str, Any] = {field: wrong}
    with pytest.raises(InvalidTypeError) as caught:
        attrs.evolve(compare(NOTICES, cycle).outcomes[0], **fields)
    assert caught.value.field.startswith(field)


def test_each_outcome_differs_from_the_first_as_it_says() -> None:
    first, second = compare(NOTICES, cycle).outcomes
    for number, wrong in (
        (1, (first, attrs.evolve(second, changes=()))),
        (0, (second, first)),
        (1, (first, attrs.evolve(first, changes=second.changes))),
    ):
        with pytest.raises(PolicyError) as caught:
            Comparison(wrong)
        error = caught.value
        assert (type(error), error.field) == (InvalidValueError, f"outcomes[{number}].changes")
        assert error.value == wrong[number].changes
        assert error.expected == "what differs from the first outcome"
        assert error.clause is None


# As a table


def test_it_prints_as_a_table_of_the_first_outcome_and_what_differs_from_it() -> None:
    found = compare([*NOTICES, CHONGQING_2025_9], cycle)
    heads = ["policy", "what", "from", "to", "by"]
    rows = [
        [f"{NOTICES[0].number} (1)", "the outcome", "2025-05-30 to 2025-12-31", "", ""],
        [NUMBER, "last_day", "2025-12-31", "2026-05-29", "+149 days"],
        [f"{NOTICES[0].number} (3)", "no difference", "", "", ""],
    ]
    table = Table(html_of(found))
    assert (table.captions, table.rows) == (["Comparison"], [heads, *rows])
    lines = str(found).split("\n")
    assert lines[0].split() == heads
    for line, row in zip(lines[2:], rows, strict=True):
        assert line.split() == " ".join(row).split()


def test_hostile_numbers_and_outcomes_stay_text() -> None:
    hostile = "<script>alert(1)</script></table>"
    policies = [attrs.evolve(INVENTED, number=hostile), INVENTED]
    html = html_of(compare(policies, lambda policy: {policy.number: policy.number}))
    assert "<script" not in html
    assert any(hostile in cell for row in Table(html).rows for cell in row)
