from typing import Any

from django.db import migrations


def count_again(apps: Any, _schema_editor: Any) -> None:
    """Ages and genders of workshops were not counted: where there are any, all figures are counted once more, by the next
    sweep, month by month; the old ones are read meanwhile.
    """
    if apps.get_model("bookings", "WorkshopOutcome").objects.exists():
        apps.get_model("bookings", "FiguresState").objects.update(facts_until=None)


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0050_asked_after_workshops"),
    ]

    operations = [
        # (Counting once more does no harm, forwards or backwards.)
        migrations.RunPython(count_again, count_again),
    ]
