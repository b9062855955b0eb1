"""How charts look: colours for light and dark pages, fonts, and what every drawing shares.

The colours differ in lightness as well as in hue (blue, green, vermilion, grey), so that they can
be told apart without seeing red or green; what each means is written beside it.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import altair as alt

from ...policy.basis import Basis

__all__ = ["THEMES", "Row", "Theme", "ThemeName", "cited", "data", "figure", "page"]

ThemeName = Literal["light", "dark"]
Row = Mapping[str, str | int]

# The Chinese fonts stand first: a renderer takes a missing glyph from any font it finds.
_FONT = (
    "'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', "
    "Arial, Helvetica, sans-serif"
)


class Theme(NamedTuple):
    """The colours of one kind of page."""

    page: str
    text: str
    faint: str
    line: str
    cycle: str
    extension: str
    prepaid: str
    offset: str
    returned: str


THEMES: Mapping[ThemeName, Theme] = {
    "light": Theme(
        page="#ffffff",
        text="#1f2328",
        faint="#59636e",
        line="#d8dee4",
        cycle="#818b96",
        extension="#bcc5ce",
        prepaid="#0072b2",
        offset="#007a59",
        returned="#b84a00",
    ),
    "dark": Theme(
        page="#16191d",
        text="#e6edf3",
        faint="#9aa4ae",
        line="#353b43",
        cycle="#8b949e",
        extension="#59636e",
        prepaid="#56b4e9",
        offset="#2fbf94",
        returned="#ff9a57",
    ),
}


def page(theme: Theme, title: str, subtitle: Sequence[str]) -> dict[str, Any]:
    """Give what a whole chart is made with besides its parts: title, page and fonts."""
    return {
        "title": alt.Title(title, subtitle=list(subtitle), anchor="start", offset=18, limit=900),
        "config": alt.Config(
            background=theme.page,
            padding=20,
            font=_FONT,
            view=alt.ViewConfig(stroke=None),
            axis=alt.AxisConfig(
                labelColor=theme.text,
                labelFontSize=12,
                labelLimit=400,
                gridColor=theme.line,
                domainColor=theme.line,
                tickColor=theme.line,
            ),
            title=alt.TitleConfig(
                color=theme.text,
                fontSize=16,
                subtitleColor=theme.faint,
                subtitleFontSize=12,
                subtitlePadding=6,
            ),
            text=alt.MarkConfig(color=theme.text, fontSize=12),
        ),
    }


def data(rows: Sequence[Row]) -> alt.InlineData:
    """Give rows to a chart, in the chart itself."""
    return alt.InlineData(values=[dict(row) for row in rows])


def figure(amount: Decimal) -> str:
    """Write an amount in yuan exactly, without its unit."""
    return f"{amount:,}"


def cited(basis: Basis) -> str:
    """Name the clauses of a basis."""
    return ", ".join(clause.id for clause in basis.clauses)
