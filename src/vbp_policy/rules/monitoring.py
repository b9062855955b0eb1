"""What is monitored every month: volume, amount, progress, and what is owed to firms.

9号 9-3.4b, 25号 25-2.5.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import attrs

from ..foundation.dates import DateLike, YearMonth, as_date, months_from
from ..foundation.errors import InvalidValueError, PolicyError
from ..foundation.money import amount as as_amount
from ..foundation.money import (
    fen_of,
    net_quantity,
    non_negative_amount,
    quantity_of,
    quantity_units,
    yuan,
)
from ..foundation.money import ratio as as_ratio
from ..foundation.values import Value, checked, same_figures, trusted, tuple_of
from ..foundation.workdays import WorkdayCalendar
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy
from ..policy.readings import Reading
from .contracts import (
    PROGRESS_ASSUMPTIONS,
    Contract,
    Delivery,
    Progress,
    as_contract,
    checked_deliveries,
    delivered_by,
    progress_of,
)
from .cycles import as_cycle_of, inherited_assumptions
from .supplier_payment import SupplierPayment, SupplierPaymentState, supplier_payment_state

__all__ = ["MonthlyReport", "ReportedMonth", "monthly_report"]

_NO_SET_OFF = "what is owed to firms and what firms owe back for returns are not set off"
_NO_DAY = "no notice says how a month is reported: calendar months, each by the end of its last day"


@attrs.frozen(field_transformer=checked)
class ReportedMonth(Value):
    """One calendar month of a contract, the last one up to the day of the report.

    `volume` is what counts of the month's deliveries towards the agreed volume, in the contract's
    unit, `delivered` the sum so far, `ratio` its part of the agreed volume. Amounts in yuan:
    `amount` is what the month's deliveries come to, `paid` what firms were paid in it; `owed` to
    firms at its end, of which `overdue`, and `owed_back` by firms for returns.
    """

    _summed = ("volume", "amount", "paid")

    month: YearMonth
    volume: Decimal = attrs.field(converter=net_quantity)
    delivered: Decimal = attrs.field(converter=net_quantity)
    ratio: Decimal = attrs.field(converter=as_ratio)
    amount: Decimal = attrs.field(converter=as_amount)
    paid: Decimal = attrs.field(converter=as_amount)
    owed: Decimal = attrs.field(converter=non_negative_amount)
    overdue: Decimal = attrs.field(converter=non_negative_amount)
    owed_back: Decimal = attrs.field(converter=non_negative_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)


@attrs.frozen(field_transformer=checked)
class MonthlyReport(Value):
    """A contract month by month up to a day: volume, amount, progress, owed and overdue.

    The sums are those of the months, and what is owed is as of `as_of`: in yuan, `amount` − `paid`
    = `owed` − `owed_back`. `payments` says for each delivery by when it was to be paid, and
    whether it was. The months run to that of `as_of`, but not past the cycle's last and the last
    in which something was delivered or paid.
    """

    contract: Contract
    as_of: date = attrs.field(converter=as_date)
    progress: Progress
    months: tuple[ReportedMonth, ...]
    payments: tuple[SupplierPaymentState, ...]
    amount: Decimal = attrs.field(converter=as_amount)
    paid: Decimal = attrs.field(converter=as_amount)
    owed: Decimal = attrs.field(converter=non_negative_amount)
    overdue: Decimal = attrs.field(converter=non_negative_amount)
    owed_back: Decimal = attrs.field(converter=non_negative_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same_figures(self, _report(self.contract, self.payments, self.as_of, self.basis))


_month = trusted(ReportedMonth)
_monthly_report = trusted(MonthlyReport)


def monthly_report(
    policy: Policy,
    contract: Contract,
    deliveries: Iterable[Delivery],
    payments: Iterable[SupplierPayment],
    *,
    as_of: DateLike,
    calendar: WorkdayCalendar | None = None,
) -> MonthlyReport:
    """Decide what a contract's monthly monitoring shows: how much was bought, and is it paid.

    9号 9-3.4b and 25号 25-2.5: purchase progress and payment to firms are monitored every month.
    Deliveries and payments after `as_of` are not counted. By when a delivery is to be paid
    follows the cycle's reading `debt_day`; under one that shifts, a `calendar` is needed.

    Raises what `contract_progress` and `supplier_payment_state` raise, and `InvalidValueError` for
    a contract under another policy and for a payment that is for none of the deliveries.

    >>> from vbp_policy import Grade, Institution, InstitutionKind, Product, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> contract = Contract("C1", hospital, Product("A1", "透析器", "甲"), cycle,
    ...                     agreed_volume=1000, unit="支", unit_price=50)
    >>> delivery = Delivery("D1", "C1", accepted_on="2025-06-18", quantity=200, unit="支",
    ...                     unit_price=50)
    >>> payment = SupplierPayment("D1", 4000, "2025-08-04")
    >>> report = monthly_report(CHONGQING_2025_25, contract, [delivery], [payment],
    ...                         as_of="2025-08-31")
    >>> for each in report.months:
    ...     print(each.month, each.volume, each.ratio, each.paid, each.owed, each.overdue)
    2025-05 0 0.0000 0.00 0.00 0.00
    2025-06 200 0.2000 0.00 10000.00 0.00
    2025-07 0 0.2000 0.00 10000.00 0.00
    2025-08 0 0.2000 4000.00 6000.00 6000.00
    """
    terms = as_policy(policy).terms
    clause = terms.reporting.monitoring_clause
    cycle = as_cycle_of(policy, as_contract(contract, clause=clause.id).cycle)
    day = as_date(as_of, field="as_of", clause=clause.id)
    given = checked_deliveries(contract, deliveries, clause=clause.id)
    assumptions = (*inherited_assumptions(cycle), *PROGRESS_ASSUMPTIONS, _NO_DAY, _NO_SET_OFF)
    states = _states(policy, contract, given, payments, day, calendar)
    basis = Basis(
        policy.number,
        (clause, terms.purchasing.volume_clause, terms.supplier_payment.clause),
        cycle.reading,
        tuple(dict.fromkeys((*assumptions, *(it for s in states for it in s.basis.assumptions)))),
    )
    return _report(contract, states, day, basis)


def _states(
    policy: Policy,
    contract: Contract,
    deliveries: Sequence[Delivery],
    payments: Iterable[SupplierPayment],
    as_of: date,
    calendar: WorkdayCalendar | None,
) -> tuple[SupplierPaymentState, ...]:
    """Give for each delivery up to a day what was paid for it, refusing any stray payment."""
    clause = policy.terms.supplier_payment.clause.id
    own: dict[str, list[tuple[int, SupplierPayment]]] = {it.reference: [] for it in deliveries}
    given = tuple_of(payments, SupplierPayment, field="payments", clause=clause)
    for number, payment in enumerate(given):
        reference = payment.delivery_reference
        if reference not in own:
            raise InvalidValueError(
                field=f"payments[{number}].delivery_reference",
                value=reference,
                expected="the reference of one of the deliveries",
                clause=clause,
            )
        own[reference].append((number, payment))
    states: list[SupplierPaymentState] = []
    for delivery in deliveries:
        numbers = [number for number, _ in own[delivery.reference]]
        try:
            counts = delivery.accepted_on <= as_of  # else its payments are checked, no more
            state = supplier_payment_state(
                policy,
                delivery,
                [payment for _, payment in own[delivery.reference]],
                as_of=as_of if counts else delivery.accepted_on,
                reading=contract.cycle.reading if counts else Reading(),
                calendar=calendar,
            )
        except PolicyError as error:
            raise error.at(field=_renumbered(error.field, numbers), clause=error.clause) from None
        if counts:
            states.append(state)
    return tuple(states)


def _renumbered(field: str, numbers: Sequence[int]) -> str:
    """Name a payment by its place among all of them."""
    return re.sub(r"(?<=^payments\[)[0-9]+", lambda own: str(numbers[int(own[0])]), field)


def _report(
    contract: Contract, states: Sequence[SupplierPaymentState], as_of: date, basis: Basis
) -> MonthlyReport:
    """Put a report together from what is known of each delivery."""
    deliveries = [state.delivery for state in states]
    progress = progress_of(contract, deliveries, as_of=as_of, basis=basis)
    active = [contract.cycle.last_day, *(each.accepted_on for each in deliveries)]
    active += [payment.paid_on for state in states for payment in state.payments]
    first = YearMonth.of(contract.cycle.first_day)
    last = YearMonth.of(min(as_of, max(active)))
    months: list[ReportedMonth] = []
    delivered = Decimal(0)
    for month in months_from(first, max(last - first + 1, 0)):
        until = min(month.last_day, as_of)
        so_far = delivered_by(contract, deliveries, until)
        held = range(month.first_day.toordinal(), until.toordinal() + 1)
        bought = [each.amount for each in deliveries if each.accepted_on.toordinal() in held]
        paid = [
            payment.amount
            for state in states
            for payment in state.payments
            if payment.paid_on.toordinal() in held
        ]
        owed, overdue, owed_back = _owed(states, until)
        months.append(
            _month(
                month=month,
                volume=quantity_of(quantity_units(so_far.volume) - quantity_units(delivered)),
                delivered=so_far.volume,
                ratio=so_far.ratio,
                amount=_sum(bought),
                paid=_sum(paid),
                owed=owed,
                overdue=overdue,
                owed_back=owed_back,
                basis=basis,
            )
        )
        delivered = so_far.volume
    owed, overdue, owed_back = _owed(states, as_of)
    return _monthly_report(
        contract=contract,
        as_of=as_of,
        progress=progress,
        months=tuple(months),
        payments=tuple(states),
        amount=_sum(each.amount for each in deliveries),
        paid=_sum(state.paid for state in states),
        owed=owed,
        overdue=overdue,
        owed_back=owed_back,
        basis=basis,
    )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return yuan(sum(map(fen_of, amounts)))


def _owed(states: Sequence[SupplierPaymentState], until: date) -> tuple[Decimal, Decimal, Decimal]:
    """Give what is owed to firms at the end of a day, what of it is overdue, and owed back."""
    owed = overdue = owed_back = 0
    for state in states:
        if state.delivery.accepted_on <= until:
            paid = (fen_of(each.amount) for each in state.payments if each.paid_on <= until)
            left = fen_of(state.delivery.amount) - sum(paid)
            owed += max(left, 0)
            owed_back += max(-left, 0)
            if until > state.due.day:
                overdue += max(left, 0)
    return yuan(owed), yuan(overdue), yuan(owed_back)
