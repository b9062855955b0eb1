"""`sensitivity`: which open questions an outcome hangs on, and what each other answer changes."""

import copy
import decimal
import enum
import pickle
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from strategies import hospital
from test_html import Table, html_of
from vbp_policy import (
    Alternative,
    Change,
    DebtDay,
    DisbursementDay,
    Extension,
    Fund,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    MonthEnd,
    NeutralListings,
    NotProvidedError,
    PolicyError,
    Prepayment,
    Reading,
    ReturnClock,
    SameVariety,
    SelectedFirm,
    Sensitivity,
    extend,
    offset_prepayment,
    offset_window,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    sensitivity,
    supplier_payment_due,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import execution_dates, readings

NOTICE = CHONGQING_2025_25
QUESTIONS: dict[str, type[enum.Enum]] = {
    "last_day": LastDay,
    "month_end": MonthEnd,
    "disbursement_day": DisbursementDay,
    "debt_day": DebtDay,
    "return_clock": ReturnClock,
    "extension": Extension,
    "same_variety": SameVariety,
    "selected_firm": SelectedFirm,
    "neutral_listings": NeutralListings,
}


def cycle(reading: Reading, execution: date | str = "2025-05-30") -> Any:
    return procurement_cycle(NOTICE, execution, reading=reading)


def second_due(reading: Reading) -> date:
    return prepayment_schedule(NOTICE, cycle(reading), 100).instalments[1].due


def case(reading: Reading, execution: date | str = "2025-05-30") -> Any:
    return prepayment_case(NOTICE, hospital(), 1000, execution, {}, reading=reading)


def told(found: Sensitivity[Any]) -> list[tuple[str, enum.Enum, object]]:
    return [(each.field, each.choice, each.outcome) for each in found]


# By brute force: every reading that differs in one field


def by_hand(
    rule: Callable[[Reading], object], reading: Reading
) -> list[tuple[str, enum.Enum, object]]:
    def outcome(under: Reading) -> object:
        try:
            return rule(under)
        except PolicyError as error:
            return error

    base = outcome(reading)
    found: list[tuple[str, enum.Enum, object]] = []
    for field, choices in QUESTIONS.items():
        for choice in choices:
            answers: Any = {each: getattr(reading, each) for each in QUESTIONS}
            answers[field] = choice
            under = Reading(**answers)
            if under != reading and outcome(under) != base:
                found.append((field, choice, outcome(under)))
    return found


def cycle_alone(reading: Reading, execution: date) -> object:
    return cycle(reading, execution)


def schedule(reading: Reading, execution: date) -> object:
    return prepayment_schedule(NOTICE, cycle(reading, execution), "1234567.89")


def shifted(reading: Reading, execution: date) -> object:
    weekends = HolidayTable("2025-01-01", "2027-12-31")
    return prepayment_schedule(NOTICE, cycle(reading, execution), 5, calendar=weekends)


def due_and_window(reading: Reading, execution: date) -> object:
    longer = cycle(reading, execution)
    longer = extend(
        NOTICE, longer, longer.last_day + timedelta(200), decided_on=longer.last_day + timedelta(40)
    )
    due = supplier_payment_due(
        NOTICE, execution, reading=reading, calendar=HolidayTable("2025-01-01", "2062-12-31")
    )
    return {"due": due, "window": [offset_window(NOTICE, longer)]}


def answers(reading: Reading, execution: date) -> object:
    del execution
    return attrs.astuple(reading)


@pytest.mark.parametrize("rule", [cycle_alone, schedule, shifted, case, due_and_window, answers])
@given(reading=readings(), execution=execution_dates(CHONGQING_2025_25))
def test_every_reading_of_one_other_answer(
    rule: Callable[[Reading, date], object], reading: Reading, execution: date
) -> None:
    def under(given_reading: Reading) -> object:
        return rule(given_reading, execution)

    found = sensitivity(under, reading=reading)
    assert told(found) == by_hand(under, reading)
    assert found.reading == reading
    for each in found:
        assert each.changes
        assert getattr(reading, each.field) is not each.choice


def test_the_rule_is_asked_once_for_each_reading() -> None:
    asked: list[Reading] = []
    assert sensitivity(asked.append) == ()
    choices = sum(len(choices) - 1 for choices in QUESTIONS.values())
    assert len(asked) == len(set(asked)) == 1 + choices
    assert asked[0] == Reading()
    for each in asked[1:]:
        assert len([f for f in QUESTIONS if getattr(each, f) != getattr(asked[0], f)]) == 1


# What hangs on what, by the clauses


def moved(found: Sensitivity[Any], path: str = "") -> dict[enum.Enum, object]:
    """Give by how much something moves under each choice."""
    return {
        each.choice: change.moved_by
        for each in found
        for change in each.changes
        if change.path == path
    }


def test_the_second_instalment_hangs_on_the_end_of_month_six() -> None:
    """25-2.3c: 2025-11-30 becomes 2025-11-29 or 2025-10-31."""
    found = sensitivity(second_due)
    assert found.base == date(2025, 11, 30)
    assert told(found)[:2] == [
        ("month_end", MonthEnd.PROCUREMENT_END, date(2025, 11, 29)),
        ("month_end", MonthEnd.FROM_EXECUTION, date(2025, 10, 31)),
    ]
    assert moved(found) == {
        MonthEnd.PROCUREMENT_END: -1,
        MonthEnd.FROM_EXECUTION: -30,
        DisbursementDay.PREVIOUS_WORKDAY: None,
        DisbursementDay.NEXT_WORKDAY: None,
    }


def test_the_cycles_end_hangs_on_the_last_day() -> None:
    """25-1.3a."""
    found = sensitivity(cycle)
    assert [(each.field, each.choice) for each in found] == [("last_day", LastDay.CORRESPONDING)]
    change = Change("last_day", date(2026, 5, 29), date(2026, 5, 30), 1)
    assert found[0].changes == (change,)
    back = sensitivity(cycle, reading=Reading(last_day=LastDay.CORRESPONDING))
    assert back[0].changes == (Change("last_day", date(2026, 5, 30), date(2026, 5, 29), -1),)


def test_the_return_hangs_on_the_clock_of_the_year() -> None:
    """25-2.3e: the year from the first offset month, or from the end of the cycle."""

    def returned(reading: Reading) -> Any:
        held = cycle(reading)
        prepayment = Prepayment("P", hospital(), Fund.EMPLOYEE, 100, held)
        months = dict.fromkeys(map(str, offset_window(NOTICE, held)), 1)
        return offset_prepayment(NOTICE, prepayment, months)

    found = sensitivity(returned)
    clock = next(each for each in found if each.field == "return_clock")
    by_path = {each.path: each for each in clock.changes}
    assert by_path["return_due.from_day"].before == date(2027, 6, 1)
    assert by_path["return_due.from_day"].after == date(2027, 5, 30)
    assert by_path["return_due.amount"].moved_by == Decimal("1.00")
    assert by_path["entries[month=2027-05]"].moved_by is None
    assert "entries[month=2027-04].offset" not in by_path


def test_a_rule_that_lacks_a_calendar_is_refused_under_readings_that_shift() -> None:
    """25-2.3b."""
    found = [each for each in sensitivity(second_due) if each.field == "disbursement_day"]
    assert len(found) == 2
    for each in found:
        assert isinstance(each.outcome, InvalidValueError)
        assert (each.outcome.field, each.outcome.clause) == ("calendar", "25-2.3b")
        assert each.outcome.__traceback__ is None
        assert each.changes == (Change("", date(2025, 11, 30), each.outcome, None),)


def test_a_base_that_is_refused_is_an_outcome_too() -> None:
    shifting = Reading(disbursement_day=DisbursementDay.NEXT_WORKDAY)
    found = sensitivity(second_due, reading=shifting)
    assert isinstance(found.base, InvalidValueError)
    # the other shift is refused with its own name; month_end does not matter, as nothing is given
    assert [each.choice for each in found] == [
        DisbursementDay.UNSHIFTED,
        DisbursementDay.PREVIOUS_WORKDAY,
    ]
    assert found[0].outcome == date(2025, 11, 30)


def test_what_is_refused_in_the_same_way_everywhere_hangs_on_nothing() -> None:
    """9号 states no prepayment."""
    found = sensitivity(
        lambda reading: prepayment_schedule(
            CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9, reading=reading), 100
        )
    )
    assert tuple(found) == ()
    assert isinstance(found.base, NotProvidedError)
    assert str(found) == "no other answer to any one open question changes the outcome"
    assert html_of(found) == f"<p>{found}</p>"


def test_any_other_exception_goes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        sensitivity(lambda _: 1 // 0)


# A tuple that knows its base


def test_it_is_a_tuple_of_its_alternatives() -> None:
    found = sensitivity(cycle)
    assert issubclass(type(found), tuple)
    as_tuple: object = tuple(found)
    assert found == as_tuple
    assert hash(found) == hash(tuple(found))
    assert type(found[:1]) is tuple
    twins: list[Sensitivity[Any]] = [
        *(pickle.loads(pickle.dumps(found, number)) for number in range(6)),  # noqa: S301
        copy.copy(found),
        copy.deepcopy(found),
        Sensitivity(found, reading=found.reading, base=found.base),
    ]
    for twin in twins:
        assert type(twin) is Sensitivity
        assert (twin, twin.base, twin.reading) == (found, found.base, found.reading)
        assert twin[0].changes == found[0].changes


def test_it_is_frozen() -> None:
    found: Any = sensitivity(cycle)
    for name in ("base", "reading", "another"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(found, name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(found, name)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        found[0].outcome = None
    assert not hasattr(found[0], "__dict__")


def test_changes_take_no_part_in_equality() -> None:
    each = sensitivity(cycle)[0]
    bare: Alternative[Any] = Alternative(each.field, each.choice, each.outcome)
    assert (bare, hash(bare)) == (each, hash(each))
    assert bare.changes == ()
    assert "changes" not in repr(each)
    assert each != Alternative(each.field, each.choice, None)


def test_no_decimal_context_reaches_it() -> None:
    def amounts(reading: Reading) -> Any:
        held = case(reading)
        late = reading.month_end is MonthEnd.FROM_EXECUTION
        return held, Decimal("123456789012345.67") if late else Decimal("-0.01")

    free = sensitivity(amounts)
    host = decimal.Context(prec=1, Emin=-1, Emax=1, traps=list(decimal.Context().flags))
    with decimal.localcontext(host) as context:
        found = sensitivity(amounts)
        assert str(found) == str(free)
        assert html_of(found) == html_of(free)
        assert not any(context.flags.values())
    assert [each.changes for each in found] == [each.changes for each in free]
    assert "+123,456,789,012,345.68" in str(free)


# Refused


@pytest.mark.parametrize("wrong", [None, "offset_window", 5], ids=repr)
def test_a_rule_is_callable(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        sensitivity(wrong)
    error = caught.value
    assert (error.field, error.value, error.clause) == ("rule", wrong, None)
    assert error.expected == "a callable that takes a Reading"


@pytest.mark.parametrize("wrong", [None, LastDay.INCLUSIVE, {}, Reading], ids=repr)
def test_a_reading_is_one(wrong: Any) -> None:
    for refused in (
        lambda: sensitivity(cycle, reading=wrong),
        lambda: Sensitivity((), reading=wrong, base=None),
    ):
        with pytest.raises(InvalidTypeError) as caught:
            refused()
        error = caught.value
        assert (error.field, error.value, error.expected) == ("reading", wrong, "Reading")
        assert error.clause is None


@pytest.mark.parametrize(
    ("field", "choice", "refused", "expected", "clause"),
    [
        ("lastday", LastDay.INCLUSIVE, "field", "one of last_day, month_end", None),
        ("last_day", MonthEnd.PROCUREMENT_END, "choice", "one of LastDay.INCLUSIVE", "25-1.3a"),
        ("month_end", Fund.EMPLOYEE, "choice", "MonthEnd.FROM_EXECUTION", "25-2.3c"),
    ],
)
def test_an_alternative_answers_a_question_with_one_of_its_choices(
    field: str, choice: enum.Enum, refused: str, expected: str, clause: str | None
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Alternative(field, choice, None)
    error = caught.value
    assert (error.field, error.clause) == (refused, clause)
    assert error.value == {"field": field, "choice": choice}[refused]
    assert expected in error.expected


@pytest.mark.parametrize(
    ("field", "wrong"), [("field", 5), ("choice", "inclusive"), ("changes", 5), ("changes", [5])]
)
def test_an_alternatives_fields_are_of_their_types(field: str, wrong: Any) -> None:
    fields: dict[str, Any] = {field: wrong}
    with pytest.raises(InvalidTypeError) as caught:
        attrs.evolve(sensitivity(cycle)[0], **fields)
    assert caught.value.field.startswith(field)


def test_each_alternative_differs_from_the_base_as_it_says() -> None:
    found = sensitivity(second_due)

    def refusal(reading: Reading, base: object, *given: Any) -> PolicyError:
        alternatives: Any = (found[0], *given)
        with pytest.raises(PolicyError) as caught:
            Sensitivity(alternatives, reading=reading, base=base)
        return caught.value

    own = refusal(Reading(month_end=MonthEnd.PROCUREMENT_END), found.base)
    assert (type(own), own.field) == (InvalidValueError, "alternatives[0].choice")
    assert own.value is MonthEnd.PROCUREMENT_END
    assert own.expected == "another than the reading's"
    bare = attrs.evolve(found[1], changes=())
    same: Alternative[Any] = Alternative("extension", Extension.ORIGINAL_END, found.base)
    for wrong in (bare, same, attrs.evolve(found[1], changes=found[0].changes)):
        error = refusal(Reading(), found.base, wrong)
        assert (type(error), error.field) == (InvalidValueError, "alternatives[1].changes")
        assert error.value == wrong.changes
        assert error.expected == "what differs between the base and the outcome"
        assert error.clause is None
    other = refusal(Reading(), date(2025, 1, 1))
    assert other.field == "alternatives[0].changes"
    stranger = refusal(Reading(), found.base, 5)
    assert (type(stranger), stranger.field) == (InvalidTypeError, "alternatives[1]")
    nothing: Any = 5
    with pytest.raises(InvalidTypeError) as caught:
        Sensitivity(nothing, reading=Reading(), base=None)
    assert caught.value.field == "alternatives"


# As a table

HEADS = ["reading", "clause", "choice", "what", "from", "to", "by"]


def test_it_prints_as_a_table_of_what_changes() -> None:
    found = sensitivity(lambda reading: {"cycle": cycle(reading), "due": second_due(reading)})
    lines = str(found).split("\n")
    assert lines[0].split() == HEADS
    assert lines[2].split() == [
        *("last_day", "25-1.3a", "corresponding", "[cycle].last_day"),
        *("2026-05-29", "2026-05-30", "+1", "day"),
    ]
    assert lines[4].split()[-4:] == ["2025-11-30", "2025-10-31", "-30", "days"]
    table = Table(html_of(found))
    assert table.captions == ["Sensitivity"]
    assert table.rows[0] == HEADS
    assert table.rows[1][3:] == ["[cycle].last_day", "2026-05-29", "2026-05-30", "+1 day"]
    shifted_rows = [row for row in table.rows if row[0] == "disbursement_day"]
    assert all(row[3] == "the outcome" for row in shifted_rows)
    assert all("InvalidValueError: calendar" in row[5] for row in shifted_rows)


def test_a_long_list_of_changes_is_summed_up_in_the_table_and_complete_as_data() -> None:
    def many(reading: Reading) -> tuple[int, ...]:
        return (1000,) * 5000 if reading.last_day is LastDay.INCLUSIVE else (1005,) * 4999

    found = sensitivity(many)
    assert len(found[0].changes) == 5000
    assert found[0].changes[-1].path == "[4999]"
    table = Table(html_of(found))
    assert len(table.rows) == 9
    assert table.rows[1][:4] == ["last_day", "25-1.3a", "corresponding", "[0]"]
    assert table.rows[1][6] == "+5"
    assert table.rows[8][3] == "… and 4,993 more"
    assert len(str(found).split("\n")) == 10


@given(st.text(max_size=30))
def test_hostile_outcomes_stay_text(words: str) -> None:
    hostile = f"<script>alert(1)</script>{words}</table>"

    def rule(reading: Reading) -> dict[str, str]:
        return {hostile: reading.last_day.value} if reading == Reading() else {"a": hostile}

    html = html_of(sensitivity(rule))
    Table(html)
    assert "<script" not in html
