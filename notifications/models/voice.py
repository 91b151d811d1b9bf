"""Calls to the line, and names spoken on it. A call knows its number only as a keyed hash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class Ending(models.TextChoices):
    """How a call ended, as staff read it."""

    DONE = "done", _("fait au téléphone")
    CALL_BACK = "call_back", _("à rappeler")
    TRANSFERRED = "transferred", _("passé à une personne")
    HUNG_UP = "hung_up", _("raccroché")
    NO_NUMBER = "no_number", _("numéro masqué, pas de rappel possible")
    ERROR = "error", _("panne de notre côté")
    LOST = "lost", _("fin inconnue")


class Call(models.Model):
    """One call. `step` counts the answers given: the same step once more gets the same answer.

    `ours`: we called them. `memory` is what the script remembers (ids and codes, a typed number at most), wiped when the
    call ends; `answer` is the last thing said. Times are UTC.
    """

    sid = models.CharField(max_length=64, unique=True)
    number_index = KeyedHashField(max_length=64, blank=True, default="", purposes=("caller",))
    last4 = models.CharField(max_length=4, blank=True, default="")
    caller = models.CharField(max_length=10, default="withheld")
    language = models.CharField(max_length=10, default="fr")
    state = models.CharField(max_length=12, default="home")
    step = models.PositiveSmallIntegerField(default=0)
    memory = EncryptedTextField(blank=True, default="")
    answer = EncryptedTextField(blank=True, default="")
    topic = models.ForeignKey("mediation.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    site = models.ForeignKey("mediation.Site", models.SET_NULL, null=True, blank=True, related_name="+")
    appointment = models.ForeignKey(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # For a workshop, without an appointment or besides it.
    registration = models.ForeignKey(
        "bookings.Registration", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    call_back = models.ForeignKey(
        "bookings.CallBack", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ours = models.BooleanField(default=False)
    ending = models.CharField(max_length=12, choices=Ending.choices, blank=True, default="")

    class Meta:
        verbose_name = _("appel")
        indexes = [
            models.Index(fields=["number_index", "-started_at"], name="call_of_number"),
            models.Index(fields=["-started_at"], name="call_started"),
            models.Index(fields=["heard_at"], name="call_open", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"appel {self.pk}"


class SpokenName(models.Model):
    """A name somebody said after the tone: where the provider keeps it, until it is written down or 7 days old."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="names")
    recording = EncryptedTextField()
    recording_index = KeyedHashField(max_length=64, unique=True, of="recording", purposes=("recording",))
    spoken_at = models.DateTimeField()
    # Written down (or not wanted): nobody needs it any more, and the provider is told to delete it.
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("nom dit au téléphone")
        indexes = [models.Index(fields=["spoken_at"], name="spoken_name_at")]

    def __str__(self) -> str:
        return f"nom {self.pk}"
