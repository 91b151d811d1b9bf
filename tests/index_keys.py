"""Two index keys, and what was written before the second."""

from bookings.actions.book import book
from bookings.models import Appointment
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from mediation.crypto import new_index_key
from tests.people import FRIDAY_BEFORE, a_mediator, a_site, a_topic, an_organisation, receives, wish

FIRST, NEW = "the key of an old installation", new_index_key()
NUMBER = "+33639980001"
BY_SMS = WayToReach("mobile", "06 39 98 00 01")


def a_booking() -> Appointment:
    """Amina has a time at ten, booked before the key was changed."""
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    return book(
        wish(topic, site, reach=BY_SMS), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="amina"
    )


def change(settings) -> None:
    settings.INDEX_KEYS = [NEW, FIRST]
