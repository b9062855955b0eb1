"""Reading rows: find the headings, then take every line, or say why not."""

import os
import re
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from ...foundation.errors import InvalidTypeError, InvalidValueError, PolicyError
from ...foundation.values import instance, trusted
from .cells import EMPTY, Cell, refusal
from .columns import Column, Headings, as_columns, headings_in
from .csv_input import csv_sheet
from .lines import Line, Sheet, not_readable, refusals
from .progress import watched
from .rows import NO_HEADING, UNREAD, Found, Layout, RefusedCell, Row, Rows, SkippedLine
from .units import another_unit_in, is_another_unit
from .words import key_of
from .xlsx_input import xlsx_sheets

__all__ = ["read_rows"]

_LINES_SEARCHED = 50
_BLANK = "blank"
_A_TOTAL = r"(?:合计|总计|小计|共计|累计|total)(?:\(.{1,10}\))?:?"
_SURELY_A_TOTAL = re.compile(
    rf"(?:[本当上][页表期次日月季年]度?|.{{1,10}}[省市区县]|grand)?{_A_TOTAL}"
)
_MAYBE_A_TOTAL = re.compile(rf".{{0,20}}{_A_TOTAL}")

_NOTE = re.compile(r"(?:(?:审核|制表|填表|填报|经办|负责)人?|复核|备?注|说明):")

_READABLE = "a file that can be read"
_START = 4096  # bytes, which tell what a file is
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|meta|table|\?xml)", re.IGNORECASE)

_skipped_line = trusted(SkippedLine)
_rows = trusted(Rows)


def read_rows(
    path: str | os.PathLike[str],
    columns: Mapping[str, Column],
    *,
    sheet: str | None = None,
    encoding: str | None = None,
) -> Rows:
    r"""Read the rows of an .xlsx workbook or a CSV file, as bureaus and hospitals export them.

    `columns` maps our names to what is asked for. The line of headings is the first among the
    first 50 lines that has every required one exactly once. `sheet` names one; else it is the one
    visible sheet with such a line. What the file is, its content says, not its name. A CSV file is
    in UTF-8 or GB18030, which is found out unless `encoding` says it.

    Every line is a good row, or has cells that are refused, or is skipped: what stands above the
    headings, the headings again on a further page, blank lines, notes such as 审核人：, and
    totals. In a total, the first cell that is not empty is a word such as 合计, 小计 or total,
    alone or after words such as 本页 or a district; where it ends in such a word after anything
    else, as the code SUBTOTAL does, the line is a total only if the cell of a required column is
    empty.

    Nothing is rounded, and nothing is guessed. A file is refused where the sheet's title or a line
    above the headings says another unit than yuan (`（万元）`, `单位：角`, `in thousands`), or a
    cell among the headings that nobody asked for is such a unit and nothing else. The heading of
    another column, such as `采购金额（万元）`, says nothing of those asked for.

    A workbook may unpack to 512 MiB, no part of it to more than 200 times its size; a CSV file may
    have 512 MiB, and a sheet 1,048,576 lines and 16,384 columns. The file is never held as a whole,
    only the rows and a workbook's shared texts: less than 400 MB for 200,000 rows of 8 columns, and
    less than 1 GB where each row has a height of its own and formulas stand beside empty cells.

    Raises `InvalidValueError` for a file that cannot be read as a whole, naming the file and what
    would do (`field="path"`), for a sheet that there is not, and for an encoding that is none;
    `MissingExtraError` for a workbook where openpyxl is not installed.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from vbp_policy.interop.sheets import amount, code
    >>> columns = {"code": Column("机构编码", code), "due": Column(("应付金额", "due"), amount)}
    >>> lines = ["机构编码,应付金额", 'H1,"1,234.00"', "H2,1.5E3", "合计,2734"]
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "payables.csv")
    ...     _ = path.write_text("\n".join(lines), encoding="gb18030")
    ...     rows = read_rows(path, columns)
    >>> print(rows)
    payables.csv: 1 good rows; 1 refused cells in 1 lines; 2 lines skipped
    >>> rows.good[0]["due"], rows.refused[0].column, rows.refused[0].value
    (Decimal('1234.00'), '应付金额', '1.5E3')
    """
    wanted = as_columns(columns)
    instance(sheet, str | None, field="sheet")
    instance(encoding, str | None, field="encoding")
    file = _as_path(path)
    with _opened(file, encoding) as sheets:
        return _rows_of(file, wanted, _chosen(file, _asked_for(sheets, sheet), wanted))


def _as_path(path: str | os.PathLike[str]) -> Path:
    try:
        return Path(path)
    except TypeError:
        raise InvalidTypeError(
            field="path", value=path, expected="a str or an os.PathLike of one"
        ) from None


# ---- Which kind of file, which sheet, which line ----------------------------------------------


@contextmanager
def _opened(path: Path, encoding: str | None) -> Generator[list[Sheet]]:
    """Open a file for a while, as what its first bytes say that it is."""
    start = _start_of(path)
    if start.startswith(_ZIP):
        with xlsx_sheets(path) as sheets:
            yield sheets
    elif start.startswith(_OLE):
        raise not_readable(
            path, "an .xlsx workbook without a password; this is an old .xls, or has one"
        )
    elif _PAGE.match(start):
        raise not_readable(path, "an .xlsx workbook or a CSV file; this is a page of HTML or XML")
    elif not start:
        raise not_readable(path, "a file that is not empty")
    else:
        with refusals(path, _READABLE):
            sheet = csv_sheet(path, encoding)
        yield [sheet]


def _start_of(path: Path) -> bytes:
    with refusals(path, _READABLE):
        if path.is_file():
            with path.open("rb") as file:
                return file.read(_START)
    raise not_readable(path, _READABLE)


def _asked_for(sheets: Sequence[Sheet], title: str | None) -> list[Sheet]:
    """Give the visible sheets, or the one that is named, be it hidden."""
    if title is None:
        return [each for each in sheets if each.is_visible]
    named = [each for each in sheets if each.title == title]
    if not named:
        titles = ", ".join(each.title for each in sheets if each.title is not None)
        expected = f"one of the sheets: {titles}" if titles else "None; a CSV file has no sheets"
        raise InvalidValueError(field="sheet", value=title, expected=expected)
    return named


class _Candidate(NamedTuple):
    """A sheet and the line of it that serves best as its headings."""

    sheet: Sheet
    line: int
    headings: Headings

    def __str__(self) -> str:
        sheet = "" if self.sheet.title is None else f"sheet {self.sheet.title}, "
        return f"{sheet}line {self.line}"


def _chosen(path: Path, sheets: Iterable[Sheet], columns: Mapping[str, Column]) -> _Candidate:
    """Give the one sheet with the headings, or say what comes nearest."""
    candidates = [_candidate(sheet, columns) for sheet in sheets]
    good = [each for each in candidates if not each.headings.faults]
    if len(good) == 1:
        return good[0]
    needed = ", ".join(" or ".join(it.headings) for it in columns.values() if not it.optional)
    expected = f"one visible sheet with the headings {needed}"
    if good:
        expected += f", or sheet= one of {', '.join(str(each.sheet.title) for each in good)}"
    elif candidates:
        nearest = max(candidates, key=lambda each: each.headings.found)
        expected = (
            f"the headings {needed}, once each, in one of the first {_LINES_SEARCHED} lines; "
        )
        expected += f"in {nearest}, {', '.join(nearest.headings.faults)}"
    raise not_readable(path, expected)


def _candidate(sheet: Sheet, columns: Mapping[str, Column]) -> _Candidate:
    """Give the first line that has the headings, else the one that has the most of them."""
    best = _Candidate(sheet, 1, headings_in(columns, ()))
    with closing(sheet.lines()) as lines:
        for line in takewhile(lambda each: each.number <= _LINES_SEARCHED, lines):
            headings = headings_in(columns, line.cells)
            if not headings.faults:
                return _Candidate(sheet, line.number, headings)
            if headings.found > best.headings.found:
                best = _Candidate(sheet, line.number, headings)
    return best


# ---- Line by line -----------------------------------------------------------------------------

_Takers = Sequence[tuple[Column, int | None]]
"""The columns that are asked for, each with its place in a line."""


def _rows_of(path: Path, columns: Mapping[str, Column], source: _Candidate) -> Rows:
    """Read every line of a sheet once more, now that its headings are known."""
    sheet, headings = source.sheet, source.headings
    if sheet.title is not None and another_unit_in([sheet.title]):
        raise _not_in_yuan(path, "the sheet's title", sheet.title)
    layout = Layout(path.name, sheet.title, tuple(columns), headings.of(columns.values()))
    takers = tuple(zip(columns.values(), headings.places, strict=True))
    good: list[Row] = []
    refused: list[RefusedCell] = []
    skipped: list[SkippedLine] = []
    with closing(sheet.lines()) as lines:
        for line in watched(lines, path.name, sheet.likely_lines):
            if (reason := _why_no_row(line, source, takers)) is not None:
                _require_yuan(path, line, source)
                _skip(line, reason, layout, skipped)
            else:
                row, faults = _row(line, layout, takers, headings)
                refused += (row.refused_cell(*fault) for fault in faults)
                if not faults:
                    good.append(row)
    return _rows(
        file=path.name,
        sheet=sheet.title,
        good=tuple(good),
        refused=tuple(refused),
        skipped=tuple(skipped),
        other_headings=headings.others,
    )


def _why_no_row(line: Line, source: _Candidate, takers: _Takers) -> str | None:
    """Say why a line holds no row, or None if it should hold one."""
    first = next((cell for cell in line.cells if not cell.is_empty), None)
    if first is None:
        return _BLANK
    if line.number < source.line:
        return "above the headings"
    if line.number == source.line:
        return "the headings"
    if isinstance(first.value, str):
        said = key_of(first.value)
        if _is_total(said, line, takers):
            return "a total"
        if _NOTE.match(said):
            return "a note"
    return "the headings again" if source.headings.again(line.cells) else None


def _is_total(first: str, line: Line, takers: _Takers) -> bool:
    """Say whether a line whose first text this is sums others up."""
    if not _MAYBE_A_TOTAL.fullmatch(first):
        return False
    return _SURELY_A_TOTAL.fullmatch(first) is not None or any(
        not column.optional and _cell_at(line, place).is_empty for column, place in takers
    )


def _cell_at(line: Line, place: int | None) -> Cell:
    return line.cells[place] if place is not None and place < len(line.cells) else EMPTY


def _require_yuan(path: Path, line: Line, source: _Candidate) -> None:
    """Refuse a file that says above or among its headings that it is in another unit."""
    said: list[str] = []
    if line.number < source.line:
        texts = [cell.value for cell in line.cells if isinstance(cell.value, str)]
        said = texts if another_unit_in(texts) else []
    elif line.number == source.line:
        said = [each for each in source.headings.others if is_another_unit(each)]
    if said:
        raise _not_in_yuan(path, f"line {line.number}", " ".join(said))


def _not_in_yuan(path: Path, where: str, says: str) -> InvalidValueError:
    return not_readable(path, f"amounts in yuan; {where} says {says!r}")


def _skip(line: Line, reason: str, layout: Layout, skipped: list[SkippedLine]) -> None:
    """Keep a skipped line; blank lines in a row are kept as one."""
    first, count = line.number, line.lines
    if reason == _BLANK and skipped and skipped[-1].reason == _BLANK:
        before = skipped[-1]
        if before.line + before.lines == first:
            first, count = before.line, before.lines + count
            skipped.pop()
    skipped.append(
        _skipped_line(
            file=layout.file,
            sheet=layout.sheet,
            line=first,
            cells=() if reason == _BLANK else tuple(cell.value for cell in line.cells),
            reason=reason,
            lines=count,
        )
    )


_Fault = tuple[str, Found, PolicyError]


def _row(
    line: Line,
    layout: Layout,
    takers: _Takers,
    headings: Headings,
) -> tuple[Row, list[_Fault]]:
    """Read a line's cells; those that are refused come with their column and value."""
    cells = line.cells
    read: list[Any] = []
    found: list[Found] = []
    faults: list[_Fault] = []
    for column, place in takers:
        cell = _cell_at(line, place)
        found.append(cell.value)
        try:
            read.append(column.read(cell))
        except PolicyError as error:
            faults.append((layout.headings[len(read)], cell.value, error))
            read.append(UNREAD)
    for place in headings.bare(len(cells)):
        if not (cell := cells[place]).is_empty:
            expected = "no cell where there is no heading"
            faults.append((NO_HEADING, cell.value, refusal(cell, expected)))
    return Row(layout, line.number, tuple(read), tuple(found)), faults
