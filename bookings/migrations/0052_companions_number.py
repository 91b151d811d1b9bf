"""Who comes along with somebody who was referred may be called at a number of their own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0051_ages_of_workshops_counted")]

    operations = [
        migrations.AddField(
            model_name="referral",
            name="companion_contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="companions_called",
                to="bookings.contact",
            ),
        ),
    ]
