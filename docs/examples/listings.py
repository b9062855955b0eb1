"""渝医保办〔2025〕25号: which listed products count as selected, and which as neither."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from consumables import Consumables
from contracts import AS_OF, NOTICE_9, NOTICE_25
from exports import Cell, Exports, checked, once, section, shown, table
from vetting import check_count, refused_at

from vbp_policy import (
    Classification,
    InvalidValueError,
    Listing,
    ListingStatus,
    NotProvidedError,
    PolicyError,
    Product,
    Reading,
    SelectedFirm,
    classify_listing,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, Row

NONE_ELSEWHERE = "无"
BETWEEN = re.compile("[、,，;；]")
READINGS = (Reading(), Reading(selected_firm=SelectedFirm.BY_GROUP))


def prices_elsewhere(cell: sheets.Cell) -> tuple[Decimal, ...]:
    """Read the selected prices in other provinces: none is 无, and an empty cell is not known."""
    if cell.value == NONE_ELSEWHERE:
        return ()
    parts = BETWEEN.split(cell.value) if isinstance(cell.value, str) else [cell.value]
    try:
        return tuple(sheets.unit_price(sheets.Cell(part, cell.number_format)) for part in parts)
    except PolicyError:
        expected = f"prices with 、 between them, {NONE_ELSEWHERE} for none, empty if not known"
        raise InvalidValueError(field="cell", value=cell.value, expected=expected) from None


LISTINGS = {
    "product": Column("产品编码", sheets.code),
    "variety": Column("品种", sheets.name),
    "maker": Column("企业", sheets.name),
    "group": Column("分组", sheets.name),
    "price": Column("挂网价", sheets.unit_price),
    "elsewhere": Column("省外中选价", prices_elsewhere, optional=True),
}


class Listings(NamedTuple):
    """The good listings by code; why the others cannot be classified; and the annex."""

    all: Mapping[str, Listing]
    in_doubt: Mapping[str, str]
    consumables: Consumables

    def classify(self, code: str, *, on: date, reading: Reading) -> Classification:
        """Classify a listed product, unless a refused row decides of it."""
        if code not in self.all or code in self.in_doubt:
            expected = "a listed product whose class no refused row decides"
            raise InvalidValueError(field="product", value=code, expected=expected)
        results = self.consumables.results
        return classify_listing(NOTICE_25, self.all[code], results, on=on, reading=reading)


def read_listings(exports: Exports, consumables: Consumables) -> Listings:
    """Read the listings, each code once."""
    listings: dict[str, Listing] = {}

    def take(row: Row) -> None:
        code = checked(row, "product", once(listings))
        product = Product(code, row["variety"], row["maker"], group=row["group"])
        listing = Listing(product, row["price"], other_selected_prices=row["elsewhere"])
        listings[code] = listing

    exports.each("listings", LISTINGS, take)
    in_doubt: dict[str, str] = {}
    for cell in exports.refused_in("listings"):
        in_doubt.setdefault(cell.values.get("product", ""), refused_at(cell))
    for code, listing in listings.items():
        if (deciding := consumables.doubt(listing.product)) is not None:
            in_doubt.setdefault(code, refused_at(deciding))
    return Listings(listings, in_doubt, consumables)


def show_listings(listings: Listings) -> None:
    """Print what every listed product counts as on the day of the reports, and why."""
    clauses = ("25-1.2", "25-2.2b", "25-2.2c", "25-2.2d", "25-2.2e")
    section(NOTICE_25, f"D What listed products count as on {AS_OF}", *clauses)
    rows: list[Sequence[Cell]] = []
    found: list[Classification] = []
    for code in sorted(listings.all.keys() - listings.in_doubt.keys()):
        it, other = (listings.classify(code, on=AS_OF, reading=each) for each in READINGS)
        found.append(it)
        product = it.listing.product
        ceiling = "" if it.ceiling is None else shown(it.ceiling)
        differs = "" if other.status is it.status else other.status.value
        cited = ", ".join(each.id for each in it.basis.clauses)
        prices = (product.maker, product.group or "", it.listing.price, ceiling)
        rows.append((code, *prices, it.status.value, differs, cited))
    headings = ("产品编码", "maker", "group", "listed at", "ceiling", "counts as")
    table((*headings, "by group", "clauses"), rows)
    print("\nby group: where a firm selected in other groups alone is an unselected one")
    print("\nOne of each, and why:\n")
    firsts = {it.status: it for it in reversed(found)}
    for status in ListingStatus:
        if status in firsts:
            it = firsts[status]
            print(f"{it.listing.product.code}, {status.value}: {' '.join(it.reasons)}")
    counts = Counter(it.status for it in found)
    says = f"classified = {' + '.join(status.value for status in ListingStatus)}"
    print()
    check_count(says, len(found), *(counts[status] for status in ListingStatus))
    print("\nLeft out:\n")
    table(("产品编码", "why"), sorted(listings.in_doubt.items()))
    for it in found[:1]:
        try:
            classify_listing(NOTICE_9, it.listing, listings.consumables.results, on=AS_OF)
        except NotProvidedError as error:
            print(f"\n{NOTICE_9}: {error}")
