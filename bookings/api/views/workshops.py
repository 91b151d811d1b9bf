"""Workshops: which there are, registering somebody, reading that, giving the seats back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone, translation
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.actions.answer_seat import accept_seat, decline_seat
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.leave_workshop import leave_workshop
from bookings.api.documenting import documented
from bookings.api.etags import etag_of, refuse_unless_read
from bookings.api.examples import ENROLLED, ENROLLING, SEAT_DECLINED, SEAT_OFFERED
from bookings.api.fields import way_of
from bookings.api.reach import actor_of, one, registrations_of
from bookings.api.reads import one_read
from bookings.api.serializers.appointments import NoBody
from bookings.api.serializers.catalogue import NoFilter
from bookings.api.serializers.workshops import (
    EnrolBody,
    RegistrationSchema,
    WorkshopsAsked,
    WorkshopsSchema,
    registration_shown,
    workshop_shown,
)
from bookings.api.view import ApiView, made_once
from bookings.errors import TooLate
from bookings.models import ApiKey, MadeByApi, Workshop, WorkshopDate
from bookings.people.who import Participant
from bookings.public.workshops import workshops_ahead
from mediation.crypto import derived_token

READ = ApiKey.Scope.CATALOGUE_READ.value
WRITE = ApiKey.Scope.WORKSHOPS_WRITE.value
TAG = "Ateliers"


class Workshops(ApiView):
    """All that have a date ahead."""

    scopes = {"GET": READ}

    @documented(
        "list_workshops",
        "Les ateliers à venir",
        tag=TAG,
        scope=READ,
        answers={200: WorkshopsSchema},
        query=WorkshopsAsked,
        tagged=True,
        description="Le plus proche d’abord, avec les places qui restent à chaque date.",
    )
    def get(self, request: Request) -> Response:
        self.asked(WorkshopsAsked)
        found = workshops_ahead(translation.get_language() or "fr", now=timezone.now())
        return self.shown({"results": [workshop_shown(each) for each in found]})


class Enrolled(ApiView):
    """Registering."""

    scopes = {"POST": WRITE}

    @documented(
        "enrol",
        "Inscrire à un atelier",
        tag=TAG,
        scope=WRITE,
        answers={201: RegistrationSchema},
        body=EnrolBody,
        once=True,
        tagged=True,
        problems=("not-found", "workshop-full", "already-enrolled", "too-late"),
        examples=(ENROLLING, ENROLLED),
        description="Deux personnes ont deux places ou aucune. La personne reçoit les mêmes messages que si elle s’était "
        "inscrite elle-même.",
    )
    @made_once
    def post(self, request: Request, key: str, workshop_id: str) -> Response:
        sent, now = self.sent(EnrolBody), timezone.now()
        workshop = Workshop.objects.filter(public_id=workshop_id, site__active=True).first()
        if workshop is None:
            raise Http404
        with transaction.atomic():
            registration = enrol(
                _wanted(workshop, sent, now=now),
                by=actor_of(self.key),
                now=now,
                idempotency_key=key,
                token=derived_token("registration by a program", key),
            )
            made, _new = MadeByApi.objects.get_or_create(
                registration=registration,
                defaults={"application": self.key.application, "organisation_id": self.key.organisation_id},
            )
        shown = registration_shown(registrations_of(self.key).get(pk=made.pk))
        there = request.path.rpartition("workshops/")[0]
        return self.shown(shown, status=201, Location=f"{there}registrations/{made.public_id}/")


def _wanted(workshop: Workshop, sent: dict[str, Any], *, now: datetime) -> Enrolment:
    return Enrolment(
        workshop,
        [Participant(person["name"]) for person in sent["people"]],
        way_of(sent["reach"]),
        _dates(workshop, sent["dates"], now=now),
        language=sent["language"],
        wait=sent["wait"],
    )


def _dates(workshop: Workshop, starts: Sequence[datetime], *, now: datetime) -> list[int]:
    """The dates that begin then. Raises `TooLate` when one of them is past, called off or none of this workshop."""
    ahead = WorkshopDate.objects.ahead(now).filter(workshop=workshop, starts_at__in=starts)
    ids = list(ahead.values_list("pk", flat=True))
    if len(ids) < len(set(starts)):
        raise TooLate
    return ids


class OneRegistration(ApiView):
    """One of this program's."""

    scopes = {"GET": WRITE}

    @documented(
        "read_registration",
        "Lire une inscription",
        tag=TAG,
        scope=WRITE,
        answers={200: RegistrationSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
        examples=(ENROLLED, SEAT_OFFERED),
        description="« offered » : une place est gardée jusqu’à « answer_by ». Dites oui ou non avec l’ETag lu.",
    )
    def get(self, request: Request, registration_id: str) -> Response:
        self.asked(NoFilter)
        made: MadeByApi = one(registrations_of(self.key), registration_id)
        return one_read(self.key, self.shown(registration_shown(made)), "registration", made.registration_id)


class _Answered(ApiView):
    """An answer to a seat that is offered, given by who has read the offer."""

    scopes = {"POST": WRITE}

    def offered(self, request: Request, registration_id: str) -> MadeByApi:
        """The registration, if it is as it was read. Raises 404, 412, 428."""
        self.sent(NoBody)
        made: MadeByApi = one(registrations_of(self.key), registration_id)
        refuse_unless_read(request, etag_of(registration_shown(made)))
        return made

    def again(self, made: MadeByApi) -> Response:
        """The registration read anew."""
        return self.shown(registration_shown(registrations_of(self.key).get(pk=made.pk)))


class SeatAccepted(_Answered):
    """Yes."""

    @documented(
        "accept_seat",
        "Prendre la place proposée",
        tag=TAG,
        scope=WRITE,
        answers={200: RegistrationSchema},
        body=NoBody,
        once=True,
        if_match=True,
        tagged=True,
        problems=("not-found", "seat-gone"),
        examples=(ENROLLED,),
        description="Qui répond trop tard l’a quand même, si elle est encore libre. La personne reçoit sa confirmation.",
    )
    @made_once
    def post(self, request: Request, key: str, registration_id: str) -> Response:
        made = self.offered(request, registration_id)
        accept_seat(made.registration_id or 0, by=actor_of(self.key), now=timezone.now())
        return self.again(made)


class SeatDeclined(_Answered):
    """No."""

    @documented(
        "decline_seat",
        "Laisser la place proposée",
        tag=TAG,
        scope=WRITE,
        answers={200: RegistrationSchema},
        body=NoBody,
        once=True,
        if_match=True,
        tagged=True,
        problems=("not-found", "seat-gone"),
        examples=(SEAT_DECLINED,),
        description="La place est proposée à la personne suivante. Celle-ci n’attend plus.",
    )
    @made_once
    def post(self, request: Request, key: str, registration_id: str) -> Response:
        made = self.offered(request, registration_id)
        decline_seat(made.registration_id or 0, by=actor_of(self.key), now=timezone.now())
        return self.again(made)


class Withdrawn(ApiView):
    """Giving the seats back, or leaving the list."""

    scopes = {"POST": WRITE}

    @documented(
        "leave_workshop",
        "Désinscrire d’un atelier",
        tag=TAG,
        scope=WRITE,
        answers={200: RegistrationSchema},
        body=NoBody,
        once=True,
        tagged=True,
        problems=("not-found",),
        description="De toutes les dates à venir. La place va à la première personne qui attend.",
    )
    @made_once
    def post(self, request: Request, key: str, registration_id: str) -> Response:
        self.sent(NoBody)
        made = one(registrations_of(self.key), registration_id)
        leave_workshop(made.registration_id, by=actor_of(self.key), now=timezone.now())
        return self.shown(registration_shown(registrations_of(self.key).get(pk=made.pk)))
