"""The words of explanations in both languages; their text, Markdown and HTML."""

import ast
import enum
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import vbp_policy
from strategies import hospital
from test_explain import (
    ENGLISH,
    EVERY,
    HOSTILE,
    NINE,
    SCHEDULE,
    STEP,
    TWENTY_FIVE,
    USED,
    every_kind,
    evolve,
    html_of,
    in_both,
    ledger,
    untyped,
)
from vbp_policy import (
    Clause,
    ExplanationFigure,
    ExplanationStep,
    FigureKind,
    Fund,
    PrepaymentSchedule,
    Reading,
    ReadingUsed,
    YearMonth,
    check_agreed_volume,
    check_purchase_price,
    explain,
    prepayment_case,
)
from vbp_policy.results.explanations.assumptions import ASSUMPTIONS, in_chinese
from vbp_policy.results.explanations.figure_names import NAMES
from vbp_policy.results.explanations.reading_words import CHOICES, QUESTIONS
from vbp_policy.results.explanations.writing import MEMBERS, written

# Words


def test_every_assumption_of_the_source_has_its_chinese() -> None:
    """Every sentence among the rules' constants, and every one built where a basis is made."""
    given = set(assumptions_of_the_source())
    assert len(given) == len(ASSUMPTIONS)
    for words in given:
        chinese = in_chinese(words)
        assert not ENGLISH.search(chinese), words
    unused = [
        name
        for name, (english, _) in ASSUMPTIONS.items()
        if not any(english.fullmatch(words) for words in given)
    ]
    assert unused == []


def assumptions_of_the_source() -> Iterator[str]:
    """Give every sentence among the constants of what makes a basis, and every one filled in.

    A dict of words is no list of assumptions.
    """
    root = Path(vbp_policy.__file__).parent
    for path in [*root.glob("rules/*.py"), *root.glob("results/*.py")]:
        source = path.read_text(encoding="utf-8")
        if " import Basis" not in source:
            continue
        tree = ast.parse(source)
        for node in tree.body:
            if isinstance(node, ast.Assign) and not isinstance(node.value, ast.Dict | ast.Call):
                named = ast.unparse(node.targets[0])
                yield from sentences(node.value) if named != "_NO_NOTICE" else ()
        for found in ast.walk(tree):
            if isinstance(found, ast.JoinedStr) and is_assumed(tree, found):
                filled = (
                    part.value if isinstance(part, ast.Constant) else "2025-03-07"
                    for part in found.values
                )
                yield "".join(map(str, filled))


def sentences(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and " " in each.value:
            yield each.value


def is_assumed(tree: ast.Module, found: ast.JoinedStr) -> bool:
    """Say whether a string is put together where assumptions are: assigned, or given to a Basis."""
    for node in ast.walk(tree):
        within: list[ast.expr] = []
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "assumptions":
            within = [node.value]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "Basis":
            within = node.args[3:]
        if any(found is each for part in within for each in ast.walk(part)):
            return True
    return False


def test_every_assumption_of_the_results_has_its_chinese() -> None:
    given = {words for each in EVERY for words in each.basis.assumptions}
    assert len(given) > 20
    for words in given:
        assert not ENGLISH.search(in_chinese(words))


def test_an_assumption_of_ones_own_stays_as_it_is() -> None:
    assert in_chinese("the moon is full") == "the moon is full"
    odd = "no start is stated: the effective date 2025-99-99 is taken for it"
    assert in_chinese(odd) == "文件没有写明起始日，以实施日期2025年99月99日为起始日"


def test_every_open_question_and_choice_has_its_words() -> None:
    assert list(QUESTIONS) == [each.field for each in Reading.choices()]
    assert list(CHOICES) == [choice for each in Reading.choices() for choice in each.choices]
    for en, zh in (*QUESTIONS.values(), *CHOICES.values()):
        assert en.isascii()
        assert not ENGLISH.search(zh)


def test_every_member_that_a_figure_can_hold_has_its_words() -> None:
    figures = [it.value for each in EVERY for step in explain(each).steps for it in step.figures]
    held = {type(value) for value in figures if isinstance(value, enum.Enum)}
    assert len(held) > 8
    members = {member for each in held for member in untyped(each)}
    assert set(MEMBERS) == {*members, *CHOICES}


def test_every_figure_has_a_name_in_both_languages_and_every_name_is_used() -> None:
    used = {
        figure.name for each in EVERY for step in explain(each).steps for figure in step.figures
    }
    named_by_the_result = {"found", "against", "reference_measure", "target_measure"}
    assert used - named_by_the_result <= set(NAMES)
    in_findings = {"price_paid", "selected_price", "agreed_volume", "volume_of_the_year_before"}
    assert set(NAMES) - used <= in_findings
    for name in NAMES.values():
        assert name.words.en.isascii()
        assert not ENGLISH.search(name.words.zh)


@pytest.mark.parametrize(
    ("value", "kind", "unit", "en", "zh"),
    [
        (Decimal("617283.95"), FigureKind.AMOUNT, None, "617,283.95 yuan", "617,283.95元"),
        (Decimal("-0.10"), FigureKind.AMOUNT, None, "-0.10 yuan", "-0.10元"),
        (Decimal("8.720001"), FigureKind.PRICE, "盒", "8.720001 yuan/盒", "8.720001元/盒"),
        (Decimal(1000), FigureKind.QUANTITY, "支", "1,000 支", "1,000支"),
        (Decimal("1.5"), FigureKind.QUANTITY, None, "1.5", "1.5"),
        (Decimal("0.2575"), FigureKind.SHARE, None, "25.75%", "25.75%"),
        (Decimal("0.50"), FigureKind.SHARE, None, "50%", "50%"),
        (1, FigureKind.SHARE, None, "100%", "100%"),
        (1, FigureKind.DAYS, None, "1 day", "1天"),
        (1234, FigureKind.DAYS, None, "1,234 days", "1,234天"),
        (12, FigureKind.OTHER, None, "12", "12"),
        (100, FigureKind.OTHER, None, "100", "100"),
        (Decimal(100), FigureKind.OTHER, None, "100", "100"),
        (Decimal("1.950000"), FigureKind.OTHER, None, "1.95", "1.95"),
        (Decimal("10.000000"), FigureKind.OTHER, None, "10", "10"),
        (date(2025, 6, 30), FigureKind.OTHER, None, "30 June 2025", "2025年6月30日"),
        (date(2025, 1, 1), FigureKind.OTHER, None, "1 January 2025", "2025年1月1日"),
        (YearMonth(2026, 12), FigureKind.OTHER, None, "December 2026", "2026年12月"),
        (True, FigureKind.OTHER, None, "yes", "是"),
        (False, FigureKind.AMOUNT, None, "no", "否"),
        (None, FigureKind.OTHER, None, "—", "—"),
        ("甲{乙}", FigureKind.AMOUNT, None, "甲{乙}", "甲{乙}"),
        (Fund.RESIDENT, FigureKind.OTHER, None, "residents' insurance fund", "居民医保基金"),
        (vbp_policy.PriceRule.EQUAL, FigureKind.OTHER, None, "equal", "equal"),
    ],
)
def test_figures_are_written_as_their_readers_do(
    value: Any, kind: FigureKind, unit: str | None, en: str, zh: str
) -> None:
    assert (written(value, "en", kind, unit), written(value, "zh", kind, unit)) == (en, zh)
    figure = ExplanationFigure("x", "x", value, kind, unit)
    assert (figure.written_in("en"), figure.written_in("zh")) == (en, zh)


# Text, Markdown, HTML


class Page(HTMLParser):
    """Reads an explanation's HTML: its tags and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words = ""
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words += data + "\n"


def hostile_case() -> Any:
    institution = evolve(hospital(), name=HOSTILE, code="- <i>")
    return prepayment_case(TWENTY_FIVE, institution, 100, "2025-05-30", {"2026-06": 7})


@in_both
def test_hostile_names_stay_text_in_html(lang: str) -> None:
    page = Page(html_of(explain(hostile_case(), lang=lang)))
    assert set(page.tags) <= {
        *("section", "h3", "ol", "ul", "li", "p", "strong", "code"),
        *("table", "tbody", "tr", "th", "td"),
    }
    assert {name for name, _ in page.attributes} <= {"style", "lang", "scope", "colspan"}
    assert HOSTILE in page.words
    styles = {str(value) for name, value in page.attributes if name == "style"}
    assert not any("color" in style or "url" in style for style in styles)
    assert ("lang", "zh-CN" if lang == "zh" else "en") in page.attributes


@in_both
def test_hostile_names_stay_text_in_markdown(lang: str) -> None:
    explanation = explain(hostile_case(), lang=lang)
    source = explanation.to_markdown()
    spans = re.compile(r"`[A-Za-z_.]+`")  # the names of rules
    bare = re.sub(r"\\.", "", spans.sub("", source))
    for line in bare.splitlines():
        text = re.sub(r"^(## | *- |\d+\. |\*\*(.*)\*\*$)", r"\2", line)
        assert not re.search(r"[\\`*_\[\]<>|~$&#]", text), text
    assert HOSTILE in re.sub(r"\\(.)", r"\1", source)


@pytest.mark.parametrize(
    "start", ["- a", "+ a", "1. a", "12) a", "= a", ": a", "> a", "# a", "| a"]
)
def test_no_text_opens_a_block_in_markdown(start: str) -> None:
    step = evolve(STEP, decides=start)
    source = evolve(explain(SCHEDULE), steps=[step], title=start, assumptions=[start]).to_markdown()
    escaped = re.sub(r"([-+=:>#|.)])", r"\\\1", start, count=1)
    assert f"\n1. {escaped}\n" in source
    assert f"## {escaped}\n" in source
    assert f"\n- {escaped}\n" in source


def test_a_text_of_many_lines_stays_in_its_line() -> None:
    clause = Clause("1", "1", "One.\n\n2. Two.\n# Three", "一。\n二。", functions=("explain",))
    explanation = evolve(explain(SCHEDULE), steps=[evolve(STEP, clauses=[clause])])
    assert "One. 2. Two. # Three" in str(explanation)
    assert "One. 2. Two. \\# Three" in explanation.to_markdown()
    assert len(str(explanation).splitlines()) == len(str(evolve(
        explanation, steps=[evolve(STEP, clauses=[evolve(clause, paraphrase="One.")])]
    )).splitlines())  # fmt: skip


@every_kind
@in_both
def test_all_three_say_the_same(result: Any, lang: str) -> None:
    explanation = explain(result, lang=lang)
    text, markdown = str(explanation), explanation.to_markdown()
    page = Page(html_of(explanation))
    unescaped = re.sub(r"\\(.)", r"\1", markdown)
    for step in explanation.steps:
        for said in (step.decides, step.rule, *step.assumptions):
            for shown in (text, unescaped, page.words):
                assert said in shown
        for figure in step.figures:
            both = f"{figure.label} {figure.written_in(lang)}"
            assert both in text
            assert both in unescaped
            assert figure.label in page.words
            assert figure.written_in(lang) in page.words
        for used in step.reading:
            for shown in (text, unescaped, page.words):
                assert used.means in shown
                assert f"{used.field} = {used.choice.name}" in shown
    assert page.tags.count("ol") == 1
    assert text.count("\n\n") >= len(explanation.steps)
    assert not any(line != line.rstrip() for line in text.splitlines())


def test_what_a_clause_says_is_told_where_it_is_first_cited() -> None:
    text = str(explain(ledger(40, 5), lang="zh"))
    clause = explain(ledger(40, 5)).steps[0].clauses[0]
    assert text.count(clause.paraphrase_zh) == 1
    assert text.count("渝医保办〔2025〕25号二(三)（25-2.3d），所涉原文“次月起”") == 4


def test_the_whole_text_of_a_small_result() -> None:
    finding = check_purchase_price(TWENTY_FIVE, paid="8.70", selected="8.72")
    assert str(explain(finding, lang="zh")) == (
        "核查结论（渝医保办〔2025〕25号）\n"
        "\n"
        "1. 实际采购价8.70元，不高于中选价格8.72元。\n"
        "   规则：check_purchase_price\n"
        "   已知：实际采购价 8.70元；中选价格 8.72元\n"
        "   得出：要求 不高于；符合 是\n"
        "   依据：渝医保办〔2025〕25号二(一)（25-2.1b），所涉原文“可就低开展采购”。"
        "医疗机构现行的买入价比中选价还低的，可以继续用这个低价采购。\n"
        "   假定：实际采购价不得高于中选价；文件只提到低于中选价的情形\n"
        "\n"
        "文件没有写明、由本库补充的假定\n"
        "- 实际采购价不得高于中选价；文件只提到低于中选价的情形"
    )


def test_the_whole_markdown_of_a_small_result() -> None:
    finding = check_agreed_volume(NINE, current=900, previous=1000)
    assert explain(finding).to_markdown() == (
        "## Finding, 渝医保办〔2025〕9号\n"
        "\n"
        "1. The agreed volume, 900, is below the volume of the year before, 1,000. "
        "The clause asks this in principle, so it is a warning.\n"
        "\n"
        "   - rule: `check_agreed_volume`\n"
        "   - given: agreed volume 900; volume of the year before 1,000\n"
        "   - found: asked for at least; met no; in principle only yes\n"
        "   - clause: 渝医保办〔2025〕9号, 二 (9-2.2), at issue: “原则上不少于”. The "
        "agreed volume of a variety is, in principle, not less than the volume agreed for it the "
        "year before.\n"
    )


@pytest.mark.parametrize("result", [SCHEDULE, ledger(*[5] * 12)])
def test_ten_steps_and_more_keep_their_lists_in_markdown(result: Any) -> None:
    source = explain(result).to_markdown()
    for match in re.finditer(r"^(\d+\. ).*\n\n( *)- ", source, re.MULTILINE):
        assert len(match[2]) == len(match[1])


@pytest.mark.parametrize(
    ("where", "zh"),
    [
        ("preamble", "前言"),
        ("closing", "结尾"),
        ("forwarding letter", "转发通知"),
        ("七", "七"),
    ],
)
def test_where_a_clause_stands_is_said_in_chinese(where: str, zh: str) -> None:
    clause = Clause("1", where, "Says.", "说。", functions=("explain",))
    steps = [evolve(STEP, clauses=[clause])]
    assert f"25号{zh}（1）。说。" in str(evolve(explain(SCHEDULE, lang="zh"), steps=steps))
    assert f"25号, {where} (1). Says." in str(evolve(explain(SCHEDULE), steps=steps))


def test_a_step_without_figures_has_no_empty_table() -> None:
    bare = evolve(explain(SCHEDULE), steps=[evolve(STEP, given=(), found=())])
    assert html_of(bare).count("<table") == 1
    assert "given" not in str(bare)
    assert isinstance(bare.steps[0], ExplanationStep)
    assert isinstance(SCHEDULE, PrepaymentSchedule)
    assert isinstance(USED, ReadingUsed)
