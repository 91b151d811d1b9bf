"""What residents write by SMS, and what they were asked last. Numbers and texts are encrypted and kept for a while."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class InboundMessage(models.Model):
    """One SMS from a resident, once however often the provider delivers it (`sid`)."""

    class State(models.TextChoices):
        ANSWERED = "answered", _("traité tout seul")
        WAITING = "waiting", _("à lire")
        HANDLED = "handled", _("traité par l’équipe")

    sid = models.CharField(max_length=64, unique=True)
    number = EncryptedTextField()
    number_index = KeyedHashField(max_length=64, db_index=True, of="number", purposes=("phone",))
    last4 = models.CharField(max_length=4, blank=True, default="")
    body = EncryptedTextField(blank=True, default="")
    # What was read in it, why that does nothing by itself, and what was done (`notifications.talk`: Meaning, Why, Deed).
    meaning = models.CharField(max_length=10, blank=True, default="")
    why = models.CharField(max_length=12, blank=True, default="")
    done = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ANSWERED)
    appointment = models.ForeignKey(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "mediation.Organisation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=10, default="fr")
    received_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("SMS reçu")
        indexes = [
            models.Index(fields=["number_index", "received_at"], name="inbound_of_number"),
            models.Index(fields=["state", "received_at"], name="inbound_waiting"),
            models.Index(fields=["received_at"], name="inbound_received"),
        ]

    def __str__(self) -> str:
        return f"SMS reçu {self.pk}"


class StaffReply(models.Model):
    """What somebody of the team wrote back from the page of conversations."""

    number_index = KeyedHashField(max_length=64, db_index=True, purposes=("phone",))
    body = EncryptedTextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"réponse {self.pk}"


class Conversation(models.Model):
    """One a number: the question that is open, if any, and when it was last given general advice.

    The row is what two messages of one number that come at once are put in order by. `options` belong to the question;
    each question has digits of its own (see `questions.py`), so that a digit never means two things.
    """

    number_index = KeyedHashField(max_length=64, unique=True, purposes=("phone",))
    question = models.CharField(max_length=12, blank=True, default="")
    appointment = models.ForeignKey(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    options = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    open_until = models.DateTimeField(null=True, blank=True)
    advised_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"conversation {self.pk}"
