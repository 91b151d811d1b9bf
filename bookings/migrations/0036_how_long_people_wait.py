"""How long people wait is read from the last bookings about a topic: an index gives them, in place of the topic's alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0035_webhooks_of_teams"),
        ("mediation", "0015_time_that_things_take"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="topic",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appointments",
                to="mediation.topic",
            ),
        ),
        migrations.AddIndex(
            model_name="appointment",
            index=models.Index(fields=["topic", "booked_at"], name="appointment_topic_booked"),
        ),
    ]
