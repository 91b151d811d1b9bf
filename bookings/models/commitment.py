"""A mediator's time that is taken. The database refuses two that overlap."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Questions about taken time."""

    def standing(self, now: datetime) -> "CommitmentQuerySet":
        """Those that count at `now`: all but holds whose time is over."""
        return self.filter(Q(held_until__isnull=True) | Q(held_until__gt=now))

    def expired(self, now: datetime) -> "CommitmentQuerySet":
        """Holds whose time is over: free for whoever comes next."""
        return self.filter(held_until__lte=now)

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "CommitmentQuerySet":
        """Those that share an instant with [starts_at, ends_at)."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class Commitment(models.Model):
    """[starts_at, ends_at) of one mediator, the buffer frozen at booking included.

    `held_until` set: a hold, void from that instant on. No constraint can read the clock, so `book`
    deletes a mediator's expired holds first. The constraint `commitment_no_overlap` is made by a migration
    for each kind of database (exclusion constraint on PostgreSQL, triggers on SQLite).
    """

    # Both are found by the indexes below.
    mediator = models.ForeignKey(
        "mediation.Mediator", models.PROTECT, related_name="commitments", db_index=False
    )
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="commitments", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The end of the appointment itself, without the buffer: what a room or a machine is taken for.
    frees_at = models.DateTimeField()
    needs_machine = models.BooleanField(default=False)
    held_until = models.DateTimeField(null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="commitment_ends_after_start",
                condition=Q(ends_at__gt=F("starts_at"), frees_at__gt=F("starts_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["mediator", "ends_at"],
                include=["starts_at", "held_until", "site", "frees_at", "needs_machine"],
                name="commitment_of_mediator",
            ),
            models.Index(
                fields=["site", "ends_at"],
                include=["starts_at", "frees_at", "held_until", "needs_machine", "mediator"],
                name="commitment_at_site",
            ),
            models.Index(fields=["held_until"], name="commitment_held", condition=~Q(held_until=None)),
        ]

    def __str__(self) -> str:
        return f"{self.mediator_id} {self.starts_at:%Y-%m-%d %H:%M}"
