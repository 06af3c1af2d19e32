"""A small company for tests: an ERP, a CRM and a shop, with a table of customers and one of orders each."""

from regia.interfaces.clue import File, Found
from regia.interfaces.landscape import Landscape, landscape
from regia.interfaces.reading import kinds

FIELDS = {
    ("erp", "ANACLI"): "CODCLI RAGSOC EMAIL TEL",
    ("erp", "ORDTES"): "NUMORD CODCLI DATORD",
    ("crm", "accounts"): "id name email phone",
    ("shop", "customers"): "id name email",
    ("shop", "sales_order"): "id customer total",
}
HELD = {
    "ANACLI": "customer",
    "accounts": "customer",
    "customers": "customer",
    "ORDTES": "order",
    "sales_order": "order",
}


def company() -> Landscape:
    """Return its landscape."""
    return landscape(
        [("erp", ("Gestionale Quadra", "srv-erp")), ("crm", ("CRM",)), ("shop", ("Negozio online", "web-shop"))],
        [
            {"system": system, "dataset": dataset, "field": name}
            for (system, dataset), names in FIELDS.items()
            for name in names.split()
        ],
        [{"system": system, "dataset": dataset, "concept": HELD[dataset]} for system, dataset in FIELDS],
        [
            {"concept": "customer", "name_it": "cliente", "name_en": "customer"},
            {"concept": "order", "name_it": "ordine", "name_en": "order"},
        ],
    )


def read(name: str, text: str, *, system: str | None = None) -> tuple[str, Found]:
    """Return the kind that a file was taken for, and what it says."""
    file = File(name, tuple(text.splitlines()), system)
    kind = next(each for each in kinds() if each.is_it(file))
    return kind.name, kind.read(file, company())


def ends(found: Found) -> list[tuple[str, str, str | None]]:
    """Return the ends and concept of every clue."""
    return [(clue.from_system, clue.to_system, clue.concept) for clue in found.clues]
