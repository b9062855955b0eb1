"""The results as one HTML file: tables, and of some ledgers both charts and the explanations.

It opens offline: no script, nothing from elsewhere. Everything is in it in Chinese and in English,
the charts also for light and for dark pages; style alone chooses, on paper the light ones.
Takes the extra `charts`.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from html import escape
from io import StringIO
from pathlib import Path
from typing import Any, Literal, NamedTuple

from exports import UnusableError, added, refused_cells, shown

from vbp_policy import (
    Explanation,
    ExplanationStep,
    Fund,
    FundAccounts,
    FundTotal,
    FundTotals,
    OffsetLedger,
    OffsetStatus,
    PolicyError,
    PrepaymentSchedule,
    Reconciliation,
    explain,
)
from vbp_policy.interop import charts
from vbp_policy.interop.sheets import RefusedCell
from vbp_policy.notices import CHONGQING_2025_25


class Words(NamedTuple):
    """The same words in both languages."""

    zh: str
    en: str


Cell = Words | Decimal | int | str
LANGUAGES = (("zh", "zh-CN"), ("en", "en"))
LONGEST_UNBROKEN = 30
DRAWN = 3  # of the ledgers; a chart takes a while
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

REFERENCE = Words("预付单号", "reference")
INSTITUTION = Words("机构", "institution")
FUND = Words("基金", "fund")
PREPAID = Words("预付金额", "prepaid")
OFFSET = Words("已抵扣", "offset")
BALANCE = Words("未抵扣余额", "balance")
GOES_BACK = Words("应退回", "goes back")
TOTAL = Words("合计", "total")
FUNDS = {Fund.EMPLOYEE: Words("职工", "employees'"), Fund.RESIDENT: Words("居民", "residents'")}
STATES = {
    OffsetStatus.NOT_STARTED: Words("未开始", "not started"),
    OffsetStatus.OFFSETTING: Words("抵扣中", "offsetting"),
    OffsetStatus.CLEARED: Words("已抵扣完", "cleared"),
    OffsetStatus.RETURN_DUE: Words("应退回", "return due"),
}
TITLE = Words("预付、拨付、抵扣与退回", "Prepayment, disbursement, offset and return")
OPEN_QUESTIONS = Words(
    "文件没有写明的问题一律按推荐口径。金额单位为元。",
    "Every question that the notice leaves open is read as recommended. Amounts are yuan.",
)
ASSUMED = Words("文件没有写明、由本库补充的假定：", "Assumed, as no notice states it:")
ILLUSTRATIVE = Words(
    "示例数据：机构、企业、编码和金额都是虚构的。",
    "Illustrative data: institutions, makers, codes and all amounts are invented.",
)

PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --page: #fff; --text: #1f2328; --faint: #59636e;
  --line: #d8dee4; }}
@media screen and (prefers-color-scheme: dark) {{
  :root {{ --page: #16191d; --text: #e6edf3; --faint: #9aa4ae; --line: #353b43; }}
  .light {{ display: none; }}
}}
@media not screen, (prefers-color-scheme: light) {{ .dark {{ display: none; }} }}
body {{ margin: 2rem auto; max-width: 74rem; padding: 0 1.5rem; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, "PingFang SC", "Microsoft YaHei",
  "Noto Sans CJK SC", sans-serif; }}
h1 {{ font-size: 1.6rem; }}
h2 {{ font-size: 1.25rem; margin-top: 2.5rem; }}
h3 {{ font-size: 1.05rem; margin-top: 2rem; }}
.scrolls {{ overflow-x: auto; }}
.scrolls > table {{ border-collapse: collapse; font-size: .85rem;
  font-variant-numeric: tabular-nums; }}
.scrolls > table :is(th, td) {{ padding: .25rem .55rem; text-align: left; vertical-align: top; }}
.scrolls > table .figure {{ text-align: right; }}
.short {{ white-space: nowrap; }}
thead th {{ border-bottom: 1px solid var(--faint); white-space: nowrap; }}
.scrolls tbody tr {{ border-bottom: 1px solid var(--line); }}
tfoot th {{ border-top: 1px solid var(--faint); }}
label {{ margin-right: 1rem; }}
.note {{ color: var(--faint); }}
figure {{ margin: 1rem 0; }}
svg {{ display: block; max-width: 100%; height: auto; }}
summary {{ cursor: pointer; }}
#zh:checked ~ main [lang="en"], #en:checked ~ main [lang="zh-CN"] {{ display: none; }}
@page {{ size: A4 landscape; margin: 12mm; }}
@media print {{
  :root {{ color-scheme: light; }}
  body {{ margin: 0; max-width: none; padding: 0; font-size: 10pt; }}
  body > :is(input, label) {{ display: none; }}
  .scrolls {{ overflow: visible; }}
  h2, h3 {{ break-after: avoid; }}
  tr, figure {{ break-inside: avoid; }}
  tfoot {{ display: table-row-group; }}
}}
</style>
</head>
<body>
<input type="radio" name="language" id="zh" checked><label for="zh">中文</label>
<input type="radio" name="language" id="en"><label for="en">English</label>
<main>
{content}
</main>
</body>
</html>
"""


def write_report(
    path: Path, found: Iterable[object], refused: Sequence[RefusedCell], *, illustrative: bool
) -> None:
    """Write what 25号 made of the prepayments, and what was refused, to one HTML file.

    `found` is what `notice_25` gives.
    """
    try:
        content = "\n".join(_content(list(found), refused, illustrative=illustrative))
        page = PAGE.format(title=_title_of(TITLE), content=content)
        path.write_text(page, encoding="utf-8")
    except (PolicyError, OSError) as error:
        raise UnusableError(str(error)) from None


def _title_of(words: Words) -> str:
    return escape(f"{CHONGQING_2025_25.number} {words.zh} · {words.en}")


def _content(
    found: Sequence[object], refused: Sequence[RefusedCell], *, illustrative: bool
) -> Iterator[str]:
    named: list[Any] = [it for it in found if type(it) is tuple]
    schedules = dict(map(_named, named))
    reconciled = [it for it in found if isinstance(it, Reconciliation)]
    accounts = [it for it in found if isinstance(it, FundAccounts)]
    ledgers = [ledger for account in accounts for ledger in account.ledgers.values()]
    yield f"<h1>{escape(CHONGQING_2025_25.number)} {_marked(TITLE)}</h1>"
    for words in (ILLUSTRATIVE, OPEN_QUESTIONS) if illustrative else (OPEN_QUESTIONS,):
        yield f'<p class="note">{_marked(words)}</p>'
    for totals in (it for it in found if isinstance(it, FundTotals)):
        yield from _totals(totals)
    yield from _schedules(schedules)
    yield from _reconciliations(reconciled)
    yield from _ledgers(ledgers)
    yield _heading(
        Words("台账详情，退回多的在前", "Ledgers in full, those with most to return first")
    )
    for ledger in sorted(ledgers, key=_returned, reverse=True)[:DRAWN]:
        yield from _in_full(schedules[ledger.prepayment.reference][1], ledger)
    yield from _refused(refused)


def _named(given: Any) -> tuple[str, tuple[str, PrepaymentSchedule]]:
    """Give a schedule by its reference, with whose it is."""
    name, schedule = given
    reference, _, who = name.partition(" ")
    return reference, (who, schedule)


# ---- Sections ---------------------------------------------------------------------------------


def _totals(totals: FundTotals) -> Iterator[str]:
    keys = {"district": Words("区县", "district"), "fund": FUND}
    by = [keys[each] for each in totals.by]
    yield _heading(
        Words(
            f"按{'、'.join(each.zh for each in by)}汇总",
            f"Totals by {' and '.join(each.en for each in by)}",
        ),
    )
    figures = (Words("笔数", "prepayments"), PREPAID, OFFSET, BALANCE, GOES_BACK)
    heads = (*by, *figures, Words("应拨付", "payable"), Words("实拨", "paid out"))
    rows = [(*map(_key, each.key), *_figures(each)) for each in totals.rows]
    blank = [""] * (len(by) - 1)
    yield _table(heads, rows, (TOTAL, *blank, *_figures(totals.total)))


def _key(key: object) -> Cell:
    return FUNDS[key] if isinstance(key, Fund) else str(key)


def _figures(total: FundTotal) -> Sequence[Cell]:
    before = (total.prepayments, total.prepaid, total.offset, total.balance)
    return (*before, total.return_due, total.payable, total.paid_out)


def _schedules(schedules: dict[str, tuple[str, PrepaymentSchedule]]) -> Iterator[str]:
    yield _heading(Words("预付安排", "What is prepaid when"))
    heads = [
        *(REFERENCE, INSTITUTION, Words("周期起", "cycle from"), Words("周期止", "to")),
        *(Words("预付总额", "total"), Words("笔次", "number"), Words("金额", "amount")),
        *(Words("应付日", "due"), Words("条款", "clause")),
    ]
    rows: list[Sequence[Cell]] = []
    for reference, (who, schedule) in schedules.items():
        cycle = schedule.cycle
        own = [reference, who, str(cycle.first_day), str(cycle.last_day), schedule.total]
        for each in schedule.instalments:
            due = (each.number, each.amount, str(each.due), each.clause.id)
            rows.append((*(own if each.number == 1 else [""] * len(own)), *due))
    total = added(schedule.total for _, schedule in schedules.values())
    yield _table(heads, rows, (TOTAL, "", "", "", total, "", total, "", ""))


def _reconciliations(reconciled: Sequence[Reconciliation]) -> Iterator[str]:
    yield _heading(Words("实际拨付", "What was really disbursed"))
    heads = [
        *(REFERENCE, Words("笔次", "number"), Words("应付日", "due")),
        *(Words("计划", "planned"), Words("已拨付", "disbursed")),
        *(Words("尚未拨付", "outstanding"), Words("付足之日", "filled on")),
        *(Words("逾期天数", "days late"), Words("截至", "as of")),
    ]
    rows: list[Sequence[Cell]] = []
    for each in reconciled:
        for line in each.lines:
            reference = each.disbursements[0].prepayment_reference
            amounts = (line.planned, line.disbursed, line.outstanding)
            when = (str(line.filled_on or "—"), line.days_late, str(each.as_of))
            rows.append((reference, line.number, str(line.due), *amounts, *when))
    sums = [
        added(each.planned for each in reconciled),
        added(each.disbursed for each in reconciled),
        added(each.outstanding for each in reconciled),
    ]
    yield _table(heads, rows, (TOTAL, "", "", *sums, "", "", ""))


def _ledgers(ledgers: Sequence[OffsetLedger]) -> Iterator[str]:
    yield _heading(Words("抵扣台账", "Offset ledgers"))
    heads = [
        *(REFERENCE, INSTITUTION, FUND, PREPAID, OFFSET, BALANCE),
        *(Words("状态", "status"), GOES_BACK, Words("退回起日", "from")),
    ]
    rows: list[Sequence[Cell]] = []
    for each in ledgers:
        paid, due = each.prepayment, each.return_due
        own = (paid.reference, str(paid.institution), FUNDS[paid.fund], paid.amount)
        so_far = (each.offset_total, each.balance, STATES[each.status])
        rows.append((*own, *so_far, _returned(each), "—" if due is None else str(due.from_day)))
    sums = [
        added(each.prepayment.amount for each in ledgers),
        added(each.offset_total for each in ledgers),
        added(each.balance for each in ledgers),
    ]
    yield _table(heads, rows, (TOTAL, "", "", *sums, "", added(map(_returned, ledgers)), ""))


def _returned(ledger: OffsetLedger) -> Decimal:
    return added(()) if ledger.return_due is None else ledger.return_due.amount


def _in_full(schedule: PrepaymentSchedule, ledger: OffsetLedger) -> Iterator[str]:
    """Give both charts of a ledger, and its explanation, folded."""
    paid = ledger.prepayment
    yield f"<h3>{escape(f'{paid.reference} {paid.institution}')}</h3>"
    for lang, tag in LANGUAGES:
        for theme in THEMES:
            for chart in (
                charts.timeline(schedule, ledger, lang=lang, theme=theme),
                charts.balance(ledger, lang=lang, theme=theme),
            ):
                yield f'<figure class="{theme}" lang="{tag}">{_svg(chart)}</figure>'
    for words, result in (
        (Words("预付说明", "The schedule explained"), schedule),
        (Words("抵扣说明", "The offset explained"), ledger),
    ):
        yield f"<details><summary>{_marked(words)}</summary>"
        for lang, tag in LANGUAGES:
            yield f'<div lang="{tag}">{_explained(explain(result, lang=lang))}</div>'
        yield "</details>"


def _explained(told: Explanation) -> str:
    """Give each step in a sentence, and what it rests on."""
    said = ASSUMED.zh if told.lang == "zh" else ASSUMED.en
    steps = "".join(
        f'<li>{escape(step.decides)}<div class="note">{escape(_ground(step, told.lang))}</div></li>'
        for step in told.steps
    )
    assumed = "".join(f"<li>{escape(each)}</li>" for each in told.assumptions)
    return f"<ol>{steps}</ol><p>{said}</p><ul>{assumed}</ul>" if assumed else f"<ol>{steps}</ol>"


def _ground(step: ExplanationStep, lang: str) -> str:
    """Name the clauses of a step with their words at issue, and the readings that it takes."""
    colon = "：" if lang == "zh" else ": "
    clauses = [f"{it.id} {it.where}「{it.words}」" for it in step.clauses]
    readings = [f"{it.question}{colon}{it.means}" for it in step.reading]
    return " · ".join((*clauses, *readings))


def _svg(chart: Any) -> str:
    text = StringIO()
    chart.save(text, format="svg")
    return text.getvalue()


def _refused(refused: Sequence[RefusedCell]) -> Iterator[str]:
    lines = len({(each.file, each.sheet, each.line) for each in refused})
    yield _heading(Words(f"未采用的行：{lines}行", f"Rows refused: {lines}"))
    heads = [
        *(Words("文件", "file"), Words("工作表", "sheet"), Words("行", "line")),
        *(Words("列", "column"), Words("值", "value"), Words("原因", "reason")),
    ]
    yield _table(heads, [refused_cells(each) for each in refused])


# ---- HTML -------------------------------------------------------------------------------------


def _heading(words: Words) -> str:
    return f"<h2>{_marked(words)}</h2>"


def _marked(cell: Cell) -> str:
    if isinstance(cell, Words):
        said = zip(LANGUAGES, cell, strict=True)
        return "".join(f'<span lang="{tag}">{escape(it)}</span>' for (_, tag), it in said)
    return escape(shown(cell))


def _table(
    heads: Sequence[Words], rows: Sequence[Sequence[Cell]], totals: Sequence[Cell] | None = None
) -> str:
    """Give a table; a column with a figure in it is aligned to the right."""
    everything = [*rows, *([] if totals is None else [totals])]
    sides = [
        "figure" if any(isinstance(cell, int | Decimal) for cell in column) else "text"
        for column in zip(heads, *everything, strict=True)
    ]

    def row(cells: Sequence[Cell], tag: str) -> str:
        marked = (_cell(tag, *each) for each in zip(cells, sides, strict=True))
        return f"<tr>{''.join(marked)}</tr>"

    body = "\n".join(row(cells, "td") for cells in rows)
    foot = "" if totals is None else f"<tfoot>{row(totals, 'th')}</tfoot>"
    head = f"<thead>{row(heads, 'th')}</thead>"
    return f'<div class="scrolls"><table>{head}<tbody>{body}</tbody>{foot}</table></div>'


def _cell(tag: str, cell: Cell, side: str) -> str:
    long = isinstance(cell, str) and len(cell) > LONGEST_UNBROKEN
    return f'<{tag} class="{side}{"" if long else " short"}">{_marked(cell)}</{tag}>'
