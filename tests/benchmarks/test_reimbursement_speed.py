"""One line split at its standard with all checks and every field read, against two others.

The same figures from a function on bare Decimals, and from OpenFisca-Core with the rule written its
way: in single precision, as that engine has it (`pip install -r tests/benchmarks/requirements.txt`;
skipped without). Then as a service calls it: the standard looked up by code and day in an annex,
all of it from strings. Run: `pytest tests/benchmarks --benchmark-only --benchmark-group-by=group`;
the figures to read are the ratios of the medians in one run, which are in brackets.
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any

import pytest

from vbp_policy import (
    Coverage,
    Product,
    Reimbursement,
    SelectedProduct,
    Span,
    StandardTable,
    payment_standard,
    reimburse,
)
from vbp_policy.notices import CHONGQING_2025_9

Benchmark = Callable[..., Any]
Figures = tuple[object, ...]

STANDARD, PRICE, QUANTITY = Decimal("5.42"), Decimal("8.00"), Decimal(3)
SELF_PAY_FIRST, FUND_SHARE = Decimal("0.1"), Decimal("0.7")
SPLIT = ["24.00", "16.26", "7.74"]
PAID = ["1.63", "10.24", "13.76"]
FEN = Decimal("0.01")
DAY = "2025-03-07"


def shown(figures: Figures) -> list[str]:
    return [str(figure) for figure in figures]


every_field: Callable[[Reimbursement], Figures] = attrgetter(
    *("price", "quantity", "standard", "charge", "within_standard", "over_standard"),
    *("billing_difference", "self_pay_first", "fund_pays", "patient_pays"),
)


def line_of_ours(coverage: Coverage | None) -> Callable[[], Figures]:
    selected = SelectedProduct(Product("A", "阿卡波糖", "甲"), STANDARD)
    standard = payment_standard(CHONGQING_2025_9, [selected])
    return lambda: every_field(reimburse(standard, PRICE, QUANTITY, coverage=coverage))


@pytest.mark.benchmark(group="a line with a coverage")
def test_line(benchmark: Benchmark) -> None:
    line = line_of_ours(Coverage(SELF_PAY_FIRST, FUND_SHARE))
    assert shown(benchmark(line))[3:] == [*SPLIT, "None", *PAID]


@pytest.mark.benchmark(group="a line with a coverage")
def test_bare_decimals(benchmark: Benchmark) -> None:
    def line() -> Figures:
        charge = (PRICE * QUANTITY).quantize(FEN, ROUND_HALF_UP)
        within = (min(PRICE, STANDARD) * QUANTITY).quantize(FEN, ROUND_HALF_UP)
        first = (within * SELF_PAY_FIRST).quantize(FEN, ROUND_HALF_UP)
        fund = ((within - first) * FUND_SHARE).quantize(FEN, ROUND_HALF_UP)
        over, patient = charge - within, charge - fund
        return (PRICE, QUANTITY, STANDARD, charge, within, over, None, first, fund, patient)

    assert shown(benchmark(line))[3:] == [*SPLIT, "None", *PAID]


@pytest.mark.benchmark(group="a line with a coverage")
def test_line_looked_up_and_from_strings(benchmark: Benchmark) -> None:
    rows = [(f"8690{number:04d}", f"品种{number}", STANDARD) for number in range(3000)]
    table = StandardTable.published(CHONGQING_2025_9, rows, in_force=Span(DAY, "2025-12-31"))
    coverage = Coverage(SELF_PAY_FIRST, FUND_SHARE)

    def line() -> Figures:
        standard = table.lookup("86901500", on="2025-06-18")
        return every_field(reimburse(standard, "8.00", "3", coverage=coverage))

    assert shown(benchmark(line))[3:] == [*SPLIT, "None", *PAID]


@pytest.mark.benchmark(group="a line without a coverage")
def test_line_without_a_coverage(benchmark: Benchmark) -> None:
    assert shown(benchmark(line_of_ours(None)))[3:] == [*SPLIT, *["None"] * 4]


@pytest.mark.benchmark(group="a line without a coverage")
def test_bare_decimals_without_a_coverage(benchmark: Benchmark) -> None:
    def line() -> Figures:
        charge = (PRICE * QUANTITY).quantize(FEN, ROUND_HALF_UP)
        within = (min(PRICE, STANDARD) * QUANTITY).quantize(FEN, ROUND_HALF_UP)
        over = charge - within
        return (PRICE, QUANTITY, STANDARD, charge, within, over, None, None, None, None)

    assert shown(benchmark(line))[3:] == [*SPLIT, *["None"] * 4]


# The rule as OpenFisca has it: a variable for every figure, a parameter for the standard


def half_up(amount: Any) -> Any:
    return (amount * 100 + 0.5) // 1 / 100


def standard(line: Any, period: Any, parameters: Any) -> Any:
    return line.filled_array(parameters(period).standard)


def charge(line: Any, period: Any) -> Any:
    return half_up(line("price", period) * line("quantity", period))


def within_standard(line: Any, period: Any) -> Any:
    price, most = line("price", period), line("standard", period)
    return half_up((price * (price < most) + most * (price >= most)) * line("quantity", period))


def over_standard(line: Any, period: Any) -> Any:
    return line("charge", period) - line("within_standard", period)


def self_pay_first(line: Any, period: Any) -> Any:
    return half_up(line("within_standard", period) * line("self_pay_first_share", period))


def fund_pays(line: Any, period: Any) -> Any:
    rest = line("within_standard", period) - line("self_pay_first", period)
    return half_up(rest * line("fund_share", period))


def patient_pays(line: Any, period: Any) -> Any:
    return line("charge", period) - line("fund_pays", period)


GIVEN = {
    "price": PRICE,
    "quantity": QUANTITY,
    "self_pay_first_share": SELF_PAY_FIRST,
    "fund_share": FUND_SHARE,
}
FORMULAS = [
    standard,
    charge,
    within_standard,
    over_standard,
    self_pay_first,
    fund_pays,
    patient_pays,
]
READ = ["price", "quantity", *(formula.__name__ for formula in FORMULAS)]


def part_of_openfisca(name: str) -> Any:
    reason = "OpenFisca-Core is not installed: tests/benchmarks/requirements.txt"
    return pytest.importorskip(f"openfisca_core.{name}", reason=reason)


def line_of_openfisca() -> Callable[[], list[float]]:
    entity = part_of_openfisca("entities").build_entity("line", "lines", "A line", is_person=True)
    system = part_of_openfisca("taxbenefitsystems").TaxBenefitSystem([entity])
    by_day = {"values": {DAY: {"value": float(STANDARD)}}}
    system.parameters = part_of_openfisca("parameters").ParameterNode("", data={"standard": by_day})
    kind = {
        "value_type": float,
        "entity": entity,
        "definition_period": part_of_openfisca("periods").DateUnit.DAY,
    }
    variable = part_of_openfisca("variables").Variable
    for name in GIVEN:
        system.add_variable(type(name, (variable,), dict(kind)))
    for formula in FORMULAS:
        system.add_variable(type(formula.__name__, (variable,), {**kind, "formula": formula}))
    builder = part_of_openfisca("simulations").SimulationBuilder
    case = {"lines": {"L1": {name: {DAY: float(value)} for name, value in GIVEN.items()}}}

    def line() -> list[float]:
        simulation = builder().build_from_entities(system, case)
        return [float(simulation.calculate(name, DAY)[0]) for name in READ]

    return line


@pytest.mark.benchmark(group="a line with a coverage")
def test_openfisca(benchmark: Benchmark) -> None:
    figures = benchmark(line_of_openfisca())
    assert [f"{figure:.2f}" for figure in figures] == ["8.00", "3.00", "5.42", *SPLIT, *PAID]
