"""A file of referrals on its way: what was uploaded, line by line, and what became of each."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.referral import Referral
from mediation.crypto import EncryptedTextField, public_id
from mediation.models import Organisation, Team, User


class ReferralFileQuerySet(models.QuerySet["ReferralFile"]):
    """Questions about files."""

    def under_way(self) -> "ReferralFileQuerySet":
        """Those a worker has something to do for."""
        return self.filter(state=ReferralFile.State.RUNNING)

    def left_alone(self, before: datetime) -> "ReferralFileQuerySet":
        """Those that nobody started or finished since: what was uploaded is not kept for ever."""
        waiting = (ReferralFile.State.READY, ReferralFile.State.RUNNING)
        return self.filter(state__in=waiting, created_at__lt=before)


class ReferralFile(models.Model):
    """One upload. Its lines are encrypted, and wiped as they are done, or after a day. All times are UTC."""

    class State(models.TextChoices):
        """Where it stands."""

        READY = "ready", _("à vérifier")
        RUNNING = "running", _("en cours")
        DONE = "done", _("terminé")
        CANCELLED = "cancelled", _("arrêté")
        OVER = "over", _("trop ancien : effacé")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    partner = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    # Who receives where a line names no site.
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    informed_version = models.CharField(max_length=10, blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("fichier d’orientations")
        indexes = [
            models.Index(
                fields=["created_at"], name="referral_file_open", condition=Q(state__in=["ready", "running"])
            ),
            models.Index(fields=["partner", "-created_at"], name="referral_file_of"),
        ]

    def __str__(self) -> str:
        return f"fichier {self.public_id}"


class ReferralLine(models.Model):
    """One line of a file. `row` is what it says, until it is done; `faults` names columns, never what stands in them."""

    class Fate(models.TextChoices):
        """What is to become of it, then what became of it."""

        WRONG = "wrong", _("à corriger")
        CREATE = "create", _("à créer")
        CORRECT = "correct", _("à mettre à jour")
        SAME = "same", _("inchangée")
        CREATED = "created", _("créée")
        CORRECTED = "corrected", _("mise à jour")
        REFUSED = "refused", _("refusée")

    file = models.ForeignKey(ReferralFile, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, blank=True, default="")
    row = EncryptedTextField(blank=True, default="")
    content_key = models.CharField(max_length=64, blank=True, default="")
    fate = models.CharField(max_length=10, choices=Fate.choices)
    faults = models.JSONField(default=list, blank=True)
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("ligne d’un fichier d’orientations")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="referral_line_once")]
        indexes = [models.Index(fields=["file", "fate", "number"], name="referral_line_fate")]

    def __str__(self) -> str:
        return f"ligne {self.number}"
