"""The example runs as a user runs it: its figures, its refusals, its exit status."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

import pytest

import slow_reimbursement
import vbp_policy

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SCRIPT = EXAMPLES / "two_notices.py"
DATA = EXAMPLES / "data"
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder
FILES = (
    *("institutions.csv", "prepayments.csv", "payables.csv", "booked.csv"),
    *("standards.csv", "renewed_drugs.csv", "dispensing.csv"),
)

# file, line, column, value, words of the reason
WRONG = (
    ("institutions.csv", 21, "机构编码", "H50010700164", "each only once"),
    ("institutions.csv", 41, "机构类别", "公办", "公立, 军队, 社会办, 零售药店"),
    ("institutions.csv", 44, "机构等级", "二级甲等", "三级, 二级, 一级, 未定级"),
    ("institutions.csv", 47, "区县", "", "a text in one line"),
    ("prepayments.csv", 10, "机构编码", "P50010300204", "notice addresses (clause 25-1.1)"),
    ("prepayments.csv", 14, "机构编码", "H50010500221", "that is enrolled (clause 25-1.1)"),
    ("prepayments.csv", 19, "机构编码", "H50010600239", "by the insurance (clause 25-2.3f)"),
    ("prepayments.csv", 34, "预付总额", "-520000.00", "above 0.00 (clause 25-2.3a)"),
    ("prepayments.csv", 39, "执行日期", "2025-05-29", "effective date 2025-05-30 (clause 25-1.3a)"),
    ("prepayments.csv", 40, "预付总额", "1,860,000.00", "a string such as '-1234.50'"),
    ("prepayments.csv", 41, "机构编码", "H50011800221", "a good row in institutions.csv"),
    ("payables.csv", 230, "机构编码", "H5OO10100177", "a good row in institutions.csv"),
    ("payables.csv", 255, "拨付月份", "2027-06", "2026-06 to 2027-05 (clause 25-2.3d)"),
    ("payables.csv", 264, "应付金额", "6.19E+04", "a string such as '-1234.50'"),
    ("payables.csv", 265, "应付金额", "62068.675", "at most 2 places"),
    ("payables.csv", 266, "应付金额", "待核定", "a string such as '-1234.50'"),
    ("payables.csv", 267, "拨付月份", "May-27", "YYYY-MM"),
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
    ("booked.csv", 20, "实际抵扣", "", "at most 2 places"),
    ("booked.csv", 22, "实际抵扣", "202095.73", "from 0.00 to 182095.73, the lesser of balance"),
    ("standards.csv", 16, "药品编码", "86999900300073", "each only once"),
    ("standards.csv", 38, "支付标准", "待定", "a unit price above 0"),
    ("renewed_drugs.csv", 23, "药品编码", "86999900600121", "each only once"),
    ("renewed_drugs.csv", 26, "包装数量", "28片", "a whole number"),
    ("dispensing.csv", 2, "费用日期", "2025-03-06", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
    ("dispensing.csv", 19, "数量", "-4", "at this price: 0 left"),  # of the line before the period
    ("dispensing.csv", 26, "药品编码", "86999955000031", "a listed code (clause 9-3.3a)"),
    ("dispensing.csv", 43, "机构编码", "H5OO10100177", "a good row in institutions.csv"),
    ("dispensing.csv", 59, "药品编码", "86999900300073", "no row in standards.csv was refused"),
    ("dispensing.csv", 77, "机构编码", "H50010600239", "designated by the insurance"),
    ("dispensing.csv", 94, "药品编码", "8.69999E+13", "a listed code (clause 9-3.3a)"),
    ("dispensing.csv", 122, "单价", "9.75元", "a string such as '-1234.50' (clause 9-3.3a)"),
    ("dispensing.csv", 142, "药品编码", "C10999900100000000217", "a listed code (clause 9-3.3a)"),
    ("dispensing.csv", 147, "费用日期", "2025/6/18", "YYYY-MM-DD"),
    ("dispensing.csv", 168, "数量", "0", "a quantity other than 0"),
    ("dispensing.csv", 194, "药品编码", "86999900800122", "no row in standards.csv was refused"),
    ("dispensing.csv", 219, "数量", "2盒", "a quantity other than 0"),
    ("dispensing.csv", 234, "单价", "0.00", "a unit price above 0"),
    ("dispensing.csv", 258, "费用金额", "", "an amount of at most 2 places"),
    ("dispensing.csv", 283, "药品编码", "86999900300073", "no row in standards.csv was refused"),
    ("dispensing.csv", 307, "数量", "-20", "at this price: 2 left"),
    ("dispensing.csv", 325, "数量", "-10", "at this price: 0 left"),  # returned at another price
    ("dispensing.csv", 348, "费用金额", "9.945", "an amount of at most 2 places"),
    ("dispensing.csv", 368, "费用日期", "2025-11-31", "YYYY-MM-DD"),
    ("dispensing.csv", 420, "费用日期", "2026-01-01", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
    ("dispensing.csv", 421, "费用日期", "2026-01-04", "2025-03-07 to 2025-12-31 (clause 9-3.3a)"),
    ("dispensing.csv", 422, "机构编码", "合计", "a good row in institutions.csv"),
)
LEFT_OUT = {
    "P50010300204": "outside",
    "H50010500221": "not enrolled",
    "H50010600239": "not designated",
    "H50010700164": "its code twice",
    "H50010100190": "a month outside",
    "H50010100216": "amounts from a spreadsheet",
    "H50010200136": "booked above payable",
    "H50010200206": "prepaid below zero",
    "H50011800137": "a month twice",
    "H50011800186": "executed too early",
    "H50011800216": "thousands separators",
    "H50023500151": "a gap",
    "H50023500236": "no prepayment",
    "H50011800221": "an unknown kind",
    "H50023500198": "an unknown grade",
    "H50023500259": "a cell short",
    "H5OO10100177": "in no list",
}


def run(
    folder: Path | None = None, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT)] + ([] if folder is None else [str(folder)])
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
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
    lines = section(output, "2 How it is offset")
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


def dropped(folder: Path, wrong: set[tuple[str, int]]) -> None:
    """Copy the data without these lines; each row is a line of its own."""
    for file in FILES:
        lines = (DATA / file).read_bytes().splitlines(keepends=True)
        kept = [line for number, line in enumerate(lines, 1) if (file, number) not in wrong]
        (folder / file).write_bytes(b"".join(kept))


@pytest.fixture(scope="module")
def output() -> str:
    done = run()
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data without the rows that are wrong."""
    folder = tmp_path_factory.mktemp("clean")
    dropped(folder, {(file, line) for file, line, *_ in WRONG})
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
        ("机构类别", {"公立", "军队", "社会办", "零售药店"}),
        ("机构等级", {"三级", "二级", "一级", "未定级"}),
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
        (N25, "2 How it is offset", "25-2.3d 25-2.3e 25-2.3f"),
        (N25, "3 Totals", "25-2.3d 25-2.3e 25-2.3f"),
        (N25, "4 What must go back", "25-2.3e 25-2.3f"),
        (N25, "5 Who is left out", "25-1.1 25-2.3f"),
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
    wrong = {(file, line) for file, line, *_ in WRONG}
    payable: dict[str, dict[str, Decimal]] = {}
    for line, row in enumerate(rows(DATA, "payables.csv"), 2):
        if ("payables.csv", line) not in wrong:
            payable.setdefault(row["机构编码"], {})[row["拨付月份"]] = Decimal(row["应付金额"])
    booked = {
        (row["预付单号"], row["拨付月份"]): Decimal(row["实际抵扣"])
        for line, row in enumerate(rows(DATA, "booked.csv"), 2)
        if ("booked.csv", line) not in wrong
    }
    expected: dict[str, tuple[str, ...]] = {}
    for row in rows(DATA, "prepayments.csv"):
        code, reference = row["机构编码"], row["预付单号"]
        if code not in LEFT_OUT and reference not in ("YF2025-0003", "YF2025-0004"):
            prepaid = balance = Decimal(row["预付总额"])
            for month, due in sorted(payable[code].items()):
                balance -= booked.get((reference, month), min(balance, max(due, Decimal(0))))
            figures = (prepaid, prepaid - balance, balance)
            expected[reference] = tuple(f"{each:,.2f}" for each in figures)
    lines = section(output, "2 How it is offset")
    others = lines[next(n for n, each in enumerate(lines) if "a line each" in each) :]
    printed = {
        each[0]: tuple(each[3:6]) for each in map(cells, others) if each[0].startswith("YF2025-")
    }
    assert len(printed) == 25
    assert printed == {reference: expected[reference] for reference in printed}
    full = ("YF2025-0001", "YF2025-0002", "YF2025-0005")
    assert [ledger(output, each)[-1][5] for each in full] == [expected[each][2] for each in full]
    assert set(expected) == {*printed, *full}


def amounts(line: str) -> list[Decimal]:
    return [Decimal(each.replace(",", "")) for each in re.findall(r"-?[\d,]+\.\d\d", line)]


def test_totals_by_district_and_fund_add_up(output: str) -> None:
    lines = [each for each in section(output, "3 Totals") if re.search(r" (职工|居民|all) ", each)]
    by_district = [each for each in lines if not each.startswith("all")]
    by_fund = [each for each in lines if re.match("all +(职工|居民)", each)]
    (total,) = [each for each in lines if re.match("all +all", each)]
    assert len(by_district) == 16
    assert len(by_fund) == 2
    for part in (by_district, by_fund):
        summed = [sum(column) for column in zip(*map(amounts, part), strict=True)]
        assert summed == amounts(total)
        assert sum(int(cells(each)[2]) for each in part) == int(cells(total)[2]) == 30
    for line in lines:
        prepaid, offset, balance, goes_back, payable, paid_out = amounts(line)
        assert prepaid == offset + balance
        assert payable == offset + paid_out
        assert goes_back <= balance


def test_every_check_is_printed_and_reconciles(output: str) -> None:
    checks = [line for line in output.splitlines() if line.startswith("check: ")]
    assert len(checks) == 22
    for line in checks:
        whole, *parts, difference = amounts(line)
        assert whole == sum(parts)
        assert difference == 0
        assert line.endswith("; difference 0.00")


def test_25_2_3e_what_is_left_goes_back_from_june_2027(output: str) -> None:
    lines = section(output, "4 What must go back")
    table = [each for each in map(cells, lines) if each[0].startswith("YF2025-")]
    assert {tuple(each[4:]) for each in table} == {("2027-06-01", "25-2.3d, 25-2.3e")}
    assert table[0][1:4] == ["H50023500139 栖云人民医院", "职工", "383,517.26"]
    assert "YF2025-0004" not in {each[0] for each in table}  # its window ends a month later
    sums: dict[str, Decimal] = {}
    for each in table:
        sums[each[2]] = sums.get(each[2], Decimal(0)) + amounts(each[3])[0]
    for fund, returned in sums.items():
        assert f"to {fund}: {returned:,.2f}" in lines
    (total,) = [each for each in section(output, "3 Totals") if re.match("all +all", each)]
    assert sum(sums.values()) == amounts(total)[3]


def refused(output: str) -> list[list[str]]:
    lines = section(output, "Rows read, and rows refused")
    start = next(at for at, line in enumerate(lines) if cells(line)[-1] == "reason")
    table = lines[start + 1 : lines.index("", start)]
    return [re.split(r"\s{2,}", line, maxsplit=4)[:5] for line in table]


def test_every_wrong_row_is_reported_and_no_other(output: str) -> None:
    reported = refused(output)
    assert [each[:4] for each in reported] == [
        [file, str(line), column, repr(value)] for file, line, column, value, _ in WRONG
    ]
    for each, (*_, reason) in zip(reported, WRONG, strict=True):
        assert each[4].startswith("accepted: ")
        assert reason in each[4]


def test_rows_read_are_the_good_and_the_refused(output: str) -> None:
    wrong = Counter(file for file, *_ in WRONG)
    lines = section(output, "Rows read, and rows refused")
    counts = {cells(line)[0]: list(map(int, cells(line)[1:])) for line in lines[2 : len(FILES) + 3]}
    for file in FILES:
        read = len(rows(DATA, file))
        assert counts[file] == [read, read - wrong[file], wrong[file]]
    assert counts["all"] == [sum(counts[file][at] for file in FILES) for at in range(3)]
    assert output.endswith(f"\n{len(WRONG)} rows refused; exit status 1\n")


def test_no_institution_is_dropped_silently(output: str) -> None:
    lines = section(output, "5 Who is left out")[3:]
    listed = {cells(each)[0]: cells(each)[1:] for each in lines[: lines.index("")]}
    assert list(listed) == list(LEFT_OUT)
    assert listed["H50010100216"] == [
        "峡云中医院",
        "588,120.66",
        "504,312.75",
        "87,962.30",
        "rows refused: 5, the first in payables.csv, line 264",
    ]
    assert listed["H50010200136"][1:4] == ["1,310,555.88", "2,176,199.42", "195,522.49"]
    assert listed["H50023500236"][4] == "no row in prepayments.csv"
    with_ledger = set(re.findall(r"(?m)^YF\S+ +(\S+)", "\n".join(section(output, "2 How"))))
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
    wrong = {(file, line) for file, line, *_ in WRONG}
    standards = {
        row["药品编码"]: (row["品种"], Fraction(row["支付标准"]))
        for line, row in enumerate(rows(DATA, "standards.csv"), 2)
        if ("standards.csv", line) not in wrong
    }
    names = {row["机构编码"]: row["机构名称"] for row in reversed(rows(DATA, "institutions.csv"))}
    lines: list[Dispensed] = []
    for number, row in enumerate(rows(DATA, "dispensing.csv"), 2):
        if ("dispensing.csv", number) not in wrong:
            variety, standard = standards[row["药品编码"]]
            price, quantity, billed = (Fraction(row[each]) for each in ("单价", "数量", "费用金额"))
            split = slow_reimbursement.line(standard, price, quantity, COVERAGE, billed)
            institution = f"{row['机构编码']} {names[row['机构编码']]}"
            lines.append(Dispensed(number, row, institution, variety, standard, split))
    return lines


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
    lines = [line for line in section(output, "4 What must go back") if "25-2.3d" in line]
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
    lines = [cells(each) for each in section(clean_output, "5 Who is left out")]
    assert {each[-1] for each in lines if each[0].startswith("H5")} == {"no row in prepayments.csv"}


def test_a_wrong_row_leaves_the_other_ledgers_as_they_are(output: str, clean_output: str) -> None:
    def ledgers(text: str) -> set[str]:
        return {each for each in section(text, "2 How it is offset") if "YF2025-" in each}

    assert ledgers(output) < ledgers(clean_output)


def test_a_wrong_row_leaves_the_other_lines_as_they_are(output: str, clean_output: str) -> None:
    for title in ("2 What of a charge", "3 Sums", "5 What fund and patient pay"):
        assert section(output, title) == section(clean_output, title)


SPREADSHEET = (
    (
        "YF2025-0090,H50010300108,1,234,567.89,2025-05-30",
        "(no heading)",
        "['567.89', '2025-05-30']",
    ),
    ("YF2025-0091,H50010300108,1000.00", "执行日期", "''"),
    ("YF2025-0092,H50010300108,1000.00,2025/5/30", "执行日期", "'2025/5/30'"),
    ("YF2025-0093,H50010300108 ,1000.00,2025-05-30", "机构编码", "'H50010300108 '"),
    ("YF2025-0001,H50010300108,1000.00,2025-05-30", "预付单号", "'YF2025-0001'"),
    (",H50010300108,1000.00,2025-05-30", "预付单号", "''"),
    (" YF2025-0094,H50010300108,1000.00,2025-05-30", "预付单号", "' YF2025-0094'"),
    ("合计,,22302479.54,", "机构编码", "''"),
)
LINES = (
    ("H50010300108,2025-07-01,86999900700081,1,024.00,1,1024.00", "(no heading)", "['1024.00']"),
    ("H50010300108,2025-07-01,,9.75,1,9.75", "药品编码", "''"),
    ("H50010300108,2025-07-01,86999900700081 ,9.75,1,9.75", "药品编码", "'86999900700081 '"),
    ("H50010300108,,86999900700081,9.75,1,9.75", "费用日期", "''"),
    ("H50010300108,2025-07-01 09:30,86999900700081,9.75,1,9.75", "费用日期", "'2025-07-01 09:30'"),
    ("H50010300108,2025-07-01,86999900700081,,1,9.75", "单价", "''"),
    ("H50010300108,2025-07-01,86999900700081,-9.75,-1,9.75", "单价", "'-9.75'"),
    ("H50010300108,2025-07-01,86999900700081,9.75,0.33333,3.25", "数量", "'0.33333'"),
    ("H50010300108,2025-07-01,86999900700081,9.75,1,#REF!", "费用金额", "'#REF!'"),
    (
        "H50010300108,2025-07-01,86999900700081,999999999,1200000,900000000000000",
        "费用金额",  # the charge is past the bound
        "'900000000000000'",
    ),
    ("H50010300108,2025-07-01,86999900700081,0.77,-1,-0.77", "数量", "'-1'"),
)
ANNEX = (
    ("86999900800200,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,0,9.00", "包装数量", "'0'"),
    ("86999900800201,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,-7,9.00", "包装数量", "'-7'"),
    ("86999900800202,孟鲁司特,苇渡制药,颗粒剂,4mg,,,,7,9.00", "含量", "'4mg'"),
    ("86999900800203,孟鲁司特,苇渡制药,颗粒剂,4,,,,7,9.00", "含量单位", "''"),
    ("86999900800204,孟鲁司特,苇渡制药,颗粒剂,4,mg,1,,7,9.00", "装量单位", "''"),
    ("86999900800205,孟鲁司特,苇渡制药,颗粒剂,4,mg,0,g,7,9.00", "装量", "'0'"),
    ("86999900800206,孟鲁司特,苇渡制药,,4,mg,,,7,9.00", "剂型组", "''"),
    ("86999900800207,孟鲁司特,,颗粒剂,4,mg,,,7,9.00", "企业", "''"),
    ("86999900800208,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,7,", "中选价格", "''"),
    ("86999900800085,孟鲁司特,苇渡制药,颗粒剂,4,mg,,,7,9.00", "药品编码", "'86999900800085'"),
    ("86999900800209,,苇渡制药,颗粒剂,4,mg,,,7,9.00", "品种", "''"),
)


def appended(folder: Path, file: str, wrong: Sequence[tuple[str, str, str]]) -> list[list[str]]:
    """Add rows to a file, and give what is to be reported of them."""
    first = len(rows(folder, file)) + 3
    with (folder / file).open("a", encoding="utf-8", newline="") as opened:
        opened.write("\r\n")  # a blank line is no row, but it is a line
        opened.writelines(f"{row}\r\n" for row, *_ in wrong)
    return [
        [file, str(line), column, value] for line, (_, column, value) in enumerate(wrong, first)
    ]


def test_what_a_spreadsheet_does_to_a_row_is_refused(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    expected = [
        *appended(tmp_path, "prepayments.csv", SPREADSHEET),
        *appended(tmp_path, "renewed_drugs.csv", ANNEX),
        *appended(tmp_path, "dispensing.csv", LINES),
    ]
    done = run(tmp_path)
    assert [each[:4] for each in refused(done.stdout)] == expected
    assert done.returncode == 1
    last = len(rows(tmp_path, "renewed_drugs.csv")) + 2  # that row may be of any variety
    counts, _, left_out = compared(done.stdout)
    assert counts.startswith("equal: 0; differing: 0; ")
    assert left_out["86999900100075"] == f"a row was refused: renewed_drugs.csv, line {last}"


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
        (f"H50010300108,{day},86999900700081,0.77,{packs},{Decimal(packs) * 77 / 100}", "", "")
        for day, packs in days
    ]
    first = int(appended(tmp_path, "dispensing.csv", lines)[0][1])
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
    assert len(reported) == len(rows(clean, "dispensing.csv"))
    assert all(each[2] == "药品编码" for each in reported)
    assert all("standards.csv has no good row" in each[4] for each in reported)


def test_columns_and_rows_may_stand_in_any_order(
    clean: Path, clean_output: str, tmp_path: Path
) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    for file in ("payables.csv", "dispensing.csv"):
        given = rows(clean, file)
        with (tmp_path / file).open("w", encoding="utf-8-sig", newline="") as opened:
            writer = csv.DictWriter(opened, ["备注", *reversed(given[0])])
            writer.writeheader()
            writer.writerows(reversed(given))  # returns before what they return
    last = len(rows(clean, "dispensing.csv")) + 3
    turned = re.sub(
        r"(?m)^(dispensing\.csv)( +\d+)(?=  2)",  # a line's number is another
        lambda found: f"{found[1]}{last - int(found[2]):>{len(found[2])}}",
        run(tmp_path).stdout,
    )
    assert turned == clean_output


def unusable(folder: Path) -> str:
    done = run(folder)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    return done.stderr


def test_a_file_that_cannot_be_read_as_a_whole_stops_the_run(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    booked = tmp_path / "booked.csv"
    text = booked.read_text(encoding="utf-8-sig")
    booked.write_text(text.replace("实际抵扣", "抵扣"), encoding="utf-8")
    assert "booked.csv, line 1: needs one column named 实际抵扣" in unusable(tmp_path)
    booked.write_text(text.replace("拨付月份", "实际抵扣"), encoding="utf-8")
    assert "needs one column named 拨付月份, one 实际抵扣" in unusable(tmp_path)
    booked.write_text(text, encoding="gbk")
    assert "booked.csv cannot be read as CSV in UTF-8" in unusable(tmp_path)
    booked.write_text(text + 'YF2025-0001,2026-09,"1', encoding="utf-8")
    assert "booked.csv cannot be read as CSV in UTF-8" in unusable(tmp_path)
    booked.unlink()
    assert "booked.csv cannot be read as CSV in UTF-8" in unusable(tmp_path)


def test_files_without_a_row_are_read_too(tmp_path: Path) -> None:
    for file in FILES:
        heading = (DATA / file).read_bytes().splitlines(keepends=True)[0]
        (tmp_path / file).write_bytes(heading)
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n0 rows refused; exit status 0\n")


def test_it_runs_from_any_folder_and_through_any_pipe(output: str, tmp_path: Path) -> None:
    done = run(cwd=tmp_path, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert (done.returncode, done.stdout) == (1, output)
