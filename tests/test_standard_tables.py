"""Tables of payment standards: what they hold, and what a look-up finds on which day."""

import decimal
import pickle
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from invented import INVENTED
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    AmbiguousRuleError,
    Basis,
    Cycle,
    InvalidTypeError,
    InvalidValueError,
    ListedStandard,
    NotComparableError,
    NotListedError,
    NotProvidedError,
    OutOfForceError,
    PaymentStandard,
    PolicyError,
    PriceRatios,
    Product,
    Reading,
    SameVariety,
    SelectedProduct,
    Span,
    Specification,
    StandardTable,
    payment_standard,
    procurement_cycle,
    standard_table,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

Number = Decimal | int | str

CLAUSE = "9-3.3a"
PERIOD = Span("2025-03-07", "2025-12-31")
FIRST, LAST = PERIOD.first_day, PERIOD.last_day
DAY = "2025-06-30"
ACARBOSE, METFORMIN = "阿卡波糖", "二甲双胍"
LINEAR = PriceRatios(strength=2, fill=2, pack=2)
COMPARABLE, WITHIN, PACK_PRICE = (Reading(same_variety=each) for each in SameVariety)


evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def refusal(call: Any, kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


def tablets(size: int, **others: str) -> Specification:
    fixed: dict[str, Any] = {"form": "片剂", "strength": "0.5", "strength_unit": "g", **others}
    return Specification(pack_size=size, **fixed)


def product(
    code: str, specification: Specification | int | None = None, variety: str = ACARBOSE
) -> Product:
    """Give a product; a number is the tablets in its pack."""
    if isinstance(specification, int):
        specification = tablets(specification)
    return Product(code, variety, "甲", specification=specification)


def selected(
    code: str,
    price: Number,
    specification: Specification | int | None = None,
    variety: str = ACARBOSE,
) -> SelectedProduct:
    return SelectedProduct(product(code, specification, variety), price)


def setter(made: PaymentStandard) -> str:
    assert made.set_by is not None
    return made.set_by.product.code


def by_variety(made: PaymentStandard) -> bool:
    """Say whether the standard is one of a variety, not of a specification."""
    return any("the variety's one price" in each for each in made.basis.assumptions)


# A bureau's own table


ROWS: list[tuple[str, str, Number]] = [
    ("86900001", ACARBOSE, "5.42"),
    ("86900002", ACARBOSE, Decimal("5.420")),
    ("86900003", METFORMIN, 3),
    ("86900004", METFORMIN, "3.005"),
]
PUBLISHED = StandardTable.published(CHONGQING_2025_9, ROWS, in_force=PERIOD)


@pytest.mark.parametrize(
    ("code", "variety", "price"),
    [
        ("86900001", ACARBOSE, "5.42"),
        ("86900002", ACARBOSE, "5.42"),
        ("86900003", METFORMIN, "3.00"),
        ("86900004", METFORMIN, "3.005"),
    ],
)
def test_9_3_3a_a_code_of_a_published_table_finds_its_row(
    code: str, variety: str, price: str
) -> None:
    made = PUBLISHED.lookup(code, on=DAY)
    assert (made.variety, str(made.price)) == (variety, price)
    assert (made.specification, made.set_by, made.in_force) == (None, None, PERIOD)
    # a product that is listed is found by its code, whatever else is known of it
    assert PUBLISHED.lookup(product(code, 30, variety), on=DAY) == made


@pytest.mark.parametrize("specification", [None, 24])
def test_a_product_that_is_not_listed_is_found_by_its_varietys_one_price(
    specification: int | None,
) -> None:
    made = PUBLISHED.lookup(product("86900009", specification), on=DAY)
    assert (made.variety, str(made.price)) == (ACARBOSE, "5.42")
    assert by_variety(made)
    assert not by_variety(PUBLISHED.lookup("86900001", on=DAY))


@pytest.mark.parametrize("specification", [None, 24])
def test_a_variety_with_several_published_prices_is_ambiguous(specification: int | None) -> None:
    wanted = product("86900009", specification, METFORMIN)
    error = refusal(lambda: PUBLISHED.lookup(wanted, on=DAY), AmbiguousRuleError)
    assert (error.field, error.value, error.clause) == ("product_or_code", wanted, CLAUSE)
    assert f"{METFORMIN} has 2 standards" in error.expected


def test_a_published_table_says_where_it_comes_from() -> None:
    for basis in (PUBLISHED.basis, PUBLISHED.lookup("86900001", on=DAY).basis):
        assert basis.policy_number == CHONGQING_2025_9.number
        assert [clause.id for clause in basis.clauses] == ["9-3.3a", "9-3.3b", "9-3.3c"]
        assert basis.reading == Reading()
        (published,) = basis.assumptions
        assert "published" in published
    found = PUBLISHED.lookup(product("86900009"), on=DAY).basis
    assert found.assumptions[:1] == PUBLISHED.basis.assumptions
    assert len(found.assumptions) == 2


@pytest.mark.parametrize(
    "rows",
    [
        tuple(ROWS),
        [list(row) for row in ROWS],
        iter(ROWS),
        (row for row in ROWS),
        dict.fromkeys(ROWS),
    ],
)
def test_rows_may_come_from_any_iterable(rows: object) -> None:
    made = StandardTable.published(CHONGQING_2025_9, untyped(rows), in_force=PERIOD)
    assert made == PUBLISHED


def test_a_cycle_can_say_on_which_days_a_table_is_in_force() -> None:
    cycle = Cycle("2025-03-07", "2025-12-31")
    made = StandardTable.published(CHONGQING_2025_9, ROWS, in_force=cycle)
    assert made == PUBLISHED
    assert type(made.in_force) is Span


def test_a_table_may_be_of_another_notice_and_of_other_days() -> None:
    days = Span("2030-03-15", "2030-03-15")
    made = StandardTable.published(INVENTED, ROWS, in_force=days).lookup("86900001", on=FAR)
    assert (made.in_force, made.basis.policy_number) == (days, INVENTED.number)
    assert made.basis.clauses[0].id == "3-7"


FAR = date(2030, 3, 15)


@pytest.mark.parametrize(
    ("row", "field", "value", "kind", "accepted"),
    [
        ("86900002", "rows[1]", "86900002", InvalidTypeError, "code, variety and price"),
        (None, "rows[1]", None, InvalidTypeError, "code, variety and price"),
        ((), "rows[1]", (), InvalidValueError, "code, variety and price"),
        (("B", "v"), "rows[1]", ("B", "v"), InvalidValueError, "code, variety and price"),
        (
            ("B", "v", 5, "盒"),
            "rows[1]",
            ("B", "v", 5, "盒"),
            InvalidValueError,
            "code, variety and price",
        ),
        ((86900002, "v", 5), "rows[1].code", 86900002, InvalidTypeError, "printable string"),
        ((" B", "v", 5), "rows[1].code", " B", InvalidValueError, "no space at its ends"),
        (("", "v", 5), "rows[1].code", "", InvalidValueError, "1 to 200 characters"),
        (("B", None, 5), "rows[1].variety", None, InvalidTypeError, "printable string"),
        (("B", "v\n", 5), "rows[1].variety", "v\n", InvalidValueError, "printable string"),
        (("B", "v", 5.42), "rows[1].price", 5.42, InvalidTypeError, "a unit price above 0"),
        (("B", "v", True), "rows[1].price", True, InvalidTypeError, "a unit price above 0"),
        (("B", "v", None), "rows[1].price", None, InvalidTypeError, "a unit price above 0"),
        (("B", "v", 0), "rows[1].price", 0, InvalidValueError, "a unit price above 0"),
        (("B", "v", "￥5"), "rows[1].price", "￥5", InvalidValueError, "a unit price above 0"),
        (("B", "v", "0.0000001"), "rows[1].price", "0.0000001", InvalidValueError, "6 places"),
        (("A", "v", 5), "rows[1].code", "A", InvalidValueError, "each code once"),
    ],
)
def test_a_row_that_is_none_is_refused_with_its_number(
    row: object, field: str, value: object, kind: type[PolicyError], accepted: str
) -> None:
    rows = untyped([("A", "v", 5), row, ("C", "v", 5)])
    error = refusal(lambda: StandardTable.published(CHONGQING_2025_9, rows, in_force=PERIOD), kind)
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)
    assert accepted in error.expected


def test_a_code_comes_once_in_a_table() -> None:
    rows: list[tuple[str, str, Number]] = [
        ("A", "v", 5), ("B", "v", 5), ("C", "v", 5), ("B", "v", 5),
    ]  # fmt: skip
    error = refusal(
        lambda: StandardTable.published(CHONGQING_2025_9, rows, in_force=PERIOD),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == ("rows[3].code", "B", CLAUSE)


@pytest.mark.parametrize(
    ("rows", "in_force", "field", "value", "kind", "accepted"),
    [
        ([], PERIOD, "rows", (), InvalidValueError, "at least one row"),
        (None, PERIOD, "rows", None, InvalidTypeError, "rows of code, variety, price"),
        (5, PERIOD, "rows", 5, InvalidTypeError, "rows of code, variety, price"),
        (ROWS, None, "in_force", None, InvalidTypeError, "Span"),
        (ROWS, (FIRST, LAST), "in_force", (FIRST, LAST), InvalidTypeError, "Span"),
    ],
)
def test_a_table_has_rows_and_days(
    rows: object,
    in_force: object,
    field: str,
    value: object,
    kind: type[PolicyError],
    accepted: str,
) -> None:
    error = refusal(
        lambda: StandardTable.published(
            CHONGQING_2025_9, untyped(rows), in_force=untyped(in_force)
        ),
        kind,
    )
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)
    assert error.expected == accepted


# A whole annex


MIXED = [
    selected("A", "8.72", 24),
    selected("B", "16.00", 48),
    selected("C", "8.71", 24),
    selected("D", "3.00", 24, METFORMIN),
]
TABLE = standard_table(CHONGQING_2025_9, MIXED, ratios=SECONDARY_2011_RATIOS)


@pytest.mark.parametrize(
    ("reading", "prices"),
    [
        (COMPARABLE, {"A": "8.72", "B": "17.00", "C": "8.72", "D": "3.00"}),
        (WITHIN, {"A": "8.72", "B": "16.00", "C": "8.72", "D": "3.00"}),
        (PACK_PRICE, {"A": "16.00", "B": "16.00", "C": "16.00", "D": "3.00"}),
    ],
)
def test_9_3_3a_every_product_of_an_annex_has_the_standard_of_its_specification(
    reading: Reading, prices: dict[str, str]
) -> None:
    table = standard_table(CHONGQING_2025_9, MIXED, ratios=SECONDARY_2011_RATIOS, reading=reading)
    assert {code: str(table.lookup(code, on=DAY).price) for code in "ABCD"} == prices
    for each in MIXED:
        found = table.lookup(each.product.code, on=DAY)
        assert found == table.lookup(each.product, on=DAY)
        assert (found.variety, found.specification) == (
            each.product.variety, each.product.specification,
        )  # fmt: skip
    assert [each.code for each in table.listed] == ["A", "B", "C", "D"]
    assert table.further == ()


@pytest.mark.parametrize(
    ("reading", "size", "price", "set_by"),
    [
        (COMPARABLE, 24, "8.72", "A"),
        (COMPARABLE, 48, "17.00", "A"),
        (COMPARABLE, 96, "33.16", "A"),
        (WITHIN, 48, "16.00", "B"),
        (PACK_PRICE, 24, "16.00", "B"),
        (PACK_PRICE, 96, "16.00", "B"),
    ],
)
def test_9_3_3a_a_product_that_is_not_listed_is_found_by_variety_and_specification(
    reading: Reading, size: int, price: str, set_by: str
) -> None:
    table = standard_table(CHONGQING_2025_9, MIXED, ratios=SECONDARY_2011_RATIOS, reading=reading)
    found = table.lookup(product("X", tablets(size, pack_unit="瓶")), on=DAY)
    assert (str(found.price), setter(found)) == (price, set_by)
    assert found.specification is not None
    assert found.specification.pack_size == size
    assert found.basis.reading == reading
    assert not by_variety(found)


def test_a_variety_without_any_specification_has_one_price() -> None:
    offers = [selected("A", "5.10"), selected("B", "5.42")]
    table = standard_table(CHONGQING_2025_9, offers)
    found = table.lookup(product("X"), on=DAY)
    assert (str(found.price), setter(found)) == ("5.42", "B")
    assert found == table.lookup("A", on=DAY) == payment_standard(CHONGQING_2025_9, offers)
    assert not any("published" in each for each in found.basis.assumptions)


def test_a_product_without_a_specification_is_ambiguous_among_several() -> None:
    error = refusal(lambda: TABLE.lookup(product("X"), on=DAY), AmbiguousRuleError)
    assert (error.field, error.value, error.clause) == ("product_or_code", product("X"), CLAUSE)
    assert f"{ACARBOSE} has 2 standards" in error.expected
    # one specification of its variety was selected, so there is one standard
    found = TABLE.lookup(product("X", None, METFORMIN), on=DAY)
    assert (str(found.price), setter(found)) == ("3.00", "D")


@pytest.mark.parametrize("named", [{}, {"specifications": [tablets(96)]}])
def test_without_ratios_a_specification_nobody_won_has_no_standard(named: Any) -> None:
    offers = [selected("A", "8.72", 24)]
    lone = standard_table(CHONGQING_2025_9, offers)
    assert str(lone.lookup(product("X", 24), on=DAY).price) == "8.72"
    if named:
        error = refusal(
            lambda: standard_table(CHONGQING_2025_9, offers, **named), NotComparableError
        )
    else:
        error = refusal(lambda: lone.lookup(product("X", 96), on=DAY), NotComparableError)
    assert (error.field, error.value, error.clause) == ("ratios", None, CLAUSE)


@pytest.mark.parametrize(
    ("wanted", "field", "value"),
    [
        (tablets(24, form="胶囊"), "form", "胶囊"),
        (tablets(24, strength_unit="mg"), "strength_unit", "mg"),
        (tablets(24, fill="5", fill_unit="ml"), "fill_unit", "ml"),
    ],
)
def test_what_has_no_common_measure_is_not_converted(
    wanted: Specification, field: str, value: str
) -> None:
    error = refusal(lambda: TABLE.lookup(product("X", wanted), on=DAY), NotComparableError)
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)


def test_within_a_specification_that_nobody_won_there_is_no_standard() -> None:
    table = standard_table(CHONGQING_2025_9, MIXED, ratios=LINEAR, reading=WITHIN)
    error = refusal(lambda: table.lookup(product("X", 96), on=DAY), NotListedError)
    assert (error.field, error.value, error.clause) == ("specification", tablets(96), CLAUSE)


# Further specifications


def test_further_specifications_are_converted_to_at_once() -> None:
    table = standard_table(
        CHONGQING_2025_9,
        MIXED,
        specifications=(tablets(size) for size in (96, 24)),
        ratios=SECONDARY_2011_RATIOS,
    )
    further = [
        (each.variety, each.specification, str(each.price), setter(each)) for each in table.further
    ]
    assert further == [
        (ACARBOSE, tablets(96), "33.16", "A"),
        (METFORMIN, tablets(96), "11.41", "D"),  # 24 were won by both varieties
    ]
    for variety in (ACARBOSE, METFORMIN):
        for size in (24, 96):
            wanted = product("X", size, variety)
            assert table.lookup(wanted, on=DAY) == TABLE.lookup(wanted, on=DAY)


def test_a_further_specification_that_one_variety_won_is_converted_to_for_the_other() -> None:
    table = standard_table(
        CHONGQING_2025_9, MIXED, specifications=[tablets(48)], ratios=SECONDARY_2011_RATIOS
    )
    (further,) = table.further
    assert (further.variety, str(further.price)) == (METFORMIN, "5.85")


def test_a_further_specification_is_for_varieties_of_its_form_and_units() -> None:
    capsules = tablets(24, form="胶囊")
    offers = [*MIXED[:1], selected("E", 5, capsules, METFORMIN)]
    table = standard_table(
        CHONGQING_2025_9, offers, specifications=[tablets(48, form="胶囊")], ratios=LINEAR
    )
    (further,) = table.further
    assert (further.variety, str(further.price)) == (METFORMIN, "10.00")


def test_a_further_specification_may_be_of_any_selected_products_form() -> None:
    offers = [selected("A", 5, 24), selected("B", 6, tablets(24, form="胶囊"))]
    wanted = tablets(48, form="胶囊")
    table = standard_table(CHONGQING_2025_9, offers, specifications=[wanted], reading=PACK_PRICE)
    assert [(each.specification, str(each.price)) for each in table.further] == [(wanted, "6.00")]


@pytest.mark.parametrize(
    ("offers", "wanted"),
    [
        (MIXED, tablets(24, form="胶囊")),
        (MIXED, tablets(24, strength_unit="mg")),
        (MIXED, tablets(24, fill="5", fill_unit="ml")),
        ([selected("A", 5)], tablets(24)),
    ],
)
def test_a_further_specification_that_nothing_is_converted_to_is_refused(
    offers: list[SelectedProduct], wanted: Specification
) -> None:
    error = refusal(
        lambda: standard_table(CHONGQING_2025_9, offers, specifications=[wanted], ratios=LINEAR),
        NotComparableError,
    )
    assert (error.field, error.value, error.clause) == ("specifications[0]", wanted, CLAUSE)
    second = refusal(
        lambda: standard_table(
            CHONGQING_2025_9, MIXED, specifications=[tablets(96), tablets(9, form="丸")],
            ratios=LINEAR,
        ),
        NotComparableError,
    )  # fmt: skip
    assert second.field == "specifications[1]"


# On which day


CYCLE = Cycle("2025-04-15", "2025-05-14")
DATED: list[tuple[StandardTable, Product | str, str, str]] = [
    (PUBLISHED, "86900001", "2025-03-07", "2025-12-31"),
    (PUBLISHED, product("86900001"), "2025-03-07", "2025-12-31"),
    (PUBLISHED, product("X"), "2025-03-07", "2025-12-31"),
    (TABLE, "B", "2025-03-07", "2025-12-31"),
    (TABLE, MIXED[1].product, "2025-03-07", "2025-12-31"),
    (TABLE, product("X", 48), "2025-03-07", "2025-12-31"),
    (TABLE, product("X", 96), "2025-03-07", "2025-12-31"),
    (standard_table(CHONGQING_2025_9, MIXED[3:], cycle=CYCLE), "D", "2025-04-15", "2025-05-14"),
    (
        StandardTable.published(CHONGQING_2025_9, ROWS, in_force=CYCLE),
        "86900003",
        "2025-04-15",
        "2025-05-14",
    ),
]


@pytest.mark.parametrize(("table", "wanted", "first", "last"), DATED)
@pytest.mark.parametrize("as_text", [True, False])
def test_a_standard_holds_from_the_first_day_to_the_last_and_on_no_other(
    table: StandardTable, wanted: Product | str, first: str, last: str, *, as_text: bool
) -> None:
    def on(day: date) -> date | str:
        return day.isoformat() if as_text else day

    first_day, last_day = date.fromisoformat(first), date.fromisoformat(last)
    for day in (first_day, last_day):
        assert table.lookup(wanted, on=on(day)).in_force == Span(first, last)
    for outside in (
        date.fromordinal(first_day.toordinal() - 1),
        date.fromordinal(last_day.toordinal() + 1),
        date.max,
        date.min,
    ):
        error = refusal(
            lambda outside=outside: table.lookup(wanted, on=on(outside)), OutOfForceError
        )
        assert (error.field, error.value, error.clause) == ("on", outside, CLAUSE)
        assert f"{first} to {last}" in error.expected


@pytest.mark.parametrize("day", ["2025-03-06", FIRST, LAST, "2026-01-01"])
@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        (PUBLISHED, "86900009"),
        (PUBLISHED, ACARBOSE),  # a variety is no code
        (PUBLISHED, " 86900001"),
        (PUBLISHED, ""),
        (PUBLISHED, product("X", None, "布洛芬")),
        (TABLE, "X"),
        (TABLE, product("X", 24, "布洛芬")),
        (TABLE, product("X", None, "布洛芬")),
    ],
)
def test_what_was_never_listed_is_not_listed_on_any_day(
    table: StandardTable, wanted: Product | str, day: date | str
) -> None:
    error = refusal(lambda: table.lookup(wanted, on=day), NotListedError)
    assert (error.field, error.value, error.clause) == ("product_or_code", wanted, CLAUSE)
    listed = "a listed code" if isinstance(wanted, str) else "a listed variety"
    assert error.expected == listed


@pytest.mark.parametrize("wanted", [5, None, MIXED[0], ("A", "v"), b"A"])
def test_a_look_up_takes_a_product_or_a_code(wanted: object) -> None:
    error = refusal(lambda: TABLE.lookup(untyped(wanted), on=DAY), InvalidTypeError)
    assert (error.field, error.value, error.clause) == ("product_or_code", wanted, CLAUSE)
    assert error.expected == "str or Product"


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (datetime(2025, 6, 30), InvalidTypeError),  # noqa: DTZ001  # any datetime is refused
        (20250630, InvalidTypeError),
        (None, InvalidTypeError),
        ("2025-6-30", InvalidValueError),
        ("2025-06-31", InvalidValueError),
    ],
)
def test_a_look_up_takes_a_day(day: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: TABLE.lookup("A", on=untyped(day)), kind)
    assert (error.field, error.value) == ("on", day)


# A table and the rule for one variety


sizes = st.sampled_from([None, 7, 24, 48])
offered = st.tuples(st.integers(1, 3000), sizes, st.sampled_from([ACARBOSE, METFORMIN, METFORMIN]))
annexes = st.lists(offered, min_size=1, max_size=6).map(
    lambda offers: [
        selected(f"A{number}", Decimal(units).scaleb(-2), size, variety)
        for number, (units, size, variety) in enumerate(offers)
    ]
)
all_ratios = st.sampled_from([None, LINEAR, SECONDARY_2011_RATIOS])


def outcome(rule: Callable[[Product], PaymentStandard], wanted: Product) -> object:
    """Give a standard with its basis, or what is refused."""
    try:
        made = rule(wanted)
    except PolicyError as error:
        return error
    return made, made.basis


def finds(table: StandardTable) -> Callable[[Product], PaymentStandard]:
    return lambda wanted: table.lookup(wanted, on=DAY)


def table_of(annex: Sequence[SelectedProduct], **named: Any) -> StandardTable | None:
    try:
        return standard_table(CHONGQING_2025_9, annex, **named)
    except NotComparableError:
        return None


@given(annexes, all_ratios, readings())
def test_9_3_3a_a_table_holds_what_the_rule_gives_for_each_variety(
    annex: list[SelectedProduct], ratios: PriceRatios | None, reading: Reading
) -> None:
    named: dict[str, Any] = {"ratios": ratios, "reading": reading}

    def rule(wanted: Product) -> PaymentStandard:
        own = [each for each in annex if each.product.variety == wanted.variety]
        return payment_standard(CHONGQING_2025_9, own, specification=wanted.specification, **named)

    listed = [each.product for each in annex]
    expected = [outcome(rule, each) for each in listed]
    table = table_of(annex, **named)
    if table is None:
        assert any(isinstance(each, PolicyError) for each in expected)
        return
    assert [outcome(finds(table), each) for each in listed] == expected
    for each in listed:
        assert table.lookup(each.code, on=DAY) == table.lookup(each, on=DAY)
        for size in (7, 24, 48, 96):
            wanted = product("X", size, each.variety)
            assert outcome(finds(table), wanted) == outcome(rule, wanted)
    assert evolve(table) == table


@given(annexes, st.sampled_from([LINEAR, SECONDARY_2011_RATIOS]))
def test_further_specifications_change_no_look_up(
    annex: list[SelectedProduct], ratios: PriceRatios
) -> None:
    plain = table_of(annex, ratios=ratios)
    assume(plain is not None)
    further = table_of(annex, ratios=ratios, specifications=[tablets(30), tablets(24)])
    assume(further is not None)
    assert plain is not None
    assert further is not None
    assert further.listed == plain.listed
    for size in (24, 30, 96):
        for variety in (ACARBOSE, METFORMIN):
            wanted = product("X", size, variety)
            assert outcome(finds(further), wanted) == outcome(finds(plain), wanted)


prices = st.integers(1, 10**9).map(lambda units: Decimal(units).scaleb(-6))


@given(st.dictionaries(st.from_regex(r"[A-Z0-9]{1,4}", fullmatch=True), prices, min_size=1))
def test_a_published_table_gives_back_every_row(rows: dict[str, Decimal]) -> None:
    table = StandardTable.published(
        CHONGQING_2025_9, [(code, ACARBOSE, price) for code, price in rows.items()], in_force=PERIOD
    )
    assert {code: table.lookup(code, on=DAY).price for code in rows} == rows
    wanted = product("not listed")
    if len(set(rows.values())) == 1:
        assert table.lookup(wanted, on=DAY).price in rows.values()
    else:
        error = refusal(lambda: table.lookup(wanted, on=DAY), AmbiguousRuleError)
        assert ACARBOSE in error.expected


# For which cycle, under which reading


def test_a_table_takes_the_cycles_days_and_reading() -> None:
    cycle = Cycle("2025-04-15", "2025-05-14", reading=WITHIN)
    table = standard_table(CHONGQING_2025_9, MIXED, cycle=cycle)
    found = table.lookup("B", on="2025-05-14")
    assert (str(found.price), found.in_force) == ("16.00", Span("2025-04-15", "2025-05-14"))
    assert table.in_force == found.in_force
    assert table.basis.reading == found.basis.reading == WITHIN
    error = refusal(
        lambda: standard_table(CHONGQING_2025_9, MIXED, cycle=cycle, reading=COMPARABLE),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == ("reading", COMPARABLE, CLAUSE)


def test_a_notice_that_runs_from_execution_needs_its_cycle() -> None:
    error = refusal(lambda: standard_table(INVENTED, MIXED), InvalidTypeError)
    assert (error.field, error.value, error.clause) == ("cycle", None, "3-7")
    cycle = procurement_cycle(INVENTED, "2030-03-15")
    table = standard_table(INVENTED, MIXED, ratios=LINEAR, cycle=cycle)
    assert str(table.lookup("B", on="2032-03-14").price) == "17.44"
    assert table.basis.clauses[0].id == "3-7"
    error = refusal(lambda: table.lookup("X", on="2032-03-14"), NotListedError)
    assert error.clause == "3-7"


def test_25_states_no_payment_standard() -> None:
    for call in (
        lambda: standard_table(CHONGQING_2025_25, MIXED),
        lambda: StandardTable.published(CHONGQING_2025_25, ROWS, in_force=PERIOD),
    ):
        error = refusal(call, NotProvidedError)
        assert (error.field, error.value) == ("payment_standard", CHONGQING_2025_25.number)
        assert "does not" in error.expected


def test_a_table_says_what_it_assumes() -> None:
    assumptions = TABLE.basis.assumptions
    assert [
        any(word in each for each in assumptions)
        for word in ("2025-03-07", "catalogue", "coefficients", "published")
    ] == [True, True, True, False]
    assert TABLE.lookup("B", on=DAY).basis == TABLE.basis
    assert TABLE.lookup(product("X", 96), on=DAY).basis == TABLE.basis


# Refusals and values


def test_9_3_3a_a_table_of_several_specifications_needs_ratios() -> None:
    error = refusal(lambda: standard_table(CHONGQING_2025_9, MIXED), NotComparableError)
    assert (error.field, error.value, error.clause) == ("ratios", None, CLAUSE)


@pytest.mark.parametrize("variety", [ACARBOSE, METFORMIN])
def test_a_code_is_selected_once(variety: str) -> None:
    offers = [selected("A", 5), selected("B", 6), selected("A", 7, None, variety)]
    error = refusal(lambda: standard_table(CHONGQING_2025_9, offers), InvalidValueError)
    assert (error.value, error.clause) == ("A", CLAUSE)
    assert error.field.startswith("selected[2]")
    assert "once" in error.expected


@pytest.mark.parametrize(
    ("named", "field", "value", "kind"),
    [
        ({"selected": []}, "selected", (), InvalidValueError),
        ({"selected": None}, "selected", None, InvalidTypeError),
        ({"selected": [*MIXED, "E"]}, "selected[4]", "E", InvalidTypeError),
        ({"specifications": tablets(24)}, "specifications", tablets(24), InvalidTypeError),
        ({"specifications": None}, "specifications", None, InvalidTypeError),
        ({"specifications": 24}, "specifications", 24, InvalidTypeError),
        ({"specifications": [tablets(24), 24]}, "specifications[1]", 24, InvalidTypeError),
        ({"ratios": 1.95}, "ratios", 1.95, InvalidTypeError),
        ({"reading": "COMPARABLE"}, "reading", "COMPARABLE", InvalidTypeError),
    ],
)
def test_arguments_of_another_type_are_refused(
    named: dict[str, object], field: str, value: object, kind: type[PolicyError]
) -> None:
    arguments = {"selected": MIXED, "ratios": LINEAR, **named}
    error = refusal(lambda: standard_table(CHONGQING_2025_9, **untyped(arguments)), kind)
    assert (error.field, error.value, error.clause) == (field, value, CLAUSE)


def test_the_policy_comes_first() -> None:
    for call in (
        lambda: standard_table(untyped(MIXED), untyped(CHONGQING_2025_9)),
        lambda: StandardTable.published(untyped(MIXED), ROWS, in_force=PERIOD),
    ):
        error = refusal(call, InvalidTypeError)
        assert (error.field, error.value) == ("policy", MIXED)


@pytest.mark.parametrize("table", [PUBLISHED, TABLE])
def test_a_table_pickles_and_looks_up_as_before(table: StandardTable) -> None:
    copy = pickle.loads(pickle.dumps(table))  # noqa: S301  # our own bytes
    assert (copy, copy.basis, hash(copy), repr(copy)) == (
        table, table.basis, hash(table), repr(table),
    )  # fmt: skip
    for each in table.listed:
        assert copy.lookup(each.code, on=DAY) == each.standard
    assert not any(hidden in repr(table) for hidden in ("basis", "_by_"))
    if table is TABLE:
        assert str(copy.lookup(product("X", 96), on=DAY).price) == "33.16"


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    other = evolve(PUBLISHED, basis=Basis("other", PUBLISHED.basis.clauses, Reading(), ()))
    assert other == PUBLISHED
    assert hash(other) == hash(PUBLISHED)
    dearer = StandardTable.published(
        CHONGQING_2025_9, [*ROWS[:3], ("86900004", METFORMIN, "3.01")], in_force=PERIOD
    )
    assert dearer != PUBLISHED


LISTED = PUBLISHED.listed[0]


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("in_force", "2025-03-07", InvalidTypeError),
        ("listed", LISTED, InvalidTypeError),
        ("listed", [("A", LISTED.standard)], InvalidTypeError),
        ("listed", [LISTED, LISTED], InvalidValueError),
        ("further", ["5.42"], InvalidTypeError),
        ("selected", [LISTED], InvalidTypeError),
        ("ratios", "1.95", InvalidTypeError),
        ("basis", None, InvalidTypeError),
    ],
)
def test_a_table_checks_every_field(field: str, value: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: evolve(PUBLISHED, **{field: value}), kind)
    assert error.field.startswith(field)
    assert error.clause == (CLAUSE if kind is InvalidValueError else None)


@pytest.mark.parametrize("in_force", [Span("2025-03-06", LAST), Span(FIRST, "2026-01-01")])
def test_a_table_is_in_force_on_the_days_of_its_standards(in_force: Span) -> None:
    # else a look-up would find a standard on a day on which it does not hold
    error = refusal(lambda: evolve(PUBLISHED, in_force=in_force), InvalidValueError)
    assert "2025-03-07 to 2025-12-31" in str(error)


@pytest.mark.parametrize(
    ("code", "standard", "field", "kind"),
    [
        ("", LISTED.standard, "code", InvalidValueError),
        (5, LISTED.standard, "code", InvalidTypeError),
        ("A", "5.42", "standard", InvalidTypeError),
    ],
)
def test_a_listed_standard_checks_every_field(
    code: object, standard: object, field: str, kind: type[PolicyError]
) -> None:
    error = refusal(lambda: ListedStandard(untyped(code), untyped(standard)), kind)
    assert error.field == field


def test_the_hosts_decimal_context_reaches_no_table() -> None:
    with decimal.localcontext(decimal.Context(prec=1, rounding=decimal.ROUND_UP)) as context:
        context.traps = dict.fromkeys(context.traps, True)
        assert StandardTable.published(CHONGQING_2025_9, ROWS, in_force=PERIOD) == PUBLISHED
        table = standard_table(CHONGQING_2025_9, MIXED, ratios=SECONDARY_2011_RATIOS)
        found = table.lookup(product("X", 96), on=DAY)
    assert table == TABLE
    assert str(found.price) == "33.16"
