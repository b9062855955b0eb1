"""Policies: what a notice's value may hold, what it refuses, and how a what-if is made."""

import copy
import pickle
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, cast

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import CYCLE, INVENTED, OTHER
from strategies import hospital
from vbp_policy import (
    Basis,
    Clause,
    Computability,
    CycleTerms,
    DueKind,
    EndOfMonthAfterExecution,
    EndOfProcurementMonth,
    FromExecution,
    Fund,
    FundTerms,
    Grade,
    InstalmentTerms,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    NotProvidedError,
    ParticipationTerms,
    Policy,
    PolicyError,
    Prepayment,
    PrepaymentTerms,
    Reading,
    Terms,
    UntilDay,
    extend,
    offset_prepayment,
    offset_prepayments,
    offset_window,
    paying_fund,
    prepayment_schedule,
    procurement_cycle,
    revise,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

POLICIES = (CHONGQING_2025_9, CHONGQING_2025_25, INVENTED)
ACTED_ON = CHONGQING_2025_25.terms.prepayment
assert ACTED_ON is not None
PREPAYMENT: PrepaymentTerms = ACTED_ON


def untyped(value: object) -> Any:
    """Hide a value's type from the type checkers: a caller may pass anything."""
    return value


def evolved(value: Any, **changes: Any) -> Any:
    """Evolve a value of any class."""
    return attrs.evolve(value, **changes)


def refused(
    kind: type[PolicyError],
    call: Callable[[], object],
    *,
    field: str,
    value: object,
    accepted: str,
    clause: str | None = None,
) -> None:
    """Check that a call is refused, and what the refusal says."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert (error.field, error.value, error.clause) == (field, value, clause)
    assert accepted in error.expected
    message = str(error)
    assert message.startswith(f"{field}: got {value!r}; accepted: ")
    assert accepted in message
    assert message.endswith(f"(clause {clause})") is (clause is not None)


def values_of(value: object) -> Iterator[attrs.AttrsInstance]:
    """Give a value and every value within it."""
    if isinstance(value, tuple):
        for each in cast("tuple[object, ...]", value):
            yield from values_of(each)
    elif attrs.has(type(value)):
        held = cast("attrs.AttrsInstance", value)
        yield held
        for field in attrs.fields(type(held)):
            yield from values_of(getattr(held, field.name))


BASIS = Basis("N", (CYCLE,), Reading(), ("assumed",))
EXAMPLES = {
    type(each): each for value in (*POLICIES, BASIS) for each in values_of(value)
}  # one value of each class that a policy holds
FIELDS = [
    pytest.param(value, field.name, id=f"{kind.__name__}.{field.name}")
    for kind, value in EXAMPLES.items()
    for field in attrs.fields(kind)
]


def test_the_examples_hold_every_class_that_a_policy_is_made_of() -> None:
    terms = {
        f"{name}Terms"
        for name in (
            *("Participation", "Cycle", "Purchasing", "Listing", "ListingClass"),
            *("PaymentStandard", "Prepayment", "Instalment", "Fund", "Offset"),
            *("SupplierPayment", "Reporting", "ProductReport"),
        )
    }
    dues = {"FromExecution", "UntilDay", "EndOfMonthAfterExecution", "EndOfProcurementMonth"}
    others = {"Policy", "Terms", "Clause", "Basis", "Reading"}
    assert {kind.__name__ for kind in EXAMPLES} == terms | dues | others


class Stranger:
    """What no field takes."""

    def __repr__(self) -> str:
        return "a stranger"


@pytest.mark.parametrize(("value", "field"), FIELDS)
def test_a_field_refuses_a_value_of_no_type_of_its_own(
    value: attrs.AttrsInstance, field: str
) -> None:
    stranger = Stranger()
    with pytest.raises(InvalidTypeError) as caught:
        evolved(value, **{field: untyped(stranger)})
    error = caught.value
    assert (error.field, error.value) == (field, stranger)
    assert str(error).startswith(f"{field}: got a stranger; accepted: ")


TUPLES = [
    pytest.param(value, field.name, id=f"{kind.__name__}.{field.name}")
    for kind, value in EXAMPLES.items()
    for field in attrs.fields(kind)
    if isinstance(getattr(value, field.name), tuple)
]


@pytest.mark.parametrize(("value", "field"), TUPLES)
def test_a_collection_refuses_a_string_and_names_the_item_that_it_refuses(
    value: attrs.AttrsInstance, field: str
) -> None:
    stranger = Stranger()
    refused(
        InvalidTypeError,
        lambda: evolved(value, **{field: untyped("several")}),
        field=field,
        value="several",
        accepted="an iterable of",
    )
    held = (*getattr(value, field), stranger)
    with pytest.raises(InvalidTypeError) as caught:
        evolved(value, **{field: untyped(held)})
    assert caught.value.field == f"{field}[{len(held) - 1}]"
    assert caught.value.value is stranger


@pytest.mark.parametrize(("value", "field"), TUPLES)
def test_a_collection_given_as_a_list_is_kept_as_a_tuple(
    value: attrs.AttrsInstance, field: str
) -> None:
    made = evolved(value, **{field: untyped(list(getattr(value, field)))})
    assert made == value
    assert isinstance(getattr(made, field), tuple)


@pytest.mark.parametrize("value", [*POLICIES, BASIS], ids=lambda each: type(each).__name__)
def test_a_policy_and_a_basis_are_values(value: Policy | Basis) -> None:
    for copied in (
        pickle.loads(pickle.dumps(value)),  # noqa: S301
        copy.copy(value),
        copy.deepcopy(value),
        attrs.evolve(value),
    ):
        assert copied == value
        assert hash(copied) == hash(value)


@pytest.mark.parametrize(("value", "field"), FIELDS)
def test_every_value_is_frozen(value: attrs.AttrsInstance, field: str) -> None:
    before = getattr(value, field)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(value, field, before)


@pytest.mark.parametrize("value", EXAMPLES.values(), ids=lambda value: type(value).__name__)
def test_every_value_has_a_plain_repr_and_a_table(value: Any) -> None:
    assert repr(value).startswith(f"{type(value).__name__}(")
    assert f">{type(value).__name__}</caption>" in value._repr_html_()


@pytest.mark.parametrize("policy", POLICIES, ids=str)
def test_the_repr_of_a_policy_spells_out_neither_terms_nor_clauses(policy: Policy) -> None:
    shown = repr(policy)
    assert f"Policy(number='{policy.number}'" in shown
    assert "Terms(" not in shown
    assert "Clause(" not in shown


def test_a_policy_and_a_clause_are_called_by_their_number_and_id() -> None:
    assert str(CHONGQING_2025_9) == "渝医保办〔2025〕9号"
    assert str(CYCLE) == "3-2"


# Clauses


def clause(**given: Any) -> Clause:
    """Make a clause of which the fields under test are given."""
    fields: dict[str, Any] = {
        "id": "X-1",
        "where": "1",
        "paraphrase": "Says.",
        "paraphrase_zh": "说。",
    }
    return Clause(**fields | given)


def test_a_clause_needs_no_words_functions_or_reason() -> None:
    made = clause()
    assert (made.words, made.functions, made.reason) == ("", (), "")
    assert made.computability is Computability.COMPUTABLE


@pytest.mark.parametrize("length", [0, 1, 11, 12])
def test_at_most_twelve_characters_of_a_notice_are_kept(length: int) -> None:
    assert clause(words="期" * length).words == "期" * length


@pytest.mark.parametrize("length", [13, 14, 200])
def test_more_than_twelve_characters_of_a_notice_are_refused(length: int) -> None:
    words = "期" * length
    with pytest.raises(InvalidValueError) as caught:
        clause(words=words)
    error = caught.value
    assert (error.field, error.value, error.clause) == ("words", words, "X-1")
    assert "at most 12 characters" in str(error)
    assert "words: got '期期期" in str(error)
    assert "(clause X-1)" in str(error)


@pytest.mark.parametrize("computability", Computability)
@pytest.mark.parametrize("reason", ["", "Another document says it."])
def test_a_reason_stands_exactly_where_a_clause_is_not_computable(
    computability: Computability, reason: str
) -> None:
    def make() -> Clause:
        return clause(computability=computability, reason=reason)

    if (computability is Computability.NOT_COMPUTABLE) == (reason != ""):
        assert make().reason == reason
    else:
        refused(
            InvalidValueError,
            make,
            field="reason",
            value=reason,
            accepted="a reason for a clause that is not computable, and for no other",
            clause="X-1",
        )


IDENTIFIERS = [
    (clause(), "id"),
    (clause(), "where"),
    (INVENTED, "number"),
    (INVENTED, "subject"),
    (BASIS, "policy_number"),
]


@pytest.mark.parametrize(("value", "field"), IDENTIFIERS)
@pytest.mark.parametrize("wrong", ["", " 3", "3 ", "3\n", "3\x00", "x" * 201])
def test_an_identifier_is_printable_and_neither_empty_nor_padded(
    value: attrs.AttrsInstance, field: str, wrong: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        evolved(value, **{field: untyped(wrong)})
    assert (caught.value.field, caught.value.value) == (field, wrong)
    assert "1 to 200 characters" in str(caught.value)


TEXTS = [
    (clause(), "paraphrase"),
    (clause(), "paraphrase_zh"),
    (clause(computability=Computability.NOT_COMPUTABLE, reason="Because."), "reason"),
    (INVENTED, "title"),
    (INVENTED, "title_zh"),
]


@pytest.mark.parametrize(("value", "field"), TEXTS)
def test_a_text_has_at_most_10_000_characters(value: attrs.AttrsInstance, field: str) -> None:
    longest = "字" * 10_000
    assert getattr(evolved(value, **{field: longest}), field) == longest
    with pytest.raises(InvalidValueError) as caught:
        evolved(value, **{field: longest + "字"})
    assert (caught.value.field, caught.value.value) == (field, longest + "字")
    assert "at most 10000 characters" in str(caught.value)


def test_a_policy_falls_back_to_a_document_or_to_none() -> None:
    assert attrs.evolve(INVENTED, falls_back_to=None).falls_back_to is None
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(INVENTED, falls_back_to="")
    assert (caught.value.field, caught.value.value) == ("falls_back_to", "")
    assert "1 to 200 characters" in str(caught.value)


# Terms


def test_shares_may_be_given_as_strings_and_keep_two_places() -> None:
    made = attrs.evolve(PREPAYMENT.instalments[0], share=untyped("0.5"))
    assert str(made.share) == "0.50"


def instalments_of(*shares: str) -> tuple[InstalmentTerms, ...]:
    return tuple(
        InstalmentTerms(
            share=Decimal(each), due=EndOfProcurementMonth(1), kind=DueKind.AT, clause=OTHER
        )
        for each in shares
    )


@pytest.mark.parametrize(
    "shares",
    [
        ("1",),
        ("0.5", "0.5"),
        ("0.3", "0.3", "0.4"),
        ("0.333333", "0.333333", "0.333334"),
        ("0.000001", "0.999999"),
        ("0.1",) * 10,
    ],
)
def test_shares_that_sum_to_exactly_1_are_taken(shares: tuple[str, ...]) -> None:
    made = attrs.evolve(PREPAYMENT, instalments=instalments_of(*shares))
    assert sum(each.share for each in made.instalments) == 1


@pytest.mark.parametrize(
    "shares",
    [
        (),
        ("0.999999",),
        ("0.5",),
        ("0.5", "0.500001"),
        ("0.5", "0.499999"),
        ("0.333333", "0.333333", "0.333333"),
        ("1", "1"),
    ],
)
def test_shares_that_do_not_sum_to_exactly_1_are_refused(shares: tuple[str, ...]) -> None:
    given = instalments_of(*shares)
    refused(
        InvalidValueError,
        lambda: attrs.evolve(PREPAYMENT, instalments=given),
        field="instalments",
        value=[each.share for each in given],
        accepted="shares that sum to exactly 1",
        clause="25-2.3a",
    )


@given(st.lists(st.integers(1, 400_000), min_size=1, max_size=5))
def test_shares_are_taken_exactly_when_they_sum_to_1(millionths: list[int]) -> None:
    rest = 1_000_000 - sum(millionths)
    off = instalments_of(*(str(Decimal(each).scaleb(-6)) for each in millionths))
    if rest > 0:
        whole = (*off, *instalments_of(str(Decimal(rest).scaleb(-6))))
        assert attrs.evolve(PREPAYMENT, instalments=whole).instalments == whole
    if rest != 0:
        with pytest.raises(InvalidValueError, match="sum to exactly 1"):
            attrs.evolve(PREPAYMENT, instalments=off)


@pytest.mark.parametrize("zero", [Decimal(0), Decimal("0.00"), Decimal("-0"), "0", 0])
def test_an_instalment_of_no_share_is_refused(zero: Any) -> None:
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(PREPAYMENT.instalments[0], share=zero)
    assert (caught.value.field, caught.value.value) == ("share", 0)
    assert caught.value.clause == "25-2.3b"
    assert "a share above 0" in str(caught.value)
    assert "(clause 25-2.3b)" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (InvalidValueError, Decimal("-0.5")),
        (InvalidValueError, Decimal("1.000001")),
        (InvalidValueError, Decimal("0.3333333")),
        (InvalidValueError, "50%"),
        (InvalidTypeError, 0.5),
        (InvalidTypeError, True),
    ],
)
def test_what_is_no_share_from_0_to_1_is_refused(kind: type[PolicyError], wrong: Any) -> None:
    refused(
        kind,
        lambda: attrs.evolve(PREPAYMENT.instalments[0], share=wrong),
        field="share",
        value=wrong,
        accepted="a share from 0 to 1 of at most 6 places",
    )


MONTHS: list[tuple[Any, str]] = [
    (FromExecution(12), "months"),
    (EndOfMonthAfterExecution(1), "months"),
    (EndOfProcurementMonth(6), "number"),
    (INVENTED.terms.offset, "first_month"),
    (INVENTED.terms.offset, "window_months"),
    (INVENTED.terms.supplier_payment, "months_after_acceptance"),
    (INVENTED.terms.reporting.products, "workdays"),
]


@pytest.mark.parametrize(("value", "field"), MONTHS)
def test_a_count_of_months_or_days_is_from_1_to_1200(value: Any, field: str) -> None:
    for count in (1, 2, 1199, 1200):
        assert getattr(evolved(value, **{field: count}), field) == count
    for count in (-1, 0, 1201):
        refused(
            InvalidValueError,
            partial(evolved, value, **{field: count}),
            field=field,
            value=count,
            accepted="an int from 1 to 1200",
        )
    for wrong in (True, "6", 6.0, Decimal(6), None):
        refused(
            InvalidTypeError,
            partial(evolved, value, **{field: wrong}),
            field=field,
            value=wrong,
            accepted="an int from 1 to 1200",
        )


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (UntilDay(date(2025, 12, 31)), "last_day"),
        (INVENTED, "issued_on"),
        (INVENTED, "effective_on"),
    ],
    ids=["UntilDay.last_day", "Policy.issued_on", "Policy.effective_on"],
)
def test_a_day_is_a_date_or_its_iso_string(value: Any, field: str) -> None:
    made = evolved(value, **{field: "2031-02-28"})
    assert type(getattr(made, field)) is date
    assert getattr(made, field) == date(2031, 2, 28)
    for kind, wrong in (
        (InvalidValueError, "2031-02-29"),
        (InvalidValueError, "2031-2-28"),
        (InvalidTypeError, datetime(2031, 2, 28)),  # noqa: DTZ001
        (InvalidTypeError, 20310228),
    ):
        refused(
            kind,
            partial(evolved, value, **{field: wrong}),
            field=field,
            value=wrong,
            accepted="a datetime.date or a string YYYY-MM-DD",
        )


PUBLIC, PRIVATE = InstitutionKind.PUBLIC, InstitutionKind.PRIVATE


@pytest.mark.parametrize(
    ("field", "required", "encouraged"),
    [
        ("encouraged", (PUBLIC,), (PUBLIC,)),
        ("encouraged", (PUBLIC,), (PRIVATE, PUBLIC)),
        ("encouraged", (), (PRIVATE, PRIVATE)),
        ("required", (PUBLIC, PUBLIC), ()),
        ("required", (PUBLIC, PRIVATE, PUBLIC), (InstitutionKind.MILITARY,)),
    ],
)
def test_a_kind_that_is_named_twice_is_refused(
    field: str, required: tuple[InstitutionKind, ...], encouraged: tuple[InstitutionKind, ...]
) -> None:
    refused(
        InvalidValueError,
        lambda: ParticipationTerms(required=required, encouraged=encouraged, clause=OTHER),
        field=field,
        value=encouraged if field == "encouraged" else required,
        accepted="each kind once",
        clause="3-7",
    )


@pytest.mark.parametrize("kind", [PUBLIC, InstitutionKind.MILITARY])
def test_only_an_encouraged_kind_can_need_a_designation(kind: InstitutionKind) -> None:
    refused(
        InvalidValueError,
        lambda: ParticipationTerms(
            required=(PUBLIC,), encouraged=(PRIVATE,), designated_only=(PRIVATE, kind), clause=OTHER
        ),
        field="designated_only",
        value=(PRIVATE, kind),
        accepted="encouraged kinds",
        clause="3-7",
    )


def test_every_encouraged_kind_may_need_a_designation() -> None:
    for kinds in ((), (PRIVATE,), (InstitutionKind.MILITARY, PRIVATE)):
        made = ParticipationTerms(
            required=(PUBLIC,),
            encouraged=(PRIVATE, InstitutionKind.MILITARY),
            designated_only=kinds,
            clause=OTHER,
        )
        assert made.designated_only == kinds


def test_a_grade_has_one_fund() -> None:
    twice = (
        FundTerms(Grade.TERTIARY, Fund.EMPLOYEE),
        FundTerms(Grade.PRIMARY, Fund.RESIDENT),
        FundTerms(Grade.TERTIARY, Fund.RESIDENT),
    )
    refused(
        InvalidValueError,
        lambda: attrs.evolve(PREPAYMENT, funds=twice),
        field="funds",
        value=[Grade.TERTIARY, Grade.PRIMARY, Grade.TERTIARY],
        accepted="each grade once",
        clause="25-2.3f",
    )


KEYWORD_ONLY = [
    value
    for kind, value in EXAMPLES.items()
    if kind.__name__.endswith("Terms") and kind is not FundTerms
]


@pytest.mark.parametrize("value", [*KEYWORD_ONLY, INVENTED], ids=lambda each: type(each).__name__)
def test_terms_and_policies_are_keyword_only(value: attrs.AttrsInstance) -> None:
    make: Any = type(value)
    fields = attrs.astuple(value, recurse=False)
    with pytest.raises(TypeError, match=r"takes .* positional"):
        make(*fields)


def test_a_term_that_no_notice_need_state_is_absent_by_default() -> None:
    stated = INVENTED.terms
    bare = Terms(
        participation=stated.participation,
        cycle=CycleTerms(length=FromExecution(1), clause=CYCLE),
        purchasing=stated.purchasing,
        listing=stated.listing,
        supplier_payment=stated.supplier_payment,
        reporting=stated.reporting,
    )
    assert (bare.payment_standard, bare.prepayment, bare.offset) == (None, None, None)
    assert (bare.cycle.extension_clause, bare.cycle.agreement_clause) == (None, None)
    assert stated.purchasing.volume_floor_clause is None
    assert stated.listing.price_ratio_clause is None
    assert stated.listing.renewal_clause is None
    assert stated.listing.classes is None


# Policies


@pytest.mark.parametrize("place", [0, 3, 10])
def test_each_clause_id_stands_once(place: int) -> None:
    again = attrs.evolve(INVENTED.clauses[place], paraphrase="Something else.")
    refused(
        InvalidValueError,
        lambda: attrs.evolve(INVENTED, clauses=(*INVENTED.clauses, again)),
        field=f"clauses[{len(INVENTED.clauses)}].id",
        value=again.id,
        accepted="each id once",
    )


def cited_by(value: object) -> set[Clause]:
    return {each for each in values_of(value) if isinstance(each, Clause)}


CITED = [
    pytest.param(policy, each, id=each.id)
    for policy in POLICIES
    for each in sorted(cited_by(policy.terms), key=lambda clause: clause.id)
]


@pytest.mark.parametrize(("policy", "cited"), CITED)
def test_terms_cite_clauses_of_their_own_policy(policy: Policy, cited: Clause) -> None:
    without = tuple(each for each in policy.clauses if each != cited)
    reworded = tuple(
        attrs.evolve(each, paraphrase="Other words.") if each == cited else each
        for each in policy.clauses
    )
    for clauses in (without, reworded):
        refused(
            InvalidValueError,
            partial(attrs.evolve, policy, clauses=clauses),
            field="terms",
            value=cited.id,
            accepted="clauses of the policy",
            clause=cited.id,
        )


def test_a_clause_that_no_term_cites_may_go() -> None:
    terms = CHONGQING_2025_25.terms
    uncited = [each for each in CHONGQING_2025_25.clauses if each not in cited_by(terms)]
    kept = tuple(each for each in CHONGQING_2025_25.clauses if each not in uncited)
    assert uncited
    assert attrs.evolve(CHONGQING_2025_25, clauses=kept).clauses == kept


def test_terms_of_another_policy_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="clauses of the policy"):
        attrs.evolve(INVENTED, terms=CHONGQING_2025_25.terms)


def with_terms(policy: Policy, **terms: Any) -> Policy:
    return attrs.evolve(policy, terms=attrs.evolve(policy.terms, **terms))


def test_a_what_if_leaves_the_notice_as_it_is() -> None:
    first, second = PREPAYMENT.instalments
    shares = (
        attrs.evolve(first, share=Decimal("0.3")),
        attrs.evolve(second, share=Decimal("0.7")),
    )
    what_if = with_terms(CHONGQING_2025_25, prepayment=attrs.evolve(PREPAYMENT, instalments=shares))
    assert what_if != CHONGQING_2025_25
    assert what_if.number == CHONGQING_2025_25.number
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    amounts = {
        policy: [str(each.amount) for each in prepayment_schedule(policy, cycle, 10).instalments]
        for policy in (CHONGQING_2025_25, what_if)
    }
    assert amounts == {CHONGQING_2025_25: ["5.00", "5.00"], what_if: ["3.00", "7.00"]}


def test_a_what_if_is_checked_like_any_other_policy() -> None:
    longer = attrs.evolve(CHONGQING_2025_25.terms.cycle, length=FromExecution(18), clause=OTHER)
    refused(
        InvalidValueError,
        lambda: with_terms(CHONGQING_2025_25, cycle=longer),
        field="terms",
        value="3-7",
        accepted="clauses of the policy",
        clause="3-7",
    )


# A rule that a notice does not state


def unstated(policy: Policy) -> dict[str, tuple[Callable[[], object], str]]:
    """Give each rule of prepayment, offset and extension, with the term that it asks for."""
    cycle = attrs.evolve(procurement_cycle(INVENTED, "2030-02-01"), policy_number=None)
    paid = Prepayment("P1", hospital(), Fund.EMPLOYEE, Decimal(1), cycle)
    schedule = prepayment_schedule(INVENTED, cycle, 100)
    later = "2040-01-01"
    return {
        "paying_fund": (lambda: paying_fund(policy, hospital()), "prepayment"),
        "prepayment_schedule": (lambda: prepayment_schedule(policy, cycle, 100), "prepayment"),
        "revise": (lambda: revise(policy, schedule, 200, disbursed=0), "prepayment"),
        "offset_window": (lambda: offset_window(policy, cycle), "offset"),
        "offset_prepayment": (lambda: offset_prepayment(policy, paid, {}), "offset"),
        "offset_prepayments": (lambda: offset_prepayments(policy, [paid], {}), "offset"),
        "extend": (lambda: extend(policy, cycle, later, decided_on=later), "extension"),
    }


RULES = pytest.mark.parametrize("rule", unstated(CHONGQING_2025_9))


@RULES
def test_9_4_4_a_rule_left_to_another_document_names_it(rule: str) -> None:
    call, field = unstated(CHONGQING_2025_9)[rule]
    refused(
        NotProvidedError,
        call,
        field=field,
        value="渝医保办〔2025〕9号",
        accepted="渝医保办〔2022〕73号, which this library does not hold",
        clause="9-4.4",
    )


def silent(policy: Policy) -> Policy:
    """Give a notice that states no prepayment, no offset and no extension."""
    cycle = attrs.evolve(policy.terms.cycle, extension_clause=None)
    return with_terms(policy, prepayment=None, offset=None, cycle=cycle)


@RULES
def test_a_rule_that_is_left_to_no_document_names_none(rule: str) -> None:
    policy = silent(CHONGQING_2025_25)
    call, field = unstated(policy)[rule]
    refused(
        NotProvidedError,
        call,
        field=field,
        value="渝医保办〔2025〕25号",
        accepted="a notice that states this; 渝医保办〔2025〕25号 does not",
    )
    with pytest.raises(NotProvidedError) as caught:
        call()
    assert "hold" not in str(caught.value)


def test_a_document_that_no_clause_names_is_named_without_a_clause() -> None:
    policy = attrs.evolve(CHONGQING_2025_9, falls_back_to="虚构〔2020〕1号")
    refused(
        NotProvidedError,
        unstated(policy)["prepayment_schedule"][0],
        field="prepayment",
        value="渝医保办〔2025〕9号",
        accepted="虚构〔2020〕1号, which this library does not hold",
    )


@pytest.mark.parametrize("wrong", [None, "渝医保办〔2025〕25号", FromExecution(12)])
@RULES
def test_the_policy_comes_first(rule: str, wrong: object) -> None:
    refused(
        InvalidTypeError,
        unstated(untyped(wrong))[rule][0],
        field="policy",
        value=wrong,
        accepted="a Policy as the first argument",
    )


# Bases


def test_a_basis_holds_number_clauses_reading_and_assumptions() -> None:
    assert [each.name for each in attrs.fields(Basis)] == [
        *("policy_number", "clauses", "reading", "assumptions")
    ]
    made = Basis("N", untyped([CYCLE, OTHER]), Reading(), untyped(["assumed"]))
    assert made.clauses == (CYCLE, OTHER)
    assert made.assumptions == ("assumed",)


@pytest.mark.parametrize("clause_id", ["25-1.3a", ""])
def test_a_basis_cites_clauses_not_their_ids(clause_id: str) -> None:
    refused(
        InvalidTypeError,
        lambda: Basis("N", untyped((CYCLE, clause_id)), Reading(), ()),
        field="clauses[1]",
        value=clause_id,
        accepted="Clause",
    )
