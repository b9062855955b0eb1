"""Contracts and what was done under them: read, and judged by the rules row by row."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from attrs import evolve
from consumables import Consumables
from exports import Cell, Exports, added, built, checked, once, one_of, place_of, table
from vetting import check_count, vetted

from vbp_policy import (
    Contract,
    Delivery,
    Institution,
    Order,
    Policy,
    Product,
    SelectedProduct,
    SupplierPayment,
    contract_progress,
    procurement_cycle,
    supplier_payment_state,
    supply_incidents,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, RefusedCell, Row
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

NOTICE_9, NOTICE_25 = CHONGQING_2025_9, CHONGQING_2025_25
AS_OF = date(2025, 11, 30)  # the day of the reports; both cycles run, and it is a Sunday
PACK = "盒"  # what the drugs of 9号 are priced by, and below it what a pack holds
PIECES = {"片剂": "片", "咀嚼片": "片", "颗粒剂": "袋", "口服溶液": "瓶"}

CONTRACTS = {
    "reference": Column("合同编号", sheets.code),
    "notice": Column("文件", sheets.one_of({"9号": NOTICE_9, "25号": NOTICE_25})),
    "institution": Column("机构编码", sheets.code),
    "product": Column("产品编码", sheets.code),
    "executed_on": Column("执行日期", sheets.day, optional=True),
    "agreed_volume": Column("约定采购量", sheets.quantity),
    "unit": Column("单位", sheets.name),
    "unit_price": Column("合同单价", sheets.unit_price),
    "signed_on": Column("签订日期", sheets.day, optional=True),
}
ORDERS = {
    "reference": Column("订单编号", sheets.code),
    "contract": Column("合同编号", sheets.code),
    "ordered_on": Column("下单日期", sheets.day),
    "quantity": Column("订购数量", sheets.quantity),
    "unit": Column("单位", sheets.name),
}
DELIVERIES = {
    "reference": Column("验收单号", sheets.code),
    "contract": Column("合同编号", sheets.code),
    "order_reference": Column("订单编号", sheets.code, optional=True),
    "accepted_on": Column("验收日期", sheets.day),
    "quantity": Column("验收数量", sheets.quantity),
    "unit": Column("单位", sheets.name),
    "unit_price": Column("单价", sheets.unit_price),
}
PAYMENTS = {
    "reference": Column("付款单号", sheets.code),
    "delivery": Column("验收单号", sheets.code),
    "paid_on": Column("付款日期", sheets.day),
    "amount": Column("付款金额", sheets.amount),
}
NAMES_CONTRACT = {  # the column of each table that leads to a contract
    "contracts": "reference",
    "orders": "contract",
    "deliveries": "contract",
    "supplier_payments": "delivery",
}


class Dealing(NamedTuple):
    """A contract under a notice, the price selected for its product, and its good rows."""

    policy: Policy
    contract: Contract
    selected: SelectedProduct
    orders: list[Order]
    deliveries: list[Delivery]
    payments: list[SupplierPayment]

    @property
    def sizes(self) -> Mapping[str, int]:
        """The units in which it can be counted, each as so many of the smallest."""
        return sizes_of(self.contract.product)

    @property
    def priced_in(self) -> str:
        """The unit of the selected price: the pack of a drug, the piece of a consumable."""
        return PACK if self.policy is NOTICE_9 else min(self.sizes, key=self.sizes.__getitem__)

    @property
    def named(self) -> tuple[str, str, str]:
        """Say which contract it is, whose, and about what."""
        product = self.contract.product
        what = f"{product.variety} {product.maker}"
        return (self.contract.reference, str(self.contract.institution), what)

    def paid_for(self, delivery: Delivery) -> list[SupplierPayment]:
        """Give the payments for one delivery."""
        return [it for it in self.payments if it.delivery_reference == delivery.reference]


def sizes_of(product: Product) -> Mapping[str, int]:
    """Give the units of a product: its piece, and the pack that holds so many."""
    specification = product.specification
    if specification is None:
        return {}
    units = {specification.piece_unit: 1, specification.pack_unit: specification.pack_size}
    return {unit: size for unit, size in units.items() if unit is not None}


class Dealings(NamedTuple):
    """The good contracts by reference; for each in doubt, the refused cells of its rows.

    A cell that names no contract stands under "".
    """

    all: Mapping[str, Dealing]
    in_doubt: Mapping[str, Sequence[RefusedCell]]

    def under(self, policy: Policy) -> list[Dealing]:
        """Give the contracts under a notice, in order, of which no row was refused."""
        return [
            each
            for reference, each in sorted(self.all.items())
            if each.policy is policy and reference not in self.in_doubt
        ]


class Sources(NamedTuple):
    """What a contract row names: its institution, and its product in the annex of its notice."""

    institutions: Mapping[str, Institution]
    consumables: Consumables
    drugs: Mapping[str, SelectedProduct]

    def selected(self, policy: Policy, on: date, code: str) -> SelectedProduct:
        """Find what was selected under a code, in the units that the trade counts it by."""
        if policy is NOTICE_25:
            return self.consumables.find(code, on=on)
        drug = one_of(self.drugs, "a product of which the annex has a good row", "9-1.2")(code)
        specification = drug.product.specification
        if specification is None:
            return drug
        piece = PIECES.get(specification.form)
        counted = evolve(specification, pack_unit=PACK, piece_unit=piece)
        return evolve(drug, product=evolve(drug.product, specification=counted))


def read_dealings(exports: Exports, sources: Sources) -> Dealings:
    """Read contracts, orders, deliveries and payments, each table after the one that it names."""
    dealings = read_contracts(exports, sources)
    read_orders(exports, dealings)
    read_deliveries(exports, dealings)
    read_payments(exports, dealings)
    deliveries = exports.rows["deliveries"]
    read = [
        *(each.values for each in deliveries.good),
        *(each.values for each in deliveries.refused),
    ]
    contract_of = {it.get("reference"): it.get("contract", "") for it in read if "reference" in it}
    in_doubt: defaultdict[str, list[RefusedCell]] = defaultdict(list)
    for name, column in NAMES_CONTRACT.items():
        for cell in exports.refused_in(name):
            named = cell.values.get(column, "")
            in_doubt[contract_of.get(named, "") if column == "delivery" else named].append(cell)
    return Dealings(dealings, in_doubt)


def read_contracts(exports: Exports, sources: Sources) -> dict[str, Dealing]:
    """Read the contracts, each reference once."""
    dealings: dict[str, Dealing] = {}
    known = one_of(
        sources.institutions, f"a code with a good row in {exports.title('institutions')}"
    )

    def take(row: Row) -> None:
        reference, policy = checked(row, "reference", once(dealings)), row["notice"]
        institution = checked(row, "institution", known)
        cycle = checked(row, "executed_on", partial(procurement_cycle, policy))
        find = partial(sources.selected, policy, cycle.first_day)
        selected = checked(row, "product", find)
        sizes = sizes_of(selected.product)
        checked(row, "unit", one_of(sizes, f"a unit of the product: {' or '.join(sizes)}"))

        def contract() -> Contract:
            return Contract(
                reference,
                institution,
                selected.product,
                cycle,
                agreed_volume=row["agreed_volume"],
                unit=row["unit"],
                unit_price=row["unit_price"],
                signed_on=row["signed_on"],
            )

        dealings[reference] = Dealing(policy, built(contract), selected, [], [], [])

    exports.each("contracts", CONTRACTS, take)
    return dealings


def read_orders(exports: Exports, dealings: Mapping[str, Dealing]) -> None:
    """Read the orders into the contracts that they name."""
    known = contract_finder(exports, dealings)
    rows: dict[str, tuple[Row, Order]] = {}

    def take(row: Row) -> None:
        reference = checked(row, "reference", once(rows))
        contract = checked(row, "contract", known).contract

        def order() -> Order:
            return Order(
                reference,
                contract.reference,
                ordered_on=row["ordered_on"],
                quantity=row["quantity"],
                unit=row["unit"],
            )

        rows[reference] = (row, built(order))

    exports.each("orders", ORDERS, take)
    for reference, it in dealings.items():
        own = sorted(
            (each for each in rows.values() if each[1].contract_reference == reference),
            key=lambda each: (each[1].ordered_on, each[1].reference),
        )
        rule = partial(supply_incidents, it.contract, deliveries=(), as_of=date.max)
        it.orders.extend(vetted(exports, own, rule, column="quantity"))


def read_deliveries(exports: Exports, dealings: Mapping[str, Dealing]) -> None:
    """Read the deliveries into the contracts that they name, a day's returns last."""
    known = contract_finder(exports, dealings)
    rows: dict[str, tuple[Row, Delivery]] = {}

    def take(row: Row) -> None:
        reference = checked(row, "reference", once(rows))
        contract = checked(row, "contract", known).contract

        def delivery() -> Delivery:
            return Delivery(
                reference,
                contract.reference,
                accepted_on=row["accepted_on"],
                quantity=row["quantity"],
                unit=row["unit"],
                unit_price=row["unit_price"],
                order_reference=row["order_reference"],
            )

        rows[reference] = (row, built(delivery))

    exports.each("deliveries", DELIVERIES, take)
    for reference, it in dealings.items():
        own = sorted(
            (each for each in rows.values() if each[1].contract_reference == reference),
            key=lambda each: (each[1].accepted_on, each[1].quantity < 0, each[1].reference),
        )
        it.deliveries.extend(vetted(exports, own, partial(stand_together, it), column="quantity"))


def stand_together(it: Dealing, deliveries: Sequence[Delivery]) -> None:
    """Refuse what a contract's progress and its orders do not take."""
    contract_progress(it.contract, deliveries, as_of=date.max)
    supply_incidents(it.contract, it.orders, deliveries, as_of=date.max)


def read_payments(exports: Exports, dealings: Mapping[str, Dealing]) -> None:
    """Read the payments, and set them against the deliveries that they are for, oldest first."""
    paid_for = {
        delivery.reference: (it, delivery) for it in dealings.values() for delivery in it.deliveries
    }
    known = one_of(paid_for, f"a delivery with a good row in {exports.title('deliveries')}")
    rows: dict[str, tuple[Row, SupplierPayment]] = {}

    def take(row: Row) -> None:
        reference = checked(row, "reference", once(rows))
        _, delivery = checked(row, "delivery", known)

        def payment() -> SupplierPayment:
            return SupplierPayment(delivery.reference, row["amount"], row["paid_on"])

        rows[reference] = (row, built(payment))

    exports.each("supplier_payments", PAYMENTS, take)
    in_order = sorted(rows.items(), key=lambda it: (it[1][1].paid_on, it[1][1].amount, it[0]))
    for reference, (it, delivery) in paid_for.items():
        own = [each for _, each in in_order if each[1].delivery_reference == reference]
        rule = partial(supplier_payment_state, it.policy, delivery, as_of=date.max)
        it.payments.extend(vetted(exports, own, rule, column="amount"))


def contract_finder(exports: Exports, dealings: Mapping[str, Dealing]) -> Callable[[str], Dealing]:
    """Find a contract by its reference."""
    return one_of(dealings, f"a contract with a good row in {exports.title('contracts')}")


def show_left_out(dealings: Dealings) -> None:
    """Name every contract that a refused row leaves in doubt, and account for its good rows."""
    print("\n=== Contracts left out of the sections A to H, because a row was refused\n")
    rows: list[Sequence[Cell]] = []
    for reference, cells in sorted(dealings.in_doubt.items()):
        lines = {(place_of(each), each.line) for each in cells}
        why = f"rows refused: {len(lines)}, the first in {place_of(cells[0])}, line {cells[0].line}"
        it = dealings.all.get(reference)
        code = str(cells[0].values.get("institution", ""))
        names = it.named if it else (reference or "(none named)", code, "(no good row)")
        sums = amounts_of([it] if it else [])
        rows.append((*names, *sums, why))
    figures = ("deliveries", "bought", "payments", "paid")
    table(("contract", "institution", "product", *figures, "why"), rows)
    print()
    everything = amounts_of(dealings.all.values())
    shown_ones = amounts_of(it for notice in (NOTICE_9, NOTICE_25) for it in dealings.under(notice))
    others = amounts_of(it for key, it in dealings.all.items() if key in dealings.in_doubt)
    for at, figure in enumerate(figures):
        says = f"{figure}: good rows = in the sections + left out"
        whole, *parts = (each[at] for each in (everything, shown_ones, others))
        check_count(says, whole, *parts)


def amounts_of(dealings: Iterable[Dealing]) -> tuple[int, Decimal, int, Decimal]:
    """Count and add up the deliveries and the payments of contracts."""
    given = list(dealings)
    deliveries = [each for it in given for each in it.deliveries]
    payments = [each for it in given for each in it.payments]
    bought, paid = added(it.amount for it in deliveries), added(it.amount for it in payments)
    return (len(deliveries), bought, len(payments), paid)
