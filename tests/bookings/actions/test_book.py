"""Residents book; what cannot be is refused by name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.actions.book import book
from bookings.actions.call_off import cancel, restore
from bookings.actions.move import move
from bookings.errors import NotOffered, SlotTaken, TooFar, TooLate, TooManyAhead, TooSoon
from bookings.models import Appointment, Commitment, Contact, JournalEntry, Resident
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant
from bookings.times.search import Around, Preference, soonest
from mediation.models import Mediator, Site, Topic, User
from tests.people import (
    FRIDAY_BEFORE,
    MONDAY_8AM,
    TEN,
    a_mediator,
    a_site,
    a_topic,
    an_organisation,
    receives,
    wish,
    with_room,
)

pytestmark = pytest.mark.django_db

NOW = FRIDAY_BEFORE
HOUR = timedelta(hours=1)


@pytest.fixture
def site() -> Site:
    return a_site(an_organisation())


@pytest.fixture
def topic() -> Topic:
    return a_topic()


@pytest.fixture
def lea(site: Site) -> Mediator:
    lea = a_mediator(site.organisation)
    receives(lea, site)
    return lea


def a_desk() -> Actor:
    return Actor("desk", User.objects.create_user("bureau@example.org").pk)


def ask(wanted, key="draft-1", by=RESIDENT_ON_WEB, now=NOW) -> Appointment:
    return book(wanted, by=by, now=now, idempotency_key=key)


def test_amina_books_and_the_journal_knows(topic: Topic, site: Site, lea: Mediator) -> None:
    appointment = ask(wish(topic, site))

    assert appointment.mediator_id == lea.pk
    assert (appointment.starts_at, appointment.ends_at) == (TEN, TEN + HOUR)
    assert len(appointment.number) == 6 and appointment.number.isdigit()
    assert [entry.kind for entry in appointment.journal.all()] == ["booked"]
    assert appointment.participants.get().name == "Amina"


def test_a_phone_number_is_never_stored_in_clear(topic: Topic, site: Site, lea: Mediator) -> None:
    from django.db import connection

    appointment = ask(wish(topic, site))
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM bookings_contact WHERE id = %s", [appointment.contact_id])
        stored = cursor.fetchone()[0]

    assert "39980001" not in stored
    assert Contact.objects.get(pk=appointment.contact_id).value == "+33639980001"


def test_a_resident_who_double_clicks_books_once(topic: Topic, site: Site, lea: Mediator) -> None:
    first = ask(wish(topic, site))
    second = ask(wish(topic, site))

    assert first.pk == second.pk
    assert Appointment.objects.count() == 1


def test_a_double_click_does_not_take_a_second_mediator(topic: Topic, site: Site, lea: Mediator) -> None:
    receives(a_mediator(site.organisation, "Tom"), site)

    assert ask(wish(topic, site)).pk == ask(wish(topic, site)).pk
    assert Commitment.objects.count() == 1


def test_a_taken_time_comes_with_the_three_nearest(topic: Topic, site: Site, lea: Mediator) -> None:
    ask(wish(topic, site))

    with pytest.raises(SlotTaken) as refused:
        ask(wish(topic, site, name="Jean"), key="draft-2")

    starts = [choice.starts_at for choice in refused.value.alternatives]
    assert starts == [TEN - HOUR, TEN + HOUR, TEN - HOUR + timedelta(days=7)] or len(starts) == 3
    assert TEN not in starts and TEN - HOUR in starts and TEN + HOUR in starts


def test_the_next_free_mediator_at_that_time_gets_it(topic: Topic, site: Site, lea: Mediator) -> None:
    tom = a_mediator(site.organisation, "Tom")
    receives(tom, site)

    mediators = {ask(wish(topic, site, name=name), key=name).mediator_id for name in ("Amina", "Jean")}

    assert mediators == {lea.pk, tom.pk}


def test_a_desk_gives_a_time_off_the_grid_inside_an_opening(topic: Topic, site: Site, lea: Mediator) -> None:
    off_the_grid = TEN + timedelta(minutes=17)

    assert ask(wish(topic, site, off_the_grid), by=a_desk()).starts_at == off_the_grid


def test_a_time_that_ends_after_closing_is_refused(topic: Topic, site: Site, lea: Mediator) -> None:
    with pytest.raises(SlotTaken):
        ask(wish(topic, site, TEN + timedelta(hours=1, minutes=30)))


def test_one_room_takes_one_person_at_a_time_whoever_receives(
    topic: Topic, site: Site, lea: Mediator
) -> None:
    receives(a_mediator(site.organisation, "Tom"), site)
    with_room(site, places=1)
    ask(wish(topic, site))

    with pytest.raises(SlotTaken):
        ask(wish(topic, site, name="Jean"), key="draft-2")
    assert TEN not in {choice.starts_at for choice in soonest(topic, now=NOW, enough=5)}


def test_the_buffer_keeps_the_mediator_but_not_the_room(site: Site, lea: Mediator) -> None:
    topic = a_topic("long", buffer_min=30)
    appointment = ask(wish(topic, site, TEN - HOUR))

    assert appointment.commitment.ends_at == TEN + timedelta(minutes=30)
    assert appointment.commitment.frees_at == TEN
    assert Around(topic, site_id=site.pk, starts_at=TEN, now=NOW).offer().mediator_ids == ()


def test_too_soon_too_far_and_not_offered_have_names(topic: Topic, site: Site, lea: Mediator) -> None:
    with pytest.raises(TooSoon):
        ask(wish(topic, site), now=TEN - timedelta(minutes=119))
    with pytest.raises(TooFar):
        ask(wish(topic, site, TEN + timedelta(days=70)))
    with pytest.raises(NotOffered):
        ask(wish(topic, site, mode="video"))


def test_the_desk_may_book_sooner_than_the_notice(topic: Topic, site: Site, lea: Mediator) -> None:
    agent = User.objects.create_user("accueil@example.org")

    appointment = ask(wish(topic, site), by=Actor("desk", agent.pk), now=TEN - timedelta(minutes=5))

    assert appointment.booked_by == agent


def test_nobody_hoards_but_a_shared_number_is_not_one_person(topic: Topic, site: Site, lea: Mediator) -> None:
    weeks = [TEN + timedelta(weeks=week) for week in range(5)]
    for week in range(3):
        ask(wish(topic, site, weeks[week]), key=f"amina-{week}")

    with pytest.raises(TooManyAhead):
        ask(wish(topic, site, weeks[3]), key="amina-3")
    assert ask(wish(topic, site, weeks[3], name="Karim"), key="karim").pk


def test_the_web_never_joins_records(topic: Topic, site: Site, lea: Mediator) -> None:
    ask(wish(topic, site))
    ask(wish(topic, site, TEN + HOUR), key="draft-2")

    assert Resident.objects.filter(name="Amina").count() == 2
    assert Contact.objects.count() == 1


def test_two_people_may_come_together(topic: Topic, site: Site, lea: Mediator) -> None:
    couple = [Participant("Amina"), Participant("Karim")]

    appointment = ask(wish(topic, site, participants=couple))

    assert [p.resident.name for p in appointment.participations.order_by("position")] == ["Amina", "Karim"]


def test_a_woman_can_be_asked_for(topic: Topic, site: Site, lea: Mediator) -> None:
    nora = a_mediator(site.organisation, "Nora", gender="f")
    receives(nora, site)

    assert ask(wish(topic, site, preference=Preference(gender="f"))).mediator_id == nora.pk


def test_whoever_has_the_lightest_day_gets_it(topic: Topic, site: Site, lea: Mediator) -> None:
    tom = a_mediator(site.organisation, "Tom")
    receives(tom, site)
    ask(wish(topic, site, TEN - HOUR, preference=Preference(mediator_id=lea.pk)), key="early")

    assert ask(wish(topic, site, TEN + HOUR, name="Jean"), key="later").mediator_id == tom.pk


def test_cancelling_keeps_the_time_fifteen_minutes(topic: Topic, site: Site, lea: Mediator) -> None:
    appointment = ask(wish(topic, site))
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)

    with pytest.raises(SlotTaken):
        ask(wish(topic, site, name="Jean"), key="jean", now=NOW + timedelta(minutes=14))
    restored = restore(appointment.pk, by=RESIDENT_ON_WEB, now=NOW + timedelta(minutes=14))

    assert restored.status == Appointment.Status.BOOKED
    assert [entry.kind for entry in restored.journal.all()] == [
        "booked",
        "cancelled_by_resident",
        "restored",
    ]
    assert restored.version == 3


def test_after_fifteen_minutes_the_time_is_anybodys(topic: Topic, site: Site, lea: Mediator) -> None:
    appointment = ask(wish(topic, site))
    cancel(appointment.pk, by=RESIDENT_ON_WEB, now=NOW)
    later = NOW + timedelta(minutes=15)

    assert TEN in {choice.starts_at for choice in soonest(topic, now=later, enough=50)}
    assert ask(wish(topic, site, name="Jean"), key="jean", now=later).starts_at == TEN
    with pytest.raises(TooLate):
        restore(appointment.pk, by=RESIDENT_ON_WEB, now=later)


def test_cancelled_by_us_frees_the_time_at_once_and_twice_is_once(
    topic: Topic, site: Site, lea: Mediator
) -> None:
    appointment = ask(wish(topic, site))
    agent = Actor("desk", User.objects.create_user("accueil@example.org").pk)
    for _ in range(2):
        cancel(appointment.pk, by=agent, now=NOW, for_the_service=True, reason="absence")

    assert not Commitment.objects.exists()
    assert JournalEntry.objects.filter(kind="cancelled_by_us").count() == 1


def test_an_appointment_that_is_over_cannot_be_cancelled(topic: Topic, site: Site, lea: Mediator) -> None:
    appointment = ask(wish(topic, site))

    with pytest.raises(TooLate):
        cancel(appointment.pk, by=RESIDENT_ON_WEB, now=TEN + HOUR)


def test_moving_keeps_the_number_and_the_mediator(topic: Topic, site: Site, lea: Mediator) -> None:
    receives(a_mediator(site.organisation, "Tom"), site)
    appointment = ask(wish(topic, site, preference=Preference(mediator_id=lea.pk)))

    moved = move(appointment, starts_at=TEN + HOUR, by=RESIDENT_ON_WEB, now=NOW)

    assert (moved.number, moved.mediator_id, moved.version) == (appointment.number, lea.pk, 2)
    assert Commitment.objects.get().starts_at == TEN + HOUR


def test_a_move_that_is_refused_keeps_the_old_time(topic: Topic, site: Site, lea: Mediator) -> None:
    appointment = ask(wish(topic, site))
    ask(wish(topic, site, TEN + HOUR, name="Jean"), key="jean")

    with pytest.raises(SlotTaken) as refused:
        move(appointment, starts_at=TEN + HOUR, by=RESIDENT_ON_WEB, now=NOW)

    assert len(refused.value.alternatives) == 3
    appointment.refresh_from_db()
    assert appointment.starts_at == TEN and appointment.commitment.starts_at == TEN


def test_a_move_to_another_site_changes_the_organisation(topic: Topic, site: Site, lea: Mediator) -> None:
    other = a_site(an_organisation("Association Exemple"), "Médiathèque Fictive")
    zoe = a_mediator(other.organisation, "Zoé")
    receives(zoe, other)
    appointment = ask(wish(topic, site))

    moved = move(appointment, starts_at=TEN + HOUR, site=other, by=RESIDENT_ON_WEB, now=MONDAY_8AM)

    assert (moved.site, moved.organisation, moved.mediator_id) == (other, other.organisation, zoe.pk)


def test_the_database_itself_refuses_two_overlapping_commitments(
    topic: Topic, site: Site, lea: Mediator
) -> None:
    commitment = ask(wish(topic, site)).commitment
    assert commitment is not None
    half_later = {"starts_at": TEN + HOUR / 2, "ends_at": TEN + 2 * HOUR, "frees_at": TEN + 2 * HOUR}

    with pytest.raises(IntegrityError, match="commitment_no_overlap"), transaction.atomic():
        Commitment.objects.create(mediator=lea, site=site, **half_later)
    other = Commitment.objects.create(
        mediator=lea, site=site, starts_at=TEN + HOUR, ends_at=TEN + 2 * HOUR, frees_at=TEN + 2 * HOUR
    )
    with pytest.raises(IntegrityError, match="commitment_no_overlap"), transaction.atomic():
        Commitment.objects.filter(pk=other.pk).update(starts_at=TEN)


def test_a_number_that_somebody_bears_is_drawn_again(
    topic: Topic, site: Site, lea: Mediator, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws = iter(["123456", "123456", "654321"])
    monkeypatch.setattr("bookings.actions.promise.booking_number", lambda: next(draws))
    ask(wish(topic, site), key="first")
    assert ask(wish(topic, site, TEN + HOUR), key="second").number == "654321"
    assert Appointment.objects.count() == Commitment.objects.count() == 2
