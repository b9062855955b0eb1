"""What is fuzzed: each target takes bytes, and lets nothing but a `PolicyError` be raised.

A document or a file that is taken must mean one thing: it is written as it was read.
"""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from sheet_files import HEADINGS, SHEET, Book, Formula, IsoDay, Shared, Sheet, Styled
from vbp_policy import PolicyError, Span, YearMonth
from vbp_policy.foundation import money
from vbp_policy.foundation.dates import as_date
from vbp_policy.interop import json as documents
from vbp_policy.interop import sheets

TESTS = Path(__file__).parents[1]
COLUMNS = {
    "code": sheets.Column(HEADINGS[0], sheets.code),
    "payable": sheets.Column(HEADINGS[1], sheets.amount),
    "name": sheets.Column("机构名称", sheets.name, optional=True),
    "fund": sheets.Column("基金", sheets.fund, optional=True),
    "month": sheets.Column("拨付月份", sheets.month, optional=True),
    "on": sheets.Column("登记日期", sheets.day, optional=True),
}
BOOK = Book(
    Sheet(
        "应付",
        [
            ("2026",),
            (*HEADINGS, "机构名称", "基金", "拨付月份", "登记日期"),
            (Shared("H1"), 1234.5, "x", "职工", 202606, Styled(46206, 14)),
            ("H2", Formula("1-2", -1), "y", "居民", "2026-07", IsoDay("2026-07-03")),
        ],
    )
)
PARTS = sorted(BOOK.parts)


class Target(NamedTuple):
    """What takes the bytes, bytes to start from, and words that are worth trying."""

    take: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    words: tuple[str, ...]


def take_document(content: bytes) -> None:
    """Load JSON; a value that comes out is written as the text spells it."""
    with suppress(PolicyError):
        value = documents.loads(content)
        if json.loads(documents.dumps(value)) != json.loads(content):
            message = "a document that is not written as it was read"
            raise ValueError(message)


def kept_documents() -> Iterator[bytes]:
    """Give the kept documents of every type, the longest left out."""
    for path in sorted((TESTS / "golden" / "json").glob("*/*.json")):
        if len(text := path.read_bytes()) < 8000:
            yield json.dumps(json.loads(text), ensure_ascii=False).encode()


def take_file(content: bytes) -> None:
    """Read rows from a file of any kind."""
    with tempfile.NamedTemporaryFile(dir=_shared_memory()) as file:
        file.write(content)
        file.flush()
        with suppress(PolicyError):
            str(sheets.read_rows(file.name, COLUMNS))


def _shared_memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def texts() -> Iterator[bytes]:
    """Give CSV files."""
    text = '机构编码,应付金额,登记日期\r\nH1,"1,234.50",2026/7/3\nH2,-0.5,\n合计,1234,\n'
    yield from (text.encode(), text.encode("gb18030"), b"\xef\xbb\xbf" + text.encode())


def archives() -> Iterator[bytes]:
    """Give workbooks as they are."""
    with tempfile.TemporaryDirectory() as folder:
        yield BOOK.write(Path(folder, "x.xlsx")).read_bytes()
    yield (TESTS / "data" / "sheets" / "payables-libreoffice.xlsx").read_bytes()


def take_part(content: bytes) -> None:
    """Read a workbook of which one part is other XML; the first byte says which."""
    if not content:
        return
    name = PARTS[content[0] % len(PARTS)]
    with tempfile.NamedTemporaryFile(dir=_shared_memory()) as file:
        with ZipFile(file, "w") as archive:
            for part, text in BOOK.parts.items():
                archive.writestr(part, content[1:] if part == name else text.encode())
        file.flush()
        with suppress(PolicyError):
            str(sheets.read_rows(file.name, COLUMNS))


def parts() -> Iterator[bytes]:
    """Give each part of a workbook, and which it is."""
    for place, name in enumerate(PARTS):
        yield bytes([place]) + BOOK.parts[name].encode()


def take_figure(content: bytes) -> None:
    """Take a text as each kind of figure, day and month, and as a cell of each."""
    text = content.decode(errors="surrogateescape")
    takers: tuple[Callable[[str], object], ...] = (
        money.amount,
        money.unit_price,
        money.quantity,
        YearMonth.parse,
        lambda it: as_date(it, field="day"),
        lambda it: Span("2025-01-01", it),
        *(lambda it, read=column.cell: read(sheets.Cell(it)) for column in COLUMNS.values()),
        lambda it: sheets.quantity(sheets.Cell(1, number_format=it)),
    )
    for take in takers:
        with suppress(PolicyError):
            take(text)


def figures() -> Iterator[bytes]:
    """Give figures, days and months of every kind that is taken."""
    for text in ("-1234567.89", "0.000001", "1,234.50", "１２", "2026-06", "2025-05-30", "45807"):
        yield text.encode()
    for text in ("2025年5月30日", "2026/6", "职工", '#,##0.00_);[Red]"元"0.0', "yyyy-mm-dd"):
        yield text.encode()


_KEYS = ("schema", "type", "value", "basis", "enum", "name", "decimal", "date", "month")
_XML = ("<c", "<v>", "<row ", 't="s"', 't="d"', 's="9"', "<f>", "sheetData", SHEET, "1e999")

TARGETS = {
    "json": Target(take_document, kept_documents, tuple(f'"{key}"' for key in _KEYS)),
    "csv": Target(take_file, texts, ('"', '""', ",", "\r\n", "（万元）", "合计", '="1"')),
    "xlsx": Target(take_part, parts, _XML),
    "archive": Target(take_file, archives, ("PK\x03\x04", "PK\x01\x02", "PK\x05\x06")),
    "figures": Target(take_figure, figures, ("-", ".", "年", "月", "日", "E+", "+", "０")),
}
