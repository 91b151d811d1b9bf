"""What the support achieved (compte rendu d'accompagnement), in the national vocabularies."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField


class Outcome(models.Model):
    """One appointment's outcome. Codes are those of `bookings.vocabularies`; minutes are whole."""

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="outcome")
    themes = models.JSONField(_("de quoi il s’agissait"), default=list)
    sub_themes = models.JSONField(_("démarches"), default=list, blank=True)
    equipment = models.JSONField(_("matériel"), default=list, blank=True)
    autonomy = models.CharField(_("autonomie"), max_length=30, blank=True, default="")
    result = models.CharField(_("résultat"), max_length=20)
    next_step = models.CharField(_("suite"), max_length=20, default="aucune")
    referred_to = models.JSONField(_("orienté vers"), default=list, blank=True)
    place = models.CharField(_("type de lieu"), max_length=20, default="lieu_activite")
    duration_min = models.PositiveSmallIntegerField(_("durée (minutes)"))
    note = EncryptedTextField(_("note"), blank=True, default="")
    recorded_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    # Of the form that was sent last: the same one once more (a connection that came and went) changes nothing.
    form_key = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("compte rendu")
        verbose_name_plural = _("comptes rendus")

    def __str__(self) -> str:
        return f"compte rendu {self.pk}"
