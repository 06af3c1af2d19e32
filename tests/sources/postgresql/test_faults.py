"""What drivers and servers say, in their languages, and what it means."""

import pytest

from regia.errors.servers import ClientNotAdmitted, DatasetLocked
from regia.errors.sources import (
    ConnectionLost,
    DatabaseMissing,
    GrantMissing,
    LoginRefused,
    SourceBroken,
    SourceError,
    SourceTimeLimit,
    SourceUnreachable,
    TlsFailed,
)
from regia.sources.postgresql.faults import clean, not_connected, not_read
from regia.workspace.company import Source

SOURCE = Source("crm", "postgresql://anna@db/vendite")
ASKED = {"host": "db", "port": "5432", "user": "anna", "dbname": "vendite"}
AT = 'connection failed: connection to server at "10.0.0.5", port 5432 failed: '

DENIED = 'FATALE:  permesso negato per il database "vendite"\nDETTAGLI:  L\'utente non ha il privilegio CONNECT.'
TURNED_AWAY = 'FATAL:  no pg_hba.conf entry for host "10.0.0.9", user "anna", database "vendite", no encryption'
# Servers speak the language of their lc_messages.
CONNECTING = [
    (AT + "Connection refused\n\tIs the server running on that host?", SourceUnreachable),
    (AT + "Connection timed out", SourceUnreachable),
    ("connection timeout expired", SourceUnreachable),
    ('could not translate host name "db" to address: Name or service not known', SourceUnreachable),
    (AT + "server closed the connection unexpectedly", SourceUnreachable),
    (AT + 'FATAL:  password authentication failed for user "anna"', LoginRefused),
    (AT + "FATALE:  autenticazione con password fallita per l'utente \"anna\"", LoginRefused),
    (AT + "FATAL:  Passwort-Authentifizierung für Benutzer »anna« fehlgeschlagen", LoginRefused),
    (AT + "FATAL:  authentification par mot de passe échouée pour l'utilisateur « anna »", LoginRefused),
    (AT + "ВАЖНО:  пользователь \"anna\" не прошёл проверку подлинности (по паролю)", LoginRefused),
    (AT + 'FATALE:  il ruolo "anna" non esiste', LoginRefused),
    (AT + "fe_sendauth: no password supplied", LoginRefused),
    (AT + 'FATAL:  database "vendite" does not exist', DatabaseMissing),
    (AT + 'FATALE:  il database "vendite" non esiste', DatabaseMissing),
    (AT + "FATAL:  Datenbank »vendite« existiert nicht", DatabaseMissing),
    (AT + "FATAL:  la base de données « vendite » n'existe pas", DatabaseMissing),
    (AT + DENIED, GrantMissing),
    (AT + TURNED_AWAY, ClientNotAdmitted),
    (AT + "server does not support SSL, but SSL was required", TlsFailed),
    (AT + "SSL error: certificate verify failed", TlsFailed),
    (AT + 'server certificate for "localhost" does not match host name "db"', TlsFailed),
    (AT + "FATALE:  spiacente, troppi client già connessi", SourceBroken),
]  # fmt: skip


@pytest.mark.parametrize(("message", "error"), CONNECTING)
def test_a_failed_connection(message: str, error: type[SourceError]) -> None:
    assert type(not_connected(SOURCE, ASKED, message, "segreta")) is error


@pytest.mark.parametrize("database", ["role", "ssl", "password_manager", "tls db", "timeout"])
def test_a_database_may_be_called_anything(database: str) -> None:
    message = AT + f'FATAL:  database "{database}" does not exist'
    assert type(not_connected(SOURCE, {**ASKED, "dbname": database}, message, None)) is DatabaseMissing


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("57014", SourceTimeLimit),
        ("55P03", DatasetLocked),
        ("42501", GrantMissing),
        ("57P01", ConnectionLost),
        ("08006", ConnectionLost),
        ("22012", SourceBroken),
        (None, SourceBroken),
    ],
)
def test_a_failed_query(state: str | None, error: type[SourceError]) -> None:
    found = not_read(SOURCE, ("public", "t"), state, "said", None, user="anna")
    assert type(found) is error
    assert all((found.what("it"), found.what("en"), found.advice("it"), found.advice("en")))


@pytest.mark.parametrize("password", ["p@ss:w/ö'\\ %2F", 'a"b', "con  due spazi", "x" * 40, "$^*("])
def test_no_password_in_any_spelling(password: str) -> None:
    from urllib.parse import quote, quote_plus

    escaped = password.replace("\\", "\\\\").replace("'", "\\'")
    for form in (password, quote(password, safe=""), quote(password), quote_plus(password), escaped):
        said = clean(f"invalid: postgresql://anna:{form}@db/x password='{form}' and {form} again", password)
        assert form not in said
        assert password not in said
