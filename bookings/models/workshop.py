"""Workshops: help for several people together, on one date or a series."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.commitment import Commitment
from bookings.models.resident import Contact, Resident
from mediation.crypto import public_id

# What the database refuses (`bookings.records.transactions`): more people than seats.
NOT_OVER_CAPACITY = "workshop_date_not_over_capacity"


class Workshop(models.Model):
    """What it is about, where, for how many. Its texts are in `WorkshopText`, its dates in `WorkshopDate`."""

    class Level(models.TextChoices):
        ANYBODY = "anybody", _("pour tout le monde")
        BEGINNER = "beginner", _("pour débuter")
        USED = "used", _("pour aller plus loin")

    public_id = models.CharField(max_length=8, unique=True, default=public_id)
    organisation = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="workshops")
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="workshops")
    topic = models.ForeignKey("mediation.Topic", models.PROTECT, related_name="workshops")
    level = models.CharField(_("niveau"), max_length=10, choices=Level.choices, default=Level.ANYBODY)
    capacity = models.PositiveSmallIntegerField(_("nombre de places"))
    # Whether one may come to single dates of it, or registers for all.
    single_dates = models.BooleanField(_("inscription possible à une seule date"), default=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("atelier")
        constraints = [
            models.CheckConstraint(name="workshop_has_seats", condition=Q(capacity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"atelier {self.public_id}"


class WorkshopText(models.Model):
    """A workshop in one language."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="texts")
    language = models.CharField(_("langue"), max_length=10)
    title = models.CharField(_("titre"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    bring = models.CharField(_("à apporter"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "language"], name="workshop_text_once")]

    def __str__(self) -> str:
        return self.title


class WorkshopDateQuerySet(models.QuerySet["WorkshopDate"]):
    """Questions about dates."""

    def ahead(self, now: datetime) -> "WorkshopDateQuerySet":
        """Those that one may still register for."""
        return self.filter(cancelled_at__isnull=True, starts_at__gt=now)


class WorkshopDate(models.Model):
    """One date. `taken` counts the seats given: it changes under the row's lock, and never passes `capacity`."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="dates")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = WorkshopDateQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name=NOT_OVER_CAPACITY, condition=Q(taken__lte=F("capacity"))),
            models.CheckConstraint(name="workshop_date_ends_after", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["workshop", "starts_at"], name="workshop_date_once"),
        ]
        indexes = [models.Index(fields=["starts_at"], name="workshop_date_start")]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def left(self) -> int:
        """How many seats are left."""
        return self.capacity - self.taken


class WorkshopAnimation(models.Model):
    """A mediator animates a date: they own a commitment, so that they are busy everywhere else."""

    date = models.ForeignKey(WorkshopDate, models.CASCADE, related_name="animations")
    mediator = models.ForeignKey("mediation.Mediator", models.PROTECT, related_name="animations")
    commitment = models.OneToOneField(
        Commitment, models.SET_NULL, null=True, blank=True, related_name="animation"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "mediator"], name="animation_once")]

    def __str__(self) -> str:
        return f"{self.date_id}/{self.mediator_id}"


class Registration(models.Model):
    """One or two people who come together, and how they are reached. All their seats, or none."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="registrations")
    people = models.ManyToManyField(Resident, related_name="registrations")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="registrations")
    dates = models.ManyToManyField(WorkshopDate, related_name="registrations")
    # How many seats it has on each of its dates: who is erased later leaves an empty seat, not a free one.
    seats = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=10, default="fr")
    channel = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    idempotency_key = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inscription")
        constraints = [
            models.CheckConstraint(
                name="registration_of_two_at_most", condition=Q(seats__gte=1, seats__lte=2)
            )
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk}"
