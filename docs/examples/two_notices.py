"""From a bureau's exports to dated money, notice by notice.

    python docs/examples/two_notices.py [DATA [RESULTS.xlsx]] [--report REPORT.html]

DATA is a workbook with a sheet for each table, or a folder of CSV files; without it, the folder
beside this file. RESULTS.xlsx is where schedules, reconciliations, ledgers, fund accounts, totals,
monthly reports, assessments, supply incidents and refused cells are to be written. Workbooks need
the extra `sheets`. REPORT.html is where what 25号 gives is to be written as a page that opens
offline, with charts and explanations; it needs the extra `charts`.

The data beside this file are ILLUSTRATIVE: the notices' annexes are not published with them.
`data/README.md` lists the columns. A row that cannot be taken is reported with its file, sheet,
line, column, value and reason; the good rows are processed all the same.

Exit status: 0, every row was taken; 1, rows were refused; 2, a file cannot be read or written as a
whole, or the totals do not reconcile.
"""

import sys
from argparse import ArgumentParser
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from clauses import show_clauses
from exports import Exports, UnusableError, checked, once, show_refused
from notice_9 import notice_9
from notice_25 import notice_25
from report import write_report

from vbp_policy import Institution, PolicyError
from vbp_policy.interop import sheets
from vbp_policy.interop.sheets import Column, Row, write_xlsx

DATA = Path(__file__).resolve().parent / "data"
INSTITUTIONS = {
    "institution": Column("机构编码", sheets.code),
    "name": Column("机构名称", sheets.name),
    "kind": Column("机构类别", sheets.institution_kind),
    "grade": Column("机构等级", sheets.grade),
    "designated": Column("定点", sheets.yes_no),
    "enrolled": Column("报量参加", sheets.yes_no),
    "district": Column("区县", sheets.name),
}


def main() -> int:
    """Run over a folder or a workbook, and give the exit status."""
    if hasattr(sys.stdout, "reconfigure"):  # a pipe may have an encoding without Chinese
        cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")
    arguments = ArgumentParser(description="From a bureau's exports to dated money.")
    arguments.add_argument("data", nargs="?", type=Path, default=DATA)
    arguments.add_argument("results", nargs="?", type=Path)
    arguments.add_argument("--report", type=Path)
    given = arguments.parse_args()
    exports = Exports(given.data)
    if is_illustrative(exports):
        print(
            "ILLUSTRATIVE DATA: institutions, makers, codes and all amounts are invented, because"
        )
        print("the notices' annexes are not published with them. See data/README.md.")
    print("Every question that the notices leave open is read as recommended: Reading().")
    print("Amounts are yuan; 职工 is the employees' fund, 居民 the residents'.")
    try:
        refused = run(exports, given.results, given.report)
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    status = 1 if refused else 0
    print(f"\n{refused} rows refused; exit status {status}")
    return status


def is_illustrative(exports: Exports) -> bool:
    """Say whether the data are those beside this file."""
    return DATA in (exports.source.resolve(), exports.source.resolve().parent)


def run(exports: Exports, results: Path | None, report: Path | None) -> int:
    """Run every section, write the results, and give how many rows were refused."""
    institutions = read_institutions(exports)
    found = notice_25(exports, institutions)
    annex = notice_9(exports, institutions)
    monitored = show_clauses(exports, institutions, annex.selected)
    refused = show_refused(exports)
    cells = [each.cell for each in exports.in_order()]
    if results is not None:
        try:
            write_xlsx(results, [*found, *monitored, *cells])
        except PolicyError as error:
            raise UnusableError(str(error)) from None
        print(f"\nwritten: {results}")
    if report is not None:
        write_report(report, found, cells, illustrative=is_illustrative(exports))
        print(f"\nwritten: {report}")
    return refused


def read_institutions(exports: Exports) -> dict[str, Institution]:
    """Read the institutions by their codes."""
    institutions: dict[str, Institution] = {}

    def take(row: Row) -> None:
        code = checked(row, "institution", once(institutions))
        institutions[code] = Institution(
            code,
            row["name"],
            kind=row["kind"],
            grade=row["grade"],
            designated=row["designated"],
            enrolled=row["enrolled"],
            district=row["district"],
        )

    exports.each("institutions", INSTITUTIONS, take)
    return institutions


if __name__ == "__main__":
    sys.exit(main())
