"""How lifelike is a made-up company? Prints its statistics beside public ones and queueing theory.

uv run --group benchmark python benchmarks/made_up_statistics.py [--seed 1] [--scale 1] [--industry furniture]

With `--seeds` it makes each company twice, checks it up and prints one line of facts a company: whether both
times gave the same bytes, what it holds, how long it took, what the check-up found and why it left anything out.
The exit code is 1 where the bytes differ, two seeds are the same company, or a check-up fails.

uv run --group benchmark python benchmarks/made_up_statistics.py --seeds 1-10 --scale 0.2 [--industry ...] [--json]
"""

import argparse
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from math import factorial
from pathlib import Path
from typing import Any

import duckdb
from measuring import measure, print_line

from regia.demo import DemoOptions, make
from regia.demo.calendar import HOUR, Calendar
from regia.demo.draw import Draw
from regia.demo.facts import first_name, surname
from regia.demo.people import People
from regia.demo.team import Team
from regia.model.progress import Silent

Row = tuple[str, str, str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--industry", choices=("furniture", "distribution"), default="furniture")
    parser.add_argument("--seeds", help="1-10, or 3, or 1,4: the facts of many companies instead")
    parser.add_argument("--json", action="store_true", help="with --seeds: one object a line")
    asked = parser.parse_args()
    if asked.seeds:
        sys.exit(many(asked))
    with tempfile.TemporaryDirectory() as folder:
        options = DemoOptions(seed=asked.seed, scale=asked.scale, industry=asked.industry)
        make(Path(folder) / "company", options, Silent())
        rows = [*names(), *people(), *queue(), *company(Path(folder) / "company" / "truth")]
    print("| figure | here | elsewhere | source |\n|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")


def many(asked: argparse.Namespace) -> int:
    """Print the facts of each company and return 1 where one of them is not as it must be."""
    digests: dict[str, int] = {}
    wrong = 0
    for seed in _seeds(asked.seeds):
        with tempfile.TemporaryDirectory() as folder:
            facts = _facts(Path(folder), DemoOptions(seed=seed, scale=asked.scale, industry=asked.industry))
        same_as = digests.setdefault(str(facts["digest"]), seed)
        # 1: something was not read, and the check-up says what; 0: all was
        explained = facts["exit_code"] == 0 or (facts["exit_code"] == 1 and facts["left_out"])
        wrong += not (facts["same_bytes"] and explained and same_as == seed)
        print_line(facts, as_json=asked.json)
    return min(wrong, 1)


def _seeds(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _facts(folder: Path, options: DemoOptions) -> dict[str, object]:
    first, again = folder / "first", folder / "again"
    started = time.monotonic()
    made = make(first, options, Silent())
    seconds = time.monotonic() - started
    make(again, options, Silent())
    digest, same = _digest(first), _digest(first) == _digest(again)
    regia = Path(sys.executable).with_name("regia")
    checked = measure([str(regia), "checkup", str(first), "--json"])
    told = json.loads(checked.output) if checked.output.startswith("{") else {}
    rows = {name: count for stage in told["checkup"]["stages"] for name, count in stage["rows"].items()} if told else {}
    unread = [system for system in told.get("systems", ()) if system["status"] != "read"]
    plan = duckdb.sql(f"SELECT value FROM '{first}/truth/plan.parquet' ORDER BY 1").fetchall()
    return {
        "industry": options.industry, "seed": options.seed, "scale": options.scale, "systems": len(made.systems),
        "datasets": rows.get("datasets", 0), "records": made.records, "make_seconds": seconds,
        "checkup_seconds": checked.seconds, "findings": rows.get("findings", 0), "skipped": rows.get("skipped", 0),
        "exit_code": checked.code, "left_out": "; ".join(f"{each['system']}: {each['reason_en']}" for each in unread),
        "same_bytes": same, "digest": digest[:12], "traps": " ".join(value for (value,) in plan),
    }  # fmt: skip


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def names(draws: int = 200_000) -> list[Row]:
    draw = Draw("statistics")
    drawn = [surname(draw) for _ in range(draws)]
    rossi = sum(name == "Rossi" for name in drawn) / draws
    young = [first_name(draw, female=False, born=date(2006, 1, 1)) for _ in range(draws)]
    top = sorted((young.count(name) for name in set(young)), reverse=True)[:30]
    return [
        ("share of the surname Rossi", f"{rossi:.2%}", "0.34%", "SEAT 1999, 68,365 of 20,112,690 subscribers"),
        (
            f"different surnames among {draws:,} people",
            f"{len(set(drawn)):,}",
            "-",
            "340,000 in all of Italy (Caffarelli)",
        ),
        ("share of the 30 commonest names of boys", f"{sum(top) / draws:.0%}", "51%", "ISTAT, born in 2006"),
    ]


def people(count: int = 100_000) -> list[Row]:
    world = People("statistics", trades=("Mobili",), until=date(2026, 6, 30))
    met = [world.person() for _ in range(count)]
    named: dict[Any, int] = {}
    mailed: dict[Any, int] = {}
    for person in met:
        named[person.facts["name"]] = named.get(person.facts["name"], 0) + 1
        mailed[person.facts["email"]] = mailed.get(person.facts["email"], 0) + 1
    same = sum(times for times in named.values() if times > 1) / count
    shared = sum(times for times in mailed.values() if times > 1) / count
    codes = len({person.facts["tax_code"] for person in met}) / count
    return [
        (f"people of {count:,} with a namesake", f"{same:.1%}", "-", "no public figure found"),
        ("people who share an e-mail address", f"{shared:.1%}", "-", "no public figure found: an assumption"),
        ("different tax codes a person", f"{codes:.3f}", "1", "by law"),
    ]


def erlang_wait(servers: int, load: float, service: float) -> float:
    offered = servers * load
    tail = offered**servers / factorial(servers) / (1 - load)
    return tail / (sum(offered**k / factorial(k) for k in range(servers)) + tail) * service / (servers * (1 - load))


def queue() -> list[Row]:
    calendar = Calendar(date(2005, 1, 1), date(2029, 12, 31))
    rows = []
    for servers, load in ((1, 0.6), (2, 0.7), (4, 0.8), (8, 0.85)):
        team = Team(
            "desk", "sales", members=servers, load=load, pieces_year=2500, calendar=calendar,
            draw=Draw("queue", servers), friday=1.0,
        )  # fmt: skip
        draw, work, waits = Draw("arrivals", servers), 0.0, []
        while work < calendar.work(calendar.ends) - 40 * HOUR:
            work += draw.wait(team.mean_seconds / (servers * load))
            waits.append(team.take(calendar.at_work(int(work))).waited / HOUR)
        expected = erlang_wait(servers, load, team.mean_seconds / HOUR)
        shown = f"{sum(waits) / len(waits):.2f} h"
        rows.append((f"mean wait, {servers} people, load {load:.0%}", shown, f"{expected:.2f} h", "Erlang C (M/M/c)"))
    return rows


def company(truth: Path) -> list[Row]:
    def one(sql: str) -> Any:
        found = duckdb.sql(sql.replace("@", f"{truth}/")).fetchall()
        return found[0][0] if found and found[0][0] is not None else float("nan")

    late = (
        "SELECT avg(date_diff('day', i.happened_at, p.happened_at))"
        " FROM '@events.parquet' p JOIN '@events.parquet' i ON p.cause = i.event WHERE p.activity = 'payment_received'"
    )
    typed = (
        "SELECT sum((kind = 'typing')::int) /"
        " (SELECT sum(compared) FROM '@source_accuracy.parquet' WHERE concept = 'customer')"
        " FROM '@conflicts.parquet' WHERE concept = 'customer'"
    )
    twice = (
        "SELECT max(twice) FROM (SELECT 1 - count(DISTINCT entity) / count(*) AS twice FROM '@entity_records.parquet'"
        " WHERE concept = 'customer' AND dataset <> 'Lead' GROUP BY system, dataset)"
    )
    nightly = "SELECT median(lag_p50_hours) FROM '@interfaces.parquet' WHERE mode = 'batch' AND records > 50"
    manual = "SELECT median(lag_p50_hours) FROM '@interfaces.parquet' WHERE mode = 'manual' AND records > 50"
    return [
        (
            "values of customers with a typing error",
            f"{one(typed):.2%}",
            "about 1%",
            "usual rate of manual entry; 2.3% in a study of 4,900 fields (JABFM)",
        ),
        (
            "duplicate customers, in the worst dataset",
            f"{one(twice):.1%}",
            "about 10%",
            "AHIMA, patient records of a hospital",
        ),
        (
            "days from invoice to payment",
            f"{one(late):.0f}",
            "-",
            "terms; lateness after Cribis 2023",
        ),
        ("median lag of batch copies", f"{one(nightly):.1f} h", "-", "a night's job: from office hours to the night"),
        ("median lag of copies by hand", f"{one(manual):.1f} h", "-", "mostly until somebody needs the record there"),
    ]


if __name__ == "__main__":
    main()
