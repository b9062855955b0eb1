"""Workbooks of contracts: progress, monthly reports, payments, assessments, incidents."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import hospital
from test_workbooks import lines, refusal, total_of, written, yuan_in
from vbp_policy import (
    Assessment,
    Contract,
    Delivery,
    InvalidValueError,
    ListingStatus,
    MonthlyReport,
    Order,
    Product,
    SupplierPayment,
    Usage,
    annual_assessment,
    contract_progress,
    monthly_report,
    procurement_cycle,
    supply_incidents,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

CYCLE = procurement_cycle(CHONGQING_2025_25, "2025-05-30")


def day(year: int, month: int, day: int) -> datetime:
    """Give a day as openpyxl reads it."""
    return datetime(year, month, day, tzinfo=UTC).replace(tzinfo=None)


def contract(reference: str = "C1", volume: Any = 1000) -> Contract:
    return Contract(
        reference,
        hospital(),
        Product("A1", "透析器", "甲"),
        CYCLE,
        agreed_volume=volume,
        unit="支",
        unit_price=50,
    )


def delivered(quantity: Any, price: Any = 50, *, reference: str = "D1", of: str = "C1") -> Delivery:
    return Delivery(
        reference,
        of,
        accepted_on="2025-06-18",
        quantity=quantity,
        unit="支",
        unit_price=price,
        order_reference="O1",
    )


def report(
    deliveries: list[Delivery], payments: list[SupplierPayment], reference: str = "C1"
) -> MonthlyReport:
    return monthly_report(
        CHONGQING_2025_25, contract(reference), deliveries, payments, as_of="2025-08-31"
    )


def assessed() -> Assessment:
    usage = [Usage(status, number) for number, status in enumerate(ListingStatus, start=1)]
    return annual_assessment(CHONGQING_2025_25, contract(), [delivered(1000)], usage)


flows = st.decimals("0.0001", "9999.9999", places=4)
prices = st.decimals("0.000001", "999.999999", places=6)


@settings(max_examples=20)
@given(
    st.lists(st.tuples(flows, prices, st.integers(0, 10**6)), min_size=1, max_size=4),
    st.sampled_from(["zh", "en"]),
)
def test_a_monthly_report_reads_back_25_2_5(
    drawn: list[tuple[Decimal, Decimal, int]], lang: str
) -> None:
    deliveries = [
        delivered(quantity, price, reference=f"D{number}")
        for number, (quantity, price, _) in enumerate(drawn)
    ]
    payments = [
        SupplierPayment(each.reference, min(Decimal(paid) / 100, each.amount), "2025-07-31")
        for each, (_, _, paid) in zip(deliveries, drawn, strict=True)
        if paid and each.amount
    ]
    made = report(deliveries, payments)
    book = written(made, lang)
    zh = lang == "zh"
    assert book.sheetnames == (
        ["采购进度", "按月监测", "货款结算", "依据"]
        if zh
        else ["Progress", "Monthly report", "Payments to firms", "Basis"]
    )
    page = book["按月监测" if zh else "Monthly report"]
    heads = (
        (
            "当月采购金额（元）",
            "当月已付货款（元）",
            "月末欠付（元）",
            "其中逾期（元）",
            "退货应退（元）",
        )
        if zh
        else ("Amount (yuan)", "Paid (yuan)", "Owed (yuan)", "Overdue (yuan)", "Owed back (yuan)")
    )
    assert [[yuan_in(line[head]) for head in heads] for line in lines(page)] == [
        [each.amount, each.paid, each.owed, each.overdue, each.owed_back] for each in made.months
    ]
    volume = "当月采购量" if zh else "Volume"
    assert [Decimal(repr(line[volume])) for line in lines(page)] == [
        each.volume for each in made.months
    ]
    assert [total_of(page, head) for head in heads[:2]] == [made.amount, made.paid]
    page = book["货款结算" if zh else "Payments to firms"]
    sums = ("货款（元）", "已付（元）", "欠付（元）") if zh else (
        "Amount (yuan)", "Paid (yuan)", "Owed (yuan)"
    )  # fmt: skip
    assert [[yuan_in(line[head]) for head in sums] for line in lines(page)] == [
        [each.delivery.amount, each.paid, each.owed] for each in made.payments
    ]
    price = "单价" if zh else "Unit price"
    assert [Decimal(repr(line[price])) for line in lines(page)] == [
        each.delivery.unit_price for each in made.payments
    ]
    assert [total_of(page, head) for head in sums] == [made.amount, made.paid, made.owed]


def test_progress_tells_how_far_a_contract_has_come_25_2_1d() -> None:
    book = written(contract_progress(contract(), [delivered(1000)], as_of="2025-08-31"), "en")
    (line,) = lines(book["Progress"])
    assert {head: value for head, value in line.items() if head != "Basis"} == {
        "No.": 1,
        "Contract": "C1",
        "Institution": "H1",
        "Name": hospital().name,
        "District": "渝中区",
        "Product": "A1",
        "Variety": "透析器",
        "Unit": "支",
        "As of": day(2025, 8, 31),
        "Agreed volume": 1000,
        "Delivered": 1000,
        "Ratio": 1,
        "Remaining": 0,
        "Elapsed": 0.2575,
        "Completed on": day(2025, 6, 18),
        "Not behind": "yes",
    }


def test_payments_say_when_each_was_due_and_settled_25_2_3h() -> None:
    paid = [SupplierPayment("D1", 4000, "2025-08-04"), SupplierPayment("D1", 6000, "2025-08-05")]
    (line,) = lines(written(report([delivered(200)], paid).payments[0])["货款结算"])
    assert {head: value for head, value in line.items() if head != "依据"} == {
        "序号": 1,
        "合同编号": "C1",
        "验收编号": "D1",
        "验收日": day(2025, 6, 18),
        "数量": 200,
        "计量单位": "支",
        "单价": 50,
        "货款（元）": 10000,
        "截至日": day(2025, 8, 31),
        "应付日": day(2025, 7, 31),
        "已付（元）": 10000,
        "欠付（元）": 0,
        "结清日": day(2025, 8, 5),
        "逾期天数": 5,
        "状态": "逾期结清",
    }


def test_an_assessment_brings_its_progress_and_volumes_25_2_5() -> None:
    made = assessed()
    book = written(made)
    assert book.sheetnames == ["采购进度", "年度考核", "考核用量", "依据"]
    (line,) = lines(book["年度考核"])
    assert (line["完成协议采购量"], line["按中选计"], line["计入总量"]) == (
        "是",
        made.selected,
        made.counted,
    )
    assert Decimal(repr(line["中选占比"])) == made.share
    volumes = [
        (line["产品类别"], line["用量"], line["计入方式"], line["占比"])
        for line in lines(book["考核用量"])
    ]
    assert len(volumes) == len(made.volumes)
    assert volumes[0] == ("中选产品", 1, "按中选计", float(made.volumes[0].share or 0))
    assert [each[3] is None for each in volumes] == [each.share is None for each in made.volumes]


def test_incidents_are_a_line_an_order_y_1() -> None:
    order = Order("O1", "C1", ordered_on="2025-06-02", quantity=300, unit="支")
    made = supply_incidents(contract(), [order], [delivered("200.5")], as_of="2025-06-30")
    (line,) = lines(written(made)["配送异常"])
    assert {head: value for head, value in line.items() if head != "依据"} == {
        "序号": 1,
        "合同编号": "C1",
        "订单编号": "O1",
        "下单日": day(2025, 6, 2),
        "计量单位": "支",
        "订购量": 300,
        "已配送": 200.5,
        "未配送": 99.5,
        "情形": "部分配送",
        "已过天数": 28,
        "截至日": day(2025, 6, 30),
    }


def test_a_month_or_a_delivery_that_comes_twice_is_refused() -> None:
    made = report([delivered(200)], [])
    error = refusal([made, made])
    assert (error.field, error.value) == ("results[1]", ("C1", made.months[0].month))
    assert refusal([made, made.payments[0]]).value == ("C1", "D1")
    other = report([delivered(200, of="C2")], [], "C2")
    assert len(lines(written([made, other])["货款结算"])) == 2
    assert len(lines(written([made, assessed()])["采购进度"])) == 2


def test_a_figure_that_a_cell_does_not_hold_is_refused() -> None:
    held = contract_progress(contract(volume="99999999999.9999"), [], as_of="2025-08-31")
    (line,) = lines(written(held)["采购进度"])
    assert Decimal(repr(line["协议采购量"])) == held.contract.agreed_volume
    wide = contract_progress(contract(volume="100000000000.0001"), [], as_of="2025-08-31")
    assert refusal([held, wide]) == InvalidValueError(
        field="results[1]",
        value=Decimal("100000000000.0001"),
        expected="a figure of at most 15 digits for '协议采购量': a cell holds no more",
    )


@pytest.mark.parametrize("policy", [CHONGQING_2025_9])
def test_reports_of_two_notices_are_not_summed_together(policy: Any) -> None:
    cycle = procurement_cycle(policy)
    bought = Contract(
        "C9", hospital(), Product("A1", "阿卡波糖", "甲"), cycle, agreed_volume=1, unit="支",
        unit_price=1,
    )  # fmt: skip
    of_9 = monthly_report(policy, bought, [], [], as_of="2025-06-30")
    book = written([report([delivered(200)], []), of_9])
    assert {"按月监测", "按月监测 2"} < set(book.sheetnames)
