"""The prepayment: its instalments, when each is due, and their revision.

25号 25-2.3b and 25-2.3c; 9号 states none.
"""

from datetime import date
from decimal import Decimal

import attrs

from ..foundation.dates import YearMonth, as_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import (
    SHARE_SCALE,
    AmountLike,
    fen_of,
    non_negative_amount,
    positive_amount,
    share,
    share_units,
    yuan,
)
from ..foundation.values import Value, checked, instance, same, trusted, whole_number
from ..foundation.workdays import WorkdayCalendar, as_optional_calendar
from ..policy.basis import Basis
from ..policy.clauses import Clause
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import MonthEnd
from ..policy.terms import (
    DueKind,
    EndOfMonthAfterExecution,
    InstalmentTerms,
)
from .cycles import Cycle, as_cycle_of, inherited_assumptions, procurement_month
from .kernels import revised_instalments, split_by_shares
from .rest_days import moved_off_rest_day, same_or_moved

__all__ = [
    "OLDEST_FIRST",
    "Instalment",
    "PrepaymentSchedule",
    "as_number",
    "nominal_due",
    "prepayment_schedule",
    "revise",
]

OLDEST_FIRST = "what was disbursed fills the oldest instalment first"
_SPREAD = (
    "a changed total is spread over what is not yet disbursed in full, by the stated shares; "
    "no notice says how"
)


def as_number(value: int, *, field: str = "number") -> int:
    """Check the number of an instalment, the first being 1."""
    return whole_number(value, field=field, least=1, most=SHARE_SCALE)


@attrs.frozen(field_transformer=checked)
class Instalment(Value):
    """One payment of a schedule: an amount in yuan, and the day by or at which it is due.

    `nominal_due` is the day before a shift to a working day, equal to `due` where none applies.
    """

    _summed = ("share", "amount")

    number: int = attrs.field(converter=as_number)
    share: Decimal = attrs.field(converter=share)
    amount: Decimal = attrs.field(converter=non_negative_amount)
    due: date = attrs.field(converter=as_date)
    nominal_due: date = attrs.field(converter=as_date)
    kind: DueKind
    clause: Clause
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same_or_moved("due", self.due, self.nominal_due, self.basis.reading.disbursement_day)


@attrs.frozen(field_transformer=checked)
class PrepaymentSchedule(Value):
    """The instalments of one total; amounts in yuan that sum to the total to the fen.

    They are its shares, unless the basis lists the assumption of `revise`.
    """

    total: Decimal = attrs.field(converter=positive_amount)
    cycle: Cycle
    instalments: tuple[Instalment, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        amounts = [instalment.amount for instalment in self.instalments]
        if sum(map(fen_of, amounts)) != fen_of(self.total):
            raise InvalidValueError(
                field="instalments", value=amounts, expected=f"amounts that sum to {self.total}"
            )
        shares = [instalment.share for instalment in self.instalments]
        if sum(map(share_units, shares)) != SHARE_SCALE:
            raise InvalidValueError(
                field="instalments", value=shares, expected="shares that sum to exactly 1"
            )
        numbers = [instalment.number for instalment in self.instalments]
        if numbers != list(range(1, len(numbers) + 1)):
            raise InvalidValueError(
                field="instalments", value=numbers, expected="numbers 1, 2, … in order"
            )
        if _SPREAD not in self.basis.assumptions:
            units = [share_units(each) for each in shares]
            split = split_by_shares(fen_of(self.total), units, SHARE_SCALE)
            for number, (given, follows) in enumerate(zip(amounts, split, strict=True)):
                same(f"instalments[{number}].amount", given, yuan(follows))


_instalment = trusted(Instalment)
_schedule = trusted(PrepaymentSchedule)


def prepayment_schedule(
    policy: Policy, cycle: Cycle, total: AmountLike, *, calendar: WorkdayCalendar | None = None
) -> PrepaymentSchedule:
    """Decide what is prepaid when: each instalment's amount and due day.

    25号: half of the total by the end of the month after execution (25-2.3b), the rest at the end
    of the sixth procurement month (25-2.3c); which day that is, is the reading `month_end`. The
    monitoring centre calculates the total (25-2.3a).

    `total` is in yuan, above 0.00. Each instalment but the last is its share, rounded half-up to
    the fen; the last is the rest. Under a `disbursement_day` that shifts, a `calendar` is needed.

    Raises `NotProvidedError` if the notice states no prepayment, `InvalidValueError` for a cycle
    of another policy or without the month an instalment is due in, for a total too small for so
    many instalments, and for a shift without a calendar, `CalendarCoverageError` for a day
    outside the calendar's data.

    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> schedule = prepayment_schedule(CHONGQING_2025_25, cycle, "1234567.89")
    >>> [(str(each.amount), str(each.due)) for each in schedule.instalments]
    [('617283.95', '2025-06-30'), ('617283.94', '2025-11-30')]
    """
    terms = stated(policy, as_policy(policy).terms.prepayment, "prepayment")
    as_cycle_of(policy, cycle)
    clause = terms.total_clause.id
    as_optional_calendar(calendar, clause=clause)
    checked_total = positive_amount(total, field="total", clause=clause)
    shares = [share_units(each.share) for each in terms.instalments]
    amounts = split_by_shares(fen_of(checked_total), shares, SHARE_SCALE)
    if amounts[-1] < 0:
        raise InvalidValueError(
            field="total",
            value=checked_total,
            expected=f"a total large enough for {len(amounts)} instalments",
            clause=clause,
        )
    shift = cycle.reading.disbursement_day
    basis = Basis(
        policy.number,
        (terms.total_clause, *(each.clause for each in terms.instalments)),
        cycle.reading,
        inherited_assumptions(cycle),
    )
    instalments: list[Instalment] = []
    for number, (each, amount) in enumerate(zip(terms.instalments, amounts, strict=True), start=1):
        nominal = nominal_due(cycle, each)
        instalments.append(
            _instalment(
                number=number,
                share=each.share,
                amount=yuan(amount),
                due=moved_off_rest_day(nominal, shift, calendar, clause=each.clause.id),
                nominal_due=nominal,
                kind=each.kind,
                clause=each.clause,
                basis=basis,
            )
        )
    return _schedule(total=checked_total, cycle=cycle, instalments=tuple(instalments), basis=basis)


def nominal_due(cycle: Cycle, instalment: InstalmentTerms) -> date:
    """Give the due day before a shift; a cycle that does not reach it is refused."""
    due, executed_in = instalment.due, YearMonth.of(cycle.first_day)
    try:
        if isinstance(due, EndOfMonthAfterExecution):
            return (executed_in + due.months).last_day
        last_day = procurement_month(cycle, due.number).last_day
        return _month_end(cycle, due.number, last_day)
    except InvalidValueError:
        raise InvalidValueError(
            field="cycle",
            value=cycle,
            expected=f"a cycle that reaches {due}",
            clause=instalment.clause.id,
        ) from None


def _month_end(cycle: Cycle, number: int, last_day: date) -> date:
    """Give the end of procurement month `number` under the reading `month_end`."""
    if cycle.reading.month_end is MonthEnd.PROCUREMENT_END:
        return last_day
    if cycle.reading.month_end is MonthEnd.FROM_EXECUTION:
        return (YearMonth.of(cycle.first_day) + (number - 1)).last_day
    return YearMonth.of(last_day).last_day


def revise(
    policy: Policy,
    schedule: PrepaymentSchedule,
    new_total: AmountLike,
    *,
    disbursed: AmountLike,
) -> PrepaymentSchedule:
    """Decide the instalments when the monitoring centre recalculates the total (25号 25-2.3a).

    `disbursed` is what was paid so far, in yuan, 0.00 or more. An instalment that it covers in
    full stands; each later one but the last brings the sum so far to the largest of its share so
    far of the new total, what was disbursed, and the sum before it; the last is the rest. An
    instalment of 0.00 stands only before one that was disbursed. Due days stay. No notice states
    this, so it is listed as an assumption.

    Raises `InvalidValueError` for a new total of 0.00 or below what was disbursed, and for a
    schedule of another policy or other instalments.

    >>> from vbp_policy import procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100)
    >>> revised = revise(CHONGQING_2025_25, schedule, 160, disbursed=50)
    >>> [str(each.amount) for each in revised.instalments]
    ['50.00', '110.00']
    """
    terms = stated(policy, as_policy(policy).terms.prepayment, "prepayment")
    clause = terms.total_clause.id
    instance(schedule, PrepaymentSchedule, field="schedule", clause=clause)
    as_cycle_of(policy, schedule.cycle)
    shares = [share_units(each.share) for each in terms.instalments]
    if [share_units(each.share) for each in schedule.instalments] != shares:
        raise InvalidValueError(
            field="schedule",
            value=[each.share for each in schedule.instalments],
            expected=f"instalments as {policy.number} states them",
            clause=clause,
        )
    if schedule.basis.policy_number != policy.number:
        raise InvalidValueError(
            field="schedule",
            value=schedule.basis.policy_number,
            expected=f"a schedule of {policy.number}",
            clause=clause,
        )
    checked_total = positive_amount(new_total, field="new_total", clause=clause)
    paid = non_negative_amount(disbursed, field="disbursed", clause=clause)
    if checked_total < paid:
        raise InvalidValueError(
            field="new_total",
            value=checked_total,
            expected=f"a total not below what was disbursed, {paid}",
            clause=clause,
        )
    amounts = revised_instalments(
        [fen_of(each.amount) for each in schedule.instalments],
        shares,
        SHARE_SCALE,
        new_total=fen_of(checked_total),
        disbursed=fen_of(paid),
    )
    basis = attrs.evolve(
        schedule.basis,
        assumptions=tuple(dict.fromkeys((*schedule.basis.assumptions, OLDEST_FIRST, _SPREAD))),
    )
    return _schedule(
        total=checked_total,
        cycle=schedule.cycle,
        instalments=tuple(
            attrs.evolve(each, amount=yuan(amount), basis=basis)
            for each, amount in zip(schedule.instalments, amounts, strict=True)
        ),
        basis=basis,
    )
