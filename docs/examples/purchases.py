"""Purchases against the notice: the price that was paid, the volume that was agreed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from contracts import NOTICE_9, NOTICE_25, Dealing, Dealings
from exports import Cell, Exports, checked, once, one_of, section, table
from vetting import check_count, refused_at

from vbp_policy import (
    Contract,
    Finding,
    NotProvidedError,
    Policy,
    check_agreed_volume,
    check_purchase_price,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, Row

LAST_YEAR = {
    "institution": Column("机构编码", sheets.code),
    "variety": Column("品种", sheets.name),
    "volume": Column("上年约定量", sheets.quantity),
    "unit": Column("单位", sheets.name),
}
Variety = tuple[str, str]  # an institution's code, and the name of a variety


def show_paid(policy: Policy, dealings: Iterable[Dealing]) -> None:
    """Hold the price of every contract and every delivery against the selected price."""
    clause = "25-2.1b" if policy is NOTICE_25 else "9-3.1d"
    section(policy, "C Prices of contracts and deliveries against the selected price", clause)
    rows: list[Sequence[Cell]] = []
    findings: list[Finding] = []
    for it in dealings:
        bought = [(it.contract.reference, it.contract.unit, it.contract.unit_price)]
        bought += [(each.reference, each.unit, each.unit_price) for each in it.deliveries]
        for reference, unit, price in bought:
            finding = check_paid(it, unit, price)
            paid, selected = (figure.value for figure in finding.figures)
            findings.append(finding)
            if paid != selected:
                verdict = "met" if finding.met else "NOT MET"
                rows.append((reference, *it.named[1:], price, unit, paid, selected, verdict))
    print("Those that differ; a pack and a piece are compared as packs:\n")
    names = ("", "institution", "product", "price", "unit", "compared", "selected", "")
    table(names, rows)
    not_met = sum(not each.met for each in findings)
    equal, others = len(findings) - len(rows), len(rows) - not_met
    print()
    check_count(
        "prices = equal + met all the same + not met", len(findings), equal, others, not_met
    )


def check_paid(it: Dealing, unit: str, price: Decimal) -> Finding:
    """Check a price, after taking both prices to the larger of their units, which is exact."""
    sizes = it.sizes
    larger = max(sizes[unit], sizes[it.priced_in])
    paid = price * (larger // sizes[unit])
    selected = it.selected.price * (larger // sizes[it.priced_in])
    return check_purchase_price(it.policy, paid=paid, selected=selected)


def show_volumes(exports: Exports, dealings: Dealings) -> None:
    """Hold each variety's agreed volume at an institution against that of the year before."""
    section(NOTICE_9, "D Agreed volumes against those of the year before", "9-2.2")
    agreed: defaultdict[Variety, list[Contract]] = defaultdict(list)
    for _, it in sorted(dealings.all.items()):
        if it.policy is NOTICE_9:
            contract = it.contract
            agreed[contract.institution.code, contract.product.variety].append(contract)
    last_year = read_last_year(exports, agreed)
    left_out = {key: "no contract this year" for key in last_year if key not in agreed}
    left_out |= in_doubt(exports, last_year)
    rows: list[Sequence[Cell]] = []
    for key, previous in sorted(last_year.items()):
        if key not in left_out:
            own = agreed[key]
            current = sum((each.agreed_volume for each in own), Decimal())
            found = check_agreed_volume(NOTICE_9, current=current, previous=previous)
            not_met = "warning" if found.soft else "NOT MET"
            figures = (own[0].unit, previous, current, "met" if found.met else not_met)
            rows.append((str(own[0].institution), key[1], len(own), *figures))
    table(("institution", "variety", "contracts", "unit", "last year", "agreed", ""), rows)
    print("\nLeft out:\n")
    table(("institution", "variety", "why"), [(*key, why) for key, why in sorted(left_out.items())])
    try:
        check_agreed_volume(NOTICE_25, current=1, previous=1)
    except NotProvidedError as error:
        print(f"\n{NOTICE_25}: {error}")


def read_last_year(
    exports: Exports, agreed: Mapping[Variety, Sequence[Contract]]
) -> dict[Variety, Decimal]:
    """Read last year's volumes, each variety of an institution once, in its contracts' unit."""
    volumes: dict[Variety, Decimal] = {}

    def take(row: Row) -> None:
        key = (row["institution"], row["variety"])
        checked(row, "variety", lambda _: once(volumes)(key))
        units = {each.unit for each in agreed.get(key, ())} or {row["unit"]}
        own = dict.fromkeys(units) if len(units) == 1 else {}
        checked(row, "unit", one_of(own, f"the unit of its contracts: {', '.join(sorted(units))}"))
        checked(row, "volume", lambda it: check_agreed_volume(NOTICE_9, current=it, previous=it))
        volumes[key] = row["volume"]

    exports.each("last_year_volumes", LAST_YEAR, take)
    return volumes


def in_doubt(exports: Exports, varieties: Iterable[Variety]) -> dict[Variety, str]:
    """Say which varieties a refused row may be of: its own, or with a contract's any one there."""
    why: dict[Variety, str] = {}
    for cell in exports.refused_in("last_year_volumes"):
        key = (cell.values.get("institution", ""), cell.values.get("variety", ""))
        why.setdefault(key, refused_at(cell))
    for cell in exports.refused_in("contracts"):
        for key in varieties:
            if key[0] == cell.values.get("institution"):
                why.setdefault(key, refused_at(cell))
    return why
