"""People, roles and invitations."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from mediation.actions.sweep_sign_in import sweep_sign_in
from mediation.models import Invitation, KeptForm, Mediator, Organisation, Role, User
from tests.sign_in import PASSWORD, a_user, sign_in

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


@pytest.fixture
def centre():
    return Organisation.objects.create(name="Centre social Fictif")


@pytest.fixture
def coordinator(library):
    return sign_in(Client(), a_user("coordinator", library, email="ines@example.org"))


def invite(client: Client, kind: str, organisation: Organisation | None, email: str = "nora@example.org"):
    where = str(organisation.pk) if organisation else ""
    return client.post(
        reverse("staff_invite"),
        {"name": "Nora Nouvelle", "email": email, "kind": kind, "organisation": where},
    )


def link_of(response) -> str:
    return re.search(r"http://127[^<\s]+(/equipe/invitation/[^<\s]+)", response.content.decode()).group(1)


def accept(client: Client, link: str, **chosen: str):
    client.get(link)
    typed = {"name": "Nora Nouvelle", "password": "une phrase toute neuve", **chosen}
    return client.post(reverse("staff_invitation"), typed)


def test_a_coordinator_invites_a_mediator_who_chooses_a_password_and_starts(coordinator, library):
    page = invite(coordinator, "mediator", library)
    assert mail.outbox[0].to == ["nora@example.org"] and "7 jours" in mail.outbox[0].body
    newcomer = Client()
    assert accept(newcomer, link_of(page))["Location"] == "/equipe/"
    nora = User.objects.get(email="nora@example.org")
    assert newcomer.session["_auth_user_id"] == str(nora.pk)
    assert nora.roles.get().kind == "mediator" and nora.roles.get().organisation == library
    assert nora.mediator.organisation == library and nora.mediator.first_name == "Nora"


def test_an_invited_mediator_whom_the_organisation_had_entered_is_that_mediator(coordinator, library):
    entered = Mediator.objects.create(organisation=library, name="Nora Nouvelle", first_name="Nora")
    accept(Client(), link_of(invite(coordinator, "mediator", library)))
    assert Mediator.objects.get() == entered
    assert Mediator.objects.get().user.email == "nora@example.org"


def test_an_invitation_serves_once(coordinator, library):
    link = link_of(invite(coordinator, "desk", library))
    accept(Client(), link)
    assert accept(Client(), link).status_code == 410
    assert User.objects.filter(email="nora@example.org").count() == 1


def test_an_invitation_is_over_after_seven_days(library):
    with time_machine.travel(MORNING) as clock:
        coordinator = sign_in(Client(), a_user("coordinator", library))
        link = link_of(invite(coordinator, "desk", library))
        clock.move_to(MORNING + timedelta(days=7, minutes=1))
        assert accept(Client(), link).status_code == 410


def test_a_revoked_invitation_opens_nothing(coordinator, library):
    link = link_of(invite(coordinator, "desk", library))
    coordinator.post(reverse("staff_revoke", args=[Invitation.objects.get().pk]))
    assert accept(Client(), link).status_code == 410


def test_inviting_again_makes_the_first_link_useless(coordinator, library):
    first = link_of(invite(coordinator, "desk", library))
    second = link_of(invite(coordinator, "desk", library))
    assert accept(Client(), first).status_code == 410
    assert accept(Client(), second).status_code == 302


def test_only_the_hash_of_the_link_is_stored(coordinator, library):
    token = link_of(invite(coordinator, "desk", library)).rstrip("/").rpartition("/")[2]
    assert token not in str(Invitation.objects.values().get())


def test_the_link_leaves_the_address_bar_before_anything_is_shown(coordinator, library):
    link = link_of(invite(coordinator, "desk", library))
    opened = Client().get(link)
    assert opened.status_code == 302 and opened["Location"] == reverse("staff_invitation")


def test_opening_the_link_changes_nothing(coordinator, library):
    link = link_of(invite(coordinator, "desk", library))
    Client().get(link, follow=True)
    assert Invitation.objects.get().accepted_at is None
    assert not User.objects.filter(email="nora@example.org").exists()


def test_a_weak_password_is_refused_and_the_name_is_kept(coordinator, library):
    link = link_of(invite(coordinator, "desk", library))
    page = accept(Client(), link, name="Nora Autrement", password="court")
    assert "Nora Autrement" in page.content.decode() and "12 caractères" in page.content.decode()
    assert not User.objects.filter(email="nora@example.org").exists()


def test_the_link_does_not_open_an_account_that_exists(coordinator, library, centre):
    """Whoever reads somebody's mail gets no way around their password and second step."""
    nora = a_user("desk", centre, email="nora@example.org")
    thief = Client()
    link = link_of(invite(coordinator, "desk", library))
    assert reverse("account_login") in accept(thief, link)["Location"]
    assert "_auth_user_id" not in thief.session
    thief.post(reverse("account_login"), {"login": nora.email, "password": PASSWORD})
    assert thief.post(reverse("staff_invitation"))["Location"] == "/equipe/"
    assert nora.roles.count() == 2


def test_somebody_else_who_is_signed_in_cannot_take_the_invitation(coordinator, library, centre):
    a_user("desk", centre, email="nora@example.org")
    link = link_of(invite(coordinator, "desk", library))
    other = sign_in(Client(), a_user("desk", centre))
    assert accept(other, link).status_code == 403


def test_a_coordinator_invites_into_their_own_organisation_only(coordinator, centre):
    assert invite(coordinator, "desk", centre).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("kind", ["operator", "metro_coordinator", "central_desk"])
def test_a_coordinator_hands_out_no_role_over_the_territory(coordinator, library, kind):
    invite(coordinator, kind, None)
    invite(coordinator, kind, library)
    assert not Invitation.objects.exists()


def test_the_metropolitan_coordinator_invites_anywhere_but_makes_no_operator(library, centre):
    metro = sign_in(Client(), a_user("metro_coordinator"))
    invite(metro, "desk", library)
    invite(metro, "coordinator", centre)
    invite(metro, "central_desk", None)
    invite(metro, "operator", None)
    assert set(Invitation.objects.values_list("kind", flat=True)) == {"desk", "coordinator", "central_desk"}


def test_somebody_who_holds_the_role_already_is_not_invited_again(coordinator, library):
    a_user("desk", library, email="nora@example.org")
    assert "déjà ce rôle" in invite(coordinator, "desk", library).content.decode()


def test_a_coordinator_sees_the_people_of_their_organisation_only(coordinator, library, centre):
    a_user("desk", library, email="ici@example.org")
    a_user("desk", centre, email="ailleurs@example.org")
    page = coordinator.get(reverse("staff_people")).content.decode()
    assert "ici@example.org" in page and "ailleurs@example.org" not in page


def test_roles_and_invitations_of_another_organisation_do_not_exist_for_a_coordinator(coordinator, centre):
    elsewhere = a_user("desk", centre).roles.get()
    operator = sign_in(Client(), a_user("operator"))
    invite(operator, "desk", centre)
    assert coordinator.post(reverse("staff_withdraw", args=[elsewhere.pk])).status_code == 404
    pending = Invitation.objects.get()
    assert coordinator.post(reverse("staff_revoke", args=[pending.pk])).status_code == 404
    assert Role.objects.filter(pk=elsewhere.pk).exists() and Invitation.objects.exists()


def test_a_role_is_taken_back_by_a_button(coordinator, library):
    role = a_user("desk", library).roles.get()
    coordinator.post(reverse("staff_withdraw", args=[role.pk]))
    assert not Role.objects.filter(pk=role.pk).exists()


def test_nobody_takes_their_own_role_away(coordinator):
    own = Role.objects.get(user__email="ines@example.org")
    coordinator.post(reverse("staff_withdraw", args=[own.pk]))
    assert Role.objects.filter(pk=own.pk).exists()


def test_the_metropolitan_coordinator_cannot_remove_an_operator():
    operator = a_user("operator").roles.get()
    sign_in(client := Client(), a_user("metro_coordinator"))
    client.post(reverse("staff_withdraw", args=[operator.pk]))
    assert Role.objects.filter(pk=operator.pk).exists()


def test_a_mail_server_that_is_down_loses_no_invitation(coordinator, library, settings):
    settings.EMAIL_BACKEND = "tests.mediation.test_access_people.Down"
    page = invite(coordinator, "desk", library)
    assert "Donnez le lien vous-même" in page.content.decode() and link_of(page)


class Down:
    def __init__(self, **options):
        pass

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_the_list_of_people_costs_the_same_with_many_organisations(library):
    metro = sign_in(Client(), a_user("metro_coordinator"))
    metro.get(reverse("staff_people"))
    counts = []
    for numbers in (range(2), range(2, 30)):
        for number in numbers:
            organisation = Organisation.objects.create(name=f"Structure {number}")
            a_user("desk", organisation, email=f"agent{number}@example.org")
        with CaptureQueriesContext(connection) as queries:
            metro.get(reverse("staff_people"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_signing_in_leaves_behind_is_forgotten(coordinator, library):
    """Kept forms and sessions when they end; invitations once used, or a month after their week."""
    link = link_of(invite(coordinator, "desk", library))
    accept(Client(), link)
    invite(coordinator, "desk", library, "vieille@example.org")
    user = User.objects.get(email="ines@example.org")
    now = timezone.now()
    KeptForm.objects.create(user=user, path="/equipe/", data="name=Nora", expires_at=now)
    swept = {name: count for name, count in sweep_sign_in(now=now).items() if count}
    assert swept == {"kept_forms": 1, "invitations": 1}
    later = sweep_sign_in(now=now + timedelta(days=38))
    assert later["invitations"] == 1 and later["sessions"] == 2
