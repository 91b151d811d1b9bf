"""How long people wait is read from the last bookings, however many there were before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from bookings.models import Appointment
from tests.people import a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def test_the_last_bookings_about_a_topic_come_from_an_index_in_their_order() -> None:
    topic, now = a_topic(), timezone.now()
    rows = Appointment.objects.filter(topic=topic, booked_at__gt=now - timedelta(days=60), booked_at__lte=now)
    with connection.cursor() as cursor:
        # An empty table is read whole, unless that is forbidden.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = rows.order_by("-booked_at").values_list("booked_at", "starts_at")[:30].explain()
    assert "Backward using appointment_topic_booked" in plan and "Sort" not in plan
