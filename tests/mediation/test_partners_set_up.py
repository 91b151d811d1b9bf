"""A coordinator lets a partner in: the organisation, its teams, its people, the addresses it writes from."""

import re

import pytest
from django.core import mail
from django.test import Client

from mediation.models import Invitation, Organisation, PartnerDomain, Role, Team
from tests.people import an_organisation
from tests.sign_in import PASSWORD, a_user, sign_in

pytestmark = pytest.mark.django_db
PARTNERS = "/equipe/partenaires/"


@pytest.fixture
def library():
    return an_organisation("Médiathèque des Essais")


@pytest.fixture
def coordinator(client, library):
    return sign_in(client, a_user("coordinator", library))


@pytest.fixture
def ccas(coordinator):
    coordinator.post(PARTNERS, {"name": "CCAS de Démonstration"})
    return Organisation.objects.get(name="CCAS de Démonstration")


def page(partner):
    return f"{PARTNERS}{partner.pk}/"


def does(client, partner, action, value):
    return client.post(page(partner), {"action": action, "valeur": value}, follow=True).content.decode()


def test_a_coordinator_adds_a_partner_and_invites_a_social_worker_into_a_team(coordinator, ccas):
    assert ccas.refers
    does(coordinator, ccas, "equipe", "Accueil")
    team = Team.objects.get()
    said = {"action": "inviter", "name": "Zoé Essai", "email": "zoe@ccas.example", "team": team.pk}
    shown = coordinator.post(page(ccas), said).content.decode()
    assert mail.outbox[-1].to == ["zoe@ccas.example"]
    link = re.search(r"/equipe/invitation/[^<\s]+", shown).group(0)
    zoe = Client()
    zoe.get(link)
    zoe.post("/equipe/invitation/", {"name": "Zoé Essai", "password": PASSWORD})
    role = Role.objects.get(user__email="zoe@ccas.example")
    assert (role.kind, role.organisation, role.team) == ("partner", ccas, team)


def test_somebody_changes_teams_and_loses_the_role_at_once(coordinator, ccas):
    role = a_user("partner", ccas).roles.get()
    does(coordinator, ccas, "equipe", "Accueil")
    team = Team.objects.get()
    coordinator.post(f"{PARTNERS}roles/{role.pk}/", {"team": team.pk})
    role.refresh_from_db()
    assert role.team == team
    assert "changez d’abord leur équipe" in does(coordinator, ccas, "sans-equipe", team.pk)
    coordinator.post(f"{PARTNERS}roles/{role.pk}/", {"action": "retirer"})
    assert not Role.objects.filter(pk=role.pk).exists()
    does(coordinator, ccas, "sans-equipe", team.pk)
    assert not Team.objects.exists()


def test_an_invitation_is_taken_back(coordinator, ccas):
    coordinator.post(page(ccas), {"action": "inviter", "name": "Zoé", "email": "zoe@ccas.example"})
    coordinator.post(f"{PARTNERS}invitations/{Invitation.objects.get().pk}/annuler/")
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("typed", ["gmail.com", "@orange.fr", "pas un domaine", "ccas", "ccas..fr"])
def test_addresses_that_anybody_can_have_are_no_partners(coordinator, ccas, typed):
    assert "ce qui suit le @" in does(coordinator, ccas, "domaine", typed)
    assert not PartnerDomain.objects.exists()


def test_a_domain_is_of_one_partner(coordinator, ccas):
    does(coordinator, ccas, "domaine", "Prenom.Nom@CCAS.example")
    assert PartnerDomain.objects.get().domain == "ccas.example"
    other = an_organisation("Mission locale Fictive", refers=True)
    assert "un autre partenaire" in does(coordinator, other, "domaine", "ccas.example")
    does(coordinator, ccas, "sans-domaine", PartnerDomain.objects.get().pk)
    assert not PartnerDomain.objects.exists()


def test_a_partner_with_a_coordinator_of_its_own_is_theirs(coordinator):
    town = an_organisation("Ville Fictive", refers=True)
    a_user("coordinator", town)
    assert coordinator.get(page(town)).status_code == 404
    metro = sign_in(Client(), a_user("metro_coordinator"))
    assert metro.get(page(town)).status_code == 200


def test_an_organisation_that_receives_is_not_made_a_partner_by_another(coordinator):
    town = an_organisation("Ville Fictive")
    answer = coordinator.post(PARTNERS, {"name": "ville fictive"})
    assert answer.status_code == 422
    town.refresh_from_db()
    assert not town.refers
