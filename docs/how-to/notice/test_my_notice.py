"""The figures that 某医保办〔2031〕1号 gives, worked by hand."""

import runpy
from decimal import Decimal
from pathlib import Path

import pytest

from vbp_policy import (
    NotProvidedError,
    offset_window,
    payment_standard,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.interop.json import dumps, loads

HERE = Path(__file__).parent
NOTICE = runpy.run_path(str(HERE / "my_notice.py"))["NOTICE"]


def test_the_file_is_the_notice() -> None:
    kept = (HERE / "my_notice.json").read_text(encoding="utf-8")
    assert loads(kept) == NOTICE
    assert dumps(NOTICE, indent=2) == kept.rstrip("\n")


def test_a_million_is_prepaid_in_two_parts() -> None:
    cycle = procurement_cycle(NOTICE, "2031-03-15")
    first, second = prepayment_schedule(NOTICE, cycle, 1_000_000).instalments
    assert (first.amount, str(first.due)) == (Decimal("600000.00"), "2031-04-30")
    assert (second.amount, str(second.due)) == (Decimal("400000.00"), "2031-09-30")


def test_the_offset_takes_the_twelve_months_after_the_cycle() -> None:
    window = offset_window(NOTICE, procurement_cycle(NOTICE, "2031-03-15"))
    assert (str(window[0]), str(window[-1]), len(window)) == ("2032-04", "2033-03", 12)


def test_what_the_notice_does_not_state_is_refused() -> None:
    with pytest.raises(NotProvidedError):
        payment_standard(NOTICE, [])
