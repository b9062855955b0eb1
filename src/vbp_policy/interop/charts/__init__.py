"""Pictures of results, as Altair charts: a cycle's timeline, a ledger month by month.

Extra `charts`. The figures shown are exact, as text; bars are placed by whole fen and whole days,
which become floats only where they are drawn. `save` writes SVG and PNG without a network. An SVG
takes its fonts from where it is shown; a PNG needs a font for Chinese on the machine that makes it.
"""

import os
from contextlib import suppress
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ...foundation.errors import InvalidTypeError, InvalidValueError, MissingExtraError
from ...foundation.values import instance
from ...results.explanations.steps import as_language
from ...results.prepayment_cases import PrepaymentCase
from ...rules.cycles import Cycle
from ...rules.offsets import OffsetLedger
from ...rules.prepayment import PrepaymentSchedule
from .parts import shown_of

if TYPE_CHECKING:
    import altair as alt

    from .style import ThemeName

__all__ = ["balance", "save", "timeline"]

_PIXELS = 2  # of a PNG, each way, for one of the chart
_CHINESE_FROM = "\u2e80"  # below it no font has to know Chinese


def timeline(
    *results: Cycle | PrepaymentSchedule | OffsetLedger | PrepaymentCase,
    lang: str = "en",
    theme: "ThemeName" = "light",
) -> "alt.LayerChart":
    """Draw one cycle from its first day to the return: instalments, end, offset months.

    Each result adds what it holds: a schedule the instalments, a ledger the offset months and
    what goes back, a case all of these. The line before an instalment says that it may be paid
    on any day up to its last one; a filled month has offset something. A ledger that is not yet
    at its window's end does not hold the day from which the rest goes back, a case does.

    `lang` is "en" or "zh", `theme` "light" or "dark": the colours of the page it is put on.

    Raises `InvalidTypeError` for what is none of these results, `InvalidValueError` for none at
    all, two schedules, two ledgers, results of different cycles, and an unknown `lang` or
    `theme`, `MissingExtraError` without the extra.

    >>> from vbp_policy import prepayment_schedule, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> chart = timeline(prepayment_schedule(CHONGQING_2025_25, cycle, "1234567.89"), lang="zh")
    >>> "617,283.95元" in chart.to_json(ensure_ascii=False)
    True
    """
    shown = shown_of(results)
    lang, theme = _lang_and_theme(lang, theme)
    from .timelines import drawn_timeline  # noqa: PLC0415  # needs the extra

    return drawn_timeline(shown, lang, theme)


def balance(
    ledger: OffsetLedger, *, lang: str = "en", theme: "ThemeName" = "light"
) -> "alt.HConcatChart":
    """Draw a ledger month by month: what was payable, what was offset, what is left.

    25号 25-2.3d and 25-2.3e. A row a month of the window, with the exact amounts in yuan; the
    part of a bar that was offset has one colour in both columns of bars. Each of these columns
    has a scale of its own. A month that stands as booked says so, with what the rule gives where
    that differs.

    `lang` and `theme` are as for `timeline`.

    Raises `InvalidTypeError` for what is no ledger, `InvalidValueError` for an unknown `lang` or
    `theme`, `MissingExtraError` without the extra.

    >>> from vbp_policy import (
    ...     Fund, Grade, Institution, InstitutionKind, Prepayment, offset_prepayment,
    ...     procurement_cycle)
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> prepayment = Prepayment("P1", hospital, Fund.EMPLOYEE, 1_000_000, cycle)
    >>> ledger = offset_prepayment(CHONGQING_2025_25, prepayment, {"2026-06": "450000.01"})
    >>> "549,999.99" in balance(ledger).to_json()
    True
    """
    instance(ledger, OffsetLedger, field="ledger")
    lang, theme = _lang_and_theme(lang, theme)
    from .balances import drawn_balance  # noqa: PLC0415  # needs the extra

    return drawn_balance(ledger, lang, theme)


def save(chart: "alt.TopLevelMixin", path: str | os.PathLike[str]) -> None:
    """Write a chart to a file, .svg or .png, offline; the same chart gives the same bytes.

    A PNG has two pixels for one of the chart, and is drawn with the fonts of this machine. Where
    these have no Chinese, a chart with Chinese in it is refused, as every character would be an
    empty box; an .svg needs no font to be written.

    For an SVG as text, take Altair's own `chart.save(io.StringIO(), format="svg")`.

    Raises `InvalidTypeError` for what is no chart or no path, `InvalidValueError` for a path that
    ends in anything else or cannot be written, `MissingExtraError` without the extra.
    """
    altair, renderer = _extra("altair"), _extra("vl_convert")
    instance(chart, altair.TopLevelMixin, field="chart", expected="an Altair chart")
    target = _target(path)
    any_chart: Any = chart
    if target.suffix.lower() == ".svg":
        text = StringIO()
        any_chart.save(text, format="svg")
        content = text.getvalue().encode()
    else:
        _check_font(any_chart, renderer, target)
        file = BytesIO()
        any_chart.save(file, format="png", scale_factor=_PIXELS)
        content = file.getvalue()
    try:
        target.write_bytes(content)
    except (OSError, ValueError) as error:
        raise InvalidValueError(
            field="path",
            value=str(target),
            expected=f"a file in a folder that exists and can be written ({type(error).__name__})",
        ) from None


def _lang_and_theme(lang: str, theme: "ThemeName") -> "tuple[str, ThemeName]":
    language = as_language(lang)
    _extra("altair")
    from .style import THEMES  # noqa: PLC0415  # needs the extra

    expected = "'light' or 'dark'"
    name = str.__str__(instance(theme, str, field="theme", expected=expected))
    if name not in THEMES:
        raise InvalidValueError(field="theme", value=theme, expected=expected)
    return language, cast("ThemeName", name)


def _extra(module: str) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise MissingExtraError(
            field="charts", value=module, expected="the extra: pip install 'vbp_policy[charts]'"
        ) from None


def _target(path: object) -> Path:
    expected = "a path that ends in .svg or .png"
    given: object = path
    with suppress(TypeError):
        given = os.fspath(cast("str", path))
    if not isinstance(given, str):
        raise InvalidTypeError(field="path", value=path, expected=expected)
    if Path(given).suffix.lower() not in (".svg", ".png"):
        raise InvalidValueError(field="path", value=given, expected=expected)
    return Path(given)


def _check_font(chart: Any, renderer: Any, target: Path) -> None:
    """Refuse a picture of empty boxes: without a font two characters look the same."""
    if max(chart.to_json(ensure_ascii=False)) < _CHINESE_FROM:
        return
    shapes = {
        renderer.svg_to_png(
            '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
            f'<text y="15" font-family="sans-serif">{character}</text></svg>'
        )
        for character in "预付"
    }
    if len(shapes) == 1:
        raise InvalidValueError(
            field="path",
            value=str(target),
            expected="an .svg, or a font for Chinese on this machine, such as Noto Sans CJK SC",
        )
