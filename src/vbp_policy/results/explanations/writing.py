"""How figures are written in English and in Chinese."""

import enum
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ...foundation.dates import YearMonth
from ...policy.terms import Fund, Grade, InstitutionKind
from ...rules.assessments import CountedAs
from ...rules.listings import ListingStatus
from ...rules.offsets import OffsetStatus
from ...rules.purchasing import Relation
from ...rules.supplier_payment import SupplierPaymentStatus
from ...rules.supply_incidents import SupplyIncidentKind
from ..timetables import Duty
from .bilingual import Words
from .reading_words import CHOICES

__all__ = ["MEMBERS", "PLACES_ZH", "FigureKind", "FigureValue", "written"]

FigureValue = str | int | bool | Decimal | date | YearMonth | enum.Enum | None
"""What a figure of an explanation can be."""


class FigureKind(enum.Enum):
    """How a figure of an explanation is written."""

    AMOUNT = "amount"
    """In yuan."""
    PRICE = "price"
    """In yuan a unit."""
    QUANTITY = "quantity"
    SHARE = "share"
    """A part of 1, written in per cent."""
    DAYS = "days"
    OTHER = "other"


MEMBERS: Mapping[enum.Enum, Words] = {
    **CHOICES,
    **{
        member: Words(member.value, zh)
        for member, zh in {
            InstitutionKind.PUBLIC: "公立",
            InstitutionKind.MILITARY: "军队",
            InstitutionKind.PRIVATE: "社会办",
            InstitutionKind.RETAIL_PHARMACY: "零售药店",
            Grade.TERTIARY: "三级",
            Grade.SECONDARY: "二级",
            Grade.PRIMARY: "一级",
            Grade.UNGRADED: "未定级",
            OffsetStatus.NOT_STARTED: "未开始",
            OffsetStatus.OFFSETTING: "抵扣中",
            OffsetStatus.CLEARED: "已抵扣完",
            OffsetStatus.RETURN_DUE: "应退回",
            Relation.EQUAL: "等于",
            Relation.AT_MOST: "不高于",
            Relation.AT_LEAST: "不低于",
            SupplierPaymentStatus.OPEN: "未到期未结清",
            SupplierPaymentStatus.OVERDUE: "逾期未结清",
            SupplierPaymentStatus.PAID_ON_TIME: "按期结清",
            SupplierPaymentStatus.PAID_LATE: "逾期结清",
            ListingStatus.SELECTED: "中选产品",
            ListingStatus.MAY_COUNT_AS_SELECTED: "可视为中选产品",
            ListingStatus.NEUTRAL: "考核不视为非中选产品",
            ListingStatus.NON_SELECTED: "非中选产品",
            ListingStatus.UNDETERMINED: "暂不能认定",
            CountedAs.SELECTED: "按中选计",
            CountedAs.NON_SELECTED: "按非中选计",
            CountedAs.LEFT_OUT: "不计入",
            SupplyIncidentKind.UNDELIVERED: "未配送",
            SupplyIncidentKind.PART_DELIVERED: "部分配送",
            Duty.INSTITUTION: "医疗机构",
            Duty.FIRM: "中选企业",
            Duty.EXCHANGE: "药品交易所",
            Duty.INSURANCE_BUREAU: "医疗保障局",
            Duty.AGENCY: "医保经办机构",
            Duty.ALL_PARTIES: "各方",
        }.items()
    },
    Fund.EMPLOYEE: Words("employees' insurance fund", "职工医保基金"),
    Fund.RESIDENT: Words("residents' insurance fund", "居民医保基金"),
}
"""The members of the enums that figures of results hold."""

PLACES_ZH = {"preamble": "前言", "closing": "结尾", "forwarding letter": "转发通知"}
"""Where a clause stands that has no number of the notice's own."""

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def written(
    value: FigureValue,
    lang: str,
    kind: FigureKind = FigureKind.OTHER,
    unit: str | None = None,
) -> str:
    """Write a figure as its readers do: 617,283.95元, 2025年6月30日.

    >>> written(Decimal("617283.95"), "zh", FigureKind.AMOUNT)
    '617,283.95元'
    >>> written(date(2025, 6, 30), "en"), written(YearMonth(2026, 6), "zh")
    ('30 June 2025', '2026年6月')
    """
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _number(value, kind, unit).said_in(lang)
    return value if isinstance(value, str) else _named(value).said_in(lang)


def _named(value: bool | date | YearMonth | enum.Enum | None) -> Words:  # noqa: FBT001  # a figure
    if value is None:
        return Words("—", "—")
    if isinstance(value, bool):
        return Words("yes", "是") if value else Words("no", "否")
    if isinstance(value, enum.Enum):
        return MEMBERS.get(value, Words(str(value.value), str(value.value)))
    month = Words(f"{_MONTHS[value.month - 1]} {value.year}", f"{value.year}年{value.month}月")
    if isinstance(value, YearMonth):
        return month
    return Words(f"{value.day} {month.en}", f"{month.zh}{value.day}日")


def _number(value: Decimal | int, kind: FigureKind, unit: str | None) -> Words:
    """Write a number; none of these formats rounds, so no decimal context is asked."""
    digits = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    if kind in (FigureKind.AMOUNT, FigureKind.PRICE):
        each = f"/{unit}" if unit else ""
        return Words(f"{digits} yuan{each}", f"{digits}元{each}")
    if kind is FigureKind.QUANTITY:
        return Words(f"{digits} {unit}", f"{digits}{unit}") if unit else Words(digits, digits)
    if kind is FigureKind.DAYS:
        return Words(f"{digits} {'day' if value == 1 else 'days'}", f"{digits}天")
    if kind is FigureKind.SHARE:
        digits = f"{Decimal(value):%}"
    elif "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return Words(digits, digits)
