"""A woman, a language, sign language: who was asked for is asked for again, whichever way the appointment is moved."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.move import move
from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.actions.wait import Wait, wait, wait_for_earlier
from bookings.errors import SlotTaken
from bookings.models import Appointment, WaitingEntry, WaitingOffer
from bookings.people.links import new_link
from bookings.people.who import RESIDENT_BY_PHONE, RESIDENT_BY_SMS, RESIDENT_ON_WEB, Participant, WayToReach
from bookings.public.asked import stamp
from bookings.times.search import Preference
from bookings.times.wishes import kept, wish_of
from mediation.models import Mediator
from notifications.talk import times as by_sms
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.options import with_options
from notifications.voice.ring import Ring
from notifications.voice.states import State
from tests.people import FRIDAY_BEFORE, MONDAY_8AM, TEN, a_mediator, receives, wish
from tests.residents import Resident
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
ELEVEN, TWO_PM = TEN + timedelta(hours=1), TEN + timedelta(hours=4)
SIGNS = Preference(gender="f", sign_language=True)


@pytest.fixture
def town() -> Town:
    """Léa is there in the morning and signs; Paul is there all day and does not."""
    town = Town()
    town.lea.openings.all().delete()
    Mediator.objects.filter(pk=town.lea.pk).update(gender="f", sign_language=True, languages=["ar"])
    receives(town.lea, town.site, 9, 12)
    receives(a_mediator(town.here, "Paul", gender="m"), town.site, 9, 17)
    return town


def booked(town: Town, at: datetime = ELEVEN, asked: Preference = SIGNS, name: str = "Amina") -> Appointment:
    reach = WayToReach("mobile", "06 39 98 00 01")
    wanted = wish(town.topic, town.site, at, name=name, preference=asked, reach=reach)
    return book(wanted, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key=f"{name} {at}")


def test_a_wish_is_kept_as_it_was_said_without_the_very_person() -> None:
    everything = Preference(1, "f", True, "ar", "aidants-connect")
    assert wish_of(kept(everything)) == replace(everything, mediator_id=None)
    assert kept(Preference()) == {} and wish_of({"unknown": 1}) == Preference()


@pytest.mark.parametrize("by", [RESIDENT_ON_WEB, RESIDENT_BY_PHONE, RESIDENT_BY_SMS])
def test_a_move_goes_to_who_was_asked_for_or_nowhere(town: Town, by) -> None:  # type: ignore[no-untyped-def]
    appointment = booked(town)
    with pytest.raises(SlotTaken) as refused:
        move(appointment, starts_at=TWO_PM, by=by, now=MONDAY_8AM)
    lea = {pk for choice in refused.value.alternatives for pk in choice.mediator_ids}
    assert lea == {town.lea.pk}
    week = timedelta(days=7)
    moved = move(appointment, starts_at=ELEVEN + week, by=by, now=MONDAY_8AM)
    assert (moved.mediator_id, wish_of(moved.wish)) == (town.lea.pk, SIGNS)


def test_who_says_that_anybody_will_do_moves_and_keeps_the_wish(town: Town) -> None:
    moved = move(booked(town), starts_at=TWO_PM, preference=Preference(), by=RESIDENT_ON_WEB, now=MONDAY_8AM)
    assert moved.mediator_id != town.lea.pk and wish_of(moved.wish) == SIGNS


def test_the_page_shows_the_times_of_who_was_asked_for_first(town: Town) -> None:
    appointment = booked(town, ELEVEN + timedelta(days=7))
    token = new_link(appointment, now=MONDAY_8AM)
    resident = Resident()
    page = reverse("move", args=[token])
    shown = resident.get(page)
    hours = [each["starts_at"].hour for _day, choices in shown.context["days"] for each in choices]
    assert hours and max(hours) < 12
    assert (
        "Vous aviez demandé" in shown.content.decode()
        and "une femme, langue des signes" in shown.content.decode()
    )
    anybody = resident.get(f"{page}?sans-choix=1")
    (_day, choices), *_ = anybody.context["days"]
    afternoon = next(each for each in choices if each["starts_at"] == TWO_PM)
    assert resident.post(afternoon["url"], {}).status_code == 302
    appointment.refresh_from_db()
    assert appointment.starts_at == TWO_PM
    assert (
        resident.post(reverse("move_to", args=[token, stamp(TWO_PM + timedelta(hours=1))]), {}).status_code
        == 409
    )


def test_by_sms_the_times_offered_are_theirs(town: Town) -> None:
    appointment = booked(town, ELEVEN + timedelta(days=7))
    found = by_sms.three(appointment, now=MONDAY_8AM, wanted=None, after=None)
    assert found and all(at.hour < 12 for at in found)


def test_on_the_line_too(town: Town) -> None:
    appointment = booked(town, ELEVEN + timedelta(days=7))
    memory = Memory(
        state=State.TIMES,
        topic=town.topic.pk,
        sites=(town.site.pk,),
        appointment=appointment.pk,
        moving=True,
        after=(TEN + timedelta(hours=3)).isoformat(),
    )
    turn = Turn(Ring("CA1", "+33639980001", "mobile"), MONDAY_8AM)
    said = with_options(memory, turn).options
    hours = [datetime.fromisoformat(each.value.partition("@")[2]).hour for each in said]
    assert hours and max(hours) < 12


def test_the_desk_keeps_what_it_was_told_and_may_pass_over_it(town: Town, client: Client) -> None:
    sign_in(client, town.user("desk"))
    appointment = booked(town)
    page = reverse("staff_move", args=[appointment.pk])
    first = client.get(page)
    mediators = {offer.mediator.pk for day in first.context["days"] for offer in day.offers}
    assert mediators == {town.lea.pk}
    assert "une femme, langue des signes" in first.content.decode()
    everybody = client.get(f"{page}?sans-choix=1").context["days"]
    assert len({offer.mediator.pk for day in everybody for offer in day.offers}) > 1
    assert (
        "une femme, langue des signes"
        in client.get(reverse("staff_appointment", args=[appointment.pk])).content.decode()
    )


def test_who_waits_is_asked_about_the_times_of_who_they_ask_for(town: Town) -> None:
    for hours in (0, 1, 2):
        booked(town, TEN + timedelta(hours=hours - 1), Preference(mediator_id=town.lea.pk), f"Prise {hours}")
    entry = wait(
        Wait(
            topic=town.topic,
            sites=[town.site],
            person=Participant("Amina Attend"),
            reach=WayToReach("mobile", "06 39 98 00 08"),
            asked_for=SIGNS,
        ),
        by=RESIDENT_ON_WEB,
        now=FRIDAY_BEFORE,
        idempotency_key="waits",
    )
    offer_times(now=MONDAY_8AM + timedelta(hours=1))
    offer = WaitingOffer.objects.get(entry=entry)
    assert offer.starts_at.date() > TEN.date() and offer.starts_at.hour < 12
    made = accept(offer.pk, by=RESIDENT_ON_WEB, now=MONDAY_8AM + timedelta(hours=1))
    assert (made.mediator_id, wish_of(made.wish)) == (town.lea.pk, SIGNS)


def test_an_earlier_time_is_one_of_who_was_asked_for(town: Town) -> None:
    appointment = booked(town, ELEVEN + timedelta(days=7))
    entry = wait_for_earlier(appointment.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert wish_of(entry.wish) == SIGNS
    offer_times(now=FRIDAY_BEFORE)
    offer = WaitingOffer.objects.get(entry=entry)
    moved = accept(offer.pk, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE)
    assert (moved.pk, moved.mediator_id) == (appointment.pk, town.lea.pk)


def test_the_web_carries_the_choice_to_the_waiting_list(town: Town) -> None:
    resident = Resident()
    when = reverse("when", args=[town.topic.public_id, town.site.public_id])
    wait_url = resident.get(f"{when}?g=f&s=1").context["wait_url"]
    form = resident.get(wait_url)
    typed = {"name": "Amina", "reach": "mobile", "mobile": "06 39 98 00 01", "draft": form.context["draft"]}
    assert resident.post(wait_url, typed).status_code == 302
    assert wish_of(WaitingEntry.objects.get().wish) == SIGNS
