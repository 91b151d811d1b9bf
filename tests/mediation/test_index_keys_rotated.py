"""What can be comes under the new key of hashes; the old one is retired when nothing is looked for under it."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bookings.actions.book import book
from bookings.models import Appointment, CallBack, Contact, LinkToken
from bookings.people.contacts import contact_for, value_index
from bookings.people.links import new_link
from bookings.people.who import RESIDENT_ON_WEB, WayToReach
from mediation.crypto import keyed_hash
from mediation.key_names import fingerprint
from mediation.keyed_field import KeyedHashField
from mediation.keys.hashes import hash_anew, under_keys
from mediation.keys.start import WrongKey, prove_keys
from mediation.models import KeyMark
from notifications.channels.routes import address_index
from notifications.models import Conversation, Message
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
from tests.index_keys import FIRST, NEW, NUMBER, a_booking, change
from tests.people import (
    FRIDAY_BEFORE,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
)
from tests.races.test_one_slot import all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=True)]


@pytest.fixture(autouse=True)
def under_first(settings) -> None:
    settings.INDEX_KEYS = [FIRST]


@pytest.fixture
def booked() -> Appointment:
    return a_booking()


def keys(*words: str) -> str:
    said = StringIO()
    call_command("keys", *words, stdout=said, stderr=said)
    return said.getvalue()


# -- Rotation, retirement ------------------------------------------------------------------------------------
def test_everything_beside_whose_hash_the_value_stands_comes_under_the_new_key(settings, booked):
    receive(Text("SM1", NUMBER, "bonjour"), now=FRIDAY_BEFORE)
    CallBack.objects.create(
        phone=NUMBER,
        phone_index=keyed_hash("phone", NUMBER),
        last4="0001",
        created_at=FRIDAY_BEFORE,
        idempotency_key="call back",
        topic=booked.topic,
        site=booked.site,
    )
    told = Message.objects.filter(to_index=address_index(NUMBER)).count()
    change(settings)
    said = keys("rotate")
    assert f"sous la clé {fingerprint(NEW)}" in said and "+336" not in said
    settings.INDEX_KEYS = [NEW]
    assert Contact.objects.filter(value_index=value_index("mobile", NUMBER)).exists()
    assert CallBack.objects.filter(phone_index=value_index("mobile", NUMBER)).exists()
    assert Conversation.objects.filter(number_index=value_index("mobile", NUMBER)).exists()
    assert Message.objects.filter(to_index=address_index(NUMBER)).count() == told > 0


def test_a_rotation_begun_again_changes_nothing_twice(settings, booked, monkeypatch):
    monkeypatch.setattr("mediation.keys.hashes.BATCH", 2)
    for number in range(5):
        contact_for(WayToReach("mobile", f"06 39 98 01 0{number}"))
    change(settings)

    def stop_soon(place: str, rows: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hash_anew(stop_soon)
    assert under_keys()["bookings.Contact.value_index"] == {fingerprint(NEW): 2, fingerprint(FIRST): 4}
    assert hash_anew(lambda place, rows: None) == (4, [])
    assert hash_anew(lambda place, rows: None) == (0, [])


def test_a_key_by_which_a_link_still_opens_is_not_retired(settings, booked, tmp_path):
    settings.ENV_FILE = str(tmp_path / "env")
    (tmp_path / "env").write_text(f"INDEX_KEY={NEW},{FIRST}\n")
    KeyMark.objects.all().delete()
    prove_keys()
    new_link(booked, now=FRIDAY_BEFORE)
    change(settings)
    assert "bookings.LinkToken.token_hash : " in keys("rotate")
    assert f"INDEX_KEY {fingerprint(FIRST)} (ancienne)" in keys("status")
    with pytest.raises(CommandError, match="sont encore sous la clé"):
        keys("retire", fingerprint(FIRST))
    LinkToken.objects.all().delete()
    assert "elle est retirée" in keys("retire", fingerprint(FIRST))
    assert (tmp_path / "env").read_text() == f"INDEX_KEY={NEW}\n"
    settings.INDEX_KEYS = [NEW]
    prove_keys()
    settings.INDEX_KEYS = [FIRST]
    with pytest.raises(WrongKey, match="INDEX_KEY"):
        prove_keys()


def test_a_second_key_that_could_not_be_told_from_the_first_stops_the_start(settings):
    KeyMark.objects.all().delete()
    prove_keys()
    settings.INDEX_KEYS = ["another of their own", FIRST]
    with pytest.raises(WrongKey, match="keys make index"):
        prove_keys()
    assert keys("make", "index").startswith("ix1.")


# -- On several machines ----------------------------------------------------------------------------------------
class OfMachine(list[str]):
    """The keys as a machine of its own has them: what a thread of the test says."""

    own = threading.local()

    def __iter__(self):
        return iter(getattr(self.own, "keys", [NEW, FIRST]))

    def __len__(self):
        return 2

    def __getitem__(self, place):
        return list(self)[place]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_one_number_is_one_contact_whatever_order_machines_have_the_keys_in_and_while_all_is_rotated(
    settings,
):
    site, topic = a_site(an_organisation()), a_topic()
    for name in ("Léa", "Noé", "Ana", "Sam"):
        receives(a_mediator(site.organisation, name), site, 9, 18)
    for number in range(10):
        contact_for(WayToReach("mobile", f"06 39 98 02 {number:02}"))
    settings.INDEX_KEYS = OfMachine()

    def somebody(number: int) -> object:
        OfMachine.own.keys = [FIRST, NEW] if number % 2 else [NEW, FIRST]
        if number % 10 == 0:
            OfMachine.own.keys = [NEW, FIRST]
            return hash_anew(lambda place, rows: None)
        reach = WayToReach("mobile", f"06 39 98 02 {number % 15:02}")
        wanted = wish(
            topic, site, TEN + timedelta(minutes=30 * (number % 12)), name=f"Personne {number}", reach=reach
        )
        contact_for(reach)
        return book(wanted, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"press {number}")

    crowd = all_at_once(somebody, 60)
    OfMachine.own.keys = [NEW, FIRST]
    strange = [
        each for each in crowd.results if isinstance(each, Exception) and "Error" in type(each).__name__
    ]
    assert not strange, strange
    assert any(isinstance(each, Appointment) for each in crowd.results), crowd.results
    numbers = [each.value for each in Contact.objects.all()]
    assert len(numbers) == len(set(numbers)) >= 10
    hash_anew(lambda place, rows: None)
    assert set(under_keys()["bookings.Contact.value_index"]) == {fingerprint(NEW)}


def test_columns_of_hashes_are_columns_of_characters_to_migrations():
    field = KeyedHashField(max_length=64, press=True)
    assert field.deconstruct()[1:] == ("django.db.models.CharField", [], {"max_length": 64})
