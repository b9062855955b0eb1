"""The annex of 渝医保办〔2025〕25号: the selected consumables, and their renewed certificates."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from exports import Exports, built, checked, once
from vetting import vetted

from vbp_policy import (
    InvalidValueError,
    Product,
    Renewal,
    SelectedProduct,
    SelectionResults,
    Specification,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, RefusedCell, Row

ANNEX = {
    "product": Column("产品编码", sheets.code),
    "variety": Column("品种", sheets.name),
    "maker": Column("企业", sheets.name),
    "group": Column("分组", sheets.name),
    "form": Column("型别", sheets.name),
    "strength": Column("规格", sheets.quantity),
    "strength_unit": Column("规格单位", sheets.name),
    "piece_unit": Column("最小单位", sheets.name),
    "pack_unit": Column("包装单位", sheets.name),
    "pack_size": Column("包装数量", sheets.whole_number),
    "price": Column("中选价格", sheets.unit_price),
}
SPECIFICATION = ("form", "strength", "strength_unit", "piece_unit", "pack_unit", "pack_size")
RENEWALS = {
    "old_code": Column("原编码", sheets.code),
    "new_code": Column("新编码", sheets.code),
    "on": Column("更新日期", sheets.day),
}


class Consumables(NamedTuple):
    """The annex's good rows, and the refused cells that leave a group or a code in doubt.

    A cell of a row that does not say which one stands under "": it may be any.
    """

    results: SelectionResults
    groups_in_doubt: Mapping[str, RefusedCell]
    codes_in_doubt: Mapping[str, RefusedCell]

    def find(self, code: str, *, on: date) -> SelectedProduct:
        """Find the selected product that a code stands for, unless a refused row decides it."""
        if code in self.codes_in_doubt:
            expected = "a product of which no row of the annex was refused"
            raise InvalidValueError(field="code", value=code, expected=expected, clause="25-1.2")
        return self.results.find(code, on=on)

    def doubt(self, product: Product) -> RefusedCell | None:
        """Give a refused cell that may decide what a listed product counts as."""
        groups, codes = self.groups_in_doubt, self.codes_in_doubt
        own = codes.get(product.code) or groups.get(product.group or "") or groups.get("")
        is_selected = any(it.product.code == product.code for it in self.results.selected)
        return own if own or is_selected else codes.get("")


def read_consumables(exports: Exports) -> Consumables:
    """Read the selected products, each code once, and the renewals of their certificates."""
    selected: dict[str, SelectedProduct] = {}

    def take(row: Row) -> None:
        code, values = checked(row, "product", once(selected)), row.values
        specification = built(lambda: Specification(**{it: values[it] for it in SPECIFICATION}))
        product = Product(
            code, row["variety"], row["maker"], specification=specification, group=row["group"]
        )
        selected[code] = SelectedProduct(product, row["price"])

    exports.each("selected_consumables", ANNEX, take)
    results = read_renewals(exports, tuple(selected.values()))
    groups: dict[str, RefusedCell] = {}
    codes: dict[str, RefusedCell] = {}
    for cell in exports.refused_in("selected_consumables"):
        groups.setdefault(cell.values.get("group", ""), cell)
        if "product" in cell.values:
            codes.setdefault(cell.values["product"], cell)
    for cell in exports.refused_in("renewals"):
        if (code := cell.values.get("new_code", "")) not in selected:  # of these the annex decides
            codes.setdefault(code, cell)
    return Consumables(results, groups, codes)


def read_renewals(exports: Exports, selected: tuple[SelectedProduct, ...]) -> SelectionResults:
    """Add the renewals to the selected products, the oldest first."""
    rows: list[tuple[Row, Renewal]] = []

    def take(row: Row) -> None:
        rows.append((row, Renewal(row["old_code"], row["new_code"], row["on"])))

    exports.each("renewals", RENEWALS, take)
    rows.sort(key=lambda it: (it[1].on, it[1].old_code, it[1].new_code))

    def results(renewals: Sequence[Renewal]) -> SelectionResults:
        return SelectionResults(selected, tuple(renewals))

    return results(vetted(exports, rows, results, column="new_code"))
