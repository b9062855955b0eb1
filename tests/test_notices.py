"""The two notices as data: every clause of the register, every figure of the terms."""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import cast

import attrs
import pytest

import vbp_policy
from vbp_policy import (
    Clause,
    Computability,
    DueKind,
    Fund,
    Grade,
    InstitutionKind,
    Policy,
    PriceRule,
    ReportAnchor,
    notices,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

C, P, N = Computability.COMPUTABLE, Computability.FROM_INPUT, Computability.NOT_COMPUTABLE

REGISTER_9 = (
    ("Y-1", "forwarding letter", P, "supply_incidents"),
    ("9-0", "preamble", N, ""),
    ("9-1.1", "一(一)", C, "participation"),
    ("9-1.2", "一(二)", P, "SelectionResults"),
    ("9-2.1", "二", C, "procurement_cycle"),
    ("9-2.2", "二", C, "check_agreed_volume"),
    ("9-3.1a", "三(一)", C, "price_in_force"),
    ("9-3.1b", "三(一)", P, "listing_price"),
    ("9-3.1c", "三(一)", N, ""),
    ("9-3.1d", "三(一)", C, "check_purchase_price"),
    ("9-3.1e", "三(一)", C, "price_in_force"),
    ("9-3.1f", "三(一)", N, ""),
    ("9-3.2a", "三(二)", N, ""),
    ("9-3.2b", "三(二)", C, "contract_progress"),
    ("9-3.2c", "三(二)", C, "supplier_payment_due supplier_payment_state"),
    ("9-3.3a", "三(三)", C, "payment_standard standard_table"),
    ("9-3.3b", "三(三)", C, "reimburse"),
    ("9-3.3c", "三(三)", C, "reimburse"),
    ("9-3.4a", "三(四)", N, ""),
    ("9-3.4b", "三(四)", P, "monthly_report annual_assessment"),
    ("9-3.4c", "三(四)", N, ""),
    ("9-3.4d", "三(四)", P, "timetable"),
    ("9-4.1", "closing", C, "Policy.effective_on"),
    ("9-4.2", "closing", N, ""),
    ("9-4.3", "closing", C, "timetable"),
    ("9-4.4", "closing", N, "Policy.falls_back_to"),
)
REGISTER_25 = (
    ("25-0", "preamble", N, "Policy.rests_on"),
    ("25-1.1", "一(一)", C, "participation"),
    ("25-1.2", "一(二)", P, "SelectionResults"),
    ("25-1.3a", "一(三)", C, "procurement_cycle"),
    ("25-1.3b", "一(三)", P, "extend"),
    ("25-2.1a", "二(一)", N, ""),
    ("25-2.1b", "二(一)", C, "check_purchase_price"),
    ("25-2.1c", "二(一)", N, ""),
    ("25-2.1d", "二(一)", C, "contract_progress"),
    ("25-2.1e", "二(一)", P, "Contract"),
    ("25-2.1f", "二(一)", C, "agreement_years"),
    ("25-2.2a", "二(二)", N, ""),
    ("25-2.2b", "二(二)", C, "Renewal SelectionResults.find"),
    ("25-2.2c", "二(二)", C, "classify_listing"),
    ("25-2.2d", "二(二)", C, "classify_listing"),
    ("25-2.2e", "二(二)", C, "classify_listing annual_assessment"),
    ("25-2.3a", "二(三)", P, "prepayment_schedule Prepayment"),
    ("25-2.3b", "二(三)", C, "prepayment_schedule"),
    ("25-2.3c", "二(三)", C, "prepayment_schedule"),
    ("25-2.3d", "二(三)", C, "offset_prepayment"),
    ("25-2.3e", "二(三)", C, "OffsetLedger.return_due"),
    ("25-2.3f", "二(三)", C, "paying_fund"),
    ("25-2.3g", "二(三)", N, ""),
    ("25-2.3h", "二(三)", C, "supplier_payment_due supplier_payment_state"),
    ("25-2.4a", "二(四)", N, ""),
    ("25-2.4b", "二(四)", C, "price_in_force"),
    ("25-2.5", "二(五)", P, "monthly_report annual_assessment timetable"),
    ("25-3", "三", N, ""),
    ("25-4.1", "closing", C, "Policy.effective_on"),
    ("25-4.2", "closing", C, "timetable"),
    ("25-4.3", "closing", P, "PolicyBook"),
)
"""Every clause: its id, its place, whether it can be computed, and the names that compute it."""

REGISTERS = ((CHONGQING_2025_9, REGISTER_9), (CHONGQING_2025_25, REGISTER_25))
CLAUSES = [
    pytest.param(policy, clause, id=clause.id)
    for policy, _ in REGISTERS
    for clause in policy.clauses
]
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def reached(name: str) -> object:
    """Give what a name, dotted or not, stands for from the package's root."""
    root: object = vbp_policy
    return reduce(getattr, name.split("."), root)


def test_the_package_carries_these_notices_and_no_other() -> None:
    assert sorted(notices.__all__) == ["CHONGQING_2025_25", "CHONGQING_2025_9"]
    assert [policy.number for policy, _ in REGISTERS] == [
        "渝医保办〔2025〕9号",
        "渝医保办〔2025〕25号",
    ]


def test_the_register_has_57_rows() -> None:
    assert len(CHONGQING_2025_9.clauses) + len(CHONGQING_2025_25.clauses) == 57
    assert len(REGISTER_9) + len(REGISTER_25) == 57


@pytest.mark.parametrize(
    ("policy", "register"), REGISTERS, ids=[policy.number for policy, _ in REGISTERS]
)
def test_the_clauses_are_the_registers_in_its_order(
    policy: Policy, register: tuple[tuple[str, str, Computability, str], ...]
) -> None:
    assert [(each.id, each.where, each.computability) for each in policy.clauses] == [
        row[:3] for row in register
    ]


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_a_clause_is_said_in_both_languages(policy: Policy, clause: Clause) -> None:
    foreign = CHINESE.search(clause.paraphrase.replace("渝医保办〔2022〕73号", ""))
    assert foreign is None
    assert re.fullmatch(r"[A-Z].{20,}\.", clause.paraphrase)
    assert len(CHINESE.findall(clause.paraphrase_zh)) >= 10
    assert clause.paraphrase_zh.endswith("。")


@pytest.mark.parametrize(("policy", "_"), REGISTERS, ids=[str(policy) for policy, _ in REGISTERS])
def test_no_two_clauses_of_a_notice_say_the_same(policy: Policy, _: object) -> None:
    for said in ("paraphrase", "paraphrase_zh"):
        assert len({getattr(each, said) for each in policy.clauses}) == len(policy.clauses)


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_a_clause_that_can_be_computed_shows_the_words_at_issue(
    policy: Policy, clause: Clause
) -> None:
    assert len(clause.words) <= 12
    if clause.computability is not N:
        assert CHINESE.search(clause.words)


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_a_clause_that_cannot_be_computed_says_why(policy: Policy, clause: Clause) -> None:
    if clause.computability is N:
        assert re.fullmatch(r"[A-Z].{20,}\.", clause.reason)
    else:
        assert clause.reason == ""


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_each_name_that_a_clause_gives_can_be_reached_from_the_root(
    policy: Policy, clause: Clause
) -> None:
    assert len(set(clause.functions)) == len(clause.functions)
    for name in clause.functions:
        assert name.split(".")[0] in vbp_policy.__all__
        assert reached(name) is not None


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_each_rule_and_class_that_a_clause_names_cites_it_back(
    policy: Policy, clause: Clause
) -> None:
    cited = re.compile(rf"(?<![\w.-]){re.escape(clause.id)}(?!\w|[.-]\d)")
    for name in clause.functions:
        named = reached(name)
        if inspect.isfunction(named) or inspect.isclass(named):  # else a field of a class
            assert cited.search(named.__doc__ or ""), name


@pytest.mark.parametrize(("policy", "clause"), CLAUSES)
def test_each_clause_that_can_be_computed_names_what_does_it(
    policy: Policy, clause: Clause
) -> None:
    assert clause.functions or clause.computability is N


@pytest.mark.parametrize(
    ("policy", "row"),
    [pytest.param(policy, row, id=row[0]) for policy, rows in REGISTERS for row in rows],
)
def test_a_clause_names_what_computes_it_once_the_library_has_it(
    policy: Policy, row: tuple[str, str, Computability, str]
) -> None:
    identity, _, _, names = row
    clause = next(each for each in policy.clauses if each.id == identity)
    there = {name for name in names.split() if name.split(".")[0] in vbp_policy.__all__}
    assert there <= set(clause.functions)


def test_the_chain_of_25_names_all_of_its_rules() -> None:
    named = {name for clause in CHONGQING_2025_25.clauses for name in clause.functions}
    assert named >= {
        *("participation", "paying_fund", "procurement_cycle", "procurement_month", "extend"),
        *("agreement_years", "prepayment_schedule", "revise", "offset_window"),
        *("offset_prepayment", "offset_prepayments", "OffsetLedger.return_due"),
    }


# What each notice states


def test_9_identity() -> None:
    policy = CHONGQING_2025_9
    assert policy.number == "渝医保办〔2025〕9号"
    assert policy.subject == "renewed-drugs-batches-1-and-3"
    assert policy.issued_on == date(2025, 2, 18)
    assert "first and third national batches" in policy.title
    assert "第一批和第三批国家集采协议期满药品" in policy.title_zh


def test_25_identity() -> None:
    policy = CHONGQING_2025_25
    assert policy.number == "渝医保办〔2025〕25号"
    assert policy.subject == "haemodialysis-consumables"
    assert policy.issued_on == date(2025, 4, 22)
    assert "haemodialysis consumables" in policy.title
    assert "血液透析类医用耗材" in policy.title_zh


@pytest.mark.parametrize(
    ("policy", "clause_id", "day", "words"),
    [
        (CHONGQING_2025_9, "9-4.1", date(2025, 3, 7), "2025年3月7日"),
        (CHONGQING_2025_25, "25-4.1", date(2025, 5, 30), "2025年5月30日"),
    ],
)
def test_9_4_1_and_25_4_1_a_notice_is_in_force_from_its_effective_date(
    policy: Policy, clause_id: str, day: date, words: str
) -> None:
    assert policy.effective_on == day
    assert next(each.words for each in policy.clauses if each.id == clause_id) == words


def test_9_0_and_25_0_a_notice_rests_on_the_documents_that_it_invokes() -> None:
    (plan,) = CHONGQING_2025_9.rests_on
    assert "渝川蒙鄂滇藏陕宁联盟" in plan
    numbers = ["医保办发〔2024〕8号", "医保发〔2024〕31号", "LH-HD2024-2"]
    for document, number in zip(CHONGQING_2025_25.rests_on, numbers, strict=True):
        assert number in document


def test_9_4_4_the_rest_is_left_to_another_document() -> None:
    assert CHONGQING_2025_9.falls_back_to == "渝医保办〔2022〕73号"


def test_25_leaves_nothing_to_another_document() -> None:
    assert CHONGQING_2025_25.falls_back_to is None


def test_neither_notice_supersedes_another() -> None:
    assert (CHONGQING_2025_9.supersedes, CHONGQING_2025_25.supersedes) == ((), ())


def flat(value: object, path: str) -> Iterator[tuple[str, object]]:
    """Give every figure of a value with the path to it; a clause as its id."""
    if isinstance(value, Clause):
        yield path, value.id
    elif attrs.has(type(value)):
        for field in attrs.fields(type(cast("attrs.AttrsInstance", value))):
            yield from flat(getattr(value, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(value, tuple) and any(map(attrs.has, map(type, cast("tuple[object]", value)))):
        for number, each in enumerate(cast("tuple[object, ...]", value)):
            yield from flat(each, f"{path}[{number}]")
    else:
        yield path, value


TERMS_9: dict[str, object] = {
    "participation.required": (InstitutionKind.PUBLIC, InstitutionKind.MILITARY),
    "participation.encouraged": (InstitutionKind.PRIVATE, InstitutionKind.RETAIL_PHARMACY),
    "participation.designated_only": (InstitutionKind.RETAIL_PHARMACY,),
    "participation.clause": "9-1.1",
    "cycle.length.last_day": date(2025, 12, 31),
    "cycle.clause": "9-2.1",
    "cycle.extension_clause": None,
    "cycle.agreement_clause": None,
    "purchasing.price_rule": PriceRule.EQUAL,
    "purchasing.price_clause": "9-3.1d",
    "purchasing.price_holds_clause": "9-3.1e",
    "purchasing.selected_price_clause": "9-3.1a",
    "purchasing.volume_clause": "9-3.2b",
    "purchasing.volume_floor_clause": "9-2.2",
    "listing.price_ratio_clause": "9-3.1b",
    "listing.renewal_clause": None,
    "listing.classes": None,
    "payment_standard.clause": "9-3.3a",
    "payment_standard.cheaper_clause": "9-3.3b",
    "payment_standard.excess_clause": "9-3.3c",
    "prepayment": None,
    "offset": None,
    "supplier_payment.months_after_acceptance": 1,
    "supplier_payment.clause": "9-3.2c",
    "reporting.products.workdays": 10,
    "reporting.products.anchor": ReportAnchor.EFFECTIVE_DATE,
    "reporting.products.kind": DueKind.BY,
    "reporting.products.clause": "9-4.3",
    "reporting.monitoring_clause": "9-3.4b",
    "reporting.exchange_clause": "9-3.4d",
    "reporting.incident_clause": "Y-1",
}
TERMS_25: dict[str, object] = {
    "participation.required": (InstitutionKind.PUBLIC, InstitutionKind.MILITARY),
    "participation.encouraged": (InstitutionKind.PRIVATE,),
    "participation.designated_only": (),
    "participation.clause": "25-1.1",
    "cycle.length.months": 12,
    "cycle.clause": "25-1.3a",
    "cycle.extension_clause": "25-1.3b",
    "cycle.agreement_clause": "25-2.1f",
    "purchasing.price_rule": PriceRule.AT_MOST,
    "purchasing.price_clause": "25-2.1b",
    "purchasing.price_holds_clause": "25-2.4b",
    "purchasing.selected_price_clause": None,
    "purchasing.volume_clause": "25-2.1d",
    "purchasing.volume_floor_clause": None,
    "listing.price_ratio_clause": None,
    "listing.renewal_clause": "25-2.2b",
    "listing.classes.non_selected_clause": "25-2.2c",
    "listing.classes.selected_firm_clause": "25-2.2d",
    "listing.classes.unselected_firm_clause": "25-2.2e",
    "payment_standard": None,
    "prepayment.instalments[0].share": Decimal("0.50"),
    "prepayment.instalments[0].due.months": 1,
    "prepayment.instalments[0].kind": DueKind.BY,
    "prepayment.instalments[0].clause": "25-2.3b",
    "prepayment.instalments[1].share": Decimal("0.50"),
    "prepayment.instalments[1].due.number": 6,
    "prepayment.instalments[1].kind": DueKind.AT,
    "prepayment.instalments[1].clause": "25-2.3c",
    "prepayment.funds[0].grade": Grade.TERTIARY,
    "prepayment.funds[0].fund": Fund.EMPLOYEE,
    "prepayment.funds[1].grade": Grade.SECONDARY,
    "prepayment.funds[1].fund": Fund.EMPLOYEE,
    "prepayment.funds[2].grade": Grade.PRIMARY,
    "prepayment.funds[2].fund": Fund.RESIDENT,
    "prepayment.funds[3].grade": Grade.UNGRADED,
    "prepayment.funds[3].fund": Fund.RESIDENT,
    "prepayment.fund_clause": "25-2.3f",
    "prepayment.total_clause": "25-2.3a",
    "offset.first_month": 1,
    "offset.window_months": 12,
    "offset.clause": "25-2.3d",
    "offset.return_clause": "25-2.3e",
    "supplier_payment.months_after_acceptance": 1,
    "supplier_payment.clause": "25-2.3h",
    "reporting.products.workdays": 10,
    "reporting.products.anchor": ReportAnchor.EXECUTION_DATE,
    "reporting.products.kind": DueKind.AT,
    "reporting.products.clause": "25-4.2",
    "reporting.monitoring_clause": "25-2.5",
    "reporting.exchange_clause": "25-2.5",
    "reporting.incident_clause": None,
}


@pytest.mark.parametrize(
    ("policy", "terms"),
    [(CHONGQING_2025_9, TERMS_9), (CHONGQING_2025_25, TERMS_25)],
    ids=["9", "25"],
)
def test_the_terms_are_the_notices_figures_with_their_clauses(
    policy: Policy, terms: dict[str, object]
) -> None:
    assert dict(flat(policy.terms, "")) == terms


def test_9_states_no_prepayment_offset_extension_agreement_renewal_or_listing_class() -> None:
    terms = CHONGQING_2025_9.terms
    for absent in (
        terms.prepayment,
        terms.offset,
        terms.cycle.extension_clause,
        terms.cycle.agreement_clause,
        terms.listing.renewal_clause,
        terms.listing.classes,
    ):
        assert absent is None


def test_25_states_no_payment_standard_price_ratio_or_volume_floor() -> None:
    terms = CHONGQING_2025_25.terms
    for absent in (
        terms.payment_standard,
        terms.listing.price_ratio_clause,
        terms.purchasing.volume_floor_clause,
    ):
        assert absent is None
