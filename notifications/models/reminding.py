"""When an organisation, or the whole territory, reminds people; of all topics or of one."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from mediation.models import Organisation, Topic
from notifications.moments.reminders import DaysOff, ReminderRule
from notifications.moments.timing import WRITTEN

EARLY, DAYS, HOURS = "early", "days", "hours"


class ReminderPlan(models.Model):
    """Up to three reminders: one early, one some days before, one some hours before. None at all is a plan too.

    The nearest plan counts: of the organisation for the topic, of the organisation, of the territory for the topic,
    of the territory. Times are wall clock where the appointment takes place.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, verbose_name=_("structure"), related_name="+"
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, null=True, blank=True, verbose_name=_("motif"), related_name="+"
    )
    early_days = models.PositiveSmallIntegerField(
        _("premier rappel, jours avant"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(30)],
    )
    early_at = models.TimeField(_("premier rappel, à"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(
        _("rappel, jours avant"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(14)],
    )
    days_at = models.TimeField(_("rappel, à"), null=True, blank=True)
    hours = models.PositiveSmallIntegerField(
        _("dernier rappel, heures avant"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    days_off = models.CharField(
        _("jours sans rappel"),
        max_length=8,
        default=DaysOff.NEVER.value,
        choices=[
            (DaysOff.NEVER.value, _("aucun : tous les jours")),
            (DaysOff.SUNDAYS.value, _("les dimanches et jours fériés")),
            (DaysOff.WEEKENDS.value, _("les samedis, dimanches et jours fériés")),
        ],
    )

    class Meta:
        verbose_name = _("règle de rappel")
        verbose_name_plural = _("règles de rappel")
        constraints = [
            models.UniqueConstraint(
                Coalesce("organisation", 0),
                Coalesce("topic", 0),
                name="reminder_plan_once",
                violation_error_message=_("Il y a déjà une règle pour cette structure et ce motif."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id or '*'}/{self.topic_id or '*'}"

    def clean(self) -> None:
        """Refuses half a reminder, times in the night, and an early reminder that is not the earlier one."""
        wrong: dict[str, str] = {}
        for days, at in (("early_days", "early_at"), ("days", "days_at")):
            wrong |= _half(self, days, at)
            clock = getattr(self, at)
            if clock is not None and not WRITTEN.begins <= clock < WRITTEN.ends:
                wrong[at] = str(_("Personne n’est dérangé la nuit : choisissez entre 8 h et 19 h 59."))
        if self.early_days and self.days and self.early_days <= self.days:
            wrong["early_days"] = str(_("Le premier rappel part avant l’autre : plus de jours."))
        if wrong:
            raise ValidationError(wrong)

    def rules(self) -> tuple[ReminderRule, ...]:
        """The reminders of this plan."""
        off = DaysOff(self.days_off)
        found = []
        for name, days, at in ((EARLY, self.early_days, self.early_at), (DAYS, self.days, self.days_at)):
            if days is not None and at is not None:
                found.append(ReminderRule(name, days_before=days, at=at, days_off=off))
        if self.hours is not None:
            found.append(ReminderRule(HOURS, hours_before=self.hours))
        return tuple(found)


def _half(plan: ReminderPlan, days: str, at: str) -> dict[str, str]:
    if getattr(plan, days) is not None and getattr(plan, at) is None:
        return {at: str(_("À quelle heure ?"))}
    if getattr(plan, at) is not None and getattr(plan, days) is None:
        return {days: str(_("Combien de jours avant ?"))}
    return {}
