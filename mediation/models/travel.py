"""How long it takes from one site to another, where somebody has said so. Elsewhere it is estimated by distance."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.models.place import Site


class TravelTime(models.Model):
    """Whole minutes between two sites, the same in both directions; 0 where nobody has to go out."""

    MOST_MIN = 240

    first = models.ForeignKey(Site, models.CASCADE, related_name="+")
    second = models.ForeignKey(Site, models.CASCADE, related_name="+")
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MaxValueValidator(MOST_MIN)])

    class Meta:
        verbose_name = _("temps de trajet")
        verbose_name_plural = _("temps de trajet")
        constraints = [
            # A pair has one row: the site with the lower number first.
            models.UniqueConstraint(fields=["first", "second"], name="travel_once"),
            models.CheckConstraint(name="travel_between_two", condition=Q(first__lt=F("second"))),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}–{self.second_id} {self.minutes}"
