"""Signing in: password, second step, trusted device, limits, and nothing given away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.urls import reverse

from mediation.models import Organisation, User
from tests.sign_in import PASSWORD, a_user, sign_in, with_second_step

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


@pytest.fixture(autouse=True)
def _a_real_service(settings):
    settings.DEMO, settings.MFA_COMPULSORY = False, True


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def code(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def log_in(client: Client, user: User, password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def test_a_desk_agent_signs_in_with_address_and_password(client, library):
    response = log_in(client, a_user("desk", library))
    assert response["Location"] == "/equipe/"


def test_the_sign_in_page_is_in_french_and_says_accounts_come_by_invitation(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "Espace de l’équipe" in page and "sur invitation" in page and "Mot de passe" in page


def test_nobody_signs_up_by_themselves(client):
    page = client.post(reverse("account_signup"), {"email": "nouvelle@example.org", "password1": PASSWORD})
    assert "sur invitation" in page.content.decode()
    assert not User.objects.exists()


def test_a_mediator_without_a_second_step_is_led_to_set_one_up_before_any_page(client, library):
    log_in(client, a_user("mediator", library))
    assert client.get("/equipe/")["Location"] == reverse("staff_second_step")
    page = client.get(reverse("staff_second_step")).content.decode()
    assert reverse("mfa_activate_totp") in page and reverse("mfa_add_webauthn") in page


def test_setting_up_an_application_of_codes_opens_the_staff_area(client, library):
    user = a_user("coordinator", library)
    log_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    done = client.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})
    assert done["Location"] == reverse("mfa_view_recovery_codes")
    assert "codes de secours" in client.get(done["Location"]).content.decode()
    assert client.get(reverse("staff_people")).status_code == 200


def test_the_secret_of_the_application_is_encrypted_at_rest(library):
    user = a_user("mediator", library)
    secret = with_second_step(user)
    assert secret not in str(Authenticator.objects.get(user=user).data)


def test_the_second_step_is_asked_once_a_day_on_a_device_one_trusts(client, library):
    user = a_user("mediator", library)
    secret = with_second_step(user)
    with time_machine.travel(MORNING) as clock:
        assert log_in(client, user)["Location"].startswith(reverse("mfa_authenticate"))
        assert client.get(reverse("mfa_authenticate")).status_code == 200
        step = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
        assert step["Location"].startswith(reverse("mfa_trust"))
        assert client.get(reverse("mfa_trust")).status_code == 200
        client.post(reverse("mfa_trust"), {"action": "trust"})
        client.post(reverse("account_logout"))
        clock.move_to(MORNING + timedelta(hours=8))
        assert log_in(client, user)["Location"] == "/equipe/"
        client.post(reverse("account_logout"))
        clock.move_to(MORNING + timedelta(hours=25))
        assert log_in(client, user)["Location"].startswith(reverse("mfa_authenticate"))


def test_another_device_asks_for_the_second_step(client, library):
    user = a_user("mediator", library)
    with_second_step(user)
    assert log_in(Client(), user)["Location"].startswith(reverse("mfa_authenticate"))


def test_a_compulsory_second_step_cannot_be_taken_off(client, library):
    user = a_user("mediator", library)
    log_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    client.post(reverse("mfa_activate_totp"), {"code": code(page.context["form"].secret)})
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert "demande une deuxième étape" in refused.content.decode()
    assert Authenticator.objects.filter(user=user, type="totp").exists()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, library):
    user = a_user("desk", library)
    wrong = log_in(client, user, "autre chose").content.decode()
    unknown = client.post(
        reverse("account_login"), {"login": "inconnue@example.org", "password": "autre chose"}
    ).content.decode()
    assert user.email in wrong
    assert without_token(wrong).replace(user.email, "x") == without_token(unknown).replace(
        "inconnue@example.org", "x"
    )


def test_asking_for_a_new_password_answers_the_same_for_known_and_unknown_addresses(client, library):
    user = a_user("desk", library)
    answers = []
    for address in (user.email, "inconnue@example.org"):
        answer = client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        answers.append((answer.status_code, answer.redirect_chain, len(mail.outbox)))
    assert [each[:2] for each in answers] == [answers[0][:2]] * 2
    assert [message.to for message in mail.outbox] == [[user.email], ["inconnue@example.org"]]


def test_a_forgotten_password_is_chosen_again_by_the_link_of_the_message(client, library):
    user = a_user("desk", library)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = client.get(link, follow=True)
    new = "une autre phrase de mots"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert log_in(Client(), user, new)["Location"] == "/equipe/"


def test_guessing_a_password_is_stopped_after_a_few_tries(client, library):
    user = a_user("desk", library)
    for _ in range(5):
        log_in(client, user, "essai")
    assert "Trop de tentatives" in log_in(client, user).content.decode()
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open(client, library):
    user = a_user("desk", library)
    User.objects.update(is_active=False)
    log_in(client, user)
    assert "_auth_user_id" not in client.session


def test_a_role_taken_away_closes_the_pages_at_once(client, library):
    user = a_user("coordinator", library)
    sign_in(client, user)
    assert client.get(reverse("staff_people")).status_code == 200
    user.roles.all().delete()
    assert client.get(reverse("staff_people")).status_code == 403


def test_somebody_without_a_role_is_told_whom_to_ask(client):
    sign_in(client, a_user())
    response = client.get("/equipe/")
    assert response.status_code == 403
    assert "coordination" in response.content.decode()


def test_whoever_refers_begins_with_what_they_referred(client, library):
    sign_in(client, a_user("partner", library))
    assert client.get("/equipe/").headers["Location"] == "/partenaires/"


@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "account_change_password",
        "account_logout",
        "mfa_generate_recovery_codes",
        "account_reauthenticate",
        "mfa_reauthenticate",
    ],
)
def test_the_pages_about_ones_own_account_open(client, library, name):
    user = a_user("desk", library)
    log_in(client, user)
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert "Rendez-vous numérique" in response.content.decode()


# -- Sessions ------------------------------------------------------------------------------------
def test_a_session_ends_after_twelve_hours_even_for_somebody_who_never_stops(client, library):
    user = a_user("coordinator", library)
    with time_machine.travel(MORNING) as clock:
        sign_in(client, user)
        for half_hour in range(24):
            clock.move_to(MORNING + timedelta(minutes=30 * half_hour))
            assert client.get(reverse("staff_people")).status_code == 200
        clock.move_to(MORNING + timedelta(hours=12, minutes=1))
        assert reverse("account_login") in client.get(reverse("staff_people"))["Location"]


def test_a_session_left_alone_for_an_hour_ends(client, library):
    with time_machine.travel(MORNING) as clock:
        sign_in(client, a_user("coordinator", library))
        assert client.get(reverse("staff_people")).status_code == 200
        clock.move_to(MORNING + timedelta(minutes=61))
        assert client.get(reverse("staff_people")).status_code == 302


# -- Changing hands ------------------------------------------------------------------------------
def test_at_a_shared_desk_colleagues_take_over_by_choosing_their_name(client, library):
    ines, karim = a_user("desk", library, email="ines@example.org"), a_user("desk", library)
    for user in (ines, karim):
        log_in(client, user)
        assert client.post(reverse("account_logout"))["Location"] == reverse("staff_switch")
    page = client.get(reverse("staff_switch"))
    assert [user.pk for user in page.context["form"].people] == [karim.pk, ines.pk]
    assert "ines@example.org" not in page.content.decode()
    entered = client.post(reverse("staff_switch"), {"login": str(ines.pk), "password": PASSWORD})
    assert entered["Location"] == "/equipe/"
    assert client.session["_auth_user_id"] == str(ines.pk)


def test_a_wrong_password_keeps_the_chosen_name(client, library):
    user = a_user("desk", library)
    log_in(client, user)
    client.post(reverse("account_logout"))
    page = client.post(reverse("staff_switch"), {"login": str(user.pk), "password": "non"})
    assert "checked" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_device_does_not_offer_people_who_never_used_it(client, library):
    stranger, user = a_user("desk", library), a_user("desk", library)
    log_in(client, user)
    client.post(reverse("account_logout"))
    page = client.post(reverse("staff_switch"), {"login": str(stranger.pk), "password": PASSWORD})
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_the_list_is_gone_the_next_day_and_cannot_be_forged(client, library):
    with time_machine.travel(MORNING) as clock:
        log_in(client, a_user("desk", library))
        client.post(reverse("account_logout"))
        clock.move_to(MORNING + timedelta(hours=25))
        assert client.get(reverse("staff_switch"))["Location"] == reverse("account_login")
    client.cookies["poste"] = "WzEsMl0:forged"
    assert client.get(reverse("staff_switch"))["Location"] == reverse("account_login")


# -- Demonstration -------------------------------------------------------------------------------
def test_the_demonstration_waives_the_second_step_and_says_so(client, library, settings):
    settings.MFA_COMPULSORY = False
    client.force_login(a_user("coordinator", library))
    page = client.get(reverse("staff_people"))
    assert page.status_code == 200
    assert "Démonstration" in page.content.decode()


# -- Language ------------------------------------------------------------------------------------
def test_staff_pages_are_in_french_whatever_the_browser_of_the_desk_says(client):
    page = client.get(reverse("account_login"), headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr"' in page


def test_somebody_who_chooses_english_keeps_it_on_this_device(client):
    chosen = client.post(reverse("staff_language"), {"language": "en", "next": "/compte/login/"})
    assert chosen["Location"] == "/compte/login/"
    assert '<html lang="en"' in client.get("/compte/login/").content.decode()
    assert '<html lang="fr"' in client.get("/").content.decode()
