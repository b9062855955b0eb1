"""The drawing of a ledger: a row a month, with payable, offset and balance side by side."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import altair as alt

from ...foundation.money import fen_of
from ...results.explanations.bilingual import Words
from ...results.explanations.writing import written
from ...rules.offsets import OffsetEntry, OffsetLedger
from .style import THEMES, Row, Theme, ThemeName, cited, data, figure, page

__all__ = ["drawn_balance"]

_ROW = 26
_BARS = 190
_GAP = 10
_A_CHARACTER = 7  # the width of a digit, at the size of the figures
_FEWEST = 9  # characters of a column, which its heading has

_TITLE = Words("Offset of a prepayment, month by month", "预付金逐月抵扣")
_NAMES = {
    "month": Words("month", "月份"),
    "payable": Words("payable", "应拨付额"),
    "offset": Words("offset", "抵扣额"),
    "rule": Words("offset by the rule", "按规则应抵扣额"),
    "paid_out": Words("paid out", "实拨额"),
    "balance": Words("balance", "未抵扣余额"),
}
Column = Literal["payable", "offset", "balance"]


class _Month(NamedTuple):
    """One entry: its figures in words, and its bars, each from one amount in fen to another."""

    row: Row
    payable: tuple[tuple[int, int, str], ...]
    balance: tuple[tuple[int, int, str], ...]


def drawn_balance(ledger: OffsetLedger, lang: str, theme_name: ThemeName) -> alt.HConcatChart:
    """Draw a ledger: numbers in columns, and bars beside what is payable and what is left."""
    theme = THEMES[theme_name]
    months = [_month(entry, lang, theme) for entry in ledger.entries]
    rows = [each.row for each in months]
    scale = alt.Scale(domain=[written(month, lang) for month in ledger.window])
    names = alt.Axis(title=None, domain=False, ticks=False, labelPadding=12)
    first = alt.Y("month:N", sort=None, scale=scale, axis=names)
    y = alt.Y("month:N", sort=None, scale=scale, axis=None)
    panels = [
        _panel("payable", rows, [each.payable for each in months], theme.faint, first, lang),
        _panel("offset", rows, [], theme.offset, y, lang),
        _panel("balance", rows, [each.balance for each in months], theme.prepaid, y, lang),
    ]
    look = page(theme, _TITLE.said_in(lang), _subtitle(ledger, lang))
    return alt.HConcatChart(hconcat=panels, spacing=36, **look)


def _month(entry: OffsetEntry, lang: str, theme: Theme) -> _Month:
    payable, offset = fen_of(entry.payable), fen_of(entry.offset)
    opening, closing = fen_of(entry.opening_balance), fen_of(entry.closing_balance)
    said = {
        "month": written(entry.month, lang),
        "payable": figure(entry.payable),
        "offset": figure(entry.offset),
        "rule": figure(entry.expected),
        "paid_out": figure(entry.paid_out),
        "balance": figure(entry.closing_balance),
    }
    return _Month(
        {
            **said,
            "note": _note(entry, lang),
            "said": ", ".join(f"{_NAMES[name].said_in(lang)} {it}" for name, it in said.items()),
        },
        ((0, offset, theme.offset), (min(offset, payable), max(offset, payable), theme.cycle)),
        ((0, closing, theme.prepaid), (closing, opening, theme.offset)),
    )


def _note(entry: OffsetEntry, lang: str) -> str:
    if not entry.booked:
        return ""
    if entry.offset == entry.expected:
        return Words("booked", "已入账").said_in(lang)
    rule = figure(entry.expected)
    return Words(f"booked; {rule} by the rule", f"已入账，按规则{rule}").said_in(lang)


def _panel(
    column: Column,
    rows: Sequence[Row],
    bars: Sequence[Sequence[tuple[int, int, str]]],
    colour: str,
    y: alt.Y,
    lang: str,
) -> alt.LayerChart:
    """Draw one column: its figures, then their bars or their notes."""
    edge = _A_CHARACTER * max([_FEWEST, *(len(str(row[column])) for row in rows)])
    tooltip = [alt.Tooltip(f"{it}:N", title=name.said_in(lang)) for it, name in _NAMES.items()]
    base = alt.Chart(data(rows)).encode(y=y, tooltip=tooltip)
    figures = base.mark_text(align="right").encode(x=alt.value(edge), text=f"{column}:N")
    if bars:
        parts = [
            {**row, "start": start, "end": end, "colour": fill}
            for row, month in zip(rows, bars, strict=True)
            for start, end, fill in month
            if start != end
        ]
        ends = [end for month in bars for bar in month for end in bar[:2]]
        scale = alt.Scale(
            domain=[min(0, *ends), max(1, *ends)],
            range=[edge + _GAP, edge + _GAP + _BARS],
            nice=False,
        )
        beside = (
            alt.Chart(data(parts))
            .mark_bar(height=14)
            .encode(
                x=alt.X("start:Q", scale=scale, axis=None),
                x2="end:Q",
                y=y,
                color=alt.Color("colour:N", scale=None, legend=None),
                tooltip=tooltip,
                description="said:N",
            )
        )
    else:
        beside = base.mark_text(align="left").encode(x=alt.value(edge + _GAP), text="note:N")
    return alt.LayerChart(
        layer=[figures, beside],
        width=edge + (_GAP + _BARS if bars else 0),
        height=alt.Step(_ROW),
        title=alt.Title(
            _NAMES[column].said_in(lang).capitalize(),
            anchor="start",
            frame="group",
            align="right",
            dx=edge,
            fontSize=13,
            color=colour,
        ),
    )


def _subtitle(ledger: OffsetLedger, lang: str) -> list[str]:
    prepayment = ledger.prepayment
    of = [ledger.basis.policy_number, str(prepayment.institution), written(prepayment.fund, lang)]
    if prepayment.reference != prepayment.institution.code:
        of.append(prepayment.reference)
    of.append(cited(ledger.basis))
    total, done, left = map(figure, (prepayment.amount, ledger.offset_total, ledger.balance))
    state = Words(
        f"{total} yuan prepaid, {done} offset, {left} left: {ledger.status.value}",
        f"预付{total}元，已抵扣{done}元，余额{left}元：{written(ledger.status, 'zh')}",
    ).said_in(lang)
    due = ledger.return_due
    if due is not None:
        day = written(due.from_day, lang)
        state += Words(f" from {day}", f"（{day}起）").said_in(lang)
    return [" · ".join(of), state]
