"""A referral may lead to a workshop instead of a time of one's own."""

from django.db import migrations, models
from django.db.models.deletion import SET_NULL


class Migration(migrations.Migration):
    dependencies = [("bookings", "0041_ground_changes")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="registration",
            field=models.OneToOneField(
                "bookings.registration",
                SET_NULL,
                null=True,
                blank=True,
                related_name="referral",
            ),
        ),
    ]
