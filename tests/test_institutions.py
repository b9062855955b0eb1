"""Institutions: who takes part (9-1.1, 25-1.1), and which fund prepays them (25-2.3f)."""

import copy
import itertools
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given

from invented import INVENTED
from strategies import hospital
from vbp_policy import (
    Fund,
    Grade,
    Institution,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    NotProvidedError,
    Participation,
    Policy,
    PolicyError,
    participation,
    paying_fund,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import institutions

POLICIES = {"9": CHONGQING_2025_9, "25": CHONGQING_2025_25, "invented": INVENTED}

EVERY_CASE = list(
    itertools.product(
        POLICIES,
        ("PUBLIC", "MILITARY", "PRIVATE", "RETAIL_PHARMACY"),
        ("TERTIARY", "SECONDARY", "PRIMARY", "UNGRADED"),
        (True, False),
        (True, False),
    )
)
CASES = pytest.mark.parametrize(
    ("notice", "kind", "grade", "designated", "enrolled"),
    EVERY_CASE,
    ids=[
        f"{notice}-{kind}-{grade}-{'' if designated else 'not '}designated"
        f"-{'' if enrolled else 'not '}enrolled"
        for notice, kind, grade, designated, enrolled in EVERY_CASE
    ],
)


def untyped(value: object) -> Any:
    """Hide a value's type from the type checkers: a caller may pass anything."""
    return value


def institution(
    kind: str = "PUBLIC",
    grade: str = "SECONDARY",
    *,
    designated: bool = True,
    enrolled: bool = False,
) -> Institution:
    return Institution(
        "H1",
        "某医院",
        kind=InstitutionKind[kind],
        grade=Grade[grade],
        designated=designated,
        enrolled=enrolled,
    )


TAKES_PART = {
    "9": {
        "PUBLIC": "REQUIRED",
        "MILITARY": "REQUIRED",
        "PRIVATE": "ENCOURAGED",
        "RETAIL_PHARMACY": "ENCOURAGED if designated",
    },
    "25": {
        "PUBLIC": "REQUIRED",
        "MILITARY": "REQUIRED",
        "PRIVATE": "ENCOURAGED",
        "RETAIL_PHARMACY": "OUTSIDE",
    },
    "invented": {
        "PUBLIC": "REQUIRED",
        "MILITARY": "ENCOURAGED if designated",
        "PRIVATE": "OUTSIDE",
        "RETAIL_PHARMACY": "ENCOURAGED",
    },
}
FUNDS = {
    "25": {
        "TERTIARY": "EMPLOYEE",
        "SECONDARY": "EMPLOYEE",
        "PRIMARY": "RESIDENT",
        "UNGRADED": "RESIDENT",
    },
    "invented": {"TERTIARY": "RESIDENT", "SECONDARY": "EMPLOYEE", "PRIMARY": "EMPLOYEE"},
}
WHO_CLAUSE = {"9": "9-1.1", "25": "25-1.1", "invented": "3-1"}
FUND_CLAUSE = {"25": "25-2.3f", "invented": "3-4"}


def takes_part(notice: str, kind: str, *, designated: bool) -> str:
    """Read off the table above how a notice addresses an institution."""
    rule = TAKES_PART[notice][kind]
    if rule == "ENCOURAGED if designated":
        return "ENCOURAGED" if designated else "OUTSIDE"
    return rule


@CASES
def test_9_1_1_and_25_1_1_who_takes_part(
    *, notice: str, kind: str, grade: str, designated: bool, enrolled: bool
) -> None:
    asked = institution(kind, grade, designated=designated, enrolled=enrolled)
    expected = Participation[takes_part(notice, kind, designated=designated)]
    assert participation(POLICIES[notice], asked) is expected


def why_no_fund(
    notice: str, kind: str, grade: str, *, designated: bool, enrolled: bool
) -> tuple[str, str] | None:
    """Give why no fund prepays an institution, and the clause; None where one does."""
    addressed = takes_part(notice, kind, designated=designated)
    if addressed == "OUTSIDE":
        return "an institution that the notice addresses", WHO_CLAUSE[notice]
    if addressed == "ENCOURAGED" and not enrolled:
        return "an encouraged institution that is enrolled", WHO_CLAUSE[notice]
    if not designated:
        return "designated", FUND_CLAUSE[notice]
    if grade not in FUNDS[notice]:
        return ", ".join(FUNDS[notice]), FUND_CLAUSE[notice]
    return None


@CASES
def test_25_2_3f_which_fund_prepays(
    *, notice: str, kind: str, grade: str, designated: bool, enrolled: bool
) -> None:
    asked = institution(kind, grade, designated=designated, enrolled=enrolled)
    policy = POLICIES[notice]
    if notice == "9":
        with pytest.raises(NotProvidedError) as caught:
            paying_fund(policy, asked)
        assert (caught.value.field, caught.value.value) == ("prepayment", "渝医保办〔2025〕9号")
        assert caught.value.clause == "9-4.4"
        return
    reason = why_no_fund(notice, kind, grade, designated=designated, enrolled=enrolled)
    if reason is None:
        assert paying_fund(policy, asked) is Fund[FUNDS[notice][grade]]
        return
    with pytest.raises(NotProvidedError) as caught:
        paying_fund(policy, asked)
    error = caught.value
    accepted, clause = reason
    assert (error.field, error.value, error.clause) == ("institution", asked, clause)
    assert accepted in error.expected
    assert "institution: got Institution(code='H1'" in str(error)
    assert accepted in str(error)
    assert str(error).endswith(f"(clause {clause})")


def test_the_table_reaches_every_answer() -> None:
    answers = {
        why_no_fund(notice, kind, grade, designated=designated, enrolled=enrolled)
        for notice, kind, grade, designated, enrolled in EVERY_CASE
        if notice != "9"
    }
    assert len(answers) == 1 + 2 + 2 + 2 + 1  # a fund; three reasons by notice; a grade left out


def test_25_2_3f_a_grade_that_the_notice_gives_no_fund_is_named_among_those_it_does() -> None:
    with pytest.raises(NotProvidedError) as caught:
        paying_fund(INVENTED, institution(grade="UNGRADED"))
    assert caught.value.expected.endswith("TERTIARY, SECONDARY, PRIMARY")
    assert "Grade.UNGRADED" in str(caught.value)


@given(institutions())
def test_name_code_and_district_decide_nothing(asked: Institution) -> None:
    other = attrs.evolve(asked, code="OTHER", name="Other", district="渝北区")
    for policy in POLICIES.values():
        assert participation(policy, other) is participation(policy, asked)

        def fund(of: Institution, policy: Policy = policy) -> Fund | str | None:
            try:
                return paying_fund(policy, of)
            except NotProvidedError as refusal:
                return refusal.clause

        assert fund(other) == fund(asked)


# The institution itself


def test_the_kinds_grades_and_answers_are_the_contracts() -> None:
    assert [each.name for each in InstitutionKind] == [
        *("PUBLIC", "MILITARY", "PRIVATE", "RETAIL_PHARMACY")
    ]
    assert [each.name for each in Grade] == ["TERTIARY", "SECONDARY", "PRIMARY", "UNGRADED"]
    assert [each.name for each in Participation] == ["REQUIRED", "ENCOURAGED", "OUTSIDE"]
    assert [each.name for each in Fund] == ["EMPLOYEE", "RESIDENT"]


def test_an_institution_is_not_enrolled_and_has_no_district_unless_said() -> None:
    made = Institution(
        "H1", "H", kind=InstitutionKind.PUBLIC, grade=Grade.PRIMARY, designated=False
    )
    assert (made.designated, made.enrolled, made.district) == (False, False, None)


def test_an_institution_is_called_by_code_and_name() -> None:
    assert str(institution()) == "H1 某医院"


def test_all_but_code_and_name_is_keyword_only() -> None:
    make: Any = Institution
    with pytest.raises(TypeError, match=r"takes .* positional"):
        make("H1", "H", InstitutionKind.PUBLIC, grade=Grade.PRIMARY, designated=True)


@pytest.mark.parametrize("left_out", ["kind", "grade", "designated"])
def test_kind_grade_and_designation_are_never_guessed(left_out: str) -> None:
    make: Any = Institution
    given: dict[str, object] = {
        "kind": InstitutionKind.PUBLIC,
        "grade": Grade.PRIMARY,
        "designated": True,
    }
    del given[left_out]
    with pytest.raises(TypeError, match=left_out):
        make("H1", "H", **given)


@given(institutions())
def test_an_institution_is_a_value(made: Institution) -> None:
    for copied in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):  # noqa: S301
        assert copied == made
        assert hash(copied) == hash(made)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "H2"),
        ("name", "另一医院"),
        ("kind", InstitutionKind.MILITARY),
        ("grade", Grade.UNGRADED),
        ("designated", False),
        ("enrolled", True),
        ("district", "渝中区"),
    ],
)
def test_institutions_that_differ_in_a_field_are_different(field: str, value: object) -> None:
    one = institution()
    assert attrs.evolve(one, **{field: untyped(value)}) != one


@pytest.mark.parametrize(
    ("kind", "field", "wrong", "accepted"),
    [
        (InvalidTypeError, "code", 17, "string of 1 to 200 characters"),
        (InvalidTypeError, "code", None, "string of 1 to 200 characters"),
        (InvalidValueError, "code", "", "string of 1 to 200 characters"),
        (InvalidValueError, "code", "H1 ", "no space at its ends"),
        (InvalidValueError, "code", "H\n1", "printable"),
        (InvalidTypeError, "name", b"H", "string of 1 to 200 characters"),
        (InvalidValueError, "name", "", "string of 1 to 200 characters"),
        (InvalidTypeError, "kind", "public", "InstitutionKind"),
        (InvalidTypeError, "kind", Grade.PRIMARY, "InstitutionKind"),
        (InvalidTypeError, "grade", "SECONDARY", "Grade"),
        (InvalidTypeError, "grade", 2, "Grade"),
        (InvalidTypeError, "grade", InstitutionKind.PUBLIC, "Grade"),
        (InvalidTypeError, "designated", "yes", "bool"),
        (InvalidTypeError, "designated", 1, "bool"),
        (InvalidTypeError, "designated", None, "bool"),
        (InvalidTypeError, "enrolled", "no", "bool"),
        (InvalidTypeError, "enrolled", 0, "bool"),
        (InvalidTypeError, "district", 500103, "string of 1 to 200 characters"),
    ],
)
def test_a_field_of_an_institution_refuses_what_it_is_not(
    kind: type[PolicyError], field: str, wrong: object, accepted: str
) -> None:
    with pytest.raises(kind) as caught:
        attrs.evolve(institution(), **{field: untyped(wrong)})
    error = caught.value
    assert (error.field, error.value, error.clause) == (field, wrong, None)
    assert accepted in error.expected
    assert str(error) == f"{field}: got {wrong!r}; accepted: {error.expected}"


@pytest.mark.parametrize("wrong", ["", " ", "渝中区\n"])
def test_a_district_is_a_name_like_any_other(wrong: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(institution(), district=wrong)
    assert (caught.value.field, caught.value.value) == ("district", wrong)
    assert f"district: got {wrong!r}; accepted: " in str(caught.value)


# What the two rules refuse

RULES: tuple[Callable[[Policy, Institution], object], ...] = (participation, paying_fund)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("wrong", [None, "25号", Grade.PRIMARY])
def test_the_policy_comes_first(
    rule: Callable[[Policy, Institution], object], wrong: object
) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        rule(untyped(wrong), hospital())
    error = caught.value
    assert (error.field, error.value, error.clause) == ("policy", wrong, None)
    assert str(error) == f"policy: got {wrong!r}; accepted: a Policy as the first argument"


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("wrong", [None, "H1", CHONGQING_2025_25.terms.cycle.length])
def test_an_institution_is_asked_for(
    rule: Callable[[Policy, Institution], object], wrong: object
) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        rule(CHONGQING_2025_25, untyped(wrong))
    error = caught.value
    assert (error.field, error.value) == ("institution", wrong)
    assert str(error) == f"institution: got {wrong!r}; accepted: Institution"
