"""What was asked for in vain, counted without the person."""

from django.db import models


class UnmetCount(models.Model):
    """So often, on that day of the town's clocks, somebody found no time, gave a call up, or waited until the wait was over.

    Rows are only ever added, several of the same kind too: sums are made of them. `how` is by which way a time was
    searched, at which question of the line a call was given up, or how a wait ended. `commune` is an INSEE code, where one
    was named, or the site's.
    """

    class Kind(models.TextChoices):
        NO_TIME = "no_time"
        GIVEN_UP = "given_up"
        WAIT = "wait"

    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    how = models.CharField(max_length=12)
    topic = models.ForeignKey("mediation.Topic", models.SET_NULL, null=True, related_name="+", db_index=False)
    site = models.ForeignKey("mediation.Site", models.SET_NULL, null=True, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "mediation.Organisation", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    commune = models.CharField(max_length=5, blank=True, default="")
    n = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.how} {self.n}"
