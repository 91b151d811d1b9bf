"""Fields of requests that name something of ours, or somebody."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from bookings.api.strict import Strict
from bookings.models import Contact
from bookings.people.preparation import LANGUAGES, NEEDS, languages_of_messages, stored
from bookings.people.who import WayToReach
from bookings.public.catalogue import site_named, topic_text
from bookings.times.ground import Preference
from bookings.waiting.queue import PARTS
from mediation.models import Gender, Site, Topic

_UNKNOWN: dict[str, Any] = {"unknown": _("Cet identifiant n’existe pas.")}
IDENTIFIER = {"type": "string", "minLength": 1, "maxLength": 12}
MESSAGE_LANGUAGES = [code for code, _name in languages_of_messages()]


class _Named(serializers.Field):  # type: ignore[type-arg]
    """Something of ours, by its identifier in the API."""

    default_error_messages = _UNKNOWN

    def to_internal_value(self, data: object) -> Topic | Site:
        try:
            return self.named(data) if isinstance(data, str) else self.fail("unknown")
        except Http404:
            self.fail("unknown")

    def named(self, public_id: str) -> Topic | Site:
        """Whatever bears the identifier. Raises `Http404`."""
        raise NotImplementedError


@extend_schema_field(IDENTIFIER)
class TopicField(_Named):
    """A topic on offer."""

    def named(self, public_id: str) -> Topic:
        """From what residents may choose."""
        return topic_text(public_id, "fr").topic


@extend_schema_field(IDENTIFIER)
class SiteField(_Named):
    """A site where one can book."""

    def named(self, public_id: str) -> Site:
        """From what residents may choose."""
        return site_named(public_id)


class Reach(Strict):
    """How somebody is reached: a telephone as it is dialled, an e-mail address, "who and how", a postal address."""

    kind = serializers.ChoiceField(Contact.Kind.choices)
    value = serializers.CharField(max_length=200, allow_blank=True, default="", help_text="Vide pour `none`.")
    shared = serializers.BooleanField(default=False, help_text="D’autres personnes s’en servent.")
    by_call = serializers.BooleanField(default=False, help_text="Appeler ce mobile plutôt que d’y écrire.")


class Person(Strict):
    """Somebody who comes. One name is enough."""

    name = serializers.CharField(max_length=200)


class PersonCalled(Person):
    """Somebody who comes, and where they are called."""

    phone = serializers.CharField(
        max_length=30,
        allow_blank=True,
        default="",
        help_text="Pour un rendez-vous par téléphone : son propre numéro. Sans lui, le téléphone de `reach`.",
    )


class AskedFor(Strict):
    """Who should help, where that matters."""

    gender = serializers.ChoiceField(
        [(each.value, each.label) for each in Gender if each.value], required=False
    )
    sign_language = serializers.BooleanField(default=False)
    language = serializers.CharField(max_length=10, required=False, help_text="Code ISO 639, ou `lsf`.")


class Preparing(Strict):
    """What to have ready, and in which language the person is written to."""

    language = serializers.ChoiceField(MESSAGE_LANGUAGES, default="fr", help_text="Langue des messages.")
    needs = serializers.ListField(child=serializers.ChoiceField(list(NEEDS)), default=list, max_length=4)
    interpreter = serializers.ChoiceField(list(LANGUAGES), required=False, help_text="Un interprète.")


class Available(Strict):
    """When somebody can come. Empty: any day, any time."""

    weekdays = serializers.ListField(
        child=serializers.IntegerField(min_value=0, max_value=6),
        default=list,
        max_length=7,
        help_text="0 est lundi.",
    )
    parts = serializers.ListField(child=serializers.ChoiceField(PARTS), default=list, max_length=2)


def way_of(reach: dict[str, Any]) -> WayToReach:
    """What `Reach` says, for an action."""
    return WayToReach(reach["kind"], reach["value"], shared=reach["shared"], by_call=reach["by_call"] or None)


def preference_of(asked: dict[str, Any]) -> Preference:
    """What `AskedFor` says, for a search."""
    return Preference(
        gender=asked.get("gender", ""),
        sign_language=asked.get("sign_language", False),
        language=asked.get("language", ""),
        way=asked.get("mode", ""),
    )


def preparation_of(sent: dict[str, Any]) -> list[str]:
    """What `Preparing` says, as it is stored."""
    return stored(sent["needs"], sent.get("interpreter", ""))
