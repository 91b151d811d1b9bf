"""What is kept: sealed anew under another key, and copied whole."""

import subprocess
import tempfile
from pathlib import Path
from time import perf_counter

from cryptography.fernet import Fernet
from django.conf import settings
from django.utils import timezone

from bookings.bench.measure import Figure, seconds
from bookings.models import Appointment, Contact
from bookings.records import bulk
from mediation.backup.programs import environment, program
from mediation.backup.take import take
from mediation.crypto import decrypt, encrypt
from mediation.keys.count import rotate

VALUES = 1_000_000
# The floor is measured on so many, and counted up.
_PART = 50_000
_ADDRESS = "12 rue de la Mesure, 35000 Rennes"


def sealed_anew() -> Figure:
    """Every sealed value under a new key, then under the first again; beside deciphering and enciphering as many."""
    _fill()
    first, other = list(settings.ENCRYPTION_KEYS), Fernet.generate_key().decode()
    # The floor before and after: what others do on the machine meanwhile disturbs both.
    measured, values, alone = 0.0, 0, seconds(_alone)
    try:
        for keys in ([other, *first], [*first, other]):
            settings.ENCRYPTION_KEYS = keys
            began = perf_counter()
            values += rotate().sealed
            measured += perf_counter() - began
    finally:
        settings.ENCRYPTION_KEYS = first
    floor = (alone + seconds(_alone)) / 2 / _PART * values
    return Figure(
        f"{values:,} values sealed anew",
        f"{measured:.0f} s, {measured / values * 1e6:.0f} µs a value",
        f"decrypt + encrypt alone: {floor:.0f} s",
        f"{measured / floor:.2f} x",
        "<= 1.5 x",
        measured <= 1.5 * floor,
    )


def copied_whole() -> Figure:
    """A backup of the whole database, sealed and counted, beside `pg_dump` of the same, turn by turn."""
    with tempfile.TemporaryDirectory() as folder:
        place, key = Path(folder), Fernet.generate_key().decode()
        floor = seconds(lambda: _dumped(place / "alone"))
        measured = seconds(lambda: take(place / "sealed", key=key, now=timezone.now()))
        size = (place / "sealed").stat().st_size / 1e6
    return Figure(
        f"backup of {Appointment.objects.count():,} appointments",
        f"{measured:.1f} s, {size:.0f} MB",
        f"pg_dump alone: {floor:.1f} s",
        f"{measured / floor:.2f} x",
        "<= 1.2 x",
        measured <= 1.2 * floor,
    )


def _fill() -> None:
    """As many sealed values as are asked for, with those there are already: each turn seals them once."""
    missing = VALUES // 2 - Contact.objects.count()
    if missing > 0:
        first, sealed = bulk.next_id(Contact), encrypt(_ADDRESS)
        bulk.write(Contact, ("id", "kind", "value"), ((first + n, "letter", sealed) for n in range(missing)))
        bulk.reset_sequences(Contact)


def _alone() -> None:
    sealed = encrypt(_ADDRESS)
    for _ in range(_PART):
        encrypt(decrypt(sealed))


def _dumped(target: Path) -> None:
    subprocess.run(  # noqa: S603  (PostgreSQL's own program, words of ours)
        [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", f"--file={target}"],
        env=environment(),
        check=True,
    )
