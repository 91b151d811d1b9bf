"""What somebody had typed when their session ended."""

import uuid

from django.db import models

from mediation.crypto import EncryptedTextField
from mediation.models.people import User


class KeptForm(models.Model):
    """A form that arrived too late, encrypted, for the same person and for half an hour.

    `path` is where it was sent; `page` the page it was filled in on, or empty when unknown. `data` is
    the form as it was sent (application/x-www-form-urlencoded), without passwords.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    page = models.CharField(max_length=300, blank=True, default="")
    data = EncryptedTextField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "formulaire gardé"
