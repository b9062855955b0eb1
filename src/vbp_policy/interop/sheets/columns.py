"""Which columns a caller asks for, and where a line of headings has them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, cast

import attrs

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import Value, checked, instance
from .cells import Cell, refusal, stripped
from .words import key_of

__all__ = ["Column", "Headings", "as_columns", "headings_in"]

_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!)")


_NO_READERS: tuple[object, ...] = (str, int, float, bool, bytes, Decimal, date, datetime)


def _as_headings(value: str | Iterable[str], *, field: str = "headings") -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else value
    instance(given, Iterable, field=field, expected="a heading, or several")
    headings = tuple(instance(each, str, field=field) for each in given)
    if not headings or not all(map(key_of, headings)):
        raise InvalidValueError(field=field, value=headings, expected="a heading, or several")
    return headings


def _as_reader(value: Callable[[Cell], Any], *, field: str = "cell") -> Callable[[Cell], Any]:
    if not callable(cast("object", value)) or value in _NO_READERS:
        expected = "a function of a Cell, such as sheets.name, sheets.code or sheets.amount"
        raise InvalidTypeError(field=field, value=value, expected=expected)
    return value


@attrs.frozen(field_transformer=checked)
class Column(Value):
    """A column that a caller asks for: how it may be headed, and what reads its cells.

    `headings`: one or several accepted ones, Chinese or English, compared without regard to width,
    space and capitals. `cell`: a reader of this package or one's own, given a cell that is not
    empty. `optional`: the file may lack the column, and a cell may be empty; then the value is
    None.
    """

    headings: tuple[str, ...] = attrs.field(converter=_as_headings)
    cell: Callable[[Cell], Any] = attrs.field(converter=_as_reader)
    optional: bool = attrs.field(default=False, kw_only=True)

    def read(self, cell: Cell) -> Any:
        """Read a cell; what holds no value is refused before the reader sees it."""
        if cell.uncalculated:
            raise refusal(cell, "a formula together with its value, as a spreadsheet saves it")
        if cell.is_empty:
            if self.optional:
                return None
            raise refusal(cell, "a cell that is not empty (merged cells hold one value together)")
        value = cell.value
        if isinstance(value, str) and "#" in value and _ERROR.fullmatch(stripped(value)):
            raise refusal(cell, "a value; this is the error of a formula")
        return self.cell(cell)


def as_columns(columns: Mapping[str, Column]) -> dict[str, Column]:
    """Check the columns that a caller asks for: each heading is for one of them."""
    instance(columns, Mapping, field="columns", expected="a mapping of names to Columns")
    claimed: dict[str, str] = {}
    for name, column in columns.items():
        instance(name, str, field="columns")
        instance(column, Column, field=f"columns[{name}]")
        for heading in column.headings:
            if claimed.setdefault(key_of(heading), name) != name:
                raise InvalidValueError(
                    field=f"columns[{name}]", value=heading, expected="each heading for one column"
                )
    if not any(not column.optional for column in columns.values()):
        raise InvalidValueError(
            field="columns", value=tuple(columns), expected="at least one column that is required"
        )
    return dict(columns)


class Headings(NamedTuple):
    """What a line says as a line of headings, and how well it serves.

    `places`: where each column that was asked for stands, None for an optional one that is absent.
    `texts`: what stands in each place, "" for nothing. `faults`: what is missing or double.
    """

    places: tuple[int | None, ...]
    texts: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def found(self) -> int:
        """How many of the columns are there."""
        return sum(place is not None for place in self.places)

    @property
    def others(self) -> tuple[str, ...]:
        """The headings that nobody asked for."""
        return tuple(
            text for place, text in enumerate(self.texts) if text and place not in self.places
        )

    def of(self, columns: Iterable[Column]) -> tuple[str, ...]:
        """Give each column's heading as it stands in the file, or as it might if it is absent."""
        return tuple(
            column.headings[0] if place is None else self.texts[place]
            for column, place in zip(columns, self.places, strict=True)
        )

    def bare(self, width: int) -> Iterator[int]:
        """Give the places below no heading in a line of so many cells."""
        return (place for place in range(width) if not any(self.texts[place : place + 1]))

    def again(self, cells: Sequence[Cell]) -> bool:
        """Say whether a later line has these headings once more."""
        return all(
            place is None
            or (place < len(cells) and key_of(_text_of(cells[place])) == key_of(self.texts[place]))
            for place in self.places
        )


def headings_in(columns: Mapping[str, Column], cells: Sequence[Cell]) -> Headings:
    """Look for every column's heading in a line."""
    texts = tuple(map(_text_of, cells))
    keys = [key_of(text) for text in texts]
    places: list[int | None] = []
    faults: list[str] = []
    for column in columns.values():
        accepted = set(map(key_of, column.headings))
        at = [place for place, key in enumerate(keys) if key in accepted]
        wanted = " or ".join(column.headings)
        if len(at) > 1:
            faults.append(f"{wanted} comes {len(at)} times")
        elif not at and not column.optional:
            faults.append(f"{wanted} is missing")
        places.append(at[0] if at else None)
    return Headings(tuple(places), texts, tuple(faults))


def _text_of(cell: Cell) -> str:
    """Give what a heading says; a number or a day can head a column too."""
    return "" if cell.value is None else stripped(str(cell.value))
