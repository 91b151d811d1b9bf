"""Being told of a free time, on the web: an earlier one than one's own, or any; taking it, leaving it, leaving the list."""

import gzip
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from bookings.actions.offer import accept
from bookings.actions.offer_times import offer_times
from bookings.models import Appointment, LinkToken, Resident, WaitingEntry, WaitingOffer
from bookings.people.links import new_link, new_waiting_link
from bookings.people.who import RESIDENT_ON_WEB
from mediation.models import TopicText
from tests.architecture import budgets
from tests.people import FRIDAY_BEFORE, TEN
from tests.residents import Resident as Visitor
from tests.residents import hidden_draft
from tests.waiting import (
    A_WEEK_LATER,
    ASKED_AT,
    Full,
    a_full_monday,
    booked,
    first_monday_only,
    waits,
    wants_earlier,
)

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(FRIDAY_BEFORE, tick=False)]
INES = {"name": "Inès", "reach": "mobile", "mobile": "06 39 98 00 03"}


@pytest.fixture
def full() -> Full:
    return a_full_monday()


@pytest.fixture
def jean(full: Full) -> Appointment:
    """Jean comes in a week."""
    return booked(full.topic, full.site, A_WEEK_LATER, "Jean", "06 39 98 00 02")


def page(name: str, *arguments: str) -> str:
    return reverse(name, args=arguments)


def text(answer) -> str:  # type: ignore[no-untyped-def]
    return str(answer.content.decode())


def ask_for(full: Full, **answers: object):  # type: ignore[no-untyped-def]
    """Fills in the page of one site and sends it."""
    address, visitor = page("wait_here", full.topic.public_id, full.site.public_id), Visitor()
    draft = hidden_draft(visitor.get(address))
    return visitor.post(address, {**INES, "draft": draft, **answers})  # type: ignore[dict-item]


# -- An earlier time than one's own ------------------------------------------------------------------
def test_from_one_s_appointment_an_earlier_time_is_asked_for(jean: Appointment) -> None:
    token, visitor = new_link(jean, now=FRIDAY_BEFORE), Visitor()
    assert page("sooner", token) in text(visitor.get(page("appointment", token)))
    opened = visitor.get(page("sooner", token))
    assert "Votre rendez-vous reste à vous" in text(opened) and not WaitingEntry.objects.exists()
    sent = visitor.post(page("sooner", token), {"where": "here", "days": ["0", "3"], "part": "morning"})
    assert sent.status_code == 302
    entry = WaitingEntry.objects.get()
    assert (entry.appointment, entry.weekdays, entry.parts) == (jean, [0, 3], ["morning"])
    assert [site.pk for site in entry.sites.all()] == [jean.site_id]
    assert "Vous êtes sur la liste d’attente." in text(visitor.get(page("sooner", token)))


def test_asked_again_it_changes_what_was_asked_for(jean: Appointment) -> None:
    token, visitor = new_link(jean, now=FRIDAY_BEFORE), Visitor()
    visitor.post(page("sooner", token), {"where": "here", "part": ""})
    again = visitor.get(page("sooner", token))
    assert "Changer ma demande" in text(again)
    assert again.context["form"]["where"].value() == "here"
    visitor.post(page("sooner", token), {"where": "anywhere", "days": ["5"], "part": ""})
    assert (WaitingEntry.objects.get().weekdays, WaitingEntry.objects.get().sites.count()) == ([5], 0)


def test_the_list_is_left_in_one_press(jean: Appointment) -> None:
    token, visitor = new_link(jean, now=FRIDAY_BEFORE), Visitor()
    visitor.post(page("sooner", token), {"where": "here", "part": ""})
    visitor.post(page("sooner", token), {"action": "quitter"})
    assert WaitingEntry.objects.get().status == "left"
    assert "Vous êtes sur la liste" not in text(visitor.get(page("sooner", token)))


def test_a_forgotten_answer_is_asked_for_beside_its_field(jean: Appointment) -> None:
    answer = Visitor().post(page("sooner", new_link(jean, now=FRIDAY_BEFORE)), {"days": ["9"]})
    assert answer.status_code == 400 and "id_where_error" in text(answer) and "id_days_error" in text(answer)


def test_who_is_discreet_is_told_to_call(jean: Appointment) -> None:
    Resident.objects.filter(participations__appointment=jean).update(discreet=True)
    answer = Visitor().post(page("sooner", new_link(jean, now=FRIDAY_BEFORE)), {"where": "here", "part": ""})
    assert answer.status_code == 409 and "Nous ne pouvons pas vous prévenir" in text(answer)


def test_nobody_can_send_the_form_from_another_site(jean: Appointment) -> None:
    token = new_link(jean, now=FRIDAY_BEFORE)
    answer = Visitor().post(page("sooner", token), {"where": "here"}, Origin="https://x.example")
    assert answer.status_code == 403 and not WaitingEntry.objects.exists()


# -- Any time ----------------------------------------------------------------------------------------
def test_where_no_time_suits_one_asks_to_be_told(full: Full) -> None:
    times = Visitor().get(page("when", full.topic.public_id, full.site.public_id))
    assert page("wait_here", full.topic.public_id, full.site.public_id) in text(times)
    anywhere = Visitor().get(page("anywhere", full.topic.public_id))
    assert page("wait_anywhere", full.topic.public_id) in text(anywhere)
    sent = ask_for(full, days=["1"], part="afternoon", messages_in="ar")
    entry = WaitingEntry.objects.get()
    assert (entry.resident.name, entry.contact.value, entry.language) == ("Inès", "+33639980003", "ar")
    assert (entry.weekdays, entry.parts, list(entry.sites.all())) == ([1], ["afternoon"], [full.site])
    told = text(Visitor().get(sent.headers["Location"]))
    assert "Vous êtes sur la liste d’attente" in told and "mardi, l’après-midi" in told
    assert "Inès" not in told and "06 39" not in told


def test_two_presses_are_one_wait(full: Full) -> None:
    address, visitor = page("wait_anywhere", full.topic.public_id), Visitor()
    draft = hidden_draft(visitor.get(address))
    for _ in range(2):
        assert visitor.post(address, {**INES, "draft": draft}).status_code == 302
    assert WaitingEntry.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_lost(full: Full) -> None:
    answer = ask_for(full, mobile="12", days=["2"])
    assert answer.status_code == 400 and "Ce numéro n’est pas complet" in text(answer)
    assert 'value="Inès"' in text(answer) and not WaitingEntry.objects.exists()


def test_one_person_waits_for_three_things_at_most(full: Full) -> None:
    for _ in range(3):
        assert ask_for(full).status_code == 302
    answer = ask_for(full)
    assert answer.status_code == 409 and "attend déjà plusieurs places" in text(answer)
    assert ask_for(full, name="Une voisine").status_code == 302


def test_an_unknown_topic_or_site_is_no_page(full: Full) -> None:
    assert Visitor().get(page("wait_anywhere", "nothing")).status_code == 404
    assert Visitor().get(page("wait_here", full.topic.public_id, "nowhere")).status_code == 404


# -- A free time -------------------------------------------------------------------------------------
@pytest.fixture
def offer(full: Full, time_machine) -> WaitingOffer:  # type: ignore[no-untyped-def]
    """Ten o'clock on Monday is offered to Jean, who comes in a week."""
    wants_earlier(full)
    full.frees()
    time_machine.move_to(ASKED_AT, tick=False)
    offer_times(now=ASKED_AT)
    return WaitingOffer.objects.get()


def test_the_link_of_a_message_leads_to_the_free_time_and_changes_nothing(offer: WaitingOffer) -> None:
    token, visitor = new_waiting_link(offer.entry), Visitor()
    went = visitor.get(f"/r/{token}")
    assert went.headers["Location"] == page("waiting", token)
    shown = text(visitor.get(page("waiting", token)))
    assert (
        "Lundi 30 novembre" in shown and "10\xa0h\xa000" in shown and "Répondez avant 13\xa0h\xa016" in shown
    )
    assert "Il sera remplacé" in shown
    assert WaitingOffer.objects.get().status == "open"


def test_one_press_takes_it(offer: WaitingOffer) -> None:
    token = new_waiting_link(offer.entry)
    taken = Visitor().post(page("waiting", token), {"action": "prendre"})
    card = text(Visitor().get(taken.headers["Location"]))
    assert "Lundi 30 novembre" in card
    assert Appointment.objects.get(waiting_entries=offer.entry).starts_at == TEN
    assert "Vous avez une place" in text(Visitor().get(page("waiting", token)))


def test_one_press_leaves_it_and_one_stays_on_the_list(offer: WaitingOffer) -> None:
    token = new_waiting_link(offer.entry)
    Visitor().post(page("waiting", token), {"action": "laisser"})
    assert "Vous êtes sur la liste d’attente" in text(Visitor().get(page("waiting", token)))
    assert WaitingOffer.objects.get().status == "declined"


def test_a_time_that_somebody_else_has_is_said_kindly(full: Full, time_machine) -> None:  # type: ignore[no-untyped-def]
    first_monday_only(full)
    slow, quick = waits(full, "Amina"), waits(full, "Jean", phone="06 39 98 00 02")
    full.frees()
    time_machine.move_to(ASKED_AT, tick=False)
    offer_times(now=ASKED_AT)
    accept(quick.offers.get().pk, by=RESIDENT_ON_WEB, now=ASKED_AT)
    answer = Visitor().post(page("waiting", new_waiting_link(slow)), {"action": "prendre"})
    assert answer.status_code == 409 and "Vous restez sur la liste d’attente" in text(answer)


def test_leaving_is_taken_back_in_one_press(full: Full) -> None:
    entry = waits(full)
    token, visitor = new_waiting_link(entry), Visitor()
    visitor.post(page("waiting", token), {"action": "quitter"})
    assert "Vous n’êtes plus sur la liste" in text(visitor.get(page("waiting", token)))
    visitor.post(page("waiting", token), {"action": "revenir"})
    assert WaitingEntry.objects.get().status == "waiting"


@pytest.mark.parametrize("token", ["forged", "a" * 40])
def test_a_forged_link_says_what_to_do_next(full: Full, token: str) -> None:
    waits(full)
    answer = Visitor().get(page("waiting", token))
    assert answer.status_code == 410 and page("home") in text(answer)


def test_a_link_to_a_wait_opens_no_appointment_and_the_other_way_round(jean: Appointment, full: Full) -> None:
    wait_token = new_waiting_link(waits(full))
    assert Visitor().get(page("appointment", wait_token)).status_code == 410
    assert Visitor().get(page("waiting", new_link(jean, now=FRIDAY_BEFORE))).status_code == 410


def test_a_link_ends_with_the_wait(full: Full, time_machine) -> None:  # type: ignore[no-untyped-def]
    token = new_waiting_link(waits(full))
    time_machine.move_to(FRIDAY_BEFORE + timedelta(days=61), tick=False)
    assert Visitor().get(page("waiting", token)).status_code == 410
    assert LinkToken.objects.count() == 1


def test_pages_of_one_person_are_kept_by_nobody(full: Full) -> None:
    answer = Visitor().get(page("waiting", new_waiting_link(waits(full))))
    assert (
        answer.headers["Cache-Control"] == "private, no-store" and answer.headers["X-Robots-Tag"] == "noindex"
    )


@pytest.mark.parametrize("prefix", ["/en", "/fr-falc"])
def test_the_pages_speak_every_language_of_the_pages(full: Full, jean: Appointment, prefix: str) -> None:
    TopicText.objects.create(topic=full.topic, language="en", name="Forms")
    tokens = new_link(jean, now=FRIDAY_BEFORE), new_waiting_link(waits(full))
    addresses = [
        page("sooner", tokens[0]),
        page("waiting", tokens[1]),
        page("wait_anywhere", full.topic.public_id),
    ]
    for address in addresses:
        assert Visitor().get(prefix + address).status_code == 200


@pytest.mark.parametrize("prefix", ["", "/en", "/fr-falc"])
def test_a_free_time_and_the_page_that_asks_for_one_fit_in_one_round_trip(
    offer: WaitingOffer, prefix: str, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    style = len(gzip.compress((settings.BASE_DIR / "mediation/static/site.css").read_bytes(), 9))
    appointment = Appointment.objects.get(waiting_entries=offer.entry)
    tokens = new_waiting_link(offer.entry), new_link(appointment, now=ASKED_AT)
    for address in (page("waiting", tokens[0]), page("sooner", tokens[1])):
        with django_assert_max_num_queries(12):
            answer = Visitor().get(prefix + address, **{"Accept-Encoding": "gzip"})
        assert len(answer.content) + style < budgets.PAGE_BYTES
