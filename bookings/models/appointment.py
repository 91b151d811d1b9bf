"""An appointment: the time promised, to whom, and where it stands."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from bookings.models.commitment import Commitment
from bookings.models.resident import Contact, Resident
from bookings.numbers import MOST_DIGITS, grouped
from mediation.keyed_field import KeyedHashField


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Questions about appointments."""

    def upcoming(self, now: datetime) -> "AppointmentQuerySet":
        """Promised and not over yet."""
        return self.filter(status__in=Appointment.STANDING, ends_at__gt=now)

    def for_site(self, site_id: int) -> "AppointmentQuerySet":
        """At one site."""
        return self.filter(site_id=site_id)

    def between(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        """Starting in [start, end)."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)


class Appointment(models.Model):
    """Help promised to one or two residents. `starts_at` and `ends_at` are the promise; the time really
    spent is `actual_start`–`actual_end`. `version` grows with every change a resident must hear of.
    """

    class Status(models.TextChoices):
        """National `presence` codes in brackets: unknown, unknown, seen, noshow, excused, revoked."""

        BOOKED = "booked", _("à venir")
        ARRIVED = "arrived", _("arrivé")
        DONE = "done", _("honoré")
        NO_SHOW = "no_show", _("absent")
        EXCUSED = "excused", _("annulé par la personne")
        CANCELLED = "cancelled", _("annulé par le service")

    STANDING = (Status.BOOKED, Status.ARRIVED)
    CALLED_OFF = (Status.EXCUSED, Status.CANCELLED)

    class Relation(models.TextChoices):
        SELF = "self", _("moi")
        RELATIVE = "relative", _("un proche")
        CARER = "carer", _("une personne que j’aide")
        GUARDIAN = "guardian", _("une personne sous tutelle ou curatelle")
        PROFESSIONAL = "professional", _("une personne que j’accompagne (professionnel)")

    class Channel(models.TextChoices):
        WEB = "web", _("web")
        PHONE = "phone", _("téléphone")
        DESK = "desk", _("accueil")
        SMS = "sms", _("SMS")
        API = "api", _("API")
        SYSTEM = "system", _("système")

    class Mode(models.TextChoices):
        ON_SITE = "on_site", _("sur place")
        PHONE = "phone", _("par téléphone")
        VIDEO = "video", _("en visio")
        HOME = "home", _("à domicile")

    class Interpreter(models.TextChoices):
        """An interpreter who was asked for is a task."""

        TO_BOOK = "to_book", _("à réserver")
        BOOKED = "booked", _("réservé")
        NOT_FOUND = "not_found", _("introuvable")

    number = models.CharField(_("numéro de réservation"), max_length=MOST_DIGITS)
    organisation = models.ForeignKey(
        "mediation.Organisation", models.PROTECT, related_name="appointments", db_index=False
    )
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="appointments", db_index=False)
    # Indexed with the time of booking below: how long people wait is read from the last bookings about a topic.
    topic = models.ForeignKey("mediation.Topic", models.PROTECT, related_name="appointments", db_index=False)
    mediator = models.ForeignKey(
        "mediation.Mediator", models.PROTECT, related_name="appointments", db_index=False
    )
    commitment = models.OneToOneField(
        Commitment, models.SET_NULL, null=True, blank=True, related_name="appointment"
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.BOOKED)
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ON_SITE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    buffer_min = models.PositiveSmallIntegerField(default=0)
    actual_start = models.DateTimeField(null=True, blank=True)
    actual_end = models.DateTimeField(null=True, blank=True)
    # Today: by how much the session runs over, and by how much it begins late because of those before it. The promise stays.
    over_min = models.PositiveSmallIntegerField(default=0)
    delay_min = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    participants = models.ManyToManyField(Resident, through="Participation", related_name="appointments")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="appointments")
    contact_name = models.CharField(max_length=200, blank=True, default="")
    relation = models.CharField(max_length=15, choices=Relation.choices, default=Relation.SELF)
    language = models.CharField(max_length=10, default="fr")
    # Keys of `bookings.preparation.NEEDS`, plus "interpreter:<language>".
    preparation = models.JSONField(default=list, blank=True)
    # Empty where nobody asked for one; who it is stands in `InterpreterBooking`.
    interpreter = models.CharField(max_length=10, choices=Interpreter.choices, blank=True, default="")
    # Who was asked for (`bookings.times.wishes`): it stays, whatever the appointment moves to.
    wish = models.JSONField(default=dict, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.WEB)
    unverified = models.BooleanField(default=False)
    survey_consent = models.BooleanField(default=False)
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)
    booked_at = models.DateTimeField()
    booked_by = models.ForeignKey(
        "mediation.User", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_reason = models.CharField(max_length=200, blank=True, default="")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")
        constraints = [
            # Numbers one can type are few: each is one appointment's while it stands, and may serve again later.
            models.UniqueConstraint(
                fields=["number"], condition=Q(status__in=["booked", "arrived"]), name="number_once"
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]
        indexes = [
            models.Index(fields=["number"], name="appointment_number"),
            models.Index(fields=["organisation", "starts_at"], name="appointment_org_start"),
            models.Index(fields=["topic", "booked_at"], name="appointment_topic_booked"),
            models.Index(fields=["site", "starts_at"], name="appointment_site_start"),
            models.Index(fields=["mediator", "starts_at"], name="appointment_mediator_start"),
            models.Index(
                fields=["starts_at"],
                name="appointment_standing",
                condition=Q(status__in=["booked", "arrived"]),
            ),
            models.Index(fields=["starts_at"], name="appointment_interpreter", condition=~Q(interpreter="")),
            models.Index(
                fields=["mediator"], name="appointment_late", condition=Q(over_min__gt=0) | Q(delay_min__gt=0)
            ),
            # Residents book most of them, and nobody looks for what is nobody's.
            models.Index(fields=["booked_by"], name="appointment_booked_by", condition=~Q(booked_by=None)),
        ]

    def __str__(self) -> str:
        return f"rendez-vous {self.pk}"

    @property
    def number_to_read(self) -> str:
        """As one reads it from a card."""
        return grouped(self.number)

    @property
    def elsewhere(self) -> bool:
        """Whether they meet anywhere but at the site: its address is not where to go."""
        return self.mode != self.Mode.ON_SITE

    @property
    def begins_at(self) -> datetime:
        """When it begins as things stand today: the promised time, and the delay."""
        return self.starts_at + timedelta(minutes=self.delay_min)

    @property
    def over_at(self) -> datetime:
        """When it is over as things stand today."""
        return self.ends_at + timedelta(minutes=self.delay_min + self.over_min)


class Participation(models.Model):
    """A resident's part in an appointment; position 1 or 2."""

    appointment = models.ForeignKey(
        Appointment, models.CASCADE, related_name="participations", db_index=False
    )
    resident = models.ForeignKey(Resident, models.PROTECT, related_name="participations")
    position = models.PositiveSmallIntegerField(default=1)
    # A number of one's own, where they are not called at the appointment's: who comes together may sit in two places.
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="own_numbers", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "position"], name="participation_position_once"),
            models.UniqueConstraint(fields=["appointment", "resident"], name="participation_resident_once"),
            models.CheckConstraint(
                name="participation_two_at_most", condition=Q(position__gte=1, position__lte=2)
            ),
        ]
        indexes = [models.Index(fields=["contact"], name="participation_contact", condition=~Q(contact=None))]

    def __str__(self) -> str:
        return f"{self.appointment_id}/{self.position}"
