"""Both heavy rules as one writes them by hand for one engine: vectorised, and without a guard.

Prices, standards and payables are columns of integers in fen, or of decimals in yuan with two
places; quantities are whole. What they give is what the rules give, or the comparison would be
none: `test_whole_tables.py` holds them to it.
"""

from importlib import import_module
from typing import Any

import numpy as np
import polars as pl

__all__ = [
    "MONTHS",
    "OpenFisca",
    "ledgers_in_pandas",
    "ledgers_in_polars",
    "lines_in_pandas",
    "lines_in_polars",
    "lines_in_spark",
]

MONTHS = [f"m{number}" for number in range(1, 13)]
_YUAN = pl.Decimal(14, 2)


def lines_in_polars(table: pl.DataFrame) -> pl.DataFrame:
    """Split lines; texts are made decimals first."""
    if table.schema["price"] == pl.String:
        table = table.with_columns(
            pl.col("price", "standard").cast(_YUAN), pl.col("quantity").cast(pl.Int64)
        )
    price, quantity = pl.col("price"), pl.col("quantity")
    return table.with_columns(
        charge=price * quantity,
        within_standard=pl.min_horizontal("price", "standard") * quantity,
    ).with_columns(over_standard=pl.col("charge") - pl.col("within_standard"))


def ledgers_in_polars(table: pl.DataFrame) -> pl.DataFrame:
    """Run ledgers; texts are made decimals first."""
    nothing = pl.lit(0)
    if table.schema["prepaid"] != pl.Int64:
        nothing = nothing.cast(_YUAN)
        table = table.with_columns(pl.all().cast(_YUAN))
    table = table.with_columns(balance=pl.col("prepaid"))
    for name in MONTHS:
        offset = pl.min_horizontal("balance", pl.max_horizontal(name, nothing))
        table = table.with_columns(offset.alias(f"offset_{name}"))
        table = table.with_columns(balance=pl.col("balance") - pl.col(f"offset_{name}"))
    return table


def lines_in_pandas(table: Any) -> Any:
    """Split lines of fen."""
    charge = table["price"] * table["quantity"]
    within = np.minimum(table["price"], table["standard"]) * table["quantity"]
    return table.assign(charge=charge, within_standard=within, over_standard=charge - within)


def ledgers_in_pandas(table: Any) -> Any:
    """Run ledgers of fen."""
    balance: Any = table["prepaid"]
    offsets: dict[str, Any] = {}
    for name in MONTHS:
        offsets[f"offset_{name}"] = np.minimum(balance, np.maximum(table[name], 0))
        balance = balance - offsets[f"offset_{name}"]
    return table.assign(**offsets, balance=balance)


def lines_in_spark(table: Any) -> Any:
    """Split lines of fen."""
    functions: Any = import_module("pyspark.sql.functions")
    price, quantity = functions.col("price"), functions.col("quantity")
    return (
        table.withColumn("charge", price * quantity)
        .withColumn("within_standard", functions.least("price", "standard") * quantity)
        .withColumn("over_standard", functions.col("charge") - functions.col("within_standard"))
    )


class OpenFisca:
    """Lines of yuan in OpenFisca-Core, whose variables are of single precision."""

    _GIVEN = ("price", "quantity", "standard")
    _DAY = "2025-03-07"

    def __init__(self) -> None:
        """Write the rule its way: a variable for every figure."""

        def half_up(amount: Any) -> Any:
            return np.sign(amount) * ((abs(amount) * 100 + 0.5) // 1) / 100

        def charge(line: Any, period: Any) -> Any:
            return half_up(line("price", period) * line("quantity", period))

        def within_standard(line: Any, period: Any) -> Any:
            least = np.minimum(line("price", period), line("standard", period))
            return half_up(least * line("quantity", period))

        def over_standard(line: Any, period: Any) -> Any:
            return line("charge", period) - line("within_standard", period)

        core: Any = import_module("openfisca_core")
        for part in ("entities", "periods", "simulations", "taxbenefitsystems", "variables"):
            import_module(f"openfisca_core.{part}")
        entity = core.entities.build_entity("line", "lines", "A line", is_person=True)
        self._system = core.taxbenefitsystems.TaxBenefitSystem([entity])
        self._builder = core.simulations.SimulationBuilder
        kind = {
            "value_type": float,
            "entity": entity,
            "definition_period": core.periods.DateUnit.DAY,
        }
        formulas = {each.__name__: each for each in (charge, within_standard, over_standard)}
        self._computed = tuple(formulas)
        for name in self._GIVEN:
            self._system.add_variable(type(name, (core.variables.Variable,), dict(kind)))
        for name, formula in formulas.items():
            made = type(name, (core.variables.Variable,), {**kind, "formula": formula})
            self._system.add_variable(made)

    def lines(self, yuan: dict[str, Any]) -> dict[str, Any]:
        """Split lines, given and computed as arrays of yuan."""
        simulation = self._builder().build_default_simulation(
            self._system, count=len(yuan["price"])
        )
        for name in self._GIVEN:
            simulation.set_input(name, self._DAY, yuan[name])
        return {name: simulation.calculate(name, self._DAY) for name in self._computed}
