"""A coordinator connects a program, sees what became of each event, and decides."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string

from bookings.actions.number_changes import number_changes
from bookings.models import JournalEntry
from mediation.models import Team
from notifications.models import WebhookDelivery, WebhookTarget
from notifications.subscriptions.deliver import deliver
from notifications.subscriptions.plan import plan
from tests.notifications.receiver import receiving
from tests.people import FRIDAY_BEFORE
from tests.referring import a_partner, a_referring_user, refers
from tests.sent_back import sends
from tests.sign_in import a_user, sign_in
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


def facts():
    rows = JournalEntry.objects.filter(kind__startswith="webhook_").order_by("pk")
    return [(each.kind.removeprefix("webhook_"), each.actor) for each in rows]


def test_what_was_done_stands_in_the_journal_with_who_did_it(town, coordinator, target):
    me = WebhookTarget.objects.get().made_by
    for deed in ("pause", "pause", "reprendre", "reprendre", "renouveler"):
        does(coordinator, target, deed)
    chosen = {"action": "evenements", "events": ["referral.met"]}
    sends(coordinator, reverse("staff_webhook", args=[target.pk]), chosen)
    sends(coordinator, reverse("staff_webhook", args=[target.pk]), chosen)
    page = coordinator.get(reverse("staff_webhook", args=[target.pk])).content.decode()
    assert "Ce qui a changé" in page and "Logiciel mis en pause" in page and str(me) in page
    assert WebhookTarget.objects.get().events == ["referral.met"]
    does(coordinator, target, "retirer")
    done = ["added", "paused", "resumed", "rotated", "changed", "removed"]
    assert facts() == [(each, me) for each in done]
    assert "Logiciel retiré" in coordinator.get(reverse("staff_webhooks")).content.decode()
    held = str(list(JournalEntry.objects.filter(kind__startswith="webhook_").values()))
    assert target.secret not in held and "http" not in held


def test_a_pause_that_nobody_asked_for_has_no_author(coordinator, target, receiver):
    receiver.otherwise = 410
    does(coordinator, target, "renvoyer", envoi=target.deliveries.latest("pk").pk)
    deliver()
    assert facts()[-1] == ("paused", None)
    assert "le service" in coordinator.get(reverse("staff_webhook", args=[target.pk])).content.decode()


def test_a_team_connects_a_program_that_is_told_of_its_own_referrals(town, client, receiver):
    ccas = a_partner()
    north, south = (Team.objects.create(organisation=ccas, name=name) for name in ("Nord", "Sud"))
    of_the_north = sign_in(Client(), a_referring_user(ccas, north))
    of_the_south = sign_in(Client(), a_referring_user(ccas, south))
    of_all = sign_in(Client(), a_referring_user(ccas))
    page = of_the_north.get(reverse("partner_webhooks")).content.decode()
    assert "Nord" in page and "Sud" not in page
    for refused in (str(ccas.pk), f"{ccas.pk}-{south.pk}"):
        asked = {"organisation": refused, "url": receiver.url}
        assert of_the_north.post(reverse("partner_webhooks"), asked).status_code == 422
    asked = {"organisation": f"{ccas.pk}-{north.pk}", "url": receiver.url}
    of_the_north.post(reverse("partner_webhooks"), asked)
    target = WebhookTarget.objects.get()
    assert (target.organisation, target.team) == (ccas, north)
    mine = refers(town, ccas, team=north, now=FRIDAY_BEFORE)
    refers(town, ccas, team=south, name="Jean Essai", phone="06 39 98 00 02", now=FRIDAY_BEFORE)
    refers(town, ccas, name="Zoé Essai", phone="06 39 98 00 03", now=FRIDAY_BEFORE)
    number_changes(now=timezone.now())
    plan(now=timezone.now())
    assert {each.referral_id for each in WebhookDelivery.objects.all()} == {mine.pk}
    since = {"since": (timezone.localdate() - timedelta(days=1)).isoformat()}
    does(of_the_north, target, "renvoyer-depuis", **since)
    assert {each.referral_id for each in WebhookDelivery.objects.all()} == {mine.pk}
    address = reverse("staff_webhook", args=[target.pk])
    assert of_the_south.get(address).status_code == 404
    assert target.host not in of_the_south.get(reverse("partner_webhooks")).content.decode()
    assert "Logiciel relié" not in of_the_south.get(reverse("partner_webhooks")).content.decode()
    assert of_all.get(address).status_code == 200
    coordinator = sign_in(Client(), a_user("coordinator", ccas))
    assert coordinator.get(address).status_code == 200
    # The same program may be told for another team too, and for the whole organisation.
    for client, owner in ((of_the_south, f"{ccas.pk}-{south.pk}"), (of_all, str(ccas.pk))):
        client.post(reverse("partner_webhooks"), {"organisation": owner, "url": receiver.url})
    assert WebhookTarget.objects.count() == 3


def test_the_program_of_the_demonstration_is_paused_and_nobody_is_called(town):
    user = a_user("coordinator", town.here, email="coordination@demo.example")
    for path in settings.DEMO_MORE:
        import_string(path)(now=timezone.now())
    shown = sign_in(Client(), user).get(reverse("staff_webhook", args=[WebhookTarget.objects.get().pk]))
    page = shown.content.decode()
    assert "logiciel-fictif.example" in page and "mis en pause" in page and "En maintenance" in page
    keys = sign_in(Client(), user).get(reverse("staff_api_keys")).content.decode()
    assert "Logiciel fictif de démonstration" in keys
    assert deliver() == 0
