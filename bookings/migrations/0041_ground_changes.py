"""PostgreSQL says when openings, or what stands in their way, change: whoever keeps them knows when to read them again."""

from typing import Any

from django.db import migrations

from bookings.times.kept import TABLES, WATCHING, WATCHING_NO_MORE, watched


def watch(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(WATCHING)
        for table in TABLES:
            editor.execute(watched(table))


def watch_no_more(apps: Any, editor: Any) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(WATCHING_NO_MORE)


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0040_about_people"),
        ("mediation", "0015_time_that_things_take"),
    ]

    operations = [migrations.RunPython(watch, watch_no_more)]
