"""What was really disbursed, set against the schedule: what is filled, outstanding and late.

25号 25-2.3b and 25-2.3c; 9号 states no prepayment.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate

import attrs

from ..foundation.dates import DateLike, as_date, as_optional_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import fen_of, non_negative_amount, positive_amount, yuan
from ..foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    same,
    same_figures,
    trusted,
    tuple_of,
    whole_number,
)
from ..policy.basis import Basis
from .prepayment import OLDEST_FIRST, PrepaymentSchedule, as_number

__all__ = ["Disbursement", "Reconciliation", "ReconciliationLine", "reconcile"]

_MOST_DAYS = 4_000_000  # more than the calendar has


@attrs.frozen(field_transformer=checked)
class Disbursement(Value):
    """What an institution was really paid of a prepayment: `amount` in yuan, above 0.00."""

    _summed = ("amount",)

    prepayment_reference: str = attrs.field(converter=identifier)
    amount: Decimal = attrs.field(converter=positive_amount)
    paid_on: date = attrs.field(converter=as_date)


def _days(value: int, *, field: str = "days_late") -> int:
    return whole_number(value, field=field, least=0, most=_MOST_DAYS)


@attrs.frozen(field_transformer=checked)
class ReconciliationLine(Value):
    """One instalment and what was disbursed of it; amounts in yuan.

    `planned` = `disbursed` + `outstanding`. `filled_on` is the day on which the last of it was
    paid, None where something is outstanding or nothing was planned. `days_late` runs from the
    due day to that day, else to the day of the reconciliation; it is 0 where nothing is late.
    """

    _summed = ("planned", "disbursed", "outstanding")

    number: int = attrs.field(converter=as_number)
    planned: Decimal = attrs.field(converter=non_negative_amount)
    due: date = attrs.field(converter=as_date)
    disbursed: Decimal = attrs.field(converter=non_negative_amount)
    outstanding: Decimal = attrs.field(converter=non_negative_amount)
    filled_on: date | None = attrs.field(converter=as_optional_date)
    days_late: int = attrs.field(converter=_days)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.disbursed > self.planned:
            raise InvalidValueError(
                field="disbursed",
                value=self.disbursed,
                expected=f"not above what was planned, {self.planned}",
            )
        left = fen_of(self.planned) - fen_of(self.disbursed)
        same("outstanding", self.outstanding, yuan(left))


@attrs.frozen(field_transformer=checked)
class Reconciliation(Value):
    """A schedule and what was disbursed of it by the end of `as_of`; amounts in yuan.

    `disbursements` are all that were given, in the order of their days; those after `as_of` are
    not counted. `planned` = `disbursed` + `outstanding`, on every line and in sum.
    """

    schedule: PrepaymentSchedule
    disbursements: tuple[Disbursement, ...]
    as_of: date = attrs.field(converter=as_date)
    lines: tuple[ReconciliationLine, ...]
    planned: Decimal = attrs.field(converter=positive_amount)
    disbursed: Decimal = attrs.field(converter=non_negative_amount)
    outstanding: Decimal = attrs.field(converter=non_negative_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        follows = _reconciled(self.schedule, self.disbursements, self.as_of, self.basis)
        same_figures(self, follows)


_line = trusted(ReconciliationLine)
_reconciliation = trusted(Reconciliation)


def reconcile(
    schedule: PrepaymentSchedule, disbursements: Iterable[Disbursement], *, as_of: DateLike
) -> Reconciliation:
    """Decide what is filled, outstanding and late of a schedule by the end of a day.

    25号 25-2.3b, 25-2.3c. What was disbursed fills the oldest instalment first; no notice says so,
    so it is listed as an assumption. A disbursement after `as_of` is not counted.

    Raises `InvalidValueError` for disbursements of several references, and for more disbursed
    than the schedule's total.

    >>> from vbp_policy import prepayment_schedule, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> schedule = prepayment_schedule(CHONGQING_2025_25, cycle, 100)
    >>> paid = [Disbursement("P1", 40, "2025-06-27"), Disbursement("P1", 30, "2025-07-02")]
    >>> for line in reconcile(schedule, paid, as_of="2025-12-01").lines:
    ...     print(line.number, line.planned, line.disbursed, line.outstanding, line.days_late)
    1 50.00 50.00 0.00 2
    2 50.00 20.00 30.00 1
    """
    clause = instance(schedule, PrepaymentSchedule, field="schedule").basis.cited
    given = tuple_of(disbursements, Disbursement, field="disbursements", clause=clause)
    assumptions = dict.fromkeys((*schedule.basis.assumptions, OLDEST_FIRST))
    basis = attrs.evolve(schedule.basis, assumptions=tuple(assumptions))
    return _reconciled(schedule, given, as_date(as_of, field="as_of", clause=clause), basis)


def _reconciled(
    schedule: PrepaymentSchedule, given: Sequence[Disbursement], as_of: date, basis: Basis
) -> Reconciliation:
    """Fill the instalments in their order with what was disbursed by the end of a day."""
    _one_prepayment(given, basis.cited)
    numbers = sorted(range(len(given)), key=lambda number: given[number].paid_on)
    in_order = [given[number] for number in numbers]
    counted = [each for each in in_order if each.paid_on <= as_of]
    paid_by = [0, *accumulate(fen_of(each.amount) for each in counted)]
    total, paid = fen_of(schedule.total), paid_by[-1]
    if paid > total:
        past = next(number for number, so_far in enumerate(paid_by) if so_far > total) - 1
        raise InvalidValueError(
            field=f"disbursements[{numbers[past]}].amount",
            value=counted[past].amount,
            expected=f"together not above the total of {schedule.total}, "
            f"of which {yuan(total - paid_by[past])} was left",
            clause=basis.cited,
        )
    lines: list[ReconciliationLine] = []
    before = 0
    for instalment in schedule.instalments:
        planned = fen_of(instalment.amount)
        filled = min(max(paid - before, 0), planned)
        before += planned
        filled_on = None
        if planned and filled == planned:
            filled_on = counted[bisect_left(paid_by, before) - 1].paid_on
        still_late = as_of if filled < planned else instalment.due
        lines.append(
            _line(
                number=instalment.number,
                planned=instalment.amount,
                due=instalment.due,
                disbursed=yuan(filled),
                outstanding=yuan(planned - filled),
                filled_on=filled_on,
                days_late=max(0, ((filled_on or still_late) - instalment.due).days),
                basis=basis,
            )
        )
    return _reconciliation(
        schedule=schedule,
        disbursements=tuple(in_order),
        as_of=as_of,
        lines=tuple(lines),
        planned=schedule.total,
        disbursed=yuan(paid),
        outstanding=yuan(total - paid),
        basis=basis,
    )


def _one_prepayment(given: Sequence[Disbursement], clause: str | None) -> None:
    """Refuse a disbursement of another prepayment than the first one's."""
    for number, each in enumerate(given):
        if each.prepayment_reference != given[0].prepayment_reference:
            raise InvalidValueError(
                field=f"disbursements[{number}].prepayment_reference",
                value=each.prepayment_reference,
                expected=f"disbursements of one prepayment, {given[0].prepayment_reference}",
                clause=clause,
            )
