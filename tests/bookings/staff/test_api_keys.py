"""A coordinator gives a program its key, replaces it and takes it back."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from bookings.models import ApiKey
from tests.programs import Program
from tests.referring import a_partner
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db
PAGE = "/equipe/cles/"


@pytest.fixture
def town():
    return Town()


@pytest.fixture
def coordinator(town, client):
    return sign_in(client, town.user("coordinator"))


def asked(organisation, **fields):
    return {
        "organisation": organisation.pk,
        "name": "Suivi social",
        "scopes": ["catalogue:read", "appointments:write"],
        "lifetime": 365,
        **fields,
    }


def secret_on(answer) -> str:
    found = re.search(r"rdvn_[A-Za-z0-9_-]{43}", answer.content.decode())
    assert found
    return found[0]


def opens(secret: str) -> bool:
    return Client().get("/api/v1/topics/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200


def test_the_secret_is_shown_once_and_opens_what_was_ticked(coordinator, town):
    answer = coordinator.post(PAGE, asked(town.here))
    secret = secret_on(answer)
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert opens(secret)
    page = coordinator.get(PAGE).content.decode()
    assert secret not in page and secret[:11] in page and "Suivi social" in page
    row = ApiKey.objects.get()
    assert row.scopes == ["appointments:write", "catalogue:read"] and row.created_by is not None
    assert row.expires_at == row.created_at + timedelta(days=365)


def test_a_replaced_key_and_the_new_one_open_together_for_a_while(coordinator, town):
    old = secret_on(coordinator.post(PAGE, asked(town.here)))
    new = secret_on(coordinator.post(f"{PAGE}{ApiKey.objects.get().pk}/", {"action": "remplacer"}))
    assert new != old and opens(old) and opens(new)
    assert "remplacée, ouvre encore" in coordinator.get(PAGE).content.decode()
    first, second = ApiKey.objects.order_by("pk")
    assert first.application == second.application and second.scopes == first.scopes


def test_a_revoked_key_opens_nothing_and_is_not_replaced(coordinator, town):
    secret = secret_on(coordinator.post(PAGE, asked(town.here)))
    at = f"{PAGE}{ApiKey.objects.get().pk}/"
    coordinator.post(at, {"action": "revoquer"})
    assert not opens(secret)
    answer = coordinator.post(at, {"action": "remplacer"}, follow=True)
    assert "ne sert déjà plus" in answer.content.decode() and ApiKey.objects.count() == 1


def test_whoever_refers_nobody_gets_no_key_to_refer(coordinator, town):
    answer = coordinator.post(PAGE, asked(town.here, scopes=["referrals:write"]))
    assert answer.status_code == 422 and not ApiKey.objects.exists()


def test_nobody_makes_a_key_for_another_organisation(coordinator, town):
    assert coordinator.post(PAGE, asked(town.elsewhere)).status_code == 422
    assert coordinator.post(PAGE, asked(a_partner())).status_code == 422
    assert not ApiKey.objects.exists()


def test_the_metropolitan_coordinator_gives_a_partner_its_key(town, client):
    ccas = a_partner()
    sign_in(client, town.user("metro_coordinator"))
    secret_on(client.post(PAGE, asked(ccas, scopes=["referrals:write", "referrals:read"])))
    assert ApiKey.objects.get().organisation == ccas


def test_keys_are_not_in_the_set_up_pages(town, client):
    Program(town.here)
    sign_in(client, town.user("operator"))
    assert client.get("/equipe/reglages/").status_code == 200
    assert client.get("/equipe/reglages/bookings/apikey/").status_code == 404
