"""The timetable: every date that a notice makes, each with its clause and whose duty it is."""

import enum
from collections.abc import Iterator
from datetime import date

import attrs

from ..foundation.dates import YearMonth, as_date, months_from
from ..foundation.errors import CalendarCoverageError
from ..foundation.values import Value, checked, identifier, same, trusted
from ..foundation.workdays import WorkdayCalendar, as_optional_calendar, workday_before
from ..policy.basis import Basis
from ..policy.clauses import Clause
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import DebtDay, DisbursementDay
from ..policy.terms import DueKind, ReportAnchor
from ..rules.cycles import Cycle, agreement_years, as_cycle_of, inherited_assumptions
from ..rules.offset_windows import offset_period
from ..rules.prepayment import nominal_due
from ..rules.rest_days import moved_off_rest_day

__all__ = ["Duty", "Event", "timetable"]

_MONTH_ENDS = "no day is stated for what is due every month: the last day of each calendar month"
_YEAR_STARTS = "no day is stated for the yearly agreement: the first day of each year of the cycle"
_YEAR_ENDS = "no day is stated for the yearly assessment: the last day of each year of the cycle"
_LEFT_OUT = (
    "the days on which products are reported are counted in working days; without a calendar's "
    "data they are left out"
)


class Duty(enum.Enum):
    """Whose duty it is to act."""

    INSTITUTION = "medical institution"
    FIRM = "selected firm"
    EXCHANGE = "drug exchange"
    INSURANCE_BUREAU = "healthcare security bureau"
    AGENCY = "medical insurance agency"
    ALL_PARTIES = "all parties"


@attrs.frozen(field_transformer=checked)
class Event(Value):
    """One date that a notice makes: what it is in both languages, whose duty, by which clause.

    `nominal_day` is the day before a shift to a working day, equal to `day` where none applies.
    `shift_unknown`: the day may have to move, but the calendar holds no data for it.
    """

    day: date = attrs.field(converter=as_date)
    nominal_day: date = attrs.field(converter=as_date)
    name: str = attrs.field(converter=identifier)
    name_zh: str = attrs.field(converter=identifier)
    duty_of: Duty
    clause: Clause
    shift_unknown: bool
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        reading = self.basis.reading
        stays = (
            reading.disbursement_day is DisbursementDay.UNSHIFTED
            and reading.debt_day is DebtDay.UNSHIFTED
        )
        if self.shift_unknown or stays:
            same("day", self.day, self.nominal_day)


_event = trusted(Event)


def timetable(
    policy: Policy, cycle: Cycle, *, calendar: WorkdayCalendar | None = None
) -> tuple[Event, ...]:
    """Decide every date that a notice makes for a cycle, in order.

    9号: when products are reported (9-4.3), in force (9-4.1), the cycle (9-2.1), monitoring and
    assessment (9-3.4b), the exchange's reports (9-3.4d). 25号: 25-4.2, 25-4.1, 25-1.3a and
    25-2.5 likewise, the yearly agreements (25-2.1f), the instalments (25-2.3b, 25-2.3c), an
    extension (25-1.3b), the offset (25-2.3d) and the return (25-2.3e). What hangs on a delivery,
    as the firm's payment does, is not among them.

    Days counted in working days are left out where no calendar holds data; an instalment's keeps
    its nominal day there, and says so (`shift_unknown`). Events of one day come in a fixed order.
    Where a notice names a month or a year and no day, its end is taken, for an agreement its
    start, and listed as an assumption.

    Raises `InvalidValueError` for a cycle of another policy, one that an instalment or the offset
    does not fit, and a reading that shifts an instalment without a calendar, `NotProvidedError`
    for an extended cycle where the notice allows no extension.

    >>> from vbp_policy import mainland_china, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> events = timetable(CHONGQING_2025_25, cycle, calendar=mainland_china())
    >>> [(str(each.day), each.name) for each in events[:2]]
    [('2025-05-16', 'reporting of products opens'), ('2025-05-29', 'reporting of products closes')]
    >>> str(events[-1].day), events[-1].name, events[-1].clause.id
    ('2027-06-01', 'what is not offset goes back', '25-2.3e')
    """
    as_cycle_of(as_policy(policy), cycle)
    as_optional_calendar(calendar, clause=policy.terms.reporting.products.clause.id)
    dates = _Dates(policy, cycle, calendar)
    in_fixed_order = (
        *dates.product_reports(),
        *dates.beginning(),
        *dates.extension(),
        *dates.agreements(),
        *dates.instalments(),
        *dates.monthly(),
        *dates.assessments(),
        *dates.end(),
        *dates.offset(),
    )
    return tuple(sorted(in_fixed_order, key=lambda event: event.day))


@attrs.frozen
class _Dates:
    """One cycle's dates under one policy, each kind in order."""

    policy: Policy
    cycle: Cycle
    calendar: WorkdayCalendar | None

    def product_reports(self) -> Iterator[Event]:
        """Give when products are reported, as far as the calendar's data goes."""
        terms = self.policy.terms.reporting.products
        if terms.kind is DueKind.BY:
            days = [(terms.workdays, ("last day to report products", "产品信息报送截止"))]
        else:
            days = [
                (terms.workdays, ("reporting of products opens", "产品信息开始报送")),
                (1, ("reporting of products closes", "产品信息报送截止")),
            ]
        for count, names in days:
            day = self._workday_before_anchor(count)
            if day is not None:
                yield self._event(day, names, Duty.FIRM, terms.clause)

    def _workday_before_anchor(self, count: int) -> date | None:
        if self.calendar is None:
            return None
        by_effect = self.policy.terms.reporting.products.anchor is ReportAnchor.EFFECTIVE_DATE
        anchor = self.policy.effective_on if by_effect else self.cycle.first_day
        try:
            return workday_before(anchor, count, self.calendar)
        except CalendarCoverageError:
            return None

    def beginning(self) -> Iterator[Event]:
        """Give the day of effect, where a clause states it, and the cycle's first day."""
        for clause in self.policy.clauses:  # no term holds it: the clause names what it gives
            if "Policy.effective_on" in clause.functions:
                yield self._event(
                    self.policy.effective_on,
                    ("the notice takes effect", "文件施行"),
                    Duty.ALL_PARTIES,
                    clause,
                )
        earliest = self._workday_before_anchor(self.policy.terms.reporting.products.workdays)
        yield self._event(
            self.cycle.first_day,
            ("the procurement cycle begins", "采购周期开始"),
            Duty.ALL_PARTIES,
            self.policy.terms.cycle.clause,
            assumed=(_LEFT_OUT,) if earliest is None else (),
        )

    def extension(self) -> Iterator[Event]:
        """Give the day on which an extension was decided."""
        if self.cycle.decided_on is not None:
            yield self._event(
                self.cycle.decided_on,
                (
                    f"extension to {self.cycle.last_day} decided",
                    f"决定延长采购周期至{self.cycle.last_day}",
                ),
                Duty.INSURANCE_BUREAU,
                self._end_clause(),
            )

    def _end_clause(self) -> Clause:
        """Give the clause that the cycle's last day follows from."""
        terms = self.policy.terms.cycle
        if self.cycle.decided_on is None:
            return terms.clause
        return stated(self.policy, terms.extension_clause, "extension")

    def agreements(self) -> Iterator[Event]:
        """Give the yearly agreements."""
        clause = self.policy.terms.cycle.agreement_clause
        if clause is not None:
            for number, year in enumerate(agreement_years(self.cycle), start=1):
                yield self._event(
                    year.first_day,
                    (f"agreement of year {number} signed", f"签订第{number}年采购协议"),
                    Duty.INSTITUTION,
                    clause,
                    assumed=(_YEAR_STARTS,),
                )

    def instalments(self) -> Iterator[Event]:
        """Give when each instalment is due, moved off rest days as far as the data goes."""
        terms = self.policy.terms.prepayment
        for number, each in enumerate(terms.instalments if terms else (), start=1):
            nominal, by = nominal_due(self.cycle, each), each.kind is DueKind.BY
            day = self._disbursement_day(nominal, each.clause)
            yield self._event(
                day or nominal,
                (
                    f"prepayment instalment {number} due{' by this day' if by else ''}",
                    f"预付金第{number}笔{'最迟' if by else ''}支付",
                ),
                Duty.INSURANCE_BUREAU,
                each.clause,
                nominal_day=nominal,
                shift_unknown=day is None,
            )

    def _disbursement_day(self, nominal: date, clause: Clause) -> date | None:
        shift = self.cycle.reading.disbursement_day
        try:
            return moved_off_rest_day(nominal, shift, self.calendar, clause=clause.id)
        except CalendarCoverageError:
            return None

    def monthly(self) -> Iterator[Event]:
        """Give the end of every calendar month of the cycle: monitoring, the exchange's report."""
        terms = self.policy.terms.reporting
        first, last = map(YearMonth.of, (self.cycle.first_day, self.cycle.last_day))
        for month in months_from(first, last - first + 1):
            yield self._event(
                month.last_day,
                (f"monitoring of {month}", f"{_zh(month)}监测"),
                Duty.INSURANCE_BUREAU,
                terms.monitoring_clause,
                assumed=(_MONTH_ENDS,),
            )
            yield self._event(
                month.last_day,
                (f"report of the exchange on {month}", f"交易所报送{_zh(month)}情况"),
                Duty.EXCHANGE,
                terms.exchange_clause,
                assumed=(_MONTH_ENDS,),
            )

    def assessments(self) -> Iterator[Event]:
        """Give the yearly assessments."""
        for number, year in enumerate(agreement_years(self.cycle), start=1):
            yield self._event(
                year.last_day,
                (f"assessment of year {number}", f"第{number}年考核"),
                Duty.INSURANCE_BUREAU,
                self.policy.terms.reporting.monitoring_clause,
                assumed=(_YEAR_ENDS,),
            )

    def end(self) -> Iterator[Event]:
        """Give the cycle's last day."""
        yield self._event(
            self.cycle.last_day,
            ("the procurement cycle ends", "采购周期届满"),
            Duty.ALL_PARTIES,
            self._end_clause(),
        )

    def offset(self) -> Iterator[Event]:
        """Give the first and the last offset month, and the day from which the rest goes back."""
        terms = self.policy.terms.offset
        if terms is None:
            return
        period = offset_period(self.policy, self.cycle)
        from_end = (self._end_clause(),)
        if period.window:
            first, last = period.window[0], period.window[-1]
            yield self._event(
                first.first_day,
                ("first offset month begins", "首个抵扣月开始"),
                Duty.AGENCY,
                terms.clause,
                also=from_end,
            )
            yield self._event(
                last.last_day,
                ("last offset month ends", "末个抵扣月结束"),
                Duty.AGENCY,
                terms.return_clause,
                also=from_end,
            )
        yield self._event(
            period.return_from,
            ("what is not offset goes back", "未抵扣余额开始退回"),
            Duty.INSTITUTION,
            terms.return_clause,
            also=from_end,
        )

    def _event(
        self,
        day: date,
        names: tuple[str, str],
        duty_of: Duty,
        clause: Clause,
        *,
        nominal_day: date | None = None,
        shift_unknown: bool = False,
        also: tuple[Clause, ...] = (),
        assumed: tuple[str, ...] = (),
    ) -> Event:
        """Give an event named in both languages; its day follows from the clauses `also` given."""
        cycle = self.cycle
        return _event(
            day=day,
            nominal_day=nominal_day or day,
            name=names[0],
            name_zh=names[1],
            duty_of=duty_of,
            clause=clause,
            shift_unknown=shift_unknown,
            basis=Basis(
                self.policy.number,
                (clause, *also),
                cycle.reading,
                (*inherited_assumptions(cycle), *assumed),
            ),
        )


def _zh(month: YearMonth) -> str:
    return f"{month.year}年{month.month}月"
