"""What an institution owes a firm for a delivery: by when it pays, and whether it did.

9号 9-3.2c, 25号 25-2.3h.
"""

import enum
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import attrs

from ..foundation.dates import DateLike, YearMonth, as_date, as_optional_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import AmountLike, amount, fen_of, yuan
from ..foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    same,
    trusted,
    tuple_of,
    whole_number,
)
from ..foundation.workdays import WorkdayCalendar, as_optional_calendar
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy
from ..policy.readings import Reading
from .contracts import Delivery
from .rest_days import moved_off_rest_day, same_or_moved

__all__ = [
    "Deadline",
    "SupplierPayment",
    "SupplierPaymentState",
    "SupplierPaymentStatus",
    "supplier_payment_due",
    "supplier_payment_state",
]

_RETURNS = (
    "what the firm pays back for a return is due by the day by which a delivery of that day is paid"
)


def _other_than_zero(value: AmountLike, *, field: str = "amount") -> Decimal:
    paid = amount(value, field=field)
    if not paid:
        raise InvalidValueError(field=field, value=value, expected="an amount other than 0.00")
    return paid


def _days(value: int, *, field: str = "days") -> int:
    return whole_number(value, field=field, least=0, most=date.max.toordinal())


@attrs.frozen(field_transformer=checked)
class SupplierPayment(Value):
    """One payment for one delivery, whole or in part: `amount` in yuan, other than 0.00.

    Below zero for a return: what the firm paid back.
    """

    _summed = ("amount",)

    delivery_reference: str = attrs.field(converter=identifier)
    amount: Decimal = attrs.field(converter=_other_than_zero)
    paid_on: date = attrs.field(converter=as_date)


@attrs.frozen(field_transformer=checked)
class Deadline(Value):
    """The last day for a payment.

    `nominal_day` is the day before a shift to a working day, equal to `day` where none applies.
    """

    day: date = attrs.field(converter=as_date)
    nominal_day: date = attrs.field(converter=as_date)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same_or_moved("day", self.day, self.nominal_day, self.basis.reading.debt_day)


class SupplierPaymentStatus(enum.Enum):
    """Where the payment for a delivery stands on a day."""

    OPEN = "open"
    """Something is owed, and the due day is not over."""
    OVERDUE = "overdue"
    PAID_ON_TIME = "paid on time"
    PAID_LATE = "paid late"


@attrs.frozen(field_transformer=checked)
class SupplierPaymentState(Value):
    """What was paid for a delivery by the end of `as_of`, and what is still owed; in yuan.

    `payments` are those counted, oldest first; `paid` + `owed` is the delivery's amount, to the
    fen, and both are below zero for a return. `settled_on` is the day on which nothing was owed
    any more, None before. `days_late` are the days after the due day up to that one, else up to
    `as_of`.
    """

    delivery: Delivery
    payments: tuple[SupplierPayment, ...]
    as_of: date = attrs.field(converter=as_date)
    due: Deadline
    paid: Decimal = attrs.field(converter=amount)
    owed: Decimal = attrs.field(converter=amount)
    settled_on: date | None = attrs.field(converter=as_optional_date)
    days_late: int = attrs.field(converter=_days)
    status: SupplierPaymentStatus
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        counted = _counted(self.delivery, self.payments, self.as_of, clause=self.basis.cited)
        same("payments", self.payments, counted)
        settlement = _settlement(self.delivery, counted, self.as_of, self.due.day)
        for field, expected in settlement._asdict().items():
            same(field, getattr(self, field), expected)


_deadline = trusted(Deadline)
_state = trusted(SupplierPaymentState)


def supplier_payment_due(
    policy: Policy,
    accepted_on: DateLike,
    *,
    reading: Reading = Reading(),
    calendar: WorkdayCalendar | None = None,
) -> Deadline:
    """Decide by which day an institution pays the firm for goods accepted on a day.

    9号 9-3.2c and 25号 25-2.3h: no later than the end of the month after acceptance. Whether a
    rest day moves it is the reading `debt_day`; under one that shifts, a `calendar` is needed.

    Raises `InvalidValueError` for a shift without a calendar and for a day whose deadline is past
    the year 9999, `CalendarCoverageError` for a day outside the calendar's data.

    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> supplier_payment_due(CHONGQING_2025_25, "2025-12-31").day
    datetime.date(2026, 1, 31)
    """
    terms = as_policy(policy).terms.supplier_payment
    clause = terms.clause.id
    accepted = as_date(accepted_on, field="accepted_on", clause=clause)
    instance(reading, Reading, field="reading", clause=clause)
    as_optional_calendar(calendar, clause=clause)
    try:
        nominal = (YearMonth.of(accepted) + terms.months_after_acceptance).last_day
    except InvalidValueError:
        raise InvalidValueError(
            field="accepted_on",
            value=accepted,
            expected="a day whose deadline is not past the year 9999",
            clause=clause,
        ) from None
    return _deadline(
        day=moved_off_rest_day(nominal, reading.debt_day, calendar, clause=clause),
        nominal_day=nominal,
        basis=Basis(policy.number, (terms.clause,), reading, ()),
    )


def supplier_payment_state(
    policy: Policy,
    delivery: Delivery,
    payments: Iterable[SupplierPayment],
    *,
    as_of: DateLike,
    reading: Reading = Reading(),
    calendar: WorkdayCalendar | None = None,
) -> SupplierPaymentState:
    """Decide what is still owed for a delivery at the end of a day, and how late it is or was.

    9号 9-3.2c and 25号 25-2.3h. Payments may be parts, in any order; one after `as_of` is not
    counted. By when a firm pays back what was paid for a return, no notice says: the day by which
    a delivery is paid is taken for it, and listed as an assumption.

    Raises what `supplier_payment_due` raises, and `InvalidValueError` for an `as_of` before the
    acceptance, a payment for another delivery or before the acceptance, and one beyond what is
    still owed, or against its sign.

    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> delivery = Delivery("D1", "C1", accepted_on="2025-06-10", quantity=100, unit="支",
    ...                     unit_price="8.50")
    >>> state = supplier_payment_state(
    ...     CHONGQING_2025_25, delivery, [SupplierPayment("D1", 600, "2025-07-15")],
    ...     as_of="2025-08-05",
    ... )
    >>> state.owed, state.days_late, state.status.name
    (Decimal('250.00'), 5, 'OVERDUE')
    """
    clause = as_policy(policy).terms.supplier_payment.clause.id
    instance(delivery, Delivery, field="delivery", clause=clause)
    day = as_date(as_of, field="as_of", clause=clause)
    counted = _counted(delivery, payments, day, clause=clause)
    due = supplier_payment_due(policy, delivery.accepted_on, reading=reading, calendar=calendar)
    settlement = _settlement(delivery, counted, day, due.day)
    basis = due.basis
    if delivery.quantity < 0:
        basis = attrs.evolve(basis, assumptions=(_RETURNS,))
    return _state(
        delivery=delivery,
        payments=counted,
        as_of=day,
        due=_deadline(day=due.day, nominal_day=due.nominal_day, basis=basis),
        paid=settlement.paid,
        owed=settlement.owed,
        settled_on=settlement.settled_on,
        days_late=settlement.days_late,
        status=settlement.status,
        basis=basis,
    )


def _counted(
    delivery: Delivery, payments: Iterable[SupplierPayment], as_of: date, *, clause: str | None
) -> tuple[SupplierPayment, ...]:
    """Check a delivery's payments, and give those up to a day, oldest first."""
    if as_of < delivery.accepted_on:
        raise InvalidValueError(
            field="as_of",
            value=as_of,
            expected=f"a day on or after the acceptance, {delivery.accepted_on}",
            clause=clause,
        )
    given = tuple_of(payments, SupplierPayment, field="payments", clause=clause)
    for number, each in enumerate(given):
        _as_payment_for(delivery, each, field=f"payments[{number}]", clause=clause)
    numbers = sorted(
        (number for number, each in enumerate(given) if each.paid_on <= as_of),
        key=lambda number: (given[number].paid_on, given[number].amount),
    )
    owed = fen_of(delivery.amount)
    for number in numbers:
        taken = fen_of(given[number].amount)
        if not (0 < taken <= owed or owed <= taken < 0):
            raise InvalidValueError(
                field=f"payments[{number}].amount",
                value=given[number].amount,
                expected=(
                    f"an amount not beyond what is still owed, {yuan(owed)} of {delivery.amount}, "
                    "and of its sign"
                ),
                clause=clause,
            )
        owed -= taken
    return tuple(given[number] for number in numbers)


def _as_payment_for(
    delivery: Delivery, payment: SupplierPayment, *, field: str, clause: str | None
) -> None:
    if payment.delivery_reference != delivery.reference:
        raise InvalidValueError(
            field=f"{field}.delivery_reference",
            value=payment.delivery_reference,
            expected=f"payments for the delivery {delivery.reference}",
            clause=clause,
        )
    if payment.paid_on < delivery.accepted_on:
        raise InvalidValueError(
            field=f"{field}.paid_on",
            value=payment.paid_on,
            expected=f"a day on or after the acceptance, {delivery.accepted_on}",
            clause=clause,
        )


class _Settlement(NamedTuple):
    """The figures of a state, under the names of its fields."""

    paid: Decimal
    owed: Decimal
    settled_on: date | None
    days_late: int
    status: SupplierPaymentStatus


def _settlement(
    delivery: Delivery, counted: Sequence[SupplierPayment], as_of: date, due: date
) -> _Settlement:
    paid = sum(fen_of(each.amount) for each in counted)
    owed = fen_of(delivery.amount) - paid
    settled_on = None if owed else _last_day(delivery, counted)
    late = ((settled_on or as_of) - due).days
    if settled_on is None:
        status = SupplierPaymentStatus.OVERDUE if late > 0 else SupplierPaymentStatus.OPEN
    else:
        status = SupplierPaymentStatus.PAID_LATE if late > 0 else SupplierPaymentStatus.PAID_ON_TIME
    return _Settlement(yuan(paid), yuan(owed), settled_on, max(late, 0), status)


def _last_day(delivery: Delivery, counted: Sequence[SupplierPayment]) -> date:
    """Give the day of the last payment; a delivery of 0.00 is settled when it is accepted."""
    return counted[-1].paid_on if counted else delivery.accepted_on
