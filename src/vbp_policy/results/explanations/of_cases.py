"""A whole prepayment case, told step by step."""

from collections.abc import Iterator

from ..prepayment_cases import PrepaymentCase
from .bilingual import Words
from .drafts import Draft, Item, items
from .of_cycles import cycle
from .of_offsets import ledger
from .of_prepayments import schedule

__all__ = ["prepayment_case"]


def prepayment_case(result: PrepaymentCase) -> Iterator[Draft]:
    """Tell the fund, the cycle, the schedule and the ledger; dates can be told one by one."""
    institution = result.institution
    yield Draft(
        "paying_fund",
        Words(
            "The prepayment of {institution} is paid, offset and taken back by the {fund}.",
            "{institution}的预付金，由{fund}预付、抵扣，退回时也退回该基金。",
        ),
        result.basis,
        given=(
            Item("institution", str(institution)),
            Item("institution_kind", institution.kind),
            *items(institution, "grade", "designated", "enrolled"),
        ),
        found=items(result, "fund"),
        clauses=result.basis.clauses[1:2],
        assumed=(),
    )
    yield from cycle(result.cycle)
    yield from schedule(result.schedule)
    yield from ledger(result.ledger)
