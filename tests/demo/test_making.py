import csv
import hashlib
import os
import sqlite3
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from regia.demo import DemoOptions, make
from regia.demo.distribution.plan import plan as distribution_plan
from regia.demo.furniture.plan import plan
from regia.errors.demo import DemoFolderTaken, DemoScaleOutOfRange
from regia.model.progress import Silent

from .conftest import Folder

Company = Callable[..., Folder]

MAKE = """
import sys
from pathlib import Path
from regia.demo import DemoOptions, make
from regia.model.progress import Silent
make(Path(sys.argv[1]), DemoOptions(seed=2, scale=0.05), Silent())
"""


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_in_another_process(company: Company, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", MAKE, str(tmp_path / "again")], check=True, env=environment)
    assert digests(tmp_path / "again") == digests(company(seed=2).path)


def test_seeds_differ_in_what_the_company_is() -> None:
    plans = [plan(DemoOptions(seed=seed)) for seed in range(12)]
    assert len({tuple(system.system for system in drawn.systems) for drawn in plans}) >= 6
    assert len({drawn.customer_lead for drawn in plans}) >= 2
    assert len({drawn.bottleneck and drawn.bottleneck.team for drawn in plans}) >= 4
    assert len({drawn.traps for drawn in plans}) >= 6
    assert len({(copy.name, copy.mode, copy.declared) for drawn in plans for copy in drawn.copies}) >= 30


def test_seeds_of_the_other_industry_differ_too() -> None:
    plans = [distribution_plan(DemoOptions(seed=seed)) for seed in range(12)]
    assert len({tuple(system.system for system in drawn.systems) for drawn in plans}) >= 6
    assert len({drawn.bottleneck and drawn.bottleneck.team for drawn in plans}) >= 4
    assert len({(copy.name, copy.mode, copy.declared) for drawn in plans for copy in drawn.copies}) >= 25


def test_a_variant_keeps_the_systems_of_its_seed() -> None:
    for seed in range(8):
        base = {system.system for system in plan(DemoOptions(seed=seed)).systems}
        clean = {system.system for system in plan(DemoOptions(seed=seed, variant="clean")).systems}
        assert clean == base


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(DemoFolderTaken):
        make(tmp_path, DemoOptions(scale=0.05), Silent())
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


@pytest.mark.parametrize("scale", [0, -1, 1e6])
def test_a_scale_out_of_range_is_refused(scale: float) -> None:
    with pytest.raises(DemoScaleOutOfRange):
        DemoOptions(scale=scale)


def test_the_company_file_says_it_is_made_up_and_where_its_systems_are(company: Company) -> None:
    folder = company(seed=2)
    parsed = tomllib.loads((folder.path / "regia.toml").read_text(encoding="utf-8"))
    assert parsed["company"]["made_up"] is True
    for system in parsed["systems"].values():
        assert (folder.path / system["source"]).exists()
        assert system["department"] in parsed["departments"]


def test_counts_of_the_truth_are_those_of_the_systems(company: Company) -> None:
    folder = company(seed=2)
    for row in folder.truth("datasets"):
        place = folder.path / "systems" / str(row["system"])
        database, file = place / f"{row['system']}.sqlite", place / f"{row['dataset']}.csv"
        if database.exists():
            with sqlite3.connect(database) as connection:
                found = connection.execute(f'SELECT count(*) FROM "{row["dataset"]}"').fetchone()[0]
        elif file.exists():
            with file.open(encoding="cp1252", newline="") as lines:
                found = sum(1 for _ in csv.reader(lines, delimiter=";")) - 1
        else:
            continue
        assert found == row["records"], row
