"""Working days: one's own table, mainland China's arrangements, and counting back."""

import copy
import pickle
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from typing import Any

import attrs
import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbp_policy import (
    CalendarCoverageError,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    PolicyError,
    Span,
    WorkdayCalendar,
    mainland_china,
    workday_before,
)
from vbp_policy.foundation.workdays import (
    as_calendar,
    as_optional_calendar,
    next_workday,
    previous_workday,
)

ONE_DAY = timedelta(days=1)
SATURDAY = 5
CHINA = mainland_china()


def days_of(first: str, last: str) -> list[date]:
    """Give the days from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + number * ONE_DAY for number in range((end - start).days + 1)]


def refused(kind: type[PolicyError], call: Callable[..., object], *args: Any) -> PolicyError:
    """Give the refusal, which is of exactly this kind and shows what it says."""
    with pytest.raises(kind) as caught:
        call(*args)
    error = caught.value
    assert type(error) is kind
    assert error.clause is None
    for said in (error.field, error.expected):
        assert said in str(error)
    return error


@attrs.frozen
class SixDayWeek:
    """A caller's own calendar: every day but Sunday, for all time; it knows no base class."""

    def covers(self, day: date) -> bool:
        return day >= date.min

    def is_workday(self, day: date) -> bool:
        return day.weekday() < 6


class NoWorkday(SixDayWeek):
    """It covers every day and knows no working day."""

    def is_workday(self, day: date) -> bool:
        return day < date.min


# Mainland China: each arrangement's days off and the weekend days worked for it.
ARRANGEMENTS: dict[str, tuple[list[date], list[date]]] = {
    "Spring Festival 2025": (
        days_of("2025-01-28", "2025-02-04"),
        [date(2025, 1, 26), date(2025, 2, 8)],
    ),
    "Labour Day 2025": (days_of("2025-05-01", "2025-05-05"), [date(2025, 4, 27)]),
    "National Day 2025": (
        days_of("2025-10-01", "2025-10-08"),
        [date(2025, 9, 28), date(2025, 10, 11)],
    ),
    "Spring Festival 2026": (
        days_of("2026-02-15", "2026-02-23"),
        [date(2026, 2, 14), date(2026, 2, 28)],
    ),
    "Labour Day 2026": (days_of("2026-05-01", "2026-05-05"), [date(2026, 5, 9)]),
    "National Day 2026": (
        days_of("2026-09-25", "2026-09-27") + days_of("2026-10-01", "2026-10-07"),
        [date(2026, 9, 20), date(2026, 10, 10)],
    ),
}
every_arrangement = pytest.mark.parametrize(
    ("days_off", "made_up"), ARRANGEMENTS.values(), ids=list(ARRANGEMENTS)
)


def around(days_off: list[date], made_up: list[date]) -> list[date]:
    """Give the days from three before the first of an arrangement to three after its last."""
    first, last = min(days_off + made_up) - 3 * ONE_DAY, max(days_off + made_up) + 3 * ONE_DAY
    return days_of(first.isoformat(), last.isoformat())


def is_worked(day: date, days_off: Iterable[date], made_up: Iterable[date]) -> bool:
    """Say it as a wall calendar would."""
    if day in made_up:
        return True
    return day.weekday() < SATURDAY and day not in days_off


@every_arrangement
def test_mainland_china_works_make_up_weekends_and_rests_on_holidays(
    days_off: list[date], made_up: list[date]
) -> None:
    assert all(day.weekday() >= SATURDAY for day in made_up)
    for day in around(days_off, made_up):
        assert CHINA.covers(day)
        assert CHINA.is_workday(day) is is_worked(day, days_off, made_up), day


@every_arrangement
def test_ones_own_table_says_the_same_without_the_extra(
    days_off: list[date], made_up: list[date]
) -> None:
    days = around(days_off, made_up)
    table = HolidayTable(days[0], days[-1], days_off=days_off, extra_workdays=made_up)
    assert [table.is_workday(day) for day in days] == [CHINA.is_workday(day) for day in days]


def test_mainland_china_is_covered_from_2004_to_the_end_of_the_packages_last_year() -> None:
    last_year = max(day.year for day in import_module("chinese_calendar").holidays)
    assert last_year >= 2026
    first, last = date(2004, 1, 1), date(last_year, 12, 31)
    assert CHINA.covers(first)
    assert CHINA.covers(last)
    assert not CHINA.is_workday(first)  # New Year's Day
    assert CHINA.is_workday(date(2004, 1, 2))
    assert CHINA.is_workday(date(2026, 12, 31))
    for outside in (first - ONE_DAY, last + ONE_DAY, date.min, date.max):
        assert not CHINA.covers(outside)
        error = refused(CalendarCoverageError, CHINA.is_workday, outside)
        assert (error.field, error.value) == ("day", outside)
        assert repr(outside) in str(error)


def test_mainland_china_is_the_same_value_every_time() -> None:
    assert isinstance(CHINA, WorkdayCalendar)
    assert mainland_china() == CHINA
    assert hash(mainland_china()) == hash(CHINA)
    assert pickle.loads(pickle.dumps(CHINA)) == CHINA  # noqa: S301  # our own bytes
    assert copy.deepcopy(CHINA) == CHINA
    assert not hasattr(CHINA, "__dict__")


def test_the_extra_is_asked_for_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    day = date(2025, 5, 30)
    for call in (mainland_china, lambda: CHINA.covers(day), lambda: CHINA.is_workday(day)):
        error = refused(MissingExtraError, call)
        assert isinstance(error, ImportError)
        assert (error.field, error.value) == ("calendar", "chinese_calendar")
        assert "pip install 'vbp_policy[workdays]'" in error.expected


def test_one_s_own_table_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    table = HolidayTable("2025-05-01", "2025-05-31", days_off=["2025-05-01"])
    assert workday_before("2025-05-02", 1, HolidayTable("2025-04-01", "2025-05-31")) == date(
        2025, 5, 1
    )
    assert not table.is_workday(date(2025, 5, 1))


# One's own table

spring = HolidayTable(
    "2025-01-20",
    "2025-02-16",
    days_off=[date(2025, 1, 29), "2025-01-28", pendulum.Date(2025, 1, 30)],
    extra_workdays=iter(["2025-02-08", "2025-01-26"]),
)


def test_a_table_holds_plain_days_in_order_however_they_are_given() -> None:
    assert (spring.first_day, spring.last_day) == (date(2025, 1, 20), date(2025, 2, 16))
    assert spring.days_off == (date(2025, 1, 28), date(2025, 1, 29), date(2025, 1, 30))
    assert spring.extra_workdays == (date(2025, 1, 26), date(2025, 2, 8))
    for day in (spring.first_day, spring.last_day, *spring.days_off, *spring.extra_workdays):
        assert type(day) is date
    again = HolidayTable(
        date(2025, 1, 20),
        date(2025, 2, 16),
        days_off=spring.days_off[::-1],
        extra_workdays=set(spring.extra_workdays),
    )
    assert again == spring
    assert hash(again) == hash(spring)


def test_a_table_without_days_of_its_own_is_a_five_day_week() -> None:
    plain = HolidayTable("2025-05-26", "2025-06-08")
    assert plain.days_off == plain.extra_workdays == ()
    worked = [plain.is_workday(day) for day in days_of("2025-05-26", "2025-06-08")]
    assert worked == [True] * 5 + [False] * 2 + [True] * 5 + [False] * 2


window = days_of("2025-01-20", "2025-02-16")
some_days = st.sets(st.sampled_from(window))


@given(some_days, some_days)
def test_a_table_is_the_five_day_week_less_days_off_with_extra_workdays(
    off: set[date], extra: set[date]
) -> None:
    off -= extra
    table = HolidayTable(window[0], window[-1], days_off=off, extra_workdays=extra)
    for day in window:
        assert table.covers(day)
        assert table.is_workday(day) is is_worked(day, off, extra)


@pytest.mark.parametrize("given_day", ["2025-01-29", pendulum.Date(2025, 1, 29)], ids=repr)
@pytest.mark.parametrize("calendar", [spring, CHINA], ids=["table", "mainland"])
def test_a_calendar_takes_a_day_in_every_accepted_form(
    calendar: WorkdayCalendar, given_day: Any
) -> None:
    """Ground rule 3: a date or an ISO string."""
    assert calendar.covers(given_day)
    assert not calendar.is_workday(given_day)


@pytest.mark.parametrize(
    ("no_day", "kind"),
    [
        (datetime(2025, 1, 29, tzinfo=UTC), InvalidTypeError),
        (datetime(2025, 1, 29), InvalidTypeError),  # noqa: DTZ001
        (20250129, InvalidTypeError),
        (None, InvalidTypeError),
        ("2025-01-32", InvalidValueError),
    ],
    ids=repr,
)
@pytest.mark.parametrize("calendar", [spring, CHINA], ids=["table", "mainland"])
def test_a_calendar_refuses_what_is_no_day(
    calendar: WorkdayCalendar, no_day: Any, kind: type[PolicyError]
) -> None:
    """Ground rule 3: a datetime is refused."""
    for call in (calendar.covers, calendar.is_workday):
        error = refused(kind, call, no_day)
        assert (error.field, error.value) == ("day", no_day)


def test_a_table_covers_its_first_and_last_day_and_no_day_beyond() -> None:
    for day in (date(2025, 1, 20), date(2025, 2, 16)):
        assert spring.covers(day)
        spring.is_workday(day)
    for day in (date(2025, 1, 19), date(2025, 2, 17)):
        assert not spring.covers(day)
        error = refused(CalendarCoverageError, spring.is_workday, day)
        assert (error.field, error.value) == ("day", day)
        assert "2025" in error.expected


TABLE_REFUSALS: dict[str, tuple[dict[str, Any], type[PolicyError], str, Any, str]] = {
    "ends before it starts": (
        {"last_day": "2025-01-19"},
        InvalidValueError,
        "last_day",
        date(2025, 1, 19),
        "2025-01-20",
    ),
    "a datetime": (
        {"first_day": datetime(2025, 1, 20, tzinfo=UTC)},
        InvalidTypeError,
        "first_day",
        datetime(2025, 1, 20, tzinfo=UTC),
        "YYYY-MM-DD",
    ),
    "no last day": (
        {"last_day": "2025-02-30"},
        InvalidValueError,
        "last_day",
        "2025-02-30",
        "YYYY-MM-DD",
    ),
    "off before it starts": (
        {"days_off": ["2025-01-20", "2025-01-19"]},
        InvalidValueError,
        "days_off",
        date(2025, 1, 19),
        "2025-01-20 to 2025-02-16",
    ),
    "off after it ends": (
        {"days_off": ["2025-02-16", "2025-02-17"]},
        InvalidValueError,
        "days_off",
        date(2025, 2, 17),
        "2025-01-20 to 2025-02-16",
    ),
    "extra before it starts": (
        {"extra_workdays": ["2025-01-19", "2025-01-20"]},
        InvalidValueError,
        "extra_workdays",
        date(2025, 1, 19),
        "2025-01-20 to 2025-02-16",
    ),
    "extra after it ends": (
        {"extra_workdays": ["2025-02-16", "2025-02-17"]},
        InvalidValueError,
        "extra_workdays",
        date(2025, 2, 17),
        "2025-01-20 to 2025-02-16",
    ),
    "off and extra": (
        {"days_off": ["2025-01-27", "2025-01-28"], "extra_workdays": ["2025-01-28"]},
        InvalidValueError,
        "extra_workdays",
        date(2025, 1, 28),
        "not in days_off",
    ),
    "off twice": (
        {"days_off": ["2025-01-28", "2025-01-29", date(2025, 1, 28)]},
        InvalidValueError,
        "days_off[2]",
        date(2025, 1, 28),
        "once",
    ),
    "extra twice": (
        {"extra_workdays": ["2025-01-26", "2025-01-26"]},
        InvalidValueError,
        "extra_workdays[1]",
        date(2025, 1, 26),
        "once",
    ),
    "no day off": (
        {"days_off": ["2025-01-28", "2025-1-29"]},
        InvalidValueError,
        "days_off[1]",
        "2025-1-29",
        "YYYY-MM-DD",
    ),
    "a datetime off": (
        {"extra_workdays": [datetime(2025, 1, 26, tzinfo=UTC)]},
        InvalidTypeError,
        "extra_workdays[0]",
        datetime(2025, 1, 26, tzinfo=UTC),
        "not a datetime",
    ),
    "one day, no list": (
        {"days_off": date(2025, 1, 28)},
        InvalidTypeError,
        "days_off",
        date(2025, 1, 28),
        "iterable",
    ),
    "one string, no list": (
        {"extra_workdays": "2025-01-26"},
        InvalidTypeError,
        "extra_workdays",
        "2025-01-26",
        "iterable",
    ),
    "nothing": ({"days_off": None}, InvalidTypeError, "days_off", None, "iterable"),
}


@pytest.mark.parametrize(
    ("given_fields", "kind", "field", "value", "said"),
    TABLE_REFUSALS.values(),
    ids=list(TABLE_REFUSALS),
)
def test_a_table_that_contradicts_itself_is_refused(
    given_fields: dict[str, Any], kind: type[PolicyError], field: str, value: Any, said: str
) -> None:
    fields: dict[str, Any] = {"first_day": "2025-01-20", "last_day": "2025-02-16"} | given_fields
    error = refused(kind, lambda: HolidayTable(**fields))
    assert (error.field, error.value) == (field, value)
    assert said in error.expected


@pytest.mark.parametrize("given_days", [((),), ((), ())], ids=["one", "two"])
def test_days_off_and_extra_workdays_are_named(given_days: Any) -> None:
    """Nobody can tell them apart by their place."""
    with pytest.raises(TypeError):
        HolidayTable("2025-01-20", "2025-02-16", *given_days)


@pytest.mark.parametrize("edge", ["2025-01-20", "2025-02-16"])
def test_a_listed_day_may_be_the_tables_first_or_last(edge: str) -> None:
    day = date.fromisoformat(edge)
    for field in ("days_off", "extra_workdays"):
        listed: dict[str, Any] = {field: [edge]}
        table = HolidayTable("2025-01-20", "2025-02-16", **listed)
        assert table.is_workday(day) is (field == "extra_workdays")


# The count-th working day before a day


WORKED = [day for day in days_of("2024-12-01", "2026-12-31") if CHINA.is_workday(day)]


@pytest.mark.parametrize(
    ("count", "found"),
    [(1, "2025-03-06"), (9, "2025-02-24"), (10, "2025-02-21"), (11, "2025-02-20")],
)
def test_9_4_3_ten_working_days_before_the_notice_takes_effect(count: int, found: str) -> None:
    assert workday_before("2025-03-07", count, CHINA) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("count", "found"),
    [(1, "2025-05-29"), (9, "2025-05-19"), (10, "2025-05-16"), (11, "2025-05-15")],
)
def test_25_4_2_ten_working_days_before_execution(count: int, found: str) -> None:
    assert workday_before(date(2025, 5, 30), count, CHINA) == date.fromisoformat(found)


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        ("2025-02-09", 1, "2025-02-08"),  # a Saturday worked
        ("2025-02-08", 1, "2025-02-07"),  # the day itself is not counted, worked or not
        ("2025-02-05", 1, "2025-01-27"),  # across the whole festival
        ("2025-02-05", 2, "2025-01-26"),  # a Sunday worked
        ("2025-02-05", 3, "2025-01-24"),
        ("2025-02-04", 1, "2025-01-27"),
        ("2004-01-05", 1, "2004-01-02"),
        ("2027-01-01", 1, "2026-12-31"),  # a day that is not counted needs no data
    ],
)
def test_the_day_itself_is_not_counted_and_rest_days_are_passed_over(
    day: str, count: int, found: str
) -> None:
    assert workday_before(day, count, CHINA) == date.fromisoformat(found)


@given(st.dates(date(2025, 1, 20), date(2026, 12, 31)), st.integers(1, 12))
def test_counting_back_agrees_with_a_list_of_all_working_days(day: date, count: int) -> None:
    expected = [each for each in WORKED if each < day][-count]
    found = workday_before(day, count, CHINA)
    assert found == expected
    assert type(found) is date
    assert workday_before(day.isoformat(), count, CHINA) == expected


@given(some_days, some_days, st.sampled_from(window), st.integers(1, 30))
def test_counting_back_in_ones_own_table_ends_where_its_data_does(
    off: set[date], extra: set[date], day: date, count: int
) -> None:
    table = HolidayTable(window[0], window[-1], days_off=off - extra, extra_workdays=extra)
    before = [each for each in window if each < day and is_worked(each, off - extra, extra)]
    if count <= len(before):
        assert workday_before(day, count, table) == before[-count]
    else:
        error = refused(CalendarCoverageError, workday_before, day, count, table)
        assert (error.field, error.value) == ("day", window[0] - ONE_DAY)


@given(st.sampled_from(window))
def test_the_nearest_working_day_is_the_day_itself_or_the_first_past_rest_days(day: date) -> None:
    worked = [each for each in window if spring.is_workday(each)]
    before, after = [d for d in worked if d <= day], [d for d in worked if d >= day]
    for find, near in ((previous_workday, before[-1:]), (next_workday, after[:1])):
        if near:
            assert find(day, spring) == near[0]
        else:
            refused(CalendarCoverageError, find, day, spring)


def test_a_day_before_the_data_is_refused() -> None:
    assert workday_before("2004-01-03", 1, CHINA) == date(2004, 1, 2)
    for day, count in (("2004-01-02", 1), ("2004-01-03", 2)):
        error = refused(CalendarCoverageError, workday_before, day, count, CHINA)
        assert (error.field, error.value) == ("day", date(2003, 12, 31))


@pytest.mark.parametrize(
    ("count", "kind"),
    [
        (0, InvalidValueError),
        (-1, InvalidValueError),
        (10_001, InvalidValueError),
        (10**5000, InvalidValueError),
        (True, InvalidTypeError),
        (1.0, InvalidTypeError),
        ("1", InvalidTypeError),
        (None, InvalidTypeError),
    ],
    ids=lambda value: f"{value:x}"[:20] if type(value) is int else str(value),
)
def test_at_least_one_working_day_is_counted(count: Any, kind: type[PolicyError]) -> None:
    error = refused(kind, workday_before, "2025-05-30", count, CHINA)
    assert error.field == "count"
    assert error.value is count
    assert "int" in error.expected


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (datetime(2025, 5, 30, tzinfo=UTC), InvalidTypeError),
        (None, InvalidTypeError),
        ("2025-05-32", InvalidValueError),
    ],
    ids=repr,
)
def test_what_is_no_day_is_refused(day: Any, kind: type[PolicyError]) -> None:
    error = refused(kind, workday_before, day, 1, CHINA)
    assert (error.field, error.value) == ("day", day)


@pytest.mark.parametrize(
    "calendar",
    [
        *(None, "2025", mainland_china, Span("2025-01-01", "2025-12-31")),
        *(HolidayTable, SixDayWeek),  # the class of a calendar, not yet one
    ],
    ids=lambda given: getattr(given, "__name__", repr(given)),
)
def test_what_is_no_calendar_is_refused(calendar: Any) -> None:
    error = refused(InvalidTypeError, workday_before, "2025-05-30", 1, calendar)
    assert error.field == "calendar"
    assert error.value is calendar
    assert "WorkdayCalendar" in error.expected


def test_only_an_optional_calendar_may_be_absent() -> None:
    for calendar in (CHINA, spring, SixDayWeek()):
        assert as_calendar(calendar) is calendar
        assert as_optional_calendar(calendar) is calendar
    assert as_optional_calendar(None) is None
    wrong: list[Any] = [HolidayTable, 5]
    for check in (as_calendar, as_optional_calendar):
        for given_calendar in wrong:
            with pytest.raises(InvalidTypeError) as caught:
                check(given_calendar, clause="25-2.3b")
            error = caught.value
            assert (error.field, error.value) == ("calendar", given_calendar)
            assert error.clause == "25-2.3b"


# A caller's own calendar


def test_a_callers_own_class_is_a_calendar_without_a_base_class() -> None:
    own = SixDayWeek()
    assert isinstance(own, WorkdayCalendar)
    assert workday_before("2025-06-02", 1, own) == date(2025, 5, 31)  # a Saturday
    assert workday_before("2025-06-02", 7, own) == date(2025, 5, 24)
    weeks, days = divmod(10_000, 6)  # the most that is counted, from a Monday back
    assert workday_before("2025-06-02", 10_000, own) == date(2025, 6, 2) - timedelta(
        weeks=weeks, days=days + 1
    )
    assert next_workday(date(2025, 6, 1), own) == date(2025, 6, 2)
    assert previous_workday(date(2025, 6, 1), own) == date(2025, 5, 31)


def test_a_calendar_without_any_working_day_is_refused_not_looped_over_forever() -> None:
    none = NoWorkday()
    for call in (
        lambda: workday_before(date(1, 3, 1), 1, none),
        lambda: previous_workday(date(1, 3, 1), none),
        lambda: next_workday(date(9999, 10, 1), none),
    ):
        error = refused(CalendarCoverageError, call)
        assert error.field == "day"
        assert error.value in (date.min, date.max)
        assert "working day" in error.expected


def test_a_table_without_any_working_day_is_refused_too() -> None:
    days = days_of("2025-05-01", "2025-05-31")
    idle = HolidayTable(days[0], days[-1], days_off=days)
    error = refused(CalendarCoverageError, workday_before, "2025-05-31", 1, idle)
    assert error.value == date(2025, 4, 30)
    assert refused(CalendarCoverageError, next_workday, days[0], idle).value == date(2025, 6, 1)


def test_nothing_comes_before_the_first_day_of_all() -> None:
    error = refused(CalendarCoverageError, workday_before, date.min, 1, SixDayWeek())
    assert error.value == date.min
