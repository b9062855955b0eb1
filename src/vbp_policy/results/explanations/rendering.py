"""An explanation as text for a terminal, as Markdown, and as HTML: the same lines in all three."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import NamedTuple

from .bilingual import Words
from .steps import ExplanationFigure, ExplanationStep, FigureKind, ReadingUsed
from .writing import PLACES_ZH

__all__ = ["Page", "as_html", "as_markdown", "as_text"]

_RULE = Words("rule", "规则")
_GIVEN = Words("given", "已知")
_FOUND = Words("found", "得出")
_CLAUSE = Words("clause", "依据")
_READING = Words("reading", "口径")
_ASSUMED = Words("assumed", "假定")
_ALL_ASSUMED = Words("Assumed, as no notice states it", "文件没有写明、由本库补充的假定")
_DEPARTURES = Words("Where the reading is not the recommended one", "与推荐口径不同之处")


class Page(NamedTuple):
    """What is shown of an explanation."""

    title: str
    lang: str
    steps: tuple[ExplanationStep, ...]
    assumptions: tuple[str, ...]
    reading: tuple[ReadingUsed, ...]


class _Line(NamedTuple):
    """One line below a step: what it is, and what it says."""

    called: str
    says: str


class _Told(NamedTuple):
    """A step's lines, apart from its figures."""

    step: ExplanationStep
    lines: tuple[_Line, ...]


def _lines_of(page: Page) -> Iterator[_Told]:
    """Give each step's ground; what a clause says is told where it is first cited."""
    lang = page.lang
    told: set[str] = set()
    for step in page.steps:
        lines: list[_Line] = []
        for clause in step.clauses:
            where = PLACES_ZH.get(clause.where, clause.where) if lang == "zh" else clause.where
            notice = step.policy_number
            cited = Words(f"{notice}, {where} ({clause.id})", f"{notice}{where}（{clause.id}）")
            cites = cited.said_in(lang)
            if clause.words:
                words = f"“{clause.words}”"
                cites += Words(f", at issue: {words}", f"，所涉原文{words}").said_in(lang)
            if clause.id not in told:
                says = Words(f". {clause.paraphrase}", f"。{clause.paraphrase_zh}").said_in(lang)
                cites += says
                told.add(clause.id)
            lines.append(_Line(_CLAUSE.said_in(lang), cites))
        if not step.clauses:
            lines.append(_Line(_CLAUSE.said_in(lang), step.policy_number))
        lines += [_Line(_READING.said_in(lang), _used(each, lang)) for each in step.reading]
        lines += [_Line(_ASSUMED.said_in(lang), each) for each in step.assumptions]
        yield _Told(step, tuple(lines))


def _used(reading: ReadingUsed, lang: str) -> str:
    code = f"{reading.field} = {reading.choice.name}"
    return Words(
        f"{reading.question}: {reading.means} ({code})",
        f"{reading.question}：{reading.means}（{code}）",
    ).said_in(lang)


def _closing(page: Page) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give the lists below the steps, those that are not empty."""
    lang = page.lang
    if page.assumptions:
        yield _ALL_ASSUMED.said_in(lang), page.assumptions
    if page.reading:
        yield (
            _DEPARTURES.said_in(lang),
            tuple(_used(each, lang) for each in page.reading),
        )


def _groups(step: ExplanationStep) -> Iterator[tuple[Words, tuple[ExplanationFigure, ...]]]:
    for called, figures in ((_GIVEN, step.given), (_FOUND, step.found)):
        if figures:
            yield called, figures


def _listed(figures: Iterable[ExplanationFigure], lang: str) -> str:
    between = Words("; ", "；").said_in(lang)
    return between.join(f"{each.label} {each.written_in(lang)}" for each in figures)


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _colon(called: str, says: str, lang: str) -> str:
    return Words(f"{called}: {says}", f"{called}：{says}").said_in(lang)


# Text


def as_text(page: Page) -> str:
    """Give an explanation for a terminal."""
    lang = page.lang
    lines = [page.title, ""]
    for number, told in enumerate(_lines_of(page), start=1):
        step = told.step
        lines.append(f"{number}. {step.decides}")
        below = [_Line(_RULE.said_in(lang), step.rule)]
        below += [_Line(c.said_in(lang), _listed(each, lang)) for c, each in _groups(step)]
        below += told.lines
        lines += [f"   {_colon(each.called, each.says, lang)}" for each in below]
        lines.append("")
    for heading, points in _closing(page):
        lines += [heading, *(f"- {each}" for each in points), ""]
    return "\n".join(map(_kept_in_line, lines)).rstrip()


def _kept_in_line(line: str) -> str:
    """Keep the indentation, and let no text of a clause break the line."""
    return line[: len(line) - len(line.lstrip())] + _in_one_line(line)


# Markdown

_EATEN = re.compile(r"[\\`*_\[\]<>|~$&#]")
_OPENS_A_BLOCK = re.compile(r"^([0-9]*)([-+=:.)])")


def as_markdown(page: Page) -> str:
    """Give an explanation as Markdown."""
    lang = page.lang
    lines = [f"## {_plain(page.title)}", ""]
    for number, told in enumerate(_lines_of(page), start=1):
        step = told.step
        indent = " " * len(f"{number}. ")
        lines += [f"{number}. {_plain(step.decides)}", ""]
        below = [_colon(_RULE.said_in(lang), f"`{step.rule}`", lang)]
        below += [
            _colon(called.said_in(lang), _plain(_listed(figures, lang)), lang)
            for called, figures in _groups(step)
        ]
        below += [_colon(each.called, _plain(each.says), lang) for each in told.lines]
        lines += [*(f"{indent}- {each}" for each in below), ""]
    for heading, points in _closing(page):
        lines += [f"**{heading}**", "", *(f"- {_plain(each)}" for each in points), ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Escape what Markdown would take for anything but text."""
    escaped = _EATEN.sub(r"\\\g<0>", _in_one_line(text))
    return _OPENS_A_BLOCK.sub(r"\1\\\2", escaped)


# HTML

_SECTION = "max-width:60em;line-height:1.5;overflow-x:auto"
_STEP = "margin:0 0 1.2em"
_SAID = "margin:0"
_TABLE = "border-collapse:collapse;margin:.4em 0;font-variant-numeric:tabular-nums"
_TOP = "vertical-align:top;padding:.1em .8em .1em 0;font-weight:normal"
_CELL = f"{_TOP};text-align:left"
_NUMBER = f"{_TOP};text-align:right;white-space:nowrap"
_LABEL = f"{_CELL};white-space:nowrap"
_MUTED = f"{_LABEL};opacity:.7"
_LANGUAGE = {"en": "en", "zh": "zh-CN"}


def as_html(page: Page) -> str:
    """Give an explanation as one HTML section, in the colours of the page around it."""
    lang = page.lang
    steps = "".join(
        f'<li style="{_STEP}">{_step_html(each, lang)}</li>' for each in _lines_of(page)
    )
    closing = "".join(
        f"<p><strong>{heading}</strong></p>"
        f"<ul>{''.join(f'<li>{escape(each)}</li>' for each in points)}</ul>"
        for heading, points in _closing(page)
    )
    return (
        f'<section lang="{_LANGUAGE[lang]}" style="{_SECTION}">'
        f"<h3>{escape(page.title)}</h3><ol>{steps}</ol>{closing}</section>"
    )


def _step_html(told: _Told, lang: str) -> str:
    """Give what a step decides, a table of its figures, and one of its ground."""
    step = told.step
    figures = "".join(
        _figure_row(called.said_in(lang) if first else "", each, lang)
        for called, group in _groups(step)
        for first, each in _with_first(group)
    )
    rule = _ground_row(_RULE.said_in(lang), f"<code>{escape(step.rule)}</code>")
    ground = "".join(_ground_row(each.called, escape(each.says)) for each in told.lines)
    return f'<p style="{_SAID}">{escape(step.decides)}</p>{_table(figures)}{_table(rule + ground)}'


def _with_first(
    figures: Iterable[ExplanationFigure],
) -> Iterator[tuple[bool, ExplanationFigure]]:
    return ((number == 0, each) for number, each in enumerate(figures))


def _table(rows: str) -> str:
    return f'<table style="{_TABLE}"><tbody>{rows}</tbody></table>' if rows else ""


def _figure_row(called: str, figure: ExplanationFigure, lang: str) -> str:
    """Give a row in which numbers end at one line, however long the texts between them are."""
    written = escape(figure.written_in(lang))
    value = f'<td colspan="2" style="{_CELL}">{written}</td>'
    if figure.kind is not FigureKind.OTHER:
        value = f'<td style="{_NUMBER}">{written}</td><td style="width:100%"></td>'
    return (
        f'<tr><th style="{_MUTED}">{called}</th>'
        f'<th scope="row" style="{_LABEL}">{escape(figure.label)}</th>{value}</tr>'
    )


def _ground_row(called: str, says: str) -> str:
    return f'<tr><th scope="row" style="{_MUTED}">{called}</th><td style="{_CELL}">{says}</td></tr>'
