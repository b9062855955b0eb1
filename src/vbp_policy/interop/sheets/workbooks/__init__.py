"""Results as a workbook that a person would keep."""

import os
from collections.abc import Iterable
from tempfile import TemporaryFile
from typing import cast

from ....foundation.errors import InvalidValueError, MissingExtraError
from ....results.explanations.steps import as_language
from .files import as_target, repacked, replacing
from .sheets import sheets_of
from .words import Lang

__all__ = ["write_xlsx"]


def write_xlsx(path: str | os.PathLike[str], results: object, *, lang: Lang = "zh") -> None:
    """Write results as a workbook: a sheet a kind, totals by formula, and where all comes from.

    `results` is one result or an iterable of them: schedules, reconciliations, ledgers, fund
    accounts, fund totals, prepayment cases, events of a timetable, progress, monthly reports,
    payment states, assessments, supply incidents, and what `read_rows` refused.
    A schedule knows no institution, so a pair `(name, schedule)` names it, and that of a case has
    the name of its institution; else it has a number. `lang` is "zh" or "en".

    A sheet is one table, a line an instalment, a month or an institution, which can be filtered
    and read back; its last line sums it by formula. Results of another notice or reading have
    sheets of their own. The last sheet holds every basis under the number that the lines cite:
    the notice, its clauses in our words, the reading, the assumptions (25-2.3a to 25-2.3f for
    the prepayments of 25号). Amounts are in yuan. The same results give the same bytes, and a
    write that fails leaves the old file.

    Raises `InvalidTypeError` for what is no path or no result, `InvalidValueError` for a path
    that is not .xlsx or cannot be written, no results, an unknown `lang`, a schedule (the very
    same object), a ledger, a delivery, or a month of a fund or contract that comes twice, amounts
    of 10^13 and beyond, alone or in sum, and other figures of more than 15 digits (a cell holds
    no more), and more lines than a sheet has, `MissingExtraError` without the extra `sheets`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from vbp_policy import prepayment_schedule, procurement_cycle
    >>> from vbp_policy.notices import CHONGQING_2025_25
    >>> cycle = procurement_cycle(CHONGQING_2025_25, "2025-05-30")
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder, "预付.xlsx")
    ...     write_xlsx(file, prepayment_schedule(CHONGQING_2025_25, cycle, 100))
    ...     file.exists()
    True
    """
    target = as_target(path)
    lang = cast("Lang", as_language(lang))
    try:
        from .pages import write_pages  # noqa: PLC0415  # needs the extra
    except ImportError:
        raise MissingExtraError(
            field="path",
            value="openpyxl",
            expected="the extra: pip install 'vbp_policy[sheets]'",
        ) from None
    sheets = sheets_of(_as_results(results), lang)
    with replacing(target) as file, TemporaryFile() as draft:
        write_pages(sheets, draft, lang)
        repacked(draft, file)


def _as_results(results: object) -> tuple[tuple[str | None, object], ...]:
    """Give each result with its name, if it has one; no results at all are refused."""
    if isinstance(results, str) or not isinstance(results, Iterable):
        return ((None, results),)
    given = tuple(map(_named, cast("Iterable[object]", results)))
    if not given:
        raise InvalidValueError(field="results", value=given, expected="at least one result")
    return given


def _named(result: object) -> tuple[str | None, object]:
    name, *rest = _parts(result) or (None,)
    return (name, rest[0]) if isinstance(name, str) and len(rest) == 1 else (None, result)


def _parts(result: object) -> tuple[object, ...]:
    return cast("tuple[object, ...]", result) if isinstance(result, tuple) else ()
