"""Names are found whatever their letters, apostrophes and titles: œ, ø, ł, N'Diaye, Mme. The form they are found by follows."""

import unicodedata

from django.db import migrations

from bookings.people.names import name_key

_AT_ONCE = 1_000


def written_anew(apps, key):
    """Gives each resident the key of their name, a thousand at a time; only those that change are written."""
    residents = apps.get_model("bookings", "Resident").objects
    last = 0
    while rows := list(residents.filter(pk__gt=last).order_by("pk").only("name", "name_key")[:_AT_ONCE]):
        last = rows[-1].pk
        changed = [row for row in rows if row.name_key != key(row.name)]
        for row in changed:
            row.name_key = key(row.name)
        residents.bulk_update(changed, ["name_key"], batch_size=200)


def forwards(apps, schema_editor):
    written_anew(apps, name_key)


def as_before(name):
    """What the key was until now: accents and case only."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(sorted(bare.split()))[:220]


def backwards(apps, schema_editor):
    written_anew(apps, as_before)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0013_pending_facts")]

    operations = [migrations.RunPython(forwards, backwards)]
