"""What the message part forgets of people who are forgotten: texts and addresses, conversations, calls, recordings.

Called in the transaction of the erasure (settings, `FORGETTERS`), before the rows it looks things up by are wiped. Nothing
waits for a provider here: recordings are marked, and deleted there by the sweep that is asked to look at once.
"""

from datetime import datetime

from django.db.models import Q

from bookings.people.traces import Traces
from mediation.celery import nudge
from notifications.channels.routes import address_index
from notifications.models import (
    Call,
    Conversation,
    Handset,
    InboundMessage,
    Message,
    SimulatedCall,
    SimulatedMessage,
    SpokenName,
    StaffReply,
    State,
)
from notifications.models.handset import inbox_of, key_of
from notifications.models.voice import Ending
from notifications.voice.kept import number_index

SWEEP = "notifications.tasks.sweep_calls"


def forget_people(traces: Traces, *, now: datetime) -> None:
    """Wipes what was said to these people, by them and about them. Queries do not grow with what there is."""
    _messages(traces, now)
    _conversations(traces)
    _calls(traces, now)
    _telephones(traces)


def _messages(traces: Traces, now: datetime) -> None:
    """What still waits is cancelled, with its text; of what has gone, only to whom."""
    theirs = Message.objects.filter(
        Q(appointment__in=traces.alone)
        | Q(offer__entry__in=traces.waits)
        | Q(referral__in=traces.referrals)
        | Q(registration__people__in=traces.residents)
        | Q(step__resident__in=traces.residents)
        | Q(contact__in=traces.contacts)
        | Q(to_index__in=[address_index(each) for each in traces.addresses])
    )
    ids = list(theirs.values_list("pk", flat=True))
    Message.objects.advance(ids, State.CANCELLED, settled_at=now)
    Message.objects.filter(pk__in=ids).update(to_index="")


def _conversations(traces: Traces) -> None:
    """All of a number that is nobody else's; of a shared one what was about their appointments."""
    of_number = Q(number_index__in=traces.indexes)
    about = Q(appointment__in=traces.alone)
    InboundMessage.objects.filter(of_number | about).delete()
    StaffReply.objects.filter(of_number).delete()
    Conversation.objects.filter(of_number).delete()
    Conversation.objects.filter(about).update(question="", options=[], appointment=None)


def _calls(traces: Traces, now: datetime) -> None:
    """A call under way ends; that there was one, and how it ended, stays."""
    numbers = [number_index(each) for each in traces.addresses]
    about = Q(appointment__in=traces.alone) | Q(call_back__in=traces.call_backs)
    about |= Q(registration__people__in=traces.residents)
    calls = Call.objects.filter(Q(number_index__in=numbers) | about)
    ids = list(calls.values_list("pk", flat=True))
    theirs = Call.objects.filter(pk__in=ids)
    theirs.filter(ended_at__isnull=True).update(ended_at=now, ending=Ending.LOST)
    theirs.update(number_index="", last4="", memory="", answer="")
    if SpokenName.objects.filter(call__in=ids).update(done_at=now):
        nudge(SWEEP)


def _telephones(traces: Traces) -> None:
    """The telephones and mailboxes of a demonstration."""
    SimulatedMessage.objects.filter(to_index__in=[inbox_of(each) for each in traces.addresses]).delete()
    keys = [key_of(each) for each in traces.addresses]
    Handset.objects.filter(inbox__in=keys).delete()
    SimulatedCall.objects.filter(inbox__in=keys).delete()
