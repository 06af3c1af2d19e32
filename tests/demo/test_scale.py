import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from regia.demo.draw import Draw
from regia.demo.furniture.gestionale import ORDERS
from regia.demo.record import Dataset

MAKE = """
import re, sys
from pathlib import Path
from regia.demo import DemoOptions, make
from regia.model.progress import Silent
company = make(Path(sys.argv[1]), DemoOptions(seed=2, scale=float(sys.argv[2])), Silent())
peak_kb = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]
print(company.records, int(peak_kb) // 1024)
"""


def made(folder: Path, scale: float) -> tuple[int, int]:
    """Make a company in a process of its own; return its records and the peak of memory in MB."""
    command = [sys.executable, "-c", MAKE, str(folder), str(scale)]
    records, peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(records), int(peak)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """A company of two branches: its folder, its records, the peak of memory in MB."""
    folder = tmp_path_factory.mktemp("branches") / "two"
    return folder, *made(folder, 2)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_company(two: tuple[Path, int, int], tmp_path: Path) -> None:
    records_one, peak_one = made(tmp_path / "one", 1)
    _, records_two, peak_two = two
    assert records_two > 1.8 * records_one
    assert peak_two < 1.17 * peak_one


@pytest.mark.slow
def test_branches_share_no_entity_and_no_key(two: tuple[Path, int, int]) -> None:
    table = pq.read_table(two[0] / "truth" / "entity_records.parquet")
    # the price list has been given a code twice on purpose
    rows = [row for row in table.to_pylist() if row["dataset"] != "listino_agenti#Listino"]
    keys = {(row["system"], row["dataset"], row["record"]) for row in rows}
    assert len(rows) > 50_000
    assert len(keys) == len(rows)
    branches: dict[str, set[str]] = {}
    for row in rows:
        if row["concept"] == "customer":
            branches.setdefault(row["entity"][:-6], set()).add(row["entity"])
    assert len(branches) == 2


def test_the_code_of_a_late_branch_is_never_cut() -> None:
    """A code too long for its column was cut to another customer's in the tenth branch, so at scale 10 and above."""
    orders = Dataset("gestionale", ORDERS, draw=Draw("late"), cell=999, rows_before=0, writer=lambda *_: None)
    code = "C999000014"
    assert orders.add(0, customer=code)["customer"] == code
