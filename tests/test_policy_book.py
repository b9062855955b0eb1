"""The book of notices: exactly one in force on a subject on a day, or an error that says why not.

25-4.3 leaves it to later policy to replace what a notice says.
"""

import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from functools import cache, partial
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from invented import INVENTED
from vbp_policy import (
    AmbiguousRuleError,
    FromExecution,
    InvalidTypeError,
    InvalidValueError,
    NotListedError,
    OutOfForceError,
    Policy,
    PolicyBook,
    PolicyError,
    UntilDay,
)
from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25

DAY = timedelta(days=1)
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
THREE_YEARS = [FIRST + DAY * number for number in range((LAST - FIRST).days + 1)]


def untyped(value: object) -> Any:
    """Hide a value's type from the type checkers: a caller may pass anything."""
    return value


@cache
def notice(
    number: str,
    effective_on: date | str,
    end: date | str | None = None,
    *supersedes: str,
    subject: str = "S",
) -> Policy:
    length = FromExecution(12) if end is None else UntilDay(untyped(end))
    cycle = attrs.evolve(INVENTED.terms.cycle, length=length)
    return attrs.evolve(
        INVENTED,
        number=number,
        subject=subject,
        effective_on=untyped(effective_on),
        supersedes=supersedes,
        terms=attrs.evolve(INVENTED.terms, cycle=cycle),
    )


def book(*policies: Policy) -> PolicyBook:
    return PolicyBook(policies)


def refused(
    kind: type[PolicyError],
    call: Callable[[], object],
    *,
    field: str,
    value: object,
    accepted: str,
) -> PolicyError:
    with pytest.raises(kind) as caught:
        call()
    error = caught.value
    assert type(error) is kind
    assert (error.field, error.value, error.clause) == (field, value, None)
    assert accepted in error.expected
    return error


# The two real notices


@pytest.mark.parametrize(
    ("policy", "first", "last"),
    [
        (CHONGQING_2025_9, "2025-03-07", "2025-12-31"),
        (CHONGQING_2025_25, "2025-05-30", "9999-12-31"),
    ],
    ids=["9-2.1 and 9-4.1", "25-4.1"],
)
def test_a_notice_is_in_force_from_its_effective_date_to_a_fixed_end(
    policy: Policy, first: str, last: str
) -> None:
    both = book(CHONGQING_2025_9, CHONGQING_2025_25)
    assert both.in_force(policy.subject, first) is policy
    assert both.in_force(policy.subject, date.fromisoformat(last)) is policy
    before = date.fromisoformat(first) - DAY
    refused(
        OutOfForceError,
        lambda: both.in_force(policy.subject, before),
        field="on",
        value=before,
        accepted=f"{policy.number} from {first}",
    )


def test_9_2_1_the_day_after_the_fixed_end_is_a_gap() -> None:
    refused(
        OutOfForceError,
        lambda: book(CHONGQING_2025_9).in_force(CHONGQING_2025_9.subject, "2026-01-01"),
        field="on",
        value=date(2026, 1, 1),
        accepted=(
            "a day on which a notice on renewed-drugs-batches-1-and-3 is in force: "
            "渝医保办〔2025〕9号 from 2025-03-07 to 2025-12-31"
        ),
    )


def test_25_4_3_a_later_notice_that_supersedes_it_takes_over_on_its_effective_date() -> None:
    later = attrs.evolve(
        CHONGQING_2025_25,
        number="虚构〔2026〕1号",
        effective_on="2026-04-01",
        supersedes=(CHONGQING_2025_25.number,),
    )
    both = book(later, CHONGQING_2025_25)
    for day, expected in (
        ("2025-05-30", CHONGQING_2025_25),
        ("2026-03-31", CHONGQING_2025_25),
        ("2026-04-01", later),
        ("2030-01-01", later),
    ):
        assert both.in_force("haemodialysis-consumables", day) is expected


# Day by day over three years


def brute_force(policies: Iterable[Policy]) -> dict[date, dict[str, list[str]]]:
    """Live through every day: who comes into force, who is ended for good, who has run out."""
    policies = list(policies)
    day = min([FIRST, *(policy.effective_on for policy in policies)])
    gone: set[str] = set()
    live: list[Policy] = []
    lived: dict[date, dict[str, list[str]]] = {}
    while day <= LAST:
        new = [policy for policy in policies if policy.effective_on == day]
        for policy in new:
            gone.update(policy.supersedes)
        live = [policy for policy in [*live, *new] if policy.number not in gone]
        for policy in live:
            length = policy.terms.cycle.length
            if isinstance(length, UntilDay) and length.last_day < day:
                gone.add(policy.number)
        live = [policy for policy in live if policy.number not in gone]
        lived[day] = {}
        for policy in live:
            lived[day].setdefault(policy.subject, []).append(policy.number)
        day += DAY
    return lived


def named(made: PolicyBook, subject: str, day: date) -> list[str]:
    """Give the numbers that the book names for a day, in an answer or in an overlap."""
    try:
        return [made.in_force(subject, day).number]
    except OutOfForceError:
        return []
    except AmbiguousRuleError as overlap:
        return overlap.expected.split(", not ")[1].split(" and ")


def check(made: PolicyBook, lived: dict[date, dict[str, list[str]]], days: Iterable[date]) -> None:
    for day in days:
        for subject in {policy.subject for policy in made.policies}:
            assert sorted(named(made, subject, day)) == sorted(lived[day].get(subject, []))


SUCCESSIONS = {
    "one without end": [notice("A", "2025-05-30")],
    "one with an end": [notice("A", "2025-03-07", "2025-12-31")],
    "one that ends before it begins": [notice("A", "2025-06-01", "2025-05-31")],
    "one day": [notice("A", "2025-06-01", "2025-06-01")],
    "in force from before": [notice("A", "2019-04-01")],
    "seamless": [
        notice("A", "2025-01-01", "2025-12-31"),
        notice("B", "2026-01-01", "2026-12-31"),
        notice("C", "2027-01-01", "2027-12-31"),
    ],
    "a gap": [notice("A", "2025-01-01", "2025-12-31"), notice("B", "2026-03-01")],
    "an overlap of a day": [notice("A", "2025-01-01", "2026-01-01"), notice("B", "2026-01-01")],
    "three at once": [
        notice("A", "2025-01-01"),
        notice("B", "2025-02-01", "2026-12-31"),
        notice("C", "2026-12-31"),
    ],
    "a chain": [
        notice("A", "2024-01-01"),
        notice("B", "2025-07-01", None, "A"),
        notice("C", "2026-02-28", None, "B"),
        notice("D", "2027-02-28", "2027-11-30", "C"),
    ],
    "what was superseded does not come back": [
        notice("A", "2025-01-01"),
        notice("B", "2025-07-01", "2025-12-31", "A"),
    ],
    "nor where its successor is superseded in turn": [
        notice("A", "2025-01-01"),
        notice("B", "2025-07-01", None, "A"),
        notice("C", "2026-01-01", "2026-06-30", "B"),
    ],
    "superseded twice, by the earlier": [
        notice("A", "2025-01-01"),
        notice("B", "2026-01-01", "2026-06-30", "A"),
        notice("C", "2025-07-01", "2025-12-31", "A"),
    ],
    "one supersedes several": [
        notice("A", "2025-01-01", "2025-12-31"),
        notice("B", "2025-12-01", "2026-12-31"),
        notice("C", "2026-06-01", None, "A", "B", "of long ago"),
    ],
    "superseded after its end": [
        notice("A", "2025-01-01", "2025-06-30"),
        notice("B", "2026-01-01", None, "A"),
    ],
    "superseded on the day it takes effect": [
        notice("A", "2026-01-01"),
        notice("B", "2026-01-01", None, "A"),
    ],
    "superseded before it takes effect": [
        notice("A", "2026-01-01", None, "Z"),
        notice("B", "2025-06-01", "2025-12-31", "A"),
        notice("Z", "2025-01-01"),
    ],
    "two subjects": [
        notice("A", "2025-01-01"),
        notice("B", "2025-06-01", "2026-06-30", subject="T"),
        notice("C", "2026-01-01", None, "A"),
    ],
    "superseded by a notice on another subject": [
        notice("A", "2025-01-01"),
        notice("B", "2025-06-01", None, "A", subject="T"),
    ],
}


@pytest.mark.parametrize("policies", SUCCESSIONS.values(), ids=SUCCESSIONS)
def test_25_4_3_every_day_of_three_years_has_one_notice_a_gap_or_an_overlap(
    policies: list[Policy],
) -> None:
    lived = brute_force(policies)
    check(book(*policies), lived, THREE_YEARS)
    check(book(*reversed(policies)), lived, THREE_YEARS)


def test_the_successions_meet_gaps_overlaps_and_single_notices() -> None:
    counts = {
        len(numbers)
        for policies in SUCCESSIONS.values()
        for subjects in brute_force(policies).values()
        for numbers in [subjects.get("S", [])]
    }
    assert counts == {0, 1, 2, 3}


NUMBERS = "ABCDEF"
days = st.dates(FIRST, LAST)


@st.composite
def successions(draw: st.DrawFn) -> list[Policy]:
    """Notices on two subjects; each may supersede others whose letters come before its own."""
    numbers = draw(st.lists(st.sampled_from(NUMBERS), min_size=1, unique=True))
    return [
        notice(
            number,
            draw(days),
            draw(st.none() | days),
            *sorted(draw(st.sets(st.sampled_from("0" + NUMBERS[: NUMBERS.index(number)])))),
            subject=draw(st.sampled_from("ST")),
        )
        for number in numbers
    ]


@given(successions())
def test_25_4_3_any_succession_changes_where_living_through_it_does(policies: list[Policy]) -> None:
    changes = {FIRST, LAST}
    for policy in policies:
        length = policy.terms.cycle.length
        last = length.last_day if isinstance(length, UntilDay) else policy.effective_on
        changes |= {
            each + DAY * step for each in (policy.effective_on, last) for step in (-1, 0, 1)
        }
    within = sorted(day for day in changes if FIRST <= day <= LAST)
    check(book(*policies), brute_force(policies), within)


# What the errors say


def test_a_gap_names_every_notice_on_the_subject_with_its_days() -> None:
    made = book(
        notice("A", "2025-01-01"),
        notice("B", "2025-07-01", "2025-12-31", "A"),
        notice("C", "2020-01-01", subject="T"),
    )
    error = refused(
        OutOfForceError,
        lambda: made.in_force("S", "2026-01-01"),
        field="on",
        value=date(2026, 1, 1),
        accepted="a day on which a notice on S is in force: ",
    )
    assert error.expected.endswith(
        ": A from 2025-01-01, superseded on 2025-07-01; B from 2025-07-01 to 2025-12-31"
    )


def test_an_overlap_names_all_that_are_in_force() -> None:
    made = book(notice("A", "2025-01-01"), notice("B", "2025-07-01"), notice("C", "2025-09-01"))
    for day, named in (("2025-07-01", "A and B"), ("2025-09-01", "A and B and C")):
        error = refused(
            AmbiguousRuleError,
            partial(made.in_force, "S", day),
            field="on",
            value=date.fromisoformat(day),
            accepted="a day on which one notice on S is in force, not ",
        )
        assert error.expected.endswith(f"not {named}")


@pytest.mark.parametrize("subject", ["T", "s", "", "A"])
def test_a_subject_that_was_never_listed_is_no_gap(subject: str) -> None:
    made = book(notice("A", "2025-01-01"), notice("B", "2025-01-01", subject="U"))
    refused(
        NotListedError,
        lambda: made.in_force(subject, "2025-06-01"),
        field="subject",
        value=subject,
        accepted="a subject of the book: S, U",
    )


def test_an_empty_book_lists_nothing() -> None:
    refused(
        NotListedError,
        lambda: book().in_force("S", "2025-06-01"),
        field="subject",
        value="S",
        accepted="a subject of the book: it has none",
    )


@pytest.mark.parametrize(
    ("kind", "subject", "on", "field", "accepted"),
    [
        (InvalidTypeError, None, "2025-06-01", "subject", "str"),
        (InvalidTypeError, 1, "2025-06-01", "subject", "str"),
        (InvalidTypeError, ["S"], "2025-06-01", "subject", "str"),
        (InvalidTypeError, "S", None, "on", "a datetime.date or a string"),
        (InvalidTypeError, "S", datetime(2025, 6, 1), "on", "not a datetime"),  # noqa: DTZ001
        (InvalidValueError, "S", "2025-06-31", "on", "YYYY-MM-DD"),
        (InvalidValueError, "T", "1 June 2025", "on", "YYYY-MM-DD"),
    ],
)
def test_a_question_of_another_kind_is_refused(
    kind: type[PolicyError], subject: Any, on: Any, field: str, accepted: str
) -> None:
    refused(
        kind,
        lambda: book(notice("A", "2025-01-01")).in_force(subject, on),
        field=field,
        value=on if field == "on" else subject,
        accepted=accepted,
    )


# What a book holds


def test_a_book_is_a_value() -> None:
    made = PolicyBook(untyped(iter([CHONGQING_2025_9, CHONGQING_2025_25])))
    assert made.policies == (CHONGQING_2025_9, CHONGQING_2025_25)
    for again in (
        book(CHONGQING_2025_9, CHONGQING_2025_25),
        attrs.evolve(made),
        pickle.loads(pickle.dumps(made)),  # noqa: S301
    ):
        assert again == made
        assert hash(again) == hash(made)
        assert again.in_force("haemodialysis-consumables", "2025-05-30") == CHONGQING_2025_25
    assert made != book(CHONGQING_2025_9)
    assert "渝医保办〔2025〕9号" in untyped(made)._repr_html_()
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        untyped(made).policies = ()


@pytest.mark.parametrize(
    ("given", "field", "value", "accepted"),
    [
        (None, "policies", None, "an iterable of Policy"),
        (INVENTED, "policies", INVENTED, "an iterable of Policy"),
        ("A", "policies", "A", "an iterable of Policy"),
        ([INVENTED, "A"], "policies[1]", "A", "Policy"),
    ],
)
def test_a_book_holds_policies_alone(given: Any, field: str, value: object, accepted: str) -> None:
    refused(
        InvalidTypeError, lambda: PolicyBook(given), field=field, value=value, accepted=accepted
    )


@pytest.mark.parametrize("subject", ["S", "T"])
def test_a_number_comes_once(subject: str) -> None:
    refused(
        InvalidValueError,
        lambda: book(
            notice("A", "2025-01-01"),
            notice("B", "2025-01-01"),
            notice("A", "2026-01-01", subject=subject),
        ),
        field="policies[2].number",
        value="A",
        accepted="each number once",
    )


@pytest.mark.parametrize(
    ("links", "around"),
    [
        (["AB", "BA"], "AB"),
        (["AB", "BC", "CA"], "ABC"),
        (["Z", "AZB", "BZC", "CZA"], "ABC"),
        (["DA", "AB", "BA"], "AB"),
    ],
)
def test_25_4_3_notices_that_supersede_each_other_in_a_circle_are_refused(
    links: list[str], around: str
) -> None:
    policies = [
        notice(link[0], f"202{number}-01-01", None, *link[1:]) for number, link in enumerate(links)
    ]
    with pytest.raises(InvalidValueError) as caught:
        book(*policies)
    error = caught.value
    assert (error.field, error.clause) == ("policies", None)
    assert error.expected == "notices that are superseded by later ones, never in a circle"
    steps = str(error.value).split(" → ")
    assert steps[0] == steps[-1]
    assert set(steps) == set(around)
    supersedes = {policy.number: policy.supersedes for policy in policies}
    for older, newer in pairwise(steps):
        assert older in supersedes[newer]


def test_a_long_chain_is_no_circle() -> None:
    chain = [notice("N0", "2025-01-01")]
    chain += [
        notice(f"N{number}", FIRST + DAY * number, None, f"N{number - 1}")
        for number in range(1, 1000)
    ]
    made = PolicyBook(untyped(chain))
    for number in (0, 1, 500, 999):
        assert made.in_force("S", FIRST + DAY * number).number == f"N{number}"


# What a policy may say of other documents


def test_a_policy_does_not_supersede_itself() -> None:
    refused(
        InvalidValueError,
        lambda: attrs.evolve(INVENTED, supersedes=("A", INVENTED.number)),
        field="supersedes",
        value=INVENTED.number,
        accepted="other notices than this one",
    )


@pytest.mark.parametrize("field", ["rests_on", "supersedes"])
@pytest.mark.parametrize("wrong", ["", " A", "A\n", "x" * 201])
def test_a_document_that_a_policy_names_has_a_name(field: str, wrong: str) -> None:
    refused(
        InvalidValueError,
        lambda: attrs.evolve(INVENTED, **untyped({field: ("A", wrong)})),
        field=f"{field}[1]",
        value=wrong,
        accepted="a printable string of 1 to 200 characters",
    )
    assert getattr(attrs.evolve(INVENTED, **untyped({field: ("A",)})), field) == ("A",)
