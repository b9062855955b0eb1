"""What the rows of a file that were refused put into a workbook."""

from collections.abc import Iterator

from ..rows import Found, RefusedCell, Rows
from .tables import Column, Kind, Line, NameIn, Table, count_column, lines_of, text_column
from .words import Words

_REFUSED = Table(
    14,
    Words("Refused", "未采用的行"),
    (
        text_column("文件", "File"),
        text_column("工作表", "Sheet"),
        count_column("行", "Line"),
        text_column("列", "Column"),
        text_column("值", "Value"),
        Column(Words("Reason", "原因"), Kind.LONG_TEXT),
        text_column("条款", "Clause"),
    ),
)


@lines_of.register
def _(result: RefusedCell, name_in: NameIn) -> Iterator[Line]:
    del name_in
    where = (result.file, result.sheet, result.line, result.column)
    yield Line(_REFUSED, (*where, _found(result.value), result.reason, result.clause), None)


def _found(value: Found) -> str | None:
    """Spell what a cell held: it is never to be taken for a figure again."""
    if isinstance(value, bool):
        return str(value).upper()
    return None if value is None else str(value)


@lines_of.register
def _(result: Rows, name_in: NameIn) -> Iterator[Line]:
    for each in result.refused:
        yield from lines_of(each, name_in)
