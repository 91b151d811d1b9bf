"""The way between two sites on one day: counted, corrected by a coordinator, overridden after a warning."""

from datetime import timedelta

import pytest

from bookings.actions.book import book
from bookings.errors import SlotTaken
from bookings.models import JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.times.gaps import days_of
from bookings.times.outside import outside
from bookings.times.search import Preference, times
from mediation.models import Site, TravelTime
from tests.bookings.set_up.pages import save
from tests.people import MONDAY_8AM, TEN, a_site, receives, wish
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
HOUR = timedelta(hours=1)
DAY = TEN - 3 * HOUR, TEN + 10 * HOUR


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def far(town: Town) -> Site:
    """Ten kilometres away: 45 minutes."""
    town.lea.openings.update(closes="12:00")
    Site.objects.filter(pk=town.site.pk).update(latitude=48.11, longitude=-1.68)
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif", latitude=48.2, longitude=-1.68)
    receives(town.lea, far, 12, 15)
    return far


def starts(town: Town, site: Site) -> list[str]:
    start, end = DAY
    found = times(town.topic, start=start, end=end, now=MONDAY_8AM, site_ids=[site.pk])
    return [f"{choice.starts_at + HOUR:%H:%M}" for choice in found]


def test_an_opening_right_after_one_elsewhere_begins_when_its_mediator_can_be_there(town, far):
    assert starts(town, far) == ["12:45", "13:45"]
    assert starts(town, town.site)[-1] == "11:00"


def test_an_appointment_elsewhere_takes_the_way_on_both_sides(town, far):
    far.openings.update(opens="09:00")
    town.books(TEN + HOUR)
    # From 11 to 12 in town: at the other place until 10:15, and again from 12:45.
    assert starts(town, far) == ["12:45", "13:45"]
    assert starts(town, town.site) == ["10:00"]
    [first, second] = [
        each
        for each in days_of([town.lea.pk], start=DAY[0], end=DAY[1], now=MONDAY_8AM).free
        if each.site_id == far.pk
    ]
    assert (first.ends_at, second.starts_at) == (TEN + HOUR / 4, TEN + 2.75 * HOUR)


def test_nobody_takes_a_time_without_its_way_but_staff_who_were_told(town, far):
    noon = TEN + 2 * HOUR
    with pytest.raises(SlotTaken):
        book(wish(town.topic, far, noon), by=RESIDENT_ON_WEB, now=MONDAY_8AM, idempotency_key="web")
    found = outside(town.topic, far, mediator_id=town.lea.pk, starts_at=noon, now=MONDAY_8AM)
    assert [each.value for each in found.overrides] == ["travel"]
    wanted = wish(town.topic, far, noon, outside=True, preference=Preference(mediator_id=town.lea.pk))
    by = Actor(channel="desk", user_id=town.user("desk").pk)
    book(wanted, by=by, now=MONDAY_8AM, idempotency_key="desk")
    assert JournalEntry.objects.get(kind="booked").data["overridden"] == ["travel"]


def test_a_coordinator_corrects_the_minutes_and_gives_them_back_to_the_map(town, far, client):
    sign_in(client, town.user("coordinator"))
    box = f"trajet-{town.site.pk}-{far.pk}"
    page = client.get("/equipe/trajets/").content.decode()
    assert "environ 45 min" in page and box in page
    assert save(client, "/equipe/trajets/", **{box: "999"}).status_code == 422
    save(client, "/equipe/trajets/", **{box: "10"})
    assert starts(town, far) == ["12:10", "13:10"]
    save(client, "/equipe/trajets/", **{box: ""})
    assert not TravelTime.objects.exists() and starts(town, far) == ["12:45", "13:45"]


def test_a_pair_that_nobody_walks_yet_is_found_from_its_site(town, client):
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif")
    sign_in(client, town.user("coordinator"))
    assert "Point Fictif –" not in client.get("/equipe/trajets/").content.decode()
    save(client, f"/equipe/trajets/?lieu={far.pk}", **{f"trajet-{town.site.pk}-{far.pk}": "20"})
    assert TravelTime.objects.get().minutes == 20
    # A site of others is not to be seen, nor changed.
    save(client, f"/equipe/trajets/?lieu={far.pk}", **{f"trajet-{town.other_site.pk}-{far.pk}": "20"})
    assert not TravelTime.objects.filter(first=town.other_site).exists()
