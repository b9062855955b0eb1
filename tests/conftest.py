"""How deep Hypothesis looks, and how many processes share the tests.

`pytest --hypothesis-profile=deep` for the deep runs, `few` where the same examples were met
elsewhere and only the ground differs, `pytest -n auto` for several processes.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

MOST_PROCESSES = 4  # each may start a JVM for Spark

# The asserts in what the tests import are pytest's too, so that `python -O` leaves them in.
HELPERS = [path.stem for path in Path(__file__).parent.glob("*.py")]
pytest.register_assert_rewrite(*(name for name in HELPERS if name != "conftest"))

settings.register_profile("few", max_examples=10, deadline=None)
settings.register_profile("quick", max_examples=100, deadline=None)
settings.register_profile(
    "deep", max_examples=5_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quick")


def pytest_xdist_auto_num_workers() -> int:
    return min(os.cpu_count() or 1, MOST_PROCESSES)
