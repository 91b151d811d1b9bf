"""What, where, when: the three questions answered with links."""

from datetime import date

import pytest
from django.urls import reverse

from mediation.gazetteer.listed import places
from mediation.models import (
    Accreditation,
    Commune,
    CommunePostcode,
    FormerCommune,
    Gender,
    Neighbourhood,
    TopicText,
)
from mediation.remembered import forget
from tests.people import MONDAY_8AM, a_mediator, a_site, a_topic, an_organisation, receives
from tests.residents import Resident

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():  # type: ignore[no-untyped-def]
    """Two sites in two communes of one postcode, one topic, a woman at the first and a man at the second."""
    organisation = an_organisation()
    bruz = Commune.objects.create(insee_code="35047", name="Bruz", latitude=48.02, longitude=-1.74)
    acigne = Commune.objects.create(insee_code="35001", name="Acigné", latitude=48.14, longitude=-1.53)
    for commune in (bruz, acigne):
        CommunePostcode.objects.create(commune=commune, postcode="35999")
    Neighbourhood.objects.create(commune=bruz, name="Le Vert Buisson")
    FormerCommune.objects.create(commune=bruz, name="Ancienne-Fictive")
    here = a_site(organisation, "Médiathèque de Bruz", commune=bruz, latitude=48.02, longitude=-1.74)
    there = a_site(organisation, "Mairie d’Acigné", commune=acigne, latitude=48.14, longitude=-1.53)
    lea = a_mediator(organisation, "Léa", gender=Gender.WOMAN, languages=["fr", "ar"], sign_language=True)
    paul = a_mediator(organisation, "Paul", gender=Gender.MAN, languages=["fr"])
    receives(lea, here, 9, 12)
    receives(paul, there, 10, 12)
    return {"topic": a_topic(), "here": here, "there": there, "lea": lea, "paul": paul}


def where(town) -> str:  # type: ignore[no-untyped-def]
    return reverse("where", args=[town["topic"].public_id])


def times(town, site: str = "here", query: str = "") -> str:  # type: ignore[no-untyped-def]
    return reverse("when", args=[town["topic"].public_id, town[site].public_id]) + query


def test_topics_are_read_in_the_language_of_the_page(town) -> None:  # type: ignore[no-untyped-def]
    TopicText.objects.create(topic=town["topic"], language="en", name="Forms on the internet")
    resident = Resident()
    assert "Démarches en ligne" in resident.get("/").content.decode()
    english = resident.get("/en/").content.decode()
    assert "Forms on the internet" in english and '<html lang="en"' in english


def test_nothing_is_stored_in_the_browser_of_somebody_who_only_reads(town) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    for address in ("/", where(town), times(town), reverse("find"), reverse("call_back"), reverse("about")):
        response = resident.get(address)
        assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")


def test_sites_say_when_they_are_free_first(town) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(where(town)).content.decode()
    assert "Médiathèque de Bruz" in page and "9\u00a0h\u00a000" not in page
    assert "10\u00a0h\u00a000" in page


def test_a_site_has_an_address_of_its_own_with_what_one_can_come_for(town) -> None:  # type: ignore[no-untyped-def]
    elsewhere = a_topic("papers")
    receives(town["paul"], town["there"], 14, 17).topics.set([elsewhere])
    page = Resident().get(reverse("place", args=[town["here"].public_id])).content.decode()
    assert "Médiathèque de Bruz" in page and times(town) in page
    assert reverse("when", args=[elsewhere.public_id, town["here"].public_id]) in page
    town["here"].openings.all()[0].topics.set([town["topic"]])
    page = Resident().get(reverse("place", args=[town["here"].public_id])).content.decode()
    assert times(town) in page
    assert reverse("when", args=[elsewhere.public_id, town["here"].public_id]) not in page


def test_a_site_where_nobody_receives_any_more_says_whom_to_ask(town) -> None:  # type: ignore[no-untyped-def]
    town["here"].openings.update(first_day=date(2026, 1, 5), last_day=date(2026, 6, 29))
    page = Resident().get(reverse("place", args=[town["here"].public_id])).content.decode()
    assert "On ne peut pas encore réserver ici." in page and times(town) not in page
    town["here"].active = False
    town["here"].save()
    forget()
    assert Resident().get(reverse("place", args=[town["here"].public_id])).status_code == 404


def test_communes_are_listed_as_a_french_index_has_them(town) -> None:  # type: ignore[no-untyped-def]
    others = ("Betton", "Bécherel", "Brécé", "Vezin-le-Coquet", "Saint-Armel", "Vern-sur-Seiche", "Pont-Péan")
    for number, name in enumerate(others):
        Commune.objects.create(insee_code=f"3590{number}", name=name)
    names = [place.name for place in places() if "Rennes" not in place.name]
    assert names[:5] == ["Acigné", "Bécherel", "Betton", "Brécé", "Bruz"]
    assert names[5:9] == ["Pont-Péan", "Saint-Armel", "Vern-sur-Seiche", "Vezin-le-Coquet"]


def test_a_postcode_may_be_several_communes(town) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    found = resident.post(where(town), {"place": "35 999"})
    assert found.status_code == 302 and "35999" not in found.headers["Location"]
    page = resident.get(found.headers["Location"]).content.decode()
    assert "Médiathèque de Bruz" in page and "Mairie d’Acigné" in page


@pytest.mark.parametrize(
    "typed",
    [
        *("bruz", "BRUZ", "vert buisson", "Le Vert-Buisson", "BRUZ (35999)", "12 rue d’Acigné, 35999 Bruz"),
        *("35998 Bruz Cedex", "Ancienne Fictive", "Bruz Vert Buisson"),
    ],
)
def test_a_place_is_understood_as_people_write_it(town, typed: str) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    page = resident.get(resident.post(where(town), {"place": typed}).headers["Location"]).content.decode()
    assert page.index("Médiathèque de Bruz") < page.index("Mairie d’Acigné")


@pytest.mark.parametrize("typed", ["", "Nulle-Part", "00000", "a\x00b", "🦄", "ب" * 150])
def test_an_unknown_place_gets_a_sentence_and_keeps_what_was_typed(town, typed: str) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(where(town), {"place": typed})
    assert answer.status_code == 400 and 'role="alert"' in answer.content.decode()


def test_what_was_understood_is_said_with_a_way_to_put_it_right(town) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    page = resident.get(resident.post(where(town), {"place": "35998 bruz cedex"}).headers["Location"])
    assert "<b>Bruz (35999)</b>" in page.content.decode() and "Ce n’est pas là" in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Bruz ou Acigné", "De quel endroit parlez-vous"),
        ("Bruze", "Vouliez-vous dire"),
        ("brus", "Vouliez-vous dire"),
    ],
)
def test_where_it_is_not_clear_which_place_is_meant_the_answer_is_one_press(town, typed, question) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(where(town), {"place": typed})
    page = answer.content.decode()
    assert answer.status_code == 200 and question in page
    assert reverse("near", args=[town["topic"].public_id, "c35047"]) in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [("44000 Nantes", "hors de notre territoire"), ("12 rue des Lilas", "Écrivez aussi la ville")],
)
def test_why_a_place_was_not_understood_is_said(town, typed, said) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(where(town), {"place": typed})
    assert answer.status_code == 400 and said in answer.content.decode()


def test_what_was_typed_stands_in_no_address(town) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().post(where(town), {"place": "12 rue des Lilas, 35999 Bruz"})
    assert answer.headers["Location"].endswith("/c35047/") and "Lilas" not in answer.headers["Location"]


def test_a_place_picked_from_the_list_needs_no_typing(town) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(reverse("places", args=[town["topic"].public_id]) + "?p=c35047").content.decode()
    assert "Près de" in page and "Médiathèque de Bruz" in page


def test_without_a_place_every_site_is_listed(town) -> None:  # type: ignore[no-untyped-def]
    page = Resident().get(reverse("places", args=[town["topic"].public_id]) + "?p=").content.decode()
    assert "Médiathèque de Bruz" in page and "Mairie d’Acigné" in page


def test_as_soon_as_possible_anywhere_names_the_sites(town) -> None:  # type: ignore[no-untyped-def]
    elsewhere = a_site(town["there"].organisation)
    receives(a_mediator(elsewhere.organisation, "Ana"), elsewhere)
    page = Resident().get(reverse("anywhere", args=[town["topic"].public_id])).content.decode()
    assert "Médiathèque de Bruz" in page and "Maison de quartier Fictive, Rennes" in page


def test_more_times_are_one_link_away(town) -> None:  # type: ignore[no-untyped-def]
    receives(town["lea"], town["here"], 13, 23)
    resident = Resident()
    first = resident.get(times(town))
    assert first.context["more"]
    later = resident.get(times(town) + first.context["more"])
    assert later.context["earlier"] and later.context["days"][0][0] > first.context["days"][-1][0]


def test_a_woman_or_a_man_can_be_asked_for(town) -> None:  # type: ignore[no-untyped-def]
    resident = Resident()
    assert resident.get(times(town, query="?g=f")).context["days"]
    assert not resident.get(times(town, query="?g=m")).context["days"]


@pytest.mark.parametrize(
    ("query", "free"), [("?s=1", True), ("?l=ar", True), ("?l=tr", False), ("?h=x", False)]
)
def test_sign_language_a_language_or_an_accreditation_narrow_the_times(town, query: str, free: bool) -> None:  # type: ignore[no-untyped-def]
    assert bool(Resident().get(times(town, query=query)).context["days"]) is free


def test_only_what_somebody_there_has_can_be_asked_for(town) -> None:  # type: ignore[no-untyped-def]
    town["lea"].accreditations.add(Accreditation.objects.create(code="aidants", name="Aidants Connect"))
    here = Resident().get(times(town)).context["offered"]
    there = Resident().get(times(town, "there")).context["offered"]
    assert here.sign_language and here.languages == (("ar", "العربية (arabe)"),) and here.accreditations
    assert not there


def test_a_forged_mediator_asks_for_nobody(town) -> None:  # type: ignore[no-untyped-def]
    assert Resident().get(times(town, query=f"?m={town['paul'].pk}")).context["days"]


@pytest.mark.parametrize("query", ["?apres=x", "?apres="])
def test_a_broken_more_link_is_not_found(town, query: str) -> None:  # type: ignore[no-untyped-def]
    assert Resident().get(times(town, query=query)).status_code == 404


@pytest.mark.parametrize(
    "address", ["/aide/zzzzzzzz/", "/aide/zzzzzzzz/partout/", "/aide/zzzzzzzz/zzzzzzzz/", "/nowhere/"]
)
def test_unknown_topics_and_sites_are_not_found(town, address: str) -> None:  # type: ignore[no-untyped-def]
    answer = Resident().get(address)
    assert answer.status_code == 404 and "Être rappelé" in answer.content.decode()


def test_a_closed_site_is_not_found(town) -> None:  # type: ignore[no-untyped-def]
    town["here"].active = False
    town["here"].save()
    assert Resident().get(times(town)).status_code == 404


def test_unknown_places_in_an_address_are_not_found(town) -> None:  # type: ignore[no-untyped-def]
    assert Resident().get(reverse("near", args=[town["topic"].public_id, "c99999"])).status_code == 404


def test_a_usual_site_free_only_in_some_weeks_is_named_all_the_same(town) -> None:  # type: ignore[no-untyped-def]
    later = a_site(town["here"].organisation, "Centre fictif", usual=True)
    receives(a_mediator(later.organisation, "Ana"), later, first_day=date(2026, 12, 28))
    page = Resident().get(where(town)).content.decode()
    assert "Centre fictif" in page and "28 décembre" in page


def test_a_hundred_sites_at_one_time_stay_a_short_list(town) -> None:  # type: ignore[no-untyped-def]
    for number in range(40):
        site = a_site(town["here"].organisation, f"Lieu fictif {number}")
        receives(a_mediator(site.organisation, f"M{number}"), site)
    answer = Resident().get(reverse("anywhere", args=[town["topic"].public_id]))
    shown = sum(len(entries) for _day, entries in answer.context["days"])
    assert shown == 24 and answer.context["more"]
