"""How right are the analyses? Made-up companies whose truth is known, checked up and compared with it.

One line a company and subject: precision, recall, how many there are, and with `--wrong` what was missed or
made up. The furniture company was used for tuning, the distribution company never.

    uv run python benchmarks/truth.py --seeds 1-5 --industry furniture --json
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

import pyarrow.parquet as pq
from measuring import print_line
from truth_answers import gain
from truth_assess import SUBJECTS as RADAR
from truth_conflicts import FIGURES as OF_CONFLICTS
from truth_conflicts import SUBJECTS as CONFLICTS
from truth_interfaces import SUBJECTS as INTERFACES
from truth_journeys import FIGURES as OF_JOURNEYS
from truth_journeys import SUBJECTS as JOURNEYS
from truth_match import SUBJECTS as MATCH
from truth_profile import SUBJECTS as PROFILE
from truth_resolve import SUBJECTS as RESOLVE

from regia.assess.answer_file import take_round
from regia.checkup.record import Checkup, Records
from regia.checkup.run import Options, run_checkup
from regia.checkup.stages import STAGES
from regia.demo import DemoOptions, Industry, Variant, make
from regia.judgement.answers import AnswerLog
from regia.model.progress import Silent
from regia.snapshot.evidence import Evidence
from regia.snapshot.store import Store
from regia.workspace.reading import load

Rows = list[dict[str, object]]
Facts = set[tuple[object, ...]]


@dataclass(frozen=True)
class Company:
    """A checked-up made-up company: what was found, and what is true."""

    folder: Path
    records: Records
    checkup: Checkup

    def found(self, table: str) -> Rows:
        """Return an evidence table."""
        contract = next(each for stage in STAGES for each in stage.writes if each.name == table)
        return list(self.records.load(self.checkup, contract).to_pylist())

    def evidence(self, *tables: str) -> Evidence:
        """Return its snapshot with these tables."""
        company, store = load(self.folder), Store(self.folder)
        contracts = [each for stage in STAGES for each in stage.writes if each.name in tables]
        given = {each.name: self.records.load(self.checkup, each) for each in contracts}
        return Evidence(company, store.manifest(self.checkup.snapshot), store, tables=given)

    def true(self, table: str) -> Rows:
        """Return a table of the truth."""
        path = self.folder / "truth" / f"{table}.parquet"
        return list(pq.read_table(path).to_pylist()) if path.exists() else []


STAGE_SUBJECTS: dict[str, dict[str, Callable[[Company], tuple[Facts, Facts]]]] = {
    "profile": PROFILE,
    "match": MATCH,
    "resolve": RESOLVE,
    "conflicts": CONFLICTS,
    "interfaces": INTERFACES,
    "journeys": JOURNEYS,
    "radar": RADAR,
}
"""For each stage and subject: what was found, and what is true, as sets of the same facts."""

STAGE_FIGURES: dict[str, dict[str, Callable[[Company], dict[str, object]]]] = {
    "conflicts": OF_CONFLICTS,
    "journeys": OF_JOURNEYS,
}
"""The figures that are told otherwise than by what is right of what was found."""


def main() -> None:
    """Measure what the arguments ask for."""
    asked = _arguments()
    for folder, line in _companies(asked):
        if asked.confirmations:
            name = load(folder).name
            print_line(
                line | gain(lambda folder=folder: _checked_up(folder, until="match"), name, asked.confirmations),
                as_json=asked.json,
            )
            continue
        company = _checked_up(folder, until=asked.until)
        for stage, subjects in STAGE_SUBJECTS.items():
            if asked.stage in (None, stage):
                for subject, facts in subjects.items():
                    _report(line | {"stage": stage, "subject": subject}, *facts(company), asked)
        for stage, subjects_of in STAGE_FIGURES.items():
            for subject, figures in subjects_of.items() if asked.stage in (None, stage) else ():
                print_line(line | {"stage": stage, "subject": subject} | figures(company), as_json=asked.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", default="1-5", help="1-5, or 3, or 1,4")
    parser.add_argument("--industry", choices=["furniture", "distribution"], default="furniture")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--variant", choices=get_args(Variant), default="base", help="what is planted: see regia demo")
    parser.add_argument("--company", type=Path, help="a made-up company already on disk, instead of making one")
    parser.add_argument("--stage", choices=[*STAGE_SUBJECTS])
    parser.add_argument(
        "--confirmations", type=int, default=0, help="answer so many questions, and tell what it gains; keeps verdicts"
    )
    parser.add_argument("--until", help="stop after this stage")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="print to stderr what was missed (-) or made up (+)")
    return parser.parse_args()


def _companies(asked: argparse.Namespace) -> Iterator[tuple[Path, dict[str, object]]]:
    if asked.company:
        yield asked.company, {"company": asked.company.name}
        return
    for seed in _seeds(asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            industry: Industry = asked.industry
            made = Path(folder) / f"{industry}-{seed}"
            options = DemoOptions(seed=seed, scale=asked.scale, industry=industry, variant=asked.variant)
            make(made, options, Silent())
            yield made, {"company": industry, "seed": seed, "scale": asked.scale, "variant": asked.variant}


def _seeds(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _checked_up(folder: Path, *, until: str | None = None) -> Company:
    company = load(folder)
    for answers in sorted((folder / "answers").glob("*.csv")):
        take_round(AnswerLog(folder), answers, on=date.fromisoformat(answers.stem))
    outcome = run_checkup(company, Options(until=until), Silent())
    return Company(folder, Records(folder), outcome.checkup)


def _report(line: dict[str, object], found: Facts, true: Facts, asked: argparse.Namespace) -> None:
    right = len(found & true)
    precision = right / len(found) if found else None
    recall = right / len(true) if true else None
    both = None if precision is None or recall is None else 2 * right / (len(found) + len(true))
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print_line(
        line
        | {"found": len(found), "true": len(true), "precision": precision, "recall": recall, "f1": both}
        | {"cpu_seconds_so_far": usage.ru_utime + usage.ru_stime, "peak_mb": usage.ru_maxrss / 1024},
        as_json=asked.json,
    )
    if asked.wrong:
        for mark, facts in (("-", true - found), ("+", found - true)):
            for fact in sorted(facts, key=str):
                sys.stderr.write(f"  {mark} {line['subject']} {' '.join(map(str, fact))}\n")


if __name__ == "__main__":
    main()
