"""What is not proved lets nobody in: each way in which an answer of ProConnect's may be wrong, told by the page.

Each test's agent has confirmed before: with a right answer they would be in.
"""

import logging
import secrets
import time
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import time_machine
from django.conf import settings as ours
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.models import Identity, User
from mediation.proconnect import asking
from tests.proconnect import CLIENT_ID, CLIENT_SECRET, STRANGERS_KEY, goes_there_and_back, proconnect_serving
from tests.sign_in import a_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(settings):
    cache.clear()
    with proconnect_serving(asking.back(), asking.after_leaving()) as provider:
        settings.PROCONNECT_ISSUER = provider.issuer
        settings.PROCONNECT_CLIENT_ID, settings.PROCONNECT_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
        settings.TRUSTED_OUTSIDE = (provider.host,)
        provider.agent = {"sub": "agent-1", "email": "ines@example.org"}
        user = a_user("operator", email="ines@example.org")
        now = timezone.now()
        Identity.objects.create(
            user=user, issuer=provider.issuer, sub="agent-1", asked_at=now, confirmed_at=now
        )
        yield provider
    cache.clear()


def refused(client, answer, words="n’a pas pu être vérifiée", status=403):
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "_auth_user_id" not in client.session
    return True


def asks(client, there):
    """The address that the provider sends the browser back to, not yet followed."""
    return there.authorize(client.get(reverse("staff_proconnect"))["Location"]).removeprefix(ours.PUBLIC_URL)


def changed(back, **claims):
    asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    return urlsplit(back).path + "?" + urlencode({**asked, **claims})


def test_the_same_agent_with_a_right_answer_is_in(client, there):
    assert goes_there_and_back(client, there)["Location"] == "/equipe/"
    assert client.session["_auth_user_id"] == str(User.objects.get().pk)


# -- The ID token --------------------------------------------------------------------------------
def test_a_token_signed_by_a_stranger_under_the_providers_key_name(client, there):
    there.sign_id = there.signed_by_a_stranger
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_changed_after_it_was_signed(client, there):
    there.sign_id = there.tampered
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_that_says_it_needs_no_signature(client, there):
    there.sign_id = there.signed_by_nobody
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_signed_with_our_own_secret(client, there):
    there.sign_id = there.signed_with_our_secret
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_that_brings_its_own_key_or_names_one_nobody_published(client, there):
    there.sign_id = lambda claims: jwt.encode(
        claims, STRANGERS_KEY, "RS256", headers={"kid": "inconnue", "jku": "https://ailleurs.example/cles"}
    )
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_whose_key_has_no_name(client, there):
    there.sign_id = lambda claims: jwt.encode(claims, STRANGERS_KEY, "RS256")
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize("nonce", [None, "", "celui-d-une-autre-question-de-plus-de-trente-deux", 7], ids=str)
def test_a_token_for_another_question(client, there, nonce):
    there.id_claims = lambda claims: {**claims, "nonce": nonce}
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize(
    "audience", ["un-autre-service", ["un-autre-service"], [CLIENT_ID, "un-autre-service"], []], ids=str
)
def test_a_token_given_to_another_service(client, there, audience):
    there.id_claims = lambda claims: {**claims, "aud": audience}
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_for_us_that_was_handed_to_another_service(client, there):
    there.id_claims = lambda claims: {**claims, "azp": "un-autre-service"}
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize("after", ["", "/", ".ailleurs.example"])
def test_a_token_of_another_issuer(client, there, after):
    there.id_claims = lambda claims: {**claims, "iss": claims["iss"] + after if after else "https://ailleurs"}
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize("ago_s", [40, 3600])
def test_a_token_that_is_over(client, there, ago_s):
    there.id_claims = lambda claims: {**claims, "exp": int(time.time()) - ago_s}
    assert refused(client, goes_there_and_back(client, there))


def test_a_token_made_long_ago_or_not_yet(client, there):
    for apart_s in (-3600, 3600):
        there.id_claims = lambda claims, apart_s=apart_s: {**claims, "iat": int(time.time()) + apart_s}
        assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize("name", ["exp", "iat", "iss", "aud", "sub", "nonce"])
def test_a_token_that_leaves_something_out(client, there, name):
    there.id_claims = lambda claims: {key: value for key, value in claims.items() if key != name}
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize(
    "level",
    [
        {"acr": "eidas1", "amr": ["pwd", "mfa"]},
        {"acr": "https://proconnect.gouv.fr/assurance/self-asserted-2fa", "amr": ["pwd", "mfa"]},
        {"acr": ["eidas2"], "amr": ["mfa"]},
        {"amr": ["pwd", "mfa"]},
        {"acr": "eidas1-mfa", "amr": ["pwd"]},
        {"acr": "eidas1-mfa", "amr": "mfa"},
        {"acr": "eidas1-mfa"},
        {},
    ],
    ids=str,
)
def test_a_provider_that_lets_through_whoever_showed_one_thing_only(client, there, level):
    there.level = {**level, "lets": True}
    assert refused(client, goes_there_and_back(client, there), "deux étapes")


def test_a_provider_that_cannot_ask_for_a_second_step_says_so_itself(client, there):
    there.level = {"acr": "eidas1"}
    assert refused(client, goes_there_and_back(client, there), "deux étapes")


# -- Who it is -----------------------------------------------------------------------------------
def test_user_info_about_somebody_else(client, there):
    there.info_claims = lambda claims: {**claims, "sub": "agent-2"}
    assert refused(client, goes_there_and_back(client, there))


def test_user_info_that_nobody_signed(client, there):
    there.info_type = "application/json"
    assert refused(client, goes_there_and_back(client, there))
    there.info_type, there.sign_info = "application/jwt", there.signed_by_nobody
    assert refused(client, goes_there_and_back(client, there))


def test_user_info_signed_by_a_stranger(client, there):
    there.sign_info = there.signed_by_a_stranger
    assert refused(client, goes_there_and_back(client, there))


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "email"])
def test_user_info_that_leaves_something_out_or_is_for_others(client, there, name):
    there.info_claims = lambda claims: {key: value for key, value in claims.items() if key != name}
    assert refused(client, goes_there_and_back(client, there))
    there.info_claims = lambda claims: {**claims, name: "autre"}
    assert refused(client, goes_there_and_back(client, there))


# -- The way back --------------------------------------------------------------------------------
def test_an_answer_with_a_state_that_nobody_asked_for(client, there):
    back = asks(client, there)
    other = changed(back, state=secrets.token_urlsafe(32))
    assert refused(client, client.get(other), "expiré")


def test_an_answer_brought_to_another_browser(client, there):
    """Somebody's own answer, sent as a link: whoever opens it would work in their account without knowing."""
    back = asks(Client(), there)
    assert refused(client, client.get(back), "expiré")


def test_an_answer_used_twice(client, there):
    back = asks(client, there)
    assert client.get(back).status_code == 302
    session = client.session
    del session["_auth_user_id"]
    session.save()
    assert refused(client, client.get(back), "expiré")


def test_a_code_used_before(client, there):
    first, second = asks(client, there), asks(client, there)
    code = parse_qs(urlsplit(first).query)["code"][0]
    assert client.get(first).status_code == 302
    session = client.session
    del session["_auth_user_id"]
    session.save()
    assert refused(client, client.get(changed(second, code=code)))


def test_the_code_of_another_question(client, there):
    """The code is good and new, the nonce in its token is of the question that it answers."""
    stolen = parse_qs(urlsplit(asks(Client(), there)).query)["code"][0]
    assert refused(client, client.get(changed(asks(client, there), code=stolen)))


def test_a_code_that_does_not_exist_and_an_answer_without_one(client, there):
    assert refused(client, client.get(changed(asks(client, there), code="inventé")))
    back = asks(client, there)
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert refused(client, client.get(f"{urlsplit(back).path}?state={state}"), "expiré")


def test_an_answer_that_comes_after_ten_minutes(client, there):
    back = asks(client, there)
    with time_machine.travel(time.time() + 601):
        assert refused(client, client.get(back), "expiré")


def test_an_answer_that_names_another_issuer(client, there):
    assert refused(client, client.get(changed(asks(client, there), iss="https://ailleurs.example")))


def test_somebody_who_gives_up_over_there(client, there):
    assert refused(
        client, client.get(changed(asks(client, there), error="access_denied")), "Vous avez arrêté"
    )


# -- The provider itself -------------------------------------------------------------------------
def test_a_configuration_of_another_issuer_is_not_used(client, there, settings):
    said = there.configuration()
    there.configuration = lambda: {**said, "issuer": "https://ailleurs.example"}
    assert refused(client, client.get(reverse("staff_proconnect")), "ne répond pas", 503)


def test_a_provider_that_dies_while_the_agent_comes_back(client, there):
    back = asks(client, there)
    there.down = True
    cache.clear()
    assert refused(client, client.get(back), "ne répond pas", 503)


def test_a_provider_that_changes_its_keys_is_followed(client, there):
    goes_there_and_back(client, there)
    client.logout()
    there.kid = "clé-2"
    assert goes_there_and_back(client, there)["Location"] == "/equipe/"


def test_neither_address_nor_number_nor_token_is_in_the_log(client, there, caplog):
    caplog.set_level(logging.DEBUG)
    there.info_claims = lambda claims: {**claims, "sub": "agent-2"}
    goes_there_and_back(client, there)
    said = caplog.text
    assert "not_proved" in said
    assert "ines@" not in said and "agent-1" not in said and "eyJ" not in said
