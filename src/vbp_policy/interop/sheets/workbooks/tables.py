"""What each kind of result puts into a workbook: the headings of its tables, and their lines.

A new kind of result is one `Table` and one function registered with `lines_of`.
"""

import enum
from collections.abc import Hashable, Iterator
from functools import singledispatch
from typing import NamedTuple, Protocol

import attrs

from ....foundation.errors import InvalidTypeError
from ....policy.basis import Basis
from ....rules.institutions import Institution
from .words import Words

__all__ = [
    "INSTITUTION",
    "Column",
    "Kind",
    "Line",
    "NameIn",
    "Table",
    "amount_column",
    "balance_column",
    "count_column",
    "day_column",
    "institution_cells",
    "lines_of",
    "quantity_column",
    "share_column",
    "text_column",
]


class Kind(enum.Enum):
    """What a column holds, and so how it looks."""

    TEXT = enum.auto()
    LONG_TEXT = enum.auto()
    AMOUNT = enum.auto()
    PRICE = enum.auto()
    QUANTITY = enum.auto()
    DAY = enum.auto()
    SHARE = enum.auto()
    COUNT = enum.auto()


class Column(NamedTuple):
    """One column: its heading, what it holds, and whether it may be summed."""

    heading: Words
    kind: Kind = Kind.TEXT
    total: bool = False


@attrs.frozen(eq=False)
class Table:
    """One sheet: its title and its columns; `place` orders the sheets."""

    place: int
    title: Words
    columns: tuple[Column, ...]


class Line(NamedTuple):
    """One line of a table, a value for every column, and where it comes from.

    No two lines of a sheet may have the same `once`: their figures would count twice. A
    refusal shows `shown`, or `once` itself.
    """

    table: Table
    values: tuple[object, ...]
    basis: Basis | None
    once: Hashable = None
    shown: object = None


class NameIn(Protocol):
    """What names a result in a table."""

    def __call__(self, table: Table, *, own: str | None = None) -> str:
        """Give the caller's name for it, else its own if it has one, else 1, 2, … in the table."""
        ...


@singledispatch
def lines_of(result: object, name_in: NameIn) -> Iterator[Line]:
    """Give the lines of a result; what is no result is `InvalidTypeError`."""
    del name_in
    kinds = sorted(kind.__name__ for kind in lines_of.registry if kind is not object)
    raise InvalidTypeError(field="results", value=result, expected=f"one of {', '.join(kinds)}")


def amount_column(zh: str, en: str) -> Column:
    """Head a column of amounts whose sum means something."""
    return Column(Words(en, zh), Kind.AMOUNT, total=True)


def balance_column(zh: str, en: str) -> Column:
    """Head a column of amounts that are not to be summed."""
    return Column(Words(en, zh), Kind.AMOUNT)


def day_column(zh: str, en: str) -> Column:
    """Head a column of days."""
    return Column(Words(en, zh), Kind.DAY)


def count_column(zh: str, en: str) -> Column:
    """Head a column of whole numbers."""
    return Column(Words(en, zh), Kind.COUNT)


def quantity_column(zh: str, en: str) -> Column:
    """Head a column of quantities, each in a unit of its own line: they are not to be summed."""
    return Column(Words(en, zh), Kind.QUANTITY)


def share_column(zh: str, en: str) -> Column:
    """Head a column of parts of 1, shown in per cent."""
    return Column(Words(en, zh), Kind.SHARE)


def text_column(zh: str, en: str) -> Column:
    """Head a column of texts."""
    return Column(Words(en, zh))


INSTITUTION = (
    text_column("机构编码", "Institution"),
    text_column("机构名称", "Name"),
    text_column("区县", "District"),
)
"""The columns that say which institution a line is of."""


def institution_cells(institution: Institution) -> tuple[str, str, str | None]:
    """Give what these columns hold."""
    return (institution.code, institution.name, institution.district)
