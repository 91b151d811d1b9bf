import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("bookings", "0009_waiting_list"),
    ]

    operations = [
        migrations.AddField(
            model_name="callback",
            name="booked",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="bookings.appointment",
            ),
        ),
        migrations.AddField(
            model_name="callback",
            name="taken_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="callback",
            name="taken_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="callback",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True, verbose_name="pas avant"),
        ),
        migrations.CreateModel(
            name="CallBackAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("no_answer", "pas de réponse"),
                            ("answering_machine", "messagerie"),
                            ("busy", "occupé"),
                            ("later", "rappeler plus tard"),
                            ("reached", "jointe"),
                        ],
                        max_length=20,
                    ),
                ),
                ("call_again_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                # (The count still bears the name `attempts`: see 0011.)
                (
                    "call_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="bookings.callback"
                    ),
                ),
            ],
            options={"verbose_name": "essai de rappel", "ordering": ["-at", "-pk"]},
        ),
    ]
