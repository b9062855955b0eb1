"""A step before it is said in a language: the explainers draft, `told` words it."""

from collections.abc import Iterable
from typing import NamedTuple

from ...policy.basis import Basis
from ...policy.clauses import Clause
from ...policy.readings import Reading
from .assumptions import chosen, in_chinese
from .bilingual import Words
from .figure_names import NAMES, FigureName
from .reading_words import CHOICES, QUESTIONS
from .steps import ExplanationFigure, ExplanationStep, FigureKind, ReadingUsed
from .writing import FigureValue, written

__all__ = [
    "Draft",
    "Item",
    "assumptions_in",
    "items",
    "notice_in",
    "questions_on",
    "reading_in",
    "told",
]


class Item(NamedTuple):
    """A figure before it is named in a language.

    `of` tells figures of one name apart. `called` and `kind` are for a name of a result's own;
    any other is among the names of figures, or is shown as it is.
    """

    name: str
    value: FigureValue
    unit: str | None = None
    of: FigureValue = None
    called: Words | None = None
    kind: FigureKind | None = None


def items(source: object, *names: str, unit: str | None = None) -> tuple[Item, ...]:
    """Give figures of a value by the names of its fields; what is None is left out."""
    held = ((name, getattr(source, name)) for name in names)
    return tuple(Item(name, value, unit) for name, value in held if value is not None)


class Draft(NamedTuple):
    """A step in both languages; braces in `says` name its figures.

    `clauses` are those of the basis where none are named; `open_questions` are fields of the
    reading; `assumed` names assumptions, all of the basis where it is None.
    """

    rule: str
    says: Words
    basis: Basis
    given: tuple[Item, ...] = ()
    found: tuple[Item, ...] = ()
    clauses: tuple[Clause, ...] = ()
    open_questions: tuple[str, ...] = ()
    assumed: tuple[str, ...] | None = None


def told(draft: Draft, lang: str) -> ExplanationStep:
    """Say a step in one language."""
    given = tuple(_figure(each, lang) for each in draft.given)
    found = tuple(_figure(each, lang) for each in draft.found)
    by_name = {each.name: each.written_in(lang) for each in reversed((*given, *found))}
    assumptions = draft.basis.assumptions
    if draft.assumed is not None:
        assumptions = chosen(assumptions, draft.assumed)
    return ExplanationStep(
        rule=draft.rule,
        decides=draft.says.said_in(lang).format_map(by_name),
        given=given,
        found=found,
        policy_number=notice_in(lang, draft.basis.policy_number),
        clauses=draft.clauses or draft.basis.clauses,
        reading=reading_in(lang, draft.basis.reading, draft.open_questions),
        assumptions=assumptions_in(lang, assumptions),
    )


def _figure(item: Item, lang: str) -> ExplanationFigure:
    own = FigureName(Words(item.name, item.name), FigureKind.OTHER)
    named = NAMES.get(item.name, own)
    label = (item.called or named.words).said_in(lang)
    if item.of is not None:
        of = written(item.of, lang)
        label += Words(f" ({of})", f"（{of}）").said_in(lang)
    return ExplanationFigure(item.name, label, item.value, item.kind or named.kind, item.unit)


def reading_in(lang: str, reading: Reading, fields: Iterable[str]) -> tuple[ReadingUsed, ...]:
    """Say the choices that a reading takes in some of its fields."""
    used: list[ReadingUsed] = []
    for field in fields:
        choice = getattr(reading, field)
        question = QUESTIONS[field].said_in(lang)
        used.append(ReadingUsed(field, choice, question, CHOICES[choice].said_in(lang)))
    return tuple(used)


def assumptions_in(lang: str, assumptions: Iterable[str]) -> tuple[str, ...]:
    """Say assumptions, which the rules word in English."""
    return tuple(in_chinese(each) if lang == "zh" else each for each in assumptions)


def questions_on(basis: Basis) -> tuple[str, ...]:
    """Give the open questions that hang on a clause of a basis."""
    cited = {clause.id for clause in basis.clauses}
    return tuple(each.field for each in Reading.choices() if each.clause in cited)


def notice_in(lang: str, number: str) -> str:
    """Name a notice; a contract under a cycle made by hand names none."""
    return "未指明文件" if (lang, number) == ("zh", "no notice named") else number
