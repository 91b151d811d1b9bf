"""Openings without a manual: by the month, not in school holidays, one date apart; by mediators themselves."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.errors import SlotTaken
from bookings.models import Appointment, JournalEntry
from bookings.times import search
from mediation.models import Opening
from tests.bookings.set_up.pages import save
from tests.people import MONDAY, MONDAY_8AM, TEN, a_site, receives
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
ADD = "/equipe/plages/ajouter/"


@pytest.fixture
def town() -> Town:
    town = Town()
    Opening.objects.filter(mediator=town.lea).delete()
    return town


def typed(town: Town, **more: object) -> dict[str, object]:
    return {
        "mediator": town.lea.pk,
        "site": town.site.pk,
        "first_day": "2026-12-01",
        "opens": "09:00",
        "closes": "12:00",
        "repeat_weeks": "1",
        "action": "enregistrer",
        **more,
    }


def days_offered(town: Town, weeks: int = 8) -> list[date]:
    """The days on which residents find a time with Léa."""
    end = MONDAY_8AM + timedelta(weeks=weeks)
    found = search.times(town.topic, start=MONDAY_8AM, end=end, now=MONDAY_8AM, site_ids=[town.site.pk])
    return sorted({each.starts_at.date() for each in found})


def test_the_first_tuesday_of_each_month(town, client):
    sign_in(client, town.user("desk"))
    assert client.post(ADD, typed(town, nth_week="1")).status_code == 302
    assert days_offered(town) == [date(2026, 12, 1), date(2027, 1, 5)]
    assert "le premier du mois" in client.get("/equipe/plages/").content.decode()


def test_every_second_week_but_not_in_school_holidays(town, client):
    sign_in(client, town.user("desk"))
    seen = client.post(ADD, typed(town, repeat_weeks="2", not_in_school_holidays="on", action="voir"))
    page = " ".join(seen.content.decode().split())
    assert "Mardi 1er décembre, 09:00–12:00" in page and not Opening.objects.filter(mediator=town.lea)
    client.post(ADD, typed(town, repeat_weeks="2", not_in_school_holidays="on"))
    # The 29th of December falls into the holidays of zone B.
    assert days_offered(town) == [date(2026, 12, 1), date(2026, 12, 15), date(2027, 1, 12)]


def test_the_four_weeks_to_come_say_what_is_left_out_and_why(town, client):
    sign_in(client, town.user("desk"))
    typed_here = typed(town, first_day="2026-12-04", not_in_school_holidays="on", action="voir")
    page = " ".join(client.post(ADD, typed_here).content.decode().split())
    assert "vendredi 25 décembre" in page.lower() and "fermé : jour férié" in page
    monday = client.post(ADD, typed(town, not_in_school_holidays="on", action="voir")).content.decode()
    assert "vacances scolaires</b>" in " ".join(monday.split()).replace(" </b>", "</b>")


def test_two_places_at_once_are_said_before_they_are_kept(town, client):
    other = a_site(town.here, "Point Fictif", short_name="Point Fictif")
    receives(town.lea, other, 9, 12, first_day=date(2026, 12, 1))
    sign_in(client, town.user("desk"))
    answer = client.post(ADD, typed(town))
    assert answer.status_code == 200 and "déjà à Point Fictif" in answer.content.decode()
    assert not Opening.objects.filter(site=town.site, mediator=town.lea).exists()
    assert client.post(ADD, typed(town, vu="1")).status_code == 302


def test_school_holidays_nobody_knows_are_refused_beside_the_box(town, client):
    town.site.commune = None
    town.site.postcode = "97411"
    town.site.save()
    sign_in(client, town.user("desk"))
    answer = client.post(ADD, typed(town, not_in_school_holidays="on"))
    assert answer.status_code == 422 and "Nous ne connaissons pas" in answer.content.decode()


@pytest.fixture
def mondays(town: Town) -> Opening:
    return receives(town.lea, town.site, 9, 12)


def address(opening: Opening, day: str) -> str:
    return f"/equipe/plages/{opening.pk}/dates/{day}/"


def otherwise(town: Town, **more: object) -> dict[str, object]:
    return {
        "what": "autrement",
        "day": "2026-12-07",
        "opens": "09:00",
        "closes": "12:00",
        "site": town.site.pk,
        "action": "enregistrer",
        **more,
    }


def test_one_date_is_cancelled_and_the_rule_goes_on(town, client, mondays):
    sign_in(client, town.user("desk"))
    assert save(client, address(mondays, "2026-12-07"), **otherwise(town, what="annulee")).status_code == 302
    assert days_offered(town, 3) == [date(2026, 11, 30), date(2026, 12, 14)]
    assert "n’a pas lieu" in client.get(f"/equipe/plages/{mondays.pk}/dates/").content.decode()
    client.post(f"{address(mondays, '2026-12-07')}retablir/")
    assert days_offered(town, 3) == [date(2026, 11, 30), date(2026, 12, 7), date(2026, 12, 14)]


def test_one_date_moves_to_another_day_and_back(town, client, mondays):
    sign_in(client, town.user("desk"))
    save(client, address(mondays, "2026-12-07"), **otherwise(town, day="2026-12-09", closes="11:00"))
    assert days_offered(town, 2) == [date(2026, 11, 30), date(2026, 12, 9)]
    # Said once more, it is the new one that counts.
    save(client, address(mondays, "2026-12-07"), **otherwise(town, day="2026-12-10"))
    assert days_offered(town, 2) == [date(2026, 11, 30), date(2026, 12, 10)]
    assert "a lieu autrement" in client.get(f"/equipe/plages/{mondays.pk}/dates/").content.decode()
    client.post(f"{address(mondays, '2026-12-07')}retablir/")
    assert days_offered(town, 2) == [date(2026, 11, 30), date(2026, 12, 7)]
    assert Opening.objects.filter(mediator=town.lea).count() == 1
    facts = JournalEntry.objects.filter(kind="opening_changed")
    assert {fact.data["day"] for fact in facts} == {"2026-12-07"} and facts.count() == 3


def test_a_shortened_date_names_who_would_fall_outside_first(town, client, mondays):
    town.books(TEN + timedelta(days=7, hours=1))
    sign_in(client, town.user("desk"))
    shorter = otherwise(town, closes="11:00")
    answer = save(client, address(mondays, "2026-12-07"), **shorter)
    page = answer.content.decode()
    assert answer.status_code == 200 and "1 rendez-vous concerné" in page and "Amina Essai" in page
    assert not Opening.objects.get(pk=mondays.pk).skipped_days
    assert save(client, address(mondays, "2026-12-07"), **shorter, vu="1").status_code == 302
    assert Appointment.objects.get().status == "booked"
    with pytest.raises(SlotTaken):
        town.books(TEN + timedelta(days=7, hours=2), "Jean Essai", phone="06 39 98 00 02")


def test_an_exception_holds_over_a_clock_change(town, client):
    """Every Monday from nine; the first one after the clocks went forward is moved to the Tuesday, from ten."""
    town.topic.horizon_days = 200
    town.topic.save()
    mondays = receives(town.lea, town.site, 9, 12)
    sign_in(client, town.user("desk"))
    day = otherwise(town, day="2027-04-06", opens="10:00")
    save(client, address(mondays, "2027-04-05"), **day)
    found = search.times(
        town.topic,
        start=datetime(2027, 3, 21, tzinfo=UTC),
        end=datetime(2027, 4, 7, tzinfo=UTC),
        now=MONDAY_8AM,
        site_ids=[town.site.pk],
    )
    first = {each.starts_at.date(): each.starts_at.hour for each in reversed(found)}
    # Nine in winter is 08:00 UTC; ten in summer too. (29 March is Easter Monday.)
    assert first == {date(2027, 3, 22): 8, date(2027, 4, 6): 8}


def test_a_mediator_opens_a_time_by_themselves_and_only_for_themselves(town, client):
    sign_in(client, town.lea_user)
    assert client.post(ADD, typed(town)).status_code == 302
    opening = Opening.objects.get(mediator=town.lea)
    assert client.get(f"/equipe/plages/{opening.pk}/dates/").status_code == 200
    assert client.post(ADD, typed(town, mediator=town.omar.pk)).status_code == 422
    assert client.post(ADD, typed(town, site=town.other_site.pk)).status_code == 422
    theirs = receives(town.omar, town.other_site, 9, 12, first_day=MONDAY)
    for page in ("terminer/", "dates/", "dates/2026-12-07/"):
        assert client.get(f"/equipe/plages/{theirs.pk}/{page}").status_code == 404


def test_where_the_organisation_keeps_the_hours_mediators_do_not(town, client):
    town.here.mediators_set_hours = False
    town.here.save()
    opening = receives(town.lea, town.site, 9, 12)
    sign_in(client, town.lea_user)
    assert client.get(ADD).headers["Location"] == "/equipe/plages/"
    assert "pas de lieu où vous puissiez ajouter une plage" in client.get("/equipe/plages/").content.decode()
    before = Opening.objects.count()
    assert client.post(ADD, typed(town, action="enregistrer")).status_code == 302
    assert Opening.objects.count() == before
    assert client.get(f"/equipe/plages/{opening.pk}/terminer/").status_code == 404
    assert "Ajouter une plage" not in client.get("/equipe/plages/").content.decode()


def test_an_opening_is_copied_into_the_form_to_be_changed(town, client):
    opening = receives(town.lea, town.site, 9, 11)
    page = sign_in(client, town.lea_user).get(f"{ADD}?comme={opening.pk}").content.decode()
    assert 'value="11:00"' in page and 'value="2026-11-30"' in page
