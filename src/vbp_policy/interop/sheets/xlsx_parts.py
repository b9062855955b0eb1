"""The two large parts of a workbook, streamed: the rows of a sheet, and the shared texts.

openpyxl's own reading of rows builds objects for every cell, fills gaps up with more of them, and
shows a formula without a value as an empty cell. Here nothing outlives its row.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import IO, Generic, NamedTuple, TypeVar
from xml.parsers import expat

__all__ = ["FoundCell", "FoundRow", "rows_in", "texts_in"]

Item = TypeVar("Item")

_BLOCK = 2**18
_MOST_CELLS = 2**14
_LONGEST_TEXT = 2**18  # characters; a cell takes 32,767


class FoundCell(NamedTuple):
    """A cell as a part has it: its attributes, its text, and whether it holds a formula."""

    attributes: Mapping[str, str]
    text: str
    has_formula: bool


class FoundRow(NamedTuple):
    """A row as a part has it: its number, None where it says none, and its cells."""

    number: str | None
    cells: list[FoundCell]


class _Told(ABC, Generic[Item]):
    """What expat tells of a part; `ready` holds the items that are whole.

    Of a cell or a shared text it hears what `v` and `t` say, less the phonetic guide in `rPh`.
    Prefixes of names say nothing here.
    """

    def __init__(self) -> None:
        self.ready: list[Item] = []
        self._pieces: list[str] = []
        self._length = 0
        self._is_heard = self._is_guide = False

    def hear(self, piece: str) -> None:
        """Keep a piece of a text."""
        if self._is_heard:
            self._length += len(piece)
            if self._length > _LONGEST_TEXT:
                message = f"a text of more than {_LONGEST_TEXT} characters"
                raise ValueError(message)
            self._pieces.append(piece)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note the start of an element."""
        tag = name.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._is_heard = not self._is_guide
        elif tag == "rPh":
            self._is_guide = True
        else:
            self._start(tag, attributes)

    def end(self, name: str) -> None:
        """Note the end of an element."""
        tag = name.rpartition(":")[2]
        if tag in {"v", "t"}:
            self._is_heard = False
        elif tag == "rPh":
            self._is_guide = False
        else:
            self._end(tag)

    def _listen(self) -> None:
        """Start a text; what was said before is forgotten."""
        self._pieces, self._length = [], 0

    def _text(self) -> str:
        return "".join(self._pieces)

    @abstractmethod
    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note the start of any other element."""

    @abstractmethod
    def _end(self, tag: str) -> None:
        """Note the end of any other element."""


class _Rows(_Told[FoundRow]):
    """The rows of a sheet."""

    _row = FoundRow(None, [])
    _cell: Mapping[str, str] = MappingProxyType({})
    _has_formula = False

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell, self._has_formula = attributes, False
            self._listen()
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._row = FoundRow(attributes.get("r"), [])

    def _end(self, tag: str) -> None:
        if tag == "c":
            cells = self._row.cells
            cells.append(FoundCell(self._cell, self._text(), self._has_formula))
            if len(cells) > _MOST_CELLS:
                message = f"a row of more than {_MOST_CELLS} cells"
                raise ValueError(message)
        elif tag == "row":
            self.ready.append(self._row)


class _Texts(_Told[str]):
    """The shared texts."""

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        del attributes
        if tag == "si":
            self._listen()

    def _end(self, tag: str) -> None:
        if tag == "si":
            self.ready.append(self._text())


def rows_in(stream: IO[bytes]) -> Iterator[FoundRow]:
    """Give the rows of a sheet, in the order of the part."""
    return _parsed(stream, _Rows())


def texts_in(stream: IO[bytes]) -> Iterator[str]:
    """Give the shared texts, in the order of the part."""
    return _parsed(stream, _Texts())


def _parsed(stream: IO[bytes], told: _Told[Item]) -> Iterator[Item]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = told.start, told.end
    parser.CharacterDataHandler = told.hear
    for block in iter(partial(stream.read, _BLOCK), b""):
        parser.Parse(block)
        yield from told.ready
        told.ready.clear()
    parser.Parse(b"", True)  # noqa: FBT003  # expat's own
    yield from told.ready
