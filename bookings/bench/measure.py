"""Measuring: work and floor turn by turn, so that a noisy machine disturbs both alike."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from django.core.management.base import OutputWrapper
from django.db import connection

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Figure:
    """One line of the report. `reached` is None where there is only something to tell, no target."""

    work: str
    measured: str
    floor: str
    ratio: str
    target: str
    reached: bool | None


def in_turn(work: Work, floor: Work, *, rounds: int, clock: Clock = perf_counter) -> tuple[float, float]:
    """Median seconds of work and of floor, run one after the other `rounds` times after one warm-up each.

    By the processor's clock (`process_time`) others on the machine do not count, nor does the database.
    """
    work(), floor()
    pairs = [(seconds(work, clock), seconds(floor, clock)) for _ in range(rounds)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)


def seconds(work: Work, clock: Clock = perf_counter) -> float:
    """How long one call takes."""
    began = clock()
    work()
    return clock() - began


@contextmanager
def counted() -> Iterator[list[str]]:
    """The SQL statements of the block, transactions' own left out."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def ms(duration: float) -> str:
    """Seconds as milliseconds for the report."""
    return f"{duration * 1000:.1f} ms"


def report(figures: Iterable[Figure], *, progress: OutputWrapper, result: OutputWrapper) -> None:
    """Says each figure as it comes; then all of them, and whether every target is reached."""
    seen: list[Figure] = []
    for figure in figures:
        progress.write(f"{figure.work}: {figure.measured}")
        seen.append(figure)
    missed = sum(figure.reached is False for figure in seen)
    result.write(_table(seen))
    result.write(f"{missed} target(s) missed." if missed else "Every target reached.")


def _table(figures: list[Figure]) -> str:
    verdict = {True: "yes", False: "NO", None: ""}
    rows = [("work", "measured", "floor", "ratio", "to reach", "reached")]
    rows += [
        (one.work, one.measured, one.floor, one.ratio, one.target, verdict[one.reached]) for one in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])
