"""Every place has a short name of its own: cut words and names given twice are proposed anew, for the coordinator to review."""

from django.db import migrations, models

from mediation.directory.names import distinct_short_name


def apart(apps, schema_editor):
    """The first place that has a name keeps it; a name that nobody else has is not touched."""
    sites = list(apps.get_model("mediation", "Site").objects.select_related("commune").order_by("pk"))
    taken = {site.short_name.casefold() for site in sites}
    kept = {""}
    for site in sites:
        if site.short_name.casefold() in kept:
            town = site.commune.name if site.commune else ""
            site.short_name = distinct_short_name(site.name, taken, town=town)
            site.save(update_fields=["short_name"])
        taken.add(site.short_name.casefold())
        kept.add(site.short_name.casefold())


class Migration(migrations.Migration):
    dependencies = [("mediation", "0005_gazetteer")]

    operations = [
        migrations.AddField(
            model_name="site",
            name="short_name_reviewed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.RunPython(apart, migrations.RunPython.noop, elidable=True),
    ]
