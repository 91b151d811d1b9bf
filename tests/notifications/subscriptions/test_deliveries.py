"""A partner's program is told what happens to referrals: each event once, in order, whatever it does."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import Webhook

from bookings.actions.number_changes import number_changes
from bookings.actions.step import take_step
from bookings.models import Change
from bookings.people.who import RESIDENT_ON_WEB, Actor
from bookings.referrals.states import State, Who
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions import calling, change
from notifications.subscriptions.deliver import deliver
from notifications.subscriptions.notices import write_notices
from notifications.subscriptions.plan import plan
from tests.notifications.receiver import receiving
from tests.people import FRIDAY_BEFORE
from tests.referring import a_partner, refers
from tests.sign_in import a_user
from tests.staff import Town

COORDINATION = Actor(channel="web")
pytestmark = pytest.mark.django_db(transaction=True)
FIRST = ["referral.received", "referral.accepted", "referral.invited"]


class World:
    """A partner whose program listens, and a clock to be moved."""

    def __init__(self, receiver) -> None:
        self.now = timezone.now()
        self.receiver = receiver
        self.town, self.ccas = Town(), a_partner()
        self.user = a_user("partner", self.ccas)
        self.target = self.adds(receiver.url)

    def adds(self, url: str, events=()) -> WebhookTarget:
        return change.add_target(
            self.ccas, url=url, events=events, by=Actor(channel="web", user_id=self.user.pk), now=self.now
        )

    def refers(self, name: str = "Amina Essai", phone: str = "06 39 98 00 01"):
        referral = refers(self.town, self.ccas, name=name, phone=phone, now=FRIDAY_BEFORE)
        self.told()
        return referral

    def told(self) -> int:
        number_changes(now=self.now)
        plan(now=self.now)
        return deliver(clock=lambda: self.now)

    def later(self, **ahead: float) -> int:
        self.now += timedelta(**ahead)
        return deliver(clock=lambda: self.now)

    def events(self) -> list[str]:
        return [event for event, _ in self.receiver.events()]

    def again(self) -> WebhookTarget:
        self.target.refresh_from_db()
        return self.target


@pytest.fixture
def world(transactional_db):
    with receiving() as receiver:
        yield World(receiver)


def test_each_event_comes_once_and_in_order(world):
    referral = world.refers()
    world.told()
    assert world.events() == FIRST
    take_step(referral.pk, State.WITHDRAWN, who=Who.REFERRER, by=RESIDENT_ON_WEB, now=world.now)
    world.told()
    assert world.events() == [*FIRST, "referral.withdrawn"]


def test_an_event_names_nobody_and_is_verified_by_the_norms_library(world):
    referral = world.refers("Zénobie Marquée")
    for headers, body in world.receiver.taken:
        said = Webhook(world.target.secret).verify(body, headers)
        assert said["data"]["referral"] == referral.public_id
        assert set(said["data"]) == {
            *("change", "referral", "appointment", "state", "sdoh_status", "met", "next_step"),
        }
        assert len(body) < 1000 and b"Marqu" not in body and b"6399" not in body
    assert len({headers["webhook-id"] for headers, _ in world.receiver.taken}) == 3


def test_the_next_event_of_a_referral_waits_for_the_one_before(world):
    world.receiver.behaviours = [500]
    world.refers()
    assert world.receiver.asked == 1 and world.receiver.taken == []
    world.later(seconds=6)
    assert world.events() == FIRST


def test_a_receiver_that_takes_something_again_gets_the_rest_at_once(world):
    world.receiver.behaviours = [500, 500]
    referral = world.refers()
    world.later(seconds=6)
    other = world.refers("Jean Essai", "06 39 98 00 02")
    for each in (referral, other):
        assert [event for event, about in world.receiver.events() if about == each.public_id] == FIRST


def test_a_receiver_that_fails_for_an_hour_gets_every_event_once_and_in_order(world):
    world.receiver.otherwise = 503
    referrals = [world.refers(f"Personne {turn}", f"06 39 98 01 {turn:02}") for turn in range(5)]
    for _ in range(60):
        world.later(minutes=1)
    assert world.receiver.taken == [] and world.again().failing_since is not None
    world.receiver.otherwise = 204
    for _ in range(180):
        world.later(minutes=1)
    for referral in referrals:
        assert [event for event, about in world.receiver.events() if about == referral.public_id] == FIRST
    assert len(world.receiver.taken) == 15 and world.again().failing_since is None


def test_the_id_of_an_event_is_the_same_at_each_attempt(world):
    world.receiver.behaviours = [200, 200, 200]
    world.refers()
    last = world.target.deliveries.latest("pk")
    change.send_again(last, now=world.now)
    world.later(seconds=1)
    ids = [headers["webhook-id"] for headers, _ in world.receiver.taken]
    assert len(ids) == 4 and ids[-1] in ids[:-1]


@pytest.mark.parametrize(
    ("behaviour", "status", "trouble"),
    [
        ("hang", None, "timeout"),
        ("drip", None, "timeout"),
        ("nonsense", None, "not_http"),
        ("huge", 500, ""),
        ("elsewhere", 302, ""),
        (500, 500, ""),
    ],
)
def test_a_receiver_that_misbehaves_is_noted_and_tried_again(world, monkeypatch, behaviour, status, trouble):
    monkeypatch.setattr(calling, "SECONDS", 1.0)
    world.receiver.behaviours = [behaviour]
    world.refers()
    failed = world.target.deliveries.earliest("pk")
    assert (failed.state, failed.status, failed.trouble) == ("waiting", status, trouble)
    assert len(failed.answer) <= 500 and world.receiver.taken == []
    world.later(seconds=6)
    assert world.events() == FIRST


def test_each_event_keeps_the_words_it_was_answered_with(world):
    world.receiver.otherwise = "numbered"
    for turn in range(3):
        refers(world.town, world.ccas, name=f"Personne {turn}", phone=f"06 39 98 01 {turn:02}")
    world.told()
    answers = list(world.target.deliveries.values_list("answer", flat=True))
    assert sorted(answers) == [f"event {turn}" for turn in range(9)]


def test_a_receiver_that_is_not_there_is_noted(world):
    WebhookTarget.objects.update(url="http://127.0.0.1:9/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.WEBHOOK_ALLOW", ["127.0.0.1:9"])
        world.refers()
    assert world.target.deliveries.earliest("pk").trouble == "unreachable"


def test_a_name_that_comes_to_mean_a_private_address_is_not_called(world, settings):
    settings.WEBHOOK_ALLOW = []
    WebhookTarget.objects.update(url=f"https://localhost:{world.receiver.port}/")
    world.refers()
    assert world.target.deliveries.earliest("pk").trouble == "address" and world.receiver.asked == 0


def test_who_says_gone_is_called_no_more_and_somebody_is_told(world, mailoutbox):
    world.receiver.otherwise = 410
    world.refers()
    assert world.receiver.asked == 1 and world.again().paused_why == "gone"
    assert world.later(days=1) == 0
    write_notices(now=world.now)
    write_notices(now=world.now)
    assert [mail.to for mail in mailoutbox] == [[world.user.email]]
    assert "token=abc" not in mailoutbox[0].subject + mailoutbox[0].body


def test_after_three_days_of_failures_it_is_paused_with_a_letter_and_nothing_is_lost(world, mailoutbox):
    world.receiver.otherwise = 500
    world.refers()
    for _ in range(90):
        world.later(hours=1)
    write_notices(now=world.now)
    assert world.again().paused_why == "failing" and len(mailoutbox) == 1
    asked = world.receiver.asked
    world.refers("Jean Essai", "06 39 98 00 02")
    assert world.later(days=1) == 0 and world.receiver.asked == asked
    world.receiver.otherwise = 200
    change.resume(world.target, by=COORDINATION, now=world.now)
    world.told()
    assert sorted(world.events()) == sorted(FIRST * 2)


def test_what_a_dead_worker_had_claimed_goes_when_its_lease_is_over(world):
    world.receiver.behaviours = [500]
    world.refers()
    WebhookDelivery.objects.filter(attempts=1).update(
        claimed_by="dead", due_at=world.now + timedelta(minutes=1)
    )
    assert world.later(seconds=30) == 0
    world.later(seconds=31)
    assert world.events() == FIRST


def test_only_the_events_that_were_chosen_are_told(world):
    world.adds(world.receiver.url + "&met=1", ["referral.met"])
    world.refers()
    assert world.events() == FIRST


def test_during_a_rotation_both_secrets_verify_and_afterwards_the_new_one(world):
    old = world.target.secret
    new = change.rotate(world.target, by=COORDINATION, now=world.now)
    world.refers()
    headers, body = world.receiver.taken[-1]
    assert Webhook(old).verify(body, headers) == Webhook(new).verify(body, headers) == json.loads(body)
    assert len(WebhookTarget.objects.get().secrets(world.now + timedelta(days=2))) == 1


def test_everything_since_a_moment_is_sent_again_in_order(world):
    referral = world.refers()
    assert change.send_again_since(world.target, world.now - timedelta(minutes=1), now=world.now) == 3
    world.later(seconds=1)
    assert world.receiver.events() == [(event, referral.public_id) for event in FIRST * 2]


def test_a_target_added_today_hears_nothing_of_yesterday(world):
    world.refers()
    late = world.adds(world.receiver.url + "&late=1")
    world.told()
    assert not late.deliveries.exists() and Change.objects.exists()


def test_a_trial_is_told_to_a_paused_target_too_and_tried_once(world):
    change.stop(world.target, by=COORDINATION, now=world.now)
    world.receiver.behaviours = [404, 200]
    first = change.try_out(world.target, now=world.now)
    world.later(seconds=0)
    second = change.try_out(world.target, now=world.now)
    world.later(days=2)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.attempts, first.status) == ("given_up", 1, 404)
    assert second.state == "taken" and world.events() == ["test.ping"]


def test_one_receiver_that_hangs_does_not_hold_up_the_others(world, monkeypatch):
    monkeypatch.setattr(calling, "SECONDS", 1.0)
    with receiving() as other:
        world.adds(other.url)
        with pytest.MonkeyPatch.context() as patch:
            both = [f"127.0.0.1:{each.port}" for each in (world.receiver, other)]
            patch.setattr("django.conf.settings.WEBHOOK_ALLOW", both)
            world.receiver.otherwise = "hang"
            WebhookTarget.objects.filter(pk=world.target.pk).update(failing_since=world.now)
            for turn in range(10):
                refers(world.town, world.ccas, name=f"P {turn}", phone=f"06 39 98 02 {turn:02}")
            world.told()
        assert len(other.taken) == 30
