"""The appointment as a calendar file. Calendars are shared: it says neither the topic nor a name."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event

from bookings.models import Appointment
from mediation.crypto import keyed_hash


def calendar_file(appointment: Appointment, *, service_name: str, phone: str, now: datetime) -> bytes:
    """RFC 5545, UTC times. The same UID with a growing SEQUENCE: a moved appointment replaces the old one."""
    event = Event()
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    event.add("uid", f"{keyed_hash('calendar', str(appointment.pk))[:24]}@{host}")
    event.add("dtstamp", now)
    event.add("sequence", appointment.version - 1)
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", service_name)
    site = appointment.site
    event.add("location", f"{site.name}, {site.address}, {site.postcode} {site.commune or ''}".strip())
    event.add("description", gettext("Numéro : %(number)s") % {"number": appointment.number} + f"\n{phone}")
    called_off = appointment.status in Appointment.CALLED_OFF
    event.add("status", "CANCELLED" if called_off else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Rendez-vous numerique//FR")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
