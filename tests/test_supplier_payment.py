"""9号 9-3.2c, 25号 25-2.3h: by when a firm is paid, what is still owed, and how late it is."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import slow_supplier_payment as slow
from invented import INVENTED
from vbp_policy import (
    CalendarCoverageError,
    Deadline,
    DebtDay,
    Delivery,
    DisbursementDay,
    HolidayTable,
    InvalidTypeError,
    InvalidValueError,
    Policy,
    PolicyError,
    Reading,
    SupplierPayment,
    SupplierPaymentState,
    SupplierPaymentStatus,
    civil_code,
    mainland_china,
    supplier_payment_due,
    supplier_payment_state,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
from vbp_policy.rules.rest_days import moved_off_rest_day

DAY = timedelta(days=1)
RECOMMENDED = Reading()
NEXT = Reading(debt_day=DebtDay.NEXT_WORKDAY)
PREVIOUS = Reading(debt_day=DebtDay.PREVIOUS_WORKDAY)
CLAUSES = {CHONGQING_2025_9: "9-3.2c", CHONGQING_2025_25: "25-2.3h", INVENTED: "3-7"}
MONTHS = {CHONGQING_2025_9: 1, CHONGQING_2025_25: 1, INVENTED: 3}
BOTH = pytest.mark.parametrize("policy", [CHONGQING_2025_9, CHONGQING_2025_25], ids=str)

policies = st.sampled_from(list(CLAUSES))
evolve: Any = attrs.evolve  # the real one's types bar what is to be refused


def untyped(value: Any) -> Any:
    """Hand over what a type checker would not let a caller pass."""
    return value


def refusal(call: Callable[[], object], kind: type[PolicyError]) -> PolicyError:
    """Give what a call raises, after reading all of its message."""
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    for part in (error.field, repr(error.value)[:200], error.expected, error.clause or ""):
        assert part in str(error)
    return error


def delivery_of(
    amount: Decimal | int | str = 850, accepted_on: date | str = "2025-06-10"
) -> Delivery:
    """Give a delivery that comes to an amount of whole fen; below zero it is a return."""
    fen = int(Decimal(amount) * 100)
    return Delivery("D1", "C1", accepted_on=accepted_on, quantity=fen, unit="支", unit_price="0.01")


def paid(*parts: tuple[Decimal | int | str, date | str]) -> list[SupplierPayment]:
    return [SupplierPayment("D1", amount, paid_on) for amount, paid_on in parts]


def state_of(
    *parts: tuple[Decimal | int | str, date | str],
    as_of: date | str,
    delivery: Delivery | None = None,
    policy: Policy = CHONGQING_2025_25,
) -> SupplierPaymentState:
    given_delivery = delivery_of() if delivery is None else delivery
    return supplier_payment_state(policy, given_delivery, paid(*parts), as_of=as_of)


# By when


@BOTH
@pytest.mark.parametrize(
    ("accepted_on", "day"),
    [
        ("2025-05-30", "2025-06-30"),
        ("2025-05-31", "2025-06-30"),
        ("2025-06-01", "2025-07-31"),
        ("2025-12-01", "2026-01-31"),
        ("2025-12-31", "2026-01-31"),
        ("2026-01-01", "2026-02-28"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2028-02-01", "2028-03-31"),
    ],
)
def test_9_3_2c_25_2_3h_a_firm_is_paid_by_the_end_of_the_month_after_acceptance(
    policy: Policy, accepted_on: str, day: str
) -> None:
    due = supplier_payment_due(policy, accepted_on)
    assert (str(due.day), str(due.nominal_day)) == (day, day)
    assert due.basis.policy_number == policy.number
    assert [clause.id for clause in due.basis.clauses] == [CLAUSES[policy]]
    assert (due.basis.reading, due.basis.assumptions) == (Reading(), ())


def test_an_invented_notices_months_are_counted_from_the_month_of_acceptance() -> None:
    due = supplier_payment_due(INVENTED, date(2030, 11, 30))
    assert due.day == date(2031, 2, 28)
    assert due.basis.clauses == (INVENTED.terms.supplier_payment.clause,)


@BOTH
@pytest.mark.parametrize(
    ("accepted_on", "nominal", "before", "after"),
    [
        # Spring Festival: off from 2025-01-28 to 2025-02-04, and 2025-01-26 and 2025-02-08 worked
        ("2024-12-15", "2025-01-31", "2025-01-27", "2025-02-05"),
        ("2025-01-15", "2025-02-28", "2025-02-28", "2025-02-28"),
        # Labour Day, from 2025-05-01: the day before it is worked
        ("2025-03-31", "2025-04-30", "2025-04-30", "2025-04-30"),
        # a Saturday, and the Dragon Boat Festival on the Monday after it
        ("2025-04-30", "2025-05-31", "2025-05-30", "2025-06-03"),
        ("2025-07-01", "2025-08-31", "2025-08-29", "2025-09-01"),
        # National Day, from 2025-10-01: the day before it is worked
        ("2025-08-31", "2025-09-30", "2025-09-30", "2025-09-30"),
        ("2025-10-11", "2025-11-30", "2025-11-28", "2025-12-01"),
        ("2025-12-31", "2026-01-31", "2026-01-30", "2026-02-02"),
        # a Saturday that is worked for the Spring Festival of 2026
        ("2026-01-15", "2026-02-28", "2026-02-28", "2026-02-28"),
        ("2026-03-01", "2026-04-30", "2026-04-30", "2026-04-30"),
        ("2026-04-30", "2026-05-31", "2026-05-29", "2026-06-01"),
        ("2026-08-01", "2026-09-30", "2026-09-30", "2026-09-30"),
        ("2026-09-30", "2026-10-31", "2026-10-30", "2026-11-02"),
    ],
)
def test_9_3_2c_25_2_3h_a_due_day_moves_off_mainland_chinas_rest_days_as_read(
    policy: Policy, accepted_on: str, nominal: str, before: str, after: str
) -> None:
    for reading, day in ((RECOMMENDED, nominal), (PREVIOUS, before), (NEXT, after)):
        due = supplier_payment_due(policy, accepted_on, reading=reading, calendar=mainland_china())
        assert (str(due.day), str(due.nominal_day)) == (day, nominal)
        assert due.basis.reading is reading
    assert str(supplier_payment_due(policy, accepted_on).day) == nominal


@pytest.mark.parametrize(
    ("nominal", "before", "after"),
    [
        ("2025-01-26", "2025-01-26", "2025-01-26"),  # a Sunday worked for the Spring Festival
        ("2025-01-28", "2025-01-27", "2025-02-05"),
        ("2025-02-04", "2025-01-27", "2025-02-05"),
        ("2025-02-08", "2025-02-08", "2025-02-08"),  # a Saturday worked for it
        ("2025-02-09", "2025-02-08", "2025-02-10"),
        ("2025-04-26", "2025-04-25", "2025-04-27"),
        ("2025-04-27", "2025-04-27", "2025-04-27"),  # a Sunday worked for Labour Day
        ("2025-05-03", "2025-04-30", "2025-05-06"),
        ("2025-09-27", "2025-09-26", "2025-09-28"),
        ("2025-09-28", "2025-09-28", "2025-09-28"),  # a Sunday worked for National Day
        ("2025-10-01", "2025-09-30", "2025-10-09"),
        ("2025-10-08", "2025-09-30", "2025-10-09"),
        ("2025-10-11", "2025-10-11", "2025-10-11"),  # a Saturday worked for it
        ("2025-10-12", "2025-10-11", "2025-10-13"),
        ("2026-01-01", "2025-12-31", "2026-01-04"),  # a Sunday worked for New Year
        ("2026-02-15", "2026-02-14", "2026-02-24"),  # after a Saturday worked, before the Festival
        ("2026-02-23", "2026-02-14", "2026-02-24"),
        ("2026-03-01", "2026-02-28", "2026-03-02"),
        ("2026-05-01", "2026-04-30", "2026-05-06"),
        ("2026-05-05", "2026-04-30", "2026-05-06"),
        ("2026-05-09", "2026-05-09", "2026-05-09"),  # a Saturday worked for Labour Day
        ("2026-05-10", "2026-05-09", "2026-05-11"),
        ("2026-09-20", "2026-09-20", "2026-09-20"),  # a Sunday worked for National Day
        ("2026-10-01", "2026-09-30", "2026-10-08"),
        ("2026-10-07", "2026-09-30", "2026-10-08"),
        ("2026-10-11", "2026-10-10", "2026-10-12"),
    ],
)
def test_a_day_moves_over_the_long_holidays_and_their_make_up_weekends(
    nominal: str, before: str, after: str
) -> None:
    day, calendar = date.fromisoformat(nominal), mainland_china()
    for kind in (DebtDay, DisbursementDay):
        for shift, moved in (
            (kind.UNSHIFTED, nominal),
            (kind.PREVIOUS_WORKDAY, before),
            (kind.NEXT_WORKDAY, after),
        ):
            assert str(moved_off_rest_day(day, shift, calendar, clause="25-2.3h")) == moved


FIRST_OFF, LAST_OFF = date(2029, 12, 1), date(2034, 12, 31)
days = st.dates(FIRST_OFF, LAST_OFF)


def table(off: set[date], on: set[date]) -> HolidayTable:
    return HolidayTable(FIRST_OFF, LAST_OFF, days_off=sorted(off - on), extra_workdays=sorted(on))


calendars = st.builds(table, st.sets(days, max_size=30), st.sets(days, max_size=5))


def is_worked(calendar: HolidayTable) -> slow.IsWorked:
    """Say of a day whether it is worked, by the table's own lists."""
    on, off = set(calendar.extra_workdays), set(calendar.days_off)
    return lambda day: day in on or (day.weekday() < 5 and day not in off)


@given(
    policies, st.dates(date(2030, 2, 1), date(2033, 12, 31)), st.sampled_from(DebtDay), calendars
)
def test_a_due_day_agrees_with_counting_day_by_day(
    policy: Policy, accepted_on: date, shift: DebtDay, calendar: HolidayTable
) -> None:
    due = supplier_payment_due(
        policy, accepted_on, reading=Reading(debt_day=shift), calendar=calendar
    )
    assert (due.nominal_day, due.day) == slow.due_day(
        accepted_on, MONTHS[policy], shift=shift.name, is_worked=is_worked(calendar)
    )


@BOTH
@pytest.mark.parametrize("reading", [NEXT, PREVIOUS, civil_code()])
def test_9_3_2c_25_2_3h_a_shift_without_a_calendar_is_refused(
    policy: Policy, reading: Reading
) -> None:
    calls: list[Callable[[], object]] = [
        lambda: supplier_payment_due(policy, "2025-06-10", reading=reading),
        lambda: supplier_payment_state(
            policy, delivery_of(), [], as_of="2025-06-10", reading=reading
        ),
    ]
    for call in calls:
        error = refusal(call, InvalidValueError)
        assert (error.field, error.value, error.clause) == ("calendar", None, CLAUSES[policy])
        assert f"DebtDay.{reading.debt_day.name}" in error.expected


@pytest.mark.parametrize(
    ("reading", "first", "last", "uncovered"),
    [
        (NEXT, "2025-11-01", "2025-11-29", date(2025, 11, 30)),
        (NEXT, "2025-11-01", "2025-11-30", date(2025, 12, 1)),
        (PREVIOUS, "2025-11-29", "2025-12-31", date(2025, 11, 28)),
    ],
)
def test_a_due_day_past_the_calendars_data_is_refused_never_guessed(
    reading: Reading, first: str, last: str, uncovered: date
) -> None:
    error = refusal(
        lambda: supplier_payment_due(
            CHONGQING_2025_25, "2025-10-11", reading=reading, calendar=HolidayTable(first, last)
        ),
        CalendarCoverageError,
    )
    assert (error.field, error.value, error.clause) == ("calendar", uncovered, "25-2.3h")
    assert f"from {first} to {last}" in error.expected


def test_a_deadline_past_the_year_9999_is_refused() -> None:
    assert supplier_payment_due(CHONGQING_2025_25, "9999-11-30").day == date(9999, 12, 31)
    error = refusal(
        lambda: supplier_payment_due(CHONGQING_2025_25, "9999-12-01"), InvalidValueError
    )
    assert (error.field, error.value, error.clause) == (
        "accepted_on",
        date(9999, 12, 1),
        "25-2.3h",
    )
    assert "9999" in error.expected


# What is owed

STATES: list[tuple[list[tuple[str, str]], str, tuple[str, str, str | None, int, str]]] = [
    # nothing paid: the due day is the last on time
    ([], "2025-06-10", ("0.00", "850.00", None, 0, "OPEN")),
    ([], "2025-07-31", ("0.00", "850.00", None, 0, "OPEN")),
    ([], "2025-08-01", ("0.00", "850.00", None, 1, "OVERDUE")),
    ([], "2026-07-31", ("0.00", "850.00", None, 365, "OVERDUE")),
    # a part
    ([("600", "2025-07-15")], "2025-07-14", ("0.00", "850.00", None, 0, "OPEN")),
    ([("600", "2025-07-15")], "2025-07-15", ("600.00", "250.00", None, 0, "OPEN")),
    ([("600", "2025-07-15")], "2025-08-05", ("600.00", "250.00", None, 5, "OVERDUE")),
    ([("849.99", "2025-07-31")], "2025-08-01", ("849.99", "0.01", None, 1, "OVERDUE")),
    # the whole, on the first day, on the last, and a day late
    ([("850", "2025-06-10")], "2025-06-10", ("850.00", "0.00", "2025-06-10", 0, "PAID_ON_TIME")),
    ([("850", "2025-07-31")], "2026-07-31", ("850.00", "0.00", "2025-07-31", 0, "PAID_ON_TIME")),
    ([("850", "2025-08-01")], "2025-08-01", ("850.00", "0.00", "2025-08-01", 1, "PAID_LATE")),
    ([("850", "2025-08-01")], "2026-07-31", ("850.00", "0.00", "2025-08-01", 1, "PAID_LATE")),
    ([("850", "2025-08-01")], "2025-07-31", ("0.00", "850.00", None, 0, "OPEN")),
    # in parts, the last of them late
    (
        [("50", "2025-08-20"), ("600", "2025-06-15"), ("200", "2025-07-31")],
        "2025-08-19",
        ("800.00", "50.00", None, 19, "OVERDUE"),
    ),
    (
        [("50", "2025-08-20"), ("600", "2025-06-15"), ("200", "2025-07-31")],
        "2025-12-31",
        ("850.00", "0.00", "2025-08-20", 20, "PAID_LATE"),
    ),
    (
        [("425", "2025-07-31"), ("425", "2025-07-31")],
        "2025-08-01",
        ("850.00", "0.00", "2025-07-31", 0, "PAID_ON_TIME"),
    ),
]


def figures(state: SupplierPaymentState) -> tuple[str, str, str | None, int, str]:
    settled_on = None if state.settled_on is None else str(state.settled_on)
    return str(state.paid), str(state.owed), settled_on, state.days_late, state.status.name


@BOTH
@pytest.mark.parametrize(("parts", "as_of", "expected"), STATES)
def test_9_3_2c_25_2_3h_what_is_paid_owed_and_late_on_a_day(
    policy: Policy,
    parts: list[tuple[str, str]],
    as_of: str,
    expected: tuple[str, str, str | None, int, str],
) -> None:
    state = state_of(*parts, as_of=as_of, policy=policy)
    assert figures(state) == expected
    assert state.due == Deadline("2025-07-31", "2025-07-31", basis=state.basis)
    assert (state.delivery, str(state.as_of)) == (delivery_of(), as_of)
    counted = [part for part in parts if part[1] <= as_of]
    assert state.payments == tuple(sorted(paid(*counted), key=lambda each: each.paid_on))
    assert state.basis == state.due.basis == supplier_payment_due(policy, "2025-06-10").basis


@BOTH
@pytest.mark.parametrize(
    ("reading", "paid_on", "expected"),
    [
        (PREVIOUS, "2025-11-28", (0, "PAID_ON_TIME")),
        (PREVIOUS, "2025-11-29", (1, "PAID_LATE")),
        (RECOMMENDED, "2025-11-30", (0, "PAID_ON_TIME")),
        (RECOMMENDED, "2025-12-01", (1, "PAID_LATE")),
        (NEXT, "2025-12-01", (0, "PAID_ON_TIME")),
        (NEXT, "2025-12-02", (1, "PAID_LATE")),
    ],
)
def test_9_3_2c_25_2_3h_lateness_counts_from_the_shifted_day(
    policy: Policy, reading: Reading, paid_on: str, expected: tuple[int, str]
) -> None:
    state = supplier_payment_state(
        policy,
        delivery_of(850, "2025-10-11"),
        paid((850, paid_on)),
        as_of="2025-12-31",
        reading=reading,
        calendar=mainland_china(),
    )
    assert (state.days_late, state.status.name) == expected
    assert state.due.nominal_day == date(2025, 11, 30)
    assert state.basis.reading is reading


@BOTH
def test_a_return_is_paid_back_by_the_same_day_which_is_assumed(policy: Policy) -> None:
    returned = delivery_of(-850)
    parts = [(-600, "2025-07-15"), (-250, "2025-08-02")]
    late = state_of(*parts[:1], as_of="2025-08-05", delivery=returned, policy=policy)
    assert figures(late) == ("-600.00", "-250.00", None, 5, "OVERDUE")
    settled = state_of(*parts, as_of="2025-08-05", delivery=returned, policy=policy)
    assert figures(settled) == ("-850.00", "0.00", "2025-08-02", 2, "PAID_LATE")
    for basis in (settled.basis, settled.due.basis):
        (assumption,) = basis.assumptions
        assert "pays back for a return" in assumption
        assert [clause.id for clause in basis.clauses] == [CLAUSES[policy]]


def test_a_delivery_of_less_than_half_a_fen_is_settled_when_it_is_accepted() -> None:
    nothing = evolve(delivery_of(), quantity="0.0001")
    assert nothing.amount == 0
    state = state_of(as_of="2025-12-31", delivery=nothing)
    assert figures(state) == ("0.00", "0.00", "2025-06-10", 0, "PAID_ON_TIME")
    error = refusal(
        lambda: state_of(("0.01", "2025-06-10"), as_of="2025-12-31", delivery=nothing),
        InvalidValueError,
    )
    assert error.field == "payments[0].amount"


# Against a slow second implementation


class Case(NamedTuple):
    """A delivery with payments that never exceed it, in no order."""

    policy: Policy
    reading: Reading
    calendar: HolidayTable
    delivery: Delivery
    payments: list[SupplierPayment]
    as_of: date

    def state(self, payments: Sequence[SupplierPayment] | None = None) -> SupplierPaymentState:
        return supplier_payment_state(
            self.policy,
            self.delivery,
            self.payments if payments is None else payments,
            as_of=self.as_of,
            reading=self.reading,
            calendar=self.calendar,
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    accepted = draw(st.dates(date(2030, 2, 1), date(2033, 6, 30)))
    fen = draw(st.integers(-2_000, 2_000).filter(bool))
    left, parts = abs(fen), list[int]()
    for part in draw(st.lists(st.integers(1, 900), max_size=5)):
        if part <= left:
            parts.append(part)
            left -= part
    if left and draw(st.booleans()):
        parts.append(left)
    sign = 1 if fen > 0 else -1
    payments = [
        SupplierPayment(
            "D1", Decimal(sign * part).scaleb(-2), accepted + draw(st.integers(0, 170)) * DAY
        )
        for part in draw(st.permutations(parts))
    ]
    return Case(
        draw(policies),
        Reading(debt_day=draw(st.sampled_from(DebtDay))),
        draw(calendars),
        delivery_of(Decimal(fen).scaleb(-2), accepted),
        payments,
        accepted + draw(st.integers(0, 200)) * DAY,
    )


@given(cases())
def test_a_state_agrees_with_living_through_every_day(case: Case) -> None:
    got = case.state()
    accepted, shift = case.delivery.accepted_on, case.reading.debt_day.name
    nominal, due = slow.due_day(
        accepted, MONTHS[case.policy], shift=shift, is_worked=is_worked(case.calendar)
    )
    expected = slow.state(
        Fraction(case.delivery.amount),
        accepted,
        [(each.paid_on, Fraction(each.amount)) for each in case.payments],
        due=due,
        as_of=case.as_of,
    )
    assert (got.due.nominal_day, got.due.day) == (nominal, due)
    assert (
        Fraction(got.paid),
        Fraction(got.owed),
        got.settled_on,
        got.days_late,
        got.status.name,
    ) == expected
    assert evolve(got) == got  # what the rule made is what the checks let in


@given(cases(), st.randoms())
def test_neither_the_order_of_payments_nor_later_ones_matter(case: Case, random: Any) -> None:
    shuffled = list(case.payments)
    random.shuffle(shuffled)
    counted = [each for each in case.payments if each.paid_on <= case.as_of]
    assert case.state() == case.state(shuffled) == case.state(counted)
    assert case.state(iter(case.payments)) == case.state()  # type: ignore[arg-type]  # any iterable


def test_payments_of_one_day_have_no_order() -> None:
    small, large = (1, "2025-07-01"), (2, "2025-07-01")
    assert state_of(small, large, as_of="2025-07-01") == state_of(large, small, as_of="2025-07-01")


@given(cases())
def test_a_payment_in_two_parts_on_one_day_is_the_same_payment(case: Case) -> None:
    cent = Decimal("0.01").copy_sign(case.delivery.amount)
    split = [
        part
        for each in case.payments
        for part in (
            [each]
            if each.amount == cent
            else [evolve(each, amount=cent), evolve(each, amount=each.amount - cent)]
        )
    ]
    whole, parts = case.state(), case.state(split)
    assert figures(parts) == figures(whole)
    assert parts.paid + parts.owed == case.delivery.amount


@given(cases(), st.integers(1, 60))
def test_lateness_and_what_is_paid_never_fall_as_time_goes_on(case: Case, wait: int) -> None:
    now, later = case.state(), case._replace(as_of=case.as_of + wait * DAY).state()
    assert now.days_late <= later.days_late <= now.days_late + wait
    assert abs(now.paid) <= abs(later.paid)
    if now.settled_on is not None:
        assert figures(later) == figures(now)


# What is refused

STATE = state_of((600, "2025-07-15"), (250, "2025-08-02"), as_of="2025-08-05")
OPEN_STATE = state_of((600, "2025-07-15"), as_of="2025-08-05")


@BOTH
def test_a_day_before_the_acceptance_is_refused(policy: Policy) -> None:
    error = refusal(lambda: state_of(as_of="2025-06-09", policy=policy), InvalidValueError)
    assert (error.field, error.value) == ("as_of", date(2025, 6, 9))
    assert error.clause == CLAUSES[policy]
    assert "2025-06-10" in error.expected


@pytest.mark.parametrize(
    ("payment", "field", "value", "expected"),
    [
        (
            SupplierPayment("D2", 1, "2025-07-01"),
            "delivery_reference",
            "D2",
            "payments for the delivery D1",
        ),
        (
            SupplierPayment("D2", 1, "2026-07-01"),  # also when it would not be counted
            "delivery_reference",
            "D2",
            "payments for the delivery D1",
        ),
        (SupplierPayment("D1", 1, "2025-06-09"), "paid_on", date(2025, 6, 9), "2025-06-10"),
        (
            SupplierPayment("D1", "250.01", "2025-07-16"),
            "amount",
            Decimal("250.01"),
            "250.00 of 850.00",
        ),
        (SupplierPayment("D1", -1, "2025-07-16"), "amount", Decimal("-1.00"), "of its sign"),
    ],
)
def test_a_payment_for_another_delivery_too_early_or_too_much_is_refused(
    payment: SupplierPayment, field: str, value: object, expected: str
) -> None:
    payments = [*paid((600, "2025-07-15")), payment]
    error = refusal(
        lambda: supplier_payment_state(
            CHONGQING_2025_25, delivery_of(), payments, as_of="2025-08-05"
        ),
        InvalidValueError,
    )
    assert (error.field, error.value) == (f"payments[1].{field}", value)
    assert error.clause == "25-2.3h"
    assert expected in error.expected


def test_of_payments_beyond_what_is_owed_the_later_one_is_named_by_its_place() -> None:
    parts = [("300", "2025-07-30"), ("600", "2025-07-15")]
    error = refusal(lambda: state_of(*parts, as_of="2025-07-30"), InvalidValueError)
    assert (error.field, error.value) == ("payments[0].amount", Decimal("300.00"))
    assert "250.00 of 850.00" in error.expected
    assert state_of(*parts, as_of="2025-07-29").owed == Decimal("250.00")


def test_a_return_takes_no_payment_of_the_other_sign_nor_too_much() -> None:
    for part, left in ((1, "-850.00 of -850.00"), ("-850.01", "-850.00 of -850.00")):
        error = refusal(
            lambda given_part=part: state_of(  # type: ignore[misc]  # bound now, as it should be
                (given_part, "2025-07-01"), as_of="2025-08-05", delivery=delivery_of(-850)
            ),
            InvalidValueError,
        )
        assert error.field == "payments[0].amount"
        assert left in error.expected


@pytest.mark.parametrize("amount", [0, "0.00", Decimal("-0")])
def test_a_payment_of_nothing_is_refused(amount: Decimal | int | str) -> None:
    error = refusal(lambda: SupplierPayment("D1", amount, "2025-07-01"), InvalidValueError)
    assert (error.field, repr(error.value), error.clause) == ("amount", repr(amount), None)
    assert "other than 0.00" in error.expected


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        ("0.001", InvalidValueError),
        (10**15, InvalidValueError),
        ("1e3", InvalidValueError),
        (1.5, InvalidTypeError),
        (True, InvalidTypeError),
        (None, InvalidTypeError),
    ],
)
def test_a_payment_that_is_no_amount_is_refused(amount: object, kind: type[PolicyError]) -> None:
    error = refusal(lambda: SupplierPayment("D1", untyped(amount), "2025-07-01"), kind)
    assert (error.field, repr(error.value)) == ("amount", repr(amount))


WRONG_TYPES: list[tuple[Callable[[], object], str, str | None]] = [
    (lambda: supplier_payment_due(untyped("25号"), "2025-06-10"), "policy", None),
    (lambda: supplier_payment_due(CHONGQING_2025_25, untyped(None)), "accepted_on", "25-2.3h"),
    (
        lambda: supplier_payment_due(CHONGQING_2025_25, "2025-06-10", reading=untyped("NEXT")),
        "reading",
        "25-2.3h",
    ),
    (
        lambda: supplier_payment_due(CHONGQING_2025_9, "2025-06-10", calendar=untyped("2025")),
        "calendar",
        "9-3.2c",
    ),
    (
        lambda: supplier_payment_due(
            CHONGQING_2025_9, "2025-06-10", calendar=untyped(HolidayTable)
        ),
        "calendar",
        "9-3.2c",
    ),
    (
        lambda: supplier_payment_state(untyped(None), delivery_of(), [], as_of="2025-07-01"),
        "policy",
        None,
    ),
    (
        lambda: supplier_payment_state(CHONGQING_2025_25, untyped("D1"), [], as_of="2025-07-01"),
        "delivery",
        "25-2.3h",
    ),
    (
        lambda: supplier_payment_state(
            CHONGQING_2025_25,
            delivery_of(),
            untyped(SupplierPayment("D1", 1, "2025-07-01")),
            as_of="2025-07-01",
        ),
        "payments",
        "25-2.3h",
    ),
    (
        lambda: supplier_payment_state(
            CHONGQING_2025_25, delivery_of(), untyped(["D1"]), as_of="2025-07-01"
        ),
        "payments[0]",
        "25-2.3h",
    ),
    (
        lambda: supplier_payment_state(
            CHONGQING_2025_25, delivery_of(), [], as_of=untyped(20250701)
        ),
        "as_of",
        "25-2.3h",
    ),
]


@pytest.mark.parametrize(("call", "field", "clause"), WRONG_TYPES)
def test_what_is_of_another_type_is_refused_by_name(
    call: Callable[[], object], field: str, clause: str | None
) -> None:
    error = refusal(call, InvalidTypeError)
    assert (error.field, error.clause) == (field, clause)


@pytest.mark.parametrize(
    ("state", "field", "wrong", "expected"),
    [
        (STATE, "paid", "849.99", "850.00"),
        (STATE, "owed", "0.01", "0.00"),
        (STATE, "settled_on", "2025-08-01", "2025-08-02"),
        (STATE, "settled_on", None, "2025-08-02"),
        (STATE, "days_late", 5, "2"),
        (STATE, "status", SupplierPaymentStatus.PAID_ON_TIME, "PAID_LATE"),
        (OPEN_STATE, "settled_on", "2025-07-15", "None"),
        (OPEN_STATE, "days_late", 0, "5"),
        (OPEN_STATE, "status", SupplierPaymentStatus.OPEN, "OVERDUE"),
    ],
)
def test_a_stated_figure_that_does_not_follow_is_refused(
    state: SupplierPaymentState, field: str, wrong: object, expected: str
) -> None:
    error = refusal(lambda: evolve(state, **{field: wrong}), InvalidValueError)
    assert error.field == field
    assert expected in error.expected


@pytest.mark.parametrize("days", [-2, -1, 0, 1, 2])
@pytest.mark.parametrize("shift", DebtDay)
def test_25_2_3h_a_deadline_is_where_its_reading_can_have_moved_it(
    shift: DebtDay, days: int
) -> None:
    way = {"UNSHIFTED": [0], "PREVIOUS_WORKDAY": [-2, -1, 0], "NEXT_WORKDAY": [0, 1, 2]}
    reading = Reading(debt_day=shift)
    calendar = HolidayTable("2025-01-01", "2025-12-31")
    due = supplier_payment_due(CHONGQING_2025_25, "2025-06-10", reading=reading, calendar=calendar)
    assert (due.day, due.nominal_day) == (date(2025, 7, 31), date(2025, 7, 31))
    day = due.day + days * DAY
    if days in way[shift.name]:
        assert evolve(due, day=day).day == day
    else:
        error = refusal(lambda: evolve(due, day=day), InvalidValueError)
        assert (error.field, error.value, error.clause) == ("day", day, None)
        assert "2025-07-31" in error.expected


def test_a_states_payments_are_those_that_count_oldest_first() -> None:
    first, second = STATE.payments
    for payments in ((second, first), (*STATE.payments, first), (evolve(first, amount=-1),)):
        error = refusal(lambda given=payments: evolve(STATE, payments=given), InvalidValueError)  # type: ignore[misc]
        assert error.field.startswith("payments")
    error = refusal(lambda: evolve(STATE, as_of="2025-08-01"), InvalidValueError)
    assert error.field == "payments"
    error = refusal(lambda: evolve(STATE, as_of="2025-06-09"), InvalidValueError)
    assert (error.field, error.clause) == ("as_of", "25-2.3h")


@pytest.mark.parametrize("days", [-1, 10**7])
def test_days_late_are_days(days: int) -> None:
    error = refusal(lambda: evolve(STATE, days_late=days), InvalidValueError)
    assert (error.field, error.value) == ("days_late", days)
