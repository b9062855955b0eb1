"""Results told step by step: every type, both languages, every figure from the result itself."""

import decimal
import pickle
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vbp_policy
from strategies import hospital, small_totals, yuan
from strategies import payables as months_payable
from test_values import contents, reached, results, tablets
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Basis,
    Classification,
    Contract,
    Coverage,
    Cycle,
    DebtDay,
    Delivery,
    Disbursement,
    DisbursementDay,
    Explanation,
    ExplanationFigure,
    FigureKind,
    Finding,
    Fund,
    InvalidTypeError,
    InvalidValueError,
    Listing,
    ListingStatus,
    MonthEnd,
    OffsetLedger,
    PolicyError,
    Prepayment,
    PriceRatios,
    Product,
    Reading,
    SameVariety,
    SelectedProduct,
    SelectionResults,
    Span,
    Specification,
    StandardTable,
    SupplierPayment,
    Usage,
    annual_assessment,
    cautious,
    check_agreed_volume,
    check_purchase_price,
    civil_code,
    classify_listing,
    contract_progress,
    explain,
    extend,
    fund_totals,
    listing_price,
    mainland_china,
    monthly_report,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    payment_standard,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    reimburse,
    revise,
    standard_table,
    supplier_payment_due,
    supplier_payment_state,
    supply_incidents,
    timetable,
)
from vbp_policy.foundation.values import Value, checked
from vbp_policy.interop.json import dumps, loads
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.results.explanations.assumptions import in_chinese
from vbp_policy.results.explanations.explain import EXPLAINERS
from vbp_policy.testing import cycles, readings

NINE, TWENTY_FIVE = CHONGQING_2025_9, CHONGQING_2025_25
LANGUAGES = ("en", "zh")
CYCLE = procurement_cycle(TWENTY_FIVE, "2025-05-30")
SCHEDULE = prepayment_schedule(TWENTY_FIVE, CYCLE, "1234567.89")
CONTRACT = Contract("合一", hospital(), Product("甲一", "透析器", "甲厂", group="高通"), CYCLE,
                    agreed_volume=1000, unit="支", unit_price=50)  # fmt: skip
evolve: Any = attrs.evolve  # the real one's types bar what is to be refused
HOSTILE = "a|b `c` [d](e) *f* _g_ ~h~ $i$ {j} <b>&amp;</b> \\ #k !l"
ENGLISH = re.compile(r"[A-Za-z]{3,}")


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


# Results of every kind, and under readings other than the recommended


def ledger(
    *flows: object, amount: object = 100, booked: Any = None, cycle: Cycle = CYCLE
) -> OffsetLedger:
    prepayment = Prepayment("甲", hospital(), Fund.EMPLOYEE, untyped(amount), cycle)
    window = offset_window(TWENTY_FIVE, cycle)
    given = dict(zip(window, flows, strict=False))
    return offset_prepayment(TWENTY_FIVE, prepayment, untyped(given), booked=booked)


def delivery(reference: str, day: str, quantity: object, **further: Any) -> Delivery:
    return Delivery(reference, "合一", accepted_on=day, quantity=untyped(quantity), unit="支",
                    unit_price=50, **further)  # fmt: skip


def listed(maker: str, price: str, code: str = "甲九", **further: Any) -> Classification:
    """Classify a product of a maker in a group with two selected products."""
    selected = [
        SelectedProduct(Product("甲一", "透析器", "甲厂", group="高通"), "50"),
        SelectedProduct(Product("丙一", "透析器", "丙厂", group="低通"), "30"),
    ]
    renewals = [vbp_policy.Renewal("甲一", "甲二", "2025-06-01")]
    listing = Listing(Product(code, "透析器", maker, group=further.pop("group", "高通")), price,
                      other_selected_prices=further.pop("elsewhere", None))  # fmt: skip
    annex = SelectionResults(tuple(selected), tuple(renewals))
    return classify_listing(TWENTY_FIVE, listing, annex, on="2025-09-01", **further)


def classified() -> Iterator[Classification]:
    """Give a classification for each reason that there is."""
    yield listed("甲厂", "60", code="甲一")
    yield listed("甲厂", "40", code="甲二")
    for elsewhere in (None, (), ("45", "47")):
        yield listed("甲厂", "46", elsewhere=elsewhere)
    yield listed("甲厂", "51", elsewhere=())
    yield listed("甲厂", "46", group="低通")
    yield listed("甲厂", "46", group="低通", reading=civil_code())
    by_group = Reading(selected_firm=vbp_policy.SelectedFirm.BY_GROUP)
    yield listed("丙厂", "46", reading=by_group)
    yield listed("乙厂", "46")
    yield listed("乙厂", "56")
    yield listed("乙厂", "46", group="无人中选")


def in_chinese_names() -> Iterator[object]:
    """Give results of every kind whose names are Chinese throughout."""
    yield from (CYCLE, procurement_cycle(NINE), SCHEDULE)
    yield extend(TWENTY_FIVE, CYCLE, "2026-11-29", decided_on="2026-05-20")
    yield revise(TWENTY_FIVE, SCHEDULE, 2_000_000, disbursed=700_000)
    paid = [Disbursement("甲", 700_000, "2025-07-01"), Disbursement("甲", 1, "2026-01-01")]
    yield from (reconcile(SCHEDULE, paid, as_of=day) for day in ("2025-06-01", "2025-12-01"))
    yield from (ledger(), ledger(40, 0, -5), ledger(*[5] * 12), ledger(40, 90))
    yield ledger(40, 90, booked={"2026-06": 30})
    twice = [Prepayment(name, hospital(), Fund.EMPLOYEE, 100, CYCLE) for name in ("甲", "乙")]
    accounts = offset_prepayments(TWENTY_FIVE, twice, {Fund.EMPLOYEE: {"2026-06": 120}})
    others = offset_prepayments(
        TWENTY_FIVE, [Prepayment("丙", hospital("二", None), Fund.RESIDENT, 9, CYCLE)], {}
    )
    by = ("district", "institution", "kind", "grade", "fund")
    yield from (accounts, fund_totals([accounts, others], by=by))
    yield from standards()
    yield from classified()
    yield check_purchase_price(NINE, paid="8.70", selected="8.72")
    yield check_purchase_price(TWENTY_FIVE, paid="8.70", selected="8.72")
    yield check_agreed_volume(NINE, current=900, previous=1000)
    yield from monitored()
    calendar = mainland_china()
    yield prepayment_case(
        TWENTY_FIVE, hospital(), 100, "2025-05-31", {"2026-06": 7}, reading=cautious(),
        calendar=calendar,
    )  # fmt: skip
    early = Reading(disbursement_day=DisbursementDay.PREVIOUS_WORKDAY)
    moved = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=early)
    yield prepayment_schedule(TWENTY_FIVE, moved, 100, calendar=calendar)
    yield from timetable(TWENTY_FIVE, CYCLE, calendar=calendar)
    yield from timetable(NINE, procurement_cycle(NINE))


def standards() -> Iterator[object]:
    rows = [("甲", "阿卡波糖", "5.42"), ("乙", "阿卡波糖", "5.42"), ("丙", "二甲双胍", "1")]
    span = Span("2025-03-07", "2025-12-31")
    table = StandardTable.published(NINE, rows, in_force=span)
    yield table
    by_variety = table.lookup(Product("丁", "阿卡波糖", "丁厂"), on="2025-06-18")
    yield from (by_variety, reimburse(by_variety, "5.42", 3))
    pack = tablets(24, pack_unit="盒", piece_unit="片")
    own = SelectedProduct(Product("甲", "某药", "甲厂", specification=pack), "8.72")
    half = Product("乙", "某药", "甲厂", specification=tablets(12))
    for target in (half.specification, pack):
        standard = payment_standard(NINE, [own], specification=target, ratios=SECONDARY_2011_RATIOS)
        yield standard
        for price, billed in (("9.00", "27"), ("0.01", None)):
            yield reimburse(standard, price, "2.5", coverage=Coverage("0.1", "0.7"), billed=billed)
    yield standard_table(NINE, [own], specifications=[tablets(12)], ratios=SECONDARY_2011_RATIOS)
    two = Reading(same_variety=SameVariety.PACK_PRICE)
    yield payment_standard(NINE, [own], specification=half.specification, reading=two)
    yield listing_price(NINE, own, half, SECONDARY_2011_RATIOS)
    ratios = PriceRatios(strength="1.7", fill="1.9", pack="1.95", places=2)
    one, other = (
        Product(code, "某药", "甲厂", specification=vial(strength, fill, size))
        for code, strength, fill, size in (("甲", "0.5", 5, 1), ("乙", 1, 10, 2))
    )
    yield listing_price(NINE, SelectedProduct(one, "8.72"), other, ratios)


def vial(strength: str | int, fill: int, pack_size: int) -> Specification:
    return Specification(
        form="注射液", strength=strength, strength_unit="g", fill=fill, fill_unit="ml",
        pack_size=pack_size,
    )  # fmt: skip


def monitored() -> Iterator[object]:
    given = [delivery("一", "2025-06-18", 900), delivery("二", "2025-06-20", -10)]
    for as_of, more in (("2025-05-29", ()), ("2025-07-01", ()), ("2025-07-01", (200,))):
        further = [delivery("三", "2025-06-30", each) for each in more]
        yield contract_progress(CONTRACT, [*given, *further], as_of=as_of)
    payments = [
        SupplierPayment("一", 4000, "2025-08-04"),
        SupplierPayment("二", -100, "2025-07-01"),
    ]
    yield monthly_report(TWENTY_FIVE, CONTRACT, given, payments, as_of="2025-08-31")
    yield annual_assessment(TWENTY_FIVE, CONTRACT, given, [Usage(it, 9) for it in ListingStatus])
    yield annual_assessment(TWENTY_FIVE, CONTRACT, [delivery("一", "2025-06-18", 1000)], [])
    order = vbp_policy.Order("订一", "合一", ordered_on="2025-06-02", quantity=30, unit="支")
    for part in ([], [delivery("一", "2025-06-18", 9, order_reference="订一")]):
        yield from supply_incidents(CONTRACT, [order], part, as_of="2025-06-30")
    shifted = Reading(debt_day=DebtDay.NEXT_WORKDAY)
    yield supplier_payment_due(
        TWENTY_FIVE, "2025-07-31", reading=shifted, calendar=mainland_china()
    )
    yield supplier_payment_state(
        NINE, delivery("一", "2025-06-18", 1), [SupplierPayment("一", 50, "2025-07-31")],
        as_of="2025-08-31",
    )  # fmt: skip


def having_a_basis(values: object) -> list[Any]:
    """Give every result among values and in them, each once."""
    found = [each for each in reached(values) if isinstance(getattr(each, "basis", None), Basis)]
    return list(dict.fromkeys(found))


NAMED_IN_CHINESE = having_a_basis(tuple(in_chinese_names()))
EVERY = [*NAMED_IN_CHINESE, *having_a_basis(tuple(results()))]
_LAST: dict[object, Any] = {type(each): each for each in reversed(EVERY)}
ONE_OF_EACH = list(_LAST.values())
every_kind = pytest.mark.parametrize("result", ONE_OF_EACH, ids=lambda each: type(each).__name__)
in_both = pytest.mark.parametrize("lang", LANGUAGES)


def html_of(explanation: Any) -> str:
    """Give what a notebook shows."""
    return str(explanation._repr_html_())


def texts_of(explanation: Explanation) -> Iterator[str]:
    """Give everything that an explanation says in its language, but for names and clauses."""
    yield from (explanation.title, *explanation.assumptions)
    for used in (*explanation.reading, *(it for step in explanation.steps for it in step.reading)):
        yield from (used.question, used.means)
    for step in explanation.steps:
        yield from (step.decides, *step.assumptions)
        for figure in step.figures:
            yield from (figure.label, figure.written_in(explanation.lang))


# Every type, both languages


def test_every_public_type_with_a_basis_is_among_the_results() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    kinds = {
        each
        for each in public
        if isinstance(each, type)
        and issubclass(each, Value)
        and "basis" in {field.name for field in attrs.fields(untyped(each))}
    }
    assert len(kinds) > 25
    assert {each.__name__ for each in kinds} == {type(each).__name__ for each in ONE_OF_EACH}
    assert {each.__name__ for each in kinds} == {each.__name__ for each in EXPLAINERS}


@every_kind
@in_both
def test_a_result_is_explained_with_its_notice_clause_and_words(result: Any, lang: str) -> None:
    explanation = explain(result, lang=lang)
    assert explanation.lang == lang
    assert explanation.policy_number == result.basis.policy_number
    assert result.basis.policy_number in explanation.title
    assert explanation.steps
    for step in explanation.steps:
        assert step.policy_number == result.basis.policy_number
        assert step.clauses
        assert step.clause is step.clauses[0]
        assert {each.id for each in step.clauses} <= {each.id for each in result.basis.clauses}
        assert callable(rule(step.rule))
        assert step.decides
        assert step.figures == step.given + step.found
        for shown in (str(explanation), explanation.to_markdown(), html_of(explanation)):
            assert step.policy_number in shown
            for clause in step.clauses:
                assert clause.id in shown
                assert clause.words in shown


def rule(name: str) -> object:
    held: object = vbp_policy
    for part in name.split("."):
        held = getattr(held, part)
    return held


@pytest.mark.parametrize("result", EVERY, ids=lambda each: type(each).__name__)
def test_the_default_language_is_english(result: Any) -> None:
    assert explain(result) == explain(result, lang="en")
    assert all(each.isascii() for each in map(re.escape, explain(result).assumptions))


@pytest.mark.parametrize("result", NAMED_IN_CHINESE, ids=lambda each: type(each).__name__)
def test_nothing_in_chinese_is_left_in_english(result: Any) -> None:
    for text in texts_of(explain(result, lang="zh")):
        assert not ENGLISH.search(text), text


@every_kind
@in_both
def test_an_explanation_can_be_stored(result: Any, lang: str) -> None:
    explanation = explain(result, lang=lang)
    assert loads(dumps(explanation)) == explanation
    assert pickle.loads(pickle.dumps(explanation)) == explanation  # noqa: S301
    assert str(loads(dumps(explanation))) == str(explanation)


HOSTILE_CONTEXT = decimal.Context(
    prec=1, rounding=decimal.ROUND_UP, Emin=-1, Emax=1, traps=list(decimal.Context().traps)
)


@every_kind
@in_both
def test_the_hosts_decimal_context_does_not_matter(result: Any, lang: str) -> None:
    explanation = explain(result, lang=lang)
    shown = [str(explanation), html_of(explanation)]
    with decimal.localcontext(HOSTILE_CONTEXT):
        again = explain(result, lang=lang)
        assert [str(again), html_of(again)] == shown


# Every figure is of the result or of its inputs


def figures_in(value: object) -> set[object]:
    """Give every figure in a result, and the few that its inputs give by name."""
    found: set[object] = set()
    for each in reached(value):
        for name, held in contents(each).items():
            if not name.startswith("_"):
                found.update(map(typed, untyped(held) if isinstance(held, tuple) else (held,)))
        if isinstance(each, Delivery):
            found.add(typed(each.amount))
        if isinstance(each, vbp_policy.Institution | vbp_policy.Specification):
            found.add(typed(str(each)))
    return found


def typed(value: object) -> object:
    return (type(value), str(value))


def numbers_in(text: str) -> list[str]:
    return re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", text)


def holds_only_its_own_figures(result: Any) -> None:
    own = figures_in(result)
    for lang in LANGUAGES:
        for step in explain(result, lang=lang).steps:
            for figure in step.figures:
                assert typed(figure.value) in own, figure
            shown = " ".join(each.written_in(lang) for each in step.figures)
            if step.rule != "classify_listing":  # it tells its reasons, which hold figures
                assert set(numbers_in(step.decides)) <= {*numbers_in(shown), *names_in(result)}


def names_in(result: object) -> set[str]:
    """Give the numbers that stand in the names of an event."""
    named = [each for each in reached(result) if isinstance(each, vbp_policy.Event)]
    return {it for each in named for it in numbers_in(f"{each.name} {each.name_zh}")}


@pytest.mark.parametrize("result", EVERY, ids=lambda each: type(each).__name__)
def test_every_figure_is_of_the_result_or_its_inputs(result: Any) -> None:
    holds_only_its_own_figures(result)


@given(
    cycles(
        policy=CHONGQING_2025_25,
        reading=readings(disbursement_day=Reading().disbursement_day),
        extended=False,
    ),
    yuan(2),
)
def test_figures_of_any_schedule(cycle: Cycle, total: Decimal) -> None:
    holds_only_its_own_figures(prepayment_schedule(TWENTY_FIVE, cycle, total))


@given(st.data(), cycles(policy=CHONGQING_2025_25, extended=False), small_totals)
def test_figures_of_any_ledger(data: st.DataObject, cycle: Cycle, amount: Decimal) -> None:
    window = offset_window(TWENTY_FIVE, cycle)
    flows = data.draw(st.lists(months_payable, max_size=len(window)))
    held = ledger(*flows, amount=amount, cycle=cycle)
    holds_only_its_own_figures(held)
    steps = explain(held).steps
    assert [step.rule for step in steps[:1]] == ["offset_window"]
    months = [figure.value for step in steps[1:] for figure in step.given if figure.name == "month"]
    assert months == [entry.month for entry in held.entries]


@given(
    st.decimals("0.01", "1000", places=2),
    st.decimals("0.01", "1000", places=2),
    st.decimals("-100", "100", places=2).filter(bool),
    st.none() | st.just(Coverage("0.123456", "0.7")),
    st.none() | yuan(-10_000, 10_000),
)
def test_figures_of_any_reimbursement(
    standard: Decimal, price: Decimal, quantity: Decimal, coverage: Any, billed: Any
) -> None:
    row = [("甲", "阿卡波糖", standard)]
    table = StandardTable.published(NINE, row, in_force=Span("2025-03-07", "2025-12-31"))
    held = table.lookup("甲", on="2025-03-07")
    holds_only_its_own_figures(reimburse(held, price, quantity, coverage=coverage, billed=billed))


@given(st.lists(st.tuples(st.integers(1, 10**6), st.dates(date(2025, 6, 1), date(2026, 6, 1)))))
def test_figures_of_any_reconciliation(paid: list[tuple[int, date]]) -> None:
    schedule = prepayment_schedule(TWENTY_FIVE, CYCLE, 10**9)
    disbursements = [Disbursement("甲", fen, day) for fen, day in paid]
    holds_only_its_own_figures(reconcile(schedule, disbursements, as_of="2025-12-31"))


# The whole of it


def test_the_reading_is_told_where_it_departs_from_the_recommended() -> None:
    cycle = procurement_cycle(TWENTY_FIVE, "2025-05-30", reading=civil_code())
    explanation = explain(cycle, lang="zh")
    assert [used.field for used in explanation.reading] == ["last_day", "month_end", "debt_day"]
    assert not any(used.recommended for used in explanation.reading)
    assert "与推荐口径不同之处" in str(explanation)
    assert explain(CYCLE).reading == ()
    assert "reading is not the recommended" not in str(explain(CYCLE))


def test_all_assumptions_are_told_once_more_at_the_end() -> None:
    held = ledger(40)
    assert explain(held).assumptions == held.basis.assumptions
    assert explain(held, lang="zh").assumptions == tuple(map(in_chinese, held.basis.assumptions))
    assert explain(CYCLE).assumptions == ()


# Types without an explainer of their own


@attrs.frozen(field_transformer=checked)
class Later(Value):
    """A result of a type that was added after the explainers."""

    amount: Decimal
    newly_found: str
    days: Span
    nothing: str | None
    ready: bool
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)


@attrs.frozen(field_transformer=checked)
class Special(Finding):
    """A result of a class of one's own, of a kind that has an explainer."""


@in_both
def test_a_type_without_an_explainer_is_told_by_its_fields(lang: str) -> None:
    later = Later(Decimal("1.50"), "甲", Span(CYCLE.first_day, CYCLE.last_day), None, ready=True,
                  basis=untyped(CYCLE.basis))  # fmt: skip
    explanation = explain(later, lang=lang)
    assert "Later" in explanation.title
    (step,) = explanation.steps
    assert step.rule == "Later"
    assert [(each.name, each.value) for each in step.found] == [
        ("amount", Decimal("1.50")),
        ("newly_found", "甲"),
        ("ready", True),
    ]
    assert step.found[0].kind is FigureKind.AMOUNT
    assert step.found[1].label == "newly_found"
    assert step.clauses == untyped(CYCLE.basis).clauses
    assert [used.field for used in step.reading] == ["last_day"]


def test_a_class_of_ones_own_is_told_as_its_base() -> None:
    known = check_purchase_price(NINE, paid=1, selected=1)
    fields = {field.name: getattr(known, field.name) for field in attrs.fields(Finding)}
    assert explain(Special(**fields)) == explain(known)


# Refusals


@attrs.frozen
class Stray:
    """No public value, though it has something called a basis."""

    basis: object


@pytest.mark.parametrize(
    "given",
    [
        None,
        7,
        "甲",
        Reading(),
        CYCLE.basis,
        timetable(NINE, procurement_cycle(NINE)),
        hospital(),
        Stray(CYCLE.basis),
        Cycle,
    ],
)
def test_what_is_no_result_is_refused(given: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        explain(given)
    assert caught.value == InvalidTypeError(
        field="result", value=given, expected="a result of a rule, which has a basis"
    )


def test_a_cycle_made_by_hand_has_nothing_to_explain() -> None:
    by_hand = Cycle("2025-05-30", "2026-05-29")
    with pytest.raises(InvalidValueError) as caught:
        explain(untyped(by_hand))
    assert caught.value == InvalidValueError(
        field="result",
        value=by_hand,
        expected="a cycle that procurement_cycle or extend gave; one made by hand has no basis",
    )


@pytest.mark.parametrize("lang", ["de", "", "EN", "zh-CN", "en "])
def test_another_language_is_refused(lang: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        explain(CYCLE, lang=lang)
    assert caught.value == InvalidValueError(field="lang", value=lang, expected="en or zh")


@pytest.mark.parametrize("lang", [None, 1, b"en"])
def test_no_language_is_refused(lang: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        explain(CYCLE, lang=lang)
    assert caught.value == InvalidTypeError(field="lang", value=lang, expected="en or zh")


FIGURE = ExplanationFigure("total", "total", Decimal("1.50"), FigureKind.AMOUNT)
STEP = explain(SCHEDULE).steps[1]
USED = STEP.reading[0]


@pytest.mark.parametrize(
    ("make", "kind", "field", "expected"),
    [
        (
            lambda: evolve(FIGURE, value=datetime(2025, 1, 1)),  # noqa: DTZ001
            InvalidTypeError,
            "value",
            "a string, number, date, month or enum member, not a datetime",
        ),
        (
            lambda: evolve(FIGURE, value=1.5),
            InvalidTypeError,
            "value",
            "a string, number, date, month or enum member",
        ),
        (
            lambda: evolve(FIGURE, value=Decimal("NaN")),
            InvalidValueError,
            "value",
            "a finite Decimal of at most 40 digits before and after the point",
        ),
        (lambda: FIGURE.written_in("fr"), InvalidValueError, "lang", "en or zh"),
        (
            lambda: evolve(USED, choice=MonthEnd.CALENDAR_END),
            InvalidValueError,
            "choice",
            "a choice of the reading disbursement_day",
        ),
        (
            lambda: evolve(USED, field="weather"),
            InvalidValueError,
            "choice",
            "a choice of the reading weather",
        ),
        (
            lambda: evolve(STEP, rule="`rm`"),
            InvalidValueError,
            "rule",
            "the name of a function",
        ),
        (lambda: evolve(explain(CYCLE), lang="fr"), InvalidValueError, "lang", "en or zh"),
    ],
)
def test_parts_are_checked(
    make: Callable[[], object], kind: type[PolicyError], field: str, expected: str
) -> None:
    with pytest.raises(kind) as caught:
        make()
    assert type(caught.value) is kind
    assert (caught.value.field, caught.value.expected) == (field, expected)
    assert caught.value.clause is None
