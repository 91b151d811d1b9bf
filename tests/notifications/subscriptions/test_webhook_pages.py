"""A coordinator connects a program, sees what became of each event, and decides."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings.actions.number_changes import number_changes
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.deliver import deliver
from notifications.subscriptions.plan import plan
from tests.notifications.receiver import receiving
from tests.people import FRIDAY_BEFORE
from tests.referring import a_partner, a_referring_user, refers
from tests.sign_in import sign_in
from tests.staff import Town

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def coordinator(town, client):
    return sign_in(client, town.user("coordinator"))


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def target(town, coordinator, receiver):
    """A program of the organisation, connected, that has been told of a referral."""
    connect(coordinator, town, receiver.url)
    refers(town, a_partner(), now=FRIDAY_BEFORE)
    number_changes(now=timezone.now())
    plan(now=timezone.now())
    deliver()
    return WebhookTarget.objects.get()


def connect(client, town, url, **fields):
    asked = {"organisation": town.here.pk, "url": url, **fields}
    return client.post(reverse("staff_webhooks"), asked)


def does(client, target, action, **fields):
    return client.post(reverse("staff_webhook", args=[target.pk]), {"action": action, **fields})


def test_the_secret_is_shown_once(town, coordinator, receiver):
    page = connect(coordinator, town, receiver.url, events=["referral.met"])
    target = WebhookTarget.objects.get()
    assert target.secret in page.content.decode() and page["Cache-Control"] == "no-store"
    again = coordinator.get(reverse("staff_webhook", args=[target.pk])).content.decode()
    assert target.secret not in again and "token=abc" not in again


def test_the_same_address_is_connected_once(town, coordinator, receiver):
    connect(coordinator, town, receiver.url)
    assert "déjà dans la liste" in connect(coordinator, town, receiver.url).content.decode()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://exemple.fr/", "https://"),
        ("https://169.254.169.254/latest/", "réseau privé"),
        ("https://[::ffff:10.0.0.1]/", "réseau privé"),
        ("https://localhost/", "réseau privé"),
        ("https://moi:secret@exemple.fr/", "mot de passe"),
        ("n’importe quoi", "pas complète"),
    ],
)
def test_an_address_that_may_not_be_called_says_why(town, coordinator, url, said):
    page = connect(coordinator, town, url)
    assert page.status_code == 422 and said in page.content.decode()
    assert not WebhookTarget.objects.exists()


def test_somebody_else_s_organisation_cannot_be_connected(town, coordinator, receiver):
    page = coordinator.post(
        reverse("staff_webhooks"), {"organisation": town.elsewhere.pk, "url": receiver.url}
    )
    assert page.status_code == 422 and not WebhookTarget.objects.exists()


def test_a_referring_organisation_connects_its_own_program(town, client, receiver):
    ccas = a_partner()
    sign_in(client, a_referring_user(ccas))
    client.post(reverse("partner_webhooks"), {"organisation": ccas.pk, "url": receiver.url})
    assert WebhookTarget.objects.get().organisation == ccas
    assert client.get(reverse("partner_webhooks")).status_code == 200


def test_a_trial_shows_what_the_program_answered(coordinator, target, receiver):
    receiver.otherwise = 200
    does(coordinator, target, "essayer")
    deliver()
    assert "200  said so" in coordinator.get(reverse("staff_webhook", args=[target.pk])).content.decode()
    assert receiver.events()[-1] == ("test.ping", None)


def test_paused_nothing_goes_and_resumed_everything_does(town, coordinator, target, receiver):
    does(coordinator, target, "pause")
    refers(town, a_partner("Mission locale Fictive"), now=FRIDAY_BEFORE)
    number_changes(now=timezone.now())
    plan(now=timezone.now())
    assert deliver() == 0
    does(coordinator, target, "reprendre")
    plan(now=timezone.now())
    deliver()
    assert len(receiver.taken) == 6


def test_one_event_or_all_since_a_day_are_sent_again(coordinator, target, receiver):
    one = target.deliveries.latest("pk")
    does(coordinator, target, "renvoyer", envoi=one.pk)
    deliver()
    assert len(receiver.taken) == 4
    since = timezone.localdate() - timedelta(days=1)
    does(coordinator, target, "renvoyer-depuis", since=since.isoformat())
    deliver()
    assert len(receiver.taken) == 7


def test_a_delivery_of_another_target_is_not_there(coordinator, target, town):
    assert does(coordinator, target, "renvoyer", envoi=987654).status_code == 404
    assert does(coordinator, target, "renvoyer", envoi="x" * 30).status_code == 404
    assert does(coordinator, target, "renvoyer-depuis", since="hier").status_code == 404
    assert does(coordinator, target, "autre chose").status_code == 404


def test_a_new_secret_is_shown_and_the_old_one_stays_a_day(coordinator, target):
    page = does(coordinator, target, "renouveler").content.decode()
    old, target = target.secret, WebhookTarget.objects.get()
    assert target.secret in page and target.secret != old == target.previous_secret


def test_removed_it_is_told_no_more_and_its_log_is_gone(coordinator, target):
    assert does(coordinator, target, "retirer").status_code == 302
    assert not WebhookTarget.objects.exists() and not WebhookDelivery.objects.exists()
