"""What was asked for in vain is counted, without the person, and shown to those who answer for it."""

from datetime import timedelta

import pytest
from django.test import Client

from bookings.actions.count_figures import check, count_news
from bookings.actions.offer_times import end_what_is_over
from bookings.actions.wait import leave
from bookings.models import Appointment, UnmetCount
from bookings.people.who import RESIDENT_ON_WEB
from bookings.records import unmet
from bookings.statistics.merged import of_today
from bookings.statistics.periods import Grain, Period, period_of
from bookings.statistics.reading import counted, sessions_by_commune
from mediation.models import Commune, FormerCommune
from tests.bookings.statistics.test_dashboard import page
from tests.people import FRIDAY_BEFORE, MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import Town
from tests.waiting import a_full_monday, waits, wants_earlier

pytestmark = pytest.mark.django_db


def kept() -> list[tuple[str, str, int]]:
    return list(UnmetCount.objects.order_by("pk").values_list("kind", "how", "n"))


@pytest.mark.time_machine(MONDAY_8AM, tick=False)
def test_searches_that_find_nothing_are_counted_together_and_cost_no_page_a_write() -> None:
    town = Town()
    town.lea.openings.all().delete()
    town.omar.openings.all().delete()
    for _ in range(3):
        Client().get(f"/aide/{town.topic.public_id}/partout/")
    assert kept() == []
    unmet.write_searches()
    assert kept() == [("no_time", "web", 3)]
    assert UnmetCount.objects.filter(topic=town.topic).count() == len(kept())


def test_a_wait_that_ends_without_a_time_is_counted_and_one_for_an_earlier_time_is_not() -> None:
    full = a_full_monday()
    entry = waits(full)
    earlier = wants_earlier(full)
    leave(earlier.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert kept() == []
    end_what_is_over(now=entry.until + timedelta(minutes=1))
    end_what_is_over(now=entry.until + timedelta(minutes=2))
    assert kept() == [("wait", "over", 1)]


def test_a_coordinator_sees_what_was_asked_for_in_vain_and_a_mediator_only_their_own(
    client: Client,
    time_machine,  # type: ignore[no-untyped-def]
) -> None:
    town = Town()
    unmet.no_time(town.topic.pk, how="web", now=MONDAY_8AM, site_id=town.site.pk)
    unmet.no_time(town.topic.pk, how="phone", now=MONDAY_8AM, commune="35238")
    unmet.write_searches()
    unmet.given_up("postcode", topic_id=town.topic.pk, site_id=town.site.pk, now=MONDAY_8AM)
    time_machine.move_to(MONDAY_8AM + timedelta(days=1), tick=False)
    count_news(now=MONDAY_8AM + timedelta(days=1))
    text = page(sign_in(client, town.user("coordinator")))
    assert "Recherches sans aucune heure" in text and "code postal" in text
    assert "2 demandes n’ont pas abouti." in text
    assert "3 demandes n’ont pas abouti." in page(sign_in(client, town.user("metro_coordinator")))
    assert "Demande sans réponse" not in page(sign_in(client, town.lea_user))


def test_a_commune_that_became_part_of_another_is_counted_with_it(time_machine) -> None:  # type: ignore[no-untyped-def]
    town = Town()
    small = Commune.objects.create(insee_code="35001", name="Acigné", population=7_000)
    town.site.commune = small
    town.site.save()
    town.books()
    tomorrow = MONDAY_8AM + timedelta(days=1)
    Appointment.objects.update(status="done")
    count_news(now=tomorrow)
    month = period_of(Grain.MONTH, TEN.date())
    assert counted("c35001", month)["sessions"] == {"individual": 1}
    rennes = Commune.objects.get(insee_code="35238")
    town.site.commune = rennes
    town.site.save()
    small.delete()
    FormerCommune.objects.create(commune=rennes, name="Acigné", insee_code="35001")
    # At once, and after the night in which it was counted anew.
    for _ in range(2):
        assert counted("c35238", month)["sessions"] == {"individual": 1}
        assert sessions_by_commune(counted("t", month), of_today()) == {"35238": 1}
        check(now=tomorrow)
    assert counted("c35238", month)["people"] == {"new": 1}


def test_a_years_report_is_read_and_printed_and_nobody_elses(client: Client, time_machine) -> None:  # type: ignore[no-untyped-def]
    town = Town()
    time_machine.move_to(MONDAY_8AM, tick=False)
    sign_in(client, town.user("coordinator"))
    text = client.get("/equipe/chiffres/rapport/?annee=2026").content.decode()
    assert "Rapport annuel 2026" in text and "Définitions" in text
    assert client.get(f"/equipe/chiffres/rapport/?de=o{town.elsewhere.pk}").status_code == 404
    for wrong in ("1990", "x", "²", "99999"):
        assert client.get(f"/equipe/chiffres/rapport/?annee={wrong}").status_code == 404


def test_hours_that_were_offered_are_those_of_openings_whoever_came(time_machine) -> None:  # type: ignore[no-untyped-def]
    town = Town()
    town.books()
    count_news(now=MONDAY_8AM + timedelta(days=1))
    day = Period(TEN.date(), TEN.date())
    assert counted(f"m{town.lea.pk}", day)["hours"]["offered"] == 8 * 60
    assert counted(f"m{town.lea.pk}", day)["hours"]["taken"] > 0
