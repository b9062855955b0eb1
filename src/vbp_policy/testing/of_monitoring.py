"""What bureaus look at: progress, monthly reports, assessments, listings, findings."""

from decimal import Decimal

import attrs
from hypothesis import strategies as st

from ..policy.policies import Policy
from ..rules.assessments import AssessedVolume, Assessment, Usage, annual_assessment
from ..rules.contracts import Progress, contract_progress
from ..rules.listings import Classification, Listing, ListingStatus, classify_listing
from ..rules.monitoring import MonthlyReport, ReportedMonth, monthly_report
from ..rules.products import Product
from ..rules.purchasing import Figure, Finding, check_agreed_volume, check_purchase_price
from .draws import Drawn, drawn, kept
from .of_cycles import execution_dates
from .of_figures import amounts, next_to, prices, quantities
from .of_policies import policies
from .of_products import products, selection_results
from .of_readings import readings
from .of_wholes import MODERATE, ContractDossier, contract_dossiers
from .of_words import identifiers

__all__ = [
    "assessed_volumes",
    "assessments",
    "classifications",
    "figures",
    "findings",
    "listings",
    "monthly_reports",
    "progresses",
    "reported_months",
]


@st.composite
def progresses(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> Progress:
    """Draw how far a contract had come on a day."""
    held = draw(contract_dossiers(policy=policy))
    named = draw(st.sampled_from([None, held.policy]))
    return contract_progress(held.contract, held.deliveries, as_of=held.as_of, policy=named)


@st.composite
def monthly_reports(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> MonthlyReport:
    """Draw what the monthly monitoring of a contract shows."""
    return _reported(draw(contract_dossiers(policy=policy)))


def _reported(held: ContractDossier) -> MonthlyReport:
    return monthly_report(
        held.policy,
        held.contract,
        held.deliveries,
        held.payments,
        as_of=held.as_of,
        calendar=held.calendar,
    )


@st.composite
def reported_months(draw: st.DrawFn) -> ReportedMonth:
    """Draw months of a monthly report."""
    held = draw(contract_dossiers())
    as_of = max(held.as_of, held.contract.cycle.first_day)  # so that there is a month
    return draw(st.sampled_from(_reported(attrs.evolve(held, as_of=as_of)).months))


@st.composite
def assessments(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> Assessment:
    """Draw yearly assessments."""
    held = draw(contract_dossiers(policy=policy))
    return annual_assessment(held.policy, held.contract, held.deliveries, held.usage)


@st.composite
def assessed_volumes(draw: st.DrawFn) -> AssessedVolume:
    """Draw what was used of one status, and its share."""
    held = draw(contract_dossiers(policy=policies(states=["listing_classes"])))
    more = Usage(draw(st.sampled_from(ListingStatus)), draw(MODERATE))
    usage = (*held.usage, more)
    assessed = annual_assessment(held.policy, held.contract, held.deliveries, usage)
    return draw(st.sampled_from(assessed.volumes))


@st.composite
def listings(
    draw: st.DrawFn, *, product: Drawn[Product] | None = None, price: Drawn[Decimal] | None = None
) -> Listing:
    """Draw listed products: with prices elsewhere, with none, and with none known."""
    elsewhere = st.none() | st.lists(prices(), max_size=2)
    return Listing(
        draw(drawn(product, products())),
        draw(drawn(price, prices())),
        other_selected_prices=draw(elsewhere),
    )


@st.composite
def classifications(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> Classification:
    """Draw what listings count as: of every status, at prices around the ceiling."""
    notice = draw(drawn(policy, policies(states=["listing_classes"])))
    results = draw(selection_results(groups=["G1", "G2"]))
    codes = ["X1", *(each.product.code for each in results.selected)]
    if notice.terms.listing.renewal_clause is not None:
        codes += [each.new_code for each in results.renewals]
    listed = draw(
        products(
            code=st.sampled_from(codes),
            maker=st.sampled_from(["M1", "M2", "M3"]),
            group=st.sampled_from(["G1", "G2", "G3"]),
        )
    )
    price = prices() | next_to(draw(st.sampled_from(results.selected)).price)
    return classify_listing(
        notice,
        draw(listings(product=listed, price=price)),
        results,
        on=draw(execution_dates(notice)),
        reading=draw(readings()),
    )


@kept
def figures() -> st.SearchStrategy[Figure]:
    """Draw named figures of a finding: amounts, prices and quantities."""
    return st.builds(Figure, identifiers("figure "), amounts() | prices() | quantities())


@st.composite
def findings(draw: st.DrawFn, *, policy: Drawn[Policy] | None = None) -> Finding:
    """Draw what a purchase's price, or a volume agreed, was found to be.

    >>> from vbp_policy.testing import simplest
    >>> simplest(findings(), lambda finding: not finding.met).message
    'The price paid, 2.00, is above the selected price, 1.00.'
    """
    notice = draw(drawn(policy, policies()))
    if notice.terms.purchasing.volume_floor_clause is not None and draw(st.booleans()):
        volumes = quantities(returns=False)
        return check_agreed_volume(notice, current=draw(volumes), previous=draw(volumes))
    selected = draw(prices())
    paid = draw(prices() | st.just(selected))
    return check_purchase_price(notice, paid=paid, selected=selected)
