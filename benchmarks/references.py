"""References found in a database whose declared ones are hidden: what was declared beside what was inferred.

uv run python benchmarks/references.py ../shared/data/flows/northwind.sqlite --json
"""

import argparse
import dataclasses
import sys
import tempfile
from pathlib import Path

from measuring import print_line

from regia.checkup.run import Options, run_checkup
from regia.model.progress import Silent
from regia.profile.stage import STAGE
from regia.snapshot.evidence import Evidence
from regia.snapshot.store import Store
from regia.workspace.reading import load

Facts = set[tuple[str, str, str, str]]


def main() -> None:
    """Measure the databases that the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", type=Path, default=[Path("../shared/data/flows/northwind.sqlite")])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print to stderr what was missed (-) or made up (+)")
    asked = parser.parse_args()
    for database in asked.databases:
        declared, inferred, empty = _found(database.resolve())
        seen = {fact for fact in declared if fact[0] not in empty}
        right = len(declared & inferred)
        print_line(
            {
                "stage": "profile",
                "subject": "references",
                "database": database.name,
                "declared": len(declared),
                "declared_in_empty_tables": len(declared - seen),
                "inferred": len(inferred),
                "precision": right / len(inferred) if inferred else 0.0,
                "recall": right / len(declared) if declared else 0.0,
                "recall_where_there_is_data": len(seen & inferred) / len(seen) if seen else 0.0,
            },
            as_json=asked.json,
        )
        for mark, facts in (("-", declared - inferred), ("+", inferred - declared)) if asked.wrong else ():
            for fact in sorted(facts):
                sys.stderr.write(f"  {mark} {' '.join(fact)}\n")


def _found(database: Path) -> tuple[Facts, Facts, set[str]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        toml = f'[company]\nname = "References"\n\n[systems.db]\nname = "db"\nsource = "{database}"\n'
        (folder / "regia.toml").write_text(toml, "utf-8")
        company = load(folder)
        manifest = run_checkup(company, Options(until="snapshot"), Silent()).snapshot
        declared = {
            (dataset.dataset, "|".join(reference.fields), reference.to_dataset, "|".join(reference.to_fields))
            for dataset in manifest.datasets
            for reference in dataset.references
        }
        hidden = tuple(dataclasses.replace(each, references=(), key=()) for each in manifest.datasets)
        evidence = Evidence(company, dataclasses.replace(manifest, datasets=hidden), Store(folder))
        rows = STAGE.compute(evidence, STAGE.options, Silent())["field_references"].to_pylist()
        inferred = {(row["dataset"], row["fields"], row["to_dataset"], row["to_fields"]) for row in rows}
        return declared, inferred, {each.dataset for each in manifest.datasets if not each.records}


if __name__ == "__main__":
    main()
