"""A session that ends loses nothing of what was typed."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from mediation.models import Invitation, KeptForm, Organisation
from tests.people import MONDAY_8AM
from tests.sign_in import PASSWORD, a_user, with_second_step
from tests.staff import Town

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
PAGE = "http://testserver/equipe/personnes/inviter/"


@pytest.fixture(autouse=True)
def _without_second_step(settings):
    settings.MFA_COMPULSORY = False


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


@pytest.fixture
def clock():
    with time_machine.travel(MORNING) as moving:
        yield moving


def log_in(client: Client, user, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def typed(library) -> dict[str, str]:
    return {
        "name": "Nora Nouvelle",
        "email": "nora@example.org",
        "kind": "desk",
        "organisation": str(library.pk),
        "password": "jamais gardé",
    }


def send_too_late(client: Client, user, library, clock, referer: str = PAGE):
    """Sign in, leave for more than an hour, then send a form."""
    log_in(client, user)
    client.get(reverse("staff_invite"))
    clock.shift(timedelta(minutes=70))
    return client.post(reverse("staff_invite"), typed(library), headers={"referer": referer})


def kept_page(response) -> str:
    """The address of the kept form inside the `next` of the way to sign-in."""
    return re.search(r"next=(/equipe/reprise/[0-9a-f-]+/)", response["Location"]).group(1)


def test_what_was_typed_is_shown_again_after_signing_in(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    assert not Invitation.objects.exists()
    assert log_in(client, user, next=kept_page(late))["Location"] == kept_page(late)
    page = client.get(kept_page(late)).content.decode()
    assert "Votre session était terminée. Voici ce que vous aviez écrit." in page
    assert "Nora Nouvelle" in page and "jamais gardé" not in page


def test_the_form_is_offered_filled_in_again(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    log_in(client, user)
    page = client.get(kept_page(late))
    form = client.get(page.context["again"]).content.decode()
    assert 'value="Nora Nouvelle"' in form and 'value="nora@example.org"' in form
    assert not Invitation.objects.exists()
    client.post(page.context["again"], typed(library))
    assert Invitation.objects.get().name == "Nora Nouvelle"
    assert not KeptForm.objects.exists()


def test_one_press_sends_it_as_it_was(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    log_in(client, user)
    context = client.get(kept_page(late)).context
    client.post(context["kept"].path, dict(context["pairs"]))
    assert Invitation.objects.get().name == "Nora Nouvelle"


def test_it_can_be_thrown_away(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    log_in(client, user)
    client.post(kept_page(late))
    assert not KeptForm.objects.exists()


def test_a_form_sent_from_another_page_is_not_filled_in_but_still_kept(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock, referer="http://testserver/equipe/jour/")
    log_in(client, user)
    page = client.get(kept_page(late))
    assert page.context["again"] == "" and "Nora Nouvelle" in page.content.decode()


def test_a_colleague_who_signs_in_instead_does_not_see_it(client, library, clock):
    late = send_too_late(client, a_user("coordinator", library), library, clock)
    log_in(client, a_user("coordinator", library))
    page = client.get(kept_page(late), follow=True).content.decode()
    assert "Nora Nouvelle" not in page


def test_it_is_gone_after_half_an_hour(client, library, clock):
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    clock.shift(timedelta(minutes=31))
    log_in(client, user)
    assert "n’est plus gardé" in client.get(kept_page(late), follow=True).content.decode()


def test_it_is_encrypted_at_rest(client, library, clock):
    send_too_late(client, a_user("coordinator", library), library, clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mediation_keptform")
        assert "Nora" not in str(cursor.fetchall())


def test_a_form_from_a_device_nobody_signed_in_on_is_not_kept(client, library):
    answer = client.post(reverse("staff_invite"), typed(library))
    assert reverse("account_login") in answer["Location"]
    assert not KeptForm.objects.exists()


def test_a_form_with_an_outdated_token_is_kept_when_somebody_signed_in_again_in_another_tab(library):
    strict = Client(enforce_csrf_checks=True)
    user = a_user("coordinator", library)
    strict.force_login(user)
    answer = strict.post(reverse("staff_invite"), typed(library), headers={"referer": PAGE})
    assert answer["Location"].startswith("/equipe/reprise/")
    assert KeptForm.objects.get().user == user


def test_a_form_forged_by_another_site_is_not_kept(library):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(a_user("coordinator", library))
    headers = {"sec-fetch-site": "cross-site", "referer": "https://ailleurs.example/"}
    assert strict.post(reverse("staff_invite"), typed(library), headers=headers).status_code == 403
    assert not KeptForm.objects.exists()


def test_the_second_step_stays_on_the_way_back(client, library, clock, settings):
    """A kept form is no way around the second step."""
    settings.MFA_COMPULSORY = True
    user = a_user("coordinator", library)
    late = send_too_late(client, user, library, clock)
    with_second_step(user)
    assert log_in(client, user)["Location"].startswith(reverse("mfa_authenticate"))
    assert reverse("account_login") in client.get(kept_page(late))["Location"]


def test_a_booking_half_typed_at_the_desk_comes_back_with_its_choices(client, clock):
    clock.move_to(MONDAY_8AM)
    town = Town()
    user = town.user("desk")
    log_in(client, user)
    client.get(reverse("staff_desk"))
    clock.shift(timedelta(minutes=70))
    booking = {"name": "Amina Essai", "phone": "06 39 98 00 01", "topic": town.topic.public_id, "key": "x"}
    address = reverse("staff_desk") + "?jour=2026-12-07"
    late = client.post(address, booking, headers={"referer": "http://testserver" + address})
    log_in(client, user)
    again = client.get(kept_page(late)).context["again"]
    assert "jour=2026-12-07" in again
    page = client.get(again).content.decode()
    assert 'value="Amina Essai"' in page and "06 39 98 00 01" in page
