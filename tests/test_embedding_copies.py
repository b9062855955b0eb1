"""The library in a host's own tree: under another name, in an archive, two copies at once."""

import importlib
import pickle
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import embedded
import vbp_policy
from test_embedding import EXPECTED_WITHOUT_FILES, PACKAGE, elsewhere

ROOT = "host._vendor.procurement"
EXTRAS = (
    "altair",
    "cattrs",
    "chinese_calendar",
    "hypothesis",
    "icalendar",
    "narwhals",
    "openpyxl",
    "tqdm",
    "vl_convert",
)
CORE = embedded.told(parts=("core",)).splitlines()
PENDULUM_NEEDS = {"dateutil", "six", "tzdata", "zoneinfo", "time_machine", "_time_machine"}


def copied(folder: Path, root: str) -> Path:
    """Copy the package into a folder, under another name."""
    target = folder.joinpath(*root.split("."))
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(Path(vbp_policy.__file__).parent, target, ignore=ignored)
    for parent in target.relative_to(folder).parents:
        (folder / parent / "__init__.py").touch()
    return target


def archived(folder: Path, root: str) -> Path:
    """Put a copy of the package into a zip archive."""
    copied(folder / "tree", root)
    archive = folder / "library.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted((folder / "tree").rglob("*.py")):
            packed.write(path, path.relative_to(folder / "tree"))
    return archive


def told_by_copy(path: Path, *arguments: str) -> list[str]:
    """Have a copy tell it, with the name `vbp_policy` barred."""
    written = elsewhere(ROOT, "--path", str(path), "--bar", "vbp_policy", *arguments)
    return written.decode().replace(ROOT, "vbp_policy").splitlines()


def barring(*names: str) -> list[str]:
    return [word for name in names for word in ("--bar", name)]


# One copy


def test_a_copy_under_another_name_with_its_own_name_barred(tmp_path: Path) -> None:
    copied(tmp_path, ROOT)
    assert told_by_copy(tmp_path) == EXPECTED_WITHOUT_FILES


@pytest.mark.parametrize("place", [copied, archived])
def test_a_copy_without_any_extra(place: Callable[[Path, str], Path], tmp_path: Path) -> None:
    place(tmp_path, ROOT)
    archive = tmp_path / "library.zip"
    path = archive if archive.exists() else tmp_path
    assert told_by_copy(path, *barring(*EXTRAS), "--parts", "core") == CORE


def test_the_core_loads_attrs_and_pendulum_alone() -> None:
    # pytest is barred, for time_machine asks for it, which older pendulums load
    arguments = ("--path", str(PACKAGE), "--parts", "core", "--as", "modules", "--bar", "pytest")
    loaded = set(elsewhere("vbp_policy", *arguments).decode().split())
    further = {each for each in loaded - sys.stdlib_module_names if "_sysconfigdata" not in each}
    assert further - PENDULUM_NEEDS == {"attr", "attrs", "pendulum", "vbp_policy"}
    with_json = elsewhere("vbp_policy", "--path", str(PACKAGE), "--as", "modules").decode().split()
    assert set(with_json) - loaded >= {"cattrs"}  # an extra is loaded once it is used


def test_a_copy_in_an_archive_says_which_extra_is_missing(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({EXTRAS!r}))\n"
        f"sys.path[:0] = [{str(archived(tmp_path, ROOT))!r}]\n"
        f"from {ROOT} import MissingExtraError, mainland_china, procurement_cycle, timetable\n"
        f"from {ROOT}.notices import CHONGQING_2025_25 as notice\n"
        "cycle = procurement_cycle(notice, '2025-05-30')\n"
        "def of(name):\n"
        "    from importlib import import_module\n"
        f"    return import_module('{ROOT}.interop.' + name)\n"
        "for use in (\n"
        "    mainland_china,\n"
        "    lambda: of('json').dumps(cycle),\n"
        "    lambda: of('sheets').write_xlsx('never.xlsx', timetable(notice, cycle)),\n"
        "    lambda: of('frames'),\n"
        "    lambda: of('ics').dumps(timetable(notice, cycle), cycle),\n"
        "    lambda: of('charts').timeline(cycle),\n"
        "):\n"
        "    try:\n"
        "        use()\n"
        "    except MissingExtraError as error:\n"
        "        print(error.expected)\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    extras = ("workdays", "json", "sheets", "frames", "ics", "charts")
    said = done.stdout.splitlines()
    assert len(said) == len(extras)
    for extra, line in zip(extras, said, strict=True):
        assert f"[{extra}]" in line


# Two copies in one process


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Give the package under test and a copy of it, both loaded."""
    folder = tmp_path_factory.mktemp("copies")
    copied(folder, "host_of_a_copy.vbp")
    sys.path.insert(0, str(folder))
    yield vbp_policy, importlib.import_module("host_of_a_copy.vbp")
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "host_of_a_copy"]:
        del sys.modules[name]


def names_of(copies: tuple[ModuleType, ModuleType]) -> tuple[str, str]:
    return copies[0].__name__, copies[1].__name__


def test_copies_tell_the_same_and_read_each_others_json(
    copies: tuple[ModuleType, ModuleType],
) -> None:
    one, other = copies
    jsons = [importlib.import_module(f"{name}.interop.json") for name in names_of(copies)]
    exchanged = 0
    for own, its in zip(*map(embedded.outcomes, names_of(copies)), strict=True):
        assert repr(own) == repr(its)
        assert type(own).__name__ == type(its).__name__
        for value, twin in zip(embedded.parts_of(own), embedded.parts_of(its), strict=True):
            try:
                text = jsons[0].dumps(value)
            except vbp_policy.PolicyError:
                continue
            read = jsons[1].loads(text)
            assert type(read) is type(twin)
            assert type(read) is not type(value)
            assert read == twin
            assert jsons[1].dumps(read) == text
            exchanged += 1
    assert exchanged > 50
    assert one.Cycle is not other.Cycle
    assert jsons[0].json_schema() == jsons[1].json_schema()


def mixed(root: Any, notice: Any, theirs: Any, their_notice: Any) -> Iterator[Callable[[], Any]]:
    """Give calls of a copy with one argument of another copy's."""
    cycle, their_cycle = (
        each.procurement_cycle(policy, "2025-05-30")
        for each, policy in ((root, notice), (theirs, their_notice))
    )
    yield lambda: root.procurement_cycle(their_notice, "2025-05-30")
    yield lambda: root.procurement_cycle(notice, "2025-05-30", reading=theirs.Reading())
    yield lambda: root.prepayment_schedule(notice, their_cycle, 100)
    yield lambda: root.offset_window(notice, their_cycle)
    yield lambda: root.Reading(last_day=theirs.LastDay.INCLUSIVE)
    yield lambda: root.Prepayment("P", hospital(theirs), root.Fund.EMPLOYEE, 1, cycle)
    yield lambda: root.Prepayment("P", hospital(root), theirs.Fund.EMPLOYEE, 1, cycle)
    yield lambda: root.offset_prepayments(
        notice,
        [theirs.Prepayment("P", hospital(theirs), theirs.Fund.EMPLOYEE, 1, their_cycle)],
        {root.Fund.EMPLOYEE: {}},
    )
    yield lambda: root.PolicyBook([notice, their_notice])


def hospital(root: Any) -> Any:
    return root.Institution(
        "H1", "H", kind=root.InstitutionKind.PUBLIC, grade=root.Grade.PRIMARY, designated=True
    )


@pytest.mark.parametrize("number", range(9))
def test_a_value_of_another_copy_is_refused_and_called_that(
    number: int, copies: tuple[ModuleType, ModuleType]
) -> None:
    for (one, name), (other, its_name) in (
        zip(copies, names_of(copies), strict=True),
        zip(copies[::-1], names_of(copies)[::-1], strict=True),
    ):
        notices = [
            importlib.import_module(f"{each}.notices").CHONGQING_2025_25
            for each in (name, its_name)
        ]
        call = list(mixed(one, notices[0], other, notices[1]))[number]
        with pytest.raises(one.InvalidTypeError) as caught:
            call()
        assert caught.value.expected.endswith(
            f", of this copy of the package ({name}); this one is of {its_name}"
        )


def test_a_namesake_that_is_no_copys_is_called_by_nothing_but_its_name() -> None:
    class Cycle:
        """Somebody else's."""

    with pytest.raises(vbp_policy.InvalidTypeError) as caught:
        vbp_policy.agreement_years(Cycle())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert caught.value.expected == "Cycle"


def test_a_pickle_is_read_by_the_copy_that_wrote_it_alone(
    copies: tuple[ModuleType, ModuleType],
) -> None:
    _, other = copies
    span = other.Span("2025-05-30", "2026-05-29")
    written = pickle.dumps(span)
    assert pickle.loads(written) == span  # noqa: S301
    assert pickle.loads(written) != vbp_policy.Span("2025-05-30", "2026-05-29")  # noqa: S301
    of_a_copy_that_is_not_there = written.replace(b"host_of_a_copy", b"host_of_nobody")
    with pytest.raises(ModuleNotFoundError, match="host_of_nobody"):
        pickle.loads(of_a_copy_that_is_not_there)  # noqa: S301


def test_an_error_of_one_copy_is_none_of_the_others(
    copies: tuple[ModuleType, ModuleType],
) -> None:
    one, other = copies
    for raising, not_raised in ((one, other), (other, one)):
        with pytest.raises(raising.PolicyError) as caught:
            raising.Span("2025-05-30", "2025-05-29")
        assert not isinstance(caught.value, not_raised.PolicyError)
        assert isinstance(caught.value, ValueError)  # what a host may catch of any copy
