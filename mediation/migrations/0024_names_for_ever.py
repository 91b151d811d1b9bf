"""Calendars know appointments by hashes that outlive a change of `INDEX_KEY`: the first key is kept, sealed."""

from django.db import migrations

import mediation.crypto


class Migration(migrations.Migration):
    dependencies = [("mediation", "0023_sessions_and_unused_accounts")]

    operations = [
        migrations.AddField(
            model_name="keymark",
            name="names",
            field=mediation.crypto.EncryptedTextField(blank=True, default=""),
        ),
    ]
