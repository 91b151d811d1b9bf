"""Nothing that people type reaches a log."""

import json
import logging
import sys
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from mediation.logs import ROUTE, JsonLines, WebServerLog, route_of


def line_of(message: str, *args: Any, name: str = "bookings", **extra: Any) -> dict[str, Any]:
    """What `JsonLines` makes of one record."""
    record = logging.LogRecord(name, logging.INFO, "file.py", 1, message, args, None)
    vars(record).update(extra)
    line = JsonLines().format(record)
    assert "\n" not in line
    return dict(json.loads(line))


def test_a_line_says_when_how_grave_from_where_and_what() -> None:
    line = line_of("swept %d drafts", 3)
    assert (line["level"], line["from"], line["event"]) == ("info", "bookings", "swept 3 drafts")
    assert line["at"].endswith("+00:00")


@pytest.mark.parametrize(
    "personal", ["+33639980001", "06 39 98 00 01", "amina@example.org", "203.0.113.9", "0261910000"]
)
def test_what_looks_like_a_person_is_blotted_out(personal: str) -> None:
    assert personal not in line_of("could not reach %s today", personal)["event"]


@pytest.mark.parametrize("harmless", ["http://127.0.0.1:8000", "2026-11-23", "appointment 123456"])
def test_what_is_nobody_is_left_readable(harmless: str) -> None:
    assert line_of("see %s", harmless)["event"] == f"see {harmless}"


def test_figures_beside_the_message_are_kept_and_texts_are_not() -> None:
    line = line_of("sent", parts=2, in_doubt=False, body="Bonjour Amina")
    assert (line["parts"], line["in_doubt"]) == (2, False)
    assert "Amina" not in json.dumps(line)


def test_an_error_tells_its_kind_and_place_but_not_its_message() -> None:
    try:
        raise ValueError("duplicate key: (email)=(amina@example.org)")
    except ValueError:
        line = line_of("could not save %s", "Amina Test", exc_info=sys.exc_info())
    assert line["event"] == "could not save %s"
    assert line["failure"]["error"] == "ValueError"
    assert "test_logs.py" in line["failure"]["at"][-1]
    assert "mina" not in json.dumps(line)


def test_a_failed_request_is_named_by_its_route() -> None:
    request = RequestFactory().get("/compte/reauthenticate/?telephone=0639980001")
    request.resolver_match = resolve("/compte/reauthenticate/")
    line = line_of("%s: %s", "Not Found", request.path, name="django.request", request=request)
    assert line["route"] == "/compte/reauthenticate/"
    assert "063998" not in json.dumps(line)


def test_a_host_that_somebody_made_up_is_not_quoted() -> None:
    name = "django.security.DisallowedHost"
    assert line_of("Invalid HTTP_HOST header: 'amina.test'", name=name)["event"] == "request refused"


def test_the_variable_parts_of_a_route_are_dots() -> None:
    request = RequestFactory().get("/")
    for route, shown in [
        ("r/<str:token>", "/r/…"),
        ("en/rdv/<int:number>/carte", "/en/rdv/…/carte"),
        (
            "^compte/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            "/compte/password/reset/key/…-…/",
        ),
    ]:
        request.resolver_match = SimpleNamespace(route=route)
        assert route_of(request) == shown


def access_line(environ: dict[str, Any], caplog: pytest.LogCaptureFixture) -> logging.LogRecord:
    """The record that the web server's log makes of one request."""
    log = WebServerLog.__new__(WebServerLog)
    log.access_log = logging.getLogger("gunicorn.access")
    response = SimpleNamespace(status_code=200, sent=512)
    with caplog.at_level(logging.INFO, "gunicorn.access"):
        log.access(response, None, {"REQUEST_METHOD": "GET", **environ}, timedelta(milliseconds=12))
    return caplog.records[-1]


def test_the_access_log_keeps_tokens_and_queries_out(caplog: pytest.LogCaptureFixture) -> None:
    environ = {"PATH_INFO": "/r/kT7mPq", "QUERY_STRING": "nom=Amina", ROUTE: "/r/…"}
    record = access_line(environ, caplog)
    assert record.getMessage() == "GET /r/…"
    assert json.loads(JsonLines().format(record))["ms"] == 12


def test_a_mistyped_address_is_not_repeated(caplog: pytest.LogCaptureFixture) -> None:
    record = access_line({"PATH_INFO": "/amina-test-0639980001"}, caplog)
    assert record.getMessage() == "GET (no such page)"


def test_every_answer_leaves_its_route_for_the_log(client: Client) -> None:
    assert client.get("/healthz").wsgi_request.META[ROUTE] == "/healthz"
