"""The resident's voice: who was asked after a session, and what was answered. Nothing leads from the one to the other."""

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.workshop import Registration, WorkshopDate
from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class SurveySetting(models.Model):
    """Whether an organisation asks, and after which share of its sessions. Without a row: after all of them."""

    organisation = models.OneToOneField(
        "mediation.Organisation", models.CASCADE, related_name="survey_setting"
    )
    on = models.BooleanField(_("demander leur avis aux habitants"), default=True)
    share = models.PositiveSmallIntegerField(
        _("après combien d’accompagnements sur 100"), default=100, validators=[MaxValueValidator(100)]
    )

    class Meta:
        constraints = [models.CheckConstraint(name="survey_share_of_100", condition=Q(share__lte=100))]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.on} {self.share}"


class SurveyRequest(models.Model):
    """Somebody was asked about a session, once; or about a date of a workshop: whoever agreed to be written to (their
    `registration`), or one of those who came, and which of them nobody knows. Open while `token_hash` is there; spent or
    over, both hashes are gone, and nothing says which of the two.
    """

    appointment = models.OneToOneField(
        Appointment, models.CASCADE, related_name="survey_request", null=True, blank=True
    )
    workshop_date = models.ForeignKey(
        WorkshopDate, models.CASCADE, related_name="survey_requests", null=True, blank=True
    )
    # Who was written to about that date; of codes on paper it is empty.
    registration = models.ForeignKey(
        Registration, models.SET_NULL, related_name="survey_requests", null=True, blank=True
    )
    token_hash = KeyedHashField(max_length=64, unique=True, null=True, until=("expires_at",))
    # Of the eight digits on a sheet of paper, if one was printed.
    code_hash = KeyedHashField(max_length=64, unique=True, null=True, until=("expires_at",))
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="survey_code_while_open", condition=Q(code_hash=None) | Q(token_hash__isnull=False)
            ),
            models.CheckConstraint(
                name="survey_about_one_thing",
                condition=Q(appointment=None, workshop_date__isnull=False)
                | Q(appointment__isnull=False, workshop_date=None),
            ),
            models.CheckConstraint(
                name="survey_registration_has_its_date",
                condition=Q(registration=None) | Q(workshop_date__isnull=False),
            ),
            models.UniqueConstraint(
                name="survey_once_a_date",
                fields=["registration", "workshop_date"],
                condition=Q(registration__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="survey_open", condition=Q(token_hash__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"avis {self.pk}"

    @property
    def language(self) -> str:
        """The language in which it is asked; codes of a workshop are on paper, in French."""
        asked = self.appointment or self.registration
        return asked.language if asked else "fr"


class SurveyAnswer(models.Model):
    """One answer. Its key is drawn, it bears no time and no appointment: only what figures need.

    `went` and `clear` are 1 to 5, None where nothing was said. `comment` is what was written, until somebody has read it;
    then `shown` is what others may read. `continues` is the keyed hash by which an SMS conversation or a call adds the next
    of the three answers; the night ends it.
    """

    class Channel(models.TextChoices):
        SMS = "sms", _("SMS")
        LINK = "link", _("lien")
        PHONE = "phone", _("téléphone")
        PAPER = "paper", _("papier")
        TABLET = "tablet", _("tablette de l’accueil")

    class Comment(models.TextChoices):
        NONE = "", _("sans remarque")
        FRESH = "fresh", _("pas encore remise")
        WAITING = "waiting", _("à relire")
        ACCEPTED = "accepted", _("acceptée")
        REFUSED = "refused", _("refusée")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    month = models.DateField()
    organisation = models.ForeignKey("mediation.Organisation", models.PROTECT, related_name="+")
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="+")
    theme = models.CharField(max_length=50, blank=True, default="")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    went = models.PositiveSmallIntegerField(null=True)
    clear = models.PositiveSmallIntegerField(null=True)
    comment = EncryptedTextField(blank=True, default="")
    shown = EncryptedTextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=Comment.choices, blank=True, default=Comment.NONE)
    continues = KeyedHashField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        constraints = [
            models.CheckConstraint(
                name="survey_went_1_to_5", condition=Q(went=None) | Q(went__gte=1, went__lte=5)
            ),
            models.CheckConstraint(
                name="survey_clear_1_to_5", condition=Q(clear=None) | Q(clear__gte=1, clear__lte=5)
            ),
            # What somebody has read is kept as others may read it, and not as it was.
            models.CheckConstraint(
                name="survey_comment_read_once", condition=Q(comment="") | Q(state__in=["fresh", "waiting"])
            ),
        ]
        indexes = [
            models.Index(fields=["month"], name="survey_month"),
            models.Index(fields=["organisation"], name="survey_to_read", condition=Q(state="waiting")),
            models.Index(fields=["continues"], name="survey_continues", condition=~Q(continues="")),
        ]

    def __str__(self) -> str:
        return f"avis {self.month:%Y-%m}"
