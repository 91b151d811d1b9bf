"""What each role reaches."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from mediation.access import Kind, Reach, public, reach_of, reach_of_user, staff
from mediation.models import Mediator, Organisation, Role, Site, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _second_step_is_compulsory(settings):
    settings.MFA_COMPULSORY = True


@pytest.fixture
def library():
    return Organisation.objects.create(name="Médiathèque des Essais")


@pytest.fixture
def centre():
    return Organisation.objects.create(name="Centre social Fictif")


def user_with(*roles: tuple[str, Organisation | None]) -> User:
    user = User.objects.create_user(f"personne{User.objects.count()}@example.org")
    for kind, organisation in roles:
        Role.objects.create(user=user, kind=kind, organisation=organisation)
    return user


def sites_of(user: User) -> set[str]:
    return set(reach_of_user(user).limit(Site.objects.all()).values_list("name", flat=True))


def test_a_desk_reaches_the_sites_of_its_own_organisation_only(library, centre):
    Site.objects.create(name="Lecture", organisation=library)
    Site.objects.create(name="Cuisine", organisation=centre)
    assert sites_of(user_with((Kind.DESK, library))) == {"Lecture"}


@pytest.mark.parametrize("kind", [Kind.CENTRAL_DESK, Kind.METRO_COORDINATOR])
def test_the_central_desk_and_the_metropolitan_coordinator_reach_every_site(library, centre, kind):
    Site.objects.create(name="Lecture", organisation=library)
    Site.objects.create(name="Cuisine", organisation=centre)
    assert sites_of(user_with((kind, None))) == {"Lecture", "Cuisine"}


def test_an_operator_and_a_partner_reach_no_agenda(library):
    Site.objects.create(name="Lecture", organisation=library)
    assert sites_of(user_with((Kind.OPERATOR, None))) == set()
    assert sites_of(user_with((Kind.PARTNER, library))) == set()


def test_nobody_reaches_anything(library):
    Site.objects.create(name="Lecture", organisation=library)
    assert not Reach().limit(Site.objects.all()).exists()


def test_only_mediators_and_coordinators_of_the_organisation_read_its_notes(library, centre):
    assert reach_of_user(user_with((Kind.MEDIATOR, library))).reads_notes_of(library.pk)
    assert reach_of_user(user_with((Kind.COORDINATOR, library))).reads_notes_of(library.pk)
    assert not reach_of_user(user_with((Kind.MEDIATOR, centre))).reads_notes_of(library.pk)
    assert not reach_of_user(user_with((Kind.DESK, library))).reads_notes_of(library.pk)
    for kind in Role.TERRITORY_WIDE:
        assert not reach_of_user(user_with((kind, None))).reads_notes_of(library.pk)


def test_two_roles_in_two_organisations_do_not_mix(library, centre):
    """A mediator here who keeps the desk there reads the notes of here only."""
    reach = reach_of_user(user_with((Kind.MEDIATOR, library), (Kind.DESK, centre)))
    assert reach.sees_agenda_of(centre.pk) and reach.sees_agenda_of(library.pk)
    assert reach.reads_notes_of(library.pk) and not reach.reads_notes_of(centre.pk)


def test_a_mediator_reads_the_notes_of_their_own_appointment_elsewhere(library, centre):
    user = user_with((Kind.MEDIATOR, library))
    lea = Mediator.objects.create(user=user, organisation=library, name="Léa Essai", first_name="Léa")
    reach = reach_of_user(user)
    assert reach.mediator_id == lea.pk
    assert reach.reads_notes_of(centre.pk, mediator_id=lea.pk)
    assert not reach.reads_notes_of(centre.pk, mediator_id=lea.pk + 1)


def test_reach_costs_one_query_and_is_remembered(library, centre, django_assert_num_queries):
    request = RequestFactory().get("/")
    request.user, request.session = user_with((Kind.MEDIATOR, library), (Kind.DESK, centre)), SessionStore()
    with django_assert_num_queries(1):
        assert reach_of(request) is reach_of(request)


def test_a_coordinator_manages_the_people_of_their_organisation(library, centre):
    reach = reach_of_user(user_with((Kind.COORDINATOR, library)))
    assert reach.manages_people_of(library.pk)
    assert not reach.manages_people_of(centre.pk)
    assert not reach.manages_people_of(None)


@staff(Kind.DESK)
def a_desk_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("accueil")


@staff(Kind.COORDINATOR)
def a_page_for_coordinators(request: HttpRequest) -> HttpResponse:
    return HttpResponse("équipe")


def visit(view, user, rf_path="/equipe/x"):
    request = RequestFactory().get(rf_path)
    request.user, request.session = user, SessionStore()
    request.session.create()
    return view(request)


def test_somebody_not_signed_in_is_led_to_sign_in_and_back():
    response = visit(a_desk_page, AnonymousUser(), "/equipe/x?jour=2026-11-23")
    assert response.status_code == 302
    assert "next=/equipe/x%3Fjour%3D2026-11-23" in response["Location"]


def test_a_page_of_another_role_is_refused(library):
    with pytest.raises(PermissionDenied):
        visit(a_page_for_coordinators, user_with((Kind.DESK, library)))


def test_the_desk_may_work_without_a_second_step(library):
    assert visit(a_desk_page, user_with((Kind.DESK, library))).status_code == 200


def test_a_coordinator_without_a_second_step_is_led_to_set_one_up(library):
    assert visit(a_page_for_coordinators, user_with((Kind.COORDINATOR, library))).status_code == 302


def test_a_view_carries_its_declaration():
    assert a_desk_page.access.kinds == (Kind.DESK,)
    assert public(lambda request: HttpResponse()).access.rule == "public"
