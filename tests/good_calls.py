"""One good call of every public function and constructor, its arguments all by name.

A bad input is a good call with something changed; `bad_inputs` has these.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import vbp_policy
from strategies import hospital
from test_values import EXAMPLES, given_fields, reached, tablets
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Alternative,
    Change,
    Comparison,
    Contract,
    Coverage,
    Delivery,
    Disbursement,
    Fund,
    HolidayTable,
    LastDay,
    Listing,
    ListingStatus,
    Order,
    PolicyBook,
    PolicyOutcome,
    Prepayment,
    Product,
    Reading,
    Renewal,
    SelectedProduct,
    SelectionResults,
    Sensitivity,
    Span,
    StandardTable,
    SupplierPayment,
    Usage,
    YearMonth,
    money,
    offset_prepayments,
    payment_standard,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    standard_table,
    timetable,
)
from vbp_policy.interop import charts, frames, ics, json, sheets
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

N9, N25 = CHONGQING_2025_9, CHONGQING_2025_25
CYCLE = procurement_cycle(N25, "2025-05-30")
CYCLE_9 = procurement_cycle(N9)
CALENDAR = HolidayTable("2025-01-01", "2027-12-31", days_off=["2025-06-30"])
SCHEDULE = prepayment_schedule(N25, CYCLE, "1234567.89")
PREPAYMENT = Prepayment("P1", hospital(), Fund.EMPLOYEE, 1000, CYCLE)
PAYABLES: Any = {"2026-06": "300.00", "2026-07": 0}
ACCOUNTS = offset_prepayments(N25, [PREPAYMENT], {Fund.EMPLOYEE: PAYABLES})
EVENTS = timetable(N25, CYCLE)
PACK = Product("A1", "透析器", "甲", specification=tablets(24), group="1")
SELECTED = SelectedProduct(PACK, "50.00")
STANDARD = payment_standard(N9, [SELECTED])
TABLE = standard_table(N9, [SELECTED], ratios=SECONDARY_2011_RATIOS)
RESULTS = SelectionResults([SELECTED], [Renewal("A1", "A2", "2025-09-01")])
CONTRACT = Contract("C1", hospital(), PACK, CYCLE, agreed_volume=1000, unit="支", unit_price=50)
DELIVERY = Delivery("D1", "C1", accepted_on="2025-06-18", quantity=200, unit="支", unit_price=50)
ORDER = Order("O1", "C1", ordered_on="2025-06-02", quantity=300, unit="支")
PAYMENT = SupplierPayment("D1", 4000, "2025-08-04")
LEDGER = prepayment_case(N25, hospital(), 100, "2025-05-30", {"2026-06": 70}).ledger
CHANGE = Change("last_day", 1, 2, 1)
ALTERNATIVE = Alternative("last_day", LastDay.CORRESPONDING, 2, changes=(Change("", 1, 2, 1),))


_FOLDER = TemporaryDirectory()
_FILE = Path(_FOLDER.name, "rows.csv")
_FILE.write_text("机构编码,应付金额\nH1,1.00\nH2,x\n合计,2\n", encoding="utf-8")
_COLUMNS = {
    "code": sheets.Column("机构编码", sheets.code),
    "due": sheets.Column("应付金额", sheets.amount),
}
_ROWS = sheets.read_rows(_FILE, _COLUMNS)


pa: Any = import_module("pyarrow")
LINES: Any = pa.table(
    {
        "code": ["A1", "A9"], "variety": ["透析器", "管路"], "maker": ["甲", "乙"],
        "price": ["8.00", "5.00"], "packs": [3, -1], "standard": ["5.42", "5.42"],
        "group": ["1", "2"], "weight": [1.5, 2.5], "day": ["2025-06-18", "2026-01-01"],
    }
)  # fmt: skip
"""Lines of a claim or an annex; the second's code is not listed."""
FLOWS: Any = pa.table(
    {
        "institution": ["H1", "H1"], "month": ["2026-06", "2026-07"], "payable": ["3.00", "5.00"],
        "number": [1, 2],
    }
)  # fmt: skip
WIDE: Any = pa.table(
    {"institution": ["H1"], "prepaid": ["9.00"], "payable_2026_06": ["3.00"], "number": [1]}
)
PUBLISHED = StandardTable.published(N9, [("A1", "透析器", "5.42")], in_force=CYCLE_9)


class Call(NamedTuple):
    """A public callable, and arguments that it takes."""

    function: Callable[..., Any]
    arguments: Mapping[str, Any]

    def __call__(self, **changed: Any) -> Any:
        """Call it with some arguments changed."""
        return self.function(**{**self.arguments, **changed})


def _constructors() -> dict[str, Call]:
    """Give every public class of values with the fields of an example."""
    calls: dict[str, Call] = {}
    for name in vbp_policy.__all__:
        public = getattr(vbp_policy, name)
        example = next((each for each in EXAMPLES if type(each) is public), None)
        if example is not None:
            fields = {
                each.alias or each.name: getattr(example, each.name)
                for each in given_fields(example)
            }
            calls[name] = Call(public, fields)
    return calls


def _fields(module: Any, name: str) -> Call:
    """Give a class of what `read_rows` gives with the fields of an example."""
    public = getattr(module, name)
    example: Any = next(each for each in reached(_ROWS) if type(each) is public)
    fields = {
        each.alias or each.name: getattr(example, each.name) for each in given_fields(example)
    }
    return Call(public, fields)


def _call(function: Callable[..., Any], **arguments: Any) -> Call:
    return Call(function, arguments)


def _timeline(results: Any, **further: Any) -> Any:
    return charts.timeline(*results, **further)


GOOD: dict[str, Call] = {
    **_constructors(),
    # classes that are no values of their own
    "Alternative": _call(
        Alternative, field="last_day", choice=LastDay.CORRESPONDING, outcome=2,
        changes=ALTERNATIVE.changes,
    ),
    "Change": _call(Change, path="last_day", before=1, after=2, moved_by=1),
    "Comparison": _call(Comparison, outcomes=[PolicyOutcome(N9, 1)]),
    "PolicyOutcome": _call(PolicyOutcome, policy=N9, outcome=1, changes=()),
    "Sensitivity": _call(Sensitivity, alternatives=[ALTERNATIVE], reading=Reading(), base=1),
    # functions
    "agreement_years": _call(vbp_policy.agreement_years, cycle=CYCLE),
    "annual_assessment": _call(
        vbp_policy.annual_assessment, policy=N25, contract=CONTRACT, deliveries=[DELIVERY],
        usage=[Usage(ListingStatus.SELECTED, 10)],
    ),
    "check_agreed_volume": _call(
        vbp_policy.check_agreed_volume, policy=N9, current=900, previous=1000
    ),
    "check_purchase_price": _call(
        vbp_policy.check_purchase_price, policy=N9, paid="8.70", selected="8.72"
    ),
    "classify_listing": _call(
        vbp_policy.classify_listing, policy=N25,
        listing=Listing(Product("A9", "透析器", "甲", group="1"), "48"),
        results=RESULTS, on="2025-09-01", reading=Reading(),
    ),
    "compare": _call(vbp_policy.compare, policies=[N9, N25], rule=str),
    "contract_progress": _call(
        vbp_policy.contract_progress, contract=CONTRACT, deliveries=[DELIVERY],
        as_of="2025-08-31", policy=N25,
    ),
    "explain": _call(vbp_policy.explain, result=SCHEDULE, lang="en"),
    "extend": _call(
        vbp_policy.extend, policy=N25, cycle=CYCLE, last_day="2026-11-29",
        decided_on="2026-05-20",
    ),
    "fund_totals": _call(vbp_policy.fund_totals, accounts=[ACCOUNTS], by=("district", "fund")),
    "listing_price": _call(
        vbp_policy.listing_price, policy=N9, reference=SELECTED,
        target=Product("A3", "透析器", "甲", specification=tablets(12)),
        ratios=SECONDARY_2011_RATIOS,
    ),
    "monthly_report": _call(
        vbp_policy.monthly_report, policy=N25, contract=CONTRACT, deliveries=[DELIVERY],
        payments=[PAYMENT], as_of="2025-08-31", calendar=CALENDAR,
    ),
    "offset_prepayment": _call(
        vbp_policy.offset_prepayment, policy=N25, prepayment=PREPAYMENT, payables=PAYABLES,
        booked={"2026-06": 5},
    ),
    "offset_prepayments": _call(
        vbp_policy.offset_prepayments, policy=N25, prepayments=[PREPAYMENT],
        payables={Fund.EMPLOYEE: PAYABLES}, booked={"P1": {"2026-06": 5}},
    ),
    "offset_window": _call(vbp_policy.offset_window, policy=N25, cycle=CYCLE),
    "participation": _call(vbp_policy.participation, policy=N25, institution=hospital()),
    "paying_fund": _call(vbp_policy.paying_fund, policy=N25, institution=hospital()),
    "payment_standard": _call(
        vbp_policy.payment_standard, policy=N9, selected=[SELECTED], specification=tablets(24),
        ratios=SECONDARY_2011_RATIOS, cycle=CYCLE_9, reading=Reading(),
    ),
    "prepayment_case": _call(
        prepayment_case, policy=N25, institution=hospital(), total=100,
        execution_date="2025-05-30", payables={"2026-06": 70}, reading=Reading(),
        calendar=CALENDAR,
    ),
    "prepayment_schedule": _call(
        prepayment_schedule, policy=N25, cycle=CYCLE, total="1234567.89", calendar=CALENDAR
    ),
    "price_in_force": _call(
        vbp_policy.price_in_force, policy=N25, contract=CONTRACT, on="2025-06-18"
    ),
    "procurement_cycle": _call(
        procurement_cycle, policy=N25, execution_date="2025-05-30", reading=Reading()
    ),
    "procurement_month": _call(vbp_policy.procurement_month, cycle=CYCLE, number=6),
    "reconcile": _call(
        vbp_policy.reconcile, schedule=SCHEDULE,
        disbursements=[Disbursement("P1", 700_000, "2025-07-01")], as_of="2025-12-01",
    ),
    "reimburse": _call(
        vbp_policy.reimburse, standard=STANDARD, price="60.00", quantity=3,
        coverage=Coverage("0.1", "0.7"), billed="180.00",
    ),
    "revise": _call(
        vbp_policy.revise, policy=N25, schedule=SCHEDULE, new_total=1_500_000, disbursed=700_000
    ),
    "sensitivity": _call(vbp_policy.sensitivity, rule=str, reading=Reading()),
    "standard_table": _call(
        standard_table, policy=N9, selected=[SELECTED], specifications=[tablets(12)],
        ratios=SECONDARY_2011_RATIOS, cycle=CYCLE_9, reading=Reading(),
    ),
    "supplier_payment_due": _call(
        vbp_policy.supplier_payment_due, policy=N25, accepted_on="2025-06-18", reading=Reading(),
        calendar=CALENDAR,
    ),
    "supplier_payment_state": _call(
        vbp_policy.supplier_payment_state, policy=N25, delivery=DELIVERY, payments=[PAYMENT],
        as_of="2025-08-31", reading=Reading(), calendar=CALENDAR,
    ),
    "supply_incidents": _call(
        vbp_policy.supply_incidents, contract=CONTRACT, orders=[ORDER], deliveries=[DELIVERY],
        as_of="2025-08-31", policy=None,
    ),
    "timetable": _call(timetable, policy=N25, cycle=CYCLE, calendar=CALENDAR),
    "workday_before": _call(
        vbp_policy.workday_before, day="2025-07-02", count=3, calendar=CALENDAR
    ),
    # methods
    "Cycle.__contains__": _call(CYCLE.__contains__, day="2025-06-18"),
    "FundAccounts.months": _call(ACCOUNTS.months, fund=Fund.EMPLOYEE),
    "HolidayTable.covers": _call(CALENDAR.covers, day="2025-06-18"),
    "HolidayTable.is_workday": _call(CALENDAR.is_workday, day="2025-06-18"),
    "PolicyBook.in_force": _call(
        PolicyBook([N9, N25]).in_force, subject="haemodialysis-consumables", on="2025-05-30"
    ),
    "SelectionResults.find": _call(RESULTS.find, code="A1", on="2025-09-01"),
    "StandardTable.lookup": _call(TABLE.lookup, product_or_code="A1", on="2025-06-18"),
    "StandardTable.published": _call(
        StandardTable.published, policy=N9, rows=[("A1", "透析器", "50.00")],
        in_force=Span("2025-03-07", "2025-12-31"),
    ),
    "YearMonth.of": _call(YearMonth.of, day="2025-06-18"),
    "YearMonth.parse": _call(YearMonth.parse, text="2025-06"),
    # money
    **{
        f"money.{name}": _call(getattr(money, name), value=good, field="field", clause=None)
        for name, good in (
            ("amount", "-1.50"), ("positive_amount", "1.50"), ("non_negative_amount", "0.00"),
            ("unit_price", "8.72"), ("measure", "0.5"), ("quantity", "-3.5"),
            ("net_quantity", 0), ("ratio", "1.03"), ("share", "0.5"),
        )
    },
    "money.from_float": _call(money.from_float, x=1.25, places=2),
    # next to the core
    "charts.balance": _call(charts.balance, ledger=LEDGER, lang="en", theme="light"),
    "charts.timeline": _call(_timeline, results=[CYCLE, SCHEDULE], lang="zh", theme="dark"),
    "ics.dumps": _call(ics.dumps, events=EVENTS, cycle=CYCLE, lang="en", stamped_on="2025-06-01"),
    "charts.save": _call(
        charts.save, chart=charts.timeline(CYCLE), path=Path(_FOLDER.name, "chart.svg")
    ),
    "sheets.read_rows": _call(
        sheets.read_rows, path=_FILE, columns=_COLUMNS, sheet=None, encoding="utf-8"
    ),
    "sheets.write_xlsx": _call(
        sheets.write_xlsx, path=Path(_FOLDER.name, "out.xlsx"), results=SCHEDULE, lang="en"
    ),
    "sheets.one_of": _call(sheets.one_of, words={"甲": 1}, expected="甲"),
    "sheets.Cell": _call(
        sheets.Cell, value="1", number_format="General", date_1904=False, uncalculated=False
    ),
    "sheets.Column": _call(
        sheets.Column, headings="机构编码", cell=sheets.code, optional=False
    ),
    **{
        f"sheets.{name}": _fields(sheets, name)
        for name in ("RefusedCell", "Rows", "SkippedLine")
    },
    **{
        f"sheets.{reader.__name__}": _call(reader, cell=sheets.Cell(good))
        for reader, good in (
            (sheets.amount, "1,234.00"), (sheets.code, "H1"), (sheets.day, "2025-05-30"),
            (sheets.fund, "职工"), (sheets.grade, "三甲"), (sheets.institution_kind, "公立"),
            (sheets.month, "2025年6月"), (sheets.name, "医院"),
            (sheets.non_negative_amount, "0"), (sheets.quantity, "-3"),
            (sheets.unit_price, "8.72"), (sheets.whole_number, "3"), (sheets.yes_no, "是"),
        )
    },
    "frames.month_columns": _call(frames.month_columns, table=WIDE, prefix="payable"),
    "frames.offset_columns": _call(
        frames.offset_columns, table=WIDE, policy=N25, cycle=CYCLE, prepaid="prepaid",
        payables={"2026-06": "payable_2026_06"}, unit="yuan", places=None, invalid="error",
    ),
    "frames.published_standards": _call(
        frames.published_standards, table=LINES, policy=N9, code="code", variety="variety",
        price="price", in_force=CYCLE_9, places=None,
    ),
    "frames.reimburse_columns": _call(
        frames.reimburse_columns, table=LINES, price="price", quantity="packs",
        standard="standard", unit="yuan", places=None, invalid="error",
    ),
    "frames.selected_products": _call(
        frames.selected_products, table=LINES, code="code", variety="variety", maker="maker",
        price="price", group="group", places=None,
    ),
    "frames.to_long": _call(
        frames.to_long, table=WIDE, columns={"2026-06": "payable_2026_06"},
        institution="institution", month="month", payable="payable",
    ),
    "frames.to_wide": _call(
        frames.to_wide, table=FLOWS, policy=N25, cycle=CYCLE, institution="institution",
        month="month", payable="payable", through="2026-07", invalid="error",
    ),
    "frames.with_standards": _call(
        frames.with_standards, table=LINES.slice(0, 1).drop_columns("standard"),
        standards=PUBLISHED, code="code", on="2025-06-18", uncovered="error", unit="yuan",
    ),
    "json.dumps": _call(json.dumps, value=CYCLE, indent=2),
    "json.loads": _call(json.loads, text=json.dumps(CYCLE), most_bytes=10_000),
}  # fmt: skip
