"""The modules that callers import from, each by how the tests name what is in it."""

from types import ModuleType

import vbp_policy
from vbp_policy import money, notices
from vbp_policy.interop import charts, frames, ics, json, sheets

__all__ = ["MODULES"]

MODULES: dict[str, ModuleType] = {
    "": vbp_policy,
    "charts.": charts,
    "frames.": frames,
    "ics.": ics,
    "json.": json,
    "money.": money,
    "notices.": notices,
    "sheets.": sheets,
}
