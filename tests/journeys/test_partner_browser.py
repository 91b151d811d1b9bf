"""A social worker who has never seen it: a couple referred in under two minutes, on a telephone and at a desk."""

import time as clock
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.actions.referrer_links import ask_for_link, new_follow_link
from bookings.models import Appointment, Referral, ReferralFile, ReferrerLink
from bookings.referrals.states import State
from mediation.models import Opening, PartnerDomain, Team
from tests.browser import enter, findings_at_each_width, follow
from tests.journeys.test_staff_browser import page_for
from tests.partners import SocialWorker
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]
# A person reads and types; what is measured here is how much there is to do, at an unhurried pace.
_A_FIELD_S = 4.0
_TWO_MINUTES_S = 120


@pytest.fixture
def worker(transactional_db: None) -> SocialWorker:
    """Léa receives every day, all day, so that there is a time whenever the test runs."""
    town = Town()
    for day in range(7):
        first = date.today() - timedelta(days=day)
        Opening.objects.create(
            mediator=town.lea,
            site=town.site,
            first_day=first,
            opens=time(0, 5),
            closes=time(23, 55),
            on_holidays=True,
        )
    return SocialWorker(town)


SCREENS = [(360, True), (360, False), (1280, True), (1280, False)]


@pytest.fixture(params=SCREENS, ids=lambda each: f"{each[0]}px-{'js' if each[1] else 'nojs'}")
def page(
    request: pytest.FixtureRequest, worker: SocialWorker, browser: Browser, live_server: LiveServer
) -> Iterator[Page]:
    width, script = request.param
    options = {"viewport": {"width": width, "height": 800}, "java_script_enabled": script}
    page = page_for(worker.client, browser, live_server, **options)
    page.context.has_script = script  # type: ignore[attr-defined]
    yield page
    page.context.close()


def test_a_couple_is_referred_in_under_two_minutes(page: Page) -> None:
    began = clock.monotonic()
    page.goto("/equipe/")
    follow(page.get_by_role("link", name="Orienter une personne").first)
    page.get_by_label("Nom de la personne").fill("Amina Essai")
    page.get_by_text("Par SMS, sur son téléphone mobile").click()
    page.get_by_label("Numéro de mobile", exact=True).fill("06 39 98 00 01")
    choose_topic(page)
    page.get_by_text("Première heure libre\u00a0:").wait_for()
    page.locator("input[name=slot]").first.check()
    page.get_by_label("J’ai dit à la personne").check()
    page.get_by_label("Ensuite, orienter une autre personne du foyer").check()
    follow(page.get_by_role("button", name="Réserver maintenant"))
    page.get_by_label("Nom de la personne").fill("Jean Essai")
    page.get_by_label("Numéro de mobile", exact=True).fill("06 39 98 00 02")
    page.get_by_label("J’ai dit à la personne").check()
    follow(page.get_by_role("button", name="Le service l’invite"))
    page.get_by_text("L’orientation est partie.").wait_for()
    fields = 13  # as counted above, the presses included
    spent = clock.monotonic() - began + fields * _A_FIELD_S
    print(f"\n{fields} answers and presses, {spent:.0f} s at {_A_FIELD_S:.0f} s each")
    assert spent < _TWO_MINUTES_S
    amina, jean = Referral.objects.order_by("pk")
    assert (amina.at, jean.at) == (State.BOOKED, State.INVITED)
    assert Appointment.objects.count() == 1


def choose_topic(page: Page) -> None:
    """With JavaScript the choice asks for the free times by itself; without it the button does."""
    topic = page.locator("input[name=topic]").first
    if page.context.has_script:  # type: ignore[attr-defined]
        with page.expect_navigation():
            topic.check()
        return
    topic.check()
    follow(page.get_by_role("button", name="Voir les heures libres").last)


def a_file(referral: Referral) -> ReferralFile:
    """A file of the same social worker, with a line that can go and one that cannot."""
    assert referral.organisation is not None
    file = ReferralFile.objects.create(
        partner=referral.partner,
        by=referral.referrer,
        organisation=referral.organisation,
        created_at=timezone.now(),
    )
    file.lines.create(number=2, reference="A1", fate="create", row="{}")
    file.lines.create(number=3, reference="A2", fate="wrong", faults=[["mobile", "incomplete", 4]])
    return file


def test_no_partner_page_has_an_accessibility_finding_or_scrolls_sideways(
    worker: SocialWorker, browser: Browser, live_server: LiveServer
) -> None:
    worker.refers(action="brouillon")
    referral = worker.referred(key="33333333-3333-3333-3333-333333333333", email="")
    first = referral.public_id
    pages = [
        "",
        "orienter/",
        "messages/",
        f"orienter/?comme={first}",
        "fichier/",
        f"fichier/{a_file(referral).public_id}/",
        *(f"orientations/{first}/{verb}" for verb in ("", "corriger/", "retirer/", "heure/")),
    ]
    page = page_for(worker.client, browser, live_server, bypass_csp=True)
    for address in pages:
        page.goto(f"/partenaires/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert findings_at_each_width(page) == [], address
    page.goto(f"/partenaires/orientations/{first}/")
    follow(page.get_by_role("button", name="Feuille à remettre à la personne"))
    assert findings_at_each_width(page) == []
    page.context.close()


def test_whoever_uses_the_keyboard_alone_refers_somebody(
    worker: SocialWorker, browser: Browser, live_server: LiveServer
) -> None:
    page = page_for(worker.client, browser, live_server, java_script_enabled=False)
    page.goto("/partenaires/orienter/")
    page.get_by_label("Nom de la personne").focus()
    page.keyboard.type("Amina Essai")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("06 39 98 00 01")
    enter(page)  # Looks for times; sends nothing by accident.
    assert not Referral.objects.exists()
    page.locator("input[name=topic]").first.focus()
    page.keyboard.press("Space")
    page.get_by_label("J’ai dit à la personne").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Le service l’invite").focus()
    enter(page)
    page.get_by_text("L’orientation est partie.").wait_for()
    assert Referral.objects.get().at is State.INVITED
    page.context.close()


def test_no_page_without_an_account_or_of_setting_partners_up_has_a_finding(
    worker: SocialWorker, browser: Browser, live_server: LiveServer
) -> None:
    PartnerDomain.objects.create(organisation=worker.partner, domain="ccas.example")
    Team.objects.create(organisation=worker.partner, name="Accueil")
    referral = worker.referred()
    now = datetime.now(UTC)
    known = {"email": "zoe@ccas.example", "language": "fr", "partner_id": worker.partner.pk, "now": now}
    follows = new_follow_link(referral, **known)
    ask_for_link("zoe@ccas.example", language="fr", now=now)
    opens = ReferrerLink.objects.latest("pk").clear
    page = browser.new_context(base_url=live_server.url, bypass_csp=True).new_page()
    verbs = ("", "corriger/", "retirer/", "heure/")
    by_link = [f"lien/{follows}/{verb}" for verb in verbs]
    for address in ("sans-compte/", f"lien/{opens}/", *by_link, "lien/inconnu/"):
        page.goto(f"/partenaires/{address}")
        assert findings_at_each_width(page) == [], address
    page.context.close()
    coordinator = sign_in(Client(), a_user("coordinator", worker.town.here))
    page = page_for(coordinator, browser, live_server, bypass_csp=True)
    for address in ("", f"{worker.partner.pk}/"):
        page.goto(f"/equipe/partenaires/{address}")
        assert findings_at_each_width(page) == [], address
    coordinates = sign_in(Client(), a_user("coordinator", worker.partner))
    a_file(referral)
    page.context.close()
    page = page_for(coordinates, browser, live_server, bypass_csp=True)
    page.goto("/partenaires/structure/fichiers/")
    assert findings_at_each_width(page) == []
    page.context.close()
