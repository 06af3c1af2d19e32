"""The part of a system in regia.toml that says where its data is read; a password in clear is refused."""

import re
from pathlib import Path

from regia.errors import Text
from regia.workspace.company import Limits, Source
from regia.workspace.keys import LIMITS
from regia.workspace.secrets import SECRET_NAME, holds_secret, is_reference
from regia.workspace.section import Section

ABOUT_SOURCE = ("password", "source_kind", "include", "exclude", "read_views", "limits", "options")
_SECRET_NAME = re.compile(SECRET_NAME, re.IGNORECASE)

SECRET_IN_ADDRESS = Text(
    "l'indirizzo contiene una password: toglila di lì, mettila in una variabile o in un file e scrivi "
    'password = "env:NOME" o password = "file:secrets/{system}"',
    "the address holds a password: take it out, put it in a variable or a file, and write "
    'password = "env:NAME" or password = "file:secrets/{system}"',
)
SECRET_IN_CLEAR = Text(
    'qui non va la password in chiaro ma dove sta: "env:NOME" o "file:secrets/{system}"',
    'not the password in clear belongs here but where it is: "env:NAME" or "file:secrets/{system}"',
)
SECRET_IN_OPTION = Text(
    'i segreti non vanno tra le opzioni: usa password = "env:NOME" o "file:PERCORSO" del sistema',
    'secrets do not belong in options: use the system\'s password = "env:NAME" or "file:PATH"',
)
OPTION = Text("ci vuole un testo, un numero intero, true o false", "a text, a whole number, true or false is expected")
NO_SOURCE = Text("serve anche `source`: dove si leggono i dati", "`source` is needed as well: where the data is read")


def read_source(system: str, section: Section, folder: Path) -> Source | None:
    """Return where a system's data is read, or None where `source` is absent or wrong."""
    url, password = _address(system, section), _password(system, section)
    limits, options = _limits(section.section("limits")), _options(section.section("options"))
    patterns = section.words("include"), section.words("exclude")
    kind, read_views = section.text("source_kind"), section.flag("read_views") or False
    if "source" not in section.table:
        _refuse_orphans(section)
    if url is None:
        return None
    return Source(
        system=system,
        url=url,
        kind=kind,
        password=password,
        include=patterns[0],
        exclude=patterns[1],
        read_views=read_views,
        limits=limits,
        options=options,
        folder=folder,
    )


def _refuse_orphans(section: Section) -> None:
    if section.mistakes.meant((*section.path, "source")):
        return
    for key in ABOUT_SOURCE:
        if key in section.table:
            section.wrong(key, NO_SOURCE)


def _address(system: str, section: Section) -> str | None:
    url = section.text("source")
    if url is not None and holds_secret(url):
        section.wrong("source", SECRET_IN_ADDRESS.fill(system=system))
        return None
    return url


def _password(system: str, section: Section) -> str | None:
    password = section.text("password")
    if password is not None and not is_reference(password):
        section.wrong("password", SECRET_IN_CLEAR.fill(system=system))
        return None
    return password


def _limits(section: Section) -> Limits:
    section.know([key.name for key in LIMITS])
    default = Limits()
    return Limits(
        statement_seconds=section.whole("statement_seconds", least=1) or default.statement_seconds,
        minutes=section.whole("minutes", least=1) or default.minutes,
        rows_per_dataset=section.whole("rows_per_dataset", least=1),
        rows=section.whole("rows", least=1),
        gigabytes=section.positive("gigabytes"),
    )


def _options(section: Section) -> dict[str, str]:
    options = {}
    for key, value in section.table.items():
        if _SECRET_NAME.fullmatch(key):
            section.wrong(key, SECRET_IN_OPTION)
        elif isinstance(value, str | int):
            options[key] = str(value).lower() if isinstance(value, bool) else str(value)
        else:
            section.wrong(key, OPTION)
    return options
