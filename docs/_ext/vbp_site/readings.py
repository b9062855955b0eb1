"""The open questions as pages show them: the words, the choices, and cases worked under each."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

import attrs

from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Contract,
    Grade,
    Institution,
    InstitutionKind,
    Listing,
    ListingStatus,
    Prepayment,
    Product,
    Reading,
    ReturnDue,
    SelectedProduct,
    SelectionResults,
    Specification,
    Usage,
    annual_assessment,
    cautious,
    civil_code,
    classify_listing,
    extend,
    mainland_china,
    offset_prepayment,
    offset_window,
    paying_fund,
    payment_standard,
    prepayment_schedule,
    procurement_cycle,
    reimburse,
    supplier_payment_due,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.results.explanations.bilingual import Words
from vbp_policy.results.explanations.reading_words import CHOICES, QUESTIONS

from .markup import anchor_of, shown, table

__all__ = ["WORKED", "Worked", "presets", "question", "under"]


class Worked(NamedTuple):
    """One case: what it is, and what it comes to under a reading."""

    case: Words
    comes_to: Callable[[Reading], object]


_HOSPITAL = Institution(
    "H1", "一家医院", kind=InstitutionKind.PUBLIC, grade=Grade.SECONDARY, designated=True
)
_EXECUTED = "2025-05-30"
_EXTENDED_TO = "2026-11-29"
_CALENDAR = mainland_china()
_PREPAID = 1_250_000
_PAYABLE = 100_000
_WEEKDAYS = (
    *(Words("Monday", "星期一"), Words("Tuesday", "星期二"), Words("Wednesday", "星期三")),
    *(Words("Thursday", "星期四"), Words("Friday", "星期五")),
    *(Words("Saturday", "星期六"), Words("Sunday", "星期日")),
)


def _on(day: str, case: str, case_zh: str, end: str | None = None) -> Words:
    """Word a case that starts on a day; of a month's end, say which day of the week it is."""
    words = Words(f"{case} {day}", f"{_zh(day)}{case_zh}")
    if end is None:
        return words
    month_end = date.fromisoformat(end)
    weekday = _WEEKDAYS[month_end.weekday()]
    worked = month_end.weekday() > 4 and _CALENDAR.is_workday(month_end)
    made_up = Words(", worked for a holiday", "，调休上班") if worked else Words("", "")
    return Words(
        f"{words.en} ({end} is a {weekday.en}{made_up.en})",
        f"{words.zh}（{_zh(end)}是{weekday.zh}{made_up.zh}）",
    )


def _zh(day: str) -> str:
    return shown(date.fromisoformat(day), "zh")


def _with(words: Words, en: str, zh: str) -> Words:
    return Words(f"{words.en}: {en}", f"{words.zh}，{zh}")


def _instalment_due(executed: str, number: int) -> Callable[[Reading], object]:
    def due(reading: Reading) -> object:
        cycle = procurement_cycle(CHONGQING_2025_25, executed, reading=reading)
        schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100, calendar=_CALENDAR)
        return schedule.instalments[number - 1].due

    return due


def _last_day(executed: str) -> Callable[[Reading], object]:
    return lambda reading: procurement_cycle(CHONGQING_2025_25, executed, reading=reading).last_day


def _first_offset_month(executed: str) -> Callable[[Reading], object]:
    return lambda reading: offset_window(
        CHONGQING_2025_25, procurement_cycle(CHONGQING_2025_25, executed, reading=reading)
    )[0]


def _last_offset_month(reading: Reading) -> object:
    cycle = procurement_cycle(CHONGQING_2025_25, _EXECUTED, reading=reading)
    return offset_window(CHONGQING_2025_25, cycle)[-1]


def _returned(reading: Reading) -> ReturnDue:
    """Offset a prepayment against the same payable in every month of the window."""
    cycle = procurement_cycle(CHONGQING_2025_25, _EXECUTED, reading=reading)
    fund = paying_fund(CHONGQING_2025_25, _HOSPITAL)
    prepayment = Prepayment("P1", _HOSPITAL, fund, _PREPAID, cycle)
    months = offset_window(CHONGQING_2025_25, cycle)
    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, dict.fromkeys(months, _PAYABLE))
    if ledger.return_due is None:
        message = "the case is made so that something goes back"
        raise ValueError(message)
    return ledger.return_due


def _returned_amount(reading: Reading) -> Decimal:
    return _returned(reading).amount


def _returned_from(reading: Reading) -> date:
    return _returned(reading).from_day


def _extended(decided_on: str) -> Callable[[Reading], object]:
    def first_month(reading: Reading) -> object:
        cycle = procurement_cycle(CHONGQING_2025_25, _EXECUTED, reading=reading)
        longer = extend(CHONGQING_2025_25, cycle, _EXTENDED_TO, decided_on=decided_on)
        return offset_window(CHONGQING_2025_25, longer)[0]

    return first_month


def _supplier_due(accepted_on: str) -> Callable[[Reading], object]:
    return lambda reading: (
        supplier_payment_due(
            CHONGQING_2025_25, accepted_on, reading=reading, calendar=_CALENDAR
        ).day
    )


def _tablets(strength: str) -> Specification:
    return Specification(form="片剂", strength=strength, strength_unit="mg", pack_size=30)


_SELECTED_DRUGS = (
    SelectedProduct(Product("A1", "某药", "甲", specification=_tablets("50")), "10.00"),
    SelectedProduct(Product("A2", "某药", "乙", specification=_tablets("100")), "18.00"),
)


def _standard(strength: str) -> Callable[[Reading], Decimal]:
    return lambda reading: (
        payment_standard(
            CHONGQING_2025_9,
            _SELECTED_DRUGS,
            specification=_tablets(strength),
            ratios=SECONDARY_2011_RATIOS,
            reading=reading,
        ).price
    )


def _over_standard(reading: Reading) -> Decimal:
    standard = payment_standard(
        CHONGQING_2025_9,
        _SELECTED_DRUGS,
        specification=_tablets("50"),
        ratios=SECONDARY_2011_RATIOS,
        reading=reading,
    )
    return reimburse(standard, "12.00", 2).over_standard


_SELECTED_DIALYSERS = SelectionResults(
    [
        SelectedProduct(Product("B1", "透析器", "甲", group="高通"), "50.00"),
        SelectedProduct(Product("B2", "透析器", "乙", group="低通"), "40.00"),
    ]
)


def _status(price: str) -> Callable[[Reading], object]:
    listing = Listing(Product("B9", "透析器", "乙", group="高通"), price, other_selected_prices=())
    return lambda reading: (
        classify_listing(
            CHONGQING_2025_25, listing, _SELECTED_DIALYSERS, on="2025-09-01", reading=reading
        ).status
    )


def _share(selected: int, neutral: int, non_selected: int) -> Callable[[Reading], str]:
    def share(reading: Reading) -> str:
        contract = Contract(
            "C1",
            _HOSPITAL,
            Product("B1", "透析器", "甲", group="高通"),
            procurement_cycle(CHONGQING_2025_25, _EXECUTED, reading=reading),
            agreed_volume=1000,
            unit="支",
            unit_price=50,
        )
        usage = [
            Usage(ListingStatus.SELECTED, selected),
            Usage(ListingStatus.NEUTRAL, neutral),
            Usage(ListingStatus.NON_SELECTED, non_selected),
        ]
        return f"{annual_assessment(CHONGQING_2025_25, contract, [], usage).share:.2%}"

    return share


_CARRIED_OUT = ("carried out on", "起执行")
_ACCEPTED = ("accepted on", "验收")
_SECOND = ("the second instalment is due", "第二笔预付金应付日")
_FIRST = ("the first instalment is due by", "第一笔预付金最迟应付日")
_FIRST_MONTH = ("the first month of the offset", "首个抵扣月")
_PAID_BY = ("the firm is paid by", "货款最迟付款日")
_SELECTED = Words(
    "selected are 50 mg × 30 at 10.00 and 100 mg × 30 at 18.00 yuan",
    "中选产品为50毫克×30片10.00元、100毫克×30片18.00元",
)

WORKED: dict[str, tuple[Worked, ...]] = {
    "last_day": (
        *(
            Worked(
                _with(_on(day, *_CARRIED_OUT), "the cycle's last day", "周期截止日"), _last_day(day)
            )
            for day in ("2025-05-30", "2025-06-01")
        ),
        Worked(
            _with(_on("2025-06-01", *_CARRIED_OUT), *_FIRST_MONTH),
            _first_offset_month("2025-06-01"),
        ),
    ),
    "month_end": tuple(
        Worked(_with(_on(day, *_CARRIED_OUT), *_SECOND), _instalment_due(day, 2))
        for day in ("2025-05-30", "2025-06-01", "2025-06-16")
    ),
    "disbursement_day": (
        Worked(
            _with(_on("2025-05-30", *_CARRIED_OUT, end="2025-11-30"), *_SECOND),
            _instalment_due("2025-05-30", 2),
        ),
        Worked(
            _with(_on("2025-12-08", *_CARRIED_OUT, end="2026-01-31"), *_FIRST),
            _instalment_due("2025-12-08", 1),
        ),
    ),
    "debt_day": tuple(
        Worked(_with(_on(day, *_ACCEPTED, end=end), *_PAID_BY), _supplier_due(day))
        for day, end in (("2025-07-10", "2025-08-31"), ("2026-01-20", "2026-02-28"))
    ),
    "return_clock": (
        Worked(
            _with(_on(_EXECUTED, *_CARRIED_OUT), "the last month of the offset", "末个抵扣月"),
            _last_offset_month,
        ),
        Worked(
            Words(
                f"{_PREPAID:,} yuan prepaid, {_PAYABLE:,} payable every month: what goes back",
                f"预付{_PREPAID:,}元，每月应拨{_PAYABLE:,}元，应退回",
            ),
            _returned_amount,
        ),
        Worked(
            Words("the same: from which day it goes back", "同上，起退日"),
            _returned_from,
        ),
    ),
    "extension": tuple(
        Worked(
            _with(
                Words(
                    f"extended to {_EXTENDED_TO}, decided on {day}",
                    f"{_zh(day)}决定延长到{_zh(_EXTENDED_TO)}",
                ),
                *_FIRST_MONTH,
            ),
            _extended(day),
        )
        for day in ("2026-05-20", "2026-07-10")
    ),
    "same_variety": (
        Worked(
            _with(_SELECTED, "the standard of 50 mg × 30", "50毫克×30片的支付标准"),
            _standard("50"),
        ),
        Worked(
            Words("the same: the standard of 100 mg × 30", "同上，100毫克×30片的支付标准"),
            _standard("100"),
        ),
        Worked(
            Words(
                "two packs of 50 mg × 30 at 12.00 yuan: what is over the standard",
                "50毫克×30片单价12.00元，用两盒，超支付标准的金额",
            ),
            _over_standard,
        ),
    ),
    "selected_firm": tuple(
        Worked(
            Words(
                f"a firm selected in another group alone lists a product at {price} yuan; the "
                "group's highest selected price is 50.00",
                f"企业只在别的分组中选，产品挂网价{price}元，本组最高中选价50.00元",
            ),
            _status(price),
        )
        for price in ("48.00", "52.00")
    ),
    "neutral_listings": tuple(
        Worked(
            Words(
                f"used: {selected} selected, {neutral} neutral, {others} non-selected; the share "
                "of selected products",
                f"用量：中选{selected}支，考核时不算非中选的{neutral}支，非中选{others}支；"
                "中选产品占比",
            ),
            _share(selected, neutral, others),
        )
        for selected, neutral, others in ((600, 200, 200), (300, 500, 200))
    ),
}
"""The cases of each question."""

_RECOMMENDED = Words(" (recommended)", "（推荐）")
_HEADS = {
    "choice": Words("Choice", "口径"),
    "means": Words("What it means", "含义"),
    "case": Words("Worked case", "算例"),
    "field": Words("Field", "字段"),
}


def _said(name: str, lang: str) -> str:
    return _HEADS[name].said_in(lang)


def under(field: str, choice: Enum) -> Reading:
    """Give the recommended reading but for one choice."""
    answer: Any = {field: choice}
    return Reading(**answer)


def question(field: str, lang: str, clauses_page: str) -> str:
    """Give one open question as MyST text: its words, its choices, its worked cases."""
    asked = next(each for each in Reading.choices() if each.field == field)
    link = f"[{asked.clause}]({clauses_page}#{anchor_of(asked.clause, lang)})"
    opening = Words(
        f"Words at issue: 「{asked.words}」 ({link}). The question: {QUESTIONS[field].en}.\n",
        f"争议文字：“{asked.words}”（{link}）。问题：{QUESTIONS[field].zh}。\n",
    ).said_in(lang)
    meanings = [
        (
            f"`{choice.name}`" + (_RECOMMENDED.said_in(lang) if first else ""),
            CHOICES[choice].said_in(lang),
        )
        for choice, first in ((each, each is asked.choices[0]) for each in asked.choices)
    ]
    cases = [
        (
            each.case.said_in(lang),
            *(shown(each.comes_to(under(field, choice)), lang) for choice in asked.choices),
        )
        for each in WORKED[field]
    ]
    return "\n".join(
        (
            opening,
            table((_said("choice", lang), _said("means", lang)), meanings),
            "```{table}\n:class: worked\n",
            table((_said("case", lang), *(f"`{each.name}`" for each in asked.choices)), cases),
            "```\n",
        )
    )


def presets(lang: str) -> str:
    """Give what the two ready-made readings answer where they differ from the recommended."""
    made = {"Reading()": Reading(), "civil_code()": civil_code(), "cautious()": cautious()}
    rows = [
        (
            f"`{each.name}`",
            *(f"`{getattr(reading, each.name).name}`" for reading in made.values()),
        )
        for each in attrs.fields(Reading)
        if len({getattr(reading, each.name) for reading in made.values()}) > 1
    ]
    return table((_said("field", lang), *(f"`{name}`" for name in made)), rows)
