"""What `regia checkup --dry-run` shows."""

import sys
from dataclasses import asdict

import msgspec
from rich.table import Table

from regia.cli.console import language, out, plain, progress, say, tell_error
from regia.errors import Text
from regia.model.note import REASONS
from regia.snapshot.store import Store
from regia.sources.plan import PlannedDataset, PlannedSystem, plan
from regia.wording import duration, fill, number, size
from regia.workspace.company import Company

LOAD = Text(
    "Carico: 1 connessione, {statements:lettura|letture in fila}; ognuna si ferma a {limit_seconds} s, "
    "tutto a {limit_minutes:minuto|minuti}.",
    "Load: 1 connection, {statements:read|reads in a row}; each stops at {limit_seconds} s, "
    "all of it at {limit_minutes:minute|minutes}.",
)
COUNTED = Text("{datasets:archivio|archivi}", "{datasets:dataset|datasets}")
NOT_KNOWN = Text(", e {unknown:archivio|archivi} di cui non si sa", ", and {unknown:dataset|datasets} not known")
ACTIONS = {
    "read": ("leggerei", "would read"),
    "sample": ("leggerei un campione", "would read a sample"),
    "reuse": ("invariato, non rileggo", "unchanged, not read again"),
    "skip": ("non leggerei", "would not read"),
}


def show_plan(company: Company, systems: tuple[str, ...], *, json: bool) -> bool:
    """Ask the catalogues, and show what a check-up would read; return whether every source answered.

    Reads no data.
    """
    with progress() as bars:
        planned = list(plan(company, Store(company.folder), only=systems, progress=bars))
    if json:
        sys.stdout.write(msgspec.json.encode([_facts(each) for each in planned]).decode() + "\n")
    else:
        for each in planned:
            _show(each)
        total = _total([dataset for each in planned for dataset in each.datasets])
        out.print(say(f"In tutto: {total}. Nessun dato è stato letto.", f"In all: {total}. No data was read."))
    return all(each.error is None for each in planned)


def _facts(planned: PlannedSystem) -> dict[str, object]:
    error = planned.error.what(language()) if planned.error else None
    return {
        "system": planned.system,
        "connector": planned.connector,
        "statements": planned.statements,
        "limit_seconds": planned.limit_seconds,
        "limit_minutes": planned.limit_minutes,
        "error": error,
        "datasets": [asdict(dataset) for dataset in planned.datasets],
    }


def _show(planned: PlannedSystem) -> None:
    out.print(f"[name]{planned.system}[/name] [quiet]{planned.connector}[/quiet]")
    if planned.error:
        tell_error(planned.error)
        return
    table = Table(box=None, pad_edge=False)
    table.add_column(say("archivio", "dataset"))
    table.add_column("")
    table.add_column(say("record", "records"), justify="right")
    table.add_column(say("dimensione", "size"), justify="right")
    table.add_column(say("tempo", "time"), justify="right")
    for dataset in planned.datasets:
        table.add_row(*_row(dataset))
    out.print(table)
    out.print(f"[quiet]{fill(LOAD, _facts(planned), language())}[/quiet]\n")


def _row(dataset: PlannedDataset) -> tuple[str, str, str, str, str]:
    spoken = language()
    action = say(*ACTIONS[dataset.action])
    if dataset.reason:
        action += f" ({REASONS[dataset.reason].say(spoken)})"
    records = "?" if dataset.records is None else "~" + number(dataset.records, spoken)
    bytes_ = "?" if dataset.bytes is None else size(dataset.bytes, spoken)
    seconds = "" if not dataset.seconds else "~" + duration(dataset.seconds, spoken)
    return plain(" ".join(dataset.dataset.split())), action, records, bytes_, seconds


def _total(datasets: list[PlannedDataset]) -> str:
    spoken = language()
    wanted = [each for each in datasets if each.action in ("read", "sample")]
    records = number(sum(each.records or 0 for each in wanted), spoken)
    bytes_ = size(sum(each.bytes or 0 for each in wanted), spoken)
    seconds = duration(sum(each.seconds or 0 for each in wanted), spoken)
    unknown = sum(each.records is None for each in wanted)
    more = fill(NOT_KNOWN, {"unknown": unknown}, spoken) if unknown else ""
    return fill(COUNTED, {"datasets": len(wanted)}, spoken) + say(
        f", circa {records} record, {bytes_}, {seconds}{more}", f", about {records} records, {bytes_}, {seconds}{more}"
    )
