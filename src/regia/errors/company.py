"""What can go wrong with a company folder: its regia.toml, its secrets, its lock."""

from dataclasses import dataclass

from regia.errors import Language, RegiaError, Text


class CompanyError(RegiaError):
    """Base of the errors about a company folder."""


class CompanyFolderMissing(CompanyError):
    """The folder is not there, or is not a folder."""

    happened = Text("La cartella {folder} non esiste.", "There is no folder {folder}.")
    fix = Text(
        "Controlla il percorso, oppure creala con `regia init {folder}`.",
        "Check the path, or create it with `regia init {folder}`.",
    )


class CompanyFileMissing(CompanyError):
    """The folder has no regia.toml."""

    happened = Text("Nella cartella {folder} non c'è regia.toml.", "There is no regia.toml in folder {folder}.")
    fix = Text(
        "Scrivilo con `regia init {folder}`, oppure indica la cartella giusta.",
        "Write one with `regia init {folder}`, or name the right folder.",
    )


class CompanyFileUnreadable(CompanyError):
    """regia.toml is there but its text cannot be had."""

    happened = Text("Non riesco a leggere {path} ({detail}).", "Cannot read {path} ({detail}).")
    fix = Text(
        "Controlla i permessi del file e salvalo come testo UTF-8.",
        "Check the file's permissions and save it as UTF-8 text.",
    )


class CompanyFileUnwritable(CompanyError):
    """The folder or a file in it cannot be written."""

    happened = Text("Non riesco a scrivere {path} ({detail}).", "Cannot write {path} ({detail}).")
    fix = Text(
        "Controlla i permessi della cartella e lo spazio sul disco.",
        "Check the folder's permissions and the space on the disk.",
    )
    exit_code = 73


@dataclass(frozen=True)
class Mistake:
    """One mistake in regia.toml: where it is (lines and columns from 1), what is wrong, and the nearest known word.

    `says` never repeats a value that may be a secret.
    """

    line: int
    key: str
    says: Text
    nearest: str | None = None
    column: int | None = None

    def tell(self, language: Language) -> str:
        """Return the mistake as one line of text."""
        where = {"it": "riga {}", "en": "line {}"}[language].format(self.line)
        if self.column is not None:
            where += {"it": ", colonna {}", "en": ", column {}"}[language].format(self.column)
        key = f"{self.key}: " if self.key else ""
        asks = {"it": "; volevi dire «{}»?", "en": "; did you mean '{}'?"}[language]
        return f"{where}: {key}{self.says.say(language)}" + (asks.format(self.nearest) if self.nearest else "")


class CompanyFileWrong(CompanyError):
    """regia.toml has mistakes; all of them are in `mistakes`, in the order of the lines."""

    happened = Text("Errori in {path}: {count}.", "Mistakes in {path}: {count}.")
    fix = Text(
        "Correggi le righe indicate; ogni chiave è spiegata in docs/reference/regia-toml.md.",
        "Correct the lines named; every key is explained in docs/reference/regia-toml.md.",
    )

    def __init__(self, *, path: object, mistakes: tuple[Mistake, ...]) -> None:
        self.mistakes = mistakes
        super().__init__(path=path, count=len(mistakes))

    def what(self, language: Language) -> str:
        """Return the file and every mistake, one a line."""
        lines = (f"  {mistake.tell(language)}" for mistake in self.mistakes)
        return "\n".join([super().what(language), *lines])


class CompanyExists(CompanyError):
    """`regia init` would overwrite a regia.toml."""

    happened = Text("{path} esiste già: non lo sovrascrivo.", "{path} is already there: it is not overwritten.")
    fix = Text(
        "Aggiungi i sistemi a mano in quel file, oppure scegli un'altra cartella.",
        "Add the systems to that file by hand, or choose another folder.",
    )


class SystemArgumentWrong(CompanyError):
    """A --system that is not NAME=URL."""

    happened = Text(
        "--system vuole NOME=INDIRIZZO e ha trovato «{given}».", "--system wants NAME=ADDRESS and found '{given}'."
    )
    fix = Text(
        "Scrivi per esempio --system crm=postgresql://lettore@db.example.com/crm (nomi di lettere, cifre, - e _).",
        "Write for example --system crm=postgresql://reader@db.example.com/crm (names of letters, digits, - and _).",
    )


class SystemNamedTwice(CompanyError):
    """Two systems on the command line have one name."""

    happened = Text("Due sistemi si chiamano «{system}».", "Two systems are named '{system}'.")
    fix = Text("Dai a ciascuno un nome suo con --system NOME=INDIRIZZO.", "Name each with --system NAME=ADDRESS.")


class SourcePathMissing(CompanyError):
    """A file or folder named on the command line is not there."""

    happened = Text(
        "Il sistema «{system}»: {path} non esiste, e non è nemmeno l'indirizzo di un database.",
        "System '{system}': there is no {path}, nor is it the address of a database.",
    )
    fix = Text(
        "Correggi il percorso, o scrivi un indirizzo come postgresql://lettore@db.example.com/crm.",
        "Correct the path, or write an address such as postgresql://reader@db.example.com/crm.",
    )


class SecretError(CompanyError):
    """Base of the errors about a secret; they name the reference, never the secret."""


class SecretReferenceWrong(SecretError):
    """A password that is not a reference."""

    happened = Text(
        "Una password non rimanda né a una variabile d'ambiente né a un file.",
        "A password refers to neither an environment variable nor a file.",
    )
    fix = Text(
        'Scrivi password = "env:NOME" o password = "file:secrets/sistema"; mai la password stessa.',
        'Write password = "env:NAME" or password = "file:secrets/system"; never the password itself.',
    )


class SecretInAddress(SecretError):
    """An address holds a password where it cannot be taken out."""

    happened = Text(
        "L'indirizzo del sistema «{system}» contiene una password tra le sue opzioni.",
        "The address of system '{system}' holds a password among its options.",
    )
    fix = Text(
        "Toglila dall'indirizzo, mettila in una variabile o in un file e indicala in regia.toml con `password`.",
        "Take it out of the address, put it in a variable or a file, and refer to it with `password` in regia.toml.",
    )


class SecretVariableMissing(SecretError):
    """The environment variable is not set."""

    happened = Text("La variabile d'ambiente {name} non è impostata.", "Environment variable {name} is not set.")
    fix = Text(
        'Impostala prima di lanciare Regia, oppure usa un file: password = "file:secrets/sistema".',
        'Set it before running Regia, or use a file: password = "file:secrets/system".',
    )


class SecretFileMissing(SecretError):
    """The secret file is not there or cannot be read."""

    happened = Text(
        "Non riesco a leggere il file del segreto {path} ({detail}).", "Cannot read the secret file {path} ({detail})."
    )
    fix = Text(
        "Crea il file con la sola password dentro e permessi 0600 (chmod 600), oppure correggi il percorso.",
        "Create the file with nothing but the password in it and mode 0600 (chmod 600), or correct the path.",
    )


class SecretFileExposed(SecretError):
    """Other users of the machine may read the secret file."""

    happened = Text(
        "Il file del segreto {path} è leggibile da altri utenti (permessi {mode}).",
        "Other users may read the secret file {path} (mode {mode}).",
    )
    fix = Text("Riservalo a te: chmod 600 {path}", "Keep it to yourself: chmod 600 {path}")


class SecretEmpty(SecretError):
    """The reference leads to nothing."""

    happened = Text("Il segreto {reference} è vuoto.", "The secret {reference} is empty.")
    fix = Text(
        "Scrivi la password nella variabile o nel file; se l'utente non ha password, togli la chiave `password`.",
        "Put the password in the variable or the file; where the user has none, remove the key `password`.",
    )


class CompanyLocked(CompanyError):
    """Another check-up is at work on this company."""

    happened = Text(
        "Un altro check-up è al lavoro su {folder} (processo {pid}, dal {since}).",
        "Another check-up is at work on {folder} (process {pid}, since {since}).",
    )
    fix = Text("Aspetta che finisca o fermalo, poi riprova.", "Wait until it ends or stop it, then try again.")
    exit_code = 75
