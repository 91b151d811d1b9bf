"""What operators and coordinators have been warned of, and of what coordinators want to be."""

from django.db import models


class Alert(models.Model):
    """One thing that is wrong now, since when, and when operators were last written to. Gone when it is over."""

    kind = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind


class Ceiling(models.Model):
    """What an organisation wants to spend on messages and calls in a month at most.

    `warned` is the month of the last warning, `reached` the last month in which all of it was spent (their first days).
    """

    organisation = models.OneToOneField("mediation.Organisation", models.CASCADE, related_name="+")
    euros = models.DecimalField(max_digits=8, decimal_places=2)
    warned = models.DateField(null=True, blank=True)
    reached = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.euros}"
