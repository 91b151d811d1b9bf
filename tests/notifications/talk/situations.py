"""Situations somebody may write an SMS in, set up for real, and what their text has changed there.

Used by the corpus of replies (`replies.json`): each is sent through the signed webhook, seen from outside, and undone.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone

from bookings.actions.offer_times import offer_times
from bookings.models import Appointment, Contact, JournalEntry, Referral, WaitingEntry, WaitingOffer
from bookings.people.who import WayToReach
from mediation.models import Territory
from notifications.models import Conversation, InboundMessage, Message
from notifications.outbox.compose import compose
from notifications.outbox.delivery import deliver
from notifications.reminding.compose import remind
from tests.notifications.caller import TOKEN, signed
from tests.notifications.conftest import build_town
from tests.notifications.outbox.test_referred import refers
from tests.people import FRIDAY_BEFORE, TEN
from tests.waiting import ASKED_AT, a_full_monday, wants_earlier

AMINA, JEAN, NOBODY = "+33639980001", "+33639980002", "+33639980099"
THE_DAY_BEFORE = TEN - timedelta(hours=23)


@dataclass(frozen=True)
class Reply:
    """One reply of the corpus: what is written, where, after what, and what a careful person would do."""

    text: str
    context: str
    expected: frozenset[str]
    before: tuple[str, ...] = ()

    @property
    def situation(self) -> tuple[str, tuple[str, ...]]:
        """Where it is written, and what was written before."""
        return self.context, self.before


@cache
def corpus() -> tuple[Reply, ...]:
    """All the replies of `replies.json`."""
    groups = json.loads((Path(__file__).parent / "replies.json").read_text(encoding="utf-8"))["replies"]
    return tuple(
        Reply(text, group["context"], frozenset(group["expected"]), tuple(group.get("before", ())))
        for group in groups
        for text in group["texts"]
    )


def write(body: str, phone: str) -> None:
    """Somebody sends an SMS; the provider delivers it, and our answer."""
    form = {"MessageSid": f"SM{uuid4().hex}", "From": phone, "To": "+33939980000", "Body": body}
    assert signed(Client(), "/twilio/sms", form, TOKEN).status_code == 200


# -- What the situations are -----------------------------------------------------------------------
def _reminder() -> str:
    build_town().book()
    _reminded(THE_DAY_BEFORE)
    return AMINA


def _two() -> str:
    town = build_town()
    town.book()
    town.book(TEN + timedelta(days=1))
    return AMINA


def _same() -> str:
    town = build_town()
    town.book()
    town.book(TEN + timedelta(days=1), name="Jean", reach=WayToReach("mobile", AMINA, shared=True))
    return AMINA


def _past() -> str:
    build_town().book()
    _reminded(THE_DAY_BEFORE)
    _at(TEN + timedelta(hours=3))
    return AMINA


def _past_and_next() -> str:
    town = build_town()
    town.book()
    town.book(TEN + timedelta(days=21))
    _reminded(THE_DAY_BEFORE)
    _at(TEN + timedelta(hours=3))
    return AMINA


def _nobody() -> str:
    build_town().book()
    return NOBODY


def _offer() -> str:
    Territory.objects.create(
        name="Rennes Métropole",
        service_name="Rendez-vous numérique",
        sms_name="RDV numérique",
        phone="+33261910000",
    )
    full = a_full_monday()
    wants_earlier(full)
    full.frees()
    _at(ASKED_AT)
    offer_times(now=ASKED_AT)
    compose(now=ASKED_AT)
    deliver(clock=lambda: ASKED_AT)
    assert Message.objects.filter(kind="offer", sent_at__isnull=False).exists()
    _at(ASKED_AT + timedelta(minutes=5))
    return JEAN


def _invited() -> str:
    town = build_town()
    refers(town, now=FRIDAY_BEFORE)
    _at(FRIDAY_BEFORE + timedelta(minutes=1))
    compose(now=timezone.now())
    deliver(clock=timezone.now)
    assert Message.objects.filter(kind="referral_invitation", sent_at__isnull=False).exists()
    _at(FRIDAY_BEFORE + timedelta(minutes=5))
    return AMINA


_SITUATIONS: dict[str, Callable[[], str]] = {
    "reminder": _reminder,
    "times": _reminder,
    "mistake": _reminder,
    "two": _two,
    "same": _same,
    "past": _past,
    "past+next": _past_and_next,
    "none": _nobody,
    "offer": _offer,
    "invited": _invited,
}
_clock: list[time_machine.Traveller] = []


def _at(moment: datetime) -> None:
    _clock[-1].move_to(moment)


def _reminded(moment: datetime) -> None:
    _at(moment)
    compose(now=moment)
    remind(now=moment)
    deliver(clock=lambda: moment)
    assert Message.objects.filter(kind="reminder", sent_at__isnull=False).exists()


@contextmanager
def set_up(context: str, before: tuple[str, ...]) -> Iterator[str]:
    """The situation, with what was written before; whose telephone it is."""
    with time_machine.travel(FRIDAY_BEFORE, tick=False) as clock:
        _clock.append(clock)
        phone = _SITUATIONS[context]()
        for body in before:
            write(body, phone)
            deliver(clock=timezone.now)
        yield phone
        _clock.pop()


# -- What a text has changed, seen from outside ---------------------------------------------------
CHANGES = frozenset(
    {
        "confirm",
        "cancel",
        "restore",
        "move",
        "taken",
        "left",
        "waitlist",
        "optout",
        "optin",
        "booked",
        "refused",
    }
)


def outcomes(replies: Iterable[Reply], phone: str) -> Iterator[tuple[Reply, set[str]]]:
    """What writing each of them does, in the words of the corpus; after each everything is as before."""
    before, said = _State.now(), set(Message.objects.values_list("pk", flat=True))
    for reply in replies:
        with transaction.atomic():
            write(reply.text, phone)
            found = _changed(before, _State.now()) | _said(said)
            transaction.set_rollback(True)
        yield reply, found


@dataclass(frozen=True)
class _State:
    """What an SMS could change."""

    appointments: dict[int, tuple[str, datetime]]
    confirmed: int
    stopped: int
    waiting: int
    offers: dict[int, str]
    referrals: dict[int, str]

    @classmethod
    def now(cls) -> "_State":
        rows = Appointment.objects.values_list("pk", "status", "starts_at")
        return cls(
            appointments={pk: (status, starts_at) for pk, status, starts_at in rows},
            confirmed=JournalEntry.objects.filter(kind="confirmed").count(),
            stopped=Contact.objects.exclude(opted_out_at=None).count(),
            waiting=WaitingEntry.objects.filter(status="waiting").count(),
            offers=dict(WaitingOffer.objects.values_list("pk", "status")),
            referrals=dict(Referral.objects.values_list("pk", "state")),
        )


def _changed(before: _State, after: _State) -> set[str]:
    found = set()
    for pk, (status, starts_at) in after.appointments.items():
        was = before.appointments.get(pk)
        found |= {"booked"} if was is None else _changed_one(was, (status, starts_at))
    if "move" in found and before.offers != after.offers:
        found = (found - {"move"}) | {"taken"}
    if after.confirmed > before.confirmed:
        found.add("confirm")
    if after.stopped != before.stopped:
        found.add("optout" if after.stopped > before.stopped else "optin")
    if after.waiting > before.waiting:
        found.add("waitlist")
    if after.referrals != before.referrals:
        found |= {"refused"} if set(after.referrals.values()) == {"declined"} else {"another state"}
    left = [pk for pk, status in after.offers.items() if status == "declined" != before.offers.get(pk)]
    return found | ({"left"} if left else set())


def _changed_one(was: tuple[str, datetime], now: tuple[str, datetime]) -> set[str]:
    found = {"move"} if was[1] != now[1] else set()
    if was[0] != now[0]:
        found.add({"excused": "cancel", "booked": "restore"}.get(now[0], "another state"))
    return found


def _said(known: set[int]) -> set[str]:
    """What was answered, and who reads it: `ask`, `advice`, `human`; `nothing` when no SMS goes and nobody has to read."""
    inbound = InboundMessage.objects.latest("pk")
    found = {"human"} if inbound.state == "waiting" else set()
    if Message.objects.exclude(pk__in=known).filter(kind="answer").exists():
        question = Conversation.objects.get(number_index=inbound.number_index).question
        found.add("ask" if question in ("times", "which", "sure", "keep") else "advice")
        # Asked back whether they cancel: as good as cancelled, and better.
        found |= {"cancel asked back"} if question == "sure" else set()
    return found or {"nothing"}
