from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Who still had to be told when the mark came. The first sweep takes it from those whose appointment is over."""
    entries = apps.get_model("bookings", "JournalEntry").objects
    entries.filter(kind="not_told", version=models.F("appointment__version")).update(pending=True)


class Migration(migrations.Migration):
    dependencies = [("bookings", "0012_no_count_of_attempts")]

    operations = [
        migrations.AddField(
            model_name="journalentry", name="pending", field=models.BooleanField(default=False)
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("pending", True)), fields=["appointment"], name="journal_pending"
            ),
        ),
    ]
