"""Spreadsheets: rows from and to .xlsx and CSV as bureaus export them.

`read_rows` reads both; a workbook needs the extra `sheets` (openpyxl). The names in lower case
beside it are readers of cells, each for a `Column`.
"""

from .cells import Cell as Cell
from .cells import amount as amount
from .cells import code as code
from .cells import day as day
from .cells import month as month
from .cells import name as name
from .cells import non_negative_amount as non_negative_amount
from .cells import quantity as quantity
from .cells import unit_price as unit_price
from .cells import whole_number as whole_number
from .columns import Column as Column
from .reading import read_rows as read_rows
from .rows import NO_HEADING as NO_HEADING
from .rows import RefusedCell as RefusedCell
from .rows import Row as Row
from .rows import Rows as Rows
from .rows import SkippedLine as SkippedLine
from .words import fund as fund
from .words import grade as grade
from .words import institution_kind as institution_kind
from .words import one_of as one_of
from .words import yes_no as yes_no
from .workbooks import write_xlsx as write_xlsx

__all__ = [
    "NO_HEADING",
    "Cell",
    "Column",
    "RefusedCell",
    "Row",
    "Rows",
    "SkippedLine",
    "amount",
    "code",
    "day",
    "fund",
    "grade",
    "institution_kind",
    "month",
    "name",
    "non_negative_amount",
    "one_of",
    "quantity",
    "read_rows",
    "unit_price",
    "whole_number",
    "write_xlsx",
    "yes_no",
]
