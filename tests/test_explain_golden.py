"""How results are explained, kept to be looked at when it changes.

`python tests/test_explain_golden.py` writes every file anew; what differs is then to be reviewed.
"""

from pathlib import Path

import pytest

from test_explain import EVERY, LANGUAGES, ONE_OF_EACH, html_of
from test_html_golden import a_tag_a_line
from vbp_policy import Cycle, Explanation, OffsetEntry, PaymentStandard, Reimbursement, explain
from vbp_policy.foundation.values import Value
from vbp_policy.results.explanations.writing import MEMBERS

FOLDER = Path(__file__).parent / "golden" / "explanations"
MEMBERS_FILE = "members.txt"
IN_EVERY_FORM = (Cycle, PaymentStandard, OffsetEntry, Reimbursement)


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


def told(kind: type[Value]) -> dict[str, str]:
    """Give the texts of a type's files: its results of every shape in either language.

    A few are given as Markdown and HTML too, which `test_explain_pages` compares with the texts.
    """
    shapes: list[object] = []
    kept: list[Value] = []
    for each in EVERY:
        if type(each) is kind and (own := shape(explain(each))) not in shapes:
            shapes.append(own)
            kept.append(each)
    texts = {
        f"{lang}.txt": "\n\n".join(str(explain(each, lang=lang)) for each in kept) + "\n"
        for lang in LANGUAGES
    }
    one = next(each for each in ONE_OF_EACH if type(each) is kind)
    for lang in LANGUAGES if kind in IN_EVERY_FORM else ():
        page = explain(one, lang=lang)
        texts[f"{lang}.md"] = page.to_markdown()
        texts[f"{lang}.html"] = a_tag_a_line(html_of(page))
    return {f"{kind.__name__}.{ending}": text for ending, text in texts.items()}


KINDS: list[type[Value]] = [type(each) for each in ONE_OF_EACH]


@pytest.mark.parametrize("kind", KINDS)
def test_a_result_is_explained_as_it_was(kind: type[Value]) -> None:
    for name, text in told(kind).items():
        assert text == (FOLDER / name).read_text("utf-8")


def of_members() -> str:
    """Give the words for every member of an enum, of which a result shows but its own."""
    return "".join(f"{each}\n{words.en}\n{words.zh}\n" for each, words in MEMBERS.items())


def test_members_are_worded_as_they_were() -> None:
    assert of_members() == (FOLDER / MEMBERS_FILE).read_text("utf-8")


def test_every_explanation_is_kept() -> None:
    names = {MEMBERS_FILE, *(name for kind in KINDS for name in told(kind))}
    assert {path.name for path in FOLDER.iterdir()} == names


if __name__ == "__main__":
    (FOLDER / MEMBERS_FILE).write_text(of_members(), encoding="utf-8")
    for each in KINDS:
        for file, content in told(each).items():
            (FOLDER / file).write_text(content, encoding="utf-8")
