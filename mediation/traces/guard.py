"""What the database itself refuses of traces: to change them, to empty their tables, to remove one that is young.

On both databases by triggers; on PostgreSQL besides by rights, where the application signs in as a role of its own (`rights_of`).
Old traces go through one function, which belongs to the owner of the tables: the application needs no right to delete for it.
"""

from psycopg import sql

# Not in settings: changing it is a migration, which nobody does in passing. Half a year is what the CNIL's recommendation
# on logging (2021-122) asks for at least.
STAYS_DAYS = 180

TABLES = ("mediation_trace", "mediation_tracelink", "mediation_tracestart")
_REFUSAL = "traces are only added to"
FORGET = "mediation_forget_traces"

_POSTGRESQL = (
    f"""
    CREATE FUNCTION mediation_traces_stay() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at < now() - interval '{STAYS_DAYS} days' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'restrict_violation';
    END $$
    """,
    f"""
    CREATE FUNCTION {FORGET}(last bigint) RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
        WITH links AS (DELETE FROM mediation_tracelink WHERE number <= last RETURNING trace_id),
             gone AS (DELETE FROM mediation_trace WHERE id IN (SELECT trace_id FROM links) RETURNING 1)
        SELECT count(*) FROM gone
    $$
    """,
    f"REVOKE ALL ON FUNCTION {FORGET}(bigint) FROM PUBLIC",
    *(
        f"CREATE TRIGGER traces_stay BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION mediation_traces_stay()"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER traces_not_emptied BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION mediation_traces_stay()"
        for table in TABLES
    ),
)
_POSTGRESQL_NO_MORE = (
    *(f"DROP TRIGGER IF EXISTS traces_not_emptied ON {table}" for table in TABLES),
    *(f"DROP TRIGGER IF EXISTS traces_stay ON {table}" for table in TABLES),
    f"DROP FUNCTION IF EXISTS {FORGET}(bigint)",
    "DROP FUNCTION IF EXISTS mediation_traces_stay()",
)
_SQLITE = (
    *(
        f"CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table in TABLES
    ),
    *(
        f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table}"
        f" WHEN OLD.at >= datetime('now', '-{STAYS_DAYS} days')"
        f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table in TABLES
    ),
)
_SQLITE_NO_MORE = tuple(
    f"DROP TRIGGER IF EXISTS {table}_{what}" for table in TABLES for what in ("unchanged", "stays")
)


def guard(vendor: str) -> tuple[str, ...]:
    """The statements that put the guard in place."""
    return _POSTGRESQL if vendor == "postgresql" else _SQLITE


def unguard(vendor: str) -> tuple[str, ...]:
    """Those that take it away: for a migration, or for a test that empties its database."""
    return _POSTGRESQL_NO_MORE if vendor == "postgresql" else _SQLITE_NO_MORE


def rights_of(role: str) -> list[str]:
    """What the owner of the tables says to PostgreSQL so that `role`, as which the application signs in, may work with all
    tables, and of traces only add and read them.
    """
    name = sql.Identifier(role).as_string()
    return [
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        f"REVOKE UPDATE, DELETE, TRUNCATE, TRIGGER ON {', '.join(TABLES)} FROM {name}",
        f"REVOKE ALL ON FUNCTION {FORGET}(bigint) FROM PUBLIC",
        f"GRANT EXECUTE ON FUNCTION {FORGET}(bigint) TO {name}",
    ]
