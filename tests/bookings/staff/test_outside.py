"""Booking outside the openings: staff may, once told what it overrides; nobody is promised twice."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.errors import NotOffered, SlotTaken
from bookings.models import Appointment, JournalEntry
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant
from bookings.times.affected import misplaced
from bookings.times.outside import outside
from bookings.times.search import Preference
from mediation.models import Absence, Accreditation, Closure, Opening
from tests.people import MONDAY, MONDAY_8AM, TEN, a_mediator, a_topic, receives, wish, with_room
from tests.sign_in import a_user, sign_in
from tests.staff import Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
HOUR = timedelta(hours=1)
EVENING = TEN + 9 * HOUR


@pytest.fixture
def town() -> Town:
    return Town()


def overridden(town: Town, starts_at: datetime) -> list[str]:
    found = outside(town.topic, town.site, mediator_id=town.lea.pk, starts_at=starts_at, now=MONDAY_8AM)
    return [each.value for each in found.overrides]


def test_a_time_inside_an_opening_overrides_nothing(town):
    assert overridden(town, TEN) == []


def test_each_thing_in_the_way_is_named(town):
    assert overridden(town, EVENING) == ["not_open"]
    Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts=time(9), ends=time(20))
    Closure.objects.create(site=town.site, starts_at=TEN, ends_at=TEN + 12 * HOUR)
    assert overridden(town, TEN) == ["absent", "closed"]
    assert overridden(town, EVENING) == ["not_open", "absent", "closed"]
    assert overridden(town, datetime(2026, 12, 25, 9, tzinfo=UTC)) == ["holiday"]


def test_a_full_site_and_an_opening_for_other_topics_are_named(town):
    with_room(town.site, 1)
    nora = a_mediator(town.here, "Nora")
    receives(nora, town.site, 9, 12)
    town.books(TEN, preference=Preference(mediator_id=nora.pk))
    assert overridden(town, TEN) == ["full"]
    Opening.objects.get(mediator=town.lea).topics.add(a_topic("autre"))
    assert overridden(town, TEN + 3 * HOUR) == ["other_topics"]


def booked(town: Town, starts_at: datetime, by: Actor, key: str = "k", **fields: object) -> Appointment:
    wanted = wish(
        town.topic,
        town.site,
        starts_at,
        preference=Preference(mediator_id=town.lea.pk),
        outside=True,
        **fields,
    )
    return book(wanted, by=by, now=MONDAY_8AM, idempotency_key=key)


def test_staff_book_an_evening_and_the_journal_keeps_what_was_overridden(town):
    by = Actor("desk", town.user("desk").pk)
    appointment = booked(town, EVENING, by)
    assert (appointment.starts_at, appointment.mediator) == (EVENING, town.lea)
    assert JournalEntry.objects.get(kind="booked").data == {"overridden": ["not_open"]}
    assert booked(town, EVENING, by) == appointment
    # Meant to be so: nobody is asked to find another place for it.
    assert misplaced(visible=Appointment.objects.all(), now=MONDAY_8AM) == []


def test_the_same_time_is_never_promised_twice_outside_the_openings_either(town):
    by = Actor("desk", town.user("desk").pk)
    first = booked(town, EVENING, by)
    with pytest.raises(SlotTaken):
        booked(town, EVENING + HOUR / 2, by, key="other", participants=first_name("Jean"))
    cancel(first.pk, by=by, now=MONDAY_8AM, for_the_service=True, reason="erreur")
    assert booked(town, EVENING + HOUR / 2, by, key="other", participants=first_name("Jean"))


def first_name(name: str) -> list[Participant]:
    return [Participant(name)]


def test_residents_and_whoever_lacks_the_accreditation_stay_inside(town):
    with pytest.raises(NotOffered):
        booked(town, EVENING, RESIDENT_ON_WEB)
    town.topic.accreditation = Accreditation.objects.create(code="aidants-connect", name="Aidants Connect")
    town.topic.save()
    with pytest.raises(NotOffered):
        booked(town, EVENING, Actor("desk", town.user("desk").pk))


def typed(town: Town, starts_at: datetime, **more: str) -> dict[str, str]:
    return {
        "topic": town.topic.public_id,
        "slot": f"{int(starts_at.timestamp())}-{town.site.pk}-{town.lea.pk}",
        "name": "Jean Essai",
        "phone": "06 39 98 00 05",
        "action": "reserver",
        **more,
    }


def test_the_desk_is_warned_once_and_then_books(town, client):
    sign_in(client, town.user("desk"))
    address = f"/equipe/reserver/?lieu={town.site.pk}&mediateur={town.lea.pk}&jour=2026-11-30&heure=19:00"
    page = client.get(address).content.decode()
    assert "Cette heure sort du cadre" in page and "en dehors des plages d’ouverture" in page
    refused = client.post("/equipe/reserver/", typed(town, EVENING))
    assert refused.status_code == 422 and "cochez" in refused.content.decode()
    ticked = f"{int(EVENING.timestamp())}-{town.site.pk}-{town.lea.pk} not_open"
    answer = client.post("/equipe/reserver/", typed(town, EVENING, outside=ticked))
    assert answer.status_code == 302
    appointment = Appointment.objects.get()
    history = client.get(f"/equipe/rendez-vous/{appointment.pk}/").content.decode()
    assert "hors cadre : en dehors des plages d’ouverture" in history


def test_what_has_come_in_the_way_since_is_warned_of_again(town, client):
    sign_in(client, town.user("desk"))
    ticked = f"{int(EVENING.timestamp())}-{town.site.pk}-{town.lea.pk} not_open"
    Absence.objects.create(mediator=town.lea, first_day=MONDAY, starts=time(9), ends=time(20))
    answer = client.post("/equipe/reserver/", typed(town, EVENING, outside=ticked))
    assert answer.status_code == 422 and "pendant une absence" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_an_hour_is_typed_with_a_place_a_day_and_a_mediator(town, client):
    sign_in(client, town.user("desk"))
    asked = {
        "topic": town.topic.public_id,
        "site": str(town.site.pk),
        "mediator": str(town.lea.pk),
        "from_day": "2026-11-30",
        "exact": "19:00",
        "action": "heures",
    }
    page = client.post("/equipe/reserver/", asked).content.decode()
    assert "19:00" in page and "Réserver quand même" in page


def test_a_mediator_of_another_organisation_is_not_booked_outside_their_openings(town, client):
    sign_in(client, a_user("desk", town.elsewhere))
    address = f"/equipe/reserver/?lieu={town.site.pk}&mediateur={town.lea.pk}&jour=2026-11-30&heure=19:00"
    assert "Réserver quand même" not in client.get(address).content.decode()
    ticked = f"{int(EVENING.timestamp())}-{town.site.pk}-{town.lea.pk} not_open"
    assert client.post("/equipe/reserver/", typed(town, EVENING, outside=ticked)).status_code == 422
    assert not Appointment.objects.exists()


def test_a_time_that_is_promised_already_is_not_offered_with_a_warning(town, client):
    town.books()
    sign_in(client, town.user("desk"))
    address = f"/equipe/reserver/?lieu={town.site.pk}&mediateur={town.lea.pk}&jour=2026-11-30&heure=10:30"
    page = client.get(address).content.decode()
    assert "n’est pas libre" in page and "Réserver quand même" not in page
