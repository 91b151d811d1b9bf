"""A person who asks for it is nowhere any more: not in a column, not in an encrypted one, not in the file."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection

from bookings.actions.add_step import Step, add_step
from bookings.actions.call_off import cancel
from bookings.actions.chase import sweep_referrals
from bookings.actions.confirm_mobile import send_code
from bookings.actions.forget import erase, forget
from bookings.actions.mark import mark
from bookings.actions.merge import merge
from bookings.actions.record_outcome import record_outcome
from bookings.actions.set_goal import set_goal
from bookings.actions.write_sheet import write_sheet
from bookings.errors import NotStanding
from bookings.models import (
    Appointment,
    CallBack,
    Contact,
    Draft,
    JournalEntry,
    Referral,
    Resident,
    WaitingEntry,
    WaitingOffer,
)
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.contacts import value_index
from bookings.people.names import name_key
from bookings.people.tries import note_try
from bookings.people.who import RESIDENT_ON_WEB, Actor, WayToReach
from mediation.models import KeptForm
from notifications.channels.routes import address_index
from notifications.models import (
    Call,
    Conversation,
    Handset,
    InboundMessage,
    Message,
    SimulatedCall,
    SimulatedMessage,
    SpokenName,
    StaffReply,
    State,
)
from notifications.models.handset import inbox_of
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.next_steps import remind_of_steps
from notifications.voice.kept import number_index
from tests.notifications.conftest import Town, build_town
from tests.people import FRIDAY_BEFORE, TEN
from tests.referring import a_partner
from tests.sign_in import a_user

NAME = "Zénobie Marquée"
MOBILE, EMAIL = "+33639987391", "zenobie.marquee@example.org"
LETTER = "7 sentier Marqué, 35000 Rennes"
NOTE = "une note marquée"
PAST, AHEAD = TEN - timedelta(days=6), TEN + timedelta(days=7)
NOW = FRIDAY_BEFORE + timedelta(hours=1)
AGENT = Actor("desk")
REPORT = Report(themes=["email"], result="resolu", next_step="aucune", duration_min=45)
MARKS = (
    *("Zénobie", "Marqu", "marqu", "639987391", "06 39 98 73 91"),
    *(name_key(NAME), value_index("mobile", MOBILE), value_index("email", EMAIL)),
    *(address_index(MOBILE), address_index(EMAIL), number_index(MOBILE)),
    *(inbox_of(MOBILE)[:32], inbox_of(EMAIL)[:32]),
)
# Four digits may stand by chance in what is drawn: as a word of their own they are hers.
LAST_FOUR = re.compile(r"(?<![0-9A-Za-z])7391(?![0-9A-Za-z])")


def _hers(text: str) -> bool:
    return any(mark in text for mark in MARKS) or LAST_FOUR.search(text) is not None


def found() -> list[str]:
    """Where a mark of hers is, decrypted: "model.field"."""
    return sorted(
        {
            f"{model._meta.label}.{field.name}"
            for model in apps.get_models()
            for row in model._default_manager.all()
            for field in model._meta.concrete_fields
            if _hers(str(getattr(row, field.attname)))
        }
    )


def in_the_file() -> list[str]:
    """The marks that can be read in the database's file, its log included."""
    path = Path(str(connection.settings_dict["NAME"]))
    kept = b"".join(each.read_bytes() for each in (path, Path(f"{path}-wal")) if each.exists())
    return [each for each in ("Zénobie", "Marquée", *MARKS[5:]) if each.encode() in kept]


@pytest.fixture
def zenobie(town: Town) -> Resident:
    """She has been everywhere."""
    return marked_everywhere(town)


def marked_everywhere(town: Town) -> Resident:
    past = town.book(PAST, name=NAME, reach=WayToReach("mobile", MOBILE), now=PAST - timedelta(days=1))
    mark(past.pk, as_=Mark.DONE, by=AGENT, now=PAST + timedelta(hours=1))
    record_outcome(past.pk, report=REPORT, private_note=NOTE, by=AGENT, now=PAST + timedelta(hours=2))
    person = past.participants.get()
    by_mail = town.book(
        AHEAD,
        name=NAME,
        reach=WayToReach("email", EMAIL),
        relation="carer",
        contact_name=f"{NAME}, sa fille",
        preparation=["large_print"],
    )
    merge(keep_id=person.pk, other_id=by_mail.participants.get().pk, by=AGENT, now=NOW)
    by_post = town.book(TEN + timedelta(days=21), name=NAME, reach=WayToReach("letter", LETTER))
    by_sms = town.book(AHEAD + timedelta(hours=1), name=NAME, reach=WayToReach("mobile", MOBILE))
    for each in (by_post, by_sms):
        merge(keep_id=person.pk, other_id=each.participants.get().pk, by=AGENT, now=NOW)
    compose(now=NOW)
    deliver(clock=lambda: NOW)
    cancel(by_post.pk, by=AGENT, now=NOW, for_the_service=True, reason=f"vu avec {NAME}")
    compose(now=NOW)
    for each in Appointment.objects.all():
        # (The town of these tests makes its keys of names; nothing else does.)
        Appointment.objects.filter(pk=each.pk).update(idempotency_key=f"key-{each.pk}")
    _followed(past, person)
    _typed(past)
    _heard(past)
    _waits(town, person)
    _referred(town)
    return person


def _followed(past: Appointment, person: Resident) -> None:
    """What she wants to be able to do, what she is about to be reminded of, a sheet that she took home."""
    known = {"organisation_id": past.organisation_id, "by": AGENT, "now": PAST}
    set_goal(person.pk, words=NOTE, on=PAST.date(), form_key="goal", **known)
    tomorrow = NOW.date() + timedelta(days=1)
    add_step(person.pk, Step(NOTE, due_on=tomorrow, remind=True), form_key="step", **known)
    words = {"done": NOTE, "remember": NOTE, "language": "fr"}
    write_sheet(past.pk, resident_id=person.pk, **words, by=AGENT, now=PAST)
    remind_of_steps(now=NOW)


def _typed(past: Appointment) -> None:
    typed = {"name": [NAME], "mobile": ["06 39 98 73 91"]}
    Draft.objects.create(data=json.dumps({"typed": typed}), expires_at=NOW + timedelta(minutes=20))
    send_code(uuid4(), phone=MOBILE, language="fr", by=RESIDENT_ON_WEB, now=NOW)
    note_try("find contact", value_index("mobile", MOBILE), now=NOW)
    note_try("find number", past.number, now=NOW)
    KeptForm.objects.create(
        user=a_user(),
        path="/equipe/reserver/",
        data=urlencode({"name": NAME, "phone": MOBILE}),
        expires_at=NOW + timedelta(minutes=30),
    )


def _heard(past: Appointment) -> None:
    index = value_index("mobile", MOBILE)
    call_back = CallBack.objects.create(
        name=NAME,
        phone=MOBILE,
        phone_index=index,
        last4="7391",
        note=NOTE,
        when="marqué le matin",
        created_at=NOW,
        idempotency_key="call-back",
    )
    call = Call.objects.create(
        sid="CA1",
        number_index=number_index(MOBILE),
        last4="7391",
        memory=json.dumps({"phone": MOBILE}),
        answer=f"<Say>{NAME}</Say>",
        call_back=call_back,
        started_at=NOW,
        heard_at=NOW,
    )
    SpokenName.objects.create(call=call, recording="RE1", recording_index="RE1", spoken_at=NOW)
    said = {"number": MOBILE, "number_index": index, "last4": "7391", "received_at": NOW}
    InboundMessage.objects.create(sid="SM1", body=f"{NAME} ne vient pas", **said)
    StaffReply.objects.create(number_index=index, body=f"Bonjour {NAME}", written_at=NOW)
    Conversation.objects.create(number_index=index, appointment=past, changed_at=NOW)
    Handset.take(MOBILE, now=NOW)
    Handset.take(EMAIL, now=NOW)
    SimulatedCall.objects.create(
        sid="CA2", inbox=inbox_of(MOBILE)[:32], number=MOBILE, state="over", started_at=NOW
    )


def _waits(town: Town, person: Resident) -> None:
    entry = WaitingEntry.objects.create(
        topic=town.topic,
        resident=person,
        contact=Contact.objects.get(kind="mobile"),
        channel="web",
        joined_at=NOW,
        until=AHEAD,
        idempotency_key="waits",
    )
    times = {"starts_at": AHEAD, "deadline": AHEAD - timedelta(hours=2), "offered_at": NOW}
    WaitingOffer.objects.create(entry=entry, site=town.site, **times)


def _referred(town: Town) -> None:
    """A partner has referred her, and begins to do so once more."""
    partner = a_partner()
    person, contact = Resident.objects.get(name=NAME, merged_into=None), Contact.objects.get(kind="mobile")
    Referral.objects.create(
        partner=partner,
        need=NOTE,
        sentence=f"vu avec {NAME}",
        external_ref=f"marqué {NAME}",
        channel="web",
        since=NOW,
        created_at=NOW,
        state="invited",
        organisation=town.site.organisation,
        topic=town.topic,
        number="12345678",
        expires_at=AHEAD,
        received_at=NOW,
        resident=person,
        contact=contact,
        idempotency_key="referred",
    )
    Referral.objects.create(
        partner=partner,
        channel="web",
        since=NOW,
        created_at=NOW,
        draft=json.dumps({"name": [NAME], "phone": [MOBILE]}),
        idempotency_key="referral draft",
    )


def erases(person: Resident, now: datetime = NOW) -> None:
    erase(person.pk, by=AGENT, now=now, cancel_ahead=True)


def test_the_marks_are_found_as_long_as_nobody_has_asked(zenobie: Resident) -> None:
    """What follows would prove nothing otherwise; a new place for what people say is to be marked here too."""
    assert found() == [
        "bookings.Appointment.called_off_reason",
        "bookings.Appointment.contact_name",
        "bookings.CallBack.last4",
        "bookings.CallBack.name",
        "bookings.CallBack.note",
        "bookings.CallBack.phone",
        "bookings.CallBack.phone_index",
        "bookings.CallBack.when",
        "bookings.ConfirmationCode.phone",
        "bookings.ConfirmationCode.phone_index",
        "bookings.Contact.last4",
        "bookings.Contact.value",
        "bookings.Contact.value_index",
        "bookings.Draft.data",
        "bookings.Goal.words",
        "bookings.NextStep.words",
        "bookings.Outcome.note",
        "bookings.Referral.draft",
        "bookings.Referral.external_ref",
        "bookings.Referral.need",
        "bookings.Referral.sentence",
        "bookings.Resident.name",
        "bookings.Resident.name_key",
        "bookings.TakeHome.done",
        "bookings.TakeHome.remember",
        "mediation.KeptForm.data",
        "notifications.Call.answer",
        "notifications.Call.last4",
        "notifications.Call.memory",
        "notifications.Call.number_index",
        "notifications.Conversation.number_index",
        "notifications.Handset.address",
        "notifications.Handset.inbox",
        "notifications.InboundMessage.body",
        "notifications.InboundMessage.last4",
        "notifications.InboundMessage.number",
        "notifications.InboundMessage.number_index",
        "notifications.Message.body",
        "notifications.Message.to",
        "notifications.Message.to_index",
        "notifications.SimulatedCall.inbox",
        "notifications.SimulatedCall.number",
        "notifications.SimulatedMessage.to",
        "notifications.SimulatedMessage.to_index",
        "notifications.StaffReply.body",
        "notifications.StaffReply.number_index",
    ]


def test_no_column_names_her_once_she_is_erased(zenobie: Resident) -> None:
    erases(zenobie)
    assert found() == []
    assert Appointment.objects.count() == 4 and Appointment.objects.filter(status="done").count() == 1


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_nothing_of_her_can_be_read_in_the_file_either(transactional_db: None) -> None:
    person = marked_everywhere(build_town())
    assert len(in_the_file()) > 4
    erases(person)
    assert in_the_file() == []


def test_what_is_swept_two_years_later_is_the_same(zenobie: Resident) -> None:
    late = AHEAD + timedelta(days=800)
    Resident.objects.filter(erased_at=None).update(last_contact_at=PAST)
    sweep_referrals(now=late)
    forget(now=late)
    left = {place.rpartition(".")[0] for place in found()}
    assert left <= {"mediation.KeptForm"}


def test_her_recording_is_deleted_at_the_provider_by_the_sweep_that_is_asked_to_look(
    zenobie: Resident, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("notifications.forgetting.nudge", asked.append)
    erases(zenobie)
    assert asked == ["notifications.tasks.sweep_calls"]
    assert SpokenName.objects.get().done_at == NOW


def test_what_was_still_to_be_sent_never_goes(zenobie: Resident) -> None:
    assert Message.objects.filter(state=State.QUEUED).exists()
    erases(zenobie)
    compose(now=NOW)
    deliver(clock=lambda: NOW)
    assert not Message.objects.filter(state__in=[State.QUEUED, State.SENDING]).exists()
    assert not SimulatedMessage.objects.exists()


def test_what_is_ahead_is_called_off_only_if_that_is_said(zenobie: Resident) -> None:
    with pytest.raises(NotStanding):
        erase(zenobie.pk, by=AGENT, now=NOW)
    assert found()
    erases(zenobie)
    ahead = Appointment.objects.get(starts_at=AHEAD)
    assert (ahead.status, ahead.commitment) == ("excused", None)


def test_a_telephone_that_a_living_person_waits_with_is_kept(town: Town) -> None:
    past = town.book(PAST, name=NAME, reach=WayToReach("mobile", MOBILE), now=PAST - timedelta(days=1))
    him = Resident.objects.create(name="Karim", name_key="karim", created_at=NOW, last_contact_at=NOW)
    _waits(town, him)
    InboundMessage.objects.create(
        sid="SM1", number=MOBILE, number_index=value_index("mobile", MOBILE), body="oui", received_at=NOW
    )
    erases(past.participants.get())
    assert Contact.objects.get().value == MOBILE
    assert InboundMessage.objects.count() == 1


def test_the_fact_stays_and_says_only_that(zenobie: Resident) -> None:
    erases(zenobie)
    facts = JournalEntry.objects.filter(kind=JournalEntry.Kind.ERASED)
    assert facts.filter(resident=zenobie, data={}).exists()
