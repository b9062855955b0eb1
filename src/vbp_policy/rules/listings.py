"""Listings beside the selected products: which of them count as selected, and which as neither.

25号 25-2.2b to 25-2.2e; 9号 has no such classes.
"""

import enum
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, cast

import attrs

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import (
    InvalidTypeError,
    InvalidValueError,
    NotComparableError,
    NotListedError,
    OutOfForceError,
)
from ..foundation.money import AmountLike, unit_price
from ..foundation.values import Value, checked, instance, trusted
from ..policy.basis import Basis
from ..policy.clauses import Clause
from ..policy.policies import Policy, as_policy, fixed_end, stated
from ..policy.readings import Reading, SelectedFirm
from ..policy.terms import ListingClassTerms
from .products import Product, SelectedProduct, SelectionResults

__all__ = ["Classification", "Listing", "ListingStatus", "classify_listing"]


class ListingStatus(enum.Enum):
    """How a listed product stands to the selection."""

    SELECTED = "selected"
    MAY_COUNT_AS_SELECTED = "may count as selected"
    """A selected firm's other product, listed no higher than every price that it must meet."""
    NEUTRAL = "neutral"
    """An unselected firm's, not counted as non-selected when institutions are assessed."""
    NON_SELECTED = "non-selected"
    UNDETERMINED = "undetermined"
    """It may count as selected, or not: its selected prices elsewhere are not known."""


def _prices_elsewhere(
    value: Iterable[AmountLike] | None, *, field: str = "other_selected_prices"
) -> tuple[Decimal, ...] | None:
    if value is None:
        return None
    if isinstance(value, str | bytes) or not isinstance(cast("object", value), Iterable):
        raise InvalidTypeError(
            field=field,
            value=value,
            expected="an iterable of unit prices, empty if there are none, None if not known",
        )
    return tuple(unit_price(each, field=f"{field}[{number}]") for number, each in enumerate(value))


def _optional_price(value: AmountLike | None, *, field: str = "price") -> Decimal | None:
    return None if value is None else unit_price(value, field=field)


@attrs.frozen(field_transformer=checked)
class Listing(Value):
    """A product listed (挂网) at a price, in yuan a pack.

    `other_selected_prices` are the product's own selected prices in other provinces or alliances:
    `()` where there are none, None where they are not known.
    """

    product: Product
    price: Decimal = attrs.field(converter=unit_price)
    other_selected_prices: tuple[Decimal, ...] | None = attrs.field(
        default=None, kw_only=True, converter=_prices_elsewhere
    )


_ASKS = {
    ListingStatus.SELECTED: "no ceiling, because no price decides",
    ListingStatus.MAY_COUNT_AS_SELECTED: (
        "a ceiling not below the price, nor above any selected price elsewhere, and these known"
    ),
    ListingStatus.NEUTRAL: "a ceiling not below the price",
    ListingStatus.NON_SELECTED: "no ceiling, or one below the price",
    ListingStatus.UNDETERMINED: "a ceiling not below the price, and unknown prices elsewhere",
}


@attrs.frozen(field_transformer=checked)
class Classification(Value):
    """What a listing counts as, and why.

    `ceiling`: the price in yuan that decided, the lowest of the known ones that the listing must
    not be above; None where no price decided. `reasons`: what was found, in the order in which it
    was asked.
    """

    listing: Listing
    status: ListingStatus
    ceiling: Decimal | None = attrs.field(converter=_optional_price)
    reasons: tuple[str, ...]
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if not self._is_possible():
            raise InvalidValueError(
                field="status",
                value=self.status,
                expected=f"for {self.status.name}, {_ASKS[self.status]}",
                clause=self.basis.cited,
            )
        if not self.reasons or not all(self.reasons):
            raise InvalidValueError(
                field="reasons",
                value=self.reasons,
                expected="at least one reason, and no empty one",
                clause=self.basis.cited,
            )

    def _is_possible(self) -> bool:
        ceiling, elsewhere = self.ceiling, self.listing.other_selected_prices
        if ceiling is None:
            return self.status in (ListingStatus.SELECTED, ListingStatus.NON_SELECTED)
        if ceiling < self.listing.price:
            return self.status is ListingStatus.NON_SELECTED
        if self.status is ListingStatus.MAY_COUNT_AS_SELECTED:
            return elsewhere is not None and all(ceiling <= each for each in elsewhere)
        if self.status is ListingStatus.UNDETERMINED:
            return elsewhere is None
        return self.status is ListingStatus.NEUTRAL


_classification = trusted(Classification)


class _Verdict(NamedTuple):
    status: ListingStatus
    ceiling: Decimal | None
    reasons: tuple[str, ...]
    clauses: tuple[Clause, ...]


def classify_listing(
    policy: Policy,
    listing: Listing,
    results: SelectionResults,
    *,
    on: DateLike,
    reading: Reading = Reading(),
) -> Classification:
    """Decide whether a listed product counts as selected, as non-selected, or as neither.

    25号: a product is selected if the annex lists its code, or a code of which it is a renewal
    dated on or before `on` (25-2.2b), whatever price it is listed at. Any other is non-selected
    (25-2.2c), with two exceptions. A selected firm's product may count as selected if it is
    listed no higher than the firm's own highest selected price in the same group, and no higher
    than the lowest of the product's selected prices elsewhere (25-2.2d); while these are not
    known, it is undetermined. An unselected firm's product is neutral if it is listed no higher
    than the highest selected price in the group (25-2.2e). What a firm is that is selected only
    in other groups (「未中选企业」), is the reading `selected_firm`: under `BY_PROJECT` a selected
    one, with no price of its own to be measured by; under `BY_GROUP` an unselected one.

    The firm is the product's maker. Groups are told apart by name, so no two groups of the annex
    may share one. Prices are in yuan a pack. `on` is the day of the question; that it lies
    within the cycle is assumed.

    Raises `NotProvidedError` if the notice has no such classes, or says nothing on renewals where
    one decides; `OutOfForceError` for a day before the notice takes effect, or after its fixed
    end; `NotComparableError` where a group that decides is not stated.

    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> selected = SelectedProduct(Product("A1", "透析器", "甲", group="高通"), "50.00")
    >>> other = Product("A9", "透析器", "甲", group="高通")
    >>> for elsewhere in ((), ("49.00", "47.00"), None):
    ...     listing = Listing(other, "48.00", other_selected_prices=elsewhere)
    ...     found = classify_listing(
    ...         CHONGQING_2025_25, listing, SelectionResults([selected]), on="2025-09-01"
    ...     )
    ...     print(found.status.name, found.ceiling)
    MAY_COUNT_AS_SELECTED 50.00
    NON_SELECTED 47.00
    UNDETERMINED 50.00
    """
    classes = stated(policy, as_policy(policy).terms.listing.classes, "listing_classes")
    clause = classes.non_selected_clause.id
    product = instance(listing, Listing, field="listing", clause=clause).product
    instance(results, SelectionResults, field="results", clause=clause)
    instance(reading, Reading, field="reading", clause=clause)
    day = _day_in_force(policy, on)
    selected = _selected_as(product, results, day)
    if selected is not None:
        verdict = _of_selected(policy, classes, listing, selected)
    else:
        group = product.group
        if group is None:
            raise _without_group(product, "listing.product", classes.non_selected_clause)
        own = _prices_in(group, results, classes.selected_firm_clause, maker=product.maker)
        is_selected_firm = any(each.product.maker == product.maker for each in results.selected)
        if own:
            verdict = _of_selected_firm(classes, listing, own)
        elif is_selected_firm and reading.selected_firm is SelectedFirm.BY_PROJECT:
            verdict = _of_selected_firm_without_price(classes, product)
        else:
            prices = _prices_in(group, results, classes.unselected_firm_clause)
            firm = "selected in other groups alone" if is_selected_firm else "no selected firm"
            verdict = _of_unselected_firm(classes, listing, prices, firm)
    return _classification(
        listing=listing,
        status=verdict.status,
        ceiling=verdict.ceiling,
        reasons=verdict.reasons,
        basis=Basis(
            policy.number,
            verdict.clauses,
            reading,
            (f"{day} is taken to lie within the procurement cycle",),
        ),
    )


def _day_in_force(policy: Policy, on: DateLike) -> date:
    clause = policy.terms.cycle.clause.id
    day, end = as_date(on, field="on", clause=clause), fixed_end(policy)
    if day < policy.effective_on or (end is not None and day > end):
        until = "" if end is None else f" to {end}"
        raise OutOfForceError(
            field="on",
            value=day,
            expected=f"a day from {policy.effective_on}{until}",
            clause=clause,
        )
    return day


def _selected_as(product: Product, results: SelectionResults, day: date) -> SelectedProduct | None:
    try:
        return results.find(product.code, on=day)
    except NotListedError:
        return None


def _prices_in(
    group: str, results: SelectionResults, clause: Clause, *, maker: str | None = None
) -> list[Decimal]:
    """Give the selected prices in a group, or those of one maker."""
    prices: list[Decimal] = []
    for number, each in enumerate(results.selected):
        if maker in (None, each.product.maker):
            if each.product.group is None:  # it may be this one
                raise _without_group(each.product, f"results.selected[{number}].product", clause)
            if each.product.group == group:
                prices.append(each.price)
    return prices


def _without_group(product: Product, field: str, clause: Clause) -> NotComparableError:
    return NotComparableError(
        field=f"{field}.group",
        value=None,
        expected=f"the group of product {product.code}",
        clause=clause.id,
    )


def _of_selected(
    policy: Policy, classes: ListingClassTerms, listing: Listing, selected: SelectedProduct
) -> _Verdict:
    """25-2.2b: the selection holds, whatever the price; a purchase's price is another rule's."""
    code, clause = listing.product.code, classes.non_selected_clause
    first = f"{code} is a selected product."
    if selected.product.code != code:
        clause = stated(policy, policy.terms.listing.renewal_clause, "renewal")
        first = f"{code} is a renewal of the selected product {selected.product.code}."
    second = _compared(listing, selected.price, "its selected price")
    return _Verdict(ListingStatus.SELECTED, None, (first, second), (clause,))


def _of_selected_firm(
    classes: ListingClassTerms, listing: Listing, own: Sequence[Decimal]
) -> _Verdict:
    """25-2.2d: two tests, of which the second may have to wait for what is not known."""
    product, elsewhere = listing.product, listing.other_selected_prices
    highest = max(own)
    ceiling = min([highest, *(elsewhere or ())])
    if listing.price > ceiling:
        status = ListingStatus.NON_SELECTED
    elif elsewhere is None:
        status = ListingStatus.UNDETERMINED
    else:
        status = ListingStatus.MAY_COUNT_AS_SELECTED
    if elsewhere is None:
        second = "Its selected prices elsewhere are not known."
    elif elsewhere:
        second = _compared(listing, min(elsewhere), "its lowest selected price elsewhere")
    else:
        second = "It has no selected price elsewhere."
    reasons = (
        f"{product.code} is no selected product, but its maker {product.maker} is a selected firm.",
        _compared(listing, highest, f"the maker's highest selected price in {product.group}"),
        second,
    )
    clauses = (classes.non_selected_clause, classes.selected_firm_clause)
    return _Verdict(status, ceiling, reasons, clauses)


def _of_selected_firm_without_price(classes: ListingClassTerms, product: Product) -> _Verdict:
    """25-2.2d: without a price of its own in the group, no exception can be met."""
    reasons = (
        f"{product.code} is no selected product, but its maker {product.maker} is a selected firm.",
        f"The maker has no selected price in {product.group}.",
    )
    clauses = (
        classes.non_selected_clause,
        classes.selected_firm_clause,
        classes.unselected_firm_clause,
    )
    return _Verdict(ListingStatus.NON_SELECTED, None, reasons, clauses)


def _of_unselected_firm(
    classes: ListingClassTerms, listing: Listing, prices: Sequence[Decimal], firm: str
) -> _Verdict:
    """25-2.2e: measured by the group's highest selected price; a group nobody won has none."""
    product = listing.product
    status, ceiling = ListingStatus.NON_SELECTED, None
    second = f"Nobody has a selected price in {product.group}."
    if prices:
        ceiling = max(prices)
        second = _compared(listing, ceiling, f"the highest selected price in {product.group}")
        if listing.price <= ceiling:
            status = ListingStatus.NEUTRAL
    first = f"{product.code} is no selected product, and its maker {product.maker} is {firm}."
    clauses = (classes.non_selected_clause, classes.unselected_firm_clause)
    return _Verdict(status, ceiling, (first, second), clauses)


def _compared(listing: Listing, ceiling: Decimal, called: str) -> str:
    stands = "above" if listing.price > ceiling else "not above"
    return f"It is listed at {listing.price}, {stands} {called}, {ceiling}."
