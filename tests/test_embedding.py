"""The host's settings never matter: every result and every refusal stays as it is.

One probe runs golden figures and refusals and gives them as text; each test runs it under other
settings and expects the same text. The probe is run from a file of its own, so that it can also
run in another process, under another name of the package.
"""

import contextlib
import decimal
import os
import shutil
import subprocess
import sys
import textwrap
import threading
from collections.abc import Generator
from importlib import import_module
from pathlib import Path
from typing import Any

import attrs
import pendulum
import pytest

import vbp_policy

PROBE = textwrap.dedent(
    """
    def probe(root, notices):
        CQ = notices.CHONGQING_2025_25
        said = []

        def say(run):
            try:
                said.append(repr(run()))
            except root.PolicyError as error:
                said.append(f"{type(error).__name__}: {error}")

        hospital = root.Institution(
            "H1", "Hospital", kind=root.InstitutionKind.PUBLIC, grade=root.Grade.SECONDARY,
            designated=True, district="D",
        )
        cycle = root.procurement_cycle(CQ, "2025-05-30")
        prepayment = root.Prepayment("P1", hospital, root.Fund.EMPLOYEE, "1234567.89", cycle)
        payables = {str(root.YearMonth(2026, 6) + i): f"{98765 + i}.4{i % 10}" for i in range(12)}
        table = root.HolidayTable("2025-01-01", "2025-12-31", days_off=["2025-06-30"])
        shifted = root.procurement_cycle(CQ, "2025-05-30", reading=root.cautious())

        say(lambda: cycle)
        say(lambda: root.prepayment_schedule(CQ, cycle, "1234567.89"))
        say(lambda: root.prepayment_schedule(CQ, shifted, "999999999999999.99", calendar=table))
        say(lambda: root.revise(CQ, root.prepayment_schedule(CQ, cycle, 100), 150, disbursed=60))
        say(lambda: root.offset_prepayment(CQ, prepayment, payables))
        say(lambda: root.offset_prepayment(
            CQ, prepayment, payables, booked={"2026-06": "1.01"}).balance)
        say(lambda: root.fund_totals([root.offset_prepayments(
            CQ, [prepayment], {root.Fund.EMPLOYEE: payables})]).total)
        say(lambda: root.extend(CQ, cycle, "2026-08-31", decided_on="2026-05-01"))
        say(lambda: [str(span) for span in root.agreement_years(cycle)])
        say(lambda: root.procurement_month(cycle, 6))
        say(lambda: root.workday_before("2025-07-02", 3, table))
        say(lambda: root.money.from_float(617283.95))
        say(lambda: root.participation(CQ, hospital))

        say(lambda: root.prepayment_schedule(CQ, cycle, 1.5))
        say(lambda: root.prepayment_schedule(CQ, cycle, "1.005"))
        say(lambda: root.prepayment_schedule(CQ, cycle, 0))
        say(lambda: root.prepayment_schedule(CQ, shifted, 100))
        say(lambda: root.procurement_cycle(CQ))
        say(lambda: root.procurement_cycle(CQ, "2025-05-29"))
        say(lambda: root.procurement_cycle(CQ, "2025-02-30"))
        say(lambda: root.procurement_cycle(CQ, "30/05/2025"))
        say(lambda: root.procurement_month(cycle, 13))
        say(lambda: root.offset_prepayment(CQ, prepayment, {"2026-07": 1}))
        say(lambda: root.offset_prepayment(CQ, prepayment, {"2027-06": 1}))
        say(lambda: root.offset_prepayment(CQ, prepayment, {"2026-06": "NaN"}))
        say(lambda: root.paying_fund(notices.CHONGQING_2025_9, hospital))
        say(lambda: root.Institution("", "x", kind=root.InstitutionKind.PUBLIC,
                                     grade=root.Grade.PRIMARY, designated=True))
        say(lambda: root.Institution("A", "x", kind="public", grade=root.Grade.PRIMARY,
                                     designated=True))
        say(lambda: root.Prepayment("P", hospital, root.Fund.EMPLOYEE, -1, cycle))
        say(lambda: root.money.amount(__import__("decimal").Decimal("Infinity")))
        say(lambda: root.money.amount(__import__("decimal").Decimal("sNaN")))
        return "\\n".join(said)
    """
)


def load_probe() -> Any:
    names: dict[str, Any] = {}
    exec(PROBE, names)  # noqa: S102
    return names["probe"]


probe = load_probe()


def said_here() -> str:
    return str(probe(vbp_policy, import_module("vbp_policy.notices")))


EXPECTED = said_here()


def said_elsewhere(
    *options: str, root: str = "vbp_policy", path: Path | None = None, **environment: str
) -> str:
    """Run the probe in another process."""
    code = (
        f"{PROBE}\nfrom importlib import import_module\nimport sys\n"
        f"sys.stdout.reconfigure(encoding='utf-8')\n"
        f"print(probe(import_module('{root}'), import_module('{root}.notices')))"
    )
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
        cwd=path,
    )
    return done.stdout.decode().rstrip("\n").replace("\r\n", "\n")


def test_the_probe_sees_results_and_refusals() -> None:
    assert "617283.95" in EXPECTED
    assert EXPECTED.count("Error: ") == 18


HOSTILE_CONTEXTS = [
    decimal.Context(prec=1),
    decimal.Context(prec=3, rounding=decimal.ROUND_UP),
    decimal.Context(prec=5, rounding=decimal.ROUND_05UP, traps=[decimal.Inexact, decimal.Rounded]),
    decimal.Context(prec=28, traps=list(decimal.Context().flags)),
    decimal.Context(prec=2, Emin=-1, Emax=1, clamp=1, traps=[]),
]


@pytest.mark.parametrize("context", HOSTILE_CONTEXTS, ids=str)
def test_any_decimal_context(context: decimal.Context) -> None:
    with decimal.localcontext(context) as ambient:
        before = ambient.copy()
        assert said_here() == EXPECTED
        assert str(ambient) == str(before)
        assert ambient.flags == before.flags


def test_validators_disabled() -> None:
    attrs.validators.set_disabled(True)
    try:
        assert said_here() == EXPECTED
    finally:
        attrs.validators.set_disabled(False)


@contextlib.contextmanager
def pendulum_settings() -> Generator[None]:
    pendulum.set_locale("zh")
    pendulum.week_starts_at(pendulum.WeekDay.SUNDAY)
    pendulum.week_ends_at(pendulum.WeekDay.SATURDAY)
    try:
        yield
    finally:
        pendulum.set_locale("en")
        pendulum.week_starts_at(pendulum.WeekDay.MONDAY)
        pendulum.week_ends_at(pendulum.WeekDay.SUNDAY)


def test_pendulums_own_settings() -> None:
    with pendulum_settings():
        assert said_here() == EXPECTED


@pytest.mark.parametrize("option", ["-O", "-OO"])
def test_interpreter_options(option: str) -> None:
    assert said_elsewhere(option) == EXPECTED


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai", "no/zone"])
def test_time_zones(zone: str) -> None:
    assert said_elsewhere(TZ=zone) == EXPECTED


@pytest.mark.parametrize("locale", ["C", "zh_CN.GB18030", "de_DE.UTF-8", "ar_SA.UTF-8"])
def test_locales(locale: str) -> None:
    assert said_elsewhere(LC_ALL=locale, LANG=locale, PYTHONUTF8="0") == EXPECTED


def test_the_limit_on_digits_of_ints() -> None:
    assert said_elsewhere(PYTHONINTMAXSTRDIGITS="640") == EXPECTED


def test_threads_with_contexts_of_their_own() -> None:
    said: list[str] = []

    def run(precision: int) -> None:
        decimal.setcontext(decimal.Context(prec=precision, traps=[decimal.Inexact]))
        said.extend(said_here() for _ in range(5))

    threads = [threading.Thread(target=run, args=(precision,)) for precision in (1, 2, 3, 50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [EXPECTED] * 20


def test_a_copy_under_another_name_with_its_own_name_barred(tmp_path: Path) -> None:
    """25号's figures come out of a vendored copy, which never reaches for `vbp_policy` itself."""
    shutil.copytree(
        Path(vbp_policy.__file__).parent,
        tmp_path / "host" / "_vendor" / "procurement",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (tmp_path / "host" / "__init__.py").touch()
    (tmp_path / "host" / "_vendor" / "__init__.py").touch()
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['vbp_policy'] = None\n")
    said = said_elsewhere(root="host._vendor.procurement", path=tmp_path, PYTHONPATH=str(tmp_path))
    assert said.replace("host._vendor.procurement", "vbp_policy") == EXPECTED
