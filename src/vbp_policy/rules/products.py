"""Products, their specifications, and the result of a selection: the annex of a notice.

The annexes are not published with the notices (9-1.2, 25-1.2), so they are the caller's input.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import attrs

from ..foundation.dates import DateLike, as_date
from ..foundation.errors import InvalidValueError, NotListedError
from ..foundation.money import AmountLike, measure, unit_price
from ..foundation.values import (
    Value,
    checked,
    identifier,
    instance,
    optional_identifier,
    tuple_of,
    whole_number,
)

__all__ = ["Product", "Renewal", "SelectedProduct", "SelectionResults", "Specification"]

_LARGEST_PACK = 10**6


def _optional_measure(value: AmountLike | None, *, field: str = "measure") -> Decimal | None:
    return None if value is None else measure(value, field=field)


def _pack_size(value: int, *, field: str = "pack_size") -> int:
    return whole_number(value, field=field, least=1, most=_LARGEST_PACK)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Specification(Value):
    """What one pack of a product holds.

    `form` is the annex's group of dosage forms. `strength` (含量) is what one piece contains, in
    `strength_unit`; `fill` (装量) is the volume or weight of one piece, in `fill_unit`, where it
    counts; `pack_size` (包装数量) is the number of pieces. Strength and fill are decimals above 0
    with at most 6 places. `pack_unit` (盒) and `piece_unit` (片) convert quantities.

    >>> Specification(form="片剂", strength="0.5", strength_unit="g", pack_size=24).strength
    Decimal('0.50')
    """

    form: str = attrs.field(converter=identifier)
    strength: Decimal = attrs.field(converter=measure)
    strength_unit: str = attrs.field(converter=identifier)
    pack_size: int = attrs.field(converter=_pack_size)
    fill: Decimal | None = attrs.field(default=None, converter=_optional_measure)
    fill_unit: str | None = attrs.field(default=None, converter=optional_identifier)
    pack_unit: str | None = attrs.field(default=None, converter=optional_identifier)
    piece_unit: str | None = attrs.field(default=None, converter=optional_identifier)

    def __attrs_post_init__(self) -> None:
        if (self.fill is None) != (self.fill_unit is None):
            raise InvalidValueError(
                field="fill_unit",
                value=self.fill_unit,
                expected=f"a unit for a fill, and none without ({self.fill})",
            )

    @property
    def holds(self) -> tuple[object, ...]:
        """What makes two specifications the same; how packs and pieces are called does not."""
        return (self.measured_in, self.strength, self.fill, self.pack_size)

    @property
    def measured_in(self) -> tuple[str | None, ...]:
        """The form and units in which specifications can be compared."""
        return (self.form, self.strength_unit, self.fill_unit)

    def __str__(self) -> str:
        fill = "" if self.fill is None else f" {self.fill} {self.fill_unit}"
        return f"{self.form} {self.strength} {self.strength_unit}{fill} × {self.pack_size}"


@attrs.frozen(field_transformer=checked)
class Product(Value):
    """A product under its code: its variety (品种), its maker, its specification and group.

    `group` is the group (分组) of the procurement in which its maker competed.
    """

    code: str = attrs.field(converter=identifier)
    variety: str = attrs.field(converter=identifier)
    maker: str = attrs.field(converter=identifier)
    specification: Specification | None = attrs.field(default=None, kw_only=True)
    group: str | None = attrs.field(default=None, kw_only=True, converter=optional_identifier)


@attrs.frozen(field_transformer=checked)
class SelectedProduct(Value):
    """A selected product at its selected price, in yuan a pack."""

    product: Product
    price: Decimal = attrs.field(converter=unit_price)


@attrs.frozen(field_transformer=checked)
class Renewal(Value):
    """A renewed registration certificate (25-2.2b): from the day `on` it also has `new_code`."""

    old_code: str = attrs.field(converter=identifier)
    new_code: str = attrs.field(converter=identifier)
    on: date = attrs.field(converter=as_date)


def _selected(
    value: Iterable[SelectedProduct], *, field: str = "selected"
) -> tuple[SelectedProduct, ...]:
    return tuple_of(value, SelectedProduct, field=field)


def _renewals(value: Iterable[Renewal], *, field: str = "renewals") -> tuple[Renewal, ...]:
    return tuple_of(value, Renewal, field=field)


@attrs.frozen(field_transformer=checked)
class SelectionResults(Value):
    """The annex (9-1.2, 25-1.2): the selected products, each code once, and their renewals.

    A new code comes once, is none of the selected, and does not lead back to itself.
    """

    selected: tuple[SelectedProduct, ...] = attrs.field(converter=_selected)
    renewals: tuple[Renewal, ...] = attrs.field(default=(), converter=_renewals)
    _by_code: dict[str, SelectedProduct] = attrs.field(init=False, eq=False, repr=False)
    _by_new_code: dict[str, Renewal] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        by_code: dict[str, SelectedProduct] = {}
        for number, each in enumerate(self.selected):
            code = each.product.code
            if code in by_code:
                raise InvalidValueError(
                    field=f"selected[{number}]", value=code, expected="each code once"
                )
            by_code[code] = each
        by_new_code: dict[str, Renewal] = {}
        for number, renewal in enumerate(self.renewals):
            if renewal.new_code in by_code or renewal.new_code in by_new_code:
                raise InvalidValueError(
                    field=f"renewals[{number}].new_code",
                    value=renewal.new_code,
                    expected="a code that no selected product and no other renewal has",
                )
            by_new_code[renewal.new_code] = renewal
        _refuse_loops(by_new_code)
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_new_code", by_new_code)

    def find(self, code: str, *, on: DateLike) -> SelectedProduct:
        """Find the selected product that a code stands for on a day.

        25号 25-2.2b: a renewed certificate keeps the selection and the price. The old code stays
        valid; the new one is valid from its day.

        Raises `NotListedError` for a code that is not listed, or not yet.

        >>> dialyser = Product("A1", "透析器", "甲")
        >>> annex = SelectionResults(
        ...     [SelectedProduct(dialyser, "50.00")], [Renewal("A1", "A2", "2025-09-01")]
        ... )
        >>> annex.find("A2", on="2025-09-01").price
        Decimal('50.00')
        """
        day = as_date(on, field="on")
        wanted = str.__str__(instance(code, str, field="code"))
        renewal = self._by_new_code.get(wanted)
        while renewal is not None and renewal.on <= day:
            wanted = renewal.old_code
            renewal = self._by_new_code.get(wanted)
        if wanted not in self._by_code:
            raise NotListedError(
                field="code", value=code, expected=f"a code listed on {day}, or renewed by then"
            )
        return self._by_code[wanted]


def _refuse_loops(by_new_code: Mapping[str, Renewal]) -> None:
    """Follow every renewal to the oldest code, each once."""
    followed: set[str] = set()
    for start in by_new_code:
        path: dict[str, None] = {}
        code = start
        while code in by_new_code and code not in followed:
            if code in path:
                raise InvalidValueError(
                    field="renewals",
                    value=" → ".join([*path, code]),
                    expected="renewals that lead to an older code, never back",
                )
            path[code] = None
            code = by_new_code[code].old_code
        followed.update(path)


def refuse_twice(codes: Iterable[str], *, field: str, clause: str | None) -> None:
    """Refuse a code that comes twice, and say where."""
    met: set[str] = set()
    for number, code in enumerate(codes):
        if code in met:
            raise InvalidValueError(
                field=f"{field}[{number}].code",
                value=code,
                expected="each code once",
                clause=clause,
            )
        met.add(code)


def as_selected(selected: Iterable[SelectedProduct], *, clause: str) -> tuple[SelectedProduct, ...]:
    """Check an iterable of selected products, of which there is at least one."""
    given = tuple_of(selected, SelectedProduct, field="selected", clause=clause)
    if not given:
        raise InvalidValueError(
            field="selected", value=given, expected="at least one selected product", clause=clause
        )
    return given
