"""Free times."""

from typing import Any

from rest_framework import serializers

from bookings.api.strict import Page
from bookings.api.times import Moment, written
from bookings.public.catalogue import sites
from bookings.times.search import Choice
from mediation.models import Gender, Topic


class FreeTimeSchema(serializers.Serializer[Any]):
    """A time that can be had, whoever receives."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    site = serializers.CharField()

    class Meta:
        ref_name = "FreeTime"


class FreeTimesSchema(serializers.Serializer[Any]):
    """A part of the free times, the soonest first."""

    results = FreeTimeSchema(many=True)
    next = serializers.CharField(allow_null=True, help_text="L’adresse de la suite.")

    class Meta:
        ref_name = "FreeTimes"


class TimesAsked(Page):
    """Which times. Without `end`: the soonest, however far."""

    topic = serializers.CharField(max_length=12, help_text="Le motif.")
    site = serializers.RegexField(
        r"^[a-z0-9]{1,12}(,[a-z0-9]{1,12}){0,49}$",
        max_length=700,
        required=False,
        help_text="Un lieu, ou plusieurs séparés par des virgules ; sans lui, tous.",
    )
    start = Moment(required=False, help_text="Pas avant. Sans lui, dès que possible.")
    end = Moment(required=False, help_text="Avant ; 31 jours au plus après `start`.")
    mode = serializers.ChoiceField(
        Topic.Mode.choices,
        required=False,
        help_text="Comment on se parle ; sans lui, comme le motif se traite d’habitude. Par téléphone, en visio ou à domicile, "
        "les heures peuvent être celles d’un `site` qui n’est dans aucune liste : on n’y va pas.",
    )
    gender = serializers.ChoiceField(
        [(each.value, each.label) for each in Gender if each.value],
        required=False,
        help_text="Aidé·e par une femme ou un homme.",
    )
    sign_language = serializers.BooleanField(required=False, help_text="En langue des signes.")
    language = serializers.RegexField(r"^[a-z]{2,10}$", required=False, help_text="Dans cette langue.")


def time_shown(choice: Choice) -> dict[str, str]:
    """A free time on the clock of its site."""
    site = sites()[choice.site_id]
    return {
        "starts_at": written(choice.starts_at, site),
        "ends_at": written(choice.ends_at, site),
        "site": site.public_id,
    }
