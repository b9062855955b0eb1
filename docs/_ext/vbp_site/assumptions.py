"""What the rules supply and no notice states, as a table for the page on sources."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import vbp_policy
from vbp_policy.results.explanations.assumptions import ASSUMPTIONS, in_chinese
from vbp_policy.results.explanations.bilingual import Words

from .markup import table

__all__ = ["assumptions", "assumptions_by_module"]

ROOT = Path(vbp_policy.__file__).parent
_A_DAY = "2025-03-07"
_HEADS = (Words("What is assumed", "假定"), Words("In", "所在模块"))


def assumptions_by_module() -> dict[str, list[str]]:
    """Give every assumption that the rules can list, with the modules that list it."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted([*ROOT.glob("rules/*.py"), *ROOT.glob("results/*.py")]):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for text in _texts(path):
            if any(each.english.fullmatch(text) for each in ASSUMPTIONS.values()):
                found[text].append(module)
    return found


def _texts(path: Path) -> Iterator[str]:
    """Give the strings of a module, with a day where one is filled in."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else _A_DAY
                for part in node.values
            )


def assumptions(lang: str) -> str:
    """Give the assumptions as a table: what, and the modules whose rules list it."""
    rows: list[tuple[str, str]] = []
    for text, modules in assumptions_by_module().items():
        words = in_chinese(text) if lang == "zh" else text
        rows.append((_without_day(words, lang), ", ".join(f"`{each}`" for each in modules)))
    return table([each.said_in(lang) for each in _HEADS], rows)


def _without_day(words: str, lang: str) -> str:
    if lang == "zh":
        return words.replace("2025年3月7日", "某日")
    return re.sub(_A_DAY, "*(a day)*", words)
