"""Somebody waits to be called (rappel), and each time the team has tried."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField
from mediation.moments import AnInstant

# How long somebody who has said « je m’en occupe » keeps the others from calling too.
TAKEN_FOR = timedelta(minutes=15)


class CallBacks(models.QuerySet["CallBack"]):
    """Questions about those who wait."""

    def due(self, now: AnInstant) -> "CallBacks":
        """Those to be called now: open, and not asked for a moment that is still to come."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), status=CallBack.Status.OPEN)

    def later(self, now: datetime) -> "CallBacks":
        """Those who asked for a moment that is still to come, the soonest first."""
        return self.filter(status=CallBack.Status.OPEN, not_before__gt=now).order_by("not_before", "pk")

    def waiting_too_long(self, now: datetime) -> "CallBacks":
        """Those still to be called that have waited longer than the service promises.

        Whoever asked for a later moment has waited since that moment.
        """
        limit = now - timedelta(hours=settings.CALL_BACK_WITHIN_HOURS)
        late = Q(not_before=None, created_at__lt=limit) | Q(not_before__lt=limit)
        return self.filter(late, status=CallBack.Status.OPEN)

    def taken_by_user(self, user_id: int, now: datetime) -> "CallBacks":
        """Those that this member of staff is on at the moment."""
        return self.filter(taken_by=user_id, taken_at__gt=now - TAKEN_FOR)


class CallBack(models.Model):
    """Somebody asks to be called (rappel). The desk sees it until it is handled."""

    class Status(models.TextChoices):
        OPEN = "open", _("à rappeler")
        DONE = "done", _("rappelé")
        UNREACHABLE = "unreachable", _("injoignable")
        DROPPED = "dropped", _("sans suite")

    class Reason(models.TextChoices):
        """Why somebody waits to be called; all but the first and the last are how a call to the line ended."""

        ASKED = "asked", _("l’a demandé")
        SILENCE = "silence", _("n’a rien répondu au téléphone")
        WRONG_KEYS = "wrong_keys", _("n’a pas trouvé les touches")
        TOO_LONG = "too_long", _("appel trop long")
        HUNG_UP = "hung_up", _("a raccroché avant la fin")
        CLOSED = "closed", _("a appelé quand c’était fermé")
        NOT_POSSIBLE = "not_possible", _("n’a pas pu finir au téléphone")
        ERROR = "error", _("une panne de notre côté")
        REFERRED = "referred", _("a été orienté·e vers nous")

    name = EncryptedTextField(_("nom"), blank=True, default="")
    phone = EncryptedTextField(_("téléphone"))
    phone_index = KeyedHashField(max_length=64, db_index=True, of="phone", purposes=("phone",))
    last4 = models.CharField(max_length=4, default="", db_index=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    when = models.CharField(_("quand appeler"), max_length=120, blank=True, default="")
    topic = models.ForeignKey("mediation.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    site = models.ForeignKey("mediation.Site", models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("raison"), max_length=12, choices=Reason.choices, default=Reason.ASKED)
    # What had been chosen on the telephone so far.
    wanted_at = models.DateTimeField(_("heure choisie"), null=True, blank=True)
    # What the call was about, and what calling back led to.
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="call_backs"
    )
    booked = models.ForeignKey(Appointment, models.SET_NULL, null=True, blank=True, related_name="+")
    # A partner referred the person, and a call is how they are to get a time.
    referral = models.ForeignKey(
        "bookings.Referral", models.SET_NULL, null=True, blank=True, related_name="call_backs"
    )
    channel = models.CharField(max_length=10, default="web")
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.OPEN)
    # Who is on it, since when: only for `TAKEN_FOR`.
    taken_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(_("pas avant"), null=True, blank=True)
    note = EncryptedTextField(_("note"), blank=True, default="")
    created_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)

    objects = CallBacks.as_manager()

    class Meta:
        verbose_name = _("rappel")
        indexes = [models.Index(fields=["status", "created_at"], name="call_back_status")]

    def __str__(self) -> str:
        return f"rappel {self.pk}"

    @property
    def taken_until(self) -> datetime | None:
        """When what somebody has taken lapses by itself, or did; None when nobody has."""
        return self.taken_at + TAKEN_FOR if self.taken_by_id and self.taken_at else None

    def is_taken(self, now: datetime) -> bool:
        """Whether somebody is on it."""
        return self.taken_until is not None and self.taken_until > now


class CallBackAttempt(models.Model):
    """One call to somebody who waits, and what came of it."""

    class Result(models.TextChoices):
        NO_ANSWER = "no_answer", _("pas de réponse")
        ANSWERING_MACHINE = "answering_machine", _("messagerie")
        BUSY = "busy", _("occupé")
        LATER = "later", _("rappeler plus tard")
        REACHED = "reached", _("jointe")

    call_back = models.ForeignKey(CallBack, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    result = models.CharField(max_length=20, choices=Result.choices)
    # With `later` only: when the person asked to be called.
    call_again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("essai de rappel")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.result} {self.at:%Y-%m-%d %H:%M}"
