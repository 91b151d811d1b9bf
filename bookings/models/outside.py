"""A mediator's own calendar elsewhere, and when it says that they are busy."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField

# How often a calendar is read.
EVERY = timedelta(minutes=15)


class OutsideCalendarQuerySet(models.QuerySet["OutsideCalendar"]):
    """Questions about calendars elsewhere."""

    def due(self, now: datetime) -> "OutsideCalendarQuerySet":
        """Those to be read again, of mediators at work."""
        return self.filter(next_read_at__lte=now, mediator__active=True).order_by("next_read_at", "pk")


class OutsideCalendar(models.Model):
    """Where a mediator's own calendar is read. What it is about is never stored, only when it is busy.

    When it cannot be read, what was read last stays; `failure` says why, in words, to the mediator and to who coordinates.
    """

    class Kind(models.TextChoices):
        ICS = "ics", _("adresse d’agenda (ICS)")
        CALDAV = "caldav", _("CalDAV")

    class Failure(models.TextChoices):
        NOT_AN_ADDRESS = "not_an_address", _("Ce n’est pas une adresse d’agenda.")
        NOT_ENCRYPTED = "not_encrypted", _("L’adresse doit commencer par https.")
        PRIVATE = "private", _("Cette adresse mène à un réseau privé.")
        UNKNOWN_HOST = "unknown_host", _("Ce serveur n’existe pas.")
        UNREACHABLE = "unreachable", _("Le serveur ne répond pas.")
        CERTIFICATE = "certificate", _("Le certificat du serveur n’est pas valable.")
        TOO_SLOW = "too_slow", _("Le serveur met trop de temps à répondre.")
        TOO_BIG = "too_big", _("L’agenda est trop gros (plus de 10 Mo).")
        TOO_MANY_REDIRECTIONS = "too_many_redirections", _("L’adresse renvoie sans fin vers une autre.")
        NOT_ALLOWED = "not_allowed", _("Le serveur refuse l’accès : identifiant ou mot de passe.")
        GONE = "gone", _("Il n’y a plus d’agenda à cette adresse.")
        NOT_A_CALENDAR = "not_a_calendar", _("Ce qui est à cette adresse n’est pas un agenda.")
        TOO_OFTEN = "too_often", _("Un événement se répète toutes les minutes ou toutes les secondes.")
        TOO_LONG = "too_long", _("L’agenda est trop compliqué : il n’a pas pu être lu à temps.")

    mediator = models.ForeignKey("mediation.Mediator", models.CASCADE, related_name="outside_calendars")
    kind = models.CharField(_("type"), max_length=6, choices=Kind.choices, default=Kind.ICS)
    address = EncryptedTextField()
    username = EncryptedTextField(blank=True, default="")
    password = EncryptedTextField(blank=True, default="")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    next_read_at = models.DateTimeField()
    # What the server said of its last good answer, to ask only for what is newer.
    etag = models.TextField(blank=True, default="")
    last_modified = models.TextField(blank=True, default="")
    # When it was last found as it is, and when it was last expanded: the days ahead go on.
    last_good_at = models.DateTimeField(null=True, blank=True)
    expanded_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=24, choices=Failure.choices, blank=True, default="")
    failing_since = models.DateTimeField(null=True, blank=True)

    objects = OutsideCalendarQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda extérieur")
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_read_at"], name="outside_calendar_due")]

    def __str__(self) -> str:
        return f"agenda extérieur {self.pk}"

    def must_be_whole(self, now: datetime) -> bool:
        """Whether an unchanged calendar would not do: it was expanded more than a day ago, or never."""
        return self.expanded_at is None or self.expanded_at < now - timedelta(days=1)

    def read_again_at(self, now: datetime) -> datetime:
        """When it is read next."""
        return now + EVERY


class BusyTime(models.Model):
    """[starts_at, ends_at) (UTC) in which a mediator's own calendar is busy: at every site, in every organisation.

    Not a commitment: searches and bookings go around it, but what was promised before stays.
    """

    calendar = models.ForeignKey(OutsideCalendar, models.CASCADE, related_name="busy_times")
    mediator = models.ForeignKey("mediation.Mediator", models.CASCADE, related_name="busy_times")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="busy_time_ends_after_start", condition=Q(ends_at__gt=F("starts_at")))
        ]
        indexes = [
            models.Index(fields=["mediator", "ends_at"], include=["starts_at"], name="busy_time_of_mediator")
        ]

    def __str__(self) -> str:
        return f"{self.mediator_id} {self.starts_at:%Y-%m-%d %H:%M}"
