"""The library as a host runs it: every rule, under the name that the host gave it, told as text.

Run as a script it tells it from another process: `python embedded.py host._vendor.procurement`,
with `--path` for a folder or an archive to import from and `--bar` for what must not be imported.
"""

import argparse
import contextlib
import locale
import pickle
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, cast

ALL = ("core", "json", "files", "tables")


class Case:
    """What the calls start from, under the name of one copy of the library."""

    def __init__(self, root: Any, notices: Any) -> None:
        """Make it anew, as even this is to follow no setting."""
        self.root, self.old, self.new = root, notices.CHONGQING_2025_9, notices.CHONGQING_2025_25
        self.calendar = root.HolidayTable("2025-01-01", "2027-12-31", days_off=["2025-06-30"])
        self.hospital = root.Institution(
            "H1",
            "第一医院",
            kind=root.InstitutionKind.PUBLIC,
            grade=root.Grade.SECONDARY,
            designated=True,
            district="D",
        )
        self.cycle = root.procurement_cycle(self.new, "2025-05-30")
        self.shifted = root.procurement_cycle(self.new, "2025-05-30", reading=root.cautious())
        self.schedule = root.prepayment_schedule(self.new, self.cycle, "1234567.89")
        self.packs = [
            root.Product(
                code,
                "V",
                "M",
                group="1",
                specification=root.Specification(
                    form="片剂", strength="0.5", strength_unit="g", pack_size=size
                ),
            )
            for code, size in (("A", 24), ("B", 36), ("C", 7))
        ]
        self.won = root.SelectedProduct(self.packs[0], "8.72")


Calls = Iterator[Callable[[], Any]]


def calls(root: Any, notices: Any) -> Calls:
    """Give calls of every public function, good ones and bad ones."""
    case = Case(root, notices)
    for topic in (of_cycles, of_prepayments, of_prices, of_contracts, of_results):
        yield from topic(case)


def of_cycles(case: Case) -> Calls:
    """Give calls about cycles, and days in them."""
    root, old, new, calendar = case.root, case.old, case.new, case.calendar
    cycle, shifted = case.cycle, case.shifted
    yield lambda: cycle
    yield lambda: root.procurement_cycle(old)
    yield lambda: root.procurement_cycle(new, "2025-05-31", reading=root.civil_code())
    yield lambda: root.extend(new, cycle, "2026-08-31", decided_on="2026-05-01")
    yield lambda: root.agreement_years(cycle)
    yield lambda: root.procurement_month(cycle, 6)
    yield lambda: root.workday_before("2025-07-02", 3, calendar)
    yield lambda: root.timetable(new, shifted, calendar=calendar)
    yield lambda: root.procurement_cycle(new)
    yield lambda: root.procurement_cycle(new, "2025-05-29")
    yield lambda: root.procurement_cycle(new, "2025-02-30")
    yield lambda: root.procurement_cycle(new, "30/05/2025")
    yield lambda: root.procurement_month(cycle, 13)
    yield lambda: root.workday_before("2028-01-04", 3, calendar)


def of_prepayments(case: Case) -> Calls:
    """Give calls about prepayments and their offset."""
    root, old, new, calendar = case.root, case.old, case.new, case.calendar
    hospital, cycle, shifted, schedule = case.hospital, case.cycle, case.shifted, case.schedule
    prepayment = root.Prepayment("P1", hospital, root.Fund.EMPLOYEE, "1234567.89", cycle)
    payables = {str(root.YearMonth(2026, 6) + i): f"{98765 + i}.4{i % 10}" for i in range(12)}
    accounts = root.offset_prepayments(new, [prepayment], {root.Fund.EMPLOYEE: payables})
    yield lambda: root.participation(new, hospital)
    yield lambda: root.paying_fund(new, hospital)
    yield lambda: schedule
    yield lambda: root.prepayment_schedule(new, shifted, "999999999999999.99", calendar=calendar)
    yield lambda: root.revise(new, schedule, "1500000.01", disbursed="617283.96")
    paid = [root.Disbursement("P1", "700000.01", "2025-07-01")]
    yield lambda: root.reconcile(schedule, paid, as_of="2025-12-01")
    yield lambda: root.offset_window(new, cycle)
    yield lambda: root.offset_prepayment(new, prepayment, payables)
    yield lambda: root.offset_prepayment(new, prepayment, payables, booked={"2026-06": "1.01"})
    yield lambda: accounts
    yield lambda: root.fund_totals([accounts])
    yield lambda: root.prepayment_case(new, hospital, "99.99", "2025-05-30", {"2026-06": "-7.5"})
    yield lambda: root.prepayment_schedule(new, cycle, 1.5)
    yield lambda: root.prepayment_schedule(new, cycle, "1.005")
    yield lambda: root.prepayment_schedule(new, cycle, 0)
    yield lambda: root.prepayment_schedule(new, shifted, 100)
    yield lambda: root.offset_prepayment(new, prepayment, {"2026-07": 1})
    yield lambda: root.offset_prepayment(new, prepayment, {"2027-06": 1})
    yield lambda: root.offset_prepayment(new, prepayment, {"2026-06": "NaN"})
    yield lambda: root.paying_fund(old, hospital)
    yield lambda: root.Institution(
        "", "x", kind=root.InstitutionKind.PUBLIC, grade=root.Grade.PRIMARY, designated=True
    )
    yield lambda: root.Institution("A", "x", kind="公", grade=root.Grade.PRIMARY, designated=True)
    yield lambda: root.Prepayment("P", hospital, root.Fund.EMPLOYEE, -1, cycle)


def of_prices(case: Case) -> Calls:
    """Give calls about payment standards and prices."""
    root, old, new, packs = case.root, case.old, case.new, case.packs
    won = case.won
    selected = [won, root.SelectedProduct(packs[1], "17.000001")]
    guessed = root.SECONDARY_2011_RATIOS
    published = root.StandardTable.published(
        old, [("A", "V", "5.425")], in_force=root.Span("2025-03-07", "2025-12-31")
    )
    standard = published.lookup("A", on="2025-06-18")
    coverage = root.Coverage("0.1", "0.7")
    yield lambda: root.listing_price(old, won, packs[2], guessed)
    yield lambda: root.listing_price(
        old, won, packs[2], root.PriceRatios(strength="1.7", fill="1.8999", pack="1.95", places=4)
    )
    yield lambda: root.payment_standard(
        old, selected, specification=packs[0].specification, ratios=guessed
    )
    yield lambda: root.standard_table(old, selected, ratios=guessed)
    yield lambda: root.standard_table(old, selected, ratios=guessed).lookup(
        packs[2], on="2025-12-31"
    )
    yield lambda: published
    yield lambda: root.reimburse(standard, "8.005", "-2.5", coverage=coverage, billed="-20.00")
    yield lambda: root.reimburse(standard, "1.005", 3)
    yield lambda: root.payment_standard(old, selected)
    yield lambda: root.payment_standard(new, selected, ratios=guessed)
    yield lambda: published.lookup("A", on="2026-01-01")
    yield lambda: published.lookup("Z", on="2025-06-18")
    yield lambda: root.reimburse(standard, "999999999", "999999999999")
    yield lambda: root.Coverage("1.1", "0.7")


def of_contracts(case: Case) -> Calls:
    """Give calls about contracts, listings and payments to firms."""
    root, old, new, calendar = case.root, case.old, case.new, case.calendar
    hospital, cycle, packs, won = case.hospital, case.cycle, case.packs, case.won
    contract = root.Contract(
        "C1", hospital, packs[0], cycle, agreed_volume=3000, unit="盒", unit_price="8.72"
    )
    order = root.Order("O1", "C1", ordered_on="2025-06-02", quantity=700, unit="盒")
    deliveries = [
        root.Delivery(
            reference, "C1", accepted_on=day, quantity=quantity, unit="盒", unit_price="8.72",
            order_reference="O1",
        )
        for reference, day, quantity in (("D1", "2025-06-18", "333.3"), ("R1", "2025-06-20", -10))
    ]  # fmt: skip
    payments = [root.SupplierPayment("D1", "1000.01", "2025-08-04")]
    usage = [root.Usage(status, 7) for status in root.ListingStatus]
    listing = root.Listing(packs[1], "48", other_selected_prices=["49"])
    results = root.SelectionResults([won], [root.Renewal("A", "A2", "2025-09-01")])
    yield lambda: root.contract_progress(contract, deliveries, as_of="2025-09-30")
    yield lambda: root.price_in_force(new, contract, "2026-05-29")
    yield lambda: root.check_purchase_price(new, paid="8.73", selected="8.72")
    yield lambda: root.check_agreed_volume(old, current=900, previous="999.9999")
    yield lambda: root.supplier_payment_due(
        new, "2025-12-31", reading=root.Reading(debt_day=root.DebtDay.NEXT_WORKDAY),
        calendar=calendar,
    )  # fmt: skip
    yield lambda: root.supplier_payment_state(new, deliveries[0], payments, as_of="2025-12-31")
    yield lambda: root.classify_listing(new, listing, results, on="2025-10-01")
    yield lambda: results.find("A2", on="2025-09-01")
    yield lambda: root.monthly_report(new, contract, deliveries, payments, as_of="2025-12-31")
    yield lambda: root.annual_assessment(new, contract, deliveries, usage)
    yield lambda: root.supply_incidents(contract, [order], deliveries, as_of="2025-09-30")
    yield lambda: root.price_in_force(new, contract, "2026-05-30")
    yield lambda: root.check_agreed_volume(new, current=900, previous=1000)
    yield lambda: root.classify_listing(old, listing, results, on="2025-10-01")
    yield lambda: results.find("A2", on="2025-08-31")
    yield lambda: root.contract_progress(contract, deliveries * 2, as_of="2025-09-30")


def of_results(case: Case) -> Calls:
    """Give calls about what reads results, and what holds policies."""
    root, old, new, schedule = case.root, case.old, case.new, case.schedule
    yield lambda: root.PolicyBook([old, new]).in_force(new.subject, "2025-06-01")
    yield lambda: root.PolicyBook([old, new]).in_force(new.subject, "2024-06-01")
    yield root.Reading.choices
    yield lambda: root.explain(schedule, lang="zh")
    yield lambda: root.explain(schedule, lang="fr")
    yield lambda: root.compare(
        [old, new], partial(root.procurement_cycle, execution_date="2025-05-30")
    )

    def schedule_under(reading: Any) -> Any:
        cycle = root.procurement_cycle(new, "2025-05-30", reading=reading)
        return root.prepayment_schedule(new, cycle, "0.03")

    yield lambda: root.sensitivity(schedule_under)
    yield lambda: root.money.from_float(617283.95)
    yield lambda: root.money.from_float(float("nan"))
    for figure in ("Infinity", "sNaN", "1E+400", "1E-400"):
        yield partial(root.money.amount, import_module("decimal").Decimal(figure))


def outcomes(root: str = "vbp_policy", *, names: Any = None) -> Iterator[Any]:
    """Give what every call comes to: a result or a refusal."""
    package = import_module(root)
    for call in calls(names or package, import_module(f"{root}.notices")):
        try:
            yield call()
        except package.PolicyError as error:
            yield error


def told(root: str = "vbp_policy", parts: tuple[str, ...] = ("core", "json")) -> str:
    """Tell every outcome as text, with its explanation, its table and its JSON."""
    package = import_module(root)
    lines: list[str] = []
    for outcome in outcomes(root):
        if isinstance(outcome, package.PolicyError):
            lines.append(f"{type(outcome).__name__}: {outcome}")
            continue
        lines.append(repr(outcome))
        for each in parts_of(outcome):
            if hasattr(each, "basis"):
                lines += (str(package.explain(each, lang=lang)) for lang in ("en", "zh"))
            if hasattr(each, "_repr_html_"):
                lines.append(each._repr_html_())
            if "json" in parts and type(each).__name__ in package.__all__:
                lines.append(in_json(root, each))
    if "files" in parts:
        lines += in_files(root)
    if "tables" in parts:
        lines += in_tables(root)
    return "\n".join(lines)


def parts_of(outcome: Any) -> tuple[Any, ...]:
    return cast("tuple[object, ...]", outcome) if isinstance(outcome, tuple) else (outcome,)


def in_json(root: str, value: Any) -> str:
    module = import_module(f"{root}.interop.json")
    try:
        text: str = module.dumps(value)
        twin = module.loads(text)
    except import_module(root).PolicyError as error:
        return f"{type(error).__name__}: {error}"
    return text if twin == value and repr(twin) == repr(value) else f"{value!r} came back {twin!r}"


def in_files(root: str) -> Iterator[str]:
    """Tell what is read from and written to files."""
    package = import_module(root)
    ics, sheets = (import_module(f"{root}.interop.{name}") for name in ("ics", "sheets"))
    policy = import_module(f"{root}.notices").CHONGQING_2025_25
    cycle = package.procurement_cycle(policy, "2025-05-30")
    yield ics.dumps(package.timetable(policy, cycle), cycle, lang="zh").decode()
    columns = {
        "code": sheets.Column("编码", cell=sheets.code),
        "total": sheets.Column("总额", cell=sheets.amount),
        "day": sheets.Column("日期", cell=sheets.day),
    }
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "读.csv")
        source.write_bytes("编码,总额,日期\nH1,1234567.89,2025-05-30\nH2,1.005,x\n".encode())
        rows = sheets.read_rows(source, columns)
        schedule = package.prepayment_schedule(policy, cycle, rows.good[0]["total"])
        target = Path(folder, "写.xlsx")
        sheets.write_xlsx(target, [schedule, rows])
        yield repr([(row.line, row.values) for row in rows.good])
        yield repr([(row.line, row.column, row.value, row.reason) for row in rows.refused])


def in_tables(root: str) -> Iterator[str]:
    """Tell what both heavy rules make of a table."""
    frames = import_module(f"{root}.interop.frames")
    table = import_module("pyarrow").table(
        {"price": ["8.005", "1.005"], "quantity": ["-2.5", "3"], "standard": ["5.425", "5.425"]}
    )
    columns = {name: name for name in table.column_names}
    yield repr(frames.reimburse_columns(table, **columns).to_pylist())


def by_threads(root: str, parts: tuple[str, ...], count: int = 4) -> str:
    """Tell it from several threads at once, which also import the library at once."""
    start, said = threading.Barrier(count), list[str]()

    def tell() -> None:
        start.wait()
        try:
            said.append(told(root, parts))
        except Exception:  # noqa: BLE001  # a thread's failure is to be seen where it is joined
            said.append(traceback.format_exc())

    threads = [threading.Thread(target=tell) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return said[0] if len(set(said)) == 1 else "\n".join(["threads differ:", *said])


def back(value: Any) -> Any:
    """Give a value back, for a worker process."""
    return value


def raised(error: Exception) -> None:
    """Raise a refusal, for a worker process."""
    raise error


def main() -> None:
    """Tell it, or write the outcomes as a pickle, to standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("--path", action="append", default=[])
    parser.add_argument("--bar", action="append", default=[])
    parser.add_argument("--parts", nargs="*", default=("core", "json"))
    parser.add_argument("--as", dest="form", choices=["text", "pickle", "modules"], default="text")
    parser.add_argument("--threads", action="store_true")
    given = parser.parse_args()
    with contextlib.suppress(locale.Error):  # of a locale that this machine does not have
        locale.setlocale(locale.LC_ALL, "")
    sys.path[:0] = given.path
    sys.modules.update(dict.fromkeys(given.bar))  # None bars an import
    before = set(sys.modules)
    if given.form == "pickle":
        written = pickle.dumps(list(outcomes(given.root)))
    else:
        tell = by_threads if given.threads else told
        text = tell(given.root, tuple(given.parts))
        if given.form == "modules":
            text = "\n".join(sorted({name.partition(".")[0] for name in {*sys.modules} - before}))
        written = text.encode()
    sys.stdout.buffer.write(written)


if __name__ == "__main__":
    main()
