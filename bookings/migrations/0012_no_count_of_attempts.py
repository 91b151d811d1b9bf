import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("bookings", "0011_attempts_one_by_one")]

    operations = [
        migrations.RemoveField(model_name="callback", name="attempts"),
        migrations.RemoveField(model_name="callback", name="last_attempt_at"),
        migrations.AlterField(
            model_name="callbackattempt",
            name="call_back",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                to="bookings.callback",
            ),
        ),
    ]
