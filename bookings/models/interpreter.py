"""Who interprets at an appointment: what was noted when the interpreter was booked."""

from django.db import models

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField


class InterpreterBooking(models.Model):
    """Names and numbers of interpreters, kept as long as the notes of the appointment are."""

    appointment = models.OneToOneField(Appointment, models.CASCADE, related_name="interpreter_booking")
    who = EncryptedTextField(blank=True, default="")
    phone = EncryptedTextField(blank=True, default="")
    reference = models.CharField(max_length=80, blank=True, default="")
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, blank=True, related_name="+")
    # When coordinators were told that it is soon and still to book.
    alerted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.appointment_id}"
