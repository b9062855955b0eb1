"""Chongqing's notice 渝医保办〔2025〕25号, on haemodialysis consumables (project LH-HD2024-2).

Issued by the office of the Chongqing Healthcare Security Bureau on 2025-04-22, in force from
2025-05-30. It carries out the result of an alliance's procurement in the city. The paraphrases are
ours; the official text decides.
"""

from datetime import date
from decimal import Decimal

from ..policy.clauses import Clause, Computability
from ..policy.policies import Policy
from ..policy.terms import (
    CycleTerms,
    DueKind,
    EndOfMonthAfterExecution,
    EndOfProcurementMonth,
    FromExecution,
    Fund,
    FundTerms,
    Grade,
    InstalmentTerms,
    InstitutionKind,
    ListingClassTerms,
    ListingTerms,
    OffsetTerms,
    ParticipationTerms,
    PrepaymentTerms,
    PriceRule,
    ProductReportTerms,
    PurchasingTerms,
    ReportAnchor,
    ReportingTerms,
    SupplierPaymentTerms,
    Terms,
)

__all__ = ["CHONGQING_2025_25"]

_CLAUSES = (
    Clause(
        id="25-0",
        where="preamble",
        paraphrase=(
            "The notice carries out two national documents on procurement and the notice of the "
            "alliance's project LH-HD2024-2."
        ),
        paraphrase_zh="依据是国家有关集中采购的两份文件，以及联盟LH-HD2024-2号项目的通知。",
        computability=Computability.NOT_COMPUTABLE,
        functions=("Policy.rests_on",),
        reason="The documents are named, not repeated; what they say is outside this text.",
    ),
    Clause(
        id="25-1.1",
        where="一(一)",
        paraphrase=(
            "All public and military medical institutions of the city take part; other medical "
            "institutions are encouraged to."
        ),
        paraphrase_zh="全市公立机构和军队机构均须参加；此外的医疗机构，文件鼓励其加入。",
        words="鼓励其他医疗机构",
        functions=("participation", "Institution"),
    ),
    Clause(
        id="25-1.2",
        where="一(二)",
        paraphrase=(
            "The products are the haemodialysis consumables selected in the alliance's "
            "procurement, as the annex lists them."
        ),
        paraphrase_zh="适用的产品以附件为准，即联盟采购中选的血液透析类耗材。",
        words="详见附件",
        computability=Computability.FROM_INPUT,
        functions=("SelectionResults",),
    ),
    Clause(
        id="25-1.3a",
        where="一(三)",
        paraphrase=(
            "The procurement cycle is one year, counted from the day on which the result of the "
            "selection is actually carried out."
        ),
        paraphrase_zh="采购周期一年，起算点是中选结果真正落地执行的那一天。",
        words="采购周期为1年",
        functions=("procurement_cycle", "procurement_month"),
    ),
    Clause(
        id="25-1.3b",
        where="一(三)",
        paraphrase=(
            "When the cycle has expired, it may be extended in the light of procurement and supply."
        ),
        paraphrase_zh="一年期满，可以视采购、供应的情况把周期延长。",
        words="延长采购期",
        computability=Computability.FROM_INPUT,
        functions=("extend",),
    ),
    Clause(
        id="25-2.1a",
        where="二(一)",
        paraphrase=(
            "Medical institutions buy through the procurement system; selected products are not "
            "bought offline."
        ),
        paraphrase_zh="医疗机构一律在招采系统里采购，中选产品不能在线下买。",
        words="不得线下采购",
        computability=Computability.NOT_COMPUTABLE,
        reason="Whether a purchase was made in the system is a yes or no that the caller has.",
    ),
    Clause(
        id="25-2.1b",
        where="二(一)",
        paraphrase=(
            "A medical institution whose actual purchase price is below the selected price may go "
            "on buying at the lower one."
        ),
        paraphrase_zh="医疗机构现行的买入价比中选价还低的，可以继续用这个低价采购。",
        words="可就低开展采购",
        functions=("check_purchase_price",),
    ),
    Clause(
        id="25-2.1c",
        where="二(一)",
        paraphrase=(
            "Medical institution, maker and distributor sign an electronic contract in the "
            "procurement system that settles each one's rights and duties."
        ),
        paraphrase_zh=(
            "医疗机构、生产企业和配送企业三方在招采系统里签订电子合同，写清各自的权利和责任。"
        ),
        words="电子交易合同",
        computability=Computability.NOT_COMPUTABLE,
        reason="Whether a contract was signed in the system is a yes or no that the caller has.",
    ),
    Clause(
        id="25-2.1d",
        where="二(一)",
        paraphrase=(
            "Medical institutions open the way for selected products, use them first throughout "
            "the cycle, and complete the agreed volume."
        ),
        paraphrase_zh="医疗机构要让中选产品顺利进院，周期之内先用中选产品，并把协议的数量用完。",
        words="确保完成协议采购量",
        functions=("contract_progress",),
    ),
    Clause(
        id="25-2.1e",
        where="二(一)",
        paraphrase=(
            "The agreed volume is the one that each medical institution confirmed on the platform "
            "beforehand."
        ),
        paraphrase_zh="协议的数量就是各家医疗机构此前在平台上确认过的数量。",
        words="通过平台确认",
        computability=Computability.FROM_INPUT,
        functions=("Contract",),
    ),
    Clause(
        id="25-2.1f",
        where="二(一)",
        paraphrase="Within the procurement cycle, a procurement agreement is signed every year.",
        paraphrase_zh="在周期之内，采购协议一年一签。",
        words="每年签订采购协议",
        functions=("agreement_years",),
    ),
    Clause(
        id="25-2.2a",
        where="二(二)",
        paraphrase=(
            "The drug exchange helps selected firms to complete their listing in the procurement "
            "system in good time."
        ),
        paraphrase_zh="中选企业在招采系统挂网，由重庆药品交易所公司帮助其尽快办好。",
        words="及时完成挂网工作",
        computability=Computability.NOT_COMPUTABLE,
        reason="The notice gives no day and no figure for this help.",
    ),
    Clause(
        id="25-2.2b",
        where="二(二)",
        paraphrase=(
            "If a selected product's registration certificate is renewed within the cycle, its "
            "selection and its price stay as they are."
        ),
        paraphrase_zh="周期之内，中选产品的注册证换了新证，仍算中选，价格也照旧。",
        words="均维持不变",
        functions=("Renewal", "SelectionResults.find"),
    ),
    Clause(
        id="25-2.2c",
        where="二(二)",
        paraphrase=(
            "Products that a selected firm did not bid with, and all products of firms that were "
            "not selected, are non-selected."
        ),
        paraphrase_zh="非中选产品有两种：一是中选企业没有拿来申报的，二是没有中选的企业生产的。",
        words="均视为非中选产品",
        functions=("classify_listing",),
    ),
    Clause(
        id="25-2.2d",
        where="二(二)",
        paraphrase=(
            "Within the cycle, a selected firm's non-selected product may count as selected if it "
            "is listed no higher than the firm's own highest selected price in the same group, and "
            "no higher than its selected prices in other provincial or alliance procurements."
        ),
        paraphrase_zh=(
            "周期之内，中选企业名下的非中选产品，其挂网价同时满足两点的，可以按中选产品看待："
            "一是不超过本企业在同一分组的最高中选价，二是不超过它在别的省级或联盟集采里的中选价。"
        ),
        words="可视为中选产品",
        functions=("classify_listing",),
    ),
    Clause(
        id="25-2.2e",
        where="二(二)",
        paraphrase=(
            "A product of a firm that was not selected, listed no higher than the highest selected "
            "price in the same group, is not counted as non-selected when medical institutions are "
            "assessed."
        ),
        paraphrase_zh=(
            "没有中选的企业，产品挂网价不超过同一分组最高中选价的，"
            "考核医疗机构时不把它算作非中选产品。"
        ),
        words="不视为非中选产品",
        functions=("classify_listing", "annual_assessment"),
    ),
    Clause(
        id="25-2.3a",
        where="二(三)",
        paraphrase=(
            "The city's insurance monitoring centre calculates the prepayment from the medical "
            "insurance fund."
        ),
        paraphrase_zh="医保预付金的数额，由市医保监测中心负责算定。",
        words="测算医保预付金",
        computability=Computability.FROM_INPUT,
        functions=("prepayment_schedule", "revise", "Prepayment"),
    ),
    Clause(
        id="25-2.3b",
        where="二(三)",
        paraphrase=(
            "The bureaus prepay half of it to the medical institutions by the end of the month "
            "after the one in which the result is carried out."
        ),
        paraphrase_zh="落地执行之后，最迟到下一个月的月底，医保部门要把预付金的一半付给医疗机构。",
        words="次月底前",
        functions=("prepayment_schedule", "reconcile"),
    ),
    Clause(
        id="25-2.3c",
        where="二(三)",
        paraphrase=(
            "What remains of the prepayment is paid at the end of the sixth month of the "
            "procurement period."
        ),
        paraphrase_zh="其余的预付金，到采购期的第6个月末付清。",
        words="第6个月末",
        functions=("prepayment_schedule", "procurement_month", "reconcile"),
    ),
    Clause(
        id="25-2.3d",
        where="二(三)",
        paraphrase=(
            "From the month after the cycle ends, the prepayment is offset against what the fund "
            "pays the institution for that month; what is left over is offset in later settlement "
            "months."
        ),
        paraphrase_zh=(
            "周期届满后的下一个月开始，用预付金冲抵医保基金当月应付给该医疗机构的费用；"
            "一个月冲不完的，留待以后的月份接着冲抵。"
        ),
        words="次月起",
        functions=("offset_window", "offset_prepayment", "offset_prepayments"),
    ),
    Clause(
        id="25-2.3e",
        where="二(三)",
        paraphrase=(
            "What has not been offset after more than one year is returned in full by the medical "
            "institution through the original channel."
        ),
        paraphrase_zh="过了一年还没有冲抵完的余额，医疗机构要按原来的渠道悉数退还。",
        words="超过一年",
        functions=("OffsetLedger.return_due",),
    ),
    Clause(
        id="25-2.3f",
        where="二(三)",
        paraphrase=(
            "For medical institutions of grade two and above, the employees' insurance fund "
            "prepays and offsets; for the other designated ones, the residents' fund does."
        ),
        paraphrase_zh=(
            "预付和冲抵用哪个基金要看级别：二级以上（含二级）用职工医保基金，"
            "其余的定点机构用居民医保基金。"
        ),
        words="其他定点医疗机构",
        functions=("paying_fund", "Institution"),
    ),
    Clause(
        id="25-2.3g",
        where="二(三)",
        paraphrase=(
            "The insurance agency settles with the medical institutions and pays them promptly."
        ),
        paraphrase_zh="医保经办机构应当尽快与医疗机构结算并付款。",
        words="及时拨付医保基金",
        computability=Computability.NOT_COMPUTABLE,
        reason="The notice says promptly and names no day.",
    ),
    Clause(
        id="25-2.3h",
        where="二(三)",
        paraphrase=(
            "Medical institutions pay the firm under the purchase contract no later than the end "
            "of the month after the goods were accepted on delivery."
        ),
        paraphrase_zh="货到验收合格后，医疗机构最迟在下一个月的月底之前，依合同向企业付清货款。",
        words="次月底",
        functions=("supplier_payment_due", "supplier_payment_state"),
    ),
    Clause(
        id="25-2.4a",
        where="二(四)",
        paraphrase=(
            "Selected products meet the state's quality standards. Selected firms choose their own "
            "distributors, and deliver promptly with the services that go with the product."
        ),
        paraphrase_zh=(
            "中选产品必须质量达标；由中选企业自己挑选配送企业，及时送货，并做好随附的服务。"
        ),
        computability=Computability.NOT_COMPUTABLE,
        reason="The notice gives no figure for quality, delivery or service.",
    ),
    Clause(
        id="25-2.4b",
        where="二(四)",
        paraphrase=(
            "Where a medical institution completes its agreed volume early, the firm goes on "
            "supplying at the selected price to the end of the cycle."
        ),
        paraphrase_zh="协议的数量提前用完的，到周期结束之前，企业仍要按原来的中选价供货。",
        words="直至采购周期届满",
        functions=("price_in_force",),
    ),
    Clause(
        id="25-2.5",
        where="二(五)",
        paraphrase=(
            "Purchase progress and payments to firms are monitored every month and assessed every "
            "year, firms that cannot perform are rated under the credit system, and the drug "
            "exchange reports every month."
        ),
        paraphrase_zh=(
            "采购进度和付款情况每个月监测一次、每年考核一次；企业不能履约的，"
            "按信用评价的规定评定等级；重庆药品交易所公司每个月上报一次情况。"
        ),
        words="每月监测、年度考核",
        computability=Computability.FROM_INPUT,
        functions=("monthly_report", "annual_assessment", "timetable"),
    ),
    Clause(
        id="25-3",
        where="三",
        paraphrase=(
            "Four working requirements: leadership, close cooperation, public explanation, and "
            "care for risks, with grave problems reported promptly."
        ),
        paraphrase_zh=(
            "另有四项工作要求：重视并加强领导，各方协作，做好宣传解释，防控风险，遇到大事尽快上报。"
        ),
        computability=Computability.NOT_COMPUTABLE,
        reason="The requirements give no figures and no days.",
    ),
    Clause(
        id="25-4.1",
        where="closing",
        paraphrase="The notice is in force from 30 May 2025.",
        paraphrase_zh="文件从2025年5月30日开始施行。",
        words="2025年5月30日",
        functions=("Policy.effective_on",),
    ),
    Clause(
        id="25-4.2",
        where="closing",
        paraphrase=(
            "The drug exchange helps the selected firms to report the selected products that are "
            "to be listed, within the ten working days before the result is carried out."
        ),
        paraphrase_zh=(
            "中选结果落地之前的10个工作日里，企业在重庆药品交易所公司帮助下，"
            "报出准备挂网的中选产品信息。"
        ),
        words="前10个工作日内",
        functions=("timetable",),
    ),
    Clause(
        id="25-4.3",
        where="closing",
        paraphrase=(
            "If national or city policy changes within the cycle, the changed rules are followed."
        ),
        paraphrase_zh="周期之内，国家或者本市的政策有变化的，以变化后的规定为准。",
        words="按相关规定执行",
        computability=Computability.FROM_INPUT,
        functions=("PolicyBook", "Policy.supersedes"),
    ),
)
_C = {clause.id: clause for clause in _CLAUSES}

_TERMS = Terms(
    participation=ParticipationTerms(
        required=(InstitutionKind.PUBLIC, InstitutionKind.MILITARY),
        encouraged=(InstitutionKind.PRIVATE,),  # a retail pharmacy is no medical institution
        clause=_C["25-1.1"],
    ),
    cycle=CycleTerms(
        length=FromExecution(12),
        clause=_C["25-1.3a"],
        extension_clause=_C["25-1.3b"],
        agreement_clause=_C["25-2.1f"],
    ),
    purchasing=PurchasingTerms(
        price_rule=PriceRule.AT_MOST,
        price_clause=_C["25-2.1b"],
        price_holds_clause=_C["25-2.4b"],
        volume_clause=_C["25-2.1d"],
    ),
    listing=ListingTerms(
        renewal_clause=_C["25-2.2b"],
        classes=ListingClassTerms(
            non_selected_clause=_C["25-2.2c"],
            selected_firm_clause=_C["25-2.2d"],
            unselected_firm_clause=_C["25-2.2e"],
        ),
    ),
    prepayment=PrepaymentTerms(
        instalments=(
            InstalmentTerms(
                share=Decimal("0.50"),
                due=EndOfMonthAfterExecution(1),
                kind=DueKind.BY,
                clause=_C["25-2.3b"],
            ),
            InstalmentTerms(
                share=Decimal("0.50"),
                due=EndOfProcurementMonth(6),
                kind=DueKind.AT,
                clause=_C["25-2.3c"],
            ),
        ),
        funds=(
            FundTerms(Grade.TERTIARY, Fund.EMPLOYEE),
            FundTerms(Grade.SECONDARY, Fund.EMPLOYEE),
            FundTerms(Grade.PRIMARY, Fund.RESIDENT),
            FundTerms(Grade.UNGRADED, Fund.RESIDENT),
        ),
        fund_clause=_C["25-2.3f"],
        total_clause=_C["25-2.3a"],
    ),
    offset=OffsetTerms(
        first_month=1,
        window_months=12,
        clause=_C["25-2.3d"],
        return_clause=_C["25-2.3e"],
    ),
    supplier_payment=SupplierPaymentTerms(months_after_acceptance=1, clause=_C["25-2.3h"]),
    reporting=ReportingTerms(
        products=ProductReportTerms(
            workdays=10,
            anchor=ReportAnchor.EXECUTION_DATE,
            kind=DueKind.AT,
            clause=_C["25-4.2"],
        ),
        monitoring_clause=_C["25-2.5"],
        exchange_clause=_C["25-2.5"],
    ),
)

CHONGQING_2025_25 = Policy(
    number="渝医保办〔2025〕25号",
    subject="haemodialysis-consumables",
    title=(
        "Notice of the office of the Chongqing Healthcare Security Bureau on carrying out the "
        "selection results of the linked volume-based procurement of haemodialysis consumables"
    ),
    title_zh="重庆市医疗保障局办公室关于做好血液透析类医用耗材带量联动采购中选结果执行工作的通知",
    issued_on=date(2025, 4, 22),
    effective_on=date(2025, 5, 30),
    terms=_TERMS,
    clauses=_CLAUSES,
    rests_on=(
        (
            "《国家医疗保障局办公室关于加强区域协同做好2024年医药集中采购提质扩面的通知》"
            "（医保办发〔2024〕8号）"
        ),
        (
            "《国家医保局国家卫生健康委员会关于完善医药集中带量采购和执行工作机制的通知》"
            "（医保发〔2024〕31号）"
        ),
        (
            "《关于开展京津冀“3+N”联盟血液透析类医用耗材带量联动采购有关工作的通知》"
            "（项目编号：LH-HD2024-2）"
        ),
    ),
)
