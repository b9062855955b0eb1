"""The example runs as a user runs it: its figures, its refusals, its exit status."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import east_asian_width

import openpyxl
import pytest

import slow_reimbursement
import vbp_policy
from vbp_policy.interop.sheets import Row, read_rows

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SCRIPT = EXAMPLES / "two_notices.py"
DATA = EXAMPLES / "data"
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder
WORKBOOK = DATA / "bureau.xlsx"
SHEETS = {
    "institutions.csv": "机构",
    "prepayments.csv": "预付",
    "disbursements.csv": "实际拨付",
    "payables.csv": "应付",
    "booked.csv": "已抵扣",
    "standards.csv": "支付标准",
    "renewed_drugs.csv": "接续药品",
    "dispensing.csv": "费用明细",
}
FILES = tuple(SHEETS)

# file, line, column, value, words of the reason
WRONG = (
    ("institutions.csv", 21, "机构编码", "H50010700164", "each only once"),
    ("institutions.csv", 41, "机构类别", "公办", "公立, 军队, 社会办"),
    ("institutions.csv", 44, "机构等级", "评审中", "三级甲等, 三甲, 二级, 一级 or 未定级"),
    ("institutions.csv", 47, "区县", None, "a cell that is not empty"),
    ("prepayments.csv", 10, "机构编码", "P50010300204", "notice addresses (clause 25-1.1)"),
    ("prepayments.csv", 14, "机构编码", "H50010500221", "that is enrolled (clause 25-1.1)"),
    ("prepayments.csv", 19, "机构编码", "H50010600239", "by the insurance (clause 25-2.3f)"),
    ("prepayments.csv", 34, "预付总额", "-520000.00", "above 0.00 (clause 25-2.3a)"),
    ("prepayments.csv", 39, "执行日期", "2025-05-29", "effective date 2025-05-30 (clause 25-1.3a)"),
    ("prepayments.csv", 40, "预付总额", "186万", "a figure such as"),
    ("prepayments.csv", 41, "机构编码", "H50011800221", "a good row in institutions.csv"),
    ("disbursements.csv", 9, "拨付金额", "294060.33元", "a figure such as"),
    ("disbursements.csv", 11, "预付单号", "YF2025-0092", "a good row in prepayments.csv"),
    ("disbursements.csv", 22, "拨付金额", "15738.63", "0.00 was left (clause 25-2.3a)"),
    ("payables.csv", 230, "机构编码", "H5OO10100177", "a good row in institutions.csv"),
    ("payables.csv", 255, "拨付月份", "2027-06", "2026-06 to 2027-05 (clause 25-2.3d)"),
    ("payables.csv", 264, "应付金额", "6.19E+04", "a figure such as"),
    ("payables.csv", 265, "应付金额", "62068.675", "at most 2 places"),
    ("payables.csv", 266, "应付金额", "待核定", "a figure such as"),
    ("payables.csv", 267, "拨付月份", "May-27", "a month such as 2026-06"),
    ("payables.csv", 381, "拨付月份", "2026-10", "each only once"),
    ("payables.csv", 389, "基金", "居民", "prepays this institution (clause 25-2.3f)"),
    *(
        ("payables.csv", line, "机构编码", "H50011800221", "a good row in institutions.csv")
        for line in range(426, 438)  # the months of the institution of an unknown kind
    ),
    (
        "payables.csv",
        448,
        "拨付月份",
        "2027-05",
        "without a gap; missing: 2027-04 (clause 25-2.3d)",
    ),
    ("booked.csv", 11, "预付单号", "YF2025-0099", "a good row in prepayments.csv"),
    ("booked.csv", 20, "实际抵扣", None, "a cell that is not empty"),
    ("booked.csv", 22, "实际抵扣", "202095.73", "from 0.00 to 182095.73, the lesser of balance"),
    ("standards.csv", 16, "药品编码", "86999900300073", "each only once"),
    ("standards.csv", 38, "支付标准", "待定", "a figure such as"),
    ("renewed_drugs.csv", 23, "药品编码", "86999900600121", "each only once"),
    ("renewed_drugs.csv", 26, "包装数量", "28片", "a figure such as"),
    ("dispensing.csv", 2, "费用日期", "2025-03-06", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
    ("dispensing.csv", 19, "数量", "-4", "at this price: 0 left"),  # of the line before the period
    ("dispensing.csv", 26, "药品编码", "86999955000031", "a listed code (clause 9-3.3a)"),
    ("dispensing.csv", 43, "机构编码", "H5OO10100177", "a good row in institutions.csv"),
    ("dispensing.csv", 59, "药品编码", "86999900300073", "no row in standards.csv was refused"),
    ("dispensing.csv", 77, "机构编码", "H50010600239", "designated by the insurance"),
    ("dispensing.csv", 94, "药品编码", "8.69999E+13", "a code as text, or as a whole number"),
    ("dispensing.csv", 122, "单价", "9.75元", "a figure such as"),
    ("dispensing.csv", 142, "药品编码", "C10999900100000000217", "a listed code (clause 9-3.3a)"),
    ("dispensing.csv", 147, "费用日期", "6月18日", "a day such as 2025-05-30"),
    ("dispensing.csv", 168, "数量", "0", "a quantity other than 0"),
    ("dispensing.csv", 194, "药品编码", "86999900800122", "no row in standards.csv was refused"),
    ("dispensing.csv", 219, "数量", "2盒", "a figure such as"),
    ("dispensing.csv", 234, "单价", "0.00", "a unit price above 0"),
    ("dispensing.csv", 258, "费用金额", None, "a cell that is not empty"),
    ("dispensing.csv", 283, "药品编码", "86999900300073", "no row in standards.csv was refused"),
    ("dispensing.csv", 307, "数量", "-20", "at this price: 2 left"),
    ("dispensing.csv", 325, "数量", "-10", "at this price: 0 left"),  # returned at another price
    ("dispensing.csv", 348, "费用金额", "9.945", "an amount of at most 2 places"),
    ("dispensing.csv", 368, "费用日期", "2025-11-31", "a day such as 2025-05-30"),
    ("dispensing.csv", 420, "费用日期", "2026-01-01", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
    ("dispensing.csv", 421, "费用日期", "2026-01-04", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
)
LEFT_OUT = {
    "P50010300204": "outside",
    "H50010500221": "not enrolled",
    "H50010600239": "not designated",
    "H50010700164": "its code twice",
    "H50010100190": "a month outside",
    "H50010100216": "amounts from a spreadsheet",
    "H50010100269": "disbursed twice",
    "H50010200136": "booked above payable",
    "H50010200206": "prepaid below zero",
    "H50011800137": "a month twice",
    "H50011800186": "executed too early",
    "H50011800216": "万 for its zeros",
    "H50023500151": "a gap",
    "H50023500236": "no prepayment",
    "H50011800221": "an unknown kind",
    "H50023500198": "an unknown grade",
    "H50023500259": "a cell short",
    "H5OO10100177": "in no list",
}


def run(
    *arguments: Path, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **(environment or {})},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def section(output: str, title: str) -> list[str]:
    """Give the lines below a heading, up to the next one."""
    (found,) = [part for part in output.split("\n=== ") if title in part.partition("\n")[0]]
    return found.splitlines()[1:]


def cells(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


def ledger(output: str, reference: str) -> list[list[str]]:
    """Give the months of a ledger that is printed in full: their cells without the last column."""
    lines = section(output, "3 How it is offset")
    start = next(at for at, line in enumerate(lines) if line.startswith(f"{reference} "))
    months: list[list[str]] = []
    for line in lines[start + 3 :]:
        if not re.match(r"\d{4}-\d{2} ", line):
            break
        months.append(cells(line))
    return months


def rows(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened, restval=""))


def good_rows(file: str) -> list[dict[str, str]]:
    wrong = {line for each, line, *_ in WRONG if each == file}
    return [row for line, row in enumerate(rows(DATA, file), 2) if line not in wrong]


def copied(folder: Path, dropped: set[tuple[str, int]]) -> None:
    """Copy the data without these lines; each row is a line of its own."""
    for path in DATA.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [line for at, line in enumerate(lines, 1) if (path.name, at) not in dropped]
        (folder / path.name).write_bytes(b"".join(kept))


@pytest.fixture(scope="module")
def output() -> str:
    done = run()
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


@pytest.fixture(scope="module")
def clean(output: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data without the rows that are wrong."""
    folder = tmp_path_factory.mktemp("clean")
    copied(folder, {(file, int(line)) for file, line, *_ in refused(output)})
    return folder


@pytest.fixture(scope="module")
def clean_output(clean: Path) -> str:
    done = run(clean)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_says_first_that_the_data_are_illustrative(output: str) -> None:
    assert output.startswith("ILLUSTRATIVE DATA: ")
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    assert "illustrative" in readme
    for file in FILES:
        with (DATA / file).open(encoding="utf-8-sig", newline="") as opened:
            assert all(f"| {heading} |" in readme for heading in next(csv.reader(opened)))


def test_the_files_are_as_a_bureau_exports_them() -> None:
    for file in FILES:
        assert (DATA / file).read_bytes().startswith(b"\xef\xbb\xbf")
    institutions = rows(DATA, "institutions.csv")
    assert len(institutions) >= 40
    for heading, words in (
        ("机构类别", {"公立", "军队", "社会办", "零售药店", "民营医院"}),
        ("机构等级", {"三级", "二级", "一级", "未定级", "三级甲等", "三甲"}),
    ):
        assert words < {each[heading] for each in institutions}
    months = {each["拨付月份"] for each in rows(DATA, "payables.csv")}
    assert {f"2026-{month:02d}" for month in range(6, 13)} <= months
    assert {f"2027-{month:02d}" for month in range(1, 6)} <= months
    annex = rows(DATA, "renewed_drugs.csv")
    assert len(annex) >= 30
    assert 8 <= len({each["品种"] for each in annex}) <= 10
    days = [each["费用日期"] for each in rows(DATA, "dispensing.csv")]
    assert len(days) >= 400
    assert {"2025-03-06", "2025-03-07", "2025-12-31", "2026-01-01"} <= set(days)


N25, N9 = "渝医保办〔2025〕25号", "渝医保办〔2025〕9号"


@pytest.mark.parametrize(
    ("notice", "title", "clauses"),
    [
        (N25, "1 What is prepaid when", "25-1.3a 25-2.3a 25-2.3b 25-2.3c 25-2.3f"),
        (N25, "2 What was really disbursed", "25-2.3b 25-2.3c"),
        (N25, "3 How it is offset", "25-2.3d 25-2.3e 25-2.3f"),
        (N25, "4 Totals", "25-2.3d 25-2.3e 25-2.3f"),
        (N25, "5 What must go back", "25-2.3e 25-2.3f"),
        (N25, "6 Who is left out", "25-1.1 25-2.3f"),
        (N9, "1 What the insurance pays at most", "9-1.2 9-2.1 9-3.3a"),
        (N9, "2 What of a charge is within it", "9-3.3b 9-3.3c"),
        (N9, "3 Sums", "9-3.3b 9-3.3c"),
        (N9, "4 Billed amounts that differ", "9-3.3b"),
        (N9, "5 What fund and patient pay", "9-3.3c"),
        (N9, "6 What the annex gives", "9-1.2 9-3.3a"),
        (N9, "7 What a pack that the firm adds", "9-3.1b"),
    ],
)
def test_every_section_names_the_notice_and_its_clauses(
    output: str, notice: str, title: str, clauses: str
) -> None:
    assert f"\n=== {notice}: {title}" in output
    cited = section(output, title)[0]
    assert re.findall(r"((?:25|9)-\S+) [一二三]", cited) == clauses.split()


def test_25_2_3b_25_2_3c_the_golden_schedule(output: str) -> None:
    (line,) = [
        each for each in section(output, "1 What is prepaid") if each.startswith("YF2025-0001 ")
    ]
    assert cells(line)[1:] == [
        "H50010300108 嘉岚中心医院",
        "职工",
        "2025-05-30 to 2026-05-29",
        "1,234,567.89",
        "617,283.95",
        "by 2025-06-30",
        "617,283.94",
        "at 2025-11-30",
    ]


def disbursed() -> dict[str, list[tuple[date, int]]]:
    """Give what was disbursed by reference, in the order of its days: day and fen."""
    paid: dict[str, list[tuple[date, int]]] = {}
    for row in good_rows("disbursements.csv"):
        day, fen = date.fromisoformat(row["拨付日期"]), int(Decimal(row["拨付金额"]) * 100)
        paid.setdefault(row["预付单号"], []).append((day, fen))
    return {reference: sorted(paid[reference]) for reference in sorted(paid)}


BEFORE_OFFSET = date(2026, 5, 31)  # of the cycles that start until 2025-06-01
DUE = {
    "2025-05-30": (date(2025, 6, 30), date(2025, 11, 30)),
    "2025-06-01": (date(2025, 7, 31), date(2025, 11, 30)),
}


def test_25_2_3b_25_2_3c_every_reconciliation_is_the_plain_loop_over_its_rows(output: str) -> None:
    plans = {row["预付单号"]: row for row in good_rows("prepayments.csv")}
    in_doubt = {"YF2025-0026", "YF2025-0028"}
    expected: list[list[str]] = []
    for reference, payments in disbursed().items():
        plan = plans[reference]
        total = int(Decimal(plan["预付总额"]) * 100)
        halves = [(total + 1) // 2, total // 2]
        left, filled_on = list(halves), ["", ""]
        late = [(BEFORE_OFFSET - due).days for due in DUE[plan["执行日期"]]]
        for day, fen in payments:
            paid = fen if day <= BEFORE_OFFSET else 0
            for at in (0, 1):
                taken = min(paid, left[at])
                left[at], paid = left[at] - taken, paid - taken
                if taken and not left[at]:
                    filled_on[at] = str(day)
                    late[at] = max(0, (day - DUE[plan["执行日期"]][at]).days)
        if reference not in in_doubt:
            for at, due in enumerate(DUE[plan["执行日期"]]):
                figures = [halves[at], halves[at] - left[at], left[at]]
                said = [str(due), *(yuan(Fraction(each, 100)) for each in figures), filled_on[at]]
                expected.append([reference, str(at + 1), *said, str(late[at])])
    lines = section(output, "2 What was really disbursed")
    printed = [cells(line) for line in lines if line.endswith("  2026-05-31")]
    for each in printed:
        if len(each) == 9:  # never filled
            each.insert(7, "")
    assert [[each[0], *each[2:9]] for each in printed] == expected
    assert len(expected) == 16
    assert {each[-1] for each in expected} == {"0", "1", "8", "19", "182"}
    assert ["YF2025-0010", "2026-06-12", "265,639.30"] in map(cells, lines)


def test_25_2_3d_the_golden_offsets(output: str) -> None:
    months = ledger(output, "YF2025-0002")
    assert [month[0] for month in months] == [
        *(f"2026-{month:02d}" for month in range(6, 13)),
        *(f"2027-{month:02d}" for month in range(1, 6)),
    ]
    assert [month[1:6] for month in months[:5]] == [
        ["300,000.00", "1,000,000.00", "300,000.00", "0.00", "700,000.00"],
        ["0.00", "700,000.00", "0.00", "0.00", "700,000.00"],
        ["450,000.01", "700,000.00", "450,000.01", "0.00", "249,999.99"],
        ["900,000.00", "249,999.99", "249,999.99", "650,000.01", "0.00"],
        ["945,155.72", "0.00", "0.00", "945,155.72", "0.00"],
    ]
    assert "\nprepaid 1,000,000.00; cleared in 2026-09\n" in output


def test_25_2_3d_booked_months_stand_and_a_recovery_offsets_nothing(output: str) -> None:
    months = ledger(output, "YF2025-0005")
    assert [month[6:] for month in months[:4]] == [
        ["booked"],
        ["booked; the rule gives 45,907.32"],
        ["booked"],
        [],
    ]
    assert months[1][3:6] == ["35,907.32", "10,000.00", "764,397.19"]
    assert months[4] == ["2026-10", "-23,415.60", "689,480.90", "0.00", "-23,415.60", "689,480.90"]


def test_25_2_3d_the_younger_prepayment_takes_what_the_older_leaves(output: str) -> None:
    older, younger = ledger(output, "YF2025-0003"), ledger(output, "YF2025-0004")
    assert [month[0] for month in younger] == [month[0] for month in older[1:]]
    assert [month[1] for month in younger] == [month[4] for month in older[1:]]
    assert younger[4] == [
        "2026-11",
        "87,887.10",
        "1,268,000.50",
        "87,887.10",
        "0.00",
        "1,180,113.40",
    ]
    assert "\nprepaid 1,268,000.50; offsetting, window 2026-07 to 2027-06\n" in output


def test_25_2_3d_every_ledger_is_the_plain_loop_over_its_rows(output: str) -> None:
    payable: dict[str, dict[str, Decimal]] = {}
    for row in good_rows("payables.csv"):
        payable.setdefault(row["机构编码"], {})[row["拨付月份"]] = Decimal(row["应付金额"])
    booked = {
        (row["预付单号"], row["拨付月份"]): Decimal(row["实际抵扣"])
        for row in good_rows("booked.csv")
    }
    paid = disbursed()
    expected: dict[str, tuple[str, ...]] = {}
    for row in rows(DATA, "prepayments.csv"):
        code, reference = row["机构编码"], row["预付单号"]
        if code not in LEFT_OUT and reference not in ("YF2025-0003", "YF2025-0004"):
            prepaid = Decimal(row["预付总额"].replace(",", ""))
            if reference in paid:
                held = sum(fen for day, fen in paid[reference] if day <= BEFORE_OFFSET)
                prepaid = Decimal(held) / 100
            balance = prepaid
            for month, due in sorted(payable[code].items()):
                balance -= booked.get((reference, month), min(balance, max(due, Decimal(0))))
            figures = (prepaid, prepaid - balance, balance)
            expected[reference] = tuple(f"{each:,.2f}" for each in figures)
    lines = section(output, "3 How it is offset")
    others = lines[next(n for n, each in enumerate(lines) if "a line each" in each) :]
    printed = {
        each[0]: tuple(each[3:6]) for each in map(cells, others) if each[0].startswith("YF2025-")
    }
    assert len(printed) == 24
    assert printed == {reference: expected[reference] for reference in printed}
    full = ("YF2025-0001", "YF2025-0002", "YF2025-0005")
    assert [ledger(output, each)[-1][5] for each in full] == [expected[each][2] for each in full]
    assert set(expected) == {*printed, *full}


def amounts(line: str) -> list[Decimal]:
    return [Decimal(each.replace(",", "")) for each in re.findall(r"-?[\d,]+\.\d\d", line)]


def test_totals_by_district_and_fund_add_up(output: str) -> None:
    lines = [each for each in section(output, "4 Totals") if re.search(r" (职工|居民|all) ", each)]
    by_district = [each for each in lines if not each.startswith("all")]
    by_fund = [each for each in lines if re.match("all +(职工|居民)", each)]
    (total,) = [each for each in lines if re.match("all +all", each)]
    assert len(by_district) == 16
    assert len(by_fund) == 2
    for part in (by_district, by_fund):
        summed = [sum(column) for column in zip(*map(amounts, part), strict=True)]
        assert summed == amounts(total)
        assert sum(int(cells(each)[2]) for each in part) == int(cells(total)[2]) == 29
    for line in lines:
        prepaid, offset, balance, goes_back, payable, paid_out = amounts(line)
        assert prepaid == offset + balance
        assert payable == offset + paid_out
        assert goes_back <= balance


CHECKS = {
    "1 What is prepaid when": 1,
    "2 What was really disbursed": 2,
    "4 Totals": 4,
    "6 Who is left out": 3,
    "2 What of a charge": 3,
    "3 Sums": 10,
    "5 What fund and patient pay": 1,
}


def test_every_check_is_printed_and_reconciles(output: str) -> None:
    lines = output.splitlines()
    for title, number in CHECKS.items():
        assert sum(line.startswith("check: ") for line in section(output, title)) == number
    for line in [each for each in lines if each.startswith("check: ")]:
        whole, *parts, difference = amounts(line)
        assert whole == sum(parts)
        assert difference == 0
        assert line.endswith("; difference 0.00")


def test_25_2_3e_what_is_left_goes_back_from_june_2027(output: str) -> None:
    lines = section(output, "5 What must go back")
    table = [each for each in map(cells, lines) if each[0].startswith("YF2025-")]
    assert {tuple(each[4:]) for each in table} == {("2027-06-01", "25-2.3d, 25-2.3e")}
    assert table[0][1:4] == ["H50023500139 栖云人民医院", "职工", "383,517.26"]
    assert "YF2025-0004" not in {each[0] for each in table}  # its window ends a month later
    sums: dict[str, Decimal] = {}
    for each in table:
        sums[each[2]] = sums.get(each[2], Decimal(0)) + amounts(each[3])[0]
    for fund, returned in sums.items():
        assert f"to {fund}: {returned:,.2f}" in lines
    (total,) = [each for each in section(output, "4 Totals") if re.match("all +all", each)]
    assert sum(sums.values()) == amounts(total)[3]


def refused(output: str) -> list[list[str]]:
    lines = section(output, "Rows read, and rows refused")
    start = next(at for at, line in enumerate(lines) if cells(line)[-1] == "reason")
    table = lines[start + 1 : lines.index("", start)]
    return [re.split(r"\s{2,}", line, maxsplit=4)[:5] for line in table]


def test_every_wrong_row_is_reported_and_no_other(output: str) -> None:
    reported = [each for each in refused(output) if each[0] in FILES]
    assert [each[:4] for each in reported] == [
        [file, str(line), column, repr(value)] for file, line, column, value, _ in WRONG
    ]
    for each, (*_, reason) in zip(reported, WRONG, strict=True):
        assert each[4].startswith("accepted: ")
        assert reason in each[4]


def test_rows_read_are_the_good_and_the_refused(output: str) -> None:
    wrong = Counter(file for file, *_ in WRONG)
    lines = section(output, "Rows read, and rows refused")
    table = [cells(line) for line in lines[2 : lines.index("", 2)]]
    counts = {each[0]: list(map(int, each[1:4])) for each in table}
    for file in FILES:
        read = sum(row != TOTALS for row in rows(DATA, file))
        assert counts[file] == [read, read - wrong[file], wrong[file]]
    total = counts.pop("all")
    assert total == [sum(column) for column in zip(*counts.values(), strict=True)]
    assert output.endswith(f"\n{total[2]} rows refused; exit status 1\n")
    (dispensing,) = [each for each in table if each[0] == "dispensing.csv"]
    assert dispensing[4] == "1 the headings, 1 a total"


TOTALS = rows(DATA, "dispensing.csv")[-1]


def test_no_institution_is_dropped_silently(output: str) -> None:
    lines = section(output, "6 Who is left out")[3:]
    listed = {cells(each)[0]: cells(each)[1:] for each in lines[: lines.index("")]}
    assert list(listed) == list(LEFT_OUT)
    assert listed["H50010100216"] == [
        "峡云中医院",
        "294,060.33",
        "504,312.75",
        "87,962.30",
        "rows refused: 6, the first in disbursements.csv, line 9",
    ]
    assert listed["H50010200136"][1:4] == ["1,310,555.88", "2,176,199.42", "195,522.49"]
    assert listed["H50023500236"][4] == "no row in prepayments.csv"
    with_ledger = set(re.findall(r"(?m)^YF\S+ +(\S+)", "\n".join(section(output, "3 How"))))
    assert with_ledger.isdisjoint(LEFT_OUT)
    every = {each["机构编码"] for each in rows(DATA, "institutions.csv")}
    assert with_ledger | set(LEFT_OUT) == every | {"H5OO10100177"}


# 9号


class Dispensed(NamedTuple):
    """A good line, split by the plain loop."""

    number: int
    row: dict[str, str]
    institution: str
    variety: str
    standard: Fraction
    split: slow_reimbursement.Line

    @property
    def figures(self) -> tuple[Fraction, ...]:
        it = self.split
        assert it.billing_difference is not None
        return (it.charge, it.within_standard, it.over_standard, it.billing_difference)


@pytest.fixture(scope="module")
def dispensed() -> list[Dispensed]:
    """Split every good line by a look-up in the published rows."""
    standards = {
        row["药品编码"]: (row["品种"], Fraction(row["支付标准"]))
        for row in good_rows("standards.csv")
    }
    names = {row["机构编码"]: row["机构名称"] for row in reversed(rows(DATA, "institutions.csv"))}
    wrong = {line for file, line, *_ in WRONG if file == "dispensing.csv"}
    lines: list[Dispensed] = []
    for number, row in enumerate(rows(DATA, "dispensing.csv"), 2):
        if number not in wrong and row != TOTALS:
            row["费用日期"] = DAYS.get(row["费用日期"], row["费用日期"])
            variety, standard = standards[row["药品编码"]]
            price, quantity, billed = (Fraction(row[each]) for each in ("单价", "数量", "费用金额"))
            split = slow_reimbursement.line(standard, price, quantity, COVERAGE, billed)
            institution = f"{row['机构编码']} {names[row['机构编码']]}"
            lines.append(Dispensed(number, row, institution, variety, standard, split))
    return lines


DAYS = {"2025/3/22": "2025-03-22", "2025年4月17日": "2025-04-17"}
COVERAGE = (Fraction(1, 10), Fraction(7, 10))


def yuan(amount: Fraction) -> str:
    return f"{Decimal(int(amount * 100)) / 100:,.2f}"


def summed(lines: Iterable[Dispensed]) -> list[str]:
    return [yuan(sum(each, Fraction())) for each in zip(*(it.figures for it in lines), strict=True)]


def test_9_1_2_the_published_standards_are_printed_but_those_in_doubt(output: str) -> None:
    printed = [
        cells(line) for line in section(output, "1 What the insurance") if line.startswith("8699")
    ]
    given = [list(row.values()) for row in rows(DATA, "standards.csv")]
    in_doubt = {"86999900300073", "86999900800122"}  # twice with different standards; 待定
    assert printed == [row for row in given if row[0] not in in_doubt]
    assert len(printed) == 41


def test_9_2_1_the_period_and_what_is_assumed_of_it(output: str) -> None:
    lines = section(output, "1 What the insurance")
    assert "in force: 2025-03-07 to 2025-12-31" in lines
    assert sum("no start is stated" in line for line in lines) == 1


def test_9_3_3b_9_3_3c_the_first_lines_are_split_as_the_plain_loop_does(
    output: str, dispensed: list[Dispensed]
) -> None:
    expected = [
        [
            it.row["费用日期"],
            it.institution,
            it.row["药品编码"],
            it.variety,
            *(it.row["单价"], f"{Decimal(float(it.standard)):.4f}", it.row["数量"]),
            *map(yuan, it.figures[:3]),
        ]
        for it in dispensed
    ]
    lines = section(output, "2 What of a charge")
    assert f"The first 20 of {len(dispensed)} lines; a negative quantity is a return." in lines
    printed = [cells(line) for line in lines if line.startswith("2025-")]
    assert len(printed) == 20
    for each in printed:
        each[5] = f"{Decimal(each[5]):.4f}"
        assert each in expected
    assert [each[0] for each in printed] == sorted(each[0] for each in expected)[:20]


def test_9_3_3c_a_golden_line_and_its_return(output: str) -> None:
    lines = section(output, "2 What of a charge")
    sold, back = ([*cells(line)[5:]] for line in lines if "86999900300111" in line)
    assert sold == ["16.80", "3", "295.38", "50.40", "244.98"]
    assert back == ["16.80", "-3", "-295.38", "-50.40", "-244.98"]


def test_lines_returned_whole_come_to_nothing_with_their_returns(
    output: str, dispensed: list[Dispensed]
) -> None:
    def key(it: Dispensed, *, turned: bool) -> tuple[str, ...]:
        quantity = it.row["数量"].removeprefix("-") if turned else it.row["数量"]
        return (it.institution, it.row["药品编码"], it.row["单价"], quantity)

    returns = [it for it in dispensed if it.row["数量"].startswith("-")]
    sold = [key(it, turned=False) for it in dispensed]
    whole = [it for it in returns if key(it, turned=True) in sold]
    lines = section(output, "2 What of a charge")
    assert f"Returns of a whole line: 22; of a part of one: {len(returns) - 22}" in lines
    assert len(whole) == 22
    assert len(returns) > 22
    checks = [line for line in lines if line.startswith("check: ")]
    assert [amounts(line)[2] for line in checks] == [
        Decimal(each.replace(",", "")) for each in summed(whole)[:3]
    ]
    assert all(amounts(line)[0] == 0 for line in checks)


def test_9_3_3b_9_3_3c_sums_are_the_plain_loop_over_the_lines(
    output: str, dispensed: list[Dispensed]
) -> None:
    by_variety: dict[str, list[Dispensed]] = {}
    by_institution: dict[str, list[Dispensed]] = {}
    for it in dispensed:
        by_variety.setdefault(it.variety, []).append(it)
        by_institution.setdefault(it.institution, []).append(it)
    everything = ["all", str(len(dispensed)), *summed(dispensed)]
    expected = [
        row
        for groups in (by_variety, by_institution)
        for row in (
            *([name, str(len(groups[name])), *summed(groups[name])] for name in sorted(groups)),
            everything,
        )
    ]
    printed = [cells(line) for line in section(output, "3 Sums")[2:] if "check" not in line]
    assert [row for row in printed if len(row) == 6 and row[1] != "lines"] == expected
    assert len(by_variety) == 10
    assert len(by_institution) == 41


def test_9_3_3b_every_billed_amount_that_differs_is_listed(
    output: str, dispensed: list[Dispensed]
) -> None:
    expected = [
        ["dispensing.csv", str(it.number), it.row["费用日期"], it.institution]
        + [it.row[each] for each in ("药品编码", "单价", "数量")]
        + [yuan(it.split.charge), it.row["费用金额"], yuan(it.figures[3])]
        for it in dispensed
        if it.split.billing_difference
    ]
    lines = section(output, "4 Billed amounts")
    assert [cells(line) for line in lines if line.startswith("dispensing.csv")] == expected
    apart = {each[-1] for each in expected}
    assert len(expected) == 9
    assert {"-0.01", "0.03", "24.40"} <= apart  # a fen, and a return without its minus


def test_9_3_3c_fund_and_patient_pay_the_charge_between_them(
    output: str, dispensed: list[Dispensed]
) -> None:
    lines = section(output, "5 What fund and patient pay")
    assert sum(line.startswith("ILLUSTRATIVE: ") for line in lines) == 1
    expected: list[list[str]] = []
    for name in ("H50010300155 驻军西岭医院", "H50010600198 驻军松林医院"):
        own = [it.split for it in dispensed if it.institution == name]
        figures = [
            *(it.charge for it in own),
            *(it.within_standard for it in own),
            *(it.self_pay_first or Fraction() for it in own),
            *(it.fund_pays or Fraction() for it in own),
            *(it.patient_pays or Fraction() for it in own),
        ]
        parts = [figures[at : at + len(own)] for at in range(0, len(figures), len(own))]
        expected.append([name, *(yuan(sum(part, Fraction())) for part in parts)])
    assert [cells(line) for line in lines if line.startswith("H5")] == expected


def in_pack(row: dict[str, str], target: dict[str, str]) -> Decimal:
    """Give a price in another pack, to sixty digits."""
    price = Decimal(row["中选价格"])
    for base, column in (("1.7", "含量"), ("1.9", "装量"), ("1.95", "包装数量")):
        if row[column] != target[column]:
            doublings = (Decimal(target[column]) / Decimal(row[column])).ln() / Decimal(2).ln()
            price *= (Decimal(base).ln() * doublings).exp()
    return price


def highest(selected: list[dict[str, str]], target: dict[str, str]) -> tuple[Decimal, str]:
    """Give the highest selected price in the target's pack, and the code of what sets it."""
    with localcontext(prec=60):
        price, at = max((in_pack(row, target), -at) for at, row in enumerate(selected))
        setter = selected[-at]
        if price != Decimal(setter["中选价格"]):  # converted, so rounded
            price = price.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
        return price, setter["药品编码"]


def standards_of(folder: Path, left_out: Sequence[str]) -> dict[str, tuple[Decimal, str]]:
    """Give the annex's standard of each code, and what sets it."""
    annex = [row for row in rows(folder, "renewed_drugs.csv") if row["品种"] not in left_out]
    return {
        row["药品编码"]: highest([each for each in annex if each["品种"] == row["品种"]], row)
        for row in annex
    }


IN_DOUBT = ("氨氯地平", "恩替卡韦", "孟鲁司特")  # refused rows; forms without a common measure


def test_9_3_3a_the_annex_gives_the_highest_selected_price_of_the_same_variety(
    output: str,
) -> None:
    lines = section(output, "6 What the annex gives")
    assert "TAKEN FROM SECONDARY SOURCES" in "\n".join(lines[:6])
    table = lines[6 : lines.index("", 6)]
    assert cells(table[0]) == ["variety", "specification", "products", "standard", "set by"]
    printed = Counter((cells(line)[3], cells(line)[4]) for line in table[1:])
    expected = standards_of(DATA, IN_DOUBT)
    assert printed == Counter({(str(price), code): 1 for price, code in expected.values()})
    assert sum(int(cells(line)[2]) for line in table[1:]) == len(expected)
    golden = {cells(line)[1]: [*cells(line)[3:5], *cells(line)[6:]] for line in table[1:]}
    assert golden["片剂 75.00 mg × 30"] == [
        *("40.64", "86999900400088"),
        "converted from 10.00 for 片剂 75.00 mg × 7",
    ]
    assert golden["片剂 0.25 g × 12"] == [
        *("10.37", "86999901000124"),
        "converted from 6.10 for 片剂 0.125 g × 12",
    ]


def compared(output: str) -> tuple[str, list[list[str]], dict[str, str]]:
    """Give the counts, the rows that differ, and why codes were not compared."""
    lines = section(output, "6 What the annex gives")
    (counts,) = [line for line in lines if line.startswith("equal: ")]
    at, then = lines.index("Differing:"), lines.index("Not compared:")
    differing = [cells(line) for line in lines[at:then] if line.startswith("8699")]
    left_out = [cells(line) for line in lines[then:] if line.startswith("8699")]
    return counts, differing, {row[0]: row[-1] for row in left_out}


def test_9_3_3a_the_annex_and_the_published_table_are_compared(output: str) -> None:
    own = standards_of(DATA, IN_DOUBT)
    published = {row["药品编码"]: row["支付标准"] for row in rows(DATA, "standards.csv")}
    del published["86999900300073"], published["86999900800122"]
    both = [code for code in own if code in published]
    apart = {
        code: Decimal(published[code]) - own[code][0]
        for code in both
        if Decimal(published[code]) != own[code][0]
    }
    counts, differing, left_out = compared(output)
    assert {row[0]: Decimal(row[-1]) for row in differing} == apart
    assert apart == {  # digits that changed places; a bureau that did not convert
        "86999900500120": Decimal("0.18"),
        "86999901000088": Decimal("-0.89"),
        "86999901000100": Decimal("-0.89"),
    }
    everything = {row["药品编码"] for row in rows(DATA, "renewed_drugs.csv")} | set(published)
    assert set(left_out) == everything - set(both)
    equal = len(both) - len(apart)
    assert counts == f"equal: {equal}; differing: 3; not compared: {len(left_out)}"
    for code, why in (
        ("86999900300073", "no good row in standards.csv"),
        ("86999900300111", "no good row in renewed_drugs.csv"),
        ("86999900600078", "a row was refused: renewed_drugs.csv, line 23"),
        ("86999900700081", "a row was refused: renewed_drugs.csv, line 26"),
    ):
        assert left_out[code] == why
    assert left_out["86999900800085"].startswith("not comparable: form: got '咀嚼片'; accepted: ")


def test_9_3_3a_without_the_wrong_rows_their_varieties_are_compared_too(
    clean: Path, clean_output: str
) -> None:
    counts, differing, left_out = compared(clean_output)
    own = standards_of(clean, ("孟鲁司特",))
    assert own["86999900600078"] == (Decimal("2.5375"), "86999900600100")  # no fen in a price
    assert len(differing) == 3
    assert counts.startswith("equal: 25; ")
    assert "86999900700108" not in left_out


def test_9_3_1b_the_golden_listing_price(output: str) -> None:
    lines = section(output, "7 What a pack that the firm adds")
    assert any("TAKEN FROM SECONDARY SOURCES" in line for line in lines)
    assert "8.72 × 1.9500000000, rounded once: listed at 17.00" in lines
    assert ["pack", "24.00", "48.00", "1.95", "1.9500000000"] in map(cells, lines)


def test_columns_are_aligned_where_a_character_is_two_columns_wide(output: str) -> None:
    lines = [line for line in section(output, "5 What must go back") if "25-2.3d" in line]
    ends = {
        sum(2 if east_asian_width(each) == "W" else 1 for each in line.partition("2027-06-01")[0])
        for line in lines
    }
    assert len(ends) == 1
    assert len({len(line) for line in lines}) > 1


def test_without_the_wrong_rows_nothing_is_refused(clean_output: str) -> None:
    assert refused(clean_output) == []
    assert clean_output.endswith("\n0 rows refused; exit status 0\n")
    assert "ILLUSTRATIVE DATA" not in clean_output  # one's own data are not
    lines = [cells(each) for each in section(clean_output, "6 Who is left out")]
    assert {each[-1] for each in lines if each[0].startswith("H5")} == {"no row in prepayments.csv"}


def test_a_wrong_row_leaves_the_other_ledgers_as_they_are(output: str, clean_output: str) -> None:
    def ledgers(text: str) -> set[str]:
        return {each for each in section(text, "3 How it is offset") if "YF2025-" in each}

    assert ledgers(output) < ledgers(clean_output)


def test_a_wrong_row_leaves_the_other_lines_as_they_are(output: str, clean_output: str) -> None:
    for title in ("2 What of a charge", "3 Sums", "5 What fund and patient pay"):
        assert section(output, title) == section(clean_output, title)


MORE_WRONG = {
    "prepayments.csv": {
        "YF2025-0090,H50010300108,1,234,567.89,2025-05-30": [
            *(("执行日期", "'234'"), ("(no heading)", "'567.89'")),
            ("(no heading)", "'2025-05-30'"),
        ],
        "YF2025-0001,H50010300108,1000.00,2025-05-30": [("预付单号", "'YF2025-0001'")],
        ",H50010300108,1000.00,": [("预付单号", "None"), ("执行日期", "None")],
    },
    "disbursements.csv": {
        "YF2025-0002,2025-06-30,0.00": [("拨付金额", "'0.00'")],
        "YF2025-0002,2025-06-30,-5.00": [("拨付金额", "'-5.00'")],
        "YF2025-0002,2030-06-30,1000000.01": [("拨付金额", "'1000000.01'")],
    },
    "renewed_drugs.csv": {
        "86999900800200,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,0,9.00": [("包装数量", "'0'")],
        "86999900800201,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,-7,9.00": [("包装数量", "'-7'")],
        "86999900800202,孟鲁司特,苇渡制药,颗粒剂,-4,mg,,,7,9.00": [("含量", "'-4'")],
        "86999900800204,孟鲁司特,苇渡制药,颗粒剂,4,mg,1,,7,9.00": [("装量单位", "None")],
        "86999900800085,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,7,9": [("药品编码", "'86999900800085'")],
        "86999900800209,,苇渡制药,颗粒剂,4,mg,,,7,9.00": [("品种", "None")],
    },
    "dispensing.csv": {
        "H50010300108,2025-07-01,86999900700081,999999999,1200000,900000000000000": [
            ("费用金额", "'900000000000000'")  # the charge is past the bound
        ],
        "H50010300108,2025-07-01,86999900700081,0.77,-1,-0.77": [("数量", "'-1'")],
    },
}


def appended(folder: Path, file: str, lines: Iterable[str]) -> int:
    """Add lines to a file below a blank one, and give the number of the first."""
    first = len(rows(folder, file)) + 3
    with (folder / file).open("a", encoding="utf-8", newline="") as opened:
        opened.writelines(f"{line}\r\n" for line in ("", *lines))
    return first


def test_what_the_rules_refuse_of_a_row_is_the_cell_of_a_column(
    clean: Path, tmp_path: Path
) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    expected: list[list[str]] = []
    for file, wrong in MORE_WRONG.items():
        first = appended(tmp_path, file, wrong)
        for line, found in enumerate(wrong.values(), first):
            expected += ([file, str(line), column, value] for column, value in found)
    done = run(tmp_path)
    assert [each[:4] for each in refused(done.stdout) if each[0] in FILES] == expected
    assert done.returncode == 1
    last = len(rows(tmp_path, "renewed_drugs.csv")) + 2  # that row may be of any variety
    counts, _, left_out = compared(done.stdout)
    assert counts.startswith("equal: 0; differing: 0; ")
    assert left_out["86999900100075"] == f"a row was refused: renewed_drugs.csv, line {last}"


def test_what_was_never_disbursed_is_not_offset(clean: Path, tmp_path: Path) -> None:
    """25-2.3d: nothing was prepaid by then, so the month's payable is paid out whole."""
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    late = ("YF2025-0002,2026-06-01,1000000.00", "YF2025-0001,2026-07-01,1234567.89")
    kept = [line for line in disbursement_lines(clean) if "YF2025-0001" not in line]
    (tmp_path / "disbursements.csv").write_text("\n".join([*kept, *late]), encoding="utf-8")
    done = run(tmp_path)
    listed = [cells(each) for each in section(done.stdout, "6 Who is left out")]
    why = {each[0]: each[-1] for each in listed if each[0].startswith("H5")}
    assert why["H50010300123"] == "nothing was disbursed before the offset starts"
    assert why["H50010300108"] == "rows refused: 3, the first in booked.csv, line 2"
    reasons = [each for each in refused(done.stdout) if each[0] == "booked.csv"]
    assert [each[1:4] for each in reasons] == [
        [line, "预付单号", "'YF2025-0001'"] for line in ("2", "3", "4")
    ]
    assert all("something was disbursed before" in each[4] for each in reasons)
    ledgers = "\n".join(section(done.stdout, "3 How it is offset"))
    assert not re.search("YF2025-000[12]", ledgers)


def disbursement_lines(folder: Path) -> list[str]:
    return (folder / "disbursements.csv").read_text(encoding="utf-8-sig").splitlines()


def test_a_return_takes_back_what_was_dispensed_by_then_and_once(
    clean: Path, clean_output: str, tmp_path: Path
) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    days = (
        *(("2025-07-01", "-2"), ("2025-07-01", "2")),  # on one day, whatever stands first
        *(("2025-07-02", "1"), ("2025-07-02", "1")),
        ("2025-07-03", "-2"),  # of two lines, so of a part of neither
        ("2025-07-04", "-1"),  # nothing is left
        ("2025-07-05", "1"),
    )
    lines = [
        f"H50010300108,{day},86999900700081,0.77,{packs},{Decimal(packs) * 77 / 100}"
        for day, packs in days
    ]
    first = appended(tmp_path, "dispensing.csv", lines)
    done = run(tmp_path)
    (reported,) = refused(done.stdout)
    assert reported[:4] == ["dispensing.csv", str(first + 5), "数量", "'-1'"]
    assert reported[4].endswith("at this price: 0 left")
    assert "\nReturns of a whole line: 22; of a part of one: 3\n" in clean_output
    assert "\nReturns of a whole line: 23; of a part of one: 4\n" in done.stdout


def test_without_a_published_table_no_line_is_split(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    heading = (clean / "standards.csv").read_bytes().splitlines(keepends=True)[0]
    (tmp_path / "standards.csv").write_bytes(heading)
    done = run(tmp_path)
    reported = refused(done.stdout)
    assert (done.returncode, done.stderr) == (1, "")
    assert len(reported) == sum(row != TOTALS for row in rows(clean, "dispensing.csv"))
    assert all(each[2] == "药品编码" for each in reported)
    assert all("standards.csv has no good row" in each[4] for each in reported)


def test_columns_and_rows_may_stand_in_any_order(
    clean: Path, clean_output: str, tmp_path: Path
) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    for file in ("payables.csv", "dispensing.csv"):
        given = [row for row in rows(clean, file) if row != TOTALS]
        with (tmp_path / file).open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.DictWriter(opened, ["备注", *reversed(given[0])])
            writer.writeheader()
            writer.writerows(reversed(given))  # returns before what they return
    last = len(rows(clean, "dispensing.csv")) + 2
    turned = re.sub(
        r"(?m)^(dispensing\.csv)( +\d+)(?=  2)",  # a line's number is another
        lambda found: f"{found[1]}{last - int(found[2]):>{len(found[2])}}",
        run(tmp_path).stdout,
    )
    assert turned == clean_output.replace("1 the headings, 1 a total", "1 the headings")


def unusable(*arguments: Path, environment: Mapping[str, str] | None = None) -> str:
    done = run(*arguments, environment=environment)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_file_that_cannot_be_read_as_a_whole_stops_the_run(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    booked = tmp_path / "booked.csv"
    text = booked.read_text(encoding="utf-8-sig")
    booked.write_text(text.replace("实际抵扣", "抵扣"), encoding="utf-8")
    assert re.search(r"booked\.csv'; .*; in line 1, 实际抵扣 is missing", unusable(tmp_path))
    booked.unlink()
    assert "a file that can be read" in unusable(tmp_path)
    booked.write_text(text, encoding="gb18030")  # which is read
    assert run(tmp_path).returncode == 0


def test_files_without_a_row_are_read_too(tmp_path: Path) -> None:
    for path in DATA.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n0 rows refused; exit status 0\n")


def test_it_runs_from_any_folder_and_through_any_pipe(output: str, tmp_path: Path) -> None:
    plain = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = run(cwd=tmp_path, environment=plain)
    assert (done.returncode, done.stdout) == (1, output)


# The workbook


@pytest.fixture(scope="module")
def from_workbook(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What is printed from the workbook, and the workbook that is written."""
    results = tmp_path_factory.mktemp("results") / "results.xlsx"
    done = run(WORKBOOK, results)
    assert (done.returncode, done.stderr) == (1, "")
    assert f"\nwritten: {results}\n" in done.stdout
    return done.stdout, results


@contextmanager
def example_modules() -> Generator[None]:
    """Let the example's modules be imported; the workbook's columns are theirs."""
    sys.path.insert(0, str(EXAMPLES))
    try:
        yield
    finally:
        sys.path.remove(str(EXAMPLES))


def columns_of_tables() -> dict[str, Any]:
    with example_modules():
        main, prepayments = import_module("two_notices"), import_module("prepayments")
        notice_9 = import_module("notice_9")
    return {
        "institutions.csv": main.INSTITUTIONS,
        "prepayments.csv": prepayments.PREPAYMENTS,
        "disbursements.csv": prepayments.DISBURSEMENTS,
        "payables.csv": prepayments.PAYABLES,
        "booked.csv": prepayments.BOOKED,
        "standards.csv": notice_9.STANDARDS,
        "renewed_drugs.csv": notice_9.RENEWED_DRUGS,
        "dispensing.csv": notice_9.DISPENSING,
    }


BELOW = 2  # lines that the workbook has above a table and the CSV files have not


def test_the_workbook_holds_the_rows_of_the_csv_files() -> None:
    def held(found: Iterable[Row], lower: int) -> dict[int, dict[str, Any]]:
        return {each.line - lower: dict(each.values) for each in found}

    for file, columns in columns_of_tables().items():
        given = read_rows(DATA / file, columns)
        sent = read_rows(WORKBOOK, columns, sheet=SHEETS[file])
        assert held(sent.good, BELOW) == held(given.good, 0)
        assert [(each.line - BELOW, each.column) for each in sent.refused] == [
            (each.line, each.column) for each in given.refused
        ]
        assert {each.reason for each in sent.skipped} >= {"above the headings", "the headings"}


def test_the_workbook_is_as_a_bureau_sends_it() -> None:
    assert WORKBOOK.stat().st_size < 300_000
    book = openpyxl.load_workbook(WORKBOOK)
    assert "虚构" in "".join(str(cell.value) for (cell,) in book["说明"].iter_rows())
    for file, title in SHEETS.items():
        page = book[title]
        headings = list(rows(DATA, file)[0])
        assert [cell.value for cell in page[3]] == headings
        assert str(page.merged_cells).startswith("A1:")
        assert page.freeze_panes == "A4"
    page = book["应付"]
    months = [cell for (cell,) in page["C4:C474"] if cell.is_date]
    assert len(months) == 470
    assert {cell.number_format for cell in months} == {'yyyy"年"m"月"'}
    assert isinstance(page["D4"].value, float)
    assert (page["A475"].value, page["D475"].value) == ("合计", "=SUM(D4:D474)")
    assert book["已抵扣"]["B4"].value == "2026-06"
    assert book["费用明细"]["C96"].value == 86999900000000  # what a spreadsheet makes of a code
    assert book["费用明细"]["C96"].number_format == "0.00E+00"


def test_the_workbook_follows_from_the_csv_files(tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    script = [sys.executable, str(EXAMPLES / "make_workbook.py"), str(made)]
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE)}
    subprocess.run(script, check=True, env=environment)
    books = [openpyxl.load_workbook(path) for path in (made, WORKBOOK)]
    contents = [
        {
            (page.title, cell.coordinate): (cell.value, cell.number_format)
            for page in book
            for row in page.iter_rows()
            for cell in row
        }
        for book in books
    ]
    assert contents[0] == contents[1]


def by_table(text: str, lines_above: int = 0) -> list[list[str]]:
    """Give the cells of every line, with a table's file in place of its sheet."""
    with example_modules():
        files = {sheet: f"{name}.csv" for name, sheet in import_module("exports").TABLES.items()}

    def file_of(found: re.Match[str]) -> str:
        return files[found[1]]

    def line_of(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) - lines_above}"

    named = re.sub(rf"(?:bureau\.xlsx, )?sheet ({'|'.join(files)})", file_of, text)
    numbered = re.sub(r"(\.csv(?:, line| ) *)(\d+)", line_of, named)
    return [cells(line) for line in numbered.splitlines()]


def test_the_workbook_and_the_csv_files_print_the_same(
    output: str, from_workbook: tuple[str, Path]
) -> None:
    given, sent = (text.partition("\n=== Rows read") for text in (output, from_workbook[0]))
    assert by_table(sent[0], BELOW) == by_table(given[0])
    places = [
        (file, str(int(line) - BELOW), column)
        for file, line, column, *_ in refused_in_workbook(from_workbook[0])
    ]
    assert [each for each in places if each[0] in FILES] == [
        (file, str(line), column) for file, line, column, *_ in WRONG
    ]


def refused_in_workbook(text: str) -> list[list[str]]:
    """Give the file of each refused cell's sheet, its line, column, value and reason."""
    files = {title: file for file, title in SHEETS.items()}
    lines = section(text, "Rows read, and rows refused")
    start = next(at for at, line in enumerate(lines) if cells(line)[-1] == "reason")
    found = [
        re.split(r"\s{2,}", line, maxsplit=5) for line in lines[start + 1 : lines.index("", start)]
    ]
    assert {file for file, *_ in found} == {"bureau.xlsx"}
    return [[files.get(sheet, sheet), *rest] for _, sheet, *rest in found]


def test_what_a_spreadsheet_made_of_a_figure_is_refused_as_the_cell_holds_it(
    from_workbook: tuple[str, Path],
) -> None:
    values = {
        (file, int(line) - BELOW): (value, reason)
        for file, line, _, value, reason in refused_in_workbook(from_workbook[0])
    }
    for at, value, reason in (
        (("payables.csv", 264), "61900", "shown with an exponent"),
        (("payables.csv", 265), "62068.675", "one decimal of 2 places, as its cell shows it"),
        (("dispensing.csv", 94), "86999900000000", "a code as text"),
        (("dispensing.csv", 420), "2026-01-01", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
        (("prepayments.csv", 34), "-520000", "above 0.00 (clause 25-2.3a)"),
        (("institutions.csv", 47), "None", "a cell that is not empty"),
    ):
        assert values[at][0] == value
        assert reason in values[at][1]


def test_the_results_workbook_holds_what_is_printed(from_workbook: tuple[str, Path]) -> None:
    printed, path = from_workbook
    book = openpyxl.load_workbook(path)

    def column(title: str, heading: str) -> list[Any]:
        (cells_of,) = [
            each for each in book[title].iter_cols() if str(each[0].value).startswith(heading)
        ]
        return [cell.value for cell in cells_of[1:]]

    def summed_up(title: str, heading: str) -> Decimal:
        figures = [each for each in column(title, heading) if isinstance(each, int | float)]
        return sum((Decimal(str(each)) for each in figures), Decimal())

    (total,) = [each for each in section(printed, "4 Totals") if re.match("all +all", each)]
    prepaid, offset, balance, goes_back, payable, paid_out = amounts(total)
    assert summed_up("抵扣台账", "预付金额") == prepaid
    assert summed_up("抵扣台账", "未抵扣余额") == balance
    assert summed_up("抵扣台账", "应退回") == goes_back
    assert summed_up("逐月抵扣", "抵扣（") == offset
    assert summed_up("基金账户", "应拨付") == payable
    assert summed_up("汇总（区县、基金）", "实拨") == paid_out
    planned, done, outstanding, _ = amounts(
        next(each for each in section(printed, "2 What was really") if "planned = " in each)
    )
    assert summed_up("对账", "计划金额") == planned
    assert summed_up("对账", "已拨付") == done
    assert summed_up("对账", "尚未拨付") == outstanding
    (check,) = [each for each in section(printed, "1 What is prepaid") if "check" in each]
    assert summed_up("预付计划", "预付金额") == amounts(check)[0]
    lines = [str(each) for each in column("未采用的行", "行")]
    assert lines == [each[1] for each in refused_in_workbook(printed)]
    reports = [each for each in printed.splitlines() if "check: amount of all months" in each]
    assert len(reports) == 2
    for title, report in zip(("按月监测", "按月监测 2"), reports, strict=True):
        assert summed_up(title, "当月采购金额") == amounts(report)[0]
    open_orders = [each for each in printed.splitlines() if "count: orders = open" in each]
    assert len(open_orders) == 2
    for title, orders in zip(("配送异常", "配送异常 2"), open_orders, strict=True):
        assert len(column(title, "订单编号")) == int(re.findall(r"[0-9]+", orders)[1])


def test_the_csv_files_need_no_extra_and_a_workbook_says_which(output: str, tmp_path: Path) -> None:
    (tmp_path / "openpyxl.py").write_text("raise ImportError", encoding="utf-8")
    without = {"PYTHONPATH": f"{tmp_path}{os.pathsep}{PACKAGE}"}
    assert run(environment=without).stdout == output
    for arguments in ((WORKBOOK,), (DATA, tmp_path / "results.xlsx")):
        assert "pip install 'vbp_policy[sheets]'" in unusable(*arguments, environment=without)


def test_a_workbook_without_a_table_stops_the_run(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(WORKBOOK)
    del book["实际拨付"]
    book.save(tmp_path / "part.xlsx")
    assert "one of the sheets: 说明, 机构, 预付" in unusable(tmp_path / "part.xlsx")


def test_results_that_cannot_be_written_stop_the_run(tmp_path: Path) -> None:
    assert "a path ending in .xlsx" in unusable(DATA, tmp_path / "results.xls")
    assert "a folder that exists" in unusable(DATA, tmp_path / "none" / "results.xlsx")
