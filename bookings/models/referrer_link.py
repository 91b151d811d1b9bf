"""Links of whoever refers without an account: one that opens the form once, one that follows what was sent."""

from django.db import models

from bookings.models.referral import Referral
from mediation.crypto import EncryptedTextField
from mediation.keyed_field import KeyedHashField


class ReferrerLink(models.Model):
    """A link e-mailed to an address of a known partner. Only its keyed hash is kept once it is written.

    Without a `referral` it opens the form, once (`used_at`); with one it shows that referral, and nothing else.
    """

    partner = models.ForeignKey("mediation.Organisation", models.CASCADE, related_name="+")
    email = EncryptedTextField()
    language = models.CharField(max_length=10, default="fr")
    token_hash = KeyedHashField(max_length=64, unique=True, until=("expires_at",))
    # The clear token, for the message about to be written; wiped once composed.
    clear = EncryptedTextField(blank=True, default="")
    referral = models.ForeignKey(
        Referral, models.CASCADE, null=True, blank=True, related_name="referrer_links"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Still to be written to its address.
    to_write = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="referrer_link_to_write", condition=models.Q(to_write=True)),
            models.Index(fields=["expires_at"], name="referrer_link_over"),
        ]

    def __str__(self) -> str:
        return "lien d’orienteur"
