"""Figures of a column as 64-bit integers: read exactly, or marked as unreadable, row by row.

Where a row is unreadable its units are 0 or 1, so that nothing overflows or stops before the row
is refused: some engines raise where others wrap, and pandas makes floats of integers with gaps.
"""

import enum
import re
from decimal import Decimal
from typing import Any, Literal, NamedTuple, cast

import attrs
import narwhals.stable.v2 as nw

from ...foundation.errors import InvalidTypeError, InvalidValueError
from ...foundation.values import whole_number
from .storage import ARROW, with_units
from .tables import Table, as_choice, as_name

__all__ = [
    "AMOUNT",
    "POSITIVE_AMOUNT",
    "PRICE",
    "QUANTITY",
    "Figure",
    "Unit",
    "Units",
    "as_unit",
    "check_places",
    "read",
]

Unit = Literal["yuan", "fen"]

_PLAIN = (nw.Int64, nw.Int32, nw.Int16, nw.Int8, nw.UInt32, nw.UInt16, nw.UInt8)
_NO_TEXT = r"[^0-9.\-]"
_LOOSE_ENDS = {nw.Implementation.PANDAS, nw.Implementation.PYSPARK}
"""Engines that let a line end follow the `$`."""
_LARGEST_FLOAT = 2 * 10**15  # in units of its last place: up to here a double is one decimal only


class Sign(enum.Enum):
    """Which side of zero a figure may lie on."""

    POSITIVE = "positive"
    NOT_ZERO = "not zero"
    ANY = "any"


class Figure(NamedTuple):
    """A kind of figure, as `foundation.money` has it: whole digits and places in yuan."""

    words: str
    sign: Sign
    digits: int
    places: int
    fen: int
    """Places that an integer stands for where the unit is fen: money has two."""

    @property
    def text(self) -> str:
        """The form of a text below the bound, with no more places than count, zeros apart."""
        return rf"^-?0*[0-9]{{1,{self.digits}}}(?:\.[0-9]{{1,{self.places}}}0*)?$"

    def expected(self, unit: Unit) -> str:
        """Say what is accepted."""
        if unit == "fen":
            return f"{self.words}, a whole number below 10^{self.digits + self.fen}"
        return f"{self.words}, of at most {self.places} places, below 10^{self.digits}"

    def accepted(self, unit: Unit) -> str:
        """Say of what type a column is to be."""
        if unit == "fen":
            return "a column of integers"
        if self.fen:
            return (
                "a column of decimals or text, or one of floats with `places`; "
                "integers are fen, with unit='fen'"
            )
        return "a column of decimals, text or integers, or one of floats with `places`"


PRICE = Figure("a unit price above 0", Sign.POSITIVE, 9, 6, 2)
QUANTITY = Figure("a quantity other than 0", Sign.NOT_ZERO, 12, 4, 0)
AMOUNT = Figure("an amount", Sign.ANY, 15, 2, 2)
POSITIVE_AMOUNT = Figure("an amount above 0.00", Sign.POSITIVE, 15, 2, 2)


@attrs.frozen
class Units:
    """A column's figures: `value` in whole units of the last of `scale` places, as `Int64`.

    Where `readable` is not true, `value` is no figure. In a `plain` column that is where there is
    none.
    """

    field: str
    figure: Figure
    expected: str
    scale: int
    name: str
    """The caller's name of the column."""
    column: str
    readable_column: str
    value: nw.Expr
    readable: nw.Expr
    plain: bool

    @property
    def bound(self) -> int:
        """What the units stay below, by magnitude."""
        return int(10 ** (self.figure.digits + self.scale))

    def holds(self, least: int, most: int) -> bool:
        """Say whether all figures from one to another are of its kind, 0 apart."""
        floor = 1 if self.figure.sign is Sign.POSITIVE else 1 - self.bound
        return floor <= least and most < self.bound

    @property
    def fits(self) -> nw.Expr:
        """Whether a row's figure is one of its kind."""
        value, bound = self.value, self.bound
        if self.figure.sign is Sign.POSITIVE:
            return self.readable & (value >= 1) & (value < bound)
        within = self.readable & (value > -bound) & (value < bound)
        return within & (value != 0) if self.figure.sign is Sign.NOT_ZERO else within


def as_unit(unit: Unit, places: int | None) -> Unit:
    """Check the unit and the places of floats, of which there are none in whole fen."""
    unit = as_choice(unit, "yuan", "fen", field="unit")
    check_places(places)
    if places is not None and unit == "fen":
        raise InvalidValueError(
            field="places", value=places, expected="None where the unit is fen: no floats"
        )
    return unit


def check_places(places: int | None) -> None:
    """Check how many places floats have, if any are taken."""
    if places is not None:
        whole_number(places, field="places", least=0, most=6)


def read(
    table: Table, name: str, figure: Figure, *, field: str, unit: Unit, places: int | None
) -> tuple[Table, Units]:
    """Read a column for a kind of figure; its units stand in columns of our own beside it.

    Raises `InvalidTypeError` for a column of another type, among them floats without `places`.
    """
    name = as_name(name, field=field)
    source = table.column(name, field=field)
    column = _Column(figure, source, table.ours(re.sub(r"\W", "_", field)), places)
    nothing = table.holds_nothing(source)
    if nothing:
        table, column = table.with_nothing(column.units), column._replace(source=column.units)
    else:
        table, column = column.typed(table)
    dtype: Any = table.dtype(column.source)
    expected = figure.expected(unit)
    if nothing:
        scale, plain = 0, True
    elif dtype.is_integer() and unit == "yuan" and figure.fen:
        raise _refused(table, column, name, field, unit)
    elif dtype in _PLAIN:
        scale, plain = figure.fen if unit == "fen" else 0, True
    elif dtype.is_integer():
        scale, plain = figure.fen if unit == "fen" else 0, False
        table = column.from_integers(table, scale)
    elif unit == "yuan" and dtype.is_decimal():
        scale = min(figure.places, dtype.scale)
        stored = with_units(table, column.source, column.units) if scale == dtype.scale else None
        if stored is None:
            table, plain = column.from_decimals(table, dtype.precision, dtype.scale), False
        else:
            table, plain, column = stored, True, column._replace(source=column.units)
    elif unit == "yuan" and dtype == nw.String:
        scale, plain = figure.places, False
        table = column.from_text(table)
    elif unit == "yuan" and dtype.is_float() and places is not None:
        scale, plain = min(figure.places, places), False
        table = column.from_floats(table, scale)
        expected = (
            f"{figure.words}, a decimal of {scale} places as `places` says, "
            f"below 10^{figure.digits}"
        )
    else:
        raise _refused(table, column, name, field, unit)
    value = nw.col(column.source if plain else column.units)
    return table, Units(
        field=field,
        figure=figure,
        expected=expected,
        scale=scale,
        name=name,
        column=column.source if plain else column.units,
        readable_column=column.readable,
        value=value.cast(nw.Int64) if dtype in _PLAIN and dtype != nw.Int64 else value,
        readable=~value.is_null() if plain else nw.col(column.readable),
        plain=plain,
    )


def _refused(
    table: Table, column: "_Column", name: str, field: str, unit: Unit
) -> InvalidTypeError:
    return InvalidTypeError(
        field=field,
        value=f"{name}: {table.kind(column.source)}",
        expected=column.figure.accepted(unit),
    )


class _Column(NamedTuple):
    """A column that is being read, and the names of what is made of it."""

    figure: Figure
    source: str
    prefix: str
    places: int | None

    @property
    def units(self) -> str:
        return f"{self.prefix}_units"

    @property
    def readable(self) -> str:
        return f"{self.prefix}_readable"

    @property
    def exact(self) -> str:
        return f"{self.prefix}_exact"

    def typed(self, table: Table) -> tuple[Table, "_Column"]:
        table, source = table.typed(self.source, f"{self.prefix}_typed")
        return table, self._replace(source=source)

    def from_integers(self, table: Table, scale: int) -> Table:
        """Take integers wider than 64 bits, or without a sign."""
        given, dtype = nw.col(self.source), table.dtype(self.source)
        bound = 10 ** (self.figure.digits + scale)
        within = ~given.is_null() & (given < nw.lit(bound, dtype))
        if dtype.is_signed_integer():
            within &= given > nw.lit(-bound, dtype)
        table = table.adding({self.readable: within})
        safe = nw.when(nw.col(self.readable)).then(given).otherwise(nw.lit(1, dtype))
        return table.adding({self.units: safe.cast(nw.Int64)})

    def from_text(self, table: Table) -> Table:
        """Take texts of the form `-?digits(.digits)?` whose figures are of the kind, sign apart."""
        given, places = nw.col(self.source), self.figure.places
        spelt = given.str.contains(self.figure.text)
        if table.engine in _LOOSE_ENDS:
            spelt &= ~given.str.contains(_NO_TEXT)
        table = table.adding({self.readable: ~given.is_null() & spelt})
        safe = nw.when(nw.col(self.readable)).then(given).otherwise(nw.lit("1"))
        if self._has_long_texts(table):
            safe = safe.str.replace_all(rf"(\.[0-9]{{{places}}})0+$", r"\1")
        exact = safe.cast(nw.Decimal(self.figure.digits + places, places))
        return self._whole(table.adding({self.exact: exact}), places)

    def _has_long_texts(self, table: Table) -> bool:
        """Say whether texts may end in more zeros than Arrow makes decimals of."""
        if table.engine not in ARROW:
            return False
        length = nw.col(self.source).str.len_chars().max().alias("length")
        longest = table.rows(length)[0]["length"] or 0
        return cast("int", longest) > len("-.") + self.figure.digits + self.figure.places

    def from_decimals(self, table: Table, precision: int, scale: int) -> Table:
        """Take decimals of any precision; those with more places than count are judged by value.

        By their text: to round them may take one digit more than the column holds.
        """
        given, places = nw.col(self.source), min(scale, self.figure.places)
        zero = nw.lit(Decimal(0)).cast(nw.Decimal(precision, scale))  # which makes no type wider
        readable = ~given.is_null()
        if precision - scale > self.figure.digits:  # else the bound is no figure of the column's
            readable &= given.abs() < nw.lit(Decimal(10**self.figure.digits))
        if scale > places:
            exact = given.cast(nw.String).str.contains(rf"^-?[0-9]*\.[0-9]{{{places}}}0*$")
            readable &= exact | (given == zero)  # which some engines spell 0E-10
        table = table.adding({self.readable: readable})
        safe = nw.when(nw.col(self.readable)).then(given).otherwise(zero)
        table = table.adding({self.exact: safe})
        if scale > places:
            rounded = nw.col(self.exact).round(places).cast(nw.Decimal(30, places))
            table = table.adding({self.exact: rounded})
        return self._whole(table, places)

    def _whole(self, table: Table, places: int) -> Table:
        """Take the exact figures, of so many places, for their units."""
        units = nw.col(self.exact).cast(nw.Decimal(30, places)) * nw.lit(Decimal(10**places))
        stored = with_units(table, self.exact, self.units)
        table = stored or table.adding({self.units: units.cast(nw.Int64)})
        return attrs.evolve(table, frame=table.frame.drop(self.exact))

    def from_floats(self, table: Table, scale: int) -> Table:
        """Take doubles that are the nearest to a decimal of the places stated."""
        given, unit = nw.col(self.source).cast(nw.Float64), 10**scale
        near = given.abs() < min(_LARGEST_FLOAT // unit, 10**self.figure.digits)
        table = table.adding({self.readable: ~given.is_null() & near})
        safe = nw.when(nw.col(self.readable)).then(given).otherwise(nw.lit(1))
        table = table.adding({self.exact: safe.cast(nw.Float64)})
        exact = nw.col(self.exact)
        table = table.adding({self.units: (exact * unit).round(0).cast(nw.Int64)})
        units = nw.col(self.units)
        divisor = units - units + unit  # by a literal, Polars multiplies with its inverse
        same = units.cast(nw.Float64) / divisor.cast(nw.Float64) == exact
        return table.adding({self.readable: nw.col(self.readable) & same})
