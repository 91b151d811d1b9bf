"""Priority neighbourhoods: listed by commune, added, no longer priority, read from a file; asked of people by their names."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import AboutPerson
from mediation.models import Commune, FormerCommune, Neighbourhood, SetUpChange
from mediation.remembered import forget
from tests.bookings.set_up.pages import edit, new, save
from tests.bookings.set_up.test_files import fates, looked_at, send, written
from tests.people import MONDAY_8AM, an_organisation
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
LIST = reverse("staff_set_up_list", args=["quartiers"])


@pytest.fixture(autouse=True)
def communes() -> None:
    for code, name in (("35238", "Rennes"), ("35051", "Cesson-Sévigné")):
        Commune.objects.get_or_create(insee_code=code, defaults={"name": name})
    forget()


@pytest.fixture
def metro() -> Client:
    return sign_in(Client(), a_user("metro_coordinator"))


def test_who_answers_for_the_territory_adds_one_and_the_team_may_name_it(metro: Client) -> None:
    answer = save(metro, new("quartiers"), commune="Rennes", name="Le Fictif")
    assert answer.status_code == 302
    added = Neighbourhood.objects.get()
    assert (added.commune.name, added.priority) == ("Rennes", True)
    assert "Le Fictif" in metro.get(LIST).content.decode()
    town = Town()
    person = town.books().participants.get()
    desk = sign_in(Client(), town.user("desk"))
    assert "Le Fictif (Rennes)" in desk.get(reverse("staff_about", args=[person.pk])).content.decode()


def test_one_that_is_no_longer_priority_is_named_no_more_and_what_people_said_stays(metro: Client) -> None:
    town = Town()
    person = town.books().participants.get()
    AboutPerson.objects.create(resident=person, priority_area="oui", changed_at=MONDAY_8AM)
    area = Neighbourhood.objects.create(
        commune=Commune.objects.get(name="Rennes"), name="Le Fictif", priority=True
    )
    sent = save(metro, edit("quartiers", area.pk), priority=[])
    assert sent.status_code == 302
    area.refresh_from_db()
    assert not area.priority and AboutPerson.objects.get().priority_area == "oui"
    assert "pas prioritaire" in metro.get(LIST).content.decode()
    assert SetUpChange.objects.filter(kind="quartiers", object_id=area.pk).exists()


def test_a_commune_has_one_of_a_name(metro: Client) -> None:
    Neighbourhood.objects.create(commune=Commune.objects.get(name="Rennes"), name="Le Fictif")
    answer = save(metro, new("quartiers"), commune="Rennes", name="le fictif")
    assert answer.status_code != 302 and "déjà un quartier de ce nom" in answer.content.decode()
    assert save(metro, new("quartiers"), commune="Cesson-Sévigné", name="Le Fictif").status_code == 302


def test_who_coordinates_one_organisation_finds_no_such_page(metro: Client) -> None:
    coordinator = sign_in(Client(), a_user("coordinator", an_organisation()))
    assert coordinator.get(LIST).status_code == 404
    assert send(coordinator, "quartiers", "commune;nom\nRennes;X\n").status_code == 404


def test_a_file_of_them_is_looked_at_written_and_sent_again_without_change(metro: Client) -> None:
    Neighbourhood.objects.create(commune=Commune.objects.get(name="Rennes"), name="Le Fictif", priority=True)
    text = "commune;quartier;qpv\nRennes;LE FICTIF;non\nCesson-Sévigné;Les Essais;\nAilleurs;Nulle part;oui\n"
    file = looked_at(metro, "quartiers", text)
    assert fates(file) == ["correct", "create", "wrong"]
    assert written(metro, file)[:2] == ["corrected", "created"]
    assert sorted(Neighbourhood.objects.values_list("name", "priority")) == [
        ("Le Fictif", False),
        ("Les Essais", True),
    ]
    again = looked_at(metro, "quartiers", text)
    assert fates(again)[:2] == ["same", "same"]


def test_the_national_list_is_read_as_it_is_by_the_code_of_the_commune(metro: Client) -> None:
    text = (
        "code_qp,lib_qp,insee_reg,lib_reg,insee_dep,lib_dep,insee_com,lib_com,siren_epci,lib_epci\n"
        "QN03501M,Le Fictif,53,Bretagne,35,Ille-et-Vilaine,35238,Rennes,243500139,Rennes Métropole\n"
        "QN03502M,Le Fictif,53,Bretagne,35,Ille-et-Vilaine,35051,,243500139,Rennes Métropole\n"
        "QN07501M,Ailleurs,11,Île-de-France,75,Paris,75056,Paris,200054781,Grand Paris\n"
    )
    file = looked_at(metro, "quartiers", text)
    assert fates(file) == ["create", "create", "wrong"]
    written(metro, file)
    assert sorted(Neighbourhood.objects.values_list("commune__name", "name", "priority")) == [
        ("Cesson-Sévigné", "Le Fictif", True),
        ("Rennes", "Le Fictif", True),
    ]


def test_the_code_of_a_commune_that_merged_is_the_one_it_is_part_of_as_in_the_figures(metro: Client) -> None:
    FormerCommune.objects.create(
        commune=Commune.objects.get(name="Cesson-Sévigné"), name="L’Ancienne", insee_code="35999"
    )
    file = looked_at(metro, "quartiers", "code_insee;nom\n35999;Les Essais\n")
    assert fates(file) == ["create"]
    written(metro, file)
    assert Neighbourhood.objects.get().commune.name == "Cesson-Sévigné"


def test_a_line_that_names_no_commune_says_so(metro: Client) -> None:
    file = looked_at(metro, "quartiers", "commune;nom\n;Les Essais\n")
    assert fates(file) == ["wrong"]
    assert file.lines.get().faults == [["commune", "à remplir"]]
