"""Words that stand for a member of a list: grades, kinds of institutions, funds, yes and no.

`one_of` makes the reader of any other list, such as another province's words.
"""

import re
from collections.abc import Callable, Mapping
from typing import TypeVar
from unicodedata import normalize

from ...foundation.errors import InvalidValueError
from ...foundation.values import instance
from ...policy.terms import Fund, Grade, InstitutionKind
from .cells import Cell, refusal, stripped, text_of, value_of

__all__ = ["fund", "grade", "institution_kind", "key_of", "one_of", "yes_no"]

T = TypeVar("T")

_SPACE = re.compile(r"\s+")
_MOST_LISTED = 12  # words in a refusal


def key_of(text: str) -> str:
    """Give what two words are compared by: no width, no space at all, no capitals."""
    return _SPACE.sub("", stripped(normalize("NFKC", text))).casefold()


def one_of(words: Mapping[str, T], expected: str = "") -> Callable[[Cell], T]:
    """Make the reader of a list of words, each for what it means.

    Words are compared without regard to width, space and capitals; a whole number counts as its
    digits. `expected` describes the words where a list of them does not.

    Raises `InvalidValueError` for no words, and for two that are the same by this comparison and
    mean different things.

    >>> one_of({"甲类": "A", "乙类": "B"})(Cell("乙 类"))
    'B'
    """
    instance(words, Mapping, field="words", expected="a mapping of words")
    meanings: dict[str, T] = {}
    for word, meaning in words.items():
        key = key_of(instance(word, str, field="words"))
        if not key or meanings.setdefault(key, meaning) != meaning:
            raise InvalidValueError(field="words", value=word, expected="each word once, not empty")
    if not meanings:
        raise InvalidValueError(field="words", value=words, expected="at least one word")
    more = ", …" if len(words) > _MOST_LISTED else ""
    accepted = expected or f"one of {', '.join(list(words)[:_MOST_LISTED])}{more}"

    def read(cell: Cell) -> T:
        key = key_of(text_of(cell, accepted))
        if key not in meanings:
            raise refusal(cell, accepted)
        return meanings[key]

    return read


def _grades() -> dict[str, Grade]:
    """Spell the grades as people do: 三级甲等, 三级甲, 三甲, 三级; the tier says nothing here."""
    levels = {"三": Grade.TERTIARY, "二": Grade.SECONDARY, "一": Grade.PRIMARY}
    words = {f"{level}级": meaning for level, meaning in levels.items()}
    for level, meaning in levels.items():
        for tier in "特甲乙丙":
            for word in (f"{level}级{tier}等", f"{level}级{tier}", f"{level}{tier}"):
                words[word] = meaning
        words[f"{level}级未定等"] = meaning
    return words | dict.fromkeys(("未定级", "未评级", "未定等级", "无等级"), Grade.UNGRADED)


def _funds() -> dict[str, Fund]:
    """Spell the funds with and without 城镇, 城乡, 医保, 基本医疗保险 and 基金."""
    names = {
        Fund.EMPLOYEE: ("职工", "城镇职工"),
        Fund.RESIDENT: ("居民", "城乡居民"),
    }
    insurances = ("", "医保", "医疗保险", "基本医保", "基本医疗保险")
    return {
        f"{name}{insurance}{ending}": meaning
        for meaning, known in names.items()
        for name in known
        for insurance in insurances
        for ending in ("", "基金")
    }


_KINDS = {
    "公立": InstitutionKind.PUBLIC,
    "军队": InstitutionKind.MILITARY,
    "社会办": InstitutionKind.PRIVATE,
    "民营": InstitutionKind.PRIVATE,
    "零售药店": InstitutionKind.RETAIL_PHARMACY,
    "公立医院": InstitutionKind.PUBLIC,
    "公立医疗机构": InstitutionKind.PUBLIC,
    "军队医院": InstitutionKind.MILITARY,
    "军队医疗机构": InstitutionKind.MILITARY,
    "社会办医": InstitutionKind.PRIVATE,
    "社会办医疗机构": InstitutionKind.PRIVATE,
    "民营医院": InstitutionKind.PRIVATE,
    "民营医疗机构": InstitutionKind.PRIVATE,
    "药店": InstitutionKind.RETAIL_PHARMACY,
    "定点药店": InstitutionKind.RETAIL_PHARMACY,
    "定点零售药店": InstitutionKind.RETAIL_PHARMACY,
}
_YES_NO = {"是": True, "否": False, "yes": True, "no": False, "y": True, "n": False}

_grade = one_of(_grades(), "a grade such as 三级甲等, 三甲, 二级, 一级 or 未定级")
_kind = one_of(_KINDS, "公立, 军队, 社会办 or 零售药店, or a longer name such as 公立医院")
_fund = one_of(_funds(), "a fund: 职工 or 居民, or its longer name such as 城镇职工基本医疗保险")
_yes_no = one_of(_YES_NO, "是 or 否")


def grade(cell: Cell) -> Grade:
    """Read an institution's grade; 特, 甲, 乙 and 丙 within a grade say nothing here.

    >>> grade(Cell("三级甲等")).name, grade(Cell("二乙")).name, grade(Cell("未评级")).name
    ('TERTIARY', 'SECONDARY', 'UNGRADED')
    """
    return _grade(cell)


def institution_kind(cell: Cell) -> InstitutionKind:
    """Read what an institution is: 公立, 军队, 社会办 or 民营, 零售药店."""
    return _kind(cell)


def fund(cell: Cell) -> Fund:
    """Read the name of a fund.

    >>> fund(Cell("职工医保")).name, fund(Cell("城乡居民基本医疗保险基金")).name
    ('EMPLOYEE', 'RESIDENT')
    """
    return _fund(cell)


def yes_no(cell: Cell) -> bool:
    """Read 是 or 否, or a truth value."""
    value = value_of(cell)
    return value if isinstance(value, bool) else _yes_no(cell)
