"""Sweeps. None takes an argument: the database says what is due, so losing a task loses nothing."""

from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from mediation.celery import nudge_in
from notifications.handset.sweep import forget_telephones
from notifications.models import Conversation, InboundMessage, Message, StaffReply, WebhookDelivery
from notifications.outbox.compose import compose
from notifications.outbox.delivery import DELIVER, deliver
from notifications.outbox.pauses import over_in
from notifications.referrers.links import write_links
from notifications.referrers.read import read_changes
from notifications.referrers.tell import tell
from notifications.reminding.compose import remind
from notifications.reminding.next_steps import remind_of_steps
from notifications.reminding.workshops import remind_of_workshops
from notifications.subscriptions.deliver import CALL
from notifications.subscriptions.deliver import deliver as deliver_webhooks
from notifications.subscriptions.notices import write_notices
from notifications.subscriptions.plan import plan
from notifications.voice.calls import sweep_calls
from notifications.voice.recordings import erase_over
from notifications.watching.alerts import watch
from notifications.watching.ceilings import reckon
from notifications.watching.colleagues import tell_colleagues

_WIPED_TOGETHER = 10_000
_SOON = timedelta(seconds=30)
"""What comes later is left to the clock."""


@shared_task(name="notifications.tasks.compose")
def compose_messages() -> None:
    """New facts become messages, and go on their way."""
    if compose(now=timezone.now()):
        _deliver()


@shared_task(name="notifications.tasks.remind")
def remind_people() -> None:
    """Reminders that are due become messages."""
    now = timezone.now()
    if remind(now=now) + remind_of_workshops(now=now) + remind_of_steps(now=now):
        _deliver()


@shared_task(name=DELIVER)
def deliver_messages() -> None:
    """Whatever is due goes, is asked about, or is ended."""
    _deliver()


def _deliver() -> None:
    """A sweep, and the next one as soon as a provider that wanted to be left alone has been."""
    if deliver() and (wait := over_in(timezone.now())) is not None and wait < _SOON:
        nudge_in(wait.total_seconds(), DELIVER)


@shared_task(name=CALL)
def call_webhooks() -> None:
    """Programs of others are told what they have not heard."""
    plan(now=timezone.now())
    deliver_webhooks()
    write_notices(now=timezone.now())


@shared_task(name="notifications.tasks.tell_referrers")
def tell_referrers() -> None:
    """Whoever refers hears of what has changed, and gets the link they asked for."""
    now = timezone.now()
    read_changes(now=now)
    if write_links(now=now) + tell(now=now):
        _deliver()


@shared_task(name="notifications.tasks.watch")
def watch_messages() -> None:
    """Operators are written to when messages are late, coordinators when they near a ceiling; colleagues about
    interpreters to book and visits that nobody has left.
    """
    now = timezone.now()
    watch(now=now)
    reckon(now=now)
    tell_colleagues(now=now)


@shared_task(name="notifications.tasks.wipe")
def wipe_old_messages() -> None:
    """What the simulator received goes soon; what became of messages, with the identities they are about.

    (The outbox wipes texts and addresses by itself, as soon as a provider has them.)
    """
    now = timezone.now()
    kept = timedelta(days=settings.RETENTION_DAYS["identity"])
    forget_telephones(now=now)
    old = Message.objects.filter(created_at__lt=now - kept).values_list("pk", flat=True)
    talked = now - timedelta(days=settings.RETENTION_DAYS["conversations"])
    InboundMessage.objects.filter(received_at__lt=talked).delete()
    StaffReply.objects.filter(written_at__lt=talked).delete()
    logged = now - timedelta(days=settings.RETENTION_DAYS["webhooks"])
    WebhookDelivery.objects.filter(created_at__lt=logged).exclude(
        state=WebhookDelivery.State.WAITING
    ).delete()
    Conversation.objects.filter(changed_at__lt=talked).delete()
    # Each row is named in the statement that deletes it, and a statement takes no more than 65,535 values.
    while page := list(old[:_WIPED_TOGETHER]):
        Message.objects.filter(pk__in=page).delete()


@shared_task(name="notifications.tasks.sweep_calls")
def end_calls() -> None:
    """Calls nobody has heard of end; spoken names that are written down or a week old are deleted at the provider."""
    now = timezone.now()
    sweep_calls(now=now)
    erase_over(now=now)
