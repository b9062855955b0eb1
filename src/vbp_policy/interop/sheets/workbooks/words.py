"""The words of a workbook in Chinese and in English."""

import enum
from collections.abc import Mapping
from typing import Literal, NamedTuple

from ....policy.readings import (
    DebtDay,
    DisbursementDay,
    Extension,
    LastDay,
    MonthEnd,
    NeutralListings,
    ReturnClock,
    SameVariety,
    SelectedFirm,
)
from ....policy.terms import DueKind, Fund, Grade, InstitutionKind
from ....results.timetables import Duty
from ....rules.offsets import OffsetStatus

__all__ = ["Lang", "Words", "member_in", "question_in"]

Lang = Literal["zh", "en"]


class Words(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str

    def said_in(self, lang: Lang) -> str:
        """Give the words in one language."""
        return self.zh if lang == "zh" else self.en


_MEMBERS_ZH: Mapping[enum.Enum, str] = {
    InstitutionKind.PUBLIC: "公立",
    InstitutionKind.MILITARY: "军队",
    InstitutionKind.PRIVATE: "社会办",
    InstitutionKind.RETAIL_PHARMACY: "零售药店",
    Grade.TERTIARY: "三级",
    Grade.SECONDARY: "二级",
    Grade.PRIMARY: "一级",
    Grade.UNGRADED: "未定级",
    Fund.EMPLOYEE: "职工医保基金",
    Fund.RESIDENT: "居民医保基金",
    DueKind.BY: "不迟于",
    DueKind.AT: "当日",
    OffsetStatus.NOT_STARTED: "未开始",
    OffsetStatus.OFFSETTING: "抵扣中",
    OffsetStatus.CLEARED: "已抵扣完",
    OffsetStatus.RETURN_DUE: "应退回",
    Duty.INSTITUTION: "医疗机构",
    Duty.FIRM: "中选企业",
    Duty.EXCHANGE: "药品交易所",
    Duty.INSURANCE_BUREAU: "医疗保障局",
    Duty.AGENCY: "医保经办机构",
    Duty.ALL_PARTIES: "各方",
    LastDay.INCLUSIVE: "对应日的前一日",
    LastDay.CORRESPONDING: "对应日当日",
    MonthEnd.CALENDAR_END: "采购期第 n 个月最后一天所在自然月的月末",
    MonthEnd.PROCUREMENT_END: "采购期第 n 个月的最后一天",
    MonthEnd.FROM_EXECUTION: "第 n 个自然月的月末，执行当月为第 1 个",
    DisbursementDay.UNSHIFTED: "遇休息日不调整",
    DisbursementDay.PREVIOUS_WORKDAY: "遇休息日提前到前一个工作日",
    DisbursementDay.NEXT_WORKDAY: "遇休息日顺延到下一个工作日",
    DebtDay.UNSHIFTED: "遇休息日不调整",
    DebtDay.NEXT_WORKDAY: "遇休息日顺延到下一个工作日",
    DebtDay.PREVIOUS_WORKDAY: "遇休息日提前到前一个工作日",
    ReturnClock.OFFSET_START: "从首个抵扣月算起的十二个结算月度",
    ReturnClock.CYCLE_END: "周期结束次日起一年之内结束的结算月度",
    Extension.BEFORE_OFFSET: "首个抵扣月之前决定延长的从新末日算，其后决定的从原末日算",
    Extension.ORIGINAL_END: "从原末日算",
    Extension.EXTENDED_END: "从延长后的末日算",
    SameVariety.COMPARABLE: "折算为同一规格之后的最高价",
    SameVariety.WITHIN_SPECIFICATION: "同一规格之内的最高价",
    SameVariety.PACK_PRICE: "各种包装价格的最高价",
    SelectedFirm.BY_PROJECT: "在项目任何一组中选的都是中选企业",
    SelectedFirm.BY_GROUP: "只在别组中选的企业，在本组不算中选企业",
    NeutralListings.EXCLUDED: "考核时不计入",
    NeutralListings.AS_SELECTED: "考核时按中选产品计入",
}

_QUESTIONS: Mapping[str, Words] = {
    "last_day": Words("采购周期的末日", "the cycle's last day"),
    "month_end": Words("第 n 个月末", "the end of month n"),
    "disbursement_day": Words("预付应付日", "an instalment's due day"),
    "debt_day": Words("货款应付日", "the due day of a firm's payment"),
    "return_clock": Words("抵扣满一年的算法", "the year of the offset"),
    "extension": Words("延长之后从哪天起抵扣", "the end that the offset follows"),
    "same_variety": Words("同品种的最高价", "the highest price of a variety"),
    "selected_firm": Words("中选企业的认定", "what makes a firm a selected one"),
    "neutral_listings": Words("中性挂网产品的考核", "products not counted as non-selected"),
}


def member_in(lang: Lang, member: enum.Enum) -> str:
    """Name an enum's member; one that has no Chinese name here keeps its own."""
    own = str(member.value)
    return _MEMBERS_ZH.get(member, own) if lang == "zh" else own


def question_in(lang: Lang, field: str) -> str:
    """Name what a reading's field answers; one that is not known here keeps its own name."""
    known = _QUESTIONS.get(field)
    return field if known is None else known.said_in(lang)
