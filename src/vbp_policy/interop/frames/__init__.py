"""Whole tables: the two heavy rules on the engine that the caller's table lives on.

Extra `frames` (narwhals). A table is Polars' (eager or lazy), DuckDB's, pandas', PyArrow's or
PySpark's; the same kind comes back, lazy where it was lazy. Inside, every figure is a 64-bit
integer, so each row is to the fen what `reimburse` and `offset_prepayment` give.

From the rows of an export to ledgers, and back to rows:

>>> import polars
>>> from vbp_policy import procurement_cycle
>>> from vbp_policy.interop import frames
>>> from vbp_policy.notices import CHONGQING_2025_25 as policy
>>> cycle = procurement_cycle(policy, "2025-05-30")
>>> rows = polars.DataFrame({
...     "hospital": ["H1", "H1", "H2", "H2"],
...     "month": ["2026-06", "2026-07", "2026-06", "2026-07"],
...     "payable": ["300.00", "900.00", "-5.00", "80.00"],
... })
>>> prepaid = polars.DataFrame({"hospital": ["H1", "H2"], "prepaid": ["1000.00", "50.00"]})
>>> wide = frames.to_wide(
...     rows, policy, cycle, institution="hospital", month="month", payable="payable")
>>> ledgers = frames.offset_columns(
...     wide.join(prepaid, on="hospital"), policy, cycle,
...     prepaid="prepaid", payables=frames.month_columns(wide))
>>> offsets = frames.to_long(
...     ledgers, frames.month_columns(ledgers, "offset"), institution="hospital", payable="offset")
>>> for row in offsets.sort("hospital", "month").iter_rows():
...     print(*row)
H1 2026-06 300.00
H1 2026-07 700.00
H2 2026-06 0.00
H2 2026-07 50.00
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
