"""The drawing of a cycle's timeline: a lane each for cycle, instalments, offset and return."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple

import altair as alt

from ...foundation.dates import YearMonth, day_after
from ...policy.terms import DueKind
from ...results.explanations.bilingual import Words
from ...results.explanations.writing import written
from ...rules.cycles import Cycle
from ...rules.offsets import OffsetLedger, OffsetStatus
from ...rules.prepayment import Instalment
from .parts import Shown
from .style import THEMES, Row, Theme, ThemeName, cited, data, figure, page

__all__ = ["drawn_timeline"]

_WIDTH = 760
_LANE = 52
_MOST_TICKS = 10
_EPOCH = date(1970, 1, 1).toordinal()
_A_DAY = 86_400_000  # milliseconds, as the axis counts

_CYCLE = Words("Procurement cycle", "采购周期")
_TITLE = Words("Procurement cycle, prepayment and offset", "采购周期、预付与抵扣")
_UNIT = Words("amounts in yuan", "金额单位：元")
_NAMES = {
    "lane": Words("item", "事项"),
    "when": Words("when", "时间"),
    "amount": Words("amount", "金额"),
    "clause": Words("clause", "条款"),
}
_NOTHING = "—"


class _Mark(NamedTuple):
    """One mark of a lane, from the start of `first` to the end of `last`."""

    shape: Literal["bar", "line", "point"]
    first: date
    last: date
    colour: str
    when: str
    amount: str
    clause: str
    filled: bool = True


class _Lane(NamedTuple):
    name: str
    says: str
    marks: tuple[_Mark, ...]


def drawn_timeline(shown: Shown, lang: str, theme_name: ThemeName) -> alt.LayerChart:
    """Draw what is shown: bars, lines and points of each lane, and its words above them."""
    theme = THEMES[theme_name]
    lanes = tuple(_lanes(shown, lang, theme))
    x, middle = _time_axis(lanes, lang)
    y = alt.Y(
        "lane:N",
        sort=None,
        scale=alt.Scale(domain=[lane.name for lane in lanes], paddingInner=0, paddingOuter=0),
        axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=14, labelOffset=9),
    )
    fill = alt.Fill("fill:N", scale=None, legend=None)
    stroke = alt.Stroke("colour:N", scale=None, legend=None)
    tooltip = [alt.Tooltip(f"{it}:N", title=name.said_in(lang)) for it, name in _NAMES.items()]
    labels = alt.Chart(data([_label(lane, middle) for lane in lanes]))
    side = alt.ExprRef("datum.side")
    layers = [
        alt.Chart(data([{"start": _end(shown.cycle.last_day)}]))
        .mark_rule(color=theme.faint, strokeDash=[3, 4], aria=False)
        .encode(x=x),
        alt.Chart(_rows(lanes, "line", lang))
        .mark_rule(yOffset=9, strokeWidth=2, aria=False)
        .encode(x=x, x2="end:T", y=y, stroke=stroke),
        alt.Chart(_rows(lanes, "bar", lang))
        .mark_bar(yOffset=9, height=16, cornerRadius=2, strokeWidth=1)
        .encode(
            x=x, x2="end:T", y=y, fill=fill, stroke=stroke, tooltip=tooltip, description="said:N"
        ),
        alt.Chart(_rows(lanes, "point", lang))
        .mark_point(yOffset=9, size=130, strokeWidth=2, opacity=1)
        .encode(x=x, y=y, fill=fill, stroke=stroke, tooltip=tooltip, description="said:N"),
        labels.mark_text(  # a halo, where words cross a line
            yOffset=-11, align=side, stroke=theme.page, strokeWidth=4, aria=False
        ).encode(x=x, y=y, text="says:N"),
        labels.mark_text(yOffset=-11, align=side).encode(x=x, y=y, text="says:N"),
    ]
    title = _CYCLE if shown.schedule is None and shown.ledger is None else _TITLE
    look = page(theme, title.said_in(lang), _subtitle(shown, lang))
    return alt.LayerChart(layer=layers, width=_WIDTH, height=_LANE * len(lanes), **look)


def _time_axis(lanes: Sequence[_Lane], lang: str) -> tuple[alt.X, int]:
    """Give the axis, of whole months, and its middle."""
    marks = [mark for lane in lanes for mark in lane.marks]
    first = YearMonth.of(min(mark.first for mark in marks))
    last = YearMonth.of(max(mark.last for mark in marks))
    start, end = _start(first.first_day), _end(last.last_day)
    axis = alt.Axis(
        title=None,
        format=Words("%Y-%m", "%Y年%-m月").said_in(lang),
        tickCount=_ticks(last - first + 1),
        labelPadding=6,
        labelFlush=False,
    )
    scale = alt.Scale(type="utc", domain=[start, end])
    return alt.X("start:T", scale=scale, axis=axis), (start + end) // 2


def _lanes(shown: Shown, lang: str, theme: Theme) -> Iterator[_Lane]:
    yield _of_cycle(shown.cycle, lang, theme)
    if shown.schedule is not None:
        for instalment in shown.schedule.instalments:
            yield _of_instalment(shown.schedule.cycle, instalment, lang, theme)
    if shown.ledger is not None and shown.ledger.window:
        yield _of_offset(shown.ledger, lang, theme)
    if shown.ledger is not None and shown.return_from is not None:
        yield _of_return(shown.ledger, shown.return_from, lang, theme)


def _of_cycle(cycle: Cycle, lang: str, theme: Theme) -> _Lane:
    says = _days(cycle.first_day, cycle.last_day, lang)
    ends = [(cycle.first_day, cycle.last_day, theme.cycle)]
    if cycle.original_last_day is not None and cycle.decided_on is not None:
        old = cycle.original_last_day
        ends = [
            (cycle.first_day, old, theme.cycle),
            (day_after(old), cycle.last_day, theme.extension),
        ]
        decided = written(cycle.decided_on, lang)
        says += Words(f", extended on {decided}", f"，{decided}决定延长").said_in(lang)
    clauses = _NOTHING if cycle.basis is None else cited(cycle.basis)
    return _Lane(
        _CYCLE.said_in(lang),
        says,
        tuple(
            _Mark("bar", first, last, colour, _days(first, last, lang), _NOTHING, clauses)
            for first, last, colour in ends
        ),
    )


def _of_instalment(cycle: Cycle, instalment: Instalment, lang: str, theme: Theme) -> _Lane:
    due, amount = written(instalment.due, lang), figure(instalment.amount)
    by = instalment.kind is DueKind.BY
    when = Words(f"by {due}" if by else f"on {due}", f"最迟{due}" if by else due).said_in(lang)
    if instalment.nominal_due != instalment.due:
        nominal = written(instalment.nominal_due, lang)
        when += Words(f", moved from {nominal}", f"（由{nominal}调整）").said_in(lang)
    colour, clause = theme.prepaid, instalment.clause.id
    marks = [
        _Mark("point", instalment.due, instalment.due, colour, when, amount, clause),
    ]
    if by and cycle.first_day <= instalment.due:
        line = _Mark("line", cycle.first_day, instalment.due, colour, when, amount, clause)
        marks.append(line)
    return _Lane(
        Words(f"Instalment {instalment.number}", f"预付第{instalment.number}笔").said_in(lang),
        Words(f"{amount} {when}", f"{when}支付{amount}元").said_in(lang),
        tuple(marks),
    )


def _of_offset(ledger: OffsetLedger, lang: str, theme: Theme) -> _Lane:
    offsets = {entry.month: entry.offset for entry in ledger.entries}
    marks = [
        _Mark(
            "bar",
            month.first_day,
            month.last_day,
            theme.offset,
            written(month, lang),
            figure(offsets[month]) if month in offsets else _NOTHING,
            cited(ledger.basis),
            filled=bool(offsets.get(month)),
        )
        for month in ledger.window
    ]
    total, done = ledger.prepayment.amount, ledger.offset_total
    return _Lane(
        Words("Offset", "抵扣").said_in(lang),
        Words(
            f"{figure(done)} of {figure(total)} offset",
            f"已抵扣{figure(done)}元，预付金共{figure(total)}元",
        ).said_in(lang),
        tuple(marks),
    )


def _of_return(ledger: OffsetLedger, day: date, lang: str, theme: Theme) -> _Lane:
    due, left = ledger.return_due, figure(ledger.balance)
    when = written(day, lang)
    if due is not None:
        says = Words(f"{left} from {when}", f"{when}起退回{left}元")
    elif ledger.status is OffsetStatus.CLEARED:
        says = Words("nothing is left to return", "已抵扣完，无需退回")
    else:
        says = Words(f"what is left then, from {when}", f"{when}起退回届时余额")
    point = _Mark(
        "point",
        day,
        day,
        theme.returned,
        when,
        _NOTHING if due is None else left,
        cited(ledger.basis),
        filled=due is not None,
    )
    return _Lane(Words("Return", "退回").said_in(lang), says.said_in(lang), (point,))


def _rows(lanes: Sequence[_Lane], shape: str, lang: str) -> alt.InlineData:
    """Give the marks of one shape as data."""
    marks = ((lane, mark) for lane in lanes for mark in lane.marks)
    return data([_row(lane, mark, lang) for lane, mark in marks if mark.shape == shape])


def _row(lane: _Lane, mark: _Mark, lang: str) -> Row:
    """Give a mark as a row of data; a point stands in the middle of its day."""
    start, end = _start(mark.first), _end(mark.last)
    said = [it for it in (lane.name, mark.when, mark.amount, mark.clause) if it != _NOTHING]
    return {
        "lane": lane.name,
        "start": (start + end) // 2 if mark.shape == "point" else start,
        "end": end,
        "colour": mark.colour,
        "fill": mark.colour if mark.filled else "transparent",
        "when": mark.when,
        "amount": mark.amount,
        "clause": mark.clause,
        "said": Words(", ", "，").said_in(lang).join(said),
    }


def _label(lane: _Lane, middle: int) -> Row:
    """Put a lane's words where there is most room: after its start, or before its end."""
    start = min(_start(mark.first) for mark in lane.marks)
    end = max(_end(mark.last) for mark in lane.marks)
    early = (start + end) // 2 <= middle
    return {
        "lane": lane.name,
        "says": lane.says,
        "start": start if early else end,
        "side": "left" if early else "right",
    }


def _subtitle(shown: Shown, lang: str) -> list[str]:
    parts: list[str] = []
    number = _policy_number(shown)
    if number is not None:
        parts.append(number)
    if shown.ledger is not None:
        prepayment = shown.ledger.prepayment
        parts += [str(prepayment.institution), written(prepayment.fund, lang)]
    if shown.schedule is not None or shown.ledger is not None:
        parts.append(_UNIT.said_in(lang))
    return [" · ".join(parts)] if parts else []


def _policy_number(shown: Shown) -> str | None:
    for result in (shown.schedule, shown.ledger):
        if result is not None:
            return result.basis.policy_number
    return shown.cycle.policy_number


def _ticks(months: int) -> alt.TimeIntervalStep:
    for step in (1, 2, 3, 6):
        if months < _MOST_TICKS * step:
            return alt.TimeIntervalStep(interval="month", step=step)
    return alt.TimeIntervalStep(interval="year", step=months // (12 * _MOST_TICKS) + 1)


def _days(first: date, last: date, lang: str) -> str:
    return Words(" to ", "至").said_in(lang).join((written(first, lang), written(last, lang)))


def _start(day: date) -> int:
    """Give a day's first moment as the axis counts it; no time zone comes in."""
    return (day.toordinal() - _EPOCH) * _A_DAY


def _end(day: date) -> int:
    return _start(day) + _A_DAY
