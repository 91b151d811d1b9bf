"""The way there and back: what this browser asked, once and for ten minutes, and where it goes to leave.

State and nonce are 43 random characters (ProConnect wants 32 at least); any parameter it does not know makes it refuse, so
there is no PKCE: the code is exchanged with our secret, and the nonce binds the answer to the question.
"""

import hmac
import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from mediation.crypto import decrypt, encrypt
from mediation.proconnect import provider
from mediation.proconnect.proofs import STRONG
from mediation.proconnect.refusals import NotLetIn, Why

SCOPES = "openid given_name usual_name email uid siret idp_id idp_acr"
# The second step is asked for in the ID token, and looked at again there: a provider may answer without it.
CLAIMS = {"id_token": {"acr": {"essential": True, "values": list(STRONG)}, "amr": {"essential": True}}}
ANSWER_WITHIN_S = 600
_ASKED, _PROOF = "proconnect_asked", "proconnect_proof"
# So many tabs at once.
_MOST = 4


@dataclass(frozen=True)
class Asked:
    """A question that was answered: its nonce, where to go on, and who asked to add this way in (0: nobody)."""

    nonce: str
    onward: str
    user_id: int


def ask(request: HttpRequest, *, onward: str, user_id: int, now: float) -> str:
    """The provider's address to go to; the question is remembered in this session. Raises NotLetIn (UNREACHABLE)."""
    page = provider.pages()["authorization_endpoint"]
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    standing = [each for each in request.session.get(_ASKED, []) if each["at"] > now - ANSWER_WITHIN_S]
    asked = {"state": state, "nonce": nonce, "onward": onward, "user": user_id, "at": now}
    request.session[_ASKED] = [*standing, asked][-_MOST:]
    return f"{page}?" + urlencode(
        {
            "response_type": "code",
            "client_id": settings.PROCONNECT_CLIENT_ID,
            "redirect_uri": back(),
            "scope": SCOPES,
            "state": state,
            "nonce": nonce,
            "claims": json.dumps(CLAIMS, separators=(",", ":")),
        }
    )


def answered(request: HttpRequest, state: str, *, now: float) -> Asked:
    """The question with this state, which is then forgotten: an answer is good once. Raises NotLetIn (NOT_ASKED)."""
    standing = request.session.get(_ASKED, [])
    found = [each for each in standing if hmac.compare_digest(each["state"].encode(), state.encode())]
    if not found:
        raise NotLetIn(Why.NOT_ASKED, "state")
    request.session[_ASKED] = [each for each in standing if each not in found]
    if found[0]["at"] <= now - ANSWER_WITHIN_S:
        raise NotLetIn(Why.NOT_ASKED, "too late")
    return Asked(found[0]["nonce"], found[0]["onward"], found[0]["user"])


def back() -> str:
    """Where the provider sends people back to: to be declared there to the letter."""
    return settings.PUBLIC_URL + reverse("staff_proconnect_back")


def after_leaving() -> str:
    """Where the provider sends people who left: to be declared there to the letter."""
    return settings.PUBLIC_URL + reverse("staff_switch")


def keep_proof(request: HttpRequest, id_token: str) -> None:
    """This session was opened over there, in two steps; its token is kept, encrypted, to leave there too."""
    request.session[_PROOF] = encrypt(id_token)


def came_from_there(request: HttpRequest) -> bool:
    """Whether this session was opened with ProConnect."""
    return bool(request.session.get(_PROOF))


def address_to_leave(request: HttpRequest) -> str:
    """Where to go to end the provider's own session; empty when this one was not opened there, or nobody answers."""
    kept = request.session.get(_PROOF)
    if not kept or not provider.configured():
        return ""
    try:
        page = provider.pages()["end_session_endpoint"]
    except NotLetIn:
        return ""
    sent = {
        "id_token_hint": decrypt(kept),
        "state": secrets.token_urlsafe(32),
        "post_logout_redirect_uri": after_leaving(),
    }
    return f"{page}?{urlencode(sent)}"
