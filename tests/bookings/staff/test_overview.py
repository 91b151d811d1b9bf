"""A coordinator's week in one look, and a half-day moved from there to where people wait."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import CallBack
from bookings.times.first_times import first_times
from bookings.times.search import first_free
from mediation.models import Accreditation, Opening, Topic
from tests.bookings.set_up.pages import save
from tests.people import MONDAY, MONDAY_8AM, TEN, a_mediator, a_site, a_topic, receives
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
HOUR = timedelta(hours=1)
WEEK = "/equipe/semaine/equipe/?jour=2026-11-30"


@pytest.fixture
def town() -> Town:
    return Town()


def test_hours_open_filled_and_free_stand_by_site_with_their_share(town, client):
    town.books()
    town.books(TEN + HOUR, name="Jean Essai", phone="06 39 98 00 07")
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif")
    sign_in(client, town.user("coordinator"))
    shown = client.get(WEEK)
    [place] = shown.context["places"]
    figures = {
        load.site.pk: (load.open_min, load.filled_min, load.free_min, load.share) for load in place.loads
    }
    assert figures == {town.site.pk: (480, 120, 360, 25), far.pk: (0, 0, 0, None)}
    assert shown.context["nothing"] == [far] and "Café Fictif" not in shown.content.decode()


def test_first_times_are_those_that_residents_are_given(town, client):
    needs_badge = a_topic(
        "aidants", accreditation=Accreditation.objects.create(code="ac", name="Aidants Connect")
    )
    other, machine = a_topic("atelier"), a_topic("poste", needs_machine=True, duration_min=90, buffer_min=15)
    town.omar.accreditations.add(needs_badge.accreditation)
    Opening.objects.get(mediator=town.lea).topics.add(town.topic, machine)
    topics = list(Topic.objects.all())
    for number in range(3):
        town.books(TEN + (number - 1) * HOUR, name=f"Personne {number}", phone=f"06 39 98 00 1{number}")
    found = first_times(topics, [town.site.pk, town.other_site.pk], now=MONDAY_8AM)
    for topic in topics:
        asked = first_free(topic, now=MONDAY_8AM, site_ids=[town.site.pk, town.other_site.pk])
        assert {site: at for (pk, site), at in found.items() if pk == topic.pk} == asked
    assert (other.pk, town.site.pk) not in found


def test_where_people_wait_comes_first_and_a_half_day_is_moved_there(town, client):
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif")
    CallBack.objects.create(
        phone="+33639980001", phone_index="x", site=far, created_at=MONDAY_8AM - 30 * HOUR
    )
    rule = Opening.objects.get(mediator=town.lea)
    booked = town.books()
    sign_in(client, town.user("coordinator"))
    shown = client.get(WEEK)
    [need] = shown.context["needs"]
    assert (need.site, need.to_call, need.people) == (far, 1, 1)
    move = f"/equipe/plages/{rule.pk}/dates/2026-11-30/?lieu={far.pk}"
    assert move in shown.content.decode()
    page = client.get(move)
    assert page.context["form"]["site"].value() == far.pk and page.context["affected"] == [booked]
    sent = {
        "what": "autrement",
        "day": "2026-11-30",
        "opens": "13:00",
        "closes": "17:00",
        "site": far.pk,
        "vu": "1",
    }
    save(client, move, **sent, action="enregistrer")
    assert Opening.objects.get(replaces=rule).site == far


def test_the_queries_do_not_grow_with_mediators_sites_or_appointments(town, client):
    sign_in(client, town.user("metro_coordinator"))
    asked = []
    for number in range(8):
        site = a_site(town.here, f"Lieu {number}", short_name=f"Lieu {number}")
        mediator = a_mediator(town.here, f"Personne {number}")
        for each in (site, town.site):
            receives(mediator, each, 9, 12, first_day=MONDAY + timedelta(days=number % 2 * 3))
        town.books(TEN + (number - 1) * HOUR, name=f"Amina {number}", phone=f"06 39 98 00 2{number}")
        if number in (1, 7):
            client.get(WEEK)
            with CaptureQueriesContext(connection) as queries:
                client.get(WEEK)
            asked.append(len(queries))
    assert asked[0] == asked[1] <= 30


def test_a_desk_and_a_mediator_have_no_business_there(town, client):
    for user in (town.user("desk"), town.lea_user):
        sign_in(client, user)
        assert client.get(WEEK).status_code == 403
