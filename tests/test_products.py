"""Products and the annex of a notice (9-1.2, 25-1.2): what they hold, and who a code stands for."""

import itertools
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vbp_policy import (
    InvalidTypeError,
    InvalidValueError,
    NotListedError,
    PolicyError,
    Product,
    Renewal,
    SelectedProduct,
    SelectionResults,
    Specification,
    payment_standard,
    standard_table,
)
from vbp_policy.notices import CHONGQING_2025_9

DAY = timedelta(days=1)
Case = tuple[type[PolicyError], Any, str]


def refusal(kind: type[PolicyError], call: Callable[..., object], *args: Any) -> PolicyError:
    """Give what a call raises: of exactly this kind, with all that it says in its message."""
    with pytest.raises(kind) as caught:
        call(*args)
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


# Fields: what each holds, and what it refuses

SPECIFICATION: dict[str, Any] = {
    "form": "注射剂",
    "strength": "0.5",
    "strength_unit": "g",
    "pack_size": 24,
    "fill": "2.5",
    "fill_unit": "ml",
    "pack_unit": "盒",
    "piece_unit": "支",
}
PRODUCT: dict[str, Any] = {
    "code": "86900001",
    "variety": "阿卡波糖",
    "maker": "甲厂",
    "specification": None,
    "group": "A组",
}
SELECTED: dict[str, Any] = {"product": Product("A", "透析器", "甲"), "price": "8.72"}
RENEWAL: dict[str, Any] = {"old_code": "A1", "new_code": "A2", "on": "2025-09-01"}
EXAMPLES: dict[Any, dict[str, Any]] = {
    Specification: SPECIFICATION,
    Product: PRODUCT,
    SelectedProduct: SELECTED,
    Renewal: RENEWAL,
}

IDENTIFIERS: list[tuple[Any, str]] = [("A", "A"), ("药 <b>", "药 <b>"), ("x" * 200, "x" * 200)]
MEASURES: list[tuple[Any, str]] = [
    ("0.5", "0.50"),
    (1, "1.00"),
    (Decimal("0.000001"), "0.000001"),
    ("999999999.999999", "999999999.999999"),
    ("10.0000000", "10.00"),
]
OPTIONAL: list[tuple[Any, str]] = [(None, "None")]
DAYS: list[tuple[Any, str]] = [("2025-09-01", "2025-09-01"), (date(2024, 2, 29), "2024-02-29")]

# What goes in, and how what comes out is written.
HOLDS: dict[Any, dict[str, list[tuple[Any, str]]]] = {
    Specification: {
        "form": IDENTIFIERS,
        "strength": MEASURES,
        "strength_unit": IDENTIFIERS,
        "pack_size": [(1, "1"), (24, "24"), (10**6, "1000000")],
        "fill": MEASURES,
        "fill_unit": IDENTIFIERS,
        "pack_unit": IDENTIFIERS + OPTIONAL,
        "piece_unit": IDENTIFIERS + OPTIONAL,
    },
    Product: {
        "code": IDENTIFIERS,
        "variety": IDENTIFIERS,
        "maker": IDENTIFIERS,
        "specification": OPTIONAL,
        "group": IDENTIFIERS + OPTIONAL,
    },
    SelectedProduct: {"price": MEASURES},
    Renewal: {"old_code": IDENTIFIERS, "new_code": IDENTIFIERS, "on": DAYS},
}

WRONG_TYPE, WRONG_VALUE = InvalidTypeError, InvalidValueError
NO_IDENTIFIERS: list[Case] = [
    *((WRONG_VALUE, each, "printable") for each in ("", " A", "A ", "A\n", "A\u200b", "x" * 201)),
    *((WRONG_TYPE, each, "string of 1 to 200") for each in (1, b"A", ["A"])),
]
REQUIRED: list[Case] = [(WRONG_TYPE, None, "")]
NO_MEASURES: list[Case] = [
    *((WRONG_VALUE, each, "above 0") for each in ("0", "-1", 0, "0.0000001", "1000000000", "1e3")),
    *((WRONG_VALUE, each, "6 places") for each in ("", Decimal("NaN"), Decimal("Infinity"))),
    *((WRONG_TYPE, each, "finite Decimal") for each in (0.5, True, b"1", ["1"])),
]
NO_PACKS: list[Case] = [
    *((WRONG_VALUE, each, "an int from 1 to 1000000") for each in (0, -1, 10**6 + 1)),
    *((WRONG_TYPE, each, "an int from 1 to 1000000") for each in (True, 24.0, "24", None)),
]
NO_DAYS: list[Case] = [
    *((WRONG_VALUE, each, "YYYY-MM-DD") for each in ("2025-02-29", "2025-9-1", "2025", "")),
    *((WRONG_TYPE, each, "not a datetime") for each in (datetime(2025, 9, 1), 20250901, None)),  # noqa: DTZ001
]
NO_PRODUCTS: list[Case] = [(WRONG_TYPE, each, "Product") for each in ("A", None, SPECIFICATION)]
NO_SPECIFICATIONS: list[Case] = [
    (WRONG_TYPE, each, "Specification or None") for each in ("0.5 g × 24", 24)
]

REFUSES: dict[Any, dict[str, list[Case]]] = {
    Specification: {
        "form": NO_IDENTIFIERS + REQUIRED,
        "strength": NO_MEASURES + REQUIRED,
        "strength_unit": NO_IDENTIFIERS + REQUIRED,
        "pack_size": NO_PACKS,
        "fill": NO_MEASURES,
        "fill_unit": NO_IDENTIFIERS,
        "pack_unit": NO_IDENTIFIERS,
        "piece_unit": NO_IDENTIFIERS,
    },
    Product: {
        "code": NO_IDENTIFIERS + REQUIRED,
        "variety": NO_IDENTIFIERS + REQUIRED,
        "maker": NO_IDENTIFIERS + REQUIRED,
        "specification": NO_SPECIFICATIONS,
        "group": NO_IDENTIFIERS,
    },
    SelectedProduct: {"product": NO_PRODUCTS, "price": NO_MEASURES + REQUIRED},
    Renewal: {
        "old_code": NO_IDENTIFIERS + REQUIRED,
        "new_code": NO_IDENTIFIERS + REQUIRED,
        "on": NO_DAYS,
    },
}


def cases(table: Mapping[Any, Mapping[str, Sequence[tuple[Any, ...]]]]) -> list[Any]:
    return [
        pytest.param(cls, field, *case, id=f"{cls.__name__}.{field}-{number}")
        for cls, fields in table.items()
        for field, listed in fields.items()
        for number, case in enumerate(listed)
    ]


@pytest.mark.parametrize(("cls", "field", "given", "written"), cases(HOLDS))
def test_a_field_holds_what_it_is_given(cls: Any, field: str, given: Any, written: str) -> None:
    made = cls(**EXAMPLES[cls] | {field: given})
    assert str(getattr(made, field)) == written
    for other in EXAMPLES[cls].keys() - {field}:
        assert getattr(made, other) == getattr(cls(**EXAMPLES[cls]), other)


@pytest.mark.parametrize(("cls", "field", "kind", "given", "said"), cases(REFUSES))
def test_a_field_refuses_what_it_does_not_hold(
    cls: Any, field: str, kind: type[PolicyError], given: Any, said: str
) -> None:
    error = refusal(kind, lambda: cls(**EXAMPLES[cls] | {field: given}))
    assert (error.field, error.clause) == (field, None)
    assert error.value is given
    assert said in error.expected


def test_every_field_has_cases() -> None:
    for cls, example in EXAMPLES.items():
        assert REFUSES[cls].keys() == example.keys()
        assert HOLDS[cls].keys() | {"product"} == example.keys() | {"product"}


def test_positions_and_keywords_are_as_stated() -> None:
    make: Any = Specification
    with pytest.raises(TypeError):
        make("片剂", "0.5", "g", 24)
    product = Product("A", "阿卡波糖", "甲")
    assert (product.code, product.variety, product.maker) == ("A", "阿卡波糖", "甲")
    assert (product.specification, product.group) == (None, None)
    make = Product
    with pytest.raises(TypeError):
        make("A", "阿卡波糖", "甲", None)
    chosen = SelectedProduct(product, "8.7")
    assert (chosen.product, chosen.price) == (product, Decimal("8.7"))
    renewal = Renewal("A1", "A2", "2025-09-01")
    assert (renewal.old_code, renewal.new_code, renewal.on) == ("A1", "A2", date(2025, 9, 1))
    plain = Specification(form="片剂", strength="0.5", strength_unit="g", pack_size=24)
    assert (plain.fill, plain.fill_unit, plain.pack_unit, plain.piece_unit) == (None,) * 4


# Specifications


def specification(**changes: Any) -> Specification:
    return Specification(**SPECIFICATION | changes)


def test_a_fill_and_its_unit_come_together_or_not_at_all() -> None:
    neither = specification(fill=None, fill_unit=None)
    assert (neither.fill, neither.fill_unit) == (None, None)
    both = specification()
    assert (str(both.fill), both.fill_unit) == ("2.50", "ml")


@pytest.mark.parametrize(("fill", "unit"), [("2.5", None), (None, "ml")])
def test_a_fill_without_a_unit_and_a_unit_without_a_fill_are_refused(
    fill: str | None, unit: str | None
) -> None:
    error = refusal(InvalidValueError, lambda: specification(fill=fill, fill_unit=unit))
    assert (error.field, error.value, error.clause) == ("fill_unit", unit, None)
    assert "a unit for a fill, and none without" in error.expected
    assert ("2.50" if fill else "None") in error.expected


@pytest.mark.parametrize(
    ("changes", "same", "measured_alike"),
    [
        ({}, True, True),
        ({"strength": "0.500"}, True, True),
        ({"pack_unit": "袋"}, True, True),
        ({"piece_unit": "瓶"}, True, True),
        ({"pack_unit": None, "piece_unit": None}, True, True),
        ({"strength": "0.25"}, False, True),
        ({"pack_size": 48}, False, True),
        ({"fill": "5"}, False, True),
        ({"form": "片剂"}, False, False),
        ({"strength_unit": "mg"}, False, False),
        ({"fill_unit": "g"}, False, False),
        ({"fill": None, "fill_unit": None}, False, False),
    ],
)
def test_specifications_are_the_same_by_what_they_hold(
    changes: dict[str, Any], *, same: bool, measured_alike: bool
) -> None:
    """How packs and pieces are called does not count."""
    first, second = specification(), specification(**changes)
    assert (first.holds == second.holds) is same
    assert (first.measured_in == second.measured_in) is measured_alike


def test_a_specification_is_written_as_on_its_box() -> None:
    assert str(specification()) == "注射剂 0.50 g 2.50 ml × 24"
    assert str(specification(fill=None, fill_unit=None)) == "注射剂 0.50 g × 24"


# The annex: whom a code stands for


def selected(code: str, price: str = "50.00") -> SelectedProduct:
    return SelectedProduct(Product(code, "透析器", "甲"), price)


def renewal(step: str, on: str = "2025-09-01") -> Renewal:
    old_code, new_code = step.split(">")
    return Renewal(old_code, new_code, on)


def results_of(chosen: Iterable[SelectedProduct], renewals: Any = ()) -> SelectionResults:
    given: Any = chosen  # any iterable will do, whatever the field's type
    return SelectionResults(given, renewals)


def annex(codes: str, *renewals: Renewal) -> SelectionResults:
    return results_of(map(selected, codes.split()), renewals)


def not_listed(results: SelectionResults, code: str, on: str) -> PolicyError:
    error = refusal(NotListedError, lambda: results.find(code, on=on))
    assert (error.field, error.value, error.clause) == ("code", code, None)
    assert f"listed on {on}" in error.expected
    assert "renewed by then" in error.expected
    return error


def test_a_listed_code_finds_its_product_on_any_day() -> None:
    results = results_of([selected("A", "50"), selected("B", "48.5")])
    for on in ("0001-01-01", "2025-05-30", date(2026, 5, 29), "9999-12-31"):
        assert results.find("A", on=on) == selected("A", "50")
        assert results.find("B", on=on) == selected("B", "48.5")


@pytest.mark.parametrize("code", ["C", "a", "A2", "", "A ", "A\n"])
def test_a_code_that_is_not_listed_is_refused(code: str) -> None:
    not_listed(annex("A B", renewal("B>C2")), code, "2025-09-01")


def test_25_2_2b_a_renewed_certificate_keeps_selection_and_price_from_its_day() -> None:
    results = annex("A1 B1", renewal("A1>A2"))
    not_listed(results, "A2", "2025-08-31")
    for on in ("2025-09-01", "2025-09-02", date(2025, 9, 1)):
        found = results.find("A2", on=on)
        assert found == selected("A1")
        assert found.price == Decimal("50.00")


@pytest.mark.parametrize("on", ["2025-08-31", "2025-09-01", "2025-09-02", "9999-12-31"])
def test_25_2_2b_the_old_code_stays_valid(on: str) -> None:
    assert annex("A1", renewal("A1>A2")).find("A1", on=on) == selected("A1")


def test_25_2_2b_a_certificate_renewed_again_leads_back_over_every_step() -> None:
    results = annex("A1", renewal("A2>A3", "2025-10-01"), renewal("A1>A2", "2025-09-01"))
    not_listed(results, "A2", "2025-08-31")
    not_listed(results, "A3", "2025-09-30")
    for code, on in (("A2", "2025-09-01"), ("A2", "2025-10-01"), ("A3", "2025-10-01")):
        assert results.find(code, on=on) == selected("A1")


def test_25_2_2b_a_renewal_of_a_code_not_yet_valid_waits_for_it() -> None:
    results = annex("A1", renewal("A1>A2", "2025-10-01"), renewal("A2>A3", "2025-09-01"))
    not_listed(results, "A3", "2025-09-01")
    not_listed(results, "A3", "2025-09-30")
    assert results.find("A3", on="2025-10-01") == selected("A1")


def test_25_2_2b_one_certificate_may_be_renewed_into_several() -> None:
    results = annex("A1", renewal("A1>A2"), renewal("A1>A3", "2025-10-01"))
    not_listed(results, "A3", "2025-09-30")
    assert results.find("A2", on="2025-10-01") == results.find("A3", on="2025-10-01")


def test_a_renewal_of_a_code_that_nobody_won_leads_nowhere() -> None:
    not_listed(annex("A1", renewal("X1>X2")), "X2", "2025-09-01")
    not_listed(annex("A1", renewal("X1>X2")), "X1", "2025-09-01")
    not_listed(annex(""), "A1", "2025-09-01")


@pytest.mark.parametrize("code", [1, None, b"A1", Product("A1", "透析器", "甲")])
def test_a_code_is_a_string(code: Any) -> None:
    error = refusal(InvalidTypeError, lambda: annex("A1").find(code, on="2025-09-01"))
    assert (error.field, error.value, error.expected) == ("code", code, "str")


@pytest.mark.parametrize(("kind", "on", "said"), NO_DAYS)
def test_a_code_is_found_on_a_day(kind: type[PolicyError], on: Any, said: str) -> None:
    error = refusal(kind, lambda: annex("A1").find("A1", on=on))
    assert (error.field, error.value) == ("on", on)
    assert said in error.expected


def test_the_day_is_a_keyword() -> None:
    find: Any = annex("A1").find
    with pytest.raises(TypeError):
        find("A1", "2025-09-01")
    with pytest.raises(TypeError):
        find("A1")


def test_any_iterable_makes_an_annex() -> None:
    expected = annex("A1 B1", renewal("A1>A2"))
    made = results_of((selected(code) for code in ("A1", "B1")), iter([renewal("A1>A2")]))
    assert made == expected
    assert hash(made) == hash(expected)
    assert repr(made) == f"SelectionResults(selected={made.selected}, renewals={made.renewals})"
    assert made.selected == (selected("A1"), selected("B1"))
    assert made.renewals == (renewal("A1>A2"),)
    assert results_of([selected("A1")]).renewals == ()
    assert made != annex("A1 B1", renewal("A1>A2", "2025-09-02"))


# What an annex refuses


@pytest.mark.parametrize(
    ("codes", "field", "code"),
    [("A A", "selected[1]", "A"), ("A B C B", "selected[3]", "B"), ("A B B A", "selected[2]", "B")],
)
def test_each_code_is_selected_once(codes: str, field: str, code: str) -> None:
    error = refusal(InvalidValueError, annex, codes)
    assert (error.field, error.value, error.clause) == (field, code, None)
    assert error.expected == "each code once"


def test_one_code_of_two_makers_is_refused_too() -> None:
    twice = [selected("A"), SelectedProduct(Product("A", "管路", "乙"), "9.99")]
    assert refusal(InvalidValueError, results_of, twice).field == "selected[1]"


@pytest.mark.parametrize(
    ("codes", "steps", "place", "code"),
    [
        ("A", ["A>A"], 0, "A"),
        ("A B", ["A>B"], 0, "B"),
        ("A B", ["A>C", "C>B"], 1, "B"),
        ("A B", ["X>A"], 0, "A"),
        ("A B", ["A>C", "B>C"], 1, "C"),
        ("A B", ["A>C", "A>C"], 1, "C"),
        ("A B", ["A>C", "B>D", "C>D"], 2, "D"),
    ],
)
def test_a_new_code_is_none_of_the_selected_and_comes_once(
    codes: str, steps: list[str], place: int, code: str
) -> None:
    error = refusal(InvalidValueError, annex, codes, *map(renewal, steps))
    assert (error.field, error.value, error.clause) == (f"renewals[{place}].new_code", code, None)
    assert "no selected product and no other renewal" in error.expected


@pytest.mark.parametrize(
    ("steps", "loop"),
    [
        (["X>X"], "XX"),
        (["X>Y", "Y>X"], "XYX"),
        (["X>Y", "Y>Z", "Z>X"], "XZYX"),
        (["A>B", "X>Y", "B>C", "Y>X"], "XYX"),
        (["Y>C", "X>Y", "Y>X"], "XYX"),
        (["A>B", "B>C", "C>D", "X>X"], "XX"),
    ],
)
def test_renewals_that_lead_back_are_refused_whatever_their_days(
    steps: list[str], loop: str
) -> None:
    for order in itertools.permutations(steps):
        renewals = [renewal(step, f"2025-09-0{day}") for day, step in enumerate(order, 1)]
        error = refusal(InvalidValueError, annex, "A", *renewals)
        assert (error.field, error.clause) == ("renewals", None)
        assert "never back" in error.expected
        shown = str(error.value).split(" → ")
        looped = shown[shown.index(shown[-1]) :]  # what led into the loop comes before
        turns = [f"{loop[turn:-1]}{loop[:turn]}" for turn in range(len(loop) - 1)]
        assert "".join(looped) in [f"{turn}{turn[0]}" for turn in turns]


def test_an_annex_holds_selected_products_and_renewals() -> None:
    make: Any = SelectionResults
    for wrong in ("A1", None, selected("A1"), 1):
        error = refusal(InvalidTypeError, make, wrong)
        assert (error.field, error.value) == ("selected", wrong)
        error = refusal(InvalidTypeError, make, [], wrong)
        assert (error.field, error.value) == ("renewals", wrong)
    bare = Product("A1", "透析器", "甲")
    error = refusal(InvalidTypeError, make, [selected("B1"), bare])
    assert (error.field, error.value, error.expected) == ("selected[1]", bare, "SelectedProduct")
    error = refusal(InvalidTypeError, make, [], [("A1", "A2", "2025-09-01")])
    assert (error.field, error.expected) == ("renewals[0]", "Renewal")


# Against a second implementation that tries everything

codes = st.sampled_from("ABCDEFGH")
days = st.dates(date(2025, 9, 1), date(2025, 9, 5))


def valid_on(chosen: list[str], renewals: list[Renewal], day: date) -> dict[str, str]:
    """Give every valid code and the selected code it stands for, until nothing is added."""
    valid = {code: code for code in chosen}
    for _ in renewals:
        for each in renewals:
            if each.on <= day and each.old_code in valid:
                valid[each.new_code] = valid[each.old_code]
    return valid


def leads_back(renewals: list[Renewal]) -> bool:
    """Take every walk of as many steps as there are renewals, and one more."""
    reached = {each.new_code for each in renewals}
    for _ in range(len(renewals) + 1):
        reached = {each.old_code for each in renewals if each.new_code in reached}
    return bool(reached & {each.new_code for each in renewals})


@given(st.lists(codes, max_size=4), st.lists(st.builds(Renewal, codes, codes, days), max_size=6))
def test_any_annex_is_read_as_by_trying_everything(
    chosen: list[str], renewals: list[Renewal]
) -> None:
    new_codes = [each.new_code for each in renewals]
    once = len(set(chosen + new_codes)) == len(chosen + new_codes)
    if not once or leads_back(renewals):
        refusal(InvalidValueError, results_of, map(selected, chosen), renewals)
        return
    results = results_of(map(selected, chosen), renewals)
    for number in range(-1, 6):
        day = date(2025, 9, 1) + number * DAY
        valid = valid_on(chosen, renewals, day)
        for code in "ABCDEFGHI":
            if code in valid:
                assert results.find(code, on=day) == selected(valid[code])
            else:
                not_listed(results, code, str(day))


# Long chains

STEPS = 10_000


def long_chain() -> list[Renewal]:
    """Give ten thousand renewals of one certificate, one a day, in no order."""
    first = date(2025, 9, 1)
    renewals = [Renewal(f"C{n}", f"C{n + 1}", first + n * DAY) for n in range(STEPS)]
    Random(1).shuffle(renewals)  # noqa: S311
    return renewals


def within_seconds(limit: float, call: Callable[[], Any]) -> Any:
    """Hold a call to a limit far above what it takes, and far below what a square would."""
    start = time.process_time()
    result = call()
    assert time.process_time() - start < limit
    return result


def test_ten_thousand_renewals_are_followed_at_once() -> None:
    renewals = long_chain()
    results = within_seconds(1, lambda: results_of([selected("C0")], renewals))
    last = date(2025, 9, 1) + (STEPS - 1) * DAY
    code = f"C{STEPS}"
    assert within_seconds(1, lambda: results.find(code, on=last)) == selected("C0")
    not_listed(results, code, str(last - DAY))
    assert results.find(f"C{STEPS // 2}", on=last) == selected("C0")


def test_a_loop_of_ten_thousand_renewals_is_refused_at_once_and_in_few_words() -> None:
    renewals = [*long_chain(), Renewal(f"C{STEPS}", "C0", "2025-09-01")]

    def refused() -> PolicyError:
        return refusal(InvalidValueError, results_of, [selected("A1")], renewals)

    error = within_seconds(2, refused)
    assert error.field == "renewals"
    assert len(str(error)) < 500


# Selected products given to a rule


def test_9_3_3a_a_rule_is_given_at_least_one_selected_product_and_nothing_else() -> None:
    def given(selected: Any) -> object:
        return payment_standard(CHONGQING_2025_9, selected)

    chosen = [selected("A", "9.50"), selected("B", "9.51")]
    for iterable in (chosen, tuple(chosen), iter(chosen), (each for each in chosen)):
        assert payment_standard(CHONGQING_2025_9, iterable).set_by == chosen[1]
    for wrong in (None, 1, selected("A")):
        error = refusal(InvalidTypeError, given, wrong)
        assert (error.field, error.value, error.clause) == ("selected", wrong, "9-3.3a")
        assert error.expected == "an iterable of SelectedProduct"
    empties: list[Any] = [[], (), iter([])]
    for empty in empties:
        error = refusal(InvalidValueError, given, empty)
        assert (error.field, error.value, error.clause) == ("selected", (), "9-3.3a")
        assert "at least one selected product" in error.expected
    error = refusal(InvalidTypeError, given, [selected("A"), "B"])
    assert (error.field, error.value, error.clause) == ("selected[1]", "B", "9-3.3a")
    assert error.expected == "SelectedProduct"


def test_9_3_3a_a_rule_is_given_each_code_once() -> None:
    def given(codes: str) -> object:
        return standard_table(CHONGQING_2025_9, map(selected, codes.split()))

    given("A B C")
    for codes, place, code in (("A A", 1, "A"), ("A B C B", 3, "B"), ("A B B A", 2, "B")):
        error = refusal(InvalidValueError, given, codes)
        assert (error.field, error.value) == (f"selected[{place}].code", code)
        assert (error.expected, error.clause) == ("each code once", "9-3.3a")
