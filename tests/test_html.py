"""How values show themselves in a notebook: tables that are escaped, small, and fit any theme."""

import decimal
import enum
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vbp_policy
from invented import INVENTED
from strategies import hospital, payables, yuan
from test_values import EXAMPLES, fields_of
from vbp_policy import (
    Basis,
    Clause,
    Contract,
    Cycle,
    Delivery,
    Disbursement,
    Fund,
    FundOffset,
    Grade,
    Institution,
    InstitutionKind,
    InvalidValueError,
    ListingStatus,
    MonthEnd,
    OffsetLedger,
    Prepayment,
    PrepaymentSchedule,
    Product,
    Reading,
    Reconciliation,
    ReturnClock,
    Span,
    StandardTable,
    SupplierPayment,
    Usage,
    YearMonth,
    annual_assessment,
    fund_totals,
    monthly_report,
    offset_prepayment,
    offset_prepayments,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    supplier_payment_state,
)
from vbp_policy.foundation.html import table
from vbp_policy.foundation.plain import plain
from vbp_policy.foundation.values import Value, checked
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

HOSTILE = "<script>alert(1)</script><img src=x onerror='a()'>&amp;\"&\u202f</td></table>"
NASTY = HOSTILE.replace("\u202f", "")  # printable throughout: fit for a name or a code
OWN = vars(Value)["_repr_html_"]
SHOWN = [each for each in EXAMPLES if each._repr_html_.__func__ is OWN]
SIZE = 70_000

every_value = pytest.mark.parametrize("value", SHOWN, ids=lambda value: type(value).__name__)

TAGS = {
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"),
    *("span", "div", "details", "summary"),
}
STYLES = [
    r"border-collapse:collapse|margin:0 0 1em|font-variant-numeric:tabular-nums",
    r"text-align:(left|right)|padding:\.2em \.6em|white-space:nowrap|font-weight:(bold|normal)",
    r"opacity:\.7|border-(top|bottom):1px solid|display:inline-block|min-width:[0-9.]+ch",
]


class Table(HTMLParser):
    """What a browser would make of it: tags in balance, and the text of each cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.hints: list[str] = []
        self.summaries: list[str] = []
        self.captions: list[str] = []
        self.rows: list[list[str]] = []
        self.sides: list[list[str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS
        self.open.append(tag)
        given = {name: value or "" for name, value in attrs}
        assert set(given) <= {"style", "title", "colspan"}
        self.hints += [given["title"]] if "title" in given else []
        styles = given["style"].split(";") if "style" in given else []
        assert all(any(re.fullmatch(each, style) for each in STYLES) for style in styles), styles
        if tag == "caption":
            self.captions.append("")
        elif tag == "summary":
            self.summaries.append("")
        elif tag == "tr":
            self.rows.append([])
            self.sides.append([])
        elif tag in ("th", "td"):
            self.rows[-1].append("")
            self.sides[-1].append("right" if "text-align:right" in styles else "left")
        elif tag == "div" and self.rows[-1][-1]:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.open:
            self.captions[-1] += data
        elif "summary" in self.open and "tr" not in self.open:
            self.summaries[-1] += data
        else:
            assert {"th", "td"} & set(self.open), data
            self.rows[-1][-1] += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    @property
    def fields(self) -> dict[str, str]:
        """Give what stands beside the names of fields."""
        return {row[0]: row[1] for row in self.rows if len(row) == 2}


def html_of(value: Any) -> str:
    """Ask as a notebook does."""
    html = value._repr_html_()
    assert isinstance(html, str)
    return html


def shown(value: object) -> Table:
    return Table(html_of(value))


def cycle() -> Cycle:
    return procurement_cycle(CHONGQING_2025_25, "2025-05-30")


def ledger(*amounts: Decimal | int, prepaid: Decimal | int = 100) -> OffsetLedger:
    months = {YearMonth(2026, 6) + number: each for number, each in enumerate(amounts)}
    prepayment = Prepayment("P-7", hospital(), Fund.EMPLOYEE, prepaid, cycle())
    return offset_prepayment(CHONGQING_2025_25, prepayment, months)


def schedule(total: str = "1234567.89") -> PrepaymentSchedule:
    return prepayment_schedule(CHONGQING_2025_25, cycle(), total)


# Every public value


@every_value
def test_a_value_has_a_table_of_its_fields(value: Any) -> None:
    found = shown(value)
    fields = [field.name.replace("_", " ") for field in fields_of(value) if field.repr]
    assert found.captions[0] == type(value).__name__
    summed = ["total"] if isinstance(value, vbp_policy.FundTotals) else []
    below = [re.sub(" 1 of [0-9]+$", "", caption) for caption in found.captions[1:]]
    assert set(fields) <= {*found.fields, *below, *summed}


@every_value
def test_a_value_is_small_and_names_no_colour(value: Any) -> None:
    html = html_of(value)
    assert len(html) < SIZE
    assert not re.search(r"colou?r|#[0-9a-f]{3}|rgb|url\(|https?:|<style|class=|id=", html)


@every_value
def test_what_the_repr_leaves_out_is_folded_away(value: Any) -> None:
    summaries = [each.split(":")[0].split(" (")[0] for each in shown(value).summaries]
    hidden = {
        field.name: getattr(value, field.name)
        for field in fields_of(value)
        if not field.repr and not field.name.startswith("_")
    }
    assert summaries == [name.replace("_", " ") for name, held in hidden.items() if held]


# Escaped


@pytest.mark.parametrize(
    "value",
    [
        Institution(
            NASTY,
            NASTY,
            kind=InstitutionKind.PUBLIC,
            grade=Grade.PRIMARY,
            designated=True,
            district=HOSTILE.replace("\u202f", "\u3000"),
        ),
        Prepayment(
            NASTY,
            attrs.evolve(hospital(), name=NASTY),
            Fund.RESIDENT,
            1,
            Cycle("2025-05-30", "2026-05-29", policy_number=NASTY),
        ),
        Clause(NASTY, NASTY, HOSTILE, HOSTILE, functions=(NASTY, HOSTILE)),
        attrs.evolve(INVENTED, title=HOSTILE, title_zh=HOSTILE, supersedes=(HOSTILE, HOSTILE)),
        Basis(NASTY, (Clause(NASTY, "1", HOSTILE, HOSTILE),), Reading(), (HOSTILE,)),
        FundOffset(NASTY, 1),
        attrs.evolve(schedule(), basis=Basis(NASTY, (), Reading(), (HOSTILE,))),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_hostile_name_is_text_and_nothing_else(value: Any) -> None:
    found = shown(value)
    words = [*(cell for row in found.rows for cell in row), *found.hints, *found.summaries]
    assert any(NASTY in each or HOSTILE in each for each in words)
    for each in ("<script", "<img", '"&'):
        assert each not in html_of(value)


def test_hostile_heads_captions_and_hints_are_text_too() -> None:
    value = Clause(NASTY, "1", HOSTILE, "", words="'><b>")
    found = Table(table(NASTY, [NASTY, "value"], [[HOSTILE, value]]))
    assert found.captions == [NASTY]
    assert found.rows == [[NASTY, "value"], [HOSTILE, NASTY]]
    assert f"paraphrase: {HOSTILE}" in found.hints[0]
    assert "words: '><b>" in found.hints[0]


@given(st.text(max_size=60))
def test_any_text_comes_out_of_the_table_as_it_went_in(paraphrase: str) -> None:
    found = shown(Clause("1", "1", paraphrase, "")).fields["paraphrase"]
    plain_text = paraphrase.replace("\r\n", "\n").replace("\r", "\n")
    assert found.replace("\r\n", "\n").replace("\r", "\n") == plain_text


# Words


class Bare(enum.Enum):
    """An enum whose values are no words."""

    FIRST = 1


class Endless:
    """What says of itself more than anybody wants to read."""

    def __str__(self) -> str:
        return "x" * 10_000


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "—"),
        (True, "yes"),
        (False, "no"),
        ("1234567", "1234567"),
        (2025, "2025"),
        (9_999, "9999"),
        (10_000, "10,000"),
        (-10_000, "-10,000"),
        (16**39, f"{16**39:,}"),
        (16**4000, hex(16**4000)),
        (Decimal("1234567.80"), "1,234,567.80"),
        (Decimal("-0.0001"), "-0.0001"),
        (Decimal("1E+3"), "1,000"),
        (Decimal("1E+39"), f"{10**39:,}"),
        (Decimal("1E+40"), "1E+40"),
        (Decimal("1E-40"), "1E-40"),
        (Decimal("NaN"), "NaN"),
        (Decimal("sNaN"), "sNaN"),
        (Decimal("-Infinity"), "-Infinity"),
        (date(2025, 5, 30), "2025-05-30"),
        (YearMonth(2026, 6), "2026-06"),
        (Fund.EMPLOYEE, "employee"),
        (MonthEnd.FROM_EXECUTION, "from execution"),
        (Bare.FIRST, "FIRST"),
        ((), "none"),
        ([1, "a", None], "1, a, —"),
        (tuple(range(12)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11"),
        (tuple(range(13)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, … and 1 more"),
        ({"a": Decimal(10_000), Fund.RESIDENT: None}, "a 10,000, resident —"),
        (ValueError("no"), "ValueError: no"),
        (ValueError("x" * 500), f"ValueError: {'x' * 188}…"),
        (Endless(), f"{'x' * 200}…"),
        (2.5, "2.5"),
        (hospital(), "H1 第二人民医院"),
        (Span("2025-05-30", "2026-05-29"), "2025-05-30 to 2026-05-29"),
        (FundOffset("A", 5), "A 5.00"),
        (Product("A", "V", "M", group="1"), "A V M"),
        (Reading(), "as by default"),
        (Reading(return_clock=ReturnClock.CYCLE_END), "cycle end"),
        (
            Reading(month_end=MonthEnd.FROM_EXECUTION, return_clock=ReturnClock.CYCLE_END),
            "from execution, cycle end",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_in_a_line(value: object, words: str) -> None:
    assert plain(value) == words


@given(yuan())
def test_a_figure_is_grouped_and_else_as_it_is(figure: Decimal) -> None:
    words = plain(figure)
    assert words.replace(",", "") == f"{figure:f}"
    assert re.fullmatch(r"-?[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}", words)


HOST = [
    decimal.Context(prec=1, rounding=decimal.ROUND_UP, Emin=-1, Emax=1, capitals=0, clamp=1),
    decimal.Context(prec=1, traps=list(decimal.Context().flags)),
]


@pytest.mark.parametrize("host", HOST, ids=["tiny", "trapping"])
def test_no_decimal_context_reaches_a_table(host: decimal.Context) -> None:
    value = ledger(Decimal("600000.01"), Decimal("600000.02"), prepaid=Decimal("1234567.89"))
    before = html_of(value)
    with decimal.localcontext(host) as context:
        assert html_of(value) == before
        assert not any(context.flags.values())
    assert "1,200,000.03" in before


# Fields


def test_a_table_shows_plain_words() -> None:
    clause = shown(Clause("25-1", "一(一)", "says", "说", functions=("participation", "extend")))
    assert clause.fields["computability"] == "computable"
    assert clause.fields["functions"] == "participation, extend"
    assert clause.fields["where"] == "一(一)"
    found = shown(Cycle("2025-05-30", "2026-05-29")).fields
    assert found["first day"] == "2025-05-30"
    assert found["decided on"] == "—"
    assert found["reading"] == "as by default"


def test_figures_below_each_other_end_at_one_place() -> None:
    """A digit is one wide, what stands between digits half of that."""
    html = html_of(reconciliation())
    room = '<span style="display:inline-block;min-width:10.5ch;text-align:right">'
    assert ">1,234,567.89</td>" in html  # the widest needs no room beside it
    assert f">{room}700,000.00</span></td>" in html
    assert f">{room}534,567.89</span></td>" in html


def test_a_value_within_a_value_is_named_then_told_by_its_other_fields() -> None:
    found = shown(ledger(70)).fields["prepayment"]
    period = "2025-05-30 to 2026-05-29"
    assert found == f"P-7 H1 第二人民医院 · fund employee · amount 100.00 · cycle {period}"


def test_what_a_short_name_leaves_out_shows_under_the_pointer() -> None:
    hints = shown(contract()).hints
    assert "code: A1\nvariety: V\nmaker: M\ngroup: 7" not in html_of(contract())
    assert any("district: 渝中区" in each and "enrolled" not in each for each in hints)
    assert any("policy number: 渝医保办〔2025〕25号" in each for each in hints)
    assert max(map(len, hints)) <= 1_000


def test_a_long_hint_is_cut() -> None:
    clause = Clause("25-9", "二", "a" * 5_000, "甲")
    found = shown(attrs.evolve(schedule().instalments[0], clause=clause))
    assert max(map(len, found.hints)) == 1_000


def test_of_many_items_in_a_line_the_first_and_how_many_more() -> None:
    """The invented notice offsets over 18 months."""
    invented = procurement_cycle(INVENTED, "2030-02-01")
    held = offset_prepayment(
        INVENTED, Prepayment("P", hospital(), Fund.EMPLOYEE, 1, invented), {"2032-03": 0}
    )
    months = ", ".join(str(YearMonth(2032, 3) + number) for number in range(12))
    assert shown(held).fields["window"] == f"{months}, … and 6 more"


def test_sentences_stand_below_each_other_and_words_beside() -> None:
    long = "this is a sentence, longer than forty characters"
    basis = Basis("N", (), Reading(), (long, "short"))
    assert shown(basis).fields["assumptions"] == f"{long}\nshort"
    assert shown(attrs.evolve(basis, assumptions=("a", "b"))).fields["assumptions"] == "a, b"


def test_a_basis_is_folded_under_its_notice_and_clauses() -> None:
    found = shown(schedule())
    assert found.summaries == ["basis: 渝医保办〔2025〕25号 25-2.3a, 25-2.3b, 25-2.3c"]
    assert found.fields["policy number"] == "渝医保办〔2025〕25号"
    assert any("words: 次月底前" in each for each in found.hints)  # of 25-2.3b


# Rows and their totals


def test_values_in_a_value_are_rows_of_a_table_below() -> None:
    found = shown(schedule())
    assert found.captions == ["PrepaymentSchedule", "instalments"]
    heads = ["number", "share", "amount", "due", "nominal due", "kind", "clause"]
    start = found.rows.index(heads)
    assert found.rows[start + 1 : start + 4] == [
        ["1", "0.50", "617,283.95", "2025-06-30", "2025-06-30", "by", "25-2.3b"],
        ["2", "0.50", "617,283.94", "2025-11-30", "2025-11-30", "at", "25-2.3c"],
        ["total", "1.00", "1,234,567.89", "", "", "", ""],
    ]
    sides = ["right", "right", "right", "left", "left", "left", "left"]
    assert found.sides[start : start + 4] == [sides] * 4


def figures(row: list[str], *places: int) -> list[Decimal]:
    return [Decimal(row[place].replace(",", "")) for place in places]


@given(st.lists(payables, min_size=2, max_size=12), yuan(1, 10_000_000))
def test_a_ledgers_totals_are_the_sums_of_its_months(
    amounts: list[Decimal], prepaid: Decimal
) -> None:
    """25-2.3d: what was payable, what was offset, and what was paid out."""
    held = ledger(*amounts, prepaid=prepaid)
    rows = shown(held).rows
    start = next(place for place, row in enumerate(rows) if row[0] == "month")
    months, total = rows[start + 1 : start + 1 + len(amounts)], rows[start + 1 + len(amounts)]
    assert [row[0] for row in months] == [str(entry.month) for entry in held.entries]
    fen = [sum(int(figures(row, place)[0] * 100) for row in months) for place in (1, 3, 4)]
    assert [int(each * 100) for each in figures(total, 1, 3, 4)] == fen
    assert figures(total, 3) == [held.offset_total]
    assert (total[0], total[2], total[5]) == ("total", "", "")  # balances do not add up


def test_one_row_is_its_own_total() -> None:
    assert "tfoot" not in html_of(ledger(70))
    assert "tfoot" in html_of(ledger(70, 0))


def reconciliation() -> Reconciliation:
    paid = [Disbursement("A", "200000", "2025-07-01"), Disbursement("A", 500_000, "2025-07-02")]
    return reconcile(schedule(), paid, as_of="2025-12-01")


def test_a_value_that_holds_rows_has_its_tables_below() -> None:
    found = shown(reconciliation())
    captions = ["Reconciliation", "schedule", "instalments", "disbursements", "lines"]
    assert found.captions == captions
    assert ["total", "700,000.00", ""] in found.rows
    assert ["total", "1,234,567.89", "", "700,000.00", "534,567.89", "", ""] in found.rows


def contract() -> Contract:
    return Contract(
        "C1", hospital(), Product("A1", "V", "M", group="7"), cycle(), agreed_volume=1000,
        unit="支", unit_price=50,
    )  # fmt: skip


def test_25_2_3h_payments_and_months_of_a_report_are_added_up() -> None:
    delivery = Delivery(
        "D1", "C1", accepted_on="2025-06-10", quantity=100, unit="支", unit_price=50
    )
    paid = [SupplierPayment("D1", each, "2025-07-01") for each in (2000, "1000.01")]
    found = shown(supplier_payment_state(CHONGQING_2025_25, delivery, paid, as_of="2025-07-31"))
    assert ["total", "3,000.01", ""] in found.rows
    found = shown(
        monthly_report(CHONGQING_2025_25, contract(), [delivery], paid, as_of="2025-07-31")
    )
    months = ["total", "100", "", "", "5,000.00", "3,000.01", "", "", ""]
    assert months in found.rows  # progress and what is owed do not add up


def test_25_2_2e_what_was_used_is_added_up() -> None:
    used = [Usage(ListingStatus.SELECTED, 70), Usage(ListingStatus.NON_SELECTED, "30.5")]
    found = shown(annual_assessment(CHONGQING_2025_25, contract(), [], used))
    assert ["total", "100.5", "", ""] in found.rows


def accounts(count: int) -> vbp_policy.FundAccounts:
    prepayments = [
        Prepayment(f"P{n}", hospital(), Fund.EMPLOYEE, 100, cycle()) for n in range(count)
    ]
    months = {"2026-06": 120, "2026-07": 50}
    return offset_prepayments(CHONGQING_2025_25, prepayments, {Fund.EMPLOYEE: months})


def test_a_few_ledgers_are_spelled_out_and_many_are_a_row_each() -> None:
    few = shown(accounts(3)).captions
    assert [each for each in few if "ledgers" in each] == [f"ledgers {n} of 3" for n in (1, 2, 3)]
    assert few.count("entries") == 3
    many = shown(accounts(4))
    assert "ledgers" in many.captions
    assert "entries" not in many.captions
    heads = ["prepayment", "window", "entries", "offset total", "balance", "status", "return due"]
    start = many.rows.index(heads)
    assert many.rows[start + 1][2:5] == ["2", "100.00", "0.00"]
    assert many.rows[start + 1][0] == "P0 H1 第二人民医院"


def test_a_months_offsets_stand_in_its_row() -> None:
    """25-2.3d."""
    found = shown(accounts(2))
    start = found.rows.index(["month", "payable", "taken", "paid out"])
    assert found.rows[start + 1 : start + 4] == [
        ["2026-06", "120.00", "P0 100.00, P1 20.00", "0.00"],
        ["2026-07", "50.00", "P0 0.00, P1 50.00", "0.00"],
        ["total", "170.00", "", "0.00"],
    ]


def test_a_total_of_the_rows_own_kind_is_their_last_row() -> None:
    found = shown(fund_totals([accounts(2)]))
    assert found.captions == ["FundTotals", "rows"]
    assert "total" not in found.fields
    start = [row[0] for row in found.rows].index("key")
    heads = ["prepayments", "prepaid", "payable", "offset", "paid out", "balance", "return due"]
    sums = ["2", "200.00", "170.00", "170.00", "0.00", "30.00", "0.00"]
    assert found.rows[start : start + 3] == [
        ["key", *heads],
        ["渝中区, employee", *sums],
        ["total", *sums],
    ]


def standards(count: int) -> StandardTable:
    rows = [(f"C{number}", "阿卡波糖", "12.5") for number in range(count)]
    in_force = Span("2025-03-07", "2025-12-31")
    return StandardTable.published(CHONGQING_2025_9, rows, in_force=in_force)


def test_rows_of_two_fields_are_shown_by_the_fields_of_what_they_hold() -> None:
    found = shown(standards(2))
    start = found.rows.index(["code", "variety", "specification", "price", "set by", "in force"])
    assert found.rows[start + 1] == [
        *("C0", "阿卡波糖", "—", "12.50", "—", "2025-03-07 to 2025-12-31"),
    ]


@pytest.mark.parametrize(
    ("count", "rows", "said"), [(60, 60, None), (61, 50, "11"), (9_999, 50, "9,949")]
)
def test_of_a_long_table_the_first_rows_and_how_many_more(
    count: int, rows: int, said: str | None
) -> None:
    html = html_of(standards(count))
    assert len(html) < SIZE
    found = Table(html)
    assert len([row for row in found.rows if re.fullmatch("C[0-9]+", row[0])]) == rows
    assert [row for row in found.rows if "more" in row[0]] == (
        [] if said is None else [[f"… and {said} more"]]
    )


# Values of a caller's own


@attrs.frozen(field_transformer=checked)
class Pair(Value):
    """Two fields, of which one holds fields of its own."""

    code: str
    held: Value


@attrs.frozen(field_transformer=checked)
class Holder(Value):
    """Rows, and what its repr leaves out."""

    pairs: tuple[Pair, ...] = ()
    words: tuple[str, ...] = attrs.field(default=(), repr=False)
    number: int = attrs.field(default=0, repr=False)
    reading: Reading = attrs.field(factory=Reading, repr=False)
    _private: str = attrs.field(default="", repr=False)


def test_fields_that_are_called_the_same_or_differ_are_not_spread_out() -> None:
    same = Holder((Pair("A", FundOffset("B", 1)), Pair("C", Pair("D", FundOffset("E", 1)))))
    assert ["A", "B 1.00"] in shown(same).rows
    clash = Holder((Pair("A", Pair("D", FundOffset("E", 1))),))
    assert ["code", "held"] in shown(clash).rows
    spread = Holder((Pair("A", FundOffset("B", 1)),))
    assert ["code", "reference", "amount"] in shown(spread).rows


def test_only_what_can_be_unfolded_is_folded_away() -> None:
    found = Holder(words=("a", "b"), number=5)
    html = html_of(found)
    assert "<details><summary>words (2)</summary>a, b</details>" in html
    assert "number" not in html
    assert "private" not in html
    assert "<summary>reading</summary>" in html
    assert "<summary>words" not in html_of(Holder())


def test_a_column_of_figures_and_blanks_stands_at_the_right() -> None:
    rows: list[list[object]] = [[Decimal(1), None, "", True], [5, Decimal(2), 3, False]]
    assert Table(table("T", list("abcd"), rows)).sides[1] == ["right", "right", "right", "left"]
    assert Table(table("T", ["a"], [[None]])).sides[1] == ["left"]
    assert Table(table("T", ["a"], [])).rows == [["a"]]


def test_an_error_in_a_table_is_named() -> None:
    error = InvalidValueError(field="total", value="<b>", expected="an amount")
    found = Table(table("T", ["a"], [[error]]))
    assert found.rows[1] == [f"InvalidValueError: {error}"]


def test_only_a_notebook_loads_the_tables() -> None:
    code = (
        "import sys; from vbp_policy import YearMonth; month = YearMonth(2025, 5); "
        "assert 'vbp_policy.foundation.html' not in sys.modules; month._repr_html_(); "
        "assert 'vbp_policy.foundation.html' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
