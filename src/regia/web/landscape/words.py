"""How kinds of systems are called, and which departments serve the others."""

import re

from regia.errors import Language, Text

_KINDS: dict[str, Text] = {
    "crm": Text("CRM", "CRM"),
    "erp": Text("gestionale (ERP)", "ERP"),
    "ecommerce": Text("negozio online", "online shop"),
    "marketing": Text("marketing", "marketing"),
    "helpdesk": Text("assistenza", "help desk"),
    "spreadsheet": Text("foglio di calcolo", "spreadsheet"),
    "spreadsheets": Text("fogli di calcolo", "spreadsheets"),
    "wms": Text("magazzino (WMS)", "warehouse (WMS)"),
    "warehouse": Text("magazzino", "warehouse"),
    "accounting": Text("contabilità", "accounting"),
    "portal": Text("portale", "portal"),
    "files": Text("file", "files"),
}
MODES: dict[str, Text] = {
    "realtime": Text("subito", "at once"),
    "batch": Text("a ore fisse", "at fixed hours"),
    "manual": Text("ricopiati a mano", "re-keyed by hand"),
    "import": Text("una volta sola", "once"),
}
STATUSES: dict[str, Text] = {
    "declared": Text("dichiarato", "declared"),
    "observed": Text("visto all'opera", "seen at work"),
    "inferred": Text("dedotto dai dati", "inferred from the data"),
    "contradicted": Text("detto e misurato differiscono", "said and measured differ"),
}
# The departments of Porter's support activities (Competitive Advantage, 1985), in Italian and English.
_STAFF = re.compile(
    r"\b(amministra\w*|administrat\w*|contabil\w*|account(s|ing)|finan\w*|tesoreria|treasury|controllo|controlling|hr|"
    r"personale|risorse umane|human resources|it|ict|edp|ced|sistemi informativi|information (technology|systems)|"
    r"informatica|legale|legal|acquisti|purchasing|procurement|direzione|management|qualit\w*|quality|segreteria|staff)\b"
)


def kind_word(kind: str | None, language: Language) -> str:
    """Return how a kind of system is called; a kind we do not know is told as it was declared."""
    known = _KINDS.get((kind or "").lower())
    return known.say(language) if known else kind or ""


def is_staff(key: str, name: str) -> bool:
    """Return whether a department serves the others, by its key or name: it stands below the journey."""
    return any(_STAFF.search(each.lower().replace("_", " ").replace("-", " ")) for each in (key, name))
