"""The questions that the notices leave open, and their answers, in English and in Chinese."""

import enum
from collections.abc import Mapping

from ...policy.readings import (
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
from .bilingual import Words

__all__ = ["CHOICES", "QUESTIONS"]

QUESTIONS: Mapping[str, Words] = {
    "last_day": Words(
        "on which day a period of whole months or years ends",
        "按月、按年计算的期间，最后一天是哪一天",
    ),
    "month_end": Words(
        "which day the end of the nth month of the procurement period is",
        "采购期第n个月的月末是哪一天",
    ),
    "disbursement_day": Words(
        "where an instalment due on a rest day goes",
        "预付款的应付日遇休息日怎么办",
    ),
    "debt_day": Words(
        "where a payment to the firm due on a rest day goes",
        "货款的应付日遇休息日怎么办",
    ),
    "return_clock": Words(
        "which settlement months the year of the offset holds",
        "抵扣的一年包括哪些结算月度",
    ),
    "extension": Words(
        "which end of an extended cycle the offset follows",
        "采购周期延长之后，抵扣从哪个截止日的次月开始",
    ),
    "same_variety": Words(
        "among which prices of a variety the highest is sought",
        "同品种的最高中选价在哪些价格中取",
    ),
    "selected_firm": Words(
        "what makes a firm a selected one",
        "什么样的企业算中选企业",
    ),
    "neutral_listings": Words(
        "how a product that is not counted as non-selected enters the assessment",
        "不算非中选的产品，考核时怎么计",
    ),
}
"""What each field of a `Reading` answers."""

CHOICES: Mapping[enum.Enum, Words] = {
    LastDay.INCLUSIVE: Words(
        "on the day before the corresponding day; where there is none, on the month's last day",
        "到对应日的前一天为止；没有对应日的，到当月最后一天为止",
    ),
    LastDay.CORRESPONDING: Words(
        "on the corresponding day (Civil Code 201, 202); where there is none, on the month's "
        "last day",
        "到对应日当天为止（民法典第二百零一条、第二百零二条）；没有对应日的，到当月最后一天为止",
    ),
    MonthEnd.CALENDAR_END: Words(
        "the end of the calendar month that holds the last day of that procurement month",
        "该采购月最后一天所在自然月的月底",
    ),
    MonthEnd.PROCUREMENT_END: Words(
        "the last day of that procurement month",
        "该采购月的最后一天",
    ),
    MonthEnd.FROM_EXECUTION: Words(
        "the end of the nth calendar month, the month of execution being the first",
        "把执行当月算作第一个月，第n个自然月的月底",
    ),
    DisbursementDay.UNSHIFTED: Words(
        "it stays due on that day",
        "应付日不变",
    ),
    DisbursementDay.PREVIOUS_WORKDAY: Words(
        "it moves to the working day before",
        "提前到休息日之前最近的一个工作日",
    ),
    DisbursementDay.NEXT_WORKDAY: Words(
        "it moves to the next working day",
        "顺延到休息日之后的第一个工作日",
    ),
    DebtDay.UNSHIFTED: Words(
        "it stays due on that day",
        "应付日不变",
    ),
    DebtDay.NEXT_WORKDAY: Words(
        "it moves to the next working day (Civil Code 203)",
        "顺延到休息日之后的第一个工作日（民法典第二百零三条）",
    ),
    DebtDay.PREVIOUS_WORKDAY: Words(
        "it moves to the working day before",
        "提前到休息日之前最近的一个工作日",
    ),
    ReturnClock.OFFSET_START: Words(
        "as many settlement months as the notice's period has, counted from the first",
        "从首个抵扣月算起，数满规定期限的月数",
    ),
    ReturnClock.CYCLE_END: Words(
        "the settlement months that end within that period, which starts the day after the cycle",
        "规定期限从周期结束的次日起算，在此期限内结束的各个结算月度",
    ),
    Extension.BEFORE_OFFSET: Words(
        "the new end if the extension was decided before the first offset month, else the old end",
        "首个抵扣月开始之前决定延长的，随新的截止日；之后才决定的，仍随原来的截止日",
    ),
    Extension.ORIGINAL_END: Words(
        "the original end",
        "随原来的截止日",
    ),
    Extension.EXTENDED_END: Words(
        "the new end",
        "随延长后的截止日",
    ),
    SameVariety.COMPARABLE: Words(
        "among all, after conversion to one specification",
        "各规格都折算到同一规格，再取最高",
    ),
    SameVariety.WITHIN_SPECIFICATION: Words(
        "among those of the same specification",
        "只在同一规格之内取最高",
    ),
    SameVariety.PACK_PRICE: Words(
        "among the prices of a pack, whatever it holds",
        "不论包装内含多少，按每包装的价格取最高",
    ),
    SelectedFirm.BY_PROJECT: Words(
        "being selected anywhere in the project",
        "在本项目任一分组中选即算",
    ),
    SelectedFirm.BY_GROUP: Words(
        "being selected in the same group; a firm selected only in other groups is unselected here",
        "须在同一分组中选；只在别的分组中选的，在本组不算",
    ),
    NeutralListings.EXCLUDED: Words(
        "it is left out of the count",
        "不计入考核",
    ),
    NeutralListings.AS_SELECTED: Words(
        "it counts as selected",
        "按中选产品计入",
    ),
}
"""What each choice means."""
