"""Topics and sites, as they are told."""

from typing import Any

from rest_framework import serializers

from bookings.api.strict import Page, Strict
from bookings.public.catalogue import TopicText
from mediation.models import Site, Topic

ACCESS = (
    "step_free",
    "lift",
    "hearing_loop",
    "sign_language",
    "quiet_room",
    "equipment_lent",
    "child_friendly",
)


class TopicSchema(serializers.Serializer[Any]):
    """A reason to come."""

    id = serializers.CharField()
    code = serializers.CharField(help_text="Stable d’une instance à l’autre.")
    name = serializers.CharField()
    explanation = serializers.CharField()
    documents = serializers.ListField(child=serializers.CharField(), help_text="À apporter.")
    duration_min = serializers.IntegerField(min_value=1, max_value=1440)
    notice_min = serializers.IntegerField(min_value=0, max_value=2147483647)
    horizon_days = serializers.IntegerField(min_value=0, max_value=32767)
    modes = serializers.ListField(child=serializers.ChoiceField(Topic.Mode.choices))

    class Meta:
        ref_name = "Topic"


class TopicsSchema(serializers.Serializer[Any]):
    """All topics on offer: they are few."""

    results = TopicSchema(many=True)

    class Meta:
        ref_name = "Topics"


class SiteSchema(serializers.Serializer[Any]):
    """A place where one can book."""

    id = serializers.CharField()
    name = serializers.CharField()
    organisation = serializers.CharField()
    address = serializers.CharField()
    address_extra = serializers.CharField()
    postcode = serializers.CharField()
    commune = serializers.CharField()
    insee_code = serializers.CharField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    timezone = serializers.CharField()
    phone = serializers.CharField()
    website = serializers.CharField()
    booking_address = serializers.CharField(
        help_text="La page où l’on réserve ici ; vide si elle n’est pas publiable."
    )
    languages = serializers.ListField(child=serializers.CharField())
    access = serializers.DictField(
        child=serializers.BooleanField(allow_null=True),
        help_text="Pour chaque point : oui, non, ou `null` si personne ne l’a dit.",
    )

    class Meta:
        ref_name = "Site"


class SitesSchema(serializers.Serializer[Any]):
    """A part of the sites."""

    results = SiteSchema(many=True)
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la suite.")

    class Meta:
        ref_name = "Sites"


class SitesAsked(Page):
    """Which sites."""

    commune = serializers.RegexField(r"^[0-9AB]{5}$", required=False, help_text="Code INSEE.")
    topic = serializers.CharField(max_length=12, required=False, help_text="Où ce motif est reçu.")


class NoFilter(Strict):
    """An address without any parameter."""


def topic_shown(text: TopicText) -> dict[str, Any]:
    """A topic in the language of its text."""
    topic = text.topic
    return {
        "id": topic.public_id,
        "code": topic.code,
        "name": text.name,
        "explanation": text.explanation,
        "documents": list(text.documents),
        "duration_min": topic.duration_min,
        "notice_min": topic.notice_min,
        "horizon_days": topic.horizon_days,
        "modes": topic.public_ways,
    }


def site_shown(site: Site, booking_address: str) -> dict[str, Any]:
    """A site. No query where `catalogue.sites` gave it."""
    commune = site.commune
    return {
        "id": site.public_id,
        "name": site.name,
        "organisation": site.organisation.name,
        "address": site.address,
        "address_extra": site.address_extra,
        "postcode": site.postcode,
        "commune": commune.name if commune else "",
        "insee_code": commune.insee_code if commune else "",
        "latitude": site.latitude,
        "longitude": site.longitude,
        "timezone": site.timezone,
        "phone": site.phone,
        "website": site.website,
        "booking_address": booking_address,
        "languages": list(site.languages),
        "access": {name: getattr(site, name) for name in ACCESS},
    }
