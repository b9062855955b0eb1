"""What a spreadsheet's number format shows of a number: places, scale, a date, leading zeros."""

import re
from functools import lru_cache
from typing import NamedTuple

import attrs

__all__ = ["GENERAL", "Shown", "shown_by"]

GENERAL = "General"

_TOKEN = re.compile(
    r'"([^"]*)"|[\\!](.)|[_*].|\[([^\]]*)\]|(General|G/通用格式)|(.)', re.IGNORECASE | re.DOTALL
)
_DIGITS = re.compile(r"[0#?]")
_SCALING_WORD = re.compile(r"[万亿萬億]|[百千](?!克|米|卡)")
_MISLEADING = (
    (re.compile(r"%"), "is shown as a percentage"),
    (re.compile(r"[ymdhs]", re.IGNORECASE), "is shown as a date or a time"),
    (re.compile(r"^[^0#?]*$"), "is not shown by its digits"),
    (re.compile(r",(?![,0#?])"), "is shown in thousands"),
    (re.compile(r"[Ee][+-]|/"), "is shown with an exponent or as a fraction"),
)
_LONGEST = 1_000  # characters; Excel's own limit is 255


class Shown(NamedTuple):
    """How a format shows a number: `places` None shows all; `misleads` says why it is no figure.

    `zeros` is how many digits an all-zeros format such as `000000` fills up to.
    """

    places: int | None = None
    misleads: str | None = None
    zeros: int = 0


@attrs.define
class _Section:
    """A section of a format: its symbols and its words; a number may be shown by all its digits."""

    symbols: str = ""
    words: str = ""
    shows_all: bool = False
    is_conditional: bool = False


@lru_cache(maxsize=1024)
def shown_by(number_format: str, sign: int) -> Shown:
    """Say how a format shows numbers of a sign: 1, −1, or 0 for zero itself.

    >>> shown_by("#,##0.00;[Red]-#,##0", -1).places
    0
    >>> shown_by('0.00,"k"', 1).misleads
    'is shown in thousands'
    """
    sections = _sections(number_format[:_LONGEST])
    if any(section.is_conditional for section in sections):
        return Shown(misleads="has a format with conditions")
    number = {1: 0, -1: 1, 0: 2}[sign]
    section = sections[number] if number < len(sections) else sections[0]
    if sign == 0 and not section.shows_all and not _DIGITS.search(section.symbols):
        return Shown()  # a dash, or nothing at all
    return _shown(section)


def _sections(number_format: str) -> list[_Section]:
    """Part a format at its semicolons, and its symbols from what it says in words."""
    sections = [_Section()]
    for token in _TOKEN.finditer(number_format):
        quoted, escaped, bracket, general, symbol = token.groups("")
        section = sections[-1]
        if symbol == ";":
            sections.append(_Section())
        elif symbol:
            section.symbols += symbol
        else:
            section.words += quoted + escaped + bracket
            section.shows_all |= bool(general)
            section.is_conditional |= bracket.startswith(("<", ">", "="))
    for section in sections:
        section.shows_all = section.shows_all or section.symbols.strip() == "@"
    return sections


def _shown(section: _Section) -> Shown:
    if _SCALING_WORD.search(section.words + section.symbols):
        return Shown(misleads="is shown in a unit such as 万")
    if section.shows_all:
        return Shown()
    for pattern, misleads in _MISLEADING:
        if pattern.search(section.symbols):
            return Shown(misleads=misleads)
    _, _, decimals = section.symbols.partition(".")
    zeros = len(section.symbols) if set(section.symbols) == {"0"} else 0
    return Shown(len(_DIGITS.findall(decimals)), zeros=zeros)
