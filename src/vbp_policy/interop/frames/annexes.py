"""Annexes and published tables, read from tables into the values that the rules take."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, cast

import narwhals.stable.v2 as nw

from ...foundation.dates import Span
from ...foundation.errors import InvalidTypeError, PolicyError
from ...foundation.money import AmountLike, from_float
from ...policy.policies import Policy
from ...rules.products import Product, SelectedProduct
from ...rules.standard_tables import StandardTable
from .figures import check_places
from .tables import opened

__all__ = ["published_standards", "selected_products"]


def published_standards(
    table: object,
    policy: Policy,
    *,
    code: str,
    variety: str,
    price: str,
    in_force: Span,
    places: int | None = None,
) -> StandardTable:
    """Take a bureau's own table of payment standards (9-1.2) from columns, prices in yuan a pack.

    As `StandardTable.published`, and with the same refusals; prices are decimals, texts or
    integers, floats only with `places`. A lazy table is read.

    >>> import polars
    >>> from vbp_policy.notices import CHONGQING_2025_9
    >>> rows = polars.DataFrame({"code": ["A"], "variety": ["阿卡波糖"], "price": ["5.42"]})
    >>> standards = published_standards(
    ...     rows, CHONGQING_2025_9, code="code", variety="variety", price="price",
    ...     in_force=Span("2025-03-07", "2025-12-31"))
    >>> standards.lookup("A", on="2025-06-18").price
    Decimal('5.42')
    """
    check_places(places)
    names = {"code": code, "variety": variety, "price": price}
    rows = [
        (row["code"], row["variety"], _figure(row["price"], places, f"rows[{number}].price"))
        for number, row in enumerate(_rows(table, names))
    ]
    return StandardTable.published(
        policy, cast("list[tuple[str, str, AmountLike]]", rows), in_force=in_force
    )


def selected_products(
    table: object,
    *,
    code: str,
    variety: str,
    maker: str,
    price: str,
    group: str | None = None,
    places: int | None = None,
) -> tuple[SelectedProduct, ...]:
    """Take an annex's selected products (9-1.2, 25-1.2) from columns, prices in yuan a pack.

    They have no specification: an annex states it in words. Prices are as for
    `published_standards`.

    Raises what `Product` and `SelectedProduct` raise, with the row's number.

    >>> import polars
    >>> annex = polars.DataFrame(
    ...     {"code": ["A"], "variety": ["阿卡波糖"], "maker": ["甲"], "price": ["5.42"]})
    >>> selected_products(annex, code="code", variety="variety", maker="maker",
    ...                   price="price")[0].price
    Decimal('5.42')
    """
    check_places(places)
    names = {"code": code, "variety": variety, "maker": maker, "price": price}
    if group is not None:
        names["group"] = group
    products: list[SelectedProduct] = []
    for number, row in enumerate(_rows(table, names)):
        field = f"rows[{number}]"
        paid = _figure(row.pop("price"), places, f"{field}.price")
        try:
            products.append(SelectedProduct(Product(**cast("dict[str, Any]", row)), paid))
        except PolicyError as error:
            raise error.at(field=f"{field}.{error.field}", clause=error.clause) from None
    return tuple(products)


def _rows(table: object, names: dict[str, str]) -> Iterator[dict[str, object]]:
    given = opened(table)
    asked = [nw.col(given.column(name, field=field)).alias(field) for field, name in names.items()]
    yield from given.rows(*asked)


def _figure(value: object, places: int | None, field: str) -> Decimal:
    if isinstance(value, float) and places is not None:
        return from_float(value, places, field=field)
    if isinstance(value, float):
        raise InvalidTypeError(field=field, value=value, expected="no float, or `places` for it")
    return cast("Decimal", value)  # the door it goes through checks it
