"""Can each source be read, and is the login a safe one? Connects, looks at the catalogue, reads no data."""

from collections.abc import Iterator
from dataclasses import dataclass

from regia.errors import RegiaError, Text
from regia.errors.sources import SourceBroken
from regia.model.note import Note
from regia.sources.connector import Diagnosis
from regia.sources.registry import connector_for
from regia.workspace.company import Company, Source
from regia.workspace.secrets import redact, resolve


@dataclass(frozen=True)
class CheckedSource:
    """One source: how many datasets it shows, how many may be read, and every remark on it."""

    system: str
    connector: str
    url: str
    datasets: int
    readable: int
    diagnoses: tuple[Diagnosis, ...]

    @property
    def usable(self) -> bool:
        """Whether a check-up can read it."""
        return all(diagnosis.level != "problem" for diagnosis in self.diagnoses)


def check_sources(company: Company, *, only: tuple[str, ...] = ()) -> Iterator[CheckedSource]:
    """Check the sources, one after the other."""
    return (_check(source) for source in company.sources if not only or source.system in only)


def _check(source: Source) -> CheckedSource:
    kind = ""
    try:
        connector = connector_for(source)
        kind = connector.kind
        password = resolve(source.password, source.folder) if source.password else None
        notes: list[Note] = []
        with connector.open(source, password, notes.append) as session:
            datasets = session.catalogue().datasets
            remarks = tuple(session.diagnose())
    except RegiaError as error:
        return CheckedSource(source.system, kind, redact(source.url), 0, 0, (_problem(error),))
    except Exception as error:  # noqa: BLE001 the edge of a source: the others are checked all the same
        broken = SourceBroken(system=source.system, detail=redact(f"{type(error).__name__}: {error}"))
        return CheckedSource(source.system, kind, redact(source.url), 0, 0, (_problem(broken),))
    readable = sum(info.readable for info in datasets)
    unproven = () if connector.capabilities.proven else (UNPROVEN,)
    return CheckedSource(source.system, kind, redact(source.url), len(datasets), readable, (*remarks, *unproven))


UNPROVEN = Diagnosis(
    "warning",
    Text(
        "Questo connettore non è ancora stato provato su un server vero.",
        "This connector has not been tried on a real server yet.",
    ),
    Text("Controlla a campione ciò che legge.", "Check samples of what it reads."),
)


def _problem(error: RegiaError) -> Diagnosis:
    happened = Text(redact(error.what("it")), redact(error.what("en")))
    return Diagnosis("problem", happened, Text(redact(error.advice("it")), redact(error.advice("en"))))
