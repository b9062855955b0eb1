"""A timetable as a calendar file (RFC 5545), which any calendar program can take in.

Extra `ics`. The same events give the same bytes: nothing here reads the clock.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from importlib import import_module
from typing import Any
from uuid import UUID, uuid5

from ..foundation.dates import DateLike, as_date, day_after
from ..foundation.errors import InvalidValueError, MissingExtraError
from ..foundation.values import tuple_of
from ..results.explanations.bilingual import Words
from ..results.explanations.explain import explain
from ..results.explanations.steps import as_language
from ..results.explanations.writing import written
from ..results.timetables import Event
from ..rules.cycles import Cycle, as_cycle

__all__ = ["dumps"]

_MAKER = "-//vbp_policy//timetable//EN"
_WARNING = timedelta(days=-7, hours=9)  # nine in the morning, a week before the day begins
_DUE = (
    "prepayment instalment ",
    "last day to report products",
    "reporting of products closes",
    "what is not offset goes back",
)
"""How the names of events begin that somebody has to act for in time."""

_BEGINS, _ENDS = "the procurement cycle begins", "the procurement cycle ends"
"""The events that tell one cycle from another."""

_OURS = UUID("5d1f0b0e-6f7c-5b0a-9a53-3f6a4a1c8e21")  # never changes: every id hangs on it
_NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def dumps(
    events: Iterable[Event],
    cycle: Cycle,
    *,
    lang: str = "en",
    stamped_on: DateLike | None = None,
) -> bytes:
    """Give the events of a cycle's timetable as an .ics file.

    Each is an all-day event, named in the language ("en" or "zh"), which blocks nobody's time.
    Its description is what `explain` says of it: the notice, the clauses with the words at issue,
    whose duty it is, what is assumed, and whether the day was moved or may have to be. The days
    on which an instalment is due, reporting closes and what is left goes back ring a week before,
    at nine in the morning.

    An event's id follows from the notice, the English name and the cycle's first day: it stays in
    either language, and when the day shifts or the cycle is extended. `stamped_on` is the day of
    this edition of the calendar (DTSTAMP); without it, the day on which the cycle was extended,
    else its first day. Give a later day where an edition is to replace one already taken in.

    Raises `InvalidTypeError` for what is no event, cycle or day, `InvalidValueError` for no
    events, one of another notice or reading, the first or the last day of another cycle, one that
    comes twice, the last day of the year 9999
    and an unknown `lang`, `MissingExtraError` without the extra.

    >>> from vbp_policy import procurement_cycle, timetable
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> file = dumps(timetable(CHONGQING_2025_25, cycle), cycle, lang="zh")
    >>> file.count(b"BEGIN:VEVENT"), file.count(b"BEGIN:VALARM")
    (36, 3)
    """
    lang = as_language(lang)
    by_id = _by_id(events, as_cycle(cycle))
    given = cycle.decided_on or cycle.first_day if stamped_on is None else stamped_on
    stamp = datetime.combine(as_date(given, field="stamped_on"), time(), UTC)
    icalendar = _icalendar()
    number = next(iter(by_id.values())).basis.policy_number
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", Words(f"{number}: timetable", f"{number}时间表").said_in(lang))
    for uid, event in by_id.items():
        name = Words(event.name, event.name_zh).said_in(lang)
        entry = icalendar.Event()
        entry.add("uid", uid)
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.day)
        entry.add("dtend", day_after(event.day, field="events"))  # the first day it is over
        entry.add("summary", Words(f"{name} ({number})", f"{name}（{number}）").said_in(lang))
        entry.add("description", _NOT_TEXT.sub(" ", str(explain(event, lang=lang))))
        entry.add("categories", [written(event.duty_of, lang)])
        entry.add("transp", "TRANSPARENT")
        if event.name.startswith(_DUE):
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", name)
            alarm.add("trigger", _WARNING)
            entry.add_component(alarm)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _by_id(events: Iterable[Event], cycle: Cycle) -> dict[str, Event]:
    """Check the events, all of this cycle, and give each its id."""
    by_id: dict[str, Event] = {}
    number = cycle.policy_number
    for place, event in enumerate(tuple_of(events, Event, field="events")):
        field = f"events[{place}]"
        number = number or event.basis.policy_number
        if (event.basis.policy_number, event.basis.reading) != (number, cycle.reading):
            raise InvalidValueError(
                field=field, value=event, expected=f"an event of {number} under the cycle's reading"
            )
        own_day = {_BEGINS: cycle.first_day, _ENDS: cycle.last_day}.get(event.name, event.day)
        if event.day != own_day:
            raise InvalidValueError(
                field=field, value=event, expected=f"an event of the cycle {cycle}"
            )
        named = (number, event.name, cycle.first_day.isoformat())
        uid = str(uuid5(_OURS, "\n".join(named)))
        if uid in by_id:
            raise InvalidValueError(field=field, value=event, expected="each event once")
        by_id[uid] = event
    if not by_id:
        raise InvalidValueError(field="events", value=(), expected="at least one event")
    return by_id


def _icalendar() -> Any:
    try:
        return import_module("icalendar")
    except ImportError:
        raise MissingExtraError(
            field="ics", value="icalendar", expected="the extra: pip install 'vbp_policy[ics]'"
        ) from None
