"""Accounts: several prepayments of an institution, fund by fund, and totals over institutions."""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import strategies as st

from ..foundation.dates import YearMonth
from ..policy.policies import Policy
from ..policy.readings import Reading
from ..policy.terms import Fund
from ..rules import fund_totals as rule
from ..rules.fund_accounts import (
    FundAccount,
    FundAccounts,
    FundMonth,
    FundOffset,
    offset_prepayments,
)
from ..rules.fund_totals import FundTotal, FundTotals
from ..rules.institutions import Institution
from ..rules.offset_windows import offset_window
from ..rules.offsets import Prepayment
from .draws import Drawn, drawn, some
from .of_cycles import cycles
from .of_figures import amounts
from .of_institutions import institutions
from .of_prepayments import prepaid, prepayments
from .of_readings import readings
from .of_words import identifiers

__all__ = [
    "fund_accounts",
    "fund_months",
    "fund_offsets",
    "fund_totals",
    "single_fund_accounts",
    "single_fund_totals",
]

_MODERATE = amounts("0.01", 10**9), amounts(-(10**9), 10**9)
"""Amounts of which many add up to an amount."""
_KEYS = ("district", "institution", "kind", "grade", "fund")


@st.composite
def fund_accounts(
    draw: st.DrawFn,
    *,
    policy: Drawn[Policy] | None = None,
    institution: Drawn[Institution] | None = None,
    reading: Drawn[Reading] | None = None,
    amount: Drawn[Decimal] | None = None,
    payable: Drawn[Decimal] | None = None,
) -> FundAccounts:
    """Draw accounts of an institution with up to three prepayments, of one fund or of both.

    `amount` narrows what is prepaid, `payable` what a fund is to pay in a month.
    """
    notice = draw(prepaid(policy))
    owner = draw(drawn(institution, institutions(prepaid_under=notice)))
    under = draw(drawn(reading, readings()))
    held = [
        draw(
            prepayments(
                policy=notice,
                institution=owner,
                cycle=cycles(policy=notice, reading=under),
                reference=f"P{number}",
                fund=st.sampled_from(Fund),
                amount=amount,
            )
        )
        for number in some(draw, least=1, most=3)
    ]
    sizes = drawn(payable, amounts())
    due: dict[Fund, dict[YearMonth, Decimal]] = {}
    for fund in dict.fromkeys(each.fund for each in held):
        months = _months(notice, [each for each in held if each.fund is fund])
        paid = draw(st.lists(sizes, max_size=len(months)))
        due[fund] = dict(zip(months, paid, strict=False))
    return offset_prepayments(notice, held, due)


def _months(policy: Policy, held: Sequence[Prepayment]) -> list[YearMonth]:
    """Give the months of several windows; so many from the first leave a gap in none of them."""
    return sorted({month for each in held for month in offset_window(policy, each.cycle)})


@st.composite
def single_fund_accounts(draw: st.DrawFn) -> FundAccount:
    """Draw the account of one fund."""
    return draw(st.sampled_from(draw(fund_accounts()).accounts))


@st.composite
def fund_offsets(draw: st.DrawFn) -> FundOffset:
    """Draw what one prepayment took of a month."""
    return FundOffset(draw(identifiers("P")), draw(amounts(0)))


@st.composite
def fund_months(draw: st.DrawFn) -> FundMonth:
    """Draw months of a fund's account."""
    notice = draw(prepaid(None))
    held = draw(prepayments(policy=notice, cycle=cycles(policy=notice, reading=Reading())))
    month = offset_window(notice, held.cycle)[0]
    due = {held.fund: {month: draw(amounts())}}
    return offset_prepayments(notice, [held], due).months(held.fund)[0]


@st.composite
def fund_totals(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> FundTotals:
    """Draw totals over up to three institutions, by any fields."""
    notice, under = draw(prepaid(policy)), draw(readings())
    prepaid_amounts, payable = _MODERATE
    accounts = [
        draw(
            fund_accounts(
                policy=notice,
                institution=institutions(prepaid_under=notice, code=f"H{number}"),
                reading=under,
                amount=prepaid_amounts,
                payable=payable,
            )
        )
        for number in some(draw, least=1, most=3)
    ]
    by = draw(st.just(("district", "fund")) | st.lists(st.sampled_from(_KEYS), unique=True))
    return rule.fund_totals(accounts, by=by)


@st.composite
def single_fund_totals(draw: st.DrawFn) -> FundTotal:
    """Draw rows of totals, the last row of all among them."""
    totals = draw(fund_totals())
    return draw(st.sampled_from([*totals.rows, totals.total]))
