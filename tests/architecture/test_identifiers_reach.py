"""All identifiers × all roles × organisations: outside one's reach, nothing exists.

WHOSE (`somebody_elses`) says, for each staff address with an identifier, which object of another organisation to try. A new
address with an identifier and without a row fails.
"""

from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from bookings.models import (
    ApiKey,
    Appointment,
    CalendarFeed,
    CallBack,
    OutsideCalendar,
    Referral,
)
from mediation.access import Kind
from mediation.models import Absence, Closure, Invitation, KeptForm, Mediator, Role, Site
from notifications.models import (
    Message,
    SpokenName,
    WebhookTarget,
    Wording,
)
from tests.architecture.somebody_elses import (
    ASKS_A_PROVIDER,
    IN_AN_ORGANISATION,
    LISTS,
    NO_IDENTIFIER,
    NOBODY_IS_VISITED,
    OF_THE_TERRITORY,
    ONES_OWN_FILE,
    REMARK,
    SECRET,
    WHOSE,
    Elsewhere,
)
from tests.architecture.test_routes_roles import EVERY_KIND, OWN, STAFF
from tests.kept import kept
from tests.people import MONDAY, TEN
from tests.sign_in import a_user, sign_in

AN_HOUR_LATER = TEN + timedelta(hours=1)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Elsewhere]:
    with kept(_at_that_hour, django_db_blocker) as elsewhere:
        yield elsewhere


def _at_that_hour() -> Elsewhere:
    with time_machine.travel(AN_HOUR_LATER, tick=False):
        return Elsewhere()


@pytest.fixture
def there(built_once, db):
    with time_machine.travel(AN_HOUR_LATER, tick=False):
        yield deepcopy(built_once)


def person(there: Elsewhere, kind: str) -> Client:
    """Somebody who holds this role here, and nothing elsewhere."""
    if kind == Kind.MEDIATOR:
        return sign_in(Client(), there.town.lea_user)
    return sign_in(Client(), there.town.user(kind))


def state(there: Elsewhere) -> list[Any]:
    """Everything that a forbidden POST might have changed."""
    return [
        list(Appointment.objects.order_by("pk").values_list("pk", "status", "version", "starts_at")),
        list(CallBack.objects.values_list("status", "attempts", "taken_by", "not_before")),
        list(Absence.objects.values()),
        list(SpokenName.objects.values("pk", "done_at")),
        list(Wording.objects.values("pk", "replaced_at")),
        list(Message.objects.values("pk", "state")),
        list(WebhookTarget.objects.values()),
        list(Closure.objects.values()),
        list(CalendarFeed.objects.values()),
        list(ApiKey.objects.values()),
        list(OutsideCalendar.objects.values("pk", "next_read_at")),
        list(Invitation.objects.values()),
        list(Role.objects.filter(organisation=there.town.elsewhere).values()),
        list(there.town.omar.openings.values()),
        list(Mediator.objects.values("pk", "active")),
        list(Site.objects.order_by("pk").values("pk", "name", "active")),
        list(Referral.objects.values("pk", "state", "version")),
    ]


def text_of(page: Any) -> str:
    """What one reads on it, on the pages of a PDF too, where pypdf is there to read them."""
    if page.streaming:
        return str(page.getvalue().decode())
    if page.get("Content-Type") != "application/pdf":
        return str(page.content.decode())
    if find_spec("pypdf") is None:
        return ""
    pypdf: Any = import_module("pypdf")
    return "\n".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(page.content)).pages)


def test_every_address_with_an_identifier_has_its_row():
    with_identifier = {route.name for route in OWN if route.name in STAFF and "<" in route.address}
    assert with_identifier - OF_THE_TERRITORY - NO_IDENTIFIER == set(WHOSE)


@pytest.mark.parametrize("kind", IN_AN_ORGANISATION)
def test_outside_ones_organisation_an_identifier_does_not_exist(there, kind):
    client = person(there, kind)
    before = state(there)
    for name, whose in WHOSE.items():
        address = reverse(name, kwargs=whose(there))
        expected = (404, 405) if kind in STAFF[name] else (403, 405)
        assert client.get(address).status_code in expected, ("GET", name)
        post = client.post(
            address,
            {"marque": "done", "decision": "apart", "status": "done", "suite": "take", "action": "pause"},
        )
        assert post.status_code in expected, ("POST", name)
    assert state(there) == before


@pytest.mark.parametrize("kind", [kind.value for kind in Role.TERRITORY_WIDE])
def test_a_role_over_the_territory_finds_what_its_pages_are_for(there, kind):
    client = person(there, kind)
    for name, whose in WHOSE.items():
        status = client.get(reverse(name, kwargs=whose(there))).status_code
        found = (404,) if name in ASKS_A_PROVIDER | NOBODY_IS_VISITED | ONES_OWN_FILE else (200, 405)
        assert status in (found if kind in STAFF[name] else (403, 405)), (name, status)


@pytest.mark.parametrize("kind", IN_AN_ORGANISATION)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_shows_nobody_of_another_organisation(there, kind, name):
    page = person(there, kind).get(f"{reverse(name)}?jour={MONDAY.isoformat()}")
    assert page.status_code == (200 if kind in STAFF[name] else 403)
    text = text_of(page)
    assert not any(hidden in text for hidden in ("Secrète", SECRET, REMARK, "elle@example.org"))


@pytest.mark.parametrize("kind", [*EVERY_KIND, "nobody"])
def test_a_note_is_read_by_those_who_helped_only(there, kind):
    """In the organisation that gave the help: its mediators and coordinators. Nobody else, anywhere."""
    territory_wide = kind in Role.TERRITORY_WIDE
    client = Client()
    if kind != "nobody":
        sign_in(client, a_user(kind, None if territory_wide else there.town.elsewhere))
    pages = [client.get(reverse(name, kwargs=WHOSE[name](there))) for name in WHOSE]
    pages += [client.post(reverse("staff_note", kwargs={"pk": there.done.pk}))]
    pages += [client.get(reverse(name)) for name in LISTS]
    seen = any(SECRET in text_of(page) for page in pages)
    assert seen == (kind in (Kind.MEDIATOR, Kind.COORDINATOR))


@pytest.mark.parametrize("kind", [*EVERY_KIND, "nobody"])
def test_a_remark_that_nobody_has_read_is_read_by_who_reviews_it(there, kind):
    """A coordinator of that organisation or of the territory, before anybody else."""
    WHOSE["staff_survey_comment"](there)
    client = Client()
    if kind != "nobody":
        sign_in(client, a_user(kind, None if kind in Role.TERRITORY_WIDE else there.town.elsewhere))
    pages = [client.get(reverse(name)) for name in LISTS]
    seen = any(REMARK in text_of(page) for page in pages)
    assert seen == (kind in (Kind.COORDINATOR, Kind.METRO_COORDINATOR))


def test_what_a_colleague_had_typed_does_not_exist_for_another(there):
    kept = KeptForm.objects.create(
        user=there.role.user, path="/equipe/", data=f"note={SECRET}", expires_at=TEN + timedelta(days=1)
    )
    page = person(there, Kind.COORDINATOR).get(reverse("staff_kept_form", args=[kept.pk]), follow=True)
    assert SECRET not in page.content.decode()
