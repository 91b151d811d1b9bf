"""The one screen when somebody is away: what is concerned, a remedy for each, done once it was seen; then its progress."""

import re
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Appointment, Interrupted, Interruption, JournalEntry
from mediation.models import Absence, Closure, Opening
from tests.bookings.interruptions.away import FullDay
from tests.bookings.workshops.planned import six_thursdays
from tests.bookings.workshops.test_waiting_for_seats import comes
from tests.people import MONDAY, MONDAY_8AM
from tests.sign_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
NEW = "staff_interrupt"


@pytest.fixture
def day() -> FullDay:
    return FullDay()


@pytest.fixture
def coordinator(day: FullDay) -> Client:
    return sign_in(Client(), day.town.user("coordinator"))


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.content.decode().split())


def typed(day: FullDay, **more: str) -> dict[str, str]:
    return {
        "mediator": str(day.town.lea.pk),
        "first_day": MONDAY.isoformat(),
        "reason": "away",
        "announced": "on",
        "cle": "one-press",
        **more,
    }


def confirmed(client: Client, form: dict[str, str], query: str = "?quoi=absence"):  # type: ignore[no-untyped-def]
    """Looks at the list, then confirms what it showed."""
    address = reverse(NEW) + query
    page = client.post(address, {**form, "action": "voir"}).content.decode()
    seen = re.search(r'name="vu" value="([0-9a-f]+)"', page)
    assert seen, page
    chosen = dict(re.findall(r'name="(remede-\d+)">.*?<option value="(\w+)" selected', page, re.S))
    return client.post(address, {**chosen, **form, "action": "confirmer", "vu": seen[1]}, follow=True)


def test_fourteen_are_shown_with_a_default_each_and_nothing_changes_yet(
    day: FullDay, coordinator: Client, django_assert_max_num_queries
) -> None:
    paul = day.colleague("Paul", 9, 12)
    with django_assert_max_num_queries(45):
        page = coordinator.post(reverse(NEW), {**typed(day), "action": "voir"})
    shown = text_of(page)
    assert "14 rendez-vous concernés" in shown and shown.count(f"Confier à {paul.name}") == 6
    assert shown.count('value="hand_over" selected') == 6 and shown.count('value="offer" selected') == 8
    assert not Interruption.objects.exists() and not Absence.objects.exists()


def test_for_all_is_one_press_and_hands_over_whom_it_can(day: FullDay, coordinator: Client) -> None:
    day.colleague("Paul", 9, 12)
    page = coordinator.post(reverse(NEW), {**typed(day), "action": "tous", "tous": "cancel"})
    assert text_of(page).count('value="cancel" selected') == 14
    page = coordinator.post(reverse(NEW), {**typed(day), "action": "tous", "tous": "hand_over"})
    assert text_of(page).count('value="hand_over" selected') == 6


def test_it_is_done_once_and_its_page_follows_it(day: FullDay, coordinator: Client) -> None:
    first = text_of(confirmed(coordinator, typed(day)))
    assert "0 rendez-vous sur 14" in first and 'http-equiv="refresh"' in first
    # The button pressed twice.
    confirmed_again = coordinator.post(reverse(NEW), {**typed(day), "action": "voir"})
    assert "Déjà en cours ailleurs" in text_of(confirmed_again)
    assert Interruption.objects.count() == 1 and Absence.objects.count() == 1
    day.works(MONDAY_8AM)
    made = Interruption.objects.get()
    page = text_of(coordinator.get(reverse("staff_interruption", args=[made.pk])))
    assert "14 rendez-vous sur 14" in page and "Attend la réponse" in page and "refresh" not in page
    assert "Tout reprendre" not in page, "people were told"
    assert text_of(coordinator.get(reverse("staff_interruptions"))).count("attend la réponse : 14") == 1


def test_what_has_changed_since_it_was_shown_is_shown_first(day: FullDay, coordinator: Client) -> None:
    page = coordinator.post(reverse(NEW), {**typed(day), "action": "confirmer", "vu": "autre"})
    assert "La liste a changé" in text_of(page) and not Interruption.objects.exists()


def test_a_closed_site_and_a_strike_close_and_ask_everybody(day: FullDay, coordinator: Client) -> None:
    form = typed(day, site=str(day.town.site.pk), reason="works", sentence="Entrée par la cour.")
    confirmed(coordinator, form, "?quoi=fermeture")
    made = Interruption.objects.get()
    assert (made.kind, made.reason, made.rows.count()) == ("closed", "works", 14)
    assert Closure.objects.get().site == day.town.site and list(made.sites.all()) == [day.town.site]
    coordinator.post(reverse("staff_interruption_undone", args=[made.pk]))
    made.refresh_from_db()
    # At once, since somebody is expected within three hours: it cannot be taken back.
    assert made.status == "running"
    day.works(MONDAY_8AM)
    form = typed(day, organisation=str(day.town.here.pk), reason="strike", cle="another")
    assert "Aucun rendez-vous" in text_of(confirmed(coordinator, form, "?quoi=greve"))


def test_errors_stand_beside_their_fields_and_nothing_is_lost(day: FullDay, coordinator: Client) -> None:
    page = coordinator.post(
        reverse(NEW), {**typed(day, last_day="2026-11-29", starts="10:00"), "action": "voir"}
    )
    shown = text_of(page)
    assert page.status_code == 422 and "avant le premier" in shown and "Donnez les deux heures" in shown
    assert 'value="10:00"' in shown


def test_who_does_not_answer_is_counted_called_and_settled(day: FullDay, coordinator: Client) -> None:
    confirmed(coordinator, typed(day))
    day.works(MONDAY_8AM)
    Interrupted.objects.filter(pk__in=Interrupted.objects.values("pk")[:2]).update(
        result="to_call", why="no_answer"
    )
    listed = text_of(coordinator.get(reverse("staff_to_call")))
    assert listed.count("n’a pas répondu") == 2 and "06 39 98 40 00" in listed
    first, second = Interrupted.objects.to_call()
    address = reverse("staff_call_instead", args=[first.pk])
    page = coordinator.get(address).content.decode()
    slot = re.search(r'name="slot" value="([\d-]+)"', page)
    assert slot and page.count('name="heure"') == 3
    coordinator.post(address, {"slot": slot[1]})
    coordinator.post(reverse("staff_call_instead", args=[second.pk]), {"action": "plus"})
    results = dict(Interrupted.objects.filter(pk__in=[first.pk, second.pk]).values_list("pk", "result"))
    assert results == {first.pk: "moved", second.pk: "closed"}
    assert Appointment.objects.get(pk=first.appointment_id).status == "booked"
    assert JournalEntry.objects.filter(kind="comes_no_more").count() == 1
    assert "Personne n’attend d’appel" in text_of(coordinator.get(reverse("staff_to_call")))


def test_a_mediator_says_only_their_own_absence(day: FullDay) -> None:
    lea = sign_in(Client(), day.town.lea_user)
    shown = text_of(lea.get(reverse(NEW) + "?quoi=fermeture"))
    assert "Qui est absent" in shown and "Un lieu fermé" not in shown
    other = lea.post(reverse(NEW), {**typed(day, mediator=str(day.town.omar.pk)), "action": "voir"})
    assert other.status_code == 422
    confirmed(lea, typed(day))
    omar = sign_in(Client(), day.town.omar.user)
    made = Interruption.objects.get()
    assert omar.get(reverse("staff_interruption", args=[made.pk])).status_code == 404
    assert omar.get(reverse("staff_call_instead", args=[Interrupted.objects.all()[0].pk])).status_code == 404


def test_appointments_outside_openings_are_decided_about_there(day: FullDay, coordinator: Client) -> None:
    day.town.lea.openings.update(closes="12:00")
    page = text_of(coordinator.get(reverse("staff_openings")))
    link = re.search(r'href="([^"]*rdv=[\d-]+)"', page)
    assert link
    shown = text_of(coordinator.get(link[1]))
    assert "8 rendez-vous concernés" in shown and shown.count('value="keep" selected') == 8
    confirmed(coordinator, {"cle": "x"}, "?" + link[1].partition("?")[2])
    day.works(MONDAY_8AM)
    assert day.results() == {"kept": 8}
    # Kept on purpose: they are not asked about again.
    assert "rdv=" not in text_of(coordinator.get(reverse("staff_openings")))


def test_workshops_of_these_days_are_called_off_in_the_same_pass_and_everybody_hears_once(
    day: FullDay, coordinator: Client
) -> None:
    town = day.town
    alone = six_thursdays(town, times=1, first=MONDAY + timedelta(days=3))
    both = six_thursdays(town, times=1, first=MONDAY + timedelta(days=4))
    paul = day.colleague("Paul", 9, 12)
    both.dates.get().animations.create(mediator=paul)
    comes(alone, 61, now=MONDAY_8AM)
    comes(both, 62, now=MONDAY_8AM)
    form = typed(day, last_day=(MONDAY + timedelta(days=6)).isoformat())
    page = text_of(coordinator.post(reverse(NEW), {**form, "action": "voir"}))
    assert page.count("1 inscription") == 2 and f"{paul} anime aussi" in page
    first, second = alone.dates.get(), both.dates.get()
    assert f'name="atelier-{first.pk}"><option value="annuler" selected' in page
    assert f'name="atelier-{second.pk}"><option value="annuler">' in page
    confirmed(coordinator, form)
    assert not JournalEntry.objects.filter(kind="workshop_cancelled").exists()
    made = Interruption.objects.get()
    for _again in range(2):
        day.works(max(MONDAY_8AM, made.leaves_at))
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.cancelled_at is not None and second.cancelled_at is None
    assert JournalEntry.objects.filter(kind="workshop_cancelled").count() == 1
    shown = text_of(coordinator.get(reverse("staff_interruption", args=[made.pk])))
    assert "annulé, tout le monde est prévenu" in shown


def test_hours_without_appointment_that_nobody_holds_any_more_are_listed(
    day: FullDay, coordinator: Client
) -> None:
    Opening.objects.create(
        mediator=day.town.lea,
        site=day.town.site,
        first_day=MONDAY,
        opens=time(17),
        closes=time(19),
        repeat_weeks=1,
        reception=Opening.Reception.DROP_IN,
    )
    page = text_of(coordinator.post(reverse(NEW), {**typed(day), "action": "voir"}))
    assert "n’aura pas lieu" in page and "17" in page
