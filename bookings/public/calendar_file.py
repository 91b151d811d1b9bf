"""The appointment as a calendar file. Calendars are shared: it says neither the topic nor a name."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress

from bookings.calendars.identity import uid_of
from bookings.models import Appointment
from mediation.models import Site, Territory
from mediation.models.stop import standing_at


def calendar_method(appointment: Appointment) -> str:
    """What the file asks a calendar to do (RFC 5546): CANCEL takes the event out."""
    return "CANCEL" if appointment.status in Appointment.CALLED_OFF else "PUBLISH"


def calendar_file(appointment: Appointment, *, service: Territory, now: datetime) -> bytes:
    """RFC 5545, UTC times. The same UID with a growing SEQUENCE: what moved, or is called off, replaces the old one."""
    event = Event()
    event.add("uid", uid_of(appointment.pk))
    event.add("dtstamp", now)
    event.add("sequence", appointment.version - 1)
    event.add("organizer", organizer(service))
    event.add("dtstart", appointment.starts_at)
    event.add("dtend", appointment.ends_at)
    event.add("summary", service.service_name)
    event.add("location", _location(appointment))
    event.add("description", _description(appointment, service))
    method = calendar_method(appointment)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    return finished([event], method)


def finished(events: Sequence[Event], method: str) -> bytes:
    """The file around these events."""
    calendar = Calendar()
    calendar.add("prodid", "-//Rendez-vous numerique//FR")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def organizer(service: Territory) -> vCalAddress:
    """Who may take the event out again: RFC 5546 wants the same in every file. Without an e-mail address, our own."""
    address = vCalAddress(f"mailto:{service.email}" if service.email else settings.PUBLIC_URL)
    address.params["cn"] = service.service_name
    return address


def _location(appointment: Appointment) -> str:
    """The site with its whole address; how one meets where that is not there."""
    if appointment.elsewhere:
        return appointment.get_mode_display()
    return whole_address(appointment.site, appointment.starts_at)


def whole_address(there: Site, at: datetime) -> str:
    """Where that site is then, on one line."""
    site = standing_at(there, at)
    town = f"{site.postcode} {site.commune or ''}".strip()
    return ", ".join(line for line in (site.name, site.address, site.address_extra, town) if line)


def _description(appointment: Appointment, service: Territory) -> str:
    number = gettext("Numéro : %(number)s") % {"number": appointment.number}
    return "\n".join(line for line in (_how(appointment), number, service.phone) if line)


def _how(appointment: Appointment) -> str:
    modes = Appointment.Mode
    if appointment.mode == modes.PHONE:
        return gettext("Nous vous appelons à cette heure.")
    if appointment.mode == modes.VIDEO:
        return gettext("Nous vous donnons le lien avant l’heure.")
    return gettext("Nous venons chez vous à cette heure.") if appointment.mode == modes.HOME else ""
