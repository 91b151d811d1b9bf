"""Where webhooks may go, how they are signed, when they are tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from mediation.public_address import is_public
from notifications.subscriptions.addresses import WrongAddress, split
from notifications.subscriptions.retries import WAITS, is_given_up, retry_at
from notifications.subscriptions.signing import headers, secret_of

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"),
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:a00:1", "::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1"),
        *("2002:7f00:1::", "2002:a00:1::", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
    ],
)
def test_an_address_of_ones_own_network_is_refused_however_it_is_written(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_a_public_address_is_let_through(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://example.org/", "https"),
        ("ftp://example.org/", "https"),
        ("https://user:secret@example.org/", "login"),
        ("https:///path", "form"),
        ("https://example.org:99999/", "form"),
        ("https://example.org:0/", "form"),
        ("https://exa mple.org/", "form"),
        ("https://example.org/\r\nX: y", "form"),
        ("https://[::1/", "form"),
        ("https://example.org/" + "x" * 500, "form"),
        ("javascript:alert(1)", "form"),
        ("http://127.0.0.1:8001/", "https"),
    ],
)
def test_an_address_that_cannot_be_a_target_says_why(url, code):
    with pytest.raises(WrongAddress) as refused:
        split(url, ["127.0.0.1:8000"])
    assert refused.value.code == code


def test_the_settings_open_one_host_and_port():
    assert split("http://127.0.0.1:8000/x", ["127.0.0.1:8000"]).path == "/x"


@pytest.mark.parametrize("secret", [secret_of(b"n" * 32), secret_of(b"o" * 32)])
def test_both_secrets_of_a_rotation_are_verified_by_the_library_of_the_norm(secret):
    body = b'{"type":"referral.met"}'
    # The library takes what is five minutes old at most.
    signed = headers(
        "msg_1", int(datetime.now(UTC).timestamp()), body, [secret_of(b"n" * 32), secret_of(b"o" * 32)]
    )
    assert Webhook(secret).verify(body, signed) == {"type": "referral.met"}


def test_it_is_tried_for_three_days_then_given_up():
    moment, attempts = NOW, 1
    while (again := retry_at(attempts, moment, 0.0)) is not None:
        moment, attempts = again, attempts + 1
    assert attempts == len(WAITS) + 1 == 10 and timedelta(days=3) < moment - NOW < timedelta(days=3.5)


def test_what_failed_together_comes_back_apart():
    soonest, latest = retry_at(3, NOW, 0.0), retry_at(3, NOW, 0.9)
    assert soonest is not None and latest is not None and soonest < latest


def test_a_target_is_left_alone_after_three_days():
    assert not is_given_up(None, NOW) and not is_given_up(NOW - timedelta(days=2), NOW)
    assert is_given_up(NOW - timedelta(days=3), NOW)
