"""What somebody types as an address does not reach what only we can reach, nor keep us for ever."""

import _socket
import socket
import time
from contextlib import suppress

import pytest

from mediation import outside
from mediation.outside import Reason, Refused, ask
from tests.elsewhere import says, server


@pytest.fixture
def trusted(settings):
    """Lets the test's own server be asked."""

    def trust(there):
        settings.TRUSTED_OUTSIDE = (there.host,)
        return there.address

    return trust


def reason_of(address, **options):
    with pytest.raises(Refused) as refused:
        ask(address, **options)
    return refused.value.reason


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", Reason.NOT_AN_ADDRESS),
        ("mon agenda", Reason.NOT_AN_ADDRESS),
        ("ftp://example.org/a.ics", Reason.NOT_AN_ADDRESS),
        ("file:///etc/passwd", Reason.NOT_AN_ADDRESS),
        ("https://", Reason.NOT_AN_ADDRESS),
        ("https://[::1", Reason.NOT_AN_ADDRESS),
        ("https://example.org:99999/", Reason.NOT_AN_ADDRESS),
        ("https://amina:secret@example.org/", Reason.NOT_AN_ADDRESS),
        ("https://exa mple.org/", Reason.NOT_AN_ADDRESS),
        ("http://example.org/a.ics", Reason.NOT_ENCRYPTED),
        ("https://127.0.0.1/", Reason.PRIVATE),
        ("https://10.1.2.3/", Reason.PRIVATE),
        ("https://192.168.1.1/", Reason.PRIVATE),
        ("https://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
        ("https://[::1]/", Reason.PRIVATE),
        ("https://[::ffff:10.0.0.1]/", Reason.PRIVATE),
        ("https://[fd00::1]/", Reason.PRIVATE),
        ("https://0/", Reason.PRIVATE),
        ("https://2130706433/", Reason.PRIVATE),
    ],
)
def test_an_address_that_must_not_be_asked_is_refused_with_its_reason(address, reason, monkeypatch):
    def numbers_only(host, port, **options):
        return _socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)

    monkeypatch.setattr(socket, "getaddrinfo", numbers_only)
    assert reason_of(address) == reason


@pytest.mark.parametrize(
    ("ip", "public"),
    [
        ("9.9.9.9", True),
        ("2620:fe::fe", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::909:909", True),
        ("2002:a00:1::", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False),
        ("fe80::1%eth0", False),
    ],
)
def test_an_address_hidden_in_another_is_seen(ip, public):
    assert outside.is_public(ip) is public


def test_a_name_is_looked_up_once_and_every_address_behind_it_counts(monkeypatch):
    looked_up = []

    def both(host, port, **options):
        looked_up.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("9.9.9.9", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert reason_of("https://calendar.example.org/") == Reason.PRIVATE
    assert looked_up == ["calendar.example.org"]


def test_an_answer_is_taken_whole_with_its_headers(trusted):
    with server(says(b"bonjour", ETag='"1"')) as there:
        answer = ask(f"{trusted(there)}/a?b=c", headers={"X-Ours": "1"})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"bonjour", '"1"')
    method, path, headers = there.asked[0]
    assert (method, path, headers["x-ours"], headers["host"]) == ("GET", "/a?b=c", "1", there.host)


def test_a_redirection_into_the_private_network_is_refused(trusted):
    with server(says(b"", 302, Location="https://127.0.0.1:9/latest/")) as there:
        assert reason_of(trusted(there)) == Reason.PRIVATE


def test_a_loop_of_redirections_ends(trusted):
    with server(says(b"", 302, Location="/encore")) as there:
        assert reason_of(trusted(there)) == Reason.TOO_MANY_REDIRECTIONS
    assert len(there.asked) == 4


def test_a_password_does_not_follow_a_redirection_to_another_host(settings):
    with server(says(b"ok")) as other, server(says(b"", 302, Location=f"{other.address}/")) as there:
        settings.TRUSTED_OUTSIDE = (there.host, other.host)
        ask(there.address, headers={"Authorization": "Basic secret", "X-Ours": "1"})
    assert there.asked[0][2]["authorization"] == "Basic secret"
    assert "authorization" not in other.asked[0][2] and other.asked[0][2]["x-ours"] == "1"


def test_too_much_is_refused_whether_or_not_it_was_announced(trusted):
    def endless(request):
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            for _ in range(100):
                request.wfile.write(b"x" * 10_000)

    with server(says(b"x" * 2_001)) as there:
        assert reason_of(trusted(there), most_bytes=2_000) == Reason.TOO_BIG
    with server(endless) as there:
        assert reason_of(trusted(there), most_bytes=2_000) == Reason.TOO_BIG


def test_somebody_who_answers_a_byte_at_a_time_does_not_keep_us(trusted):
    def dripping(request):
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            for _ in range(50):
                request.wfile.write(b"x")
                time.sleep(0.1)

    with server(dripping) as there:
        began = time.monotonic()
        assert reason_of(trusted(there), seconds=0.5) == Reason.TOO_SLOW
    assert time.monotonic() - began < 4


def test_nobody_there_is_said_as_such(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    settings.TRUSTED_OUTSIDE = (host,)
    assert reason_of(f"http://{host}/") == Reason.UNREACHABLE
