"""Calendar files: every date as an all-day event under an id that stays, read back and unfolded."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import icalendar
import pytest
from hypothesis import given, settings

from invented import INVENTED
from vbp_policy import (
    Cycle,
    Event,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    Policy,
    PolicyError,
    Reading,
    cautious,
    extend,
    mainland_china,
    procurement_cycle,
    timetable,
)
from vbp_policy.interop.ics import dumps
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.results.explanations.explain import explain
from vbp_policy.testing import cycles

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
ONE_DAY = timedelta(days=1)
WIDE_CALENDAR = HolidayTable("2025-01-01", "2070-12-31")
HOSTILE = "a;b,c:d\"e\\n\\,f BEGIN:VALARM <b>&' {x} 一" + "很长的名字" * 30
CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
EVENTS = timetable(CHONGQING_2025_25, CYCLE, calendar=mainland_china())
FILE = dumps(EVENTS, CYCLE)


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def read(file: bytes) -> list[Any]:
    """Give the events that icalendar's parser finds."""
    calendar: Any = icalendar.Calendar.from_ical(file)
    assert not calendar.errors
    return list(calendar.walk("VEVENT"))


def unfolded(file: bytes) -> list[tuple[str, str]]:
    """Read the lines of a file by the letter of RFC 5545, 3.1 and 3.3.11."""
    assert file.endswith(b"\r\n")
    physical = file.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 and b"\r" not in line and b"\n" not in line for line in physical)
    for line in physical:
        line.decode()  # no character is cut in two
    lines = b"\r\n".join(physical).replace(b"\r\n ", b"").decode().split("\r\n")
    plain = {"n": "\n", "N": "\n", "\\": "\\", ";": ";", ",": ","}
    found = [line.split(":", 1) for line in lines]
    return [(name, re.sub(r"\\(.)", lambda it: plain[it[1]], value)) for name, value in found]


def values(file: bytes, name: str) -> list[str]:
    return [value for key, value in unfolded(file) if key == name]


def told(file: bytes) -> list[dict[str, str]]:
    """Give each event's own lines, its alarm's apart."""
    lines = unfolded(re.sub(rb"BEGIN:VALARM.*?END:VALARM\r\n", b"", file, flags=re.DOTALL))
    starts = [place for place, line in enumerate(lines) if line == ("BEGIN", "VEVENT")]
    return [dict(lines[start : lines.index(("END", "VEVENT"), start)]) for start in starts]


def file_of(policy: Policy, cycle: Cycle, *, lang: str = "en") -> bytes:
    return dumps(timetable(policy, cycle, calendar=WIDE_CALENDAR), cycle, lang=lang)


# What is in the file


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_event_comes_back_from_the_file(lang: str) -> None:
    file = dumps(EVENTS, CYCLE, lang=lang)
    for entry, event in zip(read(file), EVENTS, strict=True):
        assert type(entry["DTSTART"].dt) is date
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (event.day, event.day + ONE_DAY)
        named = {"en": event.name, "zh": event.name_zh}[lang]
        assert named in entry["SUMMARY"]
        assert "渝医保办〔2025〕25号" in entry["SUMMARY"]
        assert str(entry["DESCRIPTION"]) == str(explain(event, lang=lang))
        assert entry["TRANSP"] == "TRANSPARENT"
        assert entry["DTSTAMP"].dt == datetime(2025, 5, 30, tzinfo=UTC)


def test_the_instalment_of_25_in_both_languages() -> None:
    """25-2.3b: by 2025-06-30."""
    named = "prepayment instalment 1 due by this day (渝医保办〔2025〕25号)"
    assert named in values(FILE, "SUMMARY")
    place = values(FILE, "SUMMARY").index(named)
    entry = told(dumps(EVENTS, CYCLE, lang="zh"))[place]
    assert entry["SUMMARY"] == "预付金第1笔最迟支付（渝医保办〔2025〕25号）"
    assert entry["DTSTART;VALUE=DATE"] == "20250630"
    assert entry["DTEND;VALUE=DATE"] == "20250701"
    assert entry["CATEGORIES"] == "医疗保障局"
    for part in ("渝医保办〔2025〕25号", "25-2.3b", "次月底前", "医疗保障局", "2025年6月30日"):
        assert part in entry["DESCRIPTION"]


def test_the_file_itself() -> None:
    lines = unfolded(FILE)
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert values(FILE, "VERSION") == ["2.0"]
    assert values(FILE, "PRODID") == ["-//vbp_policy//timetable//EN"]
    assert values(FILE, "X-WR-CALNAME") == ["渝医保办〔2025〕25号: timetable"]
    zh = dumps(EVENTS, CYCLE, lang="zh")
    assert values(zh, "X-WR-CALNAME") == ["渝医保办〔2025〕25号时间表"]
    assert not values(FILE, "METHOD")  # with one, DTSTAMP would mean the moment of sending
    needed = {"UID", "DTSTAMP", "SUMMARY", "DESCRIPTION"}
    entries = FILE.split(b"BEGIN:VEVENT")[1:]
    assert len(entries) == len(EVENTS)
    for entry in entries:
        assert needed <= set(re.findall(r"^([A-Z]+)[:;]", entry.decode(), re.MULTILINE))


def test_assumptions_and_unknown_shifts_are_said_in_words() -> None:
    """25-2.3c under a shifting reading: the calendar's data ends before the second instalment."""
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=cautious())
    short = HolidayTable("2025-05-01", "2025-09-30")
    events = timetable(CHONGQING_2025_25, cycle, calendar=short)
    (unknown,) = [each for each in events if each.shift_unknown]
    said = {
        lang: {
            event: entry["DESCRIPTION"]
            for event, entry in zip(events, told(dumps(events, cycle, lang=lang)), strict=True)
        }
        for lang in ("en", "zh")
    }
    assert "the calendar holds no data for it" in said["en"][unknown]
    assert "日历没有这一天的数据" in said["zh"][unknown]
    assert "FROM_EXECUTION" in said["en"][unknown]
    monitoring = next(each for each in events if each.name.startswith("monitoring"))
    (assumed,) = monitoring.basis.assumptions
    assert assumed in said["en"][monitoring]
    assert assumed not in said["zh"][monitoring]
    assert "假定" in said["zh"][monitoring]


RINGS = [
    (CHONGQING_2025_9, None, {"last day to report products": 1}),
    (
        CHONGQING_2025_25,
        "2025-05-30",
        {
            "reporting of products closes": 1,
            "prepayment instalment": 2,
            "what is not offset goes back": 1,
        },
    ),
    (
        INVENTED,
        "2030-03-15",
        {
            "last day to report products": 1,
            "prepayment instalment": 3,
            "what is not offset goes back": 1,
        },
    ),
]


@pytest.mark.parametrize(("policy", "executed", "rings"), RINGS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_due_rings_a_week_before_at_nine(
    policy: Policy, executed: str | None, rings: dict[str, int], lang: str
) -> None:
    """9-4.3, 25-4.2, 25-2.3b, 25-2.3c, 25-2.3e."""
    cycle = procurement_cycle(policy, executed)
    events = timetable(policy, cycle, calendar=WIDE_CALENDAR)
    heard: list[str] = []
    for entry, event in zip(read(dumps(events, cycle, lang=lang)), events, strict=True):
        alarms = entry.walk("VALARM")
        if not alarms:
            continue
        (alarm,) = alarms
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm["DESCRIPTION"] == {"en": event.name, "zh": event.name_zh}[lang]
        midnight = datetime.combine(event.day, datetime.min.time())
        rung = midnight + alarm["TRIGGER"].dt
        assert (rung.date(), rung.hour) == (event.day - timedelta(days=7), 9)
        heard.append(event.name)
    assert {name: sum(it.startswith(name) for it in heard) for name in rings} == rings
    assert len(heard) == sum(rings.values())


# Ids


def ids(events: tuple[Event, ...], cycle: Cycle, lang: str = "en") -> dict[str, str]:
    """Give the events' ids by their English names."""
    found = values(dumps(events, cycle, lang=lang), "UID")
    return dict(zip([each.name for each in events], found, strict=True))


def test_ids_are_known_beforehand() -> None:
    """A change of any of these would double every event in the calendars that hold them."""
    known = ids(EVENTS, CYCLE)
    assert known["the procurement cycle begins"] == "19a8aaa3-f9ac-5f0a-a8b1-280deb0a024c"
    assert known["reporting of products closes"] == "2a1503ae-bdc4-50ce-a1a1-eb94f0caec48"


def test_an_id_is_the_same_in_both_languages_and_different_for_every_event() -> None:
    assert ids(EVENTS, CYCLE, "zh") == ids(EVENTS, CYCLE)
    assert len(set(ids(EVENTS, CYCLE).values())) == len(EVENTS)


def test_an_id_stays_when_the_day_shifts() -> None:
    """25-2.3c falls on a Sunday, 2025-11-30; under `cautious` it is due on 2025-10-31."""
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=cautious())
    moved = timetable(CHONGQING_2025_25, cycle, calendar=mainland_china())
    before, after = ids(EVENTS, CYCLE), ids(moved, cycle)
    name = "prepayment instalment 2 due"
    days = {each.day for each in (*EVENTS, *moved) if each.name == name}
    assert len(days) == 2
    assert before[name] == after[name]


def test_an_id_stays_when_the_cycle_is_extended() -> None:
    """25-1.3b: the end moves, and all that follows it; nothing old stays in a calendar."""
    longer = extend(CHONGQING_2025_25, CYCLE, "2026-11-29", decided_on="2026-05-20")
    events = timetable(CHONGQING_2025_25, longer, calendar=mainland_china())
    before, after = ids(EVENTS, CYCLE), ids(events, longer)
    for name in ("the procurement cycle ends", "first offset month begins"):
        assert before[name] == after[name]
    assert before.items() <= after.items()


def test_another_cycle_has_other_ids() -> None:
    later = procurement_cycle(CHONGQING_2025_25, "2025-05-31")
    events = timetable(CHONGQING_2025_25, later, calendar=mainland_china())
    assert not set(ids(EVENTS, CYCLE).values()) & set(ids(events, later).values())


# The stamp


def stamps(file: bytes) -> set[str]:
    return set(values(file, "DTSTAMP"))


def test_the_stamp_reads_no_clock() -> None:
    assert stamps(FILE) == {"20250530T000000Z"}
    assert dumps(EVENTS, CYCLE) == FILE
    longer = extend(CHONGQING_2025_25, CYCLE, "2026-11-29", decided_on="2026-05-20")
    assert stamps(file_of(CHONGQING_2025_25, longer)) == {"20260520T000000Z"}
    for day in ("2025-07-01", date(2025, 7, 1)):
        assert stamps(dumps(EVENTS, CYCLE, stamped_on=day)) == {"20250701T000000Z"}
    stamped = dumps(EVENTS, CYCLE, stamped_on="2025-07-01")
    assert stamped.replace(b"20250701T", b"20250530T") == FILE


# Any input


@settings(max_examples=15)
@given(cycles(policy=CHONGQING_2025_25, extended=False))
def test_any_timetable_comes_back(cycle: Cycle) -> None:
    events = timetable(CHONGQING_2025_25, cycle, calendar=WIDE_CALENDAR)
    found = [(it["DTSTART"].dt, str(it["SUMMARY"])) for it in read(dumps(events, cycle))]
    assert found == [(each.day, f"{each.name} (渝医保办〔2025〕25号)") for each in events]


def test_hostile_texts_stay_text() -> None:
    clause = evolve(EVENTS[0].clause, paraphrase="one\r\nEND:VEVENT\x00\x0b\x1f\x7f\u2028\ud800two")
    basis = evolve(EVENTS[0].basis, clauses=(clause,))
    event = evolve(EVENTS[0], name=HOSTILE[:200], name_zh=HOSTILE[:200], clause=clause, basis=basis)
    for lang in ("en", "zh"):
        file = dumps([event], CYCLE, lang=lang)
        (entry,) = read(file)
        assert str(entry["SUMMARY"]).startswith(HOSTILE[:200])
        assert not entry.walk("VALARM")
        assert [name for name, _ in unfolded(file)].count("BEGIN") == 2
        (summary,) = values(file, "SUMMARY")
        assert summary.startswith(HOSTILE[:200])
        (described,) = values(file, "DESCRIPTION")
        assert HOSTILE[:200] in described
        assert all(it.isprintable() or it == "\n" for it in described)
    assert "END:VEVENT" in values(dumps([event], CYCLE), "DESCRIPTION")[0]


def test_any_iterable_and_a_cycle_of_no_notice_are_taken() -> None:
    assert dumps(iter(EVENTS), CYCLE) == dumps(list(EVENTS), CYCLE) == FILE
    own = Cycle(CYCLE.first_day, CYCLE.last_day)
    assert dumps(EVENTS, own) == FILE


# What is refused

NINE = procurement_cycle(CHONGQING_2025_9)
OF_NINE = timetable(CHONGQING_2025_9, NINE)
LAST = evolve(EVENTS[0], day="9999-12-31", nominal_day="9999-12-31")
OTHERWISE = evolve(EVENTS[0], basis=evolve(EVENTS[0].basis, reading=cautious()))
EXPECTED = "an event of 渝医保办〔2025〕25号 under the cycle's reading"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            lambda: dumps((), CYCLE),
            InvalidValueError(field="events", value=(), expected="at least one event"),
        ),
        *(
            (
                lambda given=given: dumps(untyped(given), CYCLE),
                InvalidTypeError(field="events", value=given, expected="an iterable of Event"),
            )
            for given in (None, "events", EVENTS[0])
        ),
        (
            lambda: dumps([EVENTS[0], untyped(CYCLE)], CYCLE),
            InvalidTypeError(field="events[1]", value=CYCLE, expected="Event"),
        ),
        (
            lambda: dumps(EVENTS, untyped("2025-05-30")),
            InvalidTypeError(field="cycle", value="2025-05-30", expected="Cycle"),
        ),
        (
            lambda: dumps([EVENTS[0], OF_NINE[0]], CYCLE),
            InvalidValueError(field="events[1]", value=OF_NINE[0], expected=EXPECTED),
        ),
        (
            lambda: dumps([EVENTS[0], OF_NINE[0]], Cycle("2025-05-30", "2026-05-29")),
            InvalidValueError(field="events[1]", value=OF_NINE[0], expected=EXPECTED),
        ),
        (
            lambda: dumps([OTHERWISE], CYCLE),
            InvalidValueError(field="events[0]", value=OTHERWISE, expected=EXPECTED),
        ),
        (
            lambda: dumps([*EVENTS, EVENTS[3]], CYCLE),
            InvalidValueError(
                field=f"events[{len(EVENTS)}]", value=EVENTS[3], expected="each event once"
            ),
        ),
        (
            lambda: dumps([LAST], CYCLE),
            InvalidValueError(
                field="events", value=date(9999, 12, 31), expected="a day before the end of 9999"
            ),
        ),
        (
            lambda: dumps(EVENTS, CYCLE, lang="fr"),
            InvalidValueError(field="lang", value="fr", expected="en or zh"),
        ),
        (
            lambda: dumps(EVENTS, CYCLE, stamped_on=datetime(2025, 5, 30)),  # noqa: DTZ001
            InvalidTypeError(
                field="stamped_on",
                value=datetime(2025, 5, 30),  # noqa: DTZ001
                expected="a datetime.date or a string YYYY-MM-DD, not a datetime",
            ),
        ),
        (
            lambda: dumps(EVENTS, CYCLE, stamped_on="today"),
            InvalidValueError(
                field="stamped_on",
                value="today",
                expected="a datetime.date or a string YYYY-MM-DD",
            ),
        ),
    ],
)
def test_bad_input(run: Callable[[], object], expected: PolicyError) -> None:
    with pytest.raises(type(expected)) as caught:
        run()
    assert caught.value == expected


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    with pytest.raises(MissingExtraError) as caught:
        dumps(EVENTS, CYCLE)
    assert caught.value == MissingExtraError(
        field="ics", value="icalendar", expected="the extra: pip install 'vbp_policy[ics]'"
    )


def test_the_module_loads_icalendar_only_when_it_writes() -> None:
    code = "import sys, vbp_policy.interop.ics; assert 'icalendar' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert Reading() == CYCLE.reading


def test_the_first_and_the_last_day_of_another_cycle_are_refused() -> None:
    later = procurement_cycle(CHONGQING_2025_25, "2025-06-30")
    longer = extend(CHONGQING_2025_25, CYCLE, "2026-11-29", decided_on="2026-05-20")
    for events, cycle in ((timetable(CHONGQING_2025_25, CYCLE), later),
                          (timetable(CHONGQING_2025_25, longer), CYCLE)):  # fmt: skip
        with pytest.raises(InvalidValueError) as caught:
            dumps(events, cycle)
        assert caught.value.expected == f"an event of the cycle {cycle}"
        assert caught.value.field.startswith("events[")
