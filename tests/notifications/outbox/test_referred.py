"""Somebody a partner has referred is invited, reminded, and left in peace; each way of reaching them ends somewhere."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from bookings.actions.answer_referral import decline, not_me
from bookings.actions.chase import sweep_referrals
from bookings.actions.invite_again import invite
from bookings.actions.step import take_step
from bookings.models import CallBack, Referral, ReferralRules
from bookings.people.links import referral_of
from bookings.people.who import RESIDENT_ON_WEB, Actor, WayToReach
from bookings.records.told import Why
from bookings.referrals.states import State, Who
from mediation.models import Organisation
from notifications.channels.contract import Refused, Verdict
from notifications.models import ChannelName, Message
from notifications.models import State as Sent
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.texts.encoding import size
from tests import people
from tests.notifications.conftest import Line, Town
from tests.people import FRIDAY_BEFORE, JEAN_LANDLINE
from tests.referring import a_partner
from tests.referring import refers as _refers
from tests.sign_in import a_user, sign_in

LATER = FRIDAY_BEFORE + timedelta(minutes=1)
BY_EMAIL = WayToReach("email", "amina@example.org")
BY_POST = WayToReach("letter", "12 rue de l’Exemple, 35000 Rennes")
STAFF = Actor("desk")


class Here:
    """The town as `tests.referring` knows it."""

    def __init__(self, town: Town) -> None:
        self.topic, self.site = town.topic, town.site
        self.here: Organisation = town.site.organisation


def refers(town: Town, **fields: object) -> Referral:
    return _refers(Here(town), a_partner(), **fields)


def told(at=LATER) -> list[Message]:
    """What is written and sent by then."""
    compose(now=at)
    deliver(clock=lambda: at)
    return list(Message.objects.order_by("pk"))


def state_of(referral: Referral) -> State:
    referral.refresh_from_db()
    return referral.at


def days(count: float):
    return FRIDAY_BEFORE + timedelta(days=count)


# -- The first message -------------------------------------------------------------------------------
def test_the_first_message_says_who_referred_how_to_book_and_how_to_refuse_and_not_what_for(
    town: Town, line: Line
) -> None:
    referral = refers(town, need="Sa déclaration d’impôts")
    (message,) = told()
    (sent,) = line.taken
    assert "De la part de CCAS de Démonstration" in sent.body and "Répondez NON" in sent.body
    assert (
        "02 61 91 00 00" in sent.body
        and " ".join(referral.number[i : i + 2] for i in (0, 2, 4, 6)) in sent.body
    )
    assert "impôts" not in sent.body and "Démarches" not in sent.body and "Amina" not in sent.body
    assert size(sent.body).parts <= 2
    assert (message.kind, message.referral_id, message.organisation_id) == (
        "referral_invitation",
        referral.pk,
        referral.organisation_id,
    )
    token = sent.body.split("/r/")[1].split()[0]
    assert referral_of(token, now=LATER) == referral
    assert referral.journal.filter(kind="message_sent").exists()


def test_composing_twice_writes_once(town: Town, line: Line) -> None:
    refers(town)
    told()
    told()
    assert len(line.taken) == 1


@pytest.mark.parametrize("language", ["fr", "en", "ar", "uk", "tr", "pt", "es"])
def test_each_language_says_the_partner_the_line_and_no(town: Town, line: Line, language: str) -> None:
    refers(town, language=language)
    told()
    (sent,) = line.taken
    assert "CCAS de Démonstration" in sent.body and "NO" in sent.body
    assert size(sent.body).parts <= (2 if language in ("fr", "en") else 4)


def test_an_email_offers_to_refuse_on_the_page(town: Town, line: Line) -> None:
    refers(town, reach=BY_EMAIL)
    told()
    (sent,) = line.taken
    assert "CCAS de Démonstration" in sent.subject and "n’est pas pour vous" in sent.body


def test_nobody_is_written_to_at_night(town: Town, line: Line) -> None:
    evening = FRIDAY_BEFORE.replace(hour=21)
    refers(town, now=evening)
    told(evening)
    assert line.taken == []
    told(evening + timedelta(hours=12))
    assert len(line.taken) == 1


def test_who_is_reached_through_the_referrer_is_written_to_by_nobody(town: Town, line: Line) -> None:
    referral = refers(town, reach=WayToReach("through", "par son assistante sociale"))
    assert told() == [] and not CallBack.objects.exists()
    assert state_of(referral) is State.INVITED


def test_whoever_chose_discretion_hears_nothing_even_of_what_was_written_already(
    town: Town, line: Line
) -> None:
    referral = refers(town)
    compose(now=LATER)
    type(referral.resident).objects.update(discreet=True)
    deliver(clock=lambda: LATER)
    assert line.taken == [] and Message.objects.get().state == Sent.CANCELLED


def test_what_was_withdrawn_before_it_left_never_leaves(town: Town, line: Line) -> None:
    referral = refers(town)
    compose(now=LATER)
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=LATER)
    deliver(clock=lambda: LATER)
    assert line.taken == []


def test_a_team_that_reads_first_has_nobody_written_to_before_it_says_yes(town: Town, line: Line) -> None:
    ReferralRules.objects.create(organisation=town.site.organisation, accept_at_once=False)
    refers(town)
    assert told() == []


# -- No way to them ----------------------------------------------------------------------------------
def test_a_number_that_does_not_exist_asks_the_referrer_for_help(town: Town, line: Line) -> None:
    referral = refers(town)
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    told()
    assert state_of(referral) is State.UNREACHABLE and not CallBack.objects.exists()


def test_where_a_text_does_not_arrive_the_telephone_rings(town: Town, line: Line) -> None:
    referral = refers(town)
    line.answers = [Refused(Verdict.PERMANENT, "30006", Why.NOT_A_MOBILE)]
    told()
    channels = list(Message.objects.order_by("pk").values_list("channel", flat=True))
    assert channels == [ChannelName.SMS, ChannelName.VOICE] and state_of(referral) is State.INVITED


def test_whoever_wants_no_more_texts_is_called_by_a_desk(town: Town, line: Line) -> None:
    referral = refers(town)
    line.answers = [Refused(Verdict.PERMANENT, "21610", Why.OPTED_OUT)]
    told()
    asked = CallBack.objects.get()
    assert (asked.referral, asked.reason, asked.phone) == (referral, "referred", "+33639980001")
    assert state_of(referral) is State.INVITED


def test_an_address_that_takes_no_mail_asks_the_referrer_for_help(town: Town, line: Line) -> None:
    referral = refers(town, reach=BY_EMAIL)
    line.answers = [Refused(Verdict.PERMANENT, "550", Why.WRONG_ADDRESS)]
    told()
    assert state_of(referral) is State.UNREACHABLE


def test_that_is_not_me_is_believed_and_nobody_writes_there_again(town: Town, line: Line) -> None:
    referral = refers(town)
    told()
    not_me(referral.pk, by=RESIDENT_ON_WEB, now=LATER)
    sweep_referrals(now=days(12))
    told(days(12))
    assert len(line.taken) == 1 and state_of(referral) is State.UNREACHABLE


# -- Chasers -----------------------------------------------------------------------------------------
def test_who_has_not_answered_is_reminded_after_three_and_ten_days_then_a_desk_is_asked(
    town: Town, line: Line
) -> None:
    refers(town, phone=people.AMINA_MOBILE)
    told()
    for day in range(1, 15):
        sweep_referrals(now=days(day))
        told(days(day) + timedelta(minutes=1))
    assert [each.body.count("encore choisir") for each in line.taken] == [0, 1, 1]
    assert CallBack.objects.get().reason == "referred"
    chased = Referral.objects.get().journal.filter(kind="referral_chased").order_by("at")
    assert [(fact.at - FRIDAY_BEFORE).days for fact in chased] == [3, 10]


def test_a_clock_that_jumped_reminds_once_and_not_twice_in_a_minute(town: Town, line: Line) -> None:
    refers(town)
    told()
    for minute in range(3):
        sweep_referrals(now=days(12) + timedelta(minutes=minute))
    told(days(12) + timedelta(hours=1))
    assert len(line.taken) == 2
    sweep_referrals(now=days(19.1))
    told(days(19.2))
    assert len(line.taken) == 3


def test_each_organisation_has_its_own_days(town: Town, line: Line) -> None:
    ReferralRules.objects.create(organisation=town.site.organisation, first_chaser_days=5)
    refers(town)
    sweep_referrals(now=days(4))
    assert not Referral.objects.filter(chased=1).exists()
    sweep_referrals(now=days(5))
    assert Referral.objects.filter(chased=1).exists()


def test_any_answer_stops_the_reminders(town: Town, line: Line) -> None:
    referral = refers(town)
    told()
    decline(referral.pk, by=RESIDENT_ON_WEB, now=LATER)
    sweep_referrals(now=days(4))
    told(days(4))
    assert len(line.taken) == 1


def test_an_invitation_sent_again_is_a_new_message_and_counts_from_then(town: Town, line: Line) -> None:
    referral = refers(town)
    told()
    invite(referral.pk, by=STAFF, now=days(2))
    told(days(2))
    sweep_referrals(now=days(4))
    told(days(4))
    assert [each.body.count("encore choisir") for each in line.taken] == [0, 0]


# -- The end -----------------------------------------------------------------------------------------
def test_it_expires_and_whoever_was_written_to_is_told_once(town: Town, line: Line) -> None:
    referral = refers(town)
    told()
    for day in (30, 31):
        sweep_referrals(now=days(day))
        told(days(day) + timedelta(hours=1))
    assert state_of(referral) is State.EXPIRED
    assert sum("ne vous écrirons plus" in each.body for each in line.taken) == 1


def test_whoever_was_never_reached_is_not_told_that_it_is_over(town: Town, line: Line) -> None:
    ReferralRules.objects.create(organisation=town.site.organisation, accept_at_once=False)
    referral = refers(town)
    sweep_referrals(now=days(31))
    assert told(days(31)) == [] and state_of(referral) is State.EXPIRED


def test_a_deadline_is_a_day_that_is_over_when_the_next_begins(town: Town) -> None:
    referral = refers(town, deadline=days(5).date())
    sweep_referrals(now=days(5) + timedelta(hours=10))
    assert state_of(referral) is State.INVITED
    sweep_referrals(now=days(6))
    assert state_of(referral) is State.EXPIRED


def test_what_has_ended_is_closed_a_month_later(town: Town) -> None:
    referral = refers(town)
    decline(referral.pk, by=RESIDENT_ON_WEB, now=LATER)
    sweep_referrals(now=days(29))
    assert state_of(referral) is State.DECLINED
    sweep_referrals(now=days(31))
    assert state_of(referral) is State.CLOSED


def test_a_landline_rings_and_its_machine_learns_nothing(town: Town, line: Line) -> None:
    refers(town, reach=WayToReach("landline", JEAN_LANDLINE))
    told()
    (sent,) = line.taken
    assert "CCAS" not in sent.body and "02" not in sent.body.replace("zéro deux", "")
    assert "Nous vous appelons au sujet d’un rendez-vous" in sent.body


def test_nobody_is_reminded_of_a_letter_that_is_not_posted_yet(town: Town, line: Line) -> None:
    refers(town, reach=BY_POST)
    told()
    sweep_referrals(now=days(4))
    assert [each.kind for each in told(days(4))] == ["referral_invitation"]


def test_the_team_s_pages_of_messages_show_what_became_of_an_invitation(
    town: Town, line: Line, client: Client, clock: object
) -> None:
    refers(town)
    line.answers = [Refused(Verdict.PERMANENT, "21211", Why.WRONG_NUMBER)]
    told()
    refers(town, phone="+33639980005", name="Jean Essai")
    told(LATER + timedelta(minutes=1))
    sign_in(client, a_user("coordinator", town.site.organisation))
    for page in ("staff_messages", "staff_costs", "staff_to_tell", "staff_letters", "staff_call_backs"):
        assert client.get(reverse(page)).status_code == 200, page
