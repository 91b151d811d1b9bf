"""What a person has to do, for themselves to see: their link, their steps, the sheets they took home."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from bookings.models import Appointment, LinkToken, NextStep, Participation, Resident, TakeHome
from bookings.people.links import appointment_of
from mediation.crypto import derived_tokens, keyed_hash, link_token

_PURPOSE = "following"
_LETTERS = 12
LINK_LIFE = timedelta(days=90)
"""How long the link on a sheet opens. A later sheet has a link of its own."""
DONE_SHOWN = timedelta(days=30)
"""So long what is done may still be taken back by the person."""


def token_of_sheet(appointment_id: int) -> str:
    """The token on the sheet of a session, the same each time it is printed: nobody without the key can make it."""
    newest, *older = (each[:_LETTERS] for each in derived_tokens("take home", str(appointment_id)))
    for token in older:  # (While the index key is changed: the link that was kept.)
        if LinkToken.objects.filter(token_hash=keyed_hash(_PURPOSE, token)).exists():
            return token
    return newest


def keep_link(resident_id: int, appointment_id: int, *, now: datetime) -> None:
    """The link on that sheet opens what this person has to do, from now for 90 days."""
    hashed = keyed_hash(_PURPOSE, token_of_sheet(appointment_id))
    values = {"resident_id": resident_id, "expires_at": now + LINK_LIFE}
    LinkToken.objects.update_or_create(token_hash=hashed, defaults=values)


def prepare_link(resident_id: int, *, now: datetime) -> tuple[str, LinkToken]:
    """A new clear token for a message, and its row, still to be saved."""
    token = link_token()
    row = LinkToken(
        resident_id=resident_id, token_hash=keyed_hash(_PURPOSE, token), expires_at=now + LINK_LIFE
    )
    return token, row


def person_of(token: str, *, now: datetime) -> Resident | None:
    """Who may see what they have to do by this link: of a sheet or a message, or of an appointment of their own.

    A link to an appointment that somebody else has booked for them opens nothing of theirs.
    """
    if (linked := person_of_link(token, now=now)) is not None:
        return linked
    appointment = appointment_of(token, now=now)
    return own_person(appointment) if appointment is not None else None


def person_of_link(token: str, *, now: datetime) -> Resident | None:
    """Whose link this is, of those on sheets and in messages."""
    living = Resident.objects.filter(merged_into=None, erased_at=None)
    hashed = keyed_hash(_PURPOSE, token)
    return living.filter(links__token_hash=hashed, links__expires_at__gt=now).first()


def who_comes_alone(appointment: Appointment) -> Resident | None:
    """Who comes to this appointment, when nobody comes with them."""
    people = list(appointment.participants.all())
    return people[0] if len(people) == 1 and people[0].erased_at is None else None


def own_person(appointment: Appointment) -> Resident | None:
    """The same, when they have booked it for themselves: its link is theirs."""
    own = appointment.relation == Appointment.Relation.SELF
    return who_comes_alone(appointment) if own else None


def is_followed(appointment: Appointment) -> bool:
    """Whether the person behind an appointment's link has something there to see. One query."""
    if appointment.relation != Appointment.Relation.SELF:
        return False
    theirs = Q(resident__participations__appointment=appointment)
    return NextStep.objects.filter(theirs, done_at=None).exists()


def steps_of(person: Resident, *, now: datetime) -> "QuerySet[NextStep]":
    """What is to be done, the most urgent first, then what was done lately."""
    shown = Q(done_at=None) | Q(done_at__gt=now - DONE_SHOWN)
    rows = NextStep.objects.filter(shown, resident=person).select_related("mediator")
    return rows.order_by(F("done_at").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")


def sheets_of(person: Resident) -> "QuerySet[TakeHome]":
    """The sheets of sessions to which they came alone and by themselves, the last first."""
    theirs = TakeHome.objects.filter(
        appointment__participants=person, appointment__relation=Appointment.Relation.SELF
    )
    others = Participation.objects.filter(appointment=OuterRef("appointment")).exclude(resident=person)
    return (
        theirs.filter(~Exists(others)).select_related("appointment__site").order_by("-appointment__starts_at")
    )


def is_late(step: NextStep, *, now: datetime) -> bool:
    """Whether its day is over."""
    return step.done_at is None and step.due_on is not None and step.due_on < localdate(now)
