"""The SQL that gives Regia what it needs, and no more."""

from regia.sources.postgresql.types import quote


def grant_connect(database: str, user: str) -> str:
    """Return the grant that lets a user into a database."""
    return f"GRANT CONNECT ON DATABASE {quote(database)} TO {quote(user)};"


def grant_schema(schema: str, user: str) -> str:
    """Return the grants that let a user read a whole schema, what is made there later included."""
    named, role = quote(schema), quote(user)
    return (
        f"GRANT USAGE ON SCHEMA {named} TO {role}; "
        f"GRANT SELECT ON ALL TABLES IN SCHEMA {named} TO {role}; "
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {named} GRANT SELECT ON TABLES TO {role};"
    )


def grant_select(schema: str, table: str, user: str, *, usage: bool) -> str:
    """Return the grant that lets a user read one table; `usage` says that the schema is closed to them too."""
    select = f"GRANT SELECT ON {quote(schema)}.{quote(table)} TO {quote(user)};"
    return f"GRANT USAGE ON SCHEMA {quote(schema)} TO {quote(user)}; {select}" if usage else select


def future_tables(schema: str, owner: str, user: str) -> str:
    """Return the grant for the tables that an owner will make in a schema."""
    return (
        f"ALTER DEFAULT PRIVILEGES FOR ROLE {quote(owner)} IN SCHEMA {quote(schema)} "
        f"GRANT SELECT ON TABLES TO {quote(user)};"
    )


def reader_role(database: str, schemas: list[str]) -> str:
    """Return the SQL of a role that can read and do nothing else."""
    grants = " ".join(grant_schema(schema, "regia_reader") for schema in schemas)
    return (
        "CREATE ROLE \"regia_reader\" LOGIN PASSWORD '...' NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 4; "
        'ALTER ROLE "regia_reader" SET default_transaction_read_only = on; '
        f"{grant_connect(database, 'regia_reader')} {grants}"
    )
