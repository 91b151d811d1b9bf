"""To a person: a site's own telephone while it is open, otherwise a request to be called back."""

from bookings.actions.call_back import CallBackWish, request_call_back
from bookings.actions.hold import release
from bookings.errors import InvalidContact
from bookings.models import Appointment, CallBack
from bookings.people.who import RESIDENT_BY_PHONE
from bookings.public import catalogue
from mediation.context import current_territory
from mediation.crypto import keyed_hash
from mediation.models import Site
from notifications.voice import results
from notifications.voice.keys import Step
from notifications.voice.known import Turn, wanted
from notifications.voice.memory import Memory
from notifications.voice.phrases import Phrase
from notifications.voice.ring import line_is_open, transfer_number
from notifications.voice.states import State


def to_a_person(memory: Memory, turn: Turn) -> Step:
    """Rings at the site the call is about, or else at one that is open; else notes that somebody calls back."""
    own = current_territory().phone
    dial = transfer_number(_where_to_ring(memory, turn), turn.ring, own=own, now=turn.now)
    if not dial:
        return call_back(memory, turn)
    if memory.hold:
        # Whoever answers can then book that very time.
        release(memory.hold)
    return results.handed_over(memory.but(hold=0), dial)


def _where_to_ring(memory: Memory, turn: Turn) -> list[int]:
    """The site the call is about; before there is one, the sites near what was chosen, or all while the line is open.

    Those come in another order for each call, the usual ones first, so that no front desk answers for all.
    """
    site = _site(memory)
    if site is not None:
        return [site.pk]
    if memory.sites or not line_is_open(current_territory(), now=turn.now):
        return list(memory.sites)
    sites = [site for site in catalogue.sites().values() if not site.remote]
    return [
        each.pk for each in sorted(sites, key=lambda each: (not each.usual, _drawn(turn.ring.sid, each.pk)))
    ]


def _drawn(sid: str, pk: int) -> str:
    return keyed_hash("ring", f"{sid} {pk}")


def call_back(memory: Memory, turn: Turn) -> Step:
    """Notes the request with all that had been chosen; a withheld number is asked for one."""
    if memory.hold:
        release(memory.hold)
        memory = memory.but(hold=0)
    if not (memory.phone or turn.ring.phone):
        return results.number_needed(memory)
    try:
        asked = note_call_back(memory, turn)
    except InvalidContact:
        wrong = memory.but(phone="")
        asking = wrong.state is State.RING_BACK
        return results.not_that(wrong, Phrase.PHONE_WRONG) if asking else results.number_needed(wrong)
    return results.noted(memory, asked.pk)


def note_call_back(memory: Memory, turn: Turn) -> CallBack:
    """One request a call, whatever is said twice. Raises `InvalidContact`."""
    site, at = wanted(memory) if memory.wanted else (None, None)
    site = site or _site(memory)
    wish = CallBackWish(
        phone=memory.phone or turn.ring.phone,
        language=memory.language,
        topic_id=memory.topic or None,
        site_id=site.pk if site else None,
        reason=memory.why or CallBack.Reason.ASKED,
        wanted_at=at,
        appointment_id=memory.appointment or None,
    )
    key = f"call:{turn.ring.sid}"
    return request_call_back(wish, by=RESIDENT_BY_PHONE, now=turn.now, idempotency_key=key)


def _site(memory: Memory) -> Site | None:
    """The one site the call is about so far."""
    sites = catalogue.sites()
    if memory.wanted:
        return wanted(memory)[0]
    if len(memory.sites) == 1:
        return sites.get(memory.sites[0])
    if memory.appointment:
        return sites.get(
            Appointment.objects.filter(pk=memory.appointment).values_list("site_id", flat=True).first() or 0
        )
    return sites.get(memory.usual)
