"""The outcome in five taps: who came, what next booked at once, as last time; and the list of what is still to fill in."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from bookings.actions.call_off import cancel
from bookings.actions.record_outcome import record_outcome
from bookings.models import Appointment, Outcome, Registration, Workshop, WorkshopText
from bookings.outcomes.activity_report import Report
from bookings.staff.waiting.offers import read_slot
from tests.people import MONDAY_8AM, TEN
from tests.sign_in import sign_in
from tests.staff import AT_THE_DESK, Town

ELEVEN = TEN + timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(ELEVEN, tick=False)]
TAPS = {
    "cle": "une-seule-fois",
    "presence": "seen",
    "themes": ["email"],
    "result": "resolu",
    "autonomy": "autonome",
    "next_step": "aucune",
    "duration_min": "60",
    "place": "lieu_activite",
}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def lea(town: Town, client: Client) -> Client:
    return sign_in(client, town.lea_user)


def form_of(appointment: Appointment) -> str:
    return reverse("staff_outcome", args=[appointment.pk])


def days_ago(town: Town, days: int, name: str = "Amina Essai") -> Appointment:
    """Somebody who came some days before, at ten."""
    appointment = town.books(TEN + timedelta(hours=days % 6), name)
    at = TEN - timedelta(days=days)
    Appointment.objects.filter(pk=appointment.pk).update(starts_at=at, ends_at=at + timedelta(minutes=30))
    return appointment


def first_time(lea: Client, appointment: Appointment) -> str:
    """The first free time that the form shows."""
    choices = lea.get(form_of(appointment)).context["form"].fields["slot"].choices
    return str(choices[1][0])


def test_whoever_was_absent_is_marked_so_in_the_same_form_and_nothing_else_is_asked(
    town: Town, lea: Client
) -> None:
    appointment = town.books()
    answer = lea.post(form_of(appointment), {"presence": "noshow"})
    assert answer.status_code == 302
    appointment.refresh_from_db()
    assert appointment.status == "no_show" and not Outcome.objects.exists()


def test_no_field_is_compulsory_for_the_browser(town: Town, lea: Client) -> None:
    assert " required" not in lea.get(form_of(town.books())).content.decode()


def test_the_next_appointment_is_booked_by_the_same_press_and_only_once(town: Town, lea: Client) -> None:
    appointment = town.books()
    chosen = {**TAPS, "next_step": "nouveau_rdv", "slot": first_time(lea, appointment)}
    for _press in range(2):
        assert lea.post(form_of(appointment), chosen).status_code == 302
    following = Appointment.objects.exclude(pk=appointment.pk).get()
    assert following.participants.get() == appointment.participants.get()
    assert (following.mediator, following.site, following.status) == (town.lea, town.site, "booked")
    assert following.starts_at > ELEVEN + timedelta(hours=12)
    assert Outcome.objects.get().next_step == "nouveau_rdv"


def test_a_time_taken_meanwhile_is_said_beside_it_and_nothing_is_half_noted(town: Town, lea: Client) -> None:
    appointment = town.books()
    slot = first_time(lea, appointment)
    with time_machine.travel(MONDAY_8AM, tick=False):
        taken = read_slot(slot)
        assert taken is not None
        town.books(taken.starts_at, "Jean Essai")
    answer = lea.post(
        form_of(appointment), {**TAPS, "next_step": "nouveau_rdv", "slot": slot, "note": "Garder."}
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and "vient d’être prise" in page and "Garder." in page
    assert not Outcome.objects.exists()


def test_a_workshop_is_joined_by_the_same_press(town: Town, lea: Client) -> None:
    appointment = town.books()
    workshop = Workshop.objects.create(
        organisation=town.here, site=town.site, topic=town.topic, capacity=8, made_at=MONDAY_8AM
    )
    WorkshopText.objects.create(workshop=workshop, language="fr", title="Bien débuter")
    at = TEN + timedelta(days=3)
    date = workshop.dates.create(starts_at=at, ends_at=at + timedelta(hours=2), capacity=8)
    lea.post(form_of(appointment), {**TAPS, "next_step": "atelier", "workshop_date": str(date.pk)})
    registration = Registration.objects.get()
    assert registration.people.get() == appointment.participants.get()
    assert list(registration.dates.all()) == [date]


def test_sent_on_says_to_what_kind_of_structure(town: Town, lea: Client) -> None:
    chosen = {**TAPS, "next_step": "orientation", "referred_to": ["aide_sociale"]}
    lea.post(form_of(town.books()), chosen)
    outcome = Outcome.objects.get()
    assert (outcome.next_step, outcome.referred_to) == ("orientation", ["aide_sociale"])


def test_the_same_as_last_time_is_one_press(town: Town, lea: Client) -> None:
    before = days_ago(town, 7)
    person = before.participants.get()
    report = Report(
        themes=["email"], result="partiel", autonomy="autonome", next_step="nouveau_rdv", duration_min=15
    )
    record_outcome(before.pk, report=report, private_note="Intime.", by=AT_THE_DESK, now=ELEVEN)
    today = town.books(resident_id=person.pk)
    assert "comme=precedent" in lea.get(form_of(today)).content.decode()
    page = lea.get(form_of(today) + "?comme=precedent")
    initial = page.context["form"].initial
    assert (initial["themes"], initial["result"], initial["autonomy"]) == (["email"], "partiel", "autonome")
    assert initial["next_step"] == "aucune" and "Intime." not in page.content.decode()


def test_the_list_has_what_took_place_and_is_not_noted_the_oldest_first(town: Town, lea: Client) -> None:
    today, before = town.books(), days_ago(town, 3, "Jean Essai")
    off = days_ago(town, 2, "Partie Ailleurs")
    cancel(off.pk, by=AT_THE_DESK, now=TEN - timedelta(days=2, hours=3))
    town.books(TEN + timedelta(hours=4), "Cet Après-midi")
    town.books(TEN, "Chez Omar", site=town.other_site)
    page = lea.get(reverse("staff_pending"))
    assert [row["appointment"].pk for row in page.context["rows"]] == [before.pk, today.pk]
    assert '2<span class="unseen">' in page.content.decode()
    assert "Tout est rempli" not in page.content.decode()


def test_after_one_is_noted_the_next_opens_until_all_is_filled_in(town: Town, lea: Client) -> None:
    today, before = town.books(), days_ago(town, 3, "Jean Essai")
    after = lea.post(form_of(before), {**TAPS, "suite": "liste"})["Location"]
    assert after == f"{form_of(today)}?suite=liste"
    after = lea.post(form_of(today), {"presence": "noshow", "suite": "liste"})["Location"]
    assert after == reverse("staff_pending")
    assert "Tout est rempli" in lea.get(after).content.decode()


def test_a_coordinator_sees_what_the_team_has_left_and_nobody_else_does(town: Town) -> None:
    left = town.books()
    coordinator = sign_in(Client(), town.user("coordinator"))
    rows = coordinator.get(reverse("staff_pending")).context["rows"]
    assert [row["appointment"].pk for row in rows] == [left.pk]
    colleague = sign_in(Client(), town.user("mediator"))
    assert colleague.get(reverse("staff_pending")).context["rows"] == []
    assert sign_in(Client(), town.user("desk")).get(reverse("staff_pending")).status_code == 403


def test_somebody_without_a_name_is_noted_in_the_same_form_and_offered_no_time(
    town: Town, lea: Client
) -> None:
    appointment = town.books()
    appointment.participations.all().delete()
    assert len(lea.get(form_of(appointment)).context["form"].fields["slot"].choices) == 1
    assert lea.post(form_of(appointment), TAPS).status_code == 302
    assert Outcome.objects.get().autonomy == "autonome"
