"""Workshops: help for several people together, on one date or a series."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.commitment import Commitment
from bookings.models.resident import Contact, Resident
from mediation.crypto import public_id
from mediation.keyed_field import KeyedHashField

# What the database refuses (`bookings.records.transactions`): more people than seats.
NOT_OVER_CAPACITY = "workshop_date_not_over_capacity"
# Two dates of one workshop that begin together.
WORKSHOP_DATE_ONCE = "workshop_date_once"


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
    # What each person finds there: whoever has nothing of their own may come all the same.
    equipment = models.CharField(_("matériel sur place"), max_length=200, blank=True, default="")

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
    # Seats among those taken that are kept for whoever comes without registering: a number, no people.
    walk_ins = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # Grows with its hours, and when it is called off: calendars take the later one.
    version = models.PositiveIntegerField(default=1)

    objects = WorkshopDateQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name=NOT_OVER_CAPACITY, condition=Q(taken__lte=F("capacity"))),
            models.CheckConstraint(name="walk_ins_have_seats", condition=Q(walk_ins__lte=F("taken"))),
            models.CheckConstraint(name="workshop_date_ends_after", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["workshop", "starts_at"], name=WORKSHOP_DATE_ONCE),
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


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """Questions about registrations."""

    def seated(self) -> "RegistrationQuerySet":
        """Those that have their seats."""
        return self.filter(state=Registration.State.REGISTERED)

    def in_turn(self) -> "RegistrationQuerySet":
        """Those that wait for seats, the longest first: one order, whatever dates they want."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_since", "pk")


class Registration(models.Model):
    """One or two people who come together, and how they are reached. All their seats, or none.

    An offer is seats held until `offer_until`: nobody else can have them meanwhile, and they count as taken.
    `version` grows with whatever is to be told of it.
    """

    class State(models.TextChoices):
        REGISTERED = "registered", _("inscrit")
        WAITING = "waiting", _("sur la liste d’attente")
        OFFERED = "offered", _("place proposée")
        LEFT = "left", _("désinscrit")
        LAPSED = "lapsed", _("place proposée, sans réponse")
        OVER = "over", _("attente terminée")

    STANDING = (State.REGISTERED, State.WAITING, State.OFFERED)
    SEATED = (State.REGISTERED, State.OFFERED)

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="registrations")
    people = models.ManyToManyField(Resident, related_name="registrations")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="registrations")
    dates = models.ManyToManyField(WorkshopDate, related_name="registrations")
    # They come to every date, those added later too: told, and given their seat.
    all_dates = models.BooleanField(default=False)
    # How many seats it has on each of its dates: who is erased later leaves an empty seat, not a free one.
    seats = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.REGISTERED)
    waiting_since = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=10, default="fr")
    # Whoever registered agreed to be asked afterwards how it went.
    survey_consent = models.BooleanField(default=False)
    channel = models.CharField(max_length=10)
    token_hash = KeyedHashField(max_length=64, unique=True, until=("dates__ends_at",))
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inscription")
        constraints = [
            models.CheckConstraint(
                name="registration_of_two_at_most", condition=Q(seats__gte=1, seats__lte=2)
            ),
            models.CheckConstraint(
                name="registration_offer_has_an_end",
                condition=Q(state="offered", offer_until__isnull=False)
                | (~Q(state="offered") & Q(offer_until__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["workshop", "waiting_since"],
                name="registration_in_turn",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["offer_until"], name="registration_offered", condition=Q(offer_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"inscription {self.pk}"

    @property
    def stands(self) -> bool:
        """Whether they have seats, are asked about some, or wait."""
        return self.state in self.STANDING


class Attendance(models.Model):
    """Whether somebody who was registered came to a date."""

    date = models.ForeignKey(WorkshopDate, models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Resident, models.CASCADE, related_name="attendances")
    came = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "person"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.date_id}/{self.person_id}"


class WorkshopOutcome(models.Model):
    """What one date achieved, for all who came together: counters, in the codes of `bookings.outcomes.vocabularies`.

    No person stands behind a figure: who came without registering is counted, never invented.
    """

    date = models.OneToOneField(WorkshopDate, models.CASCADE, related_name="outcome")
    participants = models.PositiveSmallIntegerField(_("combien de personnes sont venues"))
    women = models.PositiveSmallIntegerField(_("femmes"), default=0)
    men = models.PositiveSmallIntegerField(_("hommes"), default=0)
    # How many of each age (a code of `AGES`); whoever is not counted here has not said.
    ages = models.JSONField(_("âges"), default=dict, blank=True)
    themes = models.JSONField(_("de quoi il s’agissait"), default=list)
    level = models.CharField(_("niveau"), max_length=20, blank=True, default="")
    duration_min = models.PositiveSmallIntegerField(_("durée (minutes)"))
    recorded_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("compte rendu d’atelier")
        constraints = [
            models.CheckConstraint(
                name="workshop_outcome_counts_all",
                condition=Q(participants__gte=F("women") + F("men")),
            )
        ]

    def __str__(self) -> str:
        return f"compte rendu de la date {self.date_id}"
