"""Results that are read: timetables and explanations."""

from hypothesis import strategies as st

from ..foundation.values import Value
from ..policy.policies import Policy
from ..policy.readings import DisbursementDay
from ..results.explanations.explain import explain
from ..results.explanations.explanation import Explanation
from ..results.explanations.steps import LANGUAGES, ExplanationFigure, ExplanationStep
from ..results.timetables import Event, timetable
from ..rules.cycles import Cycle
from .draws import Drawn, drawn
from .of_contracts import supplier_payment_states
from .of_cycles import cycles
from .of_days import around, holiday_tables
from .of_monitoring import assessments, classifications, findings, progresses
from .of_policies import policies
from .of_prepayments import ledgers, schedules
from .of_standards import reimbursements

__all__ = [
    "events",
    "explanation_figures",
    "explanation_steps",
    "explanations",
    "timetables",
]


@st.composite
def timetables(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    cycle: Drawn[Cycle] | None = None,
) -> tuple[Event, ...]:
    """Draw every date of a cycle; with a calendar, and without where no instalment moves.

    A `cycle` is one of the `policy` given with it.
    """
    notice = draw(drawn(policy, policies()))
    made = draw(drawn(cycle, cycles(policy=notice)))
    covered = around([notice.effective_on, made.first_day, made.last_day])
    moves = made.reading.disbursement_day is not DisbursementDay.UNSHIFTED
    table = draw(holiday_tables(covering=covered)) if moves or draw(st.booleans()) else None
    return timetable(notice, made, calendar=table)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw events of a timetable."""
    return draw(st.sampled_from(draw(timetables())))


def explanations(*, lang: Drawn[str] | None = None) -> st.SearchStrategy[Explanation]:
    """Draw explanations of results, in either language."""
    explained: st.SearchStrategy[Value] = st.one_of(
        cycles(policy=policies()),
        schedules(),
        ledgers(),
        reimbursements(),
        findings(),
        supplier_payment_states(),
        classifications(),
        progresses(),
        assessments(),
    )

    def told(result: Value, words: str) -> Explanation:
        return explain(result, lang=words)

    return st.builds(told, explained, drawn(lang, st.sampled_from(LANGUAGES)))


@st.composite
def explanation_steps(draw: st.DrawFn) -> ExplanationStep:
    """Draw steps of an explanation."""
    return draw(st.sampled_from(draw(explanations()).steps))


@st.composite
def explanation_figures(draw: st.DrawFn) -> ExplanationFigure:
    """Draw figures of an explanation."""
    figures = [each for step in draw(explanations()).steps for each in step.figures]
    return draw(st.sampled_from(figures))
