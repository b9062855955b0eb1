"""What each step of an explanation says, and the clauses, reading and assumptions it cites."""

from decimal import Decimal
from typing import Any

import pytest

import vbp_policy
from invented import INVENTED
from strategies import hospital
from test_explain import (
    CONTRACT,
    CYCLE,
    LANGUAGES,
    NINE,
    SCHEDULE,
    TWENTY_FIVE,
    delivery,
    evolve,
    ledger,
    listed,
    untyped,
)
from test_values import tablets
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Coverage,
    Cycle,
    DebtDay,
    Disbursement,
    DisbursementDay,
    DueKind,
    Extension,
    Finding,
    Fund,
    FundTotal,
    LastDay,
    ListingStatus,
    MonthEnd,
    NeutralListings,
    Prepayment,
    Product,
    Reading,
    ReturnClock,
    SameVariety,
    SelectedProduct,
    Span,
    StandardTable,
    SupplierPayment,
    Usage,
    annual_assessment,
    check_agreed_volume,
    check_purchase_price,
    civil_code,
    contract_progress,
    explain,
    extend,
    fund_totals,
    listing_price,
    mainland_china,
    monthly_report,
    offset_prepayment,
    offset_prepayments,
    payment_standard,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    reimburse,
    revise,
    supplier_payment_due,
    supplier_payment_state,
    supply_incidents,
    timetable,
)


def decided(result: Any, lang: str) -> list[str]:
    return [step.decides for step in explain(result, lang=lang).steps]


def test_25_2_3b_and_25_2_3c_the_schedule_tells_share_rest_and_days() -> None:
    assert decided(SCHEDULE, "en") == [
        "The total of the prepayment is 1,234,567.89 yuan; it is given, not computed here.",
        (
            "Instalment 1 is 617,283.95 yuan, due by 30 June 2025. "
            "It is 50% of 1,234,567.89 yuan, rounded half-up to the fen."
        ),
        (
            "Instalment 2 is 617,283.94 yuan, due on 30 November 2025. "
            "It is what the instalments before it leave of 1,234,567.89 yuan."
        ),
    ]
    assert decided(SCHEDULE, "zh") == [
        "预付总额为1,234,567.89元，系测算所得，不由本规则计算。",
        "第1笔预付617,283.95元，最迟于2025年6月30日支付。即总额1,234,567.89元的50%，四舍五入到分。",
        "第2笔预付617,283.94元，于2025年11月30日支付。即总额1,234,567.89元减去前面各笔之后的余数。",
    ]
    steps = explain(SCHEDULE).steps
    assert [untyped(step.clause).id for step in steps] == ["25-2.3a", "25-2.3b", "25-2.3c"]
    assert {step.rule for step in steps} == {"prepayment_schedule"}
    assert [[used.field for used in step.reading] for step in steps] == [
        [],
        ["disbursement_day"],
        ["month_end", "last_day", "disbursement_day"],
    ]


def test_25_2_3c_a_month_end_from_execution_hangs_on_no_last_day() -> None:
    reading = Reading(month_end=MonthEnd.FROM_EXECUTION)
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=reading)
    last = explain(prepayment_schedule(TWENTY_FIVE, cycle, 100)).steps[-1]
    assert [used.field for used in last.reading] == ["month_end", "disbursement_day"]
    assert [used.recommended for used in last.reading] == [False, True]


@pytest.mark.parametrize("result", [SCHEDULE, SCHEDULE.instalments[1]])
def test_25_2_3c_due_by_a_month_end_hangs_on_it_as_much(result: Any) -> None:
    """A what-if in which the second instalment is due by that day, not at it."""
    second = evolve(SCHEDULE.instalments[1], kind=DueKind.BY)
    step = explain(second).steps[0]
    assert step.decides == "Instalment 2 is 617,283.94 yuan, due by 30 November 2025."
    assert [used.field for used in step.reading] == ["month_end", "last_day", "disbursement_day"]


def test_25_2_3b_a_moved_day_names_the_rest_day() -> None:
    reading = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=reading)
    schedule = prepayment_schedule(TWENTY_FIVE, cycle, 100, calendar=mainland_china())
    assert decided(schedule.instalments[1], "en") == [
        (
            "Instalment 2 is 50.00 yuan, due on 28 November 2025. "
            "Its day, 30 November 2025, is a rest day."
        )
    ]
    assert decided(schedule.instalments[1], "zh") == [
        "第2笔预付50.00元，于2025年11月28日支付。原应付日2025年11月30日为休息日。"
    ]


def test_25_2_3a_a_revised_schedule_says_so() -> None:
    revised = revise(TWENTY_FIVE, SCHEDULE, 2_000_000, disbursed=700_000)
    steps = explain(revised).steps
    assert {step.rule for step in (*steps, *explain(revised.instalments[0]).steps)} == {"revise"}
    assert steps[1].decides.endswith("It was recalculated from what was disbursed and the changed "
                                     "total.")  # fmt: skip
    assert decided(revised, "zh")[2].endswith("金额按已拨付数和调整后的总额重新计算。")
    assert steps[2].assumptions == revised.basis.assumptions


def test_25_1_3a_the_cycle_tells_its_days_and_the_reading_they_hang_on() -> None:
    assert decided(CYCLE, "en") == [
        "The procurement cycle runs from 30 May 2025 to 29 May 2026, both included."
    ]
    assert decided(CYCLE, "zh") == [
        "采购周期自2025年5月30日起，至2026年5月29日止，首尾两日都在内。"
    ]
    (used,) = explain(CYCLE).steps[0].reading
    assert (used.field, used.choice) == ("last_day", LastDay.INCLUSIVE)
    assert used.question == "on which day a period of whole months or years ends"


@pytest.mark.parametrize("reading", [Reading(), civil_code()])
@pytest.mark.parametrize(
    "first", ["2028-02-29", "2025-05-31", "2026-01-31", "2026-03-01", "2027-02-28", "2027-07-01"]
)
def test_25_1_3a_any_cycle_from_execution_hangs_on_its_last_day(
    first: str, reading: Reading
) -> None:
    cycle = procurement_cycle(TWENTY_FIVE, first, reading=reading)
    assert [used.field for used in explain(cycle).steps[0].reading] == ["last_day"]


@pytest.mark.parametrize("first", [None, "2025-04-02", "2025-05-15", "2025-06-30"])
def test_9_2_1_a_fixed_end_hangs_on_no_reading(first: str | None) -> None:
    (step,) = explain(procurement_cycle(NINE, first), lang="zh").steps
    assert step.reading == ()
    assumed = ("文件没有写明起始日，以实施日期2025年3月7日为起始日",)
    assert step.assumptions == (() if first else assumed)


def test_25_1_3b_an_extended_cycle_tells_its_decision() -> None:
    longer = extend(TWENTY_FIVE, CYCLE, "2026-11-29", decided_on="2026-05-20")
    assert decided(longer, "en") == [
        (
            "The cycle that began on 30 May 2025 was extended to 29 November 2026, by a decision "
            "of 20 May 2026. The end that the offset followed until then was 29 May 2026."
        )
    ]
    (step,) = explain(longer).steps
    assert step.rule == "extend"
    assert [used.choice for used in step.reading] == [Extension.BEFORE_OFFSET]
    window = explain(ledger(cycle=longer)).steps[0]
    assert [used.field for used in window.reading] == ["return_clock", "extension"]
    assert [clause.id for clause in window.clauses] == ["25-2.3d", "25-2.3e", "25-1.3b"]


def test_25_2_3d_a_ledger_tells_its_window_every_month_and_its_end() -> None:
    held = ledger(40, 0, -5, 90)
    assert decided(held, "zh") == [
        "预付金甲共100.00元，自2026年6月至2027年5月逐月从同一基金的应拨付额中抵扣。",
        "2026年6月：应拨付的40.00元全部用于抵扣。实拨0.00元，余额60.00元。",
        "2026年7月：无应拨付款项，不抵扣。实拨0.00元，余额60.00元。",
        "2026年8月：无应拨付款项，不抵扣。实拨-5.00元，余额60.00元。",
        "2026年9月：期初余额60.00元全部抵扣。实拨30.00元，余额0.00元。",
        "累计抵扣100.00元，已全部抵扣完毕。",
    ]
    assert decided(held, "en")[1:3] == [
        (
            "June 2026: all that is payable, 40.00 yuan, is offset. "
            "0.00 yuan is paid out; 60.00 yuan is left."
        ),
        (
            "July 2026: nothing is payable, so nothing is offset. "
            "0.00 yuan is paid out; 60.00 yuan is left."
        ),
    ]
    nothing = ("a month in which nothing is payable offsets nothing",)
    assert [step.assumptions for step in explain(held).steps] == [
        (), (), nothing, nothing, (), (),
    ]  # fmt: skip
    assert [untyped(step.clause).id for step in explain(held).steps] == ["25-2.3d"] * 6


def test_25_2_3d_a_booked_month_tells_what_the_rule_gives() -> None:
    held = ledger(40, booked={"2026-06": 30})
    assert decided(held, "en")[1:] == [
        (
            "June 2026: 30.00 yuan stands as it was booked; the rule gives 40.00 yuan. "
            "10.00 yuan is paid out; 70.00 yuan is left."
        ),
        "30.00 yuan is offset so far; 70.00 yuan carries to later months.",
    ]
    names = [figure.name for figure in explain(held).steps[1].found]
    assert names == ["expected", "offset", "paid_out", "closing_balance"]


def test_25_2_3d_nothing_offset_yet() -> None:
    assert decided(ledger(), "en")[1:] == ["No month has been offset yet; 100.00 yuan stands."]
    assert decided(ledger(), "zh")[1:] == ["尚未开始抵扣，余额100.00元。"]


def test_25_2_3e_what_is_left_goes_back_to_the_same_fund() -> None:
    held = ledger(*[5] * 12)
    assert decided(held, "en")[-2:] == [
        "The window is over: 60.00 yuan is offset, and 40.00 yuan is left.",
        "40.00 yuan goes back to the employees' insurance fund, from 1 June 2027.",
    ]
    assert decided(held.return_due, "zh") == ["40.00元自2027年6月1日起应当退回职工医保基金。"]
    step = explain(held).steps[-1]
    assert [clause.id for clause in step.clauses] == ["25-2.3e"]
    assert [used.choice for used in step.reading] == [ReturnClock.OFFSET_START]
    assert step.assumptions == (
        "what is left is due for return from the first day after the window and its year",
    )


def test_25_2_3e_a_year_from_the_cycles_end_has_a_last_day() -> None:
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-31", reading=reading)
    steps = explain(ledger(*[1] * 11, cycle=cycle)).steps
    for step in (steps[0], steps[-1]):
        assert [used.field for used in step.reading] == ["return_clock", "last_day"]


def test_25_2_3e_a_window_without_months_says_so() -> None:
    """A what-if whose offset starts after its year is over."""
    terms = TWENTY_FIVE.terms
    late = evolve(terms.offset, first_month=2, window_months=1)
    policy = evolve(TWENTY_FIVE, terms=evolve(terms, offset=late))
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    cycle = procurement_cycle(policy, "2025-05-31", reading=reading)
    prepayment = Prepayment("甲", hospital(), Fund.EMPLOYEE, 100, cycle)
    held = offset_prepayment(policy, prepayment, {})
    assert held.window == ()
    assert decided(held, "en")[0] == "No settlement month lies within the window of prepayment 甲."
    assert decided(held, "zh")[0] == "预付金甲的抵扣期内没有结算月份。"
    assert explain(held).steps[0].found == ()


def test_25_2_3f_accounts_tell_every_ledger_then_every_month() -> None:
    twice = [Prepayment(name, hospital(), Fund.EMPLOYEE, 100, CYCLE) for name in ("甲", "乙")]
    accounts = offset_prepayments(TWENTY_FIVE, twice, {Fund.EMPLOYEE: {"2026-06": 120}})
    rules = [step.rule for step in explain(accounts).steps]
    assert rules == [*(["offset_window", *["offset_prepayment"] * 2] * 2), "offset_prepayments"]
    last = explain(accounts, lang="zh").steps[-1]
    assert last.decides == "2026年6月：应拨付120.00元，各笔预付金抵扣之后实拨0.00元。"
    assert [(each.label, each.written_in("zh")) for each in last.figures] == [
        ("基金", "职工医保基金"),
        ("月份", "2026年6月"),
        ("应拨付额", "120.00元"),
        ("抵扣额（乙）", "100.00元"),
        ("抵扣额（甲）", "20.00元"),
        ("实拨额", "0.00元"),
    ]
    assert last.assumptions == ("有几笔预付金的，抵扣期开始得早的先抵扣",)
    (alone,) = explain(accounts.accounts[0].months[0]).steps
    assert [each.name for each in alone.given] == ["month", "payable"]


def test_25_2_3f_totals_tell_each_group_by_its_names() -> None:
    without = hospital("二", None)
    one = [Prepayment("甲", hospital(), Fund.EMPLOYEE, 100, CYCLE)]
    two = [Prepayment("乙", without, Fund.RESIDENT, 50, CYCLE)]
    totals = fund_totals([offset_prepayments(TWENTY_FIVE, each, {}) for each in (one, two)])
    steps = explain(totals, lang="zh").steps
    keys = [[(it.label, it.written_in("zh")) for it in step.given] for step in steps]
    assert keys == [
        [("区县", "渝中区"), ("基金", "职工医保基金")],
        [("区县", "—"), ("基金", "居民医保基金")],
        [],
    ]
    assert steps[0].decides == (
        "本组合计：预付金100.00元，已抵扣0.00元，余额100.00元，其中应退回0.00元。"
    )
    assert steps[-1].decides.startswith("总计：预付金150.00元")
    assert isinstance(totals.rows[0], FundTotal)
    assert [it.value for it in explain(totals.rows[0]).steps[0].given] == [
        "渝中区",
        Fund.EMPLOYEE,
    ]


def test_25_2_3b_a_reconciliation_tells_what_came_when() -> None:
    paid = [Disbursement("甲", 700_000, "2025-07-01"), Disbursement("甲", 1, "2026-01-01")]
    held = reconcile(SCHEDULE, paid, as_of="2025-12-01")
    assert decided(held, "en") == [
        "Up to 1 December 2025, 700,000.00 yuan was disbursed.",
        (
            "Of instalment 1, 617,283.95 yuan due 30 June 2025, 617,283.95 yuan is disbursed and "
            "0.00 yuan outstanding. It was filled on 1 July 2025. That is 1 day late."
        ),
        (
            "Of instalment 2, 617,283.94 yuan due 30 November 2025, 82,716.05 yuan is disbursed "
            "and 534,567.89 yuan outstanding. That is 1 day late."
        ),
        (
            "In all, 1,234,567.89 yuan was planned, 700,000.00 yuan is disbursed, 534,567.89 yuan "
            "outstanding."
        ),
    ]
    steps = explain(held, lang="zh").steps
    assert [(it.label, it.value) for it in steps[0].given if it.name == "disbursement"] == [
        ("拨付（2025年7月1日）", Decimal("700000.00"))
    ]
    assert [it.id for step in steps[1:3] for it in step.clauses] == ["25-2.3b", "25-2.3c"]
    assert len(explain(held.lines[0]).steps[0].clauses) == 3


def test_9_3_3a_a_standard_tells_whose_price_it_is() -> None:
    selected = [
        SelectedProduct(Product("甲一", "阿卡波糖", "甲厂"), "5.10"),
        SelectedProduct(Product("乙一", "阿卡波糖", "乙厂"), "5.42"),
    ]
    standard = payment_standard(NINE, selected)
    assert decided(standard, "zh") == [
        (
            "阿卡波糖的支付标准为5.42元，即乙厂的乙一的中选价，相比之下以它为最高。"
            "自2025年3月7日执行至2025年12月31日。"
        )
    ]
    assert decided(standard, "en") == [
        (
            "The payment standard of 阿卡波糖 is 5.42 yuan: the selected price of 乙一 by 乙厂, "
            "which compares highest. It holds from 7 March 2025 to 31 December 2025."
        )
    ]
    assert [untyped(step.clause).id for step in explain(standard).steps] == ["9-3.3a"]


def test_9_3_3a_a_converted_standard_tells_the_price_it_comes_from() -> None:
    own = SelectedProduct(
        Product("甲一", "某药", "甲厂", specification=tablets(24, pack_unit="盒")), "8.72"
    )
    target = tablets(12)
    standard = payment_standard(NINE, [own], specification=target, ratios=SECONDARY_2011_RATIOS)
    (step,) = explain(standard, lang="zh").steps
    assert step.decides.startswith(
        "某药的支付标准为4.47元，由甲厂的甲一的中选价8.72元/盒折算而来，相比之下以它为最高。"
    )
    assert ("规格（甲一）", str(own.product.specification)) in [
        (each.label, each.value) for each in step.given
    ]
    assert [used.choice for used in step.reading] == [SameVariety.COMPARABLE]
    reading = Reading(same_variety=SameVariety.PACK_PRICE)
    plain = payment_standard(NINE, [own], specification=target, reading=reading)
    assert "即甲厂的甲一的中选价，" in decided(plain, "zh")[0]


def test_9_1_2_a_published_table_tells_each_standard_once_with_its_codes() -> None:
    rows = [("甲", "阿卡波糖", "5.42"), ("乙", "阿卡波糖", "5.42"), ("丙", "二甲双胍", "1")]
    table = StandardTable.published(NINE, rows, in_force=Span("2025-03-07", "2025-12-31"))
    steps = explain(table, lang="zh").steps
    codes = [[it.value for it in step.given if it.name == "listed_code"] for step in steps]
    assert codes == [["甲", "乙"], ["丙"]]
    assert steps[0].decides.startswith("阿卡波糖的支付标准为5.42元，以公布的目录为准。")
    assert {step.rule for step in steps} == {"StandardTable.published"}
    assert {used for step in steps for used in step.reading} == set()


def line(price: str, *, coverage: Coverage | None = None, billed: Any = None) -> Any:
    rows = [("甲", "阿卡波糖", "5.42")]
    table = StandardTable.published(NINE, rows, in_force=Span("2025-03-07", "2025-12-31"))
    standard = table.lookup("甲", on="2025-06-18")
    return reimburse(standard, price, 3, coverage=coverage, billed=billed)


def test_9_3_3c_a_dear_product_splits_at_the_standard() -> None:
    held = line("8.00", coverage=Coverage("0.1", "0.7"), billed=25)
    assert decided(held, "zh")[1:] == [
        "明细费用为8.00元×3＝24.00元，四舍五入到分。",
        "单价8.00元高于支付标准5.42元，按支付标准计，标准以内5.42元×3＝16.26元。",
        "费用其余的7.74元在标准以上，归个人负担。",
        "上传金额与费用相差1.00元。",
        "标准以内先行自付1.63元，其余由基金支付10.24元；费用24.00元之中个人共负担13.76元。",
    ]
    cited = [[clause.id for clause in step.clauses] for step in explain(held).steps]
    both = ["9-3.3b", "9-3.3c"]
    assert cited == [["9-3.3a"], both, ["9-3.3a"], ["9-3.3c"], both, ["9-3.3c"]]


@pytest.mark.parametrize(("price", "cites"), [("5.00", "9-3.3b"), ("5.42", "9-3.3a")])
def test_9_3_3b_a_product_no_dearer_is_paid_at_its_price(price: str, cites: str) -> None:
    within, over = explain(line(price)).steps[2:]
    assert within.decides.startswith(f"The price, {price} yuan, is not above the standard")
    assert over.decides == "Nothing is over the standard."
    assert [clause.id for clause in within.clauses] == [cites]


def test_9_3_1b_a_price_ratio_tells_each_factor() -> None:
    own = SelectedProduct(Product("甲一", "某药", "甲厂", specification=tablets(24)), "8.72")
    half = Product("甲二", "某药", "甲厂", specification=tablets(12))
    held = listing_price(NINE, own, half, SECONDARY_2011_RATIOS)
    assert decided(held, "en") == [
        (
            "The strength goes from 0.5 to 0.5: with the coefficient 1.7, that multiplies the "
            "price by 1."
        ),
        (
            "The pack size goes from 24 to 12: with the coefficient 1.95, that multiplies the "
            "price by 0.5128205128."
        ),
        (
            "甲二 is listed at 4.47 yuan: 8.72 yuan of the selected product 甲一, times "
            "0.5128205128, rounded half-up to 2 places."
        ),
    ]
    assert [it.label for it in explain(held, lang="zh").steps[1].given] == [
        "中选产品的包装数量",
        "本产品的包装数量",
        "差比价系数",
    ]


@pytest.mark.parametrize(
    ("finding", "en", "zh"),
    [
        (
            check_purchase_price(NINE, paid="8.70", selected="8.72"),
            "The price paid, 8.70 yuan, is not the selected price, 8.72 yuan.",
            "实际采购价8.70元，不等于中选价格8.72元。",
        ),
        (
            check_purchase_price(TWENTY_FIVE, paid="8.73", selected="8.72"),
            "The price paid, 8.73 yuan, is above the selected price, 8.72 yuan.",
            "实际采购价8.73元，高于中选价格8.72元。",
        ),
        (
            check_agreed_volume(NINE, current=900, previous=1000),
            (
                "The agreed volume, 900, is below the volume of the year before, 1,000. "
                "The clause asks this in principle, so it is a warning."
            ),
            "协议采购量900，低于上年约定采购量1,000。条款只作原则性要求，故仅作提示。",
        ),
        (
            check_agreed_volume(NINE, current=1000, previous=1000),
            "The agreed volume, 1,000, is not below the volume of the year before, 1,000.",
            "协议采购量1,000，不低于上年约定采购量1,000。",
        ),
    ],
)
def test_9_3_1d_25_2_1b_and_9_2_2_findings(finding: Finding, en: str, zh: str) -> None:
    assert decided(finding, "en") == [en]
    assert decided(finding, "zh") == [zh]
    (step,) = explain(finding).steps
    assert step.clauses == (finding.clause,)
    volume = finding.relation is vbp_policy.Relation.AT_LEAST
    assert step.rule == ("check_agreed_volume" if volume else "check_purchase_price")
    names = [each.name for each in step.found]
    assert names == ["relation", "met", *(["soft"] if finding.soft else [])]


def test_a_finding_on_figures_of_ones_own_keeps_their_names() -> None:
    known = check_purchase_price(NINE, paid=1, selected=1)
    figures = [vbp_policy.Figure(name, Decimal(1)) for name in ("{a}b", "stock")]
    message = "The {a}b, 1, is the stock, 1."
    held = evolve(known, figures=figures, message=message)
    for lang in LANGUAGES:
        (step,) = explain(held, lang=lang).steps
        assert [each.label for each in step.given] == ["{a}b", "stock"]
    assert decided(held, "en") == [message]
    assert decided(held, "zh") == ["{a}b1，等于stock1。"]


def test_25_2_2d_a_classification_tells_its_reasons() -> None:
    held = listed("甲厂", "46", elsewhere=("45", "47"))
    assert decided(held, "zh") == [
        (
            "甲九不是中选产品，但生产企业甲厂是中选企业。"
            "挂网价46.00元，不高于该企业在“高通”组最高的中选价50.00元。"
            "挂网价46.00元，高于其在别处最低的中选价45.00元。所以它属于：非中选产品。"
        )
    ]
    assert decided(held, "en") == [" ".join([*held.reasons, "So it is: non-selected."])]
    (step,) = explain(held).steps
    assert [used.field for used in step.reading] == ["selected_firm"]
    assert [it.value for it in step.given if it.name == "price_elsewhere"] == [45, 47]
    assert explain(listed("甲厂", "46", code="甲一")).steps[0].reading == ()


def test_a_reason_that_no_rule_gave_stays_as_it_is() -> None:
    held = evolve(listed("乙厂", "46"), reasons=("{x} said so.",))
    assert decided(held, "zh") == ["{x} said so.所以它属于：考核不视为非中选产品。"]


def test_25_2_3h_a_state_tells_deadline_and_payments() -> None:
    held = supplier_payment_state(
        TWENTY_FIVE, delivery("一", "2025-06-18", 2), [SupplierPayment("一", 60, "2025-08-01")],
        as_of="2025-08-05",
    )  # fmt: skip
    assert decided(held, "zh") == [
        "货物于2025年6月18日验收。货款最迟于2025年7月31日结清。",
        "截至2025年8月5日，货款100.00元已付60.00元，尚欠40.00元：逾期未结清。逾期5天。",
    ]
    assert decided(held, "en")[1] == (
        "Up to 5 August 2025, 60.00 yuan of 100.00 yuan was paid, 40.00 yuan is owed: overdue. "
        "That is 5 days late."
    )
    back = supplier_payment_state(TWENTY_FIVE, delivery("一", "2025-06-18", -2), [],
                                  as_of="2025-06-20")  # fmt: skip
    assert decided(back, "en")[1].endswith(
        "It is a return: what is below zero, the firm pays back."
    )
    assert "late" not in decided(back, "en")[1].split("paid back")[0]
    assert all(step.assumptions == back.basis.assumptions for step in explain(back).steps)


def test_25_2_3h_a_moved_deadline_names_the_rest_day() -> None:
    reading = Reading(debt_day=DebtDay.NEXT_WORKDAY)
    due = supplier_payment_due(
        TWENTY_FIVE, "2025-07-31", reading=reading, calendar=mainland_china()
    )
    assert decided(due, "en") == [
        "The firm is paid by 1 September 2025. Moved from 31 August 2025, a rest day."
    ]
    (step,) = explain(due, lang="zh").steps
    assert step.decides == "货款最迟于2025年9月1日结清。2025年8月31日为休息日，故作调整。"
    assert [used.choice for used in step.reading] == [DebtDay.NEXT_WORKDAY]


def test_25_2_1d_progress_tells_volume_and_pace() -> None:
    deliveries = [delivery("一", "2025-06-18", 900), delivery("二", "2025-06-20", -10)]
    held = contract_progress(CONTRACT, deliveries, as_of="2025-08-31")
    assert decided(held, "zh") == [
        "截至2025年8月31日，协议采购量1,000支已验收890支，完成率89.00%，尚余110支。",
        "周期已过25.75%。采购进度不落后于时序进度。",
    ]
    given = explain(held).steps[0].given
    assert [(it.label, it.written_in("en")) for it in given if it.name == "delivery"] == [
        ("delivery (一)", "900 支"),
        ("delivery (二)", "-10 支"),
    ]
    reached_volume = contract_progress(
        CONTRACT, [delivery("一", "2025-06-18", 1000)], as_of="2025-06-18"
    )
    assert decided(reached_volume, "en")[0].endswith(
        "The volume has stood reached since 18 June 2025."
    )
    behind = contract_progress(CONTRACT, [], as_of="2026-05-29")
    assert decided(behind, "en")[1] == (
        "100.00% of the cycle's days have elapsed. The volume is behind them."
    )
    before = contract_progress(CONTRACT, [], as_of="2025-05-29")
    assert decided(before, "zh")[1] == "周期已过0.00%。"


def test_25_2_5_a_report_tells_progress_months_payments_and_sums() -> None:
    given = [delivery("一", "2025-06-18", 200), delivery("二", "2025-06-20", -10)]
    held = monthly_report(TWENTY_FIVE, CONTRACT, given, [], as_of="2025-06-30")
    steps = explain(held, lang="zh").steps
    assert [step.rule for step in steps] == [
        *["contract_progress"] * 2,
        *["monthly_report"] * 2,
        *["supplier_payment_due", "supplier_payment_state"] * 2,
        "monthly_report",
    ]
    assert steps[3].decides == (
        "2025年6月：计入协议采购量190支，累计190支，完成率19.00%；货款9,500.00元，已付0.00元；"
        "期末应付未付10,000.00元，其中逾期未付0.00元。因退货，企业应退货款500.00元。"
    )
    assert "因退货" not in steps[2].decides
    cited = [untyped(step.clause).id for step in steps]
    assert cited == [*["25-2.1d"] * 2, *["25-2.5"] * 2, *["25-2.3h"] * 4, "25-2.5"]
    assert "190支" not in decided(held.months[1], "zh")[0]  # alone, it does not know the unit


@pytest.mark.parametrize(
    ("choice", "tells"),
    [
        (NeutralListings.EXCLUDED, ": left out."),
        (NeutralListings.AS_SELECTED, ": selected. It is 25.00% of what counts."),
    ],
)
def test_25_2_2e_an_assessment_tells_how_each_status_counts(
    choice: NeutralListings, tells: str
) -> None:
    reading = Reading(neutral_listings=choice)
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=reading)
    usage = [Usage(status, 100) for status in ListingStatus]
    held = annual_assessment(TWENTY_FIVE, evolve(CONTRACT, cycle=cycle), [], usage)
    steps = explain(held).steps[3:]
    cited = [[clause.id for clause in step.clauses] for step in steps]
    assert cited == [
        ["25-2.5"], ["25-2.5", "25-2.2d"], ["25-2.5", "25-2.2e"], ["25-2.5"], ["25-2.5"],
        ["25-2.5"],
    ]  # fmt: skip
    (used,) = steps[2].reading
    assert used.choice is choice
    assert steps[2].decides.endswith(tells)
    assert steps[4].assumptions == ("what is undetermined is left out of the count",)
    assert explain(held).steps[2].decides == "The agreed volume was not reached."


def test_25_2_5_an_assessment_without_usage_tells_the_volume_alone() -> None:
    met = annual_assessment(TWENTY_FIVE, CONTRACT, [delivery("一", "2025-06-18", 1000)], [])
    steps = explain(met, lang="zh").steps
    assert steps[-1].decides == "周期结束时已完成协议采购量。"
    assert [clause.id for clause in steps[-1].clauses] == ["25-2.5", "25-2.1d"]
    assert [step.rule for step in steps] == [*["contract_progress"] * 2, "annual_assessment"]


def test_y_1_an_incident_tells_what_is_missing() -> None:
    order = vbp_policy.Order("订一", "合一", ordered_on="2025-06-02", quantity=30, unit="支")
    part = [delivery("一", "2025-06-18", 9, order_reference="订一")]
    (held,) = supply_incidents(CONTRACT, [order], part, as_of="2025-06-30")
    assert decided(held, "zh") == [
        "订单订一于2025年6月2日订购30支，截至2025年6月30日已28天，配送9支，缺21支：部分配送。"
    ]
    assert explain(held).steps[0].assumptions == held.basis.assumptions


def test_25_2_3f_a_case_tells_fund_cycle_schedule_and_ledger() -> None:
    held = prepayment_case(TWENTY_FIVE, hospital(), 100, "2025-05-30", {"2026-06": 70})
    steps = explain(held, lang="zh").steps
    assert [step.rule for step in steps] == [
        "paying_fund",
        "procurement_cycle",
        *["prepayment_schedule"] * 3,
        "offset_window",
        *["offset_prepayment"] * 2,
    ]
    assert steps[0].decides == (
        "H1 第二人民医院的预付金，由职工医保基金预付、抵扣，退回时也退回该基金。"
    )
    assert [clause.id for clause in steps[0].clauses] == ["25-2.3f"]
    assert steps[5].assumptions == ("各笔预付金都已足额拨付，台账按总额抵扣",)
    by_hand = Cycle("2025-05-30", "2026-05-29", policy_number=TWENTY_FIVE.number)
    without = evolve(
        held,
        cycle=by_hand,
        schedule=evolve(held.schedule, cycle=by_hand),
        ledger=evolve(held.ledger, prepayment=evolve(held.ledger.prepayment, cycle=by_hand)),
    )
    assert [it.rule for it in explain(without).steps] == [
        step.rule for step in steps if step.rule != "procurement_cycle"
    ]


def test_25_2_3b_an_event_tells_its_duty_and_what_moved_it() -> None:
    reading = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=reading)

    def event(calendar: Any, number: int) -> Any:
        events = timetable(TWENTY_FIVE, cycle, calendar=calendar)
        return next(
            each for each in events if each.name.startswith(f"prepayment instalment {number}")
        )

    assert decided(event(mainland_china(), 1), "en") == [
        (
            "30 June 2025: prepayment instalment 1 due by this day. Whose duty: healthcare "
            "security bureau."
        )
    ]
    moved = event(mainland_china(), 2)
    assert decided(moved, "zh") == [
        "2025年11月28日：预付金第2笔支付。责任方：医疗保障局。2025年11月30日为休息日，故作调整。"
    ]
    (step,) = explain(moved).steps
    assert [used.field for used in step.reading] == ["month_end", "disbursement_day"]
    assert [each.name for each in step.given] == ["nominal_day"]
    short = vbp_policy.HolidayTable("2025-01-01", "2025-01-02")
    unknown = event(short, 1)
    assert decided(unknown, "en")[0].endswith(
        "If that is a rest day it may move; the calendar holds no data for it."
    )
    (used,) = explain(unknown).steps[0].reading  # once, though clause and shift both ask for it
    assert used.field == "disbursement_day"


def test_an_invented_notice_is_explained_as_well() -> None:
    case = prepayment_case(INVENTED, hospital(), 100, "2030-03-15", {"2032-05": 40})
    steps = explain(case).steps
    assert "30.00 yuan" in steps[3].decides
    assert {step.policy_number for step in steps} == {INVENTED.number}
    assert all(step.clauses for step in steps)


def test_a_contract_under_a_cycle_made_by_hand_names_no_notice() -> None:
    contract = evolve(CONTRACT, cycle=Cycle("2025-05-30", "2026-05-29"))
    progress = contract_progress(contract, [], as_of="2025-06-30")
    explanation = explain(progress, lang="zh")
    assert explanation.policy_number == "未指明文件"
    assert explanation.steps[0].clause is None
    assert "依据：未指明文件" in str(explanation)
    assert explain(progress).policy_number == "no notice named"
