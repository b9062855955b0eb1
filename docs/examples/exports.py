"""Reading what a bureau exports, and printing what comes of it."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from unicodedata import east_asian_width

from vbp_policy import InvalidValueError, Policy, PolicyError
from vbp_policy.interop.sheets import Column, RefusedCell, Row, Rows, SkippedLine, read_rows

K = TypeVar("K")
T = TypeVar("T")

TABLES = {  # a file's name without .csv, and the title of the sheet in a workbook
    "institutions": "机构",
    "prepayments": "预付",
    "disbursements": "实际拨付",
    "payables": "应付",
    "booked": "已抵扣",
    "standards": "支付标准",
    "renewed_drugs": "接续药品",
    "dispensing": "费用明细",
    "contracts": "合同",
    "orders": "订单",
    "deliveries": "验收",
    "supplier_payments": "货款",
    "listings": "挂网",
    "selected_consumables": "中选结果",
    "renewals": "注册证更新",
    "usage": "使用量",
    "last_year_volumes": "上年约定量",
}
NAMED_IN = {  # a column that names a row of another table, by that row's `reference`
    "prepayment": "prepayments",
    "contract": "contracts",
    "delivery": "deliveries",
}


# ---- Reading ----------------------------------------------------------------------------------


class UnusableError(Exception):
    """A file that cannot be read or written as a whole, or totals that do not reconcile."""


class Refused(NamedTuple):
    """A cell that was not taken, and the code of the institution that it concerns, else ""."""

    cell: RefusedCell
    institution: str


class Exports:
    """A folder of CSV files, or one workbook with a sheet for each table.

    `rows` is what was read, by table; `refused` is every cell that was not taken, by the reading
    or by a rule.
    """

    def __init__(self, source: Path) -> None:
        self.source = source
        self.rows: dict[str, Rows] = {}
        self.refused: list[Refused] = []
        self._institutions: dict[tuple[str, str], str] = {}  # by table and reference

    def each(self, table: str, columns: Mapping[str, Column], take: Callable[[Row], None]) -> None:
        """Hand every good row of a table to `take`; what the reading or `take` refuses is kept.

        The column `institution` says whom a row concerns; a row without it is whose the prepayment,
        contract or delivery is that it names. `take` refuses a cell by a `PolicyError` whose field
        is our name of the column, as `checked` and `built` give it.
        """
        rows = self._read(table, columns)
        found: list[Row | RefusedCell] = [*rows.good, *rows.refused]
        for values in (each.values for each in found):
            if "reference" in values and (code := self._institution(values)):
                self._institutions.setdefault((table, values["reference"]), code)
        self.refused += (Refused(each, self._institution(each.values)) for each in rows.refused)
        for row in rows.good:
            try:
                take(row)
            except PolicyError as error:
                self.refuse(row, error.field, error)

    def refuse(self, row: Row, name: str, error: PolicyError) -> None:
        """Refuse a cell of a good row after all, with the library's own reason and clause."""
        self.refused.append(Refused(row.refused(name, error), self._institution(row.values)))

    def in_order(self) -> list[Refused]:
        """Give what was refused, table by table and line by line."""
        tables = [place_of(rows) for rows in self.rows.values()]
        return sorted(
            self.refused, key=lambda each: (tables.index(place_of(each.cell)), each.cell.line)
        )

    def refused_in(self, table: str) -> list[RefusedCell]:
        """Give the cells of a table that were refused, line by line."""
        where = place_of(self.rows[table])
        return [each.cell for each in self.in_order() if place_of(each.cell) == where]

    def title(self, table: str) -> str:
        """Name a table as the bureau does: its file, or its sheet."""
        return f"{table}.csv" if self.source.is_dir() else f"sheet {TABLES[table]}"

    def _read(self, table: str, columns: Mapping[str, Column]) -> Rows:
        in_folder = self.source.is_dir()
        path = self.source / f"{table}.csv" if in_folder else self.source
        try:
            rows = read_rows(path, columns, sheet=None if in_folder else TABLES[table])
        except PolicyError as error:
            raise UnusableError(str(error)) from None
        self.rows[table] = rows
        return rows

    def _institution(self, values: Mapping[str, Any]) -> str:
        if "institution" in values:
            return str(values["institution"])
        named = [(table, values[name]) for name, table in NAMED_IN.items() if name in values]
        return next((self._institutions[it] for it in named if it in self._institutions), "")


def checked(row: Row, name: str, convert: Callable[[Any], T]) -> T:
    """Give what a rule makes of a cell; its refusal is that cell's."""
    try:
        return convert(row[name])
    except PolicyError as error:
        raise error.at(field=name, clause=error.clause) from None


def built(build: Callable[[], T], **columns: str) -> T:
    """Build from several cells; `columns` says where a refused field was not headed by its name."""
    try:
        return build()
    except PolicyError as error:
        name = columns.get(error.field, error.field)
        raise error.at(field=name, clause=error.clause) from None


def one_of(known: Mapping[K, T], expected: str, clause: str | None = None) -> Callable[[K], T]:
    """Take what is known for what it stands for; `expected` says what that is."""

    def find(key: K) -> T:
        if key not in known:
            raise InvalidValueError(field="key", value=key, expected=expected, clause=clause)
        return known[key]

    return find


def once(seen: Collection[T]) -> Callable[[T], T]:
    """Take what was not seen before."""

    def take(value: T) -> T:
        if value in seen:
            expected = "each only once; it came before"
            raise InvalidValueError(field="value", value=value, expected=expected)
        return value

    return take


def place_of(it: Rows | Row | RefusedCell | SkippedLine) -> str:
    """Name the file, and the sheet of a workbook."""
    return it.file if it.sheet is None else f"{it.file}, sheet {it.sheet}"


# ---- Printing ---------------------------------------------------------------------------------

Cell = str | int | Decimal


def section(notice: Policy, title: str, *clauses: str) -> None:
    """Print a heading, the notice and its clauses: id, place, and the words at issue."""
    cited = [f"{it.id} {it.where}「{it.words}」" for it in notice.clauses if it.id in clauses]
    print(f"\n=== {notice.number}: {title}\n    {', '.join(cited)}\n")


def table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table, figures to the right; a Chinese character takes two columns."""
    body = list(rows)
    columns = [[heading] for heading in headings]
    for number, column in enumerate(columns):
        column += [shown(row[number]) for row in body]
        room = max(map(width, column))
        right = any(not isinstance(row[number], str) for row in body)
        for line, cell in enumerate(column):
            pad = " " * (room - width(cell))
            column[line] = pad + cell if right else cell + pad
    for cells in zip(*columns, strict=True):
        print("  ".join(cells).rstrip())


def shown(cell: Cell) -> str:
    """Write a figure as people read it, with all of its places."""
    return f"{cell:,f}" if isinstance(cell, Decimal) else str(cell)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def added(amounts: Iterable[Decimal]) -> Decimal:
    """Add amounts up."""
    return sum(amounts, Decimal("0.00"))


def check(says: str, whole: Decimal, *parts: Decimal) -> None:
    """Print that a figure is the sum of its parts, or stop."""
    difference = whole - added(parts)
    sums = f"{shown(whole)} = {' + '.join(map(shown, parts))}"
    print(f"check: {says}: {sums}; difference {shown(difference)}")
    if difference:
        message = f"does not reconcile: {says}"
        raise UnusableError(message)


def show_refused(exports: Exports) -> int:
    """Print how many rows each table had and what was refused of them; give how many rows were."""
    print("\n=== Rows read, and rows refused\n")
    lines: list[Sequence[Cell]] = []
    all_read = all_bad = 0
    for name, rows in exports.rows.items():
        read = len(rows.good) + len({each.line for each in rows.refused})
        bad = len({each.line for each in exports.refused_in(name)})
        reasons = Counter[str]()
        for each in rows.skipped:
            reasons[each.reason] += each.lines
        others = ", ".join(f"{number} {reason}" for reason, number in reasons.items())
        lines.append((place_of(rows), read, read - bad, bad, others))
        all_read, all_bad = all_read + read, all_bad + bad
    lines.append(("all", all_read, all_read - all_bad, all_bad, ""))
    table(("where", "read", "good", "refused", "other lines"), lines)
    print()
    headings = ("file", "sheet", "line", "column", "value", "reason")
    table(headings, [refused_cells(each.cell) for each in exports.in_order()])
    return all_bad


def refused_cells(cell: RefusedCell) -> Sequence[Cell]:
    """Give a refused cell in a line; None is an empty one."""
    value = repr(cell.value) if isinstance(cell.value, str) else str(cell.value)
    reason = cell.reason if cell.clause is None else f"{cell.reason} (clause {cell.clause})"
    return (cell.file, cell.sheet or "", cell.line, cell.column, value, reason)
