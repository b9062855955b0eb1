"""The front door: one value holds what the single rules give, and says what it assumes."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED, with_window
from strategies import hospital, payables, yuan
from vbp_policy import (
    Event,
    Fund,
    Grade,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    NotProvidedError,
    PolicyError,
    Prepayment,
    PrepaymentCase,
    Reading,
    ReturnClock,
    cautious,
    civil_code,
    mainland_china,
    offset_prepayment,
    offset_window,
    paying_fund,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    timetable,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import execution_dates, readings

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
ALL_DISBURSED = "every instalment was disbursed in full: the ledger offsets the whole total"
UNSHIFTED = readings(disbursement_day=Reading().disbursement_day)


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def case_of(**changes: object) -> PrepaymentCase:
    given: dict[str, Any] = {
        "policy": CHONGQING_2025_25,
        "institution": hospital(),
        "total": 100,
        "execution_date": "2025-05-30",
        "payables": {"2026-06": 70},
        **changes,
    }
    return prepayment_case(**given)


CASE = case_of()


@given(st.data(), yuan(2), execution_dates(CHONGQING_2025_25), UNSHIFTED)
def test_the_case_is_what_its_rules_give(
    data: st.DataObject, total: Any, executed: Any, reading: Reading
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, executed, reading=reading)
    window = offset_window(CHONGQING_2025_25, cycle)
    due = {month: data.draw(payables) for month in window[: data.draw(st.integers(0, 12))]}
    case = prepayment_case(CHONGQING_2025_25, hospital(), total, executed, due, reading=reading)
    assert case.fund is paying_fund(CHONGQING_2025_25, hospital())
    assert (case.cycle, case.cycle.reading) == (cycle, reading)
    assert case.schedule == prepayment_schedule(CHONGQING_2025_25, cycle, total)
    prepayment = Prepayment(hospital().code, hospital(), case.fund, total, cycle)
    assert case.ledger == offset_prepayment(CHONGQING_2025_25, prepayment, due)
    assert case.timetable == timetable(CHONGQING_2025_25, cycle)


@pytest.mark.parametrize(
    "reading", [Reading(), civil_code(), cautious()], ids=["recommended", "civil code", "cautious"]
)
def test_the_calendar_reaches_every_rule(reading: Reading) -> None:
    case = case_of(reading=reading, calendar=mainland_china())
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    calendar = mainland_china()
    assert case.timetable == timetable(CHONGQING_2025_25, cycle, calendar=calendar)
    assert case.schedule == prepayment_schedule(CHONGQING_2025_25, cycle, 100, calendar=calendar)
    days = [each.due for each in case.schedule.instalments]
    assert set(days) <= {each.day for each in case.timetable}


def test_it_says_what_it_rests_on_and_what_it_assumes() -> None:
    assert CASE.basis.policy_number == CHONGQING_2025_25.number
    assert CASE.basis.reading == Reading()
    cited = {clause.id for clause in CASE.basis.clauses}
    assert {"25-1.3a", "25-2.3b", "25-2.3c", "25-2.3d", "25-2.3e", "25-2.3f"} <= cited
    assert len(CASE.basis.clauses) == len(cited)
    assert ALL_DISBURSED in CASE.basis.assumptions
    assert ALL_DISBURSED in CASE.ledger.basis.assumptions
    assert set(CASE.ledger.basis.assumptions) <= set(CASE.basis.assumptions)
    assert len(CASE.basis.assumptions) == len(set(CASE.basis.assumptions))


def test_an_invented_notice_goes_through_the_same_door() -> None:
    case = case_of(policy=INVENTED, execution_date="2030-03-15", payables={"2032-05": 40})
    assert case.fund is Fund.EMPLOYEE
    assert [str(each.amount) for each in case.schedule.instalments] == ["30.00", "30.00", "40.00"]
    assert str(case.ledger.balance) == "60.00"


@pytest.mark.parametrize(
    ("run", "kind", "field"),
    [
        (lambda: case_of(policy=untyped("25")), InvalidTypeError, "policy"),
        (lambda: case_of(policy=CHONGQING_2025_9), NotProvidedError, "prepayment"),
        (
            lambda: case_of(
                policy=evolve(CHONGQING_2025_25, terms=evolve(CHONGQING_2025_25.terms, offset=None))
            ),
            NotProvidedError,
            "offset",
        ),
        (lambda: case_of(institution=untyped("H1")), InvalidTypeError, "institution"),
        (
            lambda: case_of(institution=evolve(hospital(), designated=False)),
            NotProvidedError,
            "institution",
        ),
        (lambda: case_of(total=0), InvalidValueError, "total"),
        (lambda: case_of(execution_date="2025-05-29"), InvalidValueError, "execution_date"),
        (lambda: case_of(payables={"2026-07": 1}), InvalidValueError, "payables"),
        (lambda: case_of(reading=untyped(None)), InvalidTypeError, "reading"),
        (lambda: case_of(reading=cautious()), InvalidValueError, "calendar"),
        (lambda: case_of(calendar=untyped(7)), InvalidTypeError, "calendar"),
    ],
)
def test_bad_input(run: Callable[[], object], kind: type[PolicyError], field: str) -> None:
    with pytest.raises(kind) as caught:
        run()
    assert caught.value.field == field


OTHER = case_of(
    institution=evolve(hospital("H2"), grade=Grade.PRIMARY, kind=InstitutionKind.MILITARY),
    total=200,
    execution_date="2025-06-30",
    payables={},
)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cycle": OTHER.cycle}, "schedule.cycle"),
        ({"schedule": OTHER.schedule}, "schedule.cycle"),
        ({"institution": OTHER.institution}, "ledger.prepayment.institution"),
        ({"fund": OTHER.fund}, "ledger.prepayment.fund"),
        ({"schedule": case_of(total=99).schedule}, "ledger.prepayment.amount"),
        (
            {"cycle": OTHER.cycle, "schedule": evolve(OTHER.schedule, total=200)},
            "ledger.prepayment.amount",
        ),
        (
            {
                "cycle": OTHER.cycle,
                "schedule": case_of(execution_date="2025-06-30", payables={}).schedule,
            },
            "ledger.prepayment.cycle",
        ),
    ],
)
def test_parts_of_another_case_are_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        evolve(CASE, **changes)
    assert caught.value.field == field


def test_a_case_made_of_its_own_parts_is_the_case() -> None:
    assert evolve(CASE) == CASE


@given(execution_dates(CHONGQING_2025_25), UNSHIFTED)
def test_what_the_rule_makes_the_public_constructor_makes_too(
    executed: Any, reading: Reading
) -> None:
    for policy in (CHONGQING_2025_25, INVENTED, WITHOUT_WINDOW):
        first = max(executed, policy.effective_on)
        case = case_of(policy=policy, execution_date=first, payables={}, reading=reading)
        assert evolve(case) == case


WITHOUT_WINDOW = with_window(1)


def without(case: PrepaymentCase, name: str) -> list[Event]:
    """Give a case's timetable without the one event whose name starts so."""
    kept = [each for each in case.timetable if not each.name.startswith(name)]
    assert len(kept) == len(case.timetable) - 1
    return kept


DATED = [
    ("prepayment instalment 1", "25-2.3b", date(2025, 6, 30)),
    ("prepayment instalment 2", "25-2.3c", date(2025, 11, 30)),
    ("first offset month", "25-2.3d", date(2026, 6, 1)),
]


@pytest.mark.parametrize(("name", "clause", "day"), DATED)
def test_a_timetable_without_a_day_of_the_schedule_or_the_ledger_is_refused(
    name: str, clause: str, day: date
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        evolve(CASE, timetable=without(CASE, name))
    error = caught.value
    assert (error.field, error.value, error.clause) == ("timetable", [], clause)
    assert str(day) in error.expected


@pytest.mark.parametrize(("name", "clause", "day"), DATED)
def test_a_timetable_that_has_such_a_day_otherwise_is_refused(
    name: str, clause: str, day: date
) -> None:
    (event,) = [each for each in CASE.timetable if each.name.startswith(name)]
    other = next(each.clause for each in CASE.timetable if each.clause.id == "25-2.5")
    later = day + timedelta(days=1)
    for changes, days in (
        ({"day": later, "nominal_day": later}, [later]),
        ({"clause": other}, []),
    ):
        with pytest.raises(InvalidValueError) as caught:
            evolve(CASE, timetable=[*without(CASE, name), evolve(event, **changes)])
        error = caught.value
        assert (error.field, error.value, error.clause) == ("timetable", days, clause)


def test_a_ledger_without_a_window_has_no_first_month_in_the_timetable() -> None:
    """25-2.3e: of a period of one month from the cycle's end, no settlement month is left."""
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    case = case_of(policy=WITHOUT_WINDOW, payables={}, reading=reading)
    assert case.ledger.window == ()
    assert evolve(case) == case
