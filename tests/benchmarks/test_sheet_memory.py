"""A file of 200,000 rows and 8 columns: how long it takes to read, and within how much memory.

Each is read in a process of its own, whose peak is the system's own figure (Linux alone has it);
the bounds are those that `read_rows` states.
"""

import csv
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sheet_files import Book, Formula, Shared, Sheet, Styled

Benchmark = Callable[..., Any]

ROWS = 200_000
LIBREOFFICE = ' customFormat="false" ht="12.8" hidden="false" outlineLevel="0" collapsed="false"'
HEADINGS = ("机构编码", "机构名称", "基金", "药品编码", "费用日期", "费用金额", "数量", "备注")
READ = """
import sys
from vbp_policy.interop.sheets import Column, amount, code, day, fund, name, quantity, read_rows
readers = (code, name, fund, code, day, amount, quantity, name)
columns = {heading: Column(heading, it) for heading, it in zip(sys.argv[3].split(","), readers)}
rows = read_rows(sys.argv[1], columns)
assert len(rows.good) == int(sys.argv[2]), rows
with open("/proc/self/status", encoding="utf-8") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def lines(*, dated: bool) -> Iterator[tuple[object, ...]]:
    yield HEADINGS
    for number in range(ROWS):
        yield (
            f"H5001030{number % 3000:04d}",
            f"第{number % 3000}人民医院",
            "职工" if number % 2 else "居民",
            f"86999900{number % 5000:06d}",
            Styled(45807 + number % 300, "yyyy-mm-dd") if dated else f"2025/5/{number % 31 + 1}",
            number * 7 % 10**7 / 100,
            number % 500 + 1,
            f"备注{number}",
        )


def write_csv(path: Path) -> None:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(lines(dated=False))


def write_xlsx(path: Path) -> None:
    """Write the rows as Excel does."""
    write_rows(path, ([shared(it) for it in line] for line in lines(dated=True)))


def write_formulas(path: Path) -> None:
    """Write what takes the most: heights of rows, and formulas beside a cell without a value."""
    first, *rest = ([shared(it) for it in line] for line in lines(dated=True))
    for number, line in enumerate(rest, 2):
        line[6] = Formula(f"F{number}*2", number)
    total = ("合计", *[None] * 5, Formula(f"SUM(G2:G{ROWS + 1})", 1), Styled(None, "0"))
    write_rows(path, [first, *rest, total], of_row=LIBREOFFICE)


def shared(value: object) -> object:
    return Shared(value) if isinstance(value, str) else value


def write_rows(path: Path, rows: Iterable[Sequence[object]], *, of_row: str = "") -> None:
    head = f'<dimension ref="A1:H{ROWS + 2}"/>'
    Book(Sheet("费用", rows, head=head, of_row=of_row)).write(path)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone has the figure")
@pytest.mark.benchmark(group="200,000 rows")
@pytest.mark.parametrize(
    ("write", "most_megabytes"),
    [(write_csv, 400), (write_xlsx, 400), (write_formulas, 1_000)],
    ids=["csv", "xlsx", "formulas"],
)
def test_a_large_file(
    benchmark: Benchmark, tmp_path: Path, write: Callable[[Path], None], most_megabytes: int
) -> None:
    path = tmp_path / "large"
    write(path)
    command = [sys.executable, "-c", READ, str(path), str(ROWS), ",".join(HEADINGS)]

    def read() -> int:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return int(done.stdout) // 1024

    assert benchmark.pedantic(read, rounds=1) < most_megabytes  # type: ignore[attr-defined]
