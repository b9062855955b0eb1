"""Ground rule 5: every refusal is of the documented class, with field, value, accepted and clause.

The rows are in `bad_inputs`, the good calls that they change in `good_calls`.
"""

import inspect
import pickle
from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest

import vbp_policy
from bad_inputs import ROWS, Row
from good_calls import GOOD
from public_modules import MODULES
from vbp_policy import PolicyError, WorkdayCalendar

CALLS = [(name, row) for name, rows in ROWS.items() for row in rows]

TAKE_NOTHING = {"cautious", "civil_code", "mainland_china", "json.json_schema"}
TAKE_WHAT_WAS_CHECKED = {  # arithmetic on figures that `money.amount` and the like gave
    "money.decimal_of",
    "money.fen_of",
    "money.price_units",
    "money.quantity_of",
    "money.quantity_units",
    "money.ratio_of",
    "money.round_half_up",
    "money.share_units",
    "money.yuan",
}
MADE_BY_THE_LIBRARY = {"sheets.Row", "frames.RefusedRow", "frames.RefusedRows", "frames.Separated"}
FOR_REFUSALS = {"field", "clause"}  # how a caller of `money` names its own field in a refusal
METHODS = {
    "Cycle.__contains__",
    "FundAccounts.months",
    "HolidayTable.covers",
    "HolidayTable.is_workday",
    "PolicyBook.in_force",
    "SelectionResults.find",
    "StandardTable.lookup",
    "StandardTable.published",
    "YearMonth.of",
    "YearMonth.parse",
}


def public_callables() -> Iterator[str]:
    """Give every public function and constructor that is ours to check."""
    for prefix, module in MODULES.items():
        for name in module.__all__:
            public = getattr(module, name)
            is_class = isinstance(public, type)
            if inspect.isfunction(public) or (
                is_class
                and not issubclass(public, Enum | Exception)  # Python's own, and the refusals
                and public is not WorkdayCalendar
            ):
                yield f"{prefix}{name}"


def is_the_same(one: object, other: object) -> bool:
    """Say whether two values are one, or two that equal each other as far as they can."""
    if one is other:
        return True
    return type(one) is type(other) and (repr(one) == repr(other) or one == other)


# The table


def test_every_public_callable_and_every_argument_of_it_is_in_the_table() -> None:
    needed = {*public_callables(), *METHODS} - TAKE_NOTHING
    needed -= TAKE_WHAT_WAS_CHECKED | MADE_BY_THE_LIBRARY
    assert set(GOOD) == set(ROWS) == needed
    for name, call in GOOD.items():
        arguments = set(call.arguments) - (FOR_REFUSALS if name.startswith("money.") else set())
        missing = arguments - {each for row in ROWS[name] for each in row.change}
        assert missing - ANYTHING_GOES.get(name, set()) == set(), name


ANYTHING_GOES = {
    "Alternative": {"outcome"},  # what a caller's rule gives
    "PolicyOutcome": {"outcome"},
    "Sensitivity": {"base"},
    "sheets.one_of": {"expected"},  # words for a refusal
}


def test_a_good_call_names_every_argument() -> None:
    for name, call in GOOD.items():
        if name != "charts.timeline":  # which takes any number of results
            parameters = inspect.signature(call.function).parameters
            assert set(call.arguments) | {"field"} >= set(parameters), name


def test_the_table_is_long_enough() -> None:
    assert len(CALLS) >= 1000
    assert {row.error for _, row in CALLS} >= set(PolicyError.__subclasses__()) - {
        vbp_policy.MissingExtraError,
        vbp_policy.AmbiguousRuleError,
    }


@pytest.mark.parametrize("name", GOOD)
def test_a_good_call_is_taken(name: str) -> None:
    GOOD[name]()


# Each refusal


@pytest.mark.parametrize(
    ("name", "row"),
    CALLS,
    ids=[f"{name}-{'-'.join(row.change)}" for name, row in CALLS],
)
def test_a_bad_input_is_refused_as_documented(name: str, row: Row) -> None:
    with pytest.raises(PolicyError) as caught:
        GOOD[name](**row.change)
    error = caught.value
    assert type(error) is row.error
    assert (error.field, error.expected, error.clause) == (row.field, row.expected, row.clause)
    assert is_the_same(error.value, row.value)

    for message in (str(error), repr(error)):  # one short line
        assert message.isprintable()
        assert len(message) < 1500
        assert " at 0x" not in message
    assert str(error).startswith(f"{row.field}: got ")
    assert row.clause is None or str(error).endswith(f" (clause {row.clause})")

    back: Any = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(back) is row.error
    assert back == error
    assert hash(back) == hash(error)
    assert (back.field, back.expected, back.clause) == (row.field, row.expected, row.clause)

    assert error.__cause__ is None  # nothing but the refusal is in the traceback
    assert error.__context__ is None or error.__suppress_context__
