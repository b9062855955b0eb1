"""How far contracts have come, at which price their firms supply, and which orders are open."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from contracts import AS_OF, NOTICE_25, Dealing
from exports import Cell, section, table
from vetting import check_count, show_assumed

from vbp_policy import (
    OutOfForceError,
    Policy,
    SupplyIncident,
    contract_progress,
    price_in_force,
    supply_incidents,
)

AHEAD = {True: "ahead", False: "behind", None: "start is assumed"}


def show_progress(policy: Policy, dealings: Sequence[Dealing]) -> None:
    """Print how much of each agreed volume was delivered by the day of the reports."""
    clauses = ("25-2.1d", "25-2.1e") if policy is NOTICE_25 else ("9-3.2b",)
    section(policy, f"A How far each contract had come by {AS_OF}", *clauses)
    rows: list[Sequence[Cell]] = []
    results = [contract_progress(it.contract, it.deliveries, as_of=AS_OF) for it in dealings]
    for it, progress in zip(dealings, results, strict=True):
        volumes = (it.contract.agreed_volume, it.contract.unit, progress.delivered)
        ratios = (progress.remaining, progress.ratio, progress.elapsed_ratio)
        pace = (str(progress.completed_on or ""), AHEAD[progress.ahead])
        rows.append((*it.named, *volumes, *ratios, *pace))
    show_assumed(each.basis for each in results)
    print()
    names = ("contract", "institution", "product", "agreed", "unit")
    figures = ("delivered", "remaining", "ratio", "elapsed", "reached on", "")
    table((*names, *figures), rows)
    last_days = [min(AS_OF, it.contract.cycle.last_day) for it in dealings]
    later = [
        each
        for it, last_day in zip(dealings, last_days, strict=True)
        for each in it.deliveries
        if each.accepted_on > last_day
    ]
    counted = [each for progress in results for each in progress.deliveries]
    whole = sum(len(it.deliveries) for it in dealings)
    print()
    check_count("deliveries = counted + accepted later", whole, len(counted), len(later))


def show_prices(policy: Policy, dealings: Iterable[Dealing]) -> None:
    """Print the price in force on a cycle's last day, volume reached or not, and none after it."""
    clauses = ("25-2.4b",) if policy is NOTICE_25 else ("9-3.1a", "9-3.1e")
    section(policy, "B At which price the firm supplies, to the cycle's last day", *clauses)
    rows: list[Sequence[Cell]] = []
    for it in dealings:
        last = it.contract.cycle.last_day
        reached = contract_progress(it.contract, it.deliveries, as_of=last).completed_on
        price = price_in_force(policy, it.contract, last)
        try:
            after = str(price_in_force(policy, it.contract, last + timedelta(days=1)))
        except OutOfForceError as error:
            after = f"none (clause {error.clause})"
        where = (it.contract.reference, it.contract.unit, str(reached or "not reached"), str(last))
        rows.append((*where, price, after))
    table(("contract", "unit", "reached on", "last day", "price on it", "the day after"), rows)


def show_incidents(policy: Policy, dealings: Sequence[Dealing]) -> list[SupplyIncident]:
    """Print and give the orders undelivered or part-delivered at the end of the day of reports."""
    clause = "25-2.5" if policy is NOTICE_25 else "Y-1"
    section(policy, f"H Orders not delivered in full by {AS_OF}", clause)
    found = [
        (it, each)
        for it in dealings
        for each in supply_incidents(it.contract, it.orders, it.deliveries, as_of=AS_OF)
    ]
    rows: list[Sequence[Cell]] = []
    for it, each in found:
        order = each.order
        what = (order.reference, *it.named[1:], str(order.ordered_on), each.kind.value)
        rows.append(
            (*what, order.quantity, each.delivered, each.missing, order.unit, each.days_open)
        )
    show_assumed(each.basis for _, each in found)
    print()
    names = ("order", "institution", "product", "ordered on", "")
    table((*names, "ordered", "delivered", "missing", "unit", "days open"), rows)
    placed = sum(each.ordered_on <= AS_OF for it in dealings for each in it.orders)
    later = sum(each.ordered_on > AS_OF for it in dealings for each in it.orders)
    whole = sum(len(it.orders) for it in dealings)
    print()
    check_count(
        "orders = open + delivered in full + placed later",
        whole,
        len(rows),
        placed - len(rows),
        later,
    )
    return [each for _, each in found]
