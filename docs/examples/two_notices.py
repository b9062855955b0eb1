"""From a bureau's exports to dated money, notice by notice.

    python docs/examples/two_notices.py [DATA_FOLDER]

The data beside this file are ILLUSTRATIVE: the notices' annexes are not published with them.
`data/README.md` lists the columns. A row that cannot be taken is reported with its file, line,
column, value and reason; the good rows are processed all the same.

Exit status: 0, every row was taken; 1, rows were refused; 2, a file cannot be read as a whole, or
the totals do not reconcile.
"""

import sys
from io import TextIOWrapper
from pathlib import Path
from typing import cast

from exports import Exports, Row, UnusableError, filled, once, one_of, show_refused
from notice_9 import notice_9
from notice_25 import notice_25

from vbp_policy import Grade, Institution, InstitutionKind

DATA = Path(__file__).resolve().parent / "data"
KINDS = {
    "公立": InstitutionKind.PUBLIC,
    "军队": InstitutionKind.MILITARY,
    "社会办": InstitutionKind.PRIVATE,
    "零售药店": InstitutionKind.RETAIL_PHARMACY,
}
GRADES = {
    "三级": Grade.TERTIARY,
    "二级": Grade.SECONDARY,
    "一级": Grade.PRIMARY,
    "未定级": Grade.UNGRADED,
}
YES_NO = {"是": True, "否": False}


def main() -> int:
    """Run over a folder, and give the exit status."""
    if hasattr(sys.stdout, "reconfigure"):  # a pipe may have an encoding without Chinese
        cast("TextIOWrapper", sys.stdout).reconfigure(encoding="utf-8")
    exports = Exports(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
    if exports.folder == DATA:
        print(
            "ILLUSTRATIVE DATA: institutions, makers, codes and all amounts are invented, because"
        )
        print("the notices' annexes are not published with them. See data/README.md.")
    print("Every question that the notices leave open is read as recommended: Reading().")
    print("Amounts are yuan; 职工 is the employees' fund, 居民 the residents'.")
    try:
        institutions = read_institutions(exports)
        notice_25(exports, institutions)
        notice_9(exports, institutions)
        show_refused(exports)
    except UnusableError as error:
        print(error, file=sys.stderr)
        return 2
    refused = len(exports.refused)
    status = 1 if refused else 0
    print(f"\n{refused} rows refused; exit status {status}")
    return status


def read_institutions(exports: Exports) -> dict[str, Institution]:
    """Read the institutions by their codes."""
    institutions: dict[str, Institution] = {}

    def take(row: Row) -> None:
        code = row.take("机构编码", once(institutions, filled))
        institutions[code] = Institution(
            code,
            row.take("机构名称", filled),
            kind=row.take("机构类别", one_of(KINDS)),
            grade=row.take("机构等级", one_of(GRADES)),
            designated=row.take("定点", one_of(YES_NO)),
            enrolled=row.take("报量参加", one_of(YES_NO)),
            district=row.take("区县", filled),
        )

    headings = ("机构编码", "机构名称", "机构类别", "机构等级", "定点", "报量参加", "区县")
    exports.each("institutions.csv", headings, take)
    return institutions


if __name__ == "__main__":
    sys.exit(main())
