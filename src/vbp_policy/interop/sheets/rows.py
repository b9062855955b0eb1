"""What reading a file gives: good rows, refused cells, and the lines that hold no row."""

import enum
from collections.abc import Mapping
from datetime import date
from html import escape
from types import MappingProxyType
from typing import Any

import attrs

from ...foundation.errors import InvalidValueError, PolicyError
from ...foundation.html import table
from ...foundation.values import Value, checked, instance, trusted, whole_number

__all__ = [
    "NO_HEADING",
    "UNREAD",
    "Found",
    "Layout",
    "RefusedCell",
    "Row",
    "Rows",
    "SkippedLine",
    "Unread",
]

Found = str | int | float | bool | date | None
"""What a cell can hold as it stands in a file; None is an empty cell."""

NO_HEADING = "(no heading)"
"""The column of a cell that stands below no heading."""

_MOST_SHOWN = 20  # good rows, and refused cells, in a notebook
_REFUSED_HEADS = ("line", "column", "value", "reason", "clause")


class Unread(enum.Enum):
    """Stands where the cell of a refused line could not be read."""

    UNREAD = "unread"


UNREAD = Unread.UNREAD


def _line(value: int, *, field: str = "line") -> int:
    return whole_number(value, field=field, least=1, most=10**9)


@attrs.frozen
class Layout:
    """What all rows of a file share: where it is, our names of its columns, and their headings."""

    file: str
    sheet: str | None
    names: tuple[str, ...]
    headings: tuple[str, ...]


@attrs.frozen(repr=False)
class Row(Value):
    """A line as it was read: `row["name"]` is the value of the column of that name.

    Made by `read_rows`. The row of a refused cell lacks what could not be read.
    """

    _layout: Layout
    line: int
    _read: tuple[Any, ...]
    _found: tuple[Found, ...]

    @property
    def file(self) -> str:
        """The file's name."""
        return self._layout.file

    @property
    def sheet(self) -> str | None:
        """The sheet's title; None in a CSV file."""
        return self._layout.sheet

    @property
    def values(self) -> Mapping[str, Any]:
        """What was read, by our names of the columns; read-only."""
        read = zip(self._layout.names, self._read, strict=True)
        return MappingProxyType({name: value for name, value in read if value is not UNREAD})

    def __getitem__(self, name: str) -> Any:
        value = self._read[self._place(name)]
        if value is UNREAD:
            raise InvalidValueError(field="name", value=name, expected="a column that was read")
        return value

    def refused(self, name: str, error: PolicyError) -> "RefusedCell":
        """Refuse a cell for a reason that only the caller's own rules can know."""
        instance(error, PolicyError, field="error")
        place = self._place(name)
        return self.refused_cell(self._layout.headings[place], self._found[place], error)

    def refused_cell(self, column: str, found: Found, error: PolicyError) -> "RefusedCell":
        """Refuse what stands in a column, whether or not it is one of ours."""
        return _refused_cell(
            file=self.file,
            sheet=self.sheet,
            line=self.line,
            column=column,
            value=found,
            reason=f"accepted: {error.expected}",
            clause=error.clause,
            row=self,
        )

    def _place(self, name: str) -> int:
        names = self._layout.names
        if name not in names:
            raise InvalidValueError(field="name", value=name, expected=f"one of {', '.join(names)}")
        return names.index(name)

    def __repr__(self) -> str:
        where = f"file={self.file!r}, sheet={self.sheet!r}, line={self.line}"
        return f"Row({where}, values={dict(self.values)!r})"

    def _repr_html_(self) -> str:
        cells = zip(self._layout.names, self._layout.headings, self._read, strict=True)
        shown = [[name, heading, value] for name, heading, value in cells if value is not UNREAD]
        sheet = "" if self.sheet is None else f", sheet {self.sheet}"
        where = f"Row: {self.file}{sheet}, line {self.line}"
        return table(where, ("name", "heading", "value"), shown)


@attrs.frozen(field_transformer=checked)
class RefusedCell(Value):
    """A cell that was not taken: where it stands, what it holds, and what is accepted there.

    `column` is the heading as it stands in the file, or `(no heading)`; `value` is what the cell
    holds; `row` is its line as far as it was read, for a caller who asks whose line it is.
    """

    file: str
    sheet: str | None
    line: int = attrs.field(converter=_line)
    column: str
    value: Found
    reason: str
    clause: str | None = None
    row: Row | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def values(self) -> Mapping[str, Any]:
        """What was read of the line, by our names of the columns; read-only."""
        return MappingProxyType({}) if self.row is None else self.row.values


@attrs.frozen(field_transformer=checked)
class SkippedLine(Value):
    """A line that holds no row, or `lines` of them in a row: a title, a blank, a total.

    `cells` is what it holds, so that a caller can compare a file's own totals.
    """

    file: str
    sheet: str | None
    line: int = attrs.field(converter=_line)
    cells: tuple[Found, ...]
    reason: str
    lines: int = attrs.field(default=1, converter=_line)


def _counted(values: tuple[object, ...]) -> str:
    return f"<{len(values)}>"


@attrs.frozen(field_transformer=checked)
class Rows(Value):
    """What a sheet or a CSV file holds; every line of it is in one of the three tuples.

    `good`: the lines of which every cell was taken. `refused`: every cell that was not, with its
    line. `skipped`: the lines that hold no row. `other_headings`: the headings below which nobody
    asked for anything.
    """

    file: str
    sheet: str | None
    good: tuple[Row, ...] = attrs.field(repr=_counted)
    refused: tuple[RefusedCell, ...] = attrs.field(repr=_counted)
    skipped: tuple[SkippedLine, ...] = attrs.field(repr=_counted)
    other_headings: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = self.file if self.sheet is None else f"{self.file}, sheet {self.sheet}"
        lines = len({each.line for each in self.refused})
        return (
            f"{where}: {len(self.good)} good rows; {len(self.refused)} refused cells in {lines} "
            f"lines; {sum(each.lines for each in self.skipped)} lines skipped"
        )

    def _repr_html_(self) -> str:
        names = self.good[0].values if self.good else ()
        good = [[row.line, *row.values.values()] for row in self.good[:_MOST_SHOWN]]
        refused = [
            [each.line, each.column, each.value, each.reason, each.clause]
            for each in self.refused[:_MOST_SHOWN]
        ]
        return "".join(
            (
                f"<p>{escape(str(self))}</p>",
                table("Good rows, the first of them", ("line", *names), good) if good else "",
                table("Refused cells, the first of them", _REFUSED_HEADS, refused)
                if refused
                else "",
            )
        )


_refused_cell = trusted(RefusedCell)
