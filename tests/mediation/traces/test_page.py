"""The page of traces, for whoever watches over personal data: filters, pages, a file, a check; and nothing of people."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from mediation.access import reach_of_user
from mediation.models import Organisation, Role, Trace
from mediation.staff.menu import entries_for
from mediation.tasks import forget_traces, tie_traces
from mediation.traces.chain import BEGINNING, Chained, chained
from mediation.traces.guard import unguard
from mediation.traces.keep import tie
from mediation.traces.write import leave_trace
from tests.sign_in import a_user, sign_in

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOON, tick=False)]
PAGE = "/equipe/traces/"


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, a_user("data_officer"))


def opened(person: int, *, by: int = 7, days: int = 0) -> Trace:
    at = NOON - timedelta(days=days)
    return leave_trace(Trace.Kind.PERSON_READ, now=at, actor=by, about="resident", about_id=person)


def shown(answer) -> list[int]:  # type: ignore[no-untyped-def]
    return [row.trace.about_id for row in answer.context["rows"] if row.trace.about_id]


def test_whoever_is_invited_to_watch_over_data_sees_traces_and_the_register_alone(officer: Client) -> None:
    user = Role.objects.get().user
    assert [entry.name for entry in entries_for(reach_of_user(user))] == ["staff_traces", "staff_register"]
    assert officer.get("/equipe/")["Location"] == PAGE
    assert officer.get("/equipe/registre/").status_code == 200
    for closed in ("/equipe/retrouver/", "/equipe/jour/", "/equipe/personnes/", "/equipe/habitants/1/"):
        assert officer.get(closed).status_code == 403


@pytest.mark.parametrize(
    ("kind", "may"), [("operator", True), ("metro_coordinator", True), ("coordinator", False)]
)
def test_who_reaches_the_territory_invites_the_officer(client: Client, kind: str, may: bool) -> None:
    library = Organisation.objects.create(name="Médiathèque des Essais")
    sign_in(client, a_user(kind, library if kind == "coordinator" else None))
    form = {"email": "dpo@example.org", "name": "Ariel", "kind": "data_officer", "organisation": ""}
    client.post(reverse("staff_invite"), form)
    assert Trace.objects.filter(kind="invited", data__role="data_officer").exists() == may


def test_the_page_of_an_empty_service_says_so(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    assert "Aucune trace pour cette demande." in page
    assert Trace.objects.get().kind == "traces_read"


def test_traces_are_found_by_act_account_thing_and_day(officer: Client) -> None:
    opened(1)
    opened(2, by=8)
    opened(3, days=5)
    opened(4, days=90)
    assert shown(officer.get(PAGE)) == [2, 1, 3]
    days = {"first": "2026-11-20", "last": "2026-11-30"}
    assert shown(officer.get(PAGE, {**days, "actor": 8})) == [2]
    assert shown(officer.get(PAGE, {**days, "about": "resident", "number": 3})) == [3]
    assert shown(officer.get(PAGE, {"first": "2026-08-01", "last": "2026-09-30"})) == [4]
    assert shown(officer.get(PAGE, {**days, "kind": "note_read"})) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"first": "2026-11-30", "last": "2026-11-01"},
        {"first": "hier", "last": "2026-11-01"},
        {"first": "2026-11-01", "last": "2026-11-30", "kind": "inconnu"},
        {"first": "2026-11-01", "last": "2026-11-30", "actor": "9" * 30},
    ],
)
def test_a_question_that_cannot_be_meant_is_refused_in_words(officer: Client, asked: dict[str, str]) -> None:
    answer = officer.get(PAGE, asked)
    assert answer.status_code == 400
    assert answer.context["form"].errors
    assert officer.get(f"{PAGE}fichier/", asked).status_code == 302


def test_more_than_a_page_is_paged_and_the_question_stays(officer: Client) -> None:
    for person in range(1, 61):
        opened(person)
    asked = {"first": "2026-11-30", "last": "2026-11-30", "kind": "person_read"}
    first = officer.get(PAGE, asked)
    assert len(shown(first)) == 50
    assert "kind=person_read&amp;page" not in first.content.decode()
    assert "page=2&amp;first=2026-11-30" in first.content.decode()
    assert shown(officer.get(PAGE, {**asked, "page": 2})) == list(range(10, 0, -1))


def test_a_page_costs_as_many_queries_with_one_trace_as_with_fifty(
    officer: Client, django_assert_max_num_queries
) -> None:
    for person in range(1, 61):
        opened(person)
    tie(now=NOON)
    officer.get(PAGE)  # The first page of a session notes on which browser it is.
    with django_assert_max_num_queries(12):
        officer.get(PAGE)


def test_an_auditor_computes_the_hashes_of_the_file_anew(officer: Client) -> None:
    opened(1)
    leave_trace(Trace.Kind.SEARCHED, now=NOON, actor=7, by="name", found=[3, 1])
    answer = officer.get(f"{PAGE}fichier/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    before = BEGINNING
    for row in rows:
        trace = Chained(
            key=int(row["numero"]),
            at=datetime.fromisoformat(row["moment_utc"]),
            kind=row["acte"],
            actor=int(row["compte"]) if row["compte"] else None,
            channel=row["canal"],
            about=row["objet"],
            about_id=int(row["numero_objet"]) if row["numero_objet"] else None,
            organisation=int(row["structure"]) if row["structure"] else None,
            why=row["raison"],
            data=json.loads(row["details"]),
        )
        before = chained(int(row["place"]), trace, before)
        assert before == row["empreinte"]
    assert [row["acte"] for row in rows] == ["person_read", "searched"]
    assert Trace.objects.latest("pk").kind == "traces_exported"


def test_a_check_by_a_press_says_what_is_missing(officer: Client) -> None:
    gone = [opened(person) for person in range(1, 5)][1]
    page = officer.post(f"{PAGE}verifier/", follow=True).content.decode()
    assert "Rien ne manque et rien n’a changé, de la trace 1 à la trace 4." in page
    with connection.cursor() as cursor:
        for statement in unguard(connection.vendor):
            cursor.execute(statement, None)
        cursor.execute(f"DELETE FROM mediation_tracelink WHERE trace_id = {gone.pk}")
        cursor.execute(f"DELETE FROM mediation_trace WHERE id = {gone.pk}")
    page = officer.post(f"{PAGE}verifier/", follow=True).content.decode()
    assert "Il manque des traces à partir du numéro 2." in page
    assert Trace.objects.filter(kind="traces_checked", data__whole=False).exists()


def test_the_clock_ties_by_the_minute_and_checks_everything_by_night(officer: Client) -> None:
    opened(1)
    tie_traces()
    assert "pas encore" in officer.get(PAGE).content.decode()
    with time_machine.travel(NOON + timedelta(hours=15), tick=False):
        forget_traces()
        page = sign_in(Client(), a_user("data_officer")).get(PAGE).content.decode()
    assert "rien ne manque" in page
    assert "le service" in page


def test_no_name_of_the_team_stands_on_the_page(officer: Client) -> None:
    user = a_user("desk", Organisation.objects.create(name="Médiathèque des Essais"))
    user.name = "Zorglubine Essai"
    user.save()
    opened(1, by=user.pk)
    page = officer.get(PAGE).content.decode()
    assert f"compte {user.pk}" in page
    assert "Zorglubine" not in page
    assert user.email not in page
