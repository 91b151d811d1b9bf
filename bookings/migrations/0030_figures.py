from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0029_drop_ins"),
    ]

    operations = [
        migrations.CreateModel(
            name="FiguresState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("facts_until", models.DateTimeField(null=True)),
                ("stale", models.JSONField(default=list)),
                ("checked_at", models.DateTimeField(null=True)),
                ("differences", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=70)),
                ("grain", models.CharField(max_length=1)),
                ("start", models.DateField()),
                ("counts", models.JSONField(default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["grain", "start"], name="figure_start")],
                "constraints": [
                    models.UniqueConstraint(fields=("scope", "grain", "start"), name="figure_once")
                ],
            },
        ),
    ]
