"""Where people live: communes with their postcodes and former names, and their neighbourhoods."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Commune(models.Model):
    """A municipality, by its INSEE code."""

    insee_code = models.CharField(_("code INSEE"), max_length=5, unique=True)
    name = models.CharField(_("nom"), max_length=80)
    population = models.PositiveIntegerField(_("population municipale"), default=0)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("commune")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CommunePostcode(models.Model):
    """A postcode serves several communes, and a commune may have several postcodes.

    `cedex`: one of big receivers of mail, which people copy from letters; it serves nobody's home.
    """

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="postcodes")
    postcode = models.CharField(_("code postal"), max_length=5)
    cedex = models.BooleanField(_("CEDEX"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["postcode", "commune"], name="postcode_commune_once")]

    def __str__(self) -> str:
        return self.postcode


class FormerCommune(models.Model):
    """A commune that became part of another, or the name one had before: people go on saying it."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="former")
    name = models.CharField(_("nom"), max_length=80)
    insee_code = models.CharField(_("ancien code INSEE"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("ancienne commune")
        verbose_name_plural = _("anciennes communes")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="former_commune_once")]

    def __str__(self) -> str:
        return self.name


class Neighbourhood(models.Model):
    """A part of a commune; `priority` marks a quartier prioritaire de la politique de la ville (QPV)."""

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="neighbourhoods")
    name = models.CharField(_("nom"), max_length=80)
    priority = models.BooleanField(_("quartier prioritaire (QPV)"), default=False)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("quartier")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="neighbourhood_once")]

    def __str__(self) -> str:
        return self.name
