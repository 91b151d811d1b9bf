"""Noting what the support achieved (compte rendu d'accompagnement), and reading the note it may carry."""

from datetime import datetime

from bookings.actions.mark import set_mark
from bookings.actions.standing import locked
from bookings.errors import AlreadyHandled, InvalidReport
from bookings.models import Appointment, JournalEntry, Outcome
from bookings.outcomes import activity_report
from bookings.outcomes.activity_report import Report
from bookings.outcomes.marks import Mark
from bookings.people.who import Actor
from bookings.records.journal import note
from bookings.records.transactions import short_transaction


@short_transaction
def record_outcome(
    appointment_id: int,
    *,
    report: Report,
    private_note: str | None = "",
    by: Actor,
    now: datetime,
    form_key: str = "",
    only_first: bool = False,
) -> Outcome:
    """Records the outcome and marks the appointment done; once more corrects what was recorded.

    The same form (`form_key`) once more changes nothing. `private_note` None leaves the note as it is. `only_first`: who noted
    it knew of none, perhaps hours ago; another that was recorded meanwhile stays (`AlreadyHandled`). Raises
    `InvalidReport` with the national rules it breaks, `TooEarly` before its day, `NotStanding` when the appointment was
    called off.
    """
    appointment = locked(appointment_id)
    report = activity_report.completed(report)
    if broken := activity_report.faults(report):
        raise InvalidReport(broken)
    known = Outcome.objects.filter(appointment=appointment).first()
    if known is not None and form_key and known.form_key == form_key and _says(known, report, private_note):
        return known
    if known is not None and only_first and known.form_key != form_key:
        raise AlreadyHandled
    if appointment.status != Appointment.Status.DONE:
        set_mark(appointment, as_=Mark.DONE, by=by, now=now)
    said = {**_columns(report), "form_key": form_key}
    if private_note is not None:
        said["note"] = private_note.strip()
    outcome, created = Outcome.objects.update_or_create(
        appointment=appointment,
        defaults=said,
        create_defaults={**said, "recorded_by_id": by.user_id, "recorded_at": now},
    )
    note(
        JournalEntry.Kind.OUTCOME_RECORDED,
        appointment=appointment,
        by=by,
        now=now,
        corrected=not created,
    )
    return outcome


@short_transaction
def read_note(appointment_id: int, *, by: Actor, now: datetime) -> str:
    """The private note of an appointment's outcome, the reading itself noted in the journal; "" if none."""
    appointment = locked(appointment_id)
    outcome = Outcome.objects.filter(appointment=appointment).first()
    if outcome is None or not outcome.note:
        return ""
    note(JournalEntry.Kind.NOTE_READ, appointment=appointment, by=by, now=now)
    return str(outcome.note)


def _says(known: Outcome, report: Report, private_note: str | None) -> bool:
    same_note = private_note is None or private_note.strip() == known.note
    return same_note and all(getattr(known, name) == value for name, value in _columns(report).items())


def _columns(report: Report) -> dict[str, object]:
    return {
        "themes": list(report.themes),
        "sub_themes": list(report.sub_themes),
        "equipment": list(report.equipment),
        "autonomy": report.autonomy,
        "result": report.result,
        "next_step": report.next_step,
        "referred_to": list(report.referred_to),
        "place": report.place,
        "duration_min": report.duration_min,
    }
