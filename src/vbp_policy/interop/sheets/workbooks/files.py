"""Files that are replaced whole or not at all, and are the same bytes for the same content."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ....foundation.errors import InvalidTypeError, InvalidValueError

__all__ = ["as_target", "repacked", "replacing"]

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can state
_PROPERTIES = "docProps/core.xml"
_NO_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def as_target(path: object) -> Path:
    """Check the path of a workbook to be written."""
    expected = "a path ending in .xlsx"
    try:
        given: object = os.fspath(cast("str", path))
    except TypeError:
        given = None
    if not isinstance(given, str):
        raise InvalidTypeError(field="path", value=path, expected=expected)
    if Path(given).suffix.lower() != ".xlsx" or not _is_a_name(given):
        raise InvalidValueError(field="path", value=given, expected=expected)
    return Path(os.path.realpath(given))


def _is_a_name(path: str) -> bool:
    """Say whether the file system takes a path's characters."""
    try:
        return b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        return False


@contextmanager
def replacing(target: Path) -> Generator[IO[bytes]]:
    """Give a file beside the target that takes its place at the end; a failure leaves the old one.

    Raises `InvalidValueError` for a target that cannot be written.
    """
    beside = target.with_name(f".{token_hex()}.tmp")
    try:
        with beside.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        beside.replace(target)
    except OSError as error:
        raise InvalidValueError(
            field="path",
            value=str(target),
            expected=f"a file in a folder that exists and can be written ({type(error).__name__})",
        ) from None
    finally:
        with suppress(OSError):  # it is not there any more once it took the target's place
            beside.unlink()


def repacked(source: IO[bytes], target: IO[bytes]) -> None:
    """Copy a workbook's archive without a trace of when it was made."""
    with ZipFile(source) as made, ZipFile(target, "w") as plain:
        for part in made.infolist():
            entry = ZipInfo(part.filename, _FIRST_MOMENT)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            if entry.filename == _PROPERTIES:
                plain.writestr(entry, _NO_PROPERTIES)
            else:
                entry.file_size = part.file_size
                with made.open(part) as inside, plain.open(entry, "w") as copy:
                    shutil.copyfileobj(inside, copy)
