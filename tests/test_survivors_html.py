"""What a sweep of mutants found untested in how values show themselves in a notebook."""

from typing import Any

import attrs
import pytest

from vbp_policy.foundation.html import table
from vbp_policy.foundation.values import Value


@attrs.frozen
class Pair(Value):
    """A row of two fields, which fits in a line."""

    code: str
    count: int


@attrs.frozen
class Triple(Value):
    """A row of three fields."""

    code: str
    count: int
    share: int


@attrs.frozen
class Held(Value):
    """What holds rows, and something of its own kind."""

    rows: tuple[Value, ...]
    inner: "Held | None" = None


@attrs.frozen
class Secretive(Value):
    """What keeps a part to itself, and folds another away."""

    code: str
    _private: tuple[Value, ...] = attrs.field(repr=False)
    folded: tuple[Value, ...] = attrs.field(repr=False)


def html_of(value: Any) -> str:
    html: str = value._repr_html_()
    return html


def test_what_a_value_keeps_to_itself_is_not_shown() -> None:
    html = html_of(Secretive("a", (Triple("b", 1, 2),), (Triple("c", 3, 4),)))
    assert "<summary>folded (1)</summary>" in html
    assert "private" not in html
    assert ">b<" not in html


def test_heads_without_rows_stand_at_the_left() -> None:
    assert "text-align:right" not in table("none", ("one", "two"), [])
    assert "text-align:right" in table("some", ("one", "two"), [("a", 1)])


def test_rows_of_two_kinds_are_no_table() -> None:
    alike, mixed = (Triple("a", 1, 2), Triple("b", 3, 4)), (Triple("a", 1, 2), Pair("b", 3))
    assert html_of(Held(alike)).count("<thead") == 1
    assert "<thead" not in html_of(Held(mixed))


@pytest.mark.parametrize(("row", "tables"), [(Triple("a", 1, 2), 2), (Pair("a", 1), 1)])
def test_values_that_hold_rows_of_three_fields_have_a_block_each(row: Value, tables: int) -> None:
    html = html_of(Held((Held((row, row)), Held((row, row)))))
    assert (html.count("of 2</caption>") == 2) is (tables == 2)


@pytest.mark.parametrize(("row", "counted"), [(Triple("a", 1, 2), True), (Pair("a", 1), False)])
def test_of_many_that_hold_rows_of_three_fields_the_rows_are_counted(
    row: Value,
    counted: bool,  # noqa: FBT001  # what is expected
) -> None:
    html = html_of(Held(tuple(Held((row, row, row)) for _ in range(4))))
    assert (">3</td>" in html) is counted


def test_rows_are_found_however_deep_they_are_held() -> None:
    rows = (Triple("a", 1, 2), Triple("b", 3, 4))
    deep = Held((), Held((), Held(rows)))
    assert html_of(deep).count("<thead") == 1
    assert html_of(Held((deep, deep))).count("<thead") == 2


def test_a_value_of_three_fields_tells_them_under_the_pointer() -> None:
    html = html_of(Held((Triple("a", 1, 2), Pair("b", 3))))
    assert html.count("title=") == 1
    assert '<span title="code: a\ncount: 1\nshare: 2">' in html


@pytest.mark.parametrize(("length", "lines"), [(40, 0), (41, 2)])
def test_sentences_stand_in_lines_of_their_own(length: int, lines: int) -> None:
    @attrs.frozen
    class Said(Value):
        words: tuple[str, ...]

    assert html_of(Said(("x" * length, "y"))).count("<div>") == lines
