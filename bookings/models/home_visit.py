"""A visit at somebody's home: where, who looks out for the colleague, and when they came and left."""

from django.db import models
from django.db.models import F, Q

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField


class HomeVisit(models.Model):
    """The address is wiped the night after the visit; that there was one stays with the appointment.

    `watcher`: a named colleague who is written to when nobody says that the visitor has left; else the coordinators are.
    """

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="home_visit")
    address = EncryptedTextField(blank=True, default="")
    watcher = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    alerted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="home_visit_leaves_after_coming",
                condition=Q(left_at__isnull=True) | Q(arrived_at__isnull=False, left_at__gte=F("arrived_at")),
            )
        ]
        indexes = [
            models.Index(
                fields=["arrived_at"],
                name="home_visit_under_way",
                condition=Q(arrived_at__isnull=False, left_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id}"
