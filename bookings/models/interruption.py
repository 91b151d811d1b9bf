"""Something keeps people from being received: a mediator away, a strike, a site closed; and what becomes of whoever was
expected then.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from mediation.keyed_field import KeyedHashField

# What the database refuses (`bookings.records.transactions`): an appointment of which two such runs decide.
DECIDED_ONCE = "interrupted_once_at_a_time"


class InterruptionQuerySet(models.QuerySet["Interruption"]):
    """Questions about interruptions."""

    def under_way(self) -> "InterruptionQuerySet":
        """Those of which something is still to be done."""
        return self.filter(status__in=Interruption.UNDER_WAY)

    def announced_on(self, day: Any) -> "InterruptionQuerySet":
        """Those that residents are told of on a local day: from that day on, until it is over."""
        known = self.filter(announced=True, last_day__gte=day).exclude(status=Interruption.Status.UNDONE)
        return known.order_by("first_day", "pk")


class Interruption(models.Model):
    """Who cannot receive, or where nobody can, on local days from `first_day` to `last_day`; with `starts` and `ends` only
    between these hours.

    `leaves_at` (UTC): from then on people are told; before, one press takes all of it back. `made` holds the ids of the
    absence and closures that came with it, and of the dates of workshops to call off with it.
    """

    class Kind(models.TextChoices):
        AWAY = "away", _("personne absente")
        STRIKE = "strike", _("grève")
        CLOSED = "closed", _("lieu fermé")
        HOURS = "hours", _("plages changées")

    class Reason(models.TextChoices):
        """Why, as residents may know it: never what ails somebody."""

        AWAY = "away", _("une personne de l’équipe est absente")
        STRIKE = "strike", _("il y a une grève")
        CLOSED = "closed", _("le lieu est fermé")
        WORKS = "works", _("il y a des travaux")
        BREAKDOWN = "breakdown", _("il y a une panne")
        WEATHER = "weather", _("le temps est mauvais")

    class Status(models.TextChoices):
        RUNNING = "running", _("en cours")
        DONE = "done", _("fait")
        UNDONE = "undone", _("repris")

    UNDER_WAY = (Status.RUNNING,)

    kind = models.CharField(max_length=8, choices=Kind.choices)
    organisation = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="interruptions")
    mediator = models.ForeignKey(
        "mediation.Mediator", models.CASCADE, null=True, blank=True, related_name="interruptions"
    )
    # Where people are told of it: the closed sites, or those where the mediator was to receive.
    sites = models.ManyToManyField("mediation.Site", related_name="interruptions", blank=True)
    first_day = models.DateField(_("du"))
    last_day = models.DateField(_("au"))
    starts = models.TimeField(_("à partir de"), null=True, blank=True)
    ends = models.TimeField(_("jusqu’à"), null=True, blank=True)
    reason = models.CharField(_("raison"), max_length=10, choices=Reason.choices, default=Reason.AWAY)
    # As staff typed it, in French, shown as it is.
    sentence = models.CharField(_("phrase pour les habitants"), max_length=200, blank=True, default="")
    announced = models.BooleanField(_("annoncé aux habitants"), default=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    leaves_at = models.DateTimeField()
    made = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)

    objects = InterruptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("empêchement")
        constraints = [
            models.CheckConstraint(
                name="interruption_last_day_after_first", condition=Q(last_day__gte=models.F("first_day"))
            ),
        ]
        indexes = [
            models.Index(fields=["last_day"], name="interruption_last_day"),
            models.Index(fields=["leaves_at"], name="interruption_running", condition=Q(status="running")),
        ]

    def __str__(self) -> str:
        return f"empêchement {self.pk}"

    @property
    def whole_days(self) -> bool:
        """Whether it takes whole days."""
        return self.starts is None

    def may_be_undone(self, now: datetime) -> bool:
        """Whether the time to take it back is not over; what was said to somebody in between forbids it too."""
        return self.status != self.Status.UNDONE and now < self.leaves_at


class InterruptedQuerySet(models.QuerySet["Interrupted"]):
    """Questions about appointments that were to be decided about."""

    def asked(self) -> "InterruptedQuerySet":
        """Those whose person may still choose a time: asked, or without an answer so far."""
        return self.filter(result__in=Interrupted.MAY_CHOOSE)

    def to_call(self) -> "InterruptedQuerySet":
        """Those whom somebody of the team has to call, the longest expected first."""
        return self.filter(result=Interrupted.Result.TO_CALL).order_by("was_at", "pk")


class Interrupted(models.Model):
    """An appointment that an interruption concerns: what was decided, and what became of it.

    `version` is the appointment's as it was when that was decided: changed since, it is left alone. `times` are those
    that were offered instead: `{"at": ISO in UTC, "site": id}`. `was_at` (UTC): when it was to be.
    """

    class Remedy(models.TextChoices):
        HAND_OVER = "hand_over", _("confier à un collègue")
        OFFER = "offer", _("proposer trois heures")
        CANCEL = "cancel", _("annuler avec un message")
        KEEP = "keep", _("garder")

    class Result(models.TextChoices):
        PLANNED = "planned", _("à faire")
        HANDED_OVER = "handed_over", _("confié")
        ASKED = "asked", _("attend la réponse")
        MOVED = "moved", _("déplacé")
        CANCELLED = "cancelled", _("annulé")
        KEPT = "kept", _("gardé")
        TO_CALL = "to_call", _("à appeler")
        CLOSED = "closed", _("ne vient plus")
        CHANGED = "changed", _("changé entre-temps")
        UNDONE = "undone", _("repris")

    class Why(models.TextChoices):
        """Why somebody of the team has to call."""

        NOTHING = "", ""
        NO_ANSWER = "no_answer", _("n’a pas répondu")
        NONE_SUITS = "none_suits", _("aucune heure ne convient")
        NO_TIMES = "no_times", _("pas d’heure libre à proposer")
        NO_CHANNEL = "no_channel", _("seule l’équipe peut joindre cette personne")
        NOT_REACHED = "not_reached", _("le message n’est pas arrivé")

    OPEN = (Result.PLANNED, Result.ASKED, Result.TO_CALL)
    MAY_CHOOSE = (Result.ASKED, Result.TO_CALL)
    TELLS = (Remedy.OFFER, Remedy.CANCEL)

    interruption = models.ForeignKey(Interruption, models.CASCADE, related_name="rows")
    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="interruptions")
    remedy = models.CharField(max_length=10, choices=Remedy.choices)
    result = models.CharField(max_length=12, choices=Result.choices, default=Result.PLANNED)
    why = models.CharField(max_length=12, choices=Why.choices, blank=True, default="")
    version = models.PositiveIntegerField()
    was_at = models.DateTimeField()
    from_mediator = models.ForeignKey("mediation.Mediator", models.CASCADE, related_name="+")
    to_mediator = models.ForeignKey(
        "mediation.Mediator", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    times = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = InterruptedQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous empêché")
        ordering = ["was_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["interruption", "appointment"], name="interrupted_once_a_run"),
            models.UniqueConstraint(
                fields=["appointment"],
                condition=Q(result__in=["planned", "asked", "to_call"]),
                name=DECIDED_ONCE,
            ),
        ]
        indexes = [
            models.Index(
                fields=["result", "deadline"],
                name="interrupted_open",
                condition=Q(result__in=["planned", "asked", "to_call"]),
            ),
        ]

    def __str__(self) -> str:
        return f"rendez-vous empêché {self.pk}"
