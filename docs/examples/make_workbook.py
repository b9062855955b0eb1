"""Write the example's tables as a bureau would send them: one workbook, a sheet for each.

    python docs/examples/make_workbook.py [WORKBOOK]

It is made from the CSV files in `data`, and is `data/bureau.xlsx` unless another is named. What a
CSV file spells, a cell holds as a spreadsheet would: figures, days and months as numbers with their
formats, codes as text. What is wrong in a CSV file is wrong in the workbook, in the same way as far
as a cell can hold it.
"""

import csv
import re
import sys
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from exports import TABLES, width
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

DATA = Path(__file__).resolve().parent / "data"
HEADINGS_AT = 3  # below the title and the units
FONT = "Calibri"
A4 = 9  # the format's number for the paper

TITLES = {  # of the sheets, in full
    "institutions": "医药机构基本信息表",
    "prepayments": "集采药品（耗材）医保基金预付明细表",
    "disbursements": "医保基金预付实际拨付明细表",
    "payables": "医保基金应付医药机构月度明细表",
    "booked": "医保基金预付已抵扣明细表",
    "standards": "接续采购药品医保支付标准表",
    "renewed_drugs": "接续采购中选药品表",
    "dispensing": "接续采购药品费用明细表",
    "contracts": "购销合同登记表",
    "orders": "采购订单明细表",
    "deliveries": "到货验收明细表",
    "supplier_payments": "货款支付明细表",
    "listings": "医用耗材挂网信息表",
    "selected_consumables": "医用耗材中选结果表",
    "renewals": "注册证更新对照表",
    "usage": "医用耗材使用量汇总表",
    "last_year_volumes": "上年约定采购量表",
}
HEAD = PatternFill("solid", fgColor="FFD9E1F2")
LINE = Side(style="thin", color="FF999999")
BOX = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


class Kind(NamedTuple):
    """How a column's cells are formatted, and which spellings are numbers, days or months."""

    number_format: str
    spelt: str = r"(?!)"  # nothing, so everything is text


TEXT = Kind("@")
AMOUNT = Kind("#,##0.00", r"-?[\d,]+(\.\d+)?")
PRICE = Kind("0.00####", r"-?\d+(\.\d+)?")
NUMBER = Kind("General", r"-?\d+(\.\d+)?")
DAY = Kind("yyyy-mm-dd", r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?")
MONTH = Kind('yyyy"年"m"月"', r"(\d{4})-(\d{2})")
EXPONENT = re.compile(r"\d\.\d+E\+\d+")

COLUMNS = {  # the others are text
    AMOUNT: ("预付总额", "拨付金额", "应付金额", "实际抵扣", "费用金额", "付款金额"),
    PRICE: ("支付标准", "中选价格", "单价", "合同单价", "挂网价"),
    NUMBER: (
        *("含量", "装量", "规格", "包装数量", "数量", "约定采购量", "订购数量", "验收数量"),
        *("使用量", "上年约定量"),
    ),
    DAY: (
        *("执行日期", "拨付日期", "费用日期", "签订日期", "下单日期", "验收日期", "付款日期"),
        "更新日期",
    ),
    MONTH: ("拨付月份",),
}
KINDS = {heading: kind for kind, headings in COLUMNS.items() for heading in headings}
AS_TEXT = {("booked", "拨付月份")}  # somebody typed them


def main() -> None:
    """Write the workbook."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "bureau.xlsx"
    book = Workbook()
    cover(book.worksheets[0])
    for name, sheet_title in TABLES.items():
        if (file := DATA / f"{name}.csv").exists():
            with file.open(encoding="utf-8-sig", newline="") as opened:
                headings, *rows = csv.reader(opened)
            fill(book.create_sheet(sheet_title), name, headings, rows)
    draft = BytesIO()
    book.save(draft)
    path.write_bytes(without_times(draft))


def cover(page: Worksheet) -> None:
    """Say first that nothing here is real."""
    page.title = "说明"
    for line in (
        "示例数据",
        "本工作簿中的机构、企业、编码、规格和金额均为虚构，仅用于演示，与真实单位和产品无关。",
        "各表自第3行起为列名；金额单位为元；部分行有意留有错误。",
        "由 data 文件夹中的 CSV 文件生成，列的含义见该文件夹的 README.md。",
    ):
        page.append([line])
    page["A1"].font = Font(name=FONT, bold=True, size=16)
    page.column_dimensions["A"].width = 90


def fill(
    page: Worksheet, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write a table below its title and units, and its totals below it."""
    kinds = [TEXT if (name, it) in AS_TEXT else KINDS.get(it, TEXT) for it in headings]
    last = get_column_letter(len(headings))
    page["A1"] = f"{TITLES[name]}（示例数据）"
    page["A1"].font, page["A1"].alignment = (
        Font(name=FONT, bold=True, size=16),
        Alignment("center", "center"),
    )
    page.merge_cells(f"A1:{last}1")
    page.row_dimensions[1].height = 30
    page["A2"] = "单位：元" if {AMOUNT, PRICE} & {*kinds} else None
    page["A2"].alignment = Alignment("right")
    page.merge_cells(f"A2:{last}2")
    page.append([*headings])
    for cell in page[HEADINGS_AT]:
        cell.font, cell.fill, cell.border = Font(name=FONT, bold=True), HEAD, BOX
        cell.alignment = Alignment("center", "center")
    page.freeze_panes = f"A{HEADINGS_AT + 1}"
    page.print_title_rows = f"1:{HEADINGS_AT}"
    page.page_setup.paperSize, page.page_setup.fitToHeight = A4, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    room = len(headings)
    body = [[*row, *[""] * (room - len(row))] for row in rows if row[0] != "合计"]
    for at, row in enumerate(body, HEADINGS_AT + 1):
        for place, (kind, text) in enumerate(zip(kinds, row, strict=True), 1):
            value, number_format = held(kind, text)
            cell = page.cell(at, place, value)
            cell.number_format, cell.border = number_format, BOX
            if kind in (DAY, MONTH):
                cell.alignment = Alignment("center")
    if AMOUNT in kinds:
        add_totals(page, kinds, len(body))
    for place, column in enumerate(zip(headings, *body, strict=True), 1):
        wide = max(map(width, column))
        page.column_dimensions[get_column_letter(place)].width = wide + 4


def add_totals(page: Worksheet, kinds: Sequence[Kind], rows: int) -> None:
    """Add every column of amounts up; what is text there counts nothing, as spreadsheets do."""
    first, last = HEADINGS_AT + 1, HEADINGS_AT + rows
    at = last + 1
    page.cell(at, 1, "合计")
    for place, kind in enumerate(kinds, 1):
        letter = get_column_letter(place)
        total = f"=SUM({letter}{first}:{letter}{last})" if kind is AMOUNT else None
        cell = page.cell(at, place, total)
        cell.number_format = kind.number_format
        cell.font, cell.border = Font(name=FONT, bold=True), BOX


def held(kind: Kind, text: str) -> tuple[str | int | float | date | None, str]:
    """Give what a cell holds for a spelling, and its number format."""
    if not text:
        return None, kind.number_format
    if EXPONENT.fullmatch(text):  # a spreadsheet took a code for a number, or shows one so
        return float(text), "0.00E+00"
    if not (match := re.fullmatch(kind.spelt, text)):
        return text, TEXT.number_format
    if kind in (DAY, MONTH):
        year, month, *day = map(int, match.groups())
        try:
            return date(year, month, *day or [1]), kind.number_format
        except ValueError:  # no such day
            return text, TEXT.number_format
    figure = text.replace(",", "")
    return float(figure) if "." in figure else int(figure), kind.number_format


def without_times(draft: BytesIO) -> bytes:
    """Pack a workbook without a trace of when it was made: it changes with its data alone."""
    packed = BytesIO()
    with ZipFile(draft) as made, ZipFile(packed, "w") as plain:
        for part in made.infolist():
            content = made.read(part)
            if part.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]{8}Z", b"2027-06-10T00:00:00Z", content)
            entry = ZipInfo(part.filename, (2027, 6, 10, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            plain.writestr(entry, content)
    return packed.getvalue()


if __name__ == "__main__":
    main()
