"""Contracts, listings, payments to firms, monitoring and dates, under both notices."""

from collections.abc import Iterable, Mapping

from consumables import read_consumables
from contracts import NOTICE_9, NOTICE_25, Sources, read_dealings, show_left_out
from exports import Exports
from listings import read_listings, show_listings
from monitoring import read_usage, show_assessments, show_reports
from progress import show_incidents, show_prices, show_progress
from purchases import show_paid, show_volumes
from supplier_payments import show_payments
from timetables import show_book, show_timetable, workdays

from vbp_policy import Institution, SelectedProduct


def show_clauses(
    exports: Exports, institutions: Mapping[str, Institution], drugs: Iterable[SelectedProduct]
) -> list[object]:
    """Print what both notices make of contracts and of what was done under them.

    Gives the monthly reports, the assessments and the supply incidents.
    """
    doubtful = {each.values.get("product") for each in exports.refused_in("renewed_drugs")}
    by_code = {it.product.code: it for it in drugs if it.product.code not in doubtful}
    consumables = read_consumables(exports)
    listings = read_listings(exports, consumables)
    dealings = read_dealings(exports, Sources(institutions, consumables, by_code))
    used = read_usage(exports, dealings, listings)
    calendar = workdays()
    results: list[object] = []
    for policy in (NOTICE_25, NOTICE_9):
        own = dealings.under(policy)
        show_progress(policy, own)
        show_prices(policy, own)
        show_paid(policy, own)
        if policy is NOTICE_25:
            show_listings(listings)
        else:
            show_volumes(exports, dealings)
        show_payments(policy, own, calendar)
        results += show_reports(policy, own)
        results += show_assessments(policy, own, used)
        results += show_incidents(policy, own)
        show_timetable(policy, calendar)
    show_left_out(dealings)
    show_book()
    return results
