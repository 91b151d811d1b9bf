"""What people who are forgotten had said of themselves, counted before it went."""

from django.db import models


class SaidCount(models.Model):
    """So often, of the sessions of that day with that mediator, an answer (`indicator`, `code`) was known that is no more.

    A row an answer, so that no two answers are one person's: neither the session nor the person is named. `theme` is empty,
    or a theme of the session, by which the answer is counted once more.
    """

    day = models.DateField(db_index=True)
    organisation = models.ForeignKey(
        "mediation.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="+", db_index=False)
    mediator = models.ForeignKey("mediation.Mediator", models.PROTECT, related_name="+", db_index=False)
    theme = models.CharField(max_length=40, blank=True, default="")
    indicator = models.CharField(max_length=10)
    code = models.CharField(max_length=24)
    n = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.indicator} {self.code} {self.n}"
