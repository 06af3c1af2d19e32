"""What the database itself computes or exchanges: texts of views, functions and triggers, and links elsewhere.

No password is among them: user mappings are not read, and of a subscription only where it leads.
"""

from typing import TYPE_CHECKING, Any

from regia.model.note import Note, Reason
from regia.sources.connector import Report

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_QUERIES = {
    "view": """
        SELECT n.nspname || '.' || c.relname, pg_get_viewdef(c.oid) FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND n.nspname !~ '^(pg_|information_schema$)' AND NOT EXISTS (
            SELECT FROM pg_depend e WHERE e.objid = c.oid AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')
        ORDER BY 1""",
    "function": """
        SELECT n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
               pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prokind IN ('f', 'p') AND n.nspname !~ '^(pg_|information_schema$)' AND NOT EXISTS (
            SELECT FROM pg_depend e WHERE e.objid = p.oid AND e.classid = 'pg_proc'::regclass AND e.deptype = 'e')
        ORDER BY 1""",
    "trigger": """
        SELECT n.nspname || '.' || c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t
        JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND n.nspname !~ '^(pg_|information_schema$)' ORDER BY 1""",
    "inheritance": """
        SELECT n.nspname || '.' || c.relname,
               'INHERITS ' || string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno)
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND n.nspname !~ '^(pg_|information_schema$)'
        GROUP BY 1 ORDER BY 1""",
    "foreign server": """
        SELECT s.srvname, w.fdwname || ' ' || coalesce(array_to_string(s.srvoptions, ' '), '')
        FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw ORDER BY 1""",
    "foreign table": """
        SELECT n.nspname || '.' || c.relname, s.srvname || ' ' || coalesce(array_to_string(f.ftoptions, ' '), '')
        FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_foreign_server s ON s.oid = f.ftserver ORDER BY 1""",
    "publication": """
        SELECT p.pubname, CASE WHEN p.puballtables THEN 'ALL TABLES' ELSE coalesce(
            (SELECT string_agg(t.schemaname || '.' || t.tablename, ', ' ORDER BY 1)
             FROM pg_publication_tables t WHERE t.pubname = p.pubname), '') END
        FROM pg_publication p ORDER BY 1""",
    "subscription": """
        SELECT subname, array_to_string(subpublications, ', ') FROM pg_subscription
        WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1""",
    "subscription from": """
        SELECT subname, (SELECT string_agg(m[1], ' ')
                         FROM regexp_matches(subconninfo, '((?:host|port|dbname)=\\S+)', 'g') m)
        FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
        ORDER BY 1""",
    "subscribed table": """
        SELECT n.nspname || '.' || c.relname, s.subname FROM pg_subscription_rel r
        JOIN pg_subscription s ON s.oid = r.srsubid JOIN pg_class c ON c.oid = r.srrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace ORDER BY 1""",
    "replica from": """
        SELECT coalesce(slot_name, 'standby'), concat('host=', sender_host, ' port=', sender_port)
        FROM pg_stat_wal_receiver WHERE sender_host IS NOT NULL""",
    "job": """
        SELECT coalesce(jobname, jobid::text), '-- ' || schedule || E'\\n' || command FROM cron.job
        WHERE active AND database = current_database() ORDER BY 1""",
}
_WAIT = (
    "SET LOCAL lock_timeout = '1s'"  # printing a view locks its tables for a moment: nobody is kept waiting for that
)
_FOR_SUPERUSERS = frozenset({"subscription from"})
_ABSENT = frozenset({"42P01", "3F000"})  # what an extension keeps (pg_cron's jobs) is not there without it


def read_definitions(connection: "Connection", report: Report) -> tuple[tuple[str, str], ...]:
    """Return each definition's kind and name, with its text; a kind that cannot be read is told.

    Raises:
        psycopg.Error: the connection is lost.
    """
    import psycopg

    found: list[tuple[str, str]] = []
    for kind, query in _QUERIES.items():
        try:
            with connection.transaction(force_rollback=True):
                connection.execute(_WAIT)
                rows = connection.execute(query.encode()).fetchall()
        except psycopg.Error as error:
            if connection.closed or connection.broken:
                raise
            if kind not in _FOR_SUPERUSERS and error.sqlstate not in _ABSENT:
                report(Note(Reason.BROKEN, detail=f"{kind}: {error.sqlstate}"))
            continue
        found += [(f"{kind} {name}", text or "") for name, text in rows]
    return tuple(found)
