"""What a sweep of mutants found untested in the foundation and the policy."""

import enum
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import attrs
import pytest

import vbp_policy
from vbp_policy import (
    Duty,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NotProvidedError,
    PolicyError,
    Product,
    mainland_china,
)
from vbp_policy.foundation.plain import plain
from vbp_policy.foundation.values import (
    Value,
    checked,
    finite,
    identifier,
    instance,
    same,
    same_figures,
    text,
)
from vbp_policy.notices import CHONGQING_2025_9
from vbp_policy.policy.policies import stated


@attrs.frozen(field_transformer=checked)
class Pair(Value):
    one: Decimal
    parts: tuple[Value, ...]
    aside: int = attrs.field(default=0, eq=False)


PAIR = Pair(Decimal(1), (Pair(Decimal(2), ()),))


def refused(call: Any) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        call()
    return caught.value


def test_a_name_may_be_as_long_as_it_says_and_hold_a_space_of_any_width() -> None:
    longest = "a" * 200
    assert identifier(longest) == longest
    assert refused(lambda: identifier(longest + "a")).field == "identifier"
    for space in " \u00a0\u3000\u2009":
        assert identifier(f"社区{space}中心") == f"社区{space}中心"
        assert identifier(f"\u3000a{space}b".strip()) == f"a{space}b"
    for sign in "\t\n\x00\u200b\u2028\ue000":
        assert refused(lambda sign=sign: identifier(f"a{sign}b")).value == f"a{sign}b"
    assert refused(lambda: identifier("")).value == ""


def test_a_text_may_be_as_long_as_it_says() -> None:
    error = refused(lambda: text("x" * 10**7))
    longest = int(error.expected.removeprefix("a string of at most ").removesuffix(" characters"))
    assert text("x" * longest) == "x" * longest
    assert refused(lambda: text("x" * (longest + 1), field="note", clause="1")).clause == "1"


def test_the_first_figure_at_fault_is_named_by_its_path() -> None:
    other = Pair(Decimal(1), (Pair(Decimal(3), ()),))
    error = refused(lambda: same_figures(PAIR, other))
    assert (error.field, error.value) == ("parts[0].one", Decimal(2))
    assert error.expected == "3, as it follows"
    same_figures(PAIR, Pair(Decimal(1), (Pair(Decimal(2), (), 7),), 5))
    fewer = refused(lambda: same_figures(PAIR, Pair(Decimal(1), ())))
    assert (fewer.field, fewer.value) == ("parts", PAIR.parts)


def test_a_signalling_nan_is_refused_and_not_compared() -> None:
    error = refused(lambda: same("amount", Decimal("sNaN"), Decimal(1)))
    assert type(error) is InvalidValueError
    assert (error.field, error.expected) == ("amount", "1, as it follows")


def test_a_count_of_any_length_is_said() -> None:
    """The host may limit how many decimal digits an int is written in."""
    assert refused(lambda: same("days", 1, 10**5000)).expected.startswith("0x")
    assert refused(lambda: same("days", 1, 10**9)).expected == "1000000000, as it follows"


def test_a_decimal_may_be_as_wide_as_it_says() -> None:
    for widest in ("1E-40", "1E+40", "-9.9E+40", "-1E-40"):
        assert finite(Decimal(widest)) == Decimal(widest)
    for wider in ("1E-41", "1E+41", "NaN", "-Infinity", "1." + "0" * 41):
        error = refused(lambda wider=wider: finite(Decimal(wider), field="f", clause="c"))
        assert (error.field, error.clause) == ("f", "c")
    a_float: Any = 1.0
    error = refused(lambda: finite(a_float, field="f", clause="c"))
    assert (error.field, error.value, error.clause) == ("f", 1.0, "c")


def test_what_is_accepted_names_every_choice() -> None:
    error = refused(lambda: instance("inclusive", LastDay, field="last_day"))
    assert error.expected == "LastDay.INCLUSIVE, LastDay.CORRESPONDING"
    error = refused(lambda: instance("inclusive", enum.Enum, field="choice"))
    assert error.expected == "Enum"  # it has no members


def test_what_is_accepted_names_each_class_and_none() -> None:
    error = refused(lambda: instance("x", Product | None, field="product"))
    assert type(error) is InvalidTypeError
    assert error.expected == "Product or None"


def test_a_namesake_of_another_copy_is_told_apart() -> None:
    namesake = type("Product", (), {"__module__": "other.rules.products"})
    error = refused(lambda: instance(namesake(), Product, field="product"))
    assert error.expected == (
        f"Product, of this copy of the package ({Product.__module__.split('.')[0]}); "
        "this one is of other"
    )
    both = refused(lambda: instance(namesake(), str | Product, field="product"))
    assert both.expected.startswith("str or Product, of this copy")
    for name, module in (("Product", "shop.products"), ("Price", "other.rules.products")):
        stranger: object = type(name, (), {"__module__": module})()
        assert refused(partial(instance, stranger, Product, field="x")).expected == "Product"


def test_what_a_notice_leaves_to_another_document_is_said_after_what_is_asked_for() -> None:
    error = refused(partial(stated, CHONGQING_2025_9, None, "offset"))
    assert type(error) is NotProvidedError
    assert error.expected.startswith("a notice that states this; ")
    assert error.expected.endswith(
        f", and leaves the rest to {CHONGQING_2025_9.falls_back_to}, "
        "which this library does not hold"
    )


def made(value: object) -> InvalidValueError:
    return InvalidValueError(field="x", value=value, expected="y")


def test_errors_tell_values_of_other_types_apart_though_their_reprs_agree() -> None:
    one: dict[str, Any] = {"__repr__": lambda _: "1"}  # pyright: ignore[reportUnknownLambdaType]
    alike = [type(name, (), one)() for name in ("One", "Other", "One")]
    assert made(alike[0]) != made(alike[1])
    assert made(alike[0]) != made(1)
    assert made(alike[0]) == made(alike[2])
    elsewhere = type("One", (), one | {"__module__": "elsewhere"})()
    assert made(alike[0]) != made(elsewhere)
    assert made(1).__eq__(1) is NotImplemented


def test_a_message_shows_as_much_as_it_has_room_for() -> None:
    shown, said = str(made("a" * 1000)).removeprefix("x: got '").split("… ")
    assert (set(shown), said) == ({"a"}, "(1000 characters); accepted: y")
    assert len(str(made("a" * 1000))) == len(str(made("a" * 9999)))
    assert str(made("渝\x00")) == "x: got '渝\\x00'; accepted: y"
    odd = InvalidValueError(field="x", value=1, expected="渝\x00")
    assert str(odd) == "x: got 1; accepted: 渝\\x00"
    for length in range(1, 2_002):
        said = str(InvalidValueError(field="x", value=1, expected="渝" * length))
        assert ("…" in said) is (said.count("渝") < length)
    assert str(made(10**5000)).startswith("x: got 0x")


def test_a_calendar_says_yes_or_no() -> None:
    calendar = mainland_china()
    assert calendar.covers(date(2025, 5, 30)) is True
    assert calendar.covers(date(2199, 5, 30)) is False


def enums() -> list[type[enum.Enum]]:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    kinds = [each for each in public if isinstance(each, type) and issubclass(each, enum.Enum)]
    return [each for each in kinds if each is not Duty]  # names whom a notice names otherwise


OTHER_WORDS = {"NON_SELECTED": "non-selected"}


@pytest.mark.parametrize("kind", enums())
def test_the_word_for_a_member_is_its_name(kind: type[enum.Enum]) -> None:
    for member in kind:
        words = OTHER_WORDS.get(member.name, member.name.lower().replace("_", " "))
        assert member.value == words


def test_a_clauses_words_are_a_text_of_bounded_length() -> None:
    clause = CHONGQING_2025_9.clauses[0]
    error = refused(lambda: attrs.evolve(clause, words="x" * 10**6))
    assert (error.field, error.value) == ("words", "x" * 10**6)
    error = refused(lambda: attrs.evolve(CHONGQING_2025_9, title="x" * 10**6))
    assert (error.field, error.value) == ("title", "x" * 10**6)


@pytest.mark.parametrize(
    "door",
    [
        "amount",
        "positive_amount",
        "non_negative_amount",
        "unit_price",
        "measure",
        "quantity",
        "net_quantity",
        "ratio",
        "share",
    ],
)
def test_every_door_of_figures_names_the_clause_that_asks(door: str) -> None:
    for given in ("x", None, "1e99"):
        with pytest.raises(PolicyError) as caught:
            getattr(vbp_policy.money, door)(given, field="due", clause="25-2.3b")
        assert (caught.value.field, caught.value.clause) == ("due", "25-2.3b")


@attrs.frozen
class Named:
    """Named by what it begins with, as far as that has words of its own."""

    names: tuple[object, ...]
    one: int
    two: int = 0


class Foreign:
    def __init__(self, length: int) -> None:
        self.length = length

    def __str__(self) -> str:
        return "x" * self.length


def test_a_value_is_shown_by_its_names_or_by_all_that_it_holds() -> None:
    assert plain(Named((mainland_china(),), 1)) == plain(mainland_china())
    assert plain(Named((), 1)) == "none, 1"
    assert plain(Named((1,), 1, 2)) == "1, 1, 2"


def test_a_foreign_value_takes_as_much_room_as_there_is() -> None:
    assert plain(Foreign(200)) == "x" * 200
    assert plain(Foreign(201)) == "x" * 200 + "…"
