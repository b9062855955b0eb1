"""Whatever is done to a document, a `PolicyError` comes out, or the value that it spells."""

import copy
import json
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_json import PUBLIC, document
from test_json_golden import FILES, every_file
from test_json_refusals import WRONG, places
from vbp_policy import PolicyError
from vbp_policy.foundation.values import Value
from vbp_policy.interop.json import dumps, loads

SMALL = [each for each in PUBLIC if len(dumps(each)) < 6000]
KEPT = [path.read_text("utf-8") for path in FILES]
TEXTS = [*(dumps(each) for each in SMALL), *(text for text in KEPT if len(text) < 6000)]
PARTS = [holder[key] for each in SMALL[::3] for holder, key, _ in places(document(each))]


def loaded(text: str | bytes) -> Value | None:
    try:
        return loads(text)
    except PolicyError as error:
        return None if error.field and str(error) else pytest.fail("a refusal without a field")


def held_to(text: str | bytes) -> None:
    """Load a text; a value that comes out is written as the text spells it."""
    value = loaded(text)
    if value is not None:
        assert json.loads(dumps(value)) == json.loads(text)
        assert loads(dumps(value)) == value


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["0.00", "-1.00", "2026-06", "2025-05-30", "EMPLOYEE", "25-2.3d", "\ud800"]),
)
trees = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "enum", "name", "basis", "decimal", "x"]), inner)
    ),
    max_leaves=8,
)
wrong = st.one_of(st.sampled_from(WRONG), st.sampled_from(PARTS), trees).map(copy.deepcopy)


@st.composite
def mutated(draw: st.DrawFn, tree: Any) -> Any:
    """Give a document with a few places of it changed."""
    for _ in range(draw(st.integers(1, 3))):
        found = list(places(tree))
        holder, key, _path = found[draw(st.integers(0, len(found) - 1))]
        change = draw(st.sampled_from(["replace", "delete", "add", "twice", "swap"]))
        if change == "replace":
            holder[key] = draw(wrong)
        elif change == "delete":
            del holder[key]
        elif change == "add" and isinstance(holder, dict):
            holder[draw(st.text(max_size=3) | st.sampled_from(["basis", "type"]))] = draw(wrong)
        elif change == "twice" and isinstance(holder, list):
            items = cast("list[object]", holder)
            items.insert(key, items[key])
        else:
            other, name, _path = found[draw(st.integers(0, len(found) - 1))]
            holder[key], other[name] = other[name], holder[key]
    return tree


@given(st.sampled_from(SMALL).map(document).flatmap(mutated))
def test_a_document_with_changes(tree: Any) -> None:
    held_to(json.dumps(tree))


@every_file
@settings(max_examples=max(1, settings().max_examples // 10))  # of each type
@given(data=st.data())
def test_a_kept_document_with_changes(path: Path, data: st.DataObject) -> None:
    held_to(json.dumps(data.draw(mutated(json.loads(path.read_bytes())))))


@given(st.data())
def test_a_text_with_other_bytes(data: st.DataObject) -> None:
    text = bytearray(data.draw(st.sampled_from(TEXTS)).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.sampled_from([0, 0, 1, 1, 2, 8, len(text)]))
        text[start:end] = data.draw(
            st.binary(max_size=3)
            | st.sampled_from([b'"', b"{", b"}", b"[[", b",", b"0", b"-", b"e9"])
        )
    held_to(bytes(text))


@given(st.data())
def test_a_figure_with_other_digits(data: st.DataObject) -> None:
    """A ledger, a table or a policy in which one digit is another is refused, or is another one."""
    text = data.draw(st.sampled_from(TEXTS))
    digits = [number for number, char in enumerate(text) if char.isdigit() and number > 12]
    place = data.draw(st.sampled_from(digits or [len(text) - 1]))
    held_to(f"{text[:place]}{data.draw(st.sampled_from('0123456789'))}{text[place + 1 :]}")


@given(trees)
def test_any_tree_at_all(tree: object) -> None:
    held_to(json.dumps(tree))
    for kind in ("OffsetLedger", "Policy", "YearMonth", "FundTotals", "ReadingChoices"):
        held_to(json.dumps({"schema": 1, "type": kind, "value": tree}))


@given(st.text() | st.binary())
def test_any_text_at_all(text: str | bytes) -> None:
    assert loaded(text) is None
