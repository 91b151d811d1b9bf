"""The names by which SMS say where: whole words, each place's own, read again by somebody who knows the place."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from mediation.actions.name_sites import name_sites
from mediation.directory.names import SHORT_MAX, distinct_short_name, fits_an_sms, short_name
from mediation.directory.publishing import DEFAULT_SERVICE
from mediation.errors import ShortNamesRefused
from mediation.models import Site
from tests.people import MONDAY_8AM, a_site, an_organisation
from tests.sign_in import a_user, sign_in

PIECES = (
    "EPN|Lesage|Lavoir|Dulac|Delphine|Leroy|Espace|public|numérique|de|la|des|le|Maison|quartier"
    "|Saint-Jacques-de-la-Lande|Étienne|d’Aubigné|association|Maurepas"
)
WORDS = st.sampled_from(PIECES.split("|"))
SHORTENED = {"EPN", "Asso.", "MQ"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("EPN Lesage", "EPN Lesage"),
        ("Espace public numérique Lesage de Rennes", "EPN Lesage de Rennes"),
        ("Lavoir numérique de Dulac-les-Essarts et alentours", "Lavoir Dulac alentours"),
        ("Médiathèque intercommunale Lucien Herr de Saint-Jacques-de-la-Lande", "Média. Herr Saint-Jacques"),
        ("France Services de Saint-Jacques-de-la-Lande", "France Services Saint-Jacques"),
        ("Maison de quartier de Francisco-Ferrer", "MQ de Francisco-Ferrer"),
        ("L’Étape", "L'Étape"),
    ],
)
def test_a_short_name_is_made_of_whole_words(name, short):
    assert short_name(name) == short


@given(st.lists(WORDS, min_size=1, max_size=9))
def test_no_word_of_a_short_name_is_a_piece_of_another(words):
    plain = " ".join(words).replace("’", "'")
    kept = short_name(plain).replace("-", " ").replace("'", " ").split()
    whole = set(plain.replace("-", " ").replace("'", " ").split()) | SHORTENED | {"-"}
    assert set(kept) <= whole


@given(st.lists(st.text(max_size=60), max_size=8))
def test_places_with_any_names_get_short_names_apart_that_fit_an_sms(names):
    taken: set[str] = set()
    for name in names:
        short = distinct_short_name(name, taken)
        assert short and len(short) <= SHORT_MAX and fits_an_sms(short) and short.casefold() not in taken
        taken.add(short.casefold())


def test_two_places_of_one_name_are_told_apart_by_their_town_or_else_by_a_number():
    assert distinct_short_name("Mairie", {"mairie"}, town="Bruz") == "Mairie Bruz"
    assert distinct_short_name("Mairie", {"mairie", "mairie bruz"}, town="Bruz") == "Mairie 2"


@pytest.fixture
def sites(db):
    organisation = an_organisation()
    return [a_site(organisation, name, short_name=name) for name in ("EPN Nord", "EPN Sud")]


def test_the_database_refuses_one_short_name_for_two_places(sites):
    with pytest.raises(IntegrityError), transaction.atomic():
        Site.objects.filter(pk=sites[1].pk).update(short_name="epn nord")
    Site.objects.update(short_name="")
    assert sites[0].sms_name == "EPN Nord"


def test_two_places_may_exchange_their_names(sites):
    name_sites(names={sites[0].pk: "EPN Sud", sites[1].pk: "EPN Nord"}, now=MONDAY_8AM)
    assert [site.short_name for site in Site.objects.order_by("pk")] == ["EPN Sud", "EPN Nord"]
    assert set(Site.objects.values_list("short_name_reviewed_at", flat=True)) == {MONDAY_8AM}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "empty"),
        ("E" * 31, "long"),
        ("Bibliothèque ☃", "letters"),
        ("Épn Châtelet", "letters"),
        ("epn sud", "taken"),
    ],
)
def test_a_name_that_does_not_do_is_refused_and_nothing_changes(sites, name, fault):
    with pytest.raises(ShortNamesRefused) as refused:
        name_sites(names={sites[0].pk: name}, now=MONDAY_8AM)
    assert refused.value.faults == {sites[0].pk: fault}
    assert Site.objects.get(pk=sites[0].pk).short_name == "EPN Nord"


def test_the_same_new_name_for_two_places_is_refused_for_both(sites):
    with pytest.raises(ShortNamesRefused) as refused:
        name_sites(names={site.pk: "EPN" for site in sites}, now=MONDAY_8AM)
    assert set(refused.value.faults.values()) == {"taken"}


SITE = {
    "address": "1 rue de l’Exemple",
    "postcode": "35000",
    "timezone": "Europe/Paris",
    "languages": "[]",
    "directions": "{}",
    "active": "on",
    "services": [DEFAULT_SERVICE],
    **{
        f"{rows}-{count}": "0"
        for rows in ("rooms", "equipment", "closures", "stops")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    },
}


def test_a_site_made_by_hand_gets_a_short_name_to_be_read_again(client, sites):
    operator = sign_in(client, a_user("operator"))
    typed = {**SITE, "organisation": sites[0].organisation_id, "name": "Espace public numérique Nord"}
    answer = operator.post(reverse("admin:mediation_site_add"), typed, follow=True)
    made = Site.objects.get(name="Espace public numérique Nord")
    assert (made.short_name, made.short_name_reviewed_at) == ("Espace public numérique Nord", None)
    assert "La coordination le relit" in answer.content.decode()


@pytest.mark.parametrize(("short", "said"), [("epn sud", "Par exemple"), ("EPN ☃", "coûterait plus cher")])
def test_a_short_name_typed_by_hand_that_does_not_do_says_what_would(client, sites, short, said):
    operator = sign_in(client, a_user("operator"))
    typed = {**SITE, "organisation": sites[0].organisation_id, "name": "EPN Sud", "short_name": short}
    answer = operator.post(reverse("admin:mediation_site_add"), typed)
    assert said in answer.content.decode() and Site.objects.count() == 2
