"""The telephones of a demonstration and their calls. Numbers and words are encrypted, addresses hold keys of their own."""

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from mediation.crypto import EncryptedTextField, keyed_hash, link_token

RINGS = timedelta(minutes=10)
"""So long a telephone rings for somebody who must first open its page; then nobody was there."""
_KEY = 32
_NOTHING_YET: dict[str, Any] = {"transcript": [], "new_from": 0, "answer": "", "at": -1, "typed": ""}


def inbox_of(address: str) -> str:
    """The keyed hash under which a number (E.164) or an e-mail address finds what it received."""
    return keyed_hash("handset", address)


def key_of(address: str) -> str:
    """What stands for that number or e-mail address in the addresses of pages."""
    return inbox_of(address)[:_KEY]


class Handset(models.Model):
    """A telephone or mailbox that somebody has taken; `inbox` stands for it in addresses."""

    inbox = models.CharField(max_length=_KEY, unique=True)
    address = EncryptedTextField()
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"handset {self.pk}"

    @classmethod
    def take(cls, address: str, *, now: datetime) -> "Handset":
        """The telephone of that number, or the mailbox of that e-mail address."""
        defaults = {"address": address, "taken_at": now}
        return cls.objects.update_or_create(inbox=key_of(address), defaults=defaults)[0]


class SimulatedCall(models.Model):
    """A call of a demonstration's telephone. `reference`: the message the service calls for; none when it is called.

    `turn` counts what its owner has done: a key pressed twice on one page is pressed once. `memory` holds what was said
    so far and where the line waits (see `walker.laid_down`).
    """

    class State(models.TextChoices):
        RINGING = "ringing"
        TALKING = "talking"
        OVER = "over"
        MISSED = "missed"

    key = models.CharField(max_length=16, unique=True, default=link_token)
    sid = models.CharField(max_length=40, unique=True)
    inbox = models.CharField(max_length=_KEY, db_index=True)
    number = EncryptedTextField()
    withheld = models.BooleanField(default=False)
    by_machine = models.BooleanField(default=False)
    reference = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices)
    turn = models.PositiveSmallIntegerField(default=0)
    memory = EncryptedTextField(blank=True, default="")
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["started_at"], name="simulated_call_started")]

    def __str__(self) -> str:
        return f"simulated call {self.pk} {self.state}"

    @property
    def known(self) -> dict[str, Any]:
        """The memory, readable: the `transcript`, where its last turn begins (`new_from`), where the line waits."""
        return {**_NOTHING_YET, **json.loads(self.memory or "{}")}

    def state_at(self, now: datetime) -> str:
        """A telephone does not ring for ever."""
        rung_out = self.state == self.State.RINGING and self.started_at < now - RINGS
        return self.State.MISSED if rung_out else self.state
