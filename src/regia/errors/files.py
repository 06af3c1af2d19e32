"""What can go wrong with one file."""

from regia.errors import Text
from regia.errors.sources import FileUnreadable


class FileProtected(FileUnreadable):
    """A file asks for a password."""

    happened = Text(
        "Il sistema «{system}»: {path} è protetto da una password ({detail}).",
        "System '{system}': {path} is protected by a password ({detail}).",
    )
    fix = Text(
        "Salva una copia senza password in una cartella riservata e indica quella in regia.toml.",
        "Save a copy without a password in a private folder and name that one in regia.toml.",
    )


class FileLocked(FileUnreadable):
    """Another program holds a file."""

    happened = Text(
        "Il sistema «{system}»: {path} è in uso da un altro programma ({detail}).",
        "System '{system}': {path} is in use by another program ({detail}).",
    )
    fix = Text(
        "Chiudi il programma che lo tiene aperto, o indica una copia del file.",
        "Close the program that holds it, or name a copy of the file.",
    )


class FileVersionUnknown(FileUnreadable):
    """A file was written by a version of its program that cannot be read here."""

    happened = Text(
        "Il sistema «{system}»: {path} è di una versione che non si può leggere ({detail}).",
        "System '{system}': {path} is of a version that cannot be read ({detail}).",
    )
    fix = Text(
        "Esporta il file con il suo programma in una versione attuale, o in Parquet o CSV.",
        "Export the file with its program in a current version, or as Parquet or CSV.",
    )


class FileChanged(FileUnreadable):
    """Another program wrote to a file while it was read."""

    happened = Text(
        "Il sistema «{system}»: {path} è cambiato mentre lo leggevo ({detail}).",
        "System '{system}': {path} changed while it was being read ({detail}).",
    )
    fix = Text(
        "Rilancia il check-up quando nessun programma scrive sul file, o indica una copia.",
        "Run the check-up again when no program writes to the file, or name a copy.",
    )
