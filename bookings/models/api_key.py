"""Keys by which other programs (a partner's, a town's) use the API, and what those programs have made here."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.waiting import WaitingEntry
from bookings.models.workshop import Registration
from mediation.crypto import public_id
from mediation.keyed_field import KeyedHashField


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Questions about keys."""

    def good(self, now: datetime) -> "ApiKeyQuerySet":
        """Those that open something at `now`."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=now), revoked_at=None)


class ApiKey(models.Model):
    """A program's key. The secret itself is shown once and stored as a keyed hash; `prefix` is how people tell keys apart.

    `application` names the program: it stays the same when a key is replaced, so what was booked with the old one is
    still the program's own. All times are UTC.
    """

    class Scope(models.TextChoices):
        """What a key may do."""

        CATALOGUE_READ = "catalogue:read", _("lire les motifs, les lieux et les heures libres")
        APPOINTMENTS_READ = "appointments:read", _("lire les rendez-vous qu’il a pris")
        APPOINTMENTS_WRITE = "appointments:write", _("prendre, déplacer et annuler des rendez-vous")
        REFERRALS_READ = "referrals:read", _("lire les orientations de la structure")
        REFERRALS_WRITE = "referrals:write", _("orienter, corriger, retirer")
        WAITING_WRITE = "waiting:write", _("inscrire sur la liste d’attente et en retirer")
        WORKSHOPS_WRITE = "workshops:write", _("inscrire à des ateliers et en retirer")
        CHANGES_READ = "changes:read", _("suivre ce qui change")
        WEBHOOKS = "webhooks", _("gérer les adresses prévenues des changements")

    organisation = models.ForeignKey("mediation.Organisation", models.CASCADE, related_name="api_keys")
    application = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    name = models.CharField(_("nom du logiciel"), max_length=80)
    prefix = models.CharField(max_length=12)
    secret_hash = KeyedHashField(max_length=64, unique=True, until=("expires_at",), open_only="revoked_at")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField(null=True, blank=True)
    # Written every few minutes at most.
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    replaced_by = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces"
    )

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("clé d’API")

    def __str__(self) -> str:
        return self.prefix

    def allows(self, scope: str) -> bool:
        """Whether the key may do that."""
        return scope in self.scopes


class MadeByApi(models.Model):
    """Ties an appointment, a wait on the list or a registration to the program that made it, and gives it its name in the API."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    application = models.UUIDField()
    organisation = models.ForeignKey("mediation.Organisation", models.CASCADE, related_name="+")
    appointment = models.OneToOneField(
        Appointment, models.CASCADE, null=True, blank=True, related_name="made_by_api"
    )
    waiting = models.OneToOneField(
        WaitingEntry, models.CASCADE, null=True, blank=True, related_name="made_by_api"
    )
    registration = models.OneToOneField(
        Registration, models.CASCADE, null=True, blank=True, related_name="made_by_api"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="made_one_thing",
                condition=Q(appointment__isnull=False, waiting__isnull=True, registration__isnull=True)
                | Q(appointment__isnull=True, waiting__isnull=False, registration__isnull=True)
                | Q(appointment__isnull=True, waiting__isnull=True, registration__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["application", "id"], name="made_by_application")]

    def __str__(self) -> str:
        return self.public_id


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered, for a day: the same request again is answered the same.

    `key` is a keyed hash of program, operation and key, `fingerprint` one of what was sent; no answer of the API holds
    personal data. While `status` is None the request is still being worked on, until `held_until` at the latest.
    """

    key = KeyedHashField(max_length=64, unique=True, until=("expires_at",))
    fingerprint = KeyedHashField(max_length=64, until=("expires_at",))
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict, blank=True)
    held_until = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"réponse {self.pk}"
