"""What can go wrong when the workspace is started."""

from regia.errors import RegiaError, Text


class HomeNotWritable(RegiaError):
    """The workspace cannot keep its own things."""

    happened = Text(
        "Non riesco a scrivere nella cartella {folder} ({detail}).", "Cannot write folder {folder} ({detail})."
    )
    fix = Text(
        "Dai il permesso di scriverci, oppure indica un'altra cartella con REGIA_HOME.",
        "Allow writing to it, or name another folder with REGIA_HOME.",
    )
    exit_code = 73


class DatabaseUrlWrong(RegiaError):
    """DATABASE_URL is no database that the workspace can use."""

    happened = Text(
        "DATABASE_URL è di un genere che non conosco («{scheme}»).", "DATABASE_URL is of a kind not known ('{scheme}')."
    )
    fix = Text(
        "Scrivi postgresql://utente:password@host:5432/regia, o toglila: allora basta un file in REGIA_HOME.",
        "Write postgresql://user:password@host:5432/regia, or leave it out: then a file in REGIA_HOME is enough.",
    )


class PlainHttpRefused(RegiaError):
    """Beyond this machine, passwords would travel in clear."""

    happened = Text(
        "Non servo su {host} in HTTP semplice: le password viaggerebbero in chiaro.",
        "Not serving on {host} in plain HTTP: passwords would travel in clear.",
    )
    fix = Text(
        "Metti davanti un proxy con HTTPS e indicalo con REGIA_TRUSTED_PROXY=https://nome.pubblico "
        "(vedi docs/how-to/serve-a-team.md), oppure servi su 127.0.0.1.",
        "Put an HTTPS proxy in front and name it with REGIA_TRUSTED_PROXY=https://public.name "
        "(see docs/how-to/serve-a-team.md), or serve on 127.0.0.1.",
    )


class ProxyWrong(RegiaError):
    """REGIA_TRUSTED_PROXY is no HTTPS address."""

    happened = Text(
        "REGIA_TRUSTED_PROXY vuole un indirizzo https e ha trovato «{given}».",
        "REGIA_TRUSTED_PROXY wants an https address and found '{given}'.",
    )
    fix = Text("Scrivi per esempio https://regia.example.com.", "Write for example https://regia.example.com.")


class ProxyAddressWrong(RegiaError):
    """REGIA_PROXY_ADDRESSES holds something that is no address."""

    happened = Text(
        "REGIA_PROXY_ADDRESSES vuole indirizzi o reti e ha trovato «{given}».",
        "REGIA_PROXY_ADDRESSES wants addresses or networks and found '{given}'.",
    )
    fix = Text(
        "Scrivi l'indirizzo da cui parla il proxy, per esempio 10.0.0.4 o 10.0.0.0/28.",
        "Write the address that the proxy speaks from, for example 10.0.0.4 or 10.0.0.0/28.",
    )


class PortTaken(RegiaError):
    """Something else answers on the port."""

    happened = Text("La porta {port} su {host} è già occupata.", "Port {port} on {host} is taken.")
    fix = Text(
        "Un'altra Regia è forse già aperta lì; altrimenti scegli un'altra porta con --port.",
        "Perhaps another Regia is open there; else choose another port with --port.",
    )


class PersonUnknown(RegiaError):
    """Nobody has this e-mail in the workspace."""

    happened = Text("Nessuno ha l'e-mail «{email}».", "Nobody has the e-mail '{email}'.")
    fix = Text(
        "Controlla come è scritta; chi non ha ancora un accesso entra con un invito.",
        "Check how it is written; who has no account yet comes in by invitation.",
    )


class SourceHostWrong(RegiaError):
    """REGIA_SOURCE_HOSTS names something that is no host."""

    happened = Text(
        "REGIA_SOURCE_HOSTS vuole nomi di host o reti e ha trovato «{given}».",
        "REGIA_SOURCE_HOSTS wants names of hosts, or networks, and found '{given}'.",
    )
    fix = Text(
        "Scrivi per esempio db.example.com,*.example.com,10.0.0.0/24, senza porte.",
        "Write for example db.example.com,*.example.com,10.0.0.0/24, without ports.",
    )


class SourceFolderWrong(RegiaError):
    """REGIA_SOURCE_FOLDERS or REGIA_COMPANIES names something that is no absolute folder."""

    happened = Text(
        "REGIA_SOURCE_FOLDERS e REGIA_COMPANIES vogliono percorsi assoluti e ho trovato «{given}».",
        "REGIA_SOURCE_FOLDERS and REGIA_COMPANIES want absolute paths, and '{given}' was found.",
    )
    fix = Text("Scrivi per esempio /srv/esportazioni.", "Write for example /srv/exports.")


class ConnectionByHand(RegiaError):
    """A connection that was written by hand is not changed from the browser."""

    happened = Text(
        "La connessione di «{system}» è scritta a mano in regia.toml, o porta dove da qui non si collega.",
        "The connection of '{system}' is written by hand in regia.toml, or leads where nothing is connected from here.",
    )
    fix = Text("Cambiala in regia.toml.", "Change it in regia.toml.")
