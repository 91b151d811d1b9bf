"""A file of referrals is read and each line looked at: what would become of it. Nobody is referred yet."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from bookings.actions.referred import Referrer
from bookings.errors import InvalidContact
from bookings.models import Referral, ReferralFile, ReferralLine
from bookings.people.contacts import normalise
from bookings.people.preparation import languages_of_messages
from bookings.people.who import WayToReach
from bookings.referrals.sheet.checking import Fault, Known, Line, check
from bookings.referrals.sheet.columns import COLUMNS, REACHES
from bookings.referrals.states import ALIVE
from bookings.sheets.reading import Cells, lines_of
from mediation.crypto import every_hash, keyed_hash
from mediation.models import Organisation, Site, Topic

BATCH = 500
_Fate = ReferralLine.Fate
_COLUMN_OF = {kind: column for column, kind in REACHES.items()}


@dataclass(frozen=True)
class _Before:
    """A referral that the partner has sent under the same name."""

    content_key: str
    team_id: int | None
    topic_id: int | None
    alive: bool


def receive_file(
    data: bytes, *, referrer: Referrer, organisation: Organisation, now: datetime
) -> ReferralFile:
    """The file with its lines, all or nothing. `organisation` receives where a line names no site. Raises `Unreadable`."""
    known = _known()
    with transaction.atomic():
        file = ReferralFile.objects.create(
            partner_id=referrer.partner_id,
            team_id=referrer.team_id,
            by_id=referrer.user_id,
            organisation=organisation,
            created_at=now,
        )
        seen: set[str] = set()
        for batch in _batches(lines_of(data, COLUMNS)):
            ReferralLine.objects.bulk_create(_lines(batch, file, known, seen))
    return file


def _known() -> Known:
    sites = Site.objects.open_to_residents().places().values_list("name", "pk")
    return Known(
        topics={code.lower(): pk for code, pk in Topic.objects.filter(active=True).values_list("code", "pk")},
        sites={name.lower(): pk for name, pk in sites},
        languages=frozenset(code for code, _name in languages_of_messages()),
        today=timezone.localdate(),
    )


def _batches(lines: Iterator[Cells]) -> Iterator[list[Cells]]:
    while batch := list(islice(lines, BATCH)):
        yield batch


def _lines(batch: list[Cells], file: ReferralFile, known: Known, seen: set[str]) -> Iterator[ReferralLine]:
    before = _before(file.partner_id, [cells.values.get("reference", "") for cells in batch])
    for cells in batch:
        line, faults = check(cells, known)
        reference = cells.values.get("reference", "")[:64]
        if reference and reference in seen:
            faults = [*faults, ("reference", "twice", 0)]
        seen.add(reference)
        if line is not None:
            faults = faults + _about_contact(line)
        yield _line(cells.number, reference, line, faults, file, before.get(reference))


def _line(
    number: int,
    reference: str,
    line: Line | None,
    faults: list[Fault],
    file: ReferralFile,
    before: _Before | None,
) -> ReferralLine:
    row = ReferralLine(file=file, number=number, reference=reference, fate=_Fate.WRONG)
    if line is not None:
        row.content_key = keyed_hash(
            "referral-line", f"{file.partner_id}|{file.organisation_id}|{line.content()}"
        )
        if before is not None and not faults and before.content_key in every_hash(row.content_key):
            row.fate = _Fate.SAME
            return row
        faults = faults + _about_before(line, file, before)
    row.faults = [list(fault) for fault in faults]
    if line is not None and not faults:
        row.row = json.dumps(asdict(line))
        row.fate = _Fate.CORRECT if before else _Fate.CREATE
    return row


def _about_contact(line: Line) -> list[Fault]:
    ways = [(_COLUMN_OF[line.reach], WayToReach(line.reach, line.value))]
    if line.companion_phone:
        ways.append(("telephone_accompagnant", WayToReach("mobile", line.companion_phone)))
    faults: list[Fault] = []
    for column, way in ways:
        try:
            normalise(way)
        except InvalidContact as refused:
            faults.append((column, refused.reason, refused.digits))
    return faults


def _about_before(line: Line, file: ReferralFile, before: _Before | None) -> list[Fault]:
    """Why a line cannot change the referral of its name."""
    if before is None:
        return []
    if file.team_id is not None and before.team_id != file.team_id:
        return [("reference", "other_team", 0)]
    if not before.alive:
        return [("reference", "ended", 0)]
    return [("motif", "fixed", 0)] if before.topic_id != line.topic_id else []


def _before(partner_id: int, references: Iterable[str]) -> dict[str, _Before]:
    rows = Referral.objects.sent().filter(partner=partner_id, external_ref__in=[r for r in references if r])
    return {
        reference: _Before(content_key, team_id, topic_id, state in ALIVE)
        for reference, content_key, team_id, topic_id, state in rows.values_list(
            "external_ref", "content_key", "team_id", "topic_id", "state"
        )
    }
