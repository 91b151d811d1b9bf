"""What somebody has to do, by post: printed by who helps them, while it can still arrive; else somebody calls."""

import html
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.add_step import Step, add_step, tick_step
from bookings.following.links import person_of
from bookings.models import Appointment, JournalEntry, NextStep, Resident
from bookings.people.who import SYSTEM, WayToReach
from notifications.letters.post import take_back
from notifications.models import Message, State
from notifications.outbox.delivery import deliver
from notifications.reminding.next_steps import remind_of_steps
from tests.notifications.conftest import Town
from tests.people import TEN
from tests.sign_in import a_user, sign_in

pytestmark = pytest.mark.django_db
BY_POST = WayToReach("letter", "12 rue de l’Exemple\n35000 Rennes")
# For Friday 18 December: posted on Monday 14 at the latest, in the queue from Wednesday 9 on.
DUE = date(2026, 12, 18)
WEDNESDAY = datetime(2026, 12, 9, 9, tzinfo=UTC)
WORDS = "Rapporter l’avis d’impôt"


def agreed(town: Town, *, due_on: date = DUE, language: str = "fr", **booked: object) -> NextStep:
    session: Appointment = town.book(**({"reach": BY_POST, "name": "Marcel"} | booked))  # type: ignore[arg-type]
    Resident.objects.update(language=language)
    return add_step(
        session.participants.get().pk,
        Step(WORDS, due_on=due_on, remind=True),
        organisation_id=session.organisation_id,
        mediator_id=session.mediator_id,
        appointment_id=session.pk,
        by=SYSTEM,
        now=TEN,
        form_key=str(session.pk),
    )


def mediator(town: Town) -> Client:
    return sign_in(Client(), a_user("mediator", organisation=town.site.organisation))


def shown(answer: object) -> str:
    return html.unescape(answer.content.decode())  # type: ignore[attr-defined]


def test_a_letter_is_in_the_queue_once_and_while_it_can_arrive(town: Town) -> None:
    step = agreed(town)
    assert remind_of_steps(now=WEDNESDAY - timedelta(days=1)) == 0
    assert remind_of_steps(now=WEDNESDAY) == 1
    assert remind_of_steps(now=WEDNESDAY + timedelta(minutes=1)) == 0
    (letter,) = Message.objects.all()
    assert (letter.channel, f"{letter.expires_at:%d %H:%M}") == ("letter", "14 23:00")
    assert person_of(letter.body.split("/r/")[1], now=WEDNESDAY) == step.resident


def test_what_is_due_too_soon_for_a_letter_is_called(town: Town) -> None:
    step = agreed(town, due_on=date(2026, 12, 4))
    eve = datetime(2026, 12, 3, 9, 1, tzinfo=UTC)
    assert remind_of_steps(now=eve - timedelta(days=1)) == 0
    assert remind_of_steps(now=eve) == 0
    step.refresh_from_db()
    assert step.to_tell and not Message.objects.exists()


def test_nobody_else_s_address_gets_a_letter_about_it(town: Town) -> None:
    agreed(town, relation="carer", contact_name="Zoé Essai")
    assert remind_of_steps(now=WEDNESDAY) == 0


def test_the_sheet_says_what_and_until_when_and_has_a_square(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    step = agreed(town)
    remind_of_steps(now=WEDNESDAY)
    time_machine.move_to(WEDNESDAY, tick=False)
    lea = mediator(town)
    queue = shown(lea.get(reverse("staff_letters")))
    assert "Marcel" in queue and WORDS not in queue
    sheet = shown(lea.get(reverse("staff_print_letters")))
    for said in (WORDS, "vendredi 18 décembre", "12 rue de l’Exemple", "02 61 91 00 00", "<svg"):
        assert said in sheet
    read = JournalEntry.objects.get(kind="following_read")
    assert read.resident == step.resident


def test_the_desk_neither_sees_nor_prints_it(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    agreed(town)
    remind_of_steps(now=WEDNESDAY)
    time_machine.move_to(WEDNESDAY, tick=False)
    for kind, of in (("desk", town.site.organisation), ("central_desk", None)):
        who = sign_in(Client(), a_user(kind, organisation=of))
        assert "Aucune lettre à poster." in shown(who.get(reverse("staff_letters")))
        assert WORDS not in shown(who.get(reverse("staff_print_letters")))
        one = reverse("staff_print_letters") + f"?lettre={Message.objects.get().pk}"
        assert who.get(one).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar", "uk", "tr", "pt", "es"])
def test_it_is_written_in_the_reader_s_language(town: Town, time_machine, language: str) -> None:  # type: ignore[no-untyped-def]
    agreed(town, language=language)
    NextStep.objects.update(words="Rapporter les papiers qui manquent")
    remind_of_steps(now=WEDNESDAY)
    time_machine.move_to(WEDNESDAY, tick=False)
    sheet = shown(mediator(town).get(reverse("staff_print_letters")))
    assert f'lang="{language}"' in sheet and "papiers qui manquent" not in sheet


def test_what_is_done_meanwhile_is_not_printed(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    step = agreed(town)
    remind_of_steps(now=WEDNESDAY)
    tick_step(step.pk, done=True, by=SYSTEM, now=WEDNESDAY)
    time_machine.move_to(WEDNESDAY, tick=False)
    assert "Aucune lettre à poster." in shown(mediator(town).get(reverse("staff_letters")))


def test_posted_it_is_gone_and_taken_back_it_has_a_new_link(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    agreed(town)
    remind_of_steps(now=WEDNESDAY)
    letter = Message.objects.get()
    time_machine.move_to(WEDNESDAY, tick=False)
    lea = mediator(town)
    lea.post(reverse("staff_letters"), {"lettre": letter.pk})
    posted = Message.objects.get()
    assert (posted.state, posted.body) == (State.SENT, "")
    assert take_back(letter.pk, by=SYSTEM, now=WEDNESDAY)
    again = Message.objects.get(instead_of=letter)
    assert again.body and again.body != letter.body and again.state == State.QUEUED
    assert "Marcel" in shown(lea.get(reverse("staff_letters")))


def test_a_letter_that_nobody_has_posted_in_time_is_a_call(town: Town) -> None:
    step = agreed(town)
    remind_of_steps(now=WEDNESDAY)
    late = datetime(2026, 12, 15, 8, tzinfo=UTC)
    deliver(clock=lambda: late)
    step.refresh_from_db()
    assert step.to_tell and Message.objects.get().state == State.EXPIRED
    assert remind_of_steps(now=datetime(2026, 12, 17, 9, 5, tzinfo=UTC)) == 0


def test_the_desk_calls_who_has_a_landline_and_is_not_told_what_it_is(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    step = agreed(town, reach=WayToReach("landline", "02 61 91 00 05"))
    eve = datetime(2026, 12, 17, 9, 5, tzinfo=UTC)
    remind_of_steps(now=eve)
    time_machine.move_to(eve, tick=False)
    desk = sign_in(Client(), a_user("desk", organisation=town.site.organisation))
    page = shown(desk.get(reverse("staff_to_tell")))
    assert "Marcel" in page and "02 61 91 00 05" in page.replace("\u00a0", " ") and WORDS not in page
    said = reverse("staff_step_said", args=[step.pk])
    assert desk.post(said).status_code == 302
    step.refresh_from_db()
    assert not step.to_tell and step.done_at is None
    assert "Tout le monde est prévenu." in shown(desk.get(reverse("staff_to_tell")))
    assert desk.post(said).status_code == 404


def test_nobody_calls_a_discreet_person_nor_about_a_day_that_is_over(town: Town, time_machine) -> None:  # type: ignore[no-untyped-def]
    step = agreed(town, reach=WayToReach("landline", "02 61 91 00 05"))
    eve = datetime(2026, 12, 17, 9, 5, tzinfo=UTC)
    remind_of_steps(now=eve)
    time_machine.move_to(eve, tick=False)
    desk = sign_in(Client(), a_user("desk", organisation=town.site.organisation))
    Resident.objects.update(discreet=True)
    assert "Marcel" not in shown(desk.get(reverse("staff_to_tell")))
    Resident.objects.update(discreet=False)
    time_machine.move_to(eve + timedelta(days=2), tick=False)
    assert "Marcel" not in shown(desk.get(reverse("staff_to_tell")))
    assert step.pk
