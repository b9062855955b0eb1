"""Lines of an .xlsx workbook, which openpyxl opens, after a look at what it unpacks to."""

import re
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile

from ...foundation.errors import MissingExtraError
from .cells import EMPTY, Cell, day_of_serial, made_cell
from .formats import GENERAL, shown_by
from .lines import MOST_BYTES, Line, Sheet, guarded, not_readable, refusals
from .rows import Found
from .xlsx_parts import FoundCell, FoundRow, rows_in, texts_in

__all__ = ["xlsx_sheets"]

_ACCEPTED = "an .xlsx workbook that is whole; opening it and saving it again may mend it"
_MOST_TAGS = 2**25  # of XML in all parts
_MOST_INFLATED = 200  # times; workbooks come to a few dozen at most
_SMALL = 2**20  # bytes: what a small part inflates to harms nobody
_BLOCK = 2**20
_BOUNDS = (
    f"a workbook that unpacks to at most {MOST_BYTES // 2**20} MiB with {_MOST_TAGS} tags, and no "
    f"part of it to more than {_MOST_INFLATED} times its size"
)
_DOCUMENT_TYPE = b"<!DOCTYPE"
_PICTURES = "xl/media/"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_FORMATS, _CELL_STYLES = "{*}numFmts/{*}numFmt", "{*}cellXfs/{*}xf"
_CHINESE_DATES = (*range(27, 37), *range(50, 59))  # formats that a file names by number alone
_A_DATE = "yyyy-mm-dd"

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUTH = {"0": False, "1": True}
_YEAR_1904 = 1904
_SECONDS_OF_A_DAY = 86_400


@contextmanager
def xlsx_sheets(path: Path) -> Generator[list[Sheet]]:
    """Open a workbook for a while, and give its sheets.

    Raises `MissingExtraError` without openpyxl, `InvalidValueError` for a file that is no workbook
    or a damaged one, unpacks to more than its bounds, or declares a document type.
    """
    excel = _openpyxl("reader.excel")
    with ExitStack() as stack:
        with refusals(path, _ACCEPTED), _quiet():
            file = stack.enter_context(path.open("rb"))
            likely = _inspect(path, file)
            book = _Book(excel, file)
            sheets = [
                Sheet(
                    sheet.name,
                    partial(_guarded_lines, path, book, part.target),
                    likely.get(part.target),
                    is_visible=sheet.state == "visible",
                )
                for sheet, part in book.package.parser.find_sheets()
                if part.Type.endswith("/worksheet")
            ]
        if not sheets:
            raise not_readable(path, _ACCEPTED)
        yield sheets


def _openpyxl(module: str) -> Any:
    try:
        return import_module(f"openpyxl.{module}")
    except ImportError:
        raise MissingExtraError(
            field="path",
            value="openpyxl",
            expected="the extra: pip install 'vbp_policy[sheets]'",
        ) from None


@contextmanager
def _quiet() -> Generator[None]:
    """Keep openpyxl's warnings, on what it drops, from a host that makes errors of them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _inspect(path: Path, file: BinaryIO) -> dict[str, int]:
    """Unpack every part once: it is within its bounds, whole, and declares no entities.

    Gives how many rows each part is likely to hold.
    """
    size, tags, rows = 0, 0, dict[str, int]()
    with ZipFile(file) as archive:
        for part in archive.infolist():
            size += part.file_size
            most = max(_SMALL, _MOST_INFLATED * part.compress_size)
            if size > MOST_BYTES or part.file_size > most:
                raise not_readable(path, _BOUNDS)
            if part.filename.startswith(_PICTURES):
                continue
            with archive.open(part) as stream:
                end = b""
                for block in iter(partial(stream.read, _BLOCK), b""):
                    tags += block.count(b"<")
                    rows[part.filename] = rows.get(part.filename, 0) + block.count(b"<row ")
                    plain = end + block.replace(b"\0", b"")  # whether it is UTF-8 or UTF-16
                    if tags > _MOST_TAGS:
                        raise not_readable(path, _BOUNDS)
                    if _DOCUMENT_TYPE in plain:
                        raise not_readable(path, "a workbook without document type declarations")
                    end = plain[-len(_DOCUMENT_TYPE) :]
    return rows


class _Book:
    """An open workbook: its package, shared texts, number formats, and how it counts days.

    openpyxl opens it, less what a reader of rows has no need of: fonts, fills, properties and
    names, over which it fails in files that every spreadsheet shows.
    """

    def __init__(self, excel: Any, file: BinaryIO) -> None:
        self.package = excel.ExcelReader(file, read_only=True, data_only=True, keep_links=False)
        self.package.read_manifest()
        self.package.read_workbook()
        self.archive: ZipFile = self.package.archive
        self.date_1904: bool = self.package.wb.epoch.year == _YEAR_1904
        self.texts: tuple[str, ...] = ()
        if (part := self._part("sharedStrings")) is not None:
            with self.archive.open(part) as stream:
                self.texts = tuple(texts_in(stream))
        self.formats = self._number_formats()

    def _part(self, kind: str) -> str | None:
        found = self.package.package.find(_KIND.format(kind))
        return None if found is None else str(found.PartName).lstrip("/")

    def _number_formats(self) -> tuple[str, ...]:
        """Give the number format of each style."""
        if (part := self._part("styles")) is None:
            return (GENERAL,)
        root = _openpyxl("xml.functions").fromstring(self.archive.read(part))
        builtin = _openpyxl("styles.numbers").BUILTIN_FORMATS | dict.fromkeys(
            _CHINESE_DATES, _A_DATE
        )
        own = {each.get("numFmtId"): each.get("formatCode") for each in root.iterfind(_FORMATS)}
        used = (each.get("numFmtId", "0") for each in root.iterfind(_CELL_STYLES))
        return tuple(own.get(it) or builtin.get(int(it), GENERAL) for it in used) or (GENERAL,)


# ---- Lines and cells --------------------------------------------------------------------------


def _guarded_lines(path: Path, book: _Book, part: str) -> Generator[Line]:
    return guarded(path, _lines(book, part), _ACCEPTED)


def _lines(book: _Book, part: str) -> Iterator[Line]:
    """Give the lines of a sheet, and each gap between them as lines without cells."""
    cell_of = _cell_maker(book)
    before = 0
    with book.archive.open(part) as stream:
        for row in rows_in(stream):
            number = before + 1 if row.number is None else int(row.number)
            _require(number > before, "rows in order")
            if number > before + 1:
                yield Line(before + 1, (), number - before - 1)
            yield Line(number, _cells(row, number, cell_of))
            before = number


def _cells(row: FoundRow, number: int, cell_of: Callable[[FoundCell], Cell]) -> list[Cell]:
    """Give a row's cells from the first column on, empty ones where the file has none."""
    column_of = _openpyxl("utils").column_index_from_string
    cells: list[Cell] = []
    for found in row.cells:
        address = found.attributes.get("r")
        if address is not None:
            match = _ADDRESS.fullmatch(address)
            gap = -1
            if match is not None and int(match[2]) == number:
                gap = column_of(match[1]) - 1 - len(cells)
            _require(gap >= 0, "cells in their rows, in order")
            cells += [EMPTY] * gap
        cells.append(cell_of(found))
    return cells


def _cell_maker(book: _Book) -> Callable[[FoundCell], Cell]:
    """Make the function that gives what a part has of a cell as a `Cell`."""

    def made(found: FoundCell) -> Cell:
        attributes, text, has_formula = found
        kind = attributes.get("t", "n")
        if not text:
            if has_formula and kind != "str":  # a formula that gave an empty text
                return made_cell(
                    value=None, number_format=GENERAL, date_1904=False, uncalculated=True
                )
            return EMPTY
        shown = book.formats[_index(attributes.get("s", "0"))]
        return made_cell(
            value=_value(book, kind, text, shown),
            number_format=shown,
            date_1904=book.date_1904,
            uncalculated=False,
        )

    return made


def _value(book: _Book, kind: str, text: str, shown: str) -> Found:
    """Give what a cell of a kind holds: the number, the text, the day."""
    if kind == "n":
        _require(_NUMBER.fullmatch(text) is not None, "numbers")
        number = int(text) if text.lstrip("-").isdigit() else float(text)
        if shown_by(shown, 1).is_date:
            return _day_or_time(number, date_1904=book.date_1904)
        return number
    if kind == "s":
        return _unescaped(book.texts[_index(text)])
    if kind == "b":
        return _TRUTH[text]
    return _iso_day(text) if kind == "d" else _unescaped(text)


def _index(text: str) -> int:
    """Read a place in a table; Python would take a negative one too."""
    _require(text.isdigit(), "indices")
    return int(text)


def _unescaped(text: str) -> str:
    """Give a text with the characters that XML cannot hold."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def _day_or_time(serial: float, *, date_1904: bool) -> Found:
    """Give the day of a date cell, with its time if it has one, and the number if it is neither."""
    found = day_of_serial(int(serial), date_1904=date_1904)
    if found is None:
        return serial
    seconds = round((serial - int(serial)) * _SECONDS_OF_A_DAY)
    return _without_midnight(datetime.combine(found, time()) + timedelta(seconds=seconds))


def _iso_day(text: str) -> Found:
    """Give a day that is written as one; a time alone stays a text."""
    try:
        return _without_midnight(datetime.fromisoformat(text))
    except ValueError:
        return text


def _without_midnight(moment: datetime) -> date:
    return moment.date() if moment.time() == time() else moment


def _require(holds: bool, what: str) -> None:  # noqa: FBT001  # one argument could be no clearer
    """Refuse a part that is not as parts are; the file is refused with it."""
    if not holds:
        message = f"expected {what}"
        raise ValueError(message)
