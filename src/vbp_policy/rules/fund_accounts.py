"""Several prepayments of one institution, fund by fund.

25号 25-2.3d and 25-2.3f: a prepayment is offset against the payments of the fund that paid it.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

import attrs

from ..foundation.dates import YearMonth
from ..foundation.errors import InvalidValueError
from ..foundation.money import amount, fen_of, non_negative_amount, yuan
from ..foundation.values import Value, checked, identifier, instance, same, trusted, tuple_of
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.terms import Fund
from .cycles import as_cycle_of
from .institutions import Institution
from .offset_windows import offset_period
from .offsets import (
    BookedMonth,
    Month,
    OffsetLedger,
    Payables,
    Prepayment,
    by_month,
    ledger_of,
    offset_basis,
    within,
)

__all__ = [
    "FundAccount",
    "FundAccounts",
    "FundMonth",
    "FundOffset",
    "offset_prepayments",
]

_OLDEST_FIRST = "of several prepayments the one with the oldest window is offset first"


@attrs.frozen(field_transformer=checked)
class FundOffset(Value):
    """What one prepayment took of a month, in yuan."""

    reference: str = attrs.field(converter=identifier)
    amount: Decimal = attrs.field(converter=non_negative_amount)


@attrs.frozen(field_transformer=checked)
class FundMonth(Value):
    """What one fund was to pay in a month, what its prepayments took, and what it paid out.

    Amounts in yuan; `paid_out` = `payable` − the sum of `taken`.
    """

    _summed = ("payable", "paid_out")

    month: YearMonth
    payable: Decimal = attrs.field(converter=amount)
    taken: tuple[FundOffset, ...]
    paid_out: Decimal = attrs.field(converter=amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        references = [each.reference for each in self.taken]
        if len(set(references)) != len(references):
            raise InvalidValueError(field="taken", value=references, expected="each reference once")
        left = fen_of(self.payable) - sum(fen_of(each.amount) for each in self.taken)
        same("paid_out", self.paid_out, yuan(left))

    @property
    def offsets(self) -> Mapping[str, Decimal]:
        """What each prepayment took, by reference; read-only."""
        return MappingProxyType({each.reference: each.amount for each in self.taken})


@attrs.frozen(field_transformer=checked)
class FundAccount(Value):
    """One fund's months and the ledgers of the prepayments that it paid, oldest window first."""

    fund: Fund
    months: tuple[FundMonth, ...]
    ledgers: tuple[OffsetLedger, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        left = {each.month: fen_of(each.payable) for each in self.months}
        taken: dict[YearMonth, list[FundOffset]] = {month: [] for month in left}
        for ledger in self.ledgers:
            for entry in ledger.entries:
                if left.get(entry.month) != fen_of(entry.payable):
                    raise InvalidValueError(
                        field="months",
                        value=str(entry.month),
                        expected=f"what is payable to {ledger.prepayment.reference} in that month",
                    )
                left[entry.month] -= fen_of(entry.offset)
                taken[entry.month].append(FundOffset(ledger.prepayment.reference, entry.offset))
        follows = tuple(sorted(month for month, offsets in taken.items() if offsets))
        same("months", tuple(each.month for each in self.months), follows)
        same("months", [each.taken for each in self.months], list(map(tuple, taken.values())))
        if any(ledger.prepayment.fund is not self.fund for ledger in self.ledgers):
            raise InvalidValueError(field="fund", value=self.fund, expected="the ledgers' own fund")


@attrs.frozen(field_transformer=checked)
class FundAccounts(Value):
    """All prepayments of one institution, fund by fund."""

    institution: Institution
    accounts: tuple[FundAccount, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        prepayments = [ledger.prepayment for each in self.accounts for ledger in each.ledgers]
        _one_institution(prepayments, self.institution, clause=None)
        funds = [each.fund for each in self.accounts]
        if len(set(funds)) != len(funds):
            raise InvalidValueError(field="accounts", value=funds, expected="each fund once")

    @property
    def ledgers(self) -> Mapping[str, OffsetLedger]:
        """The ledgers by the prepayments' references; read-only."""
        ledgers = (ledger for each in self.accounts for ledger in each.ledgers)
        return MappingProxyType({ledger.prepayment.reference: ledger for ledger in ledgers})

    def months(self, fund: Fund) -> tuple[FundMonth, ...]:
        """Give a fund's months in order; none where the fund paid no prepayment."""
        instance(fund, Fund, field="fund")
        return next((each.months for each in self.accounts if each.fund is fund), ())


_offset = trusted(FundOffset)
_month = trusted(FundMonth)
_account = trusted(FundAccount)
_accounts = trusted(FundAccounts)


def offset_prepayments(
    policy: Policy,
    prepayments: Iterable[Prepayment],
    payables: Mapping[Fund, Payables[Month]],
    *,
    booked: Mapping[str, Payables[BookedMonth]] | None = None,
) -> FundAccounts:
    """Decide how all prepayments of one institution are offset, each against its own fund.

    25号 25-2.3d, 25-2.3f. Within a fund the oldest window comes first, then the reference; in
    each ledger `payable` is what the earlier ones left of the month. No notice states the order,
    so it is listed as an assumption. Funds never mix.

    `payables` maps each fund to its months in yuan, `booked` maps references to months.

    Raises what `offset_prepayment` raises, and `InvalidValueError` for no prepayment at all, a
    second institution, a reference twice, cycles of different readings, a month in no window of
    the fund, and a booked reference that is not among the prepayments.

    >>> from vbp_policy import Grade, InstitutionKind, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> accounts = offset_prepayments(
    ...     CHONGQING_2025_25,
    ...     [Prepayment("A", hospital, Fund.EMPLOYEE, 100, cycle),
    ...      Prepayment("B", hospital, Fund.EMPLOYEE, 50, cycle)],
    ...     {Fund.EMPLOYEE: {"2026-06": 120}},
    ... )
    >>> dict(accounts.months(Fund.EMPLOYEE)[0].offsets)
    {'A': Decimal('100.00'), 'B': Decimal('20.00')}
    """
    terms = stated(policy, as_policy(policy).terms.offset, "offset")
    clause = terms.clause.id
    given = _as_prepayments(policy, prepayments, clause)
    institution = given[0].institution
    by_fund = "a mapping of each Fund to its months, such as {Fund.EMPLOYEE: {'2026-06': '100.00'}}"
    instance(payables, Mapping, field="payables", expected=by_fund, clause=clause)
    for fund in payables:
        instance(fund, Fund, field="payables", expected=by_fund, clause=clause)
    stands = _as_booked({} if booked is None else booked, given, clause)

    inherited = [offset_basis(policy, each.cycle, _OLDEST_FIRST) for each in given]
    basis = Basis(
        policy.number,
        tuple(dict.fromkeys(clause for each in inherited for clause in each.clauses)),
        given[0].cycle.reading,
        tuple(dict.fromkeys(words for each in inherited for words in each.assumptions)),
    )

    accounts = tuple(
        _fund_account(
            policy,
            fund,
            [each for each in given if each.fund is fund],
            by_month(payables.get(fund, {}), field=f"payables[{fund.name}]", clause=clause),
            stands,
            basis,
        )
        for fund in Fund
        if fund in payables or any(each.fund is fund for each in given)
    )
    return _accounts(institution=institution, accounts=accounts, basis=basis)


def _as_prepayments(
    policy: Policy, prepayments: Iterable[Prepayment], clause: str
) -> tuple[Prepayment, ...]:
    given = tuple_of(prepayments, Prepayment, field="prepayments", clause=clause)
    if not given:
        raise InvalidValueError(
            field="prepayments", value=given, expected="at least one prepayment", clause=clause
        )
    for number, each in enumerate(given):
        as_cycle_of(policy, each.cycle)
        if each.cycle.reading != given[0].cycle.reading:
            raise InvalidValueError(
                field=f"prepayments[{number}].cycle.reading",
                value=each.cycle.reading,
                expected=f"one reading for all prepayments, {given[0].cycle.reading}",
                clause=clause,
            )
    _one_institution(given, given[0].institution, clause=clause)
    return given


def _one_institution(
    prepayments: Sequence[Prepayment], institution: Institution, *, clause: str | None
) -> None:
    """Refuse a prepayment of another institution, and a reference that comes twice."""
    references: set[str] = set()
    for number, each in enumerate(prepayments):
        if each.institution != institution:
            raise InvalidValueError(
                field=f"prepayments[{number}].institution",
                value=each.institution,
                expected=f"one institution, {institution!r}",
                clause=clause,
            )
        if each.reference in references:
            raise InvalidValueError(
                field=f"prepayments[{number}].reference",
                value=each.reference,
                expected="each reference once",
                clause=clause,
            )
        references.add(each.reference)


def _as_booked(
    booked: Mapping[str, Payables[BookedMonth]], prepayments: Sequence[Prepayment], clause: str
) -> dict[str, dict[YearMonth, int]]:
    instance(booked, Mapping, field="booked", expected="a mapping by reference", clause=clause)
    references = {each.reference: None for each in prepayments}
    for reference in booked:
        if reference not in references:
            raise InvalidValueError(
                field="booked",
                value=reference,
                expected=f"references of the prepayments: {', '.join(references)}",
                clause=clause,
            )
    return {
        reference: by_month(months, field=f"booked[{reference}]", clause=clause)
        for reference, months in booked.items()
    }


def _fund_account(
    policy: Policy,
    fund: Fund,
    prepayments: Sequence[Prepayment],
    payables: Mapping[YearMonth, int],
    booked: Mapping[str, Mapping[YearMonth, int]],
    basis: Basis,
) -> FundAccount:
    """Offset one fund's prepayments in turn, each against what the earlier ones left."""
    clause = basis.clauses[0].id
    periods = {each.reference: offset_period(policy, each.cycle) for each in prepayments}
    windows = [period.window for period in periods.values()]
    within(windows, payables, field=f"payables[{fund.name}]", clause=clause)

    def oldest_first(prepayment: Prepayment) -> tuple[Sequence[YearMonth], str]:
        return (periods[prepayment.reference].window[:1], prepayment.reference)

    left = dict(payables)
    taken: dict[YearMonth, list[FundOffset]] = {month: [] for month in payables}
    ledgers: list[OffsetLedger] = []
    for each in sorted(prepayments, key=oldest_first):
        period = periods[each.reference]
        own = {month: left[month] for month in period.window if month in left}
        stands = booked.get(each.reference, {})
        ledger = ledger_of(
            each,
            period,
            own,
            stands,
            offset_basis(policy, each.cycle, _OLDEST_FIRST),
            fields=(f"payables[{fund.name}]", f"booked[{each.reference}]"),
        )
        for entry in ledger.entries:
            left[entry.month] -= fen_of(entry.offset)
            taken[entry.month].append(_offset(reference=each.reference, amount=entry.offset))
        ledgers.append(ledger)
    return _account(
        fund=fund,
        months=tuple(
            _month(
                month=month,
                payable=yuan(payable),
                taken=tuple(taken[month]),
                paid_out=yuan(left[month]),
                basis=basis,
            )
            for month, payable in sorted(payables.items())
        ),
        ledgers=tuple(ledgers),
        basis=basis,
    )
