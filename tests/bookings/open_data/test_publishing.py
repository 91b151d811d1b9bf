"""What the public can see of what the service did: months as they end, files that validators take, and never a person."""

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bookings.actions.cancel_dates import cancel_dates
from bookings.actions.publish_counts import publish_counts
from bookings.actions.record_workshop import Achieved, record_workshop
from bookings.models import (
    Appointment,
    Contact,
    Edition,
    Outcome,
    PublishedCell,
    Workshop,
    WorkshopDate,
    WorkshopText,
)
from bookings.open_data.cube import MONTH
from bookings.open_data.datasets import DATASETS
from mediation.models import Commune
from tests.bookings.workshops.planned import BEFORE, six_thursdays
from tests.people import a_mediator, a_site, a_topic, an_organisation
from tests.staff import AT_THE_DESK, Town

pytestmark = pytest.mark.django_db

CESSON = "35051"
RENNES = "35238"


@pytest.fixture
def town():  # type: ignore[no-untyped-def]
    organisation = an_organisation()
    cesson = Commune.objects.create(insee_code=CESSON, name="Cesson-Sévigné")
    sites = {
        RENNES: a_site(organisation),
        CESSON: a_site(organisation, "Espace Fictif", commune=cesson, postcode="35510"),
    }
    Commune.objects.create(insee_code="35001", name="Acigné")
    return {"sites": sites, "topic": a_topic(), "mediator": a_mediator(organisation)}


def sessions(town, number: int, insee_code: str, at: datetime, *themes: str, status: str = "done") -> None:  # type: ignore[no-untyped-def]
    """`number` sessions of one moment, noted with these themes, or not noted."""
    nobody = Contact.objects.create(kind=Contact.Kind.NONE)
    site = town["sites"][insee_code]
    start = Appointment.objects.count()
    made = Appointment.objects.bulk_create(
        Appointment(
            number=f"{start + n:06}",
            organisation=site.organisation,
            site=site,
            topic=town["topic"],
            mediator=town["mediator"],
            status=status,
            starts_at=at,
            ends_at=at.replace(minute=50),
            contact=nobody,
            idempotency_key=f"test:{start + n}",
            booked_at=at,
        )
        for n in range(number)
    )
    if themes:
        Outcome.objects.bulk_create(
            Outcome(appointment=one, themes=list(themes), result="resolu", duration_min=50, recorded_at=at)
            for one in made
        )


def on(day: int, month: int = 10, year: int = 2026) -> datetime:
    return datetime(year, month, day, 9, 0, tzinfo=UTC)


def lines(answer) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def file(slug: str) -> list[dict[str, str]]:
    answer = Client().get(f"/donnees/{slug}.csv")
    assert answer.status_code == 200
    return lines(answer)


def test_a_month_is_published_a_month_after_its_end_and_says_where_people_came(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 40, RENNES, on(6), "email", "sante")
    sessions(town, 25, CESSON, on(7), "sante")
    sessions(town, 12, CESSON, on(7))
    sessions(town, 9, RENNES, on(8), "email", status="no_show")
    assert publish_counts(now=on(30, 11)) == []
    assert publish_counts(now=on(1, 12)) == ["2026-10"]
    assert {line["commune"]: line["accompagnements"] for line in file("accompagnements-mois-commune")} == {
        "Acigné": "0",
        "Cesson-Sévigné": "37",
        "Rennes": "40",
    }
    by_theme = {line["theme"]: line["accompagnements"] for line in file("accompagnements-mois-theme")}
    # Each session once, under the first theme that was noted.
    assert {theme: n for theme, n in by_theme.items() if n != "0"} == {
        "email": "40",
        "sante": "25",
        "non_renseigne": "12",
    }


def test_the_last_evening_of_a_month_belongs_to_it_on_the_clocks_of_the_town(town) -> None:  # type: ignore[no-untyped-def]
    # 00:30 of 1 November in Rennes.
    sessions(town, 20, RENNES, datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "email")
    sessions(town, 30, RENNES, datetime(2026, 10, 31, 22, 30, tzinfo=UTC), "email")
    publish_counts(now=on(31, 12))
    rennes = [line for line in file("accompagnements-mois-commune") if line["commune"] == "Rennes"]
    assert [(line["mois"], line["accompagnements"]) for line in rennes] == [
        ("2026-10", "30"),
        ("2026-11", "20"),
    ]


def test_what_is_published_does_not_change_whatever_is_corrected_later(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 40, RENNES, on(6), "email")
    publish_counts(now=on(1, 12))
    before = file("accompagnements-mois-commune")
    sessions(town, 1, RENNES, on(6), "email")
    assert publish_counts(now=on(1, 12)) == []
    assert file("accompagnements-mois-commune") == before


def test_three_people_in_a_small_town_are_nobodys_business(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 60, RENNES, on(6), "email")
    sessions(town, 30, RENNES, on(6), "sante")
    sessions(town, 3, CESSON, on(7), "sante")
    publish_counts(now=on(1, 12))
    shown = {line["commune"]: line["accompagnements"] for line in file("accompagnements-mois-commune")}
    # Rennes wears the same mark: with it, the town's total would be a subtraction.
    assert shown == {"Acigné": "0", "Cesson-Sévigné": "s", "Rennes": "s"}


def test_where_two_people_came_in_a_month_all_of_it_is_secret(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 2, RENNES, on(6), "email")
    assert publish_counts(now=on(1, 12)) == ["2026-10"]
    assert Edition.objects.get().all_hidden
    assert {line["accompagnements"] for line in file("accompagnements-mois-commune")} == {"s"}
    assert "tout est secret" in Client().get("/donnees-ouvertes/").content.decode()


def test_a_year_is_published_with_its_december_small_communes_together(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 150, RENNES, on(6), "email")
    sessions(town, 130, RENNES, on(6, 12), "sante")
    sessions(town, 60, CESSON, on(7, 12), "sante")
    assert publish_counts(now=on(31, 1, 2027)) == ["2026-10", "2026-11", "2026-12", "2026"]
    year = file("accompagnements-annee-commune-theme")
    assert {line["commune"] for line in year} == {"Rennes", "Autres communes"}
    assert not PublishedCell.objects.filter(over=MONTH, count__gt=0, count__lt=11).exists()
    assert {line["annee"] for line in year} == {"2026"}


def test_an_earlier_edition_keeps_its_address_and_is_the_beginning_of_the_newer_one(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 40, RENNES, on(6), "email")
    publish_counts(now=on(1, 12))
    first = file("accompagnements-mois-commune")
    sessions(town, 30, CESSON, on(6, 11), "email")
    publish_counts(now=on(31, 12))
    older = Client().get("/donnees/2026-10/accompagnements-mois-commune.csv")
    assert lines(older) == first
    assert file("accompagnements-mois-commune")[: len(first)] == first
    assert Client().get("/donnees/2026-09/accompagnements-mois-commune.csv").status_code == 404


def announced(town) -> None:  # type: ignore[no-untyped-def]
    """A workshop of two dates from next week on."""
    site, start = town["sites"][RENNES], timezone.now() + timedelta(days=7)
    workshop = Workshop.objects.create(
        organisation=site.organisation, site=site, topic=town["topic"], capacity=8, made_at=start
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Mon premier courriel")
    for week in range(2):
        begins = start + timedelta(weeks=week)
        WorkshopDate.objects.create(
            workshop=workshop, starts_at=begins, ends_at=begins + timedelta(hours=2), capacity=8
        )


def test_validators_take_every_file_and_whoever_has_it_is_not_sent_it_again(town, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 150, RENNES, on(6), "email")
    sessions(town, 5, CESSON, on(6), "sante")
    publish_counts(now=on(31, 1, 2027))
    announced(town)
    resources = []
    for slug in (*(dataset.slug for dataset in DATASETS), "ateliers"):
        answer = Client().get(f"/donnees/{slug}.csv")
        (tmp_path / f"{slug}.csv").write_bytes(answer.content)
        schema = Client().get(f"/donnees/{slug}.schema.json")
        (tmp_path / f"{slug}.json").write_bytes(schema.content)
        resources.append({"name": slug, "path": f"{slug}.csv", "schema": f"{slug}.json"})
        again = Client().get(f"/donnees/{slug}.csv", headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "donnees", "resources": resources}))
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    report = json.loads(run.stdout)
    assert report["valid"], report
    assert [task["stats"]["rows"] for task in report["tasks"]] == [9, 60, 40, 2]


def test_the_national_portal_finds_the_files_in_the_catalogue(town) -> None:  # type: ignore[no-untyped-def]
    sessions(town, 40, RENNES, on(6), "email")
    publish_counts(now=on(1, 12))
    answer = Client().get("/donnees/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    catalogue = json.loads(answer.content)
    months = catalogue["dcat:dataset"][0]
    assert [one["dct:identifier"] for one in catalogue["dcat:dataset"]] == [
        "accompagnements-mois-commune",
        "accompagnements-mois-theme",
        "lieux",
        "ateliers",
    ]
    assert months["dct:temporal"]["dcat:endDate"]["@value"] == "2026-10-31"
    distribution = months["dcat:distribution"][0]
    assert "licence-ouverte" in distribution["dct:license"]["@id"]
    assert "/donnees/accompagnements-mois-commune.csv" in distribution["dcat:downloadURL"]["@id"]
    assert b"Espace Fictif" in Client().get("/donnees/lieux.csv").content


def test_before_anything_is_published_the_page_says_so(town) -> None:  # type: ignore[no-untyped-def]
    page = Client().get("/donnees-ouvertes/").content.decode()
    assert page.count("Pas encore publié.") == 3
    assert publish_counts(now=on(1, 12)) == []


def test_workshops_are_a_file_of_what_is_announced_and_never_of_who_came() -> None:
    town = Town()
    workshop = six_thursdays(town, times=3, capacity=8)
    first, _second, off = workshop.dates.all()
    cancel_dates([off.pk], by=AT_THE_DESK, now=BEFORE)
    record_workshop(first.pk, Achieved(3, ["email"], 120), by=AT_THE_DESK, now=first.ends_at)
    with time_machine.travel(first.ends_at, tick=False):
        answer, schema = Client().get("/donnees/ateliers.csv"), Client().get("/donnees/ateliers.schema.json")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert [(row["date"], row["debut"], row["etat"], row["places"]) for row in rows] == [
        ("2026-10-08", "14:00", "passe", "8"),
        ("2026-10-15", "14:00", "prevu", "8"),
        ("2026-10-22", "14:00", "annule", "8"),
    ]
    assert list(rows[0]) == [field["name"] for field in schema.json()["fields"]]
    assert not any(value == "3" for row in rows for value in row.values())
