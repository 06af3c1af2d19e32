"""What was skipped, sampled, changed or guessed while reading, so that no figure hides it."""

from dataclasses import dataclass
from enum import StrEnum

from regia.errors import Text


class Reason(StrEnum):
    """Why something is not, or not exactly, as in the source."""

    FORBIDDEN = "forbidden"
    BROKEN = "broken"
    EXCLUDED = "excluded"
    VIEW = "view"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    TIME_LIMIT = "time_limit"
    ROW_LIMIT = "row_limit"
    BYTE_LIMIT = "byte_limit"
    SAMPLED = "sampled"
    CONNECTION_LOST = "connection_lost"
    VALUE_CHANGED = "value_changed"
    VALUE_AS_TEXT = "value_as_text"
    ROW_MALFORMED = "row_malformed"
    ROWS_LEFT_OUT = "rows_left_out"
    NAME_CHANGED = "name_changed"
    GUESSED = "guessed"
    HIDDEN = "hidden"
    NOT_SIMULTANEOUS = "not_simultaneous"


REASONS: dict[Reason, Text] = {
    Reason.FORBIDDEN: Text("lettura non permessa", "reading is not allowed"),
    Reason.BROKEN: Text("illeggibile o danneggiato", "unreadable or damaged"),
    Reason.EXCLUDED: Text("escluso in regia.toml", "excluded in regia.toml"),
    Reason.VIEW: Text("vista: descritta, non letta", "a view: described, not read"),
    Reason.ENCRYPTED: Text("protetto da password", "protected by a password"),
    Reason.UNSUPPORTED: Text("di un genere che Regia non legge", "of a kind Regia does not read"),
    Reason.TIME_LIMIT: Text("oltre il limite di tempo", "past the time limit"),
    Reason.ROW_LIMIT: Text("oltre il limite di righe", "past the row limit"),
    Reason.BYTE_LIMIT: Text("oltre il limite di byte", "past the byte limit"),
    Reason.SAMPLED: Text("letto a campione", "read as a sample"),
    Reason.CONNECTION_LOST: Text("connessione caduta", "the connection broke"),
    Reason.VALUE_CHANGED: Text("valori cambiati per poterli conservare", "values changed so that they can be kept"),
    Reason.VALUE_AS_TEXT: Text("valori conservati come testo", "values kept as text"),
    Reason.ROW_MALFORMED: Text("righe malformate", "malformed rows"),
    Reason.ROWS_LEFT_OUT: Text("righe che non sono dati (titoli, totali)", "rows that are not data (titles, totals)"),
    Reason.NAME_CHANGED: Text("nome cambiato perché vuoto o doppio", "renamed because empty or double"),
    Reason.GUESSED: Text("dedotto dal contenuto", "guessed from the content"),
    Reason.HIDDEN: Text("nascosto a chi apre il file, ma letto", "hidden from who opens the file, but read"),
    Reason.NOT_SIMULTANEOUS: Text("non letto insieme al resto", "not read at the same moment as the rest"),
}


@dataclass(frozen=True)
class Note:
    """One thing told about a reading; `detail` is a short fact in no language (a type, a path, a count).

    `count` is how many rows or values it touches, `share` that count over all of them (0..1).
    """

    reason: Reason
    dataset: str | None = None
    field: str | None = None
    detail: str = ""
    count: int | None = None
    share: float | None = None
