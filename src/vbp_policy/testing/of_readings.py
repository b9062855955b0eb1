"""Readings: every choice of every open question."""

from typing import Any

from hypothesis import strategies as st

from ..foundation.errors import InvalidValueError
from ..policy.readings import Reading, ReadingChoices
from ..results.explanations.steps import ReadingUsed
from .draws import drawn, kept
from .of_words import texts

__all__ = ["reading_choices", "readings", "readings_used"]


@kept
def readings(**narrowed: Any) -> st.SearchStrategy[Reading]:
    """Draw readings; a keyword, named after a field, narrows that one.

    Raises `InvalidValueError` for a keyword that is no field.

    >>> from vbp_policy.testing import simplest
    >>> simplest(readings()) == Reading()
    True
    """
    choices = {each.field: st.sampled_from(each.choices) for each in Reading.choices()}
    for name in narrowed.keys() - choices.keys():
        raise InvalidValueError(
            field="narrowed", value=name, expected=f"fields of a reading: {', '.join(choices)}"
        )
    fields = {name: drawn(narrowed.get(name), choice) for name, choice in choices.items()}
    return st.builds(Reading, **fields)


@kept
def reading_choices() -> st.SearchStrategy[ReadingChoices]:
    """Draw the open questions."""
    return st.sampled_from(Reading.choices())


@st.composite
def readings_used(draw: st.DrawFn) -> ReadingUsed:
    """Draw what an explanation says of one question and the choice taken."""
    asked = draw(reading_choices())
    choice = draw(st.sampled_from(asked.choices))
    return ReadingUsed(asked.field, choice, draw(texts()), draw(texts()))
