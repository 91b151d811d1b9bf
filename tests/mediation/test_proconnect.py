"""Agents come in by ProConnect: to the account they were invited to, once they said that it is them."""

import os
import subprocess
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import settings as ours
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.models import Identity, Organisation, User
from mediation.proconnect import asking
from tests.proconnect import CLIENT_ID, CLIENT_SECRET, goes_there_and_back, link_in, proconnect_serving
from tests.sign_in import PASSWORD, a_user

pytestmark = pytest.mark.django_db
SIRET = "21350238800019"


@pytest.fixture
def there(settings):
    cache.clear()
    with proconnect_serving(asking.back(), asking.after_leaving()) as provider:
        settings.PROCONNECT_ISSUER = provider.issuer
        settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.TRUSTED_OUTSIDE = (provider.host,)
        settings.DEMO, settings.MFA_COMPULSORY = False, True
        provider.agent = {"sub": "agent-1", "email": "Ines@example.org", "siret": SIRET, "idp_id": "fi-ville"}
        yield provider
    cache.clear()


@pytest.fixture
def town_hall():
    return Organisation.objects.create(name="CCAS des Essais", national_id=SIRET)


@pytest.fixture
def ines(town_hall):
    return a_user("coordinator", town_hall, email="ines@example.org")


def is_in(client):
    return client.session.get("_auth_user_id")


def confirms(client):
    """Opens the link of the last message and says yes."""
    page = client.get(link_in(mail.outbox[-1]), follow=True)
    assert page.status_code == 200
    return client.post(reverse("staff_proconnect_confirm"))


def comes_for_the_second_time(client, there):
    goes_there_and_back(client, there)
    confirms(client)
    return goes_there_and_back(client, there)


def test_without_settings_nothing_of_it_is_offered(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "ProConnect" not in page
    assert client.get(reverse("staff_proconnect")).status_code == 404
    assert client.get(reverse("staff_proconnect_back")).status_code == 404


def test_half_a_set_up_stops_the_start_with_the_name_of_what_is_missing():
    environment = {**os.environ, "PROCONNECT_ISSUER": "https://auth.example.org/api/v2"}
    environment |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "PROCONNECT_CLIENT_ID": ""}
    started = subprocess.run(
        [sys.executable, "manage.py", "check"], env=environment, capture_output=True, text=True, check=False
    )
    assert started.returncode != 0 and "PROCONNECT_CLIENT_ID" in started.stderr


def test_the_button_stands_beside_the_password_and_the_passkey(client, there):
    page = client.get(reverse("account_login"), {"next": "/equipe/personnes/"}).content.decode()
    assert "S’identifier avec ProConnect" in page and "?next=%2Fequipe%2Fpersonnes%2F" in page
    assert "Mot de passe" in page and "clé d’accès" in page


def test_the_first_time_the_owner_of_the_account_is_written_to_and_nobody_is_in(client, there, ines):
    page = goes_there_and_back(client, there)
    assert "Confirmez que c’est vous" in page.content.decode()
    assert is_in(client) is None
    assert [message.to for message in mail.outbox] == [["ines@example.org"]]


def test_once_confirmed_an_agent_enters_without_password_nor_a_second_step_of_ours(client, there, ines):
    entered = comes_for_the_second_time(client, there)
    assert entered["Location"] == "/equipe/"
    assert is_in(client) == str(ines.pk)
    assert client.get(reverse("staff_people")).status_code == 200


def test_the_second_step_of_over_there_counts_for_that_session_only(client, there, ines):
    comes_for_the_second_time(client, there)
    other = Client()
    other.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD})
    assert other.get(reverse("staff_people"))["Location"] == reverse("staff_second_step")


def test_an_agent_goes_on_to_the_page_they_asked_for_and_to_none_of_somebody_elses(client, there, ines):
    comes_for_the_second_time(client, there)
    client.post(reverse("account_logout"))
    assert goes_there_and_back(client, there, next="/equipe/personnes/")["Location"] == "/equipe/personnes/"
    client.post(reverse("account_logout"))
    assert goes_there_and_back(client, there, next="https://ailleurs.example/")["Location"] == "/equipe/"


def test_keys_on_a_curve_are_taken_too(client, there, ines):
    there.algorithm = "ES256"
    assert comes_for_the_second_time(client, there)["Location"] == "/equipe/"


def test_nobody_without_an_invited_account_comes_in_and_no_account_is_made(client, there):
    page = goes_there_and_back(client, there)
    assert page.status_code == 403 and "sur invitation" in page.content.decode()
    assert not User.objects.exists() and mail.outbox == []


def test_a_closed_account_is_opened_by_proconnect_neither(client, there, ines):
    comes_for_the_second_time(client, there)
    client.post(reverse("account_logout"))
    User.objects.update(is_active=False)
    assert "fermé" in goes_there_and_back(client, there).content.decode()
    there.agent["sub"] = "agent-2"
    assert "fermé" in goes_there_and_back(client, there).content.decode()
    assert is_in(client) is None


def test_another_identity_provider_gives_another_number_and_is_confirmed_anew(client, there, ines):
    comes_for_the_second_time(client, there)
    client.post(reverse("account_logout"))
    there.agent |= {"sub": "autre-numéro", "idp_id": "fi-agglo"}
    assert "Confirmez" in goes_there_and_back(client, there).content.decode()
    assert is_in(client) is None
    confirms(client)
    goes_there_and_back(client, there)
    assert is_in(client) == str(ines.pk)
    assert ines.identities.count() == 2


def test_an_agent_whose_address_changed_over_there_still_finds_their_account(client, there, ines):
    comes_for_the_second_time(client, there)
    client.post(reverse("account_logout"))
    there.agent["email"] = "ines.nouvelle@example.org"
    goes_there_and_back(client, there)
    assert is_in(client) == str(ines.pk)


def test_the_link_confirms_once_within_half_an_hour_and_signs_nobody_in(client, there, ines):
    goes_there_and_back(client, there)
    thief = Client()
    assert "C’est confirmé" in confirms(thief).content.decode()
    assert is_in(thief) is None
    assert thief.get(link_in(mail.outbox[-1]), follow=True).status_code == 410
    assert thief.post(reverse("staff_proconnect_confirm")).status_code == 410


def test_a_link_too_old_confirms_nothing(client, there, ines):
    goes_there_and_back(client, there)
    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        assert client.get(link_in(mail.outbox[-1]), follow=True).status_code == 410
    assert Identity.objects.get().confirmed_at is None


def test_opening_the_link_alone_confirms_nothing(client, there, ines):
    goes_there_and_back(client, there)
    assert "Est-ce bien vous" in client.get(link_in(mail.outbox[-1]), follow=True).content.decode()
    assert Identity.objects.get().confirmed_at is None


def test_pressing_again_and_again_sends_one_message(client, there, ines):
    for _ in range(3):
        goes_there_and_back(client, there)
    assert len(mail.outbox) == 1


def test_the_siret_leads_to_the_organisation_and_gives_no_right(client, there, ines, town_hall):
    other = Organisation.objects.create(name="Autre mairie", national_id="21350000000011")
    there.agent["siret"] = other.national_id
    comes_for_the_second_time(client, there)
    assert Identity.objects.get().organisation == other
    assert client.get(reverse("staff_people")).context["groups"][0]["organisation"] == town_hall
    assert "Autre mairie" in client.get(reverse("mfa_index")).content.decode()


def test_an_association_without_siret_keeps_its_own_sign_in(client, there):
    library = Organisation.objects.create(name="Association", national_id="W353000000")
    user = a_user("desk", library)
    entered = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert entered["Location"] == "/equipe/"


def test_a_siret_that_two_organisations_share_or_that_is_none_leads_to_neither(
    client, there, ines, town_hall
):
    Organisation.objects.create(name="Antenne", national_id=SIRET)
    comes_for_the_second_time(client, there)
    assert Identity.objects.get().organisation is None
    there.agent["siret"] = "n’importe quoi"
    goes_there_and_back(client, there)
    assert Identity.objects.get().siret == ""


# -- From one's own account ----------------------------------------------------------------------
def test_whoever_is_signed_in_adds_proconnect_whatever_address_it_gives(client, there, ines):
    there.agent["email"] = "prenom.nom@ailleurs.example"
    client.force_login(ines)
    leaves = client.post(reverse("staff_proconnect_add"))
    done = client.get(there.authorize(leaves["Location"]).removeprefix(ours.PUBLIC_URL))
    assert done["Location"] == reverse("mfa_index")
    fresh = Client()
    goes_there_and_back(fresh, there)
    assert is_in(fresh) == str(ines.pk) and mail.outbox == []


def test_an_identity_that_is_somebody_elses_cannot_be_added(client, there, ines, town_hall):
    comes_for_the_second_time(client, there)
    other = Client()
    other.force_login(a_user("desk", town_hall))
    leaves = other.post(reverse("staff_proconnect_add"))
    assert other.get(there.authorize(leaves["Location"]).removeprefix(ours.PUBLIC_URL)).status_code == 403
    assert Identity.objects.get().user == ines


def test_a_question_of_one_account_is_not_answered_to_another(client, there, ines, town_hall):
    client.force_login(ines)
    back = there.authorize(client.post(reverse("staff_proconnect_add"))["Location"])
    asked = client.session["proconnect_asked"]
    client.force_login(a_user("desk", town_hall))
    session = client.session
    session["proconnect_asked"] = asked
    session.save()
    assert client.get(back.removeprefix(ours.PUBLIC_URL)).status_code == 403
    assert not Identity.objects.exists()


def test_an_identity_taken_off_opens_the_account_no_more(client, there, ines, town_hall):
    comes_for_the_second_time(client, there)
    stranger = Client()
    stranger.force_login(a_user("desk", town_hall))
    mine = reverse("staff_proconnect_off", args=[Identity.objects.get().pk])
    assert stranger.post(mine).status_code == 404
    client.post(mine)
    fresh = Client()
    goes_there_and_back(fresh, there)
    assert is_in(fresh) is None


# -- Leaving -------------------------------------------------------------------------------------
def test_leaving_ends_the_session_over_there_too(client, there, ines):
    comes_for_the_second_time(client, there)
    leaves = client.post(reverse("account_logout"))["Location"]
    assert there.end(leaves).startswith(asking.after_leaving() + "?state=")
    assert [hint["sub"] for hint in there.ended] == ["agent-1"]
    assert is_in(client) is None


def test_whoever_came_by_password_leaves_without_a_detour(client, there, ines):
    client.force_login(ines)
    assert client.post(reverse("account_logout"))["Location"] == reverse("staff_switch")


def test_one_can_leave_although_the_provider_does_not_answer(client, there, ines):
    comes_for_the_second_time(client, there)
    there.down = True
    cache.clear()
    assert client.post(reverse("account_logout"))["Location"] == reverse("staff_switch")
    assert is_in(client) is None


def test_the_token_kept_for_leaving_is_encrypted_in_the_session(client, there, ines):
    comes_for_the_second_time(client, there)
    assert client.session["proconnect_proof"].startswith("gAAAA")


def test_when_the_provider_is_down_the_page_says_so_and_offers_the_password(client, there, ines):
    there.down = True
    page = client.get(reverse("staff_proconnect"))
    assert page.status_code == 503
    assert "ne répond pas" in page.content.decode() and reverse("account_login") in page.content.decode()


def test_what_is_asked_is_what_proconnect_understands(client, there, ines):
    goes_there_and_back(client, there)
    asked = parse_qs(urlsplit(there.asked[0]).query)
    assert "eidas0-mfa" in asked["claims"][0] and "essential" in asked["claims"][0]
    assert len(asked["state"][0]) >= 32 and len(asked["nonce"][0]) >= 32
