"""What results assume and what they found, worded by the rules in English, in Chinese as well."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

__all__ = ["ASSUMPTIONS", "REASONS", "chosen", "in_chinese"]


class Wording(NamedTuple):
    """A pattern of the English words, whose groups the Chinese words take over."""

    english: re.Pattern[str]
    chinese: str


def _exactly(english: str, chinese: str) -> Wording:
    return Wording(re.compile(re.escape(english)), chinese)


def _pattern(english: str, chinese: str) -> Wording:
    return Wording(re.compile(english, re.DOTALL), chinese)


_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"

ASSUMPTIONS: Mapping[str, Wording] = {
    "start": _pattern(
        f"no start is stated: the effective date {_DAY} is taken for it",
        "文件没有写明起始日，以实施日期{0}为起始日",
    ),
    "oldest_instalment": _exactly(
        "what was disbursed fills the oldest instalment first",
        "已拨付的款项先记入最早的一笔",
    ),
    "spread": _exactly(
        "a changed total is spread over what is not yet disbursed in full, by the stated shares; "
        "no notice says how",
        "总额调整后，按规定比例分摊到尚未付足的各笔；文件没有写明怎样调整",
    ),
    "nothing_payable": _exactly(
        "a month in which nothing is payable offsets nothing",
        "当月没有应拨付款项的，不抵扣",
    ),
    "return_day": _exactly(
        "what is left is due for return from the first day after the window and its year",
        "抵扣期和规定期限都届满之后，从次日起应当退回余额",
    ),
    "oldest_window": _exactly(
        "of several prepayments the one with the oldest window is offset first",
        "有几笔预付金的，抵扣期开始得早的先抵扣",
    ),
    "all_disbursed": _exactly(
        "every instalment was disbursed in full: the ledger offsets the whole total",
        "各笔预付金都已足额拨付，台账按总额抵扣",
    ),
    "in_catalogue": _exactly(
        "the selected products given are those in the insurance catalogue",
        "给出的中选产品都在医保目录之内",
    ),
    "published": _exactly(
        "the standard is the one that the bureau published",
        "支付标准以医保部门公布的为准",
    ),
    "by_variety": _exactly(
        "the published rows state no specification: the variety's one price is taken",
        "公布的目录没有列出规格，取该品种唯一的价格",
    ),
    "callers_ratios": _exactly(
        "the coefficients of the price ratio are the caller's; the notice states none",
        "差比价系数由使用者提供，文件没有规定",
    ),
    "secondary_ratios": _exactly(
        "these coefficients come from secondary sources alone: no intact copy was available",
        "所用系数只见于二手资料，未能取得完整的原文",
    ),
    "at_most": _exactly(
        "no price above the selected one is paid: the notice speaks of lower ones alone",
        "实际采购价不得高于中选价；文件只提到低于中选价的情形",
    ),
    "within_cycle": _exactly(
        "only what was accepted within the cycle counts towards its volume",
        "只有周期之内验收的才计入协议采购量",
    ),
    "even_pace": _exactly(
        "the volume is compared with the days elapsed; no notice asks for an even pace",
        "把采购进度与时序进度相比较；文件并不要求匀速采购",
    ),
    "no_set_off": _exactly(
        "what is owed to firms and what firms owe back for returns are not set off",
        "应付企业的货款与企业应退的货款不相互冲抵",
    ),
    "calendar_months": _exactly(
        "no notice says how a month is reported: calendar months, each by the end of its last day",
        "文件没有写明按什么月份报送，按自然月统计，截至当月最后一天",
    ),
    "whole_cycle": _exactly(
        "what is assessed is the whole cycle, up to its last day",
        "考核的是整个周期，截至最后一天",
    ),
    "undetermined": _exactly(
        "what is undetermined is left out of the count",
        "暂不能认定的不计入",
    ),
    "day_in_cycle": _pattern(
        f"{_DAY} is taken to lie within the procurement cycle",
        "{0}在采购周期之内",
    ),
    "returns": _exactly(
        "what the firm pays back for a return is due by the day by which a delivery of that day is "
        "paid",
        "退货由企业退款，退款期限与同日验收货物的付款期限相同",
    ),
    "by_order": _exactly(
        "a delivery fills the order that it names, and none if it names none",
        "配送单注明订单号的记入该订单，没有注明的不记入任何订单",
    ),
    "no_deadline": _exactly(
        "no notice says by when an order is delivered: every order is open from its own day",
        "文件没有规定配送期限，订单从下单之日起即为待配送",
    ),
    "month_ends": _exactly(
        "no day is stated for what is due every month: the last day of each calendar month",
        "按月办理的事项没有写明日期，取每个自然月的最后一天",
    ),
    "year_starts": _exactly(
        "no day is stated for the yearly agreement: the first day of each year of the cycle",
        "每年的协议没有写明签订日期，取周期内每一年的第一天",
    ),
    "year_ends": _exactly(
        "no day is stated for the yearly assessment: the last day of each year of the cycle",
        "每年的考核没有写明日期，取周期内每一年的最后一天",
    ),
    "left_out": _exactly(
        "the days on which products are reported are counted in working days; without a calendar's "
        "data they are left out",
        "产品信息的报送日按工作日推算，没有日历数据的不列出",
    ),
}
"""Every assumption that a rule can list."""

_COMPARED = r"It is listed at ([0-9.]+), (not above|above) "
_STANDS = {"not above": "不高于", "above": "高于"}

REASONS: tuple[Wording, ...] = (
    _pattern(r"(.*) is a selected product\.", "{0}是中选产品。"),
    _pattern(
        r"(.*) is a renewal of the selected product (.*)\.",
        "{0}是中选产品{1}换证后的编码。",
    ),
    _pattern(
        r"(.*) is no selected product, but its maker (.*) is a selected firm\.",
        "{0}不是中选产品，但生产企业{1}是中选企业。",
    ),
    _pattern(
        r"(.*) is no selected product, and its maker (.*) is no selected firm\.",
        "{0}不是中选产品，生产企业{1}也不是中选企业。",
    ),
    _pattern(
        r"(.*) is no selected product, and its maker (.*) is selected in other groups alone\.",
        "{0}不是中选产品，生产企业{1}只在别的分组中选。",
    ),
    _pattern(
        _COMPARED + r"its selected price, ([0-9.]+)\.",
        "挂网价{0}元，{1}其中选价{2}元。",
    ),
    _pattern(
        _COMPARED + r"its lowest selected price elsewhere, ([0-9.]+)\.",
        "挂网价{0}元，{1}其在别处最低的中选价{2}元。",
    ),
    _pattern(
        _COMPARED + r"the maker's highest selected price in (.*), ([0-9.]+)\.",
        "挂网价{0}元，{1}该企业在“{2}”组最高的中选价{3}元。",
    ),
    _pattern(
        _COMPARED + r"the highest selected price in (.*), ([0-9.]+)\.",
        "挂网价{0}元，{1}“{2}”组最高的中选价{3}元。",
    ),
    _exactly("Its selected prices elsewhere are not known.", "它在别处的中选价未知。"),
    _exactly("It has no selected price elsewhere.", "它在别处没有中选价。"),
    _pattern(r"The maker has no selected price in (.*)\.", "该企业在“{0}”组没有中选价。"),
    _pattern(r"Nobody has a selected price in (.*)\.", "“{0}”组没有任何中选价。"),
)
"""Every reason that the classification of a listing can give."""


def in_chinese(text: str, wordings: Iterable[Wording] | None = None) -> str:
    """Give an assumption, or a reason, in Chinese; one that is not known here stays as it is.

    >>> in_chinese("a month in which nothing is payable offsets nothing")
    '当月没有应拨付款项的，不抵扣'
    """
    for english, chinese in ASSUMPTIONS.values() if wordings is None else wordings:
        match = english.fullmatch(text)
        if match:
            return chinese.format(*map(_taken_over, match.groups()))
    return text


def _taken_over(group: str) -> str:
    if re.fullmatch(_DAY, group):
        year, month, day = map(int, group.split("-"))
        return f"{year}年{month}月{day}日"
    return _STANDS.get(group, group)


def chosen(assumptions: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """Give those of a result's assumptions that are called by these names."""
    wanted = [ASSUMPTIONS[name].english for name in names]
    return tuple(each for each in assumptions if any(pattern.fullmatch(each) for pattern in wanted))
