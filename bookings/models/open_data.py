"""What was published about the service: editions, each published once and never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """A month ("2026-10") or a year ("2026") whose counts are public.

    `all_hidden`: too little happened to show anything of it.
    """

    period = models.CharField(_("période"), max_length=7, unique=True)
    published_at = models.DateTimeField(_("publiée le"))
    all_hidden = models.BooleanField(_("tout est secret"), default=False)

    class Meta:
        verbose_name = _("édition des données ouvertes")
        verbose_name_plural = _("éditions des données ouvertes")
        ordering = ["period"]

    def __str__(self) -> str:
        return self.period

    @property
    def yearly(self) -> bool:
        """Whether it is of a year."""
        return "-" not in self.period


class CountedCell(models.Model):
    """What was counted for a month when it was published: what later editions build upon. Never shown."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="counted")
    commune = models.CharField(max_length=5)
    theme = models.CharField(max_length=50)
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "commune", "theme"], name="counted_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.commune} {self.theme}"


class PublishedCell(models.Model):
    """A cell of a published table; `count` is None where it is secret.

    `over` says which table: the axis it sums up (`bookings.open_data.cube`).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="cells")
    over = models.PositiveSmallIntegerField()
    first = models.CharField(max_length=50)
    second = models.CharField(max_length=50)
    count = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "over", "first", "second"], name="published_cell_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.over} {self.first} {self.second}"
