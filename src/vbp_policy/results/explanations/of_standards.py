"""Payment standards, reimbursement and price ratios, told step by step."""

from collections.abc import Iterator

from ...policy.clauses import Clause
from ...policy.readings import SameVariety
from ...rules.payment_standards import PaymentStandard, held_by
from ...rules.price_ratios import DifferentialPrice
from ...rules.products import SelectedProduct, Specification
from ...rules.reimbursement import Reimbursement
from ...rules.standard_tables import StandardTable
from .bilingual import Words, joined
from .drafts import Draft, Item, items

__all__ = ["differential_price", "reimbursement", "standard", "table"]

_DIMENSIONS = {
    "strength": Words("strength", "含量"),
    "fill": Words("fill", "装量"),
    "pack": Words("pack size", "包装数量"),
}


_PUBLISHED = Words(
    "The payment standard of {variety} is {standard_price}, as published.",
    "{variety}的支付标准为{standard_price}，以公布的目录为准。",
)
_HIGHEST = Words(
    "The payment standard of {variety} is {standard_price}: the selected price of {code} by "
    "{maker}, which compares highest.",
    "{variety}的支付标准为{standard_price}，即{maker}的{code}的中选价，相比之下以它为最高。",
)
_CONVERTED = Words(
    "The payment standard of {variety} is {standard_price}: the selected price of {code} by "
    "{maker}, {selected_price}, converted, which compares highest.",
    "{variety}的支付标准为{standard_price}，由{maker}的{code}的中选价{selected_price}折算而来，"
    "相比之下以它为最高。",
)
_HOLDS = Words(
    "It holds from {in_force_from} to {in_force_to}.",
    "自{in_force_from}执行至{in_force_to}。",
)


def standard(result: PaymentStandard) -> Iterator[Draft]:
    """Tell which price is the highest, whose it is, and from when to when it holds."""
    yield _standard(result, ())


def _standard(result: PaymentStandard, codes: tuple[Item, ...]) -> Draft:
    set_by = result.set_by
    given = [*codes, *items(result, "variety")]
    if result.specification is not None:
        given.append(Item("specification", str(result.specification)))
    if set_by is None:
        says = _PUBLISHED
    else:
        says = _HIGHEST
        product = set_by.product
        own_unit = _pack_unit(product.specification)
        given += [*items(product, "code", "maker"), Item("selected_price", set_by.price, own_unit)]
        if _is_converted(result, set_by):
            says = _CONVERTED
            given.append(Item("specification", str(product.specification), of=product.code))
    return Draft(
        "payment_standard" if set_by else "StandardTable.published",
        joined(says, _HOLDS),
        result.basis,
        given=tuple(given),
        found=(
            Item("standard_price", result.price, _pack_unit(result.specification)),
            Item("in_force_from", result.in_force.first_day),
            Item("in_force_to", result.in_force.last_day),
        ),
        clauses=result.basis.clauses[:1],
        open_questions=("same_variety",) if set_by else (),
    )


def _is_converted(result: PaymentStandard, set_by: SelectedProduct) -> bool:
    compares = result.basis.reading.same_variety is SameVariety.COMPARABLE
    return compares and held_by(set_by.product.specification) != held_by(result.specification)


def _pack_unit(specification: Specification | None) -> str | None:
    return None if specification is None else specification.pack_unit


def table(result: StandardTable) -> Iterator[Draft]:
    """Tell each standard once, with the codes that it holds for."""
    codes: dict[PaymentStandard, list[Item]] = {}
    for each in result.listed:
        codes.setdefault(each.standard, []).append(Item("listed_code", each.code))
    for found in dict.fromkeys((*codes, *result.further)):
        yield _standard(found, tuple(codes.get(found, ())))


def reimbursement(result: Reimbursement) -> Iterator[Draft]:
    """Tell the standard, the charge, its two parts, and who pays what of it."""
    yield from standard(result.standard)
    unit = _pack_unit(result.standard.specification)
    of_standard, cheaper, excess = (result.basis.clauses[place : place + 1] for place in range(3))
    price, quantity = (Item(name, getattr(result, name), unit) for name in ("price", "quantity"))
    against = Item("standard_price", result.standard.price, unit)
    charge, within = items(result, "charge", "within_standard")

    def step(
        says: Words, *given: Item, found: tuple[Item, ...], cites: tuple[Clause, ...]
    ) -> Draft:
        return Draft("reimburse", says, result.basis, given, found, cites, assumed=())

    yield step(
        Words(
            "The charge is {price} × {quantity} = {charge}, rounded half-up to the fen.",
            "明细费用为{price}×{quantity}＝{charge}，四舍五入到分。",
        ),
        price,
        quantity,
        found=(charge,),
        cites=(*cheaper, *excess),
    )
    yield step(
        Words(
            "The price, {price}, is not above the standard, {standard_price}: the actual price "
            "counts, and {within_standard} is within the standard.",
            "单价{price}不高于支付标准{standard_price}，按单价计，标准以内{within_standard}。",
        )
        if result.price <= result.standard.price
        else Words(
            "The price, {price}, is above the standard, {standard_price}: the standard counts, "
            "and {standard_price} × {quantity} = {within_standard} is within it.",
            "单价{price}高于支付标准{standard_price}，按支付标准计，"
            "标准以内{standard_price}×{quantity}＝{within_standard}。",
        ),
        price,
        against,
        quantity,
        found=(within,),
        cites=cheaper if result.price < result.standard.price else of_standard,
    )
    yield step(
        Words(
            "The rest of the charge, {over_standard}, is over the standard, and the patient's.",
            "费用其余的{over_standard}在标准以上，归个人负担。",
        )
        if result.over_standard
        else Words("Nothing is over the standard.", "没有标准以上的费用。"),
        charge,
        within,
        found=items(result, "over_standard"),
        cites=excess,
    )
    if result.billing_difference is not None:
        yield step(
            Words(
                "The amount billed differs from the charge by {billing_difference}.",
                "上传金额与费用相差{billing_difference}。",
            ),
            charge,
            found=items(result, "billing_difference"),
            cites=(*cheaper, *excess),
        )
    if result.fund_pays is not None:
        yield step(
            Words(
                "Under the coverage, the patient first pays {self_pay_first} of what is within the "
                "standard, and the fund pays {fund_pays} of what remains. In all, the patient "
                "pays {patient_pays} of {charge}.",
                "标准以内先行自付{self_pay_first}，其余由基金支付{fund_pays}；"
                "费用{charge}之中个人共负担{patient_pays}。",
            ),
            charge,
            within,
            found=items(result, "self_pay_first", "fund_pays", "patient_pays"),
            cites=excess,
        )


def differential_price(result: DifferentialPrice) -> Iterator[Draft]:
    """Tell the factor of each dimension, then the price."""
    for each in result.factors:
        dimension = _DIMENSIONS[each.dimension]
        yield Draft(
            "listing_price",
            Words(
                f"The {dimension.en} goes from {{reference_measure}} to {{target_measure}}: with "
                "the coefficient {base}, that multiplies the price by {factor}.",
                f"{dimension.zh}由{{reference_measure}}变为{{target_measure}}，"
                "差比价系数为{base}，价格乘以{factor}。",
            ),
            result.basis,
            given=(
                Item(
                    "reference_measure",
                    each.reference,
                    called=Words(
                        f"{dimension.en} of the selected product", f"中选产品的{dimension.zh}"
                    ),
                ),
                Item(
                    "target_measure",
                    each.target,
                    called=Words(f"{dimension.en} of this product", f"本产品的{dimension.zh}"),
                ),
                *items(each, "base"),
            ),
            found=items(each, "factor"),
            assumed=(),
        )
    reference = result.reference
    yield Draft(
        "listing_price",
        Words(
            "{code} is listed at {listed_price}: {selected_price} of the selected product "
            "{reference_code}, times {factor}, rounded half-up to {places} places.",
            "{code}的挂网价格为{listed_price}：中选产品{reference_code}的{selected_price}乘以{factor}，"
            "四舍五入到{places}位小数。",
        ),
        result.basis,
        given=(
            *items(result.target, "code"),
            Item("reference_code", reference.product.code),
            Item("selected_price", reference.price, _pack_unit(reference.product.specification)),
            *items(result, "factor"),
            *items(result.ratios, "places"),
        ),
        found=(Item("listed_price", result.price, _pack_unit(result.target.specification)),),
    )
