"""Contracts, purchases, listings and what firms are owed, told step by step."""

from collections.abc import Iterator

from ...policy.basis import Basis
from ...policy.clauses import Clause
from ...rules.assessments import AssessedVolume, Assessment
from ...rules.contracts import Progress
from ...rules.listings import Classification, ListingStatus
from ...rules.monitoring import MonthlyReport, ReportedMonth
from ...rules.purchasing import Figure, Finding, Relation
from ...rules.supplier_payment import Deadline, SupplierPaymentState
from ...rules.supply_incidents import SupplyIncident
from .assumptions import REASONS, in_chinese
from .bilingual import Words, joined, literal
from .drafts import Draft, Item, items
from .figure_names import NAMES
from .writing import FigureKind

__all__ = [
    "assessed_volume",
    "assessment",
    "classification",
    "deadline",
    "finding",
    "incident",
    "monthly_report",
    "payment_state",
    "progress",
    "reported_month",
]


def progress(result: Progress) -> Iterator[Draft]:
    """Tell how much of the agreed volume was delivered, and whether that keeps pace."""
    return _progress(result, ())


def _progress(result: Progress, clauses: tuple[Clause, ...]) -> Iterator[Draft]:
    contract = result.contract
    unit = contract.unit
    says = [
        Words(
            "Up to {as_of}, {delivered} of the agreed {agreed_volume} was delivered, that is "
            "{ratio}; {remaining} remains.",
            "截至{as_of}，协议采购量{agreed_volume}已验收{delivered}，完成率{ratio}，尚余{remaining}。",
        )
    ]
    if result.completed_on is not None:
        says.append(
            Words(
                "The volume has stood reached since {completed_on}.",
                "{completed_on}完成协议采购量。",
            )
        )
    yield Draft(
        "contract_progress",
        joined(*says),
        result.basis,
        given=(
            Item("contract", contract.reference),
            *items(contract, "agreed_volume", unit=unit),
            *items(result, "as_of"),
            *(
                Item("delivery", each.quantity, each.unit, of=each.reference)
                for each in result.deliveries
            ),
        ),
        found=(
            *items(result, "delivered", unit=unit),
            *items(result, "ratio"),
            *items(result, "remaining", unit=unit),
            *items(result, "completed_on"),
        ),
        clauses=clauses,
        assumed=("within_cycle",),
    )
    pace = Words("{elapsed_ratio} of the cycle's days have elapsed.", "周期已过{elapsed_ratio}。")
    if result.ahead is not None:
        held = (
            Words("The volume is not behind them.", "采购进度不落后于时序进度。")
            if result.ahead
            else Words("The volume is behind them.", "采购进度落后于时序进度。")
        )
        pace = joined(pace, held)
    cycle = contract.cycle
    yield Draft(
        "contract_progress",
        pace,
        result.basis,
        given=(*items(cycle, "first_day", "last_day"), *items(result, "as_of", "ratio")),
        found=items(result, "elapsed_ratio", "ahead"),
        clauses=clauses,
        assumed=("start", "even_pace"),
    )


_STANDS = {
    Relation.EQUAL: {True: Words("is", "等于"), False: Words("is not", "不等于")},
    Relation.AT_MOST: {True: Words("is not above", "不高于"), False: Words("is above", "高于")},
    Relation.AT_LEAST: {True: Words("is not below", "不低于"), False: Words("is below", "低于")},
}
_FINDS = {Relation.AT_LEAST: "check_agreed_volume"}


def finding(result: Finding) -> Iterator[Draft]:
    """Tell how the two figures stand to each other, and whether the clause is met."""
    stands = _STANDS[result.relation][result.met]
    found, against = (_called(each) for each in result.figures)
    says = [
        Words(
            f"The {literal(found.en)}, {{found}}, {stands.en} the {literal(against.en)}, "
            "{against}.",
            f"{literal(found.zh)}{{found}}，{stands.zh}{literal(against.zh)}{{against}}。",
        )
    ]
    if result.soft and not result.met:
        says.append(
            Words(
                "The clause asks this in principle, so it is a warning.",
                "条款只作原则性要求，故仅作提示。",
            )
        )
    yield Draft(
        _FINDS.get(result.relation, "check_purchase_price"),
        joined(*says),
        result.basis,
        given=tuple(
            Item(name, each.value, called=_called(each), kind=_kind(each))
            for name, each in zip(("found", "against"), result.figures, strict=True)
        ),
        found=items(result, "relation", "met", *(("soft",) if result.soft else ())),
        clauses=(result.clause,),
    )


def _called(figure: Figure) -> Words:
    known = NAMES.get(figure.name.replace(" ", "_"))
    return Words(figure.name, figure.name if known is None else known.words.zh)


def _kind(figure: Figure) -> FigureKind | None:
    known = NAMES.get(figure.name.replace(" ", "_"))
    return None if known is None else known.kind


def classification(result: Classification) -> Iterator[Draft]:
    """Tell what was found in the order in which it was asked, then what the listing counts as."""
    product, listing = result.listing.product, result.listing
    reasons = (Words(literal(each), literal(in_chinese(each, REASONS))) for each in result.reasons)
    selected = result.status is ListingStatus.SELECTED
    yield Draft(
        "classify_listing",
        joined(*reasons, Words("So it is: {status}.", "所以它属于：{status}。")),
        result.basis,
        given=(
            *items(product, "code", "maker", "group"),
            Item("listed_price", listing.price),
            *(Item("price_elsewhere", each) for each in listing.other_selected_prices or ()),
        ),
        found=items(result, "status", "ceiling"),
        open_questions=() if selected else ("selected_firm",),
    )


def deadline(result: Deadline) -> Iterator[Draft]:
    """Tell by which day a firm is paid."""
    yield _deadline(result, ())


def _deadline(result: Deadline, given: tuple[Item, ...]) -> Draft:
    says = [Words("The firm is paid by {due}.", "货款最迟于{due}结清。")]
    if given:
        says.insert(
            0, Words("The goods were accepted on {accepted_on}.", "货物于{accepted_on}验收。")
        )
    found: tuple[Item, ...] = (Item("due", result.day),)
    if result.day != result.nominal_day:
        says.append(
            Words("Moved from {nominal_day}, a rest day.", "{nominal_day}为休息日，故作调整。")
        )
        found = (*found, *items(result, "nominal_day"))
    return Draft(
        "supplier_payment_due",
        joined(*says),
        result.basis,
        given=given,
        found=found,
        open_questions=("debt_day",),
    )


def payment_state(result: SupplierPaymentState) -> Iterator[Draft]:
    """Tell by when a delivery is paid, what was paid for it, and what is still owed."""
    delivery = result.delivery
    reference = Item("reference", delivery.reference)
    yield _deadline(result.due, (reference, *items(delivery, "accepted_on")))
    says = [
        Words(
            "Up to {as_of}, {paid} of {delivery_amount} was paid, {still_owed} is owed: {status}.",
            "截至{as_of}，货款{delivery_amount}已付{paid}，尚欠{still_owed}：{status}。",
        )
    ]
    if result.days_late:
        says.append(Words("That is {days_late} late.", "逾期{days_late}。"))
    if delivery.quantity < 0:
        says.append(
            Words(
                "It is a return: what is below zero, the firm pays back.",
                "本笔为退货，负数由企业退还。",
            )
        )
    yield Draft(
        "supplier_payment_state",
        joined(*says),
        result.basis,
        given=(
            reference,
            Item("quantity", delivery.quantity, delivery.unit),
            Item("price", delivery.unit_price, delivery.unit),
            Item("delivery_amount", delivery.amount),
            *items(result, "as_of"),
            *(Item("payment", each.amount, of=each.paid_on) for each in result.payments),
        ),
        found=(
            *items(result, "paid"),
            Item("still_owed", result.owed),
            *items(result, "status", "settled_on", "days_late"),
        ),
    )


def monthly_report(result: MonthlyReport) -> Iterator[Draft]:
    """Tell the progress, each month, what is owed for each delivery, then the sums."""
    yield from _progress(result.progress, result.basis.clauses[1:2])
    for month in result.months:
        yield _month(month, result.contract.unit)
    for each in result.payments:
        yield from payment_state(each)
    yield Draft(
        "monthly_report",
        joined(
            Words(
                "Up to {as_of}, deliveries came to {amount} and {paid} was paid; {owed} is owed, "
                "of which {overdue} is overdue.",
                "截至{as_of}，货款合计{amount}，已付{paid}，应付未付{owed}，其中逾期未付{overdue}。",
            ),
            *_owed_back(result),
        ),
        result.basis,
        given=items(result, "as_of"),
        found=items(result, "amount", "paid", "owed", "overdue", "owed_back"),
        clauses=_monitoring(result.basis),
        assumed=(),
    )


def _monitoring(basis: Basis) -> tuple[Clause, ...]:
    """Give the clause that asks for monitoring and assessment, which their rules cite first."""
    return basis.clauses[:1]


def _owed_back(result: MonthlyReport | ReportedMonth) -> tuple[Words, ...]:
    if not result.owed_back:
        return ()
    return (Words("Firms owe {owed_back} back for returns.", "因退货，企业应退货款{owed_back}。"),)


def reported_month(result: ReportedMonth) -> Iterator[Draft]:
    """Tell one month of a contract."""
    yield _month(result, None)


def _month(result: ReportedMonth, unit: str | None) -> Draft:
    return Draft(
        "monthly_report",
        joined(
            Words(
                "{month}: {volume} counts towards the agreed volume, {delivered} so far, {ratio} "
                "of it. Deliveries came to {amount}, {paid} was paid; at the end {owed} is owed, "
                "of which {overdue} is overdue.",
                "{month}：计入协议采购量{volume}，累计{delivered}，完成率{ratio}；"
                "货款{amount}，已付{paid}；期末应付未付{owed}，其中逾期未付{overdue}。",
            ),
            *_owed_back(result),
        ),
        result.basis,
        given=items(result, "month"),
        found=(
            *items(result, "volume", "delivered", unit=unit),
            *items(result, "ratio", "amount", "paid", "owed", "overdue", "owed_back"),
        ),
        clauses=_monitoring(result.basis),
        assumed=("calendar_months",),
    )


def assessment(result: Assessment) -> Iterator[Draft]:
    """Tell the progress and whether the volume was met, then how much of the use was selected."""
    yield from _progress(result.progress, result.basis.clauses[1:2])
    yield Draft(
        "annual_assessment",
        Words("The agreed volume stood reached at the end.", "周期结束时已完成协议采购量。")
        if result.volume_met
        else Words("The agreed volume was not reached.", "周期结束时未完成协议采购量。"),
        result.basis,
        given=items(result.progress, "delivered", unit=result.progress.contract.unit),
        found=items(result, "volume_met"),
        clauses=result.basis.clauses[:2],
        assumed=("whole_cycle",),
    )
    unit = result.progress.contract.unit
    for each in result.volumes:
        yield _assessed_volume(each, unit)
    if result.share is not None:
        yield Draft(
            "annual_assessment",
            Words(
                "{selected} of {counted} counts as selected: {share}.",
                "计入考核的{counted}之中，{selected}按中选计，占{share}。",
            ),
            result.basis,
            found=(*items(result, "selected", "counted", unit=unit), *items(result, "share")),
            clauses=_monitoring(result.basis),
            assumed=(),
        )


def assessed_volume(result: AssessedVolume) -> Iterator[Draft]:
    """Tell how one status enters the count."""
    yield _assessed_volume(result, None)


def _assessed_volume(result: AssessedVolume, unit: str | None) -> Draft:
    says = Words(
        "{volume} used of products of the status “{listing_status}”: {counted_as}.",
        "使用“{listing_status}”{volume}：{counted_as}。",
    )
    if result.share is not None:
        says = joined(says, Words("It is {share} of what counts.", "占计入数量的{share}。"))
    clauses = _monitoring(result.basis)
    neutral = result.listing_status is ListingStatus.NEUTRAL
    undetermined = result.listing_status is ListingStatus.UNDETERMINED
    if neutral:
        clauses += result.basis.clauses[3:4]
    elif result.listing_status is ListingStatus.MAY_COUNT_AS_SELECTED:
        clauses += result.basis.clauses[2:3]
    return Draft(
        "annual_assessment",
        says,
        result.basis,
        given=(*items(result, "listing_status"), *items(result, "volume", unit=unit)),
        found=items(result, "counted_as", "share"),
        clauses=clauses,
        open_questions=("neutral_listings",) if neutral else (),
        assumed=("undetermined",) if undetermined else (),
    )


def incident(result: SupplyIncident) -> Iterator[Draft]:
    """Tell what is missing of an order, and for how long."""
    order = result.order
    yield Draft(
        "supply_incidents",
        Words(
            "Of order {order} for {ordered}, placed on {ordered_on}, {delivered} is delivered and "
            "{missing} missing up to {as_of}, {days_open} after it: {kind}.",
            "订单{order}于{ordered_on}订购{ordered}，截至{as_of}已{days_open}，"
            "配送{delivered}，缺{missing}：{kind}。",
        ),
        result.basis,
        given=(
            Item("order", order.reference),
            *items(order, "ordered_on"),
            Item("ordered", order.quantity, order.unit),
            *items(result, "as_of"),
        ),
        found=(
            *items(result, "delivered", "missing", unit=order.unit),
            *items(result, "kind", "days_open"),
        ),
    )
