"""Workbooks: every figure to the fen, totals by formula, and nothing that runs or gets lost."""

import enum
import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from importlib import import_module
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import attrs
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import hospital, payables, small_totals
from vbp_policy import (
    Cycle,
    DisbursementDay,
    Fund,
    FundAccounts,
    FundTotal,
    FundTotals,
    Grade,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    MonthEnd,
    OffsetLedger,
    OffsetStatus,
    PolicyError,
    Prepayment,
    Reading,
    ReturnClock,
    ReturnDue,
    fund_totals,
    mainland_china,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets.rows import RefusedCell, Rows
from vbp_policy.interop.sheets.workbooks import write_xlsx
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.policy.terms import DueKind
from vbp_policy.results.explanations.assumptions import in_chinese
from vbp_policy.results.prepayment_cases import PrepaymentCase, prepayment_case
from vbp_policy.results.timetables import Duty, timetable
from vbp_policy.rules.disbursements import Disbursement, reconcile
from vbp_policy.testing import readings

CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
EMPLOYEE, RESIDENT = Fund.EMPLOYEE, Fund.RESIDENT
HOSTILE = (
    '=HYPERLINK("http://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "#N/A",
    "<b>&'\"]]>",
    "一" * 90,
    "12345678901234567890",
)

Page = Any  # a worksheet, or one of openpyxl's other kinds of it
Line = dict[str, Any]


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def written(results: object, lang: Any = "zh") -> Any:
    """Write results, and open the workbook again."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "工作簿.xlsx")
        write_xlsx(path, results, lang=lang)
        return openpyxl.load_workbook(path)


def lines(page: Page) -> list[Line]:
    """Give the lines of a sheet by heading, the total excepted."""
    heads, *rows = page.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows if row[0] not in ("合计", "Total")]


def total_of(page: Page, heading: str) -> Decimal:
    """Work out the formula below a column, as a spreadsheet does: with floats."""
    place = [cell.value for cell in page[1]].index(heading)
    letter = page.cell(1, place + 1).column_letter
    assert page.cell(page.max_row, 1).value in ("合计", "Total")
    formula = page.cell(page.max_row, place + 1).value
    cells = f"{letter}2:{letter}{page.max_row - 1}"
    held = [page.cell(row, place + 1).value or 0 for row in range(2, page.max_row)]
    result = 0.0
    if formula == f"=ROUND(SUBTOTAL(109,{cells}),2)":
        for each in held:
            result += each
    else:
        assert formula == f"=SUMPRODUCT(ROUND({cells}*100,0))/100"
        for each in held:
            result += float(rounded(each * 100, "1"))
        result /= 100
    return rounded(result, "0.01")


def rounded(figure: float, unit: str) -> Decimal:
    """Round as a spreadsheet does: half-up, by the decimal that it shows."""
    return Decimal(f"{figure:.15g}").quantize(Decimal(unit), rounding=ROUND_HALF_UP)


def yuan_in(figure: float | None) -> Decimal | None:
    """Read a cell as money: the float must be the one nearest to so many fen."""
    if figure is None:
        return None
    exact = Decimal(repr(figure)).quantize(Decimal("0.01"))
    assert float(exact) == figure
    return exact


def refusal(results: object, lang: Any = "zh") -> PolicyError:
    """Give the refusal of a workbook; nothing is left behind."""
    with TemporaryDirectory() as folder:
        with pytest.raises(PolicyError) as refused:
            write_xlsx(Path(folder, "a.xlsx"), results, lang=lang)
        assert list(Path(folder).iterdir()) == []
    return refused.value


def accounts_of(
    code: str = "H1",
    prepaid: Sequence[Decimal | int | str] = (1000,),
    flows: Sequence[Decimal | int | str] = (300, 0, "450.01"),
    *,
    cycle: Cycle = CYCLE,
    name: str = "第二人民医院",
    fund: Fund = EMPLOYEE,
    booked: dict[str, dict[str, int]] | None = None,
) -> FundAccounts:
    """One institution's prepayments, its payables from the window's first month on."""
    where = attrs.evolve(hospital(code), name=name)
    window = offset_window(CHONGQING_2025_25, cycle)
    return offset_prepayments(
        CHONGQING_2025_25,
        [Prepayment(f"{code}-{n}", where, fund, each, cycle) for n, each in enumerate(prepaid)],
        {fund: dict(zip(window, flows, strict=False))},
        booked=booked,
    )


names = st.sampled_from(HOSTILE) | st.text(min_size=1, max_size=30).filter(
    lambda text: text == text.strip() and text.isprintable() and "_x" not in text
)


@st.composite
def several_accounts(draw: st.DrawFn) -> list[FundAccounts]:
    count = draw(st.integers(1, 3))
    return [
        accounts_of(
            f"H{number}",
            draw(st.lists(small_totals, min_size=1, max_size=3)),
            draw(st.lists(payables, max_size=12)),
            name=draw(names),
            fund=draw(st.sampled_from(Fund)),
        )
        for number in range(count)
    ]


@settings(max_examples=25)
@given(several_accounts(), st.sampled_from(["zh", "en"]))
def test_every_figure_reads_back_to_the_fen_25_2_3d(given: list[FundAccounts], lang: str) -> None:
    book = written(given, lang)
    zh = lang == "zh"
    ledgers = [ledger for each in given for ledger in each.ledgers.values()]
    page = book["抵扣台账" if zh else "Ledgers"]
    heads: tuple[str, ...] = (
        (
            "机构名称",
            "预付编号",
            "预付金额（元）",
            "已抵扣（元）",
            "未抵扣余额（元）",
            "应退回（元）",
        )
        if zh
        else (
            "Name",
            "Reference",
            "Prepaid (yuan)",
            "Offset (yuan)",
            "Balance (yuan)",
            "Return due (yuan)",
        )
    )
    assert [
        (line[heads[0]], line[heads[1]], *(yuan_in(line[head]) for head in heads[2:]))
        for line in lines(page)
    ] == [
        (
            each.prepayment.institution.name,
            each.prepayment.reference,
            each.prepayment.amount,
            each.offset_total,
            each.balance,
            None if each.return_due is None else each.return_due.amount,
        )
        for each in ledgers
    ]
    totals = fund_totals(given, by=()).total
    figures: tuple[Decimal, ...] = (
        totals.prepaid,
        totals.offset,
        totals.balance,
        totals.return_due,
    )
    assert tuple(total_of(page, head) for head in heads[2:]) == figures

    months = [month for each in given for account in each.accounts for month in account.months]
    if months:
        page = book["基金账户" if zh else "Fund accounts"]
        flows = ("应拨付（元）", "抵扣（元）", "实拨（元）")
        if not zh:
            flows = ("Payable (yuan)", "Offset (yuan)", "Paid out (yuan)")
        assert [[yuan_in(line[head]) for head in flows] for line in lines(page)] == [
            [month.payable, sum(month.offsets.values(), Decimal(0)), month.paid_out]
            for month in months
        ]
        figures = (totals.payable, totals.offset, totals.paid_out)
        assert tuple(total_of(page, head) for head in flows) == figures


@settings(max_examples=25)
@given(several_accounts())
def test_every_entry_reads_back_to_the_fen_25_2_3d(given: list[FundAccounts]) -> None:
    book = written(given)
    expected = [
        (
            ledger.prepayment.reference,
            str(entry.month),
            entry.payable,
            entry.opening_balance,
            entry.offset,
            entry.paid_out,
            entry.closing_balance,
            entry.expected,
        )
        for each in given
        for ledger in each.ledgers.values()
        for entry in ledger.entries
    ]
    heads = (
        "应拨付（元）",
        "期初余额（元）",
        "抵扣（元）",
        "实拨（元）",
        "期末余额（元）",
        "应抵扣（元）",
    )
    found = lines(book["逐月抵扣"]) if expected else []
    assert [
        (line["预付编号"], line["月份"], *(yuan_in(line[head]) for head in heads)) for line in found
    ] == expected
    assert ("逐月抵扣" in book.sheetnames) == bool(expected)
    if expected:
        offset = sum(
            (each.offset_total for it in given for each in it.ledgers.values()), Decimal(0)
        )
        assert total_of(book["逐月抵扣"], "抵扣（元）") == offset


def test_a_ledger_tells_its_whole_story_25_2_3d_and_25_2_3e() -> None:
    accounts = accounts_of(
        prepaid=[1000, 500], flows=[300] * 11 + [-5], booked={"H1-0": {"2026-06": 250}}
    )
    due = accounts.ledgers["H1-1"].return_due
    assert due is None  # 3,295 were payable in all
    short = accounts_of("H2", prepaid=[5000], flows=[300] * 12, fund=RESIDENT)
    book = written([accounts, short])
    first, _, last = lines(book["抵扣台账"])
    assert first["序号"] == 1
    assert (first["机构编码"], first["区县"], first["基金"]) == ("H1", "渝中区", "职工医保基金")
    assert (first["周期首日"].date(), first["周期末日"].date()) == (CYCLE.first_day, CYCLE.last_day)
    assert (first["抵扣首月"], first["抵扣末月"]) == ("2026-06", "2027-05")
    assert (first["状态"], first["应退回（元）"], first["退回起日"]) == ("已抵扣完", None, None)
    assert (last["状态"], last["应退回（元）"]) == ("应退回", 1400)
    assert last["退回起日"].date() == date(2027, 6, 1)
    entry = lines(book["逐月抵扣"])[0]
    assert (entry["已入账"], entry["抵扣（元）"], entry["应抵扣（元）"]) == ("是", 250, 300)
    assert lines(book["逐月抵扣"])[1]["已入账"] == "否"
    assert lines(book["基金账户"])[0]["各笔抵扣"] == "H1-0  250.00\nH1-1  50.00"
    assert lines(book["基金账户"])[-1]["基金"] == "居民医保基金"


def test_a_ledger_that_has_no_months_25_2_3e() -> None:
    """Nothing is booked yet, or the window holds no month at all and everything goes back."""
    prepayment = Prepayment("P1", hospital(), EMPLOYEE, 100, CYCLE)
    unstarted = offset_prepayment(CHONGQING_2025_25, prepayment, {})
    book = written(unstarted)
    assert book.sheetnames == ["抵扣台账", "依据"]
    assert lines(book["抵扣台账"])[0]["状态"] == "未开始"
    basis = attrs.evolve(unstarted.basis, reading=Reading(return_clock=ReturnClock.CYCLE_END))
    due = ReturnDue(100, EMPLOYEE, "2027-05-30", basis=basis)
    gone = OffsetLedger(prepayment, (), (), 0, 100, OffsetStatus.RETURN_DUE, due, basis=basis)
    line = lines(written(gone)["抵扣台账"])[0]
    assert (line["抵扣首月"], line["抵扣末月"], line["应退回（元）"]) == (None, None, 100)


def test_a_schedule_and_what_was_disbursed_25_2_3b_and_25_2_3c() -> None:
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, "1234567.89")
    paid = [
        Disbursement("P1", "600000.00", "2025-06-27"),
        Disbursement("P1", 100_000, "2025-12-11"),
    ]
    equal = prepayment_schedule(CHONGQING_2025_25, CYCLE, "1234567.89")
    book = written([schedule, reconcile(schedule, paid, as_of="2026-01-15"), equal])
    page = book["预付计划"]
    assert [
        (
            int(line["计划"]),
            line["期次"],
            line["比例"],
            yuan_in(line["预付金额（元）"]),
            line["付款方式"],
            line["应付日"].date(),
            line["调整前应付日"].date(),
            line["条款"],
        )
        for line in lines(page)
    ] == [
        (plan, number, 0.5, amount, kind, due, due, clause)
        for plan in (1, 2)
        for number, amount, kind, due, clause in (
            (1, Decimal("617283.95"), "不迟于", date(2025, 6, 30), "25-2.3b"),
            (2, Decimal("617283.94"), "当日", date(2025, 11, 30), "25-2.3c"),
        )
    ]
    assert total_of(page, "预付金额（元）") == 2 * schedule.total
    assert yuan_in(lines(page)[0]["预付总额（元）"]) == schedule.total
    assert page.cell(page.max_row, 5).value is None  # a total that is repeated is not summed
    page = book["对账"]
    assert [
        (
            int(line["对账"]),
            line["预付编号"],
            line["截至日"].date(),
            yuan_in(line["已拨付（元）"]),
            yuan_in(line["尚未拨付（元）"]),
            line["付清日"] and line["付清日"].date(),
            line["逾期天数"],
        )
        for line in lines(page)
    ] == [
        (1, "P1", date(2026, 1, 15), Decimal("617283.95"), 0, date(2025, 12, 11), 164),
        (1, "P1", date(2026, 1, 15), Decimal("82716.05"), Decimal("534567.89"), None, 46),
    ]
    assert total_of(page, "计划金额（元）") == schedule.total
    assert total_of(page, "已拨付（元）") == 700_000
    assert (
        lines(written(reconcile(schedule, [], as_of="2026-01-15"))["对账"])[0]["预付编号"] is None
    )


def test_totals_have_a_sheet_each_25_2_3f() -> None:
    given = [accounts_of(), accounts_of("H2", fund=RESIDENT)]
    by_fund = fund_totals(given, by=("fund", "kind", "grade", "institution"))
    book = written([by_fund, fund_totals(given, by=())])
    assert book.sheetnames == ["汇总", "汇总 2", "依据"]
    first = lines(book["汇总"])[0]
    assert list(first)[:6] == ["序号", "基金", "机构类别", "机构等级", "机构编码", "笔数"]
    assert list(first.values())[:6] == [1, "职工医保基金", "公立", "二级", "H1", 1]
    heads = [head for head in first if head.endswith("（元）")]
    figures = ("prepaid", "payable", "offset", "paid_out", "balance", "return_due")
    for page in (book["汇总"], book["汇总 2"]):
        assert total_of(page, "笔数") == 2
        for head, figure in zip(heads, figures, strict=True):
            assert total_of(page, head) == getattr(by_fund.total, figure)


def test_a_sheet_of_totals_says_by_what_they_are_summed() -> None:
    totals = fund_totals([accounts_of()])
    assert written(totals).sheetnames == ["汇总（区县、基金）", "依据"]
    assert written(totals, lang="en").sheetnames == ["Totals (district, fund)", "Basis"]


def test_schedules_are_numbered_unless_the_caller_names_them() -> None:
    schedule, equal = (prepayment_schedule(CHONGQING_2025_25, CYCLE, 100) for _ in range(2))
    statement = reconcile(schedule, [], as_of="2026-01-15")
    book = written([("=P1 第二人民医院", schedule), equal, ("P1", statement), statement])
    assert [each["计划"] for each in lines(book["预付计划"])][::2] == ["=P1 第二人民医院", "1"]
    assert [each["对账"] for each in lines(book["对账"])][::2] == ["P1", "1"]


@pytest.mark.parametrize("pair", [(1, CYCLE), ("P1", CYCLE, CYCLE), ("P1",)])
def test_what_is_no_pair_of_a_name_and_a_result_is_refused(pair: tuple[object, ...]) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        written([pair])
    assert caught.value.field == "results[0]"


def case_of(code: str = "H1") -> PrepaymentCase:
    return prepayment_case(
        CHONGQING_2025_25,
        hospital(code),
        1_000_000,
        "2025-05-30",
        {"2026-06": 300_000},
        calendar=mainland_china(),
    )


def test_a_cases_schedule_has_the_name_of_its_institution_25_2_3b_and_25_2_3c() -> None:
    second = case_of("H2")
    equal = prepayment_schedule(
        CHONGQING_2025_25, second.cycle, 1_000_000, calendar=mainland_china()
    )
    cases = [case_of(), ("预付2号", second), equal, case_of("H3")]
    page = written(cases)["预付计划"]
    name = second.institution.name
    plans = [f"H1 {name}", "预付2号", "1", f"H3 {name}"]
    assert [each["计划"] for each in lines(page)] == [plan for plan in plans for _ in range(2)]
    assert total_of(page, "预付金额（元）") == 4_000_000  # equal schedules are not the same one


def test_a_case_brings_its_timetable_along() -> None:
    case = case_of()
    book = written(case)
    assert book.sheetnames == ["时间表", "预付计划", "抵扣台账", "逐月抵扣", "依据"]
    assert [
        (line["日期"].date(), line["事项"], line["条款"]) for line in lines(book["时间表"])
    ] == [(each.day, each.name_zh, each.clause.id) for each in case.timetable]
    assert lines(book["时间表"])[0]["责任方"] == "中选企业"
    english = written(timetable(CHONGQING_2025_25, CYCLE), "en")
    assert english.sheetnames == ["Timetable", "Basis"]
    assert lines(english["Timetable"])[0]["Event"] == "the notice takes effect"
    assert "25-2.3f" in {line["名称"] for line in lines(book["依据"])}


def test_the_look() -> None:
    book = written([accounts_of(), prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)])
    assert book.calculation.fullCalcOnLoad
    for page in book:
        assert page.freeze_panes == "A2"
        last = page.max_row - (page["A1"].value == "序号")
        assert page.auto_filter.ref == f"A1:{page.cell(1, page.max_column).column_letter}{last}"
        assert page.print_title_rows == "$1:$1"
        assert page.page_setup.orientation == "landscape"
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.page_setup.fitToHeight == 0
        assert page["A1"].font.bold
        assert page["A1"].alignment.wrap_text
    assert book["抵扣台账"].oddHeader.left.text == "渝医保办〔2025〕25号"
    page = book["预付计划"]
    looks = {cell.value: page.cell(2, cell.column) for cell in page[1]}
    assert looks["预付金额（元）"].number_format == "#,##0.00"
    assert looks["预付金额（元）"].alignment.horizontal == "right"
    assert looks["应付日"].number_format == "yyyy-mm-dd"
    assert looks["应付日"].is_date
    assert looks["比例"].number_format == "0.00####%"
    assert looks["条款"].number_format == "@"
    ledgers = book["抵扣台账"]
    widths = {
        cell.value: ledgers.column_dimensions[cell.column_letter].width for cell in ledgers[1]
    }
    assert widths["机构名称"] >= 2 * len("第二人民医院")
    assert widths["预付金额（元）"] >= len("1,000.00")


def test_long_texts_get_wider_columns_and_higher_rows() -> None:
    narrow, wide, long = (
        written(accounts_of(name=name))["抵扣台账"] for name in ("医院", "医院" * 6, "医院" * 40)
    )
    widths = [page.column_dimensions["C"].width for page in (narrow, wide, long)]
    assert widths == [8, 27, 31]
    heights = [page.row_dimensions[2].height for page in (narrow, wide, long)]
    assert heights == [None, None, 16 * -(-160 // 28)]
    many_lines = RefusedCell("a.csv", None, 1, "列", "\n" * 300, "accepted: one line")
    assert written(many_lines)["未采用的行"].row_dimensions[2].height == 400


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_never_a_formula(name: str) -> None:
    page = written(accounts_of(name=name))["抵扣台账"]
    cell = page["C2"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert cell.quotePrefix == (name[0] in "=+-@＝")


def test_no_formula_but_the_totals() -> None:
    groups = ("=1+1", "\x00", "district" * 20)
    total = fund_totals([accounts_of()], by=()).total
    odd = FundTotals(
        groups,
        (attrs.evolve(total, key=("=2+2", Grade.TERTIARY, None)),),
        total,
        basis=total.basis,
    )
    refused = RefusedCell("=3+3", "@x", 1, "-4", "\t=5+5", "+6", "=7")
    formulas = {
        cell.value
        for page in written([accounts_of(name="=1+1"), odd, refused])
        for row in page.iter_rows()
        for cell in row
        if cell.data_type not in ("s", "n", "d")
    }
    assert formulas
    assert all(re.fullmatch(r"=ROUND\(SUBTOTAL\(109,[A-Z]2:[A-Z]\d\),2\)", it) for it in formulas)
    page = written(odd)["汇总"]
    assert [(page.cell(1, place).value, page.cell(1, place).quotePrefix) for place in (2, 3)] == [
        ("=1+1", True),
        ("\\x00", False),
    ]
    assert page.column_dimensions["D"].width == 67
    assert [cell.value for cell in page[2]][1:4] == ["=2+2", "三级", None]


def test_a_workbook_reads_back_without_its_total(tmp_path: Path) -> None:
    accounts = accounts_of(prepaid=[1000, 500], name="=1+1")
    write_xlsx(tmp_path / "a.xlsx", accounts)
    columns = {
        "name": sheets.Column("机构名称", sheets.name),
        "fund": sheets.Column("基金", sheets.fund),
        "month": sheets.Column("月份", sheets.month),
        "offset": sheets.Column("抵扣（元）", sheets.amount),
    }
    rows = sheets.read_rows(tmp_path / "a.xlsx", columns, sheet="逐月抵扣")
    assert rows.refused == ()
    assert [(row["name"], row["fund"], row["month"], row["offset"]) for row in rows.good] == [
        ("=1+1", EMPLOYEE, entry.month, entry.offset)
        for ledger in accounts.ledgers.values()
        for entry in ledger.entries
    ]
    assert rows.skipped[-1].cells[0] == "合计"


def test_refused_cells() -> None:
    given = [
        RefusedCell(
            "应付.xlsx", "Sheet1", 17, "应付额", "1,23.00", "accepted: an amount", "25-2.3d"
        ),
        RefusedCell("应付.csv", None, 18, "编码", 1.23e17, "accepted: a code"),
        RefusedCell("应付.csv", None, 19, "日期", date(2025, 5, 30), "accepted: a month"),
        RefusedCell("应付.csv", None, 20, "已入账", value=True, reason="accepted: an amount"),
        RefusedCell("应付.csv", None, 21, "编码", None, "accepted: a code"),
    ]
    rows = Rows("应付.csv", None, (), tuple(given), ())
    book = written([rows, given[0]])
    assert book.sheetnames == ["未采用的行", "依据"]
    assert [tuple(line.values()) for line in lines(book["未采用的行"])] == [
        (1, "应付.xlsx", "Sheet1", 17, "应付额", "1,23.00", "accepted: an amount", "25-2.3d"),
        (2, "应付.csv", None, 18, "编码", "1.23e+17", "accepted: a code", None),
        (3, "应付.csv", None, 19, "日期", "2025-05-30", "accepted: a month", None),
        (4, "应付.csv", None, 20, "已入账", "TRUE", "accepted: an amount", None),
        (5, "应付.csv", None, 21, "编码", None, "accepted: a code", None),
        (6, "应付.xlsx", "Sheet1", 17, "应付额", "1,23.00", "accepted: an amount", "25-2.3d"),
    ]
    assert lines(book["依据"])[0]["内容"] == "没有以通知为依据的结果"
    nothing = written(Rows("应付.csv", None, (), (), ()), "en")
    assert nothing.sheetnames == ["Basis"]
    assert lines(nothing["Basis"])[0]["What it says"] == "no result here rests on a notice"


@pytest.mark.parametrize(
    ("found", "held"),
    [
        ("a\x07b\r", "a\\x07b\\r"),
        ("\ud800\ufffe\x85\u2028", "\\ud800\\ufffe\\x85\u2028"),
        ("\t=1\n", "\t=1\n"),
        ("_x0041_", "_x005F_x0041_"),  # as the format spells it: programs show _x0041_
        ("_x41_ _", "_x41_ _"),
        ("𠮷", "𠮷"),
    ],
)
def test_any_text_can_be_held(found: str, held: str) -> None:
    cell = written(RefusedCell("a.csv", None, 1, "列", found, "accepted: nothing"))["未采用的行"][
        "F2"
    ]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (held, "s", found[0] in "\t=")


@pytest.mark.parametrize(("each", "fits"), [("字", 32_767), ("𠮷", 16_383)])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(each: str, fits: int) -> None:
    given = [
        RefusedCell("a.csv", None, number, "列", each * length, "accepted: less")
        for number, length in ((1, fits), (2, fits + 1))
    ]
    whole, cut = (line["值"] for line in lines(written(given)["未采用的行"]))
    assert whole == each * fits
    assert cut.endswith(f"（共 {fits + 1} 个字符，此处截断）")
    assert cut.startswith(each * (fits - 200))
    assert len(cut.encode("utf-16-le")) <= 2 * 32_767
    assert "characters, cut here" in lines(written(given, "en")["Refused"])[1]["Value"]


MOST = Decimal("9999999999999.99")


def test_an_amount_that_a_cell_does_not_hold_is_refused() -> None:
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, MOST)
    page = written(schedule)["预付计划"]
    assert yuan_in(lines(page)[0]["预付总额（元）"]) == MOST
    assert total_of(page, "预付金额（元）") == MOST
    above = prepayment_schedule(CHONGQING_2025_25, CYCLE, MOST + Decimal("0.01"))
    assert refusal([schedule, above]) == InvalidValueError(
        field="results[1]",
        value=above.total,
        expected="an amount below 10000000000000.00 for '预付总额': a cell holds 15 digits",
    )


def test_a_total_that_a_cell_does_not_hold_is_refused() -> None:
    given = [accounts_of(f"H{number}", [MOST], []) for number in range(2)]
    assert refusal(given, "en") == InvalidValueError(
        field="results",
        value=2 * MOST,
        expected="figures below 10000000000000.00 together in 'Prepaid (yuan)' of 'Ledgers': "
        "a cell holds 15 digits",
    )


def totals_with(amounts: Sequence[Decimal]) -> FundTotals:
    """Totals of a line each amount, which is payable and paid out."""
    basis = fund_totals([accounts_of()]).basis

    def row(payable: Decimal, *key: str) -> FundTotal:
        return FundTotal(key, 0, 0, payable, 0, payable, 0, 0, basis=basis)

    rows = tuple(row(each, str(number)) for number, each in enumerate(amounts))
    return FundTotals(("district",), rows, row(sum(amounts, Decimal(0))), basis=basis)


@settings(max_examples=30)
@given(
    st.integers(1, 12).flatmap(
        lambda digits: st.lists(
            st.integers(-(10**digits), 10**digits).map(lambda fen: Decimal(fen).scaleb(-2)),
            min_size=1,
            max_size=60,
        )
    )
)
def test_the_formula_of_a_total_is_the_total(amounts: list[Decimal]) -> None:
    page = written(totals_with(amounts))["汇总（区县）"]
    assert total_of(page, "应拨付（元）") == sum(amounts)


def test_a_total_past_the_floats_sums_whole_fen() -> None:
    """So many figures of such a size that a sum of floats need not be the one that is meant."""
    amounts = [Decimal("789999999999.97"), Decimal("0.01")] * 6
    page = written(totals_with(amounts))["汇总（区县）"]
    assert str(page.cell(page.max_row, 5).value).startswith("=SUMPRODUCT(ROUND(E2:E13*100,0))")
    assert total_of(page, "应拨付（元）") == sum(amounts)
    page = written(totals_with(amounts[:1] * 2))["汇总（区县）"]
    assert str(page.cell(page.max_row, 5).value).startswith("=ROUND(SUBTOTAL(109,E2:E3)")


def test_no_total_carries_a_stale_value(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", accounts_of())
    page: Page = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["抵扣台账"]
    assert page.cell(page.max_row, 1).value == "合计"
    assert page.cell(page.max_row, 11).value is None


@given(readings(disbursement_day=DisbursementDay.UNSHIFTED))
@settings(max_examples=5)
def test_results_of_another_reading_are_not_summed_together(reading: Reading) -> None:
    other = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    given = [
        accounts_of("H1", flows=[]),
        accounts_of("H2", flows=[], cycle=other),
        prepayment_schedule(CHONGQING_2025_25, CYCLE, 1000),
        prepayment_schedule(CHONGQING_2025_25, other, 1000),
    ]
    book = written(given)
    apart = ["", " 2"] if reading != Reading() else [""]
    for title, head in (("预付计划", "预付金额（元）"), ("抵扣台账", "预付金额（元）")):
        pages = [name for name in book.sheetnames if name.startswith(title)]
        assert pages == [title + number for number in apart]
        assert all(total_of(book[name], head) == 2000 / len(apart) for name in pages)


def test_the_sheet_of_bases_names_notice_clauses_reading_and_assumptions() -> None:
    late = Reading(month_end=MonthEnd.FROM_EXECUTION)
    other = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=late)
    renamed = attrs.evolve(CHONGQING_2025_25, number="某医保办〔2030〕1号", title_zh="不是它")
    third = procurement_cycle(renamed, "2025-05-30")
    schedules = [
        prepayment_schedule(policy, cycle, 100)
        for policy, cycle in (
            (CHONGQING_2025_25, CYCLE),
            (CHONGQING_2025_25, other),
            (renamed, third),
        )
    ]
    accounts = accounts_of(prepaid=[100, 50])
    book = written([*schedules, accounts])
    assert [lines(book[name])[0]["依据"] for name in book.sheetnames[:4]] == [1, 2, 3, 4]
    found = lines(book["依据"])
    by_kind = {
        kind: [(line["依据"], line["名称"], line["内容"]) for line in found if line["类别"] == kind]
        for kind in ("通知", "条款", "口径", "假定")
    }
    assert by_kind["通知"] == [
        ("1-2, 4", CHONGQING_2025_25.number, CHONGQING_2025_25.title_zh),
        ("3", renamed.number, None),
    ]
    clauses = [*schedules[0].basis.clauses, *accounts.basis.clauses]
    assert by_kind["条款"] == [
        ("1-3" if number < 3 else "4", clause.id, clause.paraphrase_zh)
        for number, clause in enumerate(clauses)
    ]
    assert found[2]["条款或位置"] == clauses[0].where
    assert found[2]["所涉原文"] == clauses[0].words
    assert len(by_kind["口径"]) == 10
    asked = "采购期第n个月的月末是哪一天"
    assert ("1, 3-4", asked, "该采购月最后一天所在自然月的月底（推荐）") in by_kind["口径"]
    assert ("2", asked, "把执行当月算作第一个月，第n个自然月的月底") in by_kind["口径"]
    assert by_kind["假定"] == [("4", None, in_chinese(it)) for it in accounts.basis.assumptions]
    english = lines(written(schedules[0], "en")["Basis"])
    assert english[0]["What it says"] == CHONGQING_2025_25.title
    assert english[1]["What it says"] == clauses[0].paraphrase
    assert english[4]["What it says"].startswith("on the day before the corresponding day")
    assert english[4]["What it says"].endswith(" (recommended)")


def test_places_of_clauses_are_said_in_chinese() -> None:
    """The preamble of 9号, the closing of 25号, the letter, and a place that is a number."""
    known = {
        each.id: each for notice in (CHONGQING_2025_9, CHONGQING_2025_25) for each in notice.clauses
    }
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)
    clauses = tuple(known[each] for each in ("9-0", "25-4.2", "Y-1", "25-2.3b"))
    cited = attrs.evolve(schedule, basis=attrs.evolve(schedule.basis, clauses=clauses))
    places = {"zh": ["前言", "结尾", "转发通知", "二(三)"]}
    places["en"] = ["preamble", "closing", "forwarding letter", "二(三)"]
    for lang, (sheet, what, clause, place) in {
        "zh": ("依据", "类别", "条款", "条款或位置"),
        "en": ("Basis", "What", "clause", "Clause or place"),
    }.items():
        found = lines(written(cited, lang)[sheet])
        assert [each[place] for each in found if each[what] == clause] == places[lang]


def test_a_changed_notice_has_no_title() -> None:
    """A what-if whose clauses are not the notice's own is not passed off as it."""
    clause = CHONGQING_2025_25.terms.prepayment.total_clause  # type: ignore[union-attr]
    schedule = prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)
    changed = attrs.evolve(
        schedule,
        basis=attrs.evolve(schedule.basis, clauses=(attrs.evolve(clause, paraphrase_zh="改过的"),)),
    )
    assert lines(written(changed)["依据"])[0]["内容"] is None


def test_what_would_count_twice_is_refused() -> None:
    accounts = accounts_of()
    expected = (
        "each prepayment, schedule and delivery, and each month of a fund or contract once: its "
        "figures would count twice (fund accounts bring their ledgers along, a case its schedule, "
        "a monthly report its payments)"
    )
    ledger = accounts.ledgers["H1-0"]
    assert refusal([accounts, ledger]) == InvalidValueError(
        field="results[1]", value=("H1", "H1-0"), expected=expected
    )
    split = offset_prepayments(
        CHONGQING_2025_25,
        [Prepayment("B", hospital(), EMPLOYEE, 1, CYCLE)],
        {EMPLOYEE: {"2026-06": 1}},
    )
    error = refusal([accounts, split])
    assert error.field == "results[1]"
    assert error.value == ("H1", EMPLOYEE, split.accounts[0].months[0].month)
    case = case_of()
    for twice in ([case, case.schedule], [("a", case.schedule), case_of("H2"), ("b", case)]):
        assert refusal(twice) == InvalidValueError(
            field=f"results[{len(twice) - 1}]", value=case.schedule, expected=expected
        )


def test_more_lines_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings and total are lines too; the bound itself is the file format's."""
    home = "vbp_policy.interop.sheets.workbooks.sheets"
    assert import_module(home).MOST_LINES == 2**20
    monkeypatch.setattr(f"{home}.MOST_LINES", 40)
    cell = RefusedCell("a.csv", None, 1, "列", "x", "accepted: y")
    assert written([cell] * 39)["未采用的行"].max_row == 40
    assert refusal([cell] * 40) == InvalidValueError(
        field="results",
        value=40,
        expected="at most 39 lines for '未采用的行'; several workbooks hold more",
    )
    given = [accounts_of(f"H{number}", flows=[]) for number in range(39)]
    assert written(given[:38])["抵扣台账"].max_row == 40
    assert refusal(given).expected.startswith("at most 38 lines")


def test_days_before_the_spreadsheets_time_are_texts() -> None:
    def cycle(first: str) -> Cycle:
        return Cycle(first, "2026-05-29")

    def first_day(first: str) -> Any:
        prepayment = Prepayment("P", hospital(), EMPLOYEE, 1, cycle(first))
        ledger = offset_prepayment(CHONGQING_2025_25, prepayment, {})
        return lines(written(ledger)["抵扣台账"])[0]["周期首日"]

    assert first_day("1900-02-28") == "1900-02-28"
    assert first_day("1900-03-01").date() == date(1900, 3, 1)


KINDS = (
    "Assessment, Event, FundAccounts, FundTotals, MonthlyReport, OffsetLedger, PrepaymentCase, "
    "PrepaymentSchedule, Progress, Reconciliation, RefusedCell, Rows, SupplierPaymentState, "
    "SupplyIncident"
)


@pytest.mark.parametrize(
    ("given", "place", "value"),
    [("text", 0, "text"), (5, 0, 5), ([accounts_of(), None], 1, None), (CYCLE, 0, CYCLE)],
)
def test_what_is_no_result_is_refused(given: object, place: int, value: object) -> None:
    assert refusal(given) == InvalidTypeError(
        field=f"results[{place}]", value=value, expected=f"one of {KINDS}"
    )


def test_no_results_are_refused() -> None:
    assert refusal(iter([])) == InvalidValueError(
        field="results", value=(), expected="at least one result"
    )


def test_another_language_is_refused() -> None:
    assert refusal(accounts_of(), "fr") == InvalidValueError(
        field="lang", value="fr", expected="en or zh"
    )


@pytest.mark.parametrize("path", [None, 5, b"a.xlsx"])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(InvalidTypeError) as refused:
        write_xlsx(untyped(path), accounts_of())
    assert refused.value == InvalidTypeError(
        field="path", value=path, expected="a path ending in .xlsx"
    )


@pytest.mark.parametrize("path", ["", ".xlsx", "a.xls", "a.csv", "a\0.xlsx", "\ud800.xlsx"])
def test_a_path_that_is_no_workbook_is_refused(path: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        write_xlsx(path, accounts_of())
    assert refused.value == InvalidValueError(
        field="path", value=path, expected="a path ending in .xlsx"
    )


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    taken = tmp_path / "taken.xlsx"
    taken.mkdir()
    for path, why in ((tmp_path / "no" / "a.xlsx", "FileNotFoundError"), (taken, "Error")):
        with pytest.raises(InvalidValueError) as refused:
            write_xlsx(path, accounts_of())
        assert refused.value.field == "path"
        assert refused.value.value == str(path.resolve())
        assert refused.value.expected.startswith(
            "a file in a folder that exists and can be written"
        )
        assert refused.value.expected.endswith(f"{why})")
    assert list(tmp_path.iterdir()) == [taken]


@pytest.mark.parametrize("error", [OSError(28, "no space"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file(
    error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("vbp_policy.interop.sheets.workbooks.repacked", fail)
    with pytest.raises((InvalidValueError, KeyboardInterrupt)) as refused:
        write_xlsx(path, accounts_of())
    if isinstance(error, OSError):
        assert refused.value == InvalidValueError(
            field="path",
            value=str(path.resolve()),
            expected="a file in a folder that exists and can be written (OSError)",
        )
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced_whole_with_its_rights_and_through_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.xlsx", tmp_path / "link.XLSX"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_xlsx(str(link), accounts_of())
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert openpyxl.load_workbook(path).sheetnames[0] == "抵扣台账"


def test_the_same_results_give_the_same_bytes(tmp_path: Path) -> None:
    given = [accounts_of(), prepayment_schedule(CHONGQING_2025_25, CYCLE, 100)]
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        write_xlsx(path, given)
    first, second = (path.read_bytes() for path in paths)
    assert first == second
    with ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        parts = b"".join(map(archive.read, archive.namelist()))
    assert b"dcterms" not in parts
    assert b"created" not in parts
    write_xlsx(paths[0], [*given, accounts_of("H2")])
    assert paths[0].read_bytes() != second


def test_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    monkeypatch.delitem(sys.modules, "vbp_policy.interop.sheets.workbooks.pages", raising=False)
    with pytest.raises(MissingExtraError) as refused:
        write_xlsx(tmp_path / "a.xlsx", accounts_of())
    assert refused.value == MissingExtraError(
        field="path", value="openpyxl", expected="the extra: pip install 'vbp_policy[sheets]'"
    )
    assert list(tmp_path.iterdir()) == []


def chosen() -> Iterator[enum.Enum]:
    """Every answer of a reading, and every member that a result can show."""
    for each in Reading.choices():
        yield from each.choices
    for kind in (InstitutionKind, Grade, Fund, DueKind, OffsetStatus, Duty):
        yield from kind


def test_every_choice_has_a_name_in_chinese() -> None:
    words = import_module("vbp_policy.interop.sheets.workbooks.words")
    for member in chosen():
        assert not words.member_in("zh", member).isascii(), member
        assert words.member_in("en", member).isascii(), member
    for each in Reading.choices():
        assert not words.question_in("zh", each.field).replace(" ", "").isascii()
        assert words.question_in("en", each.field) != each.field

    class Unknown(enum.Enum):
        LATER = "later"

    assert words.member_in("zh", Unknown.LATER) == "later"
    assert words.question_in("zh", "later") == "later"
