"""Threads, processes and interpreters: each comes to the same, and values travel between them."""

import multiprocessing
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import embedded
from test_embedding import EXPECTED, EXPECTED_WITHOUT_FILES, PACKAGE, elsewhere

OUTCOMES = list(embedded.outcomes())


def same(one: object, other: object) -> bool:
    """Compare two outcomes, types and what is shown of them included."""
    return type(one) is type(other) and one == other and repr(one) == repr(other)


# Threads


def test_threads_that_have_contexts_of_their_own() -> None:
    assert embedded.by_threads("vbp_policy", embedded.ALL).splitlines() == EXPECTED


def test_threads_that_import_the_library_at_once() -> None:
    text = elsewhere("vbp_policy", "--path", str(PACKAGE), "--threads")
    assert text.decode().splitlines() == EXPECTED_WITHOUT_FILES


# Pickles of every result and every refusal


@pytest.mark.parametrize("seed", ["0", "1"])
def test_pickles_are_read_from_a_process_with_other_hashes(seed: str) -> None:
    written = elsewhere(
        "vbp_policy", "--as", "pickle", "--path", str(PACKAGE), options=("-OO",),
        PYTHONHASHSEED=seed,
    )  # fmt: skip
    read = pickle.loads(written)  # noqa: S301  # our own script's
    for own, its in zip(OUTCOMES, read, strict=True):
        assert same(own, its)
        assert hash(own) == hash(its)


WORK = """
import sys; sys.path[:0] = {path!r}
import multiprocessing, pickle, embedded
if __name__ == "__main__":
    values = list(embedded.outcomes())
    with multiprocessing.get_context({method!r}).Pool(2) as pool:
        assert pool.map(embedded.back, values, 7) == values
        assert pool.apply(embedded.told) == embedded.told()
        for value in values:
            if isinstance(value, Exception):
                try:
                    pool.apply(embedded.raised, (value,))
                except type(value) as error:
                    assert error == value
                    assert str(error) == str(value)
                else:
                    raise AssertionError(value)
    print("same")
"""
METHODS = multiprocessing.get_all_start_methods()


@pytest.mark.parametrize("method", METHODS)
def test_worker_processes(method: str, tmp_path: Path) -> None:
    """A value goes to a worker and back; a refusal is raised out of it; its figures are ours."""
    paths = [str(PACKAGE), str(Path(embedded.__file__).parent)]
    script = tmp_path / "work.py"
    script.write_text(WORK.format(path=paths, method=method), encoding="utf-8")
    done = subprocess.run([sys.executable, script], check=False, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("same\n", "")


# Interpreters within one process


SECOND = """
import importlib, sys
try:
    made = importlib.import_module("_xxsubinterpreters")
except ImportError:
    made = importlib.import_module("_interpreters")
failed = made.run_string(made.create(), {code!r})
sys.exit(failed and str(failed))
"""


def test_a_second_interpreter(tmp_path: Path) -> None:
    paths = [str(PACKAGE), str(Path(embedded.__file__).parent)]
    target = tmp_path / "told.txt"
    code = (
        f"import sys; sys.path[:0] = {paths!r}; import embedded, pathlib; "
        f"pathlib.Path({str(target)!r}).write_text(embedded.told(), encoding='utf-8')"
    )
    subprocess.run([sys.executable, "-c", SECOND.format(code=code)], check=True)
    assert target.read_text(encoding="utf-8").splitlines() == EXPECTED_WITHOUT_FILES
