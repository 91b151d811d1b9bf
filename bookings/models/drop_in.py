"""A drop-in as it is lived: the day at a site, the numbers given, and how long each stood where."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField

# What the database refuses (`bookings.records.transactions`): two people with one mediator.
ONE_AT_A_TIME = "turn_one_with_a_mediator"


class DropInDay(models.Model):
    """One day's queue at a site. `last_number` only ever grows: a number is one person's that day.

    Its row is locked by whatever changes who waits or who is called.
    """

    site = models.ForeignKey("mediation.Site", models.PROTECT, related_name="drop_in_days")
    day = models.DateField()
    last_number = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="drop_in_day_once")]

    def __str__(self) -> str:
        return f"{self.site_id} {self.day}"


class Turn(models.Model):
    """Somebody's number in a drop-in, with or without a name. What is known of who they are goes in the night that follows,
    or into the visit that is noted.

    `appointment` is the one they came with (`promised`), or the visit noted afterwards.
    """

    class State(models.TextChoices):
        """Values are those of `bookings.dropin.states.State`."""

        WAITING = "waiting", _("attend")
        CALLED = "called", _("appelé")
        SERVING = "serving", _("accompagné")
        PARKED = "parked", _("en pause")
        MISSED = "missed", _("n’a pas répondu")
        DONE = "done", _("terminé")
        LEFT = "left", _("parti")
        UNMET = "unmet", _("pas reçu aujourd’hui")

    day = models.ForeignKey(DropInDay, models.PROTECT, related_name="turns")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    joined_at = models.DateTimeField()
    # Since when they have their place among the numbers.
    placed_at = models.DateTimeField()
    # When they came back from a pause: they are next then.
    back_at = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True, blank=True)
    mediator = models.ForeignKey(
        "mediation.Mediator", models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    # Where they are called to, as the screen says it: « bureau 2 ».
    desk = models.CharField(max_length=30, blank=True, default="")
    topic = models.ForeignKey("mediation.Topic", models.SET_NULL, null=True, blank=True, related_name="+")
    resident = models.ForeignKey(
        "bookings.Resident", models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    name = EncryptedTextField(blank=True, default="")
    # Beside the number on the screen, where they wanted that.
    initial = models.CharField(max_length=1, blank=True, default="")
    contact = models.ForeignKey(
        "bookings.Contact", models.SET_NULL, null=True, blank=True, related_name="turns"
    )
    language = models.CharField(max_length=10, default="fr")
    told_near = models.BooleanField(default=False)
    # That nobody receives there any more today.
    told_off = models.BooleanField(default=False)
    appointment = models.OneToOneField(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="turn"
    )
    promised = models.BooleanField(default=False)
    idempotency_key = KeyedHashField(max_length=64, unique=True, press=True)

    class Meta:
        verbose_name = _("numéro d’une permanence")
        constraints = [
            models.UniqueConstraint(fields=["day", "number"], name="turn_number_once"),
            models.UniqueConstraint(
                fields=["day", "mediator"], condition=Q(state__in=["called", "serving"]), name=ONE_AT_A_TIME
            ),
        ]

    def __str__(self) -> str:
        return f"n° {self.number}"


class TurnPeriod(models.Model):
    """How long a turn stood in one state: every duration is recomputed from these, nothing is counted in place.

    `before` is what the turn was when the period began, for a press that is taken back.
    """

    turn = models.ForeignKey(Turn, models.CASCADE, related_name="periods")
    state = models.CharField(max_length=8, choices=Turn.State.choices)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    mediator = models.ForeignKey("mediation.Mediator", models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey("mediation.User", models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(default=dict)

    class Meta:
        ordering = ["began_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["turn"], condition=Q(ended_at__isnull=True), name="turn_in_one_state"
            ),
            models.CheckConstraint(
                name="turn_period_ends_after",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("began_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.turn_id} {self.state}"
