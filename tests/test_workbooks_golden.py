"""What a workbook of every kind of result looks like, kept to be looked at when it changes.

`python tests/test_workbooks_golden.py` writes every file anew; what differs is then to be reviewed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from test_workbooks import CYCLE, RESIDENT, accounts_of, case_of, written
from test_workbooks_of_purchases import assessed, contract, delivered, report
from vbp_policy import (
    Disbursement,
    Order,
    Reading,
    ReturnClock,
    SupplierPayment,
    contract_progress,
    fund_totals,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    supply_incidents,
)
from vbp_policy.interop.sheets import RefusedCell
from vbp_policy.notices import CHONGQING_2025_25

FOLDER = Path(__file__).parent / "golden" / "workbooks"


def every_kind() -> Iterator[object]:
    """Give a result of every kind that a workbook holds, of two notices and two readings."""
    yield case_of()
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, "1234567.89")
    yield "第一年", schedule
    paid = [
        Disbursement("P1", 600_000, "2025-06-27"),
        Disbursement("P1", "617283.95", "2026-06-12"),
    ]
    yield reconcile(schedule, paid, as_of="2026-06-15")
    yield reconcile(schedule, [], as_of="2025-06-15")
    booked = {"H3-0": {"2026-06": 250}}
    accounts = [
        accounts_of("H2", [5000], [300] * 12, fund=RESIDENT, name="=1+1"),
        accounts_of(
            "H3", [1000, "500.05"], ["300.01"] * 11 + [-5], booked=booked, name="医院" * 40
        ),
    ]
    yield from accounts
    yield from (fund_totals(accounts, by=by) for by in (("fund",), ("district", "grade"), ()))
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    yield accounts_of("H4", [1000], [0, 1], cycle=cycle).ledgers["H4-0"]
    payments = [
        SupplierPayment("D1", 4000, "2025-08-04"),
        SupplierPayment("D1", 6000, "2025-08-05"),
    ]
    yield report([delivered(200), delivered("1.5", "60.123456", reference="D2")], payments)
    yield assessed()
    yield contract_progress(contract("C2"), [], as_of="2025-08-31")
    order = Order("O1", "C1", ordered_on="2025-06-02", quantity=300, unit="支")
    yield from supply_incidents(contract(), [order], [delivered("200.5")], as_of="2025-06-30")
    yield RefusedCell("应付.xlsx", "六月", 12, "应付金额", "\t9,00.1\x00", "accepted: an amount")
    yield RefusedCell("应付.csv", None, 3, "编码", None, "accepted: a code")


def shown(lang: str) -> str:
    """Give every page of the workbook: its setup, its columns, its cells."""
    return "\n".join(line for page in written(every_kind(), lang) for line in lines_of(page))


def lines_of(page: Any) -> Iterator[str]:
    margins = page.page_margins
    yield f"=== {page.title}"
    yield f"frozen {page.freeze_panes}, filter {page.auto_filter.ref}, {page.print_title_rows}"
    yield f"paper {page.page_setup.paperSize} {page.page_setup.orientation}, {margins.left} in"
    yield " | ".join(each.text or "" for each in (page.oddHeader.left, page.oddHeader.center))
    yield f"{page.oddFooter.center.text}"
    for column in page.iter_cols():
        width = page.column_dimensions[column[0].column_letter].width
        looks = dict.fromkeys(map(look, column))
        yield f"{column[0].column_letter} {width:g}: {'; '.join(looks)}"
    for number, row in enumerate(page.iter_rows(), start=1):
        height = page.row_dimensions[number].height
        cells = " | ".join("" if each.value is None else repr(each.value) for each in row)
        yield f"{number} {height or ''}: {cells}"


def look(cell: Any) -> str:
    """Say how a cell looks."""
    at = cell.alignment
    parts = [cell.number_format, at.horizontal, at.vertical, cell.border.left.style]
    parts += ["bold"] if cell.font.bold else []
    parts += ["wrapped"] if at.wrap_text else []
    parts += [f"indent {at.indent:g}"] if at.indent else []
    parts += ["quoted"] if cell.quotePrefix else []
    parts += [cell.fill.fgColor.rgb] if cell.fill.patternType else []
    return " ".join(map(str, parts))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_looks_as_it_did(lang: str) -> None:
    assert shown(lang) == (FOLDER / f"{lang}.txt").read_text("utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in ("zh", "en"):
        (FOLDER / f"{each}.txt").write_text(shown(each), encoding="utf-8")
