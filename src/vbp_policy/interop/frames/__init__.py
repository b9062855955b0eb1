"""Whole tables: the two heavy rules on the engine that the caller's table lives on.

Extra `frames` (narwhals). A table is Polars' (eager or lazy), DuckDB's, pandas', PyArrow's or
PySpark's; the same kind comes back, lazy where it was lazy. Inside, every figure is a 64-bit
integer, so each row is to the fen what `reimburse` and `offset_prepayment` give.
"""

from importlib.util import find_spec

from ...foundation.errors import MissingExtraError

if find_spec("narwhals") is None:
    raise MissingExtraError(
        field="frames", value="narwhals", expected="the extra: pip install 'vbp_policy[frames]'"
    )

from .annexes import published_standards as published_standards
from .annexes import selected_products as selected_products
from .guards import RefusedRow as RefusedRow
from .guards import RefusedRows as RefusedRows
from .guards import Separated as Separated
from .months import month_columns as month_columns
from .months import to_long as to_long
from .months import to_wide as to_wide
from .offsets import offset_columns as offset_columns
from .reimbursement import reimburse_columns as reimburse_columns
from .standards import with_standards as with_standards

__all__ = [
    "RefusedRow",
    "RefusedRows",
    "Separated",
    "month_columns",
    "offset_columns",
    "published_standards",
    "reimburse_columns",
    "selected_products",
    "to_long",
    "to_wide",
    "with_standards",
]
