"""Institutions: who takes part, and which fund prepays them."""

import enum

import attrs

from ..foundation.errors import NotProvidedError
from ..foundation.values import Value, checked, identifier, instance, optional_identifier
from ..policy.policies import Policy, as_policy, stated
from ..policy.terms import Fund, Grade, InstitutionKind

__all__ = ["Institution", "Participation", "participation", "paying_fund"]


class Participation(enum.Enum):
    """How a notice addresses an institution."""

    REQUIRED = "required"
    ENCOURAGED = "encouraged"
    OUTSIDE = "outside"


@attrs.frozen(field_transformer=checked)
class Institution(Value):
    """A medical institution or a retail pharmacy, as 9-1.1, 25-1.1 and 25-2.3f tell them apart.

    `designated`: it holds the basic medical insurance's designation (定点). `enrolled`: it took
    up a notice that only encourages it. `district`: the district or county whose bureau it
    answers to, None where it does not matter.
    """

    code: str = attrs.field(converter=identifier)
    name: str = attrs.field(converter=identifier)
    kind: InstitutionKind = attrs.field(kw_only=True)
    grade: Grade = attrs.field(kw_only=True)
    designated: bool = attrs.field(kw_only=True)
    enrolled: bool = attrs.field(default=False, kw_only=True)
    district: str | None = attrs.field(default=None, kw_only=True, converter=optional_identifier)

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def participation(policy: Policy, institution: Institution) -> Participation:
    """Decide whether a notice requires, encourages or does not address an institution.

    9号 9-1.1: public and military institutions must, private ones and designated pharmacies may.
    25号 25-1.1: public and military institutions must, other medical institutions may; a pharmacy
    is none.

    >>> from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
    >>> pharmacy = Institution("P1", "Pharmacy", kind=InstitutionKind.RETAIL_PHARMACY,
    ...                        grade=Grade.UNGRADED, designated=True)
    >>> participation(CHONGQING_2025_9, pharmacy).name
    'ENCOURAGED'
    >>> participation(CHONGQING_2025_25, pharmacy).name
    'OUTSIDE'
    """
    terms = as_policy(policy).terms.participation
    kind = _as_institution(institution).kind
    if kind in terms.required:
        return Participation.REQUIRED
    if kind in terms.encouraged and (institution.designated or kind not in terms.designated_only):
        return Participation.ENCOURAGED
    return Participation.OUTSIDE


def paying_fund(policy: Policy, institution: Institution) -> Fund:
    """Decide which fund prepays an institution, and so offsets and takes back.

    25号 25-2.3f: the employee fund for grade two and above, the resident fund for the other
    designated institutions.

    Raises `NotProvidedError` if the notice states no prepayment, or none for this institution: it
    is not designated, stands outside, is encouraged and not enrolled, or no fund is stated for
    its grade.

    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> paying_fund(CHONGQING_2025_25, hospital).name
    'EMPLOYEE'
    """
    terms = stated(policy, as_policy(policy).terms.prepayment, "prepayment")
    taking_part = participation(policy, institution)
    clause = terms.fund_clause.id
    if taking_part is Participation.OUTSIDE:
        clause = policy.terms.participation.clause.id
        raise _no_fund(institution, "an institution that the notice addresses", clause)
    if taking_part is Participation.ENCOURAGED and not institution.enrolled:
        clause = policy.terms.participation.clause.id
        raise _no_fund(institution, "an encouraged institution that is enrolled", clause)
    if not institution.designated:
        raise _no_fund(institution, "an institution designated by the insurance", clause)
    for each in terms.funds:
        if each.grade is institution.grade:
            return each.fund
    grades = ", ".join(each.grade.name for each in terms.funds)
    raise _no_fund(institution, f"an institution of a grade with a fund: {grades}", clause)


def _as_institution(institution: Institution) -> Institution:
    return instance(institution, Institution, field="institution")


def _no_fund(institution: Institution, expected: str, clause: str) -> NotProvidedError:
    return NotProvidedError(
        field="institution", value=institution, expected=expected, clause=clause
    )
