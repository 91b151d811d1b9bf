"""What a resident is in the middle of: a draft, a code, a link, a request to be called back."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField


class Draft(models.Model):
    """What somebody typed and has not sent yet, encrypted, for 30 minutes. Its id keys the booking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    data = EncryptedTextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "brouillon"


class LinkToken(models.Model):
    """A link to one appointment, or to a wait on the list. Only the keyed hash is stored; opening it changes nothing."""

    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, blank=True, related_name="links")
    waiting = models.ForeignKey(
        "bookings.WaitingEntry", models.CASCADE, null=True, blank=True, related_name="links"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="link_to_one_thing",
                condition=models.Q(appointment__isnull=True) ^ models.Q(waiting__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return "lien"


class ConfirmationCode(models.Model):
    """A code sent to a mobile: lives ten minutes, five tries. The code itself is stored as a keyed hash."""

    draft_id = models.UUIDField(db_index=True)
    phone = EncryptedTextField()
    phone_index = models.CharField(max_length=64, db_index=True)
    language = models.CharField(max_length=10, default="fr")
    # The clear code, for the message about to be written; wiped once composed.
    clear = EncryptedTextField(blank=True, default="")
    code_hash = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return "code"


class CallBack(models.Model):
    """Somebody asks to be called (rappel). The desk sees it until it is handled."""

    class Status(models.TextChoices):
        OPEN = "open", _("à rappeler")
        DONE = "done", _("rappelé")
        UNREACHABLE = "unreachable", _("injoignable")
        DROPPED = "dropped", _("sans suite")

    class Reason(models.TextChoices):
        """Why somebody waits to be called; all but the first are how a call to the line ended."""

        ASKED = "asked", _("l’a demandé")
        SILENCE = "silence", _("n’a rien répondu au téléphone")
        WRONG_KEYS = "wrong_keys", _("n’a pas trouvé les touches")
        TOO_LONG = "too_long", _("appel trop long")
        HUNG_UP = "hung_up", _("a raccroché avant la fin")
        CLOSED = "closed", _("a appelé quand c’était fermé")
        NOT_POSSIBLE = "not_possible", _("n’a pas pu finir au téléphone")
        ERROR = "error", _("une panne de notre côté")

    name = EncryptedTextField(_("nom"), blank=True, default="")
    phone = EncryptedTextField(_("téléphone"))
    phone_index = models.CharField(max_length=64, db_index=True)
    last4 = models.CharField(max_length=4, default="", db_index=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    when = models.CharField(_("quand appeler"), max_length=120, blank=True, default="")
    topic = models.ForeignKey("mediation.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    site = models.ForeignKey("mediation.Site", models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("raison"), max_length=12, choices=Reason.choices, default=Reason.ASKED)
    # What had been chosen on the telephone so far.
    wanted_at = models.DateTimeField(_("heure choisie"), null=True, blank=True)
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="call_backs"
    )
    channel = models.CharField(max_length=10, default="web")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_attempt_at = models.DateTimeField(null=True, blank=True)
    note = EncryptedTextField(_("note"), blank=True, default="")
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    idempotency_key = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("rappel")
        indexes = [models.Index(fields=["status", "created_at"], name="call_back_status")]

    def __str__(self) -> str:
        return f"rappel {self.pk}"

    @classmethod
    def waiting_too_long(cls, now: datetime) -> models.QuerySet["CallBack"]:
        """Those still to be called that have waited longer than the service promises."""
        limit = now - timedelta(hours=settings.CALL_BACK_WITHIN_HOURS)
        return cls.objects.filter(status=cls.Status.OPEN, created_at__lt=limit)


class Attempt(models.Model):
    """One try at something that is limited (a booking number, a code). `key` is a keyed hash."""

    scope = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "key", "at"], name="attempt_recent")]

    def __str__(self) -> str:
        return self.scope
