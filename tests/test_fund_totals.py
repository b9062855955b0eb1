"""Totals by district, fund and the like: every row reconciles, and so do the rows together."""

from collections.abc import Callable
from decimal import Context, Decimal, Inexact, localcontext
from functools import partial
from itertools import permutations
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from strategies import payables, small_totals
from vbp_policy import (
    Basis,
    Fund,
    FundAccounts,
    FundTotal,
    FundTotals,
    Grade,
    Institution,
    InstitutionKind,
    InvalidTypeError,
    InvalidValueError,
    Policy,
    PolicyError,
    Prepayment,
    Reading,
    ReturnClock,
    YearMonth,
    fund_totals,
    offset_prepayments,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_25

EMPLOYEE, RESIDENT = Fund.EMPLOYEE, Fund.RESIDENT
NAMES = ("district", "institution", "kind", "grade", "fund")
FIGURES = ("prepaid", "payable", "offset", "paid_out", "balance", "return_due")
MOST = Decimal("999999999999999.99")
RECOMMENDED = Reading()

Flows = list[Decimal | int]

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def institution(
    code: str,
    district: str | None = None,
    kind: InstitutionKind = InstitutionKind.PUBLIC,
    grade: Grade = Grade.SECONDARY,
) -> Institution:
    return Institution(code, "医院", kind=kind, grade=grade, designated=True, district=district)


def accounts_of(
    where: Institution,
    prepaid: dict[Fund, Decimal | int],
    flows: dict[Fund, Flows],
    *,
    policy: Policy = CHONGQING_2025_25,
    reading: Reading = RECOMMENDED,
) -> FundAccounts:
    """One prepayment a fund, its payables from the window's first month on."""
    start = "2025-05-30" if policy is CHONGQING_2025_25 else "2030-03-15"
    first = YearMonth(2026, 6) if policy is CHONGQING_2025_25 else YearMonth(2032, 5)
    cycle = procurement_cycle(policy, start, reading=reading)
    return offset_prepayments(
        policy,
        [
            Prepayment(f"{where.code}-{fund.name}", where, fund, amount, cycle)
            for fund, amount in prepaid.items()
        ],
        {
            fund: {first + number: flow for number, flow in enumerate(each)}
            for fund, each in flows.items()
        },
    )


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


def figures(row: FundTotal) -> dict[str, Decimal]:
    return {name: getattr(row, name) for name in FIGURES}


NOWHERE = accounts_of(
    institution("H9", None, InstitutionKind.MILITARY, Grade.TERTIARY),
    {EMPLOYEE: 100},
    {EMPLOYEE: [5] * 12},  # 40 of the balance goes back
)
YONGCHUAN = accounts_of(
    institution("H1", "永川区"),
    {RESIDENT: 50, EMPLOYEE: 100},
    {EMPLOYEE: [30, -7, 90], RESIDENT: [20]},
)
YUZHONG = accounts_of(
    institution("H2", "渝中区", grade=Grade.PRIMARY), {RESIDENT: 60}, {RESIDENT: [10, 10]}
)
YONGCHUAN_TOO = accounts_of(
    institution("H10", "永川区", InstitutionKind.PRIVATE), {EMPLOYEE: 8}, {EMPLOYEE: [3]}
)
ALL = [NOWHERE, YONGCHUAN, YUZHONG, YONGCHUAN_TOO]


def test_totals_by_district_and_fund() -> None:
    totals = fund_totals(ALL)
    assert totals.by == ("district", "fund")
    assert [
        (row.key, row.prepayments, *map(int, figures(row).values())) for row in totals.rows
    ] == [
        # prepaid, payable, offset, paid out, balance, return due
        (("永川区", EMPLOYEE), 2, 108, 116, 103, 13, 5, 0),
        (("永川区", RESIDENT), 1, 50, 20, 20, 0, 30, 0),
        (("渝中区", RESIDENT), 1, 60, 20, 20, 0, 40, 0),
        ((None, EMPLOYEE), 1, 100, 60, 60, 0, 40, 40),
    ]
    assert totals.total == FundTotal((), 5, 318, 216, 203, 13, 115, 40, basis=totals.basis)
    assert {str(value)[-3:] for row in totals.rows for value in figures(row).values()} == {".00"}


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ((), [()]),
        (("district",), [("永川区",), ("渝中区",), (None,)]),
        (("fund",), [(EMPLOYEE,), (RESIDENT,)]),
        # codes are texts
        (("institution",), [("H1",), ("H10",), ("H2",), ("H9",)]),
        # kinds and grades in the order of their terms
        (
            ("kind",),
            [(InstitutionKind.PUBLIC,), (InstitutionKind.MILITARY,), (InstitutionKind.PRIVATE,)],
        ),
        (("grade",), [(Grade.TERTIARY,), (Grade.SECONDARY,), (Grade.PRIMARY,)]),
        (
            ("fund", "district"),
            [
                (EMPLOYEE, "永川区"),
                (EMPLOYEE, None),
                (RESIDENT, "永川区"),
                (RESIDENT, "渝中区"),
            ],
        ),
    ],
)
def test_rows_are_in_the_order_of_their_keys_and_no_district_comes_last(
    by: tuple[str, ...], keys: list[tuple[object, ...]]
) -> None:
    for given_order in (ALL, ALL[::-1]):
        totals = fund_totals(given_order, by=by)
        assert [row.key for row in totals.rows] == keys
        assert totals.by == by


@pytest.mark.parametrize("count", range(len(NAMES) + 1))
def test_every_row_reconciles_and_the_rows_make_the_total_by_any_names(count: int) -> None:
    for by in permutations(NAMES, count):
        totals = fund_totals(ALL, by=by)
        assert_reconciles(totals)
        assert totals.total == TOTALS.total


def assert_reconciles(totals: FundTotals) -> None:
    for row in (*totals.rows, totals.total):
        assert row.prepaid == row.offset + row.balance
        assert row.payable == row.offset + row.paid_out
        assert 0 <= row.return_due <= row.balance
    for name in FIGURES:
        rows = sum((getattr(row, name) for row in totals.rows), Decimal(0))
        assert getattr(totals.total, name) == rows
    assert totals.total.prepayments == sum(row.prepayments for row in totals.rows)
    assert len({row.key for row in totals.rows}) == len(totals.rows)


flows = st.lists(payables, max_size=6)


@st.composite
def many_accounts(draw: st.DrawFn) -> list[FundAccounts]:
    """Accounts of some institutions, each with one fund or both."""
    given_accounts: list[FundAccounts] = []
    for number in range(draw(st.integers(1, 4))):
        where = institution(
            f"H{number}",
            draw(st.sampled_from([None, "永川区", "渝中区"])),
            draw(st.sampled_from(InstitutionKind)),
            draw(st.sampled_from(Grade)),
        )
        prepaid = draw(st.dictionaries(st.sampled_from(Fund), small_totals, min_size=1))
        paid: dict[Fund, Flows] = {fund: list(draw(flows)) for fund in prepaid}
        given_accounts.append(accounts_of(where, dict(prepaid), paid))
    return given_accounts


def read(account: FundAccounts, fund: Fund, name: str) -> object:
    """What a field named in `by` means."""
    where = account.institution
    meanings: dict[str, object] = {
        "district": where.district,
        "institution": where.code,
        "kind": where.kind,
        "grade": where.grade,
        "fund": fund,
    }
    return meanings[name]


@given(many_accounts(), st.permutations(NAMES), st.integers(0, 5))
def test_totals_agree_with_adding_up_ledger_by_ledger(
    given_accounts: list[FundAccounts], names: list[str], count: int
) -> None:
    by = tuple(names[:count])
    expected: dict[tuple[object, ...], dict[str, Decimal]] = {}
    for account in given_accounts:
        for ledger in account.ledgers.values():
            fund = ledger.prepayment.fund
            key = tuple(read(account, fund, name) for name in by)
            row = expected.setdefault(key, dict.fromkeys(FIGURES, Decimal(0)))
            row["prepaid"] += ledger.prepayment.amount
            row["offset"] += ledger.offset_total
            row["balance"] += ledger.balance
            row["return_due"] += ledger.return_due.amount if ledger.return_due else 0
            # one prepayment a fund, so that a month's payable is its ledger's
            row["payable"] += sum(entry.payable for entry in ledger.entries)
            row["paid_out"] += sum(entry.paid_out for entry in ledger.entries)

    totals = fund_totals(iter(given_accounts), by=iter(by))
    assert {row.key: figures(row) for row in totals.rows} == expected
    assert_reconciles(totals)


@given(many_accounts(), st.randoms(use_true_random=False))
def test_the_order_of_the_accounts_does_not_matter(
    given_accounts: list[FundAccounts], random: Any
) -> None:
    shuffled = list(given_accounts)
    random.shuffle(shuffled)
    again, totals = fund_totals(shuffled), fund_totals(given_accounts)
    assert again == totals
    assert again.basis == totals.basis


def test_a_months_payable_counts_once_though_several_prepayments_share_it() -> None:
    where = institution("H1", "永川区")
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    accounts = offset_prepayments(
        CHONGQING_2025_25,
        [Prepayment(name, where, EMPLOYEE, 100, cycle) for name in ("A", "B", "C")],
        {EMPLOYEE: {"2026-06": 130}},
    )
    (row,) = fund_totals([accounts]).rows
    assert (row.prepayments, *map(int, figures(row).values())) == (3, 300, 130, 130, 0, 170, 0)


def test_a_fund_whose_payables_are_empty_and_that_prepaid_nothing_adds_nothing() -> None:
    accounts = accounts_of(institution("H1"), {EMPLOYEE: 100}, {EMPLOYEE: [1], RESIDENT: []})
    assert figures(fund_totals([accounts]).total) == figures(
        fund_totals([accounts_of(institution("H1"), {EMPLOYEE: 100}, {EMPLOYEE: [1]})]).total
    )


def test_an_invented_notices_accounts_add_up_likewise() -> None:
    given_accounts = [
        accounts_of(
            institution(f"H{number}", "渝中区"),
            {EMPLOYEE: 100, RESIDENT: 10 * number},
            {EMPLOYEE: [2] * 18, RESIDENT: [7] * 3},
            policy=INVENTED,
        )
        for number in (1, 2, 3)
    ]
    totals = fund_totals(given_accounts)
    assert_reconciles(totals)
    assert [(row.key[1], int(row.offset), int(row.return_due)) for row in totals.rows] == [
        (EMPLOYEE, 108, 192),
        (RESIDENT, 10 + 20 + 21, 0),
    ]
    assert totals.basis.policy_number == INVENTED.number


# The bound of an amount


def large(code: str, prepaid: Decimal | int, paid: Flows) -> FundAccounts:
    return accounts_of(institution(code), {EMPLOYEE: prepaid}, {EMPLOYEE: paid})


@pytest.mark.parametrize(
    ("given_accounts", "field", "value"),
    [
        (
            [large("H1", MOST, []), large("H2", Decimal("0.01"), [])],
            "prepaid",
            "1000000000000000.00",
        ),
        ([large("H1", MOST, []), large("H2", MOST, [])], "prepaid", "1999999999999999.98"),
        ([large("H1", 1, [MOST, Decimal("0.01")])], "payable", "1000000000000000.00"),
        ([large("H1", 1, [-MOST, Decimal("-0.01")])], "payable", "-1000000000000000.00"),
        # all in all −MOST is payable, but of it 1.00 was offset
        ([large("H1", 1, [-MOST, 1, -1])], "paid_out", "-1000000000000000.99"),
    ],
)
def test_a_sum_past_the_bound_of_an_amount_is_refused(
    given_accounts: list[FundAccounts], field: str, value: str
) -> None:
    error = refusal(lambda: fund_totals(given_accounts), InvalidValueError)
    assert (error.field, str(error.value)) == (field, value)
    assert "below 10^15" in error.expected


def test_a_sum_at_the_bound_of_an_amount_is_given() -> None:
    fen = Decimal("0.01")
    totals = fund_totals(
        [large("H1", MOST - fen, [MOST - fen]), large("H2", fen, [fen])], by=("institution",)
    )
    assert {name: getattr(totals.total, name) for name in ("prepaid", "payable", "offset")} == {
        "prepaid": MOST,
        "payable": MOST,
        "offset": MOST,
    }


def test_a_total_past_the_bound_is_refused_though_every_row_is_within_it() -> None:
    given_accounts = [large("H1", MOST, []), large("H2", MOST, [])]
    refusal(lambda: fund_totals(given_accounts, by=("institution",)), InvalidValueError)


# What is refused


@pytest.mark.parametrize(
    ("by", "kind"),
    [
        ("district", InvalidTypeError),
        (None, InvalidTypeError),
        (("region",), InvalidValueError),
        (("district", "district"), InvalidValueError),
        (("District",), InvalidValueError),
    ],
)
def test_by_is_distinct_names_of_what_there_is(by: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: fund_totals(ALL, by=untyped(by)), kind)
    assert (error.field, error.value, error.clause) == ("by", by, None)
    assert "distinct names among district, institution, kind, grade, fund" in error.expected


@pytest.mark.parametrize("name", [["district"], Fund.EMPLOYEE, None])  # a list has no hash
def test_a_name_in_by_that_is_no_text_is_refused(name: object) -> None:
    error = refusal(lambda: fund_totals(ALL, by=untyped(("fund", name))), InvalidTypeError)
    assert (error.field, error.value, error.expected) == ("by[1]", name, "str")


CYCLE_END = accounts_of(
    institution("H7"), {EMPLOYEE: 1}, {}, reading=Reading(return_clock=ReturnClock.CYCLE_END)
)
OTHER_NOTICE = accounts_of(institution("H8"), {EMPLOYEE: 1}, {}, policy=INVENTED)


@pytest.mark.parametrize(
    ("given_accounts", "kind", "field", "accepted"),
    [
        ([], InvalidValueError, "accounts", "at least one account"),
        (None, InvalidTypeError, "accounts", "an iterable of FundAccounts"),
        (NOWHERE, InvalidTypeError, "accounts", "an iterable of FundAccounts"),
        ([NOWHERE, None], InvalidTypeError, "accounts[1]", "FundAccounts"),
        (
            [NOWHERE, YUZHONG, NOWHERE],
            InvalidValueError,
            "accounts[2].institution",
            "institution once",
        ),
        ([NOWHERE, CYCLE_END], InvalidValueError, "accounts[1].basis", "and one reading"),
        ([NOWHERE, OTHER_NOTICE], InvalidValueError, "accounts[1].basis", "one policy and"),
    ],
)
def test_accounts_that_cannot_be_added_up_are_refused(
    given_accounts: Any, kind: type[PolicyError], field: str, accepted: str
) -> None:
    error = refusal(lambda: fund_totals(given_accounts), kind)
    assert error.field == field
    assert accepted in error.expected
    if field.endswith(".basis"):
        basis = given_accounts[1].basis
        assert error.value == (basis.policy_number, basis.reading)
    if given_accounts == []:
        assert error.value == ()


def test_an_institution_that_comes_twice_is_named() -> None:
    """Its months would count twice, under whatever references."""
    for pair in ([NOWHERE, NOWHERE], [NOWHERE, evolve(NOWHERE, accounts=())]):
        error = refusal(partial(fund_totals, pair), InvalidValueError)
        assert error.value == "H9"


def test_two_institutions_may_number_their_prepayments_alike() -> None:
    cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    both = [
        offset_prepayments(
            CHONGQING_2025_25, [Prepayment("2025-0001", institution(code), EMPLOYEE, 9, cycle)], {}
        )
        for code in ("H21", "H22")
    ]
    assert fund_totals(both).total.prepaid == Decimal(18)


# Values

TOTALS = fund_totals(ALL)
ROW = TOTALS.rows[-1]  # prepaid 100, payable 60, offset 60, paid out 0, balance 40, to return 40
FEN = Decimal("0.01")


@pytest.mark.parametrize("amiss", [FEN, -FEN])
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("prepaid", "prepaid"),
        ("payable", "payable"),
        ("offset", "prepaid"),
        ("paid_out", "payable"),
        ("balance", "prepaid"),
    ],
)
def test_a_row_a_fen_amiss_is_refused(name: str, field: str, amiss: Decimal) -> None:
    error = refusal(lambda: evolve(ROW, **{name: getattr(ROW, name) + amiss}), InvalidValueError)
    assert (error.field, error.value) == (field, getattr(ROW, field) + amiss * (field == name))
    assert "the sum of offset and" in error.expected


@pytest.mark.parametrize(
    ("changes", "kind", "field", "accepted"),
    [
        ({"return_due": "40.01"}, InvalidValueError, "return_due", "not above the balance"),
        ({"return_due": "-0.01"}, InvalidValueError, "return_due", "not below 0.00"),
        ({"prepaid": 20, "balance": -40}, InvalidValueError, "balance", "not below 0.00"),
        ({"prepayments": -1}, InvalidValueError, "prepayments", "from 0"),
        ({"prepayments": "1"}, InvalidTypeError, "prepayments", "int"),
        ({"key": [1]}, InvalidTypeError, "key[0]", "str"),
        ({"key": "永川区"}, InvalidTypeError, "key", "iterable"),
        ({"offset": 60.0}, InvalidTypeError, "offset", "finite Decimal"),
        ({"basis": None}, InvalidTypeError, "basis", "Basis"),
    ],
)
def test_a_row_that_cannot_be_is_refused(
    changes: dict[str, object], kind: type[PolicyError], field: str, accepted: str
) -> None:
    error = refusal(lambda: evolve(ROW, **changes), kind)
    assert error.field == field
    assert accepted in error.expected
    if kind is InvalidValueError:
        assert Decimal(str(error.value)) == Decimal(str(changes[field]))


@pytest.mark.parametrize("return_due", [0, "39.99", 40])
def test_a_row_returns_all_or_part_of_its_balance(return_due: int | str) -> None:
    assert evolve(ROW, return_due=return_due).return_due == Decimal(return_due)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prepaid": 319, "balance": 116}, "total.prepaid"),
        ({"payable": 217, "paid_out": 14}, "total.payable"),
        ({"prepaid": 317, "payable": 215, "offset": 202}, "total.prepaid"),
        ({"balance": 114, "offset": 204, "payable": 217}, "total.payable"),
        ({"balance": 114, "offset": 204, "paid_out": 12}, "total.offset"),
        ({"return_due": 41}, "total.return_due"),
        ({"return_due": 0}, "total.return_due"),
        ({"prepayments": 6}, "total.prepayments"),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_rows_is_refused(
    changes: dict[str, object], field: str
) -> None:
    total = evolve(TOTALS.total, **changes)
    error = refusal(lambda: evolve(TOTALS, total=total), InvalidValueError)
    assert (error.field, error.value) == (field, getattr(total, field.removeprefix("total.")))
    assert "the sum of the rows" in error.expected


def test_no_decimal_context_reaches_the_sum_of_the_rows() -> None:
    with localcontext(Context(prec=1, traps=[Inexact])):
        assert evolve(TOTALS) == TOTALS


@pytest.mark.parametrize("rows", [TOTALS.rows[1:], (*TOTALS.rows, ROW), ()])
def test_rows_that_do_not_make_the_total_are_refused(rows: tuple[FundTotal, ...]) -> None:
    error = refusal(lambda: evolve(TOTALS, rows=rows), InvalidValueError)
    assert error.field == "total.prepaid"


def test_rows_whose_keys_are_not_by_the_names_are_refused() -> None:
    error = refusal(lambda: evolve(TOTALS, by=("district",)), InvalidValueError)
    assert (error.field, error.value) == ("rows", ("永川区", EMPLOYEE))
    assert "('district',)" in error.expected


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"by": "district"}, "by"),
        ({"by": [1]}, "by[0]"),
        ({"rows": [None]}, "rows[0]"),
        ({"total": None}, "total"),
        ({"basis": None}, "basis"),
    ],
)
def test_totals_check_the_type_of_every_field(changes: dict[str, object], field: str) -> None:
    assert refusal(lambda: evolve(TOTALS, **changes), InvalidTypeError).field == field


@given(many_accounts(), st.permutations(NAMES), st.integers(0, 5))
def test_what_the_rule_makes_the_public_constructors_make_too(
    given_accounts: list[FundAccounts], names: list[str], count: int
) -> None:
    totals = fund_totals(given_accounts, by=names[:count])
    rebuilt = evolve(totals, rows=[evolve(row) for row in totals.rows], total=evolve(totals.total))
    assert rebuilt == totals
    assert repr(rebuilt) == repr(totals)
    assert hash(rebuilt) == hash(totals)


@pytest.mark.parametrize("given_accounts", [ALL, [CYCLE_END], [OTHER_NOTICE]])
def test_every_row_says_where_it_comes_from(given_accounts: list[FundAccounts]) -> None:
    totals = fund_totals(given_accounts)
    parts: list[Any] = [totals, totals.total, *totals.rows]
    for part in parts:
        assert part.basis == given_accounts[0].basis
    assert {clause.id for clause in TOTALS.basis.clauses} == {"25-2.3d", "25-2.3e"}
    assert TOTALS.basis.policy_number == CHONGQING_2025_25.number
    assert TOTALS.basis.reading == RECOMMENDED


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    other = Basis("other", (), Reading(), ("something",))
    values: list[object] = [TOTALS, *TOTALS.rows, TOTALS.total]
    for value in values:
        assert evolve(value, basis=other) == value
        assert hash(evolve(value, basis=other)) == hash(value)
