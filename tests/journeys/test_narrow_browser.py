"""At 360 px no table keeps what can be pressed out of sight."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from bookings.models import CallBack, Resident
from tests.call_backs import rose
from tests.people import TEN
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chromium]

OUT_OF_SIGHT = """() => [...document.querySelectorAll("main table :is(a, button, input:not([type=hidden]), select)")]
    .filter(each => each.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(each => each.innerText)"""


def test_what_can_be_pressed_in_a_table_is_in_sight_on_a_telephone(
    transactional_db: None, client: Client, browser: Browser, live_server: LiveServer
) -> None:
    town, now = Town(), datetime.now(UTC)
    town.books(TEN, name="Amina Fictive-Lointaine")
    rose(town, created_at=now, handled_at=now, status=CallBack.Status.DONE, handled_by=town.lea_user)
    for name in ("Amina Fictive-Lointaine", "Fictive-Lointaine Amina"):
        town.books(TEN.replace(hour=TEN.hour + Resident.objects.count()), name=name)
    town.lea_user.email = "une.adresse.assez.longue@exemple-de-ville.example"
    town.lea_user.save(update_fields=["email"])
    sign_in(client, town.user("coordinator"))
    context = browser.new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
    context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page = context.new_page()
    for address in ("personnes/", "rappels/", "doublons/", "messages/couts/", "attente/"):
        page.goto(f"/equipe/{address}")
        assert page.evaluate(OUT_OF_SIGHT) == [], address
    page.goto("/equipe/rappels/")
    assert page.get_by_role("button", name="Remettre dans la liste").is_visible()
    context.close()
