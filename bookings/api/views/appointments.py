"""Appointments made by this program: booked, read, moved, cancelled, confirmed."""

from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.confirm import confirm
from bookings.actions.move import move
from bookings.actions.wish import Wish
from bookings.api.documenting import documented
from bookings.api.etags import etag_of, refuse_unless_read
from bookings.api.examples import BOOKED, BOOKING
from bookings.api.fields import preference_of, preparation_of, way_of
from bookings.api.idempotency import answered
from bookings.api.paging import part
from bookings.api.reach import actor_of, appointments_of, one
from bookings.api.reads import one_read, page_read
from bookings.api.serializers.appointments import (
    AppointmentsAsked,
    AppointmentSchema,
    AppointmentsSchema,
    BookBody,
    MoveBody,
    NoBody,
    appointment_shown,
)
from bookings.api.serializers.catalogue import NoFilter
from bookings.api.view import ApiView, made_once, made_once_with_it
from bookings.models import ApiKey, Appointment, KeptAnswer, MadeByApi
from bookings.people.who import Participant

READ = ApiKey.Scope.APPOINTMENTS_READ.value
WRITE = ApiKey.Scope.APPOINTMENTS_WRITE.value
TAG = "Rendez-vous"
_REFUSED = ("slot-taken", "too-many-ahead")


class AppointmentView(ApiView):
    """What views of appointments share."""

    def told(self, made: MadeByApi, *, status: int = 200, new: bool = False, **headers: str) -> Response:
        """The appointment as it stands, with its tag."""
        shown = appointment_shown(made, self.key, timezone.now(), new=new)
        return self.shown(shown, status=status, **headers)

    def read(self, request: Request, appointment_id: str) -> tuple[MadeByApi, Appointment]:
        """The appointment that is to change, if it is still as it was read. Raises 404, 412, 428."""
        made = one(appointments_of(self.key), appointment_id)
        refuse_unless_read(request, etag_of(appointment_shown(made, self.key, timezone.now())))
        return made, made.appointment

    def again(self, made: MadeByApi) -> Response:
        """The appointment read anew, after it was changed."""
        return self.told(appointments_of(self.key).get(pk=made.pk))


class Appointments(AppointmentView):
    """All of this program's."""

    scopes = {"GET": READ, "POST": WRITE}

    @documented(
        "list_appointments",
        "Les rendez-vous pris par ce logiciel",
        tag=TAG,
        scope=READ,
        answers={200: AppointmentsSchema},
        query=AppointmentsAsked,
        description="Les plus récents d’abord. Personne n’y est nommé.",
    )
    def get(self, request: Request) -> Response:
        asked, now = self.asked(AppointmentsAsked), timezone.now()
        found, following = part(appointments_of(self.key), request, asked, newest_first=True)
        answer = Response(
            {"results": [appointment_shown(made, self.key, now) for made in found], "next": following}
        )
        return page_read(self.key, answer, "appointment", shown=[made.appointment_id for made in found])

    @documented(
        "book_appointment",
        "Prendre un rendez-vous",
        tag=TAG,
        scope=WRITE,
        answers={201: AppointmentSchema},
        body=BookBody,
        once=True,
        tagged=True,
        problems=_REFUSED,
        examples=(BOOKING, BOOKED),
        description="Une heure de `list_free_times`. La personne reçoit les mêmes messages que si elle l’avait pris elle-même.",
    )
    @made_once_with_it
    def post(self, request: Request, kept: KeptAnswer) -> Response:
        sent, now = self.sent(BookBody), timezone.now()
        made = MadeByApi(application=self.key.application, organisation_id=self.key.organisation_id)
        told: list[Response] = []

        def beside(row: Appointment) -> list[Model]:
            made.appointment = row
            told[:] = [self.booked(made, request, new=True)]
            return [made, answered(kept, told[0])]

        by = actor_of(self.key)
        appointment = book(_wish(sent, now), by=by, now=now, idempotency_key=kept.key, beside=beside)
        if made.appointment_id == appointment.pk:
            return told[0]
        # Booked before: it has its name already.
        return self.booked(appointments_of(self.key).get(appointment=appointment), request, new=False)

    def booked(self, made: MadeByApi, request: Request, *, new: bool) -> Response:
        """What is answered to whoever has booked."""
        return self.told(made, status=201, new=new, Location=f"{request.path}{made.public_id}/")


class OneAppointment(AppointmentView):
    """One of this program's."""

    scopes = {"GET": READ}

    @documented(
        "read_appointment",
        "Lire un rendez-vous",
        tag=TAG,
        scope=READ,
        answers={200: AppointmentSchema},
        query=NoFilter,
        tagged=True,
        problems=("not-found",),
        examples=(BOOKED,),
    )
    def get(self, request: Request, appointment_id: str) -> Response:
        self.asked(NoFilter)
        made: MadeByApi = one(appointments_of(self.key), appointment_id)
        return one_read(self.key, self.told(made), "appointment", made.appointment_id)


class Moved(AppointmentView):
    """To another time."""

    scopes = {"POST": WRITE}

    @documented(
        "move_appointment",
        "Déplacer un rendez-vous",
        tag=TAG,
        scope=WRITE,
        answers={200: AppointmentSchema},
        body=MoveBody,
        once=True,
        if_match=True,
        tagged=True,
        problems=("not-found", *_REFUSED, "too-late", "not-standing"),
        description="L’ancienne heure est gardée si la nouvelle n’est pas libre.",
    )
    @made_once
    def post(self, request: Request, key: str, appointment_id: str) -> Response:
        sent = self.sent(MoveBody)
        made, row = self.read(request, appointment_id)
        move(
            row,
            starts_at=sent["starts_at"],
            site=sent.get("site"),
            by=actor_of(self.key),
            now=timezone.now(),
            if_version=row.version,
        )
        return self.again(made)


class Cancelled(AppointmentView):
    """Called off."""

    scopes = {"POST": WRITE}

    @documented(
        "cancel_appointment",
        "Annuler un rendez-vous",
        tag=TAG,
        scope=WRITE,
        answers={200: AppointmentSchema},
        body=NoBody,
        once=True,
        if_match=True,
        tagged=True,
        problems=("not-found", "too-late", "not-standing"),
    )
    @made_once
    def post(self, request: Request, key: str, appointment_id: str) -> Response:
        self.sent(NoBody)
        made, row = self.read(request, appointment_id)
        cancel(row.pk, by=actor_of(self.key), now=timezone.now(), if_version=row.version)
        return self.again(made)


class Confirmed(AppointmentView):
    """The person says that they will come."""

    scopes = {"POST": WRITE}

    @documented(
        "confirm_appointment",
        "Dire que la personne viendra",
        tag=TAG,
        scope=WRITE,
        answers={200: AppointmentSchema},
        body=NoBody,
        once=True,
        tagged=True,
        problems=("not-found", "not-standing"),
    )
    @made_once
    def post(self, request: Request, key: str, appointment_id: str) -> Response:
        self.sent(NoBody)
        made = one(appointments_of(self.key), appointment_id)
        confirm(made.appointment_id, by=actor_of(self.key), now=timezone.now())
        return self.again(made)


def _wish(sent: dict[str, Any], now: datetime) -> Wish:
    return Wish(
        topic=sent["topic"],
        site=sent["site"],
        starts_at=sent["starts_at"],
        participants=[Participant(person["name"], phone=person["phone"]) for person in sent["people"]],
        reach=way_of(sent["reach"]),
        preference=preference_of(sent.get("asked_for", {})),
        contact_name=sent["contact_name"],
        relation=sent["relation"],
        language=sent["language"],
        mode=sent.get("mode", sent["topic"].usual_way),
        preparation=preparation_of(sent),
        shown_at=now,
    )
