"""What a sweep of mutants found untested in explanations."""

from decimal import Decimal
from html import escape
from typing import Any

import pytest

from invented import INVENTED
from strategies import hospital
from test_explain import CYCLE, NINE, TWENTY_FIVE, delivery, evolve, html_of, ledger
from test_values import tablets
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Disbursement,
    ExplanationFigure,
    FigureKind,
    Fund,
    Prepayment,
    Product,
    SelectedProduct,
    UntilDay,
    cautious,
    explain,
    listing_price,
    mainland_china,
    offset_prepayments,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    supplier_payment_state,
)

NOTHING_PAYABLE = "in a month in which nothing is payable, nothing is offset"


@pytest.mark.parametrize("payable", ["0.01", "1.00"])
def test_25_2_3d_little_is_not_nothing(payable: str) -> None:
    entry = ledger(payable).entries[0]
    (step,) = explain(entry).steps
    assert step.decides.startswith(f"June 2026: all that is payable, {payable} yuan, is offset.")
    assert step.assumptions == ()
    (none,) = explain(ledger(0).entries[0]).steps
    assert none.decides.startswith("June 2026: nothing is payable")
    assert len(none.assumptions) == 1


def test_25_2_3f_only_a_month_of_several_prepayments_hangs_on_their_order() -> None:
    early = procurement_cycle(TWENTY_FIVE, "2025-05-30")
    late = procurement_cycle(TWENTY_FIVE, "2025-07-30")
    both = [
        Prepayment("甲", hospital(), Fund.EMPLOYEE, 100, early),
        Prepayment("乙", hospital(), Fund.EMPLOYEE, 100, late),
    ]
    months = {Fund.EMPLOYEE: {"2026-06": 10, "2026-07": 10, "2026-08": 10}}
    (account,) = offset_prepayments(TWENTY_FIVE, both, months).accounts
    told = [explain(month).steps[0].assumptions for month in account.months]
    assert [len(month.taken) for month in account.months] == [1, 1, 2]
    assert [len(each) for each in told] == [0, 0, 1]


def test_the_last_of_three_instalments_is_what_is_left() -> None:
    cycle = procurement_cycle(INVENTED, "2030-03-15")
    schedule = prepayment_schedule(INVENTED, cycle, 100)
    _, first, second, third = (step.decides for step in explain(schedule).steps)
    assert "It is 30% of 100.00 yuan" in first
    assert "It is 30% of 100.00 yuan" in second
    assert "It is what the instalments before it leave" in third


def test_what_is_disbursed_on_the_day_itself_is_told() -> None:
    schedule = prepayment_schedule(TWENTY_FIVE, CYCLE, 100)
    paid = [Disbursement("甲", 5, "2025-07-01"), Disbursement("甲", 6, "2025-07-02")]
    step = explain(reconcile(schedule, paid, as_of="2025-07-01")).steps[0]
    assert [each.value for each in step.given if each.name == "disbursement"] == [Decimal(5)]


def test_9_2_1_what_the_cycle_assumes_is_told_of_instalments_and_not_of_what_was_paid() -> None:
    """The notice states no start, so the day it takes effect is taken."""
    cycle = evolve(INVENTED.terms.cycle, length=UntilDay("2031-12-31"), extension_clause=None)
    notice = evolve(INVENTED, terms=evolve(INVENTED.terms, cycle=cycle))
    schedule = prepayment_schedule(notice, procurement_cycle(notice), 100)
    (start,) = schedule.basis.assumptions
    assert start.startswith("no start is stated")
    assert explain(schedule.instalments[0]).steps[0].assumptions == (start,)
    told = explain(reconcile(schedule, [Disbursement("甲", 5, "2030-07-01")], as_of="2031-01-01"))
    assert start not in {each for step in told.steps for each in step.assumptions}
    assert start in told.assumptions


def test_25_2_3h_nothing_is_a_return_but_what_is_below_zero() -> None:
    for quantity, told in (("0.0001", False), (1, False), ("-0.0001", True)):
        made = delivery("一", "2025-06-18", quantity)
        steps = explain(supplier_payment_state(TWENTY_FIVE, made, [], as_of="2025-07-01")).steps
        assert ("It is a return" in steps[-1].decides) is told


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.50"), "1,234.5"),
        (Decimal("0.10"), "0.1"),
        (10, "10"),
        (Decimal("1E+3"), "1,000"),
    ],
)
def test_a_figure_of_no_kind_ends_in_no_zeros_after_its_point(value: Any, shown: str) -> None:
    figure = ExplanationFigure("x", "x", value, FigureKind.OTHER)
    assert (figure.written_in("en"), figure.written_in("zh")) == (shown, shown)


def test_points_at_the_end_stand_each_for_itself_in_html() -> None:
    case = prepayment_case(
        TWENTY_FIVE, hospital(), 100, "2025-05-30", {"2026-06": 70}, reading=cautious(),
        calendar=mainland_china(),
    )  # fmt: skip
    page = explain(case)
    assert len(page.assumptions) > 1
    listed = "".join(f"<li>{escape(each)}</li>" for each in page.assumptions)
    assert f"<ul>{listed}</ul><p><strong>" in html_of(page)


def test_a_step_without_figures_is_no_less_for_it_in_html() -> None:
    page = explain(CYCLE)
    bare = evolve(page, steps=(evolve(page.steps[0], given=(), found=()),))
    said = escape(page.steps[0].decides)
    assert f"{said}</p><table" in html_of(bare)


def test_9_3_1b_a_listing_price_is_of_the_pack_that_is_listed() -> None:
    pack = tablets(24, pack_unit="盒", piece_unit="片")
    one = SelectedProduct(Product("甲", "某药", "甲厂", specification=pack), "8.72")
    half = Product("乙", "某药", "甲厂", specification=tablets(12, pack_unit="瓶", piece_unit="片"))
    step = explain(listing_price(NINE, one, half, SECONDARY_2011_RATIOS)).steps[-1]
    units = {figure.name: figure.unit for figure in step.figures}
    assert (units["selected_price"], units["listed_price"]) == ("盒", "瓶")
