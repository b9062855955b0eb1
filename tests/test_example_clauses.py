"""The example's sections on contracts, listings, payments, monitoring and dates.

Every printed figure is worked out once more from the CSV files, by hand and in Fractions; nothing
of the library is used for it.
"""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

import vbp_policy

EXAMPLES = Path(__file__).resolve().parent.parent / "docs" / "examples"
SCRIPT = EXAMPLES / "two_notices.py"
DATA = EXAMPLES / "data"
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent
N25, N9 = "渝医保办〔2025〕25号", "渝医保办〔2025〕9号"
AS_OF = date(2025, 11, 30)
C = "C109999001000000"

CONTRACT = "a contract with a good row in contracts.csv"
DELIVERY = "a delivery with a good row in deliveries.csv"
LISTED = "a listed product whose class no refused row decides"
FIGURE = "a figure such as -1234.50 or 1,234.50, in digits alone"
TWICE = "each only once; it came before"

# file, line, column, value, words of the reason
WRONG = (
    ("selected_consumables.csv", 14, "中选价格", "面议", FIGURE),
    ("selected_consumables.csv", 15, "产品编码", f"{C}00811", TWICE),
    ("selected_consumables.csv", 16, "包装数量", "10支/盒", FIGURE),
    ("renewals.csv", 6, "新编码", f"{C}00902", "lead to an older code, never back"),
    ("renewals.csv", 7, "新编码", f"{C}00704", "a code that no selected product"),
    ("renewals.csv", 8, "更新日期", "2025-11-31", "a day such as 2025-05-30"),
    ("listings.csv", 32, "挂网价", "5O.00", FIGURE),
    ("listings.csv", 33, "省外中选价", "不详", "无 for none, empty if not known"),
    ("listings.csv", 34, "分组", None, "a cell that is not empty"),
    ("listings.csv", 35, "产品编码", f"{C}00242", TWICE),
    ("listings.csv", 36, "挂网价", "0.00", "a unit price above 0"),
    ("contracts.csv", 12, "约定采购量", "3600支", FIGURE),
    ("contracts.csv", 13, "产品编码", f"{C}00247", "a code listed on 2025-05-30"),
    ("contracts.csv", 14, "执行日期", "2025-05-29", "date 2025-05-30 (clause 25-1.3a)"),
    ("contracts.csv", 24, "产品编码", "86999900700131", "has a good row (clause 9-1.2)"),
    ("contracts.csv", 25, "机构编码", "H5OO10100177", "a good row in institutions.csv"),
    ("contracts.csv", 26, "合同编号", "HT09-006", TWICE),
    ("orders.csv", 10, "合同编号", "HT09-010", CONTRACT),  # of a refused contract
    ("orders.csv", 27, "合同编号", "HT25-011", CONTRACT),
    ("orders.csv", 48, "订购数量", "7OO", FIGURE),
    ("orders.csv", 50, "单位", "件", "片 or 盒: the product's specification converts no other"),
    ("orders.csv", 65, "订单编号", "DD25-010-01", TWICE),
    ("orders.csv", 68, "合同编号", "HT25-0O1", CONTRACT),
    ("deliveries.csv", 10, "合同编号", "HT09-010", CONTRACT),
    ("deliveries.csv", 16, "验收单号", "YS09-009-02", TWICE),
    ("deliveries.csv", 18, "验收日期", "2025-05-28", "first, 2025-05-30 (clause 25-1.3a)"),
    ("deliveries.csv", 30, "合同编号", "HT25-011", CONTRACT),
    ("deliveries.csv", 34, "验收日期", "2025-06-31", "a day such as 2025-05-30"),
    ("deliveries.csv", 40, "验收日期", "2025-07-20", "on or after the order's, 2025-07-25"),
    ("deliveries.csv", 47, "验收数量", "400支", FIGURE),
    ("deliveries.csv", 54, "订单编号", "DD25-010-02", "the reference of one of the orders"),
    ("deliveries.csv", 57, "单位", "件", "片 or 盒: the product's specification"),
    ("deliveries.csv", 64, "合同编号", "HT25-0O2", CONTRACT),
    ("deliveries.csv", 69, "单价", "￥36.75", FIGURE),
    ("deliveries.csv", 74, "验收数量", "-650", "not above what was delivered by then"),
    ("deliveries.csv", 81, "订单编号", "DD25-010-09", "the reference of one of the orders"),
    ("deliveries.csv", 87, "验收数量", "0", "a quantity other than 0"),
    ("supplier_payments.csv", 56, "验收单号", "YS25-008-01", DELIVERY),  # of a refused delivery
    ("supplier_payments.csv", 57, "验收单号", "YS25-008-02", DELIVERY),
    ("supplier_payments.csv", 58, "验收单号", "YS25-008-03", DELIVERY),
    ("supplier_payments.csv", 59, "验收单号", "YS25-009-01", DELIVERY),
    ("supplier_payments.csv", 64, "验收单号", "YS25-010-02", DELIVERY),
    ("supplier_payments.csv", 65, "验收单号", "YS25-010-02", DELIVERY),
    ("supplier_payments.csv", 66, "验收单号", "YS25-011-01", DELIVERY),
    ("supplier_payments.csv", 103, "付款日期", "2025-05-09", "acceptance, 2025-05-20 (clause 9"),
    ("supplier_payments.csv", 104, "付款金额", "8.12E+03", FIGURE),
    ("supplier_payments.csv", 105, "付款单号", "FK00059", TWICE),
    ("supplier_payments.csv", 106, "付款金额", "122.00", "0.00 of 18225.00, and of its sign"),
    ("supplier_payments.csv", 107, "付款日期", None, "a cell that is not empty"),
    ("supplier_payments.csv", 108, "验收单号", "YS25-0O2-08", DELIVERY),
    ("usage.csv", 26, "使用量", "约400", FIGURE),
    ("usage.csv", 28, "产品编码", f"{C}00699", LISTED),
    ("usage.csv", 29, "合同编号", "HT09-003", "9号 does not, and leaves the rest to"),
    ("last_year_volumes.csv", 6, "单位", "片", "the unit of its contracts: 盒"),
    ("last_year_volumes.csv", 11, "品种", "阿托伐他汀", TWICE),
    ("last_year_volumes.csv", 13, "上年约定量", "0", "a quantity other than 0"),
)
FILES = tuple(dict.fromkeys(file for file, *_ in WRONG))
LEFT_OUT = {  # the contract, how many of its rows were refused, and where the first is
    "HT09-006": (1, "contracts.csv, line 26"),
    "HT09-008": (3, "orders.csv, line 50"),
    "HT09-009": (5, "deliveries.csv, line 16"),
    "HT09-010": (3, "contracts.csv, line 24"),
    "HT09-011": (1, "contracts.csv, line 25"),
    "HT25-008": (6, "deliveries.csv, line 34"),
    "HT25-009": (4, "deliveries.csv, line 18"),
    "HT25-010": (7, "orders.csv, line 48"),
    "HT25-011": (4, "contracts.csv, line 12"),
    "HT25-012": (1, "contracts.csv, line 13"),
    "HT25-013": (1, "contracts.csv, line 14"),
    "HT25-0O1": (1, "orders.csv, line 68"),
    "HT25-0O2": (2, "deliveries.csv, line 64"),
}


# ---- Running it, and reading what it prints ---------------------------------------------------


def run(*arguments: Path, before: Sequence[Path] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (*before, PACKAGE)))},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def output() -> str:
    done = run()
    assert (done.returncode, done.stderr) == (1, "")
    return done.stdout


@pytest.fixture(scope="module")
def clean(output: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data without the rows that are refused."""
    folder = tmp_path_factory.mktemp("clean")
    refused_lines = {(each[0], each[1]) for each in refused(output)}
    for path in DATA.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        kept = [it for at, it in enumerate(lines, 1) if (path.name, str(at)) not in refused_lines]
        (folder / path.name).write_bytes(b"".join(kept))
    return folder


@pytest.fixture(scope="module")
def clean_output(clean: Path) -> str:
    done = run(clean)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def cells(line: str) -> list[str]:
    return re.split(r"\s{2,}", line.strip())


def section(text: str, title: str, notice: str = "") -> list[str]:
    """Give the lines below the heading of a section, up to the next one."""
    parts = [part.partition("\n") for part in text.split("\n=== ")]
    (found,) = [below for first, _, below in parts if title in first and notice in first]
    return found.splitlines()


def table(lines: Sequence[str], first: str) -> list[list[str]]:
    """Give the rows of the table whose heading line starts with some words."""
    start = next(at for at, line in enumerate(lines) if re.split(r"\s{2,}", line)[0] == first)
    body = lines[start + 1 :]
    return [cells(line) for line in body[: body.index("") if "" in body else None]]


def refused(text: str) -> list[list[str]]:
    """Give file, line, column, value and reason of every refused cell."""
    found = table(section(text, "Rows read, and rows refused"), "file")
    return [[*each[:4], "  ".join(each[4:])] for each in found]


# ---- The data, by hand ------------------------------------------------------------------------


@cache
def good(file: str) -> list[dict[str, str]]:
    """Give the rows of a file that are not wrong."""
    wrong = {line for name, line, *_ in WRONG if name == file}
    with (DATA / file).open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened, restval=""))
    return [row for line, row in enumerate(rows, 2) if line not in wrong]


def figure(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def places(value: Fraction, number: int) -> Fraction:
    """Round half-up by magnitude."""
    scaled = abs(value) * 10**number
    rounded = Fraction((2 * scaled + 1) // 2, 10**number)
    return rounded if value >= 0 else -rounded


def money(value: Fraction) -> str:
    assert value == places(value, 2)
    return f"{Decimal(int(value * 100)).scaleb(-2):,.2f}"


def plain(value: Fraction) -> str:
    """Write a volume or a price with as many places as it needs."""
    if value.denominator == 1:
        return f"{int(value):,}"
    return f"{Decimal(value.numerator) / Decimal(value.denominator):,f}"


def four(value: Fraction) -> str:
    return f"{Decimal(int(places(value, 4) * 10000)).scaleb(-4):.4f}"


class Product(NamedTuple):
    """What a contract is about: its selected price, for which unit, and the sizes of its units."""

    name: str
    price: Fraction
    priced_in: str
    sizes: Mapping[str, int]


@cache
def products() -> dict[str, Product]:
    found: dict[str, Product] = {}
    for row in good("selected_consumables.csv"):
        sizes = {row["最小单位"]: 1, row["包装单位"]: int(row["包装数量"])}
        name, price = f"{row['品种']} {row['企业']}", figure(row["中选价格"])
        found[row["产品编码"]] = Product(name, price, row["最小单位"], sizes)
    pieces = {"片剂": "片", "咀嚼片": "片", "颗粒剂": "袋", "口服溶液": "瓶"}
    for row in good("renewed_drugs.csv"):
        if row["包装数量"].isdigit():
            sizes = {pieces[row["剂型组"]]: 1, "盒": int(row["包装数量"])}
            name, price = f"{row['品种']} {row['企业']}", figure(row["中选价格"])
            found[row["药品编码"]] = Product(name, price, "盒", sizes)
    return found


class Accepted(NamedTuple):
    """A delivery: its amount, and its volume in the contract's unit."""

    reference: str
    day: date
    volume: Fraction
    amount: Fraction
    price: Fraction
    unit: str
    order: str


class Agreed(NamedTuple):
    """A contract of which no row is wrong, with its deliveries and payments in order."""

    reference: str
    notice: str
    institution: str
    product: Product
    code: str
    volume: Fraction
    unit: str
    price: Fraction
    first_day: date
    last_day: date
    start_is_stated: bool
    deliveries: list[Accepted]
    payments: dict[str, list[tuple[date, Fraction]]]

    def delivered(self, until: date) -> Fraction:
        until = min(until, self.last_day)
        return sum((each.volume for each in self.deliveries if each.day <= until), Fraction())

    def reached_on(self, until: date) -> date | None:
        """Give the day since which the volume has stood reached, asking on every day."""
        day, since = self.first_day, None
        while day <= min(until, self.last_day):
            reached = self.delivered(day) >= self.volume
            since = (since or day) if reached else None
            day += timedelta(days=1)
        return since


@cache
def contracts(notice: str) -> list[Agreed]:
    names = {row["机构编码"]: row["机构名称"] for row in good("institutions.csv")}
    found: list[Agreed] = []
    for row in sorted(good("contracts.csv"), key=lambda each: each["合同编号"]):
        reference, code = row["合同编号"], row["机构编码"]
        if row["文件"] != notice or reference in LEFT_OUT:
            continue
        product, unit = products()[row["产品编码"]], row["单位"]
        first = date.fromisoformat(row["执行日期"] or "2025-03-07")
        year_on = date(first.year + 1, first.month, first.day) - timedelta(days=1)
        deliveries = [
            Accepted(
                it["验收单号"],
                date.fromisoformat(it["验收日期"]),
                figure(it["验收数量"]) * product.sizes[it["单位"]] / product.sizes[unit],
                places(figure(it["验收数量"]) * figure(it["单价"]), 2),
                figure(it["单价"]),
                it["单位"],
                it["订单编号"],
            )
            for it in good("deliveries.csv")
            if it["合同编号"] == reference
        ]
        payments: dict[str, list[tuple[date, Fraction]]] = {}
        for it in good("supplier_payments.csv"):
            paid = (date.fromisoformat(it["付款日期"]), figure(it["付款金额"]))
            payments.setdefault(it["验收单号"], []).append(paid)
        found.append(
            Agreed(
                reference,
                notice,
                f"{code} {names[code]}",
                product,
                row["产品编码"],
                figure(row["约定采购量"]),
                unit,
                figure(row["合同单价"]),
                first,
                year_on if notice == "25号" else date(2025, 12, 31),
                bool(row["执行日期"]),
                sorted(deliveries, key=lambda each: (each.day, each.reference)),
                {each.reference: sorted(payments.get(each.reference, [])) for each in deliveries},
            )
        )
    return found


def due_of(day: date) -> date:
    """Give the last day of the month after."""
    months = day.year * 12 + day.month + 1
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def paid_by(it: Agreed, delivery: Accepted, until: date) -> Fraction:
    return sum((paid for day, paid in it.payments[delivery.reference] if day <= until), Fraction())


BOTH = pytest.mark.parametrize(("notice", "short"), [(N25, "25号"), (N9, "9号")])


# ---- What is refused, and who is left out -----------------------------------------------------


def test_every_wrong_row_is_reported_once_with_its_place_and_reason(output: str) -> None:
    reported = [each for each in refused(output) if each[0] in FILES]
    expected = [[file, str(line), column, repr(value)] for file, line, column, value, _ in WRONG]
    in_file_order = sorted(reported, key=lambda each: (FILES.index(each[0]), int(each[1])))
    assert [each[:4] for each in in_file_order] == expected
    for each, (*_, reason) in zip(in_file_order, WRONG, strict=True):
        assert each[4].startswith("accepted: ")
        assert reason in each[4]


def test_there_are_wrong_rows_in_every_file_and_many_more_good_ones() -> None:
    assert len(FILES) == 9
    assert len(contracts("25号")) + len(contracts("9号")) == 13
    assert sum(len(it.deliveries) for it in (*contracts("25号"), *contracts("9号"))) == 78
    for file in FILES:
        assert (DATA / file).read_bytes().startswith(b"\xef\xbb\xbf")
        readme = (DATA / "README.md").read_text(encoding="utf-8")
        assert all(f"| {heading} |" in readme for heading in good(file)[0])


def test_a_contract_with_a_refused_row_is_named_and_in_no_section(output: str) -> None:
    listed = table(section(output, "Contracts left out"), "contract")
    words = {each[0]: each[-1] for each in listed}
    assert words == {
        reference: f"rows refused: {number}, the first in {place}"
        for reference, (number, place) in LEFT_OUT.items()
    }
    before = output.partition("\n=== Contracts left out")[0]
    shown = set(re.findall(r"(?:HT|YS|DD)(\d\d-\w{3})", before.partition("\n=== ")[2]))
    named_as_doubtful = {"HT09-003"}  # its usage alone
    assert shown == {it.reference[2:] for it in (*contracts("25号"), *contracts("9号"))}
    assert named_as_doubtful < {f"HT{each}" for each in shown}


def test_good_rows_are_in_the_sections_or_left_out(output: str) -> None:
    owner = {row["验收单号"]: row["合同编号"] for row in good("deliveries.csv")}
    sums = {True: [Fraction()] * 4, False: [Fraction()] * 4}
    for row in good("deliveries.csv"):
        amount = places(figure(row["验收数量"]) * figure(row["单价"]), 2)
        side = sums[row["合同编号"] in LEFT_OUT]
        side[0], side[1] = side[0] + 1, side[1] + amount
    for row in good("supplier_payments.csv"):
        side = sums[owner[row["验收单号"]] in LEFT_OUT]
        side[2], side[3] = side[2] + 1, side[3] + figure(row["付款金额"])
    lines = section(output, "Contracts left out")
    for at, name in enumerate(("deliveries", "bought", "payments", "paid")):
        write: Callable[[Fraction], str] = money if at % 2 else plain
        inside, outside = sums[False][at], sums[True][at]
        says = f"count: {name}: good rows = in the sections + left out: "
        assert f"{says}{write(inside + outside)} = {write(inside)} + {write(outside)}" in lines


def test_without_the_wrong_rows_nothing_is_refused_and_nobody_left_out(clean_output: str) -> None:
    assert clean_output.endswith("\n0 rows refused; exit status 0\n")
    assert table(section(clean_output, "Contracts left out"), "contract") == []
    progress = table(section(clean_output, "A How far", N25), "contract")
    assert [each[0] for each in progress] == [f"HT25-{at:03d}" for at in range(1, 11)]


def test_a_wrong_row_leaves_the_other_contracts_as_they_are(output: str, clean_output: str) -> None:
    for notice in (N25, N9):
        for title in ("A How far", "B At which price", "H Orders"):
            given, without = (set(section(it, title, notice)) for it in (output, clean_output))
            own = {line for line in given if re.match(r"(HT|DD)\d\d-", line)}
            assert own
            assert {tuple(cells(line)) for line in own} <= {tuple(cells(it)) for it in without}


# ---- Sections, in their order -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("notice", "title", "clauses"),
    [
        (N25, "A How far each contract had come by 2025-11-30", "25-2.1d 25-2.1e"),
        (N25, "B At which price the firm supplies", "25-2.4b"),
        (N25, "C Prices of contracts and deliveries", "25-2.1b"),
        (N25, "D What listed products count as", "25-1.2 25-2.2b 25-2.2c 25-2.2d 25-2.2e"),
        (N25, "E What firms were owed and paid by 2025-11-30", "25-2.3h"),
        (N25, "F Monthly reports by 2025-11-30", "25-2.5"),
        (N25, "G Annual assessment", "25-2.2d 25-2.2e 25-2.5"),
        (N25, "H Orders not delivered in full by 2025-11-30", "25-2.5"),
        (N25, "I The timetable", "25-1.3a 25-4.1 25-4.2"),
        (N25, "J Which notice is in force when", "25-4.1 25-4.3"),
        (N9, "A How far each contract had come by 2025-11-30", "9-3.2b"),
        (N9, "B At which price the firm supplies", "9-3.1a 9-3.1e"),
        (N9, "C Prices of contracts and deliveries", "9-3.1d"),
        (N9, "D Agreed volumes", "9-2.2"),
        (N9, "E What firms were owed and paid by 2025-11-30", "9-3.2c"),
        (N9, "F Monthly reports by 2025-11-30", "9-3.4b"),
        (N9, "G Annual assessment", "9-3.4b"),
        (N9, "H Orders not delivered in full by 2025-11-30", "Y-1"),
        (N9, "I The timetable", "9-2.1 9-4.1 9-4.3"),
    ],
)
def test_every_section_names_the_notice_and_its_clauses(
    output: str, notice: str, title: str, clauses: str
) -> None:
    assert f"\n=== {notice}: {title}" in output
    cited = section(output, title, notice)[0]
    assert re.findall(r"((?:25|9|Y)-\S+) [^,]+「", cited) == clauses.split()


@BOTH
def test_25_2_1d_9_3_2b_progress_is_the_plain_sum_of_what_was_accepted(
    output: str, notice: str, short: str
) -> None:
    expected: list[list[str]] = []
    for it in contracts(short):
        delivered = it.delivered(AS_OF)
        days = Fraction((it.last_day - it.first_day).days + 1)
        elapsed = (AS_OF - it.first_day).days + 1
        ahead = "ahead" if delivered / it.volume >= elapsed / days else "behind"
        reached = it.reached_on(AS_OF)
        expected.append(
            [
                *(it.reference, it.institution, it.product.name, plain(it.volume), it.unit),
                *(plain(delivered), plain(max(it.volume - delivered, Fraction()))),
                *(four(delivered / it.volume), four(elapsed / days)),
                *([str(reached)] if reached else []),
                ahead if it.start_is_stated else "start is assumed",
            ]
        )
    lines = section(output, "A How far", notice)
    assert table(lines, "contract") == expected
    counted = [it for each in contracts(short) for it in each.deliveries if it.day <= AS_OF]
    whole = sum(len(each.deliveries) for each in contracts(short))
    parts = f"{whole} = {len(counted)} + {whole - len(counted)}"
    assert f"count: deliveries = counted + accepted later: {parts}" in lines


def test_25_2_1d_a_return_undoes_the_day_on_which_the_volume_was_reached(output: str) -> None:
    (it,) = [each for each in contracts("25号") if each.reference == "HT25-001"]
    assert it.reached_on(date(2025, 11, 9)) == date(2025, 10, 23)
    assert it.reached_on(date(2025, 11, 24)) is None  # a hundred went back on the 10th
    (line,) = [each for each in section(output, "A How far", N25) if each.startswith("HT25-001")]
    assert cells(line)[-2:] == ["2025-11-25", "ahead"]


@BOTH
def test_25_2_4b_9_3_1e_the_price_holds_to_the_last_day_reached_or_not(
    output: str, notice: str, short: str
) -> None:
    clause = {"25号": "25-2.4b", "9号": "9-3.1e"}[short]
    expected = [
        [
            *(it.reference, it.unit, str(it.reached_on(it.last_day) or "not reached")),
            *(str(it.last_day), price_shown(it.price), f"none (clause {clause})"),
        ]
        for it in contracts(short)
    ]
    assert {each[2] == "not reached" for each in expected} == {True, False}
    assert table(section(output, "B At which price", notice), "contract") == expected


def price_shown(price: Fraction) -> str:
    """Write a price with at least two places."""
    return money(price) if price == places(price, 2) else plain(price)


@BOTH
def test_25_2_1b_9_3_1d_prices_are_held_against_the_selected_price(
    output: str, notice: str, short: str
) -> None:
    expected: list[list[str]] = []
    number = 0
    for it in contracts(short):
        product = it.product
        bought = [(it.reference, it.unit, it.price)]
        bought += [(each.reference, each.unit, each.price) for each in it.deliveries]
        number += len(bought)
        for reference, unit, price in bought:
            sizes = (product.sizes[unit], product.sizes[product.priced_in])
            paid, selected = price / sizes[0] * max(sizes), product.price / sizes[1] * max(sizes)
            met = paid <= selected if short == "25号" else paid == selected
            if paid != selected:
                compared = [price_shown(paid), price_shown(selected), "met" if met else "NOT MET"]
                names = [reference, it.institution, product.name, price_shown(price), unit]
                expected.append([*names, *compared])
    lines = section(output, "C Prices of contracts", notice)
    assert [cells(line) for line in lines if re.match("(HT|YS)", line)] == expected
    not_met = sum(each[-1] == "NOT MET" for each in expected)
    assert not_met in (1, 2)
    parts = f"{number - len(expected)} + {len(expected) - not_met} + {not_met}"
    assert f"count: prices = equal + met all the same + not met: {number} = {parts}" in lines


def test_9_2_2_agreed_volumes_are_added_up_by_variety(output: str) -> None:
    kept = [row for row in good("contracts.csv") if row["文件"] == "9号"]
    doubtful = {"H50010100239", "H50010200136"}  # a contract of theirs was refused
    agreed: dict[tuple[str, str], list[Fraction]] = {}
    for row in kept:
        variety = products()[row["产品编码"]].name.partition(" ")[0]
        agreed.setdefault((row["机构编码"], variety), []).append(figure(row["约定采购量"]))
    names = {row["机构编码"]: row["机构名称"] for row in good("institutions.csv")}
    expected: list[list[str]] = []
    left_out: list[str] = []
    for row in sorted(good("last_year_volumes.csv"), key=lambda it: (it["机构编码"], it["品种"])):
        code, variety = row["机构编码"], row["品种"]
        twice = (code, variety) == ("H50010300123", "阿托伐他汀")
        if code in doubtful or twice or (code, variety) not in agreed:
            left_out.append(code)
            continue
        volumes, before = agreed[code, variety], figure(row["上年约定量"])
        verdict = "met" if sum(volumes) >= before else "warning"
        who = [f"{code} {names[code]}", variety, str(len(volumes)), row["单位"]]
        expected.append([*who, plain(before), plain(sum(volumes, Fraction())), verdict])
    lines = section(output, "D Agreed volumes")
    assert table(lines, "institution") == expected
    assert [
        "H50010300108 嘉岚中心医院",
        "二甲双胍",
        "2",
        "盒",
        "17,500",
        "17,000",
        "warning",
    ] in expected
    others = table(lines[lines.index("Left out:") :], "institution")
    assert {each[0] for each in others} == {
        *left_out,
        "H50010100156",
        "H50010700145",
        "H50010200136",
    }
    assert ["H50010300155", "左乙拉西坦", "no contract this year"] in others
    assert ["H50010100239", "孟鲁司特", "a row was refused: contracts.csv, line 26"] in others
    assert any(line.startswith(f"{N25}: volume_floor: ") for line in lines)  # it asks for none


# ---- Listings ---------------------------------------------------------------------------------


class Listed(NamedTuple):
    """A listing by hand: its class, the ceiling that decided, and its clauses."""

    status: str
    ceiling: Fraction | None
    clauses: str


@cache
def annex() -> list[tuple[str, str, str, Fraction]]:
    """Give code, maker, group and price of what was selected."""
    return [
        (row["产品编码"], row["企业"], row["分组"], figure(row["中选价格"]))
        for row in good("selected_consumables.csv")
    ]


def classified(row: Mapping[str, str], on: date, *, by_group: bool = False) -> Listed:
    """Classify a listing as the clauses say, one after the other."""
    codes, renewed = {each[0] for each in annex()}, {row["产品编码"]}
    for _ in good("renewals.csv"):  # as often as there are renewals, so to the oldest code
        for it in good("renewals.csv"):
            if it["新编码"] in renewed and date.fromisoformat(it["更新日期"]) <= on:
                renewed.add(it["原编码"])
    if row["产品编码"] in codes:
        return Listed("selected", None, "25-2.2c")
    if renewed & codes:
        return Listed("selected", None, "25-2.2b")
    price, group = figure(row["挂网价"]), row["分组"]
    own = [each[3] for each in annex() if (each[1], each[2]) == (row["企业"], group)]
    if own:
        clauses = "25-2.2c, 25-2.2d"
        unknown = row["省外中选价"] == ""
        written = [] if unknown or row["省外中选价"] == "无" else row["省外中选价"].split("、")
        ceiling = min([max(own), *map(figure, written)])
        if price > ceiling:
            return Listed("non-selected", ceiling, clauses)
        return Listed("undetermined" if unknown else "may count as selected", ceiling, clauses)
    if row["企业"] in {each[1] for each in annex()} and not by_group:
        return Listed("non-selected", None, "25-2.2c, 25-2.2d, 25-2.2e")
    prices = [each[3] for each in annex() if each[2] == group]
    neutral = bool(prices) and price <= max(prices)
    clauses = "25-2.2c, 25-2.2e"
    return Listed("neutral" if neutral else "non-selected", max(prices, default=None), clauses)


IN_DOUBT = {  # listings that a refused row decides, and where it is
    f"{C}00242": "listings.csv, line 35",
    f"{C}00247": "listings.csv, line 32",
    f"{C}00248": "listings.csv, line 33",
    f"{C}00432": "listings.csv, line 34",
    f"{C}00555": "renewals.csv, line 8",
    f"{C}00641": "listings.csv, line 36",
    f"{C}00811": "selected_consumables.csv, line 15",
}
STATUSES = ("selected", "may count as selected", "neutral", "non-selected", "undetermined")


def test_25_2_2c_25_2_2d_25_2_2e_every_listing_is_classified_as_the_clauses_say(
    output: str,
) -> None:
    expected: list[list[str]] = []
    found: list[str] = []
    for row in sorted(good("listings.csv"), key=lambda each: each["产品编码"]):
        if row["产品编码"] not in IN_DOUBT:
            it, other = (classified(row, AS_OF, by_group=each) for each in (False, True))
            found.append(it.status)
            names = [row["产品编码"], row["企业"], row["分组"], price_shown(figure(row["挂网价"]))]
            ceiling = [] if it.ceiling is None else [price_shown(it.ceiling)]
            differs = [] if other.status == it.status else [other.status]
            expected.append([*names, *ceiling, it.status, *differs, it.clauses])
    lines = section(output, "D What listed products", N25)
    assert table(lines, "产品编码") == expected
    assert {*found} == {*STATUSES}
    counts = " + ".join(str(found.count(each)) for each in STATUSES)
    says = f"classified = {' + '.join(STATUSES)}"
    assert f"count: {says}: {len(found)} = {counts}" in lines
    left_out = table(lines[lines.index("Left out:") :], "产品编码")
    assert left_out == [[code, f"a row was refused: {where}"] for code, where in IN_DOUBT.items()]


def test_25_2_2d_known_to_be_none_is_something_else_than_not_known(output: str) -> None:
    lines = section(output, "D What listed products", N25)
    by_code = {each[0]: each[5] for each in table(lines, "产品编码") if len(each) == 7}
    assert by_code[f"{C}00243"] == "may count as selected"
    assert by_code[f"{C}00246"] == "undetermined"
    text = "\n".join(lines)
    assert "undetermined: " in text
    assert "Its selected prices elsewhere are not known." in text
    assert any(line.startswith(f"{N9}: listing_classes: ") for line in lines)  # it has none


def test_25_2_2b_a_renewed_code_is_selected_from_its_day_on(output: str) -> None:
    """The renewal of 2026-01-10 counts in the assessment, not on 2025-11-30."""
    lines = section(output, "D What listed products", N25)
    by_code = {each[0]: each for each in table(lines, "产品编码")}
    assert by_code[f"{C}00231"][4:] == ["selected", "25-2.2b"]  # though listed above its price
    assert by_code[f"{C}00671"][5] == "may count as selected"
    renewed = {"产品编码": f"{C}00671"}
    assert classified(renewed, date(2026, 5, 31)).status == "selected"


# ---- Payment to firms -------------------------------------------------------------------------


class State(NamedTuple):
    """Where the payment of a delivery stands, by hand."""

    delivery: Accepted
    due: date
    paid: Fraction
    settled_on: date | None
    days_late: int
    status: str


def states(short: str) -> list[State]:
    found: list[State] = []
    for it in contracts(short):
        for each in it.deliveries:
            if each.day <= AS_OF:
                due, settled_on = due_of(each.day), None
                for day, _ in it.payments[each.reference]:
                    if day <= AS_OF and paid_by(it, each, day) == each.amount:
                        settled_on = day
                late = max(((settled_on or AS_OF) - due).days, 0)
                if settled_on:
                    status = "paid late" if late else "paid on time"
                else:
                    status = "overdue" if late else "open"
                paid = paid_by(it, each, AS_OF)
                found.append(State(each, due, paid, settled_on, late, status))
    return sorted(found, key=lambda each: (each.due, each.delivery.reference))


@BOTH
def test_25_2_3h_9_3_2c_every_delivery_is_due_by_the_end_of_the_month_after(
    output: str, notice: str, short: str
) -> None:
    every = states(short)
    expected = [
        [
            *(it.delivery.reference, str(it.delivery.day), str(it.due), money(it.delivery.amount)),
            *(money(it.paid), money(it.delivery.amount - it.paid)),
            *([str(it.settled_on)] if it.settled_on else []),
            *(str(it.days_late), it.status),
        ]
        for it in every
    ]
    lines = section(output, "E What firms were owed", notice)
    assert table(lines, "delivery") == expected[:20]
    assert f"The first 20 of {len(every)} deliveries; one below zero is a return." in lines


@BOTH
def test_25_2_3h_9_3_2c_sums_by_status_close_to_the_fen(
    output: str, notice: str, short: str
) -> None:
    every = states(short)
    expected: list[list[str]] = []
    for status in ("open", "overdue", "paid on time", "paid late", "all"):
        part = [it for it in every if status in (it.status, "all")]
        amount = sum((it.delivery.amount for it in part), Fraction())
        paid = sum((it.paid for it in part), Fraction())
        latest = max((it.days_late for it in part), default=0)
        sums = [money(amount), money(paid), money(amount - paid), str(latest)]
        expected.append([status, str(len(part)), *sums])
    lines = section(output, "E What firms were owed", notice)
    at = next(at for at, line in enumerate(lines) if "most days late" in line)
    assert [cells(line) for line in lines[at + 1 : lines.index("", at)]] == expected
    left = [it.delivery.amount - it.paid for it in every]
    owed = sum((max(each, Fraction()) for each in left), Fraction())
    owed_back = sum((min(each, Fraction()) for each in left), Fraction())
    closed = f"{expected[-1][2]} = {expected[-1][3]} + {money(owed)} + {money(owed_back)}"
    says = f"check: amount = paid + owed to firms + owed back by them: {closed}; difference 0.00"
    assert says in lines


def test_parts_late_ones_and_returns_are_among_the_data() -> None:
    every = [*states("25号"), *states("9号")]
    assert {it.status for it in every} == {"open", "overdue", "paid on time", "paid late"}
    assert any(it.delivery.amount < 0 and it.status == "paid late" for it in every)
    assert any(it.delivery.amount < 0 and it.status == "open" for it in every)
    assert any(0 < it.paid < it.delivery.amount for it in every)


def test_debt_day_another_reading_moves_a_due_day_that_is_a_rest_day(output: str) -> None:
    """Days over which no pay is due: a Sunday, and the Dragon Boat Festival of 2025."""
    moved_25 = [
        ["2025-07", "2025-08-31", "2025-09-01", "2025-08-29"],
        ["2025-10", "2025-11-30", "2025-12-01", "2025-11-28"],
    ]
    holiday = ["2025-04", "2025-05-31", "2025-06-03", "2025-05-30"]
    for notice, expected in ((N25, moved_25), (N9, [holiday, *moved_25])):
        lines = section(output, "E What firms were owed", notice)
        assert table(lines, "accepted in") == expected


# ---- Monthly reports --------------------------------------------------------------------------


def months_until(first: date, last: date) -> list[tuple[str, date]]:
    """Give every calendar month with its last day, the last one up to `last`."""
    found: list[tuple[str, date]] = []
    day = first.replace(day=1)
    while day <= last:
        following = (day + timedelta(days=31)).replace(day=1)
        found.append((f"{day:%Y-%m}", min(following - timedelta(days=1), last)))
        day = following
    return found


def sums_until(it: Agreed, until: date) -> list[Fraction]:
    """Give amount, paid, owed, overdue and owed back at the end of a day."""
    accepted = [each for each in it.deliveries if each.day <= until]
    left = [(each, each.amount - paid_by(it, each, until)) for each in accepted]
    overdue = [rest for each, rest in left if until > due_of(each.day)]
    return [
        sum((each.amount for each in accepted), Fraction()),
        sum((paid_by(it, each, until) for each in accepted), Fraction()),
        sum((max(rest, Fraction()) for _, rest in left), Fraction()),
        sum((max(rest, Fraction()) for rest in overdue), Fraction()),
        sum((max(-rest, Fraction()) for _, rest in left), Fraction()),
    ]


@BOTH
def test_25_2_5_9_3_4b_reports_month_by_month_are_differences_of_sums(
    output: str, notice: str, short: str
) -> None:
    lines = section(output, "F Monthly reports", notice)
    headings = [at for at, line in enumerate(lines) if line.startswith("month ")]
    assert len(headings) == 2
    for it, at in zip(contracts(short)[:2], headings, strict=True):
        agreed = f"agreed {plain(it.volume)} {it.unit}"
        assert lines[at - 1] == f"{it.reference}  {it.institution}  {it.product.name}, {agreed}"
        expected: list[list[str]] = []
        so_far, before = Fraction(), [Fraction()] * 5
        for month, last in months_until(it.first_day, AS_OF):
            delivered, sums = it.delivered(last), sums_until(it, last)
            flows = [now - then for now, then in zip(sums[:2], before, strict=False)]
            volumes = [plain(delivered - so_far), plain(delivered), four(delivered / it.volume)]
            expected.append([month, *volumes, *map(money, flows + sums[2:])])
            so_far, before = delivered, sums
        assert table(lines[at:], "month") == expected


@BOTH
def test_25_2_5_9_3_4b_every_contract_is_reported_and_the_sums_close(
    output: str, notice: str, short: str
) -> None:
    lines = section(output, "F Monthly reports", notice)
    expected: list[list[str]] = []
    totals = [Fraction()] * 5
    for it in contracts(short):
        delivered, sums = it.delivered(AS_OF), sums_until(it, AS_OF)
        totals = [one + other for one, other in zip(totals, sums, strict=True)]
        volumes = [it.unit, plain(delivered), four(delivered / it.volume)]
        expected.append([it.reference, it.institution, *volumes, *map(money, sums)])
    assert table(lines, "contract") == expected
    amount, paid, owed, _, back = totals
    assert amount - paid == owed - back
    net = f"{money(amount - paid)} = {money(owed)} + {money(-back)}"
    for says in (
        f"amount − paid = owed − owed back: {net}",
        f"amount of all months = of all contracts: {money(amount)} = {money(amount)}",
        f"paid of all months = of all contracts: {money(paid)} = {money(paid)}",
    ):
        assert f"check: {says}; difference 0.00" in lines


# ---- The annual assessment --------------------------------------------------------------------


@BOTH
def test_25_2_5_9_3_4b_the_assessment_says_whether_the_volume_was_met_at_the_end(
    output: str, notice: str, short: str
) -> None:
    lines = section(output, "G Annual assessment", notice)
    expected: list[list[str]] = []
    for it in contracts(short):
        if it.reference != "HT09-003":  # a row of its usage is wrong
            delivered = it.delivered(it.last_day)
            volumes = [plain(it.volume), it.unit, plain(delivered), four(delivered / it.volume)]
            met = "met" if delivered >= it.volume else "NOT MET"
            expected.append([it.reference, it.institution, it.product.name, *volumes, met])
    assert table(lines, "contract") == expected
    doubtful = lines.count("Not assessed, because of a refused row:")
    assert doubtful == (short == "9号")
    assert any("a row was refused: usage.csv, line 29" in line for line in lines) == bool(doubtful)


def test_25_2_2d_25_2_2e_shares_are_what_was_used_of_each_class(output: str) -> None:
    listed = {row["产品编码"]: row for row in good("listings.csv")}
    expected: list[list[str]] = []
    sums = [Fraction()] * 6
    for it in contracts("25号"):
        volumes: dict[str, Fraction] = {status: Fraction() for status in STATUSES}
        own = [row for row in good("usage.csv") if row["合同编号"] == it.reference]
        for row in own:
            status = classified(listed[row["产品编码"]], it.last_day).status
            volumes[status] += figure(row["使用量"])
        if own:
            selected = volumes["selected"] + volumes["may count as selected"]
            counted = selected + volumes["non-selected"]
            with_neutral = (selected + volumes["neutral"], counted + volumes["neutral"])
            figures = [sum(volumes.values(), Fraction()), *volumes.values()]
            sums = [one + other for one, other in zip(sums, figures, strict=True)]
            shares = [four(selected / counted), four(with_neutral[0] / with_neutral[1])]
            expected.append([it.reference, it.unit, *map(plain, figures), *shares])
    lines = section(output, "G Annual assessment", N25)
    at = next(at for at, line in enumerate(lines) if "neutral selected" in line)
    assert [cells(line) for line in lines[at + 1 : lines.index("", at)]] == expected
    assert "contracts without usage, so without a share: HT25-007" in lines
    (count,) = [line for line in lines if line.startswith("count: used = all classes together: ")]
    assert [figure(each) for each in re.findall(r"[\d,]+(?:\.\d+)?", count)] == sums


# ---- Orders, dates, and which notice is in force ----------------------------------------------


@BOTH
def test_y_1_orders_are_open_that_were_not_filled_by_deliveries_naming_them(
    output: str, notice: str, short: str
) -> None:
    expected: list[tuple[str, str, list[str]]] = []
    placed = later = 0
    for it in contracts(short):
        for row in [row for row in good("orders.csv") if row["合同编号"] == it.reference]:
            ordered_on = date.fromisoformat(row["下单日期"])
            filled = sum(
                (
                    each.volume
                    for each in it.deliveries
                    if each.order == row["订单编号"] and each.day <= AS_OF
                ),
                Fraction(),
            )
            ordered = figure(row["订购数量"])
            assert row["单位"] == it.unit
            placed, later = placed + 1, later + (ordered_on > AS_OF)
            if ordered_on <= AS_OF and filled < ordered:
                kind = "part delivered" if filled else "undelivered"
                figures = [*map(plain, (ordered, filled, ordered - filled)), it.unit]
                what = [row["订单编号"], it.institution, it.product.name, row["下单日期"], kind]
                days = str((AS_OF - ordered_on).days)
                expected.append((it.reference, row["下单日期"], [*what, *figures, days]))
    lines = section(output, "H Orders not delivered", notice)
    assert [cells(line) for line in lines if line.startswith("DD")] == [
        each for *_, each in sorted(expected)
    ]
    assert len(expected) in (5, 6)
    parts = f"{len(expected)} + {placed - later - len(expected)} + {later}"
    assert f"count: orders = open + delivered in full + placed later: {placed} = {parts}" in lines


@pytest.mark.parametrize(
    ("notice", "dated"),
    [
        (
            N25,
            {
                "reporting of products opens": ("2025-05-16", "25-4.2"),
                "reporting of products closes": ("2025-05-29", "25-4.2"),
                "the notice takes effect": ("2025-05-30", "25-4.1"),
                "the procurement cycle begins": ("2025-05-30", "25-1.3a"),
                "agreement of year 1 signed": ("2025-05-30", "25-2.1f"),
                "prepayment instalment 1 due by this day": ("2025-06-30", "25-2.3b"),
                "prepayment instalment 2 due": ("2025-11-30", "25-2.3c"),
                "assessment of year 1": ("2026-05-29", "25-2.5"),
                "the procurement cycle ends": ("2026-05-29", "25-1.3a"),
                "first offset month begins": ("2026-06-01", "25-2.3d"),
                "last offset month ends": ("2027-05-31", "25-2.3e"),
                "what is not offset goes back": ("2027-06-01", "25-2.3e"),
            },
        ),
        (
            N9,
            {
                "last day to report products": ("2025-02-21", "9-4.3"),
                "the notice takes effect": ("2025-03-07", "9-4.1"),
                "the procurement cycle begins": ("2025-03-07", "9-2.1"),
                "assessment of year 1": ("2025-12-31", "9-3.4b"),
                "the procurement cycle ends": ("2025-12-31", "9-2.1"),
            },
        ),
    ],
)
def test_the_timetable_gives_every_date_in_order_with_duty_and_clause(
    output: str, notice: str, dated: dict[str, tuple[str, str]]
) -> None:
    rows = table(section(output, "I The timetable", notice), "day")
    assert [each[0] for each in rows] == sorted(each[0] for each in rows)
    monthly = [each for each in rows if re.match("monitoring|report of", each[1])]
    once = {each[1]: (each[0], each[4]) for each in rows if each not in monthly}
    assert once == dated
    months = [day for _, day in months_until(date(2025, 5, 30), date(2026, 5, 31))]
    if notice == N9:
        months = [day for _, day in months_until(date(2025, 3, 7), date(2025, 12, 31))]
    assert [each[0] for each in monthly] == [str(day) for day in months for _ in (0, 1)]
    assert {each[3] for each in rows} >= {"all parties", "drug exchange"}
    assert all(len(each) == 5 for each in rows)


def test_disbursement_day_the_second_instalment_is_due_on_a_sunday(output: str) -> None:
    lines = section(output, "I The timetable", N25)
    moved = ["2025-11-30", "2025-11-28", "prepayment instalment 2 due", "25-2.3c"]
    assert table(lines, "due") == [moved]


def test_25_4_3_one_notice_is_in_force_on_every_day_or_none_is(output: str) -> None:
    rows = table(section(output, "J Which notice is in force"), "subject")
    drugs, consumables = "renewed-drugs-batches-1-and-3", "haemodialysis-consumables"
    assert rows == [
        [drugs, "2025-01-01", "2025-03-06", "none: OutOfForceError"],
        [drugs, "2025-03-07", "2025-12-31", N9],
        [drugs, "2026-01-01", "2027-12-31", "none: OutOfForceError"],
        [consumables, "2025-01-01", "2025-05-29", "none: OutOfForceError"],
        [consumables, "2025-05-30", "2027-12-31", N25],
    ]
    for before, after in pairwise(rows):
        if before[0] == after[0]:
            assert date.fromisoformat(after[1]) - date.fromisoformat(before[2]) == timedelta(days=1)


# ---- What makes no difference, and what does --------------------------------------------------


def own_sections(text: str) -> str:
    """Give these sections, from the first one to the rows read."""
    return text[text.index(f"=== {N25}: A How far") : text.index("=== Rows read")]


def test_rows_may_stand_in_any_order(clean: Path, clean_output: str, tmp_path: Path) -> None:
    for path in clean.glob("*.csv"):
        heading, *rows = path.read_bytes().splitlines(keepends=True)
        if path.name in FILES:
            rows.reverse()
        (tmp_path / path.name).write_bytes(b"".join([heading, *rows]))
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert own_sections(done.stdout) == own_sections(clean_output)


def test_tables_without_a_row_are_read_too(clean: Path, tmp_path: Path) -> None:
    for path in clean.glob("*.csv"):
        lines = path.read_bytes().splitlines(keepends=True)
        (tmp_path / path.name).write_bytes(b"".join(lines[:1] if path.name in FILES else lines))
    done = run(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "count: deliveries = counted + accepted later: 0 = 0 + 0" in done.stdout


def test_a_table_that_is_missing_stops_the_run(clean: Path, tmp_path: Path) -> None:
    for path in clean.glob("*.csv"):
        if path.name != "orders.csv":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    done = run(tmp_path)
    assert done.returncode == 2
    assert "orders.csv" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_data_on_working_days_no_day_is_moved_or_counted_by_them(
    output: str, tmp_path: Path
) -> None:
    (tmp_path / "chinese_calendar.py").write_text("raise ImportError", encoding="utf-8")
    done = run(before=[tmp_path])
    assert (done.returncode, done.stderr) == (1, "")
    assert "\nno working days, so no day is moved or counted by them; " in done.stdout
    lines = section(done.stdout, "I The timetable", N25)
    dropped = [each for each in section(output, "I The timetable", N25) if "25-4.2" in each]
    assert len(dropped) == 3  # with the heading's
    assert not any(each in lines for each in dropped[1:])
    assert "25-2.3c" in "\n".join(lines)
    assert not any("Under another reading" in line for line in lines)
    assert table(section(done.stdout, "E What firms were owed", N25), "accepted in") == []


def copied(source: Path, folder: Path, more: Mapping[str, Sequence[str]]) -> None:
    """Copy the tables with more rows at their ends."""
    for path in source.glob("*.csv"):
        rows = "".join(f"{row}\r\n" for row in more.get(path.name, ()))
        (folder / path.name).write_bytes(path.read_bytes() + rows.encode())


@pytest.mark.parametrize(
    ("file", "row", "left"),
    [
        ("selected_consumables.csv", f"{C}00820,透析器,竹砚器械,,中空纤维,1,平方米,支,盒,9,9", 0),
        ("selected_consumables.csv", ",透析器,竹砚器械,血路管,中空纤维,1,平方米,支,盒,9,9", 25),
        ("renewals.csv", f"{C}00225,,2025-09-01", 12),
    ],
)
def test_a_refused_row_that_does_not_say_of_what_leaves_all_in_doubt_that_it_may_decide(
    clean: Path, tmp_path: Path, file: str, row: str, left: int
) -> None:
    """A group, a selected product of a group, a renewed code: the annex's own codes are certain."""
    copied(clean, tmp_path, {file: [row]})
    lines = section(run(tmp_path).stdout, "D What listed products", N25)
    kept = table(lines, "产品编码")
    everything = len((clean / "listings.csv").read_bytes().splitlines()) - 1
    left_out = table(lines[lines.index("Left out:") :], "产品编码")
    assert (len(kept), len(kept) + len(left_out)) == (left, everything)


def test_a_return_on_the_day_of_its_delivery_comes_after_it(clean: Path, tmp_path: Path) -> None:
    row = "YS25-004-00,HT25-004,DD25-004-01,2025-06-06,-50,支,38.20"
    copied(clean, tmp_path, {"deliveries.csv": [row]})
    assert refused(run(tmp_path).stdout) == []


def test_rows_that_lead_to_no_contract_are_listed_too(clean: Path, tmp_path: Path) -> None:
    more = {
        "orders.csv": ["DD99,,2025-06-20,5,支"],
        "deliveries.csv": [",HT25-002,,2025-06-20,5,支,49.50", "YS99,,,2025-06-20,5,支,49.50"],
        "supplier_payments.csv": [
            "FK08011,,2025-06-30,5.00",
            "FK08012,YS98,2025-06-30,5.00",
            "FK08013,YS99,2025-06-30,5.00",
        ],
    }
    copied(clean, tmp_path, more)
    listed = table(section(run(tmp_path).stdout, "Contracts left out"), "contract")
    why = {each[0]: each[-1].partition(",")[0] for each in listed}
    assert why == {"(none named)": "rows refused: 5", "HT25-002": "rows refused: 1"}


RULED = {  # rows that can be read, which only the rules refuse: the column, and words of the reason
    "renewals.csv": [(f"{C}00318,{C}00704,2025-12-01", "新编码", "no other renewal has")],
    "listings.csv": [
        (f"{C}00299,透析器,澄江医疗,高通量透析器,50,49;x", "省外中选价", "empty if not known")
    ],
    "contracts.csv": [
        (f"HT25-90,25号,H50010300108,{C}00217,,9,支,52.80,", "执行日期", "first carried out"),
        (f"HT25-91,27号,H50010300108,{C}00217,2025-05-30,9,支,5,", "文件", "9号, 25号"),
        (f"HT25-92,25号,H50010300108,{C}00217,2025-05-30,-9,支,5,", "约定采购量", "above 0"),
        (f"HT25-93,25号,H50010300108,{C}00217,2025-05-30,9,盒,5,", "单位", "支 or 箱"),
    ],
    "orders.csv": [("DD25-001-90,HT25-001,2025-06-20,-5,支", "订购数量", "above 0")],
    "deliveries.csv": [
        ("YS-1,HT25-001,DD25-001-01,2025-06-30,-1300,支,52.80", "验收数量", "not above"),
        ("YS-2,HT25-001,DD25-002-01,2025-06-30,5,支,52.80", "订单编号", "one of the orders"),
    ],
    "supplier_payments.csv": [
        ("FK-1,YS25-001-10,2026-06-20,0.01", "付款金额", "still owed"),
        ("FK-2,YS25-001-07,2026-06-20,5.00", "付款金额", "of its sign"),
        ("FK-3,YS25-001-08,2026-06-20,0", "付款金额", "other than 0.00"),
    ],
    "usage.csv": [(f"HT25-002,{C}00318,-9999", "使用量", "returns not above what was used")],
    "last_year_volumes.csv": [
        ("H50010300108,二甲双胍,5,盒", "品种", "each only once"),
        ("H50010100156,氯吡格雷,-5,盒", "上年约定量", "above 0"),
    ],
}


def test_what_only_the_rules_refuse_is_the_row_s_own(clean: Path, tmp_path: Path) -> None:
    copied(clean, tmp_path, {file: [row for row, *_ in rows] for file, rows in RULED.items()})
    found = sorted(refused(run(tmp_path).stdout), key=lambda each: (each[0], int(each[1])))
    expected: list[list[str]] = []
    reasons: list[str] = []
    for file, rows in sorted(RULED.items()):
        first = len((clean / file).read_bytes().splitlines()) + 1
        expected += ([file, str(first + at), column] for at, (_, column, _) in enumerate(rows))
        reasons += (reason for *_, reason in rows)
    assert [each[:3] for each in found] == expected
    assert all(it in each[4] for it, each in zip(reasons, found, strict=True))
