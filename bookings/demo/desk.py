"""What waits at the desk in the demo: people to call back, people still to be told."""

from datetime import datetime, timedelta

from bookings.demo.residents import LANDLINES, MOBILES
from bookings.demo.write import Cast
from bookings.models import Appointment, CallBack, CallBackAttempt, JournalEntry
from bookings.people.contacts import value_index
from bookings.waiting.call_moments import quick_moments

# Name, telephone, language, when to call, status, hours ago.
_CALLS = (
    ("Aminata Duconte", MOBILES.format(89_001), "fr", "plutôt le matin", "open", 2),
    ("Monsieur Lunaire", LANDLINES.format(9_901), "fr", "", "open", 5),
    ("", MOBILES.format(89_002), "fr", "après 17 h", "open", 20),
    ("Olga Mirage", MOBILES.format(89_003), "en", "", "open", 26),
    ("Youssef Brume", MOBILES.format(89_006), "fr", "", "open", 7),
    ("Denise Papier", LANDLINES.format(9_902), "fr-falc", "", "unreachable", 50),
    ("Viktor Strophe", MOBILES.format(89_004), "en", "le mercredi", "done", 75),
    ("Rosa Songe", MOBILES.format(89_005), "fr", "", "done", 120),
)
# Of the calls above by their number: what came of each attempt, and how many hours ago.
_ATTEMPTS = (
    (2, "no_answer", 18.5),
    (3, "answering_machine", 21),
    (3, "busy", 3.2),
    (5, "no_answer", 49),
    (5, "no_answer", 49.5),
    (6, "reached", 74.3),
    (7, "reached", 119.3),
)
_TAKEN, _LATER = 1, 4
_DESK = "central@demo.example"


def desk_work(cast: Cast, *, now: datetime) -> None:
    """Call-backs, and a few people ahead whom no message can reach."""
    calls = CallBack.objects.bulk_create(_call(number, call, cast, now) for number, call in enumerate(_CALLS))
    entries = [
        _demo(JournalEntry.Kind.CALL_BACK_REQUESTED, call.created_at, call_back=call) for call in calls
    ]
    entries += [
        _demo(JournalEntry.Kind.CALL_BACK_HANDLED, call.handled_at, call_back=call)
        for call in calls
        if call.handled_at
    ]
    JournalEntry.objects.bulk_create([*entries, *_not_told(now)])
    CallBackAttempt.objects.bulk_create(_attempts(calls, cast, now))


def _attempts(calls: list[CallBack], cast: Cast, now: datetime) -> list[CallBackAttempt]:
    """Calls that reached nobody, and one person who would rather be called tomorrow."""
    by = cast.ground.users[_DESK]
    attempts = [
        CallBackAttempt(call_back=calls[number], at=now - timedelta(hours=hours), by=by, result=result)
        for number, result, hours in _ATTEMPTS
    ]
    later = calls[_LATER]
    asked_for = {"result": "later", "call_again_at": later.not_before}
    return [*attempts, CallBackAttempt(call_back=later, at=now - timedelta(hours=1), by=by, **asked_for)]


def _tomorrow(now: datetime) -> datetime:
    return next(choice.at for choice in quick_moments(now) if choice.name == "matin")


def _call(number: int, call: tuple[str, str, str, str, str, int], cast: Cast, now: datetime) -> CallBack:
    name, phone, language, when, status, hours = call
    asked = now - timedelta(hours=hours)
    handled = asked + timedelta(minutes=40) if status != "open" else None
    by = cast.ground.users[_DESK]
    return CallBack(
        name=name,
        phone=phone,
        phone_index=value_index("mobile", phone),
        last4=phone[-4:],
        language=language,
        when=when,
        topic=cast.ground.topics[number % len(cast.ground.topics)],
        site=cast.ground.sites[number] if number % 2 else None,
        status=status,
        taken_by=by if number == _TAKEN else None,
        taken_at=now - timedelta(minutes=2) if number == _TAKEN else None,
        not_before=_tomorrow(now) if number == _LATER else None,
        created_at=asked,
        handled_at=handled,
        handled_by=by if handled else None,
        idempotency_key=f"demo-rappel-{number}",
    )


def _not_told(now: datetime) -> list[JournalEntry]:
    """Two appointments ahead in each organisation whose people can only be told by the team."""
    entries: list[JournalEntry] = []
    seen: dict[int, int] = {}
    unreachable = Appointment.objects.upcoming(now).filter(contact__kind__in=["through", "letter"])
    for appointment in unreachable.order_by("starts_at")[:200]:
        seen[appointment.organisation_id] = seen.get(appointment.organisation_id, 0) + 1
        if seen[appointment.organisation_id] > 2:
            continue
        entry = _demo(JournalEntry.Kind.NOT_TOLD, now, appointment=appointment)
        entry.organisation_id, entry.version = appointment.organisation_id, appointment.version
        entry.data, entry.pending = {"kind": "confirmation", "channel": "people", "why": "no_channel"}, True
        entries.append(entry)
    return entries


def _demo(kind: JournalEntry.Kind, at: datetime, **about: object) -> JournalEntry:
    return JournalEntry(at=at, kind=kind, channel="web", origin=JournalEntry.Origin.DEMO, told_at=at, **about)
