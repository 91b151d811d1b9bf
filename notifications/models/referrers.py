"""What whoever refers has been told of each referral, and how they want to be told."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReferrerChoice(models.Model):
    """How somebody who refers wants to hear of what changes; without a row: at once, in French."""

    class How(models.TextChoices):
        AT_ONCE = "at_once", _("à chaque changement")
        DAILY = "daily", _("une fois par jour, le matin")
        NEVER = "never", _("jamais : je regarde la liste")

    user = models.OneToOneField("mediation.User", models.CASCADE, primary_key=True, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices, default=How.AT_ONCE)
    language = models.CharField(
        max_length=2, choices=[("fr", _("français")), ("en", _("anglais"))], default="fr"
    )

    def __str__(self) -> str:
        return self.how


class ReferrerNews(models.Model):
    """What the referrer of one referral knows of it (`bookings.referrals.seen.Seen`), and when they hear what is new.

    News are what differs between the two when the moment comes: what has changed and changed back says nothing.
    """

    referral = models.OneToOneField(
        "bookings.Referral", models.CASCADE, primary_key=True, related_name="news"
    )
    state = models.CharField(max_length=12)
    met = models.BooleanField(default=False)
    step = models.CharField(max_length=20)
    # The appointment was moved by somebody else since.
    moved = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="referrer_news_due", condition=models.Q(due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"nouvelles {self.pk}"


class ReferrerReading(models.Model):
    """One row: up to which number the change feed was read for whoever refers."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.number}"
