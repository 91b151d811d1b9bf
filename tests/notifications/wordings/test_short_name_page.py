"""The coordinator reads again how SMS call each place: shown in a message first, each place's own."""

import pytest

from mediation.models import Site
from tests.people import MONDAY_8AM, a_site
from tests.sent_back import sends
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
PAGE = "/equipe/messages/lieux/"


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def coordinator(town, client):
    return sign_in(client, town.user("coordinator"))


def answers(names, seen=None):
    """What the page sends: the names typed, beside those it has shown."""
    seen = seen or names
    return {f"nom-{pk}": name for pk, name in names.items()} | {f"vu-{pk}": name for pk, name in seen.items()}


def test_each_place_is_shown_as_a_message_says_it(town, coordinator):
    page = coordinator.get(PAGE).content.decode()
    assert "à 14h30, MQ Fictive" in page and "à relire" in page
    assert "Café Fictif" not in page


def test_names_that_are_well_as_they_are_take_one_press(town, coordinator):
    assert sends(coordinator, PAGE, answers({town.site.pk: "MQ Fictive"})).status_code == 302
    site = Site.objects.get(pk=town.site.pk)
    assert (site.short_name, site.short_name_reviewed_at) == ("MQ Fictive", MONDAY_8AM)
    assert "à relire" not in coordinator.get(PAGE).content.decode()


def test_a_new_name_is_shown_before_it_is_saved(town, coordinator):
    changed = {town.site.pk: "Maison Fictive"}
    shown = sends(coordinator, PAGE, answers(changed, {town.site.pk: "MQ Fictive"}))
    assert "à 14h30, Maison Fictive" in shown.content.decode() and "appuyez encore" in shown.content.decode()
    assert Site.objects.get(pk=town.site.pk).short_name == "MQ Fictive"
    sends(coordinator, PAGE, answers(changed))
    assert Site.objects.get(pk=town.site.pk).short_name == "Maison Fictive"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Café fictif", "Un autre lieu a déjà ce nom"),
        ("", "Écrivez un nom."),
        ("Lieu ☃", "coûterait plus cher"),
        ("M" * 31, "30 caractères"),
    ],
)
def test_a_name_that_does_not_do_says_why_beside_it_and_nothing_is_saved(town, coordinator, name, said):
    answer = sends(coordinator, PAGE, answers({town.site.pk: name}))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert Site.objects.get(pk=town.site.pk).short_name == "MQ Fictive"


def test_a_place_of_another_organisation_cannot_be_named_from_a_forged_form(town, coordinator):
    names = {town.site.pk: "MQ Fictive", town.other_site.pk: "Nom volé"}
    sends(coordinator, PAGE, answers(names))
    assert Site.objects.get(pk=town.other_site.pk).short_name == "Café Fictif"


def test_two_places_may_exchange_their_names_on_the_page(town, coordinator):
    second = a_site(town.here, "Annexe", short_name="Annexe")
    sends(coordinator, PAGE, answers({town.site.pk: "Annexe", second.pk: "MQ Fictive"}))
    assert Site.objects.get(pk=second.pk).short_name == "MQ Fictive"
