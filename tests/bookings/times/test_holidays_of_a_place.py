"""20 December is a day off in La Réunion and nowhere else: times, the line, letters and call-backs know."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from bookings.times import search
from bookings.waiting.call_moments import quick_moments
from mediation.context import territory_holidays
from mediation.models import Commune, CommunePostcode, Opening, Site, Territory
from notifications.reminding.plans import read_plans
from notifications.voice.ring import line_is_open
from tests.people import a_mediator, a_site, a_topic, an_organisation, receives

pytestmark = pytest.mark.django_db

# A Monday in 2027: five in the evening of Sunday in Rennes.
ABOLITION = date(2027, 12, 20)
SUNDAY = datetime(2027, 12, 19, 16, tzinfo=UTC)


def a_site_of_la_reunion(name: str = "Lieu Fictif de l’île") -> Site:
    commune, _ = Commune.objects.get_or_create(insee_code="97411", defaults={"name": "Saint-Denis"})
    return a_site(an_organisation(name), name, commune=commune, postcode="97400", timezone="Indian/Reunion")


def first_day_offered(site: Site) -> date:
    topic = a_topic(f"motif-{site.pk}", horizon_days=10)
    mediator = a_mediator(site.organisation)
    for later in range(3):
        receives(mediator, site, first_day=ABOLITION + timedelta(days=later), repeat_weeks=0)
    found = search.soonest(topic, now=SUNDAY, enough=1, site_ids=[site.pk])
    return found[0].starts_at.date()


def test_nobody_receives_there_that_day_and_everybody_does_in_rennes() -> None:
    assert first_day_offered(a_site_of_la_reunion()) == date(2027, 12, 21)
    assert first_day_offered(a_site(an_organisation("Rennes Fictive"), "Rennes Fictif")) == ABOLITION
    Opening.objects.update(on_holidays=True)
    found = search.times(
        a_topic("autre", horizon_days=10), start=SUNDAY, end=SUNDAY + timedelta(days=2), now=SUNDAY
    )
    assert {choice.starts_at.date() for choice in found} == {ABOLITION, date(2027, 12, 21)}


def test_the_service_keeps_the_holidays_of_most_of_its_sites() -> None:
    a_site(an_organisation("Rennes Fictive"), "Rennes Fictif")
    a_site_of_la_reunion()
    a_site_of_la_reunion("Un autre lieu Fictif")
    assert territory_holidays() == "974"
    assert ABOLITION in read_plans(now=SUNDAY).days_off
    assert [moment.day for moment in quick_moments(SUNDAY)][1:] == [date(2027, 12, 21)] * 2
    here = Territory(line_hours="Mo-Fr 08:00-18:00; PH off", timezone="Indian/Reunion")
    assert not line_is_open(here, now=datetime(2027, 12, 20, 8, tzinfo=UTC))
    assert line_is_open(here, now=datetime(2027, 12, 21, 8, tzinfo=UTC))


def test_in_rennes_that_monday_is_a_monday() -> None:
    a_site(an_organisation(), "Rennes Fictif")
    assert territory_holidays() == "" and ABOLITION not in read_plans(now=SUNDAY).days_off
    assert [moment.day for moment in quick_moments(SUNDAY)][1:] == [ABOLITION] * 2


def test_an_imported_site_goes_by_the_clocks_of_its_department(tmp_path: Path) -> None:
    commune = Commune.objects.create(insee_code="97411", name="Saint-Denis")
    CommunePostcode.objects.create(commune=commune, postcode="97400")
    file = tmp_path / "lieux.csv"
    columns = "id,pivot,nom,commune,code_postal,code_insee,adresse,latitude,longitude,date_maj,services"
    row = "un,00000000000000,Lieu Fictif,Saint-Denis,97400,97411,1 rue Fictive,-20.88,55.45,2026-01-31,"
    file.write_text(f"{columns}\n{row}Aide aux démarches administratives\n", encoding="utf-8")
    call_command("import_sites", str(file))
    site = Site.objects.get()
    assert (site.timezone, site.holidays) == ("Indian/Reunion", "974")
    Site.objects.update(timezone="Indian/Mayotte")
    call_command("import_sites", str(file))
    assert Site.objects.get().timezone == "Indian/Mayotte"
