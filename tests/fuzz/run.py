"""Fuzz every target for a while: `python tests/fuzz/run.py --seconds 60`.

Each target has its part of the time, in a process of its own. What is found is kept, and said;
the exit status is then 1. It is 2 where atheris is not installed: `tests/fuzz/requirements.txt`.
"""
# ruff: noqa: T201  # a command that says what it found

import argparse
import re
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FOUND = Path("build") / "fuzz"
_RUNS = re.compile(r"number_of_executed_units: (\d+)")
_LONGEST = 20_000


def main() -> int:
    """Run the targets one after another, and say how many inputs each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="for all targets together")
    parser.add_argument("--target", action="append", help="one of them, or several")
    parser.add_argument("--within", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if find_spec("atheris") is None:
        print("atheris is not installed; see tests/fuzz/requirements.txt", file=sys.stderr)
        return 2
    if arguments.within:
        return fuzz(arguments.within, arguments.seconds, Path(arguments.target[0]))
    names = arguments.target or ["json", "csv", "xlsx", "archive", "figures"]
    seconds = max(1, arguments.seconds // len(names))
    return max(fuzzed(name, seconds) for name in names)


def fuzzed(name: str, seconds: int) -> int:
    """Fuzz a target in another process; say how it went."""
    FOUND.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        own = [sys.executable, str(HERE / "run.py"), "--within", name, "--target", corpus]
        done = subprocess.run(
            [*own, "--seconds", str(seconds)],
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            check=False,
        )
    runs = _RUNS.search(done.stderr)
    if done.returncode or runs is None:
        print(f"{name}: FOUND SOMETHING, kept in {FOUND}\n{done.stderr[-6000:]}")
        return 1
    print(f"{name}: {runs[1]} inputs in {seconds} s, nothing but PolicyErrors", flush=True)
    return 0


def fuzz(name: str, seconds: int, corpus: Path) -> int:
    """Fuzz a target in this process, which ends with it."""
    atheris: Any = import_module("atheris")
    sys.path.insert(0, str(HERE.parent))
    with atheris.instrument_imports(include=["vbp_policy"]):
        from fuzz.targets import TARGETS  # noqa: PLC0415

    target = TARGETS[name]
    for number, seed in enumerate(target.seeds()):
        (corpus / str(number)).write_bytes(seed)
    words = corpus.with_suffix(".words")
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in target.words), encoding="utf-8")
    options = {
        "max_total_time": seconds,
        "max_len": _LONGEST,
        "timeout": 20,
        "rss_limit_mb": 4096,
        "print_final_stats": 1,
        "dict": words,
        "artifact_prefix": f"{FOUND / name}-",
    }
    flags = [f"-{key}={value}" for key, value in options.items()]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], target.take)
    atheris.Fuzz()
    return 0


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    sys.exit(main())
