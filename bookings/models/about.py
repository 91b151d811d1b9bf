"""What somebody has said about themselves, for the figures: each answer may be refused, and none has to be asked."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.resident import Resident

REFUSED = "non_communique"
"""The national code of somebody who was asked and does not wish to answer. Empty: they were not asked."""


class AboutPerson(models.Model):
    """Asked once. Codes are those of `bookings.outcomes.vocabularies`; the commune is the resident's own.

    `birth_year` where it was given, else `age` as it was said in `age_year`. No address: of one that was said, only
    `priority_area` is kept.
    """

    class Area(models.TextChoices):
        """Whether they live in a priority neighbourhood (QPV)."""

        YES = "oui", _("oui")
        NO = "non", _("non")
        UNKNOWN = "inconnu", _("ne sait pas")
        REFUSED = REFUSED, _("ne souhaite pas répondre")

    resident = models.OneToOneField(Resident, models.CASCADE, related_name="about")
    birth_year = models.PositiveSmallIntegerField(_("année de naissance"), null=True, blank=True)
    age = models.CharField(_("âge"), max_length=24, blank=True, default="")
    age_year = models.PositiveSmallIntegerField(null=True, blank=True)
    gender = models.CharField(_("genre"), max_length=16, blank=True, default="")
    situation = models.CharField(_("situation"), max_length=16, blank=True, default="")
    commune_refused = models.BooleanField(_("commune : ne souhaite pas répondre"), default=False)
    priority_area = models.CharField(
        _("quartier prioritaire"), max_length=16, choices=Area.choices, blank=True, default=""
    )
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="about_birth_year_or_age", condition=Q(birth_year__isnull=True) | Q(age="")
            )
        ]

    def __str__(self) -> str:
        return f"à propos de {self.resident_id}"
