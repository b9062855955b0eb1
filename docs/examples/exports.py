"""Reading what a bureau exports, and printing what comes of it."""

import csv
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeVar
from unicodedata import east_asian_width

from vbp_policy import InvalidValueError, Policy, PolicyError

T = TypeVar("T")

SURPLUS = "(no heading)"  # where cells beyond the last heading go


# ---- Reading ----------------------------------------------------------------------------------


class UnusableError(Exception):
    """A file that cannot be read as a whole, or totals that do not reconcile."""


class Row(NamedTuple):
    """A line of a file: its cells by heading; a missing cell is an empty one."""

    file: str
    line: int
    cells: Mapping[str, str]

    def take(self, column: str, convert: Callable[[str], T]) -> T:
        """Convert a cell; a refusal names the column."""
        try:
            return convert(self.cells[column])
        except PolicyError as error:
            raise at_column(error, column) from None

    def make(self, columns: Mapping[str, str], build: Callable[[], T]) -> T:
        """Build from several cells; a refusal of a field names the column that held it."""
        try:
            return build()
        except PolicyError as error:
            raise at_column(error, columns.get(error.field, error.field)) from None


def at_column(error: PolicyError, column: str) -> PolicyError:
    """Give the same refusal for a column."""
    return type(error)(
        field=column, value=error.value, expected=error.expected, clause=error.clause
    )


class Refused(NamedTuple):
    """A row that was not taken: the cell at fault, the reason, and whose row it is."""

    row: Row
    column: str
    reason: str
    institution: str


class Exports:
    """The files of a folder: how many rows each had, and which of them were refused."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows: Counter[str] = Counter()
        self.refused: list[Refused] = []
        self.institution_of: dict[str, str] = {}  # by 预付单号, for rows that name no more

    def each(self, name: str, headings: Collection[str], take: Callable[[Row], None]) -> None:
        """Hand every row of a file to `take`, and keep the rows that it refuses."""
        try:
            with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
                lines = csv.DictReader(file, restkey=SURPLUS, restval="", strict=True)
                header = list(lines.fieldnames or ())
                if wrong := [each for each in headings if header.count(each) != 1]:
                    message = f"{name}, line 1: needs one column named {', one '.join(wrong)}"
                    raise UnusableError(message)
                for cells in lines:
                    row = Row(name, lines.line_num, cells)
                    self.rows[name] += 1
                    try:
                        if SURPLUS in cells:
                            expected = "no more cells than the file has headings"
                            raise InvalidValueError(field=SURPLUS, value=cells, expected=expected)
                        take(row)
                    except PolicyError as error:
                        self.refuse(row, error.field, error)
        except (OSError, UnicodeError, csv.Error) as error:
            message = f"{name} cannot be read as CSV in UTF-8: {error}"
            raise UnusableError(message) from error

    def refuse(self, row: Row, column: str, error: PolicyError) -> None:
        """Keep a row that was refused, with the library's own reason and clause."""
        clause = "" if error.clause is None else f" (clause {error.clause})"
        reason = f"accepted: {error.expected}{clause}"
        reference = row.cells.get("预付单号", "")
        institution = row.cells.get("机构编码") or self.institution_of.get(reference, "")
        self.refused.append(Refused(row, column, reason, institution))

    def refused_in(self, name: str) -> list[Row]:
        """Give the rows of a file that were refused."""
        return [each.row for each in self.refused if each.row.file == name]


def filled(cell: str) -> str:
    """Take a text that is not empty."""
    if not cell or not cell.isprintable() or cell != cell.strip():
        expected = "a text in one line, without space at its ends"
        raise InvalidValueError(field="cell", value=cell, expected=expected)
    return cell


def one_of(
    words: Mapping[str, T], expected: str = "", clause: str | None = None
) -> Callable[[str], T]:
    """Take a word for what it means; `expected` describes the words where a list does not."""

    def convert(cell: str) -> T:
        if cell not in words:
            accepted = expected or f"one of {', '.join(words)}"
            raise InvalidValueError(field="cell", value=cell, expected=accepted, clause=clause)
        return words[cell]

    return convert


def once(seen: Collection[T], convert: Callable[[str], T]) -> Callable[[str], T]:
    """Take what was not seen before."""

    def convert_new(cell: str) -> T:
        if (value := convert(cell)) in seen:
            raise InvalidValueError(
                field="cell", value=cell, expected="each only once; it came before"
            )
        return value

    return convert_new


# ---- Printing ---------------------------------------------------------------------------------

Cell = str | int | Decimal


def section(notice: Policy, title: str, *clauses: str) -> None:
    """Print a heading, the notice and its clauses: id, place, and the words at issue."""
    cited = [f"{it.id} {it.where}「{it.words}」" for it in notice.clauses if it.id in clauses]
    print(f"\n=== {notice.number}: {title}\n    {', '.join(cited)}\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table, figures to the right; a Chinese character takes two columns."""
    body = list(rows)
    columns = [[heading] for heading in headings]
    for number, column in enumerate(columns):
        column += [shown(row[number]) for row in body]
        room = max(map(width, column))
        right = any(not isinstance(row[number], str) for row in body)
        for line, cell in enumerate(column):
            pad = " " * (room - width(cell))
            column[line] = pad + cell if right else cell + pad
    for cells in zip(*columns, strict=True):
        print("  ".join(cells).rstrip())


def shown(cell: Cell) -> str:
    """Write a figure as people read it, with all of its places."""
    return f"{cell:,f}" if isinstance(cell, Decimal) else str(cell)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def added(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts up."""
    return sum(amounts, Decimal("0.00"))


def check(says: str, whole: Decimal, *parts: Decimal) -> None:
    """Print that a figure is the sum of its parts, or stop."""
    difference = whole - added(parts)
    sums = f"{shown(whole)} = {' + '.join(map(shown, parts))}"
    print(f"check: {says}: {sums}; difference {shown(difference)}")
    if difference:
        message = f"does not reconcile: {says}"
        raise UnusableError(message)


def show_refused(exports: Exports) -> None:
    """Print how many rows each file had, and every row that was refused."""
    print("\n=== Rows read, and rows refused\n")
    bad = Counter(each.row.file for each in exports.refused)
    rows = [(file, read, read - bad[file], bad[file]) for file, read in exports.rows.items()]
    read, refused = exports.rows.total(), bad.total()
    table(("file", "read", "good", "refused"), [*rows, ("all", read, read - refused, refused)])
    files = list(exports.rows)
    in_order = sorted(exports.refused, key=lambda it: (files.index(it.row.file), it.row.line))
    print()
    table(
        ("file", "line", "column", "value", "reason"),
        [
            (it.row.file, it.row.line, it.column, repr(it.row.cells.get(it.column)), it.reason)
            for it in in_order
        ],
    )
