"""What programs read of people leaves a trace: which key, when, which numbers; nothing of anybody."""

from datetime import date
from typing import Any

import pytest
from django.db import connection

from bookings.actions.number_changes import number_changes
from bookings.api.written import schema
from bookings.models import ApiKey, Appointment, MadeByApi, Referral, WaitingEntry
from mediation.models import Trace
from mediation.traces import words
from mediation.traces.check import check
from mediation.traces.keep import tie
from tests import people
from tests.bookings.api.bodies import booking, referring, waiting
from tests.bookings.api.test_scopes import NEEDS
from tests.bookings.api.test_workshops import enrols
from tests.bookings.workshops.planned import six_thursdays
from tests.programs import Program, slug_of

pytestmark = pytest.mark.django_db
# Of nobody: what a town shows to everybody, or says of itself.
OF_NOBODY = {
    "list_topics",
    "read_topic",
    "list_sites",
    "read_site",
    "list_free_times",
    "list_workshops",
    "read_sentence",
}


@pytest.fixture
def made(program: Any, town: Any) -> dict[str, str]:
    """Where each operation that reads finds something, by its name."""
    booked = program.post("appointments/", booking(town))["Location"]
    referred = program.post("referrals/", referring(town, name="Jean Essai"))["Location"]
    waits = program.post("waiting/", waiting(town))["Location"]
    seat = enrols(program, six_thursdays(town, capacity=1, times=2, first=date(2026, 12, 10)), "a")[
        "Location"
    ]
    number_changes(now=people.FRIDAY_BEFORE)
    return {
        "list_appointments": "appointments/",
        "read_appointment": booked,
        "list_referrals": "referrals/",
        "read_referral": referred,
        "read_wait": waits,
        "read_registration": seat,
        "list_changes": "changes/",
    }


def left() -> Trace:
    return Trace.objects.filter(kind="program_read").latest("pk")


def test_every_operation_that_reads_of_people_is_tried_here(made: dict[str, str]) -> None:
    reads = {
        operation["operationId"]
        for methods in schema()["paths"].values()
        for method, operation in methods.items()
        if method == "get" and operation["operationId"] in NEEDS
    }
    assert reads - OF_NOBODY == set(made)


def test_each_of_them_leaves_one_trace_of_the_key_and_of_no_name(program: Any, made: dict[str, str]) -> None:
    for name, path in made.items():
        before = Trace.objects.count()
        assert program.get(path).status_code == 200, name
        assert Trace.objects.count() == before + 1, name
        found = left()
        assert (found.actor, found.channel, found.at) == (None, "api", people.FRIDAY_BEFORE), name
        assert (
            found.data["api_key"] == program.key.pk and found.organisation == program.key.organisation_id
        ), name
        assert words.who(found) == f"clé d’API {program.key.pk}"
    tie(now=people.FRIDAY_BEFORE)
    assert check().whole
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mediation_trace WHERE kind = 'program_read'")
        everything = str(cursor.fetchall())
    assert "Essai" not in everything and "0639" not in everything.replace(" ", "")


def test_what_is_of_one_person_is_found_by_their_number(program: Any, made: dict[str, str]) -> None:
    program.get(made["read_referral"])
    referral = Referral.objects.get()
    found = left()
    assert (found.about, found.about_id) == ("resident", referral.resident_id)
    assert found.data["referral"] == referral.pk and f"orientation {referral.pk}" in words.more(found)
    program.get(made["read_wait"])
    assert (left().about, left().about_id) == ("resident", WaitingEntry.objects.get().resident_id)
    program.get(made["read_appointment"])
    assert (left().about, left().about_id) == ("appointment", Appointment.objects.get().pk)
    program.get(made["read_registration"])
    assert (left().about, left().about_id) == (
        "registration",
        MadeByApi.objects.get(registration__isnull=False).registration_id,
    )


def test_a_page_of_a_list_is_one_trace_with_all_its_numbers(program: Any, town: Any) -> None:
    for hour in (10, 11, 14):
        assert (
            program.post(
                "appointments/", booking(town, starts_at=f"2026-11-30T{hour}:00:00+01:00")
            ).status_code
            == 201
        )
    numbers = sorted(Appointment.objects.values_list("pk", flat=True))
    first = program.get("appointments/?limit=2")
    assert left().data["shown"] == numbers[1:] and left().about == "appointment"
    program.get(first.json()["next"].removeprefix("http://127.0.0.1:8000"))
    assert left().data["shown"] == numbers[:1]
    assert f"numéros montrés\N{NO-BREAK SPACE}: {numbers[0]}" in words.more(left())
    assert Trace.objects.filter(kind="program_read").count() == 2


def test_what_shows_nothing_leaves_nothing(program: Any, other: Any, made: dict[str, str]) -> None:
    tag = program.get(made["read_referral"])["ETag"]
    before = Trace.objects.count()
    assert program.get(made["read_referral"], If_None_Match=tag).status_code == 304
    assert other.get(made["read_referral"]).status_code == 404
    assert other.get("appointments/").json()["results"] == []
    assert program.get("changes/?after=999999").json()["results"] == []
    assert Trace.objects.count() == before


def test_a_trace_that_cannot_be_written_shows_nothing(
    program: Any, made: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr("bookings.api.reads.leave_trace", refused)
    for path in made.values():
        answer = program.get(path)
        assert answer.status_code == 500 and slug_of(answer) == "internal-error"


def test_a_key_without_the_scope_reads_and_leaves_nothing(program: Any, made: dict[str, str]) -> None:
    poor = Program(program.key.organisation, ApiKey.Scope.CATALOGUE_READ.value)
    before = Trace.objects.count()
    assert poor.get(made["read_referral"]).status_code == 403
    assert Trace.objects.count() == before
