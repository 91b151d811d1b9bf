"""Two commitments of one mediator never overlap: said to each kind of database in its own words.

In a model's `Meta` an exclusion constraint breaks SQLite, so a migration operation makes it
(PostgreSQL: exclusion constraint over `tstzrange`; SQLite: triggers with the same name in the error).
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

NO_OVERLAP = "commitment_no_overlap"
_TABLE = "bookings_commitment"

_EXCLUSION = "EXCLUDE USING gist (mediator_id WITH =, tstzrange(starts_at, ends_at) WITH &&)"
_POSTGRESQL_FORWARDS = [
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    f"ALTER TABLE {_TABLE} ADD CONSTRAINT {NO_OVERLAP} {_EXCLUSION}",
]
_POSTGRESQL_BACKWARDS = [f"ALTER TABLE {_TABLE} DROP CONSTRAINT {NO_OVERLAP}"]


def _sqlite_trigger(event: str) -> str:
    return f"""
        CREATE TRIGGER {NO_OVERLAP}_{event.lower()} BEFORE {event} ON {_TABLE}
        WHEN EXISTS (
            SELECT 1 FROM {_TABLE} other
            WHERE other.mediator_id = NEW.mediator_id AND other.id IS NOT NEW.id
              AND other.ends_at > NEW.starts_at AND other.starts_at < NEW.ends_at
        )
        BEGIN SELECT RAISE(ABORT, '{NO_OVERLAP}'); END
    """


_SQLITE_FORWARDS = [_sqlite_trigger("INSERT"), _sqlite_trigger("UPDATE")]
_SQLITE_BACKWARDS = [f"DROP TRIGGER {NO_OVERLAP}_{event}" for event in ("insert", "update")]


class ForbidOverlap(Operation):
    """Adds `commitment_no_overlap` to the commitments' table."""

    reversible = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not know of it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        vendor = schema_editor.connection.vendor
        for statement in _POSTGRESQL_FORWARDS if vendor == "postgresql" else _SQLITE_FORWARDS:
            schema_editor.execute(statement)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        vendor = schema_editor.connection.vendor
        for statement in _POSTGRESQL_BACKWARDS if vendor == "postgresql" else _SQLITE_BACKWARDS:
            schema_editor.execute(statement)

    def describe(self) -> str:
        return "No two commitments of one mediator overlap"
