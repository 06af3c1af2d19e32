"""What can go wrong when a company is made up."""

from regia.errors import RegiaError, Text


class DemoFolderTaken(RegiaError):
    """The folder holds something else."""

    happened = Text(
        "La cartella {folder} esiste già e non è vuota.",
        "The folder {folder} exists already and is not empty.",
    )
    fix = Text("Indica una cartella nuova o vuota.", "Give a new or empty folder.")


class DemoScaleOutOfRange(RegiaError):
    """A scale that cannot be made."""

    happened = Text("La scala {scale} non è tra 0,01 e 1000.", "The scale {scale} is not between 0.01 and 1000.")
    fix = Text("Indica una scala tra 0,01 e 1000; 1 è quella normale.", "Give a scale from 0.01 to 1000; 1 is normal.")


class DemoServerUnknown(RegiaError):
    """A server of a kind that the demo does not write to."""

    happened = Text(
        "Non so mettere i sistemi inventati in {url}.",
        "Made-up systems cannot be put into {url}.",
    )
    fix = Text(
        "Indica un indirizzo postgresql:// o mysql:// (MariaDB).",
        "Give a postgresql:// or mysql:// (MariaDB) address.",
    )


class DemoServerFailed(RegiaError):
    """A server refused."""

    happened = Text(
        "Il server {host} non accetta i sistemi inventati ({detail}).",
        "The server {host} does not take the made-up systems ({detail}).",
    )
    fix = Text(
        "Serve un utente che possa creare database; i nomi cominciano tutti con regia_demo_.",
        "A user that may create databases is needed; all names start with regia_demo_.",
    )
    exit_code = 3


class DemoMadeOtherwise(RegiaError):
    """The folder holds a company made up with other options."""

    happened = Text(
        "La cartella {folder} contiene già un'azienda inventata con altre opzioni.",
        "The folder {folder} already holds a company made up with other options.",
    )
    fix = Text(
        "Indica un'altra cartella, o aggiungi --again per rifarla da capo.",
        "Name another folder, or add --again to make it anew.",
    )
