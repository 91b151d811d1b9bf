"""Whose address a request is counted against."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from mediation.middleware import TrustedProxies


@pytest.fixture
def seen(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "192.0.2.9"]

    def ask(remote: str, forwarded: str = "", proto: str = "") -> HttpRequest:
        headers = {"x-forwarded-for": forwarded, "x-forwarded-proto": proto}
        request = RequestFactory().get("/", headers={k: v for k, v in headers.items() if v})
        request.META["REMOTE_ADDR"] = remote
        TrustedProxies(lambda _request: HttpResponse())(request)
        return request

    return ask


def test_a_trusted_proxy_says_who_asks(seen):
    request = seen("10.1.2.3", "203.0.113.7", "https")
    assert request.META["REMOTE_ADDR"] == "203.0.113.7" and request.is_secure()


def test_what_the_visitor_wrote_before_the_proxy_is_not_believed(seen):
    assert seen("10.1.2.3", "198.51.100.1, 203.0.113.7, 192.0.2.9").META["REMOTE_ADDR"] == "203.0.113.7"


def test_a_stranger_who_claims_to_be_a_proxy_is_counted_as_themselves(seen):
    request = seen("203.0.113.50", "198.51.100.1", "https")
    assert request.META["REMOTE_ADDR"] == "203.0.113.50" and not request.is_secure()


@pytest.mark.parametrize("nonsense", ["", "inconnu", "10.0.0.4", "203.0.113.7:1234"])
def test_a_header_that_says_nothing_useful_changes_nothing(seen, nonsense):
    assert seen("10.1.2.3", nonsense).META["REMOTE_ADDR"] == "10.1.2.3"
