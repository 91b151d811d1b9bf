"""What a resident is in the middle of: a draft, a code, a link."""

import uuid

from django.db import models

from bookings.models.appointment import Appointment
from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class Draft(models.Model):
    """What somebody typed and has not sent yet, encrypted, for 30 minutes. Its id keys the booking."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    data = EncryptedTextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "brouillon"


_TARGETS = ("appointment", "waiting", "referral", "registration", "resident")


def _one_of(*fields: str) -> models.Q:
    """Exactly one of them is set."""
    one = [models.Q(**{f"{each}__isnull": each != chosen for each in fields}) for chosen in fields]
    return models.Q(*one, _connector=models.Q.OR)


class LinkToken(models.Model):
    """A link to one appointment, a wait, a referral, a registration, or what a person has to do: a keyed hash. Opening it
    changes nothing.
    """

    appointment = models.ForeignKey(Appointment, models.CASCADE, null=True, blank=True, related_name="links")
    waiting = models.ForeignKey(
        "bookings.WaitingEntry", models.CASCADE, null=True, blank=True, related_name="links"
    )
    referral = models.ForeignKey(
        "bookings.Referral", models.CASCADE, null=True, blank=True, related_name="links"
    )
    registration = models.ForeignKey(
        "bookings.Registration", models.CASCADE, null=True, blank=True, related_name="links"
    )
    # Few links are about a person: those alone are indexed below.
    resident = models.ForeignKey(
        "bookings.Resident", models.CASCADE, null=True, blank=True, related_name="links", db_index=False
    )
    token_hash = KeyedHashField(
        max_length=64, unique=True, until=("expires_at", "appointment__ends_at", "waiting__until")
    )
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_to_one_thing", condition=_one_of(*_TARGETS)),
        ]
        indexes = [
            models.Index(
                fields=["resident"], name="link_of_person", condition=models.Q(resident__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return "lien"


class ConfirmationCode(models.Model):
    """A code sent to a mobile: lives ten minutes, five tries. The code itself is stored as a keyed hash."""

    draft_id = models.UUIDField(db_index=True)
    phone = EncryptedTextField()
    phone_index = KeyedHashField(max_length=64, db_index=True, of="phone", purposes=("phone",))
    language = models.CharField(max_length=10, default="fr")
    # The clear code, for the message about to be written; wiped once composed.
    clear = EncryptedTextField(blank=True, default="")
    code_hash = KeyedHashField(max_length=64, until=("expires_at",))
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return "code"


class Attempt(models.Model):
    """One try at something that is limited (a booking number, a code). `key` is a keyed hash."""

    scope = models.CharField(max_length=20)
    key = KeyedHashField(max_length=64, press=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["scope", "key", "at"], name="attempt_recent")]

    def __str__(self) -> str:
        return self.scope
