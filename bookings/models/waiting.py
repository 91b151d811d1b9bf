"""The waiting list (liste d'attente): who wants a time, or an earlier one, and the times they were asked about."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.resident import Contact, Resident
from mediation.keyed_field import KeyedHashField


class WaitingEntryQuerySet(models.QuerySet["WaitingEntry"]):
    """Questions about the list."""

    def waiting(self, now: datetime) -> "WaitingEntryQuerySet":
        """Those who still wait, the longest first."""
        still = self.filter(status=WaitingEntry.Status.WAITING, until__gt=now)
        return still.order_by("joined_at", "pk")


class WaitingEntry(models.Model):
    """One person who waits for a time about one topic; with an appointment, for an earlier one.

    No `sites`: anywhere. Empty `weekdays` (0 is Monday) or `parts` (`bookings.queue.PARTS`): any. `until` is when waiting
    is over by itself (UTC): the appointment's start, or the end of the wait.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("en attente")
        SERVED = "served", _("a eu une place")
        LEFT = "left", _("a quitté la liste")
        OVER = "over", _("attente terminée")

    topic = models.ForeignKey("mediation.Topic", models.PROTECT, related_name="+")
    sites = models.ManyToManyField("mediation.Site", related_name="+", blank=True)
    organisation = models.ForeignKey(
        "mediation.Organisation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    weekdays = models.JSONField(default=list, blank=True)
    parts = models.JSONField(default=list, blank=True)
    # Who is asked for, as with an appointment.
    wish = models.JSONField(default=dict, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="waiting_entries"
    )
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="waiting_entries")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="waiting_entries")
    language = models.CharField(max_length=10, default="fr")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    channel = models.CharField(max_length=10, choices=Appointment.Channel.choices)
    added_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)

    objects = WaitingEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("attente")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(status="waiting"), name="waiting_once_an_appointment"
            ),
        ]
        indexes = [models.Index(fields=["status", "joined_at"], name="waiting_status")]

    def __str__(self) -> str:
        return f"attente {self.pk}"

    @property
    def mode(self) -> str:
        """How they would meet: as in the appointment they have, or as is usual for the topic."""
        return self.appointment.mode if self.appointment is not None else self.topic.usual_way

    @property
    def elsewhere(self) -> bool:
        """Whether they would meet anywhere but at the site."""
        return self.mode != Appointment.Mode.ON_SITE


class WaitingOffer(models.Model):
    """A free time that somebody was asked about. `starts_at` and `deadline` are UTC."""

    class Status(models.TextChoices):
        OPEN = "open", _("attend la réponse")
        TAKEN = "taken", _("acceptée")
        DECLINED = "declined", _("refusée")
        EXPIRED = "expired", _("sans réponse")
        GONE = "gone", _("prise par quelqu’un d’autre")

    entry = models.ForeignKey(WaitingEntry, models.CASCADE, related_name="offers")
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    deadline = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.OPEN)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("place proposée")
        constraints = [
            models.UniqueConstraint(fields=["entry", "site", "starts_at"], name="offered_once"),
            models.UniqueConstraint(fields=["entry"], condition=Q(status="open"), name="one_offer_at_a_time"),
        ]
        indexes = [models.Index(fields=["status", "deadline"], name="offer_open")]

    def __str__(self) -> str:
        return f"place proposée {self.pk}"
