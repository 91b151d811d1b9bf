"""The key of keyed hashes is changed while the service goes on: nobody's link, number or press is lost meanwhile."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
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
from bookings.models import Appointment, ConfirmationCode, Contact, LinkToken, SurveyRequest
from bookings.people.contacts import contact_for, value_index
from bookings.people.links import appointment_of, new_link
from bookings.people.tries import note_try, refuse_too_many
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.surveys.links import token_hash, token_of
from mediation.crypto import every_hash, keyed_hash
from mediation.key_names import fingerprint
from mediation.keys.start import prove_keys
from mediation.models import KeyMark
from notifications.models import Conversation, InboundMessage
from notifications.talk.conversation import receive
from notifications.talk.turn import Text
from tests.index_keys import BY_SMS, FIRST, NEW, NUMBER, a_booking, change
from tests.people import (
    FRIDAY_BEFORE,
    TEN,
    wish,
)
from tests.sign_in import a_user

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=True)]


@pytest.fixture(autouse=True)
def under_first(settings) -> None:
    settings.INDEX_KEYS = [FIRST]


@pytest.fixture
def booked() -> Appointment:
    return a_booking()


# -- Everything that is hashed ---------------------------------------------------------------------------
def test_every_column_that_holds_a_keyed_hash_is_one_that_finds_it_under_any_key():
    others = {"sid", "provider_id", "external_ref", "reference", "form_key", "provider"}
    others |= {"notifications.WebhookDelivery.event_id"}
    plain = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ("mediation", "bookings", "notifications")
        for field in model._meta.local_concrete_fields
        if type(field) is CharField and field.max_length == 64 and field.name not in others
    }
    # The key mark is compared by the start itself. A hash of what was drawn at random needs no key; a chain that anybody may
    # compute anew has none. Nor has the digest of texts that everybody may read.
    assert plain <= {
        "mediation.ConfirmedText.digest",
        "mediation.KeyMark.index",
        "mediation.KnownDevice.token_hash",
        "mediation.TraceLink.hash",
        "mediation.TraceStart.hash",
    }


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
