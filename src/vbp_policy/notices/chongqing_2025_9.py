"""Chongqing's notice 渝医保办〔2025〕9号, on renewed drugs of national batches 1 and 3.

Issued by the office of the Chongqing Healthcare Security Bureau on 2025-02-18, in force from
2025-03-07; forwarded in Yongchuan District by 永医保发〔2025〕10号, whose one duty of its own
stands first. The paraphrases are ours; the official text decides.
"""

from datetime import date

from ..policy.clauses import Clause, Computability
from ..policy.policies import Policy
from ..policy.terms import (
    CycleTerms,
    DueKind,
    InstitutionKind,
    ListingTerms,
    ParticipationTerms,
    PaymentStandardTerms,
    PriceRule,
    ProductReportTerms,
    PurchasingTerms,
    ReportAnchor,
    ReportingTerms,
    SupplierPaymentTerms,
    Terms,
    UntilDay,
)

__all__ = ["CHONGQING_2025_9"]

_CLAUSES = (
    Clause(
        id="Y-1",
        where="forwarding letter",
        paraphrase=(
            "Where orders are not delivered or supply breaks off, the medical institution finds "
            "out what happened and reports to the district bureau in writing, promptly. No "
            "deadline is given."
        ),
        paraphrase_zh=(
            "下单后无人送货或者药品断供的，医疗机构先弄清缘由，再尽快书面告知区医保局；"
            "报告期限未作规定。"
        ),
        words="及时向我局书面反映",
        computability=Computability.FROM_INPUT,
        functions=("supply_incidents",),
    ),
    Clause(
        id="9-0",
        where="preamble",
        paraphrase=(
            "The notice rests on the alliance's plan, under which a cycle lasts two years in "
            "principle, and one more when necessary."
        ),
        paraphrase_zh="依据联盟的接续采购方案：周期一般为两年，确有必要的再加一年。",
        words="必要时延长一年",
        computability=Computability.NOT_COMPUTABLE,
        reason=(
            "The plan is another document; this notice states only the day on which the cycle ends."
        ),
    ),
    Clause(
        id="9-1.1",
        where="一(一)",
        paraphrase=(
            "All public and military medical institutions of the city take part. Private ones, and "
            "retail pharmacies designated by the medical insurance, are encouraged to join of "
            "their own will."
        ),
        paraphrase_zh=(
            "全市公立机构和军队机构均须参加；社会办的医疗机构和医保定点药店可以自愿加入，"
            "文件予以鼓励。"
        ),
        words="自愿参加",
        functions=("participation", "Institution"),
    ),
    Clause(
        id="9-1.2",
        where="一(二)",
        paraphrase=(
            "The drugs are those of the first and third national batches whose agreements have "
            "expired and are renewed, as the annex lists them."
        ),
        paraphrase_zh="适用的药品以附件清单为准，即国家集采第一批、第三批期满之后续采的品种。",
        words="详见附件",
        computability=Computability.FROM_INPUT,
        functions=("SelectionResults", "StandardTable.published"),
    ),
    Clause(
        id="9-2.1",
        where="二",
        paraphrase=(
            "The procurement cycle runs to 31 December 2025. On which day it starts is not said."
        ),
        paraphrase_zh="采购周期的最后一天为2025年12月31日；从哪一天起算，文件没有写明。",
        words="2025年12月31日",
        functions=("procurement_cycle",),
    ),
    Clause(
        id="9-2.2",
        where="二",
        paraphrase=(
            "The agreed volume of a variety is, in principle, not less than the volume agreed for "
            "it the year before."
        ),
        paraphrase_zh="同一品种本次约定的数量，一般不得低于上一年约定的数量。",
        words="原则上不少于",
        functions=("check_agreed_volume",),
    ),
    Clause(
        id="9-3.1a",
        where="三(一)",
        paraphrase=(
            "Selected firms list their products in the procurement system promptly, and list and "
            "supply them directly at the price at which they were selected."
        ),
        paraphrase_zh="中选企业要尽快在招采系统上挂网，挂网价和供货价就是中选价。",
        words="按其中选价格直接挂网",
        functions=("price_in_force",),
    ),
    Clause(
        id="9-3.1b",
        where="三(一)",
        paraphrase=(
            "A selected firm may add specifications or packs of the same variety that its supply "
            "list does not hold. Their listing price follows from its selected drug by the "
            "price-ratio rule."
        ),
        paraphrase_zh=(
            "中选企业增补同品种的规格、包装，而供应清单里原来没有的，以其中选药品为基准，"
            "按差比价规则算出挂网价。"
        ),
        words="差比价关系",
        computability=Computability.FROM_INPUT,
        functions=("listing_price",),
    ),
    Clause(
        id="9-3.1c",
        where="三(一)",
        paraphrase=(
            "The parties sign the purchase contract in the procurement system and trade through "
            "it; nothing is bought offline."
        ),
        paraphrase_zh="各方都在招采系统里签合同、做交易，线下购买一律不允许。",
        words="不得线下采购",
        computability=Computability.NOT_COMPUTABLE,
        reason=(
            "Whether a purchase was contracted and made in the system is a yes or no that the "
            "caller has."
        ),
    ),
    Clause(
        id="9-3.1d",
        where="三(一)",
        paraphrase=(
            "Medical institutions apply the selected price strictly and do not negotiate it again."
        ),
        paraphrase_zh="医疗机构买入的价格必须等于中选价，不能另行谈价。",
        words="不得再次议价",
        functions=("check_purchase_price",),
    ),
    Clause(
        id="9-3.1e",
        where="三(一)",
        paraphrase=(
            "Where an institution completes its agreed volume early, the firm goes on supplying at "
            "the selected price to the end of the cycle."
        ),
        paraphrase_zh="约定的数量提前用完的，到周期结束之前，企业仍要按原来的中选价供货。",
        words="仍按中选价格进行供应",
        functions=("price_in_force",),
    ),
    Clause(
        id="9-3.1f",
        where="三(一)",
        paraphrase=(
            "Products that were not selected follow the city's own rules on trading and "
            "procurement."
        ),
        paraphrase_zh="没有中选的药品，适用本市其他的交易采购规则。",
        words="我市交易采购有关规定",
        computability=Computability.NOT_COMPUTABLE,
        reason="The city's other trading rules are outside this text.",
    ),
    Clause(
        id="9-3.2a",
        where="三(二)",
        paraphrase=(
            "Selected firms answer first for quality and supply, list every variety of their "
            "supply list, choose their own capable distributors, and keep emergency reserves and "
            "reports of stock and capacity."
        ),
        paraphrase_zh=(
            "药品的质量和供应首先由中选企业负责：清单里的品种要全部挂网，配送企业由其自己挑选，"
            "还要有应急储备，并报告库存和产能。"
        ),
        words="第一责任人",
        computability=Computability.NOT_COMPUTABLE,
        reason=(
            "The notice gives no figure for reserves, stock or capacity, and no day for a report."
        ),
    ),
    Clause(
        id="9-3.2b",
        where="三(二)",
        paraphrase=(
            "Medical institutions use the selected drugs first, as clinical need asks, and "
            "complete the agreed volume."
        ),
        paraphrase_zh="在临床需要的范围内，医疗机构要先用中选药品，并把约定的数量用完。",
        words="完成约定采购量",
        functions=("contract_progress",),
    ),
    Clause(
        id="9-3.2c",
        where="三(二)",
        paraphrase=(
            "Medical institutions pay the firm under the purchase contract no later than the end "
            "of the month after the goods were accepted on delivery."
        ),
        paraphrase_zh="货到验收合格后，医疗机构最迟在下一个月的月底之前，依合同向企业付清货款。",
        words="次月底",
        functions=("supplier_payment_due", "supplier_payment_state"),
    ),
    Clause(
        id="9-3.3a",
        where="三(三)",
        paraphrase=(
            "For a renewed variety in the medical insurance catalogue, the payment standard is the "
            "highest price selected in this renewal for the same variety."
        ),
        paraphrase_zh="续采品种列入医保目录的，支付标准取同品种本次中选价中最高的一个。",
        words="同品种",
        functions=("payment_standard", "standard_table", "StandardTable.lookup"),
    ),
    Clause(
        id="9-3.3b",
        where="三(三)",
        paraphrase=(
            "A product that costs less than the highest selected price is paid at its actual price."
        ),
        paraphrase_zh="价格比最高中选价低的药品，医保就按它的实际价格付。",
        words="按实际价格支付",
        functions=("reimburse",),
    ),
    Clause(
        id="9-3.3c",
        where="三(三)",
        paraphrase=(
            "A patient who chooses a drug priced above the payment standard pays what lies above "
            "it."
        ),
        paraphrase_zh="患者选用的药品比支付标准贵的，多出来的钱由本人承担。",
        words="由患者自付",
        functions=("reimburse",),
    ),
    Clause(
        id="9-3.4a",
        where="三(四)",
        paraphrase=(
            "Bureaus watch the purchase of selected drugs, the firms' performance, and possibly "
            "abnormal use of drugs that can replace the selected ones."
        ),
        paraphrase_zh=(
            "医保部门要盯紧中选药品的采购、企业的履约，以及可替代药品可能出现的用量异常。"
        ),
        words="异常使用",
        computability=Computability.NOT_COMPUTABLE,
        reason="The notice gives no threshold above which the use of a substitute is abnormal.",
    ),
    Clause(
        id="9-3.4b",
        where="三(四)",
        paraphrase=(
            "Every month the institutions' purchase progress and payments to firms are monitored, "
            "and every year they are assessed."
        ),
        paraphrase_zh="医疗机构的采购进度和付款情况，每个月监测一次，每年考核一次。",
        words="每月监测、年度考核",
        computability=Computability.FROM_INPUT,
        functions=("monthly_report", "annual_assessment", "timetable"),
    ),
    Clause(
        id="9-3.4c",
        where="三(四)",
        paraphrase=(
            "The monitoring centre rates firms that cannot perform, according to how serious it "
            "is, under the price and procurement credit system, and takes measures."
        ),
        paraphrase_zh=(
            "企业不能履约的，由市医保监测中心依照招采信用评价的规定，视情节轻重评定等级并作出处理。"
        ),
        words="评级和处置",
        computability=Computability.NOT_COMPUTABLE,
        reason="The rating is the centre's, and its scale stands in another document.",
    ),
    Clause(
        id="9-3.4d",
        where="三(四)",
        paraphrase=(
            "The drug exchange reports on purchase and supply in the whole city every month."
        ),
        paraphrase_zh="重庆药品交易所公司每个月上报一次全市的采购和供应情况。",
        words="按月报送",
        computability=Computability.FROM_INPUT,
        functions=("timetable",),
    ),
    Clause(
        id="9-4.1",
        where="closing",
        paraphrase="The notice is in force from 7 March 2025.",
        paraphrase_zh="文件从2025年3月7日开始施行。",
        words="2025年3月7日",
        functions=("Policy.effective_on",),
    ),
    Clause(
        id="9-4.2",
        where="closing",
        paraphrase=(
            "The drug exchange tells the selected firms to complete pre-listing within the time "
            "set for it."
        ),
        paraphrase_zh="预挂网要在限定的时间里做完，由重庆药品交易所公司告知中选企业。",
        words="规定时间内",
        computability=Computability.NOT_COMPUTABLE,
        reason="The time for pre-listing is set elsewhere; the notice does not state it.",
    ),
    Clause(
        id="9-4.3",
        where="closing",
        paraphrase=(
            "The selected drugs that are to be listed are reported ten working days before the "
            "notice takes effect."
        ),
        paraphrase_zh="准备挂网的中选药品，要从施行之日往前数10个工作日，把信息报出。",
        words="前10个工作日",
        functions=("timetable",),
    ),
    Clause(
        id="9-4.4",
        where="closing",
        paraphrase=(
            "What the notice does not settle follows 渝医保办〔2022〕73号, the notice on carrying "
            "out the same renewal."
        ),
        paraphrase_zh="文件没有规定的事项，依照渝医保办〔2022〕73号办理。",
        words="未尽事宜",
        computability=Computability.NOT_COMPUTABLE,
        functions=("Policy.falls_back_to",),
        reason="That notice is another document, which this library does not hold.",
    ),
)
_C = {clause.id: clause for clause in _CLAUSES}

_TERMS = Terms(
    participation=ParticipationTerms(
        required=(InstitutionKind.PUBLIC, InstitutionKind.MILITARY),
        encouraged=(InstitutionKind.PRIVATE, InstitutionKind.RETAIL_PHARMACY),
        designated_only=(InstitutionKind.RETAIL_PHARMACY,),
        clause=_C["9-1.1"],
    ),
    cycle=CycleTerms(length=UntilDay(date(2025, 12, 31)), clause=_C["9-2.1"]),
    purchasing=PurchasingTerms(
        price_rule=PriceRule.EQUAL,
        price_clause=_C["9-3.1d"],
        price_holds_clause=_C["9-3.1e"],
        selected_price_clause=_C["9-3.1a"],
        volume_clause=_C["9-3.2b"],
        volume_floor_clause=_C["9-2.2"],
    ),
    listing=ListingTerms(price_ratio_clause=_C["9-3.1b"]),
    payment_standard=PaymentStandardTerms(
        clause=_C["9-3.3a"],
        cheaper_clause=_C["9-3.3b"],
        excess_clause=_C["9-3.3c"],
    ),
    supplier_payment=SupplierPaymentTerms(months_after_acceptance=1, clause=_C["9-3.2c"]),
    reporting=ReportingTerms(
        products=ProductReportTerms(
            workdays=10,
            anchor=ReportAnchor.EFFECTIVE_DATE,
            kind=DueKind.BY,
            clause=_C["9-4.3"],
        ),
        monitoring_clause=_C["9-3.4b"],
        exchange_clause=_C["9-3.4d"],
        incident_clause=_C["Y-1"],
    ),
)

CHONGQING_2025_9 = Policy(
    number="渝医保办〔2025〕9号",
    subject="renewed-drugs-batches-1-and-3",
    title=(
        "Notice of the office of the Chongqing Healthcare Security Bureau on the renewed "
        "procurement of drugs of the first and third national batches whose agreements have expired"
    ),
    title_zh="重庆市医疗保障局办公室关于做好第一批和第三批国家集采协议期满药品接续采购工作的通知",
    issued_on=date(2025, 2, 18),
    effective_on=date(2025, 3, 7),
    terms=_TERMS,
    clauses=_CLAUSES,
    rests_on=(
        (
            "《渝川蒙鄂滇藏陕宁联盟地区关于第一批和第三批国家组织集中带量采购"
            "协议期满药品接续采购工作实施方案》"
        ),
    ),
    falls_back_to="渝医保办〔2022〕73号",
)
