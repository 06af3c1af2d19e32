"""What can go wrong with a file of answers."""

from dataclasses import dataclass

from regia.errors import Language, RegiaError, Text


@dataclass(frozen=True)
class RowMistake:
    """One mistake in a file of answers: its row (from 1), what is wrong, and the nearest known word."""

    row: int
    says: Text
    nearest: str | None = None

    def tell(self, language: Language) -> str:
        """Return the mistake as one line of text."""
        asks = {"it": "; volevi dire «{}»?", "en": "; did you mean '{}'?"}[language]
        where = {"it": "riga", "en": "row"}[language]
        return f"{where} {self.row}: {self.says.say(language)}" + (asks.format(self.nearest) if self.nearest else "")


class AnswersUnreadable(RegiaError):
    """A file of answers cannot be read at all."""

    happened = Text(
        "Non riesco a leggere le risposte in {path} ({detail}).", "Cannot read answers in {path} ({detail})."
    )
    fix = Text(
        "Usa un file .csv, .xlsx o .toml fatto con `regia radar template`.",
        "Use a .csv, .xlsx or .toml file made by `regia radar template`.",
    )


class AnswersWrong(RegiaError):
    """A file of answers has mistakes; all of them are told, and nothing of it was kept."""

    happened = Text("Errori in {path}: {count}.", "Mistakes in {path}: {count}.")
    fix = Text(
        "Correggi le righe indicate e ripeti: nessuna risposta è stata registrata.",
        "Correct the rows named and repeat: no answer was kept.",
    )

    def __init__(self, *, path: object, mistakes: tuple[RowMistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__(path=path, count=len(mistakes))

    def what(self, language: Language) -> str:
        """Return the file and every mistake, one a line."""
        return "\n".join([super().what(language), *(f"  {mistake.tell(language)}" for mistake in self.mistakes)])


class AnswersPathTaken(RegiaError):
    """A template would overwrite a file."""

    happened = Text("{path} esiste già: non lo sovrascrivo.", "{path} is already there: it is not overwritten.")
    fix = Text("Indica un altro nome.", "Name another file.")


class AnswersSideUnknown(RegiaError):
    """Nobody said on which side a person answers."""

    happened = Text("Non so da quale lato rispondi.", "It is not known on which side you answer.")
    fix = Text("Aggiungi --side it oppure --side business.", "Add --side it or --side business.")


class RadarUnwritable(RegiaError):
    """The PDF cannot be written."""

    happened = Text("Non riesco a scrivere {path} ({detail}).", "Cannot write {path} ({detail}).")
    fix = Text(
        "Controlla cartella e permessi, o indica un altro file con --to.", "Check the folder, or name a file with --to."
    )
