"""What about messages needs somebody of the team now: who is still to be told, to be posted to, to be answered."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from bookings.staff.people.to_tell import to_tell_within
from mediation.access import Reach
from notifications.letters.queue import letters_within, to_print
from notifications.talk.history import waiting_within


@dataclass(frozen=True)
class Need:
    """Something to do, in words that hold its number, and where it is done."""

    words: str
    address: str


def needs(reach: Reach, *, now: datetime) -> list[Need]:
    """What somebody with this reach has to do about messages, the most pressing first. Three queries."""
    to_tell = to_tell_within(reach, now=now).order_by().count()
    to_answer = waiting_within(reach).count()
    to_post = to_print(letters_within(reach), now=now).order_by().count()
    found = (
        (
            to_tell,
            ngettext("%(n)d personne à prévenir", "%(n)d personnes à prévenir", to_tell),
            "staff_to_tell",
        ),
        (
            to_answer,
            ngettext("%(n)d SMS attend une réponse", "%(n)d SMS attendent une réponse", to_answer),
            "staff_conversations",
        ),
        (
            to_post,
            ngettext("%(n)d lettre à poster", "%(n)d lettres à poster", to_post),
            "staff_letters",
        ),
    )
    return [Need(words % {"n": count}, reverse(route)) for count, words, route in found if count]
