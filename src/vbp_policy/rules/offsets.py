"""The offset: a prepayment set against the fund's monthly payments, and what goes back.

25号 25-2.3d and 25-2.3e; 9号 states none. A month is the month in which the agency pays (拨付).
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Never, TypeVar

import attrs

from ..foundation.dates import (
    YearMonth,
    YearMonthLike,
    as_date,
    as_year_month,
    day_after,
)
from ..foundation.errors import InvalidValueError, PolicyError
from ..foundation.money import (
    AmountLike,
    amount,
    fen_of,
    non_negative_amount,
    positive_amount,
    yuan,
    yuan_within,
)
from ..foundation.values import Value, checked, identifier, instance, same, trusted
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy
from ..policy.readings import Extension, Reading, ReturnClock
from ..policy.terms import Fund
from .cycles import Cycle, as_cycle_of, inherited_assumptions, period_end
from .institutions import Institution
from .kernels import month_offset, month_offsets
from .offset_windows import OffsetPeriod, offset_period, offset_terms

__all__ = [
    "BookedMonth",
    "Month",
    "OffsetEntry",
    "OffsetLedger",
    "OffsetStatus",
    "Payables",
    "Prepayment",
    "ReturnDue",
    "by_month",
    "ledger_of",
    "offset_basis",
    "offset_prepayment",
    "within",
]

Month = TypeVar("Month", bound=YearMonthLike)
BookedMonth = TypeVar("BookedMonth", bound=YearMonthLike)
Payables = Mapping[Month, AmountLike]
"""What a fund is to pay in each month, in yuan: net of deductions, before the offset."""

_ASSUMPTIONS = (
    "a month in which nothing is payable offsets nothing",
    "what is left is due for return from the first day after the window and its year",
)


@attrs.frozen(field_transformer=checked)
class Prepayment(Value):
    """What an institution was prepaid (25-2.3a): `amount` in yuan is what was really disbursed.

    `fund` is the one that paid it, and so the one that offsets it and takes it back.
    """

    reference: str = attrs.field(converter=identifier)
    institution: Institution
    fund: Fund
    amount: Decimal = attrs.field(converter=positive_amount)
    cycle: Cycle


class OffsetStatus(enum.Enum):
    """How far an offset has come."""

    NOT_STARTED = "not started"
    OFFSETTING = "offsetting"
    CLEARED = "cleared"
    RETURN_DUE = "return due"


@attrs.frozen(field_transformer=checked)
class OffsetEntry(Value):
    """One month of a ledger; amounts in yuan.

    `paid_out` = `payable` − `offset`, `closing_balance` = `opening_balance` − `offset`. `booked`:
    the offset is what was really booked, while `expected` is what the rule gives.
    """

    _summed = ("payable", "offset", "paid_out")

    month: YearMonth
    payable: Decimal = attrs.field(converter=amount)
    opening_balance: Decimal = attrs.field(converter=non_negative_amount)
    offset: Decimal = attrs.field(converter=non_negative_amount)
    paid_out: Decimal = attrs.field(converter=amount)
    closing_balance: Decimal = attrs.field(converter=non_negative_amount)
    booked: bool
    expected: Decimal = attrs.field(converter=non_negative_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        payable, opening, offset = map(fen_of, (self.payable, self.opening_balance, self.offset))
        most = month_offset(opening, payable)
        same("expected", self.expected, yuan(most))
        if self.booked:
            _booked_within(fen_of(self.offset), most, self.month, field="offset", clause=None)
        else:
            same("offset", self.offset, self.expected)
        same("paid_out", self.paid_out, yuan(payable - offset))
        same("closing_balance", self.closing_balance, yuan(opening - offset))


@attrs.frozen(field_transformer=checked)
class ReturnDue(Value):
    """What must go back: `amount` in yuan, through the same `fund`, from `from_day`."""

    amount: Decimal = attrs.field(converter=positive_amount)
    fund: Fund
    from_day: date = attrs.field(converter=as_date)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)


@attrs.frozen(field_transformer=checked)
class OffsetLedger(Value):
    """The offset of one prepayment, month by month; amounts in yuan.

    `offset_total` + `balance` is the prepayment's amount, to the fen, after every month.
    """

    prepayment: Prepayment
    window: tuple[YearMonth, ...]
    entries: tuple[OffsetEntry, ...]
    offset_total: Decimal = attrs.field(converter=non_negative_amount)
    balance: Decimal = attrs.field(converter=non_negative_amount)
    status: OffsetStatus
    return_due: ReturnDue | None
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        _follows_cycle(self.window, self.prepayment.cycle, self.basis.reading)
        months = tuple(entry.month for entry in self.entries)
        same("entries", months, self.window[: len(months)])
        opening = self.prepayment.amount
        for number, entry in enumerate(self.entries):
            same(f"entries[{number}].opening_balance", entry.opening_balance, opening)
            opening = entry.closing_balance
        same("balance", self.balance, opening)
        offset = fen_of(self.prepayment.amount) - fen_of(self.balance)
        same("offset_total", self.offset_total, yuan(offset))
        same("status", self.status, _status(fen_of(opening), len(months), len(self.window)))
        due = self.return_due
        if self.status is not OffsetStatus.RETURN_DUE:
            same("return_due", due, None)
        elif due is None:
            raise InvalidValueError(
                field="return_due", value=None, expected=f"{self.balance}, as it follows"
            )
        else:
            same("return_due.amount", due.amount, self.balance)
            same("return_due.fund", due.fund, self.prepayment.fund)
            _follows_window(due.from_day, self.window, self.prepayment.cycle, self.basis.reading)


def _follows_cycle(window: Sequence[YearMonth], cycle: Cycle, reading: Reading) -> None:
    """Refuse a window that no notice can give the cycle."""
    if not window:
        if reading.return_clock is ReturnClock.OFFSET_START:
            raise InvalidValueError(field="window", value=window, expected="at least one month")
        return
    if [month - window[0] for month in window] != list(range(len(window))):
        raise InvalidValueError(field="window", value=window, expected="months in a row")
    end = _followed_end(cycle, reading, window[0])
    if window[0] <= YearMonth.of(end):
        raise InvalidValueError(
            field="window[0]",
            value=window[0],
            expected=f"a month after the end that the offset follows, {end}",
        )


def _follows_window(day: date, window: Sequence[YearMonth], cycle: Cycle, reading: Reading) -> None:
    """Refuse a day from which no notice can have the rest go back after the window."""
    if not window:
        end = cycle.original_last_day or cycle.last_day
        fits, expected = day > end, f"a day after the cycle's end, {end}"
    elif reading.return_clock is ReturnClock.OFFSET_START:
        fits = day.day == 1 and YearMonth.of(day) - window[-1] == 1
        expected = f"the first day of the month after the window's last, {window[-1]}"
    else:
        end = _followed_end(cycle, reading, window[0])
        fits = YearMonth.of(day) - window[-1] == 1 and _months_are_over(end, day, reading)
        expected = (
            f"a day of the month after the window's last, {window[-1]}, whole months after {end}"
        )
    if not fits:
        raise InvalidValueError(field="return_due.from_day", value=day, expected=expected)


def _followed_end(cycle: Cycle, reading: Reading, first: YearMonth) -> date:
    """Give the end that an offset from a month on follows, as `offset_follows` does by the notice.

    A window after the old end starts with the month that the decision is compared with; one after
    the new end starts no earlier.
    """
    original, decided = cycle.original_last_day, cycle.decided_on
    if original is None or decided is None or reading.extension is Extension.EXTENDED_END:
        return cycle.last_day
    if reading.extension is Extension.ORIGINAL_END or decided >= first.first_day:
        return original
    return cycle.last_day


def _months_are_over(end: date, day: date, reading: Reading) -> bool:
    """Say whether some whole months from the day after an end are over just before a day."""
    first, last = day_after(end), day - timedelta(days=1)
    months = YearMonth.of(day) - YearMonth.of(first)
    return any(
        period_end(first, months=count, reading=reading) == last for count in (months - 1, months)
    )


_basis = trusted(Basis)
_entry = trusted(OffsetEntry)
_ledger = trusted(OffsetLedger)
_return_due = trusted(ReturnDue)


def offset_prepayment(
    policy: Policy,
    prepayment: Prepayment,
    payables: Payables[Month],
    *,
    booked: Payables[BookedMonth] | None = None,
) -> OffsetLedger:
    """Decide how a prepayment is offset month by month, what is left, and what goes back.

    25号 25-2.3d: each month offsets the balance up to what the fund is to pay in it, and the rest
    carries to later months; 25-2.3e: what is left when the window ends goes back whole, through
    the same fund. In a month with nothing payable, or less, nothing is offset.

    `payables` maps months to yuan, from the window's first month on without a gap. `booked` maps
    months among them to what was really offset; these stand, and later months go on from the
    real balance.

    Raises `NotProvidedError` if the notice states no offset, `InvalidValueError` for a cycle of
    another policy, a month outside the window, a gap, a month twice, and for a booked month that
    is not among the payables, is negative, or is above the balance or what is payable.

    >>> from vbp_policy import Grade, InstitutionKind, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> prepayment = Prepayment("P1", hospital, Fund.EMPLOYEE, 1_000_000, cycle)
    >>> ledger = offset_prepayment(CHONGQING_2025_25, prepayment, {
    ...     "2026-06": 300_000, "2026-07": 0, "2026-08": "450000.01", "2026-09": 900_000,
    ... })
    >>> [str(entry.offset) for entry in ledger.entries]
    ['300000.00', '0.00', '450000.01', '249999.99']
    >>> ledger.status.name, ledger.balance
    ('CLEARED', Decimal('0.00'))
    """
    clause = offset_terms(as_policy(policy)).clause.id
    instance(prepayment, Prepayment, field="prepayment", clause=clause)
    period = offset_period(policy, as_cycle_of(policy, prepayment.cycle))
    flows = by_month(payables, field="payables", clause=clause)
    stands = {} if booked is None else by_month(booked, field="booked", clause=clause)
    basis = offset_basis(policy, prepayment.cycle)
    return ledger_of(prepayment, period, flows, stands, basis)


def offset_basis(policy: Policy, cycle: Cycle, *assumptions: str) -> Basis:
    """Give the basis of a ledger under its cycle's reading."""
    terms = offset_terms(policy)
    clauses = [terms.clause, terms.return_clause]
    extension = policy.terms.cycle.extension_clause
    if cycle.original_last_day is not None and extension is not None:
        clauses.append(extension)
    return _basis(
        policy_number=policy.number,
        clauses=tuple(clauses),
        reading=cycle.reading,
        assumptions=(*inherited_assumptions(cycle), *_ASSUMPTIONS, *assumptions),
    )


def by_month(given: Payables[Month], *, field: str, clause: str) -> dict[YearMonth, int]:
    """Check amounts by month, and give them in fen; a month given twice is refused."""
    instance(given, Mapping, field=field, expected="a mapping of months to amounts", clause=clause)
    months: dict[YearMonth, int] = {}
    for number, (key, value) in enumerate(given.items(), start=1):
        month = as_year_month(key, field=field, clause=clause)
        try:
            months[month] = fen_of(amount(value))
        except PolicyError as error:
            raise error.at(field=f"{field}[{month}]", clause=clause) from None
        if len(months) < number:
            raise InvalidValueError(
                field=field, value=str(month), expected="each month once", clause=clause
            )
    return months


def within(
    windows: Sequence[Sequence[YearMonth]],
    months: Collection[YearMonth],
    *,
    field: str,
    clause: str,
) -> None:
    """Refuse months outside every window, by name."""
    inside = {month for window in windows for month in window}
    outside = sorted(month for month in months if month not in inside)
    if outside:
        raise InvalidValueError(
            field=field,
            value=", ".join(map(str, outside)),
            expected=f"months of {_named(windows)}",
            clause=clause,
        )


def _named(windows: Sequence[Sequence[YearMonth]]) -> str:
    named = [f"{window[0]} to {window[-1]}" for window in windows if window]
    return f"the window {' or '.join(dict.fromkeys(named))}" if named else "a window without months"


def ledger_of(
    prepayment: Prepayment,
    period: OffsetPeriod,
    payables: Mapping[YearMonth, int],
    booked: Mapping[YearMonth, int],
    basis: Basis,
    *,
    fields: tuple[str, str] = ("payables", "booked"),
) -> OffsetLedger:
    """Run one ledger over checked figures in fen; `fields` name them in a refusal."""
    payables_field, booked_field = fields
    clause = basis.clauses[0].id
    window = period.window
    months = window[: len(payables)]
    flows = [flow for month in months if (flow := payables.get(month)) is not None]
    if len(flows) < len(payables):
        _refuse_months(window, payables, payables_field, clause)
    unpayable = sorted(month for month in booked if month not in payables)
    if unpayable:
        raise InvalidValueError(
            field=booked_field,
            value=", ".join(map(str, unpayable)),
            expected="months among the payables"
            + (f", {months[0]} to {months[-1]}" if months else ", which has none"),
            clause=clause,
        )
    balance = fen_of(prepayment.amount)
    closing = prepayment.amount
    entries: list[OffsetEntry] = []
    real = [booked.get(month) for month in months]
    offsets = month_offsets(balance, flows, real)
    for month, payable, stands, most in zip(months, flows, real, offsets, strict=True):
        offset = most
        if stands is not None:
            _booked_within(stands, most, month, field=booked_field, clause=clause)
            offset = stands
        balance -= offset
        opening, closing = closing, yuan_within(balance)
        taken = yuan_within(offset)
        entries.append(
            _entry(
                month=month,
                payable=yuan_within(payable),
                opening_balance=opening,
                offset=taken,
                paid_out=yuan_within(payable - offset),
                closing_balance=closing,
                booked=stands is not None,
                expected=taken if offset == most else yuan_within(most),
                basis=basis,
            )
        )
    status = _status(balance, len(months), len(window))
    return _ledger(
        prepayment=prepayment,
        window=window,
        entries=tuple(entries),
        offset_total=yuan_within(fen_of(prepayment.amount) - balance),
        balance=closing,
        status=status,
        return_due=_return_due(
            amount=closing, fund=prepayment.fund, from_day=period.return_from, basis=basis
        )
        if status is OffsetStatus.RETURN_DUE
        else None,
        basis=basis,
    )


def _refuse_months(
    window: Sequence[YearMonth], payables: Collection[YearMonth], field: str, clause: str
) -> Never:
    """Say which months lie outside the window, or else which are missing from it."""
    within([window], payables, field=field, clause=clause)
    last = max(payables)
    missing = [str(month) for month in window if month < last and month not in payables]
    raise InvalidValueError(
        field=field,
        value=", ".join(map(str, sorted(payables))),
        expected=f"{_named([window])} from its first month on without a gap; "
        f"missing: {', '.join(missing)}",
        clause=clause,
    )


def _booked_within(
    offset: int, most: int, month: YearMonth, *, field: str, clause: str | None
) -> None:
    if not 0 <= offset <= most:
        raise InvalidValueError(
            field=f"{field}[{month}]",
            value=yuan(offset),
            expected=f"from 0.00 to {yuan(most)}, the lesser of balance and payable",
            clause=clause,
        )


def _status(balance: int, months: int, window_months: int) -> OffsetStatus:
    if balance == 0:
        return OffsetStatus.CLEARED
    if months == window_months:
        return OffsetStatus.RETURN_DUE
    return OffsetStatus.OFFSETTING if months else OffsetStatus.NOT_STARTED
