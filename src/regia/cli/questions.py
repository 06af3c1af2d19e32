"""`regia questions`: what to ask people next, so that their answers settle most."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regia.checkup.record import Checkup, Records
from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import language, out, plain, say
from regia.cli.show import Unmask, log_unmasking
from regia.engine.session import locked
from regia.match.questions import questions as best_questions
from regia.match.tables import CORRESPONDENCES
from regia.model.masking import mask_key
from regia.profile.tables import DATASETS, FIELDS
from regia.resolve.called import LIKENESS, compared
from regia.resolve.doubts import Doubt, doubts
from regia.resolve.entities import Record
from regia.resolve.explaining import Weighed, explanation
from regia.resolve.tables import ENTITY_RECORDS, LINKS
from regia.wording import number

HELP = say(
    """Le prossime domande da fare alle persone: le corrispondenze incerte che contano di più, o i record.

    Esempi:

        regia questions --limit 5
        regia questions --records --unmask "giudicare i doppioni"
    """,
    """The next questions to ask people: the uncertain correspondences that matter most, or the records.

    Examples:

        regia questions --limit 5
        regia questions --records --unmask "judging duplicates"
    """,
)

Limit = Annotated[int, typer.Option("--limit", min=1, help=say("Al massimo tante.", "At most so many."))]

OfRecords = Annotated[
    bool,
    typer.Option(
        "--records",
        help=say("Record che forse sono la stessa cosa.", "Records that may be one thing."),
    ),
]
_REASONS = 3


def questions(
    folder: FolderOption = Path("."),
    limit: Limit = 10,
    of_records: OfRecords = False,
    unmask: Unmask = None,
    json: AsJson = False,
) -> None:
    """Print the next best questions."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
    if of_records:
        if unmask is not None:
            log_unmasking(found.folder, "links", None, unmask)
        _ask_of_records(_doubts(records, checkup, limit), clear=unmask is not None, as_json=json)
        return
    tables = [records.load(checkup, table).to_pylist() for table in (CORRESPONDENCES, DATASETS, FIELDS)]
    listed = best_questions(*tables, most=limit)
    if json:
        rows = [
            {"left": each.left, "right": each.right, "probability": each.probability, "worth": each.worth}
            for each in listed
        ]
        sys.stdout.write(msgspec.json.encode(rows).decode() + "\n")
        return
    for place, each in enumerate(listed, 1):
        left, right = ".".join(each.left), ".".join(each.right)
        out.print(f"[name]{place}. {plain(left)} = {plain(right)} ?[/name]", soft_wrap=True)
        share = number(round(100 * each.probability), language())
        reasons = each.row[f"reasons_{language()}"]
        out.print(
            "   [quiet]" + say(f"probabilità {share} %", f"probability {share} %") + f" · {plain(reasons)}[/quiet]"
        )
    if listed:
        first = listed[0]
        example = f"regia judge '{'.'.join(first.left)}' '{'.'.join(first.right)}' --same"
        out.print(
            "[quiet]" + say("Rispondi con: ", "Answer with: ") + f"{plain(example)} (--different)[/quiet]",
            soft_wrap=True,
        )
    else:
        out.print(say("Nessuna domanda aperta.", "No open question."))


def _doubts(records: Records, checkup: Checkup, limit: int) -> tuple[Doubt, ...]:
    engine = locked({table.name: records.load(checkup, table) for table in (LINKS, ENTITY_RECORDS)})

    def figures(sql: str, *values: object) -> list[dict[str, object]]:
        named = sql.format(links=LINKS.name, entity_records=ENTITY_RECORDS.name)
        return list(engine.sql(named, params=[*values]).to_arrow_table().to_pylist())

    return doubts(figures, most=limit)


def _reason(one: Weighed) -> str:
    return f"{compared(one.attribute, language())}: {LIKENESS[one.likeness].say(language())}"


def _ask_of_records(asked: tuple[Doubt, ...], *, clear: bool, as_json: bool) -> None:
    """Print questions on records; their keys, which may be a person's, are masked unless asked for in clear."""

    def name(record: Record) -> str:
        return ".".join((*record[:2], record[2] if clear else mask_key(record[2])))

    if as_json:
        rows = [
            {
                "left": name(each.left),
                "right": name(each.right),
                "probability": each.row["probability"],
                "worth": each.worth,
            }
            for each in asked
        ]
        sys.stdout.write(msgspec.json.encode(rows).decode() + "\n")
        return
    if not asked:
        out.print(say("Nessuna domanda aperta.", "No open question."))
        return
    for place, each in enumerate(asked, 1):
        told = explanation(each.row, {}, {})
        share = number(round(100 * told.probability), language())
        reasons = [one for one in told.weighed if one.likeness not in ("prior", "rivals")][:_REASONS]
        because = "; ".join(_reason(one) for one in reasons)
        sure = say(f"probabilità {share} %", f"probability {share} %")
        out.print(f"[name]{place}. {plain(name(each.left))} = {plain(name(each.right))} ?[/name]", soft_wrap=True)
        out.print(f"   [quiet]{sure} · {plain(because)}[/quiet]")
    example = f"regia judge '{name(asked[0].left)}' '{name(asked[0].right)}' --same"
    advice = (
        say("Rispondi con: ", "Answer with: ") + f"{plain(example)} (--different)"
        if clear
        else say("Con --unmask le chiavi si vedono in chiaro.", "With --unmask keys are shown in clear.")
    )
    out.print(f"[quiet]{advice}[/quiet]", soft_wrap=True)
