"""Whoever stands in a file is referred: in batches, each committed, so that it goes on where it stopped."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.refer import Referred, Referrer, refer
from bookings.actions.start_file import TASK, end
from bookings.actions.wait import When
from bookings.errors import BookingError
from bookings.models import Referral, ReferralFile, ReferralLine
from bookings.people.who import Actor, WayToReach
from mediation.celery import nudge
from mediation.crypto import keyed_hash
from mediation.models import Site, Topic

# Small: on SQLite nobody else writes while a batch is.
BATCH = 25
SWEEP_SECONDS = 15
_Fate, _State = ReferralLine.Fate, ReferralFile.State
_TO_DO = (_Fate.CREATE, _Fate.CORRECT)


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
            end(file, _State.DONE, now)
            return 0
        ground = _Ground({}, {})
        for line in lines:
            _refer(line, file, ground, now)
        ReferralLine.objects.bulk_update(lines, ["fate", "faults", "row", "referral"])
        _note_contents(lines)
    return len(lines)


@dataclass(frozen=True)
class _Ground:
    """The topics and sites that the lines of a batch name, read once."""

    topics: dict[int, Topic]
    sites: dict[int, Site]

    def topic(self, pk: int) -> Topic:
        """The topic, of which the file had the number."""
        if pk not in self.topics:
            self.topics[pk] = Topic.objects.get(pk=pk)
        return self.topics[pk]

    def site(self, pk: int | None) -> Site | None:
        """The site, with who receives there; None for any."""
        if pk is not None and pk not in self.sites:
            self.sites[pk] = Site.objects.select_related("organisation").get(pk=pk)
        return None if pk is None else self.sites[pk]


def _note_contents(lines: list[ReferralLine]) -> None:
    """So that the same lines again change nothing."""
    done = [Referral(pk=line.referral_id, content_key=line.content_key) for line in lines if line.referral_id]
    Referral.objects.bulk_update(done, ["content_key"])


def _refer(line: ReferralLine, file: ReferralFile, ground: _Ground, now: datetime) -> None:
    """One line, in a savepoint of its own: refused, it takes nobody else with it."""
    try:
        with transaction.atomic():
            said = json.loads(line.row)
            if line.fate == _Fate.CORRECT:
                line.referral, line.fate = _correct(said, file, now), _Fate.CORRECTED
            else:
                line.referral, line.fate = _create(said, file, ground, now), _Fate.CREATED
    except (BookingError, ObjectDoesNotExist) as refused:
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["", type(refused).__name__, 0]]
    except IntegrityError:
        # Another file, or a program, has sent the same name meanwhile.
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["reference", "twice", 0]]
    line.row = ""


def _create(said: dict[str, Any], file: ReferralFile, ground: _Ground, now: datetime) -> Referral:
    site = ground.site(said["site_id"])
    asked = Referred(
        name=said["name"],
        reach=WayToReach(said["reach"], said["value"]),
        topic=ground.topic(said["topic_id"]),
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
    return refer(asked, referrer=referrer, by=_actor(file), now=now, idempotency_key=key)


def _correct(said: dict[str, Any], file: ReferralFile, now: datetime) -> Referral:
    referral = Referral.objects.sent().get(partner=file.partner_id, external_ref=said["reference"])
    correction = Correction(
        name=said["name"],
        reach=WayToReach(said["reach"], said["value"]),
        need=said["need"],
        deadline=_day(said["deadline"]),
        # A file says nothing of these: what was said on the page stays.
        when=When(referral.weekdays, referral.parts),
    )
    return correct_referral(referral.pk, correction, by=_actor(file), now=now)


def _actor(file: ReferralFile) -> Actor:
    return Actor(channel="web", user_id=file.by_id, for_partner=True)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
