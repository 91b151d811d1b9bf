"""A client that nobody wrote, made from the published schema, refers, books, moves and cancels over HTTP."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import time_machine
from django.conf import settings
from pytest_django.live_server_helper import LiveServer

from bookings.models import Appointment, Referral
from tests import people
from tests.programs import Program
from tests.referring import a_partner
from tests.staff import Town

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "rendez_vous_client"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The client's package, generated from the committed schema."""
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n")
    schema = Path(settings.BASE_DIR, "docs/openapi.yaml")
    command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--fail-on-warning"]
    arguments = ["--path", str(schema), "--output-path", str(folder / "made"), "--config", str(config)]
    run = subprocess.run([*command, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    sys.path.insert(0, str(folder / "made"))
    yield folder / "made"
    sys.path.remove(str(folder / "made"))


def part(name: str) -> ModuleType:
    """One of its modules."""
    return importlib.import_module(f"{NAME}.{name}")


@pytest.fixture
def town() -> Iterator[Town]:
    """The Friday before."""
    with time_machine.travel(people.FRIDAY_BEFORE):
        yield Town()


@pytest.fixture
def client_of(made: Path, live_server: LiveServer) -> Iterator[Any]:
    """A client with a key; its connections are closed at the end."""
    with ExitStack() as opened:

        def client(program: Program) -> Any:
            shown = part("client").AuthenticatedClient(base_url=live_server.url, token=program.secret)
            return opened.enter_context(shown)

        yield client


def test_it_refers_somebody_books_moves_and_cancels(town: Town, client_of: Any) -> None:
    client, models = client_of(Program(a_partner())), part("models")
    topic = part("api.catalogue.list_topics").sync(client=client).results[0]
    site = part("api.catalogue.list_sites").sync(client=client).results[0]
    times = (
        part("api.heures_libres.list_free_times").sync(client=client, topic=topic.id, site=site.id).results
    )

    reach = models.ReferralReach(kind=models.ReferralReachKindEnum.MOBILE, value=people.AMINA_MOBILE)
    referred = part("api.orientations.refer").sync_detailed(
        client=client,
        idempotency_key="orienter-1",
        body=models.ReferBody(
            name="Amina Essai",
            reach=reach,
            topic=topic.id,
            site=site.id,
            informed_version=models.InformedVersionEnum("2026-11"),
            external_ref="dossier 7",
        ),
    )
    assert referred.status_code == 201 and referred.parsed.state == "invited"

    booked = part("api.orientations.book_for_referral").sync_detailed(
        referred.parsed.id,
        client=client,
        idempotency_key="prendre-1",
        body=models.TimeBody(site=site.id, starts_at=times[0].starts_at),
    )
    assert booked.status_code == 201 and booked.parsed.starts_at == times[0].starts_at

    moved = part("api.rendez_vous.move_appointment").sync_detailed(
        booked.parsed.id,
        client=client,
        idempotency_key="deplacer-1",
        if_match=booked.headers["ETag"],
        body=models.MoveBody(starts_at=times[2].starts_at),
    )
    assert moved.status_code == 200 and moved.parsed.starts_at == times[2].starts_at

    cancelled = part("api.rendez_vous.cancel_appointment").sync_detailed(
        booked.parsed.id,
        client=client,
        idempotency_key="annuler-1",
        if_match=moved.headers["ETag"],
    )
    assert cancelled.status_code == 200 and cancelled.parsed.status == "cancelled_by_person"
    assert Appointment.objects.get().status == "excused" and Referral.objects.get().state == "invited"


def test_it_reads_a_problem_with_its_alternatives(town: Town, client_of: Any) -> None:
    client, models = client_of(Program(a_partner())), part("models")
    taken = town.books()
    answer = part("api.rendez_vous.book_appointment").sync_detailed(
        client=client,
        idempotency_key="prendre-2",
        body=models.BookBody(
            topic=town.topic.public_id,
            site=town.site.public_id,
            starts_at=taken.starts_at,
            people=[models.Person(name="Jean Essai")],
            reach=models.Reach(kind=models.ReachKindEnum.LANDLINE, value=people.JEAN_LANDLINE),
        ),
    )
    assert answer.status_code == 409 and answer.parsed.type_.endswith("/slot-taken/")
    assert len(answer.parsed.alternatives) == 3
