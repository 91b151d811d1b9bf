"""Whoever stands in a file is referred: in batches, each committed, so that it goes on where it stopped."""

import json
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.refer import Referred, Referrer, refer
from bookings.errors import BookingError, NotInformed
from bookings.models import Referral, ReferralFile, ReferralLine
from bookings.people.who import Actor, WayToReach
from bookings.referrals import information
from mediation.celery import nudge
from mediation.crypto import keyed_hash
from mediation.models import Site, Topic

TASK = "bookings.tasks.refer_from_files"
# Small: on SQLite nobody else writes while a batch is.
BATCH = 25
SWEEP_SECONDS = 15
_KEPT = timedelta(hours=24)
_Fate, _State = ReferralLine.Fate, ReferralFile.State
_TO_DO = (_Fate.CREATE, _Fate.CORRECT)


def start(file: ReferralFile, *, informed_version: str, now: datetime) -> None:
    """The referrer has informed everybody in it: off it goes. Started already, nothing changes. Raises `NotInformed`."""
    if informed_version not in information.SENTENCES:
        raise NotInformed
    with transaction.atomic():
        ready = ReferralFile.objects.filter(pk=file.pk, state=_State.READY)
        ready.update(state=_State.RUNNING, started_at=now, informed_version=informed_version)
        nudge(TASK)


def cancel_file(file: ReferralFile, *, now: datetime) -> None:
    """Nothing more of it; who is referred stays referred, the rest is wiped."""
    with transaction.atomic():
        locked = ReferralFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
        if locked.state in (_State.READY, _State.RUNNING):
            _end(locked, _State.CANCELLED, now)


def over(*, now: datetime) -> int:
    """What nobody started or finished within a day is wiped; files go after `RETENTION_DAYS`. How many were wiped."""
    ReferralFile.objects.filter(
        created_at__lt=now - timedelta(days=settings.RETENTION_DAYS["referral_files"])
    ).delete()
    left = list(ReferralFile.objects.left_alone(now - _KEPT))
    for file in left:
        with transaction.atomic():
            _end(file, _State.OVER, now)
    return len(left)


def refer_from_files(*, clock: Callable[[], datetime], seconds: float = SWEEP_SECONDS) -> int:
    """Goes on with every file that was started; how many lines. After so many seconds another sweep is asked for."""
    until, done = time.monotonic() + seconds, 0
    for pk in list(ReferralFile.objects.under_way().order_by("started_at").values_list("pk", flat=True)):
        while (count := _batch(pk, clock())) > 0:
            done += count
            if time.monotonic() > until:
                nudge(TASK)
                return done
    return done


def _batch(file_id: int, now: datetime) -> int:
    """The next lines of a file; 0 when it is at its end, or another worker is at it."""
    with transaction.atomic():
        rows = ReferralFile.objects.under_way().select_for_update(skip_locked=True, of=("self",))
        file = rows.select_related("organisation").filter(pk=file_id).first()
        if file is None:
            return 0
        lines = list(file.lines.filter(fate__in=_TO_DO).order_by("number")[:BATCH])
        if not lines:
            _end(file, _State.DONE, now)
            return 0
        for line in lines:
            _refer(line, file, now)
        ReferralLine.objects.bulk_update(lines, ["fate", "faults", "row", "referral"])
    return len(lines)


def _refer(line: ReferralLine, file: ReferralFile, now: datetime) -> None:
    """One line, in a savepoint of its own: refused, it takes nobody else with it."""
    try:
        with transaction.atomic():
            said = json.loads(line.row)
            work = _correct if line.fate == _Fate.CORRECT else _create
            line.referral, line.fate = work(said, file, now)
            Referral.objects.filter(pk=line.referral.pk).update(content_key=line.content_key)
    except BookingError as refused:
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["", type(refused).__name__, 0]]
    except IntegrityError:
        # Another file, or a program, has sent the same name meanwhile.
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["reference", "twice", 0]]
    line.row = ""


def _create(said: dict[str, Any], file: ReferralFile, now: datetime) -> tuple[Referral, str]:
    site = Site.objects.select_related("organisation").get(pk=said["site_id"]) if said["site_id"] else None
    asked = Referred(
        name=said["name"],
        reach=WayToReach(said["reach"], said["value"]),
        topic=Topic.objects.get(pk=said["topic_id"]),
        organisation=site.organisation if site else file.organisation,
        site=site,
        need=said["need"],
        deadline=_day(said["deadline"]),
        language=said["language"],
        companion=said["companion"],
        handover=said["handover"],
        informed_version=file.informed_version,
        external_ref=said["reference"],
    )
    key = keyed_hash("referral-line-of", f"{file.partner_id}|{said['reference']}")
    referrer = Referrer(partner_id=file.partner_id, team_id=file.team_id, user_id=file.by_id)
    return refer(asked, referrer=referrer, by=_actor(file), now=now, idempotency_key=key), _Fate.CREATED


def _correct(said: dict[str, Any], file: ReferralFile, now: datetime) -> tuple[Referral, str]:
    referral = Referral.objects.sent().get(partner=file.partner_id, external_ref=said["reference"])
    correction = Correction(
        name=said["name"],
        reach=WayToReach(said["reach"], said["value"]),
        need=said["need"],
        deadline=_day(said["deadline"]),
    )
    return correct_referral(referral.pk, correction, by=_actor(file), now=now), _Fate.CORRECTED


def _actor(file: ReferralFile) -> Actor:
    return Actor(channel="web", user_id=file.by_id, for_partner=True)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


def _end(file: ReferralFile, state: str, now: datetime) -> None:
    """What the lines said goes; which lines there were, and what became of each, stays a while."""
    ReferralFile.objects.filter(pk=file.pk).update(state=state, ended_at=now)
    file.lines.exclude(row="").update(row="")
