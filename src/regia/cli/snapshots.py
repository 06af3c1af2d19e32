"""`regia snapshots`: the evidence kept, what changed between two, and making room."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.table import Table as Grid

from regia.checkup.record import Records
from regia.checkup.retention import outdated, retain
from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import err, language, out, say
from regia.cli.summary import change_sentence
from regia.snapshot.comparison import compare as compare_snapshots
from regia.snapshot.manifest import Manifest
from regia.snapshot.store import Store
from regia.wording import date_, number, size
from regia.workspace.lock import company_lock

HELP = say(
    "Le fotografie conservate: elencarle, confrontarle, fare spazio.", "The snapshots kept: list, compare, make room."
)
LIST_HELP = say("Elenca le fotografie, dalla più recente.", "List the snapshots, newest first.")
COMPARE_HELP = say(
    """Che cosa è cambiato tra due fotografie (per difetto, le ultime due).

    Esempio: regia snapshots compare 20261101T030000Z 20261122T030000Z
    """,
    """What changed between two snapshots (by default, the last two).

    Example: regia snapshots compare 20261101T030000Z 20261122T030000Z
    """,
)
PRUNE_HELP = say(
    "Elimina le fotografie oltre i limiti di regia.toml (keep_snapshots, keep_days); l'ultima resta sempre.",
    "Remove the snapshots past the limits of regia.toml (keep_snapshots, keep_days); the newest always stays.",
)

Old = Annotated[str | None, typer.Argument(help=say("La più vecchia.", "The older one."))]
New = Annotated[str | None, typer.Argument(help=say("La più recente.", "The newer one."))]
Keep = Annotated[int | None, typer.Option("--keep", min=1, help=say("Quante ne restano.", "How many stay."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Dì soltanto quali.", "Only say which."))]

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command("list", help=LIST_HELP)
def list_(folder: FolderOption = Path("."), json: AsJson = False) -> None:
    """List the snapshots."""
    found = company(folder)
    store = Store(found.folder)
    damaged = store.damaged()
    manifests = [store.manifest(name) for name in reversed(store.ids()) if name not in damaged]
    if json:
        sys.stdout.write(msgspec.json.encode([_facts(store, each) for each in manifests]).decode() + "\n")
        return
    grid = Grid(box=None, pad_edge=False)
    for title in (
        say("fotografia", "snapshot"),
        say("presa il", "taken"),
        say("archivi", "datasets"),
        say("record", "records"),
        say("sul disco", "on disk"),
        "",
    ):
        grid.add_column(title)
    for each in manifests:
        facts = _facts(store, each)
        gone = say("persone dimenticate", "people forgotten") if each.tombstones else ""
        grid.add_row(
            each.snapshot,
            date_(each.taken_at, language(), timezone=found.working_time.timezone),
            number(int(str(facts["datasets"])), language()),
            number(int(str(facts["records"])), language()),
            size(int(str(facts["bytes"])), language()),
            gone,
        )
    out.print(
        grid
        if manifests
        else say("Nessuna fotografia: `regia checkup` ne fa una.", "No snapshot: `regia checkup` takes one.")
    )
    for name in damaged:
        err.print(
            "[bad]✗[/bad] " + say(f"{name} è danneggiata: non si può leggere.", f"{name} is damaged: unreadable.")
        )


def _facts(store: Store, manifest: Manifest) -> dict[str, object]:
    paths = (store.objects.path(name) for name in manifest.objects)
    return {
        "snapshot": manifest.snapshot,
        "taken_at": manifest.taken_at,
        "regia_version": manifest.regia_version,
        "format": manifest.format,
        "datasets": len(manifest.datasets),
        "records": sum(each.records or 0 for each in manifest.datasets),
        "bytes": sum(path.stat().st_size for path in paths if path.exists()),
        "forgotten": sum(each.records for each in manifest.tombstones),
    }


@app.command("compare", help=COMPARE_HELP)
def compare(old: Old = None, new: New = None, folder: FolderOption = Path("."), json: AsJson = False) -> None:
    """Tell what changed between two snapshots."""
    store = Store(company(folder).folder)
    names = store.ids()
    if (old is None or new is None) and len(names) < 2:
        out.print(say("Serve una seconda fotografia per confrontare.", "It takes a second snapshot to compare."))
        raise typer.Exit(2)
    before, after = store.manifest(old or names[-2]), store.manifest(new or names[-1])
    changes = compare_snapshots(before, after)
    if json:
        sys.stdout.write(msgspec.json.encode(changes).decode() + "\n")
        return
    out.print(f"[quiet]{before.snapshot} → {after.snapshot}[/quiet]")
    for change in changes:
        out.print(f"· {change_sentence(change)}", soft_wrap=True)
    if not changes:
        out.print(say("Niente è cambiato.", "Nothing changed."))


@app.command("prune", help=PRUNE_HELP)
def prune(folder: FolderOption = Path("."), keep: Keep = None, dry_run: DryRun = False) -> None:
    """Remove snapshots past their time."""
    found = company(folder)
    store, records = Store(found.folder), Records(found.folder)
    if dry_run:
        gone, freed = outdated(found, store, keep=keep), 0
    else:
        with company_lock(found.folder):
            gone, freed = retain(found, store, records, keep=keep)
    for name in gone:
        out.print(f"· {name}")
    verb = say("da eliminare", "to remove") if dry_run else say("eliminate", "removed")
    room = "" if dry_run else ", " + say(f"liberati {size(freed, language())}", f"{size(freed, language())} freed")
    out.print(say(f"{len(gone)} fotografie {verb}{room}", f"{len(gone)} snapshots {verb}{room}"))
