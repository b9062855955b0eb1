"""What the figures of explanations are called, and how each is written."""

from collections.abc import Mapping
from typing import NamedTuple

from .bilingual import Words
from .writing import FigureKind

__all__ = ["NAMES", "FigureName"]


class FigureName(NamedTuple):
    """What a figure is called, and how it is written."""

    words: Words
    kind: FigureKind


_BY_KIND: Mapping[FigureKind, Mapping[str, tuple[str, str]]] = {
    FigureKind.AMOUNT: {
        "total": ("total of the prepayment", "预付总额"),
        "instalment_amount": ("amount", "本笔金额"),
        "planned": ("planned", "应预付"),
        "disbursement": ("disbursement", "拨付"),
        "disbursed": ("disbursed", "已拨付"),
        "outstanding": ("outstanding", "尚未拨付"),
        "prepaid": ("prepaid", "预付金"),
        "payable": ("payable", "应拨付额"),
        "opening_balance": ("opening balance", "期初余额"),
        "offset": ("offset", "抵扣额"),
        "paid_out": ("paid out", "实拨额"),
        "closing_balance": ("closing balance", "期末余额"),
        "expected": ("offset by the rule", "按规则应抵扣额"),
        "offset_total": ("offset in total", "累计抵扣"),
        "balance": ("balance", "未抵扣余额"),
        "return_due": ("to be returned", "应退回"),
        "charge": ("charge", "明细费用"),
        "within_standard": ("within the standard", "支付标准以内费用"),
        "over_standard": ("over the standard", "超支付标准费用"),
        "billing_difference": ("billed less charge", "上传金额与费用之差"),
        "self_pay_first": ("paid first by the patient", "先行自付"),
        "fund_pays": ("paid by the fund", "基金支付"),
        "patient_pays": ("paid by the patient", "个人负担"),
        "delivery_amount": ("amount of the delivery", "货款"),
        "amount": ("amount", "金额"),
        "payment": ("payment", "付款"),
        "paid": ("paid", "已付"),
        "owed": ("owed to firms", "应付未付"),
        "still_owed": ("still owed", "尚欠"),
        "overdue": ("of which overdue", "其中逾期未付"),
        "owed_back": ("owed back by firms", "应退货款"),
    },
    FigureKind.PRICE: {
        "price": ("price", "单价"),
        "standard_price": ("payment standard", "支付标准"),
        "selected_price": ("selected price", "中选价格"),
        "listed_price": ("listed price", "挂网价格"),
        "price_elsewhere": ("selected price elsewhere", "别处的中选价格"),
        "ceiling": ("ceiling that decided", "据以判断的价格上限"),
        "price_paid": ("price paid", "实际采购价"),
    },
    FigureKind.QUANTITY: {
        "quantity": ("quantity", "数量"),
        "agreed_volume": ("agreed volume", "协议采购量"),
        "volume_of_the_year_before": ("volume of the year before", "上年约定采购量"),
        "delivery": ("delivery", "验收"),
        "delivered": ("delivered", "累计验收"),
        "remaining": ("remaining", "尚余"),
        "volume": ("volume", "数量"),
        "selected": ("counted as selected", "按中选计的数量"),
        "counted": ("counted in all", "计入考核的数量"),
        "ordered": ("ordered", "订购数量"),
        "missing": ("missing", "未配送数量"),
    },
    FigureKind.SHARE: {
        "share": ("share", "比例"),
        "share_of_total": ("share of the total", "占总额比例"),
        "ratio": ("part of the agreed volume", "完成率"),
        "elapsed_ratio": ("part of the cycle elapsed", "时序进度"),
    },
    FigureKind.DAYS: {
        "days_late": ("late by", "逾期天数"),
        "days_open": ("open for", "待配送天数"),
    },
    FigureKind.OTHER: {
        "first_day": ("first day", "起始日"),
        "last_day": ("last day", "截止日"),
        "original_last_day": ("end followed until then", "原截止日"),
        "decided_on": ("extension decided on", "决定延长之日"),
        "institution": ("institution", "机构"),
        "institution_kind": ("kind of institution", "机构类别"),
        "kind": ("kind", "类别"),
        "grade": ("grade", "机构等级"),
        "district": ("district", "区县"),
        "designated": ("designated", "定点"),
        "enrolled": ("enrolled", "自愿参加"),
        "fund": ("fund", "基金"),
        "number": ("number", "序号"),
        "due": ("due", "应付日"),
        "nominal_due": ("due before the move", "调整前的应付日"),
        "as_of": ("as of", "截至"),
        "filled_on": ("filled on", "付足之日"),
        "reference": ("reference", "编号"),
        "cycle_end": ("end of the cycle", "周期截止日"),
        "first_month": ("first month", "首个抵扣月"),
        "last_month": ("last month", "末个抵扣月"),
        "month": ("month", "月份"),
        "status": ("status", "状态"),
        "from_day": ("from", "起退日"),
        "prepayments": ("prepayments", "预付金笔数"),
        "variety": ("variety", "品种"),
        "specification": ("specification", "规格"),
        "code": ("product code", "产品编码"),
        "listed_code": ("holds for the code", "适用的产品编码"),
        "maker": ("maker", "生产企业"),
        "group": ("group", "分组目录"),
        "key": ("group", "汇总分组"),
        "in_force_from": ("in force from", "执行起始日"),
        "in_force_to": ("in force to", "执行截止日"),
        "reference_code": ("selected product", "中选产品编码"),
        "base": ("coefficient", "差比价系数"),
        "factor": ("factor", "价格乘数"),
        "places": ("decimal places", "小数位数"),
        "contract": ("contract", "合同"),
        "order": ("order", "订单"),
        "ordered_on": ("ordered on", "下单日"),
        "completed_on": ("reached since", "完成协议采购量之日"),
        "ahead": ("not behind the days", "不落后于时序进度"),
        "relation": ("asked for", "要求"),
        "met": ("met", "符合"),
        "soft": ("in principle only", "仅为原则性要求"),
        "accepted_on": ("accepted on", "验收合格日"),
        "day": ("day", "日期"),
        "nominal_day": ("day before a move", "调整前的日期"),
        "settled_on": ("settled on", "结清之日"),
        "volume_met": ("agreed volume reached", "完成协议采购量"),
        "listing_status": ("status", "产品类别"),
        "counted_as": ("counted", "计入方式"),
        "duty_of": ("whose duty", "责任方"),
    },
}

NAMES: Mapping[str, FigureName] = {
    name: FigureName(Words(*words), kind)
    for kind, names in _BY_KIND.items()
    for name, words in names.items()
}
"""Every figure that an explanation names."""
