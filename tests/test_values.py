"""Ground rule 4: every public value is frozen, checked when made, and shown as an escaped table."""

import copy
import enum
import pickle
import typing
import unicodedata
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vbp_policy
from invented import INVENTED
from strategies import hospital
from vbp_policy import (
    SECONDARY_2011_RATIOS,
    Basis,
    Clause,
    Contract,
    Coverage,
    Cycle,
    Delivery,
    Disbursement,
    Fund,
    HolidayTable,
    Institution,
    InvalidTypeError,
    InvalidValueError,
    Listing,
    ListingStatus,
    Order,
    PolicyBook,
    PolicyError,
    Prepayment,
    Product,
    Reading,
    Renewal,
    SelectedProduct,
    SelectionResults,
    Span,
    Specification,
    SupplierPayment,
    Usage,
    YearMonth,
    annual_assessment,
    check_agreed_volume,
    check_purchase_price,
    classify_listing,
    contract_progress,
    explain,
    extend,
    fund_totals,
    listing_price,
    mainland_china,
    monthly_report,
    offset_prepayments,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    reconcile,
    reimburse,
    standard_table,
    supply_incidents,
)
from vbp_policy.foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    optional_identifier,
    same,
    text,
    trusted,
    whole_number,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

HOSTILE = "<script>alert(1)</script><img src=x onerror='a()'>&amp;\"&\u202f</td></table>"
NASTY = HOSTILE.replace("\u202f", "")  # printable throughout: fit for a name or a code


# One example, at least, of every public value


def results() -> Iterator[object]:
    """Give values from which every public value can be reached."""
    yield from (CHONGQING_2025_9, CHONGQING_2025_25, INVENTED)
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    yield extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on="2026-05-20")
    schedule = prepayment_schedule(CHONGQING_2025_25, cycle, "1234567.89")
    yield reconcile(schedule, [Disbursement("A", 700_000, "2025-07-01")], as_of="2025-12-01")
    prepayments = [
        Prepayment("A", hospital(), Fund.EMPLOYEE, 500, cycle),
        Prepayment("B", hospital(), Fund.EMPLOYEE, 100, cycle),
    ]
    months = [str(YearMonth(2026, 6) + number) for number in range(12)]
    payables = {Fund.EMPLOYEE: dict.fromkeys(months, 10)}
    accounts = offset_prepayments(
        CHONGQING_2025_25, prepayments, payables, booked={"A": {"2026-06": 5}}
    )
    yield from (accounts, fund_totals([accounts]))
    yield from standards()
    yield from monitored()
    yield from (Span("2025-05-30", "2026-05-29"), Reading.choices())
    yield explain(schedule)
    yield HolidayTable("2025-01-20", "2025-02-16", days_off=["2025-01-28"], extra_workdays=[])
    yield mainland_china()


def standards() -> Iterator[object]:
    """Give products, their standards, and what is computed from them."""
    notice, ratios = CHONGQING_2025_9, SECONDARY_2011_RATIOS
    packs = [
        Product("A", "V", "M", specification=tablets(24), group="1"),
        Product("B", "V", "M", specification=tablets(48, fill="1.5", fill_unit="ml")),
        Product("C", "V", "M", specification=tablets(12)),
    ]
    selected = SelectedProduct(packs[0], "8.72")
    renewals = (Renewal("A", "A2", "2025-09-01"), Renewal("A2", "A3", "2026-09-01"))
    yield SelectionResults((selected, SelectedProduct(packs[1], "17.000001")), renewals)
    yield listing_price(notice, selected, packs[2], ratios)
    table = standard_table(notice, [selected], specifications=[tablets(12)], ratios=ratios)
    yield table
    for coverage, billed in ((None, None), (Coverage("0.1", "0.7"), "20.00")):
        standard = table.lookup("A", on="2025-12-31")
        yield coverage
        yield reimburse(standard, "9.00", "-2.5", coverage=coverage, billed=billed)


def monitored() -> Iterator[object]:
    """Give contracts, listings, what is monitored of them, and every date."""
    notice = CHONGQING_2025_25
    cycle = procurement_cycle(notice, "2025-05-30")
    yield prepayment_case(
        notice, hospital(), 100, "2025-05-30", {"2026-06": 70}, calendar=mainland_china()
    )
    yield PolicyBook((CHONGQING_2025_9, notice))
    won = SelectedProduct(Product("A1", "V", "M", group="1"), "50")
    listing = Listing(Product("A9", "V", "M", group="1"), "48", other_selected_prices=["49"])
    yield classify_listing(notice, listing, SelectionResults((won,)), on="2025-09-01")
    yield check_purchase_price(notice, paid="8.70", selected="8.72")
    yield check_agreed_volume(CHONGQING_2025_9, current=900, previous=1000)
    contract = Contract("C1", hospital(), won.product, cycle, agreed_volume=1000, unit="支",
                        unit_price=50, signed_on="2025-05-28")  # fmt: skip
    order = Order("O1", "C1", ordered_on="2025-06-02", quantity=300, unit="支")
    deliveries = [
        Delivery(reference, "C1", accepted_on=day, quantity=quantity, unit="支", unit_price=50,
                 order_reference="O1")
        for reference, day, quantity in (("D1", "2025-06-18", 200), ("R1", "2025-06-20", -10))
    ]  # fmt: skip
    payments = [
        SupplierPayment("D1", 4000, "2025-08-04"),
        SupplierPayment("D1", 6000, "2025-08-05"),
        SupplierPayment("R1", -100, "2025-07-01"),
        SupplierPayment("R1", -200, "2025-07-02"),
    ]
    for as_of in ("2025-05-29", "2025-06-18"):
        yield contract_progress(contract, deliveries, as_of=as_of)
    yield from supply_incidents(contract, [order], deliveries, as_of="2025-06-30")
    yield monthly_report(notice, contract, deliveries, payments, as_of="2025-08-31")
    usage = [Usage(status, 100) for status in ListingStatus]
    yield annual_assessment(notice, contract, deliveries, usage)
    yield from (order, usage[0])


def tablets(pack_size: int, **further: str) -> Specification:
    return Specification(
        form="片剂", strength="0.5", strength_unit="g", pack_size=pack_size, **further
    )


def reached(value: object) -> Iterator[Any]:
    """Give every value in a value, itself included."""
    if isinstance(value, tuple):
        for each in typing.cast("tuple[object, ...]", value):
            yield from reached(each)
    elif attrs.has(type(value)):
        yield value
        for field in fields_of(value):
            yield from reached(getattr(value, field.name))


def fields_of(value: object) -> "tuple[attrs.Attribute[Any], ...]":
    cls = typing.cast("type[attrs.AttrsInstance]", type(value))
    return tuple(attrs.fields(cls))


def given_fields(value: object) -> "list[attrs.Attribute[Any]]":
    """Give the fields that a caller gives."""
    return [field for field in fields_of(value) if field.init]


def contents(value: object) -> dict[str, object]:
    """Give every field, those outside equality included."""
    return {field.name: getattr(value, field.name) for field in fields_of(value)}


EXAMPLES: list[Any] = []
for _value in reached(tuple(results())):
    same_kind = [each for each in EXAMPLES if type(each) is type(_value)]
    if len(same_kind) < 2 and _value not in same_kind:
        EXAMPLES.append(_value)

every_value = pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
FIELDS: list[tuple[Any, Any]] = [(value, f) for value in EXAMPLES for f in given_fields(value)]


def is_any(_: object, field: "attrs.Attribute[Any]") -> bool:
    return field.init


def every_field(fits: Callable[[Any, Any], bool] = is_any) -> pytest.MarkDecorator:
    """Give the fields of every value, or those that fit."""
    return pytest.mark.parametrize(
        ("value", "field"),
        [(value, field) for value, field in FIELDS if fits(value, field)],
        ids=lambda each: each.name if isinstance(each, attrs.Attribute) else type(each).__name__,
    )


def refused_field(
    kind: type[PolicyError], value: object, field: "attrs.Attribute[Any]", wrong: object
) -> PolicyError:
    """Give the refusal of a value made again with one field of it wrong."""
    example: Any = value
    with pytest.raises(kind) as caught:
        attrs.evolve(example, **{field.alias or field.name: wrong})
    assert type(caught.value) is kind
    assert caught.value.expected in str(caught.value)
    return caught.value


def test_every_public_value_has_an_example() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    values = {each for each in public if isinstance(each, type) and issubclass(each, Value)}
    assert len(values) > 30
    without = values - {type(each) for each in EXAMPLES}
    assert {each.__name__ for each in without} == set()


# Frozen, slotted, hashable, picklable, copyable


@every_value
def test_a_value_is_frozen(value: Any) -> None:
    before = contents(value)
    for name in [*before, "another"]:
        with pytest.raises(AttributeError):
            setattr(value, name, None)
    for name in before:
        with pytest.raises(AttributeError):
            delattr(value, name)
    assert contents(value) == before


@every_value
def test_a_value_is_slotted(value: Any) -> None:
    assert not hasattr(value, "__dict__")


@every_value
def test_a_value_pickles_copies_and_hashes(value: Any) -> None:
    twins = [
        *(pickle.loads(pickle.dumps(value, number)) for number in range(6)),  # noqa: S301
        copy.copy(value),
        copy.deepcopy(value),
    ]
    for twin in twins:
        assert type(twin) is type(value)
        assert twin == value
        assert hash(twin) == hash(value)
        assert repr(twin) == repr(value)
        assert contents(twin) == contents(value)
    assert len({value, *twins}) == 1


@every_value
def test_a_value_equals_no_value_of_another_class(value: Any) -> None:
    assert [each for each in EXAMPLES if each == value] == [value]
    assert value != contents(value)
    assert value != tuple(contents(value).values())


@every_value
def test_a_value_made_again_from_its_fields_is_the_same(value: Any) -> None:
    """What a rule made on the trusted path is what the checks would have let in."""
    again = attrs.evolve(value)
    assert again == value
    assert hash(again) == hash(value)
    assert repr(again) == repr(value)
    for field in given_fields(value):
        mine, its = getattr(value, field.name), getattr(again, field.name)
        assert type(mine) is type(its)
        assert repr(mine) == repr(its)


@every_value
def test_collections_in_a_value_are_tuples(value: Any) -> None:
    for name, held in contents(value).items():
        if not name.startswith("_"):
            assert not isinstance(held, list | dict | set | frozenset | bytearray), name


@pytest.mark.parametrize(
    ("least", "middle", "most"),
    [
        (YearMonth(2025, 12), YearMonth(2026, 1), YearMonth(2026, 2)),
        (
            Span("2025-05-30", "2025-06-01"),
            Span("2025-05-30", "2025-06-02"),
            Span("2025-05-31", "2025-05-31"),
        ),
        (
            Cycle("2025-05-30", "2025-06-01"),
            Cycle("2025-05-30", "2025-06-02"),
            Cycle("2025-05-31", "2025-05-31"),
        ),
    ],
)
def test_what_lies_in_time_is_ordered(least: Any, middle: Any, most: Any) -> None:
    assert sorted([most, least, middle]) == [least, middle, most]
    assert least < middle <= most
    assert most > middle >= least
    assert not least < copy.copy(least)
    assert least <= copy.copy(least)


# Checked when made


@every_field()
def test_a_field_refuses_what_is_not_of_its_type(value: Any, field: "attrs.Attribute[Any]") -> None:
    wrong = object()
    error = refused_field(InvalidTypeError, value, field, wrong)
    assert error.field == field.name
    assert error.value is wrong


@every_field(lambda _, field: field.type is int)
def test_a_bool_is_no_int(value: Any, field: "attrs.Attribute[Any]") -> None:
    error = refused_field(InvalidTypeError, value, field, wrong=True)
    assert (error.field, error.value) == (field.name, True)
    assert "int" in error.expected


@every_field(lambda _, field: field.type is bool)
def test_an_int_is_no_bool(value: Any, field: "attrs.Attribute[Any]") -> None:
    for wrong in (0, 1, "no", None):
        error = refused_field(InvalidTypeError, value, field, wrong)
        assert (error.field, error.value) == (field.name, wrong)
        assert "bool" in error.expected


def is_enum(_: object, field: "attrs.Attribute[Any]") -> bool:
    return isinstance(field.type, type) and issubclass(field.type, enum.Enum)


@every_field(is_enum)
def test_an_enums_name_or_value_is_no_member(value: Any, field: "attrs.Attribute[Any]") -> None:
    member = getattr(value, field.name)
    for wrong in (member.name, member.value):
        error = refused_field(InvalidTypeError, value, field, wrong)
        assert (error.field, error.value) == (field.name, wrong)


@every_field(lambda _, field: field.type is Decimal)
def test_money_is_no_float(value: Any, field: "attrs.Attribute[Any]") -> None:
    error = refused_field(InvalidTypeError, value, field, float(getattr(value, field.name)))
    assert error.field == field.name


def is_tuple(_: object, field: "attrs.Attribute[Any]") -> bool:
    return typing.get_origin(field.type) is tuple


@every_field(is_tuple)
def test_any_iterable_becomes_a_tuple(value: Any, field: "attrs.Attribute[Any]") -> None:
    held: tuple[object, ...] = getattr(value, field.name)
    assert isinstance(held, tuple)
    for iterable in (list(held), iter(held), (each for each in held), dict.fromkeys(held)):
        again = attrs.evolve(value, **{field.alias or field.name: iterable})
        assert type(getattr(again, field.name)) is tuple
        assert getattr(again, field.name) == held


@every_field(is_tuple)
def test_a_string_or_one_thing_is_no_collection(value: Any, field: "attrs.Attribute[Any]") -> None:
    for wrong in ("2025-01-28", None, 5):
        error = refused_field(InvalidTypeError, value, field, wrong)
        assert (error.field, error.value) == (field.name, wrong)
        assert "iterable" in error.expected


@every_field(is_tuple)
def test_a_wrong_item_is_named_by_its_place(value: Any, field: "attrs.Attribute[Any]") -> None:
    held, wrong = getattr(value, field.name), object()
    error = refused_field(InvalidTypeError, value, field, [*held, wrong])
    assert error.field == f"{field.name}[{len(held)}]"
    assert error.value is wrong


# Identifiers and texts

IDENTIFIERS = ["A", "H-1", "渝医保办〔2025〕25号", "a b", "é", "<b>", "0", "x" * 200, "药" * 200]
NO_IDENTIFIERS = [
    *("", " ", " A", "A ", "\tA", "A\n", "\nA", "A\x00B", "A\x7f", "A\tB", "A\r\nB"),
    *("\u3000A", "A\u3000", "\u00a0A", "A\u200bB", "\u202eA", "\ufeffA", "A\u2028B", "\ud800"),
    *("x" * 201, "药" * 201, "x" * 10**7),
]
NAMED: list[tuple[type[Any], str]] = [
    (vbp_policy.Policy, "number"),
    (vbp_policy.Policy, "subject"),
    (Clause, "id"),
    (Clause, "where"),
    (Basis, "policy_number"),
    (Institution, "code"),
    (Institution, "name"),
    (Prepayment, "reference"),
    (vbp_policy.FundOffset, "reference"),
    (Product, "code"),
    (Product, "variety"),
    (Product, "maker"),
    (Product, "group"),
    (Renewal, "old_code"),
    (Renewal, "new_code"),
    (Specification, "form"),
    (Specification, "strength_unit"),
]
TEXTS: list[tuple[type[Any], str]] = [
    (vbp_policy.Policy, "title"),
    (vbp_policy.Policy, "title_zh"),
    (Clause, "paraphrase"),
    (Clause, "paraphrase_zh"),
]


class Loud(str):
    """A caller's own kind of string, which spells itself in another way."""

    __slots__ = ()

    def __str__(self) -> str:
        return f" {super().__str__()}!\n"


def example_of(cls: type[Any]) -> Any:
    return next(each for each in EXAMPLES if type(each) is cls)


def field_named(cls: type[Any], name: str) -> "attrs.Attribute[Any]":
    return attrs.fields_dict(cls)[name]


@pytest.mark.parametrize(("cls", "name"), NAMED)
def test_codes_and_references_are_identifiers(cls: type[Any], name: str) -> None:
    for wrong in NO_IDENTIFIERS:
        error = refused_field(InvalidValueError, example_of(cls), field_named(cls, name), wrong)
        assert (error.field, error.value) == (name, wrong)


@pytest.mark.parametrize(("cls", "name"), TEXTS)
def test_texts_for_people_may_be_empty_and_are_not_endless(cls: type[Any], name: str) -> None:
    for given_text in ("", "x" * 10_000, "two\nlines ", HOSTILE):
        made = attrs.evolve(example_of(cls), **{name: given_text})
        assert getattr(made, name) == given_text
    wrong = "x" * 10_001
    error = refused_field(InvalidValueError, example_of(cls), field_named(cls, name), wrong)
    assert (error.field, error.value) == (name, wrong)
    assert "10000 characters" in error.expected


@pytest.mark.parametrize("check", [identifier, optional_identifier])
@pytest.mark.parametrize("code", IDENTIFIERS, ids=lambda code: repr(code)[:20])
def test_an_identifier_is_kept_as_it_is(check: Callable[[str], str], code: str) -> None:
    assert check(code) == code


@pytest.mark.parametrize("check", [identifier, optional_identifier])
@pytest.mark.parametrize("code", NO_IDENTIFIERS, ids=lambda code: ascii(code)[:20])
def test_what_is_empty_hidden_or_too_long_is_no_identifier(
    check: Callable[..., str], code: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        check(code, field="code", clause="25-1.1")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("code", code, "25-1.1")
    for said in ("printable", "1 to 200", "no space at its ends"):
        assert said in error.expected
    assert len(str(error)) < 1_000


def test_only_an_optional_identifier_may_be_absent() -> None:
    absent: Any = None
    assert optional_identifier(absent) is None
    with pytest.raises(InvalidTypeError):
        identifier(absent)


@given(st.text(max_size=210))
def test_an_identifier_is_printable_trimmed_and_short(given_text: str) -> None:
    # a space of any width is in order within a name: U+3000 is common in Chinese ones
    hidden = any(
        not letter.isprintable() and unicodedata.category(letter) != "Zs" for letter in given_text
    )
    if given_text and given_text.strip() == given_text and not hidden and len(given_text) <= 200:
        assert identifier(given_text) == given_text
    else:
        with pytest.raises(InvalidValueError):
            identifier(given_text)


@pytest.mark.parametrize(
    ("check", "own_field"),
    [(identifier, "identifier"), (optional_identifier, "identifier"), (text, "text")],
)
@pytest.mark.parametrize("wrong", [b"A", 5, ["A"], Clause], ids=repr)
def test_what_is_no_string_is_neither_identifier_nor_text(
    check: Callable[..., str], own_field: str, wrong: Any
) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        check(wrong, field="code", clause="25-1.1")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("code", wrong, "25-1.1")
    assert "string" in error.expected
    with pytest.raises(InvalidTypeError) as caught:
        check(wrong)
    assert (caught.value.field, caught.value.clause) == (own_field, None)


def test_a_text_too_long_names_its_clause() -> None:
    with pytest.raises(InvalidValueError) as caught:
        text("x" * 10_001, field="reason", clause="9-0")
    assert (caught.value.field, caught.value.clause) == ("reason", "9-0")


@pytest.mark.parametrize("check", [identifier, optional_identifier, text])
def test_what_was_checked_is_what_is_kept(check: Callable[[str], str]) -> None:
    kept = check(Loud("H1"))
    assert type(kept) is str
    assert kept == "H1"


# Whole numbers


@pytest.mark.parametrize("number", [-2, -1, 0, 3])
def test_a_whole_number_lies_within_its_bounds(number: int) -> None:
    assert whole_number(number, field="n", least=-2, most=3) == number


@pytest.mark.parametrize("number", [-3, 4, 10**5000, -(10**5000)], ids=lambda n: f"{n:x}"[:9])
def test_a_whole_number_beyond_its_bounds_is_refused(number: int) -> None:
    with pytest.raises(InvalidValueError) as caught:
        whole_number(number, field="n", least=-2, most=3, clause="25-2.3c")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("n", number, "25-2.3c")
    assert "from -2 to 3" in str(error)


@pytest.mark.parametrize("wrong", [True, False, 1.0, "1", None, Decimal(1), 1j], ids=repr)
def test_a_whole_number_is_an_int_and_no_bool(wrong: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        whole_number(wrong, field="n", least=-2, most=3, clause="25-2.3c")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("n", wrong, "25-2.3c")
    assert "from -2 to 3" in str(error)


# How a class states a field once


def doubled(value: int, *, field: str = "twice") -> int:
    """Check a number, and keep twice as much."""
    return 2 * whole_number(value, field=field, least=0, most=9)


@attrs.frozen(field_transformer=checked)
class Sample(Value):
    number: int
    when: date | None = None
    maybe: int | None = None
    parts: tuple[int | str, ...] = ()
    twice: int = attrs.field(default=0, converter=doubled, kw_only=True)


@attrs.frozen(field_transformer=checked)
class LongerSample(Sample):
    more: str = attrs.field(default="", kw_only=True)
    later: int = attrs.field(default=7, init=False, eq=False)


"""A sample with a field that no caller gives."""


@dataclass
class Refused:
    field: str
    said: str
    wrong: Any


REFUSED_FIELDS = [
    Refused("number", "int", wrong="1"),
    Refused("number", "int", wrong=True),
    Refused("when", "date or None", wrong="2025-05-30"),
    Refused("maybe", "int or None", wrong="1"),
    Refused("maybe", "int or None", wrong=True),
    Refused("parts", "an iterable of int or str", wrong=5),
    Refused("parts", "an iterable of int or str", wrong="12"),
    Refused("twice", "int", wrong="1"),
]


@pytest.mark.parametrize("cls", [Sample, LongerSample])
@pytest.mark.parametrize("each", REFUSED_FIELDS, ids=lambda each: f"{each.field}={each.wrong!r}")
def test_a_fields_type_or_its_converter_is_its_check(cls: type[Sample], each: Refused) -> None:
    fields: dict[str, Any] = {"number": 1, each.field: each.wrong}
    with pytest.raises(InvalidTypeError) as caught:
        cls(**fields)
    error = caught.value
    assert error.field == each.field
    assert error.value is each.wrong
    assert each.said in error.expected


@pytest.mark.parametrize("wrong", [None, 1.0, True, b"1"], ids=repr)
def test_every_item_is_checked_and_named_by_its_place(wrong: Any) -> None:
    parts: Any = [1, "a"]
    assert Sample(1, parts=parts).parts == (1, "a")
    with pytest.raises(InvalidTypeError) as caught:
        Sample(1, parts=(*parts, wrong))
    error = caught.value
    assert (error.field, error.value) == ("parts[2]", wrong)
    assert error.expected == "int or str"


def test_a_converter_runs_once_also_in_a_class_derived() -> None:
    assert Sample(1, twice=3).twice == 6
    assert LongerSample(1, twice=3).twice == 6
    longer = LongerSample(1, date(2025, 5, 30), 5, more="x")
    assert (longer.when, longer.maybe, longer.more, longer.later) == (
        date(2025, 5, 30),
        5,
        "x",
        7,
    )
    wrong: Any = 5
    with pytest.raises(InvalidTypeError) as caught:
        LongerSample(1, more=wrong)
    assert caught.value.field == "more"


def test_an_instance_is_given_back_and_anything_else_refused_in_the_callers_words() -> None:
    cycle = Cycle("2025-05-30", "2026-05-29")
    assert instance(cycle, Span, field="span") is cycle
    with pytest.raises(InvalidTypeError) as caught:
        instance("x", Span, field="span", expected="a span of days", clause="25-2.1f")
    error = caught.value
    assert (error.field, error.value, error.clause) == ("span", "x", "25-2.1f")
    assert error.expected == "a span of days"
    with pytest.raises(InvalidTypeError) as caught:
        instance("x", Span, field="span")
    assert (caught.value.expected, caught.value.clause) == ("Span", None)


def test_a_stated_figure_must_be_the_one_that_follows() -> None:
    same("balance", Decimal("1.00"), Decimal(1))
    with pytest.raises(InvalidValueError) as caught:
        same("balance", Decimal("1.00"), Decimal("2.00"))
    error = caught.value
    assert (error.field, error.value) == ("balance", Decimal("1.00"))
    assert "2.00" in error.expected


# The trusted path

make_sample = trusted(Sample)


def test_the_trusted_path_makes_the_same_value() -> None:
    parts: Any = (1, "a")
    made = make_sample(number=1, when=date(2025, 5, 30), maybe=2, parts=parts, twice=6)
    public = Sample(1, date(2025, 5, 30), 2, parts, twice=3)
    assert type(made) is Sample
    assert made == public
    assert hash(made) == hash(public)
    assert repr(made) == repr(public)
    assert pickle.loads(pickle.dumps(made)) == public  # noqa: S301  # our own bytes


def test_the_trusted_path_fills_in_defaults_and_nothing_but_the_last_value() -> None:
    assert make_sample(number=1) == Sample(1)
    assert make_sample(number=2, maybe=5) == Sample(2, maybe=5)
    assert make_sample(number=1) == Sample(1)  # nothing is left over from the call before


def test_the_trusted_path_neither_checks_nor_converts() -> None:
    anything: Any = object()
    made = make_sample(number=anything, twice=3)
    assert made.number is anything
    assert made.twice == 3


def test_the_trusted_paths_values_are_frozen() -> None:
    made: Any = make_sample(number=1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        made.number = 2


def test_the_trusted_path_makes_a_longer_class_with_the_fields_of_its_base() -> None:
    make: Any = trusted(LongerSample)
    made: Any = make(number=1, more="m", twice=6, later=8)
    assert type(made) is LongerSample
    assert made == LongerSample(1, more="m", twice=3)
    assert (made.later, made.when) == (8, None)
    assert copy.copy(made) == made
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(made, "more", "n")  # noqa: B010  # a type checker knows that it cannot be set


def test_every_value_can_be_weakly_referred_to() -> None:
    for value in (Sample(1), make_sample(number=1), LongerSample(1)):
        assert weakref.ref(value)() is value
        assert not hasattr(value, "__dict__")


def test_the_trusted_path_takes_the_fields_of_the_class_and_all_that_have_no_default() -> None:
    unknown: dict[str, Any] = {"number": 1, "unknown": 2}
    with pytest.raises(TypeError, match="unknown"):
        make_sample(**unknown)
    without: dict[str, Any] = {}
    with pytest.raises(TypeError, match="number"):
        make_sample(**without)


# A plain repr; how a value shows itself in a notebook is held by the tests of the tables


@every_value
def test_a_value_has_a_plain_repr(value: Any) -> None:
    name = type(value).__name__
    shown = [f.name for f in fields_of(value) if f.repr]
    assert repr(value).startswith(f"{name}(")
    assert repr(value).endswith(")")
    for field in shown:
        assert f"{field}={getattr(value, field)!r}" in repr(value)


LONG = {
    "Progress": {"deliveries"},
    "Policy": {"terms", "clauses"},
    "PolicyComparison": {"changes"},
    "Sensitivity": {"changes"},
    "StandardTable": {"selected"},
}


@every_value
def test_a_repr_leaves_out_what_it_rests_on_and_what_would_bury_the_rest(value: Any) -> None:
    shown = repr(value).replace("(", " ")
    left_out = {f.name for f in fields_of(value) if f" {f.name}=" not in shown}
    own = {f.name for f in fields_of(value) if f.name in {"basis", "row"} or f.name[0] == "_"}
    assert left_out == own | LONG.get(type(value).__name__, set())


class Boasting(str):
    """A string that says it is short, printable and clean."""

    __slots__ = ()

    def __len__(self) -> int:
        return 3

    def isprintable(self) -> bool:
        return True

    def strip(self, chars: str | None = None, /) -> str:  # noqa: ARG002
        return self


@pytest.mark.parametrize("given_text", ["", " P1", "P\n=1\x00", "x" * 201])
def test_a_code_is_what_it_is_whatever_its_subclass_says(given_text: str) -> None:
    with pytest.raises(InvalidValueError):
        identifier(Boasting(given_text))
    assert type(identifier(Boasting("P1"))) is str
    with pytest.raises(InvalidValueError):
        text(Boasting("x" * 10_001))
