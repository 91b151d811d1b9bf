"""Who changed what in the set-up."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.models.people import User
from mediation.models.place import Organisation


class SetUpChange(models.Model):
    """One change of a page of the set-up: when, by whom, which answers, from what to what.

    `kind` and `object_id` name what was changed (`bookings.staff.set_up.kinds`): it may be gone since. `fields` are
    [name, before, after] as they were shown; of a person only the names, so that what was corrected is not kept.
    """

    class Verb(models.TextChoices):
        MADE = "made", _("ajouté")
        CHANGED = "changed", _("modifié")
        OPENED = "opened", _("remis en service")
        CLOSED = "closed", _("mis hors service")
        REMOVED = "removed", _("retiré")

    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    object_id = models.PositiveBigIntegerField()
    verb = models.CharField(max_length=8, choices=Verb.choices)
    fields = models.JSONField(default=list)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "object_id", "at"], name="set_up_change_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id} {self.verb}"
