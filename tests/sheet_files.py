"""Files as bureaus send them: odd workbooks written as raw XML, and damaged ones of many kinds.

openpyxl writes only tidy workbooks; what other programs write is spelt out here part by part.
"""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OPEN_XML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET = "xl/worksheets/sheet1.xml"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
TIDY_FILL = "<fills><fill><patternFill/></fill></fills>"

Writer = Callable[[Path], object]


class Styled(NamedTuple):
    """A value with a number format: its code, or the id of one that files do not spell out."""

    value: object
    number_format: str | int


class Shared(NamedTuple):
    """A text in the table of shared strings; `phonetic` is how a reader may pronounce it."""

    text: str
    phonetic: str = ""


class Rich(NamedTuple):
    """A text in several runs."""

    runs: tuple[str, ...]


class Formula(NamedTuple):
    """A formula, with the value that it gave, None where the writer has not worked it out."""

    formula: str
    value: object = None


class Error(NamedTuple):
    """The error that a formula gave."""

    text: str


class IsoDay(NamedTuple):
    """A day, written as a day and not as a number."""

    text: str


class Raw(NamedTuple):
    """A cell's XML as it stands."""

    xml: str


class Sheet(NamedTuple):
    """A sheet: rows of cells; a row is None where the file has none of that number.

    `head` and `tail` are XML before and after the cells, such as a dimension or merged cells;
    `addressed` is whether rows and cells say where they stand, `of_row` the XML of what else is
    said of each row.
    """

    title: str
    rows: Iterable[Sequence[object] | None]
    state: str = "visible"
    head: str = ""
    tail: str = ""
    addressed: bool = True
    of_row: str = ""


class Book:
    """The parts of a workbook, as they are written."""

    def __init__(self, *sheets: Sheet, date_1904: bool = False) -> None:
        self.strings: list[str] = []
        self.formats: list[str | int] = ["General"]
        parts = {
            f"xl/worksheets/sheet{number}.xml": self._sheet(sheet)
            for number, sheet in enumerate(sheets, 1)
        }
        self.parts: dict[str, str] = {
            "[Content_Types].xml": self._types(len(sheets)),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": _workbook(sheets, date_1904=date_1904),
            "xl/_rels/workbook.xml.rels": _relations(
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ),
            "xl/styles.xml": self._styles(),
            "xl/sharedStrings.xml": _part("sst", "".join(self.strings)),
            **parts,
        }

    def write(self, path: Path) -> Path:
        """Write the parts as a zip file."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in self.parts.items():
                archive.writestr(name, text)
        return path

    def _sheet(self, sheet: Sheet) -> str:
        rows: list[str] = []
        for number, row in enumerate(sheet.rows, 1):
            if row is not None:
                at = f' r="{number}"' if sheet.addressed else ""
                cells = "".join(
                    self._cell(f' r="{column_name(place)}{number}"' if sheet.addressed else "", it)
                    for place, it in enumerate(row, 1)
                    if it is not None or not sheet.addressed
                )
                rows.append(f"<row{at}{sheet.of_row}>{cells}</row>")
        return _part("worksheet", f"{sheet.head}<sheetData>{''.join(rows)}</sheetData>{sheet.tail}")

    def _cell(self, at: str, value: object, style: str = "") -> str:  # noqa: C901, PLR0911, PLR0912  # a kind each
        match value:
            case Styled(inner, number_format):
                if number_format not in self.formats:
                    self.formats.append(number_format)
                return self._cell(at, inner, f' s="{self.formats.index(number_format)}"')
            case Raw(xml):
                return xml
            case None:
                return f"<c{at}{style}/>"
            case bool():
                return f'<c{at}{style} t="b"><v>{int(value)}</v></c>'
            case int() | float():
                return f"<c{at}{style}><v>{value!r}</v></c>"
            case Error(text):
                return f'<c{at}{style} t="e"><f>A1</f><v>{text}</v></c>'
            case IsoDay(text):
                return f'<c{at}{style} t="d"><v>{text}</v></c>'
            case Formula(formula, None):
                return f"<c{at}{style}><f>{escape(formula)}</f></c>"
            case Formula(formula, str(text)):
                return f'<c{at}{style} t="str"><f>{escape(formula)}</f><v>{escape(text)}</v></c>'
            case Formula(formula, given):
                return f"<c{at}{style}><f>{escape(formula)}</f><v>{given!r}</v></c>"
            case Shared(text, phonetic):
                spoken = f'<rPh sb="0" eb="1"><t>{escape(phonetic)}</t></rPh>' if phonetic else ""
                return self._shared(at, style, f"{_text(text)}{spoken}")
            case Rich(runs):
                return self._shared(at, style, "".join(f"<r>{_text(run)}</r>" for run in runs))
            case _:
                return f'<c{at}{style} t="inlineStr"><is>{_text(str(value))}</is></c>'

    def _shared(self, at: str, style: str, item: str) -> str:
        self.strings.append(f"<si>{item}</si>")
        return f'<c{at}{style} t="s"><v>{len(self.strings) - 1}</v></c>'

    def _styles(self) -> str:
        codes = [each for each in self.formats if isinstance(each, str)]
        spelt = "".join(
            f'<numFmt numFmtId="{164 + number}" formatCode={quoteattr(code)}/>'
            for number, code in enumerate(codes)
        )
        used = "".join(
            f'<xf numFmtId="{it if isinstance(it, int) else 164 + codes.index(it)}" xfId="0"/>'
            for it in self.formats
        )
        return _part(
            "styleSheet",
            f"<numFmts>{spelt}</numFmts><fonts><font/></fonts>{TIDY_FILL}<borders><border/></borders>"
            f"<cellStyleXfs><xf/></cellStyleXfs>"
            f"<cellXfs>{used}</cellXfs>",
        )

    def _types(self, sheets: int) -> str:
        parts = [
            ("workbook", "sheet.main"),
            ("styles", "styles"),
            ("sharedStrings", "sharedStrings"),
        ]
        parts += [(f"worksheets/sheet{number}", "worksheet") for number in range(1, sheets + 1)]
        overrides = "".join(
            f'<Override PartName="/xl/{name}.xml" ContentType="{OPEN_XML}.{kind}+xml"/>'
            for name, kind in parts
        )
        relations = "application/vnd.openxmlformats-package.relationships+xml"
        return (
            f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
            f'<Default Extension="rels" ContentType="{relations}"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )


def column_name(place: int) -> str:
    """Name a column: A to Z, then AA."""
    name = ""
    while place:
        place, letter = divmod(place - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def serial(day: date, *, date_1904: bool = False) -> int:
    """Give the number that a spreadsheet holds for a day."""
    return (day - (date(1904, 1, 1) if date_1904 else date(1899, 12, 30))).days


def _text(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text)}</t>'


def _part(root: str, inner: str) -> str:
    return f'{DECLARATION}<{root} xmlns="{MAIN}" xmlns:r="{OFFICE}">{inner}</{root}>'


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def _workbook(sheets: Sequence[Sheet], *, date_1904: bool) -> str:
    each = "".join(
        f'<sheet name={quoteattr(sheet.title)} sheetId="{number}" state="{sheet.state}" '
        f'r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    epoch = '<workbookPr date1904="1"/>' if date_1904 else "<workbookPr/>"
    return _part("workbook", f"{epoch}<sheets>{each}</sheets>")


# ---- Damage -----------------------------------------------------------------------------------


class Damage(NamedTuple):
    """A damaged file: its name, how it is written, and a word of what is said of it."""

    name: str
    write: Callable[[Path], object]
    said: str


HEADINGS = ("机构编码", "应付金额")
TIDY = Sheet("应付", [HEADINGS, ("H1", 1)])


def changed(change: Callable[[dict[str, str]], object], *, book: Book | None = None) -> Writer:
    """Write a tidy workbook of which a part was changed."""
    parts = book or Book(TIDY)
    change(parts.parts)
    return parts.write


def in_part(part: str, old: str, new: str) -> Writer:
    """Write a tidy workbook with other XML in a part."""
    return changed(lambda parts: parts.update({part: parts[part].replace(old, new)}))


def of_cells(*cells: str, row: str = '<row r="2">') -> Writer:
    """Write a workbook with a second row of raw cells."""
    xml = Raw("".join(cells))
    return of_rows(Sheet("应付", [HEADINGS]), f"{row}{xml.xml}</row>")


def of_rows(sheet: Sheet, xml: str) -> Writer:
    """Write a workbook with raw rows below those of a sheet."""
    return changed(
        lambda parts: parts.update(
            {SHEET: parts[SHEET].replace("</sheetData>", f"{xml}</sheetData>")}
        ),
        book=Book(sheet),
    )


def _truncated(path: Path) -> None:
    whole = Book(TIDY).write(path).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])


def _flipped(path: Path) -> None:
    """Change a byte of what a part packs."""
    Book(TIDY).write(path)
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 20
    whole = bytearray(path.read_bytes())
    whole[at] ^= 0xFF
    path.write_bytes(whole)


def _encrypted(path: Path) -> None:
    """Set the flag of an encrypted part wherever the headers say so."""
    whole = bytearray(Book(TIDY).write(path).read_bytes())
    for magic, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = whole.find(magic)
        while at >= 0:
            whole[at + flags] |= 1
            at = whole.find(magic, at + 1)
    path.write_bytes(whole)


def _other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in Book(TIDY).parts.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet9.xml", b" " * (4 * 2**20))


def _vast(path: Path) -> None:
    """Claim to unpack to far more than any workbook: only the directory says so."""
    Book(TIDY).write(path)
    whole = bytearray(path.read_bytes())
    at = whole.rfind(b"PK\1\2")
    whole[at + 20 : at + 28] = (2**31).to_bytes(4, "little") * 2
    path.write_bytes(whole)


def _no_sheets(path: Path) -> None:
    Book().write(path)


def _no_second_sheet(path: Path) -> None:
    book = Book(TIDY, TIDY._replace(title="2"))
    del book.parts["xl/worksheets/sheet2.xml"]
    book.write(path)


def _no_styles(path: Path) -> None:
    """Leave out the styles that a cell refers to."""
    book = Book(Sheet("应付", [HEADINGS, ("H1", Styled(1, "0.00"))]))
    del book.parts["xl/styles.xml"]
    book.write(path)


def _bytes(content: bytes) -> Writer:
    return lambda path: path.write_bytes(content)


ENTITIES = f'<!DOCTYPE x [<!ENTITY a "{"lol" * 9}">]>'


def _entities_in_utf_16(path: Path) -> None:
    Book(TIDY).write(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/x.xml", ENTITIES.encode("utf-16"))


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CSV = "机构编码,应付金额\nH1,1\n"

DAMAGED = (
    Damage("empty.csv", _bytes(b""), "not empty"),
    Damage("old.xls", _bytes(OLE + b"\0" * 600), "old .xls"),
    Damage("page.xls", _bytes(b"<html><table><tr><td>1</td></tr></table>"), "page of HTML"),
    Damage("page-with-mark.xls", _bytes(b"\xef\xbb\xbf\r\n <Table>"), "page of HTML"),
    Damage("xml-2003.xls", _bytes(b'<?xml version="1.0"?><Workbook/>'), "page of HTML or XML"),
    Damage("utf-16.csv", _bytes(CSV.encode("utf-16")), "UTF-8 or GB18030"),
    Damage("utf-16-le.csv", _bytes(CSV.encode("utf-16-le")), "UTF-8 or GB18030"),
    Damage("neither.csv", _bytes(CSV.encode() + b"\xff\xff"), "UTF-8 or GB18030"),
    Damage("marked.csv", _bytes(b"\xef\xbb\xbf" + CSV.encode("gb18030")), "UTF-8 or GB18030"),
    Damage("cut.csv", _bytes(CSV.encode()[:-12] + b"\xe6"), "UTF-8 or GB18030"),
    Damage("open-quote.csv", _bytes(CSV.encode() + b'H2,"1\n'), "line 3: unexpected end"),
    Damage("quote-within.csv", _bytes(CSV.encode() + b'"H2"x,1\n'), "line 3"),
    Damage("long-field.csv", _bytes(CSV.encode() + b"x" * 200_000), "field limit"),
    Damage("wide.csv", _bytes(CSV.encode() + b"," * 2**14 + b"\n"), "16384 columns"),
    Damage("truncated.xlsx", _truncated, "whole"),
    Damage("flipped.xlsx", _flipped, "whole"),
    Damage("encrypted.xlsx", _encrypted, "whole"),
    Damage("other.zip", _other_zip, "whole"),
    Damage("no-parts.xlsx", _bytes(b"PK\5\6" + b"\0" * 18), "whole"),
    Damage("bomb.xlsx", _bomb, "200 times"),
    Damage("vast.xlsx", _vast, "unpacks to"),
    Damage("no-types.xlsx", changed(lambda it: it.pop("[Content_Types].xml")), "whole"),
    Damage("no-book.xlsx", changed(lambda it: it.pop("xl/workbook.xml")), "whole"),
    Damage("no-sheet.xlsx", changed(lambda it: it.pop(SHEET)), "whole"),
    Damage("no-sheets.xlsx", _no_sheets, "whole"),
    Damage("no-second-sheet.xlsx", _no_second_sheet, "whole"),
    Damage("no-styles.xlsx", _no_styles, "whole"),
    Damage("odd-fill.xlsx", in_part("xl/styles.xml", TIDY_FILL, "<fills><fill/></fills>"), "mend"),
    Damage("strict.xlsx", in_part(SHEET, MAIN, STRICT), "not as Strict Open XML"),
    Damage("cut.xml.xlsx", changed(lambda it: it.update({SHEET: it[SHEET][:-9]})), "whole"),
    Damage("entities.xlsx", in_part(SHEET, "<work", ENTITIES + "<work"), "document type"),
    Damage("entities-utf-16.xlsx", _entities_in_utf_16, "document type"),
    Damage("rows-back.xlsx", of_cells('<c r="A1"><v>1</v></c>', row='<row r="1">'), "whole"),
    Damage("row-twice.xlsx", of_cells("<c/>", '</row><row r="2">', "<c/>"), "whole"),
    Damage("row-zero.xlsx", of_cells('<c r="A0"><v>1</v></c>', row='<row r="0">'), "whole"),
    Damage("far-row.xlsx", of_cells("<c/>", row='<row r="1048577">'), "1048576 lines"),
    Damage("far-blank-row.xlsx", of_cells(row='<row r="1048577">'), "1048576 lines"),
    Damage("far-column.xlsx", of_cells('<c r="XFE2"><v>1</v></c>'), "16384 columns"),
    Damage("no-column.xlsx", of_cells('<c r="ZZZ2"><v>1</v></c>'), "16384 columns"),
    Damage("other-row.xlsx", of_cells('<c r="A3"><v>1</v></c>'), "whole"),
    Damage("no-address.xlsx", of_cells('<c r="2"><v>1</v></c>'), "whole"),
    Damage("cells-back.xlsx", of_cells('<c r="B2"><v>1</v></c><c r="A2"><v>1</v></c>'), "whole"),
    Damage("cell-twice.xlsx", of_cells('<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>'), "whole"),
    Damage("many-cells.xlsx", of_cells(*["<c/>"] * (2**14 + 1)), "16384 columns"),
    Damage("long-number.xlsx", of_cells("<c><v>", "1" * 300_000, "</v></c>"), "whole"),
    Damage("not-a-number.xlsx", of_cells("<c><v>1,0</v></c>"), "whole"),
    Damage("no-text.xlsx", of_cells('<c t="s"><v>0</v></c>'), "whole"),
    Damage("no-style.xlsx", of_cells('<c s="9"><v>1</v></c>'), "whole"),
    Damage("half-true.xlsx", of_cells('<c t="b"><v>half</v></c>'), "whole"),
    Damage("no-day.xlsx", of_cells('<c t="d"><v>2025-02-30</v></c>'), "whole"),
)
