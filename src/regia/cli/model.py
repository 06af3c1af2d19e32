"""`regia model`: the shared data model, printed or exported."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.record import Checkup, Records
from regia.cli.arguments import FolderOption, company
from regia.cli.console import err, language, out, plain, say
from regia.errors import Text
from regia.match.document import AttributeEntry, ConceptEntry, Document, document
from regia.match.exports.archimate import archimate
from regia.match.exports.mermaid import mermaid
from regia.match.exports.odcs import odcs
from regia.match.hub import concept_names
from regia.match.tables import ATTRIBUTES, CONCEPT_DATASETS, CONCEPT_RELATIONS, CONCEPTS
from regia.profile.tables import FIELDS
from regia.resolve.conflicts.tables import MASTERS, WHOLE
from regia.snapshot.objects import disk_errors
from regia.wording import fill, number
from regia.workspace.section import nearest

HELP = say(
    """Il modello dei dati comune: concetti, attributi, chi li tiene e come si richiamano.

    Esempi:

        regia model
        regia model customer
        regia model --format mermaid > modello.mmd
        regia model --format archimate > modello.xml
        regia model --format odcs --to contratti
    """,
    """The shared data model: concepts, attributes, who holds them and how they refer to one another.

    Examples:

        regia model
        regia model customer
        regia model --format mermaid > model.mmd
        regia model --format archimate > model.xml
        regia model --format odcs --to contracts
    """,
)


class Format(StrEnum):
    """How the model is written."""

    TEXT = "text"
    MERMAID = "mermaid"
    ODCS = "odcs"
    ARCHIMATE = "archimate"


ConceptName = Annotated[
    str | None, typer.Argument(help=say("Solo questo concetto, per intero.", "This concept only, in full."))
]
FormatOption = Annotated[
    Format,
    typer.Option(
        "--format",
        help=say(
            "text, mermaid, odcs (contratti dati v3.1) o archimate (scambio 3.1).",
            "text, mermaid, odcs (data contracts v3.1) or archimate (exchange 3.1).",
        ),
    ),
]
To = Annotated[
    Path | None,
    typer.Option(
        "--to", help=say("Cartella dei contratti, uno per concetto.", "Folder of the contracts, one a concept.")
    ),
]

_SHOWN = 8


def model(
    concept: ConceptName = None,
    folder: FolderOption = Path("."),
    form: FormatOption = Format.TEXT,
    to: To = None,
) -> None:
    """Print or export the shared model of the newest check-up."""
    found = company(folder)
    records = Records(found.folder)
    whole = _document(found.name, records, records.latest())
    called = _Called(whole)
    if concept is not None:
        whole = Document(whole.company, whole.snapshot, (_chosen(whole, concept),), whole.relations)
    _write(whole, form, to, called=called, masters=_masters(records, records.latest()), full=concept is not None)


def _chosen(whole: Document, written: str) -> ConceptEntry:
    """Return the concept that was written, by its id or its name in either language."""
    known = {name.casefold(): each for each in whole.concepts for name in (*each.names, each.concept)}
    if found := known.get(written.casefold()):
        return found
    close = nearest(written, known)
    meant = say(f"; forse «{close}»?", f"; '{close}' perhaps?") if close else ""
    listed = ", ".join(each.concept for each in whole.concepts)
    raise typer.BadParameter(
        say(f"«{written}» non è un concetto{meant} ({listed})", f"'{written}' is no concept{meant} ({listed})")
    )


def _masters(records: Records, checkup: Checkup) -> dict[str, str]:
    """Return how the master of each concept is told; nothing where the check-up did not come to them."""
    if checkup.stage_of(MASTERS.name) is None:
        return {}
    rows = records.load(checkup, MASTERS).to_pylist()
    return {row["concept"]: _master(row) for row in rows if row["attribute"] == WHOLE}


def _master(row: dict[str, object]) -> str:
    decided = row["status"] == "decided"
    status = say("deciso", "decided") if decided else say("proposto", "proposed")
    second = f", {say('poi', 'then')} {row['runner_up']}" if row["runner_up"] else ""
    return f"{say('riferimento', 'master')}: {row['system']} ({status}{second})"


def _document(name: str, records: Records, checkup: Checkup) -> Document:
    concepts, datasets, attributes, relations, fields = (
        records.load(checkup, table).to_pylist()
        for table in (CONCEPTS, CONCEPT_DATASETS, ATTRIBUTES, CONCEPT_RELATIONS, FIELDS)
    )
    return document(
        name,
        checkup.snapshot,
        concepts=concepts,
        datasets=datasets,
        attributes=attributes,
        relations=relations,
        fields=fields,
    )


def _write(
    whole: Document, form: Format, to: Path | None, *, called: "_Called", masters: dict[str, str], full: bool
) -> None:
    if form is Format.MERMAID:
        sys.stdout.write(mermaid(_closed(whole), language()))
    elif form is Format.ARCHIMATE:
        sys.stdout.write(archimate(_closed(whole)))
    elif form is Format.ODCS:
        _write_contracts(odcs(whole, language()), to)
    else:
        for entry in whole.concepts:
            _show(entry, whole, called=called, master=masters.get(entry.concept), full=full)


def _closed(whole: Document) -> Document:
    """Return the model with the relations between its own concepts alone."""
    known = {each.concept for each in whole.concepts}
    kept = tuple(each for each in whole.relations if {each.concept, each.to_concept} <= known)
    return Document(whole.company, whole.snapshot, whole.concepts, kept)


def _write_contracts(contracts: dict[str, str], to: Path | None) -> None:
    if to is None:
        sys.stdout.write("---\n".join(contracts.values()))
        return
    with disk_errors(to):
        to.mkdir(parents=True, exist_ok=True)
        for name, text in contracts.items():
            (to / f"{name}.odcs.yaml").write_text(text, encoding="utf-8")
    err.print(
        "[good]✓[/good] " + plain(say(f"{len(contracts)} contratti in {to}", f"{len(contracts)} contracts in {to}"))
    )


def _show(entry: ConceptEntry, whole: Document, *, called: "_Called", master: str | None, full: bool) -> None:
    spoken = language()
    kind = f" · {say('un caso di', 'a case of')} {called.concept(entry.parent)}" if entry.parent else ""
    out.print(f"[name]{plain(entry.names.say(spoken))}[/name][quiet]{plain(_id(entry) + kind)}[/quiet]")
    if master is not None:
        out.print(f"   [accent]{plain(master)}[/accent]", soft_wrap=True)
    for each in entry.datasets:
        records = "" if each.records is None else f" ({number(each.records, spoken)})"
        out.print(f"   [quiet]{plain(f'{each.system}.{each.dataset}{records}')}[/quiet]", soft_wrap=True)
    shown = entry.attributes if full else _shared(entry)
    for attribute in shown:
        out.print(f"   · {_attribute(attribute, full=full)}", soft_wrap=True)
    if len(shown) < len(entry.attributes):
        left = len(entry.attributes) - len(shown)
        more = fill(_MORE, {"left": left}, spoken)
        out.print(f"   [quiet]{plain(more)}[/quiet]")
    for relation in whole.relations:
        if relation.concept == entry.concept:
            by = called.attribute(relation.concept, relation.attribute)
            out.print(f"   → {plain(called.concept(relation.to_concept))} [quiet]({plain(by)})[/quiet]", soft_wrap=True)


_MORE = Text("e {left:altro attributo|altri attributi}", "and {left:more attribute|more attributes}")


def _id(entry: ConceptEntry) -> str:
    """Return how a concept is asked for, where its name does not say so."""
    return "" if entry.concept == entry.names.say(language()).casefold() else f" ({entry.concept})"


class _Called:
    """What concepts and attributes are called, in the language spoken."""

    def __init__(self, whole: Document) -> None:
        self._concepts = {each.concept: each.names for each in whole.concepts}
        self._attributes = {
            (each.concept, attribute.attribute): attribute.names
            for each in whole.concepts
            for attribute in each.attributes
        }

    def concept(self, concept: str) -> str:
        names = self._concepts.get(concept) or concept_names(concept)
        return names.say(language())

    def attribute(self, concept: str, attribute: str) -> str:
        return self._attributes.get((concept, attribute), Text(attribute, attribute)).say(language())


def _shared(entry: ConceptEntry) -> tuple[AttributeEntry, ...]:
    shared = tuple(each for each in entry.attributes if len(each.systems) > 1)
    return (shared or entry.attributes)[:_SHOWN]


def _attribute(attribute: AttributeEntry, *, full: bool) -> str:
    name = plain(attribute.names.say(language()))
    holders = [".".join((each.system, each.dataset, each.field)) for each in attribute.holders]
    where = ", ".join(holders if full else sorted(attribute.systems))
    return f"{name} [quiet]{plain(where)}[/quiet]"
