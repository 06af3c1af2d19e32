"""The SQL that gives Regia what it needs, and no more."""

from regia.sources.mysql.types import quote


def account(user: str) -> str:
    """Return `user@host`, as CURRENT_USER() gives it, as SQL writes it."""
    name, _, host = user.rpartition("@")
    return f"{_text(name)}@{_text(host)}" if name else f"{_text(user)}@'%'"


def grant_database(database: str, user: str) -> str:
    """Return the grant that lets a user read a whole database, what is made there later included."""
    return f"GRANT SELECT, SHOW VIEW ON {_pattern(database)}.* TO {account(user)};"


def grant_table(database: str, table: str, user: str) -> str:
    """Return the grant that lets a user read one table."""
    return f"GRANT SELECT ON {quote(database)}.{quote(table)} TO {account(user)};"


def reader(databases: list[str]) -> str:
    """Return the SQL of a login that can read and do nothing else."""
    made = "CREATE USER 'regia_reader'@'%' IDENTIFIED BY '...';"
    return " ".join([made, *(grant_database(database, "regia_reader@%") for database in databases)])


def admit(user: str, databases: list[str]) -> str:
    """Return the SQL that lets a user in from this machine."""
    name = f"{_text(user)}@'<IP>'"
    grants = [f"GRANT SELECT, SHOW VIEW ON {_pattern(database)}.* TO {name};" for database in databases]
    return " ".join([f"CREATE USER {name} IDENTIFIED BY '...';", *grants])


def _pattern(database: str) -> str:
    # In a grant on a database, and there alone, _ and % stand for any characters.
    return quote(database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%"))


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
