"""Letters are posted by people: what they say of it is written down, and can be taken back."""

from collections.abc import Iterable
from datetime import datetime

from bookings.models import JournalEntry
from bookings.people.who import Actor
from bookings.records.told import Why
from bookings.records.transactions import short_transaction
from notifications.channels.routes import Route
from notifications.models import ChannelName, Message, State
from notifications.outbox import facts
from notifications.outbox import write as outbox
from notifications.outbox.write import Saying
from notifications.texts.kinds import Kind


@short_transaction
def mark_posted(letter_ids: Iterable[int], *, by: Actor, now: datetime) -> int:
    """These letters are in the box; the number of those that were not yet. Their links are known to nobody here now."""
    posted = Message.objects.advance(letter_ids, State.SENT, sent_at=now, due_at=None)
    letters = list(Message.objects.filter(pk__in=posted).order_by("pk"))
    facts.append(JournalEntry.Kind.MESSAGE_SENT, letters, now=now, by=by)
    return len(letters)


@short_transaction
def take_back(letter_id: int, *, by: Actor, now: datetime) -> bool:
    """It was not posted after all: a new one, with a link of its own, is in the queue. False: there is nothing to take back."""
    if not Message.objects.advance([letter_id], State.FAILED, why=Why.NOT_POSTED, settled_at=now):
        return False
    about = ("appointment__site__commune", "appointment__contact", "referral__partner", "referral__site")
    registered = ("registration__workshop__site__commune", "registration__contact")
    to_do = ("step__resident", "step__appointment__site")
    letter = Message.objects.select_related(*about, *registered, *to_do, "referral__contact").get(
        pk=letter_id
    )
    facts.append(JournalEntry.Kind.MESSAGE_FAILED, [letter], now=now, by=by)
    again = Saying(
        kind=Kind(letter.kind),
        rule=letter.rule,
        route=Route(ChannelName.LETTER, contact_id=letter.contact_id),
        send_after=now,
        expires_at=letter.expires_at,
        appointment=letter.appointment,
        referral=letter.referral,
        registration=letter.registration,
        step=letter.step,
        in_words=True,
        asked=letter.asked,
        instead_of=letter,
    )
    outbox.put([again], now=now)
    return True
