"""Who agreed to it is reminded once of what they have to do; whom no message reaches is left to the team."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.actions.add_step import Step, add_step, tick_step
from bookings.actions.edit_resident import Record, edit_resident
from bookings.models import Appointment, Contact, LinkToken, NextStep, Resident
from bookings.people.who import SYSTEM, WayToReach
from notifications.models import Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.next_steps import remind_of_steps
from tests.notifications.conftest import Line, Town
from tests.people import TEN

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 8)
NOTED = TEN + timedelta(hours=1)
EVE_10, EVE_11 = datetime(2026, 12, 7, 9, 1, tzinfo=UTC), datetime(2026, 12, 7, 10, 0, tzinfo=UTC)
WORDS = "Envoyer la photo à la CAF"


def agreed(town: Town, *, remind: bool = True, **booked: object) -> NextStep:
    """Amina has come, and wants to be reminded of something."""
    session = town.book(**booked)  # type: ignore[arg-type]
    return of_session(session, remind=remind)


def of_session(session: Appointment, *, remind: bool = True) -> NextStep:
    return add_step(
        session.participants.get().pk,
        Step(WORDS, due_on=DUE, remind=remind),
        organisation_id=session.organisation_id,
        mediator_id=session.mediator_id,
        appointment_id=session.pk,
        by=SYSTEM,
        now=NOTED,
        form_key=str(session.pk),
    )


def written() -> list[Message]:
    return list(Message.objects.filter(kind="next_step"))


def test_the_day_before_at_ten_and_once(town: Town) -> None:
    agreed(town)
    assert remind_of_steps(now=EVE_10 - timedelta(minutes=2)) == 0
    assert remind_of_steps(now=EVE_10) == 1
    assert remind_of_steps(now=EVE_11) == 0
    (message,) = written()
    assert (message.channel, message.language) == ("sms", "fr")
    assert message.body.startswith(
        "RDV numérique. Rappel, à faire avant le mar. 8 déc. : Envoyer la photo à la CAF. "
        "Besoin d'aide ? 02 61 91 00 00 http"
    )
    assert LinkToken.objects.filter(resident=Resident.objects.get()).count() == 1
    assert "Amina" not in message.body


def test_who_has_not_agreed_hears_nothing(town: Town) -> None:
    agreed(town, remind=False)
    assert remind_of_steps(now=EVE_10) == 0 and not written()


def test_what_is_done_meanwhile_is_not_sent_and_not_written(town: Town, line: Line) -> None:
    step = agreed(town)
    remind_of_steps(now=EVE_10)
    tick_step(step.pk, done=True, by=SYSTEM, now=EVE_10)
    deliver(clock=lambda: EVE_11)
    assert line.taken == [] and written()[0].state == "cancelled"
    Message.objects.all().delete()
    assert remind_of_steps(now=EVE_11) == 0


def test_it_goes_when_it_is_still_to_be_done(town: Town, line: Line) -> None:
    agreed(town)
    remind_of_steps(now=EVE_10)
    deliver(clock=lambda: EVE_11)
    assert [WORDS in sent.body for sent in line.taken] == [True]
    assert not Message.objects.exclude(body="").exists(), "what was said is kept nowhere"


def test_a_shared_telephone_is_told_that_there_is_something_and_not_what(town: Town) -> None:
    agreed(town, reach=WayToReach("mobile", "06 39 98 00 01", shared=True))
    remind_of_steps(now=EVE_10)
    (message,) = written()
    assert WORDS not in message.body and "ce que nous avons prévu ensemble" in message.body
    assert "http" not in message.body and not LinkToken.objects.filter(resident__isnull=False).exists()


def test_a_carers_telephone_is_not_told_what(town: Town) -> None:
    agreed(town, relation="carer", contact_name="Zoé Essai")
    remind_of_steps(now=EVE_10)
    assert WORDS not in written()[0].body


def test_a_telephone_by_which_somebody_else_has_come_is_not_told_what(town: Town) -> None:
    agreed(town)
    town.book(TEN + timedelta(hours=2), name="Jean")
    remind_of_steps(now=EVE_10)
    assert WORDS not in written()[0].body


def test_an_e_mail_says_it_with_its_day_in_full(town: Town, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agreed(town, reach=WayToReach("email", "amina@example.org"))
    remind_of_steps(now=EVE_10)
    (message,) = written()
    assert message.subject == "À faire avant le mardi 8 décembre" and f"{WORDS}." in message.body


@pytest.mark.parametrize(
    "reach",
    [
        WayToReach("landline", "02 61 91 00 05"),
        WayToReach("none"),
        WayToReach("through", "le CCAS, au guichet"),
    ],
)
def test_whom_no_message_reaches_is_left_to_the_team(town: Town, reach: WayToReach) -> None:
    step = agreed(town, reach=reach)
    for _swept_twice in range(2):
        assert remind_of_steps(now=EVE_10) == 0
    step.refresh_from_db()
    assert step.to_tell and not written()


def test_who_wants_no_more_sms_is_left_to_the_team(town: Town) -> None:
    step = agreed(town)
    Contact.objects.update(opted_out_at=NOTED)
    remind_of_steps(now=EVE_10)
    step.refresh_from_db()
    assert step.to_tell and not written()


def test_a_discreet_person_is_neither_written_to_nor_called(town: Town, line: Line) -> None:
    step = agreed(town)
    remind_of_steps(now=EVE_10)
    edit_resident(step.resident_id, record=Record(name="Amina", discreet=True), by=SYSTEM, now=EVE_10)
    compose(now=EVE_10)
    assert written()[0].state == "cancelled"
    Message.objects.all().delete()
    remind_of_steps(now=EVE_11)
    step.refresh_from_db()
    assert not written() and not step.to_tell


def test_a_number_that_does_not_exist_leaves_it_to_the_team(town: Town, line: Line) -> None:
    from bookings.records.told import Why
    from notifications.channels.contract import Refused, Verdict

    step = agreed(town)
    remind_of_steps(now=EVE_10)
    line.answers.append(Refused(Verdict.PERMANENT, "30005", Why.WRONG_NUMBER))
    deliver(clock=lambda: EVE_11)
    step.refresh_from_db()
    assert step.to_tell


@pytest.mark.parametrize("language", ["en", "ar", "uk", "tr", "pt", "es"])
def test_a_usual_thing_is_said_in_the_persons_language(town: Town, language: str) -> None:
    step = agreed(town)
    NextStep.objects.filter(pk=step.pk).update(words="Rapporter les papiers qui manquent")
    Resident.objects.update(language=language)
    remind_of_steps(now=EVE_10)
    (message,) = written()
    assert message.language == language and "papiers" not in message.body
    assert message.parts <= (2 if language == "en" else 4)


def test_another_day_is_another_reminder(town: Town) -> None:
    step = agreed(town)
    remind_of_steps(now=EVE_10)
    NextStep.objects.filter(pk=step.pk).update(due_on=DUE + timedelta(days=7))
    assert remind_of_steps(now=EVE_10 + timedelta(days=7)) == 1


def test_the_number_of_queries_does_not_grow_with_people(town: Town, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for hour in range(6):
        agreed(town, starts_at=TEN + timedelta(hours=hour), name=f"Personne {hour}")
    with django_assert_max_num_queries(14):
        assert remind_of_steps(now=EVE_10) == 6
