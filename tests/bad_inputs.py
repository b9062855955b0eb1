"""Bad inputs to every public function and constructor, in one table.

A row changes a good call (`good_calls.GOOD`) and says which refusal it gives: its class, what is
accepted, the clause that asks for it, and which field is at fault with which value; where these
are not said, they are the argument that was changed and what it was changed to. Readers of the
table: `test_bad_inputs`.
"""

# ruff: noqa: FBT003  # truth values where none belong

import enum
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, NoReturn

import attrs
import pendulum

from good_calls import (
    ACCOUNTS,
    ALTERNATIVE,
    CALENDAR,
    CONTRACT,
    CYCLE,
    CYCLE_9,
    DELIVERY,
    EVENTS,
    FLOWS,
    LEDGER,
    LINES,
    N9,
    N25,
    ORDER,
    PACK,
    PAYABLES,
    PAYMENT,
    PREPAYMENT,
    SCHEDULE,
    SELECTED,
    TABLE,
    WIDE,
)  # fmt: skip
from invented import INVENTED
from strategies import hospital
from test_values import tablets
from vbp_policy import (
    CalendarCoverageError,
    Cycle,
    DebtDay,
    Disbursement,
    DisbursementDay,
    Fund,
    Grade,
    HolidayTable,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    Listing,
    ListingStatus,
    MonthEnd,
    NotComparableError,
    NotListedError,
    NotProvidedError,
    OutOfForceError,
    PolicyError,
    PolicyOutcome,
    Product,
    Reading,
    Renewal,
    ReturnClock,
    SelectedProduct,
    Span,
    Usage,
    YearMonth,
    cautious,
    explain,
    extend,
    prepayment_schedule,
    procurement_cycle,
)  # fmt: skip
from vbp_policy.interop import sheets

TYPE, VALUE = InvalidTypeError, InvalidValueError


class Row(NamedTuple):
    """A bad input: what is changed in a good call, and the refusal that comes of it."""

    change: Mapping[str, object]
    error: type[PolicyError]
    expected: str
    clause: str | None
    field: str
    value: object


_THE_SAME = object()


def bad(
    change: Mapping[str, object],
    error: type[PolicyError],
    expected: str,
    clause: str | None = None,
    *,
    field: str = "",
    value: object = _THE_SAME,
) -> Row:
    """Give a row; field and value are by default those of the change."""
    (name, given), *_ = change.items()
    return Row(
        change, error, expected, clause, field or name, given if value is _THE_SAME else value
    )


def each(
    name: str,
    given: list[Any],
    error: type[PolicyError],
    expected: str,
    clause: str | None = None,
    **at_fault: Any,
) -> Iterator[Row]:
    """Give a row for each of several values of one argument, all refused alike."""
    return (bad({name: one}, error, expected, clause, **at_fault) for one in given)


# What clerks and attackers hand over

NAIVE, AWARE = datetime(2025, 5, 30), datetime(2025, 5, 30, tzinfo=UTC)  # noqa: DTZ001
MOMENT, DAY = pendulum.datetime(2025, 5, 30), date(2025, 5, 30)
NAN, INF = float("nan"), float("inf")
SNAN, ENDLESS = Decimal("sNaN"), Decimal("Infinity")
VAST, TINY = Decimal("1e999999"), Decimal("1e-999999")
HUGE = 10**40
LONG = "x" * 201
MEGABYTES = "7" * 1_000_000
NUL, BIDI, SURROGATE, BROKEN = "A\0B", "A\u202eB", "A\ud800", "A\nB"
WIDE_DIGITS = "１２"
LOOP: list[Any] = []
LOOP.append(LOOP)
STRANGER = object()
PREPAID: Any = N25.terms.prepayment


class Liar(str):
    """A string that compares, hashes and prints as it likes."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> NoReturn:
        raise RuntimeError

    __repr__ = __str__

    def __len__(self) -> int:
        return 7


class LyingInt(int):
    """An int that is within every bound, as it says."""

    def __lt__(self, other: object) -> bool:
        return True

    __gt__ = __le__ = __ge__ = __lt__

    def __int__(self) -> int:
        return 1

    __index__ = __int__


class LyingDecimal(Decimal):
    """A figure that equals every other and is finite, as it says."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = Decimal.__hash__

    def is_finite(self) -> bool:
        return True


class LyingDay(date):
    """A day of a year that there is not."""

    @property
    def year(self) -> int:
        return 99_999


class Posing:
    """What says in `__class__` that it is a string, as a mock does."""

    @property  # type: ignore[misc]
    def __class__(self) -> type[str]:  # type: ignore[override]
        return str


class Strangers(enum.Enum):
    """Another copy's enum: the same members, another class."""

    EMPLOYEE = "employee"
    PUBLIC = "public"
    AT = "at"


LIAR, POSING = Liar("2025-02-30"), Posing()
LYING_INT, LYING_DECIMAL = LyingInt(HUGE), LyingDecimal("NaN")


# What is accepted

DAY_TYPED = "a datetime.date or a string YYYY-MM-DD, not a datetime"
DAY_SPELT = "a datetime.date or a string YYYY-MM-DD"
MONTH_SPELT = "a YearMonth or a string YYYY-MM"
NAME = "a printable string of 1 to 200 characters, no space at its ends"
WORDS = "a string of at most 10000 characters"
AMOUNT = "an amount of at most 2 places, below 10^15"
POSITIVE = "an amount of at most 2 places, below 10^15, and above 0.00"
NOT_NEGATIVE = "an amount of at most 2 places, below 10^15, and not below 0.00"
PRICE = "a unit price above 0, of at most 6 places, below 10^9"
MEASURE = "a figure above 0, of at most 6 places, below 10^9"
QUANTITY = "a quantity other than 0, of at most 4 places, below 10^12"
NET_QUANTITY = "a quantity of at most 4 places, below 10^12"
VOLUME = "a quantity above 0, of at most 4 places, below 10^12"
RATIO = "a ratio of at most 4 places, below 10^16"
SHARE = "a share from 0 to 1 of at most 6 places"
MONTHS = "an int from 1 to 1200"
FINITE = "a finite Decimal of at most 40 digits before and after the point"
POLICY = "a Policy as the first argument"
CALENDAR_LIKE = "a WorkdayCalendar, an object with covers(day) and is_workday(day)"
BY_FUND = "a mapping of each Fund to its months, such as {Fund.EMPLOYEE: {'2026-06': '100.00'}}"
NOT_IN_9 = (
    "a notice that states this; 渝医保办〔2025〕9号 does not, and "
    "leaves the rest to 渝医保办〔2022〕73号, which this library "
    "does not hold"
)
NOT_IN_25 = "a notice that states this; 渝医保办〔2025〕25号 does not"
FUNDS = "Fund.EMPLOYEE, Fund.RESIDENT"
GRADES = "Grade.TERTIARY, Grade.SECONDARY, Grade.PRIMARY, Grade.UNGRADED"
KINDS = (
    "InstitutionKind.PUBLIC, InstitutionKind.MILITARY, "
    "InstitutionKind.PRIVATE, InstitutionKind.RETAIL_PHARMACY"
)
STATUSES = (
    "ListingStatus.SELECTED, ListingStatus.MAY_COUNT_AS_SELECTED, "
    "ListingStatus.NEUTRAL, ListingStatus.NON_SELECTED, "
    "ListingStatus.UNDETERMINED"
)
DUE_KINDS = "DueKind.BY, DueKind.AT"
COUNT = "an int from 1 to 10000"
MONTH_OF_CYCLE = "an int from 1 to 12"
LANGUAGE = "en or zh"
THEME = "'light' or 'dark'"
FIGURE = "a figure such as -1234.50 or 1,234.50, in digits alone"
A_DAY = (
    "a day such as 2025-05-30, 2025/5/30, 2025.5.30, 2025年5月30日 "
    "or 20250530, or a date cell without a time, 1990 to 2099"
)
A_MONTH = (
    "a month such as 2026-06, 2026/6, 202606 or 2026年6月, or a date cell of a month's first day"
)
OF_CYCLE_9 = "a cycle of 渝医保办〔2025〕9号"
OF_CYCLE_25 = "a cycle of 渝医保办〔2025〕25号"
KEYS = "distinct names among district, institution, kind, grade, fund"
ROW = "a row of code, variety and price"
RESULT = "a result of a rule, which has a basis"
AS_FIGURE = ", as a finite Decimal, an int, or a string such as '-1234.50'"

A_TABLE = "a table of Polars, DuckDB, pandas, PyArrow or PySpark"
A_NAME = "the name of a column"
UNIT = "'yuan' or 'fen'"
INVALID = "'error' or 'separate'"
PLACES = "an int from 0 to 6"
OF_LINES = f"a column of the table: {', '.join(LINES.column_names)}"
OF_FLOWS = f"a column of the table: {', '.join(FLOWS.column_names)}"
OF_ONE_LINE = OF_LINES.replace(", standard", "")
OF_WIDE = f"a column of the table: {', '.join(WIDE.column_names)}"
MONEY_COLUMN = (
    "a column of decimals or text, or one of floats with `places`; "
    "integers are fen, with unit='fen'"
)
WINDOW = "2026-06 to 2027-05"


def no_tables() -> Iterator[Row]:
    """Give what is no table of any engine; a refusal names its type, and holds nothing of it."""
    for given, kind in (
        (None, "builtins.NoneType"),
        ({"price": ["1.00"]}, "builtins.dict"),
        ("lines.parquet", "builtins.str"),
        (LINES["price"], "pyarrow.lib.ChunkedArray"),
        (STRANGER, "builtins.object"),
    ):
        yield bad({"table": given}, TYPE, A_TABLE, value=kind)


def no_columns(table: str, *names: str) -> Iterator[Row]:
    """Give what names no column, for each argument that is to name one."""
    for name in names:
        yield from each(name, [5, None, b"price", POSING], TYPE, A_NAME)
        yield bad({name: "Price"}, VALUE, table)
        yield bad({name: LIAR}, VALUE, table, value="2025-02-30")


def no_offset() -> Iterator[Row]:
    """Give what is no policy that states an offset, and no cycle of the one that does."""
    yield from each("policy", [None, N25.number, STRANGER], TYPE, POLICY)
    yield bad({"policy": N9}, NotProvidedError, NOT_IN_9, "9-4.4", field="offset", value=N9.number)
    yield from each("cycle", [None, "2025-05-30", STRANGER], TYPE, "Cycle")
    yield bad({"cycle": CYCLE_9}, VALUE, OF_CYCLE_25, "25-1.3a", value=N9.number)


def no_choice(name: str, expected: str) -> Iterator[Row]:
    """Give what is none of the words that an argument takes."""
    return each(name, ["", "FEN", None, 5, [], POSING, LIAR], VALUE, expected)


def no_places() -> Iterator[Row]:
    yield from each("places", [-1, 7, LYING_INT], VALUE, PLACES)
    yield from each("places", ["2", 1.5, True], TYPE, PLACES)


# The table

ROWS: dict[str, list[Row]] = {
    "AssessedVolume": [
        bad({"listing_status": "SELECTED"}, TYPE, STATUSES),
        bad({"volume": 1.5}, TYPE, NET_QUANTITY + AS_FIGURE),
        bad(
            {"counted_as": "selected"},
            TYPE,
            "CountedAs.SELECTED, CountedAs.NON_SELECTED, CountedAs.LEFT_OUT",
        ),
        bad({"share": True}, TYPE, RATIO + AS_FIGURE),
        bad({"basis": None}, TYPE, "Basis"),
    ],
    "Assessment": [
        bad({"progress": "x"}, TYPE, "Progress"),
        bad({"volume_met": 1}, TYPE, "bool"),
        bad({"volumes": None}, TYPE, "an iterable of AssessedVolume"),
        bad({"selected": NAN}, TYPE, NET_QUANTITY + AS_FIGURE),
        bad({"counted": SNAN}, VALUE, NET_QUANTITY + AS_FIGURE),
        bad({"share": ENDLESS}, VALUE, RATIO + AS_FIGURE),
        bad({"basis": {}}, TYPE, "Basis"),
    ],
    "Basis": [
        bad({"policy_number": ""}, VALUE, NAME),
        bad({"clauses": 5}, TYPE, "an iterable of Clause"),
        bad({"reading": STRANGER}, TYPE, "Reading"),
        bad({"assumptions": "AB"}, TYPE, "an iterable of str"),
    ],
    "Classification": [
        bad({"listing": ()}, TYPE, "Listing"),
        bad({"status": Strangers.AT}, TYPE, STATUSES),
        bad({"ceiling": WIDE_DIGITS}, VALUE, PRICE + AS_FIGURE),
        bad({"reasons": [None]}, TYPE, WORDS, field="reasons[0]", value=None),
        bad({"basis": None}, TYPE, "Basis"),
    ],
    "Clause": [
        bad({"id": " A"}, VALUE, NAME),
        bad({"where": "A\n"}, VALUE, NAME),
        bad({"paraphrase_zh": MEGABYTES}, VALUE, WORDS),
        bad({"words": 5}, TYPE, WORDS),
        *each(
            "computability",
            [None, "computable"],
            TYPE,
            ("Computability.COMPUTABLE, Computability.FROM_INPUT, Computability.NOT_COMPUTABLE"),
        ),
        *each("functions", [STRANGER, "f"], TYPE, "an iterable of str"),
        bad({"reason": True}, TYPE, WORDS),
        bad(
            {"words": "十三个字的引文就太长了啊啊"},
            VALUE,
            "at most 12 characters of the notice",
            "9-1.1",
        ),
        bad(
            {"reason": "x"},
            VALUE,
            "a reason for a clause that is not computable, and for no other",
            "9-1.1",
        ),
        bad({"functions": [5]}, TYPE, WORDS, field="functions[0]", value=5),
        bad({"paraphrase": None}, TYPE, WORDS),
        bad({"paraphrase": "x" * 10_001}, VALUE, WORDS),
    ],
    "Contract": [
        bad({"reference": b"A"}, TYPE, NAME),
        bad({"institution": "x"}, TYPE, "Institution"),
        bad({"product": {}}, TYPE, "Product"),
        bad({"cycle": STRANGER}, TYPE, "Cycle"),
        *each("agreed_volume", ["1e5", 0, -1, "0.00001"], VALUE, VOLUME),
        bad({"unit": POSING}, TYPE, NAME),
        bad({"unit_price": "1_000"}, VALUE, PRICE + AS_FIGURE),
        bad({"signed_on": NAIVE}, TYPE, DAY_TYPED),
        bad({"unit_price": 0}, VALUE, PRICE),
        bad({"unit": ""}, VALUE, NAME),
        bad({"signed_on": "2025-02-29"}, VALUE, DAY_SPELT),
    ],
    "Coverage": [
        *each("self_pay_first", ["+1", "10%"], VALUE, SHARE + AS_FIGURE),
        bad({"fund_share": " 1"}, VALUE, SHARE + AS_FIGURE),
        *each("fund_share", ["1.000001", -1], VALUE, SHARE),
        bad({"self_pay_first": "0.0000001"}, VALUE, SHARE),
    ],
    "Cycle": [
        bad({"first_day": AWARE}, TYPE, DAY_TYPED),
        bad({"last_day": MOMENT}, TYPE, DAY_TYPED),
        bad({"policy_number": Liar(" A")}, VALUE, NAME),
        bad({"reading": ()}, TYPE, "Reading"),
        bad({"original_last_day": "2025-02-30"}, VALUE, DAY_SPELT),
        bad({"decided_on": "0000-01-01"}, VALUE, DAY_SPELT),
        bad(
            {"original_last_day": "2026-05-29", "decided_on": None},
            VALUE,
            "both original_last_day and decided_on, or neither",
            field="decided_on",
            value=None,
        ),
        bad(
            {
                "first_day": "2026-05-29",
                "last_day": "2026-05-28",
                "original_last_day": None,
                "decided_on": None,
            },
            VALUE,
            "a day on or after the first day 2026-05-29",
            field="last_day",
            value=date(2026, 5, 28),
        ),
        bad(
            {"original_last_day": "2030-01-01", "decided_on": "2026-05-01"},
            VALUE,
            "a day from 2025-05-30, before the last day 2026-11-29",
            value=date(2030, 1, 1),
        ),
    ],
    "CycleTerms": [
        bad({"length": None}, TYPE, "FromExecution or UntilDay"),
        bad({"clause": "x"}, TYPE, "Clause"),
        bad({"extension_clause": {}}, TYPE, "Clause or None"),
        bad({"agreement_clause": STRANGER}, TYPE, "Clause or None"),
    ],
    "Deadline": [
        bad({"day": "10000-01-01"}, VALUE, DAY_SPELT),
        bad({"nominal_day": "2025-W22-5"}, VALUE, DAY_SPELT),
        bad({"basis": ()}, TYPE, "Basis"),
        bad({"day": "2025-07-30"}, VALUE, "2025-07-31, as it follows", value=date(2025, 7, 30)),
    ],
    "Delivery": [
        bad({"reference": ""}, VALUE, NAME),
        bad({"contract_reference": " A"}, VALUE, NAME),
        bad({"accepted_on": "２０２５-05-30"}, VALUE, DAY_SPELT),
        bad({"quantity": "1,000.00"}, VALUE, QUANTITY + AS_FIGURE),
        bad({"unit": "A\n"}, VALUE, NAME),
        bad({"unit_price": "1\n"}, VALUE, PRICE + AS_FIGURE),
        *each("order_reference", [NUL, ""], VALUE, NAME),
        bad({"quantity": 0}, VALUE, QUANTITY),
        bad({"unit_price": 0}, VALUE, PRICE),
        bad(
            {"quantity": 999_999_999_999, "unit_price": 999_999_999},
            VALUE,
            AMOUNT,
            field="amount",
            value=Decimal("999999998999000000001.00"),
        ),
    ],
    "DifferentialPrice": [
        bad({"price": 10**15}, VALUE, PRICE),
        bad({"reference": None}, TYPE, "SelectedProduct"),
        bad({"target": "x"}, TYPE, "Product"),
        bad({"ratios": {}}, TYPE, "PriceRatios"),
        bad({"factor": VAST}, VALUE, FINITE),
        bad({"factors": None}, TYPE, "an iterable of DimensionFactor"),
        bad({"basis": STRANGER}, TYPE, "Basis"),
    ],
    "DimensionFactor": [
        bad({"dimension": BIDI}, VALUE, NAME),
        bad({"reference": TINY}, VALUE, MEASURE),
        bad({"target": HUGE}, VALUE, MEASURE + AS_FIGURE),
        bad({"base": LYING_DECIMAL}, VALUE, MEASURE + AS_FIGURE),
        *each("factor", [LYING_INT, 1.5], TYPE, "Decimal"),
        bad({"dimension": "width"}, VALUE, "one of strength, fill, pack"),
        bad({"factor": LYING_DECIMAL}, VALUE, FINITE),
        bad({"base": 0}, VALUE, MEASURE),
    ],
    "Disbursement": [
        bad({"prepayment_reference": SURROGATE}, VALUE, NAME),
        bad({"amount": POSING}, TYPE, AMOUNT + AS_FIGURE),
        bad({"paid_on": "2025-5-30"}, VALUE, DAY_SPELT),
        *each("amount", [0, -1], VALUE, POSITIVE),
    ],
    "EndOfMonthAfterExecution": [
        bad({"months": True}, TYPE, MONTHS),
    ],
    "EndOfProcurementMonth": [
        bad({"number": 1.0}, TYPE, MONTHS),
    ],
    "Event": [
        bad({"day": "2025-05-30T00:00"}, VALUE, DAY_SPELT),
        bad({"nominal_day": 20250530}, TYPE, DAY_TYPED),
        bad({"name": BROKEN}, VALUE, NAME),
        bad({"name_zh": LONG}, VALUE, NAME),
        *each(
            "duty_of",
            [Grade, "agency"],
            TYPE,
            (
                "Duty.INSTITUTION, Duty.FIRM, Duty.EXCHANGE, "
                "Duty.INSURANCE_BUREAU, Duty.AGENCY, Duty.ALL_PARTIES"
            ),
        ),
        bad({"clause": ()}, TYPE, "Clause"),
        *each("shift_unknown", ["yes", None], TYPE, "bool"),
        bad({"basis": None}, TYPE, "Basis"),
        bad({"day": "2025-01-01"}, VALUE, "2025-05-16, as it follows", value=date(2025, 1, 1)),
    ],
    "Explanation": [
        bad({"title": MEGABYTES}, VALUE, WORDS),
        bad({"lang": 5}, TYPE, LANGUAGE),
        bad({"policy_number": True}, TYPE, NAME),
        *each("steps", [5, None], TYPE, "an iterable of ExplanationStep"),
        bad({"assumptions": "AB"}, TYPE, "an iterable of str"),
        bad({"reading": [None]}, TYPE, "ReadingUsed", field="reading[0]", value=None),
        *each("lang", ["de", LIAR], VALUE, LANGUAGE),
    ],
    "ExplanationFigure": [
        bad({"name": b"A"}, TYPE, NAME),
        bad({"label": POSING}, TYPE, WORDS),
        *each(
            "kind",
            [Strangers.PUBLIC, "amount"],
            TYPE,
            (
                "FigureKind.AMOUNT, FigureKind.PRICE, FigureKind.QUANTITY, "
                "FigureKind.SHARE, FigureKind.DAYS, FigureKind.OTHER"
            ),
        ),
        bad({"unit": {}}, TYPE, NAME),
        bad({"value": 1.5}, TYPE, "a string, number, date, month or enum member"),
        bad({"value": NAIVE}, TYPE, "a string, number, date, month or enum member, not a datetime"),
        *each("value", [SNAN, VAST], VALUE, FINITE),
    ],
    "ExplanationStep": [
        bad({"rule": Liar(" A")}, VALUE, NAME),
        bad({"given": STRANGER}, TYPE, "an iterable of ExplanationFigure"),
        bad({"found": None}, TYPE, "an iterable of ExplanationFigure"),
        bad({"policy_number": BIDI}, VALUE, NAME),
        bad({"clauses": 5}, TYPE, "an iterable of Clause"),
        bad({"reading": "AB"}, TYPE, "an iterable of ReadingUsed"),
        bad({"assumptions": [None]}, TYPE, WORDS, field="assumptions[0]", value=None),
        *each("rule", ["os.system(1)", "a b"], VALUE, "the name of a function"),
        bad({"decides": None}, TYPE, WORDS),
    ],
    "Figure": [
        bad({"name": SURROGATE}, VALUE, NAME),
        *each("value", [LOOP, 8.72], TYPE, "Decimal"),
        *each("value", [SNAN, ENDLESS, VAST, TINY, Decimal("1e41")], VALUE, FINITE),
    ],
    "Finding": [
        bad({"clause": STRANGER}, TYPE, "Clause"),
        bad({"met": None}, TYPE, "bool"),
        bad({"soft": 0}, TYPE, "bool"),
        bad({"figures": STRANGER}, TYPE, "an iterable of Figure"),
        *each(
            "message",
            [BROKEN, "x"],
            VALUE,
            ("The price paid, 8.70, is not above the selected price, 8.72., as it follows"),
        ),
        bad({"relation": "AT_MOST"}, TYPE, "Relation.EQUAL, Relation.AT_MOST, Relation.AT_LEAST"),
        bad({"basis": ()}, TYPE, "Basis"),
        bad(
            {"figures": ()},
            VALUE,
            "two figures: what was found, and what it is held against",
            "25-2.1b",
        ),
    ],
    "FromExecution": [
        *each("months", ["1", True, 12.0], TYPE, MONTHS),
        *each("months", [0, 1201, LYING_INT], VALUE, MONTHS),
    ],
    "FundAccount": [
        bad({"fund": "employee"}, TYPE, FUNDS),
        bad({"months": None}, TYPE, "an iterable of FundMonth"),
        bad({"ledgers": 5}, TYPE, "an iterable of OffsetLedger"),
        bad({"basis": None}, TYPE, "Basis"),
    ],
    "FundAccounts": [
        bad({"institution": "x"}, TYPE, "Institution"),
        bad({"accounts": "AB"}, TYPE, "an iterable of FundAccount"),
        bad({"basis": {}}, TYPE, "Basis"),
    ],
    "FundMonth": [
        bad({"month": "2026-06"}, TYPE, "YearMonth"),
        bad({"payable": 1.5}, TYPE, AMOUNT + AS_FIGURE),
        bad({"taken": [None]}, TYPE, "FundOffset", field="taken[0]", value=None),
        bad({"paid_out": True}, TYPE, AMOUNT + AS_FIGURE),
        bad({"basis": STRANGER}, TYPE, "Basis"),
    ],
    "FundOffset": [
        bad({"reference": LONG}, VALUE, NAME),
        bad({"amount": NAN}, TYPE, AMOUNT + AS_FIGURE),
    ],
    "FundTerms": [
        bad({"grade": Strangers.AT}, TYPE, GRADES),
        bad({"fund": None}, TYPE, FUNDS),
    ],
    "FundTotal": [
        *each("key", [STRANGER, "渝中区"], TYPE, "an iterable of str or Enum or None"),
        *each("prepayments", [None, True], TYPE, "an int from 0 to 1000000000000"),
        *each("prepaid", [SNAN, HUGE], VALUE, AMOUNT + AS_FIGURE),
        bad({"payable": ENDLESS}, VALUE, AMOUNT + AS_FIGURE),
        bad({"offset": WIDE_DIGITS}, VALUE, AMOUNT + AS_FIGURE),
        bad({"paid_out": "1e5"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"balance": "1_000"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"return_due": "+1"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"basis": ()}, TYPE, "Basis"),
        bad({"prepayments": -1}, VALUE, "an int from 0 to 1000000000000"),
    ],
    "FundTotals": [
        *each("by", [None, "fund"], TYPE, "an iterable of str"),
        bad({"rows": 5}, TYPE, "an iterable of FundTotal"),
        bad({"total": None}, TYPE, "FundTotal"),
        bad({"basis": "x"}, TYPE, "Basis"),
        bad(
            {"rows": ()},
            VALUE,
            "the sum of the rows",
            field="total.prepaid",
            value=Decimal("600.00"),
        ),
    ],
    "HolidayTable": [
        bad({"first_day": None}, TYPE, DAY_TYPED),
        bad({"last_day": LIAR}, VALUE, DAY_SPELT),
        *each("days_off", ["AB", "2025-01-28"], TYPE, "an iterable of days"),
        bad({"extra_workdays": [None]}, TYPE, DAY_TYPED, field="extra_workdays[0]", value=None),
        bad(
            {"days_off": ["2025-01-28", "2025-01-28"]},
            VALUE,
            "each day once",
            field="days_off[1]",
            value=date(2025, 1, 28),
        ),
        bad(
            {"days_off": ["2024-01-28"]},
            VALUE,
            "days in 2025-01-20 to 2025-02-16",
            value=date(2024, 1, 28),
        ),
        bad(
            {"extra_workdays": ["2025-01-28"], "days_off": ["2025-01-28"]},
            VALUE,
            "days that are not in days_off",
            value=date(2025, 1, 28),
        ),
        bad(
            {"last_day": "2025-01-19", "days_off": []},
            VALUE,
            "a day on or after the first day 2025-01-20",
            value=date(2025, 1, 19),
        ),
        bad({"days_off": [NAIVE]}, TYPE, DAY_TYPED, field="days_off[0]", value=NAIVE),
    ],
    "Instalment": [
        *each("number", [-1, 0], VALUE, "an int from 1 to 1000000"),
        bad({"share": " 1"}, VALUE, SHARE + AS_FIGURE),
        bad({"amount": "1,000.00"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"due": POSING}, TYPE, DAY_TYPED),
        bad({"nominal_due": MEGABYTES}, VALUE, DAY_SPELT),
        bad({"kind": Grade}, TYPE, DUE_KINDS),
        bad({"clause": {}}, TYPE, "Clause"),
        bad({"basis": STRANGER}, TYPE, "Basis"),
        bad({"due": "2025-07-31"}, VALUE, "2025-06-30, as it follows", value=date(2025, 7, 31)),
        bad({"share": "1.5"}, VALUE, SHARE),
        bad({"amount": "-1"}, VALUE, NOT_NEGATIVE),
    ],
    "InstalmentTerms": [
        bad({"share": "1\n"}, VALUE, SHARE + AS_FIGURE),
        *each("due", [(), 30], TYPE, "EndOfMonthAfterExecution or EndOfProcurementMonth"),
        *each("kind", [Strangers.PUBLIC, "BY"], TYPE, DUE_KINDS),
        bad({"clause": None}, TYPE, "Clause"),
        bad({"share": 0}, VALUE, "a share above 0", "25-2.3b", value=Decimal("0.00")),
        bad({"share": "1.1"}, VALUE, SHARE),
        bad({"share": 0.5}, TYPE, SHARE + AS_FIGURE),
    ],
    "Institution": [
        *each("code", [MEGABYTES, "H1\u2028"], VALUE, NAME),
        bad({"name": 5}, TYPE, NAME),
        *each("kind", ["PUBLIC", "public", InstitutionKind], TYPE, KINDS),
        *each("grade", ["secondary", "三级", InstitutionKind.PUBLIC], TYPE, GRADES),
        *each("designated", [1, "是"], TYPE, "bool"),
        *each("enrolled", ["yes", None], TYPE, "bool"),
        bad({"district": True}, TYPE, NAME),
        bad({"district": ""}, VALUE, NAME),
        *each("name", ["医院\t", "\u3000医院"], VALUE, NAME),
        bad({"code": b"H1"}, TYPE, NAME),
    ],
    "ListedStandard": [
        bad({"code": b"A"}, TYPE, NAME),
        bad({"standard": "x"}, TYPE, "PaymentStandard"),
    ],
    "Listing": [
        bad({"product": {}}, TYPE, "Product"),
        *each("price", [10**15, 0], VALUE, PRICE),
        *each(
            "other_selected_prices",
            [STRANGER, "49.00", 5],
            TYPE,
            ("an iterable of unit prices, empty if there are none, None if not known"),
        ),
        bad(
            {"other_selected_prices": ["49.00", 0]},
            VALUE,
            PRICE,
            field="other_selected_prices[1]",
            value=0,
        ),
        bad(
            {"other_selected_prices": [49.0]},
            TYPE,
            PRICE + AS_FIGURE,
            field="other_selected_prices[0]",
            value=49.0,
        ),
    ],
    "ListingClassTerms": [
        bad({"non_selected_clause": STRANGER}, TYPE, "Clause"),
        bad({"selected_firm_clause": ()}, TYPE, "Clause"),
        bad({"unselected_firm_clause": None}, TYPE, "Clause"),
    ],
    "ListingTerms": [
        bad({"price_ratio_clause": "x"}, TYPE, "Clause or None"),
        bad({"renewal_clause": {}}, TYPE, "Clause or None"),
        bad({"classes": STRANGER}, TYPE, "ListingClassTerms or None"),
    ],
    "MonthlyReport": [
        bad({"contract": ()}, TYPE, "Contract"),
        bad({"as_of": ""}, VALUE, DAY_SPELT),
        bad({"progress": None}, TYPE, "Progress"),
        bad({"months": None}, TYPE, "an iterable of ReportedMonth"),
        bad({"payments": 5}, TYPE, "an iterable of SupplierPaymentState"),
        bad({"amount": VAST}, VALUE, AMOUNT),
        bad({"paid": TINY}, VALUE, AMOUNT),
        bad({"owed": HUGE}, VALUE, AMOUNT + AS_FIGURE),
        bad({"overdue": LYING_DECIMAL}, VALUE, AMOUNT + AS_FIGURE),
        bad({"owed_back": LYING_INT}, VALUE, AMOUNT + AS_FIGURE),
        bad({"basis": "x"}, TYPE, "Basis"),
    ],
    "OffsetEntry": [
        bad({"month": "2026-13"}, TYPE, "YearMonth"),
        bad({"payable": POSING}, TYPE, AMOUNT + AS_FIGURE),
        bad({"opening_balance": None}, TYPE, AMOUNT + AS_FIGURE),
        bad({"offset": ""}, VALUE, AMOUNT + AS_FIGURE),
        bad({"paid_out": MEGABYTES}, VALUE, AMOUNT),
        bad({"closing_balance": "0.0000001"}, VALUE, AMOUNT),
        bad({"booked": None}, TYPE, "bool"),
        bad({"expected": LOOP}, TYPE, AMOUNT + AS_FIGURE),
        bad({"basis": {}}, TYPE, "Basis"),
        bad(
            {"offset": "0.01", "booked": False},
            VALUE,
            "10.00, as it follows",
            value=Decimal("0.01"),
        ),
        bad({"paid_out": 0}, VALUE, "5.00, as it follows", value=Decimal("0.00")),
        bad({"closing_balance": 0}, VALUE, "495.00, as it follows", value=Decimal("0.00")),
        bad({"expected": 1}, VALUE, "10.00, as it follows", value=Decimal("1.00")),
    ],
    "OffsetLedger": [
        bad({"prepayment": STRANGER}, TYPE, "Prepayment"),
        bad({"window": "AB"}, TYPE, "an iterable of YearMonth"),
        bad({"entries": [None]}, TYPE, "OffsetEntry", field="entries[0]", value=None),
        bad({"offset_total": 1.5}, TYPE, AMOUNT + AS_FIGURE),
        bad({"balance": True}, TYPE, AMOUNT + AS_FIGURE),
        bad(
            {"status": Strangers.AT},
            TYPE,
            (
                "OffsetStatus.NOT_STARTED, OffsetStatus.OFFSETTING, "
                "OffsetStatus.CLEARED, OffsetStatus.RETURN_DUE"
            ),
        ),
        bad({"return_due": ()}, TYPE, "ReturnDue or None"),
        bad({"basis": None}, TYPE, "Basis"),
        bad({"balance": 0}, VALUE, "385.00, as it follows", value=Decimal("0.00")),
        bad({"window": ()}, VALUE, "at least one month"),
        bad(
            {"entries": ()},
            VALUE,
            "500.00, as it follows",
            field="balance",
            value=Decimal("385.00"),
        ),
    ],
    "OffsetTerms": [
        *each("first_month", [LYING_INT, -1], VALUE, MONTHS),
        *each("window_months", [HUGE, 0, 1201], VALUE, MONTHS),
        bad({"clause": "x"}, TYPE, "Clause"),
        bad({"return_clause": {}}, TYPE, "Clause"),
    ],
    "Order": [
        bad({"reference": POSING}, TYPE, NAME),
        bad({"contract_reference": Liar(" A")}, VALUE, NAME),
        bad({"ordered_on": "30/05/2025"}, VALUE, DAY_SPELT),
        bad({"quantity": NAN}, TYPE, VOLUME),
        bad({"unit": ""}, VALUE, NAME),
        *each("quantity", [0, -1, "1e3"], VALUE, VOLUME),
    ],
    "ParticipationTerms": [
        bad(
            {"required": STRANGER},
            TYPE,
            (
                "an iterable of InstitutionKind.PUBLIC, "
                "InstitutionKind.MILITARY, InstitutionKind.PRIVATE, "
                "InstitutionKind.RETAIL_PHARMACY"
            ),
        ),
        bad(
            {"encouraged": None},
            TYPE,
            (
                "an iterable of InstitutionKind.PUBLIC, "
                "InstitutionKind.MILITARY, InstitutionKind.PRIVATE, "
                "InstitutionKind.RETAIL_PHARMACY"
            ),
        ),
        bad(
            {"designated_only": 5},
            TYPE,
            (
                "an iterable of InstitutionKind.PUBLIC, "
                "InstitutionKind.MILITARY, InstitutionKind.PRIVATE, "
                "InstitutionKind.RETAIL_PHARMACY"
            ),
        ),
        bad({"clause": STRANGER}, TYPE, "Clause"),
        bad(
            {"required": (InstitutionKind.PUBLIC, InstitutionKind.PUBLIC)},
            VALUE,
            "each kind once",
            "9-1.1",
        ),
        bad(
            {"required": (), "encouraged": (InstitutionKind.PUBLIC, InstitutionKind.PUBLIC)},
            VALUE,
            "each kind once",
            "9-1.1",
            field="encouraged",
            value=(InstitutionKind.PUBLIC, InstitutionKind.PUBLIC),
        ),
        bad({"designated_only": (InstitutionKind.PUBLIC,)}, VALUE, "encouraged kinds", "9-1.1"),
    ],
    "PaymentStandard": [
        bad({"variety": " A"}, VALUE, NAME),
        bad({"specification": ()}, TYPE, "Specification or None"),
        bad({"price": SNAN}, VALUE, PRICE + AS_FIGURE),
        *each("set_by", ["x", "A1"], TYPE, "SelectedProduct or None"),
        *each("in_force", [{}, ("2025-03-07", "2025-12-31")], TYPE, "Span"),
        bad({"basis": STRANGER}, TYPE, "Basis"),
        bad({"price": "1.00"}, VALUE, "8.72, as it follows", value=Decimal("1.00")),
    ],
    "PaymentStandardTerms": [
        bad({"clause": ()}, TYPE, "Clause"),
        bad({"cheaper_clause": None}, TYPE, "Clause"),
        bad({"excess_clause": "x"}, TYPE, "Clause"),
    ],
    "Policy": [
        *each("number", ["A\n", "x" * 201], VALUE, NAME),
        bad({"subject": NUL}, VALUE, NAME),
        bad({"title_zh": MEGABYTES}, VALUE, WORDS),
        *each("issued_on", [1748563200.0, NAIVE], TYPE, DAY_TYPED),
        bad({"effective_on": (2025, 5, 30)}, TYPE, DAY_TYPED),
        *each("terms", [{}, None], TYPE, "Terms"),
        bad({"clauses": "AB"}, TYPE, "an iterable of Clause"),
        bad({"rests_on": [None]}, TYPE, WORDS, field="rests_on[0]", value=None),
        bad({"falls_back_to": 5}, TYPE, NAME),
        *each("supersedes", [STRANGER, "9号"], TYPE, "an iterable of str"),
        bad(
            {"supersedes": ("渝医保办〔2025〕9号",)},
            VALUE,
            "other notices than this one",
            value="渝医保办〔2025〕9号",
        ),
        bad(
            {"clauses": (*N9.clauses, N9.clauses[0])},
            VALUE,
            "each id once",
            field="clauses[26].id",
            value="Y-1",
        ),
        bad(
            {"clauses": N9.clauses[1:]},
            VALUE,
            "clauses of the policy",
            "Y-1",
            field="terms",
            value="Y-1",
        ),
        bad({"rests_on": ("",)}, VALUE, NAME, field="rests_on[0]", value=""),
        bad({"effective_on": "2025-02-30"}, VALUE, DAY_SPELT),
        bad({"title": 5}, TYPE, WORDS),
    ],
    "PolicyBook": [
        *each("policies", [None, N9], TYPE, "an iterable of Policy"),
        bad(
            {"policies": [N9, N9]},
            VALUE,
            "each number once",
            field="policies[1].number",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policies": ["9号"]}, TYPE, "Policy", field="policies[0]", value="9号"),
        bad(
            {
                "policies": [
                    attrs.evolve(N9, supersedes=(N25.number,)),
                    attrs.evolve(N25, supersedes=(N9.number,)),
                ]
            },
            VALUE,
            "notices that are superseded by later ones, never in a circle",
            value="渝医保办〔2025〕9号 → 渝医保办〔2025〕25号 → 渝医保办〔2025〕9号",
        ),
    ],
    "Prepayment": [
        bad({"reference": True}, TYPE, NAME),
        bad({"institution": STRANGER}, TYPE, "Institution"),
        *each("fund", [None, "EMPLOYEE", "employee", Strangers.EMPLOYEE], TYPE, FUNDS),
        bad({"amount": ENDLESS}, VALUE, AMOUNT + AS_FIGURE),
        *each("cycle", [(), Span("2025-05-30", "2026-05-29")], TYPE, "Cycle"),
        *each("amount", [0, "-1"], VALUE, POSITIVE),
    ],
    "PrepaymentCase": [
        bad({"institution": None}, TYPE, "Institution"),
        bad({"fund": Grade}, TYPE, FUNDS),
        bad({"cycle": "x"}, TYPE, "Cycle"),
        bad({"schedule": {}}, TYPE, "PrepaymentSchedule"),
        bad({"ledger": STRANGER}, TYPE, "OffsetLedger"),
        bad({"timetable": 5}, TYPE, "an iterable of Event"),
        bad({"basis": ()}, TYPE, "Basis"),
    ],
    "PrepaymentSchedule": [
        bad({"total": WIDE_DIGITS}, VALUE, AMOUNT + AS_FIGURE),
        bad({"cycle": None}, TYPE, "Cycle"),
        bad({"instalments": "AB"}, TYPE, "an iterable of Instalment"),
        bad({"basis": "x"}, TYPE, "Basis"),
        bad(
            {"total": "1234567.88"},
            VALUE,
            "amounts that sum to 1234567.88",
            field="instalments",
            value=[Decimal("617283.95"), Decimal("617283.94")],
        ),
        bad({"instalments": ()}, VALUE, "amounts that sum to 1234567.89", value=[]),
        bad(
            {"instalments": SCHEDULE.instalments[:1]},
            VALUE,
            "amounts that sum to 1234567.89",
            value=[Decimal("617283.95")],
        ),
        bad(
            {"instalments": SCHEDULE.instalments[::-1]},
            VALUE,
            "numbers 1, 2, … in order",
            value=[2, 1],
        ),
    ],
    "PrepaymentTerms": [
        bad({"instalments": [None]}, TYPE, "InstalmentTerms", field="instalments[0]", value=None),
        bad({"funds": STRANGER}, TYPE, "an iterable of FundTerms"),
        bad({"fund_clause": {}}, TYPE, "Clause"),
        bad({"total_clause": STRANGER}, TYPE, "Clause"),
        bad({"instalments": ()}, VALUE, "shares that sum to exactly 1", "25-2.3a", value=[]),
        bad(
            {"instalments": PREPAID.instalments[:1]},
            VALUE,
            "shares that sum to exactly 1",
            "25-2.3a",
            value=[Decimal("0.50")],
        ),
        bad(
            {"instalments": PREPAID.instalments * 2},
            VALUE,
            "shares that sum to exactly 1",
            "25-2.3a",
            value=[Decimal("0.50"), Decimal("0.50"), Decimal("0.50"), Decimal("0.50")],
        ),
        bad(
            {"funds": PREPAID.funds * 2},
            VALUE,
            "each grade once",
            "25-2.3f",
            value=[
                Grade.TERTIARY,
                Grade.SECONDARY,
                Grade.PRIMARY,
                Grade.UNGRADED,
                Grade.TERTIARY,
                Grade.SECONDARY,
                Grade.PRIMARY,
                Grade.UNGRADED,
            ],
        ),
    ],
    "PriceRatios": [
        bad({"strength": "1e5"}, VALUE, MEASURE + AS_FIGURE),
        bad({"fill": "1_000"}, VALUE, MEASURE + AS_FIGURE),
        bad({"pack": "+1"}, VALUE, MEASURE + AS_FIGURE),
        bad({"places": True}, TYPE, "an int from 0 to 6"),
        bad({"strength": 1.7}, TYPE, MEASURE + AS_FIGURE),
        bad({"strength": "0.9"}, VALUE, "a base from 1 to 10, of at most 6 places"),
        bad({"fill": "10.1"}, VALUE, "a base from 1 to 10, of at most 6 places"),
        *each("pack", ["0", "1.9500001"], VALUE, MEASURE),
        *each("places", [7, -1], VALUE, "an int from 0 to 6"),
    ],
    "Product": [
        bad({"code": b"A"}, TYPE, NAME),
        bad({"variety": POSING}, TYPE, NAME),
        *each("maker", [Liar(" A"), "x" * 201], VALUE, NAME),
        *each("specification", [(), "24片"], TYPE, "Specification or None"),
        bad({"group": ""}, VALUE, NAME),
        bad({"code": "A\u200bB"}, VALUE, NAME),
        bad({"variety": "\ud800"}, VALUE, NAME),
    ],
    "ProductReportTerms": [
        bad({"workdays": 1.0}, TYPE, MONTHS),
        bad(
            {"anchor": Strangers.PUBLIC},
            TYPE,
            "ReportAnchor.EFFECTIVE_DATE, ReportAnchor.EXECUTION_DATE",
        ),
        bad({"kind": "BY"}, TYPE, DUE_KINDS),
        bad({"clause": None}, TYPE, "Clause"),
    ],
    "Progress": [
        bad({"contract": "x"}, TYPE, "Contract"),
        bad({"deliveries": None}, TYPE, "an iterable of Delivery"),
        bad({"as_of": NAIVE}, TYPE, DAY_TYPED),
        bad({"delivered": " 1"}, VALUE, NET_QUANTITY + AS_FIGURE),
        bad({"ratio": "1,000.00"}, VALUE, RATIO + AS_FIGURE),
        bad({"remaining": "1\n"}, VALUE, NET_QUANTITY + AS_FIGURE),
        bad(
            {"elapsed_ratio": 10**15},
            VALUE,
            "0.0000, as it follows",
            value=Decimal("1000000000000000.0000"),
        ),
        bad({"completed_on": {}}, TYPE, DAY_TYPED),
        *each("ahead", [STRANGER, 1], TYPE, "bool or None"),
        bad({"basis": ()}, TYPE, "Basis"),
        bad({"delivered": 1}, VALUE, "0, as it follows", value=Decimal(1)),
    ],
    "PurchasingTerms": [
        bad({"price_rule": "equal"}, TYPE, "PriceRule.EQUAL, PriceRule.AT_MOST"),
        bad({"price_clause": None}, TYPE, "Clause"),
        bad({"price_holds_clause": "x"}, TYPE, "Clause"),
        bad({"selected_price_clause": {}}, TYPE, "Clause or None"),
        bad({"volume_clause": STRANGER}, TYPE, "Clause"),
        bad({"volume_floor_clause": ()}, TYPE, "Clause or None"),
    ],
    "Reading": [
        *each(
            "last_day",
            [Strangers.AT, True, "INCLUSIVE", "inclusive", None, MonthEnd.CALENDAR_END],
            TYPE,
            "LastDay.INCLUSIVE, LastDay.CORRESPONDING",
        ),
        bad(
            {"month_end": None},
            TYPE,
            ("MonthEnd.CALENDAR_END, MonthEnd.PROCUREMENT_END, MonthEnd.FROM_EXECUTION"),
        ),
        *each(
            "disbursement_day",
            [Grade, DebtDay.UNSHIFTED],
            TYPE,
            (
                "DisbursementDay.UNSHIFTED, DisbursementDay.PREVIOUS_WORKDAY, "
                "DisbursementDay.NEXT_WORKDAY"
            ),
        ),
        *each(
            "debt_day",
            [Strangers.PUBLIC, DisbursementDay.UNSHIFTED],
            TYPE,
            ("DebtDay.UNSHIFTED, DebtDay.NEXT_WORKDAY, DebtDay.PREVIOUS_WORKDAY"),
        ),
        *each(
            "return_clock",
            ["OFFSET_START", ReturnClock],
            TYPE,
            "ReturnClock.OFFSET_START, ReturnClock.CYCLE_END",
        ),
        bad(
            {"extension": "before offset"},
            TYPE,
            ("Extension.BEFORE_OFFSET, Extension.ORIGINAL_END, Extension.EXTENDED_END"),
        ),
        bad(
            {"same_variety": Strangers.AT},
            TYPE,
            ("SameVariety.COMPARABLE, SameVariety.WITHIN_SPECIFICATION, SameVariety.PACK_PRICE"),
        ),
        bad({"selected_firm": None}, TYPE, "SelectedFirm.BY_PROJECT, SelectedFirm.BY_GROUP"),
        bad(
            {"neutral_listings": Grade},
            TYPE,
            "NeutralListings.EXCLUDED, NeutralListings.AS_SELECTED",
        ),
    ],
    "ReadingChoices": [
        bad({"field": " A"}, VALUE, NAME),
        bad({"choices": 5}, TYPE, "an iterable of Enum"),
        bad({"clause": "A\n"}, VALUE, NAME),
        bad({"words": NUL}, VALUE, NAME),
    ],
    "ReadingUsed": [
        bad({"field": BIDI}, VALUE, NAME),
        *each(
            "choice",
            [Strangers.PUBLIC, DebtDay.UNSHIFTED],
            VALUE,
            "a choice of the reading disbursement_day",
        ),
        bad({"question": MEGABYTES}, VALUE, WORDS),
        bad({"means": 5}, TYPE, WORDS),
        bad(
            {"field": "x"},
            VALUE,
            "a choice of the reading x",
            field="choice",
            value=DisbursementDay.UNSHIFTED,
        ),
    ],
    "Reconciliation": [
        bad({"schedule": None}, TYPE, "PrepaymentSchedule"),
        bad({"disbursements": "AB"}, TYPE, "an iterable of Disbursement"),
        bad({"as_of": AWARE}, TYPE, DAY_TYPED),
        bad({"lines": [None]}, TYPE, "ReconciliationLine", field="lines[0]", value=None),
        bad({"planned": VAST}, VALUE, AMOUNT),
        bad({"disbursed": TINY}, VALUE, AMOUNT),
        bad({"outstanding": HUGE}, VALUE, AMOUNT + AS_FIGURE),
        bad({"basis": "x"}, TYPE, "Basis"),
    ],
    "ReconciliationLine": [
        bad({"number": "1"}, TYPE, "an int from 1 to 1000000"),
        bad({"planned": LYING_DECIMAL}, VALUE, AMOUNT + AS_FIGURE),
        bad({"due": MOMENT}, TYPE, DAY_TYPED),
        bad({"disbursed": LYING_INT}, VALUE, AMOUNT + AS_FIGURE),
        bad({"outstanding": POSING}, TYPE, AMOUNT + AS_FIGURE),
        bad({"filled_on": "2025-02-30"}, VALUE, DAY_SPELT),
        bad({"days_late": None}, TYPE, "an int from 0 to 4000000"),
        bad({"basis": {}}, TYPE, "Basis"),
    ],
    "Reimbursement": [
        bad({"price": None}, TYPE, PRICE + AS_FIGURE),
        bad({"quantity": ""}, VALUE, QUANTITY + AS_FIGURE),
        bad({"standard": STRANGER}, TYPE, "PaymentStandard"),
        bad({"charge": MEGABYTES}, VALUE, AMOUNT),
        bad({"within_standard": "0.0000001"}, VALUE, AMOUNT),
        bad({"over_standard": LOOP}, TYPE, AMOUNT + AS_FIGURE),
        bad({"billing_difference": ()}, TYPE, AMOUNT + AS_FIGURE),
        bad({"self_pay_first": "x"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"fund_pays": {}}, TYPE, AMOUNT + AS_FIGURE),
        bad({"patient_pays": STRANGER}, TYPE, AMOUNT + AS_FIGURE),
        bad({"basis": ()}, TYPE, "Basis"),
        bad({"charge": 0}, VALUE, "-22.50, as it follows", value=Decimal("0.00")),
        bad(
            {"fund_pays": 1, "self_pay_first": None, "patient_pays": None},
            VALUE,
            "None, as it follows",
            value=Decimal("1.00"),
        ),
        bad({"within_standard": "0.01"}, VALUE, "-21.80, as it follows", value=Decimal("0.01")),
    ],
    "Renewal": [
        bad({"old_code": True}, TYPE, NAME),
        bad({"new_code": b"A"}, TYPE, NAME),
        bad({"on": "0000-01-01"}, VALUE, DAY_SPELT),
        bad({"on": None}, TYPE, DAY_TYPED),
    ],
    "ReportedMonth": [
        bad({"month": DAY}, TYPE, "YearMonth"),
        bad({"volume": 1.5}, TYPE, NET_QUANTITY + AS_FIGURE),
        bad({"delivered": True}, TYPE, NET_QUANTITY + AS_FIGURE),
        bad({"ratio": NAN}, TYPE, RATIO + AS_FIGURE),
        bad({"amount": SNAN}, VALUE, AMOUNT + AS_FIGURE),
        bad({"paid": ENDLESS}, VALUE, AMOUNT + AS_FIGURE),
        bad({"owed": WIDE_DIGITS}, VALUE, AMOUNT + AS_FIGURE),
        bad({"overdue": "1e5"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"owed_back": "1_000"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"basis": None}, TYPE, "Basis"),
    ],
    "ReportingTerms": [
        bad({"products": "x"}, TYPE, "ProductReportTerms"),
        bad({"monitoring_clause": {}}, TYPE, "Clause"),
        bad({"exchange_clause": STRANGER}, TYPE, "Clause"),
        bad({"incident_clause": ()}, TYPE, "Clause or None"),
    ],
    "ReturnDue": [
        bad({"amount": "+1"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"fund": "EMPLOYEE"}, TYPE, FUNDS),
        bad({"from_day": "10000-01-01"}, VALUE, DAY_SPELT),
        bad({"basis": None}, TYPE, "Basis"),
    ],
    "SelectedProduct": [
        bad({"product": "x"}, TYPE, "Product"),
        bad({"price": " 1"}, VALUE, PRICE + AS_FIGURE),
    ],
    "SelectionResults": [
        *each("selected", [STRANGER, SELECTED], TYPE, "an iterable of SelectedProduct"),
        bad({"renewals": None}, TYPE, "an iterable of Renewal"),
        bad(
            {"selected": [SELECTED, SELECTED]},
            VALUE,
            "each code once",
            field="selected[1]",
            value="A1",
        ),
        bad(
            {"renewals": [Renewal("A2", "A1", "2025-09-01")], "selected": [SELECTED]},
            VALUE,
            "a code that no selected product and no other renewal has",
            field="renewals[0].new_code",
            value="A1",
        ),
        bad(
            {"renewals": [Renewal("B", "C", "2025-09-01"), Renewal("D", "C", "2025-09-01")]},
            VALUE,
            "a code that no selected product and no other renewal has",
            field="renewals[1].new_code",
            value="C",
        ),
        bad(
            {"renewals": [Renewal("B", "C", "2025-09-01"), Renewal("C", "B", "2025-09-01")]},
            VALUE,
            "a code that no selected product and no other renewal has",
            field="renewals[1].new_code",
            value="B",
        ),
        bad(
            {"renewals": [Renewal("B", "B", "2025-09-01")]},
            VALUE,
            "a code that no selected product and no other renewal has",
            field="renewals[0].new_code",
            value="B",
        ),
    ],
    "Span": [
        bad({"first_day": "2025-W22-5"}, VALUE, DAY_SPELT),
        bad({"last_day": "２０２５-05-30"}, VALUE, DAY_SPELT),
        bad(
            {"last_day": "2025-05-29", "first_day": "2025-05-30"},
            VALUE,
            "a day on or after the first day 2025-05-30",
            value=date(2025, 5, 29),
        ),
    ],
    "Specification": [
        bad({"form": POSING}, TYPE, NAME),
        *each("strength", ["1,000.00", "0.5g"], VALUE, MEASURE + AS_FIGURE),
        bad({"strength_unit": Liar(" A")}, VALUE, NAME),
        *each("pack_size", [-1, 0, 10**6 + 1], VALUE, "an int from 1 to 1000000"),
        bad({"fill": {}}, TYPE, MEASURE + AS_FIGURE),
        bad({"fill_unit": STRANGER}, TYPE, NAME),
        bad({"pack_unit": ()}, TYPE, NAME),
        bad({"piece_unit": {}}, TYPE, NAME),
        bad({"strength": 0}, VALUE, MEASURE),
        bad(
            {"fill": "1", "fill_unit": None},
            VALUE,
            "a unit for a fill, and none without (1.00)",
            field="fill_unit",
            value=None,
        ),
        bad(
            {"fill": None, "fill_unit": "ml"},
            VALUE,
            "a unit for a fill, and none without (None)",
            field="fill_unit",
            value="ml",
        ),
        bad({"fill": 0, "fill_unit": "ml"}, VALUE, MEASURE),
    ],
    "StandardTable": [
        bad({"in_force": STRANGER}, TYPE, "Span"),
        bad({"listed": 5}, TYPE, "an iterable of ListedStandard"),
        bad({"further": "AB"}, TYPE, "an iterable of PaymentStandard"),
        bad({"selected": [None]}, TYPE, "SelectedProduct", field="selected[0]", value=None),
        bad({"ratios": ()}, TYPE, "PriceRatios or None"),
        bad({"basis": None}, TYPE, "Basis"),
        bad(
            {"in_force": CYCLE},
            VALUE,
            "2025-05-30 to 2026-05-29, as it follows",
            value="2025-03-07 to 2025-12-31",
        ),
        bad(
            {"listed": TABLE.listed * 2},
            VALUE,
            "each code once",
            "9-3.3a",
            field="listed[1].code",
            value="A1",
        ),
    ],
    "SupplierPayment": [
        bad({"delivery_reference": ""}, VALUE, NAME),
        bad({"amount": "1\n"}, VALUE, AMOUNT + AS_FIGURE),
        bad({"paid_on": "2025-5-30"}, VALUE, DAY_SPELT),
        *each("amount", [0, "-0.00"], VALUE, "an amount other than 0.00"),
        bad({"amount": "0.001"}, VALUE, AMOUNT),
    ],
    "SupplierPaymentState": [
        bad({"delivery": "x"}, TYPE, "Delivery"),
        bad({"payments": STRANGER}, TYPE, "an iterable of SupplierPayment"),
        bad({"as_of": "2025-05-30T00:00"}, VALUE, DAY_SPELT),
        bad({"due": {}}, TYPE, "Deadline"),
        bad({"paid": 10**15}, VALUE, AMOUNT),
        bad({"owed": VAST}, VALUE, AMOUNT),
        bad({"settled_on": 20250530}, TYPE, DAY_TYPED),
        bad({"days_late": LYING_INT}, VALUE, "an int from 0 to 3652059"),
        bad(
            {"status": "paid late"},
            TYPE,
            (
                "SupplierPaymentStatus.OPEN, SupplierPaymentStatus.OVERDUE, "
                "SupplierPaymentStatus.PAID_ON_TIME, "
                "SupplierPaymentStatus.PAID_LATE"
            ),
        ),
        bad({"basis": STRANGER}, TYPE, "Basis"),
    ],
    "SupplierPaymentTerms": [
        bad({"months_after_acceptance": HUGE}, VALUE, MONTHS),
        bad({"clause": ()}, TYPE, "Clause"),
    ],
    "SupplyIncident": [
        bad({"order": None}, TYPE, "Order"),
        bad({"as_of": None}, TYPE, DAY_TYPED),
        bad(
            {"kind": Strangers.AT},
            TYPE,
            ("SupplyIncidentKind.UNDELIVERED, SupplyIncidentKind.PART_DELIVERED"),
        ),
        bad({"delivered": TINY}, VALUE, NET_QUANTITY),
        bad({"missing": HUGE}, VALUE, VOLUME),
        bad({"days_open": True}, TYPE, "an int from 0 to 3652059"),
        bad({"basis": "x"}, TYPE, "Basis"),
    ],
    "Terms": [
        bad({"participation": {}}, TYPE, "ParticipationTerms"),
        bad({"cycle": STRANGER}, TYPE, "CycleTerms"),
        bad({"purchasing": ()}, TYPE, "PurchasingTerms"),
        bad({"listing": None}, TYPE, "ListingTerms"),
        bad({"payment_standard": "x"}, TYPE, "PaymentStandardTerms or None"),
        bad({"prepayment": {}}, TYPE, "PrepaymentTerms or None"),
        bad({"offset": STRANGER}, TYPE, "OffsetTerms or None"),
        bad({"supplier_payment": ()}, TYPE, "SupplierPaymentTerms"),
        bad({"reporting": None}, TYPE, "ReportingTerms"),
    ],
    "UntilDay": [
        bad({"last_day": LIAR}, VALUE, DAY_SPELT),
        bad({"last_day": None}, TYPE, DAY_TYPED),
    ],
    "Usage": [
        *each("listing_status", [None, "SELECTED"], TYPE, STATUSES),
        bad({"quantity": LYING_DECIMAL}, VALUE, QUANTITY + AS_FIGURE),
        bad({"quantity": 0}, VALUE, QUANTITY),
    ],
    "YearMonth": [
        bad({"year": 1.0}, TYPE, "an int from 1 to 9999"),
        *each("month", ["1", True, 6.0], TYPE, MONTH_OF_CYCLE),
        *each("year", [0, 10_000, LYING_INT], VALUE, "an int from 1 to 9999"),
        *each("month", [0, 13], VALUE, MONTH_OF_CYCLE),
    ],
    "Alternative": [
        *each("field", [" A", ""], VALUE, NAME),
        *each("choice", [Grade, "CORRESPONDING", None], TYPE, "Enum"),
        bad({"changes": None}, TYPE, "an iterable of Change"),
        bad(
            {"field": "no_such_question"},
            VALUE,
            (
                "one of last_day, month_end, disbursement_day, debt_day, "
                "return_clock, extension, same_variety, selected_firm, "
                "neutral_listings"
            ),
        ),
        bad(
            {"choice": MonthEnd.CALENDAR_END},
            VALUE,
            "one of LastDay.INCLUSIVE, LastDay.CORRESPONDING",
            "25-1.3a",
        ),
        bad({"changes": [None]}, TYPE, "Change", field="changes[0]", value=None),
    ],
    "Change": [
        bad({"before": True}, VALUE, "None, as it follows", field="moved_by", value=1),
        bad({"after": 1.0}, VALUE, "None, as it follows", field="moved_by", value=1),
        *each("moved_by", ["1", 1.5], TYPE, "int or Decimal or None"),
        *each("moved_by", [5, SNAN], VALUE, "1, as it follows"),
        bad(
            {"before": HUGE},
            VALUE,
            "-9999999999999999999999999999999999999998, as it follows",
            field="moved_by",
            value=1,
        ),
        bad({"path": None}, TYPE, WORDS),
    ],
    "Comparison": [
        *each("outcomes", ["x", None], TYPE, "an iterable of PolicyOutcome"),
        bad({"outcomes": []}, VALUE, "at least one policy", value=()),
        bad({"outcomes": [None]}, TYPE, "PolicyOutcome", field="outcomes[0]", value=None),
        bad(
            {"outcomes": [PolicyOutcome(N9, 1), PolicyOutcome(N25, 2)]},
            VALUE,
            "what differs from the first outcome",
            field="outcomes[1].changes",
            value=(),
        ),
    ],
    "PolicyOutcome": [
        *each("policy", [{}, None], TYPE, "Policy"),
        *each("changes", [5, None], TYPE, "an iterable of Change"),
        bad({"changes": [5]}, TYPE, "Change", field="changes[0]", value=5),
    ],
    "Sensitivity": [
        *each("alternatives", [STRANGER, None], TYPE, "an iterable of Alternative"),
        *each("reading", [(), None], TYPE, "Reading"),
        bad({"alternatives": [None]}, TYPE, "Alternative", field="alternatives[0]", value=None),
        bad(
            {"alternatives": [attrs.evolve(ALTERNATIVE, choice=LastDay.INCLUSIVE)]},
            VALUE,
            "another than the reading's",
            field="alternatives[0].choice",
            value=LastDay.INCLUSIVE,
        ),
    ],
    "agreement_years": [
        *each("cycle", [None, Span("2025-05-30", "2026-05-29"), Cycle], TYPE, "Cycle"),
    ],
    "annual_assessment": [
        bad({"policy": "25号"}, TYPE, POLICY),
        bad({"contract": DELIVERY}, TYPE, "Contract", "25-2.5"),
        bad(
            {"contract": attrs.evolve(CONTRACT, cycle=CYCLE_9)},
            VALUE,
            OF_CYCLE_25,
            "25-1.3a",
            field="cycle",
            value="渝医保办〔2025〕9号",
        ),
        *each("deliveries", [DELIVERY, "D1"], TYPE, "an iterable of Delivery", "25-2.5"),
        bad(
            {"deliveries": [DELIVERY, DELIVERY]},
            VALUE,
            "each reference once",
            "25-2.5",
            field="deliveries[1].reference",
            value="D1",
        ),
        bad(
            {"deliveries": [ORDER]}, TYPE, "Delivery", "25-2.5", field="deliveries[0]", value=ORDER
        ),
        bad({"usage": None}, TYPE, "an iterable of Usage", "25-2.5"),
        bad(
            {"usage": [("SELECTED", 10)]},
            TYPE,
            "Usage",
            "25-2.5",
            field="usage[0]",
            value=("SELECTED", 10),
        ),
        bad(
            {"usage": [Usage(ListingStatus.SELECTED, -1)]},
            VALUE,
            "returns not above what was used",
            "25-2.5",
            field="usage[SELECTED]",
            value=Decimal(-1),
        ),
        bad(
            {"policy": N9, "contract": attrs.evolve(CONTRACT, cycle=CYCLE_9), "deliveries": []},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="usage",
            value="渝医保办〔2025〕9号",
        ),
    ],
    "check_agreed_volume": [
        bad({"policy": None}, TYPE, POLICY),
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="volume_floor",
            value="渝医保办〔2025〕25号",
        ),
        *each("current", [0, -900], VALUE, VOLUME, "9-2.2"),
        bad({"current": 900.0}, TYPE, VOLUME, "9-2.2"),
        *each("previous", ["1_000", ENDLESS, "1e3"], VALUE, VOLUME, "9-2.2"),
    ],
    "check_purchase_price": [
        bad({"policy": CYCLE}, TYPE, POLICY),
        bad({"paid": 8.7}, TYPE, PRICE + AS_FIGURE, "9-3.1d"),
        *each("paid", [0, "-8.70", "8.7000001"], VALUE, PRICE, "9-3.1d"),
        bad({"selected": True}, TYPE, PRICE + AS_FIGURE, "9-3.1d"),
        bad({"selected": 10**9}, VALUE, PRICE, "9-3.1d"),
        *each("selected", [" 8.72", "八元"], VALUE, PRICE + AS_FIGURE, "9-3.1d"),
    ],
    "classify_listing": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="listing_classes",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": ()}, TYPE, POLICY),
        bad({"listing": PACK}, TYPE, "Listing", "25-2.2c"),
        *each("results", [[SELECTED], None], TYPE, "SelectionResults", "25-2.2c"),
        bad(
            {"on": "2025-05-29"},
            OutOfForceError,
            "a day from 2025-05-30",
            "25-1.3a",
            value=date(2025, 5, 29),
        ),
        bad({"on": AWARE}, TYPE, DAY_TYPED, "25-1.3a"),
        *each("reading", [None, LastDay.INCLUSIVE], TYPE, "Reading", "25-2.2c"),
        bad(
            {"listing": Listing(Product("A9", "透析器", "甲"), "48")},
            NotComparableError,
            "the group of product A9",
            "25-2.2c",
            field="listing.product.group",
            value=None,
        ),
    ],
    "compare": [
        *each("policies", [N25, "25号"], TYPE, "an iterable of Policy"),
        *each("policies", [[], iter(())], VALUE, "at least one policy", value=()),
        bad({"policies": [N25, "9号"]}, TYPE, "Policy", field="policies[1]", value="9号"),
        *each("rule", [None, "procurement_cycle"], TYPE, "a callable that takes a Policy"),
    ],
    "contract_progress": [
        bad({"contract": None}, TYPE, "Contract"),
        bad({"deliveries": 5}, TYPE, "an iterable of Delivery", "25-2.1d"),
        bad(
            {"deliveries": [DELIVERY, None]},
            TYPE,
            "Delivery",
            "25-2.1d",
            field="deliveries[1]",
            value=None,
        ),
        bad(
            {"deliveries": iter([DELIVERY, DELIVERY])},
            VALUE,
            "each reference once",
            "25-2.1d",
            field="deliveries[1].reference",
            value="D1",
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, contract_reference="C2")]},
            VALUE,
            "the contract's own reference, C1",
            "25-2.1d",
            field="deliveries[0].contract_reference",
            value="C2",
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, accepted_on="2025-05-29")]},
            VALUE,
            "a day on or after the cycle's first, 2025-05-30",
            "25-2.1d",
            field="deliveries[0].accepted_on",
            value=date(2025, 5, 29),
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, unit="盒")]},
            NotComparableError,
            "支: the product's specification converts no other",
            "25-2.1d",
            field="deliveries[0].unit",
            value="盒",
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, quantity=-1)]},
            VALUE,
            ("returns by 2025-08-31 that are not above what was delivered by then"),
            "25-2.1d",
            value=Decimal(-1),
        ),
        *each("as_of", [None, MOMENT], TYPE, DAY_TYPED, "25-2.1d"),
        bad({"as_of": "2025-06-31"}, VALUE, DAY_SPELT, "25-2.1d"),
        bad(
            {"policy": N9}, VALUE, OF_CYCLE_9, "9-2.1", field="cycle", value="渝医保办〔2025〕25号"
        ),
        bad({"policy": N25.number}, TYPE, POLICY),
    ],
    "explain": [
        *each("result", [None, "A", SCHEDULE.basis, [SCHEDULE], explain], TYPE, RESULT),
        bad(
            {"result": Cycle("2025-05-30", "2026-05-29")},
            VALUE,
            ("a cycle that procurement_cycle or extend gave; one made by hand has no basis"),
        ),
        *each("lang", ["de", "EN", LIAR, "zh\n"], VALUE, LANGUAGE),
        bad({"lang": None}, TYPE, LANGUAGE),
    ],
    "extend": [
        bad({"policy": None}, TYPE, POLICY),
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="extension",
            value="渝医保办〔2025〕9号",
        ),
        bad({"cycle": CYCLE_9}, VALUE, OF_CYCLE_25, "25-1.3a", value="渝医保办〔2025〕9号"),
        bad({"cycle": "2025-05-30"}, TYPE, "Cycle"),
        bad(
            {"last_day": "2026-05-29"},
            VALUE,
            "a day after the last day so far, 2026-05-29",
            "25-1.3b",
            value=date(2026, 5, 29),
        ),
        bad(
            {"last_day": "2026-05-28"},
            VALUE,
            "a day after the last day so far, 2026-05-29",
            "25-1.3b",
            value=date(2026, 5, 28),
        ),
        *each("last_day", [NAIVE, None], TYPE, DAY_TYPED, "25-1.3b"),
        bad({"last_day": "9999-99-99"}, VALUE, DAY_SPELT, "25-1.3b"),
        *each("decided_on", [None, 20260520], TYPE, DAY_TYPED, "25-1.3b"),
        bad({"decided_on": "2026-02-29"}, VALUE, DAY_SPELT, "25-1.3b"),
        bad(
            {"cycle": extend(N25, CYCLE, "2026-06-30", decided_on="2026-05-21")},
            VALUE,
            ("a day on or after the decision that extended it last, 2026-05-21"),
            "25-1.3b",
            field="decided_on",
            value=date(2026, 5, 20),
        ),
    ],
    "fund_totals": [
        bad({"accounts": ACCOUNTS}, TYPE, "an iterable of FundAccounts"),
        *each("accounts", [[], iter(())], VALUE, "at least one account", value=()),
        bad(
            {"accounts": [ACCOUNTS, ACCOUNTS]},
            VALUE,
            "each institution once: its months would count twice",
            field="accounts[1].institution",
            value="H1",
        ),
        bad({"accounts": [LEDGER]}, TYPE, "FundAccounts", field="accounts[0]", value=LEDGER),
        bad({"accounts": {"H1": ACCOUNTS}}, TYPE, "FundAccounts", field="accounts[0]", value="H1"),
        *each(
            "by",
            ["district", None],
            TYPE,
            ("a tuple of distinct names among district, institution, kind, grade, fund"),
        ),
        *each("by", [("district", "district"), ("district", "city"), ("Fund",)], VALUE, KEYS),
        bad({"by": (Fund,)}, TYPE, "str", field="by[0]", value=Fund),
        bad({"by": [["fund"]]}, TYPE, "str", field="by[0]", value=["fund"]),
    ],
    "listing_price": [
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="listing_price",
            value="渝医保办〔2025〕25号",
        ),
        bad({"policy": "9号"}, TYPE, POLICY),
        *each("reference", [PACK, None], TYPE, "SelectedProduct", "9-3.1b"),
        bad({"target": SELECTED}, TYPE, "Product", "9-3.1b"),
        bad(
            {"target": Product("A3", "透析器", "乙", specification=tablets(12))},
            NotProvidedError,
            "the selected product's own maker, 甲",
            "9-3.1b",
            field="target.maker",
            value="乙",
        ),
        bad(
            {"target": Product("A3", "滤器", "甲", specification=tablets(12))},
            NotProvidedError,
            "the selected product's own variety, 透析器",
            "9-3.1b",
            field="target.variety",
            value="滤器",
        ),
        bad(
            {"target": Product("A3", "透析器", "甲")},
            NotComparableError,
            "a specification of product A3",
            "9-3.1b",
            field="target.specification",
            value=None,
        ),
        bad(
            {
                "target": Product(
                    "A3", "透析器", "甲", specification=tablets(12, fill="1", fill_unit="ml")
                )
            },
            NotComparableError,
            "the same fill_unit, None",
            "9-3.1b",
            field="fill_unit",
            value="ml",
        ),
        *each("ratios", [None, 1.7, {"strength": "1.7"}], TYPE, "PriceRatios", "9-3.1b"),
        bad(
            {"reference": SelectedProduct(PACK, "0.000001")},
            VALUE,
            PRICE,
            "9-3.1b",
            field="price",
            value=Decimal("0.00"),
        ),
    ],
    "monthly_report": [
        bad(
            {"policy": N9}, VALUE, OF_CYCLE_9, "9-2.1", field="cycle", value="渝医保办〔2025〕25号"
        ),
        bad({"policy": 5}, TYPE, POLICY),
        bad({"contract": PACK}, TYPE, "Contract", "25-2.5"),
        bad({"deliveries": None}, TYPE, "an iterable of Delivery", "25-2.5"),
        bad(
            {"deliveries": [PAYMENT]},
            TYPE,
            "Delivery",
            "25-2.5",
            field="deliveries[0]",
            value=PAYMENT,
        ),
        bad({"payments": PAYMENT}, TYPE, "an iterable of SupplierPayment", "25-2.3h"),
        bad(
            {"payments": [DELIVERY]},
            TYPE,
            "SupplierPayment",
            "25-2.3h",
            field="payments[0]",
            value=DELIVERY,
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, delivery_reference="D9")]},
            VALUE,
            "the reference of one of the deliveries",
            "25-2.3h",
            field="payments[0].delivery_reference",
            value="D9",
        ),
        bad(
            {"payments": [PAYMENT, PAYMENT, PAYMENT]},
            VALUE,
            ("an amount not beyond what is still owed, 2000.00 of 10000.00, and of its sign"),
            "25-2.3h",
            field="payments[2].amount",
            value=Decimal("4000.00"),
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, paid_on="2025-06-17")]},
            VALUE,
            "a day on or after the acceptance, 2025-06-18",
            "25-2.3h",
            field="payments[0].paid_on",
            value=date(2025, 6, 17),
        ),
        bad({"as_of": DAY.isoformat()[:7]}, VALUE, DAY_SPELT, "25-2.5"),
        bad({"as_of": NAIVE}, TYPE, DAY_TYPED, "25-2.5"),
        *each("calendar", ["Chongqing", HolidayTable, {}], TYPE, CALENDAR_LIKE, "25-2.3h"),
    ],
    "offset_prepayment": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="offset",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": None}, TYPE, POLICY),
        bad({"prepayment": 1000}, TYPE, "Prepayment", "25-2.3d"),
        bad(
            {"prepayment": attrs.evolve(PREPAYMENT, cycle=CYCLE_9)},
            VALUE,
            OF_CYCLE_25,
            "25-1.3a",
            field="cycle",
            value="渝医保办〔2025〕9号",
        ),
        *each(
            "payables", [None, [("2026-06", 1)]], TYPE, "a mapping of months to amounts", "25-2.3d"
        ),
        bad(
            {"payables": {"2026-05": 1}},
            VALUE,
            "months of the window 2026-06 to 2027-05",
            "25-2.3d",
            value="2026-05",
        ),
        bad(
            {"payables": {"2027-06": 1}},
            VALUE,
            "months of the window 2026-06 to 2027-05",
            "25-2.3d",
            value="2027-06",
        ),
        bad(
            {"payables": {"2026-07": 1}},
            VALUE,
            (
                "the window 2026-06 to 2027-05 from its first month on without "
                "a gap; missing: 2026-06"
            ),
            "25-2.3d",
            value="2026-07",
        ),
        bad(
            {"payables": {"2026-06": 1, "2026-08": 1}},
            VALUE,
            (
                "the window 2026-06 to 2027-05 from its first month on without "
                "a gap; missing: 2026-07"
            ),
            "25-2.3d",
            value="2026-06, 2026-08",
        ),
        bad(
            {"payables": {"2026-06": 1, YearMonth(2026, 6): 1}},
            VALUE,
            "each month once",
            "25-2.3d",
            value="2026-06",
        ),
        bad({"payables": {"2026-6": 1}}, VALUE, MONTH_SPELT, "25-2.3d", value="2026-6"),
        bad({"payables": {"2026-13": 1}}, VALUE, MONTH_SPELT, "25-2.3d", value="2026-13"),
        bad({"payables": {"２０２６-06": 1}}, VALUE, MONTH_SPELT, "25-2.3d", value="２０２６-06"),
        bad({"payables": {202606: 1}}, TYPE, MONTH_SPELT, "25-2.3d", value=202606),
        bad({"payables": {None: 1}}, TYPE, MONTH_SPELT, "25-2.3d", value=None),
        bad(
            {"payables": {date(2026, 6, 1): 1}},
            TYPE,
            MONTH_SPELT,
            "25-2.3d",
            value=date(2026, 6, 1),
        ),
        bad(
            {"payables": {"2026-06": 1.0}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=1.0,
        ),
        bad(
            {"payables": {"2026-06": None}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=None,
        ),
        bad(
            {"payables": {"2026-06": True}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=True,
        ),
        bad(
            {"payables": {"2026-06": "1,000.00"}},
            VALUE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value="1,000.00",
        ),
        bad(
            {"payables": {"2026-06": "1.005"}},
            VALUE,
            AMOUNT,
            "25-2.3d",
            field="payables[2026-06]",
            value="1.005",
        ),
        bad(
            {"payables": {"2026-06": SNAN}},
            VALUE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=Decimal("sNaN"),
        ),
        bad(
            {"payables": {"2026-06": VAST}},
            VALUE,
            AMOUNT,
            "25-2.3d",
            field="payables[2026-06]",
            value=Decimal("1E+999999"),
        ),
        bad(
            {"payables": {"2026-06": HUGE}},
            VALUE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=10000000000000000000000000000000000000000,
        ),
        bad(
            {"payables": {"2026-06": "９"}},
            VALUE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value="９",
        ),
        bad(
            {"payables": {"2026-06": -(10**15)}},
            VALUE,
            AMOUNT,
            "25-2.3d",
            field="payables[2026-06]",
            value=-1000000000000000,
        ),
        bad({"payables": {BROKEN: 1}}, VALUE, MONTH_SPELT, "25-2.3d", value="A\nB"),
        bad({"booked": 5}, TYPE, "a mapping of months to amounts", "25-2.3d"),
        bad(
            {"booked": {"2026-08": 5}},
            VALUE,
            "months among the payables, 2026-06 to 2026-07",
            "25-2.3d",
            value="2026-08",
        ),
        bad(
            {"booked": {"2026-06": -5}},
            VALUE,
            "from 0.00 to 300.00, the lesser of balance and payable",
            "25-2.3d",
            field="booked[2026-06]",
            value=Decimal("-5.00"),
        ),
        bad(
            {"booked": {"2026-06": "300.01"}},
            VALUE,
            "from 0.00 to 300.00, the lesser of balance and payable",
            "25-2.3d",
            field="booked[2026-06]",
            value=Decimal("300.01"),
        ),
        bad(
            {"booked": {"2026-07": "0.01"}},
            VALUE,
            "from 0.00 to 0.00, the lesser of balance and payable",
            "25-2.3d",
            field="booked[2026-07]",
            value=Decimal("0.01"),
        ),
        bad(
            {"booked": {"2026-06": NAN}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="booked[2026-06]",
            value=NAN,
        ),
        bad({"booked": {"": 5}}, VALUE, MONTH_SPELT, "25-2.3d", value=""),
    ],
    "offset_prepayments": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="offset",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": "25"}, TYPE, POLICY),
        bad({"prepayments": PREPAYMENT}, TYPE, "an iterable of Prepayment", "25-2.3d"),
        bad({"prepayments": []}, VALUE, "at least one prepayment", "25-2.3d", value=()),
        bad(
            {"prepayments": [PREPAYMENT, PREPAYMENT]},
            VALUE,
            "each reference once",
            "25-2.3d",
            field="prepayments[1].reference",
            value="P1",
        ),
        bad(
            {"prepayments": [attrs.evolve(PREPAYMENT, cycle=CYCLE_9)]},
            VALUE,
            OF_CYCLE_25,
            "25-1.3a",
            field="cycle",
            value="渝医保办〔2025〕9号",
        ),
        bad(
            {"prepayments": [None]},
            TYPE,
            "Prepayment",
            "25-2.3d",
            field="prepayments[0]",
            value=None,
        ),
        bad({"payables": PAYABLES}, TYPE, BY_FUND, "25-2.3d", value="2026-06"),
        bad({"payables": None}, TYPE, BY_FUND, "25-2.3d"),
        bad({"payables": {"EMPLOYEE": PAYABLES}}, TYPE, BY_FUND, "25-2.3d", value="EMPLOYEE"),
        bad({"payables": {"employee": PAYABLES}}, TYPE, BY_FUND, "25-2.3d", value="employee"),
        bad(
            {"payables": {Strangers.EMPLOYEE: PAYABLES}},
            TYPE,
            BY_FUND,
            "25-2.3d",
            value=Strangers.EMPLOYEE,
        ),
        bad(
            {"payables": {Fund.EMPLOYEE: None}},
            TYPE,
            "a mapping of months to amounts",
            "25-2.3d",
            field="payables[EMPLOYEE]",
            value=None,
        ),
        bad(
            {"payables": {Fund.EMPLOYEE: {"2026-05": 1}}},
            VALUE,
            "months of the window 2026-06 to 2027-05",
            "25-2.3d",
            field="payables[EMPLOYEE]",
            value="2026-05",
        ),
        bad(
            {"payables": {Fund.RESIDENT: {"2026-06": 1}}},
            VALUE,
            "months among the payables, which has none",
            "25-2.3d",
            field="booked[P1]",
            value="2026-06",
        ),
        bad(
            {"payables": {Fund.EMPLOYEE: {"2026-06": 0.1}}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[EMPLOYEE][2026-06]",
            value=0.1,
        ),
        bad(
            {"booked": {"P9": {}}},
            VALUE,
            "references of the prepayments: P1",
            "25-2.3d",
            value="P9",
        ),
        bad(
            {"booked": {"2026-06": 5}},
            VALUE,
            "references of the prepayments: P1",
            "25-2.3d",
            value="2026-06",
        ),
        bad({"booked": []}, TYPE, "a mapping by reference", "25-2.3d"),
        bad({"booked": {5: {}}}, VALUE, "references of the prepayments: P1", "25-2.3d", value=5),
        bad(
            {"booked": {"P1": 5}},
            TYPE,
            "a mapping of months to amounts",
            "25-2.3d",
            field="booked[P1]",
            value=5,
        ),
        bad(
            {"booked": {"P1": {"2026-06": 301}}},
            VALUE,
            "from 0.00 to 300.00, the lesser of balance and payable",
            "25-2.3d",
            field="booked[P1][2026-06]",
            value=Decimal("301.00"),
        ),
    ],
    "offset_window": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="offset",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": None}, TYPE, POLICY),
        bad({"cycle": CYCLE_9}, VALUE, OF_CYCLE_25, "25-1.3a", value="渝医保办〔2025〕9号"),
        bad({"cycle": ("2025-05-30", "2026-05-29")}, TYPE, "Cycle"),
        bad(
            {"cycle": Cycle("9998-05-30", "9999-05-29")},
            VALUE,
            "a cycle whose window does not run past the year 9999",
            "25-2.3e",
        ),
    ],
    "participation": [
        *each("policy", [None, [N25]], TYPE, POLICY),
        *each("institution", ["H1", None, InstitutionKind.PUBLIC], TYPE, "Institution"),
    ],
    "paying_fund": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="prepayment",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": 5}, TYPE, POLICY),
        bad({"institution": None}, TYPE, "Institution"),
        bad(
            {"institution": attrs.evolve(hospital(), grade=Grade.UNGRADED, designated=False)},
            NotProvidedError,
            "an institution designated by the insurance",
            "25-2.3f",
        ),
        bad(
            {"institution": attrs.evolve(hospital(), kind=InstitutionKind.RETAIL_PHARMACY)},
            NotProvidedError,
            "an institution that the notice addresses",
            "25-1.1",
        ),
        bad(
            {"institution": attrs.evolve(hospital(), kind=InstitutionKind.PRIVATE)},
            NotProvidedError,
            "an encouraged institution that is enrolled",
            "25-1.1",
        ),
    ],
    "payment_standard": [
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="payment_standard",
            value="渝医保办〔2025〕25号",
        ),
        bad({"policy": None}, TYPE, POLICY),
        bad({"selected": SELECTED}, TYPE, "an iterable of SelectedProduct", "9-3.3a"),
        bad({"selected": []}, VALUE, "at least one selected product", "9-3.3a", value=()),
        bad(
            {"selected": [PACK]}, TYPE, "SelectedProduct", "9-3.3a", field="selected[0]", value=PACK
        ),
        bad(
            {"selected": [SELECTED, SelectedProduct(Product("B1", "滤器", "甲"), 1)]},
            VALUE,
            "one variety, 透析器",
            "9-3.3a",
            field="selected[1].product.variety",
            value="滤器",
        ),
        bad({"specification": "24片"}, TYPE, "Specification", "9-3.3a"),
        bad(
            {"specification": tablets(12), "ratios": None},
            NotComparableError,
            "price ratios, as the products have several specifications",
            "9-3.3a",
            field="ratios",
            value=None,
        ),
        bad(
            {
                "specification": None,
                "selected": [
                    SELECTED,
                    SelectedProduct(Product("B1", "透析器", "甲", specification=tablets(12)), 1),
                ],
            },
            NotComparableError,
            ("the specification asked for, as the selected products have several"),
            "9-3.3a",
        ),
        bad(
            {"specification": tablets(12, fill="1", fill_unit="ml")},
            NotComparableError,
            "the same fill_unit, None",
            "9-3.3a",
            field="fill_unit",
            value="ml",
        ),
        bad({"ratios": 1.7}, TYPE, "PriceRatios or None", "9-3.3a"),
        bad({"cycle": CYCLE}, VALUE, OF_CYCLE_9, "9-2.1", value="渝医保办〔2025〕25号"),
        bad({"cycle": Span("2025-03-07", "2025-12-31")}, TYPE, "Cycle"),
        bad({"reading": cautious()}, VALUE, f"the cycle's own reading, {Reading()}", "9-3.3a"),
        bad({"reading": "INCLUSIVE"}, TYPE, "Reading or None", "9-3.3a"),
    ],
    "prepayment_case": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="prepayment",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": "25"}, TYPE, POLICY),
        *each("institution", [None, hospital], TYPE, "Institution"),
        *each("total", [0, "-100"], VALUE, POSITIVE, "25-2.3a"),
        bad({"total": 0.1}, TYPE, AMOUNT + AS_FIGURE, "25-2.3a"),
        bad({"total": "NaN"}, VALUE, AMOUNT + AS_FIGURE, "25-2.3a"),
        bad(
            {"execution_date": None},
            TYPE,
            ("the day on which the result is first carried out, a date or YYYY-MM-DD"),
            "25-1.3a",
        ),
        bad(
            {"execution_date": "2025-05-29"},
            VALUE,
            "a day on or after the effective date 2025-05-30",
            "25-1.3a",
            value=date(2025, 5, 29),
        ),
        bad({"execution_date": AWARE}, TYPE, DAY_TYPED, "25-1.3a"),
        bad(
            {"execution_date": "9999-06-01"},
            VALUE,
            "a day 12 months after which the year 9999 is not over",
            "25-1.3a",
            value=date(9999, 6, 1),
        ),
        bad({"payables": None}, TYPE, "a mapping of months to amounts", "25-2.3d"),
        bad(
            {"payables": {"2026-05": 70}},
            VALUE,
            "months of the window 2026-06 to 2027-05",
            "25-2.3d",
            value="2026-05",
        ),
        bad(
            {"payables": {"2026-06": INF}},
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3d",
            field="payables[2026-06]",
            value=INF,
        ),
        bad(
            {"payables": {"2027-06": 1}},
            VALUE,
            "months of the window 2026-06 to 2027-05",
            "25-2.3d",
            value="2027-06",
        ),
        *each("reading", [{}, None], TYPE, "Reading"),
        bad({"calendar": 5}, TYPE, CALENDAR_LIKE, "25-2.3a"),
        bad(
            {"reading": cautious(), "calendar": None},
            VALUE,
            ("a calendar of working days for the reading DisbursementDay.PREVIOUS_WORKDAY"),
            "25-2.3b",
            field="calendar",
            value=None,
        ),
        bad(
            {"reading": cautious(), "calendar": HolidayTable("2024-01-01", "2024-12-31")},
            CalendarCoverageError,
            ("a day that the calendar from 2024-01-01 to 2024-12-31 holds data for"),
            "25-2.3b",
            field="calendar",
            value=date(2025, 6, 30),
        ),
    ],
    "prepayment_schedule": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="prepayment",
            value="渝医保办〔2025〕9号",
        ),
        *each("policy", [None, POSING], TYPE, POLICY),
        bad({"policy": CYCLE, "cycle": N25}, TYPE, POLICY),
        bad({"cycle": CYCLE_9}, VALUE, OF_CYCLE_25, "25-1.3a", value="渝医保办〔2025〕9号"),
        *each("cycle", [None, SCHEDULE, Span("2025-05-30", "2026-05-29")], TYPE, "Cycle"),
        bad(
            {"cycle": Cycle("2025-05-30", "2025-09-30")},
            VALUE,
            "a cycle that reaches the end of procurement month 6",
            "25-2.3c",
        ),
        bad(
            {"cycle": Cycle("9999-12-01", "9999-12-31")},
            VALUE,
            ("a cycle that reaches the end of month 1 after the month of execution"),
            "25-2.3b",
        ),
        *each(
            "total",
            [
                None,
                True,
                0.1,
                NAN,
                INF,
                b"100",
                [100],
                LOOP,
                complex(1, 1),
                STRANGER,
                POSING,
                DAY,
                Fund.EMPLOYEE,
                b"",
            ],
            TYPE,
            AMOUNT + AS_FIGURE,
            "25-2.3a",
        ),
        *each("total", [0, "-0.00", Decimal("-0"), -1], VALUE, POSITIVE, "25-2.3a"),
        *each(
            "total",
            ["1.005", 10**15, -(10**15), VAST, TINY, MEGABYTES, Liar("1.005")],
            VALUE,
            AMOUNT,
            "25-2.3a",
        ),
        *each(
            "total",
            [
                HUGE,
                SNAN,
                ENDLESS,
                Decimal("-Infinity"),
                "",
                " 1",
                "1 ",
                "1\n",
                "+1",
                "1.",
                ".5",
                "1e5",
                "1_000",
                "1,000.00",
                "１２",
                "一百",
                "¥100",
                "0x10",
                "٣",
                "1\x00",
                NUL,
                SURROGATE,
                "NaN",
                "Infinity",
                LYING_DECIMAL,
                LYING_INT,
            ],
            VALUE,
            AMOUNT + AS_FIGURE,
            "25-2.3a",
        ),
        *each("calendar", [(), True, HolidayTable], TYPE, CALENDAR_LIKE, "25-2.3a"),
        bad(
            {
                "cycle": attrs.evolve(
                    CYCLE, reading=Reading(disbursement_day=DisbursementDay.NEXT_WORKDAY)
                ),
                "calendar": None,
            },
            VALUE,
            ("a calendar of working days for the reading DisbursementDay.NEXT_WORKDAY"),
            "25-2.3b",
            field="calendar",
            value=None,
        ),
        bad(
            {
                "cycle": attrs.evolve(
                    CYCLE, reading=Reading(disbursement_day=DisbursementDay.NEXT_WORKDAY)
                ),
                "calendar": HolidayTable("2025-01-01", "2025-06-29"),
            },
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2025-06-29 holds data for"),
            "25-2.3b",
            field="calendar",
            value=date(2025, 6, 30),
        ),
    ],
    "price_in_force": [
        bad(
            {"policy": N9}, VALUE, OF_CYCLE_9, "9-2.1", field="cycle", value="渝医保办〔2025〕25号"
        ),
        bad({"policy": None}, TYPE, POLICY),
        bad({"contract": None}, TYPE, "Contract", "25-2.4b"),
        bad(
            {"contract": attrs.evolve(CONTRACT, cycle=CYCLE_9)},
            VALUE,
            OF_CYCLE_25,
            "25-1.3a",
            field="cycle",
            value="渝医保办〔2025〕9号",
        ),
        bad(
            {"on": "2025-05-29"},
            OutOfForceError,
            "a day of the cycle, 2025-05-30 to 2026-05-29",
            "25-2.4b",
            value=date(2025, 5, 29),
        ),
        bad(
            {"on": "2026-05-30"},
            OutOfForceError,
            "a day of the cycle, 2025-05-30 to 2026-05-29",
            "25-2.4b",
            value=date(2026, 5, 30),
        ),
        *each("on", [None, MOMENT], TYPE, DAY_TYPED, "25-2.4b"),
        bad({"on": "2025-06-18 "}, VALUE, DAY_SPELT, "25-2.4b"),
    ],
    "procurement_cycle": [
        *each("policy", [None, "25号", HUGE], TYPE, POLICY),
        bad(
            {"execution_date": None},
            TYPE,
            ("the day on which the result is first carried out, a date or YYYY-MM-DD"),
            "25-1.3a",
        ),
        *each(
            "execution_date",
            ["2025-05-29", LyingDay(2025, 5, 29)],
            VALUE,
            "a day on or after the effective date 2025-05-30",
            "25-1.3a",
            value=date(2025, 5, 29),
        ),
        bad(
            {"execution_date": "0001-01-01"},
            VALUE,
            "a day on or after the effective date 2025-05-30",
            "25-1.3a",
            value=date(1, 1, 1),
        ),
        bad(
            {"execution_date": "9999-01-02"},
            VALUE,
            "a day 12 months after which the year 9999 is not over",
            "25-1.3a",
            value=date(9999, 1, 2),
        ),
        bad(
            {"policy": N9, "execution_date": "2026-01-01"},
            VALUE,
            ("a day on or after the effective date 2025-03-07 and not after 2025-12-31"),
            "9-2.1",
            field="execution_date",
            value=date(2026, 1, 1),
        ),
        bad(
            {"policy": N9, "execution_date": "2025-03-06"},
            VALUE,
            ("a day on or after the effective date 2025-03-07 and not after 2025-12-31"),
            "9-2.1",
            field="execution_date",
            value=date(2025, 3, 6),
        ),
        *each(
            "execution_date",
            [
                NAIVE,
                AWARE,
                MOMENT,
                DAY.toordinal(),
                True,
                POSING,
                (2025, 6, 1),
                LOOP,
                YearMonth(2025, 6),
            ],
            TYPE,
            DAY_TYPED,
            "25-1.3a",
        ),
        *each(
            "execution_date",
            [
                "2025-02-30",
                "2025-13-01",
                "2025-00-10",
                "0000-06-01",
                "10000-06-01",
                "2025-6-1",
                "20250601",
                "2025/06/01",
                "01-06-2025",
                "2025-06",
                "2025-W22-7",
                "2025-152",
                "2025-06-01T00:00:00Z",
                "２０２５-06-01",
                "2025年6月1日",
                " 2025-06-01",
                "2025-06-01\n",
                "-2025-06-01",
                "2025-06-01\x00",
                "today",
                "",
                LIAR,
                MEGABYTES,
            ],
            VALUE,
            DAY_SPELT,
            "25-1.3a",
        ),
        *each("reading", [None, LastDay.INCLUSIVE, Reading, "civil_code", CYCLE], TYPE, "Reading"),
    ],
    "procurement_month": [
        *each("cycle", [None, YearMonth(2025, 6)], TYPE, "Cycle"),
        *each("number", [0, 13, -1, HUGE, LYING_INT], VALUE, MONTH_OF_CYCLE),
        *each("number", [True, 6.0, "6", None, Decimal(6)], TYPE, MONTH_OF_CYCLE),
    ],
    "reconcile": [
        *each("schedule", [None, CYCLE], TYPE, "PrepaymentSchedule"),
        *each(
            "disbursements",
            [None, Disbursement("P1", 1, "2025-07-01")],
            TYPE,
            "an iterable of Disbursement",
            "25-2.3a",
        ),
        bad(
            {"disbursements": [100]},
            TYPE,
            "Disbursement",
            "25-2.3a",
            field="disbursements[0]",
            value=100,
        ),
        bad(
            {
                "disbursements": [
                    Disbursement("P1", 1, "2025-07-01"),
                    Disbursement("P2", 1, "2025-07-01"),
                ]
            },
            VALUE,
            "disbursements of one prepayment, P1",
            "25-2.3a",
            field="disbursements[1].prepayment_reference",
            value="P2",
        ),
        bad(
            {"disbursements": [Disbursement("P1", "1234567.90", "2025-07-01")]},
            VALUE,
            ("together not above the total of 1234567.89, of which 1234567.89 was left"),
            "25-2.3a",
            field="disbursements[0].amount",
            value=Decimal("1234567.90"),
        ),
        *each("as_of", [None, NAIVE], TYPE, DAY_TYPED, "25-2.3a"),
        bad({"as_of": "2025-12"}, VALUE, DAY_SPELT, "25-2.3a"),
    ],
    "reimburse": [
        *each("standard", [None, "50.00", TABLE], TYPE, "PaymentStandard"),
        *each("price", [0, "-60", "60.0000001", 10**9], VALUE, PRICE, "9-3.3a"),
        bad({"price": 60.0}, TYPE, PRICE + AS_FIGURE, "9-3.3a"),
        *each("quantity", [0, "3.00001", 10**12, "0.0"], VALUE, QUANTITY, "9-3.3a"),
        bad({"quantity": True}, TYPE, QUANTITY + AS_FIGURE, "9-3.3a"),
        *each("coverage", [("0.1", "0.7"), {"fund_share": "0.7"}], TYPE, "Coverage", "9-3.3a"),
        bad({"billed": 180.0}, TYPE, AMOUNT + AS_FIGURE, "9-3.3a"),
        bad({"billed": "180.001"}, VALUE, AMOUNT, "9-3.3a"),
        bad({"billed": SNAN}, VALUE, AMOUNT + AS_FIGURE, "9-3.3a"),
        bad(
            {"price": "999999999", "quantity": 999_999_999},
            VALUE,
            AMOUNT,
            "9-3.3a",
            field="charge",
            value=Decimal("999999998000000001.00"),
        ),
    ],
    "revise": [
        bad(
            {"policy": N9},
            NotProvidedError,
            NOT_IN_9,
            "9-4.4",
            field="prepayment",
            value="渝医保办〔2025〕9号",
        ),
        bad({"policy": None}, TYPE, POLICY),
        *each("schedule", [None, LEDGER], TYPE, "PrepaymentSchedule", "25-2.3a"),
        bad(
            {"policy": INVENTED},
            VALUE,
            "a cycle of 虚构〔2030〕3号",
            "3-2",
            field="cycle",
            value="渝医保办〔2025〕25号",
        ),
        bad(
            {
                "schedule": prepayment_schedule(
                    INVENTED, procurement_cycle(INVENTED, "2030-02-01"), 100
                )
            },
            VALUE,
            OF_CYCLE_25,
            "25-1.3a",
            field="cycle",
            value="虚构〔2030〕3号",
        ),
        bad({"new_total": 0}, VALUE, POSITIVE, "25-2.3a"),
        bad(
            {"new_total": "699999.99"},
            VALUE,
            "a total not below what was disbursed, 700000.00",
            "25-2.3a",
            value=Decimal("699999.99"),
        ),
        *each("new_total", [1e6, None], TYPE, AMOUNT + AS_FIGURE, "25-2.3a"),
        bad({"disbursed": -1}, VALUE, NOT_NEGATIVE, "25-2.3a"),
        bad({"disbursed": "700_000"}, VALUE, AMOUNT + AS_FIGURE, "25-2.3a"),
        bad({"disbursed": True}, TYPE, AMOUNT + AS_FIGURE, "25-2.3a"),
        bad(
            {"disbursed": "1500000.01"},
            VALUE,
            "a total not below what was disbursed, 1500000.01",
            "25-2.3a",
            field="new_total",
            value=Decimal("1500000.00"),
        ),
    ],
    "sensitivity": [
        *each("rule", [None, "str", Reading()], TYPE, "a callable that takes a Reading"),
        *each("reading", [None, Reading, LastDay.CORRESPONDING], TYPE, "Reading"),
    ],
    "standard_table": [
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="payment_standard",
            value="渝医保办〔2025〕25号",
        ),
        bad({"policy": ()}, TYPE, POLICY),
        bad({"selected": None}, TYPE, "an iterable of SelectedProduct", "9-3.3a"),
        bad({"selected": []}, VALUE, "at least one selected product", "9-3.3a", value=()),
        bad(
            {"selected": [SELECTED, SELECTED]},
            VALUE,
            "each code once",
            "9-3.3a",
            field="selected[1].code",
            value="A1",
        ),
        bad(
            {"selected": ["A1"]}, TYPE, "SelectedProduct", "9-3.3a", field="selected[0]", value="A1"
        ),
        *each(
            "specifications", [None, tablets(12)], TYPE, "an iterable of Specification", "9-3.3a"
        ),
        bad(
            {"specifications": ["12片"]},
            TYPE,
            "Specification",
            "9-3.3a",
            field="specifications[0]",
            value="12片",
        ),
        bad({"ratios": "1.7"}, TYPE, "PriceRatios or None", "9-3.3a"),
        bad({"cycle": CYCLE}, VALUE, OF_CYCLE_9, "9-2.1", value="渝医保办〔2025〕25号"),
        bad({"cycle": 2025}, TYPE, "Cycle"),
        bad({"reading": cautious()}, VALUE, f"the cycle's own reading, {Reading()}", "9-3.3a"),
        bad({"reading": True}, TYPE, "Reading or None", "9-3.3a"),
    ],
    "supplier_payment_due": [
        bad({"policy": None}, TYPE, POLICY),
        *each("accepted_on", [None, AWARE], TYPE, DAY_TYPED, "25-2.3h"),
        bad({"accepted_on": "2025-06-31"}, VALUE, DAY_SPELT, "25-2.3h"),
        bad(
            {"accepted_on": "9999-12-01"},
            VALUE,
            "a day whose deadline is not past the year 9999",
            "25-2.3h",
            value=date(9999, 12, 1),
        ),
        *each("reading", [None, DebtDay.UNSHIFTED], TYPE, "Reading", "25-2.3h"),
        *each("calendar", [[], HolidayTable], TYPE, CALENDAR_LIKE, "25-2.3h"),
        bad(
            {"reading": Reading(debt_day=DebtDay.NEXT_WORKDAY), "calendar": None},
            VALUE,
            ("a calendar of working days for the reading DebtDay.NEXT_WORKDAY"),
            "25-2.3h",
            field="calendar",
            value=None,
        ),
        bad(
            {"accepted_on": "2028-05-30", "reading": Reading(debt_day=DebtDay.NEXT_WORKDAY)},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            "25-2.3h",
            field="calendar",
            value=date(2028, 6, 30),
        ),
    ],
    "supplier_payment_state": [
        bad({"policy": None}, TYPE, POLICY),
        *each("delivery", [CONTRACT, None], TYPE, "Delivery", "25-2.3h"),
        *each("payments", [None, PAYMENT], TYPE, "an iterable of SupplierPayment", "25-2.3h"),
        bad(
            {"payments": [4000]},
            TYPE,
            "SupplierPayment",
            "25-2.3h",
            field="payments[0]",
            value=4000,
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, delivery_reference="D9")]},
            VALUE,
            "payments for the delivery D1",
            "25-2.3h",
            field="payments[0].delivery_reference",
            value="D9",
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, paid_on="2025-06-17")]},
            VALUE,
            "a day on or after the acceptance, 2025-06-18",
            "25-2.3h",
            field="payments[0].paid_on",
            value=date(2025, 6, 17),
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, amount="10000.01")]},
            VALUE,
            ("an amount not beyond what is still owed, 10000.00 of 10000.00, and of its sign"),
            "25-2.3h",
            field="payments[0].amount",
            value=Decimal("10000.01"),
        ),
        bad(
            {"payments": [attrs.evolve(PAYMENT, amount=-1)]},
            VALUE,
            ("an amount not beyond what is still owed, 10000.00 of 10000.00, and of its sign"),
            "25-2.3h",
            field="payments[0].amount",
            value=Decimal("-1.00"),
        ),
        bad(
            {"as_of": "2025-06-17"},
            VALUE,
            "a day on or after the acceptance, 2025-06-18",
            "25-2.3h",
            value=date(2025, 6, 17),
        ),
        bad({"as_of": None}, TYPE, DAY_TYPED, "25-2.3h"),
        bad({"reading": "x"}, TYPE, "Reading", "25-2.3h"),
        bad({"calendar": STRANGER}, TYPE, CALENDAR_LIKE, "25-2.3h"),
    ],
    "supply_incidents": [
        bad({"contract": ORDER}, TYPE, "Contract"),
        bad({"orders": None}, TYPE, "an iterable of Order", "25-1.3a"),
        bad({"orders": [DELIVERY]}, TYPE, "Order", "25-1.3a", field="orders[0]", value=DELIVERY),
        bad(
            {"orders": [ORDER, ORDER]},
            VALUE,
            "each reference once",
            "25-1.3a",
            field="orders[1].reference",
            value="O1",
        ),
        bad(
            {"orders": [attrs.evolve(ORDER, contract_reference="C2")]},
            VALUE,
            "the contract's own reference, C1",
            "25-1.3a",
            field="orders[0].contract_reference",
            value="C2",
        ),
        bad(
            {"orders": [attrs.evolve(ORDER, unit="盒")]},
            NotComparableError,
            "支: the product's specification converts no other",
            "25-1.3a",
            field="orders[0].unit",
            value="盒",
        ),
        bad({"deliveries": ORDER}, TYPE, "an iterable of Delivery", "25-1.3a"),
        bad(
            {"deliveries": [ORDER]}, TYPE, "Delivery", "25-1.3a", field="deliveries[0]", value=ORDER
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, order_reference="O9")]},
            VALUE,
            "the reference of one of the orders",
            "25-1.3a",
            field="deliveries[0].order_reference",
            value="O9",
        ),
        bad(
            {
                "deliveries": [
                    attrs.evolve(DELIVERY, order_reference="O1", accepted_on="2025-06-01")
                ]
            },
            VALUE,
            "a day on or after the order's, 2025-06-02",
            "25-1.3a",
            field="deliveries[0].accepted_on",
            value=date(2025, 6, 1),
        ),
        bad(
            {"deliveries": [attrs.evolve(DELIVERY, order_reference="O1", quantity=-1)]},
            VALUE,
            ("returns by 2025-08-31 that are not above what was delivered for the order O1"),
            "25-1.3a",
            value=Decimal(-1),
        ),
        bad({"as_of": MOMENT}, TYPE, DAY_TYPED, "25-1.3a"),
        bad({"as_of": "2025"}, VALUE, DAY_SPELT, "25-1.3a"),
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="incidents",
            value="渝医保办〔2025〕25号",
        ),
        bad({"policy": "9号"}, TYPE, POLICY),
    ],
    "timetable": [
        *each("policy", [None, N25.terms], TYPE, POLICY),
        bad(
            {"policy": N9}, VALUE, OF_CYCLE_9, "9-2.1", field="cycle", value="渝医保办〔2025〕25号"
        ),
        *each("cycle", [None, N25], TYPE, "Cycle"),
        bad(
            {"cycle": Cycle("2025-05-30", "2025-06-30")},
            VALUE,
            "a cycle that reaches the end of procurement month 6",
            "25-2.3c",
        ),
        bad(
            {"cycle": Cycle("9998-05-30", "9999-05-29")},
            VALUE,
            "a cycle whose window does not run past the year 9999",
            "25-2.3e",
        ),
        *each("calendar", [5, type(CALENDAR)], TYPE, CALENDAR_LIKE, "25-4.2"),
        bad(
            {"cycle": attrs.evolve(CYCLE, reading=cautious()), "calendar": None},
            VALUE,
            ("a calendar of working days for the reading DisbursementDay.PREVIOUS_WORKDAY"),
            "25-2.3b",
            field="calendar",
            value=None,
        ),
    ],
    "workday_before": [
        *each("day", [None, NAIVE], TYPE, DAY_TYPED),
        bad({"day": "2025-02-29"}, VALUE, DAY_SPELT),
        bad(
            {"day": "2024-06-01"},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            value=date(2024, 5, 31),
        ),
        bad(
            {"day": "0001-01-02"},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            value=date(1, 1, 1),
        ),
        *each("count", [0, -1, 10_001, LYING_INT], VALUE, COUNT),
        *each("count", [True, 3.0, "3"], TYPE, COUNT),
        *each("calendar", [None, HolidayTable, "Chongqing"], TYPE, CALENDAR_LIKE),
        bad(
            {"day": "2025-01-03"},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            value=date(2024, 12, 31),
        ),
    ],
    "Cycle.__contains__": [
        *each("day", [None, NAIVE, AWARE, CYCLE], TYPE, DAY_TYPED),
        bad({"day": "2025-02-30"}, VALUE, DAY_SPELT),
    ],
    "FundAccounts.months": [
        *each("fund", [None, "EMPLOYEE", "employee", Strangers.EMPLOYEE, Fund], TYPE, FUNDS),
    ],
    "HolidayTable.covers": [
        *each("day", [None, MOMENT], TYPE, DAY_TYPED),
        bad({"day": "2025-06-31"}, VALUE, DAY_SPELT),
    ],
    "HolidayTable.is_workday": [
        bad(
            {"day": "2024-12-31"},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            value=date(2024, 12, 31),
        ),
        bad(
            {"day": "2028-01-01"},
            CalendarCoverageError,
            ("a day that the calendar from 2025-01-01 to 2027-12-31 holds data for"),
            value=date(2028, 1, 1),
        ),
        *each("day", [5, AWARE], TYPE, DAY_TYPED),
    ],
    "PolicyBook.in_force": [
        *each("subject", [None, N25], TYPE, "str"),
        *each(
            "subject",
            ["dialysis", "", MEGABYTES, "haemodialysis-consumables\n"],
            NotListedError,
            ("a subject of the book: renewed-drugs-batches-1-and-3, haemodialysis-consumables"),
        ),
        bad(
            {"subject": LIAR},
            NotListedError,
            ("a subject of the book: renewed-drugs-batches-1-and-3, haemodialysis-consumables"),
            value="2025-02-30",
        ),
        *each("on", [None, NAIVE], TYPE, DAY_TYPED),
        bad(
            {"on": "2025-05-29"},
            OutOfForceError,
            (
                "a day on which a notice on haemodialysis-consumables is in "
                "force: 渝医保办〔2025〕25号 from 2025-05-30"
            ),
            value=date(2025, 5, 29),
        ),
        bad({"on": "2025-05-32"}, VALUE, DAY_SPELT),
    ],
    "SelectionResults.find": [
        *each("code", [None, PACK], TYPE, "str"),
        *each(
            "code",
            ["A9", "a1", "A1 ", "Ａ１", LIAR],
            NotListedError,
            "a code listed on 2025-09-01, or renewed by then",
        ),
        bad(
            {"code": "A2", "on": "2025-08-31"},
            NotListedError,
            "a code listed on 2025-08-31, or renewed by then",
        ),
        *each("on", [None, AWARE], TYPE, DAY_TYPED),
        bad({"on": "2025-09-31"}, VALUE, DAY_SPELT),
    ],
    "StandardTable.lookup": [
        *each("product_or_code", [None, SELECTED, b"A1"], TYPE, "str or Product", "9-3.3a"),
        *each("product_or_code", ["A9", "", LIAR], NotListedError, "a listed code", "9-3.3a"),
        bad(
            {"product_or_code": Product("A1", "滤器", "甲")},
            VALUE,
            "the variety of the listed code A1: 透析器",
            "9-3.3a",
            field="product_or_code.variety",
            value="滤器",
        ),
        bad(
            {"product_or_code": Product("A1", "透析器", "甲", specification=tablets(12))},
            VALUE,
            "the specification of the listed code A1: 片剂 0.50 g × 24",
            "9-3.3a",
            field="product_or_code.specification",
            value="片剂 0.50 g × 12",
        ),
        bad(
            {"product_or_code": Product("A9", "滤器", "甲")},
            NotListedError,
            "a listed variety",
            "9-3.3a",
        ),
        bad(
            {
                "product_or_code": Product(
                    "A9", "透析器", "甲", specification=tablets(12, fill="1", fill_unit="ml")
                )
            },
            NotComparableError,
            "the same fill_unit, None",
            "9-3.3a",
            field="fill_unit",
            value="ml",
        ),
        *each("on", [None, MOMENT], TYPE, DAY_TYPED),
        bad(
            {"on": "2025-03-06"},
            OutOfForceError,
            "a day of 2025-03-07 to 2025-12-31",
            "9-3.3a",
            value=date(2025, 3, 6),
        ),
        bad(
            {"on": "2026-01-01"},
            OutOfForceError,
            "a day of 2025-03-07 to 2025-12-31",
            "9-3.3a",
            value=date(2026, 1, 1),
        ),
    ],
    "StandardTable.published": [
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="payment_standard",
            value="渝医保办〔2025〕25号",
        ),
        bad({"policy": None}, TYPE, POLICY),
        bad({"rows": None}, TYPE, "rows of code, variety, price", "9-3.3a"),
        bad({"rows": []}, VALUE, "at least one row", "9-3.3a", value=()),
        bad({"rows": "A1"}, TYPE, ROW, "9-3.3a", field="rows[0]", value="A"),
        bad({"rows": ["A1,透析器,50"]}, TYPE, ROW, "9-3.3a", field="rows[0]", value="A1,透析器,50"),
        bad(
            {"rows": [("A1", "透析器")]},
            VALUE,
            ROW,
            "9-3.3a",
            field="rows[0]",
            value=("A1", "透析器"),
        ),
        bad(
            {"rows": [("A1", "透析器", "50.00", "2025")]},
            VALUE,
            ROW,
            "9-3.3a",
            field="rows[0]",
            value=("A1", "透析器", "50.00", "2025"),
        ),
        bad(
            {"rows": [("A1", "透析器", 50.0)]},
            TYPE,
            PRICE + AS_FIGURE,
            "9-3.3a",
            field="rows[0].price",
            value=50.0,
        ),
        bad(
            {"rows": [("A1", "透析器", 0)]}, VALUE, PRICE, "9-3.3a", field="rows[0].price", value=0
        ),
        bad({"rows": [(1, "透析器", 50)]}, TYPE, NAME, "9-3.3a", field="rows[0].code", value=1),
        bad({"rows": [("A1", "", 50)]}, VALUE, NAME, "9-3.3a", field="rows[0].variety", value=""),
        bad(
            {"rows": [("A1", "透析器", 50), ("A1", "透析器", 50)]},
            VALUE,
            "each code once",
            "9-3.3a",
            field="rows[1].code",
            value="A1",
        ),
        *each("in_force", [None, ("2025-03-07", "2025-12-31")], TYPE, "Span", "9-3.3a"),
        bad(
            {"in_force": CYCLE},
            VALUE,
            OF_CYCLE_9,
            "9-2.1",
            field="cycle",
            value="渝医保办〔2025〕25号",
        ),
    ],
    "YearMonth.of": [
        *each("day", [None, NAIVE], TYPE, DAY_TYPED),
        *each("day", ["2025-06", "2025-06-31"], VALUE, DAY_SPELT),
    ],
    "YearMonth.parse": [
        *each("text", [None, YearMonth(2025, 6)], TYPE, "str"),
        *each(
            "text",
            [
                "2025-13",
                "2025-00",
                "0000-01",
                "2025-6",
                "202506",
                "2025-06-01",
                "２０２５-06",
                "2025-06\n",
                Liar("2025-13"),
                MEGABYTES,
            ],
            VALUE,
            MONTH_SPELT,
        ),
    ],
    "money.amount": [
        *each("value", [1.0, True, None], TYPE, AMOUNT + AS_FIGURE, field="field"),
        *each("value", ["1.005", 10**15, VAST, MEGABYTES], VALUE, AMOUNT, field="field"),
        *each("value", [SNAN, "1e5", LYING_DECIMAL], VALUE, AMOUNT + AS_FIGURE, field="field"),
    ],
    "money.positive_amount": [
        *each("value", [0, "-0.01"], VALUE, POSITIVE, field="field"),
        bad({"value": NAN}, TYPE, AMOUNT + AS_FIGURE, field="field"),
    ],
    "money.non_negative_amount": [
        bad({"value": "-0.01"}, VALUE, NOT_NEGATIVE, field="field"),
        bad({"value": INF}, TYPE, AMOUNT + AS_FIGURE, field="field"),
    ],
    "money.unit_price": [
        *each("value", [0, "0.0000001", 10**9], VALUE, PRICE, field="field"),
    ],
    "money.measure": [
        *each("value", [0, "-1"], VALUE, MEASURE, field="field"),
        bad({"value": 1.5}, TYPE, MEASURE + AS_FIGURE, field="field"),
    ],
    "money.quantity": [
        *each("value", [0, "0.00001", 10**12], VALUE, QUANTITY, field="field"),
    ],
    "money.net_quantity": [
        bad({"value": 0.0}, TYPE, NET_QUANTITY + AS_FIGURE, field="field"),
        bad({"value": "1.00001"}, VALUE, NET_QUANTITY, field="field"),
    ],
    "money.ratio": [
        *each("value", ["0.00001", 10**16], VALUE, RATIO, field="field"),
    ],
    "money.share": [
        *each("value", ["1.000001", "-0.1", 2], VALUE, SHARE, field="field"),
    ],
    "money.from_float": [
        *each("x", [1, "1.25", True, Decimal("1.25")], TYPE, "float"),
        *each(
            "x",
            [NAN, INF, 1.255, 1e300, 5e-324],
            VALUE,
            "a float that is exactly one decimal of 2 places",
        ),
        *each("places", [7, -1, LYING_INT], VALUE, "an int from 0 to 6"),
        *each("places", [True, "2"], TYPE, "an int from 0 to 6"),
    ],
    "charts.balance": [
        *each("ledger", [None, SCHEDULE], TYPE, "OffsetLedger"),
        bad({"lang": "de"}, VALUE, LANGUAGE),
        bad({"lang": 5}, TYPE, LANGUAGE),
        *each("theme", ["sepia", LIAR], VALUE, THEME),
        *each("theme", [None, ["light"], LYING_INT], TYPE, THEME),
    ],
    "charts.timeline": [
        bad({"results": []}, VALUE, "at least one result", value=()),
        bad(
            {"results": [None]},
            TYPE,
            "Cycle or PrepaymentSchedule or OffsetLedger or PrepaymentCase",
            field="results[0]",
            value=None,
        ),
        bad(
            {"results": [SCHEDULE, SCHEDULE]},
            VALUE,
            "one schedule, not a second one",
            field="results[1]",
            value=SCHEDULE,
        ),
        bad(
            {"results": [CYCLE, CYCLE_9]},
            VALUE,
            (
                "a result of the same cycle, "
                "Cycle(first_day=datetime.date(2025, 5, 30), "
                "last_day=datetime.date(2026, 5, 29), "
                "policy_number='渝医保办〔2025〕25号', "
                "reading=Reading(last_day=<LastDay.INCLUSIVE: 'inclusive'>, "
                "month_end=<MonthEnd.CALENDAR_END: 'calendar end'>, "
                "disbursement_day=<DisbursementDay.UNSHIFTED: 'unshifted'>, "
                "debt_day=<DebtDay.UNSHIFTED: 'unshifted'>, "
                "return_clock=<ReturnClock.OFFSET_START: 'offset start'>, "
                "extension=<Extension.BEFORE_OFFSET: 'before offset'>, "
                "same_variety=<SameVariety.COMPARABLE: 'comparable'>, "
                "selected_firm=<SelectedFirm.BY_PROJECT: 'by project'>, "
                "neutral_listings=<NeutralListings.EXCLUDED: 'excluded'>), "
                "original_last_day=None, decided_on=None)"
            ),
            field="results[1]",
            value=CYCLE_9,
        ),
        bad(
            {"results": [EVENTS]},
            TYPE,
            "Cycle or PrepaymentSchedule or OffsetLedger or PrepaymentCase",
            field="results[0]",
            value=EVENTS,
        ),
        bad({"lang": None}, TYPE, LANGUAGE),
        bad({"lang": "cn"}, VALUE, LANGUAGE),
        bad({"theme": "Light"}, VALUE, THEME),
        bad({"theme": {}}, TYPE, THEME),
    ],
    "ics.dumps": [
        bad({"events": []}, VALUE, "at least one event", value=()),
        *each("events", [EVENTS[0], "EVENTS"], TYPE, "an iterable of Event"),
        bad({"events": [None]}, TYPE, "Event", field="events[0]", value=None),
        bad(
            {"events": [EVENTS[0], EVENTS[0]]},
            VALUE,
            "each event once",
            field="events[1]",
            value=EVENTS[0],
        ),
        bad({"cycle": None}, TYPE, "Cycle"),
        bad(
            {"cycle": CYCLE_9},
            VALUE,
            "an event of 渝医保办〔2025〕9号 under the cycle's reading",
            field="events[0]",
            value=EVENTS[0],
        ),
        bad(
            {"cycle": attrs.evolve(CYCLE, reading=cautious())},
            VALUE,
            "an event of 渝医保办〔2025〕25号 under the cycle's reading",
            field="events[0]",
            value=EVENTS[0],
        ),
        bad({"lang": "fr"}, VALUE, LANGUAGE),
        bad({"lang": None}, TYPE, LANGUAGE),
        *each("stamped_on", [NAIVE, 20250601], TYPE, DAY_TYPED),
        bad({"stamped_on": "2025-06-31"}, VALUE, DAY_SPELT),
    ],
    "charts.save": [
        *each("chart", [None, "<svg>"], TYPE, "an Altair chart"),
        *each("path", ["chart.pdf", ""], VALUE, "a path that ends in .svg or .png"),
        bad({"path": 5}, TYPE, "a path that ends in .svg or .png"),
        bad(
            {"path": NUL + ".svg"},
            VALUE,
            "a file in a folder that exists and can be written (ValueError)",
        ),
    ],
    "sheets.read_rows": [
        *each("path", [None, 5], TYPE, "a str or an os.PathLike of one"),
        *each("path", ["/no/such/file.csv", ".", NUL], VALUE, "a file that can be read"),
        bad({"columns": None}, TYPE, "a mapping of names to Columns"),
        bad({"columns": {}}, VALUE, "at least one column that is required", value=()),
        bad(
            {"columns": {"code": "机构编码"}},
            TYPE,
            "Column",
            field="columns[code]",
            value="机构编码",
        ),
        bad({"columns": {5: sheets.Column("机构编码", sheets.code)}}, TYPE, "str", value=5),
        bad(
            {
                "columns": {
                    "a": sheets.Column("甲", sheets.code),
                    "b": sheets.Column(" 甲 ", sheets.code),
                }
            },
            VALUE,
            "each heading for one column",
            field="columns[b]",
            value=" 甲 ",
        ),
        bad(
            {"columns": {"a": sheets.Column("甲", sheets.code, optional=True)}},
            VALUE,
            "at least one column that is required",
            value=("a",),
        ),
        bad({"sheet": 5}, TYPE, "str or None"),
        bad({"sheet": "Sheet1"}, VALUE, "None; a CSV file has no sheets"),
        bad({"encoding": 5}, TYPE, "str or None"),
        bad({"encoding": "utf-9"}, VALUE, "a text encoding: utf-8, gb18030, …"),
    ],
    "sheets.write_xlsx": [
        bad({"path": None}, TYPE, "a path ending in .xlsx"),
        *each("path", ["results.xls", NUL + ".xlsx"], VALUE, "a path ending in .xlsx"),
        bad(
            {"path": "/no/such/folder/results.xlsx"},
            VALUE,
            ("a file in a folder that exists and can be written (FileNotFoundError)"),
        ),
        *each(
            "results",
            [None, "x", CYCLE],
            TYPE,
            (
                "one of Assessment, Event, FundAccounts, FundTotals, "
                "MonthlyReport, OffsetLedger, PrepaymentCase, "
                "PrepaymentSchedule, Progress, Reconciliation, RefusedCell, "
                "Rows, SupplierPaymentState, SupplyIncident"
            ),
            field="results[0]",
        ),
        bad({"results": []}, VALUE, "at least one result", value=()),
        bad(
            {"results": [None]},
            TYPE,
            (
                "one of Assessment, Event, FundAccounts, FundTotals, "
                "MonthlyReport, OffsetLedger, PrepaymentCase, "
                "PrepaymentSchedule, Progress, Reconciliation, RefusedCell, "
                "Rows, SupplierPaymentState, SupplyIncident"
            ),
            field="results[0]",
            value=None,
        ),
        bad(
            {"results": [SCHEDULE, SCHEDULE]},
            VALUE,
            (
                "each prepayment, schedule and delivery, and each month of a "
                "fund or contract once: its figures would count twice (fund "
                "accounts bring their ledgers along, a case its schedule, a "
                "monthly report its payments)"
            ),
            field="results[1]",
            value=SCHEDULE,
        ),
        *each("lang", ["de", LIAR], VALUE, LANGUAGE),
        bad({"lang": None}, TYPE, LANGUAGE),
    ],
    "sheets.one_of": [
        *each("words", [None, ["甲"]], TYPE, "a mapping of words"),
        bad({"words": {}}, VALUE, "at least one word"),
        bad({"words": {"": 1}}, VALUE, "each word once, not empty", value=""),
        bad({"words": {5: 1}}, TYPE, "str", value=5),
        bad({"words": {"甲": 1, " 甲 ": 2}}, VALUE, "each word once, not empty", value=" 甲 "),
    ],
    "sheets.Cell": [
        bad({"number_format": True}, TYPE, WORDS),
        bad({"date_1904": 0}, TYPE, "bool"),
        bad({"uncalculated": 1}, TYPE, "bool"),
        bad({"value": []}, TYPE, "str or int or float or bool or date or None"),
    ],
    "sheets.Column": [
        bad({"headings": b"A"}, TYPE, "str", value=65),
        *each(
            "cell",
            [None, "code", str],
            TYPE,
            ("a function of a Cell, such as sheets.name, sheets.code or sheets.amount"),
        ),
        *each("optional", ["yes", 1], TYPE, "bool"),
        bad({"headings": ""}, VALUE, "a heading, or several", value=("",)),
        bad({"headings": ()}, VALUE, "a heading, or several"),
        *each("headings", [None, 5], TYPE, "a heading, or several"),
        bad({"headings": ["甲", None]}, TYPE, "str", value=None),
    ],
    "sheets.RefusedCell": [
        bad({"file": POSING}, TYPE, WORDS),
        bad({"sheet": {}}, TYPE, "str or None"),
        bad({"line": 1.0}, TYPE, "an int from 1 to 1000000000"),
        bad({"reason": MEGABYTES}, VALUE, WORDS),
        bad({"clause": STRANGER}, TYPE, "str or None"),
        bad({"row": ()}, TYPE, "Row or None"),
        bad({"column": 5}, TYPE, WORDS),
        bad({"value": []}, TYPE, "str or int or float or bool or date or None"),
        bad({"row": None, "line": 0}, VALUE, "an int from 1 to 1000000000", field="line", value=0),
    ],
    "sheets.Rows": [
        bad({"file": 5}, TYPE, WORDS),
        bad({"sheet": {}}, TYPE, "str or None"),
        *each("good", ["AB", None], TYPE, "an iterable of Row"),
        bad({"refused": [None]}, TYPE, "RefusedCell", field="refused[0]", value=None),
        bad({"skipped": STRANGER}, TYPE, "an iterable of SkippedLine"),
        bad({"other_headings": None}, TYPE, "an iterable of str"),
    ],
    "sheets.SkippedLine": [
        bad({"file": True}, TYPE, WORDS),
        bad({"sheet": STRANGER}, TYPE, "str or None"),
        bad({"line": "1"}, TYPE, "an int from 1 to 1000000000"),
        bad({"cells": 5}, TYPE, "an iterable of str or int or float or bool or date or None"),
        bad({"reason": b"A"}, TYPE, WORDS),
        bad({"lines": None}, TYPE, "an int from 1 to 1000000000"),
    ],
    "sheets.amount": [
        bad({"cell": sheets.Cell("1.5E3")}, VALUE, FIGURE, value="1.5E3"),
        bad({"cell": sheets.Cell("一")}, VALUE, FIGURE, value="一"),
        bad(
            {"cell": sheets.Cell(True)}, VALUE, "a figure, not a date or a truth value", value=True
        ),
        bad(
            {"cell": sheets.Cell(None)}, VALUE, "a figure, not a date or a truth value", value=None
        ),
        bad(
            {"cell": sheets.Cell(1.005)},
            VALUE,
            "a number that is one decimal of 2 places, as its cell shows it",
            value=1.005,
        ),
        bad({"cell": sheets.Cell("1,00")}, VALUE, FIGURE, value="1,00"),
        bad(
            {"cell": sheets.Cell(NAN)},
            VALUE,
            "a number that is one decimal of 2 places, as its cell shows it",
            value=NAN,
        ),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.code": [
        bad(
            {"cell": sheets.Cell(1.5)},
            VALUE,
            "a code as text, or as a whole number of at most 15 digits",
            value=1.5,
        ),
        bad(
            {"cell": sheets.Cell(True)},
            VALUE,
            "a code as text, or as a whole number of at most 15 digits",
            value=True,
        ),
        bad({"cell": sheets.Cell("a\nb")}, VALUE, NAME, value="a\nb"),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.day": [
        bad({"cell": sheets.Cell("2025-02-30")}, VALUE, A_DAY, value="2025-02-30"),
        bad({"cell": sheets.Cell(1.5)}, VALUE, A_DAY, value=1.5),
        bad({"cell": sheets.Cell(True)}, VALUE, A_DAY, value=True),
        bad({"cell": sheets.Cell("5月30日")}, VALUE, A_DAY, value="5月30日"),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.fund": [
        bad(
            {"cell": sheets.Cell("生育")},
            VALUE,
            ("a fund: 职工 or 居民, or its longer name such as 城镇职工基本医疗保险"),
            value="生育",
        ),
        bad(
            {"cell": sheets.Cell(5)},
            VALUE,
            ("a fund: 职工 or 居民, or its longer name such as 城镇职工基本医疗保险"),
            value=5,
        ),
        bad(
            {"cell": sheets.Cell(True)},
            VALUE,
            ("a fund: 职工 or 居民, or its longer name such as 城镇职工基本医疗保险"),
            value=True,
        ),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.grade": [
        bad(
            {"cell": sheets.Cell("四级")},
            VALUE,
            "a grade such as 三级甲等, 三甲, 二级, 一级 or 未定级",
            value="四级",
        ),
        bad(
            {"cell": sheets.Cell(1)},
            VALUE,
            "a grade such as 三级甲等, 三甲, 二级, 一级 or 未定级",
            value=1,
        ),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.institution_kind": [
        bad(
            {"cell": sheets.Cell("诊所")},
            VALUE,
            ("公立, 军队, 社会办 or 零售药店, or a longer name such as 公立医院"),
            value="诊所",
        ),
        bad(
            {"cell": sheets.Cell(None)},
            VALUE,
            ("公立, 军队, 社会办 or 零售药店, or a longer name such as 公立医院"),
            value=None,
        ),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.month": [
        bad({"cell": sheets.Cell("2025-13")}, VALUE, A_MONTH, value="2025-13"),
        bad({"cell": sheets.Cell("13月")}, VALUE, A_MONTH, value="13月"),
        bad({"cell": sheets.Cell(1.5)}, VALUE, A_MONTH, value=1.5),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.name": [
        bad({"cell": sheets.Cell(None)}, VALUE, "a text", value=None),
        bad({"cell": sheets.Cell(BIDI)}, VALUE, NAME, value="A\u202eB"),
        bad({"cell": sheets.Cell(5.5)}, VALUE, "a text", value=5.5),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.non_negative_amount": [
        bad({"cell": sheets.Cell("-1")}, VALUE, NOT_NEGATIVE, value="-1"),
        bad(
            {"cell": sheets.Cell(True)}, VALUE, "a figure, not a date or a truth value", value=True
        ),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.quantity": [
        bad({"cell": sheets.Cell("0")}, VALUE, QUANTITY, value="0"),
        bad({"cell": sheets.Cell("1e3")}, VALUE, FIGURE, value="1e3"),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.unit_price": [
        bad({"cell": sheets.Cell(0)}, VALUE, PRICE, value="0"),
        bad({"cell": sheets.Cell("0.0000001")}, VALUE, PRICE, value="0.0000001"),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.whole_number": [
        bad(
            {"cell": sheets.Cell("1.5")}, VALUE, "a whole number of at most 15 digits", value="1.5"
        ),
        bad(
            {"cell": sheets.Cell(True)}, VALUE, "a figure, not a date or a truth value", value=True
        ),
        bad({"cell": sheets.Cell("一")}, VALUE, FIGURE, value="一"),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "sheets.yes_no": [
        bad({"cell": sheets.Cell("也许")}, VALUE, "是 or 否", value="也许"),
        bad({"cell": sheets.Cell(2)}, VALUE, "是 or 否", value=2),
        bad({"cell": "1"}, TYPE, "Cell"),
    ],
    "frames.month_columns": [
        *no_tables(),
        *each("prefix", [None, 5, b"payable", POSING], TYPE, "str"),
        bad(
            {"prefix": "Payable"},
            VALUE,
            f"a prefix of columns such as Payable_2026_06: {', '.join(WIDE.column_names)}",
        ),
        bad(
            {"prefix": LIAR},
            VALUE,
            f"a prefix of columns such as 2025-02-30_2026_06: {', '.join(WIDE.column_names)}",
            value="2025-02-30",
        ),
    ],
    "frames.offset_columns": [
        *no_tables(),
        *no_offset(),
        *no_columns(OF_WIDE, "prepaid"),
        bad({"prepaid": "number"}, TYPE, MONEY_COLUMN, value="number: Int64"),
        *each(
            "payables",
            [None, "payable_2026_06", ["payable_2026_06"], POSING],
            TYPE,
            "a mapping of months to columns",
            "25-2.3d",
        ),
        bad({"payables": {5: "prepaid"}}, TYPE, MONTH_SPELT, "25-2.3d", value=5),
        bad({"payables": {"2026-13": "x"}}, VALUE, MONTH_SPELT, "25-2.3d", value="2026-13"),
        bad(
            {"payables": {"2026-07": "payable_2026_06"}},
            VALUE,
            "months from 2026-06 on without a gap; missing: 2026-06",
            "25-2.3d",
            value="2026-07",
        ),
        bad(
            {"payables": {"2026-06": "payable_2026_06", "2026-07": "payable_2026_06"}},
            VALUE,
            "a column for each month",
            "25-2.3d",
            value="payable_2026_06",
        ),
        bad({"payables": {"2026-06": "x"}}, VALUE, OF_WIDE, field="payables[2026-06]", value="x"),
        bad({"payables": {"2026-06": 5}}, TYPE, A_NAME, field="payables[2026-06]", value=5),
        *no_choice("unit", UNIT),
        *no_choice("invalid", INVALID),
        *no_places(),
        bad(
            {"places": 2, "unit": "fen"},
            VALUE,
            "None where the unit is fen: no floats",
        ),
    ],
    "frames.published_standards": [
        *no_tables(),
        *each("policy", [None, N9.number, STRANGER], TYPE, POLICY),
        bad(
            {"policy": N25},
            NotProvidedError,
            NOT_IN_25,
            field="payment_standard",
            value=N25.number,
        ),
        *no_columns(OF_LINES, "code", "variety", "price"),
        bad({"code": "packs"}, TYPE, NAME, "9-3.3a", field="rows[0].code", value=3),
        bad({"variety": "packs"}, TYPE, NAME, "9-3.3a", field="rows[0].variety", value=3),
        bad(
            {"price": "weight"},
            TYPE,
            "no float, or `places` for it",
            field="rows[0].price",
            value=1.5,
        ),
        *each("in_force", [None, "2025-03-07", STRANGER], TYPE, "Span", "9-3.3a"),
        *no_places(),
    ],
    "frames.reimburse_columns": [
        *no_tables(),
        *no_columns(OF_LINES, "price", "quantity", "standard"),
        bad({"price": "packs"}, TYPE, MONEY_COLUMN, value="packs: Int64"),
        bad({"standard": "weight"}, TYPE, MONEY_COLUMN, value="weight: Float64"),
        bad(
            {"quantity": "weight"},
            TYPE,
            "a column of decimals, text or integers, or one of floats with `places`",
            value="weight: Float64",
        ),
        *no_choice("unit", UNIT),
        *no_choice("invalid", INVALID),
        *no_places(),
        bad({"places": 0, "unit": "fen"}, VALUE, "None where the unit is fen: no floats"),
    ],
    "frames.selected_products": [
        *no_tables(),
        *no_columns(OF_LINES, "code", "variety", "maker", "price"),
        *each("group", [5, b"group", POSING], TYPE, A_NAME),
        bad({"group": "Group"}, VALUE, OF_LINES),
        bad({"group": "packs"}, TYPE, NAME, field="rows[0].group", value=3),
        bad({"code": "packs"}, TYPE, NAME, field="rows[0].code", value=3),
        bad({"price": "maker"}, VALUE, PRICE + AS_FIGURE, field="rows[0].price", value="甲"),
        *no_places(),
    ],
    "frames.to_long": [
        *no_tables(),
        *each("columns", [None, "x", ["payable_2026_06"]], TYPE, "a mapping of months to columns"),
        *(
            bad(
                {"columns": columns},
                VALUE,
                "one month or more, each once, each with a column of its own",
                value=", ".join(columns.values()),
            )
            for columns in (
                {},
                {"2026-06": "prepaid", "2026-07": "prepaid"},
                {"2026-06": "institution"},
            )
        ),
        bad({"columns": {"2026-06": "x"}}, VALUE, OF_WIDE, value="x"),
        bad({"columns": {"2026": "prepaid"}}, VALUE, MONTH_SPELT, value="2026"),
        bad({"columns": {"2026-06": None}}, TYPE, A_NAME, value=None),
        bad(
            {"columns": {"2026-06": "prepaid", "2026-07": "number"}},
            TYPE,
            "columns of one type",
            value="prepaid: String, number: Int64",
        ),
        *no_columns(OF_WIDE, "institution"),
        *each("month", [5, None, POSING], TYPE, A_NAME),
        *each("payable", [5, None, POSING], TYPE, A_NAME),
        *(
            bad(
                {name: "institution"},
                VALUE,
                "the names of three columns",
                field="columns",
                value=shown,
            )
            for name, shown in (
                ("month", "institution, institution, payable"),
                ("payable", "institution, month, institution"),
            )
        ),
    ],
    "frames.to_wide": [
        *no_tables(),
        *no_offset(),
        *no_columns(OF_FLOWS, "institution", "month", "payable"),
        bad(
            {"month": "number"},
            TYPE,
            "a column of texts YYYY-MM",
            "25-2.3d",
            value="number: Int64",
        ),
        bad(
            {"payable": "month"},
            VALUE,
            "the names of three columns",
            field="columns",
            value="institution, month, month",
        ),
        *each("through", [202606, 2026.06, POSING, DAY], TYPE, MONTH_SPELT, "25-2.3d"),
        *each("through", ["2026-6", "2026-13", LIAR], VALUE, MONTH_SPELT, "25-2.3d"),
        *(
            bad(
                {"through": month},
                VALUE,
                f"months of the window {WINDOW}",
                "25-2.3d",
            )
            for month in ("2026-05", "2027-06")
        ),
        *no_choice("invalid", INVALID),
    ],
    "frames.with_standards": [
        *no_tables(),
        *each("standards", [None, "x", N9, STRANGER], TYPE, "StandardTable"),
        *no_columns(OF_ONE_LINE, "code"),
        bad({"code": "packs"}, TYPE, "a column of texts", value="packs: Int64"),
        *each("on", [5, None, NAIVE, STRANGER], TYPE, DAY_TYPED),
        *each("on", ["Day", "2025-02-30", LIAR], VALUE, DAY_SPELT),
        bad(
            {"on": "packs"},
            TYPE,
            "a column of dates, or of texts YYYY-MM-DD",
            value="packs: Int64",
        ),
        *no_choice("uncovered", "'error' or 'separate' or 'pass'"),
        *no_choice("unit", UNIT),
    ],
    "json.dumps": [
        *each(
            "value",
            [None, {"first_day": "2025-05-30"}, Cycle, Fund.EMPLOYEE, "x", CALENDAR.covers],
            TYPE,
            "a public value of the library",
        ),
        *each("indent", [-1, 17, LYING_INT], VALUE, "an int from 0 to 16"),
        *each("indent", ["  ", True], TYPE, "an int from 0 to 16"),
    ],
    "json.loads": [
        *each("text", [None, 5], TYPE, "str or bytes"),
        *each("text", ["", "nan"], VALUE, "JSON; line 1, column 1: Expecting value"),
        bad({"text": "null"}, TYPE, "an object", value=None),
        bad({"text": "[]"}, TYPE, "an object", value=[]),
        bad({"text": "{}"}, VALUE, "1", field="schema", value=None),
        bad(
            {"text": "{"},
            VALUE,
            ("JSON; line 1, column 2: Expecting property name enclosed in double quotes"),
            value="",
        ),
        bad({"text": b"\xff"}, VALUE, "UTF-8, also at byte 0"),
        bad({"text": "\ufeff{}"}, VALUE, "UTF-8 without a byte order mark"),
        bad({"text": "[" * 65 + "]" * 65}, VALUE, "objects and arrays at most 64 deep", value=65),
        *each(
            "text",
            ["[" * 1_000_000, MEGABYTES],
            VALUE,
            "at most 10000 bytes, as most_bytes says",
            value=1000000,
        ),
        bad(
            {"text": '{"schema":1,"type":"Span","value":{}}'},
            VALUE,
            "a value for every field, null where it is none",
            field="first_day",
            value=None,
        ),
        bad({"text": '{"schema":2,"type":"Span","value":{}}'}, VALUE, "1", field="schema", value=2),
        bad(
            {"text": '{"schema":1,"type":"os","value":{}}'},
            VALUE,
            "the name of a public class of the right kind",
            field="type",
            value="os",
        ),
        bad({"text": '{"schema":1,"schema":1}'}, VALUE, "each key once", field="schema", value=1),
        bad({"most_bytes": 0}, VALUE, "an int from 1 to 4611686018427387904"),
        *each("most_bytes", [None, 1.0, True], TYPE, "an int from 1 to 4611686018427387904"),
        bad(
            {"most_bytes": 10},
            VALUE,
            "at most 10 bytes, as most_bytes says",
            field="text",
            value=1077,
        ),
    ],
}
