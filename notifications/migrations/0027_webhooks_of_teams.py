"""A team may have webhooks of its own; what is done about them is a fact of the journal."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mediation", "0015_time_that_things_take"),
        ("notifications", "0026_times_to_choose"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="webhooktarget",
            name="webhook_address_once",
        ),
        migrations.AddField(
            model_name="webhooktarget",
            name="team",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="mediation.team",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhooktarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("team", None)),
                fields=("organisation", "url_index"),
                name="webhook_address_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="webhooktarget",
            constraint=models.UniqueConstraint(
                condition=models.Q(("team__isnull", False)),
                fields=("team", "url_index"),
                name="webhook_team_address_once",
            ),
        ),
    ]
