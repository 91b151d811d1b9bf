from django.db import migrations, models


class Migration(migrations.Migration):
    """What each person finds at a workshop, beside what to bring."""

    dependencies = [("bookings", "0045_numbers_of_ones_own")]

    operations = [
        migrations.AddField(
            model_name="workshoptext",
            name="equipment",
            field=models.CharField(blank=True, default="", max_length=200, verbose_name="matériel sur place"),
        ),
    ]
