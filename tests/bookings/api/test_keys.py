"""A program shows its key, and meets only what the key opens."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bookings.actions.api_keys import OVERLAP, replace_key, revoke_key
from bookings.api.retiring import RETIRED, Retirement
from bookings.errors import KeyOver
from bookings.models import ApiKey
from bookings.people.who import Actor
from tests import people
from tests.programs import Program, slug_of
from tests.referring import a_partner

pytestmark = pytest.mark.django_db
NOW = people.FRIDAY_BEFORE
DESK = Actor("desk")


def test_a_key_opens_the_catalogue_and_is_stored_only_as_a_hash(program, town):
    assert program.get("topics/").json()["results"][0]["id"] == town.topic.public_id
    row = ApiKey.objects.get()
    assert program.secret.startswith("rdvn_") and row.prefix == program.secret[:11]
    assert program.secret not in str(vars(row))


def test_without_a_key_or_with_an_unknown_one_nothing_opens(town):
    for headers in ({}, {"Authorization": "Bearer rdvn_" + "x" * 43}, {"Authorization": "Basic YTpi"}):
        answer = Client().get("/api/v1/topics/", headers=headers)
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer")
    assert slug_of(Client().get("/api/v1/topics/")) == "key-missing"


def test_a_session_opens_nothing_here(town, client):
    client.force_login(town.lea_user)
    assert client.get("/api/v1/topics/").status_code == 401


def test_a_revoked_key_opens_nothing_from_that_moment_on(program):
    revoke_key(program.key.pk, by=DESK, now=NOW)
    assert slug_of(program.get("topics/")) == "key-over"


def test_a_key_ends_on_its_day(town):
    program = Program(a_partner(), expires_at=NOW + timedelta(days=1))
    assert program.get("topics/").status_code == 200
    with time_machine.travel(NOW + timedelta(days=1, seconds=1)):
        assert slug_of(program.get("topics/")) == "key-over"


def test_both_keys_open_while_one_replaces_the_other(program):
    _key, secret = replace_key(program.key.pk, expires_at=None, by=DESK, now=NOW)
    assert program.get("topics/").status_code == 200
    assert program.get("topics/", Authorization=f"Bearer {secret}").status_code == 200
    with time_machine.travel(NOW + OVERLAP + timedelta(seconds=1)):
        assert program.get("topics/").status_code == 401
        assert program.get("topics/", Authorization=f"Bearer {secret}").status_code == 200
    with pytest.raises(KeyOver):
        replace_key(program.key.pk, expires_at=None, by=DESK, now=NOW)


def test_a_key_does_what_its_scopes_say(town):
    program = Program(a_partner(), "referrals:read")
    answer = program.get("topics/")
    assert answer.status_code == 403 and slug_of(answer) == "scope-missing"
    assert answer.json()["detail"] == "catalogue:read"


def test_its_last_use_is_noted_every_few_minutes_only(program):
    program.get("topics/")
    first = ApiKey.objects.get().last_used_at
    with time_machine.travel(NOW + timedelta(minutes=2)):
        program.get("topics/")
    assert ApiKey.objects.get().last_used_at == first
    with time_machine.travel(NOW + timedelta(minutes=6), tick=False):
        program.get("topics/")
    assert ApiKey.objects.get().last_used_at == NOW + timedelta(minutes=6)


def test_whoever_asks_too_often_is_told_until_when_to_wait(program, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    first, second, third = (program.get("topics/") for _each in range(3))
    assert first["RateLimit-Policy"] == '"default";q=2;w=60'
    assert first["RateLimit"].startswith('"default";r=1;t=') and second["RateLimit"].startswith(
        '"default";r=0;'
    )
    assert third.status_code == 429 and slug_of(third) == "too-many-requests"
    assert 0 < int(third["Retry-After"]) <= 60


def test_a_problem_is_told_in_the_language_of_whoever_reads(program):
    french, english = (program.get("topics/rien/", Accept_Language=each) for each in ("fr", "en-GB,en;q=0.8"))
    assert french.json()["type"] == english.json()["type"]
    assert french["Content-Language"] == "fr" and english["Content-Language"] == "en"
    assert french.json()["title"] == "Cela n’existe pas, ou pas pour cette clé"


def test_what_has_no_address_is_a_problem_too(program):
    assert slug_of(program.get("rien/du/tout")) == "not-found"
    assert slug_of(program.post("topics/")) == "method-not-allowed"


def test_each_kind_of_problem_has_a_page_that_explains_it(program, client):
    address = program.get("topics/rien/").json()["type"].removeprefix("http://127.0.0.1:8000")
    assert "Cela n’existe pas" in client.get(address).content.decode()
    assert client.get("/api/v1/problems/").status_code == 200


def test_unknown_parameters_and_foreign_cursors_are_refused_by_name(program):
    for query, name in (("limite=3", "limite"), ("cursor=abc", "cursor"), ("limit=0", "limit")):
        answer = program.get(f"sites/?{query}")
        assert answer.status_code == 400 and slug_of(answer) == "invalid-parameters"
        assert answer.json()["errors"][0]["pointer"] == name


def test_a_list_is_read_in_parts_each_thing_once(program, town):
    for number in range(5):
        people.a_site(town.here, f"Lieu {number}")
    found, path = [], "sites/?limit=3"
    while path:
        answer = program.get(path).json()
        found += [each["id"] for each in answer["results"]]
        path = (answer["next"] or "").removeprefix("http://127.0.0.1:8000")
    assert len(found) == len(set(found)) == 7


def test_a_cursor_belongs_to_its_question(program, town):
    following = program.get("sites/?limit=1").json()["next"].removeprefix("http://127.0.0.1:8000")
    assert program.get(following + "&commune=35238").status_code == 400


def test_whoever_has_it_already_is_told_so(program):
    tag = program.get("topics/")["ETag"]
    again = program.get("topics/", If_None_Match=tag)
    assert again.status_code == 304 and again.content == b""


def test_what_will_go_is_said_long_before_with_each_answer(program, monkeypatch):
    leaving = Retirement(NOW, NOW + timedelta(days=365), "https://rendez-vous.example/api/v1/docs/")
    monkeypatch.setitem(RETIRED, "list_topics", leaving)
    answer = program.get("topics/")
    assert answer["Deprecation"] == f"@{int(NOW.timestamp())}"
    assert answer["Sunset"] == "Sat, 27 Nov 2027 09:00:00 GMT" and 'rel="sunset"' in answer["Link"]
    assert "Sunset" not in program.get("sites/")
