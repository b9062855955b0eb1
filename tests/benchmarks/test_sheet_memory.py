"""A file of 200,000 rows and 8 columns: how long it takes to read, and within how much memory.

Each is read in a process of its own, whose peak is the system's own figure (Linux alone has it);
the bound is the one that `read_rows` states.
"""

import csv
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sheet_files import Book, Sheet, Styled

Benchmark = Callable[..., Any]

ROWS = 200_000
MOST_MEGABYTES = 400
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
    Book(Sheet("费用", lines(dated=True))).write(path)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux alone has the figure")
@pytest.mark.benchmark(group="200,000 rows")
@pytest.mark.parametrize("write", [write_csv, write_xlsx], ids=["csv", "xlsx"])
def test_a_large_file(benchmark: Benchmark, tmp_path: Path, write: Callable[[Path], None]) -> None:
    path = tmp_path / "large"
    write(path)
    command = [sys.executable, "-c", READ, str(path), str(ROWS), ",".join(HEADINGS)]

    def read() -> int:
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return int(done.stdout) // 1024

    assert benchmark.pedantic(read, rounds=1) < MOST_MEGABYTES  # type: ignore[attr-defined]
