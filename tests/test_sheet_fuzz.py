"""Whatever is done to a file, its rows come out, or one `PolicyError` that names what to mend."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheet_files import Book, Formula, IsoDay, Raw, Shared, Sheet, Styled, of_cells
from test_sheet_reading import MADE_BY_LIBREOFFICE, PAYABLES
from vbp_policy import PolicyError
from vbp_policy.interop.sheets import Rows, read_rows

HEADINGS = ("机构编码", "应付金额", "机构名称", "基金", "拨付月份", "登记日期")
LINES = (
    ("H1", '"1,234.50"', "嘉岚中心医院", "职工", "2026-06", "2026/7/3"),
    ("H2", "-0.5", '"云栖, 人民医院"', "居民", "2026年7月", "20260703"),
    ("H3", "1E3", "", "职工", "13月", "2026-02-30"),
    ("合计", "1234", "", "", "", ""),
)
TEXT = "\r\n".join(map(",".join, (HEADINGS, *LINES))) + "\r\n"
BOOK = Book(
    Sheet("封面", [("应付", None)], state="hidden"),
    Sheet(
        "应付",
        [
            ("二〇二六年六月",),
            HEADINGS,
            (Shared("H1"), 1234.5, "嘉岚中心医院", "职工", 202606, Styled(46206, 14)),
            ("H2", Formula("1-2", -1), "云栖", "居民", "2026-07", IsoDay("2026-07-03")),
            ("H3", Styled(0.125, "0.00"), "x", "职工", True, Styled(46206.5, "yyyy-mm-dd hh:mm")),
            None,
            ("合计", 1234.5),
        ],
    ),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz") / "payables"


@pytest.fixture(scope="module")
def whole(path: Path) -> bytes:
    return BOOK.write(path).read_bytes()


def held_to(path: Path, content: bytes, **options: Any) -> Rows | None:
    """Read a file; what comes out is rows of which each line has one place, or one refusal."""
    path.write_bytes(content)
    try:
        rows = read_rows(path, PAYABLES, **options)
    except PolicyError as error:
        said = error.field in ("path", "sheet", "encoding") and error.expected in str(error)
        return None if said else pytest.fail("a refusal that does not say of what")
    starts = [(row.line, 1) for row in rows.good]
    starts += [(line, 1) for line in {each.line for each in rows.refused}]
    starts += [(each.line, each.lines) for each in rows.skipped]
    after = 1
    for line, count in sorted(starts):
        assert line >= after
        after = line + count
    for row in rows.good:
        assert set(row.values) == set(PAYABLES)
        assert row["payable"] == round(row["payable"], 2)
    assert repr(rows)
    assert str(rows)
    return rows


def same(one: Rows, other: Rows) -> bool:
    return [one.good, one.refused, one.skipped] == [other.good, other.refused, other.skipped]


@st.composite
def damaged(draw: st.DrawFn, content: bytes, pieces: st.SearchStrategy[bytes]) -> bytes:
    """Give bytes of which a few stretches were cut, replaced, or moved."""
    held = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(held)))
        end = min(len(held), start + draw(st.sampled_from([0, 0, 1, 1, 2, 9, 60, len(held)])))
        moved = bytes(held[start:end])
        held[start:end] = draw(pieces | st.sampled_from([b"", moved * 2, moved[::-1]]))
    return bytes(held)


# ---- CSV --------------------------------------------------------------------------------------

SIGNS = ['"', '""', ",", ";", "\t", "\0", "\r", "\n", "\r\n", "\u2028", "\ufeff", "\x1a", "\x85"]
FIGURES = ["=1+1", '="042"', "１２", "1e9", "-", "（万元）", "NaN", "#N/A", "9" * 40, "٣"]
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "big5", "cp1252"]
ASKED = [None, "utf-8", "gb18030", "utf-16", "ascii", "latin-1", "utf-7", "idna", "rot13", "\0"]

tokens = st.sampled_from([each.encode() for each in [*SIGNS, *FIGURES]])


def test_both_files_are_read_before_they_are_damaged(path: Path, whole: bytes) -> None:
    for content, counts in ((TEXT.encode(), (2, 4, 2)), (whole, (2, 3, 4))):
        rows = held_to(path, content)
        assert rows is not None
        assert (len(rows.good), len(rows.refused), len(rows.skipped)) == counts


@given(damaged(TEXT.encode(), tokens | st.binary(max_size=3)), st.sampled_from(ASKED))
def test_a_csv_file_with_other_bytes(path: Path, content: bytes, encoding: str | None) -> None:
    held_to(path, content, encoding=encoding)


@given(
    st.lists(st.sampled_from([*SIGNS, *FIGURES, *sum(LINES, ()), *HEADINGS, TEXT]), max_size=30),
    st.sampled_from(ENCODINGS),
    st.sampled_from([None, None, "gb18030"]),
)
def test_a_csv_file_of_odd_pieces(
    path: Path, pieces: list[str], written: str, encoding: str | None
) -> None:
    content = (TEXT + "".join(pieces)).encode(written, errors="replace")
    held_to(path, content, encoding=encoding)


@given(st.lists(st.sampled_from(["\r", "\n", "\r\n"]), min_size=5, max_size=5))
def test_line_ends_of_any_kind_change_no_row(path: Path, ends: list[str]) -> None:
    lines = [",".join(each) for each in (HEADINGS, *LINES)]
    given = "".join(line + end for line, end in zip(lines, ends, strict=True))
    mixed, tidy = held_to(path, given.encode()), held_to(path, TEXT.encode())
    assert mixed is not None
    assert tidy is not None
    assert same(mixed, tidy)


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"\xef\xbb\xbf"]))
def test_any_bytes_at_all(path: Path, content: bytes, start: bytes) -> None:
    held_to(path, start + content)


# ---- A workbook: the archive ------------------------------------------------------------------


@given(data=st.data())
def test_a_workbook_with_other_bytes_is_refused_or_read_as_it_was(
    path: Path, whole: bytes, data: st.DataObject
) -> None:
    """An archive has checksums: no damage to it may give other rows."""
    before = held_to(path, whole)
    rows = held_to(path, data.draw(damaged(whole, st.binary(min_size=1, max_size=4))))
    assert before is not None
    assert rows is None or same(rows, before)


ODD_NAMES = [
    "/",
    "x/",
    "../x",
    "xl",
    "XL/WORKBOOK.XML",
    "xl\\workbook.xml",
    "x\0y",
    "x" * 300,
    "表",
]


@given(data=st.data())
def test_an_archive_of_other_parts(path: Path, data: st.DataObject) -> None:
    """Parts missing, twice, under other names, empty, packed in another way, or in other order."""
    names = sorted(BOOK.parts)
    parts = list(BOOK.parts.items())
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(parts) - 1))
        name, text = parts.pop(at)
        change = data.draw(st.sampled_from(["lost", "named", "swapped", "empty", "twice", "moved"]))
        if change == "named":
            parts.append((data.draw(st.sampled_from(ODD_NAMES)), text))
        elif change == "swapped":
            parts.append((data.draw(st.sampled_from(names)), text))
        elif change == "empty":
            parts.append((name, data.draw(st.sampled_from(["", " ", "<x/>", "<x>", "\0", "1"]))))
        elif change == "twice":
            parts += [(name, text)] * 2
        elif change == "moved":
            parts.insert(0, (name, text))
        parts = parts or [("x", "")]
    packing = data.draw(st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]))
    held_to(path, packed(parts, packing))


def packed(parts: list[tuple[str, str]], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as archive, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Duplicate name")
        for name, text in parts:
            archive.writestr(name, text.encode(errors="replace"))
    return file.getvalue()


# ---- A workbook: its XML ----------------------------------------------------------------------

TAG = re.compile(r"<[^>]*>")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
VALUES = [
    "",
    "0",
    "-1",
    "1",
    "9" * 30,
    "1.5",
    "1e9",
    "NaN",
    "true",
    "x",
    "A1",
    "XFD1048576",
    "rId1",
]
ODD_XML = ["<", ">", "&", "&#0;", "&a;", "]]>", "<![CDATA[x]]>", "<!--x-->", "<?x?>", "<x/>", "\0"]


@st.composite
def other_xml(draw: st.DrawFn, text: str) -> str:
    """Give a part of which a few tags or attributes were cut, doubled, swapped or given others."""
    for _ in range(draw(st.integers(1, 3))):
        pattern = draw(st.sampled_from([TAG, ATTRIBUTE, ATTRIBUTE]))
        found = list(pattern.finditer(text))
        if not found:
            break
        match = found[draw(st.integers(0, len(found) - 1))]
        new = draw(st.sampled_from(["", match[0] * 2, draw(st.sampled_from(found))[0], "odd"]))
        if new == "odd" and pattern is ATTRIBUTE:
            new = f"{match[1]}={quoteattr(draw(st.sampled_from(VALUES) | st.text(max_size=3)))}"
        elif new == "odd":
            new = match[0] + draw(st.sampled_from([*ODD_XML, *VALUES]))
        text = f"{text[: match.start()]}{new}{text[match.end() :]}"
    return text


@pytest.mark.parametrize("part", sorted(BOOK.parts))
@settings(max_examples=settings().max_examples // 4)  # of each part
@given(data=st.data())
def test_a_part_with_other_xml(path: Path, part: str, data: st.DataObject) -> None:
    parts = BOOK.parts | {part: data.draw(other_xml(BOOK.parts[part]))}
    held_to(path, packed(list(parts.items())))


@settings(max_examples=settings().max_examples // 2)
@given(data=st.data())
def test_a_file_of_another_program_with_other_xml(path: Path, data: st.DataObject) -> None:
    with zipfile.ZipFile(MADE_BY_LIBREOFFICE / "payables-libreoffice.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    parts[part] = data.draw(other_xml(parts[part]))
    held_to(path, packed(list(parts.items())))


# ---- A workbook: its cells --------------------------------------------------------------------

KINDS = ["n", "s", "str", "b", "e", "d", "inlineStr", "x", ""]
HELD = [
    *("1", "-0", "1e308", "1e999", "-1e-320", "NaN", "inf", "0x1F", "1_0", "1,0", " 1 ", "１"),
    *("45807", "45807.5", "2958465", "2958466", "-1", "60", "1e17", "0.1234567", "true", "-5"),
    *("2026-06", "2026-06-31", "2026-06-01T00:00:00Z", "24:00:00", "P1D", "#DIV/0!", "H1", ""),
    *("_x0000_", "_xD800_", "_x000D_", "9" * 400, "&#1114111;", "<v>1</v>", "\u3000", "合计"),
]
FORMULAS = ["", "<f/>", "<f>A1</f>", '<f t="shared" si="0"/>', '<f t="array" ref="A1:B2">A1</f>']


@st.composite
def cells(draw: st.DrawFn) -> str:
    """Give the XML of a cell of any kind, style and content."""
    kind, style = (
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from(["", "0", "1", "9", "-1", "x"])),
    )
    held, formula = draw(st.sampled_from(HELD)), draw(st.sampled_from(FORMULAS))
    inner = draw(st.sampled_from([f"<v>{held}</v>", f"<is><t>{held}</t></is>", held, "<is/>"]))
    marks = "".join(f' {key}="{it}"' for key, it in (("t", kind), ("s", style)) if it)
    return f"<c{marks}>{formula}{inner}</c>"


@given(st.lists(st.lists(cells(), min_size=1, max_size=7), min_size=1, max_size=4))
@example([['<c t="n"><v>1e999</v></c>']])
@example([['<c t="d"><v>24:00:00</v></c>']])
def test_rows_of_odd_cells(path: Path, rows: list[list[str]]) -> None:
    """They stand in a table that is asked for, next to a row that stays what it is."""
    tidy = ("H9", 9, "甲", "职工", "2026-06", "2026-06-01")
    sheet = Sheet(
        "应付", [HEADINGS, *[[Raw("".join(each))] for each in rows], tidy], addressed=False
    )
    Book(sheet).write(path)
    read = held_to(path, path.read_bytes())
    if read is not None:
        assert read.good[-1].line == len(rows) + 2
        assert read.good[-1]["code"] == "H9"


@pytest.mark.parametrize("write", [of_cells(f"<c><v>{each}</v></c>") for each in HELD])
def test_each_odd_number(path: Path, write: Callable[[Path], object]) -> None:
    write(path)
    held_to(path, path.read_bytes())
