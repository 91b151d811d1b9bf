"""Ending a session in one go: what it achieved, and what was agreed to come next."""

from dataclasses import dataclass
from datetime import datetime

from bookings.actions.add_step import Step, add_step
from bookings.actions.book import book
from bookings.actions.enrol import Enrolment, enrol
from bookings.actions.record_outcome import record_outcome
from bookings.actions.wish import Wish
from bookings.models import Appointment, Outcome, Registration
from bookings.outcomes.activity_report import Report
from bookings.people.who import Actor
from bookings.records.transactions import short_transaction
from mediation.crypto import derived_token, keyed_hash


@dataclass(frozen=True)
class Next:
    """The next appointment, or a workshop: at most one of them."""

    wish: Wish | None = None
    enrolment: Enrolment | None = None


@dataclass(frozen=True)
class Concluded:
    """What came of it."""

    outcome: Outcome
    appointment: Appointment | None = None
    registration: Registration | None = None


def next_key(form_key: str) -> str:
    """Under which key a form books what comes next: sent twice, it books once."""
    return keyed_hash("outcome", form_key)


@short_transaction
def conclude(
    appointment_id: int,
    *,
    report: Report,
    coming: Next,
    private_note: str | None = "",
    step: Step | None = None,
    by: Actor,
    now: datetime,
    form_key: str,
    only_first: bool = False,
) -> Concluded:
    """Records the outcome (`record_outcome`), books or enrols what comes next, notes what is to be done (`step`, for whoever
    comes first): all of it or nothing.

    The same form (`form_key`) once more changes nothing. Raises what these actions raise. The next time is taken first: the
    mediator's lock comes before the appointment's row.
    """
    key = next_key(form_key)
    appointment = registration = None
    if coming.wish is not None:
        appointment = book(coming.wish, by=by, now=now, idempotency_key=key)
    if coming.enrolment is not None:
        token = derived_token("registration", key)
        registration = enrol(coming.enrolment, by=by, now=now, idempotency_key=key, token=token)
    outcome = record_outcome(
        appointment_id,
        report=report,
        private_note=private_note,
        by=by,
        now=now,
        form_key=form_key,
        only_first=only_first,
    )
    if step is not None:
        _note_step(outcome.appointment, step, by=by, now=now, form_key=key)
    return Concluded(outcome, appointment, registration)


def _note_step(session: Appointment, step: Step, *, by: Actor, now: datetime, form_key: str) -> None:
    first = session.participations.order_by("position").first()
    if first is not None:
        add_step(
            first.resident_id,
            step,
            organisation_id=session.organisation_id,
            mediator_id=session.mediator_id,
            appointment_id=session.pk,
            by=by,
            now=now,
            form_key=form_key,
        )
