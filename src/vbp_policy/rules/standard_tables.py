"""Tables of payment standards: a bureau's own, by product code, or a whole annex's.

9号 9-3.3a; 25号 states none.
"""

from collections.abc import Iterable

import attrs

from ..foundation.dates import DateLike, Span, as_date
from ..foundation.errors import (
    AmbiguousRuleError,
    InvalidValueError,
    NotComparableError,
    NotListedError,
    OutOfForceError,
)
from ..foundation.money import AmountLike, unit_price
from ..foundation.values import Value, checked, identifier, instance, same, tuple_of
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading
from .cycles import Cycle, as_cycle_of
from .payment_standards import (
    PaymentStandard,
    held_by,
    standard_for,
    standard_of,
    standards_in_force,
)
from .price_ratios import PriceRatios
from .products import (
    Product,
    SelectedProduct,
    Specification,
    as_selected,
    refuse_twice,
)

__all__ = ["ListedStandard", "StandardTable", "standard_table"]

_PUBLISHED = "the standard is the one that the bureau published"
_BY_VARIETY = "the published rows state no specification: the variety's one price is taken"


@attrs.frozen(field_transformer=checked)
class ListedStandard(Value):
    """A product code of a table and the standard that holds for it."""

    code: str = attrs.field(converter=identifier)
    standard: PaymentStandard


@attrs.frozen(field_transformer=checked)
class StandardTable(Value):
    """The payment standards of many products, by code; where need be by variety.

    `further` are standards of specifications that no listed product has. `selected` and `ratios`
    are what the table converts from for a specification nobody won.
    """

    in_force: Span
    listed: tuple[ListedStandard, ...]
    further: tuple[PaymentStandard, ...] = ()
    selected: tuple[SelectedProduct, ...] = attrs.field(default=(), repr=False)
    ratios: PriceRatios | None = None
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)
    _by_code: dict[str, PaymentStandard] = attrs.field(init=False, eq=False, repr=False)
    _by_variety: dict[str, list[PaymentStandard]] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_code: dict[str, PaymentStandard] = {}
        by_variety: dict[str, list[PaymentStandard]] = {}
        refuse_twice([each.code for each in self.listed], field="listed", clause=self.basis.cited)
        for each in self.listed:
            by_code[each.code] = each.standard
        for standard in dict.fromkeys((*by_code.values(), *self.further)):
            same("in_force", str(standard.in_force), str(self.in_force))
            by_variety.setdefault(standard.variety, []).append(standard)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_variety", by_variety)

    @staticmethod
    def published(
        policy: Policy, rows: Iterable[tuple[str, str, AmountLike]], *, in_force: Span
    ) -> "StandardTable":
        """Take a bureau's own table (9-1.2): rows of code, variety and price in yuan a pack.

        Raises `NotProvidedError` if the notice states no payment standard, and what the fields
        raise, with the row's number; a code that comes twice is `InvalidValueError`.

        >>> from vbp_policy.notices import CHONGQING_2025_9
        >>> table = StandardTable.published(
        ...     CHONGQING_2025_9,
        ...     [("86900001", "阿卡波糖", "5.42"), ("86900002", "阿卡波糖", "5.42")],
        ...     in_force=Span("2025-03-07", "2025-12-31"),
        ... )
        >>> table.lookup("86900002", on="2025-12-31").price
        Decimal('5.42')
        """
        return _published(policy, rows, in_force)

    def lookup(self, product_or_code: Product | str, *, on: DateLike) -> PaymentStandard:
        """Find the one standard that holds for a product on a day (9-3.3a).

        A code finds a listed product. A `Product` that is not listed is found by its variety and
        specification; where the table has ratios, it converts for a specification nobody won.

        Raises `NotListedError` for a code or variety that the table does not hold,
        `OutOfForceError` for one that it holds on other days, `AmbiguousRuleError` where a
        product's variety has several standards and its specification does not say which, and
        `NotComparableError` where a conversion has no ratios or no common measure,
        `InvalidValueError` for a `Product` that is listed as another variety or specification.

        >>> from vbp_policy.notices import CHONGQING_2025_9
        >>> table = StandardTable.published(
        ...     CHONGQING_2025_9, [("86900001", "阿卡波糖", "5.42")],
        ...     in_force=Span("2025-03-07", "2025-12-31"),
        ... )
        >>> table.lookup(Product("86900009", "阿卡波糖", "丙"), on="2025-06-18").price
        Decimal('5.42')
        >>> table.lookup("86900001", on="2026-01-01")
        Traceback (most recent call last):
        vbp_policy.foundation.errors.OutOfForceError: on: got datetime.date(2026, 1, 1); ...
        """
        day = as_date(on, field="on")
        clause = self.basis.cited
        given = instance(product_or_code, str | Product, field="product_or_code", clause=clause)
        code = str.__str__(given) if isinstance(given, str) else given.code
        standard = self._by_code.get(code)
        if isinstance(given, Product):
            if standard is None:
                standard = self._by_product(given, clause)
            else:
                _same_product(given, standard, clause)
        if standard is None:
            raise NotListedError(
                field="product_or_code", value=given, expected="a listed code", clause=clause
            )
        if day not in self.in_force:
            raise OutOfForceError(
                field="on", value=day, expected=f"a day of {self.in_force}", clause=clause
            )
        return standard

    def _by_product(self, product: Product, clause: str | None) -> PaymentStandard:
        candidates = self._by_variety.get(product.variety, [])
        if not candidates:
            raise NotListedError(
                field="product_or_code", value=product, expected="a listed variety", clause=clause
            )
        wanted = product.specification
        if wanted is not None and self.selected:
            for each in candidates:
                if held_by(each.specification) == held_by(wanted):
                    return each
            selected = [e for e in self.selected if e.product.variety == product.variety]
            return standard_for(selected, wanted, self.ratios, self.in_force, self.basis)
        if len({each.price for each in candidates}) > 1:
            raise AmbiguousRuleError(
                field="product_or_code",
                value=product,
                expected=f"a listed code: {product.variety} has {len(candidates)} standards",
                clause=clause,
            )
        if self.selected:
            return candidates[0]
        assumptions = (*self.basis.assumptions, _BY_VARIETY)
        return attrs.evolve(candidates[0], basis=attrs.evolve(self.basis, assumptions=assumptions))


def _same_product(given: Product, listed: PaymentStandard, clause: str | None) -> None:
    """Refuse a product that is something else than what the table lists under its code."""
    own, other = listed.specification, given.specification
    if given.variety != listed.variety:
        field, value, expected = "variety", given.variety, listed.variety
    elif own is not None and other is not None and held_by(own) != held_by(other):
        field, value, expected = "specification", str(other), str(own)
    else:
        return
    raise InvalidValueError(
        field=f"product_or_code.{field}",
        value=value,
        expected=f"the {field} of the listed code {given.code}: {expected}",
        clause=clause,
    )


def standard_table(
    policy: Policy,
    selected: Iterable[SelectedProduct],
    *,
    specifications: Iterable[Specification] = (),
    ratios: PriceRatios | None = None,
    cycle: Cycle | None = None,
    reading: Reading | None = None,
) -> StandardTable:
    """Decide the payment standards of a whole annex, each product's in its own specification.

    9号 9-3.3a, as `payment_standard`. `specifications` are further ones to convert to at once,
    for every variety of the same form and units; any other is converted when it is looked up.

    Raises what `payment_standard` raises; `InvalidValueError` for a code that comes twice, and
    `NotComparableError` for a further specification that no variety can be converted to.

    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> annex = [SelectedProduct(Product(code, "阿卡波糖", maker), price)
    ...          for code, maker, price in (("A", "甲", "5.10"), ("B", "乙", "5.42"))]
    >>> standard_table(CHONGQING_2025_9, annex).lookup("A", on="2025-03-07").price
    Decimal('5.42')
    """
    in_force, basis = standards_in_force(policy, ratios, cycle, reading)
    clause = basis.clauses[0].id
    given = as_selected(selected, clause=clause)
    refuse_twice([each.product.code for each in given], field="selected", clause=clause)
    further_ones = tuple_of(specifications, Specification, field="specifications", clause=clause)
    varieties: dict[str, list[SelectedProduct]] = {}
    for each in given:
        varieties.setdefault(each.product.variety, []).append(each)

    def standard(variety: str, target: Specification | None) -> PaymentStandard:
        return standard_for(varieties[variety], target, ratios, in_force, basis)

    found: dict[tuple[str, object], PaymentStandard] = {}
    listed: list[ListedStandard] = []
    for each in given:
        product = each.product
        key = (product.variety, held_by(product.specification))
        if key not in found:
            found[key] = standard(product.variety, product.specification)
        listed.append(ListedStandard(product.code, found[key]))
    further: list[PaymentStandard] = []
    for number, target in enumerate(further_ones):
        reached = [
            variety
            for variety, products in varieties.items()
            if any(_reaches(each, target) for each in products)
        ]
        if not reached:
            raise NotComparableError(
                field=f"specifications[{number}]",
                value=target,
                expected="a form and units that a selected product has",
                clause=clause,
            )
        further += [
            standard(variety, target)
            for variety in reached
            if (variety, held_by(target)) not in found
        ]
    return StandardTable(in_force, tuple(listed), tuple(further), given, ratios, basis=basis)


def _published(
    policy: Policy, rows: Iterable[tuple[str, str, AmountLike]], in_force: Span
) -> StandardTable:
    terms = stated(policy, as_policy(policy).terms.payment_standard, "payment_standard")
    clause = terms.clause.id
    instance(in_force, Span, field="in_force", clause=clause)
    if isinstance(in_force, Cycle):
        as_cycle_of(policy, in_force)
    instance(rows, Iterable, field="rows", expected="rows of code, variety, price", clause=clause)
    basis = Basis(
        policy.number,
        (terms.clause, terms.cheaper_clause, terms.excess_clause),
        Reading(),
        (_PUBLISHED,),
    )
    days = Span(in_force.first_day, in_force.last_day)
    listed: list[ListedStandard] = []
    for number, row in enumerate(rows):
        field = f"rows[{number}]"
        code, variety, price = _three(row, field, clause)
        standard = standard_of(
            variety=identifier(variety, field=f"{field}.variety", clause=clause),
            specification=None,
            price=unit_price(price, field=f"{field}.price", clause=clause),
            set_by=None,
            in_force=days,
            basis=basis,
        )
        code = identifier(code, field=f"{field}.code", clause=clause)
        listed.append(ListedStandard(code, standard))
    refuse_twice([each.code for each in listed], field="rows", clause=clause)
    if not listed:
        raise InvalidValueError(field="rows", value=(), expected="at least one row", clause=clause)
    return StandardTable(days, tuple(listed), basis=basis)


def _three(
    row: tuple[str, str, AmountLike], field: str, clause: str
) -> tuple[str, str, AmountLike]:
    expected = "a row of code, variety and price"
    instance(row, tuple | list, field=field, expected=expected, clause=clause)
    if len(row) != 3:
        raise InvalidValueError(field=field, value=row, expected=expected, clause=clause)
    return row


def _reaches(selected: SelectedProduct, target: Specification) -> bool:
    own = selected.product.specification
    return own is not None and own.measured_in == target.measured_in
