"""What is drawn, kept as the drawing's specification, to be looked at when it changes.

`python tests/test_charts_golden.py` writes every file anew; what differs is then to be reviewed,
in the specification and in the picture that it gives.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from invented import INVENTED
from test_charts import CASE, PAYABLES, PREPAYMENT, WHOLE, case_of, empty_window, untyped
from vbp_policy import (
    Cycle,
    DisbursementDay,
    HolidayTable,
    Reading,
    extend,
    offset_prepayment,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.interop.charts import balance, timeline
from vbp_policy.interop.charts.style import ThemeName
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

FOLDER = Path(__file__).parent / "golden" / "charts"
LOOKS: tuple[tuple[str, ThemeName], ...] = (("en", "light"), ("zh", "dark"))


def drawn(lang: str, theme: ThemeName) -> dict[str, Any]:
    """Give every kind of chart, each by its name."""
    notice = CHONGQING_2025_25
    early = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
    moved = procurement_cycle(notice, "2025-05-30", reading=early)
    calendar = HolidayTable("2025-05-01", "2026-05-31", days_off=["2025-11-30", "2025-11-29"])
    extended = extend(notice, CASE.cycle, "2026-11-29", decided_on="2026-05-20")
    invented = case_of(policy=INVENTED, execution_date="2030-03-15", payables={}, total=100)
    whole = offset_prepayment(notice, PREPAYMENT, WHOLE)
    booked: Any = {"2026-06": "98765.40", "2026-09": 100_000}
    shown: dict[str, list[Any]] = {
        "case": [CASE],
        "cleared": [case_of(total=1000)],
        "cycle": [procurement_cycle(CHONGQING_2025_9)],
        "cycle of one's own": [Cycle("2025-05-30", "2028-05-29")],
        "century": [Cycle("2025-05-30", "2125-05-29")],
        "half a year": [prepayment_schedule(notice, Cycle("2025-05-30", "2025-11-29"), 100)],
        "extended": [extended],
        "instalments": [prepayment_schedule(notice, moved, 100, calendar=calendar)],
        "invented": [invented],
        "ledger": [whole],
        "empty window": [empty_window()],
    }
    ledgers = {
        "returned": whole,
        "booked": offset_prepayment(notice, PREPAYMENT, untyped(PAYABLES), booked=booked),
        "unstarted": offset_prepayment(notice, PREPAYMENT, {}),
        "no months": empty_window(),
    }
    charts: dict[str, Any] = {
        name: timeline(*each, lang=lang, theme=theme) for name, each in shown.items()
    }
    charts |= {name: balance(each, lang=lang, theme=theme) for name, each in ledgers.items()}
    return {name: without_defaults(chart.to_dict()) for name, chart in charts.items()}


def without_defaults(chart: dict[str, Any]) -> dict[str, Any]:
    """Leave out what the drawing library says of itself in every chart."""
    view = {"stroke": chart["config"]["view"]["stroke"]}
    return {**chart, "$schema": "", "config": {**chart["config"], "view": view}}


@pytest.mark.parametrize(("lang", "theme"), LOOKS)
def test_what_is_drawn_is_what_was(lang: str, theme: ThemeName) -> None:
    for name, chart in drawn(lang, theme).items():
        assert chart == json.loads((FOLDER / f"{name}.{lang}.json").read_text("utf-8")), name


if __name__ == "__main__":
    for language, look in LOOKS:
        for file, spec in drawn(language, look).items():
            text = json.dumps(spec, ensure_ascii=False, indent=1)
            (FOLDER / f"{file}.{language}.json").write_text(f"{text}\n", encoding="utf-8")
