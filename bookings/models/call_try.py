"""Calls of an appointment by telephone that found nobody: three at most."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bookings.models.appointment import Appointment, Participation

MOST_TRIES = 3


class CallTry(models.Model):
    """The mediator called at the time of the appointment, in vain: the appointment's number, or that of one who comes."""

    class Result(models.TextChoices):
        NO_ANSWER = "no_answer", _("pas de réponse")
        BUSY = "busy", _("occupé")
        WRONG_NUMBER = "wrong_number", _("mauvais numéro")

    appointment = models.ForeignKey(Appointment, models.CASCADE, related_name="call_tries")
    participation = models.ForeignKey(
        Participation, models.CASCADE, null=True, blank=True, related_name="call_tries"
    )
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    result = models.CharField(max_length=12, choices=Result.choices)
    by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "number"], condition=Q(participation=None), name="call_try_once"
            ),
            models.UniqueConstraint(fields=["participation", "number"], name="call_try_of_one_once"),
            models.CheckConstraint(
                name="call_try_three_at_most", condition=Q(number__gte=1, number__lte=MOST_TRIES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id}/{self.number}"
