"""The key of keyed hashes is changed while the service goes on: nobody's link, number or press is lost meanwhile."""

import threading
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CharField
from django.test import RequestFactory

from bookings.actions.api_keys import make_key
from bookings.actions.book import book
from bookings.actions.confirm_mobile import check_code
from bookings.actions.share_calendar import make_feed
from bookings.api.authentication import KeyAuthentication
from bookings.calendars.feed import feed_of
from bookings.calendars.identity import uid_of
from bookings.errors import TooManyTries
from bookings.models import Appointment, CallBack, ConfirmationCode, Contact, LinkToken, SurveyRequest
from bookings.people.contacts import contact_for, value_index
from bookings.people.links import appointment_of, new_link
from bookings.people.tries import note_try, refuse_too_many
from bookings.people.who import RESIDENT_ON_WEB, Actor, WayToReach
from bookings.surveys.links import token_hash, token_of
from mediation.crypto import every_hash, keyed_hash, new_index_key
from mediation.key_names import fingerprint
from mediation.keyed_field import KeyedHashField
from mediation.keys.hashes import hash_anew, under_keys
from mediation.keys.start import WrongKey, prove_keys
from mediation.models import KeyMark
from notifications.channels.routes import address_index
from notifications.models import Conversation, InboundMessage, Message
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
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
from tests.sign_in import a_user

FIRST, NEW = "the key of an old installation", new_index_key()
NUMBER = "+33639980001"
BY_SMS = WayToReach("mobile", "06 39 98 00 01")

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=True)]


@pytest.fixture(autouse=True)
def under_first(settings) -> None:
    settings.INDEX_KEYS = [FIRST]


@pytest.fixture
def booked() -> Appointment:
    """Amina has a time at ten, booked before the key was changed."""
    site, topic = a_site(an_organisation()), a_topic()
    receives(a_mediator(site.organisation), site)
    return book(
        wish(topic, site, reach=BY_SMS), by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="amina"
    )


def change(settings) -> None:
    settings.INDEX_KEYS = [NEW, FIRST]


def keys(*words: str) -> str:
    said = StringIO()
    call_command("keys", *words, stdout=said, stderr=said)
    return said.getvalue()


# -- Everything that is hashed ---------------------------------------------------------------------------
def test_every_column_that_holds_a_keyed_hash_is_one_that_finds_it_under_any_key():
    others = {"sid", "provider_id", "external_ref", "reference", "form_key"}
    others |= {"notifications.WebhookDelivery.event_id"}
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("mediation", "bookings", "notifications")
        for field in model._meta.local_concrete_fields
        if type(field) is CharField and field.max_length == 64 and field.name not in others
    }
    # The key mark is compared by the start itself.
    assert plain <= {"mediation.KeyMark.index"}


def test_a_hash_tells_its_key_and_an_old_installations_hashes_stay_what_they_were(settings):
    before = keyed_hash("phone", NUMBER)
    change(settings)
    hashed = keyed_hash("phone", NUMBER)
    assert hashed.endswith(fingerprint(NEW)) and len(hashed) == 64
    assert every_hash(hashed) == (hashed, before)
    assert every_hash(hashed[:16]) == (hashed[:16], before[:16])


# -- While it is changed -----------------------------------------------------------------------------------
def test_a_link_given_out_before_opens_the_appointment(settings, booked):
    token = new_link(booked, now=FRIDAY_BEFORE)
    change(settings)
    assert appointment_of(token, now=FRIDAY_BEFORE) == booked
    hashed = keyed_hash("link", token)
    assert LinkToken.objects.filter(token_hash__in=[hashed]).count() == 1
    assert not LinkToken.objects.filter(token_hash=hashed).exclude(token_hash=hashed).exists()


def test_a_number_known_before_is_one_contact_after(settings, booked):
    change(settings)
    assert Contact.objects.get(value_index=value_index("mobile", NUMBER)).pk == booked.contact_id
    assert contact_for(BY_SMS).pk == booked.contact_id
    assert Contact.objects.values_list("value_index", flat=True).get() == str(value_index("mobile", NUMBER))


def test_the_second_press_of_a_booking_comes_to_the_first(settings, booked):
    site, topic = booked.site, booked.topic
    change(settings)
    again = wish(topic, site, reach=BY_SMS)
    assert book(again, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="amina") == booked
    assert Appointment.objects.count() == 1


def test_tries_made_before_are_counted_after(settings):
    note_try("code", NUMBER, now=FRIDAY_BEFORE)
    change(settings)
    note_try("code", NUMBER, now=FRIDAY_BEFORE)
    with pytest.raises(TooManyTries):
        refuse_too_many("code", NUMBER, limit=2, within=timedelta(hours=1), now=FRIDAY_BEFORE)


def test_a_code_sent_before_is_right_after(settings):
    draft = uuid4()
    ConfirmationCode.objects.create(
        draft_id=draft,
        phone=NUMBER,
        phone_index=value_index("mobile", NUMBER),
        language="fr",
        code_hash=keyed_hash("code", f"{draft}:123456"),
        created_at=FRIDAY_BEFORE,
        expires_at=FRIDAY_BEFORE + timedelta(minutes=10),
    )
    change(settings)
    check_code(draft, typed="123456", now=FRIDAY_BEFORE)


def test_calendars_know_an_appointment_by_the_same_name_for_ever(settings):
    KeyMark.objects.all().delete()
    prove_keys()
    before = uid_of(7)
    change(settings)
    assert uid_of(7) == before
    settings.INDEX_KEYS = [NEW]
    assert uid_of(7) == before


def test_a_survey_asked_before_is_answered_by_the_link_composed_after(settings, booked):
    SurveyRequest.objects.create(
        appointment=booked,
        token_hash=token_hash(token_of(booked.pk)),
        asked_at=FRIDAY_BEFORE,
        expires_at=TEN,
    )
    before = token_of(booked.pk)
    change(settings)
    assert token_of(booked.pk) == before and token_of(booked.pk + 1) != before


def test_a_conversation_by_sms_goes_on(settings, booked):
    receive(Text("SM1", NUMBER, "bonjour"), now=FRIDAY_BEFORE)
    change(settings)
    receive(Text("SM2", NUMBER, "quand est mon rendez-vous ?"), now=FRIDAY_BEFORE)
    assert Conversation.objects.get().number_index == str(value_index("mobile", NUMBER))
    assert InboundMessage.objects.filter(number_index=value_index("mobile", NUMBER)).count() == 2


def test_a_calendar_and_a_program_go_on_and_bring_their_own_secrets_over(settings, booked):
    by = Actor("desk", a_user("coordinator", booked.site.organisation).pk)
    feed, token = make_feed(
        of=booked.site, detail="full", openings=False, language="fr", by=by, now=FRIDAY_BEFORE
    )
    program, secret = make_key(
        organisation=booked.site.organisation,
        name="Logiciel fictif",
        scopes=["slots:read"],
        expires_at=None,
        by=by,
        now=FRIDAY_BEFORE,
    )
    change(settings)
    assert feed_of(token) == feed
    request = RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"})
    assert KeyAuthentication().authenticate(request) == (None, program)
    settings.INDEX_KEYS = [NEW]
    assert feed_of(token) == feed
    assert KeyAuthentication().authenticate(request) == (None, program)


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
