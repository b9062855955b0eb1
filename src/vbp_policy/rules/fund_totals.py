"""Totals over the fund accounts of many institutions, by district, fund and the like."""

import enum
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

import attrs

from ..foundation.errors import InvalidTypeError, InvalidValueError
from ..foundation.money import amount, fen_of, non_negative_amount, yuan
from ..foundation.values import Value, checked, instance, trusted, tuple_of, whole_number
from ..policy.basis import Basis
from ..policy.terms import Fund, Grade, InstitutionKind
from .fund_accounts import FundAccount, FundAccounts
from .institutions import Institution

__all__ = ["FundTotal", "FundTotals", "fund_totals"]

_MOST_PREPAYMENTS = 10**12


def _count(value: int, *, field: str = "prepayments") -> int:
    return whole_number(value, field=field, least=0, most=_MOST_PREPAYMENTS)


@attrs.frozen(field_transformer=checked)
class FundTotal(Value):
    """The sums of a group of accounts; amounts in yuan.

    `prepaid` = `offset` + `balance`, and `payable` = `offset` + `paid_out`. `return_due` is the
    part of the balance that must go back.
    """

    key: tuple[str | enum.Enum | None, ...]
    prepayments: int = attrs.field(converter=_count)
    prepaid: Decimal = attrs.field(converter=non_negative_amount)
    payable: Decimal = attrs.field(converter=amount)
    offset: Decimal = attrs.field(converter=non_negative_amount)
    paid_out: Decimal = attrs.field(converter=amount)
    balance: Decimal = attrs.field(converter=non_negative_amount)
    return_due: Decimal = attrs.field(converter=non_negative_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        offset = fen_of(self.offset)
        if fen_of(self.prepaid) != offset + fen_of(self.balance):
            raise InvalidValueError(
                field="prepaid", value=self.prepaid, expected="the sum of offset and balance"
            )
        if fen_of(self.payable) != offset + fen_of(self.paid_out):
            raise InvalidValueError(
                field="payable", value=self.payable, expected="the sum of offset and paid_out"
            )
        if self.return_due > self.balance:
            raise InvalidValueError(
                field="return_due", value=self.return_due, expected="not above the balance"
            )


@attrs.frozen(field_transformer=checked)
class FundTotals(Value):
    """Totals by the fields named in `by`, a row a group, and the total of all rows."""

    by: tuple[str, ...]
    rows: tuple[FundTotal, ...]
    total: FundTotal
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row.key) != len(self.by):
                raise InvalidValueError(
                    field="rows", value=row.key, expected=f"keys by {self.by}, row {number} too"
                )
        for figure in _FIGURES:
            stated = getattr(self.total, figure)
            summed = sum(_exact(getattr(row, figure)) for row in self.rows)
            if _exact(stated) != summed:
                raise InvalidValueError(
                    field=f"total.{figure}", value=stated, expected="the sum of the rows"
                )


def _exact(figure: Decimal | int) -> int:
    return figure if isinstance(figure, int) else fen_of(figure)


_FIGURES = (
    "prepaid",
    "payable",
    "offset",
    "paid_out",
    "balance",
    "return_due",
    "prepayments",
)
_total = trusted(FundTotal)
_totals = trusted(FundTotals)

_Key = tuple[str | InstitutionKind | Grade | Fund | None, ...]
_KEYS: Mapping[str, Callable[[Institution, Fund], str | InstitutionKind | Grade | Fund | None]] = {
    "district": lambda institution, _: institution.district,
    "institution": lambda institution, _: institution.code,
    "kind": lambda institution, _: institution.kind,
    "grade": lambda institution, _: institution.grade,
    "fund": lambda _, fund: fund,
}


def fund_totals(
    accounts: Iterable[FundAccounts], *, by: Iterable[str] = ("district", "fund")
) -> FundTotals:
    """Sum the accounts of many institutions by any of district, institution, kind, grade, fund.

    25号 25-2.3d, 25-2.3f. Rows are in the order of their keys, an institution without a district
    last. Amounts are in yuan; prepaid = offset + balance and payable = offset + paid out hold in
    every row.

    Raises `InvalidValueError` for no accounts, accounts of several policies or readings, an
    institution that comes twice, an unknown field in `by` or one named twice, and a sum past the
    bound of an amount.

    >>> from vbp_policy import Prepayment, offset_prepayments, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True, district="渝中区")
    >>> accounts = offset_prepayments(
    ...     CHONGQING_2025_25,
    ...     [Prepayment("A", hospital, Fund.EMPLOYEE, 100, cycle)],
    ...     {Fund.EMPLOYEE: {"2026-06": 70}},
    ... )
    >>> total = fund_totals([accounts]).total
    >>> total.prepaid, total.offset, total.balance
    (Decimal('100.00'), Decimal('70.00'), Decimal('30.00'))
    """
    keys = _as_keys(by)
    given = _as_accounts(accounts)
    groups: dict[_Key, list[FundAccount]] = {}
    for each in given:
        for account in each.accounts:
            key = tuple(_KEYS[name](each.institution, account.fund) for name in keys)
            groups.setdefault(key, []).append(account)
    basis = Basis(
        given[0].basis.policy_number,
        tuple(dict.fromkeys(clause for each in given for clause in each.basis.clauses)),
        given[0].basis.reading,
        tuple(dict.fromkeys(words for each in given for words in each.basis.assumptions)),
    )
    rows = tuple(_summed(key, groups[key], basis) for key in sorted(groups, key=_in_order))
    everything = [account for each in given for account in each.accounts]
    return _totals(by=keys, rows=rows, total=_summed((), everything, basis), basis=basis)


def _as_keys(by: Iterable[str]) -> tuple[str, ...]:
    expected = f"distinct names among {', '.join(_KEYS)}"
    if isinstance(by, str):
        raise InvalidTypeError(field="by", value=by, expected=f"a tuple of {expected}")
    given = tuple(instance(by, Iterable, field="by", expected=f"a tuple of {expected}"))
    keys = tuple(instance(each, str, field=f"by[{n}]") for n, each in enumerate(given))
    if len(set(keys)) != len(keys) or not set(keys) <= set(_KEYS):
        raise InvalidValueError(field="by", value=keys, expected=expected)
    return keys


def _as_accounts(accounts: Iterable[FundAccounts]) -> tuple[FundAccounts, ...]:
    given = tuple_of(accounts, FundAccounts, field="accounts")
    if not given:
        raise InvalidValueError(field="accounts", value=given, expected="at least one account")
    codes: set[str] = set()
    for number, each in enumerate(given):
        field = f"accounts[{number}]"
        origin = (each.basis.policy_number, each.basis.reading)
        if origin != (given[0].basis.policy_number, given[0].basis.reading):
            raise InvalidValueError(
                field=f"{field}.basis", value=origin, expected="one policy and one reading for all"
            )
        if each.institution.code in codes:
            raise InvalidValueError(
                field=f"{field}.institution",
                value=each.institution.code,
                expected="each institution once: its months would count twice",
            )
        codes.add(each.institution.code)
    return given


def _in_order(key: _Key) -> tuple[tuple[bool, int, str], ...]:
    """Order enum members as they are defined and strings as strings; None comes last."""
    return tuple(
        (False, list(type(each)).index(each), "")
        if isinstance(each, enum.Enum)
        else (each is None, 0, each or "")
        for each in key
    )


def _summed(key: _Key, accounts: Sequence[FundAccount], basis: Basis) -> FundTotal:
    ledgers = [ledger for account in accounts for ledger in account.ledgers]
    months = [month for account in accounts for month in account.months]
    due = [ledger.return_due for ledger in ledgers if ledger.return_due is not None]

    def total(figure: str, amounts: Iterable[Decimal]) -> Decimal:
        return yuan(sum(map(fen_of, amounts)), field=figure)

    return _total(
        key=key,
        prepayments=len(ledgers),
        prepaid=total("prepaid", (ledger.prepayment.amount for ledger in ledgers)),
        payable=total("payable", (month.payable for month in months)),
        offset=total("offset", (ledger.offset_total for ledger in ledgers)),
        paid_out=total("paid_out", (month.paid_out for month in months)),
        balance=total("balance", (ledger.balance for ledger in ledgers)),
        return_due=total("return_due", (each.amount for each in due)),
        basis=basis,
    )
