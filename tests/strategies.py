"""Hypothesis strategies that more than one test module draws from."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from vbp_policy import (
    Cycle,
    Fund,
    Grade,
    Institution,
    InstitutionKind,
    Reading,
    YearMonth,
    procurement_cycle,
)
from vbp_policy.notices import CHONGQING_2025_25

FIRST_DAY = date(2025, 5, 30)


def yuan(least: int = -(10**17) + 1, most: int = 10**17 - 1) -> st.SearchStrategy[Decimal]:
    """Amounts of whole fen, the bounds in fen."""
    return st.integers(least, most).map(lambda fen: Decimal(fen).scaleb(-2))


totals = yuan(1)
"""What can be prepaid: above zero, up to the bound."""

small_totals = yuan(1, 10_000_000)
"""Totals of the size at which a ledger's months interact."""

payables = yuan(-1_000_000, 3_000_000)
"""A month's payable of that size, negative months among them."""


def readings(**fixed: object) -> st.SearchStrategy[Reading]:
    """Every reading; a keyword holds a field fixed."""
    drawn: dict[str, st.SearchStrategy[object]] = {
        each.field: st.just(fixed[each.field])
        if each.field in fixed
        else st.sampled_from(each.choices)
        for each in Reading.choices()
    }
    return st.builds(Reading, **drawn)


execution_dates = st.dates(FIRST_DAY, date(2060, 12, 31))
months = st.builds(YearMonth, st.integers(1, 9999), st.integers(1, 12))


@st.composite
def cycles(draw: st.DrawFn, reading: st.SearchStrategy[Reading] | None = None) -> Cycle:
    """Cycles of 25号 under any reading."""
    chosen = draw(readings() if reading is None else reading)
    return procurement_cycle(CHONGQING_2025_25, draw(execution_dates), reading=chosen)


institutions = st.builds(
    Institution,
    st.from_regex(r"[A-Z][0-9]{1,6}", fullmatch=True),
    st.sampled_from(["第一医院", "中心卫生院", "<b>&'\""]),
    kind=st.sampled_from(InstitutionKind),
    grade=st.sampled_from(Grade),
    designated=st.booleans(),
    enrolled=st.booleans(),
    district=st.sampled_from([None, "渝中区", "永川区"]),
)


def hospital(code: str = "H1", district: str | None = "渝中区") -> Institution:
    """Give a public, designated grade-two hospital."""
    return Institution(
        code,
        "第二人民医院",
        kind=InstitutionKind.PUBLIC,
        grade=Grade.SECONDARY,
        designated=True,
        district=district,
    )


funds = st.sampled_from(Fund)
