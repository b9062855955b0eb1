"""Clauses: the two notices' own, invented ones, and what a result cites."""

from hypothesis import strategies as st

from ..notices import CHONGQING_2025_9, CHONGQING_2025_25
from ..policy.basis import Basis
from ..policy.clauses import Clause, Computability
from ..policy.policies import Policy
from .draws import Drawn, drawn
from .of_readings import readings
from .of_words import identifiers, texts

__all__ = ["NOTICES", "bases", "clauses"]

NOTICES = (CHONGQING_2025_25, CHONGQING_2025_9)
"""The notices that the library holds, the one that states most first."""


@st.composite
def _invented(draw: st.DrawFn) -> Clause:
    computability = draw(st.sampled_from(Computability))
    without_function = computability is Computability.NOT_COMPUTABLE
    return Clause(
        id=draw(identifiers("I-")),
        where=draw(identifiers()),
        paraphrase=draw(texts()),
        paraphrase_zh=draw(texts()),
        words=draw(st.text(max_size=12)),
        computability=computability,
        functions=tuple(draw(st.lists(identifiers("f"), max_size=2))),
        reason=draw(texts().map(lambda words: words or "none")) if without_function else "",
    )


def clauses(policy: Policy | None = None) -> st.SearchStrategy[Clause]:
    """Draw clauses: those of the notices and invented ones, or those of one policy.

    >>> from vbp_policy.testing import simplest
    >>> print(simplest(clauses(), lambda clause: clause.words == "次月底前"))
    25-2.3b
    """
    if policy is not None:
        return st.sampled_from(policy.clauses)
    return st.sampled_from([each for notice in NOTICES for each in notice.clauses]) | _invented()


@st.composite
def bases(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> Basis:
    """Draw what a result rests on: a notice, clauses of it, a reading, assumptions."""
    notice = draw(drawn(policy, st.sampled_from(NOTICES)))
    cited = draw(st.lists(clauses(notice), max_size=3, unique=True))
    assumed = draw(st.lists(texts(), max_size=2))
    return Basis(notice.number, tuple(cited), draw(readings()), tuple(assumed))
