"""A file of the set-up on its way: sites, people, openings or priority neighbourhoods."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.upload import Upload, UploadLine


class SetUpFile(Upload):
    """One upload of somebody who sets up. `language`: what is wrong with a line is said in it."""

    class About(models.TextChoices):
        """What its lines are."""

        SITES = "sites", _("lieux")
        PEOPLE = "people", _("personnes")
        OPENINGS = "openings", _("plages")
        AREAS = "areas", _("quartiers")

    about = models.CharField(max_length=10, choices=About.choices)
    language = models.CharField(max_length=10, default="fr")

    class Meta:
        verbose_name = _("fichier de mise en place")
        indexes = [
            models.Index(
                fields=["created_at"], name="set_up_file_open", condition=Q(state__in=["ready", "running"])
            ),
        ]


class SetUpLine(UploadLine):
    """One line. `name` is what people know the thing by; `faults` are (column, what is wrong), `remarks` what is to be
    known although it goes ahead. `made`: the row that it made or changed.
    """

    file = models.ForeignKey(SetUpFile, models.CASCADE, related_name="lines", db_index=False)
    name = models.CharField(max_length=200, blank=True, default="")
    remarks = models.JSONField(default=list, blank=True)
    made = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("ligne d’un fichier de mise en place")
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="set_up_line_once")]
        indexes = [models.Index(fields=["file", "fate", "number"], name="set_up_line_fate")]
