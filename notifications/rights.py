"""What the message part holds of a person, for them to see: what was said to them, what they said, their calls."""

from collections.abc import Iterator

from django.db.models import Q

from bookings.people.traces import Traces
from bookings.records.told import kind_in_words
from bookings.rights.held import Item, Section, Shown, at, known, section
from notifications.channels.routes import address_index
from notifications.models import Call, InboundMessage, Message, SpokenName, StaffReply
from notifications.voice.kept import number_index


def held_of(traces: Traces, shown: Shown) -> list[Section]:
    """Messages, SMS they wrote and were answered, calls, recordings. Texts that have gone are kept nowhere. What was answered
    and called is nobody's in particular: who does not see the whole territory is not shown it.
    """
    return [
        *section("messages", _messages(traces, shown)),
        *section("received", _received(traces, shown)),
        *(section("answers", _answers(traces)) if shown.organisations is None else []),
        *(section("calls", _calls(traces)) if shown.organisations is None else []),
    ]


def _messages(traces: Traces, shown: Shown) -> Iterator[Item]:
    theirs = Message.objects.filter(
        Q(appointment__in=traces.alone)
        | Q(contact__in=traces.contacts)
        | Q(referral__in=traces.referrals)
        | Q(offer__entry__in=traces.waits)
        | Q(registration__people__in=traces.residents)
        | Q(step__resident__in=traces.residents)
        | Q(to_index__in=[address_index(each) for each in traces.addresses])
    )
    for each in theirs.distinct().order_by("-created_at", "-pk"):
        if not shown.shows(each.organisation_id):
            continue
        yield known(
            what=kind_in_words(each.kind),
            how=str(each.get_channel_display()),
            state=str(each.get_state_display()),
            when=at(each.sent_at or each.created_at, each.timezone),
            text=each.body,
        )


def _received(traces: Traces, shown: Shown) -> Iterator[Item]:
    about = Q(number_index__in=traces.indexes) | Q(appointment__in=traces.alone)
    for each in InboundMessage.objects.filter(about).order_by("-received_at"):
        if shown.shows(each.organisation_id):
            yield known(text=each.body, when=at(each.received_at), state=str(each.get_state_display()))


def _answers(traces: Traces) -> Iterator[Item]:
    for each in StaffReply.objects.filter(number_index__in=traces.indexes).order_by("-written_at"):
        yield known(text=each.body, when=at(each.written_at))


def _calls(traces: Traces) -> Iterator[Item]:
    numbers = [number_index(each) for each in traces.addresses]
    about = Q(number_index__in=numbers) | Q(appointment__in=traces.alone)
    about |= Q(call_back__in=traces.call_backs) | Q(registration__people__in=traces.residents)
    recorded = set(SpokenName.objects.filter(done_at=None).values_list("call", flat=True))
    for each in Call.objects.filter(about).distinct().order_by("-started_at"):
        yield known(
            when=at(each.started_at),
            ended_on=at(each.ended_at),
            ours=each.ours,
            recorded=each.pk in recorded,
        )
