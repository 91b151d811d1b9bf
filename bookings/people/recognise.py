"""Who calls or writes from a number, if that can be known without telling one person about another."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import CharField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value

from bookings.models import (
    Appointment,
    Contact,
    Participation,
    Referral,
    Registration,
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
    """The resident behind a number, or None: unknown, shared, discreet, used by several people, or one who has
    objected to it. Two queries.

    A number of one's own (`Participation.contact`) stands for who is called there, and for nobody else who comes.
    """
    contacts = _contacts()(index=value_index(Contact.Kind.MOBILE, e164))
    if not contacts or any(shared for _pk, shared in contacts):
        return None
    rows = _called_at([pk for pk, _shared in contacts])
    # The web makes a record anew each time: the same name and number are the same person.
    if len({row.name_key for row in rows}) != 1 or any(row.stays_unknown for row in rows):
        return None
    ahead = [row for row in rows if row.status in _STANDING and row.ends_at > now]
    kept = [
        row
        for row in rows
        if row.status == Appointment.Status.EXCUSED and row.held_until and row.held_until > now
    ]
    held = [row for row in rows if row.status in (*_STANDING, Appointment.Status.DONE)]
    following = min(ahead, key=lambda row: row.starts_at) if ahead else None
    return Recognised(
        resident_id=rows[0].resident_id,
        appointment_id=following.appointment_id if following else None,
        appointment_site_id=following.site_id if following else None,
        usual_site_id=held[0].site_id if held else None,
        language=rows[0].language,
        restorable_id=max(kept, key=lambda row: row.held_until or now).appointment_id if kept else None,
    )


class _Row(NamedTuple):
    """One who comes to one appointment and is called at the number; `own`: it is theirs, not the appointment's."""

    starts_at: datetime
    appointment_id: int
    status: str
    ends_at: datetime
    site_id: int
    language: str
    relation: str
    resident_id: int
    discreet: bool
    erased_at: datetime | None
    name_key: str
    held_until: datetime | None
    objects: bool
    own: bool

    @property
    def stays_unknown(self) -> bool:
        """Whether nobody may be told anything by this number: discreet, erased, objected, or somebody else answers
        there.
        """
        through_others = not self.own and self.relation != Appointment.Relation.SELF
        return self.discreet or self.objects or self.erased_at is not None or through_others


def _called_at(contacts: Collection[int]) -> list[_Row]:
    """The latest of those who are called there, at their own number or the appointment's."""
    at_theirs = Participation.objects.filter(contact__in=contacts).annotate(own=Value(True))
    at_shared = Participation.objects.filter(contact=None, appointment__contact__in=contacts)
    both = at_theirs.values_list(*_COLUMNS).union(
        at_shared.annotate(own=Value(False)).values_list(*_COLUMNS), all=True
    )
    return [_Row(*row) for row in both.order_by("-appointment__starts_at")[:_LOOKED_AT]]


_COLUMNS = (
    *("appointment__starts_at", "appointment_id", "appointment__status", "appointment__ends_at"),
    *("appointment__site_id", "appointment__language", "appointment__relation", "resident_id"),
    *("resident__discreet", "resident__erased_at", "resident__name_key"),
    *("appointment__commitment__held_until", "resident__no_recognition", "own"),
)


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
    silenced = Q(resident__discreet=True) | Q(resident__no_recognition=True) | Q(resident__no_surveys=True)
    silent = Participation.objects.filter(silenced, appointment=OuterRef("appointment"))
    seated = Registration.people.through.objects.filter(registration=OuterRef("registration"))
    index = Given("index", CharField())
    asked = SurveyRequest.objects.filter(
        Q(appointment__contact__value_index=index, appointment__contact__shared=False)
        | Q(registration__contact__value_index=index, registration__contact__shared=False),
        ~Exists(silent),
        ~Exists(seated.filter(silenced)),
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
