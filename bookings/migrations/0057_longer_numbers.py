from django.db import migrations, models


class Migration(migrations.Migration):
    """Booking numbers may have seven or eight digits. PostgreSQL changes what it knows of the column, not a row."""

    dependencies = [("bookings", "0056_no_beginnings")]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="number",
            field=models.CharField(max_length=8, verbose_name="numéro de réservation"),
        ),
    ]
