"""A new town's first day: what is missing is said, in the order in which it is done, to who may do it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mediation.models import Commune, Role, Site, Territory
from tests.people import MONDAY, MONDAY_8AM, a_mediator, a_site, a_topic, an_organisation, receives
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
PAGE = "/equipe/mise-en-route/"


@pytest.fixture
def operator():
    return sign_in(Client(), a_user("operator"))


def a_ready_town():
    """All that booking needs, and nothing else."""
    Territory.objects.create(name="Essai", service_name="Essai", sms_name="Essai", phone="+33261910000")
    organisation = an_organisation()
    site = a_site(organisation, short_name="MQ Fictive")
    a_topic()
    receives(a_mediator(organisation), site)
    return organisation


def missing(client) -> list[str]:
    return [line.step.code for line in client.get(PAGE).context["needed"] if not line.step.done]


def test_an_operator_of_an_empty_town_begins_with_what_is_missing(operator):
    assert operator.get("/equipe/")["Location"] == PAGE
    page = operator.get(PAGE).content.decode()
    assert missing(operator) == [
        *("territory", "communes", "topics", "organisations", "sites", "mediators", "openings")
    ]
    assert "Il manque 7 choses" in page and "import_communes" in page
    assert reverse("staff_set_up_list", args=["service"]) in page


def test_one_press_loads_the_communes_that_come_with_the_product(operator):
    answer = operator.post(reverse("staff_add_communes"), follow=True)
    assert Commune.objects.count() == 43 and "43 communes sont en place." in answer.content.decode()
    assert "communes" not in missing(operator)


def test_a_town_where_somebody_receives_is_ready(operator):
    a_ready_town()
    assert missing(operator) == []
    assert "Rien ne manque" in operator.get(PAGE).content.decode()
    assert operator.get("/equipe/")["Location"] != PAGE


@pytest.mark.parametrize(
    "change",
    [
        {"repeat_weeks": 0, "first_day": MONDAY - timedelta(days=7)},
        {"last_day": MONDAY - timedelta(days=1), "first_day": MONDAY - timedelta(days=30)},
    ],
)
def test_openings_that_are_over_do_not_count(operator, change):
    organisation = a_ready_town()
    organisation.mediators.get().openings.update(**change)
    assert missing(operator) == ["openings"]


def test_openings_of_a_mediator_who_left_or_of_a_closed_site_do_not_count(operator):
    organisation = a_ready_town()
    organisation.mediators.update(active=False)
    assert missing(operator) == ["mediators", "openings"]
    organisation.mediators.update(active=True)
    organisation.sites.update(active=False)
    assert missing(operator) == ["sites", "openings"]


def test_a_coordinator_sees_their_own_organisation_and_is_not_sent_to_pages_that_stay_closed(client):
    a_ready_town()
    mine = an_organisation("Centre social Fictif")
    coordinator = sign_in(client, a_user("coordinator", mine))
    page = coordinator.get(PAGE).content.decode()
    assert missing(coordinator) == ["sites", "mediators", "openings"]
    assert "/reglages/" not in page and reverse("staff_set_up_list", args=["lieux"]) in page
    assert reverse("staff_set_up_list", args=["service"]) not in page
    assert coordinator.post(reverse("staff_add_communes")).status_code == 403


def test_what_residents_notice_is_said_even_where_they_can_book(operator):
    organisation = a_ready_town()
    a_site(organisation, "Lieu perdu", short_name="Lieu perdu", commune=None)
    shown = {line.step.code: line.step.count for line in operator.get(PAGE).context["to_look_at"]}
    assert shown == {"lost": 1, "names": 2, "people": 1}
    Role.objects.create(user=a_user(email="ines@example.org"), kind="desk", organisation=organisation)
    Site.objects.update(short_name_reviewed_at=MONDAY_8AM, commune=Commune.objects.get())
    assert operator.get(PAGE).context["to_look_at"] == []
