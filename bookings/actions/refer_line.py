"""One line of a file becomes a referral, or corrects the one of its name."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from bookings.actions.correct_referral import Correction, correct_referral
from bookings.actions.refer import refer
from bookings.actions.referred import Referred, Referrer
from bookings.actions.wait import When
from bookings.errors import BookingError
from bookings.models import Referral, ReferralFile, ReferralLine, ReferralRules
from bookings.people.who import Actor, WayToReach
from bookings.records.rules import rules_of
from mediation.crypto import keyed_hash
from mediation.models import Site, Topic

_Fate = ReferralLine.Fate


@dataclass(frozen=True)
class Ground:
    """The topics and sites that the lines of a batch name, and how those receive, read once."""

    topics: dict[int, Topic]
    sites: dict[int, Site]
    rules: dict[int, ReferralRules]

    def rules_of(self, pk: int) -> ReferralRules:
        """How that organisation receives."""
        if pk not in self.rules:
            self.rules[pk] = rules_of(pk)
        return self.rules[pk]

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


def refer_line(line: ReferralLine, file: ReferralFile, ground: Ground, now: datetime) -> None:
    """Refers, or corrects, one line, in the action's own savepoint: refused, it takes nobody else with it."""
    try:
        said = json.loads(line.row)
        if line.fate == _Fate.CORRECT:
            line.referral, line.fate = _correct(line, said, file, now), _Fate.CORRECTED
        else:
            line.referral, line.fate = _create(line, said, file, ground, now), _Fate.CREATED
    except (BookingError, ObjectDoesNotExist) as refused:
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["", type(refused).__name__, 0]]
    except IntegrityError:
        # Another file, or a program, has sent the same name meanwhile.
        line.referral, line.fate, line.faults = None, _Fate.REFUSED, [["reference", "twice", 0]]


def _create(
    line: ReferralLine, said: dict[str, Any], file: ReferralFile, ground: Ground, now: datetime
) -> Referral:
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
        companion_phone=said.get("companion_phone", ""),
        handover=said["handover"],
        informed_version=file.informed_version,
        external_ref=said["reference"],
        content_key=line.content_key,
    )
    key = keyed_hash("referral-line-of", f"{file.partner_id}|{said['reference']}")
    referrer = Referrer(partner_id=file.partner_id, team_id=file.team_id, user_id=file.by_id)
    rules = ground.rules_of(asked.organisation.pk)
    return refer(asked, referrer=referrer, by=_actor(file), now=now, idempotency_key=key, rules=rules)


def _correct(line: ReferralLine, said: dict[str, Any], file: ReferralFile, now: datetime) -> Referral:
    referral = Referral.objects.sent().get(partner=file.partner_id, external_ref=said["reference"])
    correction = Correction(
        name=said["name"],
        reach=WayToReach(said["reach"], said["value"]),
        need=said["need"],
        deadline=_day(said["deadline"]),
        # A file says nothing of these: what was said on the page stays.
        when=When(referral.weekdays, referral.parts),
    )
    corrected = correct_referral(referral.pk, correction, by=_actor(file), now=now)
    # So that the same line again changes nothing.
    Referral.objects.filter(pk=referral.pk).update(content_key=line.content_key)
    return corrected


def _actor(file: ReferralFile) -> Actor:
    return Actor(channel="web", user_id=file.by_id, for_partner=True)


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None
