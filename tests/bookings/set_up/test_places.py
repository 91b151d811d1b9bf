"""A coordinator describes places without the operator."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.staff.set_up.kinds import ALL
from mediation.models import Commune, CommunePostcode, Room, SetUpChange, Site, SiteStop
from mediation.remembered import forget
from tests.bookings.set_up.pages import edit, new, save
from tests.people import MONDAY, MONDAY_8AM, TEN, a_mediator, a_site
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    town = Town()
    bruz = Commune.objects.create(insee_code="35047", name="Bruz", latitude=48.025, longitude=-1.745)
    CommunePostcode.objects.create(commune=bruz, postcode="35170")
    for code in ("35000", "35200"):
        CommunePostcode.objects.create(commune=Commune.objects.get(name="Rennes"), postcode=code)
    forget()
    return town


@pytest.fixture
def ines(town):
    """The coordinator of `here`."""
    return sign_in(Client(), town.user("coordinator"))


PLACE = {
    "name": "Médiathèque des Essais",
    "address": "3 place de l’Essai",
    "commune": "bruz",
    "step_free": "true",
}


def test_a_new_place_needs_a_name_an_address_and_a_commune_named_as_people_do(town, ines):
    assert save(ines, new("lieux"), organisation=town.here.pk, **PLACE).status_code == 302
    site = Site.objects.get(name="Médiathèque des Essais")
    assert (site.commune.name, site.postcode, site.timezone) == ("Bruz", "35170", "Europe/Paris")
    assert site.short_name and site.short_name_reviewed_at is None and site.spoken_name
    assert site.organisation == town.here and site.active and site.step_free is True and site.lift is None
    assert SetUpChange.objects.get().verb == "made"


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(town, ines):
    answers = PLACE | {"commune": "Trifouillis", "phone": "02 99", "organisation": town.here.pk}
    page = save(ines, new("lieux"), **answers)
    assert page.status_code == 422 and set(page.context["form"].errors) == {"commune", "phone"}
    assert "Trifouillis" in page.content.decode() and "Médiathèque des Essais" in page.content.decode()
    page = save(ines, new("lieux"), **PLACE | {"commune": "Rennes", "organisation": town.here.pk})
    assert "Lequel ? 35000, 35200." in page.content.decode().replace("\xa0", " ")


def test_every_answer_of_a_place_comes_back_as_it_was_typed(town, ines):
    answers = {
        "mobile": "on",
        "languages": ["ar", "tr"],
        "directions_fr": "Porte bleue",
        "directions_fr-falc": "La porte est bleue.",
        "latitude": "48.1",
        "longitude": "-1.68",
        "hours": "Mo-Fr 09:00-12:00",
        "postcode": "35000",
    }
    assert save(ines, edit("lieux", town.site.pk), **answers).status_code == 302
    site = Site.objects.get(pk=town.site.pk)
    assert site.directions == {"fr": "Porte bleue", "fr-falc": "La porte est bleue."}
    assert (site.languages, site.mobile, site.hours) == (["ar", "tr"], True, "Mo-Fr 09:00-12:00")
    changed = {name: (before, after) for name, before, after in SetUpChange.objects.get().fields}
    assert changed["mobile"] == ("non", "oui") and changed["directions_fr"] == ("", "Porte bleue")
    # Sent again as it is, nothing changes and nothing is written down.
    save(ines, edit("lieux", town.site.pk))
    assert SetUpChange.objects.count() == 1


def test_rooms_machines_and_dates_of_a_mobile_place_belong_to_it(town, ines):
    Site.objects.filter(pk=town.site.pk).update(mobile=True)
    of = f"?lieu={town.site.pk}"
    save(ines, new("salles") + of, name="Salle verte", places="2")
    save(ines, new("materiel") + of, name="Ordinateur", count="3")
    stop = {"day": MONDAY.isoformat(), "address": "Place du marché", "postcode": "35170", "commune": "Bruz"}
    save(ines, new("arrets") + of, **stop)
    page = ines.get(edit("lieux", town.site.pk)).content.decode().replace("\xa0", " ")
    assert "Salle verte : 2 à la fois" in page and "Ordinateur : 3" in page and "Place du marché" in page
    again = save(ines, new("arrets") + of, **stop)
    assert "déjà une adresse à cette date" in again.content.decode()
    assert SiteStop.objects.get().commune.name == "Bruz"


def test_a_part_goes_after_what_it_touches_was_said(town, ines):
    room = Room.objects.create(site=town.site, name="Salle verte", places=2)
    address = reverse("staff_set_up_close", args=["salles", room.pk])
    assert "n’aura plus de limite" in ines.get(address).content.decode()
    ines.post(address)
    assert not Room.objects.exists() and SetUpChange.objects.get().verb == "removed"


def test_a_place_goes_out_of_service_and_comes_back_with_its_appointments_kept(town, ines):
    appointment = town.books(TEN)
    address = reverse("staff_set_up_close", args=["lieux", town.site.pk])
    page = ines.get(address).content.decode()
    assert "1 rendez-vous à venir" in page and "1 plage d’ouverture" in page
    ines.post(address)
    town.site.refresh_from_db()
    appointment.refresh_from_db()
    assert not town.site.active and appointment.status == "booked"
    ines.post(address)
    town.site.refresh_from_db()
    assert town.site.active
    assert list(SetUpChange.objects.values_list("verb", flat=True)) == ["opened", "closed"]


def test_nothing_of_another_organisation_exists_for_a_coordinator(town, ines):
    room = Room.objects.create(site=town.other_site, name="Salle", places=2)
    theirs = [("lieux", town.other_site), ("structures", town.elsewhere), ("mediateurs", town.omar)]
    for slug, row in [*theirs, ("salles", room), ("motifs", town.topic)]:
        for name in ("staff_set_up_edit", "staff_set_up_close"):
            assert ines.get(reverse(name, args=[slug, row.pk])).status_code == 404, slug
            assert ines.post(reverse(name, args=[slug, row.pk])).status_code == 404, slug
    assert ines.get(new("salles") + f"?lieu={town.other_site.pk}").status_code == 404
    assert ines.get(new("structures")).status_code == 403
    answer = save(ines, new("lieux"), **PLACE | {"organisation": town.elsewhere.pk})
    assert "organisation" in answer.context["form"].errors
    assert "Café Fictif" not in ines.get(reverse("staff_set_up_list", args=["lieux"])).content.decode()


def test_who_coordinates_the_territory_opens_every_page(town):
    client = sign_in(Client(), a_user("metro_coordinator"))
    for kind in ALL:
        assert client.get(reverse("staff_set_up_list", args=[kind.slug])).status_code in (200, 302), kind.slug
    assert save(client, new("structures"), name="Nouvelle structure").status_code == 302
    assert save(client, new("habilitations"), name="Aidants Connect").status_code == 302


def test_a_list_is_searched_and_costs_the_same_however_long(town, ines, django_assert_max_num_queries):
    for number in range(40):
        a_site(town.here, f"Lieu d’essai {number}", short_name=f"Essai {number}")
        a_mediator(town.here, f"Nour{number}")
    for slug in ("lieux", "mediateurs", "structures", "motifs"):
        with django_assert_max_num_queries(16):
            page = ines.get(reverse("staff_set_up_list", args=[slug]))
        assert page.status_code == 200
    listed = ines.get(reverse("staff_set_up_list", args=["lieux"]) + "?mots=essai+39")
    assert [line.name for line in listed.context["lines"]] == ["Lieu d’essai 39"]
    nothing = ines.get(reverse("staff_set_up_list", args=["lieux"]) + "?mots=introuvable")
    assert "Rien ne correspond" in nothing.content.decode()
    with django_assert_max_num_queries(24):
        assert ines.get(reverse("staff_set_up")).status_code == 200


def test_french_stays_among_the_languages_where_it_was(town, ines):
    Site.objects.filter(pk=town.site.pk).update(languages=["fr", "tr"])
    save(ines, edit("lieux", town.site.pk), address="2 rue de l’Exemple")
    save(ines, edit("lieux", town.site.pk), languages=["ar", "tr"])
    assert Site.objects.get(pk=town.site.pk).languages == ["fr", "tr", "ar"]
    changed = [[name for name, _b, _a in change.fields] for change in SetUpChange.objects.order_by("pk")]
    assert "languages" not in changed[0] and changed[1] == ["languages"]
