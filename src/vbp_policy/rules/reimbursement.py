"""Reimbursement: how a charge splits at the payment standard, and who pays what of it.

9号 9-3.3b and 9-3.3c; 25号 states none. Deductibles and yearly caps need a person's history and
are not computed.
"""

from decimal import Decimal
from functools import lru_cache

import attrs

from ..foundation.errors import InvalidValueError
from ..foundation.money import (
    CHARGE_SCALE,
    SHARE_SCALE,
    AmountLike,
    amount,
    fen_of,
    price_units,
    quantity_units,
    share,
    share_units,
    unit_price,
    yuan,
    yuan_within,
)
from ..foundation.money import quantity as as_quantity
from ..foundation.values import Value, checked, instance, same, trusted
from ..policy.basis import Basis
from .kernels import split_at_standard, split_by_coverage
from .payment_standards import PaymentStandard

__all__ = ["Coverage", "Reimbursement", "reimburse"]


@attrs.frozen(field_transformer=checked)
class Coverage(Value):
    """A person's coverage, always the caller's: two shares from 0 to 1 with at most 6 places.

    `self_pay_first` (先行自付比例) is what the person pays first of what is within the standard;
    `fund_share` (基金支付比例) is what the fund pays of the rest.
    """

    self_pay_first: Decimal = attrs.field(converter=share)
    fund_share: Decimal = attrs.field(converter=share)


def _optional_amount(value: AmountLike | None, *, field: str = "amount") -> Decimal | None:
    return None if value is None else amount(value, field=field)


@attrs.frozen(field_transformer=checked)
class Reimbursement(Value):
    """One line: price in yuan a pack, quantity in packs, amounts in yuan of the charge's sign.

    `charge` = `within_standard` + `over_standard`; with a coverage `charge` = `fund_pays` +
    `patient_pays`. The last three are None without a coverage, `billing_difference` is None
    without a billed amount.
    """

    price: Decimal = attrs.field(converter=unit_price)
    quantity: Decimal = attrs.field(converter=as_quantity)
    standard: PaymentStandard
    charge: Decimal = attrs.field(converter=amount)
    within_standard: Decimal = attrs.field(converter=amount)
    over_standard: Decimal = attrs.field(converter=amount)
    billing_difference: Decimal | None = attrs.field(converter=_optional_amount)
    self_pay_first: Decimal | None = attrs.field(converter=_optional_amount)
    fund_pays: Decimal | None = attrs.field(converter=_optional_amount)
    patient_pays: Decimal | None = attrs.field(converter=_optional_amount)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        plain = reimburse(self.standard, self.price, self.quantity)
        for figure in ("charge", "within_standard", "over_standard"):
            same(figure, getattr(self, figure), getattr(plain, figure))
        self._check_coverage()

    def _check_coverage(self) -> None:
        """Refuse what no coverage gives: a part without the others, or one out of its bounds."""
        first, fund, patient = self.self_pay_first, self.fund_pays, self.patient_pays
        if first is None or fund is None or patient is None:
            for field, part in (
                ("self_pay_first", first),
                ("fund_pays", fund),
                ("patient_pays", patient),
            ):
                same(field, part, None)
            return
        within = fen_of(self.within_standard)
        _part_of(within, fen_of(first), field="self_pay_first")
        _part_of(within - fen_of(first), fen_of(fund), field="fund_pays")
        same("patient_pays", patient, yuan(fen_of(self.charge) - fen_of(fund)))


def _part_of(whole: int, part: int, *, field: str) -> None:
    if not min(whole, 0) <= part <= max(whole, 0):
        raise InvalidValueError(
            field=field, value=yuan(part), expected=f"a part of {yuan(whole)}, of its sign"
        )


_reimbursement = trusted(Reimbursement)
_units_of_standard = lru_cache(maxsize=4096)(price_units)  # a few standards, for many lines


def reimburse(
    standard: PaymentStandard,
    price: AmountLike,
    quantity: AmountLike,
    *,
    coverage: Coverage | None = None,
    billed: AmountLike | None = None,
) -> Reimbursement:
    """Decide how much of a charge is within the payment standard, and who pays what of it.

    9号: a product cheaper than the standard is paid at its actual price (9-3.3b); what is above
    the standard the patient pays (9-3.3c). `price` is in yuan a pack, `quantity` in packs, a
    negative one is a return, whose figures are the line's own with the sign turned.

    `charge` = price × quantity and `within_standard` = the lesser of price and standard ×
    quantity, each rounded once; `over_standard` is the rest. With a `coverage`: `self_pay_first`
    is its share of what is within, `fund_pays` its share of what then remains, each rounded once;
    the patient pays the rest. `billed` is the line's own amount, from which the charge may
    differ.

    Raises `InvalidTypeError` and `InvalidValueError` for a figure that is not accepted, or an
    amount past its bound.

    >>> from vbp_policy import Product, SelectedProduct, payment_standard
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> selected = SelectedProduct(Product("A", "阿卡波糖", "甲"), "5.42")
    >>> standard = payment_standard(CHONGQING_2025_9, [selected])
    >>> line = reimburse(standard, "8.00", 3, coverage=Coverage("0.1", "0.7"))
    >>> line.charge, line.within_standard, line.over_standard
    (Decimal('24.00'), Decimal('16.26'), Decimal('7.74'))
    >>> line.self_pay_first, line.fund_pays, line.patient_pays
    (Decimal('1.63'), Decimal('10.24'), Decimal('13.76'))
    """
    basis = instance(standard, PaymentStandard, field="standard").basis
    clause = basis.cited
    paid = unit_price(price, clause=clause)
    packs = as_quantity(quantity, clause=clause)
    charge, within, over = split_at_standard(
        price_units(paid), _units_of_standard(standard.price), quantity_units(packs), CHARGE_SCALE
    )
    charged = yuan(charge, field="charge", clause=clause)
    difference = None
    if billed is not None:
        beyond = fen_of(amount(billed, field="billed", clause=clause)) - charge
        difference = yuan(beyond, field="billing_difference", clause=clause)
    self_pay = fund = patient = None
    if coverage is not None:
        instance(coverage, Coverage, field="coverage", clause=clause)
        first, covered, rest = split_by_coverage(
            charge,
            within,
            share_units(coverage.self_pay_first),
            share_units(coverage.fund_share),
            SHARE_SCALE,
        )
        self_pay, fund, patient = yuan_within(first), yuan_within(covered), yuan_within(rest)
    return _reimbursement(
        price=paid,
        quantity=packs,
        standard=standard,
        charge=charged,
        within_standard=yuan_within(within),
        over_standard=yuan_within(over),
        billing_difference=difference,
        self_pay_first=self_pay,
        fund_pays=fund,
        patient_pays=patient,
        basis=basis,
    )
