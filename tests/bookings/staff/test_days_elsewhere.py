"""The agenda's day is a day where the sites are, and itinerant mediators work for more than one organisation."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from bookings.models import Appointment
from mediation.models import Absence, Commune, Opening, Organisation, Role
from mediation.remembered import forget
from tests.people import a_site, receives
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db

# Tuesday 2 February 2027 in Nouméa, 08:00 and 16:30; in Rennes it is Monday 1 until ten in the evening.
EIGHT = datetime(2027, 2, 1, 21, tzinfo=UTC)
MORNING = datetime(2027, 2, 1, 22, 30, tzinfo=UTC)


@pytest.fixture
def noumea() -> Town:
    town = Town()
    town.site.timezone = "Pacific/Noumea"
    town.site.commune, _ = Commune.objects.get_or_create(insee_code="98818", defaults={"name": "Nouméa"})
    town.site.save()
    town.topic.horizon_days = 200
    town.topic.save()
    Opening.objects.all().delete()
    receives(town.lea, town.site, 8, 17, first_day=date(2027, 1, 5), repeat_weeks=1)
    forget()
    return town


def day(client: Client, shown: str) -> str:
    return client.get(f"/equipe/jour/?jour={shown}").content.decode()


@pytest.mark.time_machine(MORNING, tick=False)
def test_the_morning_of_noumea_stands_on_its_own_day(client: Client, noumea: Town) -> None:
    noumea.books(EIGHT, "Rose Essai")
    sign_in(client, noumea.lea_user)
    assert "Rose Essai" in day(client, "2027-02-02") and "08:00" in day(client, "2027-02-02")
    assert "Rose Essai" not in day(client, "2027-02-01")
    today = client.get("/equipe/jour/")
    assert today.context["day"] == date(2027, 2, 2) and "Rose Essai" in today.content.decode()
    counts = {tab.day: tab.count for tab in today.context["strip"]}
    assert counts[date(2027, 2, 2)] == 1 and counts[date(2027, 2, 1)] == 0
    week = client.get("/equipe/semaine/?jour=2027-02-02").context["board"].columns
    assert [column.day for column in week if column.count] == [date(2027, 2, 2)]
    assert [column.day for column in week if column.open_min] == [date(2027, 2, 2)]


@pytest.mark.time_machine(datetime(2027, 1, 30, tzinfo=UTC), tick=False)
def test_a_day_away_in_noumea_is_shown_and_holds_there(client: Client, noumea: Town) -> None:
    Absence.objects.create(mediator=noumea.lea, first_day=date(2027, 2, 2), starts=time(0), ends=time(0))
    appointment = Appointment.objects.count()
    sign_in(client, noumea.lea_user)
    columns = client.get("/equipe/semaine/?jour=2027-02-02").context["board"].columns
    away = {
        column.day: [(piece.start, piece.end) for piece in column.pieces if piece.kind == "away"]
        for column in columns
    }
    assert away[date(2027, 2, 2)] == [(0, 1440)] and not columns[1].free_min
    assert not away[date(2027, 2, 1)] and appointment == 0


@pytest.mark.time_machine(MORNING, tick=False)
def test_sites_of_two_zones_each_show_their_own_day(client: Client, noumea: Town) -> None:
    rennes = a_site(noumea.here, "Rennes Fictif", short_name="Rennes Fictif")
    receives(noumea.lea, rennes, 9, 12, first_day=date(2027, 1, 26), repeat_weeks=1)
    noumea.books(EIGHT, "Rose Essai")
    noumea.books(datetime(2027, 2, 2, 9, tzinfo=UTC), "Jean Essai", site=rennes, phone="06 39 98 00 02")
    sign_in(client, noumea.user("coordinator"))
    shown = day(client, "2027-02-02")
    assert "Rose Essai" in shown and "Jean Essai" in shown
    assert "Rose Essai" not in day(client, "2027-02-01")


@pytest.mark.time_machine(datetime(2027, 9, 1, tzinfo=UTC), tick=False)
def test_an_absence_begun_two_years_ago_is_still_on_the_list(client: Client, noumea: Town) -> None:
    for reason, extra in (("Congé parental Fictif", 1094), ("Fini depuis longtemps", 10)):
        Absence.objects.create(
            mediator=noumea.lea,
            first_day=date(2025, 9, 1),
            extra_days=extra,
            starts=time(0),
            ends=time(0),
            reason=reason,
        )
    sign_in(client, noumea.lea_user)
    page = client.get("/equipe/plages/").content.decode()
    assert "Congé parental Fictif" in page and "Fini depuis longtemps" not in page


@pytest.mark.time_machine(datetime(2027, 1, 30, tzinfo=UTC), tick=False)
def test_the_second_organisation_of_an_itinerant_mediator_adds_an_opening(client: Client) -> None:
    town = Town()
    second = Organisation.objects.create(name="Association Fictive")
    library = a_site(second, "Médiathèque Fictive", short_name="Média Fictive")
    Role.objects.create(user=town.lea_user, kind=Role.Kind.MEDIATOR, organisation=second)
    sign_in(client, a_user("coordinator", second))
    typed = {
        "mediator": town.lea.pk,
        "site": library.pk,
        "first_day": "2027-02-02",
        "opens": "09:00",
        "closes": "12:00",
        "repeat_weeks": "1",
        "action": "enregistrer",
    }
    assert client.post("/equipe/plages/ajouter/", typed).status_code == 302
    assert Opening.objects.get(site=library).mediator_id == town.lea.pk
    assert client.post("/equipe/plages/ajouter/", {**typed, "mediator": town.omar.pk}).status_code == 422
