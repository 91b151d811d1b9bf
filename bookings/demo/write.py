"""Planned appointments to rows: the appointment, who comes, the promised time, what became of it, the journal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from random import Random

from bookings.demo import fates
from bookings.demo.agenda import Planned
from bookings.models import (
    Appointment,
    Commitment,
    Contact,
    JournalEntry,
    Outcome,
    Participation,
    Resident,
)
from bookings.numbers import BOOKING
from bookings.records import bulk
from bookings.records.bulk import write_instances
from mediation.demo.load import DemoGround
from mediation.models import Mediator, Site, Topic

_ENTRY = ("at", "kind", "appointment_id", "organisation_id", "channel", "version", "origin", "told_at")
# Promised time behind us is kept four weeks: nothing searches there.
KEPT_S = 28 * fates.DAY_S
# Nobody holds more than this ahead: the demo respects the limit that residents have.
AHEAD_EACH = 3
Kind = JournalEntry.Kind
Status = Appointment.Status
_MARKED = {
    Status.DONE: Kind.DONE,
    Status.NO_SHOW: Kind.NO_SHOW,
    Status.ARRIVED: Kind.ARRIVED,
    Status.EXCUSED: Kind.CANCELLED_BY_RESIDENT,
    Status.CANCELLED: Kind.CANCELLED_BY_US,
}


@dataclass
class Cast:
    """Residents with the contact of each, in step, and the ground they come to."""

    residents: Sequence[Resident]
    contacts: Sequence[Contact]
    ground: DemoGround
    ahead: dict[int, int] = field(default_factory=dict)

    def next(self, random: Random, *, ahead: bool) -> int:
        """The position of somebody who comes; ahead of now, somebody who does not hold three already."""
        position = random.randrange(len(self.residents))
        while ahead and self.ahead.get(position, 0) >= AHEAD_EACH:
            position = random.randrange(len(self.residents))
        if ahead:
            self.ahead[position] = self.ahead.get(position, 0) + 1
        return position


@dataclass
class _Draft:
    """One appointment and what hangs on it, before it is written."""

    appointment: Appointment
    positions: list[int]
    commitment: Commitment | None
    outcome: Outcome | None


def write_appointments(planned: Sequence[Planned], cast: Cast, *, now: datetime, random: Random) -> None:
    """Writes all of them, many rows at once."""
    writer = _Writer(cast, now, random)
    numbers = random.sample(BOOKING.lengths[0], len(planned))
    drafts = [writer.draft(one, f"{number}") for one, number in zip(planned, numbers, strict=True)]
    write_instances(Commitment, [draft.commitment for draft in drafts if draft.commitment])
    for draft in drafts:
        draft.appointment.commitment = draft.commitment
    write_instances(Appointment, [draft.appointment for draft in drafts])
    write_instances(
        Participation,
        [
            Participation(
                appointment_id=draft.appointment.pk, resident_id=cast.residents[who].pk, position=position
            )
            for draft in drafts
            for position, who in enumerate(draft.positions, start=1)
        ],
    )
    outcomes = [draft.outcome for draft in drafts if draft.outcome]
    for outcome in outcomes:
        outcome.appointment_id = outcome.appointment.pk
    write_instances(Outcome, outcomes)
    entries = (entry for draft in drafts for entry in writer.journal(draft))
    ordered = enumerate(sorted(entries, key=itemgetter(0)), start=bulk.next_id(JournalEntry))
    bulk.write(JournalEntry, (*_ENTRY, "id"), ((*entry, pk) for pk, entry in ordered))
    bulk.reset_sequences(JournalEntry)


class _Writer:
    """Turns planned appointments into rows, as they would have come about by `now`."""

    def __init__(self, cast: Cast, now: datetime, random: Random) -> None:
        self.cast, self.now, self.random = cast, now, random
        self.epoch = int(now.timestamp())
        self.sites: dict[int, Site] = {site.pk: site for site in cast.ground.sites}
        self.mediators: dict[int, Mediator] = {one.pk: one for one in cast.ground.mediators}
        self.topics: dict[int, Topic] = {topic.pk: topic for topic in cast.ground.topics}

    def draft(self, planned: Planned, number: str) -> _Draft:
        """The rows of one planned appointment."""
        status = fates.status(planned, self.epoch, self.random)
        standing_ahead = planned.start > self.epoch and status == Status.BOOKED
        who = self.cast.next(self.random, ahead=standing_ahead)
        positions = [who]
        if self.random.random() < 0.04:
            positions.append((who + 1) % len(self.cast.residents))
        appointment = self._appointment(planned, status, number, who)
        kept = status not in Appointment.CALLED_OFF and planned.end > self.epoch - KEPT_S
        commitment = self._commitment(planned) if kept else None
        outcome = self._outcome(appointment, planned) if status == Status.DONE else None
        return _Draft(appointment, positions, commitment, outcome)

    def _appointment(self, planned: Planned, status: str, number: str, who: int) -> Appointment:
        resident, site = self.cast.residents[who], self.sites[planned.site]
        booked = fates.booked_at(planned, self.epoch, self.random)
        relation = fates.drawn(fates.RELATIONS, self.random)
        appointment = Appointment(
            number=number,
            organisation_id=site.organisation_id,
            site_id=planned.site,
            topic_id=planned.subject.topic,
            mediator_id=planned.mediator,
            status=status,
            starts_at=utc(planned.start),
            ends_at=utc(planned.end),
            buffer_min=planned.subject.buffer_min,
            contact_id=self.cast.contacts[who].pk,
            contact_name="" if relation == "self" else "Proche de démonstration",
            relation=relation,
            language=resident.language,
            preparation=self._preparation(),
            channel=fates.drawn(fates.CHANNELS, self.random),
            survey_consent=self.random.random() < 0.3,
            idempotency_key=f"demo-{number}",
            booked_at=utc(booked),
        )
        self._lived(appointment, planned, status, booked)
        return appointment

    def _lived(self, appointment: Appointment, planned: Planned, status: str, booked: int) -> None:
        """What happened to it since it was booked."""
        late = timedelta(minutes=self.random.randint(-3, 8))
        if status in (Status.DONE, Status.ARRIVED):
            appointment.actual_start = min(appointment.starts_at + late, self.now)
        if status == Status.DONE:
            appointment.actual_end = min(appointment.ends_at + late, self.now)
        if status in Appointment.CALLED_OFF:
            at = fates.called_off_at(booked, planned, self.epoch, self.random)
            appointment.called_off_at, appointment.version = utc(at), 2
            if status == Status.CANCELLED:
                appointment.called_off_reason = fates.reason(self.random)

    def _preparation(self) -> list[str]:
        if self.random.random() > 0.08:
            return []
        return [
            self.random.choice(("step_free", "hearing_loop", "large_print", "more_time", "interpreter:ar"))
        ]

    def _commitment(self, planned: Planned) -> Commitment:
        return Commitment(
            mediator_id=planned.mediator,
            site_id=planned.site,
            starts_at=utc(planned.start),
            ends_at=utc(planned.end + planned.subject.buffer_min * 60),
            frees_at=utc(planned.end),
            needs_machine=planned.subject.needs_machine,
        )

    def _outcome(self, appointment: Appointment, planned: Planned) -> Outcome | None:
        """Nine in ten are noted; of the last two days only half, so that the day has something left to note."""
        recent = planned.end > self.epoch - 2 * fates.DAY_S
        if self.random.random() > (0.5 if recent else 0.92):
            return None
        topic = self.topics[planned.subject.topic]
        fields = fates.outcome(topic.code, topic.duration_min, self.random)
        recorded = appointment.actual_end or appointment.ends_at
        return Outcome(
            appointment=appointment,
            recorded_by_id=self.mediators[planned.mediator].user_id,
            recorded_at=recorded,
            **fields,
        )

    def journal(self, draft: _Draft) -> list[bulk.Row]:
        """The facts of one appointment as rows of `_ENTRY`, read already: nobody is told of them."""
        appointment = draft.appointment
        facts = [(Kind.BOOKED, appointment.booked_at, 1)]
        marked = _MARKED.get(Status(appointment.status))
        if marked is not None:
            at = appointment.called_off_at or appointment.actual_end or appointment.actual_start
            facts.append((marked, at or min(appointment.ends_at, self.now), appointment.version))
        if draft.outcome is not None:
            facts.append((Kind.OUTCOME_RECORDED, draft.outcome.recorded_at, appointment.version))
        return [
            (
                *(at, kind.value, appointment.pk, appointment.organisation_id),
                *(appointment.channel if kind == Kind.BOOKED else "desk", version),
                *(JournalEntry.Origin.DEMO.value, at),
            )
            for kind, at, version in facts
        ]


def utc(at: int) -> datetime:
    """Seconds since 1970 as an aware moment."""
    return datetime.fromtimestamp(at, UTC)
