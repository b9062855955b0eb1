"""What is huge is refused, or answered with little work: counted in processor time, not by a clock.

The cases are in `heavy_inputs`; each runs in a process that is killed past its bounds.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from heavy_inputs import CASES

resource = pytest.importorskip("resource", reason="limits of a process are POSIX's")

SECONDS = 20  # of processor time; each group takes a fraction of it
BYTES = 2**30
SCRIPT = Path(__file__).with_name("heavy_inputs.py")


def within_bounds() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def run(group: str) -> "subprocess.CompletedProcess[bytes]":
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"), "1")
    return subprocess.run(
        [sys.executable, str(SCRIPT), group],
        check=False,
        capture_output=True,
        preexec_fn=within_bounds,  # no thread of ours runs
        env=os.environ | threads,
    )


@pytest.mark.parametrize("group", CASES)
def test_what_is_huge_is_refused_or_answered_within_bounds(group: str) -> None:
    done = run(group)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
