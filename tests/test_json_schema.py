"""The schema made from the types, against an independent validator."""

import json
from collections.abc import Iterator
from importlib import import_module
from typing import Any, cast

import pytest

import vbp_policy
from test_json import LEDGER, PUBLIC, Later, document, every_value, later
from test_json_refusals import WRONG, places, some
from vbp_policy import Cycle, HolidayTable, PolicyError, Reading, YearMonth
from vbp_policy.interop.json import dumps, json_schema, loads

Validator: Any = import_module("jsonschema").Draft202012Validator
SCHEMA = json_schema()
VALIDATOR = Validator(SCHEMA)

__all__ = ["later"]  # a fixture, used by its name
DEFINITIONS: dict[str, Any] = SCHEMA["$defs"]


def is_valid(tree: object) -> bool:
    return bool(VALIDATOR.is_valid(tree))


def is_loaded(tree: object) -> bool:
    try:
        loads(json.dumps(tree))
    except PolicyError:
        return False
    return True


def test_it_is_a_schema_of_its_draft() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Validator.check_schema(SCHEMA)
    assert json_schema() == SCHEMA == json.loads(json.dumps(SCHEMA))
    assert json_schema() is not SCHEMA


def test_it_is_over_every_public_value() -> None:
    assert SCHEMA["properties"]["type"]["enum"] == sorted({type(each).__name__ for each in PUBLIC})
    assert [each["if"]["properties"]["type"]["const"] for each in SCHEMA["allOf"]] == SCHEMA[
        "properties"
    ]["type"]["enum"]


def references(tree: Any) -> Iterator[str]:
    if isinstance(tree, dict):
        held = cast("dict[str, Any]", tree)
        if "$ref" in held:
            yield held["$ref"]
        for each in held.values():
            yield from references(each)
    elif isinstance(tree, list):
        for each in cast("list[object]", tree):
            yield from references(each)


def test_every_definition_is_used_and_is_there() -> None:
    assert {f"#/$defs/{name}" for name in DEFINITIONS} == set(references(SCHEMA))
    assert list(DEFINITIONS) == sorted(DEFINITIONS)


@every_value
def test_what_is_dumped_is_valid(value: Any) -> None:
    assert is_valid(document(value))


@every_value
def test_what_the_schema_refuses_is_not_loaded(value: Any) -> None:
    """Every change that can still be loaded is one that the schema lets through."""
    tree = document(value)
    for number, (holder, key, _) in enumerate(some(places(tree, ""), 30)):
        held = holder[key]
        changes = [WRONG[number % 9], WRONG[(number * 4 + 1) % 9], held * 2 if held == 1 else "2"]
        for wrong in changes:
            holder[key] = wrong
            if is_loaded(tree):
                assert is_valid(tree)
        holder[key] = held
    assert is_valid(tree)


@every_value
def test_a_key_too_many_or_too_few_is_not_valid(value: Any) -> None:
    tree = document(value)
    keys = [each for each in places(tree, "") if isinstance(each[1], str)]
    for holder, key, path in some(keys, 8):
        holder["another"] = 1
        assert not is_valid(tree)
        del holder["another"]
        held = holder.pop(key)
        if key != "basis" or path == "value.basis":
            assert not is_valid(tree)
            assert not is_loaded(tree)
        holder[key] = held
    assert is_valid(tree)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("schema",), 2),
        (("schema",), "1"),
        (("type",), "Cycle"),
        (("type",), "Spam"),
        (("value",), None),
        (("value", "status"), "STARTED"),
        (("value", "balance"), "1e3"),
        (("value", "balance"), "01.00"),
        (("value", "balance"), 655.0),
        (("value", "window", 0), "2026-13"),
        (("value", "entries", 0, "booked"), 0),
        (("value", "entries", 0, "payable"), "NaN"),
        (("value", "entries", 0, "basis"), None),
        (("value", "prepayment", "cycle", "first_day"), "2025/05/30"),
        (("value", "prepayment", "cycle", "basis", "clauses", 0), "25-1.3a"),
        (("value", "prepayment", "cycle", "reading", "debt_day"), "unshifted"),
        (("value", "prepayment", "fund"), {"enum": "Fund", "name": "EMPLOYEE"}),
    ],
)
def test_what_is_spelled_otherwise_is_not_valid(path: tuple[Any, ...], wrong: object) -> None:
    tree = document(LEDGER)
    here = tree
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = wrong
    assert not is_valid(tree)
    assert not is_loaded(tree)


def test_the_definition_of_an_entry_in_full() -> None:
    figure = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"}
    figures = ["payable", "opening_balance", "offset", "paid_out", "closing_balance", "expected"]
    assert DEFINITIONS["OffsetEntry"] == {
        "type": "object",
        "properties": {
            "month": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
            **dict.fromkeys(figures, figure),
            "booked": {"type": "boolean"},
            "basis": {"$ref": "#/$defs/Basis"},
        },
        "required": ["month", *figures[:5], "booked", "expected"],
        "additionalProperties": False,
    }
    assert list(DEFINITIONS["OffsetEntry"]["properties"])[-1] == "basis"


def test_definitions_of_the_other_forms() -> None:
    assert DEFINITIONS["Fund"] == {"enum": ["EMPLOYEE", "RESIDENT"]}
    cycle = DEFINITIONS["Cycle"]["properties"]
    assert cycle["decided_on"] == {
        "anyOf": [
            {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
            {"type": "null"},
        ]
    }
    standard = DEFINITIONS["PaymentStandard"]["properties"]
    assert standard["in_force"] == {
        "anyOf": [{"$ref": "#/$defs/Span"}, {"$ref": "#/$defs/Cycle.tagged"}]
    }
    assert DEFINITIONS["Cycle.tagged"]["properties"]["type"] == {"const": "Cycle"}
    assert DEFINITIONS["Cycle.tagged"]["required"][0] == "type"
    places_ = DEFINITIONS["PriceRatios"]["properties"]["places"]
    assert places_ == {"type": "integer", "minimum": -(2**53) + 1, "maximum": 2**53 - 1}


def test_terms_cite_clauses_by_id_within_a_policy_alone() -> None:
    within = DEFINITIONS["Policy"]["properties"]
    assert within["terms"] == {"$ref": "#/$defs/Terms.cited"}
    assert within["clauses"] == {"type": "array", "items": {"$ref": "#/$defs/Clause"}}
    cited = DEFINITIONS["CycleTerms.cited"]["properties"]
    assert cited["clause"] == {"type": "string"}
    assert cited["length"]["anyOf"] == [
        {"$ref": "#/$defs/FromExecution.cited.tagged"},
        {"$ref": "#/$defs/UntilDay.cited.tagged"},
    ]
    assert DEFINITIONS["CycleTerms"]["properties"]["clause"] == {"$ref": "#/$defs/Clause"}


def test_keys_of_totals_are_strings_or_members_of_any_enum() -> None:
    items = DEFINITIONS["FundTotal"]["properties"]["key"]["items"]["anyOf"]
    assert {"type": "null"} in items
    assert {"type": "string"} in items
    enums = [each["properties"]["enum"]["const"] for each in items if "properties" in each]
    assert enums == sorted(enums)
    assert {"Fund", "Grade", "InstitutionKind", "LastDay"} <= set(enums)


@pytest.mark.usefixtures("later")
def test_values_that_are_added_later_are_in_it() -> None:
    """And for one that cannot be carried nothing is valid."""
    schema = json_schema()
    Validator.check_schema(schema)
    validator = Validator(schema)
    assert set(schema["properties"]["type"]["enum"]) == {
        *SCHEMA["properties"]["type"]["enum"],
        "Later",
        "Unwritable",
    }
    assert schema["$defs"]["Unwritable"]["properties"] == {"table": {"not": {}}}
    assert not validator.is_valid({"schema": 1, "type": "Unwritable", "value": {"table": {}}})
    table = HolidayTable("2025-01-01", "2025-12-31")
    for figure in ("x", 1, True, None, YearMonth(1, 1), Reading(), vbp_policy.Fund.EMPLOYEE):
        if isinstance(figure, Reading | vbp_policy.Fund):
            with pytest.raises(PolicyError):
                Later(None, cast("Any", figure), table)
            continue
        value = Later(LEDGER, figure, table, (Later(YearMonth(1, 1), None, table),))
        assert validator.is_valid(json.loads(dumps(value)))
    wrong = json.loads(dumps(Later(None, None, table)))
    wrong["value"]["figure"] = {"type": "Reading"}
    assert not validator.is_valid(wrong)


def test_a_cycle_of_ones_own_is_valid() -> None:
    assert is_valid(document(Cycle("2025-05-30", "2026-05-29")))
