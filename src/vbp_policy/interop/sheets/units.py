"""What a sheet says of the unit of its amounts, where that is not yuan."""

import re
from collections.abc import Iterable

from .words import key_of

__all__ = ["another_unit_in", "is_another_unit"]

_BETWEEN = "|"  # cells of a line
_OPEN, _CLOSE = r"[(\[【〔]", r"[)\]】〕]"

# 万元 and the like end what they say, and no number stands before them: "1万元" is an amount.
_LARGE = (
    r"(?<![\d.〇零一二两三四五六七八九几数十拾百佰千仟万萬亿億超逾近约上达足过满每])"
    r"(?:[十拾百佰千仟万萬亿億]+|[美港欧日])[元圆圓]"
    r"(?=$|[\W\d_]|为单位|计(?!划)|列示|填|编制|制表|日期|时间|人民币|币种)"
)
# 角, 分 and a bare 万 are units of money only after the word for a unit.
_UNIT = r"[单單]位(?:[:=为是以按|(\[【〔-]|人民币)*"
_SMALL = r"(?:[角分厘]|[百佰千仟万萬亿億]+)(?=$|[^\w(\[【〔:]|日期|时间|人民币|币种)"
_ALONE = rf"(?:^|\||{_OPEN})[百佰千仟]*[万萬亿億](?=$|\||{_CLOSE})"

_YUAN = r"(?:yuan|rmb|cny)"
_ENGLISH = (
    rf"(?:(?:{_YUAN}|of|ten|hundred){{0,4}}(?:thousand|million|billion)s?|{_YUAN}?['’]000s?)"
    rf"(?:of)?{_YUAN}?(?![a-z\d])"
)
_UNIT_IS = r"units?(?:\W|is)?"
_OF_UNIT = rf"{_UNIT_IS}(?:{_YUAN}?(?:fen|jiao|usd|hkd|10k|10,?000)(?![a-z\d])|100?{_ENGLISH})"

_SAYS = re.compile(
    rf"{_LARGE}|{_UNIT}{_SMALL}|{_ALONE}|{_OF_UNIT}"
    rf"|(?:^|[\W_]|in|{_UNIT_IS}|rmb|cny){_ENGLISH}"
)
_IS = re.compile(
    rf"{_OPEN}?\w{{0,4}}{_UNIT}(?:{_LARGE}|{_SMALL}).*"
    rf"|{_OPEN}?(?:人民币)?{_LARGE}{_CLOSE}?"
    rf"|{_OPEN}?(?:{_OF_UNIT}|(?:in|{_UNIT_IS})?{_ENGLISH}){_CLOSE}?"
)


def another_unit_in(texts: Iterable[str]) -> bool:
    """Say whether the texts of a line speak of a unit of money other than yuan.

    >>> another_unit_in(["2025年应付款汇总表（万元）"]), another_unit_in(["单笔1万元以上的项目"])
    (True, False)
    """
    return _SAYS.search(_BETWEEN.join(map(key_of, texts))) is not None


def is_another_unit(text: str) -> bool:
    """Say whether a text is such a unit and nothing else, be it with the word for a unit.

    >>> is_another_unit("单位：万元"), is_another_unit("采购金额（万元）")
    (True, False)
    """
    return _IS.fullmatch(key_of(text)) is not None
