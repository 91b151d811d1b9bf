"""The change feed: what other programs may know, numbered once it is committed."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.journal import JournalEntry
from bookings.models.referral import Referral
from bookings.referrals.states import SDOH, State


class ChangeQuerySet(models.QuerySet["Change"]):
    """Questions about the feed."""

    def with_what_is_told(self) -> "ChangeQuerySet":
        """To be shown: without a further query for each."""
        return self.select_related("referral", "appointment__made_by_api")

    def after(self, number: int, *, audience_id: int) -> "ChangeQuerySet":
        """What one organisation has not read yet, in the order of the numbers."""
        return self.filter(audience_id=audience_id, number__gt=number).order_by("number")


class Change(models.Model):
    """One event, as one organisation (`audience`) is told it. It holds ids and codes, never personal data.

    The one relay (`bookings.actions.number_changes`) gives the numbers after commit and under a lock: whoever has read up
    to a number has missed none below it. An id of the journal does not promise that: entries commit out of order.
    """

    number = models.BigIntegerField(primary_key=True)
    entry = models.ForeignKey(JournalEntry, models.SET_NULL, null=True, related_name="+", db_index=False)
    audience = models.ForeignKey("mediation.Organisation", models.CASCADE, related_name="+", db_index=False)
    # One of `bookings.referrals.telling.EVENTS`.
    event = models.CharField(max_length=40)
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, related_name="+")
    appointment = models.ForeignKey(Appointment, models.SET_NULL, null=True, related_name="+")
    # As told: `bookings.referrals.seen.Seen`; without a referral the appointment's status.
    state = models.CharField(max_length=12)
    met = models.BooleanField(default=False)
    step = models.CharField(max_length=20)
    # When it happened; `numbered_at` is later.
    at = models.DateTimeField()
    numbered_at = models.DateTimeField()

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("changement")
        constraints = [
            models.UniqueConstraint(fields=["entry", "audience"], name="change_told_once"),
        ]
        indexes = [
            models.Index(fields=["audience", "number"], name="change_feed"),
            models.Index(fields=["numbered_at"], name="change_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.event}"

    def as_told(self) -> dict[str, Any]:
        """Its data, for feed and webhook alike. Thin on purpose: whoever wants to know more asks with a key, and that
        is noted. An appointment is named where a program made it: by the name it has in the API.
        """
        return {
            "referral": self.referral.public_id if self.referral else None,
            "appointment": self._appointment_id(),
            "state": self.state,
            "sdoh_status": SDOH[State(self.state)] if self.referral else None,
            "met": self.met,
            "next_step": self.step or None,
        }

    def _appointment_id(self) -> str | None:
        made = getattr(self.appointment, "made_by_api", None) if self.appointment else None
        return made.public_id if made is not None and made.organisation_id == self.audience_id else None
