"""What is asked of the provider itself: where its pages are, its keys, a token for a code, and who it is.

Never inside a transaction. What it publishes is remembered for an hour; a key it does not name is looked for once more, at
most once a minute (providers change keys).
"""

import json
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.core.cache import cache

from mediation import outside
from mediation.proconnect import proofs
from mediation.proconnect.proofs import Expected, Person
from mediation.proconnect.refusals import NotLetIn, Why

_SECONDS = 8.0
_MOST_BYTES = 200_000
_HOUR = 3600
_PAGES = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint")


def configured() -> bool:
    """Whether this service signs people in with ProConnect at all."""
    return bool(settings.PROCONNECT_ISSUER)


def expected() -> Expected:
    """Who must have signed for us."""
    return Expected(settings.PROCONNECT_ISSUER, settings.PROCONNECT_CLIENT_ID)


def pages() -> dict[str, str]:
    """The provider's addresses, as it publishes them. Raises NotLetIn (UNREACHABLE)."""
    issuer = settings.PROCONNECT_ISSUER
    known: dict[str, str] | None = cache.get(_remembered("pages"))
    if known is not None:
        return known
    said = _json(outside_answer(issuer + "/.well-known/openid-configuration"))
    if said.get("issuer") != issuer:
        raise NotLetIn(Why.UNREACHABLE, "issuer of the configuration")
    found = {name: said.get(name) for name in _PAGES}
    if not all(
        isinstance(each, str) and urlsplit(each).scheme in ("https", "http") for each in found.values()
    ):
        raise NotLetIn(Why.UNREACHABLE, "pages of the configuration")
    cache.set(_remembered("pages"), found, _HOUR)
    return {name: str(each) for name, each in found.items()}


def exchange(code: str, *, nonce: str, back: str, now: float) -> tuple[Person, str]:
    """Who signed in, for a code that came back, and the ID token that proves it. Raises NotLetIn."""
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": settings.PROCONNECT_CLIENT_ID,
        "client_secret": settings.PROCONNECT_CLIENT_SECRET,
        "redirect_uri": back,
    }
    answer = outside_answer(
        pages()["token_endpoint"],
        method="POST",
        body=urlencode(sent).encode(),
        headers={"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        refused=Why.NOT_PROVED,
    )
    given = _json(answer)
    id_token, access = given.get("id_token"), given.get("access_token")
    if not isinstance(id_token, str) or not isinstance(access, str) or not access.isascii():
        raise NotLetIn(Why.NOT_PROVED, "no token")
    claims = proofs.read_id_token(id_token, _key_of(id_token), expected(), nonce=nonce, now=now)
    info = _user_info(access)
    return proofs.read_user_info(info, _key_of(info), expected(), sub=claims["sub"]), id_token


def outside_answer(
    address: str,
    *,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    body: bytes | None = None,
    refused: Why = Why.UNREACHABLE,
) -> outside.Answer:
    """A 200 of the provider's. Raises NotLetIn: UNREACHABLE, or `refused` when it answers that we are wrong (4xx)."""
    try:
        answer = outside.ask(
            address,
            method=method,
            headers=headers,
            body=body,
            most_bytes=_MOST_BYTES,
            seconds=_SECONDS,
            redirections=0,
        )
    except outside.Refused as trouble:
        raise NotLetIn(Why.UNREACHABLE, trouble.reason.value) from None
    if answer.status != 200:
        raise NotLetIn(refused if 400 <= answer.status < 500 else Why.UNREACHABLE, str(answer.status))
    return answer


def _user_info(access: str) -> str:
    answer = outside_answer(
        pages()["userinfo_endpoint"],
        headers={"Authorization": f"Bearer {access}", "Accept": "application/jwt"},
        refused=Why.NOT_PROVED,
    )
    if answer.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/jwt":
        raise NotLetIn(Why.NOT_PROVED, "user info not signed")
    return answer.body.decode("ascii", "replace").strip()


def _key_of(token: str) -> jwt.PyJWK:
    """The published key that is said to have signed this token. Raises NotLetIn."""
    named = proofs.key_id(token)
    kept: list[dict[str, Any]] | None = cache.get(_remembered("keys"))
    found = _among(kept or [], named)
    # (`add` is true once a minute: names made up do not make us ask each time.)
    if found is None and (kept is None or cache.add(_remembered("looked"), True, 60)):
        published = _json(outside_answer(pages()["jwks_uri"])).get("keys")
        kept = [each for each in published if isinstance(each, dict)] if isinstance(published, list) else []
        cache.set(_remembered("keys"), kept, _HOUR)
        found = _among(kept, named)
    if found is None:
        raise NotLetIn(Why.NOT_PROVED, "unknown key")
    return found


def _among(published: list[dict[str, Any]], named: str) -> jwt.PyJWK | None:
    for each in published:
        if each.get("kid") == named and each.get("use", "sig") == "sig" and each.get("kty") in ("RSA", "EC"):
            try:
                return jwt.PyJWK(each)
            except jwt.PyJWTError:
                raise NotLetIn(Why.UNREACHABLE, "key") from None
    return None


def _json(answer: outside.Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        raise NotLetIn(Why.UNREACHABLE, "not JSON") from None
    if not isinstance(said, dict):
        raise NotLetIn(Why.UNREACHABLE, "not an object")
    return said


def _remembered(what: str) -> str:
    return f"proconnect:{settings.PROCONNECT_ISSUER}:{what}"
