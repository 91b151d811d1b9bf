"""A referral half said: kept encrypted for whoever typed it, until it is sent, thrown away or too old."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from bookings.actions.referred import Referrer
from bookings.models import Referral
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from bookings.referrals.states import State


@short_transaction
def keep_draft(
    said: Mapping[str, Any], *, referrer: Referrer, by: Actor, now: datetime, draft_id: int | None = None
) -> Referral:
    """Keeps what was typed, in the place of what the draft held; a draft that was sent meanwhile stays sent.

    No fact: nothing has happened yet that anybody else may know.
    """
    drafts = Referral.objects.select_for_update(of=("self",)).filter(state=State.DRAFT, pk=draft_id or 0)
    draft = drafts.first() or Referral(
        state=State.DRAFT.value,
        created_at=now,
        channel=by.channel,
        referrer_id=referrer.user_id,
        idempotency_key=f"draft-{uuid4().hex}",
    )
    draft.partner_id, draft.team_id = referrer.partner_id, referrer.team_id
    draft.draft, draft.since = json.dumps(dict(said)), now
    draft.save()
    return draft


def said_in(draft: Referral) -> dict[str, Any]:
    """What was typed, as it was kept."""
    said: dict[str, Any] = json.loads(draft.draft or "{}")
    return said


def drop_draft(draft_id: int, *, by: Actor) -> None:
    """Throws a draft of one's own away. Once more, or after it was sent, changes nothing."""
    Referral.objects.filter(pk=draft_id, state=State.DRAFT, referrer_id=by.user_id).delete()
