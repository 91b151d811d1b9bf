"""Referring a person: a partner's hand-over becomes a referral that somebody answers for."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bookings.actions.call_referred import add_call
from bookings.actions.step import advance, write
from bookings.actions.wait import When
from bookings.errors import NotInformed
from bookings.models import Contact, Referral, ReferralRules, Resident
from bookings.people.contacts import contact_for, index_of
from bookings.people.names import name_key
from bookings.people.residents import resident_for
from bookings.people.who import Actor, Participant, WayToReach
from bookings.records.transactions import short_transaction
from bookings.referrals import information
from bookings.referrals.states import State, Who
from mediation.models import Organisation, Site, Topic


@dataclass(frozen=True)
class Referrer:
    """Who refers: for which partner and team; a user, or whoever has no account and is only named."""

    partner_id: int
    team_id: int | None = None
    user_id: int | None = None
    name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Referred:
    """Whom and what a referral is about. No `site`: any of `organisation`. `deadline` is a local day there."""

    name: str
    reach: WayToReach
    topic: Topic
    organisation: Organisation
    site: Site | None = None
    other_topics: Sequence[Topic] = ()
    need: str = ""
    deadline: date | None = None
    when: When = field(default_factory=When)
    language: str = "fr"
    preparation: Sequence[str] = ()
    companion: str = ""
    handover: str = Referral.Handover.INVITE
    informed_version: str = ""
    external_ref: str = ""


@short_transaction
def refer(
    asked: Referred,
    *,
    referrer: Referrer,
    by: Actor,
    now: datetime,
    idempotency_key: str,
    draft_id: int | None = None,
    residents: Sequence[Resident] = (),
) -> Referral:
    """Sends a referral; the draft `draft_id` becomes it. The same key once more returns the first.

    `residents`: the person, and who comes along, where the caller's transaction has just booked for them.
    It is received, and at once accepted and (where the service is to invite) the person invited, unless the receiving
    organisation wants to read first (`ReferralRules.accept_at_once`). Raises `NotInformed`, `InvalidContact`.
    """
    first = Referral.objects.filter(idempotency_key=idempotency_key).exclude(state=State.DRAFT).first()
    if first is not None:
        return first
    if asked.informed_version not in information.SENTENCES:
        raise NotInformed
    index = index_of(asked.reach)
    referral = _draft(draft_id) or Referral(state=State.DRAFT.value, since=now, created_at=now)
    rules = rules_of(asked.organisation.pk)
    _fill(referral, asked, referrer, rules, now)
    referral.channel, referral.idempotency_key = by.channel, idempotency_key
    referral.contact = Contact.objects.get(pk=contact_for(asked.reach).pk)
    referral.resident, referral.companion = _people(asked, index, referrer, residents, now)
    received = [(State.RECEIVED, Who.REFERRER, by)]
    _carry_out(referral, received + (_in_hand(referral) if rules.accept_at_once else []), now)
    if asked.other_topics or draft_id is not None:
        referral.other_topics.set(asked.other_topics)
    return referral


def take_in_hand(referral: Referral, *, now: datetime) -> Referral:
    """Accepts by itself, and invites where that was asked for; the caller's transaction has locked the referral."""
    _carry_out(referral, _in_hand(referral), now)
    return referral


_Steps = list[tuple[State, Who, Actor]]


def _in_hand(referral: Referral) -> _Steps:
    system = Actor(channel="system")
    invited = [(State.INVITED, Who.SYSTEM, system)] if referral.handover == Referral.Handover.INVITE else []
    return [(State.ACCEPTED, Who.SYSTEM, system), *invited]


def _carry_out(referral: Referral, steps: _Steps, now: datetime) -> None:
    """Several steps at once, each with its fact, in one row written once: files have thousands of them."""
    # (Where it stands already, the team has led it there.)
    said = [
        (to, by, advance(referral, to, who=who, now=now)) for to, who, by in steps if referral.at is not to
    ]
    referral.save()
    for to, by, data in said:
        write(f"referral_{to}", referral, by=by, now=now, **data)
    if referral.at is State.ACCEPTED and referral.handover == Referral.Handover.CALL:
        add_call(referral, by=Actor(channel="system"), now=now)


def rules_of(organisation_id: int) -> ReferralRules:
    """How an organisation receives referrals; the defaults, unsaved, where it has said nothing."""
    row = ReferralRules.objects.filter(pk=organisation_id).first()
    return row or ReferralRules(organisation_id=organisation_id)


def _draft(draft_id: int | None) -> Referral | None:
    drafts = Referral.objects.select_for_update(of=("self",)).filter(state=State.DRAFT)
    return drafts.filter(pk=draft_id).first() if draft_id is not None else None


def _fill(
    referral: Referral, asked: Referred, referrer: Referrer, rules: ReferralRules, now: datetime
) -> None:
    values = {
        "partner_id": referrer.partner_id,
        "team_id": referrer.team_id,
        "referrer_id": referrer.user_id,
        "referrer_name": referrer.name,
        "referrer_email": referrer.email,
        "external_ref": asked.external_ref,
        "draft": "",
        "number": draw_number(),
        "organisation": asked.organisation,
        "site": asked.site,
        "topic": asked.topic,
        "need": asked.need.strip(),
        "deadline": asked.deadline,
        "weekdays": sorted(set(asked.when.weekdays)),
        "parts": sorted(set(asked.when.parts)),
        "language": asked.language,
        "preparation": list(asked.preparation),
        "handover": asked.handover,
        "informed_version": asked.informed_version,
        "informed_at": now,
        "received_at": now,
        "expires_at": now + timedelta(days=rules.expires_days),
    }
    for name, value in values.items():
        setattr(referral, name, value)


def _new(name: str, language: str, now: datetime) -> Resident:
    return resident_for(Participant(name.strip()), language=language, now=now)


def _people(
    asked: Referred, index: str | None, referrer: Referrer, booked: Sequence[Resident], now: datetime
) -> tuple[Resident, Resident | None]:
    if booked:
        return booked[0], booked[1] if len(booked) > 1 else None
    first = known_to(referrer, name=asked.name, contact_index=index) or _new(asked.name, asked.language, now)
    return first, _new(asked.companion, asked.language, now) if asked.companion.strip() else None


def known_to(referrer: Referrer, *, name: str, contact_index: str | None) -> Resident | None:
    """The person this very partner has referred before, by the same name and number. Nobody else's are looked at: likely
    twins are joined by a desk.
    """
    if contact_index is None:
        return None
    before = Referral.objects.filter(
        partner_id=referrer.partner_id,
        contact__value_index=contact_index,
        resident__name_key=name_key(name),
        resident__erased_at=None,
    )
    found = before.select_related("resident").order_by("-pk").first()
    return found.resident if found else None


def draw_number() -> str:
    """Eight digits that do not begin with 0. One that is taken already has the transaction start anew."""
    return str(secrets.randbelow(90_000_000) + 10_000_000)
