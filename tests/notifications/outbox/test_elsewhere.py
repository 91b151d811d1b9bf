"""An appointment by telephone, by video or at home: every message says so, and none gives the site's address."""

from datetime import timedelta

import pytest

from bookings.actions.call_off import cancel
from bookings.models import Appointment, Contact, JournalEntry, WaitingEntry, WaitingOffer
from bookings.people.who import Actor, WayToReach
from mediation.models import User
from notifications.letters.sheet import sheets
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.reminding.compose import remind
from notifications.texts import places
from notifications.texts.encoding import size
from notifications.texts.write import GSM7_LANGUAGES, WRITTEN_IN
from notifications.voice.known import own_in_words
from tests.notifications.conftest import Town
from tests.people import FRIDAY_BEFORE, TEN

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
BY_STAFF = Actor(channel="system")
MODES = ("phone", "video", "home")
every_mode = pytest.mark.parametrize("mode", MODES)
without_a_call = pytest.mark.parametrize("mode", [mode for mode in MODES if mode != "phone"])
"""(Nobody is booked by telephone who has no number.)"""
every_language = pytest.mark.parametrize("language", WRITTEN_IN)


def books(town: Town, mode: str, **fields: object) -> Appointment:
    town.topic.modes = [mode]
    town.topic.save()
    if mode == "home":
        # Only the team books a visit at home.
        agent, _created = User.objects.get_or_create(email="bureau@example.org")
        fields |= {"by": Actor("desk", agent.pk), "address": "3 allée Neuve"}
    return town.book(fields.pop("starts_at", TEN), mode=mode, **fields)  # type: ignore[arg-type]


def said_in_short(mode: str, language: str, *, called_off: bool = False) -> str:
    """Of a telephone who calls whom, as long as somebody calls."""
    calls = mode == "phone" and not called_off
    return places.who_moves(mode, language) if calls else places.elsewhere(mode, language)


def names_the_site(town: Town, text: str) -> bool:
    site = town.site
    return any(words in text for words in (site.name, site.sms_name, site.address, "35000", "Rennes,"))


def test_every_language_says_each_of_them() -> None:
    for language in WRITTEN_IN:
        for mode in MODES:
            assert places.elsewhere(mode, language) in places.elsewhere_in_full(mode, language)
        assert places.elsewhere("on_site", language) == places.elsewhere_in_full("on_site", language) == ""


@every_mode
@every_language
def test_every_sms_says_how_one_meets(town: Town, mode: str, language: str) -> None:
    appointment = books(town, mode, language=language)
    compose(now=LATER)
    remind(now=TEN - timedelta(hours=2))
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    bodies = list(Message.objects.order_by("pk").values_list("body", flat=True))
    assert len(bodies) == 3
    for body, called_off in zip(bodies, (False, False, True), strict=True):
        assert said_in_short(mode, language, called_off=called_off) in body
        assert not names_the_site(town, body)
    if language in GSM7_LANGUAGES:
        assert [size(body).parts for body in bodies[:2]] == [1, 1]


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Ne venez pas"), ("en", "do not come"), ("es", "no venga")]
)
def test_who_was_not_to_come_is_not_told_to_stay_at_home(town: Town, language: str, words: str) -> None:
    for mode, told in (("on_site", True), ("phone", False)):
        appointment = books(
            town, mode, language=language, name=mode, starts_at=TEN + timedelta(hours=2 * told)
        )
        cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
        compose(now=LATER)
        assert (words in Message.objects.latest("pk").body) is told


@without_a_call
@every_language
def test_an_e_mail_says_how_one_meets(town: Town, mode: str, language: str) -> None:
    books(town, mode, language=language, reach=WayToReach("email", "amina@example.org"))
    compose(now=LATER)
    remind(now=TEN - timedelta(hours=2))
    for message in Message.objects.all():
        said = places.elsewhere_in_full(mode, language)
        assert said[1:] in message.body and not names_the_site(town, message.body)
        assert "Nous vous attendons" not in message.body


@without_a_call
@every_language
def test_a_letter_too(town: Town, mode: str, language: str) -> None:
    appointment = books(
        town,
        mode,
        language=language,
        starts_at=TEN + timedelta(days=21),
        reach=WayToReach("letter", "3 allée Neuve, 35200 Rennes"),
    )
    compose(now=LATER)
    (sheet,) = sheets(Message.objects.select_related("appointment__site__commune", "appointment__contact"))
    assert sheet.facts.site == places.elsewhere_in_full(mode, language)
    assert sheet.facts.address == "" and appointment.number == sheet.facts.number


@every_mode
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_voice_says_it_and_reads_no_address(town: Town, mode: str, language: str) -> None:
    own = own_in_words(books(town, mode), language, now=LATER)
    assert (own.site, own.address) == (places.elsewhere(mode, language), "")


def test_a_free_time_that_is_offered_says_it(town: Town) -> None:
    person = books(town, "phone").participants.get()
    entry = WaitingEntry.objects.create(
        topic=town.topic,
        resident=person,
        contact=Contact.objects.get(),
        channel="web",
        joined_at=LATER,
        until=TEN,
        idempotency_key="waits",
    )
    offer = WaitingOffer.objects.create(
        entry=entry,
        site=town.site,
        starts_at=TEN - timedelta(hours=1),
        deadline=TEN - timedelta(hours=4),
        offered_at=LATER,
    )
    JournalEntry.objects.create(at=LATER, kind="time_offered", data={"offer": offer.pk})
    compose(now=LATER)
    body = Message.objects.get(kind="offer").body
    assert "par téléphone" in body and not names_the_site(town, body)
