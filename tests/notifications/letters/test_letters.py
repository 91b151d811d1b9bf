"""Letters: for who has only a postal address, printed and posted by the team while they can still arrive."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.book import book
from bookings.actions.call_off import cancel
from bookings.actions.change_contact import change_contact
from bookings.actions.move import move
from bookings.models import Appointment, JournalEntry, Resident
from bookings.people.links import appointment_of
from bookings.people.who import RESIDENT_ON_WEB, Actor, Participant, WayToReach
from bookings.records.told import Why, in_words, to_be_told
from mediation.models import Topic
from notifications.channels.contract import Refused, Verdict
from notifications.letters.post import mark_posted, take_back
from notifications.letters.sheet import address_lines
from notifications.models import ChannelName, Message, State
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.texts.kinds import Kind
from tests import people
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, TEN
from tests.sign_in import a_user, sign_in

IN_TWO_WEEKS = TEN + timedelta(days=11)  # A Friday.
LAST_DAY = datetime(2026, 12, 7, 12, tzinfo=UTC)
LATER = FRIDAY_BEFORE + timedelta(minutes=1)
BY_STAFF = Actor(channel="system")
AT_THE_DESK = Actor(channel="desk")
BY_POST = WayToReach("letter", "12 rue de l’Exemple, 35000 Rennes")


def books(town: Town, starts_at: datetime = IN_TWO_WEEKS, **fields: object) -> Appointment:
    fields.setdefault("reach", BY_POST)
    return town.book(starts_at, name="Marcel Le Goff", **fields)


def letter() -> Message:
    return Message.objects.get(channel=ChannelName.LETTER, state=State.QUEUED)


def unescaped(answer: object) -> str:
    return html.unescape(answer.content.decode())


@pytest.fixture
def desk(clock: object, client: Client, town: Town) -> Client:
    sign_in(client, a_user("desk", organisation=town.site.organisation))
    return client


def test_who_has_only_an_address_gets_the_confirmation_by_post(town: Town) -> None:
    appointment = books(town)
    assert compose(now=LATER) == 1
    assert letter().expires_at == datetime(2026, 12, 7, 23, tzinfo=UTC)
    assert letter().contact == appointment.contact and letter().to == ""
    assert not to_be_told(LATER).exists()


def test_a_letter_that_would_not_arrive_is_not_written(town: Town) -> None:
    appointment = books(town, TEN)
    assert compose(now=LATER) == 0  # They saw it confirmed when they booked.
    move(appointment, starts_at=IN_TWO_WEEKS, by=BY_STAFF, now=LATER)
    compose(now=LATER)
    entry = to_be_told(LATER).get()  # The news must be known before Monday, when it was.
    assert (entry.data["channel"], entry.data["why"]) == ("people", Why.NO_TIME_TO_POST)


@pytest.mark.parametrize("change", ["cancelled", "moved"])
def test_a_letter_about_what_no_longer_stands_leaves_the_queue(town: Town, desk: Client, change: str) -> None:
    appointment = books(town)
    compose(now=LATER)
    first = letter().pk
    if change == "cancelled":
        cancel(appointment.pk, by=RESIDENT_ON_WEB, now=LATER)
    else:
        move(appointment, starts_at=IN_TWO_WEEKS + timedelta(hours=1), by=BY_STAFF, now=LATER)
    assert "Aucune lettre à poster." in unescaped(desk.get(reverse("staff_letters")))
    compose(now=LATER)
    news = Message.objects.exclude(pk=first)
    assert [message.kind for message in news] == ([] if change == "cancelled" else [Kind.MOVED])
    deliver(clock=lambda: LAST_DAY + timedelta(days=1))
    assert Message.objects.get(pk=first).state in (State.CANCELLED, State.REPLACED)


def test_a_letter_nobody_posts_in_time_goes_to_the_list_of_people_to_tell(town: Town) -> None:
    books(town)
    compose(now=LATER)
    deliver(clock=lambda: LAST_DAY)
    assert letter().state == State.QUEUED
    deliver(clock=lambda: LAST_DAY + timedelta(days=1))
    late = Message.objects.get(channel=ChannelName.LETTER)
    assert (late.state, late.why, late.body) == (State.EXPIRED, Why.NO_TIME_TO_POST, "")
    entry = to_be_told(LAST_DAY + timedelta(days=1)).get()
    assert in_words(entry) == "Confirmation : personne à prévenir (une lettre n’arriverait plus à temps)"
    instead = Message.objects.get(channel=ChannelName.PEOPLE)
    assert (instead.instead_of, instead.expires_at) == (late, IN_TWO_WEEKS)


def test_posted_it_is_told_by_whom_and_its_link_is_known_to_nobody_here(town: Town, desk: Client) -> None:
    appointment = books(town)
    compose(now=LATER)
    token = letter().body.split("/r/")[1]
    answer = desk.post(reverse("staff_letters"), {"lettre": [letter().pk]}, follow=True)
    assert "C’est noté : 1 lettre postée." in unescaped(answer)
    sent = Message.objects.get()
    assert (sent.state, sent.body, sent.due_at) == (State.SENT, "", None)
    fact = appointment.journal.get(kind=JournalEntry.Kind.MESSAGE_SENT)
    assert in_words(fact) == "Confirmation : envoyé par courrier" and fact.actor is not None
    assert appointment_of(token, now=LATER) == appointment
    assert deliver(clock=lambda: IN_TWO_WEEKS) == 0


def test_not_posted_after_all_it_is_in_the_queue_again_with_a_link_of_its_own(
    town: Town, desk: Client
) -> None:
    books(town)
    compose(now=LATER)
    first = letter()
    mark_posted([first.pk], by=BY_STAFF, now=LATER)
    again = desk.post(reverse("staff_take_back_letter", args=[first.pk]), follow=True)
    assert "La lettre est de nouveau à imprimer" in unescaped(again)
    assert letter().instead_of == first and letter().body not in ("", first.body)
    first.refresh_from_db()
    assert (first.state, first.why) == (State.FAILED, Why.NOT_POSTED)
    assert not take_back(first.pk, by=BY_STAFF, now=LATER)


def test_posting_twice_counts_once_and_says_so(town: Town, desk: Client) -> None:
    books(town)
    compose(now=LATER)
    form = {"lettre": [letter().pk, "0", "x"]}
    desk.post(reverse("staff_letters"), form)
    again = desk.post(reverse("staff_letters"), form, follow=True)
    assert "n’est plus à poster" in unescaped(again)
    assert JournalEntry.objects.filter(kind=JournalEntry.Kind.MESSAGE_SENT).count() == 1


def test_who_was_told_otherwise_gets_no_letter(town: Town, desk: Client) -> None:
    appointment = books(town)
    compose(now=LATER)
    desk.post(reverse("staff_told", args=[appointment.pk]), {"retour": reverse("staff_letters")})
    compose(now=LATER)
    assert "Aucune lettre à poster." in unescaped(desk.get(reverse("staff_letters")))
    told = Message.objects.get()
    assert (told.state, told.body, told.due_at) == (State.DELIVERED, "", None)


def test_a_printed_letter_says_all_and_never_what_it_is_about(town: Town, desk: Client) -> None:
    Topic.objects.update(code="sujet")
    town.topic.texts.update(name="Sujet secret", documents="Une pièce d’identité\nLes courriers")
    appointment = books(town)
    compose(now=LATER)
    page = unescaped(desk.get(reverse("staff_print_letters")))
    window = re.search(r'<address class="letter__to">(.*?)</address>', page)
    assert window is not None
    assert window[1] == "Marcel Le Goff<br>12 rue de l’Exemple<br>35000 Rennes"
    assert "vendredi 11 décembre à 10\N{NO-BREAK SPACE}h" in page
    assert "1 rue de l’Exemple, 35000 Rennes" in page and "02 61 91 00 00" in page
    assert "<li>Une pièce d’identité</li>" in page and appointment.number in page
    assert "Sujet secret" not in page and page.count('class="letter"') == 1
    assert re.search(r'<svg class="letter__square".*<path d="M\d', page)
    assert letter().body not in page  # Only in the square: nobody copies a link by hand.


def test_a_letter_about_a_cancellation_does_not_ask_to_come(town: Town, desk: Client) -> None:
    appointment = books(town)
    cancel(appointment.pk, by=BY_STAFF, now=LATER, for_the_service=True)
    compose(now=LATER)
    page = unescaped(desk.get(reverse("staff_print_letters")))
    assert "Ne venez pas" in page and "Pour un autre jour, appelez le" in page
    assert appointment.number not in page and "À apporter" not in page


def test_who_reads_arabic_gets_a_letter_from_right_to_left_in_an_envelope_the_post_reads(
    town: Town, desk: Client
) -> None:
    books(town, language="ar")
    compose(now=LATER)
    page = unescaped(desk.get(reverse("staff_print_letters")))
    assert '<div class="letter__body" lang="ar" dir="rtl">' in page
    assert "تم تسجيل موعدكم" in page and "0261910000" in page
    assert page.index("Marcel Le Goff") < page.index('dir="rtl">')


def test_an_address_put_right_is_the_one_printed(town: Town) -> None:
    appointment = books(town)
    compose(now=LATER)
    change_contact(
        appointment.participants.get().pk,
        way=WayToReach("letter", "Chez Mme Bihan\n3 allée Neuve\n35200 Rennes"),
        appointment_ids=[appointment.pk],
        by=BY_STAFF,
        now=LATER,
    )
    appointment.refresh_from_db()
    assert address_lines(letter()) == [
        "Marcel Le Goff",
        "Chez Mme Bihan",
        "3 allée Neuve",
        "35200 Rennes",
    ]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("12, rue de l’Exemple 35000 Rennes", ["12, rue de l’Exemple", "35000 Rennes"]),
        (
            "Résidence des Tilleuls, 12 bis rue Neuve, 35200 Rennes",
            ["Résidence des Tilleuls", "12 bis rue Neuve", "35200 Rennes"],
        ),
        ("Marcel Le Goff\n \n3 allée Neuve\n35200 Rennes", ["3 allée Neuve", "35200 Rennes"]),
        ("chez sa sœur", ["chez sa sœur"]),
    ],
)
def test_an_address_is_read_line_by_line_as_people_type_it(town: Town, typed: str, lines: list[str]) -> None:
    books(town, reach=WayToReach("letter", typed))
    compose(now=LATER)
    assert address_lines(letter()) == ["Marcel Le Goff", *lines]


def test_a_discreet_person_gets_no_letter_printed(town: Town, desk: Client) -> None:
    books(town)
    compose(now=LATER)
    Resident.objects.update(discreet=True)
    assert "Aucune lettre à imprimer." in unescaped(desk.get(reverse("staff_print_letters")))


def by_mobile_too(town: Town, starts_at: datetime) -> tuple[Appointment, Appointment]:
    """An appointment that is told by post, and another of the same person that is told by SMS."""
    by_post = books(town, IN_TWO_WEEKS + timedelta(days=20))
    resident = by_post.participants.get()
    wanted = people.wish(
        town.topic, town.site, starts_at, participants=[Participant("Marcel Le Goff", resident.pk)]
    )
    by_sms = book(wanted, by=AT_THE_DESK, now=FRIDAY_BEFORE, idempotency_key="again")
    compose(now=LATER)
    return by_post, by_sms


def fails(line: Line, appointment: Appointment) -> Message:
    """What came instead of the last SMS about it, whose number does not exist."""
    sms = Message.objects.filter(appointment=appointment, channel=ChannelName.SMS).latest("pk")
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    deliver(clock=lambda: LATER)
    return Message.objects.get(instead_of=sms)


def test_when_every_channel_has_failed_a_known_address_is_written_to(town: Town, line: Line) -> None:
    by_post, by_sms = by_mobile_too(town, IN_TWO_WEEKS)
    instead = fails(line, by_sms)
    assert (instead.channel, instead.contact) == (ChannelName.LETTER, by_post.contact)
    assert not to_be_told(LATER).exists()


def test_news_that_must_be_known_before_a_letter_comes_is_told_by_the_team(town: Town, line: Line) -> None:
    _by_post, by_sms = by_mobile_too(town, TEN + timedelta(days=1))
    move(by_sms, starts_at=IN_TWO_WEEKS, by=BY_STAFF, now=LATER)
    compose(now=LATER)
    assert fails(line, by_sms).channel == ChannelName.PEOPLE


def test_the_page_of_messages_says_that_a_letter_is_to_be_posted(town: Town, desk: Client) -> None:
    books(town)
    compose(now=LATER)
    assert "à poster" in unescaped(desk.get(reverse("staff_messages")))


def test_a_letter_of_elsewhere_does_not_exist(clock: object, town: Town, client: Client) -> None:
    books(town)
    compose(now=LATER)
    sign_in(client, a_user("desk", organisation=people.an_organisation("Centre social Fictif")))
    printed = client.get(reverse("staff_print_letters"), {"lettre": letter().pk})
    client.post(reverse("staff_letters"), {"lettre": letter().pk})
    taken = client.post(reverse("staff_take_back_letter", args=[letter().pk]))
    assert (printed.status_code, taken.status_code) == (404, 404)
    assert letter().state == State.QUEUED
