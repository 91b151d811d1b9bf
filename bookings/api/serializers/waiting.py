"""The waiting list, as it is joined and told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from bookings.api.fields import MESSAGE_LANGUAGES, AskedFor, Available, Reach, SiteField, TopicField
from bookings.api.times import written
from bookings.models import MadeByApi, WaitingEntry


class WaitBody(Available):
    """Somebody who wants a time; or, with `appointment`, an earlier one than they have."""

    appointment = serializers.CharField(
        max_length=12, required=False, help_text="Pour une heure plus tôt que celle-ci."
    )
    topic = TopicField(required=False)
    sites = serializers.ListField(
        child=SiteField(), default=list, max_length=50, help_text="Aucun : partout."
    )
    name = serializers.CharField(max_length=200, required=False)
    reach = Reach(required=False)
    language = serializers.ChoiceField(MESSAGE_LANGUAGES, default="fr", help_text="Langue des messages.")
    asked_for = AskedFor(required=False)

    def validate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """Without an appointment one says who waits, and for what."""
        if "appointment" not in sent:
            missing = [name for name in ("topic", "name", "reach") if name not in sent]
            if missing:
                said = serializers.ErrorDetail(str(_("Ce champ est obligatoire.")), code="required")
                raise serializers.ValidationError({name: [said] for name in missing})
        return sent


class WaitSchema(serializers.Serializer[Any]):
    """A wait on the list that this program has made."""

    id = serializers.CharField()
    status = serializers.ChoiceField(WaitingEntry.Status.choices)
    topic = serializers.CharField()
    sites = serializers.ListField(child=serializers.CharField())
    until = serializers.DateTimeField(help_text="Jusque-là, si aucune place ne se libère.")

    class Meta:
        ref_name = "Wait"


def wait_shown(made: MadeByApi) -> dict[str, Any]:
    """A wait; whoever asked knows who waits."""
    entry = made.waiting
    assert entry is not None  # noqa: S101
    return {
        "id": made.public_id,
        "status": entry.status,
        "topic": entry.topic.public_id,
        "sites": sorted(site.public_id for site in entry.sites.all()),
        "until": written(entry.until),
    }
