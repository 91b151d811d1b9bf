"""A file of referrals on its way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.referral import Referral
from bookings.models.upload import Upload, UploadLine
from mediation.keyed_field import KeyedHashField
from mediation.models import Organisation, Team


class ReferralFile(Upload):
    """One upload of a partner."""

    partner = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="+")
    # Who receives where a line names no site.
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    informed_version = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        verbose_name = _("fichier d’orientations")
        indexes = [
            models.Index(
                fields=["created_at"], name="referral_file_open", condition=Q(state__in=["ready", "running"])
            ),
            models.Index(fields=["partner", "-created_at"], name="referral_file_of"),
        ]


class ReferralLine(UploadLine):
    """One line. `faults` names columns, never what stands in them."""

    file = models.ForeignKey(ReferralFile, models.CASCADE, related_name="lines", db_index=False)
    reference = models.CharField(max_length=64, blank=True, default="")
    content_key = KeyedHashField(max_length=64, blank=True, default="", press=True)
    referral = models.ForeignKey(Referral, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("ligne d’un fichier d’orientations")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="referral_line_once")]
        indexes = [models.Index(fields=["file", "fate", "number"], name="referral_line_fate")]
