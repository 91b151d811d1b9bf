"""Referrals, as they are sent and told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from bookings.api.fields import Available, Preparing, Reach, SiteField, TopicField
from bookings.api.reach import seen
from bookings.api.strict import Page, Strict
from bookings.api.times import Moment, written
from bookings.models import ApiKey, Appointment, Contact, Referral
from bookings.numbers import REFERRAL
from bookings.referrals.information import SENTENCES
from bookings.referrals.reasons import Reason
from bookings.referrals.seen import Seen, Step
from bookings.referrals.states import SDOH, State
from bookings.referrals.wording import shown_in_words

STATES = [state.value for state in State if state is not State.DRAFT]
HANDOVERS = [Referral.Handover.INVITE.value, Referral.Handover.CALL.value]
SENT, RECEIVED = "sent", "received"


class ReferralReach(Reach):
    """How the person is reached. Whoever may not be reached at all is helped on the spot, not referred."""

    kind = serializers.ChoiceField([each for each in Contact.Kind.values if each != Contact.Kind.NONE])


class TimeBody(Strict):
    """A time chosen with the person."""

    site = SiteField()
    starts_at = Moment()


class ReferBody(Preparing, Available):
    """Whom and what a referral is about. `time` books at once; `wait` puts the person on the waiting list."""

    external_ref = serializers.CharField(
        max_length=64, allow_blank=True, default="", help_text="Votre référence : ne sert qu’une fois."
    )
    name = serializers.CharField(max_length=200)
    companion = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="Qui vient avec elle."
    )
    companion_phone = serializers.CharField(
        max_length=30,
        allow_blank=True,
        default="",
        help_text="Son téléphone, si on l’appelle à part. Gardé seulement quand l’aide se donne par téléphone.",
    )
    reach = ReferralReach()
    topic = TopicField()
    other_topics = serializers.ListField(child=TopicField(), default=list, max_length=10)
    site = SiteField(help_text="Le lieu qui reçoit l’orientation.")
    any_site = serializers.BooleanField(default=False, help_text="Ou un autre lieu de la même structure.")
    need = serializers.CharField(max_length=500, allow_blank=True, default="", help_text="Une phrase simple.")
    deadline = serializers.DateField(required=False, help_text="Jusqu’à quel jour.")
    handover = serializers.ChoiceField(HANDOVERS, default=HANDOVERS[0])
    informed_version = serializers.ChoiceField(
        list(SENTENCES),
        help_text="La version de la phrase par laquelle vous confirmez avoir informé la personne.",
    )
    referrer_name = serializers.CharField(max_length=120, allow_blank=True, default="")
    time = TimeBody(required=False)
    wait = serializers.BooleanField(default=False)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """One way for the person to get a time."""
        if sent["wait"] and "time" in sent:
            raise serializers.ValidationError({"wait": _("Une heure, ou la liste d’attente : pas les deux.")})
        return sent


class CorrectBody(Strict):
    """What was wrong; what is not said stays."""

    name = serializers.CharField(max_length=200, required=False)
    reach = ReferralReach(required=False)
    need = serializers.CharField(max_length=500, allow_blank=True, required=False)
    deadline = serializers.DateField(required=False, allow_null=True)
    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6), required=False, max_length=7
    )
    parts = serializers.ListField(
        child=serializers.ChoiceField(["morning", "afternoon"]), required=False, max_length=2
    )


class WithdrawBody(Strict):
    """Whether an appointment it led to is called off too."""

    cancel_appointment = serializers.BooleanField(default=False)


class ReferralsAsked(Page):
    """Which referrals."""

    direction = serializers.ChoiceField([SENT, RECEIVED], default=SENT, help_text="Envoyées, ou reçues.")
    state = serializers.ChoiceField(STATES, required=False, help_text="L’état tel qu’il est montré.")
    external_ref = serializers.CharField(max_length=64, required=False)
    site = serializers.CharField(max_length=12, required=False)
    received_after = Moment(required=False)


class ReferralTimeSchema(serializers.Serializer[Any]):
    """The time it led to. `id`: only where this program made the appointment."""

    id = serializers.CharField(allow_null=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    site = serializers.CharField()

    class Meta:
        ref_name = "ReferralTime"


class RefusalSchema(serializers.Serializer[Any]):
    """Why the service refused."""

    reason = serializers.ChoiceField(Reason.choices)
    sentence = serializers.CharField()

    class Meta:
        ref_name = "Refusal"


class ReferralSchema(serializers.Serializer[Any]):
    """A referral. Nobody is named: `external_ref` is your own name for it."""

    id = serializers.CharField()
    number = serializers.RegexField(
        REFERRAL.pattern, help_text="Huit chiffres, pour le courrier et le téléphone."
    )
    external_ref = serializers.CharField()
    state = serializers.ChoiceField(STATES, help_text="Ce que le lieu laisse voir.")
    met = serializers.BooleanField(help_text="La personne a été rencontrée.")
    step = serializers.ChoiceField([each.value for each in Step], help_text="Ce qui suit.")
    sdoh_status = serializers.ChoiceField(
        sorted(set(SDOH.values())), help_text="HL7 SDOH Clinical Care, FHIR Task.status."
    )
    in_words = serializers.CharField(help_text="Le même, en une phrase.")
    direction = serializers.ChoiceField([SENT, RECEIVED])
    organisation = serializers.CharField(help_text="Qui la reçoit.")
    site = serializers.CharField(allow_null=True, help_text="`null` : tout lieu de la structure.")
    topic = serializers.CharField()
    other_topics = serializers.ListField(child=serializers.CharField())
    handover = serializers.ChoiceField(Referral.Handover.choices)
    deadline = serializers.DateField(allow_null=True)
    received_at = serializers.DateTimeField()
    refused = RefusalSchema(allow_null=True)
    appointment = ReferralTimeSchema(allow_null=True)

    class Meta:
        ref_name = "Referral"


class ReferralsSchema(serializers.Serializer[Any]):
    """A part of the referrals, the newest first."""

    results = ReferralSchema(many=True)
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la suite.")

    class Meta:
        ref_name = "Referrals"


class SentenceSchema(serializers.Serializer[Any]):
    """The sentence whoever refers confirms: information, not consent."""

    version = serializers.CharField()
    sentence = serializers.CharField()

    class Meta:
        ref_name = "Sentence"


def referral_shown(row: Referral, key: ApiKey) -> dict[str, Any]:
    """A referral as this key is told of it."""
    told = seen(row, key)
    return {
        "id": row.public_id,
        "number": row.number,
        "external_ref": row.external_ref if row.partner_id == key.organisation_id else "",
        "state": told.state.value,
        "met": told.met,
        "step": told.step.value,
        "sdoh_status": SDOH[told.state],
        "in_words": shown_in_words(told, seats=row.has_seats),
        "direction": SENT if row.partner_id == key.organisation_id else RECEIVED,
        "organisation": row.organisation.name if row.organisation else "",
        "site": row.site.public_id if row.site else None,
        "topic": row.topic.public_id if row.topic else "",
        "other_topics": sorted(topic.public_id for topic in row.other_topics.all()),
        "handover": row.handover,
        "deadline": row.deadline.isoformat() if row.deadline else None,
        "received_at": written(row.received_at) if row.received_at else None,
        "refused": {"reason": row.reason, "sentence": row.sentence} if told.state is State.REFUSED else None,
        "appointment": _time(row, told, key),
    }


def _time(row: Referral, told: Seen, key: ApiKey) -> dict[str, Any] | None:
    """The appointment, while the referrer is told that there is one."""
    appointment = row.appointment
    if (
        appointment is None
        or told.state is not State.BOOKED
        or appointment.status not in Appointment.STANDING
    ):
        return None
    made = getattr(appointment, "made_by_api", None)
    return {
        "id": made.public_id if made and made.application == key.application else None,
        "starts_at": written(appointment.starts_at, appointment.site),
        "ends_at": written(appointment.ends_at, appointment.site),
        "site": appointment.site.public_id,
    }
