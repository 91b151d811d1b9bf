"""Some people of the demo are followed: what they want to be able to do, what is next, a sheet that was taken home."""

from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from bookings.demo.write import Cast
from bookings.following.links import keep_link
from bookings.following.usual import USUAL
from bookings.models import Appointment, Goal, NextStep, Outcome, Resident, TakeHome

_SESSIONS = 2
_PEOPLE = 3
_GOALS = (
    "Envoyer des photos à ma fille sans demander d’aide",
    "Faire ma déclaration tout seul l’an prochain",
    "Ne plus avoir peur de cliquer",
)
_LEVELS = ("entierement_accompagne", "partiellement_autonome", "autonome")


def following(cast: Cast, *, now: datetime) -> int:
    """The three who came most often to the first mediator, with their goals, steps and a sheet; how many."""
    mediator = cast.ground.mediators[0]
    with_them = Appointment.objects.filter(
        mediator=mediator, relation="self", status=Appointment.Status.DONE, outcome__isnull=False
    )
    alone = with_them.annotate(people=Count("participants")).filter(people=1)
    came = Resident.objects.filter(discreet=False, appointments__in=alone.values("pk"))
    often = came.annotate(n=Count("pk")).filter(n__gte=_SESSIONS).order_by("-n", "pk")
    followed = list(often[:_PEOPLE])
    for place, person in enumerate(followed):
        sessions = alone.filter(participants=person).select_related("mediator").order_by("starts_at")
        _follow(person, list(sessions), _GOALS[place], place, now)
    return len(followed)


def _follow(person: Resident, sessions: list[Appointment], goal: str, place: int, now: datetime) -> None:
    noted = list(Outcome.objects.filter(appointment__participants=person).order_by("appointment__starts_at"))
    for number, outcome in enumerate(noted):
        outcome.autonomy = _LEVELS[number * len(_LEVELS) // len(noted)]
    Outcome.objects.bulk_update(noted, ["autonomy"])
    first, last = sessions[0], sessions[-1]
    by = last.mediator.user_id
    wanted = Goal.objects.create(
        resident=person,
        organisation_id=last.organisation_id,
        words=goal,
        set_on=timezone.localdate(first.starts_at),
        set_by_id=by,
        changed_at=first.ends_at,
        form_key=f"demo {place}",
    )
    for number, (words, who, days) in enumerate(
        (
            (USUAL[0], "person", 6),
            (USUAL[1], "person", None),
            ("Appeler la caisse de retraite", "mediator", 1),
        )
    ):
        due_on = timezone.localdate(now) + timedelta(days=days) if days is not None else None
        NextStep.objects.create(
            resident=person,
            organisation_id=last.organisation_id,
            mediator=last.mediator,
            goal=wanted if number == 0 else None,
            appointment=last,
            words=words,
            who=who,
            due_on=due_on,
            made_at=last.ends_at,
            made_by_id=by,
            done_at=last.ends_at if due_on is None else None,
            changed_at=now,
            form_key=f"demo {place} {number}",
        )
    TakeHome.objects.create(
        appointment=last,
        language=person.language,
        done="Nous avons ouvert la boîte e-mail et répondu à un message.",
        remember="Le crayon ouvre un nouveau message.\nLa flèche répond.",
        changed_at=last.ends_at,
        changed_by_id=by,
    )
    keep_link(person.pk, last.pk, now=now)
