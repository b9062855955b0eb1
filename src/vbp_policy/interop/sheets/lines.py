"""What every kind of file is to the reading: sheets of lines of cells, and one kind of refusal."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ...foundation.errors import InvalidValueError, PolicyError
from .cells import Cell

__all__ = [
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_LINES",
    "Line",
    "Sheet",
    "guarded",
    "not_readable",
    "refusals",
]

MOST_BYTES = 512 * 2**20
MOST_LINES, MOST_COLUMNS = 2**20, 2**14  # a worksheet has no more


class Line(NamedTuple):
    """A line of a file, numbered from 1; `lines` is how many it takes."""

    number: int
    cells: Sequence[Cell]
    lines: int = 1


class Sheet(NamedTuple):
    """A sheet: its title, None in a CSV file, its lines, and how many there may be, if known."""

    title: str | None
    lines: Callable[[], Generator[Line]]
    likely_lines: int | None = None
    is_visible: bool = True


def not_readable(path: Path, expected: str) -> InvalidValueError:
    """Give the refusal of a file as a whole."""
    return InvalidValueError(field="path", value=str(path), expected=expected)


@contextmanager
def refusals(path: Path, expected: str) -> Generator[None]:
    """Turn whatever a library raises over a file into the one refusal; they do it in many ways."""
    try:
        yield
    except PolicyError:
        raise
    except Exception as error:
        raise not_readable(path, expected) from error


def guarded(path: Path, lines: Iterable[Line], expected: str) -> Generator[Line]:
    """Hand lines on within their bounds, and refuse a file that turns out damaged on the way."""
    with refusals(path, expected):
        for line in lines:
            if line.number + line.lines - 1 > MOST_LINES or len(line.cells) > MOST_COLUMNS:
                raise not_readable(
                    path, f"at most {MOST_LINES} lines and {MOST_COLUMNS} columns in a sheet"
                )
            yield line
