"""What the team makes of calls: names heard and written down, late comers, calls that led nowhere."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from bookings.models import Appointment, CallBack, Resident
from notifications.models import Call, SpokenName
from notifications.tasks import end_calls
from notifications.voice.calls import sweep_calls
from tests.notifications.caller import Caller
from tests.notifications.conftest import Town
from tests.notifications.walks import WITHHELD, to_a_held_time
from tests.people import FRIDAY_BEFORE, TEN, an_organisation
from tests.sign_in import a_user, sign_in

pytestmark = pytest.mark.usefixtures("clock")


class Recordings(HTTPServer):
    """A provider's recordings: what was asked of it, and whether it answers at all."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Recording)
        self.asked: list[tuple[str, str]] = []
        self.status = 200


class _Recording(BaseHTTPRequestHandler):
    server: Recordings

    def do_GET(self) -> None:
        self._answer(b"a voice")

    def do_DELETE(self) -> None:
        self._answer(b"")

    def _answer(self, body: bytes) -> None:
        signed = self.headers.get("Authorization", "").startswith("Basic ")
        self.server.asked.append((self.command, self.path.rsplit("/", 1)[1]))
        self.send_response(self.server.status if signed else 401)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Silent."""


@pytest.fixture
def provider(settings) -> Iterator[Recordings]:
    server = Recordings()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    settings.TWILIO_ACCOUNT_SID = "AC0"
    settings.TWILIO_API_URL = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def desk(town: Town) -> Client:
    """The front desk of the site that is called about."""
    return sign_in(Client(), a_user("desk", town.site.organisation))


def a_spoken_name(**caller: str) -> SpokenName:
    """Somebody books and says their name."""
    to_a_held_time(Caller(**caller)).choose("Pour dire votre nom").speak().choose("réserver")
    return SpokenName.objects.get()


def write_down(desk: Client, spoken: SpokenName, **form: str):
    return desk.post(reverse("staff_spoken_name", args=[spoken.pk]), form, follow=True)


def test_the_desk_listens_and_writes_the_name_down_and_the_voice_is_deleted(
    town: Town, desk: Client, provider: Recordings
) -> None:
    name = a_spoken_name()
    assert "Noms à écrire" in desk.get(reverse("staff_line")).content.decode()
    sound = desk.get(reverse("staff_spoken_name_sound", args=[name.pk]))
    assert (sound.content, sound["Content-Type"]) == (b"a voice", "audio/mpeg")
    page = write_down(desk, name, name="Amina Essai")
    assert "l’enregistrement est effacé" in page.content.decode()
    assert Appointment.objects.get().participants.get().name == "Amina Essai"
    assert provider.asked == [("GET", f"{name.recording}.mp3"), ("DELETE", f"{name.recording}.json")]
    assert not SpokenName.objects.exists()


def test_a_name_of_a_call_that_led_to_a_call_back_is_written_there(
    town: Town, desk: Client, provider: Recordings
) -> None:
    to_a_held_time(Caller()).choose("Pour dire votre nom").speak().press("0")
    write_down(desk, SpokenName.objects.get(), name="Amina Essai")
    assert CallBack.objects.get().name == "Amina Essai"


def test_an_empty_name_is_asked_again_and_nothing_is_deleted(
    town: Town, desk: Client, provider: Recordings
) -> None:
    name = a_spoken_name()
    assert "Écrivez le nom" in write_down(desk, name, name=" ").content.decode()
    assert SpokenName.objects.filter(done_at=None).exists() and provider.asked == []


def test_a_name_nobody_needs_is_deleted_unwritten(town: Town, desk: Client, provider: Recordings) -> None:
    before = a_spoken_name().call.appointment.participants.get().name  # type: ignore[union-attr]
    write_down(desk, SpokenName.objects.get(), suite="effacer")
    assert not SpokenName.objects.exists() and Resident.objects.get().name == before


def test_a_provider_that_does_not_answer_is_asked_again_later(
    town: Town, desk: Client, provider: Recordings
) -> None:
    name = a_spoken_name()
    provider.status = 500
    write_down(desk, name, name="Amina Essai")
    assert (
        reverse("staff_spoken_name", args=[name.pk]) not in desk.get(reverse("staff_line")).content.decode()
    )
    assert desk.get(reverse("staff_spoken_name_sound", args=[name.pk])).status_code == 404
    provider.status = 204
    end_calls()
    assert not SpokenName.objects.exists()


def test_a_voice_is_kept_seven_days_at_most(town: Town, clock, provider: Recordings) -> None:
    name = a_spoken_name()
    clock.move_to(FRIDAY_BEFORE + timedelta(days=6, hours=23))
    end_calls()
    assert SpokenName.objects.exists()
    clock.move_to(FRIDAY_BEFORE + timedelta(days=7))
    end_calls()
    assert not SpokenName.objects.exists() and ("DELETE", f"{name.recording}.json") in provider.asked


def test_a_name_said_by_somebody_who_hangs_up_is_deleted_too(town: Town, clock, provider: Recordings) -> None:
    caller = to_a_held_time(Caller()).choose("Pour dire votre nom")
    address = f"/twilio/voice?step={Call.objects.get().step}&language=fr"
    caller.hang_up()
    caller._post(address, caller._form({"RecordingSid": "RE9", "Digits": "hangup"}))
    clock.move_to(FRIDAY_BEFORE + timedelta(days=7))
    end_calls()
    assert provider.asked == [("DELETE", "RE9.json")]


def test_another_organisation_neither_hears_nor_sees_it(town: Town, provider: Recordings) -> None:
    name = a_spoken_name()
    other = sign_in(Client(), a_user("desk", an_organisation("Centre social Fictif"), email="x@example.org"))
    assert other.get(reverse("staff_spoken_name_sound", args=[name.pk])).status_code == 404
    assert name.call.appointment.number not in other.get(reverse("staff_line")).content.decode()  # type: ignore[union-attr]
    assert provider.asked == []


def test_calls_of_the_week_say_how_they_ended(town: Town, desk: Client) -> None:
    Caller().call().press("0")
    Caller(WITHHELD).call().hang_up()
    page = desk.get(reverse("staff_line")).content.decode()
    assert "À rappeler" in page and "… 0001" in page
    assert "Raccroché" in page and "masqué" in page


def test_the_day_shows_who_will_be_late(town: Town, clock) -> None:
    appointment = town.book(TEN)
    clock.move_to(TEN - timedelta(minutes=20))
    desk = sign_in(Client(), a_user("desk", town.site.organisation))
    address = f"{reverse('staff_day')}?jour=2026-11-30"
    assert "Sera en retard" not in desk.get(address).content.decode()
    Caller().call().choose("en retard")
    assert "Sera en retard" in desk.get(address).content.decode()
    history = desk.get(reverse("staff_appointment", args=[appointment.pk])).content.decode()
    assert "Sera en retard" in history


def test_the_queue_says_why_somebody_waits_and_what_they_had_chosen(town: Town, desk: Client) -> None:
    to_a_held_time(Caller()).hang_up()
    page = desk.get(reverse("staff_call_backs")).content.decode()
    assert "A raccroché avant la fin" in page and "Heure choisie" in page and "Démarches en ligne" in page


def test_a_call_nobody_hears_of_again_ends_by_itself(town: Town, clock) -> None:
    Caller().call()
    clock.move_to(FRIDAY_BEFORE + timedelta(hours=2))
    assert sweep_calls(now=FRIDAY_BEFORE + timedelta(hours=2))["lost"] == 1
    assert Call.objects.get().ending == "lost" and Call.objects.get().memory == ""


def test_calls_are_kept_a_year(town: Town) -> None:
    Caller().call()
    assert sweep_calls(now=FRIDAY_BEFORE + timedelta(days=364))["calls"] == 0
    assert sweep_calls(now=FRIDAY_BEFORE + timedelta(days=366))["calls"] == 1


def test_the_last_digits_of_a_number_are_kept_a_month(town: Town) -> None:
    Caller().call()
    assert sweep_calls(now=FRIDAY_BEFORE + timedelta(days=29))["digits"] == 0
    assert sweep_calls(now=FRIDAY_BEFORE + timedelta(days=31))["digits"] == 1
    assert Call.objects.get().last4 == ""


def test_nothing_personal_is_stored_in_clear(town: Town) -> None:
    to_a_held_time(Caller(WITHHELD)).choose("laisser un numéro").press("0639980009")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_call")
        row = " ".join(str(value) for value in cursor.fetchone())
    assert "39980009" not in row and "Vous avez" not in row
