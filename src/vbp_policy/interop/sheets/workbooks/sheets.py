"""From results to plain sheets: headings, and lines of what a cell can hold."""

import enum
import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import NamedTuple

from ....foundation.errors import InvalidTypeError, InvalidValueError
from ....foundation.money import decimal_of, fen_of
from ....policy.basis import Basis
from . import of_prepayments, of_purchases, of_rows
from .basis import BASES, lines_of_bases
from .tables import Column, Kind, Line, NameIn, Table, lines_of
from .words import Lang, Words, member_in

__all__ = ["MOST_LINES", "Head", "Held", "Sheet", "sheets_of"]

_REGISTERED = (of_prepayments, of_purchases, of_rows)
"""The modules that tell `lines_of` what their results put into a workbook."""

Held = str | int | Decimal | date | None
"""What a cell holds."""

MOST_LINES = 1_048_576
"""The lines of a sheet in every program that reads one, headings and total included."""
_MOST_UNITS = 10**15  # a cell holds 15 digits
_MOST_YUAN = "10000000000000.00"
_MOST_DIGITS = 15
_LONGEST = 32_767  # characters in a cell
_ROOM_FOR_NOTE = 100
_FIRST_DAY = date(1900, 3, 1)  # before it, programs count the days differently

_NUMBER = Words("No.", "序号")
_BASIS = Words("Basis", "依据")
_YUAN = Words(" (yuan)", "（元）")
_YES, _NO = Words("yes", "是"), Words("no", "否")
_SHORTENED = Words("… ({} characters, cut here)", "……（共 {} 个字符，此处截断）")

_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # the format takes _x0041_ for a character's code
_UNHELD = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Head(NamedTuple):
    """One heading, and what its column holds; `total`: its figures are summed in a last line."""

    text: str
    kind: Kind
    total: bool = False


class Sheet(NamedTuple):
    """One sheet as it is to be seen; `notice` is the number of the notice that it rests on."""

    title: str
    notice: str
    heads: Sequence[Head]
    lines: list[tuple[Held, ...]]
    magnitudes: Sequence[int]
    """Of each column to be summed: the sum of its figures without their signs, amounts in fen."""

    @property
    def has_total(self) -> bool:
        """Say whether a last line sums columns."""
        return any(head.total for head in self.heads)


class _Draft(NamedTuple):
    """The lines of one table under one notice and one reading: a total never mixes two."""

    table: Table
    notice: str
    lines: list[tuple[Held, ...]]
    seen: set[Hashable]


def sheets_of(results: Iterable[tuple[str | None, object]], lang: Lang) -> list[Sheet]:
    """Give the sheets of all results, in a fixed order, that of the bases last.

    Raises `InvalidTypeError` for what is no result, `InvalidValueError` for what would count
    twice, a figure that a cell does not hold, and more lines than a sheet has.
    """
    drafts: dict[tuple[Hashable, ...], _Draft] = {}
    bases: dict[Basis, int] = {}
    numbers: defaultdict[Table, Iterator[int]] = defaultdict(lambda: count(1))
    for index, (name, result) in enumerate(results):
        field = f"results[{index}]"

        def name_in(table: Table, *, own: str | None = None, given: str | None = name) -> str:
            said = own if given is None else given
            return str(next(numbers[table])) if said is None else said

        if isinstance(own := getattr(result, "basis", None), Basis):
            bases.setdefault(own, len(bases) + 1)
        for line in _lines_of(result, name_in, field):
            basis = line.basis
            origin = None if basis is None else (basis.policy_number, basis.reading)
            draft = drafts.setdefault((line.table, origin), _draft(line))
            _enter(draft, line, bases, lang, field)
    sheets: list[Sheet] = []
    titles: Counter[str] = Counter()
    for draft in sorted(drafts.values(), key=lambda each: each.table.place):
        title = draft.table.title.said_in(lang)
        titles[title] += 1
        heads = [Head(_NUMBER.said_in(lang), Kind.COUNT), *_heads(draft.table, lang)]
        if draft.notice:
            heads.append(Head(_BASIS.said_in(lang), Kind.COUNT))
        numbered = title if titles[title] == 1 else f"{title} {titles[title]}"
        sheets.append(_sheet(numbered, draft.notice, heads, draft.lines))
    return [*sheets, _sheet_of_bases(bases, lang)]


def _lines_of(result: object, name_in: NameIn, field: str) -> Iterator[Line]:
    try:
        return lines_of(result, name_in)
    except InvalidTypeError as error:
        raise error.at(field=field, clause=None) from None


def _draft(line: Line) -> _Draft:
    return _Draft(line.table, "" if line.basis is None else line.basis.policy_number, [], set())


def _enter(draft: _Draft, line: Line, bases: dict[Basis, int], lang: Lang, field: str) -> None:
    """Put a line into its draft, numbered, and with the number of its basis."""
    if line.once is not None:
        if line.once in draft.seen:
            raise InvalidValueError(
                field=field,
                value=line.once if line.shown is None else line.shown,
                expected="each prepayment, schedule and delivery, and each month of a fund or "
                "contract once: its figures would count twice (fund accounts bring their ledgers "
                "along, a case its schedule, a monthly report its payments)",
            )
        draft.seen.add(line.once)
    cells = (len(draft.lines) + 1, *_cells(line.table, line.values, lang, field))
    if line.basis is not None:
        cells = (*cells, bases.setdefault(line.basis, len(bases) + 1))
    draft.lines.append(cells)


def _sheet_of_bases(bases: dict[Basis, int], lang: Lang) -> Sheet:
    lines = [tuple(_held(value, lang) for value in each) for each in lines_of_bases(bases, lang)]
    return _sheet(BASES.title.said_in(lang), "", _heads(BASES, lang), lines)


def _heads(table: Table, lang: Lang) -> tuple[Head, ...]:
    def text(column: Column) -> str:
        heading = _text(column.heading.said_in(lang), lang)
        return heading + _YUAN.said_in(lang) if column.kind is Kind.AMOUNT else heading

    return tuple(Head(text(each), each.kind, each.total) for each in table.columns)


def _sheet(title: str, notice: str, heads: Sequence[Head], lines: list[tuple[Held, ...]]) -> Sheet:
    """Check that a sheet holds so many lines, and its last line the sums."""
    magnitudes = [
        sum(abs(_units(line[place])) for line in lines) if head.total else 0
        for place, head in enumerate(heads)
    ]
    sheet = Sheet(title, notice, heads, lines, magnitudes)
    most = MOST_LINES - 1 - sheet.has_total
    if len(lines) > most:
        raise InvalidValueError(
            field="results",
            value=len(lines),
            expected=f"at most {most} lines for {title!r}; several workbooks hold more",
        )
    for head, magnitude in zip(heads, magnitudes, strict=True):
        if magnitude >= _MOST_UNITS:
            raise InvalidValueError(
                field="results",
                value=decimal_of(magnitude, 2),
                expected=f"figures below {_MOST_YUAN} together in {head.text!r} of {title!r}: "
                "a cell holds 15 digits",
            )
    return sheet


def _units(figure: Held) -> int:
    if isinstance(figure, Decimal):
        return fen_of(figure)
    return figure if isinstance(figure, int) else 0


def _cells(table: Table, values: tuple[object, ...], lang: Lang, field: str) -> tuple[Held, ...]:
    """Give what the cells of a line hold: figures, days and texts."""
    cells = [_held(value, lang) for value in values]
    for column, cell in zip(table.columns, cells, strict=True):
        if column.kind is Kind.AMOUNT and abs(_units(cell)) >= _MOST_UNITS:
            raise InvalidValueError(
                field=field,
                value=cell,
                expected=f"an amount below {_MOST_YUAN} for {column.heading.said_in(lang)!r}: "
                "a cell holds 15 digits",
            )
        if isinstance(cell, Decimal) and len(cell.as_tuple().digits) > _MOST_DIGITS:
            raise InvalidValueError(
                field=field,
                value=cell,
                expected=f"a figure of at most {_MOST_DIGITS} digits for "
                f"{column.heading.said_in(lang)!r}: a cell holds no more",
            )
    return tuple(cells)


def _held(value: object, lang: Lang) -> Held:
    """Give what a cell holds for a value: a figure, a day, or a text."""
    said = _said(value, lang)
    if said is None or said == "":
        return None
    if isinstance(said, Decimal | int) or (isinstance(said, date) and said >= _FIRST_DAY):
        return said
    return _text(str(said), lang)


def _said(value: object, lang: Lang) -> object:
    """Put into words what has words in both languages."""
    if isinstance(value, bool):
        return (_YES if value else _NO).said_in(lang)
    if isinstance(value, Words):
        return value.said_in(lang)
    return member_in(lang, value) if isinstance(value, enum.Enum) else value


def _text(text: str, lang: Lang) -> str:
    """Give a text as a cell can hold it: what it cannot is escaped, what is too long is cut."""
    visible = _UNHELD.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)
    coded = _CODE.sub("_x005F_", visible)
    units = coded.encode("utf-16-le")  # which the programs count
    if len(units) <= 2 * _LONGEST:
        return coded
    kept = units[: 2 * (_LONGEST - _ROOM_FOR_NOTE)].decode("utf-16-le", errors="ignore")
    return kept + _SHORTENED.said_in(lang).format(len(text))
