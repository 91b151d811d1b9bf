from django.db import migrations, models

from mediation.directory.facts import readable_phone


def in_e164(apps, schema_editor):
    """Telephone numbers of sites as they were typed in the set-up: as telephones dial them."""
    sites = apps.get_model("mediation", "Site").objects
    for site in sites.exclude(phone="").only("phone").iterator():
        dialled = readable_phone(site.phone)
        if dialled and dialled != site.phone:
            sites.filter(pk=site.pk).update(phone=dialled)


class Migration(migrations.Migration):
    dependencies = [("mediation", "0007_short_name_once")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="corrected",
            field=models.JSONField(
                blank=True, default=dict, editable=False, verbose_name="corrections de la fiche"
            ),
        ),
        migrations.AlterField(
            model_name="territory",
            name="line_hours",
            field=models.CharField(
                blank=True,
                help_text="Comme OpenStreetMap : « Mo-Fr 09:00-12:00,14:00-17:00 ». Une différence : un jour férié est fermé, sauf si une règle « PH » dit autre chose. Vide : toujours ouverte.",
                max_length=200,
                verbose_name="horaires de la ligne automatique",
            ),
        ),
        migrations.RunPython(in_e164, migrations.RunPython.noop),
    ]
