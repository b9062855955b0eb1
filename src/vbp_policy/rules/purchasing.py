"""Purchases against the notice: the price in force, the price paid, the volume agreed.

9号 9-2.2 and 9-3.1a to 9-3.1e; 25号 25-2.1b and 25-2.4b.
"""

import enum
from decimal import Decimal

import attrs

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import InvalidValueError, OutOfForceError
from ..foundation.money import AmountLike, unit_price
from ..foundation.values import Value, checked, identifier, same, trusted
from ..policy.basis import Basis
from ..policy.clauses import Clause
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import Reading
from ..policy.terms import PriceRule
from .contracts import Contract, as_contract, as_volume
from .cycles import as_cycle_of

__all__ = [
    "Figure",
    "Finding",
    "Relation",
    "check_agreed_volume",
    "check_purchase_price",
    "price_in_force",
]

_AT_MOST = "no price above the selected one is paid: the notice speaks of lower ones alone"


class Relation(enum.Enum):
    """How the figure found must stand to the figure it is held against."""

    EQUAL = "equal"
    AT_MOST = "at most"
    AT_LEAST = "at least"

    def holds(self, found: Decimal, against: Decimal) -> bool:
        """Say whether two figures stand so.

        >>> Relation.AT_MOST.holds(Decimal("8.72"), Decimal("8.70"))
        False
        """
        if self is Relation.EQUAL:
            return found == against
        return found <= against if self is Relation.AT_MOST else found >= against


_IN_WORDS = {
    Relation.EQUAL: {True: "is", False: "is not"},
    Relation.AT_MOST: {True: "is not above", False: "is above"},
    Relation.AT_LEAST: {True: "is not below", False: "is below"},
}
_RELATIONS = {PriceRule.EQUAL: Relation.EQUAL, PriceRule.AT_MOST: Relation.AT_MOST}


@attrs.frozen(field_transformer=checked)
class Figure(Value):
    """A figure of a finding, with its name."""

    name: str = attrs.field(converter=identifier)
    value: Decimal

    def __str__(self) -> str:
        return f"{self.name} {self.value:f}"


@attrs.frozen(field_transformer=checked)
class Finding(Value):
    """What a check found: whether `clause` is met, by two figures that stand in a `relation`.

    `figures` are what was found and what it is held against. `soft`: the clause asks in
    principle, so a finding that is not met is a warning. `message` says it in one sentence.
    """

    clause: Clause
    met: bool
    soft: bool
    figures: tuple[Figure, ...]
    message: str
    relation: Relation = attrs.field(kw_only=True)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if len(self.figures) != 2:
            raise InvalidValueError(
                field="figures",
                value=self.figures,
                expected="two figures: what was found, and what it is held against",
                clause=self.clause.id,
            )
        found, against = self.figures
        same("met", self.met, self.relation.holds(found.value, against.value))
        same("message", self.message, _message(found, against, self.relation, met=self.met))


def _message(found: Figure, against: Figure, relation: Relation, *, met: bool) -> str:
    verb = _IN_WORDS[relation][met]
    return f"The {found.name}, {found.value:f}, {verb} the {against.name}, {against.value:f}."


_finding = trusted(Finding)


def price_in_force(policy: Policy, contract: Contract, on: DateLike) -> Decimal:
    """Give the price at which a firm supplies under a contract on a day, in yuan a unit.

    9号: the firm supplies at the selected price (9-3.1a), and goes on to the end of the cycle when
    the volume is completed early (9-3.1e); 25号 25-2.4b likewise. So the contract's price is in
    force on every day of its cycle, an extension included, whether completed or not.

    Raises `OutOfForceError` before the first day and after the last, and `InvalidValueError` for
    a cycle of another policy.

    >>> from vbp_policy import Grade, Institution, InstitutionKind, Product, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> contract = Contract("C1", hospital, Product("A1", "透析器", "甲"), cycle,
    ...                     agreed_volume=1000, unit="支", unit_price="50.00")
    >>> price_in_force(CHONGQING_2025_25, contract, "2026-05-29")
    Decimal('50.00')
    """
    terms = as_policy(policy).terms.purchasing
    start = terms.selected_price_clause or terms.price_holds_clause
    cycle = as_cycle_of(policy, as_contract(contract, clause=start.id).cycle)
    day = as_date(on, field="on", clause=start.id)
    if day in cycle:
        return contract.unit_price
    raise OutOfForceError(
        field="on",
        value=day,
        expected=f"a day of the cycle, {cycle}",
        clause=start.id if day < cycle.first_day else terms.price_holds_clause.id,
    )


def check_purchase_price(policy: Policy, *, paid: AmountLike, selected: AmountLike) -> Finding:
    """Check the price that an institution paid against the selected price.

    9号 9-3.1d: they are equal, as the price is not negotiated again. 25号 25-2.1b: an institution
    that pays less may go on so; that it may not pay more follows from the price selected, and is
    listed as an assumption. Both prices are in yuan a unit, of the same unit.

    Raises `InvalidTypeError` and `InvalidValueError` for what is no unit price.

    >>> from vbp_policy.notices import CHONGQING_2025_9, CHONGQING_2025_25
    >>> finding = check_purchase_price(CHONGQING_2025_9, paid="8.70", selected="8.72")
    >>> finding.met, finding.message
    (False, 'The price paid, 8.70, is not the selected price, 8.72.')
    >>> check_purchase_price(CHONGQING_2025_25, paid="8.70", selected="8.72").met
    True
    """
    terms = as_policy(policy).terms.purchasing
    clause = terms.price_clause
    relation = _RELATIONS[terms.price_rule]
    return _held_against(
        policy,
        clause,
        Figure("price paid", unit_price(paid, field="paid", clause=clause.id)),
        Figure("selected price", unit_price(selected, field="selected", clause=clause.id)),
        relation,
        soft=False,
        assumptions=(_AT_MOST,) if relation is Relation.AT_MOST else (),
    )


def check_agreed_volume(policy: Policy, *, current: AmountLike, previous: AmountLike) -> Finding:
    """Check a variety's agreed volume against the one agreed for it the year before.

    9号 9-2.2: in principle it is not below; so the finding is soft, and a shortfall is a warning.
    Both volumes are above 0 and in the same unit.

    Raises `NotProvidedError` if the notice asks for no such floor, as 25号 does not, and
    `InvalidTypeError` and `InvalidValueError` for what is no volume.

    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> finding = check_agreed_volume(CHONGQING_2025_9, current=900, previous=1000)
    >>> finding.met, finding.soft, finding.message
    (False, True, 'The agreed volume, 900, is below the volume of the year before, 1000.')
    """
    terms = as_policy(policy).terms.purchasing
    clause = stated(policy, terms.volume_floor_clause, "volume_floor")
    return _held_against(
        policy,
        clause,
        Figure("agreed volume", as_volume(current, field="current", clause=clause.id)),
        Figure(
            "volume of the year before", as_volume(previous, field="previous", clause=clause.id)
        ),
        Relation.AT_LEAST,
        soft=True,
    )


def _held_against(
    policy: Policy,
    clause: Clause,
    found: Figure,
    against: Figure,
    relation: Relation,
    *,
    soft: bool,
    assumptions: tuple[str, ...] = (),
) -> Finding:
    met = relation.holds(found.value, against.value)
    return _finding(
        clause=clause,
        met=met,
        soft=soft,
        figures=(found, against),
        message=_message(found, against, relation, met=met),
        relation=relation,
        basis=Basis(policy.number, (clause,), Reading(), assumptions),
    )
