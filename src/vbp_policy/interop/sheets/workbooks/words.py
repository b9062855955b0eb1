"""The words of a workbook in Chinese and in English."""

import enum
from collections.abc import Mapping
from typing import Literal

from ....policy.terms import DueKind
from ....results.explanations.bilingual import Words
from ....results.explanations.reading_words import QUESTIONS
from ....results.explanations.writing import MEMBERS, PLACES_ZH

__all__ = ["Lang", "Words", "member_in", "place_in", "question_in"]

Lang = Literal["zh", "en"]

_FURTHER: Mapping[enum.Enum, Words] = {
    DueKind.BY: Words("by", "不迟于"),
    DueKind.AT: Words("at", "当日"),
}


def member_in(lang: Lang, member: enum.Enum) -> str:
    """Say an enum's member; one that has no words keeps its own."""
    known = MEMBERS.get(member) or _FURTHER.get(member)
    return known.said_in(lang) if known else str(member.value)


def question_in(lang: Lang, field: str) -> str:
    """Say what a reading's field answers; one that is not known here keeps its own name."""
    known = QUESTIONS.get(field)
    return known.said_in(lang) if known else field


def place_in(lang: Lang, where: str) -> str:
    """Say where a clause stands; the numbers of a notice are the same in both languages."""
    return Words(where, PLACES_ZH.get(where, where)).said_in(lang)
