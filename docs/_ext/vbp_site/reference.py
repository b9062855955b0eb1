"""The public names by topic: which page of the reference shows which."""

import ast
import inspect
import textwrap
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import vbp_policy

from .markup import table

__all__ = ["EXTRAS", "TOPICS", "directives", "names_on", "public_names", "summary", "targets"]

ROOT = Path(vbp_policy.__file__).parent

_LONGEST_VALUE = 100

TOPICS: Mapping[str, tuple[str, ...]] = {
    "notices": (
        "policy.policies",
        "policy.clauses",
        "policy.basis",
        "policy.book",
        "policy.terms",
    ),
    "readings": ("policy.readings", "results.sensitivity"),
    "dates": ("foundation.dates", "foundation.workdays"),
    "money": ("foundation.money",),
    "errors": ("foundation.errors",),
    "institutions": ("rules.institutions",),
    "cycles": ("rules.cycles", "results.timetables"),
    "prepayment": (
        "rules.prepayment",
        "rules.disbursements",
        "rules.offset_windows",
        "rules.offsets",
        "rules.fund_accounts",
        "rules.fund_totals",
        "results.prepayment_cases",
    ),
    "products": ("rules.products", "rules.price_ratios"),
    "standards": ("rules.payment_standards", "rules.standard_tables", "rules.reimbursement"),
    "purchases": ("rules.contracts", "rules.purchasing", "rules.supplier_payment"),
    "monitoring": (
        "rules.listings",
        "rules.monitoring",
        "rules.assessments",
        "rules.supply_incidents",
    ),
    "results": ("results",),
}
"""Each page and the modules, or folders of modules, whose public names it shows."""

EXTRAS = (
    "interop.sheets",
    "interop.json",
    "interop.charts",
    "interop.ics",
    "interop.frames",
    "testing",
)
"""Public modules that are no part of the root, as far as they exist."""


def public_names() -> dict[str, str]:
    """Give every public name of the root with the module it comes from.

    >>> public_names()["Reading"]
    'policy.readings'
    """
    guarded = next(
        node
        for node in ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    return {
        alias.asname or alias.name: (
            "foundation.money" if alias.name == "money" else str(node.module)
        )
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def page_of(module: str) -> str | None:
    """Give the page that shows a module's names; the most exact entry decides."""
    fits = {
        entry: page
        for page, entries in TOPICS.items()
        for entry in entries
        if module == entry or module.startswith(f"{entry}.")
    }
    return fits[max(fits, key=len)] if fits else None


def _depth(value: object) -> int:
    """Say how far below its root an error stands."""
    return len(value.__mro__) if isinstance(value, type) and issubclass(value, Exception) else 0


def names_on(page: str) -> list[str]:
    """Give the names that a page shows, in the order of its modules, rules before values."""
    homes = {name: home for name, home in public_names().items() if page_of(home) == page}

    def place(name: str) -> tuple[int, bool, int]:
        entries = TOPICS[page]
        module = next(n for n, entry in enumerate(entries) if homes[name].startswith(entry))
        return module, not inspect.isfunction(_value(name)), _depth(_value(name))

    return sorted(homes, key=place)


def modules_there() -> list[str]:
    """Give the public modules beside the root that exist."""
    return [each for each in EXTRAS if find_spec(f"vbp_policy.{each}")]


def names_in(module: str) -> list[str]:
    """Give the names that a public module shows; none where it does not exist."""
    if module not in ("money", *EXTRAS) or not find_spec(f"vbp_policy.{_home(module)}"):
        return []
    there = import_module(f"vbp_policy.{_home(module)}")
    return sorted(_members_of(there), key=lambda name: not inspect.isfunction(getattr(there, name)))


def summary(prefix: str, names: list[str], shown: list[str]) -> str:
    """Give a list of names, each as it is shown, with what it is for in a line."""
    rows = [
        (f"`{words}`", _opening(prefix, name)) for name, words in zip(names, shown, strict=True)
    ]
    return table(("Name", "What it is"), rows)


def _opening(prefix: str, name: str) -> str:
    value = getattr(import_module(_imported(prefix)), name)
    documented = isinstance(value, type) or inspect.isfunction(value)
    words = (inspect.getdoc(value) or "") if documented else _comment(prefix, name)
    words = words or f"`{value!r}`"
    return " ".join(words.split("\n\n")[0].split())


def _members_of(module: ModuleType) -> list[str]:
    return [name for name in module.__all__ if not isinstance(getattr(module, name), ModuleType)]


def directives(prefix: str, names: list[str]) -> str:
    """Give the reStructuredText that documents names of a module from their docstrings."""
    module = import_module(_imported(prefix))
    return "\n".join(_directive(prefix, name, getattr(module, name)) for name in names)


def _directive(prefix: str, name: str, value: object) -> str:
    full = f"{prefix}.{name}"
    if isinstance(value, type):
        inherited = "   :inherited-members: Value\n" if _extends_a_value(value) else ""
        if issubclass(value, Exception):
            return f".. autoexception:: {full}\n   :members:\n   :show-inheritance:\n"
        return f".. autoclass:: {full}\n   :members:\n   :undoc-members:\n{inherited}"
    if inspect.isfunction(value):
        return f".. autofunction:: {full}\n"
    value_line = f"   :value: {value!r}\n" if len(repr(value)) < _LONGEST_VALUE else ""
    doc = textwrap.indent(_comment(prefix, name), "   ")
    return (
        f".. py:currentmodule:: {prefix}\n\n.. py:data:: {name}\n{value_line}\n{doc}\n\n"
        ".. py:currentmodule:: None\n"
    )


def _extends_a_value(cls: type) -> bool:
    """Say whether a class takes fields over from another one of ours, as a cycle from a span."""
    return any(hasattr(base, "__attrs_attrs__") for base in cls.__mro__[1:])


def _comment(prefix: str, name: str) -> str:
    """Give the string below a name where it is made, which is its documentation."""
    home = public_names().get(name)
    in_root = home is not None and prefix == "vbp_policy"
    module = import_module(f"vbp_policy.{home}" if in_root else _imported(prefix))
    body = ast.parse(inspect.getsource(module)).body
    for node, after in pairwise(body):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if (
            any(isinstance(each, ast.Name) and each.id == name for each in targets)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            return inspect.cleandoc(str(after.value.value))
    return ""


def targets() -> dict[str, str]:
    """Give what a page may call a documented thing, with its full name.

    >>> targets()["sheets.read_rows"], targets()["Reading"]
    ('vbp_policy.interop.sheets.read_rows', 'vbp_policy.Reading')
    """
    found = {name: f"vbp_policy.{name}" for name in public_names() if name != "money"}
    for module in ("money", *modules_there()):
        for name in names_in(module):
            found[f"{module.split('.')[-1]}.{name}"] = f"vbp_policy.{module}.{name}"
    for name, full in list(found.items()):
        value = _value(full.removeprefix("vbp_policy."))
        if isinstance(value, type):
            for member in [*dir(value), *getattr(value, "__annotations__", ())]:
                if not member.startswith("_"):
                    found[f"{name}.{member}"] = f"{full}.{member}"
    return found


def _home(module: str) -> str:
    return "foundation.money" if module == "money" else module


def _imported(prefix: str) -> str:
    return "vbp_policy.foundation.money" if prefix == "vbp_policy.money" else prefix


def _value(name: str) -> object:
    value: object = vbp_policy
    for part in name.split("."):
        value = (
            getattr(value, part)
            if hasattr(value, part)
            else import_module(f"vbp_policy.{name.rpartition('.')[0]}")
        )
    return value
