"""A file on its way: what was uploaded, line by line, and what became of each. What every kind of file shares."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField, public_id
from mediation.models import User


class UploadQuerySet(models.QuerySet[Any]):
    """Questions about files."""

    def under_way(self) -> Self:
        """Those a worker has something to do for."""
        return self.filter(state=Upload.State.RUNNING)

    def left_alone(self, before: datetime) -> Self:
        """Those that nobody started or finished since: what was uploaded is not kept for ever."""
        waiting = (Upload.State.READY, Upload.State.RUNNING)
        return self.filter(state__in=waiting, created_at__lt=before)


class Upload(models.Model):
    """One upload. Its `lines` are encrypted, and wiped as they are done, or after a day. All times are UTC."""

    class State(models.TextChoices):
        """Where it stands."""

        READY = "ready", _("à vérifier")
        RUNNING = "running", _("en cours")
        DONE = "done", _("terminé")
        CANCELLED = "cancelled", _("arrêté")
        OVER = "over", _("trop ancien : effacé")

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    lines: Any

    objects = UploadQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"fichier {self.public_id}"


class UploadLine(models.Model):
    """One line of a file. `row` is what it says, until it is done; `faults`: what keeps it from being done, with columns."""

    class Fate(models.TextChoices):
        """What is to become of it, then what became of it."""

        WRONG = "wrong", _("à corriger")
        CREATE = "create", _("à créer")
        CORRECT = "correct", _("à mettre à jour")
        SAME = "same", _("inchangée")
        CREATED = "created", _("créée")
        CORRECTED = "corrected", _("mise à jour")
        REFUSED = "refused", _("refusée")

    # What is to be looked at first; what is still to be done; what is over.
    TO_MEND = (Fate.WRONG, Fate.REFUSED)
    TO_DO = (Fate.CREATE, Fate.CORRECT)
    DONE = (Fate.CREATED, Fate.CORRECTED, Fate.REFUSED)

    number = models.PositiveIntegerField()
    row = EncryptedTextField(blank=True, default="")
    fate = models.CharField(max_length=10, choices=Fate.choices)
    faults = models.JSONField(default=list, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"ligne {self.number}"
