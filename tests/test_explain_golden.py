"""How results are explained, kept to be looked at when it changes.

`python tests/test_explain_golden.py` writes every file anew; what differs is then to be reviewed.
"""

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from test_explain import EVERY, LANGUAGES, ONE_OF_EACH, html_of
from vbp_policy import Explanation, explain

FOLDER = Path(__file__).parent / "golden" / "explanations"
IN_EVERY_FORM = ("Cycle", "PaymentStandard", "OffsetEntry", "Reimbursement")


def shape(page: Explanation) -> object:
    """Give what is told, but for its figures: results of one shape are told alike."""
    return [
        (
            step.rule,
            [(each.name, each.kind, each.unit, each.value is None) for each in step.figures],
            [each.id for each in step.clauses],
            step.assumptions,
            [each.field for each in step.reading],
        )
        for step in page.steps[:6]
    ]


@cache
def told() -> dict[str, str]:
    """Give the texts of all files: a result of every shape in English, one of each type in Chinese.

    A few are given as Markdown and HTML too, which `test_explain_pages` compares with the texts.
    """
    seen: list[object] = []
    texts: defaultdict[str, str] = defaultdict(str)
    for each in EVERY:
        page = explain(each)
        if shape(page) not in seen:
            seen.append(shape(page))
            texts[f"{type(each).__name__}.en.txt"] += f"{page}\n\n"
    for each in ONE_OF_EACH:
        name = type(each).__name__
        texts[f"{name}.zh.txt"] = f"{explain(each, lang='zh')}\n"
        for lang in LANGUAGES if name in IN_EVERY_FORM else ():
            page = explain(each, lang=lang)
            texts[f"{name}.{lang}.md"] = page.to_markdown()
            texts[f"{name}.{lang}.html"] = html_of(page).replace("><", ">\n<") + "\n"
    return texts


@pytest.mark.parametrize("file", [path.name for path in sorted(FOLDER.iterdir())])
def test_a_result_is_explained_as_it_was(file: str) -> None:
    assert told()[file] == (FOLDER / file).read_text("utf-8")


def test_every_explanation_is_kept() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(told())


if __name__ == "__main__":
    for name, text in told().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
