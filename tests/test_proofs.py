"""The check of the kernels' contracts: it misses no kernel, and a bug in any of them fails it."""

import ast
import inspect
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

import vbp_policy
from proofs import check, theorems
from vbp_policy.rules import kernels

CONFIRMED = "kernels.py:7: info: Confirmed over all paths.\n"
MONTH_OFFSET = "vbp_policy.rules.kernels.month_offset"  # it has three contracts

needs_crosshair = pytest.mark.skipif(
    find_spec("crosshair") is None, reason="CrossHair is not installed: see .ci/requirements.txt"
)


class Bug(NamedTuple):
    """Code that is right, the same with a bug, and the function whose contract it must break."""

    right: str
    wrong: str
    function: str
    module: str = "rules/kernels.py"


MONEY = "foundation/money.py"
ROUNDING = "vbp_policy.foundation.money.round_half_up"
RULES = "vbp_policy.rules.kernels"
THEOREMS = "proofs.theorems"
BUGS = {
    "a half is rounded down": Bug(
        "return (2 * numerator + denominator) //",
        "return (2 * numerator + denominator - 1) //",
        ROUNDING,
        MONEY,
    ),
    "a half below zero is rounded up": Bug(
        "return -((-2 * numerator + denominator) //",
        "return -((-2 * numerator + denominator - 1) //",
        ROUNDING,
        MONEY,
    ),
    "the sign is lost": Bug("return -((-2 * numerator", "return ((-2 * numerator", ROUNDING, MONEY),
    "a return is charged": Bug(
        "round_half_up(price * quantity,",
        "round_half_up(price * abs(quantity),",
        f"{RULES}.charge_at",
    ),
    "a part is another's": Bug(
        "round_half_up(amount * share,",
        "round_half_up(amount * (scale - share),",
        f"{RULES}.part_of",
    ),
    "the greater price is paid": Bug(
        "charge if price <= standard", "charge if price >= standard", f"{RULES}.split_at_standard"
    ),
    "what is over is not the rest": Bug(
        "return charge, within, charge - within",
        "return charge, within, charge_at(price - standard, quantity, scale)",
        f"{RULES}.split_at_standard",
    ),
    "a return is no sale reversed": Bug(
        "charge if price <= standard",
        "charge if price <= standard or quantity < 0",
        f"{THEOREMS}.returned_line",
    ),
    "the patient pays nothing over": Bug(
        "return first, fund, charge - fund",
        "return first, fund, within - fund",
        f"{RULES}.split_by_coverage",
    ),
    "the fund pays of the whole": Bug(
        "part_of(within - first, fund_share,",
        "part_of(within, fund_share,",
        f"{RULES}.split_by_coverage",
    ),
    "the rest is lost": Bug(
        "return [*parts, total - sum(parts)]",
        "return [*parts, part_of(total, shares[-1], scale)]",
        f"{THEOREMS}.two_instalments",
    ),
    "a part is paid twice": Bug(
        "return [*parts, total - sum(parts)]",
        "return [*parts, total - sum(parts[1:])]",
        f"{THEOREMS}.instalments",
    ),
    "less is spread than was disbursed": Bug(
        "max(part_of(new_total, so_far, scale), disbursed, reached)",
        "part_of(new_total, so_far, scale)",
        f"{THEOREMS}.revised_instalments_of",
    ),
    "no clamp at zero": Bug(
        "return min(balance, max(payable, 0))",
        "return min(balance, payable)",
        MONTH_OFFSET,
    ),
    "no clamp at the balance": Bug(
        "return min(balance, max(payable, 0))", "return max(payable, 0)", MONTH_OFFSET
    ),
    "the greater is offset": Bug(
        "return min(balance, max(payable, 0))", "return max(balance, payable, 0)", MONTH_OFFSET
    ),
    "the last month is skipped": Bug(
        "in zip(payables, booked, strict=True)",
        "in list(zip(payables, booked, strict=True))[:11]",
        f"{THEOREMS}.twelve_months",
    ),
    "the balance is not carried": Bug(
        "balance -= most if stands is None else stands",
        "balance -= 0 if stands is None else stands",
        f"{THEOREMS}.twelve_months",
    ),
    "what was booked is passed over": Bug(
        "balance -= most if stands is None else stands",
        "balance -= most",
        f"{THEOREMS}.after_a_booked_month",
    ),
}


def a_copy(folder: Path) -> Path:
    """Copy the package that runs into a folder."""
    source = Path(vbp_policy.__file__).parent
    shutil.copytree(source, folder / "vbp_policy", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@needs_crosshair
@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS.keys())
def test_a_bug_in_a_kernel_is_caught(bug: Bug, tmp_path: Path) -> None:
    module = a_copy(tmp_path) / "vbp_policy" / bug.module
    code = module.read_text(encoding="utf-8")
    assert code.count(bug.right) == 1
    module.write_text(code.replace(bug.right, bug.wrong), encoding="utf-8")
    found = check.verdict(bug.function, package=tmp_path, path_seconds=1)
    assert not found.holds
    assert any("when calling" in words for words in found.against), found  # a counterexample


@needs_crosshair
@pytest.mark.parametrize("function", [MONTH_OFFSET, ROUNDING, f"{THEOREMS}.one_month_more"])
def test_a_copy_without_a_bug_is_proven(function: str, tmp_path: Path) -> None:
    found = check.verdict(function, package=a_copy(tmp_path))
    assert found.holds, found


@needs_crosshair
def test_what_takes_too_long_is_not_proven() -> None:
    found = check.verdict(f"{THEOREMS}.instalments", seconds=1)
    assert not found.holds, found


def test_every_kernel_is_proven_by_its_contract_or_by_a_theorem() -> None:
    names = {
        name
        for name, function in inspect.getmembers(theorems, inspect.isfunction)
        if function.__module__ == theorems.__name__ and "post:" in (function.__doc__ or "")
    }
    own = {f"{RULES}.{name}" for name in kernels.__all__} & set(check.PROVEN)
    assert set(check.PROVEN) == own | {f"{THEOREMS}.{name}" for name in names} | {ROUNDING}
    assert len(set(check.PROVEN)) == len(check.PROVEN)
    called = {
        node.func.id
        for node in ast.walk(ast.parse(inspect.getsource(theorems)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert set(kernels.__all__) <= called | {function.rpartition(".")[2] for function in own}


@pytest.mark.parametrize("function", check.PROVEN)
def test_what_is_to_be_proven_states_a_contract(function: str) -> None:
    assert check.stated(function) > 0


def test_each_contract_confirmed_is_a_proof() -> None:
    assert check.judged(MONTH_OFFSET, CONFIRMED * 3, "", 1.0).holds


@pytest.mark.parametrize(
    ("function", "output", "errors"),
    [
        (MONTH_OFFSET, CONFIRMED * 2, ""),
        (MONTH_OFFSET, CONFIRMED * 4, ""),
        (MONTH_OFFSET, CONFIRMED * 2 + "kernels.py:7: info: Not confirmed.\n", ""),
        (MONTH_OFFSET, CONFIRMED * 3 + "kernels.py:7: error: false when calling f(0)\n", ""),
        (MONTH_OFFSET, CONFIRMED * 3 + "Traceback (most recent call last):\n", ""),
        (MONTH_OFFSET, CONFIRMED * 3, "No module named crosshair\n"),
        (MONTH_OFFSET, "", ""),
        ("vbp_policy.rules.kernels.month_offsets", "", ""),  # it states no contract
    ],
)
def test_anything_else_is_no_proof(function: str, output: str, errors: str) -> None:
    assert not check.judged(function, output, errors, 1.0).holds


def test_the_check_fails_without_crosshair(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "crosshair.py").write_text("raise SystemExit('no CrossHair here')\n", "utf-8")
    monkeypatch.setattr(check, "TESTS", tmp_path)
    monkeypatch.setattr(check, "PROVEN", (MONTH_OFFSET,))
    assert check.main() == 1
    assert capsys.readouterr().out.endswith("NOT PROVEN\n")
