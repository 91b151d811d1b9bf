"""Who is to be asked today, of sessions and of workshops: those who agreed, came, may be written to and were not asked lately."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from bookings.models import (
    Appointment,
    Attendance,
    Contact,
    Participation,
    Registration,
    SurveyRequest,
    SurveySetting,
)
from bookings.surveys.drawn import is_drawn

_LATEST = timedelta(days=5)
"""Whoever came longer ago is not asked any more."""
REST = timedelta(days=30)
"""Nobody is asked more often: who comes each week would be written to each week."""
_WRITTEN_TO = (Contact.Kind.MOBILE, Contact.Kind.EMAIL)
_REFUSES = Q(resident__discreet=True) | Q(resident__no_surveys=True)
"""Whom nobody asks: discreet, or one who has objected."""


@dataclass(frozen=True)
class Due:
    """A session, or a registration with the date that they came to."""

    contact_id: int
    organisation_id: int
    starts_at: datetime
    appointment_id: int | None = None
    registration_id: int | None = None
    date_id: int | None = None

    @property
    def drawn_by(self) -> int | str:
        """What the share of its organisation takes or leaves, the same each time."""
        return self.appointment_id or f"{self.registration_id} on {self.date_id}"


def due(midnight: datetime, now: datetime) -> list[Due]:
    """What took place before today's `midnight` and is to be asked about: one for each contact, those that their
    organisation's share takes, the longest ago first. Three queries.
    """
    found = [*_sessions(midnight, now), *_workshops(midnight, now)]
    return list(_drawn(sorted(found, key=lambda one: one.starts_at)))


def _sessions(midnight: datetime, now: datetime) -> Iterator[Due]:
    silent = Participation.objects.filter(appointment=OuterRef("pk"))
    rows = Appointment.objects.filter(
        _reachable("contact__"),
        status=Appointment.Status.DONE,
        survey_consent=True,
        survey_request=None,
        starts_at__gte=midnight - _LATEST,
        starts_at__lt=midnight,
    )
    refuse, erased = silent.filter(_REFUSES), silent.exclude(resident__erased_at=None)
    rows = rows.exclude(Exists(refuse) | Exists(erased) | _lately("contact", now) | _off("organisation"))
    for pk, contact, organisation, starts_at in rows.order_by("starts_at", "pk").values_list(
        "pk", "contact", "organisation", "starts_at"
    ):
        yield Due(contact, organisation, starts_at, appointment_id=pk)


def _workshops(midnight: datetime, now: datetime) -> Iterator[Due]:
    """Not of a date for which sheets of paper were printed: nobody knows who has one, and one person would answer twice."""
    people = Registration.people.through.objects.filter(registration=OuterRef("registration"))
    refuse, erased = people.filter(_REFUSES), people.exclude(resident__erased_at=None)
    came = Attendance.objects.filter(
        date=OuterRef("workshopdate"), person__registrations=OuterRef("registration"), came=True
    )
    requests = SurveyRequest.objects.filter(workshop_date=OuterRef("workshopdate"))
    on_paper, asked = (
        requests.filter(registration=None),
        requests.filter(registration=OuterRef("registration")),
    )
    rows = Registration.dates.through.objects.filter(
        Exists(came),
        _reachable("registration__contact__"),
        registration__survey_consent=True,
        workshopdate__cancelled_at=None,
        workshopdate__starts_at__gte=midnight - _LATEST,
        workshopdate__starts_at__lt=midnight,
    )
    rows = rows.exclude(Exists(refuse) | Exists(erased) | Exists(on_paper) | Exists(asked))
    rows = rows.exclude(_lately("registration__contact", now) | _off("registration__workshop__organisation"))
    columns = (
        "registration",
        "workshopdate",
        "registration__contact",
        "registration__workshop__organisation",
        "workshopdate__starts_at",
    )
    for registration, date, contact, organisation, starts_at in rows.order_by(
        "workshopdate__starts_at", "pk"
    ).values_list(*columns):
        yield Due(contact, organisation, starts_at, registration_id=registration, date_id=date)


def _reachable(contact: str) -> Q:
    """Somebody who can be written to and wants it; `contact` is the way to it."""
    by_call = Q(**{f"{contact}kind": Contact.Kind.MOBILE, f"{contact}by_call": True})
    empty = Q(**{f"{contact}value": ""})
    return Q(**{f"{contact}kind__in": _WRITTEN_TO, f"{contact}opted_out_at": None}) & ~by_call & ~empty


def _lately(contact: str, now: datetime) -> Q:
    """Whether that contact was asked in the last month, about whichever."""
    asked = SurveyRequest.objects.filter(asked_at__gt=now - REST)
    about_session = Exists(asked.filter(appointment__contact=OuterRef(contact)))
    return Q(about_session) | Q(Exists(asked.filter(registration__contact=OuterRef(contact))))


def _off(organisation: str) -> Q:
    return Q(Exists(SurveySetting.objects.filter(organisation=OuterRef(organisation), on=False)))


def _drawn(found: list[Due]) -> Iterator[Due]:
    shares = dict(SurveySetting.objects.values_list("organisation_id", "share"))
    contacts: set[int] = set()
    for each in found:
        if each.contact_id not in contacts and is_drawn(each.drawn_by, shares.get(each.organisation_id, 100)):
            contacts.add(each.contact_id)
            yield each


def with_what(found: list[Due]) -> "tuple[QuerySet[Appointment], QuerySet[Registration]]":
    """The sessions and the registrations of these."""
    return (
        Appointment.objects.filter(pk__in=[each.appointment_id for each in found if each.appointment_id]),
        Registration.objects.filter(
            pk__in=[each.registration_id for each in found if each.registration_id]
        ).select_related("workshop"),
    )
