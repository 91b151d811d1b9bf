"""What other pages bring along to the counter's screen, and what a booking settles there: a call-back, a wait."""

import contextlib
import uuid
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from bookings.actions.end_wait import serve
from bookings.actions.follow import follow_booking
from bookings.actions.handle_call_back import handle_call_back
from bookings.errors import AlreadyHandled
from bookings.models import Appointment, CallBack, Turn, WaitingEntry
from bookings.staff.asking import actor, call_backs_within, day_asked, number_asked, sites_within
from bookings.staff.desk.asked import hour_asked, slot_at
from bookings.staff.desk.form import DeskForm
from bookings.staff.referrals.lines import referrals_within
from bookings.staff.waiting.lines import waiting_within
from mediation.access import reach_of
from mediation.models import Site, Topic


def brought_along(
    request: HttpRequest, topics: list[Topic], sites: list[Site], now: datetime
) -> dict[str, object]:
    """What links say: a call-back, a wait, a person, a topic, a site, a day. Ids only."""
    initial: dict[str, object] = {"key": uuid.uuid4(), "language": "fr", "from_day": None}
    initial["topic"] = topics[0].public_id if topics else ""
    wanted = request.GET.get("motif", "")
    if any(topic.public_id == wanted for topic in topics):
        initial["topic"] = wanted
    site_id = number_asked(request, "lieu")
    if any(site.pk == site_id for site in sites):
        initial["site"] = site_id
    if mediator_id := number_asked(request, "mediateur"):
        initial["mediator"] = mediator_id
    if request.GET.get("jour"):
        initial["from_day"] = day = day_asked(request)
        initial["exact"] = hour_asked(request)
        known_sites = {site.pk: site for site in sites}
        initial["slot"] = slot_at(known_sites.get(site_id or 0), mediator_id, day, initial["exact"])
    if (resident_id := number_asked(request, "personne")) is not None:
        initial["resident"] = str(resident_id)
    known = {topic.pk: topic.public_id for topic in topics}
    initial.update(_from_call_back(request, known, initial, now))
    initial.update(_from_wait(request, known, initial))
    initial.update(_from_referral(request, known, initial))
    initial.update(_from_turn(request, known, initial))
    return initial


def _from_call_back(
    request: HttpRequest, topics: dict[int, str], initial: dict[str, object], now: datetime
) -> dict[str, object]:
    pk = number_asked(request, "rappel")
    rows = call_backs_within(reach_of(request)).select_related("referral")
    asked = rows.filter(pk=pk).first() if pk is not None else None
    if asked is None:
        return {}
    known = asked.referral.resident_id if asked.referral is not None else None
    to_come = asked.wanted_at is not None and asked.wanted_at > now
    return {
        "call_back": asked.pk,
        **({"resident": str(known)} if known else {}),
        "name": asked.name,
        "phone": asked.phone,
        "language": asked.language,
        "topic": topics.get(asked.topic_id or 0, initial["topic"]),
        "site": asked.site_id,
        "from_day": timezone.localdate(asked.wanted_at) if to_come else initial["from_day"],
    }


def _from_wait(request: HttpRequest, topics: dict[int, str], initial: dict[str, object]) -> dict[str, object]:
    pk = number_asked(request, "attente")
    entries = waiting_within(reach_of(request)).select_related("contact")
    entry = entries.filter(pk=pk).first() if pk is not None else None
    if entry is None:
        return {}
    by_phone = entry.contact.kind in ("mobile", "landline")
    sites = list(entry.sites.all())
    return {
        "waiting": entry.pk,
        "resident": str(entry.resident_id),
        "phone": entry.contact.value if by_phone else "",
        "reach": "phone" if by_phone else entry.contact.kind,
        "reach_value": "" if by_phone else entry.contact.value,
        "language": entry.language,
        "topic": topics.get(entry.topic_id, initial["topic"]),
        "site": sites[0].pk if len(sites) == 1 else None,
    }


def _from_referral(
    request: HttpRequest, topics: dict[int, str], initial: dict[str, object]
) -> dict[str, object]:
    pk = number_asked(request, "orientation")
    rows = referrals_within(reach_of(request)).select_related("contact", "companion", "companion_contact")
    referral = rows.filter(pk=pk).first() if pk is not None else None
    if referral is None or referral.resident_id is None or referral.contact is None:
        return {}
    by_phone = referral.contact.kind in ("mobile", "landline")
    return {
        "resident": str(referral.resident_id),
        "phone": referral.contact.value if by_phone else "",
        "reach": "phone" if by_phone else referral.contact.kind,
        "reach_value": "" if by_phone else referral.contact.value,
        "language": referral.language,
        "topic": topics.get(referral.topic_id or 0, initial["topic"]),
        "site": referral.site_id,
        "second_name": referral.companion.name if referral.companion else "",
        "second_phone": referral.companion_contact.value if referral.companion_contact else "",
    }


def _from_turn(request: HttpRequest, topics: dict[int, str], initial: dict[str, object]) -> dict[str, object]:
    """Somebody who could not be seen in a drop-in today: a time is offered at once."""
    pk = number_asked(request, "numero")
    sites = sites_within(reach_of(request)).order_by()
    turns = Turn.objects.filter(day__site__in=sites).select_related("contact")
    turn = turns.filter(pk=pk).first() if pk is not None else None
    if turn is None:
        return {}
    return {
        **({"resident": str(turn.resident_id)} if turn.resident_id else {}),
        "name": turn.name,
        "phone": turn.contact.value if turn.contact else "",
        "language": turn.language,
        "topic": topics.get(turn.topic_id or 0, initial["topic"]),
    }


def settle(request: HttpRequest, form: DeskForm, appointment: Appointment, now: datetime) -> None:
    """A call-back, a wait or a partner's hand-over that ended in a booking is done."""
    reach, by = reach_of(request), actor(request)
    follow_booking(appointment, by=by, now=now)
    if pk := form.said("call_back"):
        asked = call_backs_within(reach).filter(pk=pk, status=CallBack.Status.OPEN).first()
        if asked is not None:
            with contextlib.suppress(AlreadyHandled):
                handle_call_back(
                    asked.pk, as_=CallBack.Status.DONE, by=by, now=now, appointment_id=appointment.pk
                )
    if pk := form.said("waiting"):
        entry = waiting_within(reach).filter(pk=pk, status=WaitingEntry.Status.WAITING).first()
        if entry is not None and appointment.participants.filter(pk=entry.resident_id).exists():
            serve(entry.pk, appointment, now=now)
