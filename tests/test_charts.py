"""Charts: exact figures as text, days where they belong, in two languages and two themes."""

import decimal
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import altair as alt
import attrs
import pytest
import vl_convert
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import INVENTED, with_window
from strategies import hospital, payables, small_totals, yuan
from vbp_policy import (
    Cycle,
    DisbursementDay,
    Fund,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    OffsetLedger,
    OffsetStatus,
    PolicyError,
    Prepayment,
    PrepaymentCase,
    PrepaymentSchedule,
    Reading,
    ReturnClock,
    YearMonth,
    extend,
    mainland_china,
    offset_prepayment,
    offset_window,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.interop.charts import balance, save, timeline
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.results.explanations.writing import written
from vbp_policy.testing import execution_dates, readings

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'`${x}]]>\\n|*[a](javascript:b)"
PAYABLES = {"2026-06": "98765.40", "2026-07": 0, "2026-08": "-1200.55", "2026-09": 150_000}
UNSHIFTED = readings(disbursement_day=DisbursementDay.UNSHIFTED)
LANGS = pytest.mark.parametrize("lang", ["en", "zh"])
THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
ONE_DAY = timedelta(days=1)


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def case_of(**changes: object) -> PrepaymentCase:
    given: dict[str, Any] = {
        "policy": CHONGQING_2025_25,
        "institution": hospital(),
        "total": "1234567.89",
        "execution_date": "2025-05-30",
        "payables": PAYABLES,
        **changes,
    }
    return prepayment_case(**given)


CASE = case_of()
WHOLE = {str(month): 50_000 for month in CASE.ledger.window}
PREPAYMENT = CASE.ledger.prepayment


Drawing = list[dict[str, Any]]


def layers(chart: Any) -> Drawing:
    """Give a drawing's layers, each with its mark and its rows."""
    return layers_of(chart.to_dict())


def layers_of(spec: dict[str, Any]) -> Drawing:
    datasets = spec.get("datasets", {})
    found: Drawing = []
    panels: list[dict[str, Any]] = spec.get("hconcat", [spec])
    for panel in panels:
        shared = panel.get("data")
        for layer in panel["layer"]:
            source = layer.get("data", shared)
            rows = source.get("values") or datasets.get(source.get("name"), [])
            found.append({**layer, "rows": rows, "kind": layer["mark"]["type"]})
    return found


def rows_of(drawing: Drawing, kind: str) -> list[dict[str, Any]]:
    """Give the rows of all layers of one kind of mark, halos apart."""
    return [
        row
        for layer in drawing
        if layer["kind"] == kind and "stroke" not in layer["mark"]
        for row in layer["rows"]
    ]


def labels(drawing: Drawing) -> dict[str, str]:
    return {row["lane"]: row["says"] for row in rows_of(drawing, "text")}


def day_at(milliseconds: int) -> date:
    """Read a position of the axis as the day that begins there."""
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC)
    assert milliseconds % 86_400_000 == 0
    return moment.date()


def spans(drawing: Drawing, lane: str) -> list[tuple[date, date]]:
    """Give the first and last days of a lane's bars."""
    bars = [row for row in rows_of(drawing, "bar") if row["lane"] == lane]
    return [(day_at(row["start"]), day_at(row["end"]) - ONE_DAY) for row in bars]


def point(drawing: Drawing, lane: str) -> tuple[date, bool]:
    """Give the day of a lane's point, and whether it is filled."""
    (row,) = [row for row in rows_of(drawing, "point") if row["lane"] == lane]
    return day_at(row["start"] - 43_200_000), row["fill"] != "transparent"


def drawing_of(*results: Any, lang: str = "en") -> Drawing:
    return layers(timeline(*results, lang=lang))


# The timeline


def test_the_timeline_of_25_in_english() -> None:
    """25-1.3a, 25-2.3b to 25-2.3e: every day and every amount, written out."""
    chart = timeline(CASE)
    assert labels(layers(chart)) == {
        "Procurement cycle": "30 May 2025 to 29 May 2026",
        "Instalment 1": "617,283.95 by 30 June 2025",
        "Instalment 2": "617,283.94 on 30 November 2025",
        "Offset": "248,765.40 of 1,234,567.89 offset",
        "Return": "what is left then, from 1 June 2027",
    }
    spec = chart.to_dict()
    assert spec["title"]["text"] == "Procurement cycle, prepayment and offset"
    assert spec["title"]["subtitle"] == [
        "渝医保办〔2025〕25号 · H1 第二人民医院 · employees' insurance fund · amounts in yuan"
    ]


def test_the_timeline_of_25_in_chinese() -> None:
    chart = timeline(case_of(payables=WHOLE), lang="zh")
    assert labels(layers(chart)) == {
        "采购周期": "2025年5月30日至2026年5月29日",
        "预付第1笔": "最迟2025年6月30日支付617,283.95元",
        "预付第2笔": "2025年11月30日支付617,283.94元",
        "抵扣": "已抵扣600,000.00元，预付金共1,234,567.89元",
        "退回": "2027年6月1日起退回634,567.89元",
    }
    spec = chart.to_dict()
    assert spec["title"]["text"] == "采购周期、预付与抵扣"
    assert spec["title"]["subtitle"] == [
        "渝医保办〔2025〕25号 · H1 第二人民医院 · 职工医保基金 · 金额单位：元"
    ]
    assert layers(chart)[0]["encoding"]["x"]["axis"]["format"] == "%Y年%-m月"


def test_marks_cite_their_clauses_and_say_what_they_show() -> None:
    drawing = drawing_of(CASE)
    rows = [row for kind in ("bar", "point") for row in rows_of(drawing, kind)]
    assert {(row["lane"], row["clause"]) for row in rows} == {
        ("Procurement cycle", "25-1.3a"),
        ("Instalment 1", "25-2.3b"),
        ("Instalment 2", "25-2.3c"),
        ("Offset", "25-2.3d, 25-2.3e"),
        ("Return", "25-2.3d, 25-2.3e"),
    }
    said = [row["said"] for row in rows]
    assert "Procurement cycle, 30 May 2025 to 29 May 2026, 25-1.3a" in said
    assert "Offset, June 2026, 98,765.40, 25-2.3d, 25-2.3e" in said
    assert "Offset, October 2026, 25-2.3d, 25-2.3e" in said  # not yet reached: no amount
    assert [row["amount"] for row in rows if row["lane"] == "Return"] == ["—"]
    for layer in drawing:
        if layer["kind"] in ("bar", "point"):
            assert layer["encoding"]["description"]["field"] == "said"
            shown = {each["field"] for each in layer["encoding"]["tooltip"]}
            assert shown == {"lane", "when", "amount", "clause"}


@settings(max_examples=25)
@given(st.data(), yuan(100, 10_000_000), execution_dates(CHONGQING_2025_25), UNSHIFTED)
def test_every_mark_stands_on_its_days(
    data: st.DataObject, total: Any, executed: date, reading: Reading
) -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, executed, reading=reading)
    window = offset_window(CHONGQING_2025_25, cycle)
    flows = {month: data.draw(payables) for month in window[: data.draw(st.integers(0, 12))]}
    case = case_of(total=total, execution_date=executed, payables=flows, reading=reading)
    drawing = drawing_of(case)
    assert spans(drawing, "Procurement cycle") == [(cycle.first_day, cycle.last_day)]
    for each in case.schedule.instalments:
        assert point(drawing, f"Instalment {each.number}") == (each.due, True)
        assert f"{each.amount:,}" in labels(drawing)[f"Instalment {each.number}"]
    assert spans(drawing, "Offset") == [(month.first_day, month.last_day) for month in window]
    bars = [row for row in rows_of(drawing, "bar") if row["lane"] == "Offset"]
    filled = [row["fill"] != "transparent" for row in bars]
    offset = {entry.month for entry in case.ledger.entries if entry.offset > 0}
    assert filled == [month in offset for month in window]
    returned = case.timetable[-1].day
    assert point(drawing, "Return") == (returned, case.ledger.status is OffsetStatus.RETURN_DUE)
    (first, last) = drawing[0]["encoding"]["x"]["scale"]["domain"]
    assert day_at(first) == cycle.first_day.replace(day=1)
    assert day_at(last) == YearMonth.of(returned).last_day + ONE_DAY
    for row in rows_of(drawing, "text"):  # a label has at least half of the width
        room = last - row["start"] if row["side"] == "left" else row["start"] - first
        assert 2 * room >= last - first
    (end,) = drawing[0]["rows"]
    assert day_at(end["start"]) == cycle.last_day + ONE_DAY


def test_only_what_may_be_paid_by_a_day_has_a_line_before_it() -> None:
    (row,) = rows_of(drawing_of(CASE.schedule), "rule")[1:]  # the first is the cycle's end
    assert row["lane"] == "Instalment 1"
    assert (day_at(row["start"]), day_at(row["end"])) == (date(2025, 5, 30), date(2025, 7, 1))


def test_an_instalment_due_before_the_cycle_has_no_line() -> None:
    """No notice gives one; a caller's own schedule can."""
    early = evolve(CASE.schedule.instalments[0], due="2025-05-01", nominal_due="2025-05-01")
    schedule = evolve(CASE.schedule, instalments=(early, CASE.schedule.instalments[1]))
    assert len(rows_of(drawing_of(schedule), "rule")) == 1
    assert point(drawing_of(schedule), "Instalment 1") == (date(2025, 5, 1), True)


@pytest.mark.parametrize(
    ("lang", "lane", "says"),
    [
        ("en", "Instalment 2", "50.00 on 28 November 2025, moved from 30 November 2025"),
        ("zh", "预付第2笔", "2025年11月28日（由2025年11月30日调整）支付50.00元"),
    ],
)
def test_a_shifted_instalment_names_both_days(lang: str, lane: str, says: str) -> None:
    """25-2.3c: 2025-11-30 is a Sunday."""
    reading = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=reading)
    schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100, calendar=mainland_china())
    assert labels(drawing_of(schedule, lang=lang))[lane] == says


def test_an_extended_cycle_has_two_parts() -> None:
    """25-1.3b."""
    cycle = extend(CHONGQING_2025_25, CASE.cycle, "2026-11-29", decided_on="2026-05-20")
    drawing = drawing_of(cycle)
    assert spans(drawing, "Procurement cycle") == [
        (date(2025, 5, 30), date(2026, 5, 29)),
        (date(2026, 5, 30), date(2026, 11, 29)),
    ]
    assert len({row["fill"] for row in rows_of(drawing, "bar")}) == 2
    assert labels(drawing) == {
        "Procurement cycle": "30 May 2025 to 29 November 2026, extended on 20 May 2026"
    }
    (zh,) = labels(drawing_of(cycle, lang="zh")).values()
    assert zh == "2025年5月30日至2026年11月29日，2026年5月20日决定延长"
    assert {row["clause"] for row in rows_of(drawing, "bar")} == {"25-1.3a, 25-1.3b"}


def test_each_result_adds_what_it_holds() -> None:
    cycle, schedule, ledger = CASE.cycle, CASE.schedule, CASE.ledger
    whole = offset_prepayment(CHONGQING_2025_25, PREPAYMENT, WHOLE)
    alone, instalments = ["Procurement cycle"], ["Instalment 1", "Instalment 2"]
    assert list(labels(drawing_of(cycle))) == alone
    assert list(labels(drawing_of(schedule))) == [*alone, *instalments]
    assert list(labels(drawing_of(ledger))) == [*alone, "Offset"]  # when it goes back is not known
    assert list(labels(drawing_of(whole))) == [*alone, "Offset", "Return"]
    both = [*alone, *instalments, "Offset"]
    assert list(labels(drawing_of(schedule, ledger))) == both
    assert timeline(schedule, ledger).to_dict() == timeline(ledger, cycle, schedule).to_dict()
    assert timeline(cycle, CASE).to_dict() == timeline(CASE).to_dict()
    assert list(labels(drawing_of(CASE))) == [*both, "Return"]
    untimed = evolve(CASE, timetable=CASE.timetable[:-1])
    assert list(labels(drawing_of(untimed))) == both


def test_titles_say_what_is_shown() -> None:
    nine = timeline(procurement_cycle(CHONGQING_2025_9)).to_dict()["title"]
    assert (nine["text"], nine["subtitle"]) == ("Procurement cycle", ["渝医保办〔2025〕9号"])
    schedule = timeline(CASE.schedule).to_dict()["title"]
    assert schedule["subtitle"] == ["渝医保办〔2025〕25号 · amounts in yuan"]
    own = timeline(Cycle("2025-05-30", "2026-05-29"))
    assert own.to_dict()["title"]["subtitle"] == []
    assert [row["clause"] for row in rows_of(layers(own), "bar")] == ["—"]


def test_a_cleared_ledger_returns_nothing() -> None:
    """25-2.3e."""
    case = case_of(total=1000)
    assert case.ledger.status is OffsetStatus.CLEARED
    assert labels(drawing_of(case))["Return"] == "nothing is left to return"
    assert labels(drawing_of(case, lang="zh"))["退回"] == "已抵扣完，无需退回"
    assert point(drawing_of(case), "Return")[1] is False
    assert labels(drawing_of(CASE, lang="zh"))["退回"] == "2027年6月1日起退回届时余额"


def test_an_invented_notice_has_its_own_lanes() -> None:
    case = case_of(policy=INVENTED, execution_date="2030-03-15", payables={}, total=100)
    drawing = drawing_of(case)
    assert list(labels(drawing))[1:4] == ["Instalment 1", "Instalment 2", "Instalment 3"]
    assert len(spans(drawing, "Offset")) == 18


@pytest.mark.parametrize("months", [1, 12, 13, 25, 26, 38, 39, 77, 78, 156, 157, 1_000, 95_700])
def test_the_axis_has_few_ticks_and_never_one_month_twice(months: int) -> None:
    first = YearMonth(2025, 1)
    last = first + (months - 1)
    axis = drawing_of(Cycle(first.first_day, last.last_day))[0]["encoding"]["x"]["axis"]
    interval, step = axis["tickCount"]["interval"], axis["tickCount"]["step"]
    shown = [first + number for number in range(last - first + 1)]
    ticks = {
        "month": [month for month in shown if (month.month - 1) % step == 0],
        "year": [month for month in shown if month.month == 1 and month.year % step == 0],
    }[interval]
    assert len(ticks) <= 13
    assert ticks or months < 13
    assert interval == "year" or 12 % step == 0


def test_the_last_day_of_all_can_be_drawn() -> None:
    drawing = drawing_of(Cycle("9999-12-01", "9999-12-31"))
    (row,) = rows_of(drawing, "bar")
    assert row["end"] == 253_402_300_800_000  # the moment after 9999-12-31


# The ledger


@settings(max_examples=15)
@given(st.data(), small_totals)
def test_every_month_has_its_figures_and_bars(data: st.DataObject, total: Any) -> None:
    """25-2.3d: payable = offset + paid out, opening = closing + offset, on one scale each."""
    window = offset_window(CHONGQING_2025_25, CASE.cycle)
    flows = {month: data.draw(payables) for month in window[: data.draw(st.integers(1, 12))]}
    prepayment = evolve(PREPAYMENT, amount=total)
    ledger = offset_prepayment(CHONGQING_2025_25, prepayment, flows)
    spec = balance(ledger).to_dict()
    drawing = layers_of(spec)
    figures, bars = drawing[0]["rows"], [each["rows"] for each in drawing]
    for row, entry in zip(figures, ledger.entries, strict=True):
        assert row["month"] == written(entry.month, "en")
        assert row["payable"] == f"{entry.payable:,}"
        assert row["offset"] == f"{entry.offset:,}"
        assert row["rule"] == f"{entry.expected:,}"
        assert row["paid_out"] == f"{entry.paid_out:,}"
        assert row["balance"] == f"{entry.closing_balance:,}"
        assert row["note"] == ""
        assert all(f"{it:,}" in row["said"] for it in (entry.payable, entry.closing_balance))
    _, payable, _, notes, _, left = bars
    assert notes == figures
    colours = colour_names(spec)
    for entry in ledger.entries:
        month = written(entry.month, "en")
        due, offset = fen(entry.payable), fen(entry.offset)
        opening, closing = fen(entry.opening_balance), fen(entry.closing_balance)
        assert parts(payable, month, colours) == drawn(
            ("offset", 0, offset),
            ("paid out", offset, due) if due > 0 else ("paid out", due, 0),
        )
        assert parts(left, month, colours) == drawn(
            ("balance", 0, closing), ("offset", closing, opening)
        )
    for layer in (drawing[1], drawing[5]):
        least, most = layer["encoding"]["x"]["scale"]["domain"]
        ends = [row[end] for row in layer["rows"] for end in ("start", "end")]
        assert (least, most) == (min(0, *ends, 0), max(1, *ends, 1))
        assert layer["encoding"]["x"]["axis"] is None


def fen(amount: decimal.Decimal) -> int:
    return int(amount.scaleb(2))


def drawn(*given: tuple[str, int, int]) -> set[tuple[str, int, int]]:
    """Give the bars that have a length."""
    return {each for each in given if each[1] != each[2]}


def parts(rows: list[dict[str, Any]], month: str, names: dict[str, str]) -> set[Any]:
    return {
        (names[row["colour"]], row["start"], row["end"]) for row in rows if row["month"] == month
    }


def colour_names(spec: dict[str, Any]) -> dict[str, str]:
    """Learn from the headings what the colours mean; the remaining one is what is paid out."""
    _, offset, left = (panel["title"]["color"] for panel in spec["hconcat"])
    names = {offset: "offset", left: "balance"}
    used = {row["colour"] for it in layers_of(spec) for row in it["rows"] if "colour" in row}
    return names | dict.fromkeys(used - set(names), "paid out")


@pytest.mark.parametrize(
    ("lang", "notes"),
    [
        ("en", ["booked", "", "", "booked; 150,000.00 by the rule"]),
        ("zh", ["已入账", "", "", "已入账，按规则150,000.00"]),
    ],
)
def test_booked_months_say_so(lang: str, notes: list[str]) -> None:
    ledger = offset_prepayment(
        CHONGQING_2025_25,
        PREPAYMENT,
        untyped(PAYABLES),
        booked=untyped({"2026-06": "98765.40", "2026-09": 100_000}),
    )
    rows = layers(balance(ledger, lang=lang))[3]["rows"]
    assert [row["note"] for row in rows] == notes
    assert rows[3]["rule"] == "150,000.00"


def test_the_head_of_a_ledger_in_both_languages() -> None:
    whole = offset_prepayment(CHONGQING_2025_25, evolve(PREPAYMENT, reference="P-7"), WHOLE)
    fund, left = "employees' insurance fund", "634,567.89 left"
    en, zh = (balance(whole, lang=lang).to_dict() for lang in ("en", "zh"))
    assert en["title"]["subtitle"] == [
        f"渝医保办〔2025〕25号 · H1 第二人民医院 · {fund} · P-7 · 25-2.3d, 25-2.3e",
        f"1,234,567.89 yuan prepaid, 600,000.00 offset, {left}: return due from 1 June 2027",
    ]
    assert zh["title"]["subtitle"][1] == (
        "预付1,234,567.89元，已抵扣600,000.00元，余额634,567.89元：应退回（2027年6月1日起）"
    )
    assert [panel["title"]["text"] for panel in en["hconcat"]] == ["Payable", "Offset", "Balance"]
    headings = [panel["title"]["text"] for panel in zh["hconcat"]]
    assert headings == ["应拨付额", "抵扣额", "未抵扣余额"]
    same_code = balance(CASE.ledger).to_dict()["title"]["subtitle"]
    assert f"H1 第二人民医院 · {fund} · 25-2.3d" in same_code[0]
    assert same_code[1].endswith("985,802.49 left: offsetting")


def test_months_to_come_have_their_place() -> None:
    (panel, *others) = balance(CASE.ledger).to_dict()["hconcat"]
    encoding = panel["layer"][0]["encoding"]["y"]
    assert encoding["scale"]["domain"] == [written(it, "en") for it in CASE.ledger.window]
    assert encoding["axis"]["title"] is None
    for other in others:  # the months stand once, at the left
        assert other["layer"][0]["encoding"]["y"]["axis"] is None


def empty_window() -> OffsetLedger:
    """Give the ledger of a notice whose window holds no month at all."""
    policy = with_window(1)
    reading = Reading(return_clock=ReturnClock.CYCLE_END)
    cycle = procurement_cycle(policy, "2025-05-30", reading=reading)
    return offset_prepayment(policy, Prepayment("P", hospital(), Fund.EMPLOYEE, 5, cycle), {})


def test_a_ledger_without_entries_and_one_without_months(tmp_path: Path) -> None:
    """25-2.3e under CYCLE_END: a year of one month ends before a whole settlement month does."""
    started = offset_prepayment(CHONGQING_2025_25, PREPAYMENT, {})
    never = empty_window()
    assert never.window == ()
    for number, ledger in enumerate((started, never)):
        chart = balance(ledger)
        assert all(layer["rows"] == [] for layer in layers(chart))
        save(chart, tmp_path / f"{number}.svg")
    assert list(labels(drawing_of(never))) == ["Procurement cycle", "Return"]
    assert "5.00 from 30 June 2026" in labels(drawing_of(never)).values()


# Looks


def luminance(colour: str) -> float:
    """Compute WCAG 2's relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts]
    return sum(weight * it for weight, it in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_colours_can_be_read_on_their_page(theme: Any) -> None:
    for chart in (timeline(CASE, theme=theme), balance(CASE.ledger, theme=theme)):
        spec = chart.to_dict()
        config = spec["config"]
        page = config["background"]
        texts = [config["title"][it] for it in ("color", "subtitleColor")]
        texts += [config["axis"]["labelColor"], config["text"]["color"]]
        texts += [panel["title"]["color"] for panel in spec.get("hconcat", [])]
        assert min(contrast(colour, page) for colour in texts) >= 4.5
        marks = {
            row[key]
            for layer in layers(chart)
            for row in layer["rows"]
            for key in ("colour", "fill")
            if row.get(key, "transparent") != "transparent"
        }
        assert len(marks) >= 3
        assert min(contrast(colour, page) for colour in marks) >= 3


def test_the_themes_differ_and_the_light_one_is_taken() -> None:
    light, dark = (timeline(CASE, theme=theme).to_dict() for theme in ("light", "dark"))
    assert luminance(light["config"]["background"]) > luminance(dark["config"]["background"])
    assert timeline(CASE).to_dict() == light
    assert balance(CASE.ledger).to_dict() == balance(CASE.ledger, theme="light").to_dict()


# Files


def elements(path: Path) -> Iterator[ET.Element]:
    return ET.fromstring(path.read_text(encoding="utf-8")).iter()  # noqa: S314  # our own file


@LANGS
def test_hostile_names_stay_text(lang: Any, tmp_path: Path) -> None:
    institution = evolve(hospital(), name=HOSTILE)
    case = case_of(institution=institution)
    charts: list[Any] = [timeline(case, lang=lang), balance(case.ledger, lang=lang)]
    for number, chart in enumerate(charts):
        path = tmp_path / f"{number}.svg"
        save(chart, path)
        found = list(elements(path))
        assert {each.tag for each in found} <= {
            f"{SVG}{name}" for name in ("svg", "g", "rect", "path", "line", "text", "tspan")
        }
        texts = ["".join(each.itertext()) for each in found if each.tag == f"{SVG}text"]
        assert any(HOSTILE in text for text in texts)
        assert not any("href" in name or name.startswith("on") for e in found for name in e.attrib)


def test_the_svg_shows_every_label(tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        chart = timeline(CASE, lang=lang)
        drawing = layers(chart)
        path = tmp_path / f"{lang}.svg"
        save(chart, path)
        texts = {"".join(each.itertext()) for each in elements(path) if each.tag == f"{SVG}text"}
        assert set(labels(drawing)) | set(labels(drawing).values()) <= texts
        described = {each.get("aria-label") for each in elements(path)}
        assert {row["said"] for row in rows_of(drawing, "bar")} <= described


def test_the_same_chart_gives_the_same_bytes_in_any_time_zone(tmp_path: Path) -> None:
    """A day is never a moment: west of Greenwich the axis shows the same months."""
    here, there = tmp_path / "a.svg", tmp_path / "b.svg"
    save(timeline(CASE.schedule), here)
    first = here.read_bytes()
    save(timeline(CASE.schedule), str(here))
    assert here.read_bytes() == first
    code = (
        "import sys\n"
        "from vbp_policy import prepayment_schedule, procurement_cycle\n"
        "from vbp_policy.interop.charts import save, timeline\n"
        "from vbp_policy.notices import CHONGQING_2025_25 as policy\n"
        "cycle = procurement_cycle(policy, '2025-05-30')\n"
        "save(timeline(prepayment_schedule(policy, cycle, '1234567.89')), sys.argv[1])\n"
    )
    environment = {**os.environ, "TZ": "America/Los_Angeles", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", code, str(there)], check=True, env=environment)
    assert there.read_bytes() == first


def test_a_png_is_twice_as_large(tmp_path: Path) -> None:
    save(timeline(CASE.cycle), tmp_path / "a.svg")
    save(timeline(CASE.cycle), tmp_path / "A.PNG")
    (svg, *_) = elements(tmp_path / "a.svg")
    content = (tmp_path / "A.PNG").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(content[place : place + 4]) for place in (16, 20))
    assert (width, height) == (2 * int(svg.attrib["width"]), 2 * int(svg.attrib["height"]))


def test_a_machine_without_chinese_draws_no_empty_boxes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    latin = alt.Chart(alt.InlineData(values=[{"x": 1}])).mark_point().encode(x="x:Q")
    boxes = str.maketrans(dict.fromkeys(map(chr, range(0x4E00, 0xA000)), "□"))

    def drawn(svg: str) -> str:
        return svg.translate(boxes)

    monkeypatch.setattr(vl_convert, "svg_to_png", drawn)
    with pytest.raises(InvalidValueError) as caught:
        save(timeline(CASE.cycle), path)
    assert caught.value == InvalidValueError(
        field="path",
        value=str(path),
        expected="an .svg, or a font for Chinese on this machine, such as Noto Sans CJK SC",
    )
    assert not path.exists()
    save(latin, path)  # it has no use for such a font
    assert path.exists()
    save(timeline(CASE.cycle), tmp_path / "a.svg")


@pytest.mark.parametrize("name", ["a.pdf", "a", "a.svg.gz", "", ".svg"])
def test_other_files_are_refused(name: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        save(timeline(CASE.cycle), name)
    assert caught.value == InvalidValueError(
        field="path", value=name, expected="a path that ends in .svg or .png"
    )


@pytest.mark.parametrize("path", [None, 7, b"a.svg", ["a.svg"]])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        save(timeline(CASE.cycle), untyped(path))
    assert caught.value == InvalidTypeError(
        field="path", value=path, expected="a path that ends in .svg or .png"
    )


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.svg").mkdir()
    for path, why in (
        (tmp_path / "none" / "a.svg", "FileNotFoundError"),
        (tmp_path / "folder.svg", "IsADirectoryError"),
        (tmp_path / "a\0.svg", "ValueError"),
        (tmp_path / "a\ud800.svg", "UnicodeEncodeError"),
    ):
        with pytest.raises(InvalidValueError) as caught:
            save(timeline(CASE.cycle), path)
        assert caught.value == InvalidValueError(
            field="path",
            value=str(path),
            expected=f"a file in a folder that exists and can be written ({why})",
        )


# What is refused, and what does not matter

OTHER = procurement_cycle(CHONGQING_2025_25, "2025-06-30")
READ_OTHERWISE = procurement_cycle(
    CHONGQING_2025_25, "2025-05-30", reading=Reading(return_clock=ReturnClock.CYCLE_END)
)
OF_NO_NOTICE = Cycle("2025-05-30", "2026-05-29")
KINDS = "Cycle or PrepaymentSchedule or OffsetLedger or PrepaymentCase"


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (
            timeline,
            InvalidValueError(field="results", value=(), expected="at least one result"),
        ),
        (
            lambda: timeline(CASE.cycle, untyped("case")),
            InvalidTypeError(field="results[1]", value="case", expected=KINDS),
        ),
        (
            lambda: timeline(CASE.schedule, CASE),
            InvalidValueError(
                field="results[1]",
                value=CASE.schedule,
                expected="one schedule, not a second one",
            ),
        ),
        (
            lambda: timeline(CASE.ledger, CASE.ledger),
            InvalidValueError(
                field="results[1]", value=CASE.ledger, expected="one ledger, not a second one"
            ),
        ),
        *(
            (
                lambda other=other: timeline(CASE.schedule, other),
                InvalidValueError(
                    field="results[1]",
                    value=other,
                    expected=f"a result of the same cycle, {CASE.cycle!r}",
                ),
            )
            for other in (OTHER, READ_OTHERWISE, OF_NO_NOTICE)
        ),
        (
            lambda: timeline(CASE, lang=untyped("fr")),
            InvalidValueError(field="lang", value="fr", expected="en or zh"),
        ),
        (
            lambda: balance(CASE.ledger, lang=untyped(None)),
            InvalidTypeError(field="lang", value=None, expected="en or zh"),
        ),
        (
            lambda: timeline(CASE, theme=untyped(["light"])),
            InvalidTypeError(field="theme", value=["light"], expected="'light' or 'dark'"),
        ),
        (
            lambda: balance(CASE.ledger, theme=untyped("blue")),
            InvalidValueError(field="theme", value="blue", expected="'light' or 'dark'"),
        ),
        (
            lambda: balance(untyped(CASE)),
            InvalidTypeError(field="ledger", value=CASE, expected="OffsetLedger"),
        ),
        (
            lambda: save(untyped(CASE), "a.svg"),
            InvalidTypeError(field="chart", value=CASE, expected="an Altair chart"),
        ),
    ],
)
def test_bad_input(run: Callable[[], object], expected: PolicyError) -> None:
    with pytest.raises(type(expected)) as caught:
        run()
    assert caught.value == expected


@pytest.mark.parametrize("module", ["altair", "vl_convert"])
def test_without_the_extra(module: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    chart = timeline(CASE)
    runs: list[Callable[[], object]] = [lambda: save(chart, tmp_path / "a.svg")]
    if module == "altair":
        runs += [lambda: timeline(CASE), lambda: balance(CASE.ledger)]
    monkeypatch.setitem(sys.modules, module, None)
    for run in runs:
        with pytest.raises(MissingExtraError) as caught:
            run()
        assert caught.value == MissingExtraError(
            field="charts", value=module, expected="the extra: pip install 'vbp_policy[charts]'"
        )
    assert list(tmp_path.iterdir()) == []


def test_the_module_loads_altair_only_when_it_draws() -> None:
    code = (
        "import sys, vbp_policy.interop.charts as charts\n"
        "assert 'altair' not in sys.modules and 'vl_convert' not in sys.modules\n"
        "from vbp_policy import Cycle\n"
        "charts.timeline(Cycle('2025-01-01', '2025-12-31'))\n"
        "assert 'altair' in sys.modules and 'vl_convert' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_hosts_decimal_context_does_not_matter() -> None:
    expected = [timeline(CASE).to_json(), balance(CASE.ledger).to_json()]
    hostile = decimal.Context(prec=1, capitals=0, traps=[decimal.Inexact, decimal.Rounded])
    with decimal.localcontext(hostile):
        assert [timeline(CASE).to_json(), balance(CASE.ledger).to_json()] == expected


def test_what_is_exported_is_what_is_there() -> None:
    module = import_module("vbp_policy.interop.charts")
    assert [getattr(module, name) for name in module.__all__] == [balance, save, timeline]
    assert isinstance(CASE.schedule, PrepaymentSchedule)
