"""Openings without a site: by telephone everywhere, in no room, on no map."""

from datetime import time, timedelta

import pytest

from bookings.models import Appointment
from bookings.times.search import Preference, soonest
from mediation.models import Opening, Site
from mediation.site_export import export_sites
from tests.people import MONDAY, MONDAY_8AM, TEN, a_topic, with_room
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
ADD = "/equipe/plages/ajouter/"
FORM = {
    "first_day": MONDAY,
    "opens": "17:00",
    "closes": "19:00",
    "repeat_weeks": "1",
    "action": "enregistrer",
}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def by_phone(town: Town, client) -> Opening:  # type: ignore[no-untyped-def]
    """Léa opens two hours by telephone, in the evening."""
    town.topic.modes = ["on_site", "phone"]
    town.topic.save()
    sign_in(client, town.lea_user)
    client.post(ADD, {**FORM, "mediator": town.lea.pk, "remote": "phone"})
    return Opening.objects.get(site__remote="phone")


def test_a_mediator_opens_hours_by_telephone_without_a_site(town, client, by_phone):
    assert (by_phone.site.organisation, by_phone.site.timezone) == (town.here, "Europe/Paris")
    assert "Par téléphone · Ville de Démonstration" in client.get("/equipe/plages/").content.decode()
    week = client.get("/equipe/semaine/?jour=2026-11-30").content.decode()
    assert "17:00–19:00 par téléphone" in week
    # Once more is the same one.
    client.post(
        ADD, {**FORM, "mediator": town.lea.pk, "remote": "phone", "opens": "20:00", "closes": "21:00"}
    )
    assert Site.objects.filter(remote="phone").count() == 1


def test_neither_a_site_nor_a_way_to_do_without_is_said_beside_the_field(town, client):
    sign_in(client, town.lea_user)
    answer = client.post(ADD, {**FORM, "mediator": town.lea.pk})
    assert answer.status_code == 422 and "dites comment on s’en passe" in answer.content.decode()


def test_who_asks_for_the_telephone_is_given_these_hours_and_who_comes_is_not(town, by_phone):
    for sites in (None, [town.site.pk, town.other_site.pk]):
        found = soonest(
            town.topic,
            now=MONDAY_8AM,
            enough=60,
            site_ids=sites,
            preference=Preference(way="phone", mediator_id=town.lea.pk),
        )
        assert {choice.site_id for choice in found} == {town.site.pk, by_phone.site_id}
    for way in ("", "on_site", "video"):
        found = soonest(town.topic, now=MONDAY_8AM, enough=60, preference=Preference(way=way))
        assert by_phone.site_id not in {choice.site_id for choice in found}


def test_a_resident_books_by_telephone_and_no_room_is_taken(town, client, by_phone):
    with_room(town.site, 1)
    where = client.get(f"/aide/{town.topic.public_id}/").content.decode()
    assert "Nous vous appelons. Vous ne vous déplacez pas." in where
    assert f"/aide/{town.topic.public_id}/partout/?c=phone" in where
    times = client.get(f"/aide/{town.topic.public_id}/{by_phone.site.public_id}/?c=phone")
    assert "Ne venez pas sur place." in times.content.decode()
    assert times.context["days"][0][1][0]["starts_at"] == TEN + timedelta(hours=7)
    evening = TEN + timedelta(hours=7)
    booked = town.books(evening, site=by_phone.site, mode="phone")
    assert (booked.site.remote, booked.mode) == ("phone", Appointment.Mode.PHONE)


def test_a_topic_given_by_telephone_alone_finds_them_without_being_asked(town, by_phone):
    topic = a_topic("ecoute", modes=["phone"])
    found = soonest(topic, now=MONDAY_8AM, enough=60, preference=Preference(mediator_id=town.lea.pk))
    assert by_phone.site_id in {choice.site_id for choice in found}


def test_what_is_no_place_is_in_no_list_of_places(town, client, by_phone):
    assert client.get(f"/lieu/{by_phone.site.public_id}/").status_code == 404
    assert by_phone.opens == time(17)
    assert len(export_sites(today=MONDAY).decode().splitlines()) == 1 + Site.objects.places().count()
