"""What may come after a session, offered in the outcome's own form: the next free times, and the next workshops."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.http import HttpRequest

from bookings.actions.conclude import Next, next_key
from bookings.actions.enrol import Enrolment
from bookings.actions.wish import Wish
from bookings.models import Appointment, WorkshopDate
from bookings.outcomes import vocabularies as codes
from bookings.people.who import Participant, WayToReach
from bookings.records.once import already_booked
from bookings.staff.outcomes.form import Choice
from bookings.staff.waiting import offers
from bookings.staff.workshops.reading import title_of, workshops_within
from bookings.templatetags.staff import when
from bookings.times.search import Preference
from mediation.access import reach_of

_TIMES = 6
_WORKSHOPS = 5
# Nobody comes back the same day.
_NOT_BEFORE = timedelta(days=1)


def times_after(appointment: Appointment, *, now: datetime, key: str = "", sent: str = "") -> list[Choice]:
    """The next times with the same mediator, topic and place; none where they would need to know more (at home, no name).

    `sent`: the time this very form has booked already (`key`) stays among them.
    """
    if appointment.mode == Appointment.Mode.HOME or not appointment.participations.all():
        return []
    days = offers.soonest(
        appointment.topic,
        now=now,
        start=now + _NOT_BEFORE,
        site_ids=[appointment.site_id],
        preference=Preference(mediator_id=appointment.mediator_id, way=appointment.mode),
        enough=_TIMES,
    )
    found = [
        (offer.value, when(offer.starts_at, offer.site.timezone)) for day in days for offer in day.offers
    ]
    if sent and sent not in dict(found) and key and already_booked(next_key(key)) is not None:
        found.append((sent, ""))
    return found


def workshops_after(
    request: HttpRequest, appointment: Appointment, *, now: datetime, key: str = ""
) -> list[Choice]:
    """The next dates of workshops with a seat left, within reach; and the one that this very form has a seat on already."""
    if not appointment.participations.all():
        return []
    mine = Q(registrations__idempotency_key=next_key(key))
    dates = WorkshopDate.objects.ahead(now).filter(Q(taken__lt=F("capacity")) | mine).distinct()
    ours = workshops_within(reach_of(request)).order_by().values("pk")
    rows = (
        dates.filter(workshop__in=ours).select_related("workshop__site").prefetch_related("workshop__texts")
    )
    return [
        (str(each.pk), f"{title_of(each.workshop)} · {when(each.starts_at, each.workshop.site.timezone)}")
        for each in rows[:_WORKSHOPS]
    ]


def coming(appointment: Appointment, *, next_step: str, slot: str, date_id: str) -> Next:
    """What was chosen, as the actions want it; nothing where it is to be chosen on the next page."""
    people = [
        Participant(each.resident.name, resident_id=each.resident_id)
        for each in sorted(appointment.participations.all(), key=lambda each: each.position)
    ]
    if next_step == codes.NEW_APPOINTMENT and (chosen := offers.read_slot(slot)) is not None:
        return Next(wish=_wish(appointment, people, chosen))
    if next_step == codes.WORKSHOP and date_id.isdigit():
        date = WorkshopDate.objects.select_related("workshop").get(pk=int(date_id))
        only = [date.pk] if date.workshop.single_dates else ()
        return Next(
            enrolment=Enrolment(
                date.workshop,
                people,
                _reach(appointment),
                date_ids=only,
                language=appointment.language,
                survey_consent=appointment.survey_consent,
            )
        )
    return Next()


def _wish(appointment: Appointment, people: Sequence[Participant], chosen: offers.Slot) -> Wish:
    return Wish(
        topic=appointment.topic,
        site=appointment.site,
        starts_at=chosen.starts_at,
        participants=people,
        reach=_reach(appointment),
        preference=Preference(mediator_id=chosen.mediator_id),
        contact_name=appointment.contact_name,
        relation=appointment.relation,
        language=appointment.language,
        mode=appointment.mode,
        preparation=appointment.preparation,
        survey_consent=appointment.survey_consent,
    )


def _reach(appointment: Appointment) -> WayToReach:
    contact = appointment.contact
    return WayToReach(contact.kind, contact.value, shared=contact.shared)
