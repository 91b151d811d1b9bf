"""Who calls or writes from a number, if that can be known without telling one person about another."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet

from bookings.models import (
    Appointment,
    Contact,
    Participation,
    Referral,
    SurveyRequest,
    WaitingEntry,
    WaitingOffer,
)
from bookings.people.contacts import value_index
from bookings.referrals.states import OPEN, TO_ANSWER, State
from mediation.prepared import Given, Prepared

_LOOKED_AT = 20
_STANDING = Appointment.STANDING


@dataclass(frozen=True)
class Recognised:
    """The one resident a number stands for, the next appointment if there is one, and where they usually go.

    `restorable_id`: an appointment they have called off so lately that one press takes that back.
    """

    resident_id: int
    appointment_id: int | None
    usual_site_id: int | None
    language: str
    appointment_site_id: int | None = None
    restorable_id: int | None = None


def recognise(e164: str, *, now: datetime) -> Recognised | None:
    """The resident behind a number, or None: unknown, shared, discreet, used by several people, or one who has objected to it.
    Two queries.
    """
    contacts = _contacts()(index=value_index(Contact.Kind.MOBILE, e164))
    if not contacts or any(shared for _pk, shared in contacts):
        return None
    rows = list(
        Appointment.objects.filter(contact__in=[pk for pk, _shared in contacts])
        .order_by("-starts_at")
        .values_list(
            *("pk", "status", "starts_at", "ends_at", "site_id", "language", "relation"),
            *(
                "participants__pk",
                "participants__discreet",
                "participants__erased_at",
                "participants__name_key",
                "commitment__held_until",
                "participants__no_recognition",
            ),
        )[:_LOOKED_AT]
    )
    # The web makes a record anew each time: the same name and number are the same person.
    people = {row[10] for row in rows}
    if len(people) != 1 or any(_is_unknown(row) for row in rows):
        return None
    ahead = [row for row in rows if row[1] in _STANDING and row[3] > now]
    kept = [row for row in rows if row[1] == Appointment.Status.EXCUSED and row[11] and row[11] > now]
    held = [row for row in rows if row[1] in (*_STANDING, Appointment.Status.DONE)]
    following = min(ahead, key=lambda row: row[2]) if ahead else None
    return Recognised(
        resident_id=rows[0][7],
        appointment_id=following[0] if following else None,
        appointment_site_id=following[4] if following else None,
        usual_site_id=held[0][4] if held else None,
        language=rows[0][5],
        restorable_id=max(kept, key=lambda row: row[11])[0] if kept else None,
    )


def _is_unknown(row: tuple[Any, ...]) -> bool:
    """Discreet, erased, one who has objected, or an appointment that somebody else has made."""
    return bool(row[8] or row[9] or row[12]) or row[6] != Appointment.Relation.SELF


def offer_to(e164: str, *, now: datetime) -> int | None:
    """The one free time somebody at this number is being asked about; None where that might be somebody else's."""
    found = _open_offers()(index=value_index(Contact.Kind.MOBILE, e164), now=now)
    return found[0][0] if len(found) == 1 else None


def referred_at(e164: str) -> int | None:
    """The one partner's hand-over that somebody at this number was invited for; None where it may be another's."""
    found = _invited()(index=value_index(Contact.Kind.MOBILE, e164))
    return found[0][0] if len(found) == 1 else None


def asked_how_at(e164: str, *, now: datetime) -> int | None:
    """The one session somebody at this number was asked about and has not answered; None where it may be another's."""
    found = _asked_how()(index=value_index(Contact.Kind.MOBILE, e164), now=now)
    return found[0][0] if len(found) == 1 else None


def referred_by_number(number: str) -> Referral | None:
    """The hand-over that bears this number, while its person may still get a time, or has one."""
    still = Referral.objects.filter(number=number, state__in=_MAY_ANSWER, resident__erased_at=None)
    return still.select_related("appointment").first()


_INVITED = sorted(each.value for each in OPEN - TO_ANSWER)
# A letter is found late, and a no may be thought over.
_MAY_ANSWER = sorted(each.value for each in OPEN | {State.BOOKED, State.DECLINED, State.EXPIRED})


@Prepared
def _invited() -> "QuerySet[Referral, Any]":
    """One is an answer, two are a doubt."""
    invited = Referral.objects.filter(
        contact__value_index=Given("index", CharField()),
        contact__shared=False,
        resident__discreet=False,
        resident__no_recognition=False,
        resident__erased_at=None,
        state__in=_INVITED,
    )
    return invited.values_list("pk")[:2]


@Prepared
def _asked_how() -> "QuerySet[SurveyRequest, Any]":
    """One is an answer, two are a doubt."""
    silent = Participation.objects.filter(appointment=OuterRef("appointment"))
    silent = silent.filter(
        Q(resident__discreet=True) | Q(resident__no_recognition=True) | Q(resident__no_surveys=True)
    )
    asked = SurveyRequest.objects.filter(
        ~Exists(silent),
        appointment__contact__value_index=Given("index", CharField()),
        appointment__contact__shared=False,
        token_hash__isnull=False,
        expires_at__gt=Given("now", DateTimeField()),
    )
    return asked.values_list("pk")[:2]


@Prepared
def _contacts() -> "QuerySet[Contact, Any]":
    by_telephone = Contact.objects.filter(kind__in=[Contact.Kind.MOBILE, Contact.Kind.LANDLINE])
    return by_telephone.filter(value_index=Given("index", CharField())).values_list("pk", "shared")


@Prepared
def _open_offers() -> "QuerySet[WaitingOffer, Any]":
    """One is an answer, two are a doubt."""
    open_ones = WaitingOffer.objects.filter(
        entry__contact__value_index=Given("index", CharField()),
        entry__contact__shared=False,
        entry__resident__discreet=False,
        entry__resident__no_recognition=False,
        entry__status=WaitingEntry.Status.WAITING,
        status=WaitingOffer.Status.OPEN,
        deadline__gt=Given("now", DateTimeField()),
    )
    return open_ones.values_list("pk")[:2]


def standing_by_number(number: str, *, now: datetime) -> Appointment | None:
    """The appointment ahead that bears this booking number, whoever's it is."""
    return Appointment.objects.upcoming(now).filter(number=number).first()
