"""One piece of work for the database at a time, while this thread goes on with what needs none."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

from django.db import DEFAULT_DB_ALIAS, connection, connections


class Aside:
    """Writes through this thread's own connection, from a second thread (PostgreSQL; elsewhere at once, in this one).

    Between `begin` and `done` this thread must leave the connection alone. So what is written belongs to the same transaction,
    if there is one, and a town's PostgreSQL is not asked for a second connection.
    """

    def __init__(self) -> None:
        self._under_way: Future[int] | None = None
        self._made = 0

    def __enter__(self) -> "Aside":
        self._beside = connection.vendor == "postgresql"
        if self._beside:
            connection.ensure_connection()
            connection.inc_thread_sharing()
            self._thread = ThreadPoolExecutor(1, initializer=_with, initargs=(connections[DEFAULT_DB_ALIAS],))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What is under way is finished, also when this thread was stopped."""
        if self._beside:
            self._thread.shutdown(wait=True)
            connection.dec_thread_sharing()

    def begin(self, work: Callable[[], int]) -> None:
        """Begins this; what was begun before is over (`done`)."""
        if self._beside:
            self._under_way = self._thread.submit(work)
        else:
            self._made = work()

    def done(self) -> int:
        """Waits for what was begun; what it returned, or 0 when that was told already. Raises what it raised."""
        under_way, self._under_way = self._under_way, None
        made, self._made = self._made, 0
        return under_way.result() if under_way is not None else made


def _with(own: object) -> None:
    connections[DEFAULT_DB_ALIAS] = own  # type: ignore[assignment]
