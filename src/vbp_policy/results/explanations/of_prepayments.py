"""Prepayments, told step by step: the schedule, and what was disbursed of it."""

from collections.abc import Iterator

from ...policy.clauses import Clause
from ...policy.readings import MonthEnd
from ...policy.terms import DueKind
from ...rules.disbursements import Reconciliation, ReconciliationLine
from ...rules.prepayment import OLDEST_FIRST, Instalment, PrepaymentSchedule
from .bilingual import Words, joined
from .drafts import Draft, Item, items

__all__ = ["instalment", "reconciliation", "reconciliation_line", "schedule"]


def schedule(result: PrepaymentSchedule) -> Iterator[Draft]:
    """Tell the total, then each instalment: its share, or for the last one the rest."""
    revised = OLDEST_FIRST in result.basis.assumptions
    rule = "revise" if revised else "prepayment_schedule"
    of_instalments = {each.clause for each in result.instalments}
    total = items(result, "total")
    yield Draft(
        rule,
        Words(
            "The total of the prepayment is {total}; it is given, not computed here.",
            "预付总额为{total}，系测算所得，不由本规则计算。",
        ),
        result.basis,
        given=total,
        clauses=tuple(each for each in result.basis.clauses if each not in of_instalments),
        assumed=(),
    )
    for each in result.instalments:
        if revised:
            how = Words(
                "It was recalculated from what was disbursed and the changed total.",
                "金额按已拨付数和调整后的总额重新计算。",
            )
        elif each is result.instalments[-1]:
            how = Words(
                "It is what the instalments before it leave of {total}.",
                "即总额{total}减去前面各笔之后的余数。",
            )
        else:
            how = Words(
                "It is {share_of_total} of {total}, rounded half-up to the fen.",
                "即总额{total}的{share_of_total}，四舍五入到分。",
            )
        yield _instalment(each, rule, how, total)


def instalment(result: Instalment) -> Iterator[Draft]:
    """Tell one instalment alone."""
    revised = OLDEST_FIRST in result.basis.assumptions
    yield _instalment(result, "revise" if revised else "prepayment_schedule", None, ())


def _instalment(each: Instalment, rule: str, how: Words | None, given: tuple[Item, ...]) -> Draft:
    says = [
        Words(
            "Instalment {number} is {instalment_amount}, due by {due}.",
            "第{number}笔预付{instalment_amount}，最迟于{due}支付。",
        )
        if each.kind is DueKind.BY
        else Words(
            "Instalment {number} is {instalment_amount}, due on {due}.",
            "第{number}笔预付{instalment_amount}，于{due}支付。",
        )
    ]
    if how is not None:
        says.append(how)
    found = [Item("instalment_amount", each.amount), *items(each, "due")]
    if each.due != each.nominal_due:
        says.append(
            Words("Its day, {nominal_due}, is a rest day.", "原应付日{nominal_due}为休息日。")
        )
        found += items(each, "nominal_due")
    return Draft(
        rule,
        joined(*says),
        each.basis,
        given=(*items(each, "number"), *given, Item("share_of_total", each.share)),
        found=tuple(found),
        clauses=(each.clause,),
        open_questions=_open_for(each),
    )


def _open_for(each: Instalment) -> tuple[str, ...]:
    """Give what its day hangs on; the end of a procurement month is an open question itself."""
    at_month_end = each.kind is DueKind.AT or "procurement_month" in each.clause.functions
    if not at_month_end:
        return ("disbursement_day",)
    if each.basis.reading.month_end is MonthEnd.FROM_EXECUTION:
        return ("month_end", "disbursement_day")
    return ("month_end", "last_day", "disbursement_day")


def reconciliation(result: Reconciliation) -> Iterator[Draft]:
    """Tell what was disbursed, then each instalment, then the sums."""
    counted = [each for each in result.disbursements if each.paid_on <= result.as_of]
    yield Draft(
        "reconcile",
        Words(
            "Up to {as_of}, {disbursed} was disbursed.",
            "截至{as_of}，已拨付{disbursed}。",
        ),
        result.basis,
        given=(
            *items(result, "as_of"),
            *(Item("disbursement", each.amount, of=each.paid_on) for each in counted),
        ),
        found=items(result, "disbursed"),
        assumed=(),
    )
    for line, each in zip(result.lines, result.schedule.instalments, strict=True):
        yield _line(line, (each.clause,))
    yield Draft(
        "reconcile",
        Words(
            "In all, {planned} was planned, {disbursed} is disbursed, {outstanding} outstanding.",
            "合计应预付{planned}，已拨付{disbursed}，尚未拨付{outstanding}。",
        ),
        result.basis,
        given=items(result, "planned", "disbursed"),
        found=items(result, "outstanding"),
        assumed=(),
    )


def reconciliation_line(result: ReconciliationLine) -> Iterator[Draft]:
    """Tell how far one instalment was filled, and how late."""
    yield _line(result, ())


def _line(result: ReconciliationLine, clauses: tuple[Clause, ...]) -> Draft:
    says = [
        Words(
            "Of instalment {number}, {planned} due {due}, {disbursed} is disbursed and "
            "{outstanding} outstanding.",
            "第{number}笔应于{due}预付{planned}，已拨付{disbursed}，尚未拨付{outstanding}。",
        )
    ]
    if result.filled_on is not None:
        says.append(Words("It was filled on {filled_on}.", "{filled_on}付足。"))
    if result.days_late:
        says.append(Words("That is {days_late} late.", "逾期{days_late}。"))
    return Draft(
        "reconcile",
        joined(*says),
        result.basis,
        given=items(result, "number", "planned", "due"),
        found=items(result, "disbursed", "outstanding", "filled_on", "days_late"),
        clauses=clauses,
        assumed=("oldest_instalment",),
    )
