"""A sheet as CSV for a French spreadsheet: UTF-8 with its mark, semicolons. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice

from bookings.exports.cells import Cell, Rows, inert

MIME = "text/csv; charset=utf-8"
_AT_ONCE = 500
_MOST_KNOWN = 10_000


def as_csv(columns: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """The file in pieces of some hundred lines."""
    made = io.StringIO("\ufeff")
    made.seek(1)
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow([inert(column) for column in columns])
    harmless, waiting = _Harmless(), iter(rows)
    while some := list(islice(waiting, _AT_ONCE)):
        writer.writerows(
            [harmless[cell] if type(cell) is str else _value(cell) for cell in row] for row in some
        )
        yield made.getvalue().encode()
        made.seek(0)
        made.truncate()
    yield made.getvalue().encode()


class _Harmless(dict[str, str]):
    """Text → the same, inert. Most of a sheet's texts are the same few."""

    def __missing__(self, text: str) -> str:
        if len(self) > _MOST_KNOWN:
            self.clear()
        made = self[text] = inert(text)
        return made


def _value(cell: Cell) -> str | int | float | None:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return inert(cell) if isinstance(cell, str) else cell
