"""By what a start tells that it was given the right keys."""

from django.db import models

from mediation.crypto import EncryptedTextField


class KeyMark(models.Model):
    """One row: a word sealed under the encryption key (`sealed`), and its hash under the index key (`index`).

    `names`: the index key of the first start; calendars know appointments by its hashes for ever, whatever key came after.
    `key` names the encryption key that sealed it first (its fingerprint), so that a message can say which one is missing.
    """

    only = models.BooleanField(primary_key=True, default=True)
    key = models.CharField(max_length=8)
    sealed = EncryptedTextField()
    index = models.CharField(max_length=64)
    names = EncryptedTextField(blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="one_key_mark")]

    def __str__(self) -> str:
        return "marque des clés"
