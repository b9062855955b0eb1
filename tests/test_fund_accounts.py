"""25号 25-2.3d with 25-2.3f: several prepayments of one institution, each against its own fund."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from operator import attrgetter
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from slow_ledger import (
    Month,
    SlowFund,
    SlowPrepayment,
    decimal,
    period_end,
    window,
    window_by_cycle_end,
)
from strategies import hospital, payables, small_totals, yuan
from vbp_policy import (
    Basis,
    Cycle,
    Fund,
    FundAccount,
    FundAccounts,
    FundMonth,
    FundOffset,
    InvalidTypeError,
    InvalidValueError,
    LastDay,
    NotProvidedError,
    OffsetStatus,
    Policy,
    PolicyError,
    Prepayment,
    Reading,
    ReturnClock,
    ReturnDue,
    UntilDay,
    YearMonth,
    extend,
    offset_prepayment,
    offset_prepayments,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.testing import readings

RECOMMENDED = Reading()
EMPLOYEE, RESIDENT = Fund.EMPLOYEE, Fund.RESIDENT

Amounts = Mapping[str, Decimal | int | str]

evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def prepaid(
    reference: str,
    amount: Decimal | int | str = 100,
    execution_date: str = "2025-05-30",
    *,
    fund: Fund = EMPLOYEE,
    policy: Policy = CHONGQING_2025_25,
    reading: Reading = RECOMMENDED,
) -> Prepayment:
    cycle = procurement_cycle(policy, execution_date, reading=reading)
    return Prepayment(reference, hospital(), fund, amount, cycle)


def months(first: str, *values: Decimal | int | str) -> Amounts:
    """Values from a month on."""
    start = YearMonth.parse(first)
    return {str(start + number): value for number, value in enumerate(values)}


def accounts_of(
    prepayments: list[Prepayment],
    given_payables: Mapping[Fund, Amounts],
    booked: Mapping[str, Amounts] | None = None,
) -> FundAccounts:
    return offset_prepayments(CHONGQING_2025_25, prepayments, given_payables, booked=booked)


def column(accounts: FundAccounts, reference: str, name: str) -> list[Decimal]:
    return [getattr(entry, name) for entry in accounts.ledgers[reference].entries]


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


# Two prepayments of one fund

# OLD is offset from 2026-06 to 2027-05, NEW from 2026-09 to 2027-08.
OLD = prepaid("Z-old", 1000)
NEW = prepaid("A-new", 500, "2025-08-15")
FLOWS = months("2026-06", 300, -50, 400, 600, 100, 600)


def test_25_2_3d_the_oldest_window_comes_first_and_the_next_takes_what_it_leaves() -> None:
    accounts = accounts_of([NEW, OLD], {EMPLOYEE: FLOWS})
    assert column(accounts, "Z-old", "payable") == [300, -50, 400, 600, 100, 600]
    assert column(accounts, "Z-old", "offset") == [300, 0, 400, 300, 0, 0]
    assert column(accounts, "A-new", "payable") == [300, 100, 600]
    assert column(accounts, "A-new", "offset") == [300, 100, 100]
    assert [str(entry.month) for entry in accounts.ledgers["A-new"].entries] == [
        "2026-09",
        "2026-10",
        "2026-11",
    ]
    assert {name: each.status for name, each in accounts.ledgers.items()} == {
        "Z-old": OffsetStatus.CLEARED,
        "A-new": OffsetStatus.CLEARED,
    }


def test_25_2_3d_a_funds_months_show_what_each_prepayment_took_and_what_was_paid_out() -> None:
    held = accounts_of([NEW, OLD], {EMPLOYEE: FLOWS}).months(EMPLOYEE)
    assert [str(each.month) for each in held] == list(FLOWS)
    assert [each.payable for each in held] == [300, -50, 400, 600, 100, 600]
    assert [each.paid_out for each in held] == [0, -50, 0, 0, 0, 500]
    assert [dict(each.offsets) for each in held] == [
        {"Z-old": Decimal(300)},
        {"Z-old": Decimal(0)},
        {"Z-old": Decimal(400)},
        {"Z-old": Decimal(300), "A-new": Decimal(300)},
        {"Z-old": Decimal(0), "A-new": Decimal(100)},
        {"Z-old": Decimal(0), "A-new": Decimal(100)},
    ]


@pytest.mark.parametrize(
    ("references", "first"), [(("P1", "P2"), "P1"), (("P9", "P10"), "P10"), (("b", "B"), "B")]
)
def test_25_2_3d_of_one_window_the_reference_decides(
    references: tuple[str, str], first: str
) -> None:
    prepayments = [prepaid(reference) for reference in references]
    for given_order in (prepayments, prepayments[::-1]):
        accounts = accounts_of(given_order, {EMPLOYEE: {"2026-06": 130}})
        assert column(accounts, first, "offset") == [100]
        (other,) = set(references) - {first}
        assert column(accounts, other, "offset") == [30]


def test_25_2_3d_of_windows_that_start_together_the_reference_decides_though_one_is_older() -> None:
    # cycles that end on 2026-05-29 and 2026-05-31 both leave June as the first month
    prepayments = [prepaid("B", 100, "2025-05-30"), prepaid("A", 100, "2025-06-01")]
    accounts = accounts_of(prepayments, {EMPLOYEE: {"2026-06": 130}})
    assert dict(accounts.months(EMPLOYEE)[0].offsets) == {"A": 100, "B": 30}


def test_25_2_3e_each_prepayment_goes_back_when_its_own_window_is_over() -> None:
    accounts = accounts_of([OLD, NEW], {EMPLOYEE: months("2026-06", *[10] * 12)})
    assert accounts.ledgers["Z-old"].return_due == ReturnDue(
        880, EMPLOYEE, "2027-06-01", basis=accounts.basis
    )
    assert accounts.ledgers["A-new"].status is OffsetStatus.OFFSETTING

    longer = accounts_of([OLD, NEW], {EMPLOYEE: months("2026-06", *[10] * 15)})
    assert column(longer, "A-new", "payable") == [0] * 9 + [10] * 3
    assert longer.ledgers["Z-old"] == accounts.ledgers["Z-old"]
    assert longer.ledgers["A-new"].return_due == ReturnDue(
        470, EMPLOYEE, "2027-09-01", basis=accounts.basis
    )


# Funds


def test_25_2_3f_funds_never_mix() -> None:
    employee, resident = prepaid("E", 100), prepaid("R", 100, fund=RESIDENT)
    flows = {EMPLOYEE: months("2026-06", 30, 20), RESIDENT: months("2026-06", 5)}
    accounts = accounts_of([resident, employee], flows)
    assert column(accounts, "E", "offset") == [30, 20]
    assert column(accounts, "R", "offset") == [5]
    assert [dict(each.offsets) for each in accounts.months(RESIDENT)] == [{"R": 5}]
    assert [dict(each.offsets) for each in accounts.months(EMPLOYEE)] == [{"E": 30}, {"E": 20}]

    more = accounts_of([resident, employee], {**flows, RESIDENT: months("2026-06", 500)})
    assert more.ledgers["E"] == accounts.ledgers["E"]
    assert more.months(EMPLOYEE) == accounts.months(EMPLOYEE)


def test_25_2_3f_a_fund_without_payables_has_not_started() -> None:
    accounts = accounts_of([prepaid("E"), prepaid("R", fund=RESIDENT)], {EMPLOYEE: FLOWS})
    assert accounts.ledgers["R"].status is OffsetStatus.NOT_STARTED
    assert accounts.ledgers["R"].balance == 100
    assert accounts.months(RESIDENT) == ()


def test_25_2_3f_a_fund_that_paid_nothing_has_no_months() -> None:
    assert accounts_of([OLD], {EMPLOYEE: FLOWS}).months(RESIDENT) == ()
    assert accounts_of([OLD], {EMPLOYEE: FLOWS, RESIDENT: {}}).months(RESIDENT) == ()


def test_an_invented_notices_prepayments_share_its_longer_windows() -> None:
    old = prepaid("old", 100, "2030-03-15", policy=INVENTED, fund=RESIDENT)  # from 2032-05
    new = prepaid("new", 100, "2030-05-15", policy=INVENTED, fund=RESIDENT)  # from 2032-07
    flows = {RESIDENT: months("2032-05", *[10] * 20)}
    accounts = offset_prepayments(INVENTED, [new, old], flows)
    assert accounts.ledgers["old"].status is OffsetStatus.CLEARED
    assert sum(column(accounts, "new", "offset")) == 100
    held = [str(entry.month) for entry in accounts.ledgers["new"].entries]
    assert (held[0], held[-1], len(held)) == ("2032-07", "2033-12", 18)


# Windows and gaps

FAR = prepaid("far", 100, "2028-05-30")  # 2029-06 to 2030-05


def test_25_2_3d_windows_may_lie_apart() -> None:
    flows = {**months("2026-06", *[10] * 12), **months("2029-06", 60, 60)}
    accounts = accounts_of([FAR, OLD], {EMPLOYEE: flows})
    assert accounts.ledgers["Z-old"].status is OffsetStatus.RETURN_DUE
    assert column(accounts, "far", "offset") == [60, 40]
    assert [str(each.month) for each in accounts.months(EMPLOYEE)] == list(flows)


def test_25_2_3d_each_window_is_checked_for_gaps_on_its_own() -> None:
    only_far = accounts_of([FAR, OLD], {EMPLOYEE: months("2029-06", 60)})
    assert only_far.ledgers["Z-old"].status is OffsetStatus.NOT_STARTED
    assert column(only_far, "far", "offset") == [60]

    partly = {**months("2026-06", 10, 10), **months("2029-06", 60)}
    accounts = accounts_of([FAR, OLD], {EMPLOYEE: partly})
    assert accounts.ledgers["Z-old"].status is OffsetStatus.OFFSETTING


@pytest.mark.parametrize(
    ("flows", "value", "accepted"),
    [
        # 2026-09 opens the window of NEW, but OLD's is three months old by then
        (months("2026-09", 1), "2026-09", "missing: 2026-06, 2026-07, 2026-08"),
        (
            {**months("2026-06", 1, 1), **months("2026-09", 1)},
            "2026-06, 2026-07, 2026-09",
            "missing: 2026-08",
        ),
        # 2027-06 and later are months of NEW alone
        (
            {**months("2026-06", *[1] * 12), "2027-07": 1},
            ", ".join([*months("2026-09", *[1] * 9), "2027-07"]),
            "missing: 2027-06",
        ),
    ],
)
def test_25_2_3d_a_gap_in_any_window_is_refused(flows: Amounts, value: str, accepted: str) -> None:
    error = refusal(lambda: accounts_of([OLD, NEW], {EMPLOYEE: flows}), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("payables[EMPLOYEE]", value, "25-2.3d")
    assert accepted in error.expected


@pytest.mark.parametrize(
    ("flows", "value"),
    [
        ({"2026-05": 1}, "2026-05"),
        ({**months("2026-06", *[1] * 15), "2027-09": 1}, "2027-09"),
        ({"2026-06": 1, "2027-09": 1, "2026-05": 1}, "2026-05, 2027-09"),
    ],
)
def test_25_2_3d_a_month_in_no_window_is_refused(flows: Amounts, value: str) -> None:
    error = refusal(lambda: accounts_of([OLD, NEW], {EMPLOYEE: flows}), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("payables[EMPLOYEE]", value, "25-2.3d")
    assert "2026-06 to 2027-05 or 2026-09 to 2027-08" in error.expected


@pytest.mark.parametrize("month", ["2027-06", "2029-05"])
def test_25_2_3d_a_month_between_two_windows_is_refused_and_not_called_accepted(
    month: str,
) -> None:
    flows = {**months("2026-06", *[1] * 12), month: 1}
    error = refusal(lambda: accounts_of([OLD, FAR], {EMPLOYEE: flows}), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("payables[EMPLOYEE]", month, "25-2.3d")
    assert "2026-06 to 2027-05" in error.expected
    assert "2029-06 to 2030-05" in error.expected


def test_25_2_3f_payables_of_a_fund_that_prepaid_nothing_are_refused() -> None:
    error = refusal(
        lambda: accounts_of([OLD], {EMPLOYEE: {}, RESIDENT: months("2026-06", 1, 1)}),
        InvalidValueError,
    )
    assert error.field == "payables[RESIDENT]"
    assert (error.value, error.clause) == ("2026-06, 2026-07", "25-2.3d")


# Booked months


def test_25_2_3d_booked_months_stand_and_the_next_prepayment_takes_what_they_left() -> None:
    booked = {"Z-old": {"2026-06": 200, "2026-09": 0}, "A-new": {"2026-09": 450}}
    accounts = accounts_of([OLD, NEW], {EMPLOYEE: FLOWS}, booked)
    assert column(accounts, "Z-old", "offset") == [200, 0, 400, 0, 100, 300]
    assert column(accounts, "Z-old", "expected") == [300, 0, 400, 400, 100, 300]
    assert column(accounts, "A-new", "payable") == [600, 0, 300]
    assert column(accounts, "A-new", "offset") == [450, 0, 50]
    assert column(accounts, "A-new", "expected") == [500, 0, 50]
    assert [entry.booked for entry in accounts.ledgers["A-new"].entries] == [True, False, False]
    assert [each.paid_out for each in accounts.months(EMPLOYEE)] == [100, -50, 0, 150, 0, 250]


@pytest.mark.parametrize(
    ("booked", "named", "value", "accepted"),
    [
        ({"Z-old": {"2026-06": "300.01"}}, "booked[Z-old][2026-06]", "300.01", "to 300.00"),
        # the month's 600.00 less the 300.00 that the older one takes
        ({"A-new": {"2026-09": "300.01"}}, "booked[A-new][2026-09]", "300.01", "to 300.00"),
        (
            {"Z-old": {"2026-09": 250}, "A-new": {"2026-09": "350.01"}},
            "booked[A-new][2026-09]",
            "350.01",
            "to 350.00",
        ),
        ({"A-new": {"2026-10": "-0.01"}}, "booked[A-new][2026-10]", "-0.01", "0.00 to 100.00"),
    ],
)
def test_25_2_3d_what_cannot_have_been_booked_is_refused(
    booked: Mapping[str, Amounts], named: str, value: str, accepted: str
) -> None:
    error = refusal(lambda: accounts_of([OLD, NEW], {EMPLOYEE: FLOWS}, booked), InvalidValueError)
    assert (error.field, str(error.value), error.clause) == (named, value, "25-2.3d")
    assert accepted in error.expected


@pytest.mark.parametrize(
    ("reference", "month"), [("A-new", "2026-08"), ("A-new", "2026-12"), ("Z-old", "2026-12")]
)
def test_25_2_3d_a_booked_month_is_among_the_prepayments_own_payables(
    reference: str, month: str
) -> None:
    error = refusal(
        lambda: accounts_of([OLD, NEW], {EMPLOYEE: FLOWS}, {reference: {month: 0}}),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == (f"booked[{reference}]", month, "25-2.3d")
    assert "2026-11" in error.expected


def test_25_2_3d_a_booked_reference_that_is_none_of_the_prepayments_is_refused() -> None:
    error = refusal(
        lambda: accounts_of([OLD, NEW], {EMPLOYEE: FLOWS}, {"A-new": {}, "P3": {}}),
        InvalidValueError,
    )
    assert (error.field, error.value, error.clause) == ("booked", "P3", "25-2.3d")
    assert "Z-old, A-new" in error.expected


# Arguments


@pytest.mark.parametrize(
    ("second", "kind", "named", "accepted"),
    [
        (
            Prepayment("A-new", hospital("H2"), EMPLOYEE, 500, NEW.cycle),
            InvalidValueError,
            "prepayments[1].institution",
            "one institution",
        ),
        (
            # the same code, but another institution all the same
            Prepayment("A-new", hospital("H1", None), EMPLOYEE, 500, NEW.cycle),
            InvalidValueError,
            "prepayments[1].institution",
            "one institution",
        ),
        (
            prepaid("Z-old", 1, "2025-08-15"),
            InvalidValueError,
            "prepayments[1].reference",
            "each reference once",
        ),
        (
            # in another fund as well
            prepaid("Z-old", 1, fund=RESIDENT),
            InvalidValueError,
            "prepayments[1].reference",
            "each reference once",
        ),
        (
            prepaid("A-new", reading=Reading(return_clock=ReturnClock.CYCLE_END)),
            InvalidValueError,
            "prepayments[1].cycle.reading",
            "one reading",
        ),
        (None, InvalidTypeError, "prepayments[1]", "Prepayment"),
    ],
)
def test_25_2_3d_the_prepayments_are_those_of_one_institution_each_once(
    second: Any, kind: type[PolicyError], named: str, accepted: str
) -> None:
    error = refusal(lambda: accounts_of([OLD, second], {EMPLOYEE: {}}), kind)
    assert (error.field, error.clause) == (named, "25-2.3d")
    assert accepted in error.expected
    if second is not None:
        assert error.value == attrgetter(named.removeprefix("prepayments[1]."))(second)


def test_25_2_3d_no_prepayment_at_all_is_refused() -> None:
    error = refusal(lambda: accounts_of([], {EMPLOYEE: {}}), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("prepayments", (), "25-2.3d")


def test_25_1_3a_a_prepayment_under_another_notice_is_refused() -> None:
    other = prepaid("A-new", 1, "2030-03-15", policy=INVENTED)
    error = refusal(lambda: accounts_of([OLD, other], {EMPLOYEE: {}}), InvalidValueError)
    assert (error.field, error.value, error.clause) == ("cycle", INVENTED.number, "25-1.3a")


WRONG: list[tuple[Callable[[], object], type[PolicyError], str]] = [
    (lambda: accounts_of([], {}), InvalidValueError, "prepayments"),
    (lambda: accounts_of(untyped(OLD), {}), InvalidTypeError, "prepayments"),
    (lambda: accounts_of([OLD], untyped([])), InvalidTypeError, "payables"),
    (lambda: accounts_of([OLD], untyped(FLOWS)), InvalidTypeError, "payables"),
    (lambda: accounts_of([OLD], untyped({EMPLOYEE: 1})), InvalidTypeError, "payables[EMPLOYEE]"),
    (
        lambda: accounts_of([OLD], untyped({EMPLOYEE: {"2026-06": 0.5}})),
        InvalidTypeError,
        "payables[EMPLOYEE][2026-06]",
    ),
    (
        lambda: accounts_of([OLD], untyped({EMPLOYEE: {"2026-06": 1, YearMonth(2026, 6): 1}})),
        InvalidValueError,
        "payables[EMPLOYEE]",
    ),
    (lambda: accounts_of([OLD], {}, untyped([])), InvalidTypeError, "booked"),
    (lambda: accounts_of([OLD], {}, untyped({"Z-old": 1})), InvalidTypeError, "booked[Z-old]"),
    (
        lambda: accounts_of([OLD], {EMPLOYEE: FLOWS}, {"Z-old": {"2026-06": "0.001"}}),
        InvalidValueError,
        "booked[Z-old][2026-06]",
    ),
]


@pytest.mark.parametrize(("call", "kind", "named"), WRONG)
def test_25_2_3d_what_is_no_such_argument_is_refused_by_name(
    call: Callable[[], object], kind: type[PolicyError], named: str
) -> None:
    error = refusal(call, kind)
    assert (error.field, error.clause) == (named, "25-2.3d")


def test_a_policy_comes_first() -> None:
    error = refusal(
        lambda: offset_prepayments(untyped([OLD]), untyped(CHONGQING_2025_25), {}),
        InvalidTypeError,
    )
    assert error.field == "policy"


def test_9_4_4_states_no_offset_and_names_the_document_it_leaves_the_rest_to() -> None:
    error = refusal(lambda: offset_prepayments(CHONGQING_2025_9, [OLD], {}), NotProvidedError)
    assert (error.field, error.value, error.clause) == (
        "offset",
        "渝医保办〔2025〕9号",
        "9-4.4",
    )
    assert "渝医保办〔2022〕73号" in error.expected


def test_prepayments_may_come_from_any_iterable() -> None:
    one_by_one = offset_prepayments(
        CHONGQING_2025_25, (each for each in (OLD, NEW)), {EMPLOYEE: FLOWS}
    )
    assert one_by_one == accounts_of([OLD, NEW], {EMPLOYEE: FLOWS})


# Properties


@dataclass
class Case:
    """Prepayments of one institution with months that can have been so, and the slow outcome."""

    policy: Policy
    prepayments: list[Prepayment]
    payables: dict[Fund, dict[str, Decimal]] = field(default_factory=dict[Fund, dict[str, Decimal]])
    booked: dict[str, dict[str, Decimal]] = field(default_factory=dict[str, dict[str, Decimal]])
    slow: dict[Fund, SlowFund] = field(default_factory=dict[Fund, SlowFund])

    def run(self, *, booked: bool = True) -> FundAccounts:
        return offset_prepayments(
            self.policy, self.prepayments, self.payables, booked=self.booked if booked else None
        )


EXECUTION_DATES = {
    CHONGQING_2025_25.number: [
        "2025-05-30",
        "2025-06-01",
        "2025-08-15",
        "2026-03-31",
        "2028-01-01",
    ],
    INVENTED.number: ["2030-02-01", "2030-03-15", "2030-05-31", "2031-01-31", "2035-06-01"],
}
FIGURES = {CHONGQING_2025_25.number: (12, 1, 12), INVENTED.number: (24, 2, 18)}


@lru_cache
def slow_window(
    policy: str, execution_date: str, last_day: LastDay, clock: ReturnClock
) -> list[Month]:
    length, first_month, count = FIGURES[policy]
    corresponding = last_day is LastDay.CORRESPONDING
    end = period_end(date.fromisoformat(execution_date), length, corresponding=corresponding)
    if clock is ReturnClock.OFFSET_START:
        return window(end, first_month, count)
    return window_by_cycle_end(end, first_month, count, corresponding=corresponding)[0]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = draw(st.sampled_from([CHONGQING_2025_25, INVENTED]))
    reading = draw(readings())
    references = draw(st.permutations(["P1", "P10", "P2"]))
    case = Case(policy, [])
    for fund in Fund:
        case.slow[fund] = SlowFund([])
    for reference in references[: draw(st.integers(1, 3))]:
        fund = draw(st.sampled_from(Fund))
        on = draw(st.sampled_from(EXECUTION_DATES[policy.number]))
        total = draw(small_totals)
        case.prepayments.append(
            prepaid(reference, total, on, fund=fund, policy=policy, reading=reading)
        )
        held = slow_window(policy.number, on, reading.last_day, reading.return_clock)
        case.slow[fund].prepayments.append(
            SlowPrepayment(reference, fund.name, Fraction(total), held)
        )
    for fund, slow in case.slow.items():
        if slow.prepayments:
            flows = draw(st.lists(payables, max_size=len(slow.months())))
            named = zip(slow.months(), flows, strict=False)
            case.payables[fund] = {written(month): payable for month, payable in named}
            for month, payable in zip(slow.months(), flows, strict=False):
                slow.settle(month, Fraction(payable), booking(draw, case, month))
    return case


def written(month: Month) -> str:
    return "{:04d}-{:02d}".format(*month)


def booking(
    draw: st.DrawFn, case: Case, month: Month
) -> Callable[[str, Fraction], Fraction | None]:
    """Book some months, at what the rule gives or at less."""

    def book(reference: str, most: Fraction) -> Fraction | None:
        how = draw(st.sampled_from(["not", "not", "as ruled", "less"]))
        if how == "not":
            return None
        taken = decimal(most) if how == "as ruled" else draw(yuan(0, int(most * 100)))
        case.booked.setdefault(reference, {})[written(month)] = taken
        return Fraction(taken)

    return book


@given(cases())
def test_25_2_3d_25_2_3f_accounts_agree_with_a_slow_second_implementation(case: Case) -> None:
    accounts = case.run()
    for fund, slow in case.slow.items():
        for each in slow.prepayments:
            ledger = accounts.ledgers[each.reference]
            assert [(month.year, month.month) for month in ledger.window] == each.window
            assert [
                (written((entry.month.year, entry.month.month)), entry.payable, entry.offset)
                for entry in ledger.entries
            ] == [
                (written(entry.month), decimal(entry.payable), decimal(entry.offset))
                for entry in each.entries
            ]
            assert [entry.expected for entry in ledger.entries] == [
                decimal(entry.expected) for entry in each.entries
            ]
            assert [entry.booked for entry in ledger.entries] == [
                entry.booked for entry in each.entries
            ]
            assert (ledger.balance, ledger.status.name) == (decimal(each.balance), each.status)
        assert {str(each.month): each.paid_out for each in accounts.months(fund)} == {
            written(month): decimal(left) for month, left in slow.paid_out.items()
        }


@given(cases())
def test_25_2_3d_together_they_never_take_more_than_a_month_has_payable(case: Case) -> None:
    accounts = case.run()
    assert set(accounts.ledgers) == {each.reference for each in case.prepayments}
    funds = {each.reference: each.fund for each in case.prepayments}
    for fund in Fund:
        flows = case.payables.get(fund, {})
        held = accounts.months(fund)
        assert [str(each.month) for each in held] == sorted(flows)
        for each in held:
            taken = sum(each.offsets.values(), Decimal(0))
            assert each.payable == flows[str(each.month)]
            assert 0 <= taken <= max(each.payable, Decimal(0))
            assert each.payable == taken + each.paid_out
            assert all(funds[reference] is fund for reference in each.offsets)
    for reference, ledger in accounts.ledgers.items():
        by_month = {
            str(each.month): each.offsets[reference]
            for each in accounts.months(ledger.prepayment.fund)
            if reference in each.offsets
        }
        assert by_month == {str(entry.month): entry.offset for entry in ledger.entries}
        assert ledger.prepayment.amount == ledger.offset_total + ledger.balance


@given(cases(), st.data())
def test_25_2_3d_the_order_in_which_they_are_given_does_not_matter(
    case: Case, data: st.DataObject
) -> None:
    def shuffled(mapping: Mapping[Any, Any]) -> dict[Any, Any]:
        return dict(data.draw(st.permutations(list(mapping.items()))))

    accounts = case.run()
    again = offset_prepayments(
        case.policy,
        data.draw(st.permutations(case.prepayments)),
        {fund: shuffled(flows) for fund, flows in shuffled(case.payables).items()},
        booked=shuffled(case.booked),
    )
    assert again == accounts
    assert again.basis == accounts.basis


@given(cases(), st.data())
def test_25_2_3d_more_payable_never_leaves_more_balance(case: Case, data: st.DataObject) -> None:
    before = case.run(booked=False)
    case.payables = {
        fund: {month: flow + data.draw(yuan(0, 1_000_000)) for month, flow in flows.items()}
        for fund, flows in case.payables.items()
    }
    after = case.run(booked=False)
    for reference, ledger in after.ledgers.items():
        assert ledger.balance <= before.ledgers[reference].balance


@given(cases())
def test_25_2_3f_a_fund_on_its_own_gives_the_same_account(case: Case) -> None:
    together = case.run()
    for fund in {each.fund for each in case.prepayments}:
        own = [each for each in case.prepayments if each.fund is fund]
        names = {each.reference for each in own}
        alone = offset_prepayments(
            case.policy,
            own,
            {fund: case.payables[fund]},
            booked={name: each for name, each in case.booked.items() if name in names},
        )
        assert alone.months(fund) == together.months(fund)
        assert {name: together.ledgers[name] for name in names} == dict(alone.ledgers)


@given(cases())
def test_25_2_3d_a_prepayment_on_its_own_is_offset_as_by_offset_prepayment(case: Case) -> None:
    one = case.prepayments[0]
    own = set(case.slow[one.fund].prepayments[0].window)
    flows = {
        month: flow
        for month, flow in case.payables[one.fund].items()
        if (int(month[:4]), int(month[5:])) in own
    }
    alone = offset_prepayment(case.policy, one, flows)
    accounts = offset_prepayments(case.policy, [one], {one.fund: flows})
    assert accounts.ledgers == {one.reference: alone}
    assert [dict(each.offsets) for each in accounts.months(one.fund)] == [
        {one.reference: entry.offset} for entry in alone.entries
    ]


@given(cases())
def test_what_the_rule_makes_the_public_constructors_make_too(case: Case) -> None:
    accounts = case.run()
    rebuilt = evolve(
        accounts,
        accounts=[
            evolve(
                each,
                months=[
                    evolve(month, taken=[evolve(taken) for taken in month.taken])
                    for month in each.months
                ],
                ledgers=[evolve(ledger) for ledger in each.ledgers],
            )
            for each in accounts.accounts
        ],
    )
    assert rebuilt == accounts
    assert repr(rebuilt) == repr(accounts)
    assert hash(rebuilt) == hash(accounts)


# Values

ACCOUNTS = accounts_of(
    [OLD, NEW, prepaid("R", 40, fund=RESIDENT)],
    {EMPLOYEE: FLOWS, RESIDENT: months("2026-06", 30)},
)
ACCOUNT = ACCOUNTS.accounts[0]
MONTH = ACCOUNT.months[3]  # 600.00, of which each of the two takes 300.00
FEN = Decimal("0.01")


def test_the_accounts_come_fund_by_fund_and_ledgers_the_oldest_window_first() -> None:
    assert ACCOUNTS.institution == hospital()
    assert [each.fund for each in ACCOUNTS.accounts] == [EMPLOYEE, RESIDENT]
    assert [each.prepayment for each in ACCOUNT.ledgers] == [OLD, NEW]


@pytest.mark.parametrize("mapping", [ACCOUNTS.ledgers, MONTH.offsets])
def test_a_mapping_in_a_result_is_read_only(mapping: Any) -> None:
    with pytest.raises(TypeError, match="item assignment"):
        mapping["Z-old"] = None


def test_months_are_asked_for_by_fund() -> None:
    error = refusal(lambda: ACCOUNTS.months(untyped("EMPLOYEE")), InvalidTypeError)
    assert (error.field, error.value) == ("fund", "EMPLOYEE")
    assert error.expected == "Fund.EMPLOYEE, Fund.RESIDENT"


@pytest.mark.parametrize(
    ("changes", "named", "accepted"),
    [
        ({"paid_out": FEN}, "paid_out", "0.00, as it follows"),
        ({"payable": "600.01"}, "paid_out", "0.01, as it follows"),
        ({"payable": "599.99"}, "paid_out", "-0.01, as it follows"),
        ({"taken": MONTH.taken[:1]}, "paid_out", "300.00, as it follows"),
        ({"taken": ()}, "paid_out", "600.00, as it follows"),
        ({"payable": 900, "taken": (*MONTH.taken, MONTH.taken[0])}, "taken", "each reference once"),
    ],
)
def test_a_month_whose_figures_do_not_follow_from_one_another_is_refused(
    changes: dict[str, object], named: str, accepted: str
) -> None:
    error = refusal(lambda: evolve(MONTH, **changes), InvalidValueError)
    assert error.field == named
    assert accepted in error.expected
    if named == "taken":
        assert error.value == ["Z-old", "A-new", "Z-old"]


@pytest.mark.parametrize(
    ("call", "kind", "named"),
    [
        (lambda: FundOffset("", 1), InvalidValueError, "reference"),
        (lambda: FundOffset("P1", "-0.01"), InvalidValueError, "amount"),
        (lambda: FundOffset("P1", untyped(1.0)), InvalidTypeError, "amount"),
        (lambda: evolve(MONTH, month="2026-06"), InvalidTypeError, "month"),
        (lambda: evolve(MONTH, taken={"P1": 300}), InvalidTypeError, "taken[0]"),
        (lambda: evolve(MONTH, paid_out=None), InvalidTypeError, "paid_out"),
        (lambda: evolve(ACCOUNT, fund="EMPLOYEE"), InvalidTypeError, "fund"),
        (lambda: evolve(ACCOUNT, months=[None]), InvalidTypeError, "months[0]"),
        (lambda: evolve(ACCOUNT, ledgers=None), InvalidTypeError, "ledgers"),
        (lambda: evolve(ACCOUNTS, institution="H1"), InvalidTypeError, "institution"),
        (lambda: evolve(ACCOUNTS, accounts=[1]), InvalidTypeError, "accounts[0]"),
        (lambda: evolve(ACCOUNTS, basis=None), InvalidTypeError, "basis"),
    ],
)
def test_a_value_checks_every_field(
    call: Callable[[], object], kind: type[PolicyError], named: str
) -> None:
    assert refusal(call, kind).field == named


def with_months(*changed: FundMonth) -> dict[str, tuple[FundMonth, ...]]:
    """The account's months, of which some are others."""
    others = {month.month: month for month in changed}
    return {"months": tuple(others.get(each.month, each) for each in ACCOUNT.months)}


NOT_THE_LEDGERS = [
    {"months": ACCOUNT.months[:-1]},
    {"months": ACCOUNT.months[1:]},
    {"months": (*ACCOUNT.months, ACCOUNT.months[-1])},
    {"months": ACCOUNT.months[::-1]},
    {"ledgers": ACCOUNT.ledgers[:1]},
    {"ledgers": ()},
    # what the two took, exchanged or summed up in one
    with_months(evolve(MONTH, taken=(FundOffset("Z-old", 400), FundOffset("A-new", 200)))),
    with_months(evolve(MONTH, taken=(FundOffset("Z-old", 600),))),
    # as much paid out as payable, but not what the ledgers say was payable
    with_months(evolve(MONTH, payable=700, paid_out=100)),
    # a month more, with nothing taken
    {
        "months": (
            *ACCOUNT.months,
            evolve(MONTH, month=YearMonth(2026, 12), payable=5, paid_out=5, taken=()),
        )
    },
]


@pytest.mark.parametrize("changes", NOT_THE_LEDGERS)
def test_an_account_whose_months_are_not_its_ledgers_is_refused(changes: dict[str, Any]) -> None:
    error = refusal(lambda: evolve(ACCOUNT, **changes), InvalidValueError)
    assert error.field == "months"


@pytest.mark.parametrize(
    "changes", [with_months(evolve(MONTH, payable=700, paid_out=100)), {"months": ()}]
)
def test_the_month_that_is_not_the_ledgers_is_named(changes: dict[str, Any]) -> None:
    error = refusal(lambda: evolve(ACCOUNT, **changes), InvalidValueError)
    first = MONTH.month if changes["months"] else ACCOUNT.months[0].month
    assert (error.field, error.value) == ("months", str(first))
    assert "payable to Z-old" in error.expected or "payable to A-new" in error.expected


def test_25_2_3f_an_account_with_a_ledger_of_another_fund_is_refused() -> None:
    error = refusal(lambda: evolve(ACCOUNT, fund=RESIDENT), InvalidValueError)
    assert (error.field, error.value) == ("fund", RESIDENT)
    assert "own fund" in error.expected


def twice(reference: str) -> FundAccount:
    """The resident fund's account, its prepayment under another reference."""
    other = accounts_of([prepaid(reference, 40, fund=RESIDENT)], {RESIDENT: months("2026-06", 30)})
    return other.accounts[0]


@pytest.mark.parametrize(
    ("changes", "named", "accepted"),
    [
        ({"institution": hospital("H2")}, "prepayments[0].institution", "one institution"),
        ({"accounts": (ACCOUNT, twice("Z-old"))}, "prepayments[2].reference", "reference once"),
        (
            {"accounts": (*ACCOUNTS.accounts, twice("R2"))},
            "accounts",
            "each fund once",
        ),
    ],
)
def test_accounts_of_two_institutions_or_twice_the_same_are_refused(
    changes: dict[str, Any], named: str, accepted: str
) -> None:
    error = refusal(lambda: evolve(ACCOUNTS, **changes), InvalidValueError)
    assert error.field == named
    assert accepted in error.expected
    if named == "accounts":
        assert error.value == [each.fund for each in changes["accounts"]]


# Where it comes from


@given(cases())
def test_every_part_says_where_it_comes_from(case: Case) -> None:
    accounts = case.run()
    clauses = {
        CHONGQING_2025_25.number: ["25-2.3d", "25-2.3e"],
        INVENTED.number: ["3-5", "3-6"],
    }[case.policy.number]
    parts: list[Any] = [accounts, *accounts.accounts, *accounts.ledgers.values()]
    parts += [month for fund in Fund for month in accounts.months(fund)]
    for part in parts:
        assert part.basis.policy_number == case.policy.number
        assert [clause.id for clause in part.basis.clauses] == clauses
        assert part.basis.reading == case.prepayments[0].cycle.reading
        assert any("oldest window" in words for words in part.basis.assumptions)
        assert any("nothing is payable" in words for words in part.basis.assumptions)


def test_25_1_3b_accounts_cite_what_any_of_their_ledgers_rests_on() -> None:
    longer = extend(CHONGQING_2025_25, OLD.cycle, "2026-11-29", decided_on="2026-05-20")
    extended = Prepayment("X", hospital(), EMPLOYEE, 100, longer)
    for given_order in ([NEW, extended], [extended, NEW]):
        accounts = accounts_of(given_order, {})
        assert {clause.id for clause in accounts.basis.clauses} == {
            "25-2.3d",
            "25-2.3e",
            "25-1.3b",
        }
        plain = accounts.ledgers["A-new"].basis.clauses
        assert [clause.id for clause in plain] == ["25-2.3d", "25-2.3e"]


def test_a_start_that_the_notice_does_not_state_stays_an_assumption_of_the_accounts() -> None:
    cycle_terms = evolve(INVENTED.terms.cycle, length=UntilDay("2031-12-31"))
    policy: Policy = evolve(INVENTED, terms=evolve(INVENTED.terms, cycle=cycle_terms))
    assumed = Prepayment("A", hospital(), EMPLOYEE, 100, procurement_cycle(policy))
    stated = Prepayment("B", hospital(), EMPLOYEE, 100, procurement_cycle(policy, "2030-02-01"))

    def said(*prepayments: Prepayment) -> bool:
        basis = offset_prepayments(policy, prepayments, {}).basis
        return any("2030-02-01" in words for words in basis.assumptions)

    assert said(assumed)
    assert said(stated, assumed)
    assert not said(stated)


def test_a_basis_takes_no_part_in_equality_or_hash() -> None:
    other = Basis("other", (), Reading(), ("something",))
    values: list[object] = [ACCOUNTS, *ACCOUNTS.accounts, *ACCOUNT.months]
    for value in values:
        assert evolve(value, basis=other) == value
        assert hash(evolve(value, basis=other)) == hash(value)


def test_a_cycle_of_no_notice_in_particular_is_taken() -> None:
    own = Prepayment("Z-old", hospital(), EMPLOYEE, 1000, Cycle("2025-05-30", "2026-05-29"))
    assert accounts_of([own, NEW], {EMPLOYEE: FLOWS}) == accounts_of([OLD, NEW], {EMPLOYEE: FLOWS})
