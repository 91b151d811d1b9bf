"""Statements that this connection has prepared go straight to libpq, and several of one transaction on one way.

Django's cursor and the driver's take three times the processor's time of the way itself, and PostgreSQL is waited for at each
statement. Which statements are prepared, and when, is the driver's to say: what it has not prepared yet goes through a cursor, as
does everything elsewhere than on PostgreSQL and while somebody counts statements. Answers and errors are the same either way.

(This uses what psycopg does not promise: its table of prepared statements and what empties it, how it reads places in a
statement, how it begins a transaction. `tests/mediation/test_straight.py` fails when a new version has others.)
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from psycopg import errors, generators
from psycopg._preparing import Prepare, PrepareManager
from psycopg._queries import _query2pg_nocache
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus

from mediation.taken import own_connection

Row = tuple[Any, ...]
_REFUSED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)
_READY = (TransactionStatus.IDLE, TransactionStatus.INTRANS)
_REMADE = re.compile(rb"(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")


class _Lasting(PrepareManager):
    """What is prepared stays so when a transaction is taken back, as PostgreSQL has it: the driver would have it all prepared
    anew, after each time that somebody else was sooner. (It thinks of tables made and lost in one transaction: ours are made by
    migrations.)

    `dumping` knows how this connection sends each kind of value: the driver finds that out anew for each statement.
    """

    dumping: Any = None

    def clear(self) -> bool:
        """Nothing goes with a transaction."""
        return False

    def _should_discard(self, prep: Prepare, results: Sequence[Any], *_: Any) -> bool:
        if any(result.status == ExecStatus.COMMAND_OK and _remade(result) for result in results):
            return super().clear()
        return False


def _remade(result: Any) -> bool:
    return _REMADE.match(result.command_status or b"") is not None


class Question(NamedTuple):
    """A statement and what it is given, by place or by name."""

    sql: str
    given: Sequence[Any] | Mapping[str, Any]


class _Sent(NamedTuple):
    """A statement under its name on this connection, with its values as they are sent."""

    name: bytes
    values: Sequence[Any]
    formats: Sequence[Any]


def ask(*questions: Question, last: bool = False) -> list[list[Row]]:
    """The rows of each, put in this order; the first one that is refused is raised, and those after it are not done.

    `last`: nothing but the end of this transaction comes after them. Where it is the outermost one it is committed on the
    same way: what that refuses is raised here, and nothing may go wrong between this and the end of the block.
    """
    own = own_connection()
    if own.vendor == "postgresql" and not own.queries_logged and not own.execute_wrappers:
        own.close_if_health_check_failed()
        own.ensure_connection()
        own.validate_thread_sharing()
        own.validate_no_broken_transaction()
        with own.wrap_database_errors, own.connection.lock:
            if (sent := _all_prepared(own.connection, questions)) is not None:
                return _put(own.connection, sent, commit=last and _outermost(own))
    return [_by_cursor(own, each) for each in questions]


def _by_cursor(own: Any, question: Question) -> list[Row]:
    with own.cursor() as cursor:
        cursor.execute(*question)
        return cursor.fetchall() if cursor.description else []


def _outermost(own: Any) -> bool:
    """Whether the end of the block at hand commits: it is no savepoint, nor within a test's own transaction."""
    return len(own.atomic_blocks) == 1 and not own.savepoint_ids and own.commit_on_exit


def _all_prepared(connection: Any, questions: Sequence[Question]) -> list[_Sent] | None:
    """As they are sent, or None while the driver has yet to prepare one of them."""
    if connection._pipeline is not None or connection.pgconn.transaction_status not in _READY:
        return None
    if type(connection._prepared) is not _Lasting:
        lasting = _Lasting()
        lasting.__dict__.update(connection._prepared.__dict__)
        lasting.dumping = Transformer(connection)
        connection._prepared = lasting
    names, taken, sent = connection._prepared._names, connection._prepared.dumping, []
    for sql, given in questions:
        written, formats, order = _written(sql)
        values = [given[name] for name in order] if order else given  # type: ignore[call-overload]
        dumped = taken.dump_sequence(values, formats)
        key = written, taken.types or ()
        if (name := names.get(key)) is None:
            return None
        names.move_to_end(key)
        sent.append(_Sent(name, dumped, taken.formats))
    return sent


@lru_cache(maxsize=500)
def _written(sql: str) -> tuple[bytes, list[PyFormat], list[str] | None]:
    """With its places as PostgreSQL numbers them. (The driver keeps short statements alone.)"""
    return _query2pg_nocache(sql.encode(), "utf-8")[:3]


def _put(connection: Any, sent: Sequence[_Sent], *, commit: bool) -> list[list[Row]]:
    pgconn = connection.pgconn
    begin = not connection.autocommit and pgconn.transaction_status == TransactionStatus.IDLE
    if len(sent) == 1 and not begin and not commit:
        only = sent[0]
        pgconn.send_query_prepared(only.name, only.values, only.formats)
        results = connection.wait(generators.execute(pgconn))
    else:
        before = [connection._get_tx_start_command()] if begin else []
        after = [b"COMMIT"] if commit else []
        results = _on_one_way(connection, before, sent, after)
        _raise_refusal(results)
        results = results[len(before) : len(before) + len(sent)]
    _raise_refusal(results)
    return [_rows(connection, each) for each in results]


def _on_one_way(
    connection: Any, before: Sequence[bytes], sent: Sequence[_Sent], after: Sequence[bytes]
) -> list[Any]:
    """One result each. Whatever breaks off in the middle ends the connection: nobody could tell whose answer comes next."""
    pgconn = connection.pgconn
    try:
        pgconn.enter_pipeline_mode()
        for command in before:
            pgconn.send_query_params(command, None)
        for name, values, formats in sent:
            pgconn.send_query_prepared(name, values, formats)
        for command in after:
            pgconn.send_query_params(command, None)
        pgconn.pipeline_sync()
        count = len(before) + len(sent) + len(after)
        results = [connection.wait(generators.fetch_many(pgconn))[0] for _ in range(count)]
        connection.wait(generators.fetch_many(pgconn))  # The end of the way.
        pgconn.exit_pipeline_mode()
    except BaseException:
        pgconn.finish()
        raise
    return results


def _raise_refusal(results: Sequence[Any]) -> None:
    for result in results:
        if result.status in _REFUSED:
            raise errors.error_from_result(result)


def _rows(connection: Any, result: Any) -> list[Row]:
    if result.status != ExecStatus.TUPLES_OK:
        return []
    taken: Any = Transformer(connection)
    taken.set_pgresult(result)
    rows: list[Row] = taken.load_rows(0, result.ntuples, tuple)
    return rows
