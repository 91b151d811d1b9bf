"""La Coop: every code that the project carries goes out in a file and in again, and is the same; what was noted anew from the
file gives the same file.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from bookings.actions.note_about import About, note_about
from bookings.actions.record_outcome import record_outcome
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.models import Appointment, WorkshopDate
from bookings.outcomes import vocabularies as codes
from bookings.outcomes.activity_report import Report, completed, faults
from tests.bookings.workshops.planned import six_thursdays
from tests.people import TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(TEN, tick=False)]
PLAIN = Report(
    themes=["email"],
    sub_themes=[],
    equipment=[],
    referred_to=[],
    result="resolu",
    next_step="aucune",
    duration_min=30,
)
REFERRED = replace(PLAIN, next_step=codes.REFERRAL, referred=True)
PAPERS = replace(PLAIN, themes=["aide_aux_demarches_administratives"])


def reports() -> Iterator[Report]:
    """One for each code of one person's session."""
    yield from (replace(PLAIN, themes=[code]) for code in codes.THEMES)
    yield from (replace(PAPERS, sub_themes=[code]) for code in codes.SUB_THEMES)
    yield from (replace(PLAIN, equipment=[code]) for code in codes.EQUIPMENT)
    yield from (replace(PLAIN, autonomy=code) for code in codes.AUTONOMY)
    yield from (replace(PLAIN, result=code) for code in codes.RESULTS)
    yield from (replace(PLAIN, next_step=code, referred=code == codes.REFERRAL) for code in codes.NEXT_STEPS)
    yield from (replace(REFERRED, referred_to=[code]) for code in codes.REFERRALS)
    yield from (replace(PLAIN, duration_min=minutes) for minutes in codes.DURATION_PRESETS_MIN)


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def session(town: Town) -> Appointment:
    return town.books(name="Amina Essai")


@pytest.fixture
def reader(town: Town) -> Client:
    return sign_in(Client(), town.user("coordinator"))


def taken(reader: Client) -> list[dict[str, str]]:
    """The rows of the file, of this month and the two around it."""
    address = "/equipe/chiffres/exports/comptes-rendus.csv?first=2026-10-01&last=2026-12-31"
    content = b"".join(reader.get(address).streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(content), delimiter=";"))


def several(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def read_in(row: dict[str, str]) -> Report:
    """The report that a row says."""
    return Report(
        kind=row["type"],
        place=row["type_lieu"],
        themes=several(row["thematiques"]),
        sub_themes=several(row["sous_thematiques_demarches"]),
        equipment=several(row["materiel"]),
        autonomy=row["autonomie"],
        result=row["resultat"],
        next_step=row["suite"],
        referred=row["oriente_vers_structure"] == "oui",
        referred_to=several(row["structure_de_redirection"]),
        duration_min=int(row["duree"]),
    )


def test_every_code_of_a_session_out_and_in_again(session: Appointment, reader: Client) -> None:
    for report in reports():
        record_outcome(session.pk, report=report, by=AT_THE_DESK, now=TEN)
        (out,) = taken(reader)
        again = read_in(out)
        assert again == completed(report) and faults(again) == []
        record_outcome(session.pk, report=again, by=AT_THE_DESK, now=TEN)
        assert taken(reader) == [out]


@pytest.mark.parametrize("place", codes.PLACES)
def test_every_kind_of_place(session: Appointment, reader: Client, place: str) -> None:
    record_outcome(session.pk, report=PLAIN, by=AT_THE_DESK, now=TEN)
    session.outcome.place = place
    session.outcome.save()
    (out,) = taken(reader)
    assert read_in(out).place == place


@pytest.mark.parametrize("status", codes.PRESENCE_OF_STATUS)
def test_every_presence(session: Appointment, reader: Client, status: str) -> None:
    record_outcome(session.pk, report=PLAIN, by=AT_THE_DESK, now=TEN)
    Appointment.objects.update(status=status)
    (out,) = taken(reader)
    assert out["presence"] == codes.PRESENCE_OF_STATUS[status] and out["presence"] in codes.PRESENCES


@pytest.mark.parametrize(
    ("column", "field", "known"),
    [
        ("genre", "gender", codes.GENDERS),
        ("tranche_age", "age", codes.AGES),
        ("statut", "situation", codes.SITUATIONS),
    ],
)
def test_every_code_of_a_person_out_and_in_again(
    session: Appointment, reader: Client, column: str, field: str, known: dict[str, str]
) -> None:
    record_outcome(session.pk, report=PLAIN, by=AT_THE_DESK, now=TEN)
    person = session.participants.get()
    assert taken(reader)[0][column] == "non_communique", "who was not asked"
    for code in known:
        note_about(person.pk, about=About(**{field: code}), by=AT_THE_DESK, now=TEN)  # type: ignore[arg-type]
        (out,) = taken(reader)
        assert out[column] == code
        assert "Amina" not in str(out)


def test_a_year_of_birth_goes_out_as_the_age_of_that_year(session: Appointment, reader: Client) -> None:
    record_outcome(session.pk, report=PLAIN, by=AT_THE_DESK, now=TEN)
    note_about(session.participants.get().pk, about=About(birth_year=1956), by=AT_THE_DESK, now=TEN)
    (out,) = taken(reader)
    assert out["tranche_age"] == "soixante_dix_plus" and "1956" not in str(out)


def test_every_counter_and_level_of_a_workshop_out_and_in_again(town: Town, reader: Client) -> None:
    workshop = six_thursdays(town, times=1)
    held: WorkshopDate = workshop.dates.get()
    for level in codes.LEVELS:
        for age in [code for code in codes.AGES if code != "non_communique"]:
            achieved = Achieved(9, ["email"], 90, women=4, men=3, ages={age: 5}, level=level)
            record_workshop(held.pk, achieved, by=AT_THE_DESK, now=held.ends_at)
            (out,) = taken(reader)
            counts = {
                column: {
                    code: int(n) for code, _, n in (each.partition(":") for each in several(out[column]))
                }
                for column in ("genre", "tranche_age", "statut")
            }
            assert counts == {
                "genre": {"feminin": 4, "masculin": 3, "non_communique": 2},
                "tranche_age": {age: 5, "non_communique": 4},
                "statut": {"non_communique": 9},
            }
            assert (out["type"], out["niveau_atelier"], out["participants"]) == ("collectif", level, "9")
            again = Achieved(
                int(out["participants"]),
                several(out["thematiques"]),
                int(out["duree"]),
                women=counts["genre"]["feminin"],
                men=counts["genre"]["masculin"],
                ages={code: n for code, n in counts["tranche_age"].items() if code != "non_communique"},
                level=out["niveau_atelier"],
            )
            record_workshop(held.pk, again, by=AT_THE_DESK, now=held.ends_at)
            assert taken(reader) == [out]
