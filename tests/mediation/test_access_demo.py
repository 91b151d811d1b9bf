"""The published logins of the demonstration."""

import pytest
from django.urls import reverse

from mediation.demo_logins import LOGINS, PASSWORD, NotADemonstration, create_demo_logins
from mediation.models import Mediator, Organisation, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lea():
    organisation = Organisation.objects.create(name="Médiathèque des Essais")
    return Mediator.objects.create(organisation=organisation, name="Léa Exemple", first_name="Léa")


@pytest.fixture
def _demonstration(settings):
    settings.DEMO, settings.MFA_COMPULSORY = True, False


@pytest.mark.usefixtures("_demonstration")
@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.kind)
def test_each_published_login_opens_its_first_page_without_a_telephone(client, lea, login):
    create_demo_logins(lea)
    client.post(reverse("account_login"), {"login": login.email, "password": PASSWORD})
    assert client.session["_auth_user_id"]
    assert client.get("/equipe/").headers.get("Location") != reverse("staff_second_step")


@pytest.mark.usefixtures("_demonstration")
def test_loading_twice_changes_nothing(lea):
    create_demo_logins(lea)
    before = User.objects.count(), Role.objects.count()
    create_demo_logins(lea)
    assert (User.objects.count(), Role.objects.count()) == before
    assert Mediator.objects.get().user.email == "mediation@demo.example"


@pytest.mark.usefixtures("_demonstration")
def test_a_page_says_that_the_demonstration_waives_the_second_step(client, lea):
    create_demo_logins(lea)
    client.force_login(User.objects.get(email="coordination@demo.example"))
    assert "Démonstration" in client.get(reverse("staff_people")).content.decode()


def test_a_real_service_gets_no_published_login(lea, settings):
    settings.DEMO = False
    with pytest.raises(NotADemonstration):
        create_demo_logins(lea)
    assert not User.objects.exists()
