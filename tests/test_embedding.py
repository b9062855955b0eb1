"""The host's settings never matter: every result and every refusal stays as it is.

`embedded.told` tells the outcomes of every rule as text, explained, as tables and as JSON. Each
test has it told under other settings, in this process or in another, and expects the same text.
"""

import contextlib
import decimal
import inspect
import os
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from types import SimpleNamespace

import attr
import attrs
import pendulum
import pytest

import embedded
import vbp_policy
from vbp_policy import PolicyError

SCRIPT = Path(embedded.__file__)
PACKAGE = Path(vbp_policy.__file__).resolve().parent.parent  # the one under test, from any folder

EXPECTED = embedded.told(parts=embedded.ALL).splitlines()
EXPECTED_WITHOUT_FILES = embedded.told().splitlines()


def told_here() -> list[str]:
    return embedded.told(parts=embedded.ALL).splitlines()


def elsewhere(*arguments: str, options: tuple[str, ...] = (), **environment: str) -> bytes:
    """Run the script in another process, where any word on standard error is a failure."""
    done = subprocess.run(
        [sys.executable, *options, SCRIPT, *arguments],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE), **environment},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return done.stdout


def told_elsewhere(*options: str, **environment: str) -> list[str]:
    text = elsewhere("vbp_policy", "--path", str(PACKAGE), options=options, **environment)
    return text.decode().splitlines()


# What is told


def test_every_public_function_is_called() -> None:
    called: set[str] = set()

    class Names:
        def __getattr__(self, name: str) -> object:
            called.add(name)
            return getattr(vbp_policy, name)

    outcomes = list(embedded.outcomes(names=Names()))
    functions = {
        name for name in vbp_policy.__all__ if inspect.isfunction(getattr(vbp_policy, name))
    }
    assert functions - called == {"mainland_china"}  # an extra of its own, tested with its calendar
    refusals = [type(each) for each in outcomes if isinstance(each, PolicyError)]
    assert len(outcomes) >= 80
    assert len(refusals) >= 35
    assert len(set(refusals)) >= 7


def test_every_result_is_explained_and_comes_back_from_json() -> None:
    text = "\n".join(EXPECTED)
    assert " came back " not in text
    for part in ("617283.95", "25-2.3d", '"type":"OffsetLedger"', "BEGIN:VCALENDAR", "-20.01"):
        assert part in text


def test_another_figure_would_be_seen() -> None:
    names = SimpleNamespace(**{name: getattr(vbp_policy, name) for name in vbp_policy.__all__})
    names.civil_code = vbp_policy.cautious
    changed = [repr(each) for each in embedded.outcomes(names=names)]
    assert changed != [repr(each) for each in embedded.outcomes()]


# Settings of this process


HOSTILE_CONTEXTS = [
    decimal.Context(prec=1),
    decimal.Context(prec=3, rounding=decimal.ROUND_UP),
    decimal.Context(prec=5, rounding=decimal.ROUND_05UP, traps=[decimal.Inexact, decimal.Rounded]),
    decimal.Context(prec=28, traps=list(decimal.Context().flags)),
    decimal.Context(prec=2, Emin=-1, Emax=1, clamp=1, capitals=0, traps=[]),
    decimal.Context(prec=28, traps=[decimal.FloatOperation]),
    decimal.Context(flags=list(decimal.Context().flags)),
]


@pytest.mark.parametrize("context", HOSTILE_CONTEXTS, ids=str)
def test_decimal_contexts_neither_matter_nor_change(context: decimal.Context) -> None:
    with decimal.localcontext(context) as ambient:
        before = ambient.copy()
        outcomes = list(embedded.outcomes())
        assert str(ambient) == str(before)
        assert ambient.flags == before.flags
        assert decimal.getcontext() is ambient
    assert list(map(repr, outcomes)) == list(map(repr, embedded.outcomes()))


@pytest.mark.parametrize("context", HOSTILE_CONTEXTS, ids=str)
def test_what_is_told_and_written_follows_no_decimal_context(context: decimal.Context) -> None:
    with decimal.localcontext(context):
        assert told_here() == EXPECTED


@contextlib.contextmanager
def validators_disabled() -> Generator[None]:
    attrs.validators.set_disabled(True)
    try:
        yield
    finally:
        attrs.validators.set_disabled(False)


@contextlib.contextmanager
def validators_not_run() -> Generator[None]:
    attr.set_run_validators(False)
    try:
        yield
    finally:
        attr.set_run_validators(True)


@contextlib.contextmanager
def pendulum_settings() -> Generator[None]:
    pendulum.set_locale("zh")
    pendulum.week_starts_at(pendulum.WeekDay.SUNDAY)
    pendulum.week_ends_at(pendulum.WeekDay.SATURDAY)
    pendulum.set_local_timezone(pendulum.timezone("Pacific/Kiritimati"))
    try:
        yield
    finally:
        pendulum.set_local_timezone()
        pendulum.set_locale("en")
        pendulum.week_starts_at(pendulum.WeekDay.MONDAY)
        pendulum.week_ends_at(pendulum.WeekDay.SUNDAY)


@contextlib.contextmanager
def another_day() -> Generator[None]:
    with pendulum.travel_to(pendulum.datetime(1999, 12, 31, 23, 59, 59), freeze=True):
        assert time.gmtime().tm_year == 1999
        yield


@contextlib.contextmanager
def other_limits() -> Generator[None]:
    digits, depth = sys.get_int_max_str_digits(), sys.getrecursionlimit()
    sys.set_int_max_str_digits(640)
    sys.setrecursionlimit(1_000_000)
    try:
        yield
    finally:
        sys.set_int_max_str_digits(digits)
        sys.setrecursionlimit(depth)


@pytest.mark.parametrize(
    "settings",
    [
        validators_disabled,
        validators_not_run,
        pendulum_settings,
        another_day,
        other_limits,
    ],
)
def test_settings(settings: Callable[[], contextlib.AbstractContextManager[None]]) -> None:
    with settings():
        found = told_here()
    assert found == EXPECTED


def test_settings_are_left_as_they_are() -> None:
    with pendulum_settings(), validators_disabled():
        told_here()
        left = (pendulum.get_locale(), attrs.validators.get_disabled())
        sunday = pendulum.date(2025, 5, 28).start_of("week").isoformat()
    assert left == ("zh", True)
    assert sunday == "2025-05-25"


# Settings of an interpreter


@pytest.mark.parametrize(
    "options",
    [("-OO", "-X", "int_max_str_digits=640"), ("-I", "-X", "dev", "-W", "error"), ("-O", "-bb")],
    ids=" ".join,
)
def test_interpreter_options(options: tuple[str, ...]) -> None:
    assert told_elsewhere(*options) == EXPECTED_WITHOUT_FILES


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"TZ": "Etc/GMT+12", "PYTHONHASHSEED": "1", "LC_ALL": "zh_CN.GB18030", "PYTHONUTF8": "0"},
        {"TZ": "no/zone", "LC_ALL": "tr_TR.UTF-8", "LANG": "ar_SA.UTF-8"},
        {"PENDULUM_EXTENSIONS": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
    ],
    ids=lambda each: " ".join(f"{name}={value}" for name, value in each.items()),
)
def test_environments(environment: dict[str, str]) -> None:
    """Time zones, locales, seeds of hashes, pendulum without its compiled parser."""
    assert told_elsewhere(**environment) == EXPECTED_WITHOUT_FILES
