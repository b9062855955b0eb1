"""Has CrossHair confirm each contract of the kernels over all paths.

Run: `python tests/proofs/check.py`.

"Not confirmed", a contract that is gone, or no CrossHair at all: each fails the check.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).resolve().parent.parent
PROVEN = (  # the longest first
    "proofs.theorems.instalments",
    "proofs.theorems.revised_instalments_of",
    "proofs.theorems.covered_line",
    "vbp_policy.rules.kernels.split_by_coverage",
    "proofs.theorems.two_instalments",
    "proofs.theorems.twelve_months",
    "proofs.theorems.one_month_more",
    "proofs.theorems.after_a_booked_month",
    "proofs.theorems.returned_line",
    "vbp_policy.rules.kernels.split_at_standard",
    "vbp_policy.rules.kernels.charge_at",
    "vbp_policy.rules.kernels.part_of",
    "vbp_policy.rules.kernels.month_offset",
    "vbp_policy.foundation.money.round_half_up",
)
SECONDS = 1800
"""How long one contract may take before it counts as not confirmed."""

_LINE = re.compile(r".+:\d+: (?P<kind>\w+): (?P<words>.*)")


class Verdict(NamedTuple):
    """What CrossHair says of a function: contracts stated, confirmed, and what speaks against."""

    function: str
    stated: int
    confirmed: int
    against: tuple[str, ...]
    seconds: float

    @property
    def holds(self) -> bool:
        return 0 < self.stated == self.confirmed and not self.against


def stated(function: str) -> int:
    """Count the contracts in a function's docstring."""
    module, _, name = function.rpartition(".")
    words: str | None = getattr(import_module(module), name).__doc__
    return len(re.findall(r"^\s*post:", words or "", re.MULTILINE))


def verdict(
    function: str,
    *,
    package: Path | None = None,
    seconds: int = SECONDS,
    path_seconds: int | None = None,
) -> Verdict:
    """Ask CrossHair about one function, of the package in a folder or of the installed one.

    A proof has to wait for every path; who only looks for an example does better to give up a path
    after so many seconds for the next.
    """
    started = time.perf_counter()
    path = [str(TESTS)] if package is None else [str(package), str(TESTS)]
    limits = [f"--per_condition_timeout={seconds}", f"--per_path_timeout={path_seconds or seconds}"]
    options = ["--analysis_kind=PEP316", "--report_all", *limits]
    said = subprocess.run(
        [sys.executable, "-m", "crosshair", "check", *options, function],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        capture_output=True,
        text=True,
        check=False,
    )
    return judged(function, said.stdout, said.stderr, time.perf_counter() - started)


def judged(function: str, output: str, errors: str, seconds: float) -> Verdict:
    """Take CrossHair's words for a verdict: whatever is no confirmation speaks against."""
    confirmed, against = 0, [errors.strip()] if errors.strip() else []
    for line in filter(None, output.splitlines()):
        found = _LINE.fullmatch(line)
        if found and found["kind"] == "info" and found["words"] == "Confirmed over all paths.":
            confirmed += 1
        else:
            against.append(found["words"] if found else line)
    return Verdict(function, stated(function), confirmed, tuple(against), seconds)


def verdicts(functions: Iterable[str]) -> Iterator[Verdict]:
    """Ask about several functions, as many at a time as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(verdict, functions)


def main() -> int:
    """Print a line for each function, and give the exit status."""
    all_hold = True
    for each in verdicts(PROVEN):
        all_hold &= each.holds
        counted = f"{each.confirmed} of {each.stated} confirmed over all paths"
        lines = [f"{each.function}: {counted}, {each.seconds:.0f} s", *each.against]
        sys.stdout.write("\n    ".join(lines) + "\n")
        sys.stdout.flush()
    sys.stdout.write("Every contract is proven.\n" if all_hold else "NOT PROVEN\n")
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.path.insert(0, str(TESTS))
    sys.exit(main())
