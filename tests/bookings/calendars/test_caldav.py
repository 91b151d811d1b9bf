"""A mediator's calendar on a real CalDAV server (Radicale): read with a password, as it is there."""

import base64
import http.client
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from bookings.actions.link_calendar import link_calendar
from bookings.actions.poll_calendars import poll_calendars
from bookings.models import BusyTime
from tests.people import FRIDAY_BEFORE, TEN
from tests.staff import AT_THE_DESK, Town

radicale = pytest.importorskip("radicale")
pytestmark = [pytest.mark.django_db(transaction=True)]

PASSWORD = base64.b64encode("lea:très secret".encode()).decode()
WEEKLY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:x
BEGIN:VEVENT
UID:piano
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/Paris:20260907T100000
DTEND;TZID=Europe/Paris:20260907T110000
RRULE:FREQ=WEEKLY
SUMMARY:Piano
END:VEVENT
END:VCALENDAR
"""
OLD = WEEKLY.replace("RRULE:FREQ=WEEKLY", "STATUS:CONFIRMED").replace("UID:piano", "UID:old")


class Quiet(WSGIRequestHandler):
    """Writes no log into the tests."""

    def log_message(self, *args):
        pass


@pytest.fixture
def caldav(tmp_path, settings):
    """Léa's collection, with a weekly event and one long over."""
    users = tmp_path / "users"
    users.write_text("lea:très secret\n", encoding="utf-8")
    configuration = radicale.config.load()
    configuration.update(
        {
            "auth": {"type": "htpasswd", "htpasswd_filename": str(users), "htpasswd_encryption": "plain"},
            "storage": {"filesystem_folder": str(tmp_path / "data")},
            "logging": {"level": "critical"},
        },
        "test",
        privileged=True,
    )
    listening = make_server("127.0.0.1", 0, radicale.Application(configuration), handler_class=Quiet)
    Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    host = f"127.0.0.1:{listening.server_port}"
    settings.TRUSTED_OUTSIDE = (host,)
    _ask(host, "MKCALENDAR", "/lea/perso/")
    for name, event in {"piano": WEEKLY, "old": OLD}.items():
        _ask(host, "PUT", f"/lea/perso/{name}.ics", event)
    yield f"http://{host}/lea/perso/"
    listening.shutdown()
    listening.server_close()


def _ask(host, method, path, body=""):
    connection = http.client.HTTPConnection(host)
    headers = {"Authorization": f"Basic {PASSWORD}", "Content-Type": "text/calendar"}
    connection.request(method, path, body.encode(), headers)
    assert connection.getresponse().status == 201
    connection.close()


def link(address, typed="très secret"):
    return link_calendar(
        Town().lea,
        kind="caldav",
        address=address,
        username="lea",
        password=typed,
        by=AT_THE_DESK,
        now=FRIDAY_BEFORE,
    )


def test_a_weekly_event_on_the_server_is_busy_time_here(caldav):
    calendar = link(caldav)
    poll_calendars(now=FRIDAY_BEFORE)
    calendar.refresh_from_db()
    assert calendar.failure == ""
    busy = list(BusyTime.objects.order_by("starts_at").values_list("starts_at", flat=True))
    assert busy[0] == TEN and len(busy) == 9


def test_a_wrong_password_is_said(caldav):
    calendar = link(caldav, typed="oublié")
    poll_calendars(now=FRIDAY_BEFORE)
    calendar.refresh_from_db()
    assert calendar.failure == "not_allowed"
