"""A pytest plugin that meets mutants with the tests that reach them, each in a process of its own.

The tests run once, traced, to learn which of them run which line, and how long they take. Then the
process forks for each mutant. One in a function has its code put in the place of the living
function's, decorated or not, and meets the tests that run its lines, the quickest first. One in
what runs at import has its module, and whatever imports it, imported anew: these forks are made
before anything of the package is imported, and meet the tests of its topic. So is one in a
function whose tests start threads at import, as some engines do: no fork would outlive that. Which
tests run its lines is then learnt in a process before.

`MUTANTS` in the environment names a JSON file that says what to do; results go where it says.
"""
# ruff: noqa: T201  # a command that says what it does

import gc
import importlib.util
import json
import os
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache, partial
from importlib import import_module
from importlib.machinery import ModuleSpec, SourceFileLoader
from itertools import zip_longest
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple, TypeVar, cast

import pytest

from mutants.mutations import Mutant, mutants_of

T = TypeVar("T")

KILLED, SURVIVED, NOT_APPLIED = "killed", "survived", "not applied"
STATUS = {1: KILLED, 0: SURVIVED, 3: NOT_APPLIED}
"""What a fork's exit status says; a fork that a signal ends ran too long, and is killed."""

_LONGEST = 900  # seconds of the clock for all the tests of a part


class Job(NamedTuple):
    """What is to be done: modules of a package, and in which file the results are written."""

    package: str
    modules: list[str]
    results: str
    only: list[list[Any]] | None
    workers: int
    most_seconds: float
    most_tests: int
    static: bool
    anew: str
    """In which file it stands which tests run which lines, where functions are imported anew."""
    every: int
    arguments: list[str]
    tests: list[str]

    def asks_for(self, module: str, source: str, mutant: Mutant, number: int) -> bool:
        """Say whether a mutant is one of those that are to be met."""
        if self.only is not None and [module, mutant.line_of(source), mutant.change] in self.only:
            return True
        at_import = self.static and not self.anew
        due = number % self.every == 0 and (self.only is None or at_import)
        return due and bool(mutant.function) is not at_import


def job() -> Job:
    return Job(**json.loads(Path(os.environ["MUTANTS"]).read_text("utf-8")))


class Work(NamedTuple):
    """A mutant of a module, and what a fork does to meet it."""

    module: str
    source: str
    mutant: Mutant
    meet: Callable[[], int]


def sweep(work: Iterator[Work], given: Job) -> None:
    """Meet mutants in forks, so many at a time, and write down how each went."""
    running: dict[int, Work] = {}
    with Path(given.results).open("a", encoding="utf-8") as results:

        def wait() -> None:
            pid, status = os.wait()
            if pid in running:
                done = running.pop(pid)
                result = KILLED if os.WIFSIGNALED(status) else STATUS[os.WEXITSTATUS(status)]
                line = done.mutant.line_of(done.source)
                said = [done.module, done.mutant.lines[0], done.mutant.function, line]
                said += [done.mutant.change, result]
                results.write(json.dumps(said, ensure_ascii=False) + "\n")
                results.flush()

        for each in work:
            while len(running) >= given.workers:
                wait()
            if pid := os.fork():
                running[pid] = each
            else:
                _in_the_fork(each.meet)
        while running:
            wait()


def _in_the_fork(meet: Callable[[], int]) -> None:
    """End with what a mutant's meeting says; an exception of any kind is a death."""
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(nothing, stream)
        resource.setrlimit(resource.RLIMIT_DATA, (6 * 2**30, 6 * 2**30))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        status = meet()
    finally:
        os._exit(status)


def _must_pass(meet: Callable[[], int]) -> None:
    """Make sure that in a fork the tests pass without a mutant, and come to an end."""
    if not (pid := os.fork()):
        signal.alarm(_LONGEST)
        _in_the_fork(meet)
    if os.waitpid(pid, 0)[1]:
        sys.exit("the tests fail or hang in a fork without any mutant: see ANEW in run.py")


def limit(seconds: float) -> None:
    """End this process after so much time of the processor, or thirty times that on the clock."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(int(30 * seconds))


# ---- In functions -----------------------------------------------------------------------------


class InFunctions:
    """Runs the tests once, traced, and then again for each mutant."""

    def __init__(self, given: Job) -> None:
        self.job = given
        self.root = Path(importlib.util.find_spec(given.package).submodule_search_locations[0])  # type: ignore[union-attr,index]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        if session.testsfailed:
            raise session.Failed  # tests that cannot be collected
        items = self._traced(session.items)
        print(f"\n{len(items)} tests, {sum(seconds for _, seconds, _ in items):.0f} s", flush=True)
        if self.job.anew:
            self._write_down(items)
        else:
            sweep(self._work(items), self.job)
        return True

    def _write_down(self, items: list[tuple[pytest.Item, float, int]]) -> None:
        """Write for every line of a module which tests run it, the quickest first."""
        quickest = sorted(items, key=lambda each: each[1])
        tests = {number: (item.nodeid, seconds) for item, seconds, number in quickest}
        runs: dict[str, dict[int, list[tuple[str, float]]]] = {}
        for module in self.job.modules:
            reached = self.runs[str(self.root / module)]
            runs[module] = {
                line: [test for number, test in tests.items() if number in numbers]
                for line, numbers in reached.items()
            }
        Path(self.job.anew).write_text(json.dumps(runs), encoding="utf-8")

    def _traced(self, items: Sequence[pytest.Item]) -> list[tuple[pytest.Item, float, int]]:
        """Run every test; give those that pass, with the seconds they took."""
        import coverage  # noqa: PLC0415

        files = [str(self.root / module) for module in self.job.modules]
        cov = coverage.Coverage(data_file=None, branch=False, include=files, config_file=False)
        cov.start()
        passed: list[tuple[pytest.Item, float, int]] = []
        for number, item in enumerate(items):
            cov.switch_context(f"{number}")
            before = time.process_time()
            if _passes(item, items[number + 1] if number + 1 < len(items) else None):
                passed.append((item, time.process_time() - before, number))
            else:
                print("not used, for it fails:", item.nodeid, flush=True)
        cov.stop()
        data = cov.get_data()
        self.runs: dict[str, dict[int, set[int]]] = {
            file: {
                line: {int(each) for each in contexts if each}
                for line, contexts in data.contexts_by_lineno(file).items()
            }
            for file in files
        }
        return passed

    def _work(self, items: list[tuple[pytest.Item, float, int]]) -> Iterator[Work]:
        living = _living(self.root)
        cached: Any = type(lru_cache(str))
        caches: list[Any] = [it for it in gc.get_objects() if isinstance(it, cached)]
        caches = [it for it in caches if it.__module__.startswith(self.job.package)]
        quickest = sorted(items, key=lambda each: each[1])
        gc.collect()
        gc.freeze()
        failing = _failing_in_a_fork([item for item, _, _ in quickest], caches)
        quickest = [each for number, each in enumerate(quickest) if number not in failing]
        for module in self.job.modules:
            file = self.root / module
            source = file.read_text("utf-8")
            for number, mutant in enumerate(mutants_of(source)):
                if self.job.asks_for(module, source, mutant, number):
                    chosen, seconds = self._chosen(quickest, file, mutant)
                    code = partial(_replace, living, file, mutant, source)
                    yield Work(
                        module, source, mutant, partial(_meet, chosen, seconds, code, caches)
                    )

    def _chosen(
        self, quickest: list[tuple[pytest.Item, float, int]], file: Path, mutant: Mutant
    ) -> tuple[list[pytest.Item], float]:
        """Give the quickest tests that run a mutant's lines, and the seconds that they take."""
        reached = self.runs[str(file)]
        lines = range(mutant.lines[0], mutant.lines[1] + 1)
        numbers = set[int]().union(*(reached.get(line, set()) for line in lines))
        timed = [(item, took) for item, took, number in quickest if number in numbers]
        return _in_time(timed, self.job)


def _in_time(quickest: list[tuple[T, float]], given: Job) -> tuple[list[T], float]:
    """Give the first tests as far as the time goes, one at least, and the seconds they take."""
    chosen: list[T] = []
    seconds = 0.0
    for test, took in quickest:
        seconds += took
        if chosen and seconds > given.most_seconds:
            break
        chosen.append(test)
    return chosen[: given.most_tests], seconds


def _failing_in_a_fork(items: list[pytest.Item], caches: list[Any]) -> set[int]:
    """Run the tests as a mutant meets them, without one, and give those that fail so."""
    reading, writing = os.pipe()

    def meet() -> int:
        for cache in caches:
            cache.cache_clear()
        for number, (item, following) in enumerate(zip_longest(items, items[1:])):
            if not _passes(item, following):
                os.write(writing, f"{number}\n".encode())
        return 0

    _must_pass(meet)
    os.close(writing)
    with os.fdopen(reading) as file:
        failing = {int(line) for line in file}
    for number in failing:
        print("not used, for it fails in a fork:", items[number].nodeid, flush=True)
    return failing


def _meet(
    chosen: list[pytest.Item],
    seconds: float,
    replace: Callable[[], bool],
    caches: list[Any],
) -> int:
    """Meet a mutant, in a fork, with the tests chosen."""
    limit(2 + 4 * seconds)
    if not chosen or not replace():
        return 3
    for cache in caches:
        cache.cache_clear()
    for item, following in zip_longest(chosen, chosen[1:]):
        if not _passes(item, following):
            return 1
    return 0


def _passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    from _pytest.runner import runtestprotocol  # noqa: PLC0415

    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def _living(root: Path) -> dict[tuple[str, str], list[FunctionType]]:
    """Give every function of the package that is alive, by its file and qualified name."""
    found: dict[tuple[str, str], list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and each.__code__.co_filename.startswith(str(root)):
            found[each.__code__.co_filename, each.__code__.co_qualname].append(each)
    return found


def _replace(
    living: dict[tuple[str, str], list[FunctionType]], file: Path, mutant: Mutant, source: str
) -> bool:
    """Put a mutant's code in the place of the function's, and of those made within it."""
    done = False
    for code in _codes(compile(mutant.statement(source), str(file), "exec", dont_inherit=True)):
        name = code.co_qualname
        if name == mutant.function or name.startswith(f"{mutant.function}.<locals>."):
            for function in living.get((str(file), name), ()):
                if function.__code__.co_firstlineno == code.co_firstlineno:
                    try:
                        function.__code__ = code
                    except ValueError:  # it closes over other names than before
                        return False
                    done = True
    return done


def _codes(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)


# ---- At import --------------------------------------------------------------------------------


class Changed(SourceFileLoader):
    """Imports one module from another source."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType | None:
        return compile(self.source, self.path, "exec", dont_inherit=True) if fullname else None

    def find_spec(self, fullname: str, *_: object) -> ModuleSpec | None:
        """Find the module, as what stands first in `sys.meta_path` is asked to."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.path, loader=self)


def sweep_static(given: Job) -> None:
    """Meet the mutants of what runs at import with whole runs of pytest."""
    for name in WARM:
        with suppress(ImportError):
            import_module(name)
    root = Path(os.environ["PYTHONPATH"].split(os.pathsep)[0], given.package)
    gc.freeze()
    if not given.anew:
        _must_pass(lambda: int(pytest.main([*given.arguments, *given.tests])))
    runs = json.loads(Path(given.anew).read_text("utf-8")) if given.anew else None

    def work() -> Iterator[Work]:
        for module in given.modules:
            source = (root / module).read_text("utf-8")
            name = ".".join([given.package, *Path(module).with_suffix("").parts]).removesuffix(
                ".__init__"
            )
            for number, mutant in enumerate(mutants_of(source)):
                if not given.asks_for(module, source, mutant, number):
                    continue

                changed = Changed(name, str(root / module), mutant.module(source))
                tests = given.tests if runs is None else _chosen(runs[module], mutant, given)
                yield Work(module, source, mutant, partial(_meet_anew, changed, given, tests))

    sweep(work(), given)


def _chosen(runs: dict[str, list[tuple[str, float]]], mutant: Mutant, given: Job) -> list[str]:
    """Name the quickest tests that run a mutant's lines, as far as the time goes."""
    lines = range(mutant.lines[0], mutant.lines[1] + 1)
    reached = {(name, took) for line in lines for name, took in runs.get(str(line), ())}
    chosen, _ = _in_time(sorted(reached, key=lambda test: test[1]), given)
    return chosen


def _meet_anew(changed: Changed, given: Job, tests: list[str]) -> int:
    """Meet a mutant, in a fork that has imported nothing of the package."""
    if not tests:
        return 3
    limit(given.most_seconds if not given.anew else 20 + 4 * given.most_seconds)
    sys.meta_path.insert(0, cast("Any", changed))
    return int(pytest.main([*given.arguments, *tests]) != 0)


WARM = (
    "pytest",
    "hypothesis",
    "attrs",
    "pendulum",
    "openpyxl",
    "cattrs",
    "narwhals",
    "icalendar",
    "pandas",
    "pyarrow",
    "altair",
)


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415

    settings.register_profile(
        "sweep",
        max_examples=int(os.environ.get("EXAMPLES", "25")),
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    settings.load_profile("sweep")
    given = job()
    if not given.static:
        config.pluginmanager.register(InFunctions(given))


if __name__ == "__main__":
    sweep_static(job())
