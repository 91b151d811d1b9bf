"""The waiting list as staff read it: who waits for what, and who is being asked about which time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from bookings.models import Contact, JournalEntry, WaitingEntry, WaitingOffer
from bookings.people.asked_for import wish_in_words
from bookings.people.preparation import language_name
from bookings.records.told import in_words, offers_told
from bookings.staff.agenda.lines import topic_names
from bookings.staff.reaching import BY_PHONE
from bookings.waiting.wanted import wanted_in_words
from mediation.access import Reach


@dataclass(frozen=True)
class Line:
    """Somebody who waits. `sites`: "" is anywhere; `phone` only where there is one."""

    entry: WaitingEntry
    topic: str
    sites: str
    when: str
    language: str
    phone: str

    @property
    def site_id(self) -> int | None:
        """The one site they wait for, if it is one."""
        sites = self.entry.sites.all()
        return sites[0].pk if len(sites) == 1 else None


@dataclass(frozen=True)
class Asked:
    """Somebody who is being asked about a time. `told` how; `to_call`: nobody but the team can tell them."""

    offer: WaitingOffer
    line: Line
    told: str
    to_call: bool


def waiting_within(reach: Reach) -> "QuerySet[WaitingEntry]":
    """Waits for sites of one's organisations, and those for no site of anybody's: any desk may help these."""
    if reach.territory_wide:
        return WaitingEntry.objects.all()
    own = Q(organisation__isnull=True) | Q(organisation__in=reach.agenda_organisations)
    return WaitingEntry.objects.filter(own)


def rows_of(found: "QuerySet[WaitingEntry]") -> "QuerySet[WaitingEntry]":
    """The waits with all that a line needs: may still be cut into pages."""
    return found.select_related("resident", "contact", "topic", "appointment__site").prefetch_related("sites")


def lines_of(rows: Iterable[WaitingEntry]) -> list[Line]:
    """Rows of `rows_of` as lines. One more query."""
    names = topic_names()
    return [_line(row, names) for row in rows]


def _line(entry: WaitingEntry, names: dict[int, str]) -> Line:
    contact = entry.contact
    return Line(
        entry=entry,
        topic=names.get(entry.topic_id, ""),
        sites=", ".join(site.name for site in entry.sites.all()),
        when=", ".join(
            said for said in (wanted_in_words(entry.weekdays, entry.parts), wish_in_words(entry.wish)) if said
        ),
        language="" if entry.language in ("fr", "fr-falc") else language_name(entry.language),
        phone=contact.value if contact.kind in BY_PHONE else "",
    )


def being_asked(entries: "QuerySet[WaitingEntry]", now: datetime) -> list[Asked]:
    """The open offers of these people, the first to run out first; those the team must call before the others."""
    offers = WaitingOffer.objects.filter(status=WaitingOffer.Status.OPEN, entry__in=entries.order_by())
    offers = offers.filter(deadline__gt=now).select_related("site").order_by("deadline", "pk")
    rows = {row.pk: row for row in rows_of(WaitingEntry.objects.filter(offers__in=offers))}
    lines = {line.entry.pk: line for line in lines_of(rows.values())}
    told = offers_told([offer.pk for offer in offers])
    asked = [_asked(offer, lines[offer.entry_id], told) for offer in offers]
    return sorted(asked, key=lambda each: not each.to_call)


def _asked(offer: WaitingOffer, line: Line, told: dict[int, JournalEntry]) -> Asked:
    fact = told.get(offer.pk)
    failed = fact is not None and fact.kind == JournalEntry.Kind.MESSAGE_FAILED
    contact = line.entry.contact
    written = contact.kind in (Contact.Kind.MOBILE, Contact.Kind.EMAIL) and contact.opted_out_at is None
    words = in_words(fact) if fact is not None else ""
    return Asked(offer=offer, line=line, told=words, to_call=failed or not written)
