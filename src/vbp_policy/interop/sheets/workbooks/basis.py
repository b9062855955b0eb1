"""The sheet that says where everything comes from: notices, clauses, readings, assumptions."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from .... import notices
from ....policy.basis import Basis
from ....policy.policies import Policy
from ....policy.readings import Reading
from ....results.explanations.assumptions import in_chinese
from .tables import Column, Kind, Table
from .words import Lang, Words, member_in, place_in, question_in

__all__ = ["BASES", "lines_of_bases"]


BASES = Table(
    9,
    Words("Basis", "依据"),
    (
        Column(Words("Basis", "依据")),
        Column(Words("What", "类别")),
        Column(Words("Name", "名称")),
        Column(Words("Clause or place", "条款或位置")),
        Column(Words("Words at issue", "所涉原文")),
        Column(Words("What it says", "内容"), Kind.LONG_TEXT),
    ),
)

_NOTICE = Words("notice", "通知")
_CLAUSE = Words("clause", "条款")
_READING = Words("reading", "口径")
_ASSUMPTION = Words("assumption", "假定")
_RECOMMENDED = Words(" (recommended)", "（推荐）")
_NOTHING = Words("no result here rests on a notice", "没有以通知为依据的结果")

_Values = tuple[object, ...]


def lines_of_bases(bases: Mapping[Basis, int], lang: Lang) -> Iterator[_Values]:
    """Give what the bases cite, choose and assume: each once, with the numbers of its bases."""
    for said_by in (_notice, _clauses, _reading, _assumptions):
        cited: defaultdict[_Values, list[int]] = defaultdict(list)
        for basis, number in bases.items():
            for values in dict.fromkeys(said_by(basis, lang)):
                cited[values].append(number)
        for values, numbers in cited.items():
            yield (_listed(numbers), *values)
    if not bases:
        yield (None, _NOTICE, None, None, None, _NOTHING)


def _notice(basis: Basis, lang: Lang) -> Iterator[_Values]:
    """Name the notice, with its title where it is one that the library carries, unchanged."""
    title = ""
    for name in notices.__all__:
        known: Policy = getattr(notices, name)
        if known.number == basis.policy_number and set(basis.clauses) <= set(known.clauses):
            title = Words(known.title, known.title_zh).said_in(lang)
    yield (_NOTICE, basis.policy_number, "", "", title)


def _clauses(basis: Basis, lang: Lang) -> Iterator[_Values]:
    for each in basis.clauses:
        says = Words(each.paraphrase, each.paraphrase_zh).said_in(lang)
        yield (_CLAUSE, each.id, place_in(lang, each.where), each.words, says)


def _reading(basis: Basis, lang: Lang) -> Iterator[_Values]:
    for each in Reading.choices():
        chosen: enum.Enum = getattr(basis.reading, each.field)
        says = member_in(lang, chosen)
        if chosen is each.choices[0]:
            says += _RECOMMENDED.said_in(lang)
        yield (_READING, question_in(lang, each.field), each.clause, each.words, says)


def _assumptions(basis: Basis, lang: Lang) -> Iterator[_Values]:
    for words in basis.assumptions:
        yield (_ASSUMPTION, "", "", "", in_chinese(words) if lang == "zh" else words)


def _listed(numbers: Sequence[int]) -> str:
    """Spell ascending numbers with runs drawn together: 1-3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
