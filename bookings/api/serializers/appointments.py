"""Appointments, as they are sent and told. No answer names anybody: whoever asked knows whom it was for."""

from datetime import datetime
from typing import Any

from rest_framework import serializers

from bookings.api.fields import AskedFor, PersonCalled, Preparing, Reach, SiteField, TopicField
from bookings.api.reach import shows
from bookings.api.strict import Page, Strict
from bookings.api.times import Moment, written
from bookings.models import ApiKey, Appointment, MadeByApi, ReferralRules
from bookings.numbers import BOOKING
from mediation.models import Topic

BOOKED, OVER, MET, MISSED = "booked", "over", "met", "missed"
BY_PERSON, BY_SERVICE = "cancelled_by_person", "cancelled_by_service"
STATUSES = (BOOKED, OVER, MET, MISSED, BY_PERSON, BY_SERVICE)
_Status = Appointment.Status


class BookBody(Preparing):
    """What to book."""

    topic = TopicField()
    site = SiteField()
    starts_at = Moment(help_text="Une heure libre, telle qu’elle a été donnée.")
    mode = serializers.ChoiceField(
        Topic.Mode.choices, required=False, help_text="Sans lui : sur place si possible."
    )
    people = serializers.ListField(
        child=PersonCalled(), min_length=1, max_length=2, help_text="Une personne, ou deux."
    )
    reach = Reach()
    contact_name = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="Qui l’on joint, si ce n’est pas la personne."
    )
    relation = serializers.ChoiceField(Appointment.Relation.choices, default=Appointment.Relation.SELF)
    asked_for = AskedFor(required=False)


class MoveBody(Strict):
    """Where to move it."""

    starts_at = Moment()
    site = SiteField(required=False, help_text="Sans lui, le même lieu.")


class NoBody(Strict):
    """Nothing more to say."""


class AppointmentsAsked(Page):
    """Which appointments."""


class AppointmentSchema(serializers.Serializer[Any]):
    """An appointment that this program has made."""

    id = serializers.CharField()
    number = serializers.RegexField(
        BOOKING.pattern, help_text="Le numéro que la personne donne au téléphone : de six à huit chiffres."
    )
    status = serializers.ChoiceField(STATUSES, help_text="`missed` n’est dit que si le lieu le permet.")
    topic = serializers.CharField()
    site = serializers.CharField()
    mode = serializers.ChoiceField(Topic.Mode.choices)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    referral = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "Appointment"


class AppointmentsSchema(serializers.Serializer[Any]):
    """A part of this program's appointments, the newest first."""

    results = AppointmentSchema(many=True)
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la suite.")

    class Meta:
        ref_name = "Appointments"


def appointment_shown(made: MadeByApi, key: ApiKey, now: datetime, *, new: bool = False) -> dict[str, Any]:
    """An appointment as this key is told of it. `new`: it was made by itself this moment, no referral led to it."""
    row = made.appointment
    assert row is not None  # noqa: S101
    referral = None if new else getattr(row, "referral", None)
    return {
        "id": made.public_id,
        "number": row.number,
        "status": _status(row, key, now),
        "topic": row.topic.public_id,
        "site": row.site.public_id,
        "mode": row.mode,
        "starts_at": written(row.starts_at, row.site),
        "ends_at": written(row.ends_at, row.site),
        "referral": referral.public_id if referral and referral.partner_id == key.organisation_id else None,
    }


def _status(row: Appointment, key: ApiKey, now: datetime) -> str:
    """That somebody did not come can cost them an allowance: to others than who received it, it is "over"."""
    if row.status in Appointment.CALLED_OFF:
        return BY_PERSON if row.status == _Status.EXCUSED else BY_SERVICE
    if row.status == _Status.DONE and shows(row, key) != ReferralRules.Shows.LANDED:
        return MET
    if row.status == _Status.NO_SHOW and shows(row, key) == ReferralRules.Shows.ALL:
        return MISSED
    return OVER if row.ends_at <= now else BOOKED
