"""All that JSON is refused for, with its path; nothing but a `PolicyError` comes out."""

import enum
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, cast

import attrs
import pytest

import vbp_policy
from invented import INVENTED
from strategies import hospital
from test_json import LEDGER, PUBLIC, changed, document, every_value, forced, ledger, refused
from vbp_policy import (
    Deadline,
    DebtDay,
    DisbursementDay,
    Fund,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    Policy,
    PolicyError,
    PrepaymentSchedule,
    Reading,
    ReturnClock,
    Span,
    YearMonth,
    mainland_china,
    prepayment_case,
    prepayment_schedule,
    procurement_cycle,
    revise,
    supplier_payment_due,
)
from vbp_policy.foundation.values import Value
from vbp_policy.interop import json as interop
from vbp_policy.interop.json import MOST_BYTES, MOST_DEPTH, dumps, loads
from vbp_policy.notices import CHONGQING_2025_25

T = TypeVar("T")

# Refused: what the envelope says


ENVELOPE = {
    "schema": 1,
    "type": "Span",
    "value": {"first_day": "2025-05-30", "last_day": "2026-05-29"},
}
LONG = "9" * 5000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"schema": 0}, "schema"),
        ({"schema": 2}, "schema"),
        ({"schema": "1"}, "schema"),
        ({"schema": True}, "schema"),
        ({"schema": 1.0}, "schema"),
        ({"schema": None}, "schema"),
        ({"schema": 2, "further": 1}, "schema"),
        ({"type": "Spam"}, "type"),
        ({"type": "span"}, "type"),
        ({"type": "Fund"}, "type"),
        ({"type": "PolicyError"}, "type"),
        ({"type": "WorkdayCalendar"}, "type"),
        ({"type": "Value"}, "type"),
        ({"type": "money"}, "type"),
        ({"type": "procurement_cycle"}, "type"),
        ({"type": "__version__"}, "type"),
        ({"type": "__import__"}, "type"),
        ({"type": ""}, "type"),
        ({"type": None}, "type"),
        ({"type": 1}, "type"),
        ({"type": ["Span"]}, "type"),
        ({"type": {"type": "Span"}}, "type"),
        ({"further": 1}, "further"),
        ({"": 1}, "''"),
        ({"x y": 1}, "'x y'"),
        ({"\ud800": 1}, r"'\ud800'"),
        ({"k" * 1000: 1}, ascii("k" * 100)),
        ({"value": None}, "value"),
        ({"value": []}, "value"),
        ({"value": "Span"}, "value"),
    ],
)
def test_an_envelope_of_another_kind(change: dict[str, object], field: str) -> None:
    error = refused({**ENVELOPE, **change})
    assert error.field == field
    (given,) = [change[key] for key in change if len(change) == 1 or key == "schema"]
    assert repr(error.value) == repr(given)


@pytest.mark.parametrize("key", ["schema", "type", "value"])
def test_an_envelope_with_something_missing(key: str) -> None:
    error = refused({name: ENVELOPE[name] for name in ENVELOPE if name != key}, InvalidValueError)
    assert (error.field, error.value) == (key, None)


@pytest.mark.parametrize("text", ["null", "true", "1", "1.5", '"Span"', "[]", "NaN", LONG])
def test_no_envelope(text: str) -> None:
    error = refused(text, InvalidTypeError)
    assert (error.field, error.expected) == ("text", "an object")


# Refused: what is no such JSON


@pytest.mark.parametrize(
    "text",
    ["", " ", "{", "}", "[1,]", "{'a':1}", '{"a"}', "{} {}", "nul", '"', '"\\', '"\\"', "01", "+1"],
)
@pytest.mark.parametrize("form", [str, str.encode])
def test_no_json(text: str, form: Callable[[str], str | bytes]) -> None:
    error = refused(form(text), InvalidValueError)
    assert error.field == "text"
    assert error.expected.startswith("JSON; line 1, column ")
    assert isinstance(error.value, str)
    assert error.value in text


def test_a_control_character_in_a_string_is_no_json() -> None:
    assert "control character" in refused(dumps(LEDGER).replace("H1", "H\n1")).expected


@pytest.mark.parametrize(
    ("given", "value", "expected"),
    [
        (b"\xef\xbb\xbf{}", "\ufeff{}", "without a byte order mark"),
        ("\ufeff{}", "\ufeff{}", "without a byte order mark"),
        (b'{"a\xff":1}', b'\xff":1}', "also at byte 3"),
        ("{}".encode("utf-16"), b"\xff\xfe{\x00}\x00", "also at byte 0"),
        ('{"渝":1}'.encode("gb18030"), '渝":1}'.encode("gb18030"), "also at byte 2"),
        (b'"\xed\xa0\x80"', b'\xed\xa0\x80"', "also at byte 1"),
    ],
)
def test_utf_8_and_nothing_else(given: str | bytes, value: object, expected: str) -> None:
    error = refused(given, InvalidValueError)
    assert (error.field, error.value) == ("text", value)
    assert expected in error.expected


@pytest.mark.parametrize("given", [None, 1, [], {}, bytearray(b"{}"), Path("x")])
def test_a_text_is_a_string_or_bytes(given: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        loads(given)
    assert (caught.value.field, caught.value.value) == ("text", given)
    assert caught.value.expected == "str or bytes"


# Refused: too much of it


def test_a_text_has_a_greatest_length() -> None:
    text = dumps(LEDGER)
    assert MOST_BYTES == 64 * 1024 * 1024
    for given in (text, text.encode()):
        assert loads(given, most_bytes=len(given)) == LEDGER
        with pytest.raises(InvalidValueError) as caught:
            loads(given, most_bytes=len(given) - 1)
        assert (caught.value.field, caught.value.value) == ("text", len(given))
        assert f"at most {len(given) - 1} bytes" in caught.value.expected
    error = refused(" " * (MOST_BYTES + 1))
    assert (error.field, error.value) == ("text", MOST_BYTES + 1)


@pytest.mark.parametrize("most", [0, -1, 1.5, "1", None, True])
def test_the_greatest_length_is_an_int(most: Any) -> None:
    with pytest.raises(PolicyError) as caught:
        loads(dumps(LEDGER), most_bytes=most)
    assert (caught.value.field, caught.value.value) == ("most_bytes", most)


@pytest.mark.parametrize("closed", ["[],", "{},"])
@pytest.mark.parametrize("depth", [MOST_DEPTH, MOST_DEPTH + 1])
def test_what_was_closed_before_makes_nothing_deeper_or_shallower(closed: str, depth: int) -> None:
    error = refused("[" + closed * 200 + "[" * (depth - 1) + "]" * depth)
    assert ("deep" in error.expected) == (depth > MOST_DEPTH)


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}"), ('[{"]":', "}]")])
@pytest.mark.parametrize("depth", [MOST_DEPTH // 2, MOST_DEPTH, MOST_DEPTH + 2, 100_000])
def test_nesting_is_bounded_before_it_is_parsed(opening: str, closing: str, depth: int) -> None:
    times = depth // len(closing)
    error = refused(f"{opening * times}1{closing * times}")
    if depth <= MOST_DEPTH:
        assert error.field in ("text", "schema")
        assert "deep" not in error.expected
    else:
        assert (error.field, error.value) == ("text", depth)
        assert error.expected == "objects and arrays at most 64 deep"
    unclosed = refused(opening * times)
    assert ("deep" in unclosed.expected) == (depth > MOST_DEPTH)


@pytest.mark.parametrize("text", ['"[[[["', r'"\"[[[["', r'"\\\"[["', r'["\\",[', '"\\\n[[["'])
def test_brackets_in_strings_are_no_nesting(text: str) -> None:
    """The depth that is counted is the one that the parser would meet."""
    deepened = text.replace("[[", "[" * 100)
    assert "deep" not in refused(deepened).expected


def test_a_stack_that_is_nearly_used_up() -> None:
    text = dumps(LEDGER)

    def deeper(levels: int) -> object:
        return loads(text) if levels == 0 else deeper(levels - 1)

    met: list[PolicyError] = []
    for levels in range(sys.getrecursionlimit() - 200, sys.getrecursionlimit(), 3):
        try:
            deeper(levels)
        except PolicyError as error:
            met.append(error)
        except RecursionError:  # there was no room for the call itself
            break
    expected = "a text that stack and memory can hold"
    assert set(met) == {InvalidValueError(field="text", value=len(text), expected=expected)}


def test_memory_that_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def parsed(*_: object, **__: object) -> object:
        raise MemoryError

    monkeypatch.setattr(interop, "parsed", parsed)
    error = refused("{}", InvalidValueError)
    assert (error.field, error.value) == ("text", 2)
    assert error.expected == "a text that stack and memory can hold"


def test_the_limit_on_digits_is_not_met() -> None:
    limit = sys.get_int_max_str_digits()
    for digits in (33, 640, 4300, 4301, 100_000):
        for host in (640, 0):
            sys.set_int_max_str_digits(host)
            try:
                error = refused(dumps(LEDGER.entries[0]).replace("false", "9" * digits))
                assert "9" * 30 in str(error)
            finally:
                sys.set_int_max_str_digits(limit)
            assert (error.field, error.expected) == ("booked", "true or false")
            assert error.value == Decimal("9" * digits)


# Refused: within the value


WRONG: list[Any] = [None, True, 0, 1.5, "x", [], {}, [1], {"a": 1}]


def places(tree: Any, path: str = "") -> Iterator[tuple[Any, Any, str]]:
    """Give every place in a tree: what holds it, its key or number, and its path."""
    if isinstance(tree, dict):
        for key in list(cast("dict[str, object]", tree)):
            inner = f"{path}.{key}" if path else key
            yield (tree, key, inner)
            yield from places(tree[key], inner)
    elif isinstance(tree, list):
        for number in range(len(cast("list[object]", tree))):
            yield (tree, number, f"{path}[{number}]")
            yield from places(tree[number], f"{path}[{number}]")


def some(things: Iterable[T], most: int) -> list[T]:
    """Give so many of them at most, spread over all."""
    held = list(things)
    return held[:: -(-len(held) // most)] if held else held


@every_value
def test_every_place_refuses_what_is_not_of_its_type(value: Any) -> None:
    tree = document(value)
    for number, (holder, key, path) in enumerate(some(places(tree["value"]), 40)):
        held = holder[key]
        for wrong in (WRONG[number % 9], WRONG[(number * 4 + 1) % 9]):
            if wrong == held or isinstance(held, str) is isinstance(wrong, str) is True:
                continue
            holder[key] = wrong
            try:
                twin = loads(json.dumps(tree))
            except PolicyError:
                continue
            assert document(twin) == tree, path
        holder[key] = held
    assert tree == document(value)


@every_value
def test_every_object_refuses_a_key_too_many_and_one_too_few(value: Any) -> None:
    tree = document(value)
    keys = [each for each in places(tree["value"]) if isinstance(each[1], str)]
    for holder, key, path in some(keys, 40):
        before = dict(holder)
        del holder[key]
        if key not in ("basis", "type", "enum", "decimal", "date", "month"):
            error = refused(tree, InvalidValueError)
            assert (error.field, error.value) == (path, None)
            assert "every field" in error.expected
        holder.clear()
        holder.update({"another": 1}, **before)
        error = refused(tree, InvalidValueError)
        assert (error.field, error.value) == (f"{path.removesuffix(key)}another", 1)
        assert key in error.expected or key == "type"
        del holder["another"]
    assert tree == document(value)


DECIMALS: list[object] = [
    *("100.0", "100", "0100.00", "+100.00", "1e2", "100.000", "100.00 ", "\n100.00", "１００.00"),
    *("100,00", "", ".", "-", "--1", "NaN", "Infinity", "sNaN", "0x64", "1_00.00", "100.", ".5"),
    *(100, 100.0, 1e400, -0.0, float("nan"), float("inf"), 10**400, True, None, [], ["100.00"], {}),
    *("9" * 100_000, "100.00" + "0" * 100_000),
]


@pytest.mark.parametrize("spelling", DECIMALS, ids=lambda each: ascii(each)[:20])
def test_a_decimal_has_one_spelling(spelling: object) -> None:
    error = refused(changed(LEDGER, "entries", 0, "payable", to=spelling))
    assert error.field == "entries[0].payable"
    if isinstance(spelling, str) and spelling in ("100.0", "100", "0100.00", "100.000"):
        assert error.value == spelling
        assert '"100.00", in exactly this spelling' in error.expected


def test_minus_nought_is_nought() -> None:
    tree = document(ledger(0))
    tree["value"]["entries"][0]["payable"] = "-0.00"
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("entries[0].payable", "-0.00")


@pytest.mark.parametrize(
    "spelling",
    ["2025-5-30", "20250530", "2025-05-30T00:00:00", "2025-02-30", "0000-01-01", "30.05.2025", ""],
)
def test_a_day_has_one_spelling(spelling: str) -> None:
    error = refused(changed(Span("2025-05-30", "2026-05-29"), "first_day", to=spelling))
    assert (error.field, error.value) == ("first_day", spelling)
    assert "YYYY-MM-DD" in error.expected


@pytest.mark.parametrize("spelling", ["2026-6", "2026-13", "0000-01", "2026-06-01", "202606", ""])
def test_a_month_has_one_spelling(spelling: str) -> None:
    error = refused(changed(LEDGER, "entries", 0, "month", to=spelling), InvalidValueError)
    assert (error.field, error.value) == ("entries[0].month", spelling)
    error = refused(changed(LEDGER, "window", 3, to=202609), InvalidTypeError)
    assert (error.field, error.value) == ("window[3]", 202609)


@pytest.mark.parametrize("spelling", ["employee", "Fund.EMPLOYEE", "", "name", "__class__"])
def test_a_member_is_spelled_by_its_name(spelling: str) -> None:
    error = refused(changed(LEDGER, "prepayment", "fund", to=spelling), InvalidValueError)
    assert (error.field, error.value) == ("prepayment.fund", spelling)
    assert error.expected == "one of EMPLOYEE, RESIDENT"


@pytest.mark.parametrize("spelling", [2**53, -(2**53), 10**20, 10**31, 1.0, "2", True])
def test_an_int_is_one_that_every_reader_holds(spelling: object) -> None:
    ratios = next(each for each in PUBLIC if type(each).__name__ == "PriceRatios")
    error = refused(changed(ratios, "places", to=spelling))
    assert (error.field, repr(error.value)) == ("places", repr(spelling))


def test_an_int_of_minus_nought_is_refused() -> None:
    ratios = attrs.evolve(next(e for e in PUBLIC if type(e).__name__ == "PriceRatios"), places=0)
    text = dumps(ratios)
    assert '"places":0' in text
    error = refused(text.replace('"places":0', '"places":-0'), InvalidTypeError)
    assert (error.field, error.expected) == ("places", "an int")


@pytest.mark.parametrize("half", ["\\ud800", "\\udc00", "a\\ud83d", "\\udc00\\ud800"])
def test_half_a_character_is_refused(half: str) -> None:
    text = dumps(INVENTED).replace("An invented notice", half)
    error = refused(text, InvalidValueError)
    assert error.field == "title"
    assert "surrogate" in error.expected
    escaped = dumps(INVENTED).replace("An invented notice", "\\ud83d\\udc8a")
    held = loads(escaped)
    assert isinstance(held, Policy)
    assert held.title == "\U0001f48a"


@pytest.mark.parametrize(
    ("once", "twice", "field", "value"),
    [
        ('"schema":1', '"schema":1,"schema":1', "schema", 1),
        ('"booked":false', '"booked":true,"booked":false', "booked", False),
        ('"status":"OFFSETTING"', '"a":1,"status":"OFFSETTING","a":2', "a", 2),
        ('"fund":"EMPLOYEE"', '"fund":1,"fund":1', "prepayment.fund", 1),
        (
            '"enrolled":false',
            '"enrolled":0,"enr\\u006flled":0',
            "prepayment.institution.enrolled",
            0,
        ),
    ],
)
def test_a_key_that_comes_twice_is_named(once: str, twice: str, field: str, value: object) -> None:
    text = dumps(LEDGER)
    assert once in text
    error = refused(text.replace(once, twice, 1), InvalidValueError)
    assert (error.field.removeprefix("entries[0]."), error.value) == (field, value)
    assert error.expected == "each key once"


@pytest.mark.parametrize(
    ("path", "to", "field"),
    [
        (("entries", 2, "offset"), "1.00", "entries[2].offset"),
        (("entries", 1, "paid_out"), "0.00", "entries[1].paid_out"),
        (("entries", 0, "booked"), True, None),
        (("entries", 1, "month"), "2026-08", "entries"),
        (("entries", 1, "opening_balance"), "950.00", "entries[1].closing_balance"),
        (("balance",), "649.99", "balance"),
        (("offset_total",), "350.01", "offset_total"),
        (("status",), "CLEARED", "status"),
        (("window",), ["2026-06"], "entries"),
        (("prepayment", "amount"), "1000.01", "entries[0].opening_balance"),
        (
            ("return_due",),
            {"amount": "1.00", "fund": "EMPLOYEE", "from_day": "2027-06-01"},
            "return_due",
        ),
    ],
)
def test_a_figure_that_does_not_follow_is_refused(
    path: tuple[str | int, ...], to: object, field: str | None
) -> None:
    """25-2.3d: a ledger that was tampered with."""
    tree = changed(LEDGER, *path, to=to)
    if field is None:  # the same offset, booked: a ledger that can be
        assert loads(json.dumps(tree)) != LEDGER
    else:
        assert refused(tree, InvalidValueError).field == field


MOVED = {
    shift.name: Reading(disbursement_day=shift, debt_day=DebtDay[shift.name])
    for shift in DisbursementDay
}


def due(shift: str) -> Deadline:
    reading, calendar = MOVED[shift], HolidayTable("2025-01-01", "2026-12-31")
    return supplier_payment_due(POLICY, "2025-06-10", reading=reading, calendar=calendar)


def schedule(shift: str = "UNSHIFTED") -> PrepaymentSchedule:
    cycle = procurement_cycle(POLICY, "2025-05-30", reading=MOVED[shift])
    return prepayment_schedule(
        POLICY, cycle, 1000, calendar=HolidayTable("2025-01-01", "2026-12-31")
    )


POLICY = CHONGQING_2025_25
CASE = prepayment_case(POLICY, hospital(), 1000, "2025-05-30", {"2026-06": 70})
NAMES = [event.name for event in CASE.timetable]
FIRST_PAID = next(n for n, name in enumerate(NAMES) if name.startswith("prepayment"))
FIRST_OFFSET = next(n for n, name in enumerate(NAMES) if name.startswith("first offset"))
EARLIER = [str(YearMonth(2026, 5) + number) for number in range(12)]
AT_CYCLE_END = Reading(return_clock=ReturnClock.CYCLE_END)


@pytest.mark.parametrize(
    ("value", "changes", "field"),
    [
        (ledger(*[1] * 12), {"return_due.from_day": "2027-05-31"}, "return_due.from_day"),
        (ledger(*[1] * 12), {"return_due.from_day": "2027-06-02"}, "return_due.from_day"),
        (ledger(*[1] * 12), {"return_due.from_day": "2028-06-01"}, "return_due.from_day"),
        (
            ledger(*[1] * 11, reading=AT_CYCLE_END),
            {"return_due.from_day": "2027-05-31"},
            "return_due.from_day",
        ),
        (ledger(), {"window": EARLIER}, "window[0]"),
        (ledger(), {"window": []}, "window"),
        (ledger(), {"window": ["9999-12", "9999-12"]}, "window"),
        (
            schedule(),
            {"instalments.0.amount": "500.01", "instalments.1.amount": "499.99"},
            "instalments[0].amount",
        ),
        (schedule(), {"instalments.1.due": "2025-12-01"}, "instalments[1].due"),
        (schedule("PREVIOUS_WORKDAY"), {"instalments.1.due": "2025-12-01"}, "instalments[1].due"),
        (schedule("NEXT_WORKDAY"), {"instalments.1.due": "2025-11-28"}, "instalments[1].due"),
        (schedule().instalments[0], {"due": "2025-06-29"}, "due"),
        (due("UNSHIFTED"), {"day": "2025-08-01"}, "day"),
        (due("PREVIOUS_WORKDAY"), {"day": "2025-08-01"}, "day"),
        (due("NEXT_WORKDAY"), {"day": "2025-07-30"}, "day"),
        (CASE.timetable[FIRST_PAID], {"day": "2025-07-01"}, "day"),
        (CASE, {f"timetable.{FIRST_PAID}.day": "2025-07-01"}, f"timetable[{FIRST_PAID}].day"),
        (
            CASE,
            {
                f"timetable.{FIRST_PAID}.day": "2025-07-01",
                f"timetable.{FIRST_PAID}.nominal_day": "2025-07-01",
            },
            "timetable",
        ),
        (
            CASE,
            {
                f"timetable.{FIRST_OFFSET}.day": "2026-07-01",
                f"timetable.{FIRST_OFFSET}.nominal_day": "2026-07-01",
            },
            "timetable",
        ),
        (CASE, {"timetable": []}, "timetable"),
    ],
)
def test_a_day_or_an_amount_that_no_notice_gives_is_refused(
    value: Any, changes: dict[str, object], field: str
) -> None:
    """25-2.3b to 25-2.3e, 25-2.3h: what cannot follow, whatever the notice states."""
    tree = document(value)
    assert loads(json.dumps(tree)) == value
    for path, to in changes.items():
        *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
        here = tree["value"]
        for step in steps:
            here = here[step]
        assert here[last] != to
        here[last] = to
    assert refused(tree, InvalidValueError).field == field


def test_a_revised_schedule_comes_back_as_long_as_it_says_what_it_assumes() -> None:
    """25-2.3a."""
    revised = revise(POLICY, schedule(), 1600, disbursed=500)
    assert loads(dumps(revised)) == revised
    error = refused(changed(revised, "basis", "assumptions", to=[]), InvalidValueError)
    assert (error.field, error.value) == ("instalments[0].amount", Decimal("500.00"))


def test_a_figure_past_its_bound_is_refused_by_its_own_check() -> None:
    error = refused(changed(LEDGER, "prepayment", "amount", to="0.00"), InvalidValueError)
    assert (error.field, error.value) == ("prepayment.amount", Decimal("0.00"))
    assert "above 0.00" in error.expected


def test_days_that_a_table_would_sort_are_given_sorted() -> None:
    table = HolidayTable("2025-01-01", "2025-12-31", days_off=["2025-05-01", "2025-05-02"])
    tree = changed(table, "days_off", to=["2025-05-02", "2025-05-01"])
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("days_off[0]", "2025-05-02")
    assert error.expected == '"2025-05-01", in exactly this spelling'


# Tags


@pytest.mark.parametrize(
    ("to", "field", "kind"),
    [
        ({"months": 24}, "type", InvalidValueError),
        ({"type": "FromExecution"}, "months", InvalidValueError),
        ({"type": "UntilDay", "months": 24}, "months", InvalidValueError),
        ({"type": "UntilDay", "last_day": "x"}, "last_day", InvalidValueError),
        ({"type": "Spam", "months": 24}, "type", InvalidValueError),
        ({"type": "Fund", "months": 24}, "type", InvalidValueError),
        (
            {"type": "Span", "first_day": "2025-01-01", "last_day": "2025-01-01"},
            "",
            InvalidTypeError,
        ),
        ({"type": "FromExecution", "months": 0}, "months", InvalidValueError),
        ({"date": "2025-12-31"}, "", InvalidTypeError),
        ({"enum": "Fund", "name": "EMPLOYEE"}, "", InvalidTypeError),
        ("FromExecution", "", InvalidTypeError),
        (24, "", InvalidTypeError),
        (None, "", InvalidTypeError),
        (1.5, "", InvalidTypeError),
    ],
)
def test_a_tag_names_one_of_the_types_that_fit(
    to: object, field: str, kind: type[PolicyError]
) -> None:
    error = refused(changed(INVENTED, "terms", "cycle", "length", to=to), kind)
    assert error.field == ".".join(filter(None, ("terms.cycle.length", field)))


@pytest.mark.parametrize(
    ("to", "field"),
    [
        ({"enum": "Fund"}, ".name"),
        ({"enum": "Fund", "name": "X"}, ".name"),
        ({"enum": "Fund", "name": 1}, ".name"),
        ({"enum": "Spam", "name": "X"}, ".enum"),
        ({"enum": "Span", "name": "X"}, ".enum"),
        ({"enum": 1, "name": "X"}, ".enum"),
        ({"enum": "Fund", "name": "EMPLOYEE", "value": 1}, ".value"),
        ("UNSHIFTED", ""),
        (None, ""),
        ({"decimal": "1.00"}, ""),
        ({"month": "2026-06"}, ""),
    ],
)
def test_a_member_of_any_enum_says_of_which(to: object, field: str) -> None:
    error = refused(changed(Reading.choices()[0], "choices", 0, to=to))
    assert error.field == f"choices[0]{field}"


def test_a_type_is_not_named_where_it_follows() -> None:
    span = document(Span("2025-05-30", "2026-05-29"))
    span["value"] = {"type": "Span", **span["value"]}
    assert refused(span, InvalidValueError).field == "type"
    tree = changed(LEDGER, "prepayment", "institution", "type", to="Institution")
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("prepayment.institution.type", "Institution")
    assert "nothing here" in error.expected


def test_an_envelope_names_the_type_of_its_value_itself() -> None:
    tree = document(procurement_cycle(CHONGQING_2025_25, "2025-05-30"))
    tree["value"] = {"type": "Cycle", **tree["value"]}
    tree["type"] = "Span"
    assert refused(tree, InvalidValueError).field == "type"


# Refused: what is no public value


class Mine(Span):
    """A caller's own class, which the root does not export."""


OffsetEntryOfMine: Any = type("OffsetEntry", (Value,), {})


@pytest.mark.parametrize(
    "value",
    [
        *(None, 1, "x", 1.5, date(2025, 5, 30), Decimal(1), (), [], {}, object()),
        *(
            Fund.EMPLOYEE,
            Span,
            Reading.choices(),
            mainland_china(),
            Mine("2025-01-01", "2025-01-02"),
        ),
        *(PolicyError(field="x", value=1, expected="y"), OffsetEntryOfMine(), vbp_policy),
    ],
    ids=lambda value: type(value).__name__,
)
def test_only_public_values_are_written(value: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(value)
    assert (caught.value.field, caught.value.value) == ("value", value)
    assert caught.value.expected == "a public value of the library"


class Loud(str):
    __slots__ = ()


class Exact(Decimal):
    """A caller's own decimal."""


class Day(date):
    """A caller's own day."""


class Other(enum.Enum):
    EMPLOYEE = "employee"


@pytest.mark.parametrize(
    ("name", "held"),
    [
        ("reference", Loud("P1")),
        ("reference", "\ud800"),
        ("reference", None),
        ("amount", Exact("1.00")),
        ("amount", Decimal("NaN")),
        ("amount", Decimal("sNaN")),
        ("amount", Decimal("Infinity")),
        ("amount", 1),
        ("amount", "1.00"),
        ("amount", 1.5),
        ("fund", Other.EMPLOYEE),
        ("fund", "EMPLOYEE"),
        ("institution", LEDGER),
        ("institution", None),
        ("cycle", Mine("2025-05-30", "2026-05-29")),
    ],
)
def test_what_pretends_is_refused_with_its_path(name: str, held: Any) -> None:
    bad = attrs.evolve(LEDGER)
    bad = forced(bad, "prepayment", forced(LEDGER.prepayment, name, held))
    with pytest.raises(PolicyError) as caught:
        dumps(bad)
    assert caught.value.field == f"prepayment.{name}"
    assert repr(caught.value.value) == repr(held)


@pytest.mark.parametrize(
    ("held", "field"),
    [
        ([], "window"),
        (None, "window"),
        ("2026-06", "window"),
        ((YearMonth(2026, 6), "2026-07"), "window[1]"),
        ((YearMonth(2026, 6), YearMonth(2026, 7), date(2026, 8, 1)), "window[2]"),
    ],
)
def test_what_pretends_in_a_collection_is_refused(held: Any, field: str) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(forced(LEDGER, "window", held))
    assert caught.value.field == field


@pytest.mark.parametrize("held", [Day(2025, 5, 30), datetime(2025, 5, 30), "2025-05-30"])  # noqa: DTZ001
def test_a_day_is_a_plain_date(held: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(forced(Span("2025-05-30", "2026-05-29"), "first_day", held))
    assert (caught.value.field, caught.value.value) == ("first_day", held)


@pytest.mark.parametrize("held", [2**53, True, 1.0, enum.IntEnum("N", {"A": 2}).A])  # type: ignore[attr-defined]
def test_an_int_is_a_plain_int(held: Any) -> None:
    ratios = next(each for each in PUBLIC if type(each).__name__ == "PriceRatios")
    with pytest.raises(PolicyError) as caught:
        dumps(forced(ratios, "places", held))
    assert caught.value.field == "places"


@pytest.mark.parametrize("held", [0, 1, None, "true"])
def test_a_truth_value_is_a_bool(held: Any) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(forced(hospital(), "designated", held))
    assert (caught.value.field, caught.value.expected) == ("designated", "true or false")


@pytest.mark.parametrize("indent", [-1, 17, True, "  ", 1.5])
def test_an_indent_is_a_small_int(indent: Any) -> None:
    with pytest.raises(PolicyError) as caught:
        dumps(LEDGER, indent=indent)
    assert (caught.value.field, caught.value.value) == ("indent", indent)
    assert caught.value.expected == "an int from 0 to 16"
