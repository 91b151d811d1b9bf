"""What makes a token of the provider's believed: every check, and none that may be left out.

Rules: OpenID Connect Core 1.0, 3.1.3.7 (ID token) and 5.3.2 (signed user info); ProConnect's own for the second step.
Only signatures by a key that the provider publishes are taken: with HS256 whoever knows our secret could sign.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from mediation.proconnect.refusals import NotLetIn, Why

ALGORITHMS = ("RS256", "ES256")
# In force since 18 June 2026: the levels at which a second step was asked.
STRONG = ("eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3")
_CLOCKS_APART_S = 30
# An ID token is made when the code is exchanged: one that was made long before is somebody else's.
_OLDEST_S = 300


@dataclass(frozen=True)
class Expected:
    """Who must have signed, and for whom."""

    issuer: str
    client_id: str


@dataclass(frozen=True)
class Person:
    """Who signed in over there. `sub` is the provider's number for them, another one at each identity provider."""

    issuer: str
    sub: str
    email: str
    siret: str
    provider: str


def key_id(token: str) -> str:
    """The name of the key that is said to have signed. Raises NotLetIn: no token, an algorithm not taken, no name."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise NotLetIn(Why.NOT_PROVED, "not a token") from None
    if header.get("alg") not in ALGORITHMS:
        raise NotLetIn(Why.NOT_PROVED, "algorithm")
    named = header.get("kid")
    if not isinstance(named, str) or not named:
        raise NotLetIn(Why.NOT_PROVED, "key without a name")
    return named


def read_id_token(
    token: str, key: jwt.PyJWK, expected: Expected, *, nonce: str, now: float
) -> dict[str, Any]:
    """Its claims, if it proves who signed in and that a second step was asked. `now`: seconds of the epoch.

    Raises NotLetIn.
    """
    claims = _signed(token, key, expected, required=("exp", "iat", "iss", "aud", "sub", "nonce"))
    if not hmac.compare_digest(_text(claims, "nonce").encode(), nonce.encode()):
        raise NotLetIn(Why.NOT_PROVED, "nonce")
    if claims["iat"] < now - _OLDEST_S:
        raise NotLetIn(Why.NOT_PROVED, "made long ago")
    _two_steps(claims)
    return claims


def read_user_info(token: str, key: jwt.PyJWK, expected: Expected, *, sub: str) -> Person:
    """Who it is, if the provider signed it about the person of the ID token. Raises NotLetIn."""
    claims = _signed(token, key, expected, required=("iss", "aud", "sub"))
    if not hmac.compare_digest(_text(claims, "sub").encode(), sub.encode()):
        raise NotLetIn(Why.NOT_PROVED, "about somebody else")
    email = _text(claims, "email").strip().lower()
    if "@" not in email:
        raise NotLetIn(Why.NOT_PROVED, "no address")
    siret = _text(claims, "siret")
    return Person(
        issuer=expected.issuer,
        sub=sub,
        email=email,
        siret=siret if siret.isdecimal() and len(siret) == 14 else "",
        provider=_text(claims, "idp_id")[:64],
    )


def _signed(token: str, key: jwt.PyJWK, expected: Expected, *, required: tuple[str, ...]) -> dict[str, Any]:
    named = key_id(token)
    if key.key_id != named or key.algorithm_name != jwt.get_unverified_header(token)["alg"]:
        raise NotLetIn(Why.NOT_PROVED, "another key")
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=expected.client_id,
            issuer=expected.issuer,
            leeway=_CLOCKS_APART_S,
            options={"require": list(required), "verify_sub": True},
        )
    except jwt.PyJWTError as refusal:
        raise NotLetIn(Why.NOT_PROVED, type(refusal).__name__) from None
    _for_us_alone(claims, expected)
    if not _text(claims, "sub"):
        raise NotLetIn(Why.NOT_PROVED, "nobody")
    return claims


def _for_us_alone(claims: Mapping[str, Any], expected: Expected) -> None:
    """A token for several services names the one it was given to."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != expected.client_id:
        raise NotLetIn(Why.NOT_PROVED, "given to another service")


def _two_steps(claims: Mapping[str, Any]) -> None:
    """The level that was reached is one we asked for, and the ways it was reached by include a second one."""
    ways = claims.get("amr")
    if _text(claims, "acr") not in STRONG or not isinstance(ways, list) or "mfa" not in ways:
        raise NotLetIn(Why.ONE_STEP)


def _text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) else ""
