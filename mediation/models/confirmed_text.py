"""Which texts in a language of the neighbourhood somebody of the team has read and found right."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ConfirmedText(models.Model):
    """One language and kind. `digest` is of the texts as they were then: others have not been read by anybody."""

    class Kind(models.TextChoices):
        PAGES = "pages", _("pages")
        PHONE = "phone", _("téléphone")
        MESSAGES = "messages", _("SMS et courriels")

    language = models.CharField(max_length=2)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("mediation.User", on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "kind"], name="one_confirmation_per_text"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.kind}"
