"""Policies: the notices that the library holds, and invented ones unlike them."""

from collections.abc import Iterable
from datetime import timedelta

import attrs
from hypothesis import strategies as st

from ..foundation.errors import InvalidValueError
from ..policy.book import PolicyBook
from ..policy.policies import Policy
from .draws import kept, some
from .of_clauses import NOTICES
from .of_days import days
from .of_terms import CLAUSES, STATED, as_stated, terms

__all__ = ["policies", "policy_books"]

_SUBJECTS = st.sampled_from(["an invented subject", *(each.subject for each in NOTICES)])
_RESTS_ON = st.sampled_from([(), ("虚构办法",)])
_FALLS_BACK_TO = st.sampled_from([None, "虚构0号"])


@st.composite
def _invented(draw: st.DrawFn, wanted: frozenset[str]) -> Policy:
    effective_on = draw(days("2000-01-31", "2080-12-31"))
    return Policy(
        number=f"虚构{draw(st.integers(1, 99))}号",
        subject=draw(_SUBJECTS),
        title="An invented notice",
        title_zh="虚构通知",
        issued_on=effective_on - timedelta(draw(st.integers(0, 30))),
        effective_on=effective_on,
        terms=draw(terms(states=wanted, effective_on=effective_on)),
        clauses=CLAUSES,
        rests_on=draw(_RESTS_ON),
        falls_back_to=draw(_FALLS_BACK_TO),
    )


@kept
def policies(
    *, states: Iterable[str] = (), invented: bool | None = None
) -> st.SearchStrategy[Policy]:
    """Draw policies: the notices that the library holds, and invented ones.

    Invented ones differ in shares, due months, windows, funds, grades and dates, and state at
    least what is named in `states`: `agreements`, `extension`, `incidents`, `listing_classes`,
    `offset`, `payment_standard`, `prepayment`, `price_ratios`, `renewals`, `volume_floor`.
    `invented`: those alone, or none of them.

    Raises `InvalidTypeError` for a string as `states`, and `InvalidValueError` for another name in
    it, or where no notice that the library holds states them all and none may be invented.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(policies()))
    渝医保办〔2025〕25号
    >>> print(simplest(policies(states=["prepayment", "payment_standard"])))
    虚构1号
    """
    wanted = as_stated(states)
    held = [each for each in NOTICES if all(STATED[name](each.terms) for name in wanted)]
    if invented is False and not held:
        raise InvalidValueError(
            field="states",
            value=tuple(sorted(wanted)),
            expected=f"what one notice states: {' or '.join(map(str, NOTICES))}",
        )
    if invented or not held:
        return _invented(wanted)
    return st.sampled_from(held) if invented is False else st.sampled_from(held) | _invented(wanted)


@st.composite
def policy_books(draw: st.DrawFn) -> PolicyBook:
    """Draw books of up to five policies, of which some supersede earlier ones."""
    held = draw(st.lists(st.sampled_from(NOTICES), max_size=2, unique=True))
    for number in some(draw, most=3):
        earlier = [each.number for each in held]
        superseded = draw(st.lists(st.sampled_from(earlier), unique=True)) if earlier else []
        policy = draw(_invented(frozenset()))
        held.append(
            attrs.evolve(policy, number=f"虚构{100 + number}号", supersedes=tuple(superseded))
        )
    return PolicyBook(held)
