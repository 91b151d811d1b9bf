"""Openings and what stands in their way, kept in this process as long as nobody changes any of it.

Every page of times and every booking read the same few hundred rules, which change some times a day. PostgreSQL notes each
change of their tables (a trigger, in the transaction of the change); what was read is good while no change is added.
Commitments are never kept.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from mediation.taken import own_connection

G = TypeVar("G")
Version = str

# Those that `reading.ground` reads.
TABLES = (
    "mediation_absence",
    "mediation_accreditation",
    "mediation_closure",
    "mediation_commune",
    "mediation_equipment",
    "mediation_mediator",
    "mediation_mediator_accreditations",
    "mediation_opening",
    "mediation_opening_topics",
    "mediation_room",
    "mediation_site",
)
# A row a change, so that nobody waits for anybody. Which rows there are says what has been changed: numbers in order would not,
# for what begins first may end last. Old ones go with new ones.
WATCHING = """
    CREATE TABLE bookings_groundchange (
        stamp bigint NOT NULL DEFAULT floor(random() * 9007199254740992),
        at timestamptz NOT NULL DEFAULT now()
    );
    CREATE FUNCTION bookings_note_groundchange() RETURNS trigger LANGUAGE plpgsql
    SET search_path FROM CURRENT AS $$
    BEGIN
        DELETE FROM bookings_groundchange WHERE ctid IN (
            SELECT ctid FROM bookings_groundchange WHERE at < now() - interval '1 day' FOR UPDATE SKIP LOCKED
        );
        INSERT INTO bookings_groundchange DEFAULT VALUES;
        RETURN NULL;
    END $$;
"""
WATCHING_NO_MORE = """
    DROP FUNCTION bookings_note_groundchange() CASCADE;
    DROP TABLE bookings_groundchange;
"""
# (Also read together with what a booking looks at last.)
STANDING = "SELECT count(*) || ' ' || coalesce(sum(stamp), 0) FROM bookings_groundchange"
# So many rules together, some hundred bytes each; what an hour that is over asked for goes first.
_MOST = 60_000


def watched(table: str) -> str:
    """The statement that has changes of a table noted."""
    return (
        f"CREATE TRIGGER groundchange AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION bookings_note_groundchange()"
    )


def version() -> Version | None:
    """What has been changed so far, by this transaction too; None where nobody can say: on SQLite. One small query.

    What a transaction changes and takes back has a version that never comes again: it is kept for nobody else.
    """
    own = own_connection()
    if own.vendor != "postgresql":
        return None
    with own.cursor() as cursor:
        cursor.execute(STANDING)
        row: tuple[Version] = cursor.fetchone()
        return row[0]


class Kept(Generic[G]):
    """What was asked for last, as it was at the last version; `weigh` says how many rules one of them holds."""

    def __init__(self, weigh: Callable[[G], int]) -> None:
        self._kept: OrderedDict[Hashable, G] = OrderedDict()
        self._weigh, self._weight = weigh, 0
        self._version: Version | None = None
        self._lock = Lock()

    def get(self, key: Hashable, at: Version) -> G | None:
        """What was kept under the key, if nothing has changed since."""
        with self._lock:
            if at != self._version or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key]

    def last(self, key: Hashable) -> tuple[G, Version] | None:
        """What was kept under the key, and what it was read at: something may have changed since."""
        with self._lock:
            if self._version is None or key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key], self._version

    def put(self, key: Hashable, at: Version, what: G) -> G:
        """Keeps it; `at` was asked before it was read. What was kept at another version goes."""
        with self._lock:
            if at != self._version:
                self._kept.clear()
                self._version, self._weight = at, 0
            self._weight += self._weigh(what) - (self._weigh(self._kept[key]) if key in self._kept else 0)
            self._kept[key] = what
            self._kept.move_to_end(key)
            while self._weight > _MOST and len(self._kept) > 1:
                self._weight -= self._weigh(self._kept.popitem(last=False)[1])
        return what
