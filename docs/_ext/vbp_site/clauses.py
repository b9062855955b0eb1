"""The registers as a page: each clause, what computes it, and the tests that hold it."""

import ast
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from vbp_policy import Clause, Computability, Policy
from vbp_policy.results.explanations.bilingual import Words
from vbp_policy.results.explanations.writing import PLACES_ZH

from .markup import anchor_of

__all__ = ["NO_FUNCTION_ZH", "PLACES_ZH", "register", "tests_of"]

TESTS = Path(__file__).resolve().parents[3] / "tests"
NOT_OF_ONE_CLAUSE = {
    *("test_notices.py", "test_docs.py"),  # these go through every clause
    *("test_dates.py", "test_errors.py", "test_money.py", "test_values.py"),  # know no clause
    *("test_html.py", "test_json_refusals.py"),
}
"""Test modules that cite clauses as mere examples, or all of them, and hold none."""
_MOST_MODULES = 5

_COMPUTED = {
    Computability.COMPUTABLE: Words("computed", "可计算"),
    Computability.FROM_INPUT: Words("computed from what others decide", "由他方提供的数据计算"),
    Computability.NOT_COMPUTABLE: Words("not computed", "不计算"),
}

NO_FUNCTION_ZH: Mapping[str, str] = {
    "9-0": "那份方案是另一份文件，本通知只写明周期的截止日。",
    "9-3.1c": "是否在系统里签约、交易，只有使用者自己知道。",
    "9-3.1f": "本市的其他交易规则不在本通知之内。",
    "9-3.2a": "储备、库存、产能都没有数量，报告也没有期限。",
    "9-3.4a": "用量多少算异常，通知没有给出界限。",
    "9-3.4c": "评级由监测中心作出，等级标准在另一份文件里。",
    "9-4.2": "预挂网的时间另行规定，通知没有写明。",
    "9-4.4": "那是另一份文件，本库没有收录。",
    "25-0": "这些文件只列了名称，内容不在本通知之内。",
    "25-2.1a": "是否在系统里采购，只有使用者自己知道。",
    "25-2.1c": "是否在系统里签约，只有使用者自己知道。",
    "25-2.2a": "没有写明日期，也没有数量。",
    "25-2.3g": "只要求尽快，没有写明日期。",
    "25-2.4a": "质量、配送、服务都没有可计算的指标。",
    "25-3": "四项要求都没有数量和日期。",
}
"""Why a clause is not computed, for Chinese readers."""


@cache
def _cited_in_tests() -> tuple[tuple[str, str, str], ...]:
    """Give every test function, and the rest of every test module, with the text of each."""
    found: list[tuple[str, str, str]] = []
    for path in sorted(TESTS.glob("test_*.py")):
        if path.name not in NOT_OF_ONE_CLAUSE:
            source = path.read_text(encoding="utf-8")
            found += [(path.stem, name, text) for name, text in _parts(source)]
    return tuple(found)


def _parts(source: str) -> Iterator[tuple[str, str]]:
    lines = source.splitlines()
    rest = list(lines)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            start = min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1
            yield node.name, "\n".join(lines[start : node.end_lineno])
            rest[start : node.end_lineno] = [""] * (node.end_lineno or start)
    yield "", "\n".join(rest)


def tests_of(clause: str) -> dict[str, list[str]]:
    """Give the tests that cite a clause: names by module, "" for a module's own tables.

    >>> "test_prepayment" in tests_of("25-2.3b")
    True
    """
    cited = re.compile(rf"(?<![\w.-]){re.escape(clause)}(?![\w-]|\.\d)")
    found: dict[str, list[str]] = {}
    for module, name, text in _cited_in_tests():
        if clause in text and cited.search(text):
            found.setdefault(module, []).append(name)
    return found


def register(policy: Policy, lang: str) -> str:
    """Give a notice's clauses as MyST text, each under a heading of its own."""
    return "\n".join(_clause(each, lang) for each in policy.clauses)


def _clause(clause: Clause, lang: str) -> str:
    where = PLACES_ZH.get(clause.where, clause.where) if lang == "zh" else clause.where
    words = (
        f" · {Words('「{}」', '“{}”').said_in(lang).format(clause.words)}" if clause.words else ""
    )
    return "\n".join(
        (
            f"({anchor_of(clause.id, lang)})=",
            f"### {clause.id}\n",
            f"{where}{words} · {_COMPUTED[clause.computability].said_in(lang)}\n",
            f"{Words(clause.paraphrase, clause.paraphrase_zh).said_in(lang)}\n",
            *_lines(clause, lang),
        )
    )


def _lines(clause: Clause, lang: str) -> Iterator[str]:
    comma = Words(", ", "、").said_in(lang)
    if clause.functions:
        functions = comma.join(f"`{name}`" for name in clause.functions)
        if clause.reason:
            yield Words(f"- kept in {functions}", f"- 记录在{functions}").said_in(lang)
        else:
            yield Words(f"- by {functions}", f"- 计算：{functions}").said_in(lang)
    if clause.reason:
        yield f"- {Words(clause.reason, NO_FUNCTION_ZH[clause.id]).said_in(lang)}"
    tests = sorted(tests_of(clause.id).items(), key=lambda each: -len(each[1]))
    if tests:
        modules = comma.join(_counted(*each) for each in tests[:_MOST_MODULES])
        more = len(tests) - _MOST_MODULES
        if more > 0:
            modules += Words(f" and {more} more", f"等{len(tests)}个模块").said_in(lang)
        yield Words(f"- held by {modules}", f"- 测试：{modules}").said_in(lang)
    yield ""


def _counted(module: str, names: list[str]) -> str:
    functions = len([each for each in names if each])
    return f"`{module}.py`" + (f" ({functions})" if functions > 1 else "")
