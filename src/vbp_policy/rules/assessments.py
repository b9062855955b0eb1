"""What is assessed every year: is the volume met, and how much of the use was selected.

9号 9-3.4b, 25号 25-2.5 with 25-2.2d and 25-2.2e.
"""

import enum
from collections.abc import Iterable
from decimal import Decimal

import attrs

from ..foundation.errors import InvalidValueError
from ..foundation.money import net_quantity, quantity, quantity_of, quantity_units, ratio_of
from ..foundation.money import ratio as as_ratio
from ..foundation.values import Value, checked, same, same_figures, trusted, tuple_of
from ..policy.basis import Basis
from ..policy.policies import Policy, as_policy, stated
from ..policy.readings import NeutralListings, Reading
from .contracts import (
    PROGRESS_ASSUMPTIONS,
    Contract,
    Delivery,
    Progress,
    as_contract,
    progress_of,
)
from .cycles import as_cycle_of, inherited_assumptions
from .listings import ListingStatus

__all__ = ["AssessedVolume", "Assessment", "CountedAs", "Usage", "annual_assessment"]

_WHOLE_CYCLE = "what is assessed is the whole cycle, up to its last day"
_LEFT_OUT = "what is undetermined is left out of the count"


class CountedAs(enum.Enum):
    """How a volume enters the assessment."""

    SELECTED = "selected"
    NON_SELECTED = "non-selected"
    LEFT_OUT = "left out"


@attrs.frozen(field_transformer=checked)
class Usage(Value):
    """How much an institution used of products of one status, in the contract's unit.

    A negative quantity is a return.
    """

    listing_status: ListingStatus
    quantity: Decimal = attrs.field(converter=quantity)


def _optional_ratio(value: Decimal | None, *, field: str = "share") -> Decimal | None:
    return None if value is None else as_ratio(value, field=field)


@attrs.frozen(field_transformer=checked)
class AssessedVolume(Value):
    """What was used of one status, and its share of all that is counted; None if left out."""

    _summed = ("volume",)

    listing_status: ListingStatus
    volume: Decimal = attrs.field(converter=net_quantity)
    counted_as: CountedAs
    share: Decimal | None = attrs.field(converter=_optional_ratio)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)


@attrs.frozen(field_transformer=checked)
class Assessment(Value):
    """A contract's assessment: its volume, and the share of selected products in what was used.

    `volume_met`: the agreed volume stood reached at the end. `selected` are the volumes that
    count as selected, `counted` these and the non-selected ones; `share` = `selected` ÷ `counted`
    with 4 places, None when nothing is counted.
    """

    progress: Progress
    volume_met: bool
    volumes: tuple[AssessedVolume, ...]
    selected: Decimal = attrs.field(converter=net_quantity)
    counted: Decimal = attrs.field(converter=net_quantity)
    share: Decimal | None = attrs.field(converter=_optional_ratio)
    basis: Basis = attrs.field(kw_only=True, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        same("progress.as_of", self.progress.as_of, self.progress.contract.cycle.last_day)
        units = {each.listing_status: quantity_units(each.volume) for each in self.volumes}
        same_figures(self, _assessed(self.progress, units, self.basis))


_volume = trusted(AssessedVolume)
_assessment = trusted(Assessment)


def annual_assessment(
    policy: Policy, contract: Contract, deliveries: Iterable[Delivery], usage: Iterable[Usage]
) -> Assessment:
    """Decide whether a contract's volume was met, and the share of selected products in use.

    9号 9-3.4b, 25号 25-2.5: assessed once a year. 25号: a selected firm's product that may count
    as selected does (25-2.2d); whether an unselected firm's that is not counted as non-selected
    is left out or counts as selected (25-2.2e) is the reading `neutral_listings`, taken from the
    cycle. What is undetermined is left out. 9号 has no such classes, so `usage` must be empty.

    `usage` is in the contract's unit, as `classify_listing` gives the statuses.

    Raises what `contract_progress` raises, `NotProvidedError` for usage under a notice without
    classes, and `InvalidValueError` for a contract under another policy and for returns of a
    status above what was used of it.

    >>> from vbp_policy import Grade, Institution, InstitutionKind, Product, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> hospital = Institution("H1", "Hospital", kind=InstitutionKind.PUBLIC,
    ...                        grade=Grade.SECONDARY, designated=True)
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> contract = Contract("C1", hospital, Product("A1", "透析器", "甲"), cycle,
    ...                     agreed_volume=1000, unit="支", unit_price=50)
    >>> assessed = annual_assessment(CHONGQING_2025_25, contract, [], [
    ...     Usage(ListingStatus.SELECTED, 700), Usage(ListingStatus.NEUTRAL, 100),
    ...     Usage(ListingStatus.NON_SELECTED, 300),
    ... ])
    >>> assessed.volume_met, assessed.selected, assessed.counted, assessed.share
    (False, Decimal('700'), Decimal('1000'), Decimal('0.7000'))
    """
    terms = as_policy(policy).terms
    clause = terms.reporting.monitoring_clause
    cycle = as_cycle_of(policy, as_contract(contract, clause=clause.id).cycle)
    units = _by_status(usage, clause.id)
    clauses = [clause, terms.purchasing.volume_clause]
    assumptions = [*inherited_assumptions(cycle), *PROGRESS_ASSUMPTIONS, _WHOLE_CYCLE]
    if units:
        classes = stated(policy, terms.listing.classes, "usage")
        clauses += [classes.selected_firm_clause, classes.unselected_firm_clause]
        assumptions.append(_LEFT_OUT)
    basis = Basis(policy.number, tuple(clauses), cycle.reading, tuple(assumptions))
    progress = progress_of(contract, deliveries, as_of=cycle.last_day, basis=basis)
    return _assessed(progress, units, basis)


def _by_status(usage: Iterable[Usage], clause: str) -> dict[ListingStatus, int]:
    """Sum the usage of each status, in the order of the statuses."""
    sums: dict[ListingStatus, int] = {}
    for used in tuple_of(usage, Usage, field="usage", clause=clause):
        before = sums.get(used.listing_status, 0)
        sums[used.listing_status] = before + quantity_units(used.quantity)
    for status, units in sums.items():
        if units < 0:
            raise InvalidValueError(
                field=f"usage[{status.name}]",
                value=quantity_of(units, field="usage"),
                expected="returns not above what was used",
                clause=clause,
            )
    return {status: sums[status] for status in ListingStatus if status in sums}


def _assessed(progress: Progress, units: dict[ListingStatus, int], basis: Basis) -> Assessment:
    """Count the volumes under the basis' reading."""
    counted_as = {status: _counted_as(status, basis.reading) for status in units}
    sums = dict.fromkeys(CountedAs, 0)
    for status, volume in units.items():
        sums[counted_as[status]] += volume
    selected = sums[CountedAs.SELECTED]
    counted = selected + sums[CountedAs.NON_SELECTED]

    def share_of(volume: int) -> Decimal | None:
        return ratio_of(volume, counted) if counted else None

    return _assessment(
        progress=progress,
        volume_met=progress.completed_on is not None,
        volumes=tuple(
            _volume(
                listing_status=status,
                volume=quantity_of(volume, field="volume"),
                counted_as=counted_as[status],
                share=None if counted_as[status] is CountedAs.LEFT_OUT else share_of(volume),
                basis=basis,
            )
            for status, volume in units.items()
        ),
        selected=quantity_of(selected, field="selected"),
        counted=quantity_of(counted, field="counted"),
        share=share_of(selected),
        basis=basis,
    )


def _counted_as(status: ListingStatus, reading: Reading) -> CountedAs:
    """25-2.2d, 25-2.2e: how a status enters the count."""
    if status is ListingStatus.NEUTRAL:
        excluded = reading.neutral_listings is NeutralListings.EXCLUDED
        return CountedAs.LEFT_OUT if excluded else CountedAs.SELECTED
    return {
        ListingStatus.SELECTED: CountedAs.SELECTED,
        ListingStatus.MAY_COUNT_AS_SELECTED: CountedAs.SELECTED,
        ListingStatus.NON_SELECTED: CountedAs.NON_SELECTED,
        ListingStatus.UNDETERMINED: CountedAs.LEFT_OUT,
    }[status]
