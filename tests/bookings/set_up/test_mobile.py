"""A bus or a market stand: people read where it stands on their day, everywhere the same."""

from datetime import timedelta

import pytest
from django.urls import reverse

from bookings.models import JournalEntry
from bookings.people.links import new_link
from bookings.public.calendar_file import calendar_file
from mediation.models import SiteStop, Territory
from mediation.models.stop import standing_at
from notifications.models import Message
from notifications.outbox.about_appointment import facts_about
from notifications.outbox.compose import compose
from notifications.voice.known import own_in_words
from tests.bookings.set_up.pages import edit, save
from tests.people import MONDAY, MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    town = Town()
    town.site.mobile = True
    town.site.save()
    SiteStop.objects.create(
        site=town.site, day=MONDAY, address="Place du Marché", postcode="35170", commune=town.site.commune
    )
    return town


def test_the_card_the_message_the_voice_and_the_calendar_say_the_address_of_the_day(town, client):
    appointment = town.books(TEN)
    page = client.get(reverse("appointment", args=[new_link(appointment, now=MONDAY_8AM)])).content.decode()
    facts = facts_about(appointment, "fr", {}, service="S", phone="", link="")
    file = calendar_file(appointment, service=Territory.current(), now=MONDAY_8AM).decode()
    file = file.replace("\r\n ", "")
    heard = own_in_words(appointment, "fr", now=MONDAY_8AM).address
    for said in (page, facts.address, file, heard):
        assert "Place du Marché" in said and "rue de l’Exemple" not in said


def test_its_page_lists_the_next_dates_and_another_day_keeps_the_usual_address(town, client):
    page = client.get(reverse("place", args=[town.site.public_id])).content.decode()
    assert "Place du Marché" in page and "lundi 30 novembre" in page
    assert standing_at(town.site, TEN.replace(day=29)).address == "1 rue de l’Exemple"


def test_whoever_comes_on_a_day_whose_address_changes_is_told_once(town, client):
    appointment, other_day = town.books(TEN), town.books(TEN + timedelta(days=7), name="Jean")
    compose(now=MONDAY_8AM)
    before = Message.objects.count()
    sign_in(client, town.user("coordinator"))
    stop = SiteStop.objects.get()
    page = save(client, edit("arrets", stop.pk), address="Quai des Essais")
    assert page.status_code == 302
    # Pressed again, nothing is otherwise.
    save(client, edit("arrets", stop.pk), address="Quai des Essais")
    [fact] = JournalEntry.objects.filter(kind="moved")
    assert fact.appointment == appointment and fact.data == {"place": True}
    compose(now=MONDAY_8AM)
    assert Message.objects.count() == before + 1
    told = Message.objects.latest("pk")
    assert (told.kind, told.appointment_id) == ("moved", appointment.pk)
    appointment.refresh_from_db()
    assert facts_about(appointment, "fr", {}, service="S", phone="", link="").place.endswith(
        "Quai des Essais"
    )
    client.post(reverse("staff_set_up_close", args=["arrets", stop.pk]))
    assert JournalEntry.objects.filter(kind="moved").count() == 2
    other_day.refresh_from_db()
    assert other_day.version == 1
