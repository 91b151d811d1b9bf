"""Signing in with a real browser: passkeys on a virtual security key, narrow screens, no accessibility finding."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from mediation.models import KeptForm, Organisation
from tests.browser import findings_at_each_width, follow
from tests.sign_in import PASSWORD, a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ines():
    library = Organisation.objects.create(name="Médiathèque des Essais")
    return a_user("coordinator", library, email="ines@example.org")


@pytest.fixture
def page_with_key(context: BrowserContext, settings) -> Page:
    """A page in a browser that has a passkey device, ready to confirm who is in front of it."""
    settings.MFA_COMPULSORY = True
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def test_a_coordinator_sets_up_a_passkey_then_takes_over_the_desk_with_it_alone(
    page_with_key: Page, live_server, ines
):
    page = page_with_key
    page.goto(f"{live_server.url}/compte/login/")
    page.get_by_label("Courriel").fill(ines.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", name="Protégez votre compte")).to_be_visible()
    page.get_by_role("link", name="Choisir la clé d’accès").click()
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("heading", name="Vos codes de secours")).to_be_visible()
    page.get_by_role("link", name="C’est fait, continuer").click()
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
    page.get_by_role("button", name="Quitter").click()
    expect(page.get_by_role("heading", name="Qui prend la suite ?")).to_be_visible()
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()


def test_a_device_without_a_key_gets_a_sentence(page: Page, live_server, ines):
    page.goto(f"{live_server.url}/compte/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no key')) }")
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    expect(page.get_by_role("alert")).to_contain_text("La clé d’accès n’a pas répondu")


ENTRANCE = ["/compte/login/", "/compte/password/reset/", "/compte/signup/", "/equipe/invitation/"]
OWN_PAGES = [
    *("/equipe/personnes/", "/equipe/personnes/inviter/", "/equipe/deuxieme-etape/", "/compte/2fa/"),
    *("/compte/2fa/totp/activate/", "/compte/2fa/webauthn/add/", "/compte/password/change/"),
    "/equipe/connexions/",
]


def findings_at(page: Page, address: str) -> list[str]:
    page.goto(address)
    return [f"{address}: {each}" for each in findings_at_each_width(page)]


def test_the_pages_around_signing_in_are_accessible_and_fit_the_screen(page: Page, live_server, ines):
    found = [each for address in ENTRANCE for each in findings_at(page, live_server.url + address)]
    page.goto(f"{live_server.url}/compte/login/")
    page.get_by_label("Courriel").fill(ines.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.wait_for_url("**/equipe/**")
    found += [each for address in OWN_PAGES for each in findings_at(page, live_server.url + address)]
    tomorrow = timezone.now() + timedelta(days=1)
    kept = KeptForm.objects.create(user=ines, path="/equipe/", data="name=Nora", expires_at=tomorrow)
    found += findings_at(page, f"{live_server.url}/equipe/reprise/{kept.pk}/")
    follow(page.get_by_role("button", name="Quitter"))
    found += findings_at(page, f"{live_server.url}/equipe/changer/")
    assert found == []
