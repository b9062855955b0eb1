"""Payment standards, tables of them, and lines that are reimbursed by them."""

from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from ..foundation.dates import Span
from ..foundation.money import (
    CHARGE_SCALE,
    SHARE_SCALE,
    AmountLike,
    amount,
    decimal_of,
    fen_of,
    price_units,
    quantity_units,
    share_units,
    yuan,
)
from ..policy.policies import Policy
from ..policy.readings import SameVariety
from ..rules.cycles import Cycle
from ..rules.kernels import charge_at, part_of
from ..rules.payment_standards import PaymentStandard, payment_standard
from ..rules.price_ratios import PriceRatios
from ..rules.products import SelectedProduct, Specification
from ..rules.reimbursement import Coverage, Reimbursement, reimburse
from ..rules.standard_tables import ListedStandard, StandardTable, standard_table
from .draws import Drawn, drawn, kept, some
from .of_cycles import cycles
from .of_days import spans
from .of_figures import amounts, half_way, next_to, prices, quantities, shares
from .of_policies import policies
from .of_products import packs, price_ratios, products, selected_products
from .of_words import identifiers

__all__ = [
    "coverages",
    "listed_standards",
    "payment_standards",
    "reimbursements",
    "standard_tables",
]

_MOST_YUAN = 10**17 - 1  # fen
_MIDDLING = prices(100, 10**6)  # which no conversion takes to a bound


class _Annex(NamedTuple):
    """What standards are computed from."""

    policy: Policy
    cycle: Cycle
    selected: list[SelectedProduct]
    ratios: PriceRatios | None
    further: Specification | None
    """A specification with a common measure, which may be one that nobody won."""


@st.composite
def _annexes(
    draw: st.DrawFn, policy: Drawn[Policy] | None, varieties: st.SearchStrategy[str]
) -> _Annex:
    """Draw annexes: of no specifications at any price, or of several with a common measure."""
    notice = draw(drawn(policy, policies(states=["payment_standard"])))
    several = draw(st.booleans())
    measured = packs(filled=draw(st.booleans())) if several else st.none()
    sizes = _MIDDLING if several else prices()
    selected = [
        draw(
            selected_products(
                product=products(code=f"A{number}", variety=varieties, specification=measured),
                price=sizes,
            )
        )
        for number in some(draw, least=1, most=3)
    ]
    return _Annex(
        notice,
        draw(cycles(policy=notice)),
        selected,
        draw(price_ratios()) if several else None,
        draw(measured),
    )


@st.composite
def payment_standards(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> PaymentStandard:
    """Draw payment standards of a variety: the highest price, converted where need be.

    >>> from vbp_policy.testing import simplest
    >>> simplest(payment_standards()).price
    Decimal('1.00')
    """
    annex = draw(_annexes(policy, st.just("V1")))
    target = draw(st.sampled_from(annex.selected)).product.specification
    if annex.cycle.reading.same_variety is not SameVariety.WITHIN_SPECIFICATION:
        target = draw(st.sampled_from([target, annex.further]))
    return payment_standard(
        annex.policy,
        annex.selected,
        specification=target,
        ratios=annex.ratios,
        cycle=annex.cycle,
    )


def standard_tables(*, policy: Drawn[Policy] | None = None) -> st.SearchStrategy[StandardTable]:
    """Draw tables of standards: of an annex with up to two varieties, or a bureau's own."""
    return _of_annexes(policy) | _published(policy)


@st.composite
def _of_annexes(draw: st.DrawFn, policy: Drawn[Policy] | None) -> StandardTable:
    annex = draw(_annexes(policy, st.sampled_from(["V1", "V2"])))
    comparable = annex.cycle.reading.same_variety is SameVariety.COMPARABLE
    further = [annex.further] if comparable and annex.further is not None else []
    return standard_table(
        annex.policy,
        annex.selected,
        specifications=further if draw(st.booleans()) else [],
        ratios=annex.ratios,
        cycle=annex.cycle,
    )


@st.composite
def _published(draw: st.DrawFn, policy: Drawn[Policy] | None) -> StandardTable:
    notice = draw(drawn(policy, policies(states=["payment_standard"])))
    rows = draw(
        st.dictionaries(
            identifiers("A"), st.tuples(identifiers("V"), prices()), min_size=1, max_size=4
        )
    )
    days: st.SearchStrategy[Span] = spans("2000-01-01", "2099-12-31")
    return StandardTable.published(
        notice,
        [(code, variety, price) for code, (variety, price) in rows.items()],
        in_force=draw(days | cycles(policy=notice)),
    )


@st.composite
def listed_standards(draw: st.DrawFn) -> ListedStandard:
    """Draw a code and the standard that holds for it."""
    return ListedStandard(draw(identifiers("A")), draw(payment_standards()))


@kept
def coverages(*, within: AmountLike | None = None) -> st.SearchStrategy[Coverage]:
    """Draw a person's coverage: two shares from 0 to 1.

    `within` is what of a charge is within the standard, in yuan: then what a share comes to is
    often exactly half a fen before it is rounded.

    >>> from vbp_policy.testing import simplest
    >>> simplest(coverages(within="1.23"), lambda it: 123 * it.self_pay_first % 1 == Decimal("0.5"))
    Coverage(self_pay_first=Decimal('0.50'), fund_share=Decimal('0.50'))
    """
    anyhow = st.builds(Coverage, shares(), shares())
    return anyhow if within is None else anyhow | _halving(fen_of(amount(within, field="within")))


@st.composite
def _halving(draw: st.DrawFn, within: int) -> Coverage:
    """Draw coverages whose shares each come to exactly half a fen, where any share does."""

    def halved(fen: int) -> st.SearchStrategy[Decimal]:
        found = half_way(fen, SHARE_SCALE, SHARE_SCALE)
        return shares() if found is None else found.map(lambda each: decimal_of(each, 6))

    first = draw(halved(within))
    rest = within - part_of(within, share_units(first), SHARE_SCALE)
    return Coverage(first, draw(halved(rest)))


@st.composite
def reimbursements(
    draw: st.DrawFn,
    *,
    standard: Drawn[PaymentStandard] | None = None,
    price: Drawn[Decimal] | None = None,
    returns: bool = True,
) -> Reimbursement:
    """Draw lines: prices around the standard and far from it, quantities, and returns.

    Some have a coverage, some a billed amount. Often a charge, what is within the standard or
    what a coverage makes of it is exactly half a fen before it is rounded.

    >>> from vbp_policy.testing import simplest
    >>> line = simplest(reimbursements())
    >>> line.price, line.quantity, line.over_standard
    (Decimal('1.00'), Decimal('1'), Decimal('0.00'))
    """
    by = draw(drawn(standard, payment_standards()))
    paid = draw(drawn(price, prices() | next_to(by.price)))
    lesser = min(paid, by.price)
    packs_sold = draw(chargeable(paid, lesser, returns=returns))
    charge, within = (
        charge_at(price_units(each), quantity_units(packs_sold), CHARGE_SCALE)
        for each in (paid, lesser)
    )
    least, most = max(-_MOST_YUAN, charge - _MOST_YUAN), min(_MOST_YUAN, charge + _MOST_YUAN)
    return reimburse(
        by,
        paid,
        packs_sold,
        coverage=draw(st.none() | coverages(within=yuan(within))),
        billed=draw(st.none() | st.just(yuan(charge)) | amounts(yuan(least), yuan(most))),
    )


@st.composite
def chargeable(
    draw: st.DrawFn, price: Decimal, *others: Decimal, returns: bool, most: int = 10**12
) -> Decimal:
    """Draw quantities at which a price comes to an amount within its bound; below `most` packs.

    Often the price, or another that is no higher, comes to exactly half a fen.
    """
    units = min(most * 10**4 - 1, _MOST_YUAN * CHARGE_SCALE // price_units(price))
    halved = draw(st.sampled_from([None, None, price, *others]))
    found = None if halved is None else half_way(price_units(halved), CHARGE_SCALE, units)
    if found is None:
        return draw(quantities(decimal_of(units, 4), returns=returns))
    sign = draw(st.sampled_from([1, -1])) if returns else 1
    return decimal_of(sign * draw(found), 4)
