"""What has changed, as it is told."""

from typing import Any

from rest_framework import serializers

from bookings.api.strict import Strict
from bookings.api.times import written
from bookings.models import Change
from bookings.referrals.telling import EVENTS

_MOST = 9_223_372_036_854_775_807


class ChangeSchema(serializers.Serializer[Any]):
    """One event. Nothing in it is about a person: what became of it is read where it stands."""

    number = serializers.IntegerField(min_value=1, max_value=_MOST, help_text="Croissant, jamais réattribué.")
    type = serializers.CharField(help_text="`" + "`, `".join(EVENTS) + "`.")
    at = serializers.DateTimeField(help_text="Quand cela est arrivé.")
    referral = serializers.CharField(allow_null=True)
    appointment = serializers.CharField(
        allow_null=True, help_text="Celui que ce logiciel a pris, s’il s’agit d’un rendez-vous."
    )
    state = serializers.CharField(help_text="Ce que cette structure en voit.")
    sdoh_status = serializers.CharField(allow_null=True, help_text="`Task.status` du guide HL7 SDOH.")
    met = serializers.BooleanField()
    next_step = serializers.CharField(allow_null=True)

    class Meta:
        ref_name = "Change"


class ChangesSchema(serializers.Serializer[Any]):
    """A part of what has changed."""

    results = ChangeSchema(many=True)
    last = serializers.IntegerField(
        min_value=0, max_value=_MOST, help_text="À retenir : le prochain `after`, même si rien n’a changé."
    )
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la suite, s’il y en a déjà une.")

    class Meta:
        ref_name = "Changes"


class ChangesAsked(Strict):
    """From where on."""

    after = serializers.IntegerField(
        min_value=0, max_value=_MOST, default=0, help_text="Le `last` lu avant ; 0 : depuis le début."
    )
    limit = serializers.IntegerField(min_value=1, max_value=500, default=100, help_text="Combien au plus.")


def change_shown(change: Change) -> dict[str, Any]:
    """A change. No query where `with_what_is_told` gave it."""
    return {"number": change.number, "type": change.event, "at": written(change.at), **change.as_told()}
