"""The outbox: every message exists here before anything is sent, and says what became of it."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from bookings.records.told import Why
from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField
from notifications.texts.kinds import Kind


class ChannelName(models.TextChoices):
    """The ways a message can go. `letter`: the team prints and posts it; `people`: it tells the person itself."""

    SMS = "sms", _("SMS")
    VOICE = "voice", _("appel")
    EMAIL = "email", _("courriel")
    LETTER = "letter", _("courrier")
    PEOPLE = "people", _("par l’équipe")


BY_THE_TEAM = (ChannelName.LETTER, ChannelName.PEOPLE)
"""What no provider is needed for."""


class State(models.TextChoices):
    """Where a message stands; it only ever moves forward (see `Message.BEFORE`)."""

    QUEUED = "queued", _("à envoyer")
    SENDING = "sending", _("en cours d’envoi")
    SENT = "sent", _("envoyé")
    DELIVERED = "delivered", _("reçu")
    FAILED = "failed", _("non reçu")
    REPLACED = "replaced", _("remplacé par un autre")
    CANCELLED = "cancelled", _("annulé")
    EXPIRED = "expired", _("trop tard pour être utile")


class MessageQuerySet(models.QuerySet["Message"]):
    """Questions about the outbox."""

    def due(self, now: datetime) -> "MessageQuerySet":
        """Those a worker should look at, the longest due first."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")

    def anything_due(self, now: datetime) -> bool:
        """Whether a worker has anything to look at. In SQL: writing this down takes the ORM longer than answering
        it takes the database, and it is asked every few seconds. (Without the order PostgreSQL, which prepares this once
        for any moment, believes that a third of the table is due and reads through all of it.)
        """
        asked = f"SELECT 1 FROM {Message._meta.db_table} WHERE due_at <= %s ORDER BY due_at LIMIT 1"
        with connection.cursor() as cursor:
            cursor.execute(asked, [connection.ops.adapt_datetimefield_value(now)])
            return cursor.fetchone() is not None

    def advance(self, message_ids: Iterable[int], to: State, **changes: Any) -> list[int]:
        """Moves messages forward to `to`; those that have moved. The others are there already, or beyond.

        Once a provider has it, or it will never go, the text and the address are wiped; a final state needs no
        further look. To be called in a transaction: the rows are locked first (on SQLite nobody else writes).
        """
        earlier = self.filter(pk__in=message_ids, state__in=Message.BEFORE[to])
        moved = list(earlier.select_for_update().order_by("pk").values_list("pk", flat=True))
        if to in Message.NO_TEXT:
            changes |= {"claimed_by": "", "in_doubt": False, "to": "", "subject": "", "body": ""}
        if to in Message.FINAL:
            changes["due_at"] = None
        if moved:
            self.filter(pk__in=moved).update(state=to, **changes)
        return moved


class Message(models.Model):
    """One thing said to one contact by one channel.

    `due_at` is when a worker should next look at it, whatever for: to send it, to find out whether a provider
    took it (`in_doubt`), to ask for a receipt that never came; null when there is nothing left to do. While a
    worker has it, `due_at` is the end of its lease. All times are UTC; `timezone` is where the appointment is.
    """

    # Forward only: each state, and those it may follow.
    BEFORE: dict[State, tuple[State, ...]] = {
        State.QUEUED: (),
        State.SENDING: (State.QUEUED, State.SENDING),
        State.SENT: (State.QUEUED, State.SENDING),
        State.DELIVERED: (State.QUEUED, State.SENDING, State.SENT),
        State.FAILED: (State.QUEUED, State.SENDING, State.SENT),
        State.REPLACED: (State.QUEUED, State.SENDING),
        State.CANCELLED: (State.QUEUED, State.SENDING),
        State.EXPIRED: (State.QUEUED, State.SENDING),
    }
    FINAL = (State.DELIVERED, State.FAILED, State.REPLACED, State.CANCELLED, State.EXPIRED)
    NO_TEXT = (State.SENT, *FINAL)

    # What it is about, its kind and version (and the channel, when it replaces another): composing twice is harmless.
    key = models.CharField(max_length=120, unique=True)
    # Known to the provider (status callback, Message-ID): a receipt finds its row even if the answer was lost.
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    rule = models.CharField(max_length=20, blank=True, default="")
    channel = models.CharField(max_length=8, choices=ChannelName.choices)
    language = models.CharField(max_length=10, default="fr")
    appointment = models.ForeignKey(
        "bookings.Appointment", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=0)
    contact = models.ForeignKey("bookings.Contact", models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(
        "mediation.Organisation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # What is offered to who waits for a time, instead of an appointment.
    offer = models.ForeignKey(
        "bookings.WaitingOffer", models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    # The referral it is about, for the person referred.
    referral = models.ForeignKey(
        "bookings.Referral", models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    # The registration for a workshop it is about.
    registration = models.ForeignKey(
        "bookings.Registration", models.SET_NULL, null=True, blank=True, related_name="messages"
    )
    # The number of a drop-in it is about.
    turn = models.ForeignKey("bookings.Turn", models.SET_NULL, null=True, blank=True, related_name="messages")
    # What somebody has to do, of which it reminds them.
    step = models.ForeignKey(
        "bookings.NextStep",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,
    )
    instead_of = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="instead")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    asked = models.BooleanField(default=False)

    # Fixed before the first attempt, wiped when there is no more use for them.
    to = EncryptedTextField(blank=True, default="")
    to_index = KeyedHashField(
        max_length=64, blank=True, default="", db_index=True, of="to", purposes=("message_to",)
    )
    subject = EncryptedTextField(blank=True, default="")
    body = EncryptedTextField(blank=True, default="")
    parts = models.PositiveSmallIntegerField(default=0)
    # To a number beyond mainland France: its parts have another price.
    abroad = models.BooleanField(default=False)

    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    send_after = models.DateTimeField()
    expires_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    in_doubt = models.BooleanField(default=False)
    # When the provider first said of this attempt that it had not taken it: believed only when said twice.
    missed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.CharField(max_length=40, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    unknown_errors = models.PositiveSmallIntegerField(default=0)
    # Questions to the provider: while in doubt those without an answer, once sent those for a receipt.
    polls = models.PositiveSmallIntegerField(default=0)
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    attempted_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    provider_id = models.CharField(max_length=64, blank=True, default="")
    error_code = models.CharField(max_length=20, blank=True, default="")
    why = models.CharField(max_length=16, choices=Why.choices, blank=True, default="")
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        constraints = [
            models.CheckConstraint(
                name="message_with_text_is_to_be_sent",
                condition=models.Q(state__in=["queued", "sending"]) | models.Q(body="", to="", subject=""),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(due_at__isnull=False)),
            models.Index(fields=["appointment", "kind", "version"], name="message_about"),
            models.Index(
                fields=["provider_id"], name="message_provider", condition=~models.Q(provider_id="")
            ),
            models.Index(fields=["created_at"], name="message_created"),
            # The print queue is a handful among millions.
            models.Index(fields=["state"], name="message_letters", condition=models.Q(channel="letter")),
            models.Index(fields=["send_after"], name="message_send_after"),
            models.Index(fields=["step"], name="message_step", condition=models.Q(step__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"


class Pause(models.Model):
    """A provider has said that we are too fast: nothing goes by that channel from `since` until `until`, then no more
    than `at_once` calls of a worker (see `outbox/pauses.py`). `went_on`: it has taken something since.
    """

    channel = models.CharField(max_length=8, choices=ChannelName.choices, unique=True)
    since = models.DateTimeField()
    until = models.DateTimeField()
    at_once = models.PositiveSmallIntegerField(default=16)
    went_on = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"pause {self.channel}"


class SimulatedMessage(models.Model):
    """What the telephone simulator received, or its owner wrote (only under DEMO): the handset page shows it.

    `to` is whose telephone it is, also of what was written there (`own`).
    """

    reference = models.UUIDField(unique=True)
    channel = models.CharField(max_length=8, choices=ChannelName.choices)
    to = EncryptedTextField()
    to_index = KeyedHashField(max_length=64, db_index=True, of="to", purposes=("handset",))
    own = models.BooleanField(default=False)
    subject = EncryptedTextField(blank=True, default="")
    body = EncryptedTextField()
    parts = models.PositiveSmallIntegerField(default=1)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["to_index", "received_at"], name="simulated_of_number")]

    def __str__(self) -> str:
        return f"simulated {self.pk}"
