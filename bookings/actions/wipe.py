"""What is wiped of people who are forgotten: at their request, or because their data's time is over."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from bookings.actions.handle_call_back import handle_call_back
from bookings.actions.keep_said import keep_said
from bookings.actions.wipe_referrals import wipe_referrals
from bookings.actions.wipe_typed import wipe_turns, wipe_what_was_typed
from bookings.models import (
    AboutPerson,
    Appointment,
    CallBack,
    CallBackAttempt,
    Goal,
    HomeVisit,
    InterpreterBooking,
    JournalEntry,
    KeptApart,
    LinkToken,
    MissedTwice,
    NextStep,
    Outcome,
    Participation,
    Registration,
    Resident,
    SurveyRequest,
    TakeHome,
    WaitingEntry,
)
from bookings.people import contacts
from bookings.people.traces import Traces, forget_elsewhere
from bookings.people.who import Actor
from bookings.records.journal import note


def wipe(traces: Traces, *, by: Actor, now: datetime) -> int:
    """Wipes these people, in the transaction of the caller; how many. The other parts go first: they look things up here."""
    forget_elsewhere(traces, now=now)
    wipe_call_backs(_closed(traces, by=by, now=now))
    wipe_what_was_typed(traces)
    wipe_turns(traces)
    _ask_no_more(traces, now)
    _wipe_registrations(traces)
    _wipe_appointments(traces, now)
    wipe_referrals(traces, by=by, now=now)
    WaitingEntry.objects.filter(pk__in=traces.waits).delete()
    MissedTwice.objects.filter(resident__in=traces.residents).delete()
    keep_said(traces.residents)
    AboutPerson.objects.filter(resident__in=traces.residents).delete()
    _wipe_following(traces)
    KeptApart.objects.filter(Q(first__in=traces.residents) | Q(second__in=traces.residents)).delete()
    contacts.wipe(traces.contacts)
    erased = Resident.objects.filter(pk__in=traces.residents, erased_at__isnull=True).update(
        name="",
        name_key="",
        language="fr",
        discreet=False,
        no_surveys=False,
        no_recognition=False,
        no_fixed_address=False,
        commune=None,
        erased_at=now,
    )
    for resident_id in sorted(traces.residents):
        note(JournalEntry.Kind.ERASED, by=by, now=now, resident_id=resident_id)
    return erased


def _closed(traces: Traces, *, by: Actor, now: datetime) -> list[int]:
    """Their requests to be called back; whoever still waits for one is called no more."""
    ids = list(traces.call_backs.values_list("pk", flat=True))
    for pk in CallBack.objects.filter(pk__in=ids, status=CallBack.Status.OPEN).values_list("pk", flat=True):
        handle_call_back(pk, as_=CallBack.Status.DROPPED, by=by, now=now)
    return ids


def wipe_call_backs(ids: Collection[int]) -> int:
    """Who was called back, when and by whom goes; that somebody asked, and what became of it, stays. How many were not yet."""
    CallBackAttempt.objects.filter(call_back__in=ids).delete()
    return (
        CallBack.objects.filter(pk__in=ids)
        .exclude(phone="")
        .update(
            name="",
            phone="",
            phone_index="",
            last4="",
            note="",
            when="",
            taken_by=None,
            taken_at=None,
            not_before=None,
        )
    )


def _ask_no_more(traces: Traces, now: datetime) -> None:
    """Nobody is asked how it went any more; what was answered is nobody's. (Not of a session another still comes to.)"""
    sessions = Appointment.objects.filter(_over(traces, now))
    seats = Registration.objects.filter(people__in=traces.residents)
    asked = SurveyRequest.objects.filter(Q(appointment__in=sessions) | Q(registration__in=seats.values("pk")))
    asked.update(token_hash=None, code_hash=None)


def _over(traces: Traces, now: datetime) -> Q:
    return Q(pk__in=traces.alone) | Q(pk__in=traces.appointments, ends_at__lte=now)


def _wipe_appointments(traces: Traces, now: datetime) -> None:
    """Notes go, and what was asked for; not what somebody else who still comes has asked for."""
    Outcome.objects.filter(appointment__in=traces.appointments).exclude(note="").update(note="")
    theirs = Appointment.objects.filter(_over(traces, now))
    HomeVisit.objects.filter(appointment__in=theirs).exclude(address="").update(address="")
    InterpreterBooking.objects.filter(appointment__in=theirs).delete()
    Participation.objects.filter(resident__in=traces.residents).update(contact=None)
    theirs.update(contact_name="", preparation=[], wish={}, called_off_reason="", unverified=False)
    LinkToken.objects.filter(Q(appointment__in=traces.alone) | Q(waiting__in=traces.waits)).delete()


def _wipe_registrations(traces: Traces) -> None:
    """That a seat was taken stays, not by whom; links to what was theirs alone open nothing any more."""
    others = Registration.people.through.objects.filter(registration=OuterRef("pk"))
    others = others.exclude(resident__in=traces.residents)
    theirs = Registration.objects.filter(people__in=traces.residents).exclude(Exists(others))
    for pk in sorted(set(theirs.values_list("pk", flat=True))):
        LinkToken.objects.filter(registration=pk).delete()
        Registration.objects.filter(pk=pk).update(token_hash=f"erased {pk}", language="fr")
    Registration.people.through.objects.filter(resident__in=traces.residents).delete()


def _wipe_following(traces: Traces) -> None:
    """What they wanted, what was to be done, what was printed for them. Their rows are locked first: whoever writes about
    them just now waits, and is then refused.
    """
    list(Resident.objects.select_for_update().filter(pk__in=traces.residents).order_by("pk").values("pk"))
    for model in (NextStep, Goal, LinkToken):
        model._default_manager.filter(resident__in=traces.residents).delete()
    TakeHome.objects.filter(appointment__in=traces.appointments).delete()
