"""The first schedule from a cold interpreter, against importing attrs and pendulum alone.

The figure to read is the difference of the two medians, in milliseconds.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

Benchmark = Callable[..., Any]
SCHEDULE = """
from vbp_policy import prepayment_schedule, procurement_cycle
from vbp_policy.notices import CHONGQING_2025_25 as policy
schedule = prepayment_schedule(policy, procurement_cycle(policy, "2025-05-30"), "1234567.89")
assert [str(each.amount) for each in schedule.instalments] == ["617283.95", "617283.94"]
"""


@pytest.mark.benchmark(group="cold start")
@pytest.mark.parametrize(
    "code", ["import attrs, pendulum", SCHEDULE], ids=["attrs and pendulum", "first schedule"]
)
def test_cold_start(benchmark: Benchmark, code: str) -> None:
    # Compiled once, as an installed package is: the bytecode may be written.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

    def run() -> int:
        return subprocess.run([sys.executable, "-c", code], check=True, env=environment).returncode

    assert benchmark.pedantic(run, rounds=20, warmup_rounds=2) == 0  # type: ignore[attr-defined]
