"""Reimbursement of whole tables: every line as `reimburse` has it. 9号 9-3.3b and 9-3.3c."""

from decimal import Decimal
from typing import Literal, TypeVar, overload

import attrs
import narwhals.stable.v2 as nw

from . import guards
from .arithmetic import (
    AMOUNT_BOUND,
    add_charge,
    charge_in_decimals,
    in_yuan,
    lesser,
    magnitude,
    scaled,
    whole_part,
)
from .figures import PRICE, QUANTITY, Unit, Units, as_unit, read
from .guards import Invalid, Separated
from .standards import HAS_STANDARD
from .tables import Table, as_choice, opened

__all__ = ["reimburse_columns"]

T = TypeVar("T")

_ADDED = ("charge", "within_standard", "over_standard")
_PIECE = 1 << 19
"""Lines at a time, of tables in memory that are not whole numbers already."""
_PAST_BOUND = "charge: an amount below 10^15 yuan"


@overload
def reimburse_columns(
    table: T,
    *,
    price: str,
    quantity: str,
    standard: str,
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Literal["error"] = "error",
) -> T: ...
@overload
def reimburse_columns(
    table: T,
    *,
    price: str,
    quantity: str,
    standard: str,
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Literal["separate"],
) -> Separated[T]: ...
def reimburse_columns(
    table: T,
    *,
    price: str,
    quantity: str,
    standard: str,
    unit: Unit = "yuan",
    places: int | None = None,
    invalid: Invalid = "error",
) -> T | Separated[T]:
    """Decide for every line how much of its charge is within the payment standard.

    9号 9-3.3b and 9-3.3c, line by line what `reimburse` decides. `price`, `quantity` and
    `standard` name columns; added are `charge`, `within_standard` and `over_standard`.

    `unit="yuan"`: columns of decimals or of texts such as "8.70", quantities also of integers;
    floats only with `places`, and then each must be a decimal of so many places, up to 2·10^15 of
    the last one. Results are decimals with 2 places. `unit="fen"`: prices and standards are
    integers in fen and quantities whole; so are the results. Integers of money are never taken
    for yuan.

    A standard that is missing is refused, save where the column `has_standard` says so, which
    `with_standards` adds: such a line is within its standard whole.

    Raises `InvalidTypeError` for a table of another engine or a column of another type, and
    `InvalidValueError` for a column that is not there, for a table that has a column of the names
    added, and, before anything is returned, once for all the lines that `reimburse` would refuse:
    its value is a `RefusedRows`. A lazy table is read once for that. With `invalid="separate"`
    these lines are the second of two tables, with their `reason`.

    >>> import polars
    >>> lines = polars.DataFrame({"price": ["8.00", "5.00"], "packs": [3, -1],
    ...                           "standard": ["5.42", "5.42"]})
    >>> split = reimburse_columns(lines, price="price", quantity="packs", standard="standard")
    >>> split["within_standard"].to_list()
    [Decimal('16.26'), Decimal('-5.00')]
    """
    unit = as_unit(unit, places)
    invalid = as_choice(invalid, "error", "separate", field="invalid")
    given = opened(table)
    given.free(_ADDED if invalid == "error" else (*_ADDED, guards.REASON))

    def fitting(table: Table) -> Table | None:
        lines = _Lines.of(table, price, quantity, standard, unit, places)
        return lines.split(unit) if lines.all_fit() else None

    rows = _PIECE if unit == "yuan" else None
    split = given.by_pieces(rows, fitting, _ADDED) if invalid == "error" else None
    if split is not None:
        return split.back(*_ADDED)  # type: ignore[no-any-return]
    lines = _Lines.of(given, price, quantity, standard, unit, places).judged()
    if invalid == "error":
        guards.refuse_any(lines.table)
        return lines.split(unit).back(*_ADDED)  # type: ignore[no-any-return]
    return guards.separated(lines.split(unit), *_ADDED)


@attrs.frozen
class _Lines:
    """Lines whose columns are read; `whole` says which are within their standard whole."""

    table: Table
    price: Units
    quantity: Units
    standard: Units
    whole: nw.Expr | None

    @classmethod
    def of(
        cls,
        table: Table,
        price: str,
        quantity: str,
        standard: str,
        unit: Unit,
        places: int | None,
    ) -> "_Lines":
        table, prices = read(table, price, PRICE, field="price", unit=unit, places=places)
        table, packs = read(table, quantity, QUANTITY, field="quantity", unit=unit, places=places)
        table, standards = read(table, standard, PRICE, field="standard", unit=unit, places=places)
        whole = None
        if HAS_STANDARD in table.columns and table.dtype(HAS_STANDARD) == nw.Boolean:
            table, standards, whole = _whole(table, standard, standards)
        if not all(each.column in table.columns for each in (prices, packs, standards)):
            table = table.settled()
        return cls(table, prices, packs, standards, whole)

    def all_fit(self) -> bool:
        """Say whether all figures and all charges are within their bounds."""
        largest = guards.all_fit(self.table, (self.price, self.quantity, self.standard))
        if largest is None:
            return False
        places = self.price.scale + self.quantity.scale
        product = largest["price"] * largest["quantity"] * 100
        return bool(product < (AMOUNT_BOUND - 1) * 10**places)

    def judged(self) -> "_Lines":
        """Add the reason of every line that is refused, whose figures are then all 1."""
        units = (self.price, self.quantity, self.standard)
        faults = guards.faults_of(units)
        fine = self.kept(units[0].fits & units[1].fits & units[2].fits, "fine")
        near, chargeable = fine.chargeable()
        held = near.kept(chargeable, "held")
        table = guards.with_reasons(held.table, [*faults, guards.Fault(~chargeable, _PAST_BOUND)])
        return attrs.evolve(held, table=table.settled())

    def chargeable(self) -> tuple["_Lines", nw.Expr]:
        """Say which charges are within their bound, and put 1 where 64 bits might not hold them."""
        price, quantity = self.price.value, self.quantity.value
        if self.table.engine is nw.Implementation.PYSPARK:
            charge = charge_in_decimals(price, quantity, self.places)
            near = self.kept(charge.abs() < nw.lit(Decimal(AMOUNT_BOUND)), "near")
            return near, nw.col(near.table.ours("near"))
        packs = whole_part(magnitude(quantity), self.quantity.scale)
        product = price.cast(nw.Float64) * packs.cast(nw.Float64)  # near enough to tell
        near = self.kept(product / 10**self.price.scale < 2 * 10**15, "near")
        name = near.table.ours("charge")
        table = add_charge(near.table, name, near.price.value, near.quantity.value, near.places)
        within = magnitude(nw.col(name)) < AMOUNT_BOUND
        return attrs.evolve(near, table=table), nw.col(table.ours("near")) & within

    @property
    def places(self) -> tuple[int, int]:
        """The places of price and quantity."""
        return self.price.scale, self.quantity.scale

    def kept(self, condition: nw.Expr, name: str) -> "_Lines":
        """Keep the figures where a condition holds, and put 1 for them elsewhere."""
        table = self.table.adding({self.table.ours(name): condition})
        held = nw.col(table.ours(name))
        kept: dict[str, Units] = {}
        values: dict[str, nw.Expr] = {}
        for field, units in (
            ("price", self.price),
            ("quantity", self.quantity),
            ("standard", self.standard),
        ):
            column = table.ours(f"{name}_{field}")
            values[column] = nw.when(held).then(units.value).otherwise(nw.lit(1)).cast(nw.Int64)
            kept[field] = attrs.evolve(units, value=nw.col(column))
        return _Lines(table.adding(values), whole=self.whole, **kept)

    def split(self, unit: Unit) -> Table:
        """Add the charge and what of it is within and over the standard."""
        places = max(self.price.scale, self.standard.scale)
        price = scaled(self.price.value, places - self.price.scale)
        standard = scaled(self.standard.value, places - self.standard.scale)
        paid = lesser(self.table, price, standard)
        if self.whole is not None:
            paid = nw.when(self.whole).then(price).otherwise(paid)
        charge, within, over = _ADDED
        quantity = self.quantity.value
        table = add_charge(self.table, charge, self.price.value, quantity, self.places)
        table = add_charge(table, within, paid, quantity, (places, self.quantity.scale))
        table = table.adding({over: nw.col(charge) - nw.col(within)})
        return table if unit == "fen" else in_yuan(table, _ADDED)


def _whole(table: Table, standard: str, units: Units) -> tuple[Table, Units, nw.Expr]:
    """Say which lines are within their standard whole, and put 1 for the one that they lack."""
    name, flag = table.ours("whole"), nw.col(HAS_STANDARD)
    missing = nw.col(table.column(standard, field="standard")).is_null()
    table = table.adding({name: ~flag.is_null() & ~flag & missing})
    whole, column, readable = nw.col(name), table.ours("known"), table.ours("known_readable")
    known = nw.when(whole).then(nw.lit(1)).otherwise(units.value).cast(nw.Int64)
    table = table.adding({column: known, readable: whole | units.readable})
    units = attrs.evolve(
        units,
        column=column,
        readable_column=readable,
        value=nw.col(column),
        readable=nw.col(readable),
        plain=False,
    )
    return table, units, whole
