"""Every wording an organisation has used, the one in use among them."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.models import Organisation, User

Wordings = dict[tuple[int, str, str], str]
"""By organisation, kind and language."""


class WordingQuerySet(models.QuerySet["Wording"]):
    """Questions about wordings."""

    def in_use(self) -> "WordingQuerySet":
        """Those that count now."""
        return self.filter(replaced_at=None)

    def own_words(self, organisations: Iterable[int]) -> Wordings:
        """What these organisations say in words of their own, standard texts left out: one query."""
        rows = self.in_use().filter(organisation__in=organisations).exclude(text="")
        return {
            (organisation, kind, language): text
            for organisation, kind, language, text in rows.values_list(
                "organisation", "kind", "language", "text"
            )
        }


class Wording(models.Model):
    """One text of one organisation, from when it was saved until the next was. Empty: the standard text again.

    Rows are added and never rewritten, so that the table is the history of who changed what.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    text = models.CharField(max_length=600, blank=True, default="")
    changed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("texte d’un message")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "language"],
                condition=models.Q(replaced_at=None),
                name="wording_in_use_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.kind}/{self.language}"
