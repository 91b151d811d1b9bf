"""A mediator stops: what becomes of openings and appointments is asked, shown, then done."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.change_workshop import change_animators
from bookings.actions.depart import conclude_departures
from bookings.actions.wait import wait_for_earlier
from bookings.models import Appointment, Commitment, JournalEntry, WorkshopDate
from bookings.people.who import RESIDENT_ON_WEB, Participant, WayToReach
from bookings.tasks import sweep_expired
from bookings.times import search
from bookings.times.search import Preference
from mediation.models import Mediator, Role
from notifications.models import Message
from notifications.outbox.compose import compose
from tests.bookings.workshops.planned import six_thursdays
from tests.people import FRIDAY_BEFORE, MONDAY, MONDAY_8AM, TEN, a_mediator, receives, wish, with_room
from tests.sign_in import a_user, sign_in
from tests.staff import AT_THE_DESK, Town

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(MONDAY_8AM, tick=False)]
NEXT_WEEK = TEN + timedelta(days=7)
HAND_OVER = {"fate": "hand_over", "otherwise": "keep", "reason": "", "access": "last_day"}


@pytest.fixture
def town() -> Town:
    return Town()


@pytest.fixture
def coordinator(town: Town) -> Client:
    return sign_in(Client(), town.user("coordinator"))


def page(mediator: Mediator) -> str:
    return reverse("staff_departure", args=[mediator.pk])


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return " ".join(response.content.decode().split())


def asks(client: Client, mediator: Mediator, **answers: str):  # type: ignore[no-untyped-def]
    """The first press: what would happen."""
    typed = {"last_day": MONDAY.isoformat(), **HAND_OVER, **answers}
    return client.post(page(mediator), {**typed, "action": "voir"})


def confirms(client: Client, mediator: Mediator, **answers: str):  # type: ignore[no-untyped-def]
    """Both presses."""
    seen = asks(client, mediator, **answers).context["left_behind"].seen
    typed = {"last_day": MONDAY.isoformat(), **HAND_OVER, **answers}
    return client.post(page(mediator), {**typed, "action": "confirmer", "vu": seen}, follow=True)


def a_colleague(town: Town, **fields: object) -> Mediator:
    paul = a_mediator(town.here, "Paul", **fields)
    receives(paul, town.site, 9, 17)
    return paul


def test_nothing_changes_before_it_is_confirmed(town: Town, coordinator: Client) -> None:
    appointment = town.books(NEXT_WEEK)
    shown = text_of(asks(coordinator, town.lea))
    assert "1 plage s’arrête" in shown and "1 rendez-vous concerné" in shown and "Amina Essai" in shown
    assert "gardé, à replacer" in shown
    coordinator.post(
        page(town.lea), {"last_day": MONDAY.isoformat(), **HAND_OVER, "action": "confirmer", "vu": "autre"}
    )
    appointment.refresh_from_db()
    assert appointment.mediator == town.lea and town.lea.openings.get().last_day is None
    assert not JournalEntry.objects.filter(kind=JournalEntry.Kind.MEDIATOR_LEFT).exists()


def test_what_was_booked_since_it_was_shown_is_shown_first(town: Town, coordinator: Client) -> None:
    seen = asks(coordinator, town.lea).context["left_behind"].seen
    town.books(NEXT_WEEK)
    typed = {"last_day": MONDAY.isoformat(), **HAND_OVER, "action": "confirmer", "vu": seen}
    assert "Amina Essai" in text_of(coordinator.post(page(town.lea), typed))
    assert town.lea.openings.get().last_day is None


def test_openings_end_and_nothing_more_is_bookable(town: Town, coordinator: Client) -> None:
    done = text_of(confirms(coordinator, town.lea))
    assert "Plages terminées" in done
    assert town.lea.openings.get().last_day == MONDAY
    found = search.times(
        town.topic, start=TEN, end=TEN + timedelta(days=30), now=MONDAY_8AM, site_ids=[town.site.pk]
    )
    assert found and {choice.starts_at.date() for choice in found} == {MONDAY}


def test_appointments_go_to_a_free_colleague_without_a_word(town: Town, coordinator: Client) -> None:
    with_room(town.site, 1)
    appointment = town.books(NEXT_WEEK)
    paul = a_colleague(town)
    assert "confié à Paul Exemple" in text_of(asks(coordinator, town.lea))
    confirms(coordinator, town.lea)
    appointment.refresh_from_db()
    assert (appointment.mediator, appointment.starts_at, appointment.version) == (paul, NEXT_WEEK, 1)
    assert Commitment.objects.get().mediator == paul
    compose(now=MONDAY_8AM)
    assert not Message.objects.exclude(kind="confirmation").exists()
    fact = JournalEntry.objects.get(kind=JournalEntry.Kind.HANDED_OVER)
    assert fact.data == {"from_mediator": town.lea.pk, "to_mediator": paul.pk} and fact.actor is not None


def test_a_colleague_who_is_taken_or_not_who_was_asked_for_gets_nobody(
    town: Town, coordinator: Client
) -> None:
    Mediator.objects.filter(pk=town.lea.pk).update(gender="f")
    asked = wish(
        town.topic,
        town.site,
        NEXT_WEEK,
        participants=[Participant("Amina")],
        reach=WayToReach("mobile", "06 39 98 00 01"),
        preference=Preference(gender="f"),
    )
    appointment = book(asked, by=RESIDENT_ON_WEB, now=FRIDAY_BEFORE, idempotency_key="a woman")
    a_colleague(town, gender="m")
    assert "confié" not in text_of(asks(coordinator, town.lea)).partition("Ce qui va se passer")[2]
    confirms(coordinator, town.lea)
    appointment.refresh_from_db()
    assert (appointment.mediator, appointment.status) == (town.lea, "booked")


def test_what_is_kept_is_listed_to_be_placed_one_by_one(town: Town, coordinator: Client) -> None:
    appointment = town.books(NEXT_WEEK)
    assert "à replacer un par un" in text_of(confirms(coordinator, town.lea, fate="keep"))
    openings = text_of(coordinator.get(reverse("staff_openings")))
    assert "1 rendez-vous à replacer" in openings
    appointment.refresh_from_db()
    assert appointment.status == "booked"


def test_what_is_called_off_is_told_with_a_reason_for_the_team(town: Town, coordinator: Client) -> None:
    appointment = town.books(NEXT_WEEK)
    refused = asks(coordinator, town.lea, fate="cancel")
    assert refused.status_code == 422 and "Dites pourquoi" in text_of(refused)
    confirms(coordinator, town.lea, fate="cancel", reason="départ")
    appointment.refresh_from_db()
    assert (appointment.status, appointment.called_off_reason) == ("cancelled", "départ")
    compose(now=MONDAY_8AM)
    assert Message.objects.latest("pk").kind == "cancelled_by_us"


def test_those_nobody_can_take_are_called_off_if_that_is_said(town: Town, coordinator: Client) -> None:
    first, second = town.books(NEXT_WEEK), town.books(NEXT_WEEK + timedelta(hours=1))
    paul = a_colleague(town)
    Commitment.objects.create(
        mediator=paul,
        site=town.site,
        starts_at=first.starts_at,
        ends_at=first.ends_at,
        frees_at=first.ends_at,
    )
    confirms(coordinator, town.lea, otherwise="cancel", reason="départ")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, second.mediator) == ("cancelled", "booked", paul)


def test_before_the_last_day_everything_stays(town: Town, coordinator: Client) -> None:
    appointment = town.books(TEN + timedelta(hours=2))
    later = (MONDAY + timedelta(days=14)).isoformat()
    next_week = town.books(NEXT_WEEK)
    confirms(coordinator, town.lea, last_day=later, fate="cancel", reason="départ")
    for each in (appointment, next_week):
        each.refresh_from_db()
        assert (each.status, each.mediator) == ("booked", town.lea)
    assert Mediator.objects.get(pk=town.lea.pk).active


def test_with_the_last_day_the_role_ends_and_they_leave_the_lists(
    town: Town, coordinator: Client, time_machine
) -> None:  # type: ignore[no-untyped-def]
    confirms(coordinator, town.lea)
    assert Role.objects.filter(user=town.lea.user).exists()
    time_machine.move_to(MONDAY_8AM + timedelta(days=1), tick=False)
    sweep_expired()
    assert not Role.objects.filter(user=town.lea.user).exists()
    assert not Mediator.objects.get(pk=town.lea.pk).active
    Mediator.objects.update(active=True)
    sweep_expired()
    assert Mediator.objects.get(pk=town.lea.pk).active


def test_who_still_has_somebody_to_receive_stays_until_then(town: Town, coordinator: Client) -> None:
    town.books(NEXT_WEEK)
    confirms(coordinator, town.lea, fate="keep")
    assert conclude_departures(now=MONDAY_8AM + timedelta(days=1)) == 0
    assert conclude_departures(now=NEXT_WEEK + timedelta(hours=2)) == 1


def test_the_access_can_be_taken_at_once_or_left(town: Town, coordinator: Client) -> None:
    confirms(coordinator, town.lea, access="stays")
    assert Role.objects.filter(user=town.lea.user).exists()
    confirms(coordinator, town.lea, access="now")
    assert not Role.objects.filter(user=town.lea.user).exists()


def test_withdrawing_the_role_leads_to_the_question(town: Town, coordinator: Client) -> None:
    role = Role.objects.get(user=town.lea.user)
    answer = coordinator.post(reverse("staff_withdraw", args=[role.pk]), follow=True)
    assert answer.redirect_chain[0][0] == page(town.lea)
    assert "ce que deviennent ses plages" in text_of(answer)
    assert Role.objects.filter(pk=role.pk).exists()


def test_an_operator_takes_the_role_at_once_and_reads_what_stays_open(town: Town) -> None:
    operator = sign_in(Client(), a_user("operator"))
    role = Role.objects.get(user=town.lea.user)
    answer = operator.post(reverse("staff_withdraw", args=[role.pk]), follow=True)
    assert "Ses plages restent ouvertes" in text_of(answer)
    assert not Role.objects.filter(pk=role.pk).exists()


def test_a_coordinator_decides_for_their_own_organisation_only(town: Town, coordinator: Client) -> None:
    receives(town.lea, town.other_site, 9, 12, first_day=MONDAY + timedelta(days=1))
    elsewhere = town.books(TEN + timedelta(days=8), site=town.other_site)
    Appointment.objects.filter(pk=elsewhere.pk).update(mediator=town.lea)
    assert "aussi dans une autre structure" in text_of(coordinator.get(page(town.lea)))
    confirms(coordinator, town.lea, fate="cancel", reason="départ")
    elsewhere.refresh_from_db()
    assert elsewhere.status == "booked"
    assert town.lea.openings.get(site=town.other_site).last_day is None
    conclude_departures(now=MONDAY_8AM + timedelta(days=40))
    assert Mediator.objects.get(pk=town.lea.pk).active
    assert coordinator.get(page(town.omar)).status_code == 404


def test_who_coordinates_the_territory_decides_everywhere(town: Town) -> None:
    receives(town.lea, town.other_site, 9, 12, first_day=MONDAY + timedelta(days=1))
    metro = sign_in(Client(), a_user("metro_coordinator"))
    confirms(metro, town.lea)
    assert {opening.last_day for opening in town.lea.openings.all()} == {MONDAY}


def test_a_mediator_who_comes_back_is_in_the_lists_again(town: Town, coordinator: Client) -> None:
    confirms(coordinator, town.lea)
    conclude_departures(now=MONDAY_8AM + timedelta(days=1))
    assert "ne reçoit plus" in text_of(coordinator.get(reverse("staff_people")))
    coordinator.post(reverse("staff_departure_undone", args=[town.lea.pk]))
    assert Mediator.objects.get(pk=town.lea.pk).active
    assert conclude_departures(now=MONDAY_8AM + timedelta(days=2)) == 0


def test_a_day_far_from_any_calendar_is_refused_beside_its_field(town: Town, coordinator: Client) -> None:
    for day in ("2099-01-01", "demain", ""):
        assert asks(coordinator, town.lea, last_day=day).status_code == 422


def test_an_earlier_time_is_still_waited_for_with_the_new_mediator(town: Town, coordinator: Client) -> None:
    appointment = town.books(NEXT_WEEK)
    entry = wait_for_earlier(appointment.pk, by=AT_THE_DESK, now=MONDAY_8AM)
    a_colleague(town)
    confirms(coordinator, town.lea)
    entry.refresh_from_db()
    assert (entry.status, entry.appointment) == ("waiting", appointment)
    assert date.fromisoformat(JournalEntry.objects.get(kind="mediator_left").data["last_day"]) == MONDAY


def dates_of(town: Town, *others: Mediator) -> list[WorkshopDate]:
    """Two Thursdays after the last day, animated by Léa and these."""
    workshop = six_thursdays(town, first=date(2026, 12, 3), times=2)
    change_animators(workshop.pk, [town.lea, *others], by=AT_THE_DESK, now=MONDAY_8AM)
    return list(workshop.dates.order_by("starts_at"))


def animators(workshop_date: WorkshopDate) -> set[str]:
    return set(workshop_date.animations.values_list("mediator__first_name", flat=True))


def test_a_workshop_goes_on_with_the_colleague_who_animates_it_too(town: Town, coordinator: Client) -> None:
    first, second = dates_of(town, a_colleague(town))
    shown = text_of(asks(coordinator, town.lea))
    assert "2 dates d’atelier concernées" in shown and "Paul Exemple continue" in shown
    confirms(coordinator, town.lea)
    assert animators(first) == animators(second) == {"Paul"}
    assert not Commitment.objects.filter(mediator=town.lea).exists()


def test_a_workshop_left_without_anybody_is_said_and_keeps_them_in_the_lists(
    town: Town, coordinator: Client
) -> None:
    first, second = dates_of(town)
    assert "plus personne pour l’animer" in text_of(asks(coordinator, town.lea))
    assert "2 dates d’atelier n’ont plus personne" in text_of(confirms(coordinator, town.lea))
    assert animators(first) == {"Léa"}
    assert conclude_departures(now=MONDAY_8AM + timedelta(days=1)) == 0
    change_animators(
        first.workshop_id, [a_colleague(town)], by=AT_THE_DESK, now=MONDAY_8AM + timedelta(days=1)
    )
    assert conclude_departures(now=MONDAY_8AM + timedelta(days=1)) == 1
    assert animators(second) == {"Paul"}


def test_a_date_before_the_last_day_is_still_theirs(town: Town, coordinator: Client) -> None:
    first, second = dates_of(town, a_colleague(town))
    confirms(coordinator, town.lea, last_day="2026-12-03")
    assert animators(first) == {"Léa", "Paul"} and animators(second) == {"Paul"}
