"""Where one person's data is: what an erasure has to reach, here and in the parts that build on this one."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from bookings.models import (
    Appointment,
    CallBack,
    Contact,
    Participation,
    Referral,
    Registration,
    Resident,
    WaitingEntry,
)
from bookings.people.contacts import BY_PHONE, typed_index
from bookings.people.names import name_key


@dataclass(frozen=True)
class Traces:
    """What belongs to some people, by its ids.

    `residents` are their records, those merged into them too. `appointments` are all they took part in; `alone` those
    among them that no one else has a part in, with their booking `numbers`. `referrals` are those of partners that are
    about them. `contacts` reach nobody else: they go, with
    their clear `addresses` (E.164 or e-mail) and the `indexes` under which these are found; `shared` ones stay. `names`
    are keys.
    """

    residents: frozenset[int]
    appointments: frozenset[int]
    alone: frozenset[int]
    numbers: frozenset[str]
    waits: frozenset[int]
    referrals: frozenset[int]
    contacts: frozenset[int]
    shared: frozenset[int]
    addresses: frozenset[str]
    indexes: frozenset[str]
    names: frozenset[str]

    @property
    def call_backs(self) -> QuerySet[CallBack]:
        """Requests to be called back at their numbers, or about what only they had a part in."""
        about = Q(appointment__in=self.alone) | Q(booked__in=self.alone) | Q(referral__in=self.referrals)
        return CallBack.objects.filter(Q(phone_index__in=self.indexes) | about)

    def are_in(self, typed: Iterable[str]) -> bool:
        """Whether something that was typed names them: their telephone, their e-mail, their whole name."""
        return any(
            typed_index(value) in self.indexes or name_key(value) in self.names for value in typed if value
        )


def traces_of(resident_ids: Collection[int]) -> Traces:
    """Reads where these people are. Nine queries, whatever their number."""
    records = Resident.objects.filter(Q(pk__in=resident_ids) | Q(merged_into__in=resident_ids))
    people = dict(records.values_list("pk", "name_key"))
    others = Resident.objects.filter(erased_at__isnull=True).exclude(pk__in=people)
    theirs = Appointment.objects.filter(participants__in=people)
    with_others = Participation.objects.filter(appointment=OuterRef("pk"), resident__in=others)
    waits = WaitingEntry.objects.filter(resident__in=people)
    referrals = Referral.objects.filter(resident__in=people)
    used = _contacts(theirs, waits, referrals, others, people)
    own = [contact for contact in used if not contact.of_others]  # type: ignore[attr-defined]  # annotated
    alone = dict(theirs.exclude(Exists(with_others)).values_list("pk", "number"))
    return Traces(
        residents=frozenset(people),
        appointments=frozenset(theirs.values_list("pk", flat=True)),
        alone=frozenset(alone),
        numbers=frozenset(alone.values()),
        waits=frozenset(waits.values_list("pk", flat=True)),
        referrals=frozenset(referrals.values_list("pk", flat=True)),
        contacts=frozenset(contact.pk for contact in own),
        shared=frozenset(contact.pk for contact in used) - {contact.pk for contact in own},
        addresses=frozenset(c.value for c in own if c.kind in (*BY_PHONE, Contact.Kind.EMAIL) and c.value),
        indexes=frozenset(contact.value_index for contact in own if contact.value_index),
        names=frozenset(key for key in people.values() if key),
    )


def _contacts(
    theirs: QuerySet[Appointment],
    waits: QuerySet[WaitingEntry],
    referrals: QuerySet[Referral],
    others: QuerySet[Resident],
    people: Collection[int],
) -> list[Contact]:
    """The ways they were reached; `of_others` where somebody who is not forgotten is reached so too."""
    come = Participation.objects.filter(appointment__contact=OuterRef("pk"), resident__in=others)
    wait = WaitingEntry.objects.filter(contact=OuterRef("pk"), resident__in=others)
    sent = Referral.objects.filter(contact=OuterRef("pk"), resident__in=others)
    enrolled = Registration.objects.filter(contact=OuterRef("pk"), people__in=others)
    used = Q(pk__in=theirs.order_by().values("contact")) | Q(pk__in=waits.values("contact"))
    used |= Q(pk__in=referrals.values("contact"))
    used |= Q(pk__in=Participation.objects.filter(resident__in=people).values("contact"))
    used |= Q(pk__in=Referral.objects.filter(companion__in=people).values("companion_contact"))
    used |= Q(pk__in=Registration.objects.filter(people__in=people).values("contact"))
    own = Participation.objects.filter(contact=OuterRef("pk"), resident__in=others)
    along = Referral.objects.filter(companion_contact=OuterRef("pk"), companion__in=others)
    of_others = Exists(come) | Exists(own) | Exists(wait) | Exists(sent) | Exists(along) | Exists(enrolled)
    return list(Contact.objects.filter(used).annotate(of_others=of_others))


def texts_in(data: Any) -> Iterator[str]:
    """Every text within plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from texts_in(each)


def forget_elsewhere(traces: Traces, *, now: datetime) -> None:
    """Has every part of settings' `FORGETTERS` forget these people, in the transaction of the caller."""
    for path in settings.FORGETTERS:
        forgetter: Callable[..., None] = import_string(path)
        forgetter(traces, now=now)
