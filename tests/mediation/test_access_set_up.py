"""The set-up pages, for operators."""

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from mediation.models import Organisation, Role
from tests.sign_in import a_user, sign_in

pytestmark = pytest.mark.django_db
# No teams and no domains, as the form of an organisation sends them.
NO_ROWS = {f"{rows}-{count}_FORMS": "0" for rows in ("teams", "domains") for count in ("TOTAL", "INITIAL")}


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


@pytest.fixture
def operator(settings):
    settings.MFA_COMPULSORY = True
    return sign_in(Client(), a_user("operator"))


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model.__name__)
def test_each_list_and_each_form_opens(operator, library, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    assert operator.get(reverse(f"{name}_changelist")).status_code == 200
    assert operator.get(reverse(f"{name}_add")).status_code in (200, 403)


def test_only_the_ground_is_set_up_here_never_residents_nor_secrets():
    labels = {model._meta.label for model in admin.site._registry}
    assert {label.partition(".")[0] for label in labels} == {"mediation"}


def test_a_change_is_written_down_with_who_made_it(operator, library):
    address = reverse("admin:mediation_organisation_change", args=[library.pk])
    minutes = {"interpreter_min": 15, "home_travel_min": 20, "home_alert_min": 30}
    operator.post(address, {"name": "Médiathèque des Rives", **minutes, **NO_ROWS})
    library.refresh_from_db()
    assert library.name == "Médiathèque des Rives"
    assert LogEntry.objects.get().user == Role.objects.get(kind="operator").user


def test_a_password_is_never_shown_nor_set_here(operator, library):
    user = a_user("desk", library)
    page = operator.get(reverse("admin:mediation_user_change", args=[user.pk])).content.decode()
    assert "password" not in page.replace("password_change", "")


def test_leaving_the_set_up_leads_to_whoever_takes_over(operator):
    assert operator.post(reverse("admin:logout"))["Location"] == reverse("staff_switch")
    assert "_auth_user_id" not in operator.session


def test_the_set_up_is_in_the_operators_menu_only(operator, library, settings):
    assert "Réglages" in operator.get(reverse("staff_people")).content.decode()
    coordinator = sign_in(Client(), a_user("coordinator", library))
    assert "Réglages" not in coordinator.get(reverse("staff_people")).content.decode()
