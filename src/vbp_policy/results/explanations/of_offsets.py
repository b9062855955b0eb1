"""Offsets, told step by step: the window, each month, what is left, and sums over many."""

from collections.abc import Iterable, Iterator

from ...policy.basis import Basis
from ...policy.clauses import Clause
from ...policy.readings import ReturnClock
from ...rules.fund_accounts import FundAccount, FundAccounts, FundMonth
from ...rules.fund_totals import FundTotal, FundTotals
from ...rules.offsets import OffsetEntry, OffsetLedger, OffsetStatus, ReturnDue
from .bilingual import Words, joined
from .drafts import Draft, Item, items

__all__ = [
    "account",
    "accounts",
    "entry",
    "fund_month",
    "fund_total",
    "fund_totals",
    "ledger",
    "return_due",
]

_ENDS = {
    OffsetStatus.NOT_STARTED: Words(
        "No month has been offset yet; {balance} stands.", "尚未开始抵扣，余额{balance}。"
    ),
    OffsetStatus.OFFSETTING: Words(
        "{offset_total} is offset so far; {balance} carries to later months.",
        "累计抵扣{offset_total}，余额{balance}转入以后月份。",
    ),
    OffsetStatus.CLEARED: Words(
        "All of it is offset: {offset_total}. Nothing is left.",
        "累计抵扣{offset_total}，已全部抵扣完毕。",
    ),
    OffsetStatus.RETURN_DUE: Words(
        "The window is over: {offset_total} is offset, and {balance} is left.",
        "抵扣期已满，累计抵扣{offset_total}，余额{balance}。",
    ),
}
_KEYS = {"institution": "institution", "kind": "institution_kind"}


def ledger(result: OffsetLedger) -> Iterator[Draft]:
    """Tell the window, then every month, then how it ended."""
    yield _window(result)
    for each in result.entries:
        yield from entry(each)
    yield from _end(result)


def _window(result: OffsetLedger) -> Draft:
    prepayment, cycle = result.prepayment, result.prepayment.cycle
    extended = cycle.original_last_day is not None
    found: tuple[Item, ...] = ()
    says = Words(
        "No settlement month lies within the window of prepayment {reference}.",
        "预付金{reference}的抵扣期内没有结算月份。",
    )
    if result.window:
        first, last = result.window[0], result.window[-1]
        found = (Item("first_month", first), Item("last_month", last))
        says = Words(
            "Prepayment {reference} of {prepaid} is offset from {first_month} to {last_month}, "
            "against what the same fund is to pay.",
            "预付金{reference}共{prepaid}，自{first_month}至{last_month}逐月从同一基金的应拨付额中抵扣。",
        )
    return Draft(
        "offset_window",
        says,
        result.basis,
        given=(
            *items(prepayment, "reference"),
            Item("institution", str(prepayment.institution)),
            *items(prepayment, "fund"),
            Item("prepaid", prepayment.amount),
            Item("cycle_end", cycle.last_day),
            *items(cycle, "original_last_day", "decided_on"),
        ),
        found=found,
        open_questions=(*_on_the_year(result.basis), *(("extension",) if extended else ())),
        assumed=("start", "all_disbursed", "oldest_window"),
    )


def entry(result: OffsetEntry) -> Iterator[Draft]:
    """Tell one month: the lesser of balance and payable, or what was booked."""
    if result.booked:
        says = Words(
            "{month}: {offset} stands as it was booked; the rule gives {expected}.",
            "{month}：已入账抵扣{offset}，照此记载；按规则应抵扣{expected}。",
        )
    elif result.payable <= 0:
        says = Words(
            "{month}: nothing is payable, so nothing is offset.", "{month}：无应拨付款项，不抵扣。"
        )
    elif result.closing_balance == 0:
        says = Words(
            "{month}: the balance of {opening_balance} is offset whole.",
            "{month}：期初余额{opening_balance}全部抵扣。",
        )
    else:
        says = Words(
            "{month}: all that is payable, {payable}, is offset.",
            "{month}：应拨付的{payable}全部用于抵扣。",
        )
    rest = Words(
        "{paid_out} is paid out; {closing_balance} is left.",
        "实拨{paid_out}，余额{closing_balance}。",
    )
    yield Draft(
        "offset_prepayment",
        joined(says, rest),
        result.basis,
        given=items(result, "month", "opening_balance", "payable"),
        found=items(
            result,
            *(("expected",) if result.booked else ()),
            "offset",
            "paid_out",
            "closing_balance",
        ),
        clauses=_carries_out(result.basis),
        assumed=("nothing_payable",) if result.payable <= 0 else (),
    )


def _end(result: OffsetLedger) -> Iterator[Draft]:
    yield Draft(
        "offset_prepayment",
        _ENDS[result.status],
        result.basis,
        given=(Item("prepaid", result.prepayment.amount),),
        found=items(result, "offset_total", "balance", "status"),
        clauses=_carries_out(result.basis),
        assumed=(),
    )
    if result.return_due is not None:
        yield from return_due(result.return_due)


def return_due(result: ReturnDue) -> Iterator[Draft]:
    """Tell what goes back, to which fund and from which day."""
    yield Draft(
        "offset_prepayment",
        Words(
            "{return_due} goes back to the {fund}, from {from_day}.",
            "{return_due}自{from_day}起应当退回{fund}。",
        ),
        result.basis,
        found=(Item("return_due", result.amount), *items(result, "fund", "from_day")),
        clauses=result.basis.clauses[1:2],
        open_questions=_on_the_year(result.basis),
        assumed=("return_day",),
    )


def _on_the_year(basis: Basis) -> tuple[str, ...]:
    """Give what the end of the offset hangs on; a year from the cycle's end has a last day."""
    if basis.reading.return_clock is ReturnClock.CYCLE_END:
        return ("return_clock", "last_day")
    return ("return_clock",)


def _carries_out(basis: Basis) -> tuple[Clause, ...]:
    """Give the clause on the offset itself, which its rule cites first; the return's follows."""
    return basis.clauses[:1]


def accounts(result: FundAccounts) -> Iterator[Draft]:
    """Tell every fund's account."""
    for each in result.accounts:
        yield from account(each)


def account(result: FundAccount) -> Iterator[Draft]:
    """Tell each prepayment's ledger, the oldest first, then what the fund paid every month."""
    for each in result.ledgers:
        yield from ledger(each)
    for month in result.months:
        yield _fund_month(month, items(result, "fund"))


def fund_month(result: FundMonth) -> Iterator[Draft]:
    """Tell what one fund paid out in a month."""
    yield _fund_month(result, ())


def _fund_month(result: FundMonth, given: tuple[Item, ...]) -> Draft:
    return Draft(
        "offset_prepayments",
        Words(
            "{month}: of {payable} payable, {paid_out} is paid out after all offsets.",
            "{month}：应拨付{payable}，各笔预付金抵扣之后实拨{paid_out}。",
        ),
        result.basis,
        given=(*given, *items(result, "month", "payable")),
        found=(
            *(Item("offset", each.amount, of=each.reference) for each in result.taken),
            *items(result, "paid_out"),
        ),
        clauses=_carries_out(result.basis),
        assumed=("oldest_window",) if len(result.taken) > 1 else (),
    )


def fund_totals(result: FundTotals) -> Iterator[Draft]:
    """Tell the sums of every group, then those of all."""
    for row in result.rows:
        yield _sums(
            row,
            Words("The sums of one group:", "本组合计："),
            [Item(_KEYS.get(by, by), key) for by, key in zip(result.by, row.key, strict=True)],
        )
    yield _sums(result.total, Words("The sums of all:", "总计："), [])


def fund_total(result: FundTotal) -> Iterator[Draft]:
    """Tell the sums of one group."""
    keys = [Item("key", key) for key in result.key]
    yield _sums(result, Words("The sums of one group:", "本组合计："), keys)


def _sums(result: FundTotal, of: Words, keys: Iterable[Item]) -> Draft:
    return Draft(
        "fund_totals",
        joined(
            of,
            Words(
                "{prepaid} prepaid: {offset} is offset, {balance} is left, of which {return_due} "
                "is to be returned.",
                "预付金{prepaid}，已抵扣{offset}，余额{balance}，其中应退回{return_due}。",
            ),
        ),
        result.basis,
        given=tuple(keys),
        found=items(
            result,
            *("prepayments", "prepaid", "payable", "offset", "paid_out", "balance", "return_due"),
        ),
        assumed=(),
    )
