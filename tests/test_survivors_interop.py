"""What a sweep of mutants found untested in JSON."""

import pytest

from vbp_policy import InvalidValueError, YearMonth
from vbp_policy.interop.json import dumps, loads

TEXT = dumps(YearMonth(2026, 6))


@pytest.mark.parametrize(
    ("most_bytes", "field"),
    [(0, "most_bytes"), (1, "text"), (len(TEXT) - 1, "text"), (2**62 + 1, "most_bytes")],
)
def test_a_text_is_at_most_as_long_as_is_said(most_bytes: int, field: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        loads(TEXT, most_bytes=most_bytes)
    assert caught.value.field == field


@pytest.mark.parametrize("most_bytes", [len(TEXT), 2**62])
def test_a_text_of_that_length_is_taken(most_bytes: int) -> None:
    assert loads(TEXT, most_bytes=most_bytes) == YearMonth(2026, 6)
