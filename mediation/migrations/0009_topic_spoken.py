"""What the telephone line calls a topic."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("mediation", "0008_site_corrected")]

    operations = [
        migrations.AddField(
            model_name="topictext",
            name="spoken",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Court, sans « je » ni « mon » : la ligne dit « Pour … ». Vide : le nom.",
                max_length=60,
                verbose_name="nom dit au téléphone",
            ),
            preserve_default=False,
        ),
    ]
