"""The register as a CycloneDX 1.6 bill of materials (ECMA-424): each system a service, each interface a data flow."""

import hashlib
import json
from uuid import UUID

from regia.interfaces.document import InterfaceEntry, Register, SystemEntry

_LIKELY = 0.5


def cyclonedx(register: Register) -> str:
    """Return the bill as JSON; what is contradicted or unlikely is left out."""
    kept = [each for each in register.interfaces if each.probability >= _LIKELY and not each.contradiction]
    serial = UUID(hashlib.sha256(f"{register.company}/{register.snapshot}".encode()).hexdigest()[:32], version=4)
    bill = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": register.company, "bom-ref": "company"}},
        "services": [_service(each, kept) for each in register.systems],
        "dependencies": [_dependency(each, kept) for each in register.systems],
    }
    return json.dumps(bill, ensure_ascii=False, indent=1) + "\n"


def _service(system: SystemEntry, interfaces: list[InterfaceEntry]) -> dict[str, object]:
    flows = [_flow(each, system.system) for each in interfaces if system.system in (each.from_system, each.to_system)]
    service: dict[str, object] = {"bom-ref": f"system:{system.system}", "name": system.name}
    if system.department:
        service["group"] = system.department
    return service | ({"data": flows} if flows else {})


def _flow(each: InterfaceEntry, system: str) -> dict[str, object]:
    inbound = each.to_system == system
    other = each.from_system if inbound else each.to_system
    return {
        "flow": "inbound" if inbound else "outbound",
        "classification": each.concept or "unknown",
        "name": each.interface,
        "description": each.reasons_en,
        "source" if inbound else "destination": [f"urn:regia:system:{other}"],
    }


def _dependency(system: SystemEntry, interfaces: list[InterfaceEntry]) -> dict[str, object]:
    fed_by = sorted({each.from_system for each in interfaces if each.to_system == system.system})
    return {"ref": f"system:{system.system}", "dependsOn": [f"system:{each}" for each in fed_by]}
