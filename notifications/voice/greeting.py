"""The first thing said to whoever calls: in the language their number heard last, about what is theirs if it is known."""

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, CharField, QuerySet

from bookings.interruptions.questions import question_at
from bookings.people.recognise import asked_how_at, offer_to, recognise, referred_at
from mediation.context import current_territory
from mediation.prepared import Given, Prepared
from notifications.models.voice import Call
from notifications.voice.choices import first_question
from notifications.voice.kept import number_index
from notifications.voice.known import Turn
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.ring import line_is_open
from notifications.voice.states import State
from notifications.voice.words import spoken_language


def picked_up(call: Call, turn: Turn) -> Memory:
    """What the call begins with."""
    memory = _whoever_calls(call, turn.ring.phone, turn.now)
    if not line_is_open(current_territory(), now=turn.now):
        return memory.but(state=State.CLOSED)
    first = first_question(memory)
    # (Of who has nothing else to hear.)
    asked = asked_how_at(turn.ring.phone, now=turn.now) if turn.ring.phone and first is State.HOME else None
    return memory.but(state=first, survey=asked or 0)


def _whoever_calls(call: Call, phone: str, now: datetime) -> Memory:
    greeted = Memory(notice=Phrase.WELCOME, caller=phone)
    if not phone:
        return greeted.but(asks_language=True)
    known = recognise(phone, now=now)
    spoken = _earlier()(number_index=number_index(phone), pk=call.pk or 0)
    greeted = greeted.but(
        asks_language=not spoken,
        offer=offer_to(phone, now=now) or 0,
        referral=referred_at(phone) or 0,
        instead=question_at(phone) or 0,
    )
    if known is None:
        return greeted.but(language=spoken[0][0] if spoken else spoken_language("fr"))
    return greeted.but(
        language=spoken[0][0] if spoken else spoken_language(known.language),
        resident=known.resident_id,
        usual=known.usual_site_id or 0,
        appointment=known.appointment_id or 0,
        own_site=known.appointment_site_id or 0,
        undo=known.restorable_id or 0,
    )


@Prepared
def _earlier() -> "QuerySet[Call, Any]":
    """The language of this number's last call before."""
    same = Call.objects.filter(number_index=Given("number_index", CharField()))
    return same.exclude(pk=Given("pk", BigIntegerField())).order_by("-started_at").values_list("language")[:1]
