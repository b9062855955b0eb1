"""The root package: public names load on first use, and their static list is the true one."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import vbp_policy

SOURCE = Path(vbp_policy.__file__)


def static_names() -> dict[str, str]:
    """Give the names that a type checker sees, each with its module."""
    guarded = next(
        node
        for node in ast.parse(SOURCE.read_text(encoding="utf-8")).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    return {
        alias.asname or alias.name: node.module or ""
        for node in guarded.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_static_names_are_the_names_that_load() -> None:
    names = static_names()
    assert sorted([*names, "__version__"]) == sorted(vbp_policy.__all__) == dir(vbp_policy)
    for name, module in names.items():
        if name != "money":
            home = importlib.import_module(f"vbp_policy.{module}")
            assert getattr(vbp_policy, name) is getattr(home, name)
            assert name in home.__all__


def test_money_is_the_module() -> None:
    assert vbp_policy.money is importlib.import_module("vbp_policy.foundation.money")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'offset_prepaymant'"):
        _ = vars(vbp_policy)["__getattr__"]("offset_prepaymant")
    assert not hasattr(vbp_policy, "offset_prepaymant")


def test_importing_the_root_loads_nothing_else() -> None:
    code = (
        "import sys, vbp_policy; before = set(sys.modules); assert 'attrs' not in before; "
        "assert 'pendulum' not in before; vbp_policy.YearMonth; assert 'pendulum' in sys.modules; "
        "assert not any('.rules.' in name for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_star_import_gives_the_public_names() -> None:
    names: dict[str, object] = {}
    exec("from vbp_policy import *", names)  # noqa: S102
    assert set(vbp_policy.__all__) <= set(names)
