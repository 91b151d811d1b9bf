"""Coming in by ProConnect with a real browser, whose policy for our pages is the real one."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from mediation.models import Organisation, StaffSession
from mediation.proconnect import asking
from mediation.sign_in_settings import origin_of
from tests.browser import findings_at_each_width, follow
from tests.proconnect import CLIENT_ID, CLIENT_SECRET, link_in, proconnect_serving
from tests.sign_in import a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(settings, live_server):
    settings.PUBLIC_URL = live_server.url
    settings.MFA_COMPULSORY = True
    cache.clear()
    with proconnect_serving(asking.back(), asking.after_leaving()) as provider:
        settings.PROCONNECT_ISSUER = provider.issuer
        settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.TRUSTED_OUTSIDE = (provider.host,)
        forms = ["'self'", *origin_of(provider.issuer)]
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": forms}
        provider.agent = {"sub": "agent-1", "email": "ines@example.org", "siret": "21350238800019"}
        yield provider
    cache.clear()


@pytest.fixture
def ines():
    town_hall = Organisation.objects.create(name="CCAS des Essais", national_id="21350238800019")
    return a_user("coordinator", town_hall, email="ines@example.org")


def test_an_agent_comes_the_first_time_confirms_works_and_leaves_over_there_too(
    page: Page, live_server, there, ines
):
    """No page of it has an accessibility finding, or is wider than a telephone."""

    def looked_at(heading: str) -> None:
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        assert findings_at_each_width(page) == [], heading

    page.goto(f"{live_server.url}/compte/login/")
    looked_at("Espace de l’équipe")
    follow(page.get_by_role("link", name="S’identifier avec ProConnect"))
    looked_at("Confirmez que c’est vous")
    page.goto(live_server.url + link_in(mail.outbox[-1]))
    looked_at("Est-ce bien vous qui venez de passer par ProConnect")
    follow(page.get_by_role("button", name="Oui, c’est moi"))
    looked_at("C’est confirmé")
    follow(page.get_by_role("link", name="S’identifier avec ProConnect"))
    expect(page.get_by_role("heading", name="Aujourd’hui")).to_be_visible()
    page.goto(f"{live_server.url}/compte/2fa/")
    looked_at("Sécurité de mon compte")
    follow(page.get_by_role("button", name="Ajouter ProConnect"))
    expect(page.get_by_text("C’est fait")).to_be_visible()
    now = timezone.now()
    StaffSession.objects.create(
        user=ines, session_key="x", device="Safari · iPhone", began_at=now - timedelta(hours=1), seen_at=now
    )
    follow(page.get_by_role("link", name="Voir mes connexions"))
    looked_at("Mes connexions")
    follow(page.get_by_role("button", name="Quitter"))
    looked_at("Qui prend la suite")
    assert [hint["sub"] for hint in there.ended] == ["agent-1"]


def test_whoever_is_refused_reads_why_and_how_to_come_in_otherwise(page: Page, live_server, there, ines):
    there.level = {"acr": "eidas1"}
    page.goto(f"{live_server.url}/compte/login/")
    follow(page.get_by_role("link", name="S’identifier avec ProConnect"))
    expect(page.get_by_role("alert")).to_contain_text("deux étapes")
    assert findings_at_each_width(page) == []
    follow(page.get_by_role("link", name="Se connecter autrement"))
    expect(page.get_by_label("Mot de passe")).to_be_visible()
