"""What a sweep of mutants found untested in what reads results."""

from decimal import Decimal, localcontext

import attrs
import pytest

from strategies import hospital
from vbp_policy import PolicyError, prepayment_case
from vbp_policy.notices import CHONGQING_2025_25
from vbp_policy.results.changes import changes_between


@attrs.frozen
class Item:
    parts: tuple[object, ...]
    number: int


def test_what_is_not_equal_to_itself_has_not_changed() -> None:
    nan = float("nan")
    assert changes_between(nan, nan) == ()
    assert changes_between(Decimal("NaN"), Decimal("NaN")) == ()
    assert changes_between(Decimal("sNaN"), Decimal("sNaN")) == ()


def test_no_decimal_context_reaches_a_distance() -> None:
    with localcontext(prec=1):
        (change,) = changes_between(1, Decimal("1234.5"))
        assert str(change.moved_by) == "1233.5"
        (change,) = changes_between(Decimal("1234.5"), 1)
        assert str(change.moved_by) == "-1233.5"


@pytest.mark.parametrize("named", [("a",), (None, "b")])
def test_items_are_matched_by_texts_and_not_by_figures(named: tuple[object, ...]) -> None:
    change, *_ = changes_between([Item(named, 1)], [Item((), 0), Item(named, 2)])
    assert change.path.startswith("[parts=")
    assert change.path.endswith("].number")
    (change,) = changes_between([Item((Decimal(1),), 1)], [Item((Decimal(2),), 1)])
    assert (change.path, change.moved_by) == ("[number=1].parts[0]", 1)


def test_25_2_3d_a_case_names_the_month_that_is_none() -> None:
    with pytest.raises(PolicyError) as caught:
        prepayment_case(CHONGQING_2025_25, hospital(), 100, "2025-05-30", {"2026-13": 1})
    assert (caught.value.field, caught.value.value) == ("payables", "2026-13")
    assert caught.value.clause == "25-2.3d"
