"""渝医保办〔2025〕9号: what of a charge is within the payment standard, and what is over it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from attrs import evolve
from exports import (
    Cell,
    Exports,
    added,
    built,
    check,
    checked,
    once,
    one_of,
    place_of,
    section,
    shown,
    table,
)

from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Basis,
    Coverage,
    Institution,
    InstitutionKind,
    InvalidValueError,
    NotComparableError,
    NotListedError,
    PaymentStandard,
    Product,
    Reimbursement,
    SelectedProduct,
    Specification,
    StandardTable,
    listing_price,
    procurement_cycle,
    reimburse,
    standard_table,
)
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, RefusedCell, Row
from vbp_policy.notices import CHONGQING_2025_9

NOTICE_9 = CHONGQING_2025_9
PERIOD = procurement_cycle(NOTICE_9)
RATIOS = SECONDARY_2011_RATIOS
SUMMED = ("charge", "within", "over", "billed − charge")
LINES_IN_FULL = 20  # the others are in the sums alone
COVERED = InstitutionKind.MILITARY
COVERAGE = Coverage(self_pay_first="0.1", fund_share="0.7")  # invented: a person's own decide

STANDARDS = {
    "product": Column("药品编码", sheets.code),
    "variety": Column("品种", sheets.name),
    "price": Column("支付标准", sheets.unit_price),
}
RENEWED_DRUGS = {
    "product": Column("药品编码", sheets.code),
    "variety": Column("品种", sheets.name),
    "maker": Column("企业", sheets.name),
    "form": Column("剂型组", sheets.name),
    "strength": Column("含量", sheets.quantity),
    "strength_unit": Column("含量单位", sheets.name),
    "fill": Column("装量", sheets.quantity, optional=True),
    "fill_unit": Column("装量单位", sheets.name, optional=True),
    "pack_size": Column("包装数量", sheets.whole_number),
    "price": Column("中选价格", sheets.unit_price),
}
DISPENSING = {
    "institution": Column("机构编码", sheets.code),
    "day": Column("费用日期", sheets.day),
    "product": Column("药品编码", sheets.code),
    "price": Column("单价", sheets.unit_price),
    "quantity": Column("数量", sheets.quantity),
    "billed": Column("费用金额", sheets.amount),
}


class Line(NamedTuple):
    """A good dispensing line: who dispensed what on which day, and how its charge splits."""

    row: Row
    institution: Institution
    day: date
    code: str
    split: Reimbursement

    @property
    def is_return(self) -> bool:
        """Say whether packs came back."""
        return self.split.quantity < 0

    @property
    def sold_as(self) -> tuple[str, str, Decimal]:
        """What a return and the line that it takes back have in common."""
        return (self.institution.code, self.code, self.split.price)

    @property
    def in_order(self) -> tuple[object, ...]:
        """Where the line stands, in whatever order the file is: a day's returns come last."""
        billed = self.split.billing_difference
        return (self.day, self.is_return, *self.sold_as, self.split.quantity, billed)


class Sums(NamedTuple):
    """What lines come to together, in the order of `SUMMED`."""

    lines: int
    figures: tuple[Decimal, ...]

    @classmethod
    def of(cls, lines: Collection[Line]) -> "Sums":
        """Add lines up."""
        splits = [each.split for each in lines]
        figures = (
            added(each.charge for each in splits),
            added(each.within_standard for each in splits),
            added(each.over_standard for each in splits),
            added(each.billing_difference or Decimal() for each in splits),
        )
        return cls(len(splits), figures)

    def cells(self, name: str) -> Sequence[Cell]:
        """Give the sums in a line."""
        return (name, self.lines, *self.figures)


class Annex(NamedTuple):
    """The annex's good rows, and the first cell of each 品种 that was refused."""

    selected: list[SelectedProduct]
    in_doubt: dict[str, RefusedCell]


def notice_9(exports: Exports, institutions: Mapping[str, Institution]) -> Annex:
    """Print what 9号 makes of the dispensing lines of these institutions, and give its annex."""
    published = read_published(exports)
    annex = read_annex(exports)
    lines = read_lines(exports, institutions, published)
    show_published(published)
    show_lines(lines)
    show_sums(lines)
    show_differences(lines)
    show_coverage(lines)
    show_annex(exports, annex, published)
    show_listing_price(annex)
    return annex


# ---- Reading ----------------------------------------------------------------------------------


def read_published(exports: Exports) -> StandardTable | None:
    """Read the bureau's own table; a code of which a row was refused is not in it."""
    rows: dict[str, tuple[str, str, Decimal]] = {}

    def take(row: Row) -> None:
        code = checked(row, "product", once(rows))
        rows[code] = (code, row["variety"], row["price"])

    exports.each("standards", STANDARDS, take)
    for code in products_in_doubt(exports):
        rows.pop(code, None)  # of two rows, either may be the wrong one
    return StandardTable.published(NOTICE_9, rows.values(), in_force=PERIOD) if rows else None


def products_in_doubt(exports: Exports) -> set[str]:
    """Give the codes of which a row with a standard was refused."""
    return {each.values.get("product", "") for each in exports.refused_in("standards")}


def read_annex(exports: Exports) -> Annex:
    """Read the selected products with their specifications."""
    selected: dict[str, SelectedProduct] = {}

    def take(row: Row) -> None:
        code = checked(row, "product", once(selected))

        def specification() -> Specification:
            return Specification(
                form=row["form"],
                strength=row["strength"],
                strength_unit=row["strength_unit"],
                fill=row["fill"],
                fill_unit=row["fill_unit"],
                pack_size=row["pack_size"],
            )

        product = Product(code, row["variety"], row["maker"], specification=built(specification))
        selected[code] = SelectedProduct(product, row["price"])

    exports.each("renewed_drugs", RENEWED_DRUGS, take)
    in_doubt: dict[str, RefusedCell] = {}
    for cell in exports.refused_in("renewed_drugs"):
        in_doubt.setdefault(cell.values.get("variety", ""), cell)
    return Annex(list(selected.values()), in_doubt)


def read_lines(
    exports: Exports, institutions: Mapping[str, Institution], published: StandardTable | None
) -> list[Line]:
    """Read the dispensing lines and split each, by the standard of its product on its day."""
    known = one_of(institutions, f"a code with a good row in {exports.title('institutions')}")
    in_doubt = products_in_doubt(exports)
    lines: list[Line] = []

    def insured(code: str) -> Institution:
        if not (institution := known(code)).designated:
            expected = "an institution designated by the insurance"
            raise InvalidValueError(field="institution", value=code, expected=expected)
        return institution

    def standard(code: str, day: date) -> PaymentStandard:
        if code in in_doubt:
            expected = f"a code of which no row in {exports.title('standards')} was refused"
            raise InvalidValueError(field="product", value=code, expected=expected)
        if published is None:
            expected = f"a listed code; {exports.title('standards')} has no good row"
            raise NotListedError(field="product", value=code, expected=expected)
        return published.lookup(code, on=day)

    def take(row: Row) -> None:
        institution = checked(row, "institution", insured)
        code, day = row["product"], row["day"]

        def split() -> Reimbursement:
            return reimburse(
                standard(code, day), row["price"], row["quantity"], billed=row["billed"]
            )

        split_up = built(split, product_or_code="product", on="day", charge="billed")
        lines.append(Line(row, institution, day, code, split_up))

    exports.each("dispensing", DISPENSING, take)
    return kept(exports, sorted(lines, key=lambda each: each.in_order))


def kept(exports: Exports, lines: Iterable[Line]) -> list[Line]:
    """Keep the lines, and refuse returns of more than was dispensed and not yet returned."""
    out: defaultdict[object, Decimal] = defaultdict(Decimal)
    good: list[Line] = []
    for line in lines:
        if out[line.sold_as] + line.split.quantity < 0:
            expected = (
                "a return of no more than the institution dispensed of it before, in good rows "
                f"at this price: {shown(out[line.sold_as])} left"
            )
            error = InvalidValueError(
                field="quantity", value=line.split.quantity, expected=expected
            )
            exports.refuse(line.row, "quantity", error)
        else:
            out[line.sold_as] += line.split.quantity
            good.append(line)
    return good


# ---- Printing ---------------------------------------------------------------------------------


def show_published(published: StandardTable | None) -> None:
    """Print the bureau's own table."""
    section(NOTICE_9, "1 What the insurance pays at most", "9-1.2", "9-2.1", "9-3.3a")
    assumed(PERIOD.basis)
    if published is not None:
        assumed(published.basis)
        print(f"in force: {published.in_force}\n")
        rows = [
            (each.code, each.standard.variety, each.standard.price) for each in published.listed
        ]
        table(("药品编码", "variety", "standard"), rows)


def assumed(basis: Basis | None) -> None:
    """Print what no notice states."""
    for each in basis.assumptions if basis else ():
        print(f"assumed, as no notice states it: {each}")


def show_lines(lines: Sequence[Line]) -> None:
    """Print how the first lines split, and check that returns undo what they return."""
    section(NOTICE_9, "2 What of a charge is within it, and what is over it", "9-3.3b", "9-3.3c")
    first = lines[:LINES_IN_FULL]
    print(f"The first {len(first)} of {len(lines)} lines; a negative quantity is a return.\n")
    figures = ("price", "standard", "quantity", "charge", "within", "over")
    headings = ("day", "institution", "药品编码", "variety", *figures)
    table(headings, map(line_cells, first))
    pairs = returned_whole(lines)
    partial = sum(each.is_return for each in lines) - len(pairs)
    print(f"\nReturns of a whole line: {len(pairs)}; of a part of one: {partial}")
    sold, returned = (Sums.of([pair[side] for pair in pairs]).figures for side in (0, 1))
    for at, figure in enumerate(SUMMED[:3]):
        check(f"{figure} of lines returned whole + returns", added(()), sold[at], returned[at])


def line_cells(line: Line) -> Sequence[Cell]:
    """Give a line and its split."""
    it = line.split
    price, quantity = it.price, it.quantity
    amounts = (it.charge, it.within_standard, it.over_standard)
    who = (str(line.day), str(line.institution), line.code, it.standard.variety)
    return (*who, price, it.standard.price, quantity, *amounts)


def returned_whole(lines: Iterable[Line]) -> list[tuple[Line, Line]]:
    """Pair each line with the return that takes back all of it."""
    sold: defaultdict[object, list[Line]] = defaultdict(list)
    pairs: list[tuple[Line, Line]] = []
    for line in lines:
        if not line.is_return:
            sold[line.sold_as, line.split.quantity].append(line)
        elif candidates := sold[line.sold_as, -line.split.quantity]:
            pairs.append((candidates.pop(0), line))
    return pairs


def show_sums(lines: Sequence[Line]) -> None:
    """Print the sums by variety and by institution, and reconcile them."""
    section(NOTICE_9, "3 Sums by variety and by institution", "9-3.3b", "9-3.3c")
    total = Sums.of(lines)
    sums: list[list[Sums]] = []
    for heading, name_of in (("variety", variety_of), ("institution", institution_of)):
        groups: defaultdict[str, list[Line]] = defaultdict(list)
        for line in lines:
            groups[name_of(line)].append(line)
        of_each = {name: Sums.of(groups[name]) for name in sorted(groups)}
        rows = [each.cells(name) for name, each in of_each.items()]
        table((heading, "lines", *SUMMED), [*rows, total.cells("all")])
        print()
        sums.append(list(of_each.values()))
    charge, within, over, _ = total.figures
    check("charge = within + over", charge, within, over)
    apart = (abs(it.charge - it.within_standard - it.over_standard) for *_, it in lines)
    check("what they are apart line by line, added up", added(apart), added(()))
    for at, figure in enumerate(SUMMED):
        varieties, institutions = (added(each.figures[at] for each in part) for part in sums)
        check(f"{figure}: of all lines = by variety", total.figures[at], varieties)
        check(f"{figure}: by variety = by institution", varieties, institutions)


def variety_of(line: Line) -> str:
    """Name the variety."""
    return line.split.standard.variety


def institution_of(line: Line) -> str:
    """Name the institution."""
    return str(line.institution)


def show_differences(lines: Iterable[Line]) -> None:
    """List the lines whose own amount is not price × quantity."""
    section(NOTICE_9, "4 Billed amounts that differ from price × quantity", "9-3.3b")
    rows: list[Sequence[Cell]] = []
    for row, institution, day, code, it in lines:
        if difference := it.billing_difference:
            where = (place_of(row), row.line, str(day), str(institution), code)
            billed = it.charge + difference
            rows.append((*where, it.price, it.quantity, it.charge, billed, difference))
    headings = ("where", "line", "day", "institution", "药品编码", "price", "quantity", "charge")
    table((*headings, "billed", "billed − charge"), rows)


def show_coverage(lines: Iterable[Line]) -> None:
    """Print what fund and patient pay under a coverage, for one kind of institutions."""
    section(NOTICE_9, "5 What fund and patient pay, under an invented coverage", "9-3.3c")
    print(f"ILLUSTRATIVE: the patient first pays {COVERAGE.self_pay_first} of what is within, and")
    print(f"the fund {COVERAGE.fund_share} of the rest; deductibles and yearly caps are left out.")
    print(f"Only institutions of the kind: {COVERED.value}.\n")
    covered: defaultdict[str, list[Reimbursement]] = defaultdict(list)
    for line in lines:
        if line.institution.kind is COVERED:
            it = line.split
            paid = reimburse(it.standard, it.price, it.quantity, coverage=COVERAGE)
            covered[str(line.institution)].append(paid)
    rows: list[Sequence[Cell]] = []
    for name, each in sorted(covered.items()):
        charge, within = added(it.charge for it in each), added(it.within_standard for it in each)
        rows.append((name, charge, within, *paid_by(each)))
    table(("institution", "charge", "within", "self-pay first", "fund", "patient"), rows)
    every = [it for each in covered.values() for it in each]
    _, fund, patient = paid_by(every)
    print()
    check("charge = fund + patient", added(it.charge for it in every), fund, patient)


def paid_by(splits: Collection[Reimbursement]) -> tuple[Decimal, Decimal, Decimal]:
    """Add up what is paid first by the patient, by the fund, and by the patient in all."""
    return (
        added(it.self_pay_first or Decimal() for it in splits),
        added(it.fund_pays or Decimal() for it in splits),
        added(it.patient_pays or Decimal() for it in splits),
    )


def show_annex(exports: Exports, annex: Annex, published: StandardTable | None) -> None:
    """Print the standards that follow from the annex, and compare them with the published ones."""
    section(NOTICE_9, "6 What the annex gives, beside what was published", "9-1.2", "9-3.3a")
    bases = f"strength {RATIOS.strength}, fill {RATIOS.fill}, pack {RATIOS.pack}"
    print("Where a variety has several specifications, they are compared by price ratio (差比价).")
    print(f"Its bases, {bases}, are TAKEN FROM SECONDARY SOURCES on")
    print("发改价格〔2011〕2452号: no intact copy was available, and the notice states none.\n")
    standards: dict[str, PaymentStandard] = {}
    why_not: dict[str, str] = {}
    for variety, selected in by_variety(annex).items():
        # a refused row may be the one that sets the standard; without a 品种, any variety's
        if (cell := annex.in_doubt.get(variety) or annex.in_doubt.get("")) is not None:
            why_not[variety] = f"a row was refused: {place_of(cell)}, line {cell.line}"
            continue
        try:
            given = own_standards(selected)
        except NotComparableError as error:
            why_not[variety] = f"not comparable: {error}"
        else:
            standards |= {each.code: each.standard for each in given.listed}
    table(
        ("variety", "specification", "products", "standard", "set by", "", ""),
        [annex_cells(each, count) for each, count in Counter(standards.values()).items()],
    )
    show_comparison(exports, annex, standards, why_not, published)


def by_variety(annex: Annex) -> dict[str, list[SelectedProduct]]:
    """Give the selected products of each variety."""
    varieties: dict[str, list[SelectedProduct]] = {}
    for each in annex.selected:
        varieties.setdefault(each.product.variety, []).append(each)
    return varieties


def own_standards(selected: Collection[SelectedProduct]) -> StandardTable:
    """Decide the standards of one variety; ratios are given where specifications differ."""
    specifications = {each.product.specification for each in selected}
    ratios = RATIOS if len(specifications) > 1 else None
    return standard_table(NOTICE_9, selected, ratios=ratios)


def annex_cells(standard: PaymentStandard, products: int) -> Sequence[Cell]:
    """Give a standard and what set it; a converted price says from where."""
    what = (standard.variety, str(standard.specification), products, standard.price)
    if (set_by := standard.set_by) is None:
        return (*what, "", "", "")
    own = set_by.product.specification
    converted = "" if own == standard.specification else f"converted from {set_by.price} for {own}"
    return (*what, set_by.product.code, set_by.product.maker, converted)


def show_comparison(
    exports: Exports,
    annex: Annex,
    standards: Mapping[str, PaymentStandard],
    why_not: Mapping[str, str],
    published: StandardTable | None,
) -> None:
    """Say of every code whether the annex and the published table agree, and list the others."""
    listed = {each.code: each.standard for each in (published.listed if published else ())}
    selected = {each.product.code: each.product.variety for each in annex.selected}
    varieties = selected | {code: standard.variety for code, standard in listed.items()}
    differing: list[Sequence[Cell]] = []
    left_out: list[Sequence[Cell]] = []
    for code, variety in varieties.items():
        own, theirs = standards.get(code), listed.get(code)
        if theirs is None:
            left_out.append((code, variety, "", f"no good row in {exports.title('standards')}"))
        elif own is None:
            no_row = f"no good row in {exports.title('renewed_drugs')}"
            why = why_not[variety] if code in selected else no_row
            left_out.append((code, variety, shown(theirs.price), why))
        elif own.price != theirs.price:
            apart = theirs.price - own.price
            differing.append((code, variety, theirs.price, own.price, apart))
    equal = len(varieties) - len(differing) - len(left_out)
    print(f"\nequal: {equal}; differing: {len(differing)}; not compared: {len(left_out)}")
    print("\nDiffering:\n")
    figures = ("published", "from the annex", "published − annex")
    table(("药品编码", "variety", *figures), differing)
    print("\nNot compared:\n")
    table(("药品编码", "variety", "published", "why"), left_out)


def show_listing_price(annex: Annex) -> None:
    """Print what the first selected product would be listed at in a pack twice as large."""
    section(NOTICE_9, "7 What a pack that the firm adds is listed at", "9-3.1b")
    for reference in annex.selected[:1]:
        product = reference.product
        if (own := product.specification) is not None:
            larger = evolve(own, pack_size=2 * own.pack_size)
            added_pack = Product("(added)", product.variety, product.maker, specification=larger)
            price = listing_price(NOTICE_9, reference, added_pack, RATIOS)
            print("By ratios TAKEN FROM SECONDARY SOURCES, as above.\n")
            print(f"selected: {product.code} {product.variety} {product.maker}, {own}")
            print(f"added:    {larger}\n")
            rows = [
                (each.dimension, each.reference, each.target, each.base, each.factor)
                for each in price.factors
            ]
            table(("dimension", "selected", "added", "base", "factor"), rows)
            print(f"\n{reference.price} × {price.factor}, rounded once: listed at {price.price}")
