"""All that was said with one number, by either side; and what of it waits, one line a number."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from bookings.models import Contact
from bookings.people.contacts import value_index
from bookings.records.told import kind_in_words
from bookings.staff.asking import of_appointment
from mediation.access import Reach
from notifications.channels.routes import address_index
from notifications.models import InboundMessage, Message, StaffReply
from notifications.talk import shown

_SHOWN = 60
_WAITING = InboundMessage.State.WAITING


@dataclass(frozen=True)
class Line:
    """One thing said, by either side. `at` is UTC; `read` and `done`: how theirs was understood, and what that changed."""

    at: datetime
    words: str
    theirs: bool
    beside: str
    read: str = ""
    done: str = ""


def inbound_within(reach: Reach) -> QuerySet[InboundMessage]:
    """Messages about appointments within reach, and those about none: anybody may answer these."""
    if reach.territory_wide:
        return InboundMessage.objects.all()
    ours = Q(organisation__in=reach.agenda_organisations)
    return InboundMessage.objects.filter(ours | of_appointment(reach) | Q(organisation=None))


def waiting_within(reach: Reach) -> QuerySet[InboundMessage]:
    """Who waits to be read: the first message of each number, however many more it has sent."""
    waiting = inbound_within(reach).filter(state=_WAITING)
    earlier = waiting.filter(number_index=OuterRef("number_index")).filter(
        Q(received_at__lt=OuterRef("received_at"))
        | Q(received_at=OuterRef("received_at"), pk__lt=OuterRef("pk"))
    )
    return waiting.filter(Q(number_index="") | ~Exists(earlier))


def with_how_many(rows: QuerySet[InboundMessage], reach: Reach) -> QuerySet[InboundMessage]:
    """The same, each with how many messages of its number wait (`how_many`)."""
    waiting = inbound_within(reach).filter(state=_WAITING, number_index=OuterRef("number_index"))
    waiting = waiting.exclude(number_index="")
    counted = waiting.order_by().values("number_index").annotate(n=Count("pk")).values("n")
    return rows.annotate(how_many=Coalesce(Subquery(counted, output_field=IntegerField()), 1))


def of_number(inbound: InboundMessage, reach: Reach) -> QuerySet[InboundMessage]:
    """What that number has written, within reach."""
    return inbound_within(reach).filter(number_index=index_of(inbound))


def index_of(inbound: InboundMessage) -> str:
    """The hash of its number, as it is written now (it may stand under an older index key)."""
    return value_index(Contact.Kind.MOBILE, inbound.number) if inbound.number else inbound.number_index


def history(inbound: InboundMessage, reach: Reach) -> list[Line]:
    """Both sides, the newest last. What the outbox has sent is known by its kind: its text is wiped."""
    theirs = of_number(inbound, reach).order_by("-received_at", "-pk")[:_SHOWN]
    lines = [_theirs(each) for each in reversed(theirs)]
    replies = StaffReply.objects.filter(number_index=index_of(inbound)).select_related("written_by")
    lines += [
        Line(each.written_at, each.body, False, str(each.written_by or ""))
        for each in reversed(replies.order_by("-written_at", "-pk")[:_SHOWN])
    ]
    sent = Message.objects.filter(to_index=address_index(inbound.number)).exclude(key__startswith="reply-")
    if not reach.territory_wide:
        sent = sent.filter(Q(organisation__in=reach.agenda_organisations) | Q(organisation=None))
    lines += [
        Line(each.sent_at or each.created_at, kind_in_words(each.kind), False, each.get_state_display())
        for each in sent.defer("to", "subject", "body").order_by("-created_at", "-pk")[:_SHOWN]
    ]
    # (Of one moment, theirs comes before the answer.)
    return sorted(lines, key=lambda line: line.at)


def _theirs(inbound: InboundMessage) -> Line:
    beside = inbound.get_state_display()
    read, done = shown.read_as(inbound), shown.done(inbound)
    return Line(inbound.received_at, inbound.body, True, beside, read, done)
