from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    # Apart from the rows of 0006: PostgreSQL makes no index on a table with changes it has not finished checking.
    dependencies = [("mediation", "0006_short_names_apart")]

    operations = [
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                Lower("short_name"), condition=~models.Q(short_name=""), name="short_name_once"
            ),
        ),
    ]
