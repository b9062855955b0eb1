"""The example runs as a user runs it: its figures, its refusals, its exit status."""

import csv
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path
from unicodedata import east_asian_width

import pytest

import vbp_policy

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SCRIPT = EXAMPLES / "two_notices.py"
DATA = EXAMPLES / "data"
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder
FILES = ("institutions.csv", "prepayments.csv", "payables.csv", "booked.csv")

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


@pytest.mark.parametrize(
    ("title", "clauses"),
    [
        ("1 What is prepaid when", ("25-1.3a", "25-2.3a", "25-2.3b", "25-2.3c", "25-2.3f")),
        ("2 How it is offset", ("25-2.3d", "25-2.3e", "25-2.3f")),
        ("3 Totals", ("25-2.3d", "25-2.3e", "25-2.3f")),
        ("4 What must go back", ("25-2.3e", "25-2.3f")),
        ("5 Who is left out", ("25-1.1", "25-2.3f")),
    ],
)
def test_every_section_names_the_notice_and_its_clauses(
    output: str, title: str, clauses: tuple[str, ...]
) -> None:
    assert f"\n=== 渝医保办〔2025〕25号: {title}" in output
    assert tuple(re.findall(r"(25-\S+) [一二]\(", section(output, title)[0])) == clauses


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
    assert len(checks) == 8
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
    counts = {cells(line)[0]: list(map(int, cells(line)[1:])) for line in lines[2:7]}
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


def test_columns_are_aligned_where_a_character_is_two_columns_wide(output: str) -> None:
    lines = [line for line in section(output, "4 What must go back") if "25-2.3d" in line]
    ends = {
        sum(2 if east_asian_width(each) == "W" else 1 for each in line.partition("2027-06-01")[0])
        for line in lines
    }
    assert len(ends) == 1
    assert len({len(line) for line in lines}) > 1


def test_without_the_wrong_rows_nothing_is_refused(clean: Path) -> None:
    done = run(clean)
    assert (done.returncode, done.stderr) == (0, "")
    assert refused(done.stdout) == []
    assert done.stdout.endswith("\n0 rows refused; exit status 0\n")
    assert "ILLUSTRATIVE" not in done.stdout  # one's own data are not
    lines = [cells(each) for each in section(done.stdout, "5 Who is left out")]
    assert {each[-1] for each in lines if each[0].startswith("H5")} == {"no row in prepayments.csv"}


def test_a_wrong_row_leaves_the_other_ledgers_as_they_are(output: str, clean: Path) -> None:
    def ledgers(text: str) -> set[str]:
        return {each for each in section(text, "2 How it is offset") if "YF2025-" in each}

    assert ledgers(output) < ledgers(run(clean).stdout)


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


def test_what_a_spreadsheet_does_to_a_row_is_refused(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    with (tmp_path / "prepayments.csv").open("a", encoding="utf-8", newline="") as file:
        file.write("\r\n")  # a blank line is no row, but it is a line
        file.writelines(f"{row}\r\n" for row, *_ in SPREADSHEET)
    done = run(tmp_path)
    first = len(rows(clean, "prepayments.csv")) + 3
    assert [each[:4] for each in refused(done.stdout)] == [
        ["prepayments.csv", str(line), column, value]
        for line, (_, column, value) in enumerate(SPREADSHEET, first)
    ]
    assert done.returncode == 1


def test_columns_and_rows_may_stand_in_any_order(clean: Path, tmp_path: Path) -> None:
    shutil.copytree(clean, tmp_path, dirs_exist_ok=True)
    given = rows(clean, "payables.csv")
    with (tmp_path / "payables.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, ["备注", *reversed(given[0])])
        writer.writeheader()
        writer.writerows(reversed(given))
    assert run(tmp_path).stdout == run(clean).stdout


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
