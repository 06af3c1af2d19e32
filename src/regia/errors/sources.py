"""What can go wrong between Regia and a company's system."""

from regia.errors import RegiaError, Text


class SourceError(RegiaError):
    """Base of the errors that stop one source and leave the others going."""

    exit_code = 3


class UnknownSourceKind(SourceError):
    """No connector claims this address."""

    happened = Text(
        "Il sistema «{system}»: nessun connettore riconosce la sorgente {url}.",
        "System '{system}': no connector recognises the source {url}.",
    )
    fix = Text(
        "Indica un indirizzo conosciuto ({known}) o un file o una cartella esistenti.",
        "Give a known address ({known}), or a file or folder that exists.",
    )


class SourceUnreachable(SourceError):
    """The host does not answer."""

    happened = Text(
        "Il sistema «{system}»: {host} non risponde ({detail}).",
        "System '{system}': {host} does not answer ({detail}).",
    )
    fix = Text(
        "Controlla nome, porta, VPN e firewall; da questa macchina deve aprirsi una connessione a {host}.",
        "Check name, port, VPN and firewall; this machine must be able to open a connection to {host}.",
    )


class LoginRefused(SourceError):
    """The server refuses user or password."""

    happened = Text(
        "Il sistema «{system}»: {host} rifiuta l'utente «{user}».",
        "System '{system}': {host} refuses user '{user}'.",
    )
    fix = Text(
        'Controlla l\'utente in regia.toml e il segreto a cui rimanda (`password = "env:..."` o "file:...").',
        'Check the user in regia.toml and the secret it refers to (`password = "env:..."` or "file:...").',
    )


class DatabaseMissing(SourceError):
    """The server is there, the database is not."""

    happened = Text(
        "Il sistema «{system}»: su {host} non c'è il database «{database}».",
        "System '{system}': {host} has no database '{database}'.",
    )
    fix = Text("Correggi il nome in regia.toml.", "Correct the name in regia.toml.")


class GrantMissing(SourceError):
    """The login may not read."""

    happened = Text(
        "Il sistema «{system}»: l'utente «{user}» non può leggere {target}.",
        "System '{system}': user '{user}' may not read {target}.",
    )
    fix = Text(
        "Chiedi a chi amministra il database di eseguire: {grant}",
        "Ask the database's administrator to run: {grant}",
    )


class TlsFailed(SourceError):
    """No encrypted connection could be made."""

    happened = Text(
        "Il sistema «{system}»: la connessione cifrata con {host} non riesce ({detail}).",
        "System '{system}': no encrypted connection to {host} ({detail}).",
    )
    fix = Text(
        "Controlla il certificato e l'opzione TLS della sorgente in regia.toml.",
        "Check the certificate and the source's TLS option in regia.toml.",
    )


class SourceTimeLimit(SourceError):
    """The source's time limit came."""

    happened = Text(
        "Il sistema «{system}»: la lettura di {target} ha superato il limite di {seconds} secondi.",
        "System '{system}': reading {target} passed its limit of {seconds} seconds.",
    )
    fix = Text(
        "Alza il limite in regia.toml, escludi l'archivio o leggi quando il sistema è scarico.",
        "Raise the limit in regia.toml, exclude the dataset, or read when the system is quiet.",
    )


class ConnectionLost(SourceError):
    """The connection broke while reading."""

    happened = Text(
        "Il sistema «{system}»: la connessione è caduta mentre leggevo {target} ({detail}).",
        "System '{system}': the connection broke while reading {target} ({detail}).",
    )
    fix = Text(
        "Rilancia il check-up: riprende da dove si era fermato.",
        "Run the check-up again: it resumes where it stopped.",
    )


class FileUnreadable(SourceError):
    """A file is missing, locked, corrupt or protected."""

    happened = Text(
        "Il sistema «{system}»: non riesco a leggere {path} ({detail}).",
        "System '{system}': cannot read {path} ({detail}).",
    )
    fix = Text(
        "Apri il file con il suo programma e salvalo di nuovo, senza password; controlla i permessi.",
        "Open the file in its program and save it again, without a password; check its permissions.",
    )


class TypeTooNarrow(SourceError):
    """A value met while reading does not fit the type its field was announced with: read the dataset again.

    The session remembers the field, and the second reading announces and gives it as text.
    """

    happened = Text(
        "Il sistema «{system}»: in {target} il campo «{field}» ha valori che non entrano nel suo tipo.",
        "System '{system}': in {target}, field '{field}' has values that do not fit its type.",
    )
    fix = Text(
        "Rileggi l'archivio: il campo viene conservato come testo.",
        "Read the dataset again: the field is kept as text.",
    )


class SourceBroken(SourceError):
    """Anything else a driver says."""

    happened = Text(
        "Il sistema «{system}»: la sorgente risponde con un errore ({detail}).",
        "System '{system}': the source answers with an error ({detail}).",
    )
    fix = Text(
        "Leggi il messaggio qui sopra; `regia sources` prova di nuovo la connessione.",
        "Read the message above; `regia sources` tries the connection again.",
    )
