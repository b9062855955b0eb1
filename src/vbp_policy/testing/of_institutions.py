"""Institutions: of every kind and grade, or such as a policy prepays."""

from hypothesis import strategies as st

from ..policy.policies import Policy, stated
from ..policy.terms import Grade, InstitutionKind
from ..rules.institutions import Institution
from .draws import Drawn, drawn
from .of_words import identifiers

__all__ = ["institutions"]


@st.composite
def institutions(
    draw: st.DrawFn,
    *,
    prepaid_under: Policy | None = None,
    code: Drawn[str] | None = None,
    kind: Drawn[InstitutionKind] | None = None,
    grade: Drawn[Grade] | None = None,
    designated: Drawn[bool] | None = None,
    enrolled: Drawn[bool] | None = None,
    district: Drawn[str | None] | None = None,
) -> Institution:
    """Draw institutions, or with `prepaid_under` such as a policy has a paying fund for.

    To hold `district` absent, pass `st.none()`.

    >>> from vbp_policy.testing import simplest
    >>> from vbp_policy.notices import CHONGQING_2025_25 as notice
    >>> hospital = simplest(institutions(prepaid_under=notice))
    >>> print(hospital, hospital.kind.name, hospital.grade.name)
    H1 H1 PUBLIC TERTIARY
    """
    kinds, grades = tuple(InstitutionKind), tuple(Grade)
    anyhow = st.booleans()
    if prepaid_under is not None:
        terms = stated(prepaid_under, prepaid_under.terms.prepayment, "prepayment")
        taking_part = prepaid_under.terms.participation
        kinds = taking_part.required + taking_part.encouraged
        grades = tuple(each.grade for each in terms.funds)
        anyhow = st.just(True)  # noqa: FBT003  # designated, and enrolled
    return Institution(
        draw(drawn(code, identifiers("H"))),
        draw(identifiers("H")),
        kind=draw(drawn(kind, st.sampled_from(kinds))),
        grade=draw(drawn(grade, st.sampled_from(grades))),
        designated=draw(drawn(designated, anyhow)),
        enrolled=draw(drawn(enrolled, anyhow)),
        district=draw(drawn(district, st.sampled_from([None, "渝中区", "永川区", "<b>&'\""]))),
    )
