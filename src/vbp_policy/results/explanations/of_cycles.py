"""Cycles and dates, told step by step."""

from collections.abc import Iterator

from ...foundation.dates import YearMonth
from ...rules.cycles import Cycle
from ..timetables import Event
from .bilingual import Words, joined, literal
from .drafts import Draft, items, questions_on

__all__ = ["cycle", "event"]


def cycle(result: Cycle) -> Iterator[Draft]:
    """Tell when a cycle begins and ends, or how it was extended; one made by hand tells nothing."""
    if result.basis is None:
        return
    first, last = items(result, "first_day", "last_day")
    if result.decided_on is None:
        yield Draft(
            "procurement_cycle",
            Words(
                "The procurement cycle runs from {first_day} to {last_day}, both included.",
                "采购周期自{first_day}起，至{last_day}止，首尾两日都在内。",
            ),
            result.basis,
            given=(first,),
            found=(last,),
            open_questions=("last_day",) if _is_of_whole_months(result) else (),
        )
        return
    yield Draft(
        "extend",
        Words(
            "The cycle that began on {first_day} was extended to {last_day}, by a decision of "
            "{decided_on}. The end that the offset followed until then was {original_last_day}.",
            "自{first_day}起的采购周期，于{decided_on}决定延长至{last_day}。"
            "此前抵扣所随的截止日为{original_last_day}。",
        ),
        result.basis,
        given=(first, *items(result, "original_last_day", "decided_on")),
        found=(last,),
        open_questions=("extension",),
    )


def _is_of_whole_months(result: Cycle) -> bool:
    """Say whether a cycle's end can follow from its first day, under either reading of it."""
    first, last = result.first_day.day, result.last_day
    ends_month = last == YearMonth.of(last).last_day and not 1 < first <= last.day
    return last.day in (first, first - 1) or ends_month


def event(result: Event) -> Iterator[Draft]:
    """Tell one date of a timetable."""
    says = [
        Words(
            f"{{day}}: {literal(result.name)}. Whose duty: {{duty_of}}.",
            f"{{day}}：{literal(result.name_zh)}。责任方：{{duty_of}}。",
        )
    ]
    questions = questions_on(result.basis)
    may_move = result.shift_unknown or result.day != result.nominal_day
    if may_move:
        questions = (*questions, "disbursement_day")
    if result.shift_unknown:
        says.append(
            Words(
                "If that is a rest day it may move; the calendar holds no data for it.",
                "该日如为休息日，可能还要调整；日历没有这一天的数据。",
            )
        )
    elif result.day != result.nominal_day:
        says.append(
            Words("Moved from {nominal_day}, a rest day.", "{nominal_day}为休息日，故作调整。")
        )
    yield Draft(
        "timetable",
        joined(*says),
        result.basis,
        given=items(result, "nominal_day") if may_move else (),
        found=items(result, "day", "duty_of"),
        open_questions=tuple(dict.fromkeys(questions)),
    )
