"""What our own tests draw beside `vbp_policy.testing`: figures in fen, and sizes that interact."""

from decimal import Decimal

from hypothesis import strategies as st

from vbp_policy import Fund, Grade, Institution, InstitutionKind
from vbp_policy.testing import amounts


def yuan(least: int = -(10**17) + 1, most: int = 10**17 - 1) -> st.SearchStrategy[Decimal]:
    """Amounts of whole fen, the bounds in fen."""
    return amounts(Decimal(least).scaleb(-2), Decimal(most).scaleb(-2))


small_totals = yuan(1, 10_000_000)
"""Totals of the size at which a ledger's months interact."""

payables = yuan(-1_000_000, 3_000_000)
"""A month's payable of that size, negative months among them."""

funds = st.sampled_from(Fund)


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
