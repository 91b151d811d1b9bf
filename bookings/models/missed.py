"""Somebody missed a second appointment: the service asks what got in the way. It never keeps anybody from booking."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment
from bookings.models.resident import Resident


class MissedTwice(models.Model):
    """A call to make after a second missed appointment. `answer` is empty until somebody has asked.

    For the team alone: no partner and no program is shown it.
    """

    class Answer(models.TextChoices):
        TRANSPORT = "transport", _("le trajet")
        FORGOT = "forgot", _("un oubli")
        HEALTH = "health", _("la santé")
        FEAR = "fear", _("la crainte de venir")
        NOT_NEEDED = "not_needed", _("plus besoin")
        OTHER = "other", _("autre chose")
        NOT_REACHED = "not_reached", _("personne injoignable")

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="missed_twice")
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="+")
    raised_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        "mediation.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="missed_answer_has_its_time",
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            )
        ]
        indexes = [models.Index(fields=["raised_at"], name="missed_to_call", condition=Q(answer=""))]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.answer}"
