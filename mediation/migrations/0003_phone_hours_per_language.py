from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PER_LANGUAGE = '{"fr": "…", "en": "…"}'


def into_french(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was one text is the French one."""
    for territory in apps.get_model("mediation", "Territory").objects.exclude(one_text=""):
        territory.phone_hours = {"fr": territory.one_text}
        territory.save(update_fields=["phone_hours"])


def out_of_french(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Only the French text fits in one."""
    for territory in apps.get_model("mediation", "Territory").objects.all():
        territory.one_text = territory.phone_hours.get("fr", "")[:120]
        territory.save(update_fields=["one_text"])


class Migration(migrations.Migration):
    dependencies = [("mediation", "0002_kept_form")]

    operations = [
        migrations.RenameField("territory", "phone_hours", "one_text"),
        migrations.AddField(
            "territory",
            "phone_hours",
            models.JSONField(
                blank=True,
                default=dict,
                help_text=PER_LANGUAGE,
                verbose_name="horaires du téléphone, par langue",
            ),
        ),
        migrations.RunPython(into_french, out_of_french),
        migrations.RemoveField("territory", "one_text"),
        migrations.AlterField(
            "site",
            "directions",
            models.JSONField(
                blank=True,
                default=dict,
                help_text=PER_LANGUAGE,
                verbose_name="comment venir, par langue",
            ),
        ),
    ]
