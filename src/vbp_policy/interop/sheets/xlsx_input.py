"""Lines of an .xlsx workbook, which openpyxl reads, after a look at what it unpacks to."""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache, partial
from importlib import import_module
from itertools import islice, zip_longest
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar
from zipfile import ZipFile

from ...foundation.errors import MissingExtraError
from .cells import EMPTY, Cell, day_of_serial, made_cell
from .lines import MOST_BYTES, MOST_LINES, Line, Sheet, guarded, not_readable, refusals
from .rows import Found

__all__ = ["xlsx_sheets"]

Item = TypeVar("Item")
_Formulas = Callable[[], Iterable[tuple[int, Sequence[Any]]]]

_ACCEPTED = (
    "an .xlsx workbook that is whole; opening it in a spreadsheet program and saving it again, "
    "not as Strict Open XML, may mend it"
)
_MOST_TAGS = 2**25  # of XML in all parts
_MOST_TAGS_HELD = 2**19  # between the starts of two rows or shared texts; openpyxl holds them all
_MOST_INFLATED = 200  # times; workbooks come to a few dozen at most
_SMALL = 2**20  # bytes: what a small part inflates to harms nobody
_BLOCK = 2**20
_BOUNDS = (
    f"a workbook that unpacks to at most {MOST_BYTES // 2**20} MiB with {_MOST_TAGS} tags, "
    f"{_MOST_TAGS_HELD} of them in a row and {MOST_LINES} rows in a sheet, and no part of it to "
    f"more than {_MOST_INFLATED} times its size"
)
_NOT_READ = ("xl/media/", "xl/pivotCache/", "xl/calcChain.xml")
_DOCUMENT_TYPE = b"<!DOCTYPE"
_LONGEST_NAME = 64  # of a tag that is looked for, its prefix included
_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:row|si)(?=[\s/>])")
_COUNTED = re.compile(rb"<(?:[\w.-]+:)?(row|c|f)(?=[\s/>])")
_ROW, _CELL, _FORMULA = b"row", b"c", b"f"

_ROWS_AT_ONCE = 32
_CHINESE_DATES = (*range(27, 37), *range(50, 59))  # formats that a file names by number alone
_A_DATE = "yyyy-mm-dd"
_UNCALCULATED = Cell(None, uncalculated=True)
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
            sheets = _sheets(path, _inspect(path, file), partial(_opened, excel, file, stack))
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


def _opened(excel: Any, file: BinaryIO, stack: ExitStack, *, data_only: bool) -> Any:
    """Open a workbook as openpyxl's `load_workbook` does; its reader knows each sheet's part."""
    reader = excel.ExcelReader(file, read_only=True, data_only=data_only, keep_links=False)
    stack.callback(reader.archive.close)
    reader.read()
    for sheet in reader.wb.worksheets:
        sheet.reset_dimensions()  # what a file says of them may be wrong
    return reader


def _sheets(path: Path, tags: dict[str, Counter[bytes]], opened: Callable[..., Any]) -> list[Sheet]:
    """Give the sheets; where one has formulas, the file is opened for these once it needs them."""
    reader = opened(data_only=True)
    parts = [it.target for _, it in reader.parser.find_sheets() if "chartsheet" not in it.Type]
    book = cache(partial(opened, data_only=False))
    sheets: list[Sheet] = []
    for place, (sheet, part) in enumerate(zip(reader.wb.worksheets, parts, strict=True)):
        counted = tags[part]
        formulas: _Formulas = partial(_formulas, book, place) if counted[_FORMULA] else tuple
        lines = partial(_guarded_lines, path, sheet, formulas, counted[_CELL])
        is_visible = sheet.sheet_state == "visible"
        sheets.append(Sheet(sheet.title, lines, counted[_ROW], is_visible=is_visible))
    return sheets


# ---- What a file unpacks to -------------------------------------------------------------------


def _inspect(path: Path, file: BinaryIO) -> dict[str, Counter[bytes]]:
    """Unpack every part once: it is within its bounds, whole, and declares no entities.

    Gives how many rows, cells and formulas each part has.
    """
    size, tags, counted = 0, 0, dict[str, Counter[bytes]]()
    with ZipFile(file) as archive:
        for part in archive.infolist():
            size += part.file_size
            most = max(_SMALL, _MOST_INFLATED * part.compress_size)
            if size > MOST_BYTES or part.file_size > most:
                raise not_readable(path, _BOUNDS)
            if part.filename.startswith(_NOT_READ):
                continue
            held, counter = 0, counted.setdefault(part.filename, Counter())
            with archive.open(part) as stream:
                for text in _texts(stream):
                    runs = [each.count(b"<") for each in _ITEM.split(text)]
                    runs[0] += held
                    held = runs[-1]
                    tags += text.count(b"<")
                    counter.update(_COUNTED.findall(text))
                    lines = counter[_ROW]
                    if tags > _MOST_TAGS or max(runs) > _MOST_TAGS_HELD or lines > MOST_LINES:
                        raise not_readable(path, _BOUNDS)
                    if _DOCUMENT_TYPE in text:
                        raise not_readable(path, "a workbook without document type declarations")
    return counted


def _texts(stream: IO[bytes]) -> Iterator[bytes]:
    """Give a part block by block, no tag's name across two, be it in UTF-8 or UTF-16."""
    rest = b""
    for block in iter(partial(stream.read, _BLOCK), b""):
        text = rest + block.replace(b"\0", b"")
        end = text.rfind(b"<", -_LONGEST_NAME)
        if end < 0:
            end = len(text)
        yield text[:end]
        rest = text[end:]
    yield rest


# ---- Lines and cells --------------------------------------------------------------------------


def _guarded_lines(path: Path, sheet: Any, formulas: _Formulas, count: int) -> Generator[Line]:
    return guarded(path, _lines(sheet, formulas, count), _ACCEPTED)


def _lines(sheet: Any, formulas: _Formulas, count: int) -> Iterator[Line]:
    """Give the lines of a sheet, and each gap between them as lines without cells.

    openpyxl passes over rows and cells that come twice or out of order; all must have come.
    """
    made = _cell_maker(sheet.parent.epoch)
    beside = formulas()
    number = gap = 0
    for number, row in enumerate(islice(_quietly(sheet.iter_rows()), MOST_LINES + 1), 1):
        if not row:
            gap += 1
            continue
        if gap:
            yield Line(number - gap, (), gap)
            gap = 0
        given = [cell for cell in row if getattr(cell, "row", None) == number]
        count -= len(given)
        its_formulas: Sequence[Any] = ()
        if any(cell.value is None for cell in given):
            with _quiet():
                its_formulas = next((cells for at, cells in beside if at == number), ())
        yield Line(number, [made(*pair) for pair in zip_longest(row, its_formulas)])
    if gap:
        yield Line(number - gap + 1, (), gap)
    if count:
        message = "rows and cells are not in order, each once"
        raise ValueError(message)


def _formulas(book: Callable[[], Any], place: int) -> Iterator[tuple[int, Sequence[Any]]]:
    """Give the numbered rows of a sheet with its formulas; the first that is asked for opens it."""
    yield from enumerate(book().wb.worksheets[place].iter_rows(), 1)


def _quietly(rows: Iterable[Item]) -> Iterator[Item]:
    """Hand rows on, a few at a time, so that the host has its own warnings in between."""
    left = iter(rows)
    while True:
        with _quiet():
            some = list(islice(left, _ROWS_AT_ONCE))
        if not some:
            return
        yield from some


def _cell_maker(epoch: datetime) -> Callable[[Any, Any], Cell]:
    """Make the function that gives a cell of openpyxl's, and its formula if any, as a `Cell`."""
    to_serial, unescape = _openpyxl("utils.datetime").to_excel, _openpyxl("utils.escape").unescape
    date_1904 = epoch.year == _YEAR_1904

    def made(cell: Any, formula: Any) -> Cell:
        value = cell.value
        if value is None or value == "":
            if formula is not None and formula.data_type == "f" and cell.data_type != "str":
                return _UNCALCULATED
            return EMPTY  # so is a formula that gave an empty text
        shown = cell.number_format
        if isinstance(value, str):
            value = unescape(value)
        elif isinstance(value, date | time | timedelta):
            value = _day_or_time(to_serial(value, epoch), date_1904=date_1904)
        elif cell.data_type == "n" and cell.style_array.numFmtId in _CHINESE_DATES:
            shown, value = _A_DATE, _day_or_time(value, date_1904=date_1904)
        return made_cell(value=value, number_format=shown, date_1904=date_1904, uncalculated=False)

    return made


def _day_or_time(serial: float, *, date_1904: bool) -> Found:
    """Give the day of a date cell, with its time if it has one, and the number if it is neither."""
    found = day_of_serial(int(serial), date_1904=date_1904)
    if found is None:
        return serial
    seconds = round((serial - int(serial)) * _SECONDS_OF_A_DAY)
    moment = datetime.combine(found, time()) + timedelta(seconds=seconds)
    return moment.date() if moment.time() == time() else moment
