"""The referrer corrects what they sent: how the person is named and reached, what they need, until when, when they can come."""

from dataclasses import dataclass, field
from datetime import date, datetime

from bookings.actions.change_contact import change_contact
from bookings.actions.step import lock_what_it_led_to, locked_referral, step, write
from bookings.actions.wait import When
from bookings.errors import StepRefused
from bookings.models import Contact, Referral, Resident
from bookings.people.contacts import normalise, wipe_unused
from bookings.people.names import name_key
from bookings.people.who import Actor, WayToReach
from bookings.records.transactions import short_transaction
from bookings.referrals.states import ALIVE, State, Who


@dataclass(frozen=True)
class Correction:
    """The referral as it should read. `reach`: None leaves it. `deadline` is a local day where the person is received."""

    name: str
    reach: WayToReach | None = None
    need: str = ""
    deadline: date | None = None
    when: When = field(default_factory=When)


@short_transaction
def correct_referral(
    referral_id: int, correction: Correction, *, by: Actor, now: datetime, if_version: int | None = None
) -> Referral:
    """Stores the correction; the fact keeps which fields changed, never what stood there. No change, no fact.

    Another way to reach the person: what was queued for the old one goes no more, what stands is told again to the new
    one, and whoever could not be reached is invited again. Raises `ChangedMeanwhile`, `InvalidContact`, `NobodyToCall`,
    `StepRefused` once nothing is to happen any more.
    """
    lock_what_it_led_to(referral_id)
    referral = locked_referral(referral_id, if_version=if_version)
    if referral.at not in ALIVE:
        raise StepRefused(referral.state, referral.state, Who.REFERRER)
    changed = _said(referral, correction) + _named(referral, correction.name)
    if correction.reach is not None and _reached(referral, correction.reach, by=by, now=now):
        changed.append("contact")
    if not changed:
        return referral
    referral.version += 1
    referral.save()
    write("referral_corrected", referral, by=by, now=now, who=Who.REFERRER.value, fields=changed)
    if "contact" in changed and referral.at is State.UNREACHABLE:
        step(referral, State.INVITED, who=Who.REFERRER, by=by, now=now)
    return referral


def _said(referral: Referral, correction: Correction) -> list[str]:
    values = {
        "need": correction.need.strip(),
        "deadline": correction.deadline,
        "weekdays": sorted(set(correction.when.weekdays)),
        "parts": sorted(set(correction.when.parts)),
    }
    changed = [name for name, value in values.items() if getattr(referral, name) != value]
    for name in changed:
        setattr(referral, name, values[name])
    waiting = referral.waiting
    if waiting is not None and {"weekdays", "parts"} & set(changed):
        waiting.weekdays, waiting.parts = values["weekdays"], values["parts"]
        waiting.save(update_fields=["weekdays", "parts"])
    return changed


def _named(referral: Referral, name: str) -> list[str]:
    """The person's record, where this referral is all there is of it; a desk that knows them keeps its own name."""
    resident = referral.resident
    if resident is None or resident.name == name.strip():
        return []
    if _known_elsewhere(referral, resident):
        return []
    resident.name, resident.name_key = name.strip(), name_key(name)
    resident.save(update_fields=["name", "name_key"])
    return ["name"]


def _known_elsewhere(referral: Referral, resident: Resident) -> bool:
    others = Referral.objects.filter(resident=resident).exclude(partner=referral.partner_id)
    own = referral.appointment_id or 0
    return others.exists() or resident.participations.exclude(appointment=own).exists()


def _reached(referral: Referral, way: WayToReach, *, by: Actor, now: datetime) -> bool:
    """Whether the person is reached another way from now on."""
    way, old = normalise(way), referral.contact
    by_call = old is not None and way.by_call not in (None, old.by_call)
    if old is not None and (old.kind, old.value) == (way.kind, way.value) and not by_call:
        return False
    if referral.resident_id is None:
        raise StepRefused(referral.state, referral.state, Who.REFERRER)
    referral.contact = change_contact(
        referral.resident_id,
        way=way,
        appointment_ids=[referral.appointment_id] if referral.appointment_id else [],
        waiting_ids=[referral.waiting_id] if referral.waiting_id else [],
        by=by,
        now=now,
    )
    referral.save(update_fields=["contact"])
    if old is not None:
        wipe_unused(Contact.objects.filter(pk=old.pk).exclude(pk=referral.contact.pk))
    return True
