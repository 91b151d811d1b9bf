"""An account nobody used for a year is closed, after a letter; a coordinator opens it again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.actions.close_unused import close_unused
from mediation.models import Mediator, Organisation, Role, User
from tests.sign_in import PASSWORD, a_user, sign_in

pytestmark = pytest.mark.django_db

JANUARY = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _a_real_service(settings):
    settings.DEMO, settings.MFA_COMPULSORY = False, True


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


def came(user, when):
    User.objects.filter(pk=user.pk).update(last_login=when, date_joined=when)
    user.refresh_from_db()
    return user


@pytest.fixture
def karim(library):
    return came(a_user("desk", library, email="karim@example.org"), JANUARY)


def nights(first, last):
    """The sweep of each night, from one day after January 5th to another: (told, closed) in all."""
    done = [close_unused(now=JANUARY + timedelta(days=day)) for day in range(first, last)]
    return sum(each["told"] for each in done), sum(each["closed"] for each in done)


def is_open(user):
    return User.objects.get(pk=user.pk).is_active


def test_somebody_who_does_not_come_is_told_a_month_before_and_closed_after_a_year(karim):
    assert nights(1, 335) == (0, 0)
    assert nights(335, 365) == (1, 0)
    assert [message.to for message in mail.outbox] == [["karim@example.org"]]
    assert "5 janvier 2027" in mail.outbox[0].body
    assert nights(365, 370) == (0, 1)
    assert not is_open(karim) and len(mail.outbox) == 1


def test_somebody_who_comes_after_the_letter_stays_and_is_told_again_a_year_later(karim):
    nights(335, 350)
    came(karim, JANUARY + timedelta(days=350))
    assert nights(351, 680) == (0, 0)
    assert nights(680, 690) == (1, 0) and is_open(karim)


def test_nobody_is_closed_who_was_not_told_a_month_before(karim):
    """The service did not run for two years, or is brought up to date: first the letter."""
    assert nights(800, 801) == (1, 0)
    assert nights(801, 830) == (0, 0)
    assert nights(830, 831) == (0, 1)


def test_a_letter_that_does_not_leave_closes_nothing_and_is_written_again(karim, settings):
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert nights(335, 420) == (0, 0)
    settings.EMAIL_BACKEND = works
    assert nights(420, 421) == (1, 0) and is_open(karim)


def test_an_account_given_and_never_used_is_closed_too(library):
    user = a_user("desk", library)
    User.objects.filter(pk=user.pk).update(last_login=None, date_joined=JANUARY)
    assert nights(335, 370) == (1, 1)


def test_the_last_person_who_sets_the_service_up_is_never_closed(library):
    first = came(a_user("operator", email="premiere@example.org"), JANUARY)
    second = came(a_user("operator", email="seconde@example.org"), JANUARY + timedelta(days=2))
    assert nights(335, 800) == (1, 1)
    assert not is_open(first) and is_open(second)


def test_a_demonstration_closes_nobody(karim, settings):
    settings.DEMO = True
    assert nights(335, 370) == (0, 0)


def test_a_mediator_whose_account_is_closed_still_receives(library):
    user = came(a_user("mediator", library), JANUARY)
    Mediator.objects.create(user=user, organisation=library, name="Léa Exemple", first_name="Léa")
    nights(335, 370)
    assert Mediator.objects.get().active and Role.objects.filter(user=user).exists()


def test_a_closed_account_says_who_opens_it(karim):
    nights(335, 370)
    page = (
        Client()
        .post(reverse("account_login"), {"login": karim.email, "password": PASSWORD}, follow=True)
        .content.decode()
    )
    assert "coordination" in page and "rouvre" in page


def coordinator(library):
    return sign_in(Client(), a_user("coordinator", library))


def test_a_coordinator_sees_who_was_closed_and_opens_the_account_again(karim, library):
    nights(335, 370)
    client = coordinator(library)
    assert "inutilisé" in client.get(reverse("staff_people")).content.decode()
    page = client.post(reverse("staff_reopen", args=[karim.pk]), follow=True).content.decode()
    assert "Le compte est rouvert" in page and "inutilisé" not in page
    entered = Client().post(reverse("account_login"), {"login": karim.email, "password": PASSWORD})
    assert entered["Location"] == "/equipe/"


def test_an_account_opened_again_is_not_closed_the_next_night(karim, library):
    nights(335, 370)
    reopened = JANUARY + timedelta(days=371)
    with time_machine.travel(reopened):
        coordinator(library).post(reverse("staff_reopen", args=[karim.pk]))
    assert is_open(karim)
    assert nights(371, 700) == (0, 0)
    nights(700, 740)
    assert not is_open(karim)


def test_pressed_twice_it_is_open(karim, library):
    nights(335, 370)
    client = coordinator(library)
    for _ in range(2):
        client.post(reverse("staff_reopen", args=[karim.pk]))
    assert is_open(karim)


def test_an_account_closed_for_another_reason_is_not_a_coordinators_to_open(karim, library):
    User.objects.filter(pk=karim.pk).update(is_active=False)
    client = coordinator(library)
    assert "Rouvrir" not in client.get(reverse("staff_people")).content.decode()
    client.post(reverse("staff_reopen", args=[karim.pk]))
    assert not is_open(karim)


def test_a_coordinator_of_another_organisation_finds_no_such_account(karim):
    nights(335, 370)
    other = coordinator(Organisation.objects.create(name="Ailleurs"))
    assert other.post(reverse("staff_reopen", args=[karim.pk])).status_code == 404
    assert not is_open(karim)


def test_whoever_refers_is_opened_again_from_the_page_of_their_organisation(library):
    partner = Organisation.objects.create(name="CCAS des Essais", refers=True)
    user = came(a_user("partner", partner), JANUARY)
    nights(335, 370)
    client = coordinator(library)
    page = reverse("staff_partner", args=[partner.pk])
    assert "Rouvrir" in client.get(page).content.decode()
    pressed = client.post(reverse("staff_reopen", args=[user.pk]), {"next": page})
    assert pressed["Location"] == page and is_open(user)


def test_the_way_back_leads_to_our_pages_only(karim, library):
    client = coordinator(library)
    for asked in ("https://ailleurs.example/", "//ailleurs.example/equipe/partenaires/", "/equipe/langue/"):
        pressed = client.post(reverse("staff_reopen", args=[karim.pk]), {"next": asked})
        assert pressed["Location"] == reverse("staff_people")


def test_the_team_sees_who_will_soon_be_closed(karim, library):
    """Told today by the clock of this page, and not here since."""
    came(karim, timezone.now() - timedelta(days=340))
    close_unused(now=timezone.now())
    assert "bientôt fermé" in coordinator(library).get(reverse("staff_people")).content.decode()
