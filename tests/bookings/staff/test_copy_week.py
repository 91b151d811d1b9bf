"""A week copied onto others: single dates with their exceptions, or the week as it is; seen before, taken back after."""

from datetime import date, time, timedelta

import pytest

from mediation.models import Absence, Opening
from tests.bookings.set_up.pages import save
from tests.people import MONDAY, MONDAY_8AM, TEN, a_site, a_topic, receives
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
NEXT, THIRD = date(2026, 12, 7), date(2026, 12, 14)
TUESDAY = timedelta(days=1)
SAVE = {"action": "enregistrer"}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def market(town: Town) -> Opening:
    """On that one Tuesday, for one topic, at the market."""
    market = a_site(town.here, "Marché Fictif", short_name="Marché Fictif")
    opening = receives(town.lea, market, 14, 17, first_day=MONDAY + TUESDAY, repeat_weeks=0)
    opening.topics.add(a_topic("marche"))
    return opening


def copied(town: Town, client, *weeks: date, **more: str):  # type: ignore[no-untyped-def]
    sent = {"what": "dates", "weeks": [each.isoformat() for each in weeks], "action": "enregistrer", **more}
    return client.post(f"/equipe/semaine/copier/{town.lea.pk}/?jour=2026-11-30", sent)


def test_a_single_date_is_copied_with_its_topics_and_taken_back(town, market, client):
    sign_in(client, town.lea_user)
    done = copied(town, client, NEXT, THIRD)
    dates = Opening.objects.filter(site=market.site).order_by("first_day")
    assert [each.first_day for each in dates] == [each + TUESDAY for each in (MONDAY, NEXT, THIRD)]
    assert [topic.code for topic in dates[2].topics.all()] == ["marche"]
    # Once more, nothing is left to copy.
    again = copied(town, client, NEXT, THIRD)
    assert "Rien\xa0: ces semaines sont déjà ainsi." in again.content.decode() and dates.count() == 3
    assert "Annuler cette copie" in client.get(done.url).content.decode()
    client.post(done.url)
    assert [each.pk for each in Opening.objects.filter(site=market.site)] == [market.pk]


def test_what_goes_otherwise_goes_otherwise_there_too_and_the_rule_comes_back(town, client):
    rule = town.lea.openings.get()
    sign_in(client, town.lea_user)
    save(
        client,
        f"/equipe/plages/{rule.pk}/dates/2026-11-30/",
        day="2026-12-02",
        opens="10:00",
        closes="12:00",
        action="enregistrer",
    )
    done = copied(town, client, NEXT)
    moved = Opening.objects.get(replaced_day=NEXT)
    assert (moved.first_day, moved.opens, moved.replaces) == (date(2026, 12, 9), time(10), rule)
    rule.refresh_from_db()
    assert rule.skipped_days == "2026-11-30 2026-12-07"
    client.post(done.url)
    rule.refresh_from_db()
    assert rule.skipped_days == "2026-11-30" and not Opening.objects.filter(replaced_day=NEXT).exists()


def test_the_whole_week_comes_alone_where_that_is_asked_and_who_is_concerned_shows_first(town, client):
    town.lea.openings.update(repeat_weeks=2)
    other = receives(town.lea, town.site, 9, 12, first_day=NEXT + TUESDAY)
    booked = town.books(TEN + timedelta(days=8))
    sign_in(client, town.lea_user)
    shown = copied(town, client, NEXT, what="semaine", alone="on").content.decode()
    assert "n’aura pas lieu" in shown and "Amina Essai" in shown and "1 rendez-vous concerné" in shown
    assert not Opening.objects.filter(repeat_weeks=0).exists()
    copied(town, client, NEXT, what="semaine", alone="on", vu="1")
    other.refresh_from_db()
    assert other.skipped_days == "2026-12-08"
    assert Opening.objects.get(repeat_weeks=0).first_day == NEXT
    booked.refresh_from_db()
    assert booked.status == "booked"


def test_what_is_in_the_way_is_named_before(town, market, client):
    Absence.objects.create(mediator=town.lea, first_day=NEXT + TUESDAY, starts=time(8), ends=time(20))
    receives(town.lea, town.site, 13, 15, first_day=THIRD + TUESDAY, repeat_weeks=0)
    sign_in(client, town.lea_user)
    shown = copied(town, client, NEXT, THIRD).content.decode()
    assert "absence notée" in shown and "reçoit déjà ailleurs à ces heures" in shown
    assert Opening.objects.filter(site=market.site).count() == 1
    copied(town, client, NEXT, THIRD, vu="1")
    assert Opening.objects.filter(site=market.site).count() == 3


def test_others_cannot_be_copied_nor_a_copy_made_up(town, client):
    sign_in(client, town.lea_user)
    assert client.get(f"/equipe/semaine/copier/{town.omar.pk}/").status_code == 404
    assert client.get("/equipe/semaine/copiee/made-up/").status_code == 404


@pytest.mark.time_machine("2026-11-29T10:00:00Z", tick=False)
def test_on_a_sunday_the_week_that_begins_tomorrow_opens_unless_somebody_receives_today(town, client):
    sign_in(client, town.lea_user)
    assert client.get("/equipe/semaine/").context["monday"] == MONDAY
    receives(town.lea, town.site, 9, 12, first_day=date(2026, 11, 22))
    assert client.get("/equipe/semaine/").context["monday"] == date(2026, 11, 23)
    assert client.get("/equipe/semaine/?jour=2026-11-29").context["monday"] == date(2026, 11, 23)
