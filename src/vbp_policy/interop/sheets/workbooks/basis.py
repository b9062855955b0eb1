"""The sheet that says where everything comes from: notices, clauses, readings, assumptions."""

import enum
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from .... import notices
from ....policy.basis import Basis
from ....policy.policies import Policy
from ....policy.readings import Reading
from .tables import Column, Kind, Table
from .words import Lang, Words, member_in, question_in

__all__ = ["BASES", "lines_of_bases"]


BASES = Table(
    9,
    Words("依据", "Basis"),
    (
        Column(Words("依据", "Basis")),
        Column(Words("类别", "What")),
        Column(Words("名称", "Name")),
        Column(Words("条款或位置", "Clause or place")),
        Column(Words("所涉原文", "Words at issue")),
        Column(Words("内容", "What it says"), Kind.LONG_TEXT),
    ),
)

_NOTICE = Words("通知", "notice")
_CLAUSE = Words("条款", "clause")
_READING = Words("口径", "reading")
_ASSUMPTION = Words("假定", "assumption")
_RECOMMENDED = Words("（推荐）", " (recommended)")
_NOTHING = Words("没有以通知为依据的结果", "no result here rests on a notice")

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
            title = Words(known.title_zh, known.title).said_in(lang)
    yield (_NOTICE, basis.policy_number, "", "", title)


def _clauses(basis: Basis, lang: Lang) -> Iterator[_Values]:
    for each in basis.clauses:
        says = Words(each.paraphrase_zh, each.paraphrase).said_in(lang)
        yield (_CLAUSE, each.id, each.where, each.words, says)


def _reading(basis: Basis, lang: Lang) -> Iterator[_Values]:
    for each in Reading.choices():
        chosen: enum.Enum = getattr(basis.reading, each.field)
        says = member_in(lang, chosen)
        if chosen is each.choices[0]:
            says += _RECOMMENDED.said_in(lang)
        yield (_READING, question_in(lang, each.field), each.clause, each.words, says)


def _assumptions(basis: Basis, lang: Lang) -> Iterator[_Values]:
    del lang  # they are in English
    for words in basis.assumptions:
        yield (_ASSUMPTION, "", "", "", words)


def _listed(numbers: Sequence[int]) -> str:
    """Spell ascending numbers with runs drawn together: 1-3, 5."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] + 1 == number:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)
