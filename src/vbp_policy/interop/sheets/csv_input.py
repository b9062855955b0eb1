"""Lines of a CSV file, in UTF-8 or GB18030, without ever holding the whole file."""

import codecs
import csv
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from ...foundation.errors import InvalidValueError
from .cells import Cell, made_cell
from .formats import GENERAL
from .lines import MOST_BYTES, Line, Sheet, guarded, not_readable

__all__ = ["csv_sheet"]

_ACCEPTED = "a CSV file in UTF-8 or GB18030, fields parted by commas, or an .xlsx workbook"
_BLOCK = 2**20
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')  # how some exports keep a spreadsheet off a code


def csv_sheet(path: Path, encoding: str | None) -> Sheet:
    """Give a CSV file as a sheet without a title; its encoding is found out or given.

    Raises `InvalidValueError` for a file that is neither UTF-8 nor GB18030 from end to end, one
    that is too large, and for an encoding that is none.
    """
    if path.stat().st_size > MOST_BYTES:
        raise not_readable(path, f"a CSV file of at most {MOST_BYTES // 2**20} MiB")
    known, lines = _found_out(path) if encoding is None else (_checked(encoding), None)
    return Sheet(None, lambda: guarded(path, _lines(path, known), _ACCEPTED), lines)


def _checked(encoding: str) -> str:
    try:
        "".encode(encoding)
    except (LookupError, ValueError):
        raise InvalidValueError(
            field="encoding", value=encoding, expected="a text encoding: utf-8, gb18030, …"
        ) from None
    return encoding


def _found_out(path: Path) -> tuple[str, int]:
    """Find the encoding in which the whole file can be read, and count its lines.

    A byte order mark decides; else UTF-8 comes first, which other texts hardly ever are.
    """
    with path.open("rb") as file:
        marked = file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
    for encoding in ("utf-8-sig",) if marked else ("utf-8", "gb18030"):
        lines = _lines_read_as(path, encoding)
        if lines is not None:
            return encoding, lines
    raise not_readable(path, _ACCEPTED)


def _lines_read_as(path: Path, encoding: str) -> int | None:
    """Count the lines of a file in an encoding, None if that is not its own."""
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 0
    try:
        with path.open("rb") as file:
            for block in iter(partial(file.read, _BLOCK), b""):
                if b"\0" in block:  # UTF-16, or no text at all
                    return None
                lines += decoder.decode(block).count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return lines


def _lines(path: Path, encoding: str) -> Iterator[Line]:
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, strict=True)
        before = 0
        try:
            for fields in reader:
                yield Line(before + 1, list(map(_cell, fields)), reader.line_num - before)
                before = reader.line_num
        except csv.Error as error:
            raise not_readable(path, f"{_ACCEPTED}; from line {before + 1}: {error}") from error


def _cell(field: str) -> Cell:
    if quoted := _QUOTED_FORMULA.fullmatch(field):
        field = quoted[1]
    return made_cell(
        value=field or None, number_format=GENERAL, date_1904=False, uncalculated=False
    )
