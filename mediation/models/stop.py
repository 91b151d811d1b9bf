"""Where a mobile site stands, date by date."""

from copy import copy
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.models.commune import Commune
from mediation.models.place import Site


class SiteStop(models.Model):
    """On `day` the site receives here instead of at its own address."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="stops")
    day = models.DateField(_("date"))
    address = models.CharField(_("adresse"), max_length=250)
    address_extra = models.CharField(_("complément d’adresse"), max_length=250, blank=True)
    postcode = models.CharField(_("code postal"), max_length=10)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("arrêt")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="site_stop_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.address}"


def standing_at(site: Site, moment: datetime) -> Site:
    """The site as it stands then: a mobile one at the address of that day. A query for mobile sites only."""
    if not site.mobile:
        return site
    day = moment.astimezone(ZoneInfo(site.timezone)).date()
    stop = site.stops.select_related("commune").filter(day=day).first()
    if stop is None:
        return site
    there = copy(site)
    for name in ("address", "address_extra", "postcode", "commune"):
        setattr(there, name, getattr(stop, name))
    # How one comes, and where it is on a map, is said of the usual address.
    there.transit_stop, there.directions, there.latitude, there.longitude = "", {}, None, None
    return there
