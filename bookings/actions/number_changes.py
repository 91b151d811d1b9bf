"""The relay: facts that other programs may be told become numbered changes, after they are committed.

Numbers are given by one at a time, under a lock that is kept until they are committed themselves: a reader who sees a
number sees all below it, and a fact that commits late gets a later number. Nothing is lost where the relay stops half way:
an entry bears its mark (`unnumbered`) until the transaction that numbers it.
"""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery

from bookings.locks import Scope, lock
from bookings.models import Change, JournalEntry, MadeByApi, Referral, ReferralRules
from bookings.referrals.states import State
from bookings.referrals.telling import OF_ITS_OWN, Fact, Told, told_to_partner, told_to_receiver
from mediation.celery import nudge

# Small: on SQLite nobody else writes while a batch is being numbered.
BATCH = 200


def number_changes(*, now: datetime) -> int:
    """Numbers every fact that waits for it; how many changes came of them."""
    numbered = 0
    while JournalEntry.objects.filter(unnumbered=True).exists():
        with transaction.atomic():
            lock([(Scope.CHANGES, 0)])
            numbered += _number(list(_waiting()[:BATCH]), now)
            for task in settings.CHANGE_READERS:
                nudge(task)
    return numbered


def _waiting() -> QuerySet[JournalEntry]:
    """In the order of their ids: two facts of one referral have the order in which its row was locked for them."""
    of_appointment = Referral.objects.filter(appointment=OuterRef("appointment")).values("pk")[:1]
    rows = JournalEntry.objects.filter(unnumbered=True).annotate(moved_referral=Subquery(of_appointment))
    return rows.order_by("pk")


def _number(entries: list[JournalEntry], now: datetime) -> int:
    about = {entry.pk: entry.referral_id or entry.moved_referral for entry in entries}  # type: ignore[attr-defined]
    referrals = Referral.objects.in_bulk([pk for pk in about.values() if pk])
    receivers = {e.organisation_id for e in entries} | {r.organisation_id for r in referrals.values()}
    rules = ReferralRules.objects.in_bulk([pk for pk in receivers if pk])
    programs = _programs(entries)
    changes: list[Change] = []
    for entry in entries:
        referral, program = referrals.get(about[entry.pk] or 0), programs.get(entry.appointment_id or 0)
        told = _of_referral(entry, referral, rules) if referral is not None else []
        if program is not None and entry.kind in OF_ITS_OWN:
            told = [each for each in told if each.audience_id != program.organisation_id]
            told.append(_of_its_own(entry, program))
        changes += told
    last = Change.objects.aggregate(last=Max("number"))["last"] or 0
    for number, change in enumerate(changes, last + 1):
        change.number, change.numbered_at = number, now
    Change.objects.bulk_create(changes)
    JournalEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(unnumbered=False)
    return len(changes)


def _programs(entries: list[JournalEntry]) -> dict[int, MadeByApi]:
    """Which of the appointments a program has made."""
    ids = [entry.appointment_id for entry in entries if entry.kind in OF_ITS_OWN and entry.appointment_id]
    made = MadeByApi.objects.filter(appointment__in=ids) if ids else []
    return {each.appointment_id or 0: each for each in made}


def _of_its_own(entry: JournalEntry, program: MadeByApi) -> Change:
    """What happened to an appointment, for the organisation whose program made it."""
    event, state = OF_ITS_OWN[entry.kind]
    return Change(
        entry=entry,
        audience_id=program.organisation_id,
        event=event,
        appointment_id=entry.appointment_id,
        state=state,
        step="",
        at=entry.at,
    )


def _of_referral(entry: JournalEntry, referral: Referral, rules: dict[int, ReferralRules]) -> list[Change]:
    """What each side is told. Who received it then, by the rule of now: a rule made stricter holds from the next event.

    An appointment that is cancelled or restored is a step of its referral: the fact of that step tells it.
    """
    if entry.referral_id is None and entry.kind != JournalEntry.Kind.MOVED:
        return []
    receiver = entry.organisation_id or referral.organisation_id
    state = State(entry.data.get("state") or referral.state)
    fact = Fact(entry.kind, State(entry.data.get("was") or state), state)
    shows = rules[receiver].shows if receiver in rules else ReferralRules.Shows.MET
    told = [] if receiver is None else [(receiver, told_to_receiver(fact))]
    if referral.partner_id != receiver and (heard := told_to_partner(fact, shows)) is not None:
        told.append((referral.partner_id, heard))
    return [_change(entry, referral, audience, each) for audience, each in told]


def _change(entry: JournalEntry, referral: Referral, audience: int, told: Told) -> Change:
    shows_a_time = told.seen.step == "booked" or told.seen.met
    appointment = entry.appointment_id or entry.data.get("appointment_id") or referral.appointment_id
    return Change(
        entry=entry,
        audience_id=audience,
        event=told.event,
        referral=referral,
        appointment_id=appointment if shows_a_time else None,
        state=told.seen.state,
        met=told.seen.met,
        step=told.seen.step,
        at=entry.at,
    )
