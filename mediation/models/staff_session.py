"""Where somebody is signed in, and on which devices they ever were."""

from django.db import models

from mediation.models.people import User


class StaffSession(models.Model):
    """A session that is open, so that its owner sees it and may end it. `device` is a browser's and a system's name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="staff_sessions")
    session_key = models.CharField(max_length=40, db_index=True)
    device = models.CharField(max_length=60, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return "session"


class KnownDevice(models.Model):
    """A device this user signed in on before, told by a random number in a cookie of its own, stored as a hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="known_devices")
    token_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token_hash"], name="known_device_once")]

    def __str__(self) -> str:
        return "appareil connu"
