"""What operators have been warned of."""

from django.db import models


class Alert(models.Model):
    """One thing that is wrong now, since when, and when operators were last written to. Gone when it is over."""

    kind = models.CharField(max_length=20, unique=True)
    since = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.kind
