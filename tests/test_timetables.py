"""The timetable: every date of both notices, in order, with its clause and whose duty it is."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from slow_ledger import (
    DAY,
    end_of_month,
    month_of,
    months_after,
    next_month,
    window,
    window_by_cycle_end,
)
from vbp_policy import (
    Cycle,
    DebtDay,
    DisbursementDay,
    Duty,
    Event,
    Extension,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    MonthEnd,
    NotProvidedError,
    Policy,
    PolicyError,
    Reading,
    ReturnClock,
    YearMonth,
    agreement_years,
    cautious,
    civil_code,
    extend,
    mainland_china,
    offset_window,
    prepayment_schedule,
    procurement_cycle,
    timetable,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import cycles, readings

PREVIOUS = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
NEXT = Reading(disbursement_day=DisbursementDay.NEXT_WORKDAY)
WIDE_CALENDAR = HolidayTable("2025-01-01", "2070-12-31")
NOTICES = [CHONGQING_2025_9, CHONGQING_2025_25]
evolve: Any = attrs.evolve  # the real one's types bar what is to be refused

MONTHLY = ("monitoring", "report of the exchange")


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


def of_25(execution_date: str = "2025-05-30", reading: Reading | None = None) -> Cycle:
    return procurement_cycle(CHONGQING_2025_25, execution_date, reading=reading or Reading())


def named(events: tuple[Event, ...], name: str) -> list[Event]:
    """Give the events whose name starts so."""
    return [each for each in events if each.name.startswith(name)]


def rows(events: tuple[Event, ...]) -> list[tuple[str, str, str, str]]:
    return [(str(each.day), each.name, each.duty_of.name, each.clause.id) for each in events]


# The two notices, date by date


def monthly(first: str, last: str, monitoring: str, exchange: str) -> list[tuple[str, ...]]:
    """Give what is due at the end of every calendar month."""
    month, found = YearMonth.parse(first), list[tuple[str, ...]]()
    while str(month) <= last:
        day = str(month.last_day)
        found.append((day, f"monitoring of {month}", "INSURANCE_BUREAU", monitoring))
        found.append((day, f"report of the exchange on {month}", "EXCHANGE", exchange))
        month += 1
    return found


def in_order(*parts: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Sort by day, and leave what falls on one day in the order given."""
    return sorted((row for part in parts for row in part), key=lambda row: row[0])


TABLE_9 = in_order(
    [
        ("2025-02-21", "last day to report products", "FIRM", "9-4.3"),
        ("2025-03-07", "the notice takes effect", "ALL_PARTIES", "9-4.1"),
        ("2025-03-07", "the procurement cycle begins", "ALL_PARTIES", "9-2.1"),
    ],
    monthly("2025-03", "2025-12", "9-3.4b", "9-3.4d"),
    [
        ("2025-12-31", "assessment of year 1", "INSURANCE_BUREAU", "9-3.4b"),
        ("2025-12-31", "the procurement cycle ends", "ALL_PARTIES", "9-2.1"),
    ],
)
TABLE_25 = in_order(
    [
        ("2025-05-16", "reporting of products opens", "FIRM", "25-4.2"),
        ("2025-05-29", "reporting of products closes", "FIRM", "25-4.2"),
        ("2025-05-30", "the notice takes effect", "ALL_PARTIES", "25-4.1"),
        ("2025-05-30", "the procurement cycle begins", "ALL_PARTIES", "25-1.3a"),
        ("2025-05-30", "agreement of year 1 signed", "INSTITUTION", "25-2.1f"),
        (
            "2025-06-30",
            "prepayment instalment 1 due by this day",
            "INSURANCE_BUREAU",
            "25-2.3b",
        ),
        ("2025-11-30", "prepayment instalment 2 due", "INSURANCE_BUREAU", "25-2.3c"),
    ],
    monthly("2025-05", "2026-05", "25-2.5", "25-2.5"),
    [
        ("2026-05-29", "assessment of year 1", "INSURANCE_BUREAU", "25-2.5"),
        ("2026-05-29", "the procurement cycle ends", "ALL_PARTIES", "25-1.3a"),
        ("2026-06-01", "first offset month begins", "AGENCY", "25-2.3d"),
        ("2027-05-31", "last offset month ends", "AGENCY", "25-2.3e"),
        ("2027-06-01", "what is not offset goes back", "INSTITUTION", "25-2.3e"),
    ],
)
TABLES = pytest.mark.parametrize(
    ("policy", "execution_date", "table"),
    [(CHONGQING_2025_9, None, TABLE_9), (CHONGQING_2025_25, "2025-05-30", TABLE_25)],
    ids=["9", "25"],
)


@TABLES
def test_every_date_of_a_notice_comes_in_order_with_clause_and_duty(
    policy: Policy, execution_date: str | None, table: list[tuple[str, ...]]
) -> None:
    cycle = procurement_cycle(policy, execution_date)
    events = timetable(policy, cycle, calendar=mainland_china())
    assert rows(events) == table
    assert len(events) == (25, 38)[policy is CHONGQING_2025_25]
    for each in events:
        assert each.nominal_day == each.day
        assert not each.shift_unknown
        assert each.clause in policy.clauses


@TABLES
def test_9_4_3_25_4_2_without_a_calendar_only_the_product_reports_are_left_out(
    policy: Policy, execution_date: str | None, table: list[tuple[str, ...]]
) -> None:
    cycle = procurement_cycle(policy, execution_date)
    events = timetable(policy, cycle)
    assert rows(events) == [
        row
        for row in table
        if "report products" not in row[1] and "reporting of products" not in row[1]
    ]
    saying = [each.name for each in events if any("left out" in it for it in said(each))]
    assert saying == ["the procurement cycle begins"]
    full = timetable(policy, cycle, calendar=mainland_china())
    assert not any("left out" in it for each in full for it in said(each))


def said(event: Event) -> tuple[str, ...]:
    return event.basis.assumptions


NAMES_ZH = {
    "last day to report products": "产品信息报送截止",
    "reporting of products opens": "产品信息开始报送",
    "reporting of products closes": "产品信息报送截止",
    "the notice takes effect": "文件施行",
    "the procurement cycle begins": "采购周期开始",
    "extension to 2026-11-29 decided": "决定延长采购周期至2026-11-29",
    "agreement of year 1 signed": "签订第1年采购协议",
    "agreement of year 2 signed": "签订第2年采购协议",
    "prepayment instalment 1 due by this day": "预付金第1笔最迟支付",
    "prepayment instalment 2 due": "预付金第2笔支付",
    "monitoring of 2025-06": "2025年6月监测",
    "report of the exchange on 2025-12": "交易所报送2025年12月情况",
    "assessment of year 1": "第1年考核",
    "the procurement cycle ends": "采购周期届满",
    "first offset month begins": "首个抵扣月开始",
    "last offset month ends": "末个抵扣月结束",
    "what is not offset goes back": "未抵扣余额开始退回",
}


def test_every_event_is_named_in_chinese_too() -> None:
    calendar = mainland_china()
    longer = extend(CHONGQING_2025_25, of_25(), "2026-11-29", decided_on="2026-05-20")
    events = (
        *timetable(CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9), calendar=calendar),
        *timetable(CHONGQING_2025_25, longer, calendar=calendar),
    )
    names = {each.name: each.name_zh for each in events}
    assert {name: names[name] for name in NAMES_ZH} == NAMES_ZH
    kinds = {name.split(" of ")[0] for name in names if name not in NAMES_ZH}
    assert kinds <= {"monitoring", "report", "assessment"}


# Where each event comes from


def test_an_events_basis_is_its_own_clause_reading_and_assumptions() -> None:
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    events = timetable(CHONGQING_2025_25, of_25(reading=reading), calendar=mainland_china())
    for each in events:
        assert each.basis.policy_number == CHONGQING_2025_25.number
        assert each.basis.reading == reading
        assert each.basis.clauses[0] == each.clause
        offset = "offset" in each.name
        further = [clause.id for clause in each.basis.clauses[1:]]
        assert further == (["25-1.3a"] if offset else [])  # the offset follows the cycle's end
        expected = ""
        if each.name.startswith(MONTHLY):
            expected = "last day of each calendar month"
        elif each.name.startswith("agreement"):
            expected = "first day of each year"
        elif each.name.startswith("assessment"):
            expected = "last day of each year"
        assert len(said(each)) == (1 if expected else 0)
        assert all(expected in it and "no day is stated" in it for it in said(each))


def test_9_2_1_that_no_start_is_stated_is_said_with_every_date() -> None:
    assumed = timetable(CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9))
    given_day = timetable(CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9, "2025-03-07"))
    assert assumed == given_day
    assert all("no start is stated" in said(each)[0] for each in assumed)
    assert not any("no start" in it for each in given_day for it in said(each))


def test_a_cycle_of_no_notice_in_particular_is_taken() -> None:
    own = timetable(CHONGQING_2025_25, Cycle("2025-05-30", "2026-05-29"))
    assert own == timetable(CHONGQING_2025_25, of_25())


# Working days before a day


@pytest.mark.parametrize(
    ("execution_date", "opens", "closes"),
    [
        ("2025-05-30", "2025-05-16", "2025-05-29"),
        ("2025-06-03", "2025-05-19", "2025-05-30"),  # after the Dragon Boat Festival
        ("2025-06-09", "2025-05-23", "2025-06-06"),  # a Monday: nobody works the weekend before
        ("2025-10-09", "2025-09-18", "2025-09-30"),  # after National Day, 2025-09-28 worked
        ("2025-10-13", "2025-09-23", "2025-10-11"),  # after a Saturday worked
        ("2026-01-05", "2025-12-19", "2026-01-04"),  # after a Sunday worked
        ("2026-02-24", "2026-02-03", "2026-02-14"),  # after the Spring Festival
        ("2026-03-02", "2026-02-10", "2026-02-28"),
        ("2026-05-06", "2026-04-17", "2026-04-30"),  # after Labour Day
        ("2026-05-11", "2026-04-23", "2026-05-09"),
        ("2026-10-08", "2026-09-17", "2026-09-30"),
        ("2026-10-12", "2026-09-21", "2026-10-10"),
    ],
)
def test_25_4_2_products_are_reported_within_ten_working_days_before_execution(
    execution_date: str, opens: str, closes: str
) -> None:
    cycle = of_25(execution_date)
    events = timetable(CHONGQING_2025_25, cycle, calendar=mainland_china())
    assert [str(each.day) for each in named(events, "reporting of products")] == [opens, closes]
    day, count = cycle.first_day, 0
    while str(day) > opens:
        day -= DAY
        count += mainland_china().is_workday(day)
    assert count == 10


@pytest.mark.parametrize(
    ("effective_on", "by"),
    [
        ("2025-03-07", "2025-02-21"),
        ("2025-02-05", "2025-01-15"),  # the Spring Festival, 2025-01-26 worked
        ("2025-02-10", "2025-01-21"),  # 2025-02-08 worked
        ("2025-05-06", "2025-04-18"),  # Labour Day, 2025-04-27 worked
        ("2025-10-09", "2025-09-18"),
    ],
)
def test_9_4_3_products_are_reported_by_the_tenth_working_day_before_the_day_of_effect(
    effective_on: str, by: str
) -> None:
    policy: Policy = evolve(CHONGQING_2025_9, effective_on=effective_on)
    cycle = procurement_cycle(policy, "2025-11-03")  # the day of effect counts, not this one
    events = timetable(policy, cycle, calendar=mainland_china())
    assert [str(each.day) for each in named(events, "last day to report")] == [by]
    assert [str(each.day) for each in named(events, "the notice")] == [effective_on]
    assert [str(each.day) for each in named(events, "the procurement cycle begins")] == [
        "2025-11-03"
    ]


def test_an_invented_notices_products_are_reported_five_working_days_before_execution() -> None:
    calendar = HolidayTable("2030-03-01", "2030-04-30")
    cycle = procurement_cycle(INVENTED, "2030-03-15")
    events = timetable(INVENTED, cycle, calendar=calendar)
    assert rows(events)[:2] == [
        ("2030-03-08", "last day to report products", "FIRM", "3-7"),
        ("2030-03-15", "the procurement cycle begins", "ALL_PARTIES", "3-2"),
    ]


def test_a_day_of_effect_that_no_clause_states_is_no_event() -> None:
    assert named(timetable(INVENTED, procurement_cycle(INVENTED, "2030-03-15")), "the notice") == []


@pytest.mark.parametrize(
    ("first_day", "expected"),
    [
        ("2025-05-16", ["2025-05-16", "2025-05-29"]),
        ("2025-05-17", ["2025-05-29"]),
        ("2025-05-29", ["2025-05-29"]),
        ("2025-05-30", []),
    ],
)
def test_25_4_2_a_day_that_the_calendar_does_not_reach_is_left_out_and_said_to_be(
    first_day: str, expected: list[str]
) -> None:
    calendar = HolidayTable(first_day, "2025-12-31")
    events = timetable(CHONGQING_2025_25, of_25(), calendar=calendar)
    assert [str(each.day) for each in named(events, "reporting of products")] == expected
    (begins,) = named(events, "the procurement cycle begins")
    assert any("left out" in it for it in said(begins)) == (len(expected) < 2)


# Instalments and rest days


@pytest.mark.parametrize(
    ("execution_date", "month_end", "nominal", "before", "after"),
    [
        (
            "2025-05-30",
            MonthEnd.CALENDAR_END,
            ["2025-06-30", "2025-11-30"],
            ["2025-06-30", "2025-11-28"],
            ["2025-06-30", "2025-12-01"],
        ),
        (
            "2025-12-10",
            MonthEnd.CALENDAR_END,
            ["2026-01-31", "2026-06-30"],
            ["2026-01-30", "2026-06-30"],
            ["2026-02-02", "2026-06-30"],
        ),
        # the sixth month ends within the Spring Festival of 2026, and on a Saturday worked for it
        (
            "2025-08-19",
            MonthEnd.PROCUREMENT_END,
            ["2025-09-30", "2026-02-18"],
            ["2025-09-30", "2026-02-14"],
            ["2025-09-30", "2026-02-24"],
        ),
        (
            "2025-08-29",
            MonthEnd.PROCUREMENT_END,
            ["2025-09-30", "2026-02-28"],
            ["2025-09-30", "2026-02-28"],
            ["2025-09-30", "2026-02-28"],
        ),
        # within Labour Day, and on a Saturday worked for it
        (
            "2025-11-04",
            MonthEnd.PROCUREMENT_END,
            ["2025-12-31", "2026-05-03"],
            ["2025-12-31", "2026-04-30"],
            ["2025-12-31", "2026-05-06"],
        ),
        (
            "2025-11-10",
            MonthEnd.PROCUREMENT_END,
            ["2025-12-31", "2026-05-09"],
            ["2025-12-31", "2026-05-09"],
            ["2025-12-31", "2026-05-09"],
        ),
        # within National Day
        (
            "2026-04-04",
            MonthEnd.PROCUREMENT_END,
            ["2026-05-31", "2026-10-03"],
            ["2026-05-29", "2026-09-30"],
            ["2026-06-01", "2026-10-08"],
        ),
    ],
)
def test_25_2_3b_25_2_3c_instalments_move_off_mainland_chinas_rest_days_as_read(
    execution_date: str,
    month_end: MonthEnd,
    nominal: list[str],
    before: list[str],
    after: list[str],
) -> None:
    for shift, days in (
        (DisbursementDay.UNSHIFTED, nominal),
        (DisbursementDay.PREVIOUS_WORKDAY, before),
        (DisbursementDay.NEXT_WORKDAY, after),
    ):
        cycle = of_25(execution_date, Reading(disbursement_day=shift, month_end=month_end))
        instalments = named(
            timetable(CHONGQING_2025_25, cycle, calendar=mainland_china()), "prepayment"
        )
        assert [str(each.day) for each in instalments] == days
        assert [str(each.nominal_day) for each in instalments] == nominal
        assert not any(each.shift_unknown for each in instalments)


@pytest.mark.parametrize("reading", [PREVIOUS, NEXT])
def test_25_2_3c_past_the_calendars_data_an_instalment_keeps_its_nominal_day_and_says_so(
    reading: Reading,
) -> None:
    cycle = of_25("2026-09-15", reading)
    events = timetable(CHONGQING_2025_25, cycle, calendar=mainland_china())
    moved = {PREVIOUS: "2026-10-30", NEXT: "2026-11-02"}[reading]
    assert [
        (str(each.day), str(each.nominal_day), each.shift_unknown)
        for each in named(events, "prepayment")
    ] == [(moved, "2026-10-31", False), ("2027-03-31", "2027-03-31", True)]
    assert [each.name for each in events if each.shift_unknown] == ["prepayment instalment 2 due"]


def test_25_2_3c_a_search_that_leaves_the_calendars_data_leaves_the_day_unknown() -> None:
    calendar = HolidayTable("2025-05-01", "2025-11-30")  # a Sunday: the next day is not held
    events = timetable(CHONGQING_2025_25, of_25(reading=NEXT), calendar=calendar)
    assert [each.shift_unknown for each in named(events, "prepayment")] == [False, True]


def test_25_2_3c_a_day_that_no_reading_moves_is_known_without_data() -> None:
    events = timetable(CHONGQING_2025_25, of_25("2029-09-15"), calendar=mainland_china())
    assert not any(each.shift_unknown for each in events)


@pytest.mark.parametrize("reading", [PREVIOUS, NEXT, cautious()])
def test_25_2_3b_a_shifting_reading_without_any_calendar_is_refused(reading: Reading) -> None:
    error = refusal(lambda: timetable(CHONGQING_2025_25, of_25(reading=reading)), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("calendar", None, "25-2.3b")
    assert reading.disbursement_day.name in error.expected


def test_a_reading_that_shifts_no_date_of_the_timetable_needs_no_calendar() -> None:
    assert timetable(CHONGQING_2025_25, of_25(reading=civil_code()))
    assert timetable(CHONGQING_2025_9, procurement_cycle(CHONGQING_2025_9, reading=PREVIOUS))


# Extensions, the offset, and further years


@pytest.mark.parametrize(
    ("extension", "decided_on", "first", "last", "back"),
    [
        (Extension.BEFORE_OFFSET, "2026-05-20", "2026-12-01", "2027-11-30", "2027-12-01"),
        (Extension.BEFORE_OFFSET, "2026-06-01", "2026-06-01", "2027-05-31", "2027-06-01"),
        (Extension.ORIGINAL_END, "2026-05-20", "2026-06-01", "2027-05-31", "2027-06-01"),
        (Extension.EXTENDED_END, "2026-07-01", "2026-12-01", "2027-11-30", "2027-12-01"),
    ],
)
def test_25_1_3b_an_extended_cycle_has_its_decision_its_new_end_and_its_second_year(
    extension: Extension, decided_on: str, first: str, last: str, back: str
) -> None:
    cycle = of_25(reading=Reading(extension=extension))
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on=decided_on)
    events = timetable(CHONGQING_2025_25, longer)
    others = [row for row in rows(events) if not row[1].startswith(MONTHLY)]
    changed = in_order(
        [
            (decided_on, "extension to 2026-11-29 decided", "INSURANCE_BUREAU", "25-1.3b"),
            ("2026-05-29", "assessment of year 1", "INSURANCE_BUREAU", "25-2.5"),
            ("2026-05-30", "agreement of year 2 signed", "INSTITUTION", "25-2.1f"),
            ("2026-11-29", "assessment of year 2", "INSURANCE_BUREAU", "25-2.5"),
            ("2026-11-29", "the procurement cycle ends", "ALL_PARTIES", "25-1.3b"),
            (first, "first offset month begins", "AGENCY", "25-2.3d"),
            (last, "last offset month ends", "AGENCY", "25-2.3e"),
            (back, "what is not offset goes back", "INSTITUTION", "25-2.3e"),
        ]
    )
    assert sorted(others[5:]) == sorted(changed)
    assert len(named(events, "monitoring")) == 19  # to 2026-11
    offset = [each for each in events if "offset" in each.name]
    assert {each.basis.clauses[1].id for each in offset} == {"25-1.3b"}


def test_9_4_4_an_extended_cycle_of_a_notice_that_allows_none_is_refused() -> None:
    longer = Cycle(
        "2025-03-07", "2026-06-30", original_last_day="2025-12-31", decided_on="2025-12-01"
    )
    error = refusal(lambda: timetable(CHONGQING_2025_9, longer), NotProvidedError)
    assert (error.field, error.value, error.clause) == (
        "extension",
        CHONGQING_2025_9.number,
        "9-4.4",
    )


def test_an_offset_without_months_has_a_return_alone() -> None:
    terms: Any = CHONGQING_2025_25.terms
    offset = evolve(terms.offset, window_months=1)
    policy = evolve(CHONGQING_2025_25, terms=evolve(terms, offset=offset))
    events = timetable(policy, of_25(reading=Reading(return_clock=ReturnClock.CYCLE_END)))
    assert [row for row in rows(events) if "offset" in row[1]] == [
        ("2026-06-30", "what is not offset goes back", "INSTITUTION", "25-2.3e")
    ]


def test_25_2_3e_the_year_of_the_offset_ends_as_the_reading_says() -> None:
    events = timetable(
        CHONGQING_2025_25, of_25(reading=Reading(return_clock=ReturnClock.CYCLE_END))
    )
    assert [row[:2] for row in rows(events)[-3:]] == [
        ("2026-06-01", "first offset month begins"),
        ("2027-04-30", "last offset month ends"),
        ("2027-05-30", "what is not offset goes back"),
    ]


def test_an_invented_notice_has_its_own_dates_from_its_own_terms() -> None:
    events = timetable(INVENTED, procurement_cycle(INVENTED, "2030-03-15"))
    assert [row for row in rows(events) if not row[1].startswith(MONTHLY)] == [
        ("2030-03-15", "the procurement cycle begins", "ALL_PARTIES", "3-2"),
        ("2030-05-31", "prepayment instalment 1 due by this day", "INSURANCE_BUREAU", "3-3a"),
        ("2030-12-31", "prepayment instalment 2 due", "INSURANCE_BUREAU", "3-3b"),
        ("2031-03-14", "assessment of year 1", "INSURANCE_BUREAU", "3-7"),
        ("2031-06-30", "prepayment instalment 3 due", "INSURANCE_BUREAU", "3-3c"),
        ("2032-03-14", "assessment of year 2", "INSURANCE_BUREAU", "3-7"),
        ("2032-03-14", "the procurement cycle ends", "ALL_PARTIES", "3-2"),
        ("2032-05-01", "first offset month begins", "AGENCY", "3-5"),
        ("2033-10-31", "last offset month ends", "AGENCY", "3-6"),
        ("2033-11-01", "what is not offset goes back", "INSTITUTION", "3-6"),
    ]


# Any cycle under any reading

FIXED_ORDER = (
    "reporting of products opens",
    "reporting of products closes",
    "the notice takes effect",
    "the procurement cycle begins",
    "extension",
    "agreement",
    "prepayment instalment 1",
    "prepayment instalment 2",
    "monitoring",
    "report of the exchange",
    "assessment",
    "the procurement cycle ends",
    "first offset month",
    "last offset month",
    "what is not offset",
)


def place(event: Event) -> tuple[date, int]:
    (kind,) = [number for number, name in enumerate(FIXED_ORDER) if event.name.startswith(name)]
    return event.day, kind


@given(
    cycles(policy=CHONGQING_2025_25, extended=False), st.integers(0, 500), st.integers(-300, 300)
)
def test_events_are_ordered_by_day_and_then_by_kind(
    cycle: Cycle, longer_by: int, decided_after: int
) -> None:
    if longer_by:
        last_day = cycle.last_day + longer_by * DAY
        decided_on = cycle.last_day + decided_after * DAY
        cycle = extend(CHONGQING_2025_25, cycle, last_day, decided_on=decided_on)
    events = timetable(CHONGQING_2025_25, cycle, calendar=WIDE_CALENDAR)
    assert list(events) == sorted(events, key=place)
    assert len({(each.day, each.name) for each in events}) == len(events)
    assert len(named(events, "extension")) == (1 if longer_by else 0)
    years = agreement_years(cycle)
    assert [each.day for each in named(events, "agreement")] == [each.first_day for each in years]
    assert [each.day for each in named(events, "assessment")] == [each.last_day for each in years]
    months = offset_window(CHONGQING_2025_25, cycle)
    assert [each.day for each in events if "offset month" in each.name] == [
        months[0].first_day,
        months[-1].last_day,
    ]
    for each in events:
        assert evolve(each) == each  # what the rule made is what the checks let in


@given(cycles(policy=CHONGQING_2025_25, extended=False))
def test_the_dates_agree_with_counting_day_by_day(cycle: Cycle) -> None:
    events = timetable(CHONGQING_2025_25, cycle, calendar=WIDE_CALENDAR)
    workdays, day = list[date](), cycle.first_day
    while len(workdays) < 10:
        day -= DAY
        workdays += [day] if day.weekday() < 5 else []
    assert [each.day for each in named(events, "reporting")] == [workdays[-1], workdays[0]]

    month, ends = month_of(cycle.first_day), list[date]()
    while date(*month, 1) <= cycle.last_day:
        ends.append(end_of_month(month))
        month = next_month(month)
    for name in MONTHLY:
        assert [each.day for each in named(events, name)] == ends

    if cycle.reading.return_clock is ReturnClock.OFFSET_START:
        months = window(cycle.last_day, 1, 12)
        back = date(*months_after(months[-1], 1), 1)
    else:
        corresponding = cycle.reading.last_day.name == "CORRESPONDING"
        months, end = window_by_cycle_end(cycle.last_day, 1, 12, corresponding=corresponding)
        back = end + DAY
    assert [each.day for each in events if "offset" in each.name] == [
        date(*months[0], 1),
        end_of_month(months[-1]),
        back,
    ]


@given(readings(), st.dates(date(2025, 5, 30), date(2060, 12, 31)))
def test_25_2_3b_25_2_3c_an_instalments_event_is_the_schedules(
    reading: Reading, execution_date: date
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, execution_date, reading=reading)
    events = timetable(CHONGQING_2025_25, cycle, calendar=WIDE_CALENDAR)
    schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100, calendar=WIDE_CALENDAR)
    assert {(each.day, each.nominal_day, each.clause) for each in named(events, "prepayment")} == {
        (each.due, each.nominal_due, each.clause) for each in schedule.instalments
    }


# What is refused


def test_25_1_3a_a_cycle_of_another_notice_is_refused() -> None:
    error = refusal(
        lambda: timetable(CHONGQING_2025_25, procurement_cycle(CHONGQING_2025_9)),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == (
        "cycle",
        CHONGQING_2025_9.number,
        "25-1.3a",
    )


def test_25_2_3c_a_cycle_that_no_instalment_fits_is_refused() -> None:
    short = Cycle("2025-05-30", "2025-10-29")
    error = refusal(lambda: timetable(CHONGQING_2025_25, short), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("cycle", short, "25-2.3c")


def test_25_2_3e_a_cycle_whose_offset_runs_past_the_year_9999_is_refused() -> None:
    late = Cycle("9998-05-30", "9999-05-29")
    error = refusal(lambda: timetable(CHONGQING_2025_25, late), InvalidValueError)
    assert (error.field, error.clause) == ("cycle", "25-2.3e")


@pytest.mark.parametrize(
    ("call", "field", "clause"),
    [
        (lambda: timetable(untyped("25号"), of_25()), "policy", None),
        (lambda: timetable(CHONGQING_2025_25, untyped("2025-05-30")), "cycle", None),
        (
            lambda: timetable(CHONGQING_2025_25, of_25(), calendar=untyped("2025")),
            "calendar",
            "25-4.2",
        ),
        (
            lambda: timetable(CHONGQING_2025_25, of_25(), calendar=untyped(HolidayTable)),
            "calendar",
            "25-4.2",
        ),
    ],
)
def test_what_is_of_another_type_is_refused_by_name(
    call: Callable[[], object], field: str, clause: str | None
) -> None:
    error = refusal(call, InvalidTypeError)
    assert (error.field, error.clause) == (field, clause)


def test_an_event_whose_shift_is_unknown_is_on_its_nominal_day() -> None:
    (event,) = named(
        timetable(CHONGQING_2025_25, of_25(reading=NEXT), calendar=mainland_china()),
        "prepayment instalment 2",
    )
    assert event.day == event.nominal_day + timedelta(days=1)
    error = refusal(lambda: evolve(event, shift_unknown=True), InvalidValueError)
    assert (error.field, error.value) == ("day", event.day)
    assert str(event.nominal_day) in error.expected


@pytest.mark.parametrize(
    ("reading", "moves"),
    [
        (Reading(), False),
        (Reading(debt_day=DebtDay.NEXT_WORKDAY), True),
        (Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY), True),
    ],
    ids=["recommended", "debt day", "disbursement day"],
)
def test_an_event_is_on_its_nominal_day_unless_the_reading_moves_days(
    reading: Reading, *, moves: bool
) -> None:
    events = timetable(CHONGQING_2025_25, of_25(reading=reading), calendar=WIDE_CALENDAR)
    for event in events:
        day = event.day + DAY
        if moves:
            assert evolve(event, day=day).day == day
        else:
            error = refusal(lambda held=event, to=day: evolve(held, day=to), InvalidValueError)  # type: ignore[misc]
            assert (error.field, error.value, error.clause) == ("day", day, None)
            assert str(event.nominal_day) in error.expected
            assert evolve(event, day=day, nominal_day=day).day == day


def test_duties_are_few_and_named() -> None:
    assert [each.name for each in Duty] == [
        *("INSTITUTION", "FIRM", "EXCHANGE", "INSURANCE_BUREAU", "AGENCY", "ALL_PARTIES"),
    ]
