"""How a workbook looks: widths, formats, frozen heads, filters, print pages, totals by formula.

The only module of the writing side that imports openpyxl.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import IO, Any, NamedTuple, cast
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from ....foundation.money import decimal_of
from .sheets import Head, Held, Sheet
from .tables import Kind
from .words import Lang, Words

__all__ = ["write_pages"]

_FORMATS = {
    Kind.TEXT: "@",
    Kind.LONG_TEXT: "@",
    Kind.AMOUNT: "#,##0.00",
    Kind.PRICE: "#,##0.00####",
    Kind.QUANTITY: "General",
    Kind.DAY: "yyyy-mm-dd",
    Kind.SHARE: "0.00####%",
    Kind.COUNT: "0",
}
_SIDES = {Kind.TEXT: "left", Kind.LONG_TEXT: "left", Kind.DAY: "center"}
_WIDEST_OF_ALL = 64
_WIDEST = {Kind.TEXT: 28, Kind.LONG_TEXT: _WIDEST_OF_ALL}
_A4 = 9  # the format's number for the paper
_HEAD_HEIGHT = 33  # points: two rows of text
_ROW_HEIGHT = 16
_HIGHEST = 400
_ROOM = 3  # columns beside a text
_MARGIN = Decimal("0.4")  # inches
_LONGEST_NOTICE = 60  # characters of a page's head

_LINE = Side(style="thin", color="FFBFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_BOLD = Font(name="Calibri", size=11, family=2, scheme="minor", bold=True)
_HEAD_FILL = PatternFill("solid", fgColor="FFDDEBF7")
_TOTAL_FILL = PatternFill("solid", fgColor="FFF2F2F2")

_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_SUM_IS_EXACT = 2**52
_TOTAL = Words("Total", "合计")
_PAGES = Words("Page &P of &N", "第 &P 页，共 &N 页")


class _Pen(NamedTuple):
    """The two looks of a column: a plain cell's, and that of a text that looks like a formula.

    A cell is written when it is appended, so one serves the whole column.
    """

    plain: Cell
    quoted: Cell

    def holding(self, value: Held) -> Cell:
        """Give the column's cell with a value; a text is a text, whatever it begins with."""
        if not isinstance(value, str):
            self.plain.value = value
            return self.plain
        cell = self.quoted if value.startswith(_FORMULA_STARTS) else self.plain
        cell.value = value
        cell.data_type = "s"
        return cell


def write_pages(sheets: Sequence[Sheet], file: IO[bytes], lang: Lang) -> None:
    """Write a workbook of so many sheets."""
    book = Workbook(write_only=True)
    book.calculation.fullCalcOnLoad = True
    for sheet in sheets:
        page = cast("Worksheet", book.create_sheet(sheet.title))
        widths = [_width(sheet, place) for place in range(len(sheet.heads))]
        _set_up(page, sheet, widths, lang)
        page.append([_head_cell(page, head.text) for head in sheet.heads])
        pens = [_column_pen(page, head) for head in sheet.heads]
        for number, line in enumerate(sheet.lines, start=2):
            if (rows := _rows(line, widths)) > 1:
                page.row_dimensions[number].height = min(rows * _ROW_HEIGHT, _HIGHEST)
            page.append([pen.holding(value) for pen, value in zip(pens, line, strict=True)])
        if sheet.has_total:
            page.append(_total_cells(page, sheet, lang))
    book.save(file)


def _set_up(page: Any, sheet: Sheet, widths: Sequence[int], lang: Lang) -> None:
    """Set everything that holds for the whole sheet, which must come before its lines.

    openpyxl's published types know nothing of these attributes of a page that is streamed.
    """
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    page.row_dimensions[1].height = _HEAD_HEIGHT
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.heads))}{len(sheet.lines) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToHeight = 0
    page.page_margins = PageMargins(left=_MARGIN, right=_MARGIN)
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.oddHeader.left.text = sheet.notice[:_LONGEST_NOTICE].replace("&", "&&")
    page.oddHeader.center.text = sheet.title
    page.oddFooter.center.text = _PAGES.said_in(lang)


def _pen(page: Worksheet) -> _Pen:
    pen = _Pen(WriteOnlyCell(page), WriteOnlyCell(page))
    pen.quoted.quotePrefix = True
    return pen


def _head_cell(page: Worksheet, text: str) -> Cell:
    cell = _pen(page).holding(text)
    cell.font, cell.fill, cell.border = _BOLD, _HEAD_FILL, _BORDER
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


def _column_pen(page: Worksheet, head: Head) -> _Pen:
    pen = _pen(page)
    for cell in pen:
        cell.number_format, cell.border = _FORMATS[head.kind], _BORDER
        text = head.kind in _WIDEST
        cell.alignment = Alignment(
            horizontal=_SIDES.get(head.kind, "right"),
            vertical="center",
            wrap_text=text,
            indent=int(text),
        )
    return pen


def _total_cells(page: Worksheet, sheet: Sheet, lang: Lang) -> list[Cell]:
    cells: list[Cell] = []
    for place, head in enumerate(sheet.heads):
        cell = _column_pen(page, head).plain
        if head.total:
            cell.value = _sum_formula(sheet, place)
        cell.font, cell.fill = _BOLD, _TOTAL_FILL
        cells.append(cell)
    cells[0].value, cells[0].alignment = _TOTAL.said_in(lang), Alignment(horizontal="center")
    return cells


def _sum_formula(sheet: Sheet, place: int) -> str:
    """Give the formula of a column's sum: it follows the filter, unless floats could lose a fen.

    A sum of n floats is off by at most n × the sum of their magnitudes × 2^-53: below half a fen
    it is rounded to the fen that is meant. Beyond that, whole fen are summed, which is exact.
    """
    lines, letter = len(sheet.lines), get_column_letter(place + 1)
    cells = f"{letter}2:{letter}{lines + 1}"
    if lines * sheet.magnitudes[place] < _SUM_IS_EXACT:
        return f"=ROUND(SUBTOTAL(109,{cells}),2)"
    return f"=SUMPRODUCT(ROUND({cells}*100,0))/100"


def _width(sheet: Sheet, place: int) -> int:
    """Give a column's width in digits: its widest value, and its heading on two lines."""
    head = sheet.heads[place]
    held = (_shown(line[place]) for line in sheet.lines)
    widest = max(_columns(part) for text in held for part in text.split("\n"))
    if head.total:
        widest = max(widest, len(_shown(decimal_of(sheet.magnitudes[place], 2))) + 1)
    words = (len(word) for word in head.text.split() if word.isascii())
    heading = max([-(-_columns(head.text) // 2), *words])
    return (
        min(max(min(widest, _WIDEST.get(head.kind, widest)), heading + 1), _WIDEST_OF_ALL) + _ROOM
    )


def _rows(line: Sequence[Held], widths: Sequence[int]) -> int:
    """Count the rows of text that a line takes, which not every program does by itself."""
    return max(
        sum(max(1, -(-_columns(part) // (width - _ROOM))) for part in text.split("\n"))
        for text, width in zip(map(_shown, line), widths, strict=True)
    )


def _shown(value: Held) -> str:
    """Give a value about as wide as it will be shown."""
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return "" if value is None else str(value)


def _columns(text: str) -> int:
    """Count the columns that a text takes: two for a Chinese character."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)
