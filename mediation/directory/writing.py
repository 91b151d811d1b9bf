"""Raw values back to a national CSV file: the 32 columns in order, every value to the byte."""

import csv
import io
from collections.abc import Iterable, Mapping

from mediation.directory.schema import COLUMNS


def write(places: Iterable[Mapping[str, str]]) -> bytes:
    """A national file: UTF-8 without BOM, commas, CRLF (RFC 4180), one place a line, in the order given.

    Values are not disarmed against spreadsheet formulas: this is open data that others read back, and a changed
    value would no longer be the value that was given.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place in places:
        writer.writerow([place.get(column, "") for column in COLUMNS])
    return out.getvalue().encode()
