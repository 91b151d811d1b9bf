"""Loads the demo territory: its ground, its residents, half a year behind and six weeks ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from bookings.actions.publish_counts import publish_counts
from bookings.demo import fates, residents
from bookings.demo.about import about_people
from bookings.demo.agenda import Planned, fill
from bookings.demo.away import somebody_away
from bookings.demo.blocks import crowd, free_blocks, subjects
from bookings.demo.desk import desk_work
from bookings.demo.drop_in import drop_in
from bookings.demo.following import following
from bookings.demo.in_vain import asked_in_vain
from bookings.demo.real_days import real_days
from bookings.demo.referrals import referrals
from bookings.demo.voice import voice
from bookings.demo.waiting import waiting_list
from bookings.demo.workshops import workshops
from bookings.demo.write import Cast, write_appointments
from bookings.models import Appointment, CallBack, Contact, JournalEntry, Resident
from bookings.people.contacts import value_index
from bookings.people.names import name_key
from bookings.records.bulk import write_instances
from mediation.demo.load import PAST_WEEKS, DemoGround, has_real_data, load_ground
from mediation.demo.partners import load_partners
from mediation.models import Commune

# Two records more for each pair of look-alikes.
RESIDENTS = 1_150
AHEAD_DAYS = 42
_SEED = 35_238


class RealData(Exception):
    """This database holds somebody's real set-up: the demo does not mix with it."""


@dataclass(frozen=True)
class Loaded:
    """What the demo consists of; `new` is False when it was here already."""

    new: bool
    sites: int = 0
    mediators: int = 0
    past: int = 0
    ahead: int = 0


def load_demo(*, now: datetime, sign_in: bool) -> Loaded:
    """Loads the demo as seen from `now`, all or nothing; once more changes nothing. Raises RealData.

    Nothing is composed or sent: its journal entries are of origin "demo" and marked as read.
    """
    if JournalEntry.objects.filter(origin=JournalEntry.Origin.DEMO).exists():
        return Loaded(new=False)
    if has_real_data() or any(model._default_manager.exists() for model in (Resident, Appointment, CallBack)):
        raise RealData
    today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    random = Random(_SEED)  # noqa: S311 - a demo that is the same each time, no secret
    with transaction.atomic():
        ground = load_ground(today=today, sign_in=sign_in)
        cast = _cast(ground, now, random)
        planned = _plan(int(now.timestamp()), random)
        write_appointments(planned, cast, now=now, random=random)
        about_people(now=now)
        desk_work(cast, now=now)
        waiting_list(cast, now=now)
        referrals(cast, load_partners(), now=now)
        real_days(cast, now=now)
        workshops(cast, now=now)
        somebody_away(cast, now=now)
        asked_in_vain(ground.sites, now=now, weeks=PAST_WEEKS)
        publish_counts(now=now)
        voice(now=now)
        following(cast, now=now)
        drop_in(cast, now=now, today=today)
    behind = sum(one.start <= now.timestamp() for one in planned)
    return Loaded(True, len(ground.sites), len(ground.mediators), behind, len(planned) - behind)


def _plan(now: int, random: Random) -> list[Planned]:
    """Appointments in the openings: steady behind, and ahead fuller in the near days than in the far ones."""
    start, end = now - PAST_WEEKS * 7 * fates.DAY_S, now + AHEAD_DAYS * fates.DAY_S
    today = now // fates.DAY_S
    share = dict.fromkeys(range(start // fates.DAY_S, today), 0.42)
    share |= {today + ahead: 0.72 - 0.44 * ahead / AHEAD_DAYS for ahead in range(AHEAD_DAYS + 1)}
    planned = fill(free_blocks(subjects(), start=start, end=end), crowd(), share, random)
    return sorted(planned, key=lambda one: one.start)


def _cast(ground: DemoGround, now: datetime, random: Random) -> Cast:
    """Residents and their contacts, the look-alikes among them."""
    communes = sorted(ground.communes.values(), key=lambda commune: commune.population)
    people = list(residents.people(RESIDENTS, len(communes), random))
    for first, second in residents.TWINS:
        twin = people[random.randrange(RESIDENTS)]._replace(
            name=first, language="fr", kind="mobile", shared=False
        )
        twin = twin._replace(contact=residents.way_to_reach("mobile", len(people)))
        people += [twin, twin._replace(name=second)]
    contacts = _contacts(people)
    made = [_resident(person, communes, now) for person in people]
    write_instances(Resident, made)
    return Cast(made, [contacts[person.kind, person.contact] for person in people], ground)


def _resident(person: residents.Person, communes: Sequence[Commune], now: datetime) -> Resident:
    return Resident(
        name=person.name,
        name_key=name_key(person.name),
        language=person.language,
        no_fixed_address=person.no_fixed_address,
        commune=None if person.no_fixed_address else communes[person.commune],
        created_at=now - timedelta(weeks=PAST_WEEKS),
        last_contact_at=now,
    )


def _contacts(people: Sequence[residents.Person]) -> dict[tuple[str, str], Contact]:
    """One row for every way to reach somebody, by kind and value."""
    shared = {(person.kind, person.contact) for person in people if person.shared}
    rows: dict[tuple[str, str], Contact] = {}
    for kind, value in dict.fromkeys((person.kind, person.contact) for person in people):
        phone = kind in ("mobile", "landline")
        rows[kind, value] = Contact(
            kind=kind,
            value=value,
            value_index=value_index(kind, value) if phone or kind == "email" else None,
            last4=value[-4:] if phone else "",
            shared=(kind, value) in shared,
        )
    write_instances(Contact, list(rows.values()))
    return rows
