"""Somebody who has been in every table that may hold something of a person: what `marked_everywhere` leaves out."""

import json
from datetime import timedelta

from bookings.models import (
    AboutPerson,
    Appointment,
    CallBack,
    CallBackAttempt,
    Contact,
    HomeVisit,
    InterpreterBooking,
    KeptApart,
    LinkToken,
    MissedTwice,
    Referral,
    ReferralFile,
    ReferralLine,
    Registration,
    Resident,
    SurveyRequest,
    Turn,
    WaitingEntry,
    Workshop,
    WorkshopDate,
)
from bookings.models.drop_in import DropInDay
from notifications.models import SimulatedMessage
from notifications.models.handset import inbox_of
from tests.notifications.conftest import Town
from tests.notifications.test_erased_everywhere import AHEAD, MOBILE, NAME, NOW, PAST, marked_everywhere
from tests.sign_in import a_user


def a_whole_life(town: Town) -> Resident:
    """What `marked_everywhere` leaves out: every table that may be about her has a row of hers."""
    person = marked_everywhere(town)
    contact = Contact.objects.get(kind="mobile")
    past = Appointment.objects.get(starts_at=PAST)
    HomeVisit.objects.create(appointment=past, address="rue")
    InterpreterBooking.objects.create(
        appointment=past, who="qui", phone="tel", reference="ref", changed_at=NOW
    )
    AboutPerson.objects.create(
        resident=person, age="25_39", gender="femme", situation="retraite", changed_at=NOW
    )
    MissedTwice.objects.create(appointment=past, resident=person, raised_at=NOW)
    SurveyRequest.objects.create(
        appointment=past, token_hash="jeton", code_hash="code", asked_at=NOW, expires_at=AHEAD
    )
    CallBackAttempt.objects.create(call_back=CallBack.objects.get(), at=NOW, result="no_answer")
    other = Resident.objects.create(name="Karim", name_key="karim", created_at=NOW, last_contact_at=NOW)
    KeptApart.objects.create(first=person, second=other, decided_at=NOW)
    LinkToken.objects.create(resident=person, token_hash="lien", expires_at=AHEAD)
    WaitingEntry.objects.get().sites.add(town.site)
    _comes_together(town, person, contact)
    _from_a_file(town)
    SimulatedMessage.objects.create(
        reference="00000000-0000-0000-0000-000000000001",
        channel="sms",
        to=MOBILE,
        to_index=inbox_of(MOBILE),
        subject="x",
        body="x",
        received_at=NOW,
    )
    return person


def _comes_together(town: Town, person: Resident, contact: Contact) -> None:
    """A workshop ahead, and a number in a drop-in."""
    organisation = town.site.organisation
    workshop = Workshop.objects.create(
        organisation=organisation, site=town.site, topic=town.topic, capacity=8, made_at=NOW
    )
    date = WorkshopDate.objects.create(
        workshop=workshop, starts_at=AHEAD, ends_at=AHEAD + timedelta(hours=2), capacity=8, taken=1
    )
    seat = Registration.objects.create(
        workshop=workshop,
        contact=contact,
        seats=1,
        channel="web",
        token_hash="place",
        idempotency_key="place",
        made_at=NOW,
    )
    seat.people.add(person)
    seat.dates.add(date)
    LinkToken.objects.create(registration=seat, token_hash="lien d’atelier", expires_at=AHEAD)
    day = DropInDay.objects.create(site=town.site, day=NOW.date(), last_number=1)
    Turn.objects.create(
        day=day,
        number=1,
        joined_at=NOW,
        placed_at=NOW,
        resident=person,
        name=NAME,
        initial="Z",
        contact=contact,
        idempotency_key="tour",
    )


def _from_a_file(town: Town) -> None:
    """A partner's file has said of her what became a referral, says it again, and is about to say it once more."""
    sent = Referral.objects.exclude(external_ref="").get()
    file = ReferralFile.objects.create(
        partner=sent.partner, organisation=town.site.organisation, by=a_user(), created_at=NOW
    )
    ReferralLine.objects.create(file=file, number=1, fate="created", referral=sent, content_key="k")
    ReferralLine.objects.create(file=file, number=2, fate="same", reference=sent.external_ref)
    waits = json.dumps({"name": NAME, "value": "06 39 98 73 91", "reference": f"marqué {NAME}"})
    ReferralLine.objects.create(file=file, number=3, fate="create", row=waits, content_key="k")
