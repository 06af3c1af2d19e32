"""`regia questions`: what to ask people next, so that their answers settle most."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from regia.checkup.record import Records
from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import language, out, plain, say
from regia.match.questions import questions as best_questions
from regia.match.tables import CORRESPONDENCES
from regia.profile.tables import DATASETS, FIELDS
from regia.wording import number

HELP = say(
    """Le prossime domande da fare alle persone: le corrispondenze incerte che contano di più.

    Esempio: regia questions --limit 5
    """,
    """The next questions to ask people: the uncertain correspondences that matter most.

    Example: regia questions --limit 5
    """,
)

Limit = Annotated[int, typer.Option("--limit", min=1, help=say("Al massimo tante.", "At most so many."))]


def questions(folder: FolderOption = Path("."), limit: Limit = 10, json: AsJson = False) -> None:
    """Print the next best questions."""
    found = company(folder)
    records = Records(found.folder)
    checkup = records.latest()
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
