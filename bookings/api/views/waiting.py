"""The waiting list: joined, read, left."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.actions.wait import Wait, When, leave, wait, wait_for_earlier
from bookings.api.documenting import documented
from bookings.api.examples import WAITING
from bookings.api.fields import preference_of, way_of
from bookings.api.reach import actor_of, appointments_of, one, waits_of
from bookings.api.reads import one_read
from bookings.api.serializers.appointments import NoBody
from bookings.api.serializers.catalogue import NoFilter
from bookings.api.serializers.waiting import WaitBody, WaitSchema, wait_shown
from bookings.api.view import ApiView, made_once
from bookings.models import ApiKey, MadeByApi, WaitingEntry
from bookings.people.who import Participant

WRITE = ApiKey.Scope.WAITING_WRITE.value
TAG = "Liste d’attente"


class Waits(ApiView):
    """Joining."""

    scopes = {"POST": WRITE}

    @documented(
        "join_waiting_list",
        "Inscrire sur la liste d’attente",
        tag=TAG,
        scope=WRITE,
        answers={201: WaitSchema},
        body=WaitBody,
        once=True,
        tagged=True,
        problems=("not-found", "too-many-ahead", "not-standing"),
        examples=(WAITING,),
        description="La personne est prévenue quand une place se libère ; la première qui dit oui l’a.",
    )
    @made_once
    def post(self, request: Request, key: str) -> Response:
        sent, now = self.sent(WaitBody), timezone.now()
        with transaction.atomic():
            entry = self._joined(sent, key, now)
            made, _new = MadeByApi.objects.get_or_create(
                waiting=entry,
                defaults={"application": self.key.application, "organisation_id": self.key.organisation_id},
            )
        return self.shown(
            wait_shown(waits_of(self.key).get(pk=made.pk)),
            status=201,
            Location=f"{request.path}{made.public_id}/",
        )

    def _joined(self, sent: dict[str, Any], key: str, now: datetime) -> WaitingEntry:
        by, when = actor_of(self.key), When(sent["weekdays"], sent["parts"])
        if "appointment" in sent:
            made = one(appointments_of(self.key), sent["appointment"])
            return wait_for_earlier(made.appointment_id, sites=sent["sites"], when=when, by=by, now=now)
        asked = Wait(
            topic=sent["topic"],
            sites=sent["sites"],
            person=Participant(sent["name"]),
            reach=way_of(sent["reach"]),
            when=when,
            language=sent["language"],
            asked_for=preference_of(sent.get("asked_for", {})),
        )
        return wait(asked, by=by, now=now, idempotency_key=key)


class OneWait(ApiView):
    """One of this program's."""

    scopes = {"GET": WRITE}

    @documented(
        "read_wait",
        "Lire une attente",
        tag=TAG,
        scope=WRITE,
        answers={200: WaitSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
    )
    def get(self, request: Request, wait_id: str) -> Response:
        self.asked(NoFilter)
        made: MadeByApi = one(waits_of(self.key), wait_id)
        person = made.waiting.resident_id if made.waiting else None
        answer = self.shown(wait_shown(made))
        return one_read(self.key, answer, "waiting", made.waiting_id, of_person=person)


class Left(ApiView):
    """Leaving."""

    scopes = {"POST": WRITE}

    @documented(
        "leave_waiting_list",
        "Retirer de la liste d’attente",
        tag=TAG,
        scope=WRITE,
        answers={200: WaitSchema},
        body=NoBody,
        once=True,
        tagged=True,
        problems=("not-found",),
    )
    @made_once
    def post(self, request: Request, key: str, wait_id: str) -> Response:
        self.sent(NoBody)
        made = one(waits_of(self.key), wait_id)
        leave(made.waiting_id, by=actor_of(self.key), now=timezone.now())
        return self.shown(wait_shown(waits_of(self.key).get(pk=made.pk)))
