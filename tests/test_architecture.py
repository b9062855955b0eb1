"""The house: arrows run down, rules and notices never meet, the core stays small."""

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import vbp_policy

ROOT = Path(vbp_policy.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))

FLOORS = [("foundation",), ("policy",), ("notices", "rules"), ("results",), ("interop", "testing")]
FLOOR_OF = {folder: floor for floor, folders in enumerate(FLOORS) for folder in folders}

# What a module imports beyond the standard library and attrs; the extras come with interop alone.
FURTHER = {
    ("foundation", "dates"): "pendulum",
    ("interop", "charts"): "altair",
    ("interop", "frames"): "narwhals",
    ("interop", "sheets", "workbooks"): "openpyxl",
    ("testing",): "hypothesis",
}

# Within a folder a module imports only from those before it; modules on one line do not meet.
ORDER_WITHIN = {
    "foundation": [
        {"errors", "plain"},
        {"html"},
        {"values"},
        {"dates", "money"},
        {"powers", "workdays"},
    ],
    "policy": [{"clauses", "readings"}, {"basis", "terms"}, {"policies"}, {"book"}],
    "notices": [{"chongqing_2025_9", "chongqing_2025_25"}],
    "rules": [
        {"kernels", "institutions", "cycles", "products", "rest_days"},
        {"contracts", "prepayment", "listings", "offset_windows", "price_ratios"},
        {"disbursements", "offsets", "purchasing", "supplier_payment", "supply_incidents"},
        {"assessments", "fund_accounts", "monitoring", "payment_standards"},
        {"fund_totals", "reimbursement", "standard_tables"},
    ],
    "results": [
        {"changes", "timetables"},
        {"changed_rows", "prepayment_cases"},
        {"comparisons", "explanations", "sensitivity"},
    ],
    "interop": [
        {"charts", "frames", "ics", "json", "sheets"},
    ],
    "testing": [
        {"draws", "examples"},
        {"of_days", "of_figures", "of_words"},
        {"of_readings", "of_terms"},
        {"of_clauses"},
        {"of_policies"},
        {"of_cycles", "of_institutions", "of_products"},
        {"of_prepayments", "of_standards"},
        {"of_contracts", "of_fund_accounts"},
        {"of_wholes"},
        {"of_monitoring"},
        {"of_results"},
        {"registration"},
    ],
}


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> tuple[str, ...]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[:-1] if parts[-1] == "__init__" else parts


def imported(path: Path) -> Iterator[tuple[str, ...]]:
    """Give the package's own modules that a module imports, as paths from the root."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            target = (*base, *(node.module or "").split(".")) if node.module else base
            for alias in node.names:
                within = ROOT.joinpath(*target, alias.name)
                deeper = within.with_suffix(".py").exists() or within.is_dir()
                if deeper or target:  # what the root hands on is of no floor
                    yield (*target, alias.name) if deeper else target


def arrows() -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for path in MODULES:
        if path != ROOT / "__init__.py":  # the root only hands names on
            for target in imported(path):
                yield name_of(path), target


def test_arrows_run_down() -> None:
    for here, there in arrows():
        if here[0] != there[0]:
            assert FLOOR_OF[there[0]] < FLOOR_OF[here[0]], f"{here} imports {there}"


def test_rules_know_no_notice_and_notices_know_no_rule() -> None:
    met = {(here[0], there[0]) for here, there in arrows()}
    assert ("rules", "notices") not in met
    assert ("notices", "rules") not in met
    assert ("rules", "policy") in met  # the reading of imports does see something


def test_order_within_a_folder() -> None:
    for here, there in arrows():
        if here[0] == there[0] and here[0] in ORDER_WITHIN and len(here) > 1:
            rank = {
                name: place for place, names in enumerate(ORDER_WITHIN[here[0]]) for name in names
            }
            if here[1] != there[1]:  # else within a package, which the next test holds
                assert rank[there[1]] < rank[here[1]], f"{here} imports {there}"


def test_no_circles() -> None:
    imports: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for here, there in arrows():
        imports.setdefault(here, set()).add(there)
    assert len(list(TopologicalSorter(imports).static_order())) >= len(imports)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(name_of(path)) or "root")
def test_the_core_imports_attrs_and_pendulum_alone(path: Path) -> None:
    further = {it for place, it in FURTHER.items() if name_of(path)[: len(place)] == place}
    allowed = {*sys.stdlib_module_names, "attrs", *further}
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module is not None
            assert node.module.split(".")[0] in allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: "/".join(name_of(path)) or "root")
def test_nothing_reads_the_clock_asserts_or_spells_a_float(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        assert not isinstance(node, ast.Assert), "python -O would drop it"
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"today", "now", "utcnow", "validators"}
        if isinstance(node, ast.Constant):
            assert not isinstance(node.value, float)
