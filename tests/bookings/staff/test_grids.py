"""The agenda hour by hour: a mediator's week, a day side by side, a month; every free cell books."""

import gzip
import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Appointment
from mediation.models import Absence, Closure, Mediator, Opening
from tests.people import MONDAY, MONDAY_8AM, TEN, a_mediator, a_site, receives
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
HOUR = timedelta(hours=1)
WEEK = "/equipe/semaine/?jour=2026-11-30"
SIDE = "/equipe/jour/cote-a-cote/?jour=2026-11-30"


@pytest.fixture
def town() -> Town:
    return Town()


def text_of(client, address):  # type: ignore[no-untyped-def]
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def items_of(response, kind, column=0):  # type: ignore[no-untyped-def]
    board = response.context["board"]
    return [(item.starts, item.ends) for item in board.columns[column].items if item.piece.kind == kind]


def test_the_week_of_a_mediator_has_seven_columns_and_monday_is_made_of_its_pieces(town, client):
    town.books()
    Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts=time(15), ends=time(17))
    answer = sign_in(client, town.lea_user).get(WEEK)
    assert [column.day.isoweekday() for column in answer.context["board"].columns] == [1, 2, 3, 4, 5, 6, 7]
    assert items_of(answer, "open") == [("09:00", "17:00")]
    assert items_of(answer, "booked") == [("10:00", "11:00")]
    assert items_of(answer, "away") == [("15:00", "17:00")]
    free = [starts for starts, _ends in items_of(answer, "free")]
    assert free[:3] == ["09:00", "09:30", "11:00"] and free[-1] == "14:30"


def test_every_free_cell_leads_to_the_desk_with_all_that_is_known_and_the_hour_chosen(town, client):
    sign_in(client, town.lea_user)
    page = client.get(WEEK).content.decode()
    address = re.findall(r'cell--free[^>]*><a href="([^"]+)"', page)[3].replace("&amp;", "&")
    assert address == (
        f"/equipe/reserver/?lieu={town.site.pk}&mediateur={town.lea.pk}&jour=2026-11-30&heure=10:30"
    )
    desk = client.get(address)
    slot = f"{int((TEN + HOUR / 2).timestamp())}-{town.site.pk}-{town.lea.pk}"
    assert re.search(rf'value="{slot}" checked', desk.content.decode())
    typed = {
        "topic": town.topic.public_id,
        "slot": slot,
        "name": "Jean Essai",
        "phone": "06 39 98 00 05",
        "action": "reserver",
    }
    assert client.post("/equipe/reserver/", typed).status_code == 302
    assert Appointment.objects.get().starts_at == TEN + HOUR / 2


@pytest.mark.parametrize("hour", ["25:00", "hier", "10:00%2B01:00", ""])
def test_an_hour_that_is_none_leaves_the_desk_without_a_choice(town, client, hour):
    address = f"/equipe/reserver/?lieu={town.site.pk}&mediateur={town.lea.pk}&jour=2026-11-30&heure={hour}"
    assert "L’heure choisie" not in text_of(sign_in(client, town.lea_user), address)


def test_the_topic_that_somebody_is_to_be_booked_for_stays_from_cell_to_desk(town, client):
    page = text_of(sign_in(client, town.lea_user), f"{WEEK}&motif={town.topic.public_id}")
    assert f"&amp;motif={town.topic.public_id}&amp;heure=09:00" in page


def test_needs_are_said_in_words_beside_their_pictogram_and_so_is_the_state(town, client):
    town.books(preparation=["step_free", "interpreter:tr"])
    page = text_of(sign_in(client, town.lea_user), WEEK)
    assert re.search(r"</svg> Un accès sans marche", page) and re.search(
        r"</svg> Un interprète : Türkçe", page
    )
    assert "à venir</span>" in page and "(à réserver)" in page


def test_a_closed_site_public_holidays_and_school_holidays_show(town, client):
    Closure.objects.create(site=town.site, starts_at=TEN, ends_at=TEN + HOUR)
    sign_in(client, town.lea_user)
    assert items_of(client.get(WEEK), "shut") == [("10:00", "11:00")]
    christmas = client.get("/equipe/semaine/?jour=2026-12-25").context["board"].columns
    assert christmas[4].tags == ["Jour férié", "Vacances scolaires"]
    assert christmas[0].tags == ["Vacances scolaires"]


def test_between_two_sites_the_way_shows_and_whether_there_is_time_for_it(town, client):
    far = a_site(town.here, "Point Fictif", short_name="Point Fictif", latitude=48.2, longitude=-1.68)
    town.site.latitude, town.site.longitude = 48.11, -1.68
    town.site.save()
    Opening.objects.filter(mediator=town.lea).update(closes=time(12))
    later = receives(town.lea, far, 14, 17)
    sign_in(client, town.lea_user)
    assert "Trajet vers Point Fictif : environ 45 min" in text_of(client, WEEK)
    later.opens = time(12, 30)
    later.save()
    assert items_of(client.get(WEEK), "travel") == [("12:00", "12:45")]
    assert items_of(client.get(WEEK), "free")[6] == ("12:45", "13:15")
    assert "trop court" not in text_of(client, WEEK)
    late = TEN + timedelta(hours=2, minutes=30)
    early = town.books(TEN + 5 * HOUR, site=far)
    Appointment.objects.filter(pk=early.pk).update(starts_at=late, ends_at=late + HOUR)
    assert "trop court" in text_of(client, WEEK)


def test_the_team_stands_side_by_side_by_mediator_or_by_site(town, client):
    nora = a_mediator(town.here, "Nora")
    receives(nora, a_site(town.here, "Point Fictif", short_name="Point Fictif"), 9, 12)
    town.books()
    sign_in(client, town.user("desk"))
    columns = client.get(SIDE).context["board"].columns
    assert [column.mediator for column in columns] == [town.lea, nora]
    by_site = client.get(f"{SIDE}&par=lieu").context["board"].columns
    assert {(column.site.name, column.mediator.first_name) for column in by_site} == {
        ("Maison de quartier Fictive", "Léa"),
        ("Point Fictif", "Nora"),
    }
    assert "Amina Essai" in text_of(client, SIDE)


def test_the_week_of_a_team_counts_who_comes_and_what_is_left(town, client):
    town.books()
    page = text_of(sign_in(client, town.user("desk")), WEEK)
    assert "<b>1</b> rdv" in page and ">7 h libres</a>" in page and "09:00–17:00 MQ Fictive" in page


def test_the_month_shows_each_day_s_load(town, client):
    town.books()
    sign_in(client, town.user("desk"))
    weeks = client.get("/equipe/mois/?jour=2026-11-30").context["weeks"]
    first = next(each for days in weeks for each in days if each.cell.day == MONDAY)
    assert (first.cell.count, first.cell.free_min, first.receiving) == (1, 7 * 60, 1)
    assert weeks[0][0].cell.day.day == 26 and weeks[0][0].outside


def test_the_list_of_the_week_names_each_day(town, client):
    town.books()
    page = text_of(sign_in(client, town.lea_user), "/equipe/semaine/liste/?jour=2026-12-02")
    assert "Amina Essai" in page and "lun 30 nov" in page


@pytest.mark.parametrize("page", ["semaine/", "jour/cote-a-cote/", "semaine/liste/", "mois/"])
def test_an_agenda_outside_ones_reach_does_not_exist(town, client, page):
    sign_in(client, town.user("desk"))
    for query in (f"lieu={town.other_site.pk}", f"mediateur={town.omar.pk}", "jour=hier"):
        assert client.get(f"/equipe/{page}?{query}").status_code == 404


def test_what_is_booked_elsewhere_takes_the_time_and_says_nothing_else(town, client):
    receives(town.lea, town.other_site, 18, 20)
    town.books(TEN + 9 * HOUR, "Jean Autre", site=town.other_site)
    page = text_of(sign_in(client, town.user("desk")), f"{WEEK}&mediateur={town.lea.pk}")
    assert "Jean Autre" not in page and "18:00–20:00 autre structure" in page


def thirty(town: Town) -> None:
    """Twenty-nine colleagues who receive every day, and a full Monday."""
    people = [Mediator(organisation=town.here, name=f"Zoé{n} Exemple", first_name="Zoé") for n in range(29)]
    Opening.objects.bulk_create(
        Opening(
            mediator=each,
            site=town.site,
            first_day=MONDAY + timedelta(days=day),
            opens=time(9),
            closes=time(17),
        )
        for each in Mediator.objects.bulk_create(people)
        for day in range(5)
    )
    for hour in range(6):
        town.books(TEN + hour * HOUR, f"Personne {hour}", phone=f"06 39 98 01 0{hour}")


@pytest.mark.parametrize("address", [WEEK, SIDE, f"{SIDE}&par=lieu", "/equipe/mois/?jour=2026-11-30"])
def test_thirty_mediators_cost_twelve_queries_and_sixty_kilobytes_at_most(town, client, address):
    sign_in(client, town.user("desk"))
    thirty(town)
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    size = len(gzip.compress(answer.content, 6))
    print(f"\n{address} {len(captured)} queries, {size} bytes compressed")
    assert len(captured) <= 12 and size <= 60_000


def test_a_mediator_s_own_week_costs_twelve_queries(town, client, django_assert_max_num_queries):
    sign_in(client, town.lea_user)
    for hour in range(3):
        town.books(TEN + hour * HOUR, f"Jean Essai {hour}", phone=f"06 39 98 00 1{hour}")
    thirty(town)
    client.get(WEEK)
    with django_assert_max_num_queries(12):
        assert "Jean Essai 2" in text_of(client, WEEK)
