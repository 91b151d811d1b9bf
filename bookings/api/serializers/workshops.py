"""Workshops, as they are told, and registrations, as they are sent and told. No answer names anybody."""

from typing import Any

from rest_framework import serializers

from bookings.api.fields import MESSAGE_LANGUAGES, Person, Reach
from bookings.api.strict import Strict
from bookings.api.times import Moment, written
from bookings.models import MadeByApi, Registration, Workshop
from bookings.public.workshops import Shown


class WorkshopsAsked(Strict):
    """Every workshop that has a date ahead."""


class EnrolBody(Strict):
    """Who comes to which dates."""

    people = serializers.ListField(
        child=Person(), min_length=1, max_length=2, help_text="Une personne, ou deux qui viennent ensemble."
    )
    reach = Reach()
    dates = serializers.ListField(
        child=Moment(),
        default=list,
        max_length=60,
        help_text="Le début de chaque date voulue. Aucune : toutes celles à venir.",
    )
    language = serializers.ChoiceField(MESSAGE_LANGUAGES, default="fr", help_text="Langue des messages.")
    wait = serializers.BooleanField(
        default=False, help_text="S’il n’y a plus assez de places : attendre son tour."
    )


class WorkshopDateSchema(serializers.Serializer[Any]):
    """One date."""

    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    seats_left = serializers.IntegerField()

    class Meta:
        ref_name = "WorkshopDate"


class WorkshopSchema(serializers.Serializer[Any]):
    """A workshop with its dates ahead."""

    id = serializers.CharField()
    title = serializers.CharField()
    description = serializers.CharField()
    equipment = serializers.CharField(help_text="Matériel sur place ; vide : rien n’est dit.")
    bring = serializers.CharField(help_text="À apporter ; vide : rien.")
    language = serializers.CharField(help_text="La langue de ces textes.")
    level = serializers.ChoiceField(Workshop.Level.choices)
    topic = serializers.CharField()
    site = serializers.CharField()
    single_dates = serializers.BooleanField(help_text="On peut s’inscrire à une seule date.")
    dates = WorkshopDateSchema(many=True)

    class Meta:
        ref_name = "Workshop"


class WorkshopsSchema(serializers.Serializer[Any]):
    """The workshops ahead, the soonest first."""

    results = WorkshopSchema(many=True)

    class Meta:
        ref_name = "Workshops"


class RegistrationSchema(serializers.Serializer[Any]):
    """A registration that this program has made."""

    id = serializers.CharField()
    status = serializers.ChoiceField(Registration.State.choices)
    workshop = serializers.CharField()
    seats = serializers.IntegerField()
    dates = serializers.ListField(child=serializers.DateTimeField(), help_text="Le début de chaque date.")
    answer_by = serializers.DateTimeField(
        allow_null=True, help_text="Jusque-là, la place proposée est gardée."
    )

    class Meta:
        ref_name = "Registration"


def workshop_shown(shown: Shown) -> dict[str, Any]:
    """A workshop in the language of the moment."""
    workshop, text = shown.workshop, shown.text
    return {
        "id": workshop.public_id,
        "title": text.title if text else "",
        "description": text.description if text else "",
        "equipment": text.equipment if text else "",
        "bring": text.bring if text else "",
        "language": text.language if text else "",
        "level": workshop.level,
        "topic": workshop.topic.public_id,
        "site": workshop.site.public_id,
        "single_dates": workshop.single_dates,
        "dates": [
            {
                "starts_at": written(date.starts_at, workshop.site),
                "ends_at": written(date.ends_at, workshop.site),
                "seats_left": date.left,
            }
            for date in shown.dates
        ],
    }


def registration_shown(made: MadeByApi) -> dict[str, Any]:
    """A registration; whoever asked knows who comes."""
    row = made.registration
    assert row is not None  # noqa: S101
    site = row.workshop.site
    standing = [date for date in row.dates.all() if date.cancelled_at is None]
    return {
        "id": made.public_id,
        "status": row.state,
        "workshop": row.workshop.public_id,
        "seats": row.seats,
        "dates": [
            written(date.starts_at, site) for date in sorted(standing, key=lambda each: each.starts_at)
        ],
        "answer_by": written(row.offer_until, site) if row.offer_until else None,
    }
