"""Staff at their computer: the keyboard alone, no JavaScript, no accessibility finding, paper."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, Outcome
from bookings.people.who import WayToReach
from mediation.models import Opening
from notifications.outbox.compose import compose
from tests.browser import await_cursor, enter, findings_at_each_width, follow
from tests.call_backs import rose
from tests.notifications.receiver import a_program
from tests.programs import Program
from tests.sign_in import sign_in
from tests.staff import Town

_MM = 96 / 25.4  # CSS pixels

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]


@pytest.fixture
def town(transactional_db: None) -> Town:
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
    return town


def today_around(moment: datetime) -> datetime:
    """`moment`, moved into the hours of its day that Léa receives: the suite may run close to midnight."""
    local = moment.astimezone(ZoneInfo("Europe/Paris")).replace(second=0, microsecond=0)
    first, last = local.replace(hour=0, minute=5), local.replace(hour=22, minute=30)
    return min(max(local, first), last).astimezone(UTC)


def page_for(client: Client, browser: Browser, live_server: LiveServer, **options: object) -> Page:
    """A page signed in as the client is."""
    context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


@pytest.fixture
def counter(town: Town, client: Client, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """The front desk, without JavaScript."""
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, java_script_enabled=False)
    yield page
    page.context.close()


def test_the_desk_books_for_a_caller_with_the_keyboard_alone(counter: Page) -> None:
    counter.goto("/equipe/reserver/")
    # The cursor is in « Nom » from the start.
    await_cursor(counter)
    counter.keyboard.type("Jean Essai")
    counter.keyboard.press("Tab")
    counter.keyboard.type("06 39 98 00 05")
    enter(counter)
    counter.get_by_text("Personne de connu").wait_for()
    counter.locator("input[name=slot]").first.focus()
    counter.keyboard.press("Space")
    counter.get_by_role("button", name="Réserver", exact=True).focus()
    enter(counter)
    counter.get_by_text("C’est réservé.").wait_for()
    appointment = Appointment.objects.get()
    assert counter.url.endswith(f"/equipe/rendez-vous/{appointment.pk}/carte/")
    assert counter.locator(".number").inner_text().replace("\N{NO-BREAK SPACE}", "") == appointment.number


def test_entering_a_name_searches_and_never_books_by_accident(counter: Page, town: Town) -> None:
    counter.goto("/equipe/reserver/")
    counter.locator("input[name=slot]").first.check()
    counter.get_by_label("Nom", exact=True).fill("Jean Essai")
    counter.get_by_label("Téléphone", exact=True).fill("06 39 98 00 05")
    counter.get_by_label("Nom", exact=True).press("Enter")
    counter.get_by_text("Personne de connu").wait_for()
    assert not Appointment.objects.exists()
    assert counter.locator("input[name=slot]:checked").count() == 1


def test_a_mediator_marks_somebody_arrived_and_notes_the_outcome_in_five_presses(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    appointment = town.books(today_around(datetime.now(UTC) + timedelta(minutes=1)))
    sign_in(client, town.lea_user)
    page = page_for(client, browser, live_server, viewport={"width": 360, "height": 740})
    page.goto(f"/equipe/rendez-vous/{appointment.pk}/")
    follow(page.get_by_role("button", name="Arrivé"))
    follow(page.get_by_role("link", name="Noter le compte rendu"))
    page.get_by_text("Résolu", exact=True).click()
    page.get_by_role("button", name="Enregistrer et terminer").first.click()
    page.get_by_text("Compte rendu enregistré.").wait_for()
    assert Outcome.objects.get().themes == ["aide_aux_demarches_administratives"]
    page.context.close()


def test_each_letter_is_one_page_in_large_print_its_address_in_the_window(
    town: Town, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    now = datetime.now(UTC)
    for days, language in ((20, "fr"), (21, "ar")):
        address = WayToReach("letter", "Résidence des Tilleuls\n12 rue de l’Exemple\n35000 Rennes")
        town.books(today_around(now + timedelta(days=days)), reach=address, language=language)
    compose(now=now)
    sign_in(client, town.user("desk"))
    page = page_for(client, browser, live_server, viewport={"width": 794, "height": 1123})
    page.goto("/equipe/lettres/imprimer/")
    assert len(re.findall(rb"/Type /Page\n", page.pdf(prefer_css_page_size=True))) == 2
    page.emulate_media(media="print")
    for letter in page.locator(".letter").all():
        sheet, window = letter.bounding_box(), letter.locator(".letter__to").bounding_box()
        assert sheet and window
        assert abs(window["x"] - sheet["x"] - 110 * _MM) < 1
        assert abs(window["y"] - sheet["y"] - 55 * _MM) < 1
        assert letter.locator(".letter__to").evaluate("box => box.scrollHeight <= box.clientHeight")
        assert abs(window["height"] - 33 * _MM) < 1
        size = letter.locator("dd").first.evaluate("text => parseFloat(getComputedStyle(text).fontSize)")
        assert size >= 16 * 96 / 72
        answer = letter.locator(".letter__answer").bounding_box()
        assert answer and answer["y"] + answer["height"] < sheet["y"] + 290 * _MM
    page.context.close()


PAGES = (
    "jour/",
    "jour/cote-a-cote/",
    "jour/cote-a-cote/?par=lieu",
    "semaine/",
    "semaine/?mediateur={mediator}",
    "semaine/liste/",
    "semaine/equipe/",
    "semaine/copier/{mediator}/",
    "trajets/",
    "mois/",
    "reserver/",
    "retrouver/",
    "rappels/",
    "attente/",
    "attente/ajouter/",
    "a-prevenir/",
    "absents/",
    "avis/",
    "avis/papier/",
    "avis/tablette/",
    "avis/remarques/",
    "interpretes/",
    "langues/",
    "durees/",
    "plages/",
    "agendas/",
    "ateliers/",
    "ateliers/ajouter/",
    "chiffres/",
    "chiffres/rapport/",
    "chiffres/exports/",
    "cles/",
    "plages/ajouter/",
    "plages/{opening}/dates/",
    "plages/{opening}/dates/2030-01-07/",
    "plages/{opening}/terminer/",
    "absences/ajouter/",
    "visites/noter/",
    "fermetures/ajouter/",
    "doublons/",
    "ligne/",
    "conversations/",
    "messages/",
    "messages/couts/",
    "messages/couts/{organisation}/",
    "messages/rappels/",
    "messages/rappels/ajouter/",
    "lettres/",
    "lettres/imprimer/",
    "messages/textes/",
    "messages/lieux/",
    "mise-en-route/",
    "webhooks/",
    "webhooks/{webhook}/",
    "messages/textes/{organisation}/reminder/fr/",
    "messages/textes/{organisation}/confirmation/ar/",
    "rendez-vous/{appointment}/",
    "rendez-vous/{appointment}/plus-tot/",
    "rendez-vous/{appointment}/interprete/",
    "rendez-vous/{appointment}/annuler/",
    "rendez-vous/{appointment}/deplacer/",
    "rendez-vous/{appointment}/carte/",
    "rendez-vous/{appointment}/compte-rendu/",
    "comptes-rendus/",
    "habitants/{person}/",
    "habitants/{person}/a-propos/",
    "habitants/{person}/suivi/",
    "suivi/",
    "rendez-vous/{appointment}/feuille/",
    "habitants/{person}/autre-fiche/",
    "habitants/{person}/donnees/",
    "habitants/{person}/effacer/",
    "registre/",
    "connexions/",
    "personnes/",
    "mediateurs/{mediator}/depart/",
    "mise-en-place/fichiers/",
    "mise-en-place/fichiers/lieux/",
    "mise-en-place/fichiers/personnes/",
    "mise-en-place/fichiers/plages/",
)
PARTS = 3


# In parts: one test that opens them all takes longer than any other, and longer than a test may on a slow machine.
@pytest.mark.parametrize("part", range(PARTS))
def test_no_staff_page_has_an_accessibility_finding_or_scrolls_sideways(
    town: Town, client: Client, browser: Browser, live_server: LiveServer, part: int
) -> None:
    appointment = town.books(today_around(datetime.now(UTC) + timedelta(hours=2)))
    ids = {
        "appointment": appointment.pk,
        "person": appointment.participations.get().resident_id,
        "organisation": town.here.pk,
        "mediator": town.lea.pk,
        "opening": town.lea.openings.filter(repeat_weeks=1).values_list("pk", flat=True)[0],
        "webhook": a_program(town.here).pk,
    }
    for fields in ({}, {"not_before": datetime.now(UTC) + timedelta(hours=2)}, {"status": "dropped"}):
        asked = rose(town, reason="hung_up", language="uk", wanted_at=datetime.now(UTC), **fields)
        for result in ("busy", "later", "no_answer"):
            asked.attempts.create(at=datetime.now(UTC), result=result, by=town.lea_user)
    Program(town.here)
    sign_in(client, town.user("coordinator"))
    page = page_for(client, browser, live_server, bypass_csp=True)
    for address in PAGES[part::PARTS]:
        page.goto("/equipe/" + address.format(**ids))
        page.evaluate("document.querySelectorAll('.queue details').forEach(each => each.open = true)")
        assert findings_at_each_width(page) == [], address
    page.context.close()
