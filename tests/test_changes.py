"""What differs between two outcomes: found, named, measured, and complete."""

import copy
import decimal
import pickle
import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import hospital
from test_html import html_of
from vbp_policy import (
    Absent,
    Change,
    Cycle,
    FromExecution,
    Fund,
    FundOffset,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NotListedError,
    PolicyError,
    Prepayment,
    PrepaymentSchedule,
    Product,
    Reading,
    Span,
    YearMonth,
    fund_totals,
    offset_prepayment,
    offset_prepayments,
    prepayment_schedule,
    procurement_cycle,
    timetable,
)
from vbp_policy.notices import CHONGQING_2025_25
from vbp_policy.results.changed_rows import changed_rows, in_columns, in_words
from vbp_policy.results.changes import changes_between, outcome_of

ABSENT = Absent.ABSENT
NOTICE = CHONGQING_2025_25
CYCLE = procurement_cycle(NOTICE, "2025-05-30")


def found(before: object, after: object) -> list[tuple[str, object, object, object]]:
    return [attrs.astuple(each, recurse=False) for each in changes_between(before, after)]


# What moved, and how far


@pytest.mark.parametrize(
    ("before", "after", "moved_by"),
    [
        (date(2025, 11, 30), date(2025, 10, 31), -30),
        (date(1, 1, 1), date(9999, 12, 31), 3_652_058),
        (YearMonth(2026, 12), YearMonth(2027, 2), 2),
        (3, 7, 4),
        (Decimal("5.00"), Decimal("3.25"), Decimal("-1.75")),
        (Decimal("0.1"), 1, Decimal("0.9")),
        (2, Decimal("1.5"), Decimal("-0.5")),
        (Decimal(10**40), Decimal("0.01"), Decimal(f"-{10**40 - 1}.99")),
        (Decimal("1E+999999"), Decimal("0.01"), None),
        (Decimal("9.9E+999999"), Decimal("-9.9E+999999"), None),
        (Decimal("NaN"), Decimal(1), None),
        (Decimal(1), Decimal("sNaN"), None),
        (Decimal("Infinity"), Decimal(1), None),
        (Decimal(1), Decimal("-Infinity"), None),
        (True, 5, None),
        (1, None, None),
        ("a", "b", None),
        (date(2025, 5, 30), datetime(2025, 5, 31), None),  # noqa: DTZ001
        (date(2025, 5, 30), YearMonth(2025, 6), None),
        (LastDay.INCLUSIVE, LastDay.CORRESPONDING, None),
        (2.5, 3.5, None),
        (b"a", "a", None),
    ],
)
def test_how_far_something_moved(before: object, after: object, moved_by: object) -> None:
    [change] = changes_between(before, after)
    assert (change.path, change.before, change.after) == ("", before, after)
    assert change.moved_by == moved_by
    assert type(change.moved_by) is type(moved_by)


@pytest.mark.parametrize(
    "value",
    [
        *(None, 5, True, "", Decimal("1.0"), Decimal("NaN"), Decimal("sNaN"), date(2025, 1, 1)),
        *(YearMonth(2025, 1), CYCLE, {"a": [1, (2,)]}, (), [], {}, {1, 2}, Fund.EMPLOYEE),
        *(ABSENT, NotListedError(field="a", value=1, expected="b")),
    ],
    ids=repr,
)
def test_equal_outcomes_do_not_differ(value: object) -> None:
    assert changes_between(value, value) == ()
    assert changes_between(value, copy.deepcopy(value)) == ()


def test_what_compares_as_equal_does_not_differ() -> None:
    assert changes_between(Decimal("1.0"), Decimal(1)) == ()
    assert changes_between(1, Decimal(1)) == ()
    assert changes_between({"a": 1}, MappingProxyType({"a": Decimal(1)})) == ()
    assert changes_between((1, 2), attrs.make_class("Pair", ["a"])) != ()
    assert changes_between((1, 2), [1, 2]) != ()
    assert changes_between(Decimal(1), Decimal("NaN")) != ()
    assert changes_between(Decimal("NaN"), Decimal("sNaN")) != ()
    assert changes_between(Span(CYCLE.first_day, CYCLE.last_day), CYCLE) != ()


def test_what_takes_no_part_in_equality_does_not_differ() -> None:
    other = Cycle(CYCLE.first_day, CYCLE.last_day, reading=Reading(last_day=LastDay.CORRESPONDING))
    assert other.reading != CYCLE.reading
    assert other.basis != CYCLE.basis
    assert changes_between(CYCLE, other) == ()


def test_a_condition_of_the_hosts_reaches_nothing() -> None:
    before, after = Decimal("123456789012345.67"), Decimal("-999999999999999.99")
    free = changes_between({"a": before}, {"a": after})
    with decimal.localcontext(
        decimal.Context(prec=1, Emin=-1, Emax=1, traps=list(decimal.Context().flags))
    ) as context:
        assert changes_between({"a": before}, {"a": after}) == free
        assert not any(context.flags.values())
    assert free[0].moved_by == Decimal("-1123456789012345.66")


# Where it is


def schedule(total: str = "100.00", number: int = 1) -> PrepaymentSchedule:
    cycle = procurement_cycle(NOTICE, f"2025-05-{29 + number}")
    return prepayment_schedule(NOTICE, cycle, total)


def test_items_are_found_by_what_names_them() -> None:
    """25-2.3b, 25-2.3c: instalments have numbers."""
    assert found(schedule(), schedule("100.02")) == [
        ("total", Decimal("100.00"), Decimal("100.02"), Decimal("0.02")),
        ("instalments[number=1].amount", Decimal("50.00"), Decimal("50.01"), Decimal("0.01")),
        ("instalments[number=2].amount", Decimal("50.00"), Decimal("50.01"), Decimal("0.01")),
    ]


def test_the_fields_of_a_value_are_found_below_any_collection() -> None:
    assert found({"a": [(1, schedule())]}, {"a": [(1, schedule(number=2))]}) == [
        ("[a][0][1].cycle.first_day", date(2025, 5, 30), date(2025, 5, 31), 1),
        ("[a][0][1].cycle.last_day", date(2026, 5, 29), date(2026, 5, 30), 1),
    ]


def test_an_entry_that_appears_or_vanishes_is_said_so() -> None:
    assert found((1, 2), (1,)) == [("[1]", 2, ABSENT, None)]
    assert found([1], [1, None]) == [("[1]", ABSENT, None, None)]
    assert found({"a": 1}, {"b": 1}) == [("[a]", 1, ABSENT, None), ("[b]", ABSENT, 1, None)]
    months = {"2026-06": 10, "2026-07": 10}
    prepayment = Prepayment("P", hospital(), Fund.EMPLOYEE, 100, CYCLE)
    long = offset_prepayment(NOTICE, prepayment, months)
    short = offset_prepayment(NOTICE, prepayment, {"2026-06": 10})
    assert found(short, long)[:1] == [("entries[month=2026-07]", ABSENT, long.entries[1], None)]


def test_an_entry_that_moves_to_another_place_is_still_the_same_entry() -> None:
    """Events are in the order of their days; a day that moves past another moves no other."""
    events = timetable(NOTICE, CYCLE)
    moved = attrs.evolve(events[0], day="2030-01-01", nominal_day="2030-01-01")
    paths = [each.path for each in changes_between(events, (*events[1:], moved))]
    assert paths == [f"[name={events[0].name}].{day}" for day in ("day", "nominal_day")]


def test_a_name_may_be_that_of_what_an_item_holds() -> None:
    def accounts(second: int) -> object:
        prepayments = [
            Prepayment(reference, hospital(), Fund.EMPLOYEE, prepaid, CYCLE)
            for reference, prepaid in (("A", 10), ("B", second))
        ]
        payables = {Fund.EMPLOYEE: {"2026-06": 40}}
        held = offset_prepayments(NOTICE, prepayments, payables)
        return held, fund_totals([held])

    paths = [each.path for each in changes_between(accounts(20), accounts(25))]
    assert "[0].accounts[fund=employee].months[month=2026-06].taken[reference=B].amount" in paths
    assert "[0].accounts[fund=employee].ledgers[prepayment=B].offset_total" in paths
    assert "[1].rows[key=渝中区, employee].prepaid" in paths
    assert not any("=A]" in path for path in paths)


def test_without_names_or_with_one_name_twice_items_are_found_by_their_places() -> None:
    spans = (Span("2025-01-01", "2025-01-31"), Span("2025-02-01", "2025-02-28"))
    later = (spans[0], Span("2025-02-01", "2025-03-01"))
    assert found(spans, later) == [("[1].last_day", date(2025, 2, 28), date(2025, 3, 1), 1)]
    twice = (FundOffset("A", 1), FundOffset("A", 2))
    assert found(twice, (twice[0], FundOffset("A", 5))) == [
        ("[1].amount", Decimal("2.00"), Decimal("5.00"), Decimal("3.00"))
    ]
    mixed = (FundOffset("A", 1), "x")
    assert [each[0] for each in found(mixed, (FundOffset("A", 2), "y"))] == ["[0].amount", "[1]"]


def test_things_of_two_names_are_two_things_and_no_change_within_one() -> None:
    one, other = NOTICE.clauses[:2]
    assert found((one,), (other,)) == [
        (f"[id={one.id}]", one, ABSENT, None),
        (f"[id={other.id}]", ABSENT, other, None),
    ]
    assert found({"c": one}, {"c": other}) == [("[c]", one, other, None)]
    renamed = attrs.evolve(one, where="elsewhere")
    assert found({"c": one}, {"c": renamed}) == [("[c].where", one.where, "elsewhere", None)]
    assert found(FromExecution(12), FromExecution(24)) == [("months", 12, 24, 12)]


@attrs.frozen
class Odd:
    """A caller's own class: a name that is empty, a truth value, and a field that is no part."""

    name: str
    fits: bool
    code: str
    note: str = attrs.field(default="", eq=False)


def test_a_callers_own_attrs_classes_are_compared_as_ours() -> None:
    before = (Odd("", True, "A"), Odd("", True, "B"))  # noqa: FBT003
    after = (before[1], Odd("", False, "A", note="x"))  # noqa: FBT003
    assert found(before, after) == [("[code=A].fits", True, False, None)]


def test_a_long_key_is_cut_and_still_the_same_key() -> None:
    keys = ["k" * 30_000 + end for end in "ab"]
    changes = changes_between(dict.fromkeys(keys, 1), {keys[0]: 1, keys[1]: 2})
    assert [(each.path, each.moved_by) for each in changes] == [(f"[{'k' * 200}]", 1)]


# Complete: with the changes, what was becomes what is


LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.decimals(-5, 5, places=2),
    st.sampled_from(["", "a", "b"]),
    st.dates(date(2025, 1, 1), date(2025, 1, 5)),
)
TREES = st.recursive(
    LEAVES,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.sampled_from("abc"), each),
    max_leaves=12,
)


def patched(tree: Any, changes: tuple[Change, ...]) -> Any:
    """Apply changes one by one, following each path step by step."""
    root: dict[Any, Any] = {"": keyed(tree)}
    for change in changes:
        *keys, last = ["", *re.findall(r"\[(.*?)\]", change.path)]
        held = root
        for key in keys:
            held = held[key]
        if change.after is ABSENT:
            del held[last]
        else:
            assert (last in held) == (change.before is not ABSENT)
            held[last] = keyed(change.after)
    return root[""]


def keyed(tree: Any) -> Any:
    """Give a tree of dicts alone: a list is one by places, told apart by what it once was."""
    if isinstance(tree, list):
        items = cast("list[object]", tree)
        return {"is": "a list", **{str(place): keyed(each) for place, each in enumerate(items)}}
    if isinstance(tree, dict):
        entries = cast("dict[str, Any]", tree)
        return {"is": "a dict", **{key: keyed(each) for key, each in entries.items()}}
    return tree


@given(TREES, TREES)
def test_the_changes_make_one_outcome_of_the_other(before: Any, after: Any) -> None:
    changes = changes_between(before, after)
    assert patched(before, changes) == keyed(after)
    assert bool(changes) == (before != after)
    assert len({each.path for each in changes}) == len(changes)
    back = changes_between(after, before)
    assert {(each.path, each.before, each.after) for each in back if hashable(each)} == {
        (each.path, each.after, each.before) for each in changes if hashable(each)
    }


def hashable(change: Change) -> bool:
    return not isinstance(change.before, list | dict) and not isinstance(change.after, list | dict)


# A change is checked when made


def test_a_change_says_how_far_it_moved_as_it_follows() -> None:
    made = Change("a", date(2025, 1, 1), date(2025, 1, 3), 2)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301
    assert hash(copy.deepcopy(made)) == hash(made)
    assert not hasattr(made, "__dict__")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.path = "b"  # type: ignore[misc]
    for wrong in (None, 1, Decimal(3)):
        with pytest.raises(InvalidValueError) as caught:
            attrs.evolve(made, moved_by=wrong)
        assert (caught.value.field, caught.value.value) == ("moved_by", wrong)
        assert caught.value.expected == "2, as it follows"
        assert caught.value.clause is None
    path: Any = 5
    with pytest.raises(InvalidTypeError) as refused:
        attrs.evolve(made, path=path)
    assert refused.value.field == "path"
    assert "<td" in html_of(made)


# Outcomes


def raising(error: Exception) -> Callable[[int], int]:
    def rule(number: int) -> int:
        try:
            _ = 1 // 0
        except ZeroDivisionError:
            if number:
                raise error  # noqa: B904
            raise error from None
        return number

    return rule


@pytest.mark.parametrize("number", [0, 1])
def test_what_a_rule_refuses_is_an_outcome_and_holds_no_frames(number: int) -> None:
    error = NotListedError(field="code", value="A", expected="a listed code")
    outcome = outcome_of(raising(error), number)
    assert outcome is error
    assert isinstance(outcome, PolicyError)
    assert (outcome.__traceback__, outcome.__context__, outcome.__cause__) == (None, None, None)
    assert outcome_of(abs, -number) == number


@pytest.mark.parametrize("error", [ValueError("no"), KeyError("a"), RecursionError()])
def test_any_other_exception_goes_through(error: Exception) -> None:
    with pytest.raises(type(error)) as caught:
        outcome_of(raising(error), 0)
    assert caught.value is error


# In words


@pytest.mark.parametrize(
    ("before", "after", "row"),
    [
        (date(2025, 1, 2), date(2025, 1, 1), ["2025-01-02", "2025-01-01", "-1 day"]),
        (date(2025, 1, 1), date(2025, 1, 3), ["2025-01-01", "2025-01-03", "+2 days"]),
        (YearMonth(2025, 1), YearMonth(2025, 2), ["2025-01", "2025-02", "+1 month"]),
        (Decimal(0), Decimal("-12345.60"), ["0", "-12,345.60", "-12,345.60"]),
        (Decimal(5), Decimal("12345.60"), ["5", "12,345.60", "+12,340.60"]),
        (LastDay.INCLUSIVE, None, ["inclusive", "—", ""]),
        (ABSENT, 5, ["", "5", "appears"]),
        (5, ABSENT, ["5", "", "vanishes"]),
        ("x" * 101, "x" * 100, ["x" * 100 + "…", "x" * 100, ""]),
    ],
)
def test_a_change_in_words(before: object, after: object, row: list[str]) -> None:
    [change] = changes_between(before, after)
    assert changed_rows(("own",), [change]) == [["own", "the outcome", *row]]


def test_an_outcome_in_words() -> None:
    error = NotListedError(field="code", value="A", expected="a listed code", clause="9-3.3a")
    assert in_words(error) == "NotListedError: code: a listed code"
    assert in_words(FundOffset("A", 5)) == "FundOffset: A 5.00"
    assert in_words(Product("A", "V", "M")) == "Product: A V M"
    assert in_words(CYCLE) == "2025-05-30 to 2026-05-29"


@pytest.mark.parametrize(
    ("count", "shown", "more"), [(0, 0, ""), (8, 8, ""), (9, 7, "… and 2 more")]
)
def test_of_many_changes_the_first_and_how_many_more(count: int, shown: int, more: str) -> None:
    changes = changes_between((0,) * count, (1,) * count)
    rows = changed_rows(("a", "b"), changes)
    assert [row[:3] for row in rows[:shown]] == [
        [*(("", "") if number else ("a", "b")), f"[{number}]"] for number in range(shown)
    ]
    assert rows[shown:] == ([["", "", more, "", "", ""]] if more else [])


def test_columns_stand_below_each_other_also_in_chinese() -> None:
    text = in_columns(("a", "bb"), [("中文", "x\ny"), ("A", "")])
    assert text.split("\n") == ["a     bb", "----  ---", "中文  x y", "A"]
