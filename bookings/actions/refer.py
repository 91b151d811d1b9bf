"""Referring: a partner's hand-over becomes a referral that somebody answers for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bookings.actions.referred import Referred, Referrer
from bookings.actions.take_in_hand import ask_whoever_calls, in_hand, taken
from bookings.errors import NotInformed
from bookings.models import Contact, JournalEntry, Referral, ReferralRules, Resident
from bookings.people.contacts import contact_row
from bookings.people.known_to_partner import known_to
from bookings.people.own_numbers import own_rows
from bookings.people.residents import resident_row
from bookings.people.who import Actor, Participant
from bookings.records.drawing import referral_number
from bookings.records.journal import announce
from bookings.records.once import already_referred
from bookings.records.rules import rules_of
from bookings.records.transactions import short_transaction
from bookings.referrals import information
from bookings.referrals.states import State, Who
from mediation.together import OrUpdate, insert_together


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
    rules: ReferralRules | None = None,
) -> Referral:
    """Sends a referral; the draft `draft_id` becomes it. The same key once more returns the first.

    `residents`: the person, and who comes along, where the caller's transaction has just booked for them. `rules`: the
    organisation's, where the caller has read them.
    At once accepted and (where the service is to invite) the person invited, unless the receiving organisation wants to
    read first (`ReferralRules.accept_at_once`). Raises `NotInformed`, `InvalidContact` ("own_phone" for the
    number of who comes along).
    """
    if (first := already_referred(idempotency_key)) is not None:
        return first
    if asked.informed_version not in information.SENTENCES:
        raise NotInformed
    contact = contact_row(asked.reach)
    referral = _draft(draft_id) or Referral(state=State.DRAFT.value, since=now, created_at=now)
    rules = rules or rules_of(asked.organisation.pk)
    _fill(referral, asked, referrer, rules, now)
    referral.channel, referral.idempotency_key = by.channel, idempotency_key
    referral.contact = contact.row
    along = asked.along
    own = own_rows([along], contact).get(0) if along else None
    referral.companion_contact = own.row if own else None
    people = list(residents) or _people(asked, contact.row.value_index, referrer, now)
    referral.resident, referral.companion = people[0], people[1] if len(people) > 1 else None
    received = [(State.RECEIVED, Who.REFERRER, by)]
    facts = taken(referral, received + (in_hand(referral) if rules.accept_at_once else []), now=now)
    _save(referral, [contact, *([own] if own else [])], [person for person in people if not person.pk], facts)
    ask_whoever_calls(referral, now=now)
    if asked.other_topics or draft_id is not None:
        referral.other_topics.set(asked.other_topics)
    return referral


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
        "content_key": asked.content_key,
        "draft": "",
        "number": referral_number(),
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


def _people(asked: Referred, contact_index: str | None, referrer: Referrer, now: datetime) -> list[Resident]:
    """The person, whom this partner may have sent before, and who comes along; new ones are still to be saved."""
    first = known_to(referrer.partner_id, name=asked.name, contact_index=contact_index)
    others = [name for name in ("" if first else asked.name, asked.companion) if name.strip()]
    rows = [resident_row(Participant(name.strip()), language=asked.language, now=now) for name in others]
    return [first, *rows] if first else rows


def _save(
    referral: Referral, contacts: list[OrUpdate[Contact]], people: list[Resident], facts: list[JournalEntry]
) -> None:
    """All of it in one statement, unless the row is a draft's: files have thousands of them."""
    if referral._state.adding:
        insert_together(*contacts, *people, referral, *facts)
    else:
        insert_together(*contacts, *people)
        # By its key: the row of a known number says more than was said now, and is read when asked for.
        referral.contact_id = contacts[0].row.pk
        referral.companion_contact_id = contacts[1].row.pk if len(contacts) > 1 else None
        referral.save()
        insert_together(*facts)
    announce(*facts)
