"""What a database server may answer, beyond what any source may."""

from regia.errors import Text
from regia.errors.sources import SourceError


class ClientNotAdmitted(SourceError):
    """The server turns this machine away before asking for a password."""

    happened = Text(
        "Il sistema «{system}»: {host} non ammette questa macchina come utente «{user}» ({detail}).",
        "System '{system}': {host} does not admit this machine as user '{user}' ({detail}).",
    )
    fix = Text(
        "Chiedi a chi amministra il server di ammettere questo indirizzo: {grant}",
        "Ask the server's administrator to admit this address: {grant}",
    )


class DatasetLocked(SourceError):
    """Another session holds the dataset."""

    happened = Text(
        "Il sistema «{system}»: {target} è bloccato da un'altra sessione da più di {seconds} secondi.",
        "System '{system}': {target} has been locked by another session for more than {seconds} seconds.",
    )
    fix = Text(
        "Riprova quando la manutenzione o il programma che lo blocca ha finito.",
        "Try again when the maintenance or the program that holds it is done.",
    )
