"""What rows say of a folder's fields: rows/<system>/<table>.csv, profiled as a check-up profiles any company's files.

Types, keys and references stay as columns.csv and foreign_keys.csv declare them; what is taken from the rows is what
the profile recognised in the values, how many there are, and their sketches.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from regia.checkup.record import Records
from regia.checkup.run import Options, run_checkup
from regia.match.field import Field
from regia.match.inventory import fields_of
from regia.model.progress import Silent
from regia.profile.tables import DATASET_KEYS, DATASETS, FIELD_REFERENCES, FIELD_SKETCHES, FIELDS
from regia.workspace.reading import load


def with_rows(fields: Sequence[Field], rows: Path) -> tuple[Field, ...]:
    """Return the fields with what their rows say, where a table has a file."""
    if not rows.is_dir():
        return tuple(fields)
    seen = {each.key: each for each in _profiled(rows)}
    return tuple(_heard(each, seen[each.key]) if each.key in seen else each for each in fields)


def _heard(declared: Field, seen: Field) -> Field:
    return replace(
        declared,
        semantic=seen.semantic,
        semantic_share=seen.semantic_share,
        distinct=seen.distinct,
        unique=seen.unique,
        sketch=seen.sketch,
        sketch_whole=seen.sketch_whole,
        empty=seen.empty,
        filled=seen.filled,
        counter=seen.counter,
    )


def _profiled(rows: Path) -> list[Field]:
    """Return the fields of the files, of a company that has one system for each folder."""
    with tempfile.TemporaryDirectory() as folder:
        text = '[company]\nname = "Rows"\nlanguage = "en"\n'
        for each in sorted(path for path in rows.iterdir() if path.is_dir()):
            text += f"[systems.{each.name}]\nname = '{each.name}'\nsource = '{each.resolve()}'\n"
        (Path(folder) / "regia.toml").write_text(text, encoding="utf-8")
        company = load(Path(folder))
        checkup = run_checkup(company, Options(until="profile"), Silent()).checkup
        records = Records(company.folder)
        datasets, *tables = (
            records.load(checkup, table) for table in (DATASETS, FIELDS, FIELD_SKETCHES, FIELD_REFERENCES, DATASET_KEYS)
        )
        return fields_of(*tables, datasets.to_pylist())
