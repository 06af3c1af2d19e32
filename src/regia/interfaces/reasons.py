"""Why an interface is in the register, in both languages."""

from collections.abc import Mapping

from regia.errors import Text
from regia.interfaces.register import Interface

KINDS: Mapping[str, Text] = {
    "regia.toml": Text("dichiarata in regia.toml", "declared in regia.toml"),
    "sql": Text("scritta in uno script o vista SQL", "written in a SQL script or view"),
    "crontab": Text("avviata a ore fisse da una tabella di lavori", "started at fixed hours by a job table"),
    "airflow": Text("è un flusso di Airflow", "is an Airflow flow"),
    "dbt": Text("è un modello dbt", "is a dbt model"),
    "openapi": Text("descritta in un'API", "described in an API"),
    "asyncapi": Text("descritta in una API a messaggi", "described in a message API"),
    "catalogue": Text("collegata nel catalogo di un database", "linked in a database's catalogue"),
    "otlp": Text("vista nelle tracce", "seen in traces"),
    "openlineage": Text("vista negli eventi di lineage", "seen in lineage events"),
    "access_log": Text("vista in un log di accesso", "seen in an access log"),
    "data": Text("i dati lo mostrano", "the data shows it"),
    "verdict": Text("una persona dice che c'è", "a person says that it is there"),
}
REASONS: Mapping[str, Text] = {
    "lag": Text("arrivano con un ritardo che il caso non spiega", "their lag is not explained by chance"),
    "gaps": Text("ciò che manca all'inizio manca alla fine", "what is missing at the start is missing at the end"),
    "first": Text("il primo sistema li vede sempre prima", "the first system always sees them first"),
    "comb": Text("arrivano a ore fisse", "they arrive at fixed hours"),
    "human_lag": Text("arrivano in ore di lavoro, con ritardi umani", "they arrive in working hours, at a human pace"),
    "queue": Text("arrivano nell'ordine in cui sono nati, come da una coda", "they arrive in the order they were born"),
    "shared_errors": Text("gli stessi errori stanno da entrambe le parti", "the same errors stand on both sides"),
    "new_typos": Text("all'arrivo compaiono errori di battitura nuovi", "new typing errors appear on arrival"),
    "one_load": Text("sono arrivati tutti insieme", "they all arrived together"),
    "contained": Text("quasi tutti stanno già nel primo sistema", "nearly all of them are in the first system"),
    "kept_numbers": Text("chi li riceve conserva i numeri dati dall'altro sistema",
                         "what receives them keeps the numbers that the other system gave them"),
    "no_times": Text("i record d'arrivo non hanno data: verso dedotto dal contenuto",
                     "arriving records carry no date: direction told by content"),
    "dead": Text("dichiarata, ma nei dati non passa nulla", "declared, but nothing passes in the data"),
    "direction": Text("i dati passano nell'altro verso", "data passes the other way"),
    "confirmed": Text("confermata da una persona", "confirmed by a person"),
    "rejected": Text("respinta da una persona", "rejected by a person"),
}  # fmt: skip


def codes(line: Interface) -> tuple[str, ...]:
    """Return the reasons of a line, as codes, each once."""
    kinds = [clue.kind for clue in line.clues]
    told = [reason for clue in line.clues for reason in clue.reasons]
    more = [each for each in (line.contradiction, line.verdict) if each]
    return tuple(dict.fromkeys([*kinds, *told, *more]))


def said(reasons: tuple[str, ...]) -> Text:
    """Return reasons as one sentence."""
    known = [KINDS.get(code) or REASONS.get(code) or Text(code, code) for code in reasons]
    return Text("; ".join(each.it for each in known), "; ".join(each.en for each in known))
