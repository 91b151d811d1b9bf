"""Somebody sees where their account is open and ends it; a device never used before is told by e-mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.actions.sweep_sign_in import sweep_sign_in
from mediation.models import KnownDevice, Organisation, StaffSession, User
from mediation.sessions.browsers import device_named
from tests.sign_in import PASSWORD, a_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture(autouse=True)
def _a_real_service(settings):
    settings.DEMO, settings.MFA_COMPULSORY = False, True


@pytest.fixture
def ines():
    user = a_user("desk", Organisation.objects.create(name="Accueil des Essais"), email="ines@example.org")
    User.objects.update(date_joined=timezone.now() - timedelta(days=90))
    user.refresh_from_db()
    return user


def signs_in(user, agent=FIREFOX, client=None):
    client = client or Client(headers={"user-agent": agent})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.get(reverse("staff_desk"))
    return client


def is_open(client):
    return client.get(reverse("staff_desk")).status_code == 200


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        (FIREFOX, "Firefox · Windows"),
        (PHONE, "Safari · iPhone"),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
            "Chrome · Android",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            "Edge · Windows",
        ),
        ("Firefox", "Firefox"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_its_system(agent, named):
    assert device_named(agent) == named


def test_somebody_sees_each_device_their_account_is_open_on_and_which_is_this_one(ines):
    signs_in(ines, PHONE)
    here = signs_in(ines)
    page = here.get(reverse("staff_sessions")).content.decode()
    assert "Safari · iPhone" in page and "Firefox · Windows" in page
    assert page.count("Cet appareil") == 1 and "Fermer partout ailleurs" in page


def test_a_session_that_opened_nothing_but_the_account_is_seen_too(ines):
    thief = Client(headers={"user-agent": PHONE})
    thief.post(reverse("account_login"), {"login": ines.email, "password": PASSWORD})
    assert thief.get(reverse("mfa_index")).status_code == 200
    here = signs_in(ines)
    assert "Safari · iPhone" in here.get(reverse("staff_sessions")).content.decode()
    here.post(reverse("staff_sessions_end"))
    assert thief.get(reverse("mfa_index")).status_code == 302


def test_somebody_alone_reads_that_there_is_no_other_device(ines):
    page = signs_in(ines).get(reverse("staff_sessions")).content.decode()
    assert "Aucun autre appareil" in page and "Fermer partout" not in page


def test_ending_a_session_closes_it_there_and_nowhere_else(ines):
    lost, here = signs_in(ines, PHONE), signs_in(ines)
    row = ines.staff_sessions.get(device="Safari · iPhone")
    page = here.post(reverse("staff_session_end", args=[row.pk]), follow=True).content.decode()
    assert "fermé sur cet appareil" in page and "Safari · iPhone" not in page
    assert is_open(here) and not is_open(lost)


def test_ending_all_others_leaves_this_one_open(ines):
    others = [signs_in(ines), signs_in(ines, PHONE)]
    here = signs_in(ines)
    page = here.post(reverse("staff_sessions_end"), follow=True).content.decode()
    assert "2 autres appareils" in page
    assert is_open(here) and not any(is_open(each) for each in others)


def test_nobody_ends_a_colleagues_session_nor_their_own_by_number(ines):
    colleague = a_user("desk", Organisation.objects.get())
    theirs, here = signs_in(colleague), signs_in(ines)
    for row in StaffSession.objects.all():
        assert here.post(reverse("staff_session_end", args=[row.pk])).status_code == 404
    assert is_open(theirs) and is_open(here)


def test_a_session_is_ended_although_its_key_has_changed_meanwhile(ines):
    """A new password gives the session another key: that one is ended too."""
    lost, here = signs_in(ines), signs_in(ines)
    key = lost.session.session_key
    new = "une autre phrase de mots"
    lost.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert lost.session.session_key != key
    here = Client(headers={"user-agent": FIREFOX})
    here.post(reverse("account_login"), {"login": ines.email, "password": new})
    here.post(reverse("staff_sessions_end"))
    assert is_open(here) and not is_open(lost)


def test_a_session_goes_on_after_a_change_of_password_and_is_listed_once(ines):
    here = signs_in(ines)
    new = "une autre phrase de mots"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert is_open(here)
    assert here.get(reverse("staff_sessions")).content.decode().count("Firefox · Windows") == 1


def test_leaving_takes_the_session_off_the_list(ines):
    here = signs_in(ines)
    here.post(reverse("account_logout"))
    assert not StaffSession.objects.exists()


def test_a_session_left_alone_is_listed_no_more_and_swept(ines):
    with time_machine.travel(datetime(2026, 11, 30, 8, 0, tzinfo=UTC)) as clock:
        signs_in(ines, PHONE)
        clock.shift(timedelta(minutes=70))
        here = signs_in(ines)
        assert "iPhone" not in here.get(reverse("staff_sessions")).content.decode()
        clock.shift(timedelta(minutes=55))
        sweep_sign_in(now=timezone.now())
        assert ines.staff_sessions.count() == 1
        assert is_open(here)


# -- A new device --------------------------------------------------------------------------------
def test_signing_in_on_a_device_never_used_is_told_by_e_mail(ines):
    signs_in(ines, PHONE)
    assert [message.to for message in mail.outbox] == [["ines@example.org"]]
    said = mail.outbox[0].body
    assert "Safari · iPhone" in said and reverse("staff_sessions") in said


def test_the_same_device_is_told_of_once(ines):
    here = signs_in(ines)
    here.post(reverse("account_logout"))
    signs_in(ines, client=here)
    assert len(mail.outbox) == 1


def test_at_a_shared_desk_each_person_has_their_own_known_device(ines):
    here = signs_in(ines)
    here.post(reverse("account_logout"))
    karim = a_user("desk", Organisation.objects.get(), email="karim@example.org")
    User.objects.filter(pk=karim.pk).update(date_joined=timezone.now() - timedelta(days=9))
    signs_in(karim, client=here)
    here.post(reverse("account_logout"))
    signs_in(ines, client=here)
    assert [message.to for message in mail.outbox] == [["ines@example.org"], ["karim@example.org"]]
    assert KnownDevice.objects.values("token_hash").distinct().count() == 1


def test_a_cookie_made_up_is_replaced_and_makes_nothing_known(ines):
    here = Client(headers={"user-agent": FIREFOX})
    here.cookies["appareil"] = "x"
    signs_in(ines, client=here)
    assert len(mail.outbox) == 1 and len(here.cookies["appareil"].value) == 43


def test_whoever_has_just_taken_up_an_invitation_is_not_told(ines):
    new = a_user("desk", Organisation.objects.get())
    signs_in(new)
    assert mail.outbox == []


def test_a_mail_server_that_is_down_keeps_nobody_out(ines, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert is_open(signs_in(ines))


def test_a_device_not_used_for_400_days_is_forgotten(ines):
    signs_in(ines)
    sweep_sign_in(now=timezone.now() + timedelta(days=401))
    assert not KnownDevice.objects.exists()
