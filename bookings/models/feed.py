"""Secret addresses at which a calendar program reads what is planned."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mediation.keyed_field import KeyedHashField
from mediation.models import Role


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Questions about feeds."""

    def good(self) -> "CalendarFeedQuerySet":
        """Those that still answer: the mediator is at work, whoever opened a site's feed still coordinates there."""
        kinds = Role.Kind
        at_work = Q(mediator__active=True, mediator__user__is_active=True)
        coordinates = Role.objects.filter(
            Q(kind=kinds.COORDINATOR, organisation=OuterRef("site__organisation"))
            | Q(kind=kinds.METRO_COORDINATOR),
            user=OuterRef("made_by"),
            user__is_active=True,
        )
        return self.filter(at_work | (Q(site__isnull=False) & Exists(coordinates)))


class CalendarFeed(models.Model):
    """The appointments of one mediator, or of one site, for whoever knows the address.

    Only the keyed hash of the address's secret is stored: it was shown once. Deleting the row revokes it.
    """

    class Detail(models.TextChoices):
        BUSY = "busy", _("seulement « occupé »")
        INITIALS = "initials", _("initiales et lieu")
        FULL = "full", _("nom, motif et lieu")

    mediator = models.ForeignKey(
        "mediation.Mediator", models.CASCADE, null=True, blank=True, related_name="feeds"
    )
    site = models.ForeignKey("mediation.Site", models.CASCADE, null=True, blank=True, related_name="feeds")
    token_hash = KeyedHashField(max_length=64, unique=True)
    detail = models.CharField(_("ce qui est montré"), max_length=8, choices=Detail.choices)
    openings = models.BooleanField(_("avec les plages d’ouverture"), default=False)
    language = models.CharField(max_length=10, default="fr")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("mediation.User", models.CASCADE, related_name="+")
    # So that an address nobody uses is seen, and revoked.
    last_read_on = models.DateField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda partagé")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="feed_of_a_mediator_or_a_site",
                condition=Q(mediator__isnull=True, site__isnull=False)
                | Q(mediator__isnull=False, site__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"agenda partagé {self.pk}"

    def note_read(self, now: datetime) -> None:
        """Notes the day on which it was last read: one write a day."""
        if self.last_read_on != now.date():
            type(self).objects.filter(pk=self.pk).update(last_read_on=now.date())
