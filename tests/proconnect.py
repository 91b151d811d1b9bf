"""A ProConnect of the tests' own: a real server on this machine, with real keys, that behaves by the published rules.

What it answers is made of its own records; a test that wants a wrong answer says what is wrong with it (`lie`).
"""

import json
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.test import Client
from django.urls import reverse

CLIENT_ID, CLIENT_SECRET = "rendez-vous", "un secret des essais, assez long pour signer"
STRONG = {"eidas0-mfa", "eidas1-mfa", "eidas2", "eidas3"}
# Any other parameter of a question is refused (Y000400).
_KNOWN = {"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values"} | {
    *("claims", "prompt", "idp_hint", "login_hint", "siret_hint"),
}
_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_EC = ec.generate_private_key(ec.SECP256R1())


class ProConnect:
    """`agent`: who signs in over there, as the identity provider says. `back` is where it may send people back to."""

    def __init__(self, port: int, back: str, after: str) -> None:
        self.host = f"127.0.0.1:{port}"
        self.issuer = f"http://{self.host}/api/v2"
        self.back, self.after = back, after
        self.algorithm, self.kid = "RS256", "clé-1"
        self.agent: dict[str, Any] = {}
        self.level: dict[str, Any] = {"acr": "eidas1-mfa", "amr": ["pwd", "mfa"]}
        self.codes: dict[str, dict[str, Any]] = {}
        self.access: dict[str, str] = {}
        self.asked: list[str] = []
        self.ended: list[dict[str, str]] = []
        # What a test falsifies: claims and header of each token, whole answers.
        self.id_claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.info_claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda claims: claims
        self.sign_id: Callable[[dict[str, Any]], str] = self.signed
        self.sign_info: Callable[[dict[str, Any]], str] = self.signed
        self.info_type = "application/jwt"
        self.down = False

    # -- What the browser does there ---------------------------------------------------------
    def authorize(self, address: str) -> str:
        """The person signs in; where their browser goes next."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/authorize"
        assert set(asked) <= _KNOWN, "Y000400"
        assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32
        assert asked["redirect_uri"] == self.back and asked["client_id"] == CLIENT_ID
        assert asked["response_type"] == "code" and "openid" in asked["scope"].split()
        self.asked.append(address)
        wanted = json.loads(asked["claims"])["id_token"]["acr"]
        back = {"state": asked["state"], "iss": self.issuer}
        if (
            wanted.get("essential")
            and self.level.get("acr") not in wanted["values"]
            and not self.level.get("lets")
        ):
            return f"{self.back}?" + urlencode({**back, "error": "unmet_authentication_requirements"})
        code = secrets.token_urlsafe(32)
        self.codes[code] = {"nonce": asked["nonce"], "at": time.time()}
        return f"{self.back}?" + urlencode({**back, "code": code})

    def end(self, address: str) -> str:
        """The person leaves; where their browser goes next."""
        parts = urlsplit(address)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{self.issuer}/session/end"
        assert asked["post_logout_redirect_uri"] == self.after, "to the slash"
        hint = jwt.decode(
            asked["id_token_hint"],
            _RSA.public_key(),
            ["RS256"],
            audience=CLIENT_ID,
            options={"verify_exp": False},
        )
        assert len(asked["state"]) >= 32
        self.ended.append(hint)
        return f"{self.after}?" + urlencode({"state": asked["state"]})

    # -- What our server asks ----------------------------------------------------------------
    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
        }

    def keys(self) -> dict[str, Any]:
        rsa_key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_RSA.public_key()))
        ec_key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(_EC.public_key()))
        return {
            "keys": [
                {**rsa_key, "kid": self.kid, "use": "sig", "alg": "RS256"},
                {**ec_key, "kid": "clé-courbe", "use": "sig", "alg": "ES256"},
            ]
        }

    def token(self, sent: dict[str, str]) -> dict[str, Any] | None:
        """A code is good once, for 30 seconds."""
        known = self.codes.pop(sent.get("code", ""), None)
        right = (sent.get("client_id"), sent.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        if (
            known is None
            or not right
            or sent.get("redirect_uri") != self.back
            or time.time() - known["at"] > 30
        ):
            return None
        access = secrets.token_urlsafe(32)
        self.access[access] = self.agent["sub"]
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": self.agent["sub"],
            "iat": now,
            "exp": now + 60,
            "nonce": known["nonce"],
            **{name: value for name, value in self.level.items() if name != "lets"},
        }
        id_token = self.sign_id(self.id_claims(claims))
        return {"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": id_token}

    def userinfo(self, access: str) -> str | None:
        if access not in self.access:
            return None
        now = int(time.time())
        return self.sign_info(
            self.info_claims(
                {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, **self.agent}
            )
        )

    def signed(self, claims: dict[str, Any], **header: Any) -> str:
        """By the key it publishes."""
        curve = self.algorithm == "ES256"
        kid = "clé-courbe" if curve else self.kid
        return jwt.encode(claims, _EC if curve else _RSA, self.algorithm, headers={"kid": kid, **header})

    def signed_by_a_stranger(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, STRANGERS_KEY, "RS256", headers={"kid": self.kid})

    def signed_by_nobody(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, None, "none", headers={"kid": self.kid})

    def signed_with_our_secret(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, CLIENT_SECRET, "HS256", headers={"kid": self.kid})

    def tampered(self, claims: dict[str, Any]) -> str:
        """What is said was changed after the provider signed it."""
        _head, _said, signature = self.signed(claims).split(".")
        head, said, _other = self.signed({**claims, "changed": True}).split(".")
        return f"{head}.{said}.{signature}"


class _Asked(BaseHTTPRequestHandler):
    there: ProConnect

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self.there.down:
            self._say(500, b"")
        elif path.endswith("/.well-known/openid-configuration"):
            self._say(200, json.dumps(self.there.configuration()).encode())
        elif path.endswith(("/authorize", "/session/end")):
            goes = self.there.authorize if path.endswith("/authorize") else self.there.end
            self.send_response(302)
            self.send_header("Location", goes(f"http://{self.there.host}{self.path}"))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif path.endswith("/jwks"):
            self._say(200, json.dumps(self.there.keys()).encode())
        elif path.endswith("/userinfo"):
            info = self.there.userinfo(self.headers.get("Authorization", "").removeprefix("Bearer "))
            self._say(401 if info is None else 200, (info or "").encode(), self.there.info_type)
        else:
            self._say(404, b"")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        given = self.there.token({name: values[0] for name, values in parse_qs(body).items()})
        if given is None:
            self._say(400, b'{"error": "invalid_grant"}')
        else:
            self._say(200, json.dumps(given).encode())

    def _say(self, status: int, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def proconnect_serving(back: str, after: str) -> Iterator[ProConnect]:
    """Serves until the block ends."""
    handler = type("Handler", (_Asked,), {})
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    listening.daemon_threads = True
    handler.there = there = ProConnect(listening.server_address[1], back, after)  # type: ignore[attr-defined]
    thread = Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        listening.shutdown()
        listening.server_close()


def goes_there_and_back(client: Client, there: ProConnect, **asked: str) -> Any:
    """The browser's part: our button, their page, back to us. The answer of our page."""
    leaves = client.get(reverse("staff_proconnect"), asked)
    assert leaves.status_code == 302, leaves.content
    return client.get(_path(there.authorize(leaves["Location"])))


def link_in(message: Any) -> str:
    """The path of the first link of a message."""
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
