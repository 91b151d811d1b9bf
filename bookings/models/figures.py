"""Figures counted from the facts, so that they can be dropped and counted again at any time."""

from django.db import models


class Figure(models.Model):
    """All that was counted of one `scope` (`bookings.statistics.counting`) over a day, month, quarter or year from `start` on.

    `counts` is how often each code, by indicator. Days add up to months; quarters and years are there for what does not
    add up: different people.
    """

    scope = models.CharField(max_length=70)
    grain = models.CharField(max_length=1)
    start = models.DateField()
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "grain", "start"], name="figure_once")]
        indexes = [models.Index(fields=["grain", "start"], name="figure_start")]

    def __str__(self) -> str:
        return f"{self.scope} {self.grain} {self.start}"


class FiguresState(models.Model):
    """The one row that says how far the counting has come: facts noted up to `facts_until`, and what a night's check found.

    `stale`: quarters and years (grain and first day) whose people are to be counted again by night.
    """

    facts_until = models.DateTimeField(null=True)
    stale = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    differences = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"until {self.facts_until}"
