"""Documents of each schema version, kept as they were written: they must load for ever.

`python tests/test_json_golden.py` writes a document of the present version for every public type
that has none yet; one that is there is never written again.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from invented import INVENTED, OTHER
from test_json import PUBLIC, in_order, plain, same_throughout, untagged
from test_values import reached, tablets
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Coverage,
    Fund,
    Grade,
    HolidayTable,
    Institution,
    InstitutionKind,
    Prepayment,
    Product,
    Reading,
    Renewal,
    SelectedProduct,
    SelectionResults,
    Span,
    YearMonth,
    cautious,
    extend,
    fund_totals,
    listing_price,
    offset_prepayments,
    prepayment_schedule,
    procurement_cycle,
    reimburse,
    standard_table,
)
from vbp_policy.interop.json import SCHEMA, dumps, loads
from vbp_policy.interop.json.forms import is_public

FOLDER = Path(__file__).parent / "golden" / "json"
FILES = sorted(FOLDER.glob("*/*.json"))

every_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def built() -> Iterator[object]:
    """Give values of an invented notice, which no change of a real one reaches."""
    listing = attrs.evolve(INVENTED.terms.listing, price_ratio_clause=OTHER)
    notice = attrs.evolve(INVENTED, terms=attrs.evolve(INVENTED.terms, listing=listing))
    yield notice
    cycle = procurement_cycle(notice, "2030-03-31", reading=cautious())
    yield extend(notice, cycle, "2032-09-30", decided_on="2032-03-01")
    days_off = ["2030-05-31", "2031-12-31", "2032-06-30"]
    calendar = HolidayTable("2030-01-01", "2032-12-31", days_off=days_off)
    yield prepayment_schedule(notice, cycle, "1000000.01", calendar=calendar)
    clinic = Institution(
        "Y1", "街道卫生院", kind=InstitutionKind.PUBLIC, grade=Grade.PRIMARY, designated=True
    )
    prepayments = [
        Prepayment("A", clinic, Fund.EMPLOYEE, "500.50", cycle),
        Prepayment("B", clinic, Fund.RESIDENT, 100, cycle),
    ]
    months = [str(YearMonth(2032, 5) + number) for number in range(17)]
    payables: dict[Fund, Any] = {Fund.EMPLOYEE: dict.fromkeys(months, 10), Fund.RESIDENT: {}}
    accounts = offset_prepayments(notice, prepayments, payables, booked={"A": {"2032-06": 5}})
    yield from (accounts, fund_totals([accounts], by=("district", "grade", "fund")))
    packs = [
        Product("A", "V", "M", specification=tablets(24), group="1"),
        Product("B", "V", "M", specification=tablets(48, fill="1.5", fill_unit="ml")),
        Product("C", "V", "M", specification=tablets(12)),
    ]
    selected = SelectedProduct(packs[0], "8.72")
    yield SelectionResults(
        (selected, SelectedProduct(packs[1], "17.000001")), (Renewal("A", "A2", "2030-09-01"),)
    )
    yield listing_price(notice, selected, packs[2], SECONDARY_2011_RATIOS)
    table = standard_table(
        notice, [selected], specifications=[tablets(12)], ratios=SECONDARY_2011_RATIOS, cycle=cycle
    )
    yield table
    coverage = Coverage("0.1", "0.7")
    yield coverage
    standard = table.lookup("A", on="2031-12-31")
    yield reimburse(standard, "9.00", "-2.5", coverage=coverage, billed="20.00")
    yield from (calendar, Span("2030-03-31", "2030-03-31"), *Reading.choices()[:1])


BUILT: dict[str, Any] = {}
for _value in reached(tuple(built())):
    if is_public(type(_value)):
        BUILT.setdefault(type(_value).__name__, _value)


def text_of(value: Any) -> str:
    return dumps(value, indent=1) + "\n"


def test_every_public_type_has_a_document_of_this_version() -> None:
    names = {path.stem for path in FILES if path.parent.name == str(SCHEMA)}
    assert {type(each).__name__ for each in PUBLIC} - names == set()


@every_file
def test_a_kept_document_loads_for_ever(path: Path) -> None:
    text = path.read_bytes()
    value = loads(text)
    assert type(value).__name__ == path.stem
    tree = json.loads(text)
    assert tree["schema"] == int(path.parent.name)
    assert in_order(untagged(tree["value"])) == in_order(plain(value))


@every_file
def test_a_kept_document_is_what_is_written_now(path: Path) -> None:
    text = path.read_bytes()
    assert text_of(loads(text)).encode() == text


@pytest.mark.parametrize("name", BUILT)
def test_a_kept_document_is_the_value_that_was_built(name: str) -> None:
    value = loads((FOLDER / "1" / f"{name}.json").read_bytes())
    assert value == BUILT[name]
    assert same_throughout(value, BUILT[name])


def write_missing() -> Iterator[Path]:
    """Write a document for every public type that has none of this version."""
    folder = FOLDER / str(SCHEMA)
    folder.mkdir(parents=True, exist_ok=True)
    for value in (*BUILT.values(), *PUBLIC):
        path = folder / f"{type(value).__name__}.json"
        if not path.exists():
            path.write_bytes(text_of(value).encode())
            yield path


if __name__ == "__main__":
    for written in write_missing():
        print(written)  # noqa: T201
