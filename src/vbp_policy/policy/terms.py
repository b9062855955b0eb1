"""What a notice can state, as data: every figure that a rule needs, each with its clause.

Rules know no notice. Whatever differs between two notices is a term here: shares, due months,
windows, price rules, grades and funds. Another region's notice is another set of terms.
"""

import enum
from datetime import date
from decimal import Decimal

import attrs

from ..foundation.dates import as_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import SHARE_SCALE, share, share_units
from ..foundation.values import Value, checked, whole_number
from .clauses import Clause

__all__ = [
    "CycleTerms",
    "DueKind",
    "EndOfMonthAfterExecution",
    "EndOfProcurementMonth",
    "FromExecution",
    "Fund",
    "FundTerms",
    "Grade",
    "InstalmentTerms",
    "InstitutionKind",
    "ListingClassTerms",
    "ListingTerms",
    "OffsetTerms",
    "ParticipationTerms",
    "PaymentStandardTerms",
    "PrepaymentTerms",
    "PriceRule",
    "ProductReportTerms",
    "PurchasingTerms",
    "ReportAnchor",
    "ReportingTerms",
    "SupplierPaymentTerms",
    "Terms",
    "UntilDay",
]

_MOST_MONTHS = 1200  # a hundred years


def _months(value: int, *, field: str = "months") -> int:
    return whole_number(value, field=field, least=1, most=_MOST_MONTHS)


class InstitutionKind(enum.Enum):
    """What an institution is."""

    PUBLIC = "public"
    MILITARY = "military"
    PRIVATE = "private"
    RETAIL_PHARMACY = "retail pharmacy"


class Grade(enum.Enum):
    """A medical institution's grade, the highest first."""

    TERTIARY = "tertiary"
    SECONDARY = "secondary"
    PRIMARY = "primary"
    UNGRADED = "ungraded"


class Fund(enum.Enum):
    """The basic medical insurance fund that pays."""

    EMPLOYEE = "employee"
    RESIDENT = "resident"


class DueKind(enum.Enum):
    """Whether a payment is due by a day, or at it."""

    BY = "by"
    AT = "at"


class PriceRule(enum.Enum):
    """How a price paid must stand to the selected price."""

    EQUAL = "equal"
    AT_MOST = "at most"


class ReportAnchor(enum.Enum):
    """The day from which working days before a product report are counted."""

    EFFECTIVE_DATE = "effective date"
    EXECUTION_DATE = "execution date"


@attrs.frozen(kw_only=True, field_transformer=checked)
class ParticipationTerms(Value):
    """Who must take part, and who is encouraged to; any other kind stands outside.

    `designated_only` are the encouraged kinds that need the insurance's designation for it.
    """

    required: tuple[InstitutionKind, ...]
    encouraged: tuple[InstitutionKind, ...]
    designated_only: tuple[InstitutionKind, ...] = ()
    clause: Clause

    def __attrs_post_init__(self) -> None:
        if len(set(self.required)) != len(self.required):
            raise InvalidValueError(
                field="required",
                value=self.required,
                expected="each kind once",
                clause=self.clause.id,
            )
        kinds = self.required + self.encouraged
        if len(set(kinds)) != len(kinds):
            raise InvalidValueError(
                field="encouraged",
                value=self.encouraged,
                expected="each kind once",
                clause=self.clause.id,
            )
        if not set(self.designated_only) <= set(self.encouraged):
            raise InvalidValueError(
                field="designated_only",
                value=self.designated_only,
                expected="encouraged kinds",
                clause=self.clause.id,
            )


@attrs.frozen(field_transformer=checked)
class FromExecution(Value):
    """A cycle of `months` whole months from the day on which the result is first carried out."""

    months: int = attrs.field(converter=_months)


@attrs.frozen(field_transformer=checked)
class UntilDay(Value):
    """A cycle that runs up to a fixed `last_day`, itself included."""

    last_day: date = attrs.field(converter=as_date)


@attrs.frozen(kw_only=True, field_transformer=checked)
class CycleTerms(Value):
    """How long the cycle lasts, whether it can be extended, and the yearly agreement."""

    length: FromExecution | UntilDay
    clause: Clause
    extension_clause: Clause | None = None
    """What allows an extension; None where the notice allows none."""
    agreement_clause: Clause | None = None
    """What asks for an agreement in every year of the cycle; None where the notice does not."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class PurchasingTerms(Value):
    """What binds a purchase: its price, how long the price holds, the agreed volume."""

    price_rule: PriceRule
    price_clause: Clause
    price_holds_clause: Clause
    selected_price_clause: Clause | None = None
    """What has firms supply at the selected price from the start; None where it is not said."""
    volume_clause: Clause
    volume_floor_clause: Clause | None = None
    """What asks for a volume not below the year before; None where the notice does not."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class ListingClassTerms(Value):
    """The clauses that class the listings of products outside the selection."""

    non_selected_clause: Clause
    selected_firm_clause: Clause
    unselected_firm_clause: Clause


@attrs.frozen(kw_only=True, field_transformer=checked)
class ListingTerms(Value):
    """How products beside the selected ones are listed; None where the notice does not say."""

    price_ratio_clause: Clause | None = None
    renewal_clause: Clause | None = None
    classes: ListingClassTerms | None = None


@attrs.frozen(kw_only=True, field_transformer=checked)
class PaymentStandardTerms(Value):
    """The highest selected price is what the insurance pays for a variety at most (`clause`)."""

    clause: Clause
    cheaper_clause: Clause
    excess_clause: Clause


@attrs.frozen(field_transformer=checked)
class EndOfMonthAfterExecution(Value):
    """Due by the end of a calendar month: the `months`-th after the month of execution."""

    months: int = attrs.field(converter=_months)

    def __str__(self) -> str:
        return f"the end of month {self.months} after the month of execution"


@attrs.frozen(field_transformer=checked)
class EndOfProcurementMonth(Value):
    """Due at the end of procurement month `number`; which day that is, is a reading."""

    number: int = attrs.field(converter=_months)

    def __str__(self) -> str:
        return f"the end of procurement month {self.number}"


@attrs.frozen(kw_only=True, field_transformer=checked)
class InstalmentTerms(Value):
    """One instalment: its share of the total (above 0, at most 6 places) and when it is due."""

    share: Decimal = attrs.field(converter=share)
    due: EndOfMonthAfterExecution | EndOfProcurementMonth
    kind: DueKind
    clause: Clause

    def __attrs_post_init__(self) -> None:
        if not self.share:
            raise InvalidValueError(
                field="share", value=self.share, expected="a share above 0", clause=self.clause.id
            )


@attrs.frozen(field_transformer=checked)
class FundTerms(Value):
    """The fund that pays the institutions of one grade."""

    grade: Grade
    fund: Fund


@attrs.frozen(kw_only=True, field_transformer=checked)
class PrepaymentTerms(Value):
    """The instalments, whose shares sum to exactly 1, and the fund that pays each grade."""

    instalments: tuple[InstalmentTerms, ...]
    funds: tuple[FundTerms, ...]
    fund_clause: Clause
    total_clause: Clause

    def __attrs_post_init__(self) -> None:
        shares = [instalment.share for instalment in self.instalments]
        if sum(map(share_units, shares)) != SHARE_SCALE:
            raise InvalidValueError(
                field="instalments",
                value=shares,
                expected="shares that sum to exactly 1",
                clause=self.total_clause.id,
            )
        grades = [each.grade for each in self.funds]
        if len(set(grades)) != len(grades):
            raise InvalidValueError(
                field="funds",
                value=grades,
                expected="each grade once",
                clause=self.fund_clause.id,
            )


@attrs.frozen(kw_only=True, field_transformer=checked)
class OffsetTerms(Value):
    """When the prepayment is offset: from which month after the cycle's end, and for how long."""

    first_month: int = attrs.field(converter=_months)
    window_months: int = attrs.field(converter=_months)
    clause: Clause
    return_clause: Clause


@attrs.frozen(kw_only=True, field_transformer=checked)
class SupplierPaymentTerms(Value):
    """By when an institution pays the firm: the end of a month after that of acceptance."""

    months_after_acceptance: int = attrs.field(converter=_months)
    clause: Clause


@attrs.frozen(kw_only=True, field_transformer=checked)
class ProductReportTerms(Value):
    """When the products to be listed are reported: so many working days before a day.

    `kind` BY means on or before the first of these working days, AT means within them.
    """

    workdays: int = attrs.field(converter=_months)
    anchor: ReportAnchor
    kind: DueKind
    clause: Clause


@attrs.frozen(kw_only=True, field_transformer=checked)
class ReportingTerms(Value):
    """What is reported, monitored and assessed."""

    products: ProductReportTerms
    monitoring_clause: Clause
    exchange_clause: Clause
    incident_clause: Clause | None = None
    """What asks institutions to report orders that do not arrive; None where nothing does."""


@attrs.frozen(kw_only=True, field_transformer=checked)
class Terms(Value):
    """Everything that a notice states; None where it states no such rule."""

    participation: ParticipationTerms
    cycle: CycleTerms
    purchasing: PurchasingTerms
    listing: ListingTerms
    payment_standard: PaymentStandardTerms | None = None
    prepayment: PrepaymentTerms | None = None
    offset: OffsetTerms | None = None
    supplier_payment: SupplierPaymentTerms
    reporting: ReportingTerms
