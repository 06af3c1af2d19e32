"""What a verdict on an interface is about."""

from regia.checkup.record import Checkup, Records
from regia.errors import Text
from regia.errors.judgement import InterfaceUnknown, InterfaceWritten
from regia.interfaces.register import WRITTEN
from regia.interfaces.tables import INTERFACE_EVIDENCE, INTERFACES
from regia.judgement.verdict import Decision
from regia.workspace.section import nearest


def subject_of_interface(records: Records, checkup: Checkup, left: str, right: str, decision: Decision) -> str:
    """Return the subject of a verdict on an interface: from a system, to another and what passes (`erp:order`).

    Raises:
        InterfaceUnknown: the check-up knows no such interface.
        InterfaceWritten: it was to be rejected, but regia.toml declares it.
    """
    known = [str(each) for each in records.load(checkup, INTERFACES).column("interface").to_pylist()]
    name = f"{left}>{right}"
    if name not in known and decision is not Decision.WITHDRAWN:
        close = nearest(name, known)
        shown = " ".join(close.split(">", 1)) if close else ""
        meant = Text("; forse «{close}»", "; perhaps '{close}'").fill(close=shown) if close else Text("", "")
        raise InterfaceUnknown(name=f"{left} {right}", meant=meant)
    rows = records.load(checkup, INTERFACE_EVIDENCE).select(["interface", "kind"]).to_pylist()
    if decision is Decision.REJECTED and {"interface": name, "kind": WRITTEN} in rows:
        raise InterfaceWritten(name=f"{left} {right}")
    return name
