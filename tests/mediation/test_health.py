"""What a load balancer and whoever is on duty are told."""

import pytest
from django.db import DatabaseError
from django.test import Client

from mediation import health, tasks


def test_a_living_process_says_so_without_touching_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_an_instance_that_has_just_started_is_ready(client: Client) -> None:
    body = client.get("/readyz").json()
    assert body["status"] == "ready"
    assert body["database"] is body["broker"] is True
    assert body["last_beat"] == {"seconds": None, "late": False}


@pytest.mark.django_db
def test_a_clock_that_stopped_is_told_but_takes_no_page_away(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.note_beat()
    noon = health.time.time()
    monkeypatch.setattr(health.time, "time", lambda: noon + 600)
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["last_beat"] == {"seconds": 600, "late": True}


@pytest.mark.django_db
def test_without_its_database_an_instance_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer() -> None:
        raise DatabaseError("password authentication failed for user amina")

    monkeypatch.setattr(health.connection, "cursor", no_answer)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "database": False, "broker": True}
