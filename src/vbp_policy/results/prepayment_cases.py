"""A prepayment from its fund to its last offset month in one value: the notebook's front door."""

import attrs

from ..foundation.dates import DateLike
from ..foundation.errors import InvalidValueError
from ..foundation.money import AmountLike
from ..foundation.values import Value, checked, same, trusted
from ..foundation.workdays import WorkdayCalendar
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading
from ..policy.terms import Fund
from ..rules.cycles import Cycle, procurement_cycle
from ..rules.institutions import Institution, paying_fund
from ..rules.offset_windows import offset_period, offset_terms
from ..rules.offsets import (
    Month,
    OffsetLedger,
    Payables,
    Prepayment,
    by_month,
    ledger_of,
    offset_basis,
)
from ..rules.prepayment import PrepaymentSchedule, prepayment_schedule
from .timetables import Event, timetable

__all__ = ["PrepaymentCase", "prepayment_case"]

_ALL_DISBURSED = "every instalment was disbursed in full: the ledger offsets the whole total"


@attrs.frozen(field_transformer=checked)
class PrepaymentCase(Value):
    """One institution's prepayment: who pays it, when, how it is offset, and every date."""

    institution: Institution
    fund: Fund
    cycle: Cycle
    schedule: PrepaymentSchedule
    ledger: OffsetLedger
    timetable: tuple[Event, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same("schedule.cycle", self.schedule.cycle, self.cycle)
        prepayment = self.ledger.prepayment
        same("ledger.prepayment.institution", prepayment.institution, self.institution)
        same("ledger.prepayment.fund", prepayment.fund, self.fund)
        same("ledger.prepayment.amount", prepayment.amount, self.schedule.total)
        same("ledger.prepayment.cycle", prepayment.cycle, self.cycle)
        instalments = ((each.clause.id, each.due) for each in self.schedule.instalments)
        offset = ((self.ledger.basis.cited, month.first_day) for month in self.ledger.window[:1])
        for clause, day in (*instalments, *offset):
            days = [each.day for each in self.timetable if each.clause.id == clause]
            if day not in days:
                raise InvalidValueError(
                    field="timetable",
                    value=days,
                    expected=f"an event of this clause on {day}",
                    clause=clause,
                )


_case = trusted(PrepaymentCase)


def prepayment_case(
    policy: Policy,
    institution: Institution,
    total: AmountLike,
    execution_date: DateLike,
    payables: Payables[Month],
    *,
    reading: Reading = Reading(),
    calendar: WorkdayCalendar | None = None,
) -> PrepaymentCase:
    """Decide everything about one institution's prepayment in one go.

    25号 25-1.3a, 25-2.3b to 25-2.3f: the fund, the cycle, the schedule, the ledger of the whole
    total, and the timetable. It assumes, and says so, that every instalment was disbursed; where
    that is not so, `reconcile` tells what was, and `offset_prepayment` takes it. The prepayment's
    reference is the institution's code.

    `total` and `payables` are in yuan, as for `prepayment_schedule` and `offset_prepayment`; a
    `calendar` is needed for readings that shift and for dates counted in working days.

    Raises what `paying_fund`, `procurement_cycle`, `prepayment_schedule`, `offset_prepayment` and
    `timetable` raise.

    >>> from vbp_policy import Grade, InstitutionKind
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> case = prepayment_case(CHONGQING_2025_25, hospital, "1000000", "2025-05-30",
    ...                        {"2026-06": 300_000, "2026-07": 800_000})
    >>> case.fund.name, str(case.cycle), case.ledger.status.name
    ('EMPLOYEE', '2025-05-30 to 2026-05-29', 'CLEARED')
    """
    terms = stated(as_policy(policy), policy.terms.prepayment, "prepayment")
    clause = offset_terms(policy).clause.id
    fund = paying_fund(policy, institution)
    cycle = procurement_cycle(policy, execution_date, reading=reading)
    schedule = prepayment_schedule(policy, cycle, total, calendar=calendar)
    prepayment = Prepayment(institution.code, institution, fund, schedule.total, cycle)
    ledger = ledger_of(
        prepayment,
        offset_period(policy, cycle),
        by_month(payables, field="payables", clause=clause),
        {},
        offset_basis(policy, cycle, _ALL_DISBURSED),
    )
    events = timetable(policy, cycle, calendar=calendar)
    parts = (schedule.basis, ledger.basis, *(each.basis for each in events))
    own = (policy.terms.cycle.clause, terms.fund_clause)
    return _case(
        institution=institution,
        fund=fund,
        cycle=cycle,
        schedule=schedule,
        ledger=ledger,
        timetable=events,
        basis=Basis(
            policy.number,
            tuple(dict.fromkeys((*own, *(it for each in parts for it in each.clauses)))),
            reading,
            tuple(dict.fromkeys(it for each in parts for it in each.assumptions)),
        ),
    )
