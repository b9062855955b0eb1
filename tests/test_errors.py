"""Ground rule 5: one root, four attributes, equality by type and repr, pickling."""

import copy
import decimal
import pickle
import re
import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Never

import pytest
from hypothesis import given
from hypothesis import strategies as st

import vbp_policy
from vbp_policy import (
    AmbiguousRuleError,
    CalendarCoverageError,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    NotComparableError,
    NotListedError,
    NotProvidedError,
    OutOfForceError,
    PolicyError,
)

BUILTINS: tuple[type[Exception], ...] = (TypeError, ValueError, ImportError, LookupError)
ERRORS: dict[type[PolicyError], set[type[Exception]]] = {
    PolicyError: set(),
    InvalidTypeError: {TypeError},
    InvalidValueError: {ValueError},
    NotProvidedError: set(),
    OutOfForceError: set(),
    NotListedError: set(),
    AmbiguousRuleError: set(),
    NotComparableError: set(),
    CalendarCoverageError: set(),
    MissingExtraError: {ImportError},
}
every_error = pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
protocols = pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))


def refusal(value: object, kind: type[PolicyError] = InvalidValueError) -> PolicyError:
    return kind(field="total", value=value, expected="an amount above 0.00", clause="25-2.3a")


def travelled(error: PolicyError, protocol: int = pickle.DEFAULT_PROTOCOL) -> PolicyError:
    back = pickle.loads(pickle.dumps(error, protocol))  # noqa: S301  # our own bytes
    assert isinstance(back, PolicyError)
    return back


class Shown:
    """A value whose repr is chosen."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def __repr__(self) -> str:
        return self.shown


class OtherShown(Shown):
    pass


class BrokenRepr:
    def __repr__(self) -> str:
        raise ZeroDivisionError


class ReprIsNoString:
    def __repr__(self) -> Any:
        return 5


class BrokenPickling(Shown):
    def __reduce__(self) -> Never:
        raise ZeroDivisionError


def _never_made() -> Never:
    raise ZeroDivisionError


class BrokenUnpickling(Shown):
    def __reduce__(self) -> tuple[Callable[[], Never], tuple[()]]:
        return (_never_made, ())


class BrokenReprAndPickling(BrokenRepr):
    def __reduce__(self) -> Never:
        raise ZeroDivisionError


def make_function() -> object:
    def inner() -> None: ...

    return inner


def local_instance() -> object:
    class Local(Shown):
        pass

    return Local("Local()")


class OwnError(InvalidValueError):
    """A caller's own refusal."""


UNPICKLABLE: dict[str, Callable[[], object]] = {
    "function": make_function,
    "generator": lambda: (each for each in ""),
    "lock": threading.Lock,
    "instance of a local class": local_instance,
    "fails to pickle": lambda: BrokenPickling("BrokenPickling()"),
    "fails to unpickle": lambda: BrokenUnpickling("BrokenUnpickling()"),
    "holds one that fails": lambda: [BrokenPickling("BrokenPickling()")],
    "repr with quotes": lambda: BrokenPickling('it\'s "quoted" \\ 渝'),
}
every_unpicklable = pytest.mark.parametrize("make", UNPICKLABLE.values(), ids=UNPICKLABLE.keys())

picklable = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.decimals(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


# One root


def test_every_error_class_is_public_and_listed_here() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    errors = {each for each in public if isinstance(each, type) and issubclass(each, Exception)}
    assert errors == set(ERRORS)


@every_error
def test_every_error_is_a_policy_error_and_the_builtin_it_is_named_for(
    kind: type[PolicyError],
) -> None:
    assert issubclass(kind, PolicyError)
    assert {each for each in BUILTINS if issubclass(kind, each)} == ERRORS[kind]


@every_error
def test_no_error_is_caught_as_another_one(kind: type[PolicyError]) -> None:
    caught_as = {other for other in ERRORS if issubclass(kind, other)}
    assert caught_as == {kind, PolicyError}


@every_error
def test_every_error_can_be_raised_and_caught_as_the_root(kind: type[PolicyError]) -> None:
    error = refusal(0, kind)
    with pytest.raises(PolicyError) as caught:
        raise error
    assert caught.value is error


# What was given, what is accepted, which clause asks for it


@every_error
def test_every_error_has_field_value_expected_and_clause(kind: type[PolicyError]) -> None:
    value = Decimal("-1.50")
    error = kind(field="total", value=value, expected="an amount above 0.00", clause="25-2.3a")
    assert (error.field, error.expected, error.clause) == (
        "total",
        "an amount above 0.00",
        "25-2.3a",
    )
    assert error.value is value


@every_error
def test_the_message_says_field_value_what_is_accepted_and_the_clause(
    kind: type[PolicyError],
) -> None:
    message = str(refusal(Decimal("-1.50"), kind))
    for said in ("total", "Decimal('-1.50')", "an amount above 0.00", "25-2.3a"):
        assert said in message


def test_without_a_clause_the_message_names_none() -> None:
    error = PolicyError(field="day", value="x", expected="a day")
    assert error.clause is None
    assert "'x'" in str(error)
    assert "clause" not in str(error)
    assert "None" not in str(error)


@every_error
def test_the_repr_names_the_class_and_everything_said(kind: type[PolicyError]) -> None:
    shown = repr(refusal("0", kind))
    assert shown.startswith(f"{kind.__name__}(")
    for said in (
        "field='total'",
        "value='0'",
        "expected='an amount above 0.00'",
        "clause='25-2.3a'",
    ):
        assert said in shown


@pytest.mark.parametrize("length", [150, 5_000, 10_000_000])
def test_a_long_value_is_kept_whole_and_shown_in_short(length: int) -> None:
    value = "7" * length
    error = refusal(value)
    assert error.value is value
    if length == 150:
        assert repr(value) in str(error)
        assert repr(value) in repr(error)
    else:
        for message in (str(error), repr(error)):
            assert "7" * 100 in message
            assert f"({length} characters)" in message
            assert len(message) < 500


@pytest.mark.parametrize("digits", [150, 700, 5_000, 100_000])
def test_an_int_past_the_hosts_digit_limit_is_refused_like_any_other(digits: int) -> None:
    error = refusal(10**digits)
    assert error.value == 10**digits
    assert len(str(error)) < 500
    assert len(repr(error)) < 500
    assert travelled(error) == error
    assert error != refusal(-(2**digits))


@pytest.mark.parametrize("value", [BrokenRepr(), ReprIsNoString(), [BrokenRepr()]])
def test_a_value_whose_repr_fails_is_refused_like_any_other(value: object) -> None:
    error = refusal(value)
    for message in (str(error), repr(error)):
        assert type(value).__qualname__ in message
        assert "an amount above 0.00" in message
        assert "25-2.3a" in message
    assert error == refusal(value)
    assert hash(error) == hash(refusal(value))
    assert travelled(error) == error


def test_a_message_is_the_same_under_any_ambient_decimal_context() -> None:
    """Ground rule 2: an ambient context may spell exponents in small letters."""
    error = refusal(Decimal("1E+20"))
    message, shown, code = str(error), repr(error), hash(error)
    assert "Decimal('1E+20')" in message
    with decimal.localcontext() as ambient:
        ambient.capitals = 0
        assert str(error) == message
        assert repr(error) == shown
        assert hash(error) == code


class Multiline(Shown):
    """Shows itself in several lines and in colour, as tables of other libraries do."""


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"value": Multiline("a\nb\r\nc\u2028d")}, "a b c d"),
        ({"value": Multiline("\x1b[31mred\u202e")}, r"\x1b[31mred\u202e"),
        ({"value": "a\nb"}, r"'a\nb'"),
        ({"value": [0] * 1000}, "… (1000 items)"),
        ({"value": (0,) * 1000}, "… (1000 items)"),
        ({"value": b"0" * 1000}, "… (1000 bytes)"),
        ({"value": Shown("0" * 1000)}, "… (1000 characters)"),
        ({"field": "a\nb"}, "a b: got"),
        ({"field": "f" * 1000}, "… (1000 characters): got"),
        ({"expected": "a\nb"}, "accepted: a b"),
        ({"expected": "e" * 5000}, "… (5000 characters)"),
    ],
    ids=str,
)
def test_a_message_is_one_short_line(given: dict[str, Any], said: str) -> None:
    usual: dict[str, Any] = {"field": "f", "value": 0, "expected": "e", "clause": "25-2.3a"}
    error = PolicyError(**(usual | given))
    assert said in str(error)
    for message in (str(error), repr(error)):
        assert message.isprintable()
        assert len(message) < 2500
    for name, whole in given.items():
        assert getattr(error, name) is whole  # only the message is cut


def test_a_message_has_no_address_and_two_objects_are_refused_alike() -> None:
    assert str(refusal(object())).startswith("total: got <object object>; accepted")
    assert refusal(object()) == refusal(object())
    assert refusal(" at 0x1") != refusal(" at 0x2")


@every_error
def test_the_same_refusal_can_be_given_for_a_field_that_only_the_caller_can_name(
    kind: type[PolicyError],
) -> None:
    error = refusal(0, kind)
    moved = error.at(field="payables[2026-06]", clause="25-2.3d")
    assert moved == kind(
        field="payables[2026-06]", value=0, expected="an amount above 0.00", clause="25-2.3d"
    )
    assert (error.field, error.clause) == ("total", "25-2.3a")


# Equality and hash


@every_error
def test_errors_of_the_same_type_field_value_expected_and_clause_are_equal(
    kind: type[PolicyError],
) -> None:
    one, other = refusal([1, "a"], kind), refusal([1, "a"], kind)
    assert one is not other
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other}) == 1


@every_error
def test_errors_of_different_types_are_unequal(kind: type[PolicyError]) -> None:
    others = [refusal(0, other) for other in ERRORS if other is not kind]
    assert refusal(0, kind) not in others
    assert refusal(0, kind) != refusal(0, OwnError)


@pytest.mark.parametrize(
    "changed",
    [
        {"field": "other"},
        {"value": 1},
        {"expected": "other"},
        {"clause": "other"},
        {"clause": None},
    ],
    ids=str,
)
def test_errors_that_differ_in_one_attribute_are_unequal(changed: dict[str, Any]) -> None:
    said: dict[str, Any] = {"field": "f", "value": 0, "expected": "e", "clause": "25-2.3a"}
    assert PolicyError(**said) == PolicyError(**said)
    assert PolicyError(**said) != PolicyError(**(said | changed))


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (float("nan"), float("nan"), True),  # by repr, not by ==
        (Decimal("sNaN"), Decimal("sNaN"), True),  # comparing these would raise
        (Decimal("1.0"), Decimal("1.00"), False),
        (1, True, False),
        (1, 1.0, False),
        (1, "1", False),
        (0.0, -0.0, False),
        (None, "None", False),
        (Shown("x"), Shown("x"), True),
        (Shown("x"), Shown("y"), False),
        (Shown("x"), OtherShown("x"), False),
        ([1], [1], True),
        ([1], (1,), False),
        (2**600, 2**600, True),
        (2**600, 2**600 + 1, False),
        (2**600, -(2**600), False),
        ("a" * 500 + "x", "a" * 500 + "y", False),  # alike in the shortened message
    ],
    ids=lambda value: repr(value)[:20],
)
def test_values_count_by_type_and_repr(one: object, other: object, equal: bool) -> None:  # noqa: FBT001
    assert (refusal(one) == refusal(other)) is equal
    assert (refusal(one) != refusal(other)) is not equal
    assert (hash(refusal(one)) == hash(refusal(other))) is equal


def test_an_error_is_unequal_to_what_is_none() -> None:
    error = refusal(0)
    strangers: list[object] = [ValueError(str(error)), str(error), None]
    for stranger in strangers:
        assert error != stranger


# Pickling and copying


@protocols
@every_error
def test_every_error_survives_pickling(kind: type[PolicyError], protocol: int) -> None:
    error = refusal(date(2025, 5, 30), kind)
    back = travelled(error, protocol)
    assert type(back) is kind
    assert back == error
    assert hash(back) == hash(error)
    assert str(back) == str(error)
    assert repr(back) == repr(error)
    assert (back.field, back.expected, back.clause) == (error.field, error.expected, error.clause)
    assert back.value == date(2025, 5, 30)


def test_an_error_without_a_clause_and_a_callers_own_error_survive_pickling() -> None:
    error = OwnError(field="day", value=None, expected="a day")
    back = travelled(error)
    assert type(back) is OwnError
    assert back == error
    assert back.clause is None


@given(picklable)
def test_an_error_over_any_picklable_value_survives_pickling(value: object) -> None:
    error = refusal(value)
    back = travelled(error)
    assert back == error
    assert hash(back) == hash(error)
    assert str(back) == str(error)
    assert type(back.value) is type(value)
    assert repr(back.value) == repr(value)


@protocols
@every_unpicklable
def test_what_cannot_be_pickled_travels_as_its_repr(
    make: Callable[[], object], protocol: int
) -> None:
    value = make()
    error = refusal(value)
    back = travelled(error, protocol)
    assert back.value == re.sub(" at 0x[0-9a-fA-F]+", "", repr(value))
    assert isinstance(back.value, str)
    assert back == error
    assert hash(back) == hash(error)
    assert str(back) == str(error)
    assert repr(back) == repr(error)
    assert error.value is value  # pickling leaves the original alone


@every_unpicklable
def test_what_travelled_as_its_repr_can_travel_on(make: Callable[[], object]) -> None:
    error = refusal(make())
    back = travelled(travelled(error))
    assert back == error
    assert back.value == re.sub(" at 0x[0-9a-fA-F]+", "", repr(error.value))
    assert str(back) == str(error)


def test_a_repr_that_travelled_is_still_told_from_another_type_and_from_a_string() -> None:
    back = travelled(refusal(BrokenPickling("x")))
    assert back == refusal(BrokenPickling("x"))
    assert back != refusal(BrokenPickling("y"))
    assert back != refusal(Shown("x"))
    assert back != refusal("x")


def test_a_value_that_neither_shows_nor_pickles_travels() -> None:
    error = refusal(BrokenReprAndPickling())
    back = travelled(error)
    assert isinstance(back.value, str)
    assert "BrokenReprAndPickling" in back.value
    assert back == error
    assert str(back) == str(error)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
@every_error
def test_copies_are_equal_and_of_the_same_type(
    kind: type[PolicyError], copied: Callable[[PolicyError], PolicyError]
) -> None:
    error = refusal(["x"], kind)
    twin = copied(error)
    assert twin is not error
    assert type(twin) is kind
    assert twin == error
    assert str(twin) == str(error)
    assert twin.value == ["x"]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
@every_unpicklable
def test_copies_over_an_unpicklable_value_are_equal(
    make: Callable[[], object], copied: Callable[[PolicyError], PolicyError]
) -> None:
    error = refusal(make())
    assert copied(error) == error
    assert str(copied(error)) == str(error)
