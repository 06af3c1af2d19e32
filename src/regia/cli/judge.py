"""`regia judge`: say whether fields mean the same, records are one thing, a system leads, an interface is there."""

import getpass
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from regia.checkup.again import analyse_again
from regia.checkup.record import Checkup, Records
from regia.cli.arguments import AsJson, FolderOption, company
from regia.cli.console import err, language, out, plain, progress, say
from regia.cli.judge_interface import subject_of_interface
from regia.cli.judge_link import subject_of_link
from regia.cli.judge_master import subject_of_master
from regia.cli.judge_value import subject_of_value
from regia.errors import Text
from regia.errors.judgement import FieldUnknown, SameSystem
from regia.judgement.log import VerdictLog
from regia.judgement.verdict import Decision, Kind, Name, Verdict, pair_subject
from regia.match.tables import CORRESPONDENCES
from regia.profile.tables import FIELDS
from regia.resolve.tables import ENTITY_RECORDS, LINKS
from regia.wording import fill
from regia.workspace.company import Company
from regia.workspace.section import nearest

HELP = say(
    """Di' se due campi di sistemi diversi vogliono dire lo stesso, se due record sono la stessa cosa, quale sistema è
    quello di riferimento, se un'interfaccia c'è davvero o un record ha ragione. Vale subito e in ogni check-up dopo.

    Esempi:

        regia judge erp.ANACLI.RAGSOC crm.accounts.name --same
        regia judge erp.ANACLI.NOTE crm.accounts.fax --different --why "note libere"
        regia judge erp.ANACLI.NOTE crm.accounts.fax --withdraw
        regia judge erp.ANACLI.C000142 crm.accounts.817 --same
        regia judge customer crm --master
        regia judge customer.iban erp --master --why "li controlla l'amministrazione"
        regia judge shop erp:order --interface --name "Ordini della notte"
        regia judge crm erp:party --not-interface --why "sono due elenchi"
        regia judge crm.accounts.817 email --right
        regia judge erp.ANACLI.C000142 phone --wrong --why "numero dismesso"
    """,
    """Say whether two fields of different systems mean the same, whether two records are one thing, which system
    leads, whether an interface is there, or whether a record is right. It counts at once and in every check-up after.

    Examples:

        regia judge erp.ANACLI.RAGSOC crm.accounts.name --same
        regia judge erp.ANACLI.NOTE crm.accounts.fax --different --why "free notes"
        regia judge erp.ANACLI.NOTE crm.accounts.fax --withdraw
        regia judge erp.ANACLI.C000142 crm.accounts.817 --same
        regia judge customer crm --master
        regia judge customer.iban erp --master --why "administration checks them"
        regia judge shop erp:order --interface --name "Orders of the night"
        regia judge crm erp:party --not-interface --why "they are two lists"
        regia judge crm.accounts.817 email --right
        regia judge erp.ANACLI.C000142 phone --wrong --why "number no longer in use"
    """,
)

Side = Annotated[
    str,
    typer.Argument(
        help=say(
            "Un campo o un record: sistema.archivio.campo (o chiave); con --master un concetto, e poi un sistema; con "
            "--interface il sistema di partenza, e poi arrivo:concetto; con --right e --wrong un record, e poi un "
            "attributo.",
            "A field or a record: system.dataset.field (or key); with --master a concept, and then a system; with "
            "--interface the system it leaves, and then arrival:concept; with --right and --wrong a record, and then "
            "an attribute.",
        )
    ),
]
Same = Annotated[bool, typer.Option("--same", help=say("Vogliono dire lo stesso.", "They mean the same."))]
Different = Annotated[bool, typer.Option("--different", help=say("Sono cose diverse.", "They are different things."))]
Withdraw = Annotated[bool, typer.Option("--withdraw", help=say("Ritira il giudizio.", "Take the verdict back."))]
Master = Annotated[
    bool,
    typer.Option(
        "--master",
        help=say(
            "Il secondo è il sistema di riferimento del primo, un concetto o concetto.attributo.",
            "The second is the system that leads for the first, a concept or concept.attribute.",
        ),
    ),
]
NotMaster = Annotated[
    bool, typer.Option("--not-master", help=say("Non è il sistema di riferimento.", "It is not the master."))
]
IsInterface = Annotated[
    bool,
    typer.Option("--interface", help=say("Un'interfaccia che c'è davvero.", "An interface that is really there.")),
]
NotInterface = Annotated[
    bool, typer.Option("--not-interface", help=say("Un'interfaccia che non c'è.", "An interface that is not there."))
]
Name_ = Annotated[
    str, typer.Option("--name", help=say("Come si chiama l'interfaccia.", "What the interface is called."))
]
Right = Annotated[
    bool, typer.Option("--right", help=say("Il record ha ragione sull'attributo.", "The record is right about it."))
]
Wrong = Annotated[
    bool, typer.Option("--wrong", help=say("Il record ha torto sull'attributo.", "The record is wrong about it."))
]
Why = Annotated[str, typer.Option("--why", help=say("Perché.", "Why."))]
Person = Annotated[str | None, typer.Option("--person", help=say("Chi lo dice.", "Who says so."))]

_CHANGED = {
    Kind.CORRESPONDENCE: Text(
        "{changed:altra corrispondenza è cambiata|altre corrispondenze sono cambiate}.",
        "{changed:other correspondence|other correspondences} changed.",
    ),
    Kind.LINK: Text(
        "{changed:altro record ha cambiato entità|altri record hanno cambiato entità}.",
        "{changed:other record|other records} changed entity.",
    ),
}
_BROKEN = Text(
    "{broken:giudizio non può|giudizi non possono} valere accanto agli altri: se A è B e B è C, A e C non possono "
    "essere diversi. `regia show links --where \"origin = 'confirmed' AND NOT joined\"` li elenca.",
    "{broken:verdict|verdicts} cannot hold beside the others: where A is B and B is C, A and C cannot be different. "
    "`regia show links --where \"origin = 'confirmed' AND NOT joined\"` lists them.",
)
_STATE = {Kind.CORRESPONDENCE: (CORRESPONDENCES, "band"), Kind.LINK: (ENTITY_RECORDS, "entity")}


def judge(
    left: Side,
    right: Side,
    folder: FolderOption = Path("."),
    same: Same = False,
    different: Different = False,
    withdraw: Withdraw = False,
    master: Master = False,
    not_master: NotMaster = False,
    interface: IsInterface = False,
    not_interface: NotInterface = False,
    name: Name_ = "",
    right_value: Right = False,
    wrong_value: Wrong = False,
    why: Why = "",
    person: Person = None,
    as_json: AsJson = False,
) -> None:
    """Record a verdict on two fields, two records, a master, an interface or a value, and analyse again."""
    decision = _decision(
        same=same or ((master or interface or right_value) and not withdraw),
        different=different or ((not_master or not_interface or wrong_value) and not withdraw),
        withdraw=withdraw,
    )
    found = company(folder)
    records = Records(found.folder)
    before = records.latest()
    mark = ""
    if right_value or wrong_value:
        kind, (subject, mark) = Kind.VALUE, subject_of_value(found, left, right)
    elif master or not_master:
        kind, subject = Kind.MASTER, subject_of_master(found, records, before, left, right)
    elif interface or not_interface:
        kind, subject = Kind.INTERFACE, subject_of_interface(records, before, left, right, decision)
    else:
        kind, subject = _pair(found, records, before, (left, right))
    verdict = VerdictLog(found.folder, found.name).record(
        kind,
        subject,
        decision,
        person=person or getpass.getuser(),
        why=why,
        snapshot=before.snapshot,
        name=name if kind is Kind.INTERFACE and decision is Decision.CONFIRMED else "",
        of=mark,
    )
    err.print("[good]✓[/good] " + say("Giudizio registrato.", "Verdict recorded."))
    with progress() as bars:
        after = analyse_again(found, bars)
    changed = _changed(records, before, after, kind)
    broken = _broken(records, after) if after is not None and kind is Kind.LINK else 0
    if broken:
        err.print(f"[warn]![/warn] {plain(fill(_BROKEN, {'broken': broken}, language()))}")
    if as_json:
        _json(verdict, left, right, changed, broken)
    elif changed is not None:
        out.print(plain(fill(_CHANGED[kind], {"changed": changed}, language())))


def _changed(records: Records, before: Checkup, after: Checkup | None, kind: Kind) -> int | None:
    """Return how much else changed; None where it cannot be counted."""
    if after is None or kind not in _CHANGED:
        return None
    return max(0, len(_state(records, before, kind) ^ _state(records, after, kind)) // 2 - 1)


def _broken(records: Records, checkup: Checkup) -> int:
    """Return how many verdicts on links do not hold because others contradict them."""
    import pyarrow.compute as pc

    links = records.load(checkup, LINKS).select(["origin", "joined"])
    judged = links.filter(pc.field("origin").isin(["confirmed", "rejected"])).to_pylist()
    return sum(row["joined"] != (row["origin"] == "confirmed") for row in judged)


def _json(verdict: Verdict, left: str, right: str, changed: int | None, broken: int) -> None:
    import msgspec

    told = {"kind": verdict.kind, "left": left, "right": right, "verdict": verdict.verdict, "person": verdict.person}
    more = {"at": verdict.at, "why": verdict.why, "snapshot": verdict.snapshot, "others_changed": changed}
    more["contradicted"] = broken
    sys.stdout.write(msgspec.json.encode(told | more).decode() + "\n")


def _pair(found: Company, records: Records, checkup: Checkup, sides: tuple[str, str]) -> tuple[Kind, str]:
    """Return what two names stand for, two fields or else two records, and the subject of a verdict on them.

    Raises:
        FieldUnknown, SameSystem: these are no two records, and no two fields of different systems.
    """
    names = _fields(records, checkup)
    if not any(side in names for side in sides) and (link := subject_of_link(found, checkup, sides)):
        return Kind.LINK, link
    one, other = (_field(side, names) for side in sides)
    if one[0] == other[0]:
        raise SameSystem(left=sides[0], right=sides[1])
    return Kind.CORRESPONDENCE, pair_subject(one, other)


def _decision(*, same: bool, different: bool, withdraw: bool) -> Decision:
    asked = {Decision.CONFIRMED: same, Decision.REJECTED: different, Decision.WITHDRAWN: withdraw}
    chosen = [decision for decision, wanted in asked.items() if wanted]
    if len(chosen) != 1:
        raise typer.BadParameter(
            say(
                "serve uno fra --same, --different, --[not-]master, --[not-]interface, --right, --wrong e --withdraw",
                "one of --same, --different, --[not-]master, --[not-]interface, --right, --wrong, --withdraw is needed",
            )
        )
    return chosen[0]


def _fields(records: Records, checkup: Checkup) -> dict[str, Name]:
    rows = records.load(checkup, FIELDS).select(["system", "dataset", "field"]).to_pylist()
    names = [(row["system"], row["dataset"], row["field"]) for row in rows]
    return {".".join(name): name for name in names}


def _field(written: str, names: dict[str, Name]) -> Name:
    if written not in names:
        raise FieldUnknown(name=written, meant=_meant(written, names))
    return names[written]


def _meant(written: str, names: Iterable[str]) -> Text:
    """Return the field that was most likely meant, as the end of a sentence; nothing where none is near."""
    close = nearest(written, names)
    return Text("; forse «{close}»", "; perhaps '{close}'").fill(close=close) if close else Text("", "")


def _state(records: Records, checkup: Checkup, kind: Kind) -> set[tuple[str, ...]]:
    table, column = _STATE[kind]
    rows = records.load(checkup, table).select([*table.key, column]).to_pylist()
    return {tuple(row.values()) for row in rows}
