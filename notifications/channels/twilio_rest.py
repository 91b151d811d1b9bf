"""Twilio's REST API, for SMS and for calls. TWILIO_API_URL points it to a private gateway or a stub.

Nothing here may log: the client's own log lines, urllib3's and the texts of its errors hold telephone numbers.
"""

import logging
from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from bookings.records.told import Why
from notifications.channels.contract import InDoubt, Refused, Verdict

# At DEBUG it logs whole addresses, and a look-up's address holds the number asked for.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

CONNECTIONS = 32
_TOO_MANY = 429
WHY: dict[str, Why] = {
    "21211": Why.WRONG_NUMBER,
    "21217": Why.WRONG_NUMBER,
    "21401": Why.WRONG_NUMBER,
    "21614": Why.NOT_A_MOBILE,
    "21610": Why.OPTED_OUT,
    "21612": Why.PROVIDER,
    "21408": Why.PROVIDER,
    "30003": Why.UNREACHABLE,
    "30004": Why.BLOCKED,
    "30005": Why.WRONG_NUMBER,
    "30006": Why.NOT_A_MOBILE,
    "30007": Why.BLOCKED,
}
_PERMANENT = {"21211", "21217", "21401", "21610", "21614", "30004", "30005", "30006", "30007"}
_RETRY = {"30001", "30003", "30008"}
_SLOW_DOWN = {"20429", "429", "14107", "63038"}


def verdict_of(code: str) -> Verdict:
    """What a Twilio error code means for the next step."""
    if code in _PERMANENT:
        return Verdict.PERMANENT
    if code in _RETRY:
        return Verdict.RETRY
    return Verdict.SLOW_DOWN if code in _SLOW_DOWN else Verdict.UNKNOWN


def why_of(code: str) -> Why:
    """A Twilio error code in words for staff."""
    return WHY.get(code, Why.UNKNOWN)


class RedirectedHttp(HttpClient):  # type: ignore[misc]
    """Twilio's client over our own session: always a time-out, safe for threads, silent, another host if set.

    The client's own class keeps the last answer on itself, where a second thread can take it for its own.
    """

    def __init__(self, *, base: str, seconds: float) -> None:
        super().__init__(logging.getLogger(__name__), False, seconds)
        self.base = urlsplit(base) if base else None
        self.session = requests.Session()
        self.session.trust_env = False
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(pool_connections=4, pool_maxsize=CONNECTIONS))

    def request(
        self,
        method: str,
        url: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """One HTTP exchange."""
        answer = self.session.request(
            method.upper(),
            self._redirected(url),
            params=params,  # type: ignore[arg-type]
            data=data,
            headers=headers,
            auth=auth,
            timeout=timeout or self.timeout,
            allow_redirects=allow_redirects,
        )
        if answer.status_code == _TOO_MANY:
            # Twilio's own exception would lose the header that says how long to wait.
            raise Refused(Verdict.SLOW_DOWN, str(_TOO_MANY), Why.PROVIDER, wait=_asked_wait(answer.headers))
        return Response(answer.status_code, answer.text, answer.headers)

    def _redirected(self, url: str) -> str:
        if self.base is None:
            return url
        asked = urlsplit(url)
        path = self.base.path.rstrip("/") + asked.path
        return asked._replace(scheme=self.base.scheme, netloc=self.base.netloc, path=path).geturl()


def _asked_wait(headers: Mapping[str, str]) -> timedelta | None:
    """Whole seconds in `Retry-After`; a date there, or anything else, asks for nothing (RFC 9110, 10.2.3)."""
    asked = headers.get("Retry-After", "").strip()
    return timedelta(seconds=int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else None


def twilio_client() -> Client:
    """Twilio's client over our own HTTP. Safe for threads."""
    http = RedirectedHttp(base=settings.TWILIO_API_URL, seconds=settings.TWILIO_TIMEOUT)
    return Client(settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN, http_client=http)


def callback_address(reference: str) -> str:
    """Where Twilio reports what became of a message."""
    return f"{settings.PUBLIC_URL}/twilio/status?reference={reference}"


class Meanings:
    """Turns the client's errors into ours. A question that fails (`asking`) leaves us in doubt, whatever the error."""

    def __init__(self, *, asking: bool = False) -> None:
        self.asking = asking

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or not isinstance(error, Exception):
            return
        meaning = error if isinstance(error, (Refused, InDoubt)) else _meaning(error)
        raise (_unanswered(meaning) if self.asking else meaning) from None


def _unanswered(meaning: Refused | InDoubt) -> InDoubt:
    if isinstance(meaning, InDoubt):
        return meaning
    return InDoubt(meaning.code, too_fast=meaning.verdict is Verdict.SLOW_DOWN, wait=meaning.wait)


def _meaning(error: Exception) -> Refused | InDoubt:
    if isinstance(error, TwilioRestException):
        return _refusal(error)
    if isinstance(error, requests.RequestException):
        return _lost(error)
    if isinstance(error, (TwilioException, ValueError, KeyError, TypeError)):
        # An answer that cannot be read: it may well have been a yes.
        return InDoubt("unreadable")
    raise error


def _refusal(error: TwilioRestException) -> Refused | InDoubt:
    code = str(error.code or error.status)
    if error.status >= 500 or error.status < 400:
        return InDoubt(code)
    if error.status in {401, 403} and code not in WHY:
        # Our own credentials are wrong or suspended: an operator puts it right, the message waits.
        return Refused(Verdict.RETRY, code, Why.PROVIDER)
    return Refused(verdict_of(code), code, why_of(code))


def _lost(error: requests.RequestException) -> Refused | InDoubt:
    """Whether the request can have reached the provider: not if no connection was ever made."""
    inner = error.args[0] if error.args else None
    reason = inner.reason if isinstance(inner, MaxRetryError) else inner
    never_sent = isinstance(reason, (NewConnectionError, ConnectTimeoutError))
    if never_sent or isinstance(error, requests.ConnectTimeout):
        return Refused(Verdict.RETRY, "unreachable", Why.PROVIDER)
    return InDoubt(type(error).__name__)
