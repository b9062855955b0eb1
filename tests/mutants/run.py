"""Mutants of `src`: `python tests/mutants/run.py rules/kernels foundation`, or all of it.

Works on a copy of what is committed. Every mutant that no test kills is printed, unless
`survivors.json` says why it may live; the exit status is 1 if there is one.
"""
# ruff: noqa: T201  # a command that says what it found

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACKAGE = "vbp_policy"
ANEW = {"interop/charts", "interop/frames"}
"""Parts whose tests start threads when they are imported: no fork outlives that."""

OF_CLASSES = "values", "html", "json_golden", "bad_inputs"
"""Beside `public_api`, which is quickest, what looks at every class: most mutants at import are."""

TOPICS: dict[str, tuple[str, ...]] = json.loads((HERE / "topics.json").read_text("utf-8"))
"""The test modules that meet the mutants of each part of the package."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(TOPICS), help="of the package; else all")
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--every", type=int, default=1, help="take each so many-th mutant alone")
    parser.add_argument("--results", type=Path, default=ROOT / "build" / "mutants")
    parser.add_argument("--tree", type=Path, help="a copy that is there already")
    parser.add_argument("--only", choices=["functions", "again", "static"])
    parser.add_argument("--tests", nargs="*", default=[], help="test modules beyond the topic's")
    arguments = parser.parse_args()
    arguments.parts = [
        part for part in TOPICS if any(f"{part}/".startswith(f"{it}/") for it in arguments.parts)
    ]
    if find_spec("mutmut") is None:
        print("mutmut is not installed; see tests/mutants/requirements.txt", file=sys.stderr)
        return 2
    arguments.results.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        tree = arguments.tree or copied(Path(folder))
        shutil.copytree(HERE, tree / "tests" / "mutants", dirs_exist_ok=True)
        for way in ("functions", "again", "static"):
            if arguments.only in (None, way):
                swept(way, tree, arguments)
    return said(arguments.results, arguments.parts)


def copied(folder: Path) -> Path:
    """Copy what is committed."""
    git, tar = ["git", "archive", "HEAD"], ["tar", "x", "-C", str(folder)]
    archive = subprocess.run(git, cwd=ROOT, check=True, capture_output=True)
    subprocess.run(tar, check=True, input=archive.stdout)
    return folder


def modules_of(part: str, tree: Path) -> list[str]:
    package = tree / "src" / PACKAGE
    single = package / f"{part}.py"
    files = [single] if single.exists() else sorted((package / part).rglob("*.py"))
    return [str(file.relative_to(package)) for file in files]


def swept(way: str, tree: Path, arguments: Any) -> None:
    """Meet the mutants of each part with its own tests; then the survivors with those of all."""
    parts, results = arguments.parts, arguments.results
    if way == "again":
        for name in dict.fromkeys(map(met_with, parts)):
            several = [part for part in parts if met_with(part) == name]
            lived = [row for part in several for row in met(results, part) if row[-1] == "survived"]
            if lived:
                names = {name for part in several for name in TOPICS[part]} | set(arguments.tests)
                modules = sorted({row[0] for row in lived})
                meet(way, name, modules, sorted(names), lived, tree, arguments)
        return
    for part in parts:
        missed = [row for row in met(results, part) if row[-1] != "killed"]
        modules, tests = modules_of(part, tree), [*TOPICS[part], *arguments.tests]
        if way == "static":
            tests = list(dict.fromkeys(["public_api", *tests, *OF_CLASSES]))
        meet(way, part, modules, tests, missed if way == "static" else None, tree, arguments)


def meet(
    way: str,
    part: str,
    modules: list[str],
    names: list[str],
    rows_only: list[list[Any]] | None,
    tree: Path,
    arguments: Any,
) -> None:
    """Meet the mutants of some modules with some tests, in one way."""
    results = file_of(arguments.results, part, way)
    results.unlink(missing_ok=True)
    tests = [f"tests/test_{name}.py" for name in names]
    only = None if rows_only is None else [[row[0], row[3], row[4]] for row in rows_only]
    job = {
        "package": PACKAGE,
        "modules": modules,
        "results": str(results.resolve()),
        "only": only,
        "workers": arguments.workers,
        "most_seconds": {"functions": 4.0, "again": 30.0, "static": 120.0}[way],
        "most_tests": 150 if way == "functions" else 10**6,
        "static": way == "static",
        "every": arguments.every,
        "anew": "",
        "arguments": ["-x", "-q", *PYTEST],
        "tests": tests,
    }
    by_pytest = [sys.executable, "-m", "pytest", "-q", *PYTEST, *tests]
    by_engine = [sys.executable, "-m", "mutants.engine"]
    if part in ANEW and way != "static":
        with tempfile.NamedTemporaryFile(suffix=".json") as lines:
            job |= {"anew": lines.name}
            run(by_pytest, job, tree)
            run(by_engine, job | {"static": True}, tree)
    else:
        run(by_engine if way == "static" else by_pytest, job, tree)


def run(command: list[str], job: dict[str, Any], tree: Path) -> None:
    """Run a part of the engine in a process of its own."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(job, file)
        file.flush()
        path = os.pathsep.join(map(str, (tree / "src", tree / "tests")))
        environment = os.environ | {"MUTANTS": file.name, "PYTHONPATH": path}
        subprocess.run(command, cwd=tree, env=environment, check=False)


PYTEST = (
    "-p",
    "no:cacheprovider",
    "-p",
    "no:benchmark",
    "-p",
    "mutants.engine",
    "--assert=plain",
    "-o",
    "addopts=--import-mode=importlib",
    "--tb=no",
    "--no-header",
)


def rows(results: Path) -> list[list[Any]]:
    """Read the results: module, line number, function, line, change, result."""
    if not results.exists():
        return []
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()]


def said(folder: Path, parts: list[str]) -> int:
    """Say how many mutants each part had, and which live without a reason."""
    reasons = json.loads((HERE / "survivors.json").read_text("utf-8"))
    explained = {mutant for mutants in reasons.values() for mutant in mutants}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for part in parts:
        for row in met(folder, part):
            result = "explained" if row[-1] == "survived" and key(row) in explained else row[-1]
            counts[part][result] += 1
            if result == "survived":
                print(f"{row[0]}:{row[1]} {row[2]}\n    {row[3]}\n    {row[4]}")
    for part, count in counts.items():
        print(f"{part}: {in_words(count)}")
    together = sum(counts.values(), Counter[str]())
    print(f"together: {in_words(together)}")
    return min(together["survived"], 1)


def in_words(count: Counter[str]) -> str:
    """Say how many mutants were met, and how many of these live, explained or not."""
    lived, unexplained = count["explained"] + count["survived"], count["survived"]
    total = max(count["killed"] + lived, 1)
    words = f"{count['killed'] + lived} mutants met, {lived} survived, {lived / total:.1%}"
    words += f", of which {unexplained} unexplained, {unexplained / total:.1%}"
    return f"{words}; {count['not applied']} not met" if count["not applied"] else words


def met(folder: Path, part: str) -> list[list[Any]]:
    """Give each mutant's last result."""
    first, static = (rows(file_of(folder, part, way)) for way in ("functions", "static"))
    again = {name_of(row): row for row in rows(file_of(folder, met_with(part), "again"))}
    anew = {name_of(row): row for row in static}
    found = [again.get(name_of(row), row) for row in first]
    found = [row if row[-1] == "killed" else anew.get(name_of(row), row) for row in found]
    return [*found, *(row for row in static if not row[2])]


def met_with(part: str) -> str:
    """Name those whose survivors meet all their tests together: a part alone where it must be."""
    return part if part in ANEW else "all"


def name_of(row: list[Any]) -> tuple[str, str, str]:
    """Name a mutant in a way that outlives a change of line numbers."""
    return row[0], row[3], row[4]


def file_of(folder: Path, part: str, way: str) -> Path:
    return folder / f"{part.replace('/', '-')}.{way}.jsonl"


def key(row: list[Any]) -> str:
    """Name a mutant as `survivors.json` does."""
    return " | ".join(name_of(row))


if __name__ == "__main__":
    sys.exit(main())
