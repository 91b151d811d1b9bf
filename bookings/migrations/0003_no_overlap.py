from django.db import migrations

from bookings.records.constraints import ForbidOverlap


class Migration(migrations.Migration):
    dependencies = [("bookings", "0002_initial")]

    operations = [ForbidOverlap()]
