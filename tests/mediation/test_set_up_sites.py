"""A place in the set-up: its number, its hours, what it offers, as the national directory will read them."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mediation.directory.schema import ENUMERATIONS
from mediation.models import Organisation, Site, Territory
from mediation.set_up.services import SERVICES
from mediation.set_up_forms import SiteForm
from mediation.site_export import published
from tests.sign_in import a_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine("2026-11-25T10:00:00Z", tick=False)]
SERVICE = "Aide aux démarches administratives"


@pytest.fixture
def operator(settings):
    settings.MFA_COMPULSORY = True
    settings.PUBLIC_URL = "https://rdv.example.org"
    return sign_in(Client(), a_user("operator"))


@pytest.fixture
def site():
    organisation = Organisation.objects.create(name="Ville de l’Essai")
    national = {"horaires": "Lu-Ve 9h-12h", "services": SERVICE, "nom": "Mairie de l’Essai"}
    return Site.objects.create(
        organisation=organisation,
        national_id="lieu-1",
        national=national,
        name="Mairie de l’Essai",
        address="1 place",
        postcode="35000",
    )


def address(site) -> str:
    return reverse("admin:mediation_site_change", args=[site.pk])


def typed(site, **fields):
    """What the browser sends of the form as it stands, but for `fields`."""
    rows = {
        f"{prefix}-{field}": "0"
        for prefix in ("rooms", "equipment", "closure_set", "closures", "stops")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    form = {
        "organisation": site.organisation_id,
        "national_id": site.national_id,
        "name": site.name,
        "address": site.address,
        "postcode": site.postcode,
        "timezone": "Europe/Paris",
        "active": "on",
        "hours": site.hours,
        "services": [SERVICE],
        "languages": "[]",
        "directions": "{}",
    }
    unknown = dict.fromkeys(
        (
            "step_free",
            "lift",
            "hearing_loop",
            "sign_language",
            "quiet_room",
            "equipment_lent",
            "child_friendly",
        ),
        "unknown",
    )
    return {**rows, **form, **unknown, **fields}


def line(site) -> dict[str, str]:
    site.refresh_from_db()
    return published(site, date(2026, 11, 25))


@pytest.mark.parametrize(
    ("number", "kept"),
    [("02 61 91 00 01", "+33261910001"), ("+41 79 123 45 67", "+41791234567"), ("", "")],
)
def test_a_number_is_kept_as_telephones_dial_it(operator, site, number, kept):
    assert operator.post(address(site), typed(site, phone=number)).status_code == 302
    site.refresh_from_db()
    assert site.phone == kept
    assert line(site).get("telephone", "") == (kept if kept.startswith("+33") else "")


def test_a_number_that_does_not_exist_is_refused_in_words(operator, site):
    page = operator.post(address(site), typed(site, phone="02 99 00")).content.decode()
    assert "Ce numéro n’existe pas." in page
    other = reverse("admin:mediation_organisation_change", args=[site.organisation_id])
    page = operator.post(other, {"name": "Ville", "phone": "chez Amina"}).content.decode()
    assert "Ce numéro n’existe pas." in page


def test_unreadable_hours_are_shown_with_what_was_meant_and_corrected_on_a_press(operator, site):
    page = operator.get(address(site)).content.decode()
    assert "Ces horaires ne se lisent pas" in page
    assert 'name="hours_meant" value="Mo-Fr 09:00-12:00"' in page
    assert "lundi – vendredi 09:00–12:00" in page
    operator.post(address(site), typed(site, hours_meant="Mo-Fr 09:00-12:00"))
    assert line(site)["horaires"] == "Mo-Fr 09:00-12:00"
    assert site.national["horaires"] == "Lu-Ve 9h-12h"
    page = operator.get(address(site)).content.decode()
    assert "hours_meant" not in page
    assert "La semaine prochaine" in page and "samedi – dimanche fermé" in page


def test_unreadable_hours_from_a_file_keep_nobody_from_changing_the_rest(operator, site):
    assert operator.post(address(site), typed(site, name="Mairie neuve")).status_code == 302
    site.refresh_from_db()
    assert (site.name, site.hours) == ("Mairie neuve", "Lu-Ve 9h-12h")


def test_unreadable_hours_typed_now_are_refused(operator, site):
    answer = operator.post(address(site), typed(site, hours="le matin"))
    assert "suivez l’exemple" in answer.content.decode()
    assert line(site)["horaires"] == ""


def test_a_place_to_book_at_names_what_it_offers(operator, site):
    answer = operator.post(address(site), typed(site, services=[]))
    assert "Choisissez au moins un service" in answer.content.decode()
    chosen = ["Loisirs et créations numériques", SERVICE]
    assert operator.post(address(site), typed(site, services=chosen)).status_code == 302
    assert set(line(site)["services"].split("|")) == set(chosen)
    assert operator.post(address(site), typed(site, services=[], active="")).status_code == 302
    assert line(site)["modalites_acces"] == "Ce lieu n'accueille pas de public"


def test_the_hours_of_the_line_are_corrected_on_a_press_too(operator):
    territory = Territory.objects.create(name="T", service_name="S", sms_name="S", phone="+33261910000")
    where = reverse("admin:mediation_territory_change", args=[territory.pk])
    form = {
        "name": "T",
        "service_name": "S",
        "sms_name": "S",
        "phone": "02 61 91 00 00",
        "phone_hours": "{}",
        "timezone": "Europe/Paris",
        "line_hours": "Lundi au vendredi 9h-17h",
    }
    page = operator.post(where, form).content.decode()
    assert 'name="line_hours_meant" value="Mo-Fr 09:00-17:00"' in page
    assert operator.post(where, {**form, "line_hours_meant": "Mo-Fr 09:00-17:00"}).status_code == 302
    territory.refresh_from_db()
    assert (territory.line_hours, territory.phone) == ("Mo-Fr 09:00-17:00", "+33261910000")


def test_every_service_of_the_national_directory_can_be_read_in_the_pages_language() -> None:
    assert list(SERVICES) == list(ENUMERATIONS["services"])
    shown = dict(SiteForm.base_fields["services"].choices)  # type: ignore[attr-defined]
    assert shown == SERVICES
