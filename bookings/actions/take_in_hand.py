"""A referral accepted by itself, and its person invited: several steps, one row written once."""

from datetime import datetime

from bookings.actions.call_referred import add_call
from bookings.actions.step import advance, said_of
from bookings.models import JournalEntry, Referral
from bookings.people.who import Actor
from bookings.records.journal import announce
from bookings.referrals.states import State, Who
from mediation.together import insert_together

Steps = list[tuple[State, Who, Actor]]


def take_in_hand(referral: Referral, *, now: datetime) -> Referral:
    """Accepts by itself, and invites where that was asked for; the caller's transaction has locked the referral."""
    facts = taken(referral, in_hand(referral), now=now)
    if facts:
        referral.save()
        insert_together(*facts)
        announce(*facts)
    ask_whoever_calls(referral, now=now)
    return referral


def in_hand(referral: Referral) -> Steps:
    """The steps that the service takes by itself."""
    system = Actor(channel="system")
    invited = [(State.INVITED, Who.SYSTEM, system)] if referral.handover == Referral.Handover.INVITE else []
    return [(State.ACCEPTED, Who.SYSTEM, system), *invited]


def taken(referral: Referral, steps: Steps, *, now: datetime) -> list[JournalEntry]:
    """Leads a referral through `steps` in memory; the fact of each, to be saved with the row by whoever calls."""
    facts = []
    for to, who, by in steps:
        if referral.at is not to:  # Where it stands already, the team has led it there.
            said = advance(referral, to, who=who, now=now)
            facts.append(said_of(f"referral_{to}", referral, by=by, now=now, **said))
    return facts


def ask_whoever_calls(referral: Referral, *, now: datetime) -> None:
    """A desk is to call whoever is not invited; the referral and its contact are saved."""
    if referral.at is State.ACCEPTED and referral.handover == Referral.Handover.CALL:
        add_call(referral, by=Actor(channel="system"), now=now)
