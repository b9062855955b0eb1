"""Public values as JSON: what is written, that it comes back, and all that is refused."""

import copy
import decimal
import enum
import json
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

import attrs
import pytest

import vbp_policy
from invented import INVENTED
from strategies import hospital
from test_values import EXAMPLES, contents, reached
from vbp_policy import (
    Basis,
    Clause,
    Cycle,
    Fund,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    MissingExtraError,
    OffsetLedger,
    PaymentStandard,
    Policy,
    PolicyError,
    Prepayment,
    Reading,
    Span,
    YearMonth,
    cautious,
    extend,
    fund_totals,
    mainland_china,
    offset_prepayment,
    offset_prepayments,
    prepayment_schedule,
    procurement_cycle,
)
from vbp_policy.foundation.values import Value, checked
from vbp_policy.interop.json import MOST_BYTES, MOST_DEPTH, SCHEMA, dumps, loads
from vbp_policy.interop.json import values as json_values
from vbp_policy.interop.json.forms import is_public, parts_of
from vbp_policy.notices import CHONGQING_2025_25
from vbp_policy.rules.cycles import with_basis

PUBLIC = [value for value in EXAMPLES if is_public(type(value))]
every_value = pytest.mark.parametrize("value", PUBLIC, ids=lambda value: type(value).__name__)


def ledger(*payables: object, reading: Reading | None = None) -> OffsetLedger:
    chosen = reading or Reading()
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=chosen)
    prepayment = Prepayment("P1", hospital(), Fund.EMPLOYEE, 1000, cycle)
    months = [YearMonth(2026, 6) + number for number in range(len(payables))]
    given = dict(zip(map(str, months), payables, strict=True))
    return offset_prepayment(CHONGQING_2025_25, prepayment, cast("Any", given))


LEDGER = ledger(100, -5, 250)


def document(value: Any) -> Any:
    return json.loads(dumps(value))


def refused(given: object, kind: type[PolicyError] | None = None) -> PolicyError:
    """Give the refusal of a text, or of a document."""
    text = given if isinstance(given, str | bytes) else json.dumps(given)
    with pytest.raises(PolicyError) as caught:
        loads(text)
    assert kind is None or type(caught.value) is kind
    assert caught.value.expected in str(caught.value)
    return caught.value


def changed(value: Any, *path: str | int, to: object) -> Any:
    """Give the document of a value with one place of it changed."""
    tree = document(value)
    here = tree["value"]
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = to
    return tree


def forced(value: Any, name: str, held: object) -> Any:
    """Give a copy whose field holds what its checks would not let in."""
    twin = copy.copy(value)
    object.__setattr__(twin, name, held)
    return twin


# There and back


def same_throughout(one: object, other: object) -> bool:
    """Compare two values with all they hold, bases and caches included."""
    return [(type(each), contents(each)) for each in reached(one)] == [
        (type(each), contents(each)) for each in reached(other)
    ]


@every_value
@pytest.mark.parametrize("indent", [None, 0, 2])
def test_what_is_loaded_is_what_was_dumped(value: Any, indent: int | None) -> None:
    text = dumps(value, indent=indent)
    for given in (text, text.encode(), f" \n{text}\t\r\n"):
        twin = loads(given)
        assert twin == value
        assert repr(twin) == repr(value)
        assert same_throughout(twin, value)
        assert dumps(twin, indent=indent) == text
        assert same_throughout(pickle.loads(pickle.dumps(twin)), value)  # noqa: S301


def test_every_public_value_is_carried() -> None:
    public = [getattr(vbp_policy, name) for name in vbp_policy.__all__]
    values = {each for each in public if isinstance(each, type) and issubclass(each, Value)}
    assert {each.__name__ for each in values - {type(each) for each in PUBLIC}} == set()


@pytest.mark.parametrize("reading", [Reading(), cautious()])
@pytest.mark.parametrize("count", [0, 1, 11])
def test_a_ledger_of_any_length_comes_back(count: int, reading: Reading) -> None:
    held = ledger(*([80] * count), reading=reading)
    assert same_throughout(loads(dumps(held)), held)


def test_an_extended_cycle_comes_back_with_its_basis() -> None:
    """25-1.3b."""
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    longer = extend(CHONGQING_2025_25, cycle, "2026-11-29", decided_on="2026-05-20")
    twin = loads(dumps(longer))
    assert isinstance(twin, Cycle)
    assert twin.basis == longer.basis != cycle.basis
    assert twin.policy_number == CHONGQING_2025_25.number


# What is written, by a slow and obvious second writer


def plain(value: Any, basis: object = ..., *, cited: bool = False) -> object:
    """Give the tree of a value without the tags that name a type."""
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, Decimal | date | YearMonth):
        return str(value)
    if isinstance(value, tuple):
        held = cast("tuple[object, ...]", value)
        return [plain(each, basis, cited=cited) for each in held]
    if isinstance(value, Clause) and cited:
        return value.id
    kind: Any = type(cast("object", value))
    if not attrs.has(kind):
        return value
    names = [field.name for field in attrs.fields(kind) if not field.name.startswith("_")]
    own = getattr(value, "basis") if "basis" in names else basis  # noqa: B009
    return {
        name: plain(
            getattr(value, name),
            own,
            cited=cited or (isinstance(value, Policy) and name == "terms"),
        )
        for name in names
        if name != "basis" or own != basis
    }


def untagged(tree: Any) -> object:
    if isinstance(tree, list):
        return [untagged(each) for each in cast("list[object]", tree)]
    if isinstance(tree, dict):
        held = cast("dict[str, object]", tree)
        if set(held) == {"enum", "name"}:
            return held["name"]
        if len(held) == 1 and set(held) <= {"decimal", "date", "month"}:
            return next(iter(held.values()))
        return {name: untagged(held[name]) for name in held if name != "type"}
    return tree


def in_order(tree: object) -> str:
    return json.dumps(tree, ensure_ascii=False)


@every_value
def test_a_value_is_written_field_by_field(value: Any) -> None:
    tree = document(value)
    assert list(tree) == ["schema", "type", "value"]
    assert (tree["schema"], tree["type"]) == (SCHEMA, type(value).__name__) == (1, tree["type"])
    assert in_order(untagged(tree["value"])) == in_order(plain(value))


@every_value
def test_the_same_value_gives_the_same_text(value: Any) -> None:
    text = dumps(value)
    assert dumps(copy.deepcopy(value)) == text
    assert json.loads(dumps(value, indent=4)) == json.loads(text)
    assert "\n" not in text
    assert "\\u" not in text


def test_a_small_ledger_in_full() -> None:
    """25-2.3d: one basis holds for the ledger and its entries; the cycle has one of its own."""
    tree = document(ledger(100))["value"]
    assert tree.pop("prepayment")["cycle"]["basis"]["clauses"][0]["id"] == "25-1.3a"
    assert [clause["id"] for clause in tree.pop("basis")["clauses"]] == ["25-2.3d", "25-2.3e"]
    assert tree == {
        "window": [str(YearMonth(2026, 6) + number) for number in range(12)],
        "entries": [
            {
                "month": "2026-06",
                "payable": "100.00",
                "opening_balance": "1000.00",
                "offset": "100.00",
                "paid_out": "0.00",
                "closing_balance": "900.00",
                "booked": False,
                "expected": "100.00",
            }
        ],
        "offset_total": "100.00",
        "balance": "900.00",
        "status": "OFFSETTING",
        "return_due": None,
    }


def test_what_does_not_follow_from_the_field_names_itself() -> None:
    terms = document(INVENTED)["value"]["terms"]
    assert terms["cycle"]["length"] == {"type": "FromExecution", "months": 24}
    due = [each["due"] for each in terms["prepayment"]["instalments"]]
    assert due[0] == {"type": "EndOfMonthAfterExecution", "months": 2}
    assert due[1] == {"type": "EndOfProcurementMonth", "number": 9}
    choices = document(Reading.choices()[3])["value"]["choices"]
    assert choices[0] == {"enum": "DebtDay", "name": "UNSHIFTED"}


def test_keys_of_totals_say_which_enum_they_are_of() -> None:
    """25-2.3f."""
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    for district, written in (("渝中区", "渝中区"), (None, None)):
        held = Prepayment("P1", hospital(district=district), Fund.EMPLOYEE, 10, cycle)
        accounts = offset_prepayments(CHONGQING_2025_25, [held], {})
        totals = fund_totals([accounts], by=("district", "grade", "fund"))
        tree = document(totals)["value"]
        assert tree["rows"][0]["key"] == [
            written,
            {"enum": "Grade", "name": "SECONDARY"},
            {"enum": "Fund", "name": "EMPLOYEE"},
        ]
        assert tree["total"]["key"] == []
        assert same_throughout(loads(dumps(totals)), totals)


def test_a_value_of_a_subclass_names_itself() -> None:
    """A span that is a cycle stays one."""
    standard = next(each for each in PUBLIC if type(each) is PaymentStandard)
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30", reading=cautious())
    over = attrs.evolve(standard, in_force=cycle)
    tree = document(over)["value"]["in_force"]
    assert list(tree)[:2] == ["type", "first_day"]
    assert tree["type"] == "Cycle"
    assert same_throughout(loads(dumps(over)), over)
    assert "type" not in document(standard)["value"]["in_force"]


# The basis stands once


def bases_in(tree: Any) -> int:
    if isinstance(tree, list):
        return sum(map(bases_in, cast("list[object]", tree)))
    if isinstance(tree, dict):
        held = cast("dict[str, object]", tree)
        return ("basis" in held) + sum(map(bases_in, held.values()))
    return 0


def test_a_basis_is_written_where_it_differs_from_the_one_around_it() -> None:
    assert bases_in(document(LEDGER)) == 2  # the ledger's, and its cycle's
    other = attrs.evolve(LEDGER.entries[1].basis, assumptions=("another",))
    entries = list(LEDGER.entries)
    entries[1] = attrs.evolve(entries[1], basis=other)
    mixed = attrs.evolve(LEDGER, entries=tuple(entries))
    assert bases_in(document(mixed)) == 3
    assert document(mixed)["value"]["entries"][1]["basis"]["assumptions"] == ["another"]
    assert same_throughout(loads(dumps(mixed)), mixed)


def test_parts_take_over_the_very_basis_of_their_owner() -> None:
    twin = loads(dumps(LEDGER))
    assert isinstance(twin, OffsetLedger)
    assert all(entry.basis is twin.basis for entry in twin.entries)


def test_a_basis_that_is_spelled_though_equal_is_refused() -> None:
    basis = document(LEDGER)["value"]["basis"]
    error = refused(changed(LEDGER, "entries", 2, "basis", to=basis), InvalidValueError)
    assert error.field == "entries[2].basis"
    assert error.value == basis
    assert "nothing here" in error.expected


def test_a_value_without_an_owner_has_a_basis() -> None:
    for value in (LEDGER, LEDGER.entries[0], LEDGER.prepayment.cycle):
        tree = document(value)
        del tree["value"]["basis"]
        error = refused(tree, InvalidValueError)
        assert (error.field, error.value) == ("basis", None)
        assert "every field" in error.expected


def test_a_cycle_that_a_caller_made_has_none_and_says_so() -> None:
    own = Cycle("2025-05-30", "2026-05-29")
    assert document(own)["value"]["basis"] is None
    prepayment = attrs.evolve(LEDGER.prepayment, cycle=own)
    for value in (own, prepayment, attrs.evolve(LEDGER, prepayment=prepayment)):
        assert same_throughout(loads(dumps(value)), value)
        assert '"basis":null' in dumps(value)


def test_a_cycle_with_the_basis_around_it_leaves_it_out() -> None:
    basis = LEDGER.prepayment.cycle.basis
    assert basis is not None
    shared = attrs.evolve(LEDGER, basis=basis)
    tree = document(shared)
    assert "basis" not in tree["value"]["prepayment"]["cycle"]
    assert "basis" in tree["value"]["entries"][0]
    assert same_throughout(loads(dumps(shared)), shared)


def test_a_cycles_basis_is_of_its_policy_and_its_reading() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    tree = changed(cycle, "policy_number", to="another")
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("basis.policy_number", CHONGQING_2025_25.number)
    assert "another" in error.expected
    tree = changed(cycle, "reading", "debt_day", to="NEXT_WORKDAY")
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("basis.reading", Reading())
    assert "NEXT_WORKDAY" in error.expected


def test_a_cycle_is_given_a_basis_that_agrees_with_it() -> None:
    made = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    basis = made.basis
    assert basis is not None
    bare = attrs.evolve(made)
    assert bare.basis is None
    assert with_basis(bare, basis) is bare
    assert bare.basis is basis
    for field, other in (("policy_number", "another"), ("reading", cautious())):
        with pytest.raises(InvalidValueError) as caught:
            with_basis(attrs.evolve(made), attrs.evolve(basis, **{field: other}))
        assert (caught.value.field, caught.value.value) == (f"basis.{field}", other)


# A policy's clauses stand once


def test_the_terms_of_a_policy_cite_its_clauses_by_id() -> None:
    tree = document(INVENTED)["value"]
    assert tree["terms"]["cycle"]["clause"] == "3-2"
    assert tree["terms"]["listing"]["renewal_clause"] is None
    assert [clause["id"] for clause in tree["clauses"]] == [each.id for each in INVENTED.clauses]
    assert document(INVENTED.terms.cycle)["value"]["clause"]["id"] == "3-2"  # on their own: whole


def test_a_clause_that_a_policy_does_not_have_is_refused() -> None:
    error = refused(changed(INVENTED, "terms", "offset", "clause", to="9-9"), InvalidValueError)
    assert (error.field, error.value) == ("terms.offset.clause", "9-9")
    assert "among the policy's clauses" in error.expected


def test_terms_within_a_policy_hold_no_clause_in_full() -> None:
    whole = document(INVENTED.clauses[0])["value"]
    error = refused(changed(INVENTED, "terms", "offset", "clause", to=whole), InvalidTypeError)
    assert (error.field, error.value) == ("terms.offset.clause", whole)
    assert error.expected == "a clause's id"
    error = refused(changed(INVENTED, "clauses", 0, to="3-1"), InvalidTypeError)
    assert (error.field, error.expected) == ("clauses[0]", "an object")


def test_a_policys_own_checks_hold() -> None:
    tree = document(INVENTED)
    tree["value"]["clauses"].append(tree["value"]["clauses"][0])
    error = refused(tree, InvalidValueError)
    assert (error.field, error.value) == ("clauses[11].id", "3-1")
    tree = changed(INVENTED, "terms", "prepayment", "instalments", 0, "share", to="0.31")
    error = refused(tree, InvalidValueError)
    assert (error.field, error.clause) == ("terms.prepayment.instalments", "3-3")
    assert "sum to exactly 1" in error.expected


# Values that are added later


class Colour(enum.Enum):
    RED = "red"


@runtime_checkable
class Named(Protocol):
    def __str__(self) -> str: ...


@attrs.frozen(field_transformer=checked)
class Later(Value):
    """A value with every form of field."""

    any_value: Value | None
    figure: str | int | bool | Decimal | date | YearMonth | Colour | Span | None
    calendar: vbp_policy.WorkdayCalendar
    inner: tuple[Value, ...] = ()


@attrs.frozen
class Unwritable(Value):
    """A value with a field of a type that is not carried."""

    table: dict[str, int]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in (Later, Colour, Unwritable):
        monkeypatch.setattr(vbp_policy, kind.__name__, kind, raising=False)
    names = [*vbp_policy.__all__, "Colour", "Later", "Unwritable"]
    monkeypatch.setattr(vbp_policy, "__all__", names)


TABLE = HolidayTable("2025-01-01", "2025-12-31")
FIGURES: list[tuple[Any, object]] = [
    ("x", "x"),
    (1, 1),
    (True, True),
    (None, None),
    (Decimal("1.50"), {"decimal": "1.50"}),
    (date(2025, 5, 30), {"date": "2025-05-30"}),
    (YearMonth(2026, 6), {"month": "2026-06"}),
    (Colour.RED, {"enum": "Colour", "name": "RED"}),
    (
        Span("2025-01-01", "2025-01-02"),
        {"type": "Span", "first_day": "2025-01-01", "last_day": "2025-01-02"},
    ),
]


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(("figure", "tree"), FIGURES)
def test_a_value_added_at_the_root_is_carried(figure: Any, tree: object) -> None:
    made = Later(
        LEDGER, figure, TABLE, (Later(None, None, TABLE), Later(YearMonth(1, 1), 1, TABLE))
    )
    written = document(made)["value"]
    assert repr(written["figure"]) == repr(tree)
    assert written["any_value"]["type"] == "OffsetLedger"
    assert written["calendar"]["type"] == "HolidayTable"
    assert written["inner"][1]["any_value"] == {"month": "0001-01"}
    assert same_throughout(loads(dumps(made)), made)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    ("field", "to", "path"),
    [
        ("figure", {"decimal": "1", "date": "2025-05-30"}, "figure.date"),
        ("figure", {"decimal": 1}, "figure.decimal"),
        ("figure", {"decimal": "01"}, "figure.decimal"),
        ("figure", {"month": "2026-6"}, "figure.month"),
        ("figure", {"type": "YearMonth", "year": 2026, "month": 6}, "figure.type"),
        ("figure", {"type": "Institution"}, "figure.code"),
        ("figure", "\ud800", "figure"),
        ("figure", 2**53, "figure"),
        ("figure", 1.5, "figure"),
        ("figure", [], "figure"),
        ("any_value", 1, "any_value"),
        ("any_value", {"enum": "Fund", "name": "EMPLOYEE"}, "any_value"),
        (
            "calendar",
            {"type": "Span", "first_day": "2025-01-01", "last_day": "2025-01-02"},
            "calendar",
        ),
    ],
)
def test_what_is_not_of_an_abstract_type_is_refused(field: str, to: object, path: str) -> None:
    assert refused(changed(Later(None, 1, TABLE), field, to=to)).field == path


@pytest.mark.usefixtures("later")
def test_a_public_value_of_an_abstract_type_may_still_not_be_carried() -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(Later(None, 1, mainland_china()))
    assert (caught.value.field, caught.value.value) == ("calendar", mainland_china())
    assert "a public value" in caught.value.expected


@pytest.mark.usefixtures("later")
def test_a_type_that_is_not_carried_is_refused_both_ways() -> None:
    with pytest.raises(InvalidTypeError) as caught:
        dumps(Unwritable({}))
    assert (caught.value.field, caught.value.value) == ("table", dict[str, int])
    assert "tuples of them" in caught.value.expected
    error = refused({"schema": 1, "type": "Unwritable", "value": {"table": {}}}, InvalidTypeError)
    assert error.field == "table"


@pytest.mark.parametrize(
    "hint",
    [
        *(float, bytes, dict, list, complex, type, tuple, Mapping[str, int], tuple[int, str]),
        *(int | tuple[str, ...], list[int] | None, TypeVar("T"), "int"),
    ],
)
@pytest.mark.parametrize("held", [1.5, b"x", {}, [1], 1j, object(), int])
def test_what_has_no_form_is_never_written(hint: Any, held: Any) -> None:
    with pytest.raises(InvalidTypeError):
        json_values.write(held, hint)
    with pytest.raises(PolicyError):
        json_values.read(held, hint)


def test_private_fields_are_not_written() -> None:
    assert [part.name for part in parts_of(vbp_policy.SelectionResults)] == ["selected", "renewals"]
    assert "_by_code" not in "".join(map(dumps, PUBLIC))


# The host's settings never matter


@pytest.mark.parametrize(
    "context",
    [
        decimal.Context(prec=1),
        decimal.Context(prec=3, rounding=decimal.ROUND_UP, capitals=0),
        decimal.Context(prec=28, traps=list(decimal.Context().flags)),
        decimal.Context(prec=2, Emin=-1, Emax=1, clamp=1, traps=[]),
    ],
    ids=str,
)
def test_any_decimal_context(context: decimal.Context) -> None:
    texts = [dumps(value) for value in PUBLIC]
    with decimal.localcontext(context) as ambient:
        before = str(ambient.copy())
        assert [dumps(value) for value in PUBLIC] == texts
        assert [dumps(loads(text)) for text in texts] == texts
        assert str(ambient) == before


def test_threads_do_not_meet() -> None:
    policy, held = dumps(INVENTED), dumps(LEDGER)
    seen: list[bool] = []

    def run() -> None:
        seen.extend(dumps(loads(policy)) == policy and dumps(loads(held)) == held for _ in range(9))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 36


def test_after_a_refusal_nothing_is_left_behind() -> None:
    """What holds within a value is forgotten when reading or writing it fails."""
    refused(changed(INVENTED, "terms", "offset", "clause", to="9-9"))
    refused(changed(LEDGER, "entries", 1, "offset", to="1"))
    with pytest.raises(InvalidTypeError):
        dumps(forced(LEDGER, "window", None))
    assert same_throughout(loads(dumps(INVENTED.terms.cycle)), INVENTED.terms.cycle)
    tree = document(LEDGER.entries[0])
    del tree["value"]["basis"]
    assert refused(tree).field == "basis"


def test_without_cattrs_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    text = dumps(LEDGER)
    vars(json_values)["_converter"].cache_clear()
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "cattrs", None)
        for run in (lambda: dumps(LEDGER), lambda: loads(text)):
            with pytest.raises(MissingExtraError) as caught:
                run()
            assert caught.value == MissingExtraError(
                field="json", value="cattrs", expected="the extra: pip install 'vbp_policy[json]'"
            )
    assert loads(text) == LEDGER


def test_the_root_does_not_load_cattrs() -> None:
    code = (
        "import sys, vbp_policy; from vbp_policy import *; "
        "import vbp_policy.interop.json as j; j.json_schema(); assert 'cattrs' not in sys.modules; "
        "j.dumps(Span('2025-01-01', '2025-01-02')); assert 'cattrs' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_two_vendored_copies_exchange_json(tmp_path: Path) -> None:
    source = Path(vbp_policy.__file__).parent
    for name in ("first", "second"):
        skipped = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, tmp_path / name / "_vendor" / "rules", ignore=skipped)
        (tmp_path / name / "__init__.py").touch()
        (tmp_path / name / "_vendor" / "__init__.py").touch()
    (tmp_path / "text.json").write_text(dumps(LEDGER), encoding="utf-8")
    code = """
import sys
sys.modules["vbp_policy"] = None
from pathlib import Path
from first._vendor.rules.interop import json as first
from second._vendor.rules import PolicyError, OffsetLedger
from second._vendor.rules.interop import json as second
text = Path("text.json").read_text(encoding="utf-8")
one = first.loads(text)
other = second.loads(first.dumps(one))
assert type(other) is OffsetLedger is not type(one)
assert second.dumps(other) == text
try:
    second.dumps(one)
except PolicyError as error:
    print(error.field, end="")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, cwd=tmp_path, text=True
    )
    assert done.stdout == "value"


# The page that documents the format


PAGE = Path(__file__).parent.parent / "docs" / "json.md"


def blocks_of(page: str) -> list[str]:
    return [each.split("```")[0] for each in page.split("```json\n")[1:]]


def test_the_documents_on_the_page_can_be_loaded() -> None:
    page = PAGE.read_text(encoding="utf-8")
    values = [loads(text) for text in blocks_of(page)]
    for text, value in zip(blocks_of(page), values, strict=True):
        assert json.loads(dumps(value)) == json.loads(text)
    assert {type(value) for value in values} == {HolidayTable, Policy}
    for figure in (f"{MOST_BYTES // 2**20} MiB", f"{MOST_DEPTH} deep", f'"schema": {SCHEMA}'):
        assert figure in page


def test_the_notice_on_the_page_is_one_that_rules_take() -> None:
    (policy,) = [
        each
        for each in map(loads, blocks_of(PAGE.read_text(encoding="utf-8")))
        if isinstance(each, Policy)
    ]
    cycle = procurement_cycle(policy, "2031-03-15")
    schedule = prepayment_schedule(policy, cycle, 1_000_000)
    assert [(str(each.amount), str(each.due)) for each in schedule.instalments] == [
        ("600000.00", "2031-04-30"),
        ("400000.00", "2031-09-30"),
    ]
    assert same_throughout(loads(dumps(schedule)), schedule)
    error = refused(changed(policy, "terms", "offset", "clause", to="M-9"))
    assert str(error) in PAGE.read_text(encoding="utf-8")


def test_a_basis_on_its_own_is_a_document() -> None:
    basis = LEDGER.basis
    assert isinstance(loads(dumps(basis)), Basis)
    assert document(basis)["value"]["clauses"][0]["id"] == "25-2.3d"
