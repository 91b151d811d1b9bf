"""Many people referred from one file: how long it takes, how much memory it holds, and that the same file again does nothing."""

import io
import resource
from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from bookings.actions.receive_file import receive_file
from bookings.actions.refer_from_file import refer_from_files
from bookings.actions.referred import Referrer
from bookings.actions.start_file import start
from bookings.bench.measure import Figure, seconds
from bookings.models import JournalEntry, ReferralFile, ReferralLine
from bookings.referrals import information
from bookings.synthetic.ground import SyntheticGround
from mediation.models import Organisation

_LIMIT_S = 120
_MOST_MB = 20
_HEADER = ("reference", "nom", "mobile", "motif", "besoin")


def referred(load: SyntheticGround, lines: int, *, now: datetime) -> Iterator[Figure]:
    """A file looked at and sent, by one worker, as CSV and as XLSX; then the same file once more."""
    topic = load.topics[0].code
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for kind, data in (("CSV", _csv(topic, lines)), ("XLSX", _xlsx(topic, lines))):
        referrer = Referrer(partner_id=Organisation.objects.create(name=f"Mesure {kind}", refers=True).pk)
        yield _first(kind, data, referrer, load.organisation, lines, now=now)
        yield _again(kind, data, referrer, load.organisation, lines, now=now)


def _first(
    kind: str, data: bytes, referrer: Referrer, organisation: Organisation, lines: int, *, now: datetime
) -> Figure:
    before = _peak_mb()
    spent = seconds(lambda: _send(data, referrer, organisation, now))
    more = _peak_mb() - before
    sent = _of(referrer).filter(fate=ReferralLine.Fate.CREATED).count()
    if sent != lines:
        raise RuntimeError(f"{sent} of {lines} were referred")
    return Figure(
        f"{lines:,} lines of a file ({kind})",
        f"{spent:.0f} s, {1000 * spent / lines:.1f} ms a line",
        "",
        f"{more} MB more",
        f"<= {_LIMIT_S * lines / 10_000:.0f} s, <= {_MOST_MB} MB more",
        spent <= _LIMIT_S * lines / 10_000 and more <= _MOST_MB,
    )


def _again(
    kind: str, data: bytes, referrer: Referrer, organisation: Organisation, lines: int, *, now: datetime
) -> Figure:
    facts = JournalEntry.objects.count()
    spent = seconds(lambda: _send(data, referrer, organisation, now))
    file = ReferralFile.objects.filter(partner=referrer.partner_id).latest("pk")
    same = file.lines.filter(fate=ReferralLine.Fate.SAME).count()
    nothing = same == lines and JournalEntry.objects.count() == facts
    return Figure(
        f"the same file again ({kind})",
        f"{spent:.0f} s, {same:,} lines the same",
        "",
        "",
        "nothing changes",
        nothing,
    )


def _send(data: bytes, referrer: Referrer, organisation: Organisation, now: datetime) -> None:
    file = receive_file(data, referrer=referrer, organisation=organisation, now=now)
    start(file, informed_version=information.CURRENT, now=now)
    while refer_from_files(clock=timezone.now):
        pass


def _of(referrer: Referrer) -> "QuerySet[ReferralLine]":
    return ReferralLine.objects.filter(file__partner=referrer.partner_id)


def _rows(topic: str, lines: int) -> Iterator[tuple[str, ...]]:
    yield _HEADER
    for n in range(lines):
        mobile = f"06 39 98 {n // 100 % 100:02} {n % 100:02}"
        yield f"B{n}", f"Personne {n}", mobile, topic, "Remplir un formulaire"


def _csv(topic: str, lines: int) -> bytes:
    return "\n".join(";".join(row) for row in _rows(topic, lines)).encode()


def _xlsx(topic: str, lines: int) -> bytes:
    # Only this needs it here.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _rows(topic, lines):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
