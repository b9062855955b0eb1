"""Terms: what an invented notice states, unlike the real ones in any figure.

Every part cites the clauses of the invented notice, so that they can be put together.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import InvalidValueError
from ..foundation.money import SHARE_SCALE, decimal_of
from ..foundation.values import tuple_of
from ..policy.clauses import Clause
from ..policy.terms import (
    CycleTerms,
    DueKind,
    EndOfMonthAfterExecution,
    EndOfProcurementMonth,
    FromExecution,
    Fund,
    FundTerms,
    Grade,
    InstalmentTerms,
    InstitutionKind,
    ListingClassTerms,
    ListingTerms,
    OffsetTerms,
    ParticipationTerms,
    PaymentStandardTerms,
    PrepaymentTerms,
    PriceRule,
    ProductReportTerms,
    PurchasingTerms,
    ReportAnchor,
    ReportingTerms,
    SupplierPaymentTerms,
    Terms,
    UntilDay,
)
from .draws import Drawn, drawn, kept
from .of_days import later
from .of_figures import shares, stepped

__all__ = [
    "CLAUSES",
    "STATED",
    "as_stated",
    "cycle_terms",
    "ends_of_month_after_execution",
    "ends_of_procurement_month",
    "from_executions",
    "fund_terms",
    "instalment_terms",
    "listing_class_terms",
    "listing_terms",
    "offset_terms",
    "participation_terms",
    "payment_standard_terms",
    "prepayment_terms",
    "product_report_terms",
    "purchasing_terms",
    "reporting_terms",
    "supplier_payment_terms",
    "terms",
    "until_days",
]

STATED: Mapping[str, Callable[[Terms], object]] = {
    "agreements": lambda terms: terms.cycle.agreement_clause,
    "extension": lambda terms: terms.cycle.extension_clause,
    "incidents": lambda terms: terms.reporting.incident_clause,
    "listing_classes": lambda terms: terms.listing.classes,
    "offset": lambda terms: terms.offset,
    "payment_standard": lambda terms: terms.payment_standard,
    "prepayment": lambda terms: terms.prepayment,
    "price_ratios": lambda terms: terms.listing.price_ratio_clause,
    "renewals": lambda terms: terms.listing.renewal_clause,
    "volume_floor": lambda terms: terms.purchasing.volume_floor_clause,
}
"""What a notice may leave out, by the name under which a strategy is asked for it."""

_LONGEST_CYCLE = 36  # months
_CUTS = st.lists(stepped(1, SHARE_SCALE - 1, 10**5, 10**4, 1), max_size=4, unique=True)
_FUNDS = st.dictionaries(st.sampled_from(Grade), st.sampled_from(Fund), min_size=1)
_DAYS_TO_AN_END = st.integers(0, 3660)


def _clause(number: str, says: str, says_zh: str, *functions: str) -> Clause:
    return Clause(f"I-{number}", number, says, says_zh, functions=functions)


_PARTICIPATION = _clause("1", "Who takes part.", "参加范围", "participation")
_CYCLE = _clause("2", "How long the cycle lasts.", "采购周期", "procurement_cycle")
_EXTENSION = _clause("2a", "The cycle may be extended.", "周期可延长", "extend")
_AGREEMENT = _clause("2b", "An agreement is signed every year.", "每年签订", "agreement_years")
_PRICE = _clause("3", "What is paid.", "采购价格", "check_purchase_price")
_PRICE_HOLDS = _clause("3a", "The price holds.", "价格不变", "price_in_force")
_VOLUME = _clause("3b", "The agreed volume is completed.", "完成约定量", "contract_progress")
_FLOOR = _clause("3c", "The volume does not fall.", "量不减少", "check_agreed_volume")
_RATIO = _clause("4", "Further packs follow by price ratio.", "差比价", "listing_price")
_RENEWAL = _clause("4a", "Renewed certificates keep the price.", "换证", "SelectionResults")
_NON_SELECTED = _clause("4b", "What is not selected.", "非中选", "classify_listing")
_SELECTED_FIRM = _clause("4c", "A selected firm's others.", "中选企业", "classify_listing")
_OTHER_FIRM = _clause("4d", "Another firm's.", "其他企业", "classify_listing")
_STANDARD = _clause("5", "The highest selected price.", "支付标准", "payment_standard")
_CHEAPER = _clause("5a", "What costs less is paid as it is.", "按实际支付", "reimburse")
_EXCESS = _clause("5b", "What is above is the patient's.", "超出自付", "reimburse")
_TOTAL = _clause("6", "The city sets the total.", "预付总额", "prepayment_schedule")
_INSTALMENT = _clause("6a", "An instalment.", "分期", "prepayment_schedule")
_FUND = _clause("6b", "Which fund pays.", "支付基金", "paying_fund")
_OFFSET = _clause("7", "It is offset month by month.", "按月抵扣", "offset_prepayment")
_RETURN = _clause("7a", "What is left goes back.", "余额退回", "offset_prepayment")
_SUPPLIER = _clause("8", "Firms are paid in time.", "结清货款", "supplier_payment_due")
_REPORT = _clause("9", "Products are reported before.", "报送产品", "timetable")
_MONITORING = _clause("9a", "Monitored and assessed.", "监测考核", "monthly_report")
_EXCHANGE = _clause("9b", "The exchange reports.", "交易所报送", "timetable")
_INCIDENT = _clause("9c", "Orders that do not arrive.", "断供报告", "supply_incidents")
_EFFECT = _clause("10", "When it takes effect.", "施行日期", "Policy.effective_on")

CLAUSES = (
    *(_PARTICIPATION, _CYCLE, _EXTENSION, _AGREEMENT, _PRICE, _PRICE_HOLDS, _VOLUME, _FLOOR),
    *(_RATIO, _RENEWAL, _NON_SELECTED, _SELECTED_FIRM, _OTHER_FIRM, _STANDARD, _CHEAPER, _EXCESS),
    *(_TOTAL, _INSTALMENT, _FUND, _OFFSET, _RETURN, _SUPPLIER, _REPORT, _MONITORING, _EXCHANGE),
    *(_INCIDENT, _EFFECT),
)
"""The clauses of the invented notice."""


def as_stated(states: Iterable[str]) -> frozenset[str]:
    """Check the names of what a policy is to state."""
    names = frozenset(tuple_of(states, str, field="states"))
    for name in sorted(names - STATED.keys()):
        raise InvalidValueError(
            field="states", value=name, expected=f"names among {', '.join(STATED)}"
        )
    return names


@kept
def participation_terms() -> st.SearchStrategy[ParticipationTerms]:
    """Draw who takes part: public institutions always do, the other kinds in any way."""
    ways = ("outside", "encouraged", "if designated", "required")
    others = [kind for kind in InstitutionKind if kind is not InstitutionKind.PUBLIC]

    def made(*chosen: str) -> ParticipationTerms:
        way = dict(zip(others, chosen, strict=True))
        return ParticipationTerms(
            required=(
                InstitutionKind.PUBLIC,
                *(kind for kind in others if way[kind] == "required"),
            ),
            encouraged=tuple(
                kind for kind in others if way[kind] in ("encouraged", "if designated")
            ),
            designated_only=tuple(kind for kind in others if way[kind] == "if designated"),
            clause=_PARTICIPATION,
        )

    return st.builds(made, *(st.sampled_from(ways) for _ in others))


@kept
def from_executions() -> st.SearchStrategy[FromExecution]:
    """Draw cycles of whole months from execution, up to three years."""
    return st.integers(1, _LONGEST_CYCLE).map(FromExecution)


@kept
def until_days(min_value: DateLike = date(2000, 1, 1)) -> st.SearchStrategy[UntilDay]:
    """Draw fixed ends of a cycle, up to ten years after the first that is possible."""
    first = as_date(min_value, field="min_value")
    return _DAYS_TO_AN_END.map(lambda count: UntilDay(later(first, count)))


@st.composite
def cycle_terms(
    draw: st.DrawFn, *, states: Iterable[str] = (), effective_on: DateLike = date(2000, 1, 1)
) -> CycleTerms:
    """Draw how long a cycle lasts; a fixed end is not before the notice takes effect."""
    wanted = as_stated(states)
    fixed = draw(st.booleans())
    return CycleTerms(
        length=draw(until_days(effective_on)) if fixed else draw(from_executions()),
        clause=_CYCLE,
        extension_clause=draw(_cited(_EXTENSION, wanted, "extension")),
        agreement_clause=draw(_cited(_AGREEMENT, wanted, "agreements")),
    )


@kept
def _cited(clause: Clause, wanted: frozenset[str], name: str) -> st.SearchStrategy[Clause | None]:
    return st.just(clause) if name in wanted else st.sampled_from([None, clause])


@kept
def purchasing_terms(*, states: Iterable[str] = ()) -> st.SearchStrategy[PurchasingTerms]:
    """Draw what binds a purchase."""
    return st.builds(
        PurchasingTerms,
        price_rule=st.sampled_from(PriceRule),
        price_clause=st.just(_PRICE),
        price_holds_clause=st.just(_PRICE_HOLDS),
        selected_price_clause=st.sampled_from([None, _PRICE]),
        volume_clause=st.just(_VOLUME),
        volume_floor_clause=_cited(_FLOOR, as_stated(states), "volume_floor"),
    )


@kept
def listing_class_terms() -> st.SearchStrategy[ListingClassTerms]:
    """Draw the clauses that class listings, which hold no figure."""
    return st.just(
        ListingClassTerms(
            non_selected_clause=_NON_SELECTED,
            selected_firm_clause=_SELECTED_FIRM,
            unselected_firm_clause=_OTHER_FIRM,
        )
    )


@kept
def listing_terms(*, states: Iterable[str] = ()) -> st.SearchStrategy[ListingTerms]:
    """Draw how products beside the selected ones are listed."""
    wanted = as_stated(states)
    classes = listing_class_terms()
    return st.builds(
        ListingTerms,
        price_ratio_clause=_cited(_RATIO, wanted, "price_ratios"),
        renewal_clause=_cited(_RENEWAL, wanted, "renewals"),
        classes=classes if "listing_classes" in wanted else st.none() | classes,
    )


@kept
def payment_standard_terms() -> st.SearchStrategy[PaymentStandardTerms]:
    """Draw the clauses of the payment standard, which hold no figure."""
    return st.just(
        PaymentStandardTerms(clause=_STANDARD, cheaper_clause=_CHEAPER, excess_clause=_EXCESS)
    )


@kept
def ends_of_month_after_execution() -> st.SearchStrategy[EndOfMonthAfterExecution]:
    """Draw due days: the end of a calendar month after execution, up to the eighteenth."""
    return st.integers(1, 18).map(EndOfMonthAfterExecution)


@kept
def ends_of_procurement_month(
    max_value: int = _LONGEST_CYCLE,
) -> st.SearchStrategy[EndOfProcurementMonth]:
    """Draw due days: the end of a procurement month, up to the cycle's last."""
    return st.integers(1, max_value).map(EndOfProcurementMonth)


@st.composite
def instalment_terms(
    draw: st.DrawFn, *, share: Drawn[Decimal] | None = None, months: int = _LONGEST_CYCLE
) -> InstalmentTerms:
    """Draw an instalment: its share, and when it is due in a cycle of so many months."""
    within = draw(st.booleans())
    due = (
        draw(ends_of_procurement_month(months)) if within else draw(ends_of_month_after_execution())
    )
    return InstalmentTerms(
        share=draw(drawn(share, shares("0.000001"))),
        due=due,
        kind=draw(st.sampled_from(DueKind)),
        clause=_INSTALMENT,
    )


@kept
def fund_terms() -> st.SearchStrategy[FundTerms]:
    """Draw the fund that pays a grade."""
    return st.builds(FundTerms, st.sampled_from(Grade), st.sampled_from(Fund))


@st.composite
def prepayment_terms(draw: st.DrawFn, *, months: int = _LONGEST_CYCLE) -> PrepaymentTerms:
    """Draw up to five instalments that fit a cycle of so many months, and the paying funds.

    >>> from vbp_policy.testing import simplest
    >>> found = simplest(prepayment_terms(), lambda terms: len(terms.instalments) == 3)
    >>> sum(each.share for each in found.instalments) == 1
    True
    """
    cuts = sorted(draw(_CUTS))
    parts = [decimal_of(b - a, 6) for a, b in pairwise((0, *cuts, SHARE_SCALE))]
    return PrepaymentTerms(
        instalments=tuple(draw(instalment_terms(share=each, months=months)) for each in parts),
        funds=tuple(FundTerms(grade, fund) for grade, fund in draw(_FUNDS).items()),
        fund_clause=_FUND,
        total_clause=_TOTAL,
    )


@kept
def offset_terms() -> st.SearchStrategy[OffsetTerms]:
    """Draw when an offset starts, up to half a year after the end, and its window of up to two."""
    return st.builds(
        OffsetTerms,
        first_month=st.integers(1, 6),
        window_months=st.integers(1, 24),
        clause=st.just(_OFFSET),
        return_clause=st.just(_RETURN),
    )


@kept
def supplier_payment_terms() -> st.SearchStrategy[SupplierPaymentTerms]:
    """Draw by the end of which month after acceptance a firm is paid, up to the sixth."""
    return st.builds(
        SupplierPaymentTerms,
        months_after_acceptance=st.integers(1, 6),
        clause=st.just(_SUPPLIER),
    )


@kept
def product_report_terms() -> st.SearchStrategy[ProductReportTerms]:
    """Draw how many working days before what day products are reported."""
    return st.builds(
        ProductReportTerms,
        workdays=st.integers(1, 20),
        anchor=st.sampled_from(ReportAnchor),
        kind=st.sampled_from(DueKind),
        clause=st.just(_REPORT),
    )


@kept
def reporting_terms(*, states: Iterable[str] = ()) -> st.SearchStrategy[ReportingTerms]:
    """Draw what is reported, monitored and assessed."""
    return st.builds(
        ReportingTerms,
        products=product_report_terms(),
        monitoring_clause=st.just(_MONITORING),
        exchange_clause=st.just(_EXCHANGE),
        incident_clause=_cited(_INCIDENT, as_stated(states), "incidents"),
    )


@st.composite
def terms(
    draw: st.DrawFn, *, states: Iterable[str] = (), effective_on: DateLike = date(2000, 1, 1)
) -> Terms:
    """Draw terms that fit each other, and that state at least what is named in `states`.

    An instalment that is due in a procurement month is due in one that every cycle has.

    >>> from vbp_policy.testing import simplest
    >>> simplest(terms(states=["offset"])).offset.window_months
    1
    """
    wanted = as_stated(states)
    cycle = draw(cycle_terms(states=wanted, effective_on=effective_on))
    months = cycle.length.months if isinstance(cycle.length, FromExecution) else 1

    def states_it(name: str) -> bool:
        return name in wanted or draw(st.booleans())

    return Terms(
        participation=draw(participation_terms()),
        cycle=cycle,
        purchasing=draw(purchasing_terms(states=wanted)),
        listing=draw(listing_terms(states=wanted)),
        supplier_payment=draw(supplier_payment_terms()),
        reporting=draw(reporting_terms(states=wanted)),
        payment_standard=(
            draw(payment_standard_terms()) if states_it("payment_standard") else None
        ),
        prepayment=draw(prepayment_terms(months=months)) if states_it("prepayment") else None,
        offset=draw(offset_terms()) if states_it("offset") else None,
    )
