"""What is missing before residents can book, and who may do what."""

import pytest
from django.test import Client
from django.urls import reverse

from mediation.access import Kind
from mediation.models import Mediator, Opening, Site, Topic
from mediation.set_up import checklist
from tests.people import MONDAY, MONDAY_8AM, a_site
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]


@pytest.fixture
def town():
    return Town()


def missing(site: Site) -> set[str]:
    site = Site.objects.select_related("organisation", "commune").get(pk=site.pk)
    return {check.code for check in checklist.of_sites([site], MONDAY)[0].missing}


def test_a_place_where_somebody_receives_is_ready(town):
    assert missing(town.site) == set()


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (lambda: Opening.objects.all().delete(), {"opening", "mediator", "topic"}),
        (lambda: Mediator.objects.update(active=False), {"mediator", "topic"}),
        (lambda: Topic.objects.update(active=False), {"topic"}),
        (lambda: Site.objects.update(commune=None), {"commune"}),
        (lambda: Site.objects.update(address=""), {"address"}),
    ],
)
def test_what_keeps_residents_from_booking_is_named(town, change, codes):
    change()
    assert missing(town.site) == codes


def test_each_line_leads_where_it_is_mended(town):
    client = sign_in(Client(), town.user("coordinator"))
    bare = a_site(town.here, "Lieu neuf", short_name="Lieu neuf", step_free=None)
    page = client.get(reverse("staff_set_up"))
    checked = next(each for each in page.context["sites"] if each.about.pk == bare.pk)
    assert {check.code for check in checked.missing} == {"opening", "mediator", "topic"}
    for check in checked.checks:
        assert client.get(check.url.partition("#")[0]).status_code == 200, check.code
    first = client.get(reverse("staff_first_steps")).content.decode()
    assert "Lieu neuf" in first and f"{reverse('staff_add_opening')}?lieu={bare.pk}" in first
    assert (
        client.get(f"{reverse('staff_add_opening')}?lieu={bare.pk}").context["form"].initial["site"]
        == bare.pk
    )


def test_who_may_do_what_says_what_the_rules_do(town):
    page = sign_in(Client(), town.user("desk")).get(reverse("staff_rights"))
    table = {str(row.label): dict(zip(Kind.values, row.cells, strict=True)) for row in page.context["rights"]}
    notes = table["Lire les notes d’accompagnement"]
    assert {kind for kind, far in notes.items() if far != "no"} == {"mediator", "coordinator"}
    agenda = table["Voir et prendre les rendez-vous"]
    assert (agenda["desk"], agenda["central_desk"], agenda["partner"]) == ("own", "everywhere", "no")
    opened = {str(label): dict(zip(Kind.values, yes, strict=True)) for label, yes in page.context["pages"]}
    assert opened["Équipes"]["coordinator"] and not opened["Équipes"]["desk"]
    assert "dans sa structure" in page.content.decode()
