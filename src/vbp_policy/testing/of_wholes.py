"""Wholes whose parts fit each other: what a service holds of one prepayment, of one contract."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

import attrs
from hypothesis import strategies as st

from ..foundation.dates import YearMonth
from ..foundation.money import decimal_of, fen_of, quantity_units, yuan
from ..foundation.plain import plain, shown_fields
from ..foundation.values import Value
from ..foundation.workdays import HolidayTable
from ..policy.clauses import Clause
from ..policy.policies import Policy
from ..policy.readings import Reading
from ..results.prepayment_cases import PrepaymentCase, prepayment_case
from ..rules.assessments import Usage
from ..rules.contracts import Contract, Delivery, Order
from ..rules.cycles import Cycle
from ..rules.disbursements import Disbursement
from ..rules.institutions import Institution
from ..rules.listings import ListingStatus
from ..rules.offset_windows import offset_window
from ..rules.offsets import Prepayment
from ..rules.prepayment import PrepaymentSchedule, prepayment_schedule
from ..rules.supplier_payment import SupplierPayment
from .draws import Drawn, drawn
from .of_contracts import contracts, debt_calendars, deliveries_of, orders_of, payments_of
from .of_cycles import cycles
from .of_days import days, later
from .of_figures import quantities
from .of_institutions import institutions
from .of_policies import policies
from .of_prepayments import (
    bookings,
    calendars_for,
    disbursements_of,
    payables,
    prepaid,
    prepayments,
    totals,
)

__all__ = [
    "MODERATE",
    "ContractDossier",
    "PrepaymentDossier",
    "contract_dossiers",
    "prepayment_cases",
    "prepayment_dossiers",
    "usages",
]

MODERATE = quantities(10**6, returns=False)
"""Quantities of which many add up to a quantity."""


def _told(value: object) -> str:
    """Give the repr of a part: its figures and days in full, what it is under in short."""
    if isinstance(value, Cycle):
        return f"<{value}, reading {plain(value.reading)}>"
    if isinstance(value, Policy | Institution | Clause):
        return f"<{value}>"
    if isinstance(value, Mapping):
        months = cast("Mapping[object, object]", value)
        return f"{{{', '.join(f'{_told(key)}: {_told(each)}' for key, each in months.items())}}}"
    if isinstance(value, tuple):
        return f"({', '.join(map(_told, cast('tuple[object, ...]', value)))})"
    if isinstance(value, Value) and not isinstance(value, YearMonth):
        held = (f"{name}={_told(getattr(value, name))}" for name in shown_fields(value))
        return f"{type(value).__name__}({', '.join(held)})"
    return repr(value) if isinstance(value, str) else str(value)


@attrs.frozen(kw_only=True)
class PrepaymentDossier(Value):
    """One prepayment under a policy, from its schedule to what its fund is to pay.

    `calendar` is one that the schedule needs, None if none. `prepayment` is for all that the
    `disbursements` come to, or for the whole total if there are none. `payables` lie in the
    window, from its first month on without a gap; `booked` are months of them.
    """

    policy: Policy = attrs.field(repr=_told)
    institution: Institution = attrs.field(repr=_told)
    cycle: Cycle = attrs.field(repr=_told)
    calendar: HolidayTable | None
    schedule: PrepaymentSchedule = attrs.field(repr=_told)
    disbursements: tuple[Disbursement, ...] = attrs.field(repr=_told)
    prepayment: Prepayment = attrs.field(repr=_told)
    window: tuple[YearMonth, ...] = attrs.field(repr=plain)
    payables: Mapping[YearMonth, Decimal] = attrs.field(repr=_told)
    booked: Mapping[YearMonth, Decimal] = attrs.field(repr=_told)


@st.composite
def prepayment_dossiers(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    reading: Drawn[Reading] | None = None,
    total: Drawn[Decimal] | None = None,
) -> PrepaymentDossier:
    """Draw a policy with a cycle, its schedule, what was disbursed, and payables in its window.

    >>> from vbp_policy.testing import simplest
    >>> dossier = simplest(prepayment_dossiers())
    >>> dossier.policy.number, str(dossier.window[0]), dict(dossier.payables)
    ('渝医保办〔2025〕25号', '2026-06', {})
    """
    notice = draw(prepaid(policy))
    institution = draw(institutions(prepaid_under=notice))
    cycle = draw(cycles(policy=notice, reading=reading))
    table = draw(calendars_for(notice, cycle))
    schedule = prepayment_schedule(
        notice, cycle, draw(drawn(total, totals(notice))), calendar=table
    )
    paid = draw(disbursements_of(schedule))
    disbursed = sum(fen_of(each.amount) for each in paid)
    prepayment = draw(
        prepayments(
            policy=notice,
            institution=institution,
            cycle=cycle,
            reference="P1",
            amount=yuan(disbursed) if disbursed else schedule.total,
        )
    )
    window = offset_window(notice, cycle)
    months = draw(payables(window, about=prepayment.amount))
    return PrepaymentDossier(
        policy=notice,
        institution=institution,
        cycle=cycle,
        calendar=table,
        schedule=schedule,
        disbursements=paid,
        prepayment=prepayment,
        window=window,
        payables=months,
        booked=draw(bookings(prepayment, months)),
    )


@st.composite
def prepayment_cases(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    reading: Drawn[Reading] | None = None,
) -> PrepaymentCase:
    """Draw cases: a fund, a cycle, a schedule, a ledger and a timetable in one value."""
    notice = draw(prepaid(policy))
    cycle = draw(cycles(policy=notice, reading=reading, extended=False))
    total = draw(totals(notice))
    return prepayment_case(
        notice,
        draw(institutions(prepaid_under=notice)),
        total,
        cycle.first_day,
        draw(payables(offset_window(notice, cycle), about=total)),
        reading=cycle.reading,
        calendar=draw(calendars_for(notice, cycle)),
    )


@attrs.frozen(kw_only=True)
class ContractDossier(Value):
    """One contract under a policy, and everything that became of it.

    `deliveries` hold returns, never above what was delivered; `payments` are parts of what they
    come to. `calendar` is one that the cycle's reading needs, None if none. `usage` is empty
    under a policy that has no classes of listings.
    """

    policy: Policy = attrs.field(repr=_told)
    contract: Contract = attrs.field(repr=_told)
    orders: tuple[Order, ...] = attrs.field(repr=_told)
    deliveries: tuple[Delivery, ...] = attrs.field(repr=_told)
    payments: tuple[SupplierPayment, ...] = attrs.field(repr=_told)
    usage: tuple[Usage, ...] = attrs.field(repr=_told)
    calendar: HolidayTable | None
    as_of: date = attrs.field(repr=_told)


@st.composite
def contract_dossiers(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    reading: Drawn[Reading] | None = None,
) -> ContractDossier:
    """Draw a contract with its orders, deliveries, returns, payments and usage, and a day.

    >>> from vbp_policy.testing import simplest
    >>> dossier = simplest(contract_dossiers(), where=lambda dossier: dossier.deliveries)
    >>> [each.reference for each in dossier.deliveries]
    ['D1']
    """
    notice = draw(drawn(policy, policies()))
    cycle = draw(cycles(policy=notice, reading=reading))
    agreed = MODERATE.map(lambda each: max(each, Decimal("0.01")))
    contract = draw(contracts(policy=notice, cycle=cycle, agreed_volume=agreed))
    ordered = draw(orders_of(contract))
    accepted = draw(deliveries_of(contract, ordered))
    days_accepted = [each.accepted_on for each in accepted]
    return ContractDossier(
        policy=notice,
        contract=contract,
        orders=ordered,
        deliveries=accepted,
        payments=tuple(payment for each in accepted for payment in draw(payments_of(each))),
        usage=draw(_usage_under(notice)),
        calendar=draw(debt_calendars(notice, cycle.reading, days_accepted)),
        as_of=draw(days(later(cycle.first_day, -30), later(cycle.last_day, 200))),
    )


@st.composite
def usages(draw: st.DrawFn, *, returns: bool = True) -> Usage:
    """Draw how much was used of products of a status, and returns."""
    status = draw(st.sampled_from(ListingStatus))
    return Usage(status, draw(quantities(returns=returns)))


@st.composite
def _usage_under(draw: st.DrawFn, policy: Policy) -> tuple[Usage, ...]:
    """Draw what was used of each status, and what was returned of it."""
    if policy.terms.listing.classes is None:
        return ()
    used = draw(st.dictionaries(st.sampled_from(ListingStatus), MODERATE))
    found = [Usage(status, quantity) for status, quantity in used.items()]
    for each in list(found):
        if draw(st.booleans()):
            units = draw(st.integers(1, quantity_units(each.quantity)))
            found.append(Usage(each.listing_status, decimal_of(-units, 4)))
    return tuple(found)
