"""Readings: every question that the notices leave open, and nothing but its own answers."""

import copy
import enum
import itertools
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given

from vbp_policy import (
    DebtDay,
    DisbursementDay,
    Extension,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    MonthEnd,
    NeutralListings,
    Reading,
    ReadingChoices,
    ReturnClock,
    SameVariety,
    SelectedFirm,
    cautious,
    civil_code,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

QUESTIONS: dict[str, tuple[type[enum.Enum], list[str], str]] = {
    "last_day": (LastDay, ["INCLUSIVE", "CORRESPONDING"], "25-1.3a"),
    "month_end": (MonthEnd, ["CALENDAR_END", "PROCUREMENT_END", "FROM_EXECUTION"], "25-2.3c"),
    "disbursement_day": (
        DisbursementDay,
        ["UNSHIFTED", "PREVIOUS_WORKDAY", "NEXT_WORKDAY"],
        "25-2.3b",
    ),
    "debt_day": (DebtDay, ["UNSHIFTED", "NEXT_WORKDAY", "PREVIOUS_WORKDAY"], "25-2.3h"),
    "return_clock": (ReturnClock, ["OFFSET_START", "CYCLE_END"], "25-2.3e"),
    "extension": (Extension, ["BEFORE_OFFSET", "ORIGINAL_END", "EXTENDED_END"], "25-1.3b"),
    "same_variety": (SameVariety, ["COMPARABLE", "WITHIN_SPECIFICATION", "PACK_PRICE"], "9-3.3a"),
    "selected_firm": (SelectedFirm, ["BY_PROJECT", "BY_GROUP"], "25-2.2e"),
    "neutral_listings": (NeutralListings, ["EXCLUDED", "AS_SELECTED"], "25-2.2e"),
}
"""Each field's enum, its choices with the recommended first, and the clause it hangs on."""

FIELDS = pytest.mark.parametrize("field", QUESTIONS)


def answers(reading: Reading) -> dict[str, str]:
    """Give a reading as the names of its choices."""
    return {field: getattr(reading, field).name for field in QUESTIONS}


def reading_of(**answer: Any) -> Reading:
    """Make a reading from answers that may be of any type."""
    return Reading(**answer)


def test_the_fields_are_the_contracts_in_its_order() -> None:
    assert [each.name for each in attrs.fields(Reading)] == list(QUESTIONS)


@FIELDS
def test_the_enum_is_named_after_its_field(field: str) -> None:
    kind, _, _ = QUESTIONS[field]
    assert kind.__name__ == "".join(word.capitalize() for word in field.split("_"))


def test_the_bare_reading_is_the_recommended_one() -> None:
    assert answers(Reading()) == {field: names[0] for field, (_, names, _) in QUESTIONS.items()}


def test_choices_give_field_choices_and_clause() -> None:
    given = {
        each.field: (type(each.choices[0]), [choice.name for choice in each.choices], each.clause)
        for each in Reading.choices()
    }
    assert given == QUESTIONS
    assert list(given) == list(QUESTIONS)


@FIELDS
def test_every_member_of_the_enum_is_a_choice(field: str) -> None:
    kind, names, _ = QUESTIONS[field]
    assert [each.name for each in kind] == names


@FIELDS
def test_the_first_choice_is_the_default(field: str) -> None:
    offered = {each.field: each.choices for each in Reading.choices()}
    assert getattr(Reading(), field) is offered[field][0]


def test_the_words_at_issue_are_few_and_the_notices_own() -> None:
    assert {each.field: each.words for each in Reading.choices()} == {
        "last_day": "采购周期为1年",
        "month_end": "第6个月末",
        "disbursement_day": "次月底前",
        "debt_day": "次月底",
        "return_clock": "超过一年",
        "extension": "延长采购期",
        "same_variety": "同品种",
        "selected_firm": "未中选企业",
        "neutral_listings": "不视为非中选产品",
    }
    assert max(len(each.words) for each in Reading.choices()) <= 12


def test_every_question_hangs_on_a_clause_of_a_notice() -> None:
    clauses = {
        clause.id for policy in (CHONGQING_2025_9, CHONGQING_2025_25) for clause in policy.clauses
    }
    assert {each.clause for each in Reading.choices()} <= clauses


@pytest.mark.parametrize(
    ("preset", "differs"),
    [
        (
            civil_code(),
            {
                "last_day": "CORRESPONDING",
                "month_end": "PROCUREMENT_END",
                "debt_day": "NEXT_WORKDAY",
            },
        ),
        (
            cautious(),
            {
                "month_end": "FROM_EXECUTION",
                "disbursement_day": "PREVIOUS_WORKDAY",
                "return_clock": "CYCLE_END",
            },
        ),
    ],
    ids=["civil_code", "cautious"],
)
def test_a_preset_differs_from_the_recommended_in_its_own_fields_alone(
    preset: Reading, differs: dict[str, str]
) -> None:
    assert answers(preset) == answers(Reading()) | differs


def test_a_reading_is_keyword_only() -> None:
    positional: Any = Reading
    with pytest.raises(TypeError, match=r"takes .* positional"):
        positional(LastDay.INCLUSIVE)


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(TypeError, match="month_ends"):
        reading_of(month_ends=MonthEnd.CALENDAR_END)


def wrong_answers(field: str) -> list[object]:
    """Give what is no answer: an enum of each other field, and what merely spells a choice."""
    kind, names, _ = QUESTIONS[field]
    others: list[object] = [
        choice for other, (wrong, _, _) in QUESTIONS.items() if other != field for choice in wrong
    ]
    first = kind[names[0]]
    return [*others, first.name, first.value, kind, None, 0, True]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [(field, wrong) for field in QUESTIONS for wrong in wrong_answers(field)],
)
def test_an_answer_to_another_question_or_a_string_is_refused(field: str, wrong: object) -> None:
    with pytest.raises(InvalidTypeError) as caught:
        reading_of(**{field: wrong})
    error = caught.value
    assert (error.field, error.value) == (field, wrong)
    assert error.expected == ", ".join(map(str, QUESTIONS[field][0]))
    assert str(error) == f"{field}: got {wrong!r}; accepted: {error.expected}"


@FIELDS
def test_each_choice_makes_a_reading_of_its_own(field: str) -> None:
    kind = QUESTIONS[field][0]
    made = [reading_of(**{field: choice}) for choice in kind]
    assert len(set(made)) == len(kind)
    for one, other in itertools.combinations(made, 2):
        assert one != other


@given(readings())
def test_a_reading_is_a_value(reading: Reading) -> None:
    for copied in (
        pickle.loads(pickle.dumps(reading)),  # noqa: S301
        copy.deepcopy(reading),
        Reading(**{field: getattr(reading, field) for field in QUESTIONS}),
    ):
        assert copied == reading
        assert hash(copied) == hash(reading)


def test_a_reading_is_frozen() -> None:
    reading = Reading()
    field = "last_day"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(reading, field, LastDay.CORRESPONDING)
    assert reading == Reading()


@pytest.mark.parametrize("field", ["field", "choices", "clause", "words"])
def test_choices_that_exist_are_valid(field: str) -> None:
    wrong: Any = 5
    with pytest.raises(InvalidTypeError) as caught:
        attrs.evolve(Reading.choices()[0], **{field: wrong})
    assert (caught.value.field, caught.value.value) == (field, 5)
    assert "5" in str(caught.value)


def test_choices_are_a_value() -> None:
    first = Reading.choices()[0]
    same = ReadingChoices(first.field, first.choices, first.clause, first.words)
    assert same == first
    assert hash(same) == hash(first)
    assert pickle.loads(pickle.dumps(first)) == first  # noqa: S301


@pytest.mark.parametrize("field", ["field", "clause", "words"])
def test_choices_name_their_field_clause_and_words(field: str) -> None:
    empty: Any = ""
    with pytest.raises(InvalidValueError) as caught:
        attrs.evolve(Reading.choices()[0], **{field: empty})
    assert (caught.value.field, caught.value.value) == (field, "")
    assert "1 to 200 characters" in str(caught.value)
